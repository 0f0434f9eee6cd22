// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"
#include "model/edit/edits.h"
#include "model/naming/namingpolicy.h"
#include "ui/canvas/scenegraph.h"
#include "ui/models/columnmodel.h"
#include "ui/models/outlinemodel.h"
#include "ui/panels/columngrid.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/outlinepanel.h"
#include "ui/panels/problemspanel.h"
#include "ui/panels/propertiespanel.h"
#include "ui/panels/sqlpanel.h"
#include "ui/session/selection.h"
#include "ui/text/sqleditor.h"

#include <QtTest>
#include <QtWidgets>

using namespace conjoin;

namespace {

constexpr int patience = 20000;

/// Student and Class with the link Enrollment between them.
struct School {
    IdSource ids = IdSource::seeded(7);
    TableId student = ids.next<TableId>();
    TableId classes = ids.next<TableId>();
    ColumnId firstName = ids.next<ColumnId>();
    LinkId link = ids.next<LinkId>();
    ui::EditSession session;
    ui::Selection selection{session};

    School()
        : session(drawn())
    {}

    model::Document drawn()
    {
        const auto diagram = ids.next<DiagramId>();
        model::Document document = model::emptyDocument(QStringLiteral("School"), diagram);
        const auto table = [&](TableId id, const char* name, ColumnId column, const char* columnName) {
            model::Table made;
            made.id = id;
            made.name = QString::fromLatin1(name);
            model::Column inner;
            inner.id = column;
            inner.name = QString::fromLatin1(columnName);
            made.columns.push_back(inner);
            model::TableNode node;
            node.id = id;
            document = *model::edit::addTable(std::move(document), made, diagram, node);
        };
        table(student, "Student", firstName, "firstName");
        table(classes, "Class", ids.next<ColumnId>(), "className");
        model::ManyToMany made;
        made.id = link;
        made.junction = ids.next<TableId>();
        made.ends = {{student, {}, {}}, {classes, {}, {}}};
        model::Table junction;
        junction.id = made.junction;
        junction.name = QStringLiteral("Enrollment");
        model::LinkNode node;
        node.id = link;
        return *model::edit::addLink(std::move(document), made, junction, diagram, node);
    }

    template<class Panel>
    std::unique_ptr<Panel> panel()
    {
        auto made = std::make_unique<Panel>(session, selection, ui::Theme::light());
        made->resize(360, 700);
        made->show();
        return made;
    }

    Result<void> rename(TableId table, const QString& name)
    {
        return session.apply(QStringLiteral("Rename"), [=](model::Document document) {
            return model::edit::renameTable(std::move(document), table, name);
        });
    }
};

void type(QLineEdit* field, const QString& text)
{
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
}

} // namespace

class PanelsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void sqlIsTheTextOfDdl();
    void sqlFollowsEdits();
    void sqlAndSelectionFollowEachOther();
    void sqlOfTheSelectionAlone();
    void outlineListsTablesColumnsAndLinks();
    void outlineFilterFindsColumns();
    void outlineKeepsWhatIsExpanded();
    void outlineUnfoldsWhatComesBack();
    void propertiesEditATable();
    void propertiesEditALink();
    void propertiesShowTheProjectWhenNothingIsSelected();
    void aConventionShowsWhatItRenames();
    void columnGridAddsAndChangesColumns();
    void columnGridCutsNoTypeThatHasRoom();
    void defaultsAreReadAsTheyAreWritten_data();
    void defaultsAreReadAsTheyAreWritten();
    void historyJumps();
    void aProblemCanBeAccepted();
    void aProblemIsMendedByKeyboard();
    void participationIsDrawnAtTheFarEnd();
    void columnsArePastedFromASpreadsheet();
};

void PanelsTest::initTestCase()
{
    app::prepare(*qApp);
    ui::applyTheme(*qApp, ui::Theme::light());
}

