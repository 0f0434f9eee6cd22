// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/browsefixture.h"
#include "ui/panels/data/rowlinker.h"

#include <QInputDialog>
#include <QScrollBar>

using namespace conjoin;
using namespace conjoin::tests;

/// Many thousand rows come in several parts: all of them, in their order, and nothing that a person does
/// meanwhile gets lost.
class ManyRowsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { school_.reset(); }
    void theyComeInTheirOrder();
    void inAnotherOrder();
    void inFrontOfTheRowsInView();
    void stoppedHalfway();
    void theKeyboardMeanwhile();
    void anotherTableIsOpenedMeanwhile();
    void belowOneRow();
    void stoppedHalfwayBelowOneRow();
    void theGroupIsReadAgainMeanwhile();
    void aNewRowMeanwhile();
    void aLinkMeanwhile();
    void whatIsOpenStaysOpen();
    void theyAreCountedForWhenLookedAt();
    void aLineOverAllColumns();

private:
    static constexpr int students = 20'000;
    /// The number of the student that is shown there, by whose last name they are made.
    int numberAt(int row, const QModelIndex& parent = {}) const;
    void expectNumbers(int first, int count, int row, const QModelIndex& parent = {}) const;
    QModelIndex last(const QModelIndex& parent = {}) const;
    QModelIndex openArt() const;
    bool isOnTheWay() const { return school_->tree().isLoading(); }
    bool saysThatTheyCome() const { return school_->count().contains(text("Ctrl+. stops")); }

    std::unique_ptr<BrowseFixture> school_;
};

void ManyRowsTest::init()
{
    school_ = std::make_unique<BrowseFixture>();
    school_->fill(students);
    school_->check
        ->run(text("INSERT INTO Enrollments (StudentId, ClassId, grade) SELECT id, 1, 'A' FROM Students WHERE "
                   "id > 60"))
        .value();
    school_->begin("Student");
    school_->tester.reset(); // it would look at every row for each that comes
}

int ManyRowsTest::numberAt(int row, const QModelIndex& parent) const
{
    return school_->tree().index(row, 0, parent).data().toString().mid(1).toInt();
}

void ManyRowsTest::expectNumbers(int first, int count, int row, const QModelIndex& parent) const
{
    for (int i = 0; i < count; ++i) {
        if (numberAt(row + i, parent) != first + i)
            QFAIL(qPrintable(QStringLiteral("%1 at %2").arg(numberAt(row + i, parent)).arg(row + i)));
    }
}

QModelIndex ManyRowsTest::last(const QModelIndex& parent) const
{
    return school_->tree().index(school_->tree().rowCount(parent) - 1, 0, parent);
}

/// The group of those in Art, of which the first page is shown; invalid where that did not come.
QModelIndex ManyRowsTest::openArt() const
{
    school_->openTable("Class");
    const QModelIndex group = school_->open("Students", school_->open("Art"));
    const bool came = QTest::qWaitFor(
        [&] { return group.isValid() && school_->tree().storedRows(group) == ResultTreeModel::firstPage; });
    return came ? group : QModelIndex();
}

