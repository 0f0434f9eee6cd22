// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions.h"
#include "app/mainwindow.h"
#include "app/shortcutsdialog.h"
#include "app/statusline.h"
#include "gui/schoolcanvas.h"
#include "ui/canvas/canvasgestures.h"
#include "ui/canvas/canvaskeys.h"
#include "ui/panels/banner.h"
#include "ui/text/elidedlabel.h"
#include "ui/theme/desktoppreference.h"

#include <QtWidgets>

#include <algorithm>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

namespace {

constexpr int patience = 60000; ///< milliseconds that anything may take here

/// A window with a person's folders of its own.
struct Desk {
    QTemporaryDir folder;
    app::Preferences preferences{folder.filePath(QStringLiteral("preferences.ini"))};
    ui::DesktopPreference desktop;
    app::MainWindow window{preferences, desktop, folder.filePath(QStringLiteral("recovery"))};

    Desk()
    {
        window.resize(1200, 800);
        window.show();
    }
    QAction& action(const char* name) { return window.actions().at(QString::fromLatin1(name)); }
    ui::CanvasView& canvas() { return *window.findChild<ui::CanvasView*>(QStringLiteral("canvas")); }
    QWidget* part(const char* name) { return window.findChild<QWidget*>(QString::fromLatin1(name)); }
    /// The banner that is seen; null = none.
    ui::Banner* banner()
    {
        for (auto* banner : window.findChildren<ui::Banner*>(QStringLiteral("banner"))) {
            if (banner->isVisible())
                return banner;
        }
        return nullptr;
    }
    Result<void> addTable(const QString& name, QPointF where)
    {
        ui::EditSession& session = window.session();
        model::Table table;
        table.id = session.ids().next<TableId>();
        table.name = name;
        model::TableNode node;
        node.id = table.id;
        node.position = where;
        return session.apply(QStringLiteral("Add ") + name, [&](model::Document document) {
            return model::edit::addTable(std::move(document), table, session.currentDiagram(), node);
        });
    }
};

} // namespace

/// What stands around the canvas: sentences, keys, panels that come and go.
class WindowPartsTest : public QObject {
    Q_OBJECT

private slots:
    void aRefusalLeavesWhenItIsMended();
    void anErrorOfAnotherKindStays();
    void theStatusLineHasOneLine();
    void everyGestureHasAKeyThatTheDialogLists();
    void theDialogGuardsTheKeysOfTheDiagram();
    void onlyTheCanvasShowsAllThatWasShown();
    void aPanelComesBackFromOnlyTheCanvas();
    void nothingIsTypedBelowTheTools();
    void aLargeScriptTellsHowFarItIsAndIsCancelled();
    void aButtonIsCalmAfterItsMenu();
    void theWheelScrollsPastChoices();
    void escapeLeadsBackFromTheProperties();
    void f6GoesRoundThePartsOfTheWindow();
    void enterOnAReferenceGoesToItsRole();
    void theMenuTellsTheNotation();
    void textsOfAMenuBeginAtOnePlace();
    void tipsHaveTheLookOfTheTheme();
};