void PanelsTest::sqlIsTheTextOfDdl()
{
    School school;
    const auto dialect = orm::dialectNamed(QStringLiteral("sqlite"));
    QVERIFY(dialect);
    orm::DdlOptions options;
    options.ifNotExists = true;
    const QString expected = orm::scriptText((*dialect)->createSchema(school.session.derivation(), options));
    const auto panel = school.panel<ui::SqlPanel>();
    QTRY_VERIFY_WITH_TIMEOUT(!panel->script().text.isEmpty(), patience);
    QCOMPARE(panel->script().text, expected);
    QCOMPARE(panel->findChild<ui::SqlEditor*>()->text(), expected);
    // Every part is where it says.
    const QStringList lines = expected.split(u'\n');
    for (const ui::SqlScript::Part& part : panel->script().parts) {
        QVERIFY(lines[part.firstLine].startsWith(QStringLiteral("CREATE ")));
        QVERIFY(lines[part.lastLine].endsWith(u';'));
    }
}

void PanelsTest::sqlFollowsEdits()
{
    School school;
    const auto panel = school.panel<ui::SqlPanel>();
    QTRY_VERIFY_WITH_TIMEOUT(panel->script().text.contains(QStringLiteral("Students")), patience);
    QVERIFY(school.rename(school.student, QStringLiteral("Pupil")));
    QTRY_VERIFY_WITH_TIMEOUT(panel->script().text.contains(QStringLiteral("Pupils")), patience);
    QVERIFY(!panel->script().text.contains(QStringLiteral("Students")));
    school.session.undoStack().undo();
    QTRY_VERIFY_WITH_TIMEOUT(panel->script().text.contains(QStringLiteral("Students")), patience);
}

void PanelsTest::sqlAndSelectionFollowEachOther()
{
    School school;
    const auto panel = school.panel<ui::SqlPanel>();
    QTRY_VERIFY_WITH_TIMEOUT(!panel->script().parts.empty(), patience);
    auto* editor = panel->findChild<ui::SqlEditor*>();
    for (const ObjectRef& object :
        {ObjectRef(school.student), ObjectRef(school.classes), ObjectRef(school.link)}) {
        const auto parts = ui::partsOf(panel->script(), school.session.document().schema, object);
        QVERIFY(!parts.empty());
        school.selection.clear();
        emit editor->lineChosen(parts.front()->firstLine);
        QCOMPARE(school.selection.single(), object);
        // and back: what is selected is tinted
        school.selection.clear();
        QVERIFY(editor->markerFindNext(0, ~0U) < 0);
        school.selection.selectOnly(object);
        QCOMPARE(editor->markerFindNext(0, ~0U), parts.front()->firstLine);
    }
    school.selection.selectOnly(school.firstName); // a column belongs to its table's statement
    QCOMPARE(editor->markerFindNext(0, ~0U),
        ui::partsOf(panel->script(), school.session.document().schema, school.student).front()->firstLine);
}

void PanelsTest::sqlOfTheSelectionAlone()
{
    School school;
    const auto panel = school.panel<ui::SqlPanel>();
    QTRY_VERIFY_WITH_TIMEOUT(!panel->script().parts.empty(), patience);
    const QString whole = panel->script().text;
    auto* only = panel->findChild<QToolButton*>(QStringLiteral("sqlOnlySelected"));
    QVERIFY(only);
    only->click();
    school.selection.selectOnly(school.link);
    QTRY_VERIFY_WITH_TIMEOUT(
        !panel->script().text.contains(QLatin1String("CREATE TABLE IF NOT EXISTS Students")), patience);
    QVERIFY(panel->script().text.contains(QLatin1String("CREATE TABLE IF NOT EXISTS Enrollments")));
    QVERIFY2(panel->script().text.contains(QLatin1String("CREATE INDEX")), "its index is part of it");
    school.selection.select({school.student, school.classes});
    QTRY_VERIFY_WITH_TIMEOUT(
        panel->script().text.contains(QLatin1String("CREATE TABLE IF NOT EXISTS Students")), patience);
    QVERIFY(!panel->script().text.contains(QLatin1String("Enrollments")));
    school.selection.clear(); // of nothing, all
    QTRY_COMPARE_WITH_TIMEOUT(panel->script().text, whole, patience);
}

