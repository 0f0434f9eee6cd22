// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/dialect.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/tools/linkchooser.h"

#include <QLineEdit>
#include <QMouseEvent>
#include <QtTest>

using namespace conjoin;

/// Drawing the School story by mouse and keyboard: what a newcomer does first.
class CanvasStoryTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void drawsTheWholeStoryAndUndoesIt();
    void escapeTakesBackAFreshTable();
    void refusedNameStaysOpen();
    void linkDragIsCancelledByEscape();
    void dragMovesACardOnTheGrid();
    void tablesMadeByKeysCoverNothing();
    void keyboardAloneDrawsAndLinks();
    void columnKeysToggle();
    void linkToolLinksATableToItself();
    void noteIsTypedAndKept();

private:
    const model::Schema& schema() const { return session_->document().schema; }
    const model::Table& table(const QString& name) const
    {
        const model::Table* found = model::tableNamed(schema(), name);
        Q_ASSERT_X(found, "table", "the test expects this table");
        return *found;
    }
    const ui::SceneGraph& scene() const { return view_->surface().scene(); }
    int nodeOf(const QString& title) const
    {
        for (size_t i = 0; i < scene().nodes.size(); ++i) {
            if (scene().nodes[i].title == title)
                return int(i);
        }
        return -1;
    }
    QPoint at(QPointF scenePoint) const { return view_->surface().viewport().toView(scenePoint).toPoint(); }
    QPoint titleOf(const QString& name) const { return at(scene().rowRect(nodeOf(name), -1).center()); }
    QLineEdit* editor() const
    {
        return view_->viewport()->findChild<QLineEdit*>(QStringLiteral("inplaceEditor"));
    }
    QWidget* chooser() const
    {
        for (QWidget* found : view_->viewport()->findChildren<QWidget*>(QStringLiteral("linkChooser"))) {
            if (found->isVisible()) // a closed one lives until the event loop runs
                return found;
        }
        return nullptr;
    }

    void move(QPoint to, Qt::MouseButtons buttons = Qt::NoButton)
    {
        QMouseEvent event(QEvent::MouseMove, to, view_->viewport()->mapToGlobal(to), Qt::NoButton, buttons, {});
        QApplication::sendEvent(view_->viewport(), &event);
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(view_->viewport(), Qt::LeftButton, modifiers, from);
        for (int step = 1; step <= 4; ++step)
            move(from + (to - from) * step / 4, Qt::LeftButton);
        QTest::mouseRelease(view_->viewport(), Qt::LeftButton, modifiers, to);
    }
    /// From the grip at the right border of one card onto the title of another.
    void dragLink(const QString& from, const QString& to)
    {
        const QRectF head = scene().rowRect(nodeOf(from), -1);
        move(at(head.center()));
        drag(at({head.right(), head.center().y()}), titleOf(to));
    }
    void type(const QString& text) { QTest::keyClicks(editor(), text); }
    void press(Qt::Key key) { QTest::keyClick(editor(), key); }
    void pressView(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(view_.get(), key, modifiers);
    }

    /// Double-click, name, one column and its type, done.
    void drawTable(QPoint where, const QString& name, const QString& column, const QString& columnType = {})
    {
        QTest::mouseDClick(view_->viewport(), Qt::LeftButton, {}, where);
        QVERIFY(editor());
        type(name);
        press(Qt::Key_Return);
        type(column);
        if (!columnType.isEmpty()) {
            press(Qt::Key_Tab);
            QVERIFY(editor());
            type(columnType);
        }
        press(Qt::Key_Return);
        press(Qt::Key_Escape);
        QVERIFY(!view_->isEditing());
    }
    QString ddl() const
    {
        const auto dialect = orm::dialectNamed(QStringLiteral("sqlite"));
        return orm::scriptText((*dialect)->createSchema(session_->derivation(), {}));
    }

    std::unique_ptr<ui::EditSession> session_;
    std::unique_ptr<ui::Selection> selection_;
    std::unique_ptr<ui::CanvasView> view_;
};

