// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/browsefixture.h"
#include "ui/panels/data/cellnote.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QSignalSpy>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

using Fixture = BrowseFixture;

/// A table with a column of each of these types, and one row.
struct Values : DataPanelFixture {
    explicit Values(const QStringList& columns)
        : DataPanelFixture([&](SampleDatabase& database) { database.table(text("Thing"), columns); })
    {
        run("INSERT INTO Things DEFAULT VALUES");
    }
    QModelIndex cell(const char* attribute) const { return tree().index(0, columnOf(attribute)); }
    void begin()
    {
        show();
        openTable("Thing");
        QTRY_COMPARE(tree().rootRows(), 1);
        view().setFocus();
    }
    void edit(const char* attribute)
    {
        view().setCurrentIndex(cell(attribute));
        key(Qt::Key_F2);
    }
};

} // namespace

/// Each type is edited in its own way, and nothing is altered by being looked at.
class RowValuesTest : public QObject {
    Q_OBJECT

private slots:
    void anEmptyNumberStandsWhereNumbersStand();
    void editorsByType();
    void aWrongValueStaysToBeMended();
    void datesAreReadWhileTheyAreTyped();
    void emptyNullAndDefault();
    void jsonIsCheckedAndFormatted();
    void bytesAreSeenAndReplaced();
};

void RowValuesTest::anEmptyNumberStandsWhereNumbersStand()
{
    Fixture school;
    school.fill(3);
    school.begin("Student");
    QTRY_COMPARE(school.tree().rootRows(), 3);
    const RowCell third = school.tree().cell(school.tree().index(2, school.columnOf("credits")));
    QCOMPARE(int(third.kind), int(RowCell::Kind::Null));
    QVERIFY(third.right);
}

void RowValuesTest::editorsByType()
{
    Values things({text("name"), text("active boolean"), text("born date"), text("big bigint")});
    things.run("UPDATE Things SET name = 'x', active = 1, born = '2024-02-29', big = 9223372036854775807");
    things.begin();
    things.edit("active");
    auto* list = qobject_cast<QComboBox*>(QApplication::focusWidget());
    QVERIFY(list);
    QCOMPARE(list->currentText(), text("true"));
    QCOMPARE(list->count(), 3); // true, false, NULL
    things.key(Qt::Key_Return);
    QVERIFY(!things.panel->hasPendingChanges()); // looking changes nothing
    things.edit("active");
    list = qobject_cast<QComboBox*>(QApplication::focusWidget());
    QVERIFY(list);
    list->setCurrentIndex(1);
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_COMPARE(things.cell("active").data().toString(), text("false"));

    things.edit("big");
    QVERIFY(things.editor());
    QCOMPARE(things.editor()->text(), text("9223372036854775807"));
    things.editor()->selectAll();
    things.type("9007199254740993"); // no double holds it
    things.key(Qt::Key_Return);
    things.edit("born");
    QVERIFY(things.editor());
    QCOMPARE(things.editor()->actions().size() + things.editor()->findChildren<QAction*>().size() > 0, true);
    things.editor()->selectAll();
    things.type("2024-03-01");
    things.key(Qt::Key_Return);
    things.key(Qt::Key_F10);
    QTRY_VERIFY(!things.panel->hasPendingChanges());
    QCOMPARE(things.number("SELECT COUNT(*) FROM Things WHERE active = 0 AND big = 9007199254740993 AND born = "
                           "'2024-03-01'"),
        1);
}

void RowValuesTest::aWrongValueStaysToBeMended()
{
    Values things({text("name"), text("number integer")});
    things.run("UPDATE Things SET name = 'x', number = 5");
    things.begin();
    things.edit("number");
    QVERIFY(things.editor());
    things.editor()->selectAll();
    things.type("five");
    QSignalSpy said(things.panel.get(), &DataPanel::message);
    things.key(Qt::Key_Return);
    QVERIFY(things.editor());
    QCOMPARE(things.editor()->text(), text("five"));
    QVERIFY(things.editor()->property("invalid").toBool());
    QCOMPARE(said.size(), 1);
    things.editor()->selectAll();
    things.type("6");
    things.key(Qt::Key_Return);
    QTRY_COMPARE(things.cell("number").data().toString(), text("6"));
}

