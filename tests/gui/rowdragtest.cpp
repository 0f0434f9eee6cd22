// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowdrag.h"
#include "gui/datapanelfixture.h"
#include "ui/panels/data/rowlinker.h"
#include "ui/panels/data/rowtabs.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QSignalSpy>
#include <QWindow>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

void drawTaughtSchool(SampleDatabase& school)
{
    const TableId teacher = school.table(text("Teacher"), {text("name")});
    const TableId student = school.table(text("Student"), {text("firstName")});
    const TableId course = school.table(text("Class"), {text("className")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(8)")});
    school.reference(course, teacher);
}

struct Fixture : DataPanelFixture {
    Fixture()
        : DataPanelFixture(drawTaughtSchool)
    {
        run("INSERT INTO Teachers (name) VALUES ('Kim'), ('Lee')");
        run("INSERT INTO Students (firstName) VALUES ('Ann'), ('Bob')");
        run("INSERT INTO Classes (className, TeacherId) VALUES ('Art', 1), ('Music', 1), ('Sport', 2)");
        run("INSERT INTO Enrollments (StudentId, ClassId) VALUES (1, 1)");
    }
    void begin(const char* table)
    {
        show();
        openTable(table);
        QTRY_VERIFY(tree().rootRows() > 0);
        view().setFocus();
    }
    /// What of these rows of the shown table would be carried by the mouse.
    std::unique_ptr<RowsMime> carried(const QStringList& labels)
    {
        std::vector<RowPtr> rows;
        for (int i = 0; i < tree().rowCount(); ++i) {
            const QModelIndex row = tree().index(i, 0);
            if (labels.contains(row.data().toString()))
                rows.push_back(tree().object(row));
        }
        const RowSource& source = panel->findChild<RowLinker*>()->source();
        return std::make_unique<RowsMime>(
            rows, source.registry, source.database->settings().url(), labels.join(u'\n'));
    }
    QPoint at(const QModelIndex& index) const { return view().visualRect(index).center(); }
    RowDrag& drag() const { return *panel->findChild<RowDrag*>(); }
    /// Whether the place would take it.
    bool hover(const QMimeData& mime, const QPoint& at) const
    {
        const Qt::DropActions both = Qt::LinkAction | Qt::CopyAction;
        QDragEnterEvent enter(at, both, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view().viewport(), &enter);
        QDragMoveEvent move(at, both, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view().viewport(), &move);
        return move.isAccepted();
    }
    void drop(const QMimeData& mime, const QPoint& at) const
    {
        if (!hover(mime, at))
            return;
        QDropEvent event(at, Qt::LinkAction | Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view().viewport(), &event);
    }
    QModelIndex group(const char* row, const char* association)
    {
        const QModelIndex place = open(row);
        const QModelIndex found = tree().relation(place, text(association));
        view().expand(found);
        return found;
    }
};

} // namespace

/// Rows are carried from where they are to what they are to be linked to.
class RowDragTest : public QObject {
    Q_OBJECT

private slots:
    void byTheMouseAlone();
    void fromAnotherTab();
    void severalAtOnce();
    void aRefusalSaysWhy();
    void ontoACellThatRefers();
    void waitingOpensWhatIsBelow();
    void copiedAndPasted();
    void textIsPastedWhereItIsDropped();
    void theLabelStillSelects();
};

/// From one group to another with a mouse that goes down, moves and goes up.
void RowDragTest::byTheMouseAlone()
{
    if (QGuiApplication::platformName() == u"offscreen")
        QSKIP("nothing can be carried over a screen that is none: run it with QT_QPA_PLATFORM=xcb");
    Fixture school;
    school.begin("Student");
    const QModelIndex ofAnn = school.group("Ann", "Classes");
    QTRY_VERIFY(school.find("Art", ofAnn).isValid());
    const QPersistentModelIndex ofBob = school.group("Bob", "Classes");
    QTRY_VERIFY(school.tree().isLoaded(ofBob));
    QWindow* window = school.panel->windowHandle();
    const auto inWindow = [&](const QPoint& at) {
        return school.view().viewport()->mapTo(school.panel.get(), at);
    };
    const QPoint from = school.at(school.find("Art", ofAnn)), to = school.at(ofBob);
    QString said;
    // QDrag has a loop of its own, in which the mouse goes on.
    QTimer::singleShot(100, this, [&] { QTest::mouseMove(window, inWindow(to - QPoint(0, 3))); });
    QTimer::singleShot(200, this, [&] { QTest::mouseMove(window, inWindow(to)); });
    QTimer::singleShot(300, this, [&] { said = school.drag().said(); });
    QTimer::singleShot(400, this, [&] { QTest::mouseRelease(window, Qt::LeftButton, {}, inWindow(to)); });
    QTest::mousePress(window, Qt::LeftButton, {}, inWindow(from));
    QTest::mouseMove(window, inWindow(from + QPoint(0, 6)));
    QTest::mouseMove(window, inWindow(from + QPoint(0, 20)));
    QTRY_VERIFY(school.panel->hasPendingChanges());
    QCOMPARE(said, text("Link Art to Bob"));
    QCOMPARE(school.drag().said(), QString());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE StudentId = 2 AND ClassId = 1"), 1);
}

void RowDragTest::fromAnotherTab()
{
    Fixture school;
    school.begin("Student");
    school.group("Ann", "Classes");
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier); // a tab of her own
    QTRY_COMPARE(school.tree().rootRows(), 1);
    school.openTable("Class");
    QTRY_COMPARE(school.tree().rootRows(), 3);
    const auto music = school.carried({text("Music")});
    school.panel->findChild<RowTabs*>()->turn(true); // as the tab bar does while something waits above a tab
    QTRY_COMPARE(school.tree().rootRows(), 2);
    QTRY_VERIFY(school.tree().relation(school.find("Ann"), text("Classes")).isValid());
    const QModelIndex group = school.tree().relation(school.find("Ann"), text("Classes"));
    school.view().expand(group);
    QTRY_VERIFY(school.find("Art", group).isValid());
    school.drop(*music, school.at(group));
    QVERIFY(school.panel->hasPendingChanges());
    const QModelIndex edge = school.find("Music", group);
    QVERIFY(edge.isValid());
    QVERIFY(school.tree().link(edge));
    QCOMPARE(school.tree().badge(group).added, 1);
    // A step to undo, as every link is, and to do again.
    school.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!school.panel->hasPendingChanges());
    school.key(Qt::Key_Y, Qt::ControlModifier);
    QVERIFY(school.panel->hasPendingChanges());
    // It is the same row that its own table shows.
    school.openTable("Class");
    QTRY_COMPARE(school.tree().rootRows(), 3);
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE StudentId = 1 AND ClassId = 2"), 1);
}

