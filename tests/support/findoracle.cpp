// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/findoracle.h"

#include <QtGlobal>

#include <algorithm>

namespace conjoin::tests {

using orm::Association;
using orm::AssociationKind;
using orm::Include;
using orm::Json;
using orm::Model;
using orm::Value;

namespace {

/// NULL is smaller than every value.
int order(const Value& a, const Value& b)
{
    if (a.isNull() || b.isNull())
        return int(b.isNull()) - int(a.isNull());
    if (a.isInteger())
        return a.integer() < b.integer() ? -1 : int(a.integer() > b.integer());
    return a.text().compare(b.text());
}

Value valueOf(const Json& json)
{
    if (json.isNull())
        return {};
    return json.isNumber() ? Value(json.digits().toLongLong()) : Value(json.string());
}

const Value& at(const Model& model, const FindOracle::Row& row, const QString& attribute)
{
    return row[size_t(model.attributeIndex(attribute))];
}

} // namespace

FindOracle::FindOracle(const orm::ModelRegistry& registry)
    : registry_(registry)
    , tables_(registry.models().size())
{}

FindOracle::Truth FindOracle::compare(const Value& value, const Json& json) const
{
    const auto truth = [](bool yes) { return yes ? Truth::True : Truth::False; };
    const auto inverse = [](Truth of) {
        return of == Truth::Unknown ? of : of == Truth::True ? Truth::False : Truth::True;
    };
    const auto isOneOf = [&](const Json& list) {
        Truth found = Truth::False;
        for (const Json& item : list.items()) {
            if (item.isNull() && value.isNull())
                return Truth::True;
            if (item.isNull())
                continue;
            if (value.isNull())
                found = Truth::Unknown;
            else if (order(value, valueOf(item)) == 0)
                return Truth::True;
        }
        return found;
    };
    if (json.isNull())
        return truth(value.isNull());
    if (json.isArray())
        return isOneOf(json);
    const Json wanted = json.isObject() ? json : Json(Json::Object{{QStringLiteral("eq"), json}});
    Truth all = Truth::True;
    for (const auto& [operation, operand] : wanted.members()) {
        Truth one = Truth::Unknown;
        if (operand.isNull())
            one = truth(value.isNull() == (operation == u"eq"));
        else if (operation == u"in")
            one = isOneOf(operand);
        else if (operation == u"notIn")
            one = inverse(isOneOf(operand));
        else if (!value.isNull()) {
            const int sign = order(value, valueOf(operand));
            one = truth(operation == u"eq"    ? sign == 0
                        : operation == u"ne"  ? sign != 0
                        : operation == u"gt"  ? sign > 0
                        : operation == u"gte" ? sign >= 0
                        : operation == u"lt"  ? sign < 0
                                              : sign <= 0);
        }
        all = std::min(all, one);
    }
    return all;
}

FindOracle::Truth FindOracle::member(int model, const Row& row, const QString& key, const Json& value) const
{
    const Model& here = registry_.at(model);
    const auto truth = [](bool yes) { return yes ? Truth::True : Truth::False; };
    if (here.attribute(key))
        return compare(at(here, row, key), value);
    if (key == u"and")
        return holds(model, row, value);
    if (key == u"or") {
        Truth any = Truth::False;
        for (const Json& item : value.items())
            any = std::max(any, holds(model, row, item));
        return any;
    }
    if (key == u"not") {
        const Truth inner = holds(model, row, value);
        return inner == Truth::Unknown ? inner : truth(inner == Truth::False);
    }
    const Association* association = here.association(key);
    Q_ASSERT_X(association, "FindOracle", "a key is an attribute, a word or an association");
    Truth all = Truth::True;
    for (const auto& [word, asked] : value.members()) {
        qint64 found = 0;
        for (const Match& match : matches(*association, row, model))
            found += word == u"count" || asked.isBool() ||
                     holds(association->target, *match.target, asked) == Truth::True;
        all = std::min(
            all, word == u"count" ? compare(Value(found), asked) : truth((found > 0) == (word == u"has")));
    }
    return all;
}

FindOracle::Truth FindOracle::holds(int model, const Row& row, const Json& where) const
{
    Truth all = Truth::True;
    if (where.isArray()) {
        for (const Json& item : where.items())
            all = std::min(all, holds(model, row, item));
    } else if (where.isObject()) {
        for (const auto& [key, value] : where.members())
            all = std::min(all, member(model, row, key, value));
    }
    return all;
}

std::vector<FindOracle::Match> FindOracle::matches(
    const Association& association, const Row& near, int nearModel) const
{
    const Model& here = registry_.at(nearModel);
    const Model& target = registry_.at(association.target);
    const auto equal = [&](const Model& a, const Row& of, const QStringList& keys, const Model& b,
                           const Row& other, const QStringList& otherKeys) {
        for (qsizetype i = 0; i < keys.size(); ++i) {
            const Value& value = at(a, of, keys[i]);
            if (value.isNull() || order(value, at(b, other, otherKeys[i])) != 0)
                return false;
        }
        return true;
    };
    std::vector<Match> found;
    if (association.kind != AssociationKind::BelongsToMany) {
        const bool belongs = association.kind == AssociationKind::BelongsTo;
        for (const Row& row : tables_[size_t(association.target)]) {
            if (equal(here, near, belongs ? association.keys : association.referenced, target, row,
                    belongs ? association.referenced : association.keys))
                found.push_back({&row, nullptr});
        }
        return found;
    }
    const Model& junction = registry_.at(association.through);
    const auto follow = [&](const QStringList& keys, const QStringList& otherKeys, const Row& link) {
        if (!equal(here, near, association.referenced, junction, link, keys))
            return;
        for (const Row& row : tables_[size_t(association.target)]) {
            if (equal(junction, link, otherKeys, target, row, association.otherReferenced))
                found.push_back({&row, &link});
        }
    };
    for (const Row& link : tables_[size_t(association.through)]) {
        follow(association.keys, association.otherKeys, link);
        if (association.symmetric) // stored one way round, and seen from both ends
            follow(association.otherKeys, association.keys, link);
    }
    return found;
}

bool FindOracle::hasRequired(int model, const Row& row, const std::vector<Include>& includes) const
{
    return std::ranges::all_of(includes, [&](const Include& include) {
        Include any = include;
        any.limit.reset();
        any.offset = 0;
        return !include.required || !included(any, row, model).empty();
    });
}

std::vector<FindOracle::Match> FindOracle::included(
    const Include& include, const Row& near, int nearModel) const
{
    const Association& association = *registry_.at(nearModel).association(include.association);
    const Model& target = registry_.at(association.target);
    const Model* junction = association.through < 0 ? nullptr : &registry_.at(association.through);
    std::vector<Match> found = matches(association, near, nearModel);
    std::erase_if(found, [&](const Match& match) {
        return holds(association.target, *match.target, include.where) != Truth::True ||
               (junction && holds(association.through, *match.junction, include.throughWhere) != Truth::True) ||
               !hasRequired(association.target, *match.target, include.includes);
    });
    std::ranges::stable_sort(found, [&](const Match& a, const Match& b) {
        for (const orm::OrderBy& by : include.order) {
            const bool own = target.attribute(by.attribute);
            const QString name = own ? by.attribute : by.attribute.section(u'.', 1);
            const int sign = own ? order(at(target, *a.target, name), at(target, *b.target, name))
                                 : order(at(*junction, *a.junction, name), at(*junction, *b.junction, name));
            if (sign != 0)
                return by.descending ? sign > 0 : sign < 0;
        }
        for (const QString& name : target.identity()) {
            if (const int sign = order(at(target, *a.target, name), at(target, *b.target, name)); sign != 0)
                return sign < 0;
        }
        for (const QString& name : junction ? junction->identity() : QStringList()) {
            if (const int sign = order(at(*junction, *a.junction, name), at(*junction, *b.junction, name));
                sign != 0)
                return sign < 0;
        }
        return false;
    });
    if (!association.isToMany()) {
        if (found.size() > 1)
            found.resize(1);
        return found;
    }
    found.erase(found.begin(), found.begin() + std::min<qsizetype>(include.offset, qsizetype(found.size())));
    if (include.limit && found.size() > size_t(*include.limit))
        found.resize(size_t(*include.limit));
    return found;
}

std::vector<const FindOracle::Row*> FindOracle::roots(const orm::Query& query) const
{
    const Model& model = registry_.at(query.model);
    std::vector<const Row*> found;
    for (const Row& row : tables_[size_t(query.model)]) {
        if (holds(query.model, row, query.where) == Truth::True &&
            hasRequired(query.model, row, query.includes))
            found.push_back(&row);
    }
    std::ranges::stable_sort(found, [&](const Row* a, const Row* b) {
        for (const orm::OrderBy& by : query.order) {
            if (const int sign = order(at(model, *a, by.attribute), at(model, *b, by.attribute)); sign != 0)
                return by.descending ? sign > 0 : sign < 0;
        }
        for (const QString& name : model.identity()) {
            if (const int sign = order(at(model, *a, name), at(model, *b, name)); sign != 0)
                return sign < 0;
        }
        return false;
    });
    return found;
}

Json FindOracle::object(int model, const Row& row, const std::optional<QStringList>& only) const
{
    Json object = Json::object();
    const Model& of = registry_.at(model);
    for (size_t i = 0; i < of.attributes.size(); ++i) {
        if (!only || only->contains(of.attributes[i].name))
            object.set(of.attributes[i].name, orm::valueToJson(row[i], of.attributes[i].type));
    }
    return object;
}

void FindOracle::addIncludes(
    Json& object, int model, const Row& row, const std::vector<Include>& includes) const
{
    for (const Include& include : includes) {
        const Association& association = *registry_.at(model).association(include.association);
        Json list = Json::array();
        for (const Match& match : included(include, row, model)) {
            Json item = this->object(association.target, *match.target, include.attributes);
            if (match.junction && !(include.throughAttributes && include.throughAttributes->isEmpty()))
                item.set(registry_.at(association.through).name,
                    this->object(association.through, *match.junction, include.throughAttributes));
            addIncludes(item, association.target, *match.target, include.includes);
            list.append(std::move(item));
        }
        if (association.isToMany())
            object.set(include.association, std::move(list));
        else
            object.set(include.association, list.items().empty() ? Json() : list.items().front());
    }
}

Json FindOracle::find(const orm::Query& query) const
{
    Json list = Json::array();
    std::vector<const Row*> found = roots(query);
    found.erase(found.begin(), found.begin() + std::min<qsizetype>(query.offset, qsizetype(found.size())));
    if (query.limit && found.size() > size_t(*query.limit))
        found.resize(size_t(*query.limit));
    for (const Row* row : found) {
        Json item = object(query.model, *row, query.attributes);
        addIncludes(item, query.model, *row, query.includes);
        list.append(std::move(item));
    }
    return list;
}

qint64 FindOracle::count(const orm::Query& query) const
{
    return qint64(roots(query).size());
}

} // namespace conjoin::tests
