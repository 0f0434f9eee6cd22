// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/huebuttons.h"
#include "ui/panels/propertyform.h"

class QListWidget;
class QListWidgetItem;

namespace conjoin::ui {

/// A subject area: its title, its colour, and which tables lie on it. A tick moves a table onto it, or off.
class GroupForm : public PropertyForm {
    Q_OBJECT

public:
    GroupForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showGroup(GroupId group);
    void refresh() override;

private:
    void update(const QString& text, const std::function<void(model::Group&)>& change);
    void take(QListWidgetItem* item);
    void filter();

    GroupId group_;
    QLineEdit* title_;
    HueButtons hues_;
    QLabel* count_;
    QLineEdit* filter_;
    QListWidget* tables_;
};

} // namespace conjoin::ui
