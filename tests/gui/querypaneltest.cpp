// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"

#include "model/edit/browsingedits.h"
#include "support/everyengine.h"
#include "ui/panels/query/attributelist.h"
#include "ui/panels/query/includetree.h"
#include "ui/panels/query/querypanel.h"
#include "ui/panels/query/queryshelf.h"
#include "ui/panels/query/querytrouble.h"
#include "ui/panels/query/questiondialog.h"
#include "ui/session/editsession.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
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
        fill();
    }
    explicit School(const sql::ConnectionSettings& where)
        : DataPanelFixture(drawNamedSchool, where)
    {
        fill();
    }
    void fill()
    {
        run("INSERT INTO \"Students\" (id, \"firstName\") VALUES (1, 'Ann'), (2, 'Bob')");
        run("INSERT INTO \"Classes\" (id, \"className\") VALUES (1, 'Algebra'), (2, 'Chemistry')");
        run("INSERT INTO \"Enrollments\" (\"StudentId\", \"ClassId\", grade) VALUES (1, 1, 'A'), (1, 2, NULL)");
    }
    /// A project that keeps these queries, each a name, a table and a question.
    void keep(const std::vector<model::NamedQuery>& queries)
    {
        model::Document document = session.document();
        document.browsing.queries = queries;
        session.reset(document);
    }
    QStringList kept() const
    {
        QStringList names;
        for (const model::NamedQuery& query : session.document().browsing.queries)
            names.append(query.name);
        return names;
    }

    EditSession session{model::emptyDocument(text("School"), DiagramId(1))};
};

struct Shown {
    explicit Shown(School& school)
        : panel(school.session, Theme::light())
    {
        panel.resize(1300, 500);
        panel.setDatabase(std::make_shared<sql::Database>(school.settings), school.drawn);
        panel.show();
        panel.openTable(school.drawn.at(school.drawn.find(text("Student")).value()).id);
    }
    QueryShelf& shelf() const { return *panel.findChild<QueryShelf*>(); }
    IncludeTree& tree() const { return *panel.findChild<IncludeTree*>(); }
    QComboBox& names() const { return *panel.findChild<QComboBox*>(text("queryNames")); }
    QString json() const { return panel.findChild<QPlainTextEdit*>(text("queryJson"))->toPlainText(); }
    QString trouble() const { return panel.findChild<QueryTrouble*>()->text(); }
    QPushButton& keepButton() const { return *panel.findChild<QPushButton*>(text("queryKeep")); }

    QueryPanel panel;
};

QTreeWidgetItem* itemCalled(QTreeWidget& tree, const char* name)
{
    const QList<QTreeWidgetItem*> found = tree.findItems(text(name), Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? nullptr : found.first();
}

const model::NamedTable students{{}, QStringLiteral("Students")};

} // namespace

/// Questions put together by ticking, and kept in the project.
class QueryPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void aQueryIsTicked();
    void aQueryThatCannotBeUnderstood();
    void leavingAFaultyFieldIsTold();
    void aFilterStaysAsItWasTyped();
    void attributesOfLinksAreChosen_data() { EveryEngine::addRows(); }
    void attributesOfLinksAreChosen();
    void aQuestionIsKeptAndComesBack_data() { EveryEngine::addRows(); }
    void aQuestionIsKeptAndComesBack();
    void anAnswerThatIsTooLongIsNotWrittenOut();
    void keepingIsAnEdit();
    void whatDiffersIsMarked();
    void queriesAreRenamedCopiedMovedAndRemoved();
    void whatTheTablesLackIsTold_data();
    void whatTheTablesLackIsTold();
    void aQueryIsMendedAsText();
    void theQuestionSurvivesAnotherLookAtTheTables();

private:
    EveryEngine engines_;
};

