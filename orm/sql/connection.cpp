// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"

#include "orm/sql/sqlerror.h"
#include "orm/sql/sqliteforeignkeys.h"
#include "orm/sql/sqliteinterrupt.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlResult>
#include <QUuid>

#include <sqlite3.h>

namespace conjoin::sql {

namespace {

constexpr int busyMilliseconds = 5000;

/// The native object behind a Qt handle, or null when the driver calls it by another type.
template<class T>
T* native(const QVariant& handle, const char* typeName)
{
    const bool known = handle.isValid() && qstrcmp(handle.typeName(), typeName) == 0;
    return known ? *static_cast<T* const*>(handle.constData()) : nullptr;
}

Value valueOf(const QVariant& stored)
{
    if (stored.isNull())
        return {};
    switch (stored.typeId()) {
    case QMetaType::LongLong:
    case QMetaType::Int:
        return Value(stored.toLongLong());
    case QMetaType::Double:
        return Value(stored.toDouble());
    case QMetaType::QByteArray:
        return Value(stored.toByteArray());
    default:
        return Value(stored.toString());
    }
}

QVariant bound(const Value& value)
{
    if (value.isInteger())
        return value.integer();
    if (value.isReal())
        return value.real();
    // A null QString or QByteArray would be bound as NULL, and NULL is not ''.
    if (value.isText())
        return value.text().isNull() ? QString(QLatin1String("")) : value.text();
    if (value.isBytes())
        return value.bytes().isNull() ? QByteArray("") : value.bytes();
    return QVariant(QMetaType::fromType<QString>());
}

/// Whether the file can be a database at all, before the engine sees it: its own words are «unable to open».
Result<void> checkFile(const ConnectionSettings& settings)
{
    const QFileInfo info(settings.file);
    if (settings.file.isEmpty())
        return inputError({}, message("file.none", "no database file is named"));
    if (info.isDir())
        return inputError(settings.file, message("file.directory", "a directory, not a database file"));
    if (!info.exists()) {
        if (!settings.create || settings.readOnly)
            return inputError(settings.file, message("file.missing", "no such file"),
                message("file.missing.hint", "only sync creates a database file"));
        if (!info.absoluteDir().exists())
            return inputError(settings.file,
                message("file.no-folder", "the folder %1 does not exist", {info.absolutePath()}));
        return {};
    }
    if (!info.isFile())
        return inputError(settings.file, message("file.special", "not an ordinary file"));
    if (!info.isReadable())
        return databaseError(settings.file, message("file.unreadable", "you may not read this file"));
    return {};
}

} // namespace

struct Connection::State {
    ConnectionSettings settings;
    const orm::Dialect* dialect = nullptr;
    QString connectionName = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QSqlDatabase database;
    sqlite3* handle = nullptr;
    std::shared_ptr<SqliteInterrupt> interrupt = std::make_shared<SqliteInterrupt>();
    StatementLog* log = nullptr;
    int depth = 0; ///< of transactions and the savepoints in them

    ~State()
    {
        interrupt->detach();
        if (!database.isValid())
            return;
        database.close();
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(connectionName);
    }

    /// The file as the engine is told it: never a URI, never a special name by accident.
    QString engineFile() const
    {
        return isMemory() ? settings.file : QFileInfo(settings.file).absoluteFilePath();
    }
    bool isMemory() const { return settings.file == u":memory:"; }
    QString where() const { return settings.displayName(); }
    bool engineInTransaction() const { return sqlite3_get_autocommit(handle) == 0; }

    /// Whether the engine ended a transaction by itself, as it does when the disk is full or a conflict clause
    /// says so.
    bool lostTransaction() const { return depth > 0 && !engineInTransaction(); }

    Result<void> open();
    Result<void> configure();

    /// Runs and reads one statement; neither log nor words.
    tl::expected<ResultSet, SqliteFailure> execute(
        const QString& statement, const std::vector<Value>& parameters, bool stoppable);
    tl::expected<ResultSet, SqliteFailure> runLogged(
        const QString& statement, const std::vector<Value>& parameters, bool stoppable);
    Result<ResultSet> run(const QString& statement, const std::vector<Value>& parameters);
    SqlRunner silentRunner();

    Error errorOf(const SqliteFailure& failed);
    std::optional<Error> namedForeignKey(const SqliteFailure& failed);

