// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/diff/compare.h"

#include "orm/diff/properties.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <functional>

namespace conjoin::orm {

namespace {

/// Which of a list on one side is which of the list on the other; -1 = none.
struct Matches {
    std::vector<int> after;  ///< of each before
    std::vector<int> before; ///< of each after

    Matches(std::size_t befores, std::size_t afters)
        : after(befores, -1)
        , before(afters, -1)
    {}
    void tie(std::size_t b, std::size_t a)
    {
        after[b] = int(a);
        before[a] = int(b);
    }

    /// Ties what is still alone and has the same key; an empty key matches nothing. Where several have it, the
    /// first ones.
    template<class KeyOfBefore, class KeyOfAfter>
    void tieEqual(KeyOfBefore keyOfBefore, KeyOfAfter keyOfAfter)
    {
        QHash<QString, std::vector<std::size_t>> waiting;
        for (std::size_t b = after.size(); b-- > 0;) {
            const QString key = after[b] < 0 ? keyOfBefore(b) : QString();
            if (!key.isEmpty())
                waiting[key].push_back(b); // the last first: they are taken from the end
        }
        if (waiting.isEmpty())
            return;
        for (std::size_t a = 0; a < before.size(); ++a) {
            const auto found = before[a] < 0 ? waiting.find(keyOfAfter(a)) : waiting.end();
            if (found == waiting.end() || found->empty())
                continue;
            tie(found->back(), a);
            found->pop_back();
        }
    }

    /// The same, only where exactly one on each side has the key.
    template<class KeyOfBefore, class KeyOfAfter>
    void tieUnambiguous(KeyOfBefore keyOfBefore, KeyOfAfter keyOfAfter)
    {
        if (std::ranges::count(after, -1) == 0 || std::ranges::count(before, -1) == 0)
            return;
        QHash<QString, std::vector<std::size_t>> befores, afters;
        for (std::size_t b = 0; b < after.size(); ++b) {
            if (after[b] < 0)
                befores[keyOfBefore(b)].push_back(b);
        }
        for (std::size_t a = 0; a < before.size(); ++a) {
            if (before[a] < 0)
                afters[keyOfAfter(a)].push_back(a);
        }
        for (auto it = befores.cbegin(); it != befores.cend(); ++it) {
            const std::vector<std::size_t> others = afters.value(it.key());
            if (!it.key().isEmpty() && it->size() == 1 && others.size() == 1)
                tie(it->front(), others.front());
        }
    }
};

QString meaningOf(const Properties& properties, const QStringList& names)
{
    QStringList meanings;
    for (const Property& property : properties) {
        if (names.contains(property.name))
            meanings << property.meaning;
    }
    return meanings.join(QChar(1));
}

/// Everything but the name.
QString contentOf(const Properties& properties)
{
    QStringList meanings;
    for (const Property& property : properties) {
        if (property.name != u"name")
            meanings << property.meaning;
    }
    return meanings.join(QChar(1));
}

QString numberKey(quint64 id)
{
    return id == 0 ? QString() : QString::number(id);
}

/// An index that MySQL itself makes for a foreign key.
bool servesForeignKey(const PhysicalTable& table, const PhysicalIndex& index)
{
    if (index.unique || !index.where.isEmpty())
        return false;
    QStringList columns;
    for (const PhysicalKeyPart& part : index.parts)
        columns << part.column;
    return std::ranges::any_of(
        table.foreignKeys, [&](const PhysicalForeignKey& key) { return key.columns == columns; });
}

/// Unique indexes as the keys that the engine takes them for.
PhysicalTable withUniqueIndexesAsKeys(PhysicalTable table)
{
    const auto isKey = [](const PhysicalIndex& index) {
        return index.unique && index.where.isEmpty() &&
               std::ranges::none_of(
                   index.parts, [](const PhysicalKeyPart& part) { return part.column.isEmpty(); });
    };
    for (const PhysicalIndex& index : table.indexes) {
        if (isKey(index))
            table.uniqueKeys.push_back({index.name, index.parts, {}, index.include, model::Deferrable::No,
                index.nullsNotDistinct, index.method, index.options, index.comment});
    }
    std::erase_if(table.indexes, isKey);
    return table;
}

class Comparison {
public:
    Comparison(const PhysicalSchema& before, const PhysicalSchema& after, const Dialect& dialect,
        const Derivation* drawnBefore, const Derivation* drawnAfter)
        : before_(before)
        , after_(after)
        , drawnBefore_(drawnBefore)
        , drawnAfter_(drawnAfter)
        , engine_(dialect.capabilities())
        , writer_(dialect)
        , mappedWriter_(dialect)
        , tables_(before.tables.size(), after.tables.size())
        , types_(before.types.size(), after.types.size())
    {}

