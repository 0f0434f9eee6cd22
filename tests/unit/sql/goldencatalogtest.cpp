// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/json.h"
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/exchange/models.h"
#include "support/schemas.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QtTest>

using namespace conjoin;
using namespace conjoin::orm;

namespace {

/// A catalog as lines that a person can compare: one a column, key, foreign key.
using Catalog = QMap<QString, QStringList>; ///< by table, each sorted

QString columnLine(const QString& name, const QString& type, bool nullable)
{
    return QStringLiteral("column %1 %2%3").arg(name, type, nullable ? QString() : QStringLiteral(" NOT NULL"));
}

QString listLine(const QString& what, const QStringList& columns)
{
    return what + QStringLiteral(" (") + columns.join(QStringLiteral(", ")) + u')';
}

QString foreignKeyLine(const QStringList& columns, const QString& table, const QStringList& refColumns,
    const QString& onDelete, const QString& onUpdate)
{
    return listLine(QStringLiteral("foreign key"), columns) +
           listLine(QStringLiteral(" to ") + table, refColumns) +
           QStringLiteral(" delete %1 update %2").arg(onDelete, onUpdate);
}

/// What SQLite itself says of what our script made.
Catalog catalogOf(QSqlDatabase& database)
{
    Catalog catalog;
    const auto rows = [&](const QString& sql, const auto& each) {
        QSqlQuery query(database);
        if (!query.exec(sql))
            qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
        while (query.next())
            each(query);
    };
    const auto literal = [](QString name) { return u'\'' + name.replace(u'\'', QStringLiteral("''")) + u'\''; };
    QStringList tables;
    rows(QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"),
        [&](QSqlQuery& q) { tables.append(q.value(0).toString()); });
    for (const QString& table : tables) {
        QStringList& lines = catalog[table];
        QMap<int, QString> primaryKey;
        rows(
            QStringLiteral("SELECT name, type, \"notnull\", pk FROM pragma_table_info(%1)").arg(literal(table)),
            [&](QSqlQuery& q) {
                lines.append(columnLine(q.value(0).toString(), q.value(1).toString(), q.value(2).toInt() == 0));
                if (q.value(3).toInt() > 0)
                    primaryKey.insert(q.value(3).toInt(), q.value(0).toString());
            });
        if (!primaryKey.isEmpty())
            lines.append(listLine(QStringLiteral("primary key"), primaryKey.values()));
        struct Key {
            QStringList columns, refColumns;
            QString table, onDelete, onUpdate;
        };
        QMap<int, Key> keys;
        rows(QStringLiteral("SELECT id, \"from\", \"table\", \"to\", on_delete, on_update FROM "
                            "pragma_foreign_key_list(%1) ORDER BY id, seq")
                 .arg(literal(table)),
            [&](QSqlQuery& q) {
                Key& key = keys[q.value(0).toInt()];
                key.columns.append(q.value(1).toString());
                key.refColumns.append(q.value(3).toString());
                key.table = q.value(2).toString();
                key.onDelete = q.value(4).toString();
                key.onUpdate = q.value(5).toString();
            });
        for (const Key& key : keys)
            lines.append(foreignKeyLine(key.columns, key.table, key.refColumns, key.onDelete, key.onUpdate));
        rows(QStringLiteral("SELECT name, \"unique\", origin FROM pragma_index_list(%1)").arg(literal(table)),
            [&](QSqlQuery& index) {
                QStringList columns;
                rows(QStringLiteral("SELECT name FROM pragma_index_info(%1) ORDER BY seqno")
                         .arg(literal(index.value(0).toString())),
                    [&](QSqlQuery& q) { columns.append(q.value(0).toString()); });
                const QString origin = index.value(2).toString();
                if (origin == u"u")
                    lines.append(listLine(QStringLiteral("unique"), columns));
                else if (origin == u"c")
                    lines.append(listLine(
                        index.value(1).toInt() ? QStringLiteral("unique index") : QStringLiteral("index"),
                        columns));
            });
        lines.sort();
    }
    return catalog;
}

const Json& at(const Json& json, const char* key)
{
    static const Json none;
    const Json* found = json.find(QString::fromLatin1(key));
    return found ? *found : none;
}

QString text(const Json& json)
{
    return json.isString() ? json.string() : QString();
}

QStringList texts(const Json& json)
{
    QStringList list;
    for (const Json& item : json.items())
        list.append(text(item));
    return list;
}

/// What the recording says of the database after sync().
Catalog recordedCatalog(const Json& golden)
{
    std::vector<std::pair<QString, const Json*>> tables;
    QSet<QString> seen;
    for (const Json& step : at(golden, "steps").items()) {
        const Json& after = at(step, "catalogAfter");
        if (!after.isObject())
            continue;
        for (const auto& [table, facts] : at(after, "tables").members()) {
            if (!seen.contains(table))
                tables.emplace_back(table, &facts);
            seen.insert(table);
        }
    }
    Catalog catalog;
    for (const auto& [table, factsOf] : tables) {
        const Json& facts = *factsOf;
        QStringList& lines = catalog[table];
        for (const Json& column : at(facts, "columns").items())
            lines.append(columnLine(
                text(at(column, "name")), text(at(column, "type")), at(column, "nullable").toBool()));
        if (at(facts, "primaryKey").isObject())
            lines.append(
                listLine(QStringLiteral("primary key"), texts(at(at(facts, "primaryKey"), "columns"))));
        for (const Json& key : at(facts, "foreignKeys").items())
            lines.append(foreignKeyLine(texts(at(key, "columns")), text(at(key, "refTable")),
                texts(at(key, "refColumns")), text(at(key, "onDelete")), text(at(key, "onUpdate"))));
        for (const Json& key : at(facts, "uniques").items())
            lines.append(listLine(QStringLiteral("unique"), texts(at(key, "columns"))));
        for (const Json& index : at(facts, "indexes").items()) {
            if (text(at(index, "origin")) == u"c")
                lines.append(listLine(
                    at(index, "unique").toBool() ? QStringLiteral("unique index") : QStringLiteral("index"),
                    texts(at(index, "columns"))));
        }
        lines.sort();
    }
    return catalog;
}

Catalog created(const model::Document& document)
{
    const Dialect& dialect = **dialectNamed(QStringLiteral("sqlite"));
    const Derivation derivation = derive(document.schema, document.settings.naming, dialect.capabilities());
    Catalog catalog;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("golden"));
        database.setDatabaseName(QStringLiteral(":memory:"));
        if (!database.open())
            qFatal("no database in memory");
        for (const Statement& statement : dialect.createSchema(derivation, {})) {
            QSqlQuery query(database);
            if (!query.exec(statement.sql))
                qFatal("%s\n%s", qPrintable(query.lastError().text()), qPrintable(statement.sql));
        }
        catalog = catalogOf(database);
    }
    QSqlDatabase::removeDatabase(QStringLiteral("golden"));
    return catalog;
}

