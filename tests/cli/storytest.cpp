// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using conjoin::tests::ProgramRun;
using conjoin::tests::runConjoin;

/// The School story in the words of the command line: what its results look like, byte for byte.
class StoryTest : public QObject {
    Q_OBJECT

private:
    ProgramRun run(const QStringList& arguments, const QByteArray& input = {})
    {
        return runConjoin(folder_.path(), arguments, input);
    }
    ProgramRun createStudent(const QByteArray& values)
    {
        return run({"create", "sqlite:school.db", "Student", "--project", "school.conjoin", "--values",
            QString::fromUtf8(values)});
    }

    QTemporaryDir folder_;

private slots:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        QCOMPARE(run({"new", "school.conjoin", "--example", "school"}).status, 0);
        const ProgramRun synced = run({"sync", "school.conjoin", "sqlite:school.db"});
        QVERIFY2(synced.status == 0, qPrintable(synced.err));
    }

    void ddlMakesTheJunctionWithItsKeys()
    {
        const ProgramRun ddl = run({"ddl", "school.conjoin", "--dialect", "sqlite", "--if-not-exists"});
        QCOMPARE(ddl.status, 0);
        const QString sql = QString::fromUtf8(ddl.out).simplified();
        QVERIFY(sql.contains("CREATE TABLE IF NOT EXISTS Students"));
        QVERIFY(sql.contains("CREATE TABLE IF NOT EXISTS Classes"));
        QVERIFY(sql.contains("CREATE TABLE IF NOT EXISTS Enrollments"));
        QVERIFY(sql.contains("PRIMARY KEY (StudentId, ClassId)"));
        QCOMPARE(sql.count("ON DELETE CASCADE ON UPDATE CASCADE"), 2);
    }

    void creatingLinksWhatExists()
    {
        const ProgramRun lucas =
            createStudent(R"({"firstName": "Lucas", "Classes": [{"className": "Chemistry"}]})");
        QVERIFY2(lucas.status == 0, qPrintable(lucas.err));
        QCOMPARE(lucas.out, QByteArray(R"({
  "id": 1,
  "firstName": "Lucas",
  "Classes": [
    { "id": 1, "className": "Chemistry", "Enrollment": { "StudentId": 1, "ClassId": 1 } }
  ]
}
)"));
        const ProgramRun jake =
            createStudent(R"({"firstName": "Jake", "Classes": [{"className": "Chemistry"}]})");
        QVERIFY2(jake.status == 0, qPrintable(jake.err));
        QCOMPARE(jake.out, QByteArray(R"({
  "id": 2,
  "firstName": "Jake",
  "Classes": [
    { "id": 1, "className": "Chemistry", "Enrollment": { "StudentId": 2, "ClassId": 1 } }
  ]
}
)"));
    }

    void findingNestsFromBothSides()
    {
        const ProgramRun student = run({"find", "sqlite:school.db", "Student", "--project", "school.conjoin",
            "--where", R"({"firstName": "Jake"})", "--include", "Classes"});
        QCOMPARE(student.status, 0);
        QCOMPARE(student.out, QByteArray(R"([
  {
    "id": 2,
    "firstName": "Jake",
    "Classes": [
      { "id": 1, "className": "Chemistry", "Enrollment": { "StudentId": 2, "ClassId": 1 } }
    ]
  }
]
)"));
        const ProgramRun klass = run({"find", "sqlite:school.db", "Class", "--include", "Students", "--one"});
        QCOMPARE(klass.status, 0);
        QCOMPARE(klass.out, QByteArray(R"({
  "id": 1,
  "className": "Chemistry",
  "Students": [
    { "id": 1, "firstName": "Lucas", "Enrollment": { "StudentId": 1, "ClassId": 1 } },
    { "id": 2, "firstName": "Jake", "Enrollment": { "StudentId": 2, "ClassId": 1 } }
  ]
}
)"));
    }

    void aMisspeltAssociationWritesNothing()
    {
        const QByteArray before = run({"find", "sqlite:school.db", "Student"}).out;
        const ProgramRun wrong = createStudent(R"({"firstName": "Eve", "classes": [{"className": "Art"}]})");
        QCOMPARE(wrong.status, 3);
        QVERIFY2(wrong.err.contains("did you mean \"Classes\"?"), qPrintable(wrong.err));
        QVERIFY(wrong.out.isEmpty());
        QCOMPARE(run({"find", "sqlite:school.db", "Student"}).out, before);
        QVERIFY(!run({"find", "sqlite:school.db", "Class"}).out.contains("Art"));
    }

    void linkingAndUnlinkingSayWhatTheyDid()
    {
        QCOMPARE(
            run({"create", "sqlite:school.db", "Class", "--values", R"({"className": "Physics"})"}).status, 0);
        const QStringList words{"sqlite:school.db", "Student", "1", "Classes", "2"};
        QCOMPARE(run(QStringList{"link"} + words).out,
            QByteArray("{ \"added\": 1, \"updated\": 0, \"unchanged\": 0, \"removed\": 0 }\n"));
        QCOMPARE(run(QStringList{"link"} + words).out,
            QByteArray("{ \"added\": 0, \"updated\": 0, \"unchanged\": 1, \"removed\": 0 }\n"));
        QCOMPARE(run(QStringList{"unlink"} + words).out, QByteArray("{ \"removed\": 1 }\n"));
        QVERIFY(run({"find", "sqlite:school.db", "Class", "--pk", "2"}).out.contains("Physics"));
    }

    void aSecondSyncHasNothingToDo()
    {
        const ProgramRun again = run({"sync", "school.conjoin", "sqlite:school.db", "--dry-run"});
        QCOMPARE(again.status, 0);
        QVERIFY(again.out.simplified().isEmpty());
    }

    void readingTheDatabaseFindsTheLinkAgain()
    {
        const ProgramRun imported = run({"import", "sqlite:school.db", "-o", "read.conjoin", "--json"});
        QVERIFY2(imported.status == 0, qPrintable(imported.err));
        QVERIFY(imported.out.contains("\"junction\": \"Enrollments\""));
        QVERIFY(run({"ddl", "read.conjoin"}).out.contains("PRIMARY KEY (StudentId, ClassId)"));
    }

    void theDiagramBecomesAPicture()
    {
        const ProgramRun svg = run({"render", "school.conjoin", "-o", "school.svg"});
        QVERIFY2(svg.status == 0, qPrintable(svg.err));
        QFile file(folder_.filePath("school.svg"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray picture = file.readAll();
        QVERIFY(picture.contains("Student") && picture.contains("Enrollment"));
        QCOMPARE(run({"render", "school.conjoin", "-o", "school.png", "--scale", "2"}).status, 0);
        QFile png(folder_.filePath("school.png"));
        QVERIFY(png.open(QIODevice::ReadOnly));
        QVERIFY(png.read(8).startsWith("\x89PNG"));
    }
};

QTEST_GUILESS_MAIN(StoryTest)
#include "storytest.moc"
