// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowsearch.h"

#include "orm/query/predicate.h"
#include "orm/sql/finder.h"
#include "orm/sql/loader.h"
#include "orm/sql/ordering.h"

#include <QRegularExpression>

namespace conjoin::sql {

using orm::Condition;
using orm::Json;
using orm::Model;

Result<Rows> search(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& typed, int limit, LongValues longValues)
{
    const QString label = registry.at(model).labelAttribute();
    return searchBy(connection, registry, model, label.isEmpty() ? QStringList() : QStringList{label}, typed,
        limit, longValues);
}

Result<Rows> searchBy(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QStringList& labels, const QString& typed, int limit, LongValues longValues)
{
    orm::PredicateCompiler compiler(registry, connection.dialect());
    const Model& of = registry.at(model);
    const QString alias = compiler.newAlias();
    const QString text = typed.trimmed();
    const QStringList identity = of.identity();

    const auto compare = [&](const QString& attribute, const char* operation,
                             const QString& operand) -> Result<Condition> {
        const Json asked = Json(Json::Object{{QString::fromLatin1(operation), Json(operand)}});
        return compiler.where(model, alias, Json(Json::Object{{attribute, asked}}), QStringLiteral("search"));
    };
    Condition matches;
    Condition rank; // 0: it is the row that was typed, 1: it begins so, 2: it holds it
    if (!text.isEmpty()) {
        rank << QStringLiteral("CASE");
        const auto add = [&](const Result<Condition>& condition, int value) {
            if (!condition)
                return; // what was typed can't be a value of that column
            matches << QString::fromLatin1(matches.isEmpty() ? "" : " OR ") << *condition;
            rank << QStringLiteral(" WHEN ") << *condition << QStringLiteral(" THEN %1").arg(value);
        };
        if (identity.size() == 1) {
            if (const auto key = orm::keyCondition(of, text))
                add(compiler.where(model, alias, *key, QStringLiteral("search")), 0);
        }
        for (const char* operation : {"eq", "iStartsWith", "iSubstring"}) {
            const int value = operation == QLatin1String("eq") ? 0 : operation == QLatin1String("iStartsWith") ? 1 : 2;
            for (const QString& label : labels)
                add(compare(label, operation, text), value);
        }
        if (labels.size() > 1) {
            // The words of a label of several columns, in whichever of them each one is.
            static const QRegularExpression gaps(QStringLiteral("[^\\w]+"),
                QRegularExpression::UseUnicodePropertiesOption);
            Condition all;
            for (const QString& word : text.split(gaps, Qt::SkipEmptyParts)) {
                std::vector<Condition> any;
                for (const QString& label : labels) {
                    if (auto one = compare(label, "iSubstring", word))
                        any.push_back(std::move(*one));
                }
                all.and_(orm::anyOf(any));
            }
            if (!all.isEmpty())
                add(all, 2);
        }
        if (labels.isEmpty()) {
            for (const QString& column : identity)
                add(compare(column, "iStartsWith", text), 1);
        }
        rank << QStringLiteral(" ELSE 3 END");
        if (matches.isEmpty())
            return Rows();
    }
    std::vector<orm::OrderBy> order;
    for (const QString& label : labels)
        order.push_back({label, false});
    const auto terms = Ordering::of(compiler, of, alias, order);
    if (!terms)
        return failure(terms);

    Projection projection(of, std::nullopt, longValues);
    for (const Ordering::Term& term : terms->terms())
        projection.need(term.attribute);
    Condition statement;
    statement << QStringLiteral("SELECT ")
              << projection.columns(compiler, alias, connection.dialect()).join(QStringLiteral(", "))
              << QStringLiteral(" FROM ")
              << compiler.tableName(of) << QStringLiteral(" AS ") << alias;
    if (!matches.isEmpty())
        statement << QStringLiteral(" WHERE ") << matches;
    statement << QStringLiteral(" ORDER BY ");
    if (!rank.isEmpty())
        statement << rank << QStringLiteral(", ");
    statement << terms->sql(connection.dialect().capabilities()) << QStringLiteral(" LIMIT %1").arg(limit);
    return Loader(connection, registry).rowsOf(model, projection, statement);
}

} // namespace conjoin::sql
