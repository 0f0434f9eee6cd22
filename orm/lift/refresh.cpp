// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/refresh.h"

#include "model/document/invariants.h"
#include "model/document/objects.h"
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/lift/identities.h"
#include "orm/lift/junctiondetector.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

using model::Document;
using model::ManyToMany;
using model::Schema;
using Name = std::pair<QString, QString>; ///< namespace and name

Name nameOf(const PhysicalTable& table)
{
    return {table.schema, table.name};
}

/// What two tables that are one under two names have in common.
QStringList outline(const PhysicalTable& table)
{
    QStringList lines;
    for (const PhysicalColumn& column : table.columns)
        lines.append(
            column.name + QChar(0) + model::typeText(column.type) + QChar(0) + (column.nullable ? u'?' : u'!'));
    return lines;
}

QStringList namesOf(const std::vector<PhysicalKeyPart>& parts)
{
    QStringList names;
    for (const PhysicalKeyPart& part : parts)
        names.append(part.column + QChar(0) + part.expression);
    return names;
}

/// The objects of `now` that are objects of `before`: those of the same name, else the same make.
template<class Physical, class Make, class Found>
void matchParts(const std::vector<Physical>& before, const std::vector<Physical>& now, Make make, Found found)
{
    std::vector<bool> taken(before.size(), false);
    const auto match = [&](const auto& same) {
        for (std::size_t n = 0; n < now.size(); ++n) {
            for (std::size_t b = 0; b < before.size(); ++b) {
                if (!taken[b] && same(before[b], now[n]) && found(b, n)) {
                    taken[b] = true;
                    break;
                }
            }
        }
    };
    match([](const Physical& a, const Physical& b) { return !a.name.isEmpty() && a.name == b.name; });
    match([&](const Physical& a, const Physical& b) { return make(a) == make(b); });
}

class Refresher {
public:
    Refresher(const Document& drawing, const PhysicalSchema& database, const Capabilities& engine,
        const LiftOptions& options)
        : drawing_(drawing)
        , database_(database)
        , engine_(engine)
        , options_(options)
        , derived_(derive(drawing.schema, drawing.settings.naming, engine))
    {}

    Refreshed run()
    {
        matchTables();
        keepChoices();
        lifted_ = lift(database_, options_);
        identify();
        Document kept = assembled(true);
        if (!isDatabase(kept)) // an object that was left alone hangs on one that changed
            kept = assembled(false);
        return {std::move(kept), std::move(lifted_.nearMisses), std::move(lifted_.diagnostics)};
    }

private:
    // -- which table was which

    void matchTables()
    {
        before_.assign(database_.tables.size(), -1);
        QHash<Name, int> byName;
        for (std::size_t i = 0; i < derived_.schema.tables.size(); ++i)
            byName.insert(nameOf(derived_.schema.tables[i]), int(i));
        QHash<QStringList, std::vector<int>> gone;
        std::vector<bool> found(derived_.schema.tables.size(), false);
        for (std::size_t i = 0; i < database_.tables.size(); ++i) {
            before_[i] = byName.value(nameOf(database_.tables[i]), -1);
            if (before_[i] >= 0)
                found[std::size_t(before_[i])] = true;
        }
        for (std::size_t i = 0; i < derived_.schema.tables.size(); ++i) {
            if (!found[i])
                gone[outline(derived_.schema.tables[i])].push_back(int(i));
        }
        QHash<QStringList, std::vector<std::size_t>> fresh;
        for (std::size_t i = 0; i < database_.tables.size(); ++i) {
            if (before_[i] < 0)
                fresh[outline(database_.tables[i])].push_back(i);
        }
        for (auto it = fresh.cbegin(); it != fresh.cend(); ++it) {
            const std::vector<int>& candidates = gone[it.key()];
            if (it->size() == 1 && candidates.size() == 1)
                before_[it->front()] = candidates.front();
        }
    }

    const model::Table* drawnTable(std::size_t number) const
    {
        const int before = before_[number];
        return before < 0 ? nullptr : drawing_.schema.tables.find(derived_.origins[std::size_t(before)].table);
    }

