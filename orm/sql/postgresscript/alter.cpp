// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresscript/reader.h"

/// ALTER TABLE.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Deferrable;

namespace {

/// Replaces one clause of `STORAGE EXTERNAL COMPRESSION lz4`.
void setClause(model::Rare<QString>& extra, const QString& word, const QString& value)
{
    QStringList words = extra->split(u' ', Qt::SkipEmptyParts);
    if (const qsizetype at = words.indexOf(word); at >= 0)
        words.remove(at, 2);
    if (!value.isEmpty())
        words << word << value;
    extra = words.join(u' ');
}

/// How a setting that the model does not know is called; empty = it is about a trigger or a rule.
QString settingName(PgQuery__AlterTableType type)
{
    switch (type) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRowSecurity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRowSecurity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ForceRowSecurity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_NoForceRowSecurity:
        return QStringLiteral("row level security");
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ReplicaIdentity:
        return QStringLiteral("replica identity");
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropCluster:
        return QStringLiteral("cluster");
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddOf:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropOf:
        return QStringLiteral("type");
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableAlwaysTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableReplicaTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRule:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableAlwaysRule:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableReplicaRule:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRule:
        return {};
    default:
        return QStringLiteral("options");
    }
}

Deferrable deferrableOf(const PgQuery__Constraint& constraint)
{
    if (constraint.initdeferred)
        return Deferrable::InitiallyDeferred;
    return constraint.deferrable ? Deferrable::InitiallyImmediate : Deferrable::No;
}

} // namespace

void Reader::alterTable(PgQuery__AlterTableStmt& alter)
{
    const List commands(alter.n_cmds, alter.cmds);
    const auto onlyOwners = std::all_of(commands.begin(), commands.end(), [](const Node* node) {
        return node->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner;
    });
    if (onlyOwners) {
        ++ignored_[QStringLiteral("OWNER TO")];
        return;
    }
    Node whole = PG_QUERY__NODE__INIT;
    whole.node_case = PG_QUERY__NODE__NODE_ALTER_TABLE_STMT;
    whole.alter_table_stmt = &alter;
    const QString relation = text(alter.relation->relname);
    Table* table = catalog_.table(*alter.relation);
    if (table) {
        only_ = !alter.relation->inh;
        for (Node* command : commands)
            alterTable(*table, *command->alter_table_cmd, &whole);
        return;
    }
    if (temporary_.contains(relation))
        return;
    QStringList parts{relation};
    if (*alter.relation->schemaname)
        parts.prepend(text(alter.relation->schemaname));
    if (orm::PhysicalVerbatim* view = catalog_.view(parts)) {
        orm::PhysicalVerbatim* place = view;
        const PgQuery__AlterTableCmd& first = *commands.items[0]->alter_table_cmd;
        if (first.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn) // the index comes after the view
            place = catalog_.verbatimAt(model::Verbatim::Kind::Other, {view->schema, text(first.name)});
        keepBehind(place, &whole, text(first.name));
        return;
    }
    if (orm::PhysicalVerbatim* type = catalog_.verbatim(model::Verbatim::Kind::Type, parts)) {
        alterComposite(*type, commands, &whole);
        return;
    }
    if (orm::PhysicalVerbatim* other = catalog_.verbatim(model::Verbatim::Kind::Other, parts)) {
        keepBehind(other, &whole, {}); // a foreign table, the index of a materialized view
        return;
    }
    if (const IndexPlace place = indexNamed(parts); place.index || place.key) {
        alterIndex(place, parts.last(), commands, &whole);
        return;
    }
    if (Sequence* sequence = catalog_.sequence(parts)) {
        for (const Node* command : commands) {
            const auto what = command->alter_table_cmd->subtype;
            if (what == PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged ||
                what == PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged)
                sequence->unlogged = what == PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged;
        }
        return; // nothing else that a schema holds
    }
    missing(parts.join(u'.'), alter.missing_ok);
}

