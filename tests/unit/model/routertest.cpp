// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/router.h"
#include "model/layout/cardmetrics.h"
#include "support/graphgenerator.h"

#include <QtTest>

#include <limits>
#include <random>

using namespace conjoin::model::layout;
using conjoin::tests::scatteredGraph;

namespace {

Box card(double x, double y, double width = 192, int rows = 4)
{
    return {QRectF(x, y, width, headerHeight + rowHeight * rows + cardPadding)};
}

Edge reference(int from, int to, int row = 1)
{
    return {from, to, rowCentre(row), rowCentre(0), Edge::Reference, to};
}

QString shown(const Route& route)
{
    QStringList points;
    for (const QPointF p : route.points)
        points << QStringLiteral("(%1,%2)").arg(p.x()).arg(p.y());
    return points.join(QLatin1Char(' '));
}

bool isOrthogonal(const Route& route)
{
    for (std::size_t i = 1; i < route.points.size(); ++i) {
        const QPointF step = route.points[i] - route.points[i - 1];
        if ((step.x() != 0) == (step.y() != 0))
            return false;
    }
    return route.points.size() >= 2;
}

/// Index of a box that the route runs through, or -1. Its ends lie on borders, which is not inside.
int crossedBox(const Graph& graph, const Route& route)
{
    constexpr double inside = 0.01;
    for (std::size_t i = 1; i < route.points.size(); ++i) {
        const QPointF a = route.points[i - 1], b = route.points[i];
        for (std::size_t box = 0; box < graph.boxes.size(); ++box) {
            const QRectF& r = graph.boxes[box].rect;
            if (std::max(a.x(), b.x()) > r.left() + inside && std::min(a.x(), b.x()) < r.right() - inside &&
                std::max(a.y(), b.y()) > r.top() + inside && std::min(a.y(), b.y()) < r.bottom() - inside)
                return int(box);
        }
    }
    return -1;
}

int bends(const Route& route)
{
    return int(route.points.size()) - 2;
}

} // namespace

class RouterTest : public QObject {
    Q_OBJECT

private slots:
    void noRouteCrossesACard_data();
    void noRouteCrossesACard();
    void crowdedBoxesAreNeverCrossed_data();
    void crowdedBoxesAreNeverCrossed();
    void levelRowsGiveAStraightLine();
    void noLineTurnsBackAtItsBox();
    void aBoxInTheWayIsWalkedAround();
    void aSelfReferenceLeavesAndComesBack();
    void aSelfReferenceOfOneRowGoesAround();
    void referencesToOneKeyShareATrunk();
    void linesOfDifferentNetsKeepApart();
    void levelRowsDoNotLookJoined();
    void bothHalvesOfALinkLeaveThePillOnDifferentSides();
    void aLinkBetweenStackedCardsGoesStraightDown();
    void endMarksHaveRoom();
    void narrowGapsAreUsed();
    void reroutingChangesOnlyTheGivenEdges();
    void affectedEdgesAreThoseAtAndUnderTheBox();
    void sameGraphSameRoutes();
    void degenerateGraphsAreSurvived_data();
    void degenerateGraphsAreSurvived();
    void cancelLeavesQuickRoutes();
};

void RouterTest::noRouteCrossesACard_data()
{
    QTest::addColumn<int>("tables");
    QTest::addColumn<int>("seed");
    for (const int tables : {2, 3, 12, 40, 120})
        for (int seed = 1; seed <= (tables > 50 ? 1 : 4); ++seed)
            QTest::addRow("%d tables, seed %d", tables, seed) << tables << seed;
}

void RouterTest::noRouteCrossesACard()
{
    QFETCH(int, tables);
    QFETCH(int, seed);
    const Graph graph = scatteredGraph(tables, std::uint32_t(seed));
    const std::vector<Route> routes = route(graph);
    QCOMPARE(routes.size(), graph.edges.size());
    for (std::size_t i = 0; i < routes.size(); ++i) {
        const Edge& edge = graph.edges[i];
        const Route& found = routes[i];
        QVERIFY2(found.clear, qPrintable(QStringLiteral("edge %1 found no way").arg(i)));
        QVERIFY2(isOrthogonal(found), qPrintable(shown(found)));
        QCOMPARE(found.points.front(), dock(graph.boxes[std::size_t(edge.from)], edge.fromRow, found.fromSide));
        QCOMPARE(found.points.back(), dock(graph.boxes[std::size_t(edge.to)], edge.toRow, found.toSide));
        if (edge.kind == Edge::Reference)
            QVERIFY(isHorizontal(found.fromSide) && isHorizontal(found.toSide));
        const int crossed = crossedBox(graph, found);
        QVERIFY2(crossed < 0,
            qPrintable(QStringLiteral("edge %1 crosses box %2: %3").arg(i).arg(crossed).arg(shown(found))));
    }
}

