// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/sql/postgresreader/catalogtext.h"

namespace conjoin::sql::pgreader {

void PostgresReader::readNamespaces()
{
    for (const std::vector<Value>& values : catalog_.namespaces.rows) {
        const CatalogRow row(values);
        const QString name = row.text(1);
        if (row.letter(0) == u'o') {
            const QString schema = row.text(2);
            const QString prefix = schema == u"pg_catalog" ? QString() : dialect_.identifier(schema) + u'.';
            operatorClasses_.insert(row.number(5), {prefix + dialect_.identifier(name), row.flag(6)});
            continue;
        }
        if (row.letter(0) == u'c') {
            collations_.insert(row.number(5), collationOf(row.text(2), name));
            continue;
        }
        if (row.letter(0) == u'n') {
            addVerbatim(Kind::Namespace, {}, name, QStringLiteral("CREATE SCHEMA ") + dialect_.identifier(name))
                .comment = row.text(3);
            continue;
        }
        QString sql = QStringLiteral("CREATE EXTENSION IF NOT EXISTS ") + dialect_.identifier(name);
        if (row.text(2) != u"pg_catalog")
            sql += QStringLiteral(" WITH SCHEMA ") + dialect_.identifier(row.text(2));
        addVerbatim(Kind::Extension, {}, name, sql).dependsOn = row.texts(4);
    }
}

void PostgresReader::readOthers()
{
    for (const std::vector<Value>& values : catalog_.others.rows) {
        const CatalogRow row(values);
        const QString schema = schemaOf(row.text(2));
        const auto owner = classes_.constFind(row.number(5));
        PhysicalVerbatim& verbatim = addVerbatim(Kind::Other, schema, row.text(3), row.text(4));
        if (row.text(0) == u"event trigger")
            verbatim.kind = Kind::Event;
        if (owner != classes_.cend())
            verbatim.table = owner->key;
        others_.insert(row.number(1), lastVerbatim(model::objectKey(schema, row.text(3))));
    }
}

} // namespace conjoin::sql::pgreader
