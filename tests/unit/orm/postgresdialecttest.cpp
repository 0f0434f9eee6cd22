// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/dialect.h"
#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

/// How PostgreSQL is written: names, types, defaults, and the order of a script.
class PostgresDialectTest : public QObject {
    Q_OBJECT

    const Dialect& dialect_ = **dialectNamed(QStringLiteral("postgresql"));

    static Derivation derivationOf(PhysicalSchema schema)
    {
        Derivation derivation;
        for (const PhysicalTable& table : schema.tables) {
            TableOrigin& origin = derivation.origins.emplace_back();
            origin.table = IdSource::named<TableId>(table.name);
            origin.indexes.resize(table.indexes.size());
        }
        derivation.types.resize(schema.types.size());
        derivation.verbatims.resize(schema.verbatims.size());
        derivation.schema = std::move(schema);
        return derivation;
    }

    QStringList statements(PhysicalSchema schema, const DdlOptions& options = {}) const
    {
        QStringList list;
        for (const Statement& statement : dialect_.createSchema(derivationOf(std::move(schema)), options))
            list.append(statement.sql);
        return list;
    }

    static PhysicalTable table(const QString& name, const QStringList& refersTo = {})
    {
        PhysicalTable made;
        made.name = name;
        PhysicalColumn id;
        id.name = QStringLiteral("id");
        id.type = DataType::of(TypeKind::Integer);
        id.nullable = false;
        made.columns.push_back(id);
        made.primaryKey = PhysicalKey{name + QStringLiteral("_pkey"), {{id.name, {}, false, {}}}, {}};
        for (const QString& other : refersTo) {
            PhysicalForeignKey key;
            key.name = name + u'_' + other;
            key.columns = QStringList{id.name};
            key.refTable = other;
            key.refColumns = QStringList{id.name};
            made.foreignKeys.push_back(key);
        }
        return made;
    }

    static PhysicalVerbatim verbatim(Verbatim::Kind kind, const QString& name, const QString& sql)
    {
        PhysicalVerbatim made;
        made.kind = kind;
        made.name = name;
        made.sql = sql;
        return made;
    }

private slots:
    void namesAreQuotedWhereTheyMustBe()
    {
        QCOMPARE(dialect_.identifier("students"), QStringLiteral("students"));
        QCOMPARE(dialect_.identifier("Students"), QStringLiteral("\"Students\""));
        QCOMPARE(dialect_.identifier("user"), QStringLiteral("\"user\""));
        QCOMPARE(dialect_.identifier("name"), QStringLiteral("name")); // a keyword that may be a name
        QCOMPARE(dialect_.identifier("a\"; DROP TABLE x; --"), QStringLiteral("\"a\"\"; DROP TABLE x; --\""));
        QCOMPARE(dialect_.identifier("9x"), QStringLiteral("\"9x\""));
        QCOMPARE(dialect_.identifier("ü"), QStringLiteral("\"ü\""));
        QCOMPARE(dialect_.textLiteral("it's \\"), QStringLiteral("'it''s \\'"));
    }

