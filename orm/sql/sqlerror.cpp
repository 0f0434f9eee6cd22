// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sqlerror.h"

#include "orm/sql/refusedvalue.h"
#include "orm/sql/writtenvalues.h"

#include <sqlite3.h>

#include <optional>

namespace conjoin::sql {

using orm::Value;

namespace {

/// Splits `t.a, t.b` of a constraint message. Names may hold dots and commas themselves, so the table that the
/// statement writes to decides first.
QStringList columnsOf(const QString& detail, QString& table)
{
    const QString prefix = table + u'.';
    if (!table.isEmpty() && detail.startsWith(prefix, Qt::CaseInsensitive)) {
        QString rest = detail.mid(prefix.size());
        return rest.split(QStringLiteral(", ") + detail.left(prefix.size()));
    }
    QStringList columns;
    for (const QString& part : detail.split(QStringLiteral(", "))) {
        table = part.section(u'.', 0, 0);
        columns += part.section(u'.', 1);
    }
    return columns;
}

QString after(const QString& text, const char* prefix)
{
    const QString start = QString::fromLatin1(prefix);
    return text.startsWith(start) ? text.mid(start.size()) : QString();
}

Error uniqueErrorOf(const StatementFailure& failure)
{
    const WrittenValues target = writtenValues(failure);
    const QString detail = after(failure.text, "UNIQUE constraint failed: ");
    const bool key = failure.code == SQLITE_CONSTRAINT_PRIMARYKEY || failure.code == SQLITE_CONSTRAINT_ROWID;
    if (const QString index = after(detail, "index "); !index.isEmpty())
        return databaseError(
            target.table, message("constraint.unique-index",
                              "another row already has what the unique index %1 covers", {index}));

    QString table = target.table;
    const QStringList columns = columnsOf(detail, table);
    QStringList values;
    for (const QString& column : columns) {
        if (const Value* value = target.valueOf(column))
            values += shownValue(*value);
    }
    return uniqueError(table, columns, values.size() == columns.size() ? values : QStringList(), key);
}

Error notNullErrorOf(const StatementFailure& failure)
{
    QString table = writtenValues(failure).table;
    const QStringList columns = columnsOf(after(failure.text, "NOT NULL constraint failed: "), table);
    return notNullError(table, columns.value(0));
}

Error unknownForeignKeyError(const StatementFailure& failure)
{
    const WrittenValues target = writtenValues(failure);
    if (target.deletes)
        return databaseError(target.table,
            message("constraint.referenced", "other rows still refer to a row of \"%1\"", {target.table}),
            message("constraint.referenced.hint", "delete or change those rows first"));
    return databaseError(target.table,
        message("constraint.foreign",
            "a row would refer to a row that does not exist, or others would lose the row that "
            "they refer to"),
        message("constraint.foreign.hint", "create the row that is referred to first"));
}

/// Failures of the file, whatever the statement was.
std::optional<Error> fileError(int primary, int extended, const QString& text, const QString& file)
{
    switch (primary) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return databaseError(file, message("file.locked", "locked by another process"),
            message(
                "file.locked.hint", "wait until it is done, or close the program that has the database open"));
    case SQLITE_READONLY:
        return databaseError(file,
            message("file.read-only", "opened for reading only, so nothing can be written"),
            message("file.read-only.hint", "the file and its folder must be writable"));
    case SQLITE_CORRUPT:
        return databaseError(file, message("file.corrupt", "the database file is damaged: %1", {text}),
            message("file.corrupt.hint", "restore a copy, or try `sqlite3 FILE .recover`"));
    case SQLITE_NOTADB:
        return inputError(file, message("file.not-a-database", "not an SQLite database, or an encrypted one"));
    case SQLITE_CANTOPEN:
        return databaseError(file, message("file.cannot-open", "the database file can't be opened"),
            message("file.cannot-open.hint", "check that the folder exists and that you may write there"));
    case SQLITE_FULL:
        return databaseError(file, message("file.full", "no space is left for the database file"),
            message("file.full.hint", "nothing was changed; make room and try again"));
    case SQLITE_IOERR:
        return databaseError(file,
            message("file.io", "reading or writing the file failed (code %1)", {QString::number(extended)}));
    case SQLITE_INTERRUPT:
        return cancelledError();
    default:
        return std::nullopt;
    }
}

} // namespace

Error violated(Error error, Violation violation)
{
    error.violation = std::move(violation);
    return error;
}

QString shownValue(const Value& value)
{
    constexpr qsizetype longest = 60; // a message is one line
    if (value.isBytes())
        return value.display();
    if (value.isText() && value.text().size() > longest)
        return orm::literalText(Value(value.text().left(longest))).chopped(1) + QStringLiteral("…'");
    return orm::literalText(value);
}

QString writtenTable(const QString& statement)
{
    return writtenValues({0, {}, statement, {}}).table;
}

