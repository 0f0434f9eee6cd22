// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/keyindex.h"

#include <charconv>
#include <cmath>

namespace conjoin::sql {

size_t KeyIndex::placeOf(qint64 key) const
{
    const size_t mask = table_.size() - 1;
    size_t at = size_t((quint64(key) * 0x9E3779B97F4A7C15ULL) >> 32) & mask;
    while (table_[at] != free && integers_[table_[at]] != key)
        at = (at + 1) & mask;
    return at;
}

void KeyIndex::grow()
{
    std::vector<quint32> old =
        std::exchange(table_, std::vector<quint32>(std::max<size_t>(64, table_.size() * 2), free));
    for (const quint32 number : old) {
        if (number != free)
            table_[placeOf(integers_[number])] = number;
    }
}

quint32 KeyIndex::add(std::span<const Cell> key)
{
    const auto next = quint32(integers_.size());
    if (key.size() == 1 && key.front().isInteger()) {
        if (2 * placed_ >= table_.size())
            grow();
        const qint64 integer = key.front().integer();
        quint32& place = table_[placeOf(integer)];
        if (place == free) {
            place = next;
            ++placed_;
            integers_.push_back(integer);
        }
        return place;
    }
    KeyTuple tuple;
    tuple.reserve(key.size());
    for (const Cell& cell : key)
        tuple.push_back(cell.value());
    const auto known = others_.constFind(tuple);
    if (known != others_.cend())
        return *known;
    others_.insert(tuple, next);
    tuples_.insert(next, std::move(tuple));
    integers_.push_back(0);
    return next;
}

std::optional<quint32> KeyIndex::find(const Cell& key) const
{
    qint64 integer = 0;
    switch (key.kind()) {
    case Cell::Kind::Integer:
        integer = key.integer();
        break;
    case Cell::Kind::Real:
        if (std::abs(key.real()) >= 9007199254740992.0 || std::trunc(key.real()) != key.real())
            return std::nullopt;
        integer = qint64(key.real());
        break;
    case Cell::Kind::Text: {
        const std::string_view digits = key.data();
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), integer);
        if (error != std::errc() || end != digits.data() + digits.size())
            return std::nullopt;
        break;
    }
    default:
        return std::nullopt;
    }
    if (table_.empty())
        return std::nullopt;
    const quint32 number = table_[placeOf(integer)];
    return number == free ? std::nullopt : std::optional(number);
}

KeyTuple KeyIndex::tuple(quint32 number) const
{
    const auto other = tuples_.constFind(number);
    return other == tuples_.cend() ? KeyTuple{Value(integers_[number])} : *other;
}

std::vector<KeyTuple> KeyIndex::tuples() const
{
    std::vector<KeyTuple> all;
    all.reserve(integers_.size());
    for (quint32 number = 0; number < integers_.size(); ++number)
        all.push_back(tuple(number));
    return all;
}

} // namespace conjoin::sql
