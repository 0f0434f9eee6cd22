// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"
#include "support/support.h"

#include "orm/lift/lift.h"
#include "orm/sql/introspector.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

using Fixture = DataPanelFixture;

} // namespace

class DataPanelTest : public QObject {
    Q_OBJECT

private slots:
    void linkingFromAClosedGroup();
    void anEmptyPanelSaysTheNextMove();
    void anEmptyTableSaysTheNextMove();
    void theStoryByKeyboard();
    void theStoryByMouse();
    void aRefusedInsertKeepsItsDraft();
    void aForeignKeyIsPicked();
    void draftsCanBeTakenBack();
    void linksOfStoredRows();
    void editsOfStoredRows();
    void deletingAsksFirst();
    void theKeyboardAlwaysHasARow();
    void theChangedCellStaysInSight();
    void tabGoesAlongTheBar();
    void moreRowsOnDemand();
    void theFilter();
    void aTableIsPickedByTyping();
    void draftsSurviveANewRegistry();
    void aReadOnlyDatabaseOffersNoChanges();
    void aKeyWithoutRowidIsAskedFor();
    void aStormOfOpeningAndClosing();
    void aDatabaseNobodyHereMade();
};

void DataPanelTest::anEmptyPanelSaysTheNextMove()
{
    DataPanel panel(Theme::light());
    panel.show();
    QSignalSpy wanted(&panel, &DataPanel::connectRequested);
    QTest::mouseClick(panel.findChild<QPushButton*>(text("connectDatabase")), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
}

void DataPanelTest::anEmptyTableSaysTheNextMove()
{
    Fixture school(drawSchool);
    school.show();
    QTRY_COMPARE(school.panel->findChild<QLabel*>(text("rowCount"))->text(), text("0 rows"));
    QCOMPARE(school.tree().rowCount(), 0);
}

void DataPanelTest::aTableIsPickedByTyping()
{
    Fixture school(drawSchool);
    school.show();
    auto* picker = school.panel->findChild<QComboBox*>(text("tablePicker"));
    school.view().setFocus(); // a window that becomes active may give it to the picker before any click
    QVERIFY(!picker->hasFocus());
    QTest::mouseClick(picker->lineEdit(), Qt::LeftButton);
    QVERIFY(picker->lineEdit()->hasSelectedText());
    QTest::keyClicks(picker, text("Classes"));
    QTest::keyClick(picker, Qt::Key_Return);
    QTRY_COMPARE(picker->currentText(), text("Classes"));
    QTRY_VERIFY(school.panel->findChild<QPushButton*>(text("newRow"))->text().contains(text("class")));

    picker->lineEdit()->selectAll();
    QTest::keyClicks(picker, text("nonsense"));
    QTest::keyClick(picker, Qt::Key_Escape);
    QCOMPARE(picker->currentText(), text("Classes"));
}

void DataPanelTest::theStoryByKeyboard()
{
    Fixture school(drawSchool);
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(!school.tree().isLoading());
    school.view().setFocus();

    // Lucas and a class that nobody has heard of.
    school.key(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(school.editor());
    school.type("Lucas");
    school.key(Qt::Key_Tab); // on to «Link or create…» of his classes
    QTRY_VERIFY(school.picker());
    school.type("Chemistry");
    school.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!school.picker());
    QCOMPARE(school.view().selectionModel()->selectedRows().size(), 1); // Ctrl or not
    school.key(Qt::Key_Tab); // the grade of the link
    QVERIFY(school.editor());
    school.type("A");
    school.key(Qt::Key_Return);

    // What will run is there before it runs.
    QTRY_COMPARE(school.preview().count(text("INSERT INTO")), 3);
    QVERIFY2(school.preview().contains(text("'Lucas'")), qPrintable(school.preview()));
    QVERIFY2(school.preview().contains(text("'Chemistry'")), qPrintable(school.preview()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 0);
    QCOMPARE(school.panel->findChild<QLabel*>(text("changeSummary"))->text(),
        text("1 new student, 1 new class, 1 link"));

    school.key(Qt::Key_F10);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students WHERE firstName = 'Lucas'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE grade = 'A'"), 1);
    QTRY_VERIFY(school.find("Lucas").isValid());

    // Jake and the class that is there, found in the same cell.
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Jake");
    school.key(Qt::Key_Tab);
    QTRY_VERIFY(school.picker());
    school.type("Che");
    QTRY_COMPARE(
        school.picker()->entries(), QStringList({text("Chemistry"), text("Create “Che” as new class")}));
    school.key(Qt::Key_Tab); // links what is highlighted and goes on to the grade
    QTRY_VERIFY(!school.picker());
    QVERIFY(school.editor());
    school.type("B");
    school.key(Qt::Key_Return);
    QTRY_COMPARE(school.preview().count(text("INSERT INTO")), 2);
    school.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes"), 1);

    // Jake → Classes → Chemistry (grade) → Students → Lucas, Jake.
    QTRY_VERIFY(school.find("Jake").isValid());
    const QModelIndex jake = school.open("Jake");
    QTRY_COMPARE(school.view().currentIndex().siblingAtColumn(0), jake);
    const QModelIndex classes = school.open("Classes", jake);
    QTRY_VERIFY(school.find("Chemistry", classes).isValid());
    const QModelIndex chemistry = school.open("Chemistry", classes);
    QCOMPARE(chemistry.siblingAtColumn(1).data().toString(), text("B"));
    QVERIFY(school.tree().cell(chemistry.siblingAtColumn(1)).rule);
    QTRY_COMPARE(school.tree().badge(classes).stored, 1);
    const QModelIndex students = school.open("Students", chemistry);
    QTRY_VERIFY(school.find("Lucas", students).isValid());
    const QModelIndex again = school.find("Jake", students);
    QVERIFY(again.isValid());
    QVERIFY(school.tree().isShownAbove(again));
    QCOMPARE(school.tree().object(again), school.tree().object(jake));
}

void DataPanelTest::theStoryByMouse()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Classes (className) VALUES ('Chemistry'), ('Art')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(!school.tree().isLoading());

    QTest::mouseClick(school.panel->findChild<QPushButton*>(text("newRow")), Qt::LeftButton);
    QVERIFY(school.editor());
    school.type("Lucas");
    const QModelIndex draft = school.tree().index(0, 0);
    const QModelIndex line = school.tree().linkLine(school.tree().relation(draft, text("Classes")));
    QVERIFY(line.isValid());
    QTest::mouseClick(school.view().viewport(), Qt::LeftButton, {}, school.view().visualRect(line).center());
    QTRY_VERIFY(school.picker());
    QTRY_COMPARE(school.picker()->entries(), QStringList({text("Art"), text("Chemistry")}));
    auto* list = school.panel->findChild<QFrame*>(text("rowPickerDrop"))->findChild<QAbstractItemView*>();
    QTest::mouseClick(
        list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
    QTRY_VERIFY(!school.picker());
    QTRY_COMPARE(school.preview().count(text("INSERT INTO")), 2);
    QTest::mouseClick(school.panel->findChild<QPushButton*>(text("insertChanges")), Qt::LeftButton);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT ClassId FROM Enrollments"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students WHERE firstName = 'Lucas'"), 1);
}

