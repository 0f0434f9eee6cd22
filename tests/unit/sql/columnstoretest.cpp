// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/columnstore.h"
#include "orm/sql/keyindex.h"

#include <QTest>

#include <limits>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

Cell text(const char* utf8)
{
    return Cell::text(utf8, strlen(utf8));
}

} // namespace

class ColumnStoreTest : public QObject {
    Q_OBJECT

private slots:
    void valuesOfAllKindsMixInAColumn();
    void whatIsNotReadIsNull();
    void repeatedTextsAreKeptOnce();
    void longAndEmptyTexts();
    void keysAreNumberedOnce();
    void integersAreFoundInOtherTypes();
};

void ColumnStoreTest::valuesOfAllKindsMixInAColumn()
{
    ColumnStore store({0}, 1);
    const Cell cells[] = {Cell(), Cell::integer(std::numeric_limits<qint64>::min()), Cell::real(-0.5),
        text("é"), Cell::bytes("\0x", 2), text(""), Cell::bytes("", 0), Cell::integer(7), Cell()};
    for (const Cell& cell : cells)
        store.append({&cell, 1});
    QCOMPARE(int(store.size()), 9);
    for (size_t i = 0; i < std::size(cells); ++i) {
        QVERIFY2(store.cell(i, 0).kind() == cells[i].kind(), qPrintable(QString::number(i)));
        QCOMPARE(store.cell(i, 0).value(), cells[i].value());
    }
    store.reverse();
    for (size_t i = 0; i < std::size(cells); ++i)
        QCOMPARE(store.cell(store.size() - 1 - i, 0).value(), cells[i].value());
}

void ColumnStoreTest::whatIsNotReadIsNull()
{
    ColumnStore store({2, 0}, 4);
    const Cell cells[] = {Cell::integer(2), Cell::integer(0)};
    store.append(cells);
    QVERIFY(store.holds(0) && !store.holds(1) && store.holds(2) && !store.holds(3));
    QCOMPARE(store.cell(0, 2).integer(), qint64(2));
    QCOMPARE(store.cell(0, 0).integer(), qint64(0));
    QVERIFY(store.cell(0, 1).isNull());
}

void ColumnStoreTest::repeatedTextsAreKeptOnce()
{
    ColumnStore store({0}, 1);
    for (int i = 0; i < 10'000; ++i) {
        const Cell cell = text(i % 3 ? "2024-09-01 08:00:00" : "2024-09-02 08:00:00");
        store.append({&cell, 1});
    }
    QVERIFY2(store.bytes() < 200'000, qPrintable(QString::number(store.bytes()))); // 8 a row, up to twice that
    QCOMPARE(store.cell(0, 0).value().text(), QStringLiteral("2024-09-02 08:00:00"));
    QCOMPARE(store.cell(9998, 0).value().text(), QStringLiteral("2024-09-01 08:00:00"));
}

void ColumnStoreTest::longAndEmptyTexts()
{
    ColumnStore store({0}, 1);
    const QByteArray large(3'000'000, 'x');
    for (const QByteArray& put : {QByteArray("a"), large, QByteArray(), QByteArray("b")}) {
        const Cell cell = Cell::text(put.constData(), size_t(put.size()));
        store.append({&cell, 1});
    }
    QCOMPARE(store.cell(1, 0).data().size(), size_t(3'000'000));
    QCOMPARE(store.cell(2, 0).value(), Value(QString::fromLatin1("")));
    QCOMPARE(store.cell(3, 0).value(), Value(QStringLiteral("b")));
}

void ColumnStoreTest::keysAreNumberedOnce()
{
    KeyIndex keys;
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 5000; ++i) {
            const Cell key = Cell::integer(qint64(i) * 1'000'003 - 77);
            QCOMPARE(int(keys.add({&key, 1})), i);
        }
    }
    QVERIFY(keys.isIntegers());
    const Cell pair[] = {Cell::integer(1), text("a")};
    QCOMPARE(int(keys.add(pair)), 5000);
    QCOMPARE(int(keys.add(pair)), 5000);
    QVERIFY(!keys.isIntegers());
    QCOMPARE(keys.tuple(5000), (KeyTuple{Value(qint64(1)), Value(QStringLiteral("a"))}));
    QCOMPARE(keys.tuple(0), (KeyTuple{Value(qint64(-77))}));
    QCOMPARE(int(keys.tuples().size()), 5001);
}

void ColumnStoreTest::integersAreFoundInOtherTypes()
{
    KeyIndex keys;
    QVERIFY(!keys.find(Cell::integer(5)));
    const Cell five = Cell::integer(5);
    keys.add({&five, 1});
    QVERIFY(keys.find(five) && keys.find(Cell::real(5.0)) && keys.find(text("5")));
    QVERIFY(!keys.find(Cell::real(5.5)) && !keys.find(text("5x")) && !keys.find(Cell()) &&
            !keys.find(Cell::integer(6)));
}

QTEST_GUILESS_MAIN(ColumnStoreTest)
#include "columnstoretest.moc"
