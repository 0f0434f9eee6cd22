// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"

namespace conjoin::app {

namespace {

Result<ExitStatus> run(Invocation& invocation)
{
    const auto source = readSource(invocation, invocation.argument(0));
    if (!source)
        return failure(source);
    const model::Document document = drawingOf(*source);
    const auto dialect = outputDialect(invocation, document);
    if (!dialect)
        return failure(dialect);
    const orm::Derivation derivation
        = orm::derive(document.schema, document.settings.naming, (*dialect)->capabilities());
    for (const Diagnostic& diagnostic : derivation.diagnostics) {
        if (diagnostic.severity != Severity::Hint)
            invocation.say(QStringLiteral("%1: %2").arg(diagnostic.where, diagnostic.what.english()));
    }
    orm::DdlOptions options;
    options.ifNotExists = invocation.has(QStringLiteral("if-not-exists"));
    options.drop = invocation.has(QStringLiteral("drop"));
    const QString script = orm::scriptText((*dialect)->createSchema(derivation, options));
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
            flag("if-not-exists", "Leaves what exists alone."), outputOption(), overwriteOption(), fromOption()},
        run};
}

} // namespace conjoin::app
