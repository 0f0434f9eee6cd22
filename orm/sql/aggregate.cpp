// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/aggregate.h"

#include "orm/entity/unknownname.h"
#include "orm/query/predicate.h"

#include <QHash>

#include <algorithm>
#include <limits>

namespace conjoin::sql {

using orm::Computed;
using orm::Condition;
using orm::Include;
using orm::Json;
using orm::Model;

namespace {

/// How many keep an integer exact as a number of JSON is the business of valueToJson(); this reads what engines
/// call the sum of integers: an integer, a decimal, a real.
Json sumOfIntegers(const Value& value)
{
    bool ok = false;
    const qint64 whole =
        value.isInteger() ? value.integer() : value.display().section(u'.', 0, 0).toLongLong(&ok);
    if (value.isInteger() || ok)
        return orm::valueToJson(Value(whole), model::DataType::of(model::TypeKind::BigInt));
    return value.isNull() ? Json() : Json(value.display());
}

Json average(const Value& value)
{
    if (value.isNull())
        return {};
    bool ok = false;
    const double number = value.isReal() ? value.real() : value.display().toDouble(&ok);
    return orm::valueToJson(Value(number), model::DataType::of(model::TypeKind::Double));
}

bool isInteger(const model::DataType& type)
{
    switch (type.kind) {
    case model::TypeKind::TinyInt:
    case model::TypeKind::SmallInt:
    case model::TypeKind::MediumInt:
    case model::TypeKind::Integer:
    case model::TypeKind::BigInt:
        return true;
    default:
        return false;
    }
}

class AggregateStatement {
public:
    AggregateStatement(
        Connection& connection, const orm::ModelRegistry& registry, const orm::FindOptions& options)
        : connection_(connection)
        , registry_(registry)
        , options_(options)
        , compiler_(registry, connection.dialect())
    {}

    Result<Json> run()
    {
        const int root = options_.query.model;
        places_.insert({}, {compiler_.newAlias(), root});
        if (auto joined = joinAll({}, root, options_.query.includes); !joined)
            return failure(joined);
        if (auto selected = selectAll(); !selected)
            return failure(selected);
        auto statement = compose();
        if (!statement)
            return failure(statement);
        auto read = connection_.run(statement->sql, statement->values);
        if (!read)
            return failure(read);
        Json rows = Json::array();
        for (const std::vector<Value>& row : read->rows)
            rows.append(objectOf(row));
        return rows;
    }

private:
    struct Place {
        QString alias;
        int model = -1;
    };
    struct Selected {
        QString sql;
        QStringList path; ///< where it stands in the result
        QString name;
        model::DataType type;
        enum class Kind { Value, Sum, Average } kind = Kind::Value;
    };

    Result<void> joinAll(const QStringList& path, int model, const std::vector<Include>& includes)
    {
        for (const Include& include : includes) {
            const orm::Association* association = registry_.at(model).association(include.association);
            if (!association)
                return orm::unknownAssociation(
                    registry_.at(model), include.association, QStringLiteral("include"));
            if (auto joined = join(path, model, *association, include); !joined)
                return joined;
            if (auto joined =
                    joinAll(path + QStringList{include.association}, association->target, include.includes);
                !joined)
                return joined;
        }
        return {};
    }

    Result<void> join(
        const QStringList& path, int model, const orm::Association& association, const Include& include)
    {
        const QStringList here = path + QStringList{association.name};
        const orm::AssociationSource source = compiler_.source(association, include.deleted);
        Condition on;
        const QStringList near =
            compiler_.columns(registry_.at(model), places_.value(path).alias, orm::nearColumns(association));
        for (qsizetype i = 0; i < near.size(); ++i)
            on.and_({source.joined[i] + QStringLiteral(" = ") + near[i], {}});
        on.and_(source.own);
        auto asked = compiler_.included(association, source, include);
        if (!asked)
            return failure(asked);
        on.and_(*asked);
        joins_ << QLatin1String(include.required ? " JOIN " : " LEFT JOIN ")
               << (association.through < 0 ? source.from : u'(' + source.from + u')') << QStringLiteral(" ON ")
               << on;
        places_.insert(here, {source.targetAlias, association.target});
        if (association.through >= 0) {
            places_.insert(here + QStringList{registry_.at(association.through).name},
                {source.junctionAlias, association.through});
        }
        return {};
    }

