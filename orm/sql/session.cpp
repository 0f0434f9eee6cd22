// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/session.h"

#include "orm/base/moment.h"
#include "orm/entity/unknownname.h"
#include "orm/sql/aggregate.h"
#include "orm/sql/conditionwriter.h"
#include "orm/sql/givenvalues.h"
#include "orm/sql/pathorder.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace conjoin::sql {

using orm::Json;
using orm::Query;

namespace {

Json both(const Json& one, const Json& other)
{
    if (one.isNull() || other.isNull())
        return one.isNull() ? other : one;
    return Json(Json::Object{{QStringLiteral("and"), Json::Array{one, other}}});
}

/// What is to be added to which attribute, in digits.
Result<std::map<int, QString>> readSteps(const orm::Model& model, const Json& by)
{
    if (!by.isObject()) {
        return inputError(
            model.name, message("increment.object", "what is added is an object: {\"attribute\": number}"));
    }
    std::map<int, QString> steps;
    for (const auto& [name, step] : by.members()) {
        const int index = model.attributeIndex(name);
        if (index < 0)
            return orm::unknownAttribute(model, name, model.name);
        const QString place = model.name + u'.' + name;
        const orm::Attribute& attribute = model.attributes[size_t(index)];
        const model::DataType type = model::DataType::of(orm::meaning(attribute.type));
        if (attribute.type.dimensions > 0 || attribute.generated ||
            !(type.isWholeNumber() || type.isFloating() || type.kind == model::TypeKind::Decimal)) {
            return inputError(place, message("increment.type", "nothing can be added to \"%1\": it is %2",
                                         {name, attribute.generated ? QStringLiteral("computed by the database")
                                                                    : model::typeText(attribute.type)}));
        }
        const QString digits = step.isNumber() ? step.digits() : step.isString() ? step.string() : QString();
        static const QRegularExpression number(QStringLiteral("^-?\\d+(\\.\\d+)?$"));
        if (!number.match(digits).hasMatch())
            return inputError(
                place, message("increment.number", "what is added is a number without an exponent"));
        steps.insert({index, digits});
    }
    return steps;
}

/// Runs the work in a transaction and hands out what it returns.
template<class T, class Work>
Result<T> inTransaction(Connection& connection, Work&& work)
{
    std::optional<T> value;
    auto done = connection.transaction([&]() -> Result<void> {
        Result<T> result = work();
        if (!result)
            return failure(result);
        value = std::move(*result);
        return {};
    });
    if (!done)
        return failure(done);
    return std::move(*value);
}

} // namespace

Result<Repository> Session::repository(const QString& model) const
{
    auto index = registry_.find(model);
    if (!index)
        return failure(index);
    return Repository(*this, *index);
}

/// The query on this model, with what default scopes add.
Query Repository::prepared(Query query) const
{
    query.model = model_;
    orm::applyDefaultScopes(registry_, query, query.unscoped);
    return query;
}

/// The condition with what the model's default scope asks.
Json Repository::scoped(const Json& where) const
{
    Query query;
    query.where = where;
    return prepared(std::move(query)).where;
}

Result<Json> Repository::create(const Json& values, const CreateOptions& options) const
{
    return sql::create(connection_, registry_, model_, values, options);
}

Result<Json> Repository::bulkCreate(const Json::Array& rows, const BulkOptions& options) const
{
    if (!options.ignoreDuplicates && options.updateOnDuplicate.isEmpty()) {
        auto trees = createAll(connection_, registry_, model_, rows, options.create);
        if (!trees)
            return failure(trees);
        return Json(std::move(*trees));
    }
    Conflict conflict;
    conflict.keys = options.conflictAttributes;
    conflict.update = options.updateOnDuplicate;
    for (const QString& name : conflict.keys + conflict.update) {
        if (!model().attribute(name))
            return orm::unknownAttribute(model(), name, model().name);
    }
    return inTransaction<Json>(connection_, [&]() -> Result<Json> {
        auto stored = insertOrUpdate(connection_, registry_, model_, rows, conflict);
        if (!stored)
            return failure(stored);
        Json::Array list;
        for (const Upserted& row : *stored)
            list.push_back(row.row);
        return Json(std::move(list));
    });
}

