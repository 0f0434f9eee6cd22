// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translationcontext.h"

namespace conjoin::orm {

TranslationContext::TranslationContext(
    const model::Schema& schema, const Dialect& fromDialect, const Dialect& toDialect)
    : source(schema)
    , result{schema, {}}
    , from(fromDialect)
    , to(toDialect)
    , engine(toDialect.capabilities())
{}

void TranslationContext::tell(
    Severity severity, const ObjectRef& object, const QString& where, Message what, Message mend)
{
    result.diagnostics.push_back({severity, std::move(what), object, where, std::move(mend)});
}

void TranslationContext::lose(
    const ObjectRef& object, const QString& where, const char* code, const QString& what, const QString& sql)
{
    tell(Severity::Warning, object, where,
        message(code, "%1 is left out: %2 does not know %3", {what, title(), shortened(sql)}),
        message("translate.mend", "say it in the words of %1 there", {title()}));
}

void TranslationContext::loseWords(
    const ObjectRef& object, const QString& where, std::initializer_list<Word> words)
{
    QStringList lost;
    const auto lose = [&](auto* word) {
        const QString text = std::exchange(*word, {});
        if (!text.isEmpty())
            lost << text.simplified();
    };
    for (const Word& word : words)
        std::visit(lose, word);
    if (!lost.isEmpty())
        tell(Severity::Hint, object, where,
            message("translate.option", "%1 is %2's own and is left out",
                {lost.join(QStringLiteral(", ")), from.name()}));
}

QString shortened(const QString& sql)
{
    const QString line = sql.simplified();
    return line.size() <= 80 ? line : line.left(79) + u'…';
}

QString placeOf(const model::Table& table, const model::Column& column)
{
    return table.name + u'.' + column.name;
}

} // namespace conjoin::orm
