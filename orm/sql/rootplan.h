// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"
#include "orm/sql/projection.h"
#include "orm/sql/stretches.h"

#include <optional>
#include <vector>

namespace conjoin::sql {

/// How the rows of one table are read: in which order, from which place to which, and how many.
class RootPlan {
public:
    /// Errors: an unknown name, a value of the wrong type, a cursor of another order.
    static Result<RootPlan> of(orm::PredicateCompiler& compiler, const orm::ModelRegistry& registry,
        const orm::Dialect& dialect, const orm::Query& query, LongValues longValues = {});

    const Projection& projection() const { return projection_; }
    /// In the order of the query, whichever way it is read.
    const Ordering& ordering() const { return ordering_; }
    bool isBackwards() const { return backwards_; } ///< the rows come in reverse

    /// The one statement that reads the rows.
    orm::Condition statement(const orm::Capabilities& engine) const;

private:
    orm::Condition part(const orm::Capabilities& engine, const Stretch& stretch, const QString& window,
        const QStringList& columns) const;

    explicit RootPlan(Projection projection)
        : projection_(std::move(projection))
    {}

    Projection projection_;
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
