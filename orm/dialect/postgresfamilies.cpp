// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresfamilies.h"

#include "orm/base/topologicalsort.h"
#include "orm/dialect/postgrestable.h"

#include <algorithm>
#include <optional>

namespace conjoin::orm::postgres {

Inheritance::Inheritance(
    const std::vector<PhysicalTable>& tables, std::vector<std::vector<std::size_t>> parents)
    : tables_(tables)
    , parents_(std::move(parents))
    , children_(tables.size())
    , forms_(tables.size())
    , depths_(tables.size(), 0)
{
    for (std::size_t i = 0; i < parents_.size(); ++i) {
        for (std::size_t parent : parents_[i])
            children_[parent].push_back(i);
    }
    collect();
}

/// Tables that hang together, each such family once, parents before children.
void Inheritance::collect()
{
    std::vector<bool> seen(tables_.size(), false);
    const std::vector<std::vector<std::size_t>> order = topologicalGroups(parents_);
    std::vector<std::size_t> place(tables_.size(), 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
        for (std::size_t table : order[i]) {
            place[table] = i;
            for (std::size_t parent : parents_[table])
                depths_[table] = std::max(depths_[table], depths_[parent] + 1);
        }
    }
    for (std::size_t start = 0; start < tables_.size(); ++start) {
        if (seen[start] || (parents_[start].empty() && children_[start].empty()))
            continue;
        std::vector<std::size_t> members{start};
        seen[start] = true;
        for (std::size_t i = 0; i < members.size(); ++i) {
            for (const auto* beside : {&parents_[members[i]], &children_[members[i]]}) {
                for (std::size_t other : *beside) {
                    if (!seen[other])
                        members.push_back(other);
                    seen[other] = true;
                }
            }
        }
        std::ranges::sort(members, {}, [&](std::size_t table) { return place[table]; });
        decide(members);
    }
}

const Family* Inheritance::familyOf(std::size_t table) const
{
    const auto it = std::ranges::find_if(families_,
        [&](const Family& family) { return std::ranges::find(family.tables, table) != family.tables.end(); });
    return it == families_.end() ? nullptr : &*it;
}

/// Makes more and more columns late until every table can be made with the others.
void Inheritance::decide(const std::vector<std::size_t>& members)
{
    while (!std::ranges::all_of(members, [&](std::size_t table) { return fits(table); })) {
    }
    for (std::size_t table : members) {
        InheritanceForm& form = forms_[table];
        form.inherited = inheritedBy(table);
        PhysicalTable made = tables_[table];
        std::erase_if(
            made.columns, [&](const PhysicalColumn& column) { return form.late.contains(column.name); });
        form.attached = !beginsWith(made, form.inherited);
    }
    const bool late =
        std::ranges::any_of(members, [&](std::size_t table) { return !forms_[table].late.isEmpty(); });
    if (late || hasLateChecks(members))
        families_.push_back({members, orderOfLate(members)});
}

QStringList Inheritance::early(std::size_t table) const
{
    QStringList names;
    for (const PhysicalColumn& column : tables_[table].columns) {
        if (!forms_[table].late.contains(column.name))
            names.append(column.name);
    }
    return names;
}

QStringList Inheritance::inheritedBy(std::size_t table) const
{
    QStringList names;
    for (std::size_t parent : parents_[table])
        names += early(parent);
    names.removeDuplicates();
    return names;
}

bool Inheritance::isInherited(std::size_t table, const QString& column) const
{
    return std::ranges::any_of(
        parents_[table], [&](std::size_t parent) { return tables_[parent].column(column) != nullptr; });
}

/// False where a column had to be made late.
bool Inheritance::fits(std::size_t table)
{
    // ADD COLUMN puts a column last: what stands behind a late one is late itself.
    bool behind = false;
    for (const PhysicalColumn& column : tables_[table].columns) {
        const bool late = forms_[table].late.contains(column.name);
        if (behind && !late) {
            makeLate(table, column.name);
            return false;
        }
        behind = behind || late;
    }
    const QStringList own = early(table);
    const QStringList inherited = inheritedBy(table);
    const auto mismatch = std::mismatch(inherited.begin(), inherited.end(), own.begin(), own.end());
    if (mismatch.first == inherited.end())
        return true; // as CREATE TABLE … INHERITS makes them
    for (auto name = mismatch.first; name != inherited.end(); ++name) {
        const PhysicalColumn* column = tables_[table].column(*name);
        if (!column || isLocal(*column))
            continue;
        makeLate(table, *name);
        return false;
    }
    // What comes before must be declared, too, where the table is made by itself and attached.
    for (auto name = inherited.begin(); name != mismatch.first; ++name) {
        const PhysicalColumn* column = tables_[table].column(*name);
        if (column && !isLocal(*column)) {
            makeLate(table, *name);
            return false;
        }
    }
    return true;
}

/// In the table, in those that it has the column from, and in those that have it from them.
void Inheritance::makeLate(std::size_t table, const QString& column)
{
    const PhysicalColumn* made = tables_[table].column(column);
    if (!made || forms_[table].late.contains(column))
        return;
    forms_[table].late.insert(column);
    if (!isLocal(*made)) {
        for (std::size_t parent : parents_[table])
            makeLate(parent, column);
    }
    for (std::size_t child : children_[table]) {
        if (const PhysicalColumn* inherited = tables_[child].column(column); inherited && !isLocal(*inherited))
            makeLate(child, column);
    }
}

bool Inheritance::hasLateChecks(const std::vector<std::size_t>& members) const
{
    const auto has = [](const PhysicalTable& table, const PhysicalCheck& check) {
        return std::ranges::any_of(
            table.checks, [&](const PhysicalCheck& own) { return own.name == check.name; });
    };
    for (std::size_t table : members) {
        for (std::size_t parent : parents_[table]) {
            for (const PhysicalCheck& check : tables_[parent].checks) {
                if (!check.inherited)
                    continue;
                // CREATE TABLE … INHERITS would take one for valid that is not.
                if (!check.validated || (forms_[table].attached && !has(tables_[table], check)))
                    return true;
            }
        }
    }
    return false;
}

/// Every table wants its late columns in its own order.
std::vector<LateColumn> Inheritance::orderOfLate(const std::vector<std::size_t>& members) const
{
    std::vector<LateColumn> columns;
    std::map<std::pair<std::size_t, QString>, std::size_t> numbers;
    for (std::size_t table : members) {
        for (const PhysicalColumn& column : tables_[table].columns) {
            if (!forms_[table].late.contains(column.name))
                continue;
            if (!isLocal(column) && isInherited(table, column.name)) {
                for (std::size_t parent : parents_[table]) { // one of them said it, and it stands for all
                    if (const auto it = numbers.find({parent, column.name}); it != numbers.end())
                        numbers[{table, column.name}] = it->second;
                }
                continue;
            }
            numbers[{table, column.name}] = columns.size();
            columns.push_back({table, column.name});
        }
    }
    std::vector<std::vector<std::size_t>> after(columns.size());
    for (std::size_t table : members) {
        std::optional<std::size_t> before;
        for (const PhysicalColumn& column : tables_[table].columns) {
            const auto it = numbers.find({table, column.name});
            if (it == numbers.end())
                continue;
            if (before && *before != it->second)
                after[it->second].push_back(*before);
            before = it->second;
        }
    }
    std::vector<LateColumn> ordered;
    for (const std::vector<std::size_t>& group : topologicalGroups(after)) {
        for (std::size_t number : group)
            ordered.push_back(columns[number]);
    }
    return ordered;
}

} // namespace conjoin::orm::postgres
