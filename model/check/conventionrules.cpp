// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"
#include "model/naming/namingpolicy.h"

/// convention.plural-model  hint  a drawn model in the plural: a model is one row, its table is many
/// convention.mixed-style   hint  drawn columns in snake_case beside others in camelCase
namespace conjoin::model {

namespace {

bool isSnakeCase(const QString& name)
{
    return name.contains(u'_') && name == name.toLower();
}

bool isCamelCase(const QString& name)
{
    return !name.contains(u'_') && !name.isEmpty() && name[0].isLower() && name != name.toLower();
}

} // namespace

void checkConventions(Findings& findings)
{
    const NamingPolicy& naming = findings.document().settings.naming;
    for (const Table& table : findings.schema().tables) {
        if (table.keyPolicy != Table::KeyPolicy::Automatic)
            continue; // what was read is as it is
        const QString singular = singularName(naming, table.name);
        const bool isPlural = singular != table.name && pluralName(naming, singular) == table.name;
        if (naming.pluralTables && table.sqlName.isEmpty() && isPlural)
            findings.add(Severity::Hint,
                message("convention.plural-model",
                    "a model is one row: \"%1\"; its table is called \"%2\" by itself",
                    {singular, tableNameFor(naming, singular)}),
                table, message("mend.singular", "call it \"%1\"", {singular}));
        const Column* snake = nullptr;
        const Column* camel = nullptr;
        for (const Column& column : table.columns) {
            snake = !snake && isSnakeCase(column.name) ? &column : snake;
            camel = !camel && isCamelCase(column.name) ? &column : camel;
        }
        if (snake && camel)
            findings.add(Severity::Hint,
                message("convention.mixed-style", "\"%1\" and \"%2\" follow two different styles",
                    {camel->name, snake->name}),
                table, message("mend.style", "write both alike"));
    }
}

} // namespace conjoin::model
