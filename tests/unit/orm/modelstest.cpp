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
            "Student.belongsToMany(Class) would be called \"X\", as Student.belongsToMany(Class) is already");
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
            R"({"kind":"belongsToMany","source":"Student","target":"Class","options":{"through":"A","as":"X","foreignKey":"x"}},
               {"kind":"belongsToMany","source":"Student","target":"Class","options":{"through":"A","as":"Y","foreignKey":"y"}})",
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

    void anArrayHasSixDimensionsAtTheMost()
    {
        const auto array = [](int dimensions) {
            const QByteArray type =
                QByteArray("ARRAY(").repeated(dimensions) + "INTEGER" + QByteArray(")").repeated(dimensions);
            return QByteArray(R"({ "models": [ { "name": "A", "attributes": { "a": "TYPE" } } ] })")
                .replace("TYPE", type);
        };
        const auto document = read(array(6));
        QVERIFY(document);
        QCOMPARE(document->schema.tables.begin()->columns.front().type.dimensions, 6);
        QVERIFY(!read(array(7)));
        QVERIFY(!read(array(20'000)));
    }

    void whatSaysNothingOfTablesIsTold()
    {
        const QByteArray text =
            R"({ "models": [ { "name": "A", "attributes": {} }, { "name": "B", "attributes": { "a": "INTEGER" } } ],
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
        QCOMPARE(*table.columns.front().attribute, QStringLiteral("firstName"));
        QCOMPARE(*table.columns.front().type.values, QStringList({"x", "y"}));
        QVERIFY(table.softDelete);
    }

    void whatIsNoType_data()
    {
        QTest::addColumn<QByteArray>("attribute");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("hint");
        const auto row = [](const char* attribute, const char* text, const char* hint) {
            QTest::newRow(attribute) << QByteArray(attribute) << QString::fromUtf8(text)
                                     << QString::fromUtf8(hint);
        };
        row("\"STRNG(40)\"", "\"STRNG(40)\" is no type of a column", "did you mean \"STRING\"?");
        row("\"STRING(many)\"", "\"STRING(many)\" is no type of a column", "did you mean \"STRING\"?");
        row("\"TEXT('huge')\"", "\"TEXT('huge')\" is no type of a column", "did you mean \"TEXT\"?");
        row("\"BOOLEAN.UNSIGNED\"", "\"BOOLEAN.UNSIGNED\" is no type of a column", "did you mean \"BOOLEAN\"?");
        row("\"NONSENSE[]\"", "\"NONSENSE[]\" is no type of a column",
            "write it as Sequelize does: STRING, INTEGER, DATE …");
        row("{ \"type\": \"ENUM\" }", "the values of \"x\" are not given",
            "write them as ENUM('a', 'b'), or as \"values\": [\"a\", \"b\"]");
        row("{ \"type\": \"STRING\", \"references\": { \"model\": \"Studnt\" } }",
            "\"Studnt\" is neither a model nor a table", "");
    }
    void whatIsNoType()
    {
        QFETCH(QByteArray, attribute);
        const auto document =
            read("{ \"models\": [ { \"name\": \"A\", \"attributes\": { \"x\": " + attribute + " } } ] }");
        QVERIFY(!document);
        QTEST(document.error().what.english(), "text");
        QTEST(document.error().hint.english(), "hint");
    }

    void virtualAttributesAreNoColumns()
    {
        const QByteArray text = R"json({ "models": [ { "name": "A", "attributes": {
            "fullName": "VIRTUAL", "shown": { "type": "VIRTUAL(BOOLEAN, ['a'])" }, "a": "STRING" } } ] })json";
        Diagnostics notes;
        const auto document = readModels(*parseJson(text, "a.json"), "a.json", &notes);
        QVERIFY(document);
        QCOMPARE(document->schema.tables.begin()->columns.size(), size_t(1));
        QCOMPARE(notes.size(), size_t(2));
    }

    void timesMayHaveNamesOfTheirOwn()
    {
        const auto document = read(R"json({
            "sequelizeOptions": { "define": { "createdAt": "made", "updatedAt": "changed" } },
            "models": [
              { "name": "Usual", "attributes": {} },
              { "name": "Half", "attributes": {}, "options": { "updatedAt": false, "createdAt": "born" } } ] })json");
        QVERIFY(document);
        const Table& usual = *document->schema.tables.begin();
        QVERIFY(usual.timestamps && usual.columns.empty());
        QCOMPARE(document->settings.naming.pattern(NameKind::CreatedAt), QStringLiteral("made"));
        const Table& half = *std::next(document->schema.tables.begin());
        QVERIFY(!half.timestamps);
        QCOMPARE(half.columns.size(), size_t(1));
        QCOMPARE(half.columns.front().name, QStringLiteral("born"));
        QVERIFY(!half.columns.front().nullable);
    }

    void threePairsAreOneLinkOfThreeEnds()
    {
        const QByteArray text = R"json({ "models": [
              { "name": "Doctor", "attributes": {} }, { "name": "Patient", "attributes": {} },
              { "name": "Clinic", "attributes": {} }, { "name": "Visit", "attributes": { "reason": "STRING" } } ],
            "associations": [
              { "kind": "belongsToMany", "source": "Doctor", "target": "Patient",
                "options": { "through": { "$model": "Visit" } } },
              { "kind": "belongsToMany", "source": "Patient", "target": "Doctor",
                "options": { "through": { "$model": "Visit" } } },
              { "kind": "belongsToMany", "source": "Patient", "target": "Clinic",
                "options": { "through": { "$model": "Visit" } } },
              { "kind": "belongsToMany", "source": "Clinic", "target": "Doctor",
                "options": { "through": { "$model": "Visit" }, "otherKey": "docId", "onDelete": "RESTRICT" } }
            ] })json";
        const auto document = read(text);
        QVERIFY2(document, document ? "" : qPrintable(document.error().what.english()));
        QVERIFY(violations(*document).empty());
        QCOMPARE(document->schema.links.size(), size_t(1));
        const ManyToMany& link = *document->schema.links.begin();
        QCOMPARE(link.ends.size(), size_t(3));
        QCOMPARE(link.ends[0].key.columnName, QStringLiteral("docId"));
        QCOMPARE(link.ends[2].key.onDelete, Action::Restrict);
        QVERIFY(!link.ends[1].key.onDelete);

        // Without one of the pairs nobody knows whether a row ties two or three.
        QByteArray two = text.left(text.lastIndexOf("{ \"kind\"")).trimmed();
        two.chop(1);
        const auto refused = read(two + "] }");
        QVERIFY(!refused);
        QCOMPARE(refused.error().what.code, QStringLiteral("models.junctionShared"));
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
