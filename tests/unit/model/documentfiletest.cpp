// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/documentfile.h"

#include <QFile>
#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;

namespace {

/// A small project, written by hand as the documentation of the format shows it.
const char schoolFile[] = R"(conjoin 1

project School
  dialect sqlite

table 00000000s0 Student
  comment
    "Who learns.\n"
    "And how."
  column 00000000s1 firstName varchar(255)
    default literal "Ann"
  column 00000000s2 grade "TINYINT UNSIGNED" not-null
  primary-key 00000000s3
    part 00000000s1

table 00000000c0 Class

table 00000000e0 Enrollment

reference 00000000r0
  from 00000000c0
  to 00000000s0
  mandatory
  role Tutor
  columns - 00000000s1
  on-delete set-null

link 00000000m0
  junction 00000000e0
  reverse-index no
  end 00000000s0
  end 00000000c0
    role Classes

diagram 00000000d0 Diagram
  card 00000000s0 96 120.5 hue 3 pinned
  link 00000000m0 as-card at -1 2

end
)";

QByteArray replaced(const char* what, const char* by)
{
    QByteArray text = schoolFile;
    Q_ASSERT_X(text.contains(what), "replaced", what);
    const auto at = text.indexOf(what);
    return text.replace(at, qstrlen(what), by);
}

} // namespace

class DocumentFileTest : public QObject {
    Q_OBJECT

private slots:
    void theDocumentedFormIsRead();
    void writingGivesTheSameBytes();
    void theDocumentationShowsAProject();
    void oddNamesAreReadable();
    void mistakesNameLineAndPath_data();
    void mistakesNameLineAndPath();
    void misspeltKeysAreGuessed();
    void otherFilesAreNoProjects_data();
    void otherFilesAreNoProjects();
};

void DocumentFileTest::theDocumentedFormIsRead()
{
    const auto document = readDocument(schoolFile, QStringLiteral("school"));
    QVERIFY2(document, document ? "" : qPrintable(document.error().where + document.error().what.english()));
    QCOMPARE(document->settings.name, QStringLiteral("School"));
    const Table& student = *tableNamed(document->schema, QStringLiteral("Student"));
    QCOMPARE(student.comment, QStringLiteral("Who learns.\nAnd how."));
    QVERIFY(student.columns[0].type == DataType::of(TypeKind::Varchar, 255));
    QCOMPARE(student.columns[0].defaultValue.text, QStringLiteral("Ann"));
    QVERIFY(student.columns[1].type == DataType::verbatim(QStringLiteral("TINYINT UNSIGNED")));
    QVERIFY(!student.columns[1].nullable);
    QCOMPARE(student.primaryKey->parts.size(), std::size_t(1));
    const Reference& reference = *document->schema.references.begin();
    QVERIFY(reference.mandatory);
    QCOMPARE(reference.role, QStringLiteral("Tutor"));
    QVERIFY(reference.key.columns[0].local.isNull());
    QCOMPARE(reference.key.columns[0].target, student.columns[0].id);
    QVERIFY(reference.key.onDelete == Action::SetNull);
    const ManyToMany& link = *document->schema.links.begin();
    QCOMPARE(link.reverseIndex, std::optional(false));
    QCOMPARE(link.ends[1].role, QStringLiteral("Classes"));
    const Diagram& diagram = *document->diagrams.begin();
    QCOMPARE(*diagram.tables.begin(), (TableNode{student.id, {96, 120.5}, 3, false, true}));
    QCOMPARE(*diagram.links.begin(), (LinkNode{link.id, LinkNode::Presentation::Card, QPointF(-1, 2)}));
}

void DocumentFileTest::writingGivesTheSameBytes()
{
    const auto document = readDocument(schoolFile, QStringLiteral("school"));
    QVERIFY(document);
    QCOMPARE(QString::fromUtf8(writeDocument(*document)), QString::fromUtf8(schoolFile));
}

void DocumentFileTest::theDocumentationShowsAProject()
{
    QFile page(QStringLiteral(CONJOIN_SOURCE_DIR "/docs/project-file.md"));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray text = page.readAll();
    const auto start = text.indexOf("```\n") + 4;
    const QByteArray example = text.mid(start, text.indexOf("```", start) - start);
    const auto document = readDocument(example, QStringLiteral("project-file.md"));
    QVERIFY2(document, document ? "" : qPrintable(document.error().where + document.error().what.english()));
    QCOMPARE(QString::fromUtf8(writeDocument(*document)), QString::fromUtf8(example));
}

void DocumentFileTest::oddNamesAreReadable()
{
    Document document =
        emptyDocument(QString::fromUtf8("Caf\xc3\xa9 \"\xf0\x9f\x8e\x93\"\n\x01\u202e"), DiagramId(1));
    const QByteArray text = writeDocument(document);
    QVERIFY(text.contains("project \"Caf\xc3\xa9 \\\"\xf0\x9f\x8e\x93\\\"\\n\\u{1}\\u{202e}\"\n"));
    QCOMPARE(readDocument(text, {}).value().settings.name, document.settings.name);
}

