// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"

#include <QStringList>

namespace conjoin::tests {

/// What stands in a database, a sorted line a fact, so that two can be compared and a person can read what
/// differs:
///
///     Enrollments.grade type character varying(255)
///     Enrollments.grade null
///     Enrollments columns (grade, StudentId, ClassId)
///     Enrollments primary key Enrollments_pkey (StudentId, ClassId)
///     Enrollments foreign key Enrollments_ClassId_fkey (ClassId) to Classes (id) delete CASCADE update CASCADE
///     Enrollments index Enrollments_ClassId_StudentId_idx (ClassId, StudentId)
using CatalogFacts = QStringList;

/// What a recording says of each table when it was first there. `engine` is the recording's folder.
CatalogFacts recordedFacts(const orm::Json& golden, const QString& engine);

/// `+` each fact of `ours` that the other lacks, `-` the reverse.
QStringList factDifferences(const CatalogFacts& ours, const CatalogFacts& theirs);

/// One line, as both ways of reading a catalog write it.
QString columnListFact(const QString& table, const QString& what, const QStringList& columns);

} // namespace conjoin::tests