void QueryPanelTest::aQueryIsTicked()
{
    School school;
    QueryPanel panel(school.session, Theme::light());
    panel.resize(1200, 500);
    panel.setDatabase(std::make_shared<sql::Database>(school.settings), school.drawn);
    panel.show();
    panel.openTable(school.drawn.at(school.drawn.find(text("Student")).value()).id);
    auto* tree = panel.findChild<IncludeTree*>();
    QTreeWidgetItem* classes = itemCalled(*tree, "Classes");
    QVERIFY(classes);
    tree->setCurrentItem(classes);
    panel.findChild<QLineEdit*>(text("queryLinkFilter"))->setText(text("grade = 'A'"));
    QCOMPARE(classes->checkState(0), Qt::Checked); // who asks something of it wants it
    panel.findChild<QCheckBox*>(text("queryRequired"))->setChecked(true);
    panel.run();
    auto* json = panel.findChild<QPlainTextEdit*>(text("queryJson"));
    QTRY_VERIFY(json->toPlainText().contains(text("Algebra")));
    QVERIFY2(!json->toPlainText().contains(text("Chemistry")) && !json->toPlainText().contains(text("Bob")),
        qPrintable(json->toPlainText()));
    auto* view = panel.findChild<QTreeView*>(text("queryTree"));
    const QModelIndex ann = view->model()->index(0, 0);
    QCOMPARE(view->model()->rowCount(), 1);
    const QModelIndex group = view->model()->index(0, 0, ann);
    QCOMPARE(group.data().toString(), text("Classes (1)"));
    QCOMPARE(view->model()->index(0, 2, group).data().toString(), text("Enrollment.grade"));
    QCOMPARE(view->model()->index(1, 2, group).data().toString(), text("A"));
    QAbstractItemModelTester tester(view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QString status = panel.findChild<QLabel*>(text("queryStatus"))->text();
    QVERIFY2(status.startsWith(text("1 row")), qPrintable(status));
}

void QueryPanelTest::aQueryThatCannotBeUnderstood()
{
    School school;
    QueryPanel panel(school.session, Theme::light());
    panel.setDatabase(std::make_shared<sql::Database>(school.settings), school.drawn);
    panel.show();
    auto* filter = panel.findChild<QLineEdit*>(text("queryFilter"));
    filter->setText(text("bron < 2002"));
    QVERIFY(filter->property("invalid").toBool());
    QVERIFY(!filter->toolTip().isEmpty());
    // It is told where it stands, and nothing else is asked in its place.
    auto* fault = panel.findChild<QLabel*>(text("queryFault"));
    QVERIFY(fault->isVisibleTo(&panel));
    QCOMPARE(fault->text(), filter->toolTip());
    panel.run();
    const QString said = panel.findChild<QLabel*>(text("queryStatus"))->toolTip(); // not elided
    QVERIFY2(said.startsWith(text("Not asked")), qPrintable(said));
    filter->setText(text("{\"id\": 1}"));
    QVERIFY(fault->isHidden());
    QVERIFY(!filter->property("invalid").toBool());
    QCOMPARE(orm::compactJson(panel.findChild<IncludeTree*>()->query().where), QByteArray("{\"id\":1}"));
}

void QueryPanelTest::leavingAFaultyFieldIsTold()
{
    School school;
    Shown shown(school);
    auto* filter = shown.panel.findChild<QLineEdit*>(text("queryFilter"));
    auto* fault = shown.panel.findChild<QLabel*>(text("queryFault"));
    const auto isToldOf = [&](const char* word) {
        return shown.trouble().startsWith(text("What was typed there before is left out.")) &&
               shown.trouble().contains(text(word));
    };
    // For another place of the same question: that goes on without what nobody understood.
    filter->setText(text("bron < 2002"));
    QVERIFY(!fault->isHidden());
    QVERIFY(!shown.keepButton().isEnabled());
    shown.tree().setCurrentItem(itemCalled(shown.tree(), "Classes"));
    QVERIFY2(isToldOf("bron"), qPrintable(shown.trouble()));
    QVERIFY(fault->isHidden());
    QVERIFY(filter->text().isEmpty());
    QVERIFY(shown.keepButton().isEnabled());
    shown.tree().setCurrentItem(shown.tree().topLevelItem(0));
    QVERIFY(filter->text().isEmpty());
    QVERIFY(shown.tree().query().where.isNull());
    shown.panel.run();
    QTRY_VERIFY(shown.json().contains(text("Ann")) && shown.json().contains(text("Bob")));
    QCOMPARE(shown.trouble(), QString()); // an answer is there
    // What was understood before is what stays.
    filter->setText(text("firstName = 'Ann'"));
    filter->setText(text("bron < 2002"));
    shown.tree().setCurrentItem(itemCalled(shown.tree(), "Classes"));
    QVERIFY2(isToldOf("bron"), qPrintable(shown.trouble()));
    shown.tree().setCurrentItem(shown.tree().topLevelItem(0));
    QVERIFY2(filter->text().contains(text("Ann")), qPrintable(filter->text()));
    // For another table.
    filter->setText(text("nema = 'Ann'"));
    shown.panel.openTable(school.drawn.at(school.drawn.find(text("Class")).value()).id);
    QVERIFY2(isToldOf("nema"), qPrintable(shown.trouble()));
    QVERIFY(fault->isHidden());
}

void QueryPanelTest::aFilterStaysAsItWasTyped()
{
    School school;
    Shown shown(school);
    auto* filter = shown.panel.findChild<QLineEdit*>(text("queryFilter"));
    auto* ofLinks = shown.panel.findChild<QLineEdit*>(text("queryLinkFilter"));
    filter->setText(text("firstName='Ann'"));
    shown.tree().setCurrentItem(itemCalled(shown.tree(), "Classes"));
    ofLinks->setText(text("grade  is NULL"));
    shown.tree().setCurrentItem(shown.tree().topLevelItem(0));
    QCOMPARE(filter->text(), text("firstName='Ann'"));
    filter->setText(text("firstName = 'Ann'"));
    shown.tree().setCurrentItem(itemCalled(shown.tree(), "Classes"));
    QCOMPARE(ofLinks->text(), text("grade  is NULL"));
    shown.tree().setCurrentItem(shown.tree().topLevelItem(0));
    QCOMPARE(filter->text(), text("firstName = 'Ann'"));
    // What was kept is shown as it may have been typed.
    shown.shelf().keepUnder(text("Ann"));
    shown.panel.openQuery({});
    QVERIFY(filter->text().isEmpty());
    shown.panel.openQuery(text("Ann"));
    QCOMPARE(filter->text(), text("firstName = 'Ann'"));
    shown.tree().setCurrentItem(itemCalled(shown.tree(), "Classes"));
    QCOMPARE(ofLinks->text(), text("grade is null"));
    QVERIFY(!shown.shelf().isChanged());
}

void QueryPanelTest::attributesOfLinksAreChosen()
{
    QFETCH(QString, engine);
    School school(engines_.newDatabase(engine));
    Shown shown(school);
    shown.tree().setCurrentItem(itemCalled(shown.tree(), "Classes"));
    auto* attributes = shown.panel.findChild<AttributeList*>();
    const auto item = [&](const char* name) {
        return attributes->findItems(text(name), Qt::MatchExactly).value(0);
    };
    QVERIFY(item("className") && item("grade") && item("StudentId"));
    item("All of the link, Enrollments")->setCheckState(Qt::Unchecked);
    item("grade")->setCheckState(Qt::Checked);
    QCOMPARE(item("All of the link, Enrollments")->checkState(), Qt::PartiallyChecked);
    item("id")->setCheckState(Qt::Unchecked);
    shown.panel.run();
    QTRY_VERIFY(shown.json().contains(text("Algebra")));
    QVERIFY2(shown.json().contains(text(R"({ "className": "Algebra", "Enrollment": { "grade": "A" } })")),
        qPrintable(shown.json()));
}

void QueryPanelTest::aQuestionIsKeptAndComesBack()
{
    QFETCH(QString, engine);
    School school(engines_.newDatabase(engine));
    Shown shown(school);
    shown.panel.findChild<QLineEdit*>(text("queryFilter"))->setText(text("firstName = 'Ann'"));
    shown.tree().setCurrentItem(itemCalled(shown.tree(), "Classes"));
    shown.panel.findChild<QLineEdit*>(text("queryLinkFilter"))->setText(text("grade = 'A'"));
    shown.panel.findChild<QSpinBox*>(text("queryLimit"))->setValue(7);
    const QByteArray asked = shown.shelf().current().toUtf8();
    QVERIFY(asked.isEmpty());
    shown.shelf().keepUnder(text("Ann's best"));
    QCOMPARE(school.kept(), QStringList{text("Ann's best")});
    QCOMPARE(school.session.document().browsing.queries[0].table, students);
    QCOMPARE(shown.names().currentText(), text("Ann's best"));

    shown.panel.openQuery({}); // a new one
    QVERIFY(shown.tree().query().where.isNull());
    shown.panel.openQuery(text("Ann's best"));
    QTRY_VERIFY(shown.json().contains(text("Algebra")));
    QVERIFY(!shown.json().contains(text("Chemistry")) && !shown.json().contains(text("Bob")));
    QCOMPARE(shown.tree().query().includes.size(), size_t(1));
    QCOMPARE(shown.tree().query().includes[0].limit, std::optional(7));
    QVERIFY(!shown.shelf().isChanged());

    Shown another(school); // as after opening the project again
    another.panel.openQuery(text("ann's BEST"));
    QTRY_VERIFY(another.json().contains(text("Algebra")));
}

/// Rows that many others refer to are there once; as JSON they would be written out each time.
void QueryPanelTest::anAnswerThatIsTooLongIsNotWrittenOut()
{
    School school;
    school.run("WITH RECURSIVE k(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM k WHERE i < 300) "
               "INSERT INTO Students (id, firstName) SELECT i, 's' || i FROM k");
    school.run("INSERT INTO Enrollments (StudentId, ClassId) SELECT id, 2 FROM Students WHERE id > 1");
    Shown shown(school);
    shown.tree().setCurrentItem(shown.tree().topLevelItem(0));
    shown.panel.findChild<QSpinBox*>(text("queryLimit"))->setValue(1000);
    QTreeWidgetItem* classes = itemCalled(shown.tree(), "Classes");
    classes->setExpanded(true);
    classes->child(0)->setCheckState(0, Qt::Checked); // the students of the classes of the students
    shown.panel.run();
    auto* view = shown.panel.findChild<QTreeView*>(text("queryTree"));
    QTRY_COMPARE(view->model()->rowCount(), 300); // the tree has them all
    auto* note = shown.panel.findChild<QLabel*>(text("queryJsonNote"));
    QVERIFY(!note->isHidden());
    const auto json = orm::parseJson(shown.json().toUtf8(), text("answer"));
    QVERIFY(json); // what is shown is whole
    QVERIFY(json->items().size() > 5 && json->items().size() < 30);
    QVERIFY2(note->text().startsWith(QString::number(json->items().size()) + text(" of 300")),
        qPrintable(note->text()));
    // Not even one row fits with all that is below it.
    QTreeWidgetItem* students = classes->child(0);
    students->setExpanded(true);
    students->child(0)->setCheckState(0, Qt::Checked);
    students->child(0)->setExpanded(true);
    students->child(0)->child(0)->setCheckState(0, Qt::Checked);
    shown.panel.run();
    QTRY_VERIFY2(note->text().contains(text("levels below them")), qPrintable(note->text()));
    const auto shallow = orm::parseJson(shown.json().toUtf8(), text("answer"));
    QVERIFY(shallow && !shallow->items().empty());
}

void QueryPanelTest::keepingIsAnEdit()
{
    School school;
    Shown shown(school);
    shown.shelf().keepUnder(text("All"));
    shown.shelf().keepUnder(text("Other"));
    QCOMPARE(school.kept(), (QStringList{text("All"), text("Other")}));
    QCOMPARE(shown.shelf().current(), text("Other"));
    school.session.undoStack().undo();
    QCOMPARE(school.kept(), QStringList{text("All")});
    QCOMPARE(shown.names().count(), 2);
    QCOMPARE(shown.names().currentIndex(), 0); // the question is still there, nobody keeps it
    school.session.undoStack().redo();
    QCOMPARE(shown.names().count(), 3);
    school.session.undoStack().undo();
    school.session.undoStack().undo();
    QVERIFY(school.kept().isEmpty());
}

void QueryPanelTest::whatDiffersIsMarked()
{
    School school;
    Shown shown(school);
    shown.shelf().keepUnder(text("All"));
    const auto isMarked = [&] { return shown.names().currentText().endsWith(text(" *")); };
    QVERIFY(!isMarked() && !shown.keepButton().isEnabled());
    itemCalled(shown.tree(), "Classes")->setCheckState(0, Qt::Checked);
    QVERIFY(isMarked() && shown.keepButton().isEnabled());
    itemCalled(shown.tree(), "Classes")->setCheckState(0, Qt::Unchecked);
    QVERIFY(!isMarked());
    itemCalled(shown.tree(), "Classes")->setCheckState(0, Qt::Checked);
    QTest::mouseClick(&shown.keepButton(), Qt::LeftButton);
    QVERIFY(!isMarked());
    QVERIFY(school.session.document().browsing.queries[0].question.contains(text("Classes")));
    school.session.undoStack().undo(); // what is kept is the question without classes again
    QVERIFY(isMarked());
    shown.panel.openQuery(text("All"));
    QVERIFY(!isMarked());
    QVERIFY(shown.tree().query().includes.empty());
    // Whoever wrote it: the same question in other words is no change.
    school.keep({{text("Mine"), students, text(R"({"limit":5,"where":{"firstName":{"$like":"A%"}}})")}});
    shown.panel.openQuery(text("Mine"));
    QVERIFY(!isMarked());
}

void QueryPanelTest::queriesAreRenamedCopiedMovedAndRemoved()
{
    School school;
    Shown shown(school);
    for (const char* name : {"One", "Two", "Three"})
        shown.shelf().keepUnder(text(name));
    shown.panel.openQuery(text("Two"));
    shown.shelf().rename(text("Zwei"));
    QCOMPARE(school.kept(), (QStringList{text("One"), text("Zwei"), text("Three")}));
    QCOMPARE(shown.shelf().current(), text("Zwei"));
    school.session.undoStack().undo();
    QCOMPARE(shown.shelf().current(), text("Two"));
    school.session.undoStack().redo();
    shown.shelf().move(-1);
    QCOMPARE(school.kept(), (QStringList{text("Zwei"), text("One"), text("Three")}));
    shown.shelf().move(-1); // there is nothing further up
    shown.shelf().duplicate();
    QCOMPARE(school.kept(), (QStringList{text("Zwei"), text("Zwei (2)"), text("One"), text("Three")}));
    QCOMPARE(shown.shelf().current(), text("Zwei (2)"));
    shown.shelf().move(1);
    shown.shelf().remove(text("Zwei (2)"));
    QCOMPARE(school.kept(), (QStringList{text("Zwei"), text("One"), text("Three")}));
    QCOMPARE(shown.shelf().current(), QString());
    school.session.undoStack().undo();
    QCOMPARE(school.kept(), (QStringList{text("Zwei"), text("One"), text("Zwei (2)"), text("Three")}));
}

void QueryPanelTest::whatTheTablesLackIsTold_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("question");
    QTest::addColumn<QStringList>("says");
    const auto row = [](const char* name, const char* table, const char* question, const QStringList& says) {
        QTest::newRow(name) << text(table) << text(question) << says;
    };
    row("table", "Studens", "{}", {text("Studens"), text("Students")});
    row("attribute", "Students", R"({"where": {"firstname": "Ann"}})", {text("firstname"), text("firstName")});
    row("association", "Students", R"({"include": [{"association": "Clases"}]})",
        {text("Clases"), text("Classes")});
    row("below", "Students", R"({"include": [{"association": "Classes", "where": {"titel": 1}}]})",
        {text("titel")});
    row("text", "Students", "{\"where\": ", {text("1")});
    row("beyond the form", "Students", R"({"offset": 5})", {text("offset")});
    row("counts", "Students",
        R"({"attributes": [[{"$fn": ["COUNT", {"$col": "id"}]}, "n"]], "group": ["born"]})",
        {text("attributes")});
}

