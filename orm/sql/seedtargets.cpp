// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seedtargets.h"

#include "orm/sql/finder.h"

#include <algorithm>
#include <bit>

namespace conjoin::sql {

Shuffle::Shuffle(quint64 bound, quint64 number)
    : bound_(bound)
    , number_(number)
{
    const int bits = std::max(1, int(std::bit_width(bound > 0 ? bound - 1 : 0)));
    mask_ = bits == 64 ? ~quint64(0) : (quint64(1) << bits) - 1;
    shift_ = bits / 2 + 1;
}

/// Another number within the mask, and never the same of two: each step can be undone.
quint64 Shuffle::mixed(quint64 value) const
{
    // The odd factors of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
    constexpr quint64 factors[] = {0xbf58476d1ce4e5b9, 0x94d049bb133111eb};
    value = (value + number_) & mask_;
    for (const quint64 factor : factors) {
        value ^= value >> shift_;
        value = (value * factor) & mask_;
    }
    return value ^ (value >> shift_);
}

std::optional<quint64> Shuffle::next()
{
    while (bound_ > 0 && at_ <= mask_) {
        const quint64 value = mixed(at_);
        if (at_ == ~quint64(0))
            bound_ = 0;
        ++at_;
        if (value < bound_)
            return value;
    }
    return {};
}

SeedTargets::SeedTargets(
    Connection& connection, const orm::ModelRegistry& registry, int model, QStringList attributes)
    : connection_(connection)
    , registry_(registry)
    , model_(model)
    , attributes_(std::move(attributes))
{}

Result<void> SeedTargets::open()
{
    orm::Query all;
    all.model = model_;
    all.unscoped = true;
    const auto counted = count(connection_, registry_, all);
    if (!counted)
        return failure(counted);
    rows_ = *counted;
    return rows_ > 0 ? readWindow() : Result<void>();
}

Result<void> SeedTargets::readWindow()
{
    const orm::Model& model = registry_.at(model_);
    orm::Query query;
    query.model = model_;
    query.unscoped = true;
    query.attributes = attributes_;
    for (const QString& name : model.identity()) {
        query.order.push_back({name});
        if (!query.attributes->contains(name))
            query.attributes->append(name); // the next window begins there
    }
    query.limit = windowSize;
    query.after = behind_;
    const auto rows = find(connection_, registry_, query);
    if (!rows)
        return failure(rows);
    keys_.clear();
    alike_.clear();
    behind_.reset();
    for (const Row& row : *rows) {
        KeyTuple key;
        for (const QString& name : attributes_)
            key.push_back(row.value(model, name));
        // A unique key may be NULL, and nothing refers to that.
        if (std::ranges::none_of(key, &Value::isNull))
            keys_.push_back(std::move(key));
    }
    if (int(rows->size()) == windowSize && !model.identity().isEmpty()) {
        auto cursor = cursorOf(connection_, registry_, query, rows->back());
        if (!cursor)
            return failure(cursor);
        behind_ = std::move(*cursor);
    }
    return {};
}

Result<bool> SeedTargets::advance()
{
    if (!behind_)
        return false;
    std::vector<KeyTuple> before = keys_;
    if (auto read = readWindow(); !read)
        return failure(read);
    if (keys_.empty()) { // it ended with the window before
        keys_ = std::move(before);
        return false;
    }
    ++window_;
    return true;
}

void SeedTargets::add(KeyTuple key)
{
    if (std::ranges::any_of(key, &Value::isNull))
        return;
    alike_.clear();
    if (keys_.size() < size_t(windowSize)) {
        keys_.push_back(std::move(key));
        return;
    }
    keys_[oldest_] = std::move(key);
    oldest_ = (oldest_ + 1) % keys_.size();
}

std::optional<size_t> SeedTargets::like(
    const std::vector<size_t>& places, const KeyTuple& values, quint32 number)
{
    const auto known = alike_.find(places);
    auto& alike = known != alike_.end() ? known->second : alike_[places];
    if (known == alike_.end()) {
        for (size_t i = 0; i < keys_.size(); ++i) {
            KeyTuple part;
            for (const size_t place : places)
                part.push_back(keys_[i][place]);
            alike[part].push_back(quint32(i));
        }
    }
    const auto found = alike.constFind(values);
    if (found == alike.cend())
        return {};
    return (*found)[number % found->size()];
}

} // namespace conjoin::sql