void PanelsTest::outlineListsTablesColumnsAndLinks()
{
    School school;
    ui::OutlineModel model(school.session, ui::Theme::light());
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex student = model.indexOf(school.student);
    QCOMPARE(student.data().toString(), QStringLiteral("Student"));
    QCOMPARE(model.rowCount(student), 2); // the derived id, firstName
    QCOMPARE(model.indexOf(school.firstName).data().toString(), QStringLiteral("firstName"));
    QCOMPARE(model.indexOf(school.firstName).parent(), student);
    const QModelIndex link = model.indexOf(school.link);
    QCOMPARE(link.data().toString(), QStringLiteral("Enrollment"));
    QVERIFY(link.data(ui::OutlineModel::DetailRole).toString().contains(QStringLiteral("Class")));
}

void PanelsTest::outlineFilterFindsColumns()
{
    School school;
    ui::OutlineModel model(school.session, ui::Theme::light());
    model.setFilter(QStringLiteral("firstn"));
    QVERIFY(model.indexOf(school.student).isValid());
    QVERIFY(!model.indexOf(school.classes).isValid());
    model.setFilter(QStringLiteral("nothing like it"));
    QCOMPARE(model.rowCount(), 0);
    model.setFilter({});
    QVERIFY(model.indexOf(school.classes).isValid());
}

void PanelsTest::outlineKeepsWhatIsExpanded()
{
    School school;
    const auto panel = school.panel<ui::OutlinePanel>();
    auto* tree = panel->findChild<QTreeView*>(QStringLiteral("outline"));
    auto* model = static_cast<ui::OutlineModel*>(tree->model());
    tree->expand(model->indexOf(school.student));
    QVERIFY(school.rename(school.student, QStringLiteral("Pupil")));
    QVERIFY(tree->isExpanded(model->indexOf(school.student)));
    QVERIFY(!tree->isExpanded(model->indexOf(school.classes)));
    school.selection.selectOnly(school.classes);
    QCOMPARE(tree->selectionModel()->selectedRows().value(0), model->indexOf(school.classes));
}

void PanelsTest::outlineUnfoldsWhatComesBack()
{
    IdSource ids = IdSource::seeded(3);
    ui::EditSession session(model::emptyDocument(QStringLiteral("School"), ids.next<DiagramId>()));
    ui::Selection selection(session);
    ui::OutlinePanel panel(session, selection, ui::Theme::light());
    panel.show();
    const auto* tree = panel.findChild<QTreeView*>(QStringLiteral("outline"));
    const auto unfolded = [&] {
        return tree->model()->rowCount() == 1 && tree->isExpanded(tree->model()->index(0, 0));
    };
    model::Table table;
    table.id = ids.next<TableId>();
    table.name = QStringLiteral("Student");
    model::TableNode node;
    node.id = table.id;
    QVERIFY(session.apply(QStringLiteral("Add"), [&](model::Document document) {
        return model::edit::addTable(std::move(document), table, session.currentDiagram(), node);
    }));
    QVERIFY(unfolded());
    session.undoStack().undo();
    QCOMPARE(tree->model()->rowCount(), 0);
    session.undoStack().redo();
    QVERIFY(unfolded());
}

void PanelsTest::propertiesEditATable()
{
    School school;
    const auto panel = school.panel<ui::PropertiesPanel>();
    school.selection.selectOnly(school.student);
    auto* name = panel->findChild<QLineEdit*>(QStringLiteral("tableName"));
    QVERIFY(name->isVisible());
    QCOMPARE(name->text(), QStringLiteral("Student"));
    QCOMPARE(panel->findChild<QLineEdit*>(QStringLiteral("tableSqlName"))->placeholderText(),
        QStringLiteral("Students"));
    type(name, QStringLiteral("Pupil"));
    QCOMPARE(school.session.document().schema.tables.at(school.student).name, QStringLiteral("Pupil"));
    type(name, QStringLiteral("Class")); // taken: refused, and the field says what is
    QCOMPARE(school.session.document().schema.tables.at(school.student).name, QStringLiteral("Pupil"));
    QCOMPARE(name->text(), QStringLiteral("Pupil"));
}

