// SPDX-License-Identifier: GPL-3.0-or-later
// What ResultTreeModel asks of the database, and what it does with the answers.
#include "ui/models/resulttree.h"
#include "ui/session/background.h"

namespace conjoin::ui {

void ResultTreeModel::setSource(RowSource source)
{
    beginResetModel();
    source_ = std::move(source);
    rootModel_ = -1;
    reset();
    endResetModel();
}

void ResultTreeModel::showTable(int model, const orm::Json& where, const QStringList& pinned)
{
    beginResetModel();
    rootModel_ = source_.isOpen() ? model : -1;
    where_ = where;
    reset();
    if (rootModel_ >= 0) {
        columns_ = std::max(1, int(rootSection(registry(), rootModel_).cells.size()));
        for (const RowPtr& draft : changes_.drafts()) {
            if (draft->model != rootModel_)
                continue;
            auto child = rowNode(TreeNodeKind::Row, draft);
            child->parent = root_.get();
            child->position = int(root_->children.size());
            enlist(child.get());
            root_->children.push_back(std::move(child));
        }
    }
    endResetModel();
    if (rootModel_ >= 0)
        requestRoot(0, pinned);
}

RowPtr ResultTreeModel::adopt(const sql::Row& row)
{
    const orm::Model& model = registry().at(row.model());
    std::vector<orm::Value> values = row.values();
    RowKey key = rowKey(model, values);
    RowPtr object;
    if (key.text.isEmpty()) {
        object = std::make_shared<RowObject>();
    } else {
        RowPtr& known = rows_[QString::number(row.model()) + u':' + key.text];
        if (!known)
            known = std::make_shared<RowObject>();
        object = known;
    }
    object->model = row.model();
    object->key = std::move(key.text);
    object->keyJson = std::move(key.json);
    object->values = std::move(values);
    // Where the row was read with its references, they are parallel to referenceIncludes().
    size_t slot = 0;
    for (const orm::Association& association : model.associations) {
        if (association.kind != orm::AssociationKind::BelongsTo || slot >= row.includes())
            continue;
        const sql::Related related = row.related(slot++);
        if (related.rows().empty())
            object->references.remove(association.name);
        else
            object->references.insert(association.name, adopt(related.rows().front()));
    }
    return object;
}

void ResultTreeModel::requestRoot(int offset, const QStringList& pinned)
{
    root_->state = LoadState::Loading;
    auto loading = std::make_unique<TreeNode>();
    loading->kind = TreeNodeKind::Loading;
    insert(root_.get(), int(root_->children.size()), std::move(loading));
    const RootRequest request{
        rootModel_, where_, offset > 0 ? rootEnd_ : std::nullopt, offset, rootPage, pinned};
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, request](sql::Connection& connection) {
        return fetchRoot(connection, *registry, request);
    }),
        this, [this, generation = generation_](Result<RowPage> page) {
            if (generation == generation_)
                takeRoot(std::move(page));
        });
}

void ResultTreeModel::takeRoot(Result<RowPage> page)
{
    root_->state = LoadState::Loaded;
    removeKind(root_.get(), TreeNodeKind::Loading);
    if (!page) {
        fail(root_.get(), page.error());
        return;
    }
    rootEnd_ = page->end;
    std::vector<std::unique_ptr<TreeNode>> rows;
    for (const sql::Row& row : page->rows) {
        RowPtr object = adopt(row);
        const bool shown = std::any_of(root_->children.begin(), root_->children.end(),
            [&](const auto& child) { return child->object == object; });
        if (!shown)
            rows.push_back(rowNode(TreeNodeKind::Row, std::move(object)));
    }
    insertAll(root_.get(), int(root_->children.size()), std::move(rows));
    root_->stored += int(page->rows.size()) - page->pinned;
    if (page->more) {
        auto more = std::make_unique<TreeNode>();
        more->kind = TreeNodeKind::More;
        insert(root_.get(), int(root_->children.size()), std::move(more));
    }
    requestBadges(rootModel_, page->rows);
    emit rootLoaded(root_->stored, page->more);
}

