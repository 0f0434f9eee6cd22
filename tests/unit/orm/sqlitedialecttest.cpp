// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/dialect.h"
#include "support/schemas.h"
#include "support/truth.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

/// How SQLite is written: names, types, defaults, and the order of a script.
class SqliteDialectTest : public QObject {
    Q_OBJECT

    const Dialect& dialect_ = **dialectNamed(QStringLiteral("sqlite"));

    QString script(const tests::SchemaMaker& maker, const DdlOptions& options = {}) const
    {
        return scriptText(
            dialect_.createSchema(derive(maker.schema, NamingPolicy(), dialect_.capabilities()), options));
    }

private slots:
    void unknownDialectsAreNamed()
    {
        const auto dialect = dialectNamed(QStringLiteral("sqlit"));
        QVERIFY(!dialect);
        QVERIFY(dialect.error().what.english().contains(u"sqlite"));
        QVERIFY(dialect.error().hint.english().contains(u"sqlite"));
    }

    void namesAreQuotedWhereTheyMustBe()
    {
        QCOMPARE(dialect_.identifier("Students"), QStringLiteral("Students"));
        QCOMPARE(dialect_.identifier("select"), QStringLiteral("\"select\""));
        QCOMPARE(dialect_.identifier("Key"), QStringLiteral("\"Key\""));
        QCOMPARE(dialect_.identifier("a\"; DROP TABLE x; --"), QStringLiteral("\"a\"\"; DROP TABLE x; --\""));
        QCOMPARE(dialect_.identifier(""), QStringLiteral("\"\""));
        QCOMPARE(dialect_.identifier("9x"), QStringLiteral("\"9x\""));
        QCOMPARE(dialect_.identifier("line\n"), QStringLiteral("\"line\n\""));
        QCOMPARE(dialect_.identifier("😀"), QStringLiteral("\"😀\""));
        QCOMPARE(dialect_.quoted("plain"), QStringLiteral("\"plain\""));
        QCOMPARE(dialect_.textLiteral("it's"), QStringLiteral("'it''s'"));
    }

    void typesComeBackToTheLetter_data()
    {
        QTest::addColumn<QString>("type");
        for (const char* type : {"INTEGER", "integer", "INT", "VARCHAR(255)", "VARCHAR", "varchar(10)",
                 "NVARCHAR(160)", "DECIMAL(10,2)", "DECIMAL(10, 2)", "DECIMAL(10,0)", "DECIMAL(10)", "NUMERIC",
                 "DATETIME", "TIMESTAMP", "TINYINT(1)", "BOOLEAN", "DOUBLE PRECISION", "TEXT", "BLOB", "",
                 "UUID", "JSON", "CHAR(2)", "VARCHAR(0)", "\"odd type\"", "UNSIGNED BIG INT"})
            QTest::newRow(type) << QString::fromUtf8(type);
    }
    void typesComeBackToTheLetter()
    {
        QFETCH(QString, type);
        QCOMPARE(dialect_.typeName(dialect_.typeOf(type)), type);
    }

    void typesOfTheCorpus()
    {
        const QStringList files = tests::truthFiles();
        if (files.isEmpty())
            QSKIP("the shared corpus is absent");
        for (const QString& file : files) {
            if (!file.contains(u"/sqlite/"))
                continue;
            for (const PhysicalTable& table : tests::readTruth(file).schema.tables) {
                for (const PhysicalColumn& column : table.columns)
                    QCOMPARE(dialect_.typeName(dialect_.typeOf(column.type.native)), column.type.native);
            }
        }
    }

    void logicalTypes()
    {
        QCOMPARE(dialect_.typeOf("VARCHAR(80)"), DataType::of(TypeKind::Varchar, 80));
        QCOMPARE(dialect_.typeOf("INTEGER"), DataType::of(TypeKind::Integer));
        QCOMPARE(dialect_.typeOf("integer"), DataType::verbatim("integer"));
        QCOMPARE(dialect_.typeName(DataType::of(TypeKind::TimestampTz)), QStringLiteral("DATETIME"));
        QCOMPARE(dialect_.typeName(DataType::of(TypeKind::BigInt), true), QStringLiteral("INTEGER"));
        for (int kind = int(TypeKind::Boolean); kind < int(TypeKind::Native); ++kind)
            QVERIFY(!dialect_.typeName(DataType::of(TypeKind(kind))).isEmpty());
    }

    void aTypedTextIsNeverMoreThanAType()
    {
        QCOMPARE(dialect_.typeName(DataType::verbatim("int); DROP TABLE x; --")),
            QStringLiteral("\"int); DROP TABLE x; --\""));
        QCOMPARE(dialect_.typeName(DataType::verbatim("text not null")), QStringLiteral("\"text not null\""));
    }

