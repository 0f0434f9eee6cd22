// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/refusedvalue.h"

#include "orm/sql/writtenvalues.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <functional>

namespace conjoin::sql {

using orm::Value;

namespace {

/// Whether the engine's words are about that value.
using Suspicion = std::function<bool(const Value&)>;

/// «invalid input syntax for type date: "nope"», «value too long for type character varying(40)», «A field with
/// precision 8, scale 2 must round to an absolute value less than 10^6.»
Suspicion suspicionOf(const StatementFailure& failure)
{
    static const QRegularExpression quoted(
        QStringLiteral("\"(.*)\""), QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression length(QStringLiteral("\\((\\d+)\\)$"));
    static const QRegularExpression power(QStringLiteral("10\\^(\\d+)"));
    if (const auto match = power.match(failure.detail); match.hasMatch()) {
        const double limit = std::pow(10, match.captured(1).toInt());
        return [limit](const Value& value) { return std::abs(value.display().toDouble()) >= limit; };
    }
    if (const auto match = length.match(failure.text); match.hasMatch()) {
        const qsizetype longest = match.captured(1).toLongLong();
        return
            [longest](const Value& value) { return value.isText() && value.text().toUcs4().size() > longest; };
    }
    if (const auto match = quoted.match(failure.text); match.hasMatch()) {
        return [text = match.captured(1)](const Value& value) {
            return !value.isNull() && !value.isBytes() && value.display() == text;
        };
    }
    return {};
}

/// The one column that has suspicious values, and the first of these.
std::pair<QString, const Value*> suspect(const WrittenValues& written, const Suspicion& suspicious)
{
    std::pair<QString, const Value*> found;
    for (qsizetype i = 0; i < written.columns.size() && suspicious; ++i) {
        const auto row = std::find_if(written.rows.begin(), written.rows.end(),
            [&](const std::vector<Value>& values) { return suspicious(values[size_t(i)]); });
        if (row == written.rows.end())
            continue;
        if (found.second)
            return {}; // two might be meant
        found = {written.columns[i], &(*row)[size_t(i)]};
    }
    return found;
}

/// The way out, by what the engine says.
Message hintFor(const QString& text)
{
    static const QRegularExpression tooLong(
        QStringLiteral("too long"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression range(
        QStringLiteral("out of range|overflow"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression moment(
        QStringLiteral("\\b(date|time|datetime|timestamp)\\b"), QRegularExpression::CaseInsensitiveOption);
    if (text.contains(tooLong))
        return message("value.refused.hint", "shorten it, or let the column hold more in the drawing");
    if (text.contains(moment))
        return message("value.refused.hint", "a date is written 2026-01-31, a moment 2026-01-31T12:00:00Z");
    if (text.contains(range))
        return message("value.refused.hint", "keep to what the column's type can hold, or let it hold more");
    return message("value.refused.hint", "give what the column's type takes");
}

bool isAboutRows(const QString& statement)
{
    static const QRegularExpression verb(QStringLiteral("^\\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return verb.match(statement).hasMatch();
}

} // namespace

Error refusedValueError(const StatementFailure& failure, const QString& column, const QString& where)
{
    static const QRegularExpression place(QStringLiteral(" for column .*$"));
    const QString said = QString(failure.text).remove(place);
    const Message hint = failure.hint.isEmpty() ? hintFor(failure.text + u' ' + failure.detail)
                                                : message("sql.hint", "%1", {failure.hint});
    const WrittenValues written = writtenValues(failure);
    auto [name, value] =
        column.isEmpty() ? suspect(written, suspicionOf(failure)) : std::pair(column, written.valueOf(column));
    if (name.isEmpty() || written.table.isEmpty()) {
        Error error = inputError(written.table.isEmpty() ? where : written.table,
            message("value.refused", "a value does not fit: %1", {said}), hint);
        error.violation.table = written.table;
        return error;
    }
    Error error = inputError(written.table + u'.' + name,
        value ? message("value.refused", "\"%1\" of \"%2\" does not take %3: %4",
                    {name, written.table, shownValue(*value), said})
              : message("value.refused", "\"%1\" of \"%2\" does not take the value: %3",
                    {name, written.table, said}),
        hint);
    error.violation = {written.table, {name}, value ? QStringList{shownValue(*value)} : QStringList(), {}};
    return error;
}

std::optional<Error> missingTableError(
    const StatementFailure& failure, const QString& table, const QString& where)
{
    if (table.isEmpty() || !isAboutRows(failure.statement))
        return std::nullopt;
    return inputError(where, message("database.no-table", "the database has no table \"%1\"", {table}),
        message("database.no-table.hint", "\"conjoin sync\" creates what a drawing has and a database lacks"));
}

std::optional<Error> missingColumnError(
    const StatementFailure& failure, const QString& column, const QString& where)
{
    if (column.isEmpty() || !isAboutRows(failure.statement))
        return std::nullopt;
    return inputError(where, message("database.no-column", "the database has no column \"%1\"", {column}),
        message("database.no-column.hint", "\"conjoin diff\" says what a drawing has and a database lacks"));
}

} // namespace conjoin::sql
