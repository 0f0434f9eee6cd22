// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seedreferences.h"

#include "orm/sql/seedorder.h"

#include <QSet>

#include <algorithm>
#include <limits>
#include <numeric>

namespace conjoin::sql {

using orm::Association;
using orm::Model;

std::vector<QStringList> uniqueKeysOf(const Model& model)
{
    std::vector<QStringList> keys = model.uniqueKeys;
    if (!model.primaryKey.isEmpty())
        keys.push_back(model.primaryKey);
    return keys;
}

SeedReferences::SeedReferences(
    Connection& connection, const orm::ModelRegistry& registry, int model, SeedValues& values)
    : connection_(connection)
    , registry_(registry)
    , index_(model)
    , model_(registry.at(model))
    , values_(values)
{}

Result<void> SeedReferences::open(const std::map<int, ColumnValues>& pledged)
{
    if (auto found = findKeys(pledged); !found)
        return found;
    findSets();
    return {};
}

Result<void> SeedReferences::findKeys(const std::map<int, ColumnValues>& pledged)
{
    std::vector<const Association*> keys = seedKeysOf(model_);
    // Where two keys share a column, the narrower one follows the wider one.
    std::ranges::stable_sort(
        keys, [](const Association* a, const Association* b) { return a->keys.size() > b->keys.size(); });
    QSet<int> filled;
    for (const Association* association : keys) {
        Key key{SeedTargets(connection_, registry_, association->target, association->referenced)};
        for (qsizetype i = 0; i < association->keys.size(); ++i) {
            const int attribute = model_.attributeIndex(association->keys[i]);
            if (filled.contains(attribute))
                key.shared.push_back(size_t(i));
            filled.insert(attribute);
            key.attributes.push_back(attribute);
        }
        key.nullable = isNullableKey(model_, *association);
        key.ofItself = association->target == index_;
        for (const QString& name : association->referenced) {
            if (key.ofItself)
                key.referredTo.push_back(size_t(model_.attributeIndex(name)));
        }
        if (auto opened = key.targets.open(); !opened)
            return opened;
        const auto coming = pledged.find(association->target);
        if (coming != pledged.end() && key.targets.isEmpty()) {
            KeyTuple values;
            for (const QString& name : association->referenced) {
                const auto value = coming->second.find(registry_.at(association->target).attributeIndex(name));
                if (value != coming->second.end())
                    values.push_back(value->second);
            }
            if (values.size() == size_t(association->referenced.size()))
                key.targets.add(std::move(values));
        }
        keys_.push_back(std::move(key));
    }
    return {};
}

void SeedReferences::findSets()
{
    constexpr quint64 most = quint64(1) << 40; // beyond that a draw hits nothing twice
    const std::vector<QStringList> unique = uniqueKeysOf(model_);
    std::vector<size_t> order(unique.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::ranges::stable_sort(order, [&](size_t a, size_t b) { return unique[a].size() < unique[b].size(); });
    for (const size_t at : order) {
        QSet<int> left;
        for (const QString& name : unique[at])
            left.insert(model_.attributeIndex(name));
        const bool sharing = std::ranges::any_of(keys_, [&](const Key& key) {
            return std::ranges::any_of(
                key.shared, [&](size_t place) { return left.contains(key.attributes[place]); });
        });
        Set set;
        set.unique = at;
        quint64 size = 1;
        for (size_t k = 0; k < keys_.size(); ++k) {
            const Key& key = keys_[k];
            const bool within =
                std::ranges::all_of(key.attributes, [&](int attribute) { return left.contains(attribute); });
            if (!within || key.set >= 0 || key.ofItself)
                continue;
            for (const int attribute : key.attributes)
                left.remove(attribute);
            set.keys.push_back(k);
            set.nullable = set.nullable || key.nullable;
            size *= std::max<quint64>(1, key.targets.size());
        }
        if (set.keys.empty() || !left.isEmpty() || sharing || size > most)
            continue;
        for (const size_t key : set.keys)
            keys_[key].set = int(sets_.size());
        shuffle(set);
        sets_.push_back(std::move(set));
    }
}

bool SeedReferences::ofItself() const
{
    return std::ranges::any_of(keys_, &Key::ofItself);
}

bool SeedReferences::holds(int attribute) const
{
    return std::ranges::any_of(
        keys_, [&](const Key& key) { return std::ranges::count(key.attributes, attribute) > 0; });
}

bool SeedReferences::isSet(size_t unique) const
{
    return std::ranges::count(sets_, unique, &Set::unique) > 0;
}

bool SeedReferences::isInSet(const std::vector<int>& attributes) const
{
    return std::ranges::any_of(keys_, [&](const Key& key) {
        return key.set >= 0 && std::ranges::any_of(key.attributes, [&](int attribute) {
            return std::ranges::count(attributes, attribute) > 0;
        });
    });
}

void SeedReferences::shuffle(Set& set)
{
    quint64 size = 1;
    for (const size_t key : set.keys)
        size *= keys_[key].targets.size();
    set.order = Shuffle(size, quint64(values_.below(std::numeric_limits<int>::max())));
}

Result<void> SeedReferences::follow(qint64 done, qint64 wanted)
{
    std::vector<bool> moved(sets_.size(), false);
    for (Key& key : keys_) {
        const auto place = qint64(double(done) / double(wanted) * double(key.targets.windows()));
        if (key.ofItself || key.targets.window() >= place)
            continue;
        const auto next = key.targets.advance();
        if (!next)
            return failure(next);
        if (*next && key.set >= 0)
            moved[size_t(key.set)] = true;
    }
    for (size_t i = 0; i < moved.size(); ++i) {
        if (moved[i])
            shuffle(sets_[i]);
    }
    return {};
}

/// The next combination of the keys of a set; false where there is none.
Result<bool> SeedReferences::chooseOf(Set& set)
{
    for (;;) {
        if (auto number = set.order.next()) {
            for (const size_t k : set.keys) {
                Key& key = keys_[k];
                key.chosen = size_t(*number % key.targets.size());
                *number /= key.targets.size();
            }
            return true;
        }
        bool moved = false;
        for (const size_t key : set.keys) {
            const auto next = keys_[key].targets.advance();
            if (!next)
                return failure(next);
            moved = moved || *next;
        }
        if (!moved)
            return false;
        shuffle(set);
    }
}

/// What the row refers to by sets; false where no row can be made any more.
Result<bool> SeedReferences::choose(bool keepsSets)
{
    for (Key& key : keys_) {
        key.chosen.reset();
        if (key.targets.isEmpty() && !key.nullable)
            return false;
    }
    for (Set& set : sets_) {
        if (keepsSets)
            break;
        if (!set.usedUp) {
            const auto found = chooseOf(set);
            if (!found)
                return failure(found);
            set.usedUp = !*found;
        }
        if (set.usedUp && !set.nullable)
            return false;
    }
    return true;
}

/// Fills in one key; false where nothing fits what is there already.
bool SeedReferences::refer(Key& key, ColumnValues& row)
{
    const auto number = quint32(values_.below(std::numeric_limits<int>::max()));
    const bool freely = key.set < 0 || (sets_[size_t(key.set)].usedUp && !key.nullable);
    if (freely && key.shared.empty() && !key.targets.isEmpty()) {
        key.chosen = number % key.targets.size();
    } else if (!key.shared.empty()) {
        KeyTuple values;
        for (const size_t place : key.shared)
            values.push_back(row.at(key.attributes[place]));
        if (std::ranges::none_of(values, &Value::isNull))
            key.chosen = key.targets.like(key.shared, values, number);
    }
    if (!key.chosen && !key.nullable)
        return false;
    for (size_t i = 0; i < key.attributes.size(); ++i) {
        if (key.chosen)
            row.insert_or_assign(key.attributes[i], key.targets[*key.chosen][i]);
        else
            row.try_emplace(key.attributes[i], Value());
    }
    return true;
}

Result<SeedReferences::Outcome> SeedReferences::fill(ColumnValues& row, const ColumnValues* kept)
{
    const auto chosen = choose(kept != nullptr);
    if (!chosen)
        return failure(chosen);
    if (!*chosen)
        return Outcome::UsedUp;
    for (Key& key : keys_) {
        if (kept && key.set >= 0) {
            for (const int attribute : key.attributes)
                row.insert_or_assign(attribute, kept->at(attribute));
        } else if (!refer(key, row)) {
            return Outcome::Refused;
        }
    }
    return Outcome::Made;
}

void SeedReferences::add(const RowValues& stored)
{
    for (Key& key : keys_) {
        if (!key.ofItself)
            continue;
        KeyTuple values;
        for (const size_t attribute : key.referredTo)
            values.push_back(stored[attribute]);
        key.targets.add(std::move(values));
    }
}

} // namespace conjoin::sql
