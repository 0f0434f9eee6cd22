// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/autolayout.h"
#include "model/layout/cardmetrics.h"
#include "model/layout/drawingcost.h"
#include "model/layout/router.h"
#include "support/graphgenerator.h"

#include <QtTest>

#include <limits>
#include <numeric>
#include <thread>

using namespace conjoin::model::layout;
using conjoin::tests::generatedGraph;

namespace {

Box card(int rows, double width = 192)
{
    return {QRectF(0, 0, width, headerHeight + rowHeight * rows + cardPadding)};
}

Box pill()
{
    return {QRectF(0, 0, 128, pillHeadHeight), true};
}

/// Two tables and the link between them: boxes 0 and 1, pill 2.
Graph school()
{
    Graph graph;
    graph.boxes = {card(2), card(3), pill()};
    graph.edges = {{0, 2, headerCentre, pillHeadCentre, Edge::ManyToMany, -1},
        {2, 1, pillHeadCentre, headerCentre, Edge::ManyToMany, -1}};
    return graph;
}

/// `sources[i]` refers to `targets[i]`.
Graph references(int boxes, std::initializer_list<std::pair<int, int>> edges)
{
    Graph graph;
    for (int i = 0; i < boxes; ++i)
        graph.boxes.push_back(card(4));
    int row = 0;
    for (const auto& [from, to] : edges)
        graph.edges.push_back({from, to, rowCentre(1 + row++ % 3), rowCentre(0), Edge::Reference, to});
    return graph;
}

Graph placedAt(Graph graph, const std::vector<QPointF>& places)
{
    for (std::size_t i = 0; i < places.size(); ++i)
        graph.boxes[i].rect.moveTo(places[i]);
    return graph;
}

/// Two boxes that overlap, or an empty string.
QString overlap(const Graph& graph)
{
    for (std::size_t i = 0; i < graph.boxes.size(); ++i)
        for (std::size_t k = i + 1; k < graph.boxes.size(); ++k)
            if (graph.boxes[i].rect.intersects(graph.boxes[k].rect))
                return QStringLiteral("boxes %1 and %2 overlap").arg(i).arg(k);
    return {};
}

QRectF bounds(const Graph& graph)
{
    QRectF rect;
    for (const Box& box : graph.boxes)
        rect |= box.rect;
    return rect;
}

LayoutOptions fewCandidates()
{
    LayoutOptions options;
    options.candidates = 2;
    return options;
}

} // namespace

class LayoutTest : public QObject {
    Q_OBJECT

private slots:
    void nothingOverlapsAndEveryLineFindsItsWay_data();
    void nothingOverlapsAndEveryLineFindsItsWay();
    void linesRunBesideEachOther_data();
    void linesRunBesideEachOther();
    void twoLinkedTablesStandInARow();
    void aChainReadsFromLeftToRight();
    void aStarHasItsLeavesBesideIt();
    void drawingsComeNearTheAspect();
    void aTallAndAWideViewGetOtherDrawings();
    void lonelyTablesFormABlock();
    void lonelyTablesKeepTheShapeOfTheView_data();
    void lonelyTablesKeepTheShapeOfTheView();
    void pinnedBoxesStay();
    void sameSeedSameLayout();
    void cancelReturnsPromptlyWithTheOldPlaces();
    void progressRisesToOne();
    void newBoxesComeNearTheirNeighbours();
    void newPillsStandBetweenTheirTables();
    void newBoxesMoveAndCoverNothing();
    void allBoxesNewIsALayout();
    void degenerateGraphsAreSurvived_data();
    void degenerateGraphsAreSurvived();
};

void LayoutTest::nothingOverlapsAndEveryLineFindsItsWay_data()
{
    QTest::addColumn<int>("tables");
    QTest::addColumn<int>("seed");
    for (const int tables : {1, 2, 3, 50, 200})
        for (int seed = 1; seed <= (tables > 100 ? 1 : 3); ++seed)
            QTest::addRow("%d tables, seed %d", tables, seed) << tables << seed;
}

