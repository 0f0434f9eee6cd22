// SPDX-License-Identifier: GPL-3.0-or-later
// Long values and arrays in the panel: looked at, edited, copied, and never altered by that.
#include "gui/datapanelfixture.h"

#include "support/everyengine.h"
#include "ui/panels/data/arraydialog.h"
#include "ui/panels/data/valuedialog.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QSignalSpy>
#include <QTableWidget>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

void drawPapers(SampleDatabase& library)
{
    library.table(text("Paper"), {text("title varchar(40)"), text("words text"), text("scan binary")});
}

struct Library : DataPanelFixture {
    explicit Library(const sql::ConnectionSettings& where)
        : DataPanelFixture(drawPapers, where)
    {
        if (where.dialect == u"mariadb") // a TEXT there has no room for what is long
            run("ALTER TABLE Papers MODIFY words LONGTEXT, MODIFY scan LONGBLOB");
        orm::Json::Object paper{{text("title"), orm::Json(text("long"))}, {text("words"), orm::Json(words)},
            {text("scan"), orm::Json(QString::fromLatin1(scan.toBase64()))}};
        mustHave(sql::create(connection(), registry(), model("Paper"), orm::Json(std::move(paper)), {}),
            text("paper"));
    }
    void begin()
    {
        show();
        openTable("Paper");
        QTRY_COMPARE(tree().rootRows(), 1);
        view().setFocus();
    }
    QModelIndex cell(const char* attribute) const { return tree().index(0, columnOf(attribute)); }
    void go(const char* attribute) const { view().setCurrentIndex(cell(attribute)); }
    orm::Value stored(const char* attribute, int id = 1)
    {
        return mustHave(sql::readWhole(*check, drawn, drawn.find(text("Paper")).value(), QString::number(id),
                            text(attribute)),
            text(attribute));
    }

    const QString words = QStringLiteral("wörter… ").repeated(20'000);
    const QByteArray scan = QByteArray("\x89PNG\0\xff", 6).repeated(20'000);
};

} // namespace

class LongValuesPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void lookingAndWritingBesideThem_data() { EveryEngine::addRows(); }
    void lookingAndWritingBesideThem();
    void editedWhole_data() { EveryEngine::addRows(); }
    void editedWhole();
    void doubledAndDeletedWhole_data() { EveryEngine::addRows(); }
    void doubledAndDeletedWhole();
    void enumsAndArraysOfPostgres();
    void whatADomainRefusesIsTheCurrentCell();
    void elementsOfAnArray();

private:
    EveryEngine engines_;
};

void LongValuesPanelTest::lookingAndWritingBesideThem()
{
    QFETCH(QString, engine);
    Library library(engines_.newDatabase(engine));
    library.begin();
    QVERIFY(library.tree().isCut(library.cell("words")));
    QVERIFY(library.tree().isCut(library.cell("scan")));
    QVERIFY(!library.tree().isCut(library.cell("title")));
    QVERIFY(library.tree().cell(library.cell("words")).text.startsWith(text("wörter…")));
    QVERIFY(!library.tree().cell(library.cell("words")).suffix.isEmpty());
    QVERIFY(library.tree().cell(library.cell("scan")).text.startsWith(u'‹'));

    library.go("title");
    library.key(Qt::Key_F2);
    library.editor()->selectAll();
    library.type("longer");
    library.key(Qt::Key_Return);
    QVERIFY(library.panel->hasPendingChanges());
    library.key(Qt::Key_F10);
    QTRY_VERIFY2(!library.panel->hasPendingChanges(), qPrintable(library.error()));
    QCOMPARE(library.stored("title"), orm::Value(text("longer")));
    QVERIFY(library.stored("words") == orm::Value(library.words));
    QVERIFY(library.stored("scan") == orm::Value(library.scan));
    // The whole is seen, and nothing waits to be written.
    QTRY_COMPARE(library.tree().rootRows(), 1);
    library.go("words");
    library.key(Qt::Key_F2, Qt::ShiftModifier);
    QTRY_VERIFY(library.dialog<ValueDialog>());
    auto* dialog = library.dialog<ValueDialog>();
    QCOMPARE(dialog->findChild<QPlainTextEdit*>(text("valueText"))->toPlainText(), library.words);
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    QVERIFY(!library.panel->hasPendingChanges());
}

