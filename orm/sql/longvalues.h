// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/query/query.h"
#include "orm/sql/connection.h"

namespace conjoin::sql {

/// How much is read of values that are longer than a person looks at: of rows that are shown, the beginning and
/// how long the whole is (Row::longLength()). As it stands, everything is read whole.
struct LongValues {
    qint64 beyond = 0; ///< bytes; of a longer value only the beginning is read; 0 = all values are read whole
    int head = 0;      ///< characters of a text that are read then
};

/// Whether values of the attribute may be long: texts, bytes and JSON without a limit. Arrays are read whole,
/// for the beginning of one is none.
bool mayBeLong(const orm::Attribute& attribute);

/// What is read of such a column, and of which length it is where that is not all.
struct LongColumn {
    QString value;
    QString length; ///< in bytes; NULL where the value is whole
};
LongColumn longColumn(
    const orm::Dialect& dialect, const QString& column, const model::DataType& type, const LongValues& how);

/// One whole value of a row; its key is as orm::keyCondition() reads it. Errors: the row is gone.
Result<Value> readWhole(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& attribute);

} // namespace conjoin::sql