/// `+` what we have more, `-` what we lack.
QStringList differences(const Catalog& ours, const Catalog& theirs)
{
    QStringList lines;
    for (const QString& table : ours.keys() + theirs.keys()) {
        const auto lacking = [&](const Catalog& here, const Catalog& there, const QString& sign) {
            QStringList rest = there.value(table);
            for (const QString& line : here.value(table)) {
                if (!rest.removeOne(line))
                    lines.append(sign + table + QStringLiteral(": ") + line);
            }
        };
        lacking(ours, theirs, QStringLiteral("+"));
        lacking(theirs, ours, QStringLiteral("-"));
    }
    lines.removeDuplicates();
    lines.sort();
    return lines;
}

/// Without the second index of each junction: made on purpose, where Sequelize makes none (ORM rules, parts 3
/// and 8).
QStringList withoutReverseIndexes(const QStringList& lines, const Catalog& ours)
{
    static const QRegularExpression form(QStringLiteral("^\\+(.*): index \\((.*), (.*)\\)$"));
    QStringList rest;
    for (const QString& line : lines) {
        const auto match = form.match(line);
        const QStringList pair{match.captured(3), match.captured(2)};
        const QStringList table = ours.value(match.captured(1));
        const bool reverse =
            match.hasMatch() && (table.contains(listLine(QStringLiteral("primary key"), pair)) ||
                                    table.contains(listLine(QStringLiteral("unique"), pair)));
        if (!reverse)
            rest.append(line);
    }
    return rest;
}

