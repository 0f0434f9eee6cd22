// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/relatedrows.h"

#include "orm/query/findoptions.h"
#include "orm/sql/conditionwriter.h"
#include "orm/sql/givenvalues.h"
#include "orm/sql/linkwriter.h"

#include <QSet>

#include <algorithm>

namespace conjoin::sql {

using orm::AssociationKind;
using orm::Condition;
using orm::Json;
using orm::Model;

Json keyOf(const Model& model, const Json& row)
{
    const QStringList identity = model.identity();
    if (identity.size() == 1) {
        const Json* value = row.find(identity.front());
        return value ? *value : Json();
    }
    Json key = Json::object();
    for (const QString& name : identity) {
        if (const Json* value = row.find(name))
            key.set(name, *value);
    }
    return key;
}

RelatedRows::RelatedRows(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Association& association, Json key)
    : connection_(connection)
    , registry_(registry)
    , model_(model)
    , association_(association)
    , key_(std::move(key))
{}

/// What the association goes by, of the near row.
Result<KeyTuple> RelatedRows::nearKey()
{
    auto rows = rowsOf(connection_, registry_, model_, {key_});
    if (!rows)
        return failure(rows);
    return valuesOf(near(), rows->front(), orm::nearColumns(association_));
}

/// The keys as values of the target's identity, each once.
Result<std::vector<KeyTuple>> RelatedRows::identitiesOf(const Json::Array& keys) const
{
    std::vector<KeyTuple> identities;
    QSet<KeyTuple> seen;
    for (const Json& key : keys) {
        auto identity = readKey(connection_.dialect(), target(), key);
        if (!identity)
            return failure(identity);
        if (!seen.contains(*identity))
            identities.push_back(*identity);
        seen.insert(std::move(*identity));
    }
    return identities;
}

Result<Json> RelatedRows::get(orm::Include options)
{
    return shown(std::move(options), false);
}

Result<Json> RelatedRows::shown(orm::Include options, bool unscoped)
{
    auto condition = orm::keyCondition(near(), key_);
    if (!condition)
        return failure(condition);
    options.association = association_.name;
    options.required = false;
    orm::Query query;
    query.model = model_;
    query.where = *condition;
    query.deleted = true; // whoever has the row may ask
    query.includes.push_back(std::move(options));
    if (!unscoped)
        orm::applyDefaultScopes(registry_, query, true); // of the target, not of the row itself
    auto rows = find(connection_, registry_, query);
    if (!rows)
        return failure(rows);
    const Json none = association_.isToMany() ? Json::array() : Json();
    if (rows->empty())
        return none;
    const Json tree = toJson(registry_, query, *rows);
    const Json* related = tree.items().front().find(association_.name);
    return related ? *related : none;
}

Result<qint64> RelatedRows::count(const orm::Include& options)
{
    auto key = nearKey();
    if (!key)
        return failure(key);
    if (std::any_of(key->begin(), key->end(), [](const Value& part) { return part.isNull(); }))
        return 0;
    orm::PredicateCompiler compiler(registry_, connection_.dialect());
    const orm::AssociationSource source = compiler.source(association_, options.deleted);
    Condition where;
    for (qsizetype i = 0; i < source.joined.size(); ++i)
        where.and_({source.joined[i] + QStringLiteral(" = ?"), {(*key)[size_t(i)]}});
    where.and_(source.own);
    orm::Query scoped;
    scoped.model = model_;
    scoped.includes.push_back(options);
    scoped.includes.front().association = association_.name;
    orm::applyDefaultScopes(registry_, scoped, true);
    auto asked = compiler.included(association_, source, scoped.includes.front());
    if (!asked)
        return failure(asked);
    where.and_(*asked);
    auto read = connection_.run(
        QStringLiteral("SELECT COUNT(*) FROM ") + source.from + QStringLiteral(" WHERE ") + where.sql,
        where.values);
    if (!read)
        return failure(read);
    return read->rows.front().front().integer();
}

Result<bool> RelatedRows::has(const Json::Array& keys)
{
    auto identities = identitiesOf(keys);
    if (!identities)
        return failure(identities);
    if (identities->empty())
        return true;
    auto key = nearKey();
    if (!key)
        return failure(key);
    const QStringList identity = target().identity();
    orm::PredicateCompiler compiler(registry_, connection_.dialect());
    const size_t chunk = keyChunk(connection_.dialect().capabilities(), size_t(identity.size()), 20);
    for (size_t first = 0; first < identities->size(); first += chunk) {
        const size_t amount = std::min(chunk, identities->size() - first);
        const orm::AssociationSource source = compiler.source(association_);
        KeyTable table =
            KeyTable::of(connection_.dialect(), *identities, first, amount, typesOf(target(), identity));
        Condition where;
        for (qsizetype i = 0; i < source.joined.size(); ++i)
            where.and_({source.joined[i] + QStringLiteral(" = ?"), {(*key)[size_t(i)]}});
        where.and_(source.own);
        for (qsizetype i = 0; i < identity.size(); ++i) {
            where.and_({compiler.column(target(), source.targetAlias, identity[i]) + QStringLiteral(" = ") +
                            table.columns[i],
                {}});
        }
        std::vector<Value> values = std::move(table.values);
        values.insert(values.end(), where.values.begin(), where.values.end());
        auto read =
            connection_.run(table.with + QStringLiteral("SELECT COUNT(DISTINCT k.n) FROM k CROSS JOIN ") +
                                source.from + QStringLiteral(" WHERE ") + where.sql,
                values);
        if (!read)
            return failure(read);
        if (read->rows.front().front().integer() != qint64(amount))
            return false;
    }
    return true;
}

Result<LinkReport> RelatedRows::add(const std::vector<LinkTarget>& targets, const Json& through)
{
    if (targets.empty())
        return LinkReport();
    if (isMany())
        return link(connection_, registry_, model_, key_, association_.name, targets, through);
    if (!association_.isToMany())
        return set(targets, through);
    LinkReport report;
    auto done = connection_.transaction([&]() -> Result<void> {
        Json::Array keys;
        for (const LinkTarget& each : targets)
            keys.push_back(each.key);
        return takeOwned(keys, report);
    });
    if (!done)
        return failure(done);
    return report;
}

Result<LinkReport> RelatedRows::set(const std::vector<LinkTarget>& targets, const Json& through)
{
    if (isMany())
        return setLinks(connection_, registry_, model_, key_, association_.name, targets, through);
    if (!association_.isToMany() && targets.size() > 1) {
        return inputError(near().name, message("related.one", "\"%1\" takes one row, not %2",
                                           {association_.name, QString::number(targets.size())}));
    }
    Json::Array keys;
    for (const LinkTarget& each : targets)
        keys.push_back(each.key);
    LinkReport report;
    auto done = connection_.transaction([&]() -> Result<void> {
        if (association_.kind == AssociationKind::BelongsTo)
            return refer(keys, report);
        auto identities = identitiesOf(keys);
        if (!identities)
            return failure(identities);
        auto released = releaseOwned(*identities, true);
        if (!released)
            return failure(released);
        report.removed += *released;
        return keys.empty() ? Result<void>() : takeOwned(keys, report);
    });
    if (!done)
        return failure(done);
    return report;
}

Result<qint64> RelatedRows::remove(const Json::Array& keys)
{
    if (keys.empty())
        return 0;
    if (isMany()) {
        std::vector<LinkTarget> targets;
        for (const Json& key : keys)
            targets.push_back({key, {}});
        auto removed = unlink(connection_, registry_, model_, key_, association_.name, targets);
        if (!removed)
            return failure(removed);
        return removed->removed;
    }
    qint64 released = 0;
    auto done = connection_.transaction([&]() -> Result<void> {
        auto identities = identitiesOf(keys);
        if (!identities)
            return failure(identities);
        auto cleared = releaseOwned(*identities, false);
        if (!cleared)
            return failure(cleared);
        released = *cleared;
        return {};
    });
    if (!done)
        return failure(done);
    return released;
}

/// The row refers to the target of that key, or to none.
Result<void> RelatedRows::refer(const Json::Array& keys, LinkReport& report)
{
    auto source = rowsOf(connection_, registry_, model_, {key_});
    if (!source)
        return failure(source);
    KeyTuple wanted(size_t(association_.keys.size()));
    if (!keys.empty()) {
        auto rows = rowsOf(connection_, registry_, association_.target, keys);
        if (!rows)
            return failure(rows);
        wanted = valuesOf(target(), rows->front(), association_.referenced);
    }
    const KeyTuple had = valuesOf(near(), source->front(), association_.keys);
    if (had == wanted) {
        report.unchanged += keys.empty() ? 0 : 1;
        return {};
    }
    ColumnValues values;
    for (qsizetype i = 0; i < association_.keys.size(); ++i)
        values.insert_or_assign(near().attributeIndex(association_.keys[i]), wanted[size_t(i)]);
    const QStringList identity = near().identity();
    auto written = updateRows(
        connection_, registry_, model_, values, identity, {valuesOf(near(), source->front(), identity)});
    if (!written)
        return failure(written);
    report.added += keys.empty() ? 0 : 1;
    report.removed +=
        std::none_of(had.begin(), had.end(), [](const Value& part) { return part.isNull(); }) ? 1 : 0;
    return {};
}

/// Writes the key, and what the association's scope says, into the rows.
Result<void> RelatedRows::takeOwned(const Json::Array& keys, LinkReport& report)
{
    auto key = nearKey();
    if (!key)
        return failure(key);
    auto rows = rowsOf(connection_, registry_, association_.target, keys);
    if (!rows)
        return failure(rows);
    ColumnValues values;
    for (qsizetype i = 0; i < association_.keys.size(); ++i)
        values.insert_or_assign(target().attributeIndex(association_.keys[i]), (*key)[size_t(i)]);
    for (const orm::ScopeValue& scope : association_.scope)
        values.insert_or_assign(target().attributeIndex(scope.attribute), scope.value);
    const QStringList identity = target().identity();
    std::vector<KeyTuple> taken;
    for (const RowValues& row : *rows) {
        const bool same = std::all_of(values.begin(), values.end(),
            [&](const auto& entry) { return sameValue(row[size_t(entry.first)], entry.second); });
        if (same)
            ++report.unchanged;
        else
            taken.push_back(valuesOf(target(), row, identity));
    }
    report.added += qint64(taken.size());
    if (taken.empty())
        return {};
    auto written = updateRows(connection_, registry_, association_.target, values, identity, taken);
    return written ? Result<void>() : failure(written);
}

/// Clears the key of those rows that the association sees – or of all others.
Result<qint64> RelatedRows::releaseOwned(const std::vector<KeyTuple>& identities, bool others)
{
    auto key = nearKey();
    if (!key)
        return failure(key);
    ConditionWriter writer(connection_, registry_, association_.target);
    Condition where = writer.oneOf(association_.keys, {*key}, 0, 1);
    QStringList scoped;
    KeyTuple scope;
    for (const orm::ScopeValue& each : association_.scope) {
        scoped.append(each.attribute);
        scope.push_back(each.value);
    }
    if (!scope.empty())
        where.and_(writer.oneOf(scoped, {scope}, 0, 1));
    ColumnValues nothing;
    for (const QString& attribute : association_.keys)
        nothing.insert_or_assign(target().attributeIndex(attribute), Value());
    if (identities.empty())
        return others ? writer.update(nothing, where) : Result<qint64>(0);
    const Condition these = writer.oneOf(target().identity(), identities, 0, identities.size());
    if (others)
        where << QStringLiteral(" AND NOT ") << these;
    else
        where.and_(these);
    return writer.update(nothing, where);
}

Result<Json> RelatedRows::create(const Json& values, const Json& through, const CreateOptions& options)
{
    Json created;
    auto done = connection_.transaction([&]() -> Result<void> {
        auto row = createLinked(values, through, options);
        if (!row)
            return failure(row);
        created = std::move(*row);
        return {};
    });
    if (!done)
        return failure(done);
    return created;
}

Result<Json> RelatedRows::createLinked(const Json& given, const Json& through, const CreateOptions& options)
{
    Json values = given.isNull() ? Json::object() : given;
    if (!values.isObject())
        return inputError(target().name, message("attributes.object", "attributes are an object"));
    for (const orm::ScopeValue& scope : association_.scope)
        values.set(scope.attribute, orm::valueToJson(scope.value, target().attribute(scope.attribute)->type));
    if (association_.kind == AssociationKind::HasMany || association_.kind == AssociationKind::HasOne) {
        auto key = nearKey();
        if (!key)
            return failure(key);
        for (qsizetype i = 0; i < association_.keys.size(); ++i) {
            const QString& attribute = association_.keys[i];
            values.set(attribute, orm::valueToJson((*key)[size_t(i)], target().attribute(attribute)->type));
        }
        return sql::create(connection_, registry_, association_.target, values, options);
    }
    auto row = sql::create(connection_, registry_, association_.target, values, options);
    if (!row)
        return row;
    const std::vector<LinkTarget> targets{{keyOf(target(), *row), {}}};
    if (association_.kind == AssociationKind::BelongsTo) {
        auto linked = set(targets);
        return linked ? std::move(row) : Result<Json>(failure(linked));
    }
    auto linked = link(connection_, registry_, model_, key_, association_.name, targets, through);
    if (!linked)
        return failure(linked);
    orm::Include include;
    auto condition = orm::keyCondition(target(), targets.front().key);
    if (!condition)
        return failure(condition);
    include.where = *condition;
    include.deleted.targets = true;
    auto related = shown(include, true);
    if (!related)
        return related;
    const Model& junction = registry_.at(association_.through);
    const Json* stored = related->items().empty() ? nullptr : related->items().front().find(junction.name);
    if (stored)
        row->set(junction.name, *stored);
    return row;
}

} // namespace conjoin::sql
