// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace conjoin::orm {

/// Which options of tables, keys and indexes an engine has: what a form offers, beside the Capabilities that
/// decide what is derived (`dialect.h`).
struct OptionSupport {
    bool unloggedTables = false;         ///< UNLOGGED
    bool inheritedChecks = false;        ///< a check may say NO INHERIT
    bool unvalidatedConstraints = false; ///< NOT VALID: rows that were there before are not looked at
    bool storageEngines = false;         ///< a table names its engine and its set of characters
    bool tableClauses = false;  ///< words of the engine's own behind a table: WITH (…), ROW_FORMAT …
    bool partitions = false;    ///< PARTITION BY
    bool indexMethods = false;  ///< CREATE INDEX … USING
    int unsaidSecondDigits = 0; ///< digits of a second in a time whose type says none, where that is the most
};

/// Of the dialect of that name; nothing of an unknown one.
const OptionSupport& optionSupport(const QString& dialect);

} // namespace conjoin::orm
