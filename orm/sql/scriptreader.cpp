// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/scriptreader.h"

#include "orm/sql/connection.h"
#include "orm/sql/introspector.h"
#include "orm/sql/scriptplace.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>

#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>
#include <optional>

namespace conjoin::sql {

namespace {

struct CloseDatabase {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
struct FinishStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct FreeMemory {
    void operator()(unsigned char* memory) const { sqlite3_free(memory); }
};
using Handle = std::unique_ptr<sqlite3, CloseDatabase>;

/// Keeps a stranger's script inside its own memory. `denied`: set where something was refused.
int authorize(void* denied, int action, const char* first, const char* second, const char*, const char*)
{
    const bool extension = action == SQLITE_FUNCTION && second && qstricmp(second, "load_extension") == 0;
    const bool folder =
        action == SQLITE_PRAGMA && first &&
        (qstricmp(first, "temp_store_directory") == 0 || qstricmp(first, "data_store_directory") == 0);
    // VACUUM INTO arrives as an ATTACH too.
    if (action == SQLITE_ATTACH || action == SQLITE_DETACH || extension || folder) {
        *static_cast<bool*>(denied) = true;
        return SQLITE_DENY;
    }
    // How large it may grow is not the script's to say; that changes nothing else of what it means.
    if (action == SQLITE_PRAGMA && first &&
        (qstricmp(first, "max_page_count") == 0 || qstricmp(first, "page_size") == 0))
        return SQLITE_IGNORE;
    return SQLITE_OK;
}

/// How much work a script may be, in instructions of SQLite's machine: some seconds of it. A script that makes
/// a schema needs a fraction; one that counts without end must not hold up whoever reads it.
constexpr int instructionsAStep = 100'000;
constexpr int mostSteps = 2'000;
/// The longest text or blob that a script may make, and how much it may make in all.
constexpr int longestValue = 64 << 20;
constexpr int mostMegabytes = 512;

int countStep(void* steps)
{
    return ++*static_cast<int*>(steps) > mostSteps ? 1 : 0;
}

/// Where the next statement begins: after white space, comments and the shell's dot-commands.
qsizetype skipToStatement(const QByteArray& script, qsizetype at)
{
    while (at < script.size()) {
        const char c = script[at];
        const bool lineStart = at == 0 || script[at - 1] == '\n';
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';') {
            ++at;
        } else if (script.mid(at, 2) == "--" || (c == '.' && lineStart)) {
            const qsizetype end = script.indexOf('\n', at);
            at = end < 0 ? script.size() : end + 1;
        } else if (script.mid(at, 2) == "/*") {
            const qsizetype end = script.indexOf("*/", at + 2);
            at = end < 0 ? script.size() : end + 2;
        } else {
            break;
        }
    }
    return at;
}

/// Compares by bytes: what the order is called means nothing to a schema.
int compareBytes(void*, int leftSize, const void* left, int rightSize, const void* right)
{
    const int order = std::memcmp(left, right, size_t(std::min(leftSize, rightSize)));
    return order != 0 ? order : leftSize - rightSize;
}

/// Programs bring orders of characters of their own, and their schemas name them.
void addCollation(void*, sqlite3* handle, int, const char* name)
{
    sqlite3_create_collation(handle, name, SQLITE_UTF8, nullptr, compareBytes);
}

/// Whether the shell's .dump makes a virtual table here: by its row in the catalog, since the tables that
/// belong to it follow with their contents.
bool makesVirtualTable(QByteArrayView statement)
{
    static const QRegularExpression form(
        QStringLiteral(
            R"(^INSERT\s+INTO\s+sqlite_(?:schema|master)\s*\(\s*type\s*,\s*name\s*,\s*tbl_name\s*,)"
            R"(\s*rootpage\s*,\s*sql\s*\)\s*VALUES\s*\(\s*'table'\s*,\s*('(?:[^']|'')*')\s*,\s*\1\s*,)"
            R"(\s*0\s*,\s*'CREATE\s+VIRTUAL\s+TABLE\b(?:[^']|'')*'\s*\)\s*(?:;|$))"),
        QRegularExpression::CaseInsensitiveOption);
    constexpr qsizetype head = 32, longest = 64 * 1024;
    const QByteArray begin = statement.first(std::min(statement.size(), head)).toByteArray().toLower();
    return begin.startsWith("insert") && begin.contains("sqlite_") &&
           form.match(QString::fromUtf8(statement.first(std::min(statement.size(), longest)))).hasMatch();
}

/// While it lives, rows may be added to the catalog.
class WritableCatalog {
public:
    explicit WritableCatalog(sqlite3* handle)
        : handle_(handle)
    {
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
    }
    ~WritableCatalog()
    {
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    }
    Q_DISABLE_COPY_MOVE(WritableCatalog)

private:
    sqlite3* handle_;
};

Error scriptError(sqlite3* handle, const QByteArray& script, const QString& source, qsizetype statement)
{
    if (sqlite3_errcode(handle) == SQLITE_INTERRUPT)
        return inputError(ScriptPlaces(script, source).at(statement),
            message("script.long", "the script works too long here for one that makes a schema"),
            message("script.long.hint", "leave out the statements that only fill tables"));
    if (sqlite3_errcode(handle) == SQLITE_FULL)
        return inputError(ScriptPlaces(script, source).at(statement),
            message("script.large", "the script fills its tables with more than %1 MB",
                {QString::number(mostMegabytes)}),
            message("script.long.hint", "leave out the statements that only fill tables"));
    const int within = sqlite3_error_offset(handle);
    const qsizetype offset = within >= 0 ? statement + within : statement;
    return inputError(ScriptPlaces(script, source).at(offset),
        message("script.error", "%1", {QString::fromUtf8(sqlite3_errmsg(handle))}),
        message("script.error.hint", "the script is read as SQLite's; nothing was kept of it"));
}

/// Behind the semicolon of the statement that begins there.
qsizetype statementEnd(const QByteArray& script, qsizetype at)
{
    const auto behind = [&](const char* text, qsizetype from) {
        const qsizetype found = script.indexOf(text, from);
        return found < 0 ? script.size() : found + qsizetype(qstrlen(text));
    };
    while (at < script.size()) {
        const char c = script[at];
        if (c == ';')
            return at + 1;
        if (c == '\'' || c == '"' || c == '`') {
            const char quote[]{c, '\0'};
            at = behind(quote, at + 1);
        } else if (c == '[') {
            at = behind("]", at + 1);
        } else if (script.mid(at, 2) == "--") {
            at = behind("\n", at);
        } else if (script.mid(at, 2) == "/*") {
            at = behind("*/", at + 2);
        } else {
            ++at;
        }
    }
    return at;
}

/// Whether it is about rows: without it the schema is what it is.
bool isAboutRows(QByteArrayView statement)
{
    qsizetype size = 0;
    while (size < statement.size() && std::isalpha(static_cast<unsigned char>(statement[size])))
        ++size;
    const QByteArray word = statement.first(size).toByteArray().toLower();
    static const QSet<QByteArray> words{
        "insert", "replace", "update", "delete", "select", "with", "values", "analyze", "reindex"};
    return words.contains(word);
}

/// VACUUM into the same file: the authorizer would refuse it like one into another.
bool isPlainVacuum(QByteArrayView statement)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^VACUUM(?:\s+\w+)?\s*(?:;|$))"), QRegularExpression::CaseInsensitiveOption);
    constexpr qsizetype head = 64;
    return form.match(QString::fromUtf8(statement.first(std::min(statement.size(), head)))).hasMatch();
}

