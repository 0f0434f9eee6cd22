// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/browsingedits.h"
#include "model/document/delta.h"
#include "model/document/invariants.h"
#include "support/edited.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::tests;

namespace {

NamedQuery query(const char* name)
{
    return {QString::fromLatin1(name), {{}, QStringLiteral("Students")}, QStringLiteral("{}")};
}

QStringList names(const Document& document)
{
    QStringList all;
    for (const NamedQuery& each : document.browsing.queries)
        all << each.name;
    return all;
}

Document withQueries()
{
    Document document = emptyDocument(QStringLiteral("School"), DiagramId(1));
    for (const char* name : {"a", "b", "c", "d"})
        document = done(edit::keepQuery(std::move(document), query(name)));
    return document;
}

} // namespace

class BrowsingEditsTest : public QObject {
    Q_OBJECT

private slots:
    void queriesHaveNamesOfTheirOwn();
    void aQueryIsPutInThePlaceOfAnother();
    void queriesHaveAnOrder();
    void whatIsKeptIsNoPartOfTheSchema();
    void virtualKeysHaveColumns();
    void aJunctionIsShownInOneWay();
    void whatStandsTwiceIsNoticed();
};

void BrowsingEditsTest::queriesHaveNamesOfTheirOwn()
{
    const Document document = withQueries();
    QCOMPARE(refusal(edit::keepQuery(document, query("A"))), QStringLiteral("browsing.query-taken"));
    QCOMPARE(refusal(edit::keepQuery(document, query(" "))), QStringLiteral("browsing.query-name"));
    QCOMPARE(refusal(edit::keepQuery(document, {QStringLiteral("e"), {}, {}})),
        QStringLiteral("browsing.query-table"));
    QCOMPARE(names(done(edit::removeQuery(document, QStringLiteral("B")))), QStringList({"a", "c", "d"}));
    QCOMPARE(refusal(edit::removeQuery(document, QStringLiteral("x"))), QStringLiteral("edit.query-unknown"));
}

void BrowsingEditsTest::aQueryIsPutInThePlaceOfAnother()
{
    const Document document = withQueries();
    const auto instead = [&](const char* name, const char* old) {
        return edit::keepQuery(document, query(name), QString::fromLatin1(old));
    };
    QCOMPARE(names(done(instead("x", "b"))), QStringList({"a", "x", "c", "d"}));
    QCOMPARE(names(done(instead("B", "b"))), QStringList({"a", "B", "c", "d"}));
    QCOMPARE(names(done(instead("x", "d"))), QStringList({"a", "b", "c", "x"}));
    QCOMPARE(refusal(instead("c", "b")), QStringLiteral("browsing.query-taken"));
    QCOMPARE(refusal(instead("x", "y")), QStringLiteral("edit.query-unknown"));
}

void BrowsingEditsTest::queriesHaveAnOrder()
{
    const Document document = withQueries();
    const auto moved = [&](const char* name, int index) {
        return edit::moveQuery(document, QString::fromLatin1(name), index);
    };
    QCOMPARE(names(done(moved("a", 2))), QStringList({"b", "c", "a", "d"}));
    QCOMPARE(names(done(moved("d", 0))), QStringList({"d", "a", "b", "c"}));
    QCOMPARE(names(done(moved("b", 1))), QStringList({"a", "b", "c", "d"}));
    QCOMPARE(refusal(moved("b", 4)), QStringLiteral("edit.query-place"));
    QCOMPARE(refusal(moved("b", -1)), QStringLiteral("edit.query-place"));
    QCOMPARE(refusal(moved("x", 0)), QStringLiteral("edit.query-unknown"));
}

void BrowsingEditsTest::whatIsKeptIsNoPartOfTheSchema()
{
    const Document document = withQueries();
    const Delta delta = deltaBetween(emptyDocument(QStringLiteral("School"), DiagramId(1)), document);
    QVERIFY(delta.browsing);
    QVERIFY(!delta.isEmpty());
    QVERIFY(!delta.touchesSchema());
}

void BrowsingEditsTest::virtualKeysHaveColumns()
{
    const Document document = withQueries();
    VirtualKey key{{{}, QStringLiteral("Log")}, {{}, QStringLiteral("Students")},
        {{QStringLiteral("student"), QStringLiteral("id")}}};
    const Document one = done(edit::addVirtualKey(document, key));
    QCOMPARE(refusal(edit::addVirtualKey(one, key)), QStringLiteral("browsing.key-twice"));
    QCOMPARE(done(edit::removeVirtualKey(one, key)), document);
    QCOMPARE(refusal(edit::removeVirtualKey(document, key)), QStringLiteral("edit.virtual-key-unknown"));

    key.columns.push_back(key.columns.front());
    QCOMPARE(refusal(edit::addVirtualKey(document, key)), QStringLiteral("browsing.key-column-twice"));
    key.columns = {{QStringLiteral("student"), {}}};
    QCOMPARE(refusal(edit::addVirtualKey(document, key)), QStringLiteral("browsing.key-columns"));
    key.columns.clear();
    QCOMPARE(refusal(edit::addVirtualKey(document, key)), QStringLiteral("browsing.key-columns"));
    key.target.name.clear();
    QCOMPARE(refusal(edit::addVirtualKey(document, key)), QStringLiteral("browsing.key-table"));
}

void BrowsingEditsTest::aJunctionIsShownInOneWay()
{
    const Document document = withQueries();
    const NamedTable table{QStringLiteral("app"), QStringLiteral("Enrollment")};
    const Document asTable = done(edit::showJunction(document, table, JunctionView::As::Table));
    QCOMPARE(asTable.browsing.junctions, (std::vector<JunctionView>{{table, JunctionView::As::Table}}));
    const Document asLink = done(edit::showJunction(asTable, table, JunctionView::As::Link));
    QCOMPARE(asLink.browsing.junctions, (std::vector<JunctionView>{{table, JunctionView::As::Link}}));
    QCOMPARE(done(edit::showJunction(asLink, table, {})), document);
    QCOMPARE(done(edit::showJunction(document, table, {})), document);
    QCOMPARE(refusal(edit::showJunction(document, {}, JunctionView::As::Link)),
        QStringLiteral("browsing.junction-table"));
}

void BrowsingEditsTest::whatStandsTwiceIsNoticed()
{
    Document document = withQueries();
    QVERIFY(violations(document).empty());
    document.browsing.queries.push_back(query("A"));
    const Diagnostics found = violations(document);
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found.front().what.code, QStringLiteral("browsing.query-taken"));
}

QTEST_GUILESS_MAIN(BrowsingEditsTest)
#include "browsingeditstest.moc"
