// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how long the canvas takes for a frame: an edit from its pure function to pixels, a pan, a zoom step,
// all of it painted. The view is 1600 x 1000 and rasters in memory. Measure a release build.
#include "model/edit/edits.h"
#include "support/graphgenerator.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/scenelayout.h"
#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

using namespace conjoin;
namespace edit = model::edit;

namespace {

constexpr int rounds = 21;

/// The tables, references and links of a generated graph, with a dozen columns or so each.
model::Document drawing(int tables)
{
    const model::layout::Graph graph = tests::generatedGraph(tables, 1);
    IdSource ids = IdSource::seeded(1);
    model::Document document = model::emptyDocument(QStringLiteral("bench"), ids.next<DiagramId>());
    const DiagramId diagram = document.diagrams.begin()->id;
    std::vector<TableId> tableOf(graph.boxes.size());
    for (size_t i = 0; i < graph.boxes.size(); ++i) {
        if (graph.boxes[i].pill)
            continue;
        model::Table table;
        table.id = tableOf[i] = ids.next<TableId>();
        table.name = QStringLiteral("Thing%1").arg(i);
        const int rows = int((graph.boxes[i].rect.height() - 48) / 24);
        for (int c = 0; c < rows; ++c) {
            model::Column column;
            column.id = ids.next<ColumnId>();
            column.name = QStringLiteral("field%1").arg(c);
            column.type = c % 3 == 0 ? model::DataType::of(model::TypeKind::Varchar, 255)
                                     : model::DataType::of(model::TypeKind::Integer);
            table.columns.push_back(column);
        }
        model::TableNode node;
        node.id = table.id;
        node.hue = graph.boxes[i].group % model::subjectHues;
        document = *edit::addTable(std::move(document), std::move(table), diagram, node);
    }
    int made = 0;
    std::set<std::pair<int, int>> pairs;
    for (size_t i = 0; i < graph.edges.size(); ++i) {
        const model::layout::Edge& line = graph.edges[i];
        if (line.kind == model::layout::Edge::Reference) {
            model::Reference reference;
            reference.id = ids.next<ReferenceId>();
            reference.from = tableOf[size_t(line.from)];
            reference.to = tableOf[size_t(line.to)];
            if (const auto pair = std::pair(line.from, line.to); !pairs.insert(pair).second)
                reference.role =
                    QStringLiteral("Role%1").arg(++made); // two references of one table must differ
            document = *edit::addReference(std::move(document), reference);
        } else if (graph.boxes[size_t(line.to)].pill) { // the generator makes the second arm right after it
            model::ManyToMany link;
            link.id = ids.next<LinkId>();
            link.ends.resize(2);
            link.ends[0].table = tableOf[size_t(line.from)];
            link.ends[1].table = tableOf[size_t(graph.edges[i + 1].to)];
            model::Table junction;
            junction.id = link.junction = ids.next<TableId>();
            junction.name = QStringLiteral("Junction%1").arg(++made);
            model::LinkNode pill;
            pill.id = link.id;
            document = *edit::addLink(std::move(document), link, junction, diagram, pill);
        }
    }
    return document;
}

struct Times {
    double median, worst;
};

template<class Work>
Times measured(Work work)
{
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        work(i);
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(times);
    return {times[times.size() / 2], times.back()};
}

void print(const char* what, const Times& times)
{
    std::printf("  %-40s %8.2f %8.2f\n", what, times.median, times.worst);
}

void wheel(QWidget& canvas, QPoint by, Qt::KeyboardModifiers modifiers)
{
    const QPointF at = QRectF(canvas.rect()).center();
    QWheelEvent event(at, canvas.mapToGlobal(at), {}, by, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&canvas, &event);
}

/// The table with the most references: the worst one to move.
TableId hub(const model::Document& document)
{
    QHash<TableId, int> degree;
    for (const model::Reference& reference : document.schema.references)
        ++degree[reference.to];
    TableId most = document.schema.tables.begin()->id;
    for (const model::Table& table : document.schema.tables) {
        if (degree.value(table.id) > degree.value(most))
            most = table.id;
    }
    return most;
}

void measure(int tables, const ui::Theme& theme)
{
    ui::EditSession session(drawing(tables));
    const DiagramId diagram = session.currentDiagram();
    const auto moves = ui::arrange(session.document(), diagram, session.derivation());
    (void)session.apply({}, [&](model::Document d) { return edit::moveNodes(std::move(d), diagram, moves); });
    ui::Selection selection(session);
    ui::CanvasView view(session, selection, theme);
    view.resize(1600, 1000);
    view.show();
    QApplication::processEvents();
    QWidget& canvas = *view.viewport();

    std::printf("%d tables, %zu lines\n", tables, view.surface().scene().edges.size());
    std::printf("  %-40s %8s %8s\n", "ms", "median", "worst");
    const auto edits = [&](double zoom, TableId table) {
        view.reveal(table);
        view.setZoom(zoom);
        const bool whole = zoom < 0.3;
        if (whole)
            view.zoomToFit();
        canvas.repaint();
        const auto step = [&](const ui::EditSession::Edit& change) {
            (void)session.apply(QStringLiteral("step"), change);
            canvas.repaint();
        };
        print(whole ? "rename a table, all shown" : "rename a table, at 100 %", measured([&](int i) {
            step([&](model::Document d) {
                return edit::renameTable(std::move(d), table, QStringLiteral("Renamed%1").arg(i));
            });
        }));
        print(whole ? "add a column, all shown" : "add a column, at 100 %", measured([&](int i) {
            model::Column column;
            column.id = session.ids().next<ColumnId>();
            column.name = QStringLiteral("added%1%2").arg(whole).arg(i);
            column.type = model::DataType::of(model::TypeKind::Text);
            step([&](model::Document d) { return edit::addColumn(std::move(d), table, column); });
        }));
        print(whole ? "move a card, all shown" : "move a card, at 100 %", measured([&](int i) {
            const QPointF corner = session.diagram().tables.at(table).position;
            const double by = i % 2 ? -16 : 16;
            step([&](model::Document d) {
                return edit::moveNodes(std::move(d), diagram, {{table, corner + QPointF(by, by)}});
            });
        }));
    };
    const TableId most = hub(session.document());
    edits(1, most);
    print("pan step, at 100 %", measured([&](int) {
        wheel(canvas, {0, -48}, {});
        canvas.repaint();
    }));
    print("paint all, at 100 %", measured([&](int) {
        view.setZoom(1);
        canvas.repaint();
    }));
    print("zoom step, around 100 %", measured([&](int i) {
        wheel(canvas, {0, i % 2 ? 120 : -120}, Qt::ControlModifier);
        canvas.repaint();
    }));
    edits(0.1, most);
    print("pan step, all shown", measured([&](int i) {
        wheel(canvas, {0, i % 2 ? 48 : -48}, {});
        canvas.repaint();
    }));
    print("paint all, all shown", measured([&](int) {
        view.zoomToFit();
        canvas.repaint();
    }));
    print("zoom step, around all shown", measured([&](int i) {
        wheel(canvas, {0, i % 2 ? 120 : -120}, Qt::ControlModifier);
        canvas.repaint();
    }));
}

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ui::loadResources();
    const ui::Theme& theme = ui::Theme::light();
    ui::applyTheme(application, theme);
    for (const int tables : {200, 1000})
        measure(tables, theme);
    return 0;
}
