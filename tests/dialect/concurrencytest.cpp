// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/everyengine.h"
#include "support/sampledatabase.h"
#include "support/workerprocess.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using orm::Json;

namespace {

constexpr int setSize = 4;

/// How often each process does it: enough to get into each other's way in a test run, CONJOIN_ROUNDS times by
/// hand.
const int rounds = [] {
    const int given = qEnvironmentVariableIntValue("CONJOIN_ROUNDS");
    return given >= setSize * 2 ? given : 150;
}();

struct School : SampleDatabase {
    School()
    {
        const TableId student = table(QStringLiteral("Student"), {QStringLiteral("firstName* varchar(80)")});
        const TableId course = table(QStringLiteral("Class"),
            {QStringLiteral("code! varchar(20)"), QStringLiteral("title varchar(80)")});
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade varchar(8)")});
        const TableId person = table(QStringLiteral("Person"), {QStringLiteral("name varchar(80)")});
        const LinkId friendship = link(QStringLiteral("Friendship"), person, person, {},
            QStringLiteral("Befriended"), QStringLiteral("Friends"));
        model::ManyToMany both = *schema.links.find(friendship);
        both.symmetric = true;
        schema.links.set(both);
    }
};

Json parse(const QString& json)
{
    return mustHave(orm::parseJson(json.toUtf8(), QStringLiteral("test")), json);
}

QStringList keys(int first)
{
    QStringList list;
    for (int i = 0; i < setSize; ++i)
        list.append(QString::number(first + i));
    return list;
}

template<class T>
QString failed(const Result<T>& result)
{
    return result ? QString() : result.error().what.code + QStringLiteral(": ") + errorText(result.error());
}

/// Adds the same pairs as the other process, in the same order.
QString addPairs(School& school, const QString& grade)
{
    const Json through(Json::Object{{QStringLiteral("grade"), grade}});
    for (int i = 1; i <= rounds; ++i) {
        const auto added = sql::link(school.connection(), school.registry(), school.model("Student"),
            QStringLiteral("1"), QStringLiteral("Classes"), {QString::number(i)}, through);
        if (!added)
            return failed(added);
    }
    return {};
}

/// The same from the other side and the other end.
QString addPairsBackwards(School& school)
{
    for (int i = rounds; i >= 1; --i) {
        const auto added = sql::link(school.connection(), school.registry(), school.model("Class"),
            QString::number(i), QStringLiteral("Students"), {QStringLiteral("1")});
        if (!added)
            return failed(added);
    }
    return {};
}

/// Sets its own links, and looks that they are one of the two sets at any time.
QString setLinks(School& school, int first)
{
    for (int i = 0; i < rounds; ++i) {
        const auto set = sql::setLinks(school.connection(), school.registry(), school.model("Student"),
            QStringLiteral("1"), QStringLiteral("Classes"), keys(first));
        if (!set)
            return failed(set);
        QStringList now;
        for (const auto& row : school.rows(
                 QStringLiteral("SELECT \"ClassId\" FROM \"Enrollments\" WHERE \"StudentId\" = 1 ORDER BY 1")))
            now.append(row.front().display());
        if (now != keys(1) && now != keys(1 + setSize))
            return QStringLiteral("neither of the two: ") + now.join(u',');
    }
    return {};
}

/// Creates students of classes that the other process makes as well, each in an order of its own.
QString createClasses(School& school, int number)
{
    for (int i = 0; i < rounds; ++i) {
        QStringList classes;
        for (int c = 0; c < 3; ++c) {
            const int code = number == 0 ? i * 3 + c : i * 3 + 2 - c;
            classes.append(QStringLiteral(R"({"code":"c%1","title":"t"})").arg(code));
        }
        const Json values =
            parse(QStringLiteral(R"({"firstName":"s%1","Classes":[%2]})").arg(number).arg(classes.join(u',')));
        const auto made = sql::create(school.connection(), school.registry(), school.model("Student"), values);
        if (!made)
            return failed(made);
    }
    return {};
}

QString befriend(School& school, int number)
{
    for (int i = 2; i <= rounds; ++i) {
        const QString here = number == 0 ? QStringLiteral("1") : QString::number(i);
        const QString there = number == 0 ? QString::number(i) : QStringLiteral("1");
        const auto added = sql::link(school.connection(), school.registry(), school.model("Person"), here,
            QStringLiteral("Friends"), {there});
        if (!added)
            return failed(added);
    }
    return {};
}

QString work(const QStringList& arguments)
{
    School school;
    school.join(settingsOf(arguments.mid(2)));
    const QString& what = arguments[0];
    const int number = arguments[1].toInt();
    if (what == u"add")
        return addPairs(school, QString::fromLatin1(number == 0 ? "A" : "B"));
    if (what == u"sides")
        return number == 0 ? addPairs(school, QStringLiteral("A")) : addPairsBackwards(school);
    if (what == u"set")
        return setLinks(school, number == 0 ? 1 : 1 + setSize);
    if (what == u"create")
        return createClasses(school, number);
    return befriend(school, number);
}

} // namespace

