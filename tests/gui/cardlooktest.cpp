// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "model/edit/diagramset.h"
#include "model/layout/cardmetrics.h"
#include "ui/canvas/linkgeometry.h"
#include "ui/canvas/scenepainter.h"
#include "ui/export/picture.h"

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

namespace {

/// Canvas units around a card that is painted alone.
constexpr int around = 48;

ui::SceneNode card(const QString& title, size_t rows)
{
    ui::SceneNode node;
    node.kind = ui::NodeKind::Table;
    node.object = TableId(7);
    node.title = title;
    node.rows.resize(rows);
    node.rect = QRectF(around, around, 176, model::layout::cardHeight(rows));
    return node;
}

QImage painted(
    const ui::SceneNode& node, double scale, ui::Emphasis emphasis = ui::Emphasis::Normal, bool sprites = false)
{
    ui::SceneGraph scene;
    scene.nodes = {node};
    ui::SceneLook look;
    look.nodes.resize(1);
    look.nodes[0].emphasis = emphasis;
    const QSizeF size = (node.rect.size() + QSizeF(2 * around, 2 * around)) * scale;
    QImage image(size.toSize(), QImage::Format_RGB32);
    QPainter painter(&image);
    painter.scale(scale, scale);
    ui::ScenePainter scenePainter(ui::Theme::light());
    scenePainter.keepSprites(sprites);
    scenePainter.paintBackground(painter, {QPointF(), size / scale}, 0.1); // no dots
    scenePainter.paint(painter, scene, look, ui::ScenePainter::all(scene), scale);
    return image;
}

/// The pixels by which two pictures differ.
QRect difference(const QImage& a, const QImage& b)
{
    QRect found;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            if (a.pixel(x, y) != b.pixel(x, y))
                found |= QRect(x, y, 1, 1);
        }
    }
    return found;
}

} // namespace

/// How cards and lines look where hands can't put it right: far out, dimmed, in another notation.
class CardLookTest : public QObject {
    Q_OBJECT

private slots:
    void namesStayReadableFarOut_data();
    void namesStayReadableFarOut();
    void aDimmedCardCastsAPalerShadow_data();
    void aDimmedCardCastsAPalerShadow();
    void uniqueColumnsAreToldApart();
    void umlSaysHowManyOnBothSidesOfAPill();
    void umlSaysNoMoreThanHoldsForAllLines();
};

void CardLookTest::namesStayReadableFarOut_data()
{
    QTest::addColumn<double>("scale");
    for (const double scale : {0.3, 0.4, 0.49, 0.6})
        QTest::addRow("%d %%", int(100 * scale)) << scale;
}

void CardLookTest::namesStayReadableFarOut()
{
    QFETCH(double, scale);
    const QImage with = painted(card(QStringLiteral("Hall"), 3), scale), without = painted(card({}, 3), scale);
    const QRect ink = difference(with, without);
    constexpr double least = 5; // pixels of a capital that an eye can still read
    QVERIFY2(ink.height() >= least, qPrintable(QString::number(ink.height())));
    // Neither into the rows nor over the border, however long it is.
    for (const char* name :
        {"Hall", "A name", "A name that is as long as its card", "payment_transaction_log"}) {
        const QRect used = difference(painted(card(QString::fromLatin1(name), 3), scale), without);
        const QRectF head(around * scale, around * scale, 176 * scale, model::layout::headerHeight * scale);
        QVERIFY2(head.toAlignedRect().contains(used), name);
    }
}

void CardLookTest::aDimmedCardCastsAPalerShadow_data()
{
    QTest::addColumn<bool>("sprites");
    QTest::newRow("painted") << false;
    QTest::newRow("kept") << true;
}

void CardLookTest::aDimmedCardCastsAPalerShadow()
{
    QFETCH(bool, sprites);
    const ui::SceneNode node = card(QStringLiteral("Hall"), 2);
    const QImage plain = painted(node, 1, ui::Emphasis::Normal, sprites);
    const QImage dimmed = painted(node, 1, ui::Emphasis::Dimmed, sprites);
    const QPoint below(int(node.rect.center().x()), int(node.rect.bottom()) + 4);
    const int canvas = ui::Theme::light().canvas.lightness();
    const int full = canvas - plain.pixelColor(below).lightness();
    const int pale = canvas - dimmed.pixelColor(below).lightness();
    QVERIFY(full > 2);
    QVERIFY2(pale > 0 && pale < full * 2 / 3, qPrintable(QStringLiteral("%1 of %2").arg(pale).arg(full)));
}

