// SPDX-License-Identifier: GPL-3.0-or-later
// What it takes to fill, export and import many rows of a SQLite file: rows a second, memory, and how that
// compares with INSERTs by hand. `exchangebench [rows]`; 100,000 by default.
#include "orm/sql/rowexport.h"
#include "orm/sql/rowimport.h"
#include "orm/sql/seeder.h"
#include "support/sampledatabase.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

struct School : SampleDatabase {
    School()
    {
        const TableId student = table(QStringLiteral("Student"),
            {QStringLiteral("firstName*"), QStringLiteral("email! varchar(80)"), QStringLiteral("born date")});
        const TableId course = table(QStringLiteral("Class"), {QStringLiteral("className! varchar(80)")});
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade integer")});
    }
};

long peakKiB()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLong();
    }
    return 0;
}

void tell(const char* what, qint64 rows, qint64 milliseconds)
{
    std::printf("%-34s %9lld rows %7lld ms %9.0f rows/s, peak %ld MiB\n", what, static_cast<long long>(rows),
        static_cast<long long>(milliseconds), 1000.0 * double(rows) / double(std::max<qint64>(1, milliseconds)),
        peakKiB() / 1024);
    std::fflush(stdout);
}

sql::ConnectionSettings settingsOf(const QString& file)
{
    sql::ConnectionSettings settings;
    settings.file = file;
    settings.create = true;
    return settings;
}

} // namespace

int main(int argc, char** argv)
{
    const int rows = argc > 1 ? std::atoi(argv[1]) : 100'000;
    QTemporaryDir folder;
    QElapsedTimer clock;
    School school;
    school.open(settingsOf(folder.filePath(QStringLiteral("a.db"))));
    sql::SeedOptions options;
    options.rows = rows;
    options.rowsOf = {{QStringLiteral("Classes"), 1000}};
    options.schema = &school.derivation().schema;
    clock.start();
    const auto report =
        mustHave(sql::seed(school.connection(), school.registry(), options), QStringLiteral("seed"));
    qint64 all = 0;
    for (const sql::SeedReport::Table& table : report.tables)
        all += table.rows;
    const qint64 seeded = clock.elapsed();
    tell("sample data, many-to-many included", all, seeded);

    School copy;
    copy.open(settingsOf(folder.filePath(QStringLiteral("b.db"))));
    clock.start();
    mustHave(copy.connection().transaction([&]() -> Result<void> {
        for (int i = 0; i < rows; ++i) {
            auto ran = copy.connection().run(
                QStringLiteral("INSERT INTO Students (firstName, email, born) VALUES (?, ?, ?)"),
                {sql::Value(QStringLiteral("Ann")), sql::Value(QStringLiteral("a%1@example.org").arg(i)),
                    sql::Value(QStringLiteral("2001-01-01"))});
            if (!ran)
                return failure(ran);
        }
        return {};
    })
                 ? Result<int>(0)
                 : Result<int>(cancelledError()),
        QStringLiteral("insert"));
    const qint64 raw = clock.elapsed();
    tell("INSERTs by hand, one a statement", rows, raw);
    std::printf(
        "sample data takes %.2f of the time a row\n", (double(seeded) / double(all)) / (double(raw) / rows));

    orm::Query query;
    query.model = school.model("Student");
    const auto exported = [&](const char* what, sql::ExportFormat format, const QStringList& includes) {
        orm::Query asked = query;
        asked.includes = *orm::parseIncludes(school.registry(), query.model, includes);
        sql::ExportOptions how;
        how.format = format;
        clock.start();
        const auto done = mustHave(sql::exportToFile(school.connection(), school.registry(), asked, how,
                                       folder.filePath(QString::fromLatin1(what))),
            QString::fromLatin1(what));
        tell(what, done.rows, clock.elapsed());
    };
    exported("flat.csv", sql::ExportFormat::Csv, {});
    exported("flat.json", sql::ExportFormat::Json, {});
    exported("nested.ndjson", sql::ExportFormat::NdJson, {QStringLiteral("Classes")});
    exported("nested.sql", sql::ExportFormat::Sql, {QStringLiteral("Classes")});

    QFile file(folder.filePath(QStringLiteral("flat.csv")));
    file.open(QIODevice::ReadOnly);
    orm::CsvReader reader(file, {});
    const auto names = mustHave(reader.next(), QStringLiteral("names"));
    QStringList columns;
    for (const orm::CsvCell& cell : names->cells)
        columns.append(cell.text);
    School target;
    target.open(settingsOf(folder.filePath(QStringLiteral("c.db"))));
    clock.start();
    const auto imported = mustHave(sql::importRows(target.connection(), target.registry(),
                                       sql::suggestedPlan(target.registry(), target.model("Student"), columns),
                                       [&] { return reader.next(); }),
        QStringLiteral("import"));
    tell("import of flat.csv", imported.good, clock.elapsed());
    return imported.stored ? 0 : 1;
}
