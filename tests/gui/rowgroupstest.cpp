// SPDX-License-Identifier: GPL-3.0-or-later
// The rows below a row: their order, their pages, and what stands in the row for them.
#include "gui/browsefixture.h"

#include "ui/models/rowfilter.h"
#include "ui/panels/data/columnchooser.h"

#include <QListWidget>
#include <QMenu>
#include <QSignalSpy>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

struct Groups : BrowseFixture {
    /// The first student has 45 classes; grades go A, B, C, none.
    void fillMany()
    {
        run("INSERT INTO Advisors (name) VALUES ('Kim')");
        run("INSERT INTO Students (lastName, firstName, AdvisorId) VALUES ('Meyer', 'Ann', 1)");
        for (int i = 1; i <= 45; ++i) {
            run(qPrintable(QStringLiteral("INSERT INTO Classes (id, className) VALUES (%1, 'c%2')")
                               .arg(i)
                               .arg(i * 7 % 45, 2, 10, QLatin1Char('0'))));
            run(qPrintable(
                QStringLiteral("INSERT INTO Enrollments (StudentId, ClassId, grade) VALUES (1, %1, %2)")
                    .arg(i)
                    .arg(i % 4 == 0 ? QStringLiteral("NULL")
                                    : QStringLiteral("'%1'").arg(QChar(u'A' + i % 3)))));
        }
    }
    QModelIndex openClasses()
    {
        const QModelIndex student = open("Meyer");
        const QModelIndex group = open("Classes", student);
        [&] { QTRY_VERIFY(tree().isLoaded(group)); }();
        return group;
    }
    QStringList column(const QModelIndex& group, int at) const
    {
        QStringList texts;
        for (int i = 0; i < tree().rowCount(group); ++i) {
            const QModelIndex row = tree().index(i, at, group);
            if (tree().kind(row) == TreeNodeKind::Edge)
                texts.append(tree().cell(row).text);
        }
        return texts;
    }
    QModelIndex header(const QModelIndex& group, int at = 0) const { return tree().index(0, at, group); }
    void click(const QModelIndex& index) const
    {
        const QRect cell = view().visualRect(index);
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, cell.center());
    }
    void settle(const QModelIndex& group) const
    {
        QTRY_VERIFY(tree().isLoaded(group) && tree().storedRows(group) > 0);
    }
};

bool isSorted(const QStringList& texts, bool descending)
{
    return std::is_sorted(texts.begin(), texts.end(),
        [&](const QString& a, const QString& b) { return descending ? a > b : a < b; });
}

} // namespace

class RowGroupsTest : public QObject {
    Q_OBJECT

private slots:
    void aClickOnTheHeaderSorts();
    void keysSortByTheCellsColumn();
    void pagesOfASortedGroup();
    void theOrderIsRemembered();
    void columnsOfRelations();
    void filtersAboveRelations();
};

void RowGroupsTest::aClickOnTheHeaderSorts()
{
    Groups school;
    school.fillMany();
    school.begin("Student");
    const QPersistentModelIndex group = school.openClasses();
    QVERIFY(group.isValid());
    QCOMPARE(school.tree().kind(school.header(group)), TreeNodeKind::Header);
    school.click(school.header(group));
    school.settle(group);
    QCOMPARE(school.tree().cell(school.header(group)).sorted, 1);
    QVERIFY(isSorted(school.column(group, 0), false));
    QCOMPARE(school.column(group, 0).first(), text("c00"));
    school.click(school.header(group));
    school.settle(group);
    QCOMPARE(school.tree().cell(school.header(group)).sorted, -1);
    QCOMPARE(school.column(group, 0).first(), text("c44"));
    QVERIFY(isSorted(school.column(group, 0), true));
    school.click(school.header(group));
    school.settle(group);
    QCOMPARE(school.tree().cell(school.header(group)).sorted, 0);
    QCOMPARE(school.column(group, 0).first(), text("c07")); // the key's order
    QVERIFY(school.view().isExpanded(group));
}

void RowGroupsTest::keysSortByTheCellsColumn()
{
    Groups school;
    school.fillMany();
    school.begin("Student");
    const QPersistentModelIndex group = school.openClasses();
    const int grade = school.tree().section(group).junctionBegin;
    school.view().setCurrentIndex(school.tree().index(2, grade, group));
    school.key(Qt::Key_Down, Qt::AltModifier);
    school.settle(group);
    QStringList grades = school.column(group, grade);
    QVERIFY(isSorted(grades, true));
    QCOMPARE(grades.first(), text("C"));
    QTRY_COMPARE(school.view().currentIndex().column(), grade); // where the keyboard was
    school.key(Qt::Key_Up, Qt::AltModifier);
    school.settle(group);
    grades = school.column(group, grade);
    QCOMPARE(grades.first(), text("NULL")); // smaller than every value
}