void CardLookTest::uniqueColumnsAreToldApart()
{
    // By the sign before the name, whether or not they may be empty; the rest of the card stays as it is.
    for (const bool nullable : {false, true}) {
        ui::SceneNode node = card(QStringLiteral("Hall"), 1);
        node.rows[0].name = QStringLiteral("email");
        node.rows[0].nullable = nullable;
        const QImage plain = painted(node, 2);
        node.rows[0].unique = true;
        const QRect sign = difference(plain, painted(node, 2));
        QVERIFY(sign.width() > 4 && sign.height() > 4);
        const QRectF place(
            2 * node.rect.left() + 24, 2 * (node.rect.top() + model::layout::rowCentre(0)) - 16, 32, 32);
        QVERIFY(place.toAlignedRect().contains(sign));
        // And the two kinds of unique columns differ.
        ui::SceneNode other = node;
        other.rows[0].nullable = !nullable;
        QVERIFY(!difference(painted(node, 2), painted(other, 2)).isEmpty());
    }
}

void CardLookTest::umlSaysHowManyOnBothSidesOfAPill()
{
    SchoolCanvas school;
    model::ManyToMany link = school.session->document().schema.links.at(school.link);
    link.ends[0].minimum = 1; // every student attends a class
    const DiagramId diagram = school.session->currentDiagram();
    QVERIFY(school.session->apply(QStringLiteral("uml"), [&](model::Document d) -> Result<model::Document> {
        auto changed = model::edit::updateLink(std::move(d), link);
        return changed ? model::edit::setNotation(std::move(*changed), diagram, model::Notation::Uml) : changed;
    }));
    // The pill is a class between the two: one of each belongs to each of its objects.
    QCOMPARE(school.edge(school.link, 0).fromMark, ui::EndMark::NumberOne);
    QCOMPARE(school.edge(school.link, 1).fromMark, ui::EndMark::NumberOne);
    QCOMPARE(school.edge(school.link, 0).toMark, ui::EndMark::NumberOneOrMany);
    QCOMPARE(school.edge(school.link, 1).toMark, ui::EndMark::NumberZeroOrMany);
    // Switched to a card it says the same.
    QVERIFY(school.session->apply(QStringLiteral("card"), [&](model::Document d) {
        return model::edit::setPresentation(
            std::move(d), diagram, school.link, model::LinkNode::Presentation::Card);
    }));
    QCOMPARE(school.edge(school.link, 0).fromMark, ui::EndMark::NumberOne);
    QCOMPARE(school.edge(school.link, 0).toMark, ui::EndMark::NumberOneOrMany);
    // A reference: many classes, each of at most one teacher.
    QCOMPARE(school.edge(school.reference).fromMark, ui::EndMark::NumberZeroOrMany);
    QCOMPARE(school.edge(school.reference).toMark, ui::EndMark::NumberZeroOrOne);
}

void CardLookTest::umlSaysNoMoreThanHoldsForAllLines()
{
    using ui::EndMark;
    const auto strokes = [](EndMark mark, bool mixed) {
        return ui::markShape(mark, mixed, {}, {1, 0}).strokes;
    };
    QCOMPARE(strokes(EndMark::NumberOne, true), strokes(EndMark::NumberZeroOrOne, false));
    QCOMPARE(strokes(EndMark::NumberZeroOrOne, true), strokes(EndMark::NumberZeroOrOne, false));
    QVERIFY(strokes(EndMark::NumberOne, true) != strokes(EndMark::One, true)); // a tick is no sign of UML
    QCOMPARE(strokes(EndMark::One, true), strokes(EndMark::ZeroOrOne, true));
}

QTEST_MAIN(CardLookTest)
#include "cardlooktest.moc"
