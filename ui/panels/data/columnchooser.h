// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/tablelayout.h"

#include <QDialog>

class QListWidget;
class QSpinBox;

namespace conjoin::ui {

/// Which columns of a table are shown, in which order and how wide. What a person does there shows at once;
/// Cancel brings back what was. Space shows or hides, Alt+↑ and Alt+↓ move.
class ColumnChooser : public QDialog {
    Q_OBJECT

public:
    ColumnChooser(const orm::Model& model, const TableLayout& layout, QWidget* parent);

    void reject() override;
    /// Makes what it shows the person's choice, as if each column had been ticked.
    void takeAsShown() { tell(); }

signals:
    void changed(const conjoin::ui::TableLayout& layout);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill(const std::vector<TableLayout::Column>& columns);
    void move(int steps);
    void showWidth();
    void tell();
    void reset();

    const orm::Model model_;
    const TableLayout before_;
    TableLayout layout_;
    QListWidget* list_;
    QSpinBox* width_;
};

} // namespace conjoin::ui
