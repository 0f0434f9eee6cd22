// SPDX-License-Identifier: GPL-3.0-or-later
// What ResultTreeModel asks of the database, and what it does with the answers.
#include "orm/query/predicate.h"
#include "ui/models/resulttree.h"
#include "ui/models/rowcheck.h"
#include "ui/session/background.h"

#include <algorithm>

namespace conjoin::ui {

void ResultTreeModel::setSource(RowSource source)
{
    beginResetModel();
    source_ = std::move(source);
    counts_.setSource(source_);
    view_ = {};
    junctionColumns_.clear(); // they speak of models by number
    typed_ = holdsToTypes(source_);
    reset();
    endResetModel();
}

void ResultTreeModel::showTable(const RootView& view)
{
    beginResetModel();
    view_ = view;
    if (!source_.isOpen())
        view_.model = -1;
    reset();
    if (view_.model >= 0) {
        columns_ = std::max(1, int(section({}).cells.size()));
        for (const RowPtr& draft : changes_.drafts()) {
            if (draft->model != view_.model)
                continue;
            auto child = rowNode(TreeNodeKind::Row, draft);
            child->parent = root_.get();
            child->position = int(root_->children.size());
            enlist(child.get());
            root_->children.push_back(std::move(child));
        }
    }
    endResetModel();
    if (view_.model >= 0)
        requestRoot(view_.page(), int(root_->children.size()), rootPage);
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
    object->label = source_.label(row.model());
    object->key = std::move(key.text);
    object->keyJson = std::move(key.json);
    object->values = std::move(values);
    object->cut.clear();
    for (size_t i = 0; i < object->values.size(); ++i) {
        if (const std::optional<qint64> bytes = row.longLength(int(i)))
            object->cut.push_back({int(i), *bytes});
    }
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

RowPtr ResultTreeModel::known(const RowPtr& row)
{
    if (row->key.isEmpty())
        return row;
    RowPtr& here = rows_[QString::number(row->model) + u':' + row->key];
    if (!here)
        here = row;
    return here;
}

void ResultTreeModel::requestRoot(RootPage which, int at, int limit)
{
    root_->state = LoadState::Loading;
    auto loading = std::make_unique<TreeNode>();
    loading->kind = TreeNodeKind::Loading;
    insert(root_.get(), at, std::move(loading));
    RootRequest request{view_.model, view_.where, view_.order, which};
    request.limit = limit;
    request.share = view_.share.value_or(0);
    if (which == RootPage::First)
        request.pinned = view_.pinned;
    request.cursor = which == RootPage::Previous ? rootBegin_ : rootEnd_;
    request.offset = which == RootPage::Previous ? rootOffset_ : rootOffset_ + root_->stored;
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, request](sql::Connection& connection) {
        return fetchRoot(connection, *registry, request);
    }),
        this, [this, which, generation = generation_](Result<RowPage> page) {
            if (generation == generation_)
                takeRoot(which, std::move(page));
        });
}

void ResultTreeModel::withWhole(const QModelIndex& index, std::function<void(const QModelIndex&)> then)
{
    const RowPtr row = index.isValid() ? cellRow(index) : nullptr;
    const orm::Attribute* found = row ? attribute(index) : nullptr;
    const int at = found ? registry().at(row->model).attributeIndex(found->name) : -1;
    if (at < 0 || !row->cutLength(at) || row->entered.contains(found->name)) {
        then(index);
        return;
    }
    const QPersistentModelIndex place(index);
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, model = row->model, key = row->key, name = found->name](
                                       sql::Connection& connection) {
        return sql::readWhole(connection, *registry, model, key, name);
    }),
        this, [this, registry, row, at, place, then = std::move(then)](Result<orm::Value> value) {
            if (registry != source_.registry)
                return;
            if (!value) {
                emit failed(value.error());
                return;
            }
            if (row->cutLength(at))
                row->complete(at, std::move(*value));
            announce(row);
            if (place.isValid())
                then(place);
        });
}

void ResultTreeModel::addMore(TreeNode* parent, int at, bool before)
{
    auto more = std::make_unique<TreeNode>();
    more->kind = TreeNodeKind::More;
    more->before = before;
    insert(parent, at, std::move(more));
}

