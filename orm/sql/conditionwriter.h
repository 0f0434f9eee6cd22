// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"
#include "orm/sql/rowwriter.h"

namespace conjoin::sql {

/// UPDATE and DELETE of the rows that fulfil a condition, in one statement however many they are.
class ConditionWriter {
public:
    ConditionWriter(Connection& connection, const orm::ModelRegistry& registry, int model);

    /// The condition in the ORM's language; errors begin with `place`.
    Result<orm::Condition> condition(const orm::Json& where, const QString& place);
    /// That the row is not marked as deleted, or that it is.
    orm::Condition marked(bool deleted) const;
    /// That those attributes have the values of one of the keys from `first` on, `count` of them.
    orm::Condition oneOf(
        const QStringList& attributes, const std::vector<KeyTuple>& keys, size_t first, size_t count) const;

    /// How many rows there were. `silent`: the moment of the change is not written.
    Result<qint64> update(const ColumnValues& values, const orm::Condition& where, bool silent = false);
    /// Adds to numbers where they stand, by attribute: digits, with a minus to take away. How many rows there
    /// were.
    Result<qint64> add(const std::map<int, QString>& steps, const orm::Condition& where, bool silent = false);
    Result<qint64> remove(const orm::Condition& where);
    /// Marks the rows as deleted, those that are not yet.
    Result<qint64> mark(const orm::Condition& where);

private:
    ColumnValues touched(const ColumnValues& values, bool silent) const;
    Result<qint64> assign(const std::vector<orm::Condition>& assignments, const orm::Condition& where);
    const orm::Model& model() const { return registry_.at(model_); }

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    int model_;
    orm::PredicateCompiler compiler_;
    QString table_; ///< what columns are qualified by
};

/// Marks the rows of those keys as deleted, those that are not yet; returns how many there were.
Result<qint64> markDeleted(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QStringList& keyAttributes, const std::vector<KeyTuple>& keys);

} // namespace conjoin::sql
