// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttree.h"
#include "ui/models/typedmoment.h"
#include "ui/panels/data/rowpicker.h"

#include <QHash>
#include <QIcon>
#include <QStyledItemDelegate>

#include <utility>

namespace conjoin::ui {

/// Paints rows, edges and groups of the data panel, and makes the editors of their cells.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr int rowHeight = 30;
    static constexpr int padding = 8; ///< left and right in a cell

    RowDelegate(const Theme& theme, ResultTreeModel& model, QObject* parent = nullptr);

    void setTheme(const Theme& theme);
    void setSource(RowSource source) { source_ = std::move(source); }

    /// What is behind a row: its state's tint, the selection, the pointer.
    QColor rowFill(const QModelIndex& index, bool selected, bool hovered) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(
        QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(
        QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
        const QModelIndex& index) override;

    /// Whether the editor holds what its cell can't take: then says so below it, and it is to stay.
    bool keepsWrong(QWidget* editor);
    /// Whether it was Enter that ended the editor.
    static bool wasEntered(const QWidget* editor);
    /// Where a group that was painted last in `row` says that columns are hidden; null where it does not.
    QRect hiddenColumnsWord(const QModelIndex& index, const QRect& row) const;

signals:
    /// A RowPicker was used at that index; `goOn`: the keyboard goes on to the next cell.
    void picked(const QModelIndex& index, const conjoin::ui::RowChoice& choice, bool goOn);
    /// What was typed is no value of its column; the editor stays.
    void refused(const conjoin::Error& error);

private:
    /// What the editor is to give its cell: a date, a time or a moment as databases write it, all else as it
    /// is.
    struct Meant {
        QVariant value;
        std::optional<TypedMoment> moment; ///< what was read, where the cell holds one
        std::optional<Error> wrong;        ///< it can't be given
    };
    Meant meant(const QWidget* editor, const QModelIndex& place) const;
    void judge(QWidget* editor);
    static void mark(QWidget* editor, const QString& fault); ///< empty = there is none
    void paintCell(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintRelation(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintLine(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    const QIcon& symbol(const QString& name, const QColor& color) const;

    const Theme* theme_;
    ResultTreeModel& model_;
    RowSource source_;
    mutable QHash<QString, QIcon> symbols_;
    mutable QHash<const void*, std::pair<int, int>> hiddenWords_; ///< of groups: from where to where in its row
};

} // namespace conjoin::ui
