// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/jsonobjects.h"

#include <QIODevice>

namespace conjoin::orm {

namespace {

constexpr char byteOrderMark[] = "\xef\xbb\xbf";

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

JsonObjects::JsonObjects(QIODevice& device)
    : device_(device)
{}

bool JsonObjects::fill()
{
    constexpr qint64 chunk = 1 << 16;
    while (at_ >= text_.size() && !ended_) {
        text_.resize(chunk);
        const qint64 size = device_.read(text_.data(), chunk);
        if (size < 0) {
            text_.clear();
            error_ =
                inputError({}, message("csv.device", "the file can't be read: %1", {device_.errorString()}));
            return false;
        }
        text_.truncate(size);
        ended_ = size == 0;
        at_ = position_ == 0 && text_.startsWith(byteOrderMark) ? 3 : 0;
        position_ += size;
    }
    return at_ < text_.size();
}

std::optional<char> JsonObjects::peek()
{
    return fill() ? std::optional(text_[at_]) : std::nullopt;
}

Error JsonObjects::unexpected(char c) const
{
    return inputError(QString::number(line_),
        message("json.objects", "line %1: an object is expected, not \"%2\"",
            {QString::number(line_), QString::fromLatin1(&c, 1)}),
        message("json.objects.hint", "rows are a list of objects, or an object on each line"));
}

/// Goes to the next object; false where there is none.
Result<bool> JsonObjects::findObject()
{
    while (const auto c = peek()) {
        if (*c == '{' && place_ != Place::End) {
            place_ = place_ == Place::Start ? Place::Objects : place_;
            return true;
        }
        if (*c == '[' && place_ == Place::Start)
            place_ = Place::List;
        else if (*c == ']' && place_ == Place::List)
            place_ = Place::End;
        else if (!isBlank(*c) && !(*c == ',' && place_ == Place::List))
            return unexpected(*c);
        line_ += *c == '\n';
        ++at_;
    }
    if (error_)
        return *error_;
    if (place_ == Place::List) {
        cutOff_ = true;
        return inputError(QString::number(line_), message("json.cut", "the list of objects does not end"),
            message("json.cut.hint", "a part of the file may be missing"));
    }
    return false;
}

JsonObjects::Item JsonObjects::parsed(const QByteArray& text, qint64 line) const
{
    Item item;
    item.line = line;
    auto value = parseJson(text, {});
    if (!value) {
        item.problem = value.error().what;
        return item;
    }
    item.value = std::move(*value);
    return item;
}

Result<std::optional<JsonObjects::Item>> JsonObjects::next()
{
    const auto found = findObject();
    if (!found)
        return failure(found);
    if (!*found)
        return std::optional<Item>();
    const qint64 line = line_;
    QByteArray object;
    int depth = 0;
    bool quoted = false, escaped = false;
    while (fill()) {
        const qsizetype from = at_;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            line_ += c == '\n';
            if (quoted) {
                quoted = escaped || c != '"';
                escaped = !escaped && c == '\\';
                continue;
            }
            if (c == '"')
                quoted = true;
            else if (c == '{' || c == '[')
                ++depth;
            else if ((c == '}' || c == ']') && --depth == 0)
                break;
        }
        object.append(text_.constData() + from, at_ - from);
        if (depth == 0)
            return std::optional(parsed(object, line));
    }
    if (error_)
        return *error_;
    cutOff_ = true;
    return inputError(QString::number(line),
        message("json.open", "the object that begins on line %1 does not end", {QString::number(line)}),
        message("json.open.hint", "a brace or a quote may be missing"));
}

} // namespace conjoin::orm
