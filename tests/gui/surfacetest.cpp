// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/surface.h"
#include "bench/generateddrawing.h"
#include "model/document/objects.h"
#include "model/edit/arranging.h"
#include "model/layout/drawingcost.h"
#include "ui/canvas/bentroute.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/retainedlayer.h"
#include "ui/canvas/scenelayout.h"
#include "ui/canvas/scenerouting.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <QPainter>
#include <QtTest>

#include <random>

using namespace conjoin;
namespace edit = model::edit;

/// What the canvas keeps between edits, and whether it is what a fresh start would give.
class SurfaceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void editsLeaveTheSceneOfAFreshStart_data();
    void editsLeaveTheSceneOfAFreshStart();
    void removedAndUndoneTableReturnsWithItsRoutes();
    void aCardThatGrowsKeepsItsLines();
    void linesKeepAwayFromBentOnes();
    void dropWithoutAMoveLeavesTheScene();
    void wheelEndsInTheSharpPicture();
    void pansOfFractionsAddUp_data();
    void pansOfFractionsAddUp();
    void scrolledLayerIsWhatWasPainted();
    void linesOfOneLookAreOpaque();
    void farLinesSayWhereTheyLead();
    void clickOnAStubGoesThere();

private:
    /// A generated drawing in a view.
    struct Shown {
        explicit Shown(model::Document document)
            : session(std::move(document))
            , selection(session)
            , view(session, selection, ui::Theme::light())
        {
            view.resize(1200, 800);
            view.show();
        }
        const ui::SceneGraph& scene() const { return view.surface().scene(); }
        QImage picture() { return view.viewport()->grab().toImage(); }
        QImage paintedAnew()
        {
            view.setTheme(ui::Theme::light());
            return picture();
        }

        ui::EditSession session;
        ui::Selection selection;
        ui::CanvasView view;
    };

    static model::Document laidOut(int tables);
    static model::Document twoTables(double apart);
};

namespace {

bool looksLike(const QImage& a, const QImage& b)
{
    constexpr int most = 3; // the rounding of stretched shadows where a piece ends
    if (a.size() != b.size())
        return false;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor one = a.pixelColor(x, y), other = b.pixelColor(x, y);
            if (std::abs(one.red() - other.red()) > most || std::abs(one.green() - other.green()) > most ||
                std::abs(one.blue() - other.blue()) > most)
                return false;
        }
    }
    return true;
}

QString whyNotRouted(const ui::SceneGraph& scene)
{
    for (const ui::SceneEdge& edge : scene.edges) {
        if (edge.route.size() < 2)
            return QStringLiteral("an edge has no route");
        const model::layout::Edge docks = ui::layoutEdge(scene, edge);
        const auto isDocked = [&](QPointF at, int node, double row) {
            const QRectF& rect = scene.nodes[size_t(node)].rect;
            const bool beside = (at.x() == rect.left() || at.x() == rect.right()) && at.y() == rect.top() + row;
            const bool above = (at.y() == rect.top() || at.y() == rect.bottom()) && at.x() == rect.center().x();
            return beside || above;
        };
        if (!isDocked(edge.route.front(), edge.from, docks.fromRow) ||
            !isDocked(edge.route.back(), edge.to, docks.toRow))
            return QStringLiteral("an edge between %1 and %2 does not end at its rows")
                .arg(scene.nodes[size_t(edge.from)].title, scene.nodes[size_t(edge.to)].title);
        const auto overlaps = [&](int index) { // no way leads out of a heap of cards
            const QRectF& rect = scene.nodes[size_t(index)].rect;
            return std::ranges::count_if(
                       scene.nodes, [&](const ui::SceneNode& node) { return node.rect.intersects(rect); }) > 1;
        };
        if (overlaps(edge.from) || overlaps(edge.to))
            continue;
        for (const ui::SceneNode& node : scene.nodes) {
            if (ui::runsThrough(edge.route, node.rect.adjusted(0.01, 0.01, -0.01, -0.01)))
                return QStringLiteral("a line runs through %1").arg(node.title);
        }
    }
    return {};
}

