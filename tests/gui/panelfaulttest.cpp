// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"
#include "support/everyengine.h"

#include "ui/session/guiwatchdog.h"

#include <QSignalSpy>
#include <QThread>

#include <atomic>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

void drawNames(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("name varchar(80)")});
    const TableId course = school.table(text("Class"), {text("title varchar(80)")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(8)")});
}

/// Does something after so many statements, in the thread of the window, while the database's thread waits.
class After : public sql::StatementLog {
public:
    void arm(int statements, std::function<void()> doIt)
    {
        what_ = std::move(doIt);
        committed_ = false;
        left_ = statements;
    }
    bool isArmed() const { return left_ > 0; }
    void disarm() { left_ = 0; }

    void ran(const sql::LoggedStatement& statement) override
    {
        // Not behind COMMIT: a scratch server keeps nothing that it has just committed, so that it would prove
        // nothing of ours.
        committed_ = committed_ || statement.sql == u"COMMIT";
        if (!committed_ && left_ > 0 && --left_ == 0)
            QMetaObject::invokeMethod(qApp, what_, Qt::BlockingQueuedConnection);
    }

private:
    std::atomic<int> left_ = 0;
    std::atomic<bool> committed_ = false;
    std::function<void()> what_;
};

} // namespace

/// Whatever happens to the database: nothing is lost, nothing is half written, and the panel goes on.
class PanelFaultTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void aServerThatDiesInACommit_data();
    void aServerThatDiesInACommit();
    void aConnectionThatIsCutBetweenPages_data();
    void aConnectionThatIsCutBetweenPages();
    void aLockOfSomebodyElse_data() { EveryEngine::addRows(); }
    void aLockOfSomebodyElse();
    void readingOnlyIsTheServersDoing_data() { EveryEngine::addRows(); }
    void readingOnlyIsTheServersDoing();
    void theWatchdogTellsABlock();

private:
    EveryEngine engines_;
};

void PanelFaultTest::aServerThatDiesInACommit_data()
{
    QTest::addColumn<QString>("engine");
    for (const char* engine : {"postgresql", "mariadb"})
        QTest::newRow(engine) << QString::fromLatin1(engine);
}

/// One student, two classes that are there, a new one: killed after each of the statements in turn.
void PanelFaultTest::aServerThatDiesInACommit()
{
    QFETCH(QString, engine);
    ScratchServer& server = *engines_.server(engine);
    After after;
    DataPanelFixture school(drawNames, engines_.newDatabase(engine));
    school.log = &after;
    // A scratch server is not durable; what is there before must be so.
    school.run(
        engine == u"mariadb" ? "SET GLOBAL innodb_flush_log_at_trx_commit = 1" : "SET synchronous_commit = on");
    school.run("INSERT INTO \"Classes\" (title) VALUES ('Art'), ('Music')");
    school.show();
    school.openTable("Student");
    school.view().setFocus();
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Lucas");
    school.key(Qt::Key_Return);
    const QModelIndex lucas = school.tree().index(0, 0);
    const QModelIndex classes = school.tree().relation(lucas, text("Classes"));
    school.view().expand(classes);
    for (const char* title : {"Art", "Music", "Chemistry"}) {
        school.view().editCell(school.tree().linkLine(classes));
        QTRY_VERIFY(school.picker());
        school.type(title);
        const bool fresh = text(title) == u"Chemistry";
        school.key(Qt::Key_Return, fresh ? Qt::ControlModifier : Qt::NoModifier);
        QTRY_VERIFY(!school.picker());
    }
    QTRY_COMPARE(school.preview().count(text("INSERT INTO")), 3); // the student, the class, one for all links
    const QString waiting = school.panel->findChild<QLabel*>(text("changeSummary"))->text();

    QSignalSpy told(school.panel.get(), &DataPanel::message);
    int killed = 0;
    for (int statement = 1; school.panel->hasPendingChanges(); ++statement) {
        QVERIFY2(statement < 60, "a commit of a few rows has no end");
        QTest::qWait(400); // no rehearsal is under way
        told.clear();
        after.arm(statement, [&] { server.crash(); });
        school.panel->insertChanges();
        // Refused, or written; a count that the crash met is told, too, and is no answer to the commit.
        const auto isAnswered = [&] { return school.button("tryAgain") || !school.panel->hasPendingChanges(); };
        QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty() && isAnswered(), 30000);
        if (after.isArmed()) { // it was shorter than that
            after.disarm();
            break;
        }
        ++killed;
        QVERIFY2(server.start(), qPrintable(server.error()));
        school.check = std::move(*sql::Connection::open(school.settings));
        QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 0);
        QCOMPARE(school.number("SELECT COUNT(*) FROM \"Classes\""), 2);
        QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\""), 0);
        QCOMPARE(school.panel->findChild<QLabel*>(text("changeSummary"))->text(), waiting);
        QVERIFY(school.button("tryAgain"));
    }
    QVERIFY2(killed >= 5, qPrintable(QString::number(killed)));
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Classes\""), 3);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\""), 3);
    QTRY_VERIFY(!school.tree().isLoading());
    school.panel->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(school.find("Lucas").isValid(), 20000); // and the panel goes on
}

