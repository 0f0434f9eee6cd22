// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"

#include <QSet>

#include <algorithm>

/// reference.missing-table   error    it points at a table that does not exist
/// reference.type-mismatch   warning  a key column of another type than the column it points at; links too
/// reference.target-not-key  error    it points at columns that are no key there
/// reference.set-null-on-not-null  error  ON DELETE or UPDATE SET NULL, and the column can't be null
/// reference.no-index        hint     its columns lead no key or index: each delete at the other end reads it
/// all reference.duplicate       warning  another reference ties the same columns to the same table
namespace conjoin::model {

namespace {

/// The type as far as it matters to a comparison of keys: lengths and a database's spelling aside.
QString comparable(const DataType& type)
{
    const DataType known = type.kind == TypeKind::Native ? parseType(type.native) : type;
    if (known.kind == TypeKind::Native)
        return known.native->simplified().toLower();
    DataType bare = known;
    bare.length = bare.precision = bare.scale = 0;
    bare.zerofill = false;
    bare.isUnsigned = known.isUnsigned || known.zerofill;
    return typeText(bare);
}

/// The columns at this end, where all of them are named.
std::vector<ColumnId> localsOf(const ForeignKey& key)
{
    std::vector<ColumnId> columns;
    for (const ColumnPair& pair : key.columns)
        columns.push_back(pair.local);
    const bool isComplete = std::ranges::none_of(columns, [](ColumnId id) { return id.isNull(); });
    return isComplete ? columns : std::vector<ColumnId>();
}

bool leads(const std::vector<KeyPart>& parts, const std::vector<ColumnId>& columns)
{
    const std::vector<ColumnId> all = columnsOf(parts);
    return all.size() >= columns.size() && std::is_permutation(columns.begin(), columns.end(), all.begin(),
                                               all.begin() + std::ptrdiff_t(columns.size()));
}

bool hasIndexFor(const Table& table, const std::vector<ColumnId>& columns)
{
    return (table.primaryKey && leads(table.primaryKey->parts, columns)) ||
           std::ranges::any_of(table.uniqueKeys, [&](const Key& key) { return leads(key.parts, columns); }) ||
           std::ranges::any_of(table.indexes,
               [&](const Index& index) { return index.where.isEmpty() && leads(index.parts, columns); });
}

bool isKeyOf(const Table& table, const std::vector<ColumnId>& columns)
{
    const auto isIt = [&](const std::vector<KeyPart>& parts) {
        return std::ranges::is_permutation(columnsOf(parts), columns);
    };
    return (table.primaryKey && isIt(table.primaryKey->parts)) ||
           std::ranges::any_of(table.uniqueKeys, [&](const Key& key) { return isIt(key.parts); }) ||
           std::ranges::any_of(table.indexes,
               [&](const Index& index) { return index.unique && index.where.isEmpty() && isIt(index.parts); });
}

void checkTarget(Findings& findings, const Reference& reference, const Table& to)
{
    std::vector<ColumnId> columns;
    for (const ColumnPair& pair : reference.key.columns)
        columns.push_back(pair.target);
    const bool isDerived = std::ranges::any_of(columns, [](ColumnId id) { return id.isNull(); });
    if (columns.empty() || isDerived || reference.key.unconstrained || isKeyOf(to, columns))
        return;
    findings.add(Severity::Error,
        message(
            "reference.target-not-key", "what it points at is no primary or unique key of \"%1\"", {to.name}),
        reference.id, message("mend.make-unique", "make those columns a unique key"));
}

void checkSetNull(Findings& findings, const Reference& reference, const Table& from)
{
    const bool setsNull =
        reference.key.onDelete == Action::SetNull || reference.key.onUpdate == Action::SetNull;
    if (!setsNull)
        return;
    const bool isNotNull =
        reference.key.columns.empty()
            ? reference.mandatory
            : std::ranges::any_of(reference.key.columns, [&](const ColumnPair& pair) {
                  return pair.local ? !from.column(pair.local)->nullable : reference.mandatory;
              });
    if (isNotNull)
        findings.add(Severity::Error,
            message("reference.set-null-on-not-null", "the action SET NULL meets a column that can't be null"),
            reference.id, message("mend.action", "let the column be null, or take another action"));
}

void checkIndex(Findings& findings, const Reference& reference, const Table& from)
{
    const std::vector<ColumnId> locals = localsOf(reference.key);
    if (locals.empty() || findings.engine().indexesForeignKeys || hasIndexFor(from, locals))
        return;
    findings.add(Severity::Hint,
        message("reference.no-index",
            "no index begins with its columns, so each change at \"%1\" reads all "
            "of \"%2\"",
            {reference.to ? findings.schema().tables.at(reference.to).name : reference.missingTable,
                from.name}),
        reference.id, message("mend.add-index", "add an index over them"));
}

} // namespace

void checkTypes(
    Findings& findings, const ForeignKey& key, const Table& from, const Table& to, const ObjectRef& owner)
{
    for (const ColumnPair& pair : key.columns) {
        const Column* local = from.column(pair.local);
        const Column* target = to.column(pair.target);
        if (!local || !target || comparable(local->type) == comparable(target->type))
            continue;
        findings.add(Severity::Warning,
            message("reference.type-mismatch", "\"%1\" is %2, but \"%3\", which it points at, is %4",
                {from.name + u'.' + local->name, typeText(local->type), to.name + u'.' + target->name,
                    typeText(target->type)}),
            owner, message("mend.same-type", "give both the same type"));
    }
}

/// A partition is no table of the model, but there it is.
bool isKept(const Schema& schema, const Reference& reference)
{
    for (const Verbatim& verbatim : schema.verbatims) {
        if (verbatim.kind == Verbatim::Kind::Partition && verbatim.sqlSchema == reference.missingSchema &&
            verbatim.name == reference.missingTable)
            return true;
    }
    return false;
}

void checkReferences(Findings& findings)
{
    const Schema& schema = findings.schema();
    QSet<QString> seen;
    for (const Reference& reference : schema.references) {
        const Table& from = schema.tables.at(reference.from);
        const Table* to = schema.tables.find(reference.to);
        if (to) {
            checkTypes(findings, reference.key, from, *to, reference.id);
            checkTarget(findings, reference, *to);
        } else if (!isKept(schema, reference)) {
            findings.add(Severity::Error,
                message("reference.missing-table", "it points at table \"%1\", which does not exist",
                    {reference.missingTable}),
                reference.id, message("mend.reference", "add the table, or remove the reference"));
        }
        checkSetNull(findings, reference, from);
        checkIndex(findings, reference, from);

        QString tie = idText(reference.from.value()) + idText(reference.to.value()) + reference.missingTable;
        const std::vector<ColumnId> locals = localsOf(reference.key);
        for (ColumnId id : locals)
            tie += idText(id.value());
        if (!locals.empty() && seen.contains(tie))
            findings.add(Severity::Warning,
                message("reference.duplicate", "another reference ties the same columns to the same table"),
                reference.id, message("mend.remove", "remove one of them"));
        seen.insert(tie);
    }
}

} // namespace conjoin::model
