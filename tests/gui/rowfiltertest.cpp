// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowfilter.h"
#include "gui/browsefixture.h"
#include "ui/models/filtertext.h"
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
    void aConditionInWords_data();
    void aConditionInWords();
    void aQuestionIsPutTogether();
    void namesOfSeveralWords();
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
    // Enter goes to the rows, and no further: what is typed next would be written into the first of them.
    school.key(Qt::Key_Return);
    QVERIFY(school.view().hasFocus());
    QVERIFY(!school.view().findChild<QWidget*>(text("cellEditor")));
    school.view().rowHeader()->focusFilter(school.columnOf("firstName"));
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

void RowFilterTest::aConditionInWords_data()
{
    QTest::addColumn<QString>("filter");
    for (const char* filter : {"", "credits > 3", "born < 2002-03-04", "firstName is null",
             "credits is not null and lastName = 'O''Hara'", "firstName != 'null'", "Classes: none",
             "Classes: any", "Classes count >= 2", "Classes any grade = 'A'",
             "Classes none className = 'Art, modern', grade = 'A'", "Advisor any name = 'Kim'", "some words",
             "this and that"})
        QTest::addRow("%s", filter) << text(filter);
}

void RowFilterTest::aConditionInWords()
{
    QFETCH(QString, filter);
    const Fixture school;
    const int student = school.drawn.find(text("Student")).value();
    const Result<orm::Json> condition = filterCondition(school.drawn, student, filter);
    QVERIFY(condition.has_value());
    QCOMPARE(filterText(school.drawn, student, *condition), filter);
    // What filters have no words for stays what it is.
    const orm::Json nested = orm::parseJson(R"({"not":{"credits":{"gt":3}}})", QString()).value();
    QCOMPARE(filterText(school.drawn, student, nested), text(R"({"not":{"credits":{"gt":3}}})"));
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

void RowFilterTest::namesOfSeveralWords()
{
    SampleSchema shop;
    const TableId product = shop.table(text("Product"), {text("title"), text("price integer")});
    const TableId order = shop.table(text("Order"), {text("day date")});
    shop.link(text("Order Detail"), order, product, {text("amount integer")});
    const auto rename = [&](TableId id, const char* before, const char* after) {
        model::Table table = *shop.schema.tables.find(id);
        for (model::Column& column : table.columns) {
            if (column.name == text(before))
                column.name = text(after);
        }
        shop.schema.tables.set(table);
    };
    rename(product, "price", "Unit Price");
    rename(order, "day", "Day and \"hour\"");
    shop.derive();
    const auto condition = [&](const char* model, const char* filter) {
        const auto read = filterCondition(shop.registry(), shop.model(model), text(filter));
        return read ? orm::compactJson(*read) : QByteArray("error");
    };
    const QByteArray dear = R"({"Unit Price":{"gt":3}})";
    QCOMPARE(condition("Product", "\"Unit Price\" > 3"), dear);
    QCOMPARE(condition("Product", "unit price > 3"), dear);
    QCOMPARE(condition("Order", "Products any Unit Price > 3"), R"({"Products":{"has":)" + dear + "}}");
    QCOMPARE(condition("Product", "Unit Price is null"), QByteArray(R"({"Unit Price":{"eq":null}})"));
    QCOMPARE(condition("Order", "\"Day and \"\"hour\"\"\" < 2020-01-01"),
        QByteArray(R"({"Day and \"hour\"":{"lt":"2020-01-01"}})"));
    QCOMPARE(condition("Product", "\"Unit Prize\" > 3"), QByteArray("error"));
    QCOMPARE(condition("Order", "Prodcuts any Unit Price > 3"), QByteArray("error"));
    QVERIFY(condition("Product", "is there any more").contains("iSubstring"));
    QVERIFY(condition("Product", "12\" and Unit Price > 3").contains("iSubstring")); // a word to look for
    QCOMPARE(filterName(text("Unit Price")), text("\"Unit Price\""));
    QCOMPARE(filterName(text("price")), text("price"));
}

QTEST_MAIN(RowFilterTest)
#include "rowfiltertest.moc"
