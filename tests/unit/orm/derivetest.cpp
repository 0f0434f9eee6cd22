// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/derive.h"

#include "orm/dialect/dialect.h"
#include "support/schemas.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;
using conjoin::tests::SchemaMaker;

namespace {

QStringList columnNames(const PhysicalTable& table)
{
    QStringList names;
    for (const PhysicalColumn& column : table.columns)
        names.append(column.name);
    return names;
}

QStringList keyNames(const std::vector<PhysicalKeyPart>& parts)
{
    QStringList names;
    for (const PhysicalKeyPart& part : parts)
        names.append(part.column);
    return names;
}

/// An engine unlike SQLite: it shows names, bounds them, and indexes foreign keys itself.
Capabilities strictEngine()
{
    Capabilities engine;
    engine.nameLimit = 63;
    engine.indexesForeignKeys = true;
    engine.showsConstraintNames = true;
    engine.primaryKeyIsNotNull = true;
    engine.namesKeysByColumns = true;
    return engine;
}

Capabilities sqlite()
{
    return (*dialectNamed(QStringLiteral("sqlite")))->capabilities();
}

} // namespace

/// One function a numbered rule of derive.h, and what happens to drawings that are not finished.
class DeriveTest : public QObject {
    Q_OBJECT

private:
    static Derivation derived(const SchemaMaker& maker, const Capabilities& engine = sqlite())
    {
        return derive(maker.schema, NamingPolicy(), engine);
    }
    static const PhysicalTable& table(const Derivation& d, const char* name)
    {
        const PhysicalTable* found = d.schema.table(QString::fromUtf8(name));
        if (!found)
            qFatal("no table is called %s", name);
        return *found;
    }

private slots:
    void rule1_tableNames()
    {
        SchemaMaker m;
        const TableId person = m.table("Person", {"name"});
        m.table("Category", {"name"});
        m.schema.tables.update(person, [](Table& t) { t.sqlName = QStringLiteral("folk"); });
        const Derivation d = derived(m);
        QCOMPARE(d.schema.tables[0].name, QStringLiteral("folk"));
        QCOMPARE(d.schema.tables[1].name, QStringLiteral("Categories"));
        QCOMPARE(d.indexOf(person), 0);
    }

    void rule2_generatedKeyComesFirst()
    {
        SchemaMaker m;
        m.table("Student", {"firstName"});
        const Derivation d = derived(m);
        const PhysicalTable& students = table(d, "Students");
        QCOMPARE(columnNames(students), (QStringList{"id", "firstName"}));
        QVERIFY(students.columns[0].autoIncrement);
        QCOMPARE(students.columns[0].type, DataType::of(TypeKind::Integer));
        QCOMPARE(keyNames(students.primaryKey->parts), QStringList{"id"});
        QVERIFY(d.origins[0].columns[0].generatedKey);
    }

    void rule2_tablesThatWereReadGetNoKey()
    {
        SchemaMaker m;
        const TableId log = m.table("log", {"line"});
        m.schema.tables.update(log, [](Table& t) {
            t.keyPolicy = Table::KeyPolicy::AsIs;
            t.sqlName = QStringLiteral("log");
        });
        const Derivation d = derived(m);
        QCOMPARE(columnNames(table(d, "log")), QStringList{"line"});
        QVERIFY(!table(d, "log").primaryKey);
    }

    void rule2_columnIdThatIsNoKey()
    {
        SchemaMaker m;
        m.table("Student", {"id"});
        const Derivation d = derived(m);
        QCOMPARE(columnNames(table(d, "Students")), (QStringList{"id2", "id"}));
        QCOMPARE(d.diagnostics.size(), size_t(1));
        QCOMPARE(d.diagnostics[0].what.code, QStringLiteral("derive.idTaken"));
    }

    void rule3_referenceAppendsTheTargetsKey()
    {
        SchemaMaker m;
        const TableId classes = m.table("Class", {"className"});
        const TableId teacher = m.table("Teacher", {"name"});
        const ReferenceId reference = m.reference(classes, teacher);
        const Derivation d = derived(m);
        const PhysicalTable& physical = table(d, "Classes");
        QCOMPARE(columnNames(physical), (QStringList{"id", "className", "TeacherId"}));
        QCOMPARE(physical.columns[2].type, DataType::of(TypeKind::Integer));
        QVERIFY(!physical.columns[2].autoIncrement);
        QCOMPARE(physical.foreignKeys[0].refTable, QStringLiteral("Teachers"));
        QCOMPARE(physical.foreignKeys[0].refColumns, QStringList{"id"});
        QCOMPARE(d.origins[0].columns[2].reference, reference);
        QCOMPARE(d.origins[0].foreignKeys[0].reference, reference);
    }

