// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/typecompletion.h"

#include "model/schema/datatype.h"
#include "ui/theme/completions.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>

#include <algorithm>

namespace conjoin::ui {

namespace {

bool isKnown(const QString& text)
{
    return model::parseType(text).kind != model::TypeKind::Native;
}

/// Whether a bracket or a quote is left open, or closed that never opened.
bool isUnbalanced(const QString& text)
{
    int open = 0;
    QChar quote;
    for (const QChar c : text) {
        if (!quote.isNull()) {
            if (c == quote)
                quote = {};
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (c == u'(') {
            ++open;
        } else if (c == u')' && --open < 0) {
            return true;
        }
    }
    return open != 0 || !quote.isNull();
}

} // namespace

TypeCompletion::TypeCompletion(QLineEdit& field)
    : QObject(&field)
    , field_(field)
    , completer_(new QCompleter(model::typeSuggestions(), &field))
{
    completer_->setCaseSensitivity(Qt::CaseInsensitive);
    completer_->setMaxVisibleItems(10);
    dressCompletions(*completer_);
    field.setCompleter(completer_);
    connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, &TypeCompletion::picked);
}

bool TypeCompletion::isListOpen() const
{
    return completer_->popup()->isVisible();
}

void TypeCompletion::openWholeList()
{
    completer_->setCompletionPrefix({});
    completer_->complete();
}

void TypeCompletion::closeList()
{
    completer_->popup()->hide();
}

QString TypeCompletion::taken() const
{
    const QString typed = field_.text().trimmed();
    if (!isListOpen())
        return typed;
    const QModelIndex chosen = completer_->popup()->currentIndex();
    if (chosen.isValid())
        return chosen.data().toString();
    const bool begins = !typed.isEmpty() && !isKnown(typed) && completer_->completionCount() > 0 &&
                        completer_->currentCompletion().startsWith(typed, Qt::CaseInsensitive);
    return begins ? completer_->currentCompletion() : typed;
}

std::optional<QString> TypeCompletion::refusalOf(const QString& text)
{
    const QString type = text.trimmed();
    if (isUnbalanced(type))
        return tr("A bracket or a quote of “%1” is not closed.").arg(type);
    const qsizetype bracket = type.indexOf(u'(');
    const QString word = type.left(bracket).trimmed();
    if (bracket == 0)
        return tr("“%1” lacks the name of a type before the bracket.").arg(type);
    if (bracket < 0 || isKnown(type) || !isKnown(word))
        return {};
    const QString inside = type.mid(bracket + 1, type.indexOf(u')') - bracket - 1);
    const bool hasDigit = std::ranges::any_of(inside, [](QChar c) { return c.isDigit(); });
    if (hasDigit)
        return {};
    return tr("“%1” needs a number in its brackets, like %1(20).").arg(word);
}

QString TypeCompletion::remarkOn(const QString& text)
{
    const QString word = text.trimmed();
    const QStringList known = model::typeSuggestions();
    const bool mayBecomeOne = std::ranges::any_of(
        known, [&](const QString& type) { return type.startsWith(word, Qt::CaseInsensitive); });
    if (isKnown(word) || mayBecomeOne || refusalOf(word))
        return {};
    return tr("%1 is no type Conjoin knows: it is kept as the database's own").arg(word);
}

} // namespace conjoin::ui
