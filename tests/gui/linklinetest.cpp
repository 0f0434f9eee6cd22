// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"

#include "ui/panels/data/pickerdelegate.h"

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// Tracks with several columns stand on playlists; the link itself has nothing to say.
void drawMusic(SampleDatabase& music)
{
    const TableId track = music.table(text("Track"), {text("name"), text("composer"), text("price integer")});
    const TableId playlist = music.table(text("Playlist"), {text("title")});
    music.link(text("Entry"), track, playlist);
}

} // namespace

/// The line that links, by the keyboard alone.
class LinkLineTest : public QObject {
    Q_OBJECT

private slots:
    void itIsOneCellFromWhicheverColumn();
    void afterALinkTheNextOneIsTyped();
    void afterALinkItsAttributesComeFirst();
    void whatTheDatabaseFillsInIsPassedOver();
    void tabMakesNoRow();
    void aMistypedKeyMakesNoRow();
    void whatTellsNamesakesApart();
    void thePickerIsNotCutByTheEdge();
};

void LinkLineTest::itIsOneCellFromWhicheverColumn()
{
    DataPanelFixture music(drawMusic);
    music.show();
    music.openTable("Track");
    music.view().setFocus();
    music.key(Qt::Key_N, Qt::ControlModifier);
    music.type("New");
    music.key(Qt::Key_Escape);
    const QModelIndex draft = music.tree().index(0, 0);
    music.view().setCurrentIndex(draft.siblingAtColumn(2));
    for (int i = 0; i < 2; ++i)
        music.key(Qt::Key_Down);
    QCOMPARE(music.tree().kind(music.view().currentIndex()), TreeNodeKind::Link);
    QCOMPARE(music.view().currentIndex().column(), 0); // where it can be seen and typed into
}

void LinkLineTest::afterALinkTheNextOneIsTyped()
{
    DataPanelFixture music(drawMusic);
    music.run("INSERT INTO Playlists (title) VALUES ('Jazz'), ('Rock')");
    music.run("INSERT INTO Tracks (name) VALUES ('Blue')");
    music.show();
    music.openTable("Track");
    const QModelIndex playlists = music.open("Playlists", music.open("Blue"));
    QTRY_VERIFY(music.tree().isLoaded(playlists));
    music.view().setFocus();
    music.view().setCurrentIndex(music.tree().linkLine(playlists));
    for (const char* title : {"Jazz", "Rock"}) {
        music.type(title);
        QTRY_VERIFY(music.picker() && music.picker()->entries().contains(text(title)));
        music.key(Qt::Key_Return);
        QTRY_VERIFY(!music.picker());
        QCOMPARE(music.tree().kind(music.view().currentIndex()), TreeNodeKind::Link);
    }
    music.panel->insertChanges();
    QTRY_VERIFY2(!music.panel->hasPendingChanges(), qPrintable(music.error()));
    QCOMPARE(music.number("SELECT COUNT(*) FROM Entries"), 2);
    QCOMPARE(music.number("SELECT COUNT(*) FROM Playlists WHERE title IN ('Jazz', 'Rock')"),
        2); // nobody was renamed
}

void LinkLineTest::afterALinkItsAttributesComeFirst()
{
    DataPanelFixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art')");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().isLoaded(classes));
    school.view().setFocus();
    school.view().setCurrentIndex(school.tree().linkLine(classes));
    school.type("Art");
    QTRY_VERIFY(school.picker() && school.picker()->entries().contains(text("Art")));
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.picker());
    const QModelIndex here = school.view().currentIndex();
    QCOMPARE(here.column(), school.tree().section(here).junctionBegin);
    school.type("A");
    school.key(Qt::Key_Return);
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM Enrollments WHERE grade = 'A'"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes WHERE className = 'Art'"), 1);
}

void LinkLineTest::whatTheDatabaseFillsInIsPassedOver()
{
    DataPanelFixture music([](SampleDatabase& drawn) {
        const TableId track = drawn.table(text("Track"), {text("name")});
        const TableId playlist = drawn.table(text("Playlist"), {text("title")});
        const LinkId entry = drawn.link(text("Entry"), track, playlist, {text("added datetime")});
        drawn.schema.tables.update(drawn.schema.links.at(entry).junction, [](model::Table& junction) {
            junction.columns.back().defaultValue = {model::DefaultValue::Kind::Now, {}};
        });
    });
    music.run("INSERT INTO Playlists (title) VALUES ('Jazz')");
    music.run("INSERT INTO Tracks (name) VALUES ('Blue')");
    music.show();
    music.openTable("Track");
    const QModelIndex playlists = music.open("Playlists", music.open("Blue"));
    QTRY_VERIFY(music.tree().isLoaded(playlists));
    music.view().setFocus();
    music.view().setCurrentIndex(music.tree().linkLine(playlists));
    music.type("Jazz");
    QTRY_VERIFY(music.picker() && music.picker()->entries().contains(text("Jazz")));
    music.key(Qt::Key_Return);
    QTRY_VERIFY(!music.picker());
    QCOMPARE(music.tree().kind(music.view().currentIndex()), TreeNodeKind::Link);
}

