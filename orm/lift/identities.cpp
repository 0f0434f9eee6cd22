// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/identities.h"

#include "model/document/objects.h"

namespace conjoin::orm {

void Identities::complete(const model::Schema& schema, const QSet<quint64>& taken)
{
    QSet<quint64> used = taken;
    for (quint64 id : std::as_const(ids_))
        used.insert(id);
    const auto add = [&](const ObjectRef& object) {
        const quint64 own = model::idValue(object);
        if (ids_.contains(own))
            return;
        quint64 id = own;
        while (used.contains(id))
            id = IdSource::named<TableId>(QStringLiteral("again/") + QString::number(id)).value();
        used.insert(id);
        ids_.insert(own, id);
    };
    model::Document all;
    all.schema = schema;
    model::forEachObject(all, add);
}

void Identities::replace(std::vector<ColumnId>& columns) const
{
    for (ColumnId& column : columns)
        replace(column);
}

void Identities::replace(std::vector<model::KeyPart>& parts) const
{
    for (model::KeyPart& part : parts) {
        if (auto* column = std::get_if<ColumnId>(&part.what))
            replace(*column);
    }
}

void Identities::replace(model::Key& key) const
{
    replace(key.id);
    replace(key.parts);
    replace(key.include);
}

void Identities::replace(model::ForeignKey& key) const
{
    for (model::ColumnPair& pair : key.columns) {
        replace(pair.local);
        replace(pair.target);
    }
    replace(key.setColumns);
}

model::Table Identities::applied(model::Table table) const
{
    replace(table.id);
    for (model::Column& column : table.columns) {
        replace(column.id);
        replace(column.type.userType);
    }
    if (table.primaryKey)
        replace(*table.primaryKey);
    for (model::Key& key : table.uniqueKeys)
        replace(key);
    for (model::Index& index : table.indexes) {
        replace(index.id);
        replace(index.parts);
        replace(index.include);
    }
    for (model::Check& check : table.checks)
        replace(check.id);
    return table;
}

model::Reference Identities::applied(model::Reference reference) const
{
    replace(reference.id);
    replace(reference.from);
    replace(reference.to);
    replace(reference.key);
    return reference;
}

model::ManyToMany Identities::applied(model::ManyToMany link) const
{
    replace(link.id);
    replace(link.junction);
    for (model::LinkEnd& end : link.ends) {
        replace(end.table);
        replace(end.key);
    }
    for (model::LinkScope& scope : link.scope)
        replace(scope.column);
    return link;
}

model::UserType Identities::applied(model::UserType type) const
{
    replace(type.id);
    replace(type.base.userType);
    for (model::Check& check : type.checks)
        replace(check.id);
    return type;
}

model::Verbatim Identities::applied(model::Verbatim verbatim) const
{
    replace(verbatim.id);
    return verbatim;
}

} // namespace conjoin::orm
