// SPDX-License-Identifier: GPL-3.0-or-later

// An import that changes rows which are there, on each engine: a CSV file of so many lines gives each row a new
// name and a new amount. Beside it what a careful person writes by hand on the client library: one prepared
// UPDATE, run for each line in one transaction, of values that are in memory. CPU of this process, without the
// server's, and wall clock. `updatebench [rows] [engine]`; 100,000 rows and all engines by default.

#include "orm/sql/rowimport.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"
#include "support/support.h"

#include <QBuffer>
#include <QElapsedTimer>

#include <cstdio>

#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>
#include <sys/resource.h>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

double cpuMilliseconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto milliseconds = [](const timeval& time) {
        return 1000.0 * double(time.tv_sec) + double(time.tv_usec) / 1000.0;
    };
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

struct Spent {
    double wall = 0, cpu = 0;
};

template<class Work>
Spent spent(Work work)
{
    QElapsedTimer timer;
    timer.start();
    const double before = cpuMilliseconds();
    work();
    return {double(timer.nsecsElapsed()) / 1e6, cpuMilliseconds() - before};
}

void tell(const char* what, const Spent& spent, int rows)
{
    std::printf(
        "  %-34s %9.0f ms CPU %9.0f ms   %9.0f rows/s\n", what, spent.cpu, spent.wall, 1e3 * rows / spent.wall);
    std::fflush(stdout);
}

struct Store : SampleDatabase {
    Store()
    {
        table(QStringLiteral("Item"), {QStringLiteral("code! varchar(20)"), QStringLiteral("name* varchar(80)"),
                                          QStringLiteral("amount integer")});
    }

    void fill(const QString& engine, int count)
    {
        const QString numbers =
            engine == u"postgresql" ? QStringLiteral("generate_series(1, %1) AS n(i)").arg(count)
            : engine == u"sqlite"
                ? QStringLiteral("(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c "
                                 "WHERE i < %1) SELECT i FROM c) AS n")
                      .arg(count)
                : QStringLiteral("(SELECT seq AS i FROM seq_1_to_%1) AS n").arg(count);
        const QString code =
            engine == u"mariadb" ? QStringLiteral("CONCAT('c', i)") : QStringLiteral("'c' || i");
        rows(QStringLiteral("INSERT INTO \"Items\" (code, name, amount) SELECT %1, 'old', i FROM %2")
                 .arg(code, numbers));
    }
};

QByteArray linesOf(int rows)
{
    QByteArray text;
    for (int i = 1; i <= rows; ++i)
        text += 'c' + QByteArray::number(i) + ",name " + QByteArray::number(i) + ',' +
                QByteArray::number(i * 7) + '\n';
    return text;
}

/// Calls `each` with code, name and amount of each line.
template<class Each>
void eachLine(int rows, Each each)
{
    for (int i = 1; i <= rows; ++i) {
        const QByteArray number = QByteArray::number(i);
        each("c" + number, "name " + number, qint64(i) * 7);
    }
}

