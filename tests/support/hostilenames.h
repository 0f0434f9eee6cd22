// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "orm/dialect/dialect.h"
#include "orm/sql/connectionsettings.h"

#include <QString>
#include <QStringList>

#include <random>

namespace conjoin::tests {

/// Identifiers that no reasonable person gives and every engine takes or refuses: quotes of all kinds,
/// backslashes, line ends, emoji, words of SQL, names at the edge of a limit, pairs that differ in letter case,
/// spaces at an end, dots, percent, what looks like a parameter, characters without width. The same for the
/// same seed.
class HostileNames {
public:
    explicit HostileNames(quint64 seed)
        : random_(seed)
    {}

    QString next();

private:
    int below(int limit) { return int(random_() % quint64(limit)); }

    std::mt19937_64 random_;
    QString last_;
};

/// What lint says against the name of a table, a column and an index on that engine: its errors.
Diagnostics refusalsOf(const QString& name, const orm::Dialect& dialect);

/// Gives so many hostile names to tables, columns, keys, checks, indexes, enums and their values – those that
/// lint lets pass –, creates that in the database `a`, reads it, creates what was read in `b` and reads that.
/// What was lost on the way, else nothing; `refused` gets the names that lint refused.
QString hostileRoundTrip(const sql::ConnectionSettings& a, const sql::ConnectionSettings& b, int names,
    quint64 seed, QStringList* refused);

} // namespace conjoin::tests
