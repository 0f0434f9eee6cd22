// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// Constraints of tables: when they are made, checks, foreign keys, and their end.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Deferrable;

namespace {

Deferrable deferrableOf(bool deferrable, bool deferred)
{
    if (deferred)
        return Deferrable::InitiallyDeferred;
    return deferrable ? Deferrable::InitiallyImmediate : Deferrable::No;
}

model::Action actionOf(const char* letter)
{
    switch (letter ? *letter : 'a') {
    case 'r':
        return model::Action::Restrict;
    case 'c':
        return model::Action::Cascade;
    case 'n':
        return model::Action::SetNull;
    case 'd':
        return model::Action::SetDefault;
    default:
        return model::Action::NoAction;
    }
}

QStringList columnsOf(const orm::PhysicalKey& key)
{
    QStringList columns;
    for (const orm::PhysicalKeyPart& part : key.parts)
        columns += part.column;
    return columns;
}

/// The columns that an expression of a table names, each once.
QStringList columnsIn(Node* expression)
{
    QStringList columns;
    forEachMessage(expression, [&](ProtobufCMessage* message) {
        if (auto* reference = as<PgQuery__ColumnRef>(message, pg_query__column_ref__descriptor)) {
            const QString name =
                names(List(reference->n_fields, reference->fields)).value(qsizetype(reference->n_fields) - 1);
            if (!columns.contains(name))
                columns += name;
        }
    });
    return columns;
}

} // namespace

void Reader::tableConstraint(const PgQuery__Constraint& constraint, Pending& pending)
{
    Pending::Constraint entry{&constraint, {}, deferrableOf(constraint.deferrable, constraint.initdeferred)};
    switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
        pending.checks.push_back(entry);
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
        pending.foreignKeys.push_back(entry);
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION:
        pending.keys.push_back(entry);
        break;
    default:
        break;
    }
}

void Reader::addPending(Table& table, Pending& pending)
{
    const auto isPrimary = [](const Pending::Constraint& entry) {
        return entry.constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
    };
    for (const Pending::Constraint& entry : pending.checks)
        addCheck(table, entry);
    // The server makes the primary key first, whatever the order they are written in; then foreign keys.
    std::stable_partition(pending.keys.begin(), pending.keys.end(), isPrimary);
    for (const Pending::Constraint& entry : pending.keys) {
        if (entry.constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION)
            addExclusion(table, entry);
        else
            addKey(table, entry);
    }
    for (const Pending::Constraint& entry : pending.foreignKeys)
        addForeignKey(table, entry);
    sortForeignKeys(table.table);
}

void Reader::addCheck(Table& table, const Pending::Constraint& pending)
{
    const PgQuery__Constraint& constraint = *pending.constraint;
    QStringList columns = columnsIn(constraint.raw_expr);
    columns.removeIf([&](const QString& name) { return !table.column(name); }); // the whole row
    orm::PhysicalCheck check;
    QStringList needs;
    check.expression = expression(constraint.raw_expr, &needs);
    if (check.expression.isEmpty())
        return;
    table.needs[QString()] += needs;
    check.name = text(constraint.conname);
    if (check.name.isEmpty())
        check.name = catalog_.constraintName(table.table.schema, table.table.name,
            columns.size() == 1 ? columns.first() : QString(), QStringLiteral("check"));
    check.inherited = !constraint.is_no_inherit;
    check.validated = !constraint.skip_validation;
    catalog_.claimConstraint({table.table.schema, check.name});
    // A child may say the check of its parent again.
    std::erase_if(table.table.checks, [&](const orm::PhysicalCheck& old) { return old.name == check.name; });
    table.table.checks.push_back(check);
    for (Table* child : heirs(&table)) {
        if (child->partitionOf == &table)
            child->table.checks.push_back(check);
    }
}

