// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

#include <QHash>

#include <algorithm>

/// CREATE TABLE … AS and SELECT … INTO: the columns of queries whose types the script itself tells.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::DataType;
using model::TypeKind;

namespace {

/// The result of functions that give one type whatever they are given. Functions of several types are left to
/// a server.
std::optional<DataType> resultOf(const QString& function)
{
    static const QHash<QString, TypeKind> known{{"count", TypeKind::BigInt}, {"row_number", TypeKind::BigInt},
        {"rank", TypeKind::BigInt}, {"dense_rank", TypeKind::BigInt}, {"now", TypeKind::TimestampTz},
        {"clock_timestamp", TypeKind::TimestampTz}, {"lower", TypeKind::Text}, {"upper", TypeKind::Text},
        {"concat", TypeKind::Text}, {"concat_ws", TypeKind::Text}, {"md5", TypeKind::Text},
        {"initcap", TypeKind::Text}, {"replace", TypeKind::Text}, {"format", TypeKind::Text},
        {"string_agg", TypeKind::Text}, {"random", TypeKind::Double}, {"gen_random_uuid", TypeKind::Uuid},
        {"bool_and", TypeKind::Boolean}, {"bool_or", TypeKind::Boolean}, {"length", TypeKind::Integer}};
    const auto found = known.constFind(function);
    return found == known.cend() ? std::nullopt : std::optional(DataType::of(*found));
}

std::optional<DataType> typeOfConstant(const PgQuery__AConst& constant)
{
    if (constant.isnull)
        return DataType::of(TypeKind::Text);
    switch (constant.val_case) {
    case PG_QUERY__A__CONST__VAL_IVAL:
        return DataType::of(TypeKind::Integer);
    case PG_QUERY__A__CONST__VAL_SVAL:
        return DataType::of(TypeKind::Text);
    default: // a number too long for an integer may be one of several types
        return std::nullopt;
    }
}

} // namespace

/// The columns that a table made of the query has; nothing where only a server can tell them.
std::optional<std::vector<Reader::QueryColumn>> Reader::queryColumns(const PgQuery__SelectStmt& select)
{
    if (select.with_clause || select.n_values_lists > 0)
        return std::nullopt;
    if (select.op != PG_QUERY__SET_OPERATION__SETOP_NONE) {
        const auto left = queryColumns(*select.larg), right = queryColumns(*select.rarg);
        const auto alike = [](const QueryColumn& a, const QueryColumn& b) {
            return a.type == b.type && a.collation == b.collation;
        };
        return left && right && std::ranges::equal(*left, *right, alike) ? left : std::nullopt;
    }
    std::vector<QuerySource> sources;
    for (const Node* from : List(select.n_from_clause, select.from_clause)) {
        if (!addSources(sources, from))
            return std::nullopt;
    }
    std::vector<QueryColumn> columns;
    for (const Node* target : List(select.n_target_list, select.target_list)) {
        if (!addTarget(columns, sources, *target->res_target))
            return std::nullopt;
    }
    return columns;
}

bool Reader::addSources(std::vector<QuerySource>& sources, const Node* from)
{
    const auto rename = [](QuerySource& source, const PgQuery__Alias* alias) {
        if (!alias)
            return;
        source.name = text(alias->aliasname);
        source.schema.clear();
        const QStringList given = names(List(alias->n_colnames, alias->colnames));
        for (qsizetype i = 0; i < given.size() && std::size_t(i) < source.columns.size(); ++i)
            source.columns[std::size_t(i)].name = given[i];
    };
    switch (from->node_case) {
    case PG_QUERY__NODE__NODE_RANGE_VAR: {
        const Table* table = catalog_.table(*from->range_var);
        if (!table)
            return false; // a view, or nothing at all
        QuerySource source{table->table.schema, table->table.name, {}};
        for (const orm::PhysicalColumn& column : table->table.columns)
            source.columns.push_back(
                {column.name, column.type, column.collation, table->needs.value(column.name)});
        rename(source, from->range_var->alias);
        sources.push_back(std::move(source));
        return true;
    }
    case PG_QUERY__NODE__NODE_RANGE_SUBSELECT: {
        const Node* query = from->range_subselect->subquery;
        auto columns = queryColumns(*query->select_stmt);
        if (!columns)
            return false;
        QuerySource source{{}, {}, std::move(*columns)};
        rename(source, from->range_subselect->alias);
        sources.push_back(std::move(source));
        return true;
    }
    case PG_QUERY__NODE__NODE_JOIN_EXPR: {
        const PgQuery__JoinExpr& join = *from->join_expr;
        return !join.is_natural && join.n_using_clause == 0 && !join.alias && addSources(sources, join.larg) &&
               addSources(sources, join.rarg);
    }
    default:
        return false;
    }
}

