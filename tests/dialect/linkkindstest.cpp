// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/relatedrows.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

struct Drawing : SampleDatabase {
    Drawing()
    {
        const TableId person = table(QStringLiteral("Person"), {QStringLiteral("name varchar(40)")});
        const TableId list = table(QStringLiteral("List"), {QStringLiteral("title varchar(40)")});
        const TableId city =
            table(QStringLiteral("City"), {QStringLiteral("code* varchar(20)")}, {QStringLiteral("code")});

        change(link(QStringLiteral("Entry"), list, person, {QStringLiteral("note varchar(40)")}),
            [](model::ManyToMany& entry) { entry.ordered = true; });
        change(
            link(QStringLiteral("Twinning"), city, city, {}, QStringLiteral("TwinOf"), QStringLiteral("Twins")),
            [](model::ManyToMany& twins) { twins.symmetric = true; });
        change(
            link(QStringLiteral("Stay"), person, city), [](model::ManyToMany& stay) { stay.validity = true; });

        // Two links in one junction, told apart by a word.
        const LinkId owners = link(QStringLiteral("Membership"), person, list,
            {QStringLiteral("role* varchar(20)")}, QStringLiteral("Owners"), QStringLiteral("OwnedLists"));
        model::ManyToMany readers = *schema.links.find(owners);
        const ColumnId role = schema.tables.find(readers.junction)->columns.front().id;
        change(owners, [&](model::ManyToMany& link) { link.scope = {{role, QStringLiteral("owner")}}; });
        readers.id = link(QStringLiteral("Unused"), person, list);
        schema.tables.remove(schema.links.find(readers.id)->junction);
        readers.scope = {{role, QStringLiteral("reader")}};
        readers.ends[0].role = QStringLiteral("Readers");
        readers.ends[1].role = QStringLiteral("ReadLists");
        schema.links.set(readers);
    }

    template<class Change>
    void change(LinkId id, Change&& change)
    {
        model::ManyToMany link = *schema.links.find(id);
        change(link);
        schema.links.set(link);
    }

    QString text(const Result<sql::LinkReport>& report)
    {
        return report ? QStringLiteral("+%1 ~%2 =%3 -%4")
                            .arg(report->added)
                            .arg(report->updated)
                            .arg(report->unchanged)
                            .arg(report->removed)
                      : errorText(report.error());
    }
    QString add(const char* name, const char* key, const char* association, const QStringList& targets)
    {
        return text(sql::link(connection(), registry(), model(name), QString::fromUtf8(key),
            QString::fromLatin1(association), targets));
    }
    QString unlink(const char* name, const char* key, const char* association, const QStringList& targets)
    {
        return text(sql::unlink(connection(), registry(), model(name), QString::fromUtf8(key),
            QString::fromLatin1(association), targets));
    }
    QString set(const char* name, const char* key, const char* association, const QStringList& targets)
    {
        return text(sql::setLinks(connection(), registry(), model(name), QString::fromUtf8(key),
            QString::fromLatin1(association), targets));
    }
    QString all(const char* statement)
    {
        QStringList list;
        for (const auto& row : rows(QString::fromUtf8(statement))) {
            QStringList values;
            for (const sql::Value& value : row)
                values.append(value.display());
            list.append(values.join(u'-'));
        }
        return list.join(u' ');
    }
};

} // namespace

/// Links that are more than a pair: with an order, both ways, in one junction, for a time.
class LinkKindsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void init();
    void anOrderIsKept_data() { EveryEngine::addRows(); }
    void anOrderIsKept();
    void aLinkIsAskedForByItsOwnAttributes_data() { EveryEngine::addRows(); }
    void aLinkIsAskedForByItsOwnAttributes();
    void bothWaysIsOneRow_data() { EveryEngine::addRows(); }
    void bothWaysIsOneRow();
    void bothWaysIsFoundFromBothEnds_data() { EveryEngine::addRows(); }
    void bothWaysIsFoundFromBothEnds();
    void manyKeysFindBothWays_data() { EveryEngine::addRows(); }
    void manyKeysFindBothWays();
    void everyKindIsCountedUpToACap_data() { EveryEngine::addRows(); }
    void everyKindIsCountedUpToACap();
    void aScopeTellsLinksApart_data() { EveryEngine::addRows(); }
    void aScopeTellsLinksApart();
    void whatEndedMayBeginAgain_data() { EveryEngine::addRows(); }
    void whatEndedMayBeginAgain();
    void whatEndedIsNotRemoved_data() { EveryEngine::addRows(); }
    void whatEndedIsNotRemoved();