    SchemaChanges run()
    {
        matchTypes();
        matchTables();
        compareTypes();
        for (std::size_t a = 0; a < after_.tables.size(); ++a) {
            if (tables_.before[a] < 0)
                addTable(after_.tables[a]);
            else
                compareTables(std::size_t(tables_.before[a]), a);
        }
        for (std::size_t b = 0; b < before_.tables.size(); ++b) {
            if (tables_.after[b] < 0)
                dropTable(before_.tables[b]);
        }
        compareVerbatims();
        return std::move(changes_);
    }

private:
    bool drawn() const { return drawnBefore_ && drawnAfter_; }

    // -- matching

    QString placeOf(const QString& schema, const QString& name) const
    {
        return writer_.foldedNamespace(schema) + QChar(1) + writer_.foldedTable(name);
    }

    void matchTables()
    {
        if (drawn())
            tables_.tieEqual([&](std::size_t b) { return numberKey(drawnBefore_->origins[b].table.value()); },
                [&](std::size_t a) { return numberKey(drawnAfter_->origins[a].table.value()); });
        const auto exact = [](const PhysicalTable& table) { return table.schema + QChar(1) + table.name; };
        tables_.tieEqual([&](std::size_t b) { return exact(before_.tables[b]); },
            [&](std::size_t a) { return exact(after_.tables[a]); });
        const auto folded = [&](const PhysicalTable& table) { return placeOf(table.schema, table.name); };
        tables_.tieEqual([&](std::size_t b) { return folded(before_.tables[b]); },
            [&](std::size_t a) { return folded(after_.tables[a]); });
        if (!drawn())
            tables_.tieUnambiguous([&](std::size_t b) { return contentOf(before_.tables[b]); },
                [&](std::size_t a) { return contentOf(after_.tables[a]); });
        for (std::size_t b = 0; b < before_.tables.size(); ++b) {
            placesBefore_.insert(placeOf(before_.tables[b].schema, before_.tables[b].name), b);
            columns_.push_back(
                tables_.after[b] < 0 ? Matches(0, 0) : matchColumns(b, std::size_t(tables_.after[b])));
        }
    }

    QString contentOf(const PhysicalTable& table) const
    {
        QStringList lines{table.schema};
        for (const PhysicalColumn& column : table.columns)
            lines << meaningOfAll(writer_.of(column));
        if (table.primaryKey)
            lines << meaningOf(writer_.of(*table.primaryKey), {QStringLiteral("columns")});
        for (const PhysicalForeignKey& key : table.foreignKeys)
            lines << orm::contentOf(writer_.of(key));
        for (const PhysicalCheck& check : table.checks)
            lines << meaningOf(writer_.of(check), {QStringLiteral("expression")});
        return lines.join(QChar(2));
    }

    static QString meaningOfAll(const Properties& properties)
    {
        QStringList meanings;
        for (const Property& property : properties)
            meanings << property.meaning;
        return meanings.join(QChar(1));
    }

    /// What a derived column is for, in words; an own one by its id.
    static QString roleOf(const ColumnOrigin& origin)
    {
        if (!origin.isDerived())
            return QString::number(origin.column.value());
        return QStringLiteral("%1 %2 %3 %4 %5 %6")
            .arg(origin.generatedKey)
            .arg(int(origin.purpose))
            .arg(origin.reference.value())
            .arg(origin.link.value())
            .arg(origin.linkEnd)
            .arg(origin.target.value());
    }

    Matches matchColumns(std::size_t b, std::size_t a) const
    {
        const std::vector<PhysicalColumn>& before = before_.tables[b].columns;
        const std::vector<PhysicalColumn>& after = after_.tables[a].columns;
        Matches matches(before.size(), after.size());
        if (drawn())
            matches.tieEqual([&](std::size_t i) { return roleOf(drawnBefore_->origins[b].columns[i]); },
                [&](std::size_t i) { return roleOf(drawnAfter_->origins[a].columns[i]); });
        matches.tieEqual([&](std::size_t i) { return u'=' + before[i].name; },
            [&](std::size_t i) { return u'=' + after[i].name; });
        matches.tieEqual([&](std::size_t i) { return u'=' + writer_.folded(before[i].name); },
            [&](std::size_t i) { return u'=' + writer_.folded(after[i].name); });
        if (!drawn()) // a column that is only called otherwise stands where it stood
            matches.tieUnambiguous(
                [&](std::size_t i) { return QString::number(i) + orm::contentOf(writer_.of(before[i])); },
                [&](std::size_t i) { return QString::number(i) + orm::contentOf(writer_.of(after[i])); });
        return matches;
    }

