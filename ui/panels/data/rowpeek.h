// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowfetch.h"
#include "ui/models/rowobject.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;

namespace conjoin::ui {

/// A look at a row without leaving the place: its columns, what it refers to and what refers to it. Any key and
/// any click elsewhere closes it.
class RowPeek : public QFrame {
    Q_OBJECT

public:
    static constexpr int mostRelated = 5; ///< rows that are named of each association

    /// Beside `area` of the viewport of `view`, above the rows; there is one at a time.
    static void open(const Theme& theme, const RowSource& source, const RowPtr& row, QWidget& view,
        const QRect& area);

    QString text() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    RowPeek(const Theme& theme, const RowSource& source, const RowPtr& row, QWidget& view, const QRect& area);
    void load();
    void show(const sql::Row& row, const std::vector<int>& counts);
    void place();

    const Theme& theme_;
    RowSource source_;
    RowPtr row_;
    QWidget& view_;
    QRect area_;
    QLabel* text_;
};

} // namespace conjoin::ui
