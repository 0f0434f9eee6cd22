// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/finder.h"
#include "orm/sql/tabletriggers.h"

#include <map>
#include <set>

namespace conjoin::sql {

/// A foreign key: the model that has it and the association that goes by it.
using KeyOfModel = std::pair<int, QString>;

/// What is to be deleted, and how far to look.
struct DeletionWish {
    int model = -1;
    QStringList keys; ///< of the rows, as keyCondition() reads them
    /// Keys whose rows are deleted by statements of their own, children first, instead of being in the way or
    /// being left to the database.
    std::set<KeyOfModel> deleteToo;
    /// Keys whose rows will refer to another row by then: what they will hold, in the order of the key.
    std::map<KeyOfModel, std::vector<Value>> pointTo;
    bool everything = false; ///< what would go with it is deleted by statements of its own, too
    int limit = 1000;        ///< rows a key that are looked at
};

/// The rows that refer by one foreign key to rows that go, and what becomes of them.
struct DeletionStep {
    enum class Fate {
        Cascade,   ///< the database deletes them, too
        DeleteToo, ///< they are deleted first, by wish
        Empty,     ///< they stay, and refer to nothing or to a default
        Elsewhere, ///< they stay, and refer to another row by then
        Block,     ///< they stay, and are in the way
    };
    int model = -1;
    QString association; ///< of the model: belongs to
    model::Action action = model::Action::NoAction;
    Fate fate = Fate::Block;
    int above = -1;          ///< the step whose rows they refer to; -1 = the rows that are to be deleted
    std::vector<Row> rows;   ///< at most the limit
    bool more = false;       ///< there are others: then also of what hangs on these
    std::vector<Value> to{}; ///< Elsewhere: what the key will hold
};

/// What deleting rows of one table would do, by the foreign keys that the registry knows, breadth first.
struct DeletionPlan {
    int model = -1;
    std::vector<Row> rows; ///< those that refer to another one of them come before it
    std::vector<DeletionStep> steps;
    std::vector<TableTrigger> triggers; ///< which may do whatever they like

    bool isBlocked() const;
    qint64 going() const;  ///< rows that would be deleted, the rows themselves included; at least so many …
    bool isCapped() const; ///< … where this says so
};

/// Looks, and changes nothing. Rows that are only marked as deleted take nothing along. Errors: one of the rows
/// is not there (isGone()), what the database says.
Result<DeletionPlan> planDeletion(
    Connection& connection, const orm::ModelRegistry& registry, const DeletionWish& wish);

/// What the database did to a table.
struct DeletionEffect {
    int model = -1;
    qint64 deleted = 0;
    qint64 emptied = 0; ///< rows of the plan that stayed and lost or changed their key
};

/// Deletes as the plan says, in a transaction that sees nobody else's changes, counts what that did to every
/// table that the foreign keys lead to, and rolls it back. Errors: what the database refuses.
Result<std::vector<DeletionEffect>> rehearseDeletion(
    Connection& connection, const orm::ModelRegistry& registry, const DeletionPlan& plan);

} // namespace conjoin::sql
