// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resulttree.h"

#include <algorithm>
#include <array>
#include <utility>

namespace conjoin::ui {

using orm::AssociationKind;

ResultTreeModel::ResultTreeModel(ChangeSet& changes, QObject* parent)
    : QAbstractItemModel(parent)
    , changes_(changes)
    , root_(std::make_unique<TreeNode>())
{
    connect(&changes_, &ChangeSet::draftAdded, this, [this](const RowPtr& draft) { onDraftAdded(draft); });
    connect(&changes_, &ChangeSet::draftRemoved, this, &ResultTreeModel::onDraftRemoved);
    connect(&changes_, &ChangeSet::linkAdded, this, &ResultTreeModel::onLinkAdded);
    connect(&changes_, &ChangeSet::linkRemoved, this, &ResultTreeModel::onLinkRemoved);
    connect(&changes_, &ChangeSet::rowChanged, this, &ResultTreeModel::announce);
    connect(&counts_, &RelatedCounts::counted, this, &ResultTreeModel::announceAll);
    connect(&counts_, &RelatedCounts::failed, this, &ResultTreeModel::failed);
}

ResultTreeModel::~ResultTreeModel() = default;

// -- nodes -------------------------------------------------------------------------------------------

TreeNode* ResultTreeModel::node(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<TreeNode*>(index.internalPointer()) : root_.get();
}

QModelIndex ResultTreeModel::indexFor(const TreeNode* node, int column) const
{
    if (!node || node == root_.get())
        return {};
    return createIndex(node->position, column, const_cast<TreeNode*>(node));
}

void ResultTreeModel::renumber(TreeNode* parent, int from)
{
    for (size_t i = size_t(from); i < parent->children.size(); ++i)
        parent->children[i]->position = int(i);
}

void ResultTreeModel::enlist(TreeNode* node)
{
    if (node->object)
        places_.insert(node->object.get(), node);
    if (node->junction)
        places_.insert(node->junction.get(), node);
    for (const auto& child : node->children)
        enlist(child.get());
}

void ResultTreeModel::delist(TreeNode* node)
{
    if (node->object)
        places_.remove(node->object.get(), node);
    if (node->junction)
        places_.remove(node->junction.get(), node);
    for (auto it = waiting_.begin(); it != waiting_.end();)
        it = it.value() == node ? waiting_.erase(it) : std::next(it);
    for (const auto& child : node->children)
        delist(child.get());
}

void ResultTreeModel::insertAll(TreeNode* parent, int at, std::vector<std::unique_ptr<TreeNode>> children)
{
    if (children.empty())
        return;
    beginInsertRows(indexFor(parent), at, at + int(children.size()) - 1);
    for (const auto& child : children) {
        child->parent = parent;
        enlist(child.get());
    }
    parent->children.insert(parent->children.begin() + at, std::make_move_iterator(children.begin()),
        std::make_move_iterator(children.end()));
    renumber(parent, at);
    endInsertRows();
}

TreeNode* ResultTreeModel::insert(TreeNode* parent, int at, std::unique_ptr<TreeNode> child)
{
    TreeNode* raw = child.get();
    std::vector<std::unique_ptr<TreeNode>> one;
    one.push_back(std::move(child));
    insertAll(parent, at, std::move(one));
    return raw;
}

void ResultTreeModel::remove(TreeNode* child)
{
    TreeNode* parent = child->parent;
    const int at = child->position;
    beginRemoveRows(indexFor(parent), at, at);
    delist(child);
    if (parent->line == child)
        parent->line = nullptr;
    parent->children.erase(parent->children.begin() + at);
    renumber(parent, at);
    endRemoveRows();
}

TreeNode* ResultTreeModel::childOfKind(const TreeNode* parent, TreeNodeKind kind)
{
    for (const auto& child : parent->children) {
        if (child->kind == kind)
            return child.get();
    }
    return nullptr;
}

void ResultTreeModel::removeKind(TreeNode* parent, TreeNodeKind kind)
{
    if (TreeNode* child = childOfKind(parent, kind))
        remove(child);
}

std::unique_ptr<TreeNode> ResultTreeModel::rowNode(TreeNodeKind kind, RowPtr row) const
{
    row->label = source_.label(row->model); // a draft has none yet
    auto made = std::make_unique<TreeNode>();
    made->kind = kind;
    made->object = std::move(row);
    note(*made);
    return made;
}

/// What a view asks of every row that it lays out: then only the place is looked at, and not the row.
void ResultTreeModel::note(TreeNode& place)
{
    const RowObject& row = *place.object;
    place.draft = row.draft;
    place.closed = row.removed || (!row.draft && row.key.isEmpty());
}

void ResultTreeModel::widen(int columns)
{
    if (columns <= columns_)
        return;
    beginInsertColumns({}, columns_, columns - 1);
    columns_ = columns;
    endInsertColumns();
}

// -- associations ------------------------------------------------------------------------------------

const TreeNode* ResultTreeModel::relationOf(const TreeNode* node) const
{
    if (node->kind == TreeNodeKind::Relation)
        return node;
    const TreeNode* parent = node->parent;
    return parent && parent != root_.get() ? parent : nullptr;
}

const orm::Association& ResultTreeModel::associationOf(const TreeNode* relation) const
{
    return registry().at(relation->parent->object->model).associations[size_t(relation->association)];
}

/// Of a row's place, without a look at the row.
int ResultTreeModel::modelOf(const TreeNode* row) const
{
    const TreeNode* relation = relationOf(row);
    return relation ? associationOf(relation).target : view_.model;
}

bool ResultTreeModel::isToOne(const TreeNode* relation) const
{
    const AssociationKind kind = associationOf(relation).kind;
    return kind == AssociationKind::BelongsTo || kind == AssociationKind::HasOne;
}

void ResultTreeModel::buildRelations(TreeNode* row)
{
    row->state = LoadState::Loaded;
    // A child that hangs below its parent need not say again whose it is.
    QString implied;
    if (const TreeNode* above = relationOf(row)) {
        const orm::Association& association = associationOf(above);
        if (association.kind == AssociationKind::HasMany || association.kind == AssociationKind::HasOne) {
            if (const orm::Association* inverse =
                    inverseOf(registry(), above->parent->object->model, association))
                implied = inverse->name;
        }
    }
    const auto& associations = registry().at(row->object->model).associations;
    std::vector<std::unique_ptr<TreeNode>> groups;
    // To-one, many-to-many, to-many; a draft has its to-one rows in its cells, so there they come last.
    for (const int rank : row->object->draft ? std::array{1, 2, 0} : std::array{0, 1, 2}) {
        for (size_t i = 0; i < associations.size(); ++i) {
            const AssociationKind kind = associations[i].kind;
            const int own = kind == AssociationKind::BelongsToMany ? 1
                            : kind == AssociationKind::HasMany     ? 2
                                                                   : 0;
            if (own != rank || associations[i].name == implied)
                continue;
            auto group = std::make_unique<TreeNode>();
            group->kind = TreeNodeKind::Relation;
            group->association = int(i);
            groups.push_back(std::move(group));
        }
    }
    insertAll(row, 0, std::move(groups));
    const std::vector<int>& badges = row->object->badges;
    if (badges.empty() || std::ranges::find(badges, -1) != badges.end())
        counts_.askForRow(row->object);
}

// -- places ------------------------------------------------------------------------------------------

RowPtr ResultTreeModel::owner(const QModelIndex& index) const
{
    const TreeNode* relation = relationOf(node(index));
    return relation ? relation->parent->object : nullptr;
}

const orm::Association* ResultTreeModel::association(const QModelIndex& index) const
{
    const TreeNode* relation = relationOf(node(index));
    return relation ? &associationOf(relation) : nullptr;
}

bool ResultTreeModel::isShownAbove(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    if (!place->object)
        return false;
    return placeAbove(index).isValid();
}

QModelIndex ResultTreeModel::placeAbove(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    for (const TreeNode* above = place->parent; place->object && above; above = above->parent) {
        if (above->object == place->object)
            return indexFor(above);
    }
    return {};
}

bool ResultTreeModel::isCycle(const QModelIndex& index) const
{
    const TreeNode* relation = node(index);
    if (relation->kind != TreeNodeKind::Relation)
        return false;
    const int target = associationOf(relation).target;
    for (const TreeNode* above = relation->parent; above; above = above->parent) {
        if (above->object && above->object->model == target)
            return true;
    }
    return false;
}

QString ResultTreeModel::path(const QModelIndex& index) const
{
    QStringList steps;
    for (const TreeNode* place = node(index); place->parent; place = place->parent) {
        if (place->kind == TreeNodeKind::Relation)
            steps.prepend(associationOf(place).name);
        else if (place->object && !place->object->key.isEmpty())
            steps.prepend(place->object->key);
        else if (place->object)
            steps.prepend(QStringLiteral("draft-%1").arg(quintptr(place->object.get()), 0, 16));
        else
            steps.prepend(QStringLiteral("line-%1").arg(int(place->kind)));
    }
    return steps.join(QChar(0x1f));
}

QModelIndex ResultTreeModel::indexOf(const RowPtr& row) const
{
    // The hash gives places newest first; the oldest is the one nearest to the top.
    const QList<TreeNode*> places = places_.values(row.get());
    return places.isEmpty() ? QModelIndex() : indexFor(places.last());
}

QModelIndex ResultTreeModel::indexOf(const LinkPtr& link) const
{
    for (TreeNode* place : places_.values(link->target.get())) {
        if (place->link == link)
            return indexFor(place);
    }
    return {};
}

QModelIndex ResultTreeModel::relation(const QModelIndex& row, const QString& association) const
{
    for (const auto& child : node(row)->children) {
        if (child->kind == TreeNodeKind::Relation && associationOf(child.get()).name == association)
            return indexFor(child.get());
    }
    return {};
}

QModelIndex ResultTreeModel::linkLine(const QModelIndex& relation) const
{
    return indexFor(childOfKind(node(relation), TreeNodeKind::Link));
}

// -- QAbstractItemModel ------------------------------------------------------------------------------

QModelIndex ResultTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    const TreeNode* above = node(parent);
    if (row < 0 || size_t(row) >= above->children.size() || column < 0 || column >= columns_)
        return {};
    return createIndex(row, column, above->children[size_t(row)].get());
}

