// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"
#include "orm/sql/introspector.h"
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
            "SELECT m.name, l.name, l.\"unique\", l.origin, l.partial, x.* FROM sqlite_schema m, "
            "pragma_index_list(m.name) l, pragma_index_xinfo(l.name) x WHERE m.type = 'table'",
            "SELECT m.name, lower(f.\"table\"), f.seq, f.\"from\", lower(f.\"to\"), f.on_update, "
            "f.on_delete "
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
    const QString strange = folder_.filePath(QStringLiteral("hostile.db"));
    QCOMPARE(tests::runScript(strange, hostile), QString());
    QTest::newRow("hostile") << strange;
    const QString corpus = tests::sharedPath(QStringLiteral("corpus"));
    if (corpus.isEmpty()) // the project alone: the strange database has to do
        return;
    for (const QFileInfo& info :
        QDir(corpus + QStringLiteral("/sqlite")).entryInfoList({QStringLiteral("*.sql")})) {
        QFile script(info.filePath());
        QVERIFY(script.open(QIODevice::ReadOnly));
        const QString file = folder_.filePath(info.baseName());
        QCOMPARE(tests::runScript(file, "PRAGMA synchronous = OFF;" + script.readAll()), QString());
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
}

QTEST_GUILESS_MAIN(RoundTripTest)
#include "roundtriptest.moc"
