// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using conjoin::tests::ProgramRun;
using conjoin::tests::runConjoin;

/// What a person reads when something is wrong, and that nothing was changed then.
class ErrorsTest : public QObject {
    Q_OBJECT

private:
    ProgramRun run(const QStringList& arguments, const QByteArray& input = {})
    {
        return runConjoin(folder_.path(), arguments, input);
    }
    void put(const QString& name, const QByteArray& bytes)
    {
        QFile file(folder_.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QByteArray get(const QString& name)
    {
        QFile file(folder_.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder_;

private slots:
    void initTestCase()
    {
        QCOMPARE(run({"new", "school.conjoin", "--example", "school"}).status, 0);
        QCOMPARE(run({"sync", "school.conjoin", "sqlite:school.db"}).status, 0);
    }

    void wrongUseIsStatusTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown command") << QStringList{"fnd", "sqlite:school.db", "Student"} << "find";
        QTest::newRow("unknown option")
            << QStringList{"ddl", "school.conjoin", "--dialekt", "sqlite"} << "did you mean \"--dialect\"?";
        QTest::newRow("unknown dialect")
            << QStringList{"ddl", "school.conjoin", "--dialect", "sqlight"} << "sqlite";
        QTest::newRow("missing argument") << QStringList{"sync", "school.conjoin"} << "missing";
        QTest::newRow("one too many") << QStringList{"ddl", "school.conjoin", "other"} << "too many";
        QTest::newRow("unknown example") << QStringList{"new", "x.conjoin", "--example", "shcool"} << "school";
        QTest::newRow("bad number") << QStringList{"find", "sqlite:school.db", "Student", "--limit", "many"}
                                    << "many";
        QTest::newRow("bad format") << QStringList{"find", "sqlite:school.db", "Student", "--format", "jsn"}
                                    << "did you mean";
        QTest::newRow("render to what") << QStringList{"render", "school.conjoin", "-o", "x.bmp"} << ".svg";
    }
    void wrongUseIsStatusTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const ProgramRun wrong = run(arguments);
        QCOMPARE(wrong.status, 2);
        QVERIFY2(wrong.err.startsWith("conjoin: "), qPrintable(wrong.err));
        QVERIFY2(wrong.err.contains(says), qPrintable(wrong.err));
        QVERIFY(wrong.out.isEmpty());
    }

    void inputThatDoesNotFitIsStatusThree_data()
    {
        put("broken.conjoin", "this is no project\n");
        put("future.conjoin", "conjoin 9999\n");
        put("empty.conjoin", "");
        put("noise.db", QByteArray("SQLite format 3\0", 16) + QByteArray(2000, '\x5a'));
        put("wrong.sql", "CREATE TABLE a (\n  b integer,\n  c integr,,\n);\n");
        QDir(folder_.path()).mkdir("folder");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("no such file") << QStringList{"ddl", "nowhere.conjoin"} << "nowhere.conjoin";
        QTest::newRow("not a project") << QStringList{"ddl", "broken.conjoin"} << "broken.conjoin:1";
        QTest::newRow("a future version") << QStringList{"ddl", "future.conjoin"} << "newer";
        QTest::newRow("an empty file") << QStringList{"ddl", "empty.conjoin"} << "empty.conjoin";
        QTest::newRow("a directory") << QStringList{"ddl", "folder"} << "directory";
        QTest::newRow("a directory as database") << QStringList{"find", "sqlite:folder", "A"} << "directory";
        QTest::newRow("a script's error has its place")
            << QStringList{"import", "wrong.sql", "-o", "w.conjoin"} << "wrong.sql:3:";
        QTest::newRow("unknown table")
            << QStringList{"find", "sqlite:school.db", "Studnet"} << "did you mean \"Student\"?";
        QTest::newRow("unknown association")
            << QStringList{"find", "sqlite:school.db", "Student", "--include", "Clases"}
            << "did you mean \"Classes\"?";
        QTest::newRow("unknown attribute")
            << QStringList{"find", "sqlite:school.db", "Student", "--where", R"({"firstNme": 1})"}
            << "did you mean \"firstName\"?";
        QTest::newRow("unknown operator") << QStringList{"find", "sqlite:school.db", "Student", "--where",
                                                 R"({"firstName": {"startWith": "J"}})"}
                                          << "startsWith";
        QTest::newRow("broken JSON has its place")
            << QStringList{"find", "sqlite:school.db", "Student", "--where", "{\"a\":}"} << "--where:1:6";
        QTest::newRow("create of an unknown attribute")
            << QStringList{"create", "sqlite:school.db", "Student", "--values", R"({"firstname": "x"})"}
            << "did you mean \"firstName\"?";
        QTest::newRow("missing database")
            << QStringList{"find", "sqlite:nowhere.db", "Student"} << "nowhere.db";
    }
    void inputThatDoesNotFitIsStatusThree()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const ProgramRun wrong = run(arguments);
        QVERIFY2(wrong.status == 3, qPrintable(QString::number(wrong.status) + wrong.err));
        QVERIFY2(wrong.err.startsWith("conjoin: "), qPrintable(wrong.err));
        QVERIFY2(wrong.err.contains(says), qPrintable(wrong.err));
        QVERIFY(wrong.out.isEmpty());
        QVERIFY(!QFile::exists(folder_.filePath("nowhere.db")));
        QVERIFY(!QFile::exists(folder_.filePath("w.conjoin")));
    }

    void aCorruptDatabaseIsToldSo()
    {
        const ProgramRun wrong = run({"find", "sqlite:noise.db", "A"});
        QVERIFY2(wrong.status == 3 || wrong.status == 4, qPrintable(wrong.err));
        QVERIFY2(wrong.err.contains("noise.db"), qPrintable(wrong.err));
    }

    void nothingIsOverwrittenUnasked()
    {
        put("kept.conjoin", "precious");
        const ProgramRun refused = run({"new", "kept.conjoin"});
        QCOMPARE(refused.status, 3);
        QVERIFY(refused.err.contains("--overwrite"));
        QCOMPARE(get("kept.conjoin"), QByteArray("precious"));
        QCOMPARE(run({"new", "kept.conjoin", "--overwrite"}).status, 0);
        QVERIFY(get("kept.conjoin").startsWith("conjoin "));
    }

    void aScriptReachesNoFile()
    {
        put("evil.sql", "CREATE TABLE a (b);\nATTACH 'stolen.db' AS s;\nCREATE TABLE s.x (y);\n");
        const ProgramRun refused = run({"import", "evil.sql", "-o", "evil.conjoin"});
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.err.contains("evil.sql:2"), qPrintable(refused.err));
        QVERIFY(!QFile::exists(folder_.filePath("stolen.db")));
    }

