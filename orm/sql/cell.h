// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/utf8.h"
#include "orm/base/value.h"

#include <QStringList>

#include <bit>
#include <span>
#include <string_view>

namespace conjoin::sql {

using orm::Value;

/// One stored value where a driver or a ColumnStore keeps it: copies nothing, and is good only as long as that
/// lasts.
class Cell {
public:
    enum class Kind : quint8 { Null, Integer, Real, Text, Bytes };

    constexpr Cell() = default; ///< NULL
    static constexpr Cell integer(qint64 value) { return {Kind::Integer, std::bit_cast<quint64>(value), 0}; }
    static constexpr Cell real(double value) { return {Kind::Real, std::bit_cast<quint64>(value), 0}; }
    static Cell text(const char* utf8, size_t size) { return {Kind::Text, quint64(quintptr(utf8)), size}; }
    static Cell bytes(const char* data, size_t size) { return {Kind::Bytes, quint64(quintptr(data)), size}; }

    Kind kind() const { return kind_; }
    bool isNull() const { return kind_ == Kind::Null; }
    bool isInteger() const { return kind_ == Kind::Integer; }
    qint64 integer() const { return std::bit_cast<qint64>(bits_); }
    double real() const { return std::bit_cast<double>(bits_); }
    /// The UTF-8 of a text, or the bytes.
    std::string_view data() const { return {reinterpret_cast<const char*>(quintptr(bits_)), size_}; }

    orm::Value value() const
    {
        switch (kind_) {
        case Kind::Integer:
            return orm::Value(integer());
        case Kind::Real:
            return orm::Value(real());
        case Kind::Text:
            return orm::Value(orm::textOfUtf8(data()));
        case Kind::Bytes:
            return orm::Value(QByteArray(data().data(), qsizetype(size_)));
        case Kind::Null:
            break;
        }
        return {};
    }

private:
    constexpr Cell(Kind kind, quint64 bits, size_t size)
        : kind_(kind)
        , bits_(bits)
        , size_(size)
    {}

    Kind kind_ = Kind::Null;
    quint64 bits_ = 0;
    size_t size_ = 0;
};

/// Takes the rows of a statement as the driver hands them out. May run no statement meanwhile.
class RowSink {
public:
    virtual ~RowSink() = default;
    /// Once, before the first row, also where there is none; never for a statement without a result.
    virtual void columns(const QStringList&) {}
    /// The cells are gone afterwards. False = enough: the rest is not read.
    virtual bool row(std::span<const Cell> cells) = 0;
};

/// A sink that is a function.
template<class Take>
class RowTaker : public RowSink {
public:
    explicit RowTaker(Take take)
        : take_(std::move(take))
    {}
    bool row(std::span<const Cell> cells) override { return take_(cells); }

private:
    Take take_;
};

} // namespace conjoin::sql
