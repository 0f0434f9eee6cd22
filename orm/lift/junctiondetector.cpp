// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/junctiondetector.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace conjoin::orm {

namespace {

using Columns = std::vector<int>; ///< positions in the table, ascending, each once

Columns merged(const Columns& a, const Columns& b)
{
    Columns result;
    std::ranges::set_union(a, b, std::back_inserter(result));
    return result;
}

Columns common(const Columns& a, const Columns& b)
{
    Columns result;
    std::ranges::set_intersection(a, b, std::back_inserter(result));
    return result;
}

bool within(const Columns& part, const Columns& whole)
{
    return std::ranges::includes(whole, part);
}

bool comparable(const Columns& a, const Columns& b)
{
    return within(a, b) || within(b, a);
}

/// A column that says who made or changed a row, and when.
bool isAuditName(const QString& name)
{
    static const QRegularExpression form(
        QStringLiteral(
            "^(?:(?:create|created|creator|creator_id|changed|modified|update|updated|upd|write|added|voided|"
            "retired|deleted|inserted)(?:_?(?:by|uid|user|by_id|user_id|at|on|date|time|on_utc))?"
            "|date_(?:created|changed|voided|retired)|createdby_id|lastmodifiedby_id|void_reason|uuid|voided"
            "|last_?modified(?:_?(?:by|date|on))?)$"),
        QRegularExpression::CaseInsensitiveOption);
    return form.match(name).hasMatch();
}

struct Key {
    std::size_t number = 0; ///< in the table's foreign keys
    Columns columns;
};

using Pair = std::pair<const Key*, const Key*>;

class Detector {
public:
    explicit Detector(const PhysicalTable& table)
        : table_(table)
    {
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            positions_.insert(table.columns[i].name, int(i));
        collectKeys();
        if (table.primaryKey)
            primary_ = columnsOf(table.primaryKey->parts).value_or(Columns());
        for (const PhysicalKey& key : table.uniqueKeys)
            addUnique(key.parts);
        for (const PhysicalIndex& index : table.indexes) {
            if (index.unique && index.where.isEmpty())
                addUnique(index.parts);
        }
    }

    std::optional<Junction> find() const
    {
        if (keys_.size() < 2)
            return std::nullopt;
        if (!primary_.empty()) {
            if (auto found = inPrimaryKey())
                return found;
        }
        const bool ownKey = !primary_.empty() && common(primary_, keyColumns_).empty();
        if (!ownKey && !primary_.empty())
            return std::nullopt; // its identity hangs on a foreign key in some other way
        if (auto found = inUniqueKey())
            return found;
        return withoutKey(ownKey);
    }

private:
    using Kind = Junction::Kind;

    void collectKeys()
    {
        struct Seen {
            Columns columns;
            QString schema, table;
            bool operator==(const Seen&) const = default;
        };
        std::vector<Seen> seen;
        for (std::size_t i = 0; i < table_.foreignKeys.size(); ++i) {
            const PhysicalForeignKey& key = table_.foreignKeys[i];
            Columns columns;
            for (const QString& name : key.columns)
                columns.push_back(positions_.value(name, int(table_.columns.size())));
            std::ranges::sort(columns);
            columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
            const Seen same{columns, key.refSchema, key.refTable};
            if (columns.empty() || std::ranges::find(seen, same) != seen.end())
                continue; // declared twice
            seen.push_back(same);
            if (key.refTable == table_.name && key.refSchema == table_.schema)
                continue;
            keyColumns_ = merged(keyColumns_, columns);
            keys_.push_back({i, std::move(columns)});
        }
        std::ranges::stable_sort(keys_, {}, [](const Key& key) { return key.columns.front(); });
    }

    std::optional<Columns> columnsOf(const std::vector<PhysicalKeyPart>& parts) const
    {
        Columns columns;
        for (const PhysicalKeyPart& part : parts) {
            if (!part.expression.isEmpty())
                return std::nullopt;
            columns.push_back(positions_.value(part.column, int(table_.columns.size())));
        }
        std::ranges::sort(columns);
        return columns;
    }

    void addUnique(const std::vector<PhysicalKeyPart>& parts)
    {
        if (auto columns = columnsOf(parts))
            unique_.push_back(std::move(*columns));
    }

    /// The first pair of foreign keys that is the key, or (not exact) a part of it; disjoint pairs first.
    std::optional<Pair> pairIn(const Columns& key, bool exact) const
    {
        std::optional<Pair> overlapping;
        for (auto a = keys_.begin(); a != keys_.end(); ++a) {
            for (auto b = a + 1; b != keys_.end(); ++b) {
                if (a->columns == key || b->columns == key || comparable(a->columns, b->columns))
                    continue;
                const Columns both = merged(a->columns, b->columns);
                if (exact ? both != key : !within(both, key) || both == key)
                    continue;
                if (common(a->columns, b->columns).empty())
                    return Pair(&*a, &*b);
                if (!overlapping)
                    overlapping = Pair(&*a, &*b);
            }
        }
        return overlapping;
    }

    /// The largest foreign keys that are real parts of the key, one for each set of columns.
    std::vector<const Key*> partsOf(const Columns& key) const
    {
        std::vector<const Key*> inside;
        for (const Key& candidate : keys_) {
            const auto same = [&](const Key* other) { return other->columns == candidate.columns; };
            if (candidate.columns != key && within(candidate.columns, key) &&
                std::ranges::none_of(inside, same))
                inside.push_back(&candidate);
        }
        std::vector<const Key*> largest;
        std::ranges::copy_if(inside, std::back_inserter(largest), [&](const Key* key1) {
            return std::ranges::none_of(inside,
                [&](const Key* other) { return other != key1 && within(key1->columns, other->columns); });
        });
        return largest;
    }