void RouterTest::crowdedBoxesAreNeverCrossed_data()
{
    QTest::addColumn<double>("gap");
    for (const double gap : {0.5, 4.0, 12.0, 40.0})
        QTest::addRow("%.1f apart", gap) << gap;
}

void RouterTest::crowdedBoxesAreNeverCrossed()
{
    QFETCH(double, gap);
    constexpr int drawings = 5, attempts = 600, mostBoxes = 25;
    for (std::uint32_t seed = 1; seed <= drawings; ++seed) {
        std::mt19937 random(seed);
        const auto number = [&random](double least, double most) {
            return least + (most - least) * (random() / 4294967296.0);
        };
        Graph graph;
        for (int i = 0; i < attempts && int(graph.boxes.size()) < mostBoxes; ++i) {
            const QRectF rect(number(0, 1600), number(0, 1600), number(40, 300), number(30, 500));
            const QRectF around = rect.adjusted(-gap, -gap, gap, gap);
            const bool free = std::none_of(graph.boxes.begin(), graph.boxes.end(),
                [&](const Box& box) { return box.rect.intersects(around); });
            if (free)
                graph.boxes.push_back({rect});
        }
        const auto count = std::uint32_t(graph.boxes.size());
        for (std::uint32_t i = 0; i < 2 * count; ++i) {
            const int from = int(random() % count), to = int(random() % count);
            graph.edges.push_back({from, to, number(0, graph.boxes[std::size_t(from)].rect.height()),
                number(0, graph.boxes[std::size_t(to)].rect.height()),
                i % 3 ? Edge::Reference : Edge::ManyToMany, i % 2 ? -1 : int(i % 5)});
        }
        for (const Route& found : route(graph)) {
            if (!found.clear || !isOrthogonal(found) || crossedBox(graph, found) >= 0)
                QFAIL(qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(shown(found))));
        }
    }
}

/// A line that leaves its card downwards only to come up again looks like a hook.
void RouterTest::noLineTurnsBackAtItsBox()
{
    Graph graph;
    graph.boxes = {card(0, 0, 200, 8), card(0, 320, 200, 8), card(305, 256, 180, 2)};
    graph.boxes[0].rect.setHeight(262);
    graph.boxes[2].pill = true;
    graph.edges = {{0, 1, headerCentre, headerCentre, Edge::Reference, 1},
        {0, 2, headerCentre, pillHeadCentre, Edge::ManyToMany, -1}};
    const Route line = route(graph)[1];
    for (std::size_t i = 1; i < line.points.size(); ++i)
        QVERIFY2(line.points[i].y() >= line.points[i - 1].y(), qPrintable(shown(line)));
}

void RouterTest::levelRowsGiveAStraightLine()
{
    Graph graph;
    graph.boxes = {card(0, 24), card(320, 0)};
    graph.edges = {{1, 0, rowCentre(1), rowCentre(0), Edge::Reference, 0}};
    const Route found = route(graph).front();
    QCOMPARE(bends(found), 0);
    QCOMPARE(found.points.front(), QPointF(320, rowCentre(1)));
    QCOMPARE(found.points.back(), QPointF(192, rowCentre(1)));
}

void RouterTest::aBoxInTheWayIsWalkedAround()
{
    Graph graph;
    graph.boxes = {card(0, 0), card(800, 0), card(400, -200, 192, 16)};
    graph.edges = {reference(0, 1)};
    const Route found = route(graph).front();
    QVERIFY(found.clear);
    QCOMPARE(crossedBox(graph, found), -1);
    QVERIFY(bends(found) >= 4);
}

void RouterTest::aSelfReferenceLeavesAndComesBack()
{
    Graph graph;
    graph.boxes = {card(0, 0)};
    graph.edges = {reference(0, 0, 2)};
    const Route found = route(graph).front();
    QVERIFY(found.clear);
    QCOMPARE(found.fromSide, found.toSide);
    QCOMPARE(bends(found), 2);
    QCOMPARE(crossedBox(graph, found), -1);
}

void RouterTest::aSelfReferenceOfOneRowGoesAround()
{
    Graph graph;
    graph.boxes = {card(0, 0)};
    graph.edges = {{0, 0, rowCentre(0), rowCentre(0), Edge::Reference, 0}};
    const Route found = route(graph).front();
    QVERIFY(found.clear);
    QVERIFY(found.fromSide != found.toSide);
    QVERIFY(isOrthogonal(found));
    QCOMPARE(crossedBox(graph, found), -1);
}

