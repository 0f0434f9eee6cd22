// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"

#include "ui/dialogs/exportdialog.h"
#include "ui/dialogs/importmapping.h"
#include "ui/dialogs/importrowsdialog.h"
#include "ui/dialogs/sampledatadialog.h"
#include "ui/panels/data/exchangemenu.h"
#include "ui/panels/query/attributelist.h"
#include "ui/panels/query/includetree.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>
#include <QTreeWidget>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

void drawNamedSchool(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("firstName! varchar(20)"), text("born date")});
    const TableId course = school.table(text("Class"), {text("className! varchar(20)")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(2)")});
}

struct School : DataPanelFixture {
    School()
        : DataPanelFixture(drawNamedSchool)
    {
        run("INSERT INTO Students (id, firstName) VALUES (1, 'Ann'), (2, 'Bob')");
        run("INSERT INTO Classes (id, className) VALUES (1, 'Algebra'), (2, 'Chemistry')");
        run("INSERT INTO Enrollments (StudentId, ClassId, grade) VALUES (1, 1, 'A'), (1, 2, NULL)");
    }

    RowSource source() const
    {
        RowSource source;
        source.database = std::make_shared<sql::Database>(settings);
        source.registry = std::make_shared<const orm::ModelRegistry>(drawn);
        return source;
    }
    QByteArray written(const QString& path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString file(const char* name, const QByteArray& content = {}) const
    {
        const QString path = folder.filePath(text(name));
        QFile file(path);
        if (!content.isNull() && file.open(QIODevice::WriteOnly))
            file.write(content);
        return path;
    }
};

QTreeWidgetItem* itemCalled(QTreeWidget& tree, const char* name)
{
    const QList<QTreeWidgetItem*> found = tree.findItems(text(name), Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? nullptr : found.first();
}

} // namespace

/// Rows out of the window and into it: export, copies, import, sample data.
class RowExchangeTest : public QObject {
    Q_OBJECT

private slots:
    void exportWritesWhatIsTicked();
    void exportWritesTheAttributesThatAreTicked();
    void exportSaysWhereItMayNotWrite();
    void selectedRowsGoToTheClipboard();
    void importByTheNamesOfColumns();
    void importShowsWhatIsWrong();
    void importLeavesBadLinesOut();
    void importChangesRowsThatAreThere();
    void importOfObjects();
    void importTakesWholeRowsForWhatTheyAre();
    void importSaysWhatIsWrongWithTheFile_data();
    void importSaysWhatIsWrongWithTheFile();
    void importForgetsWhatWasAskedBefore();
    void sampleDataFillsEveryTable();
    void sampleDataLeavesTablesOut();
};

void RowExchangeTest::exportWritesWhatIsTicked()
{
    School school;
    ExportSubject subject;
    subject.source = school.source();
    subject.query.model = school.drawn.find(text("Student")).value();
    ExportDialog dialog(subject, school.folder.path(), Theme::light());
    dialog.show();
    QTreeWidgetItem* classes = itemCalled(dialog.associations(), "Classes");
    QVERIFY(classes);
    classes->setCheckState(0, Qt::Checked);
    dialog.setFormat(sql::ExportFormat::Csv);
    QVERIFY(dialog.findChild<QComboBox*>(text("exportDelimiter"))->isVisible());
    QVERIFY(!dialog.findChild<QComboBox*>(text("exportDialect"))->isVisible());
    const QString path = school.file("students.csv");
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.writeTo(path);
    QVERIFY(dialog.isBusy());
    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(school.written(path),
        QByteArray("id,firstName,born,Classes.id,Classes.className,Classes.Enrollment.grade,"
                   "Classes.Enrollment.StudentId,Classes.Enrollment.ClassId\r\n"
                   "1,Ann,,1,Algebra,A,1,1\r\n1,Ann,,2,Chemistry,,1,2\r\n2,Bob,,,,,,\r\n"));
    QVERIFY2(dialog.outcome().contains(text("2 rows")), qPrintable(dialog.outcome()));
}

void RowExchangeTest::exportWritesTheAttributesThatAreTicked()
{
    School school;
    ExportSubject subject;
    subject.source = school.source();
    subject.query.model = school.drawn.find(text("Student")).value();
    ExportDialog dialog(subject, school.folder.path(), Theme::light());
    dialog.show();
    const auto untick = [&](const char* name) {
        for (QListWidgetItem* item : dialog.attributes().findItems(text(name), Qt::MatchExactly))
            item->setCheckState(Qt::Unchecked);
    };
    untick("born");
    QTreeWidgetItem* classes = itemCalled(dialog.associations(), "Classes");
    dialog.associations().setCurrentItem(classes);
    QCOMPARE(dialog.attributes().item(0)->text(), text("All of Classes"));
    QVERIFY(!dialog.attributes().findItems(text("All of the link, Enrollments"), Qt::MatchExactly).isEmpty());
    untick("id");
    untick("All of the link, Enrollments");
    QCOMPARE(classes->checkState(0), Qt::Checked); // who chooses among its attributes wants it
    dialog.setFormat(sql::ExportFormat::NdJson);
    QVERIFY(dialog.attributes().isEnabled());
    const QString path = school.file("students.ndjson");
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.writeTo(path);
    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(school.written(path),
        QByteArray(R"({"id":1,"firstName":"Ann","Classes":[{"className":"Algebra"},{"className":"Chemistry"}]})"
                   "\n"
                   R"({"id":2,"firstName":"Bob","Classes":[]})"
                   "\n"));
    dialog.setFormat(sql::ExportFormat::Sql);
    QVERIFY(!dialog.attributes().isEnabled()); // rows of a script are whole
}

void RowExchangeTest::exportSaysWhereItMayNotWrite()
{
    School school;
    ExportSubject subject;
    subject.source = school.source();
    subject.query.model = school.drawn.find(text("Student")).value();
    ExportDialog dialog(subject, school.folder.path(), Theme::light());
    dialog.show();
    dialog.writeTo(school.file("nowhere/students.json"));
    QTRY_VERIFY(!dialog.isBusy());
    QLabel* error = dialog.findChild<QLabel*>(text("exportError"));
    QVERIFY(error->isVisible());
    QVERIFY2(error->text().contains(text("students.json")), qPrintable(error->text()));
}

void RowExchangeTest::selectedRowsGoToTheClipboard()
{
    School school;
    school.show();
    school.openTable("Student");
    const QModelIndex ann = school.open("Ann");
    QVERIFY(ann.isValid());
    school.view().setCurrentIndex(ann);
    auto* menu = school.panel->findChild<ExchangeMenu*>();
    QVERIFY(menu);
    QClipboard* clipboard = QGuiApplication::clipboard();
    clipboard->clear();
    menu->copyAs(CopyFormat::Tsv);
    QTRY_COMPARE(clipboard->text(), text("id\tfirstName\tborn\n1\tAnn\t\n"));
    menu->copyAs(CopyFormat::Keys);
    QCOMPARE(clipboard->text(), text("WHERE id IN (1)"));
    menu->copyAs(CopyFormat::Markdown);
    QTRY_COMPARE(clipboard->text(), text("| id | firstName | born |\n| --- | --- | --- |\n| 1 | Ann | |\n"));
    // The tree as it is open.
    school.view().expand(school.tree().relation(ann, text("Classes")));
    menu->copyAs(CopyFormat::Json);
    QTRY_VERIFY(clipboard->text().startsWith(u'['));
    QVERIFY2(clipboard->text().contains(text("Chemistry")), qPrintable(clipboard->text()));
    menu->copyAs(CopyFormat::Inserts);
    QTRY_VERIFY(clipboard->text().contains(text("INSERT INTO \"Enrollments\"")));
}

void RowExchangeTest::importByTheNamesOfColumns()
{
    School school;
    ImportRowsDialog dialog(
        school.source(), school.drawn.find(text("Student")).value(), school.folder.path(), Theme::light());
    dialog.show();
    QVERIFY(!dialog.findChild<QPushButton*>(text("importRun"))->isEnabled());
    dialog.setFile(school.file(
        "new.csv", "First name;Born;Classes;Remark\nCid;2001-03-02;Algebra|Chemistry;x\nDee;;Physics;\n"));
    QCOMPARE(dialog.findChild<QComboBox*>(text("importDelimiter"))->currentData().toString(), text(";"));
    QCOMPARE(dialog.mapping().titleOf(0), text("firstName"));
    QCOMPARE(dialog.mapping().titleOf(3), QString());
    dialog.findChild<QLineEdit*>(text("importSeparator2"))->setText(text("|"));

    // Physics is not there: so says the check, and nothing is written.
    dialog.check();
    QTRY_VERIFY(!dialog.isBusy());
    auto* problems = dialog.findChild<QTreeWidget*>(text("importProblems"));
    QCOMPARE(problems->topLevelItemCount(), 1);
    QCOMPARE(problems->topLevelItem(0)->text(0), text("3"));
    QCOMPARE(problems->topLevelItem(0)->text(1), text("Classes"));
    QCOMPARE(problems->topLevelItem(0)->text(2), text("Physics"));
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 2);

    auto* missing = dialog.findChild<QComboBox*>(text("importMissing2"));
    missing->setCurrentIndex(missing->findData(int(sql::ImportLink::Missing::Create)));
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    // First it says what it would write, then it writes it.
    QTest::mouseClick(dialog.findChild<QPushButton*>(text("importRun")), Qt::LeftButton);
    QTRY_VERIFY(dialog.isChecked());
    const QString summary = dialog.findChild<QLabel*>(text("importSummary"))->text();
    QVERIFY2(summary.contains(text("2 new in Students, 1 new in Classes, 3 new in Enrollments")),
        qPrintable(summary));
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 2);
    QTest::mouseClick(dialog.findChild<QPushButton*>(text("importRun")), Qt::LeftButton);
    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 4);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes"), 3);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 5);
}