    enum class Purpose { Write, Rehearse, Read };
    Result<void> transaction(const std::function<Result<void>()>& work, Purpose purpose);
    Result<void> schemaChange(const std::function<Result<void>()>& work);
    Result<void> enforceForeignKeys(bool on);
    Result<void> commit();
    void rollBack();
};

Result<void> Connection::State::open()
{
    if (settings.dialect != u"sqlite")
        return inputError(settings.dialect,
            message("dialect.unsupported", "this build reads and writes SQLite databases only"));
    const Result<const orm::Dialect*> named = orm::dialectNamed(settings.dialect);
    if (!named)
        return failure(named);
    dialect = *named;
    if (!isMemory()) {
        if (Result<void> fine = checkFile(settings); !fine)
            return fine;
    }
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
        return databaseError(where(), message("driver.missing", "Qt's SQLite driver is not installed"),
            message("driver.missing.hint", "install the package libqt6sql6-sqlite"));

    database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connectionName);
    database.setDatabaseName(engineFile());
    database.setNumericalPrecisionPolicy(QSql::HighPrecision);
    if (settings.readOnly)
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (!database.open()) {
        const QSqlError error = database.lastError();
        return sqliteError({error.nativeErrorCode().toInt(), error.databaseText(), {}, {}}, where());
    }
    handle = native<sqlite3>(database.driver()->handle(), "sqlite3*");
    Q_ASSERT_X(handle, "Connection::open", "QSQLITE must give its sqlite3 handle");
    if (!handle)
        return databaseError(
            where(), message("driver.handle", "Qt's SQLite driver does not give its native handle"));
    return configure();
}

Result<void> Connection::State::configure()
{
    sqlite3_extended_result_codes(handle, 1);
    interrupt->attach(handle, busyMilliseconds);

    // The first statement that reads the file: says whether it is a database, and one that may be read now.
    const auto probe = execute(QStringLiteral("SELECT 1 FROM sqlite_schema LIMIT 1"), {}, true);
    if (!probe)
        return errorOf(probe.error());
    return enforceForeignKeys(true);
}

/// The setting is one of the connection, off by default, and silently without effect inside a transaction: so
/// it is read back.
Result<void> Connection::State::enforceForeignKeys(bool on)
{
    const auto set =
        execute(on ? QStringLiteral("PRAGMA foreign_keys = ON") : QStringLiteral("PRAGMA foreign_keys = OFF"),
            {}, false);
    const auto state = execute(QStringLiteral("PRAGMA foreign_keys"), {}, false);
    if (!set || !state)
        return errorOf(set ? state.error() : set.error());
    if (state->rows.size() != 1 || state->rows.front().front() != Value(qint64(on ? 1 : 0)))
        return databaseError(where(),
            message("driver.foreign-keys", "this SQLite does not let foreign keys be switched on and off"));
    return {};
}

tl::expected<ResultSet, SqliteFailure> Connection::State::execute(
    const QString& statement, const std::vector<Value>& parameters, bool stoppable)
{
    const auto failed = [&](int code, const QString& text) {
        return tl::make_unexpected(SqliteFailure{code, text, statement, parameters});
    };
    if (!interrupt->begin(stoppable))
        return failed(SQLITE_INTERRUPT, QStringLiteral("interrupted"));
    struct End {
        SqliteInterrupt& interrupt;
        ~End() { interrupt.end(); }
    } const end{*interrupt};

    QSqlQuery query(database);
    query.setForwardOnly(true);
    const int changesBefore = sqlite3_total_changes(handle);
    bool ok = query.prepare(statement);
    if (ok) {
        for (const Value& parameter : parameters)
            query.addBindValue(bound(parameter));
        ok = query.exec();
    }

    ResultSet result;
    if (ok) {
        auto* prepared = native<sqlite3_stmt>(query.result()->handle(), "sqlite3_stmt*");
        const int columns = prepared ? sqlite3_column_count(prepared) : 0;
        for (int i = 0; i < columns; ++i) // Qt's own record takes quotes out of names
            result.columns += QString::fromUtf8(sqlite3_column_name(prepared, i));
        while (columns > 0 && query.next()) {
            std::vector<Value> row;
            row.reserve(size_t(columns));
            for (int i = 0; i < columns; ++i)
                row.push_back(valueOf(query.value(i)));
            result.rows.push_back(std::move(row));
        }
    }
    if (const QSqlError error = query.lastError(); error.isValid()) {
        // What Qt itself refuses (two statements at once, a wrong number of parameters) has no native code.
        const int code = error.nativeErrorCode().toInt();
        const QString text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
        return failed(interrupt->wasCancelled() ? SQLITE_INTERRUPT : code, text);
    }
    if (sqlite3_total_changes(handle) != changesBefore) {
        result.affected = sqlite3_changes(handle);
        result.lastInsertId = sqlite3_last_insert_rowid(handle);
    }
    query.finish(); // an open statement makes COMMIT fail
    return result;
}

