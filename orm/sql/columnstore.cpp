// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/columnstore.h"

#include <algorithm>
#include <cstring>

namespace conjoin::sql {

namespace {

using Length = quint32; // no engine stores a longer value

/// Of a short text, good enough to find it again among a few.
size_t mixed(std::string_view text)
{
    constexpr quint64 odd = 0x9E3779B97F4A7C15ULL;
    quint64 hash = text.size();
    for (size_t at = 0; at < text.size(); at += sizeof hash) {
        quint64 word = 0;
        std::memcpy(&word, text.data() + at, std::min(sizeof word, text.size() - at));
        hash = (hash ^ word) * odd;
    }
    return size_t(hash >> 40);
}

} // namespace

const char* Arena::put(std::string_view data)
{
    constexpr size_t firstBlock = size_t(1) << 10, largestBlock = size_t(1) << 18;
    const size_t needed = sizeof(Length) + data.size();
    if (needed > room_) {
        const size_t size = std::max(needed, std::clamp(bytes_, firstBlock, largestBlock));
        blocks_.push_back(std::make_unique_for_overwrite<char[]>(size));
        next_ = blocks_.back().get();
        room_ = size;
        bytes_ += size;
    }
    char* const here = next_;
    const auto length = Length(data.size());
    Q_ASSERT_X(length == data.size(), "Arena::put", "a value has less than 4 GiB");
    std::memcpy(here, &length, sizeof length);
    if (!data.empty())
        std::memcpy(here + sizeof length, data.data(), data.size());
    next_ += needed;
    room_ -= needed;
    return here;
}

std::string_view Arena::at(const char* put)
{
    Length length = 0;
    std::memcpy(&length, put, sizeof length);
    return {put + sizeof length, length};
}

const char* ColumnStore::Column::put(const Cell& cell, Arena& arena)
{
    constexpr size_t shortText = 32;
    const std::string_view data = cell.data();
    if (data.empty() || data.size() > shortText)
        return arena.put(data);
    if (recent_.empty())
        recent_.resize(memory, nullptr);
    const char*& known = recent_[mixed(data) % memory];
    if (!known || Arena::at(known) != data)
        known = arena.put(data);
    return known;
}

void ColumnStore::Column::append(const Cell& cell, Arena& arena)
{
    const Cell::Kind kind = cell.kind();
    if (bits_.empty())
        only_ = kind;
    else if (kind != only_ && kinds_.empty())
        kinds_.assign(bits_.size(), only_);
    if (!kinds_.empty())
        kinds_.push_back(kind);
    switch (kind) {
    case Cell::Kind::Integer:
        bits_.push_back(std::bit_cast<quint64>(cell.integer()));
        break;
    case Cell::Kind::Real:
        bits_.push_back(std::bit_cast<quint64>(cell.real()));
        break;
    case Cell::Kind::Text:
    case Cell::Kind::Bytes:
        bits_.push_back(quint64(quintptr(put(cell, arena))));
        break;
    case Cell::Kind::Null:
        bits_.push_back(0);
        break;
    }
}

Cell ColumnStore::Column::cell(size_t row) const
{
    const quint64 bits = bits_[row];
    const auto stored = [bits] { return Arena::at(reinterpret_cast<const char*>(quintptr(bits))); };
    switch (kinds_.empty() ? only_ : kinds_[row]) {
    case Cell::Kind::Integer:
        return Cell::integer(std::bit_cast<qint64>(bits));
    case Cell::Kind::Real:
        return Cell::real(std::bit_cast<double>(bits));
    case Cell::Kind::Text:
        return Cell::text(stored().data(), stored().size());
    case Cell::Kind::Bytes:
        return Cell::bytes(stored().data(), stored().size());
    case Cell::Kind::Null:
        break;
    }
    return {};
}

void ColumnStore::Column::reverse()
{
    std::ranges::reverse(bits_);
    std::ranges::reverse(kinds_);
}

ColumnStore::ColumnStore(std::vector<int> attributes, size_t width)
    : slots_(width, -1)
    , columns_(attributes.size())
{
    for (size_t i = 0; i < attributes.size(); ++i)
        slots_[size_t(attributes[i])] = int(i);
}

void ColumnStore::append(std::span<const Cell> cells)
{
    Q_ASSERT_X(cells.size() == columns_.size(), "ColumnStore::append", "a row has a cell for each column");
    for (size_t i = 0; i < cells.size(); ++i)
        columns_[i].append(cells[i], arena_);
    ++rows_;
}

void ColumnStore::reverse()
{
    for (Column& column : columns_)
        column.reverse();
}

void ColumnStore::reserve(size_t rows)
{
    for (Column& column : columns_)
        column.reserve(rows);
}

size_t ColumnStore::bytes() const
{
    size_t sum = arena_.bytes();
    for (const Column& column : columns_)
        sum += column.bytes();
    return sum;
}

} // namespace conjoin::sql
