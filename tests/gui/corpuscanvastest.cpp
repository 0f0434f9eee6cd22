// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/drawingcost.h"
#include "orm/dialect/dialect.h"
#include "support/truth.h"
#include "ui/canvas/importdocument.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenerouting.h"
#include "ui/canvas/subjectareas.h"

#include <QDir>
#include <QFileInfo>
#include <QtTest>

using namespace conjoin;
namespace layout = model::layout;

namespace {

QString dialectOf(const QString& file)
{
    return QFileInfo(file).dir().dirName();
}

/// Two cards or pills that overlap, or an empty text.
QString overlappingCards(const ui::SceneGraph& scene)
{
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        for (size_t k = i + 1; k < scene.nodes.size(); ++k) {
            const ui::SceneNode &a = scene.nodes[i], &b = scene.nodes[k];
            if (ui::isObstacle(a) && ui::isObstacle(b) && a.rect.intersects(b.rect))
                return a.title + QStringLiteral(" lies on ") + b.title;
        }
    }
    return {};
}

/// A line through a card, or an empty text.
QString crossedCard(const ui::SceneGraph& scene)
{
    constexpr double inside = 0.01; // ends lie on borders
    for (const ui::SceneEdge& edge : scene.edges) {
        for (const ui::SceneNode& node : scene.nodes) {
            if (ui::isObstacle(node) &&
                ui::runsThrough(edge.route, node.rect.adjusted(inside, inside, -inside, -inside)))
                return QStringLiteral("a line of %1 runs through %2")
                    .arg(scene.nodes[size_t(edge.from)].title, node.title);
        }
    }
    return {};
}

/// Two lines that look like one, or an empty text.
QString overlappingLines(const ui::SceneGraph& scene)
{
    layout::Graph graph;
    std::vector<layout::Route> routes;
    for (const ui::SceneNode& node : scene.nodes)
        graph.boxes.push_back({node.rect, node.kind == ui::NodeKind::Pill});
    for (const ui::SceneEdge& edge : scene.edges) {
        graph.edges.push_back(ui::layoutEdge(scene, edge));
        routes.push_back({edge.route});
    }
    const std::vector<layout::Overlap> overlaps = layout::overlappingRuns(graph, routes);
    if (overlaps.empty())
        return {};
    const layout::Overlap& first = overlaps.front();
    const auto name = [&](int edge) {
        const ui::SceneEdge& line = scene.edges[size_t(edge)];
        return scene.nodes[size_t(line.from)].title + QStringLiteral(" – ") + scene.nodes[size_t(line.to)].title;
    };
    return QStringLiteral("%1 places; the first: %2 and %3 at (%4, %5) for %6")
        .arg(overlaps.size())
        .arg(name(first.edge), name(first.other))
        .arg(first.at.x())
        .arg(first.at.y())
        .arg(first.length);
}

} // namespace

/// The drawings that real schemas get at import.
class CorpusCanvasTest : public QObject {
    Q_OBJECT

private slots:
    void drawingsAreSound_data();
    void drawingsAreSound();
};

void CorpusCanvasTest::drawingsAreSound_data()
{
    QTest::addColumn<QString>("file");
    const QStringList files = tests::truthFiles();
    for (const QString& file : files)
        QTest::newRow(qPrintable(dialectOf(file) + u'/' + QFileInfo(file).fileName())) << file;
    if (files.isEmpty())
        QTest::newRow("absent") << QString();
}

void CorpusCanvasTest::drawingsAreSound()
{
    QFETCH(QString, file);
    if (file.isEmpty())
        QSKIP("the shared corpus is absent");
    const tests::Truth truth = tests::readTruth(file);
    const auto imported = ui::importDocument(truth.schema, QStringLiteral("drawing"), dialectOf(file));
    QVERIFY(imported);
    const model::Document& document = imported->document;
    const DiagramId diagram = ui::fullestDiagram(document);
    const orm::Derivation derivation = orm::derive(document.schema, document.settings.naming, orm::Capabilities());
    const ui::SceneGraph scene = ui::buildScene(document, diagram, derivation);
    QCOMPARE(overlappingCards(scene), QString());
    QCOMPARE(crossedCard(scene), QString());
    QCOMPARE(overlappingLines(scene), QString());

    const auto again = ui::importDocument(truth.schema, QStringLiteral("drawing"), dialectOf(file));
    QVERIFY(again);
    QVERIFY2(again->document == document, "the same schema gives the same drawing");
    const ui::SceneGraph same = ui::buildScene(again->document, diagram, derivation);
    for (size_t i = 0; i < scene.edges.size(); ++i)
        QVERIFY(same.edges[i].route == scene.edges[i].route);
}

QTEST_GUILESS_MAIN(CorpusCanvasTest)
#include "corpuscanvastest.moc"
