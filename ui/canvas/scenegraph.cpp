// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenegraph.h"

#include "model/document/objects.h"
#include "model/layout/cardmetrics.h"
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/rolelabels.h"
#include "ui/canvas/scenebuilder.h"
#include "ui/canvas/scenerouting.h"
#include "ui/canvas/spatialindex.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double snapStep = 8;       // everything stands on the grid
constexpr double selfLinkDrop = 40;  // from the lower edge of a card to the pill of its self link
constexpr double armStub = 24;       // where the line of an arm turns beside a card
constexpr double nearlyAligned = 56; // cards whose docks differ less than this are linked with a single bend
constexpr double pillClearanceX = 36, pillClearanceY = 28; // what finds its own place leaves room for end marks
constexpr double cardClearance = 48;

double snapped(double value)
{
    return std::round(value / snapStep) * snapStep;
}

double dockOffset(const SceneNode& node, int row)
{
    if (node.kind == NodeKind::Pill)
        return row < 0 ? model::layout::pillHeadCentre : model::layout::pillRowCentre(row);
    return row < 0 || node.collapsed ? model::layout::headerCentre : model::layout::rowCentre(row);
}

bool isFree(const SceneGraph& scene, int pill, const QRectF& rect)
{
    const bool card = scene.nodes[size_t(pill)].kind == NodeKind::Junction;
    const bool roomy = card || scene.nodes[size_t(pill)].ends > 2; // so many arms need room to turn
    const double x = roomy ? cardClearance : pillClearanceX, y = roomy ? cardClearance : pillClearanceY;
    const QRectF wanted = rect.adjusted(-x, -y, x, y);
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        const SceneNode& node = scene.nodes[i];
        const bool obstacle = node.kind != NodeKind::Group && int(i) != pill && (node.placed || int(i) < pill);
        if (obstacle && node.rect.intersects(wanted))
            return false;
    }
    return true;
}

/// Steps away from a place, the nearest first. Along an axis they are cheaper than across it: there the lines
/// of a link stay straight.
struct Step {
    int along, across;
};

std::vector<Step> makeSteps()
{
    constexpr int farthest = 32, farthestAcross = 12;
    constexpr double acrossCost = 2.5;
    std::vector<Step> steps;
    for (int along = -farthest; along <= farthest; ++along) {
        for (int across = -farthestAcross; across <= farthestAcross; ++across)
            steps.push_back({along, across});
    }
    const auto cost = [](const Step& step) { return std::hypot(step.along, acrossCost * step.across); };
    std::ranges::stable_sort(steps, {}, cost);
    return steps;
}

/// The nearest free place to `corner`, rather along the axis; a card that does not fit always below.
QPointF firstFree(const SceneGraph& scene, int pill, QPointF corner, Qt::Orientation axis)
{
    static const std::vector<Step> steps = makeSteps();
    const QSizeF size = scene.nodes[size_t(pill)].rect.size();
    const bool below = scene.nodes[size_t(pill)].kind == NodeKind::Junction && axis == Qt::Vertical;
    constexpr double length = 3 * snapStep;
    for (const Step& step : steps) {
        if (below && step.along < 0)
            continue;
        const double along = step.along * length, across = step.across * length;
        const QPointF shifted =
            corner + (axis == Qt::Horizontal ? QPointF(along, across) : QPointF(across, along));
        if (isFree(scene, pill, QRectF(shifted, size)))
            return shifted;
    }
    return corner;
}

/// The middle between several ends, on a line with those that are nearly there: their arms run straight. Not
/// both ways on the same one, which would be its own place.
QPointF middleOf(const SceneGraph& scene, const std::vector<int>& ends)
{
    constexpr double near = 120;
    QPointF middle;
    for (const int end : ends)
        middle += scene.nodes[size_t(end)].rect.center() / double(ends.size());
    const auto nearest = [&](const auto& distance, int other) {
        int found = -1;
        for (const int end : ends) {
            if (end != other && distance(end) < (found < 0 ? near : distance(found)))
                found = end;
        }
        return found;
    };
    const auto dockOf = [&](int end) {
        const SceneNode& node = scene.nodes[size_t(end)];
        return node.rect.top() + dockOffset(node, -1);
    };
    const int above =
        nearest([&](int end) { return std::abs(scene.nodes[size_t(end)].rect.center().x() - middle.x()); }, -1);
    const int beside = nearest([&](int end) { return std::abs(dockOf(end) - middle.y()); }, above);
    return {above < 0 ? middle.x() : scene.nodes[size_t(above)].rect.center().x(),
        beside < 0 ? middle.y() : dockOf(beside)};
}

} // namespace

