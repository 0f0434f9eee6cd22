// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"

#include "orm/sql/connectionbackend.h"
#include "orm/sql/sketch.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QThread>

#include <algorithm>

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

bool isPlain(const TransactionOptions& options)
{
    return !options.isolation && !options.readOnly && options.lock == TransactionOptions::Lock::Immediate &&
           !options.lockTimeout && options.retries == 0;
}

bool changesSchema(const QString& statement)
{
    static const QRegularExpression words(
        QStringLiteral("^\\s*(CREATE|ALTER|DROP|RENAME)\\b"), QRegularExpression::CaseInsensitiveOption);
    return words.match(statement).hasMatch();
}

/// Lets those that were in the way get ahead, the longer the more often it failed; two that got into each
/// other's way don't wait equally long.
void waitBeforeRetry(int attempt)
{
    constexpr int longest = 100; // milliseconds
    const int most = std::min(longest, 4 << std::min(attempt, 5));
    QThread::msleep(QRandomGenerator::global()->bounded(1, most + 1));
}

Error nestedOptionsError(const ConnectionSettings& settings)
{
    return inputError(settings.displayName(),
        message("transaction.nested", "a transaction inside of another has no options of its own"),
        message("transaction.nested.hint", "give them to the outermost one"));
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

/// What the catalog said of triggers.
struct KnownTriggers {
    QSet<std::pair<QString, QString>> tables; ///< namespace (and again without) and name, in lower case
    bool unseen = false;                      ///< there may be others
    QDeadlineTimer valid;
};

} // namespace

bool isConflict(const Error& error)
{
    return error.kind == ErrorKind::Database &&
           (error.what.code == u"server.conflict" || error.what.code == u"file.conflict");
}

struct Connection::State {
    std::unique_ptr<ConnectionBackend> backend;
    const orm::Dialect* dialect = nullptr;
    StatementLog* log = nullptr;
    std::function<QDateTime()> clock;
    int depth = 0; ///< of transactions and the savepoints in them
    bool lost = false;

    std::optional<KnownTriggers> triggers;
    std::optional<Numbering> numbering;

    /// Whether the engine ended a transaction by itself, as it does when the disk is full or a conflict clause
    /// says so.
    bool lostTransaction() const { return depth > 0 && !backend->inTransaction(); }

    Error noted(Error error)
    {
        lost |= error.what.code == u"server.lost";
        return error;
    }
    template<class Outcome, class Run>
    Outcome logged(const QString& statement, const std::vector<Value>& parameters, Run run);
    StatementResult runLogged(const QString& statement, const std::vector<Value>& parameters, bool stoppable);
    Result<qint64> read(
        const QString& statement, const std::vector<Value>& parameters, RowSink& sink, Fetch fetch);
    Result<ResultSet> run(const QString& statement, const std::vector<Value>& parameters);
    Result<void> transaction(const Work& work, Purpose purpose, const TransactionOptions& options = {});
    Result<void> begin(Purpose purpose, const TransactionOptions& options);
    void end(const TransactionOptions& options);
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
        return noted(backend->errorOf(done.error()));
    return done->rows;
}

Result<ResultSet> Connection::State::run(const QString& statement, const std::vector<Value>& parameters)
{
    if (lostTransaction())
        return lostTransactionError(backend->settings());
    if (changesSchema(statement)) {
        triggers.reset();
        backend->forgetStatements();
    }
    StatementResult result = runLogged(statement, parameters, true);
    if (!result)
        return noted(backend->errorOf(result.error()));
    return std::move(*result);
}

Result<void> Connection::State::begin(Purpose purpose, const TransactionOptions& options)
{
    Result<QStringList> statements = QStringList{QStringLiteral("SAVEPOINT conjoin_%1").arg(depth)};
    if (depth == 0)
        statements = backend->beginStatements(purpose, options);
    if (!statements)
        return failure(statements);
    for (const QString& statement : *statements) {
        const auto begun = runLogged(statement, {}, true);
        if (begun)
            continue;
        const Error error = noted(backend->errorOf(begun.error()));
        if (depth == 0) {
            ++depth;
            rollBack();
            --depth;
            end(options);
        }
        return error;
    }
    ++depth;
    return {};
}

void Connection::State::end(const TransactionOptions& options)
{
    for (const QString& statement : backend->afterStatements(options))
        (void)runLogged(statement, {}, false);
}

