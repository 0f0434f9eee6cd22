// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seedvalues.h"

#include "orm/sql/seednative.h"

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

bool isNumbered(const WantedValue& wanted)
{
    return wanted.unique && wanted.round >= drawnRounds;
}

/// The number of a row, another one in each round in which it was refused.
qint64 turnOf(const WantedValue& wanted)
{
    constexpr int step = 7919; // a prime: rounds of one row are not the next rows
    return wanted.row + qint64(wanted.round - drawnRounds) * step;
}

/// Cut or filled up to a length, an ending kept that tells it from others.
QString fitted(QString text, const QString& ending, int shortest, int longest)
{
    if (longest > 0 && text.size() + ending.size() > longest)
        text.truncate(std::max<qsizetype>(0, longest - ending.size()));
    text += longest > 0 ? ending.right(longest) : ending;
    while (text.size() < shortest)
        text += QChar(u'a' + int(text.size() % 26));
    return text;
}

/// A date is where its day begins.
QDateTime momentOf(const std::optional<QString>& text)
{
    const QString known = text.value_or(QString());
    if (known.size() == 10) // QDate takes the beginning of a longer one, too
        return QDateTime(QDate::fromString(known, Qt::ISODate), QTime(0, 0), Qt::UTC);
    QDateTime moment = QDateTime::fromString(known, Qt::ISODate);
    if (moment.isValid())
        moment.setTimeSpec(Qt::UTC);
    return moment;
}

double steps(double least, double greatest, double step)
{
    return std::floor((greatest - least) / step + 1e-9);
}

} // namespace

QString SeedValues::text(const WantedValue& wanted)
{
    const QString& name = wanted.name;
    const int number = below(1000);
    QString text, tail;
    if (means(name, "mail")) {
        text = QStringLiteral("%1.%2").arg(
            one(firstNames, number).toLower(), one(lastNames, below(1000)).toLower());
        tail = QStringLiteral("@example.org");
    } else if (means(name, "first") || means(name, "given"))
        text = one(firstNames, number);
    else if (means(name, "last") || means(name, "family") || means(name, "surname"))
        text = one(lastNames, number);
    else if (means(name, "city") || means(name, "town"))
        text = one(towns, number);
    else if (name.compare(u"name", Qt::CaseInsensitive) == 0 || means(name, "fullname") || means(name, "user"))
        text = one(firstNames, number) + u' ' + one(lastNames, below(1000));
    else
        text = one(words, number) + u' ' + one(words, below(1000));
    QString ending;
    if (wanted.bounds.earliest) // behind it in every order, and before what may come next
        text.prepend(*wanted.bounds.earliest);
    if (isNumbered(wanted))
        ending = QString::number(turnOf(wanted) + 1);
    else if (wanted.round > 0) // taken already: a number tells it from its namesakes
        ending = QString::number(wanted.round + below(90) + 10);
    int longest = wanted.type.length;
    if (wanted.bounds.longest)
        longest = longest > 0 ? std::min(longest, *wanted.bounds.longest) : *wanted.bounds.longest;
    if (longest == 0 || text.size() + ending.size() + tail.size() <= longest)
        ending += tail;
    else if (wanted.round == 0 && longest > 4 && text.size() > longest)
        ending = QString::number(1000 + number % 9000); // what is cut off told it from others
    return fitted(std::move(text), ending, wanted.bounds.shortest.value_or(0), longest);
}

Value SeedValues::number(const WantedValue& wanted, model::TypeKind kind)
{
    using model::TypeKind;
    const ValueBounds& bounds = wanted.bounds;
    const bool isFloating = model::DataType::of(kind).isFloating();
    const int scale = kind == TypeKind::Decimal ? std::min(wanted.type.scale, 2) : 0;
    const double step = kind == TypeKind::Decimal ? std::pow(10, -scale) : isFloating ? 0.125 : 1;
    double least = 0, greatest = 999;
    double room = 1e9; // what the type holds, or more than anybody asks for
    if (kind == TypeKind::TinyInt)
        room = greatest = 127;
    else if (kind == TypeKind::SmallInt)
        room = 32767;
    else if (kind == TypeKind::MediumInt)
        room = 8388607;
    else if (kind == TypeKind::Integer)
        room = 2147483647;
    else if (kind == TypeKind::BigInt)
        room = 9e15; // what a double tells apart
    else if (kind == TypeKind::Decimal && wanted.type.precision > 0) {
        room = std::pow(10, std::min(wanted.type.precision - wanted.type.scale, 9)) - step;
        greatest = std::min(room, 9999.0);
    }
    const bool bounded = bounds.least || bounds.greatest;
    if (bounds.least)
        least = isFloating || scale > 0 ? *bounds.least : std::ceil(*bounds.least);
    if (bounds.least && bounds.aboveLeast && least <= *bounds.least)
        least += step;
    if (bounds.greatest)
        greatest = isFloating || scale > 0 ? *bounds.greatest : std::floor(*bounds.greatest);
    else
        greatest = std::min(std::max(greatest, least + 999), std::max(room, least));
    if (bounds.greatest && bounds.belowGreatest && greatest >= *bounds.greatest)
        greatest -= step;
    if (bounds.greatest && !bounds.least && least > greatest)
        least = greatest - 999;
    double value = least;
    if (isNumbered(wanted)) { // one that no other row has, while there are any
        const double most = bounds.greatest ? greatest : std::max(greatest, room);
        const qint64 turn = wanted.row + wanted.round - drawnRounds; // another one where a check refused it
        value += std::fmod(double(turn), steps(least, most, step) + 1) * step;
    } else {
        const double count = std::min(steps(least, greatest, step) + 1, 1e6);
        value += below(std::max(1, int(count))) * step;
        if (!bounded && wanted.unique && wanted.round > 0 && kind != TypeKind::TinyInt)
            value = std::min(value + wanted.round * 1000, room);
    }
    if (isFloating)
        return Value(value);
    if (kind == TypeKind::Decimal)
        return Value(QString::number(value, 'f', scale));
    return Value(qint64(value));
}

