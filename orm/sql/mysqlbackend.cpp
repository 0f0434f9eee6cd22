// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connectionbackend.h"
#include "orm/sql/mysqlvalues.h"
#include "orm/sql/serverinterrupt.h"
#include "orm/sql/statementcache.h"
#include "orm/sql/writtenvalues.h"

#include <QDeadlineTimer>

#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>

#include <algorithm>

namespace conjoin::sql {

namespace {

struct CloseConnection {
    void operator()(MYSQL* connection) const { mysql_close(connection); }
};
struct FreeResult {
    void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
};
struct CloseStatement {
    void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
};
using ServerConnection = std::unique_ptr<MYSQL, CloseConnection>;
using OpenResult = std::unique_ptr<MYSQL_RES, FreeResult>;
using PreparedStatement = std::unique_ptr<MYSQL_STMT, CloseStatement>;

QStringList namesOf(const MYSQL_FIELD* fields, unsigned count)
{
    QStringList names;
    for (unsigned i = 0; i < count; ++i)
        names += QString::fromUtf8(fields[i].name, int(fields[i].name_length));
    return names;
}

/// How long a server may take to answer the wish to stop before the connection is given up.
constexpr int graceMilliseconds = 5000;
constexpr int askAgainMilliseconds = 200;

/// libmariadb itself, not Qt's driver for it: that one reads BIT as text, zero dates as NULL, times in
/// milliseconds and errors as Latin-1, and always lets several statements through at once. Every call that
/// waits for the server is one of those that can be left and taken up again, so that it can be stopped.
class MySqlBackend : public ConnectionBackend {
public:
    using ConnectionBackend::ConnectionBackend;

    std::shared_ptr<StatementCancel> canceller() const override { return interrupt_; }
    void resume() override { interrupt_->resume(); }

    Result<void> open() override;
    QString dialectName() const override
    {
        return isMariaDb() ? QStringLiteral("mariadb") : QStringLiteral("mysql");
    }
    ServerVersion serverVersion() const override;

    StatementOutcome read(const QString& statement, const std::vector<Value>& parameters, RowSink& sink,
        Fetch fetch, bool stoppable) override;
    void forgetStatements() override { statements_.clear(); }
    bool inTransaction() const override;
    Result<QStringList> beginStatements(Purpose purpose, const TransactionOptions& options) override;
    QStringList afterStatements(const TransactionOptions& options) override;
    QString triggersStatement() const override;
    QString numberingStatement() const override
    {
        // Mode 2 promises it only as long as nobody inserts rows whose number is not known beforehand.
        return QStringLiteral("SELECT @@auto_increment_increment, @@innodb_autoinc_lock_mode < 2");
    }
    Error errorOf(const StatementFailure& failure) override;
    Result<void> schemaChange(
        const Work& work, const std::function<Result<void>(const Work&)>& transaction) override;

private:
    enum class Encryption { Off, On, Verified };

    bool isMariaDb() const;
    Result<void> connect(Encryption encryption);
    Result<void> configure();
    ServerConnection prepared(Encryption encryption) const;
    void loseConnection()
    {
        connection_.reset(); // which takes its statements along
        statements_.clear();
    }
    Error connectionError(MYSQL* connection) const;
    Error tlsError(const QString& text) const;

    /// Runs one of the library's pairs `…_start`, `…_cont` to its end.
    template<class R, class Start, class Continue>
    R finish(Start start, Continue resumeCall)
    {
        R result{};
        for (int status = start(&result); status != 0;)
            status = resumeCall(&result, waitForServer(status));
        return result;
    }
    int waitForServer(int wanted);
    void askToStop();

    /// Where rows go, and what is known of them afterwards.
    struct Reading {
        RowSink& sink;
        StatementEffect effect{};
        bool enough = false;
    };
    std::optional<StatementFailure> runDirect(const QByteArray& sql, Reading& reading);
    std::optional<StatementFailure> runPrepared(
        const QByteArray& sql, const std::vector<Value>& parameters, Reading& reading);
    /// Null, and what the library says, where it can't be prepared.
    PreparedStatement newStatement(const QByteArray& sql, StatementFailure& failure);
    bool runStatement(MYSQL_STMT* statement, MySqlParameters& bound);
    std::optional<StatementFailure> readRows(MYSQL_RES* rows, bool first, Reading& reading);
    void take(Reading& reading, std::span<const Cell> row);
    std::optional<StatementFailure> readRows(MYSQL_STMT* statement, Reading& reading);
    StatementFailure failureOf(MYSQL_STMT* statement = nullptr) const;