void QueryPanelTest::whatTheTablesLackIsTold()
{
    QFETCH(QString, table);
    QFETCH(QString, question);
    QFETCH(QStringList, says);
    School school;
    school.keep({{text("Old"), {{}, table}, question}});
    Shown shown(school);
    itemCalled(shown.tree(), "Classes")->setCheckState(0, Qt::Checked);
    shown.panel.openQuery(text("Old"));
    QVERIFY(shown.trouble().contains(text("«Old»")));
    for (const QString& word : says)
        QVERIFY2(shown.trouble().contains(word), qPrintable(shown.trouble()));
    // Nothing is lost: neither what was shown nor what is kept.
    QCOMPARE(shown.tree().query().includes.size(), size_t(1));
    QCOMPARE(school.session.document().browsing.queries[0].question, question);
    QCOMPARE(shown.shelf().current(), QString());
    QCOMPARE(shown.names().currentIndex(), 0);
}

void QueryPanelTest::aQueryIsMendedAsText()
{
    School school;
    school.keep({{text("Old"), {{}, text("Pupils")}, text(R"({"where": {"name": "Ann"}})")}});
    Shown shown(school);
    shown.panel.openQuery(text("Old"));
    QTest::mouseClick(shown.panel.findChild<QPushButton*>(text("queryWayOut")), Qt::LeftButton);
    auto* dialog = shown.panel.window()->findChild<QuestionDialog*>();
    QVERIFY(dialog);
    auto* keep = dialog->findChild<QPushButton*>(text("questionKeep"));
    auto* problem = dialog->findChild<QLabel*>(text("questionProblem"));
    QVERIFY(!keep->isEnabled());
    QVERIFY2(problem->text().contains(text("Pupils")), qPrintable(problem->text()));
    auto* table = dialog->findChild<QComboBox*>(text("questionTable"));
    table->setCurrentIndex(table->findText(text("Students")));
    QVERIFY(!keep->isEnabled());
    QVERIFY2(problem->text().contains(text("name")), qPrintable(problem->text()));
    dialog->findChild<QPlainTextEdit*>(text("questionText"))
        ->setPlainText(text(R"({"where": {"firstName": "Ann"}})"));
    QVERIFY(keep->isEnabled());
    QVERIFY(problem->text().isEmpty());
    QTest::mouseClick(keep, Qt::LeftButton);
    QTRY_VERIFY(shown.json().contains(text("Ann")));
    QVERIFY(shown.trouble().isEmpty());
    QCOMPARE(shown.shelf().current(), text("Old"));
    QCOMPARE(school.session.document().browsing.queries[0].table, students);
    school.session.undoStack().undo();
    QCOMPARE(school.session.document().browsing.queries[0].table.name, text("Pupils"));
}

void QueryPanelTest::theQuestionSurvivesAnotherLookAtTheTables()
{
    School school;
    const auto database = std::make_shared<sql::Database>(school.settings);
    Shown shown(school);
    shown.panel.setDatabase(database, school.drawn);
    shown.panel.openTable(school.drawn.at(school.drawn.find(text("Student")).value()).id);
    itemCalled(shown.tree(), "Classes")->setCheckState(0, Qt::Checked);
    shown.shelf().keepUnder(text("Mine"));
    shown.panel.setDatabase(database, school.drawn);
    QCOMPARE(shown.tree().query().includes.size(), size_t(1));
    QCOMPARE(shown.shelf().current(), text("Mine"));
    QVERIFY(!shown.shelf().isChanged());
}

QTEST_MAIN(QueryPanelTest)
#include "querypaneltest.moc"
