// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// What a database has beside relations, types and routines: operators and their classes, text search, foreign
/// servers, publications, languages … All of it is kept to the letter; a change of it is said behind it.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Verbatim;

namespace {

QString methodName(const QString& name, const char* method, const orm::Dialect& dialect)
{
    return dialect.identifier(name) + QStringLiteral(" USING ") + dialect.identifier(text(method));
}

} // namespace

/// `sizes USING hash`: another method may have a class or family of the same name.
QStringList Reader::withMethod(const List& list, const char* method) const
{
    QStringList parts = names(list);
    if (!parts.isEmpty())
        parts.last() = methodName(parts.last(), method, dialect_);
    return parts;
}

void Reader::keepOther(Node* node, const Name& name, QStringList needs)
{
    const QString sql = sourceText(node, &needs);
    keep(Verbatim::Kind::Other, name, sql, needs);
}

void Reader::keepBehind(orm::PhysicalVerbatim* verbatim, Node* node, const QString& name)
{
    if (!verbatim) {
        missing(name, false);
        return;
    }
    QStringList needs;
    QString sql = sourceText(node, &needs);
    if (!catalog_.creationSchema().isEmpty() && sql == QString::fromUtf8(now_->text).trimmed())
        sql = withSearchPath(); // which may be needed to find it
    verbatim->sql += QStringLiteral(";\n") + sql;
    verbatim->dependsOn += needs;
}

void Reader::keepBehindOther(const QString& name, Node* node)
{
    keepBehind(catalog_.verbatimAt(Verbatim::Kind::Other, {{}, name}), node, name);
}

/// The statement's own name, where the search path was needed to place it.
Name Reader::placed(size_t& count, Node**& list)
{
    const Name name = catalog_.newName(names(List(count, list)));
    if (count == 1 && !name.schema.isEmpty()) {
        setQualifier(count, list, name.schema);
        placed_ = true;
    }
    return name;
}

