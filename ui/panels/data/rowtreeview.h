// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/data/rowdelegate.h"

#include <QPersistentModelIndex>
#include <QTreeView>

namespace conjoin::ui {

class RowHeader;

/// What a person wants of the order by a column: the next of ascending, descending and none, or one of them.
enum class SortWish { Cycle, Ascending, Descending };

/// The tree of rows: the keyboard, the quiet lines, and what it keeps open over a reload.
class RowTreeView : public QTreeView {
    Q_OBJECT

public:
    RowTreeView(const Theme& theme, ResultTreeModel& model, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setSource(RowSource source) { delegate_->setSource(std::move(source)); }
    /// What stands in the middle while there are no rows.
    void setEmptyText(const QString& title, const QString& hint);

    /// The places that are open, as paths of the model.
    QSet<QString> openPaths() const;
    /// Opens these places again as soon as their rows are there, and makes `current` the current one, in that
    /// column.
    void restore(QSet<QString> paths, const QString& current, int column = 0);
    /// The next cell of the row that a person fills in, in the order of Tab.
    QModelIndex nextCell(const QModelIndex& index, bool forward) const;
    void editCell(const QModelIndex& index);
    /// To the next cell, which is edited where it is one to be filled in.
    void goOnByTab(const QModelIndex& index, bool forward);
    /// Gives a cell what stands in its editor, as if that were left: before its place goes.
    void keepTyped();
    /// Takes the keyboard to what comes behind the rows.
    void leave();
    /// Opens all of them. QTreeView lays out every line of the tree for each that is opened by itself.
    void openAll(const QModelIndexList& places);
    /// Makes the columns as wide as that table's layout and types say.
    void setLayout(const TableLayout& layout);
    RowHeader* rowHeader() const;
    QModelIndex indexAt(const QPoint& point) const override;
    QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    /// Junction rows of that group show their attributes, then their keys, too, then nothing.
    void cycleJunctionColumns(const QModelIndex& index);

signals:
    void picked(const QModelIndex& index, const conjoin::ui::RowChoice& choice, bool goOn);
    void removeAsked(const QModelIndex& index);
    void unlinkAsked(const QModelIndex& index);
    void pointElsewhereAsked(const QModelIndex& index);
    void nullAsked(const QModelIndex& index);
    void enterAsked(const QModelIndex& index); ///< Ctrl+Return
    void tabAsked(const QModelIndex& index);   ///< to go into the row in a tab of its own
    void undoAsked();
    void sortAsked(int column, conjoin::ui::SortWish wish);
    /// By that column of a group: a cell of its header or of one of its rows.
    void groupSortAsked(const QModelIndex& index, conjoin::ui::SortWish wish);
    void columnResized(int column, int width); ///< of the root table, by the person
    void columnMoveAsked(int from, int to);
    void edgeAsked(bool end);                    ///< the first rows of the table, or the last ones
    void goToAsked();                            ///< some place in the middle of the table
    void columnsAsked(const QModelIndex& index); ///< of the table whose rows are there
    void lockedAsked(const QModelIndex& index);  ///< that can't be edited: the person wants to
    void valueAsked(const QModelIndex& index);   ///< to be seen or edited where there is room for it
    void defaultAsked(const QModelIndex& index);
    void refused(const conjoin::Error& error);
    void filterRowAsked();                  ///< to filter by the current column, or to be done with it
    void allAsked(const QModelIndex& more); ///< everything that a More line stands for
    void followAsked(const QModelIndex& index);
    void referencingAsked(const QModelIndex& index);
    void peekAsked(const QModelIndex& index);
    void depthAsked(const QModelIndex& index, int depth);
    void menuAsked(const QModelIndex& index, const QPoint& at);
    void backAsked();
    void forwardAsked();
    void pasteAsked(const QModelIndex& index, const QString& text); ///< into the group that the index is in

protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    bool edit(const QModelIndex& index, EditTrigger trigger, QEvent* event) override;
    QItemSelectionModel::SelectionFlags selectionCommand(
        const QModelIndex& index, const QEvent* event = nullptr) const override;
    void closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void drawRow(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
    void paintEvent(QPaintEvent* event) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;

private:
    void opened(const QModelIndex& index);
    bool isWide(const QModelIndex& index) const;
    void drawWide(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& first) const;
    bool isUnderPointer(const QRect& row) const;
    void restoreBelow(const QModelIndex& parent, int start, int end);
    void toLinkLine();
    /// Once the rows of the group have come, unless the person has gone elsewhere by then.
    void editLinkLineOf(const QModelIndex& group);
    void openGroup(const QModelIndex& row, int association);
    QWidget* openEditor() const; ///< null = no cell is edited
    /// Whether Tab goes through what is to be filled in there: a new row, a new link, the line that links.
    bool isForm(const QModelIndex& index) const;
    /// The next cell in the order of reading; none behind the last one.
    QModelIndex besideCell(const QModelIndex& index, bool forward) const;
    void goDown(const QModelIndex& index);
    /// How much of the left edge the first column keeps while the others are scrolled; 0 = it goes with them.
    int frozenWidth() const;
    /// How far to the right of where the view lays it out what is at that place is shown.
    int shiftOf(const QModelIndex& index) const;
    void drawFrozen(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& first) const;
    bool takeKey(QKeyEvent* event);
    bool takeChord(const QKeyEvent& event, const QModelIndex& index);
    void goRight(const QModelIndex& index);
    void goLeft(const QModelIndex& index);
    void goOn(const QModelIndex& line, bool all);
    /// The first cells of the selected rows and groups, from top to bottom.
    QModelIndexList selectedPlaces() const;
    int defaultWidth(int column) const;
    bool isPage(const QModelIndex& parent, int row) const; ///< of the root's rows
    void holdRowInView();

    const Theme* theme_;
    ResultTreeModel& model_;
    RowDelegate* delegate_;
    QWidget* closing_ = nullptr; ///< the editor that is being closed
    bool sizing_ = false;        ///< the program gives columns their widths
    QPersistentModelIndex held_; ///< a root row in view, before rows come in …
    int heldTop_ = 0;            ///< … and where it stands
    QString emptyTitle_, emptyHint_;
    QSet<QString> wanted_;
    QString wantedCurrent_;
    int wantedColumn_ = 0;
};

} // namespace conjoin::ui