void Reader::alterTable(Table& table, PgQuery__AlterTableCmd& command, Node* whole)
{
    const QString name = text(command.name);
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
        addColumn(table, *command.def->column_def, command.missing_ok);
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
        dropColumn(table, name, command.missing_ok, command.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetCompression:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
        alterColumn(table, command);
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
        addConstraint(table, *command.def->constraint);
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
        dropConstraint(
            table, name, command.missing_ok, command.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint:
        for (orm::PhysicalForeignKey& key : table.table.foreignKeys)
            key.validated = key.validated || key.name == name;
        for (orm::PhysicalCheck& check : table.table.checks)
            check.validated = check.validated || check.name == name;
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterConstraint:
        for (orm::PhysicalForeignKey& key : table.table.foreignKeys) {
            if (key.name == text(command.def->constraint->conname))
                key.deferrable = deferrableOf(*command.def->constraint);
        }
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged:
        setLogged(table, true);
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged:
        setLogged(table, false);
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions:
        if (command.def) {
            QString& extra = table.table.options.extra;
            const qsizetype at = extra.indexOf(QLatin1String("WITH ("));
            const QString before = at < 0 ? extra : extra.left(at).trimmed();
            extra =
                (before + u' ' + withOptions(at < 0 ? QString() : extra.mid(at), optionList(List(command.def))))
                    .trimmed();
        }
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit:
        if (Table* parent = catalog_.table(*command.def->range_var)) {
            inherit(table, *parent);
            table.parents.push_back(parent);
            table.table.options.inherits += qualified(parent->name());
        } else {
            missing(text(command.def->range_var->relname), false);
        }
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropInherit:
        if (Table* parent = catalog_.table(*command.def->range_var)) {
            std::erase(table.parents, parent);
            table.table.options.inherits.removeAll(qualified(parent->name()));
            for (const orm::PhysicalColumn& column : parent->table.columns) {
                if (std::none_of(table.parents.begin(), table.parents.end(),
                        [&](Table* other) { return other->column(column.name); }))
                    table.onlyInherited.remove(column.name);
            }
        }
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition: {
        const PgQuery__PartitionCmd& attach = *command.def->partition_cmd;
        QStringList parts{text(attach.name->relname)};
        if (*attach.name->schemaname)
            parts.prepend(text(attach.name->schemaname));
        if (Table* partition = catalog_.table(*attach.name))
            attachPartition(table, *partition, *attach.bound);
        else if (orm::PhysicalVerbatim* foreign = catalog_.verbatim(model::Verbatim::Kind::Other, parts))
            keepBehind(foreign, whole, {});
        else
            missing(text(attach.name->relname), false);
        break;
    }
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition:
        if (Table* partition = catalog_.table(*command.def->partition_cmd->name))
            partition->partitionOf = nullptr;
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner:
        ++ignored_[QStringLiteral("OWNER TO")];
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropOids:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigUser:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigUser:
        break; // where it lies, or what holds while data is loaded
    default:
        keepTableClause(table, command, whole);
        break;
    }
}

/// Its own sequences go with it.
void Reader::setLogged(Table& table, bool logged)
{
    table.table.options.unlogged = !logged;
    for (const auto& sequence : catalog_.sequences) {
        if (sequence->owner == &table)
            sequence->unlogged = !logged;
    }
}

void Reader::keepTableClause(Table& table, PgQuery__AlterTableCmd& command, Node* whole)
{
    // Said as a statement of its own: the others of the same ALTER TABLE were read.
    PgQuery__AlterTableStmt one = *whole->alter_table_stmt;
    Node node = PG_QUERY__NODE__INIT;
    node.node_case = PG_QUERY__NODE__NODE_ALTER_TABLE_CMD;
    node.alter_table_cmd = &command;
    Node* commands[] = {&node};
    one.n_cmds = 1;
    one.cmds = commands;
    Node statement = PG_QUERY__NODE__INIT;
    statement.node_case = PG_QUERY__NODE__NODE_ALTER_TABLE_STMT;
    statement.alter_table_stmt = &one;
    const bool alone = whole->alter_table_stmt->n_cmds == 1;
    QStringList needs;
    qualify(&statement, false, &needs);
    QString sql = statementText(&statement);
    if (sql.isEmpty() && alone)
        sql = QString::fromUtf8(now_->text).trimmed();
    if (sql.isEmpty()) {
        warn("script.alter", "a part of this ALTER TABLE can't be put into words again; it was left out");
        return;
    }
    keepSetting(table, settingName(command.subtype), sql, command.name);
}

void Reader::keepSetting(Table& table, const QString& setting, const QString& sql, const char* rule)
{
    const QString owner = table.name().key();
    // Whether a trigger or a rule fires belongs to it.
    for (orm::PhysicalVerbatim& verbatim : catalog_.verbatims) {
        if (setting.isEmpty() && verbatim.table == owner && verbatim.name == text(rule) &&
            (verbatim.kind == model::Verbatim::Kind::Trigger || verbatim.kind == model::Verbatim::Kind::Rule)) {
            verbatim.sql += QStringLiteral(";\n") + sql;
            return;
        }
    }
    if (setting.isEmpty()) {
        missing(text(rule), false);
        return;
    }
    for (orm::PhysicalVerbatim& verbatim : catalog_.verbatims) {
        if (verbatim.table == owner && verbatim.name == setting && setting == u"row level security") {
            verbatim.sql += QStringLiteral(";\n") + sql;
            return;
        }
    }
    keep(model::Verbatim::Kind::Other, {table.table.schema, setting}, sql, {}, owner);
}

void Reader::alterColumn(Table& table, PgQuery__AlterTableCmd& command)
{
    const QString name = text(command.name);
    orm::PhysicalColumn* column = table.column(name);
    if (!column) {
        missing(table.name().key() + u'.' + name, false);
        return;
    }
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
        setDefault(table, *column, command.def);
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
        column->nullable = true;
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
        column->nullable = false;
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression:
        column->generated = {};
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetOptions: {
        const QString options = optionList(List(command.def)); // of each column's own, as `WITH (a='1')`
        setClause(column->extra, QStringLiteral("OPTIONS"),
            options.mid(5).remove(u'\'').replace(QStringLiteral(", "), QStringLiteral(",")));
        break;
    }
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics:
        setClause(column->extra, QStringLiteral("STATISTICS"),
            command.def && command.def->node_case == PG_QUERY__NODE__NODE_INTEGER &&
                    command.def->integer->ival >= 0
                ? QString::number(command.def->integer->ival)
                : QString());
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage:
        setClause(column->extra, QStringLiteral("STORAGE"), stringOf(command.def).toUpper());
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetCompression:
        setClause(column->extra, QStringLiteral("COMPRESSION"), stringOf(command.def));
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType: {
        PgQuery__ColumnDef& definition = *command.def->column_def;
        QStringList needs;
        // A default stays what it is, which the catalog shows: a constant of the old type.
        const bool literal = column->defaultValue.kind == model::DefaultValue::Kind::Literal;
        const QString value = literal
                                  ? orm::postgres::shownLiteral(column->defaultValue.text, baseOf(column->type))
                                  : dialect_.defaultText(column->defaultValue, column->type);
        column->type = dataType(definition.type_name, &needs);
        column->defaultValue = dialect_.defaultOf(value, column->type);
        table.needs[name] += needs;
        column->collation =
            definition.coll_clause
                ? collation(List(definition.coll_clause->n_collname, definition.coll_clause->collname))
                : QString();
        break;
    }
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity: {
        const PgQuery__Constraint& identity = *command.def->constraint;
        makeIdentity(table, *column, text(identity.generated_when), List(identity.n_options, identity.options));
        break;
    }
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetIdentity:
        for (Node* node : List(command.def)) {
            if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM &&
                text(node->def_elem->defname) == u"generated" && node->def_elem->arg)
                column->identity = node->def_elem->arg->integer->ival == 'a' ? model::Identity::Always
                                                                             : model::Identity::ByDefault;
        }
        if (Sequence* sequence = table.sequences.value(name))
            readSequenceOptions(sequence->options, List(command.def), {});
        break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
        dropIdentity(table, *column);
        break;
    default:
        break;
    }
    for (Table* child : heirs(&table)) {
        const bool inherited = command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType ||
                               command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull ||
                               command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull ||
                               command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage ||
                               command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics ||
                               command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression ||
                               command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault;
        if (inherited && child->column(name))
            alterColumn(*child, command);
    }
}

