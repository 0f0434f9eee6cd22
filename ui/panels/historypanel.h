// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QUndoView;

namespace conjoin::ui {

class EditSession;

/// Every step since the project was opened; a click goes there.
class HistoryPanel : public QWidget {
    Q_OBJECT

public:
    HistoryPanel(EditSession& session, const Theme& theme, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);

private:
    QUndoView* view_;
};

} // namespace conjoin::ui
