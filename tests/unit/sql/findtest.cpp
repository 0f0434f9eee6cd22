// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampledatabase.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// Students 1 … 6 in classes 1 … 4 of teachers 1 and 2; Flo is in no class.
struct School : SampleDatabase {
    School()
    {
        const TableId teacher = table(QStringLiteral("Teacher"), {QStringLiteral("name")});
        const TableId student = table(QStringLiteral("Student"),
            {QStringLiteral("firstName"), QStringLiteral("age integer"), QStringLiteral("price decimal(10,2)"),
                QStringLiteral("active boolean")});
        const TableId course = table(QStringLiteral("Class"), {QStringLiteral("className")});
        reference(course, teacher);
        reference(student, student, QStringLiteral("Buddy"), QStringLiteral("BuddyOf"));
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade")});
        open();
        rows("INSERT INTO Teachers (name) VALUES ('Ito'), ('Kay'), ('Moe')");
        rows("INSERT INTO Classes (className, TeacherId) VALUES ('Maths', 1), ('Art', 1), ('History', 2), "
             "('Greek', NULL)");
        rows("INSERT INTO Students (firstName, age, price, active, BuddyId) VALUES ('Ann', 20, '1.10', 1, 2), "
             "('Bob', 18, '2.00', 0, 1), "
             "('Cid', 17, NULL, 1, NULL), ('Dee', NULL, NULL, NULL, 1), ('100%_\\', 30, NULL, 1, NULL), "
             "('Flo', 40, NULL, 0, NULL)");
        rows("INSERT INTO Enrollments (grade, StudentId, ClassId) VALUES ('A', 1, 1), ('B', 1, 2), ('C', 1, "
             "3), ('A', 2, 1), "
             "(NULL, 2, 4), ('B', 3, 2), ('A', 4, 3), ('D', 5, 1)");
    }

    /// The names of the students that the condition picks.
    QString names(const char* where)
    {
        orm::Query query;
        query.model = model("Student");
        query.where = *orm::parseJson(where, {});
        const auto found = sql::find(connection(), registry(), query);
        if (!found)
            return QStringLiteral("error: ") + errorText(found.error());
        QStringList result;
        for (const auto& row : *found)
            result.append(row.value(registry().at(query.model), QStringLiteral("firstName")).text());
        return result.join(u' ');
    }

    /// The statements that a find takes, besides those that make it see one state of the database.
    int statements(const QStringList& includes)
    {
        sql::StatementRecorder log;
        connection().setLog(&log);
        find("Student", includes);
        connection().setLog(nullptr);
        int reads = 0;
        for (const sql::LoggedStatement& statement : log.statements)
            reads += statement.sql != u"BEGIN" && statement.sql != u"COMMIT";
        return reads;
    }

    void addStudents(int count)
    {
        rows(QStringLiteral(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) INSERT INTO "
            "Students (firstName) SELECT 's' || i FROM n")
                 .arg(count));
        rows("INSERT INTO Enrollments (StudentId, ClassId) SELECT s.id, c.id FROM Students s, Classes c WHERE "
             "s.id > 6");
    }

    /// The first names of a page, and the same rows' places.
    QString page(const orm::Query& query, std::vector<orm::Cursor>* places = nullptr)
    {
        const auto found = sql::find(connection(), registry(), query);
        if (!found)
            return QStringLiteral("error: ") + errorText(found.error());
        QStringList result;
        for (const sql::Row& row : *found) {
            result.append(row.value(registry().at(query.model), QStringLiteral("firstName")).text());
            if (places)
                places->push_back(*sql::cursorOf(connection(), registry(), query, row));
        }
        return result.join(u' ');
    }
};

QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace

class FindTest : public QObject {
    Q_OBJECT

private slots:
    void conditions_data();
    void conditions();
    void conditionErrors_data();
    void conditionErrors();
    void valuesHaveTheirTypes();
    void nestedIncludes();
    void includeOptions();
    void throughConditionsAndAttributes();
    void requiredFiltersRootRows();
    void limitCountsRootRows();
    void limitPerParent();
    void orderOfChildren();
    void orderByTheJunction();
    void includeByModelName();
    void includeErrors_data();
    void includeErrors();
    void includeAsJson();
    void toOneAndSelf();
    void duplicateLinksAreAllShown();
    void statementsGrowWithIncludesOnly();
    void threeSiblingsTakeSevenStatements();
    void nullIsTheSmallestValue();
    void pagesByPlace();
    void aPageUsesTheIndex();
    void onlyWhatIsAskedIsRead();
    void rowsOutliveTheirList();
    void eachRowInConstantMemory();
    void aStreamCanBeCancelled();
    void sharedTargetsAreOneRow();
    void countsAreCapped();
    void countsRootRows();
    void search();
    void manyParents();
};

