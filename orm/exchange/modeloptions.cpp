// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modeloptions.h"

namespace conjoin::orm {

namespace {

/// `true`, `false` or the attribute's name.
QString takeTime(JsonTaker& taker, const JsonPlace& place, const QString& usual, const QString& inherited)
{
    if (!place.isGiven())
        return inherited;
    if (place.value->isBool())
        return place.value->toBool() ? (inherited.isEmpty() ? usual : inherited) : QString();
    return taker.text(place);
}

} // namespace

model::NamingPolicy ModelOptions::namingAfter(model::NamingPolicy naming) const
{
    naming.letterCase = underscored ? model::LetterCase::Underscored : model::LetterCase::AsDrawn;
    naming.pluralTables = !freezeTableName;
    return naming;
}

QStringList ModelOptions::times() const
{
    QStringList all;
    if (timestamps) // without them Sequelize has no soft deletion either
        all << createdAt << updatedAt << (paranoid ? deletedAt : QString());
    all.removeAll(QString());
    return all;
}

ModelOptions takeModelOptions(
    JsonTaker& taker, const JsonPlace& place, const ModelOptions& inherited, const QStringList& further)
{
    static const QStringList known{"timestamps", "paranoid", "underscored", "freezeTableName", "schema",
        "createdAt", "updatedAt", "deletedAt"};
    static const QStringList unsaid{"hooks", "scopes", "defaultScope", "validate"};
    static const QStringList ofServers{"engine", "charset", "collate", "rowFormat", "initialAutoIncrement"};
    taker.allow(place, known + further + ofServers, unsaid);
    for (const QString& key : ofServers) {
        if (place.member(key).isGiven())
            taker.note(
                place.member(key), message("models.ofServer",
                                       "\"%1\" is one server's own and left out: say it at the table of the "
                                       "project",
                                       {key}));
    }
    ModelOptions options = inherited;
    options.timestamps = taker.flag(place.member("timestamps"), options.timestamps);
    options.paranoid = taker.flag(place.member("paranoid"), options.paranoid);
    options.underscored = taker.flag(place.member("underscored"), options.underscored);
    options.freezeTableName = taker.flag(place.member("freezeTableName"), options.freezeTableName);
    if (place.member("schema").isGiven())
        options.schema = taker.text(place.member("schema"));
    const ModelOptions usual;
    options.createdAt = takeTime(taker, place.member("createdAt"), usual.createdAt, options.createdAt);
    options.updatedAt = takeTime(taker, place.member("updatedAt"), usual.updatedAt, options.updatedAt);
    options.deletedAt = takeTime(taker, place.member("deletedAt"), usual.deletedAt, options.deletedAt);
    return options;
}

void checkSequelizeOptions(JsonTaker& taker, const JsonPlace& place)
{
    static const QStringList ofConnections{"benchmark", "clientMinMessages", "database", "dialect",
        "dialectModule", "dialectModulePath", "dialectOptions", "hooks", "host", "isolationLevel",
        "keepDefaultTimezone", "logging", "logQueryParameters", "minifyAliases", "native", "omitNull",
        "operatorsAliases", "password", "pool", "port", "protocol", "query", "quoteIdentifiers", "replication",
        "retry", "set", "ssl", "standardConformingStrings", "storage", "sync", "timezone", "transactionType",
        "typeValidation", "username"};
    taker.allow(place, {"define", "timestamps"}, ofConnections);
}

} // namespace conjoin::orm