private:
    EveryEngine engines_;
    std::unique_ptr<Drawing> db_;
};

void LinkKindsTest::init()
{
    QFETCH(QString, engine);
    db_ = std::make_unique<Drawing>();
    db_->open(engines_.newDatabase(engine));
    for (const char* person : {R"({"name":"a"})", R"({"name":"b"})", R"({"name":"c"})", R"({"name":"d"})"})
        db_->create("Person", person);
    for (const char* city : {R"({"code":"Graz"})", R"({"code":"bonn"})", R"({"code":"Köln"})"})
        db_->create("City", city);
}

void LinkKindsTest::aLinkIsAskedForByItsOwnAttributes()
{
    // Each list has a and b; the note is that of one of the two links.
    for (const char* list : {R"({"title":"x","People":[{"$link":1,"Entry":{"note":"yes"}},{"$link":2}]})",
             R"({"title":"y","People":[{"$link":1},{"$link":2,"Entry":{"note":"yes"}}]})"}) {
        const QString made = db_->create("List", list);
        QVERIFY2(made.startsWith(u'{'), qPrintable(made));
    }
    const auto titles = [&](const char* where) {
        const QString found = db_->find("List", {}, where);
        return QString(found.contains(QStringLiteral("\"x\"")) ? QStringLiteral("x") : QString()) +
               (found.contains(QStringLiteral("\"y\"")) ? QStringLiteral("y") : QString()) +
               (found.startsWith(QStringLiteral("error")) ? found : QString());
    };
    QCOMPARE(titles(R"({"People":{"has":{"Entry":{"note":"yes"}}}})"), QStringLiteral("xy"));
    QCOMPARE(titles(R"({"People":{"has":{"name":"a","Entry":{"note":"yes"}}}})"), QStringLiteral("x"));
    QCOMPARE(titles(R"({"People":{"hasNone":{"name":"a","Entry":{"note":"yes"}}}})"), QStringLiteral("y"));
    QCOMPARE(titles(R"({"People":{"has":{"name":"c","Entry":{"note":"yes"}}}})"), QString());
    const QString said = titles(R"({"People":{"has":{"Entry":{"nte":"yes"}}}})");
    QVERIFY2(said.contains(QStringLiteral("did you mean \"note\"?")), qPrintable(said));
}

void LinkKindsTest::anOrderIsKept()
{
    const char* const entries = "SELECT \"ListId\", \"PersonId\", position FROM \"Entries\" ORDER BY 1, 3";
    const QString made =
        db_->create("List", R"({"title":"x","People":[{"$link":3},{"$link":1},{"$create":{"name":"e"}}]})");
    QVERIFY2(made.startsWith(u'{'), qPrintable(made));
    QCOMPARE(db_->all(entries), QStringLiteral("1-3-0 1-1-1 1-5-2"));
    QCOMPARE(db_->add("List", "1", "People", {"2", "1"}), QStringLiteral("+1 ~0 =1 -0"));
    QCOMPARE(db_->all(entries), QStringLiteral("1-3-0 1-1-1 1-5-2 1-2-3"));
    db_->create("List", R"({"title":"y"})");
    QCOMPARE(db_->add("Person", "4", "Lists", {"2", "1"}), QStringLiteral("+2 ~0 =0 -0"));
    QCOMPARE(db_->all(entries), QStringLiteral("1-3-0 1-1-1 1-5-2 1-2-3 1-4-4 2-4-0"));
    db_->set("List", "1", "People", {"2", "3", "4"}); // in that order
    QCOMPARE(db_->all(entries), QStringLiteral("1-2-0 1-3-1 1-4-2 2-4-0"));
}

