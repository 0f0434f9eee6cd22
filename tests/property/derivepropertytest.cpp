// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/lift/refresh.h"
#include "support/randomdocument.h"
#include "support/schemas.h"

#include <QRandomGenerator>
#include <QSet>
#include <QtTest>

#include <algorithm>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

namespace {

/// Chances of a seeded test.
class Dice {
public:
    explicit Dice(quint32 seed)
        : generator_(seed)
    {}
    int below(int limit) { return limit <= 0 ? 0 : int(generator_.bounded(limit)); }
    bool oneIn(int n) { return below(n) == 0; }
    template<class List>
    const auto& of(const List& list)
    {
        return list[typename List::size_type(below(int(list.size())))];
    }
    template<class List>
    void shuffle(List& list)
    {
        std::shuffle(list.begin(), list.end(), generator_);
    }

private:
    QRandomGenerator generator_;
};

const Capabilities& engineNamed(const QString& dialect)
{
    return (*dialectNamed(dialect))->capabilities();
}

const Capabilities& sqlite()
{
    return engineNamed(QStringLiteral("sqlite"));
}

QByteArray told(quint32 seed, const QString& dialect)
{
    return QStringLiteral("seed %1, %2").arg(seed).arg(dialect).toUtf8();
}

// --- databases that nobody drew

const std::vector<QString>& oddNames()
{
    static const std::vector<QString> names{"user", "users", "Order Details", "select", "a\"b", "naïve", "😀",
        "x.y", "film_actor", "PlaylistTrack", "line\nbreak", "a/b", "a\\", "id", "Data"};
    return names;
}

QString freshName(Dice& dice, QSet<QString>& taken)
{
    QString name = dice.of(oddNames());
    while (taken.contains(name.toLower()))
        name += QString::number(dice.below(10));
    taken.insert(name.toLower());
    return name;
}

std::vector<PhysicalKeyPart> randomParts(Dice& dice, const PhysicalTable& table)
{
    std::vector<PhysicalKeyPart> parts;
    std::vector<PhysicalColumn> columns = table.columns;
    dice.shuffle(columns);
    columns.resize(std::size_t(1 + dice.below(int(columns.size()))));
    for (const PhysicalColumn& column : columns)
        parts.push_back({column.name, {}, dice.oneIn(6), dice.oneIn(8) ? QStringLiteral("NOCASE") : QString()});
    return parts;
}

/// What only some engines have.
void addExtras(Dice& dice, const Capabilities& engine, PhysicalTable& table)
{
    PhysicalColumn& column = table.columns.front();
    if (engine.unsignedNumbers && dice.oneIn(3))
        column.type.isUnsigned = column.type.kind == TypeKind::Integer;
    if (engine.inlineEnums && dice.oneIn(3))
        column.type = DataType::enumeration({QStringLiteral("a"), QStringLiteral("it's")});
    if (engine.namedTypes && dice.oneIn(3))
        column.type = DataType::named({}, dice.oneIn(2) ? QStringLiteral("mood") : QStringLiteral("unknown"));
    if (engine.arrays && dice.oneIn(3))
        column.type.dimensions = 1;
    if (engine.identityColumns && dice.oneIn(3)) {
        column.identity = Identity::Always;
        column.autoIncrement = true;
        column.sequence = QStringLiteral("START WITH 7");
    }
    if (engine.onUpdateColumns && dice.oneIn(3))
        column.onUpdate = QStringLiteral("CURRENT_TIMESTAMP");
    if (engine.comments && dice.oneIn(3))
        table.comment = column.comment = QStringLiteral("said");
    for (PhysicalKey& key : table.uniqueKeys) {
        if (engine.deferrableKeys && dice.oneIn(3))
            key.deferrable = Deferrable::InitiallyImmediate;
    }
    for (PhysicalIndex& index : table.indexes) {
        if (engine.includeColumns && dice.oneIn(3))
            index.include = {column.name};
        if (engine.prefixIndexes && dice.oneIn(3) && !index.parts.front().column.isEmpty())
            index.parts.front().length = 5;
    }
}

PhysicalTable randomTable(Dice& dice, const Capabilities& engine, QSet<QString>& taken)
{
    PhysicalTable table;
    table.name = freshName(dice, taken);
    QSet<QString> columnNames;
    for (int i = 0, count = 1 + dice.below(6); i < count; ++i) {
        PhysicalColumn column;
        column.name = freshName(dice, columnNames);
        column.type =
            dice.oneIn(2) ? DataType::of(TypeKind::Integer) : DataType::verbatim(QStringLiteral("nvarchar(7)"));
        column.nullable = dice.oneIn(2);
        if (dice.oneIn(4))
            column.defaultValue = {DefaultValue::Kind::Expression, QStringLiteral("1 + 1")};
        if (dice.oneIn(9))
            column.generated = {Generated::Kind::Stored, QStringLiteral("2")};
        if (dice.oneIn(9))
            column.collation = QStringLiteral("NOCASE");
        table.columns.push_back(column);
    }
    if (!dice.oneIn(4))
        table.primaryKey =
            PhysicalKey{dice.oneIn(3) ? QStringLiteral("pk") : QString(), randomParts(dice, table), {}};
    for (int i = dice.below(3); i > 0; --i)
        table.uniqueKeys.push_back({dice.oneIn(3) ? QStringLiteral("uq") : QString(), randomParts(dice, table),
            dice.oneIn(5) ? QStringLiteral("IGNORE") : QString()});
    for (int i = dice.below(3); i > 0; --i)
        table.indexes.push_back(
            {QStringLiteral("index") + QString::number(i) + table.name, randomParts(dice, table), dice.oneIn(2),
                engine.partialIndexes && dice.oneIn(4) ? QStringLiteral("1 > 0") : QString(), {}});
    if (!table.indexes.empty() && engine.expressionIndexes && dice.oneIn(3))
        table.indexes[0].parts.push_back({{}, QStringLiteral("lower('X')"), false, {}});
    if (dice.oneIn(4))
        table.checks.push_back({dice.oneIn(2) ? QStringLiteral("check") : QString(), QStringLiteral("1 = 1")});
    table.options.withoutRowid = engine.withoutRowid && dice.oneIn(6);
    table.options.strict = engine.strictTables && dice.oneIn(6);
    if (engine.namespaces && dice.oneIn(4))
        table.schema = QStringLiteral("app");
    addExtras(dice, engine, table);
    return table;
}

PhysicalForeignKey randomForeignKey(
    Dice& dice, const Capabilities& engine, const PhysicalSchema& schema, const PhysicalTable& from)
{
    std::vector<Action> actions{Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull};
    if (engine.setDefaultAction)
        actions.push_back(Action::SetDefault);
    const PhysicalTable& to = dice.of(schema.tables);
    PhysicalForeignKey key;
    const int width = dice.oneIn(3) ? 2 : 1;
    for (int i = 0; i < width; ++i) {
        key.columns.append(dice.of(from.columns).name);
        key.refColumns.append(dice.oneIn(12) ? QStringLiteral("no such column") : dice.of(to.columns).name);
    }
    key.refTable = dice.oneIn(12) ? QStringLiteral("no such table") : to.name;
    key.refSchema = to.schema;
    if (dice.oneIn(5))
        key.refColumns.clear();
    key.name = dice.oneIn(3) ? QStringLiteral("fk") : QString();
    key.onDelete = dice.of(actions);
    key.onUpdate = dice.of(actions);
    if (engine.deferrableForeignKeys && dice.oneIn(5))
        key.deferrable = Deferrable::InitiallyDeferred;
    else if (engine.keepsWording)
        key.notDeferrableWritten = dice.oneIn(4);
    if (dice.oneIn(5))
        key.match = QStringLiteral("FULL");
    if (engine.keepsWording && dice.oneIn(4)) {
        const QStringList names = QStringList{key.refTable} + key.refColumns;
        for (const QString& name : names)
            key.targetSpelling.append(name.toUpper());
        if (key.targetSpelling == names)
            key.targetSpelling.clear();
    }
    return key;
}

PhysicalSchema randomDatabase(Dice& dice, const Capabilities& engine)
{
    PhysicalSchema schema;
    QSet<QString> taken;
    for (int i = 1 + dice.below(7); i > 0; --i)
        schema.tables.push_back(randomTable(dice, engine, taken));
    for (PhysicalTable& table : schema.tables) {
        for (int i = dice.below(4); i > 0; --i) {
            table.foreignKeys.push_back(randomForeignKey(dice, engine, schema, table));
            if (dice.oneIn(8))
                table.foreignKeys.push_back(table.foreignKeys.back());
        }
        sortForeignKeys(table);
    }
    if (engine.namedTypes) {
        PhysicalUserType mood;
        mood.name = QStringLiteral("mood");
        mood.values = {QStringLiteral("good"), QStringLiteral("bad")};
        schema.types.push_back(mood);
    }
    if (dice.oneIn(3))
        schema.verbatims.push_back(
            {Verbatim::Kind::View, QStringLiteral("v"), QStringLiteral("CREATE VIEW v AS SELECT 1"), {}});
    return schema;
}

// --- drawings

struct Drawing {
    std::vector<Table> tables;
    std::vector<Reference> references;
    std::vector<ManyToMany> links;