void FindTest::conditions_data()
{
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<QString>("names");
    const auto row = [](const char* where, const char* names) {
        QTest::newRow(where) << QByteArray(where) << QString::fromUtf8(names);
    };
    row(R"({})", "Ann Bob Cid Dee 100%_\\ Flo");
    row(R"({"firstName":"Ann"})", "Ann");
    row(R"({"age":{"gte":18,"lt":30}})", "Ann Bob");
    row(R"({"age":{"gt":18},"active":true})", "Ann 100%_\\");
    row(R"({"age":null})", "Dee");
    row(R"({"age":{"ne":null},"price":null})", "Cid 100%_\\ Flo");
    row(R"({"age":{"ne":20}})", "Bob Cid 100%_\\ Flo");
    row(R"({"age":{"isNot":20}})", "Bob Cid Dee 100%_\\ Flo");
    row(R"({"age":[17,18]})", "Bob Cid");
    row(R"({"age":{"in":[17,null]}})", "Cid Dee");
    row(R"({"age":{"notIn":[17,18,null]}})", "Ann 100%_\\ Flo");
    row(R"({"age":{"in":[]}})", "");
    row(R"({"age":{"notIn":[]}})", "Ann Bob Cid Dee 100%_\\ Flo");
    row(R"({"age":{"between":[18,20]}})", "Ann Bob");
    row(R"({"age":{"notBetween":[18,30]}})", "Cid Flo");
    row(R"({"age":{"or":[{"lt":18},{"gt":35}]}})", "Cid Flo");
    row(R"({"age":{"or":[17,40]}})", "Cid Flo");
    row(R"({"age":{"not":{"gt":18}}})", "Bob Cid");
    row(R"({"age":{"not":[17,18]}})", "Ann 100%_\\ Flo");
    row(R"({"firstName":{"like":"_nn"}})", "Ann");
    row(R"({"firstName":{"notLike":"%e%"}})", "Ann Bob Cid 100%_\\ Flo");
    row(R"({"firstName":{"iLike":"A%"}})", "Ann");
    row(R"({"firstName":{"startsWith":"100%"}})", "100%_\\");
    row(R"({"firstName":{"startsWith":"%"}})", "");
    row(R"({"firstName":{"endsWith":"\\"}})", "100%_\\");
    row(R"({"firstName":{"substring":"_"}})", "100%_\\");
    row(R"({"or":[{"firstName":"Ann"},{"age":40}]})", "Ann Flo");
    row(R"({"or":{"firstName":"Ann","age":40}})", "Ann Flo");
    row(R"({"or":[]})", "");
    row(R"({"not":{"or":[{"age":{"gt":18}},{"active":true}]}})", "Bob");
    row(R"({"and":[{"age":{"gt":17}},{"or":[{"firstName":"Bob"},{"and":{"active":false,"age":40}}]}]})",
        "Bob Flo");
    row(R"([{"age":{"gt":17}},{"active":false}])", "Bob Flo");
    row(R"({"price":"1.1"})", "Ann");
    row(R"({"price":{"lt":2}})", "Ann");
    row(R"({"$Classes.className$":"Art"})", "Ann Cid");
    row(R"({"$Classes.Teacher.name$":"Kay"})", "Ann Dee");
    row(R"({"$Classes.Enrollment.grade$":{"in":["D","C"]}})", "Ann 100%_\\");
    row(R"({"$Buddy.firstName$":"Ann"})", "Bob Dee");
    row(R"({"$Buddy.id$":null})", "Cid 100%_\\ Flo");
    row(R"({"$age$":40})", "Flo");
    row(R"({"Classes":{"hasNone":{}}})", "Flo");
    row(R"({"Classes":{"has":{"className":{"startsWith":"G"}}}})", "Bob");
    row(R"({"Classes":{"hasNone":{"className":"Maths"},"has":true}})", "Cid Dee");
    row(R"({"Classes":{"count":2}})", "Bob");
    row(R"({"BuddyOf":{"count":{"gte":2}}})", "Ann");
    row(R"({"or":[{"Classes":{"count":{"gt":2}}},{"BuddyOf":{"has":{"firstName":"Ann"}}}]})", "Ann Bob");
    row(R"({"firstName":"x' OR '1'='1"})", "");
}

