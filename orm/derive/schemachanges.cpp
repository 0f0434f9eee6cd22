// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/schemachanges.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace conjoin::orm {

namespace {

/// What became of the objects of one kind.
template<class Object>
struct Changes {
    std::vector<std::pair<const Object*, const Object*>> changed; ///< before and after
    std::vector<const Object*> added, removed;
    bool reordered = false;

    bool isEmpty() const { return changed.empty() && added.empty() && removed.empty() && !reordered; }

    /// Calls `visit` with every version of an object that is not in the other schema.
    template<class Visit>
    void forEach(Visit visit) const
    {
        for (const auto& [before, after] : changed) {
            visit(*before);
            visit(*after);
        }
        for (const Object* object : added)
            visit(*object);
        for (const Object* object : removed)
            visit(*object);
    }
};

template<class Object>
Changes<Object> changesOf(const ObjectMap<Object>& before, const ObjectMap<Object>& after)
{
    Changes<Object> changes;
    auto old = before.begin();
    auto now = after.begin();
    while (old != before.end() && now != after.end()) {
        if (&*old == &*now) {
            ++old;
            ++now;
        } else if (old->id == now->id) {
            changes.changed.emplace_back(&*old++, &*now++);
        } else if (!before.contains(now->id)) {
            changes.added.push_back(&*now++);
        } else if (!after.contains(old->id)) {
            changes.removed.push_back(&*old++);
        } else {
            changes.reordered = true;
            return changes;
        }
    }
    for (; now != after.end(); ++now)
        changes.added.push_back(&*now);
    for (; old != before.end(); ++old)
        changes.removed.push_back(&*old);
    return changes;
}

bool sameColumn(const model::Table& a, const model::Table& b, ColumnId column)
{
    const model::Column* one = a.column(column);
    const model::Column* other = b.column(column);
    return one && other ? *one == *other : one == other;
}

/// Whether the primary key of a table that is no junction, and all else that any table refers to unless it
/// names columns, derives the same.
bool showsTheSame(const model::Table& before, const model::Table& after, const model::NamingPolicy& naming)
{
    if (before.name != after.name || before.sqlName != after.sqlName || before.sqlSchema != after.sqlSchema ||
        before.keyPolicy != after.keyPolicy || before.primaryKey != after.primaryKey ||
        before.options != after.options)
        return false;
    if (before.primaryKey) {
        const bool sameKey = std::ranges::all_of(before.primaryKey->parts, [&](const model::KeyPart& part) {
            const auto* column = std::get_if<ColumnId>(&part.what);
            return column && before.column(*column) && sameColumn(before, after, *column);
        });
        if (sameKey)
            return true;
    }
    // The key is generated, and keeps out of the way of columns that are called so.
    const QString key = model::primaryKeyColumnName(naming, after.name);
    const auto namesLikeKey = [&](const model::Table& table) {
        QStringList names;
        for (const model::Column& column : table.columns) {
            if (column.name.startsWith(key, Qt::CaseInsensitive))
                names.append(column.name);
        }
        return names;
    };
    return !before.primaryKey && namesLikeKey(before) == namesLikeKey(after);
}

class ChangeFinder {
public:
    ChangeFinder(const model::Schema& before, const model::Schema& after, const model::NamingPolicy& naming)
        : before_(before)
        , after_(after)
        , naming_(naming)
        , tables_(changesOf(before.tables, after.tables))
        , references_(changesOf(before.references, after.references))
        , links_(changesOf(before.links, after.links))
    {}

