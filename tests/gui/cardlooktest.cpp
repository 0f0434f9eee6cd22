// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "model/edit/diagramset.h"
#include "model/layout/cardmetrics.h"
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/linkgeometry.h"
#include "ui/canvas/markletters.h"
#include "ui/canvas/rolelabels.h"
#include "ui/canvas/scenepainter.h"
#include "ui/canvas/scenerouting.h"
#include "ui/canvas/spatialindex.h"
#include "ui/export/picture.h"

#include <array>

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
    void umlHangsTheClassOfAnAssociationOnItsLine();
    void umlLeadsTheLineOfAnAssociationStraightOn();
    void umlSaysTheNumberOnEachBranchWhereTheyDiffer();
    void umlFillsADiamondAtTheWhole();
    void aRoleNameFindsItsPlaceBesideANote();
    void namesOfPillsAreReadWhereThereIsRoom();
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
    // The line is one association: each end says how many of it belong to one of the other.
    QCOMPARE(school.edge(school.link, 0).fromMark, ui::EndMark::NumberZeroOrMany);
    QCOMPARE(school.edge(school.link, 1).fromMark, ui::EndMark::NumberOneOrMany);
    QCOMPARE(school.edge(school.link, 0).toMark, ui::EndMark::None);
    QCOMPARE(school.edge(school.link, 1).toMark, ui::EndMark::None);
    // Switched to a card it is a class between the two: one of each belongs to each of its objects.
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

void CardLookTest::umlHangsTheClassOfAnAssociationOnItsLine()
{
    SchoolCanvas school;
    const DiagramId diagram = school.session->currentDiagram();
    const auto apply = [&](const std::function<Result<model::Document>(model::Document)>& edit) {
        QVERIFY(school.session->apply(QStringLiteral("edit"), edit));
    };
    apply([&](model::Document d) {
        return model::edit::setNotation(std::move(d), diagram, model::Notation::Uml);
    });
    QVERIFY(!school.edge(school.link, 0).hangs); // without attributes there is no class
    model::Column grade;
    grade.id = school.session->ids().next<ColumnId>();
    grade.name = QStringLiteral("grade");
    const TableId junction = school.session->document().schema.links.at(school.link).junction;
    apply([&](model::Document d) { return model::edit::addColumn(std::move(d), junction, grade); });

    const QRectF pill = school.rectOf(school.link);
    const QPointF top(pill.center().x(), pill.top());
    for (const int end : {0, 1}) {
        const ui::SceneEdge& arm = school.edge(school.link, end);
        QCOMPARE(arm.route.back(), top);
        QVERIFY(ui::isBare(arm, true));
        QVERIFY(ui::dashedEnd(arm) > 0);
        std::vector<bool> dashed;
        std::vector<QPointF> ends;
        ui::visitParts(arm, [&](std::span<const QPointF> part, bool inDashes) {
            dashed.push_back(inDashes);
            ends.push_back(part.front());
            ends.push_back(part.back());
        });
        QCOMPARE(dashed, (std::vector{false, true}));
        QCOMPARE(ends[0], arm.route.front());
        QCOMPARE(ends[2], top); // dashes begin at the class, for both arms
        QCOMPARE(ends[3], ends[1]);
    }
    // Between two cards of one height the line of the association runs straight, and its class hangs below.
    QCOMPARE(school.edge(school.link, 0).route.size(), size_t(3));
    QCOMPARE(school.edge(school.link, 1).route.size(), size_t(3));
    QCOMPARE(ui::dashedEnd(school.edge(school.link, 0)), ui::dashedEnd(school.edge(school.link, 1)));
    // In another notation the pill stands in its line again.
    apply([&](model::Document d) {
        return model::edit::setNotation(std::move(d), diagram, model::Notation::CrowsFoot);
    });
    QVERIFY(school.edge(school.link, 0).route.back() != school.edge(school.link, 1).route.back());
    QVERIFY(!ui::isBare(school.edge(school.link, 0), true));
}

