// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"
#include "model/check/checker.h"

#include <algorithm>

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
    Diagnostics findings = model::check(document);
    const orm::Derivation derivation
        = orm::derive(document.schema, document.settings.naming, (*dialect)->capabilities());
    findings.insert(findings.end(), derivation.diagnostics.begin(), derivation.diagnostics.end());

    orm::Json list = orm::Json::array();
    QString text;
    for (const Diagnostic& finding : findings) {
        list.append(orm::Json::Object{{QStringLiteral("code"), finding.what.code},
            {QStringLiteral("severity"), severityName(finding.severity)}, {QStringLiteral("where"), finding.where},
            {QStringLiteral("message"), finding.what.english()}, {QStringLiteral("mend"), finding.mend.english()}});
        text += QStringLiteral("%1: %2: %3 [%4]\n")
                    .arg(finding.where, severityName(finding.severity), finding.what.english(), finding.what.code);
        if (!finding.mend.isEmpty())
            text += QStringLiteral("    %1\n").arg(finding.mend.english());
    }
    invocation.print(invocation.json() ? orm::prettyJson(list) + '\n' : text.toUtf8());
    const bool errors = std::ranges::any_of(findings, [](const Diagnostic& d) { return d.severity == Severity::Error; });
    return errors ? ExitStatus::No : ExitStatus::Done;
}

} // namespace

Command lintCommand()
{
    return {QStringLiteral("lint"), QStringLiteral("SOURCE [--dialect D]"),
        QStringLiteral("problems in the schema, each with a code, a place and a mend"), 1, 1,
        {dialectOption(), fromOption()}, run};
}

} // namespace conjoin::app