/// What an edge of the scene says otherwise than a fresh start, or than its line asks for; empty where nothing.
QString differenceOfEdges(const ui::SceneGraph& scene, const ui::SceneGraph& fresh)
{
    if (scene.edges.size() != fresh.edges.size())
        return QStringLiteral("their number");
    ui::SceneGraph marked = scene;
    ui::markMixedEnds(marked);
    ui::markStubs(marked);
    for (size_t i = 0; i < fresh.edges.size(); ++i) {
        const ui::SceneEdge& a = scene.edges[i];
        const ui::SceneEdge& b = fresh.edges[i];
        const ui::SceneEdge& c = marked.edges[i];
        const bool sameEnds = a.object == b.object && a.linkEnd == b.linkEnd && a.from == b.from &&
                              a.to == b.to && a.fromRow == b.fromRow && a.toRow == b.toRow &&
                              a.manyToMany == b.manyToMany;
        const bool sameLook = a.fromMark == b.fromMark && a.toMark == b.toMark && a.dashed == b.dashed &&
                              a.hangs == b.hangs && a.fromLabel == b.fromLabel && a.toLabel == b.toLabel &&
                              a.bends == b.bends;
        const bool sameMarks = a.mixedTo == c.mixedTo && a.plainTo == c.plainTo && a.stub == c.stub &&
                               a.fromStub == c.fromStub && a.toStub == c.toStub;
        if (!sameEnds || !sameLook || !sameMarks)
            return QStringLiteral("edge %1: ends %2, look %3, marks %4")
                .arg(i)
                .arg(sameEnds)
                .arg(sameLook)
                .arg(sameMarks);
    }
    return {};
}

/// Whether the line is at that place on its first or last piece, which stays at its row.
bool isAtItsEnd(const std::vector<QPointF>& route, QPointF at)
{
    const auto near = [&](QPointF a, QPointF b) {
        constexpr double reach = 2;
        return QRectF(a, b).normalized().adjusted(-reach, -reach, reach, reach).contains(at);
    };
    return near(route[0], route[1]) || near(route[route.size() - 2], route.back());
}

/// Where lines of other nets that could give way look like one with this edge's.
QStringList overlapsWith(const ui::SceneGraph& scene, int edge)
{
    model::layout::Graph graph;
    std::vector<model::layout::Route> routes;
    for (const ui::SceneNode& node : scene.nodes)
        graph.boxes.push_back({node.rect});
    for (const ui::SceneEdge& line : scene.edges) {
        graph.edges.push_back(ui::layoutEdge(scene, line));
        routes.push_back({line.route});
    }
    QStringList found;
    for (const model::layout::Overlap& overlap : model::layout::overlappingRuns(graph, routes)) {
        const int other = overlap.edge == edge ? overlap.other : overlap.edge;
        if ((overlap.edge == edge || overlap.other == edge) &&
            !isAtItsEnd(scene.edges[size_t(other)].route, overlap.at))
            found << QStringLiteral("lines %1 and %2 look like one at (%3, %4) for %5")
                         .arg(overlap.edge)
                         .arg(overlap.other)
                         .arg(overlap.at.x())
                         .arg(overlap.at.y())
                         .arg(overlap.length);
    }
    return found;
}

} // namespace

void SurfaceTest::initTestCase()
{
    ui::loadResources();
}

model::Document SurfaceTest::laidOut(int tables)
{
    ui::EditSession session(tests::generatedDrawing(tables));
    const DiagramId diagram = session.currentDiagram();
    const auto moves = ui::arrange(session.document(), diagram, session.derivation()).moves;
    return *edit::moveNodes(session.document(), diagram, moves);
}

model::Document SurfaceTest::twoTables(double apart)
{
    IdSource ids = IdSource::seeded(7);
    const auto diagram = ids.next<DiagramId>();
    model::Document document = model::emptyDocument(QStringLiteral("Far"), diagram);
    std::vector<TableId> tables;
    for (const char* name : {"Order", "Customer"}) {
        model::Table table;
        table.id = ids.next<TableId>();
        table.name = QString::fromLatin1(name);
        model::TableNode node;
        node.id = table.id;
        node.position = QPointF(apart * double(tables.size()), 0);
        tables.push_back(table.id);
        document = *edit::addTable(std::move(document), std::move(table), diagram, node);
    }
    model::Reference reference;
    reference.id = ids.next<ReferenceId>();
    reference.from = tables[0];
    reference.to = tables[1];
    return *edit::addReference(std::move(document), reference);
}