    void defaultsComeBack_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        using Kind = DefaultValue::Kind;
        QTest::newRow("text") << "TEXT"
                              << "'it''s'" << int(Kind::Literal);
        QTest::newRow("number") << "INTEGER"
                                << "-1.5e3" << int(Kind::Literal);
        QTest::newRow("number in a text column") << "TEXT"
                                                 << "0" << int(Kind::Expression);
        QTest::newRow("text in a number column") << "INTEGER"
                                                 << "'0'" << int(Kind::Expression);
        QTest::newRow("boolean") << "TINYINT(1)"
                                 << "1" << int(Kind::Literal);
        QTest::newRow("now") << "DATETIME"
                             << "CURRENT_TIMESTAMP" << int(Kind::Now);
        QTest::newRow("today") << "DATE"
                               << "CURRENT_DATE" << int(Kind::Now);
        QTest::newRow("null") << "TEXT"
                              << "NULL" << int(Kind::Expression);
        QTest::newRow("bytes") << "BLOB"
                               << "x'00ff'" << int(Kind::Expression);
        QTest::newRow("double quotes") << "TEXT"
                                       << "\"abc\"" << int(Kind::Expression);
    }
    void defaultsComeBack()
    {
        QFETCH(QString, type);
        QFETCH(QString, text);
        const DataType dataType = dialect_.typeOf(type);
        const DefaultValue value = dialect_.defaultOf(text, dataType);
        QCOMPARE(dialect_.defaultText(value, dataType), text);
        QTEST(int(value.kind), "kind");
        QCOMPARE(int(dialect_.defaultOf(QString(), dataType).kind), int(DefaultValue::Kind::None));
    }

    void expressionsGetParentheses()
    {
        const DefaultValue value = dialect_.defaultOf("datetime('now')", DataType::of(TypeKind::Text));
        QCOMPARE(dialect_.defaultText(value, {}), QStringLiteral("(datetime('now'))"));
        const DefaultValue uuid{DefaultValue::Kind::Uuid, {}};
        const QString sql = dialect_.defaultText(uuid, DataType::of(TypeKind::Uuid));
        QCOMPARE(dialect_.defaultOf(sql.mid(1, sql.size() - 2), DataType::of(TypeKind::Uuid)), uuid);
    }

    void scriptDropsDependantsFirst()
    {
        tests::SchemaMaker maker;
        maker.school();
        DdlOptions options;
        options.drop = options.ifNotExists = true;
        const QString text = script(maker, options);
        QVERIFY(text.startsWith(u"DROP TABLE IF EXISTS Enrollments;\nDROP TABLE IF EXISTS Classes;\n"
                                u"DROP TABLE IF EXISTS Students;\n\nCREATE TABLE IF NOT EXISTS Students (\n"));
        QVERIFY(text.contains(u"CREATE INDEX IF NOT EXISTS Enrollments_ClassId_StudentId_idx"));
    }

    void tablesFollowWhatTheyReferTo()
    {
        tests::SchemaMaker maker;
        const TableId classes = maker.table("Class", {});
        const TableId teacher = maker.table("Teacher", {});
        maker.reference(classes, teacher);
        const QString text = script(maker);
        QVERIFY(text.indexOf(u"CREATE TABLE Teachers") < text.indexOf(u"CREATE TABLE Classes"));
    }

    void statementsPointAtTheirObjects()
    {
        tests::SchemaMaker maker;
        const auto [student, classes, link] = maker.school();
        const auto statements =
            dialect_.createSchema(derive(maker.schema, NamingPolicy(), dialect_.capabilities()), {});
        QCOMPARE(statements.size(), size_t(4));
        QVERIFY(statements[0].object == ObjectRef(student));
        QVERIFY(statements[2].object == ObjectRef(link));
        QVERIFY(statements[3].object == ObjectRef(link));
    }

    void viewsComeLast()
    {
        tests::SchemaMaker maker;
        maker.school();
        maker.schema.verbatims.set({VerbatimId(1), Verbatim::Kind::View, "second",
            "CREATE VIEW second AS SELECT * FROM first;", {"first"}});
        maker.schema.verbatims.set(
            {VerbatimId(2), Verbatim::Kind::View, "first", "CREATE VIEW first AS SELECT 1", {}});
        DdlOptions options;
        options.ifNotExists = true;
        const QString text = script(maker, options);
        QVERIFY(text.endsWith(u"CREATE VIEW IF NOT EXISTS first AS SELECT 1;\n"
                              u"CREATE VIEW IF NOT EXISTS second AS SELECT * FROM first;\n"));
    }
};

QTEST_GUILESS_MAIN(SqliteDialectTest)
#include "sqlitedialecttest.moc"
