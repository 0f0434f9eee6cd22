// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/refusedvalue.h"
#include "orm/sql/servererror.h"
#include "orm/sql/writtenvalues.h"

#include <QRegularExpression>

#include <errmsg.h>
#include <mysqld_error.h>

namespace conjoin::sql {

namespace {

// Of MySQL 8, which MariaDB's header does not know.
constexpr int checkViolatedMySql = 3819, lockNowait = 3572, statementTimeoutMySql = 3024;

QString unquoted(QString name)
{
    if (name.size() >= 2 && name.front() == u'`')
        name = name.mid(1, name.size() - 2).replace(QLatin1String("``"), QLatin1String("`"));
    return name;
}

/// `a`, `b` as a list of names.
QStringList names(const QString& quoted)
{
    static const QRegularExpression name(QStringLiteral("`(?:[^`]|``)*`"));
    QStringList found;
    for (auto match = name.globalMatch(quoted); match.hasNext();)
        found += unquoted(match.next().captured());
    return found;
}

/// An error of a duplicate whose key is known by its index only.
Error duplicateError(const DuplicateEntry& duplicate)
{
    const bool primary = duplicate.isPrimary();
    return violated(
        databaseError(duplicate.table.isEmpty() ? duplicate.index : duplicate.table,
            message(primary ? "constraint.primary" : "constraint.unique",
                primary ? "another row already has the key %1"
                        : "another row already has %1, which \"%2\" keeps unique",
                {shownValue(orm::Value(duplicate.entry)), duplicate.index}),
            primary
                ? message("constraint.primary.hint", "give another key, or change the row that has this one")
                : message("constraint.unique.hint", "change the value, or link the row that has it")),
        {duplicate.table, {}, {}, duplicate.index});
}

/// "… a foreign key constraint fails (`db`.`child`, CONSTRAINT `name` FOREIGN KEY (`a`) REFERENCES `parent`
/// (`id`))"
Error foreignKeyErrorOf(const StatementFailure& failure)
{
    static const QRegularExpression constraint(
        QStringLiteral("\\((?:(?:`(?:[^`]|``)*`)\\.)?(`(?:[^`]|``)*`), CONSTRAINT .* FOREIGN KEY \\((.*)\\) "
                       "REFERENCES ((?:`(?:[^`]|``)*`\\.)?`(?:[^`]|``)*`)"),
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = constraint.match(failure.text);
    ForeignKeyViolation violation;
    violation.table = unquoted(match.captured(1));
    violation.columns = names(match.captured(2));
    violation.parent = names(match.captured(3)).value(names(match.captured(3)).size() - 1);
    if (!match.hasMatch())
        return databaseError(writtenTable(failure.statement),
            message("constraint.foreign-key", "a foreign key does not hold: %1", {failure.text}));
    const WrittenValues written = writtenValues(failure);
    for (const QString& column : violation.columns) {
        const orm::Value* value = written.table == violation.table ? written.valueOf(column) : nullptr;
        if (value)
            violation.values.push_back(*value);
    }
    if (violation.values.size() != size_t(violation.columns.size()))
        violation.values.clear();
    return foreignKeyError(violation, false, failure);
}

/// The first name in single quotes: «Column 'a' cannot be null».
QString quotedName(const QString& text)
{
    static const QRegularExpression name(QStringLiteral("['`]([^'`]*)['`]"));
    return name.match(text).captured(1);
}

/// «… for column `db`.`table`.`a` at row 1», «… for column 'a' at row 1»
QString refusedColumn(const QString& text)
{
    static const QRegularExpression place(
        QStringLiteral(" for column (?:'([^']*)'|(?:`(?:[^`]|``)*`\\.)*(`(?:[^`]|``)*`))"));
    const QRegularExpressionMatch match = place.match(text);
    return match.captured(2).isEmpty() ? match.captured(1) : unquoted(match.captured(2));
}

std::optional<Error> constraintError(const StatementFailure& failure)
{
    switch (failure.code) {
    case ER_BAD_NULL_ERROR:
    case ER_NO_DEFAULT_FOR_FIELD:
        return notNullError(writtenTable(failure.statement), quotedName(failure.text));
    case ER_ROW_IS_REFERENCED:
    case ER_ROW_IS_REFERENCED_2:
    case ER_NO_REFERENCED_ROW:
    case ER_NO_REFERENCED_ROW_2:
        return foreignKeyErrorOf(failure);
    case ER_CONSTRAINT_FAILED:
    case checkViolatedMySql:
        return checkError(failure, quotedName(failure.text));
    default:
        return std::nullopt;
    }
}

} // namespace

/// "Duplicate entry '1-2' for key 'PRIMARY'", with MySQL 8 'table.PRIMARY': the values can't be told apart, the
/// index is named.
std::optional<DuplicateEntry> duplicateEntry(const StatementFailure& failure)
{
    if (failure.code != ER_DUP_ENTRY && failure.code != ER_DUP_ENTRY_WITH_KEY_NAME)
        return std::nullopt;
    static const QRegularExpression entry(
        QStringLiteral("'(.*)' .* '([^']*)'$"), QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = entry.match(failure.text);
    return DuplicateEntry{
        writtenTable(failure.statement), match.captured(2).section(u'.', -1), match.captured(1)};
}

Error mysqlError(const StatementFailure& failure, const QString& where)
{
    if (!failure.cancelled &&
        (failure.code == ER_STATEMENT_TIMEOUT || failure.code == statementTimeoutMySql))
        return statementTimeoutError(where);
    if (failure.cancelled || failure.code == ER_QUERY_INTERRUPTED)
        return cancelledError();
    if (const std::optional<DuplicateEntry> duplicate = duplicateEntry(failure))
        return duplicateError(*duplicate);
    if (const std::optional<Error> constraint = constraintError(failure))
        return *constraint;

    static const std::pair<int, ServerTrouble> troubles[] = {
        {ER_ACCESS_DENIED_ERROR, ServerTrouble::WrongPassword},
        {ER_ACCESS_DENIED_NO_PASSWORD_ERROR, ServerTrouble::WrongPassword},
        {ER_DBACCESS_DENIED_ERROR, ServerTrouble::NotAllowed},
        {ER_HOST_NOT_PRIVILEGED, ServerTrouble::NotAllowed},
        {ER_HOST_IS_BLOCKED, ServerTrouble::NotAllowed},
        {ER_BAD_DB_ERROR, ServerTrouble::NoDatabase},
        {ER_CON_COUNT_ERROR, ServerTrouble::TooManyConnections},
        {ER_TOO_MANY_USER_CONNECTIONS, ServerTrouble::TooManyConnections},
        {CR_CONNECTION_ERROR, ServerTrouble::Unreachable},
        {CR_CONN_HOST_ERROR, ServerTrouble::Unreachable},
        {CR_UNKNOWN_HOST, ServerTrouble::Unreachable},
        {CR_SERVER_GONE_ERROR, ServerTrouble::Lost},
        {CR_SERVER_LOST, ServerTrouble::Lost},
        {ER_SERVER_SHUTDOWN, ServerTrouble::Lost},
        {ER_CONNECTION_KILLED, ServerTrouble::Lost},
        {ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ServerTrouble::ReadOnly},
        {ER_OPTION_PREVENTS_STATEMENT, ServerTrouble::ReadOnly},
        {ER_TABLEACCESS_DENIED_ERROR, ServerTrouble::NoPermission},
        {ER_COLUMNACCESS_DENIED_ERROR, ServerTrouble::NoPermission},
        {ER_SPECIFIC_ACCESS_DENIED_ERROR, ServerTrouble::NoPermission},
        {ER_LOCK_DEADLOCK, ServerTrouble::Conflict},
        {ER_CHECKREAD, ServerTrouble::Conflict},
        {ER_LOCK_WAIT_TIMEOUT, ServerTrouble::Locked},
        {lockNowait, ServerTrouble::Locked},
        {ER_DISK_FULL, ServerTrouble::DiskFull},
        {ER_RECORD_FILE_FULL, ServerTrouble::DiskFull},
        {ER_OUTOFMEMORY, ServerTrouble::OutOfMemory},
        {ER_OUT_OF_RESOURCES, ServerTrouble::OutOfMemory},
    };
    for (const auto& [code, trouble] : troubles) {
        if (failure.code == code)
            return serverError(trouble, failure.text, where);
    }
    for (const int refused : {ER_DATA_TOO_LONG, ER_WARN_DATA_OUT_OF_RANGE, ER_TRUNCATED_WRONG_VALUE,
             ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, ER_WRONG_VALUE_FOR_TYPE, ER_DATA_OUT_OF_RANGE, ER_REGEXP_ERROR,
             WARN_DATA_TRUNCATED}) {
        if (failure.code == refused)
            return refusedValueError(failure, refusedColumn(failure.text), where);
    }
    if (failure.code == ER_NO_SUCH_TABLE) {
        const QString name = quotedName(failure.text);
        if (const auto missing = missingTableError(failure, name.section(u'.', -1), where))
            return *missing;
    }
    if (failure.code == ER_BAD_FIELD_ERROR) {
        if (const auto missing = missingColumnError(failure, quotedName(failure.text), where))
            return *missing;
    }
    return databaseError(where, message("sql.refused", "%1", {failure.text}));
}

} // namespace conjoin::sql
