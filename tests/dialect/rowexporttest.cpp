// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowexport.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"
#include "support/sqlitefile.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// Students with a boss among themselves, in classes with a grade, of teachers; and values of every kind.
struct School : SampleDatabase {
    School()
    {
        const TableId student = table(QStringLiteral("Student"),
            {QStringLiteral("firstName! varchar(80)"), QStringLiteral("note text"), QStringLiteral("paid boolean"),
                QStringLiteral("debt decimal(40,10)"), QStringLiteral("seen timestamptz"),
                QStringLiteral("extra json"), QStringLiteral("photo binary"), QStringLiteral("weight double"),
                QStringLiteral("count bigint")});
        const TableId course = table(QStringLiteral("Class"), {QStringLiteral("className! varchar(80)")});
        const TableId teacher = table(QStringLiteral("Teacher"), {QStringLiteral("name! varchar(80)")});
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade varchar(8)")});
        reference(course, teacher, {}, {}, true);
        reference(student, student, QStringLiteral("Boss"), QStringLiteral("Workers"));
    }

    orm::Query query(const char* name, const QStringList& includes = {}, const QString& order = {})
    {
        orm::Query query;
        query.model = model(name);
        query.includes = mustHave(orm::parseIncludes(registry(), query.model, includes), includes.join(u' '));
        query.order = mustHave(orm::parseOrder(registry().at(query.model), order), order);
        return query;
    }

    QByteArray text(const orm::Query& query, sql::ExportOptions options)
    {
        QByteArray text;
        const auto done = sql::exportRows(connection(), registry(), query, options,
            [&](const QByteArray& bytes) -> Result<void> {
                text += bytes;
                return {};
            });
        return done ? text : "error: " + errorText(done.error()).toUtf8();
    }
    QByteArray text(const orm::Query& query, sql::ExportFormat format)
    {
        sql::ExportOptions options;
        options.format = format;
        return text(query, options);
    }

    void fill()
    {
        for (const char* row : {
                 R"({"firstName": "Ann", "note": "it's \u0022\u005c\u005c\u0022 — ü\n%1 ?", "paid": true, "debt": "-1234567890123456789.0000000001",
                     "seen": "2026-01-31T12:00:00.123Z", "extra": {"a": ["\u005c", "'"]}, "photo": "AAH/Jw==",
                     "weight": 0.1, "count": "-9223372036854775808", "Boss": {"firstName": "Zoe", "note": ""},
                     "Classes": [{"className": "Algebra", "Enrollment": {"grade": "A"}, "Teacher": {"name": "Kim"}},
                                 {"className": "Chemistry", "Teacher": {"name": "Kim"}}]})",
                 R"({"firstName": "Bob", "paid": false, "weight": 3.0,
                     "Classes": [{"className": "Chemistry", "Enrollment": {"grade": "x,\u0022y"}}]})",
             }) {
            const QString made = create("Student", row);
            QVERIFY2(!made.startsWith(u"error"), qPrintable(made));
        }
    }
};

} // namespace

/// Rows as text, on every engine alike; and that a script of SQL makes the same rows again.
class RowExportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void jsonIsNested_data() { EveryEngine::addRows(); }
    void jsonIsNested();
    void csvIsFlat_data() { EveryEngine::addRows(); }
    void csvIsFlat();
    void markdownIsATable_data() { EveryEngine::addRows(); }
    void markdownIsATable();
    void aScriptMakesTheSameRowsAgain_data() { EveryEngine::addRows(); }
    void aScriptMakesTheSameRowsAgain();
    void aScriptForAnotherEngine_data();
    void aScriptForAnotherEngine();
    void aCircleThatCannotBeCut_data() { EveryEngine::addRows(); }
    void aCircleThatCannotBeCut();
    void manyRowsInManyPages_data() { EveryEngine::addRows(); }
    void manyRowsInManyPages();
    void aFileIsThereWholeOrNotAtAll_data() { EveryEngine::addRows(); }
    void aFileIsThereWholeOrNotAtAll();
    void cancelLeavesNoFile_data() { EveryEngine::addRows(); }
    void cancelLeavesNoFile();

