// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlqualifiers.h"

#include <QTest>

using namespace conjoin::sql;

class MySqlQualifiersTest : public QObject {
    Q_OBJECT

private slots:
    void theDatabaseIsTakenAway_data();
    void theDatabaseIsTakenAway();
    void commasBetweenTablesComeBack();
};

void MySqlQualifiersTest::commasBetweenTablesComeBack()
{
    const auto same = [](const char* sql) {
        return withCommaJoins(QString::fromLatin1(sql)) == QLatin1String(sql);
    };
    QVERIFY(same("select `a`.`id` from (`a` join `b` on(`a`.`id` = `b`.`id`)) where 1"));
    QVERIFY(same("select 'from a join b', `from`.`join` from `x`"));
    QVERIFY(same("select extract(year from `a`.`d`) from (`a` left join `b` on(1)) order by 1"));
    QCOMPARE(
        withCommaJoins(QStringLiteral("with c as (select 1 from `a` join `b`)select 2 from (`a` join `b`) join "
                                      "(select 3 from `x` join `y` where 'join') `z` where 4 in (select 5 "
                                      "from `a` join `b` union select 6 from `a`)")),
        QStringLiteral(
            "with c as (select 1 from `a`, `b`)select 2 from (`a` join `b`), (select 3 from `x`, `y` "
            "where 'join') `z` where 4 in (select 5 from `a`, `b` union select 6 from `a`)"));
}

void MySqlQualifiersTest::theDatabaseIsTakenAway_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QStringList>("uses");
    const auto add = [](const char* name, const char* sql, const char* expected, const QStringList& uses) {
        QTest::newRow(name) << QString::fromUtf8(sql) << QString::fromUtf8(expected) << uses;
    };
    const QStringList a{QStringLiteral("a")};
    add("columns and tables", "select `db`.`a`.`id` AS `id` from `db`.`a`", "select `a`.`id` AS `id` from `a`",
        a);
    add("an alias called like the database", "select `db`.`a` AS `a` from `db`.`a` `db` where `db`.`a` > 1",
        "select `db`.`a` AS `a` from `a` `db` where `db`.`a` > 1", a);
    add("joins in parentheses",
        "select 1 from ((`db`.`a` join `db`.`b c` on(`db`.`a`.`x` = 1)) join `db`.`a` `z`)",
        "select 1 from ((`a` join `b c` on(`a`.`x` = 1)) join `a` `z`)", {a[0], QStringLiteral("b c")});
    add("another database", "select `other`.`a`.`id` from `other`.`a`",
        "select `other`.`a`.`id` from `other`.`a`", {QStringLiteral("other.a")});
    add("functions", "select `db`.`twice`(`db`.`a`.`id`) from `db`.`a`", "select `twice`(`a`.`id`) from `a`",
        a);
    add("texts", "select '`db`.`a`', \"it's `db`.`a`\", 'a\\'`db`.`a`' from `db`.`a`",
        "select '`db`.`a`', \"it's `db`.`a`\", 'a\\'`db`.`a`' from `a`", a);
    add("quotes in names", "select `db`.`b c`.`x``.``y` from `db`.`b c`", "select `b c`.`x``.``y` from `b c`",
        {QStringLiteral("b c")});
    add("sequences", "nextval(`db`.`a`)", "nextval(`a`)", a);
    add("nothing to take away", "`a`.`id` + 1", "`a`.`id` + 1", {});
}

void MySqlQualifiersTest::theDatabaseIsTakenAway()
{
    QFETCH(QString, sql);
    QFETCH(QString, expected);
    QFETCH(QStringList, uses);
    const Unqualified result =
        withoutDatabase(sql, QStringLiteral("db"), {QStringLiteral("a"), QStringLiteral("b c")});
    QCOMPARE(result.sql, expected);
    QCOMPARE(result.uses, uses);
}

QTEST_GUILESS_MAIN(MySqlQualifiersTest)
#include "mysqlqualifierstest.moc"
