// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

namespace conjoin::model {

/// What the rules ask of the engine that a schema is checked for; whoever knows engines fills it in
/// (`orm/translate/limits.h`). As it stands: no engine, every rule of portability.
struct EngineLimits {
    QString engine{};  ///< as people call it; empty = none in particular
    int nameLimit = 0; ///< bytes in UTF-8, or characters; 0 = none
    bool nameLimitInCharacters = false;
    int enumLabelLimit = 0;       ///< bytes of a value of an enum; 0 = none
    bool foldsTableNames = false; ///< names that differ in letter case only are one
    bool foldsColumnNames = false;
    bool foldsEnumValues = false;
    bool trimsNames = false;         ///< refuses names that end in a space
    bool basicPlaneNames = false;    ///< refuses names with characters beyond U+FFFF
    bool emptyTables = false;        ///< a table may have no columns
    bool keepsNamePrimary = false;   ///< no index but that of the primary key is called PRIMARY
    bool indexesForeignKeys = false; ///< by itself
    bool boundedKeys = false;        ///< no key over a column of any length
    QSet<QString> reservedWords{};   ///< in lower case; empty = those that at least one engine has
};

} // namespace conjoin::model
