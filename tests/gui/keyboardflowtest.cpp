// SPDX-License-Identifier: GPL-3.0-or-later
// DATA_PANEL, acceptance 10: the whole flow by the keyboard only, on every engine, and a reading connection
// whose server refuses to write.
#include "gui/datapanelfixture.h"
#include "support/everyengine.h"

#include "ui/panels/data/deletiondialog.h"

#include <QComboBox>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

void drawMarkedSchool(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("firstName varchar(40)")});
    const TableId course = school.table(text("Class"), {text("className varchar(40)")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(8)")});
}

struct School : DataPanelFixture {
    explicit School(const sql::ConnectionSettings& where)
        : DataPanelFixture(drawMarkedSchool, where)
    {
        run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art'), ('Chemistry'), ('Maths')");
        run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann'), ('Bob')");
        run("INSERT INTO \"Enrollments\" (\"StudentId\", \"ClassId\", grade) VALUES (1, 1, 'C'), (1, 2, 'B')");
    }
    /// Tab, or Shift+Tab, until the widget of that name has the keyboard.
    void tabTo(const char* name, bool backwards) const
    {
        for (int i = 0; i < 40; ++i) {
            for (QWidget* focus = QApplication::focusWidget(); focus; focus = focus->parentWidget()) {
                if (focus->objectName() == text(name))
                    return;
            }
            key(backwards ? Qt::Key_Backtab : Qt::Key_Tab);
        }
        QFAIL(qPrintable(QStringLiteral("no Tab leads to %1").arg(QLatin1String(name))));
    }
    QString here() const { return view().currentIndex().siblingAtColumn(0).data().toString(); }
    void toColumn(int column) const
    {
        for (int i = 0; i < 20 && view().currentIndex().column() != column; ++i)
            key(view().currentIndex().column() < column ? Qt::Key_Right : Qt::Key_Left);
        QCOMPARE(view().currentIndex().column(), column);
    }
    /// Down until that row is the current one.
    void downTo(const char* label) const
    {
        for (int i = 0; i < 40 && here() != text(label); ++i)
            key(Qt::Key_Down);
        QCOMPARE(here(), text(label));
    }
    void save()
    {
        key(Qt::Key_F10);
        QTRY_VERIFY2(!panel->hasPendingChanges(), qPrintable(error()));
        QTRY_VERIFY(!tree().isLoading());
    }
};

} // namespace

class KeyboardFlowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void fromTheTableToTheTakenBackCommit_data() { EveryEngine::addRows(); }
    void fromTheTableToTheTakenBackCommit();
    void aReadingConnectionWritesNothing_data() { EveryEngine::addRows(); }
    void aReadingConnectionWritesNothing();

private:
    EveryEngine engines_;
};

void KeyboardFlowTest::fromTheTableToTheTakenBackCommit()
{
    QFETCH(QString, engine);
    School school(engines_.newDatabase(engine));
    school.show();
    school.openTable("Class");
    school.view().setFocus();

    // To the table.
    school.tabTo("tablePicker", true);
    school.type("Students");
    school.key(Qt::Key_Return);
    QTRY_COMPARE(school.tree().rootRows(), 2);
    QTRY_VERIFY(school.view().hasFocus());
    school.key(Qt::Key_F, Qt::ControlModifier);
    school.type("Ann");
    school.key(Qt::Key_Return);
    QTRY_COMPARE(school.tree().rootRows(), 1);
    QTRY_VERIFY(school.view().hasFocus());

    // Into her classes, one goes, one comes, one gets another grade.
    school.downTo("Ann");
    school.key(Qt::Key_Right);
    school.key(Qt::Key_Right); // it has no further column
    school.key(Qt::Key_Down);
    QCOMPARE(school.here(), text("Classes"));
    school.key(Qt::Key_Right);
    QTRY_VERIFY(school.tree().isLoaded(school.view().currentIndex()));
    school.downTo("Art");
    school.key(Qt::Key_U);
    school.downTo("Chemistry");
    const int grade = school.tree().section(school.view().currentIndex()).junctionBegin;
    school.toColumn(grade);
    school.key(Qt::Key_F2);
    QVERIFY(school.editor());
    school.editor()->selectAll();
    school.type("A");
    school.key(Qt::Key_Return);
    school.toColumn(0);
    school.key(Qt::Key_L);
    QTRY_VERIFY(school.picker());
    school.type("Mat");
    QTRY_VERIFY(school.picker()->entries().contains(text("Maths")));
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.picker());
    // One step back and forth again, a try, and it is written.
    school.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(school.panel->findChild<QLabel*>(text("changeSummary"))->text().contains(text("1 link,")), false);
    school.key(Qt::Key_Y, Qt::ControlModifier);
    school.key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY2(school.error().contains(text("Checked")), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\" WHERE grade = 'C'"), 1); // taken back
    school.view().setFocus();
    school.save();
    QCOMPARE(
        school.number("SELECT COUNT(*) FROM \"Enrollments\" WHERE \"StudentId\" = 1 AND \"ClassId\" = 1"), 0);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\" WHERE \"ClassId\" = 2 AND grade = 'A'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\" WHERE \"ClassId\" = 3"), 1);

    // She goes, her links with her, by a plan that is read first.
    QTRY_VERIFY(school.find("Ann").isValid());
    QTRY_VERIFY(school.view().hasFocus());
    school.key(Qt::Key_Home, Qt::ControlModifier);
    school.downTo("Ann");
    school.key(Qt::Key_Delete);
    QTRY_VERIFY(school.dialog<DeletionDialog>());
    QTRY_VERIFY(school.button("stageDeletion") && school.button("stageDeletion")->isEnabled());
    for (int i = 0; i < 40 && !school.button("stageDeletion")->hasFocus(); ++i)
        school.key(Qt::Key_Tab);
    QVERIFY(school.button("stageDeletion")->hasFocus());
    school.key(Qt::Key_Space);
    QTRY_VERIFY(!school.dialog<DeletionDialog>());
    QVERIFY(school.panel->hasPendingChanges());
    school.view().setFocus();
    school.save();
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\""), 0);

    // And is back.
    school.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(school.panel->hasPendingChanges());
    school.save();
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE \"firstName\" = 'Ann'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\""), 2);
}

void KeyboardFlowTest::aReadingConnectionWritesNothing()
{
    QFETCH(QString, engine);
    School school(engines_.newDatabase(engine));
    school.settings.readOnly = true;
    school.settings.create = false;
    school.show();
    school.openTable("Student");
    QTRY_COMPARE(school.tree().rootRows(), 2);
    school.view().setFocus();
    school.downTo("Bob");
    school.key(Qt::Key_F2);
    school.type("Zoe");
    school.key(Qt::Key_Return);
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.key(Qt::Key_Delete);
    QVERIFY(!school.panel->hasPendingChanges());
    // It is not the panel alone that keeps from writing: the server refuses what is sent all the same.
    const auto sent = sql::Connection::open(school.settings);
    QVERIFY(sent.has_value());
    const QString statement = text("UPDATE \"Students\" SET \"firstName\" = 'x'")
                                  .replace(u'"', (*sent)->dialect().quoted(text("a")).left(1));
    const auto refused = (*sent)->run(statement);
    QVERIFY(!refused.has_value());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\" WHERE \"firstName\" = 'x'"), 0);
}

QTEST_MAIN(KeyboardFlowTest)
#include "keyboardflowtest.moc"
