// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresreader/catalogtext.h"

namespace conjoin::sql::pgreader {

using orm::postgres::reparsable;

namespace {

model::Action actionOf(QChar letter)
{
    switch (letter.unicode()) {
    case u'c':
        return model::Action::Cascade;
    case u'r':
        return model::Action::Restrict;
    case u'n':
        return model::Action::SetNull;
    case u'd':
        return model::Action::SetDefault;
    default:
        return model::Action::NoAction;
    }
}

model::Deferrable deferrableOf(bool deferrable, bool deferred)
{
    if (deferred)
        return model::Deferrable::InitiallyDeferred;
    return deferrable ? model::Deferrable::InitiallyImmediate : model::Deferrable::No;
}

} // namespace

void PostgresReader::readConstraints()
{
    for (const std::vector<Value>& values : catalog_.constraints.rows) {
        const CatalogRow row(values);
        const auto owner = byClass_.constFind(row.number(1));
        if (owner == byClass_.cend())
            continue;
        TableDraft& draft = drafts_[*owner];
        switch (row.letter(3).unicode()) {
        case u'p':
        case u'u':
            addKey(draft, row);
            break;
        case u'f':
            addForeignKey(draft, row);
            break;
        case u'c':
            partOf_.insert({QStringLiteral("pg_constraint"), row.number(0)}, row.number(1));
            // What a table inherits is said by its parent; a partition is a table of its own first.
            if (draft.isPartition || row.flag(15))
                draft.table.checks.push_back(
                    {row.text(2), conditionOf(row.text(20)), true, row.flag(14), !row.flag(16), row.text(22)});
            break;
        default:
            addExclusion(draft, row);
        }
    }
}

void PostgresReader::addKey(TableDraft& draft, const CatalogRow& row)
{
    PhysicalKey key;
    key.name = row.text(2);
    for (const QString& column : columnNames(draft, row.numbers(4)))
        key.parts.push_back({column, {}, false, {}});
    key.deferrable = deferrableOf(row.flag(12), row.flag(13));
    key.comment = row.text(22);
    if (row.letter(3) == u'p') {
        draft.table.primaryKey = key;
        keyIndexes_.insert(row.number(19), {*byClass_.constFind(row.number(1)), primaryKeyPosition});
    } else {
        keyIndexes_.insert(row.number(19), {*byClass_.constFind(row.number(1)), draft.table.uniqueKeys.size()});
        draft.table.uniqueKeys.push_back(key);
    }
}

void PostgresReader::addForeignKey(TableDraft& draft, const CatalogRow& row)
{
    if (row.number(17) == row.number(1))
        return; // a copy for a partition of the table it refers to
    if (row.number(17) && row.text(18) == row.text(2))
        return; // comes with the partition's parent
    PhysicalForeignKey key;
    key.name = row.text(2);
    key.columns = columnNames(draft, row.numbers(4));
    key.refSchema = schemaOf(row.text(6));
    key.refTable = row.text(7);
    key.refColumns = row.texts(8);
    key.onUpdate = actionOf(row.letter(9));
    key.onDelete = actionOf(row.letter(10));
    if (row.letter(11) == u'f')
        key.match = QStringLiteral("FULL");
    key.deferrable = deferrableOf(row.flag(12), row.flag(13));
    key.validated = row.flag(14);
    if (!row.isNull(21))
        key.setColumns = columnNames(draft, row.numbers(21));
    key.comment = row.text(22);
    if (draft.isPartition)
        draft.table.dependsOn.append(model::objectKey(key.refSchema, key.refTable));
    draft.table.foreignKeys.push_back(std::move(key));
}

void PostgresReader::addExclusion(const TableDraft& draft, const CatalogRow& row)
{
    keyIndexes_.insert(row.number(19), {drafts_.size(), 0});
    PhysicalVerbatim& verbatim = addVerbatim(Kind::Constraint, draft.table.schema, row.text(2),
        QStringLiteral("ALTER TABLE %1 ADD CONSTRAINT %2 %3")
            .arg(sqlName(draft.table.schema, draft.table.name), dialect_.identifier(row.text(2)),
                reparsable(row.text(20))));
    verbatim.table = model::objectKey(draft.table.schema, draft.table.name);
    verbatim.comment = row.text(22);
    partOf_.insert({QStringLiteral("pg_constraint"), row.number(0)}, row.number(1));
}

} // namespace conjoin::sql::pgreader
