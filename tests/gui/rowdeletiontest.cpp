// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/keyedrows.h"
#include "support/everyengine.h"

#include "ui/panels/data/deletiondialog.h"

#include <QComboBox>
#include <QMessageBox>
#include <QTreeWidget>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

using Fixture = DataPanelFixture;

/// What goes with a row is seen before it goes.
class RowDeletionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void aDeletionIsWhatItsPlanSays_data() { EveryEngine::addRows(); }
    void aDeletionIsWhatItsPlanSays();
    void whatIsInTheWayIsDeletedFirst();
    void whatIsInTheWayRefersElsewhere();
    void aBigDeletionIsTyped();
    void aChildWithoutItsParentIsAskedAbout();

    void linksAreCalledByWhatTheyLink();
    void severalAtOnce_data() { EveryEngine::addRows(); }
    void severalAtOnce();
    void severalLinksAtOnce();
    void whatGoesIsSeenAtBothEnds();
    void whatComesIsSeenAtBothEnds();
    void aChildThatLeavesIsStruck();

private:
    EveryEngine engines_;
};

void RowDeletionTest::linksAreCalledByWhatTheyLink()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann')");
    school.run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art'), ('Algebra I')");
    school.run(
        "INSERT INTO \"Enrollments\" (\"StudentId\", \"ClassId\", grade) VALUES (1, 1, 'C'), (1, 2, 'A')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(school.dialog<DeletionDialog>());
    auto* steps = school.dialog<DeletionDialog>()->findChild<QTreeWidget*>(text("deletionSteps"));
    QTRY_VERIFY(steps->topLevelItemCount() == 1 && steps->topLevelItem(0)->childCount() == 2);
    QStringList links;
    for (int i = 0; i < 2; ++i)
        links += steps->topLevelItem(0)->child(i)->text(0);
    links.sort();
    QCOMPARE(links, QStringList({text("Ann ⇄ Algebra I"), text("Ann ⇄ Art")}));
}

/// A person and the one whom they report to, in the wrong order: both go, by one decision.
void RowDeletionTest::severalAtOnce()
{
    QFETCH(QString, engine);
    Fixture office(
        [](SampleDatabase& drawn) {
            const TableId clerk = drawn.table(text("Clerk"), {text("name")});
            const ReferenceId boss = drawn.reference(clerk, clerk, text("Boss"), text("Reports"));
            drawn.schema.references.update(
                boss, [](model::Reference& made) { made.key.onDelete = model::Action::Cascade; });
        },
        engines_.newDatabase(engine));
    office.run("INSERT INTO \"Clerks\" (\"id\", \"name\", \"BossId\") VALUES "
               "(1, 'Ann', NULL), (2, 'Bob', 1), (3, 'Cid', 2), (4, 'Dan', NULL)");
    office.show();
    office.openTable("Clerk");
    QTRY_VERIFY(office.find("Dan").isValid());
    office.view().setFocus();
    office.view().setCurrentIndex(office.find("Ann"));
    office.key(Qt::Key_Down, Qt::ShiftModifier);
    office.key(Qt::Key_Delete);
    QTRY_VERIFY(office.dialog<DeletionDialog>());
    auto* dialog = office.dialog<DeletionDialog>();
    const auto* steps = dialog->findChild<QTreeWidget*>(text("deletionSteps"));
    QTRY_VERIFY(steps->topLevelItemCount() == 1 && office.button("stageDeletion")->isEnabled());
    QCOMPARE(steps->topLevelItem(0)->text(1), text("1")); // Cid; Bob goes anyway
    QTest::mouseClick(office.button("stageDeletion"), Qt::LeftButton);
    QTRY_COMPARE(office.panel->findChild<QLabel*>(text("changeSummary"))->text(), text("2 clerks deleted"));
    office.panel->insertChanges();
    QTRY_VERIFY2(!office.panel->hasPendingChanges(), qPrintable(office.error()));
    QCOMPARE(office.number("SELECT COUNT(*) FROM \"Clerks\""), 1);
}