void RowExchangeTest::importShowsWhatIsWrong()
{
    School school;
    ImportRowsDialog dialog(
        school.source(), school.drawn.find(text("Student")).value(), school.folder.path(), Theme::light());
    dialog.show();
    dialog.setFile(school.file("bad.csv", "firstName,born\nCid,soon\nDee,2001-01-01\n"));
    auto* sample = dialog.findChild<QTableWidget*>(text("importSample"));
    QCOMPARE(sample->rowCount(), 2);
    QVERIFY(!sample->item(0, 1)->toolTip().isEmpty());
    QVERIFY(sample->item(1, 1)->toolTip().isEmpty());
    dialog.importRows();
    QTRY_VERIFY(!dialog.isBusy());
    QVERIFY(dialog.isVisible());
    QVERIFY2(dialog.findChild<QLabel*>(text("importSummary"))->text().contains(text("nothing was written")),
        qPrintable(dialog.findChild<QLabel*>(text("importSummary"))->text()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 2);
}

void RowExchangeTest::importLeavesBadLinesOut()
{
    School school;
    ImportRowsDialog dialog(
        school.source(), school.drawn.find(text("Student")).value(), school.folder.path(), Theme::light());
    dialog.show();
    dialog.setFile(school.file("some.csv", "firstName\nCid\nAnn\n"));
    dialog.findChild<QCheckBox*>(text("importOnlyGood"))->setChecked(true);
    dialog.importRows();
    QTRY_VERIFY(dialog.isChecked());
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 2);
    dialog.importRows();
    QTRY_VERIFY(!dialog.isBusy());
    QCOMPARE(dialog.findChild<QTreeWidget*>(text("importProblems"))->topLevelItemCount(), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 3);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.reject(); // closes; the panel must know that rows came
    QCOMPARE(accepted.count(), 1);
}