    void rule3_roleAndCompositeKey()
    {
        SchemaMaker m;
        const TableId room = m.table("Room", {"building", "number"});
        m.primaryKey(room, {"building", "number"});
        const TableId lesson = m.table("Lesson", {"title"});
        m.reference(lesson, room, [](Reference& r) { r.role = QStringLiteral("Venue"); });
        const PhysicalTable lessons = table(derived(m), "Lessons");
        QCOMPARE(columnNames(lessons), (QStringList{"id", "title", "VenueBuilding", "VenueNumber"}));
        QCOMPARE(lessons.columns[2].type, DataType::of(TypeKind::Varchar, 255));
        QCOMPARE(lessons.foreignKeys[0].refColumns, (QStringList{"building", "number"}));
    }

    void rule4_mandatoryAndOneToOne()
    {
        SchemaMaker m;
        const TableId user = m.table("User", {});
        const TableId profile = m.table("Profile", {});
        m.reference(profile, user, [](Reference& r) { r.mandatory = r.unique = true; });
        const PhysicalTable profiles = table(derived(m), "Profiles");
        QVERIFY(!profiles.columns[1].nullable);
        QCOMPARE(profiles.uniqueKeys.size(), size_t(1));
        QCOMPARE(keyNames(profiles.uniqueKeys[0].parts), QStringList{"UserId"});
    }

    void rule5_actions()
    {
        SchemaMaker m;
        const TableId task = m.table("Task", {});
        const TableId user = m.table("User", {});
        m.reference(task, user);
        m.reference(task, user, [](Reference& r) {
            r.mandatory = true;
            r.role = QStringLiteral("Owner");
        });
        m.reference(task, user, [](Reference& r) {
            r.role = QStringLiteral("Reviewer");
            r.key.onDelete = Action::Restrict;
            r.key.onUpdate = Action::NoAction;
        });
        const PhysicalTable tasks = table(derived(m), "Tasks");
        QCOMPARE(tasks.foreignKeys.size(), size_t(3));
        QCOMPARE(tasks.foreignKeys[0].onDelete, Action::SetNull);
        QCOMPARE(tasks.foreignKeys[0].onUpdate, Action::Cascade);
        QCOMPARE(tasks.foreignKeys[1].onDelete, Action::NoAction);
        QCOMPARE(tasks.foreignKeys[1].onUpdate, Action::Cascade);
        QCOMPARE(tasks.foreignKeys[2].onDelete, Action::Restrict);
        QCOMPARE(tasks.foreignKeys[2].onUpdate, Action::NoAction);
    }

    void rules6to9_junctionOfThePair()
    {
        SchemaMaker m;
        const auto [student, classes, link] = m.school({"grade"});
        const Derivation d = derived(m);
        const PhysicalTable& junction = table(d, "Enrollments");
        QCOMPARE(columnNames(junction), (QStringList{"grade", "StudentId", "ClassId"}));
        QCOMPARE(keyNames(junction.primaryKey->parts), (QStringList{"StudentId", "ClassId"}));
        QVERIFY(!junction.columns[1].nullable && !junction.columns[2].nullable);
        QCOMPARE(junction.foreignKeys[0].onDelete, Action::Cascade);
        QCOMPARE(junction.foreignKeys[1].onUpdate, Action::Cascade);
        QCOMPARE(junction.indexes.size(), size_t(1));
        QCOMPARE(keyNames(junction.indexes[0].parts), (QStringList{"ClassId", "StudentId"}));
        QCOMPARE(junction.indexes[0].name, QStringLiteral("Enrollments_ClassId_StudentId_idx"));
        QVERIFY(d.origins[2].indexes[0] == ObjectRef(link));
        QCOMPARE(d.origins[2].link, link);
        QCOMPARE(d.origins[2].columns[2].linkEnd, 1);
        QVERIFY(d.diagnostics.empty());
    }

    void rule7_surrogateKeyKeepsThePairUnique()
    {
        SchemaMaker m;
        const auto [student, classes, link] = m.school({"grade"});
        m.schema.links.update(link, [](ManyToMany& l) { l.junctionKey = ManyToMany::JunctionKey::Surrogate; });
        const PhysicalTable junction = table(derived(m), "Enrollments");
        QCOMPARE(columnNames(junction), (QStringList{"id", "grade", "StudentId", "ClassId"}));
        QCOMPARE(keyNames(junction.primaryKey->parts), QStringList{"id"});
        QVERIFY(!junction.columns[2].nullable);
        QCOMPARE(keyNames(junction.uniqueKeys[0].parts), (QStringList{"StudentId", "ClassId"}));
    }

