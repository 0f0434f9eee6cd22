// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/introspector.h"
#include "support/sqlitefile.h"

#include <QTemporaryDir>
#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;
using orm::PhysicalSchema;
using orm::PhysicalTable;

namespace {

using Kind = model::Verbatim::Kind;

struct Read {
    PhysicalSchema schema;
    size_t statements = 0;
};

/// What a database that a script made reads as.
Read read(const QByteArray& script)
{
    QTemporaryDir folder;
    ConnectionSettings settings;
    settings.file = folder.filePath(QStringLiteral("a.db"));
    settings.create = true;
    const QString said = tests::runScript(settings.file, script);
    Read result;
    [&] { QCOMPARE(said, QString()); }();
    const auto connection = Connection::open(settings);
    StatementRecorder log;
    (*connection)->setLog(&log);
    auto schema = introspect(**connection);
    [&] { QVERIFY2(schema, schema ? "" : qPrintable(schema.error().what.english())); }();
    if (schema)
        result.schema = std::move(*schema);
    result.statements = log.statements.size();
    return result;
}

PhysicalTable onlyTable(const QByteArray& script)
{
    PhysicalSchema schema = read(script).schema;
    return schema.tables.size() == 1 ? schema.tables.front() : PhysicalTable();
}

} // namespace

class IntrospectorTest : public QObject {
    Q_OBJECT

private slots:
    void namesOfConstraintsComeFromTheStoredSql();
    void everythingAForeignKeySays();
    void foreignKeysAreSpeltAsWhatTheyName();
    void uniqueConstraintsAndIndexesAreToldApart();
    void keysWithOrderCollationAndConflict();
    void defaultsAreKeptToTheLetter();
    void generatedColumns();
    void partialAndExpressionIndexes();
    void commentsAnywhere();
    void columnsThatAlterAdded();
    void renamedTablesAndColumns();
    void strangeNames_data();
    void strangeNames();
    void quotingOfEveryKind();
    void aTableWithoutCommasBetweenConstraints();
    void viewsTriggersAndVirtualTablesAreVerbatim();
    void dependenciesAreTables();
    void systemTablesAreLeftOut();
    void tablesMadeFromAQuery();
    void theNumberOfStatementsDoesNotGrow();
};

void IntrospectorTest::namesOfConstraintsComeFromTheStoredSql()
{
    const PhysicalTable table = onlyTable(
        "CREATE TABLE t (a INTEGER CONSTRAINT k PRIMARY KEY CONSTRAINT nn NOT NULL, "
        "b INT CONSTRAINT \"positive b\" CHECK (b > 0) CHECK (b < 9), c CONSTRAINT u UNIQUE, d UNIQUE, "
        "CONSTRAINT self FOREIGN KEY (b) REFERENCES t (a), FOREIGN KEY (c) REFERENCES t, CONSTRAINT pair "
        "UNIQUE (c, d))");
    QCOMPARE(table.primaryKey->name, "k");
    QCOMPARE(table.checks.size(), size_t(2));
    QCOMPARE(table.checks[0].name, "positive b");
    QCOMPARE(table.checks[0].expression, "b > 0");
    QCOMPARE(table.checks[1].name, "");
    QCOMPARE(table.uniqueKeys.size(), size_t(3));
    QCOMPARE(table.uniqueKeys[0].name, "u");
    QCOMPARE(table.uniqueKeys[1].name, "");
    QCOMPARE(table.uniqueKeys[2].name, "pair");
    QCOMPARE(table.foreignKeys[0].name, "self");
    QCOMPARE(table.foreignKeys[1].name, "");
    QVERIFY(!table.columns[0].nullable);
}

