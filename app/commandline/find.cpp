// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/outputaside.h"
#include "app/commandline/rowformats.h"
#include "app/commandline/source.h"
#include "orm/sql/finder.h"
#include "orm/sql/rowexport.h"

#include <cstdio>

#include <unistd.h>

namespace conjoin::app {

namespace {

Result<orm::Query> queryOf(const Invocation& invocation, const orm::ModelRegistry& registry, int model)
{
    orm::Query query;
    query.model = model;
    const orm::Model& target = registry.at(model);
    if (invocation.has(QStringLiteral("where"))) {
        auto where = invocation.readJson(invocation.value(QStringLiteral("where")), QStringLiteral("--where"));
        if (!where)
            return failure(where);
        query.where = std::move(*where);
    }
    if (invocation.has(QStringLiteral("pk"))) {
        auto key = orm::keyCondition(target, invocation.value(QStringLiteral("pk")));
        if (!key)
            return failure(key);
        query.where =
            query.where.isNull()
                ? std::move(*key)
                : orm::Json(orm::Json::Object{{QStringLiteral("and"), orm::Json::Array{query.where, *key}}});
    }
    auto includes = orm::parseIncludes(registry, model, invocation.values(QStringLiteral("include")));
    if (!includes)
        return failure(includes);
    query.includes = std::move(*includes);
    if (invocation.has(QStringLiteral("attributes")))
        query.attributes = invocation.value(QStringLiteral("attributes")).split(u',', Qt::SkipEmptyParts);
    if (invocation.has(QStringLiteral("order"))) {
        auto order = orm::parseOrder(target, invocation.value(QStringLiteral("order")));
        if (!order)
            return failure(order);
        query.order = std::move(*order);
    }
    if (invocation.has(QStringLiteral("limit"))) {
        const auto limit = invocation.number(QStringLiteral("limit"), 0);
        if (!limit)
            return failure(limit);
        query.limit = *limit;
    }
    const auto offset = invocation.number(QStringLiteral("offset"), 0);
    if (!offset)
        return failure(offset);
    query.offset = *offset;
    return query;
}

/// Where rows stand in those of the query.
std::vector<NestedRows> nestedRows(
    const orm::ModelRegistry& registry, int model, const std::vector<orm::Include>& includes)
{
    std::vector<NestedRows> nested;
    for (const orm::Include& include : includes) {
        const orm::Association* association = registry.at(model).association(include.association);
        Q_ASSERT_X(association, "nestedRows", "the includes of a query that was read name associations");
        NestedRows rows{include.association, nestedRows(registry, association->target, include.includes)};
        if (association->through >= 0)
            rows.below.push_back({registry.at(association->through).name, {}});
        nested.push_back(std::move(rows));
    }
    return nested;
}

/// Prints the rows, in constant memory however many there are; how many there were. A line each goes out as it
/// comes: whoever reads it knows where it ends. A list, a table or a script must not look whole without being
/// it, so it waits until all rows have been read.
Result<qint64> printRows(
    Invocation& invocation, const LiveDatabase& live, const orm::Query& query, sql::ExportOptions options)
{
    const bool tells =
        isatty(STDERR_FILENO) != 0 && isatty(STDOUT_FILENO) == 0 && !invocation.has(QStringLiteral("quiet"));
    if (tells) {
        options.progress = [](qint64 rows) {
            std::fprintf(stderr, "\r%lld rows", static_cast<long long>(rows));
        };
    }
    OutputAside aside;
    const auto report = sql::exportRows(
        *live.connection, live.registry, query, options, [&](const QByteArray& bytes) -> Result<void> {
            return options.format == sql::ExportFormat::NdJson ? Invocation::pass(bytes) : aside.take(bytes);
        });
    if (tells && report && report->rows > 0)
        std::fputs("\n", stderr);
    if (!report)
        return failure(report);
    invocation.interruption().watch(
        nullptr); // nothing is under way in the database: an interrupt ends it at once
    if (const auto passed = aside.pass(&Invocation::pass); !passed)
        return failure(passed);
    return report->rows;
}

Result<sql::ExportOptions> exportOptions(const Invocation& invocation, sql::ExportFormat format)
{
    sql::ExportOptions options;
    options.format = format;
    if (invocation.has(QStringLiteral("dialect"))) {
        const auto dialect = orm::dialectNamed(invocation.value(QStringLiteral("dialect")));
        if (!dialect)
            return failure(dialect);
        options.dialect = *dialect;
    }
    return options;
}

Result<ExitStatus> run(Invocation& invocation)
{
    const auto format = rowFormat(invocation.value(QStringLiteral("format")));
    if (!format)
        return failure(format);
    const auto live = openLive(invocation, true);
    if (!live)
        return failure(live);
    auto query = queryOf(invocation, live->registry, live->model);
    if (!query)
        return failure(query);
    const bool one = invocation.has(QStringLiteral("one")) || invocation.has(QStringLiteral("pk"));
    if (one)
        query->limit = 1;
    const std::optional<sql::ExportFormat> written = exportFormat(*format);
    if (written && !(one && *format == RowFormat::Json)) {
        const auto options = exportOptions(invocation, *written);
        if (!options)
            return failure(options);
        const auto printed = printRows(invocation, *live, *query, *options);
        if (!printed)
            return failure(printed);
        return one && *printed == 0 ? ExitStatus::No : ExitStatus::Done;
    }
    const auto rows = sql::find(*live->connection, live->registry, *query);
    if (!rows)
        return failure(rows);
    const orm::Json tree = sql::toJson(live->registry, *query, *rows);
    if (one && tree.items().empty()) {
        invocation.print("null\n");
        return ExitStatus::No;
    }
    invocation.print(formatted(
        *format, one ? tree.items().front() : tree, nestedRows(live->registry, live->model, query->includes)));
    return ExitStatus::Done;
}

} // namespace

Command findCommand()
{
    return {QStringLiteral("find"),
        QStringLiteral("URL TABLE [--where JSON] [--include SPEC]… [--order a,-b] …"),
        QStringLiteral("rows with their associated rows nested"), 2, 2,
        {projectOption(), valued("where", "JSON", "Which rows."),
            valued("include", "SPEC", "Which associations: Classes.Teacher, options in braces after any part."),
            valued("attributes", "a,b", "Only these attributes."),
            valued("order", "a,-b", "Sorted; - is descending."), valued("limit", "N", "At most N rows."),
            valued("offset", "N", "Without the first N rows."), flag("one", "Prints the first row itself."),
            valued("pk", "PK", "Prints the row of this key."),
            valued("format", "F", "json, ndjson, csv, markdown, sql, table or tree."),
            valued("dialect", "D", "Whose SQL --format sql writes; the database's own.")},
        run};
}

} // namespace conjoin::app
