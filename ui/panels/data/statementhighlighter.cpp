// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/statementhighlighter.h"

#include <QRegularExpression>

namespace conjoin::ui {

namespace {

/// What a line ends in, and the next one begins with. -1 is Qt's word for the first line.
enum LineState { Plain = 0, InText = 1, InName = 2, InBacktickedName = 3 };

QChar quoteOf(int state)
{
    return state == InText ? u'\'' : state == InName ? u'"' : u'`';
}

int stateOf(QChar quote)
{
    return quote == u'\'' ? InText : quote == u'"' ? InName : InBacktickedName;
}

/// Where what is quoted ends, behind the closing quote; -1 where it goes on in the next line. `from` is inside
/// of it. A doubled quote is one of the text.
qsizetype endOfQuoted(const QString& text, qsizetype from, QChar quote)
{
    for (qsizetype at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 2)) {
        if (at + 1 >= text.size() || text[at + 1] != quote)
            return at + 1;
    }
    return -1;
}

} // namespace

StatementHighlighter::StatementHighlighter(QTextDocument* document, const Theme& theme)
    : QSyntaxHighlighter(document)
    , theme_(&theme)
{}

void StatementHighlighter::setTheme(const Theme& theme)
{
    theme_ = &theme;
    rehighlight();
}

void StatementHighlighter::highlightBlock(const QString& text)
{
    static const QRegularExpression tokens(QStringLiteral(
        R"((?<number>^\s*\d+(?=  ))|(?<note>--.*$)|(?<key>‹[^›]*›)|(?<quote>['"`])|)"
        R"((?<word>\b(?:BEGIN|START|TRANSACTION|IMMEDIATE|COMMIT|INSERT|INTO|VALUES|OVERRIDING|SYSTEM|VALUE|UPDATE|SET|DELETE|FROM|WHERE|AND|OR|NOT|NULL|SELECT|AS|ON|CONFLICT|DO|NOTHING|RETURNING|DEFAULT|IN|IS|DISTINCT|JOIN|WITH|ORDER|BY|LIMIT|IGNORE)\b)|(?<digits>\b\d+(?:\.\d+)?\b))"));
    QTextCharFormat muted, word, literal, unknown;
    muted.setForeground(theme_->faint);
    word.setForeground(theme_->foreignKey);
    literal.setForeground(theme_->ok);
    unknown.setForeground(theme_->link);
    unknown.setFontItalic(true);
    const auto colour = [&](qsizetype from, qsizetype to, const QTextCharFormat& format) {
        setFormat(int(from), int(to - from), format);
    };
    qsizetype at = 0;
    int state = qMax(previousBlockState(), int(Plain));
    if (state != Plain) { // it began in a line above
        const qsizetype end = endOfQuoted(text, 0, quoteOf(state));
        if (state == InText)
            colour(0, end < 0 ? text.size() : end, literal);
        setCurrentBlockState(end < 0 ? state : Plain);
        if (end < 0)
            return;
        at = end;
    }
    setCurrentBlockState(Plain);
    while (at < text.size()) {
        // A statement's number stands at the beginning of its line only, not behind a text of two lines.
        const QRegularExpressionMatch match = tokens.match(text, at);
        if (!match.hasMatch())
            return;
        at = match.capturedEnd();
        if (match.hasCaptured(u"quote")) {
            const qsizetype from = match.capturedStart();
            const QChar quote = text[from];
            const qsizetype end = endOfQuoted(text, at, quote);
            if (quote == u'\'')
                colour(from, end < 0 ? text.size() : end, literal);
            if (end < 0) {
                setCurrentBlockState(stateOf(quote));
                return;
            }
            at = end;
            continue;
        }
        const QTextCharFormat& format = match.hasCaptured(u"number") || match.hasCaptured(u"note") ? muted
                                        : match.hasCaptured(u"key")                                ? unknown
                                        : match.hasCaptured(u"word")                               ? word
                                                                                                   : literal;
        colour(match.capturedStart(), match.capturedEnd(), format);
    }
}

} // namespace conjoin::ui
