// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"
#include "model/check/checker.h"
#include "model/document/objects.h"
#include "orm/translate/expressionrules.h"
#include "orm/translate/limits.h"

#include <algorithm>

namespace conjoin::app {

namespace {

Result<ExitStatus> run(Invocation& invocation)
{
    const auto drawing = readDrawing(invocation);
    if (!drawing)
        return failure(drawing);
    Diagnostics findings = model::check(drawing->document, orm::limitsOf(*drawing->dialect));
    Diagnostics further = drawing->derivation.diagnostics; // what the dialect can't hold as drawn
    const Diagnostics expressions = orm::checkExpressions(drawing->derivation, *drawing->dialect);
    further.insert(further.end(), expressions.begin(), expressions.end());
    for (Diagnostic& finding : further) {
        const model::Acceptance accepted{finding.what.code, idText(model::idValue(finding.object))};
        const auto& all = drawing->document.settings.accepted;
        if (std::ranges::find(all, accepted) == all.end())
            findings.push_back(std::move(finding));
    }

    orm::Json list = orm::Json::array();
    QString text;
    for (const Diagnostic& finding : findings) {
        list.append(orm::Json::Object{{QStringLiteral("code"), finding.what.code},
            {QStringLiteral("severity"), severityName(finding.severity)},
            {QStringLiteral("where"), finding.where}, {QStringLiteral("message"), finding.what.english()},
            {QStringLiteral("mend"), finding.mend.english()}});
        text +=
            QStringLiteral("%1: %2: %3 [%4]\n")
                .arg(finding.where, severityName(finding.severity), finding.what.english(), finding.what.code);
        if (!finding.mend.isEmpty())
            text += QStringLiteral("    %1\n").arg(finding.mend.english());
    }
    invocation.print(invocation.json() ? orm::prettyJson(list) + '\n' : text.toUtf8());
    const bool errors =
        std::ranges::any_of(findings, [](const Diagnostic& d) { return d.severity == Severity::Error; });
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
