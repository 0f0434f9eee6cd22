// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/mysqlscript/cursor.h"

namespace conjoin::sql::mysqlscript {

/// The type of a column as a script gives it, in the words of the server's catalog.
struct ColumnType {
    enum class Family { Integer, Decimal, Floating, Bit, Text, Choice, Bytes, Date, Time, Moment, Year, Other };
    Family family = Family::Other;
    QString word;       ///< `int`, `varchar`, `enum` …: one name a type
    int length = -1;    ///< width, digits, characters; -1 = none
    int scale = -1;     ///< digits behind the point; of a second: in `length`
    QStringList values; ///< of `enum` and `set`
    bool isUnsigned = false;
    bool zerofill = false;
    bool serial = false; ///< SERIAL: with all that it stands for
    QString charset;     ///< as written, by its present name
    QString collation;
    bool binaryCollation = false; ///< the attribute BINARY
    bool sized = false;           ///< TEXT(n), BLOB(n): `length` chooses the type

    bool hasCharset() const { return family == Family::Text || family == Family::Choice; }
    /// `int(10) unsigned`, as a column of that character set has it.
    QString text(const QString& columnCharset) const;
};

/// A type and the attributes that belong to it.
ColumnType readColumnType(Cursor& cursor);
/// CHARACTER SET, COLLATE and the words that stand for them, where one is next; false where none is.
bool readCharset(Cursor& cursor, ColumnType& type);

/// `utf8mb3` for `utf8`, in lower case.
QString charsetName(const QString& written);
/// The same for a collation: `utf8mb3_general_ci`.
QString collationName(const QString& written);
/// The collations that character sets have by themselves: those of all servers agree but for one.
struct DefaultCollations {
    QString ofUtf8mb4 = QStringLiteral("utf8mb4_general_ci"); ///< of MariaDB, and of MySQL before 8.0

    QString operator()(const QString& charset) const;
};
/// Bytes that a character takes at most; of the usual set where none is said.
int widestCharacter(const QString& charset);
/// The character set of a collation.
QString charsetOf(const QString& collation);

} // namespace conjoin::sql::mysqlscript
