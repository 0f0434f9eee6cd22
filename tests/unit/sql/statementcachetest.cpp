// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/statementcache.h"

#include <QTest>

#include <memory>

using conjoin::sql::StatementCache;

class StatementCacheTest : public QObject {
    Q_OBJECT

private slots:
    void whatRunsIsTakenOut();
    void theOldestGoes();
    void longTextsAreNotKept();
    void allAreGivenBack();

private:
    using Cache = StatementCache<std::unique_ptr<int>>;
    static QByteArray text(int number) { return "SELECT " + QByteArray::number(number); }
};

void StatementCacheTest::whatRunsIsTakenOut()
{
    Cache cache;
    QVERIFY(!cache.take(text(1)));
    QVERIFY(!cache.put(text(1), std::make_unique<int>(1)));
    auto first = cache.take(text(1));
    QVERIFY(first);
    QCOMPARE(**first, 1);
    QVERIFY(!cache.take(text(1))); // it runs: another one is needed meanwhile
    QVERIFY(!cache.put(text(1), std::make_unique<int>(2)));
    const auto gone = cache.put(text(1), std::move(*first));
    QVERIFY(gone);
    QCOMPARE(**gone, 2);
    QCOMPARE(cache.size(), size_t(1));
}

void StatementCacheTest::theOldestGoes()
{
    Cache cache;
    const int most = int(Cache::most);
    for (int i = 0; i < most; ++i)
        QVERIFY(!cache.put(text(i), std::make_unique<int>(i)));
    auto used = cache.take(text(0)); // which makes it the last one that ran
    QVERIFY(used);
    QVERIFY(!cache.put(text(0), std::move(*used)));
    const auto gone = cache.put(text(most), std::make_unique<int>(most));
    QVERIFY(gone);
    QCOMPARE(**gone, 1);
    QVERIFY(cache.take(text(0)));
    QVERIFY(cache.take(text(most)));
    QVERIFY(!cache.take(text(1)));
}

void StatementCacheTest::longTextsAreNotKept()
{
    QVERIFY(Cache::keeps(QByteArray(Cache::longest, 'x')));
    QVERIFY(!Cache::keeps(QByteArray(Cache::longest + 1, 'x')));
}

void StatementCacheTest::allAreGivenBack()
{
    Cache cache;
    cache.put(text(1), std::make_unique<int>(1));
    cache.put(text(2), std::make_unique<int>(2));
    QCOMPARE(cache.clear().size(), size_t(2));
    QCOMPARE(cache.size(), size_t(0));
    QVERIFY(!cache.take(text(1)));
}

QTEST_GUILESS_MAIN(StatementCacheTest)
#include "statementcachetest.moc"
