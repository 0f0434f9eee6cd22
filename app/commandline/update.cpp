// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"
#include "orm/sql/writer.h"

namespace conjoin::app {

namespace {

Result<ExitStatus> runUpdate(Invocation& invocation)
{
    if (!invocation.has(QStringLiteral("values"))) {
        return Error{ErrorKind::Usage, QStringLiteral("update"),
            message("usage.values", "--values JSON is missing: what to write"), {}};
    }
    const auto values =
        invocation.readJson(invocation.value(QStringLiteral("values")), QStringLiteral("--values"));
    if (!values)
        return failure(values);
    const auto live = openLive(invocation, false);
    if (!live)
        return failure(live);
    const auto row =
        sql::update(*live->connection, live->registry, live->model, invocation.argument(2), *values);
    if (!row)
        return failure(row);
    invocation.print(orm::prettyJson(*row) + '\n');
    return ExitStatus::Done;
}

Result<ExitStatus> runDelete(Invocation& invocation)
{
    const auto live = openLive(invocation, false);
    if (!live)
        return failure(live);
    const auto report = sql::remove(*live->connection, live->registry, live->model, invocation.argument(2),
        invocation.has(QStringLiteral("dry-run")));
    if (!report)
        return failure(report);
    orm::Json affected = orm::Json::array();
    for (const sql::Affected& one : report->affected) {
        affected.append(orm::Json::Object{{QStringLiteral("table"), one.table},
            {QStringLiteral("action"), one.action}, {QStringLiteral("rows"), one.rows}});
    }
    invocation.print(orm::prettyJson(orm::Json::Object{{QStringLiteral("deleted"), report->deleted},
                         {QStringLiteral("affected"), affected}}) +
                     '\n');
    return ExitStatus::Done;
}

} // namespace

Command updateCommand()
{
    return {QStringLiteral("update"), QStringLiteral("URL TABLE PK --values JSON"),
        QStringLiteral("writes attributes of one row"), 3, 3,
        {projectOption(), valued("values", "JSON", "The attributes to write.")}, runUpdate};
}

Command deleteCommand()
{
    return {QStringLiteral("delete"), QStringLiteral("URL TABLE PK [--dry-run]"),
        QStringLiteral("deletes one row and says what went with it"), 3, 3,
        {projectOption(), flag("dry-run", "Only says what would go.")}, runDelete};
}

} // namespace conjoin::app
