// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "model/edit/arranging.h"

#include <QAccessible>
#include <QLineEdit>
#include <QMenu>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

/// What assistive technology hears and does, and the gestures that keys can do, too.
class CanvasAccessTest : public QObject {
    Q_OBJECT

private slots:
    void cardsHoldTheirColumns();
    void columnsSayWhatTheyAre();
    void linesNameTheCardsTheyConnect();
    void theSelectedThingHasTheFocus();
    void thingsOutliveEdits();
    void pressingOpensTheName();
    void menuKeyOpensTheMenuOfAColumn();
    void linksAreDrawnByArrows();
    void aSelfLinkIsDrawnByKeys();

private:
    static QAccessibleInterface* tree(const SchoolCanvas& canvas)
    {
        return QAccessible::queryAccessibleInterface(canvas.view.get());
    }
    static QAccessibleInterface* named(QAccessibleInterface* parent, const QString& start)
    {
        for (int i = 0; i < parent->childCount(); ++i) {
            if (parent->child(i)->text(QAccessible::Name).startsWith(start))
                return parent->child(i);
        }
        return nullptr;
    }
};

void CanvasAccessTest::cardsHoldTheirColumns()
{
    SchoolCanvas canvas;
    QAccessibleInterface* student = named(tree(canvas), QStringLiteral("Table Student"));
    QVERIFY(student);
    QCOMPARE(student->text(QAccessible::Name),
        QStringLiteral("Table Student, 3 columns, linked to Class through Enrollment"));
    QCOMPARE(student->childCount(), 3); // the derived key, too
    QAccessibleInterface* column = named(student, QStringLiteral("firstName"));
    QVERIFY(column);
    QCOMPARE(column->parent(), student);
    QCOMPARE(student->indexOfChild(column), 1);
    QCOMPARE(column->role(), QAccessible::ListItem);
    QVERIFY(student->rect().contains(column->rect()));
    const QPoint middle = column->rect().center();
    QCOMPARE(tree(canvas)->childAt(middle.x(), middle.y()), student);
    QCOMPARE(student->childAt(middle.x(), middle.y()), column);
    QCOMPARE(student->parent(), tree(canvas));
}

void CanvasAccessTest::columnsSayWhatTheyAre()
{
    SchoolCanvas canvas;
    QAccessibleInterface* course = named(tree(canvas), QStringLiteral("Table Class"));
    QVERIFY(course);
    QCOMPARE(named(course, QStringLiteral("className"))->text(QAccessible::Name),
        QStringLiteral("className, varchar(255), optional"));
    QVERIFY(
        named(course, QStringLiteral("id"))->text(QAccessible::Name).contains(QStringLiteral("primary key")));
    QVERIFY(named(course, QStringLiteral("TeacherId"))
                ->text(QAccessible::Name)
                .contains(QStringLiteral("foreign key")));
    const DiagramId diagram = canvas.session->currentDiagram();
    QVERIFY(canvas.session->apply(QStringLiteral("lock"), [&](model::Document d) {
        return model::edit::setPinned(std::move(d), diagram, {canvas.course}, true);
    }));
    QCOMPARE(named(tree(canvas), QStringLiteral("Table Class"))->text(QAccessible::Description),
        QStringLiteral("locked"));
}

void CanvasAccessTest::linesNameTheCardsTheyConnect()
{
    SchoolCanvas canvas;
    QAccessibleInterface* line =
        named(tree(canvas), QStringLiteral("Reference from Class.TeacherId to Teacher"));
    QVERIFY(line);
    QCOMPARE(line->role(), QAccessible::Link);
    const auto relations = line->relations();
    QCOMPARE(relations.size(), 2);
    QVERIFY(relations[0].first->text(QAccessible::Name).startsWith(QStringLiteral("Table Class")));
    QVERIFY(relations[1].first->text(QAccessible::Name).startsWith(QStringLiteral("Table Teacher")));
}

