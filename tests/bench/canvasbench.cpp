// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how long the canvas takes: to open a project, for frames that stand still, pan, zoom and drag, for
// edits from their pure function to pixels, and what it needs of memory and at rest. The view is 1600 x 1000.
// Times are CPU milliseconds of the GUI thread, so that a busy machine does not show in them, unless said
// otherwise. Measure a release build; QT_QPA_PLATFORM=xcb measures a real window, as of Xvfb. Arguments are
// numbers of tables, each in a process of its own.
#include "bench/generateddrawing.h"
#include "model/io/documentfile.h"
#include "orm/dialect/dialect.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/scenelayout.h"
#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"
#include "ui/session/freememory.h"
#include "ui/session/selection.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QProcess>
#include <QTemporaryFile>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <malloc.h>
#include <optional>
#include <unistd.h>

using namespace conjoin;
namespace edit = model::edit;

namespace {

constexpr int rounds = 21;
constexpr char makeOption[] = "--make"; // tables, file: what this program asks of itself

double clockMilliseconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

double cpuOfThread()
{
    return clockMilliseconds(CLOCK_THREAD_CPUTIME_ID);
}

struct Times {
    double median, p95, worst;
};

Times timesOf(std::vector<double> times)
{
    std::ranges::sort(times);
    return {times[times.size() / 2], times[std::min(times.size() - 1, times.size() * 95 / 100)], times.back()};
}

template<class Work>
double milliseconds(Work work)
{
    const double start = cpuOfThread();
    work();
    return cpuOfThread() - start;
}

template<class Work>
Times measured(Work work, int count = rounds)
{
    std::vector<double> times;
    for (int i = 0; i < count; ++i)
        times.push_back(milliseconds([&] { work(i); }));
    return timesOf(std::move(times));
}

void print(const char* what, const Times& times, const char* budget = "")
{
    std::printf("  %-44s %8.2f %8.2f %8.2f   %s\n", what, times.median, times.p95, times.worst, budget);
    std::fflush(stdout);
}

void print(const char* what, double value, const char* unit, const char* budget = "")
{
    std::printf("  %-44s %8.2f %-17s   %s\n", what, value, unit, budget);
    std::fflush(stdout);
}

void wheel(QWidget& canvas, QPoint by, Qt::KeyboardModifiers modifiers)
{
    const QPointF at = QRectF(canvas.rect()).center();
    QWheelEvent event(at, canvas.mapToGlobal(at), {}, by, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&canvas, &event);
}

void mouse(QWidget& canvas, QEvent::Type type, QPointF at)
{
    const bool move = type == QEvent::MouseMove;
    const bool release = type == QEvent::MouseButtonRelease;
    QMouseEvent event(type, at, canvas.mapToGlobal(at), move ? Qt::NoButton : Qt::LeftButton,
        release ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &event);
}

/// The table whose number of lines comes nearest to fifty: what a drag is measured with.
TableId hub(const model::Document& document)
{
    constexpr int wanted = 50;
    QHash<TableId, int> degree;
    for (const model::Reference& reference : document.schema.references) {
        ++degree[reference.to];
        ++degree[reference.from];
    }
    for (const model::ManyToMany& link : document.schema.links) {
        for (const model::LinkEnd& end : link.ends)
            ++degree[end.table];
    }
    TableId best = document.schema.tables.begin()->id;
    for (const model::Table& table : document.schema.tables) {
        if (std::abs(degree.value(table.id) - wanted) < std::abs(degree.value(best) - wanted))
            best = table.id;
    }
    return best;
}

double megabytesResident()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) / 1024 / 1024;
}

/// Of the process: what is allocated, and what of it lies in large pieces of their own.
double megabytesAllocated()
{
    const struct mallinfo2 info = mallinfo2();
    return double(info.uordblks + info.hblkhd) / 1024 / 1024;
}

