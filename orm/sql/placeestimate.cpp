// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/placeestimate.h"

#include "orm/dialect/conditionsyntax.h"
#include "orm/entity/unknownname.h"
#include "orm/query/predicate.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace conjoin::sql {

using orm::Condition;
using orm::Json;
using orm::Model;

namespace {

constexpr int probes = 200; ///< keys at which rows are looked up: the place is right to some percent

/// The only column of the key, where it holds whole numbers.
std::optional<QString> numberKey(const Model& model)
{
    const QStringList identity = model.identity();
    if (identity.size() != 1)
        return std::nullopt;
    const model::DataType& type = model.attribute(identity.first())->type;
    const bool whole =
        type.isWholeNumber() || (type.kind == model::TypeKind::Native &&
                                    type.native->contains(QLatin1String("int"), Qt::CaseInsensitive));
    return whole && type.dimensions == 0 ? std::optional(identity.first()) : std::nullopt;
}

/// `query` without what is loaded beside its rows, and from their beginning.
orm::Query plain(const orm::Query& query)
{
    orm::Query result;
    result.model = query.model;
    result.where = query.where;
    result.order = query.order;
    result.deleted = query.deleted;
    result.unscoped = query.unscoped;
    result.limit = 1;
    return result;
}

Result<std::optional<Row>> one(
    Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query)
{
    const Result<Rows> rows = find(connection, registry, query);
    if (!rows)
        return failure(rows);
    return rows->empty() ? std::optional<Row>() : std::optional(rows->front());
}

/// Those of two conditions that there are.
Json bothOf(const Json& first, Json second)
{
    if (first.isNull())
        return second;
    Json all = Json::array();
    all.append(first);
    all.append(std::move(second));
    Json both = Json::object();
    both.set(QStringLiteral("and"), std::move(all));
    return both;
}

/// The first row in the order of the query at that value of its first attribute, or behind it.
Result<std::optional<Row>> rowFrom(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Query& query, const orm::OrderBy& by, const Value& value)
{
    orm::Query from = query;
    const orm::Attribute& attribute = *registry.at(query.model).attribute(by.attribute);
    Json where = Json::object();
    if (value.isNull()) { // the rows with values are behind those without, or in front of them
        if (by.descending) {
            where.set(by.attribute, Json());
            from.where = bothOf(query.where, std::move(where));
        }
        return one(connection, registry, from);
    }
    Json bound = Json::object();
    bound.set(
        by.descending ? QStringLiteral("lte") : QStringLiteral("gte"), orm::valueToJson(value, attribute.type));
    where.set(by.attribute, std::move(bound));
    from.where = bothOf(query.where, std::move(where));
    return one(connection, registry, from);
}

/// What the rows at evenly spread keys are ordered by, in the order of the query; NULL is smaller than all.
Result<std::vector<Value>> sampled(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Query& query, const QString& key, const orm::OrderBy& by, qint64 least, qint64 greatest)
{
    const Model& model = registry.at(query.model);
    orm::PredicateCompiler compiler(registry, connection.dialect());
    const QString alias = compiler.newAlias();
    const auto where = compiler.rootRows(query, alias);
    if (!where)
        return failure(where);
    const QString keyColumn = compiler.column(model, alias, key);
    Condition all;
    const double step = (double(greatest) - double(least)) / probes;
    std::optional<qint64> before;
    for (int i = 0; i < probes; ++i) {
        const qint64 at = least + qint64(std::floor(step * (i + 0.5)));
        if (before == at)
            continue; // fewer keys than probes
        before = at;
        Condition here{keyColumn + QStringLiteral(" >= %1").arg(at), {}};
        here.and_(*where);
        all << QLatin1String(all.isEmpty() ? "SELECT v FROM (" : " UNION ALL SELECT v FROM (") +
                   QStringLiteral("SELECT ") + compiler.column(model, alias, by.attribute) +
                   QStringLiteral(" AS v FROM ") + compiler.tableName(model) + QStringLiteral(" AS ") + alias +
                   QStringLiteral(" WHERE ")
            << here << QStringLiteral(" ORDER BY ") + keyColumn + QStringLiteral(" LIMIT 1) AS p%1").arg(i);
    }
    Condition statement;
    statement << QStringLiteral("SELECT v FROM (") << all
              << QStringLiteral(") AS s ORDER BY v") + (by.descending ? QStringLiteral(" DESC") : QString());
    const auto read = connection.run(statement.sql, statement.values);
    if (!read)
        return failure(read);
    std::vector<Value> values, nulls; // engines put NULL at either end
    for (const std::vector<Value>& row : read->rows)
        (row.front().isNull() ? nulls : values).push_back(row.front());
    values.insert(by.descending ? values.end() : values.begin(), nulls.begin(), nulls.end());
    return values;
}

std::optional<QDateTime> momentOf(const QString& text)
{
    constexpr qsizetype dateLength = 10;
    if (text.size() == dateLength) {
        const QDate date = QDate::fromString(text, Qt::ISODate);
        return date.isValid() ? std::optional(QDateTime(date, QTime(0, 0), Qt::UTC)) : std::nullopt;
    }
    constexpr qsizetype secondLength = 19;
    QDateTime moment = QDateTime::fromString(text.left(secondLength).replace(u' ', u'T'), Qt::ISODate);
    moment.setTimeSpec(Qt::UTC); // the zone is the same on both sides
    return moment.isValid() && text.size() >= secondLength ? std::optional(moment) : std::nullopt;
}

/// Texts as numbers between 0 and 1 by what follows their common beginning.
QString textBetween(const QString& from, const QString& to, double share)
{
    qsizetype common = 0;
    while (common < from.size() && common < to.size() && from[common] == to[common])
        ++common;
    constexpr int letters = 4; // of a few thousand signs each: more than a double tells apart
    constexpr double signs = 0x2000;
    const auto number = [&](const QString& text) {
        double result = 0, weight = 1;
        for (int i = 0; i < letters; ++i) {
            weight /= signs;
            const qsizetype at = common + i;
            result += at < text.size() ? std::min<double>(text[at].unicode(), signs - 1) * weight : 0;
        }
        return result;
    };
    double rest = number(from) + (number(to) - number(from)) * share;
    QString text = from.left(common);
    for (int i = 0; i < letters && rest > 0; ++i) {
        rest *= signs;
        const double sign = std::floor(rest);
        if (sign < 1)
            break;
        text += QChar(char16_t(sign));
        rest -= sign;
    }
    return text;
}

std::optional<double> numberOf(const Value& value)
{
    if (value.isInteger())
        return double(value.integer());
    if (value.isReal())
        return value.real();
    bool isNumber = false;
    const double number = value.isText() ? value.text().toDouble(&isNumber) : 0;
    return isNumber ? std::optional(number) : std::nullopt;
}

} // namespace