void IntrospectorTest::everythingAForeignKeySays()
{
    const PhysicalTable table = onlyTable(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a REFERENCES t ON DELETE SET NULL ON UPDATE CASCADE, "
        "b REFERENCES t (id) MATCH FULL ON DELETE SET DEFAULT DEFERRABLE INITIALLY DEFERRED, "
        "c REFERENCES missing (x) ON DELETE RESTRICT DEFERRABLE, d REFERENCES t NOT DEFERRABLE INITIALLY "
        "DEFERRED, "
        "e, f, FOREIGN KEY (e, f) REFERENCES pairs (x, y) ON UPDATE NO ACTION DEFERRABLE INITIALLY IMMEDIATE)");
    QCOMPARE(table.foreignKeys.size(), size_t(5));
    const auto& keys = table.foreignKeys;
    QCOMPARE(keys[0].columns, QStringList("a"));
    QCOMPARE(keys[0].refColumns, QStringList());
    QVERIFY(keys[0].onDelete == model::Action::SetNull);
    QVERIFY(keys[0].onUpdate == model::Action::Cascade);
    QVERIFY(keys[0].deferrable == model::Deferrable::No);
    QCOMPARE(keys[1].refColumns, QStringList("id"));
    QCOMPARE(keys[1].match, "FULL");
    QVERIFY(keys[1].onDelete == model::Action::SetDefault);
    QVERIFY(keys[1].deferrable == model::Deferrable::InitiallyDeferred);
    QCOMPARE(keys[2].refTable, "missing");
    QVERIFY(keys[2].onDelete == model::Action::Restrict);
    QVERIFY(keys[2].deferrable == model::Deferrable::InitiallyImmediate);
    QVERIFY(keys[3].deferrable == model::Deferrable::No);
    QCOMPARE(keys[4].columns, QStringList({"e", "f"}));
    QCOMPARE(keys[4].refColumns, QStringList({"x", "y"}));
    QVERIFY(keys[4].deferrable == model::Deferrable::InitiallyImmediate);
}

void IntrospectorTest::foreignKeysAreSpeltAsWhatTheyName()
{
    const PhysicalSchema schema = read("CREATE TABLE child (Parent_ID REFERENCES PARENT (iD));"
                                       "CREATE TABLE Parent (Id INTEGER PRIMARY KEY)")
                                      .schema;
    const auto& key = schema.table("child")->foreignKeys[0];
    QCOMPARE(key.refTable, "Parent");
    QCOMPARE(key.refColumns, QStringList("Id"));
    QCOMPARE(key.columns, QStringList("Parent_ID"));
}

void IntrospectorTest::uniqueConstraintsAndIndexesAreToldApart()
{
    const PhysicalTable table =
        onlyTable("CREATE TABLE t (a TEXT PRIMARY KEY, b UNIQUE, c, UNIQUE (a), UNIQUE (c, b));"
                  "CREATE UNIQUE INDEX by_c ON t (c); CREATE INDEX by_b ON t (b DESC)");
    QCOMPARE(table.primaryKey->parts.size(), size_t(1));
    QCOMPARE(table.uniqueKeys.size(), size_t(2)); // UNIQUE (a) says nothing that the key does not
    QCOMPARE(table.uniqueKeys[0].parts[0].column, "b");
    QCOMPARE(table.uniqueKeys[1].parts[0].column, "c");
    QCOMPARE(table.indexes.size(), size_t(2));
    QCOMPARE(table.indexes[0].name, "by_c");
    QVERIFY(table.indexes[0].unique);
    QVERIFY(!table.indexes[1].unique);
    QVERIFY(table.indexes[1].parts[0].descending);
}

void IntrospectorTest::keysWithOrderCollationAndConflict()
{
    const PhysicalTable table =
        onlyTable("CREATE TABLE t (a TEXT COLLATE NOCASE, b, c UNIQUE ON CONFLICT REPLACE, "
                  "PRIMARY KEY (a DESC, b COLLATE rtrim) ON CONFLICT IGNORE, UNIQUE (b COLLATE NOCASE DESC, "
                  "a)) WITHOUT ROWID");
    QVERIFY(table.options.withoutRowid);
    QCOMPARE(*table.columns[0].collation, "NOCASE");
    QCOMPARE(table.primaryKey->conflict, "IGNORE");
    QVERIFY(table.primaryKey->parts[0].descending);
    QCOMPARE(table.primaryKey->parts[0].collation, "");
    QCOMPARE(table.primaryKey->parts[1].collation.toLower(), "rtrim");
    QCOMPARE(table.uniqueKeys[0].conflict, "REPLACE");
    QCOMPARE(table.uniqueKeys[1].parts[0].collation, "NOCASE");
    QVERIFY(table.uniqueKeys[1].parts[0].descending);
    QCOMPARE(table.uniqueKeys[1].parts[1].collation, "");

    const PhysicalTable counted = onlyTable("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT) STRICT");
    QVERIFY(counted.columns[0].autoIncrement);
    QVERIFY(counted.options.strict);
    QVERIFY(onlyTable("CREATE TABLE t (a INTEGER, PRIMARY KEY (a AUTOINCREMENT))").columns[0].autoIncrement);
    QVERIFY(!onlyTable("CREATE TABLE t (a INTEGER PRIMARY KEY)").columns[0].autoIncrement);
    QVERIFY(onlyTable("CREATE TABLE t (a INTEGER PRIMARY KEY DESC)").primaryKey->parts[0].descending);
    QVERIFY(!onlyTable("CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC))").primaryKey->parts[0].descending);
}