void CanvasStoryTest::init()
{
    IdSource ids = IdSource::seeded(1);
    session_ = std::make_unique<ui::EditSession>(
        model::emptyDocument(QStringLiteral("School"), ids.next<DiagramId>()));
    selection_ = std::make_unique<ui::Selection>(*session_);
    view_ = std::make_unique<ui::CanvasView>(*session_, *selection_, ui::Theme::light());
    view_->resize(1400, 800);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    view_->setFocus();
}

void CanvasStoryTest::cleanup()
{
    view_.reset();
    selection_.reset();
    session_.reset();
}

void CanvasStoryTest::drawsTheWholeStoryAndUndoesIt()
{
    const model::Document empty = session_->document();

    drawTable({200, 200}, QStringLiteral("Student"), QStringLiteral("firstName"));
    drawTable({900, 200}, QStringLiteral("Class"), QStringLiteral("className"), QStringLiteral("string"));
    QCOMPARE(schema().tables.size(), size_t(2));
    QCOMPARE(table(QStringLiteral("Student")).columns.at(0).name, QStringLiteral("firstName"));
    QCOMPARE(
        model::typeText(table(QStringLiteral("Class")).columns.at(0).type), QStringLiteral("varchar(255)"));

    // Drag, choose N:M, type the junction's name.
    dragLink(QStringLiteral("Student"), QStringLiteral("Class"));
    QVERIFY(chooser());
    QTest::keyClick(chooser(), Qt::Key_3);
    QCOMPARE(schema().links.size(), size_t(1));
    QVERIFY(editor());
    QCOMPARE(editor()->text(), QStringLiteral("StudentClass"));
    type(QStringLiteral("Enrollment"));
    press(Qt::Key_Return);
    press(Qt::Key_Escape); // no attributes yet
    const model::ManyToMany link = *schema().links.begin();
    QCOMPARE(schema().tables.at(link.junction).name, QStringLiteral("Enrollment"));
    QCOMPARE(scene().nodes[size_t(nodeOf(QStringLiteral("Enrollment")))].kind, ui::NodeKind::Pill);

    // Pill, card, pill: not a byte of SQL changes.
    const QString before = ddl();
    QVERIFY(before.contains(QStringLiteral("Enrollments")));
    selection_->selectOnly(link.id);
    pressView(Qt::Key_J);
    QCOMPARE(scene().nodes[size_t(nodeOf(QStringLiteral("Enrollment")))].kind, ui::NodeKind::Junction);
    QCOMPARE(ddl(), before);
    pressView(Qt::Key_J);
    QCOMPARE(scene().nodes[size_t(nodeOf(QStringLiteral("Enrollment")))].kind, ui::NodeKind::Pill);
    QCOMPARE(ddl(), before);

    // An attribute of the link, by the ghost row under the pill.
    const QRectF ghost = ui::addRowRect(scene(), nodeOf(QStringLiteral("Enrollment")));
    QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, at(ghost.center()));
    QVERIFY(editor());
    type(QStringLiteral("grade"));
    press(Qt::Key_Tab);
    type(QStringLiteral("integer"));
    press(Qt::Key_Return);
    press(Qt::Key_Escape);
    QCOMPARE(table(QStringLiteral("Enrollment")).columns.at(0).name, QStringLiteral("grade"));
    QCOMPARE(scene().nodes[size_t(nodeOf(QStringLiteral("Enrollment")))].rows.size(), size_t(1));

    // One teacher has many classes.
    drawTable({900, 560}, QStringLiteral("Teacher"), QStringLiteral("name"));
    dragLink(QStringLiteral("Teacher"), QStringLiteral("Class"));
    QVERIFY(chooser());
    QTest::keyClick(chooser(), Qt::Key_Down);
    QTest::keyClick(chooser(), Qt::Key_Return);
    QCOMPARE(schema().references.size(), size_t(1));
    QCOMPARE(schema().references.begin()->from, table(QStringLiteral("Class")).id);
    QCOMPARE(schema().references.begin()->to, table(QStringLiteral("Teacher")).id);

    // A student mentors a student: dropped on the card it came from.
    dragLink(QStringLiteral("Student"), QStringLiteral("Student"));
    QVERIFY(chooser());
    QTest::keyClick(chooser(), Qt::Key_M);
    QVERIFY(editor());
    type(QStringLiteral("Mentorship"));
    press(Qt::Key_Return);
    QCOMPARE(schema().links.size(), size_t(2));
    const model::ManyToMany self = schema().links.at(std::get<LinkId>(selection_->single()));
    QCOMPARE(self.ends.at(0).table, self.ends.at(1).table);
    QVERIFY(!self.ends.at(1).role.isEmpty());

    const model::Document drawn = session_->document();
    while (session_->undoStack().canUndo())
        session_->undoStack().undo();
    QCOMPARE(session_->document(), empty);
    while (session_->undoStack().canRedo())
        session_->undoStack().redo();
    QCOMPARE(session_->document(), drawn);
}