void RowGroupsTest::pagesOfASortedGroup()
{
    Groups school;
    school.fillMany();
    school.begin("Student");
    const QPersistentModelIndex group = school.openClasses();
    const int grade = school.tree().section(group).junctionBegin;
    school.view().setCurrentIndex(school.tree().index(2, grade, group));
    school.key(Qt::Key_Down, Qt::AltModifier);
    school.settle(group);
    QCOMPARE(school.tree().storedRows(group), ResultTreeModel::firstPage);
    // What comes and goes in front moves nothing.
    school.run("INSERT INTO Classes (id, className) VALUES (99, 'late')");
    school.run("INSERT INTO Enrollments (StudentId, ClassId, grade) VALUES (1, 99, 'D')");
    for (int i = 0; i < school.tree().rowCount(group); ++i) {
        const QModelIndex line = school.tree().index(i, 0, group);
        if (school.tree().kind(line) == TreeNodeKind::More) {
            school.tree().continueAt(line);
            break;
        }
    }
    QTRY_COMPARE(school.tree().storedRows(group), 45);
    QStringList all = school.column(group, 0);
    QCOMPARE(all.size(), 45);
    QCOMPARE(all.removeDuplicates(), 0);
    const QStringList grades = school.column(group, grade);
    QCOMPARE(grades.count(text("NULL")), 11);
    QCOMPARE(grades.lastIndexOf(text("A")) + 1, grades.indexOf(text("NULL"))); // NULL comes last here
}

void RowGroupsTest::theOrderIsRemembered()
{
    Groups school;
    QSettings settings(school.folder.filePath(text("kept.ini")), QSettings::IniFormat);
    school.kept = &settings;
    school.fillMany();
    school.begin("Student");
    QPersistentModelIndex group = school.openClasses();
    school.click(school.header(group));
    school.settle(group);
    school.tester.reset();
    school.begin("Student");
    group = school.openClasses();
    school.settle(group);
    QCOMPARE(school.tree().cell(school.header(group)).sorted, 1);
    QCOMPARE(school.column(group, 0).first(), text("c00"));
}

void RowGroupsTest::columnsOfRelations()
{
    Groups school;
    school.fillMany();
    school.begin("Student");
    school.key(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    auto* chooser = school.dialog<ColumnChooser>();
    QVERIFY(chooser);
    auto* list = chooser->findChild<QListWidget*>(text("columnList"));
    const auto show = [&](const char* name) {
        const QList<QListWidgetItem*> items = list->findItems(text(name), Qt::MatchExactly);
        QCOMPARE(items.size(), 1);
        QCOMPARE(items.first()->checkState(), Qt::Unchecked);
        items.first()->setCheckState(Qt::Checked);
    };
    show("Classes");
    show("Advisor");
    chooser->accept();
    const int classes = school.columnOf("Classes"), advisor = school.columnOf("Advisor");
    QVERIFY(classes > 0 && advisor > 0);
    QTRY_COMPARE(school.shown(0, classes), text("45 ⇄"));
    QCOMPARE(school.shown(0, advisor), text("Kim"));
    // It is no cell to be edited, but a way to the rows.
    const QModelIndex count = school.tree().index(0, classes);
    QVERIFY(!(count.flags() & Qt::ItemIsEditable));
    school.view().setCurrentIndex(count);
    school.key(Qt::Key_Return);
    const QModelIndex group = school.view().currentIndex();
    QCOMPARE(school.tree().kind(group), TreeNodeKind::Relation);
    QVERIFY(school.view().isExpanded(group));
    QTRY_COMPARE(school.tree().storedRows(group), ResultTreeModel::firstPage);
    // It can't be sorted by, and says so.
    QSignalSpy said(school.panel.get(), &DataPanel::message);
    school.clickHeader(classes);
    QVERIFY(!said.isEmpty());
    QVERIFY(said.last().first().toString().contains(text("Classes count")));
}

void RowGroupsTest::filtersAboveRelations()
{
    Groups school;
    school.fillMany();
    school.run("INSERT INTO Students (lastName, AdvisorId) VALUES ('Stone', NULL)");
    const int student = school.drawn.find(text("Student")).value();
    const auto found = [&](const char* typed) {
        orm::Query query;
        query.model = student;
        query.where =
            mustHave(relationCondition(school.drawn, student, text("Classes"), text(typed)), text(typed));
        QStringList names;
        for (const sql::Row& row : mustHave(sql::find(*school.check, school.drawn, query), text(typed)))
            names.append(row.value(school.drawn.at(student), text("lastName")).display());
        return names.join(u' ');
    };
    QCOMPARE(found(""), text("Meyer Stone"));
    QCOMPARE(found("any"), text("Meyer"));
    QCOMPARE(found("none"), text("Stone"));
    QCOMPARE(found("45"), text("Meyer"));
    QCOMPARE(found("> 44"), text("Meyer"));
    QCOMPARE(found("< 3"), text("Stone"));
    QVERIFY(!relationCondition(school.drawn, student, text("Classes"), text("Art")));
}

QTEST_MAIN(RowGroupsTest)
#include "rowgroupstest.moc"
