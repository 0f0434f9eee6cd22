// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/nodecontent.h"

#include "model/layout/cardmetrics.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

QStringList columnNames(const std::vector<orm::PhysicalKeyPart>& parts)
{
    QStringList names;
    for (const orm::PhysicalKeyPart& part : parts)
        names += part.column; // empty for an expression: matches no column
    return names;
}

bool isWithin(const QStringList& part, const QStringList& whole)
{
    return !part.isEmpty() &&
           std::all_of(part.begin(), part.end(), [&](const QString& name) { return whole.contains(name); });
}

bool isUniqueOver(const orm::PhysicalTable& table, const QStringList& columns)
{
    if (table.primaryKey && isWithin(columnNames(table.primaryKey->parts), columns))
        return true;
    const bool byKey = std::any_of(table.uniqueKeys.begin(), table.uniqueKeys.end(),
        [&](const orm::PhysicalKey& key) { return isWithin(columnNames(key.parts), columns); });
    return byKey ||
           std::any_of(table.indexes.begin(), table.indexes.end(), [&](const orm::PhysicalIndex& index) {
               return index.unique && index.where.isEmpty() && isWithin(columnNames(index.parts), columns);
           });
}

bool isIdentifying(const orm::PhysicalTable& table, const QStringList& columns)
{
    return table.primaryKey && isWithin(columns, columnNames(table.primaryKey->parts));
}

/// Rows have no name of their own without the one that the key leads to, and are deleted with it.
bool goesAlong(const orm::PhysicalTable& table, const orm::PhysicalForeignKey& key)
{
    return key.onDelete == model::Action::Cascade && isIdentifying(table, key.columns);
}

bool isPart(const orm::PhysicalKey& key, const QString& column)
{
    return std::ranges::any_of(
        key.parts, [&](const orm::PhysicalKeyPart& part) { return part.column == column; });
}

CardRow rowOf(const orm::PhysicalTable& table, const orm::PhysicalColumn& column,
    const orm::ColumnOrigin& origin, const model::Table& drawn)
{
    CardRow row;
    const model::Column* own = drawn.column(origin.column);
    row.name = own ? own->name : column.name;
    row.type = model::typeText(column.type);
    row.primaryKey = table.primaryKey && isPart(*table.primaryKey, column.name);
    row.foreignKey = origin.isForeignKey();
    row.unique = std::any_of(table.uniqueKeys.begin(), table.uniqueKeys.end(),
        [&](const orm::PhysicalKey& key) { return key.parts.size() == 1 && isPart(key, column.name); });
    row.nullable = column.nullable && !row.primaryKey;
    row.derived = origin.isDerived();
    if (!origin.isDerived())
        row.object = origin.column;
    else if (origin.reference)
        row.object = origin.reference;
    else if (origin.link)
        row.object = origin.link;
    else
        row.object = drawn.id;
    return row;
}

/// The drawing itself, for a table that could not be derived.
NodeContent drawnContent(const model::Table& table)
{
    NodeContent content;
    for (const model::Column& column : table.columns) {
        CardRow row;
        row.name = column.name;
        row.type = model::typeText(column.type);
        row.nullable = column.nullable;
        row.object = column.id;
        content.rows.push_back(row);
        orm::ColumnOrigin origin;
        origin.column = column.id;
        content.origins.push_back(origin);
    }
    return content;
}

std::vector<model::layout::RowText> rowTexts(const std::vector<CardRow>& rows)
{
    std::vector<model::layout::RowText> texts;
    texts.reserve(rows.size());
    for (const CardRow& row : rows)
        texts.push_back({row.name, row.type, row.primaryKey});
    return texts;
}

template<class Matches>
int indexWhere(const std::vector<orm::ColumnOrigin>& origins, Matches&& matches)
{
    const auto it = std::find_if(origins.begin(), origins.end(), matches);
    return it == origins.end() ? -1 : int(it - origins.begin());
}

} // namespace

int NodeContent::rowOf(ColumnId column) const
{
    return column ? indexWhere(origins, [&](const orm::ColumnOrigin& o) { return o.column == column; }) : -1;
}

int NodeContent::rowOfReference(const model::Reference& reference) const
{
    const auto& columns = reference.key.columns;
    const int own = columns.empty() ? -1 : rowOf(columns.front().local);
    return own >= 0
               ? own
               : indexWhere(origins, [&](const orm::ColumnOrigin& o) { return o.reference == reference.id; });
}