void CanvasStoryTest::escapeTakesBackAFreshTable()
{
    QTest::mouseDClick(view_->viewport(), Qt::LeftButton, {}, {300, 300});
    QCOMPARE(schema().tables.size(), size_t(1));
    press(Qt::Key_Escape);
    QVERIFY(schema().tables.isEmpty());
    QVERIFY(!view_->isEditing());
}

void CanvasStoryTest::refusedNameStaysOpen()
{
    drawTable({200, 200}, QStringLiteral("Student"), QStringLiteral("name"));
    QTest::mouseDClick(view_->viewport(), Qt::LeftButton, {}, {800, 200});
    type(QStringLiteral("student"));
    QSignalSpy said(view_.get(), &ui::CanvasView::hint);
    press(Qt::Key_Return);
    QVERIFY2(view_->isEditing(), "a name that is taken must not be lost");
    QVERIFY(!said.isEmpty());
    type(QStringLiteral("Course"));
    press(Qt::Key_Return);
    press(Qt::Key_Escape);
    QVERIFY(model::tableNamed(schema(), QStringLiteral("Course")));
}

void CanvasStoryTest::linkDragIsCancelledByEscape()
{
    drawTable({200, 200}, QStringLiteral("A"), QStringLiteral("x"));
    drawTable({900, 200}, QStringLiteral("B"), QStringLiteral("x"));
    dragLink(QStringLiteral("A"), QStringLiteral("B"));
    QVERIFY(chooser());
    QTest::keyClick(chooser(), Qt::Key_Escape);
    QVERIFY(!chooser());
    QVERIFY(schema().links.isEmpty());
    QVERIFY(schema().references.isEmpty());
}

void CanvasStoryTest::dragMovesACardOnTheGrid()
{
    drawTable({200, 200}, QStringLiteral("A"), QStringLiteral("x"));
    const QPointF before = session_->diagram().tables.begin()->position;
    const int steps = session_->undoStack().count();
    drag(titleOf(QStringLiteral("A")), titleOf(QStringLiteral("A")) + QPoint(101, 53));
    const QPointF moved = session_->diagram().tables.begin()->position - before;
    QCOMPARE(moved, QPointF(104, 56));
    QCOMPARE(session_->undoStack().count(), steps + 1);
}

void CanvasStoryTest::tablesMadeByKeysCoverNothing()
{
    for (int i = 0; i < 12; ++i) {
        if (i % 2) {
            view_->newTable(); // as the menu does
        } else {
            pressView(Qt::Key_T);
            pressView(Qt::Key_Return);
        }
        type(QStringLiteral("Table%1").arg(i));
        press(Qt::Key_Return);
        for (int column = 0; column < 6; ++column) {
            type(QStringLiteral("column%1").arg(column));
            press(Qt::Key_Return);
        }
        press(Qt::Key_Escape);
    }
    pressView(Qt::Key_N);
    pressView(Qt::Key_Return);
    auto* text = view_->viewport()->findChild<QWidget*>(QStringLiteral("noteEditor"));
    QVERIFY(text);
    QTest::keyClicks(text, QStringLiteral("A note"));
    QTest::keyClick(text, Qt::Key_Escape);
    const auto& nodes = view_->surface().scene().nodes;
    QCOMPARE(nodes.size(), size_t(13));
    for (const ui::SceneNode& a : nodes) {
        for (const ui::SceneNode& b : nodes)
            QVERIFY2(&a == &b || !a.rect.intersects(b.rect), qPrintable(a.title + u' ' + b.title));
    }
}

