// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"

#include <QAccessible>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

struct Fixture : DataPanelFixture {
    Fixture()
        : DataPanelFixture(drawSchool)
    {
        run("INSERT INTO Students (firstName) VALUES ('Ann'), ('Bob')");
        run("INSERT INTO Classes (className) VALUES ('Art'), ('Music')");
        run("INSERT INTO Enrollments (StudentId, ClassId, grade) VALUES (1, 1, 'A'), (1, 2, 'C')");
        show();
        openTable("Student");
    }
    /// What is read out of a cell of the tree.
    QString heard(const QModelIndex& cell) const
    {
        const QAccessibleInterface* rows = QAccessible::queryAccessibleInterface(&view());
        const QPoint middle = view().viewport()->mapToGlobal(view().visualRect(cell).center());
        const QAccessibleInterface* there = rows->childAt(middle.x(), middle.y());
        return there ? there->text(QAccessible::Name) : QString();
    }
    /// What takes the focus by Tab and has nothing to be read out.
    static QStringList nameless(const QWidget& window)
    {
        QStringList found;
        for (QWidget* widget : window.findChildren<QWidget*>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            const QAccessibleInterface* said = QAccessible::queryAccessibleInterface(widget);
            if (!said || said->text(QAccessible::Name).isEmpty())
                found += QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
        }
        return found;
    }
};

} // namespace

/// What assistive technology hears of rows and of what surrounds them.
class DataAccessTest : public QObject {
    Q_OBJECT

private slots:
    void cellsSayTheirColumn();
    void groupsAndLinksAreSentences();
    void changesAreHeard();
    void whateverTakesTheFocusHasAName();
    void dialogsToo();
};

void DataAccessTest::cellsSayTheirColumn()
{
    const Fixture school;
    QCOMPARE(school.heard(school.find("Ann")), text("firstName: Ann 1"));
}

void DataAccessTest::groupsAndLinksAreSentences()
{
    const Fixture school;
    const QModelIndex ann = school.find("Ann");
    school.view().expand(ann);
    const QModelIndex classes = school.tree().index(0, 0, ann);
    QTRY_COMPARE(school.heard(classes), text("Classes via Enrollment, rows: 2"));
    school.view().expand(classes);
    QTRY_VERIFY(school.find("Art", classes).isValid());
    const QModelIndex art = school.find("Art", classes);
    QCOMPARE(school.heard(art), text("className: Art 1"));
    QCOMPARE(school.heard(art.siblingAtColumn(1)), text("grade: A"));
    QCOMPARE(school.heard(school.tree().linkLine(classes)), text("Link or create class"));
    // Below a class there are students again.
    school.view().expand(art);
    QTRY_COMPARE(school.heard(school.tree().index(0, 0, art)),
        text("Students via Enrollment, rows: 1, leads back to rows above"));
}

void DataAccessTest::changesAreHeard()
{
    Fixture school;
    school.view().setFocus();
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Cleo");
    school.key(Qt::Key_Return);
    QCOMPARE(school.heard(school.find("Cleo")), text("firstName: Cleo, new"));

    const QModelIndex ann = school.find("Ann");
    QVERIFY(school.tree().setData(ann, text("Anna"), Qt::EditRole));
    QCOMPARE(school.heard(ann), text("firstName: Anna 1, changed"));

    school.view().expand(ann);
    const QModelIndex classes = school.tree().index(0, 0, ann);
    school.view().expand(classes);
    QTRY_VERIFY(school.find("Art", classes).isValid());
    school.view().setCurrentIndex(school.find("Art", classes));
    school.view().setFocus();
    school.key(Qt::Key_U);
    QCOMPARE(school.heard(school.find("Art", classes)), text("className: Art 1, to be unlinked"));
}

void DataAccessTest::whateverTakesTheFocusHasAName()
{
    Fixture school;
    QCOMPARE(Fixture::nameless(*school.panel).join(u'\n'), QString());
    school.view().setFocus();
    school.key(Qt::Key_N, Qt::ControlModifier); // the cell that is typed into, the preview below
    school.type("Cleo");
    QCOMPARE(Fixture::nameless(*school.panel).join(u'\n'), QString());
}

void DataAccessTest::dialogsToo()
{
    Fixture school;
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    school.key(Qt::Key_Delete);
    QWidget* dialog = nullptr;
    QTRY_VERIFY((dialog = QApplication::activeWindow()) && dialog != school.panel->window());
    QCOMPARE(Fixture::nameless(*dialog).join(u'\n'), QString());
    QVERIFY(!dialog->windowTitle().isEmpty());
    dialog->close();
}

QTEST_MAIN(DataAccessTest)
#include "dataaccesstest.moc"
