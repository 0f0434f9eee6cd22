// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/ormscript/errors.h"

#include <utility>

namespace conjoin::sql::script {

using orm::Json;

namespace {

/// Codes, by prefix, and what Sequelize calls them; the first that fits.
constexpr std::pair<const char*, const char*> names[] = {
    {"unsupported", "unsupported"},
    {"constraint.unique", "SequelizeUniqueConstraintError"},
    {"constraint.primary", "SequelizeUniqueConstraintError"},
    {"constraint.foreign", "SequelizeForeignKeyConstraintError"},
    {"constraint.referenced", "SequelizeForeignKeyConstraintError"},
    {"constraint.exclusion", "SequelizeExclusionConstraintError"},
    {"constraint.not-null", "SequelizeValidationError"},
    {"row.missing", "SequelizeForeignKeyConstraintError"},
    {"row.empty", "SequelizeEmptyResultError"},
    {"server.timeout", "SequelizeTimeoutError"},
    {"server.locked", "SequelizeTimeoutError"},
    {"file.locked", "SequelizeTimeoutError"},
    {"server.conflict", "SequelizeDatabaseError"},
    {"server.", "SequelizeConnectionError"},
    {"association.unknown", "Error"},
    {"association.none", "SequelizeEagerLoadingError"}, // also association.none-with
    {"include.", "SequelizeEagerLoadingError"},
    {"models.aliasAttribute", "Error"},
    {"models.key", "TypeError"},
    {"models.", "SequelizeAssociationError"},
    {"script.method", "TypeError"},
    {"script.keyless", "SequelizeDatabaseError"},
    {"script.", "Error"},
    {"transaction.undone", "Error"},
    {"validation.", "SequelizeValidationError"},
    {"create.", "SequelizeValidationError"},
    {"attribute", "SequelizeValidationError"},
    {"key.", "SequelizeValidationError"},
    {"value.refused", "SequelizeDatabaseError"}, // by the database itself
    {"value.", "SequelizeValidationError"},
    {"where.", "Error"},
    {"options.", "Error"},
};

/// A name in a search that the database would not find: Sequelize asks it.
bool isUnknownColumn(const Error& error)
{
    const QString& code = error.what.code;
    if (code != u"key.unknown" && code != u"attribute.unknown")
        return false;
    return error.where.startsWith(u"where") || error.where.startsWith(u"include") ||
           error.where.endsWith(u".order") || error.where.endsWith(u".attributes") ||
           error.where.endsWith(u".group");
}

} // namespace

QString errorName(const Error& error)
{
    if (isUnknownColumn(error))
        return QStringLiteral("SequelizeDatabaseError");
    for (const auto& [prefix, name] : names) {
        if (error.what.code.startsWith(QLatin1String(prefix)))
            return QString::fromLatin1(name);
    }
    return QString::fromLatin1(error.kind == ErrorKind::Database ? "SequelizeDatabaseError" : "Error");
}

Json errorJson(const Error& error)
{
    const QString name = errorName(error);
    QString text = error.what.english();
    if (name == u"SequelizeValidationError" && error.what.code == u"constraint.not-null")
        text.prepend(QStringLiteral("notNull Violation: "));
    Json::Array fields;
    for (const QString& column : error.violation.columns)
        fields.push_back(column);
    Json json = Json::object();
    json.set(QStringLiteral("name"), name);
    json.set(QStringLiteral("code"), error.what.code);
    json.set(QStringLiteral("message"), text);
    json.set(QStringLiteral("fields"), std::move(fields));
    if (!error.where.isEmpty())
        json.set(QStringLiteral("where"), error.where);
    if (!error.hint.isEmpty())
        json.set(QStringLiteral("hint"), error.hint.english());
    return json;
}

} // namespace conjoin::sql::script
