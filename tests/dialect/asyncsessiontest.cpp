// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/asyncsession.h"
#include "orm/exchange/definitions.h"
#include "orm/sql/sync.h"
#include "orm/translate/translate.h"
#include "support/everyengine.h"

#include <QSemaphore>
#include <QTest>

#include <optional>

using namespace conjoin;
using namespace conjoin::sql;
using orm::Json;
using tests::EveryEngine;

namespace {

constexpr auto models = R"json({
  "models": [
    {"name": "Student", "attributes": {"firstName": {"type": "STRING", "allowNull": false}, "age": "INTEGER"}},
    {"name": "Class", "attributes": {"className": {"type": "STRING", "unique": true}}}],
  "associations": [
    {"kind": "belongsToMany", "source": "Student", "target": "Class", "options": {"through": "Enrollment"}}],
  "sequelizeOptions": {"define": {"timestamps": false}}
})json";

Json json(const QByteArray& text)
{
    return orm::parseJson(text, QStringLiteral("test")).value();
}

/// A student with so many new classes.
Json studentWith(int classes)
{
    Json::Array list;
    for (int i = 0; i < classes; ++i)
        list.push_back(Json(Json::Object{{QStringLiteral("$create"),
            Json(Json::Object{{QStringLiteral("className"), QStringLiteral("class %1").arg(i)}})}}));
    return Json(
        Json::Object{{QStringLiteral("firstName"), QStringLiteral("Ann")}, {QStringLiteral("Classes"), list}});
}

} // namespace

/// Calls of a Session that return at once: their results, their progress, and how they are stopped.
class AsyncSessionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void callsRunInTheirOrder_data() { EveryEngine::addRows(); }
    void callsRunInTheirOrder();
    void whatIsWrongIsTheErrorOfTheJob_data() { EveryEngine::addRows(); }
    void whatIsWrongIsTheErrorOfTheJob();
    void aBigNestedCreateIsStoppedInTheMiddle_data() { EveryEngine::addRows(); }
    void aBigNestedCreateIsStoppedInTheMiddle();
    void aFutureThatIsCancelledStopsItsJob_data() { EveryEngine::addRows(); }
    void aFutureThatIsCancelledStopsItsJob();
    void aStatementIsStoppedWhileItRuns_data() { EveryEngine::addRows(); }
    void aStatementIsStoppedWhileItRuns();
    void oneOfThoseThatWaitIsTakenOut_data() { EveryEngine::addRows(); }
    void oneOfThoseThatWaitIsTakenOut();
    void progressCountsTheNewRows_data() { EveryEngine::addRows(); }
    void progressCountsTheNewRows();

private:
    /// A fresh database with the tables of the models.
    void open();
    qint64 count(const char* model)
    {
        return session_->count(QString::fromLatin1(model)).result().value_or(-1);
    }

    EveryEngine engines_;
    std::unique_ptr<Database> database_;
    std::optional<AsyncSession> session_;
};

void AsyncSessionTest::open()
{
    QFETCH(QString, engine);
    ConnectionSettings settings = engines_.newDatabase(engine);
    settings.create = true;
    session_.reset();
    database_ = std::make_unique<Database>(settings);
    const auto definitions = orm::readDefinitions(json(models), QStringLiteral("test"));
    QVERIFY(definitions);
    auto registry = std::make_shared<orm::ModelRegistry>();
    const auto made = database_->run([&](Connection& connection) -> Result<void> {
        const auto derivation = orm::deriveFor(definitions->document, connection.dialect());
        if (!derivation)
            return failure(derivation);
        *registry = definitions->registry(*derivation);
        const auto plan = planSync(connection, *derivation, {});
        return plan ? runSync(connection, *plan) : Result<void>(failure(plan));
    });
    const Result<void> done = made.result();
    QVERIFY2(done, done ? "" : qPrintable(done.error().what.english()));
    session_.emplace(*database_, registry);
}

void AsyncSessionTest::callsRunInTheirOrder()
{
    open();
    const auto ann = session_->create(
        "Student", json(R"({"firstName": "Ann", "age": 7, "Classes": [{"$create": {"className": "Art"}}]})"));
    const auto more = session_->increment("Student", json(R"({"age": 2})"), {});
    const auto maths = session_->create("Class", json(R"({"className": "Maths"})"));
    const auto added = session_->add("Student", Json(qint64(1)), "Classes", {{Json(qint64(2)), {}}});
    const auto classes = session_->get("Student", Json(qint64(1)), "Classes");
    const auto removed = session_->remove("Student", Json(qint64(1)), "Classes", {Json(qint64(1))});
    const auto found = session_->findByPk("Student", Json(qint64(1)));
    const auto gone = session_->destroy("Class", json(R"({"className": "Art"})"));
    QVERIFY(ann.result());
    QCOMPARE(*more.result(), 1);
    QVERIFY(maths.result());
    QCOMPARE(added.result()->added, 1);
    QCOMPARE(classes.result()->items().size(), size_t(2));
    QCOMPARE(*removed.result(), 1);
    QCOMPARE(orm::compactJson(*found.result()), R"({"id":1,"firstName":"Ann","age":9})");
    QCOMPARE(*gone.result(), 1);
    QCOMPARE(count("Class"), 1);
}

