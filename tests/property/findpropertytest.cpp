// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/finder.h"
#include "support/findoracle.h"
#include "support/randomquery.h"
#include "support/sampleschema.h"
#include "support/scratchserver.h"

#include <QRandomGenerator>
#include <QTest>

#include <set>

using namespace conjoin;
using namespace conjoin::tests;
using orm::Json;

namespace {

/// A random schema: references, also to the table itself, and links, also of a table with itself.
class RandomSchool : public SampleSchema {
public:
    explicit RandomSchool(quint32 seed)
        : random_(seed)
    {
        const int count = 2 + below(3);
        std::vector<TableId> tables;
        for (int i = 0; i < count; ++i) {
            const QString name = QStringLiteral("Thing") + QChar(u'A' + i);
            // Now and then the key is a text, or made of two columns.
            const int kind = below(4);
            QStringList columns{QStringLiteral("size integer"), QStringLiteral("name varchar(20)")};
            QStringList key;
            if (kind == 0)
                columns += QStringLiteral("code* varchar(10)"), key = QStringList{QStringLiteral("code")};
            if (kind == 1)
                columns += {QStringLiteral("left* integer"), QStringLiteral("right* integer")},
                    key = QStringList{QStringLiteral("left"), QStringLiteral("right")};
            tables.push_back(table(name, columns, key));
        }
        const auto any = [&] { return tables[size_t(below(count))]; };
        for (int i = 0; i < count; ++i)
            reference(any(), any(), QStringLiteral("to%1").arg(i), QStringLiteral("from%1").arg(i));
        for (int i = 0; i < 2; ++i)
            link(QStringLiteral("Link%1").arg(i), any(), any(), {QStringLiteral("grade integer")},
                QStringLiteral("left%1").arg(i), QStringLiteral("right%1").arg(i));
        derive();
    }

    int below(int limit) { return int(random_.bounded(limit)); }
    bool oneIn(int chances) { return below(chances) == 0; }

    orm::Value value(const orm::Attribute& attribute)
    {
        return attribute.nullable && oneIn(4) ? orm::Value()
                                              : RandomQuery(registry(), random_).value(attribute);
    }

    /// Random rows whose foreign keys refer to rows that are there.
    void fill(FindOracle& oracle, int most)
    {
        const auto& models = registry().models();
        for (size_t pass = 0; pass < 2; ++pass) { // junctions last
            for (size_t m = 0; m < models.size(); ++m) {
                if (models[m].junction == (pass == 1))
                    addRows(oracle, int(m), most * (pass == 1 ? 3 : 1));
            }
        }
        for (size_t m = 0; m < models.size(); ++m) {
            if (!models[m].junction)
                refer(oracle, int(m));
        }
    }

    orm::Query query() { return RandomQuery(registry(), random_).next(); }

private:
    void addRows(FindOracle& oracle, int modelIndex, int count)
    {
        const orm::Model& model = registry().at(modelIndex);
        std::set<QString> keys;
        for (int i = 0; i < count; ++i) {
            FindOracle::Row row;
            for (const orm::Attribute& attribute : model.attributes) {
                const bool made = attribute.primaryKey && attribute.autoIncrement;
                row.push_back(made                   ? orm::Value(qint64(i + 1))
                              : attribute.foreignKey ? orm::Value()
                                                     : value(attribute));
            }
            if (model.junction)
                referAll(oracle, model, row);
            QString key;
            for (const QString& name : model.identity())
                key += row[size_t(model.attributeIndex(name))].display() + u'|';
            if (key.contains(QStringLiteral("||")) || key.startsWith(u'|') || !keys.insert(key).second)
                continue; // taken
            oracle.rows(modelIndex).push_back(std::move(row));
        }
    }
    void referAll(FindOracle& oracle, const orm::Model& model, FindOracle::Row& row)
    {
        for (const orm::Association& association : model.associations) {
            auto& targets = oracle.rows(association.target);
            if (association.kind != orm::AssociationKind::BelongsTo || targets.empty())
                continue;
            const orm::Model& target = registry().at(association.target);
            const auto& to = targets[size_t(below(int(targets.size())))];
            const bool none = !model.junction && oneIn(4);
            for (qsizetype i = 0; i < association.keys.size(); ++i)
                row[size_t(model.attributeIndex(association.keys[i]))] =
                    none ? orm::Value() : to[size_t(target.attributeIndex(association.referenced[i]))];
        }
    }
    void refer(FindOracle& oracle, int modelIndex)
    {
        for (FindOracle::Row& row : oracle.rows(modelIndex))
            referAll(oracle, registry().at(modelIndex), row);
    }

