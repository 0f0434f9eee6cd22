// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/arrangecommands.h"

#include "ui/canvas/bentroute.h"
#include "ui/canvas/neighbourhood.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace edit = model::edit;

namespace {

constexpr double grid = 8;
constexpr double leastGap = 16; // between cards that are spaced evenly

double snapped(double value)
{
    return std::round(value / grid) * grid;
}

bool isBent(const model::Diagram& diagram, const ObjectRef& line)
{
    if (const auto* reference = std::get_if<ReferenceId>(&line))
        return diagram.references.contains(*reference);
    const auto* link = std::get_if<LinkId>(&line);
    const model::LinkNode* node = link ? diagram.links.find(*link) : nullptr;
    return node && !node->bends.empty();
}

QPointF aligned(const QRectF& rect, const QRectF& field, ArrangeCommands::Alignment alignment)
{
    using Alignment = ArrangeCommands::Alignment;
    QRectF placed = rect;
    switch (alignment) {
    case Alignment::Left:
        placed.moveLeft(field.left());
        break;
    case Alignment::Centre:
        placed.moveLeft(field.center().x() - rect.width() / 2);
        break;
    case Alignment::Right:
        placed.moveRight(field.right());
        break;
    case Alignment::Top:
        placed.moveTop(field.top());
        break;
    case Alignment::Middle:
        placed.moveTop(field.center().y() - rect.height() / 2);
        break;
    case Alignment::Bottom:
        placed.moveBottom(field.bottom());
        break;
    }
    return placed.topLeft();
}

} // namespace

std::vector<int> ArrangeCommands::chosenNodes() const
{
    std::vector<int> nodes;
    for (const ObjectRef& object : surface_.selection().objects()) {
        const int node = std::holds_alternative<ColumnId>(object) ? -1 : surface_.scene().nodeOf(object);
        if (node >= 0 && std::ranges::find(nodes, node) == nodes.end())
            nodes.push_back(node);
    }
    return nodes;
}

void ArrangeCommands::move(
    const QString& text, const std::vector<int>& nodes, const std::vector<QPointF>& corners)
{
    std::vector<edit::Move> moves;
    for (size_t i = 0; i < nodes.size(); ++i) {
        const SceneNode& node = surface_.scene().nodes[size_t(nodes[i])];
        if (!node.pinned && node.rect.topLeft() != corners[i])
            moves.emplace_back(node.object, corners[i]);
    }
    if (moves.empty())
        return;
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    surface_.animateNextChange();
    (void)session.apply(text, [&](model::Document d) { return edit::moveNodes(std::move(d), diagram, moves); });
}

void ArrangeCommands::align(Alignment alignment)
{
    const std::vector<int> nodes = chosenNodes();
    if (nodes.size() < 2) {
        surface_.say(tr("Select two tables or more to line them up"));
        return;
    }
    QRectF field;
    for (const int node : nodes)
        field |= surface_.scene().nodes[size_t(node)].rect;
    std::vector<QPointF> corners;
    for (const int node : nodes)
        corners.push_back(aligned(surface_.scene().nodes[size_t(node)].rect, field, alignment));
    move(tr("Align"), nodes, corners);
}

bool ArrangeCommands::standInEachOthersWay(const std::vector<int>& nodes, Qt::Orientation orientation) const
{
    const auto rect = [&](int node) -> const QRectF& { return surface_.scene().nodes[size_t(node)].rect; };
    for (size_t i = 0; i < nodes.size(); ++i) {
        for (size_t k = i + 1; k < nodes.size(); ++k) {
            const QRectF a = rect(nodes[i]), b = rect(nodes[k]);
            if (orientation == Qt::Horizontal ? a.top() < b.bottom() && b.top() < a.bottom()
                                              : a.left() < b.right() && b.left() < a.right())
                return true;
        }
    }
    return false;
}