void ResultTreeModel::requestRelated(TreeNode* relation)
{
    relation->state = LoadState::Loading;
    const RowObject& row = *relation->parent->object;
    if (row.key.isEmpty()) {
        fail(relation, inputError(registry().at(row.model).table,
                           message("row.no-key", "the table has no key, so its rows can't be told apart"),
                           message("row.no-key.hint", "give it a primary key")));
        return;
    }
    auto loading = std::make_unique<TreeNode>();
    loading->kind = TreeNodeKind::Loading;
    insert(relation, pendingEnd(relation), std::move(loading));

    const quint64 request = ++requests_;
    waiting_.insert(request, relation);
    const auto registry = source_.registry;
    const int limit = relation->stored == 0 ? firstPage : nextPage;
    whenDone(source_.database->run(
                 [registry, model = row.model, key = row.key, association = associationOf(relation).name,
                     offset = relation->stored, limit](sql::Connection& connection) {
                     return fetchRelated(connection, *registry, model, key, association, offset, limit);
                 }),
        this, [this, request](Result<RowPage> page) {
            if (TreeNode* waiter = waiting_.take(request))
                takeRelated(waiter, std::move(page));
        });
}

void ResultTreeModel::takeRelated(TreeNode* relation, Result<RowPage> page)
{
    const bool first = relation->stored == 0;
    removeKind(relation, TreeNodeKind::Loading);
    relation->state = LoadState::Loaded;
    if (!page) {
        fail(relation, page.error());
        return;
    }
    const orm::Association& association = associationOf(relation);
    const bool edge = association.kind == orm::AssociationKind::BelongsToMany;
    widen(int(section(indexFor(relation)).cells.size()));
    std::vector<std::unique_ptr<TreeNode>> rows;
    if (first && !page->rows.empty()) {
        auto header = std::make_unique<TreeNode>();
        header->kind = TreeNodeKind::Header;
        rows.push_back(std::move(header));
    }
    for (size_t i = 0; i < page->rows.size(); ++i) {
        auto child = rowNode(edge ? TreeNodeKind::Edge : TreeNodeKind::Row, adopt(page->rows[i]));
        if (i < page->junctions.size())
            child->junction = adopt(page->junctions[i]);
        rows.push_back(std::move(child));
    }
    const int at = first ? 0 : relation->stored + 1;
    insertAll(relation, at, std::move(rows));
    relation->stored += int(page->rows.size());
    if (page->more) {
        auto more = std::make_unique<TreeNode>();
        more->kind = TreeNodeKind::More;
        insert(relation, pendingEnd(relation), std::move(more));
    }
    if (first)
        buildPending(relation);
    requestBadges(association.target, page->rows);
}

void ResultTreeModel::requestBadges(int model, const std::vector<sql::Row>& rows)
{
    if (rows.empty() || registry().at(model).associations.empty())
        return;
    const auto registry = source_.registry;
    std::vector<RowPtr> objects;
    for (const sql::Row& row : rows)
        objects.push_back(adopt(row));
    whenDone(source_.database->run([registry, model, rows](sql::Connection& connection) {
        return sql::countRelated(connection, *registry, model, rows, badgeCap);
    }),
        this, [this, generation = generation_, objects](Result<std::vector<std::vector<int>>> counts) {
            if (generation != generation_ || !counts)
                return; // a badge that is not known is not shown
            for (size_t i = 0; i < objects.size() && i < counts->size(); ++i) {
                objects[i]->badges = (*counts)[i];
                announce(objects[i]);
            }
        });
}

void ResultTreeModel::fail(TreeNode* parent, const Error& error)
{
    auto line = std::make_unique<TreeNode>();
    line->kind = TreeNodeKind::Error;
    line->text = error.kind == ErrorKind::Cancelled ? tr("Cancelled") : error.what.english();
    insert(parent, parent == root_.get() ? int(parent->children.size()) : pendingEnd(parent), std::move(line));
    emit failed(error);
}

void ResultTreeModel::continueAt(const QModelIndex& index)
{
    TreeNode* line = node(index);
    if (line->kind != TreeNodeKind::More && line->kind != TreeNodeKind::Error)
        return;
    TreeNode* parent = line->parent;
    if (parent->state == LoadState::Loading && line->kind == TreeNodeKind::More)
        return;
    remove(line);
    if (parent == root_.get())
        requestRoot(root_->stored, {});
    else
        requestRelated(parent);
}

} // namespace conjoin::ui