    bool isUnchanged(std::size_t number) const
    {
        const int before = before_[number];
        return before >= 0 && derived_.schema.tables[std::size_t(before)] == database_.tables[number];
    }

    /// What the drawing shows as a link is lifted as one, and what it shows as a table is not.
    void keepChoices()
    {
        for (std::size_t i = 0; i < database_.tables.size(); ++i) {
            const PhysicalTable& table = database_.tables[i];
            const QString name = model::objectKey(table.schema, table.name);
            const model::Table* drawn = drawnTable(i);
            if (!drawn || options_.asTables.contains(name) || options_.asLinks.contains(name))
                continue;
            if (model::linkOfJunction(drawing_.schema, drawn->id))
                options_.asLinks.append(name);
            else if (const auto junction = detectJunction(table); junction && junction->isLink())
                options_.asTables.append(name);
        }
    }

    // -- which object was which

    void identify()
    {
        std::size_t number = 0;
        for (const model::Table& table : lifted_.schema.tables) { // in the order of the database
            if (const model::Table* drawn = drawnTable(number))
                identify(table, *drawn, number);
            ++number;
        }
        identifyReferences();
        for (const ManyToMany& link : lifted_.schema.links) {
            if (const ManyToMany* drawn = drawnLink(link))
                identities_.set(link.id, drawn->id);
        }
        identifyOthers();
        QSet<quint64> taken;
        model::forEachObject(drawing_, [&](const ObjectRef& object) { taken.insert(model::idValue(object)); });
        identities_.complete(lifted_.schema, taken);
    }

    void identify(const model::Table& table, const model::Table& drawn, std::size_t number)
    {
        const auto before = std::size_t(before_[number]);
        const PhysicalTable& was = derived_.schema.tables[before];
        const PhysicalTable& is = database_.tables[number];
        identities_.set(table.id, drawn.id);
        identifyColumns(table, before, is);
        if (table.primaryKey && drawn.primaryKey)
            identities_.set(table.primaryKey->id, drawn.primaryKey->id);
        // Keys and checks that derivation made come behind the table's own.
        matchParts(
            was.uniqueKeys, is.uniqueKeys, [](const PhysicalKey& key) { return namesOf(key.parts); },
            [&](std::size_t b, std::size_t n) {
                if (b < drawn.uniqueKeys.size())
                    identities_.set(table.uniqueKeys[n].id, drawn.uniqueKeys[b].id);
                return true;
            });
        matchParts(
            was.indexes, is.indexes, [](const PhysicalIndex& index) { return namesOf(index.parts); },
            [&](std::size_t b, std::size_t n) {
                if (const auto* index = std::get_if<IndexId>(&derived_.origins[before].indexes[b]))
                    identities_.set(table.indexes[n].id, *index);
                return true;
            });
        matchParts(
            was.checks, is.checks, [](const PhysicalCheck& check) { return check.expression; },
            [&](std::size_t b, std::size_t n) {
                if (b < drawn.checks.size())
                    identities_.set(table.checks[n].id, drawn.checks[b].id);
                return true;
            });
    }

    void identifyColumns(const model::Table& table, std::size_t before, const PhysicalTable& is)
    {
        const PhysicalTable& was = derived_.schema.tables[before];
        std::vector<std::size_t> gone;
        for (std::size_t i = 0; i < was.columns.size(); ++i) {
            if (!is.column(was.columns[i].name))
                gone.push_back(i);
        }
        std::vector<std::size_t> fresh;
        for (std::size_t n = 0; n < is.columns.size(); ++n) {
            const PhysicalColumn* same = was.column(is.columns[n].name);
            if (same)
                identities_.set(table.columns[n].id, ownColumn(before, std::size_t(same - was.columns.data())));
            else
                fresh.push_back(n);
        }
        if (gone.size() != 1 || fresh.size() != 1)
            return;
        PhysicalColumn renamed = was.columns[gone.front()];
        renamed.name = is.columns[fresh.front()].name;
        if (renamed == is.columns[fresh.front()])
            identities_.set(table.columns[fresh.front()].id, ownColumn(before, gone.front()));
    }