void SurfaceTest::editsLeaveTheSceneOfAFreshStart_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void SurfaceTest::editsLeaveTheSceneOfAFreshStart()
{
    QFETCH(int, seed);
    Shown shown(laidOut(24));
    QVERIFY(QTest::qWaitForWindowExposed(&shown.view));
    shown.view.zoomToFit();
    std::mt19937 random{std::uint32_t(seed)};
    const auto below = [&](size_t count) { return size_t(random()) % count; };
    const DiagramId diagram = shown.session.currentDiagram();
    for (int step = 0; step < 40; ++step) {
        std::vector<TableId> tables;
        for (const model::TableNode& node : shown.session.diagram().tables)
            tables.push_back(node.id);
        const TableId table = tables[below(tables.size())];
        const TableId other = tables[below(tables.size())];
        const size_t kind = below(10);
        if (kind == 9) {
            model::Column column;
            column.id = shown.session.ids().next<ColumnId>();
            column.name = QStringLiteral("aColumnOfTheNumber%1").arg(step);
            (void)shown.session.apply(QStringLiteral("add a column"),
                [&](model::Document d) { return edit::addColumn(std::move(d), table, column); });
        } else if (kind == 8) {
            model::Table added;
            added.id = shown.session.ids().next<TableId>();
            added.name = QStringLiteral("Added%1").arg(step);
            model::TableNode node;
            node.id = added.id;
            node.position = shown.scene().bounds().bottomLeft() + QPointF(0, 80);
            (void)shown.session.apply(QStringLiteral("add a table"), [&](model::Document d) {
                return edit::addTable(std::move(d), std::move(added), diagram, node);
            });
        } else if (kind == 7) {
            model::Reference reference;
            reference.id = shown.session.ids().next<ReferenceId>();
            reference.from = table;
            reference.to = other;
            reference.role = QStringLiteral("Role%1").arg(step);
            (void)shown.session.apply(QStringLiteral("draw a reference"),
                [&](model::Document d) { return edit::addReference(std::move(d), reference); });
        } else if (kind == 6) {
            model::ManyToMany link;
            link.id = shown.session.ids().next<LinkId>();
            link.ends = {{table, {}, {}}, {other, QStringLiteral("Role%1").arg(step), {}}};
            model::Table junction;
            junction.id = link.junction = shown.session.ids().next<TableId>();
            junction.name = QStringLiteral("Link%1").arg(step);
            model::LinkNode pill;
            pill.id = link.id;
            (void)shown.session.apply(QStringLiteral("draw a link"), [&](model::Document d) {
                return edit::addLink(std::move(d), std::move(link), std::move(junction), diagram, pill);
            });
        } else if (kind < 3) {
            // Somewhere where it covers nothing.
            const QRectF bounds = shown.scene().bounds();
            const QPointF corner(
                bounds.left() + double(below(8)) * 400, bounds.bottom() + 80 + double(step) * 8);
            (void)shown.session.apply(QStringLiteral("move"), [&](model::Document d) {
                return edit::moveNodes(std::move(d), diagram, {{table, corner}});
            });
        } else if (kind == 3) {
            (void)shown.session.apply(QStringLiteral("rename"), [&](model::Document d) {
                return edit::renameTable(std::move(d), table, QStringLiteral("Thing%1x").arg(1000 + step));
            });
        } else if (kind == 4) {
            (void)shown.session.apply(QStringLiteral("remove"),
                [&](model::Document d) { return edit::removeObjects(std::move(d), {table}); });
        } else {
            shown.session.undoStack().undo();
        }
        const ui::SceneGraph fresh =
            ui::buildUnroutedScene(shown.session.document(), diagram, shown.session.derivation());
        QCOMPARE(shown.scene().nodes.size(), fresh.nodes.size());
        for (size_t i = 0; i < fresh.nodes.size(); ++i)
            QVERIFY2(shown.scene().nodes[i] == fresh.nodes[i], qPrintable(fresh.nodes[i].title));
        QCOMPARE(differenceOfEdges(shown.scene(), fresh), QString());
        QCOMPARE(whyNotRouted(shown.scene()), QString());
    }
    const QImage kept = shown.picture();
    QVERIFY(looksLike(shown.paintedAnew(), kept));
}