Error uniqueError(const QString& table, const QStringList& columns, const QStringList& values, bool primary)
{
    const QString names = columns.join(QStringLiteral(", "));
    const QString where = table + u'.' + names;
    const Message hint =
        primary ? message("constraint.primary.hint", "give another key, or change the row that has this one")
                : message("constraint.unique.hint", "change the value, or link the row that has it");
    const char* code = primary ? "constraint.primary" : "constraint.unique";
    const Message what = values.isEmpty()
                             ? message(code, "another row of \"%1\" already has the same %2", {table, names})
                             : message(code, "another row of \"%1\" already has %2 = %3",
                                   {table, names, values.join(QStringLiteral(", "))});
    return violated(databaseError(where, what, hint), {table, columns, values, {}});
}

Error notNullError(const QString& table, const QString& column)
{
    return violated(
        databaseError(table + u'.' + column,
            message("constraint.not-null", "\"%1\" of \"%2\" must have a value", {column, table}),
            message("constraint.not-null.hint", "give it a value, or let the column be empty in the drawing")),
        {table, {column}, {}, {}});
}

Error checkError(const StatementFailure& failure, const QString& check)
{
    const WrittenValues written = writtenValues(failure);
    QStringList values;
    for (const QString& column : written.columns) {
        const Value* value = check.contains(column, Qt::CaseInsensitive) ? written.valueOf(column) : nullptr;
        if (value)
            values += column + QStringLiteral(" = ") + shownValue(*value);
    }
    const Message what = values.isEmpty()
                             ? message("constraint.check", "the check \"%1\" does not hold", {check})
                             : message("constraint.check", "the check \"%1\" does not hold for %2",
                                   {check, values.join(QStringLiteral(", "))});
    const QString table = failure.table.isEmpty() ? written.table : failure.table;
    return violated(databaseError(table, what,
                        message("constraint.check.hint", "change the value, or the check in the drawing")),
        {table, {}, {}, check});
}

Error sqliteError(const StatementFailure& failure, const QString& file)
{
    switch (failure.code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return uniqueErrorOf(failure);
    case SQLITE_CONSTRAINT_NOTNULL:
        return notNullErrorOf(failure);
    case SQLITE_CONSTRAINT_CHECK:
        return checkError(failure, after(failure.text, "CHECK constraint failed: "));
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return unknownForeignKeyError(failure);
    case SQLITE_CONSTRAINT_DATATYPE: // "cannot store TEXT value in INTEGER column t.c"
        return databaseError(writtenValues(failure).table, message("constraint.type", "%1", {failure.text}),
            message("constraint.type.hint", "the table is STRICT: the value must have the column's type"));
    case SQLITE_CONSTRAINT_TRIGGER:
        if (failure.text.contains(QLatin1String("FOREIGN KEY"))) // RESTRICT, which SQLite keeps by such means
            return databaseError(writtenValues(failure).table,
                message("constraint.referenced", "other rows still refer to this one"),
                message("constraint.referenced.hint", "delete or change those rows first"));
        return databaseError(writtenValues(failure).table,
            message("constraint.trigger", "a trigger refused it: %1", {failure.text}));
    default:
        break;
    }
    if (const std::optional<Error> error = fileError(failure.code & 0xff, failure.code, failure.text, file))
        return *error;
    if (const auto error = missingTableError(failure, after(failure.text, "no such table: "), file))
        return *error;
    const QString column = failure.text.contains(QLatin1String(" has no column named "))
                               ? failure.text.section(QStringLiteral(" has no column named "), 1)
                               : after(failure.text, "no such column: ");
    if (const auto error = missingColumnError(failure, column, file))
        return *error;
    if (failure.text.startsWith(QLatin1String("not a regular expression"))) // of orm/sql/sqliteregexp.h
        return refusedValueError(failure, {}, file);
    return databaseError(file, message("sql.refused", "%1", {failure.text}));
}

Error foreignKeyError(const ForeignKeyViolation& violation, bool more, const StatementFailure& failure)
{
    const WrittenValues target = writtenValues(failure);
    const bool parentChanged =
        target.table.compare(violation.parent, Qt::CaseInsensitive) == 0 &&
        (target.deletes || target.table.compare(violation.table, Qt::CaseInsensitive) != 0);
    QStringList values;
    for (const Value& value : violation.values)
        values += shownValue(value);
    const QString names = violation.columns.join(QStringLiteral(", "));
    const QString key =
        values.isEmpty() ? names : names + QStringLiteral(" = ") + values.join(QStringLiteral(", "));
    const QString where = violation.table + u'.' + names;
    const Violation place{violation.table, violation.columns, values, {}};
    if (parentChanged)
        return violated(databaseError(where,
                            message(more ? "constraint.referenced.more" : "constraint.referenced",
                                more ? "rows of \"%1\" still refer to the row of \"%2\", the first by %3"
                                     : "a row of \"%1\" still refers to the row of \"%2\" by %3",
                                {violation.table, violation.parent, key}),
                            message("constraint.referenced.hint", "delete or change those rows first")),
            place);
    return violated(
        databaseError(where,
            message("constraint.foreign", "a row of \"%1\" refers by %2 to a row of \"%3\" that does not exist",
                {violation.table, key, violation.parent}),
            more ? message("constraint.foreign.more", "and it is not the only such row")
                 : message("constraint.foreign.hint", "create the row that is referred to first")),
        place);
}

} // namespace conjoin::sql
