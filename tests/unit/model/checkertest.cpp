// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/checker.h"
#include "support/schemas.h"

#include <QtTest>

#include <algorithm>

using namespace conjoin;
using namespace conjoin::model;
using conjoin::tests::SchemaMaker;

namespace {

Document documentOf(const Schema& schema)
{
    Document document = emptyDocument(QStringLiteral("test"), DiagramId(1));
    document.schema = schema;
    return document;
}

QStringList codesOf(const Document& document, const EngineLimits& engine = {})
{
    QStringList codes;
    for (const Diagnostic& finding : check(document, engine))
        codes << finding.what.code;
    return codes;
}

QStringList codesOf(const SchemaMaker& maker, const EngineLimits& engine = {})
{
    return codesOf(documentOf(maker.schema), engine);
}

KeyPart partOver(ColumnId column)
{
    return {column, false, {}};
}

} // namespace

/// Each rule: what it finds, what it lets pass, and where it points.
class CheckerTest : public QObject {
    Q_OBJECT

private slots:
    void schoolIsClean();
    void findingsSayWhatWhereAndHowToMend();
    void acceptedFindingsStayAway();
    void findingsComeInDocumentOrder();

    void twoModelsOnOneTable();
    void tableNames();
    void tablesWithoutColumnsOrKey();
    void columnNames();
    void columnTypesAndDefaults_data();
    void columnTypesAndDefaults();
    void countingColumns();
    void primaryKeysThatMayBeNull();
    void keysAndIndexesTwice();
    void uniqueKeysWithNulls();
    void referencesToNothing();
    void namesOfIndexes();
    void referencesOfOtherTypes();
    void referencesToNoKey();
    void referencesThatSetNull();
    void referencesWithoutIndex();
    void linksToThemselves();
    void linksThatSetNull();
    void linksThatRepeat();
    void roles();
};

void CheckerTest::schoolIsClean()
{
    SchemaMaker maker;
    const auto school = maker.school({QStringLiteral("grade")});
    maker.reference(school.classes, maker.table("Teacher", {QStringLiteral("name")}));
    const LinkId mentors = maker.link("Mentorship", {school.student, school.student});
    maker.schema.links.update(mentors, [](ManyToMany& link) {
        link.ends[0].role = QStringLiteral("Mentees");
        link.ends[1].role = QStringLiteral("Mentors");
    });
    QCOMPARE(codesOf(maker), QStringList());
}

void CheckerTest::findingsSayWhatWhereAndHowToMend()
{
    SchemaMaker maker;
    const TableId table = maker.table("Student", {QStringLiteral("age")});
    const ColumnId age = maker.column(table, "age");
    maker.schema.tables.update(table, [](Table& changed) {
        changed.columns[0].type = DataType::of(TypeKind::Integer);
        changed.columns[0].defaultValue = {DefaultValue::Kind::Literal, QStringLiteral("old")};
    });
    const Diagnostics found = check(documentOf(maker.schema));
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].what.code, QStringLiteral("column.default-mismatch"));
    QCOMPARE(found[0].what.english(), QStringLiteral("the default \"old\" is no value of type integer"));
    QVERIFY(found[0].severity == Severity::Warning);
    QVERIFY(found[0].object == ObjectRef(age));
    QCOMPARE(found[0].where, QStringLiteral("Student.age"));
    QVERIFY(!found[0].mend.isEmpty());
}

void CheckerTest::acceptedFindingsStayAway()
{
    SchemaMaker maker;
    const TableId table = maker.table("Empty", {});
    Document document = documentOf(maker.schema);
    QCOMPARE(codesOf(document), QStringList({"table.no-columns"}));
    document.settings.accepted = {{QStringLiteral("table.no-columns"), QStringLiteral("0000000001")}};
    QCOMPARE(codesOf(document), QStringList({"table.no-columns"}));
    document.settings.accepted = {{QStringLiteral("table.no-columns"), idText(table.value())}};
    QCOMPARE(codesOf(document), QStringList());
}

void CheckerTest::findingsComeInDocumentOrder()
{
    SchemaMaker maker;
    maker.table("First", {QStringLiteral("a"), QStringLiteral("A")});
    maker.table("Second", {});
    maker.table("Firsts", {QStringLiteral("a")});
    QCOMPARE(codesOf(maker), QStringList({"column.name-case-collision", "table.no-columns",
                                 "table.name-duplicate", "convention.plural-model"}));
}

