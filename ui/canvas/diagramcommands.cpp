// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/diagramcommands.h"

#include "model/edit/arranging.h"
#include "ui/canvas/arrangededit.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <algorithm>

namespace conjoin::ui {

namespace edit = model::edit;

namespace {

/// Cards and links that `now` shows and `before` does not.
std::vector<ObjectRef> added(const model::Diagram& before, const model::Diagram& now)
{
    std::vector<ObjectRef> fresh;
    for (const model::TableNode& node : now.tables) {
        if (!before.tables.contains(node.id))
            fresh.emplace_back(node.id);
    }
    for (const model::LinkNode& node : now.links) {
        if (!before.links.contains(node.id))
            fresh.emplace_back(node.id);
    }
    return fresh;
}

} // namespace

QString DiagramCommands::freeName(const QString& wanted) const
{
    QStringList taken;
    for (const model::Diagram& diagram : surface_.session().document().diagrams)
        taken += diagram.name;
    return model::freeName(wanted, taken);
}

void DiagramCommands::add(const QString& text, const model::Diagram& diagram)
{
    EditSession& session = surface_.session();
    if (session.apply(text, [&](model::Document d) { return edit::addDiagram(std::move(d), diagram); }))
        session.setCurrentDiagram(diagram.id);
}

void DiagramCommands::addArranged(const QString& text, const model::Diagram& diagram)
{
    ArrangedEdit adding{text, diagram.id};
    adding.first = [diagram](model::Document d) { return edit::addDiagram(std::move(d), diagram); };
    adding.places = [id = diagram.id, aspect = aspectFor(surface_.viewport().size())](
                        const model::Document& document, const orm::Derivation& derivation,
                        const std::atomic_bool* cancel, const model::layout::Progress& progress) {
        return arrange(document, id, derivation, {aspect}, cancel, progress);
    };
    adding.then = [&session = surface_.session(), id = diagram.id](
                      const Arrangement&) { session.setCurrentDiagram(id); };
    surface_.arrange(adding);
}

void DiagramCommands::create()
{
    model::Diagram diagram;
    diagram.id = surface_.session().ids().next<DiagramId>();
    diagram.name = freeName(tr("Diagram"));
    diagram.notation = surface_.session().diagram().notation;
    add(tr("New diagram"), diagram);
}

void DiagramCommands::duplicate()
{
    EditSession& session = surface_.session();
    model::Diagram diagram = session.diagram();
    diagram.id = session.ids().next<DiagramId>();
    diagram.name = freeName(tr("%1 copy").arg(diagram.name));
    // Notes and groups are objects of their own; cards and links are views of what both diagrams show.
    ObjectMap<model::Note> notes;
    for (model::Note note : diagram.notes) {
        note.id = session.ids().next<NoteId>();
        notes.set(note);
    }
    ObjectMap<model::Group> groups;
    for (model::Group group : diagram.groups) {
        group.id = session.ids().next<GroupId>();
        groups.set(group);
    }
    diagram.notes = notes;
    diagram.groups = groups;
    add(tr("Copy diagram"), diagram);
}

void DiagramCommands::remove()
{
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    (void)session.apply(tr("Remove diagram %1").arg(session.diagram().name),
        [&](model::Document d) { return edit::removeObjects(std::move(d), {diagram}); });
}

void DiagramCommands::hide()
{
    EditSession& session = surface_.session();
    const model::Diagram& diagram = session.diagram();
    std::vector<ObjectRef> objects;
    for (const ObjectRef& selected : surface_.selection().objects()) {
        const int node = std::holds_alternative<ColumnId>(selected) ? -1 : surface_.scene().nodeOf(selected);
        if (node < 0)
            continue;
        const ObjectRef& object = surface_.scene().nodes[size_t(node)].object;
        const auto* table = std::get_if<TableId>(&object);
        const auto* link = std::get_if<LinkId>(&object);
        const bool shown =
            (table && diagram.tables.contains(*table)) || (link && diagram.links.contains(*link));
        if (shown && std::ranges::find(objects, object) == objects.end())
            objects.push_back(object);
    }
    if (objects.empty())
        return;
    const DiagramId id = diagram.id;
    const auto done = session.apply(
        tr("Hide"), [&](model::Document d) { return edit::hideObjects(std::move(d), id, objects); });
    if (!done)
        return;
    surface_.selection().clear();
    surface_.say(tr("%n object(s) hidden here; the schema keeps them", nullptr, int(objects.size())));
}

std::vector<TableId> DiagramCommands::hidden() const
{
    const model::Document& document = surface_.session().document();
    const model::Diagram& diagram = surface_.session().diagram();
    std::vector<TableId> tables;
    for (const model::Table& table : document.schema.tables) {
        if (!diagram.tables.contains(table.id) && !model::linkOfJunction(document.schema, table.id))
            tables.push_back(table.id);
    }
    return tables;
}

void DiagramCommands::show(const std::vector<TableId>& tables)
{
    EditSession& session = surface_.session();
    const DiagramId id = session.currentDiagram();
    std::vector<model::TableNode> nodes;
    for (const TableId table : tables) {
        model::TableNode node;
        node.id = table;
        // As it looks elsewhere: a colour means the same in every diagram.
        for (const model::Diagram& other : session.document().diagrams) {
            if (const model::TableNode* known = other.tables.find(table)) {
                node.hue = known->hue;
                break;
            }
        }
        nodes.push_back(node);
    }
    ArrangedEdit showing{tr("Show tables"), id};
    showing.first = [id, nodes](model::Document d) { return edit::showTables(std::move(d), id, nodes); };
    showing.places = [id, before = session.diagram(), aspect = aspectFor(surface_.viewport().size())](
                         const model::Document& document, const orm::Derivation& derivation,
                         const std::atomic_bool* cancel, const model::layout::Progress& progress) {
        if (before.tables.isEmpty())
            return arrange(document, id, derivation, {aspect}, cancel, progress);
        return Arrangement{arrangeNew(document, id, derivation, added(before, document.diagrams.at(id)))};
    };
    showing.then = [&surface = surface_, before = session.diagram()](const Arrangement&) {
        const std::vector<ObjectRef> fresh = added(before, surface.session().diagram());
        if (fresh.empty())
            return;
        surface.selection().select(fresh);
        QRectF area;
        for (const ObjectRef& object : fresh) {
            const int node = surface.scene().nodeOf(object);
            if (node >= 0)
                area |= surface.scene().nodes[size_t(node)].rect;
        }
        surface.reveal(area);
    };
    surface_.arrange(showing);
}

std::vector<TableId> DiagramCommands::selectedTables() const
{
    const model::Schema& schema = surface_.session().document().schema;
    std::vector<TableId> tables;
    const auto add = [&](TableId table) {
        if (table && std::ranges::find(tables, table) == tables.end())
            tables.push_back(table);
    };
    for (const ObjectRef& object : surface_.selection().objects()) {
        if (const auto* id = std::get_if<ReferenceId>(&object)) {
            add(schema.references.at(*id).from);
            add(schema.references.at(*id).to);
        } else if (const auto* link = std::get_if<LinkId>(&object)) {
            add(schema.links.at(*link).junction);
        } else {
            add(tableHolding(schema, object));
        }
    }
    return tables;
}

void DiagramCommands::openNeighbourhood(int depth)
{
    EditSession& session = surface_.session();
    const model::Document& document = session.document();
    const std::vector<TableId> centre = selectedTables();
    if (centre.empty()) {
        surface_.say(tr("Select the table whose neighbourhood you want to see"));
        return;
    }
    model::Document scratch = document;
    model::Diagram diagram;
    diagram.id = session.ids().next<DiagramId>();
    const QString name = document.schema.tables.at(centre.front()).name;
    diagram.name = freeName(depth == 1           ? tr("Around %1").arg(name)
                            : depth < everything ? tr("Around %1, depth %2").arg(name).arg(depth)
                                                 : tr("Everything around %1").arg(name));
    diagram.notation = session.diagram().notation;
    scratch.diagrams.set(diagram);
    std::vector<model::TableNode> nodes;
    for (const TableId table : edit::neighbourhood(document.schema, centre, depth)) {
        model::TableNode node;
        node.id = table;
        if (const model::TableNode* known = session.diagram().tables.find(table))
            node.hue = known->hue;
        nodes.push_back(node);
    }
    const Result<model::Document> shown = edit::showTables(std::move(scratch), diagram.id, nodes);
    if (shown)
        addArranged(tr("Neighbourhood"), shown->diagrams.at(diagram.id));
}

void DiagramCommands::widen()
{
    const model::Schema& schema = surface_.session().document().schema;
    const model::Diagram& diagram = surface_.session().diagram();
    std::vector<TableId> from = selectedTables();
    if (from.empty()) {
        for (const model::TableNode& node : diagram.tables)
            from.push_back(node.id);
        for (const model::LinkNode& node : diagram.links)
            from.push_back(schema.links.at(node.id).junction);
    }
    std::vector<TableId> further;
    for (const TableId table : edit::neighbourhood(schema, from, 1)) {
        const model::ManyToMany* link = model::linkOfJunction(schema, table);
        if (!diagram.tables.contains(table) && !link)
            further.push_back(table);
    }
    if (further.empty())
        surface_.say(tr("Everything linked with it is shown here already"));
    else
        show(further);
}

void DiagramCommands::setDetail(model::CardDetail detail)
{
    EditSession& session = surface_.session();
    const model::Diagram& diagram = session.diagram();
    std::vector<TableId> tables;
    for (const ObjectRef& object : surface_.selection().objects()) {
        const TableId table = tableHolding(session.document().schema, object);
        if (table && diagram.tables.contains(table))
            tables.push_back(table);
    }
    if (surface_.selection().isEmpty()) {
        for (const model::TableNode& node : diagram.tables)
            tables.push_back(node.id);
    }
    const DiagramId id = diagram.id;
    const QString text = detail == model::CardDetail::Columns ? tr("Show all columns")
                         : detail == model::CardDetail::Keys  ? tr("Show keys only")
                                                              : tr("Show titles only");
    (void)session.apply(
        text, [&](model::Document d) { return edit::setDetail(std::move(d), id, tables, detail); });
}

void DiagramCommands::setNotation(model::Notation notation)
{
    EditSession& session = surface_.session();
    const DiagramId id = session.currentDiagram();
    (void)session.apply(
        tr("Notation"), [&](model::Document d) { return edit::setNotation(std::move(d), id, notation); });
}

} // namespace conjoin::ui
