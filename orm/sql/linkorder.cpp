// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/linkorder.h"

#include "orm/sql/sketch.h"

#include <QSet>

#include <algorithm>

namespace conjoin::sql {

using orm::Association;
using orm::Condition;
using orm::Model;

namespace {

KeyTuple valuesIn(const Model& junction, const ColumnValues& row, const QStringList& keys)
{
    KeyTuple values;
    for (const QString& key : keys)
        values.push_back(row.at(junction.attributeIndex(key)));
    return values;
}

bool areIntegers(const KeyTuple& key)
{
    return std::all_of(key.begin(), key.end(), [](const Value& value) { return value.isInteger(); });
}

bool isGreater(const KeyTuple& left, const KeyTuple& right)
{
    return std::lexicographical_compare(right.begin(), right.end(), left.begin(), left.end(),
        [](const Value& a, const Value& b) { return a.integer() < b.integer(); });
}

/// One column after the other, as the constraint of the link says it.
QString greaterThan(const QStringList& left, const QStringList& right)
{
    QStringList cases;
    QString equal;
    for (qsizetype i = 0; i < left.size(); ++i) {
        cases.append(u'(' + equal + left[i] + QStringLiteral(" > ") + right[i] + u')');
        equal += left[i] + QStringLiteral(" = ") + right[i] + QStringLiteral(" AND ");
    }
    return u'(' + cases.join(QStringLiteral(" OR ")) + u')';
}

} // namespace

Result<std::vector<bool>> areGreater(Connection& connection, const orm::ModelRegistry& registry,
    const Association& symmetric, const std::vector<std::pair<KeyTuple, KeyTuple>>& pairs)
{
    std::vector<bool> greater(pairs.size(), false);
    const Sketch* sketch = Sketch::of(connection);
    if (sketch && std::ranges::any_of(pairs, [&](const auto& pair) {
            return sketch->isAbout(pair.first) || sketch->isAbout(pair.second);
        })) { // a number that is yet to be drawn is greater than those that were
        for (size_t i = 0; i < pairs.size(); ++i) {
            const auto& [first, second] = pairs[i];
            greater[i] = sketch->isAbout(first)
                             ? !sketch->isAbout(second)
                             : areIntegers(first) && areIntegers(second) && isGreater(first, second);
        }
        return greater;
    }
    const bool plain = std::all_of(pairs.begin(), pairs.end(),
        [](const auto& pair) { return areIntegers(pair.first) && areIntegers(pair.second); });
    if (plain || pairs.empty()) {
        for (size_t i = 0; i < pairs.size(); ++i)
            greater[i] = isGreater(pairs[i].first, pairs[i].second);
        return greater;
    }
    // Texts have as many orders as there are collations, so the rows themselves are compared.
    const Model& target = registry.at(symmetric.target);
    orm::PredicateCompiler compiler(registry, connection.dialect());
    const QString left = compiler.newAlias();
    const QString right = compiler.newAlias();
    const QStringList leftKey = compiler.columns(target, left, symmetric.referenced);
    const QStringList rightKey = compiler.columns(target, right, symmetric.referenced);
    std::vector<model::DataType> types = typesOf(target, symmetric.referenced);
    types.insert(types.end(), types.begin(), types.begin() + symmetric.referenced.size());
    std::vector<KeyTuple> keys;
    for (const auto& [first, second] : pairs) {
        keys.push_back(first);
        keys.back().insert(keys.back().end(), second.begin(), second.end());
    }
    const size_t chunk = keyChunk(connection.dialect().capabilities(), types.size(), 0);
    for (size_t first = 0; first < keys.size(); first += chunk) {
        const size_t count = std::min(chunk, keys.size() - first);
        const KeyTable table = KeyTable::of(connection.dialect(), keys, first, count, types);
        Condition where;
        for (qsizetype i = 0; i < leftKey.size(); ++i) {
            where.and_({leftKey[i] + QStringLiteral(" = ") + table.columns[i], {}});
            where.and_({rightKey[i] + QStringLiteral(" = ") + table.columns[leftKey.size() + i], {}});
        }
        where.and_({greaterThan(leftKey, rightKey), {}});
        const QString name = compiler.tableName(target);
        auto read = connection.run(table.with + QStringLiteral("SELECT k.n FROM k CROSS JOIN ") + name +
                                       QStringLiteral(" AS ") + left + QStringLiteral(" CROSS JOIN ") + name +
                                       QStringLiteral(" AS ") + right + QStringLiteral(" WHERE ") + where.sql,
            table.values);
        if (!read)
            return failure(read);
        for (const std::vector<Value>& row : read->rows)
            greater[size_t(row.front().integer())] = true;
    }
    return greater;
}

Result<void> putSmallerFirst(Connection& connection, const orm::ModelRegistry& registry,
    const Association& symmetric, const std::vector<ColumnValues*>& rows)
{
    const Model& junction = registry.at(symmetric.through);
    const QStringList& first = symmetric.firstKeys;
    const QStringList& second = first == symmetric.keys ? symmetric.otherKeys : symmetric.keys;
    std::vector<std::pair<KeyTuple, KeyTuple>> pairs;
    for (const ColumnValues* row : rows)
        pairs.emplace_back(valuesIn(junction, *row, first), valuesIn(junction, *row, second));
    auto greater = areGreater(connection, registry, symmetric, pairs);
    if (!greater)
        return failure(greater);
    for (size_t i = 0; i < rows.size(); ++i) {
        for (qsizetype part = 0; (*greater)[i] && part < first.size(); ++part) {
            const int near = junction.attributeIndex(first[part]);
            const int far = junction.attributeIndex(second[part]);
            const Value greaterOne = rows[i]->at(near);
            rows[i]->insert_or_assign(near, rows[i]->at(far));
            rows[i]->insert_or_assign(far, greaterOne);
        }
    }
    return {};
}

Result<void> LinkPositions::append(const Association& ordered, const std::vector<ColumnValues*>& rows)
{
    const Model& junction = registry_.at(ordered.through);
    const int position = junction.attributeIndex(ordered.position);
    const auto owner = [&](const ColumnValues& row) {
        KeyTuple key = valuesIn(junction, row, ordered.firstKeys);
        key.insert(key.begin(), Value(qint64(ordered.through)));
        return key;
    };
    Lookup lookup{ordered.through, ordered.firstKeys, {}, {}, false};
    std::vector<KeyTuple> owners;
    QSet<KeyTuple> asked;
    for (const ColumnValues* row : rows) {
        const KeyTuple key = owner(*row);
        if (row->contains(position) || next_.contains(key) || asked.contains(key))
            continue;
        asked.insert(key);
        owners.push_back(key);
        lookup.keys.emplace_back(key.begin() + 1, key.end());
    }
    auto greatest = greatestOf(connection_, registry_, lookup, ordered.position);
    if (!greatest)
        return failure(greatest);
    for (size_t i = 0; i < owners.size(); ++i) {
        const Value& last = (*greatest)[i];
        next_.insert(owners[i], last.isInteger() ? last.integer() + 1 : 0);
    }
    for (ColumnValues* row : rows) {
        const auto next = next_.find(owner(*row));
        const auto given = row->find(position);
        if (given == row->end())
            row->insert_or_assign(position, Value((*next)++));
        else if (given->second.isInteger() && next != next_.end())
            *next = std::max(*next, given->second.integer() + 1);
    }
    return {};
}

} // namespace conjoin::sql
