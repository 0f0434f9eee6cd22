// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/deletionplan.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QRegularExpression>
#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using model::Action;

namespace {

/// A school whose keys do everything that keys do: CASCADE over three levels, SET NULL, RESTRICT.
struct School : SampleDatabase {
    explicit School(const sql::ConnectionSettings& settings)
    {
        const TableId student = table(QStringLiteral("Student"), {QStringLiteral("name varchar(80)")});
        const TableId essay = table(QStringLiteral("Essay"), {QStringLiteral("title varchar(80)")});
        const TableId page = table(QStringLiteral("Page"), {QStringLiteral("number integer")});
        const TableId note = table(QStringLiteral("Note"), {QStringLiteral("words varchar(80)")});
        const TableId bill = table(QStringLiteral("Bill"), {QStringLiteral("amount integer")});
        const TableId thesis = table(QStringLiteral("Thesis"), {QStringLiteral("title varchar(80)")});
        key(essay, student, Action::Cascade);
        key(page, essay, Action::Cascade);
        key(note, page, Action::Cascade);
        key(bill, student, Action::SetNull);
        key(thesis, student, Action::Restrict);
        open(settings);
        for (const char* statement : {"INSERT INTO \"Students\" (id, name) VALUES (1, 'Ann'), (2, 'Bob')",
                 "INSERT INTO \"Essays\" (id, title, \"StudentId\") VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', "
                 "2)",
                 "INSERT INTO \"Pages\" (id, number, \"EssayId\") VALUES (1, 1, 1), (2, 2, 1), (3, 1, 2), (4, "
                 "1, 3)",
                 "INSERT INTO \"Notes\" (id, words, \"PageId\") VALUES (1, 'x', 1), (2, 'y', 3), (3, 'z', 4)",
                 "INSERT INTO \"Bills\" (id, amount, \"StudentId\") VALUES (1, 5, 1), (2, 6, 1), (3, 7, 2)"})
            rows(QString::fromLatin1(statement));
    }

    void key(TableId from, TableId to, Action action)
    {
        const ReferenceId reference = SampleDatabase::reference(from, to);
        schema.references.update(reference, [&](model::Reference& made) { made.key.onDelete = action; });
    }

    void writeThesis()
    {
        rows(QStringLiteral("INSERT INTO \"Theses\" (id, title, \"StudentId\") VALUES (1, 't', 1)"));
    }

    sql::DeletionWish ann() const { return {model("Student"), {QStringLiteral("1")}, {}, {}, false, 1000}; }

    /// `cascade Essays 2, …` in the order of the plan.
    QString plan(const sql::DeletionWish& wish)
    {
        static const char* const fates[] = {"cascade", "delete", "empty", "elsewhere", "block"};
        const auto made = sql::planDeletion(connection(), registry(), wish);
        if (!made)
            return errorText(made.error());
        QStringList steps;
        for (const sql::DeletionStep& step : made->steps)
            steps += QStringLiteral("%1 %2 %3%4")
                         .arg(QLatin1String(fates[int(step.fate)]), registry().at(step.model).table)
                         .arg(step.rows.size())
                         .arg(step.more ? QStringLiteral("+") : QString());
        last = *made;
        return steps.join(QStringLiteral(", "));
    }

    QString rehearsed()
    {
        const auto effects = sql::rehearseDeletion(connection(), registry(), last);
        if (!effects)
            return effects.error().what.code;
        QStringList tables;
        for (const sql::DeletionEffect& effect : *effects)
            tables += QStringLiteral("%1 -%2 ~%3")
                          .arg(registry().at(effect.model).table)
                          .arg(effect.deleted)
                          .arg(effect.emptied);
        tables.sort();
        return tables.join(QStringLiteral(", "));
    }

    sql::DeletionPlan last;
};

} // namespace

/// What a deletion would do, before it does it.
class DeletionPlanTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void thePlanIsWhatHappens_data() { EveryEngine::addRows(); }
    void thePlanIsWhatHappens();
    void whatIsInTheWayHasWaysOut_data() { EveryEngine::addRows(); }
    void whatIsInTheWayHasWaysOut();
    void aPlanLooksOnlySoFar_data() { EveryEngine::addRows(); }
    void aPlanLooksOnlySoFar();
    void rowsInARingGoOnce_data() { EveryEngine::addRows(); }
    void rowsInARingGoOnce();
    void rowsGoBeforeThoseTheyReferTo_data() { EveryEngine::addRows(); }
    void rowsGoBeforeThoseTheyReferTo();
    void triggersAreNamed_data() { EveryEngine::addRows(); }
    void triggersAreNamed();