void ArrangeCommands::distribute(Qt::Orientation orientation)
{
    std::vector<int> nodes = chosenNodes();
    if (nodes.size() < 3) {
        surface_.say(tr("Select three tables or more to space them evenly"));
        return;
    }
    const bool across = orientation == Qt::Horizontal;
    const auto rect = [&](int node) -> const QRectF& { return surface_.scene().nodes[size_t(node)].rect; };
    const auto start = [&](int node) { return across ? rect(node).left() : rect(node).top(); };
    const auto length = [&](int node) { return across ? rect(node).width() : rect(node).height(); };
    const auto locked = [&](int node) { return surface_.scene().nodes[size_t(node)].pinned; };
    std::ranges::stable_sort(nodes, {}, [&](int node) { return start(node) + length(node) / 2; });
    double taken = 0;
    for (const int node : nodes)
        taken += length(node);
    const double field = start(nodes.back()) + length(nodes.back()) - start(nodes.front());
    const double count = double(nodes.size() - 1);
    double gap = (field - taken) / count;
    double at = start(nodes.front());
    const bool grows = gap < leastGap && standInEachOthersWay(nodes, orientation);
    if (grows) { // to both sides, but away from what is locked
        const double wider = taken + leastGap * count - field;
        gap = leastGap;
        if (locked(nodes.back()) && !locked(nodes.front()))
            at -= wider;
        else if (!locked(nodes.front()))
            at = snapped(at - wider / 2);
    }
    std::vector<QPointF> corners;
    for (const int node : nodes) {
        corners.push_back(across ? QPointF(at, rect(node).top()) : QPointF(rect(node).left(), at));
        at += length(node) + gap;
    }
    if (!grows)
        corners.back() = rect(nodes.back()).topLeft(); // no rounding moves it
    move(tr("Space evenly"), nodes, corners);
}

void ArrangeCommands::selectConnected()
{
    const SceneGraph& scene = surface_.scene();
    std::vector<std::vector<int>> neighbours(scene.nodes.size());
    for (const SceneEdge& edge : scene.edges) {
        neighbours[size_t(edge.from)].push_back(edge.to);
        neighbours[size_t(edge.to)].push_back(edge.from);
    }
    std::vector<char> met(scene.nodes.size(), 0);
    std::vector<int> open;
    const auto meet = [&](int node) {
        if (node >= 0 && !std::exchange(met[size_t(node)], 1))
            open.push_back(node);
    };
    for (const ObjectRef& object : surface_.selection().objects()) {
        meet(scene.nodeOf(object));
        for (const SceneEdge& edge : scene.edges) {
            if (edge.object == object) {
                meet(edge.from);
                meet(edge.to);
            }
        }
    }
    while (!open.empty()) {
        const int node = open.back();
        open.pop_back();
        for (const int neighbour : neighbours[size_t(node)])
            meet(neighbour);
    }
    std::vector<ObjectRef> objects;
    for (size_t i = 0; i < met.size(); ++i) {
        if (met[i])
            objects.push_back(scene.nodes[i].object);
    }
    if (!objects.empty())
        surface_.selection().select(std::move(objects));
}

bool ArrangeCommands::isPinned() const
{
    const std::vector<int> nodes = chosenNodes();
    return !nodes.empty() &&
           std::ranges::all_of(nodes, [&](int node) { return surface_.scene().nodes[size_t(node)].pinned; });
}

void ArrangeCommands::togglePinned()
{
    std::vector<ObjectRef> objects;
    for (const int node : chosenNodes())
        objects.push_back(surface_.scene().nodes[size_t(node)].object);
    if (objects.empty())
        return;
    const bool on = !isPinned();
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    (void)session.apply(on ? tr("Lock") : tr("Unlock"),
        [&](model::Document d) { return edit::setPinned(std::move(d), diagram, objects, on); });
}

void ArrangeCommands::restack(edit::Stacking where)
{
    std::vector<ObjectRef> objects;
    for (const int node : chosenNodes())
        objects.push_back(surface_.scene().nodes[size_t(node)].object);
    if (objects.empty())
        return;
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    (void)session.apply(where == edit::Stacking::Front ? tr("Bring to front") : tr("Send to back"),
        [&](model::Document d) { return edit::restack(std::move(d), diagram, objects, where); });
}

void ArrangeCommands::bend(const SceneEdge& edge, const model::Bends& bends)
{
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    (void)session.apply(
        bends.empty() ? tr("Straighten the line") : tr("Bend the line"),
        [&](model::Document d) {
            return edit::setBends(std::move(d), diagram, edge.object, edge.linkEnd, bends);
        },
        QStringLiteral("bend"));
    session.endMerge();
}

