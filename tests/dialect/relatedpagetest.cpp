// SPDX-License-Identifier: GPL-3.0-or-later
// Rows below a row, page by page from a place in their order.
#include "orm/sql/nearrows.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using sql::Value;

namespace {

class Statements : public sql::StatementLog {
public:
    void ran(const sql::LoggedStatement& statement) override { sql.append(statement.sql); }
    QStringList sql;
};

/// One student with classes that have a grade and essays that have a rank, some of them without.
struct School : SampleDatabase {
    explicit School(const sql::ConnectionSettings& where)
    {
        const TableId student = table(QStringLiteral("Student"), {QStringLiteral("name varchar(40)")});
        const TableId course = table(
            QStringLiteral("Class"), {QStringLiteral("title varchar(40)"), QStringLiteral("credits integer")});
        const TableId essay = table(
            QStringLiteral("Essay"), {QStringLiteral("title* varchar(40)"), QStringLiteral("rank integer")});
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade varchar(4)")});
        reference(essay, student);
        open(where);
        rows(QStringLiteral("INSERT INTO \"Students\" (id, name) VALUES (1, 'Ann'), (2, 'Bob')"));
        for (int i = 1; i <= count; ++i) {
            const QString credits = i % 4 == 0 ? QStringLiteral("NULL") : QString::number(i % 3);
            const QString grade =
                i % 5 == 0 ? QStringLiteral("NULL") : QStringLiteral("'%1'").arg(QChar(u'A' + i % 3));
            rows(QStringLiteral("INSERT INTO \"Classes\" (id, title, credits) VALUES (%1, 'c%2', %3)")
                     .arg(i)
                     .arg(i * 7 % count)
                     .arg(credits));
            rows(QStringLiteral(
                "INSERT INTO \"Enrollments\" (\"StudentId\", \"ClassId\", grade) VALUES (1, %1, %2)")
                     .arg(i)
                     .arg(grade));
            rows(QStringLiteral(
                "INSERT INTO \"Essays\" (id, title, rank, \"StudentId\") VALUES (%1, 'e%2', %3, 1)")
                     .arg(i)
                     .arg(i * 5 % count)
                     .arg(credits));
        }
    }
    std::vector<sql::Row> all(orm::Include include)
    {
        const auto found =
            sql::findRelated(connection(), registry(), model("Student"), {{Value(qint64(1))}}, include);
        return mustHave(found, QStringLiteral("all"))[0].related(0).rows().list();
    }
    QStringList labels(const std::vector<sql::Row>& rows, const QString& attribute)
    {
        QStringList labels;
        for (const sql::Row& row : rows)
            labels.append(row.value(registry().at(row.model()), attribute).display());
        return labels;
    }

    static constexpr int count = 23;
};

} // namespace

class RelatedPageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void pagesAreTheWhole_data();
    void pagesAreTheWhole();
    void rowsThatComeAndGoMoveNothing_data() { EveryEngine::addRows(); }
    void rowsThatComeAndGoMoveNothing();
    void aPlaceOfAnotherOrderIsRefused();

private:
    EveryEngine engines_;
    std::map<QString, std::unique_ptr<School>> schools_;
};

void RelatedPageTest::pagesAreTheWhole_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QString>("association");
    QTest::addColumn<QString>("by");
    QTest::addColumn<bool>("descending");
    for (const char* engine : {"sqlite", "postgresql", "mariadb"}) {
        for (const auto& [association, by] :
            {std::pair("Classes", ""), {"Classes", "title"}, {"Classes", "credits"},
                {"Classes", "Enrollment.grade"}, {"Essays", ""}, {"Essays", "rank"}, {"Essays", "title"}}) {
            for (const bool descending : {false, true})
                QTest::newRow(qPrintable(QStringLiteral("%1 %2 %3%4")
                                             .arg(QLatin1String(engine), QLatin1String(association),
                                                 QLatin1String(descending ? "-" : ""), QLatin1String(by))))
                    << QString::fromLatin1(engine) << QString::fromLatin1(association)
                    << QString::fromLatin1(by) << descending;
        }
    }
}