void Reader::createDefined(Node* node)
{
    PgQuery__DefineStmt& create = *node->define_stmt;
    if (create.kind == PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE) {
        createAggregate(node);
        return;
    }
    QStringList needs;
    Name name = placed(create.n_defnames, create.defnames);
    switch (create.kind) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
        unknownTo(QStringLiteral("CREATE TYPE ") + name.name); // written in C, or the shell of such a one
        diagnostics_.back().mend =
            message("script.type.c.mend", "its functions are in a library of the server: put both into an "
                                          "extension, and write CREATE EXTENSION");
        return;
    case PG_QUERY__OBJECT_TYPE__OBJECT_OPERATOR: {
        QStringList types;
        for (const char* side : {"leftarg", "rightarg"}) {
            PgQuery__TypeName* type = nullptr;
            for (Node* option : List(create.n_definition, create.definition)) {
                if (text(option->def_elem->defname) == QLatin1String(side) && option->def_elem->arg &&
                    option->def_elem->arg->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
                    type = option->def_elem->arg->type_name;
            }
            if (type || types.isEmpty()) // a prefix operator has NONE on its left
                types += type ? typeSpelling(type, false) : QStringLiteral("NONE");
        }
        name.name += QStringLiteral(" (") + types.join(QStringLiteral(", ")) + u')';
        break;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_TSCONFIGURATION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TSDICTIONARY:
        for (Node* option : List(create.n_definition, create.definition)) {
            if (option->def_elem->arg && option->def_elem->arg->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
                qualifyOther(
                    option->def_elem->arg->type_name->n_names, option->def_elem->arg->type_name->names, &needs);
        }
        break;
    default:
        break;
    }
    keepOther(node, name, needs);
    catalog_.verbatimAt(Verbatim::Kind::Other, name)->dependsOn.removeAll(name.key());
}

bool Reader::qualifyOther(size_t& count, Node**& list, QStringList* needs)
{
    const orm::PhysicalVerbatim* found = catalog_.verbatim(Verbatim::Kind::Other, names(List(count, list)));
    if (!found)
        return false;
    if (needs)
        *needs += model::objectKey(found->schema, found->name);
    if (count != 1 || found->schema.isEmpty())
        return false;
    setQualifier(count, list, found->schema);
    placed_ = true;
    return true;
}

void Reader::createOperatorClass(Node* node)
{
    PgQuery__CreateOpClassStmt& create = *node->create_op_class_stmt;
    QStringList needs;
    if (create.n_opfamilyname > 0) {
        const QStringList family = withMethod(List(create.n_opfamilyname, create.opfamilyname), create.amname);
        if (const orm::PhysicalVerbatim* found = catalog_.verbatim(Verbatim::Kind::Other, family)) {
            needs += model::objectKey(found->schema, found->name);
            if (create.n_opfamilyname == 1 && !found->schema.isEmpty())
                setQualifier(create.n_opfamilyname, create.opfamilyname, found->schema);
        }
    }
    Name name = placed(create.n_opclassname, create.opclassname);
    name.name = methodName(name.name, create.amname, dialect_);
    // A family may be called like its class.
    orm::PhysicalVerbatim* family = catalog_.verbatimAt(Verbatim::Kind::Other, name);
    if (family && family->sql.startsWith(u"CREATE OPERATOR FAMILY", Qt::CaseInsensitive))
        keepBehind(family, node, name.name);
    else
        keepOther(node, name, needs);
}

void Reader::alterOperatorFamily(Node* node)
{
    PgQuery__AlterOpFamilyStmt& alter = *node->alter_op_family_stmt;
    const QStringList parts = withMethod(List(alter.n_opfamilyname, alter.opfamilyname), alter.amname);
    const orm::PhysicalVerbatim* family = catalog_.verbatim(Verbatim::Kind::Other, parts);
    if (!family) {
        missing(parts.join(u'.'), false);
        return;
    }
    // Apart from it: the family comes before its operators, its members after them.
    const Name name{family->schema, family->name + QStringLiteral(" members")};
    QStringList needs{model::objectKey(family->schema, family->name)};
    if (alter.n_opfamilyname == 1 && !family->schema.isEmpty())
        setQualifier(alter.n_opfamilyname, alter.opfamilyname, family->schema);
    if (orm::PhysicalVerbatim* members = catalog_.verbatimAt(Verbatim::Kind::Other, name))
        keepBehind(members, node, name.name);
    else
        keepOther(node, name, needs);
}

void Reader::alterConfiguration(Node* node)
{
    PgQuery__AlterTSConfigurationStmt& alter = *node->alter_tsconfiguration_stmt;
    QStringList needs;
    for (Node* dictionary : List(alter.n_dicts, alter.dicts)) {
        if (dictionary->node_case == PG_QUERY__NODE__NODE_LIST)
            qualifyOther(dictionary->list->n_items, dictionary->list->items, &needs);
    }
    const QStringList parts = names(List(alter.n_cfgname, alter.cfgname));
    orm::PhysicalVerbatim* configuration = catalog_.verbatim(Verbatim::Kind::Other, parts);
    if (configuration) {
        if (alter.n_cfgname == 1 && !configuration->schema.isEmpty())
            setQualifier(alter.n_cfgname, alter.cfgname, configuration->schema);
        configuration->dependsOn += needs;
    }
    keepBehind(configuration, node, parts.join(u'.'));
}

void Reader::alterRoutine(Node* node)
{
    const PgQuery__AlterFunctionStmt& alter = *node->alter_function_stmt;
    QStringList parts = names(List(alter.func->n_objname, alter.func->objname));
    const orm::PhysicalVerbatim* routine = routineOf(parts, *alter.func);
    if (!routine) {
        missing(parts.join(u'.'), false);
        return;
    }
    // Apart from it: the body of a routine may hold semicolons, so nothing is said behind it.
    const Name name{routine->schema, routine->name + QStringLiteral(" options")};
    const QString key = model::objectKey(routine->schema, routine->name);
    if (orm::PhysicalVerbatim* before = catalog_.verbatimAt(Verbatim::Kind::Other, name))
        keepBehind(before, node, name.name);
    else
        keepOther(node, name, {key});
}

orm::PhysicalVerbatim* Reader::routineOf(const QStringList& parts, const PgQuery__ObjectWithArgs& routine)
{
    if (routine.args_unspecified) {
        const auto all = catalog_.routines(parts);
        return all.empty() ? nullptr : all.front();
    }
    QStringList whole = parts;
    whole.last() = signature(routine);
    return catalog_.verbatim(Verbatim::Kind::Routine, whole);
}

void Reader::alterPolicy(Node* node)
{
    const PgQuery__AlterPolicyStmt& alter = *node->alter_policy_stmt;
    const Table* table = catalog_.table(*alter.table);
    const QString name = text(alter.policy_name);
    for (orm::PhysicalVerbatim& verbatim : catalog_.verbatims) {
        if (table && verbatim.kind == Verbatim::Kind::Policy && verbatim.table == table->name().key() &&
            verbatim.name == name) {
            keepBehind(&verbatim, node, name);
            return;
        }
    }
    missing(name, false);
}

void Reader::createPublication(Node* node)
{
    // Which tables it is of has to be there, whichever way they are called.
    keepOther(node, {{}, text(node->create_publication_stmt->pubname)}, {});
}

/// False where the statement is none of these.
bool Reader::otherStatement(Node* node)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_DEFINE_STMT:
        createDefined(node);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_OP_CLASS_STMT:
        createOperatorClass(node);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_OP_FAMILY_STMT: {
        PgQuery__CreateOpFamilyStmt& create = *node->create_op_family_stmt;
        Name name = placed(create.n_opfamilyname, create.opfamilyname);
        name.name = methodName(name.name, create.amname, dialect_);
        keepOther(node, name);
        return true;
    }
    case PG_QUERY__NODE__NODE_ALTER_OP_FAMILY_STMT:
        alterOperatorFamily(node);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_TSCONFIGURATION_STMT:
        alterConfiguration(node);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_TSDICTIONARY_STMT: {
        PgQuery__AlterTSDictionaryStmt& alter = *node->alter_tsdictionary_stmt;
        const QStringList parts = names(List(alter.n_dictname, alter.dictname));
        qualifyOther(alter.n_dictname, alter.dictname, nullptr);
        keepBehind(catalog_.verbatim(Verbatim::Kind::Other, parts), node, parts.join(u'.'));
        return true;
    }
    case PG_QUERY__NODE__NODE_CREATE_CAST_STMT:
        keepOther(node, {{}, QStringLiteral("cast (%1 AS %2)")
                                 .arg(typeSpelling(node->create_cast_stmt->sourcetype, false),
                                     typeSpelling(node->create_cast_stmt->targettype, false))});
        return true;
    case PG_QUERY__NODE__NODE_CREATE_STATS_STMT:
        createStatistics(node);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_STATS_STMT: {
        PgQuery__AlterStatsStmt& alter = *node->alter_stats_stmt;
        const QStringList parts = names(List(alter.n_defnames, alter.defnames));
        qualifyOther(alter.n_defnames, alter.defnames, nullptr);
        keepBehind(catalog_.verbatim(Verbatim::Kind::Other, parts), node, parts.join(u'.'));
        return true;
    }
    case PG_QUERY__NODE__NODE_CREATE_FDW_STMT:
        keepOther(node, {{}, text(node->create_fdw_stmt->fdwname)});
        return true;
    case PG_QUERY__NODE__NODE_ALTER_FDW_STMT:
        keepBehindOther(text(node->alter_fdw_stmt->fdwname), node);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_FOREIGN_SERVER_STMT:
        keepOther(node, {{}, text(node->create_foreign_server_stmt->servername)},
            {model::objectKey({}, text(node->create_foreign_server_stmt->fdwname))});
        return true;
    case PG_QUERY__NODE__NODE_ALTER_FOREIGN_SERVER_STMT:
        keepBehindOther(text(node->alter_foreign_server_stmt->servername), node);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_PUBLICATION_STMT:
        createPublication(node);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_PUBLICATION_STMT:
        keepBehindOther(text(node->alter_publication_stmt->pubname), node);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_PLANG_STMT:
        createLanguage(node);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_AM_STMT: {
        QStringList needs;
        PgQuery__CreateAmStmt& create = *node->create_am_stmt;
        qualifyRoutine(create.n_handler_name, create.handler_name, false, &needs);
        keepOther(node, {{}, text(create.amname)}, needs);
        return true;
    }
    case PG_QUERY__NODE__NODE_CREATE_TRANSFORM_STMT:
        keepOther(node, {{}, QStringLiteral("transform for %1 %2")
                                 .arg(typeSpelling(node->create_transform_stmt->type_name, false),
                                     text(node->create_transform_stmt->lang))});
        return true;
    case PG_QUERY__NODE__NODE_CREATE_CONVERSION_STMT: {
        QStringList needs;
        PgQuery__CreateConversionStmt& create = *node->create_conversion_stmt;
        qualifyRoutine(create.n_func_name, create.func_name, false, &needs);
        const Name name = placed(create.n_conversion_name, create.conversion_name);
        keepOther(node, name, needs);
        return true;
    }
    case PG_QUERY__NODE__NODE_ALTER_FUNCTION_STMT:
        alterRoutine(node);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_POLICY_STMT:
        alterPolicy(node);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_EVENT_TRIG_STMT: {
        QStringList needs;
        PgQuery__CreateEventTrigStmt& create = *node->create_event_trig_stmt;
        const bool changed = qualifyRoutine(create.n_funcname, create.funcname, false, &needs);
        const QString sql = ownText(node, changed);
        keep(Verbatim::Kind::Event, {{}, text(create.trigname)}, sql, needs);
        return true;
    }
    case PG_QUERY__NODE__NODE_ALTER_EVENT_TRIG_STMT: {
        const QString name = text(node->alter_event_trig_stmt->trigname);
        keepBehind(catalog_.verbatimAt(Verbatim::Kind::Event, {{}, name}), node, name);
        return true;
    }
    default:
        return false;
    }
}

