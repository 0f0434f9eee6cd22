// SPDX-License-Identifier: GPL-3.0-or-later
// What a project says of how rows are looked at, from the menu of the rows to the rows.
#include "app/connecteddatabase.h"
#include "gui/datapanelfixture.h"
#include "orm/entity/browsing.h"
#include "ui/panels/data/virtualkeydialog.h"
#include "ui/session/editsession.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QMenu>
#include <QSignalSpy>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

/// Students, classes and rooms in one link, and notes that name a student without a key to it.
void drawLessons(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("name")});
    const TableId course = school.table(text("Class"), {text("title")});
    const TableId room = school.table(text("Room"), {text("door")});
    school.table(text("Note"), {text("words"), text("studentNumber integer")});
    const LinkId lesson = school.link(text("Lesson"), student, course, {text("day")});
    school.schema.links.update(lesson, [room](model::ManyToMany& link) {
        model::LinkEnd third;
        third.table = room;
        link.ends.push_back(third);
    });
}

struct School : DataPanelFixture {
    School()
        : DataPanelFixture(drawLessons)
    {
        run("INSERT INTO Students (name) VALUES ('Ann'), ('Bob')");
        run("INSERT INTO Classes (title) VALUES ('Art')");
        run("INSERT INTO Rooms (door) VALUES ('red'), ('blue')");
        run("INSERT INTO Lessons (StudentId, ClassId, RoomId, day) VALUES (1, 1, 2, 'Monday')");
        run("INSERT INTO Notes (words, studentNumber) VALUES ('late again', 1)");
        document.schema = schema;
        document.settings.naming = naming;
    }
    /// The panel in a session that has the drawing.
    void begin()
    {
        session = std::make_unique<EditSession>(document);
        panel = std::make_unique<DataPanel>(Theme::light());
        panel->resize(1200, 700);
        connected = std::make_unique<app::ConnectedDatabase>(*session, *panel);
        connected->connectTo(std::make_shared<sql::Database>(settings));
        panel->show();
        QVERIFY(QTest::qWaitForWindowActive(panel.get()));
        QTRY_VERIFY(tree().rootModel() >= 0);
    }
    void openShown(const char* table)
    {
        panel->openTable(drawn.at(drawn.find(text(table)).value()).id);
        QTRY_COMPARE(tree().registry().at(tree().rootModel()).name, text(table));
        QTRY_VERIFY(!tree().isLoading() && tree().rootRows() > 0);
        view().setFocus();
    }
    /// The entry of the menu at that place that says so, or null.
    QAction* entry(const QModelIndex& place, const QString& says)
    {
        emit view().menuAsked(place, view().mapToGlobal(QPoint(5, 5)));
        QMenu* menu = nullptr;
        for (QMenu* candidate : view().findChildren<QMenu*>(text("rowMenu")))
            menu = candidate->isVisible() ? candidate : menu;
        if (!menu)
            return nullptr;
        for (QAction* action : menu->actions()) {
            if (action->text().startsWith(says))
                return action;
        }
        menu->close();
        return nullptr;
    }
    bool has(const char* model, const char* association) const
    {
        const auto index = tree().registry().find(text(model));
        return index && tree().registry().at(*index).association(text(association));
    }
    void choose(const QModelIndex& place, const QString& says)
    {
        QAction* action = entry(place, says);
        QVERIFY2(action, qPrintable(says));
        action->trigger();
        if (auto* menu = qobject_cast<QMenu*>(action->parent()))
            menu->close();
    }

    model::Document document = [] {
        model::Document fresh;
        model::Diagram diagram;
        diagram.id = IdSource::seeded(9).next<DiagramId>();
        fresh.diagrams.set(diagram);
        return fresh;
    }();
    std::unique_ptr<EditSession> session;
    std::unique_ptr<app::ConnectedDatabase> connected;
};

} // namespace

class BrowsingPanelTest : public QObject {
    Q_OBJECT

private slots:
    void theThirdEndHasALabel();
    void aLinkAsATableAndBack();
    void aKeyThatTheDatabaseLacks();
    void whatIsNotThereIsTold();
};

