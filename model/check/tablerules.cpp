// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/asciifold.h"
#include "model/check/findings.h"

#include <QHash>

/// table.name-empty       error    a table without a name
/// table.name-duplicate   error    two models that are one table in the database
/// table.name-case-collision  warning  the same but for the letter case: SQLite and some MySQL servers see one
/// table.name-reserved    hint     a word of SQL
/// table.no-columns       hint     nothing but a derived key; an error where not even that is derived and the
///                                 engine has no such tables
/// table.no-primary-key   hint     a table that was read and has no key: its rows can't be told apart
namespace conjoin::model {

namespace {

Message renameMend()
{
    return message("mend.rename", "give it another name");
}

QString sqlNameOf(const Document& document, const Table& table)
{
    return table.sqlName.isEmpty() ? tableNameFor(document.settings.naming, table.name) : table.sqlName;
}

bool hasReferenceFrom(const Schema& schema, TableId table)
{
    for (const Reference& reference : schema.references) {
        if (reference.from == table)
            return true;
    }
    return false;
}

void checkTableNames(Findings& findings)
{
    struct Seen {
        const Table* table;
        QString name;
    };
    QHash<QString, Seen> seen; // by schema and name, letter case folded
    for (const Table& table : findings.schema().tables) {
        if (table.name.trimmed().isEmpty() && table.sqlName.isEmpty()) {
            findings.add(
                Severity::Error, message("table.name-empty", "a table has no name"), table, renameMend());
            continue;
        }
        const QString name = sqlNameOf(findings.document(), table);
        const QString place = table.sqlSchema + QChar(0) + name.toCaseFolded();
        const auto other = seen.constFind(place);
        if (other == seen.cend())
            seen.insert(place, {&table, name});
        else if (other->name == name)
            findings.add(Severity::Error,
                message("table.name-duplicate", "\"%1\" and \"%2\" are both the table \"%3\" in the database",
                    {other->table->name, table.name, name}),
                table, message("mend.table-name", "rename one, or give one a table name of its own"));
        else if (!findings.engine().foldsTableNames || asciiFolded(other->name) == asciiFolded(name))
            findings.add(findings.engine().foldsTableNames ? Severity::Error : Severity::Warning,
                message("table.name-case-collision",
                    "tables \"%1\" and \"%2\" differ only in letter case; "
                    "SQLite and some MySQL servers see one table",
                    {other->name, name}),
                table, message("mend.table-name", "rename one, or give one a table name of its own"));
        if (findings.isReserved(name))
            findings.add(Severity::Hint,
                message("table.name-reserved",
                    "\"%1\" is a word of %2: everyone who writes queries must quote it",
                    {name, findings.language()}),
                table, renameMend());
    }
}

void checkContents(Findings& findings, const Table& table)
{
    const auto isJunction = [&] { return linkOfJunction(findings.schema(), table.id) != nullptr; };
    const bool isBare =
        table.columns.empty() && !isJunction() && !hasReferenceFrom(findings.schema(), table.id);
    if (isBare && (table.keyPolicy == Table::KeyPolicy::Automatic))
        findings.add(Severity::Hint, message("table.no-columns", "the table has no column but its derived key"),
            table, message("mend.add-column", "add a column"));
    else if (isBare)
        findings.add(findings.engine().emptyTables ? Severity::Hint : Severity::Error,
            message("table.no-columns", "the table has no column"), table,
            message("mend.add-column", "add a column"));
    const bool hasNoKey = !table.primaryKey && table.uniqueKeys.empty() && !table.columns.empty();
    if (hasNoKey && table.keyPolicy == Table::KeyPolicy::AsIs && !isJunction())
        findings.add(Severity::Hint,
            message("table.no-primary-key", "the table has no key: two equal rows can't be told apart"), table,
            message("mend.add-primary-key", "make a column the primary key"));
}

} // namespace

void checkTables(Findings& findings)
{
    checkTableNames(findings);
    for (const Table& table : findings.schema().tables)
        checkContents(findings, table);
}

} // namespace conjoin::model
