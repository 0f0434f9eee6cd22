// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/connection.h"

#include <QMap>

namespace conjoin::sql {

/// What attributes of a row held when somebody read it; those that are not in it don't matter.
using SeenValues = QMap<QString, Value>;

/// Writes attributes of one row as update() does, but only where the row still holds what was seen of the
/// attributes that change. The row is locked and compared to the letter; the statement carries its key and what
/// was seen, and must find exactly one row. Else an Error of isSeenNoMore(), and nothing is written. Returns
/// the row, without those of its long attributes (longvalues.h) that are neither written nor were seen: they
/// are not read.
Result<orm::Json> updateSeen(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const orm::Json& values, const SeenValues& seen);

/// Deletes one row, or marks it as deleted where its model does so, on the same terms: everything that was seen
/// must be as it was.
Result<void> removeSeen(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const SeenValues& seen);

/// Whether the error says that the row is gone or holds something else than what was seen.
bool isSeenNoMore(const Error& error);
/// … and of these, whether it is gone.
bool isGone(const Error& error);

/// The error of a row that is gone.
Error seenGoneError(const orm::Model& model, const QString& key);

/// A row as it is now, beside what was seen of it.
struct RowNow {
    std::optional<std::vector<Value>> values; ///< in the order of the model's attributes; empty: it is gone
    QStringList changed;                      ///< attributes that hold something else than what was seen
};

/// Reads a row again; its key is as keyCondition() reads it.
Result<RowNow> readAgain(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const SeenValues& seen);

} // namespace conjoin::sql
