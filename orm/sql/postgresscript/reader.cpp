// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// The run through a script: what each statement is, and what is passed over.
namespace conjoin::sql::pgscript {

using namespace pgtree;

namespace {

/// Statements that change rows only: no schema knows of them.
bool isData(NodeCase kind)
{
    switch (kind) {
    case PG_QUERY__NODE__NODE_INSERT_STMT:
    case PG_QUERY__NODE__NODE_UPDATE_STMT:
    case PG_QUERY__NODE__NODE_DELETE_STMT:
    case PG_QUERY__NODE__NODE_MERGE_STMT:
    case PG_QUERY__NODE__NODE_COPY_STMT:
    case PG_QUERY__NODE__NODE_TRUNCATE_STMT:
        return true;
    default:
        return false;
    }
}

/// Statements without a trace in a schema.
bool isSession(NodeCase kind)
{
    switch (kind) {
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT:
    case PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT:
    case PG_QUERY__NODE__NODE_DISCARD_STMT:
    case PG_QUERY__NODE__NODE_LOCK_STMT:
    case PG_QUERY__NODE__NODE_CONSTRAINTS_SET_STMT:
    case PG_QUERY__NODE__NODE_REINDEX_STMT:
    case PG_QUERY__NODE__NODE_VACUUM_STMT:
    case PG_QUERY__NODE__NODE_CHECK_POINT_STMT:
    case PG_QUERY__NODE__NODE_EXPLAIN_STMT:
    case PG_QUERY__NODE__NODE_LISTEN_STMT:
    case PG_QUERY__NODE__NODE_UNLISTEN_STMT:
    case PG_QUERY__NODE__NODE_NOTIFY_STMT:
    case PG_QUERY__NODE__NODE_LOAD_STMT:
    case PG_QUERY__NODE__NODE_PREPARE_STMT:
    case PG_QUERY__NODE__NODE_DEALLOCATE_STMT:
    case PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT:
    case PG_QUERY__NODE__NODE_FETCH_STMT:
    case PG_QUERY__NODE__NODE_CLOSE_PORTAL_STMT:
        return true;
    default:
        return false;
    }
}

/// Who may do what, and what lies outside of a database's schemas: by its name in the count of the ignored.
QString outside(NodeCase kind)
{
    switch (kind) {
    case PG_QUERY__NODE__NODE_GRANT_STMT:
    case PG_QUERY__NODE__NODE_GRANT_ROLE_STMT:
    case PG_QUERY__NODE__NODE_ALTER_DEFAULT_PRIVILEGES_STMT:
        return QStringLiteral("GRANT");
    case PG_QUERY__NODE__NODE_ALTER_OWNER_STMT:
    case PG_QUERY__NODE__NODE_REASSIGN_OWNED_STMT:
    case PG_QUERY__NODE__NODE_DROP_OWNED_STMT:
        return QStringLiteral("OWNER TO");
    case PG_QUERY__NODE__NODE_CREATE_ROLE_STMT:
    case PG_QUERY__NODE__NODE_ALTER_ROLE_STMT:
    case PG_QUERY__NODE__NODE_ALTER_ROLE_SET_STMT:
    case PG_QUERY__NODE__NODE_DROP_ROLE_STMT:
        return QStringLiteral("CREATE ROLE");
    case PG_QUERY__NODE__NODE_CREATEDB_STMT:
    case PG_QUERY__NODE__NODE_DROPDB_STMT:
    case PG_QUERY__NODE__NODE_ALTER_DATABASE_STMT:
    case PG_QUERY__NODE__NODE_ALTER_DATABASE_SET_STMT:
    case PG_QUERY__NODE__NODE_ALTER_SYSTEM_STMT:
        return QStringLiteral("CREATE DATABASE");
    case PG_QUERY__NODE__NODE_CREATE_TABLE_SPACE_STMT:
    case PG_QUERY__NODE__NODE_DROP_TABLE_SPACE_STMT:
    case PG_QUERY__NODE__NODE_ALTER_TABLE_SPACE_OPTIONS_STMT:
        return QStringLiteral("CREATE TABLESPACE");
    case PG_QUERY__NODE__NODE_CREATE_SUBSCRIPTION_STMT:
    case PG_QUERY__NODE__NODE_ALTER_SUBSCRIPTION_STMT:
    case PG_QUERY__NODE__NODE_DROP_SUBSCRIPTION_STMT:
        return QStringLiteral("CREATE SUBSCRIPTION");
    case PG_QUERY__NODE__NODE_SEC_LABEL_STMT:
        return QStringLiteral("SECURITY LABEL");
    case PG_QUERY__NODE__NODE_CREATE_USER_MAPPING_STMT:
    case PG_QUERY__NODE__NODE_ALTER_USER_MAPPING_STMT:
    case PG_QUERY__NODE__NODE_DROP_USER_MAPPING_STMT:
        return QStringLiteral("USER MAPPING"); // names a role, and mostly its password
    case PG_QUERY__NODE__NODE_ALTER_EXTENSION_STMT:
    case PG_QUERY__NODE__NODE_ALTER_EXTENSION_CONTENTS_STMT:
    case PG_QUERY__NODE__NODE_ALTER_COLLATION_STMT:
        return QStringLiteral("ALTER EXTENSION");
    default:
        return {};
    }
}

bool isRowStatement(const QByteArray& statement)
{
    const QByteArray word = firstWord(statement);
    return word == "INSERT" || word == "COPY";
}

} // namespace

Reader::Reader(const orm::Dialect& dialect, QByteArray script, QString source)
    : dialect_(dialect)
    , script_(std::move(script))
    , source_(std::move(source))
    , places_(script_, source_)
{}

Result<orm::PhysicalSchema> Reader::read()
{
    parts_ = splitPostgresScript(script_);
    const auto syntaxAt = [&](const PostgresScript::Statement& statement, const SyntaxError& error) {
        if (!statement.unset.empty()) {
            const PostgresScript::Unset& first = statement.unset.front();
            return inputError(places_.at(first.offset),
                message("script.variable", "nothing says what psql's variable :%1 stands for",
                    {QString::fromUtf8(first.name)}),
                message("script.variable.hint",
                    "write a line \\set %1 … above it, or what it stands for in its place",
                    {QString::fromUtf8(first.name)}));
        }
        const qsizetype bytes = QString::fromUtf8(statement.text).left(error.position).toUtf8().size();
        return inputError(places_.at(statement.placeOf(bytes)), message("script.error", "%1", {error.message}),
            message(
                "script.error.hint.postgres", "the script is read as PostgreSQL's; nothing was kept of it"));
    };
    for (const PostgresScript::Statement& current : parts_.statements) {
        now_ = &current;
        if (isRowStatement(current.text)) { // by far the most of a dump, and nothing to look into
            if (const auto error = syntaxError(current.text); error && current.unset.empty())
                return syntaxAt(current, *error);
            ++dataStatements_;
            continue;
        }
        if (current.depth > deepest) {
            return inputError(places_.at(current.offset),
                message(
                    "script.deep", "this statement nests deeper than %1 levels", {QString::number(deepest)}),
                message("script.deep.hint", "take its expressions apart"));
        }
        const auto tree = Tree::parse(current.text);
        if (!tree && meansNothing(current))
            continue;
        if (!tree)
            return syntaxAt(current, tree.error());
        if (Node* node = tree->statement())
            statement(node);
    }
    now_ = nullptr;
    clientCommands();
    tellCounts();
    return finish();
}

void Reader::warn(const char* code, const char* text, const QStringList& arguments)
{
    diagnostics_.push_back(
        {Severity::Warning, message(code, text, arguments), {}, now_ ? places_.at(now_->offset) : source_, {}});
}

void Reader::unknownTo(const QString& what)
{
    warn("script.unknown", "what %1 does can't be told without a server; it was left out", {what});
    diagnostics_.back().mend = message("script.unknown.mend",
        "write what it makes in plain statements, or run the script and read the database");
}

bool Reader::missing(const QString& name, bool allowed)
{
    if (!allowed)
        warn("script.missing", "\"%1\" is not made by the script so far; what is said of it was left out",
            {name});
    return false;
}

/// Whether no schema holds the statement, whatever its variables stand for.
bool Reader::meansNothing(const PostgresScript::Statement& current)
{
    if (current.unset.empty())
        return false;
    QByteArray text = current.text;
    for (const PostgresScript::Unset& variable : current.unset)
        text[variable.inText] = ' '; // what stays is a name or a text
    const auto tree = Tree::parse(text);
    Node* node = tree ? tree->statement() : nullptr;
    return node && node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT &&
           node->node_case != PG_QUERY__NODE__NODE_VARIABLE_SET_STMT && sessionStatement(node);
}

bool Reader::sessionStatement(Node* node)
{
    if (isData(node->node_case)) {
        ++dataStatements_;
        return true;
    }
    if (isSession(node->node_case))
        return true;
    if (const QString kind = outside(node->node_case); !kind.isEmpty()) {
        ++ignored_[kind];
        return true;
    }
    if (node->node_case == PG_QUERY__NODE__NODE_VARIABLE_SET_STMT) {
        setVariable(*node->variable_set_stmt);
        return true;
    }
    if (node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT) {
        select(node);
        return true;
    }
    return false;
}

void Reader::setVariable(const PgQuery__VariableSetStmt& set)
{
    if (text(set.name) == u"default_table_access_method") {
        const Node* value = set.n_args == 1 ? set.args[0] : nullptr;
        const bool named = value && value->node_case == PG_QUERY__NODE__NODE_A_CONST &&
                           value->a_const->val_case == PG_QUERY__A__CONST__VAL_SVAL;
        tableAccessMethod_ = named ? text(value->a_const->sval->sval) : QString();
        return;
    }
    if (text(set.name) != u"search_path")
        return;
    if (set.kind != PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE) {
        catalog_.setSearchPath({dialect_.capabilities().defaultSchema});
        return;
    }
    QStringList path;
    for (const Node* node : List(set.n_args, set.args)) {
        if (node->node_case == PG_QUERY__NODE__NODE_A_CONST &&
            node->a_const->val_case == PG_QUERY__A__CONST__VAL_SVAL)
            path += text(node->a_const->sval->sval);
    }
    catalog_.setSearchPath(path);
}

void Reader::select(const Node* query)
{
    const PgQuery__SelectStmt& select = *query->select_stmt;
    const PgQuery__SelectStmt* first = &select; // INTO stands in the first of several
    while (first->larg)
        first = first->larg;
    if (first->into_clause) {
        createTableOf(*first->into_clause, query, false);
        return;
    }
    static const QSet<QString> harmless{"setval", "nextval", "currval", "count", "now", "version", "coalesce",
        "max", "min", "sum", "pg_sleep", "lower", "upper", "current_setting", "format", "row_number",
        "to_char"};
    for (size_t i = 0; i < select.n_target_list; ++i) {
        const Node* target = select.target_list[i];
        if (target->node_case != PG_QUERY__NODE__NODE_RES_TARGET || !target->res_target->val ||
            target->res_target->val->node_case != PG_QUERY__NODE__NODE_FUNC_CALL)
            continue;
        const PgQuery__FuncCall& call = *target->res_target->val->func_call;
        const QString name = names(List(call.n_funcname, call.funcname)).last();
        if (name == u"set_config" && call.n_args >= 2) {
            // pg_dump empties the search path so.
            const auto constant = [&](size_t at) {
                const Node* node = call.args[at];
                return node->node_case == PG_QUERY__NODE__NODE_A_CONST &&
                               node->a_const->val_case == PG_QUERY__A__CONST__VAL_SVAL
                           ? text(node->a_const->sval->sval)
                           : QString();
            };
            if (constant(0) == u"search_path") {
                QStringList path = constant(1).split(u',', Qt::SkipEmptyParts);
                for (QString& schema : path)
                    schema = schema.trimmed().remove(u'"');
                catalog_.setSearchPath(path);
            }
            return;
        }
        if (!harmless.contains(name) && select.n_from_clause == 0) {
            unknownTo(QStringLiteral("SELECT ") + name + QStringLiteral("(…)"));
            return;
        }
    }
    ++dataStatements_;
}

void Reader::createSchema(const PgQuery__CreateSchemaStmt& create)
{
    QString name = text(create.schemaname);
    if (name.isEmpty() && create.authrole)
        name = text(create.authrole->rolename);
    if (name == dialect_.capabilities().defaultSchema)
        return;
    if (catalog_.verbatimAt(model::Verbatim::Kind::Namespace, {{}, name})) {
        if (!create.if_not_exists)
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {name});
    } else {
        keep(model::Verbatim::Kind::Namespace, {{}, name}, QStringLiteral("CREATE SCHEMA ") + identifier(name),
            {});
    }
    const QStringList path = catalog_.searchPath();
    QStringList within = path;
    within.prepend(name);
    catalog_.setSearchPath(within);
    for (Node* element : List(create.n_schema_elts, create.schema_elts))
        statement(element);
    catalog_.restoreSearchPath(path);
}