void bySqlite(const QString& file, int rows)
{
    sqlite3* db = nullptr;
    sqlite3_open(file.toUtf8().constData(), &db);
    sqlite3_exec(db, "PRAGMA foreign_keys = ON; BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    sqlite3_stmt* update = nullptr;
    sqlite3_prepare_v2(db, "UPDATE Items SET name = ?, amount = ? WHERE code = ?", -1, &update, nullptr);
    eachLine(rows, [&](const QByteArray& code, const QByteArray& name, qint64 amount) {
        sqlite3_bind_text(update, 1, name.constData(), int(name.size()), SQLITE_TRANSIENT);
        sqlite3_bind_int64(update, 2, amount);
        sqlite3_bind_text(update, 3, code.constData(), int(code.size()), SQLITE_TRANSIENT);
        sqlite3_step(update);
        sqlite3_reset(update);
    });
    sqlite3_finalize(update);
    sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_close(db);
}

void byPostgres(const sql::ConnectionSettings& settings, int rows)
{
    const QByteArray way =
        ("host=" + settings.socket + " user=" + settings.user + " dbname=" + settings.database).toUtf8();
    PGconn* db = PQconnectdb(way.constData());
    PQclear(PQexec(db, "BEGIN"));
    PQclear(PQprepare(db, "u", "UPDATE \"Items\" SET name = $1, amount = $2 WHERE code = $3", 3, nullptr));
    eachLine(rows, [&](const QByteArray& code, const QByteArray& name, qint64 amount) {
        const QByteArray number = QByteArray::number(amount);
        const char* values[] = {name.constData(), number.constData(), code.constData()};
        PQclear(PQexecPrepared(db, "u", 3, values, nullptr, nullptr, 0));
    });
    PQclear(PQexec(db, "COMMIT"));
    PQfinish(db);
}

void byMariaDb(const sql::ConnectionSettings& settings, int rows)
{
    MYSQL* db = mysql_init(nullptr);
    mysql_real_connect(db, nullptr, settings.user.toUtf8().constData(), "",
        settings.database.toUtf8().constData(), 0, settings.socket.toUtf8().constData(), 0);
    mysql_query(db, "START TRANSACTION");
    MYSQL_STMT* update = mysql_stmt_init(db);
    constexpr char statement[] = "UPDATE Items SET name = ?, amount = ? WHERE code = ?";
    mysql_stmt_prepare(update, statement, sizeof statement - 1);
    eachLine(rows, [&](QByteArray code, QByteArray name, qint64 amount) {
        MYSQL_BIND binds[3]{};
        const auto bindText = [](MYSQL_BIND& bind, QByteArray& text) {
            bind.buffer_type = MYSQL_TYPE_STRING;
            bind.buffer = text.data();
            bind.buffer_length = static_cast<unsigned long>(text.size());
        };
        bindText(binds[0], name);
        binds[1].buffer_type = MYSQL_TYPE_LONGLONG;
        binds[1].buffer = &amount;
        bindText(binds[2], code);
        mysql_stmt_bind_param(update, binds);
        mysql_stmt_execute(update);
    });
    mysql_stmt_close(update);
    mysql_query(db, "COMMIT");
    mysql_close(db);
}

void byImport(Store& store, const QByteArray& lines, int rows)
{
    sql::ImportPlan plan = sql::suggestedPlan(store.registry(), store.model("Item"),
        {QStringLiteral("code"), QStringLiteral("name"), QStringLiteral("amount")});
    plan.mode = sql::ImportMode::Update;
    QBuffer buffer;
    buffer.setData(lines);
    buffer.open(QIODevice::ReadOnly);
    orm::CsvReader reader(buffer, {});
    const auto report =
        mustHave(sql::importRows(store.connection(), store.registry(), plan, [&] { return reader.next(); }),
            QStringLiteral("import"));
    if (!report.stored || report.tables.size() != 1 || report.tables.front().changed != rows)
        qFatal("not all rows were changed");
}

} // namespace

int main(int argc, char** argv)
{
    const int rows = argc > 1 ? std::atoi(argv[1]) : 100'000;
    const QByteArray only = argc > 2 ? QByteArray(argv[2]) : QByteArray();
    EveryEngine engines;
    if (!engines.start())
        qFatal("%s", qPrintable(engines.error()));
    const QByteArray lines = linesOf(rows);
    for (const char* name : {"sqlite", "postgresql", "mariadb"}) {
        if (!only.isEmpty() && only != name)
            continue;
        const QString engine = QString::fromLatin1(name);
        std::printf("%s, %d rows\n", name, rows);
        const auto filled = [&] {
            auto store = std::make_unique<Store>();
            store->open(engines.newDatabase(engine));
            store->fill(engine, rows);
            return store;
        };
        const auto imported = filled();
        const Spent ours = spent([&] { byImport(*imported, lines, rows); });
        tell("import that changes rows", ours, rows);
        const sql::ConnectionSettings settings = filled()->connection().settings();
        const Spent raw = spent([&] {
            if (engine == u"sqlite")
                bySqlite(settings.file, rows);
            else if (engine == u"postgresql")
                byPostgres(settings, rows);
            else
                byMariaDb(settings, rows);
        });
        tell("a prepared UPDATE a row, by hand", raw, rows);
        std::printf("  import / by hand: %.2f of its CPU, %.2f of its time\n", ours.cpu / raw.cpu,
            ours.wall / raw.wall);
    }
    return 0;
}