void LinkKindsTest::bothWaysIsOneRow()
{
    const char* const count = "SELECT COUNT(*) FROM \"Twinnings\"";
    QCOMPARE(db_->add("City", "Graz", "Twins", {"bonn", "Köln"}), QStringLiteral("+2 ~0 =0 -0"));
    QCOMPARE(db_->add("City", "bonn", "Twins", {"Graz"}), QStringLiteral("+0 ~0 =1 -0"));
    QCOMPARE(db_->add("City", "bonn", "TwinOf", {"Graz"}), QStringLiteral("+0 ~0 =1 -0"));
    QCOMPARE(db_->number(count), 2);
    QCOMPARE(db_->unlink("City", "bonn", "Twins", {"Graz"}), QStringLiteral("+0 ~0 =0 -1"));
    QCOMPARE(db_->number(count), 1);
    QCOMPARE(db_->set("City", "Köln", "Twins", {"bonn"}), QStringLiteral("+1 ~0 =0 -1"));
    QCOMPARE(db_->number(count), 1);
    // The same pair from both ends in one call.
    const QString made = db_->create("City",
        R"({"$same":"w","code":"Wien","Twins":[{"code":"Linz","Twins":[{"$same":"w"},{"$link":"bonn"}],"TwinOf":[{"$same":"w"}]}]})");
    QVERIFY2(made.startsWith(u'{'), qPrintable(made));
    QCOMPARE(db_->number(count), 3);
}

/// However it is asked, and whichever end is stored first.
void LinkKindsTest::bothWaysIsFoundFromBothEnds()
{
    QFETCH(QString, engine);
    const QString both = QString::fromUtf8( // as the engine puts them in order
        engine == u"mariadb" ? R"({"code":"bonn"},{"code":"Köln"})" : R"({"code":"Köln"},{"code":"bonn"})");
    db_->add("City", "Graz", "Twins", {"bonn", "Köln"});
    const QString attributes = QStringLiteral(R"({"attributes":["code"],"through":{"attributes":[]}})");
    const char* const bonn = R"({"code":"bonn"})";
    const QString one = QStringLiteral(R"([{"code":"bonn","%1":[{"code":"Graz"}]}])");
    QCOMPARE(db_->find("City", {QStringLiteral("Twins") + attributes}, bonn), one.arg(QStringLiteral("Twins")));
    QCOMPARE(
        db_->find("City", {QStringLiteral("TwinOf") + attributes}, bonn), one.arg(QStringLiteral("TwinOf")));
    QCOMPARE(db_->find("City", {QStringLiteral("Twins") + attributes}, R"({"code":"Graz"})"),
        QStringLiteral(R"([{"code":"Graz","Twins":[%1]}])").arg(both));
    // A limit takes another way, as do two steps down.
    const QString first = QStringLiteral(R"({"attributes":["code"],"through":{"attributes":[]},"limit":1})");
    QCOMPARE(db_->find("City", {QStringLiteral("Twins") + first}, R"({"code":"Graz"})"),
        QStringLiteral(R"([{"code":"Graz","Twins":[%1]}])").arg(both.section(u',', 0, 0)));
    QCOMPARE(db_->find("City",
                 {QStringLiteral("Twins") + attributes, QStringLiteral("Twins.Twins") + attributes}, bonn),
        QStringLiteral(R"([{"code":"bonn","Twins":[{"code":"Graz","Twins":[%1]}]}])").arg(both));
    // The junction's row is shown as it is stored.
    QString expected;
    for (const auto& row : db_->rows(QStringLiteral("SELECT * FROM \"Twinnings\""))) {
        const auto& names = db_->registry().at(db_->model("Twinning")).attributes;
        if (row[0].text() == u"bonn" || row[1].text() == u"bonn")
            expected = QStringLiteral(R"("Twinning":{"%1":"%2","%3":"%4"})")
                           .arg(names[0].name, row[0].text(), names[1].name, row[1].text());
    }
    const QString shown = db_->find("City", {QStringLiteral(R"(Twins{"attributes":["code"]})")}, bonn);
    QVERIFY2(!expected.isEmpty() && shown.contains(expected), qPrintable(shown));
    // Conditions, counts and methods.
    QCOMPARE(db_->find("City", {}, R"({"Twins":{"count":1}})"), QString(u'[' + both + u']'));
    QCOMPARE(db_->find("City", {}, R"({"TwinOf":{"has":{"code":"Graz"}}})"), QString(u'[' + both + u']'));
    QCOMPARE(db_->find("City", {}, R"({"$Twins.code$":"bonn"})"), QStringLiteral(R"([{"code":"Graz"}])"));
    const int city = db_->model("City");
    const orm::Association& twins = *db_->registry().at(city).association(QStringLiteral("Twins"));
    sql::RelatedRows ofBonn(db_->connection(), db_->registry(), city, twins, orm::Json(QStringLiteral("bonn")));
    QCOMPARE(mustHave(ofBonn.count(), {}), 1);
    QVERIFY(mustHave(ofBonn.has({orm::Json(QStringLiteral("Graz"))}), {}));
    QVERIFY(!mustHave(ofBonn.has({orm::Json(QStringLiteral("Köln"))}), {}));
    QCOMPARE(mustHave(ofBonn.get(), {}).items().size(), size_t(1));
}

