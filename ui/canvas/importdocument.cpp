// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/importdocument.h"

#include "orm/dialect/dialect.h"
#include "orm/lift/refresh.h"
#include "ui/canvas/scenelayout.h"
#include "ui/canvas/subjectareas.h"

namespace conjoin::ui {

namespace {

orm::Capabilities capabilitiesOf(const QString& dialectName)
{
    const auto dialect = orm::dialectNamed(dialectName);
    return dialect ? (*dialect)->capabilities() : orm::Capabilities();
}

orm::Derivation derived(const model::Document& document)
{
    return orm::derive(document.schema, document.settings.naming, capabilitiesOf(document.settings.dialect));
}

/// Gives every table and link that the diagram does not show a node; returns those.
std::vector<ObjectRef> addMissingNodes(model::Document& document, DiagramId diagramId)
{
    std::vector<ObjectRef> fresh;
    model::Diagram diagram = document.diagrams.at(diagramId);
    for (const model::Table& table : document.schema.tables) {
        if (diagram.tables.contains(table.id) || model::linkOfJunction(document.schema, table.id))
            continue;
        model::TableNode node;
        node.id = table.id;
        diagram.tables.set(node);
        fresh.push_back(table.id);
    }
    for (const model::ManyToMany& link : document.schema.links) {
        if (diagram.links.contains(link.id))
            continue;
        model::LinkNode node;
        node.id = link.id;
        diagram.links.set(node);
        fresh.push_back(link.id);
    }
    document.diagrams.set(std::move(diagram));
    return fresh;
}

/// Tables that belong together share a colour.
void colour(model::Document& document, DiagramId diagramId)
{
    constexpr int neutralHue = model::subjectHues - 1; // slate: for tables that belong to nothing
    int next = 0;
    model::Diagram diagram = document.diagrams.at(diagramId);
    for (const SubjectArea& area : subjectAreas(document.schema)) {
        const int hue = area.linked ? next++ % neutralHue : neutralHue;
        for (const TableId table : area.tables) {
            const model::TableNode* node = diagram.tables.find(table);
            if (!node)
                continue;
            model::TableNode coloured = *node;
            coloured.hue = hue;
            diagram.tables.set(coloured);
        }
    }
    document.diagrams.set(std::move(diagram));
}

Result<model::Document> arranged(model::Document document, DiagramId diagram, const std::atomic_bool* cancel,
    const model::layout::Progress& progress)
{
    const orm::Derivation derivation = derived(document);
    const Arrangement made = arrange(document, diagram, derivation, {}, cancel, progress);
    if (cancel && cancel->load())
        return cancelledError();
    return withArrangement(std::move(document), diagram, made);
}

} // namespace

Result<model::Document> withLaidOutNodes(
    model::Document document, const std::atomic_bool* cancel, const model::layout::Progress& progress)
{
    const DiagramId diagram = fullestDiagram(document);
    addMissingNodes(document, diagram);
    colour(document, diagram);
    auto drawn = arranged(std::move(document), diagram, cancel, progress);
    if (!drawn || drawn->schema.tables.size() <= mostTablesAtOnce || drawn->diagrams.size() > 1)
        return drawn;
    return withOverview(std::move(*drawn), diagram);
}

Result<ImportedDocument> importDocument(const orm::PhysicalSchema& schema, const QString& name,
    const QString& dialect, const orm::LiftOptions& options, const model::Document* existing,
    const std::atomic_bool* cancel, const model::layout::Progress& progress)
{
    if (!existing) {
        orm::Lifted lifted = orm::lift(schema, options);
        model::Document document =
            model::emptyDocument(name, IdSource::named<DiagramId>(QStringLiteral("diagram/") + name));
        document.settings.dialect = dialect;
        document.schema = lifted.schema;
        auto drawn = withLaidOutNodes(std::move(document), cancel, progress);
        if (!drawn)
            return failure(drawn);
        return ImportedDocument{std::move(*drawn), std::move(lifted)};
    }
    orm::Refreshed refreshed = orm::refresh(*existing, schema, capabilitiesOf(dialect), options);
    model::Document document = std::move(refreshed.document);
    const DiagramId diagram = fullestDiagram(document);
    const std::vector<ObjectRef> fresh = addMissingNodes(document, diagram);
    const auto moves = arrangeNew(document, diagram, derived(document), fresh);
    auto placed = model::edit::moveNodes(std::move(document), diagram, moves);
    if (!placed)
        return failure(placed);
    orm::Lifted lifted{placed->schema, std::move(refreshed.nearMisses), std::move(refreshed.diagnostics)};
    return ImportedDocument{std::move(*placed), std::move(lifted)};
}

} // namespace conjoin::ui