void PanelsTest::propertiesEditALink()
{
    School school;
    const auto panel = school.panel<ui::PropertiesPanel>();
    school.selection.selectOnly(school.link);
    const auto link = [&]() -> const model::ManyToMany& {
        return school.session.document().schema.links.at(school.link);
    };
    const auto ddl = [&] { return ui::createScript(school.session.document())->text; };
    const QString before = ddl();
    QTest::mouseClick(panel->findChild<QToolButton*>(QStringLiteral("showAsCard")), Qt::LeftButton);
    QCOMPARE(school.session.diagram().links.at(school.link).presentation, model::LinkNode::Presentation::Card);
    QCOMPARE(ddl(), before); // how a link is shown never touches the schema
    type(panel->findChild<QLineEdit*>(QStringLiteral("linkName")), QStringLiteral("Attendance"));
    QCOMPARE(school.session.document().schema.tables.at(link().junction).name, QStringLiteral("Attendance"));
    auto* key = panel->findChild<QComboBox*>(QStringLiteral("junctionKey"));
    QCOMPARE(key->findText(QStringLiteral("As in the database")), -1); // only for links that were read
    key->setCurrentIndex(key->findData(int(model::ManyToMany::JunctionKey::Surrogate)));
    emit key->activated(key->currentIndex());
    QCOMPARE(link().junctionKey, model::ManyToMany::JunctionKey::Surrogate);
    auto* onDelete = panel->findChild<QComboBox*>(QStringLiteral("linkOnDelete1"));
    onDelete->setCurrentIndex(onDelete->findText(QStringLiteral("RESTRICT")));
    emit onDelete->activated(onDelete->currentIndex());
    QCOMPARE(link().ends[1].key.onDelete, std::optional(model::Action::Restrict));
    QVERIFY(!link().ends[0].key.onDelete);
}

void PanelsTest::propertiesShowTheProjectWhenNothingIsSelected()
{
    School school;
    const auto panel = school.panel<ui::PropertiesPanel>();
    auto* plural = panel->findChild<QCheckBox*>(QStringLiteral("pluralTables"));
    QVERIFY(plural->isVisible());
    type(panel->findChild<QLineEdit*>(QStringLiteral("projectName")), QStringLiteral("College"));
    QCOMPARE(school.session.document().settings.name, QStringLiteral("College"));
    school.selection.selectOnly(school.student);
    QVERIFY(!plural->isVisible());
}

void PanelsTest::aConventionShowsWhatItRenames()
{
    School school;
    const auto panel = school.panel<ui::PropertiesPanel>();
    const auto naming = [&]() -> const model::NamingPolicy& {
        return school.session.document().settings.naming;
    };
    auto* plural = panel->findChild<QCheckBox*>(QStringLiteral("pluralTables"));
    auto* convention = panel->findChild<QComboBox*>(QStringLiteral("convention"));
    auto* renames = panel->findChild<QTreeWidget*>(QStringLiteral("renames"));
    auto* adopt = panel->findChild<QPushButton*>(QStringLiteral("adoptConvention"));
    QCOMPARE(convention->currentText(), QStringLiteral("Sequelize"));
    QVERIFY(plural->isChecked());
    QVERIFY(!renames->isVisible());

    plural->click();
    QTRY_VERIFY(renames->isVisible());
    QVERIFY(naming().pluralTables); // not before it was looked at
    QVERIFY(!renames->findItems(QStringLiteral("Students"), Qt::MatchExactly).isEmpty());
    QCOMPARE(renames->findItems(QStringLiteral("Students"), Qt::MatchExactly).front()->text(1),
        QStringLiteral("Student"));
    panel->findChild<QPushButton*>(QStringLiteral("dropConvention"))->click();
    QVERIFY(!renames->isVisible());
    QVERIFY(plural->isChecked());

    const int steps = school.session.undoStack().count();
    convention->setCurrentIndex(convention->findText(QStringLiteral("Rails")));
    emit convention->activated(convention->currentIndex());
    QTRY_VERIFY(renames->isVisible());
    QVERIFY(adopt->text().contains(QString::number(renames->topLevelItemCount())));
    adopt->click();
    QCOMPARE(naming(), *model::conventionNamed(QStringLiteral("rails")));
    QCOMPARE(school.session.undoStack().count(), steps + 1);
    QCOMPARE(convention->currentText(), QStringLiteral("Rails"));
    QVERIFY(!renames->isVisible());

    // A pattern that can't be used says why, and is not taken.
    auto* table = panel->findChild<QLineEdit*>(QStringLiteral("patternTable"));
    table->setText(QStringLiteral("t_{nonsense}"));
    table->setModified(true);
    emit table->editingFinished();
    auto* problem = panel->findChild<QLabel*>(QStringLiteral("patternProblem"));
    QVERIFY2(problem->text().contains(QLatin1String("nonsense")), qPrintable(problem->text()));
    QCOMPARE(naming(), *model::conventionNamed(QStringLiteral("rails")));
}

