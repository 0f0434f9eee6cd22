// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/autolayout.h"
#include "model/layout/cardmetrics.h"
#include "model/layout/router.h"
#include "support/graphgenerator.h"

#include <QLineF>
#include <QtTest>

using namespace conjoin::model::layout;
using conjoin::tests::generatedGraph;

namespace {

const std::vector<std::pair<const char*, LayoutStyle>> styles{{"network", LayoutStyle::Network},
    {"dependency", LayoutStyle::Dependency}, {"grid", LayoutStyle::Grid}, {"radial", LayoutStyle::Radial}};

/// `from` refers to `to`.
Graph references(int boxes, std::initializer_list<std::pair<int, int>> edges)
{
    Graph graph;
    for (int i = 0; i < boxes; ++i)
        graph.boxes.push_back({QRectF(0, 0, 192, headerHeight + rowHeight * 4 + cardPadding)});
    for (const auto& [from, to] : edges)
        graph.edges.push_back({from, to, rowCentre(1), rowCentre(0), Edge::Reference, to});
    return graph;
}

Graph drawn(Graph graph, const LayoutOptions& options)
{
    const std::vector<QPointF> places = layOut(graph, options);
    for (std::size_t i = 0; i < places.size(); ++i)
        graph.boxes[i].rect.moveTo(places[i]);
    return graph;
}

LayoutOptions styled(LayoutStyle style)
{
    LayoutOptions options;
    options.candidates = 1;
    options.style = style;
    return options;
}

QString overlap(const Graph& graph)
{
    for (std::size_t i = 0; i < graph.boxes.size(); ++i) {
        for (std::size_t k = i + 1; k < graph.boxes.size(); ++k) {
            if (graph.boxes[i].rect.intersects(graph.boxes[k].rect))
                return QStringLiteral("boxes %1 and %2 overlap").arg(i).arg(k);
        }
    }
    return {};
}

} // namespace

/// The arrangements that a person chooses instead of the usual one.
class LayoutStylesTest : public QObject {
    Q_OBJECT

private slots:
    void everyStyleIsADrawing_data();
    void everyStyleIsADrawing();
    void whatIsReferredToStandsLeft();
    void aRingOfReferencesIsDrawn();
    void linksStandRightOfTheirEnds();
    void manyOfOneLevelArePartedIntoColumns();
    void aBoxIsInTheMiddleOfItsRings();
    void ringsAreFilled_data();
    void ringsAreFilled();
    void aGridKeepsTheOrder();
    void pinnedBoxesStay_data();
    void pinnedBoxesStay();
};

void LayoutStylesTest::everyStyleIsADrawing_data()
{
    QTest::addColumn<LayoutStyle>("style");
    QTest::addColumn<int>("tables");
    for (const auto& [name, style] : styles) {
        for (const int tables : {1, 2, 10, 50, 200, 1000}) {
            if (style == LayoutStyle::Radial ||
                tables < 1000) // the others have long lines, which take their time
                QTest::addRow("%s, %d tables", name, tables) << style << tables;
        }
    }
}

void LayoutStylesTest::everyStyleIsADrawing()
{
    QFETCH(LayoutStyle, style);
    QFETCH(int, tables);
    for (std::uint32_t seed = 1; seed <= (tables > 100 ? 1u : 4u); ++seed) {
        const Graph graph = generatedGraph(tables, seed);
        const Graph drawing = drawn(graph, styled(style));
        QCOMPARE(overlap(drawing), QString());
        QCOMPARE(layOut(graph, styled(style)), layOut(graph, styled(style)));
        for (const Route& found : route(drawing))
            QVERIFY(found.clear);
    }
}

void LayoutStylesTest::whatIsReferredToStandsLeft()
{
    // A line item of an order of a customer, a product of a category, and a log of nothing else.
    const Graph shop =
        drawn(references(6, {{0, 1}, {1, 2}, {0, 3}, {3, 4}, {5, 1}}), styled(LayoutStyle::Dependency));
    for (const Edge& edge : shop.edges) {
        const QRectF& from = shop.boxes[std::size_t(edge.from)].rect;
        const QRectF& to = shop.boxes[std::size_t(edge.to)].rect;
        QVERIFY2(to.right() < from.left(), qPrintable(QStringLiteral("%1 -> %2").arg(edge.from).arg(edge.to)));
    }
    // What only the line item needs stands beside it, and not at the far left.
    const Graph late = drawn(references(4, {{0, 1}, {1, 2}, {0, 3}}), styled(LayoutStyle::Dependency));
    QVERIFY(late.boxes[3].rect.left() > late.boxes[2].rect.right());
}

void LayoutStylesTest::aRingOfReferencesIsDrawn()
{
    const Graph ring =
        drawn(references(4, {{0, 1}, {1, 2}, {2, 0}, {3, 0}, {1, 1}}), styled(LayoutStyle::Dependency));
    QCOMPARE(overlap(ring), QString());
    QVERIFY(ring.boxes[3].rect.left() > ring.boxes[0].rect.right());
}

void LayoutStylesTest::linksStandRightOfTheirEnds()
{
    Graph school = references(2, {});
    school.boxes.push_back({QRectF(0, 0, 128, pillHeadHeight), true});
    school.edges = {{0, 2, headerCentre, pillHeadCentre, Edge::ManyToMany, -1},
        {2, 1, pillHeadCentre, headerCentre, Edge::ManyToMany, -1}};
    const Graph drawing = drawn(school, styled(LayoutStyle::Dependency));
    QVERIFY(drawing.boxes[2].rect.left() > drawing.boxes[0].rect.right());
    QVERIFY(drawing.boxes[2].rect.left() > drawing.boxes[1].rect.right());
}

