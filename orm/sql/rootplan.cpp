// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rootplan.h"

#include "orm/entity/unknownname.h"
#include "orm/sql/projection.h"

#include <limits>

namespace conjoin::sql {

using orm::Condition;
using orm::Model;

namespace {

Condition grouped(const Condition& condition)
{
    Condition result;
    return condition.isEmpty() ? result : result << QStringLiteral("(") << condition << QStringLiteral(")");
}

QString windowOf(qint64 limit, qint64 offset)
{
    return QStringLiteral(" LIMIT %1 OFFSET %2").arg(limit).arg(offset);
}

} // namespace

/// A stretch of the rows that an index over the order has in one piece.
struct RootPlan::Segment {
    Condition where{};
    size_t firstTerm = 0; ///< of the order in it; all before is the same for its rows
    bool notNull = false; ///< its first term is not NULL
};

Result<RootPlan> RootPlan::of(
    orm::PredicateCompiler& compiler, const orm::ModelRegistry& registry, const orm::Query& query)
{
    const Model& model = registry.at(query.model);
    if (query.attributes) {
        for (const QString& name : *query.attributes) {
            if (!model.attribute(name))
                return orm::unknownAttribute(model, name, QStringLiteral("attributes"));
        }
    }
    const QString alias = compiler.newAlias();
    auto where = compiler.rootRows(query, alias);
    if (!where)
        return failure(where);
    auto ordering = Ordering::of(compiler, model, alias, query.order);
    if (!ordering)
        return failure(ordering);
    for (const auto& cursor : {query.after, query.before}) {
        if (cursor && cursor->values.size() != ordering->terms().size()) {
            return inputError(model.name, message("find.cursor", "the cursor belongs to another order"),
                message("find.cursor.hint", "take it from a row of the same query"));
        }
    }

    Projection projection(model, query.attributes);
    projection.need(query.includes);
    for (const Ordering::Term& term : ordering->terms())
        projection.need(term.attribute);

    RootPlan plan;
    plan.attributes_ = projection.attributes();
    plan.columns_ = projection.columns(compiler, alias);
    plan.from_ = compiler.tableName(model) + QStringLiteral(" AS ") + alias;
    plan.where_ = std::move(*where);
    plan.limit_ = query.limit;
    plan.offset_ = query.offset;
    plan.backwards_ = query.last || (query.before && !query.after);
    plan.read_ = plan.backwards_ ? ordering->reversed() : *ordering;
    plan.ordering_ = std::move(*ordering);
    const std::optional<orm::Cursor>& start = plan.backwards_ ? query.before : query.after;
    const std::optional<orm::Cursor>& end = plan.backwards_ ? query.after : query.before;
    if (start)
        plan.start_ = start->values;
    if (end)
        plan.end_ = end->values;
    return plan;
}

/// A page that begins at a NULL, or may run into one, is two stretches of an index: NULL, and all else. Each is
/// read by itself, for no engine finds the place of `a < ? OR a IS NULL` in an index, and PostgreSQL keeps NULL
/// at the other end.
std::vector<RootPlan::Segment> RootPlan::segments(const orm::Capabilities& engine) const
{
    const bool split = limit_ && !read_.terms().empty() && read_.terms().front().nullable &&
                       (start_ || engine.nullsAreLargest);
    if (!split) {
        Segment whole;
        if (start_)
            whole.where = grouped(read_.after(*start_));
        return {whole};
    }
    const Ordering::Term& first = read_.terms().front();
    Segment nulls;
    nulls.where = {first.column + QStringLiteral(" IS NULL"), {}};
    nulls.firstTerm = 1;
    Segment values;
    values.where = {first.column + QStringLiteral(" IS NOT NULL"), {}};
    values.notNull = true;
    if (start_ && start_->front().isNull()) {
        const std::vector<Value> rest(start_->begin() + 1, start_->end());
        if (!rest.empty())
            nulls.where.and_(grouped(read_.after(rest, 1)));
        if (first.descending)
            return {nulls};
        return {nulls, values};
    }
    if (start_) {
        values.where = grouped(read_.withoutNullsFirst().after(*start_));
        if (!first.descending)
            return {values};
    }
    return first.descending ? std::vector{values, nulls} : std::vector{nulls, values};
}

Condition RootPlan::part(const orm::Capabilities& engine, const Segment& segment, const QString& window) const
{
    Condition where = where_;
    where.and_(segment.where);
    if (end_)
        where.and_(grouped(read_.reversed().after(*end_)));
    Condition statement;
    statement << QStringLiteral("SELECT ") + columns_.join(QStringLiteral(", ")) + QStringLiteral(" FROM ") +
                     from_;
    if (!where.isEmpty())
        statement << QStringLiteral(" WHERE ") << where;
    const Ordering order = segment.notNull ? read_.withoutNullsFirst() : read_;
    if (const QString terms = order.sql(engine, segment.firstTerm); !terms.isEmpty())
        statement << QStringLiteral(" ORDER BY ") + terms;
    return statement << window;
}

Condition RootPlan::statement(const orm::Capabilities& engine) const
{
    const qint64 limit = limit_ ? qint64(*limit_) : std::numeric_limits<qint64>::max();
    const QString window = limit_ || offset_ > 0 ? windowOf(limit, offset_) : QString();
    const std::vector<Segment> all = segments(engine);
    if (all.size() == 1)
        return part(engine, all.front(), window);
    Condition statement;
    for (size_t i = 0; i < all.size(); ++i) {
        statement << QLatin1String(i == 0 ? "SELECT * FROM (" : " UNION ALL SELECT * FROM (")
                  << part(engine, all[i], windowOf(limit + offset_, 0)) << QStringLiteral(") AS s%1").arg(i);
    }
    return statement << window;
}

} // namespace conjoin::sql
