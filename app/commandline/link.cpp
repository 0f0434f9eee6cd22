// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"
#include "orm/sql/writer.h"

namespace conjoin::app {

namespace {

Result<orm::Json> throughOf(const Invocation& invocation)
{
    if (!invocation.has(QStringLiteral("through")))
        return orm::Json();
    return invocation.readJson(invocation.value(QStringLiteral("through")), QStringLiteral("--through"));
}

orm::Json reportOf(const sql::LinkReport& report)
{
    return orm::Json::Object{{QStringLiteral("added"), report.added},
        {QStringLiteral("updated"), report.updated}, {QStringLiteral("unchanged"), report.unchanged},
        {QStringLiteral("removed"), report.removed}};
}

using Change = Result<sql::LinkReport> (*)(sql::Connection&, const orm::ModelRegistry&, int, const QString&,
    const QString&, const QStringList&, const orm::Json&);

/// URL TABLE PK ASSOCIATION PK…
Result<sql::LinkReport> change(Invocation& invocation, Change apply)
{
    const auto through = throughOf(invocation);
    if (!through)
        return failure(through);
    const auto live = openLive(invocation, false);
    if (!live)
        return failure(live);
    return apply(*live->connection, live->registry, live->model, invocation.argument(2), invocation.argument(3),
        invocation.arguments().mid(4), *through);
}

Result<ExitStatus> runWith(Invocation& invocation, Change apply)
{
    const auto report = change(invocation, apply);
    if (!report)
        return failure(report);
    invocation.print(orm::prettyJson(reportOf(*report)) + '\n');
    return ExitStatus::Done;
}

Result<ExitStatus> runLink(Invocation& invocation)
{
    return runWith(invocation, sql::link);
}

Result<ExitStatus> runSet(Invocation& invocation)
{
    return runWith(invocation, sql::setLinks);
}

Result<ExitStatus> runUnlink(Invocation& invocation)
{
    const auto live = openLive(invocation, false);
    if (!live)
        return failure(live);
    const auto report = sql::unlink(*live->connection, live->registry, live->model, invocation.argument(2),
        invocation.argument(3), invocation.arguments().mid(4));
    if (!report)
        return failure(report);
    invocation.print(orm::prettyJson(orm::Json::Object{{QStringLiteral("removed"), report->removed}}) + '\n');
    return ExitStatus::Done;
}

QCommandLineOption throughOption()
{
    return valued("through", "JSON", "Attributes of the junction.");
}

} // namespace

Command linkCommand()
{
    return {QStringLiteral("link"), QStringLiteral("URL TABLE PK ASSOCIATION PK… [--through JSON]"),
        QStringLiteral("adds links of a many-to-many association"), 5, -1, {projectOption(), throughOption()},
        runLink};
}

Command unlinkCommand()
{
    return {QStringLiteral("unlink"), QStringLiteral("URL TABLE PK ASSOCIATION PK…"),
        QStringLiteral("removes links, never rows on either side"), 5, -1, {projectOption()}, runUnlink};
}

Command setCommand()
{
    return {QStringLiteral("set"), QStringLiteral("URL TABLE PK ASSOCIATION [PK…] [--through JSON]"),
        QStringLiteral("makes the links exactly these"), 4, -1, {projectOption(), throughOption()}, runSet};
}

} // namespace conjoin::app