/// Only the one that has the keyboard is changed by it.
void WindowPartsTest::theWheelScrollsPastChoices()
{
    Desk desk;
    QComboBox choice(&desk.window);
    choice.addItems({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")});
    choice.setGeometry(10, 10, 120, 30);
    choice.show();
    const auto turn = [&choice] {
        QWheelEvent down(QPointF(5, 5), choice.mapToGlobal(QPointF(5, 5)), {}, QPoint(0, -120), Qt::NoButton,
            Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&choice, &down);
    };
    turn();
    QCOMPARE(choice.currentIndex(), 0);
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    choice.setFocus();
    QTRY_VERIFY(choice.hasFocus());
    turn();
    QCOMPARE(choice.currentIndex(), 1);
}

/// The mouse was above it when its menu dropped, and went away with the menu.
void WindowPartsTest::aButtonIsCalmAfterItsMenu()
{
    Desk desk;
    QToolButton button(&desk.window);
    button.setGeometry(10, 10, 40, 30);
    button.show();
    QEnterEvent enter(QPointF(5, 5), QPointF(15, 15), QPointF(15, 15));
    QApplication::sendEvent(&button, &enter);
    QVERIFY(button.underMouse());
    QMenu menu(&button);
    menu.addAction(QStringLiteral("Take back"));
    menu.popup(button.mapToGlobal(QPoint(0, 30)));
    QTRY_VERIFY(menu.isVisible());
    QCursor::setPos(desk.window.mapToGlobal(QPoint(600, 600)));
    menu.close();
    QTRY_VERIFY(!button.underMouse());
}

void WindowPartsTest::aRefusalLeavesWhenItIsMended()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Student"), {0, 0}));
    QVERIFY(!desk.addTable(QStringLiteral("student"), {400, 0}));
    QVERIFY(desk.banner());
    QVERIFY(desk.banner()->text().contains(QStringLiteral("student"), Qt::CaseInsensitive));
    QVERIFY(desk.addTable(QStringLiteral("Class"), {400, 0}));
    QVERIFY(!desk.banner());
}

void WindowPartsTest::anErrorOfAnotherKindStays()
{
    ui::Banner banner(ui::Theme::light());
    banner.say(ui::Banner::Tone::Error, QStringLiteral("The disk is full."));
    banner.retract(ui::Banner::About::Edit);
    QCOMPARE(banner.text(), QStringLiteral("The disk is full."));
    banner.say(ui::Banner::Tone::Done, QStringLiteral("Saved."), ui::Banner::About::Edit);
    banner.retract(ui::Banner::About::Edit); // what was done needs no mending
    QCOMPARE(banner.text(), QStringLiteral("Saved."));
    banner.showProgress(QStringLiteral("Reading…"), {});
    banner.retract(ui::Banner::About::Edit);
    QCOMPARE(banner.text(), QStringLiteral("Reading…"));
}

void WindowPartsTest::theStatusLineHasOneLine()
{
    app::StatusLine line(ui::Theme::light());
    line.resize(900, line.sizeHint().height());
    line.show();
    auto* hint = line.findChild<ui::ElidedLabel*>(QStringLiteral("hint"));
    QVERIFY(hint);
    line.showHint(QStringLiteral("There is a table “Student” already.\nTake another name."));
    QCOMPARE(hint->whole(), QStringLiteral("There is a table “Student” already. – Take another name."));
    QVERIFY(!hint->text().contains(u'\n'));
    QCOMPARE(hint->text(), hint->whole());
    line.resize(420, line.height());
    QTRY_VERIFY(hint->text() != hint->whole());
    QVERIFY(hint->text().endsWith(QChar(0x2026)));
    QCOMPARE(hint->toolTip(), hint->whole());
}

void WindowPartsTest::everyGestureHasAKeyThatTheDialogLists()
{
    Desk desk;
    const app::ShortcutsDialog dialog(desk.window.actions(), desk.preferences);
    const auto* list = dialog.findChild<QTreeWidget*>(QStringLiteral("shortcuts"));
    SchoolCanvas school;
    for (const ui::CanvasGesture& gesture : ui::canvasGestures()) {
        QVERIFY(!gesture.keys.isEmpty() || !gesture.mouse.isEmpty());
        const auto found = list->findItems(gesture.name, Qt::MatchExactly);
        const auto listed = [&](const auto* item) { return item->text(1) == ui::waysOf(gesture); };
        QVERIFY2(std::ranges::any_of(found, listed), qPrintable(gesture.name));
        QVERIFY(!ui::waysOf(gesture).isEmpty());
        for (const QKeySequence& keys : gesture.keys) {
            const QString shown = keys.toString(QKeySequence::NativeText);
            // The list speaks the truth: the canvas takes the key, on a card or on a column of one.
            const QKeyCombination key = keys[0];
            bool taken = false;
            for (const ObjectRef& object : {ObjectRef(school.link), ObjectRef(school.student),
                     school.columnNamed(school.teacher, QStringLiteral("name"))}) {
                school.selection->selectOnly(object);
                QKeyEvent event(QEvent::KeyPress, key.key(), key.keyboardModifiers());
                taken = ui::handleCanvasKey(
                            *school.view, const_cast<ui::Surface&>(school.view->surface()), event) ||
                        taken;
                while (school.session->undoStack().canUndo())
                    school.session->undoStack().undo();
                school.view->setTool(ui::ToolKind::Select);
            }
            QVERIFY2(taken, qPrintable(shown));
        }
    }
}

void WindowPartsTest::theDialogGuardsTheKeysOfTheDiagram()
{
    Desk desk;
    app::ShortcutsDialog dialog(desk.window.actions(), desk.preferences);
    auto* list = dialog.findChild<QTreeWidget*>(QStringLiteral("shortcuts"));
    list->setCurrentItem(list->findItems(ui::canvasGestures().front().name, Qt::MatchExactly).constFirst());
    QVERIFY(!dialog.findChild<QKeySequenceEdit*>()->isEnabled());
    // A command can't take a key from it either.
    list->setCurrentItem(list->findItems(desk.action("diagram.titles").text(), Qt::MatchExactly).constFirst());
    dialog.findChild<QKeySequenceEdit*>()->setKeySequence(Qt::Key_J);
    for (auto* button : dialog.findChildren<QPushButton*>()) {
        if (button->text() == u"Set keys")
            button->click();
    }
    QVERIFY(desk.action("diagram.titles").shortcut().isEmpty());
}

void WindowPartsTest::onlyTheCanvasShowsAllThatWasShown()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("A"), {0, 0}));
    QVERIFY(desk.addTable(QStringLiteral("B"), {1600, 900}));
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window));
    QCoreApplication::processEvents(); // everything has its size
    desk.action("view.zoomFit").trigger();
    QVERIFY(desk.canvas().showsWhole());
    const double before = desk.canvas().zoom();
    desk.action("view.canvasOnly").trigger();
    QTRY_VERIFY(desk.canvas().zoom() > before);
    QVERIFY(desk.canvas().showsWhole());
    for (const char* panel : {"view.outline", "view.properties", "view.bottom"})
        QVERIFY2(!desk.action(panel).isChecked(), panel); // their buttons say what is to be seen
    desk.action("view.canvasOnly").trigger();
    QTRY_COMPARE(desk.canvas().zoom(), before);
    for (const char* panel : {"view.outline", "view.properties", "view.bottom"})
        QVERIFY2(desk.action(panel).isChecked(), panel);
    // Who looks at a part goes on looking at that part.
    desk.canvas().setZoom(2);
    desk.action("view.canvasOnly").trigger();
    QCoreApplication::processEvents();
    QCOMPARE(desk.canvas().zoom(), 2.0);
}

