// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/diagramrepair.h"
#include "model/document/cardestimate.h"
#include "model/document/invariants.h"
#include "model/io/documentfile.h"
#include "support/randomdocument.h"
#include "support/support.h"

#include <QtTest>

#include <limits>
#include <random>

using namespace conjoin;
using namespace conjoin::model;

namespace {

constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

TableId tableId(const char* text)
{
    return TableId(*parseIdText(QString::fromLatin1(text)));
}

/// Three tables, a reference, a link; the diagram's lines are the test's.
QByteArray project(const QByteArray& diagram)
{
    return "conjoin 1\n\nproject School\n  dialect sqlite\n\n"
           "table 00000000s0 Student\n  column 00000000s1 firstName varchar(255)\n\n"
           "table 00000000c0 Class\n  column 00000000c1 className varchar(255)\n\n"
           "table 00000000e0 Enrollment\n\ntable 00000000t0 Teacher\n\n"
           "reference 00000000r0\n  from 00000000c0\n  to 00000000t0\n\n"
           "link 00000000m0\n  junction 00000000e0\n  end 00000000s0\n  end 00000000c0\n\n" +
           diagram + "\nend\n";
}

QByteArray diagramOf(const QByteArray& lines)
{
    return "diagram 00000000d0 Diagram\n" + lines;
}

const QByteArray goodLines = "  card 00000000s0 0 0 hue 3\n  card 00000000c0 480 0\n"
                             "  card 00000000t0 0 480\n  link 00000000m0 at 240 200\n";

struct Reading {
    Document document;
    Diagnostics mended;
    QStringList codes() const
    {
        QStringList codes;
        for (const Diagnostic& each : mended)
            codes << each.what.code;
        return codes;
    }
    QString sentences() const
    {
        QString all;
        for (const Diagnostic& each : mended)
            all += each.where + QStringLiteral(": ") + each.what.english() + u'\n';
        return all;
    }
    const Diagram& diagram() const { return *document.diagrams.begin(); }
};

Reading mended(const QByteArray& text)
{
    Reading reading;
    auto document = readMendingDiagrams(text, QStringLiteral("my.conjoin"), reading.mended);
    if (!document) {
        QTest::qFail(qPrintable(document.error().where + u' ' + document.error().what.english()), __FILE__,
            __LINE__);
        return reading;
    }
    reading.document = std::move(*document);
    return reading;
}

/// Whether two cards overlap, by their least size: what the drawing alone says.
bool anyOverlap(const Document& document, const Diagram& diagram)
{
    const CardEstimate estimate(document.schema);
    std::vector<QRectF> cards;
    for (const TableNode& node : diagram.tables)
        cards.push_back(QRectF(node.position, estimate.card(document.schema.tables.at(node.id), node.detail)));
    for (size_t a = 0; a < cards.size(); ++a) {
        for (size_t b = a + 1; b < cards.size(); ++b) {
            if (cards[a].intersects(cards[b]))
                return true;
        }
    }
    return false;
}

} // namespace

class DiagramRepairTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsInOrderStays();
    void damageIsToldAndMended_data();
    void damageIsToldAndMended();
    void aGoodPlaceStays();
    void aFarDrawingKeepsItsShape();
    void cardsWithoutAnyPlaceAreLaidOut();
    void aCardUnderAnotherIsMovedBeside();
    void aLockedCardStays();
    void aProjectWithoutADiagramGetsOne();
    void errorsElsewhereStayErrors();
    void withoutMendingTheSameIsAnError();
    void whateverIsDamagedCanBeShown();
};

void DiagramRepairTest::whatIsInOrderStays()
{
    const QByteArray text = project(diagramOf(goodLines));
    const Reading reading = mended(text);
    QCOMPARE(reading.sentences(), QString());
    QVERIFY(reading.document == readDocument(text, QStringLiteral("my.conjoin")).value());
}

