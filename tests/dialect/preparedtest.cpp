// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"
#include "orm/sql/statementcache.h"
#include "support/everyengine.h"
#include "support/sampleschema.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using sql::Value;

/// Statements that run again stay prepared on the way to the engine; whatever becomes of the tables meanwhile,
/// nobody can tell.
class PreparedTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void init();
    void cleanup() { connection_.reset(); }
    void theSameTextAgain_data() { EveryEngine::addRows(); }
    void theSameTextAgain();
    void insideOfItself_data() { EveryEngine::addRows(); }
    void insideOfItself();
    void anErrorIsForgotten_data() { EveryEngine::addRows(); }
    void anErrorIsForgotten();
    void theTableChanges_data() { EveryEngine::addRows(); }
    void theTableChanges();
    void somebodyElseChangesTheTable_data() { EveryEngine::addRows(); }
    void somebodyElseChangesTheTable();
    void aTransactionThatLosesItsStatementIsTriedAgain();
    void theServerKeepsFew_data();
    void theServerKeepsFew();

private:
    std::unique_ptr<sql::Connection> open() { return mustHave(sql::Connection::open(settings_), engine_); }
    QString run(const QString& statement, const std::vector<Value>& values = {})
    {
        return runOn(*connection_, statement, values);
    }
    /// The rows, or the code of the error.
    static QString runOn(
        sql::Connection& connection, const QString& statement, const std::vector<Value>& values = {})
    {
        const auto result = connection.run(statement, values);
        if (!result)
            return result.error().what.code;
        QStringList rows;
        for (const std::vector<Value>& row : result->rows) {
            QStringList texts;
            for (const Value& value : row)
                texts.append(value.isNull() ? QStringLiteral("NULL") : value.display());
            rows.append(texts.join(u'|'));
        }
        return rows.join(u';');
    }
    QString byId(qint64 id) { return run(QStringLiteral("SELECT * FROM thing WHERE id = ?"), {Value(id)}); }

    EveryEngine engines_;
    QString engine_;
    sql::ConnectionSettings settings_;
    std::unique_ptr<sql::Connection> connection_;
};

void PreparedTest::init()
{
    const bool every = QTest::currentDataTag() != nullptr;
    engine_ = every ? QString::fromLatin1(QTest::currentDataTag()) : QStringLiteral("postgresql");
    settings_ = engines_.newDatabase(engine_);
    connection_ = open();
    QCOMPARE(run(QStringLiteral("CREATE TABLE thing (id integer PRIMARY KEY, name varchar(40))")), QString());
    for (int i = 1; i <= 3; ++i)
        QCOMPARE(run(QStringLiteral("INSERT INTO thing VALUES (?, ?)"),
                     {Value(qint64(i)), Value(QStringLiteral("n%1").arg(i))}),
            QString());
}

void PreparedTest::theSameTextAgain()
{
    for (int round = 0; round < 10; ++round) { // a server may plan differently from the sixth time on
        QCOMPARE(byId(1), QStringLiteral("1|n1"));
        QCOMPARE(byId(3), QStringLiteral("3|n3"));
        QCOMPARE(byId(9), QString());
    }
    const QString byName = QStringLiteral("SELECT id FROM thing WHERE name = ?");
    for (const Value& value : {Value(QStringLiteral("n2")), Value(), Value(QByteArray("n2")),
             Value(QString(5000, u'x')), Value(QStringLiteral("n2"))}) {
        const QString found = run(byName, {value});
        if (value == Value(QStringLiteral("n2")))
            QCOMPARE(found, QStringLiteral("2"));
    }
    for (int i = 0; i < 3; ++i)
        QCOMPARE(run(QStringLiteral("UPDATE thing SET name = ? WHERE id = ?"),
                     {i == 1 ? Value() : Value(QStringLiteral("m%1").arg(i)), Value(qint64(2))}),
            QString());
    QCOMPARE(byId(2), QStringLiteral("2|m2"));
}

/// The statement runs while its own rows are read, as far as the engine lets that be.
void PreparedTest::insideOfItself()
{
    if (engine_ != u"sqlite")
        QSKIP("a server's connection runs one statement at a time");
    class Sink : public sql::RowSink {
    public:
        explicit Sink(PreparedTest& test)
            : test_(test)
        {}
        bool row(std::span<const sql::Cell> cells) override
        {
            seen += cells.front().value().display() + u'(' + test_.run(statement, {Value(qint64(2))}) + u')';
            return true;
        }
        const QString statement = QStringLiteral("SELECT id FROM thing WHERE id >= ? ORDER BY id");
        QString seen;

    private:
        PreparedTest& test_;
    } sink(*this);
    for (int i = 0; i < 3; ++i) {
        sink.seen.clear();
        QVERIFY(connection_->read(sink.statement, {Value(qint64(1))}, sink));
        QCOMPARE(sink.seen, QStringLiteral("1(2;3)2(2;3)3(2;3)"));
    }
}

