// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/scriptreader.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

orm::PhysicalSchema read(const char* script, Diagnostics* diagnostics = nullptr)
{
    auto schema = readPostgresScript(script, QStringLiteral("script.sql"), diagnostics);
    if (!schema)
        qWarning("%s: %s", qPrintable(schema.error().where), qPrintable(schema.error().what.english()));
    return schema.value_or(orm::PhysicalSchema());
}

} // namespace

/// What a script says to psql, and to the server in blocks of PL/pgSQL, has the effect on its tables that it
/// has there.
class PostgresClientTest : public QObject {
    Q_OBJECT

private slots:
    void readsADumpThroughItsClientCommands();
    void theEncodingThatIsSaidHolds();
    void aPasswordIsNotKept();
    void blocksThatGuardAStatementAreRead();
    void blocksThatAskTheVersionAreRead();
    void variablesOfTheClientStandForTheirValues();
    void aVariableWithoutAValueIsAnErrorInItsPlace();
};

void PostgresClientTest::readsADumpThroughItsClientCommands()
{
    Diagnostics diagnostics;
    const orm::PhysicalSchema schema = read(R"x(
\restrict abc
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE public.mood AS ENUM ('sad', 'ok; not');
CREATE TABLE public.person (id integer NOT NULL, mood public.mood DEFAULT 'ok; not'::public.mood);
ALTER TABLE public.person OWNER TO me;
CREATE SEQUENCE public.person_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.person_id_seq OWNED BY public.person.id;
ALTER TABLE ONLY public.person ALTER COLUMN id SET DEFAULT nextval('public.person_id_seq'::regclass);
COPY public.person (id, mood) FROM stdin;
1	sad
2	CREATE TABLE nonsense (;
\.
SELECT pg_catalog.setval('public.person_id_seq', 2, true);
ALTER TABLE ONLY public.person ADD CONSTRAINT person_pkey PRIMARY KEY (id);
CREATE FUNCTION public.f() RETURNS integer LANGUAGE plpgsql AS $body$ BEGIN RETURN 1; END; $body$;
COMMENT ON COLUMN public.person.mood IS 'how it goes';
DO $$ BEGIN PERFORM 1; END $$;
)x",
        &diagnostics);
    QCOMPARE(int(schema.tables.size()), 1);
    const orm::PhysicalTable& person = schema.tables[0];
    QVERIFY(person.columns[0].autoIncrement);
    QCOMPARE(person.columns[0].defaultValue.kind, model::DefaultValue::Kind::None);
    QCOMPARE(person.columns[1].type, model::DataType::named({}, QStringLiteral("mood")));
    QCOMPARE(*person.columns[1].comment, QStringLiteral("how it goes"));
    QCOMPARE(person.primaryKey->name, QStringLiteral("person_pkey"));
    QCOMPARE(int(schema.verbatims.size()), 1);
    QCOMPARE(schema.verbatims[0].name, QStringLiteral("f()"));
    QStringList codes;
    for (const Diagnostic& diagnostic : diagnostics)
        codes += diagnostic.what.code;
    QCOMPARE(codes, (QStringList{"script.unknown", "script.client", "script.data", "script.ignored"}));
    QCOMPARE(diagnostics[0].where, QStringLiteral("script.sql:19:1"));
    QCOMPARE(diagnostics[2].what.args, (QStringList{"2", "2"}));
}

void PostgresClientTest::theEncodingThatIsSaidHolds()
{
    const orm::PhysicalSchema latin = read("SET client_encoding = 'LATIN1';\n"
                                           "CREATE TABLE \"\xE4\" (a text DEFAULT '\xA4');\n"
                                           "\\encoding WIN1252\n"
                                           "CREATE TABLE b (a text DEFAULT '\x80');\n"
                                           "SET client_encoding TO utf8;\n"
                                           "CREATE TABLE c (a text DEFAULT '\xE2\x82\xAC');");
    QVERIFY(latin.table(QStringLiteral("\u00E4")));
    QCOMPARE(latin.table(QStringLiteral("\u00E4"))->columns[0].defaultValue.text, QStringLiteral("\u00A4"));
    QCOMPARE(latin.table(QStringLiteral("b"))->columns[0].defaultValue.text, QStringLiteral("\u20AC"));
    QCOMPARE(latin.table(QStringLiteral("c"))->columns[0].defaultValue.text, QStringLiteral("\u20AC"));

    const orm::PhysicalSchema japanese =
        read("SET client_encoding = 'SJIS';\nCREATE TABLE \"\x93\xFA\x96\x7B\" (a int);");
    QVERIFY(japanese.table(QStringLiteral("\u65E5\u672C")));

    const auto broken =
        readPostgresScript("-- a\nSET client_encoding = 'EUC_JP';\nSELECT '\xFF';", QStringLiteral("x.sql"));
    QVERIFY(!broken);
    QCOMPARE(broken.error().where, QStringLiteral("x.sql:2"));
    QCOMPARE(broken.error().what.code, QStringLiteral("script.encoding"));
}

