// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/scriptreader.h"

#include "orm/sql/connection.h"
#include "orm/sql/introspector.h"
#include "orm/sql/scriptplace.h"

#include <QFile>
#include <QTemporaryDir>

#include <sqlite3.h>

#include <memory>

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

/// Keeps a stranger's script inside its own memory.
int authorize(void*, int action, const char* first, const char* second, const char*, const char*)
{
    // VACUUM INTO arrives as an ATTACH too.
    if (action == SQLITE_ATTACH || action == SQLITE_DETACH)
        return SQLITE_DENY;
    if (action == SQLITE_FUNCTION && second && qstricmp(second, "load_extension") == 0)
        return SQLITE_DENY;
    if (action == SQLITE_PRAGMA && first &&
        (qstricmp(first, "temp_store_directory") == 0 || qstricmp(first, "data_store_directory") == 0))
        return SQLITE_DENY;
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

Result<void> runAll(sqlite3* handle, const QByteArray& script, const QString& source)
{
    for (qsizetype at = skipToStatement(script, 0); at < script.size(); at = skipToStatement(script, at)) {
        sqlite3_stmt* prepared = nullptr;
        const char* tail = nullptr;
        const int rc =
            sqlite3_prepare_v2(handle, script.constData() + at, int(script.size() - at), &prepared, &tail);
        const std::unique_ptr<sqlite3_stmt, FinishStatement> statement(prepared);
        if (rc != SQLITE_OK)
            return scriptError(handle, script, source, at);
        int step = SQLITE_DONE;
        while (statement && (step = sqlite3_step(statement.get())) == SQLITE_ROW) {
        }
        if (step != SQLITE_DONE)
            return scriptError(handle, script, source, at);
        at = tail - script.constData();
    }
    return {};
}

} // namespace

Result<orm::PhysicalSchema> readSqliteScript(const QByteArray& script, const QString& source)
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
    sqlite3_set_authorizer(handle.get(), authorize, nullptr);
    sqlite3_db_config(handle.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_limit(handle.get(), SQLITE_LIMIT_LENGTH, longestValue);
    int steps = 0;
    sqlite3_progress_handler(handle.get(), instructionsAStep, countStep, &steps);
    if (const auto ran = runAll(handle.get(), script, source); !ran)
        return failure(ran);
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
        file.write(reinterpret_cast<const char*>(image.get()), size) != size)
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