/// More than a page has.
void LinkKindsTest::manyKeysFindBothWays()
{
    QStringList cities;
    for (int i = 0; i < 150; ++i)
        cities.append(QStringLiteral("c%1").arg(i));
    for (const QString& code : cities)
        db_->create("City", QStringLiteral(R"({"code":"%1"})").arg(code).toUtf8().constData());
    db_->add("City", "Graz", "Twins", cities);
    orm::Query query;
    query.model = db_->model("City");
    query.includes = mustHave(orm::parseIncludes(db_->registry(), query.model, {QStringLiteral("Twins")}), {});
    const sql::Rows rows = mustHave(sql::find(db_->connection(), db_->registry(), query), {});
    QCOMPARE(rows.size(), size_t(153));
    const orm::Model& city = db_->registry().at(query.model);
    for (const sql::Row& row : rows) {
        const QString code = row.value(city, QStringLiteral("code")).text();
        const sql::Rows twins = row.related(0).rows();
        QCOMPARE(twins.size(), size_t(code == u"Graz" ? 150 : code.startsWith(u'c') ? 1 : 0));
        if (code.startsWith(u'c'))
            QCOMPARE(twins.front().value(city, QStringLiteral("code")).text(), QStringLiteral("Graz"));
    }
}

void LinkKindsTest::aScopeTellsLinksApart()
{
    const char* const members = "SELECT \"PersonId\", \"ListId\", role FROM \"Memberships\" ORDER BY 1, 2, 3";
    db_->create("List", R"({"title":"x","Owners":[{"$link":1}],"Readers":[{"$link":1},{"$link":2}]})");
    QCOMPARE(db_->all(members), QStringLiteral("1-1-owner 1-1-reader 2-1-reader"));
    QCOMPARE(db_->add("List", "1", "Owners", {"1", "2"}), QStringLiteral("+1 ~0 =1 -0"));
    QCOMPARE(db_->unlink("List", "1", "Readers", {"1"}), QStringLiteral("+0 ~0 =0 -1"));
    QCOMPARE(db_->all(members), QStringLiteral("1-1-owner 2-1-owner 2-1-reader"));
    QCOMPARE(db_->set("List", "1", "Owners", {"3"}), QStringLiteral("+1 ~0 =0 -2"));
    QCOMPARE(db_->all(members), QStringLiteral("2-1-reader 3-1-owner"));
}

/// The counts are what finding the rows brings.
void LinkKindsTest::everyKindIsCountedUpToACap()
{
    for (const char* list : {R"({"title":"x","People":[{"$link":1},{"$link":2},{"$link":3},{"$link":4}]})",
             R"({"title":"y","People":[{"$link":1}]})", R"({"title":"z"})"})
        db_->create("List", list);
    QCOMPARE(db_->add("Person", "1", "OwnedLists", {"1", "2", "3"}), QStringLiteral("+3 ~0 =0 -0"));
    QCOMPARE(db_->add("Person", "1", "ReadLists", {"3"}), QStringLiteral("+1 ~0 =0 -0"));
    QCOMPARE(db_->add("Person", "2", "Cities", {"Graz", "bonn"}), QStringLiteral("+2 ~0 =0 -0"));
    QCOMPARE(db_->add("City", "Graz", "Twins", {"bonn", "Köln"}), QStringLiteral("+2 ~0 =0 -0"));
    constexpr int cap = 3;
    for (size_t model = 0; model < db_->registry().models().size(); ++model) {
        const orm::Model& counted = db_->registry().at(int(model));
        orm::Query query;
        query.model = int(model);
        const auto includes = orm::parseIncludes(db_->registry(), query.model, counted.associationNames());
        QVERIFY(includes);
        query.includes = *includes;
        const auto rows = sql::find(db_->connection(), db_->registry(), query);
        QVERIFY2(rows, rows ? "" : qPrintable(errorText(rows.error())));
        const auto counts =
            sql::countRelated(db_->connection(), db_->registry(), query.model, rows->list(), cap);
        QVERIFY2(counts, counts ? "" : qPrintable(errorText(counts.error())));
        QCOMPARE(counts->size(), rows->size());
        for (size_t i = 0; i < rows->size(); ++i) {
            for (size_t slot = 0; slot < counted.associations.size(); ++slot)
                QVERIFY2((*counts)[i][slot] == std::min(cap, int((*rows)[i].related(slot).rows().size())),
                    qPrintable(counted.name + u' ' + counted.associations[slot].name));
        }
    }
}

