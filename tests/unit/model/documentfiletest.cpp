// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/documentfile.h"
#include "support/support.h"

#include <QFile>
#include <QRegularExpression>
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

/// Every key that the school has no use for.
const char fullFile[] = R"FILE(conjoin 1

project Full
  dialect postgresql

table 00000000t0 Thing
  sql-schema app
  unlogged
  engine InnoDB
  charset utf8mb4
  table-collation utf8mb4_bin
  partition-by "PARTITION BY RANGE (n)"
  inherits parent
  options "ROW_FORMAT=COMPRESSED"
  timestamps
  soft-delete
  depends-on "add(integer, integer)"
  column 00000000t1 n integer(5) unsigned zerofill not-null auto-increment
    identity always
    sequence "START WITH 100"
  column 00000000t2 tags enum dimensions 1 value "a" value "b c"
  column 00000000t3 mood named is 00000000y0
  column 00000000t4 gone named native "other" schema "elsewhere"
  column 00000000t5 changed timestamp(3)
    on-update "CURRENT_TIMESTAMP(3)"
    charset latin1
    not-null-conflict REPLACE
    extra "INVISIBLE"
  primary-key 00000000t6
    name things
    name-yields
    part 00000000t1
    include 00000000t2
    deferrable initially-deferred
    nulls-not-distinct
    method HASH
    options "WITH (fillfactor=70)"
    comment "the key"
  index 00000000t7
    part 00000000t5 descending nulls last length 10 operators text_pattern_ops
    include 00000000t1
    nulls-not-distinct
    options "WITH (fillfactor=70)"
    comment "an index"
  check 00000000t8
    expression "n > 0"
    not-enforced
    not-valid
    no-inherit
    comment "a check"

table 00000000k0 Link
  column 00000000k1 kind varchar(10)

reference 00000000r0
  from 00000000t0
  missing-table Gone
  missing-schema elsewhere
  missing-column id
  columns 00000000t1 -
  not-valid
  set-column 00000000t1
  comment "a key"

link 00000000m0
  junction 00000000k0
  junction-key duplicates
  pair-key friends
  symmetric
  ordered
  position place
  validity
  valid-from since
  valid-to until
  scope 00000000k1 "friend"
  end 00000000t0
    minimum 1
    maximum 5
  end 00000000t0
    role Others

type 00000000y0 mood
  kind enum
  sql-schema app
  value "good"
  value "so bad"
  comment "how it is"

type 00000000y1 address
  kind domain
  base varchar(80)
  not-null
  default literal "x"
  collation C
  check 00000000y2
    expression "VALUE > 0"

verbatim 00000000v0 "add(integer, integer)"
  kind routine
  sql-schema app
  table "app.Thing"
  comment "adds"
  sql "CREATE FUNCTION add(integer, integer) …"
  depends-on mood

diagram 00000000d0 Diagram
  notation idef1x
  card 00000000t0 -8 16 hue 2 keys-only pinned level 3
  link 00000000m0 at 4 5 pinned level -1
    bends 1 10 20 30 20.5
  line 00000000r0 -8 16 24 16
  group 00000000g0 0 0 size 480 320 hue 1 pinned level 2
    title "Teaching"
  note 00000000n0 1 2 size 240 120 pinned
    text "**Bold**"

query "All things"
  table Thing in app
  find "{}"

virtual-key Log
  target Thing in app
  column thing id
  column part no

junction table Thing_Part

end
)FILE";

QByteArray replacedInFull(const char* what, const char* by)
{
    QByteArray text = fullFile;
    Q_ASSERT_X(text.contains(what), "replacedInFull", what);
    return text.replace(text.indexOf(what), qsizetype(qstrlen(what)), by);
}

int lineOf(const char* what)
{
    return int(QByteArray(fullFile).left(QByteArray(fullFile).indexOf(what)).count('\n')) + 1;
}

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
    void everyKeyIsReadAndWritten();
    void theDocumentationNamesEveryKey();
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
    QCOMPARE(*student.columns[0].defaultValue.text, QStringLiteral("Ann"));
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
    QCOMPARE(*diagram.tables.begin(), (TableNode{student.id, {96, 120.5}, 3, CardDetail::Columns, true}));
    QCOMPARE(*diagram.links.begin(), (LinkNode{link.id, LinkNode::Presentation::Card, QPointF(-1, 2)}));
}

void DocumentFileTest::writingGivesTheSameBytes()
{
    const auto document = readDocument(schoolFile, QStringLiteral("school"));
    QVERIFY(document);
    QCOMPARE(QString::fromUtf8(writeDocument(*document)), QString::fromUtf8(schoolFile));
}