void FindTest::conditions()
{
    QFETCH(QByteArray, where);
    School school;
    QTEST(school.names(where.constData()), "names");
}

void FindTest::conditionErrors_data()
{
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* where, const char* says) {
        QTest::newRow(where) << QByteArray(where) << QString::fromUtf8(says);
    };
    row(R"({"firstname":"Ann"})", "did you mean \"firstName\"?");
    row(R"({"age":{"get":3}})", "did you mean \"gt\"?");
    row(R"({"age":{"contains":1}})", "\"contains\" is not available on SQLite for this column");
    row(R"({"firstName":{"regexp":"("}})", "not a regular expression: missing closing parenthesis");
    row(R"({"age":"old"})", "where.age");
    row(R"({"age":{"between":[1]}})", "two values");
    row(R"({"age":{}})", "asks nothing");
    row(R"({"age":{"gt":null}})", "null can't be compared");
    row(R"({"or":3})", "an object or a list");
    row(R"({"gte":3})", "an operator follows the attribute");
    row(R"({"$Clases.className$":"x"})", "did you mean \"Classes\"?");
    row(R"({"$Classes.classname$":"x"})", "did you mean \"className\"?");
    row(R"({"Classes":{"hasnt":{}}})", "hasNone");
    row(R"({"Classes":"Art"})", "is an association");
    row(R"(3)", "an object or a list");
    QTest::newRow("endless") << "{\"$" + QByteArray("Classes.Students.").repeated(20'000) + "age$\":1}"
                             << QStringLiteral("more than 50 associations");
}

void FindTest::conditionErrors()
{
    QFETCH(QByteArray, where);
    QFETCH(QString, says);
    School school;
    const QString error = school.names(where.constData());
    QVERIFY2(error.startsWith("error: ") && error.contains(says), qPrintable(error));
}

void FindTest::valuesHaveTheirTypes()
{
    School school;
    QCOMPARE(school.find("Student", {}, R"({"id":[1,4]})"),
        text(R"([{"id":1,"firstName":"Ann","age":20,"price":"1.1","active":true,"BuddyId":2},)"
             R"({"id":4,"firstName":"Dee","age":null,"price":null,"active":null,"BuddyId":1}])"));
}

void FindTest::nestedIncludes()
{
    School school;
    QCOMPARE(
        school.find("Teacher",
            {R"(Classes{"attributes":["className"]}.Students{"attributes":["firstName"],"through":{"attributes":["grade"]}})"},
            R"({"id":[2,3]})"),
        text(
            R"([{"id":2,"name":"Kay","Classes":[{"className":"History","Students":[{"firstName":"Ann","Enrollment":{"grade":"C"}},)"
            R"({"firstName":"Dee","Enrollment":{"grade":"A"}}]}]},{"id":3,"name":"Moe","Classes":[]}])"));
    // Two branches of one association are one branch; siblings do not multiply each other.
    const QString both = school.find("Class", {"Students.Buddy", "Students.BuddyOf", "Teacher"}, R"({"id":3})");
    QVERIFY2(both.contains(R"("Buddy":{"id":2,"firstName":"Bob")") && both.count("\"Students\"") == 1,
        qPrintable(both));
    QVERIFY2(both.contains(R"("Teacher":{"id":2,"name":"Kay"})"), qPrintable(both));
    QVERIFY2(
        both.contains(R"("Enrollment":{"grade":"C","StudentId":1,"ClassId":3},"Buddy")"), qPrintable(both));
}

void FindTest::includeOptions()
{
    School school;
    // A condition on the target leaves out the rows without one, as in Sequelize, unless told otherwise.
    QCOMPARE(school.find("Class", {R"(Teacher{"where":{"name":"Kay"},"attributes":[]})"}),
        text(R"([{"id":3,"className":"History","TeacherId":2}])"));
    QVERIFY(school.find("Class", {R"(Teacher{"where":{"name":"Kay"},"required":false})"}, R"({"id":1})")
                .contains(R"("Teacher":null)"));
}

void FindTest::throughConditionsAndAttributes()
{
    School school;
    QCOMPARE(school.find("Student",
                 {R"(Classes{"through":{"where":{"grade":"A"},"attributes":[]},"attributes":["className"]})"},
                 R"({"id":[1,3]})"),
        text(
            R"([{"id":1,"firstName":"Ann","age":20,"price":"1.1","active":true,"BuddyId":2,"Classes":[{"className":"Maths"}]},)"
            R"({"id":3,"firstName":"Cid","age":17,"price":null,"active":true,"BuddyId":null,"Classes":[]}])"));
}

void FindTest::requiredFiltersRootRows()
{
    School school;
    QVERIFY(!school.find("Student", {R"(Classes{"required":true})"}).contains("Flo"));
    // Required below an optional include drops the middle, not the root.
    const QString optional = school.find("Student", {R"(Classes.Teacher{"required":true})"}, R"({"id":[2,6]})");
    QVERIFY2(optional.contains("Flo") && !optional.contains("Greek") && optional.contains("Maths"),
        qPrintable(optional));
    const QString strict =
        school.find("Student", {R"(Classes{"required":true}.Teacher{"where":{"name":"Kay"}})"});
    QVERIFY2(strict.contains("Ann") && strict.contains("Dee") && !strict.contains("Bob") &&
                 !strict.contains("Maths"),
        qPrintable(strict));
}

void FindTest::limitCountsRootRows()
{
    School school;
    const QString page = school.find(
        "Student", {R"(Classes{"where":{"className":{"ne":"Greek"}}})"}, nullptr, QStringLiteral("-id"), 2, 1);
    QCOMPARE(page.count("\"firstName\""), 2);
    QVERIFY2(page.indexOf("Dee") < page.indexOf("Cid") && page.contains("Dee"), qPrintable(page));
}

void FindTest::limitPerParent()
{
    School school;
    orm::Query query;
    query.model = school.model("Student");
    query.includes = *orm::parseIncludes(school.registry(), query.model,
        {R"(Classes{"limit":1,"order":["-className"]})", R"(BuddyOf{"limit":1,"offset":1})"});
    const auto rows = sql::find(school.connection(), school.registry(), query);
    QVERIFY2(rows, rows ? "" : qPrintable(errorText(rows.error())));
    const sql::Related classes = (*rows)[0].related(0);
    QCOMPARE(int(classes.rows().size()), 1);
    QCOMPARE(classes.rows()[0]
                 .value(school.registry().at(school.model("Class")), QStringLiteral("className"))
                 .text(),
        QStringLiteral("Maths"));
    QCOMPARE(int(classes.junctions().size()), 1);
    QVERIFY(classes.more());
    QVERIFY(!(*rows)[2].related(0).more());
    const sql::Related buddies = (*rows)[0].related(1);
    QCOMPARE(int(buddies.rows().size()), 1);
    QCOMPARE(buddies.rows()[0].value(0), sql::Value(qint64(4)));
    QVERIFY(!buddies.more());
}

void FindTest::orderOfChildren()
{
    School school;
    const QString rows = school.find("Student",
        {R"(Classes{"order":"-className","attributes":["className"],"through":{"attributes":[]}})"},
        R"({"id":1})");
    QVERIFY2(rows.contains(R"([{"className":"Maths"},{"className":"History"},{"className":"Art"}])"),
        qPrintable(rows));
    QVERIFY(school.find("Teacher", {R"(Classes{"attributes":["id"],"order":[["id","DESC"]]})"})
                .contains(R"([{"id":2},{"id":1}])"));
}

void FindTest::orderByTheJunction()
{
    School school;
    const QString rows = school.find("Student",
        {R"(Classes{"order":["-Enrollment.grade"],"attributes":["className"],"through":{"attributes":[]}})"},
        R"({"id":1})");
    QVERIFY2(rows.contains(R"([{"className":"History"},{"className":"Art"},{"className":"Maths"}])"),
        qPrintable(rows));
}

void FindTest::includeByModelName()
{
    School school;
    QCOMPARE(
        school.find("Student", {"Class"}, R"({"id":3})"), school.find("Student", {"Classes"}, R"({"id":3})"));
    const QString ambiguous = school.find("Student", {"Student"});
    QVERIFY2(ambiguous.contains("Buddy, BuddyOf"), qPrintable(ambiguous));
}

void FindTest::includeErrors_data()
{
    QTest::addColumn<QString>("spec");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* spec, const char* says) {
        QTest::newRow(spec) << QString::fromUtf8(spec) << QString::fromUtf8(says);
    };
    row("classes", "did you mean \"Classes\"?");
    row("Classes.Techer", "did you mean \"Teacher\"?");
    row(R"(Classes{"limti":1})", "did you mean \"limit\"?");
    row(R"(Classes{"limit":-1})", "from 0 on");
    row(R"(Classes{"where":{"name":1}})", "className");
    row(R"(Classes{"attributes":["nme"]})", "no attribute \"nme\"");
    row(R"(Classes{"through":{"attribute":[]}})", "did you mean \"attributes\"?");
    row(R"(Buddy{"through":{}})", "no junction");
    row(R"(Classes{"limit":1)", "never closed");
    row(R"(Classes{"limit":1}Teacher)", "after a dot");
    row(R"(Classes{"order":["nme"]})", "no attribute \"nme\"");
    row(R"([{"asociation":"Classes"}])", "association");
    QTest::newRow("endless") << QStringLiteral("Classes.Students.").repeated(20'000) + QStringLiteral("Classes")
                             << QStringLiteral("more than 50 associations");
}

void FindTest::includeErrors()
{
    QFETCH(QString, spec);
    QFETCH(QString, says);
    School school;
    const QString error = school.find("Student", {spec});
    QVERIFY2(error.startsWith("error: ") && error.contains(says), qPrintable(error));
}

void FindTest::includeAsJson()
{
    School school;
    QCOMPARE(school.find("Student", {R"([{"association":"Classes","limit":2,"include":["Teacher"]}])"}),
        school.find("Student", {R"(Classes{"limit":2}.Teacher)"}));
    const QString all = school.find("Class", {R"([{"all":true}])"}, R"({"id":1})");
    QVERIFY2(all.contains("\"Teacher\":{") && all.contains("\"Students\":["), qPrintable(all));
}

void FindTest::toOneAndSelf()
{
    School school;
    const QString rows = school.find("Student", {"Buddy.Buddy", "BuddyOf"}, R"({"id":1})");
    QVERIFY2(
        rows.contains(
            R"("Buddy":{"id":2,"firstName":"Bob","age":18,"price":"2","active":false,"BuddyId":1,"Buddy":{"id":1,)") ||
            rows.contains(R"("price":"2.00","active":false,"BuddyId":1,"Buddy":{"id":1,)"),
        qPrintable(rows));
    QVERIFY(school.find("Student", {"Buddy"}, R"({"id":3})").contains(R"("Buddy":null)"));
}

void FindTest::duplicateLinksAreAllShown()
{
    SampleDatabase store;
    const TableId order = store.table(QStringLiteral("Order"), {QStringLiteral("note")});
    const TableId part = store.table(QStringLiteral("Part"), {QStringLiteral("name")});
    const LinkId line = store.link(
        QStringLiteral("Line"), order, part, {QStringLiteral("id* integer"), QStringLiteral("size integer")});
    store.schema.links.update(
        line, [](model::ManyToMany& link) { link.junctionKey = model::ManyToMany::JunctionKey::AsIs; });
    store.schema.tables.update(store.schema.links.at(line).junction, [](model::Table& junction) {
        junction.keyPolicy = model::Table::KeyPolicy::AsIs;
        junction.primaryKey.emplace();
        junction.primaryKey->id = KeyId(77);
        junction.primaryKey->parts.push_back({junction.columns.front().id, false, {}});
    });
    store.open();
    store.rows("INSERT INTO Orders (note) VALUES ('first')");
    store.rows("INSERT INTO Parts (name) VALUES ('nut')");
    store.rows("INSERT INTO Lines (id, size, OrderId, PartId) VALUES (1, 4, 1, 1), (2, 8, 1, 1)");
    QCOMPARE(store.find("Order", {R"(Parts{"through":{"attributes":["size"]}})"}),
        text(
            R"([{"id":1,"note":"first","Parts":[{"id":1,"name":"nut","Line":{"size":4}},{"id":1,"name":"nut","Line":{"size":8}}]}])"));
}

void FindTest::statementsGrowWithIncludesOnly()
{
    School school;
    QCOMPARE(school.statements({}), 1);
    QCOMPARE(school.statements({"Classes"}), 2); // a page's links and their targets come together
    QCOMPARE(school.statements({"Classes.Teacher", "Buddy"}), 4);
    QCOMPARE(school.statements({R"(Classes{"limit":1})"}), 2);
    school.addStudents(300);
    QCOMPARE(school.statements({}), 1);
    QCOMPARE(school.statements({"Classes"}), 3); // of many rows each target once
    QCOMPARE(school.statements({"Classes.Teacher", "Buddy"}), 5);
    QCOMPARE(school.statements({R"(Classes{"limit":1})"}), 1 + 4); // 306 students, 100 a statement
}

void FindTest::threeSiblingsTakeSevenStatements()
{
    SampleDatabase store;
    const TableId post = store.table(QStringLiteral("Post"), {QStringLiteral("title")});
    for (const char* name : {"Tag", "Author", "Topic"})
        store.link(QStringLiteral("Post") + QString::fromLatin1(name), post,
            store.table(QString::fromLatin1(name), {QStringLiteral("name")}));
    store.open();
    const QString count =
        QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) ");
    store.rows(count + QStringLiteral("INSERT INTO Posts (title) SELECT 'p' || i FROM n"));
    for (const char* target : {"Tag", "Author", "Topic"}) {
        const orm::Model& to = store.registry().at(store.model(target));
        store.rows(count + QStringLiteral("INSERT INTO \"%1\" (name) SELECT 'n' || i FROM n").arg(to.table));
        const orm::Association& back = to.associations.front();
        const orm::Model& junction = store.registry().at(back.through);
        store.rows(count + QStringLiteral("INSERT INTO \"%1\" (\"%2\", \"%3\") SELECT i, i FROM n")
                               .arg(junction.table, back.keys.front(), back.otherKeys.front()));
    }
    sql::StatementRecorder log;
    store.connection().setLog(&log);
    orm::Query query;
    query.model = store.model("Post");
    query.includes = *orm::parseIncludes(store.registry(), query.model, {QStringLiteral(R"([{"all":true}])")});
    QCOMPARE(int(query.includes.size()), 3);
    const auto found = sql::find(store.connection(), store.registry(), query);
    store.connection().setLog(nullptr);
    QVERIFY2(found, found ? "" : qPrintable(errorText(found.error())));
    QCOMPARE(int(found->size()), 200);
    for (size_t slot = 0; slot < 3; ++slot)
        QCOMPARE(int((*found)[199].related(slot).rows().size()), 1);
    QCOMPARE(log.statements.front().sql, QStringLiteral("BEGIN"));
    QCOMPARE(log.statements.back().sql, QStringLiteral("COMMIT"));
    QCOMPARE(int(log.statements.size()), 2 + 7);
    for (const sql::LoggedStatement& statement : log.statements)
        QVERIFY2(statement.rows <= 200, qPrintable(statement.sql)); // no product of siblings
}

