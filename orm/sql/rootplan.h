// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"
#include "orm/sql/ordering.h"

#include <optional>
#include <vector>

namespace conjoin::sql {

/// How the rows of one table are read: in which order, from which place to which, and how many.
class RootPlan {
public:
    /// Errors: an unknown name, a value of the wrong type, a cursor of another order.
    static Result<RootPlan> of(
        orm::PredicateCompiler& compiler, const orm::ModelRegistry& registry, const orm::Query& query);

    const std::vector<int>& attributes() const { return attributes_; } ///< read ones, in the model's order
    /// In the order of the query, whichever way it is read.
    const Ordering& ordering() const { return ordering_; }
    bool isBackwards() const { return backwards_; } ///< the rows come in reverse

    /// The one statement that reads the rows.
    orm::Condition statement(const orm::Capabilities& engine) const;

private:
    struct Segment;
    orm::Condition part(const orm::Capabilities& engine, const Segment& segment, const QString& window) const;
    std::vector<Segment> segments(const orm::Capabilities& engine) const;

    std::vector<int> attributes_;
    QStringList columns_;
    QString from_;
    orm::Condition where_;
    Ordering ordering_;
    Ordering read_;                                 ///< the order in which it is read
    std::optional<std::vector<Value>> start_, end_; ///< places, in the order in which it is read
    std::optional<int> limit_;
    int offset_ = 0;
    bool backwards_ = false;
};

} // namespace conjoin::sql