void IntrospectorTest::defaultsAreKeptToTheLetter()
{
    const PhysicalTable table =
        onlyTable("CREATE TABLE t (a INTEGER DEFAULT -1, b TEXT DEFAULT 'it''s', c DEFAULT (1 + (2)), d "
                  "DEFAULT CURRENT_TIMESTAMP, "
                  "e DEFAULT NULL, f TEXT DEFAULT '', g INTEGER, h DEFAULT (datetime('now')))");
    ConnectionSettings settings;
    settings.file = ":memory:";
    const auto connection = Connection::open(settings);
    QStringList defaults;
    for (const orm::PhysicalColumn& column : table.columns)
        defaults += (*connection)->dialect().defaultText(column.defaultValue, column.type);
    QCOMPARE(defaults, QStringList({"-1", "'it''s'", "(1 + (2))", "CURRENT_TIMESTAMP", "NULL", "''", "",
                           "(datetime('now'))"}));
    QVERIFY(table.columns[6].defaultValue.kind == model::DefaultValue::Kind::None);
    QVERIFY(table.columns[5].defaultValue.kind == model::DefaultValue::Kind::Literal);
}

void IntrospectorTest::generatedColumns()
{
    const PhysicalTable table = onlyTable("CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a * (2 + 1)) "
                                          "STORED NOT NULL, c AS (a || ')'), d INT AS (a) VIRTUAL)");
    QCOMPARE(table.columns.size(), size_t(4));
    QVERIFY(table.columns[1].generated.kind == model::Generated::Kind::Stored);
    QCOMPARE(*table.columns[1].generated.expression, "a * (2 + 1)");
    QVERIFY(!table.columns[1].nullable);
    QVERIFY(table.columns[2].generated.kind == model::Generated::Kind::Virtual);
    QCOMPARE(*table.columns[2].generated.expression, "a || ')'");
    QCOMPARE(*table.columns[3].generated.expression, "a");
}

void IntrospectorTest::partialAndExpressionIndexes()
{
    const PhysicalTable table =
        onlyTable("CREATE TABLE t (a TEXT COLLATE NOCASE, b);"
                  "CREATE INDEX i ON t (lower(a) COLLATE RTRIM DESC, a COLLATE BINARY, b, a) "
                  "WHERE b > 0 AND (a IN (1, 2)) /* end */ -- really\n");
    QCOMPARE(table.indexes.size(), size_t(1));
    const orm::PhysicalIndex& index = table.indexes[0];
    QCOMPARE(index.where, "b > 0 AND (a IN (1, 2))");
    QCOMPARE(index.parts.size(), size_t(4));
    QCOMPARE(index.parts[0].expression, "lower(a)");
    QCOMPARE(index.parts[0].collation, "RTRIM");
    QVERIFY(index.parts[0].descending);
    QCOMPARE(index.parts[1].collation, "BINARY");
    QCOMPARE(index.parts[2].collation, "");
    QCOMPARE(index.parts[3].collation, ""); // the column's own
}

void IntrospectorTest::commentsAnywhere()
{
    const PhysicalTable table =
        onlyTable("CREATE /* a */ TABLE -- b\n t -- it's )\n ( /* , */ a INTEGER -- PRIMARY KEY, UNIQUE (\n, \n"
                  "b TEXT /* CHECK (b) */ CHECK (b > 0 -- positive\n), -- last\n CONSTRAINT /* x */ u UNIQUE "
                  "(a /* a */, b) -- end\n)");
    QCOMPARE(table.columns.size(), size_t(2));
    QVERIFY(!table.primaryKey);
    QCOMPARE(table.checks.size(), size_t(1));
    QCOMPARE(table.checks[0].expression, "b > 0");
    QCOMPARE(table.uniqueKeys[0].name, "u");
}

void IntrospectorTest::columnsThatAlterAdded()
{
    const PhysicalTable table =
        onlyTable("CREATE TABLE t (a INTEGER PRIMARY KEY, CONSTRAINT c CHECK (a > 0));"
                  "ALTER TABLE t ADD COLUMN b TEXT CONSTRAINT short CHECK (length(b) < 5) DEFAULT 'x';"
                  "ALTER TABLE t ADD COLUMN \"c d\" INTEGER CONSTRAINT fk REFERENCES t ON DELETE CASCADE;"
                  "ALTER TABLE t DROP COLUMN b");
    QCOMPARE(table.columns.size(), size_t(2));
    QCOMPARE(table.columns[1].name, "c d");
    QCOMPARE(table.foreignKeys[0].name, "fk");
    QCOMPARE(table.checks.size(), size_t(1));
    QCOMPARE(table.checks[0].name, "c");
}

