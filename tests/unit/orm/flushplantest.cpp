// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/flush/flushplan.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::orm;

namespace {

PlannedRow row(int table, std::vector<PlannedRow::Need> needs = {})
{
    return {table, QStringLiteral("row of %1").arg(table), std::move(needs)};
}

/// `0:0,2 1:1 later 0.0`
QString text(const Result<FlushPlan>& plan)
{
    if (!plan)
        return plan.error().what.english();
    QStringList parts;
    for (const FlushPlan::Batch& batch : plan->batches) {
        QStringList rows;
        for (const size_t index : batch.rows)
            rows.append(QString::number(index));
        parts.append(QString::number(batch.table) + u':' + rows.join(u','));
    }
    for (const FlushPlan::Later& later : plan->later)
        parts.append(QStringLiteral("later %1.%2").arg(later.row).arg(later.reference));
    return parts.join(u' ');
}

} // namespace

class FlushPlanTest : public QObject {
    Q_OBJECT

private slots:
    void rowsOfATableShareABatch();
    void aRowComesAfterWhatItNeeds();
    void aCycleIsCutAtANullableKey();
    void aRowMayNeedItself();
    void aRigidCycleIsNamed();
    void longChains();
};

void FlushPlanTest::rowsOfATableShareABatch()
{
    QCOMPARE(text(planFlush({row(0), row(1), row(2, {{0, false, 0}, {1, false, 1}}), row(1),
                 row(2, {{0, false, 0}, {3, false, 1}})})),
        QStringLiteral("0:0 1:1,3 2:2,4"));
    QCOMPARE(text(planFlush({})), QString());
}

void FlushPlanTest::aRowComesAfterWhatItNeeds()
{
    QCOMPARE(text(planFlush({row(0, {{1, false, 0}}), row(1, {{2, true, 0}}), row(2)})),
        QStringLiteral("2:2 1:1 0:0"));
    // The same table at two depths is two batches.
    QCOMPARE(text(planFlush({row(0), row(0, {{0, true, 0}})})), QStringLiteral("0:0 0:1"));
}

void FlushPlanTest::aCycleIsCutAtANullableKey()
{
    QCOMPARE(text(planFlush({row(0, {{1, true, 4}}), row(1, {{0, false, 0}})})),
        QStringLiteral("0:0 1:1 later 0.4"));
    QCOMPARE(text(planFlush({row(0, {{1, false, 4}}), row(1, {{0, true, 7}})})),
        QStringLiteral("1:1 0:0 later 1.7"));
}

void FlushPlanTest::aRowMayNeedItself()
{
    QCOMPARE(text(planFlush({row(0, {{0, true, 0}})})), QStringLiteral("0:0 later 0.0"));
}

void FlushPlanTest::aRigidCycleIsNamed()
{
    const QString error = text(planFlush({row(0, {{1, false, 0}}), row(1, {{0, false, 0}}), row(2)}));
    QVERIFY2(error.contains("row of 0 → row of 1 → row of 0"), qPrintable(error));
}

void FlushPlanTest::longChains()
{
    std::vector<PlannedRow> rows;
    for (size_t i = 0; i < 20000; ++i)
        rows.push_back(i == 0 ? row(0) : row(0, {{i - 1, true, 0}}));
    const auto plan = planFlush(std::move(rows));
    QVERIFY(plan);
    QCOMPARE(int(plan->batches.size()), 20000);
    QVERIFY(plan->later.empty());
}

QTEST_GUILESS_MAIN(FlushPlanTest)
#include "flushplantest.moc"