void BrowsingPanelTest::theThirdEndHasALabel()
{
    School school;
    school.begin();
    school.openShown("Student");
    const QModelIndex group = school.open("Classes", school.open("Ann"));
    QVERIFY(group.isValid());
    QTRY_VERIFY(school.find("Art", group).isValid());
    const QModelIndex edge = school.find("Art", group);
    const RowSection section = school.tree().section(edge);
    bool seen = false;
    for (int column = section.junctionBegin; column < int(section.cells.size()); ++column) {
        if (section.attribute(school.tree().registry(), column).name != u"RoomId")
            continue;
        const RowCell cell = school.tree().cell(edge.siblingAtColumn(column));
        QCOMPARE(cell.text, text("blue"));
        QCOMPARE(cell.suffix, text("2"));
        seen = true;
    }
    QVERIFY(seen);
}

void BrowsingPanelTest::aLinkAsATableAndBack()
{
    School school;
    school.begin();
    school.openShown("Student");
    QVERIFY(school.has("Student", "Classes"));
    const QModelIndex group = school.open("Classes", school.open("Ann"));
    school.choose(group, text("Show Lessons as a table"));
    QTRY_VERIFY(!school.has("Student", "Classes"));
    QVERIFY(school.has("Student", "Lessons"));
    QCOMPARE(school.session->document().browsing.junctions.size(), size_t(1));
    QCOMPARE(school.session->undoStack().undoText(), text("Show Lessons as a table"));
    // The row that was open is open again, and its lessons are rows.
    QTRY_VERIFY(school.tree().relation(school.find("Ann"), text("Lessons")).isValid());
    const QModelIndex lessons = school.tree().relation(school.find("Ann"), text("Lessons"));
    school.view().expand(lessons);
    QTRY_COMPARE(school.tree().storedRows(lessons), 1);
    QVERIFY(school.entry(lessons, text("Show Lessons as links")));
    QApplication::activePopupWidget()->close();
    school.session->undoStack().undo();
    QTRY_VERIFY(school.has("Student", "Classes"));
    QVERIFY(school.session->document().browsing.junctions.empty());
}

void BrowsingPanelTest::aKeyThatTheDatabaseLacks()
{
    School school;
    school.begin();
    school.openShown("Note");
    const QModelIndex cell = school.tree().index(0, school.columnOf("studentNumber"));
    school.choose(cell, text("Virtual foreign key on studentNumber"));
    auto* dialog = school.dialog<VirtualKeyDialog>();
    QVERIFY(dialog);
    QCOMPARE(
        dialog->findChild<QComboBox*>(text("virtualKeyTarget"))->currentText(), text("Students")); // likely
    QCOMPARE(dialog->findChild<QComboBox*>(text("virtualKeyColumn"))->currentText(), text("studentNumber"));
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    QTRY_VERIFY(school.has("Note", "Student"));
    QVERIFY(school.has("Student", "Notes"));
    // The cell says who it is.
    QTRY_COMPARE(
        school.tree().cell(school.tree().index(0, school.columnOf("studentNumber"))).text, text("Ann"));
    school.choose(school.tree().index(0, school.columnOf("studentNumber")),
        text("Forget the virtual foreign key to Students"));
    QTRY_VERIFY(!school.has("Note", "Student"));
    QVERIFY(school.session->document().browsing.virtualKeys.empty());
}

void BrowsingPanelTest::whatIsNotThereIsTold()
{
    School school;
    school.document.browsing.junctions.push_back({{{}, text("Lesons")}, model::JunctionView::As::Table});
    school.session = std::make_unique<EditSession>(school.document);
    DataPanel panel(Theme::light());
    app::ConnectedDatabase connected(*school.session, panel);
    QSignalSpy said(&connected, &app::ConnectedDatabase::complained);
    connected.connectTo(std::make_shared<sql::Database>(school.settings));
    QTRY_COMPARE(said.size(), 1);
    QVERIFY2(
        said.first().first().toString().contains(text("Lessons")), qPrintable(said.first().first().toString()));
    connected.disconnectFrom();
}

QTEST_MAIN(BrowsingPanelTest)
#include "browsingpaneltest.moc"
