// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"
#include "orm/sql/longvalues.h"

#include <vector>

namespace conjoin::sql {

/// Which attributes of a level are read: those that are asked for, and what the loading itself goes by. What it
/// goes by is read whole, of the others `longValues` says how much.
class Projection {
public:
    /// All attributes without `asked`.
    Projection(const orm::Model& model, const std::optional<QStringList>& asked, LongValues longValues = {});

    void need(const QStringList& attributes);
    void need(int attribute);
    /// What the includes below go by.
    void need(const std::vector<orm::Include>& includes);

    std::vector<int> attributes() const; ///< in the model's order
    /// Those of which only the beginning may be read; none of a model without a key.
    std::vector<int> longAttributes() const;
    /// One for each attribute, then, for those of longAttributes(), how long they are.
    QStringList columns(
        const orm::PredicateCompiler& compiler, const QString& alias, const orm::Dialect& dialect) const;
    /// Which of these holds the attribute, which is read.
    size_t positionOf(const QString& attribute) const;

private:
    const orm::Model& model_;
    LongValues longValues_;
    std::vector<bool> read_;   ///< by attribute
    std::vector<bool> needed_; ///< by attribute: the loading goes by it
};

} // namespace conjoin::sql
