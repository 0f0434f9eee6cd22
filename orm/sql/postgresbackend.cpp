// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connectionbackend.h"
#include "orm/sql/postgresvalues.h"
#include "orm/sql/servererror.h"
#include "orm/sql/serverinterrupt.h"
#include "orm/sql/statementcache.h"

#include <QDeadlineTimer>
#include <QRegularExpression>

#include <libpq-fe.h>

#include <algorithm>

namespace conjoin::sql {

namespace {

struct FinishConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ServerConnection = std::unique_ptr<PGconn, FinishConnection>;
using ServerResult = std::unique_ptr<PGresult, ClearResult>;

/// How long a server may take to answer the wish to stop before the connection is given up.
constexpr int graceMilliseconds = 5000;
constexpr int askAgainMilliseconds = 200;

/// libpq itself, not Qt's driver for it: that one takes timestamps through the local time zone and
/// milliseconds, writes parameters into the statement, and keeps table, column and constraint of an error to
/// itself.
class PostgresBackend : public ConnectionBackend {
public:
    using ConnectionBackend::ConnectionBackend;

    std::shared_ptr<StatementCancel> canceller() const override { return interrupt_; }
    void resume() override { interrupt_->resume(); }

    Result<void> open() override;
    QString dialectName() const override { return QStringLiteral("postgresql"); }
    ServerVersion serverVersion() const override
    {
        const QString text = QString::fromUtf8(PQparameterStatus(connection_.get(), "server_version"));
        return {PQserverVersion(connection_.get()), QStringLiteral("PostgreSQL ") + text.section(u' ', 0, 0)};
    }

    StatementOutcome read(const QString& statement, const std::vector<Value>& parameters, RowSink& sink,
        Fetch fetch, bool stoppable) override;
    void forgetStatements() override
    {
        for (auto& [text, name] : statements_.clear())
            forget(name);
    }
    bool inTransaction() const override
    {
        const PGTransactionStatusType status = PQtransactionStatus(connection_.get());
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
    }
    Result<QStringList> beginStatements(Purpose purpose, const TransactionOptions& options) override;
    QString triggersStatement() const override
    {
        return QStringLiteral(
            "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
            "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND (c.relhasrules OR EXISTS (SELECT 1 "
            "FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal))");
    }
    Error errorOf(const StatementFailure& failure) override;
    Result<void> checkDeferred() override;
    /// DROP TABLE deletes no rows of other tables here, and all of it is one transaction.
    Result<void> schemaChange(
        const Work& work, const std::function<Result<void>(const Work&)>& transaction) override
    {
        return transaction(work);
    }

private:
    Result<void> connect();
    Result<void> configure();
    Error connectionError() const;
    StatementOutcome readOnce(const QString& statement, const std::vector<Value>& parameters, RowSink& sink,
        Fetch fetch, bool stoppable);

    std::optional<StatementFailure> send(const QString& statement, const std::vector<Value>& parameters);
    /// Prepares the statement under a new name where it runs for the second time; the name is empty where it
    /// does not run under any.
    std::optional<StatementFailure> prepare(
        const QByteArray& sql, const PostgresParameters& parameters, QByteArray& name);
    std::optional<StatementFailure> waitForEnd(bool sent);
    /// The server shall not keep it any longer.
    void forget(const QByteArray& name)
    {
        if (!name.isEmpty())
            forgotten_.append(name);
    }
    /// Whether that is about the statement that the server kept, and not about what it asks.
    bool isOutdated(const StatementFailure& failure) const;
    /// The next result of the statement that runs, or null at its end.
    ServerResult nextResult();
    bool waitForServer(bool toRead, bool toWrite);
    void askToStop();
    StatementFailure failureOf(const PGresult* result) const;