void ResultTreeModel::takeRoot(RootPage which, Result<RowPage> page)
{
    root_->state = LoadState::Loaded;
    const TreeNode* loading = childOfKind(root_.get(), TreeNodeKind::Loading);
    int at = loading ? loading->position : int(root_->children.size()); // drafts may have come in front of it
    removeKind(root_.get(), TreeNodeKind::Loading);
    const bool backwards = which == RootPage::Previous || which == RootPage::Last;
    if (!page) {
        fail(root_.get(), at, page.error(), which == RootPage::Previous);
        return;
    }
    if (which != RootPage::Next && page->begin)
        rootBegin_ = page->begin;
    if (which != RootPage::Previous && page->end)
        rootEnd_ = page->end;
    if (backwards)
        rootOffset_ = page->offset;
    (backwards ? earlier_ : later_) = page->more;
    if (which == RootPage::Near)
        earlier_ = page->earlier;
    if ((backwards && page->more) || page->earlier)
        addMore(root_.get(), at++, true);
    std::vector<std::unique_ptr<TreeNode>> rows;
    std::vector<RowPtr> objects;
    for (const sql::Row& row : page->rows) {
        const RowPtr object = objects.emplace_back(adopt(row));
        const auto [first, last] = places_.equal_range(object.get());
        const bool shown =
            std::any_of(first, last, [this](const TreeNode* place) { return place->parent == root_.get(); });
        if (!shown)
            rows.push_back(rowNode(TreeNodeKind::Row, object));
    }
    const int count = int(rows.size());
    insertAll(root_.get(), at, std::move(rows));
    root_->stored += int(page->rows.size()) - page->pinned;
    if (!backwards && page->more)
        addMore(root_.get(), at + count, false);
    counts_.askForPage(view_.model, page->rows, std::move(objects));
    emit rootLoaded(root_->stored, earlier_ || later_);
}

void ResultTreeModel::requestRelated(TreeNode* relation, int limit)
{
    relation->state = LoadState::Loading;
    const RowObject& row = *relation->parent->object;
    const orm::Model& model = registry().at(row.model);
    sql::KeyTuple key;
    for (const QString& column : orm::nearColumns(associationOf(relation))) {
        const int at = model.attributeIndex(column);
        key.push_back(size_t(at) < row.values.size() ? row.values[size_t(at)] : orm::Value());
    }
    auto loading = std::make_unique<TreeNode>();
    loading->kind = TreeNodeKind::Loading;
    insert(relation, pendingEnd(relation), std::move(loading));

    Asked asked;
    asked.request = ++requests_;
    waiting_.insert(asked.request, relation);
    asked.what = {row.model, {std::move(key)}, associationOf(relation).name, groupOrder(indexFor(relation)),
        relation->end, relation->stored};
    asked.what.limit = limit > 0 ? limit : relation->stored == 0 ? firstPage : nextPage;
    asked_.push_back(std::move(asked));
    // All groups that are opened in one turn of the event loop are asked for at its end.
    if (asked_.size() == 1)
        QMetaObject::invokeMethod(this, &ResultTreeModel::sendRequests, Qt::QueuedConnection);
}

void ResultTreeModel::sendRequests()
{
    std::vector<Asked> all = std::exchange(asked_, {});
    const auto alike = [](const RelatedRequest& a, const RelatedRequest& b) {
        return a.model == b.model && a.association == b.association && a.offset == b.offset &&
               a.limit == b.limit && a.after == b.after; // places differ from row to row
    };
    while (!all.empty()) {
        RelatedRequest together = all.front().what;
        together.keys.clear();
        std::vector<quint64> waiters;
        std::vector<Asked> rest;
        for (Asked& asked : all) {
            if (waiters.size() < size_t(mostParents) && alike(asked.what, together)) {
                together.keys.push_back(std::move(asked.what.keys.front()));
                waiters.push_back(asked.request);
            } else {
                rest.push_back(std::move(asked));
            }
        }
        all = std::move(rest);
        send(std::move(together), std::move(waiters));
    }
}

void ResultTreeModel::send(RelatedRequest request, std::vector<quint64> waiters)
{
    using Pages = Result<std::vector<RowPage>>;
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, request = std::move(request)](sql::Connection& connection) {
        return fetchRelated(connection, *registry, request);
    }),
        this, [this, waiters = std::move(waiters)](Pages pages) {
            for (size_t i = 0; i < waiters.size(); ++i) {
                if (TreeNode* waiter = waiting_.take(waiters[i]))
                    takeRelated(waiter,
                        pages ? Result<RowPage>(std::move((*pages)[i])) : Result<RowPage>(failure(pages)));
            }
        });
}

