// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/typedmoment.h"

#include <QTimeZone>
#include <QtTest>

using namespace conjoin;
using namespace conjoin::ui;
using model::TypeKind;

Q_DECLARE_METATYPE(conjoin::model::TypeKind)

namespace {

const QLocale german(QLocale::German, QLocale::Germany);
const QLocale british(QLocale::English, QLocale::UnitedKingdom);
const QLocale american(QLocale::English, QLocale::UnitedStates);

/// A Wednesday in winter, two hours east of Greenwich.
QDateTime now()
{
    return QDateTime(QDate(2024, 1, 31), QTime(14, 5, 9), QTimeZone(2 * 3600));
}

} // namespace

/// What people write for a date, a time or a moment becomes what databases write.
class TypedMomentTest : public QObject {
    Q_OBJECT

private slots:
    void understood_data();
    void understood();
    void theLocaleSaysWhichComesFirst();
    void whatCanNotBe_data();
    void whatCanNotBe();
    void whatStaysAsItIs_data();
    void whatStaysAsItIs();
    void aZoneIsSaid();
    void whateverIsTyped();
};

void TypedMomentTest::understood_data()
{
    QTest::addColumn<TypeKind>("kind");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("stored");
    const auto add = [](TypeKind kind, const char* typed, const char* stored) {
        QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(int(kind)).arg(QString::fromUtf8(typed))))
            << kind << QString::fromUtf8(typed) << QString::fromUtf8(stored);
    };
    const TypeKind date = TypeKind::Date, time = TypeKind::Time, moment = TypeKind::Timestamp;
    add(date, "today", "2024-01-31");
    add(date, " Tomorrow ", "2024-02-01");
    add(date, "yesterday", "2024-01-30");
    add(date, "now", "2024-01-31");
    add(date, "+3d", "2024-02-03");
    add(date, "-2w", "2024-01-17");
    add(date, "+1 month", "2024-02-29"); // the last day that there is
    add(date, "-1y", "2023-01-31");
    add(date, "+1m 1d", "2024-03-01");
    add(date, "2024-4-3", "2024-04-03");
    add(date, "2024/04/03", "2024-04-03");
    add(date, "20240403", "2024-04-03");
    add(date, "3.4.2024", "2024-04-03");
    add(date, "3. 4. 2024", "2024-04-03");
    add(date, "03.04.24", "2024-04-03");
    add(date, "3.4.", "2024-04-03");
    add(date, "3.4.99", "1999-04-03");
    add(date, "3.4.44", "2044-04-03");
    add(date, "3.4.45", "1945-04-03");
    add(date, "29.2.", "2024-02-29");
    add(date, "3 Apr", "2024-04-03");
    add(date, "3. April 2025", "2025-04-03");
    add(date, "Apr 3, 2025", "2025-04-03");
    add(date, "3-Apr-2025", "2025-04-03");
    add(time, "17:30", "17:30:00");
    add(time, "5pm", "17:00:00");
    add(time, "5:30 PM", "17:30:00");
    add(time, "12am", "00:00:00");
    add(time, "12 pm", "12:00:00");
    add(time, "17h30", "17:30:00");
    add(time, "9:5", "09:05:00");
    add(time, "17", "17:00:00");
    add(time, "1730", "17:30:00");
    add(time, "17:30:05.250", "17:30:05.250");
    add(time, "noon", "12:00:00");
    add(time, "now", "14:05:09");
    add(time, "+90min", "15:35:09");
    add(time, "+10m", "14:15:09");
    add(moment, "now", "2024-01-31 14:05:09");
    add(moment, "today", "2024-01-31 00:00:00");
    add(moment, "5pm", "2024-01-31 17:00:00");
    add(moment, "tomorrow 9:15", "2024-02-01 09:15:00");
    add(moment, "9:15 tomorrow", "2024-02-01 09:15:00");
    add(moment, "today at noon", "2024-01-31 12:00:00");
    add(moment, "2024-04-03 5pm", "2024-04-03 17:00:00");
    add(moment, "2024-04-03T17:30", "2024-04-03 17:30:00");
    add(moment, "2024-04-03 17:30:00.123456", "2024-04-03 17:30:00.123456");
    add(moment, "3.4.2024 17:30", "2024-04-03 17:30:00");
    add(moment, "3. April 2025, 17:30", "2025-04-03 17:30:00");
    add(moment, "3 Apr 2025 5 pm", "2025-04-03 17:00:00");
    add(moment, "+3d", "2024-02-03 14:05:09");
    add(moment, "+1d 2h", "2024-02-01 16:05:09");
    add(moment, "-30 minutes", "2024-01-31 13:35:09");
    add(moment, "+3d 9:00", "2024-02-03 09:00:00");
}