private:
    QString runScriptOn(const QString& engine, const sql::ConnectionSettings& settings, const QByteArray& script)
    {
        ScratchServer* server = engines_.server(engine);
        return server ? server->runScript(settings.database, script) : runScript(settings.file, script);
    }

    EveryEngine engines_;
    std::unique_ptr<School> school_;
};

void RowExportTest::initTestCase()
{
    QVERIFY2(engines_.start(), qPrintable(engines_.error()));
}

void RowExportTest::init()
{
    QFETCH(QString, engine);
    school_ = std::make_unique<School>();
    school_->open(engines_.newDatabase(engine));
    school_->fill();
}

void RowExportTest::jsonIsNested()
{
    const orm::Query query = school_->query("Class", {QStringLiteral("Students"), QStringLiteral("Teacher")}, {});
    const auto rows = sql::find(school_->connection(), school_->registry(), query);
    QVERIFY(rows);
    const orm::Json tree = sql::toJson(school_->registry(), query, *rows);
    QCOMPARE(school_->text(query, sql::ExportFormat::Json), orm::prettyJson(tree) + '\n');
    QByteArray lines;
    for (const orm::Json& row : tree.items())
        lines += orm::compactJson(row) + '\n';
    QCOMPARE(school_->text(query, sql::ExportFormat::NdJson), lines);

    orm::Query none = query;
    none.where = *orm::parseJson(R"({"className": "none"})", {});
    QCOMPARE(school_->text(none, sql::ExportFormat::Json), QByteArray("[]\n"));
    QCOMPARE(school_->text(none, sql::ExportFormat::NdJson), QByteArray());
}

void RowExportTest::csvIsFlat()
{
    orm::Query query = school_->query("Student", {QStringLiteral("Classes.Teacher"), QStringLiteral("Boss")},
        QStringLiteral("firstName"));
    query.attributes = QStringList{QStringLiteral("firstName"), QStringLiteral("note")};
    query.includes[0].attributes = QStringList{QStringLiteral("className")};
    query.includes[0].throughAttributes = QStringList{QStringLiteral("grade")};
    query.includes[0].includes[0].attributes = QStringList{QStringLiteral("name")};
    query.includes[1].attributes = QStringList{QStringLiteral("firstName")};
    const char* names = "firstName,note,Classes.className,Classes.Enrollment.grade,Classes.Teacher.name,"
                        "Boss.firstName\r\n";
    const QByteArray note = "\"it's \"\"\\\\\"\" \xe2\x80\x94 \xc3\xbc\n%1 ?\"";
    QCOMPARE(school_->text(query, sql::ExportFormat::Csv),
        names + ("Ann," + note + ",Algebra,A,Kim,Zoe\r\n") + "Ann," + note +
            ",Chemistry,,Kim,Zoe\r\nBob,,Chemistry,\"x,\"\"y\",Kim,\r\nZoe,\"\",,,,\r\n");

    sql::ExportOptions options;
    options.format = sql::ExportFormat::Csv;
    options.csv = {u'\t', u'"', QStringLiteral("\n"), QStringLiteral("NULL"), false};
    query.where = *orm::parseJson(R"({"firstName": {"gt": "Ann"}})", {});
    QCOMPARE(school_->text(query, options),
        QByteArray("Bob\tNULL\tChemistry\t\"x,\"\"y\"\tKim\tNULL\nZoe\t\tNULL\tNULL\tNULL\tNULL\n"));
}

void RowExportTest::markdownIsATable()
{
    orm::Query query = school_->query("Student", {}, QStringLiteral("firstName"));
    query.attributes = QStringList{QStringLiteral("firstName"), QStringLiteral("note")};
    QCOMPARE(school_->text(query, sql::ExportFormat::Markdown),
        QByteArray("| firstName | note |\n| --- | --- |\n| Ann | it's \"\\\\\\\\\" \xe2\x80\x94 \xc3\xbc<br>%1 ? |\n"
                   "| Bob | |\n| Zoe |  |\n"));
}