tl::expected<ResultSet, SqliteFailure> Connection::State::runLogged(
    const QString& statement, const std::vector<Value>& parameters, bool stoppable)
{
    QElapsedTimer timer;
    timer.start();
    auto result = execute(statement, parameters, stoppable);
    if (log) {
        LoggedStatement logged{statement, parameters, timer.nsecsElapsed() / 1000, 0, {}};
        if (result)
            logged.rows = result->columns.isEmpty() ? result->affected : qint64(result->rows.size());
        else
            logged.error = result.error().text;
        log->ran(logged);
    }
    return result;
}

Result<ResultSet> Connection::State::run(const QString& statement, const std::vector<Value>& parameters)
{
    if (lostTransaction())
        return databaseError(where(),
            message("transaction.lost", "the database ended the transaction by itself"),
            message("transaction.lost.hint", "nothing of it was kept"));
    auto result = runLogged(statement, parameters, true);
    if (!result)
        return errorOf(result.error());
    return std::move(*result);
}

SqlRunner Connection::State::silentRunner()
{
    return [this](const QString& statement, const std::vector<Value>& parameters) -> Result<ResultSet> {
        auto result = execute(statement, parameters, true);
        if (!result)
            return sqliteError(result.error(), where());
        return std::move(*result);
    };
}

Error Connection::State::errorOf(const SqliteFailure& failed)
{
    if (failed.code == SQLITE_CONSTRAINT_FOREIGNKEY) {
        if (const std::optional<Error> named = namedForeignKey(failed))
            return *named;
    }
    return sqliteError(failed, where());
}

/// SQLite does not say which foreign key a statement would break. So the statement runs once more, in a
/// savepoint and with the keys deferred, the broken rows are looked at, and everything is rolled back.
std::optional<Error> Connection::State::namedForeignKey(const SqliteFailure& failed)
{
    const SqlRunner run = silentRunner();
    const Result<ResultSet> deferred = run(QStringLiteral("PRAGMA defer_foreign_keys"), {});
    if (!deferred || deferred->rows.size() != 1 ||
        !execute(QStringLiteral("SAVEPOINT conjoin_explain"), {}, false))
        return std::nullopt;

    std::optional<Error> named;
    const Result<ForeignKeyCheck> before = checkForeignKeys(run);
    if (before && run(QStringLiteral("PRAGMA defer_foreign_keys = ON"), {}) &&
        run(failed.statement, failed.parameters)) {
        const Result<ForeignKeyCheck> now = checkForeignKeys(run);
        const auto found = now ? firstViolation(run, *dialect, *before, *now) : failure(now);
        if (found && *found)
            named = foreignKeyError((*found)->violation, (*found)->more, failed);
    }
    for (const char* undo : {"ROLLBACK TO conjoin_explain", "RELEASE conjoin_explain"})
        (void)execute(QString::fromLatin1(undo), {}, false);
    if (deferred->rows.front().front() == Value(qint64(0)))
        (void)execute(QStringLiteral("PRAGMA defer_foreign_keys = OFF"), {}, false);
    return named;
}

Result<void> Connection::State::transaction(const std::function<Result<void>()>& work, Purpose purpose)
{
    if (lostTransaction())
        return databaseError(
            where(), message("transaction.lost", "the database ended the transaction by itself"));
    // A transaction that may write takes the lock at once: it can't find out half way that another one was
    // faster.
    const bool reads = settings.readOnly || purpose == Purpose::Read;
    const QString begin = depth > 0 ? QStringLiteral("SAVEPOINT conjoin_%1").arg(depth)
                          : reads   ? QStringLiteral("BEGIN")
                                    : QStringLiteral("BEGIN IMMEDIATE");
    if (const auto begun = runLogged(begin, {}, true); !begun)
        return errorOf(begun.error());
    ++depth;
    Result<void> result = work();
    if (result && lostTransaction())
        result =
            databaseError(where(), message("transaction.lost", "the database ended the transaction by itself"));
    if (result && purpose != Purpose::Rehearse)
        result = commit();
    else
        rollBack();
    --depth;
    return result;
}

