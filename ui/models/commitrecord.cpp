// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/commitrecord.h"

#include "orm/sql/deletionplan.h"
#include "ui/models/rowobject.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

using orm::Association;
using orm::AssociationKind;
using orm::Json;
using orm::Model;
using Values = std::vector<orm::Value>;

constexpr int mostRows =
    5000; ///< rows by one key that a deletion takes along and that are kept to be made again

bool isChild(const Association& association)
{
    return association.kind == AssociationKind::HasMany || association.kind == AssociationKind::HasOne;
}

/// The nested rows of one association, whether it is to one or to many.
std::vector<const Json*> nestedOf(const Json& row, const QString& association)
{
    std::vector<const Json*> found;
    const Json* nested = row.isObject() ? row.find(association) : nullptr;
    if (!nested)
        return found;
    if (nested->isObject())
        found.push_back(nested);
    if (nested->isArray()) {
        for (const Json& one : nested->items())
            found.push_back(&one);
    }
    return found;
}

bool wasMade(const Json& row)
{
    const Json* made = row.find(QStringLiteral("$created"));
    return made && made->isBool() && made->toBool();
}

/// A key as the text that orm::keyCondition() reads.
QString keyText(const Json& key)
{
    return key.isObject() ? QString::fromUtf8(orm::compactJson(key)) : enteredText(key);
}

/// The values of a row of an older registry, as the present one orders them.
Result<Values> inOrder(const Model& old, const Model& now, const Values& values)
{
    Values ordered;
    for (const orm::Attribute& attribute : now.attributes) {
        const int at = old.attributeIndex(attribute.name);
        ordered.push_back(at < 0 ? orm::Value() : values[size_t(at)]);
    }
    for (const orm::Attribute& attribute : old.attributes) {
        if (!now.attribute(attribute.name))
            return inputError(now.table,
                message("undo.column", "\"%1\" is no column of \"%2\" any more", {attribute.name, now.table}));
    }
    return ordered;
}

} // namespace

// -- recording ---------------------------------------------------------------------------------------

void CommitRecorder::cannot(Message why)
{
    if (!record_.cannot)
        record_.cannot = std::move(why);
}

Result<std::optional<Values>> CommitRecorder::read(int model, const QString& key)
{
    auto row = sql::readAgain(connection_, registry_, model, key, {});
    if (!row)
        return failure(row);
    return std::move(row->values);
}

Result<void> CommitRecorder::readBefore(int model, const QString& key)
{
    auto row = read(model, key);
    if (!row)
        return failure(row);
    if (*row)
        images_.push_back({model, std::move(*row), {}});
    return {};
}

Result<void> CommitRecorder::before(const RowChange& change)
{
    images_.clear();
    switch (change.kind) {
    case RowChange::Kind::Update:
        return readBefore(change.model, change.key);
    case RowChange::Kind::Delete:
        return beforeDeletion(change);
    case RowChange::Kind::Create:
        return beforeNested(change.model, change.values);
    case RowChange::Kind::Link: {
        auto link = readLink(change);
        if (!link)
            return failure(link);
        images_.push_back(
            {registry_.at(change.model).association(change.association)->through, std::move(*link), {}});
        return {};
    }
    case RowChange::Kind::Unlink:
        cannot(message("undo.no-key", "a link was removed whose row has no key of its own"));
        return {};
    }
    return {};
}

/// The row, and all that goes or changes with it.
Result<void> CommitRecorder::beforeDeletion(const RowChange& change)
{
    auto plan = sql::planDeletion(connection_, registry_, {change.model, {change.key}, {}, {}, false, mostRows});
    if (!plan) // the deletion itself says what is wrong
        return sql::isGone(plan.error()) ? Result<void>() : failure(plan);
    if (plan->isCapped())
        cannot(message("undo.too-many", "more rows went along than are kept for that"));
    images_.push_back({change.model, plan->rows.front().values(), {}});
    for (const sql::DeletionStep& step : plan->steps) {
        for (const sql::Row& row : step.rows)
            images_.push_back({step.model, row.values(), {}});
    }
    return {};
}

/// Rows that exist and get a new parent: their keys change.
Result<void> CommitRecorder::beforeNested(int model, const Json& values)
{
    for (const Association& association : registry_.at(model).associations) {
        for (const Json* nested : nestedOf(values, association.name)) {
            if (const Json* key = nested->find(QStringLiteral("$link")); key && isChild(association)) {
                if (auto read = readBefore(association.target, keyText(*key)); !read)
                    return read;
            }
            const Json* made = nested->find(QStringLiteral("$create"));
            if (auto read = beforeNested(association.target, made ? *made : *nested); !read)
                return read;
        }
    }
    return {};
}

Result<std::optional<Values>> CommitRecorder::readLink(const RowChange& change)
{
    auto link =
        findLink(connection_, registry_, change.model, change.key, change.association, change.targets.value(0));
    if (!link)
        return failure(link);
    return link->isNull() ? std::optional<Values>() : std::optional(link->values());
}

