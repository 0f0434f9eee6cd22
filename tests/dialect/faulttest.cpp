// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/everyengine.h"
#include "support/sampledatabase.h"
#include "support/workerprocess.h"

#include <QRandomGenerator>
#include <QTest>
#include <QThread>

using namespace conjoin;
using namespace conjoin::tests;
using orm::Json;

namespace {

constexpr int perStudent = 5;

/// How often somebody is killed: a few times in a test run, CONJOIN_KILLS times by hand.
int kills(int usual)
{
    bool ok = false;
    const int given = qEnvironmentVariableIntValue("CONJOIN_KILLS", &ok);
    return ok ? given : usual;
}

struct School : SampleDatabase {
    School()
    {
        const TableId student = table(QStringLiteral("Student"), {QStringLiteral("firstName* varchar(80)")});
        const TableId course = table(QStringLiteral("Class"), {QStringLiteral("title* varchar(80)")});
        const TableId person = table(QStringLiteral("Teacher"), {QStringLiteral("name* varchar(80)")});
        reference(course, person, {}, {}, true);
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade varchar(8)")});
    }

    /// What is half written; empty where nothing is.
    QString halfWritten()
    {
        QStringList found;
        const std::pair<const char*, const char*> questions[] = {
            {"students without all of their classes",
                "SELECT COUNT(*) FROM \"Students\" s WHERE (SELECT COUNT(*) FROM \"Enrollments\" e WHERE "
                "e.\"StudentId\" = s.id) <> 5"},
            {"classes without a student",
                "SELECT COUNT(*) FROM \"Classes\" c WHERE NOT EXISTS (SELECT 1 FROM \"Enrollments\" e WHERE "
                "e.\"ClassId\" = c.id)"},
            {"teachers without a class",
                "SELECT COUNT(*) FROM \"Teachers\" WHERE id NOT IN (SELECT \"TeacherId\" FROM \"Classes\")"},
        };
        for (const auto& [what, question] : questions) {
            if (const qint64 count = number(QString::fromLatin1(question)); count != 0)
                found.append(QStringLiteral("%1 %2").arg(count).arg(QString::fromLatin1(what)));
        }
        return found.join(QStringLiteral(", "));
    }
};

Json student(int number)
{
    Json classes = Json::array();
    for (int i = 0; i < perStudent; ++i) {
        classes.append(*orm::parseJson(
            QStringLiteral(
                R"({"title":"c%1-%2","Teacher":{"$create":{"name":"t%1-%2"}},"Enrollment":{"grade":"A"}})")
                .arg(number)
                .arg(i)
                .toUtf8(),
            {}));
    }
    Json row = Json::object();
    row.set(QStringLiteral("firstName"), QStringLiteral("s%1").arg(number));
    row.set(QStringLiteral("Classes"), std::move(classes));
    return row;
}

void say(const QString& line)
{
    fprintf(stdout, "%s\n", qPrintable(line));
    fflush(stdout);
}

/// Creates students until it is killed, or until the server is; then says how that was told, and comes back.
QString work(const QStringList& arguments)
{
    School school;
    const sql::ConnectionSettings settings = settingsOf(arguments.mid(1));
    school.join(settings);
    if (settings.isFile())
        school.rows(QStringLiteral("PRAGMA synchronous = OFF"));
    say(QStringLiteral("begins"));
    for (int number = 0;; ++number) {
        const auto made =
            sql::create(school.connection(), school.registry(), school.model("Student"), student(number));
        if (made)
            continue;
        say(made.error().what.code);
        break;
    }
    const auto again =
        sql::create(school.connection(), school.registry(), school.model("Student"), student(-1));
    say(again ? QStringLiteral("goes on") : again.error().what.code); // the connection stays lost
    for (;;) {
        auto opened = sql::Connection::open(settings);
        if (!opened) {
            QThread::msleep(20);
            continue;
        }
        const auto made = sql::create(**opened, school.registry(), school.model("Student"), student(-2));
        return made ? QString() : made.error().what.code + QStringLiteral(" after coming back");
    }
}

} // namespace

