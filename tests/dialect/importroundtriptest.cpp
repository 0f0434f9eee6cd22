// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importfile.h"
#include "orm/sql/rowexport.h"
#include "orm/sql/rowimport.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// A schema, its rows, and what of it goes into files: tables that the others need come first.
struct Story {
    std::function<void(SampleDatabase&)> draw;
    std::function<void(SampleDatabase&)> fill;
    std::vector<std::pair<const char*, QStringList>> files; ///< a model and its associations each
};

void make(SampleDatabase& database, const char* model, const char* values)
{
    const QString made = database.create(model, values);
    if (made.startsWith(u"error"))
        qFatal("%s: %s", values, qPrintable(made));
}

void drawSchool(SampleDatabase& made)
{
    const TableId student = made.table(QStringLiteral("Student"),
        {QStringLiteral("firstName! varchar(40)"), QStringLiteral("born date"), QStringLiteral("paid boolean"),
            QStringLiteral("debt decimal(8,2)"), QStringLiteral("age integer"), QStringLiteral("note text"),
            QStringLiteral("details json"), QStringLiteral("photo binary")});
    const TableId course = made.table(
        QStringLiteral("Class"), {QStringLiteral("className! varchar(40)"), QStringLiteral("room varchar(8)")});
    const TableId teacher = made.table(QStringLiteral("Teacher"), {QStringLiteral("name varchar(40)")});
    made.link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade varchar(2)")});
    made.reference(student, teacher, QStringLiteral("Tutor"), QStringLiteral("Wards"));
    model::Table students = *made.schema.tables.find(student);
    students.columns[4].defaultValue = {model::DefaultValue::Kind::Literal, QStringLiteral("18"), true};
    made.schema.tables.set(students);
}

void fillSchool(SampleDatabase& school)
{
    for (const char* values : {R"({"className": "Algebra", "room": "A1"})",
             R"({"className": "Chemistry; hard"})", R"({"className": "Physics"})"})
        make(school, "Class", values);
    for (const char* values : {R"({"name": "Kim"})", R"({"name": "Kim"})"})
        make(school, "Teacher", values);
    make(school, "Student", R"({"firstName": "Ann", "born": "2001-03-02", "paid": true, "debt": "12.50",
        "age": 19, "note": " says \u0022hm\u0022; and\nmore ", "details": {"a": [1, "x"]}, "photo": "AAEC",
        "Tutor": {"$link": 2}, "Classes": [{"$link": 1, "Enrollment": {"grade": "A"}}, {"$link": 2}]})");
    make(school, "Student",
        R"({"firstName": "Bob", "paid": false, "age": null, "note": "", "details": "word"})");
    make(school, "Student", R"({"firstName": "Cid, the 3rd", "Classes": [{"$link": 3}],
        "Tutor": {"$link": 1}})");
}

Story school()
{
    return {drawSchool, fillSchool, {{"Student", {QStringLiteral("Classes"), QStringLiteral("Tutor")}}}};
}

Story schoolFromTheOtherEnd()
{
    return {drawSchool, fillSchool,
        {{"Class", {QStringLiteral("Students.Tutor")}}, {"Student", {}}, {"Teacher", {}}}};
}

/// Everything in its own file, keys as keys; a row may refer to one further below.
Story lonelyTables()
{
    return {[](SampleDatabase& made) {
                const TableId person =
                    made.table(QStringLiteral("Person"), {QStringLiteral("name varchar(40)")});
                made.reference(person, person, QStringLiteral("Boss"), QStringLiteral("Staff"));
                made.link(QStringLiteral("Friendship"), person, person, {QStringLiteral("since date")},
                    QStringLiteral("FriendOf"), QStringLiteral("Friends"));
            },
        [](SampleDatabase& made) {
            for (const char* values : {R"({"name": "A"})", R"({"name": "B", "Boss": {"$link": 1},
                     "Friends": [{"$link": 1, "Friendship": {"since": "2020-02-29"}}]})",
                     R"({"name": "C", "Boss": {"$link": 2}, "Friends": [{"$link": 1}, {"$link": 2}]})"})
                make(made, "Person", values);
            made.rows(QStringLiteral("UPDATE \"People\" SET \"BossId\" = 3 WHERE id = 1"));
            made.rows(QStringLiteral("UPDATE \"People\" SET \"BossId\" = NULL WHERE id = 2"));
        },
        {{"Person", {}}, {"Friendship", {}}}};
}

Story links()
{
    Story story = lonelyTables();
    story.files = {{"Person", {QStringLiteral("Friends"), QStringLiteral("Boss")}}};
    return story;
}

