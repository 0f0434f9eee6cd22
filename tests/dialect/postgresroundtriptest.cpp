// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "orm/lift/lift.h"
#include "orm/sql/introspector.h"
#include "orm/sql/statementlog.h"
#include "support/scratchserver.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace conjoin;
using namespace conjoin::sql;
using orm::PhysicalSchema;
using orm::PhysicalTable;

namespace {

/// What the server itself says of a database, as sorted lines: a witness that does not use the introspector.
constexpr const char* catalogQueries[]{
    "SELECT 'relation', c.oid::regclass::text, c.relkind, c.relpersistence, c.relispartition, "
    "c.relrowsecurity, "
    "c.relforcerowsecurity, c.relreplident, c.relispopulated, c.reloptions::text, pg_get_expr(c.relpartbound, "
    "c.oid), CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END, (SELECT "
    "string_agg(i.inhparent::regclass"
    "::text, ',' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid AND c.relkind NOT IN ('i', "
    "'I')), (SELECT o.reloptions::text FROM pg_class o WHERE o.oid = c.reltoastrelid) FROM pg_class c WHERE "
    "c.relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I', 'c', 'f') AND {own}",
    "SELECT 'column', c.oid::regclass::text, c.relkind, a.attnum - (SELECT count(*) FROM pg_attribute g WHERE "
    "g.attrelid = c.oid AND g.attisdropped AND g.attnum < a.attnum), a.attname, format_type(a.atttypid, "
    "a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attislocal, a.attinhcount, "
    "a.attcollation::regcollation::text, a.attstattarget, a.attstorage, pg_get_expr(d.adbin, d.adrelid), "
    "pg_get_serial_sequence(c.oid::regclass::text, a.attname) FROM pg_attribute a JOIN pg_class c ON c.oid = "
    "a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT "
    "a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'c', 'f') AND {own}",
    "SELECT 'constraint', k.conrelid::regclass::text, k.conname, k.contype, pg_get_constraintdef(k.oid), "
    "k.conislocal, k.coninhcount, k.contype = 'c' AND k.connoinherit, k.convalidated, "
    "k.conindid::regclass::text FROM pg_constraint "
    "k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype <> 't' AND {own}",
    "SELECT 'index', x.indexrelid::regclass::text, pg_get_indexdef(x.indexrelid), x.indisclustered, "
    "x.indisreplident, x.indisvalid, (SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = "
    "x.indexrelid) FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid WHERE {own}",
    "SELECT 'view', c.oid::regclass::text, pg_get_viewdef(c.oid) FROM pg_class c WHERE c.relkind IN ('v', 'm') "
    "AND {own}",
    "SELECT 'sequence', c.oid::regclass::text, s.seqtypid::regtype::text, s.seqstart, s.seqincrement, "
    "s.seqmin, "
    "s.seqmax, s.seqcache, s.seqcycle FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid WHERE {own}",
    "SELECT 'trigger', pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = "
    "t.tgrelid WHERE NOT t.tgisinternal AND {own}",
    "SELECT 'rule', pg_get_ruledef(r.oid), r.ev_enabled FROM pg_rewrite r JOIN pg_class c ON c.oid = "
    "r.ev_class "
    "WHERE r.rulename <> '_RETURN' AND {own}",
    "SELECT 'policy', p.* FROM pg_policies p",
    "SELECT 'type', t.oid::regtype::text, t.typtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull, "
    "pg_get_expr(t.typdefaultbin, 0), t.typcollation::regcollation::text, (SELECT string_agg(quote_literal("
    "e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), (SELECT string_agg("
    "k.conname || pg_get_constraintdef(k.oid), ',' ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = "
    "t.oid), (SELECT format_type(r.rngsubtype, NULL) || r.rngsubdiff FROM pg_range r WHERE r.rngtypid = t.oid) "
    "FROM pg_type t WHERE t.oid >= 16384 AND t.typtype <> 'b' AND t.typnamespace::regnamespace::text NOT LIKE "
    "'pg_toast%'",
    "SELECT 'routine', p.oid::regprocedure::text, p.prokind, CASE WHEN p.prokind <> 'a' THEN "
    "pg_get_functiondef(p.oid) END, (SELECT row(g.aggkind, g.aggtransfn, g.aggfinalfn, "
    "g.aggtranstype::regtype, "
    "g.agginitval)::text FROM pg_aggregate g WHERE g.aggfnoid = p.oid) FROM pg_proc p WHERE p.oid >= 16384",
    "SELECT 'cast', castsource::regtype::text, casttarget::regtype::text, castfunc::regprocedure::text, "
    "castcontext, castmethod FROM pg_cast WHERE oid >= 16384",
    "SELECT 'operator', oid::regoperator::text, oprcode::text, oprcom::regoperator::text FROM pg_operator "
    "WHERE "
    "oid >= 16384",
    "SELECT 'collation', oid::regcollation::text, collprovider, collcollate, collisdeterministic FROM "
    "pg_collation WHERE oid >= 16384",
    "SELECT 'operator class', o.opcname, o.opcdefault, m.amname, o.opcintype::regtype::text, f.opfname FROM "
    "pg_opclass o JOIN pg_am m ON m.oid = o.opcmethod JOIN pg_opfamily f ON f.oid = o.opcfamily WHERE o.oid >= "
    "16384",
    "SELECT 'member', f.opfname, a.amopstrategy, a.amopopr::regoperator::text FROM pg_amop a JOIN pg_opfamily "
    "f ON "
    "f.oid = a.amopfamily WHERE a.oid >= 16384",
    "SELECT 'support', f.opfname, p.amprocnum, p.amproc::text FROM pg_amproc p JOIN pg_opfamily f ON f.oid = "
    "p.amprocfamily WHERE p.oid >= 16384",
    "SELECT 'dictionary', oid::regdictionary::text, dictinitoption FROM pg_ts_dict WHERE oid >= 16384",
    "SELECT 'mapping', mapcfg::regconfig::text, maptokentype, mapseqno, mapdict::regdictionary::text FROM "
    "pg_ts_config_map WHERE mapcfg >= 16384",
    "SELECT 'server', s.srvname, s.srvtype, s.srvversion, s.srvoptions::text, w.fdwname, w.fdwoptions::text "
    "FROM "
    "pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw",
    "SELECT 'foreign table', ftrelid::regclass::text, ftoptions::text FROM pg_foreign_table",
    "SELECT 'publication', pubname, puballtables, pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot "
    "FROM "
    "pg_publication",
    "SELECT 'published', p.* FROM pg_publication_tables p",
    "SELECT 'event trigger', evtname, evtevent, evtenabled, evttags::text, evtfoid::regproc::text FROM "
    "pg_event_trigger",
    "SELECT 'target', stxname, stxstattarget FROM pg_statistic_ext",
    "SELECT 'statistics', pg_get_statisticsobjdef(oid) FROM pg_statistic_ext",
    "SELECT 'extension', extname, extnamespace::regnamespace::text FROM pg_extension",
    "SELECT 'namespace', nspname FROM pg_namespace WHERE nspname !~ '^pg_'",
    "SELECT 'comment', pg_describe_object(classoid, objoid, objsubid), description FROM pg_description WHERE "
    "objoid >= 16384",
};

QStringList catalog(Connection& connection)
{
    QStringList lines;
    [&] { QVERIFY(connection.run(QStringLiteral("SET search_path = ''"))); }();
    for (const char* text : catalogQueries) {
        const QString query = QString::fromLatin1(text).replace(QStringLiteral("{own}"),
            QStringLiteral("c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"));
        const auto found = connection.run(query);
        [&] { QVERIFY2(found, found ? "" : qPrintable(query + found.error().what.english())); }();
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

/// The lines that only one of the two has, for a person who has to find out why.
QString difference(const QStringList& a, const QStringList& b)
{
    QStringList lines;
    int shown = 0;
    const auto add = [&](const char* mark, const QStringList& from, const QStringList& without) {
        QStringList rest = without;
        for (const QString& line : from) {
            const auto it = std::lower_bound(rest.begin(), rest.end(), line);
            if (it != rest.end() && *it == line)
                rest.erase(it);
            else if (++shown <= 40)
                lines += QLatin1String(mark) + line;
        }
    };
    add("- ", a, b);
    add("+ ", b, a);
    return lines.join(u'\n');
}

QString tableDifference(const PhysicalTable& a, const PhysicalTable& b)
{
    const QString name = a.schema + u'.' + a.name + QStringLiteral(": ");
    for (std::size_t i = 0; i < std::min(a.columns.size(), b.columns.size()); ++i) {
        if (a.columns[i] != b.columns[i])
            return name + QStringLiteral("column ") + a.columns[i].name;
    }
    if (a.columns.size() != b.columns.size())
        return name + QStringLiteral("number of columns");
    if (a.primaryKey != b.primaryKey)
        return name + QStringLiteral("primary key");
    if (a.uniqueKeys != b.uniqueKeys)
        return name + QStringLiteral("unique keys");
    if (a.foreignKeys != b.foreignKeys)
        return name + QStringLiteral("foreign keys");
    if (a.indexes != b.indexes)
        return name + QStringLiteral("indexes");
    if (a.checks != b.checks)
        return name + QStringLiteral("checks");
    if (a.dependsOn != b.dependsOn)
        return name + QStringLiteral("dependsOn ") + a.dependsOn.join(u' ') + u'|' + b.dependsOn.join(u' ');
    return name + QStringLiteral("options or comment");
}

QString difference(const PhysicalSchema& a, const PhysicalSchema& b)
{
    if (a == b)
        return {};
    for (std::size_t i = 0; i < std::min(a.tables.size(), b.tables.size()); ++i) {
        if (a.tables[i] != b.tables[i])
            return a.tables[i].name == b.tables[i].name ? tableDifference(a.tables[i], b.tables[i])
                                                        : a.tables[i].name + u'/' + b.tables[i].name;
    }
    for (std::size_t i = 0; i < std::min(a.types.size(), b.types.size()); ++i) {
        if (a.types[i] != b.types[i])
            return QStringLiteral("type ") + a.types[i].name;
    }
    for (std::size_t i = 0; i < std::min(a.verbatims.size(), b.verbatims.size()); ++i) {
        if (a.verbatims[i] != b.verbatims[i])
            return a.verbatims[i].sql + QStringLiteral("\n---\n") + b.verbatims[i].sql + u'\n' +
                   a.verbatims[i].dependsOn.join(u' ') + u'|' + b.verbatims[i].dependsOn.join(u' ');
    }
    return QStringLiteral("number of tables, types or verbatim things");
}

std::vector<QString> scriptsOf(const QFileInfo& info)
{
    std::vector<QString> files;
    if (info.isDir()) {
        for (const QFileInfo& part : QDir(info.filePath()).entryInfoList({QStringLiteral("*.sql")}))
            files.push_back(part.filePath());
        return files;
    }
    const QString before = info.path() + u'/' + info.completeBaseName() + QStringLiteral(".pre.sql");
    if (QFile::exists(before))
        files.push_back(before);
    files.push_back(info.filePath());
    return files;
}

/// The schema of a document after every link was shown as a card, and as a pill again.
model::Schema switchedAndBack(const model::Schema& schema)
{
    const auto diagram = IdSource::named<DiagramId>(QStringLiteral("diagram"));
    model::Document document = model::emptyDocument(QStringLiteral("round trip"), diagram);
    document.schema = schema;
    for (const auto shown : {model::LinkNode::Presentation::Card, model::LinkNode::Presentation::Pill}) {
        for (const model::ManyToMany& link : schema.links) {
            auto edited = model::edit::setPresentation(document, diagram, link.id, shown);
            [&] { QVERIFY(edited); }();
            document = std::move(*edited);
        }
    }
    return document.schema;
}

} // namespace

/// What was read from PostgreSQL, drawn, derived and written makes the same database again.
class PostgresRoundTripTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(server_.start(), qPrintable(server_.error())); }
    void aDatabaseComesBack_data();
    void aDatabaseComesBack();
    void readingIsTwelveStatements();
    void onlyTheSchemasOfTheSettingsAreRead();
    void whatIsNotReadIsTold();
    void theSessionIsLeftAsItWas();

private:
    QStringList databases();
    std::unique_ptr<Connection> opened(const ConnectionSettings& settings);
    ConnectionSettings loaded(const QByteArray& script);