Result<void> Connection::State::transaction(
    const Work& work, Purpose purpose, const TransactionOptions& options)
{
    if (lostTransaction())
        return lostTransactionError(backend->settings());
    if (Result<void> begun = begin(purpose, options); !begun)
        return begun;
    Result<void> result = work();
    if (result && lostTransaction())
        result = lostTransactionError(backend->settings());
    if (result && purpose == Purpose::Rehearse && depth == 1)
        result = backend->checkDeferred();
    if (result && purpose != Purpose::Rehearse)
        result = commit();
    else
        rollBack();
    --depth;
    if (depth == 0)
        end(options);
    return result;
}

Result<void> Connection::State::commit()
{
    const QString statement =
        depth > 1 ? QStringLiteral("RELEASE SAVEPOINT ") + savepoint() : QStringLiteral("COMMIT");
    const auto done = runLogged(statement, {}, true);
    if (done)
        return {};
    Error error = noted(backend->commitErrorOf(done.error()));
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
    if (Sketch* sketch = Sketch::of(*this); sketch && sketch->isKept(statement, parameters)) {
        sketch->keep(statement, parameters);
        ResultSet written;
        written.affected = sketch->isAbout(parameters) ? 0 : 1; // the row that was just read
        return written;
    }
    return state_->run(statement, parameters);
}

Result<qint64> Connection::read(
    const QString& statement, const std::vector<Value>& parameters, RowSink& sink, Fetch fetch)
{
    if (Sketch* sketch = Sketch::of(*this); sketch && sketch->isAbout(parameters)) {
        sketch->keep(statement, parameters);
        return 0; // nobody refers to a row that was not made
    }
    return state_->read(statement, parameters, sink, fetch);
}

Result<void> Connection::transaction(const std::function<Result<void>()>& work)
{
    return state_->transaction(work, Purpose::Write);
}

Result<void> Connection::transaction(
    const TransactionOptions& options, const std::function<Result<void>()>& work)
{
    if (state_->depth > 0)
        return isPlain(options) ? state_->transaction(work, Purpose::Write) : nestedOptionsError(settings());
    for (int attempt = 0;; ++attempt) {
        Result<void> done = state_->transaction(work, Purpose::Write, options);
        if (done || !isConflict(done.error()))
            return done;
        if (attempt >= options.retries) {
            if (attempt > 0) {
                done.error().hint = message("transaction.retried", "it was tried %1 times; nothing was changed",
                    {QString::number(attempt + 1)});
            }
            return done;
        }
        waitBeforeRetry(attempt);
    }
}

Result<void> Connection::rehearsal(const std::function<Result<void>()>& work)
{
    return state_->transaction(work, Purpose::Rehearse);
}

Result<void> Connection::rehearsal(const TransactionOptions& options, const std::function<Result<void>()>& work)
{
    if (state_->depth > 0 && !isPlain(options))
        return nestedOptionsError(settings());
    return state_->transaction(work, Purpose::Rehearse, options);
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

bool Connection::isLost() const
{
    return state_->lost;
}

void Connection::setClock(std::function<QDateTime()> clock)
{
    state_->clock = std::move(clock);
}

QDateTime Connection::now() const
{
    return state_->clock ? state_->clock().toUTC() : QDateTime::currentDateTimeUtc();
}

bool Connection::tellsInserted() const
{
    const orm::Capabilities& engine = dialect().capabilities();
    return engine.returning && serverVersion().number >= engine.returningSince;
}

Result<bool> Connection::mayHaveTriggers(const std::vector<std::pair<QString, QString>>& tables)
{
    constexpr int validMilliseconds = 10'000; // others may make triggers, too
    std::optional<KnownTriggers>& known = state_->triggers;
    if (!known || known->valid.hasExpired()) {
        const Result<ResultSet> read = run(state_->backend->triggersStatement());
        if (!read)
            return failure(read);
        known.emplace();
        known->valid = QDeadlineTimer(state_->backend->hasCatalogAtHand() ? 0 : validMilliseconds);
        for (const std::vector<Value>& row : read->rows) {
            known->unseen |= row[1].isNull();
            if (row[1].isNull())
                continue;
            const QString name = row[1].text().toLower();
            known->tables.insert({row[0].text().toLower(), name});
            known->tables.insert({QString(), name});
        }
    }
    return known->unseen || std::any_of(tables.begin(), tables.end(), [&](const auto& table) {
        return known->tables.contains({table.first.toLower(), table.second.toLower()});
    });
}

Result<Numbering> Connection::numbering()
{
    if (!state_->numbering) {
        Numbering numbering;
        if (const QString statement = state_->backend->numberingStatement(); !statement.isEmpty()) {
            const Result<ResultSet> read = run(statement);
            if (!read)
                return failure(read);
            numbering.step = read->rows.front()[0].integer();
            numbering.certain = read->rows.front()[1].integer() != 0;
        }
        state_->numbering = numbering;
    }
    return *state_->numbering;
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
