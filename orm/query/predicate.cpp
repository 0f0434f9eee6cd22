// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/predicate.h"

#include "orm/entity/unknownname.h"

namespace conjoin::orm {

namespace {

constexpr const char* alwaysFalse = "1 = 0";
constexpr const char* alwaysTrue = "1 = 1";

QStringList operators()
{
    QStringList names;
    for (const char* name :
        {"eq", "ne", "gt", "gte", "lt", "lte", "between", "notBetween", "in", "notIn", "like", "notLike",
            "iLike", "notILike", "startsWith", "endsWith", "substring", "is", "isNot", "not", "and", "or"})
        names.append(QString::fromLatin1(name));
    return names;
}

/// Operators that SQLite has no counterpart for.
bool isForeign(const QString& operation)
{
    for (const char* name : {"regexp", "notRegexp", "iRegexp", "notIRegexp", "contains", "contained", "overlap",
             "any", "all", "match"}) {
        if (operation == QLatin1String(name))
            return true;
    }
    return false;
}

/// `text` with the pattern characters of LIKE made plain by `\`.
QString escapedPattern(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\"));
    text.replace(u'%', QStringLiteral("\\%"));
    text.replace(u'_', QStringLiteral("\\_"));
    return text;
}

Condition negated(const Condition& condition)
{
    Condition result;
    result << QStringLiteral("NOT (") << condition << QStringLiteral(")");
    return result;
}

bool meansNull(const Json& json)
{
    if (json.isNull())
        return true;
    if (!json.isObject() || json.members().size() != 1)
        return false;
    const auto& [key, value] = json.members().front();
    return value.isNull() && (key == u"is" || key == u"eq");
}

} // namespace

void Condition::and_(const Condition& other)
{
    if (other.isEmpty())
        return;
    if (!sql.isEmpty())
        sql += QStringLiteral(" AND ");
    *this << other;
}

Condition& Condition::operator<<(const Condition& other)
{
    sql += other.sql;
    values.insert(values.end(), other.values.begin(), other.values.end());
    return *this;
}

QStringList nearColumns(const Association& association)
{
    return association.kind == AssociationKind::BelongsTo ? association.keys : association.referenced;
}

/// What is compared, its declared type, and the values of its parameters.
struct PredicateCompiler::Column {
    QString sql;
    model::DataType type;
    std::vector<Value> values{};

