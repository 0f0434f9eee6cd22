// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/rolelabels.h"

#include "model/layout/cardmetrics.h"
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/linkgeometry.h"
#include "ui/canvas/spatialindex.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace conjoin::ui {

namespace {

constexpr double besideLine = 2;   // between a name's box and its line
constexpr double betweenNames = 2; // and around it
constexpr std::array along{26.0, 40.0, 64.0};
constexpr std::array farther{92.0, 124.0, 160.0}; // as long as the line runs straight on
constexpr std::array stubReach{0.0, 24.0, 56.0}; // beyond the end of a stub

QSizeF sizeOf(const QString& label)
{
    const double width =
        model::layout::textWidth(label, style::roleTextSize, model::layout::TextWeight::Regular);
    return {std::min(width, style::roleRoom) + 2 * style::rolePadding, style::roleHeight};
}

/// The boxes beside the line's end, best first: near the end, above or right of the line. `straight` is how
/// long its last piece is.
std::vector<QRectF> candidates(QPointF at, QPointF outward, const QSizeF& size, double straight)
{
    std::vector<QRectF> found;
    const auto addAt = [&](double distance) {
        const QPointF near = at + outward * distance;
        if (outward.y() != 0) {
            const double top = outward.y() > 0 ? near.y() : near.y() - size.height();
            found.emplace_back(QPointF(near.x() + besideLine, top), size);
            found.emplace_back(QPointF(near.x() - besideLine - size.width(), top), size);
        } else {
            const double left = outward.x() > 0 ? near.x() : near.x() - size.width();
            found.emplace_back(QPointF(left, near.y() - besideLine - size.height()), size);
            found.emplace_back(QPointF(left, near.y() + besideLine), size);
        }
    };
    std::ranges::for_each(along, addAt);
    const double length = outward.y() != 0 ? size.height() : size.width();
    for (const double distance : farther) {
        if (distance + length <= straight)
            addAt(distance);
    }
    return found;
}

double lengthOfPiece(QPointF a, QPointF b)
{
    return std::abs(a.x() - b.x()) + std::abs(a.y() - b.y()); // upright or level
}

bool crosses(const std::vector<QPointF>& route, const QRectF& rect)
{
    for (size_t i = 1; i < route.size(); ++i) {
        const QRectF piece = QRectF(route[i - 1], route[i]).normalized();
        if (piece.left() < rect.right() && piece.right() > rect.left() && piece.top() < rect.bottom() &&
            piece.bottom() > rect.top())
            return true;
    }
    return false;
}

/// Plates at the end of a stub, on its line.
std::vector<QRectF> stubCandidates(QPointF at, QPointF outward, const QString& text)
{
    const double width =
        std::min(model::layout::textWidth(text, style::roleTextSize, model::layout::TextWeight::Regular),
            style::roleRoom) +
        2 * style::stubPadding;
    const QSizeF size(width, style::stubHeight);
    std::vector<QRectF> found;
    for (const double beyond : stubReach) {
        const QPointF end = at + outward * (style::stubLength + beyond);
        QRectF rect(QPointF(), size);
        rect.moveCenter(end + QPointF(outward.x() * size.width() / 2, outward.y() * size.height() / 2));
        found.push_back(rect);
    }
    return found;
}

/// The pieces that are painted: of a stub only those at its ends.
bool isSeenIn(const SceneEdge& edge, const QRectF& rect)
{
    if (!edge.stub)
        return crosses(edge.route, rect);
    for (const bool last : {false, true}) {
        const QPointF at = last ? edge.route.back() : edge.route.front();
        if (crosses({at, at + outwardAt(edge.route, last) * style::stubLength}, rect))
            return true;
    }
    return false;
}

bool isFree(const SceneGraph& scene, const SpatialIndex& index, const QRectF& rect)
{
    const QRectF wanted = rect.adjusted(-betweenNames, -betweenNames, betweenNames, betweenNames);
    const ScenePainter::Part near = index.in(wanted);
    const bool onNode = std::ranges::any_of(near.nodes, [&](int i) {
        const SceneNode& node = scene.nodes[size_t(i)];
        return node.kind != NodeKind::Group && node.rect.intersects(wanted);
    });
    return !onNode && std::ranges::none_of(near.edges, [&](int i) {
        const SceneEdge& edge = scene.edges[size_t(i)];
        const std::array labels{edge.fromLabelRect, edge.toLabelRect, edge.fromStubRect, edge.toStubRect};
        return std::ranges::any_of(labels, [&](const QRectF& label) { return label.intersects(wanted); }) ||
               isSeenIn(edge, rect);
    });
}

} // namespace

void placeRoleLabels(SceneGraph& scene, const SpatialIndex& index)
{
    std::vector<int> edges(scene.edges.size());
    std::iota(edges.begin(), edges.end(), 0);
    placeRoleLabels(scene, index, edges);
}

void placeRoleLabels(SceneGraph& scene, const SpatialIndex& index, const std::vector<int>& edges)
{
    for (const int i : edges) {
        SceneEdge& edge = scene.edges[size_t(i)];
        edge.fromLabelRect = edge.toLabelRect = edge.fromStubRect = edge.toStubRect = {};
    }
    const auto firstFree = [&](const std::vector<QRectF>& places) {
        const auto it =
            std::ranges::find_if(places, [&](const QRectF& rect) { return isFree(scene, index, rect); });
        return it == places.end() ? QRectF() : *it;
    };
    for (const int i : edges) {
        SceneEdge& edge = scene.edges[size_t(i)];
        if (edge.route.size() < 2)
            continue;
        for (const bool last : {false, true}) {
            const QPointF at = last ? edge.route.back() : edge.route.front();
            const QPointF outward = outwardAt(edge.route, last);
            if (const QString& stub = last ? edge.toStub : edge.fromStub; !stub.isEmpty())
                (last ? edge.toStubRect : edge.fromStubRect) = firstFree(stubCandidates(at, outward, stub));
            if (const QString& label = last ? edge.toLabel : edge.fromLabel; !label.isEmpty())
                (last ? edge.toLabelRect : edge.fromLabelRect) =
                    firstFree(candidates(at, outward, sizeOf(label),
                        lengthOfPiece(at, last ? edge.route[edge.route.size() - 2] : edge.route[1])));
        }
    }
}

} // namespace conjoin::ui