    void rule9_reverseIndexIsToSwitch()
    {
        SchemaMaker m;
        const auto [student, classes, link] = m.school();
        QVERIFY(table(derived(m, strictEngine()), "Enrollments").indexes.empty());
        m.schema.links.update(link, [](ManyToMany& l) { l.reverseIndex = false; });
        QVERIFY(table(derived(m), "Enrollments").indexes.empty());
        m.schema.links.update(link, [](ManyToMany& l) { l.reverseIndex = true; });
        QCOMPARE(table(derived(m, strictEngine()), "Enrollments").indexes.size(), size_t(1));
    }

    void rule10_selfLink()
    {
        SchemaMaker m;
        const TableId person = m.table("Person", {});
        const LinkId link = m.link("Parenthood", {person, person});
        m.schema.links.update(link, [](ManyToMany& l) { l.ends[1].role = QStringLiteral("Children"); });
        const PhysicalTable junction = table(derived(m), "Parenthoods");
        QCOMPARE(columnNames(junction), (QStringList{"PersonId", "ChildId"}));
    }

    void rule11_namesAreBoundedAndUnique()
    {
        SchemaMaker m;
        const QString longName = QString(80, u'x');
        const TableId a = m.table("Task", {});
        const TableId b = m.table("User", {});
        m.reference(a, b);
        m.reference(a, b);
        m.schema.tables.update(b, [&](Table& t) { t.sqlName = longName; });
        const PhysicalTable tasks = table(derived(m, strictEngine()), "Tasks");
        QCOMPARE(columnNames(tasks), (QStringList{"id", "UserId", "UserId2"}));
        QCOMPARE(tasks.foreignKeys[0].name, QStringLiteral("Tasks_UserId_fkey"));
        QCOMPARE(tasks.primaryKey->name, QStringLiteral("Tasks_pkey"));
        const Derivation d = derived(m, strictEngine());
        QVERIFY(d.schema.tables[1].primaryKey->name.toUtf8().size() <= 63);
    }

    void rule11_sqliteShowsNoNamesSoNoneAreMade()
    {
        SchemaMaker m;
        m.school();
        const PhysicalTable junction = table(derived(m), "Enrollments");
        QVERIFY(junction.primaryKey->name.isEmpty());
        QVERIFY(junction.foreignKeys[0].name.isEmpty());
    }

    void rule11_twoModelsOnOneTable()
    {
        SchemaMaker m;
        m.table("Class", {});
        m.table("Classes", {});
        const Derivation d = derived(m);
        QCOMPARE(d.schema.tables[1].name, QStringLiteral("Classes2"));
        QCOMPARE(d.diagnostics[0].what.code, QStringLiteral("derive.sameName"));
    }

    void rule11_namesInAnotherLetterCase()
    {
        SchemaMaker m;
        for (const char* name : {"Person", "person"}) {
            Table table = *m.schema.tables.find(m.table(name, {"x"}));
            table.sqlName = QString::fromLatin1(name);
            m.schema.tables.set(table);
        }
        const Derivation apart = derived(m, strictEngine());
        QVERIFY(apart.diagnostics.empty());
        QCOMPARE(apart.schema.tables[0].name, QStringLiteral("Person"));
        QCOMPARE(apart.schema.tables[1].name, QStringLiteral("person"));
        QCOMPARE(derived(m).diagnostics[0].what.code, QStringLiteral("derive.sameName"));
    }

    void rule11_lettersBeyondAsciiAreTakenAsTheyAre()
    {
        SchemaMaker m;
        for (const char* name : {"école", "École"}) {
            Table table = *m.schema.tables.find(m.table(name, {"x"}));
            table.sqlName = QString::fromUtf8(name);
            m.schema.tables.set(table);
        }
        QVERIFY(derived(m).diagnostics.empty());
    }

    void aTableWithoutColumnsWhereThatIsLegal()
    {
        SchemaMaker m;
        Table nothing = *m.schema.tables.find(m.table("Nothing", {}));
        nothing.keyPolicy = Table::KeyPolicy::AsIs;
        m.schema.tables.set(nothing);
        QCOMPARE(derived(m).diagnostics[0].what.code, QStringLiteral("derive.noColumns"));
        Capabilities engine = strictEngine();
        engine.emptyTables = true;
        QVERIFY(derived(m, engine).diagnostics.empty());
    }

