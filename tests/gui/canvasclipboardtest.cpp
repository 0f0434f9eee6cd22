// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "ui/canvas/canvascommand.h"
#include "ui/canvas/clipboard.h"

#include <QClipboard>
#include <QImage>
#include <QMimeData>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;
using Command = ui::CanvasCommand;

class CanvasClipboardTest : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QGuiApplication::clipboard()->clear(); }

    void copiedTablesKeepTheirLinks();
    void anotherWindowGetsThem();
    void otherProgramsGetSqlAndPictures();
    void cutIsCopyAndRemove();
    void duplicatesStandBeside();
    void whatIsPastedCoversNothing();
    void sqlMakesTables();
    void brokenSqlIsRefusedWithAWord();
    void otherTextIsNoTable();

private:
    static QStringList namesOf(const SchoolCanvas& canvas)
    {
        QStringList names;
        for (const model::Table& table : canvas.session->document().schema.tables)
            names += table.name;
        return names;
    }
};

void CanvasClipboardTest::copiedTablesKeepTheirLinks()
{
    SchoolCanvas canvas;
    canvas.session->undoStack().clear();
    canvas.selection->select({canvas.student, canvas.course});
    canvas.view->perform(Command::Copy);
    canvas.view->perform(Command::Paste);
    QCOMPARE(namesOf(canvas),
        (QStringList{"Student", "Class", "Teacher", "Enrollment", "Student2", "Class2", "Enrollment2"}));
    QCOMPARE(canvas.session->document().schema.links.size(), std::size_t(2));
    QCOMPARE(canvas.session->undoStack().count(), 1);
    QCOMPARE(canvas.selection->objects().size(), std::size_t(3)); // what is new
    canvas.session->undoStack().undo();
    QCOMPARE(namesOf(canvas).size(), 4);
}

void CanvasClipboardTest::anotherWindowGetsThem()
{
    {
        SchoolCanvas source;
        source.selection->select({source.course, source.teacher});
        source.view->perform(Command::Copy);
    } // its window is gone
    SchoolCanvas canvas;
    canvas.view->perform(Command::Paste);
    QVERIFY(namesOf(canvas).contains(QStringLiteral("Teacher2")));
    QCOMPARE(canvas.session->document().schema.references.size(), std::size_t(2));
}

void CanvasClipboardTest::otherProgramsGetSqlAndPictures()
{
    SchoolCanvas canvas;
    canvas.selection->select({canvas.student, canvas.course});
    canvas.view->perform(Command::Copy);
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    QVERIFY(data->hasFormat(QLatin1String(ui::drawingMimeType)));
    QVERIFY2(data->text().contains(QStringLiteral("CREATE TABLE")), qPrintable(data->text()));
    QVERIFY(data->text().contains(QStringLiteral("Enrollment")));
    QVERIFY(!data->text().contains(QStringLiteral("Teacher")));
    const QByteArray svg = data->data(QStringLiteral("image/svg+xml"));
    QVERIFY(svg.contains("<svg") && svg.contains("Student"));
    QVERIFY(data->hasImage());
    QVERIFY(!qvariant_cast<QImage>(data->imageData()).isNull());
    canvas.view->perform(Command::CopySql);
    QVERIFY(!QGuiApplication::clipboard()->mimeData()->hasImage());
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("CREATE TABLE")));
    canvas.view->perform(Command::CopyPicture);
    QVERIFY(QGuiApplication::clipboard()->mimeData()->hasImage());
    QVERIFY(!QGuiApplication::clipboard()->mimeData()->hasText());
}

void CanvasClipboardTest::cutIsCopyAndRemove()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.teacher);
    canvas.view->perform(Command::Cut);
    QVERIFY(!namesOf(canvas).contains(QStringLiteral("Teacher")));
    canvas.view->perform(Command::Paste);
    QVERIFY(namesOf(canvas).contains(QStringLiteral("Teacher")));
}

void CanvasClipboardTest::duplicatesStandBeside()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.teacher);
    canvas.view->perform(Command::Duplicate);
    const auto copy = std::get<TableId>(canvas.selection->single());
    QVERIFY(copy != canvas.teacher);
    QCOMPARE(canvas.rectOf(copy).topLeft(), canvas.rectOf(canvas.teacher).topLeft() + QPointF(48, 48));
    const QMimeData* left = QGuiApplication::clipboard()->mimeData(); // as it was
    QVERIFY(!left || left->formats().isEmpty());
}

void CanvasClipboardTest::whatIsPastedCoversNothing()
{
    SchoolCanvas canvas;
    canvas.view->perform(Command::Paste); // nothing to paste moves nothing
    canvas.selection->select({canvas.student, canvas.course, canvas.teacher});
    canvas.view->perform(Command::Copy);
    for (int i = 0; i < 3; ++i)
        canvas.view->perform(Command::Paste);
    QCOMPARE(canvas.scene().nodes.size(), std::size_t(4 * 4));
    for (const ui::SceneNode& a : canvas.scene().nodes) {
        for (const ui::SceneNode& b : canvas.scene().nodes)
            QVERIFY2(&a == &b || !a.rect.intersects(b.rect), qPrintable(a.title + u' ' + b.title));
    }
}

void CanvasClipboardTest::sqlMakesTables()
{
    SchoolCanvas canvas;
    QGuiApplication::clipboard()->setText(
        QStringLiteral("create table author (id integer primary key, name text not null);\n"
                       "create table book (id integer primary key, author_id integer references author(id));"));
    canvas.view->perform(Command::Paste);
    QTRY_VERIFY(namesOf(canvas).contains(QStringLiteral("Book"), Qt::CaseInsensitive));
    QCOMPARE(canvas.session->document().schema.references.size(), std::size_t(2));
    canvas.session->undoStack().undo();
    QCOMPARE(namesOf(canvas).size(), 4);
}

void CanvasClipboardTest::brokenSqlIsRefusedWithAWord()
{
    SchoolCanvas canvas;
    QSignalSpy refused(canvas.session.get(), &ui::EditSession::refused);
    QGuiApplication::clipboard()->setText(QStringLiteral("create table author (id integer primary"));
    canvas.view->perform(Command::Paste);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(namesOf(canvas).size(), 4);
}

void CanvasClipboardTest::otherTextIsNoTable()
{
    SchoolCanvas canvas;
    QSignalSpy hint(canvas.view.get(), &ui::CanvasView::hint);
    QGuiApplication::clipboard()->setText(QStringLiteral("a table of contents"));
    canvas.view->perform(Command::Paste);
    QVERIFY(hint.count() > 0);
    QVERIFY(!canvas.session->undoStack().canUndo());
}

QTEST_MAIN(CanvasClipboardTest)
#include "canvasclipboardtest.moc"
