// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/introspector.h"
#include "support/sqlitefile.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

QStringList texts(const QJsonArray& array)
{
    QStringList list;
    for (const QJsonValue& value : array)
        list += value.toString();
    return list;
}

QStringList columnsOf(const std::vector<orm::PhysicalKeyPart>& parts)
{
    QStringList columns;
    for (const orm::PhysicalKeyPart& part : parts)
        columns += part.column;
    return columns;
}

/// One line a key or index, sorted, so that two lists compare as sets and a difference can be read.
QStringList keyLines(const std::vector<orm::PhysicalKey>& keys)
{
    QStringList lines;
    for (const orm::PhysicalKey& key : keys)
        lines += columnsOf(key.parts).join(u',');
    lines.sort();
    return lines;
}

QStringList indexLines(const std::vector<orm::PhysicalIndex>& indexes)
{
    QStringList lines;
    for (const orm::PhysicalIndex& index : indexes) {
        QString line = index.name + (index.unique ? u'!' : u':');
        for (const orm::PhysicalKeyPart& part : index.parts)
            line += part.column + (part.descending ? QStringLiteral(" desc,") : QStringLiteral(","));
        lines += line + index.where;
    }
    lines.sort();
    return lines;
}

QStringList foreignKeyLines(const std::vector<orm::PhysicalForeignKey>& keys)
{
    QStringList lines;
    for (const orm::PhysicalForeignKey& key : keys)
        lines += QStringLiteral("%1 > %2 (%3) %4 %5")
                     .arg(key.columns.join(u','), key.refTable, key.refColumns.join(u','),
                         actionText(key.onDelete), actionText(key.onUpdate));
    lines.sort();
    return lines;
}

QStringList foreignKeyLines(const QJsonArray& keys)
{
    QStringList lines;
    for (const QJsonValue& value : keys) {
        const QJsonObject key = value.toObject();
        const bool implicitTarget = key["implicit_target"].toBool();
        lines += QStringLiteral("%1 > %2 (%3) %4 %5")
                     .arg(texts(key["columns"].toArray()).join(u','),
                         key["ref_missing"].toBool() ? key["ref_table"].toString()
                                                     : key["ref_table_actual"].toString(),
                         implicitTarget ? QString() : texts(key["ref_columns"].toArray()).join(u','),
                         key["on_delete"].toString(), key["on_update"].toString());
    }
    lines.sort();
    return lines;
}

} // namespace

/// Every SQLite schema of the corpus reads as SQLite's own catalog says.
class IntrospectorCorpusTest : public QObject {
    Q_OBJECT

private slots:
    void readsAsTheCatalogSays_data();
    void readsAsTheCatalogSays();

private:
    void compareTable(const orm::Dialect& dialect, const orm::PhysicalTable& table, const QJsonObject& truth);
};

void IntrospectorCorpusTest::readsAsTheCatalogSays_data()
{
    const QString folder = tests::sharedPath(QStringLiteral("corpus/sqlite"));
    if (folder.isEmpty())
        QSKIP("no corpus beside the project");
    QTest::addColumn<QString>("path");
    for (const QFileInfo& info : QDir(folder).entryInfoList({QStringLiteral("*.sql")}))
        QTest::newRow(qPrintable(info.baseName())) << info.filePath();
}