EndMark inNotation(EndMark mark, model::Notation notation, bool holder)
{
    switch (notation) {
    case model::Notation::CrowsFoot:
        return mark;
    case model::Notation::Idef1x:
        switch (mark) {
        case EndMark::One: // the plain end of a line is exactly one
            return holder ? EndMark::Dot : EndMark::None;
        case EndMark::ZeroOrOne:
            return holder ? EndMark::DotOrNone : EndMark::Diamond;
        case EndMark::Many:
        case EndMark::ZeroOrMany:
            return EndMark::Dot;
        case EndMark::OneOrMany:
            return EndMark::DotAtLeastOne;
        default:
            return mark;
        }
    case model::Notation::Uml:
        switch (mark) {
        case EndMark::One:
            return EndMark::NumberOne;
        case EndMark::ZeroOrOne:
            return EndMark::NumberZeroOrOne;
        case EndMark::Many:
        case EndMark::ZeroOrMany:
            return EndMark::NumberZeroOrMany;
        case EndMark::OneOrMany:
            return EndMark::NumberOneOrMany;
        default:
            return mark;
        }
    }
    return mark;
}

QRectF SceneGraph::bounds() const
{
    QRectF all;
    for (const SceneNode& node : nodes)
        all |= node.rect;
    QPointF low = all.topLeft(), high = all.bottomRight();
    bool empty = nodes.empty();
    for (const SceneEdge& edge : edges) {
        for (const QPointF& point : edge.route) {
            const QPointF beyond = point + QPointF(1, 1);
            low = empty ? point : QPointF(std::min(low.x(), point.x()), std::min(low.y(), point.y()));
            high = empty ? beyond : QPointF(std::max(high.x(), beyond.x()), std::max(high.y(), beyond.y()));
            empty = false;
        }
    }
    return {low, high};
}

int SceneGraph::nodeOf(const ObjectRef& object) const
{
    const auto* table = std::get_if<TableId>(&object);
    const auto* column = std::get_if<ColumnId>(&object);
    for (size_t i = 0; i < nodes.size(); ++i) {
        const SceneNode& node = nodes[i];
        if (node.object == object || (table && node.table == *table))
            return int(i);
        if (column && std::any_of(node.rows.begin(), node.rows.end(),
                          [&](const CardRow& row) { return row.object == object; }))
            return int(i);
    }
    return -1;
}

NodeIndex::NodeIndex(const SceneGraph& scene)
{
    nodes_.reserve(qsizetype(scene.nodes.size()));
    for (size_t i = 0; i < scene.nodes.size(); ++i)
        nodes_.insert(model::idValue(scene.nodes[i].object), int(i));
}

int NodeIndex::of(const ObjectRef& object) const
{
    return nodes_.value(model::idValue(object), -1);
}

QRectF SceneGraph::rowRect(int node, int row) const
{
    const SceneNode& shown = nodes[size_t(node)];
    const bool pill = shown.kind == NodeKind::Pill;
    if (row < 0) {
        const double head = pill ? model::layout::pillHeadHeight : model::layout::headerHeight;
        return {shown.rect.x(), shown.rect.y(), shown.rect.width(), std::min(head, shown.rect.height())};
    }
    const double height = pill ? model::layout::pillRowHeight : model::layout::rowHeight;
    const double centre = shown.rect.y() + dockOffset(shown, row);
    return {shown.rect.x(), centre - height / 2, shown.rect.width(), height};
}