/// Where both arms run together they lead to the class: no line runs out and back over itself.
void CardLookTest::umlLeadsTheLineOfAnAssociationStraightOn()
{
    ui::SceneEdge upper, lower;
    upper.hangs = lower.hangs = upper.manyToMany = lower.manyToMany = true;
    upper.route = {{880, 260}, {340, 260}, {340, 312}};
    lower.route = {{880, 760}, {816, 760}, {816, 260}, {340, 260}, {340, 312}};
    using Points = std::vector<QPointF>;
    const Points toClass{{340, 312}, {340, 260}, {826, 260}};
    const ui::HangingLine ofUpper = ui::hangingLine(upper, &lower), ofLower = ui::hangingLine(lower, &upper);
    QCOMPARE(ofUpper.line, (Points{{880, 260}, {816, 260}, {816, 280}})); // round the corner where they meet
    QCOMPARE(ofLower.line, (Points{{880, 760}, {816, 760}, {816, 260}, {836, 260}}));
    QCOMPARE(ofUpper.dashed, toClass);
    QCOMPARE(ofLower.dashed, toClass);
    // From both sides the line is straight, and the way to the class turns off it.
    lower.route = {{100, 260}, {340, 260}, {340, 312}};
    QCOMPARE(ui::hangingLine(upper, &lower).line, (Points{{880, 260}, {340, 260}}));
    QCOMPARE(ui::hangingLine(lower, &upper).line, (Points{{100, 260}, {340, 260}}));
    QCOMPARE(ui::hangingLine(upper, &lower).dashed, (Points{{340, 312}, {340, 260}}));
}

/// "0..1" beside a trunk would be wrong of the line that always leads to one: each says it where it is alone.
void CardLookTest::umlSaysTheNumberOnEachBranchWhereTheyDiffer()
{
    using ui::EndMark;
    ui::SceneGraph scene;
    scene.edges.resize(3);
    scene.edges[0].route = {{0, 0}, {200, 0}, {200, 100}, {400, 100}};
    scene.edges[1].route = {{0, 300}, {200, 300}, {200, 100}, {400, 100}};
    scene.edges[2].route = {{0, 200}, {300, 200}, {300, 100}, {400, 100}};
    const std::array marks{EndMark::NumberOne, EndMark::NumberZeroOrOne, EndMark::NumberZeroOrOne};
    for (size_t i = 0; i < marks.size(); ++i) {
        scene.edges[i].toMark = marks[i];
        QVERIFY(ui::lettersAt(scene.edges[i], true));
        scene.edges[i].mixedTo = true;
        QVERIFY(!ui::lettersAt(scene.edges[i], true)); // not yet told where
    }
    ui::markBranches(scene, {0, 1, 2});
    QCOMPARE(scene.edges[0].branchAt, 200.0);
    QCOMPARE(scene.edges[1].branchAt, 200.0);
    QCOMPARE(scene.edges[2].branchAt, 100.0);
    const auto letters = [&](size_t edge) { return *ui::lettersAt(scene.edges[edge], true); };
    QCOMPARE(letters(0).text, QStringLiteral("1"));
    QCOMPARE(letters(1).text, QStringLiteral("0..1"));
    // Beside the first upright piece that is each line's own, behind its bend.
    QVERIFY(letters(0).corner.x() > 200 && letters(0).corner.y() < 100 - ui::style::routeRadius);
    QVERIFY(letters(1).corner.x() > 200 && letters(1).corner.y() > 100 + ui::style::routeRadius);
    QVERIFY(letters(2).corner.x() > 300 && letters(2).corner.y() > 100 + ui::style::routeRadius);
    // A line that never is alone has no place for a number of its own.
    scene.edges[2].route = {{200, 100}, {400, 100}};
    ui::markBranches(scene, {0, 1, 2});
    QVERIFY(!ui::lettersAt(scene.edges[2], true));
    // The tick of a crow's foot says what holds for both: at most one.
    QVERIFY(!ui::markShape(EndMark::ZeroOrOne, true, {}, {1, 0}).strokes.isEmpty());
}

