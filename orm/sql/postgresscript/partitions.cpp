// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// How a table is partitioned, and what of it a partition holds.
namespace conjoin::sql::pgscript {

using namespace pgtree;

QString Reader::partitionClause(const PgQuery__PartitionSpec& partition)
{
    QStringList parts;
    for (Node* node : List(partition.n_part_params, partition.part_params)) {
        PgQuery__PartitionElem& element = *node->partition_elem;
        QString part = *element.name ? identifier(text(element.name)) : expression(element.expr);
        if (!*element.name && element.expr->node_case != PG_QUERY__NODE__NODE_FUNC_CALL)
            part = u'(' + part + u')';
        if (element.n_collation > 0)
            part += QStringLiteral(" COLLATE ") +
                    identifier(names(List(element.n_collation, element.collation)).last());
        if (element.n_opclass > 0)
            part += u' ' + names(List(element.n_opclass, element.opclass)).join(u'.');
        parts += part;
    }
    return QStringLiteral("PARTITION BY %1 (%2)")
        .arg(text(partition.strategy).toUpper(), parts.join(QStringLiteral(", ")));
}

QString Reader::boundText(const PgQuery__PartitionBoundSpec& bound)
{
    if (bound.is_default)
        return QStringLiteral("DEFAULT");
    const auto list = [&](size_t count, Node** items) {
        QStringList values;
        for (Node* item : List(count, items)) {
            const QString value = expression(item);
            const bool edge = item->node_case == PG_QUERY__NODE__NODE_COLUMN_REF;
            values += edge ? value.toUpper() : value;
        }
        return u'(' + values.join(QStringLiteral(", ")) + u')';
    };
    switch (*bound.strategy) {
    case 'l':
        return QStringLiteral("FOR VALUES IN ") + list(bound.n_listdatums, bound.listdatums);
    case 'h':
        return QStringLiteral("FOR VALUES WITH (modulus %1, remainder %2)")
            .arg(bound.modulus)
            .arg(bound.remainder);
    default:
        return QStringLiteral("FOR VALUES FROM ") + list(bound.n_lowerdatums, bound.lowerdatums) +
               QStringLiteral(" TO ") + list(bound.n_upperdatums, bound.upperdatums);
    }
}

void Reader::attachPartition(Table& parent, Table& partition, const PgQuery__PartitionBoundSpec& bound)
{
    parent.hasChildren = true;
    partition.partitionOf = &parent;
    partition.bound = boundText(bound);
    cloneIndexes(partition, parent.table, false);
}

} // namespace conjoin::sql::pgscript
