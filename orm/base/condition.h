// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"

#include <QString>

#include <vector>

namespace conjoin::orm {

/// A piece of SQL with the values of its `?`, in their order.
struct Condition {
    QString sql; ///< empty = always true
    std::vector<Value> values;

    bool isEmpty() const { return sql.isEmpty(); }
    /// Both must hold.
    void and_(const Condition& other);
    /// Text that holds no parameter, or a condition within a longer text.
    Condition& operator<<(const QString& text)
    {
        sql += text;
        return *this;
    }
    Condition& operator<<(const Condition& other);
    /// One more value, and its `?`.
    Condition& operator<<(Value value);
};

/// The SQL of `pattern`, each `%1` in it replaced by `inner` and each `?` of its own bound to the next of
/// `values`.
Condition conditionOf(const QString& pattern, const Condition& inner, const std::vector<Value>& values = {});

} // namespace conjoin::orm
