// SPDX-License-Identifier: GPL-3.0-or-later
// What ResultTreeModel asks of the database, what it does with the answers, and how it lets go of them.
#include "orm/query/predicate.h"
#include "ui/models/resulttree.h"
#include "ui/models/rowcheck.h"
#include "ui/models/rowread.h"
#include "ui/session/background.h"

#include <QThreadPool>

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
    RowReader reader(registry());
    RowPage::Objects objects;
    objects.rows.push_back(reader.read(row));
    objects.referred = reader.takeReferred();
    settle(objects, row.includes() > 0);
    return objects.rows.front();
}

/// The object of the tree for one that was read: where the row is known already, that one, with what was read
/// now.
RowPtr ResultTreeModel::settle(const RowPtr& read, bool withReferences)
{
    read->label = source_.label(read->model);
    if (read->key.isEmpty())
        return read;
    RowPtr& known = rows_[{read->model, read->key}];
    if (!known || known == read)
        return known = read;
    known->label = read->label;
    known->keyJson = std::move(read->keyJson);
    known->values = std::move(read->values);
    known->cut = std::move(read->cut);
    if (withReferences) {
        known->references = std::move(read->references);
    } else {
        for (auto& [association, row] : read->references)
            known->references.insert(association, std::move(row));
    }
    return known;
}

/// Puts objects of the tree in the place of those that were read. `withReferences`: the rows were read with all
/// that they refer to.
void ResultTreeModel::settle(RowPage::Objects& objects, bool withReferences)
{
    std::unordered_map<const RowObject*, RowPtr> known; // in the place of one that was read
    const auto settleOne = [&](RowPtr& read, bool whole) {
        for (auto& [association, row] : read->references) {
            if (const auto found = known.find(row.get()); found != known.end())
                row = found->second;
        }
        read = settle(read, whole);
    };
    for (RowPtr& referred : objects.referred) {
        const RowPtr read = referred;
        settleOne(referred, false);
        if (referred != read)
            known.emplace(read.get(), referred);
    }
    for (RowPtr& row : objects.rows)
        settleOne(row, withReferences);
    for (RowPtr& row : objects.junctions)
        settleOne(row, false);
}

RowPtr ResultTreeModel::known(const RowPtr& row)
{
    if (row->key.isEmpty())
        return row;
    RowPtr& here = rows_[{row->model, row->key}];
    if (!here)
        here = row;
    return here;
}

/// So many rows will come where the line stands that says so.
void ResultTreeModel::await(TreeNode* place, int at, int limit)
{
    auto line = std::make_unique<TreeNode>();
    line->kind = TreeNodeKind::Loading;
    place->state = LoadState::Loading;
    place->wanted = limit;
    place->line = insert(place, at, std::move(line));
    if (limit > rowsAtOnce) { // else so much would be moved in between that a person would wait
        rows_.reserve(rows_.size() + limit);
        places_.reserve(places_.size() + limit);
    }
}

void ResultTreeModel::stopAwaiting(TreeNode* place)
{
    place->state = LoadState::Loaded;
    place->wanted = 0;
    remove(place->line);
}

void ResultTreeModel::requestRoot(RootPage which, int at, int limit)
{
    await(root_.get(), at, limit);
    askForRoot(which);
}