    ColumnId ownColumn(std::size_t table, std::size_t column) const
    {
        return derived_.origins[table].columns[column].column;
    }

    /// A reference is the one that stood over the same columns and led to the same table.
    void identifyReferences()
    {
        QHash<TableId, std::vector<const model::Reference*>> drawnFrom;
        for (const model::Reference& drawn : drawing_.schema.references)
            drawnFrom[drawn.from].push_back(&drawn);
        for (const model::Reference& reference : lifted_.schema.references) {
            const auto from = drawnFrom.find(identities_.of(reference.from));
            if (from == drawnFrom.end())
                continue;
            const auto same = std::ranges::find_if(
                *from, [&](const model::Reference* drawn) { return isSame(reference, *drawn); });
            if (same == from->end())
                continue;
            identities_.set(reference.id, (*same)->id);
            from->erase(same); // one reference is one
        }
    }

    bool isSame(const model::Reference& reference, const model::Reference& drawn) const
    {
        if (identities_.of(reference.from) != drawn.from || identities_.of(reference.to) != drawn.to ||
            reference.missingTable != drawn.missingTable || drawn.key.unconstrained)
            return false;
        const int from = derived_.indexOf(drawn.from);
        if (from < 0)
            return false;
        const TableOrigin& origin = derived_.origins[std::size_t(from)];
        const PhysicalTable& was = derived_.schema.tables[std::size_t(from)];
        const model::Table& table = lifted_.schema.tables.at(reference.from);
        for (std::size_t i = 0; i < was.foreignKeys.size(); ++i) {
            if (origin.foreignKeys[i].reference != drawn.id ||
                std::size_t(was.foreignKeys[i].columns.size()) != reference.key.columns.size())
                continue;
            for (std::size_t c = 0; c < reference.key.columns.size(); ++c) {
                const ColumnId local = reference.key.columns[c].local;
                const QString& name = was.foreignKeys[i].columns[qsizetype(c)];
                const model::Column* own = drawing_.schema.tables.at(drawn.from).columnNamed(name);
                const bool same = own ? identities_.of(local) == own->id : table.column(local)->name == name;
                if (!same)
                    return false;
            }
            return true;
        }
        return false;
    }

    /// The only link of the table that the junction was; of several nobody can say which one this is.
    const ManyToMany* drawnLink(const ManyToMany& link) const
    {
        const TableId junction = identities_.of(link.junction);
        const ManyToMany* found = nullptr;
        for (const ManyToMany& drawn : drawing_.schema.links) {
            if (drawn.junction != junction)
                continue;
            if (found)
                return nullptr;
            found = &drawn;
        }
        return found;
    }

    void identifyOthers()
    {
        QHash<Name, UserTypeId> types;
        for (std::size_t i = 0; i < derived_.types.size(); ++i) {
            if (const auto* id = std::get_if<UserTypeId>(&derived_.types[i]))
                types.insert({derived_.schema.types[i].schema, derived_.schema.types[i].name}, *id);
        }
        for (const model::UserType& type : lifted_.schema.types) {
            const UserTypeId drawn = types.value({type.sqlSchema, type.name});
            identities_.set(type.id, drawn);
            if (drawn)
                identifyChecks(type, drawing_.schema.types.at(drawn));
        }
        QSet<VerbatimId> taken;
        for (const model::Verbatim& verbatim : lifted_.schema.verbatims) {
            const auto same =
                std::ranges::find_if(drawing_.schema.verbatims, [&](const model::Verbatim& drawn) {
                    return !taken.contains(drawn.id) && drawn.kind == verbatim.kind &&
                           drawn.name == verbatim.name && drawn.sqlSchema == verbatim.sqlSchema &&
                           drawn.table == verbatim.table;
                });
            if (same == drawing_.schema.verbatims.end())
                continue;
            taken.insert(same->id);
            identities_.set(verbatim.id, same->id);
        }
    }

