// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"

#include <QSet>

#include <algorithm>

/// reference.cycle  warning  references that lead back to where they began, none of which may be null or wait:
/// the
///                           first row of any of the tables can't be inserted
namespace conjoin::model {

namespace {

/// Whether a row needs a row at the other end to exist before it.
bool isBinding(const Schema& schema, const Reference& reference)
{
    if (!reference.to || reference.key.unconstrained ||
        reference.key.deferrable == Deferrable::InitiallyDeferred)
        return false;
    const Table& from = schema.tables.at(reference.from);
    if (reference.key.columns.empty())
        return reference.mandatory;
    return std::ranges::all_of(reference.key.columns, [&](const ColumnPair& pair) {
        const Column* local = from.column(pair.local);
        return local ? !local->nullable : reference.mandatory;
    });
}

/// Finds the tables that can be reached from themselves: Tarjan's strongly connected components, without
/// recursion, since a schema may be a chain of thousands.
class CycleFinder {
public:
    explicit CycleFinder(const Schema& schema)
        : schema_(schema)
    {
        for (const Reference& reference : schema.references) {
            if (isBinding(schema, reference))
                edges_[reference.from].push_back(reference.to);
        }
    }

    /// A number for each table; the same for tables that lead to each other.
    const QHash<TableId, int>& components()
    {
        for (const Table& table : schema_.tables) {
            if (!order_.contains(table.id))
                visit(table.id);
        }
        return components_;
    }

private:
    struct Step {
        TableId table;
        std::size_t next = 0;
    };

    void enter(TableId table)
    {
        order_.insert(table, int(order_.size()));
        lowest_.insert(table, order_.value(table));
        open_.push_back(table);
        steps_.push_back({table});
    }

    void visit(TableId root)
    {
        enter(root);
        while (!steps_.empty()) {
            Step& step = steps_.back();
            const TableId table = step.table;
            const std::vector<TableId>& targets = edges_[table];
            if (step.next < targets.size()) {
                const TableId target = targets[step.next++];
                if (!order_.contains(target))
                    enter(target);
                else if (!components_.contains(target))
                    lowest_[table] = std::min(lowest_[table], order_[target]);
                continue;
            }
            steps_.pop_back();
            if (!steps_.empty())
                lowest_[steps_.back().table] = std::min(lowest_[steps_.back().table], lowest_[table]);
            if (lowest_[table] == order_[table])
                close(table);
        }
    }

    void close(TableId root)
    {
        for (TableId table; table != root;) {
            table = open_.back();
            open_.pop_back();
            components_.insert(table, count_);
        }
        ++count_;
    }

    const Schema& schema_;
    QHash<TableId, std::vector<TableId>> edges_;
    QHash<TableId, int> order_, lowest_, components_;
    std::vector<TableId> open_;
    std::vector<Step> steps_;
    int count_ = 0;
};

} // namespace

void checkCycles(Findings& findings)
{
    const Schema& schema = findings.schema();
    CycleFinder finder(schema);
    const QHash<TableId, int>& components = finder.components();
    QSet<int> told; // one finding a cycle: one mend breaks it
    for (const Reference& reference : schema.references) {
        if (!isBinding(schema, reference))
            continue;
        const int component = components.value(reference.from);
        if (component != components.value(reference.to) || told.contains(component))
            continue;
        told.insert(component);
        findings.add(Severity::Warning,
            reference.from == reference.to
                ? message("reference.cycle", "each row needs another one first: the first can't be inserted")
                : message("reference.cycle",
                      "the references lead in a circle and none may be empty: the first row can't be inserted"),
            reference.id, message("mend.optional", "let this one be empty, or defer it"));
    }
}

} // namespace conjoin::model
