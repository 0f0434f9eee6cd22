// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "support/classroom.h"
#include "support/edited.h"

#include <QtTest>

#include <algorithm>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::tests;

/// Edits of references and links.
class LinkEditsTest : public QObject {
    Q_OBJECT

private slots:
    void referencesNeedTheirTables();
    void linksBringTheirJunction();
    void linksRefuseWhatIsNone();
    void updatedLinksKeepTheirJunction();
    void onlySelfLinksAreSymmetric();
    void participationIsARange();
    void linksShareAJunctionByTheirScope();
    void ofLinksThatNothingTellsApartTheFirstStays();
};

void LinkEditsTest::referencesNeedTheirTables()
{
    const Classroom room;
    Reference reference;
    reference.id = ReferenceId(800);
    reference.from = room.school.student;
    QCOMPARE(refusal(edit::addReference(room.document, reference)), QStringLiteral("edit.reference-end"));
    reference.to = TableId(999);
    QCOMPARE(refusal(edit::addReference(room.document, reference)), QStringLiteral("edit.table-gone"));
    reference.to = room.teacher;
    reference.key.columns = {{room.maker.column(room.teacher, "name"), {}}}; // a column of the other end
    QCOMPARE(refusal(edit::addReference(room.document, reference)), QStringLiteral("edit.foreign-key-column"));
    reference.key.columns = {{{}, room.maker.column(room.teacher, "name")}};
    const Document next = done(edit::addReference(room.document, reference));
    QCOMPARE(next.schema.references.at(ReferenceId(800)), reference);
    reference.id = ReferenceId(801);
    QCOMPARE(refusal(edit::updateReference(next, reference)), QStringLiteral("edit.reference-gone"));
}

void LinkEditsTest::linksBringTheirJunction()
{
    const Classroom room;
    ManyToMany link;
    link.id = LinkId(900);
    link.ends = {
        {room.junction, {}, {}}, {room.teacher, {}, {}}}; // a link to a junction is a link like any other
    const Document next =
        done(edit::addLink(room.document, link, tableOf(901, "Grading"), diagramId, {{}, {}, QPointF(3, 4)}));
    QCOMPARE(next.schema.links.at(LinkId(900)).junction, TableId(901));
    QVERIFY(next.schema.tables.contains(TableId(901)));
    QCOMPARE(next.diagrams.at(diagramId).links.at(LinkId(900)).position, std::optional(QPointF(3, 4)));
}

void LinkEditsTest::linksRefuseWhatIsNone()
{
    const Classroom room;
    ManyToMany link;
    link.id = LinkId(900);
    const auto add = [&](const Table& junction) {
        return refusal(edit::addLink(room.document, link, junction, diagramId, {}));
    };
    link.ends = {{room.teacher, {}, {}}};
    QCOMPARE(add(tableOf(901, "X")), QStringLiteral("edit.link-ends"));
    link.ends = {{room.teacher, {}, {}}, {TableId(901), {}, {}}};
    QCOMPARE(add(tableOf(901, "X")), QStringLiteral("edit.link-own-junction"));
    link.ends = {{room.teacher, {}, {}}, {TableId(999), {}, {}}};
    QCOMPARE(add(tableOf(901, "X")), QStringLiteral("edit.table-gone"));
    link.ends = {{room.teacher, {}, {}}, {room.school.student, {}, {}}};
    QCOMPARE(add(tableOf(901, "Teacher")), QStringLiteral("edit.table-name-taken"));
    QCOMPARE(add(tableOf(900, "X")), QStringLiteral("edit.id")); // the link's own
    link.id = room.school.enrollment;
    QCOMPARE(add(tableOf(901, "X")), QStringLiteral("edit.id"));
}

void LinkEditsTest::updatedLinksKeepTheirJunction()
{
    const Classroom room;
    ManyToMany link = room.document.schema.links.at(room.school.enrollment);
    link.junctionKey = ManyToMany::JunctionKey::Surrogate;
    link.ends[0].role = QStringLiteral("Pupils");
    const Document next = done(edit::updateLink(room.document, link));
    QCOMPARE(next.schema.links.at(link.id), link);
    link.junction = room.teacher;
    QCOMPARE(refusal(edit::updateLink(room.document, link)), QStringLiteral("edit.link-junction"));
}

