// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/json.h"

#include "orm/base/utf8.h"

#include <QHash>
#include <QSet>

#include <rapidjson/error/error.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>

namespace conjoin::orm {

namespace {

constexpr std::size_t deepestNesting = 200;

/// Builds the value from the reader's events. An event that returns false ends the reading; `problem` says why.
class Builder {
public:
    Json result;
    Message problem;
    bool atKey = false; ///< the problem is the key that was just read

    bool Null() { return add(Json()); }
    bool Bool(bool value) { return add(Json(value)); }
    bool RawNumber(const char* digits, rapidjson::SizeType length, bool)
    {
        return add(Json::number(QString::fromLatin1(digits, qsizetype(length))));
    }
    bool String(const char* text, rapidjson::SizeType length, bool)
    {
        return add(Json(textOfUtf8({text, length})));
    }
    bool Key(const char* text, rapidjson::SizeType length, bool)
    {
        Level& level = open_.back();
        level.key = textOfUtf8({text, length});
        if (level.keys.contains(level.key)) {
            problem = message("json.duplicateKey", "the key \"%1\" is given twice in one object", {level.key});
            atKey = true;
            return false;
        }
        level.keys.insert(level.key);
        return true;
    }
    bool StartObject() { return start(Json::object()); }
    bool EndObject(rapidjson::SizeType) { return finish(); }
    bool StartArray() { return start(Json::array()); }
    bool EndArray(rapidjson::SizeType) { return finish(); }

    // Never sent: numbers come as their digits.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(int64_t) { return false; }
    bool Uint64(uint64_t) { return false; }
    bool Double(double) { return false; }

private:
    struct Level {
        Json value;
        QString key;
        QSet<QString> keys;
    };

    bool add(Json value)
    {
        if (open_.empty()) {
            result = std::move(value);
            return true;
        }
        Level& level = open_.back();
        if (level.value.isArray())
            level.value.items().push_back(std::move(value));
        else
            level.value.members().emplace_back(level.key, std::move(value));
        return true;
    }
    bool start(Json value)
    {
        if (open_.size() == deepestNesting) {
            problem =
                message("json.tooDeep", "nested deeper than %1 levels", {QString::number(deepestNesting)});
            return false;
        }
        open_.push_back({std::move(value), {}, {}});
        return true;
    }
    bool finish()
    {
        Json value = std::move(open_.back().value);
        open_.pop_back();
        return add(std::move(value));
    }

    std::vector<Level> open_;
};

Message sentence(rapidjson::ParseErrorCode code)
{
    switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
        return message("json.empty", "the JSON text is empty");
    case rapidjson::kParseErrorDocumentRootNotSingular:
        return message("json.more", "something follows the end of the JSON value");
    case rapidjson::kParseErrorObjectMissName:
        return message("json.key", "a key in double quotes is expected here, or the end of the object");
    case rapidjson::kParseErrorObjectMissColon:
        return message("json.colon", "a colon is expected after the key");
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
        return message("json.comma", "a comma or the object's closing brace is expected here");
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
        return message("json.comma", "a comma or the array's closing bracket is expected here");
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
    case rapidjson::kParseErrorStringEscapeInvalid:
        return message("json.escape", "this escape in a string is not JSON");
    case rapidjson::kParseErrorStringMissQuotationMark:
        return message("json.quote", "the string is not closed");
    case rapidjson::kParseErrorStringInvalidEncoding:
        return message("json.encoding", "this is not UTF-8, or a control character that a string must escape");
    case rapidjson::kParseErrorNumberMissFraction:
    case rapidjson::kParseErrorNumberMissExponent:
    case rapidjson::kParseErrorNumberTooBig:
        return message("json.number", "this number is not JSON");
    default:
        return message("json.value", "a JSON value is expected here");
    }
}

/// The opening quote of the key whose closing quote is before `end`.
std::size_t startOfKey(const QByteArray& text, std::size_t end)
{
    qsizetype at = qsizetype(end) - 1;
    while (at > 0) {
        --at;
        if (text[at] != '"')
            continue;
        qsizetype backslashes = 0;
        while (at - backslashes > 0 && text[at - backslashes - 1] == '\\')
            ++backslashes;
        if (backslashes % 2 == 0)
            break;
    }
    return std::size_t(at);
}

/// `source:line:column`, both counted from one, the column in characters.
QString place(const QByteArray& text, std::size_t offset, const QString& source)
{
    const QByteArray before = text.left(qsizetype(offset));
    const qsizetype line = before.count('\n') + 1;
    const QByteArray start = before.mid(before.lastIndexOf('\n') + 1);
    const auto characters = std::ranges::count_if(start, [](char c) { return (uchar(c) & 0xC0) != 0x80; });
    return source + u':' + QString::number(line) + u':' + QString::number(characters + 1);
}

void writeString(QByteArray& out, const QString& text)
{
    static constexpr char hex[] = "0123456789abcdef";
    const auto escape = [&](char16_t unit) {
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4)
            out += hex[(unit >> shift) & 15];
    };
    out += '"';
    qsizetype plain = 0; // start of what needs no escape and is not yet written
    const auto flush = [&](qsizetype end) {
        if (end > plain)
            out += QStringView(text).mid(plain, end - plain).toUtf8();
        plain = end + 1;
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            ++i;
        } else if (QChar::isSurrogate(unit)) {
            flush(i);
            escape(unit); // half a character has no UTF-8
        } else if (unit == u'"' || unit == u'\\') {
            flush(i);
            out += '\\';
            out += char(unit);
        } else if (unit < 0x20) {
            flush(i);
            switch (unit) {
            case u'\n':
                out += "\\n";
                break;
            case u'\r':
                out += "\\r";
                break;
            case u'\t':
                out += "\\t";
                break;
            case u'\b':
                out += "\\b";
                break;
            case u'\f':
                out += "\\f";
                break;
            default:
                escape(unit);
            }
        }
    }
    flush(text.size());
    out += '"';
}