void RouterTest::referencesToOneKeyShareATrunk()
{
    Graph graph;
    graph.boxes = {card(0, 0), card(400, 0), card(400, 240), card(400, 480)};
    graph.edges = {reference(1, 0), reference(2, 0), reference(3, 0)};
    const std::vector<Route> routes = route(graph);
    const double trunk = routes[2].points[1].x();
    QCOMPARE(routes[1].points[1].x(), trunk);
    for (const Route& found : routes)
        QCOMPARE(found.points.back(), QPointF(192, rowCentre(0)));
}

void RouterTest::linesOfDifferentNetsKeepApart()
{
    Graph graph;
    graph.boxes = {card(0, 0), card(400, 300)};
    for (int row = 0; row < 4; ++row)
        graph.edges.push_back({0, 1, rowCentre(row), rowCentre(row), Edge::Reference, -1});
    const std::vector<Route> routes = route(graph);
    QList<double> tracks;
    for (const Route& found : routes) {
        QCOMPARE(bends(found), 2);
        tracks << found.points[1].x();
    }
    // Lines that run down and to the right must be fanned out from right to left, else they cross.
    for (int i = 1; i < tracks.size(); ++i)
        QVERIFY2(tracks[i - 1] - tracks[i] >= 10, qPrintable(shown(routes[std::size_t(i)])));
}

void RouterTest::levelRowsDoNotLookJoined()
{
    // Rows 1 of the two upper cards are level, but their lines go elsewhere.
    Graph graph;
    graph.boxes = {card(0, 0), card(300, 0), card(0, -600), card(300, 600)};
    graph.edges = {reference(0, 3), reference(1, 2)};
    const std::vector<Route> routes = route(graph);
    for (const Route& found : routes)
        QCOMPARE(found.points[1].y(), rowCentre(1));
    const auto span = [](const Route& found) {
        return std::pair(std::min(found.points[0].x(), found.points[1].x()),
            std::max(found.points[0].x(), found.points[1].x()));
    };
    const auto [aFrom, aTo] = span(routes[0]);
    const auto [bFrom, bTo] = span(routes[1]);
    QVERIFY2(
        aTo < bFrom || bTo < aFrom, qPrintable(shown(routes[0]) + QStringLiteral(" / ") + shown(routes[1])));
}

void RouterTest::bothHalvesOfALinkLeaveThePillOnDifferentSides()
{
    Graph graph;
    graph.boxes = {card(0, 0), {QRectF(400, 200, 128, 32), true}};
    graph.edges = {{0, 1, headerCentre, pillHeadCentre, Edge::ManyToMany, -1},
        {1, 0, pillHeadCentre, headerCentre, Edge::ManyToMany, -1}};
    const std::vector<Route> routes = route(graph);
    QVERIFY(routes[0].toSide != routes[1].fromSide);
    QVERIFY(routes[0].fromSide != routes[1].toSide);
}

void RouterTest::aLinkBetweenStackedCardsGoesStraightDown()
{
    Graph graph;
    graph.boxes = {card(0, 0), {QRectF(32, 240, 128, 32), true}};
    graph.edges = {{0, 1, headerCentre, pillHeadCentre, Edge::ManyToMany, -1}};
    const Route found = route(graph).front();
    QCOMPARE(found.fromSide, Side::Bottom);
    QCOMPARE(found.toSide, Side::Top);
    QCOMPARE(bends(found), 0);
}

void RouterTest::endMarksHaveRoom()
{
    const Graph graph = scatteredGraph(40, 7);
    const double stub = RouteOptions().stub;
    for (const Route& found : route(graph)) {
        const std::size_t last = found.points.size() - 1;
        QVERIFY2((found.points[1] - found.points[0]).manhattanLength() >= stub, qPrintable(shown(found)));
        QVERIFY2(
            (found.points[last] - found.points[last - 1]).manhattanLength() >= stub, qPrintable(shown(found)));
    }
}

void RouterTest::narrowGapsAreUsed()
{
    Graph graph; // a ring of boxes, 3 apart, around the one in the middle
    constexpr double gap = 3;
    const Box middle = card(0, 0);
    const double w = middle.rect.width() + gap, h = middle.rect.height() + gap;
    for (int y = -1; y <= 1; ++y)
        for (int x = -1; x <= 1; ++x)
            graph.boxes.push_back(card(x * w, y * h));
    graph.boxes.push_back(card(1200, 0));
    graph.edges = {reference(4, 9)};
    const Route found = route(graph).front();
    QVERIFY(found.clear);
    QCOMPARE(crossedBox(graph, found), -1);
}

