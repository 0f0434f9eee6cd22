// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"
#include "orm/sql/sqlerror.h"

#include <QStringList>

#include <vector>

namespace conjoin::sql {

/// What a statement that writes says of itself, as far as an error needs it.
struct WrittenValues {
    QString table;
    QStringList columns;                       ///< whose values are known
    std::vector<std::vector<orm::Value>> rows; ///< each parallel to `columns`
    bool deletes = false;

    /// The value that every row gets in the column, whatever the case of its name; null where they differ or
    /// none is known.
    const orm::Value* valueOf(const QString& column) const;
    /// The values of those columns, for a person, in the first row where they are what an engine says of them:
    /// their texts joined by `separator`. Empty where there is no such row.
    QStringList shown(const QStringList& columns, const QString& said, const QString& separator) const;
};

/// Reads `INSERT INTO t (a, b) VALUES (?, ?), …`, `UPDATE t SET a = ?, b = ?` and `DELETE FROM t`. Values are
/// told where all of them are parameters; anything else leaves them out.
WrittenValues writtenValues(const StatementFailure& failure);

} // namespace conjoin::sql
