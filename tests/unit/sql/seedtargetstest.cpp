// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seedtargets.h"
#include "support/sampledatabase.h"

#include <QSet>
#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

/// What made-up rows refer to.
class SeedTargetsTest : public QObject {
    Q_OBJECT

private slots:
    void aShuffleGivesEachNumberOnce();
    void aShuffleIsNoRow();
    void windowsCoverATable();
};

void SeedTargetsTest::aShuffleGivesEachNumberOnce()
{
    for (const quint64 bound : {0, 1, 2, 3, 7, 8, 9, 1000, 4096, 10001}) {
        for (const quint64 number : {0, 1, 4711}) {
            sql::Shuffle shuffle(bound, number);
            QSet<quint64> seen;
            while (const auto next = shuffle.next()) {
                QVERIFY(*next < bound);
                QVERIFY(!seen.contains(*next));
                seen.insert(*next);
            }
            QCOMPARE(quint64(seen.size()), bound);
        }
    }
}

void SeedTargetsTest::aShuffleIsNoRow()
{
    sql::Shuffle shuffle(10000, 3), other(10000, 4);
    int follows = 0, same = 0;
    quint64 before = 0;
    for (int i = 0; i < 10000; ++i) {
        const quint64 next = *shuffle.next();
        follows += next == before + 1 ? 1 : 0;
        same += next == *other.next() ? 1 : 0;
        before = next;
    }
    QVERIFY2(follows < 100 && same < 100, qPrintable(QStringLiteral("%1 %2").arg(follows).arg(same)));
}

void SeedTargetsTest::windowsCoverATable()
{
    SampleDatabase school;
    school.table(QStringLiteral("Student"), {QStringLiteral("name")});
    school.open();
    school.rows(
        QStringLiteral("WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 20000) "
                       "INSERT INTO \"Students\" SELECT i, 'x' FROM k"));
    sql::SeedTargets targets(
        school.connection(), school.registry(), school.model("Student"), {QStringLiteral("id")});
    QVERIFY(targets.open());
    QCOMPARE(targets.windows(), 2);
    QSet<qint64> seen;
    for (bool more = true; more;) {
        QCOMPARE(targets.size(), size_t(10000));
        for (size_t i = 0; i < targets.size(); ++i)
            seen.insert(targets[i].front().integer());
        const auto next = targets.advance();
        QVERIFY(next);
        more = *next;
    }
    QCOMPARE(seen.size(), 20000);
    QCOMPARE(targets.size(), size_t(10000)); // the last window stays
}

QTEST_GUILESS_MAIN(SeedTargetsTest)
#include "seedtargetstest.moc"
