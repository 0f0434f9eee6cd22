// SPDX-License-Identifier: GPL-3.0-or-later
// What the tree of rows promises on every engine: DATA_PANEL, "Acceptance tests for the data panel".
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include "orm/derive/derive.h"
#include "orm/lift/lift.h"
#include "orm/sql/introspector.h"
#include "ui/models/resulttree.h"
#include "ui/models/rowchange.h"

#include <QtTest>

#include <mutex>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

/// What ran on a connection that lives in another thread; reads only.
class Reads : public sql::StatementLog {
public:
    void ran(const sql::LoggedStatement& statement) override
    {
        const std::lock_guard lock(mutex_);
        if (statement.sql.startsWith(QStringLiteral("SELECT")) ||
            statement.sql.startsWith(QStringLiteral("WITH")))
            reads_.push_back(statement);
    }
    std::vector<sql::LoggedStatement> take()
    {
        const std::lock_guard lock(mutex_);
        return std::exchange(reads_, {});
    }

private:
    std::mutex mutex_;
    std::vector<sql::LoggedStatement> reads_;
};

/// A tree without a window on a database of that engine.
struct Tree {
    void show(const sql::ConnectionSettings& settings, const orm::ModelRegistry& registry, int model)
    {
        RowSource source;
        source.database = std::make_shared<sql::Database>(settings, &reads);
        source.lookup = std::make_shared<sql::Database>(settings);
        source.registry = std::make_shared<const orm::ModelRegistry>(registry);
        changes.setRegistry(source.registry);
        tree.setSource(source);
        RootView view;
        view.model = model;
        tree.showTable(view);
        QTRY_VERIFY(!tree.isLoading());
    }
    Tree()
    {
        QObject::connect(
            &tree, &ResultTreeModel::failed, &tree, [this](const Error& error) { errors += errorText(error); });
    }
    ~Tree()
    {
        if (!errors.isEmpty())
            QTest::qFail(qPrintable(errors.join(u'\n')), __FILE__, __LINE__);
    }
    QModelIndex find(const QString& shown, const QModelIndex& parent = {}) const
    {
        for (int i = 0; i < tree.rowCount(parent); ++i) {
            const QModelIndex child = tree.index(i, 0, parent);
            if (child.data().toString() == shown)
                return child;
        }
        return {};
    }
    /// Opens a row, and one of its associations.
    QModelIndex open(const QModelIndex& row, const QString& association)
    {
        if (tree.canFetchMore(row))
            tree.fetchMore(row);
        const QModelIndex group = tree.relation(row, association);
        if (group.isValid() && tree.canFetchMore(group))
            tree.fetchMore(group);
        return group;
    }

    Reads reads;
    ChangeSet changes;
    ResultTreeModel tree{changes};
    QStringList errors; ///< there must be none
};

/// What a database holds, as the window would read it.
orm::ModelRegistry readRegistry(sql::Connection& connection)
{
    const auto physical = sql::introspect(connection);
    if (!physical)
        qFatal("%s", qPrintable(errorText(physical.error())));
    const model::Schema lifted = orm::lift(*physical).schema;
    return orm::ModelRegistry::make(lifted, {}, orm::derive(lifted, {}, connection.dialect().capabilities()));
}

} // namespace

class TreeEnginesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void sixLevels_data() { EveryEngine::addRows(); }
    void sixLevels();
    void oneParentHasManyMore_data() { EveryEngine::addRows(); }
    void oneParentHasManyMore();
    void lookingAltersNothing_data() { EveryEngine::addRows(); }
    void lookingAltersNothing();
    void junctionsOfEveryShape_data() { EveryEngine::addRows(); }
    void junctionsOfEveryShape();

private:
    EveryEngine engines_;
};