void CheckerTest::twoModelsOnOneTable()
{
    SchemaMaker maker;
    maker.table("Class", {QStringLiteral("name")});
    const TableId other = maker.table("Classes", {QStringLiteral("name")});
    QCOMPARE(codesOf(maker), QStringList({"table.name-duplicate", "convention.plural-model"}));
    maker.schema.tables.update(other, [](Table& table) { table.sqlName = QStringLiteral("classes"); });
    QCOMPARE(codesOf(maker), QStringList({"table.name-case-collision"}));
    maker.schema.tables.update(other, [](Table& table) { table.sqlSchema = QStringLiteral("old"); });
    QCOMPARE(codesOf(maker), QStringList());
}

void CheckerTest::tableNames()
{
    SchemaMaker maker;
    const TableId table = maker.table("Sale", {QStringLiteral("name")});
    const auto named = [&](const QString& sqlName, const EngineLimits& engine = {}) {
        maker.schema.tables.update(table, [&](Table& changed) { changed.sqlName = sqlName; });
        return codesOf(maker, engine);
    };
    QCOMPARE(named(QStringLiteral("Order")), QStringList({"table.name-reserved"}));
    QCOMPARE(named(QStringLiteral("Orders")), QStringList());
    EngineLimits some;
    some.engine = QStringLiteral("some");
    some.reservedWords = QSet<QString>{QStringLiteral("rank")};
    QCOMPARE(named(QStringLiteral("Rank"), some), QStringList({"table.name-reserved"}));
    QCOMPARE(named(QStringLiteral("Order"), some), QStringList()); // a word of others
    QCOMPARE(named(QString(63, u'x')), QStringList());
    QCOMPARE(named(QString(64, u'x')), QStringList({"name.too-long"}));
    QCOMPARE(named(QString(32, QChar(0xe4))), QStringList({"name.too-long"})); // 64 bytes
    maker.schema.tables.update(table, [&](Table& changed) {
        changed.name.clear();
        changed.sqlName.clear();
    });
    QCOMPARE(codesOf(maker), QStringList({"table.name-empty"}));
}

void CheckerTest::tablesWithoutColumnsOrKey()
{
    SchemaMaker maker;
    const TableId empty = maker.table("Empty", {});
    QCOMPARE(check(documentOf(maker.schema)).at(0).severity, Severity::Hint);
    maker.schema.tables.update(empty, [](Table& table) { table.keyPolicy = Table::KeyPolicy::AsIs; });
    QCOMPARE(check(documentOf(maker.schema)).at(0).severity, Severity::Error);
    EngineLimits hasThem;
    hasThem.emptyTables = true;
    QCOMPARE(check(documentOf(maker.schema), hasThem).at(0).severity, Severity::Hint);
    maker.reference(empty, maker.table("Other", {QStringLiteral("name")})); // its key column is a column
    QCOMPARE(codesOf(maker), QStringList());

    SchemaMaker other;
    const TableId read = other.table("Log", {QStringLiteral("line")});
    QCOMPARE(codesOf(other), QStringList());
    other.schema.tables.update(read, [](Table& table) { table.keyPolicy = Table::KeyPolicy::AsIs; });
    QCOMPARE(codesOf(other), QStringList({"table.no-primary-key"}));
}

void CheckerTest::columnNames()
{
    SchemaMaker maker;
    maker.table("T", {QStringLiteral("a"), QStringLiteral("a"), QStringLiteral("A"), QStringLiteral(" "),
                         QString(64, u'x')});
    QCOMPARE(codesOf(maker), QStringList({"column.name-duplicate", "column.name-case-collision",
                                 "column.name-empty", "name.too-long"}));
}

