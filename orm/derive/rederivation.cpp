// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/rederivation.h"

#include "orm/derive/schemachanges.h"

#include <QSet>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace conjoin::orm {

Rederivation::Rederivation(model::NamingPolicy naming, Capabilities engine)
    : naming_(std::move(naming))
    , engine_(std::move(engine))
{}

const Derivation& Rederivation::follow(const model::Schema& schema, quint64 revision)
{
    revision_ = revision;
    if (!started_ || !deriveChanges(schema)) {
        schema_ = schema;
        deriveAll();
    }
    return derivation_;
}

std::vector<TableId> Rederivation::changedSince(quint64 revision) const
{
    std::vector<TableId> tables;
    for (std::size_t i = 0; i < revisions_.size(); ++i) {
        if (revisions_[i] > revision)
            tables.push_back(derivation_.origins[i].table);
    }
    return tables;
}

void Rederivation::deriveAll()
{
    DerivedPart whole = derivePart(schema_, SchemaPart::whole(schema_), naming_, engine_);
    derivation_ = std::move(whole.derivation);
    findings_ = std::move(whole.findings);
    derivation_.diagnostics = inOrder(findings_, derivation_.positions);
    names_ = std::move(whole.names);
    enums_ = std::move(whole.enums);
    revisions_.assign(names_.size(), revision_);
    uses_.clear();
    count(whole.otherNames, 1);
    for (const NameUses& names : names_)
        count(names, 1);
    losesNamespaces_ =
        !engine_.namespaces && std::ranges::any_of(schema_.tables,
                                   [](const model::Table& table) { return !table.sqlSchema.isEmpty(); });
    derivedTables_ = names_.size();
    started_ = true;
}

void Rederivation::count(const NameUses& names, int by)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        const NameUses::Use use = names[i];
        const auto it = uses_.try_emplace(use.name).first;
        (use.decided ? it->second.decided : it->second.given) += by;
        if (it->second.decided == 0 && it->second.given == 0)
            uses_.erase(it);
    }
}

/// Whether nobody else's name would be another one without these, nor one of these without anybody else's.
bool Rederivation::isUndisputed(const NameUses& names) const
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto it = uses_.find(names[i].name);
        if (it != uses_.end() && it->second.decided > 0 && it->second.decided + it->second.given > 1)
            return false;
    }
    return true;
}

bool Rederivation::deriveChanges(const model::Schema& next)
{
    const std::optional<SchemaChanges> changes = schemaChanges(schema_, next, naming_);
    const auto hasNamespace = [](const model::Table* table) { return !table->sqlSchema.isEmpty(); };
    if (!changes || losesNamespaces_ ||
        (!engine_.namespaces && std::ranges::any_of(changes->part.tables, hasNamespace)))
        return false;
    // Of tables that are derived anew, as they were.
    std::vector<std::size_t> gone;
    for (const TableId table : changes->tables) {
        if (const int at = derivation_.indexOf(table); at >= 0)
            gone.push_back(std::size_t(at));
    }
    for (const TableId table : changes->removed)
        gone.push_back(std::size_t(derivation_.indexOf(table)));

    DerivedPart made = derivePart(next, changes->part, naming_, engine_);
    derivedTables_ = made.names.size();
    const auto isUndisputedAt = [&](std::size_t at) { return isUndisputed(names_[at]); };
    if (!std::ranges::all_of(gone, isUndisputedAt))
        return false; // one that goes may set another one free
    for (const std::size_t at : gone)
        count(names_[at], -1);
    for (const TableId table : changes->tables)
        count(made.names[std::size_t(made.derivation.indexOf(table))], 1);
    if (!std::ranges::all_of(gone, isUndisputedAt) ||
        !std::ranges::all_of(made.names, [&](const NameUses& names) { return isUndisputed(names); }))
        return false;
    Findings findings = std::move(made.findings);
    const std::vector<Source> sources = sourcesOf(next, *changes, made);
    replace(sources, std::move(made));
    replaceFindings(*changes, findings);
    schema_ = next;
    return true;
}

