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

/// Whether what is given is what reading tells: such a value is not written, so that none changes by being read
/// and written back (JSON's own null and white space, bits that a client shows as a number).
bool isAsRead(const orm::Json& given, const orm::Value& stored, const orm::Attribute& attribute);

/// Moments of all drafts as the engine keeps them.
void storeMoments(const orm::Dialect& dialect, const orm::ModelRegistry& registry, orm::Changeset& changeset);

} // namespace conjoin::sql
