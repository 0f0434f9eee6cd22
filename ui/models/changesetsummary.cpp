// SPDX-License-Identifier: GPL-3.0-or-later
// What a change set comes to, in a line.
#include "ui/models/changeset.h"

#include <numeric>

namespace conjoin::ui {

namespace {

using orm::Association;
using orm::AssociationKind;
using orm::ModelRegistry;

/// What the change set comes to, for the strip below the tree.
struct Tally {
    QMap<int, int> created, updated, deleted; ///< model -> rows
    int links = 0, unlinks = 0;
};

int total(const QMap<int, int>& rows)
{
    return std::accumulate(rows.begin(), rows.end(), 0);
}

/// «1 customer, 7 invoices»; of many tables only the number of rows.
QString countedRows(const ModelRegistry& registry, const QMap<int, int>& rows)
{
    constexpr int mostTables = 3;
    if (rows.size() > mostTables)
        return ChangeSet::tr("%1 rows").arg(total(rows));
    QStringList parts;
    for (auto it = rows.begin(); it != rows.end(); ++it) {
        const orm::Model& model = registry.at(it.key());
        parts += ChangeSet::tr("%1 %2").arg(it.value()).arg(it.value() == 1 ? rowNoun(model) : rowNouns(model));
    }
    return parts.join(QStringLiteral(", "));
}

/// Whether the association is a key in the row itself: another value of it changes the row and makes no link.
bool isKeyOf(const orm::Model& model, const QString& name)
{
    const Association* association = model.association(name);
    return association && association->kind == AssociationKind::BelongsTo;
}

void countRow(const ModelRegistry& registry, const RowObject& row, Tally& tally)
{
    const orm::Model& model = registry.at(row.model);
    bool updated = !row.entered.isEmpty();
    if (row.removed)
        ++tally.deleted[row.model];
    for (const PendingUnlink& unlink : row.unlinks) {
        const bool key = isKeyOf(model, unlink.association);
        tally.unlinks += key ? 0 : 1;
        updated |= key;
    }
    for (const LinkPtr& link : row.links) {
        const bool key = isKeyOf(model, link->association);
        tally.links += key ? 0 : 1;
        updated |= key;
        if (link->target->draft)
            countRow(registry, *link->target, tally);
        for (const LinkPtr& end : link->junction ? link->junction->links : std::vector<LinkPtr>()) {
            if (end->target->draft)
                countRow(registry, *end->target, tally);
        }
    }
    if (row.draft)
        ++tally.created[row.model];
    else if (updated)
        ++tally.updated[row.model];
}

Tally tallyOf(
    const ModelRegistry& registry, const std::vector<RowPtr>& drafts, const std::vector<RowPtr>& touched)
{
    Tally tally;
    for (const RowPtr& row : drafts)
        countRow(registry, *row, tally);
    for (const RowPtr& row : touched)
        countRow(registry, *row, tally);
    return tally;
}

} // namespace

int ChangeSet::count() const
{
    if (!registry_)
        return 0;
    const Tally tally = tallyOf(*registry_, drafts_, touched_);
    return tally.links + tally.unlinks + total(tally.created) + total(tally.updated) + total(tally.deleted);
}

QString ChangeSet::summary() const
{
    if (!registry_)
        return {};
    const Tally tally = tallyOf(*registry_, drafts_, touched_);
    QStringList parts;
    for (auto it = tally.created.constBegin(); it != tally.created.constEnd(); ++it) {
        const orm::Model& model = registry_->at(it.key());
        parts += tr("%1 new %2").arg(it.value()).arg(it.value() == 1 ? rowNoun(model) : rowNouns(model));
    }
    const auto add = [&](int number, const QString& one, const QString& many) {
        if (number > 0)
            parts += number == 1 ? one : many.arg(number);
    };
    add(tally.links, tr("1 link"), tr("%1 links"));
    if (!tally.updated.isEmpty())
        parts += tr("%1 changed").arg(countedRows(*registry_, tally.updated));
    add(tally.unlinks, tr("1 link removed"), tr("%1 links removed"));
    if (!tally.deleted.isEmpty())
        parts += tr("%1 deleted").arg(countedRows(*registry_, tally.deleted));
    return parts.join(QStringLiteral(", "));
}

} // namespace conjoin::ui
