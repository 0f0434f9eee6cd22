// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowconflict.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

using orm::Json;

QString shown(const orm::Value& value)
{
    return value.isNull() ? QStringLiteral("NULL") : value.display();
}

QString shown(const Json& value)
{
    return value.isNull() ? QStringLiteral("NULL") : enteredText(value);
}

ConflictCase::Intent intentOf(const RowChange& change, const RowPtr& answers, const RowPtr& written)
{
    if (change.kind != RowChange::Kind::Delete)
        return ConflictCase::Intent::Change;
    return answers == written ? ConflictCase::Intent::Delete : ConflictCase::Intent::Unlink;
}

ConflictCase::Field fieldOf(const orm::Attribute& attribute, size_t index, const RowChange& change,
    const RowConflict& conflict, const RowObject& row)
{
    ConflictCase::Field field;
    field.attribute = attribute.name;
    const auto seen = change.seen.find(attribute.name);
    const orm::Value before = seen != change.seen.end() ? *seen
                              : index < row.values.size() ? row.values[index]
                                                          : orm::Value();
    const orm::Value& now = (*conflict.now)[index];
    const bool unread = seen == change.seen.end() && row.cutLength(int(index));
    field.seen = shown(before);
    field.theirs = shown(now);
    field.changedByThem = !unread && before != now;
    const Json* mine = change.values.isObject() ? change.values.find(attribute.name) : nullptr;
    field.changedByMe = mine != nullptr;
    field.mine = mine ? shown(*mine) : QString();
    return field;
}

} // namespace

std::vector<ConflictCase> conflictCases(
    const orm::ModelRegistry& registry, const ChangeSet::Compiled& compiled, const RowChangeReport& report)
{
    std::vector<ConflictCase> cases;
    for (const RowConflict& conflict : report.conflicts) {
        const size_t at = size_t(conflict.change);
        const RowChange& change = compiled.changes[at];
        const RowPtr& row = compiled.written[at];
        // Its values and its links may be several changes of one row.
        auto found =
            std::find_if(cases.begin(), cases.end(), [&](const ConflictCase& known) { return known.row == row; });
        if (found == cases.end()) {
            ConflictCase fresh;
            fresh.row = row;
            fresh.intent = intentOf(change, compiled.rows[at], row);
            const RowObject& named = fresh.intent == ConflictCase::Intent::Unlink ? *compiled.rows[at] : *row;
            const QString what = rowNoun(registry.at(row->model)) + u' ' + rowLabel(registry, named);
            fresh.title = what;
            fresh.gone = !conflict.now;
            fresh.now = conflict.now.value_or(std::vector<orm::Value>());
            found = cases.insert(cases.end(), std::move(fresh));
        }
        if (!conflict.now)
            continue;
        const std::vector<orm::Attribute>& attributes = registry.at(row->model).attributes;
        for (size_t i = 0; i < attributes.size(); ++i) {
            ConflictCase::Field field = fieldOf(attributes[i], i, change, conflict, *row);
            if (!field.changedByThem && !field.changedByMe)
                continue;
            const auto known = std::find_if(found->fields.begin(), found->fields.end(),
                [&](const ConflictCase::Field& other) { return other.attribute == field.attribute; });
            if (known == found->fields.end())
                found->fields.push_back(std::move(field));
            else if (field.changedByMe)
                *known = std::move(field);
        }
    }
    return cases;
}

void settleConflict(ChangeSet& changes, const ConflictCase& conflict, const ConflictDecision& decision)
{
    const RowPtr& row = conflict.row;
    if (conflict.gone) {
        const bool again = decision.insist && conflict.intent == ConflictCase::Intent::Change;
        const ChangeSet::Step step(changes);
        if (again)
            changes.addCopy(*row);
        changes.forget(row);
        return;
    }
    changes.takeAsSeen(row, conflict.now);
    const ChangeSet::Step step(changes);
    if (conflict.intent != ConflictCase::Intent::Change) {
        if (!decision.insist)
            changes.forget(row);
        return;
    }
    for (const QString& attribute : decision.theirs)
        changes.withdraw(row, attribute);
}

} // namespace conjoin::ui
