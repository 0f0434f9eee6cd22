// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// How a new name reaches what is kept to the letter.
namespace conjoin::sql::pgscript {

using namespace pgtree;

namespace {

bool isSame(const QString& schema, const QString& name, const Name& wanted)
{
    return name == wanted.name && (schema == u"public" ? QString() : schema) == wanted.schema;
}

/// `list` names the thing with its last two or one of `size` texts.
bool namesIt(Node** list, size_t size, const Name& wanted)
{
    return size > 0 &&
           isSame(size > 1 ? stringOf(list[size - 2]) : QString(), stringOf(list[size - 1]), wanted);
}

/// Says the other name there; it may be longer or shorter by its namespace.
void nameIt(size_t& count, Node**& list, size_t size, const Name& to, const QString& written)
{
    setText(list[size - 1]->string->sval, to.name);
    if (size > 1)
        setText(list[size - 2]->string->sval, written);
    else if (!to.schema.isEmpty() && size == count)
        setQualifier(count, list, written);
}

} // namespace

/// Changes the statements of what is kept to the letter in which `change` finds something.
void Reader::rewrite(orm::PhysicalVerbatim& verbatim, const std::function<bool(Node*)>& change)
{
    QStringList statements;
    bool changed = false;
    for (const PostgresScript::Statement& inner : splitPostgresScript(verbatim.sql.toUtf8()).statements) {
        statements += QString::fromUtf8(inner.text);
        const auto tree = Tree::parse(inner.text);
        if (inner.depth >= deepest || !tree || !tree->statement() || !change(tree->statement()))
            continue;
        const QString words = statementText(tree->statement());
        if (words.isEmpty())
            warn("script.rename", "\"%1\" uses what is renamed here; its text still has the old name",
                {verbatim.name});
        else
            statements.last() = words;
        changed = changed || !words.isEmpty();
    }
    if (changed)
        verbatim.sql = statements.join(QStringLiteral(";\n"));
}

/// In what is kept to the letter, and in what anything needs.
void Reader::followName(const Name& from, const Name& to)
{
    const auto rename = [&](Node* node) {
        QSet<QString> with;
        bool changed = false;
        forEachMessage(node, [&](ProtobufCMessage* message) {
            if (auto* query = as<PgQuery__CommonTableExpr>(message, pg_query__common_table_expr__descriptor))
                with += text(query->ctename);
        });
        forEachMessage(node, [&](ProtobufCMessage* message) {
            if (auto* range = as<PgQuery__RangeVar>(message, pg_query__range_var__descriptor)) {
                if (!isSame(text(range->schemaname), text(range->relname), from) ||
                    (!*range->schemaname && with.contains(text(range->relname))))
                    return;
                setText(range->relname, to.name);
                setText(range->schemaname, to.schema);
                changed = true;
            } else if (auto* type = as<PgQuery__TypeName>(message, pg_query__type_name__descriptor)) {
                if (!namesIt(type->names, type->n_names, from))
                    return;
                nameIt(type->n_names, type->names, type->n_names, to, written(to.schema));
                changed = true;
            }
        });
        forEachMessage(node, [&](ProtobufCMessage* message) {
            auto* column = as<PgQuery__ColumnRef>(message, pg_query__column_ref__descriptor);
            if (!changed || !column || column->n_fields < 2)
                return;
            if (column->n_fields == 2 && stringOf(column->fields[0]) == from.name)
                setText(column->fields[0]->string->sval, to.name);
            else if (namesIt(column->fields, column->n_fields - 1, from))
                nameIt(column->n_fields, column->fields, column->n_fields - 1, to, written(to.schema));
        });
        return changed;
    };
    const QString key = from.key();
    const auto move = [&](QStringList& keys) {
        for (QString& needed : keys) {
            if (needed == key)
                needed = to.key();
        }
    };
    for (orm::PhysicalVerbatim& verbatim : catalog_.verbatims) {
        if (verbatim.dependsOn.contains(key) || verbatim.table == key || verbatim.table == to.key())
            rewrite(verbatim, rename);
        move(verbatim.dependsOn);
        if (verbatim.table == key)
            verbatim.table = to.key();
    }
    for (const auto& table : catalog_.tables) {
        for (QStringList& needs : table->needs)
            move(needs);
    }
}

/// A view that uses the column keeps the name by which it shows it.
void Reader::followColumn(const Table& table, const QString& from, const QString& to)
{
    const QString key = table.name().key();
    for (orm::PhysicalVerbatim& verbatim : catalog_.verbatims) {
        if (!verbatim.dependsOn.contains(key) && verbatim.table != key)
            continue;
        rewrite(verbatim, [&](Node* node) {
            QSet<QString> own{table.table.name, QStringLiteral("new"), QStringLiteral("old")};
            bool alone = true; // no other relation could be meant by the bare name
            forEachMessage(node, [&](ProtobufCMessage* message) {
                auto* range = as<PgQuery__RangeVar>(message, pg_query__range_var__descriptor);
                if (!range ||
                    isSame(text(range->schemaname), text(range->relname), {verbatim.schema, verbatim.name}))
                    return;
                const Table* other = catalog_.table(*range);
                if (other == &table && range->alias)
                    own += text(range->alias->aliasname);
                if (other != &table && (!other || other->table.column(from)))
                    alone = false;
            });
            bool changed = false;
            forEachMessage(node, [&](ProtobufCMessage* message) {
                if (auto* target = as<PgQuery__ResTarget>(message, pg_query__res_target__descriptor)) {
                    if (!*target->name && target->val &&
                        target->val->node_case == PG_QUERY__NODE__NODE_COLUMN_REF) {
                        const PgQuery__ColumnRef& shown = *target->val->column_ref;
                        if (stringOf(shown.fields[shown.n_fields - 1]) == from)
                            setText(target->name, from); // taken back where the column is another
                    }
                } else if (auto* column = as<PgQuery__ColumnRef>(message, pg_query__column_ref__descriptor)) {
                    Node* last = column->fields[column->n_fields - 1];
                    const bool ours = column->n_fields == 1
                                          ? alone
                                          : own.contains(stringOf(column->fields[column->n_fields - 2]));
                    if (stringOf(last) == from && ours) {
                        setText(last->string->sval, to);
                        changed = true;
                    }
                } else if (auto* trigger =
                               as<PgQuery__CreateTrigStmt>(message, pg_query__create_trig_stmt__descriptor)) {
                    for (Node* name : List(trigger->n_columns, trigger->columns)) {
                        if (stringOf(name) == from) {
                            setText(name->string->sval, to);
                            changed = true;
                        }
                    }
                }
            });
            return changed;
        });
    }
}

/// What calls it follows by its tree; a body that is a text keeps the old name, as on the server.
void Reader::moveRoutine(orm::PhysicalVerbatim& routine, const Name& to)
{
    const qsizetype open = routine.name.indexOf(u'(');
    const Name from{routine.schema, routine.name.left(open)};
    const QString key = model::objectKey(routine.schema, routine.name);
    const auto rename = [&](Node* node) {
        bool changed = false;
        const auto say = [&](size_t& count, Node**& list) {
            if (!namesIt(list, count, from))
                return;
            nameIt(count, list, count, to, written(to.schema));
            changed = true;
        };
        forEachMessage(node, [&](ProtobufCMessage* message) {
            if (auto* call = as<PgQuery__FuncCall>(message, pg_query__func_call__descriptor))
                say(call->n_funcname, call->funcname);
            else if (auto* made =
                         as<PgQuery__CreateFunctionStmt>(message, pg_query__create_function_stmt__descriptor))
                say(made->n_funcname, made->funcname);
            else if (auto* trigger =
                         as<PgQuery__CreateTrigStmt>(message, pg_query__create_trig_stmt__descriptor))
                say(trigger->n_funcname, trigger->funcname);
            else if (auto* event = as<PgQuery__CreateEventTrigStmt>(
                         message, pg_query__create_event_trig_stmt__descriptor))
                say(event->n_funcname, event->funcname);
            else if (auto* object =
                         as<PgQuery__ObjectWithArgs>(message, pg_query__object_with_args__descriptor))
                say(object->n_objname, object->objname);
        });
        return changed;
    };
    routine.schema = to.schema;
    routine.name = to.name + routine.name.mid(open);
    const QString after = model::objectKey(routine.schema, routine.name);
    rewrite(routine, rename);
    for (orm::PhysicalVerbatim& verbatim : catalog_.verbatims) {
        if (verbatim.dependsOn.contains(key)) {
            rewrite(verbatim, rename);
            verbatim.dependsOn.replaceInStrings(key, after);
        }
    }
}

} // namespace conjoin::sql::pgscript