void IntrospectorTest::renamedTablesAndColumns()
{
    const PhysicalSchema schema =
        read("CREATE TABLE old (a INTEGER PRIMARY KEY, b CONSTRAINT once UNIQUE);"
             "CREATE TABLE child (x CONSTRAINT fk REFERENCES old (a)); CREATE INDEX i ON old (b) WHERE b > 1;"
             "ALTER TABLE old RENAME TO \"new \"\"one\"\"\"; ALTER TABLE \"new \"\"one\"\"\" RENAME COLUMN b "
             "TO \"b c\"")
            .schema;
    const PhysicalTable* table = schema.table("new \"one\"");
    QVERIFY(table);
    QCOMPARE(table->uniqueKeys[0].name, "once");
    QCOMPARE(table->uniqueKeys[0].parts[0].column, "b c");
    QCOMPARE(table->indexes[0].where, "\"b c\" > 1");
    QCOMPARE(schema.table("child")->foreignKeys[0].refTable, "new \"one\"");
    QCOMPARE(schema.table("child")->foreignKeys[0].name, "fk");
}

void IntrospectorTest::strangeNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << "";
    QTest::newRow("space") << " ";
    QTest::newRow("newline") << "a\nb";
    QTest::newRow("tab") << "a\tb";
    QTest::newRow("quotes") << "a\"b'c`d[e";
    QTest::newRow("dots") << "main.t";
    QTest::newRow("keyword") << "select";
    QTest::newRow("constraint") << "primary key";
    QTest::newRow("emoji") << "👩‍🎓";
    QTest::newRow("arabic") << "مدرسة";
    QTest::newRow("decomposed") << QString::fromUtf8("cafe\u0301");
    QTest::newRow("comment") << "-- x /* y";
    QTest::newRow("brackets") << "a(b),c)";
    QTest::newRow("hash") << "#1; DROP TABLE x";
    QTest::newRow("percent") << "%1 %2";
    QTest::newRow("parameter") << ":name ? @x";
}

void IntrospectorTest::strangeNames()
{
    QFETCH(QString, name);
    const QString quoted = u'"' + QString(name).replace(u'"', QStringLiteral("\"\"")) + u'"';
    const QString script = QStringLiteral("CREATE TABLE %1 (%1 INTEGER CONSTRAINT %1 PRIMARY KEY, "
                                          "other CONSTRAINT %1 UNIQUE CONSTRAINT %1 REFERENCES %1 (%1) "
                                          "CONSTRAINT %1 CHECK (other <> %1)); "
                                          "CREATE TABLE beside (x REFERENCES %1)")
                               .replace(QStringLiteral("%1"), quoted);
    const PhysicalSchema schema = read(script.toUtf8()).schema;
    QCOMPARE(schema.tables.size(), size_t(2));
    const PhysicalTable* table = schema.table(name);
    QVERIFY(table);
    QCOMPARE(table->columns[0].name, name);
    QCOMPARE(table->primaryKey->name, name);
    QCOMPARE(table->primaryKey->parts[0].column, name);
    QCOMPARE(table->uniqueKeys[0].name, name);
    QCOMPARE(table->foreignKeys[0].name, name);
    QCOMPARE(table->foreignKeys[0].refTable, name);
    QCOMPARE(table->foreignKeys[0].refColumns, QStringList(name));
    QCOMPARE(table->checks[0].name, name);
    QCOMPARE(table->checks[0].expression, "other <> " + quoted);
    QCOMPARE(schema.table("beside")->foreignKeys[0].refTable, name);
}

void IntrospectorTest::quotingOfEveryKind()
{
    const PhysicalTable table =
        onlyTable("CREATE TABLE [my table] (`a``b` INTEGER, [c\"d] TEXT, 'e' REAL, \"f\" \"strange type\", "
                  "CONSTRAINT 'k' PRIMARY KEY ('e', [c\"d]), CONSTRAINT [u] UNIQUE (`a``b`))");
    QCOMPARE(table.name, "my table");
    QCOMPARE(table.columns[0].name, "a`b");
    QCOMPARE(table.columns[1].name, "c\"d");
    QCOMPARE(table.columns[2].name, "e");
    QCOMPARE(table.primaryKey->name, "k");
    QCOMPARE(table.primaryKey->parts[1].column, "c\"d");
    QCOMPARE(table.uniqueKeys[0].name, "u");
}

