// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how long layout and routing take, and what the drawings are worth, beside those of Graphviz' sfdp
// where that program is there: it places the same boxes, and the same router draws the lines. Times are CPU
// milliseconds of the thread. Measure a release build. Arguments are numbers of tables.
#include "model/layout/autolayout.h"
#include "model/layout/drawingcost.h"
#include "model/layout/router.h"
#include "support/graphgenerator.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <optional>

using namespace conjoin::model::layout;

namespace {

double cpuMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

template<class Work>
double milliseconds(Work work)
{
    const double start = cpuMilliseconds();
    work();
    return cpuMilliseconds() - start;
}

/// The box with the most edges: the worst one to drag.
int hub(const Graph& graph)
{
    std::vector<int> degree(graph.boxes.size(), 0);
    for (const Edge& edge : graph.edges) {
        ++degree[std::size_t(edge.from)];
        ++degree[std::size_t(edge.to)];
    }
    return int(std::max_element(degree.begin(), degree.end()) - degree.begin());
}

void place(Graph& graph, const std::vector<QPointF>& places)
{
    for (std::size_t i = 0; i < places.size(); ++i)
        graph.boxes[i].rect.moveTo(places[i]);
}

/// What a drawing is worth.
struct Worth {
    DrawingCost cost;
    double area = 0;
    int crossed = 0;
    std::size_t overlaps = 0;
    double routing = 0; ///< milliseconds
};

Worth worthOf(const Graph& graph, std::vector<Route>& routes)
{
    Worth worth;
    worth.routing = milliseconds([&] { routes = route(graph); });
    worth.cost = drawingCost(graph, routes);
    worth.overlaps = overlappingRuns(graph, routes).size();
    worth.crossed =
        int(std::count_if(routes.begin(), routes.end(), [](const Route& found) { return !found.clear; }));
    QRectF bounds;
    for (const Box& box : graph.boxes)
        bounds |= box.rect;
    worth.area = bounds.width() * bounds.height();
    return worth;
}

void print(const char* what, const Graph& graph, double layout, const Worth& worth)
{
    std::printf("  %-14s %9.1f %9.1f %9d %9.0f %7.2f %9.1f %8zu %8d\n", what, layout, worth.routing,
        worth.cost.crossings, worth.cost.length / 1000,
        double(worth.cost.bends) / double(std::max<std::size_t>(1, graph.edges.size())), worth.area / 1e6,
        worth.overlaps, worth.crossed);
    std::fflush(stdout);
}

/// Where sfdp puts the boxes, without overlaps; none where it is not installed.
std::optional<std::vector<QPointF>> sfdpPlaces(const Graph& graph)
{
    constexpr double points = 72; // an inch; a point is a unit of ours
    const QString program = QStandardPaths::findExecutable(QStringLiteral("sfdp"));
    if (program.isEmpty())
        return {};
    QByteArray text = "graph {\nnode [shape=box fixedsize=true label=\"\"];\n";
    for (std::size_t i = 0; i < graph.boxes.size(); ++i) {
        const QSizeF size = graph.boxes[i].rect.size();
        text += "n" + QByteArray::number(int(i)) + " [width=" + QByteArray::number(size.width() / points) +
                " height=" + QByteArray::number(size.height() / points) + "];\n";
    }
    for (const Edge& edge : graph.edges)
        text += "n" + QByteArray::number(edge.from) + " -- n" + QByteArray::number(edge.to) + ";\n";
    text += "}\n";
    QProcess process;
    process.start(
        program, {QStringLiteral("-Goverlap=prism"), QStringLiteral("-Gsep=+24"), QStringLiteral("-Tplain")});
    process.write(text);
    process.closeWriteChannel();
    constexpr int patience = 300'000; // milliseconds
    if (!process.waitForFinished(patience) || process.exitCode() != 0)
        return {};
    std::vector<QPointF> places(graph.boxes.size());
    for (const QByteArray& line : process.readAllStandardOutput().split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() < 4 || words[0] != "node")
            continue;
        const std::size_t box = std::size_t(words[1].mid(1).toInt());
        const QPointF centre(words[2].toDouble() * points, -words[3].toDouble() * points);
        QRectF rect = graph.boxes[box].rect;
        rect.moveCenter(centre);
        places[box] = rect.topLeft();
    }
    return places;
}

void measure(int tables)
{
    Graph graph = conjoin::tests::generatedGraph(tables, 1);
    std::printf("%d tables: %zu boxes, %zu lines\n", tables, graph.boxes.size(), graph.edges.size());
    std::printf("  %-14s %9s %9s %9s %9s %7s %9s %8s %8s\n", "", "layout ms", "route ms", "crossings",
        "length k", "bends", "area M", "overlaps", "crossed");
    std::vector<QPointF> places;
    LayoutOptions single;
    single.candidates = 1;
    const double one = milliseconds([&] { places = layOut(graph, single); });
    place(graph, places);
    std::vector<Route> routes;
    print("one candidate", graph, one, worthOf(graph, routes));
    const double best = milliseconds([&] { places = layOut(graph); });
    place(graph, places);
    const Worth ours = worthOf(graph, routes);
    print("as laid out", graph, best, ours);
    Graph theirs = graph;
    if (const auto other = sfdpPlaces(graph)) {
        place(theirs, *other);
        std::vector<Route> otherRoutes;
        const Worth worth = worthOf(theirs, otherRoutes);
        print("sfdp", theirs, 0, worth);
        std::printf("  ours / sfdp: crossings %.2f, length %.2f, area %.2f\n",
            double(ours.cost.crossings) / std::max(1, worth.cost.crossings),
            ours.cost.length / worth.cost.length, ours.area / worth.area);
    }

    const int moved = hub(graph);
    graph.boxes[std::size_t(moved)].rect.translate(24, 16);
    std::vector<int> affected;
    const double drop = milliseconds([&] {
        affected = affectedEdges(graph, routes, {moved});
        routes = rerouted(graph, routes, affected);
    });
    const double quick = milliseconds([&] {
        for (const int edge : affected)
            quickRoute(graph, edge);
    });
    std::printf(
        "  dropping the hub: %zu lines anew in %.2f ms, quick ones in %.3f ms\n", affected.size(), drop, quick);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QStringList sizes = QCoreApplication::arguments().mid(1);
    if (sizes.isEmpty())
        sizes = {QStringLiteral("10"), QStringLiteral("50"), QStringLiteral("200"), QStringLiteral("1000"),
            QStringLiteral("5000")};
    for (const QString& size : std::as_const(sizes))
        measure(size.toInt());
    return 0;
}
