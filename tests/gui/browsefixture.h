// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/datapanelfixture.h"
#include "ui/panels/data/crumbbar.h"

#include <QHeaderView>

namespace conjoin::tests {

inline void drawAdvisedSchool(SampleDatabase& school)
{
    const TableId advisor = school.table(text("Advisor"), {text("name*")});
    const TableId student = school.table(
        text("Student"), {text("lastName"), text("firstName"), text("credits integer"), text("born date")});
    const TableId course = school.table(text("Class"), {text("className")});
    school.link(text("Enrollment"), student, course, {text("grade")});
    school.reference(student, advisor);
}

/// Students, their classes and their advisors.
struct BrowseFixture : DataPanelFixture {
    BrowseFixture()
        : DataPanelFixture(drawAdvisedSchool)
    {}

    void fill(int students) const
    {
        check->run(text("INSERT INTO Advisors (name) VALUES ('Kim'), ('Lee')")).value();
        check
            ->run(QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
                                 "INSERT INTO Students (lastName, firstName, credits, AdvisorId) "
                                 "SELECT printf('S%04d', i), 'F' || i, CASE WHEN i % 3 = 0 THEN NULL ELSE "
                                 "(i * 7) % 50 END, 1 + i % 2 FROM n")
                      .arg(students))
            .value();
        check->run(text("INSERT INTO Classes (className) VALUES ('Art'), ('Chemistry'), ('Maths')")).value();
        check
            ->run(text(
                "INSERT INTO Enrollments (StudentId, ClassId, grade) SELECT s.id, c.id, 'B' FROM Students s, "
                "Classes c WHERE s.id <= 60"))
            .value();
    }
    void begin(const char* model)
    {
        show();
        openTable(model);
        view().setFocus();
    }
    /// With five students; the keyboard is at the row that shows this text.
    void beginAt(const char* model, const char* row)
    {
        fill(5);
        begin(model);
        QTRY_VERIFY(find(row).isValid());
        view().setCurrentIndex(find(row));
    }
    /// With three students; the classes of the first are open and there.
    void beginInClasses(QModelIndex& classes)
    {
        fill(3);
        begin("Student");
        classes = open("Classes", open("S0001"));
        QTRY_VERIFY(find("Art", classes).isValid());
    }
    QString shown(int row, int column = 0) const { return tree().index(row, column).data().toString(); }
    QString count() const { return panel->findChild<QLabel*>(text("rowCount"))->text(); }
    void clickHeader(int column) const
    {
        QHeaderView* header = view().header();
        const QPoint at(header->sectionViewportPosition(column) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    }
    QStringList crumbs() const { return panel->findChild<CrumbBar*>()->texts(); }
};

} // namespace conjoin::tests