void LinkEditsTest::onlySelfLinksAreSymmetric()
{
    const Classroom room;
    ManyToMany link = room.document.schema.links.at(room.school.enrollment);
    link.symmetric = true;
    QCOMPARE(refusal(edit::updateLink(room.document, link)), QStringLiteral("edit.link-symmetric"));
    link.ends[1].table = link.ends[0].table;
    const Document next = done(edit::updateLink(room.document, link));
    link.ends.push_back(link.ends[0]);
    QCOMPARE(refusal(edit::updateLink(next, link)), QStringLiteral("edit.link-symmetric"));
}

void LinkEditsTest::participationIsARange()
{
    const Classroom room;
    ManyToMany link = room.document.schema.links.at(room.school.enrollment);
    link.ends[0].minimum = 2;
    done(edit::updateLink(room.document, link)); // and any number above
    link.ends[0].maximum = 1;
    QCOMPARE(refusal(edit::updateLink(room.document, link)), QStringLiteral("edit.link-participation"));
    link.ends[0].minimum = -1;
    QCOMPARE(refusal(edit::updateLink(room.document, link)), QStringLiteral("edit.link-participation"));
}

void LinkEditsTest::linksShareAJunctionByTheirScope()
{
    const Classroom room;
    const ColumnId grade = room.maker.column(room.junction, "grade");
    ManyToMany first = room.document.schema.links.at(room.school.enrollment);
    ManyToMany second = first;
    second.id = LinkId(900);
    second.scope = {{grade, QStringLiteral("guest")}};
    const auto share = [&](const Document& document) {
        return edit::shareJunction(document, second, diagramId, {{}, {}, QPointF(3, 4)});
    };
    QCOMPARE(refusal(share(room.document)), QStringLiteral("edit.junction-taken")); // the first has no scope
    first.scope = {{grade, QStringLiteral("pupil")}};
    const Document scoped = done(edit::updateLink(room.document, first));
    const Document shared = done(share(scoped));
    QCOMPARE(shared.schema.links.at(LinkId(900)).junction, room.junction);
    QVERIFY(shared.diagrams.at(diagramId).links.contains(LinkId(900)));
    second.scope = first.scope;
    QCOMPARE(refusal(edit::updateLink(shared, second)), QStringLiteral("edit.junction-taken"));
    second.scope = {{room.maker.column(room.teacher, "name"), QStringLiteral("x")}};
    QCOMPARE(refusal(edit::updateLink(shared, second)), QStringLiteral("edit.link-scope"));
    second.id = LinkId(901);
    second.junction = room.teacher;
    QCOMPARE(refusal(share(scoped)), QStringLiteral("edit.no-junction"));
    // The junction goes with the last of them.
    const Document one = done(edit::removeObjects(shared, {first.id}));
    QVERIFY(one.schema.tables.contains(room.junction));
    QVERIFY(!done(edit::removeObjects(one, {LinkId(900)})).schema.tables.contains(room.junction));
}

void LinkEditsTest::ofLinksThatNothingTellsApartTheFirstStays()
{
    const Classroom room;
    const ColumnId grade = room.maker.column(room.junction, "grade");
    ManyToMany first = room.document.schema.links.at(room.school.enrollment);
    first.scope = {{grade, QStringLiteral("pupil")}};
    ManyToMany second = first;
    second.id = LinkId(900);
    second.scope = {{grade, QStringLiteral("guest")}};
    const Document shared =
        done(edit::shareJunction(done(edit::updateLink(room.document, first)), second, diagramId, {}));
    const std::vector<ObjectRef> taken = edit::cascade(shared, {grade});
    QVERIFY(std::ranges::find(taken, ObjectRef(second.id)) != taken.end());
    const Document next = done(edit::removeObjects(shared, {grade}));
    QCOMPARE(next.schema.links.size(), std::size_t(1));
    QVERIFY(next.schema.links.at(first.id).scope.empty());
    QVERIFY(!next.diagrams.at(diagramId).links.contains(second.id));
}

QTEST_GUILESS_MAIN(LinkEditsTest)
#include "linkeditstest.moc"
