// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seedvalues.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>
#include <array>
#include <cmath>

namespace conjoin::sql {

using orm::Value;

namespace {

constexpr std::array firstNames{"Ann", "Bob", "Cid", "Dee", "Eve", "Finn", "Gil", "Hana", "Ida", "Jake", "Kim",
    "Lucas", "Mary", "Nils", "Olga", "Paul", "Rosa", "Sue", "Tom", "Uma"};
constexpr std::array lastNames{"Abel", "Brandt", "Costa", "Diaz", "Engel", "Fischer", "Garcia", "Huber", "Ito",
    "Jensen", "Kowalski", "Lang", "Meyer", "Novak", "Olsen", "Price", "Rossi", "Silva", "Tanaka", "Weber"};
constexpr std::array towns{"Basel", "Cork", "Delft", "Graz", "Kiel", "Lyon", "Oslo", "Porto", "Turin", "York"};
constexpr std::array words{"amber", "basin", "cedar", "delta", "ember", "field", "grove", "harbor", "island",
    "jasper", "kettle", "lantern", "meadow", "north", "orchard", "pebble", "quartz", "river", "summit",
    "timber"};

template<std::size_t Count>
QString one(const std::array<const char*, Count>& list, int number)
{
    return QString::fromLatin1(list[size_t(number) % Count]);
}

bool means(const QString& name, const char* word)
{
    return name.contains(QLatin1String(word), Qt::CaseInsensitive);
}

} // namespace

QString SeedValues::text(const QString& name, int length, int round)
{
    const int number = below(1000);
    QString text;
    if (means(name, "mail"))
        text = QStringLiteral("%1.%2@example.org")
                   .arg(one(firstNames, number).toLower(), one(lastNames, below(1000)).toLower());
    else if (means(name, "first") || means(name, "given"))
        text = one(firstNames, number);
    else if (means(name, "last") || means(name, "family") || means(name, "surname"))
        text = one(lastNames, number);
    else if (means(name, "city") || means(name, "town"))
        text = one(towns, number);
    else if (name.compare(u"name", Qt::CaseInsensitive) == 0 || means(name, "fullname") || means(name, "user"))
        text = one(firstNames, number) + u' ' + one(lastNames, below(1000));
    else
        text = one(words, number) + u' ' + one(words, below(1000));
    if (round > 0) // taken already: a number tells it from its namesakes
        text += QString::number(round + below(90) + 10);
    if (length > 0 && text.size() > length)
        text = length > 4 ? text.left(length - 4) + QString::number(1000 + (number + round * 7) % 9000)
                          : QString::number(number + round).right(length);
    return text;
}

orm::Value SeedValues::of(const QString& name, const model::DataType& declared, int round)
{
    using model::TypeKind;
    const model::DataType type =
        declared.kind == TypeKind::Native ? model::parseType(declared.native) : declared;
    if (type.dimensions > 0)
        return {};
    const QDateTime moment = QDateTime(QDate(2024, 1, 1), QTime(8, 0), Qt::UTC)
                                 .addSecs(qint64(below(700)) * 86400 + qint64(below(36000)) + round);
    switch (type.kind) {
    case TypeKind::Boolean:
        return Value(qint64(below(2)));
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
        return Value(qint64((below(100) + round) % 128));
    case TypeKind::MediumInt:
    case TypeKind::Integer:
    case TypeKind::BigInt:
        return Value(qint64(below(1000) + round * 1000));
    case TypeKind::Decimal: {
        const int whole = type.precision > 0 ? std::clamp(type.precision - type.scale, 0, 4) : 3;
        QString digits = QString::number(below(std::max(1, int(std::pow(10, whole)))));
        if (type.scale > 0)
            digits += u'.' + QStringLiteral("%1").arg(below(10), std::min(type.scale, 2), 10, QLatin1Char('0'));
        return Value(digits);
    }
    case TypeKind::Float:
    case TypeKind::Real:
    case TypeKind::Double:
        return Value(below(10000) / 8.0);
    case TypeKind::Date:
        return Value(moment.date().toString(Qt::ISODate));
    case TypeKind::Time:
        return Value(moment.time().toString(QStringLiteral("HH:mm:ss")));
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
        return Value(moment.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
    case TypeKind::Uuid: {
        QByteArray bytes;
        for (int i = 0; i < 16; ++i)
            bytes.append(char(below(256)));
        return Value(QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces));
    }
    case TypeKind::Json:
    case TypeKind::Jsonb:
        return Value(QStringLiteral("{\"note\": \"%1\"}").arg(one(words, below(1000))));
    case TypeKind::Binary:
        return Value(one(words, below(1000)).toLatin1());
    case TypeKind::Enum:
    case TypeKind::Set:
        return type.values.isEmpty() ? Value() : Value(type.values[(below(1000) + round) % type.values.size()]);
    case TypeKind::Varchar:
    case TypeKind::Char:
    case TypeKind::Text:
        return Value(text(name, type.length, round));
    default:
        return {};
    }
}

} // namespace conjoin::sql