void CheckerTest::columnTypesAndDefaults_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("literal");
    QTest::addColumn<QString>("code");
    QTest::newRow("integer") << "integer"
                             << "-7"
                             << "";
    QTest::newRow("no integer") << "integer"
                                << "seven"
                                << "column.default-mismatch";
    QTest::newRow("fraction") << "integer"
                              << "7.5"
                              << "column.default-mismatch";
    QTest::newRow("decimal") << "decimal(10,2)"
                             << "7.5"
                             << "";
    QTest::newRow("no decimal") << "decimal(10,2)"
                                << "7,5"
                                << "column.default-mismatch";
    QTest::newRow("boolean") << "boolean"
                             << "TRUE"
                             << "";
    QTest::newRow("no boolean") << "boolean"
                                << "maybe"
                                << "column.default-mismatch";
    QTest::newRow("text") << "text"
                          << "anything"
                          << "";
    QTest::newRow("long enough") << "varchar(3)"
                                 << "abc"
                                 << "";
    QTest::newRow("too long") << "varchar(3)"
                              << "abcd"
                              << "column.default-mismatch";
    QTest::newRow("native") << "geometry"
                            << "anything"
                            << "column.type-native";
    QTest::newRow("scale") << "decimal(2,4)"
                           << "0"
                           << "column.decimal-scale";
}

void CheckerTest::columnTypesAndDefaults()
{
    QFETCH(QString, type);
    QFETCH(QString, literal);
    QFETCH(QString, code);
    SchemaMaker maker;
    const TableId table = maker.table("T", {QStringLiteral("a")});
    maker.schema.tables.update(table, [&](Table& changed) {
        changed.columns[0].type = parseType(type);
        changed.columns[0].defaultValue = {DefaultValue::Kind::Literal, literal};
    });
    QCOMPARE(codesOf(maker), code.isEmpty() ? QStringList() : QStringList{code});

    maker.schema.tables.update(table, [&](Table& changed) {
        changed.columns[0].generated = {Generated::Kind::Stored, QStringLiteral("1")};
    });
    QVERIFY(codesOf(maker).contains(QStringLiteral("column.generated-default")));
}

void CheckerTest::countingColumns()
{
    SchemaMaker maker;
    const TableId table = maker.table("T", {QStringLiteral("a"), QStringLiteral("b")});
    const auto set = [&](TypeKind kind) {
        maker.schema.tables.update(table, [&](Table& changed) {
            changed.columns[0].type = DataType::of(kind);
            changed.columns[0].autoIncrement = true;
        });
    };
    set(TypeKind::Integer);
    QCOMPARE(codesOf(maker), QStringList({"column.auto-increment-not-key"}));
    maker.primaryKey(table, {QStringLiteral("a")});
    QCOMPARE(codesOf(maker), QStringList());
    set(TypeKind::Text);
    QCOMPARE(codesOf(maker), QStringList({"column.auto-increment-type"}));
}

void CheckerTest::primaryKeysThatMayBeNull()
{
    SchemaMaker maker;
    const TableId table = maker.table("T", {QStringLiteral("code")});
    maker.primaryKey(table, {QStringLiteral("code")});
    QCOMPARE(codesOf(maker), QStringList({"key.nullable-primary"}));
    maker.schema.tables.update(table, [](Table& changed) { changed.columns[0].nullable = false; });
    QCOMPARE(codesOf(maker), QStringList());
    // SQLite's row id is never null, and nobody writes NOT NULL there.
    maker.schema.tables.update(table, [](Table& changed) {
        changed.keyPolicy = Table::KeyPolicy::AsIs;
        changed.columns[0].nullable = true;
        changed.columns[0].type = DataType::verbatim(QStringLiteral("INTEGER"));
    });
    QCOMPARE(codesOf(maker), QStringList());
}

