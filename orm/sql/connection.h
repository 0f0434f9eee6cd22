// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/value.h"
#include "orm/dialect/dialect.h"
#include "orm/sql/cell.h"
#include "orm/sql/connectionsettings.h"
#include "orm/sql/statementlog.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace conjoin::sql {

using orm::Value;

/// The rows of one statement.
struct ResultSet {
    QStringList columns;
    std::vector<std::vector<Value>> rows;
    qint64 affected = 0;     ///< rows that an INSERT, UPDATE or DELETE changed
    qint64 lastInsertId = 0; ///< of an INSERT of one row into a table with an integer key
};

/// How a statement's rows come from a server: all of them before the first is handed out, or one by one in
/// constant memory, which costs more time a row.
enum class Fetch { Whole, Streamed };

/// Something that another thread may use to stop the statement that runs now. Outlives the connection safely.
class StatementCancel {
public:
    virtual ~StatementCancel() = default;
    virtual void cancel() = 0; ///< never blocks; without effect where nothing runs
    /// Stops what runs now and refuses every later statement (a rollback apart) until Connection::resume().
    /// Never blocks.
    virtual void stop() = 0;
};

/// What a transaction sees of those that run beside it: the levels of the SQL standard. A level is the least
/// that is promised. An engine that lacks one gives the next stronger, as the standard has it: PostgreSQL reads
/// no uncommitted rows at all, and SQLite is always serializable.
enum class Isolation { ReadUncommitted, ReadCommitted, RepeatableRead, Serializable };

/// How a transaction is to run.
struct TransactionOptions {
    /// SQLite: when the file is locked. Servers lock rows as they are touched, and know the first two alike.
    enum class Lock {
        Immediate, ///< at once, for writing: nobody else writes until it ends
        Deferred,  ///< for reading by the first read, for writing by the first write, which fails (a conflict)
                   ///< where another one wrote since that read
        Exclusive, ///< at once, and nobody else reads either; an error on a server
    };

    std::optional<Isolation> isolation; ///< empty = what the engine is set to
    bool readOnly = false;              ///< a statement that writes is refused by the engine
    Lock lock = Lock::Immediate;
    /// How long a statement waits for what another transaction has locked; then it fails with «server.locked»
    /// or «file.locked». MySQL and MariaDB count in whole seconds, rounded up. Empty = SQLite: 5 seconds, a
    /// server: what it is set to.
    std::optional<std::chrono::milliseconds> lockTimeout;
    /// How often the whole is tried again after a conflict (isConflict()); the last error says how often it
    /// was.
    int retries = 0;
};

/// Whether the error says that another transaction was in the way: a deadlock, or no serial order. The
/// transaction that got it was rolled back, and may well succeed when it is run again.
bool isConflict(const Error& error);

/// What serves the database.
struct ServerVersion {
    int number = 0; ///< 3040001 = SQLite 3.40.1, 150005 = PostgreSQL 15.5, 101106 = MariaDB 10.11.6
    QString text;   ///< for a person: `PostgreSQL 15.5`
};

/// The numbers that one INSERT of several rows gives them: the first is ResultSet::lastInsertId.
struct Numbering {
    qint64 step = 1;
    bool certain = false; ///< no other transaction's numbers can stand between them
};

/// One open database, used by the one thread that opened it. SQLite: foreign keys are on (checked), the busy
/// timeout is set, the file's journal mode is left as it is. PostgreSQL, MySQL, MariaDB: the session speaks
/// UTF-8 and UTC, is strict about values, and takes the server's own word for which dialect it is. Values come
/// as they are stored: decimals, dates and times as text, booleans as 0 and 1, nothing through a double that is
/// not one.
class Connection {
public:
    /// Opens. A database file that does not exist is an error unless `settings.create`; a file that is not a
    /// database, encrypted, a directory, unreadable or locked is an error that says which, as is a server that
    /// can't be reached, a wrong password or an unknown database. `reachable` gets the canceller before
    /// anything is touched: opening may wait.
    static Result<std::unique_ptr<Connection>> open(const ConnectionSettings& settings,
        const std::function<void(std::shared_ptr<StatementCancel>)>& reachable = {});
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    const ConnectionSettings& settings() const;
    const orm::Dialect& dialect() const;
    ServerVersion serverVersion() const;

    /// Runs one statement with `?` parameters and reads all its rows. Without parameters the statement goes as
    /// it is: a `?` may be an operator of PostgreSQL. Errors carry table, column, value and constraint where
    /// the engine tells.
    Result<ResultSet> run(const QString& statement, const std::vector<Value>& parameters = {});

    /// The same for many rows: each goes to `sink` as the driver holds it. How many it took.
    Result<qint64> read(const QString& statement, const std::vector<Value>& parameters, RowSink& sink,
        Fetch fetch = Fetch::Whole);

    /// Runs `work` in a transaction (BEGIN IMMEDIATE on SQLite); a nested call is a savepoint, whose failure
    /// leaves what was done before it. An error from `work` or from COMMIT rolls everything back and is
    /// returned. DDL has no place in it where DDL is not transactional. Options are those of the outermost
    /// transaction: for a nested one, anything but the default is an error, as is what the engine lacks.
    /// With `retries`, `work` may run several times, each time from the start and on the rows as they are then.
    Result<void> transaction(const std::function<Result<void>()>& work);
    Result<void> transaction(const TransactionOptions& options, const std::function<Result<void>()>& work);
    /// The same, but always rolled back: a dry run. What COMMIT would look at is looked at, too: keys that wait
    /// for the end of the transaction.
    Result<void> rehearsal(const std::function<Result<void>()>& work);
    Result<void> rehearsal(const TransactionOptions& options, const std::function<Result<void>()>& work);
    /// transaction() for a change of the schema that drops tables: foreign keys are not enforced meanwhile, for
    /// DROP TABLE deletes the rows first and that must reach no other table. Before COMMIT, a row that refers
    /// to nothing and did not before is an error. Not inside of another transaction. Where DDL is not
    /// transactional (Capabilities), what ran stays.
    Result<void> schemaChange(const std::function<Result<void>()>& work);
    /// Runs `work`, whose reads all see one state of the database; takes no lock for writing. Inside of a
    /// transaction it is only `work`.
    Result<void> snapshot(const std::function<Result<void>()>& work);
    bool inTransaction() const;
    /// Whether the server is gone, or has gone with this connection: it stays so.
    bool isLost() const;

    /// What the ORM takes for now where it fills in moments; an empty clock is the system's.
    void setClock(std::function<QDateTime()> clock);
    QDateTime now() const; ///< in UTC

    /// Whether INSERT … RETURNING tells what was inserted, in this version of the engine.
    bool tellsInserted() const;
    /// Whether a trigger (or a rule) of one of the tables, each a namespace (empty = any) and a name, may
    /// change what is written, as far as this user can see. A server is asked once for all its tables, and
    /// again after a while or when this connection has changed the schema.
    Result<bool> mayHaveTriggers(const std::vector<std::pair<QString, QString>>& tables);
    /// How the numbers of one INSERT of several rows follow each other. Only engines that number rows and can't
    /// tell them all are asked, once.
    Result<Numbering> numbering();

    /// Every statement is told to the log, which the caller owns; null = nobody listens.
    void setLog(StatementLog* log);
    StatementLog* log() const; ///< who listens now, or null

    std::shared_ptr<StatementCancel> canceller() const;
    /// Ends a StatementCancel::stop().
    void resume();

private:
    struct State;
    explicit Connection(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace conjoin::sql