void FindTest::nullIsTheSmallestValue()
{
    School school;
    orm::Query query;
    query.model = school.model("Student");
    query.order = {{QStringLiteral("age"), false}};
    QCOMPARE(school.page(query), QStringLiteral("Dee Cid Bob Ann 100%_\\ Flo"));
    query.order = {{QStringLiteral("age"), true}};
    QCOMPARE(school.page(query), QStringLiteral("Flo 100%_\\ Ann Bob Cid Dee"));
}

void FindTest::pagesByPlace()
{
    School school;
    orm::Query query;
    query.model = school.model("Student");
    query.order = {{QStringLiteral("active"), true}, {QStringLiteral("age"), false}};
    std::vector<orm::Cursor> places;
    QCOMPARE(school.page(query, &places), QStringLiteral("Cid Ann 100%_\\ Bob Flo Dee"));
    query.limit = 2;
    query.after = places[1];
    QCOMPARE(school.page(query), QStringLiteral("100%_\\ Bob"));
    query.before = places[3];
    QCOMPARE(school.page(query), QStringLiteral("100%_\\"));
    query.after.reset();
    QCOMPARE(school.page(query), QStringLiteral("Ann 100%_\\")); // the nearest ones, in the given order
    query.before.reset();
    query.last = true;
    QCOMPARE(school.page(query), QStringLiteral("Flo Dee"));
    query.last = false;
    query.after = places[5];
    QCOMPARE(school.page(query), QString());
    // A row that is gone, and one that came in between, move nothing.
    query.after = places[1];
    school.rows("DELETE FROM Enrollments WHERE StudentId = 1");
    school.rows("UPDATE Students SET BuddyId = NULL");
    school.rows("DELETE FROM Students WHERE id = 1");
    school.rows("INSERT INTO Students (firstName, age, active) VALUES ('Gil', 25, 1)");
    QCOMPARE(school.page(query), QStringLiteral("Gil 100%_\\"));
    query.after->values.pop_back();
    QVERIFY2(school.page(query).contains(QLatin1String("another order")), qPrintable(school.page(query)));
}

