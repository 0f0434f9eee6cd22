// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/browsefixture.h"

#include "ui/panels/data/columnchooser.h"
#include "ui/panels/data/crumbbar.h"
#include "ui/panels/data/rowpeek.h"

#include <QInputDialog>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

#include <mutex>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// What ran on a connection that lives in another thread.
class Statements : public sql::StatementLog {
public:
    void ran(const sql::LoggedStatement& statement) override
    {
        const std::lock_guard lock(mutex_);
        if (statement.sql.startsWith(QStringLiteral("SELECT")) ||
            statement.sql.startsWith(QStringLiteral("WITH")))
            reads_.append(statement.sql);
    }
    QStringList take()
    {
        const std::lock_guard lock(mutex_);
        return std::exchange(reads_, {});
    }

private:
    std::mutex mutex_;
    QStringList reads_;
};

using Fixture = BrowseFixture;

} // namespace

class RowBrowseTest : public QObject {
    Q_OBJECT

private slots:
    void aLineOverAllColumns();
    void theHeaderSorts();
    void theEndAndTheWayBack();
    void rowsWithoutAKeyAreReadByNumbers();
    void columnsAreChosenByKeyboard();
    void aDragOfTheHeaderMovesAColumn();
    void howATableIsSeenIsRemembered();
    void theExactCountIsAskedFor();
    void manyRowsAreOpenedByOneStatement();
    void allThatAMoreLineStandsFor();
    void theJunctionsColumns();
    void whatIsShownAboveIsJumpedTo();
    void toADepth();
    void aGroupIsEnteredByItsRow();
    void thereAndBack();
    void alongKeys();
    void whatBelongsToARow();
    void aPeek();
    void aLabelOfOnesOwn();
};

void RowBrowseTest::theHeaderSorts()
{
    Fixture school;
    school.fill(250);
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 200);
    const int credits = school.columnOf("credits");
    QVERIFY(credits > 0);

    school.clickHeader(credits); // ascending: what is empty comes first
    QTRY_VERIFY(!school.tree().isLoading());
    QTRY_COMPARE(int(school.tree().cell(school.tree().index(0, credits)).kind), int(RowCell::Kind::Null));
    QCOMPARE(school.shown(83, credits), text("0")); // of 250 every third is NULL
    school.clickHeader(credits);
    QTRY_COMPARE(school.shown(0, credits), text("49"));
    // The pages of an order follow each other without a gap: all 250 rows are there once.
    QModelIndex more = school.tree().index(200, 0);
    QCOMPARE(int(school.tree().kind(more)), int(TreeNodeKind::More));
    school.tree().continueAt(more);
    QTRY_COMPARE(school.tree().rootRows(), 250);
    QSet<QString> names;
    int before = 100;
    for (int i = 0; i < 250; ++i) {
        names.insert(school.shown(i));
        const QString text = school.shown(i, credits);
        const int value = text == u"NULL" ? -1 : text.toInt();
        QVERIFY(value <= before);
        before = value;
    }
    QCOMPARE(names.size(), 250);

    school.clickHeader(credits); // off: the key's order again
    QTRY_COMPARE(school.shown(0), text("S0001"));
    school.view().setCurrentIndex(school.tree().index(0, credits));
    school.key(Qt::Key_Down, Qt::AltModifier);
    QTRY_COMPARE(school.shown(0, credits), text("49"));
}

