// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// RENAME and SET SCHEMA.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Verbatim;

namespace {

QStringList namesOf(Node* object)
{
    if (object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
        return names(List(object->type_name->n_names, object->type_name->names));
    if (object->node_case == PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS)
        return names(List(object->object_with_args->n_objname, object->object_with_args->objname));
    return names(List(object));
}

QStringList partsOf(const PgQuery__RangeVar& range)
{
    QStringList parts{text(range.relname)};
    if (*range.schemaname)
        parts.prepend(text(range.schemaname));
    return parts;
}

} // namespace

/// The statement itself is said behind what it renames.
bool Reader::renameKept(PgQuery__RenameStmt& statement, orm::PhysicalVerbatim* verbatim, const QString& to)
{
    if (!verbatim)
        return false;
    const Name from{verbatim->schema, verbatim->name};
    Node whole = PG_QUERY__NODE__INIT;
    whole.node_case = PG_QUERY__NODE__NODE_RENAME_STMT;
    whole.rename_stmt = &statement;
    keepBehind(verbatim, &whole, {});
    if (to.isEmpty())
        return true;
    verbatim->name = to;
    verbatim->dependsOn.removeAll(from.key());
    catalog_.release(from);
    catalog_.claim({from.schema, to});
    followName(from, {from.schema, to});
    return true;
}

/// A trigger, rule or policy.
bool Reader::renameOfTable(PgQuery__RenameStmt& statement, Verbatim::Kind kind)
{
    const QStringList parts = partsOf(*statement.relation);
    const Table* table = catalog_.table(parts);
    const orm::PhysicalVerbatim* view = table ? nullptr : catalog_.view(parts);
    if (!table && !view)
        return false;
    const QString owner = table ? table->name().key() : model::objectKey(view->schema, view->name);
    for (orm::PhysicalVerbatim& verbatim : catalog_.verbatims) {
        if (verbatim.kind == kind && verbatim.table == owner && verbatim.name == text(statement.subname)) {
            Node whole = PG_QUERY__NODE__INIT;
            whole.node_case = PG_QUERY__NODE__NODE_RENAME_STMT;
            whole.rename_stmt = &statement;
            keepBehind(&verbatim, &whole, {});
            verbatim.name = text(statement.newname);
            return true;
        }
    }
    return false;
}

void Reader::renameInText(QString& words, const QString& from, const QString& to)
{
    if (!words.contains(from))
        return;
    const auto tree = Tree::parse("SELECT " + words.toUtf8());
    if (!tree || !tree->statement() || tree->statement()->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
        return;
    bool changed = false;
    forEachMessage(tree->statement(), [&](ProtobufCMessage* message) {
        auto* reference = as<PgQuery__ColumnRef>(message, pg_query__column_ref__descriptor);
        if (!reference || reference->n_fields == 0)
            return;
        Node* last = reference->fields[reference->n_fields - 1];
        if (stringOf(last) == from) {
            setText(last->string->sval, to);
            changed = true;
        }
    });
    PgQuery__SelectStmt& select = *tree->statement()->select_stmt;
    if (changed && select.n_target_list == 1)
        words = expressionText(select.target_list[0]->res_target->val);
}

void Reader::renameColumn(Table& table, const QString& from, const QString& to)
{
    orm::PhysicalColumn* column = table.column(from);
    if (!column) {
        missing(table.name().key() + u'.' + from, false);
        return;
    }
    column->name = to;
    const auto inList = [&](QStringList& list) {
        for (QString& name : list) {
            if (name == from)
                name = to;
        }
    };
    const auto inParts = [&](std::vector<orm::PhysicalKeyPart>& parts) {
        for (orm::PhysicalKeyPart& part : parts) {
            if (part.column == from)
                part.column = to;
            renameInText(part.expression, from, to);
        }
    };
    orm::PhysicalTable& physical = table.table;
    for (orm::PhysicalColumn& other : physical.columns) {
        QString expression = other.generated.expression;
        renameInText(expression, from, to);
        other.generated.expression = expression;
    }
    if (physical.primaryKey) {
        inParts(physical.primaryKey->parts);
        inList(physical.primaryKey->include);
    }
    for (orm::PhysicalKey& key : physical.uniqueKeys) {
        inParts(key.parts);
        inList(key.include);
    }
    for (orm::PhysicalIndex& index : physical.indexes) {
        inParts(index.parts);
        inList(index.include);
        renameInText(index.where, from, to);
    }
    for (orm::PhysicalCheck& check : physical.checks)
        renameInText(check.expression, from, to);
    for (orm::PhysicalForeignKey& key : physical.foreignKeys) {
        inList(key.columns);
        inList(key.setColumns);
    }
    for (const auto& other : catalog_.tables) {
        for (orm::PhysicalForeignKey& key : other->table.foreignKeys) {
            if (key.refSchema == physical.schema && key.refTable == physical.name)
                inList(key.refColumns);
        }
    }
    if (Sequence* sequence = table.sequences.take(from)) {
        table.sequences.insert(to, sequence);
        if (sequence->owner == &table && sequence->ownerColumn == from)
            sequence->ownerColumn = to;
    }
    if (table.needs.contains(from))
        table.needs.insert(to, table.needs.take(from));
    if (table.onlyInherited.remove(from))
        table.onlyInherited.insert(to);
    sortForeignKeys(physical);
    followColumn(table, from, to);
    for (Table* child : heirs(&table)) {
        if (child->column(from))
            renameColumn(*child, from, to);
    }
}

void Reader::renameConstraint(Table& table, const QString& from, const QString& to)
{
    const QString schema = table.table.schema;
    bool found = false;
    const auto inList = [&](auto& list) {
        for (auto& entry : list) {
            if (entry.name == from) {
                entry.name = to;
                found = true;
            }
        }
    };
    if (table.table.primaryKey && table.table.primaryKey->name == from) {
        table.table.primaryKey->name = to;
        found = true;
    }
    inList(table.table.uniqueKeys);
    inList(table.table.foreignKeys);
    inList(table.table.checks);
    if (!found) {
        missing(from, false);
        return;
    }
    if (catalog_.hasRelation({schema, from})) {
        catalog_.release({schema, from});
        catalog_.claim({schema, to});
    }
    catalog_.releaseConstraint({schema, from});
    catalog_.claimConstraint({schema, to});
}

bool Reader::renameIndex(const QStringList& parts, const QString& to)
{
    const IndexPlace place = indexNamed(parts);
    if (place.key) {
        renameConstraint(*place.table, parts.last(), to);
    } else if (place.index) {
        catalog_.release({place.table->table.schema, place.index->name});
        place.index->name = to;
        catalog_.claim({place.table->table.schema, to});
    }
    return place.table != nullptr;
}

bool Reader::renameRelation(PgQuery__RenameStmt& statement, const QString& name)
{
    // ALTER TABLE renames any kind of relation.
    const QStringList parts = partsOf(*statement.relation);
    if (Table* table = catalog_.table(parts)) {
        const Name old = table->name();
        catalog_.rename(*table, {table->table.schema, name});
        followName(old, table->name());
        return true;
    }
    if (Sequence* sequence = catalog_.sequence(parts)) {
        const Name old = sequence->name;
        catalog_.rename(*sequence, {sequence->name.schema, name});
        followName(old, sequence->name);
        return true;
    }
    if (renameIndex(parts, name))
        return true;
    if (renameKept(statement, catalog_.view(parts), name))
        return true;
    return renameKept(statement, catalog_.verbatim(Verbatim::Kind::Other, parts), name);
}

void Reader::rename(PgQuery__RenameStmt& statement)
{
    const QString to = text(statement.newname);
    const QString part = text(statement.subname);
    const QStringList parts = statement.relation
                                  ? partsOf(*statement.relation)
                                  : (statement.object ? namesOf(statement.object) : QStringList{});
    switch (statement.rename_type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
        if (Table* table = catalog_.table(parts))
            renameColumn(*table, part, to);
        else if (!renameKept(statement, catalog_.view(parts), {}) &&
                 !renameKept(statement, catalog_.verbatim(Verbatim::Kind::Other, parts), {}))
            missing(parts.join(u'.'), statement.missing_ok);
        return;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT:
        if (Table* table = catalog_.table(parts))
            renameConstraint(*table, part, to);
        else
            missing(parts.join(u'.'), statement.missing_ok);
        return;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX:
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
        if (!renameRelation(statement, to))
            missing(parts.join(u'.'), statement.missing_ok);
        return;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
    case PG_QUERY__OBJECT_TYPE__OBJECT_RULE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY:
        if (!renameOfTable(statement,
                statement.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER ? Verbatim::Kind::Trigger
                : statement.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_RULE  ? Verbatim::Kind::Rule
                                                                               : Verbatim::Kind::Policy))
            missing(part, statement.missing_ok);
        return;
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE:
        if (orm::PhysicalVerbatim* routine = routineOf(parts, *statement.object->object_with_args))
            moveRoutine(*routine, {routine->schema, to});
        else
            missing(parts.join(u'.'), false);
        return;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN:
        if (orm::PhysicalUserType* type = catalog_.type(parts)) {
            const auto follow = [&](model::DataType& used) {
                if (used.kind == model::TypeKind::Named && used.schema == type->schema &&
                    used.native == type->name)
                    used.native = to;
            };
            for (const auto& table : catalog_.tables) {
                for (orm::PhysicalColumn& column : table->table.columns)
                    follow(column.type);
            }
            for (orm::PhysicalUserType& other : catalog_.types)
                follow(other.base);
            for (auto& columns : catalog_.composites) {
                for (orm::PhysicalColumn& column : columns)
                    follow(column.type);
            }
            const Name old{type->schema, type->name};
            type->name = to;
            followName(old, {old.schema, to});
            return;
        }
        if (renameKept(statement, catalog_.verbatim(Verbatim::Kind::Type, parts), to))
            return;
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_ATTRIBUTE:
        if (orm::PhysicalVerbatim* type = catalog_.verbatim(Verbatim::Kind::Type, parts)) {
            for (orm::PhysicalColumn& column :
                catalog_.composites[model::objectKey(type->schema, type->name)]) {
                if (column.name == part)
                    column.name = to;
            }
            sayComposite(*type);
            return;
        }
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT:
        if (orm::PhysicalUserType* type = catalog_.type(parts)) {
            for (orm::PhysicalCheck& check : type->checks) {
                if (check.name == part)
                    check.name = to;
            }
            return;
        }
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLESPACE:
        ++ignored_[QStringLiteral("RENAME of what is outside of a schema")];
        return;
    default:
        if (renameKept(statement, kept(statement.rename_type, statement.object), to))
            return;
        break;
    }
    unknownTo(QStringLiteral("RENAME TO ") + to);
}

bool Reader::moveKept(
    PgQuery__AlterObjectSchemaStmt& statement, orm::PhysicalVerbatim* verbatim, const QString& schema)
{
    if (!verbatim)
        return false;
    const Name from{verbatim->schema, verbatim->name};
    Node whole = PG_QUERY__NODE__INIT;
    whole.node_case = PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT;
    whole.alter_object_schema_stmt = &statement;
    keepBehind(verbatim, &whole, {});
    verbatim->schema = schema;
    verbatim->dependsOn.removeAll(from.key());
    catalog_.release(from);
    catalog_.claim({schema, from.name});
    followName(from, {schema, from.name});
    return true;
}

void Reader::setSchema(PgQuery__AlterObjectSchemaStmt& statement)
{
    const QString schema = catalog_.newName(QStringList{text(statement.newschema), {}}).schema;
    const QStringList parts = statement.relation
                                  ? partsOf(*statement.relation)
                                  : (statement.object ? namesOf(statement.object) : QStringList{});
    if (statement.relation) {
        if (Table* table = catalog_.table(parts)) {
            const Name old = table->name();
            const auto move = [&](const QString& name) {
                catalog_.release({old.schema, name});
                catalog_.claim({schema, name});
            };
            for (const orm::PhysicalIndex& index : table->table.indexes)
                move(index.name);
            if (table->table.primaryKey)
                move(table->table.primaryKey->name);
            for (const orm::PhysicalKey& key : table->table.uniqueKeys)
                move(key.name);
            catalog_.rename(*table, {schema, old.name});
            followName(old, table->name());
            for (const auto& sequence : catalog_.sequences) {
                if (sequence->owner == table)
                    catalog_.rename(*sequence, {schema, sequence->name.name});
            }
            return;
        }
        if (Sequence* sequence = catalog_.sequence(parts)) {
            const Name old = sequence->name;
            catalog_.rename(*sequence, {schema, sequence->name.name});
            followName(old, sequence->name);
            return;
        }
        if (moveKept(statement, catalog_.view(parts), schema) ||
            moveKept(statement, catalog_.verbatim(Verbatim::Kind::Other, parts), schema))
            return;
    } else if (orm::PhysicalUserType* type = catalog_.type(parts)) {
        for (const auto& table : catalog_.tables) {
            for (orm::PhysicalColumn& column : table->table.columns) {
                if (column.type.kind == model::TypeKind::Named && column.type.schema == type->schema &&
                    column.type.native == type->name)
                    column.type.schema = schema;
            }
        }
        const Name old{type->schema, type->name};
        type->schema = schema;
        followName(old, {schema, old.name});
        return;
    } else if (statement.object && statement.object->node_case == PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS &&
               statement.object_type != PG_QUERY__OBJECT_TYPE__OBJECT_OPERATOR) {
        if (orm::PhysicalVerbatim* routine = routineOf(parts, *statement.object->object_with_args))
            moveRoutine(*routine, {schema, routine->name.left(routine->name.indexOf(u'('))});
        else
            missing(parts.join(u'.'), statement.missing_ok);
        return;
    } else if (statement.object_type == PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION) {
        if (orm::PhysicalVerbatim* extension =
                catalog_.verbatimAt(Verbatim::Kind::Extension, {{}, stringOf(statement.object)})) {
            extension->sql = QStringLiteral("CREATE EXTENSION IF NOT EXISTS %1 WITH SCHEMA %2")
                                 .arg(identifier(extension->name), identifier(written(schema)));
            extensionSchemas_ += schema;
            return;
        }
    } else if (moveKept(statement, catalog_.verbatim(Verbatim::Kind::Type, parts), schema) ||
               moveKept(statement, kept(statement.object_type, statement.object), schema)) {
        return;
    }
    unknownTo(QStringLiteral("SET SCHEMA of ") + parts.join(u'.'));
}

} // namespace conjoin::sql::pgscript