Result<FoundOrCreated> Repository::findOrCreate(
    const Json& where, const Json& defaults, const Query& shown) const
{
    Query query = shown;
    query.where = where;
    const auto once = [&]() -> Result<FoundOrCreated> {
        auto found = findOne(query);
        if (!found)
            return failure(found);
        if (!found->isNull())
            return FoundOrCreated{std::move(*found), false};
        Json values = Json::object();
        for (const Json* part : {&where, &defaults}) {
            if (!part->isObject())
                continue;
            for (const auto& [name, value] : part->members()) {
                const bool isValue = !value.isObject() && !value.isArray();
                if (part == &defaults ? values.find(name) == nullptr : (isValue && model().attribute(name)))
                    values.set(name, value);
            }
        }
        auto created = sql::create(connection_, registry_, model_, values);
        if (!created)
            return failure(created);
        return FoundOrCreated{std::move(*created), true};
    };
    auto result = inTransaction<FoundOrCreated>(connection_, once);
    // Somebody else was faster between the two statements: now it is there.
    if (!result && result.error().what.code.startsWith(QLatin1String("constraint.unique")) &&
        !connection_.inTransaction())
        return inTransaction<FoundOrCreated>(connection_, once);
    return result;
}

Result<Upserted> Repository::upsert(const Json& values, const QStringList& conflictAttributes) const
{
    Conflict conflict;
    conflict.keys = conflictAttributes;
    conflict.updateGiven = true;
    return inTransaction<Upserted>(connection_, [&]() -> Result<Upserted> {
        auto stored = insertOrUpdate(connection_, registry_, model_, {values}, conflict);
        if (!stored)
            return failure(stored);
        return std::move(stored->front());
    });
}

Result<qint64> Repository::update(const Json& values, const Json& where, bool silent) const
{
    auto given = readAttributes(connection_.dialect(), model(), values, model().name);
    if (!given)
        return failure(given);
    ColumnValues columns;
    for (size_t i = 0; i < given->size(); ++i) {
        if ((*given)[i])
            columns.insert_or_assign(int(i), *(*given)[i]);
    }
    ConditionWriter writer(connection_, registry_, model_);
    auto condition = writer.condition(scoped(where), QStringLiteral("where"));
    if (!condition)
        return failure(condition);
    condition->and_(writer.marked(false));
    if (columns.empty())
        return 0;
    return inTransaction<qint64>(connection_, [&] { return writer.update(columns, *condition, silent); });
}

Result<qint64> Repository::increment(const Json& by, const Json& where, bool silent) const
{
    auto steps = readSteps(model(), by);
    if (!steps)
        return failure(steps);
    ConditionWriter writer(connection_, registry_, model_);
    auto condition = writer.condition(scoped(where), QStringLiteral("where"));
    if (!condition)
        return failure(condition);
    condition->and_(writer.marked(false));
    if (steps->empty())
        return 0;
    return inTransaction<qint64>(connection_, [&] { return writer.add(*steps, *condition, silent); });
}

Result<qint64> Repository::destroy(const Json& where, const DestroyOptions& options) const
{
    ConditionWriter writer(connection_, registry_, model_);
    auto condition = writer.condition(options.unscoped ? where : scoped(where), QStringLiteral("where"));
    if (!condition)
        return failure(condition);
    const bool marks = !model().deletedAt.isEmpty() && !options.force;
    return inTransaction<qint64>(
        connection_, [&] { return marks ? writer.mark(*condition) : writer.remove(*condition); });
}

Result<qint64> Repository::restore(const Json& where) const
{
    if (model().deletedAt.isEmpty()) {
        return inputError(model().name,
            message("restore.never", "rows of %1 are not marked as deleted, they are deleted", {model().name}));
    }
    ConditionWriter writer(connection_, registry_, model_);
    auto condition = writer.condition(where, QStringLiteral("where"));
    if (!condition)
        return failure(condition);
    condition->and_(writer.marked(true));
    const ColumnValues unmarked{{model().attributeIndex(model().deletedAt), Value()}};
    return inTransaction<qint64>(connection_, [&] { return writer.update(unmarked, *condition); });
}

