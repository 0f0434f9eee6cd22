// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/constraintnames.h"

namespace conjoin::orm {

namespace {

QStringList nameParts(const QString& table, const std::vector<PhysicalKeyPart>& parts, const char* kind)
{
    QStringList names{table};
    for (const PhysicalKeyPart& part : parts)
        names.append(part.expression.isEmpty() ? part.column : QStringLiteral("expr"));
    names.append(QString::fromLatin1(kind));
    return names;
}

void reserveGiven(const PhysicalTable& table, NameScope& scope)
{
    const auto reserve = [&](const QString& name) {
        if (!name.isEmpty())
            scope.reserve(name);
    };
    if (table.primaryKey)
        reserve(table.primaryKey->name);
    for (const PhysicalKey& key : table.uniqueKeys)
        reserve(key.name);
    for (const PhysicalForeignKey& key : table.foreignKeys)
        reserve(key.name);
    for (const PhysicalIndex& index : table.indexes)
        reserve(index.name);
    for (const PhysicalCheck& check : table.checks)
        reserve(check.name);
}

void nameConstraintsOf(TableDraft& draft, NameScope& scope, const Capabilities& engine)
{
    PhysicalTable& table = draft.physical;
    if (draft.nameKeys && engine.namesPrimaryKeys && table.primaryKey && table.primaryKey->name.isEmpty())
        table.primaryKey->name = scope.take({table.name, QStringLiteral("pkey")});
    for (std::size_t i = 0; i < table.uniqueKeys.size(); ++i) {
        PhysicalKey& key = table.uniqueKeys[i];
        if (key.name.isEmpty() && (draft.nameKeys || i >= draft.ownUniqueKeys))
            key.name = scope.take(nameParts(table.name, key.parts, "key"));
    }
    for (std::size_t i = 0; i < table.foreignKeys.size(); ++i) {
        PhysicalForeignKey& key = table.foreignKeys[i];
        if (draft.nameForeignKey[i])
            key.name = scope.take(QStringList{table.name} + key.columns + QStringList{QStringLiteral("fkey")});
    }
    const std::size_t ownChecks = table.checks.size() - draft.checkNames.size();
    for (std::size_t i = 0; i < draft.checkNames.size(); ++i)
        table.checks[ownChecks + i].name =
            scope.take(QStringList{table.name} + draft.checkNames[i] + QStringList{QStringLiteral("check")});
}

} // namespace

void nameConstraints(std::vector<TableDraft>& drafts, SchemaNames& names, const Capabilities& engine)
{
    for (const TableDraft& draft : drafts)
        reserveGiven(draft.physical, names.in(draft.physical.schema));
    for (TableDraft& draft : drafts) {
        NameScope& scope = names.in(draft.physical.schema);
        if (engine.showsConstraintNames)
            nameConstraintsOf(draft, scope, engine);
        for (PhysicalIndex& index : draft.physical.indexes) {
            if (index.name.isEmpty())
                index.name = scope.take(nameParts(draft.physical.name, index.parts, "idx"));
        }
    }
}

} // namespace conjoin::orm
