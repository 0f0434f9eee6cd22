// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/junction.h"

#include "orm/base/topologicalsort.h"
#include "orm/derive/junctionkeys.h"

#include <QSet>

#include <algorithm>

namespace conjoin::orm {

using model::Action;
using model::LinkEnd;
using model::ManyToMany;

namespace {

/// Whether derived columns towards this end wait for the keys of another junction.
bool needsKeyOf(const LinkEnd& end, const TableDraft& target)
{
    const bool namesAll = !end.key.columns.empty() && std::ranges::none_of(end.key.columns,
                                                          [](const auto& pair) { return pair.local.isNull(); });
    return target.isJunction() && !target.physical.primaryKey && !namesAll;
}

/// Rule 10: where a table is an end twice, the later column is called after its role.
QString calledAfter(
    const DeriveContext& context, const ManyToMany& link, std::size_t end, const TableDraft& target)
{
    const LinkEnd& at = link.ends[end];
    const auto last = link.ends.begin() + std::ptrdiff_t(end);
    const bool again =
        std::find_if(link.ends.begin(), last, [&](const LinkEnd& e) { return e.table == at.table; }) != last;
    return model::singularName(context.naming, again && !at.role.isEmpty() ? at.role : target.table->name);
}

/// Whether an engine can tell the smaller of two values of the type.
bool hasOrder(const model::DataType& type)
{
    static const QStringList without{QStringLiteral("json"), QStringLiteral("xml"), QStringLiteral("point"),
        QStringLiteral("line"), QStringLiteral("polygon"), QStringLiteral("geometry"),
        QStringLiteral("geography")};
    if (type.kind == model::TypeKind::Native)
        return !without.contains(type.native, Qt::CaseInsensitive);
    return type.kind != model::TypeKind::Json && type.kind != model::TypeKind::Set;
}

/// One end of a link of the junction and the columns found for it.
struct PlacedEnd {
    const ManyToMany* link = nullptr;
    std::size_t number = 0;
    const TableDraft* target = nullptr;
    KeyColumns columns;

    const LinkEnd& end() const { return link->ends[number]; }
};

class JunctionDeriver {
public:
    JunctionDeriver(DeriveContext& context, TableDraft& draft, const QSet<TableId>& cycle)
        : context_(context)
        , draft_(draft)
        , cycle_(cycle)
    {}

    void run()
    {
        std::vector<PlacedLink> complete;
        for (const ManyToMany* link : draft_.links) {
            PlacedLink placed{link, {}};
            for (std::size_t i = 0; i < link->ends.size(); ++i)
                placeEnd(*link, i, placed);
            if (placed.ends.size() != link->ends.size() || placed.ends.size() < 2)
                continue;
            placed.keptOnce = link->symmetric && canKeepOnce(placed);
            keepsOnce_ = keepsOnce_ || placed.keptOnce;
            complete.push_back(std::move(placed));
        }
        reportAmbiguous();
        for (const PlacedEnd& end : ends_) {
            addKey(end);
            const auto placed = std::ranges::find(complete, end.link, &PlacedLink::link);
            if (placed != complete.end())
                placed->constrained.push_back(!end.end().key.unconstrained && !isAmbiguous(end));
        }
        finishJunction(context_, draft_, std::move(complete));
    }

private:
    void placeEnd(const ManyToMany& link, std::size_t number, PlacedLink& placed)
    {
        const LinkEnd& end = link.ends[number];
        const TableDraft* target = context_.draft(end.table);
        if (!target)
            return;
        if (needsKeyOf(end, *target) && cycle_.contains(end.table)) {
            report(context_, Severity::Error, link.id, draft_,
                message("derive.keyCycle", "the keys of \"%1\" and \"%2\" would be made of each other",
                    {draft_.table->name, target->table->name}))
                .mend = message("derive.keyCycle.mend", "give one of them a key of its own");
            return;
        }
        KeyColumns columns = placeKeyColumns(context_, draft_, *target, request(link, number, *target));
        if (columns.isEmpty())
            return;
        placed.ends.push_back(columns);
        ends_.push_back({&link, number, target, std::move(columns)});
    }

    KeyRequest request(const ManyToMany& link, std::size_t number, const TableDraft& target) const
    {
        return {link.ends[number].key, calledAfter(context_, link, number, target), false,
            {{}, link.id, int(number)}, draft_.links.size() > 1, rankOf(link, number)};
    }

    /// How many other ends are called before this one.
    int rankOf(const ManyToMany& link, std::size_t number) const
    {
        const auto nameOf = [&](const LinkEnd& end) {
            const TableDraft* target = context_.draft(end.table);
            return target ? target->table->name : QString();
        };
        const QString own = nameOf(link.ends[number]);
        int rank = 0;
        for (std::size_t i = 0; i < link.ends.size(); ++i) {
            const QString other = nameOf(link.ends[i]);
            rank += int(other < own || (other == own && i < number));
        }
        return rank;
    }

