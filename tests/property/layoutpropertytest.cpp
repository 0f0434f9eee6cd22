// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/autolayout.h"
#include "model/layout/drawingcost.h"
#include "model/layout/router.h"
#include "support/graphgenerator.h"

#include <QtTest>

#include <algorithm>

using namespace conjoin::model::layout;
using conjoin::tests::generatedGraph;

namespace {

Graph placedAt(Graph graph, const std::vector<QPointF>& places)
{
    for (std::size_t i = 0; i < places.size(); ++i)
        graph.boxes[i].rect.moveTo(places[i]);
    return graph;
}

LayoutOptions oneCandidate(std::uint32_t seed = 1)
{
    LayoutOptions options;
    options.candidates = 1;
    options.seed = seed;
    return options;
}

/// Two boxes that overlap, or an empty text.
QString overlappingBoxes(const Graph& graph)
{
    std::vector<std::size_t> order(graph.boxes.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    const auto rect = [&](std::size_t i) -> const QRectF& { return graph.boxes[i].rect; };
    std::sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return rect(a).left() < rect(b).left(); });
    for (std::size_t i = 0; i < order.size(); ++i)
        for (std::size_t k = i + 1; k < order.size() && rect(order[k]).left() < rect(order[i]).right(); ++k)
            if (rect(order[i]).intersects(rect(order[k])))
                return QStringLiteral("boxes %1 and %2 overlap").arg(order[i]).arg(order[k]);
    return {};
}

/// A line that runs through a box, or an empty text.
QString crossedBox(const Graph& graph, const std::vector<Route>& routes)
{
    constexpr double inside = 0.01; // ends lie on borders
    for (std::size_t e = 0; e < routes.size(); ++e) {
        const std::vector<QPointF>& points = routes[e].points;
        for (std::size_t i = 1; i < points.size(); ++i) {
            const QPointF a = points[i - 1], b = points[i];
            for (std::size_t box = 0; box < graph.boxes.size(); ++box) {
                const QRectF& r = graph.boxes[box].rect;
                if (std::max(a.x(), b.x()) > r.left() + inside && std::min(a.x(), b.x()) < r.right() - inside &&
                    std::max(a.y(), b.y()) > r.top() + inside && std::min(a.y(), b.y()) < r.bottom() - inside)
                    return QStringLiteral("line %1 runs through box %2").arg(e).arg(box);
            }
        }
    }
    return {};
}

/// Two lines that look like one, or an empty text.
QString overlappingLines(const Graph& graph, const std::vector<Route>& routes)
{
    const std::vector<Overlap> overlaps = overlappingRuns(graph, routes);
    if (overlaps.empty())
        return {};
    const Overlap& first = overlaps.front();
    return QStringLiteral("%1 places; lines %2 and %3 look like one at (%4, %5) for %6")
        .arg(overlaps.size())
        .arg(first.edge)
        .arg(first.other)
        .arg(first.at.x())
        .arg(first.at.y())
        .arg(first.length);
}

} // namespace

/// What must hold of every drawing, on generated ones.
class LayoutPropertyTest : public QObject {
    Q_OBJECT

private slots:
    void drawingsAreSound_data();
    void drawingsAreSound();
    void pinnedCardsStayAndNothingOverlaps_data();
    void pinnedCardsStayAndNothingOverlaps();
    void sameSeedSameDrawing();
    void keptLinesStayAndOthersKeepAway_data();
    void keptLinesStayAndOthersKeepAway();
};

void LayoutPropertyTest::drawingsAreSound_data()
{
    QTest::addColumn<int>("tables");
    QTest::addColumn<int>("seed");
    for (const auto& [tables, seeds] : {std::pair(5, 6), {20, 6}, {60, 4}, {200, 3}, {500, 2}, {1000, 2}})
        for (int seed = 1; seed <= seeds; ++seed)
            QTest::addRow("%d tables, seed %d", tables, seed) << tables << seed;
}

void LayoutPropertyTest::drawingsAreSound()
{
    QFETCH(int, tables);
    QFETCH(int, seed);
    const Graph graph = generatedGraph(tables, std::uint32_t(seed));
    const Graph drawing = placedAt(graph, layOut(graph, oneCandidate()));
    QCOMPARE(overlappingBoxes(drawing), QString());
    const std::vector<Route> routes = route(drawing);
    QVERIFY(std::all_of(routes.begin(), routes.end(), [](const Route& found) { return found.clear; }));
    QCOMPARE(crossedBox(drawing, routes), QString());
    QCOMPARE(overlappingLines(drawing, routes), QString());
}

void LayoutPropertyTest::pinnedCardsStayAndNothingOverlaps_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 8; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void LayoutPropertyTest::pinnedCardsStayAndNothingOverlaps()
{
    QFETCH(int, seed);
    const Graph whole = generatedGraph(60, std::uint32_t(seed));
    Graph graph = placedAt(whole, layOut(whole, oneCandidate()));
    for (std::size_t i = std::size_t(seed); i < graph.boxes.size(); i += 7)
        graph.boxes[i].pinned = true;
    const std::vector<QPointF> places = layOut(graph, oneCandidate(77));
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (graph.boxes[i].pinned)
            QCOMPARE(places[i], graph.boxes[i].rect.topLeft());
    }
    const Graph drawing = placedAt(graph, places);
    QCOMPARE(overlappingBoxes(drawing), QString());
    QCOMPARE(crossedBox(drawing, route(drawing)), QString());
}

void LayoutPropertyTest::sameSeedSameDrawing()
{
    for (const int tables : {40, 300}) {
        const Graph graph = generatedGraph(tables, 3);
        const std::vector<QPointF> places = layOut(graph, oneCandidate(5));
        QVERIFY(layOut(graph, oneCandidate(5)) == places);
        const Graph drawing = placedAt(graph, places);
        QVERIFY(route(drawing) == route(drawing));
    }
}

void LayoutPropertyTest::keptLinesStayAndOthersKeepAway_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 8; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

/// Some lines are a person's: they stay to the last bit wherever they run.
void LayoutPropertyTest::keptLinesStayAndOthersKeepAway()
{
    QFETCH(int, seed);
    const Graph graph = generatedGraph(40, std::uint32_t(seed));
    const Graph drawing = placedAt(graph, layOut(graph, oneCandidate()));
    const std::vector<Route> routes = route(drawing);
    std::vector<Route> kept(routes.size());
    for (std::size_t i = std::size_t(seed) % 3; i < routes.size(); i += 4)
        kept[i] = routes[i];
    const std::vector<Route> again = routeAround(drawing, kept);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        QVERIFY(again[i].clear);
        if (!kept[i].points.empty())
            QVERIFY(again[i] == kept[i]);
    }
    QCOMPARE(crossedBox(drawing, again), QString());
    QCOMPARE(overlappingLines(drawing, again), QString());
}

QTEST_GUILESS_MAIN(LayoutPropertyTest)
#include "layoutpropertytest.moc"