void Reader::addColumn(Table& table, PgQuery__ColumnDef& definition, bool ifNotExists)
{
    const QString name = text(definition.colname);
    if (table.column(name)) {
        if (!ifNotExists)
            warn("script.column.exists", "\"%1\" has two columns called \"%2\"; the second was passed over",
                {table.name().key(), name});
        return;
    }
    Pending pending;
    column(table, definition, pending);
    addPending(table, pending);
    passOn(table, name);
}

/// The new column of a table to those that inherit from it, down to the last.
void Reader::passOn(const Table& table, const QString& name)
{
    for (Table* child : heirs(&table)) {
        if (child->column(name))
            continue;
        child->table.columns.push_back(*table.table.column(name));
        child->table.columns.back().identity = model::Identity::None;
        child->onlyInherited.insert(name);
        if (Sequence* sequence = table.sequences.value(name))
            child->sequences.insert(name, sequence);
        passOn(*child, name);
    }
}

/// What is kept to the letter and names a column that goes with all that needs it.
void Reader::dropUsersOf(const Table& table, const QString& column)
{
    const QString key = table.name().key();
    const auto uses = [&](const orm::PhysicalVerbatim& verbatim) {
        bool found = false;
        if (verbatim.table != key && !verbatim.dependsOn.contains(key))
            return false;
        for (const PostgresScript::Statement& inner : splitPostgresScript(verbatim.sql.toUtf8()).statements) {
            const auto tree = Tree::parse(inner.text);
            if (!tree || inner.depth >= deepest)
                continue;
            forEachMessage(tree->statement(), [&](ProtobufCMessage* message) {
                if (auto* reference = as<PgQuery__ColumnRef>(message, pg_query__column_ref__descriptor)) {
                    const Node* last = reference->fields[reference->n_fields - 1];
                    found = found || last->node_case == PG_QUERY__NODE__NODE_A_STAR || stringOf(last) == column;
                } else if (auto* part = as<PgQuery__StatsElem>(message, pg_query__stats_elem__descriptor)) {
                    found = found || text(part->name) == column;
                } else if (auto* made =
                               as<PgQuery__CreateTrigStmt>(message, pg_query__create_trig_stmt__descriptor)) {
                    found = found || names(List(made->n_columns, made->columns)).contains(column);
                }
            });
        }
        return found;
    };
    for (size_t i = catalog_.verbatims.size(); i-- > 0;) {
        if (i >= catalog_.verbatims.size() || !uses(catalog_.verbatims[i]))
            continue;
        const Name name{catalog_.verbatims[i].schema, catalog_.verbatims[i].name};
        catalog_.verbatims.erase(catalog_.verbatims.begin() + std::ptrdiff_t(i));
        catalog_.release(name);
        dropDependants(name.key(), true);
    }
}