void SurfaceTest::removedAndUndoneTableReturnsWithItsRoutes()
{
    Shown shown(laidOut(24));
    const auto routes = [&] {
        std::map<std::pair<quint64, int>, std::vector<QPointF>> found;
        for (const ui::SceneEdge& edge : shown.scene().edges)
            found[{model::idValue(edge.object), edge.linkEnd}] = edge.route;
        return found;
    };
    const auto before = routes();
    std::vector<TableId> tables;
    for (const model::TableNode& node : shown.session.diagram().tables)
        tables.push_back(node.id);
    for (const TableId table : tables) {
        (void)shown.session.apply(QStringLiteral("remove"),
            [&](model::Document d) { return edit::removeObjects(std::move(d), {table}); });
        shown.session.undoStack().undo();
        QCOMPARE(whyNotRouted(shown.scene()), QString());
        for (const auto& [edge, route] : routes())
            QVERIFY2(route == before.at(edge), "all lines are what they were before the removal");
        QCOMPARE(routes().size(), before.size());
    }
}

/// But for those that ended below it, or ran where it is now.
void SurfaceTest::aCardThatGrowsKeepsItsLines()
{
    Shown shown(laidOut(60));
    int kept = 0;
    for (const model::Table& table : model::Document(shown.session.document()).schema.tables) {
        const int node = shown.scene().nodeOf(table.id);
        if (node < 0 || shown.scene().nodes[size_t(node)].kind != ui::NodeKind::Table)
            continue;
        const ui::SceneGraph before = shown.scene();
        model::Column column;
        column.id = shown.session.ids().next<ColumnId>();
        column.name = QStringLiteral("added");
        column.type = model::DataType::of(model::TypeKind::Text);
        QVERIFY(shown.session.apply(QStringLiteral("column"),
            [&](model::Document d) { return edit::addColumn(std::move(d), table.id, column); }));
        const QRectF rect = shown.scene().nodes[size_t(node)].rect;
        QVERIFY(rect.height() > before.nodes[size_t(node)].rect.height());
        for (size_t i = 0; i < before.edges.size(); ++i) {
            const ui::SceneEdge& edge = before.edges[i];
            const ui::SceneEdge& now = shown.scene().edges[i];
            const auto staysAt = [&](QPointF end, int row, int rowNow) {
                return row == rowNow && end.y() < before.nodes[size_t(node)].rect.bottom();
            };
            const auto isSame = [&](int end) { // a pill may have made room
                return end == node || before.nodes[size_t(end)].rect == shown.scene().nodes[size_t(end)].rect;
            };
            const bool stays = isSame(edge.from) && isSame(edge.to) &&
                               (edge.from != node || staysAt(edge.route.front(), edge.fromRow, now.fromRow)) &&
                               (edge.to != node || staysAt(edge.route.back(), edge.toRow, now.toRow)) &&
                               !ui::runsThrough(edge.route, rect);
            if (!stays)
                continue;
            QVERIFY(now.route == edge.route);
            kept += edge.from == node || edge.to == node;
        }
        QCOMPARE(whyNotRouted(shown.scene()), QString());
        shown.session.undoStack().undo();
        for (size_t i = 0; i < before.edges.size(); ++i)
            QVERIFY(shown.scene().edges[i].route == before.edges[i].route);
    }
    QVERIFY(kept > 0);
}

