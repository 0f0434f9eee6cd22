// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/importplan.h"

#include <QTableWidget>

#include <memory>

class QComboBox;
class QStringListModel;

namespace conjoin::ui {

/// Where the columns of a file go: a line for each, with what is to happen where a row to link is not there
/// and what parts several of them in one cell.
class ImportMapping : public QTableWidget {
    Q_OBJECT

public:
    explicit ImportMapping(QWidget* parent = nullptr);

    /// Shows the columns of a file, mapped as their names suggest. `nested`: of objects, which say themselves
    /// how many rows are linked; nothing parts them then.
    void setColumns(
        std::shared_ptr<const orm::ModelRegistry> registry, int model, const QStringList& names, bool nested);
    /// What the names suggest for rows that are there.
    sql::ImportMode suggestedMode() const { return suggestedMode_; }
    /// The columns and links; nothing else of a plan.
    sql::ImportPlan plan() const;
    void setPlan(const sql::ImportPlan& plan);
    /// What a column of the file goes to, for a person; empty where it is left out.
    QString titleOf(int column) const;
    QString nameOf(int column) const; ///< of a column of the file; a number where it has none
    QStringList names() const;

signals:
    void changed();

private:
    /// Everything that a column can go to, in the order offered; the first is nothing.
    std::vector<sql::ImportColumn> targets() const;
    void addTargets(std::vector<sql::ImportColumn>& all, int model, const QStringList& path) const;
    void offer(const sql::ImportColumn& target);
    sql::ImportLink& linkOf(const QStringList& path);
    QComboBox* targetBox(int row) const;
    void refresh(int row);
    bool isFirstOfLink(int row) const;
    void takeLink(int row);

    std::shared_ptr<const orm::ModelRegistry> registry_;
    int model_ = -1;
    std::vector<sql::ImportColumn> targets_;
    QStringListModel* titles_;           ///< of these, for the boxes of all lines
    std::vector<sql::ImportLink> links_; ///< of every association that a column may go to
    sql::ImportMode suggestedMode_ = sql::ImportMode::Insert;
    bool nested_ = false;
    bool filling_ = false;
};

} // namespace conjoin::ui
