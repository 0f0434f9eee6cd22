// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of rows as a grid: from cell to cell, what stays in view, and what the menu of a cell has.
#include "gui/datapanelfixture.h"

#include "ui/panels/data/columnchooser.h"

#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

void drawShelves(SampleDatabase& drawn)
{
    const TableId shelf = drawn.table(text("Shelf"),
        {text("name"), text("room"), text("floor"), text("wall"), text("colour"), text("owner"), text("note")});
    const TableId book = drawn.table(
        text("Book"), {text("title"), text("author"), text("year integer"), text("pages integer"),
                          text("price integer"), text("language"), text("publisher"), text("place")});
    drawn.link(text("Standing"), shelf, book, {text("position integer")});
}

struct Library : DataPanelFixture {
    Library()
        : DataPanelFixture(drawShelves)
    {
        run("INSERT INTO Shelves (name, room, floor) VALUES ('high', 'hall', NULL), ('low', 'study', '2'), "
            "('O''Hara', 'hall', '1')");
        run("INSERT INTO Books (title, author, language) VALUES ('Emma', 'Austen', 'English')");
        run("INSERT INTO Standings (ShelfId, BookId, position) VALUES (1, 1, 3)");
    }
    void begin()
    {
        show();
        openTable("Shelf");
        QTRY_COMPARE(tree().rootRows(), 3);
        view().setFocus();
        view().setCurrentIndex(tree().index(0, 0));
    }
    QModelIndex here() const { return view().currentIndex(); }
    bool isEditing() const { return editor() && editor()->objectName() == text("cellEditor"); }
    /// Triggers that entry of the menu of a cell.
    void choose(const QModelIndex& index, const char* entry)
    {
        view().setCurrentIndex(index);
        emit view().menuAsked(index, {});
        auto* menu = view().findChild<QMenu*>(text("rowMenu"));
        QVERIFY(menu);
        auto* action = menu->findChild<QAction*>(text(entry));
        QVERIFY2(action, entry);
        QVERIFY(action->isEnabled());
        action->trigger();
        delete menu;
    }
};

} // namespace

class GridKeysTest : public QObject {
    Q_OBJECT

private slots:
    void tabGoesThroughTheCellsAndOut();
    void tabEndsAnEditor();
    void enterGoesDown();
    void escapeLeaves();
    void aLockedCellSaysWhy();
    void theFirstColumnStays();
    void aDeepRowIsCut();
    void hiddenColumnsAreChosen();
    void valuesAreCopiedAndFilteredBy();
};

void GridKeysTest::tabGoesThroughTheCellsAndOut()
{
    Library library;
    library.begin();
    const int columns = int(library.tree().section(library.here()).cells.size());
    library.key(Qt::Key_Tab);
    QCOMPARE(library.here(), library.tree().index(0, 1));
    for (int i = 1; i < columns; ++i)
        library.key(Qt::Key_Tab);
    QCOMPARE(library.here(), library.tree().index(1, 0));
    QVERIFY(!library.isEditing()); // it only goes there
    library.key(Qt::Key_Backtab);
    QCOMPARE(library.here(), library.tree().index(0, columns - 1));
    library.view().setCurrentIndex(library.tree().index(2, columns - 1));
    QVERIFY(library.view().hasFocus());
    library.key(Qt::Key_Tab);
    QVERIFY(!library.view().hasFocus());
    library.view().setFocus();
    library.view().setCurrentIndex(library.tree().index(0, 0));
    library.key(Qt::Key_Backtab);
    QVERIFY(!library.view().hasFocus());
}

void GridKeysTest::tabEndsAnEditor()
{
    Library library;
    library.begin();
    const int room = library.columnOf("room");
    library.view().setCurrentIndex(library.tree().index(0, room));
    library.key(Qt::Key_F2);
    QVERIFY(library.isEditing());
    library.editor()->selectAll();
    library.type("attic");
    library.key(Qt::Key_Tab);
    QCOMPARE(library.tree().index(0, room).data().toString(), text("attic"));
    QCOMPARE(library.here(), library.tree().index(0, room + 1));
    QVERIFY(!library.isEditing());
    library.type("3"); // a cell that is gone to is typed into at once
    QVERIFY(library.isEditing());
    library.key(Qt::Key_Backtab);
    QCOMPARE(library.here(), library.tree().index(0, room));
    QCOMPARE(library.tree().index(0, room + 1).data().toString(), text("3"));
}

void GridKeysTest::enterGoesDown()
{
    Library library;
    library.begin();
    const int room = library.columnOf("room");
    library.view().setCurrentIndex(library.tree().index(1, room));
    library.type("x");
    QVERIFY(library.isEditing());
    library.key(Qt::Key_Return);
    QCOMPARE(library.here(), library.tree().index(2, room));
    QVERIFY(!library.isEditing());
    library.type("y");
    library.key(Qt::Key_Return); // there is none below
    QCOMPARE(library.here(), library.tree().index(2, room));
    QCOMPARE(library.tree().index(1, room).data().toString(), text("x"));
    QCOMPARE(library.tree().index(2, room).data().toString(), text("y"));
    // A new row is a form: what is typed next is still its own.
    library.key(Qt::Key_N, Qt::ControlModifier);
    library.type("new");
    library.key(Qt::Key_Return);
    QCOMPARE(library.here().row(), 0);
    QVERIFY(library.tree().object(library.here())->draft);
}