void Reader::statement(Node* node)
{
    only_ = false;
    madeUp_.clear();
    placed_ = false;
    if (sessionStatement(node))
        return;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT:
        createTable(*node->create_stmt);
        break;
    case PG_QUERY__NODE__NODE_CREATE_FOREIGN_TABLE_STMT:
        createForeignTable(node);
        break;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        alterTable(*node->alter_table_stmt);
        break;
    case PG_QUERY__NODE__NODE_INDEX_STMT:
        createIndex(*node->index_stmt);
        break;
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT:
        createSequence(*node->create_seq_stmt);
        break;
    case PG_QUERY__NODE__NODE_ALTER_SEQ_STMT:
        alterSequence(*node->alter_seq_stmt);
        break;
    case PG_QUERY__NODE__NODE_CREATE_ENUM_STMT:
        createEnum(*node->create_enum_stmt);
        break;
    case PG_QUERY__NODE__NODE_ALTER_ENUM_STMT:
        alterEnum(*node->alter_enum_stmt);
        break;
    case PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT:
        createDomain(*node->create_domain_stmt);
        break;
    case PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT:
        alterDomain(*node->alter_domain_stmt);
        break;
    case PG_QUERY__NODE__NODE_COMPOSITE_TYPE_STMT:
        createComposite(node);
        break;
    case PG_QUERY__NODE__NODE_CREATE_RANGE_STMT:
        createRange(node);
        break;
    case PG_QUERY__NODE__NODE_VIEW_STMT:
        createView(node);
        break;
    case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT:
        createTableAs(node);
        break;
    case PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT:
        refreshView(*node->refresh_mat_view_stmt);
        break;
    case PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT:
        createRoutine(node);
        break;
    case PG_QUERY__NODE__NODE_CREATE_TRIG_STMT:
        createTrigger(node);
        break;
    case PG_QUERY__NODE__NODE_RULE_STMT:
        createRule(node);
        break;
    case PG_QUERY__NODE__NODE_CREATE_POLICY_STMT:
        createPolicy(node);
        break;
    case PG_QUERY__NODE__NODE_CLUSTER_STMT:
        cluster(*node->cluster_stmt);
        break;
    case PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT:
        createExtension(*node->create_extension_stmt);
        break;
    case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT:
        createSchema(*node->create_schema_stmt);
        break;
    case PG_QUERY__NODE__NODE_COMMENT_STMT:
        comment(*node->comment_stmt);
        break;
    case PG_QUERY__NODE__NODE_DROP_STMT:
        drop(*node->drop_stmt);
        break;
    case PG_QUERY__NODE__NODE_RENAME_STMT:
        rename(*node->rename_stmt);
        break;
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT:
        setSchema(*node->alter_object_schema_stmt);
        break;
    default:
        if (node->node_case == PG_QUERY__NODE__NODE_DO_STMT && runBlock(*node->do_stmt))
            break;
        if (!otherStatement(node)) // DO, CALL …
            unknownTo(QString::fromLatin1(firstWord(now_->text)) + u' ' +
                      QString::fromUtf8(now_->text)
                          .section(u' ', 1, 2, QString::SectionSkipEmpty)
                          .left(40)
                          .simplified());
        break;
    }
}