void RowBrowseTest::theEndAndTheWayBack()
{
    Fixture school;
    school.fill(1000);
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 200);
    school.key(Qt::Key_End, Qt::ControlModifier);
    QTRY_VERIFY(school.tree().hasEarlier());
    QTRY_COMPARE(school.view().currentIndex().data().toString(), text("S1000"));
    QVERIFY(!school.tree().hasLater());
    QCOMPARE(int(school.tree().kind(school.tree().index(0, 0))), int(TreeNodeKind::More));
    QCOMPARE(school.shown(1), text("S0801"));

    // The page before comes in above; the row in view stays there, but for the line that it was asked by.
    school.view().setCurrentIndex(school.tree().index(0, 0));
    school.view().scrollToTop();
    const int y = school.view().visualRect(school.find("S0801")).top();
    school.key(Qt::Key_Space);
    QTRY_COMPARE(school.tree().rootRows(), 400);
    QCOMPARE(school.shown(1), text("S0601"));
    QTRY_VERIFY(std::abs(school.view().visualRect(school.find("S0801")).top() - y) <= RowDelegate::rowHeight);
    for (const int rows : {600, 800, 1000}) {
        school.tree().continueAt(school.tree().index(0, 0));
        QTRY_COMPARE(school.tree().rootRows(), rows);
    }
    QVERIFY(!school.tree().hasEarlier());
    QCOMPARE(school.shown(0), text("S0001"));
    QTRY_COMPARE(school.count(), text("1,000 rows"));
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(school.shown(i), QStringLiteral("S%1").arg(i + 1, 4, 10, QLatin1Char('0')));

    school.key(Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(school.view().currentIndex().row(), 0);

    // Without Ctrl they stay in the row.
    school.view().setCurrentIndex(school.tree().index(3, 0));
    school.key(Qt::Key_End);
    QCOMPARE(school.view().currentIndex(), school.tree().index(3, school.tree().columnCount() - 1));
    school.key(Qt::Key_Home);
    QCOMPARE(school.view().currentIndex(), school.tree().index(3, 0));
}

void RowBrowseTest::rowsWithoutAKeyAreReadByNumbers()
{
    Fixture school;
    school.check->run(text("CREATE TABLE Notes (line text)")).value();
    school.check
        ->run(text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450) INSERT INTO "
                   "Notes SELECT 'same' FROM n"))
        .value();
    orm::Model model;
    model.name = text("Note");
    model.table = text("Notes");
    orm::Attribute line;
    line.name = line.column = text("line");
    line.type = model::DataType::of(model::TypeKind::Text);
    model.attributes = {line};
    school.drawn = orm::ModelRegistry({model});
    school.show();
    QTRY_COMPARE(school.tree().rootRows(), 200);
    school.view().setFocus();
    school.key(Qt::Key_End, Qt::ControlModifier);
    QTRY_VERIFY(school.tree().hasEarlier());
    for (const int rows : {400, 450}) {
        school.tree().continueAt(school.tree().index(0, 0));
        QTRY_COMPARE(school.tree().rootRows(), rows);
    }
    QVERIFY(!school.tree().hasEarlier());
}

void RowBrowseTest::columnsAreChosenByKeyboard()
{
    Fixture school;
    school.fill(3);
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 3);
    QCOMPARE(school.shown(0), text("S0001"));
    school.key(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    auto* chooser = school.panel->findChild<ColumnChooser*>();
    QTRY_VERIFY(chooser && chooser->isVisible());
    auto* list = chooser->findChild<QListWidget*>(text("columnList"));
    QCOMPARE(list->item(0)->text(), text("lastName"));
    QTest::keyClick(list, Qt::Key_Space); // hides it
    QTRY_COMPARE(school.shown(0), text("F1"));
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(list->currentItem()->text(), text("credits"));
    QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(school.columnOf("credits"), 0);
    chooser->findChild<QSpinBox*>(text("columnWidth"))->setValue(200);
    QCOMPARE(school.view().header()->sectionSize(0), 200);
    // The key that the database makes can be shown, too.
    QCOMPARE(list->findItems(text("id"), Qt::MatchExactly).size(), 1);
    list->findItems(text("id"), Qt::MatchExactly).first()->setCheckState(Qt::Checked);
    QVERIFY(school.columnOf("id") >= 0);
    QTest::keyClick(chooser, Qt::Key_Escape); // and all of it taken back
    QTRY_COMPARE(school.shown(0), text("S0001"));
    QCOMPARE(school.columnOf("id"), -1);
}

void RowBrowseTest::aDragOfTheHeaderMovesAColumn()
{
    Fixture school;
    school.fill(3);
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 3);
    QHeaderView* header = school.view().header();
    const int from = school.columnOf("credits"), to = school.columnOf("firstName");
    header->moveSection(from, to);
    QTRY_COMPARE(school.columnOf("credits"), to);
    QCOMPARE(school.columnOf("firstName"), to + 1);
    for (int i = 0; i < header->count(); ++i)
        QCOMPARE(header->visualIndex(i), i); // groups share the columns
}

