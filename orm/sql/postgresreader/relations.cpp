// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/dialect/postgrestable.h"
#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresreader/catalogtext.h"

namespace conjoin::sql::pgreader {

using orm::postgres::reparsable;

void PostgresReader::readRelations()
{
    for (const std::vector<Value>& values : catalog_.relations.rows) {
        const CatalogRow row(values);
        switch (row.letter(3).unicode()) {
        case u'S':
            addSequence(row);
            break;
        case u'v':
        case u'm':
            addView(row);
            break;
        case u'f':
            foreignTables_.push_back(&values);
            addDraft(row);
            break;
        default:
            addDraft(row);
        }
    }
}

void PostgresReader::addView(const CatalogRow& row)
{
    const bool materialized = row.letter(3) == u'm';
    const QString schema = schemaOf(row.text(1));
    const QString name = row.text(2);
    QString sql = materialized ? QStringLiteral("CREATE MATERIALIZED VIEW ") : QStringLiteral("CREATE VIEW ");
    sql += sqlName(schema, name);
    if (!row.isNull(18))
        sql += QStringLiteral(" USING ") + dialect_.identifier(row.text(18));
    if (const QString options = withClause(optionList(row.texts(7), {})); !options.isEmpty())
        sql += u' ' + options;
    QString text = reparsable(row.text(12).trimmed());
    while (text.endsWith(u';'))
        text = text.chopped(1).trimmed();
    sql += QStringLiteral(" AS\n") + text;
    if (materialized && !row.flag(13))
        sql += QStringLiteral("\nWITH NO DATA");
    addVerbatim(materialized ? Kind::MaterializedView : Kind::View, schema, name, sql).comment = row.text(6);
    classes_.insert(row.number(0), lastVerbatim(model::objectKey(schema, name)));
}

void PostgresReader::addDraft(const CatalogRow& row)
{
    TableDraft draft;
    draft.namespaceName = row.text(1);
    PhysicalTable& table = draft.table;
    table.schema = schemaOf(row.text(1));
    table.name = row.text(2);
    table.comment = row.text(6);
    table.options.unlogged = row.letter(4) == u'u';
    if (!row.isNull(9))
        table.options.partitionBy = QStringLiteral("PARTITION BY ") + row.text(9);
    QStringList extra;
    if (!row.isNull(18))
        extra.append(QStringLiteral("USING ") + dialect_.identifier(row.text(18)));
    const QStringList options =
        optionList(row.texts(7), {}) + optionList(row.texts(8), QStringLiteral("toast."));
    if (!options.isEmpty())
        extra.append(withClause(options));
    table.options.extra = extra.join(u' ');
    draft.isPartition = row.flag(5);
    draft.bound = row.text(10);
    const QString key = model::objectKey(table.schema, table.name);
    for (const QStringList& parent : row.table(11)) {
        const QString parentName = sqlName(schemaOf(parent[1]), parent[2]);
        const QString parentKey = model::objectKey(schemaOf(parent[1]), parent[2]);
        table.dependsOn.append(parentKey);
        if (draft.isPartition) {
            draft.parentName = parentName;
            draft.parentKey = parentKey;
        } else {
            table.options.inherits.append(parentName);
            draft.parents.push_back(parent[0].toLongLong());
        }
    }
    const std::size_t index = drafts_.size();
    classes_.insert(row.number(0), {key, Object::What::Table, index});
    byClass_.insert(row.number(0), index);
    drafts_.push_back(std::move(draft));
    addTableSettings(row, drafts_.back().table);
}

/// What only ALTER TABLE says, and the model does not know.
void PostgresReader::addTableSettings(const CatalogRow& row, const PhysicalTable& table)
{
    const QString name = sqlName(table.schema, table.name);
    const auto add = [&](const char* what, const QString& sql) {
        addVerbatim(Kind::Other, table.schema, QString::fromLatin1(what), sql).table =
            model::objectKey(table.schema, table.name);
    };
    const QString head = QStringLiteral("ALTER TABLE ") + name;
    QStringList security;
    if (row.flag(14))
        security.append(head + QStringLiteral(" ENABLE ROW LEVEL SECURITY"));
    if (row.flag(15))
        security.append(head + QStringLiteral(" FORCE ROW LEVEL SECURITY"));
    if (!security.isEmpty())
        add("row level security", security.join(QStringLiteral(";\n")));
    const bool isForeign = row.letter(3) == u'f';
    if (!isForeign && (row.letter(16) == u'f' || row.letter(16) == u'n'))
        add("replica identity",
            head + QStringLiteral(" REPLICA IDENTITY ") +
                (row.letter(16) == u'f' ? QStringLiteral("FULL") : QStringLiteral("NOTHING")));
    if (!row.isNull(17))
        add("type", head + QStringLiteral(" OF ") + row.text(17));
}

void PostgresReader::addForeignTable(TableDraft& draft, const QString& server)
{
    PhysicalTable& table = draft.table;
    const QString name = sqlName(table.schema, table.name);
    orm::postgres::TableForm form;
    const QStringList inherited = inheritedColumns(draft);
    form.attachParents = !orm::postgres::beginsWith(table, inherited);
    if (!form.attachParents)
        form.inheritedColumns = {inherited.begin(), inherited.end()};
    QStringList statements = orm::postgres::tableStatements(dialect_, table, form);
    statements.front() = QStringLiteral("CREATE FOREIGN TABLE") + statements.front().mid(12) + server;
    for (const auto& [column, options] : draft.foreignOptions)
        statements.append(QStringLiteral("ALTER FOREIGN TABLE %1 ALTER COLUMN %2 OPTIONS (%3)")
                              .arg(name, dialect_.identifier(column), options));
    if (draft.isPartition)
        statements.append(QStringLiteral("ALTER TABLE ONLY %1 ATTACH PARTITION %2 %3")
                              .arg(draft.parentName, name, draft.bound));
    if (!table.comment.isEmpty())
        statements.append(
            QStringLiteral("COMMENT ON FOREIGN TABLE %1 IS %2").arg(name, dialect_.textLiteral(table.comment)));
    table.comment.clear(); // else said as that of a table
    statements += orm::postgres::commentStatements(dialect_, table);
    addVerbatim(Kind::Other, table.schema, table.name, statements.join(QStringLiteral(";\n"))).dependsOn =
        table.dependsOn;
}

/// A partition is made like a table, with indexes and constraints of its own names, and attached then: what
/// is there already is taken for what its parent wants.
void PostgresReader::addPartition(TableDraft& draft)
{
    PhysicalTable& table = draft.table;
    const QString name = sqlName(table.schema, table.name);
    QStringList statements = orm::postgres::tableStatements(dialect_, table, {});
    for (const PhysicalIndex& index : table.indexes) {
        statements.append(orm::postgres::indexStatement(dialect_, table, index, false));
        statements.append(orm::postgres::indexComment(dialect_, table, index));
    }
    for (const PhysicalForeignKey& key : table.foreignKeys)
        statements.append(orm::postgres::foreignKeyStatement(dialect_, table, key));
    statements.append(
        QStringLiteral("ALTER TABLE ONLY %1 ATTACH PARTITION %2 %3").arg(draft.parentName, name, draft.bound));
    const QString comment = table.comment;
    table.comment.clear(); // that of the verbatim thing
    statements += orm::postgres::commentStatements(dialect_, table);
    for (const PhysicalForeignKey& key : table.foreignKeys)
        statements.append(orm::postgres::foreignKeyComment(dialect_, table, key));
    statements.removeAll(QString());
    PhysicalVerbatim& verbatim =
        addVerbatim(Kind::Partition, table.schema, table.name, statements.join(QStringLiteral(";\n")));
    verbatim.table = draft.parentKey;
    verbatim.dependsOn = table.dependsOn;
    for (const PhysicalColumn& column : table.columns) {
        if (column.type.kind == model::TypeKind::Named)
            verbatim.dependsOn.append(model::objectKey(column.type.schema, column.type.native));
    }
    verbatim.comment = comment;
}

} // namespace conjoin::sql::pgreader
