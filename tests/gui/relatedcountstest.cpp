// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/relatedcounts.h"

#include "gui/datapanelfixture.h"

#include <QMutex>
#include <QSignalSpy>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

/// What the database is asked, on its thread.
class Heard : public sql::StatementLog {
public:
    void ran(const sql::LoggedStatement& statement) override
    {
        const QMutexLocker lock(&mutex_);
        if (statement.sql.startsWith(text("SELECT")) || statement.sql.startsWith(text("WITH")))
            ++count_;
    }
    int take()
    {
        const QMutexLocker lock(&mutex_);
        return std::exchange(count_, 0);
    }

private:
    QMutex mutex_;
    int count_ = 0;
};

struct School : DataPanelFixture {
    School()
        : DataPanelFixture(drawSchool)
    {
        run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO "
            "Students "
            "(firstName) SELECT 'S' || i FROM n");
        run("INSERT INTO Classes (className) VALUES ('Art'), ('Music')");
        run("INSERT INTO Enrollments (StudentId, ClassId) SELECT s.id, c.id FROM Students s, Classes c WHERE "
            "c.id = 1 "
            "OR s.id % 2 = 0");
        source.database = std::make_shared<sql::Database>(settings, &heard);
        source.lookup = source.database;
        source.registry = std::make_shared<const orm::ModelRegistry>(drawn);
        orm::Query all;
        all.model = drawn.find(text("Student")).value();
        rows = sql::find(*check, drawn, all).value().list();
        for (const sql::Row& row : rows) {
            const RowPtr object = objects.emplace_back(std::make_shared<RowObject>());
            object->model = all.model;
            object->values = row.values();
            object->key = rowKey(drawn.at(all.model), object->values).text;
        }
        counts.setSource(source);
    }
    bool allCounted() const
    {
        const orm::Model& model = drawn.at(objects.front()->model);
        const auto classes = std::ranges::find(model.associations, text("Classes"), &orm::Association::name);
        const size_t at = size_t(classes - model.associations.begin());
        return std::ranges::all_of(objects, [&](const RowPtr& row) {
            const bool even = row->key.toInt() % 2 == 0;
            return row->badges.size() == model.associations.size() && row->badges[at] == (even ? 2 : 1);
        });
    }

    Heard heard;
    RowSource source;
    std::vector<sql::Row> rows;
    std::vector<RowPtr> objects;
    RelatedCounts counts;
};

} // namespace

/// Counts that are asked for one by one are asked of the database together.
class RelatedCountsTest : public QObject {
    Q_OBJECT

private slots:
    void pagesOfOneTurnShareAStatement();
    void rowsOfOneTurnShareAStatement();
    void aRowThatIsGoneHasNoCounts();
    void whatIsStoppedIsNotAsked();
};

void RelatedCountsTest::pagesOfOneTurnShareAStatement()
{
    School school;
    school.counts.askForPage(school.objects.front()->model, {school.rows.front()}, {school.objects.front()});
    QTRY_VERIFY(!school.objects.front()->badges.empty());
    const int once = school.heard.take();
    QVERIFY(once > 0);
    for (size_t i = 1; i < school.rows.size(); ++i)
        school.counts.askForPage(school.objects[i]->model, {school.rows[i]}, {school.objects[i]});
    QTRY_VERIFY(school.allCounted());
    QCOMPARE(school.heard.take(), once);
}

void RelatedCountsTest::rowsOfOneTurnShareAStatement()
{
    School school;
    school.counts.askForRow(school.objects.front());
    QTRY_VERIFY(!school.objects.front()->badges.empty());
    const int once = school.heard.take();
    QVERIFY(once > 0);
    // The last first: which counts are whose is told by their keys.
    for (size_t i = school.objects.size(); i > 1; --i)
        school.counts.askForRow(school.objects[i - 1]);
    QTRY_VERIFY(school.allCounted());
    QCOMPARE(school.heard.take(), once);
}

void RelatedCountsTest::aRowThatIsGoneHasNoCounts()
{
    School school;
    school.run("DELETE FROM Enrollments WHERE StudentId = 7");
    school.run("DELETE FROM Students WHERE id = 7");
    QSignalSpy failed(&school.counts, &RelatedCounts::failed);
    for (size_t i = 5; i < 8; ++i)
        school.counts.askForRow(school.objects[i]);
    QTRY_VERIFY(!school.objects[7]->badges.empty());
    QCOMPARE(school.objects[6]->key, text("7"));
    QVERIFY(std::ranges::all_of(school.objects[6]->badges, [](int count) { return count == -1; }));
    QVERIFY(std::ranges::none_of(school.objects[5]->badges, [](int count) { return count == -1; }));
    QCOMPARE(failed.size(), 0);
}

void RelatedCountsTest::whatIsStoppedIsNotAsked()
{
    School school;
    school.counts.askForRow(school.objects.front());
    school.counts.stop();
    QCoreApplication::processEvents();
    QCOMPARE(school.heard.take(), 0);
    school.counts.askForRow(school.objects.front()); // and can be asked again
    QTRY_VERIFY(!school.objects.front()->badges.empty());
}

QTEST_MAIN(RelatedCountsTest)
#include "relatedcountstest.moc"
