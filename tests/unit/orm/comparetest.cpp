// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/diff/compare.h"
#include "orm/diff/description.h"
#include "support/schemas.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

namespace {

const Dialect& dialect(const char* name)
{
    return **dialectNamed(QString::fromUtf8(name));
}

PhysicalColumn column(const char* name, DataType type = DataType::of(TypeKind::Integer))
{
    PhysicalColumn made;
    made.name = QString::fromUtf8(name);
    made.type = std::move(type);
    return made;
}

PhysicalKey key(const QStringList& columns, const char* name = "")
{
    PhysicalKey made;
    made.name = QString::fromUtf8(name);
    for (const QString& part : columns)
        made.parts.push_back({part, {}, false, {}});
    return made;
}

PhysicalIndex index(const char* name, const QStringList& columns)
{
    PhysicalIndex made;
    made.name = QString::fromUtf8(name);
    for (const QString& part : columns)
        made.parts.push_back({part, {}, false, {}});
    return made;
}

PhysicalForeignKey foreignKey(const char* column, const char* table)
{
    PhysicalForeignKey made;
    made.columns = QStringList{QString::fromUtf8(column)};
    made.refTable = QString::fromUtf8(table);
    made.refColumns = QStringList{QStringLiteral("id")};
    return made;
}

/// Student(id, name, class_id -> Class) and Class(id, title).
PhysicalSchema school()
{
    PhysicalTable classes;
    classes.name = QStringLiteral("Class");
    classes.columns = {column("id"), column("title", DataType::of(TypeKind::Varchar, 80))};
    classes.primaryKey = key({QStringLiteral("id")});
    PhysicalTable student;
    student.name = QStringLiteral("Student");
    student.columns = {column("id"), column("name", DataType::of(TypeKind::Varchar, 80)), column("class_id")};
    student.primaryKey = key({QStringLiteral("id")});
    student.foreignKeys = {foreignKey("class_id", "Class")};
    student.checks = {{QString(), QStringLiteral("name <> ''")}};
    return {{classes, student}, {}, {}};
}

QStringList linesOf(const SchemaChanges& changes, const Dialect& in)
{
    QStringList lines;
    for (const SchemaChange& change : changes)
        lines << objectOf(change) + QStringLiteral(": ") + describe(change, in);
    return lines;
}

} // namespace

/// What counts as a difference of two schemas, and what is only another spelling.
class CompareTest : public QObject {
    Q_OBJECT

    QStringList compared(const PhysicalSchema& before, const PhysicalSchema& after, const char* in = "sqlite")
    {
        return linesOf(orm::compare(before, after, dialect(in)), dialect(in));
    }

private slots:
    void equalSchemasDoNotDiffer()
    {
        QCOMPARE(compared(school(), school()), QStringList());
        QCOMPARE(compared({}, {}), QStringList());
    }

    void sqliteKnowsTheLettersOfAsciiOnly()
    {
        PhysicalSchema before = school();
        PhysicalTable one, other;
        one.name = QString::fromUtf8("école");
        one.columns = {column("id")};
        other = one;
        other.name = QString::fromUtf8("École");
        before.tables.push_back(one);
        PhysicalSchema after = before;
        after.tables.push_back(other);
        QCOMPARE(compared(before, after).size(), 1);
        QCOMPARE(compared(after, after), QStringList());
    }

    void whereATableCountsFromIsNoDifference()
    {
        PhysicalSchema before = school(), after = school();
        before.tables[0].options.extra = QStringLiteral("AUTO_INCREMENT=1000 ROW_FORMAT=DYNAMIC");
        after.tables[0].options.extra = QStringLiteral("ROW_FORMAT=DYNAMIC");
        QCOMPARE(compared(before, after, "mysql"), QStringList());
    }

