// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/givenvalues.h"

#include "orm/dialect/storedmoment.h"

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

void storeMoments(const orm::Dialect& dialect, const orm::ModelRegistry& registry, orm::Changeset& changeset)
{
    for (orm::RowDraft& draft : changeset.drafts)
        storeMoments(dialect, registry.at(draft.model), draft.given);
}

} // namespace conjoin::sql
