// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/changeset.h"

namespace conjoin::ui {

/// One row that somebody else has changed since a person decided to change it, three ways: as it was seen, as it
/// is, as it shall be.
struct ConflictCase {
    enum class Intent { Change, Delete, Unlink };

    struct Field {
        QString attribute;
        QString seen, theirs, mine; ///< as a person reads them
        bool changedByThem = false;
        bool changedByMe = false; ///< else there is nothing to decide
    };

    RowPtr row;
    QString title; ///< «student Ann»
    Intent intent = Intent::Change;
    bool gone = false;
    std::vector<Field> fields; ///< those that either of the two has changed; none where the row is gone
    std::vector<orm::Value> now;

    /// Both have changed it: a person decides.
    static bool isContested(const Field& field) { return field.changedByThem && field.changedByMe; }
};

/// The cases of a report that was refused for them, a row each.
std::vector<ConflictCase> conflictCases(
    const orm::ModelRegistry& registry, const ChangeSet::Compiled& compiled, const RowChangeReport& report);

/// What a person decided of one case.
struct ConflictDecision {
    /// Change: the attributes that stay as somebody else has made them.
    QStringList theirs;
    /// Delete, Unlink: nevertheless. Of a row that is gone and was to be changed: it is made anew.
    bool insist = false;
};

/// Puts the decision into the change set: what stands is measured by the row as it is now. Nothing is written.
void settleConflict(ChangeSet& changes, const ConflictCase& conflict, const ConflictDecision& decision);

} // namespace conjoin::ui