void DataPanelTest::aRefusedInsertKeepsItsDraft()
{
    Fixture school(drawTeachers);
    school.show();
    school.openTable("Class");
    school.view().setFocus();
    school.key(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(school.editor());
    school.key(Qt::Key_Escape);
    const QModelIndex draft = school.tree().index(0, 0);
    QCOMPARE(int(school.tree().cell(draft).kind), int(RowCell::Kind::Missing));
    school.key(Qt::Key_F10);
    QTRY_VERIFY2(school.error().contains(text("className")), qPrintable(school.error()));
    QVERIFY(school.panel->hasPendingChanges());
    QVERIFY(school.tree().object(school.tree().index(0, 0))->error.has_value());

    // Mended in place, it goes in.
    school.view().editCell(school.tree().index(0, 0));
    school.type("Art");
    school.key(Qt::Key_Return);
    QVERIFY(school.error().isEmpty());
    school.key(Qt::Key_F10);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes WHERE className = 'Art'"), 1);
}

void DataPanelTest::aForeignKeyIsPicked()
{
    Fixture school(drawTeachers);
    school.run("INSERT INTO Teachers (name) VALUES ('Kim'), ('Lee')");
    school.show();
    school.openTable("Class");
    school.view().setFocus();
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Art");
    school.key(Qt::Key_Tab);
    school.type("6");
    school.key(Qt::Key_Tab); // TeacherId
    QTRY_VERIFY(school.picker());
    school.type("Lee");
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.picker());
    const QModelIndex cell = school.view().currentIndex();
    QCOMPARE(school.tree().cell(cell).text, text("Lee"));
    QCOMPARE(school.tree().cell(cell).suffix, text("2"));
    school.key(Qt::Key_F10);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT TeacherId FROM Classes WHERE credits = 6"), 2);
    QTRY_VERIFY(school.find("Art").isValid());
    QCOMPARE(school.tree().cell(school.find("Art").siblingAtColumn(2)).text, text("Lee"));
}