void RowExportTest::aScriptMakesTheSameRowsAgain()
{
    QFETCH(QString, engine);
    // From the far end, so that what is needed stands at every place of the tree; the boss is named, not read.
    const orm::Query query = school_->query("Class", {QStringLiteral("Students"), QStringLiteral("Teacher")});
    orm::Query bosses = school_->query("Student", {QStringLiteral("Boss"), QStringLiteral("Classes.Teacher")});
    const QByteArray script = school_->text(bosses, sql::ExportFormat::Sql);
    QVERIFY2(script.contains("-- Students: 3\n") && script.contains("COMMIT;"), script.constData());

    School again;
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    again.open(settings);
    const QString said = runScriptOn(engine, settings, script);
    QVERIFY2(said.isEmpty(), qPrintable(said + QString::fromUtf8(script)));
    QCOMPARE(again.text(query, sql::ExportFormat::Json), school_->text(query, sql::ExportFormat::Json));
    QCOMPARE(again.text(bosses, sql::ExportFormat::Json), school_->text(bosses, sql::ExportFormat::Json));
    // The next number is behind those that came.
    const QString made = again.create("Student", R"({"firstName": "New"})");
    QVERIFY2(!made.startsWith(u"error"), qPrintable(made));
}

void RowExportTest::aScriptForAnotherEngine_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QString>("other");
    const QStringList engines{
        QStringLiteral("sqlite"), QStringLiteral("postgresql"), QStringLiteral("mariadb")};
    for (const QString& engine : engines) {
        for (const QString& other : engines) {
            if (engine != other)
                QTest::newRow(qPrintable(engine + QStringLiteral(" to ") + other)) << engine << other;
        }
    }
}

void RowExportTest::aScriptForAnotherEngine()
{
    QFETCH(QString, other);
    orm::Query query = school_->query("Student", {QStringLiteral("Boss"), QStringLiteral("Classes.Teacher")},
        QStringLiteral("firstName"));
    sql::ExportOptions options;
    options.format = sql::ExportFormat::Sql;
    options.dialect = *orm::dialectNamed(other);
    const QByteArray script = school_->text(query, options);
    School again;
    const sql::ConnectionSettings settings = engines_.newDatabase(other);
    again.open(settings);
    const QString said = runScriptOn(other, settings, script);
    QVERIFY2(said.isEmpty(), qPrintable(said + QString::fromUtf8(script)));
    query.attributes = QStringList{QStringLiteral("id"), QStringLiteral("firstName"), QStringLiteral("note"),
        QStringLiteral("paid"), QStringLiteral("photo"), QStringLiteral("weight"), QStringLiteral("count"),
        QStringLiteral("seen"), QStringLiteral("extra")};
    query.includes[0].attributes = QStringList{QStringLiteral("firstName")};
    // Moments keep what the engine has room for; the second is enough to see whether it is the right one.
    const auto comparable = [&](School& school) {
        return QString::fromUtf8(school.text(query, sql::ExportFormat::NdJson))
            .replace(QRegularExpression(QStringLiteral("(12:00:00)\\.\\d+Z")), QStringLiteral("\\1Z"));
    };
    QCOMPARE(comparable(again), comparable(*school_));
}

void RowExportTest::aCircleThatCannotBeCut()
{
    QFETCH(QString, engine);
    SampleDatabase circle;
    const TableId hen = circle.table(QStringLiteral("Hen"), {QStringLiteral("name varchar(20)")});
    const TableId egg = circle.table(QStringLiteral("Egg"), {QStringLiteral("name varchar(20)")});
    circle.reference(hen, egg, {}, {}, true);
    circle.reference(egg, hen, {}, {}, true);
    circle.open(engines_.newDatabase(engine));
    orm::Query query;
    query.model = circle.model("Hen");
    query.includes = *orm::parseIncludes(circle.registry(), query.model, {QStringLiteral("Egg")});
    sql::ExportOptions options;
    options.format = sql::ExportFormat::Sql;
    QByteArray text;
    const auto done = sql::exportRows(
        circle.connection(), circle.registry(), query, options, [&](const QByteArray& bytes) -> Result<void> {
            text += bytes;
            return {};
        });
    if (engine == u"sqlite") { // which can check every key at the end
        QVERIFY(done);
        QVERIFY2(text.contains("PRAGMA defer_foreign_keys = ON;\n"), text.constData());
    } else {
        QVERIFY(!done);
        QCOMPARE(done.error().what.code, QStringLiteral("export.circle"));
        QVERIFY2(done.error().where.contains(u"Hens"), qPrintable(done.error().where));
        QVERIFY(text.isEmpty());
    }
}

