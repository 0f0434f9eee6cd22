// SPDX-License-Identifier: GPL-3.0-or-later

// 1,000 students with five new classes each, written in one transaction: by the ORM, by the client libraries
// alone – a prepared statement a row, which is what a careful person writes by hand –, and by Sequelize 6 where
// the environment variable CONJOIN_SEQUELIZE names a folder whose node_modules has it (with sqlite3, pg and
// mariadb). The CPU is that of the process which writes, without the server's; the least of three rounds, of
// Sequelize's one.

#include "support/everyengine.h"
#include "support/sampledatabase.h"
#include "support/support.h"

#include <QElapsedTimer>
#include <QProcess>

#include <cstdio>

#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>
#include <sys/resource.h>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

constexpr int students = 1000, classes = 5;

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
    qsizetype statements = 0;
};

template<class Work>
Spent spent(Work work)
{
    QElapsedTimer timer;
    timer.start();
    const double before = cpuMilliseconds();
    const qsizetype statements = work();
    return {double(timer.nsecsElapsed()) / 1e6, cpuMilliseconds() - before, statements};
}

void tell(const char* what, const Spent& spent)
{
    std::printf(
        "  %-34s %6d statements %9.1f ms CPU %9.1f ms\n", what, int(spent.statements), spent.cpu, spent.wall);
    std::fflush(stdout);
}

struct School : SampleDatabase {
    School()
    {
        const TableId student = table(QStringLiteral("Student"), {QStringLiteral("firstName varchar(255)")});
        const TableId course = table(QStringLiteral("Class"), {QStringLiteral("className varchar(255)")});
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade varchar(255)")});
    }
};

QByteArray json()
{
    QByteArray text = "[";
    for (int s = 0; s < students; ++s) {
        const QByteArray number = QByteArray::number(s);
        text += (s ? ",{\"firstName\":\"student " : "{\"firstName\":\"student ") + number + "\",\"Classes\":[";
        for (int c = 0; c < classes; ++c)
            text += (c ? ",{\"className\":\"class " : "{\"className\":\"class ") + number + '-' +
                    QByteArray::number(c) + "\",\"Enrollment\":{\"grade\":\"A\"}}";
        text += "]}";
    }
    return text + "]";
}

/// From the text to the trees, as the command line does it.
qsizetype byOrm(School& school)
{
    const orm::Json rows = mustHave(orm::parseJson(json(), {}), QStringLiteral("JSON"));
    sql::StatementRecorder log;
    school.connection().setLog(&log);
    const auto made = mustHave(
        sql::createAll(school.connection(), school.registry(), school.model("Student"), rows.items()), {});
    school.connection().setLog(nullptr);
    return made.size() == size_t(students) ? qsizetype(log.statements.size()) : -1;
}

