// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a value is said while it is typed.
#include "gui/datapanelfixture.h"

#include "ui/models/rowcheck.h"
#include "ui/panels/data/cellnote.h"

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

void drawChecked(SampleDatabase& shop)
{
    const TableId offer = shop.table(text("Offer"),
        {text("code! varchar(8)"), text("price* integer"), text("least integer"), text("state varchar(10)")});
    shop.schema.tables.update(offer, [](model::Table& table) {
        IdSource ids = IdSource::seeded(77);
        for (const char* expression : {"price > 0", "least <= price", "state IN ('new', 'used')"}) {
            model::Check check;
            check.id = ids.next<CheckId>();
            check.expression = text(expression);
            table.checks.push_back(check);
        }
    });
}

struct Shop : DataPanelFixture {
    Shop()
        : DataPanelFixture(drawChecked)
    {
        run("INSERT INTO Offers (code, price, least, state) VALUES ('a', 10, 5, 'new'), ('b', 20, NULL, NULL)");
    }
    void begin()
    {
        show();
        openTable("Offer");
        QTRY_COMPARE(tree().rootRows(), 2);
        view().setFocus();
    }
    QLineEdit* edit(int row, const char* attribute)
    {
        view().setCurrentIndex(tree().index(row, columnOf(attribute)));
        key(Qt::Key_F2);
        if (editor())
            editor()->selectAll();
        return editor();
    }
    QString faultAt(int row, const char* attribute) const
    {
        return tree().cell(tree().index(row, columnOf(attribute))).fault;
    }
};

} // namespace

class LiveCheckTest : public QObject {
    Q_OBJECT

private slots:
    void aCheckWhileTyping();
    void aCheckOfTwoColumns();
    void aListOfWords();
    void whatIsThereAlready();
    void aDraftIsJudgedAsItWillBe();
    void nobodyIsStopped();
    void aRefusedAttributeOfALinkIsTheCurrentCell();
    void keysKeepAnEditorWithWhatIsWrong_data();
    void keysKeepAnEditorWithWhatIsWrong();
    void aClickElsewhereKeepsItToo();
    void whatIsWrongOutlivesItsEditor_data();
    void whatIsWrongOutlivesItsEditor();
    void aRefusalGoesWithTheValue();
    void aNumberOutOfRangeNamesItsColumn();
};

void LiveCheckTest::aCheckWhileTyping()
{
    Shop shop;
    shop.begin();
    QLineEdit* editor = shop.edit(0, "price");
    QVERIFY(editor);
    shop.type("-");
    QVERIFY(editor->property("invalid").toBool());
    shop.type("3");
    QVERIFY(editor->property("invalid").toBool());
    QVERIFY2(editor->toolTip().contains(text("price > 0")), qPrintable(editor->toolTip()));
    editor->selectAll();
    shop.type("7");
    QVERIFY(!editor->property("invalid").toBool());
    QVERIFY(editor->toolTip().isEmpty());
    shop.key(Qt::Key_Return);
    QVERIFY(shop.faultAt(0, "price").isEmpty());
}

void LiveCheckTest::aCheckOfTwoColumns()
{
    Shop shop;
    shop.begin();
    QLineEdit* editor = shop.edit(0, "price");
    QVERIFY(editor);
    shop.type("4"); // the stored least is 5
    QVERIFY2(editor->toolTip().contains(text("least <= price")), qPrintable(editor->toolTip()));
    shop.key(Qt::Key_Return);
    QVERIFY(shop.faultAt(0, "price").contains(text("least <= price")));
    QVERIFY(shop.edit(0, "least"));
    shop.type("3");
    shop.key(Qt::Key_Return);
    QVERIFY(shop.faultAt(0, "price").isEmpty()); // by what is entered beside it
    QVERIFY(shop.edit(1, "price"));
    shop.type("1"); // NULL breaks no check
    QVERIFY(!shop.editor()->property("invalid").toBool());
}

void LiveCheckTest::aListOfWords()
{
    Shop shop;
    shop.begin();
    QLineEdit* editor = shop.edit(0, "state");
    QVERIFY(editor);
    shop.type("olds");
    QVERIFY(editor->property("invalid").toBool());
    editor->selectAll();
    shop.type("USED"); // another collation may take it
    QVERIFY(!editor->property("invalid").toBool());
}

void LiveCheckTest::whatIsThereAlready()
{
    Shop shop;
    shop.begin();
    QLineEdit* editor = shop.edit(1, "code");
    QVERIFY(editor);
    shop.type("a");
    QVERIFY(editor->property("invalid").toBool());
    shop.type("b");
    QVERIFY(!editor->property("invalid").toBool());
    shop.type("cdefghij"); // ten characters
    shop.key(Qt::Key_Escape);
}

