// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"
#include "orm/sql/connection.h"
#include "orm/sql/keyindex.h"
#include "orm/sql/ordering.h"
#include "orm/sql/stretches.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace conjoin::sql {

/// One statement for many keys.
struct KeyedStatement {
    QStringList columns; ///< what is selected
    QString from;
    QStringList joined;                 ///< must equal the key's columns
    std::vector<model::DataType> types; ///< of these, as the keys come
    bool integers = false;              ///< both sides have one column, of integers
    size_t keyPosition = 0;             ///< which of `columns` that one is, for integers
    orm::Condition where;
    const Ordering* order = nullptr; ///< null = in no order
    std::optional<int> limit;
    int offset = 0;
    std::vector<Stretch> stretches; ///< of what is read with a limit

    /// Whether some of the rows that match a key are left out.
    bool isLimited() const;
};

/// Takes a row with the number of its key.
using KeyedTake = std::function<void(quint32, std::span<const Cell>)>;

/// Reads the rows of all keys: how, depends on how many there are and on what the engine can do; see Loader.
/// Errors: those of the statement, and a key that equals an integer but is none.
Result<void> readKeyed(
    Connection& connection, const KeyedStatement& statement, const KeyIndex& keys, const KeyedTake& take);

/// Whether a column of that type holds integers only, so that equal keys are equal numbers.
bool isIntegerType(const model::DataType& type);

} // namespace conjoin::sql
