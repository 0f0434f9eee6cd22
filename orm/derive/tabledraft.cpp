// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/tabledraft.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

/// The parts as column names; empty where one is an expression.
QStringList plainColumns(const std::vector<PhysicalKeyPart>& parts)
{
    QStringList columns;
    for (const PhysicalKeyPart& part : parts) {
        if (!part.expression.isEmpty())
            return {};
        columns.append(part.column);
    }
    return columns;
}

} // namespace

int TableDraft::positionOf(ColumnId column) const
{
    const auto it = std::ranges::find(origin.columns, column, &ColumnOrigin::column);
    return column.isNull() || it == origin.columns.end() ? -1 : int(it - origin.columns.begin());
}

bool TableDraft::isKey(const QStringList& columns) const
{
    QStringList wanted = columns;
    wanted.sort();
    const auto same = [&](const std::vector<PhysicalKeyPart>& parts) {
        QStringList over = plainColumns(parts);
        over.sort();
        return !over.isEmpty() && over == wanted;
    };
    if (physical.primaryKey && same(physical.primaryKey->parts))
        return true;
    if (std::ranges::any_of(physical.uniqueKeys, same, &PhysicalKey::parts))
        return true;
    return std::ranges::any_of(physical.indexes,
        [&](const PhysicalIndex& index) { return index.unique && index.where.isEmpty() && same(index.parts); });
}

NameScope& SchemaNames::in(const QString& sqlSchema)
{
    auto it = scopes_.find(sqlSchema);
    if (it == scopes_.end())
        it = scopes_.insert(sqlSchema, NameScope(limit_));
    return *it;
}

TableDraft* DeriveContext::draft(TableId table) const
{
    const auto it = positions.constFind(table);
    return it == positions.cend() ? nullptr : &drafts[std::size_t(*it)];
}

void addUniqueKey(TableDraft& draft, const QStringList& columns)
{
    PhysicalKey key;
    for (const QString& column : columns)
        key.parts.push_back({column, {}, false, {}});
    draft.physical.uniqueKeys.push_back(std::move(key));
}

} // namespace conjoin::orm