void CheckerTest::keysAndIndexesTwice()
{
    SchemaMaker maker;
    const TableId table = maker.table("T", {QStringLiteral("a"), QStringLiteral("b")});
    const KeyPart a = partOver(maker.column(table, "a"));
    const KeyPart b = partOver(maker.column(table, "b"));
    KeyPart aDown = a;
    aDown.descending = true;
    const auto with = [&](std::vector<Key> keys, std::vector<Index> indexes) {
        Document document = documentOf(maker.schema);
        document.schema.tables.update(table, [&](Table& changed) {
            changed.columns[0].nullable = changed.columns[1].nullable = false;
            changed.uniqueKeys = std::move(keys);
            changed.indexes = std::move(indexes);
        });
        return codesOf(document);
    };
    QCOMPARE(with({{KeyId(50), {}, {a}, {}}, {KeyId(51), {}, {b}, {}}}, {}), QStringList());
    QCOMPARE(
        with({{KeyId(50), {}, {a, b}, {}}, {KeyId(51), {}, {b, a}, {}}}, {}), QStringList({"key.duplicate"}));
    QCOMPARE(with({{KeyId(50), {}, {a, a}, {}}}, {}), QStringList({"key.column-twice"}));
    QCOMPARE(with({}, {{IndexId(50), {}, {a, b}, false, {}, {}}, {IndexId(51), {}, {b, a}, false, {}, {}}}),
        QStringList());
    QCOMPARE(with({}, {{IndexId(50), {}, {a}, false, {}, {}}, {IndexId(51), {}, {a}, true, {}, {}}}),
        QStringList({"index.duplicate"}));
    QCOMPARE(with({}, {{IndexId(50), {}, {a}, false, {}, {}},
                          {IndexId(51), {}, {a}, false, QStringLiteral("a > 0"), {}},
                          {IndexId(52), {}, {aDown}, false, {}, {}}}),
        QStringList());
    QCOMPARE(with({{KeyId(50), {}, {a}, {}}}, {{IndexId(51), {}, {a}, false, {}, {}}}),
        QStringList({"index.duplicate"}));
    QCOMPARE(with({{KeyId(50), {}, {a}, {}}}, {{IndexId(51), {}, {aDown}, false, {}, {}}}), QStringList());
}

void CheckerTest::uniqueKeysWithNulls()
{
    SchemaMaker maker;
    const TableId table = maker.table("T", {QStringLiteral("a"), QStringLiteral("b")});
    const KeyPart a = partOver(maker.column(table, "a"));
    const KeyPart b = partOver(maker.column(table, "b"));
    maker.schema.tables.update(table, [&](Table& changed) { changed.uniqueKeys = {{KeyId(50), {}, {a}, {}}}; });
    QCOMPARE(codesOf(maker), QStringList()); // an optional unique name is common and means what it says
    maker.schema.tables.update(table, [&](Table& changed) {
        changed.uniqueKeys = {{KeyId(50), {}, {a, b}, {}}};
    });
    QCOMPARE(codesOf(maker), QStringList({"unique.nullable"}));
}

void CheckerTest::referencesToNothing()
{
    SchemaMaker maker;
    const TableId table = maker.table("T", {QStringLiteral("a")});
    const ReferenceId reference =
        maker.reference(table, {}, [](Reference& made) { made.missingTable = QStringLiteral("Gone"); });
    const Diagnostics found = check(documentOf(maker.schema));
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].what.code, QStringLiteral("reference.missing-table"));
    QVERIFY(found[0].object == ObjectRef(reference));
    QVERIFY(found[0].severity == Severity::Error);

    // A partition is no table of the drawing, but of the database.
    Verbatim partition;
    partition.id = VerbatimId(70);
    partition.kind = Verbatim::Kind::Partition;
    partition.name = QStringLiteral("Gone");
    maker.schema.verbatims.set(partition);
    QCOMPARE(codesOf(maker), QStringList());
}

void CheckerTest::namesOfIndexes()
{
    SchemaMaker maker;
    const TableId table = maker.table("T", {QStringLiteral("a"), QStringLiteral("b")});
    const ColumnId a = maker.column(table, "a"), b = maker.column(table, "b");
    maker.schema.tables.update(table, [&](Table& changed) {
        changed.indexes = {{IndexId(50), QStringLiteral("by_Id"), {partOver(a)}, false, {}, {}},
            {IndexId(51), QStringLiteral("by_id"), {partOver(b)}, false, {}, {}}};
    });
    QCOMPARE(codesOf(maker), QStringList({"name.taken"})); // portable are only names that differ in more
    EngineLimits tellsThemApart;
    tellsThemApart.engine = QStringLiteral("an engine");
    QCOMPARE(check(documentOf(maker.schema), tellsThemApart).size(), std::size_t(0));
    tellsThemApart.foldsColumnNames = true;
    QCOMPARE(check(documentOf(maker.schema), tellsThemApart).size(), std::size_t(1));
}

