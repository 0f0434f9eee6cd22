// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/typedmoment.h"

#include <QRegularExpression>

#include <optional>

namespace conjoin::ui {

namespace {

using model::TypeKind;

/// A part of what was typed: it may be none at all, or one that can't be.
template<class Value>
struct Part {
    std::optional<Value> value{};
    std::optional<Message> why{};

    bool isOne() const { return value || why; }
};

struct Clock {
    QTime time;
    QString fraction{}; ///< as it was typed, with its point: a QTime knows milliseconds only
};

QRegularExpression pattern(const char* text)
{
    return QRegularExpression(
        QRegularExpression::anchoredPattern(QLatin1String(text)), QRegularExpression::CaseInsensitiveOption);
}

// -- dates -------------------------------------------------------------------------------------------

QString monthName(const QLocale& locale, int month, int year)
{
    return locale.standaloneMonthName(month) + u' ' + QString::number(year);
}

Part<QDate> dateOf(int year, int month, int day, const QLocale& locale)
{
    if (year < 1 || year > 9999)
        return {{}, message("moment.year", "there is no year %1", {QString::number(year)})};
    if (month < 1 || month > 12)
        return {{}, message("moment.month", "there is no month %1", {QString::number(month)})};
    const int days = QDate(year, month, 1).daysInMonth();
    if (day < 1 || day > days)
        return {{},
            message("moment.day", "%1 has %2 days", {monthName(locale, month, year), QString::number(days)})};
    return {QDate(year, month, day), {}};
}

/// A year of two digits is at most 20 years ahead, and at most 79 ago.
int fullYear(const QString& digits, const QDate& today)
{
    const int given = digits.toInt();
    if (digits.size() > 2)
        return given;
    constexpr int ahead = 20;
    const int latest = today.year() + ahead;
    return latest - (latest - given) % 100;
}

/// Which of the three the locale writes first: `y`, `M` or `d`.
QChar firstOf(const QLocale& locale)
{
    for (const QChar c : locale.dateFormat(QLocale::ShortFormat)) {
        if (c == u'y' || c == u'M' || c == u'd')
            return c;
    }
    return u'd';
}

int monthNamed(const QString& word, const QLocale& locale)
{
    constexpr int shortest = 3;
    if (word.size() < shortest)
        return 0;
    for (const QLocale& language : {locale, QLocale::c()}) {
        for (int month = 1; month <= 12; ++month) {
            const QString name = language.standaloneMonthName(month);
            const QString brief = language.standaloneMonthName(month, QLocale::ShortFormat);
            if (name.startsWith(word, Qt::CaseInsensitive) || brief.compare(word, Qt::CaseInsensitive) == 0)
                return month;
        }
    }
    return 0;
}

/// `2024-04-03`, `3.4.2024`, `3.4.`, `4/3/24`, `4/3`, `20240403`
Part<QDate> dateOfNumbers(const QString& text, const QDate& today, const QLocale& locale)
{
    static const QRegularExpression yearFirst = pattern(R"((\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?)");
    static const QRegularExpression together = pattern(R"((\d{4})(\d\d)(\d\d))");
    static const QRegularExpression points = pattern(R"((\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(\d{4}|\d\d))?)");
    static const QRegularExpression others = pattern(R"((\d{1,2})([-/])(\d{1,2})(?:\2(\d{4}|\d\d))?)");
    if (const auto match = yearFirst.match(text); match.hasMatch())
        return dateOf(match.captured(1).toInt(), match.captured(3).toInt(), match.captured(4).toInt(), locale);
    if (const auto match = together.match(text); match.hasMatch())
        return dateOf(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt(), locale);
    const auto year = [&](const QString& digits) {
        return digits.isEmpty() ? today.year() : fullYear(digits, today);
    };
    if (const auto match = points.match(text); match.hasMatch()) {
        const bool brief = match.captured(3).isEmpty() && !text.endsWith(u'.');
        if (brief) // `3.4` is half a date, or a number
            return {};
        return dateOf(year(match.captured(3)), match.captured(2).toInt(), match.captured(1).toInt(), locale);
    }
    if (const auto match = others.match(text); match.hasMatch()) {
        if (match.captured(4).isEmpty() && match.captured(2) == u"-")
            return {};
        const int first = match.captured(1).toInt(), second = match.captured(3).toInt();
        const bool dayFirst = firstOf(locale) == u'd';
        Part<QDate> date =
            dateOf(year(match.captured(4)), dayFirst ? second : first, dayFirst ? first : second, locale);
        if (date.why && (dayFirst ? second : first) > 12)
            date.why = dayFirst
                           ? message("moment.month.second",
                                 "there is no month %1: here the day is written first", {match.captured(3)})
                           : message("moment.month.first",
                                 "there is no month %1: here the month is written first", {match.captured(1)});
        return date;
    }
    return {};
}

/// `3 Apr`, `3. April 2024`, `April 3, 2024`
Part<QDate> dateOfWords(const QString& text, const QDate& today, const QLocale& locale)
{
    static const QRegularExpression dayFirst =
        pattern(R"((\d{1,2})\.?[\s-]*(\p{L}{3,})\.?(?:[\s,-]+(\d{4}|\d\d))?)");
    static const QRegularExpression monthFirst = pattern(R"((\p{L}{3,})\.?\s*(\d{1,2})(?:\s*,\s*|\s+)(\d{4}))");
    static const QRegularExpression monthAndDay = pattern(R"((\p{L}{3,})\.?\s*(\d{1,2}))");
    int day = 0;
    QString word, year;
    if (const auto match = dayFirst.match(text); match.hasMatch()) {
        day = match.captured(1).toInt();
        word = match.captured(2);
        year = match.captured(3);
    } else if (const auto full = monthFirst.match(text); full.hasMatch()) {
        word = full.captured(1);
        day = full.captured(2).toInt();
        year = full.captured(3);
    } else if (const auto brief = monthAndDay.match(text); brief.hasMatch()) {
        word = brief.captured(1);
        day = brief.captured(2).toInt();
    }
    const int month = monthNamed(word, locale);
    return month == 0 ? Part<QDate>()
                      : dateOf(year.isEmpty() ? today.year() : fullYear(year, today), month, day, locale);
}

// -- so much from now --------------------------------------------------------------------------------

struct Shift {
    int months = 0;
    qint64 days = 0;
    qint64 seconds = 0;
};

/// `+3d`, `-2 weeks`, `+1h 30min`; of a time of day `m` is a minute.
std::optional<Shift> shiftOf(const QString& text, bool ofTime)
{
    static const QRegularExpression term(
        QStringLiteral(R"(\s*([+-]?)\s*(\d{1,5})\s*([a-z]+))"), QRegularExpression::CaseInsensitiveOption);
    if (!text.startsWith(u'+') && !text.startsWith(u'-'))
        return std::nullopt;
    Shift shift;
    bool back = false;
    qsizetype at = 0;
    while (at < text.size()) {
        const auto match = term.match(
            text, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch())
            return std::nullopt;
        if (!match.captured(1).isEmpty())
            back = match.captured(1) == u"-";
        const int count = (back ? -1 : 1) * match.captured(2).toInt();
        const QString unit = match.captured(3).toLower();
        const auto is = [&](const QStringList& names) { return names.contains(unit); };
        const QString s = QStringLiteral("s"), m = QStringLiteral("m");
        if (is({s, QStringLiteral("sec"), QStringLiteral("secs"), QStringLiteral("second"),
                QStringLiteral("seconds")}))
            shift.seconds += count;
        else if (is({QStringLiteral("min"), QStringLiteral("mins"), QStringLiteral("minute"),
                     QStringLiteral("minutes")}) ||
                 (ofTime && unit == m))
            shift.seconds += qint64(count) * 60;
        else if (is({QStringLiteral("h"), QStringLiteral("hr"), QStringLiteral("hour"),
                     QStringLiteral("hours")}))
            shift.seconds += qint64(count) * 3600;
        else if (is({QStringLiteral("d"), QStringLiteral("day"), QStringLiteral("days")}))
            shift.days += count;
        else if (is({QStringLiteral("w"), QStringLiteral("week"), QStringLiteral("weeks")}))
            shift.days += qint64(count) * 7;
        else if (is({m, QStringLiteral("mo"), QStringLiteral("month"), QStringLiteral("months")}))
            shift.months += count;
        else if (is({QStringLiteral("y"), QStringLiteral("yr"), QStringLiteral("year"),
                     QStringLiteral("years")}))
            shift.months += count * 12;
        else
            return std::nullopt;
        at = match.capturedEnd();
    }
    return shift;
}

Part<QDate> readDate(const QString& text, const QDate& today, const QLocale& locale)
{
    const QString word = text.toLower();
    if (word == u"today")
        return {today, {}};
    if (word == u"tomorrow")
        return {today.addDays(1), {}};
    if (word == u"yesterday")
        return {today.addDays(-1), {}};
    if (const auto shift = shiftOf(text, false)) {
        if (shift->seconds != 0)
            return {};
        const QDate date = today.addMonths(shift->months).addDays(shift->days);
        return dateOf(date.year(), date.month(), date.day(), locale);
    }
    if (Part<QDate> date = dateOfNumbers(text, today, locale); date.isOne())
        return date;
    return dateOfWords(text, today, locale);
}

// -- times -------------------------------------------------------------------------------------------

/// `17:30`, `17:30:05.25`, `5pm`, `5:30 pm`, `17h30`, `noon`; of a time of day `17` and `1730`, too.
Part<Clock> readTime(const QString& text, bool bare)
{
    static const QRegularExpression colons =
        pattern(R"((\d{1,2}):(\d{1,2})(?::(\d{1,2})(\.\d{1,9})?)?\s*(?:([ap])\.?(?:m\.?)?)?)");
    static const QRegularExpression hours = pattern(R"((\d{1,2})\s*(?:([ap])\.?m\.?|h(\d{1,2})?))");
    static const QRegularExpression digits = pattern(R"((\d{1,2}?)(\d\d)?)");
    const QString word = text.toLower();
    if (word == u"noon")
        return {Clock{QTime(12, 0)}, {}};
    if (word == u"midnight")
        return {Clock{QTime(0, 0)}, {}};
    int hour = 0, minute = 0, second = 0;
    QString half, fraction;
    if (const auto match = colons.match(text); match.hasMatch()) {
        hour = match.captured(1).toInt();
        minute = match.captured(2).toInt();
        second = match.captured(3).toInt();
        fraction = match.captured(4);
        half = match.captured(5).toLower();
    } else if (const auto brief = hours.match(text); brief.hasMatch()) {
        hour = brief.captured(1).toInt();
        half = brief.captured(2).toLower();
        minute = brief.captured(3).toInt();
    } else if (const auto number = digits.match(text); bare && number.hasMatch() && text.size() != 3) {
        hour = text.size() <= 2 ? text.toInt() : text.left(2).toInt();
        minute = text.size() <= 2 ? 0 : text.mid(2).toInt();
    } else {
        return {};
    }
    if (!half.isEmpty() && (hour < 1 || hour > 12))
        return {{}, message("moment.half", "there is no %1 %2m", {QString::number(hour), half})};
    if (!half.isEmpty())
        hour = hour % 12 + (half == u"p" ? 12 : 0);
    if (hour > 23)
        return {{}, message("moment.hour", "a day has no hour %1", {QString::number(hour)})};
    if (minute > 59 || second > 59)
        return {{}, minute > 59
                        ? message("moment.minute", "an hour has no minute %1", {QString::number(minute)})
                        : message("moment.second", "a minute has no second %1", {QString::number(second)})};
    return {Clock{QTime(hour, minute, second), fraction}, {}};
}

// -- together ----------------------------------------------------------------------------------------

struct Whole {
    QDate date;
    Clock clock;
};

/// A date and a time, in either order; the first cut at which both are something.
Part<Whole> readBoth(const QString& text, const QDateTime& now, const QLocale& locale)
{
    const QDate today = now.date();
    if (text.compare(u"now", Qt::CaseInsensitive) == 0)
        return {Whole{today, {QTime(now.time().hour(), now.time().minute(), now.time().second())}}, {}};
    if (const auto shift = shiftOf(text, false)) {
        const QDateTime then = now.addMonths(shift->months).addDays(shift->days).addSecs(shift->seconds);
        const Part<QDate> date = dateOf(then.date().year(), then.date().month(), then.date().day(), locale);
        if (date.why)
            return {{}, date.why};
        return {
            Whole{*date.value, {QTime(then.time().hour(), then.time().minute(), then.time().second())}}, {}};
    }
    if (const Part<QDate> date = readDate(text, today, locale); date.isOne())
        return date.why ? Part<Whole>{{}, date.why} : Part<Whole>{Whole{*date.value, {QTime(0, 0)}}, {}};
    if (const Part<Clock> clock = readTime(text, false); clock.isOne())
        return clock.why ? Part<Whole>{{}, clock.why} : Part<Whole>{Whole{today, *clock.value}, {}};
    for (qsizetype cut = 1; cut + 1 < text.size(); ++cut) {
        const bool space = text[cut].isSpace() || text[cut] == u',';
        if (!space && !(text[cut].toUpper() == u'T' && text[cut - 1].isDigit() && text[cut + 1].isDigit()))
            continue;
        const QString left = text.left(cut).trimmed();
        QString right = text.mid(cut + 1).trimmed();
        if (right.startsWith(u"at ", Qt::CaseInsensitive))
            right = right.mid(3).trimmed();
        Part<QDate> date = readDate(left, today, locale);
        Part<Clock> clock = readTime(right, true);
        if (!date.isOne() || !clock.isOne()) {
            date = readDate(right, today, locale);
            clock = readTime(left, false);
        }
        if (!date.isOne() || !clock.isOne())
            continue;
        if (date.why || clock.why)
            return {{}, date.why ? date.why : clock.why};
        return {Whole{*date.value, *clock.value}, {}};
    }
    return {};
}

QString timeText(const Clock& clock)
{
    return clock.time.toString(QStringLiteral("HH:mm:ss")) + clock.fraction;
}

/// What databases know and a calendar does not, and what says its zone itself.
bool isForDatabase(const QString& text, TypeKind kind)
{
    static const QRegularExpression words = pattern(R"([+-]?infinity|epoch|allballs|.*\sbc)");
    static const QRegularExpression zeros = pattern(R"(0000-\d\d-\d\d.*|\d{4}-00-\d\d.*|\d{4}-\d\d-00.*)");
    static const QRegularExpression longTime = pattern(R"(-?\d{1,3}:\d\d(:\d\d(\.\d+)?)?)");
    if (words.match(text).hasMatch() || zeros.match(text).hasMatch())
        return true;
    return kind == TypeKind::Time && longTime.match(text).hasMatch() &&
           (text.startsWith(u'-') || text.section(u':', 0, 0).toInt() > 23);
}

TypedMoment impossible(const Message& why)
{
    TypedMoment result;
    result.kind = TypedMoment::Kind::Impossible;
    result.why = why;
    return result;
}

TypedMoment readDateOnly(const QString& text, const QDateTime& now, const QLocale& locale)
{
    const QString word = text.toLower();
    const Part<QDate> date = word == u"now" ? Part<QDate>{now.date(), {}} : readDate(text, now.date(), locale);
    if (date.why)
        return impossible(*date.why);
    if (date.value)
        return {TypedMoment::Kind::Understood, date.value->toString(Qt::ISODate),
            locale.standaloneDayName(date.value->dayOfWeek()), {}, {}};
    static const QRegularExpression exact = pattern(R"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*)");
    const Part<Whole> both = readBoth(text, now, locale);
    if (both.why)
        return impossible(*both.why);
    if (!both.value)
        return {};
    if (exact.match(text).hasMatch()) // some engines keep a time in such a column
        return {
            TypedMoment::Kind::AsTyped, text, locale.standaloneDayName(both.value->date.dayOfWeek()), {}, {}};
    return impossible(message("moment.notime", "a date has no time of day"));
}

TypedMoment readTimeOnly(const QString& text, const QDateTime& now)
{
    const QString word = text.toLower();
    if (word == u"now")
        return {TypedMoment::Kind::Understood, now.time().toString(QStringLiteral("HH:mm:ss")), {}, {}, {}};
    if (const auto shift = shiftOf(text, true); shift && shift->days == 0 && shift->months == 0) {
        const QTime then = now.time().addSecs(int(shift->seconds % (24 * 3600)));
        return {TypedMoment::Kind::Understood, then.toString(QStringLiteral("HH:mm:ss")), {}, {}, {}};
    }
    const Part<Clock> clock = readTime(text, true);
    if (clock.why)
        return impossible(*clock.why);
    if (clock.value)
        return {TypedMoment::Kind::Understood, timeText(*clock.value), {}, {}, {}};
    return {};
}

/// A moment that says its zone, to the letter as databases take it.
TypedMoment readWithZone(const QString& text, const QLocale& locale)
{
    static const QRegularExpression zoned =
        pattern(R"((\d{4})-(\d\d)-(\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(?:Z|[+-]\d\d(?::?\d\d)?))");
    const auto match = zoned.match(text);
    if (!match.hasMatch())
        return {};
    const Part<QDate> date =
        dateOf(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt(), locale);
    const Part<Clock> clock = readTime(match.captured(4), false);
    if (date.why || clock.why)
        return impossible(date.why ? *date.why : *clock.why);
    return {TypedMoment::Kind::AsTyped, text, locale.standaloneDayName(date.value->dayOfWeek()), {}, {}};
}

} // namespace

bool isMoment(TypeKind kind)
{
    return kind == TypeKind::Date || kind == TypeKind::Time || kind == TypeKind::Timestamp ||
           kind == TypeKind::TimestampTz;
}

TypedMoment readMoment(const QString& typed, TypeKind kind, const QDateTime& now, const QLocale& locale)
{
    constexpr qsizetype longest = 60; // no date is longer, and a cut is looked for at each blank
    const QString text = typed.simplified();
    if (text.isEmpty() || text.size() > longest)
        return {};
    if (isForDatabase(text, kind))
        return {TypedMoment::Kind::AsTyped, typed, {}, {}, {}};
    if (kind == TypeKind::Date)
        return readDateOnly(text, now, locale);
    if (kind == TypeKind::Time)
        return readTimeOnly(text, now);
    if (const TypedMoment zoned = readWithZone(text, locale); zoned.kind != TypedMoment::Kind::Unknown)
        return zoned;
    const bool withZone = kind == TypeKind::TimestampTz;
    // «now» and «+3h» are moments; everything else says what the clock of the column shows.
    const bool moment = text.compare(u"now", Qt::CaseInsensitive) == 0 || shiftOf(text, false);
    const Part<Whole> both = readBoth(text, withZone && moment ? now.toUTC() : now, locale);
    if (both.why)
        return impossible(*both.why);
    if (!both.value)
        return {};
    TypedMoment result{TypedMoment::Kind::Understood,
        both.value->date.toString(Qt::ISODate) + u' ' + timeText(both.value->clock),
        locale.standaloneDayName(both.value->date.dayOfWeek()), {}, {}};
    if (withZone) {
        result.stored += QStringLiteral("+00:00");
        const QDateTime there(both.value->date, both.value->clock.time, Qt::UTC);
        const QDateTime here =
            now.timeSpec() == Qt::LocalTime ? there.toLocalTime() : there.toTimeZone(now.timeZone());
        if (here.time() != there.time() || here.date() != there.date())
            result.here = locale.toString(here, QLocale::ShortFormat);
    }
    return result;
}

} // namespace conjoin::ui
