// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/finder.h"
#include "orm/sql/resultnode.h"

namespace conjoin::sql {

using orm::Json;

namespace {

void addAttributes(Json& object, const orm::Model& model, const ColumnStore& rows, quint32 row,
    const std::optional<QStringList>& only)
{
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        const orm::Attribute& attribute = model.attributes[i];
        if (!only || only->contains(attribute.name))
            object.set(attribute.name, orm::valueToJson(rows.cell(row, int(i)).value(), attribute.type));
    }
}

void addIncludes(Json& object, const orm::ModelRegistry& registry, const ResultNode& near, quint32 nearRow,
    const std::vector<orm::Include>& includes)
{
    const orm::Model& model = registry.at(near.model);
    for (size_t slot = 0; slot < includes.size(); ++slot) {
        const orm::Include& include = includes[slot];
        if (include.attributes && include.attributes->isEmpty() && include.includes.empty())
            continue; // nothing is asked of it
        const orm::Association& association = *model.association(include.association);
        const ResultBranch& branch = near.branches[slot];
        const ResultBranch::Links links = branch.linksOf(nearRow);
        Json list = Json::array();
        for (size_t link = links.first; link < links.first + links.count; ++link) {
            const quint32 row = branch.targetOf(link);
            Json item = Json::object();
            addAttributes(item, registry.at(association.target), branch.target->rows, row, include.attributes);
            if (branch.junction && !(include.throughAttributes && include.throughAttributes->isEmpty())) {
                const orm::Model& junction = registry.at(association.through);
                Json through = Json::object();
                addAttributes(through, junction, branch.junction->rows, branch.junctionOf(link),
                    include.throughAttributes);
                item.set(junction.name, std::move(through));
            }
            addIncludes(item, registry, *branch.target, row, include.includes);
            list.append(std::move(item));
        }
        if (association.isToMany())
            object.set(include.association, std::move(list));
        else
            object.set(include.association, list.items().empty() ? Json() : std::move(list.items().front()));
    }
}

} // namespace

Json toJson(const orm::ModelRegistry& registry, const orm::Query& query, const Row& row)
{
    Json object = Json::object();
    addAttributes(object, registry.at(row.model()), row.node().rows, row.number(), query.attributes);
    addIncludes(object, registry, row.node(), row.number(), query.includes);
    return object;
}

Json toJson(const orm::ModelRegistry& registry, const orm::Query& query, const Rows& rows)
{
    Json list = Json::array();
    for (const Row& row : rows)
        list.append(toJson(registry, query, row));
    return list;
}

} // namespace conjoin::sql