void FindTest::aPageUsesTheIndex()
{
    School school;
    school.rows("CREATE INDEX by_age ON Students (age, id)");
    sql::StatementRecorder log;
    orm::Query query;
    query.model = school.model("Student");
    query.order = {{QStringLiteral("age"), false}};
    query.limit = 2;
    for (const sql::Value& age : {sql::Value(), sql::Value(qint64(18))}) {
        query.after = orm::Cursor{{age, sql::Value(qint64(2))}};
        school.connection().setLog(&log);
        school.page(query);
        school.connection().setLog(nullptr);
        const sql::LoggedStatement& page = log.statements.back();
        const auto plan =
            school.connection().run(QStringLiteral("EXPLAIN QUERY PLAN ") + page.sql, page.parameters);
        QVERIFY(plan);
        QString steps;
        for (const auto& step : plan->rows)
            steps += step.back().text() + u'\n';
        QVERIFY2(steps.contains(QLatin1String("SEARCH")) && steps.contains(QLatin1String("by_age")) &&
                     !steps.contains(QLatin1String("TEMP B-TREE")),
            qPrintable(page.sql + u'\n' + steps));
    }
}

void FindTest::onlyWhatIsAskedIsRead()
{
    School school;
    sql::StatementRecorder log;
    school.connection().setLog(&log);
    orm::Query query;
    query.model = school.model("Student");
    query.attributes = QStringList{QStringLiteral("firstName")};
    const auto found = sql::find(school.connection(), school.registry(), query);
    school.connection().setLog(nullptr);
    QVERIFY(found);
    QVERIFY2(
        !log.statements.back().sql.contains(QLatin1String("price")), qPrintable(log.statements.back().sql));
    QCOMPARE(QString::fromUtf8(orm::compactJson(sql::toJson(school.registry(), query, found->front()))),
        QStringLiteral(R"({"firstName":"Ann"})"));
    QVERIFY(found->front().value(school.registry().at(query.model), QStringLiteral("price")).isNull());
}