    /// Where that path leads; joins what was not included.
    Result<Place> placeOf(const QStringList& path)
    {
        if (places_.contains(path))
            return places_.value(path);
        auto parent = placeOf(path.mid(0, path.size() - 1));
        if (!parent)
            return parent;
        const orm::Association* association = registry_.at(parent->model).association(path.back());
        if (!association)
            return orm::unknownAssociation(
                registry_.at(parent->model), path.back(), QStringLiteral("attributes"));
        if (auto joined = join(path.mid(0, path.size() - 1), parent->model, *association, {}); !joined)
            return failure(joined);
        return places_.value(path);
    }

    Result<QString> columnOf(const QStringList& path, const QString& attribute)
    {
        auto place = placeOf(path);
        if (!place)
            return failure(place);
        const Model& model = registry_.at(place->model);
        if (!model.attribute(attribute))
            return orm::unknownAttribute(model, attribute, QStringLiteral("attributes"));
        return compiler_.column(model, place->alias, attribute);
    }

    Result<void> select(const QStringList& path, const QString& attribute)
    {
        const bool known = std::any_of(selected_.begin(), selected_.end(),
            [&](const Selected& each) { return each.path == path && each.name == attribute; });
        if (known)
            return {};
        auto column = columnOf(path, attribute);
        if (!column)
            return failure(column);
        const model::DataType& type = registry_.at(places_.value(path).model).attribute(attribute)->type;
        selected_.push_back({*column, path, attribute, type});
        return {};
    }

    Result<void> selectAll()
    {
        const Model& root = registry_.at(options_.query.model);
        const QStringList all = options_.isGrouped() ? QStringList() : root.attributeNames();
        const QStringList names = options_.query.attributes.value_or(all);
        if (options_.isGrouped()) {
            // Beside an aggregate only what the groups have one value of can be told.
            const bool byKey =
                std::any_of(options_.group.begin(), options_.group.end(), [&](const orm::PathColumn& column) {
                    return column.path.isEmpty() && root.primaryKey == QStringList{column.attribute};
                });
            for (const QString& name : names) {
                const bool grouped = std::any_of(
                    options_.group.begin(), options_.group.end(), [&](const orm::PathColumn& column) {
                        return column.path.isEmpty() && column.attribute == name;
                    });
                if (!grouped && !byKey) {
                    return inputError(root.name + QStringLiteral(".attributes"),
                        message("aggregate.ungrouped", "\"%1\" has many values in a group", {name}),
                        message("aggregate.ungrouped.hint", "add it to \"group\", or leave it out"));
                }
            }
        }
        for (const QString& name : names) {
            if (auto done = select({}, name); !done)
                return done;
        }
        for (const orm::PathColumn& column : options_.group) {
            const bool shown = column.path.isEmpty() ? !options_.query.attributes : isShown(column.path);
            if (shown) {
                if (auto done = select(column.path, column.attribute); !done)
                    return done;
            }
        }
        for (const Computed& computed : options_.computed) {
            if (auto done = selectComputed(computed); !done)
                return done;
        }
        return {};
    }

    /// Whether an include shows columns at all.
    bool isShown(const QStringList& path) const
    {
        const std::vector<Include>* level = &options_.query.includes;
        for (const QString& name : path) {
            const auto it = std::find_if(
                level->begin(), level->end(), [&](const Include& each) { return each.association == name; });
            if (it == level->end())
                return true;
            if (it->attributes && it->attributes->isEmpty())
                return false;
            level = &it->includes;
        }
        return true;
    }