    void identifyChecks(const model::UserType& type, const model::UserType& drawn)
    {
        matchParts(
            drawn.checks, type.checks, [](const model::Check& check) { return check.expression; },
            [&](std::size_t b, std::size_t n) {
                identities_.set(type.checks[n].id, drawn.checks[b].id);
                return true;
            });
    }

    // -- the result

    /// With `leaveAlone`, tables that are as the drawing derives them stay what they are there.
    Document assembled(bool leaveAlone) const
    {
        Document document = drawing_;
        QSet<TableId> kept;
        document.schema.tables = tables(leaveAlone, kept);
        document.schema.references = references(document.schema, kept);
        document.schema.links = links(kept);
        document.schema.types = types(kept);
        document.schema.verbatims = {};
        for (const model::Verbatim& verbatim : lifted_.schema.verbatims)
            document.schema.verbatims.set(keptOr(identities_.applied(verbatim), drawing_.schema.verbatims));
        sortAsDrawn(document.schema);
        dropNodes(document);
        return document;
    }

    /// The object of the drawing where it is the same, so that it is the same in memory too.
    template<class Object>
    static Object keptOr(Object object, const ObjectMap<Object>& drawn)
    {
        const Object* before = drawn.find(object.id);
        return before && *before == object ? *before : std::move(object);
    }