void FindTest::rowsOutliveTheirList()
{
    School school;
    sql::Row course;
    {
        orm::Query query;
        query.model = school.model("Student");
        query.includes = *orm::parseIncludes(school.registry(), query.model, {"Classes"});
        course = sql::find(school.connection(), school.registry(), query)->front().related(0).rows().back();
    }
    QCOMPARE(course.value(1), sql::Value(QStringLiteral("History")));
    QCOMPARE(int(course.values().size()), 3);
}

void FindTest::eachRowInConstantMemory()
{
    School school;
    school.addStudents(5000);
    for (const QStringList& includes : {QStringList(), QStringList{"Classes"}}) {
        orm::Query query;
        query.model = school.model("Student");
        query.order = {{QStringLiteral("firstName"), true}};
        query.includes = *orm::parseIncludes(school.registry(), query.model, includes);
        const auto whole = sql::find(school.connection(), school.registry(), query);
        QVERIFY(whole);
        size_t seen = 0, most = 0, equal = 0;
        QVERIFY(sql::findEach(school.connection(), school.registry(), query, [&](const sql::Rows& page) {
            for (const sql::Row& row : page)
                equal += row.values() == (*whole)[seen++].values();
            most = std::max(most, page.resultBytes());
            return true;
        }));
        QCOMPARE(int(equal), 5006);
        QVERIFY2(3 * most < whole->resultBytes(), qPrintable(QString::number(most)));
        int pages = 0;
        QVERIFY(sql::findEach(
            school.connection(), school.registry(), query, [&](const sql::Rows&) { return ++pages < 2; }));
        QCOMPARE(pages, 2);
        QVERIFY(!school.connection().inTransaction());
        query.limit = 1500;
        query.offset = 7;
        seen = equal = 0;
        QVERIFY(sql::findEach(school.connection(), school.registry(), query, [&](const sql::Rows& page) {
            for (const sql::Row& row : page)
                equal += row.values() == (*whole)[7 + seen++].values();
            return true;
        }));
        QCOMPARE(int(equal), 1500);
    }
}

