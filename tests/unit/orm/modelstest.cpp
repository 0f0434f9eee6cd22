// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/models.h"

#include "model/document/invariants.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

namespace {

QByteArray definitions(const QByteArray& associations)
{
    return R"({ "sequelizeOptions": { "define": { "timestamps": false } },
               "models": [
                 { "name": "Student", "attributes": { "firstName": "STRING" } },
                 { "name": "Class", "attributes": { "className": "STRING" } },
                 { "name": "Enrollment", "attributes": {} },
                 { "name": "Person", "attributes": { "Friends": "STRING" } } ],
               "associations": [)" +
           associations + "] }";
}

Result<Document> read(const QByteArray& text)
{
    const Result<Json> json = parseJson(text, "school.json");
    if (!json)
        qFatal("%s", qPrintable(json.error().where + json.error().what.english()));
    return readModels(*json, "school.json");
}

} // namespace

/// Definitions in Sequelize's words: two sides are one link, and each mistake is told with both ends.
class ModelsTest : public QObject {
    Q_OBJECT

private slots:
    void twoSidesAreOneLink()
    {
        const auto document = read(definitions(R"(
            { "kind": "belongsToMany", "source": "Student", "target": "Class",
              "options": { "through": { "$model": "Enrollment" }, "as": "Courses" } },
            { "kind": "belongsToMany", "source": "Class", "target": "Student",
              "options": { "through": { "$model": "Enrollment" }, "onDelete": "RESTRICT" } })"));
        QVERIFY(document);
        QCOMPARE(document->settings.name, QStringLiteral("school"));
        QVERIFY(violations(*document).empty());
        QCOMPARE(document->schema.links.size(), size_t(1));
        const ManyToMany& link = *document->schema.links.begin();
        QCOMPARE(document->schema.tables.at(link.junction).name, QStringLiteral("Enrollment"));
        QCOMPARE(link.ends[1].role, QStringLiteral("Courses"));
        QVERIFY(!link.ends[0].key.onDelete);
        QCOMPARE(link.ends[1].key.onDelete, Action::Restrict);
    }

    void oneSideIsEnough()
    {
        const auto document = read(definitions(R"(
            { "kind": "belongsToMany", "source": "Student", "target": "Class", "options": { "through": "takes" } })"));
        QVERIFY(document);
        const ManyToMany& link = *document->schema.links.begin();
        QCOMPARE(document->schema.tables.at(link.junction).sqlName, QStringLiteral("takes"));
    }

    void belongsToAndHasManyAreOneReference()
    {
        const auto document = read(definitions(R"(
            { "kind": "hasMany", "source": "Student", "target": "Class", "options": { "as": "led" , "foreignKey": "leaderId" } },
            { "kind": "belongsTo", "source": "Class", "target": "Student", "options": { "as": "leader", "foreignKey": "leaderId" } })"));
        QVERIFY(document);
        QCOMPARE(document->schema.references.size(), size_t(1));
        const Reference& reference = *document->schema.references.begin();
        QCOMPARE(reference.role, QStringLiteral("leader"));
        QCOMPARE(reference.inverseRole, QStringLiteral("led"));
    }

    void mistakes_data()
    {
        QTest::addColumn<QByteArray>("association");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const char* association, const char* where, const char* text) {
            QTest::newRow(name) << QByteArray(association) << QString::fromUtf8(where)
                                << QString::fromUtf8(text);
        };
        row("no through", R"({"kind":"belongsToMany","source":"Student","target":"Class","options":{}})",
            "school.json: associations[0].options.through",
            "Student.belongsToMany(Class) needs the junction that it goes through, but \"through\" is nothing");
        row("through true",
            R"({"kind":"belongsToMany","source":"Student","target":"Class","options":{"through":true}})",
            "school.json: associations[0].options.through",
            "Student.belongsToMany(Class) needs the junction that it goes through, but \"through\" is true");
        row("no options", R"({"kind":"belongsToMany","source":"Student","target":"Class"})",
            "school.json: associations[0].options.through",
            "Student.belongsToMany(Class) needs the junction that it goes through, but \"through\" is nothing");
        row("self without alias",
            R"({"kind":"belongsToMany","source":"Person","target":"Person","options":{"through":"P"}})",
            "school.json: associations[0]",
            "Person.belongsToMany(Person) links a model to itself and needs a name for the other side");
        row("alias is an attribute",
            R"({"kind":"belongsToMany","source":"Person","target":"Person","options":{"through":"P","as":"Friends"}})",
            "school.json: associations[0]",
            "Person.belongsToMany(Person) would be called \"Friends\", but that is an attribute of \"Person\"");
        row("alias twice",
            R"({"kind":"belongsToMany","source":"Student","target":"Class","options":{"through":"A","as":"X"}},
               {"kind":"belongsToMany","source":"Student","target":"Class","options":{"through":"B","as":"X"}})",
            "school.json: associations[1]",
            "Student.belongsToMany(Class) would be called \"X\", as another association of \"Student\" is");
        row("unknown key",
            R"({"kind":"belongsToMany","source":"Class","target":"Student","options":{"through":"A","sourceKey":"clasName"}})",
            "school.json: associations[0].options.sourceKey",
            "Class.belongsToMany(Student) refers to \"clasName\", which is no attribute of \"Class\"");
        row("SET NULL",
            R"({"kind":"belongsToMany","source":"Class","target":"Student","options":{"through":"A","onDelete":"SET NULL"}})",
            "school.json: associations[0].options",
            "Class.belongsToMany(Student) says SET NULL, but a key of a junction can't be null");
        row("unknown model", R"({"kind":"hasMany","source":"Clas","target":"Student"})",
            "school.json: associations[0].source", "no model is called \"Clas\"");
        row("unknown option",
            R"({"kind":"hasMany","source":"Class","target":"Student","options":{"onDelte":"CASCADE"}})",
            "school.json: associations[0].options.onDelte", "\"onDelte\" is not known here");
        row("shared junction",
            R"({"kind":"belongsToMany","source":"Student","target":"Class","options":{"through":"A","as":"X"}},
               {"kind":"belongsToMany","source":"Student","target":"Class","options":{"through":"A","as":"Y"}})",
            "school.json: associations[1]",
            "Student.belongsToMany(Class) goes through \"A\", which already belongs to "
            "Student.belongsToMany(Class)");
        row("disagreement",
            R"({"kind":"belongsToMany","source":"Student","target":"Class","options":{"through":"A","foreignKey":"s"}},
               {"kind":"belongsToMany","source":"Class","target":"Student","options":{"through":"A","otherKey":"t"}})",
            "school.json: associations[1]",
            "Student.belongsToMany(Class) and Class.belongsToMany(Student) disagree about the key to the "
            "first: \"s\" and \"t\"");
    }
    void mistakes()
    {
        QFETCH(QByteArray, association);
        const auto document = read(definitions(association));
        QVERIFY(!document);
        QCOMPARE(document.error().kind, ErrorKind::Input);
        QTEST(document.error().where, "where");
        QTEST(document.error().what.english(), "text");
    }

    void hintsNameTheNearest()
    {
        const auto document = read(definitions(R"({"kind":"hasMany","source":"Clas","target":"Student"})"));
        QCOMPARE(document.error().hint.english(), QStringLiteral("did you mean \"Class\"?"));
    }

    void twoModelsOfOneTable()
    {
        const auto document = read(R"({ "models": [ { "name": "Class", "attributes": {} },
                                                    { "name": "Classes", "attributes": {} } ] })");
        QVERIFY(!document);
        QCOMPARE(document.error().what.english(),
            QStringLiteral("the models \"Class\" and \"Classes\" would both be the table \"Classes\""));
    }

    void timestampsAreOnUnlessSwitchedOff()
    {
        const auto document = read(R"({ "models": [ { "name": "Note", "attributes": {} } ] })");
        QVERIFY(document);
        const Table& note = *document->schema.tables.begin();
        QVERIFY(note.timestamps && !note.softDelete);
    }

    void whatSaysNothingOfTablesIsTold()
    {
        const QByteArray text =
            R"({ "models": [ { "name": "A", "attributes": {} }, { "name": "B", "attributes": {} } ],
            "associations": [ { "kind": "hasMany", "source": "A", "target": "B", "options": { "scope": { "a": 1 } } } ] })";
        Diagnostics notes;
        QVERIFY(readModels(*parseJson(text, "notes.json"), "notes.json", &notes));
        QCOMPARE(notes.size(), size_t(1));
    }

    void fieldsAreColumnsAndAttributesTheirNames()
    {
        const auto document = read(R"json({ "models": [ { "name": "A", "options": { "paranoid": true },
            "attributes": { "firstName": { "type": "ENUM('x','y')", "field": "first" } } } ] })json");
        QVERIFY(document);
        const Table& table = *document->schema.tables.begin();
        QCOMPARE(table.columns.front().name, QStringLiteral("first"));
        QCOMPARE(table.columns.front().attribute, QStringLiteral("firstName"));
        QCOMPARE(table.columns.front().type.values, QStringList({"x", "y"}));
        QVERIFY(table.softDelete);
    }

    void whatIsNoModelFile()
    {
        QVERIFY(!read("[]"));
        QVERIFY(!read("{}"));
        QVERIFY(!read(R"({ "models": 1 })"));
        QVERIFY(!read(R"({ "models": [ { "name": "A", "attributes": [] } ] })"));
        QVERIFY(!read(R"({ "models": [ { "name": "A", "attributes": { "x": "NONSENSE[]" } } ] })"));
        QVERIFY(!read(R"({ "models": [], "surprise": 1 })"));
    }
};

QTEST_GUILESS_MAIN(ModelsTest)
#include "modelstest.moc"
