// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"
#include "orm/sql/connection.h"
#include "orm/sql/keytable.h"

#include <vector>

namespace conjoin::sql {

using RowValues = std::vector<Value>; ///< in the order of the model's attributes

/// What keeps others away from the rows that are read, until the transaction ends. A row that is locked is read
/// as it is now, also where the transaction sees an older state of everything else.
enum class RowLock {
    None,
    Read, ///< nobody changes them
    Write ///< nor takes this lock; what refers to them may still be inserted, where the engine knows such a
          ///< lock
};

/// What to look for in one table.
struct Lookup {
    int model = -1;
    QStringList columns;        ///< must equal the key's values
    QStringList nullColumns;    ///< must be NULL
    std::vector<KeyTuple> keys; ///< parallel to `columns`; none is without columns
    bool stopAtAmbiguous =
        false;          ///< a second row for a key is an error to the caller: no need to read them all
    bool alive = false; ///< rows that are marked as deleted don't count
    RowLock lock = RowLock::None;
    QStringList leftOut{}; ///< attributes that nobody asks for: NULL in what is found
};

/// The rows of each key, in the order of their identity. One statement for as many keys as fit into one.
Result<std::vector<std::vector<RowValues>>> lookUp(
    Connection& connection, const orm::ModelRegistry& registry, const Lookup& lookup);

/// The greatest value that the rows of each key have in a column; NULL where there is none.
Result<std::vector<Value>> greatestOf(
    Connection& connection, const orm::ModelRegistry& registry, const Lookup& lookup, const QString& attribute);

/// The row's values in those columns.
KeyTuple valuesOf(const orm::Model& model, const RowValues& row, const QStringList& columns);

/// Whether a stored value is the given one: a decimal may be stored as a number and be given as text.
bool sameValue(const Value& stored, const Value& given);

/// For a person: `id 3 (Chemistry)`.
QString rowName(const orm::Model& model, const RowValues& row);

} // namespace conjoin::sql
