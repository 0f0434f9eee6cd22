// SPDX-License-Identifier: GPL-3.0-or-later

// What it saves that a statement which runs again stays prepared: the same small statement many times, under
// one text, which is kept, and under a text of its own each time, which never is. The CPU is that of this
// process, the time is the whole way to the server and back.

#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QElapsedTimer>

#include <cstdio>

#include <sys/resource.h>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

constexpr int runs = 3000;

double cpuMicroseconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto microseconds = [](const timeval& time) {
        return 1e6 * double(time.tv_sec) + double(time.tv_usec);
    };
    return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

struct Library : SampleDatabase {
    Library()
    {
        const TableId author = table(QStringLiteral("Author"), {QStringLiteral("name varchar(40)")});
        const TableId book = table(
            QStringLiteral("Book"), {QStringLiteral("title varchar(40)"), QStringLiteral("pages integer")});
        link(QStringLiteral("Authorship"), author, book);
    }
};

void measure(
    const char* what, Library& library, const QString& statement, const std::vector<sql::Value>& values)
{
    const QString sql = library.connection().dialect().quoted(QStringLiteral("a")).startsWith(u'"')
                            ? statement
                            : QString(statement).replace(
                                  u'"', library.connection().dialect().quoted(QStringLiteral("a")).at(0));
    std::printf("  %-28s", what);
    for (const bool same : {true, false}) {
        double least = 1e9, leastCpu = 1e9;
        for (int round = 0; round < 3; ++round) {
            QElapsedTimer timer;
            timer.start();
            const double before = cpuMicroseconds();
            for (int i = 0; i < runs; ++i) {
                const QString text = sql + (same ? QStringLiteral(" /* 100000 */")
                                                 : QStringLiteral(" /* %1%2 */").arg(round + 2).arg(i, 5));
                mustHave(library.connection().run(text, values), text);
            }
            leastCpu = std::min(leastCpu, (cpuMicroseconds() - before) / runs);
            least = std::min(least, double(timer.nsecsElapsed()) / 1e3 / runs);
        }
        std::printf("  %s %6.1f us CPU %7.1f us", same ? "kept" : "new each time", leastCpu, least);
    }
    std::printf("\n");
    std::fflush(stdout);
}

} // namespace

int main()
{
    EveryEngine engines;
    if (!engines.start())
        qFatal("%s", qPrintable(engines.error()));
    for (const char* engine : {"sqlite", "postgresql", "mariadb"}) {
        std::printf("%s\n", engine);
        Library library;
        library.open(engines.newDatabase(QString::fromLatin1(engine)));
        for (int i = 1; i <= 100; ++i) {
            library.create("Author", QStringLiteral(R"({"name":"a%1","Books":[{"title":"b%1","pages":%1}]})")
                                         .arg(i)
                                         .toUtf8()
                                         .constData());
        }
        const std::vector<sql::Value> key{sql::Value(qint64(42))};
        measure("a row by its key", library,
            QStringLiteral("SELECT id, title, pages FROM \"Books\" WHERE id = ?"), key);
        measure("the rows of a link", library,
            QStringLiteral(
                "SELECT t.id, t.title, t.pages, j.\"AuthorId\" FROM \"Authorships\" j JOIN \"Books\" t ON "
                "t.id = j.\"BookId\" WHERE j.\"AuthorId\" = ? ORDER BY t.id"),
            key);
        measure("an update of a row", library,
            QStringLiteral("UPDATE \"Books\" SET pages = pages WHERE id = ?"), key);
    }
    return 0;
}