void Reader::createLanguage(Node* node)
{
    PgQuery__CreatePLangStmt& create = *node->create_plang_stmt;
    const QString name = text(create.plname);
    if (name == u"plpgsql")
        return;                    // every database has it
    if (create.n_plhandler == 0) { // it comes with an extension of its name
        keep(Verbatim::Kind::Extension, {{}, name},
            QStringLiteral("CREATE EXTENSION IF NOT EXISTS ") + identifier(name), {});
        return;
    }
    QStringList needs;
    qualifyRoutine(create.n_plhandler, create.plhandler, false, &needs);
    qualifyRoutine(create.n_plinline, create.plinline, false, &needs);
    qualifyRoutine(create.n_plvalidator, create.plvalidator, false, &needs);
    keepOther(node, {{}, name}, needs);
}

void Reader::createStatistics(Node* node)
{
    PgQuery__CreateStatsStmt& create = *node->create_stats_stmt;
    QString owner, schema, relation;
    for (Node* from : List(create.n_relations, create.relations)) {
        if (from->node_case != PG_QUERY__NODE__NODE_RANGE_VAR)
            continue;
        relation = text(from->range_var->relname);
        if (const Table* table = catalog_.table(*from->range_var)) {
            owner = table->name().key();
            schema = table->table.schema;
        }
    }
    // Before version 16 a name must be given; after it the server makes one up.
    const Name name = create.n_defnames > 0 ? placed(create.n_defnames, create.defnames)
                                            : Name{schema, QStringLiteral("statistics of ") + relation};
    QStringList needs;
    const QString sql = sourceText(node, &needs);
    keep(Verbatim::Kind::Other, name, sql, needs, owner);
}