void RowValuesTest::datesAreReadWhileTheyAreTyped()
{
    Values things({text("name"), text("born date"), text("seen timestamp"), text("opens time")});
    things.run("UPDATE Things SET name = 'x', born = '2000-02-29'");
    things.begin();
    const auto typed = [&](const char* attribute, const char* words) {
        things.edit(attribute);
        things.editor()->selectAll();
        things.type(words);
        return CellNote::textOf(things.editor());
    };
    // What it will be stands below it.
    QCOMPARE(typed("born", "3.4.2024"), text("2024-04-03  ·  Wednesday"));
    QCOMPARE(things.editor()->accessibleDescription(), text("2024-04-03  ·  Wednesday"));
    things.key(Qt::Key_Return);
    QCOMPARE(things.cell("born").data().toString(), text("2024-04-03"));
    QVERIFY(typed("seen", "2024-04-03 5pm").startsWith(text("2024-04-03 17:00:00")));
    things.key(Qt::Key_Return);
    QCOMPARE(typed("opens", "9h15"), text("09:15:00"));
    things.key(Qt::Key_Return);
    things.key(Qt::Key_F10);
    QTRY_VERIFY(!things.panel->hasPendingChanges());
    QCOMPARE(
        things.number("SELECT COUNT(*) FROM Things WHERE born = '2024-04-03' AND seen = '2024-04-03 17:00:00' "
                      "AND opens = '09:15:00'"),
        1);
    // What can't be says why at once, and stays to be mended.
    QCOMPARE(typed("born", "31.2.2024"), text("February 2024 has 29 days"));
    QVERIFY(things.editor()->property("invalid").toBool());
    things.key(Qt::Key_Return);
    QVERIFY(things.editor());
    QVERIFY(CellNote::textOf(things.editor()).contains(text("Shift+F2")));
    things.view().setFocus(); // left, it stays to be mended, and nothing is stored meanwhile
    QCOMPARE(things.cell("born").data().toString(), text("31.2.2024"));
    QVERIFY(things.panel->hasPendingChanges());
    things.key(Qt::Key_F10);
    QTest::qWait(100);
    QVERIFY(things.panel->hasPendingChanges());
    QCOMPARE(things.number("SELECT COUNT(*) FROM Things WHERE born = '2024-04-03'"), 1);
    things.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(things.cell("born").data().toString(), text("2024-04-03"));
    QVERIFY(!things.panel->hasPendingChanges());
    // Other words stay what they are.
    QVERIFY(typed("born", "soon").startsWith(text("Not a date")));
    QVERIFY(!things.editor()->property("invalid").toBool());
    things.key(Qt::Key_Return);
    QCOMPARE(things.cell("born").data().toString(), text("soon"));
    QCOMPARE(typed("born", "infinity"), text("infinity"));
    things.key(Qt::Key_Return);
    QCOMPARE(things.cell("born").data().toString(), text("infinity"));
    // A note goes with its editor.
    const auto isSeen = [&] {
        return std::ranges::any_of(
            things.panel->findChildren<CellNote*>(), [](const CellNote* note) { return note->isVisible(); });
    };
    typed("born", "2024-01-01");
    QVERIFY(isSeen());
    things.key(Qt::Key_Escape);
    QTRY_VERIFY(!isSeen());
}