void LayoutTest::nothingOverlapsAndEveryLineFindsItsWay()
{
    QFETCH(int, tables);
    QFETCH(int, seed);
    const Graph graph = generatedGraph(tables, std::uint32_t(seed));
    LayoutOptions options = fewCandidates();
    options.candidates = tables > 100 ? 1 : 2;
    const std::vector<QPointF> places = layOut(graph, options);
    QCOMPARE(places.size(), graph.boxes.size());
    const Graph drawing = placedAt(graph, places);
    QCOMPARE(overlap(drawing), QString());
    QCOMPARE(bounds(drawing).topLeft(), QPointF(0, 0));
    for (const Route& found : route(drawing))
        QVERIFY(found.clear);
}

void LayoutTest::linesRunBesideEachOther_data()
{
    QTest::addColumn<int>("tables");
    QTest::addColumn<int>("seed");
    for (const int tables : {12, 50, 200})
        for (int seed = 1; seed <= (tables > 100 ? 1 : 3); ++seed)
            QTest::addRow("%d tables, seed %d", tables, seed) << tables << seed;
}

void LayoutTest::linesRunBesideEachOther()
{
    QFETCH(int, tables);
    QFETCH(int, seed);
    const Graph graph = generatedGraph(tables, std::uint32_t(seed));
    const Graph drawing = placedAt(graph, layOut(graph, fewCandidates()));
    for (const Overlap& overlap : overlappingRuns(drawing, route(drawing)))
        QFAIL(qPrintable(QStringLiteral("lines %1 and %2 look like one at (%3, %4) for %5")
                             .arg(overlap.edge)
                             .arg(overlap.other)
                             .arg(overlap.at.x())
                             .arg(overlap.at.y())
                             .arg(overlap.length)));
}

void LayoutTest::twoLinkedTablesStandInARow()
{
    const Graph drawing = placedAt(school(), layOut(school()));
    const QRectF student = drawing.boxes[0].rect, course = drawing.boxes[1].rect, link = drawing.boxes[2].rect;
    QVERIFY(student.right() < link.left());
    QVERIFY(link.right() < course.left());
    for (const Route& found : route(drawing))
        QCOMPARE(found.points.size(), std::size_t(2)); // straight
}

void LayoutTest::aChainReadsFromLeftToRight()
{
    const Graph graph = references(4, {{0, 1}, {1, 2}, {2, 3}});
    const Graph drawing = placedAt(graph, layOut(graph));
    for (std::size_t i = 1; i < 4; ++i)
        QVERIFY(drawing.boxes[i - 1].rect.right() < drawing.boxes[i].rect.left() ||
                drawing.boxes[i].rect.right() < drawing.boxes[i - 1].rect.left());
    for (const Route& found : route(drawing))
        QVERIFY(found.points.size() <= 4);
}

void LayoutTest::aStarHasItsLeavesBesideIt()
{
    const Graph graph = references(6, {{1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}});
    const Graph drawing = placedAt(graph, layOut(graph));
    const QRectF hub = drawing.boxes[0].rect;
    for (std::size_t i = 1; i < 6; ++i) {
        const QRectF leaf = drawing.boxes[i].rect;
        QVERIFY(leaf.right() < hub.left() || leaf.left() > hub.right());
    }
}

void LayoutTest::drawingsComeNearTheAspect()
{
    const Graph graph = generatedGraph(50, 4);
    const QRectF all = bounds(placedAt(graph, layOut(graph, fewCandidates())));
    const double aspect = all.width() / all.height();
    QVERIFY2(aspect > 0.8 && aspect < 3.2, qPrintable(QString::number(aspect)));
}

void LayoutTest::aTallAndAWideViewGetOtherDrawings()
{
    Graph alone;
    for (int i = 0; i < 24; ++i)
        alone.boxes.push_back({QRectF(0, 0, 200, 160)});
    for (const Graph& graph : {generatedGraph(50, 4), alone}) {
        const auto aspectOf = [&](double wanted) {
            LayoutOptions options = fewCandidates();
            options.aspect = wanted;
            const std::vector<QPointF> places = layOut(graph, options);
            if (places != layOut(graph, options))
                return 0.0; // it must be the same each time
            const QRectF all = bounds(placedAt(graph, places));
            return all.width() / all.height();
        };
        const double tall = aspectOf(0.7), wide = aspectOf(2.6);
        QVERIFY2(tall > 0.4 && tall < 1.2, qPrintable(QString::number(tall)));
        QVERIFY2(wide > 1.8 && wide < 4, qPrintable(QString::number(wide)));
    }
}