Result<void> Connection::State::schemaChange(const std::function<Result<void>()>& work)
{
    Q_ASSERT_X(
        depth == 0, "Connection::schemaChange", "foreign keys can't be switched off inside a transaction");
    const SqlRunner run = silentRunner();
    const Result<ForeignKeyCheck> before = checkForeignKeys(run);
    if (Result<void> off = enforceForeignKeys(false); !off)
        return off;
    Result<void> done = transaction(
        [&]() -> Result<void> {
            if (Result<void> worked = work(); !worked)
                return worked;
            const Result<ForeignKeyCheck> now = checkForeignKeys(run);
            if (!before || !now)
                return {}; // a key that fits no table makes the check itself fail, and no row can break it
            const auto broken = firstViolation(run, *dialect, *before, *now);
            if (!broken)
                return failure(broken);
            if (*broken)
                return foreignKeyError((*broken)->violation, (*broken)->more, {});
            return {};
        },
        Purpose::Write);
    Result<void> on = enforceForeignKeys(true);
    return done ? on : done;
}

Result<void> Connection::State::commit()
{
    const QString statement =
        depth > 1 ? QStringLiteral("RELEASE conjoin_%1").arg(depth - 1) : QStringLiteral("COMMIT");
    const auto done = runLogged(statement, {}, true);
    if (done)
        return {};
    Error error = sqliteError(done.error(), where());
    if (done.error().code == SQLITE_CONSTRAINT_FOREIGNKEY) {
        // The transaction is still open, so the rows that refer to nothing can still be named.
        const SqlRunner run = silentRunner();
        const Result<ForeignKeyCheck> now = checkForeignKeys(run);
        const auto found = now ? firstViolation(run, *dialect, {}, *now) : failure(now);
        if (found && *found)
            error = foreignKeyError((*found)->violation, (*found)->more, done.error());
    }
    rollBack();
    return error;
}

void Connection::State::rollBack()
{
    if (!engineInTransaction())
        return; // the engine was faster
    if (depth == 1) {
        (void)runLogged(QStringLiteral("ROLLBACK"), {}, false);
        return;
    }
    const QString savepoint = QStringLiteral("conjoin_%1").arg(depth - 1);
    (void)runLogged(QStringLiteral("ROLLBACK TO ") + savepoint, {}, false);
    (void)runLogged(QStringLiteral("RELEASE ") + savepoint, {}, false);
}

Result<std::unique_ptr<Connection>> Connection::open(
    const ConnectionSettings& settings, const std::function<void(std::shared_ptr<StatementCancel>)>& reachable)
{
    auto state = std::make_unique<State>();
    state->settings = settings;
    if (reachable)
        reachable(state->interrupt);
    if (Result<void> opened = state->open(); !opened)
        return failure(opened);
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
    return state_->settings;
}

const orm::Dialect& Connection::dialect() const
{
    return *state_->dialect;
}

Result<ResultSet> Connection::run(const QString& statement, const std::vector<Value>& parameters)
{
    return state_->run(statement, parameters);
}

Result<void> Connection::transaction(const std::function<Result<void>()>& work)
{
    return state_->transaction(work, State::Purpose::Write);
}

Result<void> Connection::rehearsal(const std::function<Result<void>()>& work)
{
    return state_->transaction(work, State::Purpose::Rehearse);
}

Result<void> Connection::schemaChange(const std::function<Result<void>()>& work)
{
    return state_->schemaChange(work);
}

Result<void> Connection::snapshot(const std::function<Result<void>()>& work)
{
    return inTransaction() ? work() : state_->transaction(work, State::Purpose::Read);
}

bool Connection::inTransaction() const
{
    return state_->depth > 0;
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
    return state_->interrupt;
}

void Connection::resume()
{
    state_->interrupt->resume();
}

} // namespace conjoin::sql
