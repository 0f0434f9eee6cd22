// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowexport.h"

#include "model/io/wholefile.h"
#include "orm/sql/finder.h"
#include "orm/sql/rowtext.h"

#include <QFileInfo>
#include <QSaveFile>

#include <utility>

namespace conjoin::sql {

namespace {

/// With all attributes at every place: what is to be inserted again must be whole.
void wholeRows(std::vector<orm::Include>& includes)
{
    for (orm::Include& include : includes) {
        include.attributes.reset();
        include.throughAttributes.reset();
        wholeRows(include.includes);
    }
}

std::unique_ptr<RowText> textOf(
    const orm::ModelRegistry& registry, const orm::Query& query, const ExportOptions& options)
{
    switch (options.format) {
    case ExportFormat::NdJson:
        return ndJsonText(registry, query);
    case ExportFormat::Csv:
        return csvText(registry, query, options.csv);
    case ExportFormat::Markdown:
        return markdownText(registry, query);
    case ExportFormat::Json:
    case ExportFormat::Sql:
        break;
    }
    return jsonText(registry, query);
}

/// findEach() with what `take` has to say on the way.
Result<qint64> readEach(Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query,
    const ExportOptions& options, const std::function<Result<void>(const Rows&)>& take)
{
    qint64 count = 0;
    std::optional<Error> error;
    const Result<void> read = findEach(connection, registry, query, [&](const Rows& page) {
        if (const Result<void> taken = take(page); !taken) {
            error = taken.error();
            return false;
        }
        count += qint64(page.size());
        if (options.progress)
            options.progress(count);
        return true;
    });
    if (error)
        return *error;
    if (!read)
        return failure(read);
    return count;
}

Result<ExportReport> exportScript(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Query& asked, const ExportOptions& options, const ByteSink& sink)
{
    orm::Query query = asked;
    query.attributes.reset();
    wholeRows(query.includes);
    const orm::Dialect& dialect = options.dialect ? *options.dialect : connection.dialect();
    const auto script = InsertScript::make(registry, query, dialect, options.scratchFolder);
    if (!script)
        return failure(script);
    const auto rows =
        readEach(connection, registry, query, options, [&](const Rows& page) { return (*script)->page(page); });
    if (!rows)
        return failure(rows);
    if (const auto finished = (*script)->finish(sink); !finished)
        return failure(finished);
    return ExportReport{*rows, 0, (*script)->tables()};
}

} // namespace

Result<ExportReport> exportRows(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Query& query, const ExportOptions& options, const ByteSink& sink)
{
    qint64 bytes = 0;
    const ByteSink counting = [&](const QByteArray& part) -> Result<void> {
        bytes += part.size();
        return part.isEmpty() ? Result<void>() : sink(part);
    };
    Result<ExportReport> report = ExportReport();
    if (options.format == ExportFormat::Sql) {
        report = exportScript(connection, registry, query, options, counting);
    } else {
        const std::unique_ptr<RowText> text = textOf(registry, query, options);
        // Nothing is written before the database has answered: what it refuses leaves no beginning behind.
        QByteArray begin = text->begin();
        const auto rows = readEach(connection, registry, query, options,
            [&](const Rows& page) { return counting(std::exchange(begin, {}) + text->page(page)); });
        if (!rows)
            return failure(rows);
        if (const auto ended = counting(begin + text->end()); !ended)
            return failure(ended);
        report = ExportReport{*rows, 0, {}};
    }
    if (report)
        report->bytes = bytes;
    return report;
}

Result<ExportReport> exportToFile(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Query& query, const ExportOptions& options, const QString& path)
{
    QSaveFile file(path);
    const auto cannotWrite = [&](const QString& why) {
        return inputError(path, message("export.file", "the file can't be written: %1", {why}));
    };
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(file.errorString());
    ExportOptions besides = options;
    if (besides.scratchFolder.isEmpty()) // rows wait where there is room for them
        besides.scratchFolder = QFileInfo(path).absolutePath();
    auto report =
        exportRows(connection, registry, query, besides, [&](const QByteArray& bytes) -> Result<void> {
            if (file.write(bytes) != bytes.size())
                return cannotWrite(file.errorString());
            return {};
        });
    if (!report)
        return report; // what was written so far goes with the object
    if (const std::optional<QString> why = model::commitWhole(file))
        return cannotWrite(*why);
    return report;
}

} // namespace conjoin::sql
