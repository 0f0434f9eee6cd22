// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// DROP.
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
    QStringList parts = namesOf(object);
    if (parts.isEmpty())
        parts += QString::fromUtf8(now_->text).section(u' ', -1); // no list of names: a cast
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
        gone = dropVerbatim(kept(kind, object));
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

} // namespace conjoin::sql::pgscript
