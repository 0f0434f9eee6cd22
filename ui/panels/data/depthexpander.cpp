// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/depthexpander.h"

#include "ui/panels/data/rowtreeview.h"

#include <algorithm>
#include <utility>

namespace conjoin::ui {

DepthExpander::DepthExpander(RowTreeView& view, ResultTreeModel& model)
    : QObject(&view)
    , view_(view)
    , model_(model)
{
    connect(&model_, &ResultTreeModel::relatedLoaded, this, &DepthExpander::arrived);
    connect(&model_, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        if (isRunning())
            end(tr("Stopped: something else is shown now"));
    });
}

void DepthExpander::start(const QModelIndex& index, int depth)
{
    if (isRunning() || !index.isValid() || depth < 1)
        return;
    QModelIndex first = index.siblingAtColumn(0);
    while (first.isValid() && !model_.object(first))
        first = first.parent(); // a group, a line in it: the row that they belong to
    if (!first.isValid())
        return;
    running_ = true;
    depth_ = std::min(depth, deepest);
    rows_ = 0;
    cut_ = false;
    level_ = {first};
    openLevel();
}

void DepthExpander::cancel()
{
    if (isRunning())
        end(tr("Stopped after %1 rows").arg(rows_));
}

void DepthExpander::openLevel()
{
    while (depth_ > 0 && !level_.empty() && !cut_) {
        --depth_;
        std::vector<QPersistentModelIndex> there; // groups whose rows have been loaded before
        for (const QPersistentModelIndex& row : std::exchange(level_, {})) {
            if (!row.isValid())
                continue;
            view_.openAll({row});
            for (int i = 0; i < model_.rowCount(row) && !cut_; ++i) {
                const QModelIndex group = model_.index(i, 0, row);
                if (model_.kind(group) != TreeNodeKind::Relation)
                    continue;
                const ResultTreeModel::Badge badge = model_.badge(group);
                if (badge.stored == 0 && badge.added == 0)
                    continue; // nothing is in it
                if (rows_ >= budget) {
                    cut_ = true;
                    continue;
                }
                view_.openAll({group});
                if (model_.isLoading(group)) {
                    const int expected = std::clamp(badge.stored, 0, ResultTreeModel::firstPage);
                    waiting_.push_back({group, expected});
                    rows_ += expected;
                } else {
                    there.emplace_back(group);
                }
            }
        }
        for (const QPersistentModelIndex& group : there)
            collect(group);
        if (!waiting_.empty()) {
            emit progressed(rows_);
            return;
        }
    }
    end(cut_ ? tr("Opened %1 rows: no more are opened at once").arg(rows_) : tr("Opened %1 rows").arg(rows_));
}

void DepthExpander::collect(const QModelIndex& group)
{
    for (int i = 0; depth_ > 0 && i < model_.rowCount(group); ++i) {
        const QModelIndex row = model_.index(i, 0, group);
        if (model_.object(row) && !model_.isShownAbove(row))
            level_.emplace_back(row);
    }
}

void DepthExpander::arrived(const QModelIndex& relation, int rows)
{
    const auto found = std::ranges::find(waiting_, QPersistentModelIndex(relation), &Waiting::group);
    if (found == waiting_.end())
        return;
    rows_ += rows - found->expected;
    waiting_.erase(found);
    collect(relation);
    emit progressed(rows_);
    // The model is in the middle of telling: what it is asked next, it is asked behind that.
    if (waiting_.empty())
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (isRunning() && waiting_.empty())
                    openLevel();
            },
            Qt::QueuedConnection);
}

void DepthExpander::end(const QString& sentence)
{
    running_ = false;
    level_.clear();
    waiting_.clear();
    emit finished(sentence);
}

} // namespace conjoin::ui