    QRandomGenerator random_;
};

/// Makes the tables and puts the oracle's rows into them.
void store(sql::Connection& connection, const RandomSchool& school, FindOracle& oracle)
{
    const orm::Dialect& dialect = connection.dialect();
    const orm::Derivation derived = orm::derive(school.schema, {}, dialect.capabilities());
    for (const orm::Statement& statement : dialect.createSchema(derived, {}))
        mustHave(connection.run(statement.sql), statement.sql);
    // A row may refer to one that comes later: without its keys first.
    const auto& models = school.registry().models();
    const auto write = [&](bool junctions) {
        for (size_t m = 0; m < models.size(); ++m) {
            const orm::Model& model = models[m];
            if (model.junction != junctions)
                continue;
            QStringList columns, holes;
            for (const orm::Attribute& attribute : model.attributes) {
                columns.append(dialect.quoted(attribute.column));
                holes.append(QStringLiteral("?"));
            }
            for (FindOracle::Row row : oracle.rows(int(m))) {
                for (size_t i = 0; i < row.size(); ++i) {
                    if (model.attributes[i].foreignKey && !junctions)
                        row[i] = orm::Value();
                }
                const QString statement =
                    QStringLiteral("INSERT INTO %1 (%2) VALUES (%3)")
                        .arg(dialect.quoted(model.table), columns.join(u','), holes.join(u','));
                mustHave(connection.run(statement, row), statement);
            }
        }
    };
    write(false);
    for (size_t m = 0; m < models.size(); ++m) {
        const orm::Model& model = models[m];
        for (const FindOracle::Row& row : oracle.rows(int(m))) {
            QStringList sets, keys;
            std::vector<orm::Value> values, key;
            for (size_t i = 0; i < row.size() && !model.junction; ++i) {
                if (model.attributes[i].foreignKey) {
                    sets.append(dialect.quoted(model.attributes[i].column) + QStringLiteral(" = ?"));
                    values.push_back(row[i]);
                }
            }
            if (sets.isEmpty())
                continue;
            for (const QString& name : model.identity()) {
                keys.append(dialect.quoted(model.column(name)) + QStringLiteral(" = ?"));
                values.push_back(row[size_t(model.attributeIndex(name))]);
            }
            const QString statement =
                QStringLiteral("UPDATE %1 SET %2 WHERE %3")
                    .arg(dialect.quoted(model.table), sets.join(u','), keys.join(QStringLiteral(" AND ")));
            mustHave(connection.run(statement, values), statement);
        }
    }
    write(true);
}

QByteArray text(const Json& json)
{
    return orm::compactJson(json);
}

} // namespace

/// Random finds of random rows in random schemas, each held against plain code over plain lists.
class FindPropertyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void databaseAndOracleAgree_data();
    void databaseAndOracleAgree();
    void manyKeysAndFewFindTheSame();

private:
    std::unique_ptr<sql::Connection> open(const QString& engine)
    {
        sql::ConnectionSettings settings;
        settings.file = QStringLiteral(":memory:");
        if (engine == u"PostgreSQL")
            settings = postgres_.newDatabase();
        else if (engine == u"MariaDB")
            settings = mariaDb_.newDatabase();
        return mustHave(sql::Connection::open(settings), engine);
    }
    ScratchPostgres postgres_;
    ScratchMariaDb mariaDb_;
};

void FindPropertyTest::initTestCase()
{
    QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
}

