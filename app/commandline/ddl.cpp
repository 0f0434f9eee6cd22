// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"

namespace conjoin::app {

namespace {

Result<ExitStatus> run(Invocation& invocation)
{
    const auto drawing = readDrawing(invocation);
    if (!drawing)
        return failure(drawing);
    invocation.say(drawing->derivation.diagnostics, Severity::Warning);
    orm::DdlOptions options;
    options.ifNotExists = invocation.has(QStringLiteral("if-not-exists"));
    options.drop = invocation.has(QStringLiteral("drop"));
    const QString script =
        drawing->dialect->script(drawing->dialect->createSchema(drawing->derivation, options));
    if (const auto written = invocation.write(script.toUtf8()); !written)
        return failure(written);
    return ExitStatus::Done;
}

} // namespace

Command ddlCommand()
{
    return {QStringLiteral("ddl"), QStringLiteral("SOURCE --dialect D [--drop] [--if-not-exists] [-o FILE]"),
        QStringLiteral("the whole script that creates the schema, in an order that runs"), 1, 1,
        {dialectOption(), flag("drop", "Drops everything first."),
            flag("if-not-exists", "Leaves what exists alone."), outputOption(), overwriteOption(),
            fromOption()},
        run};
}

} // namespace conjoin::app
