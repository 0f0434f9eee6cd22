// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"

#include "orm/sql/connectionbackend.h"

#include <QElapsedTimer>

namespace conjoin::sql {

namespace {

/// The one place where a name becomes a way to connect.
Result<std::unique_ptr<ConnectionBackend>> backendOf(const ConnectionSettings& settings)
{
    const std::pair<QLatin1String, std::unique_ptr<ConnectionBackend> (*)(const ConnectionSettings&)> known[] =
        {
            {QLatin1String("sqlite"), sqliteBackend},
            {QLatin1String("postgresql"), postgresBackend},
            {QLatin1String("mysql"), mysqlBackend},
            {QLatin1String("mariadb"), mysqlBackend},
        };
    for (const auto& [name, make] : known) {
        if (settings.dialect == name)
            return make(settings);
    }
    const Result<const orm::Dialect*> dialect = orm::dialectNamed(settings.dialect);
    if (!dialect)
        return failure(dialect);
    return inputError(settings.dialect, message("dialect.no-connection", "this dialect has no live databases"));
}

Error lostTransactionError(const ConnectionSettings& settings)
{
    return databaseError(settings.displayName(),
        message("transaction.lost", "the database ended the transaction by itself"),
        message("transaction.lost.hint", "nothing of it was kept"));
}

qint64 rowsOf(const ResultSet& result)
{
    return result.columns.isEmpty() ? result.affected : qint64(result.rows.size());
}

qint64 rowsOf(const StatementEffect& effect)
{
    return effect.hasResult ? effect.rows : effect.affected;
}

} // namespace

struct Connection::State {
    std::unique_ptr<ConnectionBackend> backend;
    const orm::Dialect* dialect = nullptr;
    StatementLog* log = nullptr;
    std::function<QDateTime()> clock;
    int depth = 0; ///< of transactions and the savepoints in them

    /// Whether the engine ended a transaction by itself, as it does when the disk is full or a conflict clause
    /// says so.
    bool lostTransaction() const { return depth > 0 && !backend->inTransaction(); }

