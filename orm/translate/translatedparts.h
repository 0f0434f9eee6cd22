// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/translate/expressionwriter.h"
#include "orm/translate/translationcontext.h"

/// Parts that columns of tables and domains have alike.
namespace conjoin::orm {

/// `collation`: filled in where the type needs one.
model::DataType translatedColumnType(TranslationContext& context, const model::DataType& type,
    const ObjectRef& object, const QString& where, QString* collation = nullptr);
/// `type` is the translated one.
model::DefaultValue translatedDefault(TranslationContext& context, const model::DefaultValue& value,
    const model::DataType& type, const ObjectRef& object, const QString& where);
/// Leaves out those that the other engine can't say. `object`: of a domain, else the checks speak for
/// themselves.
void translateChecks(TranslationContext& context, std::vector<model::Check>& checks, ExpressionWriter& writer,
    const ObjectRef& object, const QString& where);

inline bool isText(const model::DataType& type)
{
    return type.kind == model::TypeKind::Text || type.kind == model::TypeKind::Varchar ||
           type.kind == model::TypeKind::Char;
}

} // namespace conjoin::orm