    ServerConnection connection_;
    StatementCache<QByteArray> statements_; ///< their names; empty = it ran once, and may never again
    QByteArrayList forgotten_;              ///< names that the server still keeps
    bool ranByName_ = false;                ///< the statement that ran last
    quint64 prepared_ = 0;                  ///< statements so far
    const std::shared_ptr<ServerInterrupt> interrupt_ = std::make_shared<ServerInterrupt>();
    QDeadlineTimer grace_;
};

StatementEffect effectOf(PGresult* result, qint64 rows)
{
    StatementEffect effect;
    effect.hasResult = PQnfields(result) > 0;
    effect.rows = rows;
    if (!effect.hasResult || !QByteArray(PQcmdStatus(result)).startsWith("SELECT"))
        effect.affected = QByteArray(PQcmdTuples(result)).toLongLong();
    return effect;
}

/// Ends ServerInterrupt::begin().
struct EndOfStatement {
    ServerInterrupt& interrupt;
    ~EndOfStatement() { interrupt.end(); }
};

Result<void> PostgresBackend::open()
{
    if (!interrupt_->begin(true))
        return cancelledError();
    Result<void> connected = [this] {
        const EndOfStatement end{*interrupt_};
        return connect();
    }();
    if (!connected)
        return connected;
    return configure();
}

Result<void> PostgresBackend::connect()
{
    const QString password = settings_.password.isEmpty() ? storedPassword(settings_) : settings_.password;
    std::vector<std::pair<QByteArray, QByteArray>> options{
        {"client_encoding", "UTF8"}, {"fallback_application_name", "conjoin"}};
    const auto add = [&](const char* name, const QString& value) {
        if (!value.isEmpty())
            options.emplace_back(name, value.toUtf8());
    };
    add("host", settings_.socket.isEmpty() ? settings_.host : settings_.socket);
    add("port", settings_.port == 0 ? QString() : QString::number(settings_.port));
    add("user", settings_.user);
    add("password", password);
    add("dbname", settings_.database);
    add("sslmode", settings_.tls.mode);
    add("sslrootcert", settings_.tls.authority);
    add("sslcert", settings_.tls.certificate);
    add("sslkey", settings_.tls.key);
    std::vector<const char*> names, values;
    for (const auto& [name, value] : options) {
        names.push_back(name.constData());
        values.push_back(value.constData());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);

    connection_.reset(PQconnectStartParams(names.data(), values.data(), 0));
    if (!connection_)
        return databaseError(where(), message("server.memory", "no memory for a connection"));
    PQsetErrorVerbosity(connection_.get(), PQERRORS_VERBOSE); // only so do refusals tell their code
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    if (PQstatus(connection_.get()) == CONNECTION_BAD)
        return connectionError();
    const QDeadlineTimer deadline(settings_.timeoutSeconds * 1000);
    for (PostgresPollingStatusType polled = PGRES_POLLING_WRITING; polled != PGRES_POLLING_OK;
         polled = PQconnectPoll(connection_.get())) {
        if (polled == PGRES_POLLING_FAILED)
            return connectionError();
        const bool reads = polled == PGRES_POLLING_READING;
        switch (interrupt_->wait(PQsocket(connection_.get()), reads, !reads, int(deadline.remainingTime()))) {
        case ServerInterrupt::Woken::Ready:
            break;
        case ServerInterrupt::Woken::Cancelled:
            return cancelledError();
        case ServerInterrupt::Woken::TimedOut:
            return databaseError(where(),
                message("server.timeout", "the server does not answer within %1 seconds",
                    {QString::number(settings_.timeoutSeconds)}),
                message(
                    "server.timeout.hint", "check the host and the port; a firewall may swallow the request"));
        }
    }
    return {};
}

Error PostgresBackend::connectionError() const
{
    const QString text = QString::fromUtf8(PQerrorMessage(connection_.get())).trimmed();
    StatementFailure failed;
    // "FATAL:  28P01: password authentication failed …", after what happened on the way
    static const QRegularExpression refusal(QStringLiteral(":\\s+((?=[A-Z]*\\d)[0-9A-Z]{5}): ([^\\n]*)"));
    const QRegularExpressionMatch match = refusal.match(text);
    failed.state = match.captured(1);
    failed.text = match.hasMatch() ? match.captured(2) : text;
    if (PQconnectionNeedsPassword(connection_.get()))
        return databaseError(where(), message("server.password-missing", "the server asks for a password"),
            message("server.password-missing.hint",
                "give one in CONJOIN_PASSWORD, PGPASSWORD, ~/.pgpass or the URL"));
    if (match.hasMatch())
        return postgresError(failed, where());
    if (text.contains(QLatin1String("SSL")) || text.contains(QLatin1String("certificate")))
        return databaseError(where(), message("server.tls", "no encrypted connection: %1", {text.simplified()}),
            message("server.tls.hint",
                "the server may not offer TLS (sslmode=prefer), or its certificate is not "
                "trusted (sslrootcert=FILE)"));
    return databaseError(where(), message("server.unreachable", "%1", {text.section(u'\n', 0, 0).simplified()}),
        message(
            "server.unreachable.hint", "check that the server runs and that the host and the port are right"));
}

Result<void> PostgresBackend::configure()
{
    PQsetErrorVerbosity(connection_.get(), PQERRORS_DEFAULT);
    PQsetnonblocking(connection_.get(), 1); // a long statement must not block before it can be stopped
    // What the session must agree on with the rest of the program; `public` is where an unqualified name is
    // created, whatever the role's own search path says.
    QStringList statements{QStringLiteral("SELECT set_config('datestyle', 'ISO', false), "
                                          "set_config('intervalstyle', 'postgres', false), "
                                          "set_config('timezone', 'UTC', false), "
                                          "set_config('bytea_output', 'hex', false), "
                                          "set_config('extra_float_digits', '3', false), "
                                          "set_config('standard_conforming_strings', 'on', false), "
                                          "set_config('client_min_messages', 'warning', false), "
                                          "set_config('search_path', 'public, ' || "
                                          "current_setting('search_path'), false)")};
    if (settings_.readOnly)
        statements += QStringLiteral("SET default_transaction_read_only = on");
    if (settings_.statementSeconds > 0)
        statements += QStringLiteral("SET statement_timeout = %1").arg(qint64(settings_.statementSeconds) * 1000);
    for (const QString& statement : statements) {
        if (const auto set = execute(statement, {}, true); !set)
            return errorOf(set.error());
    }
    return {};
}

Error PostgresBackend::errorOf(const StatementFailure& failure)
{
    // The same state says that somebody stopped it and that it took too long.
    if (failure.state == u"57014" && !failure.cancelled && settings_.statementSeconds > 0)
        return statementTimeoutError(where());
    return postgresError(failure, where());
}

Result<void> PostgresBackend::checkDeferred()
{
    const auto checked = execute(QStringLiteral("SET CONSTRAINTS ALL IMMEDIATE"), {}, true);
    return checked ? Result<void>() : errorOf(checked.error());
}

Result<QStringList> PostgresBackend::beginStatements(Purpose purpose, const TransactionOptions& options)
{
    if (options.lock == TransactionOptions::Lock::Exclusive)
        return exclusiveLockError(where());
    if (purpose == Purpose::Read)
        return QStringList{QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")};
    QString begin = QStringLiteral("BEGIN");
    if (options.isolation)
        begin += QStringLiteral(" ISOLATION LEVEL ") + isolationText(*options.isolation);
    if (options.readOnly)
        begin += QStringLiteral(" READ ONLY");
    QStringList statements{begin};
    if (options.lockTimeout) { // 0 would mean for ever
        const auto milliseconds = std::max<std::chrono::milliseconds::rep>(options.lockTimeout->count(), 1);
        statements += QStringLiteral("SET LOCAL lock_timeout = %1").arg(milliseconds);
    }
    return statements;
}

std::optional<StatementFailure> PostgresBackend::send(
    const QString& statement, const std::vector<Value>& parameters)
{
    const PostgresParameters bound(parameters);
    const QByteArray sql = (parameters.empty() ? statement : withNumberedParameters(statement)).toUtf8();
    QByteArray name;
    if (!parameters.empty()) {
        if (auto failed = prepare(sql, bound, name))
            return failed;
    }
    ranByName_ = !name.isEmpty();
    // The extended protocol also without parameters: it takes one statement at a time.
    const int sent = ranByName_ ? PQsendQueryPrepared(connection_.get(), name.constData(), bound.count(),
                                      bound.values(), bound.lengths(), bound.formats(), 0)
                                : PQsendQueryParams(connection_.get(), sql.constData(), bound.count(),
                                      bound.types(), bound.values(), bound.lengths(), bound.formats(), 0);
    return sent == 1 ? std::nullopt : std::optional(failureOf(nullptr));
}

std::optional<StatementFailure> PostgresBackend::prepare(
    const QByteArray& sql, const PostgresParameters& parameters, QByteArray& name)
{
    QByteArray key = sql; // bytes have a type from the start, so they make another statement of it
    for (int i = 0; i < parameters.count(); ++i) {
        if (parameters.types()[i] != 0)
            key += ' ' + QByteArray::number(i);
    }
    if (!StatementCache<QByteArray>::keeps(key))
        return std::nullopt;
    const std::optional<QByteArray> known = statements_.take(key);
    name = known.value_or(QByteArray());
    if (known && name.isEmpty()) {
        PGconn* connection = connection_.get();
        for (int i = 0; i < 2 && !forgotten_.isEmpty(); ++i) { // not all at once: each is a way to the server
            const QByteArray statement = "DEALLOCATE " + forgotten_.takeLast();
            if (auto failed = waitForEnd(PQsendQuery(connection, statement.constData()) == 1))
                return failed;
        }
        const QByteArray fresh = "conjoin_" + QByteArray::number(++prepared_);
        if (auto failed = waitForEnd(PQsendPrepare(connection, fresh.constData(), sql.constData(),
                                         parameters.count(), parameters.types()) == 1))
            return failed;
        name = fresh;
    }
    if (const auto gone = statements_.put(key, name))
        forget(*gone);
    return std::nullopt;
}

/// Of a statement that gives no rows.
std::optional<StatementFailure> PostgresBackend::waitForEnd(bool sent)
{
    std::optional<StatementFailure> failed;
    if (!sent)
        failed = failureOf(nullptr);
    while (const ServerResult next = sent ? nextResult() : nullptr) {
        if (PQresultStatus(next.get()) != PGRES_COMMAND_OK && !failed)
            failed = failureOf(next.get());
    }
    return failed;
}

bool PostgresBackend::isOutdated(const StatementFailure& failure) const
{
    // Its rows would have other types than before, there is no statement of that name; its parameters, whose
    // types stay as they were found, do not go with a column any more.
    static const QStringList states{QStringLiteral("0A000"), QStringLiteral("26000"), QStringLiteral("42883"),
        QStringLiteral("42804"), QStringLiteral("42846")};
    return ranByName_ && states.contains(failure.state);
}

bool PostgresBackend::waitForServer(bool toRead, bool toWrite)
{
    for (;;) {
        const int patience =
            grace_.isForever() ? -1 : int(std::min<qint64>(grace_.remainingTime(), askAgainMilliseconds));
        switch (interrupt_->wait(PQsocket(connection_.get()), toRead, toWrite, patience)) {
        case ServerInterrupt::Woken::Ready:
            return true;
        case ServerInterrupt::Woken::Cancelled:
            grace_.setRemainingTime(graceMilliseconds);
            askToStop();
            break;
        case ServerInterrupt::Woken::TimedOut:
            if (grace_.hasExpired())
                return false;
            askToStop(); // a wish that comes before the server has begun with the statement is lost
            break;
        }
    }
}

void PostgresBackend::askToStop()
{
    struct FreeCancel {
        void operator()(PGcancel* cancel) const { PQfreeCancel(cancel); }
    };
    const std::unique_ptr<PGcancel, FreeCancel> cancel(PQgetCancel(connection_.get()));
    char ignored[256];
    if (cancel)
        PQcancel(cancel.get(), ignored, sizeof ignored); // what failed shows as the end of the grace
}

ServerResult PostgresBackend::nextResult()
{
    PGconn* connection = connection_.get();
    for (int flushed = PQflush(connection); flushed == 1; flushed = PQflush(connection)) {
        if (!waitForServer(true, true) || PQconsumeInput(connection) == 0)
            return nullptr;
    }
    while (PQisBusy(connection)) {
        if (!waitForServer(true, false))
            return nullptr;
        if (PQconsumeInput(connection) == 0)
            break; // the connection is lost: the next result says so
    }
    return ServerResult(PQgetResult(connection));
}

StatementFailure PostgresBackend::failureOf(const PGresult* result) const
{
    const auto field = [&](int code) { return QString::fromUtf8(PQresultErrorField(result, code)); };
    StatementFailure failed;
    failed.state = field(PG_DIAG_SQLSTATE);
    failed.text = field(PG_DIAG_MESSAGE_PRIMARY);
    failed.detail = field(PG_DIAG_MESSAGE_DETAIL);
    failed.hint = field(PG_DIAG_MESSAGE_HINT);
    failed.table = field(PG_DIAG_TABLE_NAME);
    failed.column = field(PG_DIAG_COLUMN_NAME);
    failed.constraint = field(PG_DIAG_CONSTRAINT_NAME);
    if (failed.text.isEmpty())
        failed.text = QString::fromUtf8(PQerrorMessage(connection_.get())).trimmed();
    return failed;
}

StatementOutcome PostgresBackend::read(
    const QString& statement, const std::vector<Value>& parameters, RowSink& sink, Fetch fetch, bool stoppable)
{
    if (fetch == Fetch::Whole || !inTransaction()) {
        StatementOutcome outcome = readOnce(statement, parameters, sink, fetch, stoppable);
        if (outcome || !isOutdated(outcome.error()))
            return outcome;
        // Somebody else has changed the table.
        forgetStatements();
        if (!inTransaction())
            return readOnce(statement, parameters, sink, fetch, stoppable);
        outcome.error().state = QStringLiteral("40001"); // the transaction is lost, and does well the next time
        return outcome;
    }
    // Stopping a statement fails it, and with it the whole transaction.
    const auto run = [this](const char* sql) { return execute(QString::fromLatin1(sql), {}, false); };
    if (const auto saved = run("SAVEPOINT conjoin_stream"); !saved)
        return tl::make_unexpected(saved.error());
    StatementOutcome outcome = readOnce(statement, parameters, sink, fetch, stoppable);
    (void)run("ROLLBACK TO SAVEPOINT conjoin_stream"); // it only read
    (void)run("RELEASE SAVEPOINT conjoin_stream");
    return outcome;
}

StatementOutcome PostgresBackend::readOnce(
    const QString& statement, const std::vector<Value>& parameters, RowSink& sink, Fetch fetch, bool stoppable)
{
    std::optional<StatementFailure> failed;
    StatementEffect effect;
    const bool hasNul = std::any_of(parameters.begin(), parameters.end(),
        [](const Value& value) { return value.isText() && value.text().contains(QChar(0)); });
    if (hasNul) { // libpq would send what stands before it
        failed.emplace();
        failed->state = QStringLiteral("22021");
        failed->text = QStringLiteral("a text can't hold the character U+0000 here");
    } else if (!interrupt_->begin(stoppable)) {
        failed.emplace();
        failed->cancelled = true;
    } else {
        const EndOfStatement end{*interrupt_};
        grace_ = QDeadlineTimer(QDeadlineTimer::Forever);
        failed = send(statement, parameters);
        const bool sent = !failed;
        if (sent && fetch == Fetch::Streamed)
            PQsetSingleRowMode(connection_.get());
        PostgresRows rows;
        bool enough = false;
        while (ServerResult next = sent ? nextResult() : nullptr) {
            switch (PQresultStatus(next.get())) {
            case PGRES_COMMAND_OK:
            case PGRES_SINGLE_TUPLE:
            case PGRES_TUPLES_OK:
                if (enough)
                    break;
                enough = !rows.read(next.get(), sink);
                effect = effectOf(next.get(), rows.count());
                if (enough && fetch == Fetch::Streamed)
                    askToStop(); // else the rest would be sent, however much it is
                break;
            case PGRES_COPY_IN:
                PQputCopyEnd(connection_.get(), "COPY needs a client program");
                break;
            case PGRES_COPY_OUT:
            case PGRES_COPY_BOTH:
                failed.emplace();
                failed->text = QStringLiteral("COPY needs a client program");
                askToStop();
                for (char* row = nullptr; PQgetCopyData(connection_.get(), &row, 0) > 0;)
                    PQfreemem(row);
                break;
            default:
                if (!failed && !enough)
                    failed = failureOf(next.get());
            }
        }
        if (PQtransactionStatus(connection_.get()) == PQTRANS_ACTIVE) {
            // The server answers nothing, not even the wish to stop: the socket is of no use any more.
            failed = failureOf(nullptr);
            connection_.reset();
        }
        if (failed)
            failed->cancelled = interrupt_->wasCancelled();
    }
    if (!failed)
        return effect;
    failed->statement = statement;
    failed->parameters = parameters;
    return tl::make_unexpected(std::move(*failed));
}

} // namespace

std::unique_ptr<ConnectionBackend> postgresBackend(const ConnectionSettings& settings)
{
    return std::make_unique<PostgresBackend>(settings);
}

} // namespace conjoin::sql