void FindPropertyTest::databaseAndOracleAgree_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<quint32>("seed");
    const std::pair<const char*, quint32> engines[] = {{"SQLite", 20}, {"PostgreSQL", 4}, {"MariaDB", 4}};
    for (const auto& [engine, seeds] : engines) {
        for (quint32 seed = 1; seed <= seeds; ++seed)
            QTest::newRow(qPrintable(QStringLiteral("%1, seed %2").arg(QLatin1String(engine)).arg(seed)))
                << QString::fromLatin1(engine) << seed;
    }
}

void FindPropertyTest::databaseAndOracleAgree()
{
    QFETCH(QString, engine);
    QFETCH(quint32, seed);
    RandomSchool school(seed);
    FindOracle oracle(school.registry());
    school.fill(oracle, 12);
    const auto connection = open(engine);
    store(*connection, school, oracle);
    int nested = 0;
    const int finds = engine == u"SQLite" ? 25 : 15;
    for (int i = 0; i < finds; ++i) {
        orm::Query query = school.query();
        const auto found = sql::find(*connection, school.registry(), query);
        QVERIFY2(found, found ? "" : qPrintable(errorText(found.error())));
        const Json tree = sql::toJson(school.registry(), query, *found);
        QCOMPARE(text(tree), text(oracle.find(query)));
        nested += !query.includes.empty() && !tree.items().empty();

        // Page by page, forwards and backwards, it is the same list.
        query.limit.reset();
        query.offset = 0;
        const Json all = oracle.find(query);
        QCOMPARE(mustHave(sql::count(*connection, school.registry(), query), engine), oracle.count(query));
        Json forwards = Json::array();
        QVERIFY(sql::findEach(*connection, school.registry(), query, [&](const sql::Rows& page) {
            for (const sql::Row& row : page)
                forwards.append(sql::toJson(school.registry(), query, row));
            return true;
        }));
        QCOMPARE(text(forwards), text(all));
        const int size = 2 + school.below(5);
        query.limit = size;
        forwards = Json::array();
        for (orm::Query next = query;;) {
            const sql::Rows page = mustHave(sql::find(*connection, school.registry(), next), engine);
            for (const sql::Row& row : page)
                forwards.append(sql::toJson(school.registry(), query, row));
            if (page.size() < size_t(size))
                break;
            next.after = mustHave(sql::cursorOf(*connection, school.registry(), query, page.back()), engine);
        }
        QCOMPARE(text(forwards), text(all));
        std::vector<Json> backwards;
        orm::Query next = query;
        next.last = true;
        for (;;) {
            const sql::Rows page = mustHave(sql::find(*connection, school.registry(), next), engine);
            for (size_t row = page.size(); row-- > 0;)
                backwards.push_back(sql::toJson(school.registry(), query, page[row]));
            if (page.size() < size_t(size))
                break;
            next.last = false;
            next.before = mustHave(sql::cursorOf(*connection, school.registry(), query, page.front()), engine);
        }
        std::reverse(backwards.begin(), backwards.end());
        QCOMPARE(text(Json(backwards)), text(all));
    }
    QVERIFY(nested > 0);
}

/// More keys than a page has take another way than few: what is found must not depend on it.
void FindPropertyTest::manyKeysAndFewFindTheSame()
{
    for (const char* engine : {"SQLite", "PostgreSQL", "MariaDB"}) {
        RandomSchool school(7);
        FindOracle oracle(school.registry());
        school.fill(oracle, 260);
        const auto connection = open(QString::fromLatin1(engine));
        store(*connection, school, oracle);
        for (size_t model = 0; model < school.registry().models().size(); ++model) {
            for (const orm::Association& association : school.registry().at(int(model)).associations) {
                orm::Query query;
                query.model = int(model);
                query.includes.emplace_back();
                query.includes.front().association = association.name;
                const auto found = sql::find(*connection, school.registry(), query);
                QVERIFY2(found, found ? "" : qPrintable(errorText(found.error())));
                QCOMPARE(text(sql::toJson(school.registry(), query, *found)), text(oracle.find(query)));
            }
        }
    }
}

QTEST_GUILESS_MAIN(FindPropertyTest)
#include "findpropertytest.moc"