void LinkLineTest::tabMakesNoRow()
{
    DataPanelFixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().isLoaded(classes));
    school.view().setFocus();
    school.view().editCell(school.tree().linkLine(classes));
    QVERIFY(school.picker());
    school.type("Chemistry");
    school.key(Qt::Key_Tab);
    QTRY_VERIFY(school.picker() && school.picker()->entries().size() == 2);
    QCOMPARE(school.picker()->text(), text("Chemistry"));
    QVERIFY2(school.picker()->entries().first().contains(text("No class like “Chemistry”")),
        qPrintable(school.picker()->entries().first()));
    QCOMPARE(school.picker()->accessibleDescription(), school.picker()->entries().first());
    QVERIFY(!school.panel->hasPendingChanges());
    // Whoever goes to the entry that creates, or says so by a key of its own, means it.
    school.key(Qt::Key_Down);
    school.key(Qt::Key_Tab);
    QTRY_VERIFY(!school.picker());
    QVERIFY(school.find("Chemistry", classes).isValid());
    QVERIFY(school.panel->hasPendingChanges());
}

void LinkLineTest::aMistypedKeyMakesNoRow()
{
    DataPanelFixture school(drawSchool);
    school.run("INSERT INTO Students (firstName) VALUES ('Ann')");
    school.run("INSERT INTO Classes (className) VALUES ('Art')");
    school.show();
    school.openTable("Student");
    const QModelIndex classes = school.open("Classes", school.open("Ann"));
    QTRY_VERIFY(school.tree().isLoaded(classes));
    school.view().setFocus();
    school.view().editCell(school.tree().linkLine(classes));
    QVERIFY(school.picker());
    school.type("99");
    QTRY_COMPARE(
        school.picker()->entries(), QStringList({text("No class 99"), text("Create “99” as new class")}));
    school.key(Qt::Key_Return);
    QVERIFY(school.picker());
    QVERIFY(!school.panel->hasPendingChanges());
    school.picker()->selectAll();
    school.type("1"); // a key that a row has
    QTRY_VERIFY(school.picker()->entries().first() == text("Art"));
    school.key(Qt::Key_Tab);
    QTRY_VERIFY(!school.picker());
    QVERIFY(school.find("Art", classes).isValid());
}

void LinkLineTest::whatTellsNamesakesApart()
{
    const auto attribute = [](const char* name, model::TypeKind kind) {
        orm::Attribute made;
        made.name = text(name);
        made.type.kind = kind;
        return made;
    };
    orm::Model model;
    model.attributes = {attribute("id", model::TypeKind::Integer), attribute("name", model::TypeKind::Text),
        attribute("last_update", model::TypeKind::Timestamp), attribute("born", model::TypeKind::Date),
        attribute("town", model::TypeKind::Text), attribute("email", model::TypeKind::Text)};
    model.attributes[0].primaryKey = true;
    model.primaryKey = {text("id")};
    model.uniqueKeys = {{text("email")}};
    const auto told = [&](const QString& town, const QString& email) {
        const auto value = [](const QString& shown) {
            return shown.isEmpty() ? orm::Value() : orm::Value(shown);
        };
        return PickerDelegate::details(model,
            {orm::Value(qint64(1)), orm::Value(text("Ann")), orm::Value(text("2006-02-15 05:02:19")),
                orm::Value(text("2001-03-02")), value(town), value(email)},
            {text("name")});
    };
    QCOMPARE(told(text("Bern"), text("ann@here")), text("ann@here · Bern"));
    QCOMPARE(told(text("Bern"), {}), text("Bern"));
    QCOMPARE(told({}, {}), text("2001-03-02")); // a moment that is written by itself says nothing
}

void LinkLineTest::thePickerIsNotCutByTheEdge()
{
    DataPanelFixture school(drawTeachers);
    school.run("INSERT INTO Teachers (name) VALUES ('Kim')");
    school.run("INSERT INTO Classes (className, credits, TeacherId) VALUES ('Art', 5, 1)");
    school.show();
    school.openTable("Class");
    school.panel->resize(420, 500);
    QTRY_VERIFY(school.find("Art").isValid());
    school.view().setFocus();
    const QModelIndex teacher = school.tree().index(0, school.columnOf("TeacherId"));
    school.view().editCell(teacher);
    QVERIFY(school.picker());
    QTRY_VERIFY(!school.picker()->entries().isEmpty());
    const QRect port = school.view().viewport()->rect();
    QVERIFY(port.contains(school.picker()->geometry()));
    const auto* drop = school.panel->findChild<QFrame*>(text("rowPickerDrop"));
    QVERIFY(drop->isVisible());
    QVERIFY(school.panel->rect().contains(drop->geometry()));
}

QTEST_MAIN(LinkLineTest)
#include "linklinetest.moc"
