// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/occupancy.h"

#include <QtTest>

#include <map>
#include <random>

using conjoin::model::layout::Occupancy;

class OccupancyTest : public QObject {
    Q_OBJECT

private slots:
    void tellsWhoIsThere();
    void forgetsWhoLeaves_data();
    void forgetsWhoLeaves();
};

void OccupancyTest::tellsWhoIsThere()
{
    Occupancy places(3);
    places.add(1, 7, false);
    QVERIFY(places.isFree(0) && !places.isFree(1) && places.isFree(2));
    QVERIFY(places.holds(1, 7) && !places.holds(1, 8));
    QVERIFY(places.holdsOther(1, 8) && !places.holdsOther(1, 7));
    QVERIFY(!places.holdsFixed(1));
    places.add(1, 8, true);
    QVERIFY(places.holds(1, 7) && places.holds(1, 8) && !places.holds(1, 9));
    QVERIFY(places.holdsOther(1, 7) && places.holdsOther(1, 8));
    QVERIFY(places.holdsFixed(1));
}

void OccupancyTest::forgetsWhoLeaves_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 5; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

/// Beside a plain count of the lines of each net.
void OccupancyTest::forgetsWhoLeaves()
{
    QFETCH(int, seed);
    std::mt19937 random{std::uint32_t(seed)};
    Occupancy places(1);
    std::map<int, int> lines;
    int fixed = 0;
    std::vector<std::pair<int, bool>> there;
    for (int step = 0; step < 400; ++step) {
        if (there.empty() || random() % 5 < 3) {
            const std::pair line(int(random() % 4), random() % 2 == 0);
            there.push_back(line);
            places.add(0, line.first, line.second);
            ++lines[line.first];
            fixed += line.second ? 1 : 0;
        } else {
            const std::size_t gone = random() % there.size();
            const std::pair line = there[gone];
            there.erase(there.begin() + std::ptrdiff_t(gone));
            places.remove(0, line.first, line.second);
            if (--lines[line.first] == 0)
                lines.erase(line.first);
            fixed -= line.second ? 1 : 0;
        }
        QCOMPARE(places.isFree(0), lines.empty());
        QCOMPARE(places.holdsFixed(0), fixed > 0);
        for (int net = 0; net < 5; ++net) {
            QCOMPARE(places.holds(0, net), lines.contains(net));
            QCOMPARE(places.holdsOther(0, net), lines.size() > (lines.contains(net) ? 1u : 0u));
        }
    }
}

QTEST_GUILESS_MAIN(OccupancyTest)
#include "occupancytest.moc"