void RowExchangeTest::importChangesRowsThatAreThere()
{
    School school;
    ImportRowsDialog dialog(
        school.source(), school.drawn.find(text("Student")).value(), school.folder.path(), Theme::light());
    dialog.show();
    auto* mode = dialog.findChild<QComboBox*>(text("importMode"));
    auto* key = dialog.findChild<QComboBox*>(text("importKey"));
    dialog.setFile(
        school.file("some.csv", "firstName,born,Classes\nAnn,2001-03-02,Algebra\nCid,,Chemistry\nBob,,\n"));
    QVERIFY(!key->isVisible());
    mode->setCurrentIndex(mode->findData(int(sql::ImportMode::InsertOrUpdate)));
    QVERIFY(key->isVisible());
    QCOMPARE(key->currentText(), text("by firstName"));
    dialog.importRows();
    QTRY_VERIFY(dialog.isChecked());
    const QString summary = dialog.findChild<QLabel*>(text("importSummary"))->text();
    QVERIFY2(
        summary.contains(text("1 new in Students, 1 changed in Students, 1 new in Enrollments, 1 as they are")),
        qPrintable(summary));
    // Whoever changes what is asked has not seen what that would write.
    mode->setCurrentIndex(mode->findData(int(sql::ImportMode::Update)));
    QVERIFY(!dialog.isChecked());
    dialog.importRows();
    QTRY_VERIFY(!dialog.isBusy());
    QVERIFY(!dialog.isChecked()); // Cid is nobody yet
    mode->setCurrentIndex(mode->findData(int(sql::ImportMode::InsertOrUpdate)));
    dialog.importRows();
    QTRY_VERIFY(dialog.isChecked());
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.importRows();
    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 3);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students WHERE id = 1 AND born = '2001-03-02'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 3);
}