void RowDeletionTest::severalLinksAtOnce()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann')");
    school.run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art'), ('Biology'), ('Music')");
    school.run("INSERT INTO \"Enrollments\" (\"StudentId\", \"ClassId\") VALUES (1, 1), (1, 2), (1, 3)");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.find("Music", classes).isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Art", classes));
    school.key(Qt::Key_Down, Qt::ShiftModifier);
    school.key(Qt::Key_U);
    QVERIFY(school.tree().isUnlinked(school.find("Art", classes)));
    QVERIFY(school.tree().isUnlinked(school.find("Biology", classes)));
    QVERIFY(!school.tree().isUnlinked(school.find("Music", classes)));
    school.key(Qt::Key_Z, Qt::ControlModifier); // one step back
    QVERIFY(!school.panel->hasPendingChanges());
}

void RowDeletionTest::whatGoesIsSeenAtBothEnds()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann'), ('Bob')");
    school.run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art')");
    school.run("INSERT INTO \"Enrollments\" (\"StudentId\", \"ClassId\") VALUES (1, 1), (2, 1)");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.find("Art", classes).isValid());
    const QModelIndex students = school.open("Students", school.open("Art", classes));
    QTRY_VERIFY(school.find("Ann", students).isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Art", classes));
    school.key(Qt::Key_U);
    QVERIFY(school.tree().isUnlinked(school.find("Art", classes)));
    QVERIFY(school.tree().isUnlinked(school.find("Ann", students)));
    QVERIFY(!school.tree().isUnlinked(school.find("Bob", students)));
    QCOMPARE(school.tree().badge(classes).taken, 1);
    QCOMPARE(school.tree().badge(students).taken, 1);
    // It is left linked from where it was not said, too.
    school.view().setCurrentIndex(school.find("Ann", students));
    school.key(Qt::Key_U);
    QVERIFY(!school.panel->hasPendingChanges());
    QVERIFY(!school.tree().isUnlinked(school.find("Art", classes)));
    QCOMPARE(school.tree().badge(classes).taken, 0);
    // What was written is taken back: a row of the junction comes again, one that came goes.
    school.view().setCurrentIndex(school.find("Art", classes));
    school.key(Qt::Key_U);
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QTRY_VERIFY(!school.tree().isLoading());
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    QTRY_VERIFY(school.find("Ann").isValid());
    const QModelIndex again = school.open("Classes", school.open("Ann"));
    QCOMPARE(school.tree().badge(again).added, 1);
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QTRY_VERIFY(!school.tree().isLoading());
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); // … of the way back
    QTRY_VERIFY(school.panel->hasPendingChanges());
    const QModelIndex last = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.find("Art", last).isValid());
    QVERIFY(school.tree().isUnlinked(school.find("Art", last)));
    QCOMPARE(school.tree().badge(last).taken, 1);
}