    Schema schema() const
    {
        Schema result;
        for (const Table& table : tables)
            result.tables.set(table);
        for (const Reference& reference : references)
            result.references.set(reference);
        for (const ManyToMany& link : links)
            result.links.set(link);
        return result;
    }
};

template<class Map>
auto listOf(const Map& map)
{
    return std::vector<std::remove_cvref_t<decltype(*map.begin())>>(map.begin(), map.end());
}

/// No two derived names clash in it: which of two gets the plain one is a matter of who was drawn first.
Drawing randomDrawing(Dice& dice)
{
    tests::SchemaMaker maker;
    std::vector<TableId> tables;
    for (int i = 2 + dice.below(5); i > 0; --i)
        tables.push_back(
            maker.table(qPrintable(QStringLiteral("Thing") + QChar(u'A' + i)), {QStringLiteral("name")}));
    for (TableId table : tables) {
        maker.schema.tables.update(table, [&](Table& drawn) {
            Column& column = drawn.columns.front();
            column.nullable = dice.oneIn(2);
            if (dice.oneIn(3))
                column.type = DataType::enumeration({QStringLiteral("a"), QStringLiteral("b")});
            else if (dice.oneIn(4))
                column.type.dimensions = 1;
            drawn.timestamps = dice.oneIn(4);
        });
    }
    for (int i = dice.below(4); i > 0; --i) {
        const QString name = QStringLiteral("Junction") + QChar(u'A' + i);
        const QStringList attributes = dice.oneIn(2) ? QStringList() : QStringList{QStringLiteral("grade")};
        const TableId a = dice.of(tables);
        const TableId b = dice.of(tables);
        const LinkId link = maker.link(qPrintable(name), {a, b}, attributes);
        maker.schema.links.update(link, [&](ManyToMany& l) {
            l.ends[1].role = QStringLiteral("Role") + QChar(u'A' + i);
            l.junctionKey = dice.oneIn(3) ? ManyToMany::JunctionKey::Surrogate : ManyToMany::JunctionKey::Pair;
            l.symmetric = a == b && dice.oneIn(2);
            l.ordered = dice.oneIn(3);
            l.validity = dice.oneIn(4);
        });
        maker.schema.tables.update(maker.schema.links.at(link).junction, [&](Table& junction) {
            junction.timestamps = dice.oneIn(3);
            junction.softDelete = dice.oneIn(3);
        });
        tables.push_back(maker.schema.links.at(link).junction);
    }
    for (int i = dice.below(6); i > 0; --i) {
        maker.reference(dice.of(tables), dice.of(tables), [&](Reference& r) {
            r.role = QStringLiteral("Part") + QChar(u'A' + i);
            r.mandatory = dice.oneIn(2);
            r.unique = dice.oneIn(4);
        });
    }
    return {listOf(maker.schema.tables), listOf(maker.schema.references), listOf(maker.schema.links)};
}

/// A physical schema as a set of facts, whatever the order of tables, columns and keys.
QSet<QString> facts(const PhysicalSchema& schema)
{
    QSet<QString> result;
    for (const PhysicalTable& table : schema.tables) {
        const auto add = [&](const QString& kind, const QStringList& parts) {
            result.insert(table.name + u' ' + kind + u' ' + parts.join(u'|'));
        };
        const auto names = [](const std::vector<PhysicalKeyPart>& parts) {
            QStringList list;
            for (const PhysicalKeyPart& part : parts)
                list.append(part.column);
            return list;
        };
        for (const PhysicalColumn& column : table.columns)
            add(column.nullable ? "column" : "column not null", {column.name, typeText(column.type)});
        if (table.primaryKey)
            add("primary key", names(table.primaryKey->parts));
        for (const PhysicalKey& key : table.uniqueKeys)
            add("unique", names(key.parts));
        for (const PhysicalIndex& index : table.indexes)
            add("index " + index.name, names(index.parts));
        for (const PhysicalForeignKey& key : table.foreignKeys)
            add("foreign key",
                key.columns + QStringList{key.refTable} + key.refColumns +
                    QStringList{QString::number(int(key.onDelete)), QString::number(int(key.onUpdate))});
    }
    return result;
}

/// Every foreign key stands on columns of its table and leads to columns that exist; with `typed`, of the same
/// type.
bool keysAreWhole(const PhysicalSchema& schema, bool typed)
{
    for (const PhysicalTable& table : schema.tables) {
        for (const PhysicalForeignKey& key : table.foreignKeys) {
            const PhysicalTable* target = schema.table(key.refTable, key.refSchema);
            for (qsizetype i = 0; i < key.columns.size(); ++i) {
                const PhysicalColumn* from = table.column(key.columns[i]);
                const PhysicalColumn* to =
                    target && i < key.refColumns.size() ? target->column(key.refColumns[i]) : nullptr;
                if (!from || (typed && (!to || from->type != to->type)))
                    return false;
            }
        }
    }
    return true;
}

bool namesAreSound(const PhysicalSchema& schema, const Capabilities& engine)
{
    QSet<QString> taken;
    const LengthUnit unit = engine.nameLimitInCharacters ? LengthUnit::Characters : LengthUnit::Bytes;
    const auto isSound = [&](const QString& name) {
        const bool fresh = !taken.contains(name.toLower());
        taken.insert(name.toLower());
        return name.isEmpty() ||
               (fresh && (engine.nameLimit == 0 || nameLength(name, unit) <= engine.nameLimit));
    };
    bool sound = true;
    for (const PhysicalUserType& type : schema.types)
        sound = isSound(type.name) && sound;
    for (const PhysicalTable& table : schema.tables) {
        sound = isSound(table.name) && sound;
        for (const PhysicalKey& key : table.uniqueKeys)
            sound = isSound(key.name) && sound;
        for (const PhysicalForeignKey& key : table.foreignKeys)
            sound = isSound(key.name) && sound;
        for (const PhysicalIndex& index : table.indexes)
            sound = isSound(index.name) && sound;
        for (const PhysicalCheck& check : table.checks)
            sound = isSound(check.name) && sound;
        QSet<QString> columns;
        for (const PhysicalColumn& column : table.columns)
            columns.insert(column.name.toLower());
        sound = sound && columns.size() == qsizetype(table.columns.size());
    }
    return sound;
}

} // namespace

