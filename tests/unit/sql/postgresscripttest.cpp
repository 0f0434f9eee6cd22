// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/derive.h"
#include "orm/dialect/postgresdialect.h"
#include "orm/lift/lift.h"
#include "orm/sql/scriptreader.h"
#include "support/support.h"
#include "support/truth.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTest>

#include <atomic>
#include <thread>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

/// A script of the corpus: what must run before it, and the files of its folder in their order.
QByteArray corpusScript(const QString& path)
{
    QStringList files;
    const QFileInfo info(path);
    if (info.isDir()) {
        for (const QFileInfo& part :
            QDir(path).entryInfoList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name))
            files += part.filePath();
    } else {
        files = {info.path() + u'/' + info.completeBaseName() + QStringLiteral(".pre.sql"), path};
    }
    QByteArray script;
    for (const QString& file : files) {
        QFile input(file);
        if (input.open(QIODevice::ReadOnly))
            script += input.readAll() + '\n';
    }
    return script;
}

QStringList columnsOf(const std::vector<orm::PhysicalKeyPart>& parts)
{
    QStringList columns;
    for (const orm::PhysicalKeyPart& part : parts)
        columns += part.column;
    return columns;
}

QString schemaName(const QString& name)
{
    return name.isEmpty() ? QStringLiteral("public") : name;
}

/// What a table says, a line a fact, so that a difference can be read; types as the catalog shows them where
/// `public` is searched, defaults apart (the catalog casts them).
QStringList tableLines(const orm::PhysicalTable& table, const orm::Dialect& dialect)
{
    QStringList lines;
    const QString name = schemaName(table.schema) + u'.' + table.name;
    for (const orm::PhysicalColumn& column : table.columns) {
        QString type =
            column.type.kind == model::TypeKind::Native ? *column.type.native : dialect.typeName(column.type);
        type.remove(QStringLiteral("public."));
        lines += QStringLiteral("%1 column %2 %3%4")
                     .arg(name, column.name, type, column.nullable ? QString() : QStringLiteral(" not null"));
    }
    if (table.primaryKey)
        lines += QStringLiteral("%1 key %2 (%3)")
                     .arg(name, table.primaryKey->name, columnsOf(table.primaryKey->parts).join(u','));
    for (const orm::PhysicalKey& key : table.uniqueKeys)
        lines += QStringLiteral("%1 unique %2 (%3)").arg(name, key.name, columnsOf(key.parts).join(u','));
    for (const orm::PhysicalIndex& index : table.indexes)
        lines += QStringLiteral("%1 %2 %3 (%4)")
                     .arg(name, index.unique ? QStringLiteral("unique") : QStringLiteral("index"), index.name,
                         columnsOf(index.parts).join(u','));
    for (const orm::PhysicalForeignKey& key : table.foreignKeys)
        lines += QStringLiteral("%1 foreign %2 (%3) > %4.%5 (%6) %7 %8")
                     .arg(name, key.name, key.columns.join(u','), schemaName(key.refSchema), key.refTable,
                         key.refColumns.join(u','), actionText(key.onDelete), actionText(key.onUpdate));
    lines.sort();
    return lines;
}

QStringList schemaLines(const orm::PhysicalSchema& schema, const orm::Dialect& dialect)
{
    QStringList lines;
    for (const orm::PhysicalTable& table : schema.tables)
        lines += tableLines(table, dialect);
    lines.sort();
    return lines;
}

QString differences(const QStringList& read, const QStringList& truth)
{
    const QSet<QString> a(read.begin(), read.end()), b(truth.begin(), truth.end());
    QStringList lines;
    for (const QString& line : read) {
        if (!b.contains(line))
            lines += QStringLiteral("+ ") + line;
    }
    for (const QString& line : truth) {
        if (!a.contains(line))
            lines += QStringLiteral("- ") + line;
    }
    return lines.mid(0, 40).join(u'\n');
}

