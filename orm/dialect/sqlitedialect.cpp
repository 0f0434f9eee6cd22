// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlitedialect.h"

#include "orm/dialect/sqliteconditions.h"
#include "orm/dialect/sqliteddl.h"
#include "orm/dialect/sqlitekeywords.h"
#include "orm/dialect/sqlitetypes.h"

#include <algorithm>

namespace conjoin::orm {

QString SqliteDialect::name() const
{
    return QStringLiteral("sqlite");
}

const Capabilities& SqliteDialect::capabilities() const
{
    static const Capabilities sqlite{
        .nameLimit = 0,
        .parameterLimit = 32766,
        .indexesForeignKeys = false,
        .showsConstraintNames = false,
        .primaryKeyIsNotNull = false,
        .transactionalDdl = true,
        .alterAddForeignKey = false,
        .returning = true,
        .onConflict = true,
        .rightJoins = false, // before 3.39
        .updateFrom = true,
        .lateral = false,
        .withoutRowid = true,
        .strictTables = true,
        .shortIntegers = true,
        .freeTypeNames = true,
        .floatsAreDoubles = true,
        .virtualColumns = true,
        .partialIndexes = true,
        .expressionIndexes = true,
        .deferrableForeignKeys = true,
        .deferKeys = QStringLiteral("PRAGMA defer_foreign_keys = ON"),
        .defersEveryKey = true,
        .setDefaultAction = true,
        .momentsWithZone = true,
        .foldsTableNames = true,
        .foldsColumnNames = true,
        .mergesEqualKeys = true,
        .keepsWording = true,
        .reservedWords = sqlite::reservedWords(),
        .syntax = {.backtickNames = true, .bracketNames = true},
    };
    return sqlite;
}

QString SqliteDialect::quoted(const QString& identifier) const
{
    return sqlite::quoted(identifier);
}

QString SqliteDialect::identifier(const QString& identifier) const
{
    const auto isPlain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_';
    };
    const bool bare = !identifier.isEmpty() && !identifier[0].isDigit() &&
                      std::all_of(identifier.begin(), identifier.end(), isPlain) &&
                      !sqlite::isKeyword(identifier);
    return bare ? identifier : sqlite::quoted(identifier);
}

QString SqliteDialect::textLiteral(const QString& text) const
{
    return sqlite::textLiteral(text);
}

QString SqliteDialect::typeName(const model::DataType& type, bool autoIncrement) const
{
    return sqlite::typeName(type, autoIncrement);
}

model::DataType SqliteDialect::typeOf(const QString& text) const
{
    return sqlite::typeOf(text);
}

std::optional<model::DataType> SqliteDialect::typeCalled(const QString& /*name*/) const
{
    return std::nullopt; // a name says nothing here but how values are kept
}

QString SqliteDialect::defaultText(const model::DefaultValue& value, const model::DataType& type) const
{
    return sqlite::defaultText(value, type);
}

model::DefaultValue SqliteDialect::defaultOf(const QString& text, const model::DataType& type) const
{
    return sqlite::defaultOf(text, type);
}

const ConditionSyntax& SqliteDialect::conditions() const
{
    static const SqliteConditions conditions;
    return conditions;
}

std::vector<Statement> SqliteDialect::createSchema(
    const Derivation& derivation, const DdlOptions& options) const
{
    return sqlite::createSchema(*this, derivation, options);
}

QString SqliteDialect::createIndex(const PhysicalTable& table, const PhysicalIndex& index) const
{
    return sqlite::createIndex(*this, table, index);
}

} // namespace conjoin::orm