void CanvasAccessTest::theSelectedThingHasTheFocus()
{
    SchoolCanvas canvas;
    QVERIFY(canvas.view->hasFocus());
    canvas.selection->selectOnly(canvas.teacher);
    QAccessibleInterface* teacher = named(tree(canvas), QStringLiteral("Table Teacher"));
    QVERIFY(teacher->state().focused && teacher->state().selected);
    QCOMPARE(tree(canvas)->focusChild(), teacher);
    canvas.key(Qt::Key_C); // into its columns
    QVERIFY(!teacher->state().focused);
    QVERIFY(named(teacher, QStringLiteral("name"))->state().focused);
    canvas.key(Qt::Key_Escape);
    QVERIFY(teacher->state().focused);
    canvas.key(Qt::Key_Up, Qt::ControlModifier); // along the reference
    QVERIFY(named(tree(canvas), QStringLiteral("Table Class"))->state().focused);
    canvas.key(Qt::Key_Left); // to the card on the left, or the pill between
    canvas.key(Qt::Key_Left);
    QVERIFY(named(tree(canvas), QStringLiteral("Table Student"))->state().focused);
}

void CanvasAccessTest::thingsOutliveEdits()
{
    SchoolCanvas canvas;
    QAccessibleInterface* teacher = named(tree(canvas), QStringLiteral("Table Teacher"));
    QVERIFY(canvas.session->apply(QStringLiteral("remove"),
        [&](model::Document d) { return model::edit::removeObjects(std::move(d), {canvas.student}); }));
    QVERIFY(teacher->isValid());
    QVERIFY(teacher->text(QAccessible::Name).startsWith(QStringLiteral("Table Teacher")));
    QVERIFY(canvas.session->apply(QStringLiteral("remove"),
        [&](model::Document d) { return model::edit::removeObjects(std::move(d), {canvas.teacher}); }));
    QVERIFY(!teacher->isValid());
    QVERIFY(teacher->text(QAccessible::Name).isEmpty());
    canvas.session->undoStack().undo();
    QVERIFY(teacher->isValid());
}

void CanvasAccessTest::pressingOpensTheName()
{
    SchoolCanvas canvas;
    QAccessibleInterface* teacher = named(tree(canvas), QStringLiteral("Table Teacher"));
    QVERIFY(teacher->actionInterface());
    teacher->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    auto* editor = canvas.view->viewport()->findChild<QLineEdit*>(QStringLiteral("inplaceEditor"));
    QVERIFY(editor);
    QCOMPARE(editor->text(), QStringLiteral("Teacher"));
}

void CanvasAccessTest::menuKeyOpensTheMenuOfAColumn()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.columnNamed(canvas.student, QStringLiteral("age")));
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(canvas.view.get(), &event);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QStringList texts;
    for (QAction* action : menu->actions())
        texts += action->text();
    menu->close();
    QVERIFY2(texts.join(u'\n').contains(QStringLiteral("Primary key")), qPrintable(texts.join(u'\n')));
}

void CanvasAccessTest::linksAreDrawnByArrows()
{
    SchoolCanvas canvas;
    const size_t before = canvas.session->document().schema.references.size();
    canvas.selection->selectOnly(canvas.teacher);
    canvas.key(Qt::Key_R);
    canvas.key(Qt::Key_Up); // Class
    canvas.key(Qt::Key_Return);
    QCOMPARE(canvas.session->document().schema.references.size(), before + 1);
    const model::Reference& made = *(canvas.session->document().schema.references.end() - 1);
    QCOMPARE(made.to, canvas.teacher); // of which there is one
    QCOMPARE(made.from, canvas.course);
    QCOMPARE(canvas.view->tool(), ui::ToolKind::Select);
    // Escape gives up, first the line, then the tool.
    canvas.selection->selectOnly(canvas.teacher);
    canvas.key(Qt::Key_M);
    canvas.key(Qt::Key_Up);
    canvas.key(Qt::Key_Escape);
    QCOMPARE(canvas.view->tool(), ui::ToolKind::Link);
    canvas.key(Qt::Key_Escape);
    QCOMPARE(canvas.view->tool(), ui::ToolKind::Select);
    QCOMPARE(canvas.session->document().schema.links.size(), std::size_t(1));
}

void CanvasAccessTest::aSelfLinkIsDrawnByKeys()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.teacher);
    canvas.key(Qt::Key_M);
    canvas.key(Qt::Key_Return);
    QCOMPARE(canvas.session->document().schema.links.size(), std::size_t(2));
    const model::ManyToMany& made = *(canvas.session->document().schema.links.end() - 1);
    QCOMPARE(made.ends[0].table, canvas.teacher);
    QCOMPARE(made.ends[1].table, canvas.teacher);
}

QTEST_MAIN(CanvasAccessTest)
#include "canvasaccesstest.moc"