void PreparedTest::anErrorIsForgotten()
{
    const QString insert = QStringLiteral("INSERT INTO thing VALUES (?, ?)");
    for (int i = 0; i < 4; ++i) {
        QVERIFY(run(insert, {Value(qint64(1)), Value(QStringLiteral("again"))})
                    .startsWith(QStringLiteral("constraint.")));
        QCOMPARE(run(insert, {Value(qint64(10 + i)), Value(QStringLiteral("new"))}), QString());
    }
    const auto done = connection_->transaction([&]() -> Result<void> {
        const auto first = connection_->run(insert, {Value(qint64(20)), Value()});
        return first ? Result<void>(databaseError({}, message("test", "enough")))
                     : Result<void>(failure(first));
    });
    QVERIFY(!done);
    QCOMPARE(byId(20), QString());
    QCOMPARE(run(insert, {Value(qint64(20)), Value()}), QString());
    QCOMPARE(byId(20), QStringLiteral("20|NULL"));
}

void PreparedTest::theTableChanges()
{
    for (int i = 0; i < 3; ++i)
        QCOMPARE(byId(1), QStringLiteral("1|n1"));
    QCOMPARE(run(QStringLiteral("ALTER TABLE thing ADD COLUMN size integer")), QString());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(byId(1), QStringLiteral("1|n1|NULL"));
    QCOMPARE(run(QStringLiteral("ALTER TABLE thing DROP COLUMN name")), QString());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(byId(1), QStringLiteral("1|NULL"));
    QCOMPARE(run(QStringLiteral("DROP TABLE thing")), QString());
    QVERIFY(!byId(1).isEmpty()); // no such table
    QCOMPARE(run(QStringLiteral("CREATE TABLE thing (id integer, a varchar(9), b varchar(9))")), QString());
    QCOMPARE(byId(1), QString());
}

void PreparedTest::somebodyElseChangesTheTable()
{
    const auto other = open();
    const QString byName = QStringLiteral("SELECT id, name FROM thing WHERE name = ?");
    const std::vector<Value> key{Value(QStringLiteral("22"))};
    QCOMPARE(run(QStringLiteral("UPDATE thing SET name = ? WHERE id = 2"), key), QString());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(run(byName, key), QStringLiteral("2|22"));
    // Another type of the column, which SQLite can't change: another column in its place.
    if (engine_ == u"sqlite") {
        for (const char* statement : {"ALTER TABLE thing ADD COLUMN size integer", "DROP TABLE thing",
                 "CREATE TABLE thing (name integer, id integer, more integer)",
                 "INSERT INTO thing (id, name) VALUES (2, 22)"})
            QCOMPARE(runOn(*other, QString::fromLatin1(statement)), QString());
    } else {
        const bool isPostgres = engine_ == u"postgresql";
        const QString type =
            isPostgres ? QStringLiteral("ALTER name TYPE integer USING CAST(nullif(name, 'n1') AS integer)")
                       : QStringLiteral("MODIFY name integer");
        QCOMPARE(runOn(*other, QStringLiteral("DELETE FROM thing WHERE id <> 2")), QString());
        QCOMPARE(runOn(*other, QStringLiteral("ALTER TABLE thing ") + type), QString());
    }
    for (int i = 0; i < 3; ++i)
        QCOMPARE(run(byName, key), QStringLiteral("2|22"));
    for (int i = 0; i < 3; ++i)
        QVERIFY(byId(2).contains(QStringLiteral("22")));
}

/// There the error has ended the transaction; whoever can try again gets it done.
void PreparedTest::aTransactionThatLosesItsStatementIsTriedAgain()
{
    const auto other = open();
    const QString byId = QStringLiteral("SELECT id, name FROM thing WHERE id = ?");
    for (int i = 0; i < 3; ++i)
        QCOMPARE(run(byId, {Value(qint64(2))}), QStringLiteral("2|n2"));
    QCOMPARE(runOn(*other, QStringLiteral("ALTER TABLE thing ALTER name TYPE text")), QString());
    QCOMPARE(runOn(*other, QStringLiteral("ALTER TABLE thing ALTER name TYPE char(3)")), QString());
    sql::TransactionOptions options;
    options.retries = 1;
    int rounds = 0;
    QString found;
    const auto done = connection_->transaction(options, [&]() -> Result<void> {
        ++rounds;
        const auto rows = connection_->run(byId, {Value(qint64(2))});
        if (!rows)
            return failure(rows);
        found = rows->rows.front()[1].display();
        return {};
    });
    QVERIFY2(done, done ? "" : qPrintable(errorText(done.error())));
    QCOMPARE(found, QStringLiteral("n2 "));
    QCOMPARE(rounds, 2);
}

void PreparedTest::theServerKeepsFew_data()
{
    QTest::addColumn<QString>("count");
    QTest::newRow("postgresql") << QStringLiteral("SELECT COUNT(*) FROM pg_prepared_statements");
    QTest::newRow("mariadb") << QStringLiteral("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'");
}

void PreparedTest::theServerKeepsFew()
{
    QFETCH(QString, count);
    const auto kept = [&] { return run(count).section(u'|', -1).toInt(); };
    for (int i = 0; i < 200; ++i) {
        const QString statement = QStringLiteral("SELECT id + %1 FROM thing WHERE id = ?").arg(i);
        for (int again = 0; again < 2; ++again)
            QCOMPARE(run(statement, {Value(qint64(1))}), QString::number(i + 1));
    }
    const int most = int(sql::StatementCache<int>::most);
    QVERIFY2(kept() > most / 2 && kept() <= most + 2, qPrintable(QString::number(kept())));
}

QTEST_GUILESS_MAIN(PreparedTest)
#include "preparedtest.moc"
