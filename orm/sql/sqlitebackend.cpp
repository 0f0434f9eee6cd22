// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connectionbackend.h"
#include "orm/sql/servererror.h"
#include "orm/sql/sqliteforeignkeys.h"
#include "orm/sql/sqliteinterrupt.h"
#include "orm/sql/sqliteregexp.h"
#include "orm/sql/statementcache.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
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

struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using PreparedStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

int bind(sqlite3_stmt* statement, int index, const Value& value)
{
    if (value.isInteger())
        return sqlite3_bind_int64(statement, index, value.integer());
    if (value.isReal())
        return sqlite3_bind_double(statement, index, value.real());
    if (value.isText()) { // NULL is not '', so the pointer must not be null
        const QByteArray utf8 = value.text().toUtf8();
        return sqlite3_bind_text64(statement, index, utf8.isNull() ? "" : utf8.constData(),
            sqlite3_uint64(utf8.size()), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    if (value.isBytes())
        return sqlite3_bind_blob64(statement, index, value.bytes().isNull() ? "" : value.bytes().constData(),
            sqlite3_uint64(value.bytes().size()), SQLITE_TRANSIENT);
    return sqlite3_bind_null(statement, index);
}

/// The value as the engine holds it until the next step.
Cell cellOf(sqlite3_stmt* statement, int column)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        return Cell::integer(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
        return Cell::real(sqlite3_column_double(statement, column));
    case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        return Cell::text(text, size_t(sqlite3_column_bytes(statement, column)));
    }
    case SQLITE_BLOB: {
        const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, column));
        return Cell::bytes(data, size_t(sqlite3_column_bytes(statement, column)));
    }
    default:
        return {};
    }
}

/// Whether what follows a statement is nothing but spaces and comments.
bool isBlank(sqlite3* handle, const char* sql)
{
    sqlite3_stmt* next = nullptr;
    const int code = sqlite3_prepare_v2(handle, sql, -1, &next, nullptr);
    const PreparedStatement owned(next);
    return code == SQLITE_OK && !next;
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

class SqliteBackend : public ConnectionBackend {
public:
    explicit SqliteBackend(const ConnectionSettings& settings)
        : ConnectionBackend(settings)
    {}

    ~SqliteBackend() override
    {
        interrupt_->detach();
        forgetStatements(); // the engine does not close a file that has any
        if (!database_.isValid())
            return;
        database_.close();
        database_ = QSqlDatabase();
        QSqlDatabase::removeDatabase(connectionName_);
    }

    std::shared_ptr<StatementCancel> canceller() const override { return interrupt_; }
    void resume() override { interrupt_->resume(); }

    Result<void> open() override;
    QString dialectName() const override { return QStringLiteral("sqlite"); }
    ServerVersion serverVersion() const override
    {
        return {
            sqlite3_libversion_number(), QStringLiteral("SQLite ") + QString::fromLatin1(sqlite3_libversion())};
    }

    StatementOutcome read(const QString& statement, const std::vector<Value>& parameters, RowSink& sink,
        Fetch fetch, bool stoppable) override;
    void forgetStatements() override { statements_.clear(); }
    bool inTransaction() const override { return sqlite3_get_autocommit(handle_) == 0; }
    Result<QStringList> beginStatements(Purpose purpose, const TransactionOptions& options) override;
    QStringList afterStatements(const TransactionOptions& options) override;
    QString triggersStatement() const override
    {
        return QStringLiteral("SELECT '', tbl_name FROM sqlite_master WHERE type = 'trigger' UNION ALL "
                              "SELECT '', tbl_name FROM sqlite_temp_master WHERE type = 'trigger'");
    }
    bool hasCatalogAtHand() const override { return true; }
    Error errorOf(const StatementFailure& failed) override;
    Error commitErrorOf(const StatementFailure& failed) override;
    Result<void> checkDeferred() override;
    Result<void> schemaChange(
        const Work& work, const std::function<Result<void>(const Work&)>& transaction) override;

private:
    /// The file as the engine is told it: never a URI, never a special name by accident.
    QString engineFile() const
    {
        return isMemory() ? settings_.file : QFileInfo(settings_.file).absoluteFilePath();
    }
    bool isMemory() const { return settings_.file == u":memory:"; }

    Result<void> configure();
    Result<void> enforceForeignKeys(bool on);
    /// Neither told to the log nor explained.
    SqlRunner silentRunner();
    std::optional<Error> namedForeignKey(const StatementFailure& failed);

    const QString connectionName_ = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const orm::Dialect* dialect_ = nullptr;
    QSqlDatabase database_;
    sqlite3* handle_ = nullptr;
    StatementCache<PreparedStatement> statements_;
    const std::shared_ptr<SqliteInterrupt> interrupt_ = std::make_shared<SqliteInterrupt>();
};

Result<void> SqliteBackend::open()
{
    const Result<const orm::Dialect*> named = orm::dialectNamed(dialectName());
    if (!named)
        return failure(named);
    dialect_ = *named;
    if (!isMemory()) {
        if (Result<void> fine = checkFile(settings_); !fine)
            return fine;
    }
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
        return databaseError(where(), message("driver.missing", "Qt's SQLite driver is not installed"),
            message("driver.missing.hint", "install the package libqt6sql6-sqlite"));

    database_ = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connectionName_);
    database_.setDatabaseName(engineFile());
    database_.setNumericalPrecisionPolicy(QSql::HighPrecision);
    if (settings_.readOnly)
        database_.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (!database_.open()) {
        const QSqlError error = database_.lastError();
        return sqliteError({error.nativeErrorCode().toInt(), error.databaseText(), {}, {}}, where());
    }
    handle_ = native<sqlite3>(database_.driver()->handle(), "sqlite3*");
    Q_ASSERT_X(handle_, "Connection::open", "QSQLITE must give its sqlite3 handle");
    if (!handle_)
        return databaseError(
            where(), message("driver.handle", "Qt's SQLite driver does not give its native handle"));
    addRegexp(handle_);
    return configure();
}

