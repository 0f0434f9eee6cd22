// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvascommands.h"

#include "model/document/objects.h"
#include "model/layout/cardmetrics.h"
#include "ui/canvas/diagramcommands.h"
#include "ui/canvas/freeplace.h"
#include "ui/canvas/scenerouting.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace conjoin::ui {

namespace edit = model::edit;

namespace {

constexpr double grid = 8;

QPointF onGrid(QPointF at)
{
    return {std::round(at.x() / grid) * grid, std::round(at.y() / grid) * grid};
}

bool hasPart(const model::Key& key, ColumnId column)
{
    return std::any_of(key.parts.begin(), key.parts.end(), [&](const model::KeyPart& part) {
        const auto* id = std::get_if<ColumnId>(&part.what);
        return id && *id == column;
    });
}

/// The subject colour that the fewest tables have, the first of them; grey is left to people.
int nextHue(const model::Diagram& diagram)
{
    std::array<int, model::subjectHues - 1> uses{};
    for (const model::TableNode& node : diagram.tables) {
        if (node.hue >= 0 && node.hue < int(uses.size()))
            ++uses[size_t(node.hue)];
    }
    return int(std::ranges::min_element(uses) - uses.begin());
}

QString creationKeyOf(const ObjectRef& made)
{
    return QStringLiteral("new/%1").arg(model::idValue(made));
}

} // namespace

void CanvasCommands::newTable(QPointF centre)
{
    EditSession& session = surface_.session();
    QStringList taken;
    for (const model::Table& table : session.document().schema.tables)
        taken += table.name;
    model::Table table;
    table.id = session.ids().next<TableId>();
    table.name = model::freeName(tr("Table"), taken);
    model::TableNode node;
    node.id = table.id;
    node.hue = nextHue(session.diagram());
    node.position = onGrid(centre - QPointF(model::layout::cardMinWidth / 2, model::layout::headerHeight / 2));
    const DiagramId diagram = session.currentDiagram();
    const QString key = creationKeyOf(table.id);
    const auto made = session.apply(
        tr("New table"), [&](model::Document d) { return edit::addTable(std::move(d), table, diagram, node); },
        key);
    if (!made)
        return;
    surface_.selection().selectOnly(table.id);
    EditTarget target;
    target.object = table.id;
    target.mergeKey = key;
    target.fresh = true;
    surface_.edit(target);
}

void CanvasCommands::newNote(QPointF corner)
{
    EditSession& session = surface_.session();
    model::Note note;
    note.id = session.ids().next<NoteId>();
    note.position = onGrid(corner);
    const DiagramId diagram = session.currentDiagram();
    const QString key = creationKeyOf(note.id);
    const auto made = session.apply(
        tr("New note"), [&](model::Document d) { return edit::setNote(std::move(d), diagram, note); }, key);
    if (!made)
        return;
    surface_.selection().selectOnly(note.id);
    EditTarget target;
    target.field = EditTarget::Field::NoteText;
    target.object = note.id;
    target.mergeKey = key;
    target.fresh = true;
    surface_.edit(target);
}

void CanvasCommands::newTable()
{
    constexpr std::size_t rows = 8; // room for what will be typed into it, to the right and below
    constexpr double width = model::layout::cardMinWidth + 5 * model::layout::widthStep;
    const QRectF field = freeField(surface_, {width, model::layout::cardHeight(rows)});
    surface_.reveal(field);
    newTable(field.topLeft() + QPointF(model::layout::cardMinWidth / 2, model::layout::headerHeight / 2));
}

void CanvasCommands::newNote()
{
    const QRectF field = freeField(surface_, model::Note().size);
    surface_.reveal(field);
    newNote(field.topLeft());
}

void CanvasCommands::rename()
{
    EditTarget target;
    if (const auto selected = column()) {
        target.field = EditTarget::Field::ColumnName;
        target.object = selected->first;
        target.column = selected->second;
    } else {
        target.object = surface_.selection().single();
        if (std::holds_alternative<NoteId>(target.object))
            target.field = EditTarget::Field::NoteText;
        else if (std::holds_alternative<GroupId>(target.object))
            target.field = EditTarget::Field::GroupTitle;
        else if (surface_.selectedNode() < 0)
            return;
        else
            target.object = surface_.scene().nodes[size_t(surface_.selectedNode())].object;
    }
    surface_.edit(target);
}

TableId CanvasCommands::selectedTable() const
{
    const int node = surface_.selectedNode();
    return node < 0 ? TableId() : surface_.scene().nodes[size_t(node)].table;
}

