// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/rederivation.h"
#include "orm/dialect/dialect.h"
#include "support/randomdocument.h"
#include "support/schemas.h"

#include <QRandomGenerator>
#include <QtTest>

#include <functional>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

namespace {

/// What differs between the two, in words; empty where nothing does.
QString difference(const Derivation& one, const Derivation& other)
{
    if (one.schema.tables.size() != other.schema.tables.size())
        return QStringLiteral("number of tables");
    for (size_t i = 0; i < one.schema.tables.size(); ++i) {
        if (one.schema.tables[i] != other.schema.tables[i])
            return QStringLiteral("table %1 (%2)").arg(i).arg(other.schema.tables[i].name);
    }
    if (one.schema.types != other.schema.types)
        return QStringLiteral("types");
    if (one.schema.verbatims != other.schema.verbatims)
        return QStringLiteral("verbatim things");
    if (one.origins != other.origins)
        return QStringLiteral("origins of tables");
    if (one.types != other.types || one.verbatims != other.verbatims)
        return QStringLiteral("origins of types and verbatim things");
    if (one.positions != other.positions)
        return QStringLiteral("positions");
    if (one.diagnostics != other.diagnostics)
        return QStringLiteral("diagnostics");
    return {};
}

/// Edits a drawing by chance. Names are fresh but for some that clash, with each other or with what derivation
/// makes.
class Drafter {
public:
    explicit Drafter(quint32 seed)
        : dice_(seed)
        , ids_(IdSource::seeded(seed + 1))
    {}

    Schema start()
    {
        Schema schema;
        for (int i = 0; i < 12; ++i)
            schema = addTable(schema);
        for (int i = 0; i < 10; ++i)
            schema = i % 3 ? addReference(schema) : addLink(schema);
        return schema;
    }

    Schema edited(const Schema& schema)
    {
        using Edit = Schema (Drafter::*)(const Schema&);
        static const std::vector<Edit> edits{&Drafter::addTable, &Drafter::removeTable, &Drafter::addReference,
            &Drafter::removeReference, &Drafter::changeReference, &Drafter::addLink, &Drafter::removeLink,
            &Drafter::changeLink, &Drafter::renameTable, &Drafter::changeTable, &Drafter::addColumn,
            &Drafter::removeColumn, &Drafter::changeColumn, &Drafter::changeColumn, &Drafter::setKey,
            &Drafter::addIndex};
        return (this->*edits[size_t(below(int(edits.size())))])(schema);
    }

    int below(int limit) { return limit <= 0 ? 0 : int(dice_.bounded(limit)); }
    bool oneIn(int n) { return below(n) == 0; }

private:
    QString name()
    {
        static const QStringList odd{QStringLiteral("id"), QStringLiteral("Id2"), QStringLiteral("Thing1"),
            QStringLiteral("thing1s"), QStringLiteral("Straße"), QStringLiteral("createdAt"),
            QStringLiteral("Thing2Id"), QStringLiteral("thing1_pkey"), QStringLiteral("enum_Thing1s_field")};
        return oneIn(12) ? odd[below(int(odd.size()))] : QStringLiteral("Thing%1").arg(++made_);
    }

    DataType type()
    {
        switch (below(6)) {
        case 0:
            return DataType::enumeration({QStringLiteral("a"), QStringLiteral("b")});
        case 1: {
            DataType many = DataType::of(TypeKind::Integer);
            many.dimensions = 1;
            return many;
        }
        case 2:
            return DataType::of(TypeKind::BigInt);
        case 3: {
            DataType number = DataType::of(TypeKind::Integer);
            number.isUnsigned = true;
            return number;
        }
        default:
            return DataType::of(TypeKind::Varchar, 40);
        }
    }

    Column column()
    {
        Column made;
        made.id = ids_.next<ColumnId>();
        made.name = oneIn(3) ? name() : QStringLiteral("field%1").arg(++made_);
        made.type = type();
        made.nullable = oneIn(2);
        if (oneIn(9))
            made.comment = QStringLiteral("said");
        return made;
    }

    template<class Object>
    const Object* any(const ObjectMap<Object>& map)
    {
        return map.isEmpty() ? nullptr : &*(map.begin() + below(int(map.size())));
    }