void CardLookTest::umlFillsADiamondAtTheWhole()
{
    using ui::EndMark;
    // Lines of an order go with it and have no name without it; a shipment of an order has one of its own.
    SchoolCanvas school;
    ui::EditSession& session = *school.session;
    const DiagramId diagram = session.currentDiagram();
    model::Reference part;
    part.id = session.ids().next<ReferenceId>();
    part.from = school.student;
    part.to = school.teacher;
    part.mandatory = true;
    part.key.onDelete = model::Action::Cascade;
    model::Column key;
    key.id = session.ids().next<ColumnId>();
    key.name = QStringLiteral("TeacherId");
    key.nullable = false;
    part.key.columns = {{key.id, {}}};
    QVERIFY(session.apply(QStringLiteral("part"), [&](model::Document d) -> Result<model::Document> {
        auto changed = model::edit::setNotation(std::move(d), diagram, model::Notation::Uml);
        if (changed)
            changed = model::edit::addColumn(std::move(*changed), part.from, key);
        return changed ? model::edit::addReference(std::move(*changed), part) : changed;
    }));
    QCOMPARE(school.edge(part.id).toMark, EndMark::NumberOne); // not part of its key
    const auto primary = session.ids().next<KeyId>();
    QVERIFY(session.apply(QStringLiteral("key"), [&](model::Document d) {
        return model::edit::setPrimaryKey(std::move(d), part.from, key.id, true, primary);
    }));
    QCOMPARE(school.edge(part.id).toMark, EndMark::Whole);
    // Where lines of both kinds end on one spot, none has the diamond.
    using Marks = std::vector<EndMark>;
    QVERIFY(ui::mixOf(Marks{EndMark::Whole, EndMark::NumberOne}).plain);
    QVERIFY(!ui::mixOf(Marks{EndMark::Whole, EndMark::NumberOne}).mixed);
    QVERIFY(!ui::mixOf(Marks{EndMark::Whole, EndMark::Whole}).plain);
    QVERIFY(ui::mixOf(Marks{EndMark::Whole, EndMark::NumberZeroOrOne}).mixed);
    ui::SceneEdge among = school.edge(part.id);
    QVERIFY(among.plainTo); // the class leads there, too
    QCOMPARE(ui::shownMark(among, true), EndMark::NumberOne);
    among.plainTo = false;
    QCOMPARE(ui::shownMark(among, true), EndMark::Whole);
}

/// A note over the end of a line leaves room farther along it.
void CardLookTest::aRoleNameFindsItsPlaceBesideANote()
{
    ui::SceneGraph scene;
    ui::SceneNode note = card(QStringLiteral("a note"), 0);
    note.kind = ui::NodeKind::Note;
    note.rect = QRectF(10, -40, 80, 80);
    scene.nodes = {note, card({}, 1), card({}, 1)};
    scene.nodes[1].rect = QRectF(-176, -40, 176, 80);
    scene.nodes[2].rect = QRectF(400, -40, 176, 80);
    ui::SceneEdge edge;
    edge.from = 1;
    edge.to = 2;
    edge.fromLabel = QStringLiteral("mentor");
    edge.route = {{0, 0}, {400, 0}};
    scene.edges = {edge};
    ui::placeRoleLabels(scene, ui::SpatialIndex(scene));
    const QRectF place = scene.edges[0].fromLabelRect;
    QVERIFY(!place.isEmpty());
    QVERIFY(!place.intersects(note.rect));
    QVERIFY(place.right() < 200); // nearer to its own end than to the other one
}

void CardLookTest::namesOfPillsAreReadWhereThereIsRoom()
{
    ui::SceneNode narrow = card(QStringLiteral("H"), 0), wide = narrow;
    narrow.kind = wide.kind = ui::NodeKind::Pill;
    narrow.rect.setHeight(model::layout::pillHeadHeight);
    narrow.rect.setWidth(72);
    wide.rect.setHeight(model::layout::pillHeadHeight);
    wide.rect.setWidth(200); // as wide as its attributes need
    const auto height = [](ui::SceneNode node, double scale) {
        const QImage with = painted(node, scale);
        node.title.clear();
        return difference(with, painted(node, scale)).height();
    };
    const double whole = height(wide, 1);
    for (const double scale : {0.45, 0.57}) {
        QVERIFY(height(wide, scale) > 1.2 * scale * whole);
        QVERIFY(height(narrow, scale) <= height(wide, scale));
    }
}

QTEST_MAIN(CardLookTest)
#include "cardlooktest.moc"
