// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include "orm/sql/rowwriter.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::sql;
using orm::Json;

namespace {

/// What ran, without what surrounds it.
QStringList statementsOf(const StatementRecorder& log)
{
    QStringList statements;
    for (const LoggedStatement& statement : log.statements) {
        const QString word = statement.sql.section(u' ', 0, 0);
        if (word != u"BEGIN" && word != u"START" && word != u"COMMIT")
            statements.append(statement.sql);
    }
    return statements;
}

struct School : SampleDatabase {
    School()
    {
        const TableId student = table(QStringLiteral("Student"), {QStringLiteral("firstName varchar(80)")});
        const TableId course = table(QStringLiteral("Class"),
            {QStringLiteral("className varchar(80)"), QStringLiteral("credits integer")});
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade varchar(8)")});
        table(QStringLiteral("Visit"), {}); // nothing but its number
        model::Table classes = *schema.tables.find(course);
        classes.columns.back().defaultValue = {model::DefaultValue::Kind::Literal, QStringLiteral("6")};
        schema.tables.set(classes);
    }

    Json createAll(const char* name, const QByteArray& rows)
    {
        auto made = sql::createAll(connection(), registry(), model(name),
            mustHave(orm::parseJson(rows, {}), QString::fromUtf8(rows)).items());
        if (!made) {
            qWarning("%s", qPrintable(errorText(made.error())));
            return Json::array();
        }
        Json list = Json::array();
        for (Json& row : *made)
            list.append(std::move(row));
        return list;
    }
};

QString text(const Json& json)
{
    return QString::fromUtf8(orm::compactJson(json));
}

QString field(const Json& row, const char* name)
{
    const Json* value = row.find(QString::fromLatin1(name));
    return !value ? QStringLiteral("none") : value->isString() ? value->string() : text(*value);
}

} // namespace

/// How rows get into a table, and what of them comes back, on every engine and on a MySQL without RETURNING.
class InsertTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void nestedRowsTakeFewStatements_data() { engines(); }
    void nestedRowsTakeFewStatements();
    void aThousandStudentsTakeFewStatements_data() { engines(); }
    void aThousandStudentsTakeFewStatements();
    void rowsThatGiveDifferentColumns_data() { engines(); }
    void rowsThatGiveDifferentColumns();
    void rowsThatGiveNothing_data() { engines(); }
    void rowsThatGiveNothing();
    void rowsThatAreAlike_data() { engines(); }
    void rowsThatAreAlike();
    void aTriggerIsSeen_data() { engines(); }
    void aTriggerIsSeen();
    void aTriggerThatHidesWhichRowIsWhich_data() { engines(); }
    void aTriggerThatHidesWhichRowIsWhich();
    void aTriggerThatComesLaterIsSeen_data() { engines(); }
    void aTriggerThatComesLaterIsSeen();
    void wideRowsAreCutByTheLimitOfParameters_data() { engines(); }
    void wideRowsAreCutByTheLimitOfParameters();
    void aCycleWithoutNull_data() { engines(); }
    void aCycleWithoutNull();
    void aFailureOfTheLastLotTakesTheFirstBack_data() { engines(); }
    void aFailureOfTheLastLotTakesTheFirstBack();

private:
    void engines()
    {
        EveryEngine::addRows();
        QTest::newRow("mysql") << QStringLiteral("mysql");
    }
    QString quotedWords(QString statement) const { return isMy_ ? statement.replace(u'"', u'`') : statement; }

    EveryEngine engines_;
    ScratchMariaDb asMySql_;
    std::unique_ptr<School> school_;
    QString engine_;
    bool isMy_ = false;
};

void InsertTest::initTestCase()
{
    QVERIFY2(engines_.start(), qPrintable(engines_.error()));
    asMySql_.claimVersion(QStringLiteral("8.0.36"));
    QVERIFY2(asMySql_.start(), qPrintable(asMySql_.error()));
}

void InsertTest::init()
{
    QFETCH(QString, engine);
    engine_ = engine;
    isMy_ = engine == u"mysql" || engine == u"mariadb";
    school_ = std::make_unique<School>();
    school_->open(engine == u"mysql" ? asMySql_.newDatabase() : engines_.newDatabase(engine));
    QCOMPARE(school_->connection().dialect().name(), engine);
    QCOMPARE(school_->connection().tellsInserted(), engine != u"mysql");
}

