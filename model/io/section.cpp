// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/section.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace conjoin::model {

namespace {

QStringList listOf(std::initializer_list<const char*> words)
{
    QStringList list;
    for (const char* word : words)
        list << QString::fromLatin1(word);
    return list;
}

std::optional<double> numberIn(const QString& text)
{
    const QByteArray digits = text.toLatin1();
    double value = 0;
    const auto [end, problem] = std::from_chars(digits.cbegin(), digits.cend(), value);
    if (problem != std::errc() || end != digits.cend() || !std::isfinite(value))
        return {};
    return value;
}

} // namespace

QString ReadingState::kept(const QString& text)
{
    const auto known = texts.constFind(text);
    return known != texts.cend() ? *known : *texts.insert(QString(text.constData(), text.size()));
}

Section::Section(ReadingState& state, const Line& line, const Section* parent)
    : state_(state)
    , line_(line)
    , parent_(parent)
    , called_(line.words[0].text)
{
    if (parent && line.words.size() > 1)
        called_ += u' ' + line.words[1].text;
}

QString Section::path() const
{
    if (!parent_)
        return {};
    const QString above = parent_->path();
    return above.isEmpty() ? called_ : above + QStringLiteral(" / ") + called_;
}

void Section::fail(Message what, Message hint)
{
    if (failed())
        return;
    const QString where = path();
    if (!where.isEmpty()) {
        // The path goes in front of the sentence, so the sentence's holes move up by one.
        QString shifted;
        for (qsizetype i = 0; i < what.text.size(); ++i) {
            shifted += what.text[i];
            if (what.text[i] == u'%' && i + 1 < what.text.size() && what.text[i + 1].isDigit())
                shifted += QString::number(what.text[++i].digitValue() + 1);
        }
        what.text = QStringLiteral("%1: ") + shifted;
        what.args.prepend(where);
    }
    state_.error =
        inputError(state_.source + u':' + QString::number(line_.number), std::move(what), std::move(hint));
}

Word Section::word()
{
    if (next_ < line_.words.size())
        return line_.words[next_++];
    fail(message("file.word-missing", "the line ends too early: something is missing after \"%1\"",
        {line_.words.back().text}));
    return {};
}

QString Section::name()
{
    const QString text = state_.kept(word().text);
    called_ = line_.words[0].text + u' ' + text;
    return text;
}

quint64 Section::newIdValue()
{
    const QString text = word().text;
    const auto value = parseIdText(text);
    if (!value) {
        fail(message("file.id", "\"%1\" is no id: ten letters and digits", {text}));
        return 0;
    }
    if (const int other = state_.lineOfObject.value(*value); other != 0)
        fail(message(
            "file.id-duplicate", "the id %1 is that of line %2 already", {text, QString::number(other)}));
    state_.lineOfObject.insert(*value, line_.number);
    return *value;
}

quint64 Section::meantIdValue()
{
    const QString text = word().text;
    if (text == u'-')
        return 0;
    const auto value = parseIdText(text);
    if (!value)
        fail(message("file.id", "\"%1\" is no id: ten letters and digits", {text}));
    return value.value_or(0);
}

double Section::number()
{
    const QString text = word().text;
    const auto value = numberIn(text);
    if (!value)
        fail(message("file.number", "\"%1\" is no number", {text}));
    return value.value_or(0);
}

QPointF Section::point()
{
    const double x = number();
    const double y = number();
    return {x, y};
}

double Section::drawnCoordinate(const QStringList& next)
{
    constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
    if (next_ >= line_.words.size() || next.contains(line_.words[next_].text))
        return nowhere;
    return numberIn(word().text).value_or(nowhere);
}

QPointF Section::drawnPoint(const QStringList& next)
{
    if (!isMending())
        return point();
    const double x = drawnCoordinate(next);
    return {x, drawnCoordinate(next)};
}

int Section::drawnNumberAfter(const char* key)
{
    if (!isMending())
        return numberAfter(key).value_or(0);
    if (!flag(key))
        return 0;
    const QString text = hasWord() ? word().text : QString();
    bool ok = false;
    const int value = text.toInt(&ok);
    if (!ok) {
        note(message("diagram.number", "\"%1\" behind \"%2\" is no number and was left out",
            {text, QString::fromLatin1(key)}));
    }
    return value;
}

void Section::note(Message what)
{
    Q_ASSERT_X(isMending(), "Section::note", "without mending a mistake is an error");
    state_.mended->push_back({Severity::Warning, std::move(what), {},
        state_.source + u':' + QString::number(line_.number), {}});
}

int Section::wholeNumber()
{
    const QString text = word().text;
    bool ok = false;
    const int value = text.toInt(&ok);
    if (!ok)
        fail(message("file.number", "\"%1\" is no number", {text}));
    return value;
}

bool Section::isNext(const char* word) const
{
    return next_ < line_.words.size() && !line_.words[next_].quoted &&
           line_.words[next_].text == QLatin1String(word);
}

bool Section::flag(const char* word)
{
    asked_ << QString::fromLatin1(word);
    if (!isNext(word))
        return false;
    ++next_;
    return true;
}

std::optional<int> Section::numberAfter(const char* word)
{
    return flag(word) ? std::optional(wholeNumber()) : std::nullopt;
}

void Section::endOfWords()
{
    if (next_ < line_.words.size())
        unknownWord(line_.words[next_].text, asked_);
}

void Section::unknownWord(const QString& given, const QStringList& known)
{
    fail(message("file.word-unknown", "\"%1\" has no meaning here", {given}), didYouMean(given, known));
}

void Section::missing(const char* key)
{
    fail(message("file.key-missing", "the line \"%1\" is missing", {QString::fromLatin1(key)}));
}

void Section::allow(std::initializer_list<const char*> once, std::initializer_list<const char*> often)
{
    allow(listOf(once), listOf(often));
}

void Section::allow(const QStringList& once, const QStringList& often)
{
    QStringList seen;
    for (const Line& child : line_.children) {
        const QString& key = child.words[0].text;
        if (!child.words[0].quoted && often.contains(key))
            continue;
        Section section(state_, child, this);
        if (child.words[0].quoted || !once.contains(key))
            section.fail(message("file.key-unknown", "\"%1\" has no meaning here", {key}),
                didYouMean(key, once + often));
        else if (seen.contains(key))
            section.fail(message("file.key-duplicate", "\"%1\" stands here a second time", {key}));
        seen << key;
    }
}

bool Section::has(const char* key)
{
    return one(key, [](Section& section) {
        section.endOfWords();
        section.allow({});
    });
}

std::size_t Section::countOf(const char* key) const
{
    return std::size_t(std::count_if(line_.children.begin(), line_.children.end(),
        [&](const Line& child) { return child.startsWith(QLatin1String(key)); }));
}

QString Section::nameOf(const char* key)
{
    QString value;
    one(key, [&](Section& section) {
        value = state_.kept(section.word().text);
        section.endOfWords();
        section.allow({});
    });
    return value;
}

QString Section::textOf(const char* key)
{
    QString value;
    one(key, [&](Section& section) { value = section.text(); });
    return value;
}

QString Section::text()
{
    QString value;
    if (next_ < line_.words.size() || line_.children.empty()) {
        value = state_.kept(word().text);
        endOfWords();
        allow({});
        return value;
    }
    for (const Line& child : line_.children) {
        Section section(state_, child, this);
        if (child.words.size() != 1 || !child.words[0].quoted || !child.children.empty())
            section.fail(message("file.text", "each line of a text is one text in quotes"));
        value += child.words[0].text;
    }
    return value;
}

} // namespace conjoin::model
