// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"

#include <vector>

namespace conjoin::sql {

/// Which attributes of a level are read: those that are asked for, and what the loading itself goes by.
class Projection {
public:
    /// All attributes without `asked`.
    Projection(const orm::Model& model, const std::optional<QStringList>& asked);

    void need(const QStringList& attributes);
    void need(int attribute);
    /// What the includes below go by.
    void need(const std::vector<orm::Include>& includes);

    std::vector<int> attributes() const; ///< in the model's order
    QStringList columns(const orm::PredicateCompiler& compiler, const QString& alias) const;
    /// Which of these holds the attribute, which is read.
    size_t positionOf(const QString& attribute) const;

private:
    const orm::Model& model_;
    std::vector<bool> read_; ///< by attribute
};

} // namespace conjoin::sql