void InsertTest::nestedRowsTakeFewStatements()
{
    QByteArray classes;
    for (int i = 0; i < 5; ++i) {
        school_->create("Class", ("{\"className\":\"old" + QByteArray::number(i) + "\"}").constData());
        classes += (i ? "," : "") + ("{\"className\":\"old" + QByteArray::number(i)) +
                   "\"},{\"className\":\"new" + QByteArray::number(i) + "\",\"Enrollment\":{\"grade\":\"A\"}}";
    }
    StatementRecorder log;
    school_->connection().setLog(&log);
    const QString made =
        school_->create("Student", ("{\"firstName\":\"Ann\",\"Classes\":[" + classes + "]}").constData());
    school_->connection().setLog(nullptr);
    QVERIFY2(made.startsWith(u'{'), qPrintable(made));
    const QStringList statements = statementsOf(log);
    QVERIFY2(statements.size() <= 6, qPrintable(statements.join(u'\n')));
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Classes\""), 10);
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Enrollments\""), 10);
    const Json tree = *orm::parseJson(made.toUtf8(), {});
    const auto& items = tree.find(QStringLiteral("Classes"))->items();
    QCOMPARE(items.size(), size_t(10));
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(field(items[size_t(2 * i)], "className"), QStringLiteral("old%1").arg(i));
        QCOMPARE(field(items[size_t(2 * i + 1)], "className"), QStringLiteral("new%1").arg(i));
        QCOMPARE(field(items[size_t(2 * i + 1)], "credits"), QStringLiteral("6")); // the database's own default
    }
}

void InsertTest::aThousandStudentsTakeFewStatements()
{
    QByteArray rows = "[";
    for (int s = 0; s < 1000; ++s) {
        rows += (s ? ",{\"firstName\":\"s" : "{\"firstName\":\"s") + QByteArray::number(s) + "\",\"Classes\":[";
        for (int c = 0; c < 5; ++c)
            rows += (c ? ",{\"className\":\"c" : "{\"className\":\"c") + QByteArray::number(s * 5 + c) + "\"}";
        rows += "]}";
    }
    StatementRecorder log;
    school_->connection().setLog(&log);
    const Json made = school_->createAll("Student", rows + "]");
    school_->connection().setLog(nullptr);
    QCOMPARE(made.items().size(), size_t(1000));
    QVERIFY2(statementsOf(log).size() <= 60, qPrintable(QString::number(statementsOf(log).size())));
    // Every key is the one of its row.
    for (const char* wrong :
        {"SELECT COUNT(*) FROM \"Enrollments\" e JOIN \"Students\" s ON s.id = e.\"StudentId\" JOIN "
         "\"Classes\" c "
         "ON c.id = e.\"ClassId\" WHERE CAST(substr(s.\"firstName\", 2) AS DECIMAL(10)) * 5 > "
         "CAST(substr(c.\"className\", 2) AS DECIMAL(10)) OR CAST(substr(s.\"firstName\", 2) AS DECIMAL(10)) * "
         "5 + 4 "
         "< CAST(substr(c.\"className\", 2) AS DECIMAL(10))"})
        QCOMPARE(school_->number(QString::fromLatin1(wrong)), 0);
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Enrollments\""), 5000);
    for (size_t s = 0; s < 1000; ++s) {
        const Json& student = made.items()[s];
        QCOMPARE(field(student, "firstName"), QStringLiteral("s%1").arg(s));
        QCOMPARE(school_->model("Student") >= 0, true);
        const Json& last = student.find(QStringLiteral("Classes"))->items()[4];
        QCOMPARE(field(last, "className"), QStringLiteral("c%1").arg(s * 5 + 4));
        QCOMPARE(field(*last.find(QStringLiteral("Enrollment")), "ClassId"), field(last, "id"));
        QCOMPARE(field(*last.find(QStringLiteral("Enrollment")), "StudentId"), field(student, "id"));
    }
}

void InsertTest::rowsThatGiveDifferentColumns()
{
    StatementRecorder log;
    school_->connection().setLog(&log);
    const Json made = school_->createAll("Class",
        R"([{"className":"a"},{"className":"b","credits":1},{"credits":2},{},{"className":"c","credits":null},{"className":"d"}])");
    school_->connection().setLog(nullptr);
    QStringList seen;
    for (const Json& row : made.items())
        seen.append(field(row, "className") + field(row, "credits"));
    QCOMPARE(seen.join(u' '), QStringLiteral("a6 b1 null2 null6 cnull d6"));
    for (const Json& row : made.items()) {
        const auto stored = school_->rows(
            QStringLiteral("SELECT \"className\", credits FROM \"Classes\" WHERE id = ") + field(row, "id"));
        QCOMPARE(stored.size(), size_t(1));
        QCOMPARE(stored[0][0].isNull() ? QStringLiteral("null") : stored[0][0].text(), field(row, "className"));
        QCOMPARE(
            stored[0][1].isNull() ? QStringLiteral("null") : stored[0][1].display(), field(row, "credits"));
    }
    const QStringList inserts = statementsOf(log).filter(QStringLiteral("INSERT"));
    // A default that has no word for it makes a group of its own.
    QCOMPARE(inserts.size(), school_->connection().dialect().capabilities().defaultInRows ? 1 : 2);
}

