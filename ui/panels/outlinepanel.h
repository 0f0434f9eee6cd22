// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/schema/usertype.h"
#include "ui/theme/theme.h"

#include <QSet>
#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;
class QTreeView;

namespace conjoin::ui {

class ElidedLabel;
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
    void focusTree();
    /// The database that the project is connected to, above the tree; an empty name = none.
    void showConnection(const QString& name, const QColor& color = {}, bool production = false);

signals:
    void refreshRequested();
    void typeRequested(conjoin::model::UserType::Kind kind);
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
    void expandNew();

    EditSession& session_;
    Selection& selection_;
    OutlineModel* model_;
    QLineEdit* search_;
    QTreeView* tree_;
    QLabel* empty_;
    QAction* searchIcon_;
    QWidget* connection_;
    QLabel* connectionDot_;
    ElidedLabel* connectionName_;
    QToolButton* refresh_;
    QSet<QString> seen_; ///< headings that were expanded once: they stay as a person leaves them
    const Theme* theme_;
};

} // namespace conjoin::ui