void LongValuesPanelTest::editedWhole()
{
    QFETCH(QString, engine);
    Library library(engines_.newDatabase(engine));
    library.begin();
    library.go("words");
    library.key(Qt::Key_F2);
    QTRY_VERIFY(library.dialog<ValueDialog>());
    auto* dialog = library.dialog<ValueDialog>();
    auto* edit = dialog->findChild<QPlainTextEdit*>(text("valueText"));
    edit->moveCursor(QTextCursor::End);
    edit->insertPlainText(text("end"));
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    QVERIFY(library.panel->hasPendingChanges());
    library.go("scan");
    library.key(Qt::Key_0, Qt::ControlModifier);
    QTRY_COMPARE(int(library.tree().cell(library.cell("scan")).kind), int(RowCell::Kind::Null));
    // Somebody else changes what was seen to its end: told, and not overwritten.
    library.run("UPDATE \"Papers\" SET words = 'theirs'");
    library.key(Qt::Key_F10);
    QTRY_VERIFY(library.panel->findChild<QDialog*>(text("conflictDialog")));
    QVERIFY(library.stored("words") == orm::Value(text("theirs")));
    QVERIFY(library.stored("scan") == orm::Value(library.scan));
    library.panel->findChild<QDialog*>(text("conflictDialog"))->reject();
    library.check
        ->run(text("UPDATE \"Papers\" SET words = ?")
                  .replace(u'"', library.check->dialect().quoted(text("a")).left(1)),
            {orm::Value(library.words)})
        .value();
    library.view().setFocus();
    library.key(Qt::Key_F10);
    QTRY_VERIFY2(!library.panel->hasPendingChanges(), qPrintable(library.error()));
    QVERIFY(library.stored("words") == orm::Value(library.words + text("end")));
    QVERIFY(library.stored("scan").isNull());
}

void LongValuesPanelTest::doubledAndDeletedWhole()
{
    QFETCH(QString, engine);
    Library library(engines_.newDatabase(engine));
    library.begin();
    library.go("title");
    library.key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(library.tree().rowCount(), 2);
    library.view().setFocus();
    library.key(Qt::Key_F10);
    QTRY_VERIFY2(!library.panel->hasPendingChanges(), qPrintable(library.error()));
    QVERIFY(library.stored("words", 2) == orm::Value(library.words));
    QVERIFY(library.stored("scan", 2) == orm::Value(library.scan));
}

