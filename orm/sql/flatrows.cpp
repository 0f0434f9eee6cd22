// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/flatrows.h"

#include "orm/base/moment.h"
#include "orm/base/value.h"

#include <algorithm>

namespace conjoin::sql {

namespace {

std::vector<int> shownAttributes(const orm::Model& model, const std::optional<QStringList>& shown)
{
    std::vector<int> indexes;
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        if (!shown || shown->contains(model.attributes[i].name))
            indexes.push_back(int(i));
    }
    return indexes;
}

/// A value without JSON's quotes; a column of JSON is JSON.
std::optional<QString> plainText(const orm::Value& value, const model::DataType& type)
{
    if (value.isNull())
        return {};
    const orm::Json json = orm::valueToJson(value, type);
    const model::TypeKind kind = type.dimensions > 0 ? model::TypeKind::Native : orm::meaning(type);
    if ((kind == model::TypeKind::Json || kind == model::TypeKind::Jsonb) && json.isString() && value.isText())
        return value.text(); // with the quotes that make it JSON
    return json.isString() ? json.string() : QString::fromUtf8(orm::compactJson(json));
}

} // namespace

FlatRows::FlatRows(const orm::ModelRegistry& registry, const orm::Query& query)
    : root_(levelOf(registry, query.model, query.attributes, nullptr, nullptr, query.includes, {}))
    , line_(size_t(names_.size()))
{}

FlatRows::Level FlatRows::levelOf(const orm::ModelRegistry& registry, int model,
    const std::optional<QStringList>& shown, const orm::Association* association, const orm::Include* include,
    const std::vector<orm::Include>& includes, const QString& prefix)
{
    Level made;
    made.model = &registry.at(model);
    made.first = size_t(names_.size());
    made.attributes = shownAttributes(*made.model, shown);
    for (const int attribute : made.attributes)
        names_.append(prefix + made.model->attributes[size_t(attribute)].name);
    if (association && association->through >= 0) {
        made.junction = &registry.at(association->through);
        made.junctionAttributes = shownAttributes(*made.junction, include->throughAttributes);
        for (const int attribute : made.junctionAttributes)
            names_.append(
                prefix + made.junction->name + u'.' + made.junction->attributes[size_t(attribute)].name);
    }
    for (const orm::Include& below : includes) {
        const orm::Association* next = made.model->association(below.association);
        Q_ASSERT_X(next, "FlatRows", "the includes of a query that was read name associations");
        made.below.push_back(levelOf(registry, next->target, below.attributes, next, &below, below.includes,
            prefix + below.association + u'.'));
    }
    made.end = size_t(names_.size());
    return made;
}

void FlatRows::put(const Level& level, const Row& row, const Row& junction)
{
    size_t column = level.first;
    for (const int attribute : level.attributes)
        line_[column++] = plainText(row.value(attribute), level.model->attributes[size_t(attribute)].type);
    for (const int attribute : level.junctionAttributes)
        line_[column++] =
            plainText(junction.value(attribute), level.junction->attributes[size_t(attribute)].type);
}

/// Fills the columns of the includes from number `slot` on, in every combination, and calls `next` for each.
void FlatRows::walk(const Level& level, const Row& row, size_t slot, const std::function<void()>& next)
{
    if (slot == level.below.size()) {
        next();
        return;
    }
    const Level& below = level.below[slot];
    const Related related = row.related(slot);
    if (related.rows().empty()) {
        std::fill(line_.begin() + std::ptrdiff_t(below.first), line_.begin() + std::ptrdiff_t(below.end),
            std::nullopt);
        walk(level, row, slot + 1, next);
        return;
    }
    for (size_t i = 0; i < related.rows().size(); ++i) {
        const Row far = related.rows()[i];
        put(below, far, related.junctions().empty() ? Row() : related.junctions()[i]);
        walk(below, far, 0, [&] { walk(level, row, slot + 1, next); });
    }
}

void FlatRows::lines(const Row& row, const std::function<void(const Line&)>& take)
{
    put(root_, row, {});
    walk(root_, row, 0, [&] { take(line_); });
}

} // namespace conjoin::sql
