// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/schemanames.h"

#include "orm/dialect/dialect.h"

namespace conjoin::orm {

void NameUses::add(const QString& sqlSchema, const QString& name, bool decided)
{
    const quint64 number = qHashMulti(0, sqlSchema, name.toLower());
    uses_.push_back(number << 1 | quint64(decided));
}

NameScope SchemaNames::emptyScope(const Capabilities& engine)
{
    return NameScope(engine.nameLimit,
        engine.nameLimitInCharacters ? model::LengthUnit::Characters : model::LengthUnit::Bytes);
}

NameScope& SchemaNames::scope(const QString& sqlSchema)
{
    auto it = scopes_.find(sqlSchema);
    if (it == scopes_.end())
        it = scopes_.insert(sqlSchema, empty_);
    return *it;
}

void SchemaNames::reserve(const QString& sqlSchema, const QString& name, NameUses& uses)
{
    scope(sqlSchema).reserve(name);
    uses.add(sqlSchema, name, false);
}

void SchemaNames::reserveForTable(const QString& sqlSchema, const QString& name, NameUses& uses)
{
    scope(sqlSchema).reserve(name);
    uses.add(sqlSchema, name, true);
}

QString SchemaNames::take(const QString& sqlSchema, const QStringList& parts, NameUses& uses)
{
    const QStringList tried = scope(sqlSchema).tried(parts);
    for (const QString& name : tried)
        uses.add(sqlSchema, name, true);
    return tried.back();
}

} // namespace conjoin::orm