void CanvasCommands::addColumn()
{
    EditTarget target;
    target.field = EditTarget::Field::NewColumn;
    const TableId table = selectedTable();
    if (!table)
        return;
    target.object = table;
    surface_.edit(target);
}

void CanvasCommands::remove()
{
    const std::vector<ObjectRef> objects = surface_.selection().objects();
    if (objects.empty())
        return;
    EditSession& session = surface_.session();
    const QString text = objects.size() == 1
                             ? tr("Remove %1").arg(model::wordsFor(session.document(), objects.front()))
                             : tr("Remove %n objects", nullptr, int(objects.size()));
    (void)session.apply(text, [&](model::Document d) { return edit::removeObjects(std::move(d), objects); });
}

void CanvasCommands::selectAll()
{
    std::vector<ObjectRef> all;
    for (const SceneNode& node : surface_.scene().nodes)
        all.push_back(node.object);
    surface_.selection().select(std::move(all));
}

void CanvasCommands::nudge(QPointF by)
{
    std::vector<edit::Move> moves;
    for (const ObjectRef& object : surface_.selection().objects()) {
        const int node = surface_.scene().nodeOf(object);
        if (node >= 0 && !std::holds_alternative<ColumnId>(object) &&
            !surface_.scene().nodes[size_t(node)].pinned)
            moves.emplace_back(surface_.scene().nodes[size_t(node)].object,
                surface_.scene().nodes[size_t(node)].rect.topLeft() + by);
    }
    if (moves.empty())
        return;
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    (void)session.apply(
        tr("Move"), [&](model::Document d) { return edit::moveNodes(std::move(d), diagram, moves); },
        QStringLiteral("nudge"));
}

void CanvasCommands::move(const std::vector<edit::Move>& moves)
{
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    const QString text = moves.size() == 1
                             ? tr("Move %1").arg(model::wordsFor(session.document(), moves.front().first))
                             : tr("Move %n objects", nullptr, int(moves.size()));
    (void)session.apply(text, [&](model::Document d) { return edit::moveNodes(std::move(d), diagram, moves); });
}

std::optional<std::pair<TableId, ColumnId>> CanvasCommands::column() const
{
    const ObjectRef object = surface_.selection().single();
    const auto* column = std::get_if<ColumnId>(&object);
    const model::Table* table =
        column ? model::tableOfColumn(surface_.session().document().schema, *column) : nullptr;
    return table ? std::optional(std::pair(table->id, *column)) : std::nullopt;
}

void CanvasCommands::togglePrimaryKey()
{
    const auto selected = column();
    if (!selected)
        return;
    EditSession& session = surface_.session();
    const model::Table& table = session.document().schema.tables.at(selected->first);
    const bool on = !(table.primaryKey && hasPart(*table.primaryKey, selected->second));
    const auto key = session.ids().next<KeyId>();
    (void)session.apply(on ? tr("Primary key on") : tr("Primary key off"), [&](model::Document d) {
        return edit::setPrimaryKey(std::move(d), selected->first, selected->second, on, key);
    });
}

void CanvasCommands::toggleUnique()
{
    const auto selected = column();
    if (!selected)
        return;
    EditSession& session = surface_.session();
    const model::Table& table = session.document().schema.tables.at(selected->first);
    const bool on = std::none_of(table.uniqueKeys.begin(), table.uniqueKeys.end(),
        [&](const model::Key& key) { return key.parts.size() == 1 && hasPart(key, selected->second); });
    const auto key = session.ids().next<KeyId>();
    (void)session.apply(on ? tr("Unique on") : tr("Unique off"), [&](model::Document d) {
        return edit::setUnique(std::move(d), selected->first, selected->second, on, key);
    });
}

void CanvasCommands::toggleNullable()
{
    const auto selected = column();
    if (!selected)
        return;
    EditSession& session = surface_.session();
    model::Column changed = *session.document().schema.tables.at(selected->first).column(selected->second);
    changed.nullable = !changed.nullable;
    (void)session.apply(changed.nullable ? tr("Optional") : tr("Mandatory"),
        [&](model::Document d) { return edit::updateColumn(std::move(d), selected->first, changed); });
}

void CanvasCommands::moveColumn(int by)
{
    const auto selected = column();
    if (!selected)
        return;
    EditSession& session = surface_.session();
    const auto& columns = session.document().schema.tables.at(selected->first).columns;
    const int at = int(std::ranges::find(columns, selected->second, &model::Column::id) - columns.begin());
    placeColumn(at + by);
}