std::vector<Rederivation::Source> Rederivation::sourcesOf(
    const model::Schema& next, const SchemaChanges& changes, const DerivedPart& made) const
{
    std::vector<Source> sources(next.tables.size());
    QHash<TableId, int> positions = derivation_.positions;
    if (changes.tablesCame || !changes.removed.isEmpty()) {
        positions.clear();
        positions.reserve(qsizetype(sources.size()));
        for (const model::Table& table : next.tables)
            positions.insert(table.id, int(positions.size()));
        for (auto it = positions.cbegin(); it != positions.cend(); ++it)
            sources[std::size_t(*it)].old = derivation_.indexOf(it.key());
    } else {
        for (std::size_t i = 0; i < sources.size(); ++i)
            sources[i].old = int(i);
    }
    for (const TableId table : changes.tables)
        sources[std::size_t(positions.value(table))].made = made.derivation.indexOf(table);
    return sources;
}

void Rederivation::replace(const std::vector<Source>& sources, DerivedPart made)
{
    replaceEnums(sources, made);
    const bool moved = sources.size() != names_.size() ||
                       std::ranges::any_of(sources,
                           [&](const Source& source) { return source.old != int(&source - sources.data()); });
    if (moved) {
        const auto move = [&](auto& list) {
            std::remove_cvref_t<decltype(list)> next(sources.size());
            for (std::size_t i = 0; i < sources.size(); ++i) {
                if (sources[i].old >= 0)
                    next[i] = std::move(list[std::size_t(sources[i].old)]);
            }
            list = std::move(next);
        };
        move(derivation_.schema.tables);
        move(derivation_.origins);
        move(names_);
        move(enums_);
        move(revisions_);
    }
    Derivation& part = made.derivation;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (sources[i].made < 0)
            continue;
        const auto at = std::size_t(sources[i].made);
        PhysicalTable& table = derivation_.schema.tables[i];
        TableOrigin& origin = derivation_.origins[i];
        const bool same = sources[i].old >= 0 && enums_[i] == 0 && made.enums[at] == 0 &&
                          table == part.schema.tables[at] && origin == part.origins[at];
        if (!same)
            revisions_[i] = revision_;
        table = std::move(part.schema.tables[at]);
        origin = std::move(part.origins[at]);
        names_[i] = std::move(made.names[at]);
        enums_[i] = made.enums[at];
    }
    if (moved) {
        derivation_.positions.clear();
        derivation_.positions.reserve(qsizetype(sources.size()));
        for (std::size_t i = 0; i < sources.size(); ++i)
            derivation_.positions.insert(derivation_.origins[i].table, int(i));
    }
}

/// The types that were made for columns stand behind those of the schema, table by table.
void Rederivation::replaceEnums(const std::vector<Source>& sources, DerivedPart& made)
{
    const auto isThere = [](int count) { return count > 0; };
    if (std::ranges::none_of(enums_, isThere) && std::ranges::none_of(made.enums, isThere))
        return;
    std::vector<PhysicalUserType> types;
    std::vector<ObjectRef> origins;
    const auto take = [&](Derivation& from, std::size_t first, std::size_t end) {
        for (std::size_t i = first; i < end; ++i) {
            types.push_back(std::move(from.schema.types[i]));
            origins.push_back(from.types[i]);
        }
    };
    const std::size_t drawn = schema_.types.size();
    const auto firstOf = [&](const std::vector<int>& counts) {
        std::vector<std::size_t> first{drawn};
        for (const int count : counts)
            first.push_back(first.back() + std::size_t(count));
        return first;
    };
    const std::vector<std::size_t> old = firstOf(enums_), now = firstOf(made.enums);
    take(derivation_, 0, drawn);
    for (const Source& source : sources) {
        if (source.made >= 0)
            take(made.derivation, now[std::size_t(source.made)], now[std::size_t(source.made) + 1]);
        else
            take(derivation_, old[std::size_t(source.old)], old[std::size_t(source.old) + 1]);
    }
    derivation_.schema.types = std::move(types);
    derivation_.types = std::move(origins);
}

void Rederivation::replaceFindings(const SchemaChanges& changes, const Findings& made)
{
    if (findings_.empty() && made.empty())
        return;
    const QSet<TableId> own(changes.tables.begin(), changes.tables.end());
    std::erase_if(findings_, [&](const Finding& finding) {
        return own.contains(finding.table) || changes.removed.contains(finding.table);
    });
    std::ranges::copy_if(made, std::back_inserter(findings_),
        [&](const Finding& finding) { return own.contains(finding.table); });
    derivation_.diagnostics = inOrder(findings_, derivation_.positions);
}

} // namespace conjoin::orm
