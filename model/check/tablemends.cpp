// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/mending.h"

namespace conjoin::model::mending {

namespace {

Mended columnAdded(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object, [&](Table& table) {
        Column column;
        column.id = idFor<ColumnId>(finding);
        column.name = QStringLiteral("name");
        column.type = DataType::of(TypeKind::Varchar, 255);
        table.columns.push_back(column);
    });
}

Mended keyAdded(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object, [](Table& table) {
        table.keyPolicy = Table::KeyPolicy::Automatic; // then it gets an `id`
    });
}

Mended typeMadeInteger(const Document& document, const Diagnostic& finding)
{
    return changeColumn(document, finding.object,
        [](Table&, Column& column) { column.type = DataType::of(TypeKind::Integer); });
}

Mended countingMadeKey(const Document& document, const Diagnostic& finding)
{
    return changeColumn(document, finding.object, [&](Table& table, Column& column) {
        if (table.primaryKey) {
            column.autoIncrement = false; // the table has a key already
            return;
        }
        table.primaryKey = Key{idFor<KeyId>(finding), {}, {{column.id, false, {}}}, {}};
        column.nullable = false;
    });
}

Mended defaultDropped(const Document& document, const Diagnostic& finding)
{
    return changeColumn(document, finding.object, [](Table&, Column& column) { column.defaultValue = {}; });
}

Mended precisionRaised(const Document& document, const Diagnostic& finding)
{
    return changeColumn(
        document, finding.object, [](Table&, Column& column) { column.type.precision = column.type.scale; });
}

Mended madeNotNull(const Document& document, const Diagnostic& finding)
{
    return changeColumn(document, finding.object, [](Table&, Column& column) { column.nullable = false; });
}

} // namespace

Mends tableMends()
{
    return {
        {QStringLiteral("table.no-columns"), columnAdded},
        {QStringLiteral("table.no-primary-key"), keyAdded},
        {QStringLiteral("column.auto-increment-type"), typeMadeInteger},
        {QStringLiteral("column.auto-increment-not-key"), countingMadeKey},
        {QStringLiteral("column.default-mismatch"), defaultDropped},
        {QStringLiteral("column.generated-default"), defaultDropped},
        {QStringLiteral("column.decimal-scale"), precisionRaised},
        {QStringLiteral("key.nullable-primary"), madeNotNull},
    };
}

} // namespace conjoin::model::mending
