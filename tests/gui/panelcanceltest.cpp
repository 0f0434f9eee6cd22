// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the panel waits for is stopped by a key: the panel is free at once, the connection goes on, and
// nothing of it runs on in the server.
#include "gui/datapanelfixture.h"
#include "support/everyengine.h"

#include <QListWidget>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

void drawAdvised(SampleDatabase& school)
{
    const TableId advisor = school.table(text("Advisor"), {text("name varchar(40)")});
    const TableId student = school.table(text("Student"), {text("name varchar(40)")});
    school.table(text("Digit"), {text("d integer")});
    school.reference(student, advisor);
}

struct School : DataPanelFixture {
    School(const QString& engineName, const sql::ConnectionSettings& where)
        : DataPanelFixture(drawAdvised, where)
        , engine(engineName)
        , other(*sql::Connection::open(settings))
    {
        run("INSERT INTO \"Advisors\" (id, name) VALUES (1, 'Kim'), (2, 'Lee')");
        run("INSERT INTO \"Digits\" (d) VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)");
        run("INSERT INTO \"Students\" (name, \"AdvisorId\") "
            "SELECT 'a student', 1 FROM \"Digits\" a, \"Digits\" b, \"Digits\" c, \"Digits\" e");
    }
    /// Nobody else reads the students until unlock().
    void lock()
    {
        if (engine == u"sqlite") {
            ran(text("BEGIN EXCLUSIVE"));
        } else if (engine == u"postgresql") {
            ran(text("BEGIN"));
            ran(text("LOCK TABLE \"Students\" IN ACCESS EXCLUSIVE MODE"));
        } else {
            ran(text("LOCK TABLES `Students` WRITE"));
        }
    }
    void unlock() { ran(engine == u"mariadb" ? text("UNLOCK TABLES") : text("ROLLBACK")); }
    /// Statements of the panel that run in the server, or wait there for a lock.
    int running()
    {
        if (engine == u"sqlite")
            return 0;
        return int(
            number(engine == u"postgresql"
                       ? "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                         "pg_backend_pid() AND state = 'active'"
                       : "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> "
                         "CONNECTION_ID() AND COMMAND = 'Query'"));
    }
    /// Whether so many run, and stay so many: what the panel asks for by itself comes and goes.
    bool settlesAt(int count)
    {
        int seen = 0;
        for (int tries = 0; tries < 200 && seen < 4; ++tries) {
            seen = running() == count ? seen + 1 : 0;
            QTest::qWait(50);
        }
        return seen == 4;
    }
    void begin()
    {
        show();
        openTable("Student");
        QTRY_COMPARE(tree().rootRows(), ResultTreeModel::rootPage);
        QVERIFY(settlesAt(0));
        view().setFocus();
    }
    bool isCancelled() const
    {
        for (int i = 0; i < tree().rowCount(); ++i) {
            if (tree().kind(tree().index(i, 0)) == TreeNodeKind::Error)
                return tree().index(i, 0).data().toString() == text("Cancelled");
        }
        return false;
    }

    const QString engine;
    std::unique_ptr<sql::Connection> other; ///< whoever locks

private:
    void ran(const QString& statement)
    {
        const auto done = other->run(statement);
        QVERIFY2(done.has_value(), qPrintable(statement));
    }
};

} // namespace

class PanelCancelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void aPageThatWaits_data() { EveryEngine::addRows(); }
    void aPageThatWaits();
    void anExactCountKeepsNobodyWaiting_data();
    void anExactCountKeepsNobodyWaiting();

private:
    EveryEngine engines_;
};

void PanelCancelTest::aPageThatWaits()
{
    QFETCH(QString, engine);
    School school(engine, engines_.newDatabase(engine));
    school.begin();
    for (int round = 0; round < 3; ++round) {
        school.lock();
        school.key(Qt::Key_F5);
        QVERIFY(school.tree().isLoading());
        if (engine != u"sqlite")
            QTRY_VERIFY(school.running() > 0);
        school.key(Qt::Key_Period, Qt::ControlModifier);
        QTRY_VERIFY(!school.tree().isLoading());
        QVERIFY(school.isCancelled());
        QVERIFY(school.settlesAt(0)); // nothing of it is left in the server
        school.unlock();
        // The same connection goes on.
        school.key(Qt::Key_F5);
        QTRY_COMPARE(school.tree().rootRows(), ResultTreeModel::rootPage);
        QVERIFY(!school.isCancelled());
    }
}

void PanelCancelTest::anExactCountKeepsNobodyWaiting_data()
{
    QTest::addColumn<QString>("engine");
    for (const char* engine : {"postgresql", "mariadb"}) // a lock of SQLite is one of everything
        QTest::newRow(engine) << QString::fromLatin1(engine);
}

void PanelCancelTest::anExactCountKeepsNobodyWaiting()
{
    QFETCH(QString, engine);
    School school(engine, engines_.newDatabase(engine));
    school.begin();
    QTRY_VERIFY(school.button("countExactly"));
    school.lock();
    school.button("countExactly")->click();
    QVERIFY(school.settlesAt(1));
    // A row is looked for meanwhile, in a table that nobody has locked.
    school.view().setCurrentIndex(school.tree().index(0, school.columnOf("AdvisorId")));
    school.key(Qt::Key_F2);
    QVERIFY(school.picker());
    QTRY_VERIFY(school.picker()->entries().join(u' ').contains(text("Kim")));
    QVERIFY(school.running() >= 1); // the count still waits
    school.key(Qt::Key_Escape);
    school.view().setFocus();
    school.key(Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(school.settlesAt(0));
    school.unlock();
    school.key(Qt::Key_F5);
    QTRY_VERIFY(school.button("countExactly"));
    school.button("countExactly")->click();
    auto* count = school.panel->findChild<QLabel*>(text("rowCount"));
    QTRY_VERIFY2(count->text().contains(QLocale().toString(11 * 11 * 11 * 11)), qPrintable(count->text()));
}

QTEST_MAIN(PanelCancelTest)
#include "panelcanceltest.moc"
