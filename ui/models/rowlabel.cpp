// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowlabel.h"

#include "ui/models/rowobject.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace conjoin::ui {

Result<LabelTemplate> LabelTemplate::parse(const orm::Model& model, const QString& text)
{
    const auto refuse = [&](const Message& what) {
        return inputError(model.table, what,
            message("label.hint", "write columns in braces: {%1}",
                {model.attributes.empty() ? QStringLiteral("name") : model.attributes.front().name}));
    };
    LabelTemplate result;
    qsizetype at = 0;
    for (;;) {
        const qsizetype open = text.indexOf(u'{', at);
        const qsizetype stray = text.indexOf(u'}', at);
        if (open < 0 || (stray >= 0 && stray < open)) {
            if (stray >= 0)
                return refuse(message("label.brace", "there is a } without its {"));
            break;
        }
        const qsizetype close = text.indexOf(u'}', open);
        if (close < 0)
            return refuse(message("label.brace", "there is a { without its }"));
        const QString name = text.mid(open + 1, close - open - 1).trimmed();
        if (!model.attribute(name)) {
            return inputError(model.table, message("label.column", "there is no column \"%1\"", {name}),
                didYouMean(name, model.attributeNames()));
        }
        result.words_.append(text.mid(at, open - at));
        result.attributes_.append(name);
        at = close + 1;
    }
    if (result.attributes_.isEmpty())
        return refuse(message("label.empty", "the label names no column"));
    result.words_.append(text.mid(at));
    return result;
}

std::optional<LabelTemplate> LabelTemplate::ofPerson(const orm::Model& model)
{
    static const QSet<QString> given{QStringLiteral("firstname"), QStringLiteral("givenname"),
        QStringLiteral("forename"), QStringLiteral("fname")};
    static const QSet<QString> family{QStringLiteral("lastname"), QStringLiteral("familyname"),
        QStringLiteral("surname"), QStringLiteral("lname")};
    const auto attributeIn = [&](const QSet<QString>& names) {
        for (const orm::Attribute& attribute : model.attributes) {
            QString plain = attribute.name.toLower();
            plain.remove(u'_').remove(u' ').remove(u'-');
            if (names.contains(plain))
                return attribute.name;
        }
        return QString();
    };
    const QString first = attributeIn(given);
    const QString last = attributeIn(family);
    const bool unique =
        std::ranges::find(model.uniqueKeys, QStringList{model.labelAttribute()}) != model.uniqueKeys.end();
    if (first.isEmpty() || last.isEmpty() || unique)
        return std::nullopt;
    LabelTemplate result;
    result.attributes_ = {first, last};
    result.words_ = {QString(), QStringLiteral(" "), QString()};
    return result;
}

QStringList LabelTemplate::valuesIn(const QString& label) const
{
    QString pattern;
    for (qsizetype i = 0; i < attributes_.size(); ++i)
        pattern += QRegularExpression::escape(words_[i]) + QStringLiteral("(.+)");
    pattern += QRegularExpression::escape(words_.last());
    const QRegularExpression whole(QRegularExpression::anchoredPattern(pattern));
    return whole.match(label.trimmed()).capturedTexts().mid(1);
}

QString withoutPadding(QString text)
{
    qsizetype length = text.size();
    while (length > 0 && text[length - 1] == u' ')
        --length;
    text.truncate(length);
    return text;
}

QString LabelTemplate::of(const orm::Model& model, const RowObject& row) const
{
    QString label;
    bool any = false;
    for (qsizetype i = 0; i < attributes_.size(); ++i) {
        label += words_[i];
        QString value;
        if (const auto entered = row.entered.constFind(attributes_[i]); entered != row.entered.constEnd()) {
            value = enteredText(*entered);
        } else {
            const int index = model.attributeIndex(attributes_[i]);
            if (index >= 0 && size_t(index) < row.values.size())
                value = row.values[size_t(index)].display();
        }
        any = any || !value.isEmpty();
        label += withoutPadding(std::move(value));
    }
    // Where one of them is missing, the sign between them would stand alone.
    return any ? (label + words_.last()).trimmed() : QString();
}

} // namespace conjoin::ui