/// What only a server can know of a script of the corpus; each is told as a diagnostic.
QHash<QString, QString> withoutServer()
{
    return {
        // Refused by the server that the corpus was read from: its rows lie in files beside the script.
        {"adventureworks",
            "+ production.productreview foreign FK_ProductReview_Product_ProductID (productid) > "
            "production.product (productid) NO ACTION NO ACTION"},
    };
}

orm::PhysicalSchema read(const char* script, Diagnostics* diagnostics = nullptr)
{
    auto schema = readPostgresScript(script, QStringLiteral("script.sql"), diagnostics);
    if (!schema)
        qWarning("%s: %s", qPrintable(schema.error().where), qPrintable(schema.error().what.english()));
    return schema.value_or(orm::PhysicalSchema());
}

} // namespace

/// A PostgreSQL script is read, without a server, as a server would hold it.
class PostgresScriptTest : public QObject {
    Q_OBJECT

private slots:
    void readsTheCorpusAsTheServerDid_data();
    void readsTheCorpusAsTheServerDid();
    void makesUpNamesAsTheServerDoes();
    void followsTheSearchPath();
    void whatCannotBeSaidAgainTakesItsPathAlong();
    void changesFollowEachOther();
    void partitionsAreKeptWithTheirParent();
    void whatADeletionSetsIsOfTheKey();
    void tablesMadeOfQueriesGetTheirColumns();
    void aDefaultKeepsItsTypeWhenTheColumnGetsAnother();
    void anErrorSaysWhere();
    void isNotBroughtDownByNesting();
    void manyWordsTakeNoLongerEach();
    void readsInSeveralThreads();
};

void PostgresScriptTest::readsTheCorpusAsTheServerDid_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("truth");
    bool any = false;
    for (const QString& truth : tests::truthFiles()) {
        if (!truth.contains(QStringLiteral("/postgresql/")))
            continue;
        const QString base = truth.chopped(QStringLiteral(".truth.json").size());
        QTest::newRow(qPrintable(QFileInfo(base).fileName()))
            << (QFileInfo(base).isDir() ? base : base + QStringLiteral(".sql")) << truth;
        any = true;
    }
    if (!any)
        QSKIP("no corpus beside the project");
}

void PostgresScriptTest::readsTheCorpusAsTheServerDid()
{
    QFETCH(QString, path);
    QFETCH(QString, truth);
    const auto schema = readPostgresScript(corpusScript(path), path);
    QVERIFY2(schema, qPrintable(schema ? QString() : schema.error().where + schema.error().what.english()));
    const orm::PostgresDialect dialect;
    const tests::Truth expected = tests::readTruth(truth);
    QCOMPARE(differences(schemaLines(*schema, dialect), schemaLines(expected.schema, dialect)),
        withoutServer().value(QFileInfo(path).completeBaseName()));

    const orm::Lifted lifted = orm::lift(*schema);
    QCOMPARE(differences(schemaLines(orm::derive(lifted.schema, {}, dialect.capabilities()).schema, dialect),
                 schemaLines(*schema, dialect)),
        QString());
    QStringList links;
    for (const model::ManyToMany& link : lifted.schema.links) {
        const auto sqlName = [&](TableId id) { return lifted.schema.tables.at(id).sqlName; };
        links += QStringList{sqlName(link.junction), link.reason, sqlName(link.ends[0].table),
            sqlName(link.ends[1].table)}
                     .join(u' ');
    }
    links.sort();
    QCOMPARE(links, expected.junctions);
}