void AsyncSessionTest::whatIsWrongIsTheErrorOfTheJob()
{
    open();
    const auto unknown = session_->findAll("Studnt").result();
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().hint.english(), "did you mean \"Student\"?");
    const auto wrong = session_->create("Student", json(R"({"firstName": null})")).result();
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().what.code, "constraint.not-null");
}

void AsyncSessionTest::aBigNestedCreateIsStoppedInTheMiddle()
{
    open();
    QSemaphore begun, stopped;
    CreateOptions options;
    bool first = true;
    options.progress = [&](qint64 written, qint64 all) {
        if (written == 0 || written == all || !first)
            return;
        first = false; // some rows are in, others are not
        begun.release();
        stopped.acquire();
    };
    const auto job = session_->create("Student", studentWith(5000), options);
    const auto next = session_->create("Class", json(R"({"className": "other"})"));
    begun.acquire();
    job.cancel();
    stopped.release();
    const auto result = job.result();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Cancelled);
    QVERIFY(next.result()); // only that job was stopped
    QCOMPARE(count("Student"), 0);
    QCOMPARE(count("Class"), 1);
    QCOMPARE(count("Enrollment"), 0);
}

void AsyncSessionTest::aFutureThatIsCancelledStopsItsJob()
{
    open();
    QSemaphore begun, stopped;
    CreateOptions options;
    bool first = true;
    options.progress = [&](qint64 written, qint64) {
        if (written == 0 || !first)
            return;
        first = false;
        begun.release();
        stopped.acquire();
    };
    const auto job = session_->create("Student", studentWith(5000), options);
    QFuture<Result<Json>> future = job.future();
    begun.acquire();
    future.cancel();
    stopped.release();
    future.waitForFinished();
    QVERIFY(future.isCanceled());
    QCOMPARE(future.resultCount(), 0);
    QCOMPARE(count("Student"), 0);
    QCOMPARE(count("Class"), 0);
}

void AsyncSessionTest::aStatementIsStoppedWhileItRuns()
{
    open();
    QFETCH(QString, engine);
    const QString endless =
        engine == u"postgresql" ? QStringLiteral("SELECT pg_sleep(3600)")
        : engine == u"mariadb"
            ? QStringLiteral("SELECT SLEEP(3600)")
            : QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                             "SELECT count(*) FROM n");
    for (int round = 0; round < 20; ++round) { // before the server has begun with it, and after
        QSemaphore begun;
        const auto job = session_->run([&](const Session& session, Progress&) -> Result<qint64> {
            begun.release();
            auto read = session.connection().run(endless);
            return read ? Result<qint64>(0) : Result<qint64>(failure(read));
        });
        begun.acquire();
        if (round % 2 == 1)
            QTest::qSleep(round);
        job.cancel();
        QVERIFY(!job.result());
        QCOMPARE(job.result().error().kind, ErrorKind::Cancelled);
        job.cancel(); // it is done: nobody else is stopped
        QCOMPARE(count("Student"), 0);
    }
}

void AsyncSessionTest::oneOfThoseThatWaitIsTakenOut()
{
    open();
    QSemaphore begun, goOn;
    const auto first = session_->with("Class", [&](const Repository& classes, Progress&) {
        begun.release();
        goOn.acquire();
        return classes.create(json(R"({"className": "Art"})"));
    });
    bool ran = false;
    const auto second = session_->run([&](const Session&, Progress&) -> Result<qint64> {
        ran = true;
        return 1;
    });
    const auto third = session_->count("Class");
    begun.acquire();
    second.cancel();
    goOn.release();
    QVERIFY(first.result());
    QVERIFY(!second.result());
    QCOMPARE(second.result().error().kind, ErrorKind::Cancelled);
    QVERIFY(!ran);
    QCOMPARE(*third.result(), 1);
}

void AsyncSessionTest::progressCountsTheNewRows()
{
    open();
    std::vector<std::pair<qint64, qint64>> told;
    CreateOptions options;
    options.progress = [&](qint64 written, qint64 all) { told.emplace_back(written, all); };
    const auto job = session_->create("Student", studentWith(3000), options);
    QVERIFY(job.result());
    constexpr int all = 1 + 3000 + 3000;
    QCOMPARE(job.future().progressMaximum(), all);
    QCOMPARE(job.future().progressValue(), all);
    QVERIFY(told.size() > 4); // one student, and the rows of each table in parts
    QCOMPARE(told.front(), (std::pair<qint64, qint64>(0, all)));
    QCOMPARE(told.back(), (std::pair<qint64, qint64>(all, all)));
    QVERIFY(std::is_sorted(told.begin(), told.end()));

    const auto found = session_->findAll("Class");
    QCOMPARE(found.result()->items().size(), size_t(3000));
    QCOMPARE(found.future().progressMaximum(), 0); // nobody knows how many there are
    QVERIFY2(
        found.future().progressValue() >= 3000, qPrintable(QString::number(found.future().progressValue())));
}

QTEST_GUILESS_MAIN(AsyncSessionTest)
#include "asyncsessiontest.moc"
