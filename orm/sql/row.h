// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/sql/cell.h"

#include <iterator>
#include <memory>
#include <optional>
#include <vector>

/// What a find brings: views on columns. A view is as cheap to copy as a pointer, keeps the whole result alive
/// that it looks at, and may be used from any thread.
namespace conjoin::sql {

struct ResultNode;
struct ResultBranch;
class Related;

/// One row: its values in the order of the model's attributes, and what was included.
class Row {
public:
    Row() = default; ///< none
    Row(std::shared_ptr<const ResultNode> node, quint32 number)
        : node_(std::move(node))
        , number_(number)
    {}

    bool isNull() const { return !node_; }
    int model() const; ///< index in the registry
    /// The value of an attribute by its index in the model; NULL also where the query left the attribute out.
    Value value(int attribute) const;
    Value value(const orm::Model& of, const QString& attribute) const;
    std::vector<Value> values() const; ///< one an attribute of the model
    /// How many bytes an attribute has of which only the beginning was read; nothing for one that is whole.
    std::optional<qint64> longLength(int attribute) const;
    /// The same without a copy, while the row lives.
    Cell cell(int attribute) const;

    size_t includes() const; ///< how many associations were read with it
    /// What the query's include number `slot` of this level found.
    Related related(size_t slot) const;

    // Where it stands, for what writes whole trees.
    const ResultNode& node() const { return *node_; }
    quint32 number() const { return number_; }

    /// The same row of the same result: a row that many others refer to is there once.
    friend bool operator==(const Row& a, const Row& b) { return a.node_ == b.node_ && a.number_ == b.number_; }

private:
    std::shared_ptr<const ResultNode> node_;
    quint32 number_ = 0;
};

/// A list of rows of one model.
class Rows {
public:
    class Iterator {
    public:
        using value_type = Row;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using pointer = void;
        using reference = Row;

        Iterator() = default;
        Iterator(const Rows* rows, size_t at)
            : rows_(rows)
            , at_(at)
        {}
        Row operator*() const { return (*rows_)[at_]; }
        Iterator& operator++()
        {
            ++at_;
            return *this;
        }
        Iterator operator++(int)
        {
            Iterator before = *this;
            ++at_;
            return before;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        const Rows* rows_ = nullptr;
        size_t at_ = 0;
    };

    Rows() = default; ///< empty
    /// `count` rows of the node; their numbers are at `numbers`, or `first` … where that is null.
    Rows(std::shared_ptr<const ResultNode> node, const quint32* numbers, size_t first, size_t count)
        : node_(std::move(node))
        , numbers_(numbers)
        , first_(first)
        , count_(count)
    {}

    size_t size() const { return count_; }
    bool empty() const { return count_ == 0; }
    Row operator[](size_t index) const;
    Row front() const { return (*this)[0]; }
    Row back() const { return (*this)[count_ - 1]; }
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, count_}; }
    Rows first(size_t count) const { return {node_, numbers_, first_, std::min(count, count_)}; }
    std::vector<Row> list() const { return {begin(), end()}; }
    /// The memory of the whole result that these rows are part of, about, in bytes.
    size_t resultBytes() const;

private:
    std::shared_ptr<const ResultNode> node_;
    const quint32* numbers_ = nullptr;
    size_t first_ = 0;
    size_t count_ = 0;
};

/// The rows of one association of one row.
class Related {
public:
    Related(std::shared_ptr<const ResultNode> near, const ResultBranch& branch, quint32 nearRow);

    const Rows& rows() const { return rows_; }
    /// Parallel to rows() for a many-to-many association, else empty.
    const Rows& junctions() const { return junctions_; }
    bool more() const { return more_; } ///< a limit cut the list

private:
    Rows rows_;
    Rows junctions_;
    bool more_ = false;
};

} // namespace conjoin::sql