void PostgresScriptTest::makesUpNamesAsTheServerDoes()
{
    const orm::PhysicalSchema schema = read(R"(
        CREATE TABLE parent (id serial PRIMARY KEY UNIQUE, code text UNIQUE, CHECK (code <> ''));
        CREATE TABLE child (
            id int GENERATED ALWAYS AS IDENTITY (START WITH 100),
            parent int REFERENCES parent ON DELETE CASCADE,
            a int CHECK (a > 0), b int, CHECK (a < b), CHECK (a <> b), UNIQUE (a, b));
        CREATE INDEX ON child (a, lower(b::text), (b + 1));
        CREATE INDEX ON child (a, lower(b::text), (b + 1));
        CREATE TABLE a_table_with_a_name_that_is_really_quite_long_indeed (
            a_column_with_a_name_that_is_long_too int UNIQUE);
    )");
    const orm::PhysicalTable* parent = schema.table(QStringLiteral("parent"));
    const orm::PhysicalTable* child = schema.table(QStringLiteral("child"));
    QVERIFY(parent && child);
    QCOMPARE(parent->primaryKey->name, QStringLiteral("parent_pkey"));
    QCOMPARE(int(parent->uniqueKeys.size()), 1); // the one of the key column is the key itself
    QCOMPARE(parent->uniqueKeys[0].name, QStringLiteral("parent_code_key"));
    QCOMPARE(parent->checks[0].name, QStringLiteral("parent_code_check"));
    QVERIFY(parent->columns[0].autoIncrement);
    QVERIFY(!parent->columns[0].nullable);
    QVERIFY(schema.verbatims.empty()); // its sequence is part of the column

    QCOMPARE(*child->columns[0].sequence, QStringLiteral("START WITH 100"));
    QCOMPARE(child->foreignKeys[0].name, QStringLiteral("child_parent_fkey"));
    QCOMPARE(child->foreignKeys[0].refColumns, QStringList{"id"});
    QCOMPARE(child->uniqueKeys[0].name, QStringLiteral("child_a_b_key"));
    QStringList names;
    for (const orm::PhysicalCheck& check : child->checks)
        names += check.name;
    QCOMPARE(names, (QStringList{"child_a_check", "child_check", "child_check1"}));
    names.clear();
    for (const orm::PhysicalIndex& index : child->indexes)
        names += index.name;
    QCOMPARE(names, (QStringList{"child_a_lower_expr_idx", "child_a_lower_expr_idx1"}));
    QCOMPARE(schema.tables[0].uniqueKeys[0].name,
        QStringLiteral("a_table_with_a_name_that_is_r_a_column_with_a_name_that_is__key"));
}

void PostgresScriptTest::followsTheSearchPath()
{
    const orm::PhysicalSchema schema = read(R"(
        CREATE SCHEMA shop;
        SET search_path TO shop, public;
        CREATE DOMAIN price AS numeric(10,2) CHECK (VALUE >= 0);
        CREATE TABLE item (id bigserial PRIMARY KEY, cost price);
        CREATE VIEW cheap AS SELECT * FROM item WHERE cost < 10;
    )");
    QCOMPARE(schema.tables[0].schema, QStringLiteral("shop"));
    QVERIFY(schema.tables[0].columns[0].autoIncrement);
    QCOMPARE(schema.tables[0].columns[1].type,
        model::DataType::named(QStringLiteral("shop"), QStringLiteral("price")));
    const auto view = std::find_if(schema.verbatims.begin(), schema.verbatims.end(),
        [](const orm::PhysicalVerbatim& verbatim) { return verbatim.kind == model::Verbatim::Kind::View; });
    QCOMPARE(view->sql, QStringLiteral("CREATE VIEW shop.cheap AS SELECT * FROM shop.item WHERE cost < 10"));
    QCOMPARE(view->dependsOn, QStringList{"shop.item"});
}

/// Not every tree comes back as words that mean the same.
void PostgresScriptTest::whatCannotBeSaidAgainTakesItsPathAlong()
{
    const orm::PhysicalSchema schema = read(R"(
        CREATE SCHEMA shop;
        SET search_path TO shop, public;
        CREATE TYPE kind AS ENUM ('a');
        CREATE FUNCTION told(double double precision, kinds kind[], "x y" integer DEFAULT 42, char_arr char[] DEFAULT '{}')
            RETURNS TABLE (iss text, exp bigint, "http://shop/x" boolean) LANGUAGE sql AS $$ SELECT 'a', 1, true $$;
    )");
    const auto made =
        std::ranges::find(schema.verbatims, model::Verbatim::Kind::Routine, &orm::PhysicalVerbatim::kind);
    QVERIFY(made != schema.verbatims.end());
    QCOMPARE(made->schema, QStringLiteral("shop"));
    QVERIFY2(made->sql.contains(QStringLiteral("CREATE FUNCTION shop.told")) ||
                 made->sql.startsWith(QStringLiteral("SET search_path = shop")),
        qPrintable(made->sql));
}

