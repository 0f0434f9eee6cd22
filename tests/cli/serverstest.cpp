// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/program.h"
#include "support/scratchserver.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

using namespace conjoin;
using tests::ProgramRun;
using tests::runConjoin;

/// What the command line does with databases on servers: each test with both of them.
class ServersTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aDatabaseComesBackAsAScript_data() { servers(); }
    void aDatabaseComesBackAsAScript();
    void syncCreatesWhatIsMissing_data() { servers(); }
    void syncCreatesWhatIsMissing();
    void importRefreshesAProject_data() { servers(); }
    void importRefreshesAProject();
    void aDumpIsReadWithoutASwitch_data() { servers(); }
    void aDumpIsReadWithoutASwitch();
    void verboseTellsStatementsButNoPassword_data() { servers(); }
    void verboseTellsStatementsButNoPassword();
    void aServerThatIsNotThereIsStatus4_data() { servers(); }
    void aServerThatIsNotThereIsStatus4();
    void onlyTheNamedSchemasAreRead();
    void aSyncThatFailsHalfWaySaysSo();

private:
    void servers();
    /// Chooses the server and makes a database with two tables and a junction.
    void begin();
    QString url(const QString& database) const
    {
        const sql::ConnectionSettings settings =
            isPostgres_ ? postgres_.settings(database) : mariaDb_.settings(database);
        return settings.url();
    }
    tests::ScratchServer& server()
    {
        return isPostgres_ ? static_cast<tests::ScratchServer&>(postgres_) : mariaDb_;
    }
    QString dialect() const { return isPostgres_ ? QStringLiteral("postgresql") : QStringLiteral("mariadb"); }
    ProgramRun run(const QStringList& arguments) { return runConjoin(folder_.path(), arguments); }

    QTemporaryDir folder_;
    tests::ScratchPostgres postgres_;
    tests::ScratchMariaDb mariaDb_;
    bool isPostgres_ = true;
    QString full_;
};

void ServersTest::servers()
{
    QTest::addColumn<bool>("postgres");
    QTest::newRow("PostgreSQL") << true;
    QTest::newRow("MariaDB") << false;
}

void ServersTest::initTestCase()
{
    QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
}

void ServersTest::begin()
{
    QFETCH(bool, postgres);
    isPostgres_ = postgres;
    full_ = server().newDatabase().database;
    const QByteArray script =
        "CREATE TABLE student (id integer NOT NULL PRIMARY KEY, name varchar(80) NOT NULL);\n"
        "CREATE TABLE class (id integer NOT NULL PRIMARY KEY, title varchar(80) DEFAULT 'none');\n"
        "CREATE TABLE enrollment (student_id integer NOT NULL, class_id integer NOT NULL,\n"
        "  PRIMARY KEY (student_id, class_id),\n"
        "  CONSTRAINT of_student FOREIGN KEY (student_id) REFERENCES student (id) ON DELETE CASCADE,\n"
        "  CONSTRAINT of_class FOREIGN KEY (class_id) REFERENCES class (id) ON DELETE CASCADE);\n";
    QCOMPARE(server().runScript(full_, script), QString());
}

void ServersTest::aDatabaseComesBackAsAScript()
{
    begin();
    const ProgramRun ddl = run({"ddl", url(full_), "-o", "out.sql", "--overwrite"});
    QVERIFY2(ddl.status == 0, qPrintable(ddl.err));
    const QString copy = server().newDatabase().database;
    QFile script(folder_.filePath("out.sql"));
    QVERIFY(script.open(QIODevice::ReadOnly));
    QCOMPARE(server().runScript(copy, script.readAll()), QString());
    const ProgramRun diff = run({"diff", url(full_), url(copy)});
    QCOMPARE(QString::fromUtf8(diff.out), QString());
    QCOMPARE(diff.status, 0);
    QCOMPARE(server().runScript(copy, "ALTER TABLE student ADD age integer;"), QString());
    QCOMPARE(run({"diff", url(full_), url(copy)}).status, 1);
}

void ServersTest::syncCreatesWhatIsMissing()
{
    begin();
    QCOMPARE(run({"new", "school.conjoin", "--example", "school", "--overwrite"}).status, 0);
    const QString database = server().newDatabase().database;
    const ProgramRun dry = run({"sync", "school.conjoin", url(database), "--dry-run"});
    QVERIFY2(dry.status == 0, qPrintable(dry.err));
    QVERIFY(dry.out.contains("CREATE TABLE"));
    const ProgramRun first = run({"sync", "school.conjoin", url(database)});
    QVERIFY2(first.status == 0 && first.err.startsWith("ran "), qPrintable(first.err));
    const ProgramRun second = run({"sync", "school.conjoin", url(database)});
    QVERIFY2(second.status == 0 && second.err.contains("has everything already"), qPrintable(second.err));
    QCOMPARE(second.err.count(u'\n'), 1);
    const ProgramRun lint = run({"lint", url(database)});
    QVERIFY2(lint.status == 0, lint.out.constData());
}