/// Laws of derivation and lift, over many seeded schemas. A failure names its seed.
class DerivePropertyTest : public QObject {
    Q_OBJECT

private slots:
    /// What was read comes back to the letter, whichever near misses a person wants as links.
    void deriveUndoesLift()
    {
        for (const QString& dialect : dialectNames()) {
            const Capabilities& engine = engineNamed(dialect);
            for (quint32 seed = 0; seed < 1000; ++seed) {
                Dice dice(seed);
                const PhysicalSchema database = randomDatabase(dice, engine);
                LiftOptions options;
                for (const PhysicalTable& table : database.tables) {
                    if (dice.oneIn(2))
                        (dice.oneIn(3) ? options.asTables : options.asLinks).append(table.name);
                }
                const Derivation again = derive(lift(database, options).schema, NamingPolicy(), engine);
                QVERIFY2(again.schema == database, told(seed, dialect));
            }
        }
    }

    /// A drawing whose database is as it derives it is left alone, drawn or read.
    void refreshChangesNothing()
    {
        for (const QString& dialect : dialectNames()) {
            const Capabilities& engine = engineNamed(dialect);
            for (quint32 seed = 0; seed < 200; ++seed) {
                Dice dice(seed);
                Document document = emptyDocument({}, DiagramId(1));
                document.schema =
                    dice.oneIn(2) ? randomDrawing(dice).schema() : lift(randomDatabase(dice, engine)).schema;
                PhysicalSchema database = derive(document.schema, NamingPolicy(), engine).schema;
                dice.shuffle(database.tables);
                QVERIFY2(refresh(document, database, engine).document == document, told(seed, dialect));
            }
        }
    }