    Table table()
    {
        Table made;
        made.id = ids_.next<TableId>();
        made.name = name();
        for (int i = below(4); i >= 0; --i)
            made.columns.push_back(column());
        if (oneIn(5))
            made.keyPolicy = Table::KeyPolicy::AsIs;
        if (oneIn(3))
            made.primaryKey = key(made);
        if (oneIn(8))
            made.sqlName = name();
        made.timestamps = oneIn(6);
        return made;
    }

    Key key(const Table& table)
    {
        Key made;
        made.id = ids_.next<KeyId>();
        for (const Column& column : table.columns) {
            if (made.parts.empty() || oneIn(4))
                made.parts.push_back({column.id, false, {}});
        }
        if (oneIn(5))
            made.name = name();
        return made;
    }

    ForeignKey foreignKey(const Schema& schema, TableId from, TableId to)
    {
        ForeignKey made;
        const Table* holder = schema.tables.find(from);
        const Table* target = schema.tables.find(to);
        if (oneIn(4) && holder && target && !target->columns.empty()) {
            ColumnPair pair;
            pair.target = target->columns[size_t(below(int(target->columns.size())))].id;
            if (oneIn(2) && !holder->columns.empty())
                pair.local = holder->columns.front().id;
            made.columns.push_back(pair);
        }
        if (oneIn(6))
            made.constraintName = name();
        return made;
    }

    Schema addTable(const Schema& schema)
    {
        Schema next = schema;
        next.tables.set(table());
        return next;
    }

    Schema removeTable(const Schema& schema)
    {
        Schema next = schema;
        const Table* gone = any(schema.tables);
        if (!gone || schema.tables.size() < 5)
            return next;
        const TableId id = gone->id;
        next.tables.remove(id);
        if (oneIn(4))
            return next; // a document that refers to what is not there
        next.references.removeIf([&](const Reference& r) { return r.from == id || r.to == id; });
        next.links.removeIf([&](const ManyToMany& link) {
            return link.junction == id ||
                   std::ranges::any_of(link.ends, [&](const LinkEnd& end) { return end.table == id; });
        });
        return next;
    }

    Schema addReference(const Schema& schema)
    {
        Schema next = schema;
        Reference made;
        made.id = ids_.next<ReferenceId>();
        made.from = any(schema.tables)->id;
        made.to = any(schema.tables)->id;
        made.mandatory = oneIn(2);
        made.unique = oneIn(4);
        if (oneIn(2))
            made.role = name();
        made.key = foreignKey(schema, made.from, made.to);
        next.references.set(made);
        return next;
    }

    Schema removeReference(const Schema& schema)
    {
        Schema next = schema;
        if (const Reference* gone = any(schema.references))
            next.references.remove(gone->id);
        return next;
    }

    Schema changeReference(const Schema& schema)
    {
        Schema next = schema;
        if (const Reference* old = any(schema.references)) {
            next.references.update(old->id, [&](Reference& reference) {
                if (oneIn(2))
                    reference.to = any(schema.tables)->id;
                else
                    reference.mandatory = !reference.mandatory;
                reference.key = foreignKey(schema, reference.from, reference.to);
            });
        }
        return next;
    }

    Schema addLink(const Schema& schema)
    {
        Schema next = schema;
        Table junction = table();
        junction.keyPolicy = Table::KeyPolicy::Automatic;
        if (oneIn(2))
            junction.primaryKey.reset();
        ManyToMany made;
        made.id = ids_.next<LinkId>();
        made.junction = junction.id;
        for (int i = oneIn(5) ? 3 : 2; i > 0; --i)
            made.ends.push_back({any(schema.tables)->id, name(), {}});
        made.junctionKey = ManyToMany::JunctionKey(below(4));
        made.ordered = oneIn(4);
        made.validity = oneIn(5);
        made.symmetric = made.ends[0].table == made.ends[1].table;
        next.tables.set(std::move(junction));
        next.links.set(std::move(made));
        return next;
    }

