// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/cell.h"
#include "orm/sql/keytable.h"

#include <QHash>

#include <optional>
#include <vector>

namespace conjoin::sql {

/// Numbers distinct keys in the order they come. A lone integer, which is what most keys are, costs no more
/// than a few instructions.
class KeyIndex {
public:
    /// The number of a key without NULL; known keys keep theirs.
    quint32 add(std::span<const Cell> key);
    /// The number of the integer that the value means, also where another type holds it (`5.0`, "5").
    std::optional<quint32> find(const Cell& key) const;

    size_t size() const { return integers_.size(); }
    /// Whether each key is one integer.
    bool isIntegers() const { return others_.isEmpty(); }
    const std::vector<qint64>& integers() const { return integers_; } ///< where isIntegers()
    KeyTuple tuple(quint32 number) const;
    std::vector<KeyTuple> tuples() const;

private:
    static constexpr quint32 free = ~quint32(0);

    /// Where the table has that integer, or would have it.
    size_t placeOf(qint64 key) const;
    void grow();

    std::vector<qint64> integers_;    ///< by number; of another key 0
    std::vector<quint32> table_;      ///< open addressing: numbers
    QHash<KeyTuple, quint32> others_; ///< of what is no lone integer
    QHash<quint32, KeyTuple> tuples_; ///< the reverse
    size_t placed_ = 0;
};

} // namespace conjoin::sql