/// With the name of an index it is kept for the next time; without, only rows move.
void Reader::cluster(const PgQuery__ClusterStmt& statement)
{
    if (!statement.relation || !*statement.indexname)
        return;
    QStringList parts{text(statement.relation->relname)};
    if (*statement.relation->schemaname)
        parts.prepend(text(statement.relation->schemaname));
    const QString index = identifier(text(statement.indexname));
    if (Table* table = catalog_.table(parts))
        keepSetting(*table, QStringLiteral("cluster"),
            QStringLiteral("ALTER TABLE %1 CLUSTER ON %2").arg(qualified(table->name()), index), "");
    else if (!temporary_.contains(parts.last()))
        missing(parts.join(u'.'), false);
}

void Reader::clientCommands()
{
    QStringList seen;
    for (const PostgresScript::Command& command : parts_.commands) {
        if (command.understood)
            continue;
        const QString word = QString::fromUtf8(command.text).section(u' ', 0, 0);
        const bool reads = word == u"\\i" || word == u"\\ir" || word == u"\\include" ||
                           word == u"\\include_relative" || word == u"\\gexec";
        const bool chooses = word == u"\\if" || word == u"\\elif" || word == u"\\else";
        if (reads || chooses) {
            diagnostics_.push_back({Severity::Warning,
                message("script.client.unknown",
                    reads ? "%1 brings in statements that are not in this script; they were not read"
                          : "%1 makes what follows depend on the client; all of it was read",
                    {word}),
                {}, places_.at(command.offset), {}});
        } else if (!seen.contains(word)) {
            seen += word;
        }
    }
    if (!seen.isEmpty()) {
        diagnostics_.push_back({Severity::Hint,
            message("script.client", "commands of the client were passed over: %1",
                {seen.join(QStringLiteral(", "))}),
            {}, source_, {}});
    }
}

void Reader::tellCounts()
{
    if (dataStatements_ > 0 || parts_.copiedRows > 0) {
        diagnostics_.push_back({Severity::Hint,
            message("script.data", "%1 statements and %2 copied rows that only hold data were passed over",
                {QString::number(dataStatements_), QString::number(parts_.copiedRows)}),
            {}, source_, {}});
    }
    for (const auto& [kind, count] : ignored_) {
        diagnostics_.push_back({Severity::Hint,
            message("script.ignored", "no schema holds %1: %2 statements were passed over",
                {kind, QString::number(count)}),
            {}, source_, {}});
    }
}

} // namespace conjoin::sql::pgscript