/// The other places where we differ on purpose, by golden.
QStringList differencesOnPurpose(const QString& golden)
{
    const auto notNull = [](const QString& table, const QStringList& columns) {
        QStringList lines;
        for (const QString& column : columns) {
            lines.append(
                u'+' + table + QStringLiteral(": ") + columnLine(column, QStringLiteral("INTEGER"), false));
            lines.append(
                u'-' + table + QStringLiteral(": ") + columnLine(column, QStringLiteral("INTEGER"), true));
        }
        return lines;
    };
    // Part 8: the keys of a junction are NOT NULL also beside a key of its own.
    static const QMap<QString, QStringList> all{
        {"03_junction_own_id.json", notNull("Enrollments", {"StudentId", "ClassId"})},
        {"07_super_many_to_many.json", notNull("Grants", {"UserId", "ProfileId"})},
        {"17_unique_false.json", notNull("Enrollments", {"StudentId", "ClassId"}) +
                                     QStringList{"+Enrollments: index (ClassId, StudentId)",
                                         "+Enrollments: index (StudentId, ClassId)"}},
        {"30_sync_alter.json", notNull("Enrollments", {"StudentId", "ClassId"})},
        {"39_long_names.json",
            notNull("SpecificationAgreementAssignments",
                {"ManufacturedComponentSpecificationId", "DownstreamDistributionAgreementId"})},
        // SEQUELIZE 1.11: keys that one side names count for both.
        {"04c_keys_one_side_only.json",
            {"+Enrollments: column cid INTEGER NOT NULL", "+Enrollments: primary key (sid, cid)",
                "+Enrollments: foreign key (cid) to Classes (id) delete CASCADE update CASCADE",
                "-Enrollments: column ClassId INTEGER NOT NULL", "-Enrollments: primary key (sid, ClassId)",
                "-Enrollments: foreign key (ClassId) to Classes (id) delete CASCADE update CASCADE"}},
        // A text of a given size keeps it; SQLite looks at neither.
        {"37_data_types.json", {"+T04: column v TINYTEXT", "-T04: column v TEXT"}},
    };
    QStringList lines = all.value(golden);
    lines.sort();
    return lines;
}

/// Definitions that can't be drawn, and the code of the sentence that says so.
QString refusalOnPurpose(const QString& golden)
{
    static const QMap<QString, QString> all{
        {"13_irregular_plurals.json", "models.aliasTwice"},
        {"15_ondelete_set_null.json", "models.setNull"},
    };
    return all.value(golden);
}

} // namespace

/// What Sequelize made of the same definitions on SQLite, read back by the server, is what we make.
class GoldenCatalogTest : public QObject {
    Q_OBJECT

private slots:
    void goldens_data()
    {
        QTest::addColumn<QString>("file");
        const QString folder = tests::sharedPath(QStringLiteral("goldens/sqlite"));
        for (const QString& name : folder.isEmpty() ? QStringList() : QDir(folder).entryList({"*.json"}))
            QTest::newRow(qPrintable(name)) << folder + u'/' + name;
        if (folder.isEmpty())
            QTest::newRow("absent") << QString();
    }

    void goldens()
    {
        QFETCH(QString, file);
        if (file.isEmpty())
            QSKIP("the shared goldens are absent");
        QFile input(file);
        QVERIFY(input.open(QIODevice::ReadOnly));
        const Result<Json> golden = parseJson(input.readAll(), file);
        QVERIFY(golden);
        const QString name = QFileInfo(file).fileName();
        const Result<model::Document> document = readModels(*golden, name);
        const QString refusal = refusalOnPurpose(name);
        QCOMPARE(document ? QString() : document.error().what.code, refusal);
        const Catalog recorded = recordedCatalog(*golden);
        if (!document || recorded.isEmpty())
            return;
        const Catalog ours = created(*document);
        const QStringList lines = withoutReverseIndexes(differences(ours, recorded), ours);
        QCOMPARE(lines.join(u'\n'), differencesOnPurpose(name).join(u'\n'));
    }

    /// The same from a drawing that a person makes by hand: to the letter but for the second index.
    void schoolAsDrawn()
    {
        const QString file = tests::sharedPath(QStringLiteral("goldens/sqlite/01_tutorial.json"));
        if (file.isEmpty())
            QSKIP("the shared goldens are absent");
        QFile input(file);
        QVERIFY(input.open(QIODevice::ReadOnly));
        const Result<Json> golden = parseJson(input.readAll(), file);
        QVERIFY(golden);
        tests::SchemaMaker maker;
        maker.school();
        model::Document document;
        document.schema = maker.schema;
        QCOMPARE(differences(created(document), recordedCatalog(*golden)),
            QStringList{"+Enrollments: index (ClassId, StudentId)"});
    }
};

QTEST_GUILESS_MAIN(GoldenCatalogTest)
#include "goldencatalogtest.moc"
