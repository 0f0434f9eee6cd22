// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/nodatabasepage.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace conjoin::ui {

NoDatabasePage::NoDatabasePage(const QString& hint, QWidget* parent)
    : QFrame(parent)
{
    setProperty("role", QStringLiteral("panel"));
    auto* title = new QLabel(tr("No database is open"), this);
    title->setProperty("role", QStringLiteral("title"));
    auto* what = new QLabel(hint, this);
    what->setProperty("role", QStringLiteral("muted"));
    auto* button = new QPushButton(tr("Create or open a database…"), this);
    button->setObjectName(QStringLiteral("connectDatabase"));
    button->setProperty("primary", true);
    button->setAutoDefault(true); // Enter presses it
    setFocusProxy(button);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addStretch(1);
    column->addWidget(title, 0, Qt::AlignCenter);
    column->addWidget(what, 0, Qt::AlignCenter);
    column->addSpacing(8);
    column->addWidget(button, 0, Qt::AlignCenter);
    column->addStretch(1);
    connect(button, &QPushButton::clicked, this, &NoDatabasePage::connectRequested);
}

} // namespace conjoin::ui