void ServersTest::importRefreshesAProject()
{
    begin();
    const QString project = dialect() + QStringLiteral(".conjoin");
    const ProgramRun first = run({"import", url(full_), "-o", project, "--json"});
    QVERIFY2(first.status == 0, qPrintable(first.err));
    QVERIFY(first.out.contains("\"junction\": \"enrollment\""));
    QFile file(folder_.filePath(project));
    const auto read = [&] { return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray(); };
    const QByteArray before = read();
    file.close();
    QVERIFY(!before.isEmpty());
    QCOMPARE(run({"import", url(full_), "-o", project}).status, 0);
    QCOMPARE(read(), before); // nothing changed, so nothing does
    file.close();
    QCOMPARE(server().runScript(full_, "ALTER TABLE class ADD room varchar(10);"), QString());
    QCOMPARE(run({"import", url(full_), "-o", project}).status, 0);
    const QByteArray after = read();
    QVERIFY(after.contains("room"));
    const QRegularExpression id(QStringLiteral("\"id\": \"([^\"]+)\""));
    for (auto match = id.globalMatch(QString::fromUtf8(before)); match.hasNext();)
        QVERIFY(after.contains(match.next().captured().toUtf8()));
}

void ServersTest::aDumpIsReadWithoutASwitch()
{
    begin();
    const QByteArray dump =
        isPostgres_
            ? server().runTool(
                  "pg_dump", {"--host=" + postgres_.settings(full_).socket, "--username=postgres", full_})
            : server().runTool("mariadb-dump",
                  {"--no-defaults", "--socket=" + mariaDb_.settings(full_).socket, "--user=root", full_});
    QFile file(folder_.filePath("dump.sql"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(dump) > 0);
    file.close();
    const ProgramRun diff = run({"diff", "dump.sql", url(full_)});
    QVERIFY2(diff.status == 0, (diff.out + diff.err.toUtf8()).constData());
    const ProgramRun ddl = run({"ddl", "dump.sql"}); // in its own dialect
    QVERIFY2(ddl.status == 0, qPrintable(ddl.err));
    QCOMPARE(server().runScript(server().newDatabase().database, ddl.out), QString());
}

void ServersTest::verboseTellsStatementsButNoPassword()
{
    begin();
    QString with = url(full_);
    with.insert(with.indexOf(u'@'), QStringLiteral(":s3cret"));
    for (const QStringList& arguments :
        {QStringList{"lint", with, "--verbose"}, QStringList{"ddl", with, "--log-sql", "log.sql"},
            QStringList{"lint", QString(with).replace(full_, QStringLiteral("nowhere"))}}) {
        const ProgramRun ran = run(arguments);
        QVERIFY(!ran.err.contains("s3cret"));
        QVERIFY(!ran.out.contains("s3cret"));
    }
    // The scratch servers ask for no password; MariaDB refuses a wrong one all the same.
    if (!isPostgres_)
        return;
    QVERIFY(run({"lint", with, "--verbose"}).err.contains("SELECT"));
    QFile log(folder_.filePath("log.sql"));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray text = log.readAll();
    QVERIFY(text.contains("SELECT") && !text.contains("s3cret"));
}

void ServersTest::aServerThatIsNotThereIsStatus4()
{
    begin();
    const QString scheme = dialect();
    const ProgramRun refused = run({"lint", scheme + "://ann:s3cret@127.0.0.1:1/db"});
    QCOMPARE(refused.status, 4);
    QVERIFY(refused.err.startsWith("conjoin: db on 127.0.0.1:1: "));
    QVERIFY(refused.err.contains("\nhint: "));
    QVERIFY(!refused.err.contains("s3cret"));
    const ProgramRun unknown = run({"lint", url(QStringLiteral("nowhere"))});
    QCOMPARE(unknown.status, 4);
    const ProgramRun typo = run({"lint", scheme + "://h/d?schma=a"});
    QCOMPARE(typo.status, 3);
    QVERIFY(typo.err.contains("did you mean \"schema\"?"));
}

void ServersTest::onlyTheNamedSchemasAreRead()
{
    isPostgres_ = true;
    const QString database = postgres_.newDatabase().database;
    QCOMPARE(postgres_.runScript(database, "CREATE SCHEMA audit; CREATE TABLE audit.entry (id int PRIMARY KEY);"
                                           "CREATE TABLE student (id int PRIMARY KEY);"),
        QString());
    const QByteArray all = run({"ddl", url(database)}).out;
    QVERIFY(all.contains("audit.entry") && all.contains("student"));
    const QByteArray one = run({"ddl", url(database) + "&schema=audit"}).out;
    QVERIFY(one.contains("audit.entry") && !one.contains("student"));
}

void ServersTest::aSyncThatFailsHalfWaySaysSo()
{
    isPostgres_ = false;
    const QString database = mariaDb_.newDatabase().database;
    QFile script(folder_.filePath("half.sql"));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("CREATE TABLE a (id int PRIMARY KEY) ENGINE=InnoDB;\n"
                 "CREATE VIEW v AS SELECT id, nowhere.f(id) AS f FROM a;\n");
    script.close();
    const ProgramRun ran = run({"sync", "half.sql", url(database), "--from", "mariadb"});
    QVERIFY2(ran.status == 6, qPrintable(ran.err));
    QVERIFY(ran.err.contains("applied 1 of 2"));
    QVERIFY(ran.err.contains("\nhint: "));
}

QTEST_GUILESS_MAIN(ServersTest)
#include "serverstest.moc"