void DiagramRepairTest::damageIsToldAndMended_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("name"); // what the sentence names
    const auto row = [](const char* name, const char* from, const char* to, const char* code,
                         const char* named) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QString::fromLatin1(code)
                            << QString::fromLatin1(named);
    };
    const char* card = "  card 00000000s0 0 0 hue 3\n";
    row("no place", card, "  card 00000000s0 hue 3\n", "diagram.placeless", "Student");
    row("half a place", card, "  card 00000000s0 12 hue 3\n", "diagram.placeless", "Student");
    row("NaN", card, "  card 00000000s0 nan 0 hue 3\n", "diagram.placeless", "Student");
    row("infinite", card, "  card 00000000s0 0 -inf hue 3\n", "diagram.placeless", "Student");
    row("no number", card, "  card 00000000s0 12O 7 hue 3\n", "diagram.placeless", "Student");
    row("huge", card, "  card 00000000s0 1e300 1e308 hue 3\n", "diagram.placeless", "Student");
    row("a billion apart", card, "  card 00000000s0 1000000000 0 hue 3\n", "diagram.placeless", "Student");
    row("hue of no palette", card, "  card 00000000s0 0 0 hue 99\n", "diagram.hue", "Student");
    row("hue that is no number", card, "  card 00000000s0 0 0 hue red\n", "diagram.number", "red");
    row("level that is no number", card, "  card 00000000s0 0 0 level 1e99\n", "diagram.number", "1e99");
    row("card twice", card, "  card 00000000s0 0 0 hue 3\n  card 00000000s0 900 0\n", "diagram.twice",
        "00000000s0");
    row("gone table", card, "  card 00000000s0 0 0\n  card 00000000zz 1 1\n", "diagram.gone", "00000000zz");
    const char* pill = "  link 00000000m0 at 240 200\n";
    row("gone link", pill, "  link 00000000zz at 1 1\n", "diagram.gone", "00000000zz");
    row("gone reference", pill, "  line 00000000zz 1 1\n", "diagram.gone", "00000000zz");
    row("pill nowhere", pill, "  link 00000000m0 at nan 0\n", "diagram.placeless", "Enrollment");
    row("pill without a place", pill, "  link 00000000m0 at\n", "diagram.placeless", "Enrollment");
    row("bend nowhere", pill, "  line 00000000r0 10 inf\n", "diagram.bends", "Class");
    row("half a bend", pill, "  line 00000000r0 10 20 30\n", "diagram.bends", "Class");
    row("bends of no end", pill, "  link 00000000m0\n    bends 7 10 20\n", "diagram.bends", "Enrollment");
    row("note without a size", pill, "  note 00000000n0 0 900\n    text \"Hello\"\n", "diagram.size", "Hello");
    row("note of nothing", pill, "  note 00000000n0 0 900 size 0 -3\n    text \"Hello\"\n", "diagram.size",
        "Hello");
    row("note of a billion", pill, "  note 00000000n0 0 900 size 1e9 10\n    text \"Hello\"\n", "diagram.size",
        "Hello");
    row("note nowhere", pill, "  note 00000000n0 nan nan size 240 120\n    text \"Hello\"\n", "diagram.below",
        "Hello");
    row("group nowhere", pill, "  group 00000000n0 size 480 320\n    title People\n", "diagram.below",
        "People");
    row("group of no size", pill, "  group 00000000n0 0 900 size nan 10 hue 2\n    title People\n",
        "diagram.size", "People");
    row("group of no colour", pill, "  group 00000000n0 0 900 size 99 99 hue -4\n    title People\n",
        "diagram.hue", "People");
}

void DiagramRepairTest::damageIsToldAndMended()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, code);
    QFETCH(QString, name);
    QByteArray lines = goodLines;
    QVERIFY(lines.contains(from));
    lines.replace(from, to);
    const Reading reading = mended(project(diagramOf(lines)));
    QCOMPARE(reading.codes(), QStringList{code});
    QVERIFY2(reading.sentences().contains(name), qPrintable(reading.sentences()));
    QVERIFY2(reading.sentences().startsWith(QStringLiteral("my.conjoin:")), qPrintable(reading.sentences()));
    QVERIFY(violations(reading.document).empty());
    QVERIFY(reading.diagram().tables.size() == 3);
    QVERIFY(!anyOverlap(reading.document, reading.diagram()));
    for (const TableNode& node : reading.diagram().tables)
        QVERIFY(std::abs(node.position.x()) <= farthestPlace && std::abs(node.position.y()) <= farthestPlace);
    // What was written once is in order from then on.
    const Reading again = mended(writeDocument(reading.document));
    QCOMPARE(again.sentences(), QString());
    QVERIFY(again.document == reading.document);
}