void FindTest::aStreamCanBeCancelled()
{
    School school;
    school.addStudents(5000);
    orm::Query query;
    query.model = school.model("Student");
    int pages = 0;
    const auto read = sql::findEach(school.connection(), school.registry(), query, [&](const sql::Rows&) {
        if (++pages == 1)
            school.connection().canceller()->cancel();
        return true;
    });
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Cancelled);
    QCOMPARE(school.number(QStringLiteral("SELECT COUNT(*) FROM Students")), qint64(5006));
}

void FindTest::sharedTargetsAreOneRow()
{
    School school;
    orm::Query query;
    query.model = school.model("Student");
    query.includes = *orm::parseIncludes(school.registry(), query.model, {"Classes"});
    const auto rows = sql::find(school.connection(), school.registry(), query);
    QVERIFY(rows);
    QVERIFY((*rows)[0].related(0).rows()[0] == (*rows)[1].related(0).rows()[0]); // Maths of Ann is Maths of Bob
}

void FindTest::countsAreCapped()
{
    School school;
    orm::Query query;
    query.model = school.model("Student");
    const auto rows = sql::find(school.connection(), school.registry(), query);
    QVERIFY(rows);
    sql::StatementRecorder log;
    school.connection().setLog(&log);
    const auto counts = sql::countRelated(school.connection(), school.registry(), query.model, rows->list(), 2);
    school.connection().setLog(nullptr);
    QVERIFY2(counts, counts ? "" : qPrintable(errorText(counts.error())));
    QCOMPARE(int(log.statements.size()), 1);
    QCOMPARE(
        school.registry().at(query.model).associationNames(), (QStringList{"Buddy", "BuddyOf", "Classes"}));
    QCOMPARE((*counts)[0], (std::vector<int>{1, 2, 2}));
    QCOMPARE((*counts)[2], (std::vector<int>{0, 0, 1}));
    QCOMPARE((*counts)[5], (std::vector<int>{0, 0, 0}));
}

