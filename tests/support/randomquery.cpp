// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/randomquery.h"

namespace conjoin::tests {

using orm::Json;
using orm::Value;

Value RandomQuery::value(const orm::Attribute& attribute)
{
    if (attribute.type.kind == model::TypeKind::Integer)
        return Value(qint64(below(6)));
    return Value(QStringLiteral("abcde").mid(below(5), 1) + QString::number(below(3)));
}

Json RandomQuery::condition(int model, int depth)
{
    const orm::Model& here = registry_.at(model);
    const int kind = below(depth < 2 ? 8 : 4);
    if (kind == 4)
        return Json(Json::Object{{QStringLiteral("or"),
            Json(Json::Array{condition(model, depth + 1), condition(model, depth + 1)})}});
    if (kind == 5)
        return Json(Json::Object{{QStringLiteral("not"), condition(model, depth + 1)}});
    if (kind >= 6 && !here.associations.empty()) {
        const orm::Association& association = here.associations[size_t(below(int(here.associations.size())))];
        const int word = below(3);
        const Json asked = word == 2  ? Json(Json::Object{{QStringLiteral("gte"), Json(below(3))}})
                           : oneIn(2) ? Json(true)
                                      : condition(association.target, depth + 1);
        const QString words[] = {QStringLiteral("has"), QStringLiteral("hasNone"), QStringLiteral("count")};
        return Json(Json::Object{{association.name, Json(Json::Object{{words[word], asked}})}});
    }
    const orm::Attribute& attribute = here.attributes[size_t(below(int(here.attributes.size())))];
    return Json(Json::Object{{attribute.name, comparison(attribute, kind)}});
}

Json RandomQuery::comparison(const orm::Attribute& attribute, int kind)
{
    const auto operand = [&] { return orm::valueToJson(value(attribute), attribute.type); };
    if (kind == 0)
        return Json(Json::Object{{oneIn(2) ? QStringLiteral("in") : QStringLiteral("notIn"),
            Json(Json::Array{operand(), operand(), operand()})}});
    if (kind == 1)
        return oneIn(2) ? Json() : Json(Json::Object{{QStringLiteral("ne"), Json()}});
    const QString words[] = {QStringLiteral("eq"), QStringLiteral("ne"), QStringLiteral("gt"),
        QStringLiteral("gte"), QStringLiteral("lt"), QStringLiteral("lte")};
    return Json(Json::Object{{words[below(6)], operand()}});
}

std::vector<orm::OrderBy> RandomQuery::order(const orm::Model& model, const orm::Model* junction)
{
    std::vector<orm::OrderBy> order;
    for (int i = below(3); i > 0; --i) {
        const orm::Model& of = junction && oneIn(3) ? *junction : model;
        const QString name = of.attributes[size_t(below(int(of.attributes.size())))].name;
        order.push_back({&of == &model ? name : of.name + u'.' + name, oneIn(2)});
    }
    return order;
}

std::vector<orm::Include> RandomQuery::includes(int model, int depth)
{
    std::vector<orm::Include> includes;
    for (const orm::Association& association : registry_.at(model).associations) {
        if (!oneIn(depth + 1) || oneIn(2))
            continue;
        const orm::Model* junction = association.through < 0 ? nullptr : &registry_.at(association.through);
        orm::Include include;
        include.association = association.name;
        if (oneIn(3))
            include.where = condition(association.target, 1);
        if (junction && oneIn(3))
            include.throughWhere = condition(association.through, 2);
        include.required = oneIn(4);
        if (association.isToMany() && oneIn(2))
            include.limit = below(4);
        if (association.isToMany() && oneIn(4))
            include.offset = below(3);
        include.order = order(registry_.at(association.target), junction);
        if (oneIn(4))
            include.attributes = QStringList{registry_.at(association.target).attributes.front().name};
        if (junction && oneIn(3))
            include.throughAttributes = QStringList();
        if (depth < 2)
            include.includes = this->includes(association.target, depth + 1);
        includes.push_back(std::move(include));
    }
    return includes;
}

orm::Query RandomQuery::next()
{
    orm::Query query;
    do {
        query.model = below(int(registry_.models().size()));
    } while (registry_.at(query.model).identity().isEmpty());
    if (oneIn(2))
        query.where = condition(query.model);
    query.includes = includes(query.model, 0);
    query.order = order(registry_.at(query.model));
    if (oneIn(3))
        query.limit = below(8);
    if (oneIn(4))
        query.offset = below(4);
    if (oneIn(4))
        query.attributes = QStringList{registry_.at(query.model).attributes.back().name};
    return query;
}

} // namespace conjoin::tests