Result<Json> Repository::findAll(Query query) const
{
    const Query asked = prepared(std::move(query));
    Json list;
    auto done = connection_.snapshot([&]() -> Result<void> {
        auto read = hasPathOrder(asked) ? foundInOrder(asked) : found(asked);
        if (!read)
            return failure(read);
        list = std::move(*read);
        return {};
    });
    if (!done)
        return failure(done);
    return list;
}

Result<Json> Repository::found(const Query& query) const
{
    auto rows = find(connection_, registry_, query);
    if (!rows)
        return failure(rows);
    return toJson(registry_, query, *rows);
}

/// First the keys in their order, then the rows of these.
Result<Json> Repository::foundInOrder(const Query& query) const
{
    auto keys = keysInOrder(connection_, registry_, query);
    if (!keys)
        return failure(keys);
    const QStringList identity = model().identity();
    Query part = query;
    part.order.clear();
    part.limit.reset();
    part.offset = 0;
    QStringList added; // to what is asked for, to know the rows by
    if (part.attributes) {
        for (const QString& name : identity) {
            if (!part.attributes->contains(name))
                added.append(name);
        }
        *part.attributes += added;
    }
    constexpr size_t chunk = 1000;
    QHash<QByteArray, Json> rows;
    for (size_t first = 0; first < keys->size(); first += chunk) {
        const size_t last = std::min(first + chunk, keys->size());
        Json::Array these;
        for (size_t i = first; i < last; ++i)
            these.push_back(identity.size() == 1 ? *(*keys)[i].find(identity.front()) : (*keys)[i]);
        part.where = identity.size() == 1 ? Json(Json::Object{{identity.front(), std::move(these)}})
                                          : Json(Json::Object{{QStringLiteral("or"), std::move(these)}});
        auto read = found(part);
        if (!read)
            return read;
        for (Json& row : read->items()) {
            Json key = Json::object();
            for (const QString& name : identity)
                key.set(name, *row.find(name));
            std::erase_if(
                row.members(), [&](const Json::Member& member) { return added.contains(member.first); });
            rows.insert(orm::compactJson(key), std::move(row));
        }
    }
    Json list = Json::array();
    for (const Json& key : *keys) {
        if (const auto row = rows.constFind(orm::compactJson(key)); row != rows.cend())
            list.append(*row);
    }
    return list;
}

Result<Json> Repository::findOne(Query query) const
{
    query.limit = 1;
    auto rows = findAll(std::move(query));
    if (!rows)
        return rows;
    return rows->items().empty() ? Json() : std::move(rows->items().front());
}

Result<Json> Repository::findByPk(const Json& key, Query query) const
{
    if (key.isNull())
        return Json();
    auto condition = orm::keyCondition(model(), key);
    if (!condition)
        return failure(condition);
    query.where = both(query.where, *condition);
    return findOne(std::move(query));
}

Result<FoundAndCounted> Repository::findAndCountAll(Query query) const
{
    FoundAndCounted result;
    Query counted = query;
    counted.limit.reset();
    counted.offset = 0;
    auto done = connection_.snapshot([&]() -> Result<void> {
        auto number = count(std::move(counted));
        if (!number)
            return failure(number);
        auto rows = findAll(std::move(query));
        if (!rows)
            return failure(rows);
        result = {*number, std::move(*rows)};
        return {};
    });
    if (!done)
        return failure(done);
    return result;
}

Result<qint64> Repository::count(Query query) const
{
    return sql::count(connection_, registry_, prepared(std::move(query)));
}

Result<Json> Repository::aggregate(orm::FindOptions options) const
{
    options.query = prepared(std::move(options.query));
    return sql::aggregate(connection_, registry_, options);
}

Result<RelatedRows> Repository::related(const Json& key, const QString& association) const
{
    const orm::Association* found = model().association(association);
    if (!found)
        return orm::unknownAssociation(model(), association, model().name);
    return RelatedRows(connection_, registry_, model_, *found, key);
}

} // namespace conjoin::sql
