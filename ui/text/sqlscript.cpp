// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/sqlscript.h"

#include "orm/translate/translate.h"
#include "ui/session/selection.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

/// The table whose statement an object is part of: a many-to-many link lives in its junction, a reference in
/// the table that holds its key.
TableId homeOf(const model::Schema& schema, const ObjectRef& object)
{
    if (const auto* reference = std::get_if<ReferenceId>(&object)) {
        const model::Reference* found = schema.references.find(*reference);
        return found ? found->from : TableId();
    }
    if (const auto* link = std::get_if<LinkId>(&object)) {
        const model::ManyToMany* found = schema.links.find(*link);
        return found ? found->junction : TableId();
    }
    return tableHolding(schema, object);
}

/// What makes `made` makes `object`, or a part of its table.
bool belongsTo(const model::Schema& schema, const ObjectRef& made, const ObjectRef& object)
{
    if (made == object)
        return made.index() != 0;
    const TableId home = homeOf(schema, object);
    return home && homeOf(schema, made) == home;
}

} // namespace

const SqlScript::Part* SqlScript::partAtLine(int line) const
{
    const auto it = std::ranges::find_if(
        parts, [line](const Part& part) { return line >= part.firstLine && line <= part.lastLine; });
    return it == parts.end() ? nullptr : &*it;
}

SqlScript sqlScript(const orm::Dialect& dialect, const std::vector<orm::Statement>& statements)
{
    SqlScript script;
    script.text = dialect.script(statements);
    script.dialect = dialect.name();
    qsizetype from = 0;
    int line = 0;
    for (const orm::Statement& statement : statements) {
        const qsizetype at = script.text.indexOf(statement.sql, from);
        if (at < 0)
            continue; // written in another way; nothing leads there
        line += int(QStringView(script.text).mid(from, at - from).count(u'\n'));
        const int height = int(statement.sql.count(u'\n'));
        script.parts.push_back({line, line + height, statement.object});
        line += height;
        from = at + statement.sql.size();
    }
    return script;
}

Result<SqlScript> createScript(
    const model::Document& document, const QString& name, const std::vector<ObjectRef>& only)
{
    const auto dialect = orm::dialectNamed(name.isEmpty() ? document.settings.dialect : name);
    if (!dialect)
        return failure(dialect);
    auto derivation = orm::deriveFor(document, **dialect);
    if (!derivation)
        return failure(derivation);
    orm::DdlOptions options;
    options.ifNotExists = true;
    std::vector<orm::Statement> statements = (*dialect)->createSchema(*derivation, options);
    Diagnostics hazards = std::move(derivation->diagnostics);
    if (!only.empty()) {
        const auto wanted = [&](const ObjectRef& object) {
            return std::ranges::any_of(
                only, [&](const ObjectRef& one) { return belongsTo(document.schema, object, one); });
        };
        std::erase_if(statements, [&](const orm::Statement& one) { return !wanted(one.object); });
        std::erase_if(hazards, [&](const Diagnostic& one) { return !wanted(one.object); });
    }
    SqlScript script = sqlScript(**dialect, statements);
    script.hazards = std::move(hazards);
    return script;
}

std::vector<const SqlScript::Part*> partsOf(
    const SqlScript& script, const model::Schema& schema, const ObjectRef& object)
{
    std::vector<const SqlScript::Part*> found;
    if (object.index() == 0)
        return found; // settings that a script begins with are nobody's
    for (const SqlScript::Part& part : script.parts) {
        if (belongsTo(schema, part.object, object))
            found.push_back(&part);
    }
    return found;
}

ObjectRef selectableOf(const model::Schema& schema, const ObjectRef& object)
{
    if (!std::holds_alternative<IndexId>(object) && !std::holds_alternative<TableId>(object))
        return object;
    const TableId table = homeOf(schema, object);
    if (table.isNull())
        return {};
    const model::ManyToMany* link = model::linkOfJunction(schema, table);
    return link ? ObjectRef(link->id) : ObjectRef(table);
}

} // namespace conjoin::ui
