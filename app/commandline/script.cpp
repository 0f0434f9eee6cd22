// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"
#include "orm/sql/ormscript/runner.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace conjoin::app {

namespace {

bool creates(const std::vector<sql::script::Step>& steps)
{
    return std::any_of(steps.begin(), steps.end(),
        [](const sql::script::Step& step) { return step.method == u"sync" || creates(step.steps); });
}

Result<ExitStatus> run(Invocation& invocation)
{
    const QString path = invocation.argument(0);
    const auto json = invocation.readJson(path == u"-" ? path : u'@' + path, path);
    if (!json)
        return failure(json);
    const auto document = sql::script::readDocument(*json, path);
    if (!document)
        return failure(document);
    auto settings = sql::parseUrl(invocation.argument(1));
    if (!settings)
        return failure(settings);
    settings->create = creates(document->steps); // only sync makes a database file
    const bool isNew =
        settings->isFile() && settings->file != u":memory:" && !QFileInfo::exists(settings->file);
    Result<orm::Json> told = orm::Json();
    {
        const auto connection = openConnection(invocation, *settings);
        if (!connection)
            return failure(connection);
        told =
            sql::script::run(**connection, *document, path, {.trace = invocation.has(QStringLiteral("trace"))});
    }
    if (!told) {
        if (isNew)
            QFile::remove(settings->file);
        return failure(told);
    }
    invocation.print(orm::prettyJson(*told) + '\n');
    return ExitStatus::Done;
}

} // namespace

Command scriptCommand()
{
    return {QStringLiteral("script"), QStringLiteral("FILE URL [--trace]"),
        QStringLiteral("runs models, associations and calls from a JSON document"), 2, 2,
        {flag("trace", "Tells each step's statements, with their values.")}, run};
}

} // namespace conjoin::app