    std::optional<SchemaChanges> find()
    {
        if (tables_.reordered || references_.reordered || links_.reordered ||
            !changesOf(before_.types, after_.types).isEmpty() ||
            !changesOf(before_.verbatims, after_.verbatims).isEmpty())
            return std::nullopt;
        for (const model::Table* table : tables_.removed)
            changes_.removed.insert(table->id);
        changes_.tablesCame = !tables_.added.empty();
        findOwn();
        findContext();
        takePart();
        return std::move(changes_);
    }

private:
    void findOwn()
    {
        // Tables that others may see otherwise.
        for (const model::Table* table : tables_.added)
            seen_.insert(table->id);
        for (const model::Table* table : tables_.removed)
            seen_.insert(table->id);
        links_.forEach([&](const model::ManyToMany& link) { seen_.insert(link.junction); });
        QSet<TableId> junctions;
        for (const model::ManyToMany& link : after_.links)
            junctions.insert(link.junction);
        for (const auto& [before, after] : tables_.changed) {
            own_.insert(after->id);
            if (junctions.contains(after->id) || !showsTheSame(*before, *after, naming_))
                seen_.insert(after->id);
            else
                changedBelow_.insert(after->id, {before, after});
        }
        // A junction is made of what its ends show.
        for (bool more = true; std::exchange(more, false);) {
            for (const model::ManyToMany& link : after_.links) {
                const auto counts = [&](const model::LinkEnd& end) { return isSeenBy(end.table, end.key); };
                if (!seen_.contains(link.junction) && std::ranges::any_of(link.ends, counts)) {
                    seen_.insert(link.junction);
                    more = true;
                }
            }
        }
        own_ += seen_;
        references_.forEach([&](const model::Reference& reference) { own_.insert(reference.from); });
        for (const model::Reference& reference : after_.references) {
            if (isSeenBy(reference.to, reference.key))
                own_.insert(reference.from);
        }
    }

    /// Whether a foreign key to the table sees anything that changed.
    bool isSeenBy(TableId table, const model::ForeignKey& key) const
    {
        if (seen_.contains(table))
            return true;
        const auto changed = changedBelow_.constFind(table);
        return changed != changedBelow_.cend() &&
               std::ranges::any_of(key.columns, [&](const model::ColumnPair& pair) {
                   return pair.target && !sameColumn(*changed->first, *changed->second, pair.target);
               });
    }

    /// What they lead to.
    void findContext()
    {
        all_ = own_;
        for (const model::Reference& reference : after_.references) {
            if (own_.contains(reference.from))
                all_.insert(reference.to);
        }
        for (qsizetype before = -1; before != all_.size();) {
            before = all_.size();
            for (const model::ManyToMany& link : after_.links) {
                if (!all_.contains(link.junction))
                    continue;
                for (const model::LinkEnd& end : link.ends)
                    all_.insert(end.table);
            }
        }
    }

    void takePart()
    {
        SchemaPart& part = changes_.part;
        for (const model::Table& table : after_.tables) {
            if (!all_.contains(table.id))
                continue;
            part.tables.push_back(&table);
            if (own_.contains(table.id))
                changes_.tables.push_back(table.id);
        }
        for (const model::Reference& reference : after_.references) {
            if (own_.contains(reference.from))
                part.references.push_back(&reference);
        }
        for (const model::ManyToMany& link : after_.links) {
            if (all_.contains(link.junction))
                part.links.push_back(&link);
        }
    }

    const model::Schema& before_;
    const model::Schema& after_;
    const model::NamingPolicy& naming_;
    Changes<model::Table> tables_;
    Changes<model::Reference> references_;
    Changes<model::ManyToMany> links_;
    QSet<TableId> seen_; ///< others see them otherwise
    /// Others see them the same, but for columns that they name.
    QHash<TableId, std::pair<const model::Table*, const model::Table*>> changedBelow_;
    QSet<TableId> own_; ///< to be derived anew
    QSet<TableId> all_; ///< and what they lead to
    SchemaChanges changes_;
};

} // namespace

std::optional<SchemaChanges> schemaChanges(
    const model::Schema& before, const model::Schema& after, const model::NamingPolicy& naming)
{
    return ChangeFinder(before, after, naming).find();
}

} // namespace conjoin::orm
