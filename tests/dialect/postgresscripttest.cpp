// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"
#include "orm/sql/introspector.h"
#include "orm/sql/scriptreader.h"
#include "support/scratchserver.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;
using orm::PhysicalSchema;

namespace {

/// Every object of a schema on a line of its own name, as the script that makes it says it, so that two schemas
/// can be compared in the words of the server that both were read from.
QStringList objectLines(const PhysicalSchema& schema, const orm::Dialect& dialect)
{
    QStringList lines;
    const orm::Lifted lifted = orm::lift(schema);
    for (const orm::Statement& statement :
        dialect.createSchema(orm::derive(lifted.schema, {}, dialect.capabilities()), {}))
        lines += statement.sql;
    lines.sort();
    return lines;
}

QString difference(const QStringList& read, const QStringList& server)
{
    QStringList lines;
    for (const QString& line : read) {
        if (!server.contains(line))
            lines += QStringLiteral("+ ") + line;
    }
    for (const QString& line : server) {
        if (!read.contains(line))
            lines += QStringLiteral("- ") + line;
    }
    return lines.join(u'\n').left(900);
}

} // namespace

/// A script read without a server and made on one is what the script itself makes there.
class PostgresScriptTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(server_.start(), qPrintable(server_.error())); }
    void isWhatTheServerMakesOfIt_data();
    void isWhatTheServerMakesOfIt();
    void aDumpIsToo_data() { isWhatTheServerMakesOfIt_data(); }
    void aDumpIsToo();

private:
    /// What the server holds after the script that the reader's schema gives.
    PhysicalSchema madeOf(const QByteArray& script);
    void compare(const QByteArray& script);
    PhysicalSchema introspected(const ConnectionSettings& settings);

    tests::ScratchPostgres server_;
};

void PostgresScriptTest::isWhatTheServerMakesOfIt_data()
{
    QTest::addColumn<QByteArray>("script");
    for (const QFileInfo& info :
        QDir(tests::testPath(QStringLiteral("dialect/postgresql"))).entryInfoList({QStringLiteral("*.sql")})) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QTest::newRow(qPrintable(info.completeBaseName())) << file.readAll();
    }
}

PhysicalSchema PostgresScriptTest::introspected(const ConnectionSettings& settings)
{
    const auto connection = Connection::open(settings);
    if (!connection)
        qFatal("%s", qPrintable(connection.error().what.english()));
    const auto schema = introspect(**connection);
    if (!schema)
        qFatal("%s", qPrintable(schema.error().what.english()));
    return *schema;
}

PhysicalSchema PostgresScriptTest::madeOf(const QByteArray& script)
{
    const auto read = readPostgresScript(script, QStringLiteral("script.sql"));
    [&] { QVERIFY2(read, read ? "" : qPrintable(read.error().where + read.error().what.english())); }();
    const orm::Dialect& dialect = **orm::dialectNamed(QStringLiteral("postgresql"));
    const orm::Lifted lifted = orm::lift(read.value_or(PhysicalSchema()));
    const QString text =
        dialect.script(dialect.createSchema(orm::derive(lifted.schema, {}, dialect.capabilities()), {}));
    const ConnectionSettings copy = server_.newDatabase();
    const QString failed = server_.runScript(copy.database, text.toUtf8());
    [&] { QVERIFY2(failed.isEmpty(), qPrintable(failed.left(3000))); }();
    return introspected(copy);
}

void PostgresScriptTest::compare(const QByteArray& script)
{
    const ConnectionSettings original = server_.newDatabase();
    const QString failed = server_.runScript(original.database, script);
    QVERIFY2(failed.isEmpty(), qPrintable(failed.left(2000)));
    const orm::Dialect& dialect = **orm::dialectNamed(QStringLiteral("postgresql"));
    const PhysicalSchema read = madeOf(script);
    const QString found = difference(objectLines(read, dialect), objectLines(introspected(original), dialect));
    QVERIFY2(found.isEmpty(), qPrintable(found));
}

void PostgresScriptTest::isWhatTheServerMakesOfIt()
{
    QFETCH(QByteArray, script);
    if (script.contains("CREATE SCHEMA postgres"))
        QSKIP("what unqualified names mean depends on who runs it: a namespace is called like the user");
    compare(script);
}

void PostgresScriptTest::aDumpIsToo()
{
    QFETCH(QByteArray, script);
    const ConnectionSettings original = server_.newDatabase();
    const QString failed = server_.runScript(original.database, script);
    QVERIFY2(failed.isEmpty(), qPrintable(failed.left(2000)));
    const QByteArray dump = server_.runTool(
        QStringLiteral("pg_dump"), {QStringLiteral("--host=") + original.socket,
                                       QStringLiteral("--username=postgres"), original.database});
    QVERIFY(!dump.isEmpty());
    compare(dump);
}

QTEST_GUILESS_MAIN(PostgresScriptTest)
#include "postgresscripttest.moc"
