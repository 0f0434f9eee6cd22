// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "ui/panels/propertiespanel.h"
#include "ui/text/elidedlabel.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

#include <algorithm>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

/// What the forms of the properties say of what is selected.
class FormWordsTest : public QObject {
    Q_OBJECT

private slots:
    void theRolesOfASelfReferenceAreToldApart();
    void theHistoryTellsWhoseRoleItWas();
    void linksAreCountedAsLinks();

private:
    static QString labelOf(const QWidget& panel, const char* field)
    {
        const auto* edit = panel.findChild<QLineEdit*>(QString::fromLatin1(field));
        for (const auto* label : panel.findChildren<ui::ElidedLabel*>()) {
            if (label->buddy() == edit)
                return label->whole();
        }
        return {};
    }
    static bool says(const QWidget& panel, const QString& text)
    {
        return std::ranges::any_of(panel.findChildren<QLabel*>(),
            [&](const QLabel* label) { return label->isVisibleTo(&panel) && label->text() == text; });
    }
};

void FormWordsTest::theRolesOfASelfReferenceAreToldApart()
{
    SchoolCanvas school;
    ui::PropertiesPanel panel(*school.session, *school.selection, ui::Theme::light());
    school.selection->selectOnly(school.reference);
    QCOMPARE(labelOf(panel, "referenceRole"), QStringLiteral("In Class"));
    QCOMPARE(labelOf(panel, "referenceInverseRole"), QStringLiteral("In Teacher"));
    model::Reference up;
    up.id = school.session->ids().next<ReferenceId>();
    up.from = up.to = school.teacher;
    up.role = QStringLiteral("Mentor");
    QVERIFY(school.session->apply(
        QStringLiteral("Add"), [&](model::Document d) { return model::edit::addReference(std::move(d), up); }));
    school.selection->selectOnly(up.id);
    const QString role = labelOf(panel, "referenceRole");
    QVERIFY(!role.isEmpty());
    QVERIFY(role != labelOf(panel, "referenceInverseRole"));
    QCOMPARE(panel.findChild<QCheckBox*>(QStringLiteral("referenceMandatory"))->text(),
        QStringLiteral("Every Teacher has one Mentor"));
}

void FormWordsTest::theHistoryTellsWhoseRoleItWas()
{
    SchoolCanvas school;
    ui::PropertiesPanel panel(*school.session, *school.selection, ui::Theme::light());
    panel.show();
    school.selection->selectOnly(school.reference);
    auto* role = panel.findChild<QLineEdit*>(QStringLiteral("referenceRole"));
    QTest::keyClicks(role, QStringLiteral("lecturer"));
    QTest::keyClick(role, Qt::Key_Return);
    QCOMPARE(school.session->undoStack().undoText(), QStringLiteral("Role in Class → Teacher"));
}

void FormWordsTest::linksAreCountedAsLinks()
{
    SchoolCanvas school;
    ui::PropertiesPanel panel(*school.session, *school.selection, ui::Theme::light());
    school.selection->select({school.student, school.course, school.link});
    QVERIFY(says(panel, QStringLiteral("2 table(s) and 1 link(s) selected")));
    school.selection->select({school.student, school.course});
    QVERIFY(says(panel, QStringLiteral("2 table(s) selected")));
}

QTEST_MAIN(FormWordsTest)
#include "formwordstest.moc"