    void aSyncThatFailsLeavesNoFile()
    {
        put("twice.sql", "CREATE TABLE a (b);\nCREATE VIEW v AS SELECT b FROM a;\n");
        QCOMPARE(run({"import", "twice.sql", "-o", "twice.conjoin"}).status, 0);
        QByteArray project = get("twice.conjoin");
        QVERIFY(project.contains("SELECT b FROM a"));
        put("twice.conjoin", project.replace("SELECT b FROM a", "SELECT b FORM a"));
        const ProgramRun refused = run({"sync", "twice.conjoin", "sqlite:twice.db"});
        QVERIFY2(refused.status == 4, qPrintable(refused.err));
        QVERIFY(!QFile::exists(folder_.filePath("twice.db")));
    }

    void noRowIsTheAnswerNo()
    {
        const ProgramRun none = run({"find", "sqlite:school.db", "Student", "--pk", "4711"});
        QCOMPARE(none.status, 1);
        QCOMPARE(none.out, QByteArray("null\n"));
    }

    void aConstraintIsTheDatabasesRefusal()
    {
        QCOMPARE(run({"create", "sqlite:school.db", "Student", "--values", R"({"id": 77, "firstName": "A"})"})
                     .status,
            0);
        const ProgramRun twice =
            run({"create", "sqlite:school.db", "Student", "--values", R"({"id": 77, "firstName": "B"})"});
        QVERIFY2(twice.status == 4, qPrintable(twice.err));
        QVERIFY2(twice.err.contains("id"), qPrintable(twice.err));
    }

    void hostileNamesWork()
    {
        put("odd.sql",
            "CREATE TABLE \"a \"\"quoted\"\" 😀 name\" (\"select\" INTEGER PRIMARY KEY, \"x;--\" TEXT);\n");
        const ProgramRun imported = run({"import", "odd.sql", "-o", "odd.conjoin"});
        QVERIFY2(imported.status == 0, qPrintable(imported.err));
        const ProgramRun ddl = run({"ddl", "odd.conjoin"});
        QVERIFY(ddl.out.contains("\"a \"\"quoted\"\" 😀 name\""));
        QCOMPARE(run({"sync", "odd.conjoin", "sqlite:odd.db"}).status, 0);
        const ProgramRun created = run(
            {"create", "sqlite:odd.db", "a \"quoted\" 😀 name", "--values", "{\"x;--\": \"'); DROP TABLE\"}"});
        QVERIFY2(created.status == 0, qPrintable(created.err));
        QVERIFY(created.out.contains("'); DROP TABLE"));
    }

    void aDamagedDrawingIsMendedAndTold()
    {
        QByteArray text = get("school.conjoin");
        const qsizetype card = text.indexOf("\n  card ") + 8;
        text.replace(card + 10, text.indexOf('\n', card) - card - 10, " nan 1e12");
        text.replace("\nend\n", "  card 00000000zz 0 0\n\nend\n");
        put("damaged.conjoin", text);
        for (const QStringList& command :
            {QStringList{"lint", "damaged.conjoin"}, QStringList{"ddl", "damaged.conjoin"},
                QStringList{"render", "damaged.conjoin", "-o", "damaged.svg"},
                QStringList{"sync", "damaged.conjoin", "sqlite:damaged.db"},
                QStringList{"find", "sqlite:school.db", "Student", "--project", "damaged.conjoin"}}) {
            const ProgramRun done = run(command);
            QVERIFY2(done.status == 0, qPrintable(command.front() + done.err));
            QVERIFY2(done.err.contains("damaged.conjoin: diagram \"School\": no usable place was given, so one "
                                       "was found: Student"),
                qPrintable(command.front() + done.err));
            QVERIFY2(done.err.contains("00000000zz"), qPrintable(done.err));
        }
        QVERIFY(!get("damaged.svg").contains("nan"));
        QCOMPARE(get("damaged.conjoin"), text);
        QCOMPARE(run({"ddl", "damaged.conjoin"}).out, run({"ddl", "school.conjoin"}).out);
    }

    void versionAndHelpAreThere()
    {
        QVERIFY(run({"--version"}).out.startsWith("conjoin "));
        QVERIFY(run({"--help"}).out.contains("import"));
        QVERIFY(run({"help", "create"}).out.contains("--values"));
    }
};

QTEST_GUILESS_MAIN(ErrorsTest)
#include "errorstest.moc"
