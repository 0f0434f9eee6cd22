// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/datapanelfixture.h"

#include "ui/panels/data/rowactions.h"
#include "ui/panels/data/rowheader.h"

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// Clerks, and the orders each of them takes care of.
void drawOffice(SampleDatabase& office)
{
    const TableId clerk = office.table(text("Clerk"), {text("last_name"), text("First-Name"), text("city")});
    const TableId order = office.table(text("Order"), {text("subject*")});
    office.reference(order, clerk);
}

void drawRooms(SampleDatabase& school)
{
    school.table(text("Room"), {text("name"), text("seats integer")});
    school.table(text("Visit"), {text("day date"), text("guests integer")});
}

} // namespace

/// How rows are called where others refer to them, as long as nobody says otherwise.
class RowLabelTest : public QObject {
    Q_OBJECT

private slots:
    void peopleAreCalledByBothNames();
    void aPersonIsMadeOfBothNames();
    void ofTablesWithOneNameNothingChanges();
    void labelsAreReadBack();
    void aLabelThatDoesNotFitIsKeptWhole();
};

void RowLabelTest::peopleAreCalledByBothNames()
{
    DataPanelFixture office(drawOffice);
    office.run(
        "INSERT INTO \"Clerks\" (\"last_name\", \"First-Name\") VALUES ('Meyer', 'Ann'), ('Meyer', NULL)");
    office.run("INSERT INTO \"Orders\" (\"subject\", \"ClerkId\") VALUES ('Ink', 1), ('Pens', 2)");
    office.show();
    office.openTable("Order");
    QTRY_VERIFY(office.find("Ink").isValid());
    const int clerk = office.columnOf("ClerkId");
    QCOMPARE(office.find("Ink").siblingAtColumn(clerk).data().toString(), text("Ann Meyer"));
    QCOMPARE(office.find("Pens").siblingAtColumn(clerk).data().toString(), text("Meyer"));

    // Above the key, both names find her.
    office.view().setFocus();
    office.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    office.view().rowHeader()->focusFilter(clerk);
    QVERIFY(office.editor());
    office.type("meyer ann");
    QTRY_VERIFY(!office.tree().isLoading() && !office.find("Pens").isValid());
    QVERIFY(office.find("Ink").isValid());
}

/// A name of two words that is made in the cell of a key fills both columns.
void RowLabelTest::aPersonIsMadeOfBothNames()
{
    DataPanelFixture office(drawOffice);
    office.show();
    office.openTable("Order");
    office.key(Qt::Key_N, Qt::ControlModifier);
    office.type("Paper");
    office.key(Qt::Key_Return);
    const int clerk = office.columnOf("ClerkId");
    office.view().editCell(office.find("Paper").siblingAtColumn(clerk));
    QTRY_VERIFY(office.picker());
    office.type("Bob Miles Stone");
    office.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!office.picker());
    office.panel->insertChanges();
    QTRY_VERIFY2(!office.panel->hasPendingChanges(), qPrintable(office.error()));
    QCOMPARE(
        office.number(
            "SELECT COUNT(*) FROM \"Clerks\" WHERE \"First-Name\" = 'Bob Miles' AND \"last_name\" = 'Stone'"),
        1);
}

void RowLabelTest::ofTablesWithOneNameNothingChanges()
{
    DataPanelFixture school(drawTeachers);
    QVERIFY(!LabelTemplate::ofPerson(school.drawn.at(school.drawn.find(text("Teacher")).value())));
}

void RowLabelTest::labelsAreReadBack()
{
    DataPanelFixture office(drawOffice);
    const orm::Model& clerk = office.drawn.at(office.drawn.find(text("Clerk")).value());
    const auto sorted = LabelTemplate::parse(clerk, text("{last_name}, {First-Name} ({city})"));
    QVERIFY(sorted);
    QCOMPARE(
        sorted->valuesIn(text("Meyer, Ann (Ulm)")), QStringList({text("Meyer"), text("Ann"), text("Ulm")}));
    QCOMPARE(sorted->valuesIn(text("Meyer, Ann")), QStringList());
    QCOMPARE(LabelTemplate::ofPerson(clerk)->valuesIn(text("Ann")), QStringList());
}

/// Nothing that was typed is lost where a part of it is no value of its column.
void RowLabelTest::aLabelThatDoesNotFitIsKeptWhole()
{
    DataPanelFixture school(drawRooms);
    const int room = school.drawn.find(text("Room")).value();
    RowSource source;
    source.registry = std::shared_ptr<const orm::ModelRegistry>(std::shared_ptr<void>(), &school.drawn);
    source.labels = std::make_shared<RowLabels>();
    source.labels->set(room, std::make_shared<LabelTemplate>(
                                 *LabelTemplate::parse(school.drawn.at(room), text("{name} ({seats})"))));
    const RowPtr fits = draftNamed(source, room, text("Hall (30)"));
    QCOMPARE(fits->entered.value(text("name")), orm::Json(text("Hall")));
    QCOMPARE(fits->entered.value(text("seats")), orm::Json::number(text("30")));
    const RowPtr whole = draftNamed(source, room, text("Hall (many)"));
    QCOMPARE(whole->entered.keys(), QStringList(text("name")));
    QCOMPARE(whole->entered.value(text("name")), orm::Json(text("Hall (many)")));
    // A table without a text takes a number by its name, but a word into no date.
    const int visit = school.drawn.find(text("Visit")).value();
    QCOMPARE(draftNamed(source, visit, text("12"))->entered.keys(), QStringList(text("guests")));
    QVERIFY(draftNamed(source, visit, text("beer"))->entered.isEmpty());
}

QTEST_MAIN(RowLabelTest)
#include "rowlabeltest.moc"