bool ArrangeCommands::nudgeLine(QPointF by)
{
    const ObjectRef selected = surface_.selection().single();
    const auto& edges = surface_.scene().edges;
    const auto edge = std::ranges::find(edges, selected, &SceneEdge::object);
    if (edge == edges.end() || edge->route.size() < 2 || surface_.scene().nodeOf(selected) >= 0)
        return false;
    const int segment = mainSegment(edge->route);
    const bool horizontal = lieAtOneHeight(edge->route[size_t(segment)], edge->route[size_t(segment) + 1]);
    const double way = horizontal ? by.y() : by.x();
    if (way == 0)
        return true; // along itself it can't move
    const SceneEdge before = *edge;
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    const model::Bends bends = bendsAfterShift(before.route, segment, way);
    (void)session.apply(
        tr("Bend the line"),
        [&](model::Document d) {
            return edit::setBends(std::move(d), diagram, before.object, before.linkEnd, bends);
        },
        QStringLiteral("bend-by-keys"));
    return true;
}

std::vector<ObjectRef> ArrangeCommands::bentLines() const
{
    const model::Diagram& diagram = surface_.session().diagram();
    std::vector<ObjectRef> lines;
    const auto add = [&](const ObjectRef& line) {
        if (isBent(diagram, line) && std::ranges::find(lines, line) == lines.end())
            lines.push_back(line);
    };
    const std::vector<int> nodes = chosenNodes();
    for (const ObjectRef& object : surface_.selection().objects())
        add(object);
    for (const SceneEdge& edge : surface_.scene().edges) {
        if (std::ranges::find(nodes, edge.from) != nodes.end() ||
            std::ranges::find(nodes, edge.to) != nodes.end())
            add(edge.object);
    }
    return lines;
}

void ArrangeCommands::resetBends()
{
    const std::vector<ObjectRef> lines = bentLines();
    if (lines.empty()) {
        surface_.say(tr("No line here was bent by hand"));
        return;
    }
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    (void)session.apply(
        tr("Reset bends"), [&](model::Document d) { return edit::resetBends(std::move(d), diagram, lines); });
}

void ArrangeCommands::resize(const ObjectRef& object, const QRectF& rect)
{
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    const model::Diagram& shown = session.diagram();
    (void)session.apply(tr("Resize"), [&](model::Document d) -> Result<model::Document> {
        if (const auto* id = std::get_if<NoteId>(&object)) {
            model::Note note = shown.notes.at(*id);
            note.position = rect.topLeft();
            note.size = rect.size();
            return edit::setNote(std::move(d), diagram, note);
        }
        model::Group group = shown.groups.at(std::get<GroupId>(object));
        group.position = rect.topLeft();
        group.size = rect.size();
        return edit::setGroup(std::move(d), diagram, group);
    });
}

void ArrangeCommands::resizeBy(QPointF by)
{
    const int node = surface_.selectedNode();
    if (node < 0)
        return;
    const SceneNode& shown = surface_.scene().nodes[size_t(node)];
    if (shown.pinned || (shown.kind != NodeKind::Note && shown.kind != NodeKind::Group))
        return;
    QRectF rect = shown.rect;
    rect.setWidth(std::max(rect.width() + by.x(), leastNoteWidth));
    rect.setHeight(std::max(rect.height() + by.y(), leastNoteHeight));
    resize(shown.object, rect);
}

void ArrangeCommands::newGroup(const QRectF& rect)
{
    EditSession& session = surface_.session();
    model::Group group;
    group.id = session.ids().next<GroupId>();
    group.title = tr("Group");
    group.position = {snapped(rect.left()), snapped(rect.top())};
    group.size = {
        std::max(snapped(rect.width()), leastNoteWidth), std::max(snapped(rect.height()), leastNoteHeight)};
    group.hue = int(session.diagram().groups.size()) % (model::subjectHues - 1);
    const DiagramId diagram = session.currentDiagram();
    const QString key = QStringLiteral("new/%1").arg(group.id.value());
    const auto made = session.apply(
        tr("New group"), [&](model::Document d) { return edit::setGroup(std::move(d), diagram, group); }, key);
    if (!made)
        return;
    surface_.selection().selectOnly(group.id);
    EditTarget target;
    target.field = EditTarget::Field::GroupTitle;
    target.object = group.id;
    target.mergeKey = key; // not fresh: it is there, with a title, whether or not another one is typed
    surface_.edit(target);
}

void ArrangeCommands::groupSelection()
{
    constexpr double air = 32, title = 48;
    QRectF field;
    for (const int node : chosenNodes()) {
        if (surface_.scene().nodes[size_t(node)].kind != NodeKind::Group)
            field |= surface_.scene().nodes[size_t(node)].rect;
    }
    if (field.isEmpty()) {
        surface_.say(tr("Select the tables that belong together"));
        return;
    }
    newGroup(field.adjusted(-air, -title, air, air));
}

} // namespace conjoin::ui