void RowBrowseTest::howATableIsSeenIsRemembered()
{
    Fixture school;
    school.fill(3);
    QSettings kept(school.folder.filePath(text("kept.ini")), QSettings::IniFormat);
    school.kept = &kept;
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 3);
    school.clickHeader(school.columnOf("firstName"));
    school.clickHeader(school.columnOf("firstName"));
    QTRY_COMPARE(school.shown(0), text("S0003"));
    school.view().header()->resizeSection(school.columnOf("credits"), 222);
    school.view().header()->moveSection(school.columnOf("firstName"), 0);
    QTRY_COMPARE(school.columnOf("firstName"), 0);

    Fixture again; // another program: nothing but the file is left
    again.settings = school.settings;
    again.settings.create = false;
    school.panel.reset();
    kept.sync();
    QSettings read(school.folder.filePath(text("kept.ini")), QSettings::IniFormat);
    again.kept = &read;
    again.begin("Student");
    QTRY_COMPARE(again.shown(0), text("F3"));
    QCOMPARE(again.view().header()->sectionSize(again.columnOf("credits")), 222);
    // A file that somebody has spoilt is no reason to show nothing.
    for (const QString& key : read.allKeys())
        read.setValue(
            key, text("{\"columns\": 5, \"order\": [{\"name\": \"gone\"}], \"widths\": {\"x\": \"y\"}}"));
    Fixture spoilt;
    spoilt.settings = again.settings;
    spoilt.kept = &read;
    spoilt.begin("Student");
    QTRY_COMPARE(spoilt.shown(0), text("S0001"));
}

void RowBrowseTest::theExactCountIsAskedFor()
{
    Fixture school;
    school.fill(10500);
    school.begin("Student");
    QTRY_COMPARE(school.count(), text("200 of >10,000 rows"));
    auto* exactly = school.panel->findChild<QPushButton*>(text("countExactly"));
    QVERIFY(exactly->isVisible());
    QTest::mouseClick(exactly, Qt::LeftButton);
    QTRY_COMPARE(school.count(), text("200 of 10,500 rows"));
    QVERIFY(!exactly->isVisible());
}

void RowBrowseTest::manyRowsAreOpenedByOneStatement()
{
    Fixture school;
    school.fill(150);
    Statements statements;
    school.log = &statements;
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 150);
    statements.take();
    school.view().setCurrentIndex(school.tree().index(0, 0));
    for (int i = 0; i < 99; ++i)
        school.key(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(school.view().selectionModel()->selectedRows().size(), 100);
    school.key(Qt::Key_Right); // their groups
    QCOMPARE(statements.take(), QStringList());
    school.key(Qt::Key_Right); // and what is in them
    const auto loaded = [&](int row, const char* group) {
        const QModelIndex index = school.tree().relation(school.tree().index(row, 0), text(group));
        return index.isValid() && school.tree().isLoaded(index);
    };
    QTRY_VERIFY(loaded(0, "Classes") && loaded(99, "Classes") && loaded(99, "Advisor"));
    const QStringList reads = statements.take();
    QCOMPARE(reads.size(), 2); // one an association
    const QModelIndex classes = school.tree().relation(school.tree().index(59, 0), text("Classes"));
    QCOMPARE(school.tree().storedRows(classes), 3);
    QCOMPARE(school.tree().storedRows(school.tree().relation(school.tree().index(60, 0), text("Classes"))), 0);
    school.key(Qt::Key_Left);
    QVERIFY(!school.view().isExpanded(school.tree().index(50, 0)));
}

void RowBrowseTest::allThatAMoreLineStandsFor()
{
    Fixture school;
    school.fill(70);
    school.begin("Class");
    const QModelIndex students = school.open("Students", school.open("Art"));
    QTRY_COMPARE(school.tree().storedRows(students), 20);
    const QModelIndex more = school.tree().index(21, 0, students);
    QTRY_COMPARE(more.data().toString(), text("More… 20 of 60 shown (Space)"));
    school.view().setCurrentIndex(more);
    school.key(Qt::Key_Space, Qt::ShiftModifier);
    auto* dialog = school.panel->findChild<QInputDialog*>(text("loadAll"));
    QTRY_VERIFY(dialog && dialog->isVisible());
    dialog->setIntValue(35);
    dialog->accept();
    QTRY_COMPARE(school.tree().storedRows(students), 55);
    QTRY_COMPARE(school.tree().index(56, 0, students).data().toString(), text("More… 55 of 60 shown (Space)"));
}

