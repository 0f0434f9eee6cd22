// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translationcontext.h"

#include <QHash>
#include <QSet>

namespace conjoin::orm {

using model::Table;

void translateNamespaces(TranslationContext& context)
{
    if (context.engine.namespaces)
        return;
    QHash<QString, int> owners;
    for (const Table& table : context.source.tables)
        ++owners[table.sqlName.toCaseFolded()];
    for (const Table& table : context.source.tables) {
        if (table.sqlSchema.isEmpty())
            continue;
        const bool taken = !table.sqlName.isEmpty() && owners.value(table.sqlName.toCaseFolded()) > 1;
        context.result.schema.tables.update(table.id, [&](Table& changed) {
            if (taken)
                changed.sqlName = table.sqlSchema + u'_' + table.sqlName;
            changed.sqlSchema.clear();
        });
        context.tell(Severity::Hint, table.id, table.name,
            taken ? message("translate.namespace", "%1 has no namespaces: the table is called \"%2\"",
                        {context.title(), table.sqlSchema + u'_' + table.sqlName})
                  : message("translate.namespace", "%1 has no namespaces: the table leaves \"%2\"",
                        {context.title(), table.sqlSchema}));
    }
}

namespace {

/// To MySQL the name of an index is its table's business; to others it is one among all tables and indexes.
void nameIndexesApart(TranslationContext& context)
{
    QSet<QString> taken; // by namespace, letter case ignored
    const auto key = [](const Table& table, const QString& name) {
        return table.sqlSchema + QChar(0) + name.toCaseFolded();
    };
    for (const Table& table : context.result.schema.tables)
        taken.insert(key(table, table.sqlName));
    for (const Table& table : context.source.tables) {
        context.result.schema.tables.update(table.id, [&](Table& changed) {
            const QString owner = changed.sqlName.isEmpty() ? changed.name : changed.sqlName;
            const auto rename = [&](QString& name, const ObjectRef& object) {
                if (name.isEmpty())
                    return;
                const QString old = name;
                for (int number = 1; taken.contains(key(changed, name)); ++number)
                    name = owner + u'_' + old + (number > 1 ? QString::number(number) : QString());
                taken.insert(key(changed, name));
                if (name != old)
                    context.tell(Severity::Hint, object, changed.name,
                        message("translate.index-name",
                            "\"%1\" is called \"%2\": to %3 it is one among all names",
                            {old, name, context.title()}));
            };
            for (model::Key& unique : changed.uniqueKeys)
                rename(unique.name, unique.id);
            for (model::Index& index : changed.indexes)
                rename(index.name, index.id);
        });
    }
}

/// MySQL's foreign keys share their names within a database.
void nameForeignKeysApart(TranslationContext& context)
{
    if (!context.engine.foreignKeyNamesApart)
        return;
    QSet<QString> taken; // by namespace, letter case ignored
    const auto rename = [&](model::ForeignKey& key, TableId owner, const ObjectRef& object) {
        const Table& table = context.result.schema.tables.at(owner);
        const auto place = [&](const QString& name) {
            return table.sqlSchema + QChar(0) + name.toCaseFolded();
        };
        if (key.constraintName.isEmpty() || key.unconstrained)
            return;
        const QString old = key.constraintName;
        const QString prefix = (table.sqlName.isEmpty() ? table.name : table.sqlName) + u'_' + old;
        for (int number = 1; taken.contains(place(key.constraintName)); ++number)
            key.constraintName = number == 1 ? prefix : prefix + QString::number(number);
        taken.insert(place(key.constraintName));
        if (key.constraintName != old)
            context.tell(Severity::Hint, object, table.name,
                message("translate.index-name", "\"%1\" is called \"%2\": to %3 it is one among all names",
                    {old, key.constraintName, context.title()}));
    };
    for (const model::Reference& reference : context.source.references)
        context.result.schema.references.update(
            reference.id, [&](model::Reference& changed) { rename(changed.key, changed.from, changed.id); });
    for (const model::ManyToMany& link : context.source.links) {
        context.result.schema.links.update(link.id, [&](model::ManyToMany& changed) {
            for (model::LinkEnd& end : changed.ends)
                rename(end.key, changed.junction, changed.id);
        });
    }
}

} // namespace

void nameApart(TranslationContext& context)
{
    nameIndexesApart(context);
    nameForeignKeysApart(context);
}

} // namespace conjoin::orm
