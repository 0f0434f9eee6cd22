// SPDX-License-Identifier: GPL-3.0-or-later
// A link that leads to more than two rows: its further ends, and the keys among its attributes.
#include "gui/datapanelfixture.h"

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

/// Students, classes and rooms in one link, which a teacher may give; a pair may be linked many times.
void drawLessons(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("name")});
    const TableId course = school.table(text("Class"), {text("title")});
    const TableId room = school.table(text("Room"), {text("door")});
    const TableId teacher = school.table(text("Teacher"), {text("teacherName")});
    const LinkId lesson = school.link(text("Lesson"), student, course, {text("day")});
    school.schema.links.update(lesson, [room](model::ManyToMany& link) {
        link.junctionKey = model::ManyToMany::JunctionKey::Duplicates;
        model::LinkEnd third;
        third.table = room;
        link.ends.push_back(third);
    });
    school.reference(school.schema.links.at(lesson).junction, teacher);
}

struct School : DataPanelFixture {
    explicit School(const std::function<void(SampleDatabase&)>& draw = drawLessons)
        : DataPanelFixture(draw)
    {
        run("INSERT INTO Students (name) VALUES ('Ann'), ('Bob')");
        run("INSERT INTO Classes (title) VALUES ('Art'), ('Music')");
        run("INSERT INTO Rooms (door) VALUES ('red'), ('blue')");
        run("INSERT INTO Teachers (teacherName) VALUES ('Kim'), ('Lee')");
        run("INSERT INTO Lessons (StudentId, ClassId, RoomId, TeacherId, day) VALUES (1, 1, 2, 1, 'Monday')");
    }
    void begin()
    {
        show();
        openTable("Student");
        QTRY_COMPARE(tree().rootRows(), 2);
        view().setFocus();
    }
    QModelIndex classesOf(const char* student)
    {
        const QModelIndex group = tree().relation(open(student), text("Classes"));
        view().expand(group);
        return group;
    }
    QModelIndex cell(const QModelIndex& edge, const char* attribute) const
    {
        const RowSection& section = tree().section(edge);
        for (int column = section.junctionBegin; column < int(section.cells.size()); ++column) {
            if (section.attribute(tree().registry(), column).name == text(attribute))
                return edge.siblingAtColumn(column);
        }
        return {};
    }
    /// Types into the picker that is open and takes the first row that it finds.
    void pick(const char* words)
    {
        QTRY_VERIFY(picker());
        type(words);
        key(Qt::Key_Return);
        QTRY_VERIFY(!picker());
    }
    void save()
    {
        panel->insertChanges();
        QTRY_VERIFY2(!panel->hasPendingChanges(), qPrintable(error()));
    }
};

} // namespace

class FurtherEndsTest : public QObject {
    Q_OBJECT

private slots:
    void aStoredLinkLeadsToAnotherRoom();
    void aNewLinkIsSaidInFull();
    void aNewRowAtEachEnd();
    void theTwoEndsStayKeys();
    void aFurtherEndInTheKey();
};

