// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"
#include "support/everyengine.h"

#include "ui/panels/data/conflictdialog.h"
#include "ui/panels/data/deletiondialog.h"
#include "ui/panels/data/rowpaste.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

using Fixture = DataPanelFixture;

void drawSchool(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("firstName")});
    const TableId course = school.table(text("Class"), {text("className")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(8)")});
}

void drawTeachers(SampleDatabase& school)
{
    const TableId teacher = school.table(text("Teacher"), {text("name*")});
    const TableId course = school.table(text("Class"), {text("className*"), text("credits integer")});
    school.reference(course, teacher);
}

/// Essays go with their student, bills lose theirs, a thesis keeps its from being deleted.
void drawKeys(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("name varchar(80)")});
    const TableId essay = school.table(text("Essay"), {text("title varchar(80)")});
    const TableId page = school.table(text("Page"), {text("words varchar(80)")});
    const TableId bill = school.table(text("Bill"), {text("amount integer")});
    const TableId thesis = school.table(text("Thesis"), {text("title varchar(80)")});
    const auto key = [&](TableId from, TableId to, model::Action action) {
        const ReferenceId reference = school.reference(from, to);
        school.schema.references.update(reference, [&](model::Reference& made) { made.key.onDelete = action; });
    };
    key(essay, student, model::Action::Cascade);
    key(page, essay, model::Action::Cascade);
    key(bill, student, model::Action::SetNull);
    key(thesis, student, model::Action::Restrict);
}

void fillKeys(Fixture& school)
{
    school.run("INSERT INTO \"Students\" (id, name) VALUES (1, 'Ann'), (2, 'Bob')");
    school.run(
        "INSERT INTO \"Essays\" (id, title, \"StudentId\") VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 2)");
    school.run("INSERT INTO \"Pages\" (id, words, \"EssayId\") VALUES (1, 'x', 1), (2, 'y', 1), (3, 'z', 3)");
    school.run("INSERT INTO \"Bills\" (id, amount, \"StudentId\") VALUES (1, 5, 1), (2, 6, 2)");
}