void DiagramRepairTest::aGoodPlaceStays()
{
    QByteArray lines = goodLines;
    lines.replace("  card 00000000s0 0 0 hue 3\n", "  card 00000000s0 nan 1e99 hue 3 pinned level 2\n");
    const Reading reading = mended(project(diagramOf(lines)));
    QCOMPARE(reading.diagram().tables.at(tableId("00000000c0")).position, QPointF(480, 0));
    QCOMPARE(reading.diagram().tables.at(tableId("00000000t0")).position, QPointF(0, 480));
    const TableNode& student = reading.diagram().tables.at(tableId("00000000s0"));
    QCOMPARE(student.hue, 3);
    QVERIFY(student.pinned);
    QCOMPARE(student.level, 2);
    // Near what it is linked with.
    QVERIFY(std::hypot(student.position.x() - 480, student.position.y()) < 1500);
}

void DiagramRepairTest::aFarDrawingKeepsItsShape()
{
    const Reading reading =
        mended(project(diagramOf("  card 00000000s0 1000000000 2000000000\n  card 00000000c0 1000000480 "
                                 "2000000000\n  card 00000000t0 1000000000 2000000480\n  line 00000000r0 "
                                 "1000000400 2000000300\n")));
    QCOMPARE(reading.codes(), QStringList{QStringLiteral("diagram.far")});
    const auto at = [&](const char* id) {
        return reading.diagram().tables.at(tableId(id)).position;
    };
    QCOMPARE(at("00000000c0") - at("00000000s0"), QPointF(480, 0));
    QCOMPARE(at("00000000t0") - at("00000000s0"), QPointF(0, 480));
    QCOMPARE(reading.diagram().references.begin()->bends.front() - at("00000000s0"), QPointF(400, 300));
}

void DiagramRepairTest::cardsWithoutAnyPlaceAreLaidOut()
{
    const Reading reading = mended(project(diagramOf(
        "  card 00000000s0\n  card 00000000c0 inf inf\n  card 00000000t0 nan nan\n  link 00000000m0\n")));
    QCOMPARE(reading.codes(), QStringList{QStringLiteral("diagram.placeless")});
    QVERIFY(!anyOverlap(reading.document, reading.diagram()));
}

void DiagramRepairTest::aCardUnderAnotherIsMovedBeside()
{
    const Reading reading = mended(
        project(diagramOf("  card 00000000s0 40 40\n  card 00000000c0 40 40\n  card 00000000t0 40 44\n")));
    QCOMPARE(reading.codes(), QStringList{QStringLiteral("diagram.covered")});
    QVERIFY(!anyOverlap(reading.document, reading.diagram()));
    int stayed = 0;
    for (const TableNode& node : reading.diagram().tables)
        stayed += int(node.position == QPointF(40, 40) || node.position == QPointF(40, 44));
    QCOMPARE(stayed, 1);
    // Cards that a person let overlap in part are nobody else's business.
    QVERIFY(mended(project(diagramOf("  card 00000000s0 40 40\n  card 00000000c0 140 60\n")))
                .mended.empty());
}

void DiagramRepairTest::aLockedCardStays()
{
    const Reading reading =
        mended(project(diagramOf("  card 00000000s0 40 40 pinned\n  card 00000000c0 40 40\n")));
    QCOMPARE(reading.diagram().tables.at(tableId("00000000s0")).position, QPointF(40, 40));
    QVERIFY(!anyOverlap(reading.document, reading.diagram()));
}