void DataPanelTest::draftsCanBeTakenBack()
{
    Fixture school(drawSchool);
    school.show();
    school.view().setFocus();
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Art");
    school.key(Qt::Key_Return);
    QCOMPARE(school.tree().index(0, 0).data().toString(), text("Art"));
    school.view().setCurrentIndex(school.tree().index(0, 0));
    school.key(Qt::Key_Delete);
    QVERIFY(!school.panel->hasPendingChanges());
    school.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(school.panel->hasPendingChanges());
    QCOMPARE(school.tree().index(0, 0).data().toString(), text("Art"));
    QTest::mouseClick(school.panel->findChild<QPushButton*>(text("discardChanges")), Qt::LeftButton);
    QTRY_VERIFY(school.panel->findChild<QPushButton*>(text("discardForGood")));
    QTest::mouseClick(school.panel->findChild<QPushButton*>(text("discardForGood")), Qt::LeftButton);
    QVERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.tree().rowCount(), 0);
}

void DataPanelTest::linksOfStoredRows()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art'), ('Music')");
    school.run("INSERT INTO Enrollments (StudentId, ClassId, grade) VALUES (1, 1, 'C')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.find("Art", classes).isValid());
    school.view().setFocus();

    school.view().setCurrentIndex(school.find("Art", classes));
    school.key(Qt::Key_U);
    QVERIFY(school.tree().isUnlinked(school.find("Art", classes)));
    school.key(Qt::Key_L);
    QTRY_VERIFY(school.picker());
    school.type("Mus");
    school.key(Qt::Key_Tab);
    QTRY_VERIFY(!school.picker());
    school.type("A");
    school.key(Qt::Key_Return);
    QTRY_VERIFY2(school.preview().contains(text("DELETE FROM")), qPrintable(school.preview()));
    school.key(Qt::Key_F10);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE ClassId = 2 AND grade = 'A'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes"), 2);
}

void DataPanelTest::editsOfStoredRows()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art')");
    school.run("INSERT INTO Enrollments (StudentId, ClassId, grade) VALUES (1, 1, 'C')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.find("Art", classes).isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Art", classes).siblingAtColumn(1));
    school.key(Qt::Key_F2);
    QVERIFY(school.editor());
    school.editor()->selectAll();
    school.type("A");
    school.key(Qt::Key_Return);
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_F2);
    school.editor()->selectAll();
    school.type("Anna");
    school.key(Qt::Key_Return);
    QTRY_COMPARE(school.preview().count(text("UPDATE")), 2);
    school.key(Qt::Key_F10);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE grade = 'A'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students WHERE firstName = 'Anna'"), 1);
}

