// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// What children and partitions have from their parents.
namespace conjoin::sql::pgscript {

using namespace pgtree;

std::vector<Table*> Reader::heirs(const Table* table) const
{
    return only_ ? std::vector<Table*>() : catalog_.children(table);
}

void Reader::inherit(Table& child, Table& parent)
{
    parent.hasChildren = true;
    for (const orm::PhysicalColumn& inherited : parent.table.columns) {
        if (orm::PhysicalColumn* own = child.column(inherited.name)) {
            own->nullable = own->nullable && inherited.nullable;
            continue;
        }
        orm::PhysicalColumn copy = inherited;
        copy.comment.clear();
        if (copy.identity != model::Identity::None) {
            copy.identity = model::Identity::None; // not inherited, only that it is never null
            copy.autoIncrement = false;
        }
        child.onlyInherited.insert(copy.name);
        child.table.columns.push_back(std::move(copy));
        if (Sequence* sequence = parent.sequences.value(inherited.name);
            sequence && inherited.identity == model::Identity::None)
            child.sequences.insert(inherited.name, sequence);
        child.needs.insert(inherited.name, parent.needs.value(inherited.name));
    }
    // A check that is inherited is said by the parent; a partition is a table of its own first.
    if (!child.partitionOf)
        return;
    for (const orm::PhysicalCheck& check : parent.table.checks) {
        child.table.checks.push_back(check);
        child.table.checks.back().comment.clear();
        catalog_.claimConstraint({child.table.schema, check.name});
    }
}

void Reader::cloneIndexes(Table& table, const orm::PhysicalTable& source, bool again)
{
    const QString schema = table.table.schema;
    const auto fresh = [&](auto copy, const char* label, bool constraint) {
        copy.name = catalog_.relationName(schema, table.table.name,
            joinedColumns(indexColumnNames(copy.parts) + copy.include), QString::fromLatin1(label), constraint);
        copy.comment.clear();
        catalog_.claim({schema, copy.name});
        if (constraint)
            catalog_.claimConstraint({schema, copy.name});
        return copy;
    };
    const auto has = [&](const auto& list, const auto& wanted) {
        return !again && std::any_of(list.begin(), list.end(), [&](const auto& own) {
            return own.parts == wanted.parts && own.include == wanted.include;
        });
    };
    if (source.primaryKey && !table.table.primaryKey) {
        orm::PhysicalKey copy = *source.primaryKey;
        copy.name.clear();
        copy.comment.clear();
        primaryKey(table, std::move(copy));
    }
    for (const orm::PhysicalKey& key : source.uniqueKeys) {
        if (!has(table.table.uniqueKeys, key))
            table.table.uniqueKeys.push_back(fresh(key, "key", true));
    }
    for (const orm::PhysicalIndex& index : source.indexes) {
        const bool there = !again && std::any_of(table.table.indexes.begin(), table.table.indexes.end(),
                                         [&](const orm::PhysicalIndex& own) {
                                             return own.parts == index.parts && own.unique == index.unique &&
                                                    own.method == index.method && own.where == index.where;
                                         });
        if (!there)
            table.table.indexes.push_back(fresh(index, "idx", false));
    }
    cloneToPartitions(table);
}

void Reader::cloneToPartitions(Table& table)
{
    for (Table* child : heirs(&table)) {
        if (child->partitionOf == &table)
            cloneIndexes(*child, table.table, false);
    }
}

} // namespace conjoin::sql::pgscript