Result<void> SqliteBackend::configure()
{
    sqlite3_extended_result_codes(handle_, 1);
    interrupt_->attach(handle_, busyMilliseconds);
    interrupt_->setStatementSeconds(settings_.statementSeconds);

    // The first statement that reads the file: says whether it is a database, and one that may be read now.
    const auto probe = execute(QStringLiteral("SELECT 1 FROM sqlite_schema LIMIT 1"), {}, true);
    if (!probe)
        return errorOf(probe.error());
    return enforceForeignKeys(true);
}

/// The setting is one of the connection, off by default, and silently without effect inside a transaction: so
/// it is read back.
Result<void> SqliteBackend::enforceForeignKeys(bool on)
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

StatementOutcome SqliteBackend::read(
    const QString& statement, const std::vector<Value>& parameters, RowSink& sink, Fetch, bool stoppable)
{
    const auto failed = [&](int code, const QString& text) {
        return tl::make_unexpected(StatementFailure{code, text, statement, parameters});
    };
    if (!interrupt_->begin(stoppable))
        return failed(SQLITE_INTERRUPT, QStringLiteral("interrupted"));
    struct End {
        SqliteInterrupt& interrupt;
        ~End() { interrupt.end(); }
    } const end{*interrupt_};
    const auto engineFailed = [&](int code) {
        return failed(
            interrupt_->wasCancelled() ? SQLITE_INTERRUPT : code, QString::fromUtf8(sqlite3_errmsg(handle_)));
    };

    const QByteArray sql = statement.toUtf8();
    // Without parameters it may be a PRAGMA, which does some of its work while it is prepared.
    const bool kept = !parameters.empty() && StatementCache<PreparedStatement>::keeps(sql);
    PreparedStatement prepared; // one that is neither closed nor reset makes COMMIT fail
    if (auto known = kept ? statements_.take(sql) : std::nullopt)
        prepared = std::move(*known);
    if (!prepared) {
        sqlite3_stmt* made = nullptr;
        const char* rest = nullptr;
        if (const int code = sqlite3_prepare_v3(handle_, sql.constData(), int(sql.size()) + 1,
                kept ? SQLITE_PREPARE_PERSISTENT : 0, &made, &rest);
            code != SQLITE_OK)
            return engineFailed(code);
        prepared.reset(made);
        if (!made)
            return StatementEffect(); // a comment
        if (!isBlank(handle_, rest))
            return failed(SQLITE_MISUSE, QStringLiteral("only one statement at a time"));
    }
    sqlite3_stmt* made = prepared.get();
    if (sqlite3_bind_parameter_count(made) != int(parameters.size())) {
        return failed(SQLITE_MISUSE, QStringLiteral("the statement takes %1 parameters, not %2")
                                         .arg(sqlite3_bind_parameter_count(made))
                                         .arg(parameters.size()));
    }
    for (size_t i = 0; i < parameters.size(); ++i) {
        if (const int code = bind(made, int(i) + 1, parameters[i]); code != SQLITE_OK)
            return engineFailed(code);
    }

    StatementEffect effect;
    const int changesBefore = sqlite3_total_changes(handle_);
    int code = sqlite3_step(made); // which prepares it again where the schema has changed, so it comes first
    const int columns = sqlite3_column_count(made);
    if (columns > 0) {
        QStringList names;
        for (int i = 0; i < columns; ++i)
            names += QString::fromUtf8(sqlite3_column_name(made, i));
        effect.hasResult = true;
        sink.columns(names);
    }
    std::vector<Cell> cells;
    cells.resize(size_t(columns));
    for (; code == SQLITE_ROW; code = sqlite3_step(made)) {
        for (int i = 0; i < columns; ++i)
            cells[size_t(i)] = cellOf(made, i);
        ++effect.rows;
        if (!sink.row(cells)) {
            code = SQLITE_DONE;
            break;
        }
    }
    if (code != SQLITE_DONE)
        return engineFailed(code);
    if (sqlite3_total_changes(handle_) != changesBefore) {
        effect.affected = sqlite3_changes(handle_);
        effect.lastInsertId = sqlite3_last_insert_rowid(handle_);
    }
    if (kept) {
        sqlite3_reset(made);
        sqlite3_clear_bindings(made);
        statements_.put(sql, std::move(prepared));
    }
    return effect;
}