void WindowPartsTest::aPanelComesBackFromOnlyTheCanvas()
{
    Desk desk;
    desk.window.newProject();
    desk.action("view.canvasOnly").trigger();
    QVERIFY(!desk.part("outline")->isVisible());
    desk.action("view.outline").trigger();
    QVERIFY(desk.part("outline")->isVisible());
    QVERIFY(!desk.part("properties")->isVisible());
    QVERIFY(!desk.action("view.canvasOnly").isChecked());
    QVERIFY(desk.window.statusBar()->isVisible());
}

void WindowPartsTest::nothingIsTypedBelowTheTools()
{
    Desk desk;
    desk.window.newProject();
    desk.canvas().setZoom(1);
    const QWidget* tools = desk.part("toolStrip");
    QVERIFY(tools);
    const QRect strip = tools->geometry();
    const QPointF corner =
        desk.canvas().surface().viewport().toScene(QPointF(strip.topLeft()) + QPointF(20, -6));
    QVERIFY(desk.addTable(QStringLiteral("Student"), corner));
    desk.canvas().reveal(desk.window.session().document().schema.tables.begin()->id);
    desk.action("edit.rename").trigger();
    const auto* field = desk.part("inplaceEditor");
    QVERIFY(field);
    QVERIFY(!field->geometry().intersects(strip));
}

void WindowPartsTest::aLargeScriptTellsHowFarItIsAndIsCancelled()
{
    Desk desk;
    desk.window.newProject();
    const QString path = desk.folder.filePath(QStringLiteral("large.sql"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    constexpr int tables = 2500;
    for (int i = 0; i < tables; ++i) {
        file.write(
            "CREATE TABLE t" + QByteArray::number(i) + " (id INTEGER PRIMARY KEY AUTOINCREMENT" +
            (i > 0 ? ", a INTEGER REFERENCES t" + QByteArray::number(i - 1) + "(id)" : QByteArray()) +
            (i > 7 ? ", b INTEGER REFERENCES t" + QByteArray::number(i * 7919 % i) + "(id)" : QByteArray()) +
            ");\n");
    }
    file.close();
    const model::Document before = desk.window.session().document();
    QVERIFY(desk.window.openPath(path));
    QTRY_VERIFY_WITH_TIMEOUT(
        desk.banner() && desk.banner()->text().contains(QStringLiteral("out 2500 table")), patience);
    QVERIFY(desk.window.isBusy());
    desk.banner()->findChild<QPushButton*>(QStringLiteral("bannerButton"))->click();
    QVERIFY(!desk.window.isBusy());
    QVERIFY(!desk.banner());
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(desk.window.session().document(), before);
}

void WindowPartsTest::escapeLeadsBackFromTheProperties()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Student"), {0, 0}));
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    desk.canvas().reveal(desk.window.session().document().schema.tables.begin()->id);
    desk.canvas().setFocus();
    desk.action("edit.properties").trigger();
    auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(field);
    QVERIFY(desk.part("properties")->isAncestorOf(field));
    QTest::keyClicks(field, QStringLiteral("Pupil"));
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(desk.canvas().hasFocus());
    QCOMPARE(desk.window.session().document().schema.tables.begin()->name, QStringLiteral("Student"));
    QCOMPARE(field->text(), QStringLiteral("Student"));
}

void WindowPartsTest::f6GoesRoundThePartsOfTheWindow()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Student"), {0, 0}));
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    for (const char* panel : {"view.outline", "view.properties", "view.bottom"}) {
        if (!desk.action(panel).isChecked())
            desk.action(panel).trigger();
    }
    desk.canvas().setFocus();
    const auto isIn = [&](const char* part) {
        QWidget* focus = QApplication::focusWidget();
        return focus && (desk.part(part) == focus || desk.part(part)->isAncestorOf(focus));
    };
    for (const char* part : {"properties", "bottomTabs", "outline", "canvas"}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
        QVERIFY2(isIn(part), part);
    }
    for (const char* part : {"outline", "bottomTabs", "properties", "canvas"}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY2(isIn(part), part);
    }
    // What is not to be seen is left out.
    desk.action("view.properties").trigger();
    desk.action("view.bottom").trigger();
    desk.canvas().setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
    QVERIFY(isIn("outline"));
}

