// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/textlines.h"

#include <QStringDecoder>

#include <algorithm>
#include <optional>

namespace conjoin::model {

namespace {

constexpr int deepestLevel =
    5; ///< a part of a foreign key's text, the deepest thing there is, and one to spare
constexpr int spacesPerLevel = 2;

bool isNameCharacter(QChar c)
{
    return c == u'_' || c.isLetterOrNumber();
}

bool isBareCharacter(QChar c)
{
    return isNameCharacter(c) || QStringView(u".(),+-").contains(c);
}

/// Shown as it is by everything that shows text.
bool isPlain(char32_t character)
{
    if (character == U' ')
        return true;
    return QChar::isPrint(character) && !QChar::isSpace(character);
}

/// The words of one line. After a failure, why() is the sentence.
class LineLexer {
public:
    explicit LineLexer(const QString& text)
        : text_(text)
    {}

    int spaces()
    {
        while (at_ < text_.size() && text_[at_] == u' ')
            ++at_;
        return int(at_);
    }

    std::optional<std::vector<Word>> words()
    {
        std::vector<Word> words;
        while (true) {
            const auto word = at_ < text_.size() && text_[at_] == u'"' ? quoted() : bare();
            if (!word)
                return std::nullopt;
            words.push_back(*word);
            if (at_ == text_.size())
                return words;
            if (text_[at_] != u' ')
                return fail(whyNot(text_[at_]));
            ++at_;
        }
    }

    const Message& why() const { return why_; }

private:
    /// Why the character can't stand between words or in a bare one.
    static Message whyNot(QChar c)
    {
        if (c == u' ')
            return message("file.space", "words are divided by one space");
        if (c == u'\t')
            return message("file.tab", "lines are indented by spaces, not by tabs");
        if (c == u'\r')
            return message("file.carriage-return",
                "the line ends with a carriage return; keep git from changing "
                "line ends (core.autocrlf)");
        return message("file.character",
            "the character %1 can't stand here; names with it are written in quotes", {quotedWord(QString(c))});
    }

    std::nullopt_t fail(Message why)
    {
        why_ = std::move(why);
        return std::nullopt;
    }

    std::optional<Word> bare()
    {
        const qsizetype start = at_;
        while (at_ < text_.size() && isBareCharacter(text_[at_]))
            ++at_;
        if (at_ > start)
            return Word{text_.mid(start, at_ - start), false};
        if (at_ == text_.size())
            return fail(message("file.space-end", "the line ends with a space"));
        return fail(whyNot(text_[at_]));
    }

    std::optional<Word> quoted()
    {
        Word word{{}, true};
        for (++at_; at_ < text_.size(); ++at_) {
            const QChar c = text_[at_];
            if (c == u'"') {
                ++at_;
                return word;
            }
            if (c < u' ')
                return fail(message("file.control", "a control character must be written as an escape"));
            if (c != u'\\')
                word.text += c;
            else if (!escape(word.text))
                return std::nullopt;
        }
        return fail(message("file.quote-open", "the closing quote is missing"));
    }

    /// Reads the escape whose backslash is at at_ and stops at its last character.
    bool escape(QString& out)
    {
        ++at_;
        const QChar kind = at_ < text_.size() ? text_[at_] : QChar();
        if (kind == u'n')
            out += u'\n';
        else if (kind == u'r')
            out += u'\r';
        else if (kind == u't')
            out += u'\t';
        else if (kind == u'"' || kind == u'\\')
            out += kind;
        else if (kind == u'u')
            return codePoint(out);
        else
            return fail(message("file.escape", "\"\\%1\" is no escape", {QString(kind)})), false;
        return true;
    }

    bool codePoint(QString& out)
    {
        const qsizetype close = text_.indexOf(u'}', at_);
        bool ok = at_ + 1 < text_.size() && text_[at_ + 1] == u'{' && close > at_ + 2 && close <= at_ + 8;
        const uint value = ok ? QStringView(text_).mid(at_ + 2, close - at_ - 2).toUInt(&ok, 16) : 0;
        if (!ok || value > QChar::LastValidCodePoint)
            return fail(message("file.escape-code", "after \"\\u\" a character's number must stand in braces")),
                   false;
        if (QChar::requiresSurrogates(value)) {
            out += QChar(QChar::highSurrogate(value));
            out += QChar(QChar::lowSurrogate(value));
        } else {
            out += QChar(char16_t(value)); // half a surrogate pair too: names from databases hold them
        }
        at_ = close;
        return true;
    }

    const QString& text_;
    qsizetype at_ = 0;
    Message why_;
};

} // namespace

Result<std::vector<Line>> parseLines(const QByteArray& text, const QString& source)
{
    std::vector<Line> lines;
    std::vector<std::vector<Line>*> levels{&lines}; // where a line of each level goes
    int number = 0;
    for (qsizetype start = 0; start < text.size();) {
        ++number;
        const qsizetype newline = text.indexOf('\n', start);
        const qsizetype end = newline < 0 ? text.size() : newline;
        const auto fail = [&](Message what) {
            return inputError(source + u':' + QString::number(number), std::move(what));
        };
        QStringDecoder decode(
            QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
        const QString content = decode(QByteArrayView(text).sliced(start, end - start));
        if (decode.hasError())
            return fail(message("file.utf8", "the line is not UTF-8"));
        start = end + 1;
        if (content.isEmpty())
            continue;

        LineLexer lexer(content);
        const int spaces = lexer.spaces();
        const auto level = std::size_t(spaces / spacesPerLevel);
        if (spaces % spacesPerLevel != 0 || level >= levels.size() || level > deepestLevel)
            return fail(message("file.indentation", "the line is indented by %1 spaces, which is no place here",
                {QString::number(spaces)}));
        auto words = lexer.words();
        if (!words)
            return fail(lexer.why());
        levels.resize(level + 1);
        levels[level]->push_back({number, std::move(*words), {}});
        levels.push_back(&levels[level]->back().children);
    }
    return lines;
}

QString wordFor(const QString& text)
{
    const bool plain = !text.isEmpty() && (text[0] == u'_' || text[0].isLetter()) &&
                       std::all_of(text.begin(), text.end(), isNameCharacter);
    return plain ? text : quotedWord(text);
}

QString quotedWord(const QString& text)
{
    QString out = QStringLiteral("\"");
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'"' || c == u'\\') {
            out += u'\\';
            out += c;
        } else if (c == u'\n') {
            out += QStringLiteral("\\n");
        } else if (c == u'\r') {
            out += QStringLiteral("\\r");
        } else if (c == u'\t') {
            out += QStringLiteral("\\t");
        } else {
            const bool pair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
            const char32_t character = pair ? QChar::surrogateToUcs4(c, text[i + 1]) : char32_t(c.unicode());
            if (isPlain(character))
                out += text.mid(i, pair ? 2 : 1);
            else
                out += QStringLiteral("\\u{") + QString::number(uint(character), 16) + u'}';
            i += pair ? 1 : 0;
        }
    }
    return out + u'"';
}

} // namespace conjoin::model