    static Junction made(Kind kind, const Pair& pair)
    {
        return {kind, {pair.first->number, pair.second->number}};
    }
    static Junction made(Kind kind, const std::vector<const Key*>& keys)
    {
        Junction junction{kind, {}};
        for (const Key* key : keys)
            junction.keys.push_back(key->number);
        return junction;
    }

    std::optional<Junction> inPrimaryKey() const
    {
        const std::vector<const Key*> parts = partsOf(primary_);
        const std::optional<Pair> exact = pairIn(primary_, true);
        if (parts.size() >= 3) {
            Columns covered;
            for (const Key* key : parts)
                covered = merged(covered, key->columns);
            const bool twoDo = std::ranges::any_of(parts, [&](const Key* a) {
                return std::ranges::any_of(
                    parts, [&](const Key* b) { return a != b && merged(a->columns, b->columns) == primary_; });
            });
            if (within(common(primary_, keyColumns_), covered) && !twoDo)
                return made(Kind::Nary, parts);
        }
        if (exact) {
            const Columns used = merged(exact->first->columns, exact->second->columns);
            return made(used.size() == table_.columns.size() ? Kind::Pair : Kind::PairAttributes, *exact);
        }
        if (const std::optional<Pair> pair = pairIn(primary_, false))
            return made(Kind::PairDiscriminator, *pair);
        return std::nullopt;
    }

    std::optional<Junction> inUniqueKey() const
    {
        for (const Columns& key : unique_) {
            if (const std::optional<Pair> pair = pairIn(key, true))
                return made(Kind::Unique, *pair);
        }
        for (const Columns& key : unique_) {
            if (const std::vector<const Key*> parts = partsOf(key); parts.size() >= 3)
                return made(Kind::Nary, parts);
        }
        for (const Columns& key : unique_) {
            const std::optional<Pair> pair = pairIn(key, false);
            if (pair && partsOf(key).size() == 2)
                return made(Kind::UniqueDiscriminator, *pair);
        }
        return std::nullopt;
    }

    std::optional<Junction> withoutKey(bool ownKey) const
    {
        std::vector<const Key*> distinct;
        for (const Key& key : keys_) {
            if (std::ranges::none_of(distinct, [&](const Key* other) { return other->columns == key.columns; }))
                distinct.push_back(&key);
        }
        if (distinct.size() == 2)
            return ofTwo(distinct, ownKey);
        if (distinct.size() < 2)
            return std::nullopt;

        std::vector<const Key*> core;
        std::ranges::copy_if(distinct, std::back_inserter(core), [&](const Key* key) {
            return !std::ranges::all_of(key->columns, [&](int column) { return isAudit(column); });
        });
        if (core.size() != 2 || comparable(core[0]->columns, core[1]->columns))
            return std::nullopt;
        const Columns rest = others(core);
        if (std::ranges::all_of(rest, [&](int column) { return isAudit(column); }))
            return made(Kind::Audit, core);
        return std::nullopt;
    }

    std::optional<Junction> ofTwo(const std::vector<const Key*>& keys, bool ownKey) const
    {
        if (comparable(keys[0]->columns, keys[1]->columns))
            return std::nullopt;
        const Columns rest = others(keys);
        const Columns used = merged(keys[0]->columns, keys[1]->columns);
        const bool nullable = std::ranges::any_of(used, [&](int column) {
            return column < int(table_.columns.size()) && table_.columns[std::size_t(column)].nullable;
        });
        if (rest.empty())
            return made(ownKey && nullable ? Kind::Weak : Kind::Bare, keys);
        const bool onlyAudit = std::ranges::all_of(rest, [&](int column) { return isAudit(column); });
        return made(onlyAudit ? Kind::Audit : Kind::Weak, keys);
    }

    /// The columns beside the primary key and these foreign keys.
    Columns others(const std::vector<const Key*>& keys) const
    {
        Columns rest;
        for (int i = 0; i < int(table_.columns.size()); ++i) {
            const auto holds = [&](const Columns& columns) { return std::ranges::binary_search(columns, i); };
            if (!holds(primary_) &&
                std::ranges::none_of(keys, [&](const Key* key) { return holds(key->columns); }))
                rest.push_back(i);
        }
        return rest;
    }

    bool isAudit(int column) const
    {
        return column < int(table_.columns.size()) && isAuditName(table_.columns[std::size_t(column)].name);
    }

    const PhysicalTable& table_;
    QHash<QString, int> positions_;
    std::vector<Key> keys_; ///< in the order of their first column
    Columns keyColumns_;    ///< of all of them
    Columns primary_;
    std::vector<Columns> unique_;
};

} // namespace

QString Junction::code() const
{
    switch (kind) {
    case Kind::Pair:
        return QStringLiteral("pk2");
    case Kind::PairAttributes:
        return QStringLiteral("pk2_attrs");
    case Kind::PairDiscriminator:
        return QStringLiteral("pk2_disc");
    case Kind::Unique:
        return QStringLiteral("uq2");
    case Kind::UniqueDiscriminator:
        return QStringLiteral("uq2_disc");
    case Kind::Bare:
        return QStringLiteral("bare2");
    case Kind::Weak:
        return QStringLiteral("weak");
    case Kind::Nary:
        return QStringLiteral("nary");
    case Kind::Audit:
        return QStringLiteral("audit");
    }
    return {};
}

std::optional<Junction> detectJunction(const PhysicalTable& table)
{
    return Detector(table).find();
}

} // namespace conjoin::orm
