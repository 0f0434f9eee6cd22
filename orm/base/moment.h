// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/datatype.h"

#include <QString>

#include <optional>

namespace conjoin::orm {

/// What a declared type means, a native spelling read as the logical type that it stands for (`DATETIME`,
/// `tinyint(1)`, `json` of SQLite).
model::TypeKind meaning(const model::DataType& declared);

/// A moment in UTC, taken apart.
struct Moment {
    QString date;     ///< `2026-01-31`
    QString time;     ///< `12:00:00`
    QString fraction; ///< as it was given, with its point; may be empty
};

/// Reads `2026-01-31T12:00:00.5+02:00` and its like, with a space for the T and any way to write the zone;
/// nothing where the text is something else or says no zone.
std::optional<Moment> momentWithZone(const QString& text);

} // namespace conjoin::orm
