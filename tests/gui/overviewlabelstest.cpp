// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/overviewlabels.h"

#include <QPainter>
#include <QtTest>

using namespace conjoin;

namespace {

constexpr double scale = 0.1;
const QColor ground(12, 34, 56); // no theme has it

ui::SceneGraph sceneOf(const std::vector<std::pair<QString, QPointF>>& cards)
{
    ui::SceneGraph scene;
    for (const auto& [title, corner] : cards) {
        ui::SceneNode node;
        node.title = title;
        node.rect = QRectF(corner, QSizeF(200, 300));
        scene.nodes.push_back(node);
    }
    return scene;
}

/// The names alone, in a view of 300 x 200, that begins at `origin` of the canvas.
QImage painted(ui::OverviewLabels& labels, const ui::SceneGraph& scene, QPointF origin,
    const ui::Theme& theme = ui::Theme::light(), double ratio = 1)
{
    const QSize view(300, 200);
    QImage image(view * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(ground);
    QPainter painter(&image);
    labels.choose(scene, scale);
    const QTransform toView(scale, 0, 0, scale, -origin.x() * scale, -origin.y() * scale);
    labels.paint(painter, scene, toView, QRectF(QPointF(), QSizeF(view)), theme);
    painter.end();
    return image;
}

/// What is not ground.
QRect inkOf(const QImage& image)
{
    QRect ink;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) != ground)
                ink |= QRect(x, y, 1, 1);
        }
    }
    return ink;
}

} // namespace

class OverviewLabelsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { ui::loadResources(); }
    void aNameIsTheSameWhereverItStands();
    void aNameAtTheBorderIsWhole();
    void aNameStaysAtItsCard();
    void noNameMovesOverAnother();
    void namesGoWithTheTheme();
    void namesAreSharpOnAFineScreen();
};

void OverviewLabelsTest::aNameIsTheSameWhereverItStands()
{
    ui::OverviewLabels labels;
    const ui::SceneGraph scene = sceneOf({{QStringLiteral("Enrollment"), {1000, 600}}});
    const QImage first = painted(labels, scene, {0, 0});
    const QRect ink = inkOf(first);
    QVERIFY(ink.width() > 60 && ink.height() == 20);
    const QImage moved = painted(labels, scene, {-300, 200});
    QCOMPARE(inkOf(moved), ink.translated(30, -20));
    QCOMPARE(moved.copy(inkOf(moved)), first.copy(ink));
}

void OverviewLabelsTest::aNameAtTheBorderIsWhole()
{
    ui::OverviewLabels labels;
    const ui::SceneGraph scene = sceneOf({{QStringLiteral("A table with a long name"), {1000, 600}}});
    const int width = inkOf(painted(labels, scene, {0, 0})).width();
    const QRect atLeft = inkOf(painted(labels, scene, {900, 0})); // the card begins 10 pixels from the border
    QCOMPARE(atLeft.width(), width);
    QCOMPARE(atLeft.left(), 4);
    const QRect atRight = inkOf(painted(labels, scene, {1200 - 2950, 0}));
    QCOMPARE(atRight.width(), width);
    QVERIFY(atRight.right() <= 300 - 4 - 1 && atRight.right() >= 300 - 4 - 2); // a width is no whole number
}

void OverviewLabelsTest::aNameStaysAtItsCard()
{
    ui::OverviewLabels labels;
    const ui::SceneGraph scene = sceneOf({{QStringLiteral("A table with a long name"), {1000, 600}}});
    // The card itself is out of view: its name goes with it.
    const QRect gone = inkOf(painted(labels, scene, {1300, 0}));
    QCOMPARE(gone.left(), 0);
    QVERIFY(gone.width() < inkOf(painted(labels, scene, {0, 0})).width());
}

void OverviewLabelsTest::noNameMovesOverAnother()
{
    ui::OverviewLabels labels;
    const ui::SceneGraph scene = sceneOf({{QStringLiteral("A table with a long name"), {1000, 600}},
        {QStringLiteral("A neighbour with one"), {2750, 600}}});
    const QImage whole = painted(labels, scene, {0, 0});
    const QImage cut = painted(labels, scene, {1000, 0});
    QVERIFY(inkOf(cut).right() > 200); // both are there
    QCOMPARE(cut.copy(0, 0, 200, 200), whole.copy(100, 0, 200, 200));
}

void OverviewLabelsTest::namesGoWithTheTheme()
{
    ui::OverviewLabels labels;
    const ui::SceneGraph scene = sceneOf({{QStringLiteral("Student"), {1000, 600}}});
    const QImage light = painted(labels, scene, {0, 0});
    const QImage dark = painted(labels, scene, {0, 0}, ui::Theme::dark());
    QCOMPARE(inkOf(dark), inkOf(light));
    QVERIFY(dark != light);
    QCOMPARE(painted(labels, scene, {0, 0}), light);
}

void OverviewLabelsTest::namesAreSharpOnAFineScreen()
{
    ui::OverviewLabels labels;
    const ui::SceneGraph scene = sceneOf({{QStringLiteral("Student"), {1000, 600}}});
    const QRect ink = inkOf(painted(labels, scene, {0, 0}));
    const QRect fine = inkOf(painted(labels, scene, {0, 0}, ui::Theme::light(), 2));
    QVERIFY(std::abs(fine.width() - 2 * ink.width()) <= 2);
    QCOMPARE(fine.height(), 2 * ink.height());
}

QTEST_MAIN(OverviewLabelsTest)
#include "overviewlabelstest.moc"