void RowValuesTest::emptyNullAndDefault()
{
    Values things({text("name"), text("note"), text("number integer")});
    things.run("UPDATE Things SET name = 'x', note = 'y', number = 5");
    things.begin();
    const auto kind = [&](const char* attribute) { return things.tree().cell(things.cell(attribute)).kind; };
    things.edit("note");
    things.editor()->clear();
    things.type("z");
    things.key(Qt::Key_Backspace);
    things.key(Qt::Key_Return);
    QCOMPARE(int(kind("note")), int(RowCell::Kind::Value));
    QVERIFY(things.tree().cell(things.cell("note")).empty); // '', and not NULL
    things.view().setCurrentIndex(things.cell("note"));
    things.key(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(int(kind("note")), int(RowCell::Kind::Null));

    // Nothing is no number, and does not silently become NULL.
    things.edit("number");
    things.editor()->clear();
    things.type("1");
    things.key(Qt::Key_Backspace);
    things.key(Qt::Key_Return);
    QVERIFY(things.editor());
    QVERIFY(things.editor()->toolTip().contains(text("Ctrl+0")));
    things.key(Qt::Key_Escape);
    QCOMPARE(int(kind("number")), int(RowCell::Kind::Value));

    things.view().setFocus();
    things.key(Qt::Key_N, Qt::ControlModifier);
    things.type("new");
    things.key(Qt::Key_Return);
    const QModelIndex draft = things.tree().index(0, 0);
    QCOMPARE(draft.data().toString(), text("new"));
    things.view().setCurrentIndex(draft);
    things.key(Qt::Key_D, Qt::ControlModifier);
    QVERIFY(draft.data().toString() != text("new"));
}

void RowValuesTest::jsonIsCheckedAndFormatted()
{
    Values things({text("name"), text("meta json")});
    things.run("UPDATE Things SET name = 'x', meta = '{\"a\":1,\"b\":[1,2]}'");
    things.begin();
    things.edit("meta");
    auto* dialog = things.panel->findChild<QDialog*>(text("valueDialog"));
    QTRY_VERIFY(dialog && dialog->isVisible());
    auto* edit = dialog->findChild<QPlainTextEdit*>(text("valueText"));
    dialog->accept();
    QVERIFY(!things.panel->hasPendingChanges());

    things.edit("meta");
    dialog = nullptr;
    const auto open = [&] {
        for (QDialog* other : things.panel->findChildren<QDialog*>(text("valueDialog")))
            dialog = other->isVisible() ? other : dialog;
        return dialog != nullptr;
    };
    QTRY_VERIFY(open());
    edit = dialog->findChild<QPlainTextEdit*>(text("valueText"));
    edit->selectAll();
    QTest::keyClicks(edit, text("{\"a\": "));
    auto* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    QVERIFY(!ok->isEnabled());
    QTest::keyClicks(edit, text("7}"));
    QVERIFY(ok->isEnabled());
    QTest::mouseClick(dialog->findChild<QPushButton*>(text("valueFormat")), Qt::LeftButton);
    QVERIFY(edit->toPlainText().contains(text("\"a\": 7")));
    QTest::mouseClick(ok, Qt::LeftButton);
    QTRY_VERIFY(things.panel->hasPendingChanges());
    things.key(Qt::Key_F10);
    QTRY_VERIFY(!things.panel->hasPendingChanges());
    QCOMPARE(things.number("SELECT json_extract(meta, '$.a') FROM Things"), 7);
}

void RowValuesTest::bytesAreSeenAndReplaced()
{
    Values things({text("name"), text("data binary")});
    things.run("UPDATE Things SET name = 'x', data = X'48656c6c6f00ff'");
    things.begin();
    things.edit("data");
    auto* dialog = things.panel->findChild<QDialog*>(text("valueDialog"));
    QTRY_VERIFY(dialog && dialog->isVisible());
    const QString hex = dialog->findChild<QPlainTextEdit*>(text("valueText"))->toPlainText();
    QVERIFY2(hex.startsWith(text("00000000  48 65 6c 6c 6f 00 ff")) && hex.contains(text("Hello..")),
        qPrintable(hex));
    dialog->accept();
    QVERIFY(!things.panel->hasPendingChanges());
    QVERIFY(things.tree().setBytes(things.cell("data"), QByteArray::fromHex("00017f80")));
    QCOMPARE(things.cell("data").data().toString(), text("‹4 bytes›"));
    things.key(Qt::Key_F10);
    QTRY_VERIFY(!things.panel->hasPendingChanges());
    QCOMPARE(things.number("SELECT COUNT(*) FROM Things WHERE hex(data) = '00017F80'"), 1);
}

QTEST_MAIN(RowValuesTest)
#include "rowvaluestest.moc"