void DocumentFileTest::mistakesNameLineAndPath_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("sentence"); // a part of it
    const auto row = [](const char* name, const QByteArray& text, int line, const char* sentence) {
        QTest::newRow(name) << text << line << QString::fromUtf8(sentence);
    };
    row("unknown key", replaced("    default literal", "    defult literal"), 11,
        "table Student / column firstName / defult literal: \"defult\" has no meaning here");
    row("unknown kind", replaced("\ntable 00000000c0 Class", "\ntabel 00000000c0 Class"), 16,
        "\"tabel\" has no");
    row("key twice", replaced("  mandatory\n", "  mandatory\n  mandatory\n"), 24,
        "reference 00000000r0 / mandatory: \"mandatory\" stands here a second time");
    row("id twice", replaced("table 00000000c0", "table 00000000s1"), 16,
        "the id 00000000s1 is that of line 10");
    row("no id", replaced("table 00000000c0", "table c0"), 16, "\"c0\" is no id");
    row("missing key", replaced("  from 00000000c0\n", ""), 20, "the line \"from\" is missing");
    row("missing word", replaced("Class\n", "\n"), 16, "the line ends with a space");
    row("missing name", replaced(" Class\n", "\n"), 16, "the line ends too early");
    row("unknown id", replaced("  to 00000000s0", "  to 00000000zz"), 20, "no table has the id 00000000zz");
    row("column of another table", replaced("    part 00000000s1", "    part 00000000zz"), 13,
        "names column 00000000zz");
    row("link with one end", replaced("  end 00000000s0\n", ""), 28, "fewer than two ends");
    row("unknown word", replaced("hue 3 pinned", "hue 3 pined"), 36,
        "card 00000000s0: \"pined\" has no meaning here");
    row("bad hue", replaced("hue 3", "hue 9"), 35, "hue 9 is not between 0 and 7");
    row("bad number", replaced("120.5", "12O.5"), 36, "\"12O.5\" is no number");
    row("infinite", replaced("120.5", "inf"), 36, "\"inf\" is no number");
    row("bad type", replaced("varchar(255)", "vachar"), 10, "\"vachar\" is no type");
    row("bad action", replaced("set-null", "set-nul"), 26,
        "on-delete set-nul: \"set-nul\" has no meaning here");
    row("odd indentation", replaced("  mandatory", "   mandatory"), 23, "indented by 3 spaces");
    row("deep indentation", replaced("  mandatory", "      mandatory"), 23, "indented by 6 spaces");
    row("tab", replaced("  mandatory", "\tmandatory"), 23, "not by tabs");
    row("two spaces", replaced("role Tutor", "role  Tutor"), 24, "divided by one space");
    row("carriage return", replaced("mandatory\n", "mandatory\r\n"), 23, "carriage return");
    row("open quote", replaced("\"Ann\"", "\"Ann"), 11, "closing quote");
    row("bad escape", replaced("\"Ann\"", "\"A\\q\""), 11, "is no escape");
    row("bad code", replaced("\"Ann\"", "\"\\u{110000}\""), 11, "in braces");
    row("control", replaced("\"Ann\"", "\"A\x01n\""), 11, "control character");
    row("not UTF-8", replaced("\"Ann\"", "\"A\xffn\""), 11, "not UTF-8");
    row("surrogate in UTF-8", replaced("\"Ann\"", "\"\xed\xa0\x80\""), 11, "not UTF-8");
    row("words behind a flag", replaced("  mandatory", "  mandatory yes"), 23, "\"yes\" has no meaning here");
    row("lines below a flag", replaced("  mandatory\n", "  mandatory\n    unique\n"), 24,
        "\"unique\" has no meaning");
    row("card twice", replaced("  link 00000000m0 as-card", "  card 00000000s0 1 1\n  link 00000000m0 as-card"),
        37, "in the diagram already");
    row("no diagram",
        replaced("diagram 00000000d0 Diagram\n  card 00000000s0 96 120.5 hue 3 pinned\n"
                 "  link 00000000m0 as-card at -1 2\n",
            ""),
        1, "no diagram");
    row("cut", QByteArray(schoolFile).left(600), 36, "cut off");
    row("something behind", QByteArray(schoolFile) + "\ntable 00000000x0 X\n", 41, "cut off");
}

void DocumentFileTest::mistakesNameLineAndPath()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(QString, sentence);
    const auto document = readDocument(text, QStringLiteral("my.conjoin"));
    QVERIFY(!document);
    const QString what = document.error().what.english();
    QVERIFY2(what.contains(sentence), qPrintable(what));
    QCOMPARE(document.error().where, QStringLiteral("my.conjoin:%1").arg(line));
    QVERIFY(document.error().kind == ErrorKind::Input);
}

void DocumentFileTest::misspeltKeysAreGuessed()
{
    const auto document = readDocument(replaced("  mandatory", "  mandatroy"), QStringLiteral("x"));
    QVERIFY(!document);
    QCOMPARE(document.error().hint.english(), QStringLiteral("did you mean \"mandatory\"?"));
}

void DocumentFileTest::otherFilesAreNoProjects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("empty") << QByteArray() << "file.not-a-project";
    QTest::newRow("SQLite") << QByteArray("SQLite format 3\0\x10\0", 18) << "file.not-a-project";
    QTest::newRow("JSON") << QByteArray("{\"conjoin\": 1}\n") << "file.not-a-project";
    QTest::newRow("newer") << replaced("conjoin 1", "conjoin 2") << "file.newer";
    QTest::newRow("newer in another form") << QByteArray("conjoin 12\n{}") << "file.newer";
    QTest::newRow("version 0") << replaced("conjoin 1", "conjoin 0") << "file.version";
    QTest::newRow("no version") << replaced("conjoin 1", "conjoin one") << "file.version";
}

void DocumentFileTest::otherFilesAreNoProjects()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, code);
    const auto document = readDocument(text, QStringLiteral("x"));
    QVERIFY(!document);
    QCOMPARE(document.error().what.code, code);
    QCOMPARE(document.error().where, QStringLiteral("x:1"));
}

QTEST_GUILESS_MAIN(DocumentFileTest)
#include "documentfiletest.moc"
