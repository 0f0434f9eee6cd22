// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"
#include "support/everyengine.h"

#include "ui/panels/data/conflictdialog.h"
#include "ui/panels/data/rowpaste.h"

#include <QAction>
#include <QSignalSpy>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

using Fixture = DataPanelFixture;

void drawCodes(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("name* varchar(80)")});
    const TableId course = school.table(text("Class"), {text("title* varchar(80)"), text("code! varchar(8)")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(8)")});
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
    void aLinkLeadsElsewhere();
    void aLinkThatIsThereIsNotMadeTwice();
    void aCheckTellsEveryFault_data() { EveryEngine::addRows(); }
    void aCheckTellsEveryFault();
    void aTakenKeyShowsItsRow();
    void aTakenKeyIsLinkedInstead_data() { EveryEngine::addRows(); }
    void aTakenKeyIsLinkedInstead();
    void theRestIsSavedWithoutTheRow();
    void aValueThatDoesNotFitIsToldBeforeItIsSent();
    void tenEditsSurviveEverything_data() { EveryEngine::addRows(); }
    void tenEditsSurviveEverything();
    void undoAndRedo();
    void immediateWritesARowThatIsLeft();
    void aProductionDatabaseIsFramed();
    void aStatementLeadsToItsRow();
    void aRowIsDoubledWithItsLinks();
    void linesBecomeLinks();
    void aPastedNameMayHaveCommas();
    void aPastedNameInOtherLetterCase();
    void discardingAsks();

private:
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
    QTRY_VERIFY(school.dialog<ConflictDialog>());
    auto* dialog = school.dialog<ConflictDialog>();
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
    QVERIFY(!school.button("conflictApply")->isEnabled());
    school.key(Qt::Key_M);
    QVERIFY(school.button("conflictApply")->isEnabled());
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.dialog<ConflictDialog>());
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
    QTRY_VERIFY(school.dialog<ConflictDialog>());
    QVERIFY(school.dialog<ConflictDialog>()->cases().front().gone);
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
    QTRY_VERIFY(school.dialog<ConflictDialog>());
    school.key(Qt::Key_T);
    QVERIFY(!school.button("conflictApply")->isEnabled());
    school.key(Qt::Key_M);
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.tree().isLoading() && !school.dialog<ConflictDialog>());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT credits FROM Classes WHERE className = 'Fine art'"), 4);
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
    QVERIFY(school.button("showLinked"));
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
    QVERIFY(school.button("showExisting"));
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
    QTRY_VERIFY(school.button("showExisting"));
    QCOMPARE(school.view().currentIndex(), music);
    QTest::mouseClick(school.button("showExisting"), Qt::LeftButton);
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
    QTRY_VERIFY(school.button("linkInstead") || !school.panel->hasPendingChanges());
    if (school.button("linkInstead")) {
        QTest::mouseClick(school.button("linkInstead"), Qt::LeftButton);
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
    QTRY_VERIFY(school.button("saveRest"));
    QTest::mouseClick(school.button("saveRest"), Qt::LeftButton);
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
    QCOMPARE(school.panel->findChild<QLabel*>(text("changeSummary"))->text(), text("10 students changed"));
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
    QTRY_VERIFY(school.button("doubleWithLinks"));
    QTest::mouseClick(school.button("doubleWithLinks"), Qt::LeftButton);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students WHERE firstName = 'Ann'"), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE StudentId = 2 AND grade IN ('B', 'C')"), 2);
}

void SafeHandsTest::aPastedNameMayHaveCommas()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art'), ('Art, modern'), ('Music'), ('Hello')");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().linkLine(classes).isValid());
    QGuiApplication::clipboard()->setText(text("Art, modern\nMusic, 5\n"));
    school.view().setFocus();
    school.view().setCurrentIndex(classes);
    school.key(Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE ClassId IN (2, 3)"), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 2);
}

void SafeHandsTest::aPastedNameInOtherLetterCase()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art'), ('ART'), ('Music'), ('Doe, John')");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().linkLine(classes).isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(classes);
    QGuiApplication::clipboard()->setText(text("mUSIC\nART\ndoe, john\n"));
    school.key(Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    QCOMPARE(school.tree().badge(classes).added, 3);
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE ClassId IN (2, 3, 4)"), 3);
    // Two are called nearly so: nobody guesses, and the names are told from one another.
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.open("Classes", school.open("Ann")));
    QGuiApplication::clipboard()->setText(text("art\nRoe, Jane\n"));
    school.key(Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(school.dialog<QMessageBox>());
    const QString said = school.dialog<QMessageBox>()->informativeText();
    QVERIFY2(said.contains(text("“art”")) && said.contains(text("“Roe, Jane”")), qPrintable(said));
    school.dialog<QMessageBox>()->close();
    QVERIFY(!school.panel->hasPendingChanges());
}

void SafeHandsTest::linesBecomeLinks()
{
    const auto made = [](const char* pasted) {
        QStringList names;
        for (const PastedName& name : namesOf(text(pasted)))
            names += name.made;
        return names;
    };
    QCOMPARE(made("Art, 3\n\"Say \"\"hi\"\"\", 4\n\nMusic,5\r\nArt, 3\n"),
        QStringList({text("Art"), text("Say \"hi\""), text("Music")}));
    QCOMPARE(made("Art\t3\nSay, hi\t4"), QStringList({text("Art"), text("Say, hi")}));
    QCOMPARE(made("Art, 3"), QStringList({text("Art, 3")})); // alone it is no table
    QCOMPARE(made("Doe, John\nRoe, Jane"), QStringList({text("Doe, John"), text("Roe, Jane")}));

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
    QTRY_VERIFY(school.button("pasteCreate"));
    QTest::mouseClick(school.button("pasteCreate"), Qt::LeftButton);
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
    QTest::mouseClick(school.button("discardChanges"), Qt::LeftButton);
    QTRY_VERIFY(school.button("discardForGood"));
    QVERIFY(school.panel->hasPendingChanges());
    QTest::mouseClick(school.button("discardForGood"), Qt::LeftButton);
    QVERIFY(!school.panel->hasPendingChanges());
}

QTEST_MAIN(SafeHandsTest)
#include "safehandstest.moc"