void InsertTest::rowsThatGiveNothing()
{
    StatementRecorder log;
    school_->connection().setLog(&log);
    const Json made = school_->createAll("Visit", "[{},{},{}]");
    school_->connection().setLog(nullptr);
    QCOMPARE(text(made), QStringLiteral(R"([{"id":1},{"id":2},{"id":3}])"));
    QCOMPARE(statementsOf(log).filter(QStringLiteral("INSERT")).size(), 1);
    QCOMPARE(school_->create("Visit", "{}"), QStringLiteral(R"({"id":4})"));
    QCOMPARE(school_->create("Visit", R"({"id":null})"), QStringLiteral(R"({"id":5})"));
}

void InsertTest::rowsThatAreAlike()
{
    const Json made = school_->createAll(
        "Class", R"([{"className":"x"},{"className":"x"},{"className":"y"},{"className":"x"}])");
    QCOMPARE(made.items().size(), size_t(4));
    QSet<QString> ids;
    QStringList names;
    for (const Json& row : made.items()) {
        ids.insert(field(row, "id"));
        names.append(field(row, "className"));
        QCOMPARE(school_
                     ->rows(QStringLiteral("SELECT \"className\" FROM \"Classes\" WHERE id = ") +
                            field(row, "id"))[0][0]
                     .text(),
            names.last());
    }
    QCOMPARE(ids.size(), 4);
    QCOMPARE(names.join(u' '), QStringLiteral("x x y x"));
}

void InsertTest::aTriggerIsSeen()
{
    if (engine_ == u"postgresql") {
        school_->rows(QStringLiteral(
            "CREATE FUNCTION louder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE "
            "\"Classes\" SET \"className\" = upper(\"className\") WHERE id = NEW.id; RETURN NULL; END $$"));
        school_->rows(QStringLiteral(
            "CREATE TRIGGER louder AFTER INSERT ON \"Classes\" FOR EACH ROW EXECUTE FUNCTION louder()"));
    } else if (isMy_) {
        school_->rows(QStringLiteral("CREATE TRIGGER louder BEFORE INSERT ON \"Classes\" FOR EACH ROW SET "
                                     "NEW.\"className\" = upper(NEW.\"className\")"));
    } else {
        school_->rows(
            QStringLiteral("CREATE TRIGGER louder AFTER INSERT ON \"Classes\" BEGIN UPDATE \"Classes\" SET "
                           "\"className\" = upper(\"className\") WHERE id = NEW.id; END"));
    }
    const QString made =
        school_->create("Student", R"({"firstName":"Ann","Classes":[{"className":"Art"},{"className":"Pe"}]})");
    QVERIFY2(made.contains(R"("className":"ART")") && made.contains(R"("className":"PE")"), qPrintable(made));
}

/// Nothing of what was given comes back, so rows are inserted one by one, and still each is the right one.
void InsertTest::aTriggerThatHidesWhichRowIsWhich()
{
    if (engine_ == u"sqlite")
        QSKIP("no trigger changes a row before it is told");
    school_->rows(QStringLiteral("CREATE TABLE seen (id integer, was varchar(80))"));
    if (engine_ == u"postgresql") {
        school_->rows(QStringLiteral(
            "CREATE FUNCTION hide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen "
            "VALUES (NEW.id, NEW.\"className\"); NEW.\"className\" := 'hidden'; RETURN NEW; END $$"));
        school_->rows(QStringLiteral(
            "CREATE TRIGGER hide BEFORE INSERT ON \"Classes\" FOR EACH ROW EXECUTE FUNCTION hide()"));
    } else {
        school_->rows(QStringLiteral("CREATE TRIGGER hide BEFORE INSERT ON \"Classes\" FOR EACH ROW SET "
                                     "NEW.credits = length(NEW.\"className\"), NEW.\"className\" = 'hidden'"));
    }
    const Json made =
        school_->createAll("Class", R"([{"className":"a"},{"className":"bb"},{"className":"ccc"}])");
    QCOMPARE(made.items().size(), size_t(3));
    const char* const names[] = {"a", "bb", "ccc"};
    for (size_t i = 0; i < 3; ++i) {
        const Json& row = made.items()[i];
        QCOMPARE(field(row, "className"), QStringLiteral("hidden"));
        if (engine_ == u"postgresql")
            QCOMPARE(school_->rows(QStringLiteral("SELECT was FROM seen WHERE id = ") + field(row, "id"))[0][0]
                         .text(),
                QString::fromLatin1(names[i]));
        else
            QCOMPARE(field(row, "credits"), QString::number(i + 1));
    }
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Classes\""), 3);
}

