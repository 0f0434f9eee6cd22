// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresdialect.h"

#include "orm/dialect/postgresconditions.h"
#include "orm/dialect/postgresddl.h"
#include "orm/dialect/postgreskeywords.h"
#include "orm/dialect/postgrestable.h"
#include "orm/dialect/postgrestypes.h"

#include <algorithm>

namespace conjoin::orm {

QString PostgresDialect::name() const
{
    return QStringLiteral("postgresql");
}

const Capabilities& PostgresDialect::capabilities() const
{
    static const Capabilities postgres{
        .nameLimit = 63,
        .defaultSchema = QStringLiteral("public"),
        .namespaces = true,
        .parameterLimit = 65535,
        .indexesForeignKeys = false,
        .showsConstraintNames = true,
        .namesKeysByColumns = true,
        .primaryKeyIsNotNull = true,
        .transactionalDdl = true,
        .alterAddForeignKey = true,
        .returning = true,
        .onConflict = true,
        .defaultInRows = true,
        .readLock = QStringLiteral("FOR SHARE"),
        .writeLock = QStringLiteral("FOR NO KEY UPDATE"),
        .untypedRows = false,
        .updateFrom = true,
        .lateral = true,
        .nullsAreLargest = true,
        .namedTypes = true,
        .arrays = true,
        .identityColumns = true,
        .partialIndexes = true,
        .expressionIndexes = true,
        .includeColumns = true,
        .deferrableKeys = true,
        .deferrableForeignKeys = true,
        .deferKeys = QStringLiteral("SET CONSTRAINTS ALL DEFERRED"),
        .setDefaultAction = true,
        .comments = true,
        .emptyTables = true,
        .mergesEqualKeys = true,
        .foreignKeyMatch = KeyMatch::Comparable,
        .keysReferToKeys = true,
        .reservedWords = postgres::reservedWords(),
        .syntax = {.dollarTexts = true, .colonCasts = true, .booleans = true},
    };
    return postgres;
}

QString PostgresDialect::quoted(const QString& identifier) const
{
    return postgres::quoted(identifier);
}

QString PostgresDialect::identifier(const QString& identifier) const
{
    return postgres::identifier(identifier);
}

QString PostgresDialect::textLiteral(const QString& text) const
{
    return postgres::textLiteral(text);
}

QString PostgresDialect::typeName(const model::DataType& type, bool autoIncrement) const
{
    return postgres::typeName(type, autoIncrement);
}

model::DataType PostgresDialect::typeOf(const QString& text) const
{
    return postgres::typeOf(text);
}

std::optional<model::DataType> PostgresDialect::typeCalled(const QString& name) const
{
    return postgres::typeCalled(name);
}

QString PostgresDialect::extensionFor(const model::DataType& type) const
{
    return postgres::extensionFor(type);
}

QString PostgresDialect::defaultText(const model::DefaultValue& value, const model::DataType& type) const
{
    return postgres::defaultText(value, type);
}

model::DefaultValue PostgresDialect::defaultOf(const QString& text, const model::DataType& type) const
{
    return postgres::defaultOf(text, type);
}

const ConditionSyntax& PostgresDialect::conditions() const
{
    static const PostgresConditions conditions;
    return conditions;
}

std::vector<Statement> PostgresDialect::createSchema(
    const Derivation& derivation, const DdlOptions& options) const
{
    return postgres::createSchema(*this, derivation, options);
}

QString PostgresDialect::script(const std::vector<Statement>& statements) const
{
    const bool plain = std::ranges::all_of(statements, [](const Statement& statement) {
        return std::all_of(
            statement.sql.begin(), statement.sql.end(), [](QChar c) { return c.unicode() < 0x80; });
    });
    const QString text = scriptText(statements);
    return plain ? text : QStringLiteral("SET client_encoding = 'UTF8';\n") + text;
}

QString PostgresDialect::createIndex(const PhysicalTable& table, const PhysicalIndex& index) const
{
    return postgres::indexStatement(*this, table, index, false);
}

} // namespace conjoin::orm