void DataPanelTest::deletingAsksFirst()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art')");
    school.run("INSERT INTO Enrollments (StudentId, ClassId) VALUES (1, 1)");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(school.panel->findChild<QTreeWidget*>(text("deletionSteps")));
    auto* steps = school.panel->findChild<QTreeWidget*>(text("deletionSteps"));
    QTRY_VERIFY(steps->topLevelItemCount() == 1);
    QVERIFY(steps->topLevelItem(0)->text(0).startsWith(text("Enrollments")));
    QTest::mouseClick(school.panel->findChild<QPushButton*>(text("stageDeletion")), Qt::LeftButton);
    QVERIFY(school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 1);
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 0);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 0);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes"), 1);
}

void DataPanelTest::theKeyboardAlwaysHasARow()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann'), ('Bob'), ('Cid')");
    school.run("INSERT INTO Classes (className) VALUES ('Maths')");
    school.show();
    school.view().setFocus();
    school.openTable("Class");
    QTRY_COMPARE(school.view().currentIndex().data().toString(), text("Maths"));
    school.openTable("Student");
    QTRY_COMPARE(school.view().currentIndex().data().toString(), text("Ann"));
    // After saving it is where it was …
    school.view().setCurrentIndex(school.find("Bob"));
    school.tree().setData(school.find("Bob"), text("Bobby"));
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QTRY_VERIFY(!school.tree().isLoading());
    QTRY_COMPARE(
        school.view().currentIndex().data().toString(), text("Bobby")); // once the rows are there again
    // … or at the next row, where that went.
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(school.button("stageDeletion") && school.button("stageDeletion")->isEnabled());
    QTest::mouseClick(school.button("stageDeletion"), Qt::LeftButton);
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QTRY_COMPARE(school.view().currentIndex().data().toString(), text("Cid"));
}

void DataPanelTest::moreRowsOnDemand()
{
    Fixture school(drawSchool);
    school.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450) "
               "INSERT INTO Students (firstName) SELECT 'S' || i FROM n");
    school.run("INSERT INTO Classes (className) VALUES ('Art')");
    school.run("INSERT INTO Enrollments (StudentId, ClassId) SELECT id, 1 FROM Students LIMIT 60");
    school.show();
    school.openTable("Student");
    QTRY_COMPARE(school.tree().rowCount(), 201);
    QTRY_COMPARE(school.panel->findChild<QLabel*>(text("rowCount"))->text(), text("200 of 450 rows"));
    const QModelIndex more = school.tree().index(200, 0);
    QCOMPARE(int(school.tree().kind(more)), int(TreeNodeKind::More));
    school.view().setFocus();
    school.view().setCurrentIndex(more);
    school.key(Qt::Key_Space);
    QTRY_COMPARE(school.tree().rowCount(), 401);

    school.openTable("Class");
    QTRY_VERIFY(school.find("Art").isValid());
    const QModelIndex students = school.open("Students", school.open("Art"));
    QTRY_COMPARE(school.tree().rowCount(students), 1 + 20 + 1 + 1); // names, rows, More, Link or create
    school.view().setCurrentIndex(school.tree().index(21, 0, students));
    school.key(Qt::Key_Space);
    QTRY_COMPARE(school.tree().rowCount(students), 1 + 60 + 1);
}

void DataPanelTest::theFilter()
{
    Fixture school(drawTeachers);
    school.run("INSERT INTO Classes (className, credits) VALUES ('Art', 2), ('Music', 4), ('Maths', 6)");
    school.show();
    school.openTable("Class");
    QTRY_COMPARE(school.tree().rowCount(), 3);
    school.view().setFocus();
    school.key(Qt::Key_F, Qt::ControlModifier);
    school.type("credits > 3");
    QTRY_COMPARE(school.tree().rowCount(), 2);
    school.editor()->clear();
    school.type("Mus");
    QTRY_COMPARE(school.tree().rootRows(), 1);
    QCOMPARE(school.tree().index(0, 0).data().toString(), text("Music"));
    school.editor()->clear();
    school.type("credit > 3"); // no such column: said, and nothing is lost
    QTRY_VERIFY(school.editor()->toolTip().contains(text("credits")));
}