void RowExportTest::manyRowsInManyPages()
{
    constexpr int many = 3500; // more than three pages, and more than a statement holds
    orm::Json::Array rows;
    for (int i = 0; i < many; ++i) {
        orm::Json row = orm::Json::object();
        row.set(QStringLiteral("firstName"), QStringLiteral("S%1").arg(i, 5, 10, QLatin1Char('0')));
        orm::Json::Array classes{orm::Json(orm::Json::Object{{QStringLiteral("className"), QStringLiteral("Algebra")}})};
        row.set(QStringLiteral("Classes"), std::move(classes));
        rows.push_back(std::move(row));
    }
    mustHave(sql::createAll(school_->connection(), school_->registry(), school_->model("Student"), rows),
        QStringLiteral("createAll"));
    const orm::Query query = school_->query("Student", {QStringLiteral("Classes")}, QStringLiteral("-firstName"));
    qint64 told = 0;
    sql::ExportOptions options;
    options.format = sql::ExportFormat::NdJson;
    options.progress = [&](qint64 count) { told = count; };
    const QByteArray text = school_->text(query, options);
    QCOMPARE(text.count('\n'), many + 3);
    QCOMPARE(told, qint64(many + 3));

    QFETCH(QString, engine);
    const QByteArray script = school_->text(query, sql::ExportFormat::Sql);
    School again;
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    again.open(settings);
    const QByteArray teachers = school_->text(school_->query("Teacher"), sql::ExportFormat::Sql);
    QCOMPARE(runScriptOn(engine, settings, teachers), QString()); // which the classes refer to
    QVERIFY(script.contains("refer to rows of: Teachers"));
    QCOMPARE(runScriptOn(engine, settings, script), QString());
    QCOMPARE(again.text(query, sql::ExportFormat::NdJson), text);
}

void RowExportTest::aFileIsThereWholeOrNotAtAll()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("rows.json"));
    const auto content = [&] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const orm::Query query = school_->query("Student");
    const auto report =
        sql::exportToFile(school_->connection(), school_->registry(), query, {}, path);
    QVERIFY(report);
    QCOMPARE(report->rows, 3);
    QCOMPARE(report->bytes, qint64(content().size()));
    QCOMPARE(content(), school_->text(query, sql::ExportFormat::Json));

    const QByteArray before = content();
    orm::Query wrong = query;
    wrong.where = *orm::parseJson(R"({"firstname": 1})", {});
    QVERIFY(!sql::exportToFile(school_->connection(), school_->registry(), wrong, {}, path));
    QCOMPARE(content(), before);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);

    const auto nowhere = sql::exportToFile(school_->connection(), school_->registry(), query, {},
        folder.filePath(QStringLiteral("none/rows.json")));
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().what.code, QStringLiteral("export.file"));
}

void RowExportTest::cancelLeavesNoFile()
{
    QTemporaryDir folder;
    sql::ExportOptions options;
    options.format = sql::ExportFormat::Sql;
    auto cancel = school_->connection().canceller();
    options.progress = [&](qint64) { cancel->stop(); };
    const orm::Query query = school_->query("Student", {QStringLiteral("Classes")});
    // It stops before its next statement: that of the second page.
    orm::Json::Array rows;
    for (int i = 0; i < 1500; ++i)
        rows.push_back(orm::Json::Object{{QStringLiteral("firstName"), QStringLiteral("S%1").arg(i)}});
    mustHave(sql::createAll(school_->connection(), school_->registry(), school_->model("Student"), rows),
        QStringLiteral("createAll"));
    const auto report = sql::exportToFile(school_->connection(), school_->registry(), query, options,
        folder.filePath(QStringLiteral("rows.sql")));
    school_->connection().resume();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Cancelled);
    QVERIFY(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
    QVERIFY(school_->text(query, sql::ExportFormat::NdJson).count('\n') > 1000);
}

QTEST_GUILESS_MAIN(RowExportTest)
#include "rowexporttest.moc"
