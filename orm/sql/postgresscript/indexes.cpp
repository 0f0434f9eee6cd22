// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// CREATE INDEX, and indexes by their names.
namespace conjoin::sql::pgscript {

using namespace pgtree;

namespace {

/// What the server calls the column of an expression; empty where it has no name for it.
QString columnNameOf(const Node* expression)
{
    switch (expression->node_case) {
    case PG_QUERY__NODE__NODE_COLUMN_REF: {
        const PgQuery__ColumnRef& reference = *expression->column_ref;
        return names(List(reference.n_fields, reference.fields)).value(qsizetype(reference.n_fields) - 1);
    }
    case PG_QUERY__NODE__NODE_FUNC_CALL: {
        const PgQuery__FuncCall& call = *expression->func_call;
        return names(List(call.n_funcname, call.funcname)).last();
    }
    case PG_QUERY__NODE__NODE_TYPE_CAST: {
        const PgQuery__TypeCast& cast = *expression->type_cast;
        const QString inner = columnNameOf(cast.arg);
        return inner.isEmpty() ? names(List(cast.type_name->n_names, cast.type_name->names)).last() : inner;
    }
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
        return columnNameOf(expression->collate_clause->arg);
    case PG_QUERY__NODE__NODE_A_INDIRECTION: {
        const PgQuery__AIndirection& part = *expression->a_indirection;
        const QString field = names(List(part.n_indirection, part.indirection)).last();
        return field.isEmpty() ? columnNameOf(part.arg) : field;
    }
    case PG_QUERY__NODE__NODE_CASE_EXPR: {
        const Node* otherwise = expression->case_expr->defresult;
        const QString inner = otherwise ? columnNameOf(otherwise) : QString();
        return inner.isEmpty() ? QStringLiteral("case") : inner;
    }
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
        return QStringLiteral("coalesce");
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
        return expression->min_max_expr->op == PG_QUERY__MIN_MAX_OP__IS_GREATEST ? QStringLiteral("greatest")
                                                                                 : QStringLiteral("least");
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
        return QStringLiteral("array");
    case PG_QUERY__NODE__NODE_ROW_EXPR:
        return QStringLiteral("row");
    case PG_QUERY__NODE__NODE_A_EXPR:
        return expression->a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF ? QStringLiteral("nullif")
                                                                                 : QString();
    default:
        return {};
    }
}

} // namespace

QStringList Reader::indexColumnNames(const List& elements) const
{
    QStringList columns;
    for (const Node* node : elements) {
        QString wanted =
            *node->index_elem->name ? text(node->index_elem->name) : columnNameOf(node->index_elem->expr);
        if (wanted.isEmpty())
            wanted = QStringLiteral("expr");
        QString name = wanted;
        for (int i = 1; columns.contains(name); ++i)
            name = wanted + QString::number(i);
        columns += name;
    }
    return columns;
}

QStringList Reader::indexColumnNames(const std::vector<orm::PhysicalKeyPart>& parts) const
{
    QStringList columns;
    for (const orm::PhysicalKeyPart& part : parts) {
        QString wanted = part.column;
        if (const auto tree = Tree::parse("SELECT " + part.expression.toUtf8()); wanted.isEmpty() && tree) {
            const PgQuery__SelectStmt& select = *tree->statement()->select_stmt;
            if (select.n_target_list == 1)
                wanted = columnNameOf(select.target_list[0]->res_target->val);
        }
        if (wanted.isEmpty())
            wanted = QStringLiteral("expr");
        QString name = wanted;
        for (int i = 1; columns.contains(name); ++i)
            name = wanted + QString::number(i);
        columns += name;
    }
    return columns;
}

std::optional<orm::PhysicalKeyPart> Reader::keyPart(
    PgQuery__IndexElem& element, Table& table, const QString& method)
{
    orm::PhysicalKeyPart part;
    part.column = text(element.name);
    if (part.column.isEmpty()) {
        QStringList needs;
        // The catalog has calls bare and all else in parentheses.
        const bool call = element.expr->node_case == PG_QUERY__NODE__NODE_FUNC_CALL ||
                          element.expr->node_case == PG_QUERY__NODE__NODE_COALESCE_EXPR;
        const QString words = expression(element.expr, &needs);
        if (words.isEmpty())
            return {};
        part.expression = call ? words : u'(' + words + u')';
        table.needs[QString()] += needs;
    } else if (!table.column(part.column)) {
        missing(table.name().key() + u'.' + part.column, false);
        return {};
    }
    part.collation = collation(List(element.n_collation, element.collation));
    QStringList operators = names(List(element.n_opclass, element.opclass));
    const QByteArray access = method.isEmpty() ? QByteArray("btree") : method.toUtf8();
    if (const orm::PhysicalVerbatim* own = catalog_.verbatim(model::Verbatim::Kind::Other,
            withMethod(List(element.n_opclass, element.opclass), access.constData()));
        own && !operators.isEmpty()) {
        table.needs[QString()] += model::objectKey(own->schema, own->name);
        if (operators.size() == 1 && !own->schema.isEmpty())
            operators.prepend(own->schema);
    }
    if (operators.size() > 1 && (operators.first() == u"public" || operators.first() == u"pg_catalog"))
        operators.removeFirst();
    for (QString& name : operators)
        name = identifier(name);
    part.operatorClass = operators.join(u'.');
    if (const QString options = optionList(List(element.n_opclassopts, element.opclassopts));
        !options.isEmpty())
        part.operatorClass += u' ' + options.mid(5); // without WITH
    part.descending = element.ordering == PG_QUERY__SORT_BY_DIR__SORTBY_DESC;
    const bool first = element.nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST;
    const bool last = element.nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_LAST;
    if (first && !part.descending)
        part.nulls = model::NullOrder::First;
    else if (last && part.descending)
        part.nulls = model::NullOrder::Last;
    return part;
}

void Reader::createIndex(PgQuery__IndexStmt& create)
{
    const QString wanted = text(create.idxname);
    Table* table = catalog_.table(*create.relation);
    if (!table) {
        const QString relation = text(create.relation->relname);
        if (temporary_.contains(relation))
            return;
        const QString schema = text(create.relation->schemaname);
        if (const orm::PhysicalVerbatim* view =
                catalog_.view(schema.isEmpty() ? QStringList{relation} : QStringList{schema, relation})) {
            // Of a materialized view; it belongs to nothing that the model edits.
            const Name name{view->schema,
                wanted.isEmpty()
                    ? catalog_.relationName(view->schema, view->name,
                          joinedColumns(indexColumnNames(List(create.n_index_params, create.index_params))),
                          QStringLiteral("idx"), false)
                    : wanted};
            catalog_.claim(name);
            QStringList needs{model::objectKey(view->schema, view->name)};
            const QString owner = needs.first();
            Node statement = PG_QUERY__NODE__INIT;
            statement.node_case = PG_QUERY__NODE__NODE_INDEX_STMT;
            statement.index_stmt = &create;
            const QString sql = sourceText(&statement, &needs);
            keep(model::Verbatim::Kind::Other, name, sql, needs, owner);
            return;
        }
        missing(relation, false);
        return;
    }
    orm::PhysicalIndex index;
    const QString schema = table->table.schema;
    index.name = wanted;
    if (!wanted.isEmpty() && catalog_.hasRelation({schema, wanted})) {
        if (!create.if_not_exists)
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {wanted});
        return;
    }
    const QStringList columns =
        indexColumnNames(List(create.n_index_params, create.index_params)) +
        indexColumnNames(List(create.n_index_including_params, create.index_including_params));
    for (Node* node : List(create.n_index_params, create.index_params)) {
        auto part = keyPart(*node->index_elem, *table, text(create.access_method));
        if (!part)
            return;
        index.parts.push_back(std::move(*part));
    }
    for (Node* node : List(create.n_index_including_params, create.index_including_params))
        index.include += text(node->index_elem->name);
    index.unique = create.unique;
    index.nullsNotDistinct = create.nulls_not_distinct;
    index.method = text(create.access_method) == u"btree" ? QString() : text(create.access_method);
    index.options = optionList(List(create.n_options, create.options));
    if (const QString space = text(create.table_space); !space.isEmpty())
        index.options = (index.options + QStringLiteral(" TABLESPACE ") + identifier(space)).trimmed();
    if (create.where_clause) {
        QStringList needs;
        index.where = expression(create.where_clause, &needs);
        table->needs[QString()] += needs;
    }
    if (index.name.isEmpty())
        index.name = catalog_.relationName(
            schema, table->table.name, joinedColumns(columns), QStringLiteral("idx"), false);
    catalog_.claim({schema, index.name});
    if (!create.relation->inh) {
        for (Table* child : catalog_.children(table)) {
            if (child->partitionOf == table)
                table->withoutIndex[index.name].insert(child);
        }
    }
    table->table.indexes.push_back(std::move(index));
    only_ = !create.relation->inh;
    cloneToPartitions(*table);
}