void CanvasStoryTest::keyboardAloneDrawsAndLinks()
{
    view_->newTable();
    type(QStringLiteral("Author"));
    press(Qt::Key_Return);
    type(QStringLiteral("name"));
    press(Qt::Key_Return);
    type(QStringLiteral("born"));
    press(Qt::Key_Tab);
    type(QStringLiteral("date"));
    press(Qt::Key_Return);
    press(Qt::Key_Return); // an empty name ends it
    QVERIFY(!view_->isEditing());
    QCOMPARE(table(QStringLiteral("Author")).columns.size(), size_t(2));
    QCOMPARE(table(QStringLiteral("Author")).columns.at(1).type.kind, model::TypeKind::Date);

    // Nudge, rename, walk the rows, delete one.
    const QPointF before = session_->diagram().tables.begin()->position;
    pressView(Qt::Key_Right, Qt::ShiftModifier);
    pressView(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(session_->diagram().tables.begin()->position, before + QPointF(16, 0));
    pressView(Qt::Key_F2);
    type(QStringLiteral("Writer"));
    press(Qt::Key_Return);
    QVERIFY(model::tableNamed(schema(), QStringLiteral("Writer")));
    pressView(Qt::Key_C);
    pressView(Qt::Key_Down);
    pressView(Qt::Key_Delete);
    QCOMPARE(table(QStringLiteral("Writer")).columns.size(), size_t(1));
    QCOMPARE(table(QStringLiteral("Writer")).columns.at(0).name, QStringLiteral("name"));
}

void CanvasStoryTest::columnKeysToggle()
{
    drawTable({300, 300}, QStringLiteral("A"), QStringLiteral("x"));
    selection_->selectOnly(table(QStringLiteral("A")).columns.at(0).id);
    QVERIFY(table(QStringLiteral("A")).columns.at(0).nullable);
    pressView(Qt::Key_O);
    QVERIFY(!table(QStringLiteral("A")).columns.at(0).nullable);
    pressView(Qt::Key_K);
    QVERIFY(table(QStringLiteral("A")).primaryKey);
    pressView(Qt::Key_K);
    QVERIFY(!table(QStringLiteral("A")).primaryKey);
    pressView(Qt::Key_U);
    QCOMPARE(table(QStringLiteral("A")).uniqueKeys.size(), size_t(1));
}

void CanvasStoryTest::linkToolLinksATableToItself()
{
    drawTable({300, 300}, QStringLiteral("Person"), QStringLiteral("name"));
    pressView(Qt::Key_M);
    QCOMPARE(view_->tool(), ui::ToolKind::Link);
    QTest::mouseDClick(view_->viewport(), Qt::LeftButton, {}, titleOf(QStringLiteral("Person")));
    QCOMPARE(schema().links.size(), size_t(1));
    QCOMPARE(view_->tool(), ui::ToolKind::Select);
    type(QStringLiteral("Friendship"));
    press(Qt::Key_Return);
    QVERIFY(model::tableNamed(schema(), QStringLiteral("Friendship")));
}

void CanvasStoryTest::noteIsTypedAndKept()
{
    pressView(Qt::Key_N);
    QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, {400, 300});
    auto* text = view_->viewport()->findChild<QWidget*>(QStringLiteral("noteEditor"));
    QVERIFY(text);
    QTest::keyClicks(text, QStringLiteral("Grades come later"));
    QTest::keyClick(text, Qt::Key_Escape);
    QCOMPARE(session_->diagram().notes.begin()->text, QStringLiteral("Grades come later"));
}

QTEST_MAIN(CanvasStoryTest)
#include "canvasstorytest.moc"
