// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translate.h"
#include "orm/exchange/models.h"
#include "orm/lift/lift.h"
#include "orm/translate/expressionwriter.h"
#include "orm/translate/typetranslation.h"
#include "support/schemas.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

namespace {

const Dialect& dialect(const QString& name)
{
    return **dialectNamed(name);
}

QStringList codesOf(const Diagnostics& diagnostics)
{
    QStringList codes;
    for (const Diagnostic& diagnostic : diagnostics)
        codes << diagnostic.what.code;
    return codes;
}

/// A table as an engine's catalog tells of it: `id integer`, key, and what the test adds.
PhysicalTable table(const char* name)
{
    PhysicalTable made;
    made.name = QString::fromUtf8(name);
    PhysicalColumn id;
    id.name = QStringLiteral("id");
    id.type = DataType::of(TypeKind::Integer);
    id.nullable = false;
    made.columns = {id};
    made.primaryKey = PhysicalKey{{}, {{QStringLiteral("id"), {}, false, {}}}, {}};
    return made;
}

PhysicalColumn& add(PhysicalTable& table, const char* name, DataType type)
{
    PhysicalColumn column;
    column.name = QString::fromUtf8(name);
    column.type = std::move(type);
    table.columns.push_back(column);
    return table.columns.back();
}

struct Translated {
    PhysicalSchema schema;
    QStringList codes;
    QStringList sentences;
};

Translated translated(const PhysicalSchema& schema, const char* from, const char* to)
{
    Document document = emptyDocument(QStringLiteral("test"), DiagramId(1));
    document.settings.dialect = QString::fromUtf8(from);
    document.schema = lift(schema).schema;
    const auto derivation = deriveFor(document, dialect(QString::fromUtf8(to)));
    QStringList sentences;
    for (const Diagnostic& told : derivation->diagnostics)
        sentences << told.what.english() << told.mend.english();
    return {derivation->schema, codesOf(derivation->diagnostics), sentences};
}

} // namespace