/// 1: one group, one statement; the same row in two places is one row.
void TreeEnginesTest::sixLevels()
{
    QFETCH(QString, engine);
    SampleDatabase school;
    const TableId student = school.table(text("Student"), {text("name varchar(40)")});
    const TableId course = school.table(text("Class"), {text("title varchar(40)")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(2)")});
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    school.open(settings);
    for (const char* name : {R"({"title":"Art"})", R"({"title":"Maths"})"})
        school.create("Class", name);
    for (const char* name : {"Ann", "Bob", "Cid"})
        school.create("Student",
            QStringLiteral(R"({"name":"%1","Classes":[{"$link":1,"Enrollment":{"grade":"A"}},{"$link":2}]})")
                .arg(text(name))
                .toUtf8()
                .constData());

    Tree shown;
    shown.show(settings, school.registry(), school.model("Student"));
    shown.reads.take();
    QModelIndex row = shown.find(text("Ann"));
    QVERIFY(row.isValid());
    const RowPtr ann = shown.tree.object(row);
    QModelIndex again;
    for (int level = 0; level < 6; ++level) {
        const bool toClasses = level % 2 == 0;
        const QModelIndex group = shown.open(row, toClasses ? text("Classes") : text("Students"));
        QVERIFY(group.isValid());
        QTRY_VERIFY(shown.tree.isLoaded(group));
        if (!toClasses) {
            again = shown.find(text("Ann"), group);
            QVERIFY(again.isValid());
            QVERIFY(shown.tree.isShownAbove(again));
        }
        row = shown.find(toClasses ? text("Art") : text("Bob"), group);
        QVERIFY(row.isValid());
    }
    QCOMPARE(shown.reads.take().size(), size_t(6));
    QCOMPARE(shown.tree.object(again), ann);
    QVERIFY(shown.tree.setData(again, text("Anna")));
    QCOMPARE(shown.tree.index(0, 0).data().toString(), text("Anna"));
}

/// 2: among a hundred rows one has very many of its own.
void TreeEnginesTest::oneParentHasManyMore()
{
    QFETCH(QString, engine);
    SampleDatabase library;
    const TableId shelf = library.table(text("Shelf"), {text("name varchar(40)")});
    const TableId book = library.table(text("Book"), {text("title varchar(40)")});
    library.link(text("Placement"), shelf, book);
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    library.open(settings);
    constexpr int many = 20'000;
    const auto fill = [&](const QString& table, const QString& columns, const QString& values, int rows) {
        const QString numbers =
            engine == u"postgresql" ? QStringLiteral("generate_series(1, %1) AS n(i)").arg(rows)
            : engine == u"sqlite"
                ? QStringLiteral(
                      "(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %1) "
                      "SELECT i FROM c) AS n")
                      .arg(rows)
                : QStringLiteral("(SELECT seq AS i FROM seq_1_to_%1) AS n").arg(rows);
        library.rows(
            QStringLiteral("INSERT INTO \"%1\" (%2) SELECT %3 FROM %4").arg(table, columns, values, numbers));
    };
    fill(text("Shelves"), text("id, name"),
        engine == u"mariadb" ? text("i, CONCAT('s', i)") : text("i, 's' || i"), 100);
    fill(text("Books"), text("id, title"),
        engine == u"mariadb" ? text("i, CONCAT('b', i)") : text("i, 'b' || i"), many);
    fill(text("Placements"), text("\"ShelfId\", \"BookId\""), text("1, i"), many);
    fill(text("Placements"), text("\"ShelfId\", \"BookId\""), text("1 + i, i"), 99);
    if (engine == u"postgresql")
        library.rows(text("ANALYZE"));

    Tree shown;
    shown.show(settings, library.registry(), library.model("Shelf"));
    QTRY_COMPARE(shown.tree.rootRows(), 100);
    shown.reads.take();
    std::vector<QPersistentModelIndex> groups;
    for (int i = 0; i < 100; ++i)
        groups.emplace_back(shown.open(shown.tree.index(i, 0), text("Books")));
    for (const QPersistentModelIndex& group : groups)
        QTRY_VERIFY(shown.tree.isLoaded(group));
    const auto reads = shown.reads.take();
    QCOMPARE(reads.size(), size_t(1));
    QVERIFY2(reads.front().rows <= 2'100, qPrintable(QString::number(reads.front().rows)));
    QCOMPARE(shown.tree.storedRows(groups.front()), ResultTreeModel::firstPage);
    QCOMPARE(shown.tree.storedRows(groups.back()), 1);
    QTRY_COMPARE(shown.tree.badge(groups.front()).stored, ResultTreeModel::badgeCap);
    QTRY_COMPARE(shown.tree.badge(groups.back()).stored, 1);
}

/// 4: every cell is looked at, its text is given back, and the same is written: nothing has changed.
void TreeEnginesTest::lookingAltersNothing()
{
    QFETCH(QString, engine);
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    auto connection = mustHave(sql::Connection::open(settings), text("open"));
    QStringList statements;
    QString dump;
    if (engine == u"postgresql") {
        statements = {
            text("CREATE TABLE v (id int PRIMARY KEY, t text, e text, n text, ts timestamp, tz timestamptz, "
                 "inf timestamp, tt timetz, d decimal(40,10), b bit(8), u bigint, f double precision, bo "
                 "boolean, j jsonb, a int[], y bytea, ip inet, iv interval)"),
            text("INSERT INTO v VALUES (1, 'x', '', NULL, '2024-01-31 12:34:56.789123', '2024-01-31 "
                 "12:34:56.789123+02', 'infinity', '12:00:00.5+05:30', "
                 "123456789012345678901234567890.1234567891, "
                 "B'11111110', 9223372036854775807, 0.1, true, '{\"a\": 1.50}', '{1,NULL,3}', '\\x00ff', "
                 "'10.0.0.1', '1 day 02:03:04.5')")};
        dump = text("SELECT v::text FROM v");
    } else if (engine == u"mariadb") {
        statements = {text("SET SESSION sql_mode = ''"),
            text("CREATE TABLE v (id int PRIMARY KEY, t text, e text, n text, ts datetime(6), z date, d "
                 "decimal(40,10), b bit(8), u bigint unsigned, f double, bo boolean, j json, y blob, tm "
                 "time(1), en "
                 "enum('a','b'), se set('p','q'))"),
            text("INSERT INTO v VALUES (1, 'x', '', NULL, '2024-01-31 12:34:56.789123', '0000-00-00', "
                 "123456789012345678901234567890.1234567891, b'11111110', 18446744073709551615, 0.1, 1, "
                 "'{\"a\": "
                 "1.50}', X'00FF', '-100:11:12.5', 'b', 'p,q')")};
        dump = text(
            "SELECT CONCAT_WS('|', id, t, e, n IS NULL, ts, z, d, HEX(b), u, f, bo, j, HEX(y), tm, en, se) "
            "FROM v");
    } else {
        statements = {text("CREATE TABLE v (id INTEGER PRIMARY KEY, t TEXT, e TEXT, n TEXT, ts TIMESTAMP, d "
                           "DECIMAL(40,10), u BIGINT, f REAL, bo BOOLEAN, j JSON, y BLOB, any)"),
            text("INSERT INTO v VALUES (1, 'x', '', NULL, '2024-01-31 12:34:56.789123', "
                 "12345.5, 9223372036854775807, 0.1, 1, '{\"a\": 1.50}', "
                 "X'00FF', '012')")};
        dump = text(
            "SELECT id || '|' || quote(t) || quote(e) || quote(n) || quote(ts) || quote(d) || typeof(d) || "
            "quote(u) || quote(f) || quote(bo) || quote(j) || quote(y) || quote(\"any\") || typeof(\"any\") "
            "FROM v");
    }
    for (const QString& statement : std::as_const(statements))
        mustHave(connection->run(statement), statement);
    const auto stored = [&] { return mustHave(connection->run(dump), dump).rows.front().front().display(); };
    const QString before = stored();
    const orm::ModelRegistry registry = readRegistry(*connection);

    Tree shown;
    shown.show(settings, registry, mustHave(registry.find(text("v")), text("v")));
    QTRY_COMPARE(shown.tree.rootRows(), 1);
    const orm::Model& model = registry.at(shown.tree.rootModel());
    const int columns = int(shown.tree.section({}).cells.size());
    QVERIFY(columns >= 11);
    for (int column = 0; column < columns; ++column) {
        const QModelIndex cell = shown.tree.index(0, column);
        shown.tree.cell(cell);
        shown.tree.data(cell, Qt::AccessibleTextRole);
        shown.tree.whole(cell);
        QVERIFY(!shown.tree.setData(cell, shown.tree.data(cell, Qt::EditRole)));
    }
    QVERIFY(shown.changes.isEmpty());
    QCOMPARE(stored(), before);

    // What the cells show, written back cell by cell.
    for (int column = 0; column < columns; ++column) {
        const QModelIndex cell = shown.tree.index(0, column);
        const orm::Attribute& attribute = *shown.tree.attribute(cell);
        if (attribute.primaryKey)
            continue;
        const QVariant value = shown.tree.whole(cell);
        const RowPtr row = shown.tree.cellRow(cell);
        const int at = model.attributeIndex(attribute.name);
        orm::Json given;
        if (value.metaType().id() == QMetaType::QByteArray)
            given = orm::Json(QString::fromLatin1(value.toByteArray().toBase64()));
        else if (value.isValid())
            given = mustHave(typedValue(attribute, value.toString(), &row->values[size_t(at)]), attribute.name);
        RowChange change;
        change.kind = RowChange::Kind::Update;
        change.model = shown.tree.rootModel();
        change.key = text("1");
        change.values = orm::Json(orm::Json::Object{{attribute.name, given}});
        const RowChangeReport report = writeChanges(*connection, registry, {change}, false);
        QVERIFY2(
            !report.error, qPrintable(attribute.name + (report.error ? errorText(*report.error) : QString())));
        QVERIFY2(stored() == before, qPrintable(attribute.name + u'\n' + before + u'\n' + stored()));
    }
}

/// 9: a key of its own, many columns beside the links, composite keys, a table linked to itself, three ends.
void TreeEnginesTest::junctionsOfEveryShape()
{
    QFETCH(QString, engine);
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    auto connection = mustHave(sql::Connection::open(settings), text("open"));
    const QStringList statements = {
        text("CREATE TABLE person (id integer PRIMARY KEY, name varchar(40) NOT NULL)"),
        text("CREATE TABLE team (id integer PRIMARY KEY, title varchar(40) NOT NULL)"),
        text("CREATE TABLE room (building integer NOT NULL, number integer NOT NULL, label varchar(40), "
             "PRIMARY KEY "
             "(building, number))"),
        text("CREATE TABLE membership (id integer PRIMARY KEY, person_id integer NOT NULL REFERENCES person "
             "(id), "
             "team_id integer NOT NULL REFERENCES team (id), created_at timestamp NULL, created_by varchar(9), "
             "updated_at timestamp NULL, updated_by varchar(9), deleted_at timestamp NULL, note varchar(9), "
             "UNIQUE "
             "(person_id, team_id))"),
        text("CREATE TABLE booking (person_id integer NOT NULL REFERENCES person (id), building integer NOT "
             "NULL, "
             "number integer NOT NULL, why varchar(20), PRIMARY KEY (person_id, building, number), FOREIGN KEY "
             "(building, number) REFERENCES room (building, number))"),
        text("CREATE TABLE friendship (a_id integer NOT NULL REFERENCES person (id), b_id integer NOT NULL "
             "REFERENCES person (id), since integer, PRIMARY KEY (a_id, b_id))"),
        text(
            "CREATE TABLE shift (person_id integer NOT NULL REFERENCES person (id), team_id integer NOT NULL "
            "REFERENCES team (id), building integer NOT NULL, number integer NOT NULL, PRIMARY KEY (person_id, "
            "team_id, building, number), FOREIGN KEY (building, number) REFERENCES room (building, number))"),
        text("INSERT INTO person VALUES (1, 'Ann'), (2, 'Bob')"), text("INSERT INTO team VALUES (1, 'Red')"),
        text("INSERT INTO room VALUES (1, 2, 'Hall')"),
        text("INSERT INTO membership (id, person_id, team_id, note) VALUES (7, 1, 1, 'yes')"),
        text("INSERT INTO booking VALUES (1, 1, 2, 'party')"),
        text("INSERT INTO friendship VALUES (1, 2, 1999)"), text("INSERT INTO shift VALUES (1, 1, 1, 2)")};
    for (const QString& statement : statements)
        mustHave(connection->run(statement), statement);
    const orm::ModelRegistry registry = readRegistry(*connection);

    Tree shown;
    shown.show(settings, registry, mustHave(registry.find(text("person")), text("person")));
    const QModelIndex ann = shown.find(text("Ann"));
    QVERIFY(ann.isValid());
    QStringList seen;
    for (const orm::Association& association : registry.at(shown.tree.rootModel()).associations) {
        if (association.kind != orm::AssociationKind::BelongsToMany)
            continue;
        const QModelIndex group = shown.open(ann, association.name);
        QTRY_VERIFY(shown.tree.isLoaded(group));
        if (shown.tree.storedRows(group) == 0)
            continue;                                           // the other side of the friendship
        const QModelIndex edge = shown.tree.index(1, 0, group); // behind the names
        QStringList line;
        for (int i = 0; i < int(shown.tree.section(edge).cells.size()); ++i) {
            const QString value = edge.siblingAtColumn(i).data().toString();
            if (value != u"NULL")
                line.append(value);
        }
        seen.append(registry.at(association.through).table + u':' + line.join(u' '));
    }
    seen.sort();
    QCOMPARE(seen, QStringList({text("booking:Hall 1 2 party"), text("friendship:Bob 1999"),
                       text("membership:Red 7 yes")}));
    // A table with keys to three others is nobody's junction until somebody says so: its rows are there, with
    // labels in place of keys.
    const orm::Association* shifts = registry.at(shown.tree.rootModel()).association(text("shifts"));
    QVERIFY(shifts && shifts->kind == orm::AssociationKind::HasMany);
    const QModelIndex group = shown.open(ann, shifts->name);
    QTRY_VERIFY(shown.tree.isLoaded(group));
    QCOMPARE(shown.tree.storedRows(group), 1);
    QCOMPARE(shown.tree.index(1, 0, group).data().toString(), text("Red"));
}

QTEST_MAIN(TreeEnginesTest)
#include "treeenginestest.moc"