void Reader::alterIndex(const IndexPlace& place, const QString& name, const List& commands, Node* whole)
{
    for (Node* node : commands) {
        PgQuery__AlterTableCmd& command = *node->alter_table_cmd;
        switch (command.subtype) {
        case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition: {
            const PgQuery__RangeVar& part = *command.def->partition_cmd->name;
            QStringList parts{text(part.relname)};
            if (*part.schemaname)
                parts.prepend(text(part.schemaname));
            if (const IndexPlace attached = indexNamed(parts); attached.table)
                place.table->withoutIndex[name].remove(attached.table);
            break;
        }
        case PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions: {
            QString& options = place.index ? place.index->options : place.key->options;
            options = withOptions(options, optionList(List(command.def)));
            break;
        }
        case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics: {
            const Name setting{place.table->table.schema, name + QStringLiteral(" statistics")};
            if (orm::PhysicalVerbatim* before = catalog_.verbatimAt(model::Verbatim::Kind::Other, setting)) {
                keepBehind(before, whole, name);
                break;
            }
            QStringList needs;
            const QString sql = sourceText(whole, &needs);
            keep(model::Verbatim::Kind::Other, setting, sql, needs, place.table->name().key());
            break;
        }
        case PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace:
            break;
        default:
            unknownTo(QStringLiteral("ALTER INDEX ") + name);
        }
    }
}

Reader::IndexPlace Reader::indexNamed(const QStringList& parts)
{
    const auto in = [&](const QString& schema) -> IndexPlace {
        for (const auto& table : catalog_.tables) {
            if (table->table.schema != schema)
                continue;
            for (orm::PhysicalIndex& index : table->table.indexes) {
                if (index.name == parts.last())
                    return {table.get(), &index, nullptr};
            }
            if (table->table.primaryKey && table->table.primaryKey->name == parts.last())
                return {table.get(), nullptr, &*table->table.primaryKey};
            for (orm::PhysicalKey& key : table->table.uniqueKeys) {
                if (key.name == parts.last())
                    return {table.get(), nullptr, &key};
            }
        }
        return {};
    };
    if (parts.isEmpty())
        return {};
    if (parts.size() > 1)
        return in(catalog_.newName(parts).schema);
    for (const QString& schema : catalog_.searchPath()) {
        if (IndexPlace place = in(schema); place.table)
            return place;
    }
    return {};
}

} // namespace conjoin::sql::pgscript