int NodeContent::rowOfLinkEnd(int end) const
{
    return indexWhere(origins, [&](const orm::ColumnOrigin& o) { return o.link && o.linkEnd == end; });
}

int NodeContent::rowOfTarget(const model::ForeignKey& key) const
{
    if (!key.columns.empty() && key.columns.front().target)
        return rowOf(key.columns.front().target);
    const auto it = std::find_if(rows.begin(), rows.end(), [](const CardRow& row) { return row.primaryKey; });
    return it == rows.end() ? -1 : int(it - rows.begin());
}

ContentSource::ContentSource(const model::Document& document, const orm::Derivation& derivation)
    : document_(document)
    , derivation_(derivation)
{}

const QString& ContentSource::shared(const QString& text) const
{
    return *texts_.insert(text);
}

NodeContent ContentSource::card(const model::Table& table) const
{
    const int at = derivation_.indexOf(table.id);
    NodeContent content;
    if (at < 0) {
        content = drawnContent(table);
    } else {
        const orm::PhysicalTable& physical = derivation_.schema.tables[size_t(at)];
        const orm::TableOrigin& origin = derivation_.origins[size_t(at)];
        content.rows.reserve(physical.columns.size());
        content.origins.reserve(physical.columns.size());
        for (size_t i = 0; i < physical.columns.size(); ++i) {
            content.rows.push_back(rowOf(physical, physical.columns[i], origin.columns[i], table));
            content.rows.back().type = shared(content.rows.back().type);
            content.origins.push_back(origin.columns[i]);
        }
    }
    content.title = table.name;
    return content;
}

NodeContent ContentSource::pill(const model::ManyToMany& link) const
{
    const NodeContent whole = card(document_.schema.tables.at(link.junction));
    const auto keys =
        std::count_if(whole.rows.begin(), whole.rows.end(), [](const CardRow& r) { return r.primaryKey; });
    NodeContent content;
    content.title = whole.title;
    for (size_t i = 0; i < whole.rows.size(); ++i) {
        const orm::ColumnOrigin& origin = whole.origins[i];
        const bool endKey = origin.linkEnd >= 0;
        const bool surrogate = keys == 1 && whole.rows[i].primaryKey && !origin.isForeignKey();
        if (endKey || surrogate)
            continue;
        content.rows.push_back(whole.rows[i]);
        content.origins.push_back(origin);
    }
    return content;
}

KeyBounds ContentSource::bounds(const model::Reference& reference) const
{
    const KeyBounds said{reference.unique, reference.mandatory, false};
    const int at = derivation_.indexOf(reference.from);
    if (at < 0)
        return said;
    const auto& keys = derivation_.origins[size_t(at)].foreignKeys;
    const auto it = std::find_if(keys.begin(), keys.end(),
        [&](const orm::ForeignKeyOrigin& origin) { return origin.reference == reference.id; });
    const orm::PhysicalTable& table = derivation_.schema.tables[size_t(at)];
    if (it == keys.end() || size_t(it - keys.begin()) >= table.foreignKeys.size())
        return said;
    const QStringList& columns = table.foreignKeys[size_t(it - keys.begin())].columns;
    const bool mandatory = std::all_of(columns.begin(), columns.end(), [&](const QString& name) {
        const auto column = std::ranges::find(table.columns, name, &orm::PhysicalColumn::name);
        return column != table.columns.end() && !column->nullable;
    });
    const bool identifying = isIdentifying(table, columns);
    const bool part = std::ranges::count_if(table.foreignKeys, [&](const auto& key) {
        return goesAlong(table, key);
    }) == 1 && goesAlong(table, table.foreignKeys[size_t(it - keys.begin())]);
    return {isUniqueOver(table, columns), mandatory, identifying, part};
}

NodeContent keysOf(const NodeContent& content)
{
    NodeContent keys;
    keys.title = content.title;
    for (size_t i = 0; i < content.rows.size(); ++i) {
        const CardRow& row = content.rows[i];
        if (!row.primaryKey && !row.foreignKey && !row.unique)
            continue;
        keys.rows.push_back(row);
        keys.origins.push_back(content.origins[i]);
    }
    return keys;
}

QSizeF nodeSize(NodeKind kind, const NodeContent& content, bool collapsed)
{
    const std::vector<model::layout::RowText> rows = rowTexts(content.rows);
    if (kind == NodeKind::Pill)
        return model::layout::pillSize(content.title, rows);
    const QSizeF size = model::layout::cardSize(content.title, rows);
    return collapsed ? QSizeF(size.width(), model::layout::headerHeight) : size;
}

} // namespace conjoin::ui
