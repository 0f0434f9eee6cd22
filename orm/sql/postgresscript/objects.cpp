// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

#include <QRegularExpression>

/// What the model keeps to the letter.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Verbatim;

orm::PhysicalVerbatim& Reader::keep(
    Verbatim::Kind kind, const Name& name, const QString& sql, const QStringList& needs, const QString& table)
{
    orm::PhysicalVerbatim* made = nullptr;
    for (orm::PhysicalVerbatim& old : catalog_.verbatims) { // CREATE OR REPLACE, or said twice
        if (old.kind == kind && old.schema == name.schema && old.name == name.name && old.table == table)
            made = &old;
    }
    if (!made)
        made = &catalog_.verbatims.emplace_back();
    made->kind = kind;
    made->schema = name.schema;
    made->name = name.name;
    made->sql = sql;
    made->table = table;
    made->dependsOn = needs;
    return *made;
}

void Reader::createView(Node* node)
{
    PgQuery__ViewStmt& create = *node->view_stmt;
    const Name name = catalog_.newName(*create.view);
    if (text(create.view->relpersistence) == u"t") {
        temporary_ += name.name;
        ++ignored_[QStringLiteral("CREATE TEMPORARY VIEW")];
        return;
    }
    const bool there = catalog_.hasRelation(name);
    if (there && (!create.replace || !catalog_.verbatimAt(Verbatim::Kind::View, name))) {
        warn("script.exists", "\"%1\" exists already; this statement was passed over", {name.key()});
        return;
    }
    QStringList needs;
    bool changed = qualify(node, false, &needs);
    if (!*create.view->schemaname && !name.schema.isEmpty()) {
        setText(create.view->schemaname, name.schema);
        changed = true;
    }
    needs.removeAll(name.key());
    const QString sql = ownText(node, changed);
    if (!there)
        catalog_.claim(name);
    keep(Verbatim::Kind::View, name, sql, needs);
}

void Reader::createTableAs(Node* node)
{
    PgQuery__CreateTableAsStmt& create = *node->create_table_as_stmt;
    const Name name = catalog_.newName(*create.into->rel);
    if (create.objtype != PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW) {
        createTableOf(*create.into, create.query, create.if_not_exists);
        return;
    }
    if (catalog_.hasRelation(name)) {
        if (!create.if_not_exists)
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {name.key()});
        return;
    }
    QStringList needs;
    bool changed = qualify(node, false, &needs);
    if (!*create.into->rel->schemaname && !name.schema.isEmpty()) {
        setText(create.into->rel->schemaname, name.schema);
        changed = true;
    }
    const QString sql = ownText(node, changed);
    catalog_.claim(name);
    keep(Verbatim::Kind::MaterializedView, name, sql, needs);
}

void Reader::refreshView(const PgQuery__RefreshMatViewStmt& refresh)
{
    QStringList parts{text(refresh.relation->relname)};
    if (*refresh.relation->schemaname)
        parts.prepend(text(refresh.relation->schemaname));
    orm::PhysicalVerbatim* view = catalog_.verbatim(Verbatim::Kind::MaterializedView, parts);
    if (!view) {
        missing(parts.join(u'.'), false);
        return;
    }
    // A dump makes it empty and fills it at its end.
    static const QRegularExpression empty(
        QStringLiteral("\\s+WITH\\s+NO\\s+DATA\\s*(?=$|;\n(?:COMMENT ON|ALTER) )"),
        QRegularExpression::CaseInsensitiveOption);
    if (!refresh.skip_data)
        view->sql.remove(empty);
}

QString Reader::argumentTypes(const List& parameters)
{
    QStringList types;
    for (Node* node : parameters) {
        if (node->node_case == PG_QUERY__NODE__NODE_TYPE_NAME) {
            types += typeSpelling(node->type_name, false);
        } else if (node->node_case == PG_QUERY__NODE__NODE_FUNCTION_PARAMETER) {
            const PgQuery__FunctionParameter& parameter = *node->function_parameter;
            if (parameter.mode != PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_OUT &&
                parameter.mode != PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_TABLE)
                types += typeSpelling(parameter.arg_type, false);
        }
    }
    return u'(' + types.join(QStringLiteral(", ")) + u')';
}

QString Reader::signature(const PgQuery__ObjectWithArgs& object)
{
    return names(List(object.n_objname, object.objname)).value(qsizetype(object.n_objname) - 1) +
           argumentTypes(List(object.n_objargs, object.objargs));
}