void drawCodes(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("name* varchar(80)")});
    const TableId course = school.table(text("Class"), {text("title* varchar(80)"), text("code! varchar(8)")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(8)")});
}

QPushButton* button(const Fixture& school, const char* name)
{
    for (QPushButton* candidate : school.panel->window()->findChildren<QPushButton*>(text(name))) {
        if (candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

template<class Dialog>
Dialog* dialogOf(const Fixture& school)
{
    for (Dialog* candidate : school.panel->findChildren<Dialog*>()) {
        if (candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

} // namespace

/// Nothing is lost, nothing is half done, and nothing is overwritten that somebody else wrote.
class SafeHandsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void anEditOfSomebodyElseIsNotOverwritten_data() { EveryEngine::addRows(); }
    void anEditOfSomebodyElseIsNotOverwritten();
    void aRowThatIsGoneCanBeMadeAgain();
    void theirsIsTakenColumnByColumn();
    void aDeletionIsWhatItsPlanSays_data() { EveryEngine::addRows(); }
    void aDeletionIsWhatItsPlanSays();
    void whatIsInTheWayIsDeletedFirst();
    void whatIsInTheWayRefersElsewhere();
    void aBigDeletionIsTyped();
    void aChildWithoutItsParentIsAskedAbout();
    void aLinkLeadsElsewhere();
    void aLinkThatIsThereIsNotMadeTwice();
    void aCheckTellsEveryFault_data() { EveryEngine::addRows(); }
    void aCheckTellsEveryFault();
    void aTakenKeyShowsItsRow();
    void aTakenKeyIsLinkedInstead_data() { EveryEngine::addRows(); }
    void aTakenKeyIsLinkedInstead();
    void theRestIsSavedWithoutTheRow();
    void aValueThatDoesNotFitIsToldBeforeItIsSent();
    void aCommitIsTakenBack_data() { EveryEngine::addRows(); }
    void aCommitIsTakenBack();
    void aDeletionIsTakenBack_data() { EveryEngine::addRows(); }
    void aDeletionIsTakenBack();
    void aTriggerDoesNotChangeWhatIsTakenBack_data() { EveryEngine::addRows(); }
    void aTriggerDoesNotChangeWhatIsTakenBack();
    void whatATriggerInsistsOnIsTold();
    void aDiscardedWayBackIsToBeHadAgain();
    void whatSomebodyChangedSinceIsNotTakenBack();
    void tenEditsSurviveEverything_data() { EveryEngine::addRows(); }
    void tenEditsSurviveEverything();
    void undoAndRedo();
    void immediateWritesARowThatIsLeft();
    void aProductionDatabaseIsFramed();
    void aStatementLeadsToItsRow();
    void aRowIsDoubledWithItsLinks();
    void linesBecomeLinks();
    void discardingAsks();

private:
    void deleteAnnAndTakeBack(Fixture& school);

    EveryEngine engines_;
};

void SafeHandsTest::anEditOfSomebodyElseIsNotOverwritten()
{
    QFETCH(QString, engine);
    Fixture school(drawSchool, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann')");
    school.run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.tree().setData(school.find("Ann"), text("Anna"));
    school.panel->newRow();
    school.type("Lucas");
    school.key(Qt::Key_Return);
    school.run("UPDATE \"Students\" SET \"firstName\" = 'Anne'");
    school.key(Qt::Key_F10);
    QTRY_VERIFY(dialogOf<ConflictDialog>(school));
    auto* dialog = dialogOf<ConflictDialog>(school);
    QCOMPARE(dialog->cases().size(), size_t(1));
    const ConflictCase::Field field = dialog->cases().front().fields.front();
    QCOMPARE(field.seen, text("Ann"));
    QCOMPARE(field.theirs, text("Anne"));
    QCOMPARE(field.mine, text("Anna"));
    // All of it waits, and nothing was written.
    QVERIFY(school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE \"firstName\" = 'Anne'"), 1);
    // Nothing is decided by itself; the keyboard alone decides.
    QVERIFY(!button(school, "conflictApply")->isEnabled());
    school.key(Qt::Key_M);
    QVERIFY(button(school, "conflictApply")->isEnabled());
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!dialogOf<ConflictDialog>(school));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE \"firstName\" = 'Anne'"), 1);
    QTRY_VERIFY(!school.tree().isLoading());
    school.key(Qt::Key_F10);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE \"firstName\" = 'Anna'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE \"firstName\" = 'Lucas'"), 1);
}

void SafeHandsTest::aRowThatIsGoneCanBeMadeAgain()
{
    Fixture school(drawTeachers);
    school.run("INSERT INTO Classes (className, credits) VALUES ('Art', 3), ('Music', 4)");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("Art").isValid());
    school.tree().setData(school.find("Art"), text("Arts"));
    school.run("DELETE FROM Classes WHERE className = 'Art'");
    school.panel->insertChanges();
    QTRY_VERIFY(dialogOf<ConflictDialog>(school));
    QVERIFY(dialogOf<ConflictDialog>(school)->cases().front().gone);
    school.key(Qt::Key_M);
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.tree().isLoading() && !school.find("Art").isValid());
    QVERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT credits FROM Classes WHERE className = 'Arts'"), 3);
}

void SafeHandsTest::theirsIsTakenColumnByColumn()
{
    Fixture school(drawTeachers);
    school.run("INSERT INTO Classes (className, credits) VALUES ('Art', 3)");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("Art").isValid());
    school.tree().setData(school.find("Art"), text("Arts"));
    school.tree().setData(school.find("Arts").siblingAtColumn(1), text("4"));
    school.run("UPDATE Classes SET className = 'Fine art', credits = 5");
    school.panel->refresh(); // what was read again is not what was seen when it was decided
    QTRY_VERIFY(!school.tree().isLoading());
    school.panel->insertChanges();
    QTRY_VERIFY(dialogOf<ConflictDialog>(school));
    school.key(Qt::Key_T);
    QVERIFY(!button(school, "conflictApply")->isEnabled());
    school.key(Qt::Key_M);
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.tree().isLoading() && !dialogOf<ConflictDialog>(school));
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT credits FROM Classes WHERE className = 'Fine art'"), 4);
}