Story compositeKeys()
{
    return {[](SampleDatabase& made) {
                const TableId branch = made.table(QStringLiteral("Branch"),
                    {QStringLiteral("city varchar(20)"), QStringLiteral("no integer"),
                        QStringLiteral("phone varchar(20)")},
                    {QStringLiteral("city"), QStringLiteral("no")});
                const TableId clerk = made.table(QStringLiteral("Clerk"),
                    {QStringLiteral("code varchar(8)"), QStringLiteral("name varchar(20)")},
                    {QStringLiteral("code")});
                const TableId service = made.table(QStringLiteral("Service"),
                    {QStringLiteral("kind varchar(8)"), QStringLiteral("level integer")},
                    {QStringLiteral("kind"), QStringLiteral("level")});
                made.reference(clerk, branch);
                made.link(QStringLiteral("Offer"), branch, service, {QStringLiteral("price decimal(8,2)")});
            },
        [](SampleDatabase& made) {
            make(made, "Branch", R"({"city": "Bern", "no": 1, "phone": "031", "Services": [
                {"kind": "loan", "level": 1, "Offer": {"price": "10.00"}}, {"kind": "loan", "level": 2}]})");
            make(made, "Branch", R"({"city": "Bern", "no": 2, "Services": [{"kind": "loan", "level": 2}]})");
            make(made, "Clerk",
                R"({"code": "x1", "name": "Xi", "Branch": {"$link": {"city": "Bern", "no": 2}}})");
            make(made, "Clerk", R"({"code": "x2", "name": "Yu"})");
        },
        {{"Branch", {QStringLiteral("Services")}}, {"Clerk", {QStringLiteral("Branch.Services")}}}};
}

Story threeEnds()
{
    return {[](SampleDatabase& made) {
                const TableId supplier =
                    made.table(QStringLiteral("Supplier"), {QStringLiteral("name varchar(20)")});
                const TableId part = made.table(QStringLiteral("Part"), {QStringLiteral("name varchar(20)")});
                const TableId project =
                    made.table(QStringLiteral("Project"), {QStringLiteral("name varchar(20)")});
                model::ManyToMany supply = *made.schema.links.find(
                    made.link(QStringLiteral("Supply"), supplier, part, {QStringLiteral("quantity integer")}));
                supply.ends.push_back({project, {}, {}});
                made.schema.links.set(supply);
            },
        [](SampleDatabase& made) {
            for (const char* model : {"Supplier", "Part", "Project"}) {
                for (const char* values : {R"({"name": "one"})", R"({"name": "two"})"})
                    make(made, model, values);
            }
            for (const char* values : {R"({"SupplierId": 1, "PartId": 1, "ProjectId": 1, "quantity": 3})",
                     R"({"SupplierId": 1, "PartId": 1, "ProjectId": 2, "quantity": 4})",
                     R"({"SupplierId": 1, "PartId": 2, "ProjectId": 2})",
                     R"({"SupplierId": 2, "PartId": 1, "ProjectId": 1})"})
                make(made, "Supply", values);
        },
        {{"Project", {}}, {"Supplier", {QStringLiteral("Parts")}}}};
}

Story rowsOfRows()
{
    return {
        [](SampleDatabase& made) {
            const TableId artist = made.table(QStringLiteral("Artist"), {QStringLiteral("name varchar(40)")});
            const TableId album = made.table(QStringLiteral("Album"), {QStringLiteral("title varchar(40)")});
            const TableId track = made.table(QStringLiteral("Track"), {QStringLiteral("name varchar(40)")});
            const TableId genre = made.table(QStringLiteral("Genre"), {QStringLiteral("name! varchar(40)")});
            made.reference(album, artist, {}, {}, true);
            made.reference(track, album, {}, {}, true);
            made.reference(track, genre);
        },
        [](SampleDatabase& made) {
            make(made, "Artist", R"({"name": "Bach", "Albums": [{"title": "Hits", "Tracks": [
                {"name": "Air", "Genre": {"name": "Slow"}}, {"name": "Badinerie", "Genre": {"name": "Fast"}}]},
                {"title": "More", "Tracks": [{"name": "Air"}]}]})");
            make(made, "Artist", R"({"name": "Abba", "Albums": [{"title": "Hits"}]})");
            make(made, "Artist", R"({"name": "Nobody"})");
            make(made, "Genre", R"({"name": "Unheard"})");
        },
        {{"Artist", {QStringLiteral("Albums.Tracks.Genre")}}, {"Genre", {}}}};
}

