// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/data/rowdelegate.h"

#include <QTreeView>

namespace conjoin::ui {

/// The tree of rows: the keyboard, the quiet lines, and what it keeps open over a reload.
class RowTreeView : public QTreeView {
    Q_OBJECT

public:
    RowTreeView(const Theme& theme, ResultTreeModel& model, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setSource(RowSource source) { delegate_->setSource(std::move(source)); }
    /// What stands in the middle while there are no rows.
    void setEmptyText(const QString& title, const QString& hint);

    /// The places that are open, as paths of the model.
    QSet<QString> openPaths() const;
    /// Opens these places again as soon as their rows are there, and makes `current` the current one.
    void restore(QSet<QString> paths, const QString& current);
    /// The next cell of the row that a person fills in, in the order of Tab.
    QModelIndex nextCell(const QModelIndex& index, bool forward) const;
    void editCell(const QModelIndex& index);

signals:
    void picked(const QModelIndex& index, const conjoin::ui::RowChoice& choice, bool goOn);
    void removeAsked(const QModelIndex& index);
    void unlinkAsked(const QModelIndex& index);
    void nullAsked(const QModelIndex& index);
    void enterAsked(const QModelIndex& index); ///< Ctrl+Return
    void undoAsked();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool edit(const QModelIndex& index, EditTrigger trigger, QEvent* event) override;
    void closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void drawRow(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
    void paintEvent(QPaintEvent* event) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    void reset() override;

private:
    void opened(const QModelIndex& index);
    void span(const QModelIndex& parent, int start, int end);
    void restoreBelow(const QModelIndex& parent, int start, int end);
    void toLinkLine();
    bool takeKey(QKeyEvent* event);

    const Theme* theme_;
    ResultTreeModel& model_;
    RowDelegate* delegate_;
    QWidget* closing_ = nullptr; ///< the editor that is being closed
    QString emptyTitle_, emptyHint_;
    QSet<QString> wanted_;
    QString wantedCurrent_;
};

} // namespace conjoin::ui
