// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/ormscript/calls.h"

namespace conjoin::sql::script {

using orm::Json;
using orm::Model;

namespace {

/// Takes trees apart into the rows of a join: each row with each of its associated rows, and once where it has
/// none.
class RowJoiner {
public:
    explicit RowJoiner(const orm::ModelRegistry& registry)
        : registry_(registry)
    {}

    std::vector<Json> join(const Model& model, const Json& row, const std::vector<orm::Include>& includes) const
    {
        Json own = Json::object();
        for (const auto& [key, value] : row.members()) {
            if (!isIncluded(key, includes))
                own.set(key, value);
        }
        std::vector<Json> rows{own};
        for (const orm::Include& include : includes) {
            const orm::Association& association = *model.association(include.association);
            std::vector<Json> nested;
            const Json* related = row.find(include.association);
            const Json::Array list = !related || related->isNull() ? Json::Array()
                                     : related->isArray()          ? related->items()
                                                                   : Json::Array{*related};
            for (const Json& child : list) {
                for (Json& each : join(registry_.at(association.target), child, include.includes))
                    nested.push_back(std::move(each));
            }
            if (nested.empty())
                nested.push_back(nothing(association, include));
            std::vector<Json> product;
            for (const Json& left : rows) {
                for (const Json& right : nested) {
                    product.push_back(left);
                    product.back().set(include.association, right);
                }
            }
            rows = std::move(product);
        }
        return rows;
    }

private:
    static bool isIncluded(const QString& key, const std::vector<orm::Include>& includes)
    {
        return std::any_of(includes.begin(), includes.end(),
            [&](const orm::Include& include) { return include.association == key; });
    }

    /// The columns of an association without a row.
    Json nothing(const orm::Association& association, const orm::Include& include) const
    {
        Json row = Json::object();
        const Model& target = registry_.at(association.target);
        for (const QString& name : include.attributes.value_or(target.attributeNames()))
            row.set(name, {});
        if (association.through >= 0) {
            const Model& junction = registry_.at(association.through);
            Json link = Json::object();
            for (const QString& name : include.throughAttributes.value_or(junction.attributeNames()))
                link.set(name, {});
            if (!link.members().empty())
                row.set(junction.name, std::move(link));
        }
        for (const orm::Include& inner : include.includes)
            row.set(inner.association, nothing(*target.association(inner.association), inner));
        return row;
    }

    const orm::ModelRegistry& registry_;
};

void flatten(const Json& row, const QString& prefix, Json& flat)
{
    for (const auto& [key, value] : row.members()) {
        if (value.isObject())
            flatten(value, prefix + key + u'.', flat);
        else
            flat.set(prefix + key, value);
    }
}

} // namespace

Json shaped(const orm::ModelRegistry& registry, const orm::FindOptions& options, const Json& rows)
{
    if (!options.raw)
        return rows;
    Json result = Json::array();
    const RowJoiner joiner(registry);
    for (const Json& row : rows.items()) {
        for (Json& joined : joiner.join(registry.at(options.query.model), row, options.query.includes)) {
            if (options.nest) {
                result.append(std::move(joined));
                continue;
            }
            Json flat = Json::object();
            flatten(joined, {}, flat);
            result.append(std::move(flat));
        }
    }
    return result;
}

} // namespace conjoin::sql::script