void RowBrowseTest::theJunctionsColumns()
{
    Fixture school;
    QModelIndex classes;
    school.beginInClasses(classes);
    const QModelIndex art = school.find("Art", classes);
    school.view().setCurrentIndex(art);
    const auto columns = [&] {
        QStringList names;
        for (size_t i = 0; i < school.tree().section(art).cells.size(); ++i)
            names.append(school.tree().section(art).attribute(school.tree().registry(), int(i)).name);
        return names.join(u' ');
    };
    QCOMPARE(columns(), text("className grade"));
    school.key(Qt::Key_J);
    QCOMPARE(columns(), text("className grade StudentId ClassId"));
    QCOMPARE(art.siblingAtColumn(1).data().toString(), text("B"));
    school.key(Qt::Key_J);
    QCOMPARE(columns(), text("className"));
    school.key(Qt::Key_J);
    QCOMPARE(columns(), text("className grade"));
}

void RowBrowseTest::whatIsShownAboveIsJumpedTo()
{
    Fixture school;
    QModelIndex classes;
    school.beginInClasses(classes);
    const QModelIndex students = school.open("Students", school.open("Art", classes));
    QVERIFY(school.tree().isCycle(students));
    QVERIFY(!school.tree().isCycle(classes));
    QTRY_VERIFY(school.find("S0001", students).isValid());
    school.view().setCurrentIndex(school.find("S0001", students));
    school.key(Qt::Key_Return);
    QCOMPARE(school.view().currentIndex(), school.tree().index(0, 0));
}

void RowBrowseTest::toADepth()
{
    Fixture school;
    school.fill(30);
    school.begin("Student");
    QSignalSpy said(school.panel.get(), &DataPanel::message);
    school.view().setCurrentIndex(school.tree().index(0, 0));
    school.key(Qt::Key_Right, Qt::ControlModifier);
    QTRY_VERIFY(!said.isEmpty());
    const QModelIndex classes = school.tree().relation(school.tree().index(0, 0), text("Classes"));
    QVERIFY(school.view().isExpanded(classes));
    const QModelIndex students = school.tree().relation(school.find("Art", classes), text("Students"));
    QVERIFY(school.view().isExpanded(students));
    QCOMPARE(school.tree().storedRows(students), 20);
    // Level 1: an advisor and 3 classes. Level 2: 20 students of each class, 15 of the advisor.
    QVERIFY2(said.last().first().toString().contains(text("79")), qPrintable(said.last().first().toString()));
    QVERIFY(!school.view().isExpanded(school.find("S0002", students)));

    school.panel->refresh();
    QTRY_VERIFY(!school.tree().isLoading());
    said.clear();
    school.view().setCurrentIndex(school.tree().index(0, 0));
    emit school.view().depthAsked(school.view().currentIndex(), 9);
    QTRY_VERIFY_WITH_TIMEOUT(!said.isEmpty(), 30000);
    const QString sentence = said.last().first().toString();
    QVERIFY2(sentence.contains(text("no more")), qPrintable(sentence));
}

/// Ctrl+Enter on a group goes into the row that it is of, and never writes what waits.
void RowBrowseTest::aGroupIsEnteredByItsRow()
{
    Fixture school;
    school.fill(5);
    school.begin("Student");
    QTRY_VERIFY(school.find("S0002").isValid());
    const QModelIndex student = school.open("S0002");
    const QModelIndex classes = school.open("Classes", student);
    QTRY_VERIFY(school.find("Chemistry", classes).isValid());
    QVERIFY(school.tree().setData(student, text("S0002x")));
    school.view().setCurrentIndex(classes);
    school.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(school.tree().rootRows(), 1);
    QVERIFY(school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE \"lastName\" = 'S0002x'"), 0);
}

