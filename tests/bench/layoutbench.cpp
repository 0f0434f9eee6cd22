// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how long layout and routing take, and what the drawings are worth. Measure a release build.
#include "model/layout/autolayout.h"
#include "model/layout/drawingcost.h"
#include "model/layout/router.h"
#include "support/graphgenerator.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>

using namespace conjoin::model::layout;

namespace {

template<class Work>
double milliseconds(Work work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

// The box with the most edges: the worst one to drag.
int hub(const Graph& graph)
{
    std::vector<int> degree(graph.boxes.size(), 0);
    for (const Edge& edge : graph.edges) {
        ++degree[std::size_t(edge.from)];
        ++degree[std::size_t(edge.to)];
    }
    return int(std::max_element(degree.begin(), degree.end()) - degree.begin());
}

void measure(int tables)
{
    Graph graph = conjoin::tests::generatedGraph(tables, 1);
    std::vector<QPointF> places;
    const double layout = milliseconds([&] { places = layOut(graph); });
    for (std::size_t i = 0; i < places.size(); ++i)
        graph.boxes[i].rect.moveTo(places[i]);

    std::vector<Route> routes;
    const double routing = milliseconds([&] { routes = route(graph); });
    const DrawingCost cost = drawingCost(graph, routes);
    const auto unclear = std::count_if(routes.begin(), routes.end(), [](const Route& r) { return !r.clear; });

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
    std::printf("%6d %6zu %6zu %9.1f %9.1f %6zu %8.2f %8.3f %9d %8.2f %8lld\n", tables, graph.boxes.size(),
        graph.edges.size(), layout, routing, affected.size(), drop, quick, cost.crossings,
        double(cost.bends) / double(std::max<std::size_t>(1, graph.edges.size())),
        static_cast<long long>(unclear));
}

} // namespace

int main()
{
    std::printf(
        "tables  boxes  edges layout ms  route ms  moved  drop ms quick ms crossings bends/edge unclear\n");
    for (const int tables : {10, 50, 200, 1000})
        measure(tables);
    return 0;
}