void ManyRowsTest::theyComeInTheirOrder()
{
    ResultTreeModel& tree = school_->tree();
    const QPersistentModelIndex current = tree.index(3, 2);
    school_->view().setCurrentIndex(current);
    school_->view().selectionModel()->select(
        tree.index(5, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    tree.continueAt(last(), students - 300);
    QVERIFY(isOnTheWay());
    QTRY_VERIFY2(saysThatTheyCome(), qPrintable(school_->count()));
    QTRY_VERIFY(!isOnTheWay());
    QVERIFY2(!saysThatTheyCome(), qPrintable(school_->count()));
    QCOMPARE(tree.rootRows(), students - 100);
    QCOMPARE(tree.rowCount(), students - 100 + 1);
    QCOMPARE(last().data().toString(), text("More rows… (Space)"));
    expectNumbers(1, students - 100, 0);
    QCOMPARE(school_->view().currentIndex(), current);
    QCOMPARE(current.row(), 3);
    QVERIFY(school_->view().selectionModel()->isRowSelected(5, {}));
    QCOMPARE(school_->view().verticalScrollBar()->value(), 0);
    tree.continueAt(last());
    QTRY_COMPARE(tree.rowCount(), students);
    expectNumbers(1, students, 0);
    QVERIFY2(school_->count().contains(QLocale().toString(students)), qPrintable(school_->count()));
}

void ManyRowsTest::inAnotherOrder()
{
    ResultTreeModel& tree = school_->tree();
    tree.showTable({tree.rootModel(), {}, {{text("credits"), true}}});
    QTRY_VERIFY(!isOnTheWay());
    tree.continueAt(last(), students);
    QTRY_COMPARE(tree.rowCount(), students);
    const int credits = school_->columnOf("credits");
    QSet<QString> keys;
    int before = 50;
    for (int row = 0; row < students; ++row) {
        const QString shown = tree.index(row, credits).data().toString();
        const int value = shown == u"NULL" ? -1 : shown.toInt();
        QVERIFY(value <= before);
        before = value;
        keys.insert(tree.object(tree.index(row, 0))->key);
    }
    QCOMPARE(keys.size(), students);
}

void ManyRowsTest::inFrontOfTheRowsInView()
{
    ResultTreeModel& tree = school_->tree();
    school_->key(Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE(numberAt(tree.rowCount() - 1), students);
    QCOMPARE(tree.rowCount(), ResultTreeModel::rootPage + 1);
    RowTreeView& view = school_->view();
    const QPersistentModelIndex held = tree.index(20, 0);
    view.scrollTo(held, QAbstractItemView::PositionAtTop);
    const int top = view.visualRect(held).top();
    tree.continueAt(tree.index(0, 0), students - 1000);
    QTRY_VERIFY(!isOnTheWay());
    const int shown = students - 1000 + ResultTreeModel::rootPage;
    QCOMPARE(tree.rowCount(), shown + 1);
    QCOMPARE(tree.index(0, 0).data().toString(), text("Earlier rows… (Space)"));
    expectNumbers(students - shown + 1, shown, 1);
    QVERIFY(std::abs(view.visualRect(held).top() - top) <= 2 * RowDelegate::rowHeight);
    tree.continueAt(tree.index(0, 0), students);
    QTRY_COMPARE(tree.rowCount(), students);
    expectNumbers(1, students, 0);
}

void ManyRowsTest::stoppedHalfway()
{
    ResultTreeModel& tree = school_->tree();
    school_->view().setCurrentIndex(tree.index(3, 0));
    tree.continueAt(last(), students);
    QTRY_VERIFY(tree.rootRows() > ResultTreeModel::rootPage);
    school_->key(Qt::Key_Period, Qt::ControlModifier);
    QTRY_VERIFY(!isOnTheWay());
    QVERIFY2(!saysThatTheyCome(), qPrintable(school_->count()));
    const int came = tree.rootRows();
    QVERIFY2(came < students, qPrintable(QString::number(came)));
    QCOMPARE(tree.rowCount(), came + 1);
    expectNumbers(1, came, 0);
    QVERIFY2(school_->count().contains(QLocale().toString(came)), qPrintable(school_->count()));
    QCOMPARE(school_->view().currentIndex(), tree.index(3, 0));
    // The rest is behind a line like that of any other page.
    QCOMPARE(tree.kind(last()), TreeNodeKind::More);
    school_->view().setCurrentIndex(last());
    school_->key(Qt::Key_Space);
    QTRY_COMPARE(tree.rootRows(), came + ResultTreeModel::nextPage);
    expectNumbers(1, came + ResultTreeModel::nextPage, 0);
}

void ManyRowsTest::theKeyboardMeanwhile()
{
    ResultTreeModel& tree = school_->tree();
    RowTreeView& view = school_->view();
    view.setCurrentIndex(last());
    school_->key(Qt::Key_Space, Qt::ShiftModifier);
    auto* dialog = school_->dialog<QInputDialog>();
    QVERIFY(dialog);
    dialog->setIntValue(students);
    dialog->accept();
    school_->panel->activateWindow(); // the dialog's has gone
    QVERIFY(QTest::qWaitForWindowActive(school_->panel.get()));
    view.setFocus();
    QTRY_VERIFY(isOnTheWay() && tree.rootRows() > ResultTreeModel::rootPage);
    view.setCurrentIndex(tree.index(10, 0));
    school_->key(Qt::Key_Down);
    QCOMPARE(view.currentIndex(), tree.index(11, 0));
    school_->key(Qt::Key_Right);
    QVERIFY(view.isExpanded(tree.index(11, 0)));
    QVERIFY(tree.rowCount(tree.index(11, 0)) > 0);
    school_->key(Qt::Key_Down);
    QCOMPARE(view.currentIndex().parent(), tree.index(11, 0));
    view.setCurrentIndex(tree.index(2, 1));
    school_->key(Qt::Key_F2);
    QVERIFY(school_->editor());
    school_->type("Zoe");
    QTRY_VERIFY(!isOnTheWay());
    QVERIFY(school_->editor()); // what is typed goes on
    QCOMPARE(school_->editor()->text(), text("Zoe"));
    school_->key(Qt::Key_Return);
    QCOMPARE(tree.index(2, 1).data().toString(), text("Zoe"));
    QVERIFY(view.isExpanded(tree.index(11, 0)));
    QCOMPARE(tree.rowCount(), students);
    expectNumbers(1, students, 0);
}

void ManyRowsTest::anotherTableIsOpenedMeanwhile()
{
    ResultTreeModel& tree = school_->tree();
    tree.continueAt(last(), students);
    QTRY_VERIFY(tree.rowCount() > ResultTreeModel::rootPage + 1);
    school_->openTable("Class");
    QCOMPARE(tree.rowCount(), 3);
    QVERIFY2(!saysThatTheyCome(), qPrintable(school_->count()));
    for (int i = 0; i < 20; ++i)
        QTest::qWait(1);
    QCOMPARE(tree.rowCount(), 3);
    school_->openTable("Student");
    expectNumbers(1, ResultTreeModel::rootPage, 0);
}

void ManyRowsTest::belowOneRow()
{
    ResultTreeModel& tree = school_->tree();
    const QModelIndex group = openArt();
    QVERIFY(group.isValid());
    tree.continueAt(tree.index(ResultTreeModel::firstPage + 1, 0, group), students / 2);
    QVERIFY(tree.isLoading(group));
    QTRY_VERIFY(tree.isLoaded(group));
    const int shown = ResultTreeModel::firstPage + students / 2;
    QCOMPARE(tree.storedRows(group), shown);
    QCOMPARE(tree.kind(tree.index(0, 0, group)), TreeNodeKind::Header);
    expectNumbers(1, shown, 1, group);
    QCOMPARE(tree.kind(tree.index(shown + 1, 0, group)), TreeNodeKind::More);
    QCOMPARE(tree.kind(last(group)), TreeNodeKind::Link);
    QCOMPARE(tree.rowCount(group), shown + 3);
}

void ManyRowsTest::stoppedHalfwayBelowOneRow()
{
    ResultTreeModel& tree = school_->tree();
    const QModelIndex group = openArt();
    QVERIFY(group.isValid());
    tree.continueAt(tree.index(ResultTreeModel::firstPage + 1, 0, group), students);
    QTRY_VERIFY(tree.storedRows(group) > ResultTreeModel::firstPage);
    school_->key(Qt::Key_Period, Qt::ControlModifier);
    QTRY_VERIFY(tree.isLoaded(group));
    const int came = tree.storedRows(group);
    QVERIFY(came < students);
    expectNumbers(1, came, 1, group);
    const QModelIndex more = tree.index(came + 1, 0, group);
    QCOMPARE(tree.kind(more), TreeNodeKind::More);
    QCOMPARE(tree.kind(last(group)), TreeNodeKind::Link);
    tree.continueAt(more);
    QTRY_COMPARE(tree.storedRows(group), came + ResultTreeModel::nextPage);
    expectNumbers(1, came + ResultTreeModel::nextPage, 1, group);
}

void ManyRowsTest::theGroupIsReadAgainMeanwhile()
{
    ResultTreeModel& tree = school_->tree();
    const QModelIndex group = openArt();
    QVERIFY(group.isValid());
    tree.continueAt(tree.index(ResultTreeModel::firstPage + 1, 0, group), students / 2);
    QTRY_VERIFY(tree.rowCount(group) > ResultTreeModel::firstPage + 3);
    tree.reloadGroups(tree.rootModel(), text("Students"));
    QTRY_VERIFY(tree.isLoaded(group));
    QCOMPARE(tree.storedRows(group), ResultTreeModel::firstPage);
    QCOMPARE(tree.rowCount(group), ResultTreeModel::firstPage + 3);
    expectNumbers(1, ResultTreeModel::firstPage, 1, group);
}

void ManyRowsTest::aNewRowMeanwhile()
{
    ResultTreeModel& tree = school_->tree();
    tree.continueAt(last(), students);
    QTRY_VERIFY(tree.rowCount() > ResultTreeModel::rootPage + 1);
    school_->key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(tree.object(tree.index(0, 0))->draft);
    QTRY_VERIFY(!isOnTheWay());
    QCOMPARE(tree.rowCount(), students + 1);
    expectNumbers(1, students, 1);
}

void ManyRowsTest::aLinkMeanwhile()
{
    ResultTreeModel& tree = school_->tree();
    school_->openTable("Class");
    const QModelIndex group = school_->open("Students", school_->open("Maths"));
    QTRY_COMPARE(tree.storedRows(group), ResultTreeModel::firstPage);
    const QModelIndex art = school_->open("Students", school_->open("Art"));
    QTRY_COMPARE(tree.storedRows(art), ResultTreeModel::firstPage);
    tree.continueAt(tree.index(ResultTreeModel::firstPage + 1, 0, art), 1'000);
    QTRY_VERIFY(tree.isLoaded(art));
    const RowPtr student = tree.object(tree.index(900, 0, art)); // not in Maths
    tree.continueAt(tree.index(ResultTreeModel::firstPage + 1, 0, group));
    QVERIFY(tree.isLoading(group));
    auto* linker = school_->view().findChild<RowLinker*>();
    QVERIFY(linker);
    const LinkPlace place = linker->placeAt(group, student->model);
    QCOMPARE(linker->refusal(place, {student}), QString());
    linker->link(place, {student});
    const auto shown = [&] {
        int count = 0;
        for (int i = 0; i < tree.rowCount(group); ++i)
            count +=
                tree.link(tree.index(i, 0, group)) && tree.object(tree.index(i, 0, group)) == student ? 1 : 0;
        return count;
    };
    QCOMPARE(shown(), 1);
    QTRY_VERIFY(tree.isLoaded(group));
    QCOMPARE(tree.storedRows(group), 60);
    QCOMPARE(shown(), 1);
    expectNumbers(1, 60, 1, group);
    QCOMPARE(tree.kind(last(group)), TreeNodeKind::Link);
}

void ManyRowsTest::whatIsOpenStaysOpen()
{
    ResultTreeModel& tree = school_->tree();
    const QModelIndex classes = school_->open("Classes", school_->open("S0007"));
    QTRY_COMPARE(tree.storedRows(classes), 3);
    const int below = tree.rowCount(classes);
    tree.continueAt(last(), students);
    QTRY_VERIFY(!isOnTheWay());
    const QModelIndex row = tree.index(6, 0);
    QVERIFY(school_->view().isExpanded(row));
    const QModelIndex after = tree.relation(row, text("Classes"));
    QVERIFY(school_->view().isExpanded(after));
    QCOMPARE(tree.rowCount(after), below);
}

void ManyRowsTest::theyAreCountedForWhenLookedAt()
{
    ResultTreeModel& tree = school_->tree();
    const auto classesOf = [&](int row) {
        const RowPtr& student = tree.object(tree.index(row, 0));
        const auto& associations = tree.registry().at(student->model).associations;
        const auto found = std::ranges::find(associations, text("Classes"), &orm::Association::name);
        const size_t at = size_t(found - associations.begin());
        return at < student->badges.size() ? student->badges[at] : -1;
    };
    QTRY_COMPARE(classesOf(10), 3);
    tree.continueAt(last(), 5'000);
    QTRY_VERIFY(!isOnTheWay());
    school_->open("S3151");
    QTRY_COMPARE(classesOf(3'150), 1);
}

void ManyRowsTest::aLineOverAllColumns()
{
    RowTreeView& view = school_->view();
    ResultTreeModel& tree = school_->tree();
    const QModelIndex row = tree.index(0, 0);
    view.expand(row);
    const QModelIndex group = tree.index(0, 0, row);
    QCOMPARE(tree.kind(group), TreeNodeKind::Relation);
    const QRect line = view.visualRect(group);
    QCOMPARE(view.visualRect(group.siblingAtColumn(2)), line);
    QCOMPARE(line.right() + 1, view.header()->length());
    QVERIFY(line.left() > view.visualRect(row).left());
    QVERIFY(view.visualRect(row).right() + 1 < line.right());
    QCOMPARE(view.indexAt(QPoint(view.header()->sectionViewportPosition(2) + 5, line.center().y())), group);
}

QTEST_MAIN(ManyRowsTest)
#include "manyrowstest.moc"