void TypedMomentTest::understood()
{
    QFETCH(TypeKind, kind);
    QFETCH(QString, typed);
    QFETCH(QString, stored);
    const TypedMoment read = readMoment(typed, kind, now(), british);
    QCOMPARE(read.why.english(), QString());
    QCOMPARE(int(read.kind), int(TypedMoment::Kind::Understood));
    QCOMPARE(read.stored, stored);
    if (kind != TypeKind::Time) {
        const QDate date = QDate::fromString(stored.left(10), Qt::ISODate);
        QCOMPARE(read.day, british.standaloneDayName(date.dayOfWeek()));
    }
    // What it becomes means the same again.
    QCOMPARE(readMoment(read.stored, kind, now(), american).stored, stored);
}

void TypedMomentTest::theLocaleSaysWhichComesFirst()
{
    const auto date = [](const char* typed, const QLocale& locale) {
        return readMoment(QString::fromUtf8(typed), TypeKind::Date, now(), locale).stored;
    };
    QCOMPARE(date("4/3/24", american), QStringLiteral("2024-04-03"));
    QCOMPARE(date("4/3/24", british), QStringLiteral("2024-03-04"));
    QCOMPARE(date("4/3", american), QStringLiteral("2024-04-03"));
    QCOMPARE(date("04-03-2024", american), QStringLiteral("2024-04-03"));
    QCOMPARE(date("4.3.2024", american), QStringLiteral("2024-03-04")); // with points, the day is first
    QCOMPARE(date("3. März 2024", german), QStringLiteral("2024-03-03"));
    QCOMPARE(date("3 March 2024", german), QStringLiteral("2024-03-03"));
    // Which is which is never guessed from what would fit.
    const TypedMoment read = readMoment(QStringLiteral("4/13/24"), TypeKind::Date, now(), british);
    QCOMPARE(int(read.kind), int(TypedMoment::Kind::Impossible));
    QCOMPARE(read.why.english(), QStringLiteral("there is no month 13: here the day is written first"));
}

void TypedMomentTest::whatCanNotBe_data()
{
    QTest::addColumn<TypeKind>("kind");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("why");
    const auto add = [](TypeKind kind, const char* typed, const char* why) {
        QTest::newRow(typed) << kind << QString::fromUtf8(typed) << QString::fromUtf8(why);
    };
    add(TypeKind::Date, "2023-02-29", "February 2023 has 28 days");
    add(TypeKind::Date, "31.4.2024", "April 2024 has 30 days");
    add(TypeKind::Date, "2024-13-01", "there is no month 13");
    add(TypeKind::Date, "3.4.2024 17:30", "a date has no time of day");
    add(TypeKind::Date, "+99999y", "there is no year 102023");
    add(TypeKind::Time, "13pm", "there is no 13 pm");
    add(TypeKind::Time, "17:75", "an hour has no minute 75");
    add(TypeKind::Timestamp, "2024-04-03 25:00", "a day has no hour 25");
    add(TypeKind::Timestamp, "30 Feb 5pm", "February 2024 has 29 days");
    add(TypeKind::TimestampTz, "2024-02-30 17:00:00+02", "February 2024 has 29 days");
}

void TypedMomentTest::whatCanNotBe()
{
    QFETCH(TypeKind, kind);
    QFETCH(QString, typed);
    QFETCH(QString, why);
    const TypedMoment read = readMoment(typed, kind, now(), british);
    QCOMPARE(int(read.kind), int(TypedMoment::Kind::Impossible));
    QCOMPARE(read.why.english(), why);
}