void LiveCheckTest::aDraftIsJudgedAsItWillBe()
{
    Shop shop;
    shop.begin();
    shop.key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(shop.editor());
    shop.editor()->selectAll();
    shop.type("b");
    QVERIFY(shop.editor()->property("invalid").toBool()); // the code of a row that is shown
    shop.type("x");
    shop.key(Qt::Key_Return);
    QVERIFY(shop.edit(0, "price"));
    shop.type("0");
    shop.key(Qt::Key_Return);
    QVERIFY(shop.faultAt(0, "price").contains(text("price > 0")));
}

void LiveCheckTest::nobodyIsStopped()
{
    // What is judged here may be judged otherwise there: the database has the last word.
    Shop shop;
    shop.begin();
    QVERIFY(shop.edit(0, "price"));
    shop.type("0");
    shop.key(Qt::Key_Return);
    QVERIFY(!shop.faultAt(0, "price").isEmpty());
    shop.key(Qt::Key_F10);
    QTRY_VERIFY(!shop.error().isEmpty());
    QCOMPARE(shop.number("SELECT price FROM Offers WHERE code = 'a'"), 10);
}

void LiveCheckTest::aRefusedAttributeOfALinkIsTheCurrentCell()
{
    DataPanelFixture school([](SampleDatabase& drawn) {
        const TableId student = drawn.table(text("Student"), {text("firstName")});
        const TableId course = drawn.table(text("Class"), {text("className"), text("points integer")});
        const LinkId link = drawn.link(text("Enrollment"), student, course, {text("points integer")});
        drawn.schema.tables.update(drawn.schema.links.find(link)->junction, [](model::Table& table) {
            model::Check check;
            check.id = CheckId(4711);
            check.expression = text("points > 0");
            table.checks.push_back(check);
        });
    });
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className, points) VALUES ('Art', 3)");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().linkLine(classes).isValid());
    school.view().setFocus();
    school.view().editCell(school.tree().linkLine(classes));
    QTRY_VERIFY(school.picker());
    school.type("Art");
    school.key(Qt::Key_Tab);
    QTRY_VERIFY(school.find("Art", classes).isValid());
    const QModelIndex link = school.find("Art", classes);
    const QModelIndex points = link.siblingAtColumn(school.tree().section(link).junctionBegin);
    QCOMPARE(school.tree().attribute(points)->name, text("points"));
    QVERIFY(school.tree().setData(points, text("0")));
    school.view().setCurrentIndex(classes);
    school.panel->insertChanges();
    QTRY_COMPARE(school.view().currentIndex(), points);
    QVERIFY(school.panel->hasPendingChanges());
}

void LiveCheckTest::keysKeepAnEditorWithWhatIsWrong_data()
{
    QTest::addColumn<Qt::Key>("way");
    QTest::newRow("enter") << Qt::Key_Return;
    QTest::newRow("tab") << Qt::Key_Tab;
    QTest::newRow("back") << Qt::Key_Backtab;
    QTest::newRow("up") << Qt::Key_Up;
    QTest::newRow("down") << Qt::Key_Down;
    QTest::newRow("page up") << Qt::Key_PageUp;
    QTest::newRow("page down") << Qt::Key_PageDown;
}

void LiveCheckTest::keysKeepAnEditorWithWhatIsWrong()
{
    QFETCH(Qt::Key, way);
    Shop shop;
    shop.begin();
    const int row = way == Qt::Key_Up || way == Qt::Key_PageUp ? 1 : 0; // there is somewhere to go
    QLineEdit* editor = shop.edit(row, "price");
    QVERIFY(editor);
    const QModelIndex cell = shop.view().currentIndex();
    shop.type("1x");
    shop.key(way);
    QCOMPARE(shop.editor(), editor);
    QCOMPARE(editor->text(), text("1x"));
    QCOMPARE(shop.view().currentIndex(), cell);
    QVERIFY(!CellNote::textOf(editor).isEmpty());
    editor->setText(text("12"));
    editor->setModified(true);
    shop.key(way); // mended, it is left
    QVERIFY(shop.editor() != editor);
    QCOMPARE(shop.tree().index(row, cell.column()).data().toString(), text("12"));
    QVERIFY(shop.faultAt(row, "price").isEmpty());
}

