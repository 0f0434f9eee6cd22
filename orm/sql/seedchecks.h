// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/sql/rowwriter.h"
#include "orm/translate/expression.h"

#include <map>
#include <optional>
#include <vector>

namespace conjoin::sql {

/// What the checks ask of one column, as far as a value can be made by it.
struct ValueBounds {
    std::optional<double> least, greatest; ///< of a number
    bool aboveLeast = false;               ///< not the least itself
    bool belowGreatest = false;
    std::optional<QString> earliest, latest; ///< of a date or a moment, as it is written
    std::optional<int> shortest, longest;    ///< characters of a text
    std::vector<Value> oneOf;                ///< empty = any
    bool given = false;                      ///< never NULL

    bool isEmpty() const;
};

/// The CHECKs of one table: ranges, lists, lengths, patterns and comparisons of columns. What goes beyond –
/// functions, casts, queries – is the database's to say and counts as fulfilled here.
class SeedChecks {
public:
    SeedChecks() = default;
    /// `checks` in the words of the engine, over the columns of the model. A check of a domain says VALUE for
    /// the column `ofValue`.
    void add(const orm::Model& model, const QString& check, const orm::SqlSyntax& syntax, int ofValue = -1);

    const ValueBounds& bounds(int attribute) const;
    /// The first check that a row breaks for certain, or -1.
    int broken(const ColumnValues& row) const;
    int count() const { return int(checks_.size()); }
    /// Whether a row breaks that one for certain; a column that is not in it may hold anything.
    bool isBroken(int check, const ColumnValues& row) const;
    const QString& text(int check) const { return checks_[size_t(check)].text; }
    /// The attributes that it names.
    const std::vector<int>& attributesOf(int check) const { return checks_[size_t(check)].attributes; }

private:
    struct Check {
        QString text;
        orm::Expression expression;
        std::vector<int> attributes;
    };
    std::vector<Check> checks_;
    std::vector<QString> columns_; ///< by attribute
    std::map<int, ValueBounds> bounds_;
};

} // namespace conjoin::sql
