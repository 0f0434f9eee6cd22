// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"

using namespace conjoin;
using namespace conjoin::tests;

/// The statements that will run, by the keyboard.
class StatementPreviewTest : public QObject {
    Q_OBJECT

private slots:
    void theKeyboardGoesThereAndBack();
};

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
