// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/arranging.h"
#include "support/classroom.h"
#include "support/edited.h"

#include <QtTest>

#include <limits>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::tests;

class EditsTest : public QObject {
    Q_OBJECT

private slots:
    void addingATableShowsIt();
    void tableNamesAreTakenWhateverTheCase();
    void renamingKeepsTheTableInTheDatabase();
    void updatingATableReplacesAllOfIt();
    void updatingATableAwayFromUnderAReference();
    void idsAreNeverUsedTwice();

    void columnsAreAddedWhereAsked();
    void columnNamesAreTakenWhateverTheCase();
    void columnsMove();
    void columnsEnterAndLeaveThePrimaryKey();
    void columnsBecomeUniqueOnce();

    void typesHaveNamesAndValuesOfTheirOwn();
    void typesAreNotMadeOfThemselves();
    void columnsNeedTheirType();
    void aColumnOutlivesItsType();

    void nodesMove();
    void presentationTouchesNoSchema();
    void huesStayInRange();
    void notesAndGroupsAreReplaced();

    void acceptedFindingsAreSorted();
};

void EditsTest::addingATableShowsIt()
{
    const Classroom room;
    const Document next = done(
        edit::addTable(room.document, tableOf(500, "Room"), diagramId, {{}, {7, 8}, 2, CardDetail::Title}));
    QCOMPARE(next.schema.tables.at(TableId(500)).name, QStringLiteral("Room"));
    QCOMPARE(next.diagrams.at(diagramId).tables.at(TableId(500)),
        (TableNode{TableId(500), {7, 8}, 2, CardDetail::Title}));
    QVERIFY(!room.document.schema.tables.contains(TableId(500)));
    QCOMPARE(refusal(edit::addTable(room.document, tableOf(500, "Room"), DiagramId(2), {})),
        QStringLiteral("edit.diagram-gone"));
    QCOMPARE(refusal(edit::addTable(room.document, tableOf(500, " "), diagramId, {})),
        QStringLiteral("edit.table-name-empty"));
}

void EditsTest::tableNamesAreTakenWhateverTheCase()
{
    const Classroom room;
    const QString taken = QStringLiteral("edit.table-name-taken");
    QCOMPARE(refusal(edit::addTable(room.document, tableOf(500, "student"), diagramId, {})), taken);
    QCOMPARE(refusal(edit::addTable(room.document, tableOf(500, "ENROLLMENT"), diagramId, {})), taken);
    QCOMPARE(refusal(edit::renameTable(room.document, room.teacher, QStringLiteral("CLASS"))), taken);
    done(edit::renameTable(room.document, room.teacher, QStringLiteral("teacher"))); // its own name
}

void EditsTest::renamingKeepsTheTableInTheDatabase()
{
    Classroom room;
    room.document.schema.tables.update(
        room.teacher, [](Table& table) { table.sqlName = QStringLiteral("staff"); });
    const Document next = done(edit::renameTable(room.document, room.teacher, QStringLiteral("Lecturer")));
    QCOMPARE(next.schema.tables.at(room.teacher).name, QStringLiteral("Lecturer"));
    QCOMPARE(next.schema.tables.at(room.teacher).sqlName, QStringLiteral("staff"));
    QCOMPARE(refusal(edit::renameTable(room.document, TableId(999), QStringLiteral("X"))),
        QStringLiteral("edit.table-gone"));
}

void EditsTest::updatingATableReplacesAllOfIt()
{
    const Classroom room;
    Table table = room.table(room.teacher);
    table.comment = QStringLiteral("who teaches");
    table.columns.push_back(columnOf(600, "age"));
    table.primaryKey = Key{KeyId(601), {}, {{ColumnId(600), false, {}}}, {}};
    const Document next = done(edit::updateTable(room.document, table));
    QCOMPARE(next.schema.tables.at(room.teacher), table);

    table.primaryKey->parts[0].what = ColumnId(999);
    QCOMPARE(refusal(edit::updateTable(room.document, table)), QStringLiteral("edit.key-column"));
    table.primaryKey.reset();
    table.columns.push_back(columnOf(602, "AGE"));
    QCOMPARE(refusal(edit::updateTable(room.document, table)), QStringLiteral("edit.column-name-taken"));
}

void EditsTest::updatingATableAwayFromUnderAReference()
{
    Classroom room;
    const ColumnId name = room.maker.column(room.teacher, "name");
    room.document.schema.references.update(room.teaches, [&](Reference& reference) {
        reference.key.columns = {{{}, name}};
    });
    Table table = room.table(room.teacher);
    table.columns.clear();
    const Document next = done(edit::updateTable(room.document, table));
    QVERIFY(!next.schema.references.contains(room.teaches));
}