void SafeHandsTest::aDeletionIsWhatItsPlanSays()
{
    QFETCH(QString, engine);
    Fixture school(drawKeys, engines_.newDatabase(engine));
    fillKeys(school);
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(dialogOf<DeletionDialog>(school));
    auto* dialog = dialogOf<DeletionDialog>(school);
    auto* steps = dialog->findChild<QTreeWidget*>(text("deletionSteps"));
    QTRY_COMPARE(steps->topLevelItemCount(), 3);
    QStringList said;
    for (int i = 0; i < 3; ++i)
        said += steps->topLevelItem(i)->text(0) + u' ' + steps->topLevelItem(i)->text(1);
    said.sort();
    QCOMPARE(
        said, QStringList({text("Bills.StudentId 1"), text("Essays.StudentId 2"), text("Pages.EssayId 2")}));
    QTest::mouseClick(button(school, "rehearseDeletion"), Qt::LeftButton);
    auto* outcome = dialog->findChild<QLabel*>(text("deletionOutcome"));
    QTRY_VERIFY2(outcome->text().contains(text("taken back")), qPrintable(outcome->text()));
    for (const char* effect :
        {"1 deleted in Students", "2 deleted in Essays", "2 deleted in Pages", "1 changed in Bills"})
        QVERIFY2(outcome->text().contains(text(effect)), qPrintable(outcome->text()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 2);
    QTest::mouseClick(button(school, "stageDeletion"), Qt::LeftButton);
    QVERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Essays\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Pages\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Bills\" WHERE \"StudentId\" IS NULL"), 1);
}

void SafeHandsTest::whatIsInTheWayIsDeletedFirst()
{
    Fixture school(drawKeys);
    fillKeys(school);
    school.run("INSERT INTO Theses (id, title, StudentId) VALUES (1, 't', 1)");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(dialogOf<DeletionDialog>(school) &&
                dialogOf<DeletionDialog>(school)->findChild<QComboBox*>(text("wayOut")));
    auto* dialog = dialogOf<DeletionDialog>(school);
    QVERIFY(!button(school, "stageDeletion")->isEnabled());
    auto* ways = dialog->findChild<QComboBox*>(text("wayOut"));
    ways->setFocus();
    QTest::keyClick(ways, Qt::Key_Down); // by the keyboard alone
    emit ways->activated(ways->currentIndex());
    QTRY_VERIFY(button(school, "stageDeletion")->isEnabled());
    QTest::mouseClick(button(school, "stageDeletion"), Qt::LeftButton);
    QTRY_VERIFY2(school.preview().indexOf(text("\"Theses\"")) >= 0 &&
                     school.preview().indexOf(text("DELETE FROM \"Theses\"")) <
                         school.preview().indexOf(text("DELETE FROM \"Students\"")),
        qPrintable(school.preview()));
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Theses"), 0);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 1);
}

void SafeHandsTest::whatIsInTheWayRefersElsewhere()
{
    Fixture school(drawKeys);
    fillKeys(school);
    school.run("INSERT INTO Theses (id, title, StudentId) VALUES (1, 't', 1)");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(dialogOf<DeletionDialog>(school) &&
                dialogOf<DeletionDialog>(school)->findChild<QComboBox*>(text("wayOut")));
    auto* ways = dialogOf<DeletionDialog>(school)->findChild<QComboBox*>(text("wayOut"));
    ways->setCurrentIndex(2);
    emit ways->activated(2);
    const auto picker = [&]() -> RowPicker* {
        for (RowPicker* candidate : school.panel->window()->findChildren<RowPicker*>()) {
            if (candidate->isVisible())
                return candidate;
        }
        return nullptr;
    };
    QTRY_VERIFY(picker());
    QTest::keyClicks(picker(), text("Bob"));
    QTest::keyClick(picker(), Qt::Key_Return);
    QTRY_VERIFY(button(school, "stageDeletion") && button(school, "stageDeletion")->isEnabled());
    QTest::mouseClick(button(school, "stageDeletion"), Qt::LeftButton);
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT StudentId FROM Theses"), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 1);
}