    // -- names of before, as they are called after

    QString renamedColumn(std::size_t tableBefore, const QString& name) const
    {
        const std::vector<PhysicalColumn>& before = before_.tables[tableBefore].columns;
        const auto it = std::ranges::find(before, name, &PhysicalColumn::name);
        const int matched = it == before.end() || tables_.after[tableBefore] < 0
                                ? -1
                                : columns_[tableBefore].after[std::size_t(it - before.begin())];
        return matched < 0
                   ? name
                   : after_.tables[std::size_t(tables_.after[tableBefore])].columns[std::size_t(matched)].name;
    }

    PhysicalForeignKey mapped(PhysicalForeignKey key) const
    {
        const auto target = placesBefore_.constFind(placeOf(key.refSchema, key.refTable));
        if (target == placesBefore_.cend() || tables_.after[*target] < 0)
            return key;
        const PhysicalTable& after = after_.tables[std::size_t(tables_.after[*target])];
        key.refSchema = after.schema;
        key.refTable = after.name;
        for (QString& column : key.refColumns)
            column = renamedColumn(*target, column);
        return key;
    }

    PhysicalColumn mapped(PhysicalColumn column) const
    {
        if (column.type.kind != model::TypeKind::Named)
            return column;
        for (std::size_t b = 0; b < before_.types.size(); ++b) {
            const PhysicalUserType& type = before_.types[b];
            if (type.name != column.type.native || type.schema != column.type.schema || types_.after[b] < 0)
                continue;
            column.type.native = after_.types[std::size_t(types_.after[b])].name;
            column.type.schema = after_.types[std::size_t(types_.after[b])].schema;
            break;
        }
        return column;
    }

    template<class Thing>
    static Thing mapped(const Thing& thing)
    {
        return thing;
    }

    // -- comparing

    template<class Thing>
    using Ignored = std::type_identity_t<std::function<bool(const Thing&)>>;

    template<class ChangeOfKind, class Thing>
    void tell(const ObjectName& table, const Thing* before, const Thing* after,
        std::vector<PropertyChange> properties = {})
    {
        ChangeOfKind change;
        change.table = table;
        if (before)
            change.before = *before;
        if (after)
            change.after = *after;
        change.properties = std::move(properties);
        changes_.push_back(std::move(change));
    }

    void addTable(const PhysicalTable& table)
    {
        tell<TableChange>({table.schema, table.name}, static_cast<const PhysicalTable*>(nullptr), &table);
    }
    void dropTable(const PhysicalTable& table)
    {
        tell<TableChange>({table.schema, table.name}, &table, static_cast<const PhysicalTable*>(nullptr));
    }

    void compareTables(std::size_t b, std::size_t a)
    {
        const PhysicalTable& before = before_.tables[b];
        const PhysicalTable& after = after_.tables[a];
        if (before == after && !hasRenames())
            return;
        const ObjectName table{after.schema, after.name};
        mappedWriter_.setRenamedColumns([this, b](const QString& name) { return renamedColumn(b, name); });
        if (auto own = ownDifferences(b, a); !own.empty())
            tell<TableChange>(table, &before, &after, std::move(own));
        compareColumns(table, before, after, columns_[b]);
        if (engine_.uniqueIndexIsKey)
            compareContents(table, withUniqueIndexesAsKeys(before), withUniqueIndexesAsKeys(after));
        else
            compareContents(table, before, after);
        mappedWriter_.setRenamedColumns({});
    }

    /// Whether anything that others refer to by name is called otherwise now.
    bool hasRenames()
    {
        if (!renames_) {
            renames_ = false;
            for (std::size_t b = 0; b < before_.tables.size() && !*renames_; ++b) {
                if (tables_.after[b] < 0)
                    continue;
                const PhysicalTable& after = after_.tables[std::size_t(tables_.after[b])];
                renames_ = before_.tables[b].name != after.name || before_.tables[b].schema != after.schema;
                for (std::size_t i = 0; i < columns_[b].after.size() && !*renames_; ++i) {
                    const int matched = columns_[b].after[i];
                    renames_ = matched >= 0 &&
                               before_.tables[b].columns[i].name != after.columns[std::size_t(matched)].name;
                }
            }
        }
        return *renames_;
    }