void LongValuesPanelTest::whatADomainRefusesIsTheCurrentCell()
{
    const auto draw = [](SampleDatabase& shop) {
        const TableId film = shop.table(text("Film"), {text("name varchar(40)"), text("year integer")});
        IdSource ids = IdSource::seeded(79);
        model::UserType years;
        years.id = ids.next<UserTypeId>();
        years.name = text("year");
        years.kind = model::UserType::Kind::Domain;
        years.base = model::DataType::of(model::TypeKind::Integer);
        model::Check check;
        check.id = ids.next<CheckId>();
        check.expression = text("VALUE > 1900");
        years.checks.push_back(check);
        const UserTypeId year = years.id;
        shop.schema.types.set(std::move(years));
        shop.schema.tables.update(film, [year](model::Table& table) {
            for (model::Column& column : table.columns) {
                if (column.name == u"year")
                    column.type = model::DataType::named(year);
            }
        });
    };
    DataPanelFixture shop(draw, engines_.newDatabase(text("postgresql")));
    shop.run("INSERT INTO \"Films\" (name, year) VALUES ('a', 2000)");
    shop.show();
    shop.openTable("Film");
    QTRY_COMPARE(shop.tree().rootRows(), 1);
    const QModelIndex year = shop.tree().index(0, shop.columnOf("year"));
    QVERIFY(shop.tree().cell(year).right); // a number by any other name
    QVERIFY(
        shop.tree().headerData(year.column(), Qt::Horizontal, Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
    QVERIFY(shop.tree().setData(year, text("1800")));
    shop.view().setCurrentIndex(shop.tree().index(0, 0));
    shop.panel->insertChanges();
    QTRY_COMPARE(shop.view().currentIndex(), year); // the server names no column
}

void LongValuesPanelTest::enumsAndArraysOfPostgres()
{
    const sql::ConnectionSettings where = engines_.newDatabase(text("postgresql"));
    const auto draw = [](SampleDatabase& shop) {
        const TableId thing = shop.table(text("Thing"),
            {text("name varchar(40)"), text("mood* text"), text("tags text"), text("sizes integer")});
        IdSource ids = IdSource::seeded(78);
        model::UserType moods;
        moods.id = ids.next<UserTypeId>();
        moods.name = text("mood");
        moods.kind = model::UserType::Kind::Enum;
        moods.values = {text("sad"), text("so so"), text("happy")};
        const UserTypeId mood = moods.id;
        shop.schema.types.set(std::move(moods));
        shop.schema.tables.update(thing, [mood](model::Table& table) {
            for (model::Column& column : table.columns) {
                if (column.name == u"mood")
                    column.type = model::DataType::named(mood);
                else if (column.name == u"tags" || column.name == u"sizes")
                    column.type.dimensions = 1;
            }
        });
    };
    DataPanelFixture shop(draw, where);
    shop.run(
        "INSERT INTO \"Things\" (name, mood, tags, sizes) VALUES ('a', 'sad', '{x,NULL,\"y z\"}', '{3,1}')");
    shop.show();
    shop.openTable("Thing");
    QTRY_COMPARE(shop.tree().rootRows(), 1);
    shop.view().setFocus();
    // The words of the type are a list that typing narrows.
    shop.view().setCurrentIndex(shop.tree().index(0, shop.columnOf("mood")));
    shop.key(Qt::Key_F2);
    auto* words = shop.view().findChild<QComboBox*>(text("cellEditor"));
    QVERIFY(words);
    QCOMPARE(words->count(), 3); // it can't be NULL
    QVERIFY(words->isEditable());
    QCOMPARE(words->lineEdit()->selectedText(), text("sad"));
    shop.type("angry");
    QVERIFY(words->property("invalid").toBool());
    shop.key(Qt::Key_Return);
    QVERIFY(words->isVisible()); // no word of the list
    words->lineEdit()->selectAll();
    shop.type("happy");
    shop.key(Qt::Key_Return);
    QCOMPARE(shop.tree().cell(shop.tree().index(0, shop.columnOf("mood"))).text, text("happy"));
    // Enter is enough while the completions are seen.
    shop.panel->activateWindow(); // those of before had a window of their own
    QVERIFY(QTest::qWaitForWindowActive(shop.panel.get()));
    shop.view().setFocus();
    shop.view().setCurrentIndex(shop.tree().index(0, shop.columnOf("mood")));
    shop.key(Qt::Key_F2);
    const auto openList = [&shop] { // one that is left is not gone at once
        const QList<QComboBox*> lists = shop.view().findChildren<QComboBox*>(text("cellEditor"));
        const auto open = std::ranges::find_if(lists, &QWidget::isVisible);
        return open == lists.end() ? nullptr : *open;
    };
    words = openList();
    QVERIFY(words);
    QCOMPARE(words->currentText(), text("happy")); // what the cell holds, not the first of the list
    words->lineEdit()->setFocus();
    shop.type("SO SO");
    QTRY_VERIFY(words->completer()->popup()->isVisible());
    QTest::keyPress(words->completer()->popup(), Qt::Key_Return); // which goes with the cell
    QTRY_COMPARE(shop.tree().cell(shop.tree().index(0, shop.columnOf("mood"))).text, text("so so"));
    QVERIFY(!openList());
    // So is the beginning of a word, where the list has nothing else to offer.
    shop.view().setCurrentIndex(shop.tree().index(0, shop.columnOf("mood")));
    shop.key(Qt::Key_F2);
    words = openList();
    QVERIFY(words);
    words->lineEdit()->setFocus();
    words->lineEdit()->selectAll();
    QTest::keyClicks(words->lineEdit(), text("a"));
    QVERIFY(!words->property("invalid").toBool()); // sad or happy: the list is enough said
    QTest::keyClicks(words->lineEdit(), text("p"));
    QTRY_VERIFY(words->completer()->popup()->isVisible());
    QTest::keyPress(words->completer()->popup(), Qt::Key_Return);
    QTRY_COMPARE(shop.tree().cell(shop.tree().index(0, shop.columnOf("mood"))).text, text("happy"));
    // The elements of an array.
    shop.view().setCurrentIndex(shop.tree().index(0, shop.columnOf("tags")));
    shop.key(Qt::Key_F2);
    auto* dialog = shop.dialog<ArrayDialog>();
    QVERIFY(dialog);
    auto* list = dialog->findChild<QTableWidget*>(text("arrayElements"));
    QCOMPARE(list->rowCount(), 3);
    QCOMPARE(list->item(2, 0)->text(), text("y z"));
    list->item(0, 0)->setText(text("x, \"{quoted}\" \\"));
    list->setCurrentCell(2, 0);
    QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    shop.view().setCurrentIndex(shop.tree().index(0, shop.columnOf("sizes")));
    shop.key(Qt::Key_F2);
    dialog = shop.dialog<ArrayDialog>();
    QVERIFY(dialog);
    list = dialog->findChild<QTableWidget*>(text("arrayElements"));
    list->item(0, 0)->setText(text("three"));
    QVERIFY(!dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->isEnabled());
    list->item(0, 0)->setText(text("7"));
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    shop.view().setFocus();
    shop.key(Qt::Key_F10);
    QTRY_VERIFY2(!shop.panel->hasPendingChanges(), qPrintable(shop.error()));
    const auto row = shop.check->run(
        text("SELECT mood, tags[1], tags[2], tags[3] IS NULL, sizes[1], sizes[2] FROM \"Things\""));
    QVERIFY(row.has_value());
    const std::vector<orm::Value>& values = row->rows.front();
    QCOMPARE(values[0].display(), text("happy"));
    QCOMPARE(values[1].display(), text("x, \"{quoted}\" \\"));
    QCOMPARE(values[2].display(), text("y z"));
    QCOMPARE(values[4].display(), text("7"));
    QCOMPARE(values[5].display(), text("1"));
}

void LongValuesPanelTest::elementsOfAnArray()
{
    orm::Attribute attribute;
    attribute.name = text("grid");
    attribute.type = model::DataType::of(model::TypeKind::Integer);
    attribute.type.dimensions = 1;
    QVERIFY(ArrayDialog::takes(attribute, text("{1,2}")));
    QVERIFY(ArrayDialog::takes(attribute, std::nullopt));
    QVERIFY(!ArrayDialog::takes(attribute, text("[0:1]={1,2}"))); // bounds of its own: as text
    ArrayDialog dialog(attribute, text("{{1,2},{3,NULL}}"), true, nullptr);
    QSignalSpy chosen(&dialog, &ArrayDialog::textChosen);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    auto* list = dialog.findChild<QTableWidget*>(text("arrayElements"));
    auto* ok = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    QCOMPARE(list->rowCount(), 2);
    QCOMPARE(list->item(1, 0)->text(), text("{3,NULL}"));
    list->item(1, 0)->setText(text("3,4"));
    QVERIFY(!ok->isEnabled());
    list->item(1, 0)->setText(text("{3,4}"));
    QVERIFY(ok->isEnabled());
    ok->click();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), text("{{1,2},{3,4}}"));

    // Looking alters nothing, and the keys do everything.
    ArrayDialog flat(attribute, text("{1,NULL}"), true, nullptr);
    QSignalSpy altered(&flat, &ArrayDialog::textChosen);
    flat.show();
    QVERIFY(QTest::qWaitForWindowExposed(&flat));
    list = flat.findChild<QTableWidget*>(text("arrayElements"));
    ok = flat.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    ok->click();
    QVERIFY(altered.isEmpty());
    flat.show();
    QVERIFY(QTest::qWaitForWindowActive(&flat));
    list->setFocus();
    list->setCurrentCell(1, 0);
    QTest::keyClick(list, Qt::Key_0, Qt::ControlModifier); // no more NULL, and no number yet
    QVERIFY(!ok->isEnabled());
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(list->rowCount(), 1);
    QVERIFY(ok->isEnabled());
    QTest::keyClick(list, Qt::Key_Insert);
    QCOMPARE(list->rowCount(), 2);
    QTest::keyClicks(QApplication::focusWidget(), text("5"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(list->item(1, 0)->text(), text("5"));
    ok->click();
    QCOMPARE(altered.size(), 1);
    QCOMPARE(altered.first().first().toString(), text("{1,5}"));
}

QTEST_MAIN(LongValuesPanelTest)
#include "longvaluespaneltest.moc"