    /// Whatever was done to the database, the refreshed drawing is that of the new one.
    void refreshFollowsTheDatabase()
    {
        for (quint32 seed = 0; seed < 300; ++seed) {
            Dice dice(seed);
            Document document = emptyDocument({}, DiagramId(1));
            document.schema = randomDrawing(dice).schema();
            PhysicalSchema database = derive(document.schema, NamingPolicy(), sqlite()).schema;
            for (PhysicalTable& table : database.tables) {
                if (dice.oneIn(3))
                    table.columns.front().comment = QString();
                if (dice.oneIn(3))
                    table.checks.push_back({{}, QStringLiteral("1 = 1")});
                if (dice.oneIn(4))
                    table.indexes.clear();
            }
            if (dice.oneIn(2))
                database.tables.push_back(randomDatabase(dice, sqlite()).tables.front());
            database.tables.back().foreignKeys.clear();
            const Document after = refresh(document, database, sqlite()).document;
            const PhysicalSchema made = derive(after.schema, NamingPolicy(), sqlite()).schema;
            QCOMPARE(made.tables.size(), database.tables.size());
            for (const PhysicalTable& table : database.tables) {
                const PhysicalTable* same = made.table(table.name);
                QVERIFY2(same && *same == table, told(seed, table.name));
            }
        }
    }

