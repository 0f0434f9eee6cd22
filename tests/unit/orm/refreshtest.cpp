// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/refresh.h"
#include "model/document/invariants.h"
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "support/schemas.h"

#include <QtTest>

#include <algorithm>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

namespace {

constexpr DiagramId diagramId(1);

const Capabilities& engine()
{
    return (*dialectNamed(QStringLiteral("sqlite")))->capabilities();
}

PhysicalSchema databaseOf(const Document& document)
{
    return derive(document.schema, document.settings.naming, engine()).schema;
}

Document refreshed(const Document& drawing, const PhysicalSchema& database, const LiftOptions& options = {})
{
    Document document = refresh(drawing, database, engine(), options).document;
    if (!violations(document).empty())
        qFatal("%s", qPrintable(violations(document).front().what.english()));
    return document;
}

PhysicalTable& tableIn(PhysicalSchema& database, const char* name)
{
    const auto it = std::ranges::find(database.tables, QString::fromLatin1(name), &PhysicalTable::name);
    Q_ASSERT_X(it != database.tables.end(), "tableIn", name);
    return *it;
}

PhysicalColumn column(const char* name, TypeKind kind)
{
    PhysicalColumn made;
    made.name = QString::fromLatin1(name);
    made.type = DataType::of(kind);
    return made;
}

const Table* withSqlName(const Document& document, const char* name)
{
    const auto it = std::ranges::find(document.schema.tables, QString::fromLatin1(name), &Table::sqlName);
    return it == document.schema.tables.end() ? nullptr : &*it;
}

} // namespace