    std::vector<PropertyChange> ownDifferences(std::size_t b, std::size_t a) const
    {
        const PhysicalTable& before = before_.tables[b];
        const PhysicalTable& after = after_.tables[a];
        std::vector<PropertyChange> own = differences(writer_.of(before), writer_.of(after));
        QStringList orderBefore, orderAfter; // of the columns on both sides
        std::vector<int> places;
        for (std::size_t i = 0; i < before.columns.size(); ++i) {
            if (columns_[b].after[i] < 0)
                continue;
            places.push_back(columns_[b].after[i]);
            orderBefore << before.columns[i].name;
        }
        for (std::size_t i = 0; i < after.columns.size(); ++i) {
            if (columns_[b].before[i] >= 0)
                orderAfter << after.columns[i].name;
        }
        if (!std::ranges::is_sorted(places))
            own.push_back({QStringLiteral("column order"), orderBefore.join(QStringLiteral(", ")),
                orderAfter.join(QStringLiteral(", "))});
        return own;
    }

    void compareColumns(const ObjectName& table, const PhysicalTable& before, const PhysicalTable& after,
        const Matches& matches)
    {
        for (std::size_t i = 0; i < after.columns.size(); ++i) {
            const int matched = matches.before[i];
            if (matched < 0) {
                tell<ColumnChange>(table, static_cast<const PhysicalColumn*>(nullptr), &after.columns[i]);
                continue;
            }
            const PhysicalColumn& old = before.columns[std::size_t(matched)];
            if (old == after.columns[i] && !hasRenames())
                continue;
            auto changed = differences(mappedWriter_.of(mapped(old)), writer_.of(after.columns[i]));
            if (!changed.empty())
                tell<ColumnChange>(table, &old, &after.columns[i], std::move(changed));
        }
        for (std::size_t i = 0; i < before.columns.size(); ++i) {
            if (matches.after[i] < 0)
                tell<ColumnChange>(table, &before.columns[i], static_cast<const PhysicalColumn*>(nullptr));
        }
    }

    void compareContents(const ObjectName& table, const PhysicalTable& before, const PhysicalTable& after)
    {
        const auto one = [](const std::optional<PhysicalKey>& key) {
            return key ? std::vector{*key} : std::vector<PhysicalKey>();
        };
        const QString name = QStringLiteral("name"), columns = QStringLiteral("columns");
        compareLists<PrimaryKeyChange>(table, one(before.primaryKey), one(after.primaryKey), {{}});
        compareLists<UniqueKeyChange>(
            table, before.uniqueKeys, after.uniqueKeys, {{name, columns}, {columns}, {name}});
        compareLists<ForeignKeyChange>(table, before.foreignKeys, after.foreignKeys,
            {{name, columns, QStringLiteral("refers to")}, {columns, QStringLiteral("refers to")}, {name},
                {columns}});
        const auto makesItself = [&](const PhysicalTable& owner) {
            return [&](const PhysicalIndex& index) {
                return engine_.indexesForeignKeys && servesForeignKey(owner, index);
            };
        };
        compareLists<IndexChange>(table, before.indexes, after.indexes,
            {{name}, {columns, QStringLiteral("unique"), QStringLiteral("where"), QStringLiteral("method")}},
            makesItself(before), makesItself(after));
        compareLists<CheckChange>(table, before.checks, after.checks,
            {{name, QStringLiteral("expression")}, {QStringLiteral("expression")}, {name}});
    }

    /// Matches two lists by each set of properties in turn – by nothing at all where that is empty – and tells
    /// what differs. What the engine makes by itself is never told of when it stands alone.
    template<class ChangeOfKind, class Thing>
    void compareLists(const ObjectName& table, const std::vector<Thing>& before,
        const std::vector<Thing>& after, const std::vector<QStringList>& keys,
        const Ignored<Thing>& ignoreBefore = {}, const Ignored<Thing>& ignoreAfter = {})
    {
        if (before.empty() && after.empty())
            return;
        std::vector<Properties> olds, news;
        for (const Thing& thing : before)
            olds.push_back(mappedWriter_.of(mapped(thing)));
        for (const Thing& thing : after)
            news.push_back(writer_.of(thing));
        Matches matches(before.size(), after.size());
        for (const QStringList& key : keys) {
            const auto keyOf = [&](const Properties& properties) {
                const bool unnamed = key.contains(u"name") && properties[0].text.isEmpty();
                return unnamed ? QString() : u'=' + meaningOf(properties, key);
            };
            matches.tieEqual(
                [&](std::size_t b) { return keyOf(olds[b]); }, [&](std::size_t a) { return keyOf(news[a]); });
        }
        for (std::size_t a = 0; a < after.size(); ++a) {
            if (matches.before[a] < 0) {
                if (!ignoreAfter || !ignoreAfter(after[a]))
                    tell<ChangeOfKind>(table, static_cast<const Thing*>(nullptr), &after[a]);
                continue;
            }
            const auto b = std::size_t(matches.before[a]);
            auto changed = differences(olds[b], news[a]);
            if (!changed.empty())
                tell<ChangeOfKind>(table, &before[b], &after[a], std::move(changed));
        }
        for (std::size_t b = 0; b < before.size(); ++b) {
            if (matches.after[b] < 0 && (!ignoreBefore || !ignoreBefore(before[b])))
                tell<ChangeOfKind>(table, &before[b], static_cast<const Thing*>(nullptr));
        }
    }

