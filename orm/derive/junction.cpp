// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/junction.h"

#include "orm/base/topologicalsort.h"
#include "orm/derive/referencekeys.h"

#include <algorithm>

namespace conjoin::orm {

using model::Action;
using model::LinkEnd;
using model::ManyToMany;
using JunctionKey = ManyToMany::JunctionKey;

namespace {

QStringList partColumns(const std::vector<PhysicalKeyPart>& parts)
{
    QStringList columns;
    for (const PhysicalKeyPart& part : parts)
        columns.append(part.column);
    return columns;
}

std::vector<PhysicalKeyPart> partsOf(const QStringList& columns)
{
    std::vector<PhysicalKeyPart> parts;
    for (const QString& column : columns)
        parts.push_back({column, {}, false, {}});
    return parts;
}

/// Whether derived columns towards this end wait for the keys of another junction.
bool needsKeyOf(const LinkEnd& end, const TableDraft& target)
{
    const bool namesAll = !end.key.columns.empty() && std::ranges::none_of(end.key.columns,
                                                          [](const auto& pair) { return pair.local.isNull(); });
    return target.link && !target.physical.primaryKey && !namesAll;
}

/// Rule 10: where a table is an end twice, the later column is called after its role.
QString calledAfter(
    const DeriveContext& context, const ManyToMany& link, std::size_t end, const TableDraft& target)
{
    const LinkEnd& at = link.ends[end];
    const auto last = link.ends.begin() + std::ptrdiff_t(end);
    const bool again =
        std::find_if(link.ends.begin(), last, [&](const LinkEnd& e) { return e.table == at.table; }) != last;
    return model::singularName(context.naming, again && !at.role.isEmpty() ? at.role : target.table->name);
}

/// Rule 9, for each end but the first.
void addReverseIndexes(TableDraft& draft, const ManyToMany& link, const std::vector<KeyColumns>& ends)
{
    for (std::size_t first = 1; first < ends.size(); ++first) {
        QStringList columns = ends[first].local;
        for (const KeyColumns& end : ends)
            columns += end.local;
        columns.removeDuplicates();
        const auto same = [&](const std::vector<PhysicalKeyPart>& parts) {
            return partColumns(parts) == columns;
        };
        PhysicalTable& table = draft.physical;
        const bool there = (table.primaryKey && same(table.primaryKey->parts)) ||
                           std::ranges::any_of(table.uniqueKeys, same, &PhysicalKey::parts) ||
                           std::ranges::any_of(table.indexes, [&](const PhysicalIndex& index) {
                               return index.where.isEmpty() && same(index.parts);
                           });
        if (there)
            continue;
        table.indexes.push_back({{}, partsOf(columns), false, {}, {}});
        draft.origin.indexes.push_back(link.id);
    }
}

/// Rule 7, with rule 12 for a junction that has a primary key of its own.
void addPairKey(TableDraft& draft, const ManyToMany& link, const QStringList& pair)
{
    PhysicalTable& table = draft.physical;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (pair.contains(table.columns[i].name))
            table.columns[i].nullable = false;
    }
    if (link.junctionKey == JunctionKey::Pair && !table.primaryKey) {
        table.primaryKey = PhysicalKey{{}, partsOf(pair), {}};
        for (const QString& name : pair) {
            const auto it = std::ranges::find(table.columns, name, &PhysicalColumn::name);
            const ColumnId own = draft.origin.columns[std::size_t(it - table.columns.begin())].column;
            draft.key.push_back({name, it->type, it->collation, own});
        }
        return;
    }
    const QStringList own = table.primaryKey ? partColumns(table.primaryKey->parts) : QStringList();
    const bool holdsPair = std::ranges::all_of(pair, [&](const QString& name) { return own.contains(name); });
    if (!holdsPair && !draft.isKey(pair))
        addUniqueKey(draft, pair);
}

void deriveJunction(
    DeriveContext& context, const ManyToMany& link, TableDraft& draft, const QSet<LinkId>& cycle)
{
    std::vector<KeyColumns> ends;
    bool complete = true;
    for (std::size_t i = 0; i < link.ends.size(); ++i) {
        const LinkEnd& end = link.ends[i];
        const TableDraft* target = context.draft(end.table);
        if (!target) {
            complete = false;
            continue;
        }
        if (needsKeyOf(end, *target) && cycle.contains(target->link->id)) {
            Diagnostic diagnostic;
            diagnostic.severity = Severity::Error;
            diagnostic.object = link.id;
            diagnostic.where = draft.table->name;
            diagnostic.what =
                message("derive.keyCycle", "the keys of \"%1\" and \"%2\" would be made of each other",
                    {draft.table->name, target->table->name});
            diagnostic.mend = message("derive.keyCycle.mend", "give one of them a key of its own");
            context.diagnostics.push_back(std::move(diagnostic));
            complete = false;
            continue;
        }
        const KeyRequest request{end.key, calledAfter(context, link, i, *target), false, {{}, link.id, int(i)}};
        KeyColumns columns = placeKeyColumns(context, draft, *target, request);
        complete = complete && !columns.isEmpty();
        if (columns.isEmpty())
            continue;
        addForeignKey(context, draft, *target, request, columns, Action::Cascade, Action::Cascade); // rule 8
        ends.push_back(std::move(columns));
    }
    if (!complete || ends.size() < 2)
        return; // half a pair is no key

    QStringList pair;
    for (const KeyColumns& end : ends)
        pair += end.local;
    pair.removeDuplicates();
    if (link.junctionKey != JunctionKey::AsIs)
        addPairKey(draft, link, pair);
    const bool byDefault = link.junctionKey != JunctionKey::AsIs && !context.engine.indexesForeignKeys;
    if (link.reverseIndex.value_or(byDefault))
        addReverseIndexes(draft, link, ends);
}

} // namespace

void deriveJunctions(DeriveContext& context)
{
    std::vector<const ManyToMany*> links;
    QHash<LinkId, std::size_t> numbers;
    for (const ManyToMany& link : context.schema.links) {
        numbers.insert(link.id, links.size());
        links.push_back(&link);
    }
    std::vector<std::vector<std::size_t>> needs(links.size());
    for (std::size_t i = 0; i < links.size(); ++i) {
        for (const LinkEnd& end : links[i]->ends) {
            const TableDraft* target = context.draft(end.table);
            if (target && needsKeyOf(end, *target))
                needs[i].push_back(numbers.value(target->link->id));
        }
    }
    for (const std::vector<std::size_t>& group : topologicalGroups(needs)) {
        const std::size_t first = group.front();
        QSet<LinkId> cycle;
        if (group.size() > 1 || std::ranges::find(needs[first], first) != needs[first].end()) {
            for (std::size_t i : group)
                cycle.insert(links[i]->id);
        }
        for (std::size_t i : group) {
            if (TableDraft* draft = context.draft(links[i]->junction))
                deriveJunction(context, *links[i], *draft, cycle);
        }
    }
}

} // namespace conjoin::orm
