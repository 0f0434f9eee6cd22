// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/stretches.h"

namespace conjoin::sql {

namespace {

orm::Condition grouped(const orm::Condition& condition)
{
    orm::Condition result;
    return condition.isEmpty() ? result : result << QStringLiteral("(") << condition << QStringLiteral(")");
}

} // namespace

std::vector<Stretch> stretchesOf(const Ordering& order, const std::optional<std::vector<Value>>& start,
    bool limited, const orm::Capabilities& engine)
{
    const bool split = limited && !order.terms().empty() && order.terms().front().nullable &&
                       (start || engine.nullsAreLargest);
    if (!split) {
        Stretch whole;
        if (start)
            whole.where = grouped(order.after(*start));
        return {whole};
    }
    const Ordering::Term& first = order.terms().front();
    Stretch nulls;
    nulls.where = {first.column + QStringLiteral(" IS NULL"), {}};
    nulls.firstTerm = 1;
    Stretch values;
    values.where = {first.column + QStringLiteral(" IS NOT NULL"), {}};
    values.notNull = true;
    if (start && start->front().isNull()) {
        const std::vector<Value> rest(start->begin() + 1, start->end());
        if (!rest.empty())
            nulls.where.and_(grouped(order.after(rest, 1)));
        if (first.descending)
            return {nulls};
        return {nulls, values};
    }
    if (start) {
        values.where = grouped(order.withoutNullsFirst().after(*start));
        if (!first.descending)
            return {values};
    }
    return first.descending ? std::vector{values, nulls} : std::vector{nulls, values};
}

QString orderWithin(const Stretch& stretch, const Ordering& order, const orm::Capabilities& engine)
{
    return (stretch.notNull ? order.withoutNullsFirst() : order).sql(engine, stretch.firstTerm);
}

} // namespace conjoin::sql
