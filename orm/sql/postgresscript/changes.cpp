// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// DROP, RENAME and SET SCHEMA.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Verbatim;

namespace {

std::optional<Verbatim::Kind> verbatimKind(PgQuery__ObjectType type)
{
    switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
        return Verbatim::Kind::View;
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
        return Verbatim::Kind::MaterializedView;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
        return Verbatim::Kind::Type;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
        return Verbatim::Kind::Trigger;
    case PG_QUERY__OBJECT_TYPE__OBJECT_RULE:
        return Verbatim::Kind::Rule;
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY:
        return Verbatim::Kind::Policy;
    default:
        return {};
    }
}

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

void Reader::dropDependants(const QString& key, bool cascade)
{
    if (!cascade)
        return;
    for (size_t i = 0; i < catalog_.verbatims.size(); ++i) {
        const orm::PhysicalVerbatim verbatim = catalog_.verbatims[i];
        if (!verbatim.dependsOn.contains(key))
            continue;
        catalog_.verbatims.erase(catalog_.verbatims.begin() + std::ptrdiff_t(i));
        catalog_.release({verbatim.schema, verbatim.name});
        dropDependants(model::objectKey(verbatim.schema, verbatim.name), true);
        i = size_t(-1); // what comes before may be gone too
    }
}

void Reader::dropSchema(const QString& name)
{
    const QString schema = name == dialect_.capabilities().defaultSchema ? QString() : name;
    std::vector<Table*> gone;
    for (const auto& table : catalog_.tables) {
        if (table->table.schema == schema && !table->partitionOf)
            gone.push_back(table.get());
    }
    for (Table* table : gone) {
        dropDependants(table->name().key(), true);
        catalog_.drop(table);
    }
    for (size_t i = catalog_.sequences.size(); i-- > 0;) {
        if (catalog_.sequences[i]->name.schema == schema)
            catalog_.drop(catalog_.sequences[i].get());
    }
    std::erase_if(catalog_.types, [&](const orm::PhysicalUserType& type) { return type.schema == schema; });
    std::erase_if(catalog_.verbatims, [&](const orm::PhysicalVerbatim& verbatim) {
        const bool itself = verbatim.kind == Verbatim::Kind::Namespace && verbatim.name == name;
        const bool inside = verbatim.kind != Verbatim::Kind::Namespace && verbatim.schema == schema;
        if (inside)
            catalog_.release({verbatim.schema, verbatim.name});
        return itself || inside;
    });
}

bool Reader::dropPart(PgQuery__ObjectType kind, const QStringList& parts)
{
    const QStringList relation = parts.mid(0, parts.size() - 1);
    const Table* table = catalog_.table(relation);
    const orm::PhysicalVerbatim* view = table ? nullptr : catalog_.view(relation);
    if (!table && !view)
        return false;
    const QString owner = table ? table->name().key() : model::objectKey(view->schema, view->name);
    return std::erase_if(catalog_.verbatims, [&](const orm::PhysicalVerbatim& verbatim) {
        return verbatim.kind == *verbatimKind(kind) && verbatim.table == owner && verbatim.name == parts.last();
    }) > 0;
}

