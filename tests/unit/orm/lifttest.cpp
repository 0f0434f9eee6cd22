// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"

#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "support/truth.h"

#include <QFileInfo>
#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

namespace {

PhysicalColumn column(const char* name, bool nullable = true)
{
    PhysicalColumn made;
    made.name = QString::fromUtf8(name);
    made.type = DataType::of(TypeKind::Integer);
    made.nullable = nullable;
    return made;
}

PhysicalKey key(const QStringList& columns)
{
    PhysicalKey made;
    for (const QString& name : columns)
        made.parts.push_back({name, {}, false, {}});
    return made;
}

PhysicalForeignKey foreignKey(const QStringList& columns, const char* table, const QStringList& refColumns)
{
    PhysicalForeignKey made;
    made.columns = columns;
    made.refTable = QString::fromUtf8(table);
    made.refColumns = refColumns;
    return made;
}

PhysicalTable tableWithId(const char* name, const QStringList& columns = {})
{
    PhysicalTable table;
    table.name = QString::fromUtf8(name);
    table.columns.push_back(column("id", false));
    for (const QString& c : columns)
        table.columns.push_back(column(c.toUtf8().constData()));
    table.primaryKey = key({"id"});
    return table;
}

PhysicalSchema derivedAgain(const Schema& schema, const QString& dialect = QStringLiteral("sqlite"))
{
    return derive(schema, NamingPolicy(), (*dialectNamed(dialect))->capabilities()).schema;
}

/// The dialect whose folder of the corpus holds the file.
QString dialectOf(const QString& file)
{
    return QFileInfo(file).dir().dirName();
}

const Reference& referenceOf(const Schema& schema, const char* from, const char* to)
{
    for (const Reference& reference : schema.references) {
        const Table* target = schema.tables.find(reference.to);
        if (schema.tables.at(reference.from).name == QString::fromUtf8(from) && target &&
            target->name == QString::fromUtf8(to))
            return reference;
    }
    qFatal("no reference from %s to %s", from, to);
}

} // namespace

/// Reading a database into a drawing: nothing is lost, and links are seen where there are some.
class LiftTest : public QObject {
    Q_OBJECT

private slots:
    void corpus_data()
    {
        QTest::addColumn<QString>("file");
        const QStringList files = tests::truthFiles();
        for (const QString& file : files) {
            const QFileInfo info(file);
            QTest::newRow(qPrintable(info.dir().dirName() + u'/' + info.fileName())) << file;
        }
        if (files.isEmpty())
            QTest::newRow("absent") << QString();
    }

    /// Real schemas: the links that a person found in each, and derive(lift(p)) == p.
    void corpus()
    {
        QFETCH(QString, file);
        if (file.isEmpty())
            QSKIP("the shared corpus is absent");
        const tests::Truth truth = tests::readTruth(file);
        const Lifted lifted = lift(truth.schema);

        QStringList links;
        for (const ManyToMany& link : lifted.schema.links) {
            const auto sqlName = [&](TableId id) { return lifted.schema.tables.at(id).sqlName; };
            links.append(QStringList{
                sqlName(link.junction), link.reason, sqlName(link.ends[0].table), sqlName(link.ends[1].table)}
                             .join(u' '));
        }
        links.sort();
        QCOMPARE(links, truth.junctions);

        QStringList misses;
        for (const NearMiss& miss : lifted.nearMisses) {
            if (miss.reason.code != u"lift.missing")
                misses.append(miss.table);
        }
        misses.sort();
        QCOMPARE(misses, truth.nearMisses);

        const PhysicalSchema again = derivedAgain(lifted.schema, dialectOf(file));
        QCOMPARE(again.tables.size(), truth.schema.tables.size());
        for (std::size_t i = 0; i < again.tables.size(); ++i)
            QVERIFY2(again.tables[i] == truth.schema.tables[i], qPrintable(again.tables[i].name));
        QVERIFY(again == truth.schema);
    }

    /// `auth.users` may refer to `public.users`: that is another table.
    void aTableOfTheSameNameElsewhereIsAnEnd()
    {
        PhysicalTable junction = tableWithId("users");
        junction.schema = QStringLiteral("auth");
        junction.columns = {column("user_id", false), column("group_id", false)};
        junction.primaryKey = key({"user_id", "group_id"});
        junction.foreignKeys = {
            foreignKey({"user_id"}, "users", {"id"}), foreignKey({"group_id"}, "groups", {"id"})};
        const Lifted lifted = lift({{junction, tableWithId("groups"), tableWithId("users")}, {}, {}});
        QCOMPARE(lifted.schema.links.size(), std::size_t(1));

        junction.schema.clear();
        junction.name = QStringLiteral("users");
        const Lifted itself = lift({{junction, tableWithId("groups")}, {}, {}});
        QCOMPARE(itself.schema.links.size(), std::size_t(0));
    }

