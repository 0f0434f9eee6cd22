// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importwriter.h"

#include "orm/base/topologicalsort.h"
#include "orm/sql/importvalues.h"

#include <QHash>

#include <algorithm>
#include <functional>
#include <utility>

namespace conjoin::sql {

using orm::Association;
using orm::AssociationKind;
using orm::Json;
using orm::Model;
using State = ImportNode::State;

namespace {

/// Places of rows of one table: those that others refer to by keys come first, as far as that goes. Some
/// engines look at each row of a statement by itself.
std::vector<size_t> referredFirst(const Model& model, int index, const Json::Array& trees)
{
    std::vector<std::vector<size_t>> needs(trees.size());
    const auto keyOf = [](const Json& tree, const QStringList& names) {
        QByteArray key;
        for (const QString& name : names) {
            const Json* value = tree.find(name);
            if (!value || value->isNull())
                return QByteArray();
            key += orm::compactJson(*value) + ' ';
        }
        return key;
    };
    for (const Association& association : model.associations) {
        if (association.kind != AssociationKind::BelongsTo || association.target != index)
            continue;
        QHash<QByteArray, size_t> places;
        for (size_t i = 0; i < trees.size(); ++i)
            places.insert(keyOf(trees[i], association.referenced), i);
        for (size_t i = 0; i < trees.size(); ++i) {
            const QByteArray key = keyOf(trees[i], association.keys);
            const auto place = key.isEmpty() ? places.cend() : places.constFind(key);
            if (place != places.cend())
                needs[i].push_back(*place);
        }
    }
    std::vector<size_t> order;
    for (const std::vector<size_t>& group : orm::topologicalGroups(needs))
        order.insert(order.end(), group.begin(), group.end());
    return order;
}

template<class Item>
std::vector<Item> ordered(std::vector<Item> items, const std::vector<size_t>& order)
{
    std::vector<Item> result;
    for (const size_t place : order)
        result.push_back(std::move(items[place]));
    return result;
}

/// Another one was faster.
Error noRow(const Model& model, const KeyTuple& identity)
{
    QStringList key;
    for (const Value& value : identity)
        key += value.display();
    return inputError(model.name,
        message("row.nokey", "%1 has no row with the key %2", {model.name, key.join(QStringLiteral(", "))}));
}

} // namespace

void ImportTally::add(const ImportTally& other)
{
    for (const auto& [model, rows] : other.created)
        created[model] += rows;
    for (const auto& [model, rows] : other.changed)
        changed[model] += rows;
    unchanged += other.unchanged;
    skipped += other.skipped;
}

CreateOptions importedRows()
{
    CreateOptions how;
    how.markCreated = true;
    how.ownNumbers = true; // rows of a file come back as they were
    return how;
}

Json identityOf(const Model& model, const RowValues& row)
{
    Json key = Json::object();
    for (const QString& name : model.identity()) {
        const int attribute = model.attributeIndex(name);
        key.set(name, orm::valueToJson(row[size_t(attribute)], model.attributes[size_t(attribute)].type));
    }
    return key;
}

ImportWriter::ImportWriter(Connection& connection, const orm::ModelRegistry& registry, const ImportPlan& plan,
    const ImportLookup& lookup)
    : connection_(connection)
    , registry_(registry)
    , plan_(plan)
    , lookup_(lookup)
    , key_(lookup.key())
    , identity_(registry.at(plan.model).identity().isEmpty() ? key_ : registry.at(plan.model).identity())
{}

Json ImportWriter::keyOf(const ImportNode& node) const
{
    return identityOf(registry_.at(node.model), node.row);
}

/// A row with what is linked to it, as the nested writer reads it: all is there by now but for rows that belong
/// to the row, which are made with it.
Json ImportWriter::treeOf(
    const Nodes& nodes, const Json::Object& values, const std::vector<size_t>& links) const
{
    Json tree{values};
    std::map<QString, Json::Array> lists;
    for (const size_t number : links) {
        const ImportNode& node = nodes[number];
        const Association& association = *node.association;
        const bool made = node.state == State::Absent && ownsRows(association);
        if (node.state != State::There && !made)
            continue;
        Json far = made ? treeOf(nodes, node.link->given, node.below) : Json::object();
        if (!made)
            far.set(QStringLiteral("$link"), keyOf(node));
        if (association.through >= 0 && !node.link->junction.empty())
            far.set(registry_.at(association.through).name, Json(node.link->junction));
        if (association.isToMany())
            lists[association.name].push_back(std::move(far));
        else
            tree.set(association.name, std::move(far));
    }
    for (auto& [name, rows] : lists)
        tree.set(name, Json(std::move(rows)));
    return tree;
}

void ImportWriter::countCreated(int model, const Json& tree, QSet<QByteArray>& seen, ImportTally& tally) const
{
    const Model& here = registry_.at(model);
    const Json* created = tree.find(QStringLiteral("$created"));
    if (created && created->isBool() && created->toBool()) {
        QByteArray key = QByteArray::number(model);
        for (const QString& name : here.identity()) {
            if (const Json* value = tree.find(name))
                key += ' ' + orm::compactJson(*value);
        }
        if (here.identity().isEmpty() || !seen.contains(key))
            ++tally.created[model];
        seen.insert(key);
    }
    for (const Association& association : here.associations) {
        const Json* below = tree.find(association.name);
        if (!below || here.attribute(association.name))
            continue;
        const Json::Array list = below->isArray() ? below->items() : Json::Array{*below};
        for (const Json& row : list) {
            if (!row.isObject())
                continue;
            countCreated(association.target, row, seen, tally);
            if (association.through < 0)
                continue;
            if (const Json* junction = row.find(registry_.at(association.through).name);
                junction && junction->isObject())
                countCreated(association.through, *junction, seen, tally);
        }
    }
}

Result<RowValues> ImportWriter::rowOf(int index, const Json& tree) const
{
    const Model& model = registry_.at(index);
    RowValues row(model.attributes.size());
    for (size_t a = 0; a < row.size(); ++a) {
        const orm::Attribute& attribute = model.attributes[a];
        const Json* value = tree.find(attribute.name);
        auto read = value ? orm::valueFromJson(*value, attribute.type, attribute.name) : Result<Value>(Value());
        if (!read)
            return failure(read);
        row[a] = std::move(*read);
    }
    return row;
}

/// Makes the rows that lines name and that are not there, the deepest first; what several name alike is one
/// row.
Result<void> ImportWriter::makeAbsent(const std::vector<ImportWork>& work, Nodes& nodes, ImportTally& tally)
{
    std::vector<std::vector<size_t>> byDepth;
    const std::function<void(const std::vector<size_t>&)> need = [&](const std::vector<size_t>& links) {
        for (const size_t number : links) {
            const ImportNode& node = nodes[number];
            const bool owned = ownsRows(*node.association);
            if (node.state != State::Absent && !(node.state == State::There && owned))
                continue; // what lies behind a row that is there stays as it is, unless it is a part of this
                          // one
            if (!owned) {
                if (byDepth.size() <= size_t(node.depth))
                    byDepth.resize(size_t(node.depth) + 1);
                byDepth[size_t(node.depth)].push_back(number);
            }
            need(node.below);
        }
    };
    for (const ImportWork& each : work)
        need(each.links);
    for (auto level = byDepth.rbegin(); level != byDepth.rend(); ++level) {
        struct Fresh {
            Json::Array trees;
            QHash<QByteArray, size_t> known;
            std::vector<std::vector<size_t>> askers; ///< by tree
        };
        std::map<int, Fresh> fresh; // by model
        for (const size_t number : *level) {
            const ImportNode& node = nodes[number];
            Fresh& ofModel = fresh[node.model];
            Json tree = treeOf(nodes, node.link->given, node.below);
            const QByteArray text = orm::compactJson(tree);
            const auto known = ofModel.known.constFind(text);
            if (known != ofModel.known.cend()) {
                ofModel.askers[*known].push_back(number);
                continue;
            }
            ofModel.known.insert(text, ofModel.trees.size());
            ofModel.trees.push_back(std::move(tree));
            ofModel.askers.push_back({number});
        }
        for (auto& [index, ofModel] : fresh) {
            const std::vector<size_t> order = referredFirst(registry_.at(index), index, ofModel.trees);
            ofModel.trees = ordered(std::move(ofModel.trees), order);
            ofModel.askers = ordered(std::move(ofModel.askers), order);
            const auto made = createAll(connection_, registry_, index, ofModel.trees, importedRows());
            if (!made)
                return failure(made);
            QSet<QByteArray> seen;
            for (size_t i = 0; i < made->size(); ++i) {
                countCreated(index, (*made)[i], seen, tally);
                auto row = rowOf(index, (*made)[i]);
                if (!row)
                    return failure(row);
                if (index == plan_.model)
                    tally.made.insert(valuesOf(registry_.at(index), *row, identity_));
                for (const size_t number : ofModel.askers[i]) {
                    nodes[number].row = *row;
                    nodes[number].state = State::There;
                }
            }
        }
    }
    return {};
}

/// Looks again for rows of lines, for those before may have made them.
Result<void> ImportWriter::findRows(const std::vector<ImportWork*>& work, std::span<const ImportRow> rows,
    const std::vector<std::optional<KeyTuple>>& keys) const
{
    Lookup lookup;
    lookup.model = plan_.model;
    lookup.columns = key_;
    std::vector<ImportWork*> askers;
    for (ImportWork* each : work) {
        if (const auto& key = keys[size_t(each->line - rows.data())]) {
            lookup.keys.push_back(*key);
            askers.push_back(each);
        }
    }
    if (askers.empty())
        return {};
    auto found = lookUp(connection_, registry_, lookup);
    if (!found)
        return failure(found);
    for (size_t i = 0; i < askers.size(); ++i) {
        if ((*found)[i].size() == 1)
            askers[i]->there = std::move((*found)[i].front());
    }
    return {};
}

Result<void> ImportWriter::makeRows(
    const std::vector<const ImportWork*>& work, const Nodes& nodes, ImportTally& tally)
{
    if (work.empty())
        return {};
    Json::Array trees;
    for (const ImportWork* each : work)
        trees.push_back(treeOf(nodes, each->line->values, each->links));
    const std::vector<size_t> order = referredFirst(registry_.at(plan_.model), plan_.model, trees);
    trees = ordered(std::move(trees), order);
    const auto made = createAll(connection_, registry_, plan_.model, trees, importedRows());
    if (!made)
        return failure(made);
    QSet<QByteArray> seen;
    for (const Json& tree : *made) {
        countCreated(plan_.model, tree, seen, tally);
        if (plan_.mode == ImportMode::Insert)
            continue; // each line is a row of its own
        auto row = rowOf(plan_.model, tree);
        if (!row)
            return failure(row);
        tally.made.insert(valuesOf(registry_.at(plan_.model), *row, identity_));
    }
    return {};
}

/// What the row does not hold yet of the values and of the keys of its links to one; the row has it afterwards.
Result<ColumnValues> ImportWriter::difference(const Target& target, const Json::Object& values,
    const std::vector<size_t>& links, const std::vector<size_t>& without, const Nodes& nodes) const
{
    const Model& model = registry_.at(target.model);
    ColumnValues changes;
    const auto take = [&](const QString& name, const Json& json, const Value& value) {
        const int at = model.attributeIndex(name);
        Value& stored = target.row[size_t(at)];
        if (target.fixed.contains(name) || holdsAlready(model.attributes[size_t(at)], stored, value, json))
            return;
        changes.insert_or_assign(at, value);
        stored = value;
    };
    for (const Json::Member& member : values) {
        if (member.second.isNull() && !plan_.nullChanges)
            continue; // an empty cell says nothing
        auto value = importedValue(connection_, *model.attribute(member.first), member.second);
        if (!value)
            return failure(value);
        take(member.first, member.second, *value);
    }
    for (const size_t number : links) {
        const ImportNode& node = nodes[number];
        if (node.state != State::There || node.association->kind != AssociationKind::BelongsTo)
            continue;
        const Model& far = registry_.at(node.model);
        for (qsizetype i = 0; i < node.association->keys.size(); ++i) {
            const size_t at = size_t(far.attributeIndex(node.association->referenced[i]));
            take(node.association->keys[i], orm::valueToJson(node.row[at], far.attributes[at].type),
                node.row[at]);
        }
    }
    for (const size_t link : without) {
        const Association& association =
            *associationsOf(registry_, plan_.model, plan_.links[link].path).front();
        for (const QString& name : association.keys) {
            if (plan_.nullChanges)
                take(name, Json(), Value());
        }
    }
    return changes;
}

/// Rows that get the same attributes share a statement, but for those whose keys change: they are found by
/// them.
Result<void> ImportWriter::updateLater(const KeyTuple& identity, ColumnValues values, bool atOnce)
{
    const Model& root = registry_.at(plan_.model);
    // A statement that stays prepared is cheaper than a long one where no server has to be asked.
    const bool isFar = !connection_.dialect().capabilities().readLock.isEmpty();
    const bool alone = atOnce || !isFar || std::ranges::any_of(values, [&](const auto& entry) {
        return root.identity().contains(root.attributes[size_t(entry.first)].name);
    });
    if (laterRows_.contains(identity)) {
        if (auto updated = updateNow(); !updated)
            return updated;
    }
    if (alone)
        return update(plan_.model, identity, values);
    std::vector<int> attributes;
    for (const auto& entry : values)
        attributes.push_back(entry.first);
    later_[std::move(attributes)].push_back({identity, std::move(values)});
    laterRows_.insert(identity);
    return {};
}

Result<void> ImportWriter::updateNow()
{
    laterRows_.clear();
    for (const auto& entry : std::exchange(later_, {})) {
        const std::vector<RowUpdate>& rows = entry.second;
        if (rows.size() == 1) {
            if (auto updated = update(plan_.model, rows.front().identity, rows.front().values); !updated)
                return updated;
            continue;
        }
        const auto found = updateEach(connection_, registry_, plan_.model, rows);
        if (!found)
            return failure(found);
        if (*found != qint64(rows.size())) // which one is told when they are tried again by halves
            return noRow(registry_.at(plan_.model), rows.front().identity);
    }
    return {};
}

/// One statement, which the connection keeps prepared.
Result<void> ImportWriter::update(int model, const KeyTuple& identity, const ColumnValues& values)
{
    auto updater = updaters_.find(model);
    if (updater == updaters_.end()) {
        const QStringList by = model == plan_.model ? identity_ : registry_.at(model).identity();
        updater = updaters_.try_emplace(model, connection_, registry_, model, by).first;
    }
    const auto changed = updater->second.update(identity, values);
    if (!changed)
        return failure(changed);
    if (*changed)
        return {};
    return noRow(registry_.at(model), identity);
}

/// Gives a row that is there what its lines say and what it does not hold yet.
Result<void> ImportWriter::changeRow(
    const ImportWork& work, const Nodes& nodes, RowValues& now, const ImportTally& before, ImportTally& tally)
{
    const Model& root = registry_.at(plan_.model);
    const KeyTuple identity = valuesOf(root, now, identity_);
    const bool isMarked =
        !root.deletedAt.isEmpty() && !now[size_t(root.attributeIndex(root.deletedAt))].isNull();
    const auto changes =
        difference({plan_.model, now, key_}, work.line->values, work.links, work.line->without, nodes);
    if (!changes)
        return failure(changes);
    if (!changes->empty()) {
        if (isMarked) {
            return inputError(root.name,
                message("import.deleted", "the row of %1 is marked as deleted", {root.table}),
                message("import.deleted.hint", "restore it first, or leave the line out"));
        }
        // What is linked may refer to what changes.
        if (auto updated = updateLater(identity, *changes, !work.links.empty()); !updated)
            return updated;
    }
    const auto linked = linkRow(plan_.model, now, work.links, nodes, tally);
    if (!linked)
        return failure(linked);
    const auto isIn = [&](QSet<KeyTuple> ImportTally::*rows) {
        return (before.*rows).contains(identity) || (tally.*rows).contains(identity);
    };
    if (!changes->empty() && !isIn(&ImportTally::made) && !isIn(&ImportTally::altered)) {
        ++tally.changed[plan_.model];
        tally.altered.insert(identity);
    }
    if (changes->empty() && !*linked)
        tally.unchanged += work.line->lines;
    return {};
}

Result<void> ImportWriter::write(std::span<const ImportRow> rows, std::vector<ImportWork>& work, Nodes& nodes,
    const ImportTally& before, ImportTally& tally)
{
    if (auto made = makeAbsent(work, nodes, tally); !made)
        return made;
    std::vector<std::optional<KeyTuple>> keys(rows.size());
    if (plan_.mode != ImportMode::Insert) {
        auto given = lookup_.keysOfLines(rows, nodes);
        if (!given)
            return failure(given);
        keys = std::move(*given);
    }
    if (!tally.made.isEmpty()) { // links have made rows that lines are about
        std::vector<ImportWork*> open;
        for (ImportWork& each : work) {
            if (!each.there)
                open.push_back(&each);
        }
        if (auto found = findRows(open, rows, keys); !found)
            return found;
    }
    std::vector<const ImportWork*> fresh;
    std::vector<ImportWork*> late; // whose row another line makes
    QSet<KeyTuple> known;
    for (ImportWork& each : work) {
        if (each.there)
            continue;
        const auto& key = keys[size_t(each.line - rows.data())];
        if (key && known.contains(*key)) {
            late.push_back(&each);
            continue;
        }
        if (key)
            known.insert(*key);
        fresh.push_back(&each);
    }
    if (auto made = makeRows(fresh, nodes, tally); !made)
        return made;
    if (plan_.mode == ImportMode::Skip) {
        for (const ImportWork* each : late)
            tally.skipped += each->line->lines;
    } else {
        if (auto found = findRows(late, rows, keys); !found)
            return found;
        std::vector<const ImportWork*> others; // whose key became another one when it was stored
        for (const ImportWork* each : late) {
            if (!each->there)
                others.push_back(each);
        }
        if (auto made = makeRows(others, nodes, tally); !made)
            return made;
    }
    later_.clear(); // of an attempt that failed
    laterRows_.clear();
    QHash<KeyTuple, RowValues> now; // several lines may be about one row
    for (const ImportWork& each : work) {
        if (!each.there)
            continue;
        const KeyTuple identity = valuesOf(registry_.at(plan_.model), *each.there, identity_);
        auto row = now.find(identity);
        if (row == now.end())
            row = now.insert(identity, *each.there);
        if (auto changed = changeRow(each, nodes, *row, before, tally); !changed)
            return changed;
    }
    return updateNow();
}

} // namespace conjoin::sql