    /// Any document at all is derived on any engine, and what comes of it is sound.
    void deriveIsTotal()
    {
        for (quint32 seed = 0; seed < 60; ++seed) {
            const Document document = tests::RandomDocument(seed).make(6);
            for (const QString& dialect : dialectNames()) {
                const Derivation derived =
                    derive(document.schema, document.settings.naming, engineNamed(dialect));
                QVERIFY2(keysAreWhole(derived.schema, false), told(seed, dialect));
                (*dialectNamed(dialect))->createSchema(derived, {});
            }
        }
    }

    /// Foreign keys stand on columns and lead to columns of the same type; names are unique and not too long.
    void drawingsBecomeSoundTables()
    {
        for (const QString& dialect : dialectNames()) {
            const Capabilities& engine = engineNamed(dialect);
            for (quint32 seed = 0; seed < 500; ++seed) {
                Dice dice(seed);
                const PhysicalSchema made = derive(randomDrawing(dice).schema(), NamingPolicy(), engine).schema;
                QVERIFY2(keysAreWhole(made, true), told(seed, dialect));
                QVERIFY2(namesAreSound(made, engine), told(seed, dialect));
            }
        }
    }

    /// The same under every convention.
    void conventionsGiveSoundNames()
    {
        for (const QString& convention : conventionNames()) {
            for (const QString& dialect : dialectNames()) {
                const Capabilities& engine = engineNamed(dialect);
                for (quint32 seed = 0; seed < 60; ++seed) {
                    Dice dice(seed);
                    const PhysicalSchema made =
                        derive(randomDrawing(dice).schema(), *conventionNamed(convention), engine).schema;
                    QVERIFY2(keysAreWhole(made, true), told(seed, convention + u' ' + dialect));
                    QVERIFY2(namesAreSound(made, engine), told(seed, convention + u' ' + dialect));
                }
            }
        }
    }

