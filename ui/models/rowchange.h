// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/sql/connection.h"
#include "orm/sql/seenrow.h"
#include "orm/sql/writer.h"

#include <QStringList>

#include <vector>

namespace conjoin::ui {

/// One call of the writer, as plain values: it is made where the rows are drawn and runs on the database's
/// thread.
struct RowChange {
    enum class Kind { Unlink, Update, Create, Link, Delete };
    Kind kind = Kind::Create;
    int model = -1;
    QString key;            ///< of the row; empty for Create
    QString association;    ///< Link, Unlink
    QStringList targets;    ///< Link, Unlink
    orm::Json values;       ///< Create: nested; Update: attributes; Link: of the junction rows
    sql::SeenValues seen{}; ///< Update, Delete: what the row must still hold
    bool exact = false; ///< Create: it comes back as it was, whatever a trigger makes of it, numbers and all
};

/// A change whose row is not as it was seen any more.
struct RowConflict {
    int change = -1;                              ///< its index
    std::optional<std::vector<orm::Value>> now{}; ///< in the order of the model's attributes; empty: it is gone
    QStringList attributes{};                     ///< that hold something else than what was seen
};

/// What a whole set of changes came to.
struct RowChangeReport {
    std::vector<orm::Json> rows;        ///< parallel to the changes: what Create and Update return
    std::vector<Message> notes;         ///< what is not as it was asked for, though it was written
    int failedAt = -1;                  ///< index of the change that failed, or -1
    std::optional<Error> error;         ///< then nothing was written
    std::vector<RowConflict> conflicts; ///< where that is the error: all there are, looked for after it
    std::vector<sql::LoggedStatement> statements; ///< in the order they ran, the transaction's own among them
    std::vector<int> origins; ///< parallel to `statements`: the change that each one is of, or -1
    /// Of a rehearsal: somebody else has locked what it needs. Then `statements` are what will run, and the
    /// database has seen none of those that write.
    std::optional<Error> waitsFor{};
};

/// What a database says of changes that are only tried.
struct RowCheckReport {
    struct Fault {
        int change = -1; ///< its index; -1 = of all of them together, at the end of the transaction
        Error error;
    };
    std::vector<Fault> faults;  ///< every change that would be refused, not only the first
    std::optional<Error> error; ///< why nothing could be tried at all
};

/// Runs every change, each by itself, in a transaction that is rolled back. One that is refused is left out,
/// and the others go on: what hangs on it may be refused for that.
RowCheckReport checkChanges(
    sql::Connection& connection, const orm::ModelRegistry& registry, const std::vector<RowChange>& changes);

class CommitRecorder;

/// Runs all changes in one transaction: all or nothing. With `rehearse` nothing stays in any case, and no
/// numbers are used up: rows for which a server would draw some are only written down (sql::Sketch). Neither
/// waits long for what others have locked; a rehearsal then only writes down what will run. `recorder` looks at
/// what is written, for the way back; null = nobody does.
RowChangeReport writeChanges(sql::Connection& connection, const orm::ModelRegistry& registry,
    const std::vector<RowChange>& changes, bool rehearse, CommitRecorder* recorder = nullptr);

} // namespace conjoin::ui