void LayoutStylesTest::manyOfOneLevelArePartedIntoColumns()
{
    Graph star = references(61, {});
    for (int i = 1; i <= 60; ++i)
        star.edges.push_back({i, 0, rowCentre(1), rowCentre(0), Edge::Reference, 0});
    const Graph drawing = drawn(star, styled(LayoutStyle::Dependency));
    QRectF bounds;
    for (const Box& box : drawing.boxes)
        bounds |= box.rect;
    QVERIFY2(
        bounds.height() < 2 * bounds.width(), qPrintable(QString::number(bounds.height() / bounds.width())));
}

void LayoutStylesTest::aBoxIsInTheMiddleOfItsRings()
{
    Graph tree = references(13,
        {{1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 1}, {6, 1}, {7, 2}, {8, 2}, {9, 3}, {10, 3}, {11, 4}, {12, 4}});
    LayoutOptions options = styled(LayoutStyle::Radial);
    const auto distance = [](const Graph& graph, int a, int b) {
        return QLineF(graph.boxes[std::size_t(a)].rect.center(), graph.boxes[std::size_t(b)].rect.center())
            .length();
    };
    const Graph around = drawn(tree, options); // the most linked one, unless another is wanted
    for (int near = 1; near <= 4; ++near) {
        for (int far = 5; far <= 12; ++far)
            QVERIFY(distance(around, 0, far) > distance(around, 0, near));
    }
    options.centre = 5;
    const Graph other = drawn(tree, options);
    for (int box = 0; box <= 12; ++box)
        QVERIFY(box == 5 || distance(other, 5, 1) <= distance(other, 5, box));
}

void LayoutStylesTest::ringsAreFilled_data()
{
    QTest::addColumn<int>("leaves");
    for (const int leaves : {3, 8, 20, 60})
        QTest::addRow("%d leaves", leaves) << leaves;
}

/// A box stands farther out than the one it hangs at, and no farther than it must.
void LayoutStylesTest::ringsAreFilled()
{
    QFETCH(int, leaves);
    Graph star = references(1, {});
    for (int leaf = 1; leaf <= leaves; ++leaf) {
        star.boxes.push_back({QRectF(0, 0, 192, headerHeight + rowHeight * (2 + leaf % 5) + cardPadding)});
        const int at = leaf > leaves / 2 ? leaf - leaves / 2 : 0; // the outer half hangs at the inner one
        star.edges.push_back({leaf, at, rowCentre(1), rowCentre(0), Edge::Reference, at});
    }
    LayoutOptions options = styled(LayoutStyle::Radial);
    options.centre = 0;
    const Graph drawing = drawn(star, options);
    QCOMPARE(overlap(drawing), QString());
    const auto out = [&](int box) {
        return QLineF(drawing.boxes[0].rect.center(), drawing.boxes[std::size_t(box)].rect.center()).length();
    };
    constexpr double grid = 8;
    double covered = 0;
    QRectF bounds;
    for (const Box& box : drawing.boxes) {
        covered += box.rect.width() * box.rect.height();
        bounds |= box.rect;
    }
    for (const Edge& edge : drawing.edges)
        QVERIFY(out(edge.from) + grid > out(edge.to));
    const double share = covered / (bounds.width() * bounds.height());
    QVERIFY2(share > 0.33, qPrintable(QString::number(share)));
}

void LayoutStylesTest::aGridKeepsTheOrder()
{
    const Graph grid = drawn(references(9, {{0, 8}, {3, 1}}), styled(LayoutStyle::Grid));
    for (std::size_t i = 1; i < grid.boxes.size(); ++i) {
        const QPointF before = grid.boxes[i - 1].rect.topLeft(), here = grid.boxes[i].rect.topLeft();
        QVERIFY(here.x() > before.x() || (here.x() == before.x() && here.y() > before.y()));
    }
    // The pill of a link comes behind the first of its ends.
    Graph school = references(3, {});
    school.boxes.push_back({QRectF(0, 0, 128, pillHeadHeight), true});
    school.edges = {{0, 3, headerCentre, pillHeadCentre, Edge::ManyToMany, -1},
        {3, 1, pillHeadCentre, headerCentre, Edge::ManyToMany, -1}};
    LayoutOptions tall = styled(LayoutStyle::Grid);
    tall.aspect = 0.1;
    const Graph column = drawn(school, tall);
    QVERIFY(column.boxes[3].rect.top() > column.boxes[0].rect.bottom());
    QVERIFY(column.boxes[3].rect.bottom() < column.boxes[1].rect.top());
}

void LayoutStylesTest::pinnedBoxesStay_data()
{
    QTest::addColumn<LayoutStyle>("style");
    for (const auto& [name, style] : styles)
        QTest::addRow("%s", name) << style;
}

void LayoutStylesTest::pinnedBoxesStay()
{
    QFETCH(LayoutStyle, style);
    Graph graph = generatedGraph(30, 7);
    graph.boxes[3].pinned = true;
    graph.boxes[3].rect.moveTo(1234, 567);
    const Graph drawing = drawn(graph, styled(style));
    QCOMPARE(drawing.boxes[3].rect, graph.boxes[3].rect);
    QCOMPARE(overlap(drawing), QString());
}

QTEST_GUILESS_MAIN(LayoutStylesTest)
#include "layoutstylestest.moc"