void ResultTreeModel::reloadGroups(int model, const QString& association)
{
    std::vector<TreeNode*> groups;
    for (const TreeNode* place : std::as_const(places_)) {
        if (!place->object || place->object->model != model || place->object->draft)
            continue;
        for (const auto& child : place->children) {
            if (child->kind == TreeNodeKind::Relation && child->state != LoadState::Unloaded &&
                associationOf(child.get()).name == association)
                groups.push_back(child.get());
        }
    }
    // A group within another one of its kind goes with the rows of that.
    const auto isWithin = [&](const TreeNode* group) {
        for (const TreeNode* above = group->parent; above; above = above->parent) {
            if (std::ranges::find(groups, above) != groups.end())
                return true;
        }
        return false;
    };
    std::vector<TreeNode*> outer;
    for (TreeNode* group : groups) {
        if (!isWithin(group) && std::ranges::find(outer, group) == outer.end())
            outer.push_back(group);
    }
    for (TreeNode* group : outer) {
        for (auto it = waiting_.begin(); it != waiting_.end();)
            it = it.value() == group ? waiting_.erase(it) : std::next(it);
        removeAll(group);
        group->stored = 0;
        group->end.reset();
        requestRelated(group);
    }
}

void ResultTreeModel::cancelWaiting()
{
    for (const Asked& asked : std::exchange(asked_, {})) {
        if (TreeNode* waiter = waiting_.take(asked.request))
            takeRelated(waiter, cancelledError());
    }
    counts_.stop();
}

void ResultTreeModel::takeRelated(TreeNode* relation, Result<RowPage> page)
{
    const bool first = relation->stored == 0;
    removeKind(relation, TreeNodeKind::Loading);
    relation->state = LoadState::Loaded;
    if (!page) {
        fail(relation, pendingEnd(relation), page.error());
        emit relatedLoaded(indexFor(relation), 0);
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
    std::vector<RowPtr> objects;
    for (size_t i = 0; i < page->rows.size(); ++i) {
        objects.push_back(adopt(page->rows[i]));
        auto child = rowNode(edge ? TreeNodeKind::Edge : TreeNodeKind::Row, objects.back());
        if (i < page->junctions.size())
            child->junction = adopt(page->junctions[i]);
        for (const auto& [end, others] : page->others) {
            if (child->junction && i < others.size() && !others[i].isNull())
                child->junction->references.insert(end, adopt(others[i]));
        }
        rows.push_back(std::move(child));
    }
    const int at = first ? 0 : relation->stored + 1;
    insertAll(relation, at, std::move(rows));
    relation->stored += int(page->rows.size());
    if (page->end)
        relation->end = std::move(page->end);
    if (page->more)
        addMore(relation, pendingEnd(relation), false);
    if (first)
        buildPending(relation);
    counts_.askForPage(association.target, page->rows, std::move(objects));
    emit relatedLoaded(indexFor(relation), int(page->rows.size()));
}

void ResultTreeModel::fail(TreeNode* parent, int at, const Error& error, bool before)
{
    auto line = std::make_unique<TreeNode>();
    line->kind = TreeNodeKind::Error;
    line->before = before;
    line->text = error.kind == ErrorKind::Cancelled ? tr("Cancelled") : error.what.english();
    insert(parent, at, std::move(line));
    emit failed(error);
}

void ResultTreeModel::continueAt(const QModelIndex& index, int limit)
{
    TreeNode* line = node(index);
    if (line->kind != TreeNodeKind::More && line->kind != TreeNodeKind::Error)
        return;
    TreeNode* parent = line->parent;
    if (parent->state == LoadState::Loading && (line->kind == TreeNodeKind::More || parent == root_.get()))
        return;
    const bool before = line->before;
    const int at = line->position;
    remove(line);
    if (parent != root_.get()) {
        requestRelated(parent, limit);
        return;
    }
    RootPage which = before ? RootPage::Previous : RootPage::Next;
    if (root_->stored == 0) // the page that failed was the first one
        which = view_.page();
    requestRoot(which, at, limit > 0 ? limit : rootPage);
}

} // namespace conjoin::ui
