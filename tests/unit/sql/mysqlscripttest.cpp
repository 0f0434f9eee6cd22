// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqldefaults.h"
#include "orm/dialect/mysqltypes.h"
#include "orm/sql/scriptreader.h"
#include "support/support.h"
#include "support/truth.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

/// The files of a script, in the order of their numbers, as one.
QByteArray scriptAt(const QString& path)
{
    QStringList files{path};
    if (QFileInfo(path).isDir()) {
        files.clear();
        for (const QFileInfo& info :
            QDir(path).entryInfoList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name))
            files += info.filePath();
    }
    QByteArray script;
    for (const QString& name : files) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s can't be read", qPrintable(name));
        script += file.readAll() + "\n";
    }
    return script;
}

QString partsText(const std::vector<orm::PhysicalKeyPart>& parts)
{
    QStringList names;
    for (const orm::PhysicalKeyPart& part : parts)
        names.append(part.column);
    return names.join(u',');
}

QStringList lines(const orm::PhysicalTable& table)
{
    QStringList result;
    for (const orm::PhysicalColumn& column : table.columns) {
        const model::DataType type = column.type.kind == model::TypeKind::Native
                                         ? orm::mysql::typeOf(column.type.native, orm::MySqlFlavour::MariaDb)
                                         : column.type;
        const model::DefaultValue value =
            column.defaultValue.kind == model::DefaultValue::Kind::Expression
                ? orm::mysql::defaultOf(column.defaultValue.text, type, orm::MySqlFlavour::MariaDb)
                : column.defaultValue;
        result += QStringLiteral("%1 %2 %3 %4 default %5 %6 '%7'")
                      .arg(column.name, orm::mysql::typeName(type, orm::MySqlFlavour::MariaDb),
                          column.nullable ? QStringLiteral("null") : QStringLiteral("not null"),
                          column.autoIncrement ? QStringLiteral("counts") : QString(),
                          QString::number(int(value.kind)), *value.text, *column.comment);
    }
    QStringList keys;
    if (table.primaryKey)
        keys += QStringLiteral("primary ") + partsText(table.primaryKey->parts);
    for (const orm::PhysicalKey& key : table.uniqueKeys)
        keys += QStringLiteral("unique %1 ").arg(key.name) + partsText(key.parts);
    for (const orm::PhysicalIndex& index : table.indexes)
        keys += QStringLiteral("index %1 ").arg(index.name) + partsText(index.parts);
    for (const orm::PhysicalForeignKey& key : table.foreignKeys)
        keys += QStringLiteral("reference %1 %2 > %3 (%4) %5 %6")
                    .arg(key.name, key.columns.join(u','), key.refTable, key.refColumns.join(u','),
                        model::actionText(key.onDelete), model::actionText(key.onUpdate));
    keys.sort();
    return result + keys;
}

} // namespace

/// Every MySQL script of the corpus reads as the catalog of a MariaDB server that ran it.
class MySqlScriptTest : public QObject {
    Q_OBJECT

private slots:
    void readsAsTheCatalogSays_data();
    void readsAsTheCatalogSays();
    void survivesEveryPrefix_data();
    void survivesEveryPrefix();

private:
    static void addScripts();
};

void MySqlScriptTest::addScripts()
{
    const QString folder = tests::sharedPath(QStringLiteral("corpus/mysql"));
    if (folder.isEmpty())
        QSKIP("no corpus beside the project");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("truth");
    for (const QFileInfo& info : QDir(folder).entryInfoList({QStringLiteral("*.truth.json")})) {
        const QString base = info.filePath().chopped(int(qstrlen(".truth.json")));
        const QString script =
            QFileInfo::exists(base + QStringLiteral(".sql")) ? base + QStringLiteral(".sql") : base;
        QTest::newRow(qPrintable(info.baseName())) << script << info.filePath();
    }
}

void MySqlScriptTest::readsAsTheCatalogSays_data()
{
    addScripts();
}

void MySqlScriptTest::readsAsTheCatalogSays()
{
    QFETCH(QString, script);
    QFETCH(QString, truth);
    const auto schema = readMySqlScript(scriptAt(script), QFileInfo(script).fileName());
    QVERIFY2(
        schema, qPrintable(schema ? QString() : schema.error().where + u' ' + schema.error().what.english()));
    const tests::Truth expected = tests::readTruth(truth);
    QStringList names, expectedNames;
    for (const orm::PhysicalTable& table : schema->tables)
        names += table.name;
    for (const orm::PhysicalTable& table : expected.schema.tables)
        expectedNames += table.name;
    names.sort();
    expectedNames.sort();
    QCOMPARE(names, expectedNames);
    for (const orm::PhysicalTable& table : expected.schema.tables) {
        const orm::PhysicalTable* found = schema->table(table.name);
        QVERIFY2(found, qPrintable(table.name));
        QCOMPARE(lines(*found).join(u'\n'), lines(table).join(u'\n'));
    }
}

void MySqlScriptTest::survivesEveryPrefix_data()
{
    addScripts();
}

/// A prefix gives an error with its place, or a schema.
void MySqlScriptTest::survivesEveryPrefix()
{
    QFETCH(QString, script);
    QByteArray all = scriptAt(script);
    all.truncate(40'000);
    constexpr qsizetype step = 97; // prime: cuts in every kind of place
    for (qsizetype end = 0; end < all.size(); end += step) {
        const auto schema = readMySqlScript(all.left(end), QStringLiteral("x.sql"));
        if (!schema) {
            QVERIFY(schema.error().where.startsWith(u"x.sql:"));
            QVERIFY(!schema.error().what.english().isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(MySqlScriptTest)
#include "mysqlscripttest.moc"
