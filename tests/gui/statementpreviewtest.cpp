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