    tests::ScratchPostgres server_;
};

void PostgresRoundTripTest::aDatabaseComesBack_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("whole");
    const auto addAll = [](const QString& folder, bool whole) {
        const QFileInfoList files =
            QDir(folder).entryInfoList({QStringLiteral("*")}, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QFileInfo& info : files) {
            if (info.isFile() && (info.suffix() != u"sql" || info.fileName().endsWith(u".pre.sql")))
                continue;
            QByteArray script;
            for (const QString& name : scriptsOf(info)) {
                QFile file(name);
                QVERIFY(file.open(QIODevice::ReadOnly));
                script += file.readAll() + '\n';
            }
            QTest::newRow(qPrintable(info.completeBaseName())) << script << whole;
        }
    };
    addAll(tests::testPath(QStringLiteral("dialect/postgresql")), true);
    const QString corpus = tests::sharedPath(QStringLiteral("corpus/postgresql"));
    if (!corpus.isEmpty()) // else the schemas of this folder have to do
        addAll(corpus, false);
}

QStringList PostgresRoundTripTest::databases()
{
    const auto connection = opened(server_.settings(QStringLiteral("postgres")));
    const auto rows = connection->run(QStringLiteral("SELECT datname FROM pg_database ORDER BY oid"));
    QStringList names;
    for (const auto& row : rows->rows)
        names.append(row[0].text());
    return names;
}

