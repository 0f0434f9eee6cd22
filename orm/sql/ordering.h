// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"
#include "orm/sql/row.h"

#include <vector>

namespace conjoin::sql {

/// What rows are sorted by: the given order, then what makes it total – the identity, or every attribute of a
/// model without one. NULL is smaller than every value, on every engine.
class Ordering {
public:
    struct Term {
        QString column;
        bool descending = false;
        bool nullable = false;
        bool ofJunction = false;
        int attribute = -1; ///< of the model, or of the junction
        int same = -1; ///< of the junction's key to a target: the target's attribute, which equals it
    };

    /// Of root rows. Errors: an attribute that there is not.
    static Result<Ordering> of(const orm::PredicateCompiler& compiler, const orm::Model& model,
        const QString& alias, const std::vector<orm::OrderBy>& order);
    /// Of the rows of an association. A column that the junction holds too is read there: its index has the
    /// links of a row in that order.
    static Result<Ordering> of(const orm::PredicateCompiler& compiler, const orm::ModelRegistry& registry,
        const orm::Association& association, const orm::AssociationSource& source,
        const std::vector<orm::OrderBy>& order);

    const std::vector<Term>& terms() const { return terms_; }
    /// Whether the junction's rows alone can be put in that order.
    bool isOfJunction() const;
    Ordering reversed() const;
    /// The same among rows whose first term is not NULL.
    Ordering withoutNullsFirst() const;

    /// The terms of ORDER BY from `first` on.
    QString sql(const orm::Capabilities& engine, size_t first = 0) const;
    /// That a row comes after that place, written so that an index over the terms is used:
    /// `a >= ? AND (a > ? OR id > ?)`. The values are parallel to the terms from `first` on.
    orm::Condition after(const std::vector<Value>& values, size_t first = 0) const;

    /// The row's place; `junction` is its junction row where the order is one of links.
    orm::Cursor cursorOf(const Row& row, const Row& junction = {}) const;

private:
    void add(Term term);

    std::vector<Term> terms_;
};

} // namespace conjoin::sql
