// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translatedparts.h"

namespace conjoin::orm {

using model::TypeKind;

namespace {

model::UserType translatedUserType(TranslationContext& context, model::UserType type)
{
    if (type.kind == model::UserType::Kind::Domain) {
        type.base = translatedColumnType(context, type.base, type.id, type.name);
        type.defaultValue = translatedDefault(context, type.defaultValue, type.base, type.id, type.name);
        type.collation.clear();
        ExpressionWriter writer(
            context.from, context.to, [&](const QString& name) -> std::optional<KnownColumn> {
                const bool isValue = name.compare(u"value", Qt::CaseInsensitive) == 0;
                return isValue ? std::optional(KnownColumn{QStringLiteral("VALUE"),
                                     type.base.kind == TypeKind::Boolean, isText(type.base)})
                               : std::nullopt;
            });
        translateChecks(context, type.checks, writer, type.id, type.name);
    }
    if (!context.engine.namespaces)
        type.sqlSchema.clear();
    return type;
}

} // namespace

void translateUserTypes(TranslationContext& context)
{
    for (const model::UserType& type : context.source.types)
        context.result.schema.types.set(translatedUserType(context, type));
}

} // namespace conjoin::orm
