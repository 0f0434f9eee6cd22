// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/properties/partlist.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

constexpr int rowHeight = 28;
constexpr int mostRows = 6; ///< more scroll

} // namespace

PartList::PartList(const QString& addText, const QString& name, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , list_(new QListWidget(this))
    , add_(new QPushButton(addText, this))
    , remove_(new QPushButton(tr("Remove"), this))
{
    list_->setObjectName(name);
    add_->setObjectName(name + QStringLiteral(".add"));
    remove_->setObjectName(name + QStringLiteral(".remove"));
    list_->setProperty("framed", true);
    list_->setUniformItemSizes(true);
    list_->setTextElideMode(Qt::ElideRight);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    list_->installEventFilter(this);
    for (QPushButton* button : {add_, remove_}) {
        button->setProperty("quiet", true);
        button->setAutoDefault(true);
        button->setIconSize({16, 16});
    }
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(4);
    buttons->addWidget(add_);
    buttons->addWidget(remove_);
    buttons->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(list_);
    column->addLayout(buttons);
    connect(list_, &QListWidget::currentRowChanged, this, &PartList::currentChanged);
    connect(add_, &QPushButton::clicked, this, &PartList::addRequested);
    connect(remove_, &QPushButton::clicked, this, [this] {
        if (current() >= 0)
            emit removeRequested(current());
    });
    setTheme(theme);
    fitHeight();
}

void PartList::setTheme(const Theme& theme)
{
    add_->setIcon(icon(QStringLiteral("plus"), theme));
    remove_->setIcon(icon(QStringLiteral("trash"), theme));
}

void PartList::showParts(const QStringList& texts)
{
    const int before = list_->currentRow();
    {
        const QSignalBlocker quiet(list_);
        while (list_->count() > texts.size())
            delete list_->takeItem(list_->count() - 1);
        for (int i = 0; i < texts.size(); ++i) {
            if (i == list_->count())
                list_->addItem(texts[i]);
            list_->item(i)->setText(texts[i]);
            list_->item(i)->setToolTip(texts[i]);
        }
        list_->setCurrentRow(qBound(texts.isEmpty() ? -1 : 0, before, int(texts.size()) - 1));
    }
    fitHeight();
    if (list_->currentRow() != before)
        emit currentChanged(list_->currentRow());
}

int PartList::current() const
{
    return list_->currentRow();
}

void PartList::setCurrent(int row)
{
    list_->setCurrentRow(row);
}

void PartList::setCanAdd(bool can)
{
    add_->setEnabled(can);
}

void PartList::fitHeight()
{
    list_->setVisible(list_->count() > 0);
    remove_->setVisible(list_->count() > 0);
    list_->setFixedHeight(qMin(list_->count(), mostRows) * rowHeight + 2);
}

bool PartList::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == list_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete && current() >= 0) {
            emit removeRequested(current());
            return true;
        }
        if (key == Qt::Key_Insert && add_->isEnabled()) {
            emit addRequested();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace conjoin::ui