void InsertTest::aTriggerThatComesLaterIsSeen()
{
    QVERIFY(school_->create("Class", R"({"className":"Old"})").contains("Old")); // has asked for triggers
    aTriggerIsSeen();
}

void InsertTest::wideRowsAreCutByTheLimitOfParameters()
{
    SampleDatabase wide;
    QStringList columns;
    for (int i = 0; i < 100; ++i)
        columns.append(QStringLiteral("f%1 integer").arg(i));
    wide.table(QStringLiteral("Wide"), columns);
    wide.open(engine_ == u"mysql" ? asMySql_.newDatabase() : engines_.newDatabase(engine_));
    Json rows = Json::array();
    constexpr int count = 700; // 70,000 values
    for (int r = 0; r < count; ++r) {
        Json row = Json::object();
        for (int i = 0; i < 100; ++i)
            row.set(QStringLiteral("f%1").arg(i), r * 100 + i);
        rows.append(std::move(row));
    }
    const auto made = sql::createAll(wide.connection(), wide.registry(), wide.model("Wide"), rows.items());
    QVERIFY2(made, qPrintable(made ? QString() : errorText(made.error())));
    QCOMPARE(made->size(), size_t(count));
    for (size_t r = 0; r < count; ++r)
        QCOMPARE(field((*made)[r], "f99"), QString::number(r * 100 + 99));
    QCOMPARE(wide.number("SELECT SUM(f99) FROM \"Wides\""), qint64(count) * (count - 1) / 2 * 100 + 99 * count);
}

/// An engine that can look at the end does so, and one that can't names the rows that need each other.
void InsertTest::aCycleWithoutNull()
{
    SampleDatabase firm;
    const TableId person = firm.table(QStringLiteral("Person"), {QStringLiteral("name varchar(40)")});
    const TableId team = firm.table(QStringLiteral("Team"), {QStringLiteral("title varchar(40)")});
    const ReferenceId lead =
        firm.reference(team, person, QStringLiteral("Lead"), QStringLiteral("Leads"), true);
    firm.reference(person, team, QStringLiteral("Team"), QStringLiteral("Members"), true);
    model::Reference late = *firm.schema.references.find(lead);
    late.key.deferrable = model::Deferrable::InitiallyImmediate;
    firm.schema.references.set(late);
    firm.open(engine_ == u"mysql" ? asMySql_.newDatabase() : engines_.newDatabase(engine_));
    const QString made = firm.create("Team",
        R"({"title":"Core","Lead":{"$same":"ann","name":"Ann"},"Members":[{"$same":"ann"},{"name":"Bob"}]})");
    if (isMy_) {
        QVERIFY2(made.contains("Team → Team.Lead → Team"), qPrintable(made));
        QCOMPARE(firm.number("SELECT COUNT(*) FROM \"Teams\""), 0);
        return;
    }
    QCOMPARE(made,
        QStringLiteral(
            R"({"id":1,"title":"Core","LeadId":1,"Lead":{"id":1,"name":"Ann","TeamId":1},"Members":[{"id":1,"name":"Ann","TeamId":1},{"id":2,"name":"Bob","TeamId":1}]})"));
}

void InsertTest::aFailureOfTheLastLotTakesTheFirstBack()
{
    QByteArray rows = "[";
    for (int i = 0; i < 2500; ++i)
        rows += "{\"firstName\":\"s" + QByteArray::number(i) + "\"},";
    rows += "{\"firstName\":\"" + QByteArray(100, 'x') + "\"}]"; // longer than the column
    const auto made = sql::createAll(school_->connection(), school_->registry(), school_->model("Student"),
        orm::parseJson(rows, {})->items());
    QCOMPARE(bool(made), engine_ == u"sqlite"); // which has no lengths
    QCOMPARE(school_->number("SELECT COUNT(*) FROM \"Students\""), engine_ == u"sqlite" ? 2501 : 0);
}

QTEST_GUILESS_MAIN(InsertTest)
#include "inserttest.moc"
