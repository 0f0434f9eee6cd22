// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QHeaderView>

namespace conjoin::ui {

/// The names of the root table's columns, over their cells to the pixel and as quiet as those of a group.
class RowHeader : public QHeaderView {
    Q_OBJECT

public:
    RowHeader(const Theme& theme, int indentation, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);

protected:
    void paintEvent(QPaintEvent* event) override;
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    QSize sizeHint() const override;

private:
    const Theme* theme_;
    int indentation_; ///< of the first level of rows
};

} // namespace conjoin::ui