void WindowPartsTest::enterOnAReferenceGoesToItsRole()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Class"), {0, 0}));
    QVERIFY(desk.addTable(QStringLiteral("Teacher"), {500, 0}));
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    ui::EditSession& session = desk.window.session();
    model::Reference teaches;
    teaches.id = session.ids().next<ReferenceId>();
    teaches.from = model::tableNamed(session.document().schema, QStringLiteral("Class"))->id;
    teaches.to = model::tableNamed(session.document().schema, QStringLiteral("Teacher"))->id;
    QVERIFY(session.apply(QStringLiteral("Add"),
        [&](model::Document d) { return model::edit::addReference(std::move(d), teaches); }));
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_F2}) {
        desk.canvas().reveal(teaches.id);
        desk.canvas().setFocus();
        QTest::keyClick(&desk.canvas(), key);
        QCOMPARE(QApplication::focusWidget(), desk.part("referenceRole"));
    }
}

void WindowPartsTest::theMenuTellsTheNotation()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.action("diagram.crowsFoot").isChecked());
    desk.action("diagram.uml").trigger();
    QVERIFY(desk.action("diagram.uml").isChecked());
    QVERIFY(!desk.action("diagram.crowsFoot").isChecked());
    desk.window.session().undoStack().undo();
    QVERIFY(desk.action("diagram.crowsFoot").isChecked());
    desk.action("diagram.crowsFoot").trigger(); // once more: one of them is always on
    QVERIFY(desk.action("diagram.crowsFoot").isChecked());
}

void WindowPartsTest::textsOfAMenuBeginAtOnePlace()
{
    Desk desk;
    desk.window.showTheme(ui::Theme::Kind::Light);
    QMenu menu(&desk.window);
    QPixmap square(16, 16);
    square.fill(Qt::white); // nothing to be seen: only texts are
    menu.addAction(QIcon(square), QStringLiteral("H"));
    menu.addAction(QStringLiteral("H"));
    menu.addAction(QStringLiteral("H"))->setCheckable(true);
    menu.popup(desk.window.mapToGlobal(QPoint(10, 10)));
    QTRY_VERIFY(menu.isVisible());
    const QImage picture = menu.grab().toImage();
    std::vector<int> lefts;
    for (QAction* action : menu.actions()) {
        const QRect row = menu.actionGeometry(action);
        int left = -1;
        for (int x = row.left() + 28; x < row.right() && left < 0; ++x) {
            for (int y = row.top() + 4; y < row.bottom() - 4; ++y) {
                if (qGray(picture.pixel(x, y)) < 128) {
                    left = x;
                    break;
                }
            }
        }
        QVERIFY(left > 0);
        lefts.push_back(left);
    }
    QCOMPARE(lefts[1], lefts[0]);
    QCOMPARE(lefts[2], lefts[0]);
}

/// As narrow around rich text as around a word, with round corners.
void WindowPartsTest::tipsHaveTheLookOfTheTheme()
{
    Desk desk;
    desk.window.showTheme(ui::Theme::Kind::Light);
    for (const QString& text : {QStringLiteral("Undo"), QStringLiteral("<qt><b>Undo</b></qt>")}) {
        QToolTip::showText(desk.window.mapToGlobal(QPoint(100, 100)), text, &desk.window);
        QWidget* tip = nullptr;
        for (QWidget* shown : QApplication::topLevelWidgets()) {
            if (shown->inherits("QTipLabel") && shown->isVisible())
                tip = shown;
        }
        QVERIFY(tip);
        constexpr int padding = 8;
        QVERIFY2(tip->height() <= QFontMetrics(tip->font()).height() + 2 * padding,
            qPrintable(text + QString::number(tip->height())));
        QVERIFY(!tip->mask().contains(QPoint(0, 0)));
        QVERIFY(tip->mask().contains(QPoint(tip->width() / 2, 0)));
        QToolTip::hideText();
        QTRY_VERIFY(!tip->isVisible());
    }
}

QTEST_MAIN(WindowPartsTest)
#include "windowpartstest.moc"
