// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"
#include "orm/sql/introspector.h"
#include "orm/sql/sync.h"
#include "support/sqlitefile.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace conjoin;
using namespace conjoin::sql;
using orm::PhysicalSchema;

namespace {

/// Creation order follows foreign keys, so order between tables is not part of what must come back.
PhysicalSchema sorted(PhysicalSchema schema)
{
    const auto byName = [](const auto& a, const auto& b) { return a.name < b.name; };
    std::sort(schema.tables.begin(), schema.tables.end(), byName);
    std::stable_sort(schema.verbatims.begin(), schema.verbatims.end(), byName);
    return schema;
}

/// The first thing in which two schemas differ, for a person who has to find out why.
QString difference(const PhysicalSchema& a, const PhysicalSchema& b)
{
    for (size_t i = 0; i < std::min(a.tables.size(), b.tables.size()); ++i) {
        const orm::PhysicalTable& left = a.tables[i];
        const orm::PhysicalTable& right = b.tables[i];
        if (left == right)
            continue;
        const QString name = left.name + QStringLiteral(" / ") + right.name;
        for (size_t k = 0; k < std::min(left.columns.size(), right.columns.size()); ++k) {
            if (!(left.columns[k] == right.columns[k]))
                return name + QStringLiteral(": column ") + left.columns[k].name + QStringLiteral(" / ") +
                       right.columns[k].name;
        }
        if (left.columns.size() != right.columns.size())
            return name + QStringLiteral(": number of columns");
        if (left.primaryKey != right.primaryKey)
            return name + QStringLiteral(": primary key");
        if (left.uniqueKeys != right.uniqueKeys)
            return name + QStringLiteral(": unique keys");
        if (left.foreignKeys != right.foreignKeys)
            return name + QStringLiteral(": foreign keys");
        if (left.indexes != right.indexes)
            return name + QStringLiteral(": indexes");
        if (left.checks != right.checks)
            return name + QStringLiteral(": checks");
        return name + QStringLiteral(": options");
    }
    if (a.tables.size() != b.tables.size())
        return QStringLiteral("number of tables");
    for (size_t i = 0; i < std::min(a.verbatims.size(), b.verbatims.size()); ++i) {
        if (!(a.verbatims[i] == b.verbatims[i]))
            return a.verbatims[i].name + QStringLiteral(" / ") + b.verbatims[i].name;
    }
    return a.verbatims.size() == b.verbatims.size() ? QString()
                                                    : QStringLiteral("number of views and triggers");
}

/// What SQLite itself says of a database, as sorted lines: a witness that does not use the introspector.
QStringList catalog(Connection& connection)
{
    QStringList lines;
    for (const char* query :
        {"SELECT m.name, x.* FROM sqlite_schema m, pragma_table_xinfo(m.name) x WHERE m.type = 'table'",
            "SELECT m.name, CASE l.origin WHEN 'c' THEN l.name END, l.\"unique\", l.origin, l.partial, x.* "
            "FROM sqlite_schema m, "
            "pragma_index_list(m.name) l, pragma_index_xinfo(l.name) x WHERE m.type = 'table'",
            "SELECT m.name, f.\"table\", f.seq, f.\"from\", f.\"to\", f.on_update, f.on_delete "
            "FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
            "SELECT name, type, ncol, wr, strict FROM pragma_table_list",
            "SELECT type, name, tbl_name FROM sqlite_schema"}) {
        const auto found = connection.run(QString::fromLatin1(query));
        [&] { QVERIFY2(found, query); }();
        for (const auto& row : found->rows) {
            QString line;
            for (const Value& value : row)
                line += orm::literalText(value) + u'|';
            lines += line;
        }
    }
    lines.sort();
    return lines;
}

const char* const hostile =
    "CREATE TABLE \"\" (\"\" INTEGER PRIMARY KEY, \"a\nb\" TEXT CONSTRAINT \"c\"\"d\" UNIQUE DEFAULT '');"
    "CREATE TABLE \"👩‍🎓\" (id INTEGER NOT NULL CONSTRAINT k PRIMARY KEY AUTOINCREMENT, \"select\" text "
    "DEFAULT 'it''s', "
    " n numeric(10, 2) DEFAULT 1.50, b boolean DEFAULT TRUE, d DATETIME DEFAULT CURRENT_TIMESTAMP, x, y \"odd "
    "type\","
    " z INT AS (id * 2) STORED CHECK (z > 0 -- sure\n), CONSTRAINT \"n pos\" CHECK (n > 0), CHECK (b IN (0, "
    "1)));"
    "CREATE TABLE enrollment (student INTEGER NOT NULL REFERENCES \"👩‍🎓\" ON DELETE CASCADE, class "
    "TEXT "
    "COLLATE NOCASE,"
    " \"group\" INT REFERENCES nowhere (x) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,"
    " PRIMARY KEY (student, class DESC) ON CONFLICT IGNORE, UNIQUE (class COLLATE BINARY, \"group\") ON "
    "CONFLICT REPLACE,"
    " CONSTRAINT twice FOREIGN KEY (student) REFERENCES \"👩‍🎓\" (ID) MATCH FULL) WITHOUT ROWID;"
    "CREATE TABLE pairs (a INTEGER, b INTEGER, c INTEGER, PRIMARY KEY (a, b), FOREIGN KEY (b, c) REFERENCES "
    "pairs (a, b));"
    "CREATE TABLE spelt (a INTEGER REFERENCES PAIRS NOT DEFERRABLE, b TEXT REFERENCES Enrollment (Student) NOT "
    "DEFERRABLE INITIALLY IMMEDIATE, FOREIGN KEY (b, a) REFERENCES enrollment (CLASS, student));"
    "CREATE TABLE strict_one (i INT, r REAL, t TEXT, b BLOB, a ANY DEFAULT x'00ff') STRICT;"
    "CREATE UNIQUE INDEX \"by lower\" ON \"👩‍🎓\" (lower(\"select\") COLLATE NOCASE DESC, n) WHERE n IS "
    "NOT "
    "NULL;"
    "CREATE INDEX by_class ON enrollment (class, student DESC);"
    "CREATE VIEW v AS SELECT * FROM w; CREATE VIEW w AS SELECT student FROM enrollment -- all\n;"
    "CREATE TRIGGER t INSTEAD OF INSERT ON w BEGIN INSERT INTO pairs VALUES (1, 2, 3); SELECT ';'; END;"
    "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'porter');"
    "ALTER TABLE pairs ADD COLUMN \"added later\" TEXT COLLATE RTRIM DEFAULT 'x' NOT NULL;"
    "ALTER TABLE pairs RENAME TO \"new pairs\";";

const char* const defaults =
    "CREATE TABLE numbers (a INTEGER DEFAULT +5, b INTEGER DEFAULT - 5, c REAL DEFAULT 1e3, d NUMERIC DEFAULT "
    ".5, "
    "e INTEGER DEFAULT 0x1F, f INTEGER DEFAULT '5', g INTEGER DEFAULT (5), h BOOLEAN DEFAULT 1, i BOOLEAN "
    "DEFAULT false, "
    "j TINYINT(1) DEFAULT 0, k BIGINT DEFAULT 9223372036854775807, l DECIMAL(10,2) DEFAULT 0.10, m INT DEFAULT "
    "(-(-1)), "
    "n DEFAULT 007, o DEFAULT '007', p DEFAULT 1.0);"
    "CREATE TABLE texts (a TEXT DEFAULT word, b TEXT DEFAULT \"double\", c TEXT DEFAULT 5, d TEXT DEFAULT "
    "'it''s', "
    "e VARCHAR(10) DEFAULT 'CURRENT_TIMESTAMP', f TEXT DEFAULT NULL, g DEFAULT x'00ff', h BLOB DEFAULT 'text', "
    "i JSON DEFAULT '{\"a\": [1, ''x'']}', j TEXT DEFAULT ('a' || 'b'), k TEXT DEFAULT 'null', l TEXT DEFAULT "
    "' -- no', "
    "m TEXT DEFAULT 'line\nbreak', n TEXT DEFAULT (lower('A') /* why */), o UUID DEFAULT "
    "(hex(randomblob(16))));"
    "CREATE TABLE times (a DATE DEFAULT CURRENT_DATE, b TIME DEFAULT CURRENT_TIME, c TIMESTAMP DEFAULT "
    "CURRENT_TIMESTAMP, "
    "d TEXT DEFAULT current_timestamp, e DATE DEFAULT CURRENT_TIMESTAMP, f DATETIME DEFAULT (strftime('%s', "
    "'now')), "
    "g DATETIME DEFAULT '2024-01-01', h TIMESTAMP DEFAULT (CURRENT_TIMESTAMP));";

const char* const types = "CREATE TABLE t (a VARCHAR(80), b varchar ( 80 ), c \"odd type\", d [ty pe], e "
                          "DOUBLE PRECISION, f INT UNSIGNED, "
                          "g NATIVE CHARACTER(70), h DECIMAL(10,5), i decimal(10 , 5), j, k STRING, l BOOLEAN, "
                          "m bool, n DATETIME, o BLOB, "
                          "p CLOB, q TINYINT(1), r BIGINT, s UNSIGNED BIG INT, t FLOAT(-1), u \"\", v "
                          "'quoted', w \"say \"\"hi\"\"\", x int, "
                          "y LONGVARCHAR, z JSONB, aa ENUM, ab UUID, ac integer, ad Text, ae REAL, af NUMERIC, "
                          "ag CHAR(1), ah CHAR, ai TIMESTAMP);";

const char* const keys =
    "CREATE TABLE down_at_column (id INTEGER PRIMARY KEY DESC, x);"
    "CREATE TABLE down_at_table (id INTEGER, x, PRIMARY KEY (id DESC));"
    "CREATE TABLE down_text (id TEXT NOT NULL PRIMARY KEY DESC, x);"
    "CREATE TABLE parent (a INTEGER, b TEXT, c INT UNIQUE, d, CONSTRAINT pk PRIMARY KEY (b, a), UNIQUE (a, b), "
    "UNIQUE (d COLLATE NOCASE), CONSTRAINT again UNIQUE (d COLLATE NOCASE), CONSTRAINT last UNIQUE (c DESC, "
    "d));"
    "CREATE TABLE child (id INTEGER PRIMARY KEY, x REFERENCES PARENT (C) REFERENCES other, y INTEGER, z TEXT, "
    "FOREIGN KEY (z, y) REFERENCES parent, FOREIGN KEY (y, z) REFERENCES parent (a, b) ON DELETE CASCADE, "
    "FOREIGN KEY (id) REFERENCES child, FOREIGN KEY (y) REFERENCES a_view (q), CHECK (y > 0 OR z = ')'), CHECK "
    "(x));"
    "CREATE TABLE other (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, child INTEGER UNIQUE REFERENCES child "
    "DEFERRABLE);"
    "CREATE TABLE text_key (id TEXT PRIMARY KEY, n INTEGER NOT NULL UNIQUE) WITHOUT ROWID;"
    "CREATE TABLE int_key (id INT PRIMARY KEY, n);"
    "CREATE TABLE null_key (id TEXT NOT NULL PRIMARY KEY, o TEXT UNIQUE COLLATE NOCASE);"
    "CREATE TABLE conflicts (a TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'x', b CONSTRAINT n NOT NULL ON "
    "CONFLICT "
    "fail, c NULL ON CONFLICT IGNORE, d INT UNIQUE NOT NULL ON CONFLICT ABORT);"
    "CREATE TABLE no_key (a, b);"
    "CREATE TABLE student (id INTEGER PRIMARY KEY AUTOINCREMENT);"
    "CREATE TABLE friends (a INTEGER REFERENCES student, b INTEGER REFERENCES student, since TEXT, PRIMARY KEY "
    "(a, b));"
    "CREATE TABLE many (id INTEGER PRIMARY KEY, s NOT NULL REFERENCES student, c NOT NULL REFERENCES child, "
    "UNIQUE (s, c));"
    "CREATE INDEX i1 ON child (y, z); CREATE UNIQUE INDEX i2 ON child (z) WHERE y > 1; CREATE INDEX i3 ON "
    "child (y + 1, x);"
    "CREATE INDEX \"i 4\" ON friends (b, a); CREATE INDEX i5 ON many (json_extract(s, '$.a, b'), c DESC);"
    "CREATE VIEW a_view AS SELECT a AS q FROM parent;"
    "CREATE TRIGGER after_view AFTER DELETE ON child WHEN old.id > 1 BEGIN DELETE FROM other WHERE child = "
    "old.id; END;"
    "CREATE VIEW b_view (x, y) AS WITH c AS (SELECT 1) SELECT q, 2 FROM a_view;";

} // namespace