/// A user mapping holds one; no project may.
void PostgresClientTest::aPasswordIsNotKept()
{
    Diagnostics diagnostics;
    const orm::PhysicalSchema schema = read("CREATE EXTENSION postgres_fdw;"
                                            "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;"
                                            "CREATE USER MAPPING FOR me SERVER s OPTIONS (password 'secret');",
        &diagnostics);
    for (const orm::PhysicalVerbatim& verbatim : schema.verbatims)
        QVERIFY(!verbatim.sql.contains(QStringLiteral("secret")));
    QCOMPARE(schema.verbatims.size(), std::size_t(2));
    QCOMPARE(diagnostics.size(), std::size_t(1));
    QCOMPARE(diagnostics[0].what.args, (QStringList{"USER MAPPING", "1"}));
}

/// What CREATE has no IF NOT EXISTS for is written so.
void PostgresClientTest::blocksThatGuardAStatementAreRead()
{
    Diagnostics diagnostics;
    const orm::PhysicalSchema schema = read(R"(
        DO $$ BEGIN
            CREATE TYPE mood AS ENUM ('a', 'b;c'); -- of a person
        EXCEPTION WHEN duplicate_object THEN null; END $$;
        CREATE TABLE one (id int PRIMARY KEY); CREATE TABLE many (one int, m mood);
        DO LANGUAGE plpgsql $block$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'IF THEN') THEN
                ALTER TABLE many ADD CONSTRAINT to_one FOREIGN KEY (one) REFERENCES one;
            END IF;
            IF (NOT EXISTS (SELECT 1)) THEN EXECUTE 'CREATE INDEX by_one ON many (one)'; END IF;
            RAISE NOTICE 'done';
        END;
        $block$;
        DO $$ DECLARE t text; BEGIN FOR t IN SELECT 1 LOOP CREATE TABLE never (); END LOOP; END $$;
        DO $$ BEGIN IF random() > 0 THEN CREATE TABLE never (); END IF; END $$;
        DO $$ BEGIN CREATE TABLE never (); EXECUTE format('CREATE TABLE %I ()', 'x'); END $$;
    )",
        &diagnostics);
    QCOMPARE(schema.types.size(), std::size_t(1));
    QCOMPARE(schema.types[0].values, (QStringList{"a", "b;c"}));
    QCOMPARE(schema.tables.size(), std::size_t(2));
    QCOMPARE(schema.table(QStringLiteral("many"))->foreignKeys[0].name, QStringLiteral("to_one"));
    QCOMPARE(schema.table(QStringLiteral("many"))->indexes[0].name, QStringLiteral("by_one"));
    QCOMPARE(diagnostics.size(), std::size_t(3)); // the blocks that nobody can tell
    for (const Diagnostic& diagnostic : diagnostics)
        QCOMPARE(diagnostic.what.code, QStringLiteral("script.unknown"));
}