/// A type is as wide as it is up to two fifths, and what is cut is read in the tip.
void PanelsTest::columnGridCutsNoTypeThatHasRoom()
{
    School school;
    ui::ColumnGrid grid(school.session, ui::Theme::light());
    grid.resize(420, 200);
    grid.setTable(school.student);
    grid.show();
    auto* model = static_cast<ui::ColumnModel*>(grid.model());
    const QModelIndex type = model->index(1, ui::ColumnModel::Type);
    QVERIFY(model->setData(type, QStringLiteral("varchar(255)"), Qt::EditRole));
    QVERIFY(grid.columnWidth(ui::ColumnModel::Type) >= grid.sizeHintForIndex(type).width());
    QVERIFY(
        model->setData(type, QStringLiteral("geography(MultiPolygonZM, 4326) of a district"), Qt::EditRole));
    QVERIFY(grid.columnWidth(ui::ColumnModel::Type) * 5 <= grid.viewport()->width() * 2);
    QCOMPARE(type.data(Qt::ToolTipRole).toString(), type.data(Qt::DisplayRole).toString());
    QCOMPARE(grid.horizontalHeader()->length(), grid.viewport()->width());
}

void PanelsTest::columnGridAddsAndChangesColumns()
{
    School school;
    ui::ColumnGrid grid(school.session, ui::Theme::light());
    grid.setTable(school.student);
    auto* model = static_cast<ui::ColumnModel*>(grid.model());
    const auto student = [&]() -> const model::Table& {
        return school.session.document().schema.tables.at(school.student);
    };
    QCOMPARE(model->rowCount(), 3); // id, firstName, the new row
    QVERIFY(model->isDerived(0));
    QVERIFY(!model->flags(model->index(0, ui::ColumnModel::Name)).testFlag(Qt::ItemIsEditable));
    QVERIFY(model->setData(model->index(2, ui::ColumnModel::Name), QStringLiteral("email"), Qt::EditRole));
    QCOMPARE(student().columns.size(), size_t(2));
    QVERIFY(
        model->setData(model->index(2, ui::ColumnModel::Type), QStringLiteral("varchar(80)"), Qt::EditRole));
    QCOMPARE(model::typeText(student().columns[1].type), QStringLiteral("varchar(80)"));
    QVERIFY(model->setData(model->index(2, ui::ColumnModel::NotNull), Qt::Checked, Qt::CheckStateRole));
    QVERIFY(!student().columns[1].nullable);
    QVERIFY(model->setData(model->index(2, ui::ColumnModel::Unique), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(student().uniqueKeys.size(), size_t(1));
    QVERIFY(!model->setData(
        model->index(2, ui::ColumnModel::Name), QStringLiteral("firstname"), Qt::EditRole)); // taken
    QCOMPARE(model->moveColumn(2, -1), 1);
    QCOMPARE(student().columns[0].name, QStringLiteral("email"));
    // A primary key of its own takes the derived id away.
    QVERIFY(model->setData(model->index(1, ui::ColumnModel::PrimaryKey), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model->rowCount(), 3);
    QVERIFY(!model->isDerived(0));
    model->removeColumn(0);
    QCOMPARE(student().columns.size(), size_t(1));
    while (school.session.undoStack().canUndo())
        school.session.undoStack().undo();
    QCOMPARE(student().columns.size(), size_t(1));
    QCOMPARE(student().columns[0].name, QStringLiteral("firstName"));
}

void PanelsTest::defaultsAreReadAsTheyAreWritten_data()
{
    using Kind = model::DefaultValue::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << int(Kind::None) << QString();
    QTest::newRow("word") << int(Kind::Literal) << QStringLiteral("open");
    QTest::newRow("number") << int(Kind::Literal) << QStringLiteral("42");
    QTest::newRow("empty text") << int(Kind::Literal) << QString();
    QTest::newRow("the word now") << int(Kind::Literal) << QStringLiteral("now");
    QTest::newRow("quotes") << int(Kind::Literal) << QStringLiteral("'a'");
    QTest::newRow("spaces") << int(Kind::Literal) << QStringLiteral(" a ");
    QTest::newRow("equals") << int(Kind::Literal) << QStringLiteral("=5");
    QTest::newRow("expression") << int(Kind::Expression) << QStringLiteral("lower('A')");
    QTest::newRow("now") << int(Kind::Now) << QString();
    QTest::newRow("uuid") << int(Kind::Uuid) << QString();
}

void PanelsTest::defaultsAreReadAsTheyAreWritten()
{
    QFETCH(int, kind);
    QFETCH(QString, text);
    const model::DefaultValue value{model::DefaultValue::Kind(kind), text};
    QCOMPARE(ui::parseDefault(ui::defaultText(value)), value);
}

void PanelsTest::historyJumps()
{
    School school;
    QVERIFY(school.rename(school.student, QStringLiteral("Pupil")));
    QVERIFY(school.rename(school.student, QStringLiteral("Learner")));
    ui::HistoryPanel panel(school.session, ui::Theme::light());
    auto* view = panel.findChild<QListView*>(QStringLiteral("history"));
    QCOMPARE(view->model()->rowCount(), 3);
    view->setCurrentIndex(view->model()->index(1, 0));
    QCOMPARE(school.session.document().schema.tables.at(school.student).name, QStringLiteral("Pupil"));
    view->setCurrentIndex(view->model()->index(0, 0));
    QCOMPARE(school.session.document().schema.tables.at(school.student).name, QStringLiteral("Student"));
}

void PanelsTest::aProblemCanBeAccepted()
{
    School school;
    // A table without a column of its own is something to talk about.
    QVERIFY(school.session.apply(QStringLiteral("Add"), [&](model::Document document) {
        model::Table table;
        table.id = school.ids.next<TableId>();
        table.name = QStringLiteral("Empty");
        model::TableNode node;
        node.id = table.id;
        return model::edit::addTable(std::move(document), table, school.session.currentDiagram(), node);
    }));
    ui::ProblemsPanel panel(school.session, ui::Theme::light());
    panel.show();
    auto* list = panel.findChild<QTreeWidget*>(QStringLiteral("problems"));
    QTRY_VERIFY_WITH_TIMEOUT(list->topLevelItemCount() > 0, patience);
    const int before = list->topLevelItemCount();
    QSignalSpy revealed(&panel, &ui::ProblemsPanel::revealed);
    list->setCurrentItem(list->topLevelItem(0));
    emit list->itemClicked(list->topLevelItem(0), 0);
    QCOMPARE(revealed.size(), 1);
    panel.acceptCurrent();
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), before - 1, patience);
    QCOMPARE(school.session.document().settings.accepted.size(), size_t(1));
    panel.restoreAccepted();
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), before, patience);
}