/// What was read, drawn, derived and written makes the same database again.
class RoundTripTest : public QObject {
    Q_OBJECT

private slots:
    void aDatabaseComesBack_data();
    void aDatabaseComesBack();

private:
    QTemporaryDir folder_;
};

void RoundTripTest::aDatabaseComesBack_data()
{
    QTest::addColumn<QString>("file");
    QVERIFY(folder_.isValid());
    for (const auto& [name, script] :
        {std::pair("hostile", hostile), {"defaults", defaults}, {"types", types}, {"keys", keys}}) {
        const QString file = folder_.filePath(QString::fromLatin1(name));
        QCOMPARE(tests::runScript(file, script), QString());
        QTest::newRow(name) << file;
    }
    const QString corpus = tests::sharedPath(QStringLiteral("corpus"));
    if (corpus.isEmpty()) // the project alone: the databases made here have to do
        return;
    for (const QFileInfo& info :
        QDir(corpus + QStringLiteral("/sqlite")).entryInfoList({QStringLiteral("*.sql")})) {
        QFile script(info.filePath());
        QVERIFY(script.open(QIODevice::ReadOnly));
        const QString file = folder_.filePath(info.baseName());
        QCOMPARE(tests::runScript(file, script.readAll()), QString());
        QTest::newRow(qPrintable(info.baseName())) << file;
    }
    for (const QFileInfo& info :
        QDir(corpus + QStringLiteral("/ready")).entryInfoList({QStringLiteral("*.db")}))
        QTest::newRow(qPrintable(QStringLiteral("ready ") + info.baseName())) << info.filePath();
}

