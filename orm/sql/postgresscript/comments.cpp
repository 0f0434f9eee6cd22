// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// COMMENT ON.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Verbatim;

bool Reader::commentTablePart(PgQuery__CommentStmt& comment, const QStringList& parts, const QString& words)
{
    if (parts.size() < 2)
        return false;
    const QString name = parts.last();
    const QStringList relation = parts.mid(0, parts.size() - 1);
    Table* table = catalog_.table(relation);
    Verbatim::Kind kind = Verbatim::Kind::Other;
    switch (comment.objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
        if (orm::PhysicalColumn* column = table ? table->column(name) : nullptr) {
            column->comment = words;
            return true;
        }
        {
            orm::PhysicalVerbatim* whole = catalog_.view(relation);
            if (!whole)
                whole = catalog_.verbatim(Verbatim::Kind::Type, relation);
            if (!whole)
                whole = catalog_.verbatim(Verbatim::Kind::Other, relation);
            if (!whole)
                return false;
            whole->sql += QStringLiteral(";\nCOMMENT ON COLUMN %1.%2 IS %3")
                              .arg(qualified({whole->schema, whole->name}), identifier(name),
                                  dialect_.textLiteral(words));
            return true;
        }
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT: {
        if (!table)
            return false;
        const auto say = [&](auto& list) {
            for (auto& entry : list) {
                if (entry.name == name) {
                    entry.comment = words;
                    return true;
                }
            }
            return false;
        };
        if (table->table.primaryKey && table->table.primaryKey->name == name) {
            table->table.primaryKey->comment = words;
            return true;
        }
        if (say(table->table.uniqueKeys) || say(table->table.foreignKeys) || say(table->table.checks))
            return true;
        kind = Verbatim::Kind::Constraint;
        break;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
        kind = Verbatim::Kind::Trigger;
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_RULE:
        kind = Verbatim::Kind::Rule;
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY:
        kind = Verbatim::Kind::Policy;
        break;
    default:
        return false;
    }
    const orm::PhysicalVerbatim* view = table ? nullptr : catalog_.view(relation);
    if (!table && !view)
        return false;
    const QString owner = table ? table->name().key() : model::objectKey(view->schema, view->name);
    for (orm::PhysicalVerbatim& verbatim : catalog_.verbatims) {
        if (verbatim.kind == kind && verbatim.table == owner && verbatim.name == name) {
            verbatim.comment = words;
            return true;
        }
    }
    return false;
}

void Reader::comment(PgQuery__CommentStmt& statement)
{
    const QString words = text(statement.comment);
    QStringList parts;
    Node* object = statement.object;
    if (object && object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
        parts = names(List(object->type_name->n_names, object->type_name->names));
    else if (object && object->node_case == PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS)
        parts = names(List(object->object_with_args->n_objname, object->object_with_args->objname));
    else
        parts = names(List(object));

    const auto say = [&](auto* found) {
        if (found)
            found->comment = words;
        else
            missing(parts.join(u'.'), false);
    };
    switch (statement.objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
        if (Table* table = catalog_.table(parts))
            table->table.comment = words;
        else if (!temporary_.contains(parts.value(0)))
            missing(parts.join(u'.'), false);
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
    case PG_QUERY__OBJECT_TYPE__OBJECT_RULE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY:
        if (!commentTablePart(statement, parts, words))
            missing(parts.join(u'.'), false);
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: {
        const IndexPlace place = indexNamed(parts);
        if (place.index)
            place.index->comment = words;
        else if (place.key) // its constraint has a comment of its own
            keep(Verbatim::Kind::Other,
                {place.table->table.schema, QStringLiteral("comment on index ") + parts.last()},
                QStringLiteral("COMMENT ON INDEX %1 IS %2")
                    .arg(qualified({place.table->table.schema, parts.last()}), dialect_.textLiteral(words)),
                {}, place.table->name().key());
        else if (orm::PhysicalVerbatim* ofView = catalog_.verbatim(Verbatim::Kind::Other, parts))
            ofView->sql += QStringLiteral(";\nCOMMENT ON INDEX %1 IS %2")
                               .arg(qualified({ofView->schema, ofView->name}), dialect_.textLiteral(words));
        else
            missing(parts.join(u'.'), false);
        break;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
        say(catalog_.view(parts));
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
        say(catalog_.sequence(parts));
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
        if (orm::PhysicalUserType* type = catalog_.type(parts))
            type->comment = words;
        else
            say(catalog_.verbatim(Verbatim::Kind::Type, parts));
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT: {
        const List pair(object);
        PgQuery__TypeName* domain = pair.size > 0 && pair.items[0]->node_case == PG_QUERY__NODE__NODE_TYPE_NAME
                                        ? pair.items[0]->type_name
                                        : nullptr;
        orm::PhysicalUserType* type =
            domain ? catalog_.type(names(List(domain->n_names, domain->names))) : nullptr;
        if (type) {
            for (orm::PhysicalCheck& check : type->checks) {
                if (check.name == parts.value(1))
                    check.comment = words;
            }
        }
        break;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE: {
        say(routineOf(parts, *object->object_with_args));
        break;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA:
        if (parts.value(0) == dialect_.capabilities().defaultSchema || parts.isEmpty()) {
            if (words != u"standard public schema") // else as every database has it
                keep(Verbatim::Kind::Other, {{}, QStringLiteral("comment on schema public")},
                    QString::fromUtf8(now_->text).trimmed(), {});
            break;
        }
        say(catalog_.verbatimAt(Verbatim::Kind::Namespace, {{}, parts.value(0)}));
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION: // the extension says it itself
    case PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_LARGEOBJECT:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLESPACE:
        ++ignored_[QStringLiteral("COMMENT ON what is outside of a schema")];
        break;
    default: {
        Node whole = PG_QUERY__NODE__INIT;
        whole.node_case = PG_QUERY__NODE__NODE_COMMENT_STMT;
        whole.comment_stmt = &statement;
        keepBehind(kept(statement.objtype, statement.object), &whole, parts.join(u'.'));
        break;
    }
    }
}

} // namespace conjoin::sql::pgscript