void DocumentFileTest::everyKeyIsReadAndWritten()
{
    const auto document = readDocument(fullFile, QStringLiteral("full"));
    QVERIFY2(document, document ? "" : qPrintable(document.error().where + document.error().what.english()));
    QCOMPARE(writeDocument(*document).split('\n'), QByteArray(fullFile).split('\n')); // a line each
    const ManyToMany& link = *document->schema.links.begin();
    QVERIFY(link.symmetric && link.ordered && link.validity);
    QCOMPARE(link.pairKeyName, QStringLiteral("friends"));
    QCOMPARE(link.positionName, QStringLiteral("place"));
    QCOMPARE(link.scope.front().value, QStringLiteral("friend"));
    QCOMPARE(link.ends[0].maximum, 5);
    QCOMPARE(document->schema.types.size(), std::size_t(2));
    const Table& thing = *tableNamed(document->schema, QStringLiteral("Thing"));
    QVERIFY(thing.primaryKey->nameYields);
    QVERIFY(thing.columns[0].type.zerofill && thing.columns[0].type.length == 5);
    QVERIFY(thing.columns[0].type.isUnsigned && thing.columns[0].identity == Identity::Always);
    QCOMPARE(thing.columns[2].type.userType, document->schema.types.begin()->id);
    QVERIFY(!thing.checks[0].validated && !thing.checks[0].enforced && !thing.checks[0].inherited);
    const Diagram& diagram = *document->diagrams.begin();
    QCOMPARE(diagram.notation, Notation::Idef1x);
    QCOMPARE(*diagram.tables.begin(), (TableNode{thing.id, {-8, 16}, 2, CardDetail::Keys, true, 3}));
    QCOMPARE(diagram.links.begin()->bends, (std::vector<Bends>{{}, {{10, 20}, {30, 20.5}}}));
    QCOMPARE(diagram.references.begin()->bends, (Bends{{-8, 16}, {24, 16}}));
    QCOMPARE(diagram.notes.begin()->text, QStringLiteral("**Bold**"));
}

void DocumentFileTest::theDocumentationNamesEveryKey()
{
    QFile page(tests::projectPath(QStringLiteral("docs/project-file.md")));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(page.readAll());
    for (const QByteArray& source : {QByteArray(schoolFile), QByteArray(fullFile)}) {
        for (const QByteArray& line : source.split('\n')) {
            const QString key = QString::fromUtf8(line.trimmed().split(' ').first());
            if (key.isEmpty() || key.startsWith(u'"'))
                continue; // a line of a longer text
            const QRegularExpression word(QStringLiteral("`[^`]*\\b%1\\b[^`]*`").arg(key));
            QVERIFY2(text.contains(word), qPrintable(key));
        }
    }
}

void DocumentFileTest::theDocumentationShowsAProject()
{
    QFile page(tests::projectPath(QStringLiteral("docs/project-file.md")));
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
    row("bends of half a corner", replaced("at -1 2", "at -1 2\n    bends 0 1 2 3"), 38,
        "something is missing");
    row("bends of no end", replaced("at -1 2", "at -1 2\n    bends 0.5 1 2"), 38, "an end of a link");
    row("card twice", replaced("  link 00000000m0 as-card", "  card 00000000s0 1 1\n  link 00000000m0 as-card"),
        37, "in the diagram already");
    row("no diagram",
        replaced("diagram 00000000d0 Diagram\n  card 00000000s0 96 120.5 hue 3 pinned\n"
                 "  link 00000000m0 as-card at -1 2\n",
            ""),
        1, "no diagram");
    const auto full = [&](const char* name, const char* what, const char* by, const char* sentence) {
        row(name, replacedInFull(what, by), lineOf(what), sentence);
    };
    full("bad identity", "    identity always", "    identity sometimes", "identity sometimes: \"sometimes\"");
    full("bad junction key", "  junction-key duplicates", "  junction-key double",
        "\"double\" has no meaning here");
    full("scope without a value", "  scope 00000000k1 \"friend\"", "  scope 00000000k1", "ends too early");
    full("bad count", "    maximum 5", "    maximum 5.5", "a count is a whole number");
    full("bad nulls", "    part 00000000t5 descending nulls last",
        "    part 00000000t5 descending nulls middle", "\"middle\" has no meaning here");
    full("bad kind of type", "  kind domain", "  kind composite", "\"composite\" has no meaning here");
    full("bad kind of thing", "  kind routine", "  kind procedure", "\"procedure\" has no meaning here");
    row("unknown type", replacedInFull("named is 00000000y0", "named is 00000000zz"),
        lineOf("  column 00000000t3"), "no type has the id 00000000zz");
    row("type of itself", replacedInFull("  base varchar(80)", "  base named is 00000000y1"),
        lineOf("type 00000000y1"), "is made of itself");
    row("scope of another table", replacedInFull("  scope 00000000k1", "  scope 00000000t1"),
        lineOf("link 00000000m0"), "names column 00000000t1");
    row("query without a table", replacedInFull("  table Thing in app\n  find", "  find"),
        lineOf("query \"All things\""), "\"table\" is missing");
    full("bad part of a query", "  find \"{", "  found \"{", "\"found\" has no meaning here");
    full("query twice", "virtual-key Log\n", "query \"ALL things\"\n  table X\nvirtual-key Log\n",
        "there is a query \"All things\" already");
    full("query without a name", "query \"All things\"", "query \"\"", "a query needs a name");
    full("virtual key without columns",
        "virtual-key Log\n  target Thing in app\n  column thing id\n  column part no",
        "virtual-key Log\n  target Thing in app", "needs columns");
    full("virtual key with half a column", "  column part no", "  column part", "ends too early");
    full("junction as what", "junction table Thing_Part", "junction box Thing_Part",
        "\"box\" has no meaning here");
    row("junction twice",
        replacedInFull("junction table Thing_Part", "junction table Thing_Part\n\njunction link Thing_Part"),
        lineOf("junction table Thing_Part") + 2, "is said already");
    row("cut", QByteArray(schoolFile).left(600), 36, "cut off");
    row("a merge that git left to a person",
        replaced("  from 00000000c0\n",
            "<<<<<<< HEAD\n  from 00000000c0\n=======\n  from 00000000s0\n>>>>>>> theirs\n"),
        21, "git could not do it alone");
    row("line ends of another system", QByteArray(schoolFile).replace("\n", "\r\n"), 1, "end in CR LF");
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
    QTest::newRow("empty") << QByteArray() << "file.empty";
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