void ResultTreeModel::askForRoot(RootPage which)
{
    RootRequest request{view_.model, view_.where, view_.order, which};
    request.limit = std::min(root_->wanted, rowsAtOnce);
    request.share = view_.share.value_or(0);
    if (which == RootPage::First)
        request.pinned = view_.pinned;
    request.cursor = which == RootPage::Previous ? rootBegin_ : rootEnd_;
    request.offset = which == RootPage::Previous ? rootOffset_ : rootOffset_ + root_->stored;
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, request](sql::Connection& connection) {
        Result<RowPage> page = fetchRoot(connection, *registry, request);
        if (page)
            makeObjects(*registry, *page);
        return page;
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
    const bool backwards = which == RootPage::Previous || which == RootPage::Last;
    if (!page) {
        const int at = root_->line->position; // drafts may have come in front of it
        stopAwaiting(root_.get());
        fail(root_.get(), at, page.error(), which == RootPage::Previous);
        if (root_->stored > 0)
            emit rootLoaded(root_->stored, earlier_ || later_);
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
    const int came = int(page->rows.size()) - page->pinned;
    root_->stored += came;
    root_->wanted -= came;
    const bool goesOn = page->more && root_->wanted > 0;
    if (goesOn) // the next ones are read while these are taken in
        askForRoot(backwards ? RootPage::Previous : RootPage::Next);

    settle(page->objects, true);
    std::vector<std::unique_ptr<TreeNode>> rows;
    rows.reserve(page->rows.size());
    for (const RowPtr& object : page->objects.rows) {
        const auto [first, last] = std::as_const(places_).equal_range(object.get());
        const bool shown =
            std::any_of(first, last, [this](const TreeNode* place) { return place->parent == root_.get(); });
        if (!shown)
            rows.push_back(rowNode(TreeNodeKind::Row, object));
    }
    const int count = int(rows.size());
    int at = root_->line->position;
    if (goesOn) {
        insertAll(root_.get(), backwards ? at + 1 : at, std::move(rows));
        emit rootProgressed(root_->stored);
        return;
    }
    stopAwaiting(root_.get());
    if ((backwards && page->more) || page->earlier)
        addMore(root_.get(), at++, true);
    insertAll(root_.get(), at, std::move(rows));
    if (!backwards && page->more)
        addMore(root_.get(), at + count, false);
    if (page->rows.size() <= size_t(rootPage)) // of more rows those are counted for that are looked at
        counts_.askForPage(view_.model, page->rows, std::move(page->objects.rows));
    emit rootLoaded(root_->stored, earlier_ || later_);
}

void ResultTreeModel::requestRelated(TreeNode* relation, int limit)
{
    await(relation, pendingEnd(relation), limit > 0 ? limit : relation->stored == 0 ? firstPage : nextPage);
    askForRelated(relation);
}

void ResultTreeModel::askForRelated(TreeNode* relation)
{
    const RowObject& row = *relation->parent->object;
    const orm::Model& model = registry().at(row.model);
    sql::KeyTuple key;
    for (const QString& column : orm::nearColumns(associationOf(relation))) {
        const int at = model.attributeIndex(column);
        key.push_back(size_t(at) < row.values.size() ? row.values[size_t(at)] : orm::Value());
    }
    Asked asked;
    asked.request = ++requests_;
    waiting_.insert(asked.request, relation);
    asked.what = {row.model, {std::move(key)}, associationOf(relation).name, groupOrder(indexFor(relation)),
        relation->end, relation->stored};
    asked.what.limit = std::min(relation->wanted, rowsAtOnce);
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
        Pages pages = fetchRelated(connection, *registry, request);
        for (size_t i = 0; pages && i < pages->size(); ++i)
            makeObjects(*registry, (*pages)[i]);
        return pages;
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
        group->stored = group->wanted = 0;
        group->end.reset();
        requestRelated(group);
    }
}

void ResultTreeModel::cancelWaiting()
{
    root_->wanted = 0;
    for (TreeNode* waiter : std::as_const(waiting_))
        waiter->wanted = 0;
    for (const Asked& asked : std::exchange(asked_, {})) {
        if (TreeNode* waiter = waiting_.take(asked.request))
            takeRelated(waiter, cancelledError());
    }
    counts_.stop();
}

