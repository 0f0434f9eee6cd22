// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagramtabs.h"
#include "gui/schoolcanvas.h"
#include "ui/canvas/canvascommand.h"
#include "ui/canvas/diagramcommands.h"

#include <QLineEdit>
#include <QTabBar>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;
using Command = ui::CanvasCommand;

/// Several diagrams of one schema.
class DiagramsTest : public QObject {
    Q_OBJECT

private slots:
    void newDiagramsAreEmptyAndShown();
    void hiddenTablesComeBack();
    void aNeighbourhoodIsADiagram();
    void aNeighbourhoodHasAnyDepth();
    void theWayBetweenTablesIsSelected();
    void copiesAreIndependent();
    void theLastDiagramStays();
    void undoShowsWhatItChanges();
    void tabsSwitchAndRename();
    void theFilterFindsTypesAndComments();
};

void DiagramsTest::newDiagramsAreEmptyAndShown()
{
    SchoolCanvas canvas;
    canvas.view->perform(Command::NewDiagram);
    QCOMPARE(canvas.session->document().diagrams.size(), std::size_t(2));
    QVERIFY(canvas.scene().nodes.empty());
    const QImage kept = canvas.view->viewport()->grab().toImage();
    canvas.view->resize(canvas.view->size() + QSize(1, 0)); // paints everything anew
    canvas.view->resize(canvas.view->size() - QSize(1, 0));
    QCOMPARE(kept, canvas.view->viewport()->grab().toImage()); // nothing of the other diagram is left
    canvas.view->perform(Command::ShowHidden);
    canvas.settle();
    QCOMPARE(canvas.scene().nodes.size(), std::size_t(4)); // three tables and the link among them
    for (const ui::SceneNode& a : canvas.scene().nodes) {
        for (const ui::SceneNode& b : canvas.scene().nodes)
            QVERIFY(&a == &b || !a.rect.intersects(b.rect));
    }
}

void DiagramsTest::hiddenTablesComeBack()
{
    SchoolCanvas canvas;
    const model::Schema schema = canvas.session->document().schema;
    canvas.selection->selectOnly(canvas.student);
    canvas.key(Qt::Key_H);
    QCOMPARE(canvas.session->document().schema, schema);
    QCOMPARE(canvas.scene().nodeOf(canvas.student), -1);
    QCOMPARE(canvas.scene().nodeOf(canvas.link), -1); // it would hang on one table alone
    canvas.view->perform(Command::ShowHidden);
    canvas.settle();
    QVERIFY(canvas.scene().nodeOf(canvas.student) >= 0);
    QVERIFY(canvas.scene().nodeOf(canvas.link) >= 0);
    canvas.session->undoStack().undo();
    canvas.session->undoStack().undo();
    QVERIFY(canvas.scene().nodeOf(canvas.student) >= 0);
}

void DiagramsTest::aNeighbourhoodIsADiagram()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.student);
    canvas.view->perform(Command::Neighbourhood);
    canvas.settle();
    QCOMPARE(canvas.session->diagram().name, QStringLiteral("Around Student"));
    QVERIFY(canvas.scene().nodeOf(canvas.student) >= 0 && canvas.scene().nodeOf(canvas.course) >= 0);
    QCOMPARE(canvas.scene().nodeOf(canvas.teacher), -1);
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.session->document().diagrams.size(), std::size_t(1));
    canvas.selection->selectOnly(canvas.student);
    canvas.view->perform(Command::WiderNeighbourhood);
    canvas.settle();
    QVERIFY(canvas.scene().nodeOf(canvas.teacher) >= 0);
}

