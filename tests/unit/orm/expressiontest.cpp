// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/expression.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::orm;

namespace {

const Capabilities& engine(const QString& dialect)
{
    return (*dialectNamed(dialect))->capabilities();
}

} // namespace

/// What two spellings of one expression are, and what no spelling may hide.
class ExpressionTest : public QObject {
    Q_OBJECT

private slots:
    void spellingsOfOneMeaning_data()
    {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        const auto row = [](const char* name, const char* dialect, const char* a, const char* b) {
            QTest::newRow(name) << QString::fromUtf8(dialect) << QString::fromUtf8(a) << QString::fromUtf8(b);
        };
        row("parentheses", "postgresql", "price > 0 AND (qty > 0)", "((price > 0) AND (qty > 0))");
        row("cast of a number", "postgresql", "price > 0", "(price > (0)::numeric)");
        row("negative number", "postgresql", "x > -1", "(x > '-1'::integer)");
        row("cast of a text", "postgresql", "name <> ''", "((name)::text <> ''::text)");
        row("IN", "postgresql", "g IN ('m', 'f')",
            "(g = ANY (ARRAY['m'::character varying, 'f'::character varying]))");
        row("IN of casts", "postgresql", "g IN ('m', 'f')",
            "((g)::text = ANY ((ARRAY['m'::character varying, 'f'::character varying])::text[]))");
        row("NOT IN", "postgresql", "g NOT IN ('m', 'f')", "(g <> ALL (ARRAY['m'::text, 'f'::text]))");
        row("IN of one", "postgresql", "g IN ('m')", "(g = 'm'::text)");
        row("BETWEEN", "postgresql", "age BETWEEN 1 AND 9", "((age >= 1) AND (age <= 9))");
        row("BETWEEN and more", "postgresql", "age BETWEEN 1 AND 9 AND ok",
            "((age >= 1) AND (age <= 9) AND ok)");
        row("LIKE", "postgresql", "mail LIKE '%@%'", "((mail)::text ~~ '%@%'::text)");
        row("now", "postgresql", "now()", "CURRENT_TIMESTAMP");
        row("names", "postgresql", "Price > 0", "\"price\" > 0");
        row("not equal", "sqlite", "a != b", "a<>b");
        row("brackets", "sqlite", "[a] > 0", "`A` > 0");
        row("comment", "sqlite", "a > 0 -- sure\n", "a > 0");
        row("charset of a text", "mariadb", "`a` in ('x','y')", "a IN (_utf8mb4'x', 'y')");
        row("double quotes", "mysql", "a = \"it's\"", "a = 'it''s'");
        row("escapes", "mysql", "a = 'it\\'s'", "a = 'it''s'");
        row("AND in a row", "sqlite", "a AND b AND c", "a AND (b AND c)");
        row("order of IN", "sqlite", "a IN (1, 2)", "a IN (2, 1)");
        row("beyond the parser", "postgresql", "EXTRACT(year FROM a) > 0", "extract( YEAR from a ) > 0");
    }
    void spellingsOfOneMeaning()
    {
        QFETCH(QString, dialect);
        QFETCH(QString, a);
        QFETCH(QString, b);
        QCOMPARE(expressionMeaning(a, engine(dialect)), expressionMeaning(b, engine(dialect)));
    }

    void differencesThatCount_data()
    {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        const auto row = [](const char* name, const char* dialect, const char* a, const char* b) {
            QTest::newRow(name) << QString::fromUtf8(dialect) << QString::fromUtf8(a) << QString::fromUtf8(b);
        };
        row("letter case of a text", "postgresql", "a = 'X'", "a = 'x'");
        row("letter case of a quoted name", "postgresql", "\"A\" > 0", "a > 0");
        row("precedence", "sqlite", "(a OR b) AND c", "a OR b AND c");
        row("minus", "sqlite", "a - (b - c)", "a - b - c");
        row("cast of a column", "postgresql", "a::integer > 0", "a > 0");
        row("NOT", "sqlite", "NOT a = b", "(NOT a) = b");
        row("text and number", "sqlite", "a = '1'", "a = 1");
        row("text and name", "sqlite", "a = 'b'", "a = b");
        row("or and joining", "mysql", "a || b", "concat(a, b)");
    }
    void differencesThatCount()
    {
        QFETCH(QString, dialect);
        QFETCH(QString, a);
        QFETCH(QString, b);
        QVERIFY(expressionMeaning(a, engine(dialect)) != expressionMeaning(b, engine(dialect)));
    }

    void columnsMayBeRenamed()
    {
        const auto rename = [](const QString& name) {
            return name.toLower() == u"a" ? QStringLiteral("New Name") : name;
        };
        QCOMPARE(expressionMeaning("a > 0 AND b < 1", engine("postgresql"), rename),
            expressionMeaning("(\"New Name\" > 0) AND (b < 1)", engine("postgresql")));
    }

    void anyTextIsReadToItsEnd()
    {
        for (const char* text : {"'", "\"", "((((", "a >", "CASE", "CASE WHEN", "x'", "$a$", "a::", "a IN (",
                 "NOT", "a BETWEEN 1", "CAST(a", "[", "a[1", "--", "/*", ")", "a b c", ""}) {
            for (const QString& dialect : dialectNames())
                expressionMeaning(QString::fromUtf8(text), engine(dialect)); // comes back
        }
        QVERIFY(!parseExpression(QString(5000, u'('), engine("sqlite").syntax));
        QVERIFY(!parseExpression(QStringLiteral("SELECT 1"), engine("sqlite").syntax));
    }

    void hostileLengthIsNoCrash()
    {
        for (const char* link : {"a + ", "a AND ", "a || ", "NOT ", "- ", "a = ", "a COLLATE ", "f(", "a::"}) {
            const QString sql = QString::fromUtf8(QByteArray(link).repeated(100'000)) + u'a';
            for (const QString& dialect : dialectNames())
                QVERIFY(!expressionMeaning(sql, engine(dialect)).isEmpty());
        }
    }

    void aRowOfOperatorsIsRead()
    {
        const QString sql = QStringLiteral("a = 1") + QStringLiteral(" OR a = 2").repeated(400);
        QVERIFY(parseExpression(sql, engine("sqlite").syntax));
    }

    void bytesAreHexadecimal()
    {
        QVERIFY(parseExpression(QStringLiteral("X'0aFF'"), engine("sqlite").syntax));
        QVERIFY(!parseExpression(QStringLiteral("X'0a'' OR 1'"), engine("sqlite").syntax));
    }
};

QTEST_GUILESS_MAIN(ExpressionTest)
#include "expressiontest.moc"