Value valueBetween(const Value& from, const Value& to, double share)
{
    if (from.isInteger() && to.isInteger()) {
        // The way may be longer than a 64-bit number.
        const double way = (double(to.integer()) - double(from.integer())) * share;
        const double at = double(from.integer()) + way;
        return std::abs(way) < 9e15 ? Value(from.integer() + qint64(way)) : Value(qint64(at));
    }
    const auto a = numberOf(from), b = numberOf(to);
    if (a && b) {
        const double at = *a + (*b - *a) * share;
        return from.isText() || to.isText() ? Value(QString::number(at, 'f', 6)) : Value(at);
    }
    if (!from.isText() || !to.isText())
        return from;
    const auto begin = momentOf(from.text()), end = momentOf(to.text());
    if (begin && end) {
        const QDateTime at = begin->addMSecs(qint64(double(begin->msecsTo(*end)) * share));
        constexpr qsizetype dateLength = 10;
        return Value(from.text().size() == dateLength ? at.toString(QStringLiteral("yyyy-MM-dd"))
                                                      : at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
    }
    return Value(textBetween(from.text(), to.text(), share));
}

Result<std::optional<Row>> rowNear(
    Connection& connection, const orm::ModelRegistry& registry, const orm::Query& given, double share)
{
    const Model& model = registry.at(given.model);
    const QStringList identity = model.identity();
    if (identity.isEmpty())
        return inputError(model.table, message("place.no-key", "its rows can't be told apart"),
            message("place.no-key.hint", "page through it"));
    const orm::Query query = plain(given);
    const orm::OrderBy by = query.order.empty() ? orm::OrderBy{identity.first(), false} : query.order.front();
    if (!model.attribute(by.attribute))
        return orm::unknownAttribute(model, by.attribute, QStringLiteral("order"));
    share = std::clamp(share, 0.0, 1.0);
    orm::Query last = query;
    last.last = true;
    const auto first = one(connection, registry, query);
    if (!first || !*first || share == 0)
        return first;
    const auto end = one(connection, registry, last);
    if (!end || !*end || share == 1)
        return end;

    const std::optional<QString> key = numberKey(model);
    if (key && *key != by.attribute) {
        orm::Query byKey = query;
        byKey.order = {{*key, false}};
        const auto least = one(connection, registry, byKey);
        byKey.last = true;
        const auto greatest = one(connection, registry, byKey);
        if (!least || !greatest || !*least || !*greatest)
            return least ? greatest : least;
        const auto values = sampled(connection, registry, query, *key, by,
            (*least)->value(model, *key).integer(), (*greatest)->value(model, *key).integer());
        if (!values)
            return failure(values);
        if (!values->empty()) {
            const size_t at = std::min(values->size() - 1, size_t(share * double(values->size())));
            const auto found = rowFrom(connection, registry, query, by, (*values)[at]);
            return found && !*found ? first : found;
        }
        return first;
    }
    // NULL comes first in an ascending order and last in a descending one: the way is between the values.
    Value from = (*first)->value(model, by.attribute), to = (*end)->value(model, by.attribute);
    if (from.isNull() && !to.isNull()) {
        orm::Query given_ = query;
        Json notNull = Json::object();
        notNull.set(QStringLiteral("ne"), Json());
        Json where = Json::object();
        where.set(by.attribute, std::move(notNull));
        given_.where = bothOf(query.where, std::move(where));
        const auto smallest = one(connection, registry, given_);
        if (!smallest)
            return failure(smallest);
        if (*smallest)
            from = (*smallest)->value(model, by.attribute);
    }
    if (from.isNull() || to.isNull())
        return first;
    const auto found = rowFrom(connection, registry, query, by, valueBetween(from, to, share));
    return found && !*found ? end : found;
}

Result<std::optional<qint64>> estimatedRows(
    Connection& connection, const orm::ModelRegistry& registry, int modelIndex)
{
    const Model& model = registry.at(modelIndex);
    const orm::PredicateCompiler compiler(registry, connection.dialect());
    const Condition statement = connection.dialect().conditions().keptRowCount(
        model.schema, model.table, compiler.tableName(model), model.rowid);
    if (statement.isEmpty())
        return std::optional<qint64>();
    const auto read = connection.run(statement.sql, statement.values);
    if (!read)
        return failure(read);
    const Value count = read->rows.empty() ? Value() : read->rows.front().front();
    if (count.isNull())
        return std::optional<qint64>();
    const auto number = numberOf(count);
    return number && *number >= 0 ? std::optional(qint64(*number)) : std::nullopt;
}

} // namespace conjoin::sql