void Reader::dropColumn(Table& table, const QString& name, bool ifExists, bool cascade)
{
    if (!table.column(name)) {
        missing(table.name().key() + u'.' + name, ifExists);
        return;
    }
    const auto usesColumn = [&](const std::vector<orm::PhysicalKeyPart>& parts, const QStringList& include) {
        return include.contains(name) ||
               std::any_of(parts.begin(), parts.end(), [&](const orm::PhysicalKeyPart& part) {
                   return part.column == name || (!part.expression.isEmpty() && part.expression.contains(name));
               });
    };
    orm::PhysicalTable& physical = table.table;
    QStringList constraints;
    if (physical.primaryKey && usesColumn(physical.primaryKey->parts, physical.primaryKey->include))
        constraints += physical.primaryKey->name;
    for (const orm::PhysicalKey& key : physical.uniqueKeys) {
        if (usesColumn(key.parts, key.include))
            constraints += key.name;
    }
    for (const orm::PhysicalForeignKey& key : physical.foreignKeys) {
        if (key.columns.contains(name))
            constraints += key.name;
    }
    for (const orm::PhysicalCheck& check : physical.checks) {
        const auto tree = Tree::parse("SELECT " + check.expression.toUtf8());
        bool uses = false;
        if (tree) {
            forEachMessage(tree->statement(), [&](ProtobufCMessage* message) {
                if (auto* reference = as<PgQuery__ColumnRef>(message, pg_query__column_ref__descriptor))
                    uses = uses || names(List(reference->n_fields, reference->fields)).contains(name);
            });
        }
        if (uses)
            constraints += check.name;
    }
    for (const QString& constraint : constraints)
        dropConstraint(table, constraint, true, cascade);
    if (cascade)
        dropUsersOf(table, name);
    std::erase_if(physical.indexes, [&](const orm::PhysicalIndex& index) {
        const bool gone = usesColumn(index.parts, index.include);
        if (gone)
            catalog_.release({physical.schema, index.name});
        return gone;
    });
    if (Sequence* sequence = table.sequences.value(name); sequence && sequence->owner == &table)
        catalog_.drop(sequence);
    table.sequences.remove(name);
    table.needs.remove(name);
    std::erase_if(physical.columns, [&](const orm::PhysicalColumn& column) { return column.name == name; });
    for (Table* child : heirs(&table)) {
        if (child->column(name))
            dropColumn(*child, name, true, cascade);
    }
}

} // namespace conjoin::sql::pgscript