/// Every row of the tree that the writer made.
Result<void> CommitRecorder::afterNested(int modelIndex, const Json& row)
{
    const Model& model = registry_.at(modelIndex);
    if (wasMade(row)) {
        const RowKey key = rowKey(model, row);
        if (key.text.isEmpty()) {
            cannot(message("undo.no-key-made", "a row of \"%1\" was made that has no key", {model.table}));
        } else {
            auto stored = read(modelIndex, key.text);
            if (!stored)
                return failure(stored);
            if (*stored)
                images_.push_back({modelIndex, {}, std::move(*stored)});
        }
    }
    for (const Association& association : model.associations) {
        for (const Json* nested : nestedOf(row, association.name)) {
            if (!nested->isObject())
                continue;
            if (auto read = afterNested(association.target, *nested); !read)
                return read;
            const Json* junction =
                association.through >= 0 ? nested->find(registry_.at(association.through).name) : nullptr;
            if (junction && junction->isObject()) {
                if (auto read = afterNested(association.through, *junction); !read)
                    return read;
            }
        }
    }
    return {};
}

Result<void> CommitRecorder::after(const RowChange& change, const Json& row)
{
    if (change.kind == RowChange::Kind::Link) {
        auto link = readLink(change);
        if (!link)
            return failure(link);
        images_.front().after = std::move(*link);
    } else {
        for (RowImages& image : images_) { // those that were there before
            const Model& model = registry_.at(image.model);
            // An update may change the key itself; the writer says which one it is now.
            const bool itself = change.kind == RowChange::Kind::Update;
            auto now = read(image.model, itself ? rowKey(model, row).text : rowKey(model, *image.before).text);
            if (!now)
                return failure(now);
            image.after = std::move(*now);
        }
    }
    if (change.kind == RowChange::Kind::Create) {
        if (auto made = afterNested(change.model, row); !made)
            return made;
    }
    std::erase_if(images_, [](const RowImages& image) { return image.before == image.after; });
    record_.changes.push_back(std::exchange(images_, {}));
    return {};
}

// -- taking back -------------------------------------------------------------------------------------

Result<TakeBack> planTakeBack(
    sql::Connection& connection, const orm::ModelRegistry& registry, const CommitRecord& record)
{
    TakeBack plan;
    for (auto change = record.changes.rbegin(); change != record.changes.rend(); ++change) {
        for (const RowImages& image : *change) {
            const Model& old = record.registry->at(image.model);
            const auto index = registry.find(old.table);
            if (!index)
                return failure(index);
            const Model& model = registry.at(*index);
            TakeBack::Row row;
            row.model = *index;
            for (const auto& [from, to] : {std::pair(&image.before, &row.before), {&image.after, &row.after}}) {
                if (!*from)
                    continue;
                auto ordered = inOrder(old, model, **from);
                if (!ordered)
                    return failure(ordered);
                *to = std::move(*ordered);
            }
            const RowKey key = rowKey(model, row.after ? *row.after : *row.before);
            auto condition = orm::keyCondition(model, key.json);
            if (!condition)
                return failure(condition);
            orm::Query query;
            query.model = *index;
            query.where = std::move(*condition);
            query.unscoped = query.deleted = true;
            auto found = sql::find(connection, registry, query);
            if (!found)
                return failure(found);
            const QString name = rowNoun(model) + u' ' + key.text;
            if (found->empty() == row.after.has_value()) {
                plan.changedSince += name; // gone, or made again
                continue;
            }
            if (row.after) {
                row.now = found->front();
                const Values now = row.now.values();
                for (size_t i = 0; i < now.size(); ++i) {
                    // Of a row that only changed, others may have changed something else.
                    const bool matters = !row.before || (*row.before)[i] != (*row.after)[i];
                    if (matters && now[i] != (*row.after)[i] && !plan.changedSince.contains(name))
                        plan.changedSince += name;
                }
            }
            plan.rows.push_back(std::move(row));
        }
    }
    return plan;
}

void carryOver(CommitRecord& earlier, const CommitRecord& takenBack, const CommitRecord& way)
{
    if (earlier.registry != way.registry || takenBack.registry != way.registry)
        return; // their rows are not in one order
    const auto each = [](const CommitRecord& record, auto&& take) {
        for (const std::vector<RowImages>& change : record.changes) {
            for (const RowImages& image : change)
                take(image);
        }
    };
    each(way, [&](const RowImages& back) {
        each(takenBack, [&](const RowImages& undone) {
            if (!back.after || !undone.before || back.model != undone.model || back.before != undone.after)
                return;
            const Model& model = way.registry->at(back.model);
            if (rowKey(model, *back.after).text != rowKey(model, *undone.before).text)
                return;
            for (std::vector<RowImages>& change : earlier.changes) {
                for (RowImages& image : change) {
                    if (image.model == back.model && image.after == undone.before)
                        image.after = back.after;
                }
            }
        });
    });
}

Result<sql::Row> findLink(sql::Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QString& target)
{
    const Association* found = registry.at(model).association(association);
    if (!found || found->through < 0)
        return sql::Row();
    auto near = orm::keyCondition(registry.at(model), key);
    auto far = orm::keyCondition(registry.at(found->target), target);
    if (!near || !far)
        return near ? Result<sql::Row>(failure(far)) : Result<sql::Row>(failure(near));
    orm::Query query;
    query.model = model;
    query.where = std::move(*near);
    query.unscoped = query.deleted = true;
    orm::Include include;
    include.association = association;
    include.where = std::move(*far);
    query.includes.push_back(std::move(include));
    auto rows = sql::find(connection, registry, query);
    if (!rows)
        return failure(rows);
    if (rows->empty())
        return sql::Row();
    const auto links = rows->front().related(0).junctions().list();
    return links.empty() ? sql::Row() : links.front();
}

} // namespace conjoin::ui
