// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seenrow.h"

#include "orm/dialect/conditionsyntax.h"
#include "orm/sql/conditionwriter.h"
#include "orm/sql/givenvalues.h"
#include "orm/sql/longvalues.h"
#include "orm/sql/rowlookup.h"

namespace conjoin::sql {

using orm::Condition;
using orm::Json;
using orm::Model;

namespace {

constexpr qsizetype longestSeen = 200; ///< characters or bytes of a value that a statement carries

Error changedError(const Model& model, const QString& key, const QStringList& attributes)
{
    const QString where =
        attributes.size() == 1 ? model.table + u'.' + model.column(attributes.first()) : model.table;
    return databaseError(where,
        message("row.seen-changed", "somebody else has changed the row of \"%1\" with the key %2: %3",
            {model.table, key, attributes.join(QStringLiteral(", "))}),
        message("row.seen-changed.hint", "nothing was written; look at what it holds now, and decide"));
}

bool isLong(const Value& value)
{
    return (value.isText() && value.text().size() > longestSeen) ||
           (value.isBytes() && value.bytes().size() > longestSeen);
}

/// The row of that key, locked where somebody is to write to it; nothing where there is none.
Result<std::optional<RowValues>> rowOf(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, RowLock lock, const QStringList& leftOut = {})
{
    auto condition = orm::keyCondition(registry.at(model), key);
    if (!condition)
        return failure(condition);
    auto tuple = readKey(connection.dialect(), registry.at(model), *condition);
    if (!tuple)
        return failure(tuple);
    Lookup lookup{model, registry.at(model).identity(), {}, {std::move(*tuple)}};
    lookup.lock = lock;
    lookup.leftOut = leftOut;
    auto found = lookUp(connection, registry, lookup);
    if (!found)
        return failure(found);
    std::vector<RowValues>& rows = found->front();
    return rows.empty() ? std::optional<RowValues>() : std::optional(std::move(rows.front()));
}

/// Long attributes that a change has nothing to do with: `written` are those it writes.
QStringList unconcerned(const Model& model, const Json& written, const SeenValues& seen)
{
    QStringList attributes;
    for (const orm::Attribute& attribute : model.attributes) {
        const bool concerned = seen.contains(attribute.name) || model.identity().contains(attribute.name) ||
                               (written.isObject() && written.find(attribute.name));
        if (!concerned && mayBeLong(attribute))
            attributes.append(attribute.name);
    }
    return attributes;
}

QStringList changedAttributes(const Model& model, const RowValues& row, const SeenValues& seen)
{
    QStringList changed;
    for (auto it = seen.begin(); it != seen.end(); ++it) {
        const int index = model.attributeIndex(it.key());
        if (index >= 0 && row[size_t(index)] != it.value())
            changed.append(it.key());
    }
    return changed;
}

/// The row of a change that goes by what was seen of it.
class SeenRow {
public:
    SeenRow(Connection& connection, const orm::ModelRegistry& registry, int model, const QString& key)
        : connection_(connection)
        , registry_(registry)
        , index_(model)
        , key_(key)
    {}

    const Model& model() const { return registry_.at(index_); }
    const RowValues& values() const { return values_; }

    Result<void> lock(const QStringList& leftOut)
    {
        auto row = rowOf(connection_, registry_, index_, key_, RowLock::Write, leftOut);
        if (!row)
            return failure(row);
        if (!*row)
            return seenGoneError(model(), key_);
        values_ = std::move(**row);
        return {};
    }

    Result<void> compare(const SeenValues& seen) const
    {
        const QStringList changed = changedAttributes(model(), values_, seen);
        return changed.isEmpty() ? Result<void>() : changedError(model(), key_, changed);
    }

    /// Its key, and what was seen as far as the engine can compare it.
    Condition where(const ConditionWriter& writer, const SeenValues& seen) const
    {
        const orm::PredicateCompiler compiler(registry_, connection_.dialect());
        const QString table = compiler.tableName(model());
        const QStringList identity = model().identity();
        Condition all = writer.oneOf(identity, {valuesOf(model(), values_, identity)}, 0, 1);
        for (const orm::Attribute& attribute : model().attributes) {
            const auto found = seen.find(attribute.name);
            if (found == seen.end() || identity.contains(attribute.name) || isLong(*found))
                continue;
            const Condition column{compiler.column(model(), table, attribute.name), {}};
            if (auto same = connection_.dialect().conditions().unchanged(column, attribute.type, *found))
                all.and_(*same);
        }
        return all;
    }

