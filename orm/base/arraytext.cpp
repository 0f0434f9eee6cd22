// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/arraytext.h"

#include "orm/base/value.h"

#include <algorithm>

namespace conjoin::orm {

using model::TypeKind;

namespace {

model::DataType elementOf(const model::DataType& array)
{
    model::DataType element = array;
    element.dimensions = 0;
    return element;
}

/// What PostgreSQL writes for one element, as the value that a column of the type would give.
Value storedElement(const QString& text, const model::DataType& type)
{
    bool ok = false;
    switch (type.kind) {
    case TypeKind::Boolean:
        return Value(qint64(text == u"t" ? 1 : 0));
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::MediumInt:
    case TypeKind::Integer:
    case TypeKind::BigInt:
        if (const qint64 number = text.toLongLong(&ok); ok)
            return Value(number);
        break;
    case TypeKind::Float:
    case TypeKind::Real:
    case TypeKind::Double:
        if (const double number = text.toDouble(&ok); ok)
            return Value(number);
        break;
    case TypeKind::Binary:
        if (text.startsWith(QLatin1String("\\x")))
            return Value(QByteArray::fromHex(text.mid(2).toLatin1()));
        break;
    default:
        break;
    }
    return Value(text);
}

class ArrayReader {
public:
    ArrayReader(const QString& text, const model::DataType& element)
        : text_(text)
        , element_(element)
    {}

    std::optional<Json> read()
    {
        auto list = readList();
        return list && at_ == text_.size() ? list : std::nullopt;
    }

private:
    bool take(QChar sign)
    {
        const bool is = at_ < text_.size() && text_[at_] == sign;
        at_ += is ? 1 : 0;
        return is;
    }

    std::optional<Json> readList()
    {
        if (!take(u'{'))
            return std::nullopt;
        Json list = Json::array();
        if (take(u'}'))
            return list;
        do {
            auto item = at_ < text_.size() && text_[at_] == u'{' ? readList() : readElement();
            if (!item)
                return std::nullopt;
            list.append(std::move(*item));
        } while (take(u','));
        return take(u'}') ? std::optional(list) : std::nullopt;
    }

    std::optional<Json> readElement()
    {
        QString text;
        if (take(u'"')) {
            while (at_ < text_.size() && text_[at_] != u'"') {
                if (text_[at_] == u'\\')
                    ++at_;
                if (at_ < text_.size())
                    text += text_[at_++];
            }
            if (!take(u'"'))
                return std::nullopt;
            return valueToJson(storedElement(text, element_), element_);
        }
        while (at_ < text_.size() && text_[at_] != u',' && text_[at_] != u'}')
            text += text_[at_++];
        if (text.compare(u"NULL", Qt::CaseInsensitive) == 0)
            return Json();
        return valueToJson(storedElement(text, element_), element_);
    }

    const QString& text_;
    const model::DataType& element_;
    qsizetype at_ = 0;
};

/// Whether PostgreSQL itself writes the element without quotes.
bool isPlain(const QString& text)
{
    const bool plain = std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.isLetterOrNumber() || (c.unicode() < 0x80 && QStringLiteral("_.+-:/").contains(c));
    });
    return plain && !text.isEmpty() && text.compare(u"NULL", Qt::CaseInsensitive) != 0;
}

QString elementText(const Value& value, const model::DataType& type)
{
    if (value.isNull())
        return QStringLiteral("NULL");
    QString text =
        value.isBytes() ? QStringLiteral("\\x") + QString::fromLatin1(value.bytes().toHex()) : value.display();
    if (type.kind == TypeKind::Boolean)
        text = QLatin1String(value == Value(qint64(0)) ? "f" : "t");
    if (isPlain(text))
        return text;
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + text + u'"';
}

} // namespace

std::optional<Json> listFromArrayText(const QString& text, const model::DataType& array)
{
    const model::DataType element = elementOf(array);
    return ArrayReader(text, element).read();
}

Result<QString> arrayTextFromList(const Json& list, const model::DataType& array, const QString& where)
{
    QString text = QStringLiteral("{");
    for (size_t i = 0; i < list.items().size(); ++i) {
        const Json& item = list.items()[i];
        const QString at = where + QStringLiteral("[%1]").arg(i);
        if (i > 0)
            text += u',';
        const bool nests = item.isArray() && elementOf(array).kind != TypeKind::Json &&
                           elementOf(array).kind != TypeKind::Jsonb;
        if (nests) {
            auto inner = arrayTextFromList(item, array, at);
            if (!inner)
                return inner;
            text += *inner;
            continue;
        }
        const auto value = valueFromJson(item, elementOf(array), at);
        if (!value)
            return failure(value);
        text += elementText(*value, elementOf(array));
    }
    return text + u'}';
}

} // namespace conjoin::orm