Value SeedValues::moment(const WantedValue& wanted, model::TypeKind kind)
{
    using model::TypeKind;
    const QDateTime earliest = momentOf(wanted.bounds.earliest), latest = momentOf(wanted.bounds.latest);
    const bool isDay = kind == TypeKind::Date;  // else the hours of a day are behind its beginning
    QDate first(2024, 1, 1), last(2025, 12, 1); // the last one is not drawn
    if (earliest.isValid() && (first <= earliest.date() || latest.isValid())) {
        first = earliest.date().addDays(isDay || earliest.time() >= QTime(8, 0) ? 1 : 0);
        last = std::max(last, first.addDays(700));
    }
    if (latest.isValid() && last >= latest.date()) {
        last = latest.date().addDays(isDay ? -1 : 0);
        first = earliest.isValid() ? first : std::min(first, last.addDays(-700));
    }
    const int days = std::max(1, int(first.daysTo(last)));
    qint64 second = qint64(below(36000)) + wanted.round;
    qint64 day = below(days);
    if (isNumbered(wanted)) {
        const qint64 turn = wanted.row + wanted.round - drawnRounds;
        day = kind == TypeKind::Date ? turn % days : day;
        second = kind == TypeKind::Time ? turn % 50000 : turn % 36000;
        if (kind == TypeKind::Date && !latest.isValid())
            day = turn;
    }
    QDateTime moment = QDateTime(first, QTime(8, 0), Qt::UTC).addSecs(day * 86400 + second);
    if (!isDay && earliest.isValid() && latest.isValid() &&
        (moment <= earliest || moment >= latest)) { // no whole day lies between them
        const qint64 seconds = std::max<qint64>(1, earliest.secsTo(latest) - 1);
        moment = earliest.addSecs(std::min<qint64>(1, seconds - 1) + second % seconds);
    }
    if (kind == TypeKind::Date)
        return Value(moment.date().toString(Qt::ISODate));
    if (kind == TypeKind::Time)
        return Value(moment.time().toString(QStringLiteral("HH:mm:ss")));
    return Value(moment.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
}

Value SeedValues::of(const WantedValue& wanted)
{
    using model::TypeKind;
    const model::DataType type =
        wanted.type.kind == TypeKind::Native ? model::parseType(wanted.type.native) : wanted.type;
    if (type.dimensions > 0)
        return list(wanted);
    if (!wanted.bounds.oneOf.empty())
        return wanted.bounds.oneOf[size_t((below(1000) + wanted.round) % int(wanted.bounds.oneOf.size()))];
    WantedValue known = wanted;
    known.type = type;
    switch (type.kind) {
    case TypeKind::Boolean:
        return Value(qint64(below(2)));
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::MediumInt:
    case TypeKind::Integer:
    case TypeKind::BigInt:
    case TypeKind::Decimal:
    case TypeKind::Float:
    case TypeKind::Real:
    case TypeKind::Double:
        return number(known, type.kind);
    case TypeKind::Date:
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
        return moment(known, type.kind);
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
        return Value(fitted(one(words, below(1000)),
            isNumbered(wanted) ? QString::number(turnOf(wanted) + 1) : QString(), 0, type.length)
                         .toLatin1());
    case TypeKind::Enum:
    case TypeKind::Set:
        return type.values.isEmpty()
                   ? Value()
                   : Value((*type.values)[(below(1000) + wanted.round) % type.values->size()]);
    case TypeKind::Varchar:
    case TypeKind::Char:
    case TypeKind::Text:
        return Value(text(known));
    case TypeKind::Native:
        return nativeValue(type.native, qint64(below(1000)), isNumbered(wanted) ? turnOf(wanted) : -1);
    default:
        return {};
    }
}

/// An array as PostgreSQL writes it: two values, or as many dimensions of one.
Value SeedValues::list(const WantedValue& wanted)
{
    WantedValue element = wanted;
    element.type.dimensions = 0;
    element.bounds = {};
    QStringList texts;
    for (int i = 0; i < (wanted.type.dimensions > 1 ? 1 : 2); ++i) {
        const Value value = of(element);
        if (value.isNull() || value.isBytes())
            return Value(QStringLiteral("{}")); // an empty one is an array of any type
        QString text = value.display();
        text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
        texts.append(u'"' + text + u'"');
    }
    return Value(
        QString(wanted.type.dimensions, u'{') + texts.join(u',') + QString(wanted.type.dimensions, u'}'));
}

} // namespace conjoin::sql