void RowBrowseTest::thereAndBack()
{
    Fixture school;
    school.fill(5);
    school.begin("Student");
    QTRY_VERIFY(school.find("S0002").isValid());
    const QModelIndex classes = school.open("Classes", school.open("S0002"));
    QTRY_VERIFY(school.find("Chemistry", classes).isValid());
    school.view().setCurrentIndex(school.find("Chemistry", classes));
    QCOMPARE(school.crumbs().join(u'>'), text("Students>F2 S0002 2>Classes>Chemistry 2"));
    school.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(school.find("Chemistry").isValid());
    QCOMPARE(school.tree().rootRows(), 1);
    QTRY_COMPARE(school.view().currentIndex().data().toString(), text("Chemistry"));
    QTRY_VERIFY(school.view().isExpanded(school.tree().index(0, 0)));
    QCOMPARE(school.crumbs().join(u'>'), text("Students>F2 S0002 2>Classes>Chemistry 2"));
    const QModelIndex students = school.open("Students", school.tree().index(0, 0));
    QTRY_VERIFY(school.find("S0004", students).isValid());
    school.view().setCurrentIndex(school.find("S0004", students));
    QCOMPARE(school.crumbs().join(u'>'), text("Students>F2 S0002 2>Classes>Chemistry 2>Students>F4 S0004 4"));

    school.key(Qt::Key_Left, Qt::AltModifier);
    QTRY_VERIFY(school.find("S0002").isValid());
    QTRY_COMPARE(school.view().currentIndex().data().toString(), text("Chemistry"));
    QCOMPARE(school.crumbs().join(u'>'), text("Students>F2 S0002 2>Classes>Chemistry 2"));
    school.key(Qt::Key_Right, Qt::AltModifier);
    QTRY_COMPARE(school.tree().rootRows(), 1);
    QTRY_COMPARE(school.view().currentIndex().data().toString(), text("S0004"));

    // A crumb of the way leads to where it was.
    emit school.panel->findChild<CrumbBar*>()->crumbChosen(1);
    QTRY_COMPARE(school.tree().rootRows(), 5);
    QTRY_COMPARE(school.view().currentIndex().data().toString(), text("S0002"));
}

