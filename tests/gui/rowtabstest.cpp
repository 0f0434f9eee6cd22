// SPDX-License-Identifier: GPL-3.0-or-later
// Several places in turns, and places in the middle of a table.
#include "gui/browsefixture.h"

#include "ui/panels/data/gotodialog.h"
#include "ui/panels/data/rowtabs.h"

#include <QDoubleSpinBox>
#include <QSignalSpy>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

struct Fixture : BrowseFixture {
    RowTabs& tabs() const { return *panel->findChild<RowTabs*>(); }
    void settled() const { QTRY_VERIFY(!tree().isLoading() && tree().rowCount() > 0); }
};

} // namespace

class RowTabsTest : public QObject {
    Q_OBJECT

private slots:
    void aRowInATabOfItsOwn();
    void aTabHasAHistoryOfItsOwn();
    void theOnlyTabStays();
    void changesWaitInAllTabs();
    void toTheMiddle();
    void theMiddleOfAnOrder();
};

void RowTabsTest::aRowInATabOfItsOwn()
{
    Fixture school;
    school.fill(5);
    school.begin("Student");
    QVERIFY(!school.tabs().isVisible());
    school.view().setCurrentIndex(school.tree().index(2, 0));
    school.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    school.settled();
    QCOMPARE(school.tabs().count(), 2);
    QVERIFY(school.tabs().isVisible());
    QCOMPARE(school.tabs().currentIndex(), 1);
    QTRY_COMPARE(school.tree().rootRows(), 1);
    QCOMPARE(school.shown(0), text("S0003"));
    QCOMPARE(school.tabs().tabText(1), text("F3 S0003 3"));
    QTRY_COMPARE(school.tabs().tabText(0), text("Students"));
    // There and back by the keyboard.
    school.view().setFocus();
    school.key(Qt::Key_Tab, Qt::ControlModifier);
    school.settled();
    QCOMPARE(school.tabs().currentIndex(), 0);
    QTRY_COMPARE(school.tree().rootRows(), 5);
    QTRY_COMPARE(school.shown(school.view().currentIndex().row()), text("S0003")); // where one was
    school.key(Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
    school.settled();
    QCOMPARE(school.tabs().currentIndex(), 1);
    school.key(Qt::Key_F4, Qt::ControlModifier);
    school.settled();
    QCOMPARE(school.tabs().count(), 1);
    QVERIFY(!school.tabs().isVisible());
    QTRY_COMPARE(school.tree().rootRows(), 5);
}

void RowTabsTest::aTabHasAHistoryOfItsOwn()
{
    Fixture school;
    school.fill(5);
    school.begin("Student");
    school.openTable("Class");
    school.settled();
    QTRY_COMPARE(school.shown(0), text("Art"));
    school.view().setCurrentIndex(school.tree().index(0, 0));
    school.view().setFocus();
    school.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    school.settled();
    QSignalSpy said(school.panel.get(), &DataPanel::message);
    school.key(Qt::Key_Left, Qt::AltModifier);
    QVERIFY(!said.isEmpty()); // there is no place before this one
    school.key(Qt::Key_Tab, Qt::ControlModifier);
    school.settled();
    QTRY_COMPARE(school.shown(1), text("Chemistry"));
    school.view().setFocus();
    school.key(Qt::Key_Left, Qt::AltModifier);
    school.settled();
    QTRY_COMPARE(school.shown(0), text("S0001"));
}

void RowTabsTest::theOnlyTabStays()
{
    Fixture school;
    school.fill(2);
    school.begin("Student");
    school.key(Qt::Key_F4, Qt::ControlModifier);
    QCOMPARE(school.tabs().count(), 1);
    QCOMPARE(school.tree().rootRows(), 2);
    // Without others Ctrl+Tab is not the panel's: it turns to the next part of the window.
    QKeyEvent turn(QEvent::KeyPress, Qt::Key_Tab, Qt::ControlModifier);
    QCoreApplication::sendEvent(school.panel.get(), &turn);
    QVERIFY(!turn.isAccepted());
}

void RowTabsTest::changesWaitInAllTabs()
{
    Fixture school;
    school.fill(5);
    school.begin("Student");
    school.view().setCurrentIndex(school.tree().index(1, school.columnOf("firstName")));
    school.key(Qt::Key_F2);
    school.editor()->selectAll();
    school.type("Zoe");
    school.key(Qt::Key_Return);
    QVERIFY(school.panel->hasPendingChanges());
    school.view().setCurrentIndex(school.tree().index(1, 0));
    school.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    school.settled();
    QTRY_COMPARE(school.shown(0, school.columnOf("firstName")), text("Zoe"));
    QVERIFY(school.panel->hasPendingChanges());
}

void RowTabsTest::toTheMiddle()
{
    Fixture school;
    school.fill(3000);
    school.begin("Student");
    school.key(Qt::Key_G, Qt::ControlModifier);
    auto* dialog = school.dialog<GoToDialog>();
    QVERIFY(dialog);
    auto* row = dialog->findChild<QDoubleSpinBox*>(text("goToRow"));
    QTRY_VERIFY(row->isEnabled());
    QVERIFY(std::abs(row->maximum() - 3000) < 2);
    row->setValue(2000);
    auto* percent = dialog->findChild<QDoubleSpinBox*>(text("goToPercent"));
    QVERIFY(std::abs(percent->value() - 66.7) < 0.2);
    dialog->findChild<QPushButton*>()->setFocus();
    QSignalSpy chosen(dialog, &GoToDialog::chosen);
    school.key(Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QTRY_VERIFY(!school.tree().isLoading());
    QCOMPARE(school.tree().kind(school.tree().index(0, 0)), TreeNodeKind::More);
    const QString first = school.shown(1);
    const int number = first.mid(1).toInt();
    QVERIFY2(std::abs(number - 2000) < 20, qPrintable(first));
    QCOMPARE(school.view().currentIndex().row(), 1);
    // On from there in both directions, and without a gap.
    school.tree().continueAt(school.tree().index(0, 0));
    QTRY_COMPARE(school.tree().rootRows(), 2 * ResultTreeModel::rootPage);
    const QModelIndex place = school.find(qPrintable(first));
    QCOMPARE(school.shown(place.row() - 1), QStringLiteral("S%1").arg(number - 1, 4, 10, QLatin1Char('0')));
    QVERIFY(school.tree().hasLater());
    // Another tab, and back to where one was.
    school.view().setCurrentIndex(place);
    school.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    school.settled();
    QTRY_COMPARE(school.tree().rootRows(), 1);
    school.view().setFocus();
    school.key(Qt::Key_F4, Qt::ControlModifier);
    QTRY_COMPARE(school.tree().rootRows(), ResultTreeModel::rootPage);
    QCOMPARE(school.shown(1), first);
    school.view().setFocus();
    school.key(Qt::Key_Home, Qt::ControlModifier);
    QTRY_COMPARE(school.shown(0), text("S0001"));
}

void RowTabsTest::theMiddleOfAnOrder()
{
    Fixture school;
    school.fill(2000);
    school.begin("Student");
    school.clickHeader(0);
    QTRY_VERIFY(!school.tree().isLoading());
    school.clickHeader(0);
    QTRY_VERIFY(!school.tree().isLoading()); // by lastName, descending
    school.key(Qt::Key_G, Qt::ControlModifier);
    auto* dialog = school.dialog<GoToDialog>();
    QVERIFY(dialog);
    dialog->findChild<QDoubleSpinBox*>(text("goToPercent"))->setValue(25);
    dialog->findChild<QPushButton*>()->setFocus();
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.tree().isLoading());
    const int number = school.shown(1).mid(1).toInt();
    QVERIFY2(std::abs(number - 1500) < 150, qPrintable(school.shown(1)));
}

QTEST_MAIN(RowTabsTest)
#include "rowtabstest.moc"