    /// The column and what follows it.
    Condition followedBy(const QString& text) const { return {sql + text, values}; }
};

PredicateCompiler::PredicateCompiler(const ModelRegistry& registry, const Dialect& dialect)
    : registry_(registry)
    , dialect_(dialect)
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

Condition PredicateCompiler::ownOfLinks(
    const Association& association, const QString& junctionAlias, bool deleted) const
{
    const Model& junction = registry_.at(association.through);
    Condition own;
    for (const ScopeValue& scope : association.throughScope) {
        const QString scoped = column(junction, junctionAlias, scope.attribute);
        own.and_(scope.value.isNull() ? Condition{scoped + QStringLiteral(" IS NULL"), {}}
                                      : Condition{scoped + QStringLiteral(" = ?"), {scope.value}});
    }
    if (!deleted)
        own.and_(alive(junction, junctionAlias));
    return own;
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
        if (!shown.targets)
            result.own = alive(target, result.targetAlias);
        return result;
    }
    const Model& junction = registry_.at(association.through);
    result.junctionAlias = newAlias();
    result.targetAlias = newAlias();
    QStringList on;
    for (qsizetype i = 0; i < association.otherKeys.size(); ++i) {
        on.append(column(target, result.targetAlias, association.otherReferenced[i]) + QStringLiteral(" = ") +
                  column(junction, result.junctionAlias, association.otherKeys[i]));
    }
    result.from = tableName(junction) + QStringLiteral(" AS ") + result.junctionAlias +
                  QStringLiteral(" JOIN ") + tableName(target) + QStringLiteral(" AS ") + result.targetAlias +
                  QStringLiteral(" ON ") + on.join(QStringLiteral(" AND "));
    result.joined = columns(junction, result.junctionAlias, association.keys);
    result.own = ownOfLinks(association, result.junctionAlias, shown.links);
    if (!shown.targets)
        result.own.and_(alive(target, result.targetAlias));
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

Result<Condition> PredicateCompiler::anyOf(const std::vector<Condition>& parts) const
{
    Condition result;
    if (parts.empty())
        return result << alwaysFalse; // as in Sequelize: "one of none" holds for no row
    result << QStringLiteral("(");
    for (size_t i = 0; i < parts.size(); ++i)
        result << QString::fromLatin1(i == 0 ? "" : " OR ") << QStringLiteral("(") << parts[i]
               << QStringLiteral(")");
    return result << QStringLiteral(")");
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
            part = compare({column(here, alias, key), attribute->type}, value, at);
        } else if (key == u"and") {
            part = where(model, alias, value, at);
        } else if (key == u"or") {
            auto each = parts(model, alias, value, at);
            part = each ? anyOf(*each) : Result<Condition>(failure(each));
        } else if (key == u"not") {
            part = where(model, alias, value, at);
            if (part)
                part = part->isEmpty() ? Condition{alwaysFalse, {}} : negated(*part);
        } else if (key.size() > 2 && key.startsWith(u'$') && key.endsWith(u'$')) {
            part = path(model, alias, key.mid(1, key.size() - 2), value, at);
        } else if (const Association* found = here.association(key)) {
            part = association(here, *found, alias, value, at);
        } else {
            Error error = unknownKey(here, key, place);
            if (operators().contains(key)) {
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
        inner = compare({column(there, at, attribute->name), attribute->type}, json, place);
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
            auto part = compare({counted.sql, model::DataType::of(model::TypeKind::BigInt), counted.values},
                value, place + u'.' + word);
            if (!part)
                return part;
            result.and_(*part);
            continue;
        }
        Condition inner;
        if (!value.isBool()) {
            auto compiled = where(association.target, far.targetAlias, value, place + u'.' + word);
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

Result<Condition> PredicateCompiler::required(
    int model, const QString& alias, const std::vector<Include>& includes)
{
    Condition result;
    for (const Include& include : includes) {
        const Association* found = registry_.at(model).association(include.association);
        if (!found)
            return unknownAssociation(registry_.at(model), include.association, QStringLiteral("include"));
        if (!include.required)
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

Result<Condition> PredicateCompiler::compare(const Column& column, const Json& json, const QString& place)
{
    if (json.isArray())
        return list(column, json, false, place);
    if (!json.isObject())
        return apply(column, QStringLiteral("eq"), json, place);
    if (json.members().empty())
        return inputError(place, message("where.empty", "an empty object asks nothing"),
            message("where.empty.hint", "write a value, or an operator such as {\"gte\": 18}"));
    Condition result;
    for (const auto& [operation, operand] : json.members()) {
        auto part = apply(column, operation, operand, place + u'.' + operation);
        if (!part)
            return part;
        result.and_(*part);
    }
    return result;
}

Result<Condition> PredicateCompiler::apply(
    const Column& column, const QString& operation, const Json& json, const QString& place)
{
    static const QHash<QString, QString> comparisons{{QStringLiteral("eq"), QStringLiteral(" = ?")},
        {QStringLiteral("ne"), QStringLiteral(" <> ?")}, {QStringLiteral("gt"), QStringLiteral(" > ?")},
        {QStringLiteral("gte"), QStringLiteral(" >= ?")}, {QStringLiteral("lt"), QStringLiteral(" < ?")},
        {QStringLiteral("lte"), QStringLiteral(" <= ?")}, {QStringLiteral("is"), QStringLiteral(" = ?")},
        {QStringLiteral("isNot"), QStringLiteral(" <> ?")}, {QStringLiteral("not"), QStringLiteral(" <> ?")}};

    const bool negative = operation == u"ne" || operation == u"isNot" || operation == u"not";
    const bool equality = negative || operation == u"eq" || operation == u"is";
    if (equality && json.isNull())
        return column.followedBy(QLatin1String(negative ? " IS NOT NULL" : " IS NULL"));
    if (operation == u"in" || operation == u"notIn" || (equality && json.isArray()))
        return list(column, json, negative || operation == u"notIn", place);
    if (operation == u"not" && json.isObject()) {
        auto inner = compare(column, json, place);
        return inner ? negated(*inner) : inner;
    }
    if (operation == u"and" || operation == u"or") {
        std::vector<Condition> each;
        const auto add = [&](const Json& item) -> Result<void> {
            auto part = compare(column, item, place);
            if (!part)
                return failure(part);
            each.push_back(std::move(*part));
            return {};
        };
        if (!json.isArray() && !json.isObject())
            return inputError(place, message("where.list", "\"%1\" takes a list or an object", {operation}));
        if (json.isArray()) {
            for (const Json& item : json.items()) {
                if (auto added = add(item); !added)
                    return failure(added);
            }
        } else {
            for (const Json::Member& member : json.members()) {
                if (auto added = add(Json(Json::Object{member})); !added)
                    return failure(added);
            }
        }
        if (operation == u"or")
            return anyOf(each);
        Condition all;
        for (const Condition& part : each)
            all.and_(part);
        return all;
    }
    if (operation == u"between" || operation == u"notBetween") {
        if (!json.isArray() || json.items().size() != 2)
            return inputError(
                place, message("where.between", "\"%1\" takes a list of two values", {operation}));
        Condition result = column.followedBy(
            QLatin1String(operation == u"between" ? " BETWEEN ? AND ?" : " NOT BETWEEN ? AND ?"));
        for (const Json& bound : json.items()) {
            auto value = valueFromJson(bound, column.type, place);
            if (!value)
                return failure(value);
            result.values.push_back(std::move(*value));
        }
        return result;
    }
    if (const auto comparison = comparisons.constFind(operation); comparison != comparisons.cend()) {
        if (json.isNull())
            return inputError(place, message("where.null", "null can't be compared by \"%1\"", {operation}));
        auto value = valueFromJson(json, column.type, place);
        if (!value)
            return failure(value);
        Condition result = column.followedBy(*comparison);
        result.values.push_back(std::move(*value));
        if (operation == u"isNot")
            return anyOf({result, column.followedBy(QStringLiteral(" IS NULL"))});
        return result;
    }
    if (isForeign(operation))
        return inputError(
            place, message("where.unsupported", "\"%1\" is not available on %2", {operation, dialect_.name()}));
    if (!operators().contains(operation))
        return inputError(place, message("where.operator", "no operator is called \"%1\"", {operation}),
            nameHint(operation, operators()));
    return like(column, operation, json, place);
}

Result<Condition> PredicateCompiler::list(
    const Column& column, const Json& json, bool negated, const QString& place)
{
    if (!json.isArray())
        return inputError(place, message("where.in", "a list of values is needed"));
    Condition items;
    bool hasNull = false;
    for (const Json& item : json.items()) {
        if (item.isNull()) {
            hasNull = true;
            continue;
        }
        auto value = valueFromJson(item, column.type, place);
        if (!value)
            return failure(value);
        items << Condition{QLatin1String(items.values.empty() ? "?" : ", ?"), {std::move(*value)}};
    }
    Condition result;
    if (!items.isEmpty())
        result = column.followedBy(QLatin1String(negated ? " NOT IN (" : " IN ("))
                 << items << QStringLiteral(")");
    const Condition null = column.followedBy(QLatin1String(negated ? " IS NOT NULL" : " IS NULL"));
    if (result.isEmpty())
        return hasNull ? null : Condition{negated ? alwaysTrue : alwaysFalse, {}};
    if (!hasNull)
        return result;
    if (!negated)
        return anyOf({result, null});
    result.and_(null);
    return result;
}

Result<Condition> PredicateCompiler::like(
    const Column& column, const QString& operation, const Json& json, const QString& place)
{
    if (!json.isString() && !json.isNumber())
        return inputError(place, message("where.like", "\"%1\" takes a text", {operation}));
    QString pattern = json.isString() ? json.string() : json.digits();
    const bool escaped = operation == u"startsWith" || operation == u"endsWith" || operation == u"substring";
    if (escaped)
        pattern = escapedPattern(pattern);
    if (operation == u"endsWith" || operation == u"substring")
        pattern.prepend(u'%');
    if (operation == u"startsWith" || operation == u"substring")
        pattern.append(u'%');

    const bool blind = operation == u"iLike" || operation == u"notILike"; // to letter case
    const bool negative = operation.startsWith(u"not");
    QString sql = blind ? QStringLiteral("LOWER(") + column.sql + u')' : column.sql;
    sql += QLatin1String(negative ? " NOT LIKE " : " LIKE ");
    sql += QLatin1String(blind ? "LOWER(?)" : "?");
    if (escaped)
        sql += QStringLiteral(" ESCAPE '\\'");
    Condition result{sql, column.values};
    result.values.push_back(Value(pattern));
    return result;
}

} // namespace conjoin::orm