private:
    EveryEngine engines_;
};

void DeletionPlanTest::thePlanIsWhatHappens()
{
    QFETCH(QString, engine);
    School school(engines_.newDatabase(engine));
    QCOMPARE(school.plan(school.ann()),
        QStringLiteral("cascade Essays 2, empty Bills 2, cascade Pages 3, cascade Notes 2"));
    QVERIFY(!school.last.isBlocked());
    QVERIFY(!school.last.isCapped());
    QCOMPARE(school.last.going(), 8);
    const QString effects =
        QStringLiteral("Bills -0 ~2, Essays -2 ~0, Notes -2 ~0, Pages -3 ~0, Students -1 ~0");
    QCOMPARE(school.rehearsed(), effects);
    // Nothing of it stayed.
    QCOMPARE(school.number(QStringLiteral("SELECT COUNT(*) FROM \"Students\"")), 2);
    QCOMPARE(school.number(QStringLiteral("SELECT COUNT(*) FROM \"Notes\"")), 3);
    QCOMPARE(school.number(QStringLiteral("SELECT COUNT(*) FROM \"Bills\" WHERE \"StudentId\" IS NULL")), 0);

    // The same by statements of their own, the deepest first.
    sql::DeletionWish wish = school.ann();
    wish.everything = true;
    QCOMPARE(
        school.plan(wish), QStringLiteral("delete Essays 2, empty Bills 2, delete Pages 3, delete Notes 2"));
    sql::StatementRecorder log;
    school.connection().setLog(&log);
    QCOMPARE(school.rehearsed(), effects);
    school.connection().setLog(nullptr);
    QStringList tables;
    for (const sql::LoggedStatement& statement : log.statements) {
        if (statement.sql.startsWith(QLatin1String("DELETE FROM")))
            tables += statement.sql.section(QRegularExpression(QStringLiteral("[\"`]")), 1, 1);
    }
    QCOMPARE(tables, QStringList({QStringLiteral("Notes"), QStringLiteral("Pages"), QStringLiteral("Essays"),
                         QStringLiteral("Students")}));
}

void DeletionPlanTest::whatIsInTheWayHasWaysOut()
{
    QFETCH(QString, engine);
    School school(engines_.newDatabase(engine));
    school.writeThesis();
    sql::DeletionWish wish = school.ann();
    QVERIFY(school.plan(wish).contains(QStringLiteral("block Theses 1")));
    QVERIFY(school.last.isBlocked());
    QCOMPARE(school.rehearsed(), QStringLiteral("constraint.referenced"));

    const sql::KeyOfModel thesis{school.model("Thesis"), QStringLiteral("Student")};
    wish.deleteToo = {thesis};
    QVERIFY(school.plan(wish).contains(QStringLiteral("delete Theses 1")));
    QVERIFY(!school.last.isBlocked());
    QVERIFY(school.rehearsed().contains(QStringLiteral("Theses -1 ~0")));

    wish.deleteToo = {};
    wish.pointTo[thesis] = {sql::Value(qint64(2))};
    QVERIFY(school.plan(wish).contains(QStringLiteral("elsewhere Theses 1")));
    QVERIFY(!school.last.isBlocked());
    QVERIFY(school.rehearsed().contains(QStringLiteral("Theses -0 ~1")));
    QCOMPARE(school.number(QStringLiteral("SELECT \"StudentId\" FROM \"Theses\"")), 1);

    wish.keys = {QStringLiteral("99")};
    QVERIFY(school.plan(wish).contains(QStringLiteral("not there")));
}

void DeletionPlanTest::aPlanLooksOnlySoFar()
{
    QFETCH(QString, engine);
    School school(engines_.newDatabase(engine));
    sql::DeletionWish wish = school.ann();
    wish.limit = 1;
    QCOMPARE(school.plan(wish),
        QStringLiteral("cascade Essays 1+, empty Bills 1+, cascade Pages 1+, cascade Notes 1+"));
    QVERIFY(school.last.isCapped());
    // What happens does not depend on how far anybody looked.
    QVERIFY(school.rehearsed().contains(QStringLiteral("Essays -2")));
}