/// A generated project as its file, laid out once.
QByteArray projectOf(int tables)
{
    ui::EditSession session(tests::generatedDrawing(tables));
    const DiagramId diagram = session.currentDiagram();
    const auto moves = ui::arrange(session.document(), diagram, session.derivation()).moves;
    (void)session.apply({}, [&](model::Document d) { return edit::moveNodes(std::move(d), diagram, moves); });
    return model::writeDocument(session.document());
}

/// A canvas on a project, and the ways a person has to move on it.
class Bench {
public:
    Bench(const QByteArray& project, const ui::Theme& theme)
        : session_(*model::readDocument(project, QStringLiteral("bench")))
        , selection_(session_)
        , view_(session_, selection_, theme)
        , canvas_(*view_.viewport())
    {
        view_.resize(1600, 1000);
        view_.show();
        (void)QTest::qWaitForWindowExposed(&view_);
        canvas_.repaint();
    }

    size_t lines() const { return view_.surface().scene().edges.size(); }

    void stand()
    {
        const auto paintAll = [&](double zoom) {
            return measured([&](int) {
                // Away and back: everything is painted anew.
                if (zoom > 0) {
                    view_.setZoom(zoom * 1.01);
                    view_.setZoom(zoom);
                    settle();
                } else {
                    view_.zoomToFit();
                    settle();
                }
            });
        };
        print("paint all, fitted", paintAll(0), "8 / 16");
        pan("pan step, fitted");
        at(1);
        print("paint all, at 100 %", paintAll(1), "8 / 16");
        pan("pan step, at 100 %");
        at(0.5);
        print("paint all, at 50 %", paintAll(0.5), "8 / 16");
        at(0.35);
        print("paint all, at 35 %", paintAll(0.35), "8 / 16");
    }

    void zoom()
    {
        for (const double around : {1.0, 0.5, 0.0}) {
            at(around);
            std::vector<double> steps, sharpening, waits;
            for (int i = 0; i < rounds; ++i) {
                steps.push_back(milliseconds([&] {
                    wheel(canvas_, {0, i % 2 ? 120 : -120}, Qt::ControlModifier);
                    canvas_.repaint();
                }));
                if (i % 5 != 4)
                    continue;
                QElapsedTimer wall;
                wall.start();
                sharpening.push_back(milliseconds([&] { settle(); }));
                waits.push_back(double(wall.nsecsElapsed()) / 1e6);
            }
            const QByteArray where = around > 0 ? QByteArray::number(int(around * 100)) + " %" : "fitted";
            print(("zoom step, around " + where).constData(), timesOf(steps), "4");
            print("  then the sharp picture", timesOf(sharpening), "16");
            print("  after (wall clock)", timesOf(waits), "100");
        }
    }

    void drag()
    {
        const TableId table = hub(session_.document());
        for (const double zoom : {1.0, 0.0}) {
            selection_.clear();
            view_.reveal(table);
            at(zoom);
            if (zoom > 0)
                view_.reveal(table);
            settle();
            const ui::SceneGraph& scene = view_.surface().scene();
            const int node = scene.nodeOf(table);
            const auto degree = std::ranges::count_if(
                scene.edges, [&](const ui::SceneEdge& edge) { return edge.from == node || edge.to == node; });
            QPointF grip =
                view_.surface().viewport().toView(scene.nodes[size_t(node)].rect.topLeft() + QPointF(60, 14));
            mouse(canvas_, QEvent::MouseButtonPress, grip);
            print(zoom > 0 ? "lift a hub, at 100 %" : "lift a hub, fitted", milliseconds([&] {
                grip += QPointF(12, 0);
                mouse(canvas_, QEvent::MouseMove, grip);
                canvas_.repaint();
            }),
                "");
            print(QStringLiteral("drag step, %1 lines, %2")
                      .arg(degree)
                      .arg(zoom > 0 ? QStringLiteral("at 100 %") : QStringLiteral("fitted"))
                      .toUtf8()
                      .constData(),
                measured([&](int i) {
                    grip += QPointF(i % 2 ? 9 : -7, i % 3 ? 5 : -8);
                    mouse(canvas_, QEvent::MouseMove, grip);
                    canvas_.repaint();
                }),
                "8");
            print(zoom > 0 ? "drop it, at 100 %" : "drop it, fitted", milliseconds([&] {
                mouse(canvas_, QEvent::MouseButtonRelease, grip);
                canvas_.repaint();
            }),
                "ms", "30 (1,000)");
        }
    }