/// A drawing after its database was read again. Each test does to the School what somebody did to the database.
class RefreshTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::SchemaMaker maker;
        school_ = maker.school({QStringLiteral("grade")});
        const TableId teacher = maker.table("Teacher", {QStringLiteral("name"), QStringLiteral("room")});
        maker.reference(school_.classes, teacher, [](Reference& r) { r.role = QStringLiteral("Tutor"); });
        drawn_ = emptyDocument(QStringLiteral("School"), diagramId);
        drawn_.schema = maker.schema;
        // As it is after it was read: nothing is left to convention.
        read_ = drawn_;
        read_.schema = lift(databaseOf(drawn_)).schema;
        read_.diagrams.update(diagramId, [&](Diagram& diagram) {
            for (const Table& table : read_.schema.tables)
                diagram.tables.set({table.id, {10, 20}, 3, model::CardDetail::Columns, true});
            for (const ManyToMany& link : read_.schema.links)
                diagram.links.set({link.id, LinkNode::Presentation::Card, QPointF(1, 2)});
        });
    }

    void nothingChangesWhereNothingChanged()
    {
        QVERIFY(refreshed(drawn_, databaseOf(drawn_)) == drawn_);
        QVERIFY(refreshed(read_, databaseOf(read_)) == read_);
    }

    void theOrderOfTablesMeansNothing()
    {
        PhysicalSchema database = databaseOf(drawn_);
        std::ranges::reverse(database.tables);
        QVERIFY(refreshed(drawn_, database) == drawn_);
    }

    void aColumnMore()
    {
        PhysicalSchema database = databaseOf(read_);
        tableIn(database, "Students").columns.push_back(column("born", TypeKind::Date));
        const Document after = refreshed(read_, database);
        QVERIFY(databaseOf(after) == database);
        const Table& before = *withSqlName(read_, "Students");
        const Table& student = after.schema.tables.at(before.id);
        QCOMPARE(student.columns.size(), before.columns.size() + 1);
        for (std::size_t i = 0; i < before.columns.size(); ++i)
            QCOMPARE(student.columns[i].id, before.columns[i].id);
        QVERIFY(after.diagrams == read_.diagrams);
        QVERIFY(after.schema.links == read_.schema.links);
    }

    void whatPeopleDecidedStays()
    {
        const LinkId link = read_.schema.links.begin()->id;
        const ReferenceId reference = read_.schema.references.begin()->id;
        read_.schema.links.update(link, [](ManyToMany& changed) {
            changed.ends[0].role = QStringLiteral("Learners");
            changed.ends[1].maximum = 4;
        });
        read_.schema.references.update(
            reference, [](Reference& changed) { changed.role = QStringLiteral("Boss"); });
        read_.schema.tables.update(
            withSqlName(read_, "Classes")->id, [](Table& table) { table.name = QStringLiteral("Lesson"); });
        PhysicalSchema database = databaseOf(read_);
        for (const char* name : {"Enrollments", "Classes"})
            tableIn(database, name).columns.push_back(column("more", TypeKind::Integer));
        const Document after = refreshed(read_, database);
        QVERIFY(databaseOf(after) == database);
        QCOMPARE(after.schema.links.at(link).ends[0].role, QStringLiteral("Learners"));
        QCOMPARE(after.schema.links.at(link).ends[1].maximum, 4);
        QCOMPARE(after.schema.references.at(reference).role, QStringLiteral("Boss"));
        QCOMPARE(withSqlName(after, "Classes")->name, QStringLiteral("Lesson"));
    }

    void relationsWithoutAConstraintStay()
    {
        const Table& teacher = *withSqlName(read_, "Teachers");
        Reference known;
        known.id = ReferenceId(77);
        known.from = teacher.id;
        known.to = withSqlName(read_, "Students")->id;
        known.key.unconstrained = true;
        known.key.columns = {{teacher.columnNamed(QStringLiteral("room"))->id, {}}};
        read_.schema.references.set(known);
        PhysicalSchema database = databaseOf(read_);
        tableIn(database, "Teachers").comment = QStringLiteral("changed");
        tableIn(database, "Teachers").columns[1].nullable = false;
        QVERIFY(refreshed(read_, database).schema.references.contains(known.id));
    }

    void aTableUnderANewName()
    {
        PhysicalSchema database = databaseOf(read_);
        tableIn(database, "Teachers").name = QStringLiteral("Staff");
        for (PhysicalForeignKey& key : tableIn(database, "Classes").foreignKeys)
            key.refTable = QStringLiteral("Staff");
        const Document after = refreshed(read_, database);
        QVERIFY(databaseOf(after) == database);
        QCOMPARE(withSqlName(after, "Staff")->id, withSqlName(read_, "Teachers")->id);
        QCOMPARE(after.schema.references.begin()->id, read_.schema.references.begin()->id);
        QVERIFY(after.diagrams == read_.diagrams);
    }

    void whichOfTwoWasRenamedNobodyKnows()
    {
        PhysicalSchema database = databaseOf(read_);
        PhysicalTable& teachers = tableIn(database, "Teachers");
        teachers.name = QStringLiteral("Staff");
        PhysicalTable twin = teachers;
        twin.name = QStringLiteral("Guests");
        for (PhysicalForeignKey& key : tableIn(database, "Classes").foreignKeys)
            key.refTable = QStringLiteral("Staff");
        database.tables.push_back(twin);
        const Document after = refreshed(read_, database);
        QVERIFY(databaseOf(after) == database);
        QVERIFY(!after.schema.tables.contains(withSqlName(read_, "Teachers")->id));
        QCOMPARE(after.diagrams.at(diagramId).tables.size(), read_.diagrams.at(diagramId).tables.size() - 1);
    }

    void aColumnUnderANewName()
    {
        PhysicalSchema database = databaseOf(read_);
        tableIn(database, "Students").columns[1].name = QStringLiteral("givenName");
        const Document after = refreshed(read_, database);
        QVERIFY(databaseOf(after) == database);
        QCOMPARE(withSqlName(after, "Students")->columns[1].id, withSqlName(read_, "Students")->columns[1].id);
    }

    void anotherTableUnderTheOldNameOfOne()
    {
        PhysicalSchema database = databaseOf(read_);
        tableIn(database, "Teachers").name = QStringLiteral("Staff");
        for (PhysicalForeignKey& key : tableIn(database, "Classes").foreignKeys)
            key.refTable = QStringLiteral("Staff");
        const Document once = refreshed(read_, database);
        PhysicalTable other;
        other.name = QStringLiteral("Teachers");
        other.columns.push_back(column("x", TypeKind::Integer));
        database.tables.push_back(other);
        const Document twice = refreshed(once, database);
        QVERIFY(databaseOf(twice) == database);
        QCOMPARE(withSqlName(twice, "Staff")->id, withSqlName(read_, "Teachers")->id);
        QVERIFY(withSqlName(twice, "Teachers")->id != withSqlName(twice, "Staff")->id);
    }

    void tablesAndLinksStayWhatTheyAre()
    {
        LiftOptions asTable;
        asTable.asTables = {QStringLiteral("Enrollments")};
        const PhysicalSchema database = databaseOf(drawn_);
        Document flat = drawn_;
        flat.schema = lift(database, asTable).schema;
        QVERIFY(flat.schema.links.isEmpty());
        PhysicalSchema changed = database;
        tableIn(changed, "Enrollments").columns[0].nullable = false;
        QVERIFY(refreshed(flat, changed).schema.links.isEmpty());
        QCOMPARE(refreshed(read_, changed).schema.links.size(), std::size_t(1));
        QVERIFY(refreshed(read_, changed, asTable).schema.links.isEmpty());
    }

    void aLinkThatIsDrawnKeepsItsOptions()
    {
        drawn_.schema.links.update(school_.enrollment, [](ManyToMany& link) {
            link.ordered = true;
            link.validity = true;
            link.ends[1].minimum = 1;
        });
        PhysicalSchema database = databaseOf(drawn_);
        QVERIFY(refreshed(drawn_, database) == drawn_);
        tableIn(database, "Teachers").columns.push_back(column("more", TypeKind::Integer));
        const Document after = refreshed(drawn_, database);
        QVERIFY(databaseOf(after) == database);
        QVERIFY(after.schema.links == drawn_.schema.links);
    }

    void whatIsGoneIsGone()
    {
        PhysicalSchema database = databaseOf(read_);
        std::erase_if(database.tables, [](const PhysicalTable& table) { return table.name == u"Enrollments"; });
        const Document after = refreshed(read_, database);
        QVERIFY(databaseOf(after) == database);
        QVERIFY(after.schema.links.isEmpty());
        QVERIFY(after.diagrams.at(diagramId).links.isEmpty());
    }

private:
    tests::SchemaMaker::School school_;
    Document drawn_;
    Document read_;
};

QTEST_GUILESS_MAIN(RefreshTest)
#include "refreshtest.moc"
