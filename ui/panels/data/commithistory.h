// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/commitrecord.h"
#include "ui/models/resulttree.h"
#include "ui/theme/theme.h"

#include <QToolButton>

namespace conjoin::ui {

/// What was written while the panel was open, newest first, and the way back: taking a commit back stages what
/// undoes it, to be looked at and saved like any other change.
class CommitHistory : public QToolButton {
    Q_OBJECT

public:
    CommitHistory(const Theme& theme, ChangeSet& changes, ResultTreeModel& model, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setSource(RowSource source);
    void clear();

public slots:
    void add(const conjoin::ui::CommitRecord& record);
    /// Stages what takes the newest commit back that was not taken back yet.
    void takeBackLast();

signals:
    void message(const QString& text);
    /// Something was staged.
    void staged();

private:
    struct Entry {
        CommitRecord record;
        bool takenBack = false;
    };
    void takeBack(size_t index);
    void stage(const TakeBack& plan);
    void fillMenu();

    ChangeSet& changes_;
    ResultTreeModel& model_;
    RowSource source_;
    std::vector<std::shared_ptr<Entry>> entries_; ///< oldest first
    std::shared_ptr<Entry> staged_;               ///< what takes it back waits to be saved; null = none does
};

} // namespace conjoin::ui