void DiagramsTest::aNeighbourhoodHasAnyDepth()
{
    namespace edit = model::edit;
    SchoolCanvas canvas;
    // Teacher - A - B - C - D, each linked to the next one.
    std::vector<TableId> chain{canvas.teacher};
    for (const char* name : {"A", "B", "C", "D"}) {
        model::Table table;
        table.id = canvas.session->ids().next<TableId>();
        table.name = QString::fromLatin1(name);
        model::Reference reference;
        reference.id = canvas.session->ids().next<ReferenceId>();
        reference.from = table.id;
        reference.to = chain.back();
        QVERIFY(canvas.session->apply({}, [&](model::Document d) -> Result<model::Document> {
            model::TableNode node;
            node.id = table.id;
            node.position = {double(chain.size()) * 400, 900};
            auto added = edit::addTable(std::move(d), table, canvas.session->currentDiagram(), node);
            return added ? edit::addReference(std::move(*added), reference) : added;
        }));
        chain.push_back(table.id);
    }
    const auto shows = [&](std::size_t link) { return canvas.scene().nodeOf(chain[link]) >= 0; };
    canvas.selection->selectOnly(canvas.teacher);
    canvas.view->perform(Command::Neighbourhood3);
    canvas.settle();
    QCOMPARE(canvas.session->diagram().name, QStringLiteral("Around Teacher, depth 3"));
    QVERIFY(shows(0) && shows(3) && !shows(4));
    // One link further at a time, from all that is shown.
    canvas.selection->clear();
    canvas.view->perform(Command::Widen);
    canvas.settle();
    QVERIFY(shows(4));
    QSignalSpy hint(canvas.view.get(), &ui::CanvasView::hint);
    canvas.selection->clear();
    canvas.view->perform(Command::Widen);
    canvas.settle();
    QVERIFY(hint.count() > 0); // there is nothing more, and it says so
    canvas.session->undoStack().undo();
    QVERIFY(!shows(4));
    canvas.session->undoStack().undo();
    canvas.selection->selectOnly(canvas.student);
    canvas.view->perform(Command::WholeNeighbourhood);
    canvas.settle();
    for (std::size_t i = 0; i < chain.size(); ++i)
        QVERIFY(shows(i));
}

void DiagramsTest::theWayBetweenTablesIsSelected()
{
    SchoolCanvas canvas;
    QSignalSpy found(canvas.view.get(), &ui::CanvasView::pathFound);
    canvas.selection->select({canvas.student, canvas.teacher});
    canvas.view->perform(Command::PathBetween);
    QCOMPARE(found.count(), 1);
    QCOMPARE(found.front().at(0).toString(), QStringLiteral("Student → Enrollment → Class → Teacher"));
    QCOMPARE(found.front().at(1).toString(), QStringLiteral("SELECT *\n"
                                                            "FROM Students AS s\n"
                                                            "JOIN Enrollments AS e ON e.StudentId = s.id\n"
                                                            "JOIN Classes AS c ON e.ClassId = c.id\n"
                                                            "JOIN Teachers AS t ON c.TeacherId = t.id;"));
    for (const ObjectRef& object : {ObjectRef(canvas.student), ObjectRef(canvas.link), ObjectRef(canvas.course),
             ObjectRef(canvas.reference), ObjectRef(canvas.teacher)})
        QVERIFY(canvas.selection->contains(object));
    QSignalSpy hint(canvas.view.get(), &ui::CanvasView::hint);
    canvas.selection->selectOnly(canvas.student);
    canvas.view->perform(Command::PathBetween);
    QCOMPARE(found.count(), 1);
    QVERIFY(hint.count() > 0); // it says what is missing
}

