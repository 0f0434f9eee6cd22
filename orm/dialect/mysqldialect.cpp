// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqldialect.h"

#include "orm/dialect/ansiddl.h"
#include "orm/dialect/mysqlconditions.h"
#include "orm/dialect/mysqlddl.h"
#include "orm/dialect/mysqldefaults.h"
#include "orm/dialect/mysqlkeywords.h"
#include "orm/dialect/mysqltable.h"
#include "orm/dialect/mysqltext.h"
#include "orm/dialect/mysqltypes.h"

namespace conjoin::orm {

namespace {

Capabilities capabilitiesOf(MySqlFlavour flavour)
{
    const bool maria = flavour == MySqlFlavour::MariaDb;
    Capabilities engine;
    engine.namespaces = true; // another database of the same server
    engine.nameLimit = 64;
    engine.nameLimitInCharacters = true;
    engine.parameterLimit = 65535;
    engine.indexesForeignKeys = true;
    engine.showsConstraintNames = true;
    engine.namesPrimaryKeys = false;
    engine.primaryKeyIsNotNull = true;
    engine.alterAddForeignKey = true;
    engine.returning = maria;
    engine.returningSince = 100500;
    engine.defaultInRows = true;
    engine.readLock = QStringLiteral("LOCK IN SHARE MODE");
    engine.writeLock = QStringLiteral("FOR UPDATE");
    engine.selectsFromValues = false;
    engine.lateral = !maria;
    engine.inlineEnums = true;
    engine.unsignedNumbers = true;
    engine.shortIntegers = true;
    engine.binaryCollation = QStringLiteral("utf8mb4_bin");
    engine.virtualColumns = true;
    engine.expressionIndexes = !maria;
    engine.prefixIndexes = true;
    engine.comments = true;
    engine.onUpdateColumns = true;
    engine.foldsColumnNames = true;
    engine.restrictIsNoAction = true;
    engine.uniqueIndexIsKey = true;
    engine.trimsNames = true;
    engine.basicPlaneNames = true;
    engine.foreignKeyMatch = KeyMatch::Same;
    engine.keysReferToKeys = true;
    engine.foreignKeyNamesApart = true;
    engine.steadyChecks = true;
    engine.keyByteLimit = 3072;
    engine.longUniqueKeys = maria;
    engine.rowByteLimit = 65535;
    engine.unenforcedChecks = !maria;
    engine.sequences = maria;
    engine.versionedTables = maria;
    engine.compressedColumns = maria;
    engine.hiddenIndexWord = maria ? QStringLiteral("IGNORED") : QStringLiteral("INVISIBLE");
    engine.unknownCollations = maria ? QStringList{QStringLiteral("_0900_")}
                                     : QStringList{QStringLiteral("_uca1400_"), QStringLiteral("_nopad_")};
    engine.reservedWords = mysql::reservedWords(flavour);
    engine.syntax.doubleQuotedTexts = true;
    engine.syntax.backtickNames = true;
    engine.syntax.backslashEscapes = true;
    engine.syntax.hashComments = true;
    engine.syntax.concatOperator = false;
    engine.syntax.castToAnyType = false;
    return engine;
}

} // namespace

QString MySqlDialect::name() const
{
    return flavour_ == MySqlFlavour::MariaDb ? QStringLiteral("mariadb") : QStringLiteral("mysql");
}

const Capabilities& MySqlDialect::capabilities() const
{
    static const Capabilities mysql = capabilitiesOf(MySqlFlavour::MySql);
    static const Capabilities mariadb = capabilitiesOf(MySqlFlavour::MariaDb);
    return flavour_ == MySqlFlavour::MariaDb ? mariadb : mysql;
}

QString MySqlDialect::quoted(const QString& identifier) const
{
    return mysql::quoted(identifier);
}

QString MySqlDialect::identifier(const QString& identifier) const
{
    return mysql::identifier(identifier, flavour_);
}

QString MySqlDialect::textLiteral(const QString& text) const
{
    return mysql::textLiteral(text);
}

QString MySqlDialect::typeName(const model::DataType& type, bool) const
{
    return mysql::typeName(type, flavour_);
}

model::DataType MySqlDialect::typeOf(const QString& text) const
{
    return mysql::typeOf(text, flavour_);
}

std::optional<model::DataType> MySqlDialect::typeCalled(const QString& name) const
{
    return mysql::typeCalled(name, flavour_);
}

QString MySqlDialect::defaultText(const model::DefaultValue& value, const model::DataType& type) const
{
    return mysql::defaultText(value, type, flavour_);
}

model::DefaultValue MySqlDialect::defaultOf(const QString& text, const model::DataType& type) const
{
    return mysql::defaultOf(text, type, flavour_);
}

const ConditionSyntax& MySqlDialect::conditions() const
{
    static const MySqlConditions conditions;
    return conditions;
}

std::vector<Statement> MySqlDialect::createSchema(const Derivation& derivation, const DdlOptions& options) const
{
    return mysql::createSchema(*this, flavour_, derivation, options);
}

QString MySqlDialect::script(const std::vector<Statement>& statements) const
{
    return mysql::script(statements);
}

QString MySqlDialect::createIndex(const PhysicalTable& table, const PhysicalIndex& index) const
{
    return QStringLiteral("ALTER TABLE %1 ADD ").arg(ansi::tableName(*this, table.schema, table.name)) +
           mysql::indexLine(*this, flavour_, table, index);
}

} // namespace conjoin::orm
