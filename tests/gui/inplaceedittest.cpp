// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "model/layout/cardmetrics.h"
#include "model/schema/datatype.h"
#include "ui/canvas/hittest.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

/// What is typed in place on the canvas: completion, mistakes, and what hands on a mouse need.
class InplaceEditTest : public QObject {
    Q_OBJECT

private slots:
    void init() { canvas_ = std::make_unique<SchoolCanvas>(); }
    void cleanup() { canvas_.reset(); }

    void enterTakesTheTypeThatWasBegun_data();
    void enterTakesTheTypeThatWasBegun();
    void theListIsAsWideAsItsTypes();
    void aTypeIsPickedByTheMouse();
    void aBrokenTypeIsRefusedInPlace_data();
    void aBrokenTypeIsRefusedInPlace();
    void endsOfALinkHaveDifferentRoles();
    void aNameCantBeEmptied();
    void anEmptyNoteGoesAgain();
    void columnsAreAddedByTheMouseAlone();
    void anEmptyRowStaysOpen_data();
    void anEmptyRowStaysOpen();
    void aNewLinkGoesOnToItsAttributes();
    void escapeInTheTypeKeepsTheNewColumn();

private:
    QLineEdit* field() const
    {
        return canvas_->view->viewport()->findChild<QLineEdit*>(QStringLiteral("inplaceEditor"));
    }
    QLabel* refusal() const
    {
        return canvas_->view->viewport()->findChild<QLabel*>(QStringLiteral("fieldRefusal"));
    }
    QAbstractItemView* list() const { return field()->completer()->popup(); }
    ObjectRef firstName() const { return canvas_->columnNamed(canvas_->student, QStringLiteral("firstName")); }
    QString typeOfFirstName() const
    {
        return model::typeText(canvas_->table(canvas_->student).columnNamed(QStringLiteral("firstName"))->type);
    }
    void openType()
    {
        const QRectF row = canvas_->rowOf(firstName());
        const QPoint at = canvas_->at({row.right() - 20, row.center().y()});
        QTest::mouseDClick(canvas_->view->viewport(), Qt::LeftButton, {}, at);
        QVERIFY(field());
    }
    void type(const QString& text)
    {
        field()->selectAll();
        QTest::keyClicks(field(), text);
    }

    std::unique_ptr<SchoolCanvas> canvas_;
};

void InplaceEditTest::enterTakesTheTypeThatWasBegun_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");
    QTest::newRow("the beginning of one") << "da"
                                          << "date";
    QTest::newRow("in capitals") << "BOO"
                                 << "boolean";
    QTest::newRow("with its usual size") << "varc"
                                         << "varchar(255)";
    QTest::newRow("a type that others begin with") << "time"
                                                   << "time";
    QTest::newRow("another name of one") << "int"
                                         << "integer";
    QTest::newRow("with a size of its own") << "varchar(80)"
                                            << "varchar(80)";
    QTest::newRow("the database's own") << "tsvector"
                                        << "tsvector";
}

void InplaceEditTest::enterTakesTheTypeThatWasBegun()
{
    QFETCH(QString, typed);
    openType();
    type(typed);
    QTest::keyClick(field(), Qt::Key_Return);
    QTEST(typeOfFirstName(), "kept");
}

void InplaceEditTest::theListIsAsWideAsItsTypes()
{
    openType();
    QTRY_VERIFY(list()->isVisible()); // a hand on the mouse can't type
    const QFontMetrics metrics(list()->font());
    for (const QString& known : model::typeSuggestions())
        QVERIFY2(list()->viewport()->width() >= metrics.horizontalAdvance(known) + 12, qPrintable(known));
    // The field itself has room for what it completes.
    type(QStringLiteral("decimal(10,2)"));
    QVERIFY(field()->width() >= field()->fontMetrics().horizontalAdvance(field()->text()) + 10);
}

void InplaceEditTest::aTypeIsPickedByTheMouse()
{
    openType();
    QTRY_VERIFY(list()->isVisible());
    const QAbstractItemModel* types = list()->model();
    for (int row = 0; row < types->rowCount(); ++row) {
        const QModelIndex index = types->index(row, 0);
        if (index.data().toString() != u"boolean")
            continue;
        list()->scrollTo(index);
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(index).center());
        break;
    }
    QTRY_COMPARE(typeOfFirstName(), QStringLiteral("boolean"));
    QTRY_VERIFY(!canvas_->view->isEditing());
    QCOMPARE(canvas_->session->undoStack().count(), 1);
}