void EditsTest::idsAreNeverUsedTwice()
{
    const Classroom room;
    const QString used = QStringLiteral("edit.id");
    QCOMPARE(refusal(edit::addTable(room.document, tableOf(room.teacher.value(), "X"), diagramId, {})), used);
    QCOMPARE(refusal(edit::addTable(room.document, tableOf(room.teaches.value(), "X"), diagramId, {})), used);
    QCOMPARE(refusal(edit::addTable(room.document, tableOf(0, "X"), diagramId, {})), used);
    QCOMPARE(refusal(edit::addColumn(room.document, room.teacher, columnOf(room.teaches.value(), "x"))), used);
    Table table = tableOf(500, "X");
    table.columns = {columnOf(500, "same")};
    QCOMPARE(refusal(edit::addTable(room.document, table, diagramId, {})), used);
    Table other = room.table(room.teacher);
    other.columns.push_back(columnOf(other.columns[0].id.value(), "again"));
    QCOMPARE(refusal(edit::updateTable(room.document, other)), used);
}

void EditsTest::columnsAreAddedWhereAsked()
{
    const Classroom room;
    const auto names = [&](int at) {
        const Document next = done(edit::addColumn(room.document, room.teacher, columnOf(600, "x"), at));
        return columnNames(next.schema.tables.at(room.teacher));
    };
    QCOMPARE(names(0), QStringList({"x", "name"}));
    QCOMPARE(names(1), QStringList({"name", "x"}));
    QCOMPARE(names(-1), QStringList({"name", "x"}));
    QCOMPARE(names(9), QStringList({"name", "x"}));
}

void EditsTest::columnNamesAreTakenWhateverTheCase()
{
    const Classroom room;
    const QString taken = QStringLiteral("edit.column-name-taken");
    QCOMPARE(refusal(edit::addColumn(room.document, room.teacher, columnOf(600, "NAME"))), taken);
    QCOMPARE(refusal(edit::addColumn(room.document, room.teacher, columnOf(600, ""))),
        QStringLiteral("edit.column-name-empty"));
    Column column = room.table(room.teacher).columns[0];
    column.name = QStringLiteral("Name");
    const Document next = done(edit::updateColumn(room.document, room.teacher, column));
    QCOMPARE(next.schema.tables.at(room.teacher).column(column.id)->name, QStringLiteral("Name"));
    column.id = ColumnId(999);
    QCOMPARE(
        refusal(edit::updateColumn(room.document, room.teacher, column)), QStringLiteral("edit.column-gone"));
}