std::unique_ptr<Connection> PostgresRoundTripTest::opened(const ConnectionSettings& settings)
{
    auto connection = Connection::open(settings);
    if (!connection)
        qFatal("%s", qPrintable(connection.error().what.english()));
    return std::move(*connection);
}

/// The database that the script filled: some make one of their own.
ConnectionSettings PostgresRoundTripTest::loaded(const QByteArray& script)
{
    const ConnectionSettings made = server_.newDatabase();
    const QStringList before = databases();
    const QString failed = server_.runScript(made.database, script);
    if (!failed.isEmpty())
        qWarning("%s", qPrintable(failed.left(2000)));
    for (const QString& name : databases()) {
        if (!before.contains(name))
            return server_.settings(name);
    }
    return made;
}

void PostgresRoundTripTest::aDatabaseComesBack()
{
    QFETCH(QByteArray, script);
    QFETCH(bool, whole);
    // Some scripts of others load data from files that are not there.
    const ConnectionSettings original = loaded((whole ? "" : "\\set ON_ERROR_STOP off\n") + script);
    const auto first = opened(original);
    const auto read = introspect(*first);
    QVERIFY2(read, read ? "" : qPrintable(read.error().what.english()));

    const orm::Dialect& dialect = first->dialect();
    const orm::Lifted lifted = orm::lift(*read);
    const orm::Derivation derivation = orm::derive(lifted.schema, {}, dialect.capabilities());
    QCOMPARE(difference(derivation.schema, *read), QString());

    const QString text = dialect.script(dialect.createSchema(derivation, {}));
    const auto switched = orm::derive(switchedAndBack(lifted.schema), {}, dialect.capabilities());
    QCOMPARE(dialect.script(dialect.createSchema(switched, {})), text);
    const ConnectionSettings copy = server_.newDatabase();
    const QString failed = server_.runScript(copy.database, text.toUtf8());
    QVERIFY2(failed.isEmpty(), qPrintable(failed.left(2000)));

    const auto second = opened(copy);
    const auto again = introspect(*second);
    QVERIFY2(again, again ? "" : qPrintable(again.error().what.english()));
    QCOMPARE(difference(*again, *read), QString());
    const QString catalogs = difference(catalog(*first), catalog(*second));
    QVERIFY2(catalogs.isEmpty(), qPrintable(catalogs));

    // Dropping and making everything again, and making what is there already, change nothing.
    for (const orm::DdlOptions& options :
        {orm::DdlOptions{.drop = true}, orm::DdlOptions{.ifNotExists = true}}) {
        const QString once = dialect.script(dialect.createSchema(derivation, options));
        const QString said = server_.runScript(copy.database, once.toUtf8());
        QVERIFY2(said.isEmpty(), qPrintable(said.right(2000)));
        const auto third = opened(copy);
        QCOMPARE(difference(*introspect(*third), *read), QString());
    }
}

