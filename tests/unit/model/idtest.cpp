// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/id.h"

#include <QSet>
#include <QtTest>

using namespace conjoin;

class IdTest : public QObject {
    Q_OBJECT

private slots:
    void textIsReadBack();
    void onlyItsOwnTextIsAnId_data();
    void onlyItsOwnTextIsAnId();
    void theSameSeedGivesTheSameIds();
    void aPathNamesTheSameIdAlways();
};

void IdTest::textIsReadBack()
{
    IdSource source = IdSource::seeded(1);
    QSet<QString> seen;
    for (int i = 0; i < 10000; ++i) {
        const auto id = source.next<TableId>();
        const QString text = idText(id.value());
        QVERIFY(id);
        QCOMPARE(text.size(), qsizetype(idTextLength));
        QCOMPARE(parseIdText(text), std::optional(id.value()));
        QVERIFY(!seen.contains(text));
        seen << text;
    }
    QCOMPARE(parseIdText(idText(1)), std::optional<quint64>(1));
    const quint64 highest = (quint64(1) << 50) - 1;
    QCOMPARE(parseIdText(idText(highest)), std::optional(highest));
}

void IdTest::onlyItsOwnTextIsAnId_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"", "0000000000", "000000001", "00000000001", "000000000I", "000000000i",
             "000000000l", "000000000o", "000000000u", "000000000-", "000000000A", " 00000000a"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void IdTest::onlyItsOwnTextIsAnId()
{
    QFETCH(QString, text);
    QVERIFY(!parseIdText(text));
}

void IdTest::theSameSeedGivesTheSameIds()
{
    IdSource one = IdSource::seeded(5);
    IdSource two = IdSource::seeded(5);
    IdSource other = IdSource::seeded(6);
    const auto id = one.next<ColumnId>();
    QCOMPARE(two.next<ColumnId>(), id);
    QVERIFY(other.next<ColumnId>() != id);
    QVERIFY(IdSource::random().next<ColumnId>() != IdSource::random().next<ColumnId>());
}

void IdTest::aPathNamesTheSameIdAlways()
{
    const auto id = IdSource::named<TableId>(QStringLiteral("table/main/Student"));
    QCOMPARE(IdSource::named<TableId>(QStringLiteral("table/main/Student")), id);
    QVERIFY(IdSource::named<TableId>(QStringLiteral("table/main/student")) != id);
    // Projects that were saved hold it: another function here would make a refresh find nothing again.
    QCOMPARE(idText(id.value()), QStringLiteral("zkw11hafaf"));
}

QTEST_GUILESS_MAIN(IdTest)
#include "idtest.moc"
