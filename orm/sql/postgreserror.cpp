// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/refusedvalue.h"
#include "orm/sql/servererror.h"
#include "orm/sql/writtenvalues.h"

namespace conjoin::sql {

namespace {

/// What stands in `(a, b)=(1, 2)` of a detail, whose words around may be in any language.
struct KeyDetail {
    QStringList columns;
    QStringList values;
    QString other; ///< the quoted name at the end, of the table at the other end of a foreign key
};

KeyDetail keyDetail(const QString& detail)
{
    KeyDetail key;
    const qsizetype open = detail.indexOf(u'(');
    const qsizetype middle = detail.indexOf(QLatin1String(")=("), open);
    const qsizetype close = detail.lastIndexOf(u')');
    if (open < 0 || middle < 0 || close < middle)
        return key;
    key.columns = detail.mid(open + 1, middle - open - 1).split(QStringLiteral(", "));
    const QString values = detail.mid(middle + 3, close - middle - 3);
    // A value may hold a comma itself; then there is no telling which belongs to which column.
    key.values = key.columns.size() == 1 ? QStringList{values} : values.split(QStringLiteral(", "));
    if (key.values.size() != key.columns.size())
        key.values.clear();
    for (QString& column : key.columns)
        column.remove(u'"');
    const qsizetype end = detail.lastIndexOf(u'"');
    const qsizetype begin = end > close ? detail.lastIndexOf(u'"', end - 1) : -1;
    if (begin > close)
        key.other = detail.mid(begin + 1, end - begin - 1);
    return key;
}

Error foreignKeyErrorOf(const StatementFailure& failure)
{
    const KeyDetail key = keyDetail(failure.detail);
    const WrittenValues written = writtenValues(failure);
    // PostgreSQL names the other end: the table that is referred to, or that still refers – of whose columns it
    // says nothing then: the key is that of the row that would go.
    if (key.other == failure.table && written.table != failure.table) {
        QStringList parts;
        for (qsizetype i = 0; i < key.columns.size(); ++i)
            parts +=
                i < key.values.size() ? key.columns[i] + QStringLiteral(" = ") + key.values[i] : key.columns[i];
        return violated(
            databaseError(failure.table,
                message("constraint.referenced", "a row of \"%1\" still refers to the row of \"%2\" with %3",
                    {failure.table, written.table, parts.join(QStringLiteral(", "))}),
                message("constraint.referenced.hint", "delete or change those rows first")),
            {failure.table, {}, {}, {}});
    }
    ForeignKeyViolation violation;
    violation.table = failure.table;
    violation.columns = key.columns;
    for (qsizetype i = 0; i < key.values.size(); ++i) {
        const orm::Value* value = written.valueOf(key.columns[i]);
        violation.values.push_back(value ? *value : orm::Value(key.values[i]));
    }
    violation.parent = key.other == failure.table ? written.table : key.other;
    return foreignKeyError(violation, false, failure);
}

std::optional<Error> constraintErrorOf(const StatementFailure& failure)
{
    if (failure.state == u"23505") {
        const KeyDetail key = keyDetail(failure.detail);
        const QStringList written = writtenValues(failure).shown(
            key.columns, key.values.join(QStringLiteral(", ")), QStringLiteral(", "));
        return uniqueError(failure.table, key.columns.isEmpty() ? QStringList{failure.constraint} : key.columns,
            written.isEmpty() ? key.values : written,
            failure.constraint == failure.table + QLatin1String("_pkey"));
    }
    if (failure.state == u"23502")
        return notNullError(failure.table, failure.column);
    if (failure.state == u"23503")
        return foreignKeyErrorOf(failure);
    if (failure.state == u"23514" && !failure.table.isEmpty() &&
        failure.constraint.isEmpty()) // it has the same code
        return violated(
            databaseError(failure.table,
                message("constraint.partition", "no partition of \"%1\" takes the row", {failure.table}),
                message("constraint.partition.hint",
                    "change the value that it is divided by, or make a partition for it")),
            {failure.table, {}, {}, {}});
    if (failure.state == u"23514" && !failure.table.isEmpty())
        return checkError(failure, failure.constraint);
    if (failure.state == u"23P01")
        return violated(
            databaseError(failure.table, message("constraint.exclusion",
                                             "another row conflicts with it by \"%1\"", {failure.constraint})),
            {failure.table, {}, {}, {}});
    return std::nullopt;
}

std::optional<Error> constraintError(const StatementFailure& failure)
{
    std::optional<Error> error = constraintErrorOf(failure);
    if (error)
        error->violation.constraint = failure.constraint;
    return error;
}

} // namespace

Error postgresError(const StatementFailure& failure, const QString& where)
{
    if (failure.cancelled || failure.state == u"57014")
        return cancelledError();
    if (const std::optional<Error> constraint = constraintError(failure))
        return *constraint;

    static const std::pair<const char*, ServerTrouble> troubles[] = {
        {"28P01", ServerTrouble::WrongPassword},
        {"28000", ServerTrouble::NotAllowed},
        {"3D000", ServerTrouble::NoDatabase},
        {"53300", ServerTrouble::TooManyConnections},
        {"57P03", ServerTrouble::Starting},
        {"57P01", ServerTrouble::Lost},
        {"57P02", ServerTrouble::Lost},
        {"25006", ServerTrouble::ReadOnly},
        {"42501", ServerTrouble::NoPermission},
        {"40001", ServerTrouble::Conflict},
        {"40P01", ServerTrouble::Conflict},
        {"55P03", ServerTrouble::Locked},
        {"53100", ServerTrouble::DiskFull},
        {"53200", ServerTrouble::OutOfMemory},
    };
    for (const auto& [state, trouble] : troubles) {
        if (failure.state == QLatin1String(state))
            return serverError(trouble, failure.text, where);
    }
    if (failure.state.isEmpty() || failure.state.startsWith(QLatin1String("08")))
        return serverError(ServerTrouble::Lost, failure.text, where);
    if (failure.state.startsWith(QLatin1String("22"))) // data exceptions
        return refusedValueError(failure, failure.column, where);
    if (failure.state == u"42P01" || failure.state == u"42703") {
        const QString name = failure.text.section(u'"', 1, 1);
        const auto missing = failure.state == u"42P01" ? missingTableError(failure, name, where)
                                                       : missingColumnError(failure, name, where);
        if (missing)
            return *missing;
    }
    const QString place = failure.table.isEmpty()    ? where
                          : failure.column.isEmpty() ? failure.table
                                                     : failure.table + u'.' + failure.column;
    const QString text =
        failure.detail.isEmpty() ? failure.text : failure.text + QStringLiteral(" – ") + failure.detail;
    return databaseError(place, message("sql.refused", "%1", {text}),
        failure.hint.isEmpty() ? Message() : message("sql.hint", "%1", {failure.hint}));
}

} // namespace conjoin::sql
