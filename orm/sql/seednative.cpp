// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seednative.h"

#include <QDate>
#include <QtEndian>

#include <array>

namespace conjoin::sql {

namespace {

using orm::Value;

enum class Form {
    Text,
    Number,
    Money,
    Year,
    Days,
    Address,
    Network,
    Hardware,
    Words,
    Point,
    Segment,
    Box,
    Path,
    Circle,
    Line,
    Numbers,
    Dates,
    Moments,
    Zoned,
    Xml,
    Pairs,
    Labels,
    Bit,
    Shape
};

struct Known {
    const char* type;
    Form form;
};

/// PostgreSQL's types (its documentation, chapter 8) with those of its common extensions, then MySQL's.
constexpr std::array known{Known{"citext", Form::Text}, Known{"name", Form::Text}, Known{"bpchar", Form::Text},
    Known{"oid", Form::Number}, Known{"money", Form::Money}, Known{"interval", Form::Days},
    Known{"inet", Form::Address}, Known{"cidr", Form::Network}, Known{"macaddr", Form::Hardware},
    Known{"tsvector", Form::Words}, Known{"tsquery", Form::Text}, Known{"point", Form::Point},
    Known{"lseg", Form::Segment}, Known{"box", Form::Box}, Known{"path", Form::Path},
    Known{"polygon", Form::Path}, Known{"circle", Form::Circle}, Known{"line", Form::Line},
    Known{"int4range", Form::Numbers}, Known{"int8range", Form::Numbers}, Known{"numrange", Form::Numbers},
    Known{"daterange", Form::Dates}, Known{"tsrange", Form::Moments}, Known{"tstzrange", Form::Zoned},
    Known{"xml", Form::Xml}, Known{"hstore", Form::Pairs}, Known{"ltree", Form::Labels},
    Known{"bit", Form::Bit}, Known{"bit(1)", Form::Bit}, Known{"year", Form::Year},
    Known{"year(4)", Form::Year}, Known{"geometry", Form::Shape}};

/// A point as MySQL keeps it: four bytes of the reference system, then Well-Known Binary.
QByteArray shapeBytes(double x, double y)
{
    QByteArray bytes(4, '\0');
    bytes += '\x01'; // the least byte first
    QByteArray rest(4 + 2 * 8, '\0');
    qToLittleEndian<quint32>(1, rest.data());
    qToLittleEndian<double>(x, rest.data() + 4);
    qToLittleEndian<double>(y, rest.data() + 12);
    return bytes + rest;
}

} // namespace

Value nativeValue(const QString& type, qint64 drawn, qint64 turn)
{
    const QString name = type.trimmed().toLower();
    const Known* found = nullptr;
    for (const Known& each : known) {
        if (name == QLatin1String(each.type))
            found = &each;
    }
    if (!found)
        return {};
    const qint64 n = turn >= 0 ? turn : drawn;
    const auto text = [](const char* pattern, auto... numbers) {
        QString made = QString::fromLatin1(pattern);
        ((made = made.arg(numbers)), ...);
        return Value(made);
    };
    const auto day = [](qint64 at) { return QDate(2024, 1, 1).addDays(at).toString(Qt::ISODate); };
    switch (found->form) {
    case Form::Text:
        return text("word%1", n);
    case Form::Number:
        return Value(n + 1);
    case Form::Money:
        return text("%1.50", n);
    case Form::Year:
        return Value(qint64(1980 + n % 60));
    case Form::Days:
        return text("%1 days", n);
    case Form::Address:
        return text("10.%1.%2.%3", n / 65536 % 256, n / 256 % 256, n % 256);
    case Form::Network:
        return text("10.%1.%2.%3/32", n / 65536 % 256, n / 256 % 256, n % 256);
    case Form::Hardware:
        return Value(QStringLiteral("08:00:2b:%1:%2:%3")
                         .arg(n / 65536 % 256, 2, 16, QChar(u'0'))
                         .arg(n / 256 % 256, 2, 16, QChar(u'0'))
                         .arg(n % 256, 2, 16, QChar(u'0')));
    case Form::Words:
        return text("'sample':1 'word%1':2", n);
    case Form::Point:
        return text("(%1,%2)", n, n % 7);
    case Form::Segment:
    case Form::Box:
        return text("(%1,%2),(1,2)", n + 2, n % 7 + 3);
    case Form::Path:
        return text("((0,0),(%1,0),(%1,%2))", n + 1, n % 7 + 1);
    case Form::Circle:
        return text("<(%1,%2),3>", n, n % 7);
    case Form::Line:
        return text("{1,%1,0}", n + 1);
    case Form::Numbers:
        return text("[%1,%2)", n, n + 1);
    case Form::Dates:
        return text("[%1,%2)", day(n), day(n + 1));
    case Form::Moments:
        return text("[%1 08:00:00,%1 09:00:00)", day(n));
    case Form::Zoned:
        return text("[%1 08:00:00+00,%1 09:00:00+00)", day(n));
    case Form::Xml:
        return text("<note>%1</note>", n);
    case Form::Pairs:
        return text("\"number\"=>\"%1\"", n);
    case Form::Labels:
        return text("top.n%1", n);
    case Form::Bit:
        return Value(n % 2);
    case Form::Shape:
        return Value(shapeBytes(double(n % 180), double(n % 90)));
    }
    return {};
}

} // namespace conjoin::sql