void SafeHandsTest::aBigDeletionIsTyped()
{
    Fixture school(drawKeys);
    fillKeys(school);
    school.show();
    school.panel->setGuard({true, text("shop"), 2});
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(dialogOf<DeletionDialog>(school));
    auto* typed = dialogOf<DeletionDialog>(school)->findChild<QLineEdit*>(text("deletionTyped"));
    QTRY_VERIFY(typed->isVisible());
    QVERIFY(!button(school, "stageDeletion")->isEnabled());
    QTest::keyClicks(typed, text("Students"));
    QVERIFY(button(school, "stageDeletion")->isEnabled());
}

void SafeHandsTest::aChildWithoutItsParentIsAskedAbout()
{
    Fixture school([](SampleDatabase& drawn) {
        const TableId student = drawn.table(text("Student"), {text("name")});
        const TableId essay = drawn.table(text("Essay"), {text("title")});
        drawn.reference(essay, student, {}, {}, true);
    });
    school.run("INSERT INTO Students (id, name) VALUES (1, 'Ann'), (2, 'Bob')");
    school.run("INSERT INTO Essays (id, title, StudentId) VALUES (1, 'a', 1)");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    const QModelIndex essays = school.open("Essays", school.open("Ann"));
    QTRY_VERIFY(school.find("a", essays).isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("a", essays));
    school.key(Qt::Key_U);
    QTRY_VERIFY(dialogOf<QMessageBox>(school));
    QVERIFY(!school.panel->hasPendingChanges());
    QTest::mouseClick(button(school, "unlinkElsewhere"), Qt::LeftButton);
    const auto picker = [&] { return qobject_cast<RowPicker*>(QApplication::focusWidget()); };
    QTRY_VERIFY(picker());
    QTest::keyClicks(picker(), text("Bob"));
    QTest::keyClick(picker(), Qt::Key_Return);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT StudentId FROM Essays"), 2);
}

void SafeHandsTest::aLinkLeadsElsewhere()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art'), ('Music')");
    school.run("INSERT INTO Enrollments (StudentId, ClassId, grade) VALUES (1, 1, 'C')");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.find("Art", classes).isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Art", classes));
    school.key(Qt::Key_L, Qt::ShiftModifier);
    const auto picker = [&] { return qobject_cast<RowPicker*>(QApplication::focusWidget()); };
    QTRY_VERIFY(picker());
    QTest::keyClicks(picker(), text("Music"));
    QTest::keyClick(picker(), Qt::Key_Return);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE ClassId = 2 AND grade = 'C'"), 1);
}

void SafeHandsTest::aLinkThatIsThereIsNotMadeTwice()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art')");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().linkLine(classes).isValid());
    school.run("INSERT INTO Enrollments (StudentId, ClassId) VALUES (1, 1)"); // somebody was faster
    school.view().editCell(school.tree().linkLine(classes));
    QTRY_VERIFY(school.picker());
    school.type("Art");
    school.key(Qt::Key_Return);
    QTRY_VERIFY2(school.error().contains(text("already linked")), qPrintable(school.error()));
    QVERIFY(!school.panel->hasPendingChanges());
    QVERIFY(button(school, "showLinked"));
}

void SafeHandsTest::aCheckTellsEveryFault()
{
    QFETCH(QString, engine);
    Fixture school(drawCodes, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Classes\" (title, code) VALUES ('Art', 'A'), ('Music', 'M'), ('Maths', 'X')");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("X").isValid());
    const QModelIndex art = school.find("A"), music = school.find("M");
    school.tree().setData(art, text("X"));
    school.tree().setData(music, text("X"));
    school.view().setFocus();
    school.key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY2(school.error().contains(text("2 of 2")), qPrintable(school.error()));
    for (const QModelIndex& row : {art, music}) {
        QVERIFY(school.tree().object(row)->error.has_value());
        QVERIFY(!school.tree().cell(row).fault.isEmpty());
        QVERIFY(school.tree().cell(row.siblingAtColumn(1)).fault.isEmpty());
    }
    QVERIFY(button(school, "showExisting"));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Classes\" WHERE code = 'X'"), 1);

    school.tree().setData(art, text("B"));
    school.tree().setData(music, text("C"));
    school.key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY2(school.error().contains(text("takes all of it")), qPrintable(school.error()));
    QVERIFY(!school.tree().object(art)->error.has_value());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Classes\" WHERE code = 'A'"), 1);
}

