// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/subjectareas.h"
#include "model/document/invariants.h"
#include "support/schemas.h"
#include "ui/canvas/importdocument.h"

#include <QSet>
#include <QtTest>

using namespace conjoin;
using conjoin::tests::SchemaMaker;

namespace {

/// Stars of tables around a hub each, a few of them linked to the next hub, and one table linked to nothing.
model::Schema starry(int stars, int rays)
{
    SchemaMaker maker;
    TableId before;
    for (int star = 0; star < stars; ++star) {
        const auto add = [&](const QString& name) {
            return maker.table(name.toUtf8().constData(), {QStringLiteral("name")});
        };
        const TableId hub = add(QStringLiteral("Hub%1").arg(star));
        for (int ray = 0; ray < rays; ++ray)
            maker.reference(add(QStringLiteral("Ray%1x%2").arg(star).arg(ray)), hub);
        if (before)
            maker.reference(hub, before);
        before = hub;
    }
    maker.table("Alone", {QStringLiteral("name")});
    return maker.schema;
}

model::Document drawn(const model::Schema& schema)
{
    model::Document document = model::emptyDocument(QStringLiteral("Stars"), DiagramId(1));
    document.schema = schema;
    return *ui::withLaidOutNodes(std::move(document));
}

} // namespace

class SubjectAreasTest : public QObject {
    Q_OBJECT

private slots:
    void whatHangsTogetherIsAnArea();
    void fewTablesNeedNoOverview();
    void manyTablesOpenOnAnOverview();
};

void SubjectAreasTest::whatHangsTogetherIsAnArea()
{
    const model::Schema schema = starry(3, 5);
    const std::vector<ui::SubjectArea> areas = ui::subjectAreas(schema);
    QCOMPARE(areas.size(), std::size_t(4));
    for (int star = 0; star < 3; ++star) {
        QCOMPARE(areas[size_t(star)].name, QStringLiteral("Hub%1").arg(star));
        QCOMPARE(areas[size_t(star)].tables.size(), std::size_t(6));
        QVERIFY(areas[size_t(star)].linked);
    }
    QVERIFY(!areas.back().linked);
}

void SubjectAreasTest::fewTablesNeedNoOverview()
{
    const model::Document document = drawn(starry(3, 5));
    QCOMPARE(document.diagrams.size(), std::size_t(1));
    QCOMPARE(document.diagrams.begin()->tables.size(), std::size_t(19));
}

void SubjectAreasTest::manyTablesOpenOnAnOverview()
{
    const model::Document document = drawn(starry(10, 31));
    QVERIFY(document.schema.tables.size() > ui::mostTablesAtOnce);
    for (const Diagnostic& wrong : model::violations(document))
        QFAIL(qPrintable(wrong.what.english()));
    QCOMPARE(document.diagrams.size(), std::size_t(1 + 1 + 10 + 1)); // overview, wall, stars, what is alone
    const model::Diagram& overview = *document.diagrams.begin();
    QCOMPARE(overview.groups.size(), std::size_t(11));
    QVERIFY(overview.tables.size() < 70);
    QCOMPARE(ui::fullestDiagram(document), DiagramId(1));
    // Each table stands in the diagram of its area, once, and each group is called like its diagram.
    QSet<TableId> seen;
    QStringList names;
    for (const model::Diagram& diagram : document.diagrams) {
        names += diagram.name;
        if (&diagram == &overview || diagram.id == DiagramId(1))
            continue;
        for (const model::TableNode& node : diagram.tables) {
            QVERIFY(!seen.contains(node.id));
            seen.insert(node.id);
        }
    }
    QCOMPARE(seen.size(), qsizetype(document.schema.tables.size()));
    for (const model::Group& group : overview.groups)
        QVERIFY2(names.contains(group.title), qPrintable(group.title));
    // Fields beside each other, hubs within them.
    for (const model::Group& a : overview.groups) {
        for (const model::Group& b : overview.groups)
            QVERIFY(&a == &b || !QRectF(a.position, a.size).intersects(QRectF(b.position, b.size)));
    }
}

QTEST_MAIN(SubjectAreasTest)
#include "subjectareastest.moc"