    // -- types and verbatim things

    void matchTypes()
    {
        if (drawn())
            types_.tieEqual([&](std::size_t b) { return typeKey(drawnBefore_->types[b]); },
                [&](std::size_t a) { return typeKey(drawnAfter_->types[a]); });
        const auto place = [&](const PhysicalUserType& type) { return u'=' + placeOf(type.schema, type.name); };
        types_.tieEqual([&](std::size_t b) { return place(before_.types[b]); },
            [&](std::size_t a) { return place(after_.types[a]); });
    }

    static QString typeKey(const ObjectRef& object)
    {
        if (const auto* type = std::get_if<UserTypeId>(&object))
            return QStringLiteral("type ") + numberKey(type->value());
        if (const auto* column = std::get_if<ColumnId>(&object))
            return QStringLiteral("column ") + numberKey(column->value());
        return {};
    }

    void compareTypes() { tellMatched<UserTypeChange>(before_.types, after_.types, types_); }

    void compareVerbatims()
    {
        Matches matches(before_.verbatims.size(), after_.verbatims.size());
        if (drawn())
            matches.tieEqual([&](std::size_t b) { return numberKey(drawnBefore_->verbatims[b].value()); },
                [&](std::size_t a) { return numberKey(drawnAfter_->verbatims[a].value()); });
        const auto place = [&](const PhysicalVerbatim& verbatim, bool withTable) {
            return QString::number(int(verbatim.kind)) + QChar(1) + placeOf(verbatim.schema, verbatim.name) +
                   QChar(1) + (withTable ? writer_.foldedTable(verbatim.table) : QString());
        };
        for (const bool withTable : {true, false})
            matches.tieEqual([&](std::size_t b) { return place(before_.verbatims[b], withTable); },
                [&](std::size_t a) { return place(after_.verbatims[a], withTable); });
        tellMatched<VerbatimChange>(before_.verbatims, after_.verbatims, matches);
    }

    template<class ChangeOfKind, class Thing>
    void tellMatched(const std::vector<Thing>& before, const std::vector<Thing>& after, const Matches& matches)
    {
        for (std::size_t a = 0; a < after.size(); ++a) {
            const ObjectName name{after[a].schema, after[a].name};
            if (matches.before[a] < 0) {
                tell<ChangeOfKind>(name, static_cast<const Thing*>(nullptr), &after[a]);
                continue;
            }
            const Thing& old = before[std::size_t(matches.before[a])];
            auto changed = old == after[a] ? std::vector<PropertyChange>()
                                           : differences(writer_.of(old), writer_.of(after[a]));
            if (!changed.empty())
                tell<ChangeOfKind>(name, &old, &after[a], std::move(changed));
        }
        for (std::size_t b = 0; b < before.size(); ++b) {
            if (matches.after[b] < 0)
                tell<ChangeOfKind>(
                    {before[b].schema, before[b].name}, &before[b], static_cast<const Thing*>(nullptr));
        }
    }

    const PhysicalSchema& before_;
    const PhysicalSchema& after_;
    const Derivation* drawnBefore_;
    const Derivation* drawnAfter_;
    const Capabilities& engine_;
    PropertyWriter writer_;
    PropertyWriter mappedWriter_; ///< of things of before, in the names of after
    Matches tables_;
    Matches types_;
    std::vector<Matches> columns_; ///< parallel to the tables of before
    QHash<QString, std::size_t> placesBefore_;
    std::optional<bool> renames_;
    SchemaChanges changes_;
};

} // namespace

SchemaChanges compare(const PhysicalSchema& before, const PhysicalSchema& after, const Dialect& dialect)
{
    return Comparison(before, after, dialect, nullptr, nullptr).run();
}

SchemaChanges compare(const Derivation& before, const Derivation& after, const Dialect& dialect)
{
    return Comparison(before.schema, after.schema, dialect, &before, &after).run();
}

} // namespace conjoin::orm
