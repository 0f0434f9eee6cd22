// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/joinpath.h"
#include "support/schemas.h"

#include <QtTest>

using namespace conjoin;
using conjoin::tests::SchemaMaker;

namespace {

const orm::Dialect& sqlite()
{
    return **orm::dialectNamed(QStringLiteral("sqlite"));
}

} // namespace

class JoinPathTest : public QObject {
    Q_OBJECT

private slots:
    void aLinkIsJoinedThroughItsJunction();
    void theWayIsTheSameBothWays();
    void theShortestWayIsTaken();
    void thereMayBeNoWay();
    void compositeKeysAreComparedWhole();
};

void JoinPathTest::aLinkIsJoinedThroughItsJunction()
{
    SchemaMaker maker;
    const auto school = maker.school();
    const TableId teacher = maker.table("Teacher", {QStringLiteral("name")});
    const ReferenceId teaches = maker.reference(school.classes, teacher);
    const orm::Derivation made = orm::derive(maker.schema, {}, sqlite().capabilities());
    const auto path = orm::joinPath(made, school.student, teacher);
    QCOMPARE(path.size(), std::size_t(3));
    QCOMPARE(orm::objectOf(made, path[0]), ObjectRef(school.enrollment));
    QCOMPARE(orm::objectOf(made, path[1]), ObjectRef(school.enrollment));
    QCOMPARE(orm::objectOf(made, path[2]), ObjectRef(teaches));
    QCOMPARE(orm::joinSql(made, path, sqlite()), QStringLiteral("SELECT *\n"
                                                                "FROM Students AS s\n"
                                                                "JOIN Enrollments AS e ON e.StudentId = s.id\n"
                                                                "JOIN Classes AS c ON e.ClassId = c.id\n"
                                                                "JOIN Teachers AS t ON c.TeacherId = t.id;"));
}

void JoinPathTest::theWayIsTheSameBothWays()
{
    SchemaMaker maker;
    const auto school = maker.school();
    const orm::Derivation made = orm::derive(maker.schema, {}, sqlite().capabilities());
    const auto there = orm::joinPath(made, school.student, school.classes);
    const auto back = orm::joinPath(made, school.classes, school.student);
    QCOMPARE(there.size(), back.size());
    QCOMPARE(there.front().from, back.back().to);
}

void JoinPathTest::theShortestWayIsTaken()
{
    SchemaMaker maker;
    const TableId a = maker.table("A", {QStringLiteral("n")}), b = maker.table("B", {QStringLiteral("n")}),
                  c = maker.table("C", {QStringLiteral("n")});
    maker.reference(a, b);
    maker.reference(b, c);
    const ReferenceId direct = maker.reference(a, c);
    const orm::Derivation made = orm::derive(maker.schema, {}, sqlite().capabilities());
    const auto path = orm::joinPath(made, a, c);
    QCOMPARE(path.size(), std::size_t(1));
    QCOMPARE(orm::objectOf(made, path[0]), ObjectRef(direct));
}

void JoinPathTest::thereMayBeNoWay()
{
    SchemaMaker maker;
    const TableId a = maker.table("A", {QStringLiteral("n")}), b = maker.table("B", {QStringLiteral("n")});
    maker.reference(a, a);
    const orm::Derivation made = orm::derive(maker.schema, {}, sqlite().capabilities());
    QVERIFY(orm::joinPath(made, a, b).empty());
    QVERIFY(orm::joinPath(made, a, a).empty());
    QVERIFY(orm::joinPath(made, a, TableId(999)).empty());
}

void JoinPathTest::compositeKeysAreComparedWhole()
{
    SchemaMaker maker;
    const TableId order = maker.table("order_item", {QStringLiteral("shop"), QStringLiteral("number")});
    maker.primaryKey(order, {QStringLiteral("shop"), QStringLiteral("number")});
    const TableId parcel = maker.table("Parcel", {QStringLiteral("weight")});
    maker.reference(parcel, order);
    const orm::Derivation made = orm::derive(maker.schema, {}, sqlite().capabilities());
    const auto path = orm::joinPath(made, parcel, order);
    QCOMPARE(path.size(), std::size_t(1));
    const QString sql = orm::joinSql(made, path, sqlite());
    QCOMPARE(sql.count(QStringLiteral(" AND ")), 1);
    QVERIFY2(sql.contains(QStringLiteral("AS oi ON p.")), qPrintable(sql));
}

QTEST_GUILESS_MAIN(JoinPathTest)
#include "joinpathtest.moc"