/// What one engine says in its own words, said for another.
class TranslateTest : public QObject {
    Q_OBJECT

private slots:
    void types_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("native");
        QTest::addColumn<QString>("type");
        const auto row = [](const char* from, const char* native, const char* type) {
            QTest::addRow("%s %s", from, native)
                << QString::fromUtf8(from) << QString::fromUtf8(native) << QString::fromUtf8(type);
        };
        row("mysql", "int(10) unsigned", "integer unsigned");
        row("mysql", "tinyint(1)", "boolean");
        row("mysql", "tinyint(4)", "tinyint");
        row("mysql", "mediumtext", "mediumtext");
        row("mysql", "float(7,4)", "float(7,4)");
        row("mysql", "double(8,2)", "double");
        row("mysql", "datetime(6)", "timestamp(6)");
        row("mysql", "varbinary(16)", "binary");
        row("sqlite", "NVARCHAR(80)", "varchar(80)");
        row("sqlite", "NUMERIC(10, 2)", "decimal(10,2)");
        row("sqlite", "INT", "integer");
        row("sqlite", "UNSIGNED BIG INT", "bigint unsigned");
        row("sqlite", "BOOL", "boolean");
        row("sqlite", "wonderful integers", "bigint");
        row("sqlite", "INET", "inet"); // what any word may mean, it means there
        row("sqlite", "TINYBLOB", "binary");
        row("sqlite", "VARCHAR BINARY(80)", "binary");
        row("sqlite", "", "text");
        row("postgresql", "bytea", "binary");
        row("postgresql", "jsonb", "jsonb");
        row("postgresql", "inet", "varchar(49)");
        row("postgresql", "character varying(80)", "varchar(80)");
        row("postgresql", "timestamp with time zone", "timestamptz");
        row("postgresql", "bpchar", "char");
    }
    void types()
    {
        QFETCH(QString, from);
        QFETCH(QString, native);
        QFETCH(QString, type);
        const QString to = from == u"sqlite" ? QStringLiteral("postgresql") : QStringLiteral("sqlite");
        DataType found = translatedType(native, dialect(from), dialect(to)).type;
        if (type == u"binary")
            found.length = 0;
        QCOMPARE(typeText(found), type);
    }

    void expressions_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("result"); // empty = has no counterpart
        const auto row = [](const char* from, const char* to, const char* sql, const char* result) {
            QTest::addRow("%s to %s: %s", from, to, sql) << QString::fromUtf8(from) << QString::fromUtf8(to)
                                                         << QString::fromUtf8(sql) << QString::fromUtf8(result);
        };
        row("sqlite", "postgresql", "datetime('now')", "CURRENT_TIMESTAMP");
        row("postgresql", "sqlite", "now()", "CURRENT_TIMESTAMP");
        row("sqlite", "mysql", "\"end\" > 3", "`end` > 3");
        row("postgresql", "mysql", "given || ' ' || family", "CONCAT(given, ' ', family)");
        row("mysql", "postgresql", "concat(`given`,_utf8mb4' ',`family`)", "given || ' ' || family");
        row("mysql", "sqlite", "char_length(`given`) > 3", "length(given) > 3");
        row("sqlite", "mysql", "length(given) > 3", "char_length(given) > 3");
        row("postgresql", "sqlite", "((given)::text = ANY (ARRAY['a'::text, 'b'::text]))",
            "given IN ('a', 'b')");
        row("sqlite", "postgresql", "ok IN (0, 1)", "ok IN (FALSE, TRUE)");
        row("mysql", "postgresql", "`ok` = 1 and `select` <> 0", "ok = TRUE AND \"select\" <> 0");
        row("sqlite", "postgresql", "given = \"x\"", "given = 'x'");
        row("sqlite", "postgresql", "GIVEN = 'a'", "given = 'a'");
        row("postgresql", "mysql", "(a + 1) * 2 > 3", "(a + 1) * 2 > 3");
        row("sqlite", "postgresql", "a - (b - 1)", "a - (b - 1)");
        row("sqlite", "postgresql", "NOT (a > 0 OR b > 0)", "NOT (a > 0 OR b > 0)");
        row("sqlite", "postgresql", "ifnull(a, 0)", "coalesce(a, 0)");
        row("sqlite", "mysql", "max(a, b)", "greatest(a, b)");
        row("postgresql", "sqlite", "CASE WHEN a > 0 THEN 'x' ELSE 'y' END",
            "CASE WHEN a > 0 THEN 'x' ELSE 'y' END");
        row("postgresql", "mysql", "a::text", "CAST(a AS CHAR)");
        row("postgresql", "mysql", "given ~ '^[a-z]+$'", "given REGEXP '^[a-z]+$'");
        row("postgresql", "sqlite", "given ~ '^[a-z]+$'", "");
        row("postgresql", "sqlite", "my_function(a)", "");
        row("postgresql", "mysql", "a IS DISTINCT FROM b", "NOT (a <=> b)");
        row("postgresql", "sqlite", "date_part('year', d)", "");
        row("sqlite", "postgresql", "x'00ff'", "'\\x00ff'");
        row("mysql", "sqlite", "a = 'it\\'s'", "a = 'it''s'");
        row("sqlite", "mysql", "given LIKE 'a\\%' ESCAPE '\\'", "given LIKE 'a\\\\%' ESCAPE '\\\\'");
        row("postgresql", "sqlite", "nothing_there > 0", "");
        row("sqlite", "postgresql", "(SELECT 1) > 0", "");
    }
    void expressions()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, sql);
        QFETCH(QString, result);
        const QHash<QString, KnownColumn> columns{{"a", {"a"}}, {"b", {"b"}}, {"d", {"d"}},
            {"given", {"given", false, true}}, {"family", {"family", false, true}}, {"ok", {"ok", true}},
            {"select", {"select"}}, {"end", {"end"}}};
        ExpressionWriter writer(
            dialect(from), dialect(to), [&](const QString& name) -> std::optional<KnownColumn> {
                const auto it = columns.constFind(name.toLower());
                return it == columns.cend() ? std::nullopt : std::optional(*it);
            });
        const auto written = writer.translated(sql);
        QCOMPARE(written.value_or(QString()), result);
        QCOMPARE(writer.problem().isEmpty(), !result.isEmpty());
    }

    void enginesThatReadAlikeChangeNothing()
    {
        PhysicalTable one = table("t");
        add(one, "n", DataType::verbatim(QStringLiteral("geometry")));
        one.checks = {{QString(), QStringLiteral("strange_function(n)")}};
        const Translated both = translated({{one}, {}, {}}, "mysql", "mariadb");
        QCOMPARE(both.schema.tables[0], one);
        QCOMPARE(both.codes, QStringList());
    }

    void sentencesCallEnginesAsPeopleDo()
    {
        PhysicalTable one = table("t");
        add(one, "a", DataType::of(TypeKind::Text));
        one.checks = {{QStringLiteral("odd"), QStringLiteral("my_check(a)")}};
        for (const auto& [to, title] :
            {std::pair("mariadb", "MariaDB"), {"mysql", "MySQL"}, {"sqlite", "SQLite"}}) {
            const QString said = translated({{one}, {}, {}}, "postgresql", to).sentences.join(u'\n');
            QVERIFY2(said.contains(QLatin1String(title)), qPrintable(said));
            QVERIFY2(!said.contains(QLatin1String(to)), qPrintable(said));
        }
    }

    void aRowIdCountsElsewhereToo()
    {
        const Translated there = translated({{table("t")}, {}, {}}, "sqlite", "postgresql");
        QVERIFY(there.schema.tables[0].columns[0].autoIncrement);
        QCOMPARE(there.codes, QStringList());
        PhysicalTable without = table("t");
        without.options.withoutRowid = true;
        QVERIFY(
            !translated({{without}, {}, {}}, "sqlite", "postgresql").schema.tables[0].columns[0].autoIncrement);
    }

    void sequencesBecomeTheEnginesOwnWay()
    {
        PhysicalTable one = table("t");
        one.columns[0].defaultValue = {
            DefaultValue::Kind::Expression, QStringLiteral("nextval('t_number'::regclass)")};
        const Translated there = translated({{one}, {}, {}}, "postgresql", "mysql");
        QVERIFY(there.schema.tables[0].columns[0].autoIncrement);
        QVERIFY(there.schema.tables[0].columns[0].defaultValue.kind == DefaultValue::Kind::None);
    }

    void defaults_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("result");
        QTest::newRow("now") << "timestamp"
                             << "now()"
                             << "CURRENT_TIMESTAMP";
        QTest::newRow("text") << "text"
                              << "'a'::character varying"
                              << "'a'";
        QTest::newRow("true") << "boolean"
                              << "true"
                              << "1";
        QTest::newRow("number") << "integer"
                                << "(7)::bigint"
                                << "7";
        QTest::newRow("unknown") << "text"
                                 << "my_own(1)"
                                 << "";
        QTest::newRow("null") << "text"
                              << "NULL::character varying"
                              << "";
    }
    void defaults()
    {
        QFETCH(QString, type);
        QFETCH(QString, sql);
        QFETCH(QString, result);
        PhysicalTable one = table("t");
        add(one, "x", parseType(type)).defaultValue = {DefaultValue::Kind::Expression, sql};
        const Translated there = translated({{one}, {}, {}}, "postgresql", "sqlite");
        const PhysicalColumn& x = there.schema.tables[0].columns[1];
        QCOMPARE(dialect(QStringLiteral("sqlite")).defaultText(x.defaultValue, x.type), result);
    }

    void whatHasNoCounterpartIsLeftOutAndTold()
    {
        PhysicalTable one = table("t");
        add(one, "a", DataType::of(TypeKind::Text));
        add(one, "place", DataType::verbatim(QStringLiteral("raster")));
        one.columns[1].collation = QStringLiteral("C");
        one.checks = {{QStringLiteral("odd"), QStringLiteral("my_check(a)")},
            {QStringLiteral("fine"), QStringLiteral("(a <> ''::text)")}};
        PhysicalIndex gin;
        gin.name = QStringLiteral("words");
        gin.method = QStringLiteral("gin");
        gin.parts = {{QStringLiteral("a"), {}, false, {}}};
        one.indexes = {gin};
        PhysicalVerbatim view;
        view.kind = Verbatim::Kind::View;
        view.name = QStringLiteral("v");
        view.sql = QStringLiteral("CREATE VIEW v AS SELECT 1");
        const Translated there = translated({{one}, {}, {view}}, "postgresql", "sqlite");
        QCOMPARE(there.codes, QStringList({"translate.verbatim", "translate.option", "translate.type",
                                  "translate.check", "translate.index"}));
        const PhysicalTable& made = there.schema.tables[0];
        QCOMPARE(made.checks.size(), std::size_t(1));
        QCOMPARE(made.checks[0].expression, QStringLiteral("a <> ''"));
        QVERIFY(made.indexes.empty());
        QVERIFY(there.schema.verbatims.empty());
    }

    void namespacesBecomePartOfNames()
    {
        PhysicalTable a = table("person"), b = table("person"), c = table("pet");
        a.schema = QStringLiteral("hr");
        c.schema = QStringLiteral("hr");
        const Translated there = translated({{a, b, c}, {}, {}}, "postgresql", "sqlite");
        QStringList names;
        for (const PhysicalTable& made : there.schema.tables)
            names << made.schema + u'/' + made.name;
        names.sort();
        QCOMPARE(names, QStringList({"/hr_person", "/person", "/pet"}));
        QCOMPARE(there.codes, QStringList({"translate.namespace", "translate.namespace"}));
    }

    void indexesOfTwoTablesAreToldApart()
    {
        PhysicalTable a = table("a"), b = table("b");
        for (PhysicalTable* one : {&a, &b}) {
            PhysicalIndex index;
            index.name = QStringLiteral("by_id");
            index.parts = {{QStringLiteral("id"), {}, false, {}}};
            one->indexes = {index};
        }
        const Translated there = translated({{a, b}, {}, {}}, "mysql", "postgresql");
        QStringList names;
        for (const PhysicalTable& made : there.schema.tables)
            names << made.indexes[0].name;
        names.sort();
        QCOMPARE(names, QStringList({"b_by_id", "by_id"}));
        QCOMPARE(there.codes, QStringList({"translate.index-name"}));
    }

    void keysOverLongTextsAreBounded()
    {
        PhysicalTable one = table("t");
        add(one, "code", DataType::of(TypeKind::Text));
        add(one, "story", DataType::of(TypeKind::Text));
        one.uniqueKeys = {PhysicalKey{{}, {{QStringLiteral("code"), {}, false, {}}}, {}}};
        const Translated there = translated({{one}, {}, {}}, "sqlite", "mariadb");
        QCOMPARE(typeText(there.schema.tables[0].columns[1].type), QStringLiteral("varchar(255)"));
        QCOMPARE(typeText(there.schema.tables[0].columns[2].type), QStringLiteral("text"));
        QCOMPARE(there.codes, QStringList({"translate.long-key"}));
    }

    void keysHaveTheTypesThatTheEngineWants()
    {
        PhysicalTable person = table("person");
        person.columns[0].type = DataType::of(TypeKind::BigInt);
        PhysicalTable badge = table("badge");
        PhysicalTable chain = table("chain");
        const auto refer = [](PhysicalTable& from, const char* name, const char* to, DataType type) {
            add(from, name, std::move(type));
            PhysicalForeignKey key;
            key.name = QStringLiteral("holder");
            key.columns = QStringList{QString::fromUtf8(name)};
            key.refTable = QString::fromUtf8(to);
            key.refColumns = QStringList{QStringLiteral("id")};
            from.foreignKeys.push_back(key);
        };
        refer(badge, "person", "person", DataType::of(TypeKind::Integer));
        refer(chain, "badge", "badge", DataType::of(TypeKind::SmallInt));
        const PhysicalSchema schema{{person, badge, chain}, {}, {}};
        const Translated mysql = translated(schema, "postgresql", "mysql");
        QCOMPARE(mysql.schema.table(QStringLiteral("badge"))->columns[1].type, DataType::of(TypeKind::BigInt));
        QCOMPARE(mysql.schema.table(QStringLiteral("chain"))->columns[1].type, DataType::of(TypeKind::Integer));
        QCOMPARE(mysql.codes.count(QStringLiteral("translate.reference.retyped")), 2);
        // MySQL's foreign keys share their names.
        QVERIFY(mysql.schema.table(QStringLiteral("badge"))->foreignKeys[0].name !=
                mysql.schema.table(QStringLiteral("chain"))->foreignKeys[0].name);
        const Translated sqlite = translated(schema, "postgresql", "sqlite");
        QCOMPARE(
            sqlite.schema.table(QStringLiteral("badge"))->columns[1].type, DataType::of(TypeKind::Integer));
    }

    void keysToWhatIsNoKeyAreLeftOut()
    {
        PhysicalTable book = table("book");
        add(book, "title", DataType::of(TypeKind::Text));
        PhysicalTable page = table("page");
        add(page, "title", DataType::of(TypeKind::Text));
        PhysicalForeignKey key;
        key.columns = key.refColumns = QStringList{QStringLiteral("title")};
        key.refTable = QStringLiteral("book");
        page.foreignKeys.push_back(key);
        const Translated made = translated({{book, page}, {}, {}}, "sqlite", "postgresql");
        QCOMPARE(made.schema.table(QStringLiteral("page"))->foreignKeys.size(), std::size_t(0));
        QVERIFY(made.codes.contains(QStringLiteral("translate.reference.noKey")));
    }

    void rowsAndKeysFit()
    {
        PhysicalTable wide = table("wide");
        add(wide, "a", DataType::of(TypeKind::Varchar, 8000));
        add(wide, "b", DataType::of(TypeKind::Varchar, 9000));
        add(wide, "c", DataType::of(TypeKind::Varchar, 1000));
        wide.indexes.push_back({QStringLiteral("i"), {{QStringLiteral("c"), {}, false, {}}}, false, {}, {}});
        const Translated made = translated({{wide}, {}, {}}, "postgresql", "mysql");
        const PhysicalTable& there = made.schema.tables[0];
        QCOMPARE(there.columns[1].type, DataType::of(TypeKind::Varchar, 8000));
        QCOMPARE(there.columns[2].type, DataType::of(TypeKind::Text)); // the longest leaves the row
        QVERIFY(there.indexes[0].parts[0].length > 0);
        QVERIFY(there.indexes[0].parts[0].length * 4 <= 3072);
        QVERIFY(made.codes.contains(QStringLiteral("translate.row-length")));
        QVERIFY(made.codes.contains(QStringLiteral("translate.key-length")));
    }

    void checksThatSeeMoreThanTheirRowAreLeftOut()
    {
        PhysicalTable person = table("person");
        person.columns[0].autoIncrement = true;
        add(person, "born", DataType::of(TypeKind::Date));
        for (const char* check : {"born < CURRENT_DATE", "born > now() - 1", "id > 0", "born > '1900-01-01'"})
            person.checks.push_back({{}, QString::fromLatin1(check)});
        const Translated made = translated({{person}, {}, {}}, "postgresql", "mariadb");
        QCOMPARE(made.schema.tables[0].checks.size(), std::size_t(1));
        QCOMPARE(made.codes.count(QStringLiteral("translate.check.unsteady")), 2);
        QCOMPARE(made.codes.count(QStringLiteral("translate.check.written")), 1);
    }

    void checksOfColumnsThatAKeyChangesAreLeftOut()
    {
        PhysicalTable person = table("person");
        PhysicalTable badge = table("badge");
        for (const char* name : {"owner", "keeper", "holder"}) {
            add(badge, name, DataType::of(TypeKind::Integer));
            PhysicalForeignKey key;
            key.columns = QStringList{QString::fromLatin1(name)};
            key.refTable = QStringLiteral("person");
            key.refColumns = QStringList{QStringLiteral("id")};
            badge.foreignKeys.push_back(key);
            badge.checks.push_back({{}, QString::fromLatin1(name) + QStringLiteral(" <> 7")});
        }
        badge.foreignKeys[0].onUpdate = Action::Cascade;
        badge.foreignKeys[1].onDelete = Action::SetNull;
        badge.foreignKeys[2].onDelete = Action::Cascade; // takes the row
        const Translated made = translated({{person, badge}, {}, {}}, "postgresql", "mysql");
        const PhysicalTable& there = *made.schema.table(QStringLiteral("badge"));
        QCOMPARE(there.checks.size(), std::size_t(1));
        QVERIFY(there.checks[0].expression.contains(QStringLiteral("holder")));
    }

    void relativesLoseTheWordsOfTheOther()
    {
        PhysicalTable item = table("item");
        item.options.charset = QStringLiteral("utf8mb4");
        item.options.collation = QStringLiteral("utf8mb4_0900_ai_ci");
        PhysicalColumn& place = add(item, "place", DataType::verbatim(QStringLiteral("point")));
        place.extra = QStringLiteral("SRID 4326");
        add(item, "name", DataType::of(TypeKind::Varchar, 9)).collation = QStringLiteral("utf8mb4_0900_as_cs");
        PhysicalCheck lazy{{}, QStringLiteral("`id` > 0")};
        lazy.enforced = false;
        item.checks = {lazy, PhysicalCheck{{}, QStringLiteral("`id` > 1")}};
        PhysicalIndex hidden{QStringLiteral("i"), {{QStringLiteral("name"), {}, false, {}}}, false, {}, {}};
        hidden.options = QStringLiteral("INVISIBLE");
        item.indexes.push_back(hidden);
        const PhysicalTable there = translated({{item}, {}, {}}, "mysql", "mariadb").schema.tables[0];
        QCOMPARE(there.options.charset, QStringLiteral("utf8mb4"));
        QCOMPARE(there.options.collation, QString());
        QCOMPARE(*there.columns[1].extra, QString());
        QCOMPARE(*there.columns[2].collation, QString());
        QCOMPARE(there.checks.size(), std::size_t(1));
        QCOMPARE(there.indexes[0].options, QStringLiteral("IGNORED"));

        PhysicalTable versioned = table("versioned");
        versioned.options.extra =
            QStringLiteral("PERIOD FOR `p` (`a`, `b`) ROW_FORMAT=DYNAMIC WITH SYSTEM VERSIONING");
        versioned.columns[0].defaultValue = {DefaultValue::Kind::Expression, QStringLiteral("nextval(`s`)")};
        PhysicalVerbatim sequence{
            Verbatim::Kind::Sequence, QStringLiteral("s"), QStringLiteral("CREATE SEQUENCE s"), {}};
        const Translated mysql = translated({{versioned}, {}, {sequence}}, "mariadb", "mysql");
        QCOMPARE(mysql.schema.tables[0].options.extra, QStringLiteral("ROW_FORMAT=DYNAMIC"));
        QCOMPARE(mysql.schema.tables[0].columns[0].defaultValue.kind, DefaultValue::Kind::None);
        QCOMPARE(mysql.schema.verbatims.size(), std::size_t(0));
    }

    /// Columns that are drawn may refer to a key that is derived.
    void foreignKeysToDerivedKeysStay()
    {
        const auto models = parseJson(R"json({ "models": [
              { "name": "Student", "attributes": {} }, { "name": "Class", "attributes": {} },
              { "name": "Enrollment", "attributes": { "StudentId": "INTEGER", "ClassId": "INTEGER" } } ],
            "associations": [ { "kind": "belongsToMany", "source": "Student", "target": "Class",
              "options": { "through": { "$model": "Enrollment" } } } ] })json",
            QStringLiteral("models"));
        QVERIFY(models);
        const auto document = readModels(*models, QStringLiteral("models"));
        QVERIFY(document);
        for (const QString& to : dialectNames()) {
            const auto derivation = deriveFor(*document, dialect(to));
            QVERIFY(derivation);
            QVERIFY2(derivation->diagnostics.empty(), qPrintable(codesOf(derivation->diagnostics).join(u' ')));
            QCOMPARE(derivation->schema.tables[2].foreignKeys.size(), std::size_t(2));
        }
    }

    void aDrawingWithoutNativeWordsLosesNothing()
    {
        tests::SchemaMaker maker;
        maker.school({QStringLiteral("grade")});
        for (const QString& from : dialectNames()) {
            for (const QString& to : dialectNames()) {
                const Translation there = translate(maker.schema, dialect(from), dialect(to));
                QCOMPARE(there.schema, maker.schema);
                QCOMPARE(codesOf(there.diagnostics), QStringList());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TranslateTest)
#include "translatetest.moc"
