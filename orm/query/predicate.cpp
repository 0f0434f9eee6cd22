// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/predicate.h"

#include "orm/base/moment.h"
#include "orm/entity/unknownname.h"

namespace conjoin::orm {

namespace {

/// The JSON column that a key such as `meta.video.url` begins with.
const Attribute* jsonAttribute(const Model& model, const QString& key)
{
    for (const Attribute& attribute : model.attributes) {
        const model::TypeKind kind = meaning(attribute.type);
        const bool json = kind == model::TypeKind::Json || kind == model::TypeKind::Jsonb;
        if (json && key.startsWith(attribute.name + u'.') && key.size() > attribute.name.size() + 1)
            return &attribute;
    }
    return nullptr;
}

} // namespace

QStringList nearColumns(const Association& association)
{
    return association.kind == AssociationKind::BelongsTo ? association.keys : association.referenced;
}

PredicateCompiler::PredicateCompiler(const ModelRegistry& registry, const Dialect& dialect)
    : registry_(registry)
    , dialect_(dialect)
    , comparison_(dialect)
{}

QString PredicateCompiler::newAlias()
{
    return QStringLiteral("t%1").arg(aliases_++);
}

QString PredicateCompiler::tableName(const Model& model) const
{
    const QString name = dialect_.quoted(model.table);
    return model.schema.isEmpty() ? name : dialect_.quoted(model.schema) + u'.' + name;
}

QString PredicateCompiler::column(const Model& model, const QString& alias, const QString& attribute) const
{
    return alias + u'.' + dialect_.quoted(model.column(attribute));
}

QStringList PredicateCompiler::columns(
    const Model& model, const QString& alias, const QStringList& attributes) const
{
    QStringList result;
    for (const QString& attribute : attributes)
        result.append(column(model, alias, attribute));
    return result;
}

Operand PredicateCompiler::operand(const Model& model, const QString& alias, const Attribute& attribute) const
{
    // SQLite calls a column `json` and knows no such type: it is compared as what it means.
    const bool nativeJson =
        attribute.type.kind == model::TypeKind::Native && meaning(attribute.type) == model::TypeKind::Json;
    const model::DataType type = nativeJson ? model::DataType::of(model::TypeKind::Json) : attribute.type;
    return {{column(model, alias, attribute.name), {}}, type, &model, alias};
}

QString PredicateCompiler::selectList(const Model& model, const QString& alias) const
{
    return columns(model, alias, model.attributeNames()).join(QStringLiteral(", "));
}

Condition PredicateCompiler::alive(const Model& model, const QString& alias) const
{
    if (model.deletedAt.isEmpty())
        return {};
    return {column(model, alias, model.deletedAt) + QStringLiteral(" IS NULL"), {}};
}

Condition PredicateCompiler::scoped(
    const Model& model, const QString& alias, const std::vector<ScopeValue>& scope) const
{
    Condition result;
    for (const ScopeValue& each : scope) {
        const QString attribute = column(model, alias, each.attribute);
        result.and_(each.value.isNull() ? Condition{attribute + QStringLiteral(" IS NULL"), {}}
                                        : Condition{attribute + QStringLiteral(" = ?"), {each.value}});
    }
    return result;
}

Condition PredicateCompiler::ownOfLinks(
    const Association& association, const QString& junctionAlias, bool deleted) const
{
    const Model& junction = registry_.at(association.through);
    Condition own = scoped(junction, junctionAlias, association.throughScope);
    if (!deleted)
        own.and_(alive(junction, junctionAlias));
    return own;
}

Condition PredicateCompiler::ownOfTargets(
    const Association& association, const QString& targetAlias, bool deleted) const
{
    const Model& target = registry_.at(association.target);
    Condition own = scoped(target, targetAlias, association.scope);
    if (!deleted)
        own.and_(alive(target, targetAlias));
    return own;
}

/// The junction of a symmetric link as a table in which each link stands twice, once from each end: all columns
/// as they are stored, and behind them the keys of this end and of the other.
QString PredicateCompiler::bothWays(const Association& association, AssociationSource& result) const
{
    const Model& junction = registry_.at(association.through);
    QStringList stored, same;
    for (const Attribute& attribute : junction.attributes)
        stored.append(dialect_.quoted(attribute.column));
    const auto unused = [&](QString name) {
        while (stored.contains(dialect_.quoted(name), Qt::CaseInsensitive))
            name += u'_';
        return dialect_.quoted(name);
    };
    QString forth = stored.join(QStringLiteral(", ")), back = forth;
    const auto add = [&](const QString& name, const QString& first, const QString& second, QStringList& seen) {
        forth += QStringLiteral(", ") + first + QStringLiteral(" AS ") + name;
        back += QStringLiteral(", ") + second + QStringLiteral(" AS ") + name;
        seen.append(result.junctionAlias + u'.' + name);
    };
    for (qsizetype i = 0; i < association.keys.size(); ++i) {
        const QString here = dialect_.quoted(junction.column(association.keys[i]));
        const QString there = dialect_.quoted(junction.column(association.otherKeys[i]));
        add(unused(QStringLiteral("this%1").arg(i)), here, there, result.joined);
        add(unused(QStringLiteral("other%1").arg(i)), there, here, result.far);
        same.append(here + QStringLiteral(" = ") + there);
    }
    const QString from = QStringLiteral(" FROM ") + tableName(junction);
    return QStringLiteral("(SELECT ") + forth + from + QStringLiteral(" UNION ALL SELECT ") + back + from +
           QStringLiteral(" WHERE NOT (") + same.join(QStringLiteral(" AND ")) + QStringLiteral("))");
}

AssociationSource PredicateCompiler::source(const Association& association, Deleted shown)
{
    AssociationSource result;
    const Model& target = registry_.at(association.target);
    if (association.kind != AssociationKind::BelongsToMany) {
        result.targetAlias = newAlias();
        result.from = tableName(target) + QStringLiteral(" AS ") + result.targetAlias;
        result.joined = columns(target, result.targetAlias,
            association.kind == AssociationKind::BelongsTo ? association.referenced : association.keys);
        result.own = ownOfTargets(association, result.targetAlias, shown.targets);
        return result;
    }
    const Model& junction = registry_.at(association.through);
    result.junctionAlias = newAlias();
    result.targetAlias = newAlias();
    QString links = tableName(junction);
    if (association.symmetric) {
        links = bothWays(association, result);
    } else {
        result.joined = columns(junction, result.junctionAlias, association.keys);
        result.far = columns(junction, result.junctionAlias, association.otherKeys);
    }
    QStringList on = columns(target, result.targetAlias, association.otherReferenced);
    for (qsizetype i = 0; i < on.size(); ++i)
        on[i] += QStringLiteral(" = ") + result.far[i];
    result.from = links + QStringLiteral(" AS ") + result.junctionAlias + QStringLiteral(" JOIN ") +
                  tableName(target) + QStringLiteral(" AS ") + result.targetAlias + QStringLiteral(" ON ") +
                  on.join(QStringLiteral(" AND "));
    result.own = ownOfLinks(association, result.junctionAlias, shown.links);
    result.own.and_(ownOfTargets(association, result.targetAlias, shown.targets));
    return result;
}

Result<Condition> PredicateCompiler::where(
    int model, const QString& alias, const Json& where, const QString& place)
{
    if (where.isNull())
        return Condition();
    auto all = parts(model, alias, where, place);
    if (!all)
        return failure(all);
    Condition result;
    for (const Condition& part : *all)
        result.and_(part);
    return result;
}

/// One condition for each member of an object or item of a list, the empty ones left out.
Result<std::vector<Condition>> PredicateCompiler::parts(
    int model, const QString& alias, const Json& json, const QString& place)
{
    std::vector<Condition> result;
    const auto add = [&](Result<Condition> part) -> Result<void> {
        if (!part)
            return failure(part);
        if (!part->isEmpty())
            result.push_back(std::move(*part));
        return {};
    };
    if (json.isArray()) {
        for (size_t i = 0; i < json.items().size(); ++i) {
            const QString at = place + QStringLiteral("[%1]").arg(i);
            if (auto added = add(where(model, alias, json.items()[i], at)); !added)
                return failure(added);
        }
    } else if (json.isObject()) {
        for (const Json::Member& member : json.members()) {
            if (auto added = add(object(model, alias, {member}, place)); !added)
                return failure(added);
        }
    } else {
        return inputError(place, message("where.form", "a condition is an object or a list of objects"));
    }
    return result;
}

Result<Condition> PredicateCompiler::object(
    int model, const QString& alias, const Json::Object& members, const QString& place)
{
    const Model& here = registry_.at(model);
    Condition result;
    for (const auto& [key, value] : members) {
        const QString at = place + u'.' + key;
        Result<Condition> part;
        if (const Attribute* attribute = here.attribute(key)) {
            part = comparison_.compare(operand(here, alias, *attribute), value, at);
        } else if (key == u"and") {
            part = where(model, alias, value, at);
        } else if (key == u"or") {
            auto each = parts(model, alias, value, at);
            part = each ? anyOf(*each) : Result<Condition>(failure(each));
        } else if (key == u"not") {
            part = where(model, alias, value, at);
            if (part)
                part = negated(*part);
        } else if (key.size() > 2 && key.startsWith(u'$') && key.endsWith(u'$')) {
            part = path(model, alias, key.mid(1, key.size() - 2), value, at);
        } else if (const Association* found = here.association(key)) {
            part = association(here, *found, alias, value, at);
        } else if (const Attribute* json = jsonAttribute(here, key)) {
            part = comparison_.compareAt(
                operand(here, alias, *json), key.mid(json->name.size() + 1).split(u'.'), value, at);
        } else {
            Error error = unknownKey(here, key, place);
            if (comparisonOperators().contains(key)) {
                error.hint = message("where.operator.hint",
                    "an operator follows the attribute that it is about: {\"%1\": {\"%2\": …}}",
                    {here.attributes.empty() ? QStringLiteral("name") : here.attributes.front().name, key});
            }
            return error;
        }
        if (!part)
            return part;
        result.and_(*part);
    }
    return result;
}

Result<Condition> PredicateCompiler::path(
    int model, const QString& alias, const QString& text, const Json& json, const QString& place)
{
    const QStringList names = text.split(u'.');
    if (names.size() == 1)
        return object(model, alias, {{names.first(), json}}, place);
    if (names.size() > longestPath) {
        return inputError(place.left(40) + u'…',
            message("where.long", "a path of more than %1 associations", {QString::number(longestPath)}));
    }
    return pathStep(model, alias, names, json, place);
}

Result<Condition> PredicateCompiler::pathStep(
    int model, const QString& alias, const QStringList& names, const Json& json, const QString& place)
{
    const Model& here = registry_.at(model);
    const Association* step = here.association(names.first());
    if (!step)
        return unknownAssociation(here, names.first(), place);
    const AssociationSource far = source(*step);
    const bool ofJunction =
        names.size() == 3 && step->through >= 0 && registry_.at(step->through).name == names[1];
    const int attributeModel = ofJunction ? step->through : step->target;
    Result<Condition> inner;
    if (names.size() == 2 || ofJunction) {
        const Model& there = registry_.at(attributeModel);
        const Attribute* attribute = there.attribute(names.last());
        if (!attribute)
            return unknownAttribute(there, names.last(), place);
        const QString& at = ofJunction ? far.junctionAlias : far.targetAlias;
        inner = comparison_.compare(operand(there, at, *attribute), json, place);
    } else {
        inner = pathStep(step->target, far.targetAlias, names.mid(1), json, place);
    }
    if (!inner)
        return inner;
    auto some = exists(here, *step, alias, far, *inner);
    if (!some || !meansNull(json))
        return some;
    // An outer join has NULL there for a row without any associated row.
    auto any = exists(here, *step, alias, source(*step), {});
    return any ? anyOf({*some, negated(*any)}) : any;
}

Result<Condition> PredicateCompiler::exists(const Model& here, const Association& association,
    const QString& alias, const AssociationSource& source, const Condition& inner) const
{
    Condition match;
    const QStringList near = columns(here, alias, nearColumns(association));
    for (qsizetype i = 0; i < near.size(); ++i)
        match.and_({source.joined[i] + QStringLiteral(" = ") + near[i], {}});
    match.and_(source.own);
    match.and_(inner);
    Condition result;
    return result << QStringLiteral("EXISTS (SELECT 1 FROM ") << source.from << QStringLiteral(" WHERE ")
                  << match << QStringLiteral(")");
}

Result<Condition> PredicateCompiler::association(const Model& here, const Association& association,
    const QString& alias, const Json& json, const QString& place)
{
    const QStringList words{QStringLiteral("has"), QStringLiteral("hasNone"), QStringLiteral("count")};
    const Message hint = message(
        "where.association.hint", "ask {\"%1\": {\"has\": …}}, \"hasNone\" or \"count\"", {association.name});
    if (!json.isObject() || json.members().empty())
        return inputError(
            place, message("where.association", "\"%1\" is an association", {association.name}), hint);
    // Of the target, and under the junction's name of the row of the link, unless the target knows that name.
    const auto ofOne = [&](const AssociationSource& far, const Json& asked,
                           const QString& at) -> Result<Condition> {
        const QString junction = association.through < 0 ? QString() : registry_.at(association.through).name;
        const Model& target = registry_.at(association.target);
        const Json* ofLink = target.attribute(junction) || target.association(junction) ? nullptr
                                                                                       : asked.find(junction);
        if (junction.isEmpty() || !ofLink)
            return where(association.target, far.targetAlias, asked, at);
        Json rest = asked;
        std::erase_if(rest.members(), [&](const Json::Member& member) { return member.first == junction; });
        auto ofTarget = where(association.target, far.targetAlias, rest, at);
        auto ofJunction = where(association.through, far.junctionAlias, *ofLink, at + u'.' + junction);
        if (ofTarget && ofJunction)
            ofTarget->and_(*ofJunction);
        return ofJunction ? ofTarget : ofJunction;
    };
    Condition result;
    for (const auto& [word, value] : json.members()) {
        if (!words.contains(word))
            return inputError(place,
                message("where.association.word", "no question to an association is called \"%1\"", {word}),
                hint);
        const AssociationSource far = source(association);
        if (word == u"count") {
            Condition match;
            const QStringList near = columns(here, alias, nearColumns(association));
            for (qsizetype i = 0; i < near.size(); ++i)
                match.and_({far.joined[i] + QStringLiteral(" = ") + near[i], {}});
            match.and_(far.own);
            Condition counted;
            counted << QStringLiteral("(SELECT COUNT(*) FROM ") << far.from << QStringLiteral(" WHERE ")
                    << match << QStringLiteral(")");
            const Operand number{counted, model::DataType::of(model::TypeKind::BigInt), nullptr, {}};
            auto part = comparison_.compare(number, value, place + u'.' + word);
            if (!part)
                return part;
            result.and_(*part);
            continue;
        }
        Condition inner;
        if (!value.isBool()) {
            auto compiled = ofOne(far, value, place + u'.' + word);
            if (!compiled)
                return compiled;
            inner = std::move(*compiled);
        }
        auto some = exists(here, association, alias, far, inner);
        if (!some)
            return some;
        const bool wanted = (word == u"has") == (!value.isBool() || value.toBool());
        result.and_(wanted ? *some : negated(*some));
    }
    return result;
}

Result<Condition> PredicateCompiler::included(
    const Association& association, const AssociationSource& source, const Include& include)
{
    const QString place = QStringLiteral("include ") + include.association;
    auto result =
        where(association.target, source.targetAlias, include.where, place + QStringLiteral(".where"));
    if (!result)
        return result;
    if (association.through >= 0) {
        auto through = where(association.through, source.junctionAlias, include.throughWhere,
            place + QStringLiteral(".through.where"));
        if (!through)
            return through;
        result->and_(*through);
    }
    auto nested = required(association.target, source.targetAlias, include.includes);
    if (!nested)
        return nested;
    result->and_(*nested);
    return result;
}

Result<Condition> PredicateCompiler::rootRows(const Query& query, const QString& alias)
{
    auto result = where(query.model, alias, query.where, QStringLiteral("where"));
    if (!result)
        return result;
    auto includes = required(query.model, alias, query.includes);
    if (!includes)
        return includes;
    result->and_(*includes);
    if (!query.deleted)
        result->and_(alive(registry_.at(query.model), alias));
    return result;
}

Result<Condition> PredicateCompiler::required(
    int model, const QString& alias, const std::vector<Include>& includes)
{
    Condition result;
    for (const Include& include : includes) {
        const Association* found = registry_.at(model).association(include.association);
        if (!found)
            return unknownAssociation(registry_.at(model), include.association, QStringLiteral("include"));
        if (!include.required && !(include.rightJoin && dialect_.capabilities().rightJoins))
            continue;
        const AssociationSource far = source(*found, include.deleted);
        auto inner = included(*found, far, include);
        if (!inner)
            return inner;
        auto some = exists(registry_.at(model), *found, alias, far, *inner);
        if (!some)
            return some;
        result.and_(*some);
    }
    return result;
}

} // namespace conjoin::orm