void Reader::dropOne(PgQuery__ObjectType kind, Node* object, bool ifExists, bool cascade)
{
    const QStringList parts = namesOf(object);
    if (parts.isEmpty())
        return;
    const auto dropVerbatim = [&](orm::PhysicalVerbatim* verbatim) {
        if (!verbatim)
            return false;
        const Name name{verbatim->schema, verbatim->name};
        const Verbatim::Kind what = verbatim->kind;
        std::erase_if(catalog_.verbatims, [&](const orm::PhysicalVerbatim& entry) {
            return entry.kind == what && entry.schema == name.schema && entry.name == name.name;
        });
        catalog_.release(name);
        dropDependants(name.key(), cascade);
        return true;
    };
    bool gone = false;
    switch (kind) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
        if (Table* table = catalog_.table(parts)) {
            dropDependants(table->name().key(), cascade);
            catalog_.drop(table);
            gone = true;
        }
        gone = gone || temporary_.remove(parts.last());
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: {
        const IndexPlace place = indexNamed(parts);
        if (place.index) {
            catalog_.release({place.table->table.schema, place.index->name});
            auto& indexes = place.table->table.indexes;
            indexes.erase(indexes.begin() + (place.index - indexes.data()));
            gone = true;
        } else {
            gone = dropVerbatim(catalog_.verbatim(Verbatim::Kind::Other, parts));
        }
        break;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
        if (Sequence* sequence = catalog_.sequence(parts)) {
            catalog_.drop(sequence);
            gone = true;
        }
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN:
        if (orm::PhysicalUserType* type = catalog_.type(parts)) {
            const QString key = model::objectKey(type->schema, type->name);
            catalog_.types.erase(catalog_.types.begin() + (type - catalog_.types.data()));
            dropDependants(key, cascade);
            gone = true;
        } else {
            gone = dropVerbatim(catalog_.verbatim(Verbatim::Kind::Type, parts));
        }
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
        gone = dropVerbatim(catalog_.verbatim(*verbatimKind(kind), parts));
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE: {
        const PgQuery__ObjectWithArgs& routine = *object->object_with_args;
        if (routine.args_unspecified) {
            const auto all = catalog_.routines(parts);
            gone = dropVerbatim(all.empty() ? nullptr : all.front());
        } else {
            QStringList whole = parts;
            whole.last() = signature(routine);
            gone = dropVerbatim(catalog_.verbatim(Verbatim::Kind::Routine, whole));
        }
        break;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
    case PG_QUERY__OBJECT_TYPE__OBJECT_RULE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY:
        gone = parts.size() > 1 && dropPart(kind, parts);
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA:
        gone = parts.first() == dialect_.capabilities().defaultSchema ||
               catalog_.verbatimAt(Verbatim::Kind::Namespace, {{}, parts.first()});
        dropSchema(parts.first());
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION:
        gone = std::erase_if(catalog_.verbatims, [&](const orm::PhysicalVerbatim& verbatim) {
            return verbatim.kind == Verbatim::Kind::Extension && verbatim.name == parts.first();
        }) > 0;
        break;
    default:
        gone = dropVerbatim(catalog_.verbatim(Verbatim::Kind::Other, parts));
        break;
    }
    if (!gone)
        missing(parts.join(u'.'), ifExists);
}

void Reader::drop(PgQuery__DropStmt& statement)
{
    const bool cascade = statement.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    for (Node* object : List(statement.n_objects, statement.objects))
        dropOne(statement.remove_type, object, statement.missing_ok, cascade);
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
    for (orm::PhysicalColumn& other : physical.columns)
        renameInText(other.generated.expression, from, to);
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
    sortForeignKeys(physical);
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
        const QString old = table->name().key();
        for (const orm::PhysicalVerbatim& verbatim : catalog_.verbatims) {
            if (verbatim.dependsOn.contains(old))
                warn("script.rename", "\"%1\" uses \"%2\", which is renamed; its text still has the old name",
                    {verbatim.name, old});
        }
        catalog_.rename(*table, {table->table.schema, name});
        return true;
    }
    if (Sequence* sequence = catalog_.sequence(parts)) {
        catalog_.rename(*sequence, {sequence->name.schema, name});
        return true;
    }
    if (renameIndex(parts, name))
        return true;
    return false;
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
        else if (catalog_.view(parts))
            unknownTo(QStringLiteral("RENAME COLUMN of a view"));
        else
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
        if (renameRelation(statement, to))
            return;
        if (catalog_.view(parts))
            unknownTo(QStringLiteral("RENAME of a view"));
        else
            missing(parts.join(u'.'), statement.missing_ok);
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
            type->name = to;
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
        break;
    }
    unknownTo(QStringLiteral("RENAME TO ") + to);
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
            for (const auto& sequence : catalog_.sequences) {
                if (sequence->owner == table)
                    catalog_.rename(*sequence, {schema, sequence->name.name});
            }
            return;
        }
        if (Sequence* sequence = catalog_.sequence(parts)) {
            catalog_.rename(*sequence, {schema, sequence->name.name});
            return;
        }
    } else if (orm::PhysicalUserType* type = catalog_.type(parts)) {
        for (const auto& table : catalog_.tables) {
            for (orm::PhysicalColumn& column : table->table.columns) {
                if (column.type.kind == model::TypeKind::Named && column.type.schema == type->schema &&
                    column.type.native == type->name)
                    column.type.schema = schema;
            }
        }
        type->schema = schema;
        return;
    }
    unknownTo(QStringLiteral("SET SCHEMA of ") + parts.join(u'.'));
}

} // namespace conjoin::sql::pgscript
