// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"

#include <QDate>
#include <QHash>
#include <QUuid>

#include <algorithm>

/// column.name-empty          error    a column without a name
/// column.name-duplicate      error    two columns of the same name
/// column.name-case-collision warning  the same but for the letter case: PostgreSQL alone tells them apart
/// column.type-native         hint     drawn with a type that only one database knows
/// column.auto-increment-not-key  warning  counts up, but is not the primary key alone
/// column.auto-increment-type error    counts up and is no whole number
/// column.default-mismatch    warning  a default that is no value of the type
/// column.decimal-scale       warning  more digits behind the point than in all
/// column.generated-default   error    computed and with a default
namespace conjoin::model {

namespace {

/// Of a whole number, as far as the range can be passed by a literal; 0 for other types.
int bitsOf(TypeKind kind)
{
    switch (kind) {
    case TypeKind::TinyInt:
        return 8;
    case TypeKind::SmallInt:
        return 16;
    case TypeKind::MediumInt:
        return 24;
    case TypeKind::Integer:
        return 32;
    default:
        return 0;
    }
}

bool isInRange(const QString& literal, const DataType& type)
{
    bool ok = false;
    const qint64 number = literal.toLongLong(&ok);
    const int bits = bitsOf(type.kind);
    if (!ok || bits == 0)
        return true;
    const qint64 half = Q_INT64_C(1) << (bits - 1);
    return type.isUnsigned || type.zerofill ? number < 2 * half : number >= -half && number < half;
}

bool fits(const QString& literal, const DataType& type)
{
    if (type.dimensions > 0)
        return true; // each engine writes lists in its own way
    bool ok = true;
    if (type.isWholeNumber())
        literal.toLongLong(&ok);
    else if (type.isNumber())
        literal.toDouble(&ok);
    else if (type.kind == TypeKind::Boolean)
        ok = QStringList{QStringLiteral("true"), QStringLiteral("false"), QStringLiteral("0"),
            QStringLiteral("1")}
                 .contains(literal, Qt::CaseInsensitive);
    else if ((type.kind == TypeKind::Varchar || type.kind == TypeKind::Char) && type.length > 0)
        ok = literal.size() <= type.length;
    else if (type.kind == TypeKind::Enum)
        ok = type.values->contains(literal);
    else if (type.kind == TypeKind::Uuid)
        ok = !QUuid::fromString(literal).isNull() || literal == QUuid().toString(QUuid::WithoutBraces);
    else if (type.kind == TypeKind::Date)
        ok = QDate::fromString(literal, Qt::ISODate).isValid();
    if (ok && type.isUnsigned)
        ok = !literal.startsWith(u'-');
    return ok && isInRange(literal, type);
}

void checkNames(Findings& findings, const Table& table)
{
    QHash<QString, QString> seen; // folded -> as written
    for (const Column& column : table.columns) {
        const Message mend = message("mend.rename", "give it another name");
        if (column.name.trimmed().isEmpty()) {
            findings.add(
                Severity::Error, message("column.name-empty", "a column has no name"), table, column, mend);
            continue;
        }
        const QString folded = column.name.toCaseFolded();
        if (!seen.contains(folded))
            seen.insert(folded, column.name);
        else if (seen.value(folded) == column.name)
            findings.add(Severity::Error,
                message("column.name-duplicate", "the table has two columns \"%1\"", {column.name}), table,
                column, mend);
        else
            findings.add(findings.engine().foldsColumnNames ? Severity::Error : Severity::Warning,
                message("column.name-case-collision",
                    "columns \"%1\" and \"%2\" differ only in letter case; "
                    "only PostgreSQL tells them apart",
                    {seen.value(folded), column.name}),
                table, column, mend);
    }
}

void checkType(Findings& findings, const Table& table, const Column& column)
{
    const DataType& type = column.type;
    // In a table that was read, a type of its own database is no choice that anybody made here.
    if (type.kind == TypeKind::Native && table.keyPolicy == Table::KeyPolicy::Automatic)
        findings.add(Severity::Hint,
            message("column.type-native", "the type \"%1\" is one database's own; others may not know it",
                {type.native}),
            table, column, message("mend.logical-type", "take a type that every database has"));
    if (type.kind == TypeKind::Decimal && type.precision > 0 && type.scale > type.precision)
        findings.add(Severity::Warning,
            message("column.decimal-scale", "%1 digits behind the point are more than the %2 in all",
                {QString::number(type.scale), QString::number(type.precision)}),
            table, column, message("mend.precision", "raise the precision or lower the scale"));
}

void checkAutoIncrement(Findings& findings, const Table& table, const Column& column)
{
    if (!column.autoIncrement)
        return;
    if (column.type.kind != TypeKind::Native && !column.type.isWholeNumber())
        findings.add(Severity::Error,
            message("column.auto-increment-type", "only whole numbers can count up; this is %1",
                {typeText(column.type)}),
            table, column, message("mend.integer", "make it an integer"));
    const bool isKey = table.primaryKey && columnsOf(table.primaryKey->parts) == std::vector{column.id};
    if (!isKey)
        findings.add(Severity::Warning,
            message("column.auto-increment-not-key",
                "a column that counts up must be the primary key alone in SQLite, and a key in MySQL"),
            table, column, message("mend.primary-key", "make it the primary key"));
}

void checkDefault(Findings& findings, const Table& table, const Column& column)
{
    const bool hasDefault = column.defaultValue.kind != DefaultValue::Kind::None;
    if (hasDefault && column.generated.kind != Generated::Kind::None)
        findings.add(Severity::Error,
            message("column.generated-default", "a computed column can't have a default"), table, column,
            message("mend.drop-default", "take the default away"));
    const UserType* named = findings.schema().types.find(column.type.userType);
    DataType type = column.type;
    if (named)
        type = named->kind == UserType::Kind::Enum ? DataType::enumeration(named->values) : named->base;
    if (column.defaultValue.kind == DefaultValue::Kind::Literal && !fits(column.defaultValue.text, type))
        findings.add(Severity::Warning,
            message("column.default-mismatch", "the default \"%1\" is no value of type %2",
                {column.defaultValue.text, typeText(column.type, findings.schema())}),
            table, column, message("mend.default", "change the default or the type"));
}

} // namespace

void checkColumns(Findings& findings)
{
    for (const Table& table : findings.schema().tables) {
        checkNames(findings, table);
        for (const Column& column : table.columns) {
            checkType(findings, table, column);
            checkAutoIncrement(findings, table, column);
            checkDefault(findings, table, column);
        }
    }
}

} // namespace conjoin::model