void RowDragTest::severalAtOnce()
{
    Fixture school;
    school.begin("Class");
    const auto all = school.carried({text("Art"), text("Music"), text("Sport")});
    school.openTable("Student");
    QTRY_COMPARE(school.tree().rootRows(), 2);
    const QModelIndex group = school.group("Ann", "Classes");
    QTRY_VERIFY(school.find("Art", group).isValid());
    QVERIFY(school.hover(*all, school.at(school.tree().linkLine(group)))); // anywhere in the group
    QCOMPARE(school.drag().said(), text("Link 3 classes to Ann"));
    QSignalSpy said(school.panel.get(), &DataPanel::message);
    school.drop(*all, school.at(school.tree().linkLine(group)));
    QCOMPARE(school.tree().badge(group).added, 2); // Art is there already
    QCOMPARE(said.last().first().toString(), text("2 links wait to be saved."));
    school.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!school.panel->hasPendingChanges()); // one step
}

void RowDragTest::aRefusalSaysWhy()
{
    Fixture school;
    school.begin("Class");
    const auto art = school.carried({text("Art")});
    const auto two = school.carried({text("Art"), text("Music")});
    school.openTable("Teacher");
    QTRY_COMPARE(school.tree().rootRows(), 2);
    const auto kim = school.carried({text("Kim")});
    school.openTable("Student");
    QTRY_COMPARE(school.tree().rootRows(), 2);
    const QModelIndex group = school.group("Ann", "Classes");
    QTRY_VERIFY(school.find("Art", group).isValid());
    const auto why = [&](const QMimeData& mime, const QModelIndex& at) {
        return school.hover(mime, school.at(at)) ? QString() : school.drag().said();
    };
    QCOMPARE(why(*kim, group), text("“Classes” takes rows of Classes, and not of Teachers."));
    QCOMPARE(why(*art, group), text("“Art” is linked already."));
    QVERIFY(why(*art, school.find("Bob")).startsWith(text("Rows are linked to a group")));
    // What was only to be taken away is there again.
    school.view().setCurrentIndex(school.find("Art", group));
    school.key(Qt::Key_U);
    QVERIFY(school.panel->hasPendingChanges());
    QCOMPARE(why(*art, group), QString());
    school.drop(*art, school.at(group));
    QVERIFY(!school.panel->hasPendingChanges());
    // A row that waits to be made is nobody's yet.
    school.panel->newRow();
    school.type("Cid");
    school.key(Qt::Key_Return);
    const auto cid = school.carried({text("Cid")});
    QCOMPARE(cid->rows().size(), size_t(1));
    school.openTable("Class");
    QTRY_COMPARE(school.tree().rootRows(), 3);
    const QModelIndex students = school.group("Music", "Students");
    QTRY_VERIFY(school.tree().isLoaded(students));
    QVERIFY(why(*cid, students).startsWith(text("A new row")));
    // One class has one teacher.
    school.openTable("Teacher");
    QTRY_COMPARE(school.tree().rootRows(), 2);
    const auto both = school.carried({text("Kim"), text("Lee")});
    school.openTable("Class");
    QTRY_COMPARE(school.tree().rootRows(), 3);
    const QModelIndex teacher = school.group("Music", "Teacher");
    QVERIFY(teacher.isValid());
    QCOMPARE(why(*both, teacher), text("“Teacher” takes one row only."));
}

