// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/edit/refusals.h"

#include <algorithm>

namespace conjoin::model::edit {

namespace {

Refusal unlessColumn(const Document& document, TableId table, ColumnId column)
{
    if (auto no = unlessTable(document, table))
        return no;
    const Table& owner = document.schema.tables.at(table);
    if (owner.column(column))
        return {};
    return inputError(owner.name, message("edit.column-gone", "the column does not exist any more"));
}

std::vector<Column>::iterator place(Table& table, ColumnId column)
{
    return std::ranges::find(table.columns, column, &Column::id);
}

bool isOver(const Key& key, ColumnId column)
{
    return key.parts.size() == 1 && key.parts.front().what == std::variant<ColumnId, QString>(column);
}

} // namespace

Result<Document> addColumn(Document document, TableId table, Column column, int at)
{
    if (auto no = unlessTable(document, table))
        return *no;
    if (auto no = unlessFreeColumnName(document.schema.tables.at(table), column.name, {}))
        return *no;
    if (auto no = unlessKnownType(document, column.type))
        return *no;
    if (auto no = unlessNewId(document, column.id.value()))
        return *no;
    document.schema.tables.update(table, [&](Table& changed) {
        const int count = int(changed.columns.size());
        const int index = at < 0 || at > count ? count : at;
        changed.columns.insert(changed.columns.begin() + index, std::move(column));
    });
    return document;
}

Result<Document> updateColumn(Document document, TableId table, Column column)
{
    if (auto no = unlessColumn(document, table, column.id))
        return *no;
    if (auto no = unlessFreeColumnName(document.schema.tables.at(table), column.name, column.id))
        return *no;
    if (auto no = unlessKnownType(document, column.type))
        return *no;
    document.schema.tables.update(
        table, [&](Table& changed) { *place(changed, column.id) = std::move(column); });
    return document;
}

Result<Document> moveColumn(Document document, TableId table, ColumnId column, int to)
{
    if (auto no = unlessColumn(document, table, column))
        return *no;
    document.schema.tables.update(table, [&](Table& changed) {
        const auto from = place(changed, column);
        const int last = int(changed.columns.size()) - 1;
        const auto target = changed.columns.begin() + (to < 0 ? last : std::min(to, last));
        if (from < target)
            std::rotate(from, from + 1, target + 1);
        else
            std::rotate(target, from, from + 1);
    });
    return document;
}

Result<Document> setPrimaryKey(Document document, TableId table, ColumnId column, bool on, KeyId newKey)
{
    if (auto no = unlessColumn(document, table, column))
        return *no;
    const Table& owner = document.schema.tables.at(table);
    const auto isIt = [&](const KeyPart& part) { return part.what == std::variant<ColumnId, QString>(column); };
    const bool isOn = owner.primaryKey && std::ranges::any_of(owner.primaryKey->parts, isIt);
    if (isOn == on)
        return document;
    if (on && !owner.primaryKey) {
        if (auto no = unlessNewId(document, newKey.value()))
            return *no;
    }
    document.schema.tables.update(table, [&](Table& changed) {
        if (on) {
            if (!changed.primaryKey)
                changed.primaryKey = Key{newKey, {}, {}, {}};
            changed.primaryKey->parts.push_back({column, false, {}});
            place(changed, column)->nullable = false;
            return;
        }
        std::erase_if(changed.primaryKey->parts, isIt);
        if (changed.keyPolicy == Table::KeyPolicy::Automatic)
            place(changed, column)->nullable = true;
        if (changed.primaryKey->parts.empty())
            changed.primaryKey.reset();
    });
    return document;
}

Result<Document> setUnique(Document document, TableId table, ColumnId column, bool on, KeyId newKey)
{
    if (auto no = unlessColumn(document, table, column))
        return *no;
    const Table& owner = document.schema.tables.at(table);
    const bool isOn =
        std::ranges::any_of(owner.uniqueKeys, [&](const Key& key) { return isOver(key, column); });
    if (isOn == on)
        return document;
    if (on) {
        if (auto no = unlessNewId(document, newKey.value()))
            return *no;
    }
    document.schema.tables.update(table, [&](Table& changed) {
        if (on)
            changed.uniqueKeys.push_back({newKey, {}, {{column, false, {}}}, {}});
        else
            std::erase_if(changed.uniqueKeys, [&](const Key& key) { return isOver(key, column); });
    });
    return document;
}

} // namespace conjoin::model::edit
