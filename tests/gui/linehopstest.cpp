// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/linehops.h"
#include "ui/canvas/linkgeometry.h"
#include "ui/canvas/scenepainter.h"
#include "ui/export/picture.h"

#include <QPainter>
#include <QtTest>

using namespace conjoin;
using ui::LineHop;
using ui::StraightPiece;

/// Where lines cross.
class LineHopsTest : public QObject {
    Q_OBJECT

private slots:
    void aLevelPieceHopsOverAnUprightOne();
    void linesOfOneNetDoNotHop();
    void noHopLiesOnCornersOrMarks();
    void nearCrossingsShareOneHop();
    void aTrunkHopsAsOne();
    void thePictureShowsIt_data();
    void thePictureShowsIt();
    void farOutThereIsNone();
    void svgHasAnArc();
    void aCornerMakesRoomForAHop();
    void aStripLooksLikeThePartOfTheWhole();

private:
    static StraightPiece level(int net, double y, double from, double to)
    {
        return {net, {from, y}, {to, y}, 0, 0};
    }
    static StraightPiece upright(int net, double x, double from, double to)
    {
        return {net, {x, from}, {x, to}, 0, 0};
    }
    /// Two references that cross in the middle, between cards far away.
    static ui::SceneGraph crossing();
    static QImage painted(const ui::SceneGraph& scene, double scale, const QRect& clip);
};

void LineHopsTest::aLevelPieceHopsOverAnUprightOne()
{
    const std::vector<LineHop> one{{1, 50, 30, 30}};
    QCOMPARE(ui::findHops({level(1, 50, 0, 100), upright(2, 30, 0, 100)}), one);
    QCOMPARE(ui::findHops({upright(2, 30, 100, 0), level(1, 50, 100, 0)}), one);
    QVERIFY(ui::findHops({level(1, 50, 0, 100), upright(2, 130, 0, 100)}).empty());
    QVERIFY(ui::findHops({level(1, 50, 0, 100), upright(2, 30, 60, 100)}).empty());
}

void LineHopsTest::linesOfOneNetDoNotHop()
{
    QVERIFY(ui::findHops({level(1, 50, 0, 100), upright(1, 30, 0, 100)}).empty());
}

void LineHopsTest::noHopLiesOnCornersOrMarks()
{
    StraightPiece line = level(1, 50, 0, 100);
    line.fromRoom = 10;
    line.toRoom = 22;
    for (const double x : {5.0, 13.0, 75.0, 99.0})
        QVERIFY(ui::findHops({line, upright(2, x, 0, 100)}).empty());
    for (const double x : {15.0, 50.0, 73.0})
        QCOMPARE(ui::findHops({line, upright(2, x, 0, 100)}).size(), size_t(1));
    StraightPiece ends = upright(2, 50, 40, 100);
    ends.fromRoom = 11; // its corner is where the level line runs
    QVERIFY(ui::findHops({line, ends}).empty());
}

void LineHopsTest::nearCrossingsShareOneHop()
{
    const std::vector<LineHop> found = ui::findHops({level(1, 50, 0, 200), upright(2, 60, 0, 100),
        upright(3, 72, 0, 100), upright(4, 84, 0, 100), upright(5, 130, 0, 100)});
    QCOMPARE(found, (std::vector<LineHop>{{1, 50, 60, 84}, {1, 50, 130, 130}}));
}

/// Lines that lie on each other are one line: both hop, and where one of them turns off neither does.
void LineHopsTest::aTrunkHopsAsOne()
{
    StraightPiece shorter = level(1, 50, 0, 60);
    shorter.toRoom = 11;
    const StraightPiece longer = level(1, 50, 0, 200);
    QCOMPARE(
        ui::findHops({shorter, longer, upright(2, 30, 0, 100), upright(3, 55, 0, 100), upright(4, 66, 0, 100)}),
        (std::vector<LineHop>{{1, 50, 30, 30}}));
}

ui::SceneGraph LineHopsTest::crossing()
{
    ui::SceneGraph scene;
    const std::array corners{QPointF(0, 90), QPointF(400, 90), QPointF(200, -100), QPointF(200, 300)};
    for (const QPointF& corner : corners) {
        ui::SceneNode node;
        node.rect = QRectF(corner, QSizeF(100, 40));
        scene.nodes.push_back(node);
    }
    for (const bool upright : {false, true}) {
        ui::SceneEdge edge;
        edge.from = upright ? 2 : 0;
        edge.to = upright ? 3 : 1;
        edge.route = upright ? std::vector<QPointF>{{250, -60}, {250, 300}}
                             : std::vector<QPointF>{{100, 110}, {400, 110}};
        scene.edges.push_back(edge);
    }
    return scene;
}

