// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttree.h"
#include "ui/models/tablelayout.h"
#include "ui/panels/data/rowcount.h"
#include "ui/panels/data/rowhistory.h"
#include "ui/panels/data/rowtreeview.h"

#include <QObject>
#include <QPersistentModelIndex>

namespace conjoin::ui {

class RowBar;

/// What of a database is looked at: which table, which of its rows, in which order and columns, how many there
/// are. It tells the tree what to show and remembers how a person likes to see each table.
class RowBrowser : public QObject {
    Q_OBJECT

public:
    RowBrowser(RowBar& bar, RowTreeView& view, ResultTreeModel& model);

    /// Where layouts are kept; it outlives this. Null = they last as long as the window.
    void setSettings(QSettings* settings);
    void setSource(const RowSource& source);

    const ResultTreeModel& model() const { return model_; }
    const RowSource& source() const { return source_; }
    /// How rows are called; the same object as long as this lives.
    std::shared_ptr<RowLabels> labels() const { return labels_; }

    /// Shows a table with what the bar's filter asks for; `pinned` rows are there in any case.
    void showTable(int model, const QStringList& pinned = {});
    /// The same table as before, of a registry that may be another one; -1 where it is gone.
    int shownAgain() const;
    /// Shows it as it was, what a person went into included.
    void resume(QSet<QString> open, const QString& current);
    /// Shows a place that is not a table's beginning; what is left is remembered.
    void go(RowPlace place);
    RowPlace place() const;
    /// The present place with its history, to come back to.
    RowTab leaveTab() const;
    void enterTab(RowTab tab);
    QString title() const;           ///< of what is shown, in a word
    QString nameOf(int model) const; ///< as RowPlace has it
    /// The way to that index, or to the current one.
    std::vector<Crumb> crumbsTo(const QModelIndex& index) const;
    /// The same without what is open there, which takes no time: to be read.
    std::vector<Crumb> crumbTexts() const;

    /// Reads the rows again; the places of `open` are opened as soon as their rows are there.
    /// `current` is the place that becomes the current one, in that column.
    void reload(
        const QStringList& pinned = {}, QSet<QString> open = {}, const QString& current = {}, int column = 0);
    /// The same rows with everything that is open, and the present place.
    void refresh();
    void goBack();
    void goForward();
    void goToCrumb(int crumb);
    /// Stops whatever reads.
    void cancel();
    /// Asks how rows of the shown table are to be called.
    void askForLabel(int model);
    /// Asks that of a column of the shown table, as its filter row does; empty = nothing.
    void filterColumn(int column, const QString& text);
    bool canGoBack() const { return history_.canGoBack(); }
    bool canGoForward() const { return history_.canGoForward(); }

signals:
    void message(const QString& text);
    /// Something else is shown, or current.
    void placeChanged();

private:
    void showCount(int rows, bool more);
    void fail(const Error& error);
    void sort(int column, SortWish wish);
    void sortGroup(const QModelIndex& index, SortWish wish);
    void keepColumn(const QModelIndex& group);
    /// The order by that column that a wish makes of the one before, and says so.
    std::vector<orm::OrderBy> wishedOrder(
        const std::vector<orm::OrderBy>& before, const QString& column, SortWish wish);
    void moveColumn(int from, int to);
    void changeLayout(const TableLayout& layout);
    void chooseColumns(const QModelIndex& place);
    void toggleFilterRow();
    void showFilters();
    Result<orm::Json> columnFilters(int model);
    int columnOf(const QString& attribute) const; ///< of the root; -1 = it is not shown
    void buildFilter();
    void toEdge(bool end);
    void askForPlace();
    void goTo(double share);
    void loadAll(const QModelIndex& more);
    std::vector<Crumb> crumbs(const QModelIndex& index, RowPlace here) const;
    void show(RowPlace place);
    void readLabels();
    TableLayout layout() const;
    const orm::Model& shownModel() const;

    RowBar& bar_;
    RowTreeView& view_;
    ResultTreeModel& model_;
    RowCount count_;
    RowSource source_;
    QSettings* settings_ = nullptr;
    TableLayouts layouts_;
    std::shared_ptr<RowLabels> labels_ = std::make_shared<RowLabels>();
    RowHistory history_;
    QString shownTable_;
    std::optional<RowFocus> focus_;
    std::vector<Crumb> trail_;
    QPersistentModelIndex sorted_; ///< the group that is sorted while the keyboard is in it
    int sortedColumn_ = 0;
    bool fromEnd_ = false;        ///< the last page is shown, or on its way
    std::optional<double> share_; ///< the page at about that share of the rows is shown, or on its way
    bool toLast_ = false;         ///< as soon as it is there, its last row is the current one
    bool toFirst_ = false;        ///< … its first row
};

} // namespace conjoin::ui
