// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/tabledraft.h"

#include <algorithm>

namespace conjoin::orm {

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

PhysicalColumn& TableDraft::columnCalled(const QString& name)
{
    const auto it = std::ranges::find(physical.columns, name, &PhysicalColumn::name);
    Q_ASSERT_X(it != physical.columns.end(), "TableDraft::columnCalled", "the column must be there");
    return *it;
}

TableDraft* DeriveContext::draft(TableId table) const
{
    const auto it = positions.constFind(table);
    return it == positions.cend() ? nullptr : &drafts[std::size_t(*it)];
}

std::vector<PhysicalKeyPart> plainParts(const QStringList& columns)
{
    std::vector<PhysicalKeyPart> parts;
    for (const QString& column : columns)
        parts.push_back({column, {}, false, {}});
    return parts;
}

void addUniqueKey(TableDraft& draft, const QStringList& columns)
{
    draft.physical.uniqueKeys.push_back({{}, plainParts(columns), {}});
}

void addGeneratedKey(DeriveContext& context, TableDraft& draft)
{
    const QString wanted = model::primaryKeyColumnName(context.naming, draft.table->name);
    PhysicalColumn column;
    column.name = draft.columnNames.take({wanted});
    column.type =
        model::DataType::of(context.naming.wideKeys ? model::TypeKind::BigInt : model::TypeKind::Integer);
    column.nullable = !context.engine.primaryKeyIsNotNull;
    column.autoIncrement = true;
    if (column.name != wanted) {
        report(context, Severity::Warning, draft.table->id, draft,
            message("derive.idTaken",
                "\"%1\" has a column \"%3\" that is not its primary key; the generated key is called \"%2\"",
                {draft.table->name, column.name, wanted}))
            .mend = message("derive.idTaken.mend", "make \"%1\" the primary key, or rename it", {wanted});
    }
    draft.key.push_back({column.name, column.type, {}, {}});
    draft.physical.primaryKey = PhysicalKey{{}, plainParts({column.name}), {}};
    draft.physical.columns.insert(draft.physical.columns.begin(), std::move(column));
    ColumnOrigin origin;
    origin.generatedKey = true;
    draft.origin.columns.insert(draft.origin.columns.begin(), origin);
}

void addCheck(TableDraft& draft, const QStringList& nameParts, const QString& expression)
{
    const auto last = draft.physical.checks.end();
    if (std::find_if(last - std::ptrdiff_t(draft.checkNames.size()), last,
            [&](const PhysicalCheck& check) { return check.expression == expression; }) != last)
        return;
    draft.physical.checks.push_back({{}, expression});
    draft.checkNames.push_back(nameParts);
}

Diagnostic& report(
    DeriveContext& context, Severity severity, const ObjectRef& object, const TableDraft& where, Message what)
{
    Diagnostic& diagnostic =
        context.findings.emplace_back(Finding{context.stage, where.table->id, {}}).what;
    diagnostic.severity = severity;
    diagnostic.object = object;
    diagnostic.where = where.table->name;
    diagnostic.what = std::move(what);
    return diagnostic;
}

} // namespace conjoin::orm
