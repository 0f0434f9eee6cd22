// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rootplan.h"

#include "orm/entity/unknownname.h"

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

Result<RootPlan> RootPlan::of(orm::PredicateCompiler& compiler, const orm::ModelRegistry& registry,
    const orm::Dialect& dialect, const orm::Query& query, LongValues longValues)
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

    Projection projection(model, query.attributes, longValues);
    projection.need(query.includes);
    for (const Ordering::Term& term : ordering->terms())
        projection.need(term.attribute);

    RootPlan plan(std::move(projection));
    plan.columns_ = plan.projection_.columns(compiler, alias, dialect);
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

Condition RootPlan::part(const orm::Capabilities& engine, const Stretch& stretch, const QString& window,
    const QStringList& columns) const
{
    Condition where = where_;
    where.and_(stretch.where);
    if (end_)
        where.and_(grouped(read_.reversed().after(*end_)));
    Condition statement;
    statement << QStringLiteral("SELECT ") + columns.join(QStringLiteral(", ")) + QStringLiteral(" FROM ") + from_;
    if (!where.isEmpty())
        statement << QStringLiteral(" WHERE ") << where;
    if (const QString terms = orderWithin(stretch, read_, engine); !terms.isEmpty())
        statement << QStringLiteral(" ORDER BY ") + terms;
    return statement << window;
}

Condition RootPlan::statement(const orm::Capabilities& engine) const
{
    const qint64 limit = limit_ ? qint64(*limit_) : std::numeric_limits<qint64>::max();
    const QString window = limit_ || offset_ > 0 ? windowOf(limit, offset_) : QString();
    const std::vector<Stretch> all = stretchesOf(read_, start_, limit_.has_value(), engine);
    if (all.size() == 1)
        return part(engine, all.front(), window, columns_);
    QStringList columns; // under names of their own: a table made of a statement needs some, each but once
    for (qsizetype i = 0; i < columns_.size(); ++i)
        columns.append(columns_[i] + QStringLiteral(" AS v%1").arg(i));
    Condition statement;
    for (size_t i = 0; i < all.size(); ++i) {
        statement << QLatin1String(i == 0 ? "SELECT * FROM (" : " UNION ALL SELECT * FROM (")
                  << part(engine, all[i], windowOf(limit + offset_, 0), columns) << QStringLiteral(") AS s%1").arg(i);
    }
    return statement << window;
}

} // namespace conjoin::sql