/// BEGIN and COMMIT among them, however much there is to read.
void PostgresRoundTripTest::readingIsTwelveStatements()
{
    const ConnectionSettings settings = server_.newDatabase();
    const auto count = [&] {
        const auto connection = opened(settings);
        StatementRecorder recorder;
        connection->setLog(&recorder);
        [&] { QVERIFY(introspect(*connection)); }();
        connection->setLog(nullptr);
        return recorder.statements.size();
    };
    QCOMPARE(count(), size_t(12));
    QByteArray script;
    for (int i = 0; i < 20; ++i) {
        const QByteArray number = QByteArray::number(i);
        script +=
            "CREATE TABLE t" + number + " (id serial PRIMARY KEY, other integer REFERENCES t" + number + ");";
    }
    QCOMPARE(server_.runScript(settings.database, script), QString());
    QCOMPARE(count(), size_t(12));
}

void PostgresRoundTripTest::onlyTheSchemasOfTheSettingsAreRead()
{
    ConnectionSettings settings = server_.newDatabase();
    QCOMPARE(server_.runScript(settings.database,
                 "CREATE SCHEMA \"it's\"; CREATE SCHEMA beside; CREATE TABLE beside.unseen (id integer);"
                 "CREATE TYPE beside.mood AS ENUM ('a'); CREATE TABLE here (id integer);"
                 "CREATE TABLE \"it's\".seen (id integer PRIMARY KEY);"
                 "CREATE VIEW \"it's\".shown AS SELECT u.id FROM beside.unseen u;"),
        QString());
    settings.schemas = QStringList{QStringLiteral("it's")};
    const auto read = introspect(*opened(settings));
    QVERIFY2(read, read ? "" : qPrintable(read.error().what.english()));
    QCOMPARE(read->tables.size(), size_t(1));
    QCOMPARE(read->tables[0].schema, QStringLiteral("it's"));
    QVERIFY(read->types.empty());
    QStringList names;
    for (const orm::PhysicalVerbatim& verbatim : read->verbatims)
        names.append(verbatim.name);
    names.sort();
    QCOMPARE(names, (QStringList{QStringLiteral("it's"), QStringLiteral("shown")}));

    settings.schemas = QStringList{QStringLiteral("public")};
    const auto plain = introspect(*opened(settings));
    QVERIFY(plain);
    QCOMPARE(plain->tables.size(), size_t(1));
    QCOMPARE(plain->tables[0].name, QStringLiteral("here"));
}

