// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/columnchooser.h"

#include "ui/models/rowsection.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int narrowest = 47; ///< stands for «as its type asks for»
constexpr int widest = 2000;

} // namespace

ColumnChooser::ColumnChooser(const orm::Model& model, const TableLayout& layout, QWidget* parent)
    : QDialog(parent)
    , model_(model)
    , before_(layout)
    , layout_(layout)
    , list_(new QListWidget(this))
    , width_(new QSpinBox(this))
{
    setObjectName(QStringLiteral("columnChooser"));
    setWindowTitle(tr("Columns of %1").arg(model.table));
    list_->setObjectName(QStringLiteral("columnList"));
    list_->setAccessibleName(tr("Columns; Space shows or hides, Alt+Up and Alt+Down move"));
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    list_->installEventFilter(this);

    auto* up = new QPushButton(tr("Up"), this);
    up->setToolTip(tr("Alt+Up"));
    auto* down = new QPushButton(tr("Down"), this);
    down->setToolTip(tr("Alt+Down"));
    auto* reset = new QPushButton(tr("As the table has them"), this);
    reset->setObjectName(QStringLiteral("columnReset"));
    for (QPushButton* button : {up, down, reset})
        button->setAutoDefault(false);
    width_->setObjectName(QStringLiteral("columnWidth"));
    width_->setRange(narrowest, widest);
    width_->setSpecialValueText(tr("automatic"));
    width_->setSuffix(tr(" px"));
    width_->setSingleStep(20);
    auto* widthLabel = new QLabel(tr("&Width"), this);
    widthLabel->setBuddy(width_);

    auto* side = new QVBoxLayout;
    side->addWidget(up);
    side->addWidget(down);
    side->addSpacing(8);
    side->addWidget(widthLabel);
    side->addWidget(width_);
    side->addStretch(1);
    side->addWidget(reset);
    auto* middle = new QHBoxLayout;
    middle->addWidget(list_, 1);
    middle->addLayout(side);
    auto* hint = new QLabel(tr("Space shows or hides a column, Alt+↑ and Alt+↓ move it."), this);
    hint->setProperty("role", QStringLiteral("muted"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto* column = new QVBoxLayout(this);
    column->addLayout(middle, 1);
    column->addWidget(hint);
    column->addWidget(buttons);
    resize(440, 420);

    fill(columnChoice(model_, layout_));
    list_->setCurrentRow(0);
    showWidth();
    connect(up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(down, &QPushButton::clicked, this, [this] { move(1); });
    connect(reset, &QPushButton::clicked, this, &ColumnChooser::reset);
    connect(list_, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        list_->setCurrentItem(item); // what was ticked by the mouse is what is moved next
        tell();
    });
    connect(list_->model(), &QAbstractItemModel::rowsMoved, this, &ColumnChooser::tell);
    connect(list_, &QListWidget::currentRowChanged, this, &ColumnChooser::showWidth);
    connect(width_, qOverload<int>(&QSpinBox::valueChanged), this, [this](int width) {
        if (!list_->currentItem())
            return;
        if (width > narrowest)
            layout_.widths.insert(list_->currentItem()->text(), width);
        else
            layout_.widths.remove(list_->currentItem()->text());
        emit changed(layout_);
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    list_->setFocus();
}

void ColumnChooser::fill(const std::vector<TableLayout::Column>& columns)
{
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const TableLayout::Column& column : columns) {
        auto* item = new QListWidgetItem(column.attribute, list_);
        if (const orm::Association* association = model_.association(column.attribute)) {
            item->setToolTip(association->isToMany() ? tr("How many %1 the row has").arg(association->name)
                                                     : tr("The %1 of the row, by its label").arg(association->name));
            item->setForeground(palette().link());
        }
        item->setFlags((item->flags() | Qt::ItemIsUserCheckable) & ~Qt::ItemIsDropEnabled);
        item->setCheckState(column.hidden ? Qt::Unchecked : Qt::Checked);
    }
}

void ColumnChooser::move(int steps)
{
    const int from = list_->currentRow();
    const int to = from + steps;
    if (from < 0 || to < 0 || to >= list_->count())
        return;
    {
        const QSignalBlocker quiet(list_);
        list_->insertItem(to, list_->takeItem(from));
        list_->setCurrentRow(to);
    }
    tell();
}

void ColumnChooser::showWidth()
{
    const QSignalBlocker quiet(width_);
    const QListWidgetItem* item = list_->currentItem();
    width_->setEnabled(item);
    width_->setValue(item ? layout_.widths.value(item->text(), narrowest) : narrowest);
}

void ColumnChooser::tell()
{
    layout_.columns.clear();
    for (int i = 0; i < list_->count(); ++i)
        layout_.columns.push_back({list_->item(i)->text(), list_->item(i)->checkState() != Qt::Checked});
    const bool none = std::ranges::all_of(layout_.columns, &TableLayout::Column::hidden);
    if (none) { // a row needs something to be told by
        const QSignalBlocker quiet(list_);
        list_->item(std::max(0, list_->currentRow()))->setCheckState(Qt::Checked);
        layout_.columns[size_t(std::max(0, list_->currentRow()))].hidden = false;
    }
    emit changed(layout_);
}

void ColumnChooser::reset()
{
    layout_.columns.clear();
    layout_.widths.clear();
    fill(columnChoice(model_, layout_));
    list_->setCurrentRow(0);
    showWidth();
    emit changed(layout_);
}

void ColumnChooser::reject()
{
    emit changed(before_);
    QDialog::reject();
}

bool ColumnChooser::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* press = static_cast<QKeyEvent*>(event);
        const bool up = press->key() == Qt::Key_Up;
        if (press->modifiers() == Qt::AltModifier && (up || press->key() == Qt::Key_Down)) {
            move(up ? -1 : 1);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace conjoin::ui