void Reader::addForeignKey(Table& table, const Pending::Constraint& pending)
{
    const PgQuery__Constraint& constraint = *pending.constraint;
    orm::PhysicalForeignKey key;
    key.name = text(constraint.conname);
    key.columns = pending.column.isEmpty() ? names(List(constraint.n_fk_attrs, constraint.fk_attrs))
                                           : QStringList{pending.column};
    for (const QString& column : key.columns) {
        if (!table.column(column)) {
            missing(table.name().key() + u'.' + column, false);
            return;
        }
    }
    key.refColumns = names(List(constraint.n_pk_attrs, constraint.pk_attrs));
    const Table* target = catalog_.table(*constraint.pktable);
    const Name name = target ? target->name() : catalog_.newName(*constraint.pktable);
    key.refSchema = name.schema;
    key.refTable = name.name;
    if (!target)
        warn("script.reference.missing", "\"%1\" refers to \"%2\", which the script has not made",
            {table.name().key(), name.key()});
    else if (key.refColumns.isEmpty() && target->table.primaryKey)
        key.refColumns = columnsOf(*target->table.primaryKey);
    key.onDelete = actionOf(constraint.fk_del_action);
    key.onUpdate = actionOf(constraint.fk_upd_action);
    for (const QString& column : names(List(constraint.n_fk_del_set_cols, constraint.fk_del_set_cols))) {
        if (key.columns.contains(column))
            key.setColumns += column;
        else
            warn("script.reference.set", "ON DELETE sets \"%1\", which is no column of that key of \"%2\"",
                {column, table.name().key()});
    }
    key.match = *constraint.fk_matchtype == 'f' ? QStringLiteral("FULL") : QString();
    key.deferrable = pending.deferrable;
    key.validated = !constraint.skip_validation;
    if (key.name.isEmpty())
        key.name = catalog_.constraintName(
            table.table.schema, table.table.name, joinedColumns(key.columns), QStringLiteral("fkey"));
    catalog_.claimConstraint({table.table.schema, key.name});
    table.table.foreignKeys.push_back(std::move(key));
}

void Reader::addConstraint(Table& table, const PgQuery__Constraint& constraint)
{
    Pending pending;
    tableConstraint(constraint, pending);
    if (const QString name = text(constraint.conname); !name.isEmpty()) {
        const auto named = [&](const auto& list) {
            return std::any_of(list.begin(), list.end(), [&](const auto& entry) { return entry.name == name; });
        };
        if (named(table.table.uniqueKeys) || named(table.table.foreignKeys) || named(table.table.checks) ||
            (table.table.primaryKey && table.table.primaryKey->name == name)) {
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {name});
            return;
        }
    }
    addPending(table, pending);
}

void Reader::dropConstraint(Table& table, const QString& name, bool ifExists, bool cascade)
{
    orm::PhysicalTable& physical = table.table;
    const auto erase = [&](auto& list) {
        return std::erase_if(list, [&](const auto& entry) { return entry.name == name; }) > 0;
    };
    bool gone = false;
    QStringList keyColumns;
    const auto rememberColumns = [&](const orm::PhysicalKey& key) {
        for (const orm::PhysicalKeyPart& part : key.parts)
            keyColumns += part.column;
    };
    if (physical.primaryKey && physical.primaryKey->name == name) {
        rememberColumns(*physical.primaryKey);
        physical.primaryKey.reset();
        gone = true;
    }
    for (const orm::PhysicalKey& key : physical.uniqueKeys) {
        if (key.name == name)
            rememberColumns(key);
    }
    gone = erase(physical.uniqueKeys) || gone;
    if (gone) {
        catalog_.release({physical.schema, name});
        for (const auto& other : catalog_.tables) {
            if (!cascade)
                break;
            std::erase_if(other->table.foreignKeys, [&](const orm::PhysicalForeignKey& key) {
                return model::objectKey(key.refSchema, key.refTable) == table.name().key() &&
                       key.refColumns == keyColumns;
            });
        }
    }
    gone = erase(physical.foreignKeys) || gone;
    gone = erase(physical.checks) || gone;
    gone = std::erase_if(catalog_.verbatims,
               [&](const orm::PhysicalVerbatim& verbatim) {
                   return verbatim.kind == model::Verbatim::Kind::Constraint && verbatim.name == name &&
                          verbatim.table == table.name().key();
               }) > 0 ||
           gone;
    if (!gone) {
        missing(name, ifExists);
        return;
    }
    catalog_.releaseConstraint({physical.schema, name});
    for (Table* child : heirs(&table)) { // any other child has only what it says itself
        if (child->partitionOf == &table)
            dropConstraint(*child, name, true, cascade);
    }
}

} // namespace conjoin::sql::pgscript