void IntrospectorTest::aTableWithoutCommasBetweenConstraints()
{
    const PhysicalTable table = onlyTable(
        "CREATE TABLE t (a INTEGER, b, CONSTRAINT k PRIMARY KEY (a) CONSTRAINT u UNIQUE (b) CHECK (a > 0))");
    QCOMPARE(table.primaryKey->name, "k");
    QCOMPARE(table.uniqueKeys[0].name, "u");
    QCOMPARE(table.checks[0].name, "");
}

void IntrospectorTest::viewsTriggersAndVirtualTablesAreVerbatim()
{
    const PhysicalSchema schema =
        read("CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t;"
             "CREATE TRIGGER t AFTER INSERT ON t BEGIN SELECT 1; END;"
             "CREATE VIRTUAL TABLE words USING fts5(text); CREATE VIEW broken AS SELECT x FROM nowhere")
            .schema;
    QCOMPARE(schema.tables.size(), size_t(1)); // and none of the five that fts5 keeps for itself
    QCOMPARE(schema.verbatims.size(), size_t(4));
    QVERIFY(schema.verbatims[0].kind == Kind::View);
    QCOMPARE(schema.verbatims[0].sql, "CREATE VIEW v AS SELECT a FROM t");
    QVERIFY(schema.verbatims[1].kind == Kind::Trigger);
    QCOMPARE(schema.verbatims[1].dependsOn, QStringList("t"));
    QVERIFY(schema.verbatims[2].kind == Kind::VirtualTable);
    QCOMPARE(schema.verbatims[2].name, "words");
    QCOMPARE(schema.verbatims[3].name, "broken");
}

void IntrospectorTest::dependenciesAreTables()
{
    const PhysicalSchema schema =
        read("CREATE TABLE a (b); CREATE TABLE b (a); CREATE TABLE c (x); CREATE TABLE d (x); CREATE TABLE \"e "
             "f\" (x);"
             "CREATE TABLE g (x); CREATE VIEW v1 AS SELECT b FROM a; "
             "CREATE VIEW v2 AS SELECT d FROM (SELECT x AS d FROM main.c, [e f]) AS a, v1 WHERE d IN g;"
             "CREATE TRIGGER r INSTEAD OF INSERT ON v1 BEGIN INSERT INTO c VALUES (1); UPDATE OR IGNORE d SET "
             "x = 1; "
             "DELETE FROM b; END")
            .schema;
    QCOMPARE(schema.verbatims[0].dependsOn, QStringList("a"));
    QCOMPARE(schema.verbatims[1].dependsOn, QStringList({"c", "e f", "g", "v1"}));
    QCOMPARE(schema.verbatims[2].dependsOn, QStringList({"b", "c", "d", "v1"}));
}

void IntrospectorTest::systemTablesAreLeftOut()
{
    const PhysicalSchema schema = read("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b); CREATE INDEX "
                                       "i ON t (b); INSERT INTO t (b) VALUES (1); "
                                       "ANALYZE")
                                      .schema;
    QCOMPARE(schema.tables.size(), size_t(1));
    QCOMPARE(schema.verbatims.size(), size_t(0));
}

void IntrospectorTest::tablesMadeFromAQuery()
{
    const PhysicalSchema schema =
        read("CREATE TABLE t AS SELECT 1 AS a, 'x' AS \"b c\", CAST(1 AS REAL) AS d").schema;
    QCOMPARE(schema.tables[0].columns.size(), size_t(3));
    QCOMPARE(schema.tables[0].columns[1].name, "b c");
}

void IntrospectorTest::theNumberOfStatementsDoesNotGrow()
{
    const auto script = [](int tables) {
        QByteArray text;
        for (int i = 0; i < tables; ++i)
            text += QStringLiteral("CREATE TABLE t%1 (a INTEGER PRIMARY KEY, b UNIQUE REFERENCES t0); "
                                   "CREATE INDEX i%1 ON t%1 (b);")
                        .arg(i)
                        .toUtf8();
        return text;
    };
    QCOMPARE(read(script(60)).statements, read(script(1)).statements);
}

QTEST_GUILESS_MAIN(IntrospectorTest)
#include "introspectortest.moc"