    void typesComeBackToTheLetter_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("logical");
        for (const char* type : {"integer", "bigint", "smallint", "character varying(80)", "character varying",
                 "character(5)", "numeric(10,2)", "numeric(10,0)", "numeric(2,-3)", "numeric", "text", "bytea",
                 "timestamp(3) with time zone", "timestamp without time zone", "time(6) without time zone",
                 "integer[]", "character varying(3)[]", "timestamp(3) with time zone[]", "boolean", "uuid",
                 "json", "jsonb", "double precision", "real", "date"})
            QTest::newRow(type) << QString::fromUtf8(type) << true;
        for (const char* type : {"timestamp(0) with time zone", "interval day to second(3)", "bit(3)",
                 "\"char\"", "public.mood", "\"Odd \"\"Schema\".\"T(y)pe\"[]", "geometry(Point,4326)",
                 "int4range", "time(2) with time zone", "VARCHAR(255)", "int", "numeric(5)"})
            QTest::newRow(type) << QString::fromUtf8(type) << false;
    }
    void typesComeBackToTheLetter()
    {
        QFETCH(QString, type);
        QFETCH(bool, logical);
        const DataType read = dialect_.typeOf(type);
        QCOMPARE(dialect_.typeName(read), type);
        QCOMPARE(read.kind != TypeKind::Native, logical);
    }

    void whatIsNoTypeIsQuoted()
    {
        QCOMPARE(dialect_.typeName(DataType::verbatim("")), QString());
        QCOMPARE(dialect_.typeName(DataType::verbatim("integer); DROP TABLE x; --")),
            QStringLiteral("\"integer); DROP TABLE x; --\""));
    }

    void aTypeCalledAsOneOfTheSystemIsQualified()
    {
        QCOMPARE(dialect_.typeName(DataType::named({}, "mood")), QStringLiteral("mood"));
        QCOMPARE(dialect_.typeName(DataType::named({}, "name")), QStringLiteral("public.name"));
        QCOMPARE(dialect_.typeName(DataType::named("Audit", "name")), QStringLiteral("\"Audit\".name"));
    }

    void countingColumnsAreSerial()
    {
        QCOMPARE(dialect_.typeName(DataType::of(TypeKind::Integer), true), QStringLiteral("serial"));
        QCOMPARE(dialect_.typeName(DataType::of(TypeKind::BigInt), true), QStringLiteral("bigserial"));
        QCOMPARE(dialect_.typeName(DataType::of(TypeKind::SmallInt), true), QStringLiteral("smallserial"));
    }

    void whatTheCatalogShowsOfALiteralIsThatLiteral_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("catalog");
        QTest::addColumn<QString>("literal");
        const auto row = [](const char* type, const char* catalog, const char* literal) {
            QTest::addRow("%s %s", type, catalog)
                << QString::fromUtf8(type) << QString::fromUtf8(catalog) << QString::fromUtf8(literal);
        };
        row("character varying(80)", "'it''s'::character varying", "it's");
        row("text", "''::text", "");
        row("character(4)", "'abc'::bpchar", "abc");
        row("integer", "5", "5");
        row("integer", "'-5'::integer", "-5");
        row("bigint", "'5000000000'::bigint", "5000000000");
        row("numeric(10,2)", "'-1.50'::numeric", "-1.50");
        row("numeric(10,2)", "0.00", "0.00");
        row("boolean", "true", "true");
        row("jsonb", "'{}'::jsonb", "{}");
        row("timestamp(3) with time zone", "'2020-01-01 00:00:00+00'::timestamp with time zone",
            "2020-01-01 00:00:00+00");
        row("text[]", "'{}'::text[]", "{}");
        row("inet", "'10.0.0.1'::inet", "10.0.0.1");
    }
    void whatTheCatalogShowsOfALiteralIsThatLiteral()
    {
        QFETCH(QString, type);
        QFETCH(QString, catalog);
        QFETCH(QString, literal);
        const DefaultValue value = dialect_.defaultOf(catalog, dialect_.typeOf(type));
        QCOMPARE(int(value.kind), int(DefaultValue::Kind::Literal));
        QCOMPARE(*value.text, literal);
    }

    void anyOtherDefaultIsKeptToTheLetter_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("text");
        for (const char* text : {"'5'::bigint", "nextval('public.s'::regclass)", "NULL::character varying",
                 "'x'::text", "CURRENT_TIMESTAMP", "('x'::text || 'y'::text)", "'1000'::numeric"})
            QTest::newRow(text) << QStringLiteral("character varying(9)") << QString::fromUtf8(text);
        QTest::newRow("bigint in quotes") << QStringLiteral("bigint") << QStringLiteral("'5'::bigint");
    }
    void anyOtherDefaultIsKeptToTheLetter()
    {
        QFETCH(QString, type);
        QFETCH(QString, text);
        const DataType kind = dialect_.typeOf(type);
        const DefaultValue value = dialect_.defaultOf(text, kind);
        QCOMPARE(int(value.kind), int(DefaultValue::Kind::Expression));
        QCOMPARE(dialect_.defaultText(value, kind), text);
    }

    void timesAndUuidsAreKnown()
    {
        const DataType time = DataType::of(TypeKind::TimestampTz);
        QCOMPARE(int(dialect_.defaultOf("now()", time).kind), int(DefaultValue::Kind::Now));
        QCOMPARE(dialect_.defaultText({DefaultValue::Kind::Now, {}}, DataType::of(TypeKind::Date)),
            QStringLiteral("CURRENT_DATE"));
        QCOMPARE(int(dialect_.defaultOf("gen_random_uuid()", DataType::of(TypeKind::Uuid)).kind),
            int(DefaultValue::Kind::Uuid));
    }

    void aConditionAsDefaultGetsParentheses()
    {
        const DataType boolean = DataType::of(TypeKind::Boolean);
        QCOMPARE(dialect_.defaultText({DefaultValue::Kind::Expression, "a AND b"}, boolean),
            QStringLiteral("(a AND b)"));
        QCOMPARE(dialect_.defaultText({DefaultValue::Kind::Expression, "f('x AND y')"}, boolean),
            QStringLiteral("f('x AND y')"));
    }

    void listsOfTextsAreWrittenAsTheyWereMeant()
    {
        QCOMPARE(postgres::reparsable(
                     "((s)::text = ANY ((ARRAY['a'::character varying, ')]'::character varying])::text[]))"),
            QStringLiteral("((s)::text = ANY (ARRAY['a'::character varying, ')]'::character varying]))"));
        const QString untouched = QStringLiteral("(x = ANY (ARRAY[1, 2]))");
        QCOMPARE(postgres::reparsable(untouched), untouched);
        const QString quoted = QStringLiteral("(x = ' ANY ((ARRAY[1])::text[])')");
        QCOMPARE(postgres::reparsable(quoted), quoted);
    }

    void onlyParenthesesAroundAllAreTakenOff()
    {
        QCOMPARE(postgres::withoutOuterParentheses("((a > 0))"), QStringLiteral("a > 0"));
        QCOMPARE(
            postgres::withoutOuterParentheses("(a > 0) AND (b > 0)"), QStringLiteral("(a > 0) AND (b > 0)"));
        QCOMPARE(postgres::withoutOuterParentheses("(a = ')')"), QStringLiteral("a = ')'"));
    }

    void statementsEndOutsideOfQuotes()
    {
        QCOMPARE(
            postgres::statementsOf("a ';' \";\" $x$ ; $$ ; $x$ -- ;\n; b /* ; /* ; */ ; */ (c; d); E'\\';' ;;"),
            (QStringList{"a ';' \";\" $x$ ; $$ ; $x$ -- ;", "b /* ; /* ; */ ; */ (c; d)", "E'\\';'"}));
    }

    void sequencesAreCalledAsTheServerDoes()
    {
        QCOMPARE(postgres::sequenceName("student", "id"), QStringLiteral("student_id_seq"));
        const QString name = postgres::sequenceName(QString(60, u't'), QString(50, u'c'));
        QCOMPARE(name, QString(29, u't') + u'_' + QString(29, u'c') + QStringLiteral("_seq"));
        QCOMPARE(postgres::sequenceName(QString(30, u'ä'), "id"),
            QString(28, u'ä') + QStringLiteral("_id_seq")); // never half a character
    }

    void tablesComeAfterWhatTheyReferTo()
    {
        const QStringList made = statements({{table("a", {"b"}), table("b")}, {}, {}});
        QCOMPARE(made.size(), 2);
        QVERIFY(made[0].startsWith("CREATE TABLE b"));
        QVERIFY(made[1].contains("CONSTRAINT a_b FOREIGN KEY (id) REFERENCES b (id)"));
    }

    void keysOfACycleAreAddedAfterwards()
    {
        const QStringList made = statements({{table("a", {"b"}), table("b", {"a"})}, {}, {}});
        QCOMPARE(made.size(), 3);
        QVERIFY(made[1].contains("FOREIGN KEY"));
        QCOMPARE(
            made[2], QStringLiteral("ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (id) REFERENCES b (id)"));
    }

    void anUncheckedKeyIsAddedAsSuch()
    {
        PhysicalTable a = table("a", {"b"});
        a.foreignKeys[0].validated = false;
        a.foreignKeys[0].onDelete = Action::SetNull;
        a.foreignKeys[0].setColumns = QStringList{"id"};
        a.foreignKeys[0].deferrable = Deferrable::InitiallyDeferred;
        QCOMPARE(statements({{a, table("b")}, {}, {}}).last(),
            QStringLiteral(
                "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (id) REFERENCES b (id) ON DELETE SET NULL "
                "(id) DEFERRABLE INITIALLY DEFERRED NOT VALID"));
    }

    void whatATableNeedsComesBeforeIt()
    {
        PhysicalSchema schema{{table("a")}, {}, {}};
        schema.tables[0].dependsOn = QStringList{"f(integer)"};
        schema.verbatims = {
            verbatim(Verbatim::Kind::View, "v", "CREATE VIEW v AS SELECT 1"),
            verbatim(Verbatim::Kind::Routine, "f(integer)", "CREATE FUNCTION f(integer) …"),
            verbatim(Verbatim::Kind::Routine, "g(v)", "CREATE FUNCTION g(v) …"),
            verbatim(Verbatim::Kind::Extension, "citext", "CREATE EXTENSION IF NOT EXISTS citext"),
        };
        schema.verbatims[1].dependsOn = QStringList{"g(v)"};
        schema.verbatims[2].dependsOn = QStringList{"v"};
        const QStringList made = statements(schema);
        QStringList heads;
        for (const QString& sql : made)
            heads.append(sql.section(u' ', 0, 2).section(u'(', 0, 0));
        QCOMPARE(heads, (QStringList{"SET check_function_bodies =", "CREATE EXTENSION IF", "CREATE VIEW v",
                            "CREATE FUNCTION g", "CREATE FUNCTION f", "CREATE TABLE a"}));
    }

    void aCycleOfTableAndRoutineIsBroken()
    {
        PhysicalSchema schema{{table("a")}, {}, {}};
        schema.tables[0].checks.push_back({"fine", "f(a.*)"});
        schema.tables[0].dependsOn = QStringList{"f(a)"};
        schema.verbatims = {verbatim(Verbatim::Kind::Routine, "f(a)", "CREATE FUNCTION f(a) …")};
        schema.verbatims[0].dependsOn = QStringList{"a"};
        const QStringList made = statements(schema);
        QVERIFY(made[1].startsWith("CREATE TABLE a") && !made[1].contains("CHECK"));
        QVERIFY(made[2].startsWith("CREATE FUNCTION"));
        QCOMPARE(made[3], QStringLiteral("ALTER TABLE a ADD CONSTRAINT fine CHECK (f(a.*))"));
    }

    void commentsAndNamespacesAreWritten()
    {
        PhysicalTable a = table("a");
        a.schema = QStringLiteral("audit");
        a.comment = QStringLiteral("it's");
        a.columns[0].comment = QStringLiteral("key");
        QCOMPARE(statements({{a}, {}, {}}),
            (QStringList{"SET search_path = public", "CREATE SCHEMA IF NOT EXISTS audit",
                "CREATE TABLE audit.a (\n  id integer,\n  CONSTRAINT a_pkey PRIMARY KEY (id)\n)",
                "COMMENT ON TABLE audit.a IS 'it''s'", "COMMENT ON COLUMN audit.a.id IS 'key'"}));
    }

    void droppingGoesBackwards()
    {
        DdlOptions options;
        options.drop = true;
        const QStringList made = statements({{table("a", {"b"}), table("b", {"a"})}, {}, {}}, options);
        QCOMPARE(made.mid(0, 3), (QStringList{"ALTER TABLE IF EXISTS a DROP CONSTRAINT IF EXISTS a_b",
                                     "DROP TABLE IF EXISTS b", "DROP TABLE IF EXISTS a"}));
    }

    void aScriptSaysItsEncodingWhereItMatters()
    {
        QVERIFY(!dialect_.script({{QStringLiteral("SELECT 'a'"), {}}}).contains("encoding"));
        QVERIFY(dialect_.script({{QStringLiteral("SELECT 'ä'"), {}}})
                    .startsWith("SET client_encoding = 'UTF8';\n"));
    }
};

QTEST_GUILESS_MAIN(PostgresDialectTest)
#include "postgresdialecttest.moc"
