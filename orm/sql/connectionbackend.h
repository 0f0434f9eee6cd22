// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"
#include "orm/sql/sqlerror.h"

#include <tl/expected.hpp>

#include <functional>
#include <memory>

namespace conjoin::sql {

/// What a transaction is for.
enum class Purpose { Write, Rehearse, Read };

/// What a statement did beside the rows that it gave.
struct StatementEffect {
    bool hasResult = false; ///< it has columns, also where it gave no row
    qint64 rows = 0;        ///< that it gave
    qint64 affected = 0;
    qint64 lastInsertId = 0;
};

using StatementOutcome = tl::expected<StatementEffect, StatementFailure>;
using StatementResult = tl::expected<ResultSet, StatementFailure>;
using Work = std::function<Result<void>()>;

/// What differs from engine to engine in an open database: opening, running one statement, and what an error
/// means. Connection adds what does not differ: transactions, the log.
class ConnectionBackend {
public:
    explicit ConnectionBackend(ConnectionSettings settings)
        : settings_(std::move(settings))
    {}
    virtual ~ConnectionBackend() = default;
    ConnectionBackend(const ConnectionBackend&) = delete;
    ConnectionBackend& operator=(const ConnectionBackend&) = delete;

    const ConnectionSettings& settings() const { return settings_; }

    /// Usable before open(), which it can stop.
    virtual std::shared_ptr<StatementCancel> canceller() const = 0;
    virtual void resume() = 0;

    virtual Result<void> open() = 0;
    virtual QString dialectName() const = 0; ///< after open(): what the server says that it is
    virtual ServerVersion serverVersion() const = 0;

    /// Runs one statement and hands its rows to `sink`. One that is not `stoppable` (a rollback) ignores a
    /// stop.
    virtual StatementOutcome read(const QString& statement, const std::vector<Value>& parameters, RowSink& sink,
        Fetch fetch, bool stoppable) = 0;
    /// The same with all rows at once, for statements that give few.
    StatementResult execute(const QString& statement, const std::vector<Value>& parameters, bool stoppable);
    /// Statements that were kept prepared are no more: the schema changes.
    virtual void forgetStatements() = 0;
    /// Whether the engine itself is in a transaction.
    virtual bool inTransaction() const = 0;

    /// What begins a transaction, in order: the last statement is BEGIN or its like, or follows it. An Error
    /// where the engine can't do what is asked.
    virtual Result<QStringList> beginStatements(Purpose purpose, const TransactionOptions& options) = 0;
    /// What puts the session back as it was, after such a transaction has ended.
    virtual QStringList afterStatements(const TransactionOptions&) { return {}; }
    /// Tells of each table that has triggers or rules: its namespace, its name. A NULL name = there may be
    /// others that this user can't see.
    virtual QString triggersStatement() const = 0;
    /// Whether asking that costs next to nothing, so that it is done each time.
    virtual bool hasCatalogAtHand() const { return false; }
    /// Tells the step of the numbers of an INSERT, and whether they are certain; empty where it tells the rows
    /// themselves.
    virtual QString numberingStatement() const { return {}; }

    virtual Error errorOf(const StatementFailure& failure) = 0;
    /// What COMMIT would check now, without committing: an Error where it would fail. Asked before a rollback.
    virtual Result<void> checkDeferred() { return {}; }
    /// What made COMMIT fail; asked before the transaction is rolled back.
    virtual Error commitErrorOf(const StatementFailure& failure) { return errorOf(failure); }
    /// Runs `work`, which drops tables, with `transaction`, so that dropping reaches no other table.
    virtual Result<void> schemaChange(
        const Work& work, const std::function<Result<void>(const Work&)>& transaction) = 0;

protected:
    QString where() const { return settings_.displayName(); }

    const ConnectionSettings settings_;
};

/// `READ COMMITTED` …
QString isolationText(Isolation isolation);
/// A server can't lock a whole database.
Error exclusiveLockError(const QString& where);

std::unique_ptr<ConnectionBackend> sqliteBackend(const ConnectionSettings& settings);
std::unique_ptr<ConnectionBackend> postgresBackend(const ConnectionSettings& settings);
std::unique_ptr<ConnectionBackend> mysqlBackend(const ConnectionSettings& settings);

} // namespace conjoin::sql