void CanvasCommands::placeColumn(int to)
{
    const auto selected = column();
    if (!selected)
        return;
    EditSession& session = surface_.session();
    const auto& columns = session.document().schema.tables.at(selected->first).columns;
    if (to < 0 || to >= int(columns.size()))
        return;
    (void)session.apply(
        tr("Move column"),
        [&](model::Document d) {
            return edit::moveColumn(std::move(d), selected->first, selected->second, to);
        },
        QStringLiteral("move-column/%1").arg(selected->second.value()));
}

LinkId CanvasCommands::link() const
{
    const int node = surface_.selectedNode();
    const ObjectRef object =
        node >= 0 ? surface_.scene().nodes[size_t(node)].object : surface_.selection().single();
    const auto* link = std::get_if<LinkId>(&object);
    return link ? *link : LinkId();
}

namespace {

/// Whether the node would cover no card there.
bool isClear(const SceneGraph& scene, int node, QPointF corner)
{
    const QRectF rect(corner, scene.nodes[size_t(node)].rect.size());
    return std::ranges::none_of(scene.nodes, [&](const SceneNode& other) {
        return &other != &scene.nodes[size_t(node)] && isObstacle(other) && other.rect.intersects(rect);
    });
}

} // namespace

void CanvasCommands::togglePresentation()
{
    const LinkId id = link();
    EditSession& session = surface_.session();
    const model::LinkNode* shown = id ? session.diagram().links.find(id) : nullptr;
    if (!shown)
        return;
    using Presentation = model::LinkNode::Presentation;
    const Presentation next =
        shown->presentation == Presentation::Pill ? Presentation::Card : Presentation::Pill;
    const DiagramId diagram = session.currentDiagram();
    const int node = surface_.scene().nodeOf(id);
    const bool placed = shown->position.has_value() && node >= 0;
    // Switched to and fro it stands where it stood, to the pixel: so its lines come back as well.
    const model::LinkNode* known = surface_.history().linkBefore(diagram, id, *shown);
    const std::optional<QPointF> before = known && known->presentation == next ? known->position : std::nullopt;
    const QPointF centre = placed ? surface_.scene().nodes[size_t(node)].rect.center() : QPointF();
    surface_.animateNextChange();
    (void)session.apply(next == Presentation::Card ? tr("Show as card") : tr("Show as pill"),
        [&](model::Document d) -> Result<model::Document> {
            Result<model::Document> switched = edit::setPresentation(std::move(d), diagram, id, next);
            if (!switched || !placed)
                return switched;
            // It was put there: what stands in its place now keeps the centre where it can.
            const SceneGraph scene = buildUnroutedScene(*switched, diagram, session.derivation());
            const int place = scene.nodeOf(id);
            const QPointF corner =
                before && isClear(scene, place, *before) ? *before : placeAround(scene, place, centre);
            return edit::moveNodes(std::move(*switched), diagram, {{id, corner}});
        });
}

std::vector<TableId> CanvasCommands::tables() const
{
    std::vector<TableId> tables;
    for (const ObjectRef& object : surface_.selection().objects()) {
        const auto* table = std::get_if<TableId>(&object);
        if (table && surface_.session().diagram().tables.contains(*table))
            tables.push_back(*table);
    }
    return tables;
}

void CanvasCommands::setHue(int hue)
{
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    (void)session.apply(
        tr("Colour"), [&](model::Document d) { return edit::setHue(std::move(d), diagram, tables(), hue); });
}

void CanvasCommands::cycleDetail()
{
    const std::vector<TableId> chosen = tables();
    if (chosen.empty())
        return;
    using Shown = model::CardDetail;
    const Shown now = surface_.session().diagram().tables.at(chosen.front()).detail;
    DiagramCommands(surface_).setDetail(now == Shown::Columns ? Shown::Keys
                                        : now == Shown::Keys  ? Shown::Title
                                                              : Shown::Columns);
}

ReferenceId CanvasCommands::reference() const
{
    const ObjectRef object = surface_.selection().single();
    const auto* reference = std::get_if<ReferenceId>(&object);
    return reference ? *reference : ReferenceId();
}

void CanvasCommands::updateReference(const QString& text, const std::function<void(model::Reference&)>& change)
{
    const ReferenceId id = reference();
    EditSession& session = surface_.session();
    if (!id)
        return;
    model::Reference changed = session.document().schema.references.at(id);
    change(changed);
    (void)session.apply(text, [&](model::Document d) { return edit::updateReference(std::move(d), changed); });
}

void CanvasCommands::toggleMandatory()
{
    updateReference(
        tr("Mandatory"), [](model::Reference& reference) { reference.mandatory = !reference.mandatory; });
}

void CanvasCommands::toggleOneToOne()
{
    updateReference(
        tr("One to one"), [](model::Reference& reference) { reference.unique = !reference.unique; });
}

} // namespace conjoin::ui
