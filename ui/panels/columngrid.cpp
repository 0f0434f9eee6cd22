// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/columngrid.h"

#include "ui/models/columnmodel.h"
#include "ui/theme/completions.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QCompleter>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>

namespace conjoin::ui {

namespace {

constexpr int gridRowHeight = 28;
constexpr int headerHeight = 28;
constexpr int toggleWidth = 30;
constexpr int leastDefault = 60; ///< its heading
constexpr int mostRows = 24; ///< more scroll inside the grid

class ColumnDelegate : public QStyledItemDelegate {
public:
    ColumnDelegate(const Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent)
    {
        setTheme(theme);
    }

    void setTheme(const Theme& theme)
    {
        key_ = icon(QStringLiteral("key"), theme.key);
        filled_ = icon(QStringLiteral("dot"), theme.ink);
        unique_ = icon(QStringLiteral("unique"), theme.accent);
        none_ = icon(QStringLiteral("ring"), theme.fieldBorder);
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant state = index.data(Qt::CheckStateRole);
        if (!state.isValid())
            return;
        const QIcon& shown = state.toInt() != Qt::Checked                ? none_
                             : index.column() == ColumnModel::PrimaryKey ? key_
                             : index.column() == ColumnModel::NotNull    ? filled_
                                                                         : unique_;
        QRect box(0, 0, 16, 16);
        box.moveCenter(option.rect.center());
        const bool fixed = !index.flags().testFlag(Qt::ItemIsUserCheckable);
        painter->save();
        painter->setOpacity(fixed ? 0.55 : 1);
        shown.paint(painter, box);
        painter->restore();
    }

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        auto* editor = new QLineEdit(parent);
        if (index.column() == ColumnModel::Type) {
            const auto* columns = static_cast<const ColumnModel*>(index.model());
            auto* completer = new QCompleter(columns->typeSuggestions(), editor);
            completer->setCaseSensitivity(Qt::CaseInsensitive);
            completer->setFilterMode(Qt::MatchStartsWith);
            dressCompletions(*completer);
            editor->setCompleter(completer);
        }
        return editor;
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->features &= ~QStyleOptionViewItem::HasCheckIndicator; // paint() draws a glyph of ours
    }

private:
    QIcon key_, filled_, unique_, none_;
};

} // namespace

ColumnGrid::ColumnGrid(EditSession& session, const Theme& theme, QWidget* parent)
    : QTableView(parent)
    , columns_(new ColumnModel(session, theme, this))
{
    setObjectName(QStringLiteral("columnGrid"));
    setAccessibleName(tr("Columns"));
    setProperty("framed", true);
    setModel(columns_);
    setItemDelegate(new ColumnDelegate(theme, this));
    setSelectionMode(SingleSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed | SelectedClicked);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabKeyNavigation(true);
    setWordWrap(false);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(gridRowHeight);
    verticalHeader()->setMinimumSectionSize(gridRowHeight);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(toggleWidth);
    horizontalHeader()->setFixedHeight(headerHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(columns_, signal, this, [this] { updateGeometry(); });
    connect(columns_, &QAbstractItemModel::dataChanged, this, &ColumnGrid::fitWidths);
    connect(columns_, &QAbstractItemModel::modelReset, this, [this] {
        updateGeometry();
        fitWidths();
    });
}

void ColumnGrid::setTheme(const Theme& theme)
{
    static_cast<ColumnDelegate*>(itemDelegate())->setTheme(theme);
    columns_->setTheme(theme);
}

void ColumnGrid::setTable(TableId table)
{
    if (columns_->table() != table)
        columns_->setTable(table);
}

void ColumnGrid::showColumn(ColumnId column)
{
    const int row = columns_->rowOf(column);
    if (row >= 0 && currentIndex().row() != row)
        setCurrentIndex(columns_->index(row, ColumnModel::Name));
}

ColumnId ColumnGrid::currentColumn() const
{
    return columns_->columnAt(currentIndex().row());
}

void ColumnGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    emit currentColumnChanged(columns_->columnAt(current.row()));
}