/// Whoever is killed in the middle of nested writes, nothing is half written.
class FaultTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void aClientIsKilled_data() { EveryEngine::addRows(); }
    void aClientIsKilled();
    void theServerIsKilled_data() { EveryEngine::addRows(); }
    void theServerIsKilled();
    void theServerEndsTheConnection_data() { EveryEngine::addRows(); }
    void theServerEndsTheConnection();
    void aStopRollsBack_data() { EveryEngine::addRows(); }
    void aStopRollsBack();

private:
    EveryEngine engines_;
};

void FaultTest::aClientIsKilled()
{
    QFETCH(QString, engine);
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    {
        School school;
        school.open(settings);
    }
    QRandomGenerator random(1);
    for (int i = kills(10); i > 0; --i) {
        WorkerProcess worker(QStringList{QStringLiteral("-")} + argumentsOf(settings));
        QCOMPARE(worker.line(), QStringLiteral("begins"));
        QThread::usleep(random.bounded(40'000));
        worker.crash();
        School school;
        school.join(settings); // SQLite: takes back what the dead one left
        QCOMPARE(school.halfWritten(), QString());
    }
    School school;
    school.join(settings);
    QVERIFY(school.number("SELECT COUNT(*) FROM \"Students\"") > 0); // it did write
}

void FaultTest::theServerIsKilled()
{
    QFETCH(QString, engine);
    ScratchServer* server = engines_.server(engine);
    if (!server)
        QSKIP("a file has no server");
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    {
        School school;
        school.open(settings);
    }
    QRandomGenerator random(2);
    for (int i = kills(3); i > 0; --i) {
        WorkerProcess worker(QStringList{QStringLiteral("-")} + argumentsOf(settings));
        QCOMPARE(worker.line(), QStringLiteral("begins"));
        QThread::usleep(random.bounded(60'000));
        server->crash();
        QCOMPARE(worker.line(), QStringLiteral("server.lost"));
        QCOMPARE(worker.line(), QStringLiteral("server.lost"));
        QVERIFY2(server->start(), qPrintable(server->error()));
        QCOMPARE(worker.wait(), QString());
        School school;
        school.join(settings);
        QCOMPARE(school.halfWritten(), QString());
        QVERIFY(school.number("SELECT COUNT(*) FROM \"Students\"") > 0);
    }
}

void FaultTest::theServerEndsTheConnection()
{
    QFETCH(QString, engine);
    if (!engines_.server(engine))
        QSKIP("a file has no connections");
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    School school, other;
    school.open(settings);
    other.join(settings);
    const bool postgres = engine == u"postgresql";
    const qint64 id = school.number(
        postgres ? QStringLiteral("SELECT pg_backend_pid()") : QStringLiteral("SELECT CONNECTION_ID()"));
    const auto done = school.connection().transaction([&]() -> Result<void> {
        const auto first =
            sql::create(school.connection(), school.registry(), school.model("Student"), student(1));
        if (!first)
            return failure(first);
        other.rows(
            (postgres ? QStringLiteral("SELECT pg_terminate_backend(%1)") : QStringLiteral("KILL %1")).arg(id));
        const auto second =
            sql::create(school.connection(), school.registry(), school.model("Student"), student(2));
        return second ? Result<void>() : failure(second);
    });
    QVERIFY(!done);
    QCOMPARE(done.error().what.code, QStringLiteral("server.lost"));
    QVERIFY(!done.error().hint.isEmpty()); // «connect again»
    QCOMPARE(other.number("SELECT COUNT(*) FROM \"Students\""), 0);
}

void FaultTest::aStopRollsBack()
{
    QFETCH(QString, engine);
    School school;
    school.open(engines_.newDatabase(engine));
    const auto done = school.connection().transaction([&]() -> Result<void> {
        const auto first =
            sql::create(school.connection(), school.registry(), school.model("Student"), student(1));
        if (!first)
            return failure(first);
        school.connection().canceller()->stop();
        const auto second =
            sql::create(school.connection(), school.registry(), school.model("Student"), student(2));
        return second ? Result<void>() : failure(second);
    });
    QVERIFY(!done && done.error().kind == ErrorKind::Cancelled);
    school.connection().resume();
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 0);
    QVERIFY(sql::create(school.connection(), school.registry(), school.model("Student"), student(3)));
}

int main(int argc, char** argv)
{
    return runTestOrWorker<FaultTest>(argc, argv, work);
}
#include "faulttest.moc"