void RowDeletionTest::whatComesIsSeenAtBothEnds()
{
    Fixture school(drawSchool);
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann'), ('Bob')");
    school.run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art')");
    school.run("INSERT INTO \"Enrollments\" (\"StudentId\", \"ClassId\") VALUES (2, 1)");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Bob").isValid());
    const QModelIndex hers = school.open("Classes", school.open("Ann"));
    const QModelIndex his = school.open("Classes", school.open("Bob"));
    QTRY_VERIFY(school.find("Art", his).isValid());
    const QModelIndex students = school.open("Students", school.open("Art", his));
    QTRY_VERIFY(school.find("Bob", students).isValid());
    QTRY_VERIFY(school.tree().isLoaded(hers));
    school.view().setFocus();
    school.view().setCurrentIndex(hers);
    school.key(Qt::Key_L);
    QTRY_VERIFY(school.picker());
    school.type("Art");
    QTRY_VERIFY(school.picker()->entries().contains(text("Art")));
    school.key(Qt::Key_Return);
    QTRY_VERIFY(school.find("Art", hers).isValid());
    const QModelIndex seen = school.find("Ann", students);
    QVERIFY(seen.isValid());
    QVERIFY(school.tree().link(seen));
    QCOMPARE(school.tree().object(seen), school.tree().object(school.find("Ann")));
    QCOMPARE(school.tree().badge(students).added, 1);
    QCOMPARE(school.tree().badge(hers).added, 1);
    // An attribute of the link is one and the same at both.
    const int grade = school.tree().section(seen).junctionBegin;
    QVERIFY(school.tree().setData(seen.siblingAtColumn(grade), text("A")));
    QCOMPARE(school.find("Art", hers).siblingAtColumn(grade).data().toString(), text("A"));
    // It is taken back from either.
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann", students));
    school.key(Qt::Key_U);
    QVERIFY(!school.find("Ann", students).isValid());
    QVERIFY(!school.find("Art", hers).isValid());
    QVERIFY(!school.panel->hasPendingChanges());
    school.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(school.find("Ann", students).isValid());
    // A group that is opened later has it, too; and it is written once.
    const QModelIndex later = school.open("Students", school.open("Art", hers));
    QTRY_VERIFY(school.tree().isLoaded(later));
    QVERIFY(school.find("Ann", later).isValid());
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\" WHERE \"StudentId\" = 1"), 1);
}

void RowDeletionTest::aChildThatLeavesIsStruck()
{
    Fixture office([](SampleDatabase& drawn) {
        const TableId desk = drawn.table(text("Desk"), {text("name")});
        const TableId clerk = drawn.table(text("Clerk"), {text("name")});
        drawn.reference(clerk, desk);
    });
    office.run("INSERT INTO \"Desks\" (\"name\") VALUES ('left'), ('right')");
    office.run("INSERT INTO \"Clerks\" (\"name\", \"DeskId\") VALUES ('Ann', 1), ('Bob', 1)");
    office.show();
    office.openTable("Desk");
    QTRY_VERIFY(office.find("left").isValid());
    const QModelIndex left = office.open("Clerks", office.open("left"));
    const QModelIndex right = office.open("Clerks", office.open("right"));
    QTRY_VERIFY(office.find("Ann", left).isValid());
    QTRY_VERIFY(office.tree().isLoaded(right));
    office.view().setFocus();
    office.view().setCurrentIndex(office.find("Ann", left));
    office.key(Qt::Key_U);
    QVERIFY(office.tree().isUnlinked(office.find("Ann", left)));
    QCOMPARE(office.tree().badge(left).taken, 1);
    office.key(Qt::Key_U);
    QVERIFY(!office.panel->hasPendingChanges());
    // Linked to another desk, it comes there and goes here.
    office.view().setCurrentIndex(right);
    office.key(Qt::Key_L);
    QTRY_VERIFY(office.picker());
    office.type("Bob");
    QTRY_VERIFY(office.picker()->entries().contains(text("Bob")));
    office.key(Qt::Key_Return);
    QTRY_VERIFY(office.find("Bob", right).isValid());
    QVERIFY(office.tree().isUnlinked(office.find("Bob", left)));
    QCOMPARE(office.tree().badge(left).taken, 1);
    QCOMPARE(office.tree().badge(right).added, 1);
}