void writeScalar(QByteArray& out, const Json& value)
{
    if (value.isString())
        writeString(out, value.string());
    else if (value.isNumber())
        out += value.digits().toLatin1();
    else if (value.isBool())
        out += value.toBool() ? "true" : "false";
    else
        out += "null";
}

void writeCompact(QByteArray& out, const Json& value)
{
    if (value.isArray()) {
        out += '[';
        bool first = true;
        for (const Json& item : value.items()) {
            if (!std::exchange(first, false))
                out += ',';
            writeCompact(out, item);
        }
        out += ']';
    } else if (value.isObject()) {
        out += '{';
        bool first = true;
        for (const auto& [key, item] : value.members()) {
            if (!std::exchange(first, false))
                out += ',';
            writeString(out, key);
            out += ':';
            writeCompact(out, item);
        }
        out += '}';
    } else {
        writeScalar(out, value);
    }
}

class PrettyWriter {
public:
    QByteArray out;

    void write(const Json& value, int indent, qsizetype column)
    {
        if ((!value.isArray() || value.items().empty()) && (!value.isObject() || value.members().empty())) {
            writeLine(value);
            return;
        }
        const qsizetype start = out.size();
        if (fits(value, start, lineLength - column))
            return;
        out.truncate(start);

        const QByteArray margin(indent + 2, ' ');
        const auto separate = [&](bool& first) {
            if (!std::exchange(first, false))
                out += ',';
            out += '\n';
            out += margin;
        };
        bool first = true;
        if (value.isArray()) {
            out += '[';
            for (const Json& item : value.items()) {
                separate(first);
                write(item, indent + 2, indent + 3); // the comma counts
            }
        } else {
            out += '{';
            for (const auto& [key, item] : value.members()) {
                separate(first);
                const qsizetype before = out.size();
                writeString(out, key);
                out += ": ";
                write(item, indent + 2, indent + 3 + width(before));
            }
        }
        out += '\n';
        out += QByteArray(indent, ' ');
        out += value.isArray() ? ']' : '}';
    }

private:
    static constexpr qsizetype lineLength = 100;

    qsizetype width(qsizetype from) const
    {
        return std::count_if(out.begin() + from, out.end(), [](char c) { return (uchar(c) & 0xC0) != 0x80; });
    }

    /// Writes the value on the line where that takes at most `room` columns and no array of objects is in it.
    /// Gives up early, so that the whole text costs no more than its length times the line's.
    bool fits(const Json& value, qsizetype start, qsizetype room)
    {
        if (out.size() - start > 4 * room)
            return false;
        if (value.isArray()) {
            out += '[';
            bool first = true;
            for (const Json& item : value.items()) {
                if (item.isObject() || item.isArray())
                    return false;
                if (!std::exchange(first, false))
                    out += ", ";
                if (!fits(item, start, room))
                    return false;
            }
            out += ']';
        } else if (value.isObject() && !value.members().empty()) {
            out += "{ ";
            bool first = true;
            for (const auto& [key, item] : value.members()) {
                if (!std::exchange(first, false))
                    out += ", ";
                writeString(out, key);
                out += ": ";
                if (!fits(item, start, room))
                    return false;
            }
            out += " }";
        } else {
            writeLine(value);
        }
        return width(start) <= room;
    }

    void writeLine(const Json& value)
    {
        if (value.isArray())
            out += "[]";
        else if (value.isObject())
            out += "{}";
        else
            writeScalar(out, value);
    }
};

} // namespace

const Json* Json::find(const QString& key) const
{
    if (!isObject())
        return nullptr;
    const auto it = std::ranges::find(members(), key, &Member::first);
    return it == members().end() ? nullptr : &it->second;
}

void Json::set(const QString& key, Json value)
{
    const auto it = std::ranges::find(members(), key, &Member::first);
    if (it == members().end())
        members().emplace_back(key, std::move(value));
    else
        it->second = std::move(value);
}

bool operator==(const Json& a, const Json& b)
{
    return a.value_ == b.value_;
}

Result<Json> parseJson(const QByteArray& text, const QString& source)
{
    const auto errorAt = [&](std::size_t offset, Message what) {
        return inputError(place(text, offset, source), std::move(what));
    };
    // The reader takes a NUL for the end of its input.
    if (const qsizetype nul = text.indexOf('\0'); nul >= 0)
        return errorAt(std::size_t(nul), message("json.nul", "a NUL byte is not JSON"));

    rapidjson::MemoryStream stream(text.constData(), std::size_t(text.size()));
    rapidjson::Reader reader;
    Builder builder;
    constexpr unsigned flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
    const rapidjson::ParseResult parsed = reader.Parse<flags>(stream, builder);
    if (!parsed.IsError())
        return std::move(builder.result);
    if (builder.problem.isEmpty())
        return errorAt(std::min(parsed.Offset(), std::size_t(text.size())), sentence(parsed.Code()));
    const std::size_t offset = builder.atKey ? startOfKey(text, parsed.Offset()) : parsed.Offset();
    return errorAt(offset, builder.problem);
}

QByteArray compactJson(const Json& value)
{
    QByteArray out;
    writeCompact(out, value);
    return out;
}

QByteArray prettyJson(const Json& value)
{
    PrettyWriter writer;
    writer.write(value, 0, 0);
    return std::move(writer.out);
}

} // namespace conjoin::orm
