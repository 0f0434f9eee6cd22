// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sqliteregexp.h"

#include <QRegularExpression>

#include <sqlite3.h>

namespace conjoin::sql {

namespace {

QString textOf(sqlite3_value* value)
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return QString::fromUtf8(text, sqlite3_value_bytes(value));
}

/// `regexp(pattern, text)`: what `text REGEXP pattern` calls. The compiled pattern stays with the statement.
void regexp(sqlite3_context* context, int, sqlite3_value** arguments)
{
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || sqlite3_value_type(arguments[1]) == SQLITE_NULL)
        return sqlite3_result_null(context);
    auto* compiled = static_cast<QRegularExpression*>(sqlite3_get_auxdata(context, 0));
    if (!compiled) {
        auto made = std::make_unique<QRegularExpression>(
            textOf(arguments[0]), QRegularExpression::UseUnicodePropertiesOption);
        if (!made->isValid()) {
            const QByteArray error =
                QStringLiteral("not a regular expression: %1").arg(made->errorString()).toUtf8();
            return sqlite3_result_error(context, error.constData(), int(error.size()));
        }
        const QRegularExpression once = *made;
        sqlite3_set_auxdata(context, 0, made.release(),
            [](void* pattern) { delete static_cast<QRegularExpression*>(pattern); });
        // SQLite may drop what it was given at once.
        return sqlite3_result_int(context, once.match(textOf(arguments[1])).hasMatch() ? 1 : 0);
    }
    sqlite3_result_int(context, compiled->match(textOf(arguments[1])).hasMatch() ? 1 : 0);
}

} // namespace

void addRegexp(sqlite3* database)
{
    sqlite3_create_function_v2(database, "regexp", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
        nullptr, regexp, nullptr, nullptr, nullptr);
}

} // namespace conjoin::sql