QSize ColumnGrid::sizeHint() const
{
    const int rows = qMin(columns_->rowCount(), mostRows);
    return {240, headerHeight + rows * gridRowHeight + 2};
}

QSize ColumnGrid::minimumSizeHint() const
{
    return {160, sizeHint().height()};
}

void ColumnGrid::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitWidths();
}

void ColumnGrid::fitWidths()
{
    const int room = viewport()->width() - 3 * toggleWidth;
    if (room <= leastDefault) // not laid out yet
        return;
    // Types are as wide as they are, defaults take what names leave of the rest, and names all else.
    const auto wanted = [this](int column) { return sizeHintForColumn(column) + 2; };
    const int type = qMin(qMax(wanted(ColumnModel::Type), room * 25 / 100), room * 40 / 100);
    const int spare = room - type - wanted(ColumnModel::Name);
    const int least = qMin(leastDefault, room * 35 / 100);
    const int byDefault = qBound(least, qMin(wanted(ColumnModel::Default), spare), room * 35 / 100);
    setColumnWidth(ColumnModel::Name, room - type - byDefault);
    setColumnWidth(ColumnModel::Type, type);
    for (const int column : {ColumnModel::PrimaryKey, ColumnModel::NotNull, ColumnModel::Unique})
        setColumnWidth(column, toggleWidth);
    setColumnWidth(ColumnModel::Default, byDefault);
}

void ColumnGrid::toggle(const QModelIndex& index)
{
    if (!index.flags().testFlag(Qt::ItemIsUserCheckable))
        return;
    const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    columns_->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void ColumnGrid::mouseReleaseEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    QTableView::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton && index.isValid() && index == currentIndex())
        toggle(index);
}

bool ColumnGrid::focusNextPrevChild(bool next)
{
    const QModelIndex at = currentIndex();
    const QModelIndex to = moveCursor(next ? MoveNext : MovePrevious, Qt::NoModifier);
    const auto place = [](const QModelIndex& index) { return std::pair(index.row(), index.column()); };
    if (!at.isValid() || (next ? place(to) <= place(at) : place(to) >= place(at)))
        return QFrame::focusNextPrevChild(next); // on to the next field, not around in a circle
    return QTableView::focusNextPrevChild(next);
}

void ColumnGrid::keyPressEvent(QKeyEvent* event)
{
    const QModelIndex at = currentIndex();
    const bool back = event->key() == Qt::Key_Backtab;
    if ((back || event->key() == Qt::Key_Tab) && event->modifiers().testFlag(Qt::ControlModifier)) {
        QFrame::focusNextPrevChild(!back);
        return;
    }
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(columns_->textOf({at.row()}));
        return;
    }
    if (event->matches(QKeySequence::Paste)) {
        const int row = columns_->isNewRow(at.row()) ? at.row() - 1 : at.row();
        if (const int count = columns_->paste(QGuiApplication::clipboard()->text(), row); count > 0)
            setCurrentIndex(columns_->index(qMax(0, row) + count, ColumnModel::Name));
        return;
    }
    switch (event->key()) {
    case Qt::Key_Space:
        if (at.data(Qt::CheckStateRole).isValid()) {
            toggle(at);
            return;
        }
        break;
    case Qt::Key_Delete:
        columns_->removeColumn(at.row());
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (alt) {
            const int row = columns_->moveColumn(at.row(), event->key() == Qt::Key_Up ? -1 : 1);
            setCurrentIndex(columns_->index(row, at.column()));
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (at.flags().testFlag(Qt::ItemIsEditable))
            edit(at);
        else
            toggle(at);
        return;
    case Qt::Key_Escape:
        event->ignore();
        return;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

void ColumnGrid::closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint)
{
    const bool entered = hint == QAbstractItemDelegate::SubmitModelCache;
    QTableView::closeEditor(editor, hint);
    if (!entered)
        return;
    // Enter goes on to the next column's name, like a spreadsheet.
    const QModelIndex below = columns_->index(currentIndex().row() + 1, currentIndex().column());
    if (below.isValid())
        setCurrentIndex(
            columns_->isNewRow(below.row()) ? columns_->index(below.row(), ColumnModel::Name) : below);
}

} // namespace conjoin::ui