    /// On every engine a drawing that went through the database is derived the same, and all that the engine
    /// lacks is taken out the first time.
    void whatWasDerivedIsDerivedAgain()
    {
        for (const QString& dialect : dialectNames()) {
            const Capabilities& engine = engineNamed(dialect);
            for (quint32 seed = 0; seed < 500; ++seed) {
                Dice dice(seed);
                const PhysicalSchema made = derive(randomDrawing(dice).schema(), NamingPolicy(), engine).schema;
                const Derivation again = derive(lift(made).schema, NamingPolicy(), engine);
                QVERIFY2(again.schema == made, told(seed, dialect));
                for (const Diagnostic& diagnostic : again.diagnostics)
                    QVERIFY2(
                        !diagnostic.what.code.startsWith(QStringLiteral("derive.fit")), told(seed, dialect));
            }
        }
    }

    void liftIsDeterministic()
    {
        for (quint32 seed = 0; seed < 200; ++seed) {
            Dice dice(seed);
            const PhysicalSchema database = randomDatabase(dice, sqlite());
            QVERIFY2(lift(database).schema == lift(database).schema,
                qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    /// The order in which objects were drawn changes nothing but the order of the result.
    void deriveDoesNotDependOnOrder()
    {
        for (quint32 seed = 0; seed < 1000; ++seed) {
            Dice dice(seed);
            Drawing drawing = randomDrawing(dice);
            const Schema first = drawing.schema();
            const Derivation derived = derive(first, NamingPolicy(), sqlite());
            QVERIFY(derive(first, NamingPolicy(), sqlite()).schema == derived.schema);
            dice.shuffle(drawing.tables);
            dice.shuffle(drawing.references);
            dice.shuffle(drawing.links);
            const Derivation shuffled = derive(drawing.schema(), NamingPolicy(), sqlite());
            QVERIFY2(facts(shuffled.schema) == facts(derived.schema),
                qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    /// A drawing that goes through a database comes back with its links.
    void liftFindsTheDrawnLinks()
    {
        for (quint32 seed = 0; seed < 1000; ++seed) {
            Dice dice(seed);
            const Schema drawn = randomDrawing(dice).schema();
            const Derivation derived = derive(drawn, NamingPolicy(), sqlite());
            const Schema lifted = lift(derived.schema).schema;
            const auto sqlName = [&](TableId table) {
                return derived.schema.tables[std::size_t(derived.indexOf(table))].name;
            };
            for (const ManyToMany& link : drawn.links) {
                const auto same = [&](const ManyToMany& other) {
                    const auto name = [&](TableId table) { return lifted.tables.at(table).sqlName; };
                    return name(other.junction) == sqlName(link.junction) &&
                           name(other.ends[0].table) == sqlName(link.ends[0].table) &&
                           name(other.ends[1].table) == sqlName(link.ends[1].table);
                };
                QVERIFY2(
                    std::ranges::any_of(lifted.links, same), qPrintable(QStringLiteral("seed %1").arg(seed)));
            }
            QVERIFY(derive(lifted, NamingPolicy(), sqlite()).schema == derived.schema);
        }
    }

    /// Origins say of each derived piece where it came from, in step with the tables.
    void originsAreParallel()
    {
        for (quint32 seed = 0; seed < 300; ++seed) {
            Dice dice(seed);
            const Schema drawn = randomDrawing(dice).schema();
            const Derivation derived = derive(drawn, NamingPolicy(), sqlite());
            QCOMPARE(derived.origins.size(), derived.schema.tables.size());
            for (std::size_t i = 0; i < derived.origins.size(); ++i) {
                const PhysicalTable& table = derived.schema.tables[i];
                const TableOrigin& origin = derived.origins[i];
                QCOMPARE(derived.indexOf(origin.table), int(i));
                QCOMPARE(origin.columns.size(), table.columns.size());
                QCOMPARE(origin.foreignKeys.size(), table.foreignKeys.size());
                QCOMPARE(origin.indexes.size(), table.indexes.size());
                for (std::size_t c = 0; c < table.columns.size(); ++c) {
                    const ColumnOrigin& column = origin.columns[c];
                    QVERIFY(!column.isDerived() || column.generatedKey || column.isForeignKey() ||
                            column.purpose != ColumnOrigin::Purpose::None);
                    if (const Column* own = drawn.tables.at(origin.table).column(column.column))
                        QCOMPARE(own->name, table.columns[c].name);
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(DerivePropertyTest)
#include "derivepropertytest.moc"
