// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QHeaderView>

namespace conjoin::ui {

/// The names of the root table's columns, over their cells to the pixel and as quiet as those of a group. A
/// click asks to sort, a drag to put the column elsewhere.
class RowHeader : public QHeaderView {
    Q_OBJECT

public:
    RowHeader(const Theme& theme, int indentation, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);
    /// The columns of the root table; what is behind them belongs to groups.
    void setRootColumns(int count) { rootColumns_ = count; }
    /// The column that the rows are sorted by; -1 = none.
    void setSorted(int column, bool descending);

signals:
    void moveAsked(int from, int to);

protected:
    void paintEvent(QPaintEvent* event) override;
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    QSize sizeHint() const override;

private:
    const Theme* theme_;
    int indentation_; ///< of the first level of rows
    int rootColumns_ = 0;
    int sorted_ = -1;
    bool descending_ = false;
};

} // namespace conjoin::ui