void SafeHandsTest::aTakenKeyShowsItsRow()
{
    Fixture school(drawCodes);
    school.run("INSERT INTO Classes (title, code) VALUES ('Art', 'A'), ('Music', 'M')");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("M").isValid());
    const QModelIndex music = school.find("M");
    school.tree().setData(music, text("A"));
    school.panel->insertChanges();
    QTRY_VERIFY(button(school, "showExisting"));
    QCOMPARE(school.view().currentIndex(), music);
    QTest::mouseClick(button(school, "showExisting"), Qt::LeftButton);
    QTRY_COMPARE(school.view().currentIndex().siblingAtColumn(0), school.find("A"));
    QVERIFY(school.panel->hasPendingChanges());
}

void SafeHandsTest::aTakenKeyIsLinkedInstead()
{
    QFETCH(QString, engine);
    Fixture school(drawCodes, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Students\" (name) VALUES ('Ann')");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().linkLine(classes).isValid());
    // A new class, whose code somebody else takes meanwhile – for a class of another title.
    school.view().editCell(school.tree().linkLine(classes));
    QTRY_VERIFY(school.picker());
    school.type("A");
    school.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(school.find("A", classes).isValid());
    school.tree().setData(school.find("A", classes).siblingAtColumn(1), text("Art"));
    school.tree().setData(school.find("A", classes).siblingAtColumn(2), text("B+"));
    school.run("INSERT INTO \"Classes\" (title, code) VALUES ('Arts', 'A')");
    school.panel->insertChanges();
    // Either the writer itself links the row that has the unique key, or the person is asked.
    QTRY_VERIFY(button(school, "linkInstead") || !school.panel->hasPendingChanges());
    if (button(school, "linkInstead")) {
        QTest::mouseClick(button(school, "linkInstead"), Qt::LeftButton);
        QTRY_COMPARE(school.tree().object(school.find("A", classes))->draft, false);
        school.panel->insertChanges();
        QTRY_VERIFY(!school.panel->hasPendingChanges());
    }
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Classes\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\" WHERE grade = 'B+'"), 1);
}

void SafeHandsTest::theRestIsSavedWithoutTheRow()
{
    Fixture school(drawCodes);
    school.run("INSERT INTO Classes (title, code) VALUES ('Art', 'A'), ('Music', 'M')");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("M").isValid());
    school.tree().setData(school.find("A").siblingAtColumn(1), text("Arts"));
    school.tree().setData(school.find("M"), text("A"));
    school.panel->insertChanges();
    QTRY_VERIFY(button(school, "saveRest"));
    QTest::mouseClick(button(school, "saveRest"), Qt::LeftButton);
    QTRY_COMPARE(school.number("SELECT COUNT(*) FROM Classes WHERE title = 'Arts'"), 1);
    QTRY_VERIFY(!school.tree().isLoading());
    QVERIFY(school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes WHERE code = 'M'"), 1);
}

void SafeHandsTest::aValueThatDoesNotFitIsToldBeforeItIsSent()
{
    Fixture school(drawCodes, engines_.newDatabase(text("postgresql")));
    school.run("INSERT INTO \"Classes\" (title, code) VALUES ('Art', 'A')");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("A").isValid());
    const QPersistentModelIndex row(school.find("A"));
    const auto code = [&]() -> QModelIndex { return row; };
    school.tree().setData(code(), text("far too long"));
    QVERIFY2(school.tree().cell(code()).fault.contains(text("12 characters")),
        qPrintable(school.tree().cell(code()).fault));
    school.view().setFocus();
    school.key(Qt::Key_F10);
    QVERIFY2(school.error().contains(text("12 characters")), qPrintable(school.error()));
    QCOMPARE(school.view().currentIndex(), code());
    school.tree().setData(code(), text("B"));
    QVERIFY(school.tree().cell(code()).fault.isEmpty());
    school.key(Qt::Key_F10);
    QTRY_VERIFY(!school.panel->hasPendingChanges());
}

