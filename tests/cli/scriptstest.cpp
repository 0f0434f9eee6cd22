// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace conjoin;
using tests::ProgramRun;
using tests::runConjoin;

/// What the command line makes of SQL scripts.
class ScriptsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void scriptsInARowRunInOneSession();
    void anErrorNamesTheFileItIsIn();
    void aScriptThatTellsNothingIsReadByWhoeverCan();
    void whatIsPassedOverIsTold();

private:
    void write(const char* name, const QByteArray& text)
    {
        QFile file(folder_->filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    ProgramRun run(const QStringList& arguments) { return runConjoin(folder_->path(), arguments); }

    std::unique_ptr<QTemporaryDir> folder_;
};

void ScriptsTest::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
}

void ScriptsTest::scriptsInARowRunInOneSession()
{
    write("1.sql", "CREATE TABLE a (id integer NOT NULL);\nCREATE TABLE b (a_id integer)\n;");
    write("2.sql", "ALTER TABLE a ADD CONSTRAINT a_pkey PRIMARY KEY (id);\n"
                   "ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a ON DELETE CASCADE;");
    const ProgramRun imported = run({"import", "1.sql", "2.sql", "--from", "postgresql", "-o", "p.conjoin"});
    QVERIFY2(imported.status == 0, qPrintable(imported.err));
    const ProgramRun ddl = run({"ddl", "p.conjoin"});
    QVERIFY2(
        ddl.out.contains("PRIMARY KEY (id)") && ddl.out.contains("ON DELETE CASCADE"), ddl.out.constData());
}

void ScriptsTest::anErrorNamesTheFileItIsIn()
{
    write("1.sql", "CREATE TABLE a (id integer);\n\n");
    write("2.sql", "CREATE TABLE b (id integer);\nCREATE TABLE c (id integer,,);\n");
    const ProgramRun imported = run({"import", "1.sql", "2.sql", "--from", "postgresql", "-o", "p.conjoin"});
    QCOMPARE(imported.status, 3);
    QVERIFY2(imported.err.contains("2.sql:2:28"), qPrintable(imported.err));
    QVERIFY(!QFile::exists(folder_->filePath("p.conjoin")));
}

void ScriptsTest::aScriptThatTellsNothingIsReadByWhoeverCan()
{
    write("plain.sql", "CREATE TABLE [order] (id INTEGER PRIMARY KEY);");
    const ProgramRun ddl = run({"ddl", "plain.sql", "--dialect", "postgresql"});
    QVERIFY2(ddl.status == 0, qPrintable(ddl.err));
    QVERIFY2(ddl.out.contains("CREATE TABLE \"order\""), ddl.out.constData());
}

void ScriptsTest::whatIsPassedOverIsTold()
{
    write("data.sql", "CREATE TABLE a (id integer);\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\n");
    const ProgramRun imported =
        run({"import", "data.sql", "--from", "postgresql", "--json", "-o", "p.conjoin"});
    QVERIFY2(imported.status == 0, qPrintable(imported.err));
    QVERIFY2(imported.out.contains("\"diagnostics\"") && imported.out.contains("2 "), imported.out.constData());
}

QTEST_GUILESS_MAIN(ScriptsTest)
#include "scriptstest.moc"