QImage LineHopsTest::painted(const ui::SceneGraph& scene, double scale, const QRect& clip)
{
    QImage image(600, 400, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setClipRect(clip);
    painter.scale(scale, scale);
    painter.translate(0, 100);
    ui::ScenePainter(ui::Theme::light()).paint(painter, scene, {}, ui::ScenePainter::all(scene), scale);
    return image;
}

void LineHopsTest::thePictureShowsIt_data()
{
    QTest::addColumn<double>("scale");
    QTest::newRow("at 60 %") << 0.6;
    QTest::newRow("at 100 %") << 1.0;
    QTest::newRow("at 125 %") << 1.25;
}

void LineHopsTest::thePictureShowsIt()
{
    QFETCH(double, scale);
    const QImage image = painted(crossing(), scale, QRect(0, 0, 600, 400));
    const auto isInked = [&](double x, double y) { // within a pixel
        const QPoint at = (QPointF(x, y + 100) * scale).toPoint();
        for (int dx = -1; dx <= 1; ++dx) {
            for (int dy = -1; dy <= 1; ++dy) {
                if (qGray(image.pixel(at + QPoint(dx, dy))) < 200)
                    return true;
            }
        }
        return false;
    };
    const double side = ui::hopRadius * 0.71;
    QVERIFY(isInked(250 - side, 110 - side) && isInked(250 + side, 110 - side));
    QVERIFY(isInked(250, 110) && isInked(250, 130) && isInked(200, 110) && isInked(300, 110));
    if (scale == 1) // the line itself goes over it only
        QVERIFY(qGray(image.pixel(248, 210)) > 230);
}

void LineHopsTest::farOutThereIsNone()
{
    const QImage image = painted(crossing(), 0.5, QRect(0, 0, 600, 400));
    const QPoint at = (QPointF(250, 210) * 0.5).toPoint();
    for (int x = at.x() - 3; x <= at.x() + 3; ++x)
        QVERIFY(qGray(image.pixel(x, at.y())) < 230 || qGray(image.pixel(x, at.y() - 1)) < 230);
}

void LineHopsTest::svgHasAnArc()
{
    ui::SceneGraph scene = crossing();
    const auto curves = [&] {
        int found = 0;
        for (const QByteArray& line : ui::svgPicture(scene, ui::Theme::light()).split('\n'))
            found += line.startsWith("<path d=") ? int(line.count('C')) : 0;
        return found;
    };
    const auto crossed = curves();
    scene.edges.back().route = {{350, -60}, {350, 0}};
    QCOMPARE(crossed, curves() + 2);
}

/// Tracks are twelve apart: a line that turns next to one that it crosses turns in less room.
void LineHopsTest::aCornerMakesRoomForAHop()
{
    ui::SceneGraph scene = crossing();
    scene.edges.front().route = {{100, 110}, {262, 110}, {262, 200}, {400, 200}};
    const ui::LineHops hops(scene, {0, 1}, QRectF(-1000, -1000, 2000, 2000));
    QVERIFY(!hops.empty());
    const ui::EdgeHops own(hops, scene, 0);
    QCOMPARE(own.on({100, 110}, {262, 110}).size(), size_t(1));
    QCOMPARE(ui::bendRadius(scene.edges.front().route, 1, own), 6.0);
    QCOMPARE(ui::bendRadius(scene.edges.front().route, 2, own), 10.0);
    QCOMPARE(ui::bendRadius(scene.edges.front().route, 1, {}), 10.0);
}

void LineHopsTest::aStripLooksLikeThePartOfTheWhole()
{
    const ui::SceneGraph scene = crossing();
    const QImage whole = painted(scene, 1, QRect(0, 0, 600, 400));
    for (int x = 240; x < 260; ++x) {
        const QRect strip(x, 0, 1, 400);
        QCOMPARE(painted(scene, 1, strip).copy(strip), whole.copy(strip));
    }
}

QTEST_MAIN(LineHopsTest)
#include "linehopstest.moc"