void TypedMomentTest::whatStaysAsItIs_data()
{
    QTest::addColumn<TypeKind>("kind");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("known");
    const auto add = [](TypeKind kind, const char* typed, bool known) {
        QTest::newRow(typed) << kind << QString::fromUtf8(typed) << known;
    };
    add(TypeKind::Date, "infinity", true);
    add(TypeKind::Timestamp, "-infinity", true);
    add(TypeKind::Date, "0000-00-00", true);
    add(TypeKind::Timestamp, "2024-00-00 00:00:00", true);
    add(TypeKind::Date, "0044-03-15 BC", true);
    add(TypeKind::Date, "2024-04-03 00:00:00", true); // some engines keep a time in a date
    add(TypeKind::Time, "838:59:59", true);
    add(TypeKind::Time, "-01:00:00", true);
    add(TypeKind::Timestamp, "2024-04-03T17:30:00.5+02:00", true);
    add(TypeKind::TimestampTz, "2024-04-03 17:30:00Z", true);
    add(TypeKind::Date, "soon", false);
    add(TypeKind::Date, "2024-0", false);
    add(TypeKind::Date, "3.4", false);
    add(TypeKind::Date, "+3", false);
    add(TypeKind::Time, "tomorrow", false);
    add(TypeKind::Timestamp, "1706706309", false);
}

void TypedMomentTest::whatStaysAsItIs()
{
    QFETCH(TypeKind, kind);
    QFETCH(QString, typed);
    QFETCH(bool, known);
    const TypedMoment read = readMoment(typed, kind, now(), british);
    QCOMPARE(int(read.kind), int(known ? TypedMoment::Kind::AsTyped : TypedMoment::Kind::Unknown));
    QCOMPARE(read.stored, known ? typed : QString());
}

void TypedMomentTest::aZoneIsSaid()
{
    const TypedMoment typed =
        readMoment(QStringLiteral("2024-04-03 5pm"), TypeKind::TimestampTz, now(), british);
    QCOMPARE(typed.stored, QStringLiteral("2024-04-03 17:00:00+00:00")); // as the column shows its moments
    QVERIFY2(typed.here.contains(QStringLiteral("19:00")), qPrintable(typed.here));
    const TypedMoment moment = readMoment(QStringLiteral("now"), TypeKind::TimestampTz, now(), british);
    QCOMPARE(moment.stored, QStringLiteral("2024-01-31 12:05:09+00:00")); // the same moment
    QVERIFY2(moment.here.contains(QStringLiteral("14:05")), qPrintable(moment.here));
    const QDateTime greenwich(QDate(2024, 1, 31), QTime(14, 5, 9), Qt::UTC);
    QCOMPARE(readMoment(QStringLiteral("now"), TypeKind::TimestampTz, greenwich, british).here, QString());
}

/// Nothing that is typed takes long or fails, and what is understood is a date that there is.
void TypedMomentTest::whateverIsTyped()
{
    const QStringList words{QStringLiteral("2024"), QStringLiteral("-"), QStringLiteral("/"),
        QStringLiteral("."), QStringLiteral(" "), QStringLiteral("3"), QStringLiteral("31"),
        QStringLiteral("02"), QStringLiteral(":"), QStringLiteral("pm"), QStringLiteral("T"),
        QStringLiteral("Apr"), QStringLiteral("tomorrow"), QStringLiteral("+"), QStringLiteral("d"),
        QStringLiteral("99999"), QStringLiteral("Z"), QStringLiteral("h"), QStringLiteral(","),
        QString::fromUtf8("é"), QStringLiteral("now")};
    QRandomGenerator random(20240131);
    for (int round = 0; round < 20000; ++round) {
        QString typed;
        for (int part = random.bounded(1, 9); part > 0; --part)
            typed += words[random.bounded(int(words.size()))];
        for (const TypeKind kind :
            {TypeKind::Date, TypeKind::Time, TypeKind::Timestamp, TypeKind::TimestampTz}) {
            const TypedMoment read = readMoment(typed, kind, now(), round % 2 ? american : german);
            if (read.kind != TypedMoment::Kind::Understood)
                continue;
            const bool valid = kind == TypeKind::Time
                                   ? QTime::fromString(read.stored.left(8), Qt::ISODate).isValid()
                                   : QDate::fromString(read.stored.left(10), Qt::ISODate).isValid();
            QVERIFY2(valid, qPrintable(typed + QStringLiteral(" -> ") + read.stored));
        }
    }
}

QTEST_GUILESS_MAIN(TypedMomentTest)
#include "typedmomenttest.moc"