    void edits()
    {
        const TableId table = hub(session_.document());
        at(1);
        view_.reveal(table);
        settle();
        const auto step = [&](const ui::EditSession::Edit& change) {
            (void)session_.apply(QStringLiteral("step"), change);
            canvas_.repaint();
        };
        (void)session_.derivation();
        const auto derive = [&](int) {
            (void)orm::derive(session_.document().schema, session_.document().settings.naming, {});
        };
        print("derive the whole schema, as at the beginning", measured(derive, 5));
        print("rename a table", measured([&](int i) {
            step([&](model::Document d) {
                return edit::renameTable(std::move(d), table, QStringLiteral("Renamed%1").arg(i));
            });
        }));
        print("add a column", measured([&](int i) {
            model::Column column;
            column.id = session_.ids().next<ColumnId>();
            column.name = QStringLiteral("added%1").arg(i);
            column.type = model::DataType::of(model::TypeKind::Text);
            step([&](model::Document d) { return edit::addColumn(std::move(d), table, column); });
        }));
        print("rename a column", measured([&](int i) {
            model::Column column = session_.document().schema.tables.at(table).columns.front();
            column.name = QStringLiteral("called%1").arg(i);
            step([&](model::Document d) { return edit::updateColumn(std::move(d), table, column); });
        }));
        const QPointF below = view_.surface().scene().bounds().bottomLeft();
        print("add a table", measured([&](int i) {
            model::Table added;
            added.id = session_.ids().next<TableId>();
            added.name = QStringLiteral("Added%1").arg(i);
            model::TableNode node;
            node.id = added.id;
            node.position = below + QPointF(320 * i, 80);
            step([&](model::Document d) {
                return edit::addTable(std::move(d), std::move(added), session_.currentDiagram(), node);
            });
        }));
        const auto first = [&](int i) { return (session_.document().schema.tables.begin() + 3 * i)->id; };
        print("draw a one-to-many line", measured([&](int i) {
            model::Reference reference;
            reference.id = session_.ids().next<ReferenceId>();
            reference.from = first(i);
            reference.to = first(i + 1);
            reference.role = QStringLiteral("Drawn%1").arg(i);
            step([&](model::Document d) { return edit::addReference(std::move(d), reference); });
        }));
        print("draw a many-to-many link", measured([&](int i) {
            model::ManyToMany link;
            link.id = session_.ids().next<LinkId>();
            link.ends.resize(2);
            link.ends[0].table = first(i);
            link.ends[1].table = first(i + 2);
            model::Table junction;
            junction.id = link.junction = session_.ids().next<TableId>();
            junction.name = QStringLiteral("Drawn%1").arg(i);
            model::LinkNode pill;
            pill.id = link.id;
            step([&](model::Document d) {
                return edit::addLink(
                    std::move(d), std::move(link), std::move(junction), session_.currentDiagram(), pill);
            });
        }));
        print("undo one of them", measured([&](int) {
            session_.undoStack().undo();
            canvas_.repaint();
        }));
        print("move a card", measured([&](int i) {
            const QPointF corner = session_.diagram().tables.at(table).position;
            const double by = i % 2 ? -16 - i : 16 + i; // never back to where it was: that is an undo's way
            step([&](model::Document d) {
                return edit::moveNodes(
                    std::move(d), session_.currentDiagram(), {{table, corner + QPointF(by, by)}});
            });
        }));
    }

