// SPDX-License-Identifier: GPL-3.0-or-later
// What of a change set ResultTreeModel shows: new rows, links that come, and those that go.
#include "ui/models/resulttree.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace conjoin::ui {

using orm::AssociationKind;

namespace {

bool shows(const TreeNode* relation, const LinkPtr& link)
{
    return std::ranges::any_of(relation->children, [&](const auto& child) { return child->link == link; });
}

} // namespace

int ResultTreeModel::pendingEnd(const TreeNode* relation) const
{
    int at = int(relation->children.size());
    while (at > 0) {
        const TreeNode* child = relation->children[size_t(at) - 1].get();
        if (child->kind == TreeNodeKind::Row || child->kind == TreeNodeKind::Edge ||
            child->kind == TreeNodeKind::Header)
            break;
        --at;
    }
    return at;
}

/// Whether the links that wait stand in the group: not before its first stored rows do.
bool ResultTreeModel::showsPending(const TreeNode* relation)
{
    return relation->state == LoadState::Loaded || relation->stored > 0;
}

void ResultTreeModel::tidyRelation(TreeNode* relation)
{
    const bool rows = std::any_of(relation->children.begin(), relation->children.end(), [](const auto& child) {
        return child->kind == TreeNodeKind::Row || child->kind == TreeNodeKind::Edge;
    });
    TreeNode* header = childOfKind(relation, TreeNodeKind::Header);
    if (rows && !header) {
        auto made = std::make_unique<TreeNode>();
        made->kind = TreeNodeKind::Header;
        insert(relation, 0, std::move(made));
    } else if (!rows && header) {
        remove(header);
    }
    TreeNode* line = childOfKind(relation, TreeNodeKind::Link);
    const bool wanted = source_.isWritable() && !(isToOne(relation) && rows) && showsPending(relation);
    if (wanted && !line) {
        auto made = std::make_unique<TreeNode>();
        made->kind = TreeNodeKind::Link;
        insert(relation, int(relation->children.size()), std::move(made));
    } else if (!wanted && line) {
        remove(line);
    }
    const RowSection section = this->section(indexFor(relation));
    widen(int(section.cells.size()));
}

void ResultTreeModel::addPending(TreeNode* relation, const StagedLink& staged)
{
    const bool edge = associationOf(relation).kind == AssociationKind::BelongsToMany;
    auto child = rowNode(edge ? TreeNodeKind::Edge : TreeNodeKind::Row, staged.other);
    child->junction = staged.link->junction;
    child->link = staged.link;
    child->mirrored = staged.owner != relation->parent->object;
    insert(relation, pendingEnd(relation), std::move(child));
    tidyRelation(relation);
}

void ResultTreeModel::buildPending(TreeNode* relation)
{
    for (const StagedLink& staged :
        stagedLinks(registry(), changes_, relation->parent->object, associationOf(relation))) {
        if (!shows(relation, staged.link))
            addPending(relation, staged);
    }
    tidyRelation(relation);
}

// -- what the change set says ------------------------------------------------------------------------

void ResultTreeModel::onDraftAdded(const RowPtr& draft)
{
    if (view_.model < 0)
        return;
    for (const LinkPtr& link : draft->links) // it was taken back, and is there again
        mirror(draft, link);
    if (draft->model != view_.model)
        return;
    int at = 0;
    for (const RowPtr& other : changes_.drafts()) {
        if (other == draft)
            break;
        at += other->model == view_.model ? 1 : 0;
    }
    insert(root_.get(), at, rowNode(TreeNodeKind::Row, draft));
}

/// Shows the link, and those of a new row that it leads to, also in the groups of the stored rows at their
/// other ends.
void ResultTreeModel::mirror(const RowPtr& owner, const LinkPtr& link)
{
    if (view_.model < 0)
        return;
    if (link->target->draft) {
        for (const LinkPtr& below : link->target->links)
            mirror(link->target, below);
        return;
    }
    const orm::Association* association = registry().at(owner->model).association(link->association);
    const orm::Association* seen =
        association && owner != link->target ? seenFromTarget(registry(), owner->model, *association) : nullptr;
    if (!seen)
        return;
    for (TreeNode* place : places_.values(link->target.get())) {
        if (place->object != link->target)
            continue;
        for (const auto& group : place->children) {
            if (group->kind == TreeNodeKind::Relation && showsPending(group.get()) &&
                associationOf(group.get()).name == seen->name && !shows(group.get(), link))
                addPending(group.get(), {owner, link, owner});
        }
    }
    announce(link->target);
}

void ResultTreeModel::unmirror(const RowPtr& owner, const LinkPtr& link)
{
    if (view_.model < 0)
        return;
    if (link->target->draft) {
        for (const LinkPtr& below : link->target->links)
            unmirror(link->target, below);
        return;
    }
    for (TreeNode* place : places_.values(owner.get())) { // newest first: what is below others goes before them
        if (place->link != link || !place->mirrored)
            continue;
        TreeNode* group = place->parent;
        remove(place);
        tidyRelation(group);
    }
    announce(link->target);
}