void PostgresRoundTripTest::whatIsNotReadIsTold()
{
    const ConnectionSettings settings = server_.newDatabase();
    Diagnostics unread;
    QVERIFY(introspect(*opened(settings), &unread));
    QVERIFY(unread.empty());
    QCOMPARE(server_.runScript(settings.database,
                 "CREATE ROLE reader; CREATE TABLE t (id integer); CREATE TABLE u (id integer);"
                 "GRANT SELECT ON t, u TO reader; CREATE FOREIGN DATA WRAPPER away;"
                 "CREATE SERVER mine FOREIGN DATA WRAPPER away; CREATE USER MAPPING FOR reader SERVER mine;"),
        QString());
    QVERIFY(introspect(*opened(settings), &unread));
    QStringList said;
    for (const Diagnostic& diagnostic : unread)
        said.append(diagnostic.what.code + u' ' + diagnostic.what.args.join(u'|'));
    QCOMPARE(said, (QStringList{QStringLiteral("server.unread.rights t, u"),
                       QStringLiteral("server.unread.user-mappings mine")}));
    QCOMPARE(unread.front().where, settings.database);
}

void PostgresRoundTripTest::theSessionIsLeftAsItWas()
{
    const auto connection = opened(server_.newDatabase());
    const QString asked =
        QStringLiteral("SELECT concat_ws('|', current_setting('search_path'), "
                       "current_setting('quote_all_identifiers'), current_setting('DateStyle'))");
    QVERIFY(connection->run(QStringLiteral("SET quote_all_identifiers = on")));
    const auto before = connection->run(asked);
    QVERIFY(before);
    QVERIFY(introspect(*connection));
    QCOMPARE(connection->run(asked)->rows.front()[0].text(), before->rows.front()[0].text());
    const auto done = connection->transaction([&]() -> Result<void> {
        if (const auto read = introspect(*connection); !read)
            return failure(read);
        const auto within = connection->run(asked);
        [&] { QCOMPARE(within->rows.front()[0].text(), before->rows.front()[0].text()); }();
        return {};
    });
    QVERIFY(done);
}

QTEST_GUILESS_MAIN(PostgresRoundTripTest)
#include "postgresroundtriptest.moc"
