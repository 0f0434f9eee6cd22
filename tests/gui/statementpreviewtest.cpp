// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/statementpreview.h"
#include "gui/datapanelfixture.h"
#include "support/everyengine.h"
#include "ui/text/sqleditor.h"

#include <QGlyphRun>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextLayout>

using namespace conjoin;
using namespace conjoin::tests;

/// The statements that will run, by the keyboard.
class StatementPreviewTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void theKeyboardGoesThereAndBack();
    void readingStandsBehindWriting();
    void whatIsMissingIsLedTo();
    void lookingDrawsNoNumbers_data() { EveryEngine::addRows(); }
    void lookingDrawsNoNumbers();
    void aTextOfSeveralLinesKeepsItsColour();
    void lineEndsOfAllKindsKeepTheirRow();
    void signsStayApart();
    void signsOfAScriptStayApart();
    void cataloguesAreLeftOut_data() { EveryEngine::addRows(); }
    void cataloguesAreLeftOut();
    void oneRowTakesOneUpdate();
    void aValueThatIsTakenAwayFirst();
    void aLockIsWaitedFor_data() { EveryEngine::addRows(); }
    void aLockIsWaitedFor();

private:
    EveryEngine engines_;
};

namespace {

/// One statement of that change, as a rehearsal tells it.
void tell(RowChangeReport& report, const char* sql, int change)
{
    report.statements.push_back({text(sql), {}, 0, 0, {}});
    report.origins.push_back(change);
}

/// The colour of what is shown at the first place of `words`; none where it has that of the text.
QColor colourOf(const QPlainTextEdit& shown, const char* words)
{
    const int at = int(shown.toPlainText().indexOf(text(words)));
    const QTextBlock block = shown.document()->findBlock(at);
    for (const QTextLayout::FormatRange& range : block.layout()->formats()) {
        const int in = at - block.position();
        if (in >= range.start && in < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

QList<quint32> glyphsOf(const QString& shown, const QFont& font)
{
    QTextLayout layout(shown, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    QList<quint32> glyphs;
    for (const QGlyphRun& run : layout.glyphRuns())
        glyphs += run.glyphIndexes();
    return glyphs;
}

} // namespace

void StatementPreviewTest::aTextOfSeveralLinesKeepsItsColour()
{
    const Theme& theme = Theme::light();
    StatementPreview preview(theme);
    RowChangeReport report;
    tell(report, "BEGIN", -1);
    tell(report, R"(UPDATE "t" SET "a" = 'it''s one
INTO two
-- three''', "b" = 'four' WHERE "i" = 5)",
        0);
    tell(report, "DELETE FROM `odd\nINTO` WHERE `i` = 6", 1);
    preview.show(report);
    const auto& shown = *preview.findChild<QPlainTextEdit*>(text("statementText"));
    for (const char* literal : {"'it''s", "one", "INTO two", "two", "-- three", "'four'", "5", "6"})
        QCOMPARE(colourOf(shown, literal), theme.ok);
    for (const char* word : {"UPDATE", "SET", "WHERE \"i\"", "DELETE", "FROM `odd", "WHERE `i`"})
        QCOMPARE(colourOf(shown, word), theme.foreignKey);
    for (const char* plain : {"\"b\" =", ", \"b\"", "INTO`"})
        QCOMPARE(colourOf(shown, plain), QColor());
}

void StatementPreviewTest::lineEndsOfAllKindsKeepTheirRow()
{
    StatementPreview preview(Theme::light());
    preview.resize(400, 300);
    preview.QWidget::show();
    RowChangeReport report;
    tell(report, "BEGIN", -1);
    tell(report, "UPDATE \"t\" SET \"a\" = 'a\r\nb\rc\u2029d'", 4);
    tell(report, "DELETE FROM \"t\"", 7);
    preview.show(report);
    auto& shown = *preview.findChild<QPlainTextEdit*>(text("statementText"));
    QSignalSpy asked(&preview, &StatementPreview::rowAsked);
    for (const auto& [words, change] : {std::pair{"d'", 4}, {"DELETE", 7}, {"c\n", 4}}) {
        QTextCursor cursor = shown.textCursor();
        cursor.setPosition(int(shown.toPlainText().indexOf(text(words))));
        shown.setTextCursor(cursor);
        QTest::keyClick(&shown, Qt::Key_Return);
        QCOMPARE(asked.last().first().toInt(), change);
    }
}

/// What is compared with is read sign by sign, and not as another one that the font draws for several.
void StatementPreviewTest::signsStayApart()
{
    StatementPreview preview(Theme::light());
    preview.QWidget::show();
    const QFont font = preview.findChild<QPlainTextEdit*>(text("statementText"))->document()->defaultFont();
    QCOMPARE(font.family(), text("JetBrains Mono"));
    const QString signs = text("<=> != >= <= -> || --x");
    const QList<quint32> glyphs = glyphsOf(signs, font);
    QCOMPARE(glyphs.size(), signs.size());
    for (int i = 0; i < signs.size(); ++i)
        QCOMPARE(glyphsOf(signs.mid(i, 1), font), QList<quint32>{glyphs[i]});
}

/// The same in the script of the schema.
void StatementPreviewTest::signsOfAScriptStayApart()
{
    SqlEditor editor(Theme::light());
    editor.resize(400, 120);
    editor.show();
    QVERIFY(QTest::qWaitForWindowExposed(&editor));
    const auto cell = [&](const char* script) { // of the second character
        editor.showSql(text(script));
        const auto place = [&](int position) {
            return QPoint(int(editor.SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0UL, long(position))),
                int(editor.SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0UL, long(position))));
        };
        const int height = int(editor.SendScintilla(QsciScintilla::SCI_TEXTHEIGHT, 0UL));
        const QRect where(place(1), QSize(place(2).x() - place(1).x(), height));
        return editor.viewport()->grab(where).toImage();
    };
    for (const auto& [two, alone] : {std::pair{"a<=b", "a< b"}, {"a!=b", "a! b"}, {"a->b", "a- b"}})
        QVERIFY2(cell(two) == cell(alone), two);
}

/// What the program asks a catalogue is no business of the person's.
void StatementPreviewTest::cataloguesAreLeftOut()
{
    QFETCH(QString, engine);
    DataPanelFixture school(drawTeachers, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Teachers\" (name) VALUES ('Kim')");
    school.run("INSERT INTO \"Classes\" (\"className\", \"TeacherId\") VALUES ('Art', 1), ('Music', 1)");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("Art").isValid());
    school.tree().setData(school.find("Art"), text("Arts"));
    school.tree().setData(school.find("Music"), text("Musics"));
    school.view().setFocus();
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Sport");
    school.key(Qt::Key_Return);
    QTRY_VERIFY2(school.preview().contains(text("'Sport'")), qPrintable(school.preview()));
    const QString shown = school.preview();
    for (const char* word : {"pg_", "information_schema", "sqlite_", "TRIGGER", "@@", "SELECT"})
        QVERIFY2(!shown.contains(text(word)), qPrintable(shown));
    // What is read between two statements that write is told once.
    QVERIFY2(shown.count(text("-- reads")) <= shown.count(text("UPDATE ")) + shown.count(text("INSERT ")) + 1,
        qPrintable(shown));
}

void StatementPreviewTest::oneRowTakesOneUpdate()
{
    DataPanelFixture school(drawTeachers);
    school.run("INSERT INTO Teachers (name) VALUES ('Kim'), ('Lee')");
    school.run("INSERT INTO Classes (className, credits, TeacherId) VALUES ('Art', 3, 1)");
    school.show();
    school.openTable("Class");
    QTRY_VERIFY(school.find("Art").isValid());
    school.tree().setData(school.find("Art"), text("Arts"));
    school.view().editCell(school.find("Arts").siblingAtColumn(school.columnOf("TeacherId")));
    QTRY_VERIFY(school.picker());
    school.type("Lee");
    QTRY_VERIFY(school.picker()->entries().join(u' ').contains(text("Lee")));
    school.key(Qt::Key_Return);
    QTRY_VERIFY2(school.preview().contains(text("\"TeacherId\" = 2")), qPrintable(school.preview()));
    QVERIFY2(school.preview().contains(text("'Arts'")), qPrintable(school.preview()));
    QVERIFY2(school.preview().count(text("UPDATE \"Classes\"")) == 1, qPrintable(school.preview()));
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes WHERE className = 'Arts' AND TeacherId = 2"), 1);
}

/// A desk changes hands: a key that no two rows may share is written in the order in which it was given up.
void StatementPreviewTest::aValueThatIsTakenAwayFirst()
{
    DataPanelFixture school([](SampleDatabase& drawn) {
        const TableId desk = drawn.table(text("Desk"), {text("label*")});
        const TableId pupil = drawn.table(text("Pupil"), {text("name*")});
        drawn.reference(pupil, desk, {}, {}, false, true);
    });
    school.run("INSERT INTO Desks (label) VALUES ('window'), ('door'), ('wall')");
    school.run("INSERT INTO Pupils (name, DeskId) VALUES ('Ann', 1), ('Bob', 2)");
    school.show();
    school.openTable("Pupil");
    QTRY_VERIFY(school.find("Bob").isValid());
    const int desk = school.columnOf("DeskId");
    const auto move = [&](const char* who, const char* where) {
        school.view().editCell(school.find(who).siblingAtColumn(desk));
        QTRY_VERIFY(school.picker());
        school.type(where);
        QTRY_VERIFY(school.picker()->entries().join(u' ').contains(text(where)));
        school.key(Qt::Key_Return);
        QTRY_VERIFY(!school.picker());
    };
    move("Ann", "wall");
    school.tree().setData(school.find("Bob"), text("Bert"));
    move("Bert", "window"); // which was Ann's
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT DeskId FROM Pupils WHERE name = 'Bert'"), 1);
}

/// While another session has the row: what will run is there all the same, and it is said what is waited for.
void StatementPreviewTest::aLockIsWaitedFor()
{
    QFETCH(QString, engine);
    DataPanelFixture school(drawSchool, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    auto* waits = school.panel->findChild<QLabel*>(text("waitsForLock"));
    const auto held = school.check->transaction([&]() -> Result<void> {
        school.run("UPDATE \"Students\" SET \"firstName\" = 'Ann'");
        school.tree().setData(school.find("Ann"), text("Anna"));
        school.view().setFocus();
        school.key(Qt::Key_N, Qt::ControlModifier);
        school.type("Zoe");
        school.key(Qt::Key_Return);
        [&] {
            QTRY_VERIFY_WITH_TIMEOUT(!waits->isHidden(), 20000);
            QTRY_VERIFY2(school.preview().contains(text("'Zoe'")), qPrintable(school.preview()));
            QVERIFY2(school.preview().contains(text("'Anna'")), qPrintable(school.preview()));
            QVERIFY2(school.preview().contains(text("COMMIT;")), qPrintable(school.preview()));
        }();
        return {};
    });
    QVERIFY(held);
    QVERIFY2(waits->toolTip().contains(text("lock")), qPrintable(waits->toolTip())); // in the database's words
    QTRY_VERIFY_WITH_TIMEOUT(waits->isHidden(), 20000); // nobody has to do anything
    QVERIFY2(school.preview().contains(text("'Anna'")), qPrintable(school.preview()));
    QVERIFY(school.panel->hasPendingChanges());
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Students\""), 1);
}

/// A person types, looks, types on; the row that is written in the end has the next number all the same.
void StatementPreviewTest::lookingDrawsNoNumbers()
{
    QFETCH(QString, engine);
    DataPanelFixture school(drawSchool, engines_.newDatabase(engine));
    school.run("INSERT INTO \"Classes\" (\"className\") VALUES ('Art')");
    school.show();
    school.openTable("Student");
    school.panel->newRow();
    school.type("Ann");
    school.key(Qt::Key_Return);
    QTRY_VERIFY2(school.preview().contains(text("'Ann'")), qPrintable(school.preview()));
    const QModelIndex ann = school.find("Ann");
    const QModelIndex classes = school.tree().relation(ann, text("Classes"));
    school.view().editCell(school.tree().linkLine(classes));
    QTRY_VERIFY(school.picker());
    school.type("Art");
    school.key(Qt::Key_Return);
    QTRY_VERIFY(school.tree().badge(classes).added == 1);
    QTRY_COMPARE(school.preview().count(text("INSERT INTO")), 2);
    const QString shown = school.preview();
    QCOMPARE(shown.contains(text("‹new Student #1›")), engine != u"sqlite");
    for (const char* name : {"Bea", "Cid", "Dan"}) {
        school.tree().setData(school.find(name == text("Bea")   ? "Ann"
                                          : name == text("Cid") ? "Bea"
                                                                : "Cid"),
            text(name));
        QTRY_VERIFY2(school.preview().contains(u'\'' + text(name) + u'\''), qPrintable(school.preview()));
    }
    school.panel->insertChanges();
    QTRY_VERIFY2(!school.panel->hasPendingChanges(), qPrintable(school.error()));
    QCOMPARE(school.number("SELECT MAX(id) FROM \"Students\""), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM \"Enrollments\" WHERE \"StudentId\" = 1"), 1);
}

/// What is only read takes a line, so that what is written is seen.
void StatementPreviewTest::readingStandsBehindWriting()
{
    DataPanelFixture school(drawSchool);
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Ann").isValid());
    school.tree().setData(school.find("Ann"), text("Bea"));
    QTRY_VERIFY(school.preview().contains(text("'Bea'")));
    QVERIFY2(school.preview().contains(text("-- reads \"Students\"\n")), qPrintable(school.preview()));
    QCOMPARE(school.preview().count(text("SELECT")), 0);
}

/// A new class of a new teacher, and neither of them has a name yet.
void StatementPreviewTest::whatIsMissingIsLedTo()
{
    DataPanelFixture school([](SampleDatabase& drawn) {
        const TableId teacher = drawn.table(text("Teacher"), {text("name*"), text("room*")});
        const TableId course = drawn.table(text("Class"), {text("className*"), text("credits* integer")});
        drawn.reference(course, teacher);
    });
    school.show();
    school.openTable("Class");
    school.key(Qt::Key_N, Qt::ControlModifier);
    school.type("Art");
    school.key(Qt::Key_Return);
    QVERIFY(school.find("Art").isValid());
    school.view().editCell(school.find("Art").siblingAtColumn(school.columnOf("TeacherId")));
    QTRY_VERIFY(school.picker());
    school.type("Kim");
    school.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!school.picker());
    auto* why = school.panel->findChild<QLabel*>(text("whyNotYet"));
    QTRY_COMPARE(why->accessibleName(), text("Not yet: class “Art”: \"credits\" must have a value\n"
                                             "teacher “Kim”: \"room\" must have a value"));
    school.view().collapse(school.find("Art"));
    emit why->linkActivated(text("1")); // to the teacher, whose place was closed
    QVERIFY(school.view().hasFocus());
    const QModelIndex room = school.view().currentIndex();
    QCOMPARE(enteredText(school.tree().object(room)->entered.value(text("name"))), text("Kim"));
    QCOMPARE(school.tree().section(room).attribute(school.tree().registry(), room.column()).name, text("room"));
    school.tree().setData(room, text("101"));
    QTRY_COMPARE(why->accessibleName(), text("Not yet: class “Art”: \"credits\" must have a value"));
    emit why->linkActivated(text("0"));
    QCOMPARE(school.view().currentIndex().column(), school.columnOf("credits"));
    school.tree().setData(school.view().currentIndex(), text("3"));
    QTRY_VERIFY(why->isHidden());
    QTRY_COMPARE(school.preview().count(text("INSERT INTO")), 2);
}

void StatementPreviewTest::theKeyboardGoesThereAndBack()
{
    DataPanelFixture school(drawSchool);
    school.run("INSERT INTO \"Students\" (\"firstName\") VALUES ('Ann'), ('Bob')");
    school.show();
    school.openTable("Student");
    QTRY_VERIFY(school.find("Bob").isValid());
    school.tree().setData(school.find("Bob"), text("Bert"));
    school.view().setFocus();
    school.view().setCurrentIndex(school.find("Ann"));
    auto* statements = school.panel->findChild<QPlainTextEdit*>(text("statementText"));
    QTRY_VERIFY(statements->isVisible()); // as soon as something waits

    school.key(Qt::Key_F9);
    QVERIFY(statements->isVisible());
    QVERIFY(statements->hasFocus());
    QTRY_VERIFY(statements->toPlainText().contains(text("Bert")));
    school.key(Qt::Key_Escape); // back to the rows, and the statements stay
    QVERIFY(school.view().hasFocus());
    QVERIFY(statements->isVisible());
    school.key(Qt::Key_F9);
    QVERIFY(statements->hasFocus());
    QTextCursor cursor = statements->textCursor();
    cursor.setPosition(statements->toPlainText().indexOf(text("Bert")));
    statements->setTextCursor(cursor);
    school.key(Qt::Key_Return); // to the row of the statement
    QVERIFY(school.view().hasFocus());
    QCOMPARE(school.view().currentIndex().siblingAtColumn(0).row(), 1);
    school.key(Qt::Key_F9);
    school.key(Qt::Key_F9); // from there it closes them
    QVERIFY(!statements->isVisible());
    QVERIFY(school.view().hasFocus());
    school.key(Qt::Key_F9); // and opens them again
    QVERIFY(statements->isVisible() && statements->hasFocus());
}

QTEST_MAIN(StatementPreviewTest)
#include "statementpreviewtest.moc"