    template<class Outcome, class Run>
    Outcome logged(const QString& statement, const std::vector<Value>& parameters, Run run);
    StatementResult runLogged(const QString& statement, const std::vector<Value>& parameters, bool stoppable);
    Result<qint64> read(
        const QString& statement, const std::vector<Value>& parameters, RowSink& sink, Fetch fetch);
    Result<ResultSet> run(const QString& statement, const std::vector<Value>& parameters);
    Result<void> transaction(const Work& work, Purpose purpose);
    Result<void> begin(Purpose purpose);
    Result<void> commit();
    void rollBack();
    QString savepoint() const { return QStringLiteral("conjoin_%1").arg(depth - 1); }
};

template<class Outcome, class Run>
Outcome Connection::State::logged(const QString& statement, const std::vector<Value>& parameters, Run run)
{
    QElapsedTimer timer;
    timer.start();
    Outcome result = run();
    if (log) {
        LoggedStatement told{statement, parameters, timer.nsecsElapsed() / 1000, 0, {}};
        if (result)
            told.rows = rowsOf(*result);
        else
            told.error = result.error().text;
        log->ran(told);
    }
    return result;
}

StatementResult Connection::State::runLogged(
    const QString& statement, const std::vector<Value>& parameters, bool stoppable)
{
    return logged<StatementResult>(
        statement, parameters, [&] { return backend->execute(statement, parameters, stoppable); });
}

Result<qint64> Connection::State::read(
    const QString& statement, const std::vector<Value>& parameters, RowSink& sink, Fetch fetch)
{
    if (lostTransaction())
        return lostTransactionError(backend->settings());
    const auto done = logged<StatementOutcome>(
        statement, parameters, [&] { return backend->read(statement, parameters, sink, fetch, true); });
    if (!done)
        return backend->errorOf(done.error());
    return done->rows;
}

Result<ResultSet> Connection::State::run(const QString& statement, const std::vector<Value>& parameters)
{
    if (lostTransaction())
        return lostTransactionError(backend->settings());
    StatementResult result = runLogged(statement, parameters, true);
    if (!result)
        return backend->errorOf(result.error());
    return std::move(*result);
}

Result<void> Connection::State::begin(Purpose purpose)
{
    const QStringList statements = depth > 0 ? QStringList{QStringLiteral("SAVEPOINT conjoin_%1").arg(depth)}
                                             : backend->beginStatements(purpose);
    for (const QString& statement : statements) {
        if (const auto begun = runLogged(statement, {}, true); !begun)
            return backend->errorOf(begun.error());
    }
    ++depth;
    return {};
}

Result<void> Connection::State::transaction(const Work& work, Purpose purpose)
{
    if (lostTransaction())
        return lostTransactionError(backend->settings());
    if (Result<void> begun = begin(purpose); !begun)
        return begun;
    Result<void> result = work();
    if (result && lostTransaction())
        result = lostTransactionError(backend->settings());
    if (result && purpose != Purpose::Rehearse)
        result = commit();
    else
        rollBack();
    --depth;
    return result;
}

Result<void> Connection::State::commit()
{
    const QString statement =
        depth > 1 ? QStringLiteral("RELEASE SAVEPOINT ") + savepoint() : QStringLiteral("COMMIT");
    const auto done = runLogged(statement, {}, true);
    if (done)
        return {};
    Error error = backend->commitErrorOf(done.error());
    rollBack();
    return error;
}

void Connection::State::rollBack()
{
    if (!backend->inTransaction())
        return; // the engine was faster
    if (depth == 1) {
        (void)runLogged(QStringLiteral("ROLLBACK"), {}, false);
        return;
    }
    (void)runLogged(QStringLiteral("ROLLBACK TO SAVEPOINT ") + savepoint(), {}, false);
    (void)runLogged(QStringLiteral("RELEASE SAVEPOINT ") + savepoint(), {}, false);
}

Result<std::unique_ptr<Connection>> Connection::open(
    const ConnectionSettings& settings, const std::function<void(std::shared_ptr<StatementCancel>)>& reachable)
{
    auto backend = backendOf(settings);
    if (!backend)
        return failure(backend);
    auto state = std::make_unique<State>();
    state->backend = std::move(*backend);
    if (reachable)
        reachable(state->backend->canceller());
    if (Result<void> opened = state->backend->open(); !opened)
        return failure(opened);
    const Result<const orm::Dialect*> dialect = orm::dialectNamed(state->backend->dialectName());
    if (!dialect)
        return failure(dialect);
    state->dialect = *dialect;
    return std::unique_ptr<Connection>(new Connection(std::move(state)));
}

Connection::Connection(std::unique_ptr<State> state)
    : state_(std::move(state))
{}

Connection::~Connection()
{
    Q_ASSERT_X(state_->depth == 0, "Connection", "closed inside of a transaction");
}

const ConnectionSettings& Connection::settings() const
{
    return state_->backend->settings();
}

const orm::Dialect& Connection::dialect() const
{
    return *state_->dialect;
}

ServerVersion Connection::serverVersion() const
{
    return state_->backend->serverVersion();
}

Result<ResultSet> Connection::run(const QString& statement, const std::vector<Value>& parameters)
{
    return state_->run(statement, parameters);
}

Result<qint64> Connection::read(
    const QString& statement, const std::vector<Value>& parameters, RowSink& sink, Fetch fetch)
{
    return state_->read(statement, parameters, sink, fetch);
}

Result<void> Connection::transaction(const std::function<Result<void>()>& work)
{
    return state_->transaction(work, Purpose::Write);
}

Result<void> Connection::rehearsal(const std::function<Result<void>()>& work)
{
    return state_->transaction(work, Purpose::Rehearse);
}

Result<void> Connection::schemaChange(const std::function<Result<void>()>& work)
{
    Q_ASSERT_X(state_->depth == 0, "Connection::schemaChange", "not inside of another transaction");
    return state_->backend->schemaChange(
        work, [this](const Work& inner) { return state_->transaction(inner, Purpose::Write); });
}

Result<void> Connection::snapshot(const std::function<Result<void>()>& work)
{
    return inTransaction() ? work() : state_->transaction(work, Purpose::Read);
}

bool Connection::inTransaction() const
{
    return state_->depth > 0;
}

void Connection::setClock(std::function<QDateTime()> clock)
{
    state_->clock = std::move(clock);
}

QDateTime Connection::now() const
{
    return state_->clock ? state_->clock().toUTC() : QDateTime::currentDateTimeUtc();
}

void Connection::setLog(StatementLog* log)
{
    state_->log = log;
}

StatementLog* Connection::log() const
{
    return state_->log;
}

std::shared_ptr<StatementCancel> Connection::canceller() const
{
    return state_->backend->canceller();
}

void Connection::resume()
{
    state_->backend->resume();
}

} // namespace conjoin::sql