/// `failed` counts statements about rows that SQLite refused: its shell goes on behind them, too.
Result<void> runAll(
    sqlite3* handle, const QByteArray& script, const QString& source, const bool& denied, int& failed)
{
    const auto mayFail = [&](qsizetype at) {
        const int code = sqlite3_errcode(handle) & 0xff;
        return !denied && code != SQLITE_INTERRUPT && code != SQLITE_FULL && code != SQLITE_TOOBIG &&
               code != SQLITE_NOMEM && isAboutRows(QByteArrayView(script).sliced(at));
    };
    for (qsizetype at = skipToStatement(script, 0); at < script.size(); at = skipToStatement(script, at)) {
        if (isPlainVacuum(QByteArrayView(script).sliced(at))) {
            at = statementEnd(script, at);
            continue;
        }
        std::optional<WritableCatalog> writable;
        if (makesVirtualTable(QByteArrayView(script).sliced(at)))
            writable.emplace(handle);
        sqlite3_stmt* prepared = nullptr;
        const char* tail = nullptr;
        const int rc =
            sqlite3_prepare_v2(handle, script.constData() + at, int(script.size() - at), &prepared, &tail);
        const std::unique_ptr<sqlite3_stmt, FinishStatement> statement(prepared);
        if (rc != SQLITE_OK && !mayFail(at))
            return scriptError(handle, script, source, at);
        int step = SQLITE_DONE;
        while (statement && (step = sqlite3_step(statement.get())) == SQLITE_ROW) {
        }
        if (step != SQLITE_DONE && !mayFail(at))
            return scriptError(handle, script, source, at);
        failed += rc != SQLITE_OK || step != SQLITE_DONE ? 1 : 0;
        at = rc == SQLITE_OK ? tail - script.constData() : statementEnd(script, at);
    }
    return {};
}

} // namespace