void RouterTest::reroutingChangesOnlyTheGivenEdges()
{
    Graph graph = scatteredGraph(40, 3);
    const std::vector<Route> before = route(graph);
    graph.boxes[5].rect.translate(60, 40);
    const std::vector<int> edges = affectedEdges(graph, before, {5});
    QVERIFY(!edges.empty());
    const std::vector<Route> after = rerouted(graph, before, edges);
    for (std::size_t i = 0; i < after.size(); ++i) {
        QCOMPARE(crossedBox(graph, after[i]), -1);
        if (std::find(edges.begin(), edges.end(), int(i)) == edges.end())
            QVERIFY(after[i] == before[i]);
    }
}

void RouterTest::affectedEdgesAreThoseAtAndUnderTheBox()
{
    Graph graph;
    graph.boxes = {card(0, 0), card(800, 0), card(400, 1000), card(900, 1000)};
    graph.edges = {reference(0, 1), reference(2, 3)};
    const std::vector<Route> routes = route(graph);
    QVERIFY(affectedEdges(graph, routes, {2}) == std::vector<int>{1});
    graph.boxes[2].rect.moveTo(400, 0); // onto the line between 0 and 1
    QVERIFY((affectedEdges(graph, routes, {2}) == std::vector<int>{0, 1}));
}

void RouterTest::sameGraphSameRoutes()
{
    const Graph graph = scatteredGraph(40, 5);
    QVERIFY(route(graph) == route(graph));
}

void RouterTest::degenerateGraphsAreSurvived_data()
{
    QTest::addColumn<std::vector<QRectF>>("rects");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    using Rects = std::vector<QRectF>;
    QTest::newRow("nothing") << Rects{};
    QTest::newRow("on top of each other") << Rects{{0, 0, 200, 100}, {0, 0, 200, 100}, {50, 20, 200, 100}};
    QTest::newRow("far apart") << Rects{{-1e9, -1e9, 200, 100}, {1e9, 1e9, 200, 100}, {0, 0, 200, 100}};
    QTest::newRow("beyond all bounds")
        << Rects{{-1e300, 0, 200, 100}, {0, infinity, 200, 100}, {0, 0, 200, 100}};
    QTest::newRow("no numbers") << Rects{{nan, 0, 200, 100}, {0, nan, nan, nan}, {300, 0, 200, infinity}};
    QTest::newRow("huge") << Rects{{0, 0, 1e9, 1e9}, {100, 100, 200, 100}, {-1e8, 0, 1e9, 1}};
    QTest::newRow("no size") << Rects{{0, 0, 0, 0}, {100, 100, 0, 0}, {10, 10, -5, -5}};
    QTest::newRow("side by side") << Rects{{0, 0, 200, 100}, {200, 0, 200, 100}, {400, 0, 200, 100}};
}

void RouterTest::degenerateGraphsAreSurvived()
{
    QFETCH(std::vector<QRectF>, rects);
    Graph graph;
    for (const QRectF& rect : rects)
        graph.boxes.push_back({rect});
    for (int from = 0; from < int(rects.size()); ++from)
        for (int to = 0; to < int(rects.size()); ++to)
            graph.edges.push_back(
                {from, to, 50, std::numeric_limits<double>::quiet_NaN(), Edge::ManyToMany, -1});
    graph.edges.push_back({-1, 0, 0, 0, Edge::Reference, 0});
    graph.edges.push_back({0, 99, 0, 0, Edge::Reference, 0});
    const std::vector<Route> routes = route(graph);
    QCOMPARE(routes.size(), graph.edges.size());
    for (std::size_t i = 0; i < routes.size(); ++i) {
        if (!hasEnds(graph, graph.edges[i])) {
            QVERIFY(routes[i].points.empty());
            continue;
        }
        QVERIFY(routes[i].points.size() >= 2);
        for (const QPointF p : routes[i].points)
            QVERIFY(qIsFinite(p.x()) && qIsFinite(p.y()));
    }
}

void RouterTest::cancelLeavesQuickRoutes()
{
    const Graph graph = scatteredGraph(40, 2);
    const std::atomic_bool stop = true;
    RouteOptions options;
    options.cancel = &stop;
    const std::vector<Route> routes = route(graph, options);
    for (std::size_t i = 0; i < routes.size(); ++i)
        QVERIFY(routes[i] == quickRoute(graph, int(i)));
}

QTEST_GUILESS_MAIN(RouterTest)
#include "routertest.moc"
