// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/everyengine.h"
#include "support/randomgraph.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

/// Random nested rows of random schemas: the database has what the rules say, to the row, and finds say it too.
/// CONJOIN_SEEDS = how many schemas, on each engine; CONJOIN_FIRST_SEED = where to begin.
class GraphPropertyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void databaseAndOracleAgree_data();
    void databaseAndOracleAgree();

private:
    EveryEngine engines_;
};

void GraphPropertyTest::databaseAndOracleAgree_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("seeds");
    const int asked = qEnvironmentVariableIntValue("CONJOIN_SEEDS");
    const int begin = std::max(qEnvironmentVariableIntValue("CONJOIN_FIRST_SEED"), 1);
    constexpr int ofRow = 60; // so that none takes longer than a test may
    const std::pair<const char*, int> engines[] = {{"sqlite", 60}, {"postgresql", 6}, {"mariadb", 6}};
    for (const auto& [engine, usual] : engines) {
        const int end = begin + (asked > 0 ? asked : usual);
        for (int first = begin; first < end; first += ofRow)
            QTest::addRow("%s from %d", engine, first)
                << QString::fromLatin1(engine) << first << std::min(ofRow, end - first);
    }
}

void GraphPropertyTest::databaseAndOracleAgree()
{
    QFETCH(QString, engine);
    QFETCH(int, first);
    QFETCH(int, seeds);
    constexpr int calls = 12, finds = 12;
    int refused = 0;
    for (int seed = first; seed < first + seeds; ++seed) {
        RandomGraph graph(static_cast<quint32>(seed));
        if (engine == u"sqlite")
            graph.open();
        else
            graph.open(engines_.newDatabase(engine));
        const QString wrong = graph.holdsAgainstOracle(calls, finds, &refused);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("seed %1, %2").arg(seed).arg(wrong)));
    }
    // Both kinds of calls happened, or the test says nothing.
    QVERIFY(refused > 0);
    QVERIFY(refused < seeds * calls * 3 / 4);
}

QTEST_GUILESS_MAIN(GraphPropertyTest)
#include "graphpropertytest.moc"