void LayoutTest::lonelyTablesFormABlock()
{
    const Graph graph = references(12, {});
    const Graph drawing = placedAt(graph, layOut(graph));
    QCOMPARE(overlap(drawing), QString());
    const QRectF all = bounds(drawing);
    QVERIFY(all.width() < 8 * graph.boxes[0].rect.width());
    QVERIFY(all.height() < 8 * graph.boxes[0].rect.height());
}

void LayoutTest::lonelyTablesKeepTheShapeOfTheView_data()
{
    QTest::addColumn<int>("lonely");
    QTest::addColumn<double>("aspect");
    for (const int lonely : {1, 4, 9, 25, 80}) {
        for (const double aspect : {0.8, 1.6, 2.4})
            QTest::addRow("%d in %.1f", lonely, aspect) << lonely << aspect;
    }
}

/// A drawing opens as large as it fits: what is linked to nothing must not make it long.
void LayoutTest::lonelyTablesKeepTheShapeOfTheView()
{
    QFETCH(int, lonely);
    QFETCH(double, aspect);
    Graph graph = generatedGraph(30, 4);
    for (int i = 0; i < lonely; ++i) {
        const double rows = 3 + i * 7 % 9;
        graph.boxes.push_back(
            {QRectF(0, 0, 176 + 16 * (i % 4), headerHeight + rowHeight * rows + cardPadding)});
    }
    LayoutOptions options = fewCandidates();
    options.aspect = aspect;
    const Graph drawing = placedAt(graph, layOut(graph, options));
    QCOMPARE(overlap(drawing), QString());
    QVERIFY(layOut(graph, options) == layOut(graph, options));
    const QRectF all = bounds(drawing);
    double covered = 0;
    for (const Box& box : drawing.boxes)
        covered += box.rect.width() * box.rect.height();
    const double view = std::max(all.width() / aspect, all.height());
    const double share = covered / (view * view * aspect);
    QVERIFY2(share > 0.25, qPrintable(QString::number(share)));
}

void LayoutTest::pinnedBoxesStay()
{
    Graph graph = generatedGraph(30, 5);
    for (const int i : {2, 7, 11}) {
        graph.boxes[std::size_t(i)].pinned = true;
        graph.boxes[std::size_t(i)].rect.moveTo(i * 301.5, 17.25 * i);
    }
    const std::vector<QPointF> places = layOut(graph, fewCandidates());
    for (std::size_t i = 0; i < places.size(); ++i)
        if (graph.boxes[i].pinned)
            QCOMPARE(places[i], graph.boxes[i].rect.topLeft());
    QCOMPARE(overlap(placedAt(graph, places)), QString());
}

void LayoutTest::sameSeedSameLayout()
{
    const Graph graph = generatedGraph(30, 6);
    LayoutOptions options = fewCandidates();
    const std::vector<QPointF> first = layOut(graph, options);
    QVERIFY(layOut(graph, options) == first);
    options.seed = 99;
    QVERIFY(layOut(graph, options) != first);
}

void LayoutTest::cancelReturnsPromptlyWithTheOldPlaces()
{
    Graph graph = generatedGraph(200, 7);
    for (std::size_t i = 0; i < graph.boxes.size(); ++i)
        graph.boxes[i].rect.moveTo(double(i) * 400, 3);
    std::atomic_bool stop = false;
    LayoutOptions options;
    options.candidates = 10'000; // hours
    std::thread canceller([&stop] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        stop = true;
    });
    const std::vector<QPointF> places = layOut(graph, options, &stop);
    canceller.join();
    for (std::size_t i = 0; i < places.size(); ++i)
        QCOMPARE(places[i], graph.boxes[i].rect.topLeft());
}

void LayoutTest::progressRisesToOne()
{
    double last = 0;
    layOut(generatedGraph(30, 8), fewCandidates(), nullptr, [&last](double done) {
        QVERIFY(done >= last);
        last = done;
    });
    QCOMPARE(last, 1.0);
}