    void tablesWithoutAConditionAreJoinedInAnyWords_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* name, const char* one, const char* other, bool same = true) {
            QTest::newRow(name) << QString::fromLatin1(one) << QString::fromLatin1(other) << same;
        };
        row("commas", "select 1 from a, b where a.x = b.x", "select 1 from (a join b) where a.x = b.x");
        row("three", "select 1 from a,b , c", "select 1 from ((`a` join `b`) join `c`)",
            false); // names are quoted
        row("nested", "select 1 from a, b, c", "select 1 from ((a join b) join c)");
        row("cross", "select 1 from a CROSS JOIN b", "select 1 from a inner join b");
        row("with a condition", "select 1 from (a join b on(a.x = b.x)), c",
            "select 1 from (a join b on(a.x = b.x)) join c");
        row("in queries inside", "select (select 1 from a, b) from (select 2 from c, d) e, f",
            "select (select 1 from (a join b)) from ((select 2 from (c join d)) e join f)");
        row("another condition", "select 1 from (a join b on(a.x = b.x))",
            "select 1 from (a join b on(a.x = b.y))", false);
        row("no condition", "select 1 from (a join b on(a.x = b.x))", "select 1 from a, b", false);
        row("left joins", "select 1 from (a left join b on(1))", "select 1 from (a join b on(1))", false);
        row("lists of values", "select f((a), b) from c where (x, y) in ((1, 2))",
            "select f(a, b) from c where (x, y) in (1, 2)", false);
    }
    void tablesWithoutAConditionAreJoinedInAnyWords()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QFETCH(bool, same);
        PhysicalSchema before = school(), after = school();
        before.verbatims = {
            {Verbatim::Kind::View, QStringLiteral("v"), QStringLiteral("CREATE VIEW v AS ") + one, {}}};
        after.verbatims = {
            {Verbatim::Kind::View, QStringLiteral("v"), QStringLiteral("CREATE VIEW v AS ") + other, {}}};
        QCOMPARE(compared(before, after, "mariadb").isEmpty(), same);
    }

    void tablesComeAndGo()
    {
        PhysicalSchema after = school();
        PhysicalTable teacher;
        teacher.name = QStringLiteral("Teacher");
        teacher.columns = {column("id")};
        after.tables.push_back(teacher);
        QCOMPARE(compared(school(), after), QStringList({"Teacher: + table Teacher (id)"}));
        QCOMPARE(compared(after, school()), QStringList({"Teacher: - table Teacher (id)"}));
    }

    void columnsComeGoAndChange()
    {
        PhysicalSchema after = school();
        PhysicalTable& student = after.tables[1];
        student.columns[1].type = DataType::of(TypeKind::Varchar, 120);
        student.columns[1].nullable = false;
        student.columns.push_back(column("age"));
        student.columns.back().defaultValue = {DefaultValue::Kind::Literal, QStringLiteral("7")};
        after.tables[0].columns.pop_back();
        QCOMPARE(compared(school(), after),
            QStringList({"Class.title: - column title VARCHAR(80)",
                "Student.name: ~ column name: type VARCHAR(80) -> VARCHAR(120); NOT NULL",
                "Student.age: + column age INTEGER DEFAULT 7"}));
    }

    void keysIndexesAndChecks()
    {
        PhysicalSchema after = school();
        PhysicalTable& student = after.tables[1];
        student.primaryKey = key({QStringLiteral("id"), QStringLiteral("class_id")});
        student.uniqueKeys = {key({QStringLiteral("name")}, "one_name")};
        student.indexes = {index("by_class", {QStringLiteral("class_id")})};
        student.foreignKeys[0].onDelete = Action::Cascade;
        student.checks[0].expression = QStringLiteral("name <> 'x'");
        QCOMPARE(compared(school(), after),
            QStringList({"Student (id): ~ primary key (id): columns id -> id, class_id",
                "Student.one_name: + unique key one_name (name)",
                "Student (class_id): ~ foreign key (class_id) -> Class (id): on delete none -> CASCADE",
                "Student.by_class: + index by_class (class_id)", "Student (name <> 'x'): + check name <> 'x'",
                "Student (name <> ''): - check name <> ''"}));
    }

    void spellingIsNoDifference()
    {
        PhysicalSchema after = school();
        after.tables[0].columns[1].type = DataType::verbatim(QStringLiteral("varchar(80)"));
        after.tables[1].checks[0].expression = QStringLiteral("( name!='' )");
        after.tables[1].name = QStringLiteral("student"); // one table to SQLite
        after.tables[0].comment = QStringLiteral("SQLite keeps none");
        QCOMPARE(compared(school(), after), QStringList());
    }

    void lettersOfNamesCountWhereTheEngineSaysSo()
    {
        PhysicalSchema after = school();
        after.tables[0].columns[1].name = QStringLiteral("Title");
        QCOMPARE(compared(school(), after, "sqlite"), QStringList());
        QCOMPARE(compared(school(), after, "postgresql"),
            QStringList({"Class.title: ~ column title: is called Title"}));
    }

    void namesLeftToTheEngineAreNoDifference()
    {
        PhysicalSchema after = school();
        after.tables[1].primaryKey->name = QStringLiteral("Student_pkey");
        after.tables[1].foreignKeys[0].name = QStringLiteral("Student_class_id_fkey");
        after.tables[1].checks[0].name = QStringLiteral("Student_check");
        QCOMPARE(compared(school(), after, "postgresql"), QStringList());
        PhysicalSchema other = after;
        other.tables[1].foreignKeys[0].name = QStringLiteral("other");
        QCOMPARE(compared(after, other, "postgresql"),
            QStringList(
                {"Student.Student_class_id_fkey: ~ foreign key Student_class_id_fkey: is called other"}));
    }

    void whatMySqlTakesForOneIsOne()
    {
        PhysicalSchema before = school(), after = school();
        after.tables[1].indexes = {index("class_id", {QStringLiteral("class_id")})}; // made for the foreign key
        after.tables[1].foreignKeys[0].onDelete = Action::Restrict;
        before.tables[1].uniqueKeys = {key({QStringLiteral("name")}, "name")};
        PhysicalIndex unique = index("name", {QStringLiteral("name")});
        unique.unique = true;
        after.tables[1].indexes.push_back(unique);
        QCOMPARE(compared(before, after, "mariadb"), QStringList());
        QCOMPARE(compared(before, after, "postgresql").size(), 4);
    }

    void aTableThatIsOnlyCalledOtherwise()
    {
        PhysicalSchema after = school();
        after.tables[0].name = QStringLiteral("Course");
        after.tables[1].foreignKeys[0].refTable = QStringLiteral("Course");
        const SchemaChanges changes = orm::compare(school(), after, dialect("sqlite"));
        QCOMPARE(linesOf(changes, dialect("sqlite")), QStringList({"Class: ~ table Class: is called Course"}));
        QCOMPARE(operationOf(changes[0]), QStringLiteral("rename"));
    }

    void aColumnThatIsOnlyCalledOtherwise()
    {
        PhysicalSchema before = school();
        before.tables[1].indexes = {index("by_name", {QStringLiteral("name")})};
        PhysicalSchema after = before;
        after.tables[1].columns[1].name = QStringLiteral("firstName");
        after.tables[1].indexes[0].parts[0].column = QStringLiteral("firstName");
        after.tables[1].checks[0].expression = QStringLiteral("\"firstName\" <> ''");
        QCOMPARE(compared(before, after), QStringList({"Student.name: ~ column name: is called firstName"}));
    }

    void twoCandidatesAreNoRename()
    {
        PhysicalSchema before;
        for (const char* name : {"a", "b"}) {
            PhysicalTable table;
            table.name = QString::fromUtf8(name);
            table.columns = {column("id")};
            before.tables.push_back(table);
        }
        PhysicalSchema after = before;
        after.tables[0].name = QStringLiteral("c");
        after.tables[1].name = QStringLiteral("d");
        QCOMPARE(compared(before, after).size(), 4);
    }

    void theOrderOfColumnsIsOneChange()
    {
        PhysicalSchema after = school();
        std::swap(after.tables[1].columns[0], after.tables[1].columns[1]);
        QCOMPARE(compared(school(), after),
            QStringList({"Student: ~ table Student: column order id, name, class_id -> name, id, class_id"}));
        after = school();
        after.tables[1].columns.insert(after.tables[1].columns.begin(), column("first"));
        QCOMPARE(compared(school(), after), QStringList({"Student.first: + column first INTEGER"}));
    }

    void typesAndViews()
    {
        PhysicalSchema before = school(), after = school();
        PhysicalUserType mood;
        mood.name = QStringLiteral("mood");
        mood.values = QStringList{QStringLiteral("good"), QStringLiteral("bad")};
        before.types = {mood};
        mood.values << QStringLiteral("so-so");
        after.types = {mood};
        PhysicalVerbatim view;
        view.kind = Verbatim::Kind::View;
        view.name = QStringLiteral("v");
        view.sql = QStringLiteral("CREATE VIEW v AS\n  SELECT 1;");
        before.verbatims = {view};
        view.sql = QStringLiteral("CREATE VIEW v AS SELECT 1");
        after.verbatims = {view};
        QCOMPARE(compared(before, after, "postgresql"),
            QStringList({"mood: ~ enum mood: values 'good', 'bad' -> 'good', 'bad', 'so-so'"}));
        after.verbatims[0].sql = QStringLiteral("CREATE VIEW v AS SELECT 2");
        after.types = before.types;
        QCOMPARE(compared(before, after, "postgresql"), QStringList({"v: ~ view v: is defined otherwise"}));
    }

    void drawingsKnowTheirRenames()
    {
        tests::SchemaMaker maker;
        const auto drawn = maker.school({QStringLiteral("grade")});
        const Dialect& sqlite = dialect("sqlite");
        const auto derived = [&] { return derive(maker.schema, NamingPolicy(), sqlite.capabilities()); };
        const Derivation before = derived();
        maker.schema.tables.update(drawn.student, [](Table& table) {
            table.name = QStringLiteral("Pupil");
            table.columns[0].name = QStringLiteral("givenName");
            table.columns[0].type = DataType::of(TypeKind::Text);
        });
        const Derivation after = derived();
        QCOMPARE(linesOf(orm::compare(before, after, sqlite), sqlite),
            QStringList({"Students: ~ table Students: is called Pupils",
                "Pupils.firstName: ~ column firstName: is called givenName; type VARCHAR(255) -> TEXT",
                "Enrollments.StudentId: ~ column StudentId: is called PupilId",
                "Enrollments.Enrollments_ClassId_StudentId_idx: ~ index Enrollments_ClassId_StudentId_idx: is "
                "called Enrollments_ClassId_PupilId_idx"}));
        QCOMPARE(orm::compare(before, before, sqlite).size(), std::size_t(0));
    }

    void theListIsTheSameWhateverTheOrderOfTables()
    {
        PhysicalSchema before = school();
        std::swap(before.tables[0], before.tables[1]);
        QCOMPARE(compared(before, school()), QStringList());
    }

    void programsReadWhatDiffers()
    {
        PhysicalSchema after = school();
        after.tables[1].columns[1].nullable = false;
        const Dialect& sqlite = dialect("sqlite");
        const SchemaChanges changes = orm::compare(school(), after, sqlite);
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(operationOf(changes[0]), QStringLiteral("change"));
        QCOMPARE(kindOf(changes[0]), QStringLiteral("column"));
        QCOMPARE(objectOf(changes[0]), QStringLiteral("Student.name"));
        QCOMPARE(compactJson(sideJson(changes[0], Side::Before, sqlite)), QByteArray("{\"null\":\"\"}"));
        QCOMPARE(compactJson(sideJson(changes[0], Side::After, sqlite)), QByteArray("{\"null\":\"NOT NULL\"}"));
        const SchemaChanges all = orm::compare({}, school(), sqlite);
        QVERIFY(sideJson(all[0], Side::Before, sqlite).isNull());
        QCOMPARE(sideJson(all[0], Side::After, sqlite).find(QStringLiteral("columns"))->items().size(),
            std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(CompareTest)
#include "comparetest.moc"