void GridKeysTest::escapeLeaves()
{
    Library library;
    library.begin();
    library.type("x");
    QVERIFY(library.isEditing());
    library.key(Qt::Key_Escape); // first the editor …
    QVERIFY(library.view().hasFocus());
    QVERIFY(!library.panel->hasPendingChanges());
    library.key(Qt::Key_Escape); // … then the rows
    QVERIFY(!library.view().hasFocus());
}

void GridKeysTest::aLockedCellSaysWhy()
{
    Library library;
    library.settings.create = false;
    library.settings.readOnly = true;
    library.begin();
    QSignalSpy told(library.panel.get(), &DataPanel::message);
    library.key(Qt::Key_F2);
    QCOMPARE(told.size(), 1);
    QVERIFY2(told.first().first().toString().contains(text("reading only")),
        qPrintable(told.first().first().toString()));
    QVERIFY(!library.isEditing());
}

void GridKeysTest::theFirstColumnStays()
{
    Library library;
    library.begin();
    library.panel->resize(640, 400);
    QCoreApplication::processEvents();
    const QModelIndex first = library.tree().index(1, 0);
    const QRect before = library.view().visualRect(first);
    QScrollBar* bar = library.view().horizontalScrollBar();
    QVERIFY(bar->maximum() > 100);
    bar->setValue(bar->maximum());
    QCOMPARE(library.view().visualRect(first), before);
    QCOMPARE(library.view().indexAt(before.center()), first);
    const int width = library.view().header()->sectionSize(0);
    QCOMPARE(library.view().indexAt({width + 20, before.center().y()}).row(), 1);
    QVERIFY(library.view().indexAt({width + 20, before.center().y()}).column() > 0);
    // Its rows are opened and chosen where they are seen.
    QTest::mouseClick(library.view().viewport(), Qt::LeftButton, {}, {before.left() - 10, before.center().y()});
    QVERIFY(library.view().isExpanded(first));
    QTest::mouseClick(library.view().viewport(), Qt::LeftButton, {}, before.center());
    QCOMPARE(library.here(), first);
    QCOMPARE(bar->value(), bar->maximum()); // going to it scrolls nothing
    // A cell that the keyboard goes to is not below it.
    for (int i = 0; i < 2; ++i)
        library.key(Qt::Key_Right);
    const QRect cell = library.view().visualRect(library.here());
    QVERIFY2(cell.left() >= width, qPrintable(QString::number(cell.left())));
    QVERIFY(library.view().viewport()->rect().contains(cell));
}

void GridKeysTest::aDeepRowIsCut()
{
    Library library;
    library.begin();
    const int width = library.view().header()->sectionSize(0);
    const QModelIndex books = library.open("Books", library.open("high"));
    QTRY_VERIFY(library.find("Emma", books).isValid());
    const QModelIndex shelves = library.open("Shelves", library.open("Emma", books));
    QTRY_VERIFY(library.find("high", shelves).isValid());
    library.open("high", shelves);
    QCOMPARE(library.view().header()->sectionSize(0), width);
}

void GridKeysTest::hiddenColumnsAreChosen()
{
    Library library;
    library.begin();
    const QModelIndex books = library.open("Books", library.open("high"));
    QTRY_VERIFY(library.find("Emma", books).isValid());
    QCOMPARE(library.tree().section(books).hidden, 4);
    library.view().grab();
    auto* delegate = static_cast<RowDelegate*>(library.view().itemDelegate());
    const QRect word = delegate->hiddenColumnsWord(books, library.view().visualRect(books));
    QVERIFY(!word.isEmpty());
    QTest::mouseClick(library.view().viewport(), Qt::LeftButton, {}, word.center());
    QTRY_VERIFY(library.dialog<ColumnChooser>());
    QVERIFY(library.dialog<ColumnChooser>()->windowTitle().contains(text("Books")));
    QCOMPARE(library.tree().section(books).hidden, 0); // all are there, to choose from
    library.dialog<ColumnChooser>()->reject();
    QCOMPARE(library.tree().section(books).hidden, 4);
    // By keys.
    library.view().setFocus();
    library.view().setCurrentIndex(books);
    library.key(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(library.dialog<ColumnChooser>());
    library.dialog<ColumnChooser>()->accept();
    QCOMPARE(library.tree().section(books).hidden, 0);
    QVERIFY(library.tree().columnCount() >= int(library.tree().section(books).cells.size()));
}

void GridKeysTest::valuesAreCopiedAndFilteredBy()
{
    Library library;
    library.begin();
    const int room = library.columnOf("room"), floor = library.columnOf("floor");
    library.choose(library.tree().index(0, room), "copyValue");
    QCOMPARE(QGuiApplication::clipboard()->text(), text("hall"));
    library.choose(library.tree().index(0, room), "filterEqual");
    QTRY_COMPARE(library.tree().rootRows(), 2);
    library.choose(library.tree().index(0, room), "filterOther");
    QTRY_COMPARE(library.tree().rootRows(), 1);
    QCOMPARE(library.tree().index(0, 0).data().toString(), text("low"));
    library.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier); // the filters go with their row
    QTRY_COMPARE(library.tree().rootRows(), 3);
    library.choose(library.tree().index(0, floor), "filterNull");
    QTRY_COMPARE(library.tree().rootRows(), 1);
    library.choose(library.tree().index(0, floor), "filterNotNull");
    QTRY_COMPARE(library.tree().rootRows(), 2);
    library.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(library.tree().rootRows(), 3);
    library.choose(library.find("O'Hara"), "filterEqual");
    QTRY_COMPARE(library.tree().rootRows(), 1);
    QCOMPARE(library.tree().index(0, 0).data().toString(), text("O'Hara"));
}

QTEST_MAIN(GridKeysTest)
#include "gridkeystest.moc"