Story arrays()
{
    return {[](SampleDatabase& made) {
                const TableId film = made.table(QStringLiteral("Film"),
                    {QStringLiteral("title varchar(40)"), QStringLiteral("features text[]"),
                        QStringLiteral("sizes integer[][]")});
                const TableId actor = made.table(QStringLiteral("Actor"),
                    {QStringLiteral("name varchar(40)"), QStringLiteral("nicks text[]")});
                made.link(QStringLiteral("Role"), film, actor, {QStringLiteral("words text[]")});
            },
        [](SampleDatabase& made) {
            make(made, "Film", R"({"title": "One", "features": ["a, b", "c\u0022d", null, ""],
                "sizes": [[1, 2], [3, 4]], "Actors": [{"name": "X", "nicks": ["[x]"], "Role": {"words": ["hm"]}},
                {"name": "Y"}]})");
            make(made, "Film", R"({"title": "Two", "features": []})");
            make(made, "Film", R"({"title": "Three"})");
        },
        {{"Film", {QStringLiteral("Actors")}}}};
}

/// What engines write in words of their own.
Story moments()
{
    return {[](SampleDatabase& made) {
                const TableId event = made.table(QStringLiteral("Event"),
                    {QStringLiteral("begins timestamptz"), QStringLiteral("told timestamp"),
                        QStringLiteral("clock time"), QStringLiteral("ratio double"),
                        QStringLiteral("big bigint"), QStringLiteral("code char(6)")});
                const TableId guest = made.table(QStringLiteral("Guest"), {QStringLiteral("born timestamptz")});
                made.link(QStringLiteral("Visit"), event, guest,
                    {QStringLiteral("since timestamptz"), QStringLiteral("paid decimal(8,2)"),
                        QStringLiteral("share double")});
            },
        [](SampleDatabase& made) {
            make(made, "Event", R"({"begins": "2022-02-15T10:05:03Z", "told": "2022-02-15 10:05:03",
                "clock": "10:05:03", "ratio": 0.1, "big": "9223372036854775807", "code": "ab",
                "Guests": [{"born": "1999-12-31T23:59:59.5+02:00",
                "Visit": {"since": "2022-02-15T12:05:03+02:00", "paid": "1.50", "share": 0.30000000000000004}}]})");
            make(made, "Event", R"({"ratio": 1e100})");
        },
        {{"Event", {QStringLiteral("Guests")}}}};
}

/// The rows of all tables, in the order of their keys.
QString dump(SampleDatabase& database)
{
    QString all;
    for (const orm::Model& model : database.registry().models())
        all += model.table + QStringLiteral(": ") + database.find(model.name.toUtf8().constData()) + u'\n';
    return all;
}

/// `tables +2 ~1; 4 firstName: why`
QString shown(const Result<sql::ImportReport>& report)
{
    if (!report)
        return QStringLiteral("error: ") + errorText(report.error());
    QStringList said;
    for (const sql::ImportReport::Table& table : report->tables)
        said += QStringLiteral("%1 +%2 ~%3").arg(table.name).arg(table.created).arg(table.changed);
    for (const sql::ImportProblem& problem : report->problems)
        said += QStringLiteral("%1/%2 %3: %4")
                    .arg(problem.line)
                    .arg(problem.column)
                    .arg(problem.value, errorText(problem.why));
    return said.join(QStringLiteral("; "));
}

} // namespace

Q_DECLARE_METATYPE(Story)
Q_DECLARE_METATYPE(conjoin::sql::ExportFormat)

/// What the program itself writes comes back as it was: flat CSV and nested JSON, by what the names of a file
/// suggest and nothing else, into an empty database and onto the rows that it came from.
class ImportRoundTripTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void rowsComeBack_data();
    void rowsComeBack();
    void countsAreOfRows_data() { EveryEngine::addRows(); }
    void countsAreOfRows();
    void keysThatContradictAreTold();

private:
    Result<sql::ImportReport> read(
        SampleDatabase& database, int model, const QString& path, const sql::ImportOptions& options = {});

    EveryEngine engines_;
    QTemporaryDir folder_;
};

Result<sql::ImportReport> ImportRoundTripTest::read(
    SampleDatabase& database, int model, const QString& path, const sql::ImportOptions& options)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no file");
    const QByteArray start = file.read(sql::importSampleBytes);
    const sql::ImportLayout layout = sql::guessedImportLayout(start, file.atEnd());
    const auto sample =
        mustHave(sql::importSample(start, file.atEnd(), layout, database.registry(), model, 20), path);
    const auto rows =
        mustHave(sql::ImportFile::open(path, layout, sample.names, database.registry(), model), path);
    return sql::importRows(
        database.connection(), database.registry(),
        sql::suggestedPlan(database.registry(), model, sample.names, layout.json), [&] { return rows->next(); },
        options);
}

