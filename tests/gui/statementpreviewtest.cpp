// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"
#include "support/everyengine.h"

using namespace conjoin;
using namespace conjoin::tests;

/// The statements that will run, by the keyboard.
class StatementPreviewTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void theKeyboardGoesThereAndBack();
    void readingStandsBehindWriting();
    void whatIsMissingIsLedTo();
    void lookingDrawsNoNumbers_data() { EveryEngine::addRows(); }
    void lookingDrawsNoNumbers();

private:
    EveryEngine engines_;
};

/// A person types, looks, types on; the row that is written in the end has the next number all the same.
void StatementPreviewTest::lookingDrawsNoNumbers()
{
    QFETCH(QString, engine);
    DataPanelFixture school(drawSchool, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art')");
    school.show();
    school.openTable("Student");
    school.panel->newRow();
    school.type("Ann");
    school.key(Qt::Key_Return);
    QTRY_VERIFY2(school.preview().contains(text("'Ann'")), qPrintable(school.preview()));
    const QModelIndex ann = school.find("Ann");
    const QModelIndex classes = school.tree().relation(ann, text("Classes"));
    school.view().editCell(school.tree().linkLine(classes));
    QTRY_VERIFY(school.picker());
    school.type("Art");
    school.key(Qt::Key_Return);
    QTRY_VERIFY(school.tree().badge(classes).added == 1);
    QTRY_COMPARE(school.preview().count(text("INSERT INTO")), 2);
    const QString shown = school.preview();
    QCOMPARE(shown.contains(text("‹new Student #1›")), engine != u"sqlite");
    for (const char* name : {"Bea", "Cid", "Dan"}) {
        school.tree().setData(school.find(name == text("Bea")   ? "Ann"
                                          : name == text("Cid") ? "Bea"
                                                                : "Cid"),
            text(name));
        QTRY_VERIFY2(school.preview().contains(u'\'' + text(name) + u'\''), qPrintable(school.preview()));
    }
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT MAX(id) FROM \"Students\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\" WHERE \"StudentId\" = 1"), 1);
}

/// What is only read takes a line, so that what is written is seen.
void StatementPreviewTest::readingStandsBehindWriting()
{
    DataPanelFixture school(drawSchool);
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.tree().setData(school.find("Ann"), text("Bea"));
    QTRY_VERIFY(school.preview().contains(text("'Bea'")));
    QVERIFY2(school.preview().contains(text("-- reads \"Students\"\n")), qPrintable(school.preview()));
    QCOMPARE(school.preview().count(text("SELECT")), 0);
}

/// A new class of a new teacher, and neither of them has a name yet.
void StatementPreviewTest::whatIsMissingIsLedTo()
{
    DataPanelFixture school([](SampleDatabase& drawn) {
        const TableId teacher = drawn.table(text("Teacher"), {text("name*"), text("room*")});
        const TableId course = drawn.table(text("Class"), {text("className*"), text("credits* integer")});
        drawn.reference(course, teacher);
    });
    school.show();
    school.openTable("Class");
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Art");
    school.key(Qt::Key_Return);
    QVERIFY(school.find("Art").isValid());
    school.view().editCell(school.find("Art").siblingAtColumn(school.columnOf("TeacherId")));
    QTRY_VERIFY(school.picker());
    school.type("Kim");
    school.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!school.picker());
    auto* why = school.panel->findChild<QLabel*>(text("whyNotYet"));
    QTRY_COMPARE(why->accessibleName(), text("Not yet: class “Art”: \"credits\" must have a value\n"
                                             "teacher “Kim”: \"room\" must have a value"));
    school.view().collapse(school.find("Art"));
    emit why->linkActivated(text("1")); // to the teacher, whose place was closed
    QVERIFY(school.view().hasFocus());
    const QModelIndex room = school.view().currentIndex();
    QCOMPARE(enteredText(school.tree().object(room)->entered.value(text("name"))), text("Kim"));
    QCOMPARE(school.tree().section(room).attribute(school.tree().registry(), room.column()).name, text("room"));
    school.tree().setData(room, text("101"));
    QTRY_COMPARE(why->accessibleName(), text("Not yet: class “Art”: \"credits\" must have a value"));
    emit why->linkActivated(text("0"));
    QCOMPARE(school.view().currentIndex().column(), school.columnOf("credits"));
    school.tree().setData(school.view().currentIndex(), text("3"));
    QTRY_VERIFY(why->isHidden());
    QTRY_COMPARE(school.preview().count(text("INSERT INTO")), 2);
}

void StatementPreviewTest::theKeyboardGoesThereAndBack()
{
    DataPanelFixture school(drawSchool);
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann'), ('Bob')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Bob").isValid());
    school.tree().setData(school.find("Bob"), text("Bert"));
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    auto* statements = school.panel->findChild<QPlainTextEdit*>(text("statementText"));
    QTRY_VERIFY(statements->isVisible()); // as soon as something waits

    school.key(Qt::Key_F9);
    QVERIFY(statements->isVisible());
    QVERIFY(statements->hasFocus());
    QTRY_VERIFY(statements->toPlainText().contains(text("Bert")));
    school.key(Qt::Key_Escape); // back to the rows, and the statements stay
    QVERIFY(school.view().hasFocus());
    QVERIFY(statements->isVisible());
    school.key(Qt::Key_F9);
    QVERIFY(statements->hasFocus());
    QTextCursor cursor = statements->textCursor();
    cursor.setPosition(statements->toPlainText().indexOf(text("Bert")));
    statements->setTextCursor(cursor);
    school.key(Qt::Key_Return); // to the row of the statement
    QVERIFY(school.view().hasFocus());
    QCOMPARE(school.view().currentIndex().siblingAtColumn(0).row(), 1);
    school.key(Qt::Key_F9);
    school.key(Qt::Key_F9); // from there it closes them
    QVERIFY(!statements->isVisible());
    QVERIFY(school.view().hasFocus());
    school.key(Qt::Key_F9); // and opens them again
    QVERIFY(statements->isVisible() && statements->hasFocus());
}

QTEST_MAIN(StatementPreviewTest)
#include "statementpreviewtest.moc"