void FindTest::countsRootRows()
{
    School school;
    orm::Query query;
    query.model = school.model("Student");
    query.includes = *orm::parseIncludes(
        school.registry(), query.model, {R"(Classes{"where":{"className":["Maths","Art"]}})"});
    const auto number = sql::count(school.connection(), school.registry(), query);
    QVERIFY(number);
    QCOMPARE(*number, qint64(4));
    query.limit = 3;
    const auto capped = sql::count(school.connection(), school.registry(), query);
    QVERIFY(capped);
    QCOMPARE(*capped, qint64(3));
}

void FindTest::search()
{
    SampleDatabase shop;
    shop.table(QStringLiteral("Class"), {QStringLiteral("className")});
    shop.open();
    shop.rows("INSERT INTO Classes (className) VALUES ('Biochemistry'), ('Chess'), ('Chemistry'), ('50%'), "
              "('5000'), ('2')");
    const auto labels = [&](const char* typed, int limit = 10) {
        const auto rows = sql::search(shop.connection(), shop.registry(), 0, QString::fromUtf8(typed), limit);
        QStringList names;
        if (rows) {
            for (const auto& row : *rows)
                names.append(row.value(1).text());
        }
        return names.join(u' ');
    };
    QCOMPARE(labels("Che"), QStringLiteral("Chemistry Chess Biochemistry"));
    QCOMPARE(labels("Che", 1), QStringLiteral("Chemistry"));
    QCOMPARE(labels("50%"), QStringLiteral("50%"));
    QCOMPARE(labels("2"), QStringLiteral("2 Chess")); // a label and a key
    QCOMPARE(labels("", 2), QStringLiteral("2 50%"));
    QCOMPARE(labels("zzz"), QString());
}

void FindTest::manyParents()
{
    School school;
    school.addStudents(2500);
    for (const char* spec : {"Classes", R"(Classes{"limit":3})"}) {
        const auto tree = orm::parseJson(
            school.find("Student", {QString::fromUtf8(spec)}, R"({"id":{"gt":6}})").toUtf8(), {});
        QVERIFY(tree);
        QCOMPARE(int(tree->items().size()), 2500);
        for (const orm::Json& student : tree->items())
            QCOMPARE(int(student.find(QStringLiteral("Classes"))->items().size()),
                QByteArray(spec) == "Classes" ? 4 : 3);
    }
}

QTEST_GUILESS_MAIN(FindTest)
#include "findtest.moc"