void DiagramsTest::copiesAreIndependent()
{
    SchoolCanvas canvas;
    const DiagramId first = canvas.session->currentDiagram();
    canvas.view->perform(Command::CopyDiagram);
    QVERIFY(canvas.session->currentDiagram() != first);
    canvas.selection->selectOnly(canvas.teacher);
    canvas.key(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(
        canvas.session->document().diagrams.at(first).tables.at(canvas.teacher).position, QPointF(640, 320));
    QCOMPARE(canvas.rectOf(canvas.teacher).topLeft(), QPointF(648, 320));
}

void DiagramsTest::theLastDiagramStays()
{
    SchoolCanvas canvas;
    QSignalSpy refused(canvas.session.get(), &ui::EditSession::refused);
    canvas.view->perform(Command::RemoveDiagram);
    QCOMPARE(refused.count(), 1);
    canvas.view->perform(Command::NewDiagram);
    canvas.view->perform(Command::RemoveDiagram);
    QCOMPARE(canvas.session->document().diagrams.size(), std::size_t(1));
    QVERIFY(canvas.scene().nodeOf(canvas.student) >= 0);
}

void DiagramsTest::undoShowsWhatItChanges()
{
    SchoolCanvas canvas;
    const DiagramId first = canvas.session->currentDiagram();
    canvas.selection->selectOnly(canvas.teacher);
    canvas.key(Qt::Key_Right, Qt::ShiftModifier);
    canvas.view->perform(Command::CopyDiagram);
    const DiagramId second = canvas.session->currentDiagram();
    canvas.session->undoStack().undo(); // the copy
    canvas.session->undoStack().redo();
    QCOMPARE(canvas.session->currentDiagram(), second);
    canvas.session->undoStack().undo();
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.session->currentDiagram(), first);
}

void DiagramsTest::tabsSwitchAndRename()
{
    SchoolCanvas canvas;
    app::DiagramTabs tabs(*canvas.session);
    QVERIFY(tabs.isHidden()); // one diagram needs no tab
    const DiagramId first = canvas.session->currentDiagram();
    canvas.view->perform(Command::NewDiagram);
    QVERIFY(!tabs.isHidden());
    auto* bar = tabs.findChild<QTabBar*>(QStringLiteral("diagramTabBar"));
    QCOMPARE(bar->count(), 2);
    QCOMPARE(bar->currentIndex(), 1);
    bar->setCurrentIndex(0);
    QCOMPARE(canvas.session->currentDiagram(), first);
    QVERIFY(canvas.scene().nodeOf(canvas.student) >= 0);
    tabs.step(1);
    tabs.rename();
    auto* field = tabs.findChild<QLineEdit*>(QStringLiteral("diagramName"));
    QVERIFY(field);
    field->setText(QStringLiteral("Sales & more"));
    emit field->editingFinished();
    QCOMPARE(canvas.session->diagram().name, QStringLiteral("Sales & more"));
    QCOMPARE(bar->tabText(1), QStringLiteral("Sales && more"));
    canvas.session->undoStack().undo();
    QVERIFY(canvas.session->diagram().name != QStringLiteral("Sales & more"));
}

void DiagramsTest::theFilterFindsTypesAndComments()
{
    SchoolCanvas canvas;
    model::Table changed = canvas.table(canvas.teacher);
    changed.comment = QStringLiteral("Who stands in front");
    QVERIFY(canvas.session->apply(QStringLiteral("comment"),
        [&](model::Document d) { return model::edit::updateTable(std::move(d), changed); }));
    canvas.view->setZoom(1);
    const auto pictureWith = [&](const QString& filter) {
        canvas.view->setFilter(filter);
        return canvas.view->viewport()->grab().toImage();
    };
    const auto inkAt = [&](const QImage& image, TableId table) {
        const QPoint corner = canvas.at(canvas.rectOf(table).topLeft()) + QPoint(30, 2); // the coloured band
        return image.pixelColor(corner);
    };
    const QImage plain = pictureWith({});
    const QImage filtered = pictureWith(QStringLiteral("in front"));
    QCOMPARE(inkAt(filtered, canvas.teacher), inkAt(plain, canvas.teacher));
    QVERIFY(inkAt(filtered, canvas.student) != inkAt(plain, canvas.student));
    const QImage byType = pictureWith(QStringLiteral("varchar"));
    QCOMPARE(inkAt(byType, canvas.student), inkAt(plain, canvas.student));
}

QTEST_MAIN(DiagramsTest)
#include "diagramstest.moc"
