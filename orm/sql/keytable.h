// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"
#include "orm/dialect/dialect.h"
#include "orm/entity/modelregistry.h"

#include <QStringList>

#include <vector>

namespace conjoin::sql {

using KeyTuple = std::vector<orm::Value>;

/// A list of keys as a table of one statement, to join with: each row that matches comes back with the number
/// of its key, so that the engine alone decides what equals what (types, collations) and nothing is matched
/// here.
struct KeyTable {
    QString with; ///< `WITH k(n, c0, …) AS (VALUES (0, ?, …), …) `, as the engine takes it
    std::vector<orm::Value> values; ///< of its parameters
    QStringList columns;            ///< `k.c0`, …

    /// The keys first … first + count - 1, numbered from `first` on. There is at least one and none is without
    /// columns. `types` are those of the columns that they are joined with.
    static KeyTable of(const orm::Dialect& dialect, const std::vector<KeyTuple>& keys, size_t first,
        size_t count, const std::vector<model::DataType>& types);
};

/// The types of those attributes, for KeyTable.
std::vector<model::DataType> typesOf(const orm::Model& model, const QStringList& attributes);

/// How many keys of `width` columns a statement takes beside `others` further parameters.
size_t keyChunk(const orm::Capabilities& engine, size_t width, size_t others);

} // namespace conjoin::sql

namespace conjoin::orm {

/// For QHash, which finds it by the namespace of Value.
size_t qHash(const std::vector<Value>& tuple, size_t seed = 0);

} // namespace conjoin::orm