void SurfaceTest::linesKeepAwayFromBentOnes()
{
    Shown shown(laidOut(24));
    const DiagramId diagram = shown.session.currentDiagram();
    int bent = 0;
    for (size_t i = 0; i < shown.scene().edges.size(); ++i) {
        const ui::SceneEdge edge = shown.scene().edges[i];
        // Onto the nearest upright piece of another net.
        const int segment = ui::mainSegment(edge.route);
        const QPointF at = edge.route[size_t(segment)];
        if (ui::lieAtOneHeight(at, edge.route[size_t(segment) + 1]))
            continue;
        double way = 300;
        for (const ui::SceneEdge& other : shown.scene().edges) {
            if (ui::layoutEdge(shown.scene(), other).net == ui::layoutEdge(shown.scene(), edge).net)
                continue;
            for (size_t k = 2; k + 1 < other.route.size(); ++k) {
                const double apart = other.route[k].x() - at.x();
                if (other.route[k].x() == other.route[k - 1].x() && std::abs(apart) < std::abs(way))
                    way = apart;
            }
        }
        const model::Bends bends = ui::bendsAfterShift(edge.route, segment, way);
        ui::SceneEdge asked = edge;
        asked.bends = bends;
        const std::vector<QPointF> wanted = ui::bentRoute(shown.scene(), asked);
        const bool free =
            !wanted.empty() && std::ranges::none_of(shown.scene().nodes, [&](const ui::SceneNode& node) {
                constexpr double beside = 60; // room for the line that gives way
                return ui::runsThrough(wanted, node.rect) ||
                       (node.object != shown.scene().nodes[size_t(edge.from)].object &&
                           node.object != shown.scene().nodes[size_t(edge.to)].object &&
                           ui::runsThrough(wanted, node.rect.adjusted(-beside, -beside, beside, beside)));
            });
        if (!free)
            continue;
        (void)shown.session.apply(QStringLiteral("bend"), [&](model::Document d) {
            return edit::setBends(std::move(d), diagram, edge.object, edge.linkEnd, bends);
        });
        ++bent;
        QVERIFY(shown.scene().edges[i].route == wanted);
        QCOMPARE(whyNotRouted(shown.scene()), QString());
        for (const QString& overlap : overlapsWith(shown.scene(), int(i)))
            QFAIL(qPrintable(overlap));
        // The same after a fresh start.
        const ui::SceneGraph fresh =
            ui::buildScene(shown.session.document(), diagram, shown.session.derivation());
        QVERIFY(fresh.edges[i].route == wanted);
        for (const QString& overlap : overlapsWith(fresh, int(i)))
            QFAIL(qPrintable(overlap));
        shown.session.undoStack().undo();
    }
    QVERIFY(bent > 0);
}

void SurfaceTest::dropWithoutAMoveLeavesTheScene()
{
    Shown shown(laidOut(24));
    auto& surface = const_cast<ui::Surface&>(shown.view.surface());
    const ui::SceneGraph before = shown.scene();
    surface.lift({int(before.nodes.size()) / 2, 0});
    surface.moveLifted(QPointF(64, -40));
    QVERIFY(!(shown.scene().nodes[0] == before.nodes[0]));
    surface.dropLifted();
    QVERIFY(shown.scene().nodes == before.nodes);
    for (size_t i = 0; i < before.edges.size(); ++i)
        QVERIFY(shown.scene().edges[i].route == before.edges[i].route);
}

