// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/browsefixture.h"
#include "ui/panels/data/rowheader.h"

#include <QComboBox>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

using Fixture = BrowseFixture;

/// Rows are asked for by what they hold and by what they are linked to.
class RowFilterTest : public QObject {
    Q_OBJECT

private slots:
    void theFilterRow();
    void questionsToWhatIsLinked_data();
    void questionsToWhatIsLinked();
    void aQuestionIsPutTogether();
};

void RowFilterTest::theFilterRow()
{
    Fixture school;
    school.fill(60);
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 60);
    school.view().setCurrentIndex(school.tree().index(0, school.columnOf("credits")));
    school.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(school.view().rowHeader()->isFilterShown());
    QVERIFY(school.editor() && school.editor()->accessibleName().contains(text("credits")));
    school.type("null");
    QTRY_COMPARE(school.tree().rootRows(), 20);
    school.editor()->clear();
    school.type("40..");
    QTRY_VERIFY(school.editor()->property("invalid").toBool()); // half a range: the rows stay
    QCOMPARE(school.tree().rootRows(), 20);
    school.type("44");
    QTRY_VERIFY(school.tree().rootRows() < 20 && !school.tree().isLoading());
    QVERIFY(!school.editor()->property("invalid").toBool());
    for (int i = 0; i < school.tree().rowCount(); ++i) {
        const int credits = school.shown(i, school.columnOf("credits")).toInt();
        QVERIFY(credits >= 40 && credits <= 44);
    }
    // Another column, and one whose cells show another table's label.
    school.editor()->clear();
    school.view().rowHeader()->focusFilter(school.columnOf("AdvisorId"));
    school.type("ki");
    QTRY_COMPARE(school.tree().rootRows(), 30);
    school.view().rowHeader()->focusFilter(school.columnOf("firstName"));
    school.type("'F2'");
    QTRY_COMPARE(school.tree().rootRows(), 1);
    school.key(Qt::Key_Down);
    QVERIFY(school.view().hasFocus());
    // What is not seen hides nothing.
    school.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(school.tree().rootRows(), 60);
}

void RowFilterTest::questionsToWhatIsLinked_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("rows");
    const std::pair<const char*, int> questions[] = {{"classes: none", 20}, {"Classes: any", 60},
        {"Classes count = 3 and credits is null", 20}, {"Classes count < 3", 20},
        {"Classes any grade = 'A'", 1}, {"classes none grade = 'A'", 79},
        {"Classes any grade = 'A', className = 'Art'", 1}, {"Classes any grade = 'A', className = 'Maths'", 0},
        {"lastName = 'S0007'", 1}, {"Advisor any name = 'Kim'", 40}, {"lastName = 'a and b'", 0}, {"S000", 9},
        {"this and that", 0}};
    for (const auto& [filter, rows] : questions)
        QTest::addRow("%s", filter) << text(filter) << rows;
}

void RowFilterTest::questionsToWhatIsLinked()
{
    QFETCH(QString, filter);
    QFETCH(int, rows);
    Fixture school;
    school.fill(80);
    school.run("UPDATE Enrollments SET grade = 'A' WHERE StudentId = 5 AND ClassId = 1");
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 80);
    school.key(Qt::Key_F, Qt::ControlModifier);
    school.editor()->setText(filter);
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.tree().isLoading());
    QVERIFY2(school.panel->findChild<QLineEdit*>(text("rowFilter"))->toolTip().isEmpty(),
        qPrintable(school.panel->findChild<QLineEdit*>(text("rowFilter"))->toolTip()));
    QTRY_COMPARE(school.tree().rootRows(), rows);
}

void RowFilterTest::aQuestionIsPutTogether()
{
    Fixture school;
    school.fill(80);
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 80);
    QTest::mouseClick(school.panel->findChild<QWidget*>(text("relationFilter")), Qt::LeftButton);
    auto* dialog = school.panel->findChild<QDialog*>(text("relationFilterDialog"));
    QTRY_VERIFY(dialog && dialog->isVisible());
    dialog->findChild<QComboBox*>(text("relation"))->setCurrentText(text("Classes"));
    auto* column = dialog->findChild<QComboBox*>(text("relationColumn"));
    column->setCurrentIndex(column->findData(text("grade")));
    dialog->findChild<QLineEdit*>(text("relationValue"))->setText(text("B"));
    QCOMPARE(dialog->findChild<QLabel*>(text("relationText"))->text(), text("Classes any grade = 'B'"));
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE(school.tree().rootRows(), 60);
    QCOMPARE(school.panel->findChild<QLineEdit*>(text("rowFilter"))->text(), text("Classes any grade = 'B'"));
}

QTEST_MAIN(RowFilterTest)
#include "rowfiltertest.moc"