void ImportRoundTripTest::rowsComeBack_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<Story>("story");
    QTest::addColumn<sql::ExportFormat>("format");
    const std::pair<const char*, Story> stories[]{{"school", school()}, {"other-end", schoolFromTheOtherEnd()},
        {"lonely", lonelyTables()}, {"self", links()}, {"composite", compositeKeys()}, {"three", threeEnds()},
        {"parts", rowsOfRows()}, {"moments", moments()}, {"arrays", arrays()}};
    const std::pair<const char*, sql::ExportFormat> formats[]{{"csv", sql::ExportFormat::Csv},
        {"json", sql::ExportFormat::Json}, {"ndjson", sql::ExportFormat::NdJson}};
    for (const char* engine : {"sqlite", "postgresql", "mariadb"}) {
        for (const auto& [name, story] : stories) {
            if (qstrcmp(name, "arrays") == 0 && qstrcmp(engine, "postgresql") != 0)
                continue; // the others have none
            for (const auto& [word, format] : formats)
                QTest::addRow("%s %s %s", engine, name, word) << QString::fromLatin1(engine) << story << format;
        }
    }
}

void ImportRoundTripTest::rowsComeBack()
{
    QFETCH(QString, engine);
    QFETCH(Story, story);
    QFETCH(sql::ExportFormat, format);
    SampleDatabase source, target;
    story.draw(source);
    story.draw(target);
    source.open(engines_.newDatabase(engine));
    target.open(engines_.newDatabase(engine));
    story.fill(source);
    const QString before = dump(source);
    int number = 0;
    for (const auto& [name, associations] : story.files) {
        const QString path = folder_.filePath(QStringLiteral("rows%1").arg(++number));
        orm::Query query;
        query.model = source.model(name);
        query.includes = mustHave(
            orm::parseIncludes(source.registry(), query.model, associations), QString::fromLatin1(name));
        sql::ExportOptions how;
        how.format = format;
        mustHave(sql::exportToFile(source.connection(), source.registry(), query, how, path), path);
        const auto imported = read(target, query.model, path);
        QVERIFY2(imported && imported->stored, qPrintable(shown(imported)));
        // Onto the rows themselves: all is as it is.
        const auto again = read(source, query.model, path);
        QCOMPARE(shown(again), QString());
        QVERIFY(again->stored);
        QCOMPARE(again->unchanged, again->lines);
    }
    QCOMPARE(dump(source), before);
    QCOMPARE(dump(target), before);
}

/// A row of several lines is one row, new or changed once, also behind the lines that share statements.
void ImportRoundTripTest::countsAreOfRows()
{
    QFETCH(QString, engine);
    SampleDatabase school;
    drawSchool(school);
    school.open(engines_.newDatabase(engine));
    QByteArray text = "id,firstName,born,paid,debt,age,note,details,photo,TutorId,"
                      "Classes.id,Classes.className,Classes.room,Classes.Enrollment.grade,"
                      "Classes.Enrollment.StudentId,Classes.Enrollment.ClassId\r\n";
    for (int student = 1; student <= 600; ++student) {
        for (int course = 1; course <= 3; ++course)
            text += QStringLiteral("%1,S%1,,,,20,,,,,%2,C%2,,,%1,%2\r\n").arg(student).arg(course).toUtf8();
    }
    QFile file(folder_.filePath(QStringLiteral("many.csv")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    const int model = school.model("Student");
    const auto made = read(school, model, file.fileName());
    QCOMPARE(shown(made), QStringLiteral("Students +600 ~0; Classes +3 ~0; Enrollments +1800 ~0"));
    QCOMPARE(made->lines, 1800);
    QCOMPARE(made->good, 1800);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.replace(",,20,,", ",,21,,"));
    file.close();
    QCOMPARE(shown(read(school, model, file.fileName())), QStringLiteral("Students +0 ~600"));
}

void ImportRoundTripTest::keysThatContradictAreTold()
{
    SampleDatabase school;
    drawSchool(school);
    school.open(engines_.newDatabase(QStringLiteral("sqlite")));
    make(school, "Teacher", R"({"name": "Kim"})");
    make(school, "Teacher", R"({"name": "Lee"})");
    QFile file(folder_.filePath(QStringLiteral("edited.csv")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("firstName,TutorId,Tutor.id,Tutor.name\nAnn,1,1,Kim\nBob,2,1,Kim\nCid,,2,Lee\n");
    file.close();
    const auto report = read(school, school.model("Student"), file.fileName());
    QVERIFY(report);
    QCOMPARE(report->problems.size(), size_t(1));
    QCOMPARE(report->problems[0].line, 3);
    QCOMPARE(report->problems[0].column, 2);
    QCOMPARE(report->problems[0].why.what.code, QStringLiteral("import.contradiction"));
}

QTEST_GUILESS_MAIN(ImportRoundTripTest)
#include "importroundtriptest.moc"