void Reader::createRoutine(Node* node)
{
    PgQuery__CreateFunctionStmt& create = *node->create_function_stmt;
    Name name = catalog_.newName(names(List(create.n_funcname, create.funcname)));
    QStringList needs;
    bool changed = qualify(node, false, &needs);
    if (create.n_funcname == 1 && !name.schema.isEmpty()) {
        setQualifier(create.n_funcname, create.funcname, name.schema);
        changed = true;
    }
    const QString sql = ownText(node, changed);
    name.name += argumentTypes(List(create.n_parameters, create.parameters));

    // The server checks bodies in SQL when the function is made, so what they name must be there before.
    QString body;
    bool isSql = create.sql_body != nullptr;
    for (Node* option : List(create.n_options, create.options)) {
        if (option->node_case != PG_QUERY__NODE__NODE_DEF_ELEM || !option->def_elem->arg)
            continue;
        const QString what = text(option->def_elem->defname);
        if (what == u"as")
            body = names(List(option->def_elem->arg)).value(0);
        else if (what == u"language")
            isSql = stringOf(option->def_elem->arg).compare(u"sql", Qt::CaseInsensitive) == 0;
    }
    if (isSql && !body.isEmpty()) {
        for (const PostgresScript::Statement& inner : splitPostgresScript(body.toUtf8()).statements) {
            if (auto tree = Tree::parse(inner.text); tree && tree->statement() && inner.depth < deepest)
                qualify(tree->statement(), false, &needs);
        }
    }
    needs.removeAll(name.key());
    if (!create.replace && catalog_.verbatimAt(Verbatim::Kind::Routine, name)) {
        warn("script.exists", "\"%1\" exists already; this statement was passed over", {name.key()});
        return;
    }
    keep(Verbatim::Kind::Routine, name, sql, needs);
}

void Reader::createAggregate(Node* node)
{
    PgQuery__DefineStmt& create = *node->define_stmt;
    Name name = catalog_.newName(names(List(create.n_defnames, create.defnames)));
    QStringList needs;
    placed(create.n_defnames, create.defnames);
    const QString sql = sourceText(node, &needs);
    // The arguments are a list and how many of it are direct ones.
    if (create.n_args > 0) {
        const List arguments(create.args[0]);
        name.name += arguments.size == 0 ? QStringLiteral("()") : argumentTypes(arguments);
    } else {
        name.name += QStringLiteral("()");
    }
    keep(Verbatim::Kind::Routine, name, sql, needs);
}

void Reader::createTrigger(Node* node)
{
    PgQuery__CreateTrigStmt& create = *node->create_trig_stmt;
    QStringList parts{text(create.relation->relname)};
    if (*create.relation->schemaname)
        parts.prepend(text(create.relation->schemaname));
    const Table* table = catalog_.table(parts);
    const orm::PhysicalVerbatim* view = table ? nullptr : catalog_.view(parts);
    if (!table && !view) // of a foreign table
        view = catalog_.verbatim(Verbatim::Kind::Other, parts);
    if (!table && !view) {
        missing(parts.join(u'.'), false);
        return;
    }
    const Name owner = table ? table->name() : Name{view->schema, view->name};
    QStringList needs;
    bool changed = qualifyRoutine(create.n_funcname, create.funcname, false, &needs);
    changed = qualify(node, false, &needs) || changed;
    needs.removeAll(owner.key());
    const QString sql = ownText(node, changed);
    keep(Verbatim::Kind::Trigger, {owner.schema, text(create.trigname)}, sql, needs, owner.key());
}

void Reader::createRule(Node* node)
{
    PgQuery__RuleStmt& create = *node->rule_stmt;
    QStringList parts{text(create.relation->relname)};
    if (*create.relation->schemaname)
        parts.prepend(text(create.relation->schemaname));
    const Table* table = catalog_.table(parts);
    const orm::PhysicalVerbatim* view = table ? nullptr : catalog_.view(parts);
    if (!table && !view) {
        missing(parts.join(u'.'), false);
        return;
    }
    const Name owner = table ? table->name() : Name{view->schema, view->name};
    QStringList needs;
    const QString sql = sourceText(node, &needs);
    needs.removeAll(owner.key());
    keep(Verbatim::Kind::Rule, {owner.schema, text(create.rulename)}, sql, needs, owner.key());
}

void Reader::createPolicy(Node* node)
{
    PgQuery__CreatePolicyStmt& create = *node->create_policy_stmt;
    const Table* table = catalog_.table(*create.table);
    if (!table) {
        missing(text(create.table->relname), false);
        return;
    }
    const Name owner = table->name();
    QStringList needs;
    const QString sql = sourceText(node, &needs);
    needs.removeAll(owner.key());
    keep(Verbatim::Kind::Policy, {owner.schema, text(create.policy_name)}, sql, needs, owner.key());
}

void Reader::createExtension(const PgQuery__CreateExtensionStmt& create)
{
    const QString name = text(create.extname);
    if (name == u"plpgsql")
        return; // every database has it
    QString schema = catalog_.creationSchema();
    for (Node* node : List(create.n_options, create.options)) {
        if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM && text(node->def_elem->defname) == u"schema")
            schema = catalog_.newName(QStringList{stringOf(node->def_elem->arg), name}).schema;
    }
    extensionSchemas_ += schema;
    keep(Verbatim::Kind::Extension, {{}, name},
        QStringLiteral("CREATE EXTENSION IF NOT EXISTS %1 WITH SCHEMA %2")
            .arg(identifier(name), identifier(written(schema))),
        {});
}

} // namespace conjoin::sql::pgscript
