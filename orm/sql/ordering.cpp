// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/ordering.h"

#include "orm/entity/unknownname.h"

#include <algorithm>

namespace conjoin::sql {

using orm::Condition;
using orm::Model;

namespace {

QStringList totalOrder(const Model& of)
{
    const QStringList identity = of.identity();
    return identity.isEmpty() ? of.attributeNames() : identity;
}

bool isNullable(const Model& model, int attribute)
{
    return model.attributes[size_t(attribute)].nullable;
}

/// `x AND (y)`, `x`, `y`, whatever there is.
Condition bothOf(const Condition& first, const Condition& second, const char* word)
{
    if (first.isEmpty() || second.isEmpty())
        return first.isEmpty() ? second : first;
    Condition result;
    return result << first << QString::fromLatin1(word) << QStringLiteral("(") << second << QStringLiteral(")");
}

} // namespace

void Ordering::add(Term term)
{
    if (std::ranges::find(terms_, term.column, &Term::column) == terms_.end())
        terms_.push_back(std::move(term));
}

Result<Ordering> Ordering::of(const orm::PredicateCompiler& compiler, const Model& model, const QString& alias,
    const std::vector<orm::OrderBy>& order)
{
    Ordering result;
    const auto add = [&](const QString& name, bool descending) {
        const int attribute = model.attributeIndex(name);
        result.add(
            {compiler.column(model, alias, name), descending, isNullable(model, attribute), false, attribute});
    };
    for (const orm::OrderBy& by : order) {
        if (!model.attribute(by.attribute))
            return orm::unknownAttribute(model, by.attribute, QStringLiteral("order"));
        add(by.attribute, by.descending);
    }
    for (const QString& name : totalOrder(model))
        add(name, false);
    return result;
}

Result<Ordering> Ordering::of(const orm::PredicateCompiler& compiler, const orm::ModelRegistry& registry,
    const orm::Association& association, const orm::AssociationSource& source,
    const std::vector<orm::OrderBy>& order)
{
    const Model& target = registry.at(association.target);
    if (association.through < 0)
        return of(compiler, target, source.targetAlias, order);

    const Model& junction = registry.at(association.through);
    Ordering result;
    const auto addOfJunction = [&](const QString& name, bool descending) {
        const int attribute = junction.attributeIndex(name);
        result.add({compiler.column(junction, source.junctionAlias, name), descending,
            isNullable(junction, attribute), true, attribute});
    };
    const auto addOfTarget = [&](const QString& name, bool descending) {
        const qsizetype part = association.otherReferenced.indexOf(name);
        if (part >= 0) { // a link without a target is not shown, so there is no NULL
            const int attribute = junction.attributeIndex(association.otherKeys[part]);
            result.add({source.far[part], descending, false, true, attribute, target.attributeIndex(name)});
            return;
        }
        const int attribute = target.attributeIndex(name);
        result.add({compiler.column(target, source.targetAlias, name), descending,
            isNullable(target, attribute), false, attribute});
    };
    for (const orm::OrderBy& by : order) {
        if (target.attribute(by.attribute)) {
            addOfTarget(by.attribute, by.descending);
        } else if (by.attribute.startsWith(junction.name + u'.')) {
            const QString name = by.attribute.mid(junction.name.size() + 1);
            if (!junction.attribute(name))
                return orm::unknownAttribute(junction, name, QStringLiteral("order"));
            addOfJunction(name, by.descending);
        } else {
            return orm::unknownAttribute(target, by.attribute, QStringLiteral("order"));
        }
    }
    for (const QString& name : totalOrder(target))
        addOfTarget(name, false);
    for (const QString& name : totalOrder(junction)) {
        if (!association.keys.contains(name)) // the same for all links of a row
            addOfJunction(name, false);
    }
    return result;
}

bool Ordering::isOfJunction() const
{
    return std::ranges::all_of(terms_, &Term::ofJunction);
}

Ordering Ordering::reversed() const
{
    Ordering result = *this;
    for (Term& term : result.terms_)
        term.descending = !term.descending;
    return result;
}

Ordering Ordering::withoutNullsFirst() const
{
    Ordering result = *this;
    result.terms_.front().nullable = false;
    return result;
}

QString Ordering::sql(const orm::Capabilities& engine, size_t first) const
{
    QStringList parts;
    for (size_t i = first; i < terms_.size(); ++i) {
        QString part = terms_[i].column;
        if (terms_[i].descending)
            part += QStringLiteral(" DESC");
        if (terms_[i].nullable && engine.nullsAreLargest)
            part += terms_[i].descending ? QStringLiteral(" NULLS LAST") : QStringLiteral(" NULLS FIRST");
        parts.append(part);
    }
    return parts.join(QStringLiteral(", "));
}

Condition Ordering::after(const std::vector<Value>& values, size_t first) const
{
    Q_ASSERT_X(first + values.size() == terms_.size(), "Ordering::after", "there is a value for each term");
    Condition behind; // of the terms from the present one on
    for (size_t i = terms_.size(); i-- > first;) {
        const Term& term = terms_[i];
        const Value& value = values[i - first];
        const auto compared = [&](const char* operation) {
            return Condition{term.column + QString::fromLatin1(operation), {value}};
        };
        const Condition null{term.column + QStringLiteral(" IS NULL"), {}};
        const Condition notNull{term.column + QStringLiteral(" IS NOT NULL"), {}};
        const bool isLast = i + 1 == terms_.size();
        if (value.isNull()) { // the smallest value
            const Condition greater =
                isLast && term.descending ? Condition{QStringLiteral("1 = 0"), {}} : notNull;
            behind = term.descending ? (isLast ? greater : bothOf(null, behind, " AND "))
                                     : (isLast ? greater : bothOf(greater, behind, " OR "));
            continue;
        }
        Condition atOrBehind = compared(term.descending ? " <= ?" : " >= ?");
        Condition strictly = compared(term.descending ? " < ?" : " > ?");
        if (term.descending && term.nullable) { // NULL comes behind all values
            const auto orNull = [&](const Condition& condition) {
                Condition either;
                return either << QStringLiteral("(") << condition << QStringLiteral(" OR ") << null
                              << QStringLiteral(")");
            };
            atOrBehind = orNull(atOrBehind);
            strictly = orNull(strictly);
        }
        behind = isLast ? strictly : bothOf(atOrBehind, bothOf(strictly, behind, " OR "), " AND ");
    }
    return behind;
}

orm::Cursor Ordering::cursorOf(const Row& row, const Row& junction) const
{
    orm::Cursor cursor;
    for (const Term& term : terms_) {
        // A symmetric link's row does not say by itself which of its keys leads to the target.
        const bool ofRow = !term.ofJunction || term.same >= 0;
        Q_ASSERT_X(ofRow || !junction.isNull(), "Ordering::cursorOf", "a place among links is one of a link");
        cursor.values.push_back(ofRow ? row.value(term.ofJunction ? term.same : term.attribute)
                                      : junction.value(term.attribute));
    }
    return cursor;
}

} // namespace conjoin::sql