void ResultTreeModel::onDraftRemoved(const RowPtr& draft)
{
    for (const LinkPtr& link : draft->links)
        unmirror(draft, link);
    for (const auto& child : root_->children) {
        if (child->object == draft) {
            remove(child.get());
            return;
        }
    }
}

void ResultTreeModel::onLinkAdded(const RowPtr& owner, const LinkPtr& link)
{
    for (TreeNode* place : places_.values(owner.get())) {
        if (place->object != owner)
            continue; // the groups below a link are its target's, and not the junction's
        for (const auto& group : place->children) {
            if (group->kind == TreeNodeKind::Relation && showsPending(group.get()) &&
                associationOf(group.get()).name == link->association)
                addPending(group.get(), {owner, link, link->target});
        }
    }
    mirror(owner, link);
}

void ResultTreeModel::onLinkRemoved(const RowPtr& owner, const LinkPtr& link)
{
    unmirror(owner, link);
    for (TreeNode* place : places_.values(owner.get())) {
        if (place->object != owner)
            continue;
        for (const auto& group : place->children) {
            if (group->kind != TreeNodeKind::Relation)
                continue;
            const auto found = std::find_if(group->children.begin(), group->children.end(),
                [&](const auto& child) { return child->link == link; });
            if (found == group->children.end())
                continue;
            remove(found->get());
            tidyRelation(group.get());
            break;
        }
    }
}

void ResultTreeModel::announce(const RowPtr& row)
{
    for (TreeNode* place : places_.values(row.get())) {
        if (place->object == row)
            note(*place);
        emit dataChanged(indexFor(place), indexFor(place, columns_ - 1));
        if (!place->children.empty())
            emit dataChanged(
                indexFor(place->children.front().get()), indexFor(place->children.back().get(), columns_ - 1));
    }
}

/// Of very many rows: one word to a view for all that stand together.
void ResultTreeModel::announceAll(const std::vector<RowPtr>& rows)
{
    std::unordered_map<const TreeNode*, std::pair<int, int>>
        stretches; // by parent: the first and the last of them
    const auto stretch = [&](const TreeNode* parent, int first, int last) {
        auto& known = stretches.try_emplace(parent, first, last).first->second;
        known = {std::min(known.first, first), std::max(known.second, last)};
    };
    for (const RowPtr& row : rows) {
        const auto [begin, end] = std::as_const(places_).equal_range(row.get());
        for (auto place = begin; place != end; ++place) {
            stretch((*place)->parent, (*place)->position, (*place)->position);
            if (!(*place)->children.empty())
                stretch(*place, 0, int((*place)->children.size()) - 1);
        }
    }
    for (const auto& [parent, ends] : stretches)
        emit dataChanged(indexFor(parent->children[size_t(ends.first)].get()),
            indexFor(parent->children[size_t(ends.second)].get(), columns_ - 1));
}

ResultTreeModel::Badge ResultTreeModel::badge(const QModelIndex& index) const
{
    const TreeNode* relation = node(index);
    Q_ASSERT_X(relation->kind == TreeNodeKind::Relation, "ResultTreeModel::badge", "only a group has a badge");
    const RowObject& row = *relation->parent->object;
    Badge badge;
    if (row.draft)
        badge.stored = 0;
    else if (size_t(relation->association) < row.badges.size())
        badge.stored = row.badges[size_t(relation->association)];
    const StagedCount staged =
        stagedCount(registry(), changes_, relation->parent->object, associationOf(relation));
    badge.added = staged.added;
    badge.taken = staged.taken;
    // A row that is to be deleted takes its links along: those that are shown are known.
    for (const auto& child : relation->children) {
        const bool goesAlong = child->kind == TreeNodeKind::Edge && !child->link && child->object->removed;
        badge.taken += goesAlong && !isUnlinked(indexFor(child.get())) ? 1 : 0;
    }
    return badge;
}

RowPtr ResultTreeModel::linkOwner(const QModelIndex& index) const
{
    return node(index)->mirrored ? node(index)->object : owner(index);
}

/// Whether the link that the place shows will be gone, whichever end or row that was said of.
bool ResultTreeModel::isUnlinked(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    const TreeNode* relation = place->object ? relationOf(place) : nullptr;
    if (!relation || place->link)
        return false;
    const RowPtr& above = relation->parent->object;
    const orm::Association& association = associationOf(relation);
    if (above->isUnlinked(association.name, *place->object, place->junction) ||
        (place->junction && place->junction->removed))
        return true;
    switch (association.kind) {
    case AssociationKind::BelongsTo:
        return above->linkOf(association.name) ||
               std::ranges::any_of(
                   association.keys, [&](const QString& key) { return above->entered.contains(key); });
    case AssociationKind::HasOne:
        return above->linkOf(association.name) ||
               leaves(registry(), changes_, *above, association, *place->object);
    case AssociationKind::HasMany:
        return leaves(registry(), changes_, *above, association, *place->object);
    case AssociationKind::BelongsToMany:
        break;
    }
    const orm::Association* seen = seenFromTarget(registry(), above->model, association);
    return seen && place->object->isUnlinked(seen->name, *above, place->junction);
}

} // namespace conjoin::ui