void RowDragTest::ontoACellThatRefers()
{
    Fixture school;
    school.begin("Teacher");
    const auto lee = school.carried({text("Lee")});
    school.openTable("Class");
    QTRY_COMPARE(school.tree().rootRows(), 3);
    const QModelIndex cell = school.find("Art").siblingAtColumn(school.columnOf("TeacherId"));
    QCOMPARE(cell.data().toString(), text("Kim"));
    school.drop(*lee, school.at(cell));
    QCOMPARE(cell.data().toString(), text("Lee"));
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT TeacherId FROM Classes WHERE className = 'Art'"), 2);
}

void RowDragTest::waitingOpensWhatIsBelow()
{
    Fixture school;
    school.begin("Class");
    const auto art = school.carried({text("Art")});
    school.openTable("Student");
    QTRY_COMPARE(school.tree().rootRows(), 2);
    const QPersistentModelIndex bob = school.find("Bob");
    QVERIFY(!school.view().isExpanded(bob));
    school.hover(*art, school.at(bob));
    QTRY_VERIFY(school.view().isExpanded(bob));
    const QPersistentModelIndex group = school.tree().relation(bob, text("Classes"));
    school.hover(*art, school.at(group));
    QTRY_VERIFY(school.view().isExpanded(group));
    QDragLeaveEvent leave;
    QApplication::sendEvent(school.view().viewport(), &leave);
    QCOMPARE(school.drag().said(), QString());
}

void RowDragTest::copiedAndPasted()
{
    Fixture school;
    school.begin("Class");
    school.view().setCurrentIndex(school.find("Music"));
    school.key(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(school.view().selectionModel()->selectedRows().size(), 2);
    school.key(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(QGuiApplication::clipboard()->text().contains(text("Sport")));
    school.openTable("Student");
    QTRY_COMPARE(school.tree().rootRows(), 2);
    const QModelIndex group = school.group("Bob", "Classes");
    QTRY_VERIFY(school.tree().isLoaded(group));
    school.view().setFocus();
    school.view().setCurrentIndex(group);
    school.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(school.tree().badge(group).added, 2);
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE StudentId = 2 AND ClassId IN (2, 3)"), 2);
}

void RowDragTest::textIsPastedWhereItIsDropped()
{
    Fixture school;
    school.begin("Student");
    const QModelIndex group = school.group("Bob", "Classes");
    QTRY_VERIFY(school.tree().isLoaded(group));
    QMimeData lines;
    lines.setText(text("Music\nSport"));
    QVERIFY(!school.hover(lines, school.at(school.find("Ann"))));
    school.drop(lines, school.at(group));
    QTRY_COMPARE(school.tree().badge(group).added, 2);
}

/// What the mouse did before it could drag, it does still.
void RowDragTest::theLabelStillSelects()
{
    Fixture school;
    school.begin("Class");
    QWidget* area = school.view().viewport();
    QTest::mouseClick(area, Qt::LeftButton, {}, school.at(school.find("Art")));
    QTest::mouseClick(area, Qt::LeftButton, Qt::ShiftModifier, school.at(school.find("Sport")));
    QCOMPARE(school.view().selectionModel()->selectedRows().size(), 3);
    QTest::mouseClick(area, Qt::LeftButton, {}, school.at(school.find("Music")));
    QCOMPARE(school.view().selectionModel()->selectedRows().size(), 1);
    QCOMPARE(school.view().currentIndex().data().toString(), text("Music"));
    QTest::mouseDClick(area, Qt::LeftButton, {}, school.at(school.find("Music")));
    QVERIFY(school.editor());
}

QTEST_MAIN(RowDragTest)
#include "rowdragtest.moc"
