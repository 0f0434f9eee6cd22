// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/keyedrows.h"
#include "support/everyengine.h"

#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

using Fixture = DataPanelFixture;

/// What was saved is taken back, to the letter, or not at all.
class TakeBackTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void aCommitIsTakenBack_data() { EveryEngine::addRows(); }
    void aCommitIsTakenBack();
    void aDeletionIsTakenBack_data() { EveryEngine::addRows(); }
    void aDeletionIsTakenBack();
    void aTriggerDoesNotChangeWhatIsTakenBack_data() { EveryEngine::addRows(); }
    void aTriggerDoesNotChangeWhatIsTakenBack();
    void aNumberThatTheDatabaseAlwaysMakesComesBack();
    void whatATriggerInsistsOnIsTold();
    void aDiscardedWayBackIsToBeHadAgain();
    void whatSomebodyChangedSinceIsNotTakenBack();
    void oneAfterTheOtherWhereATriggerCounts();

private:
    void deleteAnnAndTakeBack(Fixture& school);

    EveryEngine engines_;
};

void TakeBackTest::aCommitIsTakenBack()
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

void TakeBackTest::aDeletionIsTakenBack()
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
    QTRY_VERIFY(school.button("stageDeletion") && school.button("stageDeletion")->isEnabled());
    QTest::mouseClick(school.button("stageDeletion"), Qt::LeftButton);
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
void TakeBackTest::deleteAnnAndTakeBack(Fixture& school)
{
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(school.button("stageDeletion") && school.button("stageDeletion")->isEnabled());
    QTest::mouseClick(school.button("stageDeletion"), Qt::LeftButton);
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QTRY_VERIFY(!school.tree().isLoading());
    school.view().setFocus();
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(school.panel->hasPendingChanges());
}

void TakeBackTest::aTriggerDoesNotChangeWhatIsTakenBack()
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

void TakeBackTest::aNumberThatTheDatabaseAlwaysMakesComesBack()
{
    Fixture school(drawKeys, engines_.newDatabase(text("postgresql")));
    fillKeys(school);
    for (const char* table : {"Students", "Essays", "Pages", "Bills"}) {
        for (const char* change : {"DROP DEFAULT", "ADD GENERATED ALWAYS AS IDENTITY"})
            school.run(QStringLiteral("ALTER TABLE \"%1\" ALTER COLUMN id %2")
                           .arg(text(table), text(change))
                           .toUtf8()
                           .constData());
    }
    deleteAnnAndTakeBack(school);
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE id = 1 AND name = 'Ann'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Pages\" WHERE \"EssayId\" = 1"), 2);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Bills\" WHERE \"StudentId\" = 1"), 1);
}

void TakeBackTest::whatATriggerInsistsOnIsTold()
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

void TakeBackTest::aDiscardedWayBackIsToBeHadAgain()
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

void TakeBackTest::whatSomebodyChangedSinceIsNotTakenBack()
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

void TakeBackTest::oneAfterTheOtherWhereATriggerCounts()
{
    Fixture school([](SampleDatabase& drawn) {
        drawn.table(text("Student"), {text("firstName"), text("changes integer")});
    });
    school.run("CREATE TRIGGER counts AFTER UPDATE OF firstName ON Students BEGIN "
               "UPDATE Students SET changes = coalesce(OLD.changes, 0) + 1 WHERE id = OLD.id; END");
    school.show();
    school.openTable("Student");
    school.view().setFocus();
    const auto save = [&] {
        school.panel->insertChanges();
        QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
        QTRY_VERIFY(!school.tree().isLoading());
    };
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Ann");
    school.key(Qt::Key_Return);
    save();
    QTRY_VERIFY(school.find("Ann").isValid());
    school.tree().setData(school.find("Ann"), text("Anna"));
    save();
    auto* history = school.panel->findChild<QToolButton*>(text("commitHistory"));
    const auto takeBack = [&](int entry) {
        emit history->menu()->aboutToShow();
        history->menu()->actions().at(entry)->trigger();
        QTRY_VERIFY(school.panel->hasPendingChanges());
        save();
    };
    takeBack(0);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students WHERE firstName = 'Ann' AND changes = 1"), 0);
    takeBack(2); // who made her: nobody else has been there, only the trigger
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 0);
}

QTEST_MAIN(TakeBackTest)
#include "takebacktest.moc"