void DataPanelTest::draftsSurviveANewRegistry()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Classes (className) VALUES ('Musik')");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("Musik").isValid());
    school.tree().setData(school.find("Musik"), text("Music"));
    school.view().setFocus();
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Art");
    school.key(Qt::Key_Return);
    QVERIFY(school.panel->hasPendingChanges());
    school.panel->setDatabase(std::make_shared<sql::Database>(school.settings), school.drawn);
    QVERIFY(school.panel->hasPendingChanges());
    QTRY_VERIFY(school.find("Music").isValid());
    QVERIFY(school.tree().cell(school.find("Music")).changed);
    QCOMPARE(school.tree().index(0, 0).data().toString(), text("Art"));
    school.key(Qt::Key_F10);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes WHERE className IN ('Art', 'Music')"), 2);
    school.panel->setDatabase(nullptr, {});
    QVERIFY(!school.panel->hasPendingChanges());
}

void DataPanelTest::aReadOnlyDatabaseOffersNoChanges()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.settings.create = false;
    school.settings.readOnly = true;
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QVERIFY(classes.isValid());
    QVERIFY(!school.tree().linkLine(classes).isValid());
    QVERIFY(!(school.find("Ann").flags() & Qt::ItemIsEditable));
    school.view().setFocus();
    QSignalSpy told(school.panel.get(), &DataPanel::message);
    school.key(Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(told.size(), 1);
    QVERIFY(!school.panel->hasPendingChanges());
}

void DataPanelTest::aKeyWithoutRowidIsAskedFor()
{
    orm::Model model;
    orm::Attribute key;
    key.name = text("id");
    key.type.kind = model::TypeKind::Integer;
    key.primaryKey = true;
    model.attributes = {key};
    model.primaryKey = {key.name};
    QVERIFY(isMadeKey(model, key));
    model.rowid = false;
    QVERIFY(!isMadeKey(model, key));
}

void DataPanelTest::aStormOfOpeningAndClosing()
{
    // The tree must hold whatever is opened, closed, reloaded and taken back while answers are under way.
    Fixture school(drawSchool);
    for (int i = 0; i < 40; ++i)
        school.run(QStringLiteral("INSERT INTO Students (firstName) VALUES ('s%1')").arg(i).toLatin1());
    school.run("INSERT INTO Classes (className) VALUES ('Art'), ('Music'), ('Maths')");
    school.run("INSERT INTO Enrollments (StudentId, ClassId) SELECT s.id, c.id FROM Students s, Classes c");
    school.show();
    QRandomGenerator random(7);
    const auto anyIndex = [&] {
        QModelIndex index;
        for (int depth = int(random.bounded(6)); depth >= 0; --depth) {
            const int rows = school.tree().rowCount(index);
            if (rows == 0)
                break;
            index = school.tree().index(int(random.bounded(rows)), 0, index);
        }
        return index;
    };
    for (int step = 0; step < 600; ++step) {
        const QModelIndex index = anyIndex();
        switch (random.bounded(12)) {
        case 0:
            school.panel->refresh();
            break;
        case 1:
            school.panel->newRow();
            break;
        case 2:
            school.key(Qt::Key_Escape);
            school.view().setFocus();
            school.key(Qt::Key_Z, Qt::ControlModifier);
            break;
        case 3:
            school.panel->openTable(school.drawn.models()[random.bounded(3u)].id);
            break;
        case 4:
            school.view().collapse(index);
            break;
        case 5:
            if (index.isValid())
                school.view().setCurrentIndex(index);
            break;
        case 6:
            QTest::qWait(5);
            break;
        default:
            school.view().expand(index);
            break;
        }
    }
    QTRY_VERIFY(!school.tree().isLoading());
}