void ResultTreeModel::takeRelated(TreeNode* relation, Result<RowPage> page)
{
    if (!page) {
        stopAwaiting(relation);
        fail(relation, pendingEnd(relation), page.error());
        emit relatedLoaded(indexFor(relation), 0);
        return;
    }
    const bool first = relation->stored == 0;
    const int at = first ? 0 : relation->stored + 1;
    relation->stored += int(page->rows.size());
    relation->wanted -= int(page->rows.size());
    if (page->end)
        relation->end = std::move(page->end);
    const bool goesOn = page->more && relation->wanted > 0;
    if (goesOn)
        askForRelated(relation);
    else
        stopAwaiting(relation);

    const orm::Association& association = associationOf(relation);
    const bool edge = association.kind == orm::AssociationKind::BelongsToMany;
    widen(int(section(indexFor(relation)).cells.size()));
    std::vector<std::unique_ptr<TreeNode>> rows;
    if (first && !page->rows.empty()) {
        auto header = std::make_unique<TreeNode>();
        header->kind = TreeNodeKind::Header;
        rows.push_back(std::move(header));
    }
    settle(page->objects, true);
    for (size_t i = 0; i < page->objects.rows.size(); ++i) {
        auto child = rowNode(edge ? TreeNodeKind::Edge : TreeNodeKind::Row, page->objects.rows[i]);
        if (i < page->objects.junctions.size())
            child->junction = page->objects.junctions[i];
        rows.push_back(std::move(child));
    }
    insertAll(relation, at, std::move(rows));
    if (page->more && !goesOn)
        addMore(relation, pendingEnd(relation), false);
    if (first)
        buildPending(relation);
    if (page->rows.size() <= size_t(nextPage)) // as of the root
        counts_.askForPage(association.target, page->rows, std::move(page->objects.rows));
    if (!goesOn)
        emit relatedLoaded(indexFor(relation), int(page->rows.size()));
}

/// What came before stays, and the rest can be asked for like any other page.
void ResultTreeModel::fail(TreeNode* parent, int at, const Error& error, bool before)
{
    if (error.kind == ErrorKind::Cancelled && parent->stored > 0) {
        addMore(parent, at, before);
    } else {
        auto line = std::make_unique<TreeNode>();
        line->kind = TreeNodeKind::Error;
        line->before = before;
        line->text = error.kind == ErrorKind::Cancelled ? tr("Cancelled") : error.what.english();
        insert(parent, at, std::move(line));
    }
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

// -- letting go ------------------------------------------------------------------------------------

namespace {

/// Frees what very many rows leave behind by another thread: that takes longer than some frames.
template<class Things>
void letGo(Things things)
{
    auto gone = std::make_shared<Things>(std::move(things));
    QThreadPool::globalInstance()->start([gone = std::move(gone)]() mutable { gone.reset(); });
}

} // namespace

void ResultTreeModel::removeAll(TreeNode* parent)
{
    if (parent->children.empty())
        return;
    beginRemoveRows(indexFor(parent), 0, int(parent->children.size()) - 1);
    for (const auto& child : parent->children)
        delist(child.get());
    parent->line = nullptr;
    auto gone = std::exchange(parent->children, {});
    endRemoveRows();
    if (gone.size() > size_t(rowsAtOnce))
        letGo(std::move(gone));
}

void ResultTreeModel::reset()
{
    struct Gone {
        std::unique_ptr<TreeNode> root;
        QHash<std::pair<int, QString>, RowPtr> rows;
        QMultiHash<const RowObject*, TreeNode*> places;
        std::vector<ReferredRows> references;
    };
    ++generation_;
    counts_.stop();
    waiting_.clear();
    asked_.clear();
    sections_.clear();
    rootBegin_ = rootEnd_ = std::nullopt;
    rootOffset_ = 0;
    earlier_ = later_ = false;
    Gone gone;
    gone.references.reserve(size_t(rows_.size()));
    for (const RowPtr& row : std::as_const(rows_)) // they may refer to each other in a circle
        gone.references.push_back(std::exchange(row->references, {}));
    gone.rows = std::exchange(rows_, {});
    gone.places = std::exchange(places_, {});
    gone.root = std::exchange(root_, std::make_unique<TreeNode>());
    if (gone.rows.size() > rowsAtOnce)
        letGo(std::move(gone));
    if (source_.isOpen()) {
        for (const RowPtr& row : changes_.touched())
            rows_.insert({row->model, row->key}, row);
    }
    columns_ = 1;
}

} // namespace conjoin::ui