    void corpusIdsAreTheSameEachTime_data() { corpus_data(); }
    void corpusIdsAreTheSameEachTime()
    {
        QFETCH(QString, file);
        if (file.isEmpty())
            QSKIP("the shared corpus is absent");
        const tests::Truth truth = tests::readTruth(file);
        QVERIFY(lift(truth.schema).schema == lift(truth.schema).schema);
    }

    void namesOfChinook()
    {
        PhysicalSchema p;
        PhysicalTable employee = tableWithId("Employee", {"ReportsTo"});
        employee.columns[0].name = QStringLiteral("EmployeeId");
        employee.primaryKey = key({"EmployeeId"});
        employee.foreignKeys = {foreignKey({"ReportsTo"}, "Employee", {"EmployeeId"})};
        PhysicalTable customer = tableWithId("Customer", {"SupportRepId"});
        customer.foreignKeys = {foreignKey({"SupportRepId"}, "Employee", {"EmployeeId"})};
        p.tables = {employee, customer};
        const Schema s = lift(p).schema;
        const Reference& support = referenceOf(s, "Customer", "Employee");
        QCOMPARE(support.role, QStringLiteral("SupportRep"));
        QVERIFY(support.inverseRole.isEmpty()); // Customers, as by convention
        const Reference& boss = referenceOf(s, "Employee", "Employee");
        QVERIFY(boss.role.isEmpty()); // no key suffix: called after the model
        QVERIFY(boss.inverseRole.isEmpty());
    }

    void ambiguousNamesGetTheKeysStem()
    {
        PhysicalSchema p;
        PhysicalTable film = tableWithId("films", {"language_id", "original_language_id"});
        film.foreignKeys = {foreignKey({"language_id"}, "languages", {"id"}),
            foreignKey({"original_language_id"}, "languages", {"id"})};
        p.tables = {tableWithId("languages"), film};
        const Schema s = lift(p).schema;
        QCOMPARE(s.references.begin()[0].role, QString());
        QCOMPARE(s.references.begin()[0].inverseRole, QStringLiteral("films_by_language"));
        QCOMPARE(s.references.begin()[1].role, QStringLiteral("original_language"));
        QCOMPARE(s.references.begin()[1].inverseRole, QStringLiteral("films_by_original_language"));
        QCOMPARE(s.tables.begin()[0].name, QStringLiteral("language"));
    }

    void aNameThatIsAColumnIsAmbiguous()
    {
        PhysicalSchema p;
        PhysicalTable book = tableWithId("books", {"series"});
        book.foreignKeys = {foreignKey({"series"}, "series", {"id"})};
        p.tables = {tableWithId("series"), book};
        QCOMPARE(lift(p).schema.references.begin()->role, QStringLiteral("series_by_series"));
    }

    void linksBesideReferencesAreNamedThroughTheirJunction()
    {
        PhysicalSchema p;
        PhysicalTable track = tableWithId("tracks", {"playlist_id"});
        track.foreignKeys = {foreignKey({"playlist_id"}, "playlists", {"id"})};
        PhysicalTable junction;
        junction.name = QStringLiteral("playlist_track");
        junction.columns = {column("playlist_id", false), column("track_id", false)};
        junction.primaryKey = key({"playlist_id", "track_id"});
        junction.foreignKeys = {
            foreignKey({"playlist_id"}, "playlists", {"id"}), foreignKey({"track_id"}, "tracks", {"id"})};
        p.tables = {tableWithId("playlists"), track, junction};
        const Schema s = lift(p).schema;
        const ManyToMany& link = *s.links.begin();
        QCOMPARE(link.ends[1].role, QStringLiteral("tracks_through_playlist_track"));
        QVERIFY(link.ends[0].role.isEmpty()); // playlists: nothing else is called so
        QCOMPARE(s.references.begin()->inverseRole, QStringLiteral("tracks_by_playlist"));
        QVERIFY(derivedAgain(s) == p);
    }

