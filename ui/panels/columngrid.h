// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "ui/theme/theme.h"

#include <QTableView>

namespace conjoin::ui {

class ColumnModel;
class EditSession;

/// The columns of a table, edited like a spreadsheet: typing edits, Tab and Enter move, Space toggles, Delete
/// removes, Alt+Up and Alt+Down reorder, rows of a spreadsheet are pasted. As high as its rows, up to a limit.
class ColumnGrid : public QTableView {
    Q_OBJECT

public:
    ColumnGrid(EditSession& session, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setTable(TableId table);
    void showColumn(ColumnId column);
    ColumnId currentColumn() const; ///< null for derived ones and the row that takes a new name
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void currentColumnChanged(conjoin::ColumnId column);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    /// Tab goes from cell to cell, and past the last one to the next field; Ctrl+Tab goes there at once.
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) override;

private:
    void fitWidths();
    void toggle(const QModelIndex& index);

    ColumnModel* columns_;
};

} // namespace conjoin::ui
