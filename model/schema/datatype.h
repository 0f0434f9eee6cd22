// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/rare.h"

#include <QString>
#include <QStringList>

namespace conjoin::model {

enum class TypeKind {
    Boolean,
    TinyInt,   ///< of one byte; length: the digits that MySQL shows, as of all whole numbers
    SmallInt,  ///< of two
    MediumInt, ///< of three
    Integer,
    BigInt,
    Decimal, ///< precision, scale
    Float,   ///< what the engine means by FLOAT; precision in bits, or with a scale in digits as of Decimal
    Real,    ///< what it means by REAL; precision, scale
    Double,  ///< precision, scale
    Varchar, ///< length
    Char,    ///< length
    Text,    ///< length: bytes that it has room for, where the engine has texts of several sizes
    Binary,  ///< length
    Date,
    Time,        ///< precision: digits of the fraction
    Timestamp,   ///< without a zone; precision: digits of the fraction
    TimestampTz, ///< an instant; precision: digits of the fraction
    Uuid,
    Json,
    Jsonb,  ///< JSON kept parsed; engines with one JSON type only write that
    Enum,   ///< one of `values`
    Set,    ///< any of `values`
    Named,  ///< an enum or domain of the schema itself, `userType`
    Native, ///< any type of a database, verbatim in `native`
};

/// The type of a column: a logical one that every dialect can write, or a database's own, kept to the letter.
struct DataType {
    TypeKind kind = TypeKind::Varchar;
    int length = 0;         ///< characters, bytes or digits, as the kind says; 0 = not given
    int precision = 0;      ///< digits in all; 0 = not given
    int scale = 0;          ///< digits behind the point
    Rare<QString> native;   ///< Native: the text; Named, in a physical schema: the name of the type
    Rare<QString> schema{}; ///< Named, in a physical schema: the namespace of the type; empty = the default one
    bool isUnsigned = false;    ///< numbers of MySQL
    int dimensions = 0;         ///< an array of so many dimensions; 0 = no array
    Rare<QStringList> values{}; ///< Enum, Set
    UserTypeId userType{};      ///< Named, in a drawing: which
    bool zerofill = false;      ///< numbers of MySQL: shown with leading zeros, and without a sign

    static DataType of(TypeKind kind, int length = 0) { return {kind, length, 0, 0, {}}; }
    static DataType decimal(int precision, int scale) { return {TypeKind::Decimal, 0, precision, scale, {}}; }
    static DataType verbatim(QString text) { return {TypeKind::Native, 0, 0, 0, std::move(text)}; }
    static DataType named(UserTypeId type);
    /// As a physical schema says it, by name.
    static DataType named(QString schema, QString name);
    static DataType enumeration(QStringList values);
    /// A whole number, of whatever size.
    bool isWholeNumber() const;
    /// One that may have digits behind the point, and is only near what was stored.
    bool isFloating() const;
    /// A number of any kind, with or without digits behind the point.
    bool isNumber() const;

    friend bool operator==(const DataType&, const DataType&) = default;
};

/// How a person reads and writes it: `varchar(80)`, `integer`, `decimal(10,2)`; a native type is its own text.
QString typeText(const DataType& type);
/// The same for a type of a drawing, which may be one of the schema's own: that goes by its name.
struct Schema;
QString typeText(const DataType& type, const Schema& schema);

/// The reverse, and more: common synonyms (`string`, `int`, `datetime`, `bool` …) name their logical type;
/// whatever is not known is a native type, so nothing a person types is lost. `string` is varchar(255).
DataType parseType(const QString& text);

/// The names to offer while a type is typed, in the order to offer them.
QStringList typeSuggestions();

} // namespace conjoin::model