void PostgresScriptTest::changesFollowEachOther()
{
    const orm::PhysicalSchema schema = read(R"(
        CREATE TABLE a (id int PRIMARY KEY, old text, gone int UNIQUE, CHECK (length(old) > 2));
        CREATE TABLE b (a int REFERENCES a (id));
        ALTER TABLE a RENAME COLUMN old TO new;
        ALTER TABLE a DROP COLUMN gone, ALTER COLUMN new SET NOT NULL, ALTER new TYPE varchar(20);
        ALTER TABLE a RENAME TO c;
        CREATE UNIQUE INDEX by_new ON c (new DESC NULLS LAST) WHERE new <> '';
        CREATE UNIQUE INDEX plain ON c (new);
        ALTER TABLE c ADD CONSTRAINT only_one UNIQUE USING INDEX plain DEFERRABLE INITIALLY DEFERRED;
        DROP TABLE IF EXISTS nothing;
    )");
    const orm::PhysicalTable* c = schema.table(QStringLiteral("c"));
    QVERIFY(c);
    QCOMPARE(int(c->columns.size()), 2);
    QCOMPARE(c->columns[1].name, QStringLiteral("new"));
    QCOMPARE(c->columns[1].type, model::DataType::of(model::TypeKind::Varchar, 20));
    QVERIFY(!c->columns[1].nullable);
    QCOMPARE(c->checks[0].expression, QStringLiteral("length(new) > 2"));
    QCOMPARE(int(c->uniqueKeys.size()), 1);
    QCOMPARE(c->uniqueKeys[0].name, QStringLiteral("only_one"));
    QCOMPARE(c->uniqueKeys[0].deferrable, model::Deferrable::InitiallyDeferred);
    QCOMPARE(int(c->indexes.size()), 1);
    QVERIFY(c->indexes[0].parts[0].descending);
    QCOMPARE(c->indexes[0].parts[0].nulls, model::NullOrder::Last);
    QCOMPARE(schema.table(QStringLiteral("b"))->foreignKeys[0].refTable, QStringLiteral("c"));
}

void PostgresScriptTest::partitionsAreKeptWithTheirParent()
{
    const orm::PhysicalSchema schema = read(R"(
        CREATE TABLE log (at date NOT NULL, what text, PRIMARY KEY (at)) PARTITION BY RANGE (at);
        CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
        CREATE TABLE log_2 (at date NOT NULL, what text);
        ALTER TABLE log ATTACH PARTITION log_2 DEFAULT;
    )");
    QCOMPARE(int(schema.tables.size()), 1);
    QCOMPARE(schema.tables[0].options.partitionBy, QStringLiteral("PARTITION BY RANGE (at)"));
    QCOMPARE(int(schema.verbatims.size()), 2);
    for (const orm::PhysicalVerbatim& partition : schema.verbatims) {
        QCOMPARE(partition.kind, model::Verbatim::Kind::Partition);
        QCOMPARE(partition.table, QStringLiteral("log"));
    }
    QVERIFY(schema.verbatims[0].sql.contains(QStringLiteral("CONSTRAINT log_1_pkey PRIMARY KEY (at)")));
    QVERIFY(schema.verbatims[0].sql.endsWith(
        QStringLiteral("ATTACH PARTITION log_1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')")));
}