QModelIndex ResultTreeModel::parent(const QModelIndex& index) const
{
    return index.isValid() ? indexFor(node(index)->parent) : QModelIndex();
}

int ResultTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : int(node(parent)->children.size());
}

int ResultTreeModel::columnCount(const QModelIndex&) const
{
    return columns_;
}

bool ResultTreeModel::hasChildren(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return false;
    const TreeNode* place = node(parent);
    if (place == root_.get() || !place->children.empty())
        return !place->children.empty();
    switch (place->kind) {
    case TreeNodeKind::Row:
    case TreeNodeKind::Edge:
        return place->state == LoadState::Unloaded && !registry().at(modelOf(place)).associations.empty();
    case TreeNodeKind::Relation:
        return place->state != LoadState::Loaded;
    default:
        return false;
    }
}

bool ResultTreeModel::canFetchMore(const QModelIndex& parent) const
{
    // Never for the root: its pages come by showTable() and the More line.
    return parent.isValid() && parent.column() == 0 && hasChildren(parent) &&
           node(parent)->state == LoadState::Unloaded;
}

void ResultTreeModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    TreeNode* place = node(parent);
    if (place->kind != TreeNodeKind::Relation) {
        buildRelations(place);
    } else if (place->parent->object->draft) {
        place->state = LoadState::Loaded;
        buildPending(place);
    } else {
        requestRelated(place);
    }
}

} // namespace conjoin::ui