void LayoutTest::newBoxesComeNearTheirNeighbours()
{
    Graph graph = references(4, {{0, 1}, {1, 2}, {3, 1}});
    graph = placedAt(graph, layOut(references(3, {{0, 1}, {1, 2}})));
    const std::vector<QPointF> places = placeNear(graph, {3});
    const Graph drawing = placedAt(graph, places);
    QCOMPARE(overlap(drawing), QString());
    QVERIFY((places[3] - places[1]).manhattanLength() < 700);
    QVERIFY(route(drawing)[2].clear);
}

void LayoutTest::newPillsStandBetweenTheirTables()
{
    Graph graph = school();
    graph.boxes[1].rect.moveTo(480, 0);
    const Graph drawing = placedAt(graph, placeNear(graph, {2}));
    QVERIFY(drawing.boxes[2].rect.left() > drawing.boxes[0].rect.right());
    QVERIFY(drawing.boxes[2].rect.right() < drawing.boxes[1].rect.left());
    for (const Route& found : route(drawing))
        QCOMPARE(found.points.size(), std::size_t(2)); // straight
}

void LayoutTest::newBoxesMoveAndCoverNothing()
{
    const Graph whole = generatedGraph(40, 9);
    Graph graph = placedAt(whole, layOut(whole, fewCandidates()));
    std::vector<int> newBoxes;
    for (int i = 3; i < int(graph.boxes.size()); i += 4) {
        newBoxes.push_back(i);
        graph.boxes[std::size_t(i)].rect.moveTo(0, 0);
    }
    const std::vector<QPointF> places = placeNear(graph, newBoxes);
    for (std::size_t i = 0; i < places.size(); ++i)
        if (std::find(newBoxes.begin(), newBoxes.end(), int(i)) == newBoxes.end())
            QCOMPARE(places[i], graph.boxes[i].rect.topLeft());
    QCOMPARE(overlap(placedAt(graph, places)), QString());
}

void LayoutTest::allBoxesNewIsALayout()
{
    QVERIFY(placeNear(school(), {0, 1, 2}) == layOut(school()));
}

void LayoutTest::degenerateGraphsAreSurvived_data()
{
    QTest::addColumn<std::vector<QRectF>>("rects");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    using Rects = std::vector<QRectF>;
    QTest::newRow("nothing") << Rects{};
    QTest::newRow("one") << Rects{{5, 5, 200, 100}};
    QTest::newRow("no numbers") << Rects{{nan, nan, nan, nan}, {0, infinity, 200, 100}, {0, 0, -infinity, 100}};
    QTest::newRow("far apart") << Rects{{-1e9, -1e9, 200, 100}, {1e9, 1e9, 200, 100}, {0, 0, 200, 100}};
    QTest::newRow("huge and nothing") << Rects{{0, 0, 1e9, 1e9}, {0, 0, 0, 0}, {0, 0, 200, 100}};
    QTest::newRow("on top of each other") << Rects{{0, 0, 200, 100}, {0, 0, 200, 100}, {0, 0, 200, 100}};
}

void LayoutTest::degenerateGraphsAreSurvived()
{
    QFETCH(std::vector<QRectF>, rects);
    Graph graph;
    for (const QRectF& rect : rects)
        graph.boxes.push_back({rect});
    for (int i = 0; i < int(rects.size()); ++i)
        graph.edges.push_back({i, 0, -100, 1e12, Edge::Reference, 0});
    graph.edges.push_back({-1, 7, 0, 0, Edge::Reference, 0});
    const auto finite = [](const std::vector<QPointF>& places) {
        return std::all_of(
            places.begin(), places.end(), [](QPointF p) { return qIsFinite(p.x()) && qIsFinite(p.y()); });
    };
    const std::vector<QPointF> places = layOut(graph);
    QCOMPARE(places.size(), rects.size());
    QVERIFY(finite(places));
    QCOMPARE(overlap(placedAt(sanitised(graph), places)), QString());
    if (rects.size() > 1) {
        Graph pinned = graph;
        pinned.boxes[0].pinned = true;
        QVERIFY(finite(layOut(pinned)));
        const std::vector<QPointF> near = placeNear(graph, {int(rects.size()) - 1, 12345});
        QVERIFY(qIsFinite(near.back().x()) && qIsFinite(near.back().y()));
    }
}

QTEST_GUILESS_MAIN(LayoutTest)
#include "layouttest.moc"
