// SPDX-License-Identifier: GPL-3.0-or-later

// Finding rows with their associations: the ORM beside a two-step loop written by hand on the client library of
// each engine, and beside Sequelize 6 where the environment variable CONJOIN_SEQUELIZE names a folder whose
// node_modules has it (with sqlite3, pg and mariadb). Each case runs in a process of its own, so that its
// memory is its own.

#include "bench/rawread.h"
#include "orm/sql/finder.h"
#include "support/sampleschema.h"
#include "support/scratchserver.h"
#include "support/support.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <cstdio>
#include <optional>

#include <sys/resource.h>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// Students in classes (ten each, with a grade and a moment), tutors of classes, rooms of tutors; and shelves,
/// one of them with half a million books.
struct School : SampleSchema {
    School()
    {
        const QString text = QStringLiteral(" varchar(80)");
        const TableId student =
            table(QStringLiteral("Student"), {QStringLiteral("name") + text, QStringLiteral("email") + text,
                                                 QStringLiteral("born varchar(10)")});
        const TableId course =
            table(QStringLiteral("Class"), {QStringLiteral("title") + text, QStringLiteral("code varchar(10)"),
                                               QStringLiteral("credits integer")});
        const TableId tutor = table(QStringLiteral("Tutor"), {QStringLiteral("name") + text});
        const TableId room = table(QStringLiteral("Room"), {QStringLiteral("name") + text});
        const TableId shelf = table(QStringLiteral("Shelf"), {QStringLiteral("name") + text});
        const TableId book = table(QStringLiteral("Book"), {QStringLiteral("title") + text});
        link(QStringLiteral("Enrollment"), student, course,
            {QStringLiteral("grade varchar(2)"), QStringLiteral("enrolledAt varchar(20)")});
        link(QStringLiteral("Tutoring"), course, tutor);
        reference(room, tutor);
        link(QStringLiteral("Placement"), shelf, book);
        derive();
    }
};