/// Two processes that write the same links at the same time.
class ConcurrencyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void addingTheSamePairs_data() { EveryEngine::addRows(); }
    void addingTheSamePairs();
    void addingFromBothSides_data() { EveryEngine::addRows(); }
    void addingFromBothSides();
    void settingOppositeSets_data() { EveryEngine::addRows(); }
    void settingOppositeSets();
    void creatingTheSameUniqueRows_data() { EveryEngine::addRows(); }
    void creatingTheSameUniqueRows();
    void addingASymmetricLinkFromBothEnds_data() { EveryEngine::addRows(); }
    void addingASymmetricLinkFromBothEnds();

private:
    /// Two processes do it; what one of them said when it failed.
    QString both(const char* what)
    {
        std::vector<std::unique_ptr<WorkerProcess>> workers;
        for (int number = 0; number < 2; ++number) {
            workers.push_back(std::make_unique<WorkerProcess>(
                QStringList{QString::fromLatin1(what), QString::number(number)} + argumentsOf(settings_)));
        }
        QString said;
        for (const auto& worker : workers)
            said += worker->wait();
        return said;
    }

    EveryEngine engines_;
    sql::ConnectionSettings settings_;
    std::unique_ptr<School> school_;
};

void ConcurrencyTest::initTestCase()
{
    QVERIFY2(engines_.start(), qPrintable(engines_.error()));
}

void ConcurrencyTest::init()
{
    QFETCH(QString, engine);
    settings_ = engines_.newDatabase(engine);
    school_ = std::make_unique<School>();
    school_->open(settings_);
    if (settings_.isFile()) // no disk is waited for here
        school_->rows(QStringLiteral("PRAGMA synchronous = OFF"));
    school_->create("Student", R"({"firstName":"Ann"})");
    QStringList classes, people;
    for (int i = 1; i <= rounds; ++i) {
        classes.append(QStringLiteral(R"({"code":"k%1"})").arg(i));
        people.append(QStringLiteral(R"({"name":"p%1"})").arg(i));
    }
    for (const auto& [model, list] : {std::pair("Class", classes), std::pair("Person", people)}) {
        const auto made = sql::createAll(school_->connection(), school_->registry(), school_->model(model),
            parse(u'[' + list.join(u',') + u']').items());
        QVERIFY2(made, qPrintable(failed(made)));
    }
}

void ConcurrencyTest::addingTheSamePairs()
{
    QCOMPARE(both("add"), QString());
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Enrollments\""), rounds);
    QCOMPARE(school_->number("SELECT COUNT(DISTINCT \"ClassId\") FROM \"Enrollments\""), rounds);
}

void ConcurrencyTest::addingFromBothSides()
{
    QCOMPARE(both("sides"), QString());
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Enrollments\""), rounds);
}

void ConcurrencyTest::settingOppositeSets()
{
    QCOMPARE(both("set"), QString());
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Enrollments\""), setSize);
}

void ConcurrencyTest::creatingTheSameUniqueRows()
{
    QCOMPARE(both("create"), QString());
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Classes\" WHERE title = 't'"), 3 * rounds);
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Students\""), 1 + 2 * rounds);
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Enrollments\""), 6 * rounds);
}

void ConcurrencyTest::addingASymmetricLinkFromBothEnds()
{
    QCOMPARE(both("befriend"), QString());
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Friendships\""), rounds - 1);
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Friendships\" WHERE \"PersonId\" = 1"), rounds - 1);
}

int main(int argc, char** argv)
{
    return runTestOrWorker<ConcurrencyTest>(argc, argv, work);
}
#include "concurrencytest.moc"