void RoundTripTest::aDatabaseComesBack()
{
    QFETCH(QString, file);
    ConnectionSettings settings;
    settings.file = file;
    settings.readOnly = true;
    const auto connection = Connection::open(settings);
    QVERIFY2(connection, connection ? "" : qPrintable(connection.error().what.english()));
    const auto first = introspect(**connection);
    QVERIFY(first);

    const orm::Dialect& dialect = (*connection)->dialect();
    const orm::Lifted lifted = orm::lift(*first);
    const orm::Derivation derivation = orm::derive(lifted.schema, {}, dialect.capabilities());
    QCOMPARE(difference(sorted(derivation.schema), sorted(*first)), QString());
    QVERIFY(sorted(derivation.schema) == sorted(*first));

    ConnectionSettings memory;
    memory.file = QStringLiteral(":memory:");
    const auto made = Connection::open(memory);
    for (const orm::Statement& statement : dialect.createSchema(derivation, {})) {
        const auto done = (*made)->run(statement.sql);
        QVERIFY2(done, done ? "" : qPrintable(statement.sql + u'\n' + done.error().what.english()));
    }
    const auto second = introspect(**made);
    QVERIFY(second);
    QCOMPARE(difference(sorted(*second), sorted(*first)), QString());
    QVERIFY(sorted(*second) == sorted(*first));
    QCOMPARE(catalog(**made), catalog(**connection));

    // As a person runs it: the whole script at once.
    ConnectionSettings whole;
    whole.file = folder_.filePath(QStringLiteral("whole.db"));
    QFile::remove(whole.file);
    QCOMPARE(
        tests::runScript(whole.file, dialect.script(dialect.createSchema(derivation, {})).toUtf8()), QString());
    const auto ran = Connection::open(whole);
    QVERIFY(ran);
    QCOMPARE(catalog(**ran), catalog(**connection));

    const auto plan = planSync(**connection, derivation, {});
    QVERIFY(plan);
    QVERIFY2(plan->statements.empty(), "the database already is what was drawn from it");
    QCOMPARE(plan->diagnostics.empty() ? QString() : plan->diagnostics.front().what.english(), QString());
}

QTEST_GUILESS_MAIN(RoundTripTest)
#include "roundtriptest.moc"
