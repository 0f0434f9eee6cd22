// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"
#include "ui/panels/data/rowlinker.h"
#include "ui/panels/query/queryresult.h"

using namespace conjoin;
using namespace conjoin::tests;

namespace {

void drawCourses(SampleDatabase& school)
{
    const TableId teacher = school.table(text("Teacher"), {text("name*")});
    const TableId course = school.table(text("Class"), {text("className*"), text("credits integer")});
    const TableId student = school.table(text("Student"), {text("firstName")});
    school.reference(course, teacher);
    school.link(text("Enrollment"), student, course, {text("grade")});
}

struct School : DataPanelFixture {
    School()
        : DataPanelFixture(drawCourses)
    {
        run("INSERT INTO Teachers (name) VALUES ('Kim'), ('Lee')");
        run("INSERT INTO Classes (className, credits, TeacherId) VALUES ('Art', 5, 2), ('Biology', 6, 1)");
        run("INSERT INTO Students (firstName) VALUES ('Ann')");
        show();
        openTable("Student");
    }
    /// What the cell of that row shows in the column of an attribute.
    QString shown(const QModelIndex& row, const char* attribute) const
    {
        const RowSection& columns = tree().section(row);
        for (int i = 0; i < int(columns.cells.size()); ++i) {
            if (columns.attribute(tree().registry(), i).name == text(attribute))
                return tree().cell(row.siblingAtColumn(i)).text;
        }
        return {};
    }
};

} // namespace

/// A row that is linked looks at once as it will when it is read with its group.
class LinkedRowTest : public QObject {
    Q_OBJECT

private slots:
    void aPickedRow();
    void aRowOfAnAnswer();
    void aRowThatNothingTellsApart();
};

void LinkedRowTest::aPickedRow()
{
    School school;
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().linkLine(classes).isValid());
    school.view().editCell(school.tree().linkLine(classes));
    QVERIFY(school.picker());
    school.type("Art");
    QTRY_VERIFY(school.picker()->entries().join(u' ').contains(text("Art")));
    school.key(Qt::Key_Return);
    QTRY_VERIFY(school.find("Art", classes).isValid());
    QTRY_COMPARE(school.shown(school.find("Art", classes), "TeacherId"), text("Lee"));
    QVERIFY(school.panel->hasPendingChanges());
}

void LinkedRowTest::aRowOfAnAnswer()
{
    School school;
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().linkLine(classes).isValid());
    // What is dragged out of an answer that leaves most of the row out.
    orm::Query query;
    query.model = school.drawn.find(text("Class")).value();
    query.attributes = {text("id"), text("className")};
    query.order = {{text("className"), true}};
    const auto rows = sql::find(*school.check, school.drawn, query);
    QVERIFY(rows.has_value());
    QueryResultModel answer;
    answer.setDatabase(school.settings.url());
    answer.setResult(std::make_shared<const orm::ModelRegistry>(school.drawn), query, *rows);
    const QModelIndex biology = answer.index(0, 1);
    QVERIFY(answer.flags(biology) & Qt::ItemIsDragEnabled);
    const std::unique_ptr<QMimeData> dragged(answer.mimeData({biology}));
    const auto* brought = qobject_cast<const RowsMime*>(dragged.get());
    QVERIFY(brought);
    QCOMPARE(brought->text(), text("Biology"));
    auto* linker = school.view().findChild<RowLinker*>();
    QVERIFY(linker && brought->isOf(linker->source()));
    const LinkPlace place = linker->placeAt(classes, brought->rows().front()->model);
    QCOMPARE(linker->refusal(place, brought->rows()), QString());
    // It is called as rows of its table are called here.
    const orm::Model& course = school.drawn.at(query.model);
    linker->source().labels->set(
        query.model, std::make_shared<LabelTemplate>(*LabelTemplate::parse(course, text("no. {id}"))));
    QCOMPARE(linker->offer(place, brought->rows()), text("Link no. 2 to Ann"));
    linker->source().labels->set(query.model, nullptr);
    linker->link(place, brought->rows());
    const QModelIndex linked = school.find("Biology", classes);
    QVERIFY(linked.isValid());
    QTRY_COMPARE(school.shown(linked, "TeacherId"), text("Kim"));
    QCOMPARE(school.shown(linked, "credits"), text("6"));
    school.panel->insertChanges();
    QTRY_VERIFY(!school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE ClassId = 2"), 1);
    // Rows of another database are none of this one's.
    answer.setDatabase(text("sqlite:/elsewhere.db"));
    const std::unique_ptr<QMimeData> other(answer.mimeData({biology}));
    QVERIFY(!qobject_cast<const RowsMime*>(other.get())->isOf(linker->source()));
}

void LinkedRowTest::aRowThatNothingTellsApart()
{
    School school;
    orm::Query query;
    query.model = school.drawn.find(text("Class")).value();
    query.attributes = {text("className")};
    const auto rows = sql::find(*school.check, school.drawn, query);
    QVERIFY(rows.has_value());
    QueryResultModel answer;
    answer.setResult(std::make_shared<const orm::ModelRegistry>(school.drawn), query, *rows);
    QVERIFY(!(answer.flags(answer.index(0, 0)) & Qt::ItemIsDragEnabled));
}

QTEST_MAIN(LinkedRowTest)
#include "linkedrowtest.moc"