    Schema removeLink(const Schema& schema)
    {
        Schema next = schema;
        if (const ManyToMany* gone = any(schema.links)) {
            const TableId junction = gone->junction;
            next.links.remove(gone->id);
            if (oneIn(2))
                next.tables.remove(junction);
        }
        return next;
    }

    Schema changeLink(const Schema& schema)
    {
        Schema next = schema;
        if (const ManyToMany* old = any(schema.links)) {
            next.links.update(old->id, [&](ManyToMany& link) {
                link.junctionKey = ManyToMany::JunctionKey(below(4));
                link.ends.front().table = any(schema.tables)->id;
                link.ordered = !link.ordered;
            });
        }
        return next;
    }

    Schema changedTable(const Schema& schema, const std::function<void(Table&)>& change)
    {
        Schema next = schema;
        next.tables.update(any(schema.tables)->id, change);
        return next;
    }

    Schema renameTable(const Schema& schema)
    {
        return changedTable(schema, [&](Table& table) {
            table.name = name();
            if (oneIn(6))
                table.sqlName = name();
        });
    }

    Schema changeTable(const Schema& schema)
    {
        return changedTable(schema, [&](Table& table) {
            table.timestamps = !table.timestamps;
            table.comment = oneIn(2) ? QStringLiteral("said") : QString();
            if (oneIn(4))
                table.keyPolicy = Table::KeyPolicy(below(2));
            if (oneIn(20))
                table.sqlSchema = QStringLiteral("app");
        });
    }

    Schema addColumn(const Schema& schema)
    {
        return changedTable(schema, [&](Table& table) { table.columns.push_back(column()); });
    }

    Schema removeColumn(const Schema& schema)
    {
        return changedTable(schema, [&](Table& table) {
            if (!table.columns.empty())
                table.columns.erase(table.columns.begin() + below(int(table.columns.size())));
        });
    }

    Schema changeColumn(const Schema& schema)
    {
        return changedTable(schema, [&](Table& table) {
            if (table.columns.empty())
                return;
            Column& changed = table.columns[size_t(below(int(table.columns.size())))];
            const ColumnId id = changed.id;
            Column other = column();
            if (oneIn(2))
                other.name = changed.name;
            changed = std::move(other);
            changed.id = id;
        });
    }

    Schema setKey(const Schema& schema)
    {
        return changedTable(schema, [&](Table& table) {
            table.primaryKey.reset();
            if (oneIn(2))
                table.primaryKey = key(table);
        });
    }

    Schema addIndex(const Schema& schema)
    {
        return changedTable(schema, [&](Table& table) {
            Index made;
            made.id = ids_.next<IndexId>();
            made.parts = key(table).parts;
            if (oneIn(3))
                made.name = name();
            table.indexes.push_back(std::move(made));
        });
    }

    QRandomGenerator dice_;
    IdSource ids_;
    int made_ = 0;
};

} // namespace

/// Deriving from edit to edit gives what deriving the whole gives. A failure names its seed.
class RederivationTest : public QObject {
    Q_OBJECT

private slots:
    void editsOfDrawings()
    {
        int edits = 0, partly = 0;
        for (const QString& dialect : dialectNames()) {
            const Capabilities& engine = (*dialectNamed(dialect))->capabilities();
            for (const QString& convention : {QStringLiteral("sequelize"), QStringLiteral("rails")}) {
                const NamingPolicy naming = *conventionNamed(convention);
                for (quint32 seed = 0; seed < 25; ++seed) {
                    Drafter drafter(seed);
                    std::vector<Schema> versions{drafter.start()};
                    Rederivation rederivation(naming, engine);
                    rederivation.follow(versions.back(), 0);
                    for (quint64 revision = 1; revision <= 40; ++revision) {
                        // Now and then several steps at once, and undone ones.
                        Schema next = versions.back();
                        if (drafter.oneIn(6))
                            next = versions[size_t(drafter.below(int(versions.size())))];
                        for (int steps = 1 + drafter.below(2); steps > 0; --steps)
                            next = drafter.edited(next);
                        versions.push_back(next);
                        const Derivation before = rederivation.derivation();
                        const Derivation& now = rederivation.follow(next, revision);
                        const Derivation whole = derive(next, naming, engine);
                        const QString differs = difference(now, whole);
                        QVERIFY2(differs.isEmpty(), qPrintable(QStringLiteral("%1, %2, seed %3, edit %4: %5")
                                                                   .arg(dialect, convention)
                                                                   .arg(seed)
                                                                   .arg(revision)
                                                                   .arg(differs)));
                        checkChanged(rederivation, before, revision);
                        ++edits;
                        partly += int(rederivation.derivedTables() < next.tables.size());
                    }
                }
            }
        }
        // Else the test would be about nothing.
        QVERIFY2(partly > edits / 2, qPrintable(QStringLiteral("%1 of %2").arg(partly).arg(edits)));
    }