void DiagramRepairTest::aProjectWithoutADiagramGetsOne()
{
    const Reading reading = mended(project({}));
    QCOMPARE(reading.codes(), QStringList{QStringLiteral("diagram.none")});
    QCOMPARE(reading.document.diagrams.size(), size_t(1));
    QCOMPARE(reading.diagram().tables.size(), size_t(3)); // the junction is a pill
    QCOMPARE(reading.diagram().links.size(), size_t(1));
    QVERIFY(!anyOverlap(reading.document, reading.diagram()));
    QVERIFY(violations(reading.document).empty());
}

void DiagramRepairTest::errorsElsewhereStayErrors()
{
    const auto refused = [](QByteArray text, const QByteArray& from, const QByteArray& to) {
        if (!text.contains(from))
            return false;
        text.replace(from, to);
        Diagnostics mended;
        return !readMendingDiagrams(text, QStringLiteral("my.conjoin"), mended);
    };
    const QByteArray text = project(diagramOf(goodLines));
    QVERIFY(refused(text, "  to 00000000t0", "  to 00000000zz"));
    QVERIFY(refused(text, "  end 00000000c0\n", ""));
    QVERIFY(refused(text, "  junction 00000000e0", "  junction 00000000zz"));
    QVERIFY(refused(text, "varchar(255)", "vachar"));
    // A word that is meant as something, but what?
    QVERIFY(refused(text, "0 0 hue 3", "0 0 huge 3"));
    QVERIFY(refused(text, "  card 00000000s0", "  card x"));
}

void DiagramRepairTest::withoutMendingTheSameIsAnError()
{
    QByteArray lines = goodLines;
    lines.replace("00000000s0 0 0", "00000000s0 nan 0");
    QVERIFY(!readDocument(project(diagramOf(lines)), QStringLiteral("my.conjoin")));
}

/// Random diagrams, each number of them damaged by chance.
void DiagramRepairTest::whateverIsDamagedCanBeShown()
{
    std::mt19937_64 random(11);
    const double bad[] = {nowhere, std::numeric_limits<double>::infinity(), -1e300, 1e9, 0, -5e8, 9e5};
    const auto spoil = [&](double& value) {
        if (random() % 3 == 0)
            value = bad[random() % std::size(bad)];
    };
    const auto spoilPoint = [&](QPointF& point) {
        spoil(point.rx());
        spoil(point.ry());
    };
    for (quint64 seed = 0; seed < 60; ++seed) {
        Document document = tests::RandomDocument(seed).make(1 + int(seed % 12));
        std::vector<Diagram> diagrams(document.diagrams.begin(), document.diagrams.end());
        for (Diagram& diagram : diagrams) {
            const auto tables = diagram.tables;
            for (TableNode node : tables) {
                spoilPoint(node.position);
                if (random() % 4 == 0)
                    node.hue = int(random() % 40) - 20;
                diagram.tables.set(node);
            }
            const auto links = diagram.links;
            for (LinkNode node : links) {
                if (node.position)
                    spoilPoint(*node.position);
                node.bends.resize(random() % 4);
                for (Bends& bends : node.bends) {
                    bends.resize(1 + random() % 2);
                    for (QPointF& corner : bends)
                        spoilPoint(corner);
                }
                diagram.links.set(node);
            }
            const auto groups = diagram.groups;
            for (Group group : groups) {
                spoilPoint(group.position);
                spoil(group.size.rwidth());
                diagram.groups.set(group);
            }
            TableNode stray;
            stray.id = TableId(quint64(1000000 + seed));
            diagram.tables.set(stray);
            document.diagrams.set(diagram);
        }
        const RepairedDocument repaired = repairedDiagrams(document);
        QVERIFY(violations(repaired.document).empty());
        QVERIFY(repaired.document.schema == document.schema);
        QVERIFY(!repaired.mended.empty());
        const RepairedDocument again = repairedDiagrams(repaired.document);
        QCOMPARE(again.mended.empty() ? QString() : again.mended.front().what.english(), QString());
        const auto read = readDocument(writeDocument(repaired.document), QStringLiteral("repaired"));
        QVERIFY(read && *read == repaired.document);
    }
}

QTEST_GUILESS_MAIN(DiagramRepairTest)
#include "diagramrepairtest.moc"
