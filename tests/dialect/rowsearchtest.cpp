// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowsearch.h"
#include "orm/sql/finder.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

struct Films : SampleDatabase {
    explicit Films(const sql::ConnectionSettings& settings)
    {
        table(
            QStringLiteral("Film"), {QStringLiteral("title varchar(80)"), QStringLiteral("code varchar(20)")});
        open(settings);
        rows(QStringLiteral("INSERT INTO \"Films\" (id, title, code) VALUES (1, 'VICTORY ACADEMY', 'v'), "
                            "(2, 'ACADEMY DINOSAUR', 'Ac-1'), (3, 'Airplane', 'x'), (4, '50% Academic', 'y')"));
    }

    QString titles(const Result<sql::Rows>& found)
    {
        if (!found)
            return QStringLiteral("error: ") + errorText(found.error());
        QStringList titles;
        for (const auto& row : *found)
            titles += row.value(registry().at(model("Film")), QStringLiteral("title")).display();
        return titles.join(QStringLiteral(", "));
    }

    QString search(const char* typed)
    {
        return titles(sql::search(
            connection(), registry(), model("Film"), QString::fromUtf8(typed), 50, sql::LongValues()));
    }
};

} // namespace

/// What a person types while looking for a row finds it, whatever the engine thinks of letter case.
class RowSearchTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void letterCaseIsOfNoConcern_data() { EveryEngine::addRows(); }
    void letterCaseIsOfNoConcern();
    void severalColumnsAreALabel_data() { EveryEngine::addRows(); }
    void severalColumnsAreALabel();

private:
    EveryEngine engines_;
};

void RowSearchTest::letterCaseIsOfNoConcern()
{
    QFETCH(QString, engine);
    Films films(engines_.newDatabase(engine));
    // What begins so stands before what only holds it.
    QCOMPARE(films.search("acad"), QStringLiteral("ACADEMY DINOSAUR, 50% Academic, VICTORY ACADEMY"));
    QCOMPARE(films.search("AIR"), QStringLiteral("Airplane"));
    QCOMPARE(films.search("0% a"), QStringLiteral("50% Academic"));
    QCOMPARE(films.search("1"), QStringLiteral("VICTORY ACADEMY")); // its key
}

void RowSearchTest::severalColumnsAreALabel()
{
    QFETCH(QString, engine);
    Films films(engines_.newDatabase(engine));
    QCOMPARE(films.titles(sql::searchBy(films.connection(), films.registry(), films.model("Film"),
                 {QStringLiteral("code"), QStringLiteral("title")}, QStringLiteral("dino AC-1"), 50,
                 sql::LongValues())),
        QStringLiteral("ACADEMY DINOSAUR"));
}

QTEST_GUILESS_MAIN(RowSearchTest)
#include "rowsearchtest.moc"
