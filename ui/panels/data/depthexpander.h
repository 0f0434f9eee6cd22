// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPersistentModelIndex>

#include <vector>

namespace conjoin::ui {

class ResultTreeModel;
class RowTreeView;

/// Opens a row to a depth: its associations, the rows in them, theirs. Level by level, so that all groups of an
/// association on one level are one statement; no further than a number of rows, and never into a row that is
/// further up already.
class DepthExpander : public QObject {
    Q_OBJECT

public:
    static constexpr int budget = 2'000; ///< rows
    static constexpr int deepest = 9;

    DepthExpander(RowTreeView& view, ResultTreeModel& model);

    /// Begins at a row, or at the one whose group that is. Depth 1 is the rows of its associations.
    void start(const QModelIndex& index, int depth);
    /// What is open stays so.
    void cancel();
    bool isRunning() const { return running_; }

signals:
    void progressed(int rows); ///< of `budget`
    void finished(const QString& sentence);

private:
    struct Waiting {
        QPersistentModelIndex group;
        int expected = 0; ///< rows, as far as its badge knows
    };

    void openLevel();
    void collect(const QModelIndex& group);
    void arrived(const QModelIndex& relation, int rows);
    void end(const QString& sentence);

    RowTreeView& view_;
    ResultTreeModel& model_;
    bool running_ = false;
    int depth_ = 0; ///< levels to go
    int rows_ = 0;  ///< that have come, and that are expected
    bool cut_ = false;
    std::vector<QPersistentModelIndex> level_; ///< rows whose groups come next
    std::vector<Waiting> waiting_;             ///< groups that are being loaded
};

} // namespace conjoin::ui