qsizetype bySqlite(const QString& file)
{
    sqlite3* db = nullptr;
    sqlite3_open(file.toUtf8().constData(), &db);
    sqlite3_exec(db, "PRAGMA foreign_keys = ON; BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    sqlite3_stmt *student = nullptr, *course = nullptr, *link = nullptr;
    sqlite3_prepare_v2(db, "INSERT INTO Students (firstName) VALUES (?)", -1, &student, nullptr);
    sqlite3_prepare_v2(db, "INSERT INTO Classes (className) VALUES (?)", -1, &course, nullptr);
    sqlite3_prepare_v2(
        db, "INSERT INTO Enrollments (grade, StudentId, ClassId) VALUES ('A', ?, ?)", -1, &link, nullptr);
    qsizetype statements = 2;
    const auto insert = [&](sqlite3_stmt* statement, const QByteArray& text) {
        sqlite3_bind_text(statement, 1, text.constData(), int(text.size()), SQLITE_TRANSIENT);
        sqlite3_step(statement);
        sqlite3_reset(statement);
        ++statements;
        return sqlite3_last_insert_rowid(db);
    };
    for (int s = 0; s < students; ++s) {
        const QByteArray number = QByteArray::number(s);
        const sqlite3_int64 near = insert(student, "student " + number);
        for (int c = 0; c < classes; ++c) {
            const sqlite3_int64 far = insert(course, "class " + number + '-' + QByteArray::number(c));
            sqlite3_bind_int64(link, 1, near);
            sqlite3_bind_int64(link, 2, far);
            sqlite3_step(link);
            sqlite3_reset(link);
            ++statements;
        }
    }
    for (sqlite3_stmt* statement : {student, course, link})
        sqlite3_finalize(statement);
    sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_close(db);
    return statements;
}

qsizetype byPostgres(const sql::ConnectionSettings& settings)
{
    const QByteArray way =
        ("host=" + settings.socket + " user=" + settings.user + " dbname=" + settings.database).toUtf8();
    PGconn* db = PQconnectdb(way.constData());
    PQclear(PQexec(db, "BEGIN"));
    PQclear(
        PQprepare(db, "s", "INSERT INTO \"Students\" (\"firstName\") VALUES ($1) RETURNING id", 1, nullptr));
    PQclear(PQprepare(db, "c", "INSERT INTO \"Classes\" (\"className\") VALUES ($1) RETURNING id", 1, nullptr));
    PQclear(PQprepare(db, "e",
        "INSERT INTO \"Enrollments\" (grade, \"StudentId\", \"ClassId\") VALUES ('A', $1, $2)", 2, nullptr));
    qsizetype statements = 5;
    const auto insert = [&](const char* name, const QByteArray& a, const QByteArray& b = {}) {
        const char* values[] = {a.constData(), b.constData()};
        PGresult* result = PQexecPrepared(db, name, b.isEmpty() ? 1 : 2, values, nullptr, nullptr, 0);
        const QByteArray key = PQntuples(result) > 0 ? QByteArray(PQgetvalue(result, 0, 0)) : QByteArray();
        PQclear(result);
        ++statements;
        return key;
    };
    for (int s = 0; s < students; ++s) {
        const QByteArray number = QByteArray::number(s);
        const QByteArray near = insert("s", "student " + number);
        for (int c = 0; c < classes; ++c)
            insert("e", near, insert("c", "class " + number + '-' + QByteArray::number(c)));
    }
    PQclear(PQexec(db, "COMMIT"));
    PQfinish(db);
    return statements;
}

qsizetype byMariaDb(const sql::ConnectionSettings& settings)
{
    MYSQL* db = mysql_init(nullptr);
    mysql_real_connect(db, nullptr, settings.user.toUtf8().constData(), "",
        settings.database.toUtf8().constData(), 0, settings.socket.toUtf8().constData(), 0);
    mysql_query(db, "START TRANSACTION");
    const auto prepared = [&](const char* sql) {
        MYSQL_STMT* statement = mysql_stmt_init(db);
        mysql_stmt_prepare(statement, sql, strlen(sql));
        return statement;
    };
    MYSQL_STMT* student = prepared("INSERT INTO Students (firstName) VALUES (?)");
    MYSQL_STMT* course = prepared("INSERT INTO Classes (className) VALUES (?)");
    MYSQL_STMT* link = prepared("INSERT INTO Enrollments (grade, StudentId, ClassId) VALUES ('A', ?, ?)");
    qsizetype statements = 5;
    const auto insert = [&](MYSQL_STMT* statement, QByteArray text) {
        MYSQL_BIND bind{};
        bind.buffer_type = MYSQL_TYPE_STRING;
        bind.buffer = text.data();
        bind.buffer_length = static_cast<unsigned long>(text.size());
        mysql_stmt_bind_param(statement, &bind);
        mysql_stmt_execute(statement);
        ++statements;
        return qint64(mysql_stmt_insert_id(statement));
    };
    for (int s = 0; s < students; ++s) {
        const QByteArray number = QByteArray::number(s);
        qint64 near = insert(student, "student " + number);
        for (int c = 0; c < classes; ++c) {
            qint64 far = insert(course, "class " + number + '-' + QByteArray::number(c));
            MYSQL_BIND binds[2]{};
            binds[0].buffer_type = binds[1].buffer_type = MYSQL_TYPE_LONGLONG;
            binds[0].buffer = &near;
            binds[1].buffer = &far;
            mysql_stmt_bind_param(link, binds);
            mysql_stmt_execute(link);
            ++statements;
        }
    }
    for (MYSQL_STMT* statement : {student, course, link})
        mysql_stmt_close(statement);
    mysql_query(db, "COMMIT");
    mysql_close(db);
    return statements;
}

/// What Sequelize says of itself; none where it could not run.
std::optional<Spent> bySequelize(const QString& folder, const sql::ConnectionSettings& settings)
{
    QProcess node;
    node.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    node.start(
        QStringLiteral("node"), {testPath(QStringLiteral("bench/sequelizewrites.js")), folder, settings.url()});
    node.waitForFinished(-1);
    const QList<QByteArray> numbers = node.readAllStandardOutput().simplified().split(' ');
    if (node.exitCode() != 0 || numbers.size() != 4 || numbers[3].toInt() != students * classes)
        return std::nullopt;
    return Spent{numbers[2].toDouble(), numbers[1].toDouble(), numbers[0].toInt()};
}

/// The least of three rounds, each into a database of its own; `prepared` makes what `work` needs, which is not
/// counted.
template<class Prepare, class Work>
Spent leastOfThree(Prepare prepare, Work work)
{
    Spent least{1e9, 1e9, 0};
    for (int round = 0; round < 3; ++round) {
        auto prepared = prepare();
        const Spent now = spent([&] { return work(*prepared); });
        least = {std::min(least.wall, now.wall), std::min(least.cpu, now.cpu), now.statements};
    }
    return least;
}

} // namespace

int main()
{
    EveryEngine engines;
    if (!engines.start())
        qFatal("%s", qPrintable(engines.error()));
    const QString sequelize = qEnvironmentVariable("CONJOIN_SEQUELIZE");
    std::printf("%d students, %d new classes each, one transaction\n", students, classes);
    for (const char* name : {"sqlite", "postgresql", "mariadb"}) {
        const QString engine = QString::fromLatin1(name);
        std::printf("%s\n", name);
        const auto school = [&] {
            auto made = std::make_unique<School>();
            made->open(engines.newDatabase(engine));
            return made;
        };
        const Spent orm = leastOfThree(school, byOrm);
        tell("conjoin", orm);
        const Spent raw = leastOfThree(school, [&](School& empty) {
            const sql::ConnectionSettings settings = empty.connection().settings();
            return engine == u"sqlite"       ? bySqlite(settings.file)
                   : engine == u"postgresql" ? byPostgres(settings)
                                             : byMariaDb(settings);
        });
        tell("the client library alone", raw);
        std::printf("  conjoin / the client library: %.2f of its CPU\n", orm.cpu / raw.cpu);
        if (sequelize.isEmpty()) {
            std::printf("  CONJOIN_SEQUELIZE names no folder: Sequelize is not measured\n");
        } else if (const auto theirs = bySequelize(sequelize, engines.newDatabase(engine))) {
            tell("Sequelize 6", *theirs);
            std::printf("  conjoin / Sequelize: 1/%.0f of its CPU\n", theirs->cpu / orm.cpu);
        } else {
            std::printf("  Sequelize did not run\n");
        }
    }
    return 0;
}
