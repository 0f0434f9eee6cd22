// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/dialect/ansiddl.h"
#include "orm/sql/postgresreader/catalogtext.h"

#include <algorithm>
#include <tuple>

namespace conjoin::sql::pgreader {

PostgresReader::PostgresReader(const PostgresCatalog& catalog, const orm::Dialect& dialect)
    : catalog_(catalog)
    , dialect_(dialect)
{}

PhysicalSchema PostgresReader::read()
{
    readNamespaces();
    readTypes();
    readRelations();
    readSequenceOwners();
    readColumns();
    readConstraints();
    readIndexes();
    readTableRules();
    readRoutines();
    readOthers();
    readDependencies();
    finish();
    return std::move(schema_);
}

QString PostgresReader::sqlName(const QString& schema, const QString& name) const
{
    return orm::ansi::tableName(dialect_, schema, name);
}

PhysicalVerbatim& PostgresReader::addVerbatim(
    Kind kind, const QString& schema, const QString& name, const QString& sql)
{
    PhysicalVerbatim& verbatim = schema_.verbatims.emplace_back();
    verbatim.kind = kind;
    verbatim.schema = schema;
    verbatim.name = name;
    verbatim.sql = sql;
    return verbatim;
}

PostgresReader::Object PostgresReader::lastVerbatim(const QString& key) const
{
    return {key, Object::What::Verbatim, schema_.verbatims.size() - 1};
}

void PostgresReader::finish()
{
    QHash<QString, QString> servers; // of foreign tables, by key: their last clause
    for (const std::vector<Value>* values : foreignTables_) {
        const CatalogRow row(*values);
        QString clause = QStringLiteral(" SERVER ") + dialect_.identifier(row.text(26));
        if (const QStringList options = row.texts(27); !options.isEmpty())
            clause += QStringLiteral(" OPTIONS (") + options.join(QStringLiteral(", ")) + u')';
        servers.insert(model::objectKey(schemaOf(row.text(1)), row.text(2)), clause);
    }
    for (TableDraft& draft : drafts_)
        markLocalColumns(draft);
    for (TableDraft& draft : drafts_) {
        const QString key = model::objectKey(draft.table.schema, draft.table.name);
        orm::sortForeignKeys(draft.table);
        tidy(draft.table.dependsOn, key);
        if (const auto server = servers.constFind(key); server != servers.cend())
            addForeignTable(draft, *server);
        else if (draft.isPartition)
            addPartition(draft);
        else
            schema_.tables.push_back(std::move(draft.table));
    }
    for (PhysicalVerbatim& verbatim : schema_.verbatims)
        tidy(verbatim.dependsOn, model::objectKey(verbatim.schema, verbatim.name));
    std::ranges::stable_sort(schema_.verbatims, {}, [](const PhysicalVerbatim& verbatim) {
        // Extensions stay in the order in which they were made: nothing else tells what they need unsaid.
        static const QString none;
        const bool ordered = verbatim.kind != Kind::Extension;
        return std::tie(verbatim.kind, verbatim.schema, verbatim.table, ordered ? verbatim.name : none);
    });
}

} // namespace conjoin::sql::pgreader