/// What others.cpp keeps, by what a statement calls it; null where the script has not made it.
orm::PhysicalVerbatim* Reader::kept(PgQuery__ObjectType type, Node* object)
{
    const auto global = [&](Verbatim::Kind kind, const QString& name) {
        return catalog_.verbatimAt(kind, {{}, name});
    };
    switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_EVENT_TRIGGER:
        return global(Verbatim::Kind::Event, stringOf(object));
    case PG_QUERY__OBJECT_TYPE__OBJECT_FDW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_SERVER:
    case PG_QUERY__OBJECT_TYPE__OBJECT_PUBLICATION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ACCESS_METHOD:
    case PG_QUERY__OBJECT_TYPE__OBJECT_LANGUAGE:
        return global(Verbatim::Kind::Other, stringOf(object));
    case PG_QUERY__OBJECT_TYPE__OBJECT_OPERATOR: {
        PgQuery__ObjectWithArgs& operation = *object->object_with_args;
        QStringList parts = names(List(operation.n_objname, operation.objname));
        QStringList types;
        for (Node* side : List(operation.n_objargs, operation.objargs))
            types += side->node_case == PG_QUERY__NODE__NODE_TYPE_NAME ? typeSpelling(side->type_name, false)
                                                                       : QStringLiteral("NONE");
        parts.last() += QStringLiteral(" (") + types.join(QStringLiteral(", ")) + u')';
        return catalog_.verbatim(Verbatim::Kind::Other, parts);
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_OPCLASS:
    case PG_QUERY__OBJECT_TYPE__OBJECT_OPFAMILY: { // the access method comes first
        const List list(object);
        if (list.size < 2)
            return nullptr;
        const QByteArray method = stringOf(list.items[0]).toUtf8();
        return catalog_.verbatim(
            Verbatim::Kind::Other, withMethod(List(list.size - 1, list.items + 1), method.constData()));
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_CAST: {
        const List list(object);
        if (list.size != 2)
            return nullptr;
        return global(Verbatim::Kind::Other, QStringLiteral("cast (%1 AS %2)")
                                                 .arg(typeSpelling(list.items[0]->type_name, false),
                                                     typeSpelling(list.items[1]->type_name, false)));
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRANSFORM: {
        const List list(object);
        if (list.size != 2)
            return nullptr;
        return global(Verbatim::Kind::Other,
            QStringLiteral("transform for %1 %2")
                .arg(typeSpelling(list.items[0]->type_name, false), stringOf(list.items[1])));
    }
    default:
        return catalog_.verbatim(Verbatim::Kind::Other, names(List(object)));
    }
}

} // namespace conjoin::sql::pgscript
