// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translate.h"

#include "orm/translate/translationcontext.h"

#include <tuple>

namespace conjoin::orm {

namespace {

bool readAlike(const SqlSyntax& a, const SqlSyntax& b)
{
    const auto all = [](const SqlSyntax& s) {
        return std::tuple(s.doubleQuotedTexts, s.backtickNames, s.bracketNames, s.backslashEscapes,
            s.dollarTexts, s.colonCasts, s.concatOperator);
    };
    return all(a) == all(b);
}

} // namespace

Translation translate(const model::Schema& schema, const Dialect& from, const Dialect& to)
{
    TranslationContext context(schema, from, to);
    if (&from == &to)
        return std::move(context.result);
    if (readAlike(from.capabilities().syntax, to.capabilities().syntax)) {
        translateRelative(context);
        return std::move(context.result);
    }
    for (const auto stage : {dropVerbatims, translateUserTypes, translateNamespaces, translateTables, nameApart,
             translateReferences, fitIntoLimits})
        stage(context);
    return std::move(context.result);
}

Result<Derivation> deriveFor(const model::Document& document, const Dialect& to)
{
    const auto from = dialectNamed(document.settings.dialect);
    if (!from)
        return failure(from);
    Translation translation = translate(document.schema, **from, to);
    Derivation derivation = derive(translation.schema, document.settings.naming, to.capabilities());
    translation.diagnostics.insert(
        translation.diagnostics.end(), derivation.diagnostics.begin(), derivation.diagnostics.end());
    derivation.diagnostics = std::move(translation.diagnostics);
    return derivation;
}

} // namespace conjoin::orm