    void selfLinkIsNamedByItsKeys()
    {
        PhysicalSchema p;
        PhysicalTable junction;
        junction.name = QStringLiteral("mutes");
        junction.columns = {column("owner_id", false), column("subject_id", false)};
        junction.primaryKey = key({"owner_id", "subject_id"});
        junction.foreignKeys = {
            foreignKey({"owner_id"}, "users", {"id"}), foreignKey({"subject_id"}, "users", {"id"})};
        p.tables = {tableWithId("users"), junction};
        const Schema s = lift(p).schema;
        QCOMPARE(s.links.begin()->ends[0].role, QStringLiteral("users_by_owner"));
        QCOMPARE(s.links.begin()->ends[1].role, QStringLiteral("users_by_subject"));
    }

    void aPersonsChoiceWins()
    {
        PhysicalSchema p;
        PhysicalTable order = tableWithId("orders", {"customer_id", "product_id", "amount"});
        order.foreignKeys = {
            foreignKey({"customer_id"}, "customers", {"id"}), foreignKey({"product_id"}, "products", {"id"})};
        p.tables = {tableWithId("customers"), tableWithId("products"), order};
        const Lifted plain = lift(p);
        QVERIFY(plain.schema.links.isEmpty());
        QCOMPARE(plain.nearMisses.size(), size_t(1));
        QCOMPARE(plain.nearMisses[0].reason.code, QStringLiteral("lift.weak"));

        LiftOptions asLink;
        asLink.asLinks = QStringList{QStringLiteral("orders")};
        const Lifted linked = lift(p, asLink);
        QCOMPARE(linked.schema.links.begin()->reason, QStringLiteral("weak"));
        QVERIFY(derivedAgain(linked.schema) == p);

        p.tables[2].uniqueKeys = {key({"customer_id", "product_id"})};
        QCOMPARE(lift(p).schema.links.begin()->reason, QStringLiteral("uq2"));
        LiftOptions asTable;
        asTable.asTables = QStringList{QStringLiteral("orders")};
        QVERIFY(lift(p, asTable).schema.links.isEmpty());
        LiftOptions noLinks;
        noLinks.links = false;
        QVERIFY(lift(p, noLinks).schema.links.isEmpty());
    }

    void oddForeignKeysSurvive()
    {
        PhysicalSchema p;
        PhysicalTable odd = tableWithId("odd", {"a", "b", "c"});
        PhysicalForeignKey implicit = foreignKey({"a"}, "target", {});
        PhysicalForeignKey missing = foreignKey({"b"}, "nowhere", {"x"});
        PhysicalForeignKey noColumn = foreignKey({"c"}, "target", {"gone"});
        PhysicalForeignKey named = foreignKey({"a", "b"}, "target", {"id", "t"});
        named.name = QStringLiteral("two columns");
        named.onDelete = Action::SetDefault;
        named.deferrable = Deferrable::InitiallyDeferred;
        named.match = QStringLiteral("FULL");
        odd.foreignKeys = {implicit, implicit, missing, noColumn, named};
        sortForeignKeys(odd);
        p.tables = {tableWithId("target", {"t"}), odd};
        const Lifted lifted = lift(p);
        QVERIFY(derivedAgain(lifted.schema) == p);
        QCOMPARE(lifted.diagnostics.size(), size_t(2));
    }

    void twoTablesWithOneSingular()
    {
        PhysicalSchema p;
        p.tables = {tableWithId("users"), tableWithId("user"), tableWithId("Order Details")};
        const Schema s = lift(p).schema;
        QCOMPARE(s.tables.begin()[0].name, QStringLiteral("users"));
        QCOMPARE(s.tables.begin()[1].name, QStringLiteral("user"));
        QCOMPARE(s.tables.begin()[2].name, QStringLiteral("Order Detail"));
    }

    void aKeyBeyondWhatWasReadIsNotCalledBroken()
    {
        PhysicalTable city = tableWithId("city", {"country"});
        PhysicalForeignKey key = foreignKey({"country"}, "country", {"code"});
        key.refSchema = QStringLiteral("world");
        city.foreignKeys = {key};
        const Lifted lifted = lift(PhysicalSchema{{city}, {}, {}});
        QCOMPARE(lifted.diagnostics.size(), std::size_t(1));
        QCOMPARE(lifted.diagnostics[0].what.code, QStringLiteral("lift.unreadTable"));
        QCOMPARE(lifted.diagnostics[0].what.args, QStringList({"world.country"}));
    }
};

QTEST_GUILESS_MAIN(LiftTest)
#include "lifttest.moc"