void SafeHandsTest::aCommitIsTakenBack()
{
    QFETCH(QString, engine);
    Fixture school(drawSchool, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann')");
    school.run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art')");
    school.run("INSERT INTO \"Enrollments\" (\"StudentId\", \"ClassId\", grade) VALUES (1, 1, 'C')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.find("Art", classes).isValid());
    // A change, a link that goes, and a new student with a new class.
    school.tree().setData(school.find("Ann"), text("Anna"));
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Art", classes));
    school.key(Qt::Key_U);
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Lucas");
    school.key(Qt::Key_Tab);
    QTRY_VERIFY(school.picker());
    school.type("Chemistry");
    school.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!school.picker());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\""), 1);

    QTRY_VERIFY(!school.tree().isLoading());
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 2); // it is only staged
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE \"firstName\" = 'Ann'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Classes\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\" WHERE grade = 'C'"), 1);
}

void SafeHandsTest::aDeletionIsTakenBack()
{
    QFETCH(QString, engine);
    Fixture school(drawKeys, engines_.newDatabase(engine));
    fillKeys(school);
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(button(school, "stageDeletion") && button(school, "stageDeletion")->isEnabled());
    QTest::mouseClick(button(school, "stageDeletion"), Qt::LeftButton);
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Pages\""), 1);

    QTRY_VERIFY(!school.tree().isLoading());
    school.view().setFocus();
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    // Everything is as it was, keys and all.
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE id = 1 AND name = 'Ann'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Essays\" WHERE \"StudentId\" = 1"), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Pages\" WHERE \"EssayId\" = 1"), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Bills\" WHERE \"StudentId\" = 1"), 1);
}

/// Deletes Ann with all that is hers, and takes it back.
void SafeHandsTest::deleteAnnAndTakeBack(Fixture& school)
{
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(button(school, "stageDeletion") && button(school, "stageDeletion")->isEnabled());
    QTest::mouseClick(button(school, "stageDeletion"), Qt::LeftButton);
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QTRY_VERIFY(!school.tree().isLoading());
    school.view().setFocus();
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(school.panel->hasPendingChanges());
}

void SafeHandsTest::aTriggerDoesNotChangeWhatIsTakenBack()
{
    QFETCH(QString, engine);
    Fixture school(drawKeys, engines_.newDatabase(engine));
    fillKeys(school);
    if (engine == u"sqlite") {
        school.run("CREATE TRIGGER stamp AFTER INSERT ON \"Essays\" BEGIN UPDATE \"Essays\" SET title = "
                   "'stamped' WHERE id = NEW.id; END");
    } else if (engine == u"mariadb") {
        school.run("CREATE TRIGGER stamp BEFORE INSERT ON \"Essays\" FOR EACH ROW SET NEW.title = 'stamped'");
    } else {
        school.run("CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.title := "
                   "'stamped'; RETURN NEW; END $$");
        school.run("CREATE TRIGGER stamp BEFORE INSERT ON \"Essays\" FOR EACH ROW EXECUTE FUNCTION stamp()");
    }
    const qint64 before = school.number("SELECT COUNT(*) FROM \"Essays\" WHERE title <> 'stamped'");
    QVERIFY(before > 0);
    deleteAnnAndTakeBack(school);
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Essays\" WHERE title <> 'stamped'"), before);
}

void SafeHandsTest::whatATriggerInsistsOnIsTold()
{
    Fixture school(drawKeys);
    fillKeys(school);
    for (const char* event : {"INSERT", "UPDATE"})
        school.run(QStringLiteral("CREATE TRIGGER stamp%1 AFTER %1 ON Essays BEGIN UPDATE Essays SET title = "
                                  "'stamped' WHERE id = NEW.id; END")
                       .arg(text(event))
                       .toLatin1());
    deleteAnnAndTakeBack(school);
    QSignalSpy told(school.panel.get(), &DataPanel::message);
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    const QString said = told.last().first().toString();
    QVERIFY2(said.contains(text("another \"title\"")) && said.contains(text("1 more")), qPrintable(said));
}

void SafeHandsTest::aDiscardedWayBackIsToBeHadAgain()
{
    Fixture school(drawKeys);
    fillKeys(school);
    deleteAnnAndTakeBack(school);
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); // it is staged already
    QTest::qWait(50);
    while (school.panel->hasPendingChanges())
        school.key(Qt::Key_Z, Qt::ControlModifier);
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students WHERE name = 'Ann'"), 1);
}

