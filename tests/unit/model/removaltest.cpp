// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "support/classroom.h"
#include "support/edited.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::tests;

/// What goes along with what is removed.
class RemovalTest : public QObject {
    Q_OBJECT

private slots:
    void removingATableTakesItsLinks();
    void removingALinkTakesItsJunction();
    void removingAJunctionTakesItsLink();
    void removingAColumnTakesItsKeys();
    void removingAKeyColumnLeavesTheLink();
    void theLastDiagramStays();
};

void RemovalTest::removingATableTakesItsLinks()
{
    const Classroom room;
    const std::vector<ObjectRef> taken{room.junction, room.teaches, room.school.enrollment};
    QCOMPARE(edit::cascade(room.document, {room.school.classes}), taken);
    const Document next = done(edit::removeObjects(room.document, {room.school.classes}));
    QVERIFY(!next.schema.tables.contains(room.school.classes));
    QVERIFY(!next.schema.tables.contains(room.junction));
    QVERIFY(next.schema.references.isEmpty());
    QVERIFY(next.schema.links.isEmpty());
    QCOMPARE(next.diagrams.at(diagramId).tables.size(), std::size_t(2));
    QVERIFY(next.diagrams.at(diagramId).links.isEmpty());
    QCOMPARE(edit::cascade(room.document, {room.teacher}), (std::vector<ObjectRef>{room.teaches}));
}

void RemovalTest::removingALinkTakesItsJunction()
{
    Classroom room;
    // A second link ends at the junction of the first, and a reference leads from the junction of the second.
    ManyToMany link;
    link.id = LinkId(900);
    link.ends = {{room.junction, {}, {}}, {room.teacher, {}, {}}};
    Document document = done(edit::addLink(room.document, link, tableOf(901, "Grading"), diagramId, {}));
    Reference reference;
    reference.id = ReferenceId(902);
    reference.from = TableId(901);
    reference.to = room.school.student;
    document = done(edit::addReference(document, reference));
    const std::vector<ObjectRef> taken{room.junction, TableId(901), ReferenceId(902), LinkId(900)};
    QCOMPARE(edit::cascade(document, {room.school.enrollment}), taken);
    const Document next = done(edit::removeObjects(document, {room.school.enrollment}));
    QCOMPARE(next.schema.tables.size(), std::size_t(3));
    QVERIFY(next.schema.references.contains(room.teaches));
}

void RemovalTest::removingAJunctionTakesItsLink()
{
    const Classroom room;
    QCOMPARE(edit::cascade(room.document, {room.junction}), (std::vector<ObjectRef>{room.school.enrollment}));
    const Document next = done(edit::removeObjects(room.document, {room.junction}));
    QVERIFY(next.schema.links.isEmpty());
}

void RemovalTest::removingAColumnTakesItsKeys()
{
    Classroom room;
    const ColumnId name = room.maker.column(room.teacher, "name");
    room.document.schema.tables.update(room.teacher, [&](Table& table) {
        table.columns.push_back(columnOf(600, "age"));
        table.primaryKey = Key{KeyId(601), {}, {{ColumnId(600), false, {}}, {name, false, {}}}, {}};
        table.uniqueKeys = {{KeyId(602), {}, {{ColumnId(600), false, {}}}, {}}};
        table.indexes = {{IndexId(603), {}, {{name, false, {}}}, false, {}, {}}};
    });
    room.document.schema.references.update(room.teaches, [&](Reference& reference) {
        reference.key.columns = {{{}, name}};
    });
    const std::vector<ObjectRef> taken{KeyId(601), IndexId(603), room.teaches};
    QCOMPARE(edit::cascade(room.document, {name}), taken);
    const Document next = done(edit::removeObjects(room.document, {name}));
    const Table& table = next.schema.tables.at(room.teacher);
    QCOMPARE(columnNames(table), QStringList({"age"}));
    QVERIFY(!table.primaryKey);
    QCOMPARE(table.uniqueKeys.size(), std::size_t(1));
    QVERIFY(table.indexes.empty());
    QVERIFY(!next.schema.references.contains(room.teaches));
}

void RemovalTest::removingAKeyColumnLeavesTheLink()
{
    // As it was read: the junction's own columns are its foreign keys and its primary key.
    SchemaMaker maker;
    const auto school = maker.school({QStringLiteral("studentId"), QStringLiteral("classId")});
    const TableId junction = maker.schema.links.at(school.enrollment).junction;
    maker.primaryKey(junction, {QStringLiteral("studentId"), QStringLiteral("classId")});
    const ColumnId studentId = maker.column(junction, "studentId");
    maker.schema.links.update(school.enrollment, [&](ManyToMany& link) {
        link.junctionKey = ManyToMany::JunctionKey::AsIs;
        link.ends[0].key.columns = {{studentId, {}}};
        link.ends[1].key.columns = {{maker.column(junction, "classId"), {}}};
    });
    Document document = emptyDocument({}, diagramId);
    document.schema = maker.schema;
    const Document next = done(edit::removeObjects(document, {studentId}));
    const ManyToMany& link = next.schema.links.at(school.enrollment);
    QVERIFY(link.ends[0].key.columns.empty()); // derived again
    QCOMPARE(link.ends[1].key.columns.size(), std::size_t(1));
    QVERIFY(link.junctionKey == ManyToMany::JunctionKey::Pair); // the key that said so is gone
}

void RemovalTest::theLastDiagramStays()
{
    Classroom room;
    QCOMPARE(refusal(edit::removeObjects(room.document, {diagramId})), QStringLiteral("edit.diagram-last"));
    Diagram second;
    second.id = DiagramId(2);
    room.document.diagrams.set(second);
    QCOMPARE(done(edit::removeObjects(room.document, {diagramId})).diagrams.size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(RemovalTest)
#include "removaltest.moc"
