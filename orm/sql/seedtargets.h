// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/connection.h"
#include "orm/sql/keytable.h"

#include <QHash>
#include <QStringList>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace conjoin::sql {

/// The numbers from 0 below a bound, each once, in an order that looks drawn by lot and needs no memory.
class Shuffle {
public:
    Shuffle() = default; ///< of nothing
    Shuffle(quint64 bound, quint64 number);
    /// Nothing behind the last.
    std::optional<quint64> next();

private:
    quint64 mixed(quint64 value) const;

    quint64 bound_ = 0;
    quint64 number_ = 0;
    quint64 mask_ = 0; ///< the least power of two that is not below the bound, less one
    quint64 at_ = 0;
    int shift_ = 1;
};

/// The keys that rows may refer to: those of all rows of a table, a window of them in memory, in their order.
class SeedTargets {
public:
    static constexpr int windowSize = 10'000;

    /// `attributes` of that model are what is referred to.
    SeedTargets(Connection& connection, const orm::ModelRegistry& registry, int model, QStringList attributes);

    /// Counts the rows and reads the first window.
    Result<void> open();
    /// The next window. False, and nothing changes, where there is none – which is so, too, for a table whose
    /// rows nothing tells apart.
    Result<bool> advance();
    /// How many windows there are.
    qint64 windows() const { return std::max<qint64>(1, (rows_ + windowSize - 1) / windowSize); }
    qint64 window() const { return window_; } ///< from 0
    /// A row that was written meanwhile; the oldest goes where there are too many.
    void add(KeyTuple key);

    bool isEmpty() const { return keys_.empty(); }
    size_t size() const { return keys_.size(); }
    const KeyTuple& operator[](size_t index) const { return keys_[index]; }
    /// One of those that have these values in these places, the `number`th of them, counted around.
    std::optional<size_t> like(const std::vector<size_t>& places, const KeyTuple& values, quint32 number);

private:
    Result<void> readWindow();

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const int model_;
    const QStringList attributes_;
    qint64 rows_ = 0;
    qint64 window_ = 0;
    std::optional<orm::Cursor> behind_; ///< the last key of the window, where another one may follow
    std::vector<KeyTuple> keys_;
    size_t oldest_ = 0;                                                          ///< which add() replaces
    std::map<std::vector<size_t>, QHash<KeyTuple, std::vector<quint32>>> alike_; ///< by places, made when asked
};

} // namespace conjoin::sql
