// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/sql/postgresreader/catalogtext.h"

namespace conjoin::sql::pgreader {

/// What depends on something, as the object that it is part of; null where it is none of ours.
const PostgresReader::Object* PostgresReader::objectOf(const QString& catalog, qint64 oid) const
{
    static const QStringList catalogsOfOthers{QStringLiteral("pg_collation"), QStringLiteral("pg_operator"),
        QStringLiteral("pg_cast"), QStringLiteral("pg_opclass"), QStringLiteral("pg_opfamily"),
        QStringLiteral("pg_ts_dict"), QStringLiteral("pg_ts_config"), QStringLiteral("pg_foreign_data_wrapper"),
        QStringLiteral("pg_foreign_server"), QStringLiteral("pg_event_trigger"), QStringLiteral("pg_am"),
        QStringLiteral("pg_language"), QStringLiteral("pg_transform"), QStringLiteral("pg_ts_parser"),
        QStringLiteral("pg_ts_template"), QStringLiteral("pg_conversion")};
    const QHash<qint64, Object>* list = nullptr;
    if (catalog == u"pg_class")
        list = &classes_;
    else if (catalog == u"pg_type")
        list = &types_;
    else if (catalog == u"pg_proc")
        list = &procedures_;
    else if (catalog == u"loose")
        list = &familyMembers_;
    else if (catalogsOfOthers.contains(catalog))
        list = &others_;
    else
        return nullptr;
    const auto it = list->constFind(oid);
    return it == list->cend() ? nullptr : &*it;
}

const PostgresReader::Object* PostgresReader::dependentOf(const QString& catalog, qint64 oid) const
{
    if (const auto it = partOf_.constFind({catalog, oid}); it != partOf_.cend())
        return objectOf(QStringLiteral("pg_class"), *it);
    return objectOf(catalog, oid);
}

void PostgresReader::readDependencies()
{
    addSequences();
    for (const std::vector<Value>& values : catalog_.dependencies.rows) {
        const CatalogRow row(values);
        if (row.letter(5) != u'n')
            continue;
        const Object* dependent = dependentOf(row.text(0), row.number(1));
        const Object* needed = objectOf(row.text(2), row.number(3));
        if (!dependent || !needed || dependent->key == needed->key)
            continue;
        if (dependent->what == Object::What::Table)
            drafts_[dependent->index].table.dependsOn.append(needed->key);
        else if (dependent->what == Object::What::Verbatim)
            schema_.verbatims[dependent->index].dependsOn.append(needed->key);
    }
}

void PostgresReader::tidy(QStringList& dependsOn, const QString& self)
{
    dependsOn.removeAll(self);
    dependsOn.sort();
    dependsOn.removeDuplicates();
}

} // namespace conjoin::sql::pgreader