    /// Rule 14.
    bool canKeepOnce(const PlacedLink& placed)
    {
        const ManyToMany& link = *placed.link;
        const bool isSelfLink = link.ends.size() == 2 && link.ends[0].table == link.ends[1].table &&
                                placed.ends[0].target == placed.ends[1].target &&
                                placed.ends[0].local.size() == placed.ends[1].local.size();
        if (!isSelfLink) {
            report(context_, Severity::Error, link.id, draft_,
                message("derive.symmetric",
                    "\"%1\" can't be symmetric: its two ends are not the same key of one table",
                    {draft_.table->name}))
                .mend =
                message("derive.symmetric.mend", "only a link of a table with itself goes both ways at once");
            return false;
        }
        for (const QString& name : placed.ends[0].local) {
            if (hasOrder(draft_.columnCalled(name).type))
                continue;
            report(context_, Severity::Error, link.id, draft_,
                message("derive.unordered",
                    "\"%1\" can't be symmetric: no value of \"%2\" is smaller than another",
                    {draft_.table->name, name}))
                .mend = message("derive.unordered.mend", "let it refer to another key");
            return false;
        }
        return true;
    }

    /// Rule 17: another link of the junction lets the same columns refer to something else.
    bool isAmbiguous(const PlacedEnd& end) const
    {
        return std::ranges::any_of(ends_, [&](const PlacedEnd& other) {
            return other.link != end.link && other.columns.local == end.columns.local &&
                   (other.target != end.target || other.columns.target != end.columns.target);
        });
    }

    void reportAmbiguous()
    {
        QStringList told;
        for (const PlacedEnd& end : ends_) {
            const QString columns = end.columns.local.join(QStringLiteral(", "));
            if (end.end().key.unconstrained || told.contains(columns) || !isAmbiguous(end))
                continue;
            told.append(columns);
            report(context_, Severity::Warning, end.link->id, draft_,
                message("derive.sharedColumn",
                    "\"%1\" of \"%2\" refers to different tables, so no foreign key keeps it right",
                    {columns, draft_.table->name}))
                .mend = message("derive.sharedColumn.mend",
                "give each link a key column of its own, or say that the relation has no constraint");
        }
    }

    void addKey(const PlacedEnd& end)
    {
        if (isAmbiguous(end))
            return;
        const Action onUpdate = keepsOnce_ ? Action::NoAction : Action::Cascade;
        addForeignKey(context_, draft_, *end.target, request(*end.link, end.number, *end.target), end.columns,
            Action::Cascade, onUpdate); // rules 8, 14
        dropRepeated(*end.link);
    }

    /// Rule 17: the foreign key just added, where another link of the junction has the same.
    void dropRepeated(const ManyToMany& link)
    {
        auto& keys = draft_.physical.foreignKeys;
        for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
            const LinkId other = draft_.origin.foreignKeys[i].link;
            if (!other || other == link.id || keys[i] != keys.back())
                continue;
            keys.pop_back();
            draft_.origin.foreignKeys.pop_back();
            draft_.nameForeignKey.pop_back();
            return;
        }
    }

    DeriveContext& context_;
    TableDraft& draft_;
    const QSet<TableId>& cycle_; ///< junctions whose keys would be made of each other
    std::vector<PlacedEnd> ends_;
    bool keepsOnce_ = false; ///< one of the links is symmetric
};

} // namespace

void deriveJunctions(DeriveContext& context)
{
    std::vector<std::size_t> junctions;
    QHash<TableId, std::size_t> numbers;
    for (std::size_t i = 0; i < context.drafts.size(); ++i) {
        if (context.drafts[i].isJunction()) {
            numbers.insert(context.drafts[i].table->id, junctions.size());
            junctions.push_back(i);
        }
    }
    std::vector<std::vector<std::size_t>> needs(junctions.size());
    for (std::size_t i = 0; i < junctions.size(); ++i) {
        for (const ManyToMany* link : context.drafts[junctions[i]].links) {
            for (const LinkEnd& end : link->ends) {
                const TableDraft* target = context.draft(end.table);
                if (target && needsKeyOf(end, *target))
                    needs[i].push_back(numbers.value(end.table));
            }
        }
    }
    for (const std::vector<std::size_t>& group : topologicalGroups(needs)) {
        const std::size_t first = group.front();
        QSet<TableId> cycle;
        if (group.size() > 1 || std::ranges::find(needs[first], first) != needs[first].end()) {
            for (std::size_t i : group)
                cycle.insert(context.drafts[junctions[i]].table->id);
        }
        for (std::size_t i : group)
            JunctionDeriver(context, context.drafts[junctions[i]], cycle).run();
    }
}

} // namespace conjoin::orm
