// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/checker.h"

#include "model/check/findings.h"
#include "model/document/objects.h"

#include <QHash>

#include <algorithm>

/// The rules are listed on top of their family's file: tablerules.cpp, columnrules.cpp, keyrules.cpp,
/// referencerules.cpp, linkrules.cpp, rolerules.cpp, namerules.cpp, usertyperules.cpp, cyclerules.cpp,
/// conventionrules.cpp. What needs to read SQL is checked by `orm/translate/expressionrules.h`. An error can't
/// work in a database; a warning works and surprises; a hint is a matter of taste.
namespace conjoin::model {

void Findings::add(Severity severity, Message what, const ObjectRef& object, Message mend)
{
    found_.push_back({severity, std::move(what), object, wordsFor(document_, object), std::move(mend)});
}

void Findings::add(Severity severity, Message what, const Table& table, Message mend)
{
    found_.push_back({severity, std::move(what), table.id, table.name, std::move(mend)});
}

void Findings::add(Severity severity, Message what, const Table& table, const Column& column, Message mend)
{
    found_.push_back({severity, std::move(what), column.id, table.name + u'.' + column.name, std::move(mend)});
}

std::vector<ColumnId> columnsOf(const std::vector<KeyPart>& parts)
{
    std::vector<ColumnId> columns;
    for (const KeyPart& part : parts) {
        const ColumnId* column = std::get_if<ColumnId>(&part.what);
        if (!column)
            return {};
        columns.push_back(*column);
    }
    return columns;
}

Diagnostics check(const Document& document, const EngineLimits& engine)
{
    Findings findings(document, engine);
    checkTables(findings);
    checkColumns(findings);
    checkKeys(findings);
    checkReferences(findings);
    checkLinks(findings);
    checkRoles(findings);
    checkNames(findings);
    checkUserTypes(findings);
    checkCycles(findings);
    checkConventions(findings);
    Diagnostics found = findings.take();

    std::erase_if(found, [&](const Diagnostic& finding) {
        const Acceptance accepted{finding.what.code, idText(idValue(finding.object))};
        return std::ranges::find(document.settings.accepted, accepted) != document.settings.accepted.end();
    });
    if (found.empty())
        return found;
    QHash<quint64, int> order;
    forEachObject(document, [&](const ObjectRef& object) { order.insert(idValue(object), int(order.size())); });
    std::ranges::stable_sort(
        found, {}, [&](const Diagnostic& finding) { return order.value(idValue(finding.object)); });
    return found;
}

} // namespace conjoin::model
