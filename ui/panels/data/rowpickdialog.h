// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowfetch.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QSet>

namespace conjoin::ui {

class RowPicker;

/// Asks for one row of a table that exists: the picker of the cells, in a window of its own.
class RowPickDialog : public QDialog {
    Q_OBJECT

public:
    RowPickDialog(
        const Theme& theme, RowSource source, int model, const QString& question, QWidget* parent = nullptr);

    /// Rows that can't be picked, by their keys. Before it is shown.
    void leaveOut(QSet<QString> keys) { leftOut_ = std::move(keys); }
    const sql::Row& row() const { return row_; } ///< when it was accepted

protected:
    void showEvent(QShowEvent* event) override;

private:
    void ask();

    const Theme& theme_;
    const RowSource source_;
    const int model_;
    QSet<QString> leftOut_;
    sql::Row row_;
    RowPicker* picker_ = nullptr;
};

} // namespace conjoin::ui