QPointF placeBetween(const SceneGraph& scene, int pill, const std::vector<int>& ends)
{
    const QSizeF size = scene.nodes[size_t(pill)].rect.size();
    const double headCentre = dockOffset(scene.nodes[size_t(pill)], -1);
    if (ends.empty())
        return {0, 0};

    const bool toItself = std::all_of(ends.begin(), ends.end(), [&](int end) { return end == ends.front(); });
    const QRectF first = scene.nodes[size_t(ends.front())].rect;
    QPointF corner;
    bool stacked = false; // the ends stand one above the other
    if (toItself) {
        // One arm leaves the card below, the other beside it: the pill stands where they meet.
        corner = {first.right() + armStub - size.width() / 2, first.bottom() + selfLinkDrop};
    } else if (ends.size() == 2) {
        const QRectF second = scene.nodes[size_t(ends.back())].rect;
        const QRectF& left = first.center().x() <= second.center().x() ? first : second;
        const QRectF& right = &left == &first ? second : first;
        const QRectF& upper = first.center().y() <= second.center().y() ? first : second;
        const QRectF& lower = &upper == &first ? second : first;
        const double gapX = right.left() - left.right();
        const double gapY = lower.top() - upper.bottom();
        stacked = gapX < size.width() && gapY > gapX;
        const bool hangs = scene.nodes[size_t(pill)].hangs;
        if (stacked) {
            // Straight below the upper card where that is nearly the middle: one bend less.
            const double offset = lower.center().x() - upper.center().x();
            const double middle = upper.center().x() + (std::abs(offset) < nearlyAligned ? 0 : offset / 2);
            corner = {middle - size.width() / 2, (upper.bottom() + lower.top() - size.height()) / 2};
            if (hangs) // beside the line, which runs straight
                corner.rx() = middle + style::hangingDrop;
        } else { // lines dock in the headers: the pill's head stands between them
            const double offset = right.top() - left.top();
            const double top = left.top() + (std::abs(offset) < nearlyAligned ? 0 : offset / 2);
            corner = {(left.right() + right.left() - size.width()) / 2,
                top + model::layout::headerCentre + (hangs ? style::hangingDrop : -headCentre)};
        }
    } else {
        corner = middleOf(scene, ends) - QPointF(size.width() / 2, headCentre);
        return firstFree(scene, pill, corner, Qt::Vertical);
    }
    // Only the free axis snaps: on the other one the arms run straight.
    corner = stacked ? QPointF(corner.x(), snapped(corner.y())) : QPointF(snapped(corner.x()), corner.y());
    return firstFree(scene, pill, corner, stacked ? Qt::Horizontal : Qt::Vertical);
}

QPointF placeAround(const SceneGraph& scene, int node, QPointF centre)
{
    const QSizeF size = scene.nodes[size_t(node)].rect.size();
    const QPointF corner = centre - QPointF(size.width() / 2, size.height() / 2);
    return firstFree(scene, node, {snapped(corner.x()), snapped(corner.y())}, Qt::Vertical);
}

model::layout::Edge layoutEdge(const SceneGraph& scene, const SceneEdge& edge)
{
    constexpr int rowsPerNode = 1 << 12; // more than the columns of any engine's table
    model::layout::Edge line;
    line.from = edge.from;
    line.to = edge.to;
    line.fromRow = dockOffset(scene.nodes[size_t(edge.from)], edge.fromRow);
    line.toRow = dockOffset(scene.nodes[size_t(edge.to)], edge.toRow);
    // Arms to a junction card are its foreign keys: they dock at rows, like any reference.
    const bool toPill = scene.nodes[size_t(edge.to)].kind == NodeKind::Pill;
    line.kind = edge.manyToMany && toPill ? model::layout::Edge::ManyToMany : model::layout::Edge::Reference;
    if (!edge.manyToMany)
        line.net = edge.to * rowsPerNode + edge.toRow + 1;
    else if (edge.hangs) // both arms come down to the pill as one; of a self link, which docks at a row, each
                         // alone
        line.net = edge.to * rowsPerNode + rowsPerNode - (edge.fromRow < 0 ? 1 : 2);
    return line;
}

SceneGraph buildUnroutedScene(
    const model::Document& document, DiagramId diagram, const orm::Derivation& derivation)
{
    return SceneBuilder(document, document.diagrams.at(diagram), derivation).build();
}

SceneGraph buildScene(const model::Document& document, DiagramId diagram, const orm::Derivation& derivation)
{
    SceneGraph scene = buildUnroutedScene(document, diagram, derivation);
    routeScene(scene);
    placeRoleLabels(scene, SpatialIndex(scene));
    return scene;
}

} // namespace conjoin::ui