    /// Everything a document can hold, with names that clash.
    void editsOfAnyDocument()
    {
        for (const QString& dialect : dialectNames()) {
            const Capabilities& engine = (*dialectNamed(dialect))->capabilities();
            for (quint64 seed = 0; seed < 15; ++seed) {
                tests::RandomDocument random(seed);
                Document document = random.make(8);
                Rederivation rederivation(document.settings.naming, engine);
                rederivation.follow(document.schema, 0);
                const NamingPolicy naming = document.settings.naming;
                for (quint64 revision = 1; revision <= 40; ++revision) {
                    const auto edit = random.edit(document);
                    if (!edit.result)
                        continue;
                    document = *edit.result;
                    const QString differs = difference(rederivation.follow(document.schema, revision),
                        derive(document.schema, naming, engine));
                    QVERIFY2(differs.isEmpty(), qPrintable(QStringLiteral("%1, seed %2, %3: %4")
                                                               .arg(dialect)
                                                               .arg(seed)
                                                               .arg(edit.what, differs)));
                }
            }
        }
    }

    /// What one edit can change is a matter of its neighbours, however large the drawing is.
    void anEditDerivesItsNeighbours()
    {
        tests::SchemaMaker maker;
        std::vector<TableId> tables;
        for (int i = 0; i < 50; ++i) {
            tables.push_back(
                maker.table(qPrintable(QStringLiteral("Thing%1").arg(i)), {QStringLiteral("name")}));
            if (i > 0)
                maker.reference(tables[size_t(i)], tables[size_t(i - 1)]);
        }
        Rederivation rederivation(
            NamingPolicy(), (*dialectNamed(QStringLiteral("postgresql")))->capabilities());
        rederivation.follow(maker.schema, 1);
        QCOMPARE(rederivation.derivedTables(), size_t(50));
        QVERIFY(rederivation.changedSince(1).empty());

        maker.schema.tables.update(
            tables[20], [](Table& table) { table.columns.front().name = QStringLiteral("n"); });
        rederivation.follow(maker.schema, 2);
        QCOMPARE(rederivation.derivedTables(), size_t(2)); // and the one that it refers to
        QVERIFY(rederivation.changedSince(1) == std::vector{tables[20]});

        maker.schema.tables.update(tables[20], [](Table& table) { table.name = QStringLiteral("Other"); });
        rederivation.follow(maker.schema, 3);
        QCOMPARE(rederivation.derivedTables(), size_t(3));
        QVERIFY((rederivation.changedSince(2) == std::vector{tables[20], tables[21]}));
        QVERIFY((rederivation.changedSince(1) == std::vector{tables[20], tables[21]}));
    }

private:
    /// Exactly what is different now is told.
    static void checkChanged(const Rederivation& rederivation, const Derivation& before, quint64 revision)
    {
        const Derivation& now = rederivation.derivation();
        if (rederivation.derivedTables() == now.schema.tables.size())
            return;
        const std::vector<TableId> told = rederivation.changedSince(revision - 1);
        for (size_t i = 0; i < now.origins.size(); ++i) {
            const TableId table = now.origins[i].table;
            const int old = before.indexOf(table);
            const bool isSame = old >= 0 && before.schema.tables[size_t(old)] == now.schema.tables[i] &&
                                before.origins[size_t(old)] == now.origins[i];
            QVERIFY(isSame || std::ranges::find(told, table) != told.end());
        }
    }
};

QTEST_APPLESS_MAIN(RederivationTest)
#include "rederivationtest.moc"