void RowDeletionTest::aDeletionIsWhatItsPlanSays()
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
    QTRY_VERIFY(school.dialog<DeletionDialog>());
    auto* dialog = school.dialog<DeletionDialog>();
    auto* steps = dialog->findChild<QTreeWidget*>(text("deletionSteps"));
    QTRY_COMPARE(steps->topLevelItemCount(), 3);
    QStringList said;
    for (int i = 0; i < 3; ++i)
        said += steps->topLevelItem(i)->text(0) + u' ' + steps->topLevelItem(i)->text(1);
    said.sort();
    QCOMPARE(
        said, QStringList({text("Bills.StudentId 1"), text("Essays.StudentId 2"), text("Pages.EssayId 2")}));
    QTest::mouseClick(school.button("rehearseDeletion"), Qt::LeftButton);
    auto* outcome = dialog->findChild<QLabel*>(text("deletionOutcome"));
    QTRY_VERIFY2(outcome->text().contains(text("taken back")), qPrintable(outcome->text()));
    for (const char* effect :
        {"1 deleted in Students", "2 deleted in Essays", "2 deleted in Pages", "1 changed in Bills"})
        QVERIFY2(outcome->text().contains(text(effect)), qPrintable(outcome->text()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 2);
    QTest::mouseClick(school.button("stageDeletion"), Qt::LeftButton);
    QVERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Essays\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Pages\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Bills\" WHERE \"StudentId\" IS NULL"), 1);
}

void RowDeletionTest::whatIsInTheWayIsDeletedFirst()
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
    QTRY_VERIFY(school.dialog<DeletionDialog>() &&
                school.dialog<DeletionDialog>()->findChild<QComboBox*>(text("wayOut")));
    auto* dialog = school.dialog<DeletionDialog>();
    QVERIFY(!school.button("stageDeletion")->isEnabled());
    auto* ways = dialog->findChild<QComboBox*>(text("wayOut"));
    auto* steps = dialog->findChild<QTreeWidget*>(text("deletionSteps"));
    QTRY_VERIFY(steps->hasFocus());
    QTest::keyClick(steps, Qt::Key_Tab); // by the keyboard alone
    QVERIFY(ways->hasFocus());
    QTest::keyClick(ways, Qt::Key_Down);
    QTRY_VERIFY(school.button("stageDeletion")->isEnabled());
    QTest::mouseClick(school.button("stageDeletion"), Qt::LeftButton);
    QTRY_VERIFY2(school.preview().indexOf(text("\"Theses\"")) >= 0 &&
                     school.preview().indexOf(text("DELETE FROM \"Theses\"")) <
                         school.preview().indexOf(text("DELETE FROM \"Students\"")),
        qPrintable(school.preview()));
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Theses"), 0);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 1);
}

void RowDeletionTest::whatIsInTheWayRefersElsewhere()
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
    QTRY_VERIFY(school.dialog<DeletionDialog>() &&
                school.dialog<DeletionDialog>()->findChild<QComboBox*>(text("wayOut")));
    auto* ways = school.dialog<DeletionDialog>()->findChild<QComboBox*>(text("wayOut"));
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
    QTRY_VERIFY(school.button("stageDeletion") && school.button("stageDeletion")->isEnabled());
    QTest::mouseClick(school.button("stageDeletion"), Qt::LeftButton);
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT StudentId FROM Theses"), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 1);
}

void RowDeletionTest::aBigDeletionIsTyped()
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
    QTRY_VERIFY(school.dialog<DeletionDialog>());
    auto* typed = school.dialog<DeletionDialog>()->findChild<QLineEdit*>(text("deletionTyped"));
    QTRY_VERIFY(typed->isVisible());
    QVERIFY(!school.button("stageDeletion")->isEnabled());
    QTest::keyClicks(typed, text("Students"));
    QVERIFY(school.button("stageDeletion")->isEnabled());
}

void RowDeletionTest::aChildWithoutItsParentIsAskedAbout()
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
    QTRY_VERIFY(school.dialog<QMessageBox>());
    QVERIFY(!school.panel->hasPendingChanges());
    QTest::mouseClick(school.button("unlinkElsewhere"), Qt::LeftButton);
    const auto picker = [&] { return qobject_cast<RowPicker*>(QApplication::focusWidget()); };
    QTRY_VERIFY(picker());
    QTest::keyClicks(picker(), text("Bob"));
    QTest::keyClick(picker(), Qt::Key_Return);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT StudentId FROM Essays"), 2);
}

QTEST_MAIN(RowDeletionTest)
#include "rowdeletiontest.moc"
