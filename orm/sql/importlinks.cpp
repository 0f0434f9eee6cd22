// SPDX-License-Identifier: GPL-3.0-or-later
// What rows that are there are linked to: the part of ImportWriter that adds links and takes rows over.
#include "orm/sql/importwriter.h"

#include <QHash>

namespace conjoin::sql {

using orm::AssociationKind;
using orm::Json;
using orm::Model;
using State = ImportNode::State;

namespace {

/// What a junction of a link that may be there is given: what the file says nothing of, it keeps.
Json junctionOf(const ImportPlan& plan, const ImportRow::Link& link)
{
    Json::Object given;
    for (const Json::Member& member : link.junction) {
        if (plan.nullChanges || !member.second.isNull())
            given.push_back(member);
    }
    return given.empty() ? Json() : Json(std::move(given));
}

} // namespace

/// Links to many of a row that is there; whether there is something new.
Result<bool> ImportWriter::linkMany(
    int model, const RowValues& row, const std::vector<size_t>& links, const Nodes& nodes, ImportTally& tally)
{
    const Model& here = registry_.at(model);
    // Several links to one row, told apart by what else their rows of the junction hold, go one after another.
    struct Rounds {
        std::vector<std::vector<LinkTarget>> targets;
        QHash<QByteArray, size_t> next; ///< by row
    };
    std::map<QString, Rounds> all;
    for (const size_t number : links) {
        const ImportNode& node = nodes[number];
        if (node.state != State::There || node.association->kind != AssociationKind::BelongsToMany)
            continue;
        Rounds& rounds = all[node.association->name];
        Json key = keyOf(node);
        const size_t round = rounds.next[orm::compactJson(key)]++;
        if (rounds.targets.size() <= round)
            rounds.targets.resize(round + 1);
        rounds.targets[round].push_back({std::move(key), junctionOf(plan_, *node.link)});
    }
    bool any = false;
    const Json key = all.empty() ? Json() : identityOf(here, row);
    for (const auto& [name, rounds] : all) {
        const int junction = here.association(name)->through;
        for (const std::vector<LinkTarget>& targets : rounds.targets) {
            const auto done = link(connection_, registry_, model, key, name, targets);
            if (!done)
                return failure(done);
            if (done->added > 0)
                tally.created[junction] += done->added;
            if (done->updated > 0)
                tally.changed[junction] += done->updated;
            any = any || done->added > 0 || done->updated > 0;
        }
    }
    return any;
}

/// A row that belongs to another and is there: it comes to that one, and gets what the file says of it.
Result<bool> ImportWriter::changeOwned(
    const ImportNode& node, const ColumnValues& keys, const Nodes& nodes, ImportTally& tally)
{
    const Model& model = registry_.at(node.model);
    const QStringList identity = model.identity();
    RowValues row = node.row;
    const KeyTuple before = valuesOf(model, row, identity);
    ColumnValues changes;
    if (plan_.mode != ImportMode::Skip && plan_.mode != ImportMode::Insert) {
        auto differing = difference({node.model, row, identity}, node.link->given, node.below, {}, nodes);
        if (!differing)
            return failure(differing);
        changes = std::move(*differing);
    }
    for (const auto& [attribute, value] : keys) {
        if (sameValue(row[size_t(attribute)], value))
            continue;
        changes.insert_or_assign(attribute, value);
        row[size_t(attribute)] = value;
    }
    if (!changes.empty()) {
        if (auto updated = update(node.model, before, changes); !updated)
            return failure(updated);
        ++tally.changed[node.model];
    }
    const auto linked = linkRow(node.model, row, node.below, nodes, tally);
    return linked ? Result<bool>(*linked || !changes.empty()) : linked;
}

/// Rows that belong to a row that is there.
Result<bool> ImportWriter::takeOwned(
    int model, const RowValues& row, const std::vector<size_t>& links, const Nodes& nodes, ImportTally& tally)
{
    const Model& here = registry_.at(model);
    std::map<int, Json::Array> fresh; // by model
    bool any = false;
    for (const size_t number : links) {
        const ImportNode& node = nodes[number];
        if (!ownsRows(*node.association) || (node.state != State::There && node.state != State::Absent))
            continue;
        ColumnValues keys;
        Json tree = node.state == State::Absent ? treeOf(nodes, node.link->given, node.below) : Json();
        for (qsizetype i = 0; i < node.association->keys.size(); ++i) {
            const size_t at = size_t(here.attributeIndex(node.association->referenced[i]));
            const QString& name = node.association->keys[i];
            keys.insert_or_assign(registry_.at(node.model).attributeIndex(name), row[at]);
            if (node.state == State::Absent)
                tree.set(name, orm::valueToJson(row[at], here.attributes[at].type));
        }
        if (node.state == State::Absent) {
            for (const orm::ScopeValue& scope : node.association->scope) {
                const Model& target = registry_.at(node.model);
                tree.set(
                    scope.attribute, orm::valueToJson(scope.value, target.attribute(scope.attribute)->type));
            }
            fresh[node.model].push_back(std::move(tree));
            continue;
        }
        const auto changed = changeOwned(node, keys, nodes, tally);
        if (!changed)
            return changed;
        any = any || *changed;
    }
    for (const auto& [target, trees] : fresh) {
        const auto made = createAll(connection_, registry_, target, trees, importedRows());
        if (!made)
            return failure(made);
        QSet<QByteArray> seen;
        for (const Json& tree : *made)
            countCreated(target, tree, seen, tally);
        any = true;
    }
    return any;
}

Result<bool> ImportWriter::linkRow(
    int model, const RowValues& row, const std::vector<size_t>& links, const Nodes& nodes, ImportTally& tally)
{
    if (links.empty())
        return false;
    const auto linked = linkMany(model, row, links, nodes, tally);
    if (!linked)
        return linked;
    const auto taken = takeOwned(model, row, links, nodes, tally);
    return taken ? Result<bool>(*linked || *taken) : taken;
}

} // namespace conjoin::sql