void SafeHandsTest::whatSomebodyChangedSinceIsNotTakenBack()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.tree().setData(school.find("Ann"), text("Anna"));
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    school.run("UPDATE Students SET firstName = 'Anne'");
    QSignalSpy told(school.panel.get(), &DataPanel::message);
    school.view().setFocus();
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!told.isEmpty() && told.last().first().toString().contains(text("somebody has changed")));
    QVERIFY(!school.panel->hasPendingChanges());
}

void SafeHandsTest::tenEditsSurviveEverything()
{
    QFETCH(QString, engine);
    Fixture school(drawSchool, engines_.newDatabase(engine));
    QStringList values;
    for (int i = 1; i <= 450; ++i)
        values += QStringLiteral("('S%1')").arg(i, 3, 10, QLatin1Char('0'));
    school.run(
        QStringLiteral("INSERT INTO \"Students\" (\"firstName\") VALUES %1").arg(values.join(u',')).toLatin1());
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("S001").isValid());
    for (int i = 1; i <= 10; ++i) {
        const QByteArray name = QStringLiteral("S%1").arg(i, 3, 10, QLatin1Char('0')).toLatin1();
        school.tree().setData(school.find(name), QStringLiteral("edited %1").arg(i));
    }
    auto* filter = school.panel->findChild<QLineEdit*>(text("rowFilter"));
    filter->setText(text("S4"));
    QTRY_COMPARE(school.tree().rootRows(), 51);
    filter->clear();
    QTRY_COMPARE(school.tree().rootRows(), 200);
    school.view().setFocus();
    school.view().setCurrentIndex(school.tree().index(school.tree().rowCount() - 1, 0));
    school.key(Qt::Key_Space); // a page more
    QTRY_COMPARE(school.tree().rootRows(), 400);
    school.key(Qt::Key_F5);
    QTRY_VERIFY(!school.tree().isLoading());
    school.openTable("Class");
    school.openTable("Student");
    // Another connection to the same place.
    school.panel->setDatabase(std::make_shared<sql::Database>(school.settings), school.drawn);
    QTRY_VERIFY(!school.tree().isLoading());
    QTRY_VERIFY(school.find("edited 10").isValid());
    QCOMPARE(school.panel->findChild<QLabel*>(text("changeSummary"))->text(), text("10 changed rows"));
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE \"firstName\" LIKE 'edited %'"), 10);
}

void SafeHandsTest::undoAndRedo()
{
    Fixture school(drawTeachers);
    school.run("INSERT INTO Classes (className, credits) VALUES ('Art', 3)");
    school.run("INSERT INTO Teachers (name) VALUES ('Kim')");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("Art").isValid());
    school.tree().setData(school.find("Art"), text("Arts"));
    school.tree().setData(school.find("Arts").siblingAtColumn(1), text("4"));
    school.view().setFocus();
    school.key(Qt::Key_Z, Qt::ControlModifier);
    school.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!school.panel->hasPendingChanges());
    school.key(Qt::Key_Y, Qt::ControlModifier);
    QVERIFY(school.find("Arts").isValid());
    school.key(Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(school.tree().cell(school.find("Arts").siblingAtColumn(1)).text, text("4"));
    school.key(Qt::Key_Z, Qt::ControlModifier);
    school.tree().setData(school.find("Arts").siblingAtColumn(1), text("5"));
    school.key(Qt::Key_Y, Qt::ControlModifier); // another edit took its place
    QCOMPARE(school.tree().cell(school.find("Arts").siblingAtColumn(1)).text, text("5"));
}

void SafeHandsTest::immediateWritesARowThatIsLeft()
{
    Fixture school(drawTeachers);
    school.run("INSERT INTO Classes (className, credits) VALUES ('Art', 3), ('Music', 4)");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("Art").isValid());
    auto* mode = school.panel->findChild<ModeButton*>();
    emit mode->menu()->aboutToShow();
    mode->menu()->findChild<QAction*>(text("modeImmediate"))->trigger();
    QCOMPARE(int(mode->mode()), int(WriteMode::Immediate));
    school.tree().setData(school.find("Art"), text("Arts"));
    QTRY_COMPARE(school.number("SELECT COUNT(*) FROM Classes WHERE className = 'Arts'"), 1);
    QTRY_VERIFY(!school.panel->hasPendingChanges() && !school.tree().isLoading());

    school.view().setFocus();
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Chemistry");
    school.key(Qt::Key_Return);
    QTest::qWait(50);
    QVERIFY(school.panel->hasPendingChanges()); // the person is still in it
    school.view().setCurrentIndex(school.find("Music"));
    QTRY_COMPARE(school.number("SELECT COUNT(*) FROM Classes WHERE className = 'Chemistry'"), 1);
}

