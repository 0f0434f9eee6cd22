// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgrestable.h"
#include "orm/sql/postgresscript/reader.h"

/// Primary keys, unique keys and exclusion constraints: what an index stands behind.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Deferrable;

void Reader::primaryKey(Table& table, orm::PhysicalKey key)
{
    const QString schema = table.table.schema;
    if (table.table.primaryKey) {
        warn("script.key.exists", "\"%1\" has a primary key already; this one was passed over",
            {table.name().key()});
        return;
    }
    if (key.name.isEmpty()) {
        key.name = catalog_.relationName(schema, table.table.name, {}, QStringLiteral("pkey"), true);
        madeUp_ += key.name;
    }
    catalog_.claim({schema, key.name});
    catalog_.claimConstraint({schema, key.name});
    for (const orm::PhysicalKeyPart& part : key.parts) {
        if (orm::PhysicalColumn* column = table.column(part.column))
            column->nullable = false;
    }
    table.table.primaryKey = std::move(key);
    cloneToPartitions(table);
}

void Reader::addKey(Table& table, const Pending::Constraint& pending)
{
    const PgQuery__Constraint& constraint = *pending.constraint;
    if (*constraint.indexname) {
        useIndex(table, constraint, pending.deferrable);
        return;
    }
    orm::PhysicalKey key;
    key.name = text(constraint.conname);
    const QStringList columns = pending.column.isEmpty() ? names(List(constraint.n_keys, constraint.keys))
                                                         : QStringList{pending.column};
    for (const QString& column : columns) {
        if (!table.column(column)) {
            missing(table.name().key() + u'.' + column, false);
            return;
        }
        orm::PhysicalKeyPart part;
        part.column = column;
        key.parts.push_back(part);
    }
    key.include = names(List(constraint.n_including, constraint.including));
    key.deferrable = pending.deferrable;
    key.nullsNotDistinct = constraint.nulls_not_distinct;
    key.options = optionList(List(constraint.n_options, constraint.options));
    if (const QString space = text(constraint.indexspace); !space.isEmpty())
        key.options = (key.options + QStringLiteral(" USING INDEX TABLESPACE ") + identifier(space)).trimmed();
    if (constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) {
        primaryKey(table, std::move(key));
        return;
    }
    // One index is enough for two keys that ask for the same, within one statement.
    const auto same = [&](const orm::PhysicalKey& other) {
        return other.parts == key.parts && other.include == key.include &&
               other.nullsNotDistinct == key.nullsNotDistinct && other.deferrable == key.deferrable;
    };
    if (now_ && firstWord(now_->text) == "CREATE") {
        const orm::PhysicalKey* twin = nullptr;
        if (table.table.primaryKey && same(*table.table.primaryKey))
            twin = &*table.table.primaryKey;
        for (const orm::PhysicalKey& other : table.table.uniqueKeys) {
            if (!twin && same(other))
                twin = &other;
        }
        if (twin) { // which has the name of this one where it was given none
            if (!key.name.isEmpty() && madeUp_.remove(twin->name))
                renameConstraint(table, twin->name, key.name);
            return;
        }
    }
    if (key.name.isEmpty()) {
        key.name = catalog_.relationName(table.table.schema, table.table.name,
            joinedColumns(columns + key.include), QStringLiteral("key"), true);
        madeUp_ += key.name;
    }
    catalog_.claim({table.table.schema, key.name});
    catalog_.claimConstraint({table.table.schema, key.name});
    table.table.uniqueKeys.push_back(std::move(key));
    cloneToPartitions(table);
}

void Reader::addExclusion(Table& table, const Pending::Constraint& pending)
{
    const PgQuery__Constraint& constraint = *pending.constraint;
    QStringList needs{table.name().key()};
    QStringList elements, columns;
    for (Node* node : List(constraint.n_exclusions, constraint.exclusions)) {
        const List pair(node->list->n_items, node->list->items);
        const auto part = keyPart(*pair.items[0]->index_elem, table, text(constraint.access_method));
        if (!part)
            return;
        columns += indexColumnNames(List(1, pair.items));
        QString words = orm::postgres::keyPartText(dialect_, *part);
        const QStringList operation = names(List(pair.items[1]));
        words += QStringLiteral(" WITH ");
        words += operation.size() == 1 ? operation.first()
                                       : QStringLiteral("OPERATOR(") + operation.join(u'.') + u')';
        elements += words;
    }
    QString name = text(constraint.conname);
    if (name.isEmpty())
        name = catalog_.relationName(
            table.table.schema, table.table.name, joinedColumns(columns), QStringLiteral("excl"), true);
    catalog_.claim({table.table.schema, name});
    catalog_.claimConstraint({table.table.schema, name});
    QString sql = QStringLiteral("ALTER TABLE %1 ADD CONSTRAINT %2 EXCLUDE USING %3 (%4)")
                      .arg(qualified(table.name()), identifier(name),
                          *constraint.access_method ? identifier(text(constraint.access_method))
                                                    : QStringLiteral("btree"),
                          elements.join(QStringLiteral(", ")));
    if (constraint.n_including > 0) {
        QStringList include = names(List(constraint.n_including, constraint.including));
        for (QString& column : include)
            column = identifier(column);
        sql += QStringLiteral(" INCLUDE (") + include.join(QStringLiteral(", ")) + u')';
    }
    if (const QString options = optionList(List(constraint.n_options, constraint.options)); !options.isEmpty())
        sql += u' ' + options;
    if (constraint.where_clause)
        sql += QStringLiteral(" WHERE (") + expression(constraint.where_clause, &needs) + u')';
    if (pending.deferrable != Deferrable::No)
        sql += pending.deferrable == Deferrable::InitiallyDeferred
                   ? QStringLiteral(" DEFERRABLE INITIALLY DEFERRED")
                   : QStringLiteral(" DEFERRABLE");
    keep(model::Verbatim::Kind::Constraint, {table.table.schema, name}, sql, needs, table.name().key());
}

void Reader::useIndex(Table& table, const PgQuery__Constraint& constraint, Deferrable deferrable)
{
    const QString indexName = text(constraint.indexname);
    auto& indexes = table.table.indexes;
    const auto found = std::find_if(indexes.begin(), indexes.end(),
        [&](const orm::PhysicalIndex& index) { return index.name == indexName; });
    if (found == indexes.end()) {
        missing(indexName, false);
        return;
    }
    orm::PhysicalKey key;
    key.name = *constraint.conname ? text(constraint.conname) : indexName;
    key.parts = found->parts;
    key.include = found->include;
    key.nullsNotDistinct = found->nullsNotDistinct;
    key.options = found->options;
    key.comment = found->comment;
    key.deferrable = deferrable;
    catalog_.release({table.table.schema, indexName});
    indexes.erase(found);
    if (constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) {
        primaryKey(table, std::move(key));
        return;
    }
    catalog_.claim({table.table.schema, key.name});
    catalog_.claimConstraint({table.table.schema, key.name});
    table.table.uniqueKeys.push_back(std::move(key));
}

} // namespace conjoin::sql::pgscript