void PostgresScriptTest::tablesMadeOfQueriesGetTheirColumns()
{
    Diagnostics diagnostics;
    const orm::PhysicalSchema schema = read(R"(
        CREATE TYPE mood AS ENUM ('sad');
        CREATE TABLE a (id serial PRIMARY KEY, name varchar(20) NOT NULL DEFAULT '' COLLATE "C", m mood);
        CREATE TABLE b (a int REFERENCES a, at timestamp(3));
        CREATE TABLE whole AS TABLE a WITH NO DATA;
        CREATE UNLOGGED TABLE IF NOT EXISTS parts (one, two) AS
            SELECT x.id, at, x.m::text, count(*) AS many, NULL, 'x'::varchar(3), 1 AS n, now()
            FROM a x JOIN b ON b.a = x.id LEFT JOIN (SELECT id AS other FROM a) AS q (o) ON o = x.id GROUP BY 1;
        SELECT b.*, name INTO picked FROM b, a UNION SELECT b.*, name FROM b, a;
        CREATE TABLE two AS SELECT id, id FROM a;
        CREATE TABLE unknown AS SELECT id + 1 AS next FROM a;
        CREATE TABLE nowhere AS SELECT * FROM c;
        CREATE TEMPORARY TABLE gone AS SELECT 1;
    )",
        &diagnostics);
    const auto columnsOf = [&](const char* name) {
        QStringList columns;
        for (const orm::PhysicalColumn& column : schema.table(QString::fromLatin1(name))->columns)
            columns += column.name + u' ' + orm::PostgresDialect().typeName(column.type) + u' ' +
                       column.collation + (column.nullable ? u' ' : u'!');
        return columns;
    };
    QCOMPARE(columnsOf("whole"), (QStringList{"id integer  ", "name character varying(20) C ", "m mood  "}));
    QVERIFY(!schema.table(QStringLiteral("whole"))->primaryKey);
    QVERIFY(!schema.table(QStringLiteral("whole"))->columns[0].autoIncrement);
    QCOMPARE(schema.table(QStringLiteral("whole"))->columns[1].defaultValue, model::DefaultValue());
    QCOMPARE(
        columnsOf("parts"), (QStringList{"one integer  ", "two timestamp(3) without time zone  ", "m text  ",
                                "many bigint  ", "?column? text  ", "varchar character varying(3)  ",
                                "n integer  ", "now timestamp with time zone  "}));
    QVERIFY(schema.table(QStringLiteral("parts"))->options.unlogged);
    QCOMPARE(columnsOf("picked"),
        (QStringList{"a integer  ", "at timestamp(3) without time zone  ", "name character varying(20) C "}));
    QStringList codes;
    for (const Diagnostic& diagnostic : diagnostics)
        codes += diagnostic.what.code + u' ' + diagnostic.what.args.value(0);
    QCOMPARE(codes, (QStringList{"script.table.as two", "script.table.as unknown", "script.table.as nowhere",
                        "script.ignored CREATE TEMPORARY TABLE"}));
    QCOMPARE(diagnostics[1].where, QStringLiteral("script.sql:11:9"));
    QVERIFY(!diagnostics[1].mend.english().isEmpty());
}

void PostgresScriptTest::aDefaultKeepsItsTypeWhenTheColumnGetsAnother()
{
    const orm::PhysicalSchema schema = read(R"(
        CREATE TABLE a (at timestamp DEFAULT '1970-01-01', word varchar(3) DEFAULT 'x', n int DEFAULT 0,
            wide varchar(3) DEFAULT 'y', so boolean DEFAULT 'f'::boolean, neither boolean DEFAULT (NOT 't'::boolean));
        ALTER TABLE a ALTER at TYPE timestamptz, ALTER word TYPE text, ALTER n TYPE bigint, ALTER wide TYPE varchar(9);
    )");
    using Kind = model::DefaultValue::Kind;
    const std::vector<orm::PhysicalColumn>& columns = schema.tables[0].columns;
    QCOMPARE(columns[0].defaultValue,
        (model::DefaultValue{Kind::Expression, QStringLiteral("'1970-01-01'::timestamp without time zone")}));
    QCOMPARE(columns[1].defaultValue,
        (model::DefaultValue{Kind::Expression, QStringLiteral("'x'::character varying")}));
    QCOMPARE(columns[2].defaultValue, (model::DefaultValue{Kind::Literal, QStringLiteral("0")}));
    QCOMPARE(columns[3].defaultValue, (model::DefaultValue{Kind::Literal, QStringLiteral("y")}));
    QCOMPARE(columns[4].defaultValue, (model::DefaultValue{Kind::Literal, QStringLiteral("false")}));
    QCOMPARE(columns[5].defaultValue.kind, Kind::Expression);
    QVERIFY(columns[5].defaultValue.text->contains(QStringLiteral("'t'::boolean")));
}