/// The cell shows a label, and is edited by typing one.
void FurtherEndsTest::aStoredLinkLeadsToAnotherRoom()
{
    School school;
    school.begin();
    const QModelIndex group = school.classesOf("Ann");
    QTRY_VERIFY(school.find("Art", group).isValid());
    const QPersistentModelIndex edge = school.find("Art", group);
    QCOMPARE(school.cell(edge, "RoomId").data().toString(), text("blue"));
    QCOMPARE(school.cell(edge, "TeacherId").data().toString(), text("Kim"));
    school.view().editCell(school.cell(edge, "RoomId"));
    QTRY_VERIFY(school.picker());
    QTRY_COMPARE(school.picker()->entries().size(), 2);
    school.type("red");
    // A room made here would have nobody to lead to it.
    QTRY_COMPARE(school.picker()->entries(), QStringList({text("red")}));
    school.key(Qt::Key_Return);
    QTRY_VERIFY(!school.picker());
    QCOMPARE(school.cell(edge, "RoomId").data().toString(), text("red"));
    QVERIFY(school.tree().cell(school.cell(edge, "RoomId")).changed);
    school.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(school.cell(edge, "RoomId").data().toString(), text("blue"));
    QVERIFY(!school.panel->hasPendingChanges());
    school.key(Qt::Key_Y, Qt::ControlModifier);
    // The teacher is an attribute of the lesson, and may be nobody.
    school.view().editCell(school.cell(edge, "TeacherId"));
    school.pick("Lee");
    school.save();
    QCOMPARE(
        school.number("SELECT COUNT(*) FROM Lessons WHERE StudentId = 1 AND ClassId = 1 AND RoomId = 1 AND "
                      "TeacherId = 2 AND day = 'Monday'"),
        1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Lessons"), 1);
    const QModelIndex again = school.classesOf("Ann");
    QTRY_VERIFY(school.find("Art", again).isValid());
    school.view().setFocus();
    school.view().setCurrentIndex(school.cell(school.find("Art", again), "TeacherId"));
    school.key(Qt::Key_0, Qt::ControlModifier);
    school.save();
    QCOMPARE(school.number("SELECT COUNT(*) FROM Lessons WHERE TeacherId IS NULL"), 1);
}

/// By keys: the class, then what is to be said of the lesson.
void FurtherEndsTest::aNewLinkIsSaidInFull()
{
    School school;
    school.begin();
    const QModelIndex group = school.classesOf("Bob");
    QTRY_VERIFY(school.tree().linkLine(group).isValid());
    school.view().setCurrentIndex(group);
    school.key(Qt::Key_L);
    school.pick("Music");
    const QPersistentModelIndex edge = school.find("Music", group);
    QVERIFY(edge.isValid());
    QCOMPARE(int(school.tree().cell(school.cell(edge, "RoomId")).kind), int(RowCell::Kind::Missing));
    school.view().editCell(school.cell(edge, "RoomId"));
    QTRY_VERIFY(school.picker());
    school.type("red");
    school.key(Qt::Key_Tab); // takes it, and goes on
    QTRY_COMPARE(school.cell(edge, "RoomId").data().toString(), text("red"));
    school.view().editCell(school.cell(edge, "TeacherId"));
    school.pick("Kim");
    school.save();
    QCOMPARE(
        school.number("SELECT COUNT(*) FROM Lessons WHERE StudentId = 2 AND ClassId = 2 AND RoomId = 1 AND "
                      "TeacherId = 1"),
        1);
}

/// A student, a class and a room that are all new, written at once.
void FurtherEndsTest::aNewRowAtEachEnd()
{
    School school;
    school.begin();
    school.panel->newRow();
    school.type("Cid");
    school.key(Qt::Key_Return);
    const QModelIndex cid = school.find("Cid");
    const QModelIndex group = school.tree().relation(cid, text("Classes"));
    QVERIFY(group.isValid());
    school.view().expand(group);
    school.view().editCell(school.tree().linkLine(group));
    QTRY_VERIFY(school.picker());
    school.type("Chess");
    school.key(Qt::Key_Return, Qt::ControlModifier);
    const QPersistentModelIndex edge = school.find("Chess", group);
    QVERIFY(edge.isValid());
    school.view().editCell(school.cell(edge, "RoomId"));
    QTRY_VERIFY(school.picker());
    school.type("green");
    school.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(school.cell(edge, "RoomId").data().toString(), text("green"));
    school.save();
    QCOMPARE(
        school.number("SELECT COUNT(*) FROM Lessons l JOIN Students s ON s.id = l.StudentId JOIN Classes c ON "
                      "c.id = l.ClassId JOIN Rooms r ON r.id = l.RoomId WHERE s.name = 'Cid' AND c.title = "
                      "'Chess' AND r.door = 'green'"),
        1);
}

/// What a link is between is not changed in a cell: that would be another link.
void FurtherEndsTest::theTwoEndsStayKeys()
{
    School school;
    school.begin();
    const QModelIndex group = school.classesOf("Ann");
    QTRY_VERIFY(school.find("Art", group).isValid());
    school.tree().setJunctionColumns(group, JunctionColumns::Keys);
    const QModelIndex edge = school.find("Art", group);
    QVERIFY(!school.tree().picks(school.cell(edge, "StudentId")));
    QVERIFY(!school.tree().picks(school.cell(edge, "ClassId")));
    QVERIFY(school.tree().picks(school.cell(edge, "RoomId")));
}

/// Rooms are part of the key: another room is another link, which keeps what was said of the one before.
void FurtherEndsTest::aFurtherEndInTheKey()
{
    School school([](SampleDatabase& drawn) {
        drawLessons(drawn);
        for (const model::ManyToMany& link : std::vector(drawn.schema.links.begin(), drawn.schema.links.end()))
            drawn.schema.links.update(link.id,
                [](model::ManyToMany& made) { made.junctionKey = model::ManyToMany::JunctionKey::Pair; });
    });
    school.run(
        "INSERT INTO Lessons (StudentId, ClassId, RoomId, TeacherId, day) VALUES (1, 1, 1, 2, 'Friday')");
    school.run("INSERT INTO Rooms (door) VALUES ('green')");
    school.begin();
    const QModelIndex group = school.classesOf("Ann");
    QTRY_COMPARE(school.tree().storedRows(group), 2);
    QPersistentModelIndex blue;
    for (int i = 0; i < school.tree().rowCount(group); ++i) {
        const QModelIndex edge = school.tree().index(i, 0, group);
        if (school.tree().junction(edge) && school.cell(edge, "RoomId").data().toString() == text("blue"))
            blue = edge;
    }
    QVERIFY(blue.isValid());
    const QModelIndex room = school.cell(blue, "RoomId");
    QVERIFY(room.flags() & Qt::ItemIsEditable);
    school.view().editCell(room);
    QTRY_VERIFY(school.picker());
    school.type("nowhere"); // a room that is not there yet can't be taken
    QTRY_COMPARE(school.picker()->entries(), QStringList({text("No room like “nowhere”")}));
    school.picker()->selectAll();
    school.pick("green");
    QVERIFY(school.tree().isUnlinked(blue));
    for (int i = 0; i < school.tree().rowCount(group); ++i) { // and the other one is left alone
        const QModelIndex edge = school.tree().index(i, 0, group);
        if (school.tree().junction(edge) && edge != blue)
            QVERIFY(!school.tree().isUnlinked(edge));
    }
    QCOMPARE(school.tree().badge(group).added, 1);
    QCOMPARE(school.tree().badge(group).taken, 1);
    const QModelIndex made = school.view().currentIndex();
    QVERIFY(school.tree().link(made));
    QCOMPARE(school.cell(made.siblingAtColumn(0), "RoomId").data().toString(), text("green"));
    QCOMPARE(school.cell(made.siblingAtColumn(0), "day").data().toString(), text("Monday"));
    school.key(Qt::Key_Z, Qt::ControlModifier); // one step
    QVERIFY(!school.panel->hasPendingChanges());
    school.key(Qt::Key_Y, Qt::ControlModifier);
    school.save();
    QCOMPARE(school.number("SELECT COUNT(*) FROM Lessons"), 2);
    QCOMPARE(
        school.number("SELECT COUNT(*) FROM Lessons WHERE RoomId = 3 AND StudentId = 1 AND ClassId = 1 AND "
                      "TeacherId = 1 AND day = 'Monday'"),
        1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Lessons WHERE RoomId = 1 AND day = 'Friday'"), 1);
}

QTEST_MAIN(FurtherEndsTest)
#include "furtherendstest.moc"