    ObjectMap<model::Table> tables(bool leaveAlone, QSet<TableId>& kept) const
    {
        std::vector<model::Table> all;
        QStringList names;
        std::size_t number = 0;
        for (const model::Table& table : lifted_.schema.tables) {
            const model::Table* drawn = drawnTable(number);
            const bool stays = drawn && leaveAlone && isUnchanged(number);
            if (stays)
                kept.insert(drawn->id);
            all.push_back(stays ? *drawn : identities_.applied(table));
            const bool hasItsName = drawn && derived_.schema.tables[std::size_t(before_[number])].name ==
                                                 database_.tables[number].name;
            if (hasItsName) {
                all.back().name = drawn->name;
                names.append(drawn->name);
            }
            ++number;
        }
        ObjectMap<model::Table> result;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const model::Table* drawn = drawnTable(i);
            if (!drawn || all[i].name != drawn->name) { // new, or under a new name
                all[i].name = model::freeName(all[i].name, names);
                names.append(all[i].name);
            }
            result.set(std::move(all[i]));
        }
        return result;
    }

    ObjectMap<model::Reference> references(const Schema& schema, const QSet<TableId>& kept) const
    {
        ObjectMap<model::Reference> result;
        for (const model::Reference& drawn : drawing_.schema.references) {
            if (kept.contains(drawn.from) || (drawn.key.unconstrained && isWhole(drawn, schema)))
                result.set(drawn);
        }
        for (const model::Reference& reference : lifted_.schema.references) {
            model::Reference applied = identities_.applied(reference);
            if (kept.contains(applied.from))
                continue;
            if (const model::Reference* drawn = drawing_.schema.references.find(applied.id)) {
                applied.role = drawn->role;
                applied.inverseRole = drawn->inverseRole;
            }
            result.set(std::move(applied));
        }
        return result;
    }

    static bool isWhole(const model::Reference& reference, const Schema& schema)
    {
        const model::Table* from = schema.tables.find(reference.from);
        const model::Table* to = schema.tables.find(reference.to);
        return from && to && std::ranges::all_of(reference.key.columns, [&](const model::ColumnPair& pair) {
            return from->column(pair.local) && (!pair.target || to->column(pair.target));
        });
    }

    ObjectMap<ManyToMany> links(const QSet<TableId>& kept) const
    {
        ObjectMap<ManyToMany> result;
        for (const ManyToMany& drawn : drawing_.schema.links) {
            if (kept.contains(drawn.junction))
                result.set(drawn);
        }
        for (const ManyToMany& link : lifted_.schema.links) {
            ManyToMany applied = identities_.applied(link);
            if (kept.contains(applied.junction))
                continue;
            const ManyToMany* drawn = drawing_.schema.links.find(applied.id);
            for (std::size_t i = 0; drawn && i < std::min(applied.ends.size(), drawn->ends.size()); ++i) {
                model::LinkEnd& end = applied.ends[i];
                const model::LinkEnd& was = drawn->ends[i];
                if (end.table != was.table)
                    continue;
                end.role = was.role;
                end.minimum = was.minimum;
                end.maximum = was.maximum;
            }
            result.set(std::move(applied));
        }
        return result;
    }

    /// Where the database has no types, the drawing's own say what columns stand for; else those of the
    /// database, without the ones that derivation makes for columns that were left alone.
    ObjectMap<model::UserType> types(const QSet<TableId>& kept) const
    {
        if (!engine_.namedTypes)
            return drawing_.schema.types;
        QSet<Name> made;
        for (std::size_t i = 0; i < derived_.types.size(); ++i) {
            const auto* column = std::get_if<ColumnId>(&derived_.types[i]);
            const model::Table* table = column ? model::tableOfColumn(drawing_.schema, *column) : nullptr;
            if (table && kept.contains(table->id))
                made.insert({derived_.schema.types[i].schema, derived_.schema.types[i].name});
        }
        ObjectMap<model::UserType> result;
        for (const model::UserType& type : lifted_.schema.types) {
            if (!made.contains({type.sqlSchema, type.name}))
                result.set(keptOr(identities_.applied(type), drawing_.schema.types));
        }
        return result;
    }

    /// What was there stays in its order; what is new comes behind.
    template<class Object>
    static void sortAsDrawn(ObjectMap<Object>& objects, const ObjectMap<Object>& drawn)
    {
        ObjectMap<Object> sorted;
        for (const Object& before : drawn) {
            if (const Object* object = objects.find(before.id))
                sorted.set(*object);
        }
        for (const Object& object : objects)
            sorted.set(object);
        objects = std::move(sorted);
    }

    void sortAsDrawn(Schema& schema) const
    {
        sortAsDrawn(schema.tables, drawing_.schema.tables);
        sortAsDrawn(schema.references, drawing_.schema.references);
        sortAsDrawn(schema.links, drawing_.schema.links);
        sortAsDrawn(schema.types, drawing_.schema.types);
        sortAsDrawn(schema.verbatims, drawing_.schema.verbatims);
    }

    static void dropNodes(Document& document)
    {
        std::vector<model::Diagram> changed;
        for (const model::Diagram& before : document.diagrams) {
            model::Diagram diagram = before;
            const bool tables = diagram.tables.removeIf(
                [&](const model::TableNode& node) { return !document.schema.tables.contains(node.id); });
            const bool links = diagram.links.removeIf(
                [&](const model::LinkNode& node) { return !document.schema.links.contains(node.id); });
            const bool lines = diagram.references.removeIf([&](const model::ReferenceLine& line) {
                return !document.schema.references.contains(line.id);
            });
            if (tables || links || lines)
                changed.push_back(std::move(diagram));
        }
        for (model::Diagram& diagram : changed)
            document.diagrams.set(std::move(diagram));
    }

    /// Whether the document is sound and derives the database, whatever the order.
    bool isDatabase(const Document& document) const
    {
        if (!model::violations(document).empty())
            return false;
        const PhysicalSchema made = derive(document.schema, document.settings.naming, engine_).schema;
        if (made.tables.size() != database_.tables.size())
            return false;
        QHash<Name, const PhysicalTable*> byName;
        for (const PhysicalTable& table : made.tables)
            byName.insert(nameOf(table), &table);
        return std::ranges::all_of(database_.tables, [&](const PhysicalTable& table) {
            const PhysicalTable* same = byName.value(nameOf(table));
            return same && *same == table;
        });
    }

    const Document& drawing_;
    const PhysicalSchema& database_;
    const Capabilities& engine_;
    LiftOptions options_;
    Derivation derived_;
    std::vector<int> before_; ///< parallel to the database's tables: which derived one it was, or -1
    Lifted lifted_;
    Identities identities_;
};

} // namespace

Refreshed refresh(const Document& drawing, const PhysicalSchema& database, const Capabilities& engine,
    const LiftOptions& options)
{
    return Refresher(drawing, database, engine, options).run();
}

} // namespace conjoin::orm