void SafeHandsTest::aProductionDatabaseIsFramed()
{
    Fixture school(drawTeachers);
    school.show();
    auto* title = school.panel->findChild<QLabel*>(text("productionTitle"));
    QVERIFY(!title->isVisible());
    school.panel->setGuard({true, text("shop"), 10});
    QVERIFY(title->isVisible());
    QVERIFY(title->text().contains(text("shop")));
    auto* mode = school.panel->findChild<ModeButton*>();
    emit mode->menu()->aboutToShow();
    QVERIFY(!mode->menu()->findChild<QAction*>(text("modeImmediate"))->isEnabled());
    QSignalSpy wanted(school.panel.get(), &DataPanel::readOnlyWanted);
    mode->menu()->findChild<QAction*>(text("modeReadOnly"))->trigger();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toBool(), true);
}

void SafeHandsTest::aStatementLeadsToItsRow()
{
    Fixture school(drawTeachers);
    school.run("INSERT INTO Classes (className, credits) VALUES ('Art', 3), ('Music', 4)");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("Music").isValid());
    school.tree().setData(school.find("Art"), text("Arts"));
    school.tree().setData(school.find("Music"), text("Musics"));
    QTRY_COMPARE(school.preview().count(text("UPDATE")), 2);
    QVERIFY2(school.preview().startsWith(text("BEGIN IMMEDIATE;")), qPrintable(school.preview()));
    auto* statements = school.panel->findChild<QPlainTextEdit*>(text("statementText"));
    statements->setFocus();
    QTextCursor cursor = statements->document()->find(text("'Musics'"));
    QVERIFY(!cursor.isNull());
    statements->setTextCursor(cursor);
    school.key(Qt::Key_Return);
    QCOMPARE(school.view().currentIndex().siblingAtColumn(0), school.find("Musics"));
    QVERIFY(school.view().hasFocus());
}

void SafeHandsTest::aRowIsDoubledWithItsLinks()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art'), ('Music')");
    school.run("INSERT INTO Enrollments (StudentId, ClassId, grade) VALUES (1, 1, 'C'), (1, 2, 'B')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(button(school, "doubleWithLinks"));
    QTest::mouseClick(button(school, "doubleWithLinks"), Qt::LeftButton);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students WHERE firstName = 'Ann'"), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE StudentId = 2 AND grade IN ('B', 'C')"), 2);
}

void SafeHandsTest::linesBecomeLinks()
{
    QCOMPARE(namesOf(text("Art, 3\n\"Say \"\"hi\"\"\", 4\n\nMusic\t5\r\nArt\n")),
        QStringList({text("Art"), text("Say \"hi\""), text("Music")}));

    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art'), ('Music')");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().linkLine(classes).isValid());
    QGuiApplication::clipboard()->setText(text("Art\nChemistry\n2\n"));
    school.view().setFocus();
    school.view().setCurrentIndex(classes);
    school.key(Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(button(school, "pasteCreate"));
    QTest::mouseClick(button(school, "pasteCreate"), Qt::LeftButton);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 3);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes"), 3);
}

void SafeHandsTest::discardingAsks()
{
    Fixture school(drawSchool);
    school.show();
    school.panel->newRow();
    school.type("Ann");
    school.key(Qt::Key_Return);
    QTest::mouseClick(button(school, "discardChanges"), Qt::LeftButton);
    QTRY_VERIFY(button(school, "discardForGood"));
    QVERIFY(school.panel->hasPendingChanges());
    QTest::mouseClick(button(school, "discardForGood"), Qt::LeftButton);
    QVERIFY(!school.panel->hasPendingChanges());
}

QTEST_MAIN(SafeHandsTest)
#include "safehandstest.moc"
