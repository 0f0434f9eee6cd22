// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modeltypes.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace conjoin::orm {

using model::DataType;
using model::TypeKind;

namespace {

struct Name {
    const char* text;
    TypeKind kind;
};

constexpr std::array plainNames{
    Name{"TEXT", TypeKind::Text},
    Name{"INTEGER", TypeKind::Integer},
    Name{"SMALLINT", TypeKind::SmallInt},
    Name{"BIGINT", TypeKind::BigInt},
    Name{"REAL", TypeKind::Real},
    Name{"DOUBLE", TypeKind::Double},
    Name{"BOOLEAN", TypeKind::Boolean},
    Name{"DATE", TypeKind::TimestampTz},
    Name{"DATEONLY", TypeKind::Date},
    Name{"TIME", TypeKind::Time},
    Name{"UUID", TypeKind::Uuid},
    Name{"BLOB", TypeKind::Binary},
    Name{"JSON", TypeKind::Json},
    Name{"JSONB", TypeKind::Jsonb},
    Name{"DECIMAL", TypeKind::Decimal},
};

/// The texts between quotes.
QStringList quotedTexts(const QString& text)
{
    static const QRegularExpression quoted(QStringLiteral("'([^']*)'|\"([^\"]*)\""));
    QStringList texts;
    for (auto each = quoted.globalMatch(text); each.hasNext();) {
        const auto match = each.next();
        texts.append(match.captured(1) + match.captured(2));
    }
    return texts;
}

/// Of the servers, what Sequelize writes for words that no logical type says.
QString nativeText(const QString& word, const QString& arguments)
{
    static const QHash<QString, QString> ranges{{"INTEGER", "int4range"}, {"BIGINT", "int8range"},
        {"DATE", "tstzrange"}, {"DATEONLY", "daterange"}, {"DECIMAL", "numrange"}};
    if (word == u"RANGE")
        return ranges.value(arguments, QStringLiteral("int4range"));
    const QStringList sizes = quotedTexts(arguments);
    if ((word == u"TEXT" || word == u"BLOB") && sizes.size() == 1)
        return sizes.front().toUpper() + word; // TINYTEXT
    return arguments.isEmpty() ? word : word + u'(' + arguments + u')';
}

} // namespace

std::optional<DataType> typeOfSequelize(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^\s*([A-Z0-9]+)\s*(?:\(\s*(.*?)\s*\))?((?:\.[A-Z]+)*)\s*$)"));
    const auto match = form.match(text);
    const QString word = match.captured(1);
    const QString arguments = match.captured(2);
    const QStringList options = match.captured(3).split(u'.', Qt::SkipEmptyParts);
    if (!match.hasMatch() || word == u"VIRTUAL")
        return std::nullopt;
    if (word == u"ARRAY") {
        auto element = typeOfSequelize(arguments);
        if (element)
            ++element->dimensions;
        return element;
    }
    if (word == u"ENUM")
        return DataType::enumeration(quotedTexts(arguments));
    if (options.contains(QStringLiteral("BINARY")))
        return DataType::verbatim(
            QStringLiteral("VARCHAR BINARY(%1)").arg(arguments.isEmpty() ? QStringLiteral("255") : arguments));

    DataType type = DataType::verbatim(nativeText(word, arguments));
    const QStringList numbers = arguments.split(u',', Qt::SkipEmptyParts);
    const auto number = [&](qsizetype i) { return numbers.value(i).trimmed().toInt(); };
    const bool isPlain = numbers.isEmpty();
    const auto known =
        std::ranges::find_if(plainNames, [&](const Name& name) { return word == QLatin1String(name.text); });
    if (word == u"STRING" || word == u"CHAR")
        type = DataType::of(word == u"CHAR" ? TypeKind::Char : TypeKind::Varchar, isPlain ? 255 : number(0));
    else if (word == u"DECIMAL" && !isPlain)
        type = DataType::decimal(number(0), number(1));
    else if (known != plainNames.end() && (isPlain || known->kind == TypeKind::TimestampTz))
        type = DataType::of(known->kind);
    if (type.kind == TypeKind::TimestampTz)
        type.precision = number(0);
    type.isUnsigned = options.contains(QStringLiteral("UNSIGNED"));
    return type;
}

} // namespace conjoin::orm