/// `:n` counts from 1 to what the engine's way of counting is given.
struct Fill {
    const char* table;
    const char* values; ///< of row :n
    int rows;
};
constexpr Fill fills[] = {
    {"Students (id, name, email, born)",
        ":n, CONCAT('Student ', :n), CONCAT('student', :n, '@example.org'), '2001-02-03'", 10'000},
    {"Classes (id, title, code, credits)", ":n, CONCAT('Class ', :n), CONCAT('C', :n), :n % 7", 2'000},
    {"Tutors (id, name)", ":n, CONCAT('Tutor ', :n)", 500},
    {"Rooms (id, name, TutorId)", ":n, CONCAT('Room ', :n), 1 + :n % 500", 1'500},
    {"Shelves (id, name)", ":n, CONCAT('Shelf ', :n)", 100},
    {"Books (id, title)", ":n, CONCAT('Book ', :n)", 500'000},
    {"Enrollments (StudentId, ClassId, grade, enrolledAt)",
        "1 + (:n - 1) / 10, 1 + ((:n - 1) / 10 * 7 + (:n - 1) % 10 * 199) % 2000, CONCAT(:n % 6), '2024-09-01 "
        "08:00:00'",
        100'000},
    {"Tutorings (ClassId, TutorId)", "1 + (:n - 1) / 2, 1 + ((:n - 1) / 2 * 3 + (:n - 1) % 2 * 250) % 500",
        4'000},
    {"Placements (ShelfId, BookId)", "1, :n", 500'000},
    {"Placements (ShelfId, BookId)", "2 + (:n - 1) / 10, :n * 3", 990},
};

void fill(sql::Connection& connection, const School& school)
{
    const orm::Dialect& dialect = connection.dialect();
    const bool isSqlite = dialect.name() == u"sqlite";
    const bool isPostgres = dialect.name() == u"postgresql";
    const orm::Derivation derived = orm::derive(school.schema, {}, dialect.capabilities());
    for (const orm::Statement& statement : dialect.createSchema(derived, {}))
        mustHave(connection.run(statement.sql), statement.sql);
    const auto filled = connection.transaction([&]() -> Result<void> {
        for (const Fill& fill : fills) {
            QString values =
                QString::fromLatin1(fill.values).replace(QStringLiteral(":n"), QStringLiteral("n.value"));
            if (isSqlite) {
                static const QRegularExpression concatenation(QStringLiteral("CONCAT\\(([^)]*)\\)"));
                for (QRegularExpressionMatch match; (match = concatenation.match(values)).hasMatch();)
                    values.replace(match.captured(0),
                        u'(' + match.captured(1).replace(QStringLiteral(", "), QStringLiteral(" || ")) +
                            QStringLiteral(" || '')"));
            }
            if (!isSqlite && !isPostgres)
                values.replace(QStringLiteral(" / "), QStringLiteral(" DIV "));
            QString table = QString::fromLatin1(fill.table);
            static const QRegularExpression name(QStringLiteral("\\w+"));
            for (QRegularExpressionMatchIterator names = name.globalMatch(QString::fromLatin1(fill.table));
                 names.hasNext();) {
                const QString word = names.next().captured();
                table.replace(QRegularExpression(QStringLiteral("(?<![\\w`\"])%1(?!\\w)").arg(word)),
                    dialect.quoted(word));
            }
            const QString count = QString::number(fill.rows);
            const QString source =
                isPostgres ? QStringLiteral("generate_series(1, %1) AS n(value)").arg(count)
                : isSqlite ? QStringLiteral("(WITH RECURSIVE c(value) AS (SELECT 1 UNION ALL SELECT value + 1 "
                                            "FROM c WHERE value < %1) SELECT value FROM c) AS n")
                                 .arg(count)
                           : QStringLiteral("(SELECT seq AS value FROM seq_1_to_%1) AS n").arg(count);
            const QString statement = QStringLiteral("INSERT INTO ") + table + QStringLiteral(" SELECT ") +
                                      values + QStringLiteral(" FROM ") + source;
            mustHave(connection.run(statement), statement);
        }
        return {};
    });
    if (!filled)
        qFatal("%s", qPrintable(errorText(filled.error())));
    if (!isSqlite) {
        for (const Fill& fill : fills) {
            const QString table = dialect.quoted(QString::fromLatin1(fill.table).section(u' ', 0, 0));
            mustHave(connection.run(
                         (isPostgres ? QStringLiteral("ANALYZE ") : QStringLiteral("ANALYZE TABLE ")) + table),
                table);
        }
    } else {
        mustHave(connection.run(QStringLiteral("ANALYZE")), QStringLiteral("ANALYZE"));
    }
}

orm::Query queryOf(const School& school, const QString& what)
{
    orm::Query query;
    QString include = QStringLiteral("Classes");
    query.model = school.model("Student");
    if (what == u"deep") {
        include = QStringLiteral("Classes.Tutors.Rooms");
    } else if (what == u"page" || what == u"one") {
        query.model = school.model("Shelf");
        include = QStringLiteral(R"(Books{"limit":20})");
        if (what == u"one")
            query.where = *orm::parseJson(R"({"id":1})", {});
    }
    query.includes = mustHave(orm::parseIncludes(school.registry(), query.model, {include}), include);
    return query;
}

double cpuMilliseconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto milliseconds = [](const timeval& time) {
        return 1000.0 * double(time.tv_sec) + double(time.tv_usec) / 1000.0;
    };
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

/// A number of /proc/self/status in KiB.
long statusNumber(const char* name)
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith(name))
            return line.mid(qsizetype(strlen(name)) + 1).simplified().split(' ').first().toLong();
    }
    return 0;
}

/// Runs the work once to warm up where it is short, then so often; tells the least CPU and time and the growth
/// of memory, all as one line.
template<class Work>
void measure(int rounds, Work work)
{
    double cpu = 1e9, wall = 1e9;
    long grown = 0;
    for (int round = 0; round < rounds; ++round) {
        QFile clear(QStringLiteral("/proc/self/clear_refs"));
        if (clear.open(QIODevice::WriteOnly))
            clear.write("5"); // the high-water mark begins anew
        clear.close();
        const long before = statusNumber("VmRSS:");
        QElapsedTimer timer;
        timer.start();
        const double began = cpuMilliseconds();
        work();
        cpu = std::min(cpu, cpuMilliseconds() - began);
        wall = std::min(wall, double(timer.nsecsElapsed()) / 1e6);
        if (round == 0)
            grown = statusNumber("VmHWM:") - before;
    }
    std::printf("%.2f %.2f %.1f\n", cpu, wall, double(grown) / 1024);
}

/// The part that runs in a process of its own: `how what url`.
int runCase(const QString& how, const QString& what, const QString& url)
{
    const School school;
    const auto settings = mustHave(sql::parseUrl(url), url);
    const int rounds = what == u"page" || what == u"one" ? 20 : 3;
    if (how == u"raw") {
        const std::unique_ptr<bench::RawReader> reader = bench::rawReader(settings);
        measure(rounds, [&] { reader->readStudents(); });
        return 0;
    }
    const auto connection = mustHave(sql::Connection::open(settings), url);
    const orm::Query query = queryOf(school, what);
    measure(rounds, [&] {
        const sql::Rows rows = mustHave(sql::find(*connection, school.registry(), query), what);
        if (rows.empty())
            qFatal("nothing was found");
    });
    return 0;
}

struct Spent {
    double cpu = 0, wall = 0, grown = 0;
};

/// None where the program could not run that.
std::optional<Spent> spentBy(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    process.waitForFinished(-1);
    const QList<QByteArray> numbers = process.readAllStandardOutput().simplified().split(' ');
    if (process.exitCode() != 0 || numbers.size() != 3)
        return std::nullopt;
    return Spent{numbers[0].toDouble(), numbers[1].toDouble(), numbers[2].toDouble()};
}

void tell(const char* who, const std::optional<Spent>& spent)
{
    if (spent)
        std::printf("    %-12s %9.1f ms CPU %9.1f ms %8.1f MiB\n", who, spent->cpu, spent->wall, spent->grown);
    else
        std::printf("    %-12s did not run\n", who);
    std::fflush(stdout);
}

void compare(const QString& name, const QString& url)
{
    const QString self = QCoreApplication::applicationFilePath();
    const QString sequelize = qEnvironmentVariable("CONJOIN_SEQUELIZE");
    const std::pair<const char*, const char*> cases[] = {
        {"classes", "10,000 students with 10 classes each"},
        {"deep", "the same, the classes' tutors and their rooms"},
        {"page", "100 shelves with their first 20 books, one has 500,000"},
        {"one", "the first 20 books of the shelf that has 500,000"},
    };
    std::printf("%s\n", qPrintable(name));
    for (const auto& [what, words] : cases) {
        std::printf("  %s\n", words);
        const QString word = QString::fromLatin1(what);
        const auto ours = spentBy(self, {QStringLiteral("orm"), word, url});
        tell("conjoin", ours);
        const auto ratio = [&](const char* form, const std::optional<Spent>& theirs, bool inverse) {
            if (ours && theirs)
                std::printf(form, inverse ? theirs->cpu / ours->cpu : ours->cpu / theirs->cpu);
        };
        if (word == u"classes") {
            const auto raw = spentBy(self, {QStringLiteral("raw"), word, url});
            tell("by hand", raw);
            ratio("    %.2f x the CPU of the loop by hand\n", raw, false);
        }
        if (!sequelize.isEmpty() && (word == u"classes" || word == u"deep")) {
            const auto theirs = spentBy(QStringLiteral("node"),
                {tests::testPath(QStringLiteral("bench/sequelizeread.js")), sequelize, word, url});
            tell("Sequelize", theirs);
            ratio("    1/%.0f of Sequelize's CPU\n", theirs, true);
        }
    }
}

void compareOn(const QString& name, const sql::ConnectionSettings& settings)
{
    {
        const School school;
        const auto connection = mustHave(sql::Connection::open(settings), name);
        fill(*connection, school);
    }
    compare(name, settings.url());
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc == 4)
        return runCase(QString::fromUtf8(argv[1]), QString::fromUtf8(argv[2]), QString::fromUtf8(argv[3]));
    const QTemporaryDir folder;
    sql::ConnectionSettings file;
    file.file = folder.filePath(QStringLiteral("school.db"));
    file.create = true;
    compareOn(QStringLiteral("SQLite"), file);
    ScratchPostgres postgres;
    if (!postgres.start())
        qFatal("%s", qPrintable(postgres.error()));
    compareOn(QStringLiteral("PostgreSQL"), postgres.newDatabase());
    ScratchMariaDb mariaDb;
    if (!mariaDb.start())
        qFatal("%s", qPrintable(mariaDb.error()));
    compareOn(QStringLiteral("MariaDB"), mariaDb.newDatabase());
    return 0;
}
