// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/givenvalues.h"

#include "orm/dialect/storedmoment.h"
#include "orm/query/query.h"

namespace conjoin::sql {

namespace {

void storeMoments(
    const orm::Dialect& dialect, const orm::Model& model, std::vector<std::optional<orm::Value>>& given)
{
    for (size_t i = 0; i < given.size(); ++i) {
        if (given[i])
            given[i] = orm::storedMoment(std::move(*given[i]), model.attributes[i].type, dialect);
    }
}

} // namespace

Result<std::vector<std::optional<orm::Value>>> readAttributes(
    const orm::Dialect& dialect, const orm::Model& model, const orm::Json& values, const QString& place)
{
    auto given = orm::readAttributes(model, values, place);
    if (given)
        storeMoments(dialect, model, *given);
    return given;
}

Result<std::vector<orm::Value>> readKey(
    const orm::Dialect& dialect, const orm::Model& model, const orm::Json& key)
{
    const auto condition = orm::keyCondition(model, key);
    if (!condition)
        return failure(condition);
    std::vector<orm::Value> values;
    for (const QString& name : model.identity()) {
        const model::DataType& type = model.attribute(name)->type;
        auto value = orm::valueFromJson(*condition->find(name), type, model.name + u'.' + name);
        if (!value)
            return failure(value);
        values.push_back(orm::storedMoment(std::move(*value), type, dialect));
    }
    return values;
}

bool isAsRead(const orm::Json& given, const orm::Value& stored, const orm::Attribute& attribute)
{
    return orm::compactJson(given) == orm::compactJson(orm::valueToJson(stored, attribute.type));
}

void storeMoments(const orm::Dialect& dialect, const orm::ModelRegistry& registry, orm::Changeset& changeset)
{
    for (orm::RowDraft& draft : changeset.drafts)
        storeMoments(dialect, registry.at(draft.model), draft.given);
}

} // namespace conjoin::sql