void PanelsTest::aProblemIsMendedByKeyboard()
{
    School school;
    const TableId empty = school.ids.next<TableId>();
    QVERIFY(school.session.apply(QStringLiteral("Add"), [&](model::Document document) {
        model::Table table;
        table.id = empty;
        table.name = QStringLiteral("Empty");
        model::TableNode node;
        node.id = table.id;
        return model::edit::addTable(std::move(document), table, school.session.currentDiagram(), node);
    }));
    ui::ProblemsPanel panel(school.session, ui::Theme::light());
    panel.show();
    panel.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&panel));
    auto* list = panel.findChild<QTreeWidget*>(QStringLiteral("problems"));
    const auto row = [&]() -> QTreeWidgetItem* {
        for (size_t i = 0; i < panel.problems().size(); ++i) {
            if (panel.problems()[i].what.code == u"table.no-columns")
                return list->topLevelItem(int(i));
        }
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(row(), patience);
    list->setFocus();
    list->setCurrentItem(row());
    QVERIFY(panel.findChild<QPushButton*>(QStringLiteral("mendProblem"))->isEnabled());
    QTest::keyClick(list, Qt::Key_Period, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!row(), patience);
    QCOMPARE(school.session.document().schema.tables.at(empty).columns.size(), 1u);
    school.session.undoStack().undo();
    QTRY_VERIFY_WITH_TIMEOUT(row(), patience);
}