    Result<void> selectComputed(const Computed& computed)
    {
        QString column = QStringLiteral("*");
        model::DataType type = model::DataType::of(model::TypeKind::BigInt);
        if (!computed.attribute.isEmpty()) {
            auto found = columnOf(computed.path, computed.attribute);
            if (!found)
                return failure(found);
            column = *found;
            type = registry_.at(places_.value(computed.path).model).attribute(computed.attribute)->type;
        } else if (computed.function != u"COUNT") {
            return inputError(QStringLiteral("attributes"),
                message("aggregate.column", "%1 needs a column", {computed.function}));
        }
        Selected selected{column, {}, computed.name, type};
        if (computed.distinct)
            selected.sql.prepend(QStringLiteral("DISTINCT "));
        if (!computed.function.isEmpty())
            selected.sql = computed.function + u'(' + selected.sql + u')';
        if (computed.function == u"COUNT")
            selected.type = model::DataType::of(model::TypeKind::BigInt);
        else if (computed.function == u"AVG")
            selected.kind = Selected::Kind::Average;
        else if (computed.function == u"SUM" && isInteger(type))
            selected.kind = Selected::Kind::Sum;
        selected_.push_back(std::move(selected));
        return {};
    }

    Result<QStringList> orderTerms()
    {
        QStringList terms;
        for (const orm::OrderBy& by : options_.query.order) {
            const auto computed = std::find_if(selected_.begin(), selected_.end(), [&](const Selected& each) {
                return by.path.isEmpty() && each.path.isEmpty() && each.name == by.attribute;
            });
            QString term;
            if (computed != selected_.end()) {
                term = computed->sql;
            } else {
                auto column = columnOf(by.path, by.attribute);
                if (!column)
                    return failure(column);
                term = *column;
            }
            terms.append(by.descending ? term + QStringLiteral(" DESC") : term);
        }
        for (const orm::PathColumn& column : options_.group) {
            auto term = columnOf(column.path, column.attribute);
            if (!term)
                return failure(term);
            if (!terms.contains(*term) && !terms.contains(*term + QStringLiteral(" DESC")))
                terms.append(*term);
        }
        if (!options_.isGrouped()) {
            const Model& root = registry_.at(options_.query.model);
            for (const QString& name : root.identity())
                terms.append(compiler_.column(root, places_.value({}).alias, name));
        }
        return terms;
    }

    Result<Condition> compose()
    {
        const int model = options_.query.model;
        const Model& root = registry_.at(model);
        const QString alias = places_.value({}).alias;
        QStringList groups;
        for (const orm::PathColumn& column : options_.group) {
            auto term = columnOf(column.path, column.attribute);
            if (!term)
                return failure(term);
            groups.append(*term);
        }
        auto order = orderTerms();
        if (!order)
            return failure(order);
        auto where = compiler_.where(model, alias, options_.query.where, QStringLiteral("where"));
        if (!where)
            return where;
        if (!options_.query.deleted)
            where->and_(compiler_.alive(root, alias));
        auto having = remaining(options_.having, QStringLiteral("having"));
        if (!having)
            return having;
        QStringList columns;
        for (const Selected& selected : selected_)
            columns.append(selected.sql);
        Condition statement;
        statement << QStringLiteral("SELECT ") << columns.join(QStringLiteral(", ")) << QStringLiteral(" FROM ")
                  << compiler_.tableName(root) << QStringLiteral(" AS ") << alias << joins_;
        if (!where->isEmpty())
            statement << QStringLiteral(" WHERE ") << *where;
        if (!groups.isEmpty())
            statement << QStringLiteral(" GROUP BY ") << groups.join(QStringLiteral(", "));
        if (!having->isEmpty())
            statement << QStringLiteral(" HAVING ") << *having;
        if (!order->isEmpty())
            statement << QStringLiteral(" ORDER BY ") << order->join(QStringLiteral(", "));
        if (options_.query.limit || options_.query.offset > 0) {
            statement << QStringLiteral(" LIMIT ? OFFSET ?");
            statement.values.push_back(Value(
                options_.query.limit ? qint64(*options_.query.limit) : std::numeric_limits<qint64>::max()));
            statement.values.push_back(Value(qint64(options_.query.offset)));
        }
        return statement;
    }