/// Nested, as the window writes it: no line is parted, and an object is a row with all its links.
void RowExchangeTest::importOfObjects()
{
    School school;
    ImportRowsDialog dialog(
        school.source(), school.drawn.find(text("Student")).value(), school.folder.path(), Theme::light());
    dialog.show();
    dialog.setFile(school.file("new.json", R"([
  {"firstName": "Cid", "born": null, "Classes": [{"id": 1, "className": "Algebra", "Enrollment": {"grade": "B"}},
    {"id": 7, "className": "Physics; hard"}]},
  {"firstName": "Dee", "born": "2001-02-03", "Classes": []}
])"));
    QCOMPARE(dialog.findChild<QComboBox*>(text("importFormat"))->currentData().toBool(), true);
    QVERIFY(!dialog.findChild<QComboBox*>(text("importDelimiter"))->isVisible());
    QVERIFY(!dialog.findChild<QLineEdit*>(text("importNull"))->isVisible());
    QCOMPARE(dialog.findChild<QTableWidget*>(text("importSample"))->rowCount(), 3);
    dialog.importRows();
    QTRY_VERIFY(dialog.isChecked());
    const QString summary = dialog.findChild<QLabel*>(text("importSummary"))->text();
    QVERIFY2(summary.contains(
                 text("All 2 lines are good: 2 new in Students, 1 new in Classes, 2 new in Enrollments")),
        qPrintable(summary));
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.importRows();
    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes WHERE id = 7 AND className = 'Physics; hard'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE ClassId = 1 AND grade = 'B'"), 1);
}

void RowExchangeTest::importTakesWholeRowsForWhatTheyAre()
{
    School school;
    ImportRowsDialog dialog(
        school.source(), school.drawn.find(text("Student")).value(), school.folder.path(), Theme::light());
    dialog.show();
    const auto* mode = dialog.findChild<QComboBox*>(text("importMode"));
    const auto* note = dialog.findChild<QLabel*>(text("importNote"));
    dialog.setFile(school.file("whole.csv", "id,firstName,born\n1,Ann,2001-03-02\n2,Bob,\n3,Cid,\n"));
    QCOMPARE(mode->currentData().toInt(), int(sql::ImportMode::InsertOrUpdate));
    QVERIFY2(note->isVisible() && note->text().contains(text("id")), qPrintable(note->text()));
    // Lines of one row that are to be rows of their own: the window says what may be meant.
    dialog.setFile(school.file("twice.csv", "firstName,Classes\nCid,Algebra\nCid,Chemistry\n"));
    QCOMPARE(mode->currentData().toInt(), int(sql::ImportMode::Insert));
    QVERIFY2(note->isVisible() && note->text().contains(text("firstName")), qPrintable(note->text()));
    // Names of the table are names, though one stands twice.
    dialog.setFile(school.file("same.csv", "firstName,born,born\nCid,,\n"));
    QVERIFY(dialog.findChild<QCheckBox*>(text("importHeader"))->isChecked());
    QVERIFY2(note->isVisible() && note->text().contains(text("born")), qPrintable(note->text()));
    dialog.setFile(school.file("once.csv", "firstName,Classes\nCid,Algebra\n"));
    QVERIFY(!note->isVisible());
}

void RowExchangeTest::importSaysWhatIsWrongWithTheFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("empty") << QByteArray("") << text("There is nothing in the file");
    QTest::newRow("blank") << QByteArray("\n \n") << text("There is nothing in the file");
    QTest::newRow("wide") << QByteArray(100'000, ',') + "\n" << text("100001 fields");
    QTest::newRow("endless") << "firstName,born\n\"Cid" + QByteArray(1'000'000, 'x') << text("");
    QTest::newRow("endless-header") << "\"firstName,born\nCid," + QByteArray(1'000'000, 'x') << text("quote");
    QTest::newRow("open-quote") << QByteArray("firstName,born\n\"Cid,\n") << text("never closes");
    QTest::newRow("encoding") << QByteArray("firstName\nJos\xe9\n\x81\n") << text("no text");
    QTest::newRow("ragged") << QByteArray("firstName,born\nCid\n") << text("");
    QTest::newRow("cut-json") << QByteArray(R"([{"firstName": "Cid"}, {"firstName)") << text("");
    QTest::newRow("no-json") << QByteArray(R"([{"firstName": "Cid"}, 7])") << text("an object is expected");
    QTest::newRow("bad-json") << QByteArray(R"([{"firstName": Cid}])") << text("Line 1");
}