void IntrospectorCorpusTest::readsAsTheCatalogSays()
{
    QFETCH(QString, path);
    QFile script(path);
    QVERIFY(script.open(QIODevice::ReadOnly));
    QFile truthFile(QString(path).replace(QStringLiteral(".sql"), QStringLiteral(".truth.json")));
    QVERIFY(truthFile.open(QIODevice::ReadOnly));
    const QJsonObject truth = QJsonDocument::fromJson(truthFile.readAll()).object();

    QTemporaryDir folder;
    ConnectionSettings settings;
    settings.file = folder.filePath(QStringLiteral("corpus.db"));
    QCOMPARE(tests::runScript(settings.file, script.readAll()), QString());
    const auto connection = Connection::open(settings);
    QVERIFY(connection);
    const auto schema = introspect(**connection);
    QVERIFY(schema);

    qsizetype tables = 0, virtualTables = 0;
    for (const QJsonValue& value : truth["tables"].toArray()) {
        const QJsonObject expected = value.toObject();
        const QString name = expected["name"].toString();
        if (expected["kind"].toString() != u"table") {
            QVERIFY2(!schema->table(name), qPrintable(name));
            virtualTables += expected["kind"].toString() == u"virtual" ? 1 : 0;
            continue;
        }
        ++tables;
        const orm::PhysicalTable* table = schema->table(name);
        QVERIFY2(table, qPrintable(name));
        compareTable((*connection)->dialect(), *table, expected);
        if (QTest::currentTestFailed())
            return;
    }
    QCOMPARE(qsizetype(schema->tables.size()), tables);
    const auto verbatims = [&](model::Verbatim::Kind kind) {
        return qsizetype(std::count_if(schema->verbatims.begin(), schema->verbatims.end(),
            [kind](const orm::PhysicalVerbatim& verbatim) { return verbatim.kind == kind; }));
    };
    QCOMPARE(verbatims(model::Verbatim::Kind::View), truth["views"].toArray().size());
    QCOMPARE(verbatims(model::Verbatim::Kind::Trigger), qsizetype(truth["trigger_total"].toInt()));
    QCOMPARE(verbatims(model::Verbatim::Kind::VirtualTable), virtualTables);
}

void IntrospectorCorpusTest::compareTable(
    const orm::Dialect& dialect, const orm::PhysicalTable& table, const QJsonObject& truth)
{
    const QJsonArray columns = truth["columns"].toArray();
    QCOMPARE(qsizetype(table.columns.size()), columns.size());
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const orm::PhysicalColumn& column = table.columns[size_t(i)];
        const QJsonObject expected = columns[i].toObject();
        QCOMPARE(column.name, expected["name"].toString());
        QCOMPARE(dialect.typeName(column.type), expected["type"].toString());
        QCOMPARE(column.nullable, expected["nullable"].toBool());
        QCOMPARE(column.autoIncrement, expected["autoincrement"].toBool());
        const QString value = dialect.defaultText(column.defaultValue, column.type);
        const QString said = expected["default"].toString();
        QVERIFY2(value == said || value == u'(' + said + u')', qPrintable(table.name + u'.' + column.name));
        QCOMPARE(column.generated.kind != model::Generated::Kind::None, !expected["generated"].isNull());
    }
    const QJsonObject key = truth["primary_key"].toObject();
    QCOMPARE(
        table.primaryKey ? columnsOf(table.primaryKey->parts) : QStringList(), texts(key["columns"].toArray()));
    QCOMPARE(qsizetype(table.checks.size()), qsizetype(truth["checks"].toInt()));
    QCOMPARE(table.options.withoutRowid, truth["without_rowid"].toBool());
    QCOMPARE(table.options.strict, truth["strict"].toBool());
    QCOMPARE(foreignKeyLines(table.foreignKeys), foreignKeyLines(truth["foreign_keys"].toArray()));
    const auto deferrable = std::count_if(table.foreignKeys.begin(), table.foreignKeys.end(),
        [](const orm::PhysicalForeignKey& foreign) { return foreign.deferrable != model::Deferrable::No; });
    QCOMPARE(qsizetype(deferrable), qsizetype(truth["deferrable_fks"].toInt()));

    QStringList unique, indexes;
    for (const QJsonArray& list : {truth["unique"].toArray(), truth["indexes"].toArray()}) {
        for (const QJsonValue& value : list) {
            const QJsonObject index = value.toObject();
            if (index["origin"].toString() == u"constraint") {
                unique += texts(index["columns"].toArray()).join(u',');
                continue;
            }
            QString line = index["name"].toString() + (index["unique"].toBool() ? u'!' : u':');
            const QStringList names = texts(index["columns"].toArray());
            for (qsizetype i = 0; i < names.size(); ++i)
                line += names[i] +
                        (index["desc"].toArray()[i].toBool() ? QStringLiteral(" desc,") : QStringLiteral(","));
            indexes += line + index["where"].toString();
        }
    }
    unique.sort();
    indexes.sort();
    QCOMPARE(keyLines(table.uniqueKeys), unique);
    QCOMPARE(indexLines(table.indexes), indexes);
}

QTEST_GUILESS_MAIN(IntrospectorCorpusTest)
#include "introspectorcorpustest.moc"
