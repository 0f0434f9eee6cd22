// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/cell.h"

#include <memory>
#include <vector>

namespace conjoin::sql {

/// Texts and bytes one behind the other. What was put in stays where it is.
class Arena {
public:
    /// Where the copy stands, its length before it.
    const char* put(std::string_view data);
    static std::string_view at(const char* put);
    size_t bytes() const { return bytes_; } ///< taken from the heap

private:
    std::vector<std::unique_ptr<char[]>> blocks_;
    char* next_ = nullptr;
    size_t room_ = 0;
    size_t bytes_ = 0;
};

/// Rows of one table, column by column: eight bytes a value, a ninth where the kinds of a column differ, texts
/// in one arena (a repeated one once). Numbers, texts and NULL mix freely in a column, as they do in SQLite.
class ColumnStore {
public:
    ColumnStore() = default;
    /// The attributes that are read, of `width` that the model has; all others are NULL here.
    ColumnStore(std::vector<int> attributes, size_t width);

    /// One row, parallel to the attributes that are read.
    void append(std::span<const Cell> cells);
    void reverse(); ///< the last row becomes the first
    void reserve(size_t rows);

    size_t size() const { return rows_; }
    size_t width() const { return slots_.size(); } ///< attributes of the model
    size_t read() const { return columns_.size(); } ///< of these, how many are held
    bool holds(int attribute) const { return slots_[size_t(attribute)] >= 0; }
    Cell cell(size_t row, int attribute) const
    {
        const int slot = slots_[size_t(attribute)];
        return slot < 0 ? Cell() : columns_[size_t(slot)].cell(row);
    }
    size_t bytes() const; ///< of memory, about

private:
    class Column {
    public:
        void append(const Cell& cell, Arena& arena);
        Cell cell(size_t row) const;
        void reverse();
        void reserve(size_t rows) { bits_.reserve(rows); }
        size_t bytes() const { return bits_.capacity() * sizeof(quint64) + kinds_.capacity(); }

    private:
        const char* put(const Cell& cell, Arena& arena);

        static constexpr size_t memory = 64;
        std::vector<quint64> bits_;     ///< a number, or where the arena has it
        std::vector<Cell::Kind> kinds_; ///< empty while all are `only_`
        Cell::Kind only_ = Cell::Kind::Null;
        std::vector<const char*> recent_; ///< short texts seen lately, by their hash
    };

    std::vector<int> slots_; ///< by attribute: its column, -1 = not read
    std::vector<Column> columns_;
    Arena arena_;
    size_t rows_ = 0;
};

} // namespace conjoin::sql
