// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"
#include "orm/sql/seeder.h"
#include "orm/translate/translate.h"

namespace conjoin::app {

namespace {

/// PROJECT URL
Result<ExitStatus> run(Invocation& invocation)
{
    sql::SeedOptions options;
    const auto rows = invocation.number(QStringLiteral("rows"), options.rows);
    const auto number = invocation.number(QStringLiteral("seed"), int(options.number));
    if (!rows || !number)
        return rows ? Result<ExitStatus>(failure(number)) : Result<ExitStatus>(failure(rows));
    options.rows = *rows;
    options.number = quint64(*number);
    const auto source = readSource(invocation, invocation.argument(0));
    if (!source)
        return failure(source);
    invocation.say(source->notes, Severity::Warning);
    const auto settings = sql::parseUrl(invocation.argument(1));
    if (!settings)
        return failure(settings);
    const auto connection = openConnection(invocation, *settings);
    if (!connection)
        return failure(connection);
    const model::Document document = drawingOf(*source);
    const auto derivation = orm::deriveFor(document, (*connection)->dialect());
    if (!derivation)
        return failure(derivation);
    const auto registry = orm::ModelRegistry::make(document.schema, document.settings.naming, *derivation);
    options.schema = &derivation->schema;
    const auto report = sql::seed(**connection, registry, options);
    if (!report)
        return failure(report);
    qint64 all = 0;
    size_t filled = 0;
    orm::Json tables = orm::Json::array();
    for (const sql::SeedReport::Table& table : report->tables) {
        all += table.rows;
        filled += table.why.isEmpty() ? 1 : 0;
        orm::Json::Object told{{QStringLiteral("table"), table.name}, {QStringLiteral("rows"), table.rows}};
        if (!table.why.isEmpty())
            told.emplace_back(QStringLiteral("leftOut"), table.why.english());
        tables.append(std::move(told));
    }
    if (filled == 0 && !report->tables.empty()) {
        const sql::SeedReport::Table& first = report->tables.front();
        return inputError(first.name, first.why,
            message("seed.ring.hint", "insert a row of each by hand, or let one of their keys be NULL"));
    }
    if (invocation.json()) {
        invocation.print(orm::prettyJson(tables) + '\n');
        return ExitStatus::Done;
    }
    invocation.say(
        QStringLiteral("wrote %1 into %2").arg(counted(size_t(all), "row"), counted(filled, "table")));
    for (const sql::SeedReport::Table& table : report->tables) {
        if (!table.why.isEmpty())
            invocation.say(QStringLiteral("left out %1: %2").arg(table.name, table.why.english()));
    }
    return ExitStatus::Done;
}

} // namespace

Command seedCommand()
{
    return {QStringLiteral("seed"), QStringLiteral("PROJECT URL [--rows N] [--seed K]"),
        QStringLiteral("fills a database with generated rows and links"), 2, 2,
        {valued("rows", "N", "So many rows a table (20)."),
            valued("seed", "K", "The same number gives the same rows (1)."), fromOption()},
        run};
}

} // namespace conjoin::app
