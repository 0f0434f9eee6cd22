// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/obstaclegrid.h"

#include <QtTest>

#include <random>
#include <set>

using namespace conjoin::model::layout;

namespace {

constexpr std::array sides{Side::Left, Side::Right, Side::Top, Side::Bottom};

/// Boxes of any size that may overlap, some of them as large as the drawing.
std::vector<Box> scattered(std::mt19937& random, int count, double extent)
{
    std::uniform_real_distribution<double> place(-extent, extent);
    std::vector<Box> boxes;
    for (int i = 0; i < count; ++i) {
        const double most = i % 9 == 0 ? 2 * extent : 400;
        std::uniform_real_distribution<double> length(1, most);
        // On whole numbers, so that rays run along borders, too.
        boxes.push_back({QRectF(
            std::round(place(random)), std::round(place(random)), std::round(length(random)), length(random))});
    }
    return boxes;
}

/// What ObstacleGrid::reach() promises, by looking at every box.
double reachOf(
    const std::vector<Box>& boxes, QPointF from, Side side, double limit, double clearance, int ignored)
{
    double best = limit;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const QRectF r = boxes[i].rect.adjusted(-clearance, -clearance, clearance, clearance);
        const bool across = isHorizontal(side) ? from.y() > r.top() && from.y() < r.bottom()
                                               : from.x() > r.left() && from.x() < r.right();
        if (int(i) == ignored || !across)
            continue;
        if (side == Side::Right && r.right() > from.x())
            best = std::min(best, std::max(0.0, r.left() - from.x()));
        else if (side == Side::Left && r.left() < from.x())
            best = std::min(best, std::max(0.0, from.x() - r.right()));
        else if (side == Side::Bottom && r.bottom() > from.y())
            best = std::min(best, std::max(0.0, r.top() - from.y()));
        else if (side == Side::Top && r.top() < from.y())
            best = std::min(best, std::max(0.0, from.y() - r.bottom()));
    }
    return best;
}

} // namespace

class ObstacleGridTest : public QObject {
    Q_OBJECT

private slots:
    void raysEndAtTheNearestBox_data();
    void raysEndAtTheNearestBox();
    void anAreaGivesItsBoxes();
    void nothingIsInTheWayWithoutBoxes();
};

void ObstacleGridTest::raysEndAtTheNearestBox_data()
{
    QTest::addColumn<int>("boxes");
    QTest::addColumn<double>("extent");
    QTest::newRow("one box") << 1 << 300.0;
    QTest::newRow("a few") << 12 << 900.0;
    QTest::newRow("a crowd") << 400 << 1500.0;
    QTest::newRow("far apart") << 150 << 400'000.0;
}

void ObstacleGridTest::raysEndAtTheNearestBox()
{
    QFETCH(int, boxes);
    QFETCH(double, extent);
    std::mt19937 random(7);
    const std::vector<Box> all = scattered(random, boxes, extent);
    const ObstacleGrid grid(all);
    std::uniform_real_distribution<double> place(-1.5 * extent, 1.5 * extent);
    std::uniform_int_distribution<int> any(-1, boxes - 1);
    for (int i = 0; i < 2000; ++i) {
        QPointF from(std::round(place(random)), std::round(place(random)));
        const int ignored = any(random);
        if (i % 3 == 0 && ignored >= 0) // from the border of a box, as lines leave it
            from = all[std::size_t(ignored)].rect.topLeft() + QPointF(0, 3);
        const double clearance = i % 2 == 0 ? 8 : 0;
        const double limit = i % 5 == 0 ? 40 : 4 * extent;
        for (const Side side : sides) {
            const double found = grid.reach(from, side, limit, clearance, ignored);
            const double wanted = reachOf(all, from, side, limit, clearance, ignored);
            QVERIFY2(std::abs(found - wanted) < 1e-6,
                qPrintable(QStringLiteral("ray %1 to side %2: %3 instead of %4")
                               .arg(i)
                               .arg(int(side))
                               .arg(found)
                               .arg(wanted)));
        }
    }
}

void ObstacleGridTest::anAreaGivesItsBoxes()
{
    std::mt19937 random(11);
    const std::vector<Box> all = scattered(random, 200, 2000);
    const ObstacleGrid grid(all);
    std::uniform_real_distribution<double> place(-2500, 2500);
    for (int i = 0; i < 200; ++i) {
        const QRectF area(place(random), place(random), 300, 200);
        std::set<int> found;
        grid.visit(area, [&](int box) { found.insert(box); });
        for (int box = 0; box < int(all.size()); ++box)
            QVERIFY(found.contains(box) || !all[std::size_t(box)].rect.intersects(area));
    }
}

void ObstacleGridTest::nothingIsInTheWayWithoutBoxes()
{
    const std::vector<Box> none;
    const ObstacleGrid grid(none);
    for (const Side side : sides)
        QCOMPARE(grid.reach({10, 10}, side, 500, 8), 500.0);
    QVERIFY(grid.isFree({0, 0}, 8));
}

QTEST_APPLESS_MAIN(ObstacleGridTest)
#include "obstaclegridtest.moc"