void SurfaceTest::wheelEndsInTheSharpPicture()
{
    Shown shown(laidOut(120));
    QVERIFY(QTest::qWaitForWindowExposed(&shown.view));
    shown.view.setZoom(0.6);
    (void)shown.picture();
    const QPointF at(300, 200);
    const QPointF under = shown.view.surface().viewport().toScene(at);
    for (int step = 0; step < 5; ++step) {
        QWheelEvent wheel(at, shown.view.viewport()->mapToGlobal(at), {}, {0, -60}, Qt::NoButton,
            Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(shown.view.viewport(), &wheel);
        (void)shown.picture();
        const QPointF now = shown.view.surface().viewport().toView(under);
        QVERIFY2((now - at).manhattanLength() < 2, "the point under the pointer stays there");
    }
    QTRY_VERIFY(shown.view.surface().isSharp());
    const QImage sharp = shown.picture();
    QVERIFY(looksLike(shown.paintedAnew(), sharp));
}

void SurfaceTest::pansOfFractionsAddUp_data()
{
    QTest::addColumn<double>("ratio");
    for (const double ratio : {1.0, 1.25, 1.5, 1.75, 2.0})
        QTest::addRow("%.2f", ratio) << ratio;
}

void SurfaceTest::pansOfFractionsAddUp()
{
    QFETCH(double, ratio);
    ui::Viewport viewport;
    viewport.setSize(QSizeF(800, 600), ratio);
    viewport.zoomAt(QPointF(100, 100), 0.73);
    const QPointF before = viewport.toView(QPointF(0, 0));
    QPoint moved;
    for (int i = 0; i < 100; ++i)
        moved += viewport.panBy(QPointF(1, -3));
    const QPointF now = viewport.toView(QPointF(0, 0));
    const double pixelWidth = 1 / ratio + 1e-6;
    QVERIFY(std::abs(now.x() - before.x() - 100) <= pixelWidth);
    QVERIFY(std::abs(now.y() - before.y() + 300) <= pixelWidth);
    // What the layer was shifted by is what the transform says, and whole pixels.
    QVERIFY(std::abs((now.x() - before.x()) * ratio - moved.x()) < 1e-6);
    QVERIFY(std::abs((now.y() - before.y()) * ratio - moved.y()) < 1e-6);
    const double pixel = now.x() * ratio;
    QVERIFY(std::abs(pixel - std::round(pixel)) < 1e-6);
}

void SurfaceTest::scrolledLayerIsWhatWasPainted()
{
    ui::RetainedLayer layer;
    layer.setSize(QSize(101, 67), 1.25);
    const auto colorAt = [](int x, int y) { return qRgb((x * 7) % 256, (y * 5) % 256, (x + y) % 256); };
    QImage pixels = layer.pixels();
    for (int y = 0; y < pixels.height(); ++y) {
        for (int x = 0; x < pixels.width(); ++x)
            pixels.setPixel(x, y, colorAt(x, y));
    }
    layer.setFresh();
    const QPoint by(-13, 9);
    layer.scroll(by);
    const QImage after = layer.pixels();
    for (int y = 0; y < after.height(); ++y) {
        for (int x = 0; x < after.width(); ++x) {
            if (!layer.stale().contains(QPoint(x, y)))
                QCOMPARE(after.pixel(x, y) & 0xffffff, colorAt(x - by.x(), y - by.y()) & 0xffffff);
        }
    }
    const int kept = (after.width() - 13) * (after.height() - 9);
    int stale = 0;
    for (const QRect& rect : layer.stale())
        stale += rect.width() * rect.height();
    QCOMPARE(stale, after.width() * after.height() - kept);
}

void SurfaceTest::linesOfOneLookAreOpaque()
{
    // Three lines on one trunk look like one: what is painted twice must not get darker.
    const auto painted = [](int times) {
        ui::SceneGraph scene;
        scene.nodes.resize(2);
        for (int i = 0; i < times; ++i) {
            ui::SceneEdge edge;
            edge.from = 0;
            edge.to = 1;
            edge.fromMark = ui::EndMark::ZeroOrMany;
            edge.toMark = ui::EndMark::One;
            edge.route = {{10, 10}, {60.3, 10}, {60.3, 80}, {110, 80}};
            scene.edges.push_back(edge);
        }
        QImage image(130, 100, QImage::Format_RGB32);
        image.fill(ui::Theme::light().canvas);
        QPainter painter(&image);
        painter.scale(0.9, 0.9);
        ui::ScenePainter::Part part;
        for (int i = 0; i < times; ++i)
            part.edges.push_back(i);
        ui::ScenePainter(ui::Theme::light()).paint(painter, scene, {}, part, 0.9);
        painter.end();
        return image;
    };
    QCOMPARE(painted(3), painted(1));
}

void SurfaceTest::farLinesSayWhereTheyLead()
{
    const Shown near(twoTables(900));
    QVERIFY(!near.scene().edges.front().stub);
    const Shown far(twoTables(6000));
    const ui::SceneEdge& edge = far.scene().edges.front();
    QVERIFY(edge.stub);
    QCOMPARE(edge.fromStub, QStringLiteral("Customer"));
    QCOMPARE(edge.toStub, QStringLiteral("Order"));
    for (const QRectF& plate : {edge.fromStubRect, edge.toStubRect}) {
        QVERIFY(!plate.isEmpty());
        for (const ui::SceneNode& node : far.scene().nodes)
            QVERIFY(!node.rect.intersects(plate));
    }
}

void SurfaceTest::clickOnAStubGoesThere()
{
    Shown far(twoTables(6000));
    QVERIFY(QTest::qWaitForWindowExposed(&far.view));
    const ui::SceneEdge edge = far.scene().edges.front();
    far.view.setZoom(1);
    far.view.reveal(far.scene().nodes[size_t(edge.from)].object);
    const QPointF plate = far.view.surface().viewport().toView(edge.fromStubRect.center());
    QVERIFY(far.view.viewport()->rect().contains(plate.toPoint()));
    QTest::mouseClick(far.view.viewport(), Qt::LeftButton, {}, plate.toPoint());
    const ui::SceneNode& target = far.scene().nodes[size_t(edge.to)];
    QCOMPARE(far.selection.single(), target.object);
    QVERIFY(far.view.surface().viewport().visible().contains(target.rect));
}

QTEST_MAIN(SurfaceTest)
#include "surfacetest.moc"
