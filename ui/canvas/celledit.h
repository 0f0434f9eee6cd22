// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include <functional>

namespace conjoin::ui {

/// A line edit in which Enter, Tab, Escape and the up and down arrows belong to its owner, also while a list of
/// completions is open.
class CellEdit : public QLineEdit {
public:
    using KeyTaker = std::function<bool(QKeyEvent&)>;
    CellEdit(QWidget* parent, KeyTaker takeKey);

    bool event(QEvent* event) override;

private:
    KeyTaker takeKey_;
};

} // namespace conjoin::ui
