// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttree.h"
#include "ui/models/rowcheck.h"
#include "ui/models/rowconflict.h"
#include "ui/panels/data/changestrip.h"
#include "ui/theme/theme.h"

#include <QObject>

namespace conjoin::ui {

class RowTreeView;

/// What becomes of a refusal: it lands on its row and cell, with the ways out as buttons, and rows that
/// somebody else has changed are decided one by one. The change set loses nothing by it.
class ChangeTrouble : public QObject {
    Q_OBJECT

public:
    ChangeTrouble(
        const Theme& theme, ChangeSet& changes, ResultTreeModel& model, RowTreeView& view, ChangeStrip& strip);

    void setTheme(const Theme& theme) { theme_ = &theme; }
    void setSource(RowSource source) { source_ = std::move(source); }
    /// What can't be stored by its declaration alone, before the database is asked: told, and the keyboard goes
    /// there. False where nothing is wrong.
    bool stopAtFaults();
    bool hasFaults() const { return !faults().empty(); }

public slots:
    void refused(const conjoin::ui::RowChangeReport& report, const conjoin::ui::ChangeSet::Compiled& compiled);
    void checked(const conjoin::ui::RowCheckReport& report, const conjoin::ui::ChangeSet::Compiled& compiled);
    /// Tells what rows that wait lack, as far as their declarations say.
    void lookForFaults();
    /// Takes the keyboard to the cell of one of those that were told.
    void showFault(int fault);
    /// A row was picked for a new link: says so where the two are linked already, and takes the link back.
    void lookForLink(const conjoin::ui::RowPtr& owner, const conjoin::ui::LinkPtr& link);
    /// Asks before everything that waits is forgotten.
    void askToDiscard();

signals:
    void message(const QString& text);
    void faultsFound(const QStringList& faults);
    /// Rows are not as they are shown any more.
    void refreshAsked();
    void writeAsked(const conjoin::ui::RowPtr& leftOut);
    /// The person wants to see that row; it may be of another table.
    void rowAsked(const conjoin::ui::RowPtr& row);
    void deletionAsked(const conjoin::ui::RowPtr& row);

private:
    std::vector<RowFault> faults() const;
    void askOver(std::vector<ConflictCase> cases);
    /// The place of a row, opened if need be; none where the rows that it hangs on are not shown.
    QModelIndex reveal(const RowPtr& row);
    void goTo(const RowPtr& row, const QString& attribute);
    std::vector<WayOut> waysOut(const Error& error, const RowPtr& answers, const RowPtr& faulty, bool others);
    void withExisting(const RowPtr& faulty, const Error& error, const std::function<void(RowPtr)>& then);
    void linkInstead(const RowPtr& faulty, const RowPtr& existing);
    /// The link that waits and leads to that new row, and whose it is.
    bool findLinkTo(const RowPtr& target, RowPtr& owner, LinkPtr& link) const;

    const Theme* theme_;
    ChangeSet& changes_;
    ResultTreeModel& model_;
    RowTreeView& view_;
    ChangeStrip& strip_;
    RowSource source_;
    std::vector<RowFault> faults_; ///< as told last
};

/// The row that the error is about: the one that was written, or one of the new rows that hang on it.
RowPtr faultyRow(const orm::ModelRegistry& registry, const RowPtr& written, const Error& error);

} // namespace conjoin::ui