void LiveCheckTest::aClickElsewhereKeepsItToo()
{
    Shop shop;
    shop.begin();
    QLineEdit* editor = shop.edit(0, "price");
    QVERIFY(editor);
    shop.type("1x");
    const QModelIndex other = shop.tree().index(1, 0);
    QTest::mouseClick(shop.view().viewport(), Qt::LeftButton, {}, shop.view().visualRect(other).center());
    QCoreApplication::processEvents();
    QCOMPARE(shop.editor(), editor);
    QCOMPARE(editor->text(), text("1x"));
    QVERIFY(!CellNote::textOf(editor).isEmpty());
    shop.key(Qt::Key_Escape);
    QVERIFY(!shop.panel->hasPendingChanges());
    QTest::mouseClick(shop.view().viewport(), Qt::LeftButton, {}, shop.view().visualRect(other).center());
    QCOMPARE(shop.view().currentIndex(), other);
}

void LiveCheckTest::whatIsWrongOutlivesItsEditor_data()
{
    QTest::addColumn<QString>("way");
    for (const char* way : {"another part of the window", "a refresh", "saving", "checking", "a new row"})
        QTest::newRow(way) << text(way);
}

void LiveCheckTest::whatIsWrongOutlivesItsEditor()
{
    QFETCH(QString, way);
    Shop shop;
    shop.begin();
    QVERIFY(shop.edit(0, "price"));
    shop.type("1x");
    if (way == u"another part of the window")
        shop.panel->findChild<QWidget*>(text("tablePicker"))->setFocus();
    else if (way == u"a refresh")
        shop.key(Qt::Key_F5);
    else if (way == u"saving")
        shop.key(Qt::Key_F10);
    else if (way == u"checking")
        shop.key(Qt::Key_T, Qt::ControlModifier);
    else
        shop.key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(shop.find("a").isValid());
    shop.key(Qt::Key_Escape);
    if (way == u"a new row")
        shop.key(Qt::Key_Z, Qt::ControlModifier); // it lacks values of its own
    const auto row = [&] { return shop.find("a").row(); };
    const auto cell = [&] { return shop.tree().index(row(), shop.columnOf("price")); };
    QCOMPARE(cell().data().toString(), text("1x"));
    QVERIFY(!shop.faultAt(row(), "price").isEmpty());
    QVERIFY(shop.panel->hasPendingChanges());
    shop.key(Qt::Key_F10); // nothing is written while it stands there, and the reason names the column
    QVERIFY2(shop.error().contains(text("price")), qPrintable(shop.error()));
    QCOMPARE(shop.number("SELECT price FROM Offers WHERE code = 'a'"), 10);
    // It is mended where it stands.
    QLineEdit* editor = shop.edit(row(), "price");
    QVERIFY(editor);
    QCOMPARE(editor->text(), text("1x"));
    shop.type("11");
    shop.key(Qt::Key_Return);
    QCOMPARE(cell().data().toString(), text("11"));
    QVERIFY(shop.faultAt(row(), "price").isEmpty());
    shop.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(cell().data().toString(), text("1x"));
    QVERIFY(!shop.faultAt(row(), "price").isEmpty());
    shop.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(cell().data().toString(), text("10"));
    QVERIFY(shop.faultAt(row(), "price").isEmpty());
}

void LiveCheckTest::aRefusalGoesWithTheValue()
{
    Shop shop;
    shop.begin();
    QVERIFY(shop.edit(0, "code"));
    shop.type("b"); // the other row's
    shop.key(Qt::Key_Return);
    shop.key(Qt::Key_F10);
    QTRY_VERIFY(!shop.error().isEmpty());
    const RowPtr row = shop.tree().object(shop.tree().index(0, 0));
    QTRY_VERIFY(row->error);
    QVERIFY(shop.edit(0, "code"));
    shop.type("c");
    shop.key(Qt::Key_Return);
    QVERIFY(!row->error);
    QVERIFY(shop.error().isEmpty());
    QVERIFY(shop.faultAt(0, "code").isEmpty());
}

void LiveCheckTest::aNumberOutOfRangeNamesItsColumn()
{
    orm::Attribute attribute;
    attribute.name = text("length");
    attribute.type.kind = model::TypeKind::SmallInt;
    const auto why = faultOf(attribute, orm::Json::number(text("99999")), true);
    QVERIFY(why);
    const QString said = why->english();
    for (const char* part : {"length", "smallint", "-32768", "32767", "99999"})
        QVERIFY2(said.contains(text(part)), qPrintable(said));
    attribute.type.kind = model::TypeKind::BigInt;
    attribute.type.isUnsigned = true;
    const auto beyond = faultOf(attribute, orm::Json::number(text("-1")), true);
    QVERIFY(beyond);
    QVERIFY2(beyond->english().contains(text("from 0 to 18446744073709551615")), qPrintable(beyond->english()));
}

QTEST_MAIN(LiveCheckTest)
#include "livechecktest.moc"
