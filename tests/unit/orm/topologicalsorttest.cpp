// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/topologicalsort.h"

#include <QtTest>

using namespace conjoin::orm;

using Groups = std::vector<std::vector<std::size_t>>;

/// Order by dependency that keeps the given order where it can.
class TopologicalSortTest : public QObject {
    Q_OBJECT

private slots:
    void independentNodesStayInOrder() { QVERIFY(topologicalGroups({{}, {}, {}}) == Groups({{0}, {1}, {2}})); }
    void dependenciesComeFirst() { QVERIFY(topologicalGroups({{2}, {}, {1}}) == Groups({{1}, {2}, {0}})); }
    void repeatedEdgesCountOnce() { QVERIFY(topologicalGroups({{1, 1, 1}, {}}) == Groups({{1}, {0}})); }
    void aNodeMayNeedItself() { QVERIFY(topologicalGroups({{0}, {}}) == Groups({{0}, {1}})); }
    void cyclesAreOneGroup()
    {
        // 3 needs the cycle 0-1-2, which needs 4.
        QVERIFY(topologicalGroups({{1}, {2, 4}, {0}, {0}, {}}) == Groups({{4}, {0, 1, 2}, {3}}));
    }
    void longChainsDoNotOverflow()
    {
        Groups chain(200000);
        for (std::size_t i = 0; i + 1 < chain.size(); ++i)
            chain[i] = {i + 1};
        const Groups groups = topologicalGroups(chain);
        QCOMPARE(groups.size(), chain.size());
        QCOMPARE(groups.front().front(), chain.size() - 1);
    }
};

QTEST_GUILESS_MAIN(TopologicalSortTest)
#include "topologicalsorttest.moc"