void InplaceEditTest::aBrokenTypeIsRefusedInPlace_data()
{
    QTest::addColumn<QString>("typed");
    for (const char* broken : {"varchar(8", "decimal(7,2", "enum('a)", "varchar(abc)", "decimal()", "(10)", ""})
        QTest::newRow(broken) << QString::fromLatin1(broken);
}

void InplaceEditTest::aBrokenTypeIsRefusedInPlace()
{
    QFETCH(QString, typed);
    QSignalSpy refused(canvas_->session.get(), &ui::EditSession::refused);
    const QString before = typeOfFirstName();
    openType();
    field()->selectAll();
    QTest::keyClick(field(), Qt::Key_Delete);
    QTest::keyClicks(field(), typed);
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(canvas_->view->isEditing());
    QVERIFY(refusal());
    QVERIFY(!refusal()->text().isEmpty());
    QCOMPARE(field()->accessibleDescription(), refusal()->text());
    QVERIFY(!refusal()->geometry().intersects(field()->geometry()));
    const QRect words =
        refusal()->fontMetrics().boundingRect(refusal()->contentsRect(), Qt::TextWordWrap, refusal()->text());
    QVERIFY(refusal()->contentsRect().contains(words)); // whole, as nobody can scroll in it
    QCOMPARE(typeOfFirstName(), before);
    QCOMPARE(refused.count(), 0); // it is said where it was typed, and nowhere else
    // Typed on, it is gone; Escape keeps what was.
    QTest::keyClicks(field(), QStringLiteral("x"));
    QVERIFY(!refusal());
    QVERIFY(field()->accessibleDescription().isEmpty());
    while (canvas_->view->isEditing())
        QTest::keyClick(field(), Qt::Key_Escape);
    QCOMPARE(typeOfFirstName(), before);
}

void InplaceEditTest::endsOfALinkHaveDifferentRoles()
{
    model::ManyToMany link = canvas_->session->document().schema.links.at(canvas_->link);
    link.ends[0].role = QStringLiteral("attendees");
    link.ends[1].role = QStringLiteral("lessons");
    QVERIFY(canvas_->session->apply(QStringLiteral("roles"),
        [&](model::Document d) { return model::edit::updateLink(std::move(d), link); }));
    const QPoint label = canvas_->at(canvas_->edge(canvas_->link, 1).fromLabelRect.center());
    QTest::mouseDClick(canvas_->view->viewport(), Qt::LeftButton, {}, label);
    QVERIFY(field());
    type(QStringLiteral("Attendees"));
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(refusal());
    type(QStringLiteral("courses"));
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(!canvas_->view->isEditing());
    QCOMPARE(
        canvas_->session->document().schema.links.at(canvas_->link).ends[1].role, QStringLiteral("courses"));
}

void InplaceEditTest::aNameCantBeEmptied()
{
    canvas_->selection->selectOnly(canvas_->student);
    canvas_->key(Qt::Key_F2);
    field()->clear();
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(refusal());
    QVERIFY(refusal()->text().contains(QStringLiteral("Student")));
    QTest::keyClick(field(), Qt::Key_Escape);
    QCOMPARE(canvas_->table(canvas_->student).name, QStringLiteral("Student"));
    QVERIFY(!refusal());
}

void InplaceEditTest::anEmptyNoteGoesAgain()
{
    const model::Document before = canvas_->session->document();
    canvas_->key(Qt::Key_N);
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {}, {500, 700});
    auto* note = canvas_->view->viewport()->findChild<QPlainTextEdit*>(QStringLiteral("noteEditor"));
    QVERIFY(note);
    QTest::keyClick(note, Qt::Key_Escape);
    QVERIFY(!canvas_->view->isEditing());
    QCOMPARE(canvas_->session->document(), before);
}

void InplaceEditTest::columnsAreAddedByTheMouseAlone()
{
    canvas_->selection->selectOnly(canvas_->teacher);
    const auto button = [&] {
        return ui::addRowRect(canvas_->scene(), canvas_->scene().nodeOf(canvas_->teacher));
    };
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {}, canvas_->at(button().center()));
    QVERIFY(field());
    type(QStringLiteral("email"));
    // While a column is typed the button stands below its row.
    const QPoint lower = canvas_->at(button().center() + QPointF(0, model::layout::rowHeight));
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {}, lower);
    QVERIFY(field());
    QVERIFY(field()->text().isEmpty());
    type(QStringLiteral("phone"));
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {}, {600, 760});
    QVERIFY(!canvas_->view->isEditing());
    QCOMPARE(canvas_->columnsOf(canvas_->teacher),
        (QStringList{QStringLiteral("name"), QStringLiteral("email"), QStringLiteral("phone")}));
}

