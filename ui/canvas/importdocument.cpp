// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/importdocument.h"

#include "orm/dialect/dialect.h"
#include "orm/lift/refresh.h"
#include "ui/canvas/scenelayout.h"

#include <QHash>

#include <numeric>

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

/// Tables that belong together share a colour: label propagation over the links, seeded by document order, so
/// that the same schema is always coloured the same.
void colour(model::Document& document, DiagramId diagramId)
{
    std::vector<TableId> tables;
    QHash<TableId, int> position;
    for (const model::Table& table : document.schema.tables) {
        position.insert(table.id, int(tables.size()));
        tables.push_back(table.id);
    }
    std::vector<std::vector<int>> neighbours(tables.size());
    const auto connect = [&](TableId a, TableId b) {
        const int i = position.value(a, -1);
        const int j = position.value(b, -1);
        if (i < 0 || j < 0 || i == j)
            return;
        neighbours[size_t(i)].push_back(j);
        neighbours[size_t(j)].push_back(i);
    };
    for (const model::Reference& reference : document.schema.references)
        connect(reference.from, reference.to);
    for (const model::ManyToMany& link : document.schema.links) {
        for (size_t i = 1; i < link.ends.size(); ++i)
            connect(link.ends.front().table, link.ends[i].table);
    }
    std::vector<int> label(tables.size());
    std::iota(label.begin(), label.end(), 0);
    constexpr int rounds = 8; // labels settle after a handful; hubs may oscillate for ever
    for (int round = 0; round < rounds; ++round) {
        bool settled = true;
        for (size_t i = 0; i < tables.size(); ++i) {
            QHash<int, int> votes;
            for (int neighbour : neighbours[i])
                ++votes[label[size_t(neighbour)]];
            int best = label[i];
            int most = votes.value(best, 0);
            for (auto it = votes.cbegin(); it != votes.cend(); ++it) {
                if (it.value() > most || (it.value() == most && it.key() < best)) {
                    most = it.value();
                    best = it.key();
                }
            }
            settled = settled && best == label[i];
            label[i] = best;
        }
        if (settled)
            break;
    }
    constexpr int neutralHue = model::subjectHues - 1; // slate: for tables that belong to nothing
    QHash<int, int> hueOf;
    model::Diagram diagram = document.diagrams.at(diagramId);
    for (size_t i = 0; i < tables.size(); ++i) {
        const model::TableNode* node = diagram.tables.find(tables[i]);
        if (!node)
            continue;
        model::TableNode coloured = *node;
        if (neighbours[i].empty()) {
            coloured.hue = neutralHue;
        } else {
            if (!hueOf.contains(label[i]))
                hueOf.insert(label[i], int(hueOf.size()) % neutralHue);
            coloured.hue = hueOf.value(label[i]);
        }
        diagram.tables.set(coloured);
    }
    document.diagrams.set(std::move(diagram));
}

Result<model::Document> arranged(model::Document document, DiagramId diagram, const std::atomic_bool* cancel)
{
    const orm::Derivation derivation = derived(document);
    const auto moves = arrange(document, diagram, derivation, cancel);
    if (cancel && cancel->load())
        return cancelledError();
    return model::edit::moveNodes(std::move(document), diagram, moves);
}

} // namespace

Result<model::Document> withLaidOutNodes(model::Document document, const std::atomic_bool* cancel)
{
    const DiagramId diagram = document.diagrams.begin()->id;
    addMissingNodes(document, diagram);
    colour(document, diagram);
    return arranged(std::move(document), diagram, cancel);
}

Result<ImportedDocument> importDocument(const orm::PhysicalSchema& schema, const QString& name,
    const QString& dialect, const orm::LiftOptions& options, const model::Document* existing,
    const std::atomic_bool* cancel)
{
    if (!existing) {
        orm::Lifted lifted = orm::lift(schema, options);
        model::Document document =
            model::emptyDocument(name, IdSource::named<DiagramId>(QStringLiteral("diagram/") + name));
        document.settings.dialect = dialect;
        document.schema = lifted.schema;
        auto drawn = withLaidOutNodes(std::move(document), cancel);
        if (!drawn)
            return failure(drawn);
        return ImportedDocument{std::move(*drawn), std::move(lifted)};
    }
    orm::Refreshed refreshed = orm::refresh(*existing, schema, capabilitiesOf(dialect), options);
    model::Document document = std::move(refreshed.document);
    const DiagramId diagram = document.diagrams.begin()->id;
    const std::vector<ObjectRef> fresh = addMissingNodes(document, diagram);
    const auto moves = arrangeNew(document, diagram, derived(document), fresh);
    auto placed = model::edit::moveNodes(std::move(document), diagram, moves);
    if (!placed)
        return failure(placed);
    orm::Lifted lifted{placed->schema, std::move(refreshed.nearMisses), std::move(refreshed.diagnostics)};
    return ImportedDocument{std::move(*placed), std::move(lifted)};
}

} // namespace conjoin::ui