void PostgresClientTest::blocksThatAskTheVersionAreRead()
{
    Diagnostics diagnostics;
    const orm::PhysicalSchema schema = read(R"(
        CREATE TABLE one (a int, b text);
        DO $$
            DECLARE version integer; word CONSTANT text := 'by_' || 'b';
            BEGIN
                SELECT current_setting('server_version_num')::integer INTO version;
                IF version >= 110000 THEN
                    EXECUTE 'CREATE INDEX by_a ON one (a) INCLUDE (b);';
                    IF version < 110000 OR word = 'x' THEN RAISE 'no'; ELSE CREATE INDEX by_b ON one (b); END IF;
                ELSIF version > 90000 THEN
                    EXECUTE format('CREATE INDEX %I ON one (a)', word);
                ELSE
                    EXECUTE 'CREATE INDEX by_a ON one (a);';
                END IF;
            END
        $$;
        DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'two') THEN CREATE TABLE two ();
            ELSE DROP TABLE one; END IF;
        END $$;
        DO $$ BEGIN IF FALSE THEN CREATE TABLE never (); ELSE CREATE TABLE three (); END IF; RETURN;
            CREATE TABLE never (); END $$;
        DO $$ DECLARE n int; BEGIN SELECT count(*) INTO n FROM one; IF n = 0 THEN CREATE TABLE never (); END IF; END $$;
        DO $$ BEGIN ELSE CREATE TABLE never (); END IF; END $$;
    )",
        &diagnostics);
    QStringList tables;
    for (const orm::PhysicalTable& table : schema.tables)
        tables += table.name;
    QCOMPARE(tables, (QStringList{"one", "three", "two"}));
    const orm::PhysicalTable& one = *schema.table(QStringLiteral("one"));
    QCOMPARE(one.indexes.size(), std::size_t(2));
    QCOMPARE(one.indexes[0].include, QStringList{"b"});
    QCOMPARE(one.indexes[1].name, QStringLiteral("by_b"));
    QCOMPARE(diagnostics.size(), std::size_t(2)); // what a query answers, and what is no block
    QCOMPARE(diagnostics[0].where, QStringLiteral("script.sql:23:9"));
}

void PostgresClientTest::variablesOfTheClientStandForTheirValues()
{
    Diagnostics diagnostics;
    const orm::PhysicalSchema schema = read(R"(
\set schema shop
\set greeting 'it''s \'so\''
\set table :schema '.' item
\set wide on
CREATE SCHEMA :schema;
CREATE TABLE :table (id int, a text DEFAULT :'greeting', :"schema" text,
    slice int GENERATED ALWAYS AS (('{1,2}'::int[])[1:1][1]) STORED
\if :wide
    , wide int
\else
    , narrow int
\endif
);
\if :{?nothing}
CREATE TABLE never (:nothing);
\elif 0
CREATE TABLE never (a int);
\elif yes
CREATE TABLE chosen (a int);
\else
\set wide off
CREATE TABLE never (b int);
\endif
\unset schema
GRANT CREATE ON DATABASE :DBNAME TO :who;
SELECT ':schema' AS ":schema"; -- :schema
\if :unknown
CREATE TABLE perhaps (a int);
\endif
\echo done
)",
        &diagnostics);
    QStringList tables;
    for (const orm::PhysicalTable& table : schema.tables)
        tables += table.schema + u'.' + table.name;
    QCOMPARE(tables, (QStringList{".chosen", ".perhaps", "shop.item"}));
    const orm::PhysicalTable& item = schema.tables[2];
    QStringList columns;
    for (const orm::PhysicalColumn& column : item.columns)
        columns += column.name;
    QCOMPARE(columns, (QStringList{"id", "a", "shop", "slice", "wide"}));
    QCOMPARE(*item.columns[1].defaultValue.text, QStringLiteral("it's 'so'"));
    QStringList codes;
    for (const Diagnostic& diagnostic : diagnostics)
        codes += diagnostic.what.code;
    QCOMPARE(codes, (QStringList{"script.client.unknown", "script.client", "script.data", "script.ignored"}));
    QCOMPARE(diagnostics[1].what.args, QStringList{"\\endif, \\echo"});
}

void PostgresClientTest::aVariableWithoutAValueIsAnErrorInItsPlace()
{
    const auto unset =
        readPostgresScript("\\set a b\nCREATE TABLE :a (\n  x int,\n  :c text);", QStringLiteral("x.sql"));
    QVERIFY(!unset);
    QCOMPARE(unset.error().where, QStringLiteral("x.sql:4:3"));
    QCOMPARE(unset.error().what.english(), QStringLiteral("nothing says what psql's variable :c stands for"));
    QCOMPARE(unset.error().hint.english(),
        QStringLiteral("write a line \\set c … above it, or what it stands for in its place"));
    const auto behind =
        readPostgresScript("\\set a longer\nCREATE TABLE :a (\n  x int,,);", QStringLiteral("x.sql"));
    QVERIFY(!behind);
    QCOMPARE(behind.error().where, QStringLiteral("x.sql:3:9"));
    const auto within = readPostgresScript("\\set a ',,'\nCREATE TABLE x (y int :a);", QStringLiteral("x.sql"));
    QVERIFY(!within);
    QCOMPARE(within.error().where, QStringLiteral("x.sql:2:23"));
}

QTEST_GUILESS_MAIN(PostgresClientTest)
#include "postgresclienttest.moc"