/// The server refuses such a key.
void PostgresScriptTest::whatADeletionSetsIsOfTheKey()
{
    Diagnostics diagnostics;
    const orm::PhysicalSchema schema = read("CREATE TABLE a (id int PRIMARY KEY);"
                                            "CREATE TABLE b (id int, n int, FOREIGN KEY (id) REFERENCES a ON "
                                            "DELETE SET NULL (id, n, gone));",
        &diagnostics);
    QCOMPARE(schema.tables[1].foreignKeys[0].setColumns, QStringList{"id"});
    QCOMPARE(diagnostics.size(), std::size_t(2));
    QCOMPARE(diagnostics[0].what.args, (QStringList{"n", "b"}));
    QCOMPARE(diagnostics[1].what.args, (QStringList{"gone", "b"}));
}

void PostgresScriptTest::anErrorSaysWhere()
{
    const auto schema =
        readPostgresScript("CREATE TABLE a (b int);\n\nSELECT 'é' + ;", QStringLiteral("x.sql"));
    QVERIFY(!schema);
    QCOMPARE(schema.error().where, QStringLiteral("x.sql:3:14"));
    QCOMPARE(schema.error().what.english(), QStringLiteral("syntax error at end of input"));
}

void PostgresScriptTest::isNotBroughtDownByNesting()
{
    QByteArray chain = "CREATE TABLE a (b int DEFAULT 1";
    for (int i = 0; i < 4000; ++i)
        chain += " + 1";
    QVERIFY(readPostgresScript(chain + ");", QStringLiteral("x.sql")));
    QByteArray deep = "CREATE VIEW v AS SELECT ";
    deep += QByteArray(100000, '(') + '1' + QByteArray(100000, ')');
    const auto refused = readPostgresScript(deep, QStringLiteral("x.sql"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().where, QStringLiteral("x.sql:1:1"));
}

/// Of a dump with a large object for every row.
void PostgresScriptTest::manyWordsTakeNoLongerEach()
{
    constexpr int many = 50'000;
    Diagnostics diagnostics;
    const QByteArray objects = QByteArray("SELECT lo_create('1');\n").repeated(many);
    QVERIFY(readPostgresScript(objects, QStringLiteral("x.sql"), &diagnostics));
    QCOMPARE(diagnostics.size(), size_t(many));
    QCOMPARE(diagnostics.back().where, QStringLiteral("x.sql:50000:1"));
    const QByteArray held = "SELECT 1" + QByteArray(" \\; SELECT 1").repeated(many);
    QVERIFY(readPostgresScript(held, QStringLiteral("x.sql")));
}

void PostgresScriptTest::readsInSeveralThreads()
{
    const QByteArray script = "CREATE TABLE a (id serial PRIMARY KEY, b text DEFAULT 'x' CHECK (b <> ''));";
    const auto expected = readPostgresScript(script, {});
    QVERIFY(expected);
    std::atomic<int> same = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < 20; ++k) {
                const auto schema = readPostgresScript(script, {});
                same += schema && *schema == *expected ? 1 : 0;
                same += readPostgresScript("CREATE TABLE (", {}) ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(same.load(), 8 * 40);
}

QTEST_GUILESS_MAIN(PostgresScriptTest)
#include "postgresscripttest.moc"
