// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// CREATE TABLE.
namespace conjoin::sql::pgscript {

using namespace pgtree;

namespace {

Name relationOf(const PgQuery__RangeVar& range)
{
    return {text(range.schemaname), text(range.relname)};
}

} // namespace

void Reader::createTable(PgQuery__CreateStmt& create)
{
    const Name name = catalog_.newName(*create.relation);
    if (text(create.relation->relpersistence) == u"t") {
        temporary_ += name.name;
        ++ignored_[QStringLiteral("CREATE TEMPORARY TABLE")];
        return;
    }
    if (catalog_.hasRelation(name)) {
        if (!create.if_not_exists)
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {name.key()});
        return;
    }
    orm::PhysicalTable made;
    made.schema = name.schema;
    made.name = name.name;
    made.options.unlogged = text(create.relation->relpersistence) == u"u";
    Table& table = catalog_.add(std::move(made));

    for (Node* node : List(create.n_inh_relations, create.inh_relations)) {
        const PgQuery__RangeVar& range = *node->range_var;
        Table* parent = catalog_.table(range);
        if (!parent) {
            missing(relationOf(range).key(), false);
            continue;
        }
        if (create.partbound) {
            table.partitionOf = parent;
            table.bound = boundText(*create.partbound);
        }
        inherit(table, *parent);
        if (!create.partbound) {
            table.parents.push_back(parent);
            table.table.options.inherits += qualified(parent->name());
        }
    }
    if (create.of_typename) {
        const QStringList type = names(List(create.of_typename->n_names, create.of_typename->names));
        const orm::PhysicalVerbatim* composite = catalog_.verbatim(model::Verbatim::Kind::Type, type);
        if (!composite)
            missing(type.join(u'.'), false);
        else
            table.table.columns =
                catalog_.composites.value(model::objectKey(composite->schema, composite->name));
        if (composite)
            keep(model::Verbatim::Kind::Other, {name.schema, QStringLiteral("type")},
                QStringLiteral("ALTER TABLE %1 OF %2")
                    .arg(qualified(name), qualified({composite->schema, composite->name})),
                {model::objectKey(composite->schema, composite->name)}, name.key());
    }

    Pending pending;
    std::vector<orm::PhysicalTable> indexSources; // of LIKE … INCLUDING INDEXES
    for (Node* node : List(create.n_table_elts, create.table_elts)) {
        if (node->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
            column(table, *node->column_def, pending);
        else if (node->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
            tableConstraint(*node->constraint, pending);
        else if (node->node_case == PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE)
            like(table, *node->table_like_clause, indexSources);
    }
    for (Node* node : List(create.n_constraints, create.constraints))
        tableConstraint(*node->constraint, pending);
    if (create.partspec)
        table.table.options.partitionBy = partitionClause(*create.partspec);
    QStringList extra;
    const QString given = text(create.access_method);
    const bool stores = !create.partspec; // a partitioned table keeps no rows itself
    if (const QString method = given.isEmpty() && stores ? tableAccessMethod_ : given;
        !method.isEmpty() && method != u"heap")
        extra += QStringLiteral("USING ") + identifier(method);
    if (const QString options = optionList(List(create.n_options, create.options)); !options.isEmpty())
        extra += options;
    if (const QString space = text(create.tablespacename); !space.isEmpty())
        extra += QStringLiteral("TABLESPACE ") + identifier(space);
    table.table.options.extra = extra.join(u' ');

    addPending(table, pending);
    for (const orm::PhysicalTable& source : indexSources)
        cloneIndexes(table, source, true);
    if (table.partitionOf)
        cloneIndexes(table, table.partitionOf->table, false);
}

/// Kept to the letter: it is no table of the model.
void Reader::createForeignTable(Node* node)
{
    PgQuery__CreateForeignTableStmt& create = *node->create_foreign_table_stmt;
    const Name name = catalog_.newName(*create.base_stmt->relation);
    if (catalog_.hasRelation(name)) {
        if (!create.base_stmt->if_not_exists)
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {name.key()});
        return;
    }
    if (!*create.base_stmt->relation->schemaname && !name.schema.isEmpty())
        setText(create.base_stmt->relation->schemaname, name.schema);
    placed_ = !name.schema.isEmpty();
    catalog_.claim(name);
    QStringList needs{model::objectKey({}, text(create.servername))};
    const QString sql = sourceText(node, &needs);
    needs.removeAll(name.key());
    keep(model::Verbatim::Kind::Other, name, sql, needs);
    warn("script.foreign.table", "the foreign table \"%1\" is kept as it is written", {name.key()});
}

void Reader::like(
    Table& table, const PgQuery__TableLikeClause& clause, std::vector<orm::PhysicalTable>& indexSources)
{
    const auto including = [&](PgQuery__TableLikeOption option) {
        return (clause.options >> (unsigned(option) - 1) & 1U) != 0;
    };
    Table* source = catalog_.table(*clause.relation);
    if (!source) {
        missing(relationOf(*clause.relation).key(), false);
        return;
    }
    const bool comments = including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_COMMENTS);
    for (const orm::PhysicalColumn& from : std::vector(source->table.columns)) {
        orm::PhysicalColumn copy = from;
        const bool identity = from.identity != model::Identity::None;
        if (!comments)
            copy.comment.clear();
        copy.identity = model::Identity::None;
        if (!including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_DEFAULTS))
            copy.defaultValue = {};
        else if (Sequence* sequence = source->sequences.value(from.name); sequence && !identity)
            table.sequences.insert(from.name, sequence);
        if (!including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_GENERATED))
            copy.generated = {};
        if (!including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_STORAGE))
            copy.extra.clear();
        table.needs.insert(from.name, source->needs.value(from.name));
        table.table.columns.push_back(std::move(copy));
        if (identity && including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_IDENTITY)) {
            orm::PhysicalColumn& made = table.table.columns.back();
            makeIdentity(table, made,
                from.identity == model::Identity::Always ? QStringLiteral("a") : QStringLiteral("d"),
                List(0, nullptr));
            if (Sequence* theirs = source->sequences.value(from.name))
                table.sequences.value(made.name)->options = theirs->options;
        }
    }
    if (including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_CONSTRAINTS)) {
        for (orm::PhysicalCheck check : source->table.checks) {
            if (!comments)
                check.comment.clear();
            check.validated = true; // there is no row yet
            catalog_.claimConstraint({table.table.schema, check.name});
            table.table.checks.push_back(std::move(check));
        }
    }
    if (including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_INDEXES))
        indexSources.push_back(source->table);
}

} // namespace conjoin::sql::pgscript
