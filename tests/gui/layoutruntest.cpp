// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "model/edit/arranging.h"
#include "model/edit/diagramset.h"
#include "ui/canvas/canvascommand.h"

#include <QSignalSpy>
#include <QUndoStack>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

namespace {

struct LaidOut : SchoolCanvas {
    QSignalSpy hints{view.get(), &ui::CanvasView::hint};

    QString hint() const { return hints.isEmpty() ? QString() : hints.last().first().toString(); }
    int steps() const { return session->undoStack().index(); }
};

} // namespace

/// What a person sees and may do while places are being found.
class LayoutRunTest : public QObject {
    Q_OBJECT

private slots:
    void tellsHowFarItIs();
    void aSelectionLeavesTheWordStanding();
    void escapeStopsIt();
    void anEditStopsIt();
    void anotherDiagramStopsIt();
    void aNeighbourhoodIsOneStep();
    void aNeighbourhoodThatIsStoppedLeavesNothing();
};

void LayoutRunTest::tellsHowFarItIs()
{
    LaidOut canvas;
    const int steps = canvas.steps();
    canvas.view->layOut();
    QVERIFY2(canvas.hint().contains(QStringLiteral("Laying out… 0 %")), qPrintable(canvas.hint()));
    canvas.settle();
    QCOMPARE(canvas.steps(), steps + 1);
    QStringList told;
    for (const auto& hint : std::as_const(canvas.hints))
        told += hint.first().toString();
    const auto isFar = [](const QString& text) { return text.contains(QStringLiteral("100 %")); };
    QVERIFY2(std::ranges::any_of(told, isFar), qPrintable(told.join(QStringLiteral(" | "))));
    QCOMPARE(canvas.hint(), QString()); // it is done
}

void LayoutRunTest::aSelectionLeavesTheWordStanding()
{
    LaidOut canvas;
    canvas.view->layOut();
    canvas.selection->select({canvas.teacher});
    QVERIFY2(canvas.hint().startsWith(QStringLiteral("Laying out")), qPrintable(canvas.hint()));
    canvas.settle();
    QCOMPARE(canvas.hint(), QString());
}

void LayoutRunTest::escapeStopsIt()
{
    LaidOut canvas;
    const int steps = canvas.steps();
    canvas.view->layOut();
    QTest::keyClick(canvas.view.get(), Qt::Key_Escape);
    QVERIFY2(canvas.hint().startsWith(QStringLiteral("Stopped")), qPrintable(canvas.hint()));
    canvas.settle();
    QCOMPARE(canvas.steps(), steps);
    QVERIFY(canvas.hint().startsWith(QStringLiteral("Stopped")));
}

void LayoutRunTest::anEditStopsIt()
{
    LaidOut canvas;
    canvas.view->layOut();
    const DiagramId diagram = canvas.session->currentDiagram();
    QVERIFY(canvas.session->apply(QStringLiteral("move"), [&](model::Document d) {
        return model::edit::moveNodes(std::move(d), diagram, {{canvas.teacher, QPointF(4000, 4000)}});
    }));
    const int steps = canvas.steps();
    canvas.settle();
    QCOMPARE(canvas.steps(), steps);
    QCOMPARE(canvas.rectOf(canvas.teacher).topLeft(), QPointF(4000, 4000));
    QCOMPARE(canvas.hint(), QString());
}

void LayoutRunTest::anotherDiagramStopsIt()
{
    LaidOut canvas;
    model::Diagram other;
    other.id = canvas.session->ids().next<DiagramId>();
    other.name = QStringLiteral("Other");
    QVERIFY(canvas.session->apply(QStringLiteral("diagram"),
        [&](model::Document d) { return model::edit::addDiagram(std::move(d), other); }));
    const int steps = canvas.steps();
    canvas.view->layOut();
    canvas.session->setCurrentDiagram(other.id);
    canvas.settle();
    QCOMPARE(canvas.steps(), steps);
    QCOMPARE(canvas.hint(), QString());
}

void LayoutRunTest::aNeighbourhoodIsOneStep()
{
    LaidOut canvas;
    const int steps = canvas.steps();
    canvas.selection->select({canvas.teacher});
    canvas.view->perform(ui::CanvasCommand::Neighbourhood);
    canvas.settle();
    QCOMPARE(canvas.steps(), steps + 1);
    QCOMPARE(canvas.session->document().diagrams.size(), std::size_t(2));
    QCOMPARE(canvas.session->diagram().tables.size(), std::size_t(2)); // Teacher and the Class that refers to it
    QVERIFY(!canvas.rectOf(canvas.teacher).intersects(canvas.rectOf(canvas.course)));
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.session->document().diagrams.size(), std::size_t(1));
}

void LayoutRunTest::aNeighbourhoodThatIsStoppedLeavesNothing()
{
    LaidOut canvas;
    const int steps = canvas.steps();
    canvas.selection->select({canvas.teacher});
    canvas.view->perform(ui::CanvasCommand::Neighbourhood);
    QTest::keyClick(canvas.view.get(), Qt::Key_Escape);
    canvas.settle();
    QCOMPARE(canvas.steps(), steps);
    QCOMPARE(canvas.session->document().diagrams.size(), std::size_t(1));
}

QTEST_MAIN(LayoutRunTest)
#include "layoutruntest.moc"
