// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/rowwriter.h"

#include <map>
#include <vector>

namespace conjoin::sql {

/// Writes to one row after the other values of its own, and the moment of the change where the model keeps it,
/// by statements that are the same as long as the same attributes are written, and so stay prepared.
class RowUpdater {
public:
    RowUpdater(
        Connection& connection, const orm::ModelRegistry& registry, int model, QStringList keyAttributes);

    /// Whether there was a row of that key, parallel to the key's attributes. No part of it is NULL.
    Result<bool> update(const KeyTuple& key, ColumnValues values);

private:
    const QString& statementFor(const ColumnValues& values);

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const int model_;
    const QStringList keyAttributes_;
    std::map<std::vector<int>, QString> statements_; ///< by the attributes that are written
};

} // namespace conjoin::sql