void DeletionPlanTest::rowsInARingGoOnce()
{
    QFETCH(QString, engine);
    SampleDatabase ring;
    const TableId person = ring.table(QStringLiteral("Person"), {QStringLiteral("name varchar(80)")});
    const ReferenceId friendOf =
        ring.reference(person, person, QStringLiteral("Friend"), QStringLiteral("Friends"));
    ring.schema.references.update(
        friendOf, [](model::Reference& made) { made.key.onDelete = Action::Cascade; });
    ring.open(engines_.newDatabase(engine));
    ring.rows(QStringLiteral("INSERT INTO \"People\" (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c')"));
    ring.rows(QStringLiteral("UPDATE \"People\" SET \"FriendId\" = CASE id WHEN 1 THEN 3 ELSE id - 1 END"));
    const auto plan = sql::planDeletion(
        ring.connection(), ring.registry(), {ring.model("Person"), {QStringLiteral("1")}, {}, {}, false, 1000});
    QVERIFY(plan);
    QCOMPARE(plan->going(), 3);
    const auto effects = sql::rehearseDeletion(ring.connection(), ring.registry(), *plan);
    QVERIFY2(effects, effects ? "" : qPrintable(errorText(effects.error())));
    QCOMPARE(effects->size(), size_t(1));
    QCOMPARE(effects->front().deleted, 3);
}

void DeletionPlanTest::rowsGoBeforeThoseTheyReferTo()
{
    QFETCH(QString, engine);
    SampleDatabase firm;
    const TableId person = firm.table(QStringLiteral("Person"), {QStringLiteral("name varchar(80)")});
    firm.reference(person, person, QStringLiteral("Boss"), QStringLiteral("Staff"));
    firm.reference(person, person, QStringLiteral("Mentor"), QStringLiteral("Pupils"));
    firm.open(engines_.newDatabase(engine));
    // Below each other by one key or by the other: 1 <- 2 (boss), 2 <- 3 (mentor), 3 <- 4 (boss).
    firm.rows(
        QStringLiteral("INSERT INTO \"People\" (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')"));
    firm.rows(QStringLiteral("UPDATE \"People\" SET \"BossId\" = id - 1 WHERE id IN (2, 4)"));
    firm.rows(QStringLiteral("UPDATE \"People\" SET \"MentorId\" = 2 WHERE id = 3"));
    const QStringList keys{QStringLiteral("2"), QStringLiteral("1"), QStringLiteral("4"), QStringLiteral("3")};
    const auto plan = sql::planDeletion(
        firm.connection(), firm.registry(), {firm.model("Person"), keys, {}, {}, false, 1000});
    QVERIFY2(plan, plan ? "" : qPrintable(errorText(plan.error())));
    QStringList order;
    for (const sql::Row& row : plan->rows)
        order += row.value(firm.registry().at(plan->model), QStringLiteral("name")).display();
    QCOMPARE(order.join(u' '), QStringLiteral("d c b a"));
}

void DeletionPlanTest::triggersAreNamed()
{
    QFETCH(QString, engine);
    School school(engines_.newDatabase(engine));
    const auto make = [&](const char* name, const char* event, const char* table) {
        if (engine == u"postgresql") {
            school.rows(QStringLiteral("CREATE FUNCTION f_%1() RETURNS trigger LANGUAGE plpgsql AS "
                                       "'BEGIN RETURN NULL; END'")
                            .arg(QLatin1String(name)));
            school.rows(
                QStringLiteral("CREATE TRIGGER %1 AFTER %2 ON \"%3\" FOR EACH ROW EXECUTE FUNCTION f_%1()")
                    .arg(QLatin1String(name), QLatin1String(event), QLatin1String(table)));
        } else {
            school.rows(
                QStringLiteral("CREATE TRIGGER %1 AFTER %2 ON \"%3\" FOR EACH ROW BEGIN %4; END")
                    .arg(QLatin1String(name), QLatin1String(event), QLatin1String(table),
                        engine == u"sqlite" ? QStringLiteral("SELECT 1") : QStringLiteral("SET @x = 1")));
        }
    };
    make("student_gone", "DELETE", "Students");
    make("page_gone", "DELETE", "Pages");
    make("bill_changed", "UPDATE", "Bills");
    make("essay_made", "INSERT", "Essays");
    (void)school.plan(school.ann());
    QStringList names;
    for (const sql::TableTrigger& trigger : school.last.triggers)
        names += trigger.name;
    names.sort();
    // MariaDB runs no trigger for what its keys do.
    QCOMPARE(names, engine == u"mariadb" ? QStringList({QStringLiteral("student_gone")})
                                         : QStringList({QStringLiteral("bill_changed"),
                                               QStringLiteral("page_gone"), QStringLiteral("student_gone")}));
}

QTEST_GUILESS_MAIN(DeletionPlanTest)
#include "deletionplantest.moc"