void InplaceEditTest::anEmptyRowStaysOpen_data()
{
    QTest::addColumn<bool>("quickly");
    QTest::newRow("clicks") << false;
    QTest::newRow("a double click") << true;
}

void InplaceEditTest::anEmptyRowStaysOpen()
{
    QFETCH(bool, quickly);
    QWidget* port = canvas_->view->viewport();
    canvas_->selection->selectOnly(canvas_->teacher);
    const auto button = [&] {
        return ui::addRowRect(canvas_->scene(), canvas_->scene().nodeOf(canvas_->teacher)).center();
    };
    QTest::mouseClick(port, Qt::LeftButton, {}, canvas_->at(button()));
    QVERIFY(field());
    const QPoint lower = canvas_->at(button() + QPointF(0, model::layout::rowHeight));
    if (quickly)
        QTest::mouseDClick(port, Qt::LeftButton, {}, lower);
    else
        QTest::mouseClick(port, Qt::LeftButton, {}, lower);
    QCoreApplication::processEvents();
    QVERIFY(field());
    QVERIFY(field()->hasFocus());
    QTest::keyClicks(field(), QStringLiteral("email"));
    // Elsewhere a click keeps what was typed, and an empty row goes.
    QTest::mouseClick(port, Qt::LeftButton, {}, {600, 760});
    QVERIFY(!canvas_->view->isEditing());
    QCOMPARE(
        canvas_->columnsOf(canvas_->teacher), (QStringList{QStringLiteral("name"), QStringLiteral("email")}));
}

void InplaceEditTest::aNewLinkGoesOnToItsAttributes()
{
    QWidget* port = canvas_->view->viewport();
    canvas_->key(Qt::Key_M);
    QTest::mouseClick(port, Qt::LeftButton, {}, canvas_->titleOf(canvas_->student));
    QTest::mouseClick(port, Qt::LeftButton, {}, canvas_->titleOf(canvas_->teacher));
    QVERIFY(field());
    type(QStringLiteral("Mentoring"));
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(field()); // as behind the name of a new table
    QCOMPARE(field()->placeholderText(), QStringLiteral("Attribute name"));
    type(QStringLiteral("hours"));
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(field());
    QVERIFY(field()->text().isEmpty());
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(!canvas_->view->isEditing());
    const model::Table* mentoring =
        model::tableNamed(canvas_->session->document().schema, QStringLiteral("Mentoring"));
    QVERIFY(mentoring);
    QCOMPARE(canvas_->columnsOf(mentoring->id), QStringList{QStringLiteral("hours")});
    // A link that has been there for long is only renamed.
    canvas_->key(Qt::Key_F2);
    QVERIFY(field());
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(!canvas_->view->isEditing());
}

void InplaceEditTest::escapeInTheTypeKeepsTheNewColumn()
{
    canvas_->selection->selectOnly(canvas_->teacher);
    canvas_->key(Qt::Key_Insert);
    QVERIFY(field());
    QCOMPARE(field()->placeholderText(), QStringLiteral("Column name"));
    type(QStringLiteral("email"));
    QTest::keyClick(field(), Qt::Key_Tab);
    QVERIFY(field());
    type(QStringLiteral("da"));
    while (canvas_->view->isEditing())
        QTest::keyClick(field(), Qt::Key_Escape);
    const QStringList both{QStringLiteral("name"), QStringLiteral("email")};
    QCOMPARE(canvas_->columnsOf(canvas_->teacher), both);
    QCOMPARE(model::typeText(canvas_->table(canvas_->teacher).columnNamed(QStringLiteral("email"))->type),
        QStringLiteral("varchar(255)"));
    // Nor does it in the fields that Shift+Tab leads back to.
    canvas_->key(Qt::Key_Insert);
    type(QStringLiteral("phone"));
    QTest::keyClick(field(), Qt::Key_Backtab);
    QVERIFY(field());
    QTest::keyClick(field(), Qt::Key_Escape);
    QCOMPARE(canvas_->columnsOf(canvas_->teacher), both + QStringList{QStringLiteral("phone")});
}

QTEST_MAIN(InplaceEditTest)
#include "inplaceedittest.moc"