SqlRunner SqliteBackend::silentRunner()
{
    return [this](const QString& statement, const std::vector<Value>& parameters) -> Result<ResultSet> {
        auto result = execute(statement, parameters, true);
        if (!result)
            return sqliteError(result.error(), where());
        return std::move(*result);
    };
}

Error SqliteBackend::errorOf(const StatementFailure& failed)
{
    if (failed.code == SQLITE_CONSTRAINT_FOREIGNKEY) {
        if (const std::optional<Error> named = namedForeignKey(failed))
            return *named;
    }
    if ((failed.code & 0xff) == SQLITE_INTERRUPT && interrupt_->hasTimedOut())
        return statementTimeoutError(where());
    // A reader that would write after another one has written is refused without waiting: it would wait for
    // ever.
    if ((failed.code & 0xff) == SQLITE_BUSY && inTransaction() && !interrupt_->hasWaited())
        return databaseError(where(), message("file.conflict", "another transaction was in the way"),
            message("file.conflict.hint", "nothing was changed; try again, or take the lock at once"));
    return sqliteError(failed, where());
}

/// SQLite does not say which foreign key a statement would break. So the statement runs once more, in a
/// savepoint and with the keys deferred, the broken rows are looked at, and everything is rolled back.
std::optional<Error> SqliteBackend::namedForeignKey(const StatementFailure& failed)
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
        const auto found = now ? firstViolation(run, *dialect_, *before, *now) : failure(now);
        if (found && *found)
            named = foreignKeyError((*found)->violation, (*found)->more, failed);
    }
    for (const char* undo : {"ROLLBACK TO conjoin_explain", "RELEASE conjoin_explain"})
        (void)execute(QString::fromLatin1(undo), {}, false);
    if (deferred->rows.front().front() == Value(qint64(0)))
        (void)execute(QStringLiteral("PRAGMA defer_foreign_keys = OFF"), {}, false);
    return named;
}