void RelatedPageTest::pagesAreTheWhole()
{
    QFETCH(QString, engine);
    QFETCH(QString, association);
    QFETCH(QString, by);
    QFETCH(bool, descending);
    std::unique_ptr<School>& school = schools_[engine];
    if (!school)
        school = std::make_unique<School>(engines_.newDatabase(engine));
    orm::Include include;
    include.association = association;
    if (!by.isEmpty())
        include.order.push_back({by, descending});
    const QStringList whole = school->labels(school->all(include), QStringLiteral("id"));
    QCOMPARE(whole.size(), School::count);

    Statements statements;
    school->connection().setLog(&statements);
    include.limit = 4;
    QStringList paged;
    std::optional<orm::Cursor> after;
    bool more = true;
    for (int page = 0; more && page < School::count; ++page) {
        const auto found = sql::findRelated(school->connection(), school->registry(), school->model("Student"),
            {{Value(qint64(1))}}, include, after);
        QVERIFY2(found.has_value(), found ? "" : qPrintable(errorText(found.error())));
        const sql::Related related = (*found)[0].related(0);
        more = related.more();
        paged += school->labels(related.rows().list(), QStringLiteral("id"));
        QVERIFY(!related.rows().empty());
        const auto place =
            sql::cursorOf(school->connection(), school->registry(), school->model("Student"), include,
                related.rows().back(), related.junctions().empty() ? sql::Row() : related.junctions().back());
        QVERIFY(place.has_value());
        after = *place;
    }
    school->connection().setLog(nullptr);
    QCOMPARE(paged, whole);
    for (const QString& statement : statements.sql)
        QVERIFY2(
            !statement.contains(QRegularExpression(QStringLiteral("OFFSET [1-9]"))), qPrintable(statement));
}

void RelatedPageTest::rowsThatComeAndGoMoveNothing()
{
    QFETCH(QString, engine);
    School school(engines_.newDatabase(engine));
    orm::Include include;
    include.association = QStringLiteral("Essays");
    include.order.push_back({QStringLiteral("title"), false});
    const QStringList whole = school.labels(school.all(include), QStringLiteral("id"));
    include.limit = 5;
    const auto first = sql::findRelated(
        school.connection(), school.registry(), school.model("Student"), {{Value(qint64(1))}}, include);
    QVERIFY(first.has_value());
    const sql::Rows shown = (*first)[0].related(0).rows();
    const auto place = sql::cursorOf(
        school.connection(), school.registry(), school.model("Student"), include, shown.back(), sql::Row());
    QVERIFY(place.has_value());
    // One in front, and the last one that is shown goes.
    school.rows(QStringLiteral("INSERT INTO \"Essays\" (id, title, \"StudentId\") VALUES (99, 'a', 1)"));
    school.rows(QStringLiteral("DELETE FROM \"Essays\" WHERE id = %1").arg(whole[4]));
    const auto next = sql::findRelated(
        school.connection(), school.registry(), school.model("Student"), {{Value(qint64(1))}}, include, *place);
    QVERIFY(next.has_value());
    QCOMPARE(school.labels((*next)[0].related(0).rows().list(), QStringLiteral("id")), whole.mid(5, 5));
}

void RelatedPageTest::aPlaceOfAnotherOrderIsRefused()
{
    School school(engines_.newDatabase(QStringLiteral("sqlite")));
    orm::Include include;
    include.association = QStringLiteral("Essays");
    include.limit = 5;
    orm::Cursor cursor;
    cursor.values = {Value(qint64(1)), Value(qint64(1)), Value(qint64(1))};
    const auto found = sql::findRelated(
        school.connection(), school.registry(), school.model("Student"), {{Value(qint64(1))}}, include, cursor);
    QVERIFY(!found.has_value());
    QCOMPARE(found.error().what.code, QStringLiteral("find.cursor"));
}

QTEST_GUILESS_MAIN(RelatedPageTest)
#include "relatedpagetest.moc"