void PanelsTest::participationIsDrawnAtTheFarEnd()
{
    School school;
    const auto marks = [&] {
        const ui::SceneGraph scene = ui::buildUnroutedScene(
            school.session.document(), school.session.currentDiagram(), school.session.derivation());
        std::vector<ui::EndMark> found;
        for (const ui::SceneEdge& edge : scene.edges)
            found.push_back(edge.fromMark);
        return found;
    };
    QCOMPARE(marks(), (std::vector<ui::EndMark>{ui::EndMark::ZeroOrMany, ui::EndMark::ZeroOrMany}));
    QVERIFY(school.session.apply(QStringLiteral("Bounds"), [&](model::Document document) {
        model::ManyToMany link = document.schema.links.at(school.link);
        link.ends[0].minimum = 1; // every student is in a class …
        link.ends[1].maximum = 1; // … and a class has one student at most
        return model::edit::updateLink(std::move(document), link);
    }));
    QCOMPARE(marks(), (std::vector<ui::EndMark>{ui::EndMark::ZeroOrOne, ui::EndMark::OneOrMany}));
}

void PanelsTest::columnsArePastedFromASpreadsheet()
{
    School school;
    ui::ColumnGrid grid(school.session, ui::Theme::light());
    grid.setTable(school.student);
    grid.show();
    grid.showColumn(school.firstName);
    QGuiApplication::clipboard()->setText(
        QStringLiteral("born\tdate\tNN\nemail\tvarchar(80)\tU\tnobody\n\nnote\n"));
    QTest::keyClick(&grid, Qt::Key_V, Qt::ControlModifier);
    const auto table = [&]() -> const model::Table& {
        return school.session.document().schema.tables.at(school.student);
    };
    QCOMPARE(table().columns.size(), 4u);
    QCOMPARE(table().columns[1].name, QStringLiteral("born"));
    QVERIFY(!table().columns[1].nullable);
    QCOMPARE(*table().columns[2].defaultValue.text, QStringLiteral("nobody"));
    QCOMPARE(table().uniqueKeys.size(), 1u);
    QCOMPARE(table().columns[3].name, QStringLiteral("note"));
    school.session.undoStack().undo();
    QCOMPARE(table().columns.size(), 1u);
    // In SQL's own words, too.
    QGuiApplication::clipboard()->setText(QStringLiteral("code\tchar(8)\tnot null unique\nseen\tdate\tNULL\n"));
    QTest::keyClick(&grid, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(table().columns.size(), 3u);
    QVERIFY(!table().columns[1].nullable && table().columns[1].defaultValue == model::DefaultValue());
    QCOMPARE(table().uniqueKeys.size(), 1u);
    QVERIFY(table().columns[2].nullable && table().columns[2].defaultValue == model::DefaultValue());
    school.session.undoStack().undo();
    // What was copied here comes back as it was.
    grid.setCurrentIndex(grid.model()->index(1, 0));
    QTest::keyClick(&grid, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QLatin1String("firstName\t")));
}

QTEST_MAIN(PanelsTest)
#include "panelstest.moc"