    void rest()
    {
        settle();
        const double start = clockMilliseconds(CLOCK_PROCESS_CPUTIME_ID);
        QTimer::singleShot(2000, qApp, &QCoreApplication::quit);
        QApplication::exec();
        print("CPU of two seconds at rest", clockMilliseconds(CLOCK_PROCESS_CPUTIME_ID) - start, "ms", "0");
    }

private:
    void at(double zoom)
    {
        if (zoom > 0)
            view_.setZoom(zoom);
        else
            view_.zoomToFit();
        settle();
    }

    /// Until the picture is sharp.
    void settle()
    {
        QApplication::processEvents();
        canvas_.repaint();
        while (!view_.surface().isSharp()) { // the timer of the stretched picture runs
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
            canvas_.repaint();
        }
    }

    void pan(const char* what)
    {
        print(what,
            measured(
                [&](int i) {
                    wheel(canvas_, {i % 3 ? 0 : 48, i % 7 == 6 ? 240 : -48}, {});
                    canvas_.repaint();
                },
                3 * rounds),
            "8 / 16");
    }

    ui::EditSession session_;
    ui::Selection selection_;
    ui::CanvasView view_;
    QWidget& canvas_;
};

/// Made by a process of its own, so that the memory it takes does not count here.
QByteArray projectMadeElsewhere(const QString& tables)
{
    QTemporaryFile file;
    if (!file.open() ||
        QProcess::execute(QApplication::applicationFilePath(), {makeOption, tables, file.fileName()}) != 0)
        return {};
    return file.readAll();
}

int make(int tables, const QString& path)
{
    QFile file(path);
    const QByteArray project = projectOf(tables);
    return file.open(QIODevice::WriteOnly) && file.write(project) == project.size() ? 0 : 1;
}

void measure(int tables, const ui::Theme& theme)
{
    QByteArray project = projectMadeElsewhere(QString::number(tables));
    const double before = megabytesResident();
    std::optional<Bench> bench;
    QElapsedTimer wall;
    wall.start();
    const double opening = milliseconds([&] { bench.emplace(project, theme); });
    const double openingWall = double(wall.nsecsElapsed()) / 1e6;
    project = {};
    std::printf(
        "%d tables, %zu lines, %s\n", tables, bench->lines(), qPrintable(QGuiApplication::platformName()));
    std::printf("  %-44s %8s %8s %8s   budget\n", "ms", "median", "95 %", "worst");
    print("open a project, to the first full picture", opening, "ms", "700 (1,000), 3,000 (5,000)");
    print("  on the wall clock", openingWall, "ms");
    print("  memory of the process then", megabytesResident(), "MiB");
    print("  of it allocated", megabytesAllocated(), "MiB");
    bench->stand();
    bench->zoom();
    bench->drag();
    print("memory of the project and its canvas", megabytesResident() - before, "MiB");
    print("memory of the process", megabytesResident(), "MiB", "150 (5,000)");
    print("  of it allocated", megabytesAllocated(), "MiB");
    bench->edits();
    bench->rest();
}

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    ui::returnLargePieces(); // as the program does
    QApplication application(argc, argv);
    QStringList sizes = QApplication::arguments().mid(1);
    if (sizes.isEmpty())
        sizes = {QStringLiteral("200"), QStringLiteral("1000"), QStringLiteral("5000")};
    if (sizes.size() == 3 && sizes.first() == QLatin1String(makeOption))
        return make(sizes[1].toInt(), sizes[2]);
    if (sizes.size() > 1) {
        for (const QString& size : std::as_const(sizes))
            QProcess::execute(QApplication::applicationFilePath(), {size});
        return 0;
    }
    ui::loadResources();
    const ui::Theme& theme = ui::Theme::light();
    ui::applyTheme(application, theme);
    measure(sizes.first().toInt(), theme);
    return 0;
}
