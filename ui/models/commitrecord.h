// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/finder.h"
#include "ui/models/rowchange.h"

#include <QDateTime>

#include <memory>
#include <optional>
#include <vector>

namespace conjoin::ui {

/// One row before and after a commit, in the order of its model's attributes. Empty `before`: it was made;
/// empty `after`: it went.
struct RowImages {
    int model = -1;
    std::optional<std::vector<orm::Value>> before, after;
};

/// What one commit did, row by row, so that it can be taken back. Rows of one change stand parents first.
struct CommitRecord {
    QDateTime at;
    QString summary;                                    ///< for a person: «1 new student, 2 links»
    std::shared_ptr<const orm::ModelRegistry> registry; ///< that the models are of
    std::vector<std::vector<RowImages>> changes;        ///< in the order they were written
    std::optional<Message> cannot;                      ///< why there is no taking it back
};

/// Looks at the rows of each change before and after it is written, in its transaction.
class CommitRecorder {
public:
    CommitRecorder(sql::Connection& connection, const orm::ModelRegistry& registry)
        : connection_(connection)
        , registry_(registry)
    {}

    Result<void> before(const RowChange& change);
    /// `row` is what the writer returned.
    Result<void> after(const RowChange& change, const orm::Json& row);
    CommitRecord take() { return std::move(record_); }

private:
    using Images = std::vector<RowImages>;
    Result<std::optional<std::vector<orm::Value>>> read(int model, const QString& key);
    Result<void> readBefore(int model, const QString& key);
    Result<void> beforeDeletion(const RowChange& change);
    Result<void> beforeNested(int model, const orm::Json& values);
    Result<void> afterNested(int model, const orm::Json& row);
    Result<std::optional<std::vector<orm::Value>>> readLink(const RowChange& change);
    void cannot(Message why);

    sql::Connection& connection_;
    const orm::ModelRegistry& registry_;
    CommitRecord record_;
    Images images_; ///< of the change that is written now
};

/// What taking a commit back would change now: rows that are there are read again.
struct TakeBack {
    struct Row {
        int model = -1;
        sql::Row now;                                         ///< null: it is to be made again
        std::optional<std::vector<orm::Value>> before, after; ///< of the record, in the model's present order
    };
    std::vector<Row> rows;    ///< in the order to stage them
    QStringList changedSince; ///< rows that somebody has changed since: then it can't be taken back
};

/// Looks at the rows of a record as they are now. Errors: a table or a column of it is gone, what the database
/// says.
Result<TakeBack> planTakeBack(
    sql::Connection& connection, const orm::ModelRegistry& registry, const CommitRecord& record);

/// Triggers may keep a way back from making rows what they were to the letter: of a row that `earlier` left as
/// `takenBack` found it, `earlier` has from now on left what `way`, which took that back, has made of it.
void carryOver(CommitRecord& earlier, const CommitRecord& takenBack, const CommitRecord& way);

/// The junction's row of a link of two rows, by their keys; null where they are not linked.
Result<sql::Row> findLink(sql::Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QString& target);

} // namespace conjoin::ui