    /// What a name in `having` stands for: something that is computed, or a column of the group. Not every
    /// engine knows the names of the result there.
    Result<orm::Operand> operandOf(const QString& name, const QString& place)
    {
        QStringList known;
        for (const Selected& selected : selected_) {
            if (!selected.path.isEmpty())
                continue;
            if (selected.name == name) {
                const bool average = selected.kind == Selected::Kind::Average;
                return orm::Operand{{selected.sql, {}},
                    average ? model::DataType::of(model::TypeKind::Double) : selected.type, nullptr, {}};
            }
            known.append(selected.name);
        }
        for (const orm::PathColumn& column : options_.group) {
            const QString full = (column.path + QStringList{column.attribute}).join(u'.');
            if (full == name) {
                auto term = columnOf(column.path, column.attribute);
                if (!term)
                    return failure(term);
                const Model& model = registry_.at(places_.value(column.path).model);
                return orm::Operand{{*term, {}}, model.attribute(column.attribute)->type, nullptr, {}};
            }
            if (!known.contains(full))
                known.append(full);
        }
        return inputError(place,
            message("aggregate.having", "\"%1\" is neither computed nor in the group", {name}),
            orm::nameHint(name, known));
    }

    /// Which groups remain.
    Result<Condition> remaining(const Json& json, const QString& place)
    {
        Condition all;
        if (json.isArray()) {
            for (const Json& item : json.items()) {
                auto part = remaining(item, place);
                if (!part)
                    return part;
                all.and_(*part);
            }
            return all;
        }
        if (json.isNull())
            return all;
        if (!json.isObject())
            return inputError(place, message("where.form", "a condition is an object or a list of objects"));
        for (const auto& [key, value] : json.members()) {
            Result<Condition> part = Condition();
            if (key == u"and") {
                part = remaining(value, place + u'.' + key);
            } else if (key == u"or") {
                part = anyRemaining(value, place + u'.' + key);
            } else if (key == u"not") {
                part = remaining(value, place + u'.' + key);
                if (part)
                    part = orm::negated(*part);
            } else {
                auto operand = operandOf(key, place);
                if (!operand)
                    return failure(operand);
                part =
                    orm::ComparisonCompiler(connection_.dialect()).compare(*operand, value, place + u'.' + key);
            }
            if (!part)
                return part;
            all.and_(*part);
        }
        return all;
    }

    Result<Condition> anyRemaining(const Json& json, const QString& place)
    {
        std::vector<Condition> each;
        Json::Array items = json.isArray() ? json.items() : Json::Array();
        for (const auto& member : json.isObject() ? json.members() : Json::Object())
            items.push_back(Json(Json::Object{member}));
        for (const Json& item : items) {
            auto part = remaining(item, place);
            if (!part)
                return part;
            each.push_back(std::move(*part));
        }
        return orm::anyOf(each);
    }

    Json objectOf(const std::vector<Value>& row) const
    {
        Json object = Json::object();
        for (size_t i = 0; i < selected_.size(); ++i) {
            const Selected& selected = selected_[i];
            Json value = selected.kind == Selected::Kind::Sum       ? sumOfIntegers(row[i])
                         : selected.kind == Selected::Kind::Average ? average(row[i])
                                                                    : orm::valueToJson(row[i], selected.type);
            place(object, selected.path, selected.name, std::move(value));
        }
        return object;
    }

    static void place(Json& object, const QStringList& path, const QString& name, Json value)
    {
        if (path.isEmpty())
            return object.set(name, std::move(value));
        const Json* there = object.find(path.front());
        Json nested = there ? *there : Json::object();
        place(nested, path.mid(1), name, std::move(value));
        object.set(path.front(), std::move(nested));
    }

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const orm::FindOptions& options_;
    orm::PredicateCompiler compiler_;
    QHash<QStringList, Place> places_;
    Condition joins_;
    std::vector<Selected> selected_;
};

} // namespace

Result<Json> aggregate(
    Connection& connection, const orm::ModelRegistry& registry, const orm::FindOptions& options)
{
    return AggregateStatement(connection, registry, options).run();
}

} // namespace conjoin::sql
