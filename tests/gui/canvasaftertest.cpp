// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "ui/canvas/canvascommand.h"

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

/// What follows an edit, an undo or a choice on the canvas: sentences go, the view shows where things are.
class CanvasAfterTest : public QObject {
    Q_OBJECT

private slots:
    void init() { canvas_ = std::make_unique<SchoolCanvas>(); }
    void cleanup() { canvas_.reset(); }

    void aHintGoesWithWhatComesNext_data();
    void aHintGoesWithWhatComesNext();
    void theHintOfAToolStays();
    void undoShowsTheDrawingAgain();
    void undoKeepsACloseLook();

private:
    void moveAll(QPointF by)
    {
        std::vector<model::edit::Move> moves;
        for (const ObjectRef& object :
            {ObjectRef(canvas_->student), ObjectRef(canvas_->course), ObjectRef(canvas_->teacher)})
            moves.emplace_back(object, canvas_->rectOf(object).topLeft() + by);
        const DiagramId diagram = canvas_->session->currentDiagram();
        QVERIFY(canvas_->session->apply(QStringLiteral("Move"),
            [&](model::Document d) { return model::edit::moveNodes(std::move(d), diagram, moves); }));
    }
    bool seesAll() const
    {
        return canvas_->view->surface().viewport().visible().contains(canvas_->view->surface().bounds());
    }
    void toggleMandatory()
    {
        model::Reference changed = canvas_->session->document().schema.references.at(canvas_->reference);
        changed.mandatory = !changed.mandatory;
        QVERIFY(canvas_->session->apply(QStringLiteral("Change"),
            [&](model::Document d) { return model::edit::updateReference(std::move(d), changed); }));
    }

    std::unique_ptr<SchoolCanvas> canvas_;
};

void CanvasAfterTest::aHintGoesWithWhatComesNext_data()
{
    QTest::addColumn<QString>("what");
    for (const char* what : {"an edit", "another selection", "a tool", "an undo"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void CanvasAfterTest::aHintGoesWithWhatComesNext()
{
    QFETCH(QString, what);
    toggleMandatory();
    QString said;
    connect(canvas_->view.get(), &ui::CanvasView::hint, this, [&](const QString& text) { said = text; });
    canvas_->view->perform(ui::CanvasCommand::Neighbourhood); // of nothing
    QVERIFY(!said.isEmpty());
    const QString sentence = said;
    if (what == u"an edit")
        toggleMandatory();
    else if (what == u"another selection")
        canvas_->selection->selectOnly(canvas_->student);
    else if (what == u"a tool")
        canvas_->view->setTool(ui::ToolKind::Table);
    else
        canvas_->session->undoStack().undo();
    QVERIFY(said != sentence);
    QCOMPARE(said.isEmpty(), what != u"a tool");
}

void CanvasAfterTest::theHintOfAToolStays()
{
    QString said;
    connect(canvas_->view.get(), &ui::CanvasView::hint, this, [&](const QString& text) { said = text; });
    canvas_->view->setTool(ui::ToolKind::Table);
    const QString tool = said;
    QVERIFY(!tool.isEmpty());
    canvas_->selection->selectOnly(canvas_->student);
    toggleMandatory();
    QCOMPARE(said, tool);
}

void CanvasAfterTest::undoShowsTheDrawingAgain()
{
    moveAll({9000, 4000});
    canvas_->view->zoomToFit();
    QVERIFY(seesAll());
    canvas_->session->undoStack().undo();
    QVERIFY(seesAll());
    canvas_->session->undoStack().redo();
    QVERIFY(seesAll());
    // An edit is not a step back: the view stays with the hand.
    canvas_->session->undoStack().undo();
    const QTransform before = canvas_->view->surface().viewport().transform();
    moveAll({9000, 4000});
    QCOMPARE(canvas_->view->surface().viewport().transform(), before);
}

void CanvasAfterTest::undoKeepsACloseLook()
{
    toggleMandatory();
    canvas_->selection->selectOnly(canvas_->student);
    canvas_->view->setZoom(2);
    canvas_->view->goTo(canvas_->student);
    canvas_->key(Qt::Key_Right, Qt::ShiftModifier);
    const QTransform before = canvas_->view->surface().viewport().transform();
    QVERIFY(!seesAll());
    canvas_->session->undoStack().undo();
    canvas_->session->undoStack().undo();
    QCOMPARE(canvas_->view->surface().viewport().transform(), before);
}

QTEST_MAIN(CanvasAfterTest)
#include "canvasaftertest.moc"
