// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/csvreader.h"

#include <QBuffer>
#include <QHash>
#include <QIODevice>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace conjoin::orm {

namespace {

/// What Windows has where Latin-1 has control characters; 0 = nothing.
constexpr std::array<char16_t, 32> windowsCharacters{0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
    0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

QString windowsText(const QByteArray& bytes)
{
    QString text = QString::fromLatin1(bytes);
    for (QChar& c : text) {
        if (c >= QChar(0x80) && c < QChar(0xa0)) {
            const char16_t other = windowsCharacters[size_t(c.unicode() - 0x80)];
            c = other == 0 ? QChar(QChar::ReplacementCharacter) : QChar(other);
        }
    }
    return text;
}

/// How many bytes at the end are a character of UTF-8 that is not whole.
qsizetype openBytes(const QByteArray& bytes)
{
    for (qsizetype back = 1; back <= std::min<qsizetype>(3, bytes.size()); ++back) {
        const auto byte = quint8(bytes[bytes.size() - back]);
        if ((byte & 0xc0) == 0x80)
            continue;
        const qsizetype length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

QString utf8Text(const QByteArray& bytes, bool* broken)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
        QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom); // which is text in mid-file
    const QString text = decoder.decode(bytes);
    *broken = decoder.hasError();
    return text;
}

bool isUtf8(const QByteArray& start, bool whole)
{
    bool broken = false;
    utf8Text(whole ? start : start.left(start.size() - openBytes(start)), &broken);
    return !broken;
}

TextEncoding guessedEncoding(const QByteArray& start, bool whole)
{
    if (start.startsWith("\xff\xfe"))
        return TextEncoding::Utf16Le;
    if (start.startsWith("\xfe\xff"))
        return TextEncoding::Utf16Be;
    // Latin letters in two bytes: every other one is nothing.
    qsizetype even = 0, odd = 0;
    for (qsizetype i = 0; i < start.size(); ++i)
        (i % 2 == 0 ? even : odd) += start[i] == '\0';
    if (odd > start.size() / 4 && even == 0)
        return TextEncoding::Utf16Le;
    if (even > start.size() / 4 && odd == 0)
        return TextEncoding::Utf16Be;
    return isUtf8(start, whole) ? TextEncoding::Utf8 : TextEncoding::Windows1252;
}

std::vector<CsvRecord> firstRecords(const QByteArray& start, const CsvLayout& layout, bool whole)
{
    QBuffer buffer;
    buffer.setData(start);
    buffer.open(QIODevice::ReadOnly);
    CsvReader reader(buffer, layout);
    std::vector<CsvRecord> records;
    constexpr size_t enough = 100;
    while (records.size() < enough) {
        auto record = reader.next();
        if (!record || !*record)
            break;
        records.push_back(std::move(**record));
    }
    if (!whole && records.size() > 1 && records.size() < enough)
        records.pop_back(); // is cut off
    return records;
}

/// How well the records fit the layout: how many have the most frequent number of fields, if that is more than
/// one.
double fitness(const std::vector<CsvRecord>& records)
{
    QHash<size_t, int> widths;
    int problems = 0;
    for (const CsvRecord& record : records) {
        ++widths[record.cells.size()];
        problems += !record.problem.isEmpty();
    }
    size_t width = 1;
    int most = 0;
    for (auto it = widths.cbegin(); it != widths.cend(); ++it) {
        if (it.value() > most || (it.value() == most && it.key() > width)) {
            most = it.value();
            width = it.key();
        }
    }
    if (records.empty() || width < 2)
        return 0;
    const double count = double(records.size());
    // More fields win where as many lines agree: a comma may stand in every price.
    return (most - 2.0 * problems) / count + double(std::min<size_t>(width, 50)) / 1000;
}

bool looksLikeHeader(const std::vector<CsvRecord>& records)
{
    if (records.empty())
        return true;
    QSet<QString> names;
    for (const CsvCell& cell : records.front().cells) {
        const QString name = cell.text.trimmed();
        bool number = false;
        name.toDouble(&number);
        if (name.isEmpty() || number || names.contains(name.toCaseFolded()))
            return false;
        names.insert(name.toCaseFolded());
    }
    return true;
}

} // namespace

CsvLayout guessedLayout(const QByteArray& start, bool whole)
{
    // Records are read eight times over, and the first ones tell as much as all of a long line would.
    constexpr qsizetype enough = 64 << 10;
    const QByteArray head = start.left(enough);
    const bool isAll = whole && head.size() == start.size();
    CsvLayout best;
    best.encoding = guessedEncoding(start, whole);
    double most = 0;
    for (const QChar quote : {QChar(u'"'), QChar(u'\'')}) {
        for (const QChar delimiter : {QChar(u','), QChar(u';'), QChar(u'\t'), QChar(u'|')}) {
            CsvLayout layout = best;
            layout.quote = quote;
            layout.delimiter = delimiter;
            const std::vector<CsvRecord> records = firstRecords(head, layout, isAll);
            double fits = fitness(records);
            if (quote == u'\'') { // an apostrophe is no quote unless fields stand in it
                const bool used = std::ranges::any_of(records, [](const CsvRecord& record) {
                    return std::ranges::any_of(record.cells, &CsvCell::quoted);
                });
                fits = used ? fits - 0.0005 : 0;
            }
            if (fits > most) {
                most = fits;
                best = layout;
            }
        }
    }
    best.header = looksLikeHeader(firstRecords(head, best, isAll));
    return best;
}

CsvReader::CsvReader(QIODevice& device, const CsvLayout& layout)
    : device_(device)
    , layout_(layout)
{}

QString CsvReader::decoded(const QByteArray& bytes, bool last)
{
    if (layout_.encoding == TextEncoding::Windows1252) {
        QString text = windowsText(bytes);
        dirty_ = text.contains(QChar(QChar::ReplacementCharacter));
        return text;
    }
    QByteArray whole = rest_ + bytes;
    const qsizetype open = layout_.encoding == TextEncoding::Utf8 ? openBytes(whole) : whole.size() % 2;
    rest_ = last ? QByteArray() : whole.right(open);
    if (!last)
        whole.chop(open);
    if (layout_.encoding == TextEncoding::Utf8)
        return utf8Text(whole, &dirty_);
    dirty_ = false;
    QString text;
    const bool little = layout_.encoding == TextEncoding::Utf16Le;
    for (qsizetype i = 0; i + 1 < whole.size(); i += 2) {
        const auto first = quint8(whole[i]), second = quint8(whole[i + 1]);
        text += QChar(char16_t(little ? first | second << 8 : first << 8 | second));
    }
    return text;
}

bool CsvReader::fill()
{
    while (at_ >= text_.size() && !ended_) {
        constexpr qint64 chunk = 1 << 16;
        QByteArray bytes(chunk, Qt::Uninitialized);
        const qint64 size = device_.read(bytes.data(), chunk);
        if (size < 0) {
            error_ =
                inputError({}, message("csv.device", "the file can't be read: %1", {device_.errorString()}));
            return false;
        }
        bytes.truncate(size);
        position_ += size;
        ended_ = size == 0;
        text_ = decoded(bytes, ended_);
        at_ = 0;
        if (!started_ && !text_.isEmpty()) {
            started_ = true;
            if (text_.front() == QChar(QChar::ByteOrderMark))
                ++at_;
        }
    }
    return at_ < text_.size();
}

std::optional<QChar> CsvReader::peek()
{
    return fill() ? std::optional(text_[at_]) : std::nullopt;
}

std::optional<QChar> CsvReader::take()
{
    if (!fill())
        return {};
    const QChar c = text_[at_++];
    broken_ = broken_ || (dirty_ && c == QChar(QChar::ReplacementCharacter));
    return c;
}

/// Takes the rest of a line end; `first` was taken.
void CsvReader::endLine(QChar first)
{
    ++line_;
    if (first == u'\r' && peek() == QChar(u'\n'))
        take();
}

Result<std::optional<CsvRecord>> CsvReader::next()
{
    CsvRecord record;
    CsvCell cell;
    enum class State { Start, Bare, Quoted, Closed } state = State::Start;
    broken_ = false;
    record.line = line_;
    const auto endCell = [&] {
        record.cells.push_back(std::move(cell));
        cell = {};
        state = State::Start;
    };
    while (const std::optional<QChar> taken = take()) {
        const QChar c = *taken;
        if (state == State::Quoted) {
            if (c != layout_.quote) {
                cell.text += c;
                line_ += c == u'\n' || (c == u'\r' && peek() != QChar(u'\n'));
            } else if (peek() == layout_.quote) {
                cell.text += *take();
            } else {
                state = State::Closed;
            }
            continue;
        }
        if (c == layout_.delimiter) {
            endCell();
        } else if (c == u'\n' || c == u'\r') {
            const bool empty = state == State::Start && record.cells.empty();
            endLine(c);
            if (empty) {
                record.line = line_;
                continue;
            }
            endCell();
            if (broken_ && record.problem.isEmpty())
                record.problem = message("csv.encoding", "some bytes are no text in this encoding");
            return std::optional(std::move(record));
        } else if (state == State::Start && c == layout_.quote) {
            state = State::Quoted;
            cell.quoted = true;
        } else {
            if (state == State::Closed && record.problem.isEmpty())
                record.problem = message("csv.behind-quote", "field %1 goes on behind its closing quote",
                    {QString::number(record.cells.size() + 1)});
            if (state == State::Start)
                state = State::Bare;
            cell.text += c;
        }
    }
    if (error_)
        return *error_;
    if (state == State::Quoted)
        record.problem = message(
            "csv.open-quote", "the quote of field %1 never closes", {QString::number(record.cells.size() + 1)});
    if (state == State::Start && record.cells.empty())
        return std::optional<CsvRecord>();
    endCell();
    if (broken_ && record.problem.isEmpty())
        record.problem = message("csv.encoding", "some bytes are no text in this encoding");
    return std::optional(std::move(record));
}

} // namespace conjoin::orm