void CheckerTest::referencesOfOtherTypes()
{
    SchemaMaker maker;
    const TableId one = maker.table("One", {QStringLiteral("key")});
    const TableId many = maker.table("Many", {QStringLiteral("oneKey")});
    maker.schema.tables.update(one, [](Table& table) { table.columns[0].nullable = false; });
    maker.primaryKey(one, {QStringLiteral("key")});
    maker.primaryKey(many, {QStringLiteral("oneKey")});
    maker.schema.tables.update(many, [](Table& table) { table.columns[0].nullable = false; });
    maker.reference(many, one, [&](Reference& reference) {
        reference.key.columns = {{maker.column(many, "oneKey"), maker.column(one, "key")}};
    });
    const auto withTypes = [&](const char* here, const char* there) {
        maker.schema.tables.update(many, [&](Table& table) {
            table.keyPolicy = Table::KeyPolicy::AsIs;
            table.columns[0].type = DataType::verbatim(QString::fromLatin1(here));
        });
        maker.schema.tables.update(one, [&](Table& table) {
            table.keyPolicy = Table::KeyPolicy::AsIs;
            table.columns[0].type = parseType(QString::fromLatin1(there));
        });
        return codesOf(maker);
    };
    QCOMPARE(withTypes("varchar(20)", "varchar(255)"), QStringList());
    QCOMPARE(withTypes("INT", "integer"), QStringList()); // two spellings of one type
    QCOMPARE(withTypes("GEOMETRY", "geometry"), QStringList());
    QCOMPARE(withTypes("TEXT", "integer"), QStringList({"reference.type-mismatch"}));
    QCOMPARE(withTypes("INT UNSIGNED", "integer"), QStringList({"reference.type-mismatch"}));
}

void CheckerTest::referencesToNoKey()
{
    SchemaMaker maker;
    const TableId one = maker.table("One", {QStringLiteral("code")});
    const TableId many = maker.table("Many", {QStringLiteral("code")});
    const ReferenceId reference = maker.reference(many, one, [&](Reference& made) {
        made.key.columns = {{{}, maker.column(one, "code")}};
    });
    QCOMPARE(codesOf(maker), QStringList({"reference.target-not-key"}));
    maker.schema.references.update(reference, [](Reference& made) { made.key.unconstrained = true; });
    QCOMPARE(codesOf(maker), QStringList()); // no database checks it
    maker.schema.references.update(reference, [](Reference& made) { made.key.unconstrained = false; });
    maker.schema.tables.update(one, [&](Table& table) {
        table.uniqueKeys = {{KeyId(50), {}, {partOver(table.columns[0].id)}, {}}};
    });
    QCOMPARE(codesOf(maker), QStringList());
}

void CheckerTest::referencesThatSetNull()
{
    SchemaMaker maker;
    const TableId one = maker.table("One", {QStringLiteral("a")});
    const TableId many = maker.table("Many", {QStringLiteral("a")});
    const ReferenceId reference =
        maker.reference(many, one, [](Reference& made) { made.key.onDelete = Action::SetNull; });
    QCOMPARE(codesOf(maker), QStringList());
    maker.schema.references.update(reference, [](Reference& made) { made.mandatory = true; });
    QCOMPARE(codesOf(maker), QStringList({"reference.set-null-on-not-null"}));
    maker.schema.references.update(reference, [](Reference& made) { made.key.onDelete = Action::Cascade; });
    QCOMPARE(codesOf(maker), QStringList());
}

void CheckerTest::referencesWithoutIndex()
{
    SchemaMaker maker;
    const TableId one = maker.table("One", {QStringLiteral("a")});
    const TableId many = maker.table("Many", {QStringLiteral("oneId"), QStringLiteral("b")});
    const ColumnId local = maker.column(many, "oneId");
    maker.reference(many, one, [&](Reference& made) { made.key.columns = {{local, {}}}; });
    QCOMPARE(codesOf(maker), QStringList({"reference.no-index"}));
    EngineLimits makesItself;
    makesItself.indexesForeignKeys = true;
    QCOMPARE(check(documentOf(maker.schema), makesItself).size(), std::size_t(0));
    maker.schema.tables.update(many, [&](Table& table) {
        table.indexes = {{IndexId(50), {}, {partOver(local), partOver(table.columns[1].id)}, false, {}, {}}};
    });
    QCOMPARE(codesOf(maker), QStringList());
    maker.schema.tables.update(many, [&](Table& table) { table.indexes[0].where = QStringLiteral("b > 0"); });
    QCOMPARE(codesOf(maker), QStringList({"reference.no-index"}));
    maker.reference(many, one, [&](Reference& made) { made.key.columns = {{local, {}}}; });
    QVERIFY(codesOf(maker).contains(QStringLiteral("reference.duplicate")));
}