void DataPanelTest::aDatabaseNobodyHereMade()
{
    const QString file = sharedPath(text("corpus/ready/chinook.db"));
    if (file.isEmpty())
        QSKIP("the shared corpus is not here");
    Fixture chinook([](SampleDatabase&) {});
    chinook.settings = {};
    chinook.settings.file = file;
    chinook.settings.readOnly = true;
    const auto opened = sql::Connection::open(chinook.settings);
    QVERIFY(opened);
    const auto physical = sql::introspect(**opened);
    QVERIFY(physical);
    const model::Schema lifted = orm::lift(*physical).schema;
    chinook.drawn =
        orm::ModelRegistry::make(lifted, {}, orm::derive(lifted, {}, (*opened)->dialect().capabilities()));
    chinook.show();
    chinook.openTable("Playlist");
    QTRY_VERIFY(chinook.find("Grunge").isValid());
    const QModelIndex grunge = chinook.open("Grunge");
    const orm::Association* many = nullptr;
    for (const orm::Association& association : chinook.drawn.at(chinook.tree().rootModel()).associations) {
        if (association.kind == orm::AssociationKind::BelongsToMany)
            many = &association;
    }
    QVERIFY(many);
    const QModelIndex tracks = chinook.tree().relation(grunge, many->name);
    chinook.view().expand(tracks);
    QTRY_VERIFY(chinook.find("Outshined", tracks).isValid());
    const QModelIndex album = chinook.open("Album", chinook.open("Outshined", tracks));
    QTRY_VERIFY(chinook.tree().rowCount(album) > 1);
    const QModelIndex record = chinook.tree().index(1, 0, album);
    QCOMPARE(record.data().toString(), text("A-Sides"));
    const QModelIndex artist = chinook.open("Artist", chinook.open("A-Sides", album));
    QTRY_VERIFY(chinook.find("Soundgarden", artist).isValid());
}

void DataPanelTest::theChangedCellStaysInSight()
{
    Fixture shop([](SampleDatabase& drawn) {
        drawn.table(text("Thing"), {text("name"), text("a text"), text("b text"), text("c text"),
                                       text("d text"), text("e text"), text("f text"), text("g text")});
    });
    shop.run("INSERT INTO Things (name) VALUES ('x')");
    shop.show();
    shop.openTable("Thing");
    QTRY_COMPARE(shop.tree().rootRows(), 1);
    const QModelIndex last = shop.tree().index(0, shop.columnOf("g"));
    const auto inSight = [&] {
        return shop.view().viewport()->rect().contains(shop.view().visualRect(last).center());
    };
    shop.view().setCurrentIndex(last);
    shop.view().scrollTo(last);
    QVERIFY(inSight());
    QVERIFY(shop.tree().setData(last, text("new")));
    QVERIFY(shop.panel->findChild<QPlainTextEdit*>(text("statementText"))->isVisible()); // beside the rows
    QTRY_VERIFY(inSight());
}

void DataPanelTest::tabGoesAlongTheBar()
{
    Fixture school(drawSchool);
    school.show();
    school.openTable("Student");
    QWidget* picker = school.panel->findChild<QComboBox*>(text("tablePicker"));
    QVERIFY(picker);
    int x = -1, met = 0;
    for (QWidget* at = picker; at != &school.view(); at = at->nextInFocusChain()) {
        if (at->parentWidget() != picker->parentWidget() || !at->isVisible() ||
            !(at->focusPolicy() & Qt::TabFocus))
            continue;
        QVERIFY2(at->x() > x, qPrintable(at->objectName()));
        x = at->x();
        ++met;
    }
    QVERIFY(met > 6);
}

/// L where nothing of the group has been read yet: one press is enough.
void DataPanelTest::linkingFromAClosedGroup()
{
    DataPanelFixture school(drawSchool);
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann')");
    school.run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().expand(school.find("Ann"));
    QModelIndex classes;
    QTRY_VERIFY((classes = school.tree().relation(school.find("Ann"), text("Classes"))).isValid());
    QVERIFY(!school.view().isExpanded(classes));
    school.view().setCurrentIndex(classes);
    school.key(Qt::Key_L);
    QTRY_VERIFY(school.picker());
    school.type("Art");
    school.key(Qt::Key_Return);
    QTRY_COMPARE(school.tree().badge(school.tree().relation(school.find("Ann"), text("Classes"))).added, 1);
}

QTEST_MAIN(DataPanelTest)
#include "datapaneltest.moc"