void LinkKindsTest::whatEndedMayBeginAgain()
{
    QCOMPARE(db_->add("Person", "1", "Cities", {"Graz"}), QStringLiteral("+1 ~0 =0 -0"));
    QCOMPARE(db_->add("Person", "1", "Cities", {"Graz"}), QStringLiteral("+0 ~0 =1 -0"));
    db_->rows(QStringLiteral(
        "UPDATE \"Stays\" SET \"validFrom\" = '2001-01-01 00:00:00', \"validTo\" = '2002-01-01 00:00:00'"));
    QCOMPARE(db_->add("Person", "1", "Cities", {"Graz"}), QStringLiteral("+1 ~0 =0 -0"));
    QCOMPARE(db_->number("SELECT COUNT(*) FROM \"Stays\""), 2);
    QCOMPARE(db_->add("Person", "1", "Cities", {"Graz", "bonn"}), QStringLiteral("+1 ~0 =1 -0"));
}

/// Removing takes the link that holds, not what is told of the past.
void LinkKindsTest::whatEndedIsNotRemoved()
{
    const char* const count = "SELECT COUNT(*) FROM \"Stays\"";
    db_->add("Person", "1", "Cities", {"Graz"});
    db_->rows(QStringLiteral(
        "UPDATE \"Stays\" SET \"validFrom\" = '2001-01-01 00:00:00', \"validTo\" = '2002-01-01 00:00:00'"));
    QCOMPARE(db_->unlink("Person", "1", "Cities", {"Graz"}), QStringLiteral("+0 ~0 =0 -0"));
    QCOMPARE(db_->number(count), 1);
    db_->add("Person", "1", "Cities", {"Graz", "bonn"});
    QCOMPARE(db_->number(count), 3);
    QCOMPARE(db_->unlink("Person", "1", "Cities", {"Graz"}), QStringLiteral("+0 ~0 =0 -1"));
    QCOMPARE(db_->number(count), 2);
    db_->add("Person", "1", "Cities", {"Graz"});
    QCOMPARE(db_->set("Person", "1", "Cities", {"bonn"}), QStringLiteral("+0 ~0 =1 -1"));
    QCOMPARE(db_->number(count), 2);
    QCOMPARE(db_->number("SELECT COUNT(*) FROM \"Stays\" WHERE \"validTo\" IS NOT NULL"), 1);
    // Nor is what ended changed with it: so a link is ended.
    db_->add("Person", "1", "Cities", {"Graz"});
    const auto ended = sql::link(db_->connection(), db_->registry(), db_->model("Person"), QStringLiteral("1"),
        QStringLiteral("Cities"), {QStringLiteral("Graz")},
        orm::Json(
            orm::Json::Object{{QStringLiteral("validTo"), orm::Json(QStringLiteral("2999-01-01 00:00:00"))}}));
    QCOMPARE(db_->text(ended), QStringLiteral("+0 ~1 =0 -0"));
    QCOMPARE(db_->number("SELECT COUNT(*) FROM \"Stays\" WHERE \"validTo\" > '2900-01-01 00:00:00'"), 1);
    QCOMPARE(db_->number("SELECT COUNT(*) FROM \"Stays\" WHERE \"validTo\" < '2900-01-01 00:00:00'"), 1);
}

QTEST_GUILESS_MAIN(LinkKindsTest)
#include "linkkindstest.moc"