void RowBrowseTest::alongKeys()
{
    Fixture school;
    school.fill(5);
    school.begin("Student");
    QTRY_VERIFY(school.find("S0002").isValid());
    const int advisor = school.columnOf("AdvisorId");
    school.view().setCurrentIndex(school.find("S0002").siblingAtColumn(advisor));
    school.key(Qt::Key_F4);
    QTRY_VERIFY(school.find("Kim").isValid());
    QCOMPARE(school.tree().rootRows(), 1);
    QSignalSpy said(school.panel.get(), &DataPanel::message);
    school.view().setCurrentIndex(school.find("Kim"));
    school.key(Qt::Key_F4); // its name refers to nothing
    QCOMPARE(said.size(), 1);
    school.key(Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(school.tree().rootRows(), 5);
    QTRY_COMPARE(school.view().currentIndex().column(), 0);
}

void RowBrowseTest::whatBelongsToARow()
{
    Fixture school;
    school.beginAt("Advisor", "Kim");
    school.key(Qt::Key_F4, Qt::ShiftModifier);
    auto* menu = school.panel->findChild<QMenu*>(text("referencingMenu"));
    QTRY_VERIFY(menu && menu->isVisible());
    QTRY_COMPARE(menu->actions().first()->text(), text("Students by AdvisorId\t2"));
    menu->actions().first()->trigger();
    menu->close();
    QTRY_COMPARE(school.tree().rootRows(), 2);
    QCOMPARE(school.shown(0), text("S0002"));
    QTRY_COMPARE(school.crumbs().join(u'>'), text("Advisors>Kim 1>Students of Kim>F2 S0002 2"));

    // Through a junction, too.
    school.openTable("Class");
    QTRY_VERIFY(school.find("Art").isValid());
    school.view().setCurrentIndex(school.find("Art"));
    school.key(Qt::Key_F4, Qt::ShiftModifier);
    menu = nullptr;
    const auto visible = [&] {
        for (QMenu* other : school.panel->findChildren<QMenu*>(text("referencingMenu")))
            menu = other->isVisible() ? other : menu;
        return menu != nullptr;
    };
    QTRY_VERIFY(visible());
    QTRY_COMPARE(menu->actions().first()->text(), text("Students via Enrollments\t5"));
    menu->actions().first()->trigger();
    menu->close();
    QTRY_COMPARE(school.tree().rootRows(), 5);
}

void RowBrowseTest::aPeek()
{
    Fixture school;
    school.beginAt("Student", "S0002");
    school.key(Qt::Key_F1, Qt::AltModifier);
    auto* peek = school.panel->findChild<RowPeek*>();
    QVERIFY(peek && peek->isVisible());
    QTRY_VERIFY2(peek->text().contains(text("Chemistry")), qPrintable(peek->text()));
    QVERIFY2(peek->text().contains(text("Kim")), qPrintable(peek->text()));
    QVERIFY(school.view().hasFocus());
    school.key(Qt::Key_Escape);
    QTRY_VERIFY(!school.panel->findChild<RowPeek*>());
}

void RowBrowseTest::aLabelOfOnesOwn()
{
    Fixture school;
    school.fill(5);
    school.begin("Class");
    const QModelIndex art = school.open("Art");
    QVERIFY(art.isValid());
    const orm::Model& student = school.drawn.at(school.drawn.find(text("Student")).value());
    QVERIFY(!LabelTemplate::parse(student, text("{lastNam}")));
    QVERIFY(!LabelTemplate::parse(student, text("no column")));
    QVERIFY(!LabelTemplate::parse(student, text("{lastName")));
    QVERIFY(!LabelTemplate::parse(student, text("lastName}")));

    school.openTable("Student");
    QTRY_VERIFY(school.find("S0002").isValid());
    school.view().setCurrentIndex(school.find("S0002"));
    emit school.view().menuAsked(school.view().currentIndex(), QPoint(10, 10));
    auto* menu = school.panel->findChild<QMenu*>(text("rowMenu"));
    QVERIFY(menu);
    for (QAction* action : menu->actions()) {
        if (action->text().startsWith(text("Label of")))
            action->trigger();
    }
    menu->close();
    auto* dialog = school.panel->findChild<QInputDialog*>(text("labelTemplate"));
    QTRY_VERIFY(dialog && dialog->isVisible());
    dialog->setTextValue(text("{lastName}, {firstName}"));
    dialog->accept();
    QTRY_COMPARE(school.crumbs().last(), text("S0002, F2 2"));
    // The picker finds by either column.
    school.openTable("Class");
    const QModelIndex students = school.open("Students", school.open("Art"));
    QTRY_VERIFY(school.tree().linkLine(students).isValid());
    school.panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(school.panel.get()));
    school.view().setFocus();
    school.view().editCell(school.tree().linkLine(students));
    QTRY_VERIFY(school.picker() && QApplication::focusWidget());
    school.type("F2 S00");
    QTRY_COMPARE(school.picker()->entries().value(0), text("S0002, F2"));
}

void RowBrowseTest::aLineOverAllColumns()
{
    Fixture school;
    school.fill(10);
    school.begin("Student");
    RowTreeView& view = school.view();
    const QModelIndex row = school.tree().index(0, 0);
    view.expand(row);
    const QModelIndex group = school.tree().index(0, 0, row);
    QCOMPARE(school.tree().kind(group), TreeNodeKind::Relation);
    const QRect line = view.visualRect(group);
    QCOMPARE(view.visualRect(group.siblingAtColumn(2)), line);
    QCOMPARE(line.right() + 1, view.header()->length());
    QVERIFY(line.left() > view.visualRect(row).left());
    QVERIFY(view.visualRect(row).right() + 1 < line.right());
    const QPoint behind(view.header()->sectionViewportPosition(2) + 5, line.center().y());
    QCOMPARE(view.indexAt(behind), group);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, behind);
    QCOMPARE(view.currentIndex(), group);
}

QTEST_MAIN(RowBrowseTest)
#include "rowbrowsetest.moc"
