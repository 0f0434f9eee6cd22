// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QTreeView>

namespace conjoin::ui {

/// The tree of an answer. Its rows are dragged onto a group of the data panel, which links them.
class AnswerView : public QTreeView {
    Q_OBJECT

public:
    explicit AnswerView(const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme) { theme_ = &theme; }

protected:
    void startDrag(Qt::DropActions actions) override;

private:
    const Theme* theme_;
};

} // namespace conjoin::ui
