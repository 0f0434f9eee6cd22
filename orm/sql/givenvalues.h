// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/flush/changeset.h"

/// What a caller gave to be written, as the columns of an engine hold it.
namespace conjoin::sql {

/// orm::readAttributes(), and moments as the engine keeps them.
Result<std::vector<std::optional<orm::Value>>> readAttributes(
    const orm::Dialect& dialect, const orm::Model& model, const orm::Json& values, const QString& place);

/// The values of the model's identity, of a key as orm::keyCondition() reads it.
Result<std::vector<orm::Value>> readKey(
    const orm::Dialect& dialect, const orm::Model& model, const orm::Json& key);

/// Moments of all drafts as the engine keeps them.
void storeMoments(const orm::Dialect& dialect, const orm::ModelRegistry& registry, orm::Changeset& changeset);

} // namespace conjoin::sql
