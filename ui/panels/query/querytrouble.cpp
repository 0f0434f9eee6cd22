// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/querytrouble.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace conjoin::ui {

QueryTrouble::QueryTrouble(QWidget* parent)
    : QFrame(parent)
    , text_(new QLabel(this))
    , ways_(new QHBoxLayout)
    , close_(new QToolButton(this))
{
    setObjectName(QStringLiteral("queryTrouble"));
    setProperty("role", QStringLiteral("panel"));
    text_->setObjectName(QStringLiteral("queryTroubleText"));
    text_->setProperty("role", QStringLiteral("error"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    ways_->setSpacing(8);
    close_->setAutoRaise(true);
    close_->setIconSize({16, 16});
    close_->setFocusPolicy(Qt::TabFocus);
    close_->setToolTip(tr("Close"));
    close_->setAccessibleName(tr("Close"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 12, 8);
    row->setSpacing(8);
    row->addWidget(text_, 1);
    row->addLayout(ways_);
    row->addWidget(close_);
    connect(close_, &QToolButton::clicked, this, &QueryTrouble::clear);
    hide();
}

void QueryTrouble::setTheme(const Theme& theme)
{
    close_->setIcon(icon(QStringLiteral("close"), theme));
}

void QueryTrouble::say(const QString& text, std::vector<WayOut> ways)
{
    while (QLayoutItem* item = ways_->takeAt(0)) {
        item->widget()->deleteLater(); // it may be the one that was just clicked
        item->widget()->hide();
        delete item;
    }
    text_->setText(text);
    for (const WayOut& way : ways) {
        auto* button = new QPushButton(way.first, this);
        button->setObjectName(QStringLiteral("queryWayOut"));
        ways_->addWidget(button);
        connect(button, &QPushButton::clicked, this, way.second);
    }
    setVisible(!text.isEmpty());
}

void QueryTrouble::clear()
{
    say({});
}

QString QueryTrouble::text() const
{
    return text_->text();
}

} // namespace conjoin::ui
