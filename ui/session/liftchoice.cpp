// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/liftchoice.h"

#include "model/edit/edits.h"
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/lift/lift.h"
#include "ui/canvas/scenelayout.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

orm::Derivation derived(const model::Document& document)
{
    const auto dialect = orm::dialectNamed(document.settings.dialect);
    const orm::Capabilities engine = dialect ? (*dialect)->capabilities() : orm::Capabilities();
    return orm::derive(document.schema, document.settings.naming, engine);
}

/// How LiftOptions name the table in the database.
QString keyOf(const orm::Derivation& derivation, TableId table)
{
    const int at = derivation.indexOf(table);
    if (at < 0)
        return {};
    const orm::PhysicalTable& physical = derivation.schema.tables[size_t(at)];
    return model::objectKey(physical.schema, physical.name);
}

QString keyOf(const model::Schema& schema, TableId id)
{
    const model::Table& table = schema.tables.at(id);
    return model::objectKey(table.sqlSchema, table.sqlName);
}

bool isSameKey(const model::ForeignKey& a, const model::ForeignKey& b, const model::Table& tableOfA,
    const model::Table& tableOfB)
{
    const auto names = [](const model::ForeignKey& key, const model::Table& table) {
        QStringList list;
        for (const model::ColumnPair& pair : key.columns) {
            const model::Column* column = table.column(pair.local);
            list << (column ? column->name : QString());
        }
        return list;
    };
    return names(a, tableOfA) == names(b, tableOfB);
}

} // namespace

Result<model::Document> treatAsLink(model::Document document, TableId id)
{
    const orm::Derivation derivation = derived(document);
    orm::LiftOptions options;
    options.asLinks = QStringList{keyOf(derivation, id)};
    const model::Schema lifted = orm::lift(derivation.schema, options).schema;
    const auto found = std::find_if(lifted.links.begin(), lifted.links.end(),
        [&](const model::ManyToMany& link) { return keyOf(lifted, link.junction) == options.asLinks.front(); });
    const model::Table& table = document.schema.tables.at(id);
    if (found == lifted.links.end())
        return inputError(table.name,
            message("lift.no-link", "a link joins two tables; this one does not refer to two others"));
    model::ManyToMany link = *found;
    const model::Table& junction = lifted.tables.at(link.junction);
    link.junction = id;
    for (model::LinkEnd& end : link.ends) {
        const auto reference = std::find_if(document.schema.references.begin(),
            document.schema.references.end(), [&](const model::Reference& one) {
                return one.from == id && isSameKey(one.key, end.key, table, junction);
            });
        if (reference == document.schema.references.end())
            return inputError(table.name,
                message("lift.drawn", "its keys are drawn, not read; draw a many-to-many link instead"));
        end.table = reference->to;
        end.key = reference->key;
        document.schema.references.remove(ReferenceId(reference->id));
    }
    document.schema.links.set(link);
    for (const model::Diagram& old : std::vector(document.diagrams.begin(), document.diagrams.end())) {
        const model::TableNode* node = old.tables.find(id);
        if (!node)
            continue;
        model::Diagram diagram = old;
        model::LinkNode shown;
        shown.id = link.id;
        diagram.tables.remove(id);
        diagram.links.set(shown);
        document.diagrams.set(std::move(diagram));
    }
    return document;
}

Result<model::Document> treatAsTable(model::Document document, LinkId id)
{
    const model::ManyToMany link = document.schema.links.at(id);
    const model::Table& junction = document.schema.tables.at(link.junction);
    if (link.junctionKey != model::ManyToMany::JunctionKey::AsIs)
        return inputError(junction.name,
            message("lift.drawn-link", "the link was drawn: its key columns are made by derivation"),
            message("lift.as-card", "show it as a card to see them"));
    const orm::Derivation derivation = derived(document);
    orm::LiftOptions options;
    options.asTables = QStringList{keyOf(derivation, link.junction)};
    const model::Schema lifted = orm::lift(derivation.schema, options).schema;
    for (const model::LinkEnd& end : link.ends) {
        const auto found =
            std::find_if(lifted.references.begin(), lifted.references.end(), [&](const model::Reference& one) {
                return keyOf(lifted, one.from) == options.asTables.front() &&
                       isSameKey(one.key, end.key, lifted.tables.at(one.from), junction);
            });
        if (found == lifted.references.end())
            return inputError(
                junction.name, message("lift.lost-key", "one of its foreign keys can't be found"));
        model::Reference reference = *found;
        reference.from = link.junction;
        reference.to = end.table;
        reference.key = end.key;
        document.schema.references.set(reference);
    }
    document.schema.links.remove(id);
    for (const model::Diagram& old : std::vector(document.diagrams.begin(), document.diagrams.end())) {
        const model::LinkNode* node = old.links.find(id);
        if (!node)
            continue;
        model::Diagram diagram = old;
        model::TableNode shown;
        shown.id = link.junction;
        shown.position = node->position.value_or(QPointF());
        diagram.links.remove(id);
        diagram.tables.set(shown);
        document.diagrams.set(std::move(diagram));
        if (node->position)
            continue;
        const auto moves = arrangeNew(document, old.id, derived(document), {ObjectRef(link.junction)});
        auto placed = model::edit::moveNodes(std::move(document), old.id, moves);
        if (!placed)
            return placed;
        document = std::move(*placed);
    }
    return document;
}

} // namespace conjoin::ui
