// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTreeView;

namespace conjoin::ui {

class EditSession;
class OutlineModel;
class Selection;

/// Everything the project holds, with a search field on top.
class OutlinePanel : public QWidget {
    Q_OBJECT

public:
    OutlinePanel(EditSession& session, Selection& selection, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void focusSearch();

signals:
    /// A person chose the object here and wants to see it.
    void revealed(const conjoin::ObjectRef& object);
    void dataRequested(conjoin::TableId table);
    void removeRequested();
    /// What is typed into the search field: everything else may be dimmed.
    void filterChanged(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void followSelection();
    void showMenu(const QPoint& at);
    void updateEmptyText();

    EditSession& session_;
    Selection& selection_;
    OutlineModel* model_;
    QLineEdit* search_;
    QTreeView* tree_;
    QLabel* empty_;
    QAction* searchIcon_;
};

} // namespace conjoin::ui