bool Reader::addTarget(std::vector<QueryColumn>& columns, const std::vector<QuerySource>& sources,
    const PgQuery__ResTarget& target)
{
    const PgQuery__ColumnRef* reference =
        target.val->node_case == PG_QUERY__NODE__NODE_COLUMN_REF ? target.val->column_ref : nullptr;
    const bool star =
        reference && reference->fields[reference->n_fields - 1]->node_case == PG_QUERY__NODE__NODE_A_STAR;
    if (star) {
        const QStringList of = names(List(reference->n_fields - 1, reference->fields));
        bool any = false;
        for (const QuerySource& source : sources) {
            if (!of.isEmpty() && (source.name != of.last() || of.size() > 1))
                continue;
            any = true;
            columns.insert(columns.end(), source.columns.begin(), source.columns.end());
        }
        return any;
    }
    auto column = queryColumn(sources, target.val);
    if (!column)
        return false;
    if (target.name && *target.name)
        column->name = text(target.name);
    columns.push_back(std::move(*column));
    return true;
}

/// What an expression gives, under the name that PostgreSQL gives it.
std::optional<Reader::QueryColumn> Reader::queryColumn(
    const std::vector<QuerySource>& sources, const Node* value)
{
    const QString nameless = QStringLiteral("?column?");
    switch (value->node_case) {
    case PG_QUERY__NODE__NODE_COLUMN_REF: {
        const QStringList parts = names(List(value->column_ref->n_fields, value->column_ref->fields));
        std::optional<QueryColumn> found;
        for (const QuerySource& source : sources) {
            if (parts.size() > 2 || (parts.size() == 2 && source.name != parts.first()))
                continue;
            for (const QueryColumn& column : source.columns) {
                if (column.name != parts.last())
                    continue;
                if (found)
                    return std::nullopt; // the server refuses what means two
                found = column;
            }
        }
        return found;
    }
    case PG_QUERY__NODE__NODE_TYPE_CAST: {
        PgQuery__TypeCast& cast = *value->type_cast;
        const auto inner = queryColumn(sources, cast.arg);
        QueryColumn column;
        column.type = dataType(cast.type_name, &column.needs);
        column.name = inner && inner->name != nameless
                          ? inner->name
                          : names(List(cast.type_name->n_names, cast.type_name->names)).last();
        // The name of what is cast matters, its type does not.
        const bool named = inner || cast.arg->node_case == PG_QUERY__NODE__NODE_A_CONST;
        return named ? std::optional(column) : std::nullopt;
    }
    case PG_QUERY__NODE__NODE_A_CONST: {
        const auto type = typeOfConstant(*value->a_const);
        return type ? std::optional(QueryColumn{nameless, *type, {}, {}}) : std::nullopt;
    }
    case PG_QUERY__NODE__NODE_FUNC_CALL: {
        const QString name = names(List(value->func_call->n_funcname, value->func_call->funcname)).last();
        const auto type = resultOf(name);
        return type && value->func_call->n_funcname == 1 ? std::optional(QueryColumn{name, *type, {}, {}})
                                                         : std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

/// The table of a query: what it holds is the query's, every constraint stays behind.
void Reader::createTableOf(const PgQuery__IntoClause& into, const Node* query, bool ifNotExists)
{
    const Name name = catalog_.newName(*into.rel);
    if (text(into.rel->relpersistence) == u"t") {
        temporary_ += name.name;
        ++ignored_[QStringLiteral("CREATE TEMPORARY TABLE")];
        return;
    }
    if (catalog_.hasRelation(name)) {
        if (!ifNotExists)
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {name.key()});
        return;
    }
    auto columns = query && query->node_case == PG_QUERY__NODE__NODE_SELECT_STMT
                       ? queryColumns(*query->select_stmt)
                       : std::nullopt;
    const QStringList given = names(List(into.n_col_names, into.col_names));
    QSet<QString> different;
    for (std::size_t i = 0; columns && i < columns->size(); ++i) {
        if (i < std::size_t(given.size()))
            (*columns)[i].name = given[qsizetype(i)];
        different += (*columns)[i].name;
    }
    if (!columns || std::size_t(different.size()) != columns->size()) {
        warn("script.table.as",
            "the columns of \"%1\" come from a query; only a server can tell them, so it was left out",
            {name.key()});
        diagnostics_.back().mend = message("script.table.as.mend",
            "write CREATE TABLE with its columns in its place, or run the script and read the database");
        return;
    }
    orm::PhysicalTable made;
    made.schema = name.schema;
    made.name = name.name;
    made.options.unlogged = text(into.rel->relpersistence) == u"u";
    QStringList extra;
    const QString method = *into.access_method ? text(into.access_method) : tableAccessMethod_;
    if (!method.isEmpty() && method != u"heap")
        extra += QStringLiteral("USING ") + identifier(method);
    if (const QString options = optionList(List(into.n_options, into.options)); !options.isEmpty())
        extra += options;
    if (const QString space = text(into.table_space_name); !space.isEmpty())
        extra += QStringLiteral("TABLESPACE ") + identifier(space);
    made.options.extra = extra.join(u' ');
    Table& table = catalog_.add(std::move(made));
    for (const QueryColumn& column : *columns) {
        orm::PhysicalColumn& own = table.table.columns.emplace_back();
        own.name = column.name;
        own.type = column.type;
        own.collation = column.collation;
        table.needs.insert(column.name, column.needs);
    }
}

} // namespace conjoin::sql::pgscript
