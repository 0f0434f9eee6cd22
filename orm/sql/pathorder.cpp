// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/pathorder.h"

#include "orm/entity/unknownname.h"
#include "orm/query/predicate.h"

#include <algorithm>
#include <limits>

namespace conjoin::sql {

using orm::Condition;
using orm::Model;

namespace {

class RootOrder {
public:
    RootOrder(orm::PredicateCompiler& compiler, const orm::ModelRegistry& registry)
        : compiler_(compiler)
        , registry_(registry)
    {}

    /// The attribute at the end of the path, of the row that comes first.
    Result<Condition> first(
        const Model& model, const QString& alias, const QStringList& path, const orm::OrderBy& by)
    {
        if (path.isEmpty()) {
            if (!model.attribute(by.attribute))
                return orm::unknownAttribute(model, by.attribute, QStringLiteral("order"));
            return Condition{compiler_.column(model, alias, by.attribute), {}};
        }
        const orm::Association* association = model.association(path.front());
        if (!association)
            return orm::unknownAssociation(model, path.front(), QStringLiteral("order"));
        const orm::AssociationSource source = compiler_.source(*association);
        const bool ofJunction =
            path.size() == 2 && association->through >= 0 && registry_.at(association->through).name == path[1];
        auto inner = ofJunction ? first(registry_.at(association->through), source.junctionAlias, {}, by)
                                : first(registry_.at(association->target), source.targetAlias, path.mid(1), by);
        if (!inner)
            return inner;
        Condition match;
        const QStringList near = compiler_.columns(model, alias, orm::nearColumns(*association));
        for (qsizetype i = 0; i < near.size(); ++i)
            match.and_({source.joined[i] + QStringLiteral(" = ") + near[i], {}});
        match.and_(source.own);
        Condition result;
        return result << QLatin1String(by.descending ? "(SELECT MAX(" : "(SELECT MIN(") << *inner
                      << QStringLiteral(") FROM ") << source.from << QStringLiteral(" WHERE ") << match
                      << QStringLiteral(")");
    }

private:
    orm::PredicateCompiler& compiler_;
    const orm::ModelRegistry& registry_;
};

bool isToMany(const orm::ModelRegistry& registry, int model, const orm::OrderBy& by)
{
    for (const QString& name : by.path) {
        const orm::Association* association = registry.at(model).association(name);
        if (!association)
            return false; // a junction, whose association was to-many already
        if (association->isToMany())
            return true;
        model = association->target;
    }
    return false;
}

/// The terms of ORDER BY, the identity behind those that are asked.
Result<Condition> terms(orm::PredicateCompiler& compiler, const orm::ModelRegistry& registry,
    const orm::Capabilities& engine, const Model& model, const QString& alias,
    const std::vector<orm::OrderBy>& order)
{
    Condition all;
    QStringList own; // attributes of the model itself
    const auto add = [&](const Condition& term, bool descending) {
        all << QLatin1String(all.isEmpty() ? "" : ", ") << term << QLatin1String(descending ? " DESC" : "");
        if (engine.nullsAreLargest) // NULL is smaller than every value, on every engine
            all << QLatin1String(descending ? " NULLS LAST" : " NULLS FIRST");
    };
    RootOrder reader(compiler, registry);
    for (const orm::OrderBy& by : order) {
        if (by.path.isEmpty() && own.contains(by.attribute))
            continue;
        auto term = reader.first(model, alias, by.path, by);
        if (!term)
            return term;
        if (by.path.isEmpty())
            own.append(by.attribute);
        add(*term, by.descending);
    }
    for (const QString& name : model.identity()) {
        if (!own.contains(name))
            add({compiler.column(model, alias, name), {}}, false);
    }
    return all;
}

} // namespace

bool hasPathOrder(const orm::Query& query)
{
    return std::any_of(
        query.order.begin(), query.order.end(), [](const orm::OrderBy& by) { return !by.path.isEmpty(); });
}

Result<orm::Json::Array> keysInOrder(
    Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query)
{
    const Model& model = registry.at(query.model);
    const QStringList identity = model.identity();
    if (identity.isEmpty()) {
        return inputError(
            model.name, message("order.keyless", "rows of %1 have no key by which they could be put in order",
                            {model.name}));
    }
    const orm::Capabilities& engine = connection.dialect().capabilities();
    orm::PredicateCompiler compiler(registry, connection.dialect());
    const QString alias = compiler.newAlias();
    auto where = compiler.rootRows(query, alias);
    if (!where)
        return failure(where);
    auto whole = terms(compiler, registry, engine, model, alias, query.order);
    if (!whole)
        return failure(whole);

    Condition statement;
    const auto page = [&](const QString& columns, const Condition& order) {
        statement << QStringLiteral("SELECT ") << columns << QStringLiteral(" FROM ")
                  << compiler.tableName(model) << QStringLiteral(" AS ") << alias;
        if (!where->isEmpty())
            statement << QStringLiteral(" WHERE ") << *where;
        statement << QStringLiteral(" ORDER BY ") << order;
        if (query.limit || query.offset > 0) {
            statement << QStringLiteral(" LIMIT ? OFFSET ?");
            statement.values.push_back(
                Value(query.limit ? qint64(*query.limit) : std::numeric_limits<qint64>::max()));
            statement.values.push_back(Value(qint64(query.offset)));
        }
    };
    const QString keyColumns = compiler.columns(model, alias, identity).join(QStringLiteral(", "));
    std::vector<orm::OrderBy> choosing;
    std::copy_if(query.order.begin(), query.order.end(), std::back_inserter(choosing),
        [&](const orm::OrderBy& by) { return !isToMany(registry, query.model, by); });
    if (!query.limit || choosing.size() == query.order.size()) {
        page(keyColumns, *whole);
    } else {
        auto chosen = terms(compiler, registry, engine, model, alias, choosing);
        if (!chosen)
            return failure(chosen);
        statement << QStringLiteral("SELECT ") << keyColumns << QStringLiteral(" FROM (");
        page(compiler.selectList(model, alias), *chosen);
        statement << QStringLiteral(") AS ") << alias << QStringLiteral(" ORDER BY ") << *whole;
    }
    auto read = connection.run(statement.sql, statement.values);
    if (!read)
        return failure(read);
    orm::Json::Array keys;
    for (const std::vector<Value>& row : read->rows) {
        orm::Json key = orm::Json::object();
        for (qsizetype i = 0; i < identity.size(); ++i)
            key.set(identity[i], orm::valueToJson(row[size_t(i)], model.attribute(identity[i])->type));
        keys.push_back(std::move(key));
    }
    return keys;
}

} // namespace conjoin::sql