/// Every transaction is serializable here, so whatever isolation is asked for is given.
Result<QStringList> SqliteBackend::beginStatements(Purpose purpose, const TransactionOptions& options)
{
    using Lock = TransactionOptions::Lock;
    if (options.lockTimeout)
        interrupt_->setBusyMilliseconds(int(options.lockTimeout->count()));
    QStringList statements;
    if (options.readOnly)
        statements += QStringLiteral("PRAGMA query_only = ON");
    // A transaction that may write takes the lock at once: it can't find out half way that another one was
    // faster.
    const bool reads = settings_.readOnly || options.readOnly || purpose == Purpose::Read;
    if (options.lock == Lock::Exclusive)
        statements += QStringLiteral("BEGIN EXCLUSIVE");
    else if (reads || options.lock == Lock::Deferred)
        statements += QStringLiteral("BEGIN");
    else
        statements += QStringLiteral("BEGIN IMMEDIATE");
    return statements;
}

QStringList SqliteBackend::afterStatements(const TransactionOptions& options)
{
    interrupt_->setBusyMilliseconds(busyMilliseconds);
    return options.readOnly ? QStringList{QStringLiteral("PRAGMA query_only = OFF")} : QStringList();
}

Error SqliteBackend::commitErrorOf(const StatementFailure& failed)
{
    if (failed.code == SQLITE_CONSTRAINT_FOREIGNKEY) {
        // The transaction is still open, so the rows that refer to nothing can still be named.
        const SqlRunner run = silentRunner();
        const Result<ForeignKeyCheck> now = checkForeignKeys(run);
        const auto found = now ? firstViolation(run, *dialect_, {}, *now) : failure(now);
        if (found && *found)
            return foreignKeyError((*found)->violation, (*found)->more, failed);
    }
    return sqliteError(failed, where());
}

Result<void> SqliteBackend::checkDeferred()
{
    int waiting = 0, most = 0;
    sqlite3_db_status(handle_, SQLITE_DBSTATUS_DEFERRED_FKS, &waiting, &most, 0);
    if (waiting == 0)
        return {};
    return commitErrorOf({SQLITE_CONSTRAINT_FOREIGNKEY, QStringLiteral("FOREIGN KEY constraint failed"),
        QStringLiteral("COMMIT"), {}});
}

Result<void> SqliteBackend::schemaChange(
    const Work& work, const std::function<Result<void>(const Work&)>& transaction)
{
    const SqlRunner run = silentRunner();
    const Result<ForeignKeyCheck> before = checkForeignKeys(run);
    if (Result<void> off = enforceForeignKeys(false); !off)
        return off;
    Result<void> done = transaction([&]() -> Result<void> {
        if (Result<void> worked = work(); !worked)
            return worked;
        const Result<ForeignKeyCheck> now = checkForeignKeys(run);
        if (!before || !now)
            return {}; // a key that fits no table makes the check itself fail, and no row can break it
        const auto broken = firstViolation(run, *dialect_, *before, *now);
        if (!broken)
            return failure(broken);
        if (*broken)
            return foreignKeyError((*broken)->violation, (*broken)->more, {});
        return {};
    });
    Result<void> on = enforceForeignKeys(true);
    return done ? on : done;
}

} // namespace

std::unique_ptr<ConnectionBackend> sqliteBackend(const ConnectionSettings& settings)
{
    return std::make_unique<SqliteBackend>(settings);
}

} // namespace conjoin::sql