    /// Of the statement that wrote it.
    Result<void> wasOne(const Result<qint64>& affected) const
    {
        if (!affected)
            return failure(affected);
        return *affected == 1 ? Result<void>() : changedError(model(), key_, model().identity());
    }

private:
    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const int index_;
    const QString key_;
    RowValues values_;
};

} // namespace

Error seenGoneError(const Model& model, const QString& key)
{
    return databaseError(model.table,
        message("row.seen-gone", "the row of \"%1\" with the key %2 is not there any more", {model.table, key}),
        message("row.seen-gone.hint", "somebody else has deleted it; nothing was written"));
}

bool isSeenNoMore(const Error& error)
{
    return isGone(error) || error.what.code == u"row.seen-changed";
}

bool isGone(const Error& error)
{
    return error.what.code == u"row.seen-gone";
}

Result<Json> updateSeen(Connection& connection, const orm::ModelRegistry& registry, int modelIndex,
    const QString& key, const Json& values, const SeenValues& seen)
{
    const Model& model = registry.at(modelIndex);
    auto given = readAttributes(connection.dialect(), model, values, model.name);
    if (!given)
        return failure(given);
    Json result = Json::object();
    const QStringList leftOut = unconcerned(model, values, seen);
    auto done = connection.transaction([&]() -> Result<void> {
        SeenRow row(connection, registry, modelIndex, key);
        if (auto locked = row.lock(leftOut); !locked)
            return locked;
        if (auto same = row.compare(seen); !same)
            return same;
        ColumnValues columns;
        SeenValues changing;
        const QStringList identity = model.identity();
        KeyTuple after = valuesOf(model, row.values(), identity);
        for (size_t i = 0; i < given->size(); ++i) {
            const orm::Attribute& attribute = model.attributes[i];
            if (!(*given)[i] || isAsRead(*values.find(attribute.name), row.values()[i], attribute))
                continue;
            columns.insert_or_assign(int(i), *(*given)[i]);
            if (const auto found = seen.find(attribute.name); found != seen.end())
                changing.insert(attribute.name, *found);
            if (const qsizetype part = identity.indexOf(attribute.name); part >= 0)
                after[size_t(part)] = *(*given)[i];
        }
        if (!columns.empty()) {
            ConditionWriter writer(connection, registry, modelIndex);
            if (auto one = row.wasOne(writer.update(columns, row.where(writer, changing))); !one)
                return one;
        }
        Lookup lookup{modelIndex, identity, {}, {after}};
        lookup.leftOut = leftOut;
        auto stored = lookUp(connection, registry, lookup);
        if (!stored)
            return failure(stored);
        if (stored->front().empty())
            return databaseError(model.table, message("update.gone", "the row is gone after the update"));
        for (size_t i = 0; i < model.attributes.size(); ++i) {
            if (!leftOut.contains(model.attributes[i].name))
                result.set(model.attributes[i].name,
                    orm::valueToJson(stored->front().front()[i], model.attributes[i].type));
        }
        return {};
    });
    if (!done)
        return failure(done);
    return result;
}

Result<void> removeSeen(Connection& connection, const orm::ModelRegistry& registry, int modelIndex,
    const QString& key, const SeenValues& seen)
{
    return connection.transaction([&]() -> Result<void> {
        SeenRow row(connection, registry, modelIndex, key);
        if (auto locked = row.lock(unconcerned(row.model(), {}, seen)); !locked)
            return locked;
        if (auto same = row.compare(seen); !same)
            return same;
        ConditionWriter writer(connection, registry, modelIndex);
        const Condition where = row.where(writer, seen);
        return row.wasOne(row.model().deletedAt.isEmpty() ? writer.remove(where) : writer.mark(where));
    });
}

Result<RowNow> readAgain(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const SeenValues& seen)
{
    auto row = rowOf(connection, registry, model, key, RowLock::None);
    if (!row)
        return failure(row);
    RowNow now;
    if (*row)
        now.changed = changedAttributes(registry.at(model), **row, seen);
    now.values = std::move(*row);
    return now;
}

} // namespace conjoin::sql
