// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/flush/flushplan.h"
#include "orm/sql/linkorder.h"
#include "orm/sql/resolver.h"
#include "orm/sql/rowwriter.h"

#include <QSet>

namespace conjoin::sql {

/// Writes what was resolved: inserts batch by batch, then the keys that closed a cycle and the updates of
/// linked rows; then has every row as it is stored.
class FlushExecutor {
public:
    /// `oneByOne` = a statement a new row, after an Error of isOrderUnknown().
    FlushExecutor(Connection& connection, const orm::ModelRegistry& registry, const orm::Changeset& changeset,
        std::vector<Resolution> resolutions, const CreateOptions& options, bool oneByOne);

    Result<void> run();

    /// The nested values as stored, a tree a root, children in the order given; a row named twice among them
    /// stands once.
    orm::Json::Array trees(bool markCreated) const;

private:
    struct Change {
        int model = -1;
        ColumnValues values;
    };

    Result<orm::FlushPlan> plan();
    Result<void> insert(const orm::FlushPlan::Batch& batch);
    Result<void> update(const orm::FlushPlan& plan);
    Result<void> updateKeys(const std::map<size_t, ColumnValues>& keys);
    Result<void> updateValues(const std::map<size_t, ColumnValues>& changes);
    Result<void> readAgain();
    Result<bool> mayHaveTriggers();
    ColumnValues valuesOfNew(size_t draft) const;
    bool mayWait(const orm::RowDraft& row, const orm::DraftReference& reference) const;
    void standIn(size_t draft, const orm::DraftReference& reference, ColumnValues& values);
    Result<void> orderEnds(const std::vector<size_t>& drafts, std::vector<ColumnValues>& rows);
    Result<void> givePositions(const std::vector<size_t>& drafts, std::vector<ColumnValues>& rows);

    /// The values that a reference gives to the draft's key columns.
    ColumnValues referred(const orm::DraftReference& reference, size_t draft) const;
    orm::Json object(const orm::DraftNode& node, bool markCreated) const;

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const orm::Changeset& changeset_;
    std::vector<Resolution> resolutions_;
    const CreateOptions& options_;
    const bool oneByOne_;
    LinkPositions positions_;
    std::vector<size_t> fresh_;                       ///< drafts to insert; the plan counts in these
    std::map<std::pair<size_t, size_t>, bool> later_; ///< draft and reference -> deferred
    qint64 standIns_ = 0;
    QSet<size_t> updated_;
};

} // namespace conjoin::sql
