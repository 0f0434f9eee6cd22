// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QTimer>

#include <functional>
#include <utility>
#include <vector>

class QLineEdit;

namespace conjoin::ui {

/// The names of the root table's columns, over their cells to the pixel and as quiet as those of a group. A
/// click asks to sort, a drag to put the column elsewhere.
class RowHeader : public QHeaderView {
    Q_OBJECT

public:
    RowHeader(const Theme& theme, int indentation, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);
    /// How much of the left edge the first column keeps while the others are scrolled; 0 = it goes with them.
    void setFrozen(std::function<int()> width) { frozen_ = std::move(width); }
    /// The columns of the root table; what is behind them belongs to groups.
    void setRootColumns(int count) { rootColumns_ = count; }
    /// The column that the rows are sorted by; -1 = none.
    void setSorted(int column, bool descending);

    // The row of filters below the names.
    void setFilterShown(bool shown);
    bool isFilterShown() const { return filterShown_; }
    void setFilters(const QStringList& texts); ///< by column
    void focusFilter(int column);
    void placeFilters(); ///< after the columns moved
    /// Marks a filter as one that can't be understood, with the reason as its tooltip; empty = it can.
    void setFilterError(int column, const QString& reason);

signals:
    void moveAsked(int from, int to);
    void filterChanged(int column, const QString& text); ///< after a pause in typing, or by Enter
    void filterLeft();                                   ///< the keyboard goes to the rows

protected:
    void updateGeometries() override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    QSize sizeHint() const override;

private:
    QLineEdit* newFilter(int column);
    void tell(int column);
    int shiftAt(const QPoint& point) const;

    const Theme* theme_;
    int indentation_; ///< of the first level of rows
    int rootColumns_ = 0;
    std::function<int()> frozen_ = [] { return 0; };
    int pressShift_ = 0; ///< of the press that is held
    int sorted_ = -1;
    bool descending_ = false;
    bool filterShown_ = false;
    std::vector<QLineEdit*> filters_; ///< of the root's columns
    QTimer typing_;
    int typed_ = -1; ///< the column that is typed above
};

} // namespace conjoin::ui
