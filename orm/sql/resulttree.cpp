// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/finder.h"

namespace conjoin::sql {

using orm::Json;

namespace {

void addAttributes(
    Json& object, const orm::Model& model, const Row& row, const std::optional<QStringList>& only)
{
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        const orm::Attribute& attribute = model.attributes[i];
        if (!only || only->contains(attribute.name))
            object.set(attribute.name, orm::valueToJson(row.values[i], attribute.type));
    }
}

void addIncludes(
    Json& object, const orm::ModelRegistry& registry, const Row& row, const std::vector<orm::Include>& includes)
{
    const orm::Model& model = registry.at(row.model);
    for (size_t slot = 0; slot < includes.size(); ++slot) {
        const orm::Include& include = includes[slot];
        const orm::Association& association = *model.association(include.association);
        const Related& related = row.related[slot];
        Json list = Json::array();
        for (size_t i = 0; i < related.rows.size(); ++i) {
            const Row& child = *related.rows[i];
            Json item = Json::object();
            addAttributes(item, registry.at(child.model), child, include.attributes);
            if (i < related.junctions.size() &&
                !(include.throughAttributes && include.throughAttributes->isEmpty())) {
                const orm::Model& junction = registry.at(association.through);
                Json link = Json::object();
                addAttributes(link, junction, *related.junctions[i], include.throughAttributes);
                item.set(junction.name, std::move(link));
            }
            addIncludes(item, registry, child, include.includes);
            list.append(std::move(item));
        }
        if (association.isToMany())
            object.set(include.association, std::move(list));
        else
            object.set(include.association, list.items().empty() ? Json() : std::move(list.items().front()));
    }
}

} // namespace

const Value& Row::value(const orm::Model& of, const QString& attribute) const
{
    const int index = of.attributeIndex(attribute);
    Q_ASSERT_X(index >= 0, "Row::value", "the model has no such attribute");
    return values[size_t(index)];
}

Json toJson(const orm::ModelRegistry& registry, const orm::Query& query, const Rows& rows)
{
    Json list = Json::array();
    for (const std::shared_ptr<const Row>& row : rows) {
        Json object = Json::object();
        addAttributes(object, registry.at(row->model), *row, query.attributes);
        addIncludes(object, registry, *row, query.includes);
        list.append(std::move(object));
    }
    return list;
}

} // namespace conjoin::sql
