// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/loader.h"

#include "orm/entity/unknownname.h"

#include <QHash>

#include <limits>

namespace conjoin::sql {

using orm::Association;
using orm::AssociationKind;
using orm::Condition;
using orm::Include;
using orm::Model;

namespace {

std::shared_ptr<Row> makeRow(int model, std::vector<Value> values)
{
    auto row = std::make_shared<Row>();
    row->model = model;
    row->values = std::move(values);
    return row;
}

/// The row's values in those columns; nothing where one is NULL, which refers to no row.
std::optional<KeyTuple> keyOf(const Model& model, const Row& row, const QStringList& columns)
{
    KeyTuple key;
    for (const QString& column : columns) {
        const Value& value = row.value(model, column);
        if (value.isNull())
            return std::nullopt;
        key.push_back(value);
    }
    return key;
}

/// The number that each statement of this file selects first.
size_t numberOf(const Value& value)
{
    return size_t(value.isInteger() ? value.integer() : 0);
}

} // namespace

/// One statement for many keys.
struct Loader::Step {
    QString select;
    QString from;
    QStringList joined;                 ///< must equal the key's columns
    std::vector<model::DataType> types; ///< of these
    Condition where;
    QString orderBy; ///< the terms
    std::optional<int> limit;
    int offset = 0;
};

Loader::Loader(Connection& connection, const orm::ModelRegistry& registry)
    : connection_(connection)
    , registry_(registry)
    , compiler_(registry, connection.dialect())
{}

Result<QString> Loader::orderBy(const Model& model, const QString& alias,
    const std::vector<orm::OrderBy>& order, const Association* link, const orm::AssociationSource* source) const
{
    const Model* junction = link && link->through >= 0 ? &registry_.at(link->through) : nullptr;
    // A column that the junction holds too is read there: its index has the links of a row in that order.
    const auto columnOf = [&](const QString& name) {
        const qsizetype part = junction ? link->otherReferenced.indexOf(name) : -1;
        return part < 0 ? compiler_.column(model, alias, name)
                        : compiler_.column(*junction, source->junctionAlias, link->otherKeys[part]);
    };
    QStringList terms;
    const auto add = [&](const QString& column, bool descending) {
        const QString falling = column + QStringLiteral(" DESC");
        if (!terms.contains(column) && !terms.contains(falling))
            terms.append(descending ? falling : column);
    };
    for (const orm::OrderBy& by : order) {
        if (model.attribute(by.attribute)) {
            add(columnOf(by.attribute), by.descending);
        } else if (junction && by.attribute.startsWith(junction->name + u'.')) {
            const QString name = by.attribute.mid(junction->name.size() + 1);
            if (!junction->attribute(name))
                return orm::unknownAttribute(*junction, name, QStringLiteral("order"));
            add(compiler_.column(*junction, source->junctionAlias, name), by.descending);
        } else {
            return orm::unknownAttribute(model, by.attribute, QStringLiteral("order"));
        }
    }
    const auto totalOrder = [](const Model& of) {
        const QStringList identity = of.identity();
        return identity.isEmpty() ? of.attributeNames() : identity;
    };
    for (const QString& name : totalOrder(model))
        add(columnOf(name), false);
    if (junction) {
        for (const QString& name : totalOrder(*junction)) {
            if (!link->keys.contains(name)) // the same for all links of a row
                add(compiler_.column(*junction, source->junctionAlias, name), false);
        }
    }
    return terms.join(QStringLiteral(", "));
}

Result<Rows> Loader::load(const orm::Query& query)
{
    const Model& model = registry_.at(query.model);
    if (query.attributes) {
        for (const QString& name : *query.attributes) {
            if (!model.attribute(name))
                return orm::unknownAttribute(model, name, QStringLiteral("attributes"));
        }
    }
    const QString alias = compiler_.newAlias();
    auto where = compiler_.where(query.model, alias, query.where, QStringLiteral("where"));
    if (!where)
        return failure(where);
    auto required = compiler_.required(query.model, alias, query.includes);
    if (!required)
        return failure(required);
    auto order = orderBy(model, alias, query.order);
    if (!order)
        return failure(order);
    where->and_(*required);
    if (!query.deleted)
        where->and_(compiler_.alive(model, alias));

    QString statement = QStringLiteral("SELECT ") + compiler_.selectList(model, alias) +
                        QStringLiteral(" FROM ") + compiler_.tableName(model) + QStringLiteral(" AS ") + alias;
    if (!where->isEmpty())
        statement += QStringLiteral(" WHERE ") + where->sql;
    statement += QStringLiteral(" ORDER BY ") + *order;
    std::vector<Value> values = std::move(where->values);
    if (query.limit || query.offset > 0) {
        statement += QStringLiteral(" LIMIT ? OFFSET ?");
        values.push_back(Value(query.limit ? qint64(*query.limit) : std::numeric_limits<qint64>::max()));
        values.push_back(Value(qint64(query.offset)));
    }
    auto read = connection_.run(statement, values);
    if (!read)
        return failure(read);

    MutableRows rows;
    rows.reserve(read->rows.size());
    for (std::vector<Value>& row : read->rows)
        rows.push_back(makeRow(query.model, std::move(row)));
    if (auto loaded = loadIncludes(query.model, rows, query.includes); !loaded)
        return failure(loaded);
    return Rows(rows.begin(), rows.end());
}

Result<void> Loader::loadIncludes(int model, const MutableRows& rows, const std::vector<Include>& includes)
{
    for (const std::shared_ptr<Row>& row : rows)
        row->related.resize(includes.size());
    for (size_t slot = 0; slot < includes.size(); ++slot) {
        if (auto loaded = loadInclude(model, rows, includes[slot], slot); !loaded)
            return loaded;
    }
    return {};
}

Result<void> Loader::loadInclude(int model, const MutableRows& rows, const Include& include, size_t slot)
{
    const Model& near = registry_.at(model);
    const Association* association = near.association(include.association);
    if (!association)
        return orm::unknownAssociation(near, include.association, QStringLiteral("include"));
    const Model& target = registry_.at(association->target);
    const bool many = association->kind == AssociationKind::BelongsToMany;
    const Model* junction = many ? &registry_.at(association->through) : nullptr;

    // Rows that refer to the same row share one key, and so one copy of what is found.
    std::vector<KeyTuple> keys;
    std::vector<std::vector<Related*>> holders;
    QHash<KeyTuple, size_t> known;
    for (const std::shared_ptr<Row>& row : rows) {
        const auto key = keyOf(near, *row, orm::nearColumns(*association));
        if (!key)
            continue;
        const auto found = known.constFind(*key);
        const size_t number = found == known.cend() ? keys.size() : *found;
        if (found == known.cend()) {
            known.insert(*key, number);
            keys.push_back(*key);
            holders.emplace_back();
        }
        holders[number].push_back(&row->related[slot]);
    }

    const orm::AssociationSource source = compiler_.source(*association, include.deleted);
    auto where = compiler_.included(*association, source, include);
    auto order = orderBy(target, source.targetAlias, include.order, association, &source);
    if (!where || !order)
        return where ? Result<void>(failure(order)) : Result<void>(failure(where));
    where->and_(source.own);
    Step step;
    step.select = many ? compiler_.selectList(*junction, source.junctionAlias)
                       : compiler_.selectList(target, source.targetAlias);
    step.from = source.from;
    step.joined = source.joined;
    step.types = typesOf(near, orm::nearColumns(*association));
    step.where = std::move(*where);
    step.orderBy = std::move(*order);
    if (association->isToMany()) {
        step.limit = include.limit;
        step.offset = include.offset;
    }

    MutableRows found;
    std::vector<Related*> filled;
    const auto take = [&](size_t number, std::vector<Value> values) {
        if (!association->isToMany() && !holders[number].front()->rows.empty())
            return; // a to-one association that the data makes ambiguous: the first in order
        auto row = makeRow(many ? association->through : association->target, std::move(values));
        for (Related* related : holders[number]) {
            if (step.limit && int((many ? related->junctions : related->rows).size()) >= *step.limit) {
                related->more = true;
                continue;
            }
            (many ? related->junctions : related->rows).push_back(row);
        }
        if (!many)
            found.push_back(std::move(row));
    };
    const bool limited = step.limit || step.offset > 0;
    auto matched = limited ? forEachLimited(step, keys, take) : forEachMatch(step, keys, take);
    if (!matched)
        return matched;
    if (!many)
        return loadIncludes(association->target, found, include.includes);

    // The second step: each distinct target once.
    std::vector<KeyTuple> targetKeys;
    QHash<KeyTuple, size_t> targetNumbers;
    for (const auto& sharing : holders) {
        for (const auto& junctionRow : sharing.front()->junctions) {
            const auto key = keyOf(*junction, *junctionRow, association->otherKeys);
            if (key && !targetNumbers.contains(*key)) {
                targetNumbers.insert(*key, targetKeys.size());
                targetKeys.push_back(*key);
            }
        }
    }
    std::vector<std::shared_ptr<Row>> targets(targetKeys.size());
    Step second;
    const QString alias = compiler_.newAlias();
    second.select = compiler_.selectList(target, alias);
    second.from = compiler_.tableName(target) + QStringLiteral(" AS ") + alias;
    second.joined = compiler_.columns(target, alias, association->otherReferenced);
    second.types = typesOf(target, association->otherReferenced);
    auto read = forEachMatch(second, targetKeys, [&](size_t number, std::vector<Value> values) {
        if (!targets[number]) {
            targets[number] = makeRow(association->target, std::move(values));
            found.push_back(targets[number]);
        }
    });
    if (!read)
        return read;
    for (const auto& sharing : holders) {
        for (Related* related : sharing) {
            std::vector<std::shared_ptr<const Row>> junctions;
            for (const auto& junctionRow : related->junctions) {
                const auto key = keyOf(*junction, *junctionRow, association->otherKeys);
                const auto& row = targets[targetNumbers.value(*key)];
                if (!row)
                    continue; // deleted by somebody else between the two statements
                related->rows.push_back(row);
                junctions.push_back(junctionRow);
            }
            related->junctions = std::move(junctions);
        }
    }
    return loadIncludes(association->target, found, include.includes);
}

Result<void> Loader::forEachMatch(const Step& step, const std::vector<KeyTuple>& keys,
    const std::function<void(size_t, std::vector<Value>)>& take)
{
    const size_t width = size_t(step.joined.size());
    const size_t chunk = keyChunk(connection_.dialect().capabilities(), width, step.where.values.size());
    for (size_t first = 0; first < keys.size(); first += chunk) {
        KeyTable table =
            KeyTable::of(connection_.dialect(), keys, first, std::min(chunk, keys.size() - first), step.types);
        Condition where;
        for (qsizetype i = 0; i < step.joined.size(); ++i)
            where.and_({step.joined[i] + QStringLiteral(" = ") + table.columns[i], {}});
        where.and_(step.where);
        // CROSS JOIN: few keys first, then an index of the other table, whatever the planner believes.
        QString statement = table.with + QStringLiteral("SELECT k.n, ") + step.select +
                            QStringLiteral(" FROM k CROSS JOIN ") + step.from + QStringLiteral(" WHERE ") +
                            where.sql + QStringLiteral(" ORDER BY k.n");
        if (!step.orderBy.isEmpty())
            statement += QStringLiteral(", ") + step.orderBy;
        std::vector<Value> values = std::move(table.values);
        values.insert(values.end(), where.values.begin(), where.values.end());
        auto read = connection_.run(statement, values);
        if (!read)
            return failure(read);
        for (std::vector<Value>& row : read->rows) {
            const size_t number = numberOf(row.front());
            row.erase(row.begin());
            take(number, std::move(row));
        }
    }
    return {};
}

/// One branch a key, so that the rows behind a limit are never read (measured: 2 ms instead of 500 with a key
/// that has half a million rows). One row more than the limit says whether there are more.
Result<void> Loader::forEachLimited(const Step& step, const std::vector<KeyTuple>& keys,
    const std::function<void(size_t, std::vector<Value>)>& take)
{
    constexpr size_t mostBranches = 100;
    const size_t perBranch = size_t(step.joined.size()) + step.where.values.size() + 2;
    const size_t chunk = std::min(mostBranches, keyChunk(connection_.dialect().capabilities(), perBranch, 0));
    for (size_t first = 0; first < keys.size(); first += chunk) {
        QStringList branches;
        std::vector<Value> values;
        for (size_t i = first; i < std::min(first + chunk, keys.size()); ++i) {
            Condition where;
            for (size_t c = 0; c < keys[i].size(); ++c)
                where.and_({step.joined[qsizetype(c)] + QStringLiteral(" = ?"), {keys[i][c]}});
            where.and_(step.where);
            branches.append(QStringLiteral("SELECT * FROM (SELECT %1 AS n, ").arg(i) + step.select +
                            QStringLiteral(" FROM ") + step.from + QStringLiteral(" WHERE ") + where.sql +
                            QStringLiteral(" ORDER BY ") + step.orderBy +
                            QStringLiteral(" LIMIT ? OFFSET ?) AS b"));
            values.insert(values.end(), where.values.begin(), where.values.end());
            values.push_back(Value(step.limit ? qint64(*step.limit) + 1 : std::numeric_limits<qint64>::max()));
            values.push_back(Value(qint64(step.offset)));
        }
        auto read = connection_.run(branches.join(QStringLiteral(" UNION ALL ")), values);
        if (!read)
            return failure(read);
        for (std::vector<Value>& row : read->rows) {
            const size_t number = numberOf(row.front());
            row.erase(row.begin());
            take(number, std::move(row));
        }
    }
    return {};
}

} // namespace conjoin::sql