void CheckerTest::linksToThemselves()
{
    SchemaMaker maker;
    const TableId person = maker.table("Person", {QStringLiteral("name")});
    const LinkId link = maker.link("Friendship", {person, person});
    const Diagnostics found = check(documentOf(maker.schema));
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].what.code, QStringLiteral("link.self-without-roles"));
    QCOMPARE(found[0].where, QStringLiteral("Friendship"));
    maker.schema.links.update(link, [](ManyToMany& made) { made.ends[1].role = QStringLiteral("Friends"); });
    QCOMPARE(codesOf(maker), QStringList()); // one role tells them apart
}

void CheckerTest::linksThatSetNull()
{
    SchemaMaker maker;
    const auto school = maker.school();
    maker.schema.links.update(
        school.enrollment, [](ManyToMany& link) { link.ends[0].key.onDelete = Action::SetNull; });
    QCOMPARE(codesOf(maker), QStringList({"link.set-null-on-key"}));
    maker.schema.links.update(
        school.enrollment, [](ManyToMany& link) { link.junctionKey = ManyToMany::JunctionKey::Surrogate; });
    QCOMPARE(codesOf(maker), QStringList({"link.set-null-on-key"}));
    maker.schema.links.update(
        school.enrollment, [](ManyToMany& link) { link.ends[0].key.onDelete = Action::Restrict; });
    QCOMPARE(codesOf(maker), QStringList());
}

void CheckerTest::linksThatRepeat()
{
    SchemaMaker maker;
    const auto school = maker.school();
    const LinkId second = maker.link("Interest", {school.classes, school.student});
    QCOMPARE(codesOf(maker), QStringList({"link.duplicate"}));
    maker.schema.links.update(
        second, [](ManyToMany& link) { link.ends[0].role = QStringLiteral("Interests"); });
    QCOMPARE(codesOf(maker), QStringList());

    SchemaMaker read;
    const auto other = read.school({QStringLiteral("studentId"), QStringLiteral("classId")});
    read.schema.links.update(other.enrollment, [&](ManyToMany& link) {
        link.junctionKey = ManyToMany::JunctionKey::AsIs;
        link.ends[0].key.columns = {{read.column(link.junction, "studentId"), {}}};
        link.ends[1].key.columns = {{read.column(link.junction, "classId"), {}}};
    });
    const TableId junction = read.schema.links.at(other.enrollment).junction;
    QCOMPARE(codesOf(read), QStringList({"link.no-key"}));
    read.schema.tables.update(
        junction, [](Table& table) { table.columns[0].nullable = table.columns[1].nullable = false; });
    read.primaryKey(junction, {QStringLiteral("studentId"), QStringLiteral("classId")});
    QCOMPARE(codesOf(read), QStringList({"link.no-reverse-index"}));
    read.schema.tables.update(junction, [](Table& table) {
        table.indexes = {{IndexId(50), {}, {partOver(table.columns[1].id)}, false, {}, {}}};
    });
    QCOMPARE(codesOf(read), QStringList());
}

void CheckerTest::roles()
{
    SchemaMaker maker;
    const TableId one = maker.table("One", {QStringLiteral("name")});
    const TableId many = maker.table("Many", {QStringLiteral("name")});
    maker.reference(many, one, [](Reference& made) { made.role = QStringLiteral("Owner"); });
    const ReferenceId second =
        maker.reference(many, one, [](Reference& made) { made.role = QStringLiteral("Keeper"); });
    QCOMPARE(codesOf(maker), QStringList());
    maker.schema.references.update(second, [](Reference& made) { made.role = QStringLiteral("Owner"); });
    QCOMPARE(codesOf(maker), QStringList({"role.duplicate"}));
    maker.schema.references.update(second, [](Reference& made) { made.role = QStringLiteral("name"); });
    QCOMPARE(codesOf(maker), QStringList({"role.column"}));
}

QTEST_GUILESS_MAIN(CheckerTest)
#include "checkertest.moc"