Result<orm::PhysicalSchema> readSqliteScript(
    const QByteArray& script, const QString& source, Diagnostics* diagnostics)
{
    if (script.contains('\0')) {
        return inputError(source, message("script.binary", "the file holds bytes that no SQL script has"));
    }
    sqlite3* opened = nullptr;
    const int rc = sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr);
    const Handle handle(opened);
    if (rc != SQLITE_OK)
        return databaseError(source, message("script.memory", "no memory for a database"));
    // Pages of 4 KiB, SQLite's own size.
    const QByteArray limit = "PRAGMA max_page_count = " + QByteArray::number(mostMegabytes * 256);
    sqlite3_exec(handle.get(), limit.constData(), nullptr, nullptr, nullptr);
    bool denied = false;
    sqlite3_set_authorizer(handle.get(), authorize, &denied);
    sqlite3_db_config(handle.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_limit(handle.get(), SQLITE_LIMIT_LENGTH, longestValue);
    sqlite3_collation_needed(handle.get(), nullptr, addCollation);
    int steps = 0, failed = 0;
    sqlite3_progress_handler(handle.get(), instructionsAStep, countStep, &steps);
    if (const auto ran = runAll(handle.get(), script, source, denied, failed); !ran)
        return failure(ran);
    if (failed > 0 && diagnostics)
        diagnostics->push_back({Severity::Hint,
            message("script.failed.data", "statements about rows that failed were passed over: %1",
                {QString::number(failed)}),
            {}, source, {}});
    if (!sqlite3_get_autocommit(handle.get()))
        sqlite3_exec(
            handle.get(), "COMMIT", nullptr, nullptr, nullptr); // a script may leave its transaction open

    // The introspector speaks to a Connection, and that opens files: hand the memory over as one.
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, FreeMemory> image(sqlite3_serialize(handle.get(), "main", &size, 0));
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("script.db"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(reinterpret_cast<const char*>(image.get()), size) != size || !file.flush())
        return inputError(
            path, message("file.unwritable", "the file can't be written: %1", {file.errorString()}));
    file.close();
    if (size == 0)
        return orm::PhysicalSchema(); // an empty script makes an empty database, and that has no pages
    ConnectionSettings settings;
    settings.file = path;
    settings.readOnly = true;
    auto connection = Connection::open(settings);
    if (!connection)
        return failure(connection);
    return introspect(**connection);
}

} // namespace conjoin::sql