    void rule12_ownColumnsAsKeys()
    {
        SchemaMaker m;
        const TableId user = m.table("User", {"login"});
        const TableId post = m.table("Post", {"author"});
        const ColumnId author = m.column(post, "author");
        const ColumnId login = m.column(user, "login");
        m.reference(post, user, [&](Reference& r) { r.key.columns = {{author, login}}; });
        const Derivation d = derived(m);
        const PhysicalTable& posts = table(d, "Posts");
        QCOMPARE(columnNames(posts), (QStringList{"id", "author"}));
        QCOMPARE(posts.foreignKeys[0].columns, QStringList{"author"});
        QCOMPARE(posts.foreignKeys[0].refColumns, QStringList{"login"});
        QCOMPARE(d.origins[1].columns[1].target, login);
        QVERIFY(d.origins[1].columns[1].isForeignKey());
    }

    void rule12_junctionWithAKeyOfItsOwn()
    {
        SchemaMaker m;
        const auto [student, classes, link] = m.school({"ticket"});
        const TableId junction = m.schema.links.at(link).junction;
        m.primaryKey(junction, {"ticket"});
        const PhysicalTable physical = table(derived(m), "Enrollments");
        QCOMPARE(keyNames(physical.primaryKey->parts), QStringList{"ticket"});
        QCOMPARE(keyNames(physical.uniqueKeys[0].parts), (QStringList{"StudentId", "ClassId"}));
    }

    void linksToJunctionsTakeTheirCompositeKey()
    {
        SchemaMaker m;
        // Drawn before the junction it points at: order must not matter.
        const TableId exam = m.table("Exam", {});
        const auto [student, classes, link] = m.school();
        m.reference(exam, m.schema.links.at(link).junction);
        const PhysicalTable exams = table(derived(m), "Exams");
        QCOMPARE(columnNames(exams), (QStringList{"id", "EnrollmentStudentId", "EnrollmentClassId"}));
        QCOMPARE(exams.foreignKeys[0].refColumns, (QStringList{"StudentId", "ClassId"}));
    }

    void junctionsOfEachOtherAreReported()
    {
        SchemaMaker m;
        const TableId a = m.table("A", {});
        const LinkId first = m.link("First", {a, a});
        const LinkId second = m.link("Second", {a, m.schema.links.at(first).junction});
        const TableId secondJunction = m.schema.links.at(second).junction;
        m.schema.links.update(first, [&](ManyToMany& l) { l.ends[1].table = secondJunction; });
        const Derivation d = derived(m);
        QCOMPARE(d.diagnostics[0].what.code, QStringLiteral("derive.keyCycle"));
        QVERIFY(!table(d, "Firsts").primaryKey);
    }

    void unfinishedDrawingsAreReported()
    {
        SchemaMaker m;
        const TableId log = m.table("log", {"line"});
        const TableId entry = m.table("Entry", {});
        m.schema.tables.update(log, [](Table& t) { t.keyPolicy = Table::KeyPolicy::AsIs; });
        const ReferenceId reference = m.reference(entry, log);
        const Derivation d = derived(m);
        QCOMPARE(columnNames(table(d, "Entries")), QStringList{"id"});
        QCOMPARE(d.diagnostics.size(), size_t(1));
        QCOMPARE(d.diagnostics[0].what.code, QStringLiteral("derive.noKey"));
        QVERIFY(d.diagnostics[0].object == ObjectRef(reference));
    }

    void relationsWithoutAConstraintHaveColumnsOnly()
    {
        SchemaMaker m;
        const TableId a = m.table("Task", {});
        const TableId b = m.table("User", {});
        m.reference(a, b, [](Reference& r) { r.key.unconstrained = true; });
        const PhysicalTable tasks = table(derived(m), "Tasks");
        QCOMPARE(columnNames(tasks), (QStringList{"id", "UserId"}));
        QVERIFY(tasks.foreignKeys.empty());
    }

    void setNullOnAColumnThatCantBeNull()
    {
        SchemaMaker m;
        const auto [student, classes, link] = m.school();
        m.schema.links.update(link, [](ManyToMany& l) { l.ends[0].key.onDelete = Action::SetNull; });
        const Derivation d = derived(m);
        QCOMPARE(d.diagnostics.size(), size_t(1));
        QCOMPARE(d.diagnostics[0].what.code, QStringLiteral("derive.setNull"));
    }
};

QTEST_GUILESS_MAIN(DeriveTest)
#include "derivetest.moc"