    ServerConnection connection_;
    StatementCache<PreparedStatement> statements_;
    Encryption encryption_ = Encryption::Off;
    QString password_;
    const std::shared_ptr<ServerInterrupt> interrupt_ = std::make_shared<ServerInterrupt>();
    QDeadlineTimer grace_;
    bool opening_ = false;
};

/// Ends ServerInterrupt::begin().
struct EndOfStatement {
    ServerInterrupt& interrupt;
    ~EndOfStatement() { interrupt.end(); }
};

Result<void> MySqlBackend::open()
{
    static const int library = mysql_library_init(0, nullptr, nullptr); // not safe by itself in two threads
    Q_UNUSED(library);
    password_ = settings_.password.isEmpty() ? storedPassword(settings_) : settings_.password;

    const QString& mode = settings_.tls.mode;
    const bool local =
        !settings_.socket.isEmpty() || settings_.host.isEmpty() || settings_.host == u"localhost";
    if (mode.startsWith(QLatin1String("VERIFY")))
        return connect(Encryption::Verified);
    if (mode == u"REQUIRED")
        return connect(Encryption::On);
    if (mode == u"DISABLED" || local)
        return connect(Encryption::Off);
    Result<void> encrypted = connect(Encryption::On);
    const bool noTls = !encrypted && encrypted.error().what.code == u"server.tls";
    return noTls ? connect(Encryption::Off) : encrypted;
}

ServerConnection MySqlBackend::prepared(Encryption encryption) const
{
    ServerConnection connection(mysql_init(nullptr));
    if (!connection)
        return connection;
    const auto set = [&](mysql_option option, const void* value) {
        mysql_options(connection.get(), option, value);
    };
    const unsigned timeout = unsigned(settings_.timeoutSeconds);
    const unsigned off = 0;
    const my_bool yes = 1;
    set(MYSQL_OPT_CONNECT_TIMEOUT, &timeout);
    set(MYSQL_OPT_LOCAL_INFILE, &off);
    set(MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (encryption != Encryption::Off) {
        const std::pair<mysql_option, const QString*> files[] = {{MYSQL_OPT_SSL_CA, &settings_.tls.authority},
            {MYSQL_OPT_SSL_CERT, &settings_.tls.certificate}, {MYSQL_OPT_SSL_KEY, &settings_.tls.key}};
        for (const auto& [option, file] : files) {
            if (!file->isEmpty())
                set(option, file->toUtf8().constData());
        }
        set(MYSQL_OPT_SSL_ENFORCE, &yes);
        if (encryption == Encryption::Verified)
            set(MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
    }
    return connection;
}

Result<void> MySqlBackend::connect(Encryption encryption)
{
    connection_ = prepared(encryption);
    encryption_ = encryption;
    MYSQL* connection = connection_.get();
    if (!connection)
        return databaseError(where(), message("server.memory", "no memory for a connection"));
    mysql_options(connection, MYSQL_OPT_NONBLOCK, nullptr);
    if (!interrupt_->begin(true))
        return cancelledError();
    const QByteArray host = settings_.host.toUtf8(), user = settings_.user.toUtf8(),
                     password = password_.toUtf8(), database = settings_.database.toUtf8(),
                     socket = settings_.socket.toUtf8();
    const auto orNull = [](const QByteArray& text) { return text.isEmpty() ? nullptr : text.constData(); };
    MYSQL* connected = nullptr;
    {
        const EndOfStatement end{*interrupt_};
        opening_ = true;
        grace_ = QDeadlineTimer(QDeadlineTimer::Forever);
        connected = finish<MYSQL*>(
            [&](MYSQL** result) {
                return mysql_real_connect_start(result, connection, orNull(host), orNull(user),
                    password.constData(), orNull(database), unsigned(settings_.port), orNull(socket),
                    CLIENT_FOUND_ROWS); // «affected» counts the rows that were found, as elsewhere
            },
            [&](MYSQL** result, int status) { return mysql_real_connect_cont(result, connection, status); });
        opening_ = false;
    }
    if (interrupt_->wasCancelled())
        return cancelledError();
    if (!connected)
        return connectionError(connection);
    // The library only asks; over a socket it does not even do that.
    if (encryption != Encryption::Off && !mysql_get_ssl_cipher(connection))
        return tlsError(QStringLiteral("the server does not offer it"));
    return configure();
}

Error MySqlBackend::tlsError(const QString& text) const
{
    return databaseError(where(), message("server.tls", "no encrypted connection: %1", {text}),
        message("server.tls.hint.mysql",
            "the server may not offer TLS (ssl-mode=PREFERRED), ask for it (ssl-mode=REQUIRED), or have a "
            "certificate that is not trusted (ssl-ca=FILE)"));
}

Error MySqlBackend::connectionError(MYSQL* connection) const
{
    StatementFailure failed;
    failed.code = int(mysql_errno(connection));
    failed.text = QString::fromUtf8(mysql_error(connection));
    constexpr int accessDenied = 1045, secureTransport = 3159;
    if (failed.code == CR_SSL_CONNECTION_ERROR || failed.code == secureTransport)
        return tlsError(failed.text);
    if (failed.code == accessDenied && password_.isEmpty())
        return databaseError(where(),
            message("server.password-missing", "the server refuses the user without a password"),
            message("server.password-missing.hint.mysql",
                "give one in CONJOIN_PASSWORD, MYSQL_PWD, ~/.my.cnf or the URL"));
    return mysqlError(failed, where());
}

Result<void> MySqlBackend::configure()
{
    // What the session must agree on with the rest of the program: strict about values, quotes and backslashes
    // as MySQL has them, times in UTC.
    QStringList statements{QStringLiteral("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,"
                                          "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', "
                                          "time_zone = '+00:00', autocommit = 1")};
    if (settings_.readOnly)
        statements += QStringLiteral("SET SESSION TRANSACTION READ ONLY");
    if (const int seconds = settings_.statementSeconds; seconds > 0) // MySQL stops only what reads
        statements += isMariaDb() ? QStringLiteral("SET SESSION max_statement_time = %1").arg(seconds)
                                  : QStringLiteral("SET SESSION max_execution_time = %1").arg(qint64(seconds) * 1000);
    for (const QString& statement : statements) {
        if (const auto set = execute(statement, {}, true); !set)
            return errorOf(set.error());
    }
    return {};
}

/// The server names the index of a duplicate; a person wants its columns.
Error MySqlBackend::errorOf(const StatementFailure& failure)
{
    const std::optional<DuplicateEntry> duplicate = duplicateEntry(failure);
    if (!duplicate)
        return mysqlError(failure, where());
    const auto indexed = execute(
        QStringLiteral("SELECT column_name FROM information_schema.statistics WHERE table_schema = DATABASE() "
                       "AND table_name = ? AND index_name = ? ORDER BY seq_in_index"),
        {Value(duplicate->table), Value(duplicate->index)}, true);
    QStringList columns;
    for (const std::vector<Value>& row : indexed ? indexed->rows : std::vector<std::vector<Value>>())
        columns += row.front().text();
    if (columns.isEmpty() || columns.contains(QString())) // an expression has no column
        return mysqlError(failure, where());
    // Joined as they are, several values can't be told apart, unless they are those of a row that was written.
    QStringList values = writtenValues(failure).shown(columns, duplicate->entry, QStringLiteral("-"));
    if (values.isEmpty() && columns.size() == 1)
        values = {duplicate->entry};
    Error error = uniqueError(duplicate->table, columns, values, duplicate->isPrimary());
    error.violation.constraint = duplicate->index;
    return error;
}

bool MySqlBackend::isMariaDb() const
{
    return QByteArray(mysql_get_server_info(connection_.get())).contains("MariaDB");
}

ServerVersion MySqlBackend::serverVersion() const
{
    const int number = int(mysql_get_server_version(connection_.get()));
    return {number, QStringLiteral("%1 %2.%3.%4")
                        .arg(isMariaDb() ? QStringLiteral("MariaDB") : QStringLiteral("MySQL"))
                        .arg(number / 10000)
                        .arg(number / 100 % 100)
                        .arg(number % 100)};
}

bool MySqlBackend::inTransaction() const
{
    unsigned status = 0;
    if (connection_)
        mariadb_get_infov(connection_.get(), MARIADB_CONNECTION_SERVER_STATUS, &status);
    return (status & SERVER_STATUS_IN_TRANS) != 0;
}

Result<QStringList> MySqlBackend::beginStatements(Purpose purpose, const TransactionOptions& options)
{
    if (options.lock == TransactionOptions::Lock::Exclusive)
        return exclusiveLockError(where());
    if (purpose == Purpose::Read)
        return QStringList{QStringLiteral("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"),
            QStringLiteral("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")};
    QStringList statements;
    if (options.lockTimeout) {
        const auto seconds = std::max<std::chrono::seconds::rep>(
            std::chrono::ceil<std::chrono::seconds>(*options.lockTimeout).count(), 1);
        statements += QStringLiteral("SET SESSION innodb_lock_wait_timeout = %1").arg(seconds);
    }
    if (options.isolation) // of the next transaction alone
        statements += QStringLiteral("SET TRANSACTION ISOLATION LEVEL ") + isolationText(*options.isolation);
    statements +=
        options.readOnly ? QStringLiteral("START TRANSACTION READ ONLY") : QStringLiteral("START TRANSACTION");
    return statements;
}

QStringList MySqlBackend::afterStatements(const TransactionOptions& options)
{
    if (!options.lockTimeout)
        return {};
    return {QStringLiteral("SET SESSION innodb_lock_wait_timeout = DEFAULT")};
}

/// Triggers are shown to those who may make them.
QString MySqlBackend::triggersStatement() const
{
    return QStringLiteral(
        "SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS "
        "WHERE EVENT_OBJECT_SCHEMA = DATABASE() UNION ALL SELECT NULL, NULL FROM DUAL WHERE NOT EXISTS (SELECT "
        "1 "
        "FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE = 'TRIGGER') AND NOT EXISTS (SELECT 1 "
        "FROM "
        "information_schema.SCHEMA_PRIVILEGES WHERE PRIVILEGE_TYPE = 'TRIGGER' AND DATABASE() LIKE "
        "TABLE_SCHEMA)");
}

/// DDL commits by itself, so there is no transaction around it.
Result<void> MySqlBackend::schemaChange(const Work& work, const std::function<Result<void>(const Work&)>&)
{
    const auto enforce = [this](int on) -> Result<void> {
        const auto set = execute(QStringLiteral("SET SESSION foreign_key_checks = %1").arg(on), {}, false);
        return set ? Result<void>() : Result<void>(errorOf(set.error()));
    };
    if (Result<void> off = enforce(0); !off)
        return off;
    Result<void> done = work();
    Result<void> on = enforce(1);
    return done ? on : done;
}

/// Waits for what the library wants and says what of it came.
int MySqlBackend::waitForServer(int wanted)
{
    MYSQL* connection = connection_.get();
    const int own = wanted & MYSQL_WAIT_TIMEOUT ? int(mysql_get_timeout_value_ms(connection)) : -1;
    for (;;) {
        const int patience =
            grace_.isForever() ? -1 : int(std::min<qint64>(grace_.remainingTime(), askAgainMilliseconds));
        const bool isOwn = patience < 0 || (own >= 0 && own <= patience);
        switch (interrupt_->wait(int(mysql_get_socket(connection)), wanted & MYSQL_WAIT_READ,
            wanted & MYSQL_WAIT_WRITE, isOwn ? own : patience)) {
        case ServerInterrupt::Woken::Ready:
            return wanted & (MYSQL_WAIT_READ | MYSQL_WAIT_WRITE);
        case ServerInterrupt::Woken::TimedOut:
            if (isOwn || grace_.hasExpired())
                return MYSQL_WAIT_TIMEOUT;
            askToStop(); // a wish that comes before the server has begun with the statement is lost
            break;
        case ServerInterrupt::Woken::Cancelled:
            if (opening_)
                return MYSQL_WAIT_TIMEOUT;
            askToStop();
            grace_.setRemainingTime(graceMilliseconds);
        }
    }
}

/// The protocol has no way to interrupt but a second connection.
void MySqlBackend::askToStop()
{
    const ServerConnection second = prepared(encryption_);
    if (!second)
        return;
    const QByteArray host = settings_.host.toUtf8(), user = settings_.user.toUtf8(),
                     password = password_.toUtf8(), socket = settings_.socket.toUtf8();
    const auto orNull = [](const QByteArray& text) { return text.isEmpty() ? nullptr : text.constData(); };
    const QByteArray kill = "KILL QUERY " + QByteArray::number(quint64(mysql_thread_id(connection_.get())));
    // What fails here shows as the end of the grace.
    if (mysql_real_connect(second.get(), orNull(host), orNull(user), password.constData(), nullptr,
            unsigned(settings_.port), orNull(socket), 0))
        mysql_real_query(second.get(), kill.constData(), static_cast<unsigned long>(kill.size()));
}

StatementFailure MySqlBackend::failureOf(MYSQL_STMT* statement) const
{
    StatementFailure failed;
    // An error between rows is told to the connection only.
    const bool told = statement && mysql_stmt_errno(statement) != 0;
    failed.code = int(told ? mysql_stmt_errno(statement) : mysql_errno(connection_.get()));
    failed.text = QString::fromUtf8(told ? mysql_stmt_error(statement) : mysql_error(connection_.get()));
    return failed;
}

/// Hands out a row. When the sink has enough, what the server would still send is stopped, and read to nowhere.
void MySqlBackend::take(Reading& reading, std::span<const Cell> row)
{
    if (reading.enough)
        return;
    ++reading.effect.rows;
    reading.enough = !reading.sink.row(row);
    if (reading.enough)
        askToStop();
}

std::optional<StatementFailure> MySqlBackend::runDirect(const QByteArray& sql, Reading& reading)
{
    MYSQL* connection = connection_.get();
    int failed = finish<int>(
        [&](int* rc) {
            return mysql_real_query_start(
                rc, connection, sql.constData(), static_cast<unsigned long>(sql.size()));
        },
        [&](int* rc, int status) { return mysql_real_query_cont(rc, connection, status); });
    bool first = true;
    while (failed == 0) {
        const OpenResult rows(mysql_use_result(connection));
        if (!rows && mysql_errno(connection) != 0)
            return failureOf();
        if (first && !rows) {
            reading.effect.affected = qint64(mysql_affected_rows(connection));
            reading.effect.lastInsertId = qint64(mysql_insert_id(connection));
        }
        if (rows) {
            if (auto unread = readRows(rows.get(), first, reading))
                return unread;
        }
        first = false; // what follows is the end of a procedure
        if (!mysql_more_results(connection))
            return std::nullopt;
        failed = finish<int>([&](int* rc) { return mysql_next_result_start(rc, connection); },
            [&](int* rc, int status) { return mysql_next_result_cont(rc, connection, status); });
    }
    return failureOf();
}

std::optional<StatementFailure> MySqlBackend::readRows(MYSQL_RES* rows, bool first, Reading& reading)
{
    const unsigned count = mysql_num_fields(rows);
    const MYSQL_FIELD* fields = mysql_fetch_fields(rows);
    if (first) {
        reading.effect.hasResult = true;
        reading.sink.columns(namesOf(fields, count));
    }
    std::vector<Cell> cells(count);
    std::vector<QByteArray> made(count);
    for (;;) {
        const MYSQL_ROW row =
            finish<MYSQL_ROW>([&](MYSQL_ROW* next) { return mysql_fetch_row_start(next, rows); },
                [&](MYSQL_ROW* next, int status) { return mysql_fetch_row_cont(next, rows, status); });
        if (!row)
            break;
        if (!first)
            continue;
        const unsigned long* lengths = mysql_fetch_lengths(rows);
        for (unsigned i = 0; i < count; ++i)
            cells[i] = row[i] ? mysqlCell(fields[i], row[i], lengths[i], made[i]) : Cell();
        take(reading, cells);
    }
    if (mysql_errno(connection_.get()) != 0 && !reading.enough)
        return failureOf();
    return std::nullopt;
}

std::optional<StatementFailure> MySqlBackend::runPrepared(
    const QByteArray& sql, const std::vector<Value>& parameters, Reading& reading)
{
    StatementFailure failure;
    const bool kept = StatementCache<PreparedStatement>::keeps(sql);
    auto known = kept ? statements_.take(sql) : std::nullopt;
    PreparedStatement statement = known ? std::move(*known) : newStatement(sql, failure);
    if (!statement)
        return failure;
    if (mysql_stmt_param_count(statement.get()) != parameters.size()) {
        failure.text = QStringLiteral("the statement takes %1 parameters, not %2")
                           .arg(mysql_stmt_param_count(statement.get()))
                           .arg(parameters.size());
        return failure;
    }
    MySqlParameters bound(parameters);
    bool ran = runStatement(statement.get(), bound);
    // The server drops what it keeps when it must, and says so before it does anything else.
    const unsigned why = ran ? 0 : mysql_stmt_errno(statement.get());
    if (known && (why == ER_NEED_REPREPARE || why == ER_UNKNOWN_STMT_HANDLER)) {
        statement = newStatement(sql, failure);
        if (!statement)
            return failure;
        ran = runStatement(statement.get(), bound);
    }
    if (!ran)
        return failureOf(statement.get());
    if (mysql_stmt_field_count(statement.get()) == 0) {
        reading.effect.affected = qint64(mysql_stmt_affected_rows(statement.get()));
        reading.effect.lastInsertId = qint64(mysql_stmt_insert_id(statement.get()));
    } else if (auto unread = readRows(statement.get(), reading)) {
        return unread;
    }
    if (kept && !reading.enough) {
        mysql_stmt_free_result(statement.get());
        statements_.put(sql, std::move(statement));
    }
    return std::nullopt;
}

PreparedStatement MySqlBackend::newStatement(const QByteArray& sql, StatementFailure& failure)
{
    PreparedStatement made(mysql_stmt_init(connection_.get()));
    if (!made) {
        failure = failureOf();
        return made;
    }
    const int unprepared = finish<int>(
        [&](int* rc) {
            return mysql_stmt_prepare_start(
                rc, made.get(), sql.constData(), static_cast<unsigned long>(sql.size()));
        },
        [&](int* rc, int status) { return mysql_stmt_prepare_cont(rc, made.get(), status); });
    if (unprepared != 0) {
        failure = failureOf(made.get());
        made.reset();
    }
    return made;
}

bool MySqlBackend::runStatement(MYSQL_STMT* statement, MySqlParameters& bound)
{
    mysql_stmt_bind_param(statement, bound.binds());
    return finish<int>([&](int* rc) { return mysql_stmt_execute_start(rc, statement); },
               [&](int* rc, int status) { return mysql_stmt_execute_cont(rc, statement, status); }) == 0;
}

std::optional<StatementFailure> MySqlBackend::readRows(MYSQL_STMT* statement, Reading& reading)
{
    const OpenResult metadata(mysql_stmt_result_metadata(statement));
    if (!metadata)
        return failureOf(statement);
    reading.effect.hasResult = true;
    reading.sink.columns(namesOf(mysql_fetch_fields(metadata.get()), mysql_num_fields(metadata.get())));
    MySqlColumns columns(metadata.get());
    mysql_stmt_bind_result(statement, columns.binds());
    for (;;) {
        const int fetched = finish<int>([&](int* rc) { return mysql_stmt_fetch_start(rc, statement); },
            [&](int* rc, int status) { return mysql_stmt_fetch_cont(rc, statement, status); });
        if (fetched == MYSQL_NO_DATA || (fetched == 1 && reading.enough))
            return std::nullopt;
        if (fetched != 0 && fetched != MYSQL_DATA_TRUNCATED)
            return failureOf(statement);
        if (!reading.enough)
            take(reading, columns.row(statement));
    }
}

StatementOutcome MySqlBackend::read(
    const QString& statement, const std::vector<Value>& parameters, RowSink& sink, Fetch, bool stoppable)
{
    std::optional<StatementFailure> failed;
    Reading reading{sink};
    if (!connection_) {
        failed.emplace();
        failed->code = CR_SERVER_GONE_ERROR;
        failed->text = QStringLiteral("the connection is closed");
    } else if (!interrupt_->begin(stoppable)) {
        failed.emplace();
        failed->cancelled = true;
    } else {
        const EndOfStatement end{*interrupt_};
        grace_ = QDeadlineTimer(QDeadlineTimer::Forever);
        const QByteArray sql = statement.toUtf8();
        failed = parameters.empty() ? runDirect(sql, reading) : runPrepared(sql, parameters, reading);
        if (failed) {
            failed->cancelled = interrupt_->wasCancelled();
            if (failed->code == CR_SERVER_GONE_ERROR || failed->code == CR_SERVER_LOST)
                loseConnection();
        } else if (reading.effect.hasResult && !grace_.isForever()) {
            // Some functions end early when they are told to stop, and the statement with an answer that is
            // none: SLEEP() says 1.
            failed.emplace();
            failed->cancelled = true;
        }
    }
    if (!failed)
        return reading.effect;
    failed->statement = statement;
    failed->parameters = parameters;
    return tl::make_unexpected(std::move(*failed));
}

} // namespace

std::unique_ptr<ConnectionBackend> mysqlBackend(const ConnectionSettings& settings)
{
    return std::make_unique<MySqlBackend>(settings);
}

} // namespace conjoin::sql
