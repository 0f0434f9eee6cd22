// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/question.h"

namespace conjoin::orm {

namespace {

Json listOf(const QStringList& names)
{
    Json list = Json::array();
    for (const QString& name : names)
        list.append(name);
    return list;
}

Json orderOf(const std::vector<OrderBy>& order)
{
    Json list = Json::array();
    for (const OrderBy& by : order) {
        if (by.path.isEmpty() && !by.descending) {
            list.append(by.attribute);
            continue;
        }
        Json term = listOf(by.path + QStringList{by.attribute});
        if (by.descending)
            term.append(QStringLiteral("DESC"));
        list.append(std::move(term));
    }
    return list;
}

Json includeOf(const Include& include);

void addCommon(Json& question, const Json& where, const std::optional<QStringList>& attributes,
    const std::vector<Include>& includes, const std::vector<OrderBy>& order, const std::optional<int>& limit,
    int offset)
{
    if (!where.isNull())
        question.set(QStringLiteral("where"), where);
    if (attributes)
        question.set(QStringLiteral("attributes"), listOf(*attributes));
    if (!includes.empty()) {
        Json list = Json::array();
        for (const Include& include : includes)
            list.append(includeOf(include));
        question.set(QStringLiteral("include"), std::move(list));
    }
    if (!order.empty())
        question.set(QStringLiteral("order"), orderOf(order));
    if (limit)
        question.set(QStringLiteral("limit"), *limit);
    if (offset > 0)
        question.set(QStringLiteral("offset"), offset);
}

Json includeOf(const Include& include)
{
    Json question = Json::object();
    question.set(QStringLiteral("association"), include.association);
    addCommon(question, include.where, include.attributes, include.includes, include.order, include.limit,
        include.offset);
    if (!include.where.isNull() || include.required) // a condition alone would make it required
        question.set(QStringLiteral("required"), include.required);
    Json through = Json::object();
    if (!include.throughWhere.isNull())
        through.set(QStringLiteral("where"), include.throughWhere);
    if (include.throughAttributes)
        through.set(QStringLiteral("attributes"), listOf(*include.throughAttributes));
    if (!through.members().empty())
        question.set(QStringLiteral("through"), std::move(through));
    return question;
}

} // namespace

Json questionOf(const Query& query)
{
    Json question = Json::object();
    addCommon(question, query.where, query.attributes, query.includes, query.order, query.limit, query.offset);
    return question;
}

} // namespace conjoin::orm