/// No file stops the window, and what is wrong is said before anything is tried or by the check.
void RowExchangeTest::importSaysWhatIsWrongWithTheFile()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, said);
    School school;
    ImportRowsDialog dialog(
        school.source(), school.drawn.find(text("Student")).value(), school.folder.path(), Theme::light());
    dialog.show();
    const auto* error = dialog.findChild<QLabel*>(text("importError"));
    dialog.setFile(school.file("broken", content));
    if (!said.isEmpty()) {
        QVERIFY(error->isVisible());
        QVERIFY2(error->text().contains(said, Qt::CaseInsensitive), qPrintable(error->text()));
        return;
    }
    dialog.check();
    QTRY_VERIFY(!dialog.isBusy());
    const auto* problems = dialog.findChild<QTreeWidget*>(text("importProblems"));
    QVERIFY(error->isVisible() || (problems->isVisible() && problems->topLevelItemCount() > 0));
    QVERIFY(!dialog.isChecked());
}

/// Bad lines of what was asked before are gone when something else is asked.
void RowExchangeTest::importForgetsWhatWasAskedBefore()
{
    School school;
    ImportRowsDialog dialog(
        school.source(), school.drawn.find(text("Student")).value(), school.folder.path(), Theme::light());
    dialog.show();
    const auto* problems = dialog.findChild<QTreeWidget*>(text("importProblems"));
    auto* mode = dialog.findChild<QComboBox*>(text("importMode"));
    dialog.setFile(school.file("some.csv", "firstName\nAnn\nBob\n"));
    dialog.check();
    QTRY_VERIFY(!dialog.isBusy());
    QVERIFY(problems->isVisible());
    const auto* note = dialog.findChild<QLabel*>(text("importNote"));
    QVERIFY2(note->isVisible() && note->text().contains(text("key")), qPrintable(note->text()));
    mode->setCurrentIndex(mode->findData(int(sql::ImportMode::Skip)));
    QVERIFY(!problems->isVisible());
    QVERIFY(!note->isVisible());
}

void RowExchangeTest::sampleDataFillsEveryTable()
{
    DataPanelFixture school(drawNamedSchool);
    const auto derivation = std::make_shared<const orm::Derivation>(
        orm::derive(school.schema, {}, (*orm::dialectNamed(text("sqlite")))->capabilities()));
    SampleDataDialog dialog(std::make_shared<sql::Database>(school.settings),
        std::make_shared<const orm::ModelRegistry>(school.drawn), derivation);
    dialog.show();
    dialog.findChild<QSpinBox*>(text("sampleRows"))->setValue(4);
    auto* tables = dialog.findChild<QTableWidget*>(text("sampleTables"));
    QCOMPARE(tables->rowCount(), 3);
    tables->item(2, 1)->setText(text("500"));
    QCOMPARE(tables->item(2, 2)->text(), text("16")); // pairs that there are
    tables->item(2, 1)->setText(text("6"));
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.fill();
    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 4);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes"), 4);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 6);
}

void RowExchangeTest::sampleDataLeavesTablesOut()
{
    DataPanelFixture school(drawNamedSchool);
    const auto derivation = std::make_shared<const orm::Derivation>(
        orm::derive(school.schema, {}, (*orm::dialectNamed(text("sqlite")))->capabilities()));
    SampleDataDialog dialog(std::make_shared<sql::Database>(school.settings),
        std::make_shared<const orm::ModelRegistry>(school.drawn), derivation);
    dialog.show();
    dialog.findChild<QSpinBox*>(text("sampleRows"))->setValue(4);
    auto* tables = dialog.findChild<QTableWidget*>(text("sampleTables"));
    // By the keyboard: the box of the first table, and what needs it says so.
    tables->setFocus();
    tables->setCurrentCell(0, 0);
    const QString first = tables->item(0, 0)->text();
    QTest::keyClick(tables, Qt::Key_Space);
    QCOMPARE(tables->item(0, 0)->checkState(), Qt::Unchecked);
    QCOMPARE(tables->item(0, 2)->text(), text("0"));
    QCOMPARE(tables->item(2, 0)->text(), text("Enrollments"));
    QVERIFY2(tables->item(2, 3)->text().contains(first), qPrintable(tables->item(2, 3)->text()));
    QTest::keyClick(tables, Qt::Key_Space);
    QCOMPARE(tables->item(0, 0)->checkState(), Qt::Checked);
    QVERIFY(tables->item(2, 3)->text().isEmpty());
    QTest::keyClick(tables, Qt::Key_Space);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.fill();
    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students") + school.number("SELECT COUNT(*) FROM Classes"), 4);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments"), 0);
}

QTEST_MAIN(RowExchangeTest)
#include "rowexchangetest.moc"
