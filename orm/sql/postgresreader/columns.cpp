// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/dialect/postgrestable.h"
#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresreader/catalogtext.h"

namespace conjoin::sql::pgreader {

using orm::postgres::reparsable;

namespace {

/// What only ALTER COLUMN … SET says, a clause each: `STORAGE EXTERNAL`, `OPTIONS (n_distinct=5)`.
QStringList settingsOf(const CatalogRow& row)
{
    QStringList clauses;
    switch (row.letter(16).unicode()) {
    case u'p':
        clauses.append(QStringLiteral("STORAGE PLAIN"));
        break;
    case u'e':
        clauses.append(QStringLiteral("STORAGE EXTERNAL"));
        break;
    case u'm':
        clauses.append(QStringLiteral("STORAGE MAIN"));
        break;
    case u'x':
        clauses.append(QStringLiteral("STORAGE EXTENDED"));
        break;
    default:
        break;
    }
    if (row.letter(17) == u'p' || row.letter(17) == u'l')
        clauses.append(
            row.letter(17) == u'p' ? QStringLiteral("COMPRESSION pglz") : QStringLiteral("COMPRESSION lz4"));
    if (!row.isNull(18))
        clauses.append(QStringLiteral("STATISTICS ") + row.text(18));
    if (!row.isNull(20))
        clauses.append(QStringLiteral("OPTIONS (") + row.text(20) + u')');
    return clauses;
}

} // namespace

void PostgresReader::readColumns()
{
    QHash<std::size_t, QStringList> attributes; // of composites, by verbatim
    for (const std::vector<Value>& values : catalog_.columns.rows) {
        const CatalogRow row(values);
        const qint64 owner = row.number(0);
        if (const auto it = byClass_.constFind(owner); it != byClass_.cend()) {
            addColumn(drafts_[*it], row);
            if (const qint64 oid = row.number(8))
                partOf_.insert({QStringLiteral("pg_attrdef"), oid}, owner);
        } else if (const auto composite = composites_.constFind(owner); composite != composites_.cend()) {
            QString attribute = dialect_.identifier(row.text(2)) + u' ' + row.text(3);
            if (!row.isNull(12))
                attribute += QStringLiteral(" COLLATE ") +
                             orm::postgres::collationName(collationOf(row.text(11), row.text(12)));
            attributes[*composite].append(attribute);
            addColumnComment(schema_.verbatims[*composite], row);
        } else if (const auto view = classes_.constFind(owner); view != classes_.cend()) {
            PhysicalVerbatim& verbatim = schema_.verbatims[view->index];
            if (!row.isNull(7))
                verbatim.sql += QStringLiteral(";\nALTER VIEW %1 ALTER COLUMN %2 SET DEFAULT %3")
                                    .arg(sqlName(verbatim.schema, verbatim.name),
                                        dialect_.identifier(row.text(2)), row.text(7));
            for (const QString& clause : settingsOf(row))
                verbatim.sql +=
                    QStringLiteral(";\nALTER MATERIALIZED VIEW %1 ALTER COLUMN %2 SET %3")
                        .arg(sqlName(verbatim.schema, verbatim.name), dialect_.identifier(row.text(2)),
                            clause.startsWith(u"OPTIONS") ? clause.mid(8) : clause);
            addColumnComment(verbatim, row);
        }
    }
    for (auto it = composites_.cbegin(); it != composites_.cend(); ++it) {
        PhysicalVerbatim& type = schema_.verbatims[*it];
        type.sql.prepend(
            QStringLiteral("CREATE TYPE %1 AS (\n  %2\n)")
                .arg(sqlName(type.schema, type.name), attributes.value(*it).join(QStringLiteral(",\n  "))));
    }
}

void PostgresReader::addColumnComment(PhysicalVerbatim& verbatim, const CatalogRow& row) const
{
    if (!row.isNull(13))
        verbatim.sql += QStringLiteral(";\nCOMMENT ON COLUMN %1.%2 IS %3")
                            .arg(sqlName(verbatim.schema, verbatim.name), dialect_.identifier(row.text(2)),
                                dialect_.textLiteral(row.text(13)));
}

void PostgresReader::addColumn(TableDraft& draft, const CatalogRow& row)
{
    PhysicalColumn column;
    column.name = row.text(2);
    draft.names[int(row.number(1))] = column.name;
    draft.collations[int(row.number(1))] = row.number(19);
    column.type = typeOf(row.text(3), row.number(4), row.number(5));
    column.nullable = !row.flag(6);
    if (!row.isNull(12))
        column.collation = collationOf(row.text(11), row.text(12));
    column.comment = row.text(13);
    const QString expression = reparsable(row.text(7));
    if (row.letter(10) == u's' || row.letter(10) == u'v') {
        column.generated = {
            row.letter(10) == u's' ? model::Generated::Kind::Stored : model::Generated::Kind::Virtual,
            conditionOf(expression)};
    } else {
        readCounting(draft, column, row, expression);
    }
    column.extra = settingsOf(row).join(u' ');
    if (row.number(15) > 0 && row.flag(14))
        draft.localColumns.insert(column.name);
    if (!row.isNull(21))
        draft.foreignOptions.emplace_back(column.name, row.text(21));
    draft.table.columns.push_back(std::move(column));
}

void PostgresReader::markLocalColumns(TableDraft& draft) const
{
    if (draft.localColumns.isEmpty() || draft.isPartition)
        return;
    const QStringList inherited = inheritedColumns(draft);
    for (PhysicalColumn& column : draft.table.columns) {
        if (draft.localColumns.contains(column.name) && inherited.contains(column.name))
            column.extra = (column.extra + u' ' + orm::postgres::localWord()).trimmed();
    }
}

QStringList PostgresReader::inheritedColumns(const TableDraft& draft) const
{
    QStringList inherited;
    for (qint64 parent : draft.parents) {
        const auto it = byClass_.constFind(parent);
        if (it == byClass_.cend())
            continue;
        for (const auto& [number, name] : drafts_[*it].names) {
            if (!inherited.contains(name))
                inherited.append(name);
        }
    }
    return inherited;
}

QStringList PostgresReader::columnNames(const TableDraft& draft, const std::vector<qint64>& numbers) const
{
    QStringList names;
    for (qint64 number : numbers) {
        const auto it = draft.names.find(int(number));
        names.append(it == draft.names.end() ? QString() : it->second);
    }
    return names;
}

} // namespace conjoin::sql::pgreader
