// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqltext.h"

#include "orm/dialect/mysqlkeywords.h"

#include <QRegularExpression>

#include <algorithm>

namespace conjoin::orm::mysql {

namespace {

/// Whether a name needs no quotes, if it is no reserved word. One that begins like `_latin1` may be the
/// character set of a text.
bool isPlain(const QString& identifier)
{
    const auto plain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_';
    };
    return !identifier.isEmpty() && !identifier[0].isDigit() && identifier[0] != u'_' &&
           std::all_of(identifier.begin(), identifier.end(), plain);
}

} // namespace

QString quoted(const QString& identifier)
{
    QString text = identifier;
    return u'`' + text.replace(u'`', QStringLiteral("``")) + u'`';
}

QString identifier(const QString& identifier, MySqlFlavour flavour)
{
    const bool bare = isPlain(identifier) && !reservedWords(flavour).contains(identifier.toLower());
    return bare ? identifier : quoted(identifier);
}

QString identifier(const QString& identifier)
{
    const QString word = identifier.toLower();
    const bool bare = isPlain(identifier) && !reservedWords(MySqlFlavour::MySql).contains(word) &&
                      !reservedWords(MySqlFlavour::MariaDb).contains(word);
    return bare ? identifier : quoted(identifier);
}

QString textLiteral(const QString& text)
{
    QString literal = QStringLiteral("'");
    for (QChar c : text) {
        if (c == u'\0')
            literal += QStringLiteral("\\0");
        else if (c == u'\n')
            literal += QStringLiteral("\\n");
        else if (c == u'\r')
            literal += QStringLiteral("\\r");
        else if (c == u'\\')
            literal += QStringLiteral("\\\\");
        else if (c == u'\'')
            literal += QStringLiteral("''");
        else
            literal += c;
    }
    return literal + u'\'';
}

QString withoutEscapes(const QString& text)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != u'\\' || i + 1 == text.size()) {
            result += text[i];
            continue;
        }
        switch (const char16_t c = text[++i].unicode(); c) {
        case u'0':
            result += QChar(0);
            break;
        case u'b':
            result += QChar(8);
            break;
        case u'n':
            result += u'\n';
            break;
        case u'r':
            result += u'\r';
            break;
        case u't':
            result += u'\t';
            break;
        case u'Z':
            result += QChar(26);
            break;
        default:
            result += QChar(c);
        }
    }
    return result;
}

std::optional<QString> literalValue(const QString& sql)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^'(?:[^'\\]|''|\\.)*'$)"), QRegularExpression::DotMatchesEverythingOption);
    if (!form.match(sql).hasMatch())
        return std::nullopt;
    QString doubled = sql.mid(1, sql.size() - 2);
    // Quotes are doubled, or escaped as everything else is: one way for both.
    QString escaped;
    for (qsizetype i = 0; i < doubled.size(); ++i) {
        escaped += doubled[i];
        if (doubled[i] == u'\\' && i + 1 < doubled.size())
            escaped += doubled[++i];
        else if (doubled[i] == u'\'')
            ++i;
    }
    return withoutEscapes(escaped);
}

bool isParenthesized(const QString& expression)
{
    if (!expression.startsWith(u'(') || !expression.endsWith(u')'))
        return false;
    int depth = 0;
    QChar quote;
    for (qsizetype i = 0; i < expression.size(); ++i) {
        const QChar c = expression[i];
        if (!quote.isNull()) {
            if (c == u'\\' && quote != u'`')
                ++i;
            else if (c == quote)
                quote = QChar();
        } else if (c == u'\'' || c == u'"' || c == u'`') {
            quote = c;
        } else if (c == u'(') {
            ++depth;
        } else if (c == u')' && --depth == 0 && i + 1 < expression.size()) {
            return false;
        }
    }
    return depth == 0;
}

QString withoutParentheses(const QString& expression)
{
    QString text = expression.trimmed();
    while (isParenthesized(text))
        text = text.sliced(1, text.size() - 2).trimmed();
    return text;
}

} // namespace conjoin::orm::mysql