void PanelFaultTest::aConnectionThatIsCutBetweenPages_data()
{
    aServerThatDiesInACommit_data();
}

void PanelFaultTest::aConnectionThatIsCutBetweenPages()
{
    QFETCH(QString, engine);
    DataPanelFixture school(drawNames, engines_.newDatabase(engine));
    QStringList values;
    for (int i = 0; i < 300; ++i)
        values += QStringLiteral("('s%1')").arg(i);
    school.run(QStringLiteral("INSERT INTO \"Students\" (name) VALUES %1").arg(values.join(u',')).toLatin1());
    school.show();
    school.openTable("Student");
    QTRY_COMPARE(school.tree().rootRows(), 200);
    school.tree().setData(school.find("s1"), text("edited"));
    QTRY_VERIFY(school.preview().contains(text("UPDATE")));
    if (engine == u"postgresql") {
        school.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                   "AND pid <> pg_backend_pid()");
    } else {
        const auto others = school.check->run(text(
            "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"));
        QVERIFY(others && !others->rows.empty());
        for (const std::vector<sql::Value>& row : others->rows)
            school.run(QStringLiteral("KILL %1").arg(row.front().integer()).toLatin1());
    }
    const auto last = [&] { return school.tree().index(school.tree().rowCount() - 1, 0); };
    QCOMPARE(int(school.tree().kind(last())), int(TreeNodeKind::More));
    school.view().setFocus();
    school.view().setCurrentIndex(last());
    school.key(Qt::Key_Space);
    QTRY_COMPARE(int(school.tree().kind(last())), int(TreeNodeKind::Error));
    school.view().setCurrentIndex(last());
    school.key(Qt::Key_Return); // again
    QTRY_COMPARE(school.tree().rootRows(), 300);
    QVERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE name = 'edited'"), 1);
}

void PanelFaultTest::aLockOfSomebodyElse()
{
    QFETCH(QString, engine);
    DataPanelFixture school(drawNames, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Students\" (name) VALUES ('Ann')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    const auto held = school.check->transaction([&]() -> Result<void> {
        school.run("UPDATE \"Students\" SET name = 'Ann'");
        school.tree().setData(school.find("Ann"), text("Anna"));
        school.panel->insertChanges();
        [&] { QTRY_VERIFY_WITH_TIMEOUT(!school.error().isEmpty(), 20000); }();
        return {};
    });
    QVERIFY(held);
    QVERIFY2(school.error().contains(text("lock")), qPrintable(school.error()));
    QVERIFY(school.panel->hasPendingChanges());
    QVERIFY(school.button("tryAgain"));
    QTest::mouseClick(school.button("tryAgain"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!school.panel->hasPendingChanges(), 10000);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE name = 'Anna'"), 1);
}

/// A write that the panel never makes is refused by the database itself.
void PanelFaultTest::readingOnlyIsTheServersDoing()
{
    QFETCH(QString, engine);
    DataPanelFixture school(drawNames, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Students\" (name) VALUES ('Ann')");
    school.settings.create = false;
    school.settings.readOnly = true;
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    QVERIFY(!(school.find("Ann").flags() & Qt::ItemIsEditable));
    sql::Database database(school.settings);
    const QString statement = engine == u"mariadb" ? text("UPDATE `Students` SET name = 'X'")
                                                   : text("UPDATE \"Students\" SET name = 'X'");
    const auto refused =
        database.run([statement](sql::Connection& connection) { return connection.run(statement); }).result();
    QVERIFY(!refused);
    QCOMPARE(
        refused.error().what.code, engine == u"sqlite" ? text("file.read-only") : text("server.read-only"));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE name = 'Ann'"), 1);
}

void PanelFaultTest::theWatchdogTellsABlock()
{
    GuiWatchdog watchdog;
    QSignalSpy told(&watchdog, &GuiWatchdog::blocked);
    QTest::qWait(50);
    watchdog.reset();
    QThread::msleep(300);
    QTRY_VERIFY(watchdog.blocks() >= 1);
    QVERIFY(watchdog.longestMilliseconds() >= 200);
    QVERIFY(!told.isEmpty());
}

QTEST_MAIN(PanelFaultTest)
#include "panelfaulttest.moc"