void EditsTest::columnsMove()
{
    SchemaMaker maker;
    const TableId table = maker.table("T", {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
    Document document = emptyDocument({}, diagramId);
    document.schema = maker.schema;
    const auto moved = [&](const char* name, int to) {
        const Document next = done(edit::moveColumn(document, table, maker.column(table, name), to));
        return columnNames(next.schema.tables.at(table)).join(QString());
    };
    QCOMPARE(moved("a", 0), QStringLiteral("abc"));
    QCOMPARE(moved("a", 1), QStringLiteral("bac"));
    QCOMPARE(moved("a", 2), QStringLiteral("bca"));
    QCOMPARE(moved("c", 0), QStringLiteral("cab"));
    QCOMPARE(moved("b", -1), QStringLiteral("acb"));
    QCOMPARE(moved("b", 7), QStringLiteral("acb"));
}

void EditsTest::columnsEnterAndLeaveThePrimaryKey()
{
    SchemaMaker maker;
    const TableId table = maker.table("T", {QStringLiteral("a"), QStringLiteral("b")});
    Document document = emptyDocument({}, diagramId);
    document.schema = maker.schema;
    const ColumnId a = maker.column(table, "a");
    const ColumnId b = maker.column(table, "b");
    document = done(edit::setPrimaryKey(document, table, b, true, KeyId(700)));
    document = done(edit::setPrimaryKey(document, table, a, true, KeyId(701)));
    document = done(edit::setPrimaryKey(document, table, a, true, KeyId(702))); // it is in already
    const Key key = *document.schema.tables.at(table).primaryKey;
    QCOMPARE(key.id, KeyId(700));
    QCOMPARE(key.parts, (std::vector<KeyPart>{{b, false, {}}, {a, false, {}}}));
    QVERIFY(!document.schema.tables.at(table).column(a)->nullable); // a key is never null
    document = done(edit::setPrimaryKey(document, table, b, false, {}));
    QCOMPARE(document.schema.tables.at(table).primaryKey->parts, (std::vector<KeyPart>{{a, false, {}}}));
    document = done(edit::setPrimaryKey(document, table, a, false, {}));
    QVERIFY(!document.schema.tables.at(table).primaryKey);
    QVERIFY(document.schema.tables.at(table).column(a)->nullable); // it took that, and gives it back
}

void EditsTest::columnsBecomeUniqueOnce()
{
    const Classroom room;
    const ColumnId name = room.maker.column(room.teacher, "name");
    Document document = done(edit::setUnique(room.document, room.teacher, name, true, KeyId(700)));
    document = done(edit::setUnique(document, room.teacher, name, true, KeyId(701)));
    QCOMPARE(document.schema.tables.at(room.teacher).uniqueKeys.size(), std::size_t(1));
    document = done(edit::setUnique(document, room.teacher, name, false, {}));
    QVERIFY(document.schema.tables.at(room.teacher).uniqueKeys.empty());
    QCOMPARE(
        refusal(edit::setUnique(room.document, room.teacher, name, true, KeyId())), QStringLiteral("edit.id"));
}

void EditsTest::typesHaveNamesAndValuesOfTheirOwn()
{
    const Classroom room;
    UserType type;
    type.id = UserTypeId(900);
    type.name = QStringLiteral("mood");
    type.values = {QStringLiteral("good"), QStringLiteral("bad")};
    const Document next = done(edit::addUserType(room.document, type));
    QCOMPARE(next.schema.types.at(type.id), type);
    QCOMPARE(refusal(edit::addUserType(next, type)), QStringLiteral("edit.id"));
    UserType other = type;
    other.id = UserTypeId(901);
    other.name = QStringLiteral("Mood");
    QCOMPARE(refusal(edit::addUserType(next, other)), QStringLiteral("edit.type-name-taken"));
    other.sqlSchema = QStringLiteral("elsewhere");
    done(edit::addUserType(next, other));
    other.name = QStringLiteral(" ");
    QCOMPARE(refusal(edit::addUserType(next, other)), QStringLiteral("edit.type-name-empty"));
    type.values.append(QStringLiteral("good"));
    QCOMPARE(refusal(edit::updateUserType(next, type)), QStringLiteral("edit.type-value-twice"));
    QCOMPARE(refusal(edit::updateUserType(room.document, type)), QStringLiteral("edit.type-gone"));
}

void EditsTest::typesAreNotMadeOfThemselves()
{
    UserType inner;
    inner.id = UserTypeId(900);
    inner.kind = UserType::Kind::Domain;
    inner.name = QStringLiteral("inner");
    inner.base = DataType::named(inner.id);
    const Classroom room;
    QCOMPARE(refusal(edit::addUserType(room.document, inner)), QStringLiteral("edit.type-circle"));
    inner.base = DataType::of(TypeKind::Integer);
    UserType outer = inner;
    outer.id = UserTypeId(901);
    outer.name = QStringLiteral("outer");
    outer.base = DataType::named(inner.id);
    const Document next = done(edit::addUserType(done(edit::addUserType(room.document, inner)), outer));
    inner.base = DataType::named(outer.id);
    QCOMPARE(refusal(edit::updateUserType(next, inner)), QStringLiteral("edit.type-circle"));
    inner.base = DataType::named(UserTypeId(999));
    QCOMPARE(refusal(edit::updateUserType(next, inner)), QStringLiteral("edit.type-gone"));
}

void EditsTest::columnsNeedTheirType()
{
    const Classroom room;
    Column column = columnOf(900, "mood");
    column.type = DataType::named(UserTypeId(999));
    QCOMPARE(refusal(edit::addColumn(room.document, room.teacher, column)), QStringLiteral("edit.type-gone"));
    column.id = room.maker.column(room.teacher, "name");
    QCOMPARE(
        refusal(edit::updateColumn(room.document, room.teacher, column)), QStringLiteral("edit.type-gone"));
    Table table = room.table(room.teacher);
    table.columns[0].type = column.type;
    QCOMPARE(refusal(edit::updateTable(room.document, table)), QStringLiteral("edit.type-gone"));
}

void EditsTest::aColumnOutlivesItsType()
{
    const Classroom room;
    UserType type;
    type.id = UserTypeId(900);
    type.name = QStringLiteral("mood");
    type.values = {QStringLiteral("good")};
    Column column = columnOf(901, "mood");
    column.type = DataType::named(type.id);
    column.type.dimensions = 1;
    const Document next =
        done(edit::addColumn(done(edit::addUserType(room.document, type)), room.teacher, column));
    const Document after = done(edit::removeObjects(next, {type.id}));
    const DataType& plain = after.schema.tables.at(room.teacher).column(column.id)->type;
    QVERIFY(plain.kind == TypeKind::Enum);
    QCOMPARE(*plain.values, type.values);
    QCOMPARE(plain.dimensions, 1);
}

void EditsTest::nodesMove()
{
    const Classroom room;
    const LinkId link = room.school.enrollment;
    const Document next =
        done(edit::moveNodes(room.document, diagramId, {{room.teacher, {1, 2}}, {link, {3, 4}}}));
    const Diagram& diagram = next.diagrams.at(diagramId);
    QCOMPARE(diagram.tables.at(room.teacher).position, QPointF(1, 2));
    QCOMPARE(diagram.links.at(link).position, std::optional(QPointF(3, 4)));
    QCOMPARE(diagram.tables.at(room.school.student).position, QPointF(10, 20));
    QCOMPARE(
        refusal(edit::moveNodes(room.document, diagramId, {{room.teacher, {1, 2}}, {TableId(999), {3, 4}}})),
        QStringLiteral("edit.not-shown"));
    const double infinity = std::numeric_limits<double>::infinity();
    QCOMPARE(refusal(edit::moveNodes(room.document, diagramId, {{room.teacher, {infinity, 0}}})),
        QStringLiteral("edit.position"));
}

void EditsTest::presentationTouchesNoSchema()
{
    const Classroom room;
    const Document next = done(
        edit::setPresentation(room.document, diagramId, room.school.enrollment, LinkNode::Presentation::Card));
    QVERIFY(next.schema == room.document.schema);
    QVERIFY(next.diagrams.at(diagramId).links.at(room.school.enrollment).presentation ==
            LinkNode::Presentation::Card);
}

void EditsTest::huesStayInRange()
{
    const Classroom room;
    const Document next = done(edit::setHue(room.document, diagramId, {room.teacher, room.school.student}, 7));
    QCOMPARE(next.diagrams.at(diagramId).tables.at(room.school.student).hue, 7);
    QCOMPARE(refusal(edit::setHue(room.document, diagramId, {room.teacher}, subjectHues)),
        QStringLiteral("edit.hue"));
    QCOMPARE(
        refusal(edit::setHue(room.document, diagramId, {room.junction}, 1)), QStringLiteral("edit.not-shown"));
    const Document small = done(edit::setDetail(room.document, diagramId, {room.teacher}, CardDetail::Title));
    QCOMPARE(small.diagrams.at(diagramId).tables.at(room.teacher).detail, CardDetail::Title);
}

void EditsTest::notesAndGroupsAreReplaced()
{
    const Classroom room;
    Note note{NoteId(70), {1, 2}, {30, 40}, QStringLiteral("first")};
    Document document = done(edit::setNote(room.document, diagramId, note));
    note.text = QStringLiteral("second");
    document = done(edit::setNote(document, diagramId, note));
    QCOMPARE(document.diagrams.at(diagramId).notes.size(), std::size_t(1));
    QCOMPARE(document.diagrams.at(diagramId).notes.at(NoteId(70)).text, QStringLiteral("second"));
    Group group{GroupId(70), {}, 0, {}, {1, 1}};
    QCOMPARE(refusal(edit::setGroup(document, diagramId, group)), QStringLiteral("edit.id")); // the note's
    group.id = GroupId(71);
    document = done(edit::setGroup(document, diagramId, group));
    document = done(edit::removeObjects(document, {NoteId(70), GroupId(71)}));
    QVERIFY(document.diagrams.at(diagramId).notes.isEmpty());
    QVERIFY(document.diagrams.at(diagramId).groups.isEmpty());
}

void EditsTest::acceptedFindingsAreSorted()
{
    const Classroom room;
    Settings settings;
    const Acceptance a{QStringLiteral("a"), QStringLiteral("1")};
    const Acceptance b{QStringLiteral("b"), QStringLiteral("0")};
    settings.accepted = {b, a, b};
    const Document next = done(edit::setSettings(room.document, settings));
    QCOMPARE(next.settings.accepted, (std::vector<Acceptance>{a, b}));
}

QTEST_GUILESS_MAIN(EditsTest)
#include "editstest.moc"
