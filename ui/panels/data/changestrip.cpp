// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/changestrip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace conjoin::ui {

ChangeStrip::ChangeStrip(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("changeStrip"));
    setProperty("role", QStringLiteral("panel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* line = new QFrame(this);
    line->setProperty("role", QStringLiteral("separator"));
    line->setFixedHeight(1);
    column->addWidget(line);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    column->addLayout(row);

    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    summary_ = new QLabel(this);
    summary_->setObjectName(QStringLiteral("changeSummary"));
    error_ = new QLabel(this);
    error_->setObjectName(QStringLiteral("changeError"));
    error_->setProperty("role", QStringLiteral("error"));
    error_->setWordWrap(true);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    error_->hide();
    texts->addWidget(summary_);
    texts->addWidget(error_);
    row->addLayout(texts, 1);

    sql_ = new QPushButton(tr("Show SQL"), this);
    sql_->setObjectName(QStringLiteral("showSql"));
    sql_->setProperty("quiet", true);
    sql_->setCheckable(true);
    sql_->setToolTip(tr("The statements that will run (F9)"));
    discard_ = new QPushButton(tr("Discard"), this);
    discard_->setObjectName(QStringLiteral("discardChanges"));
    discard_->setToolTip(tr("Forget everything that is not written yet"));
    insert_ = new QPushButton(tr("Insert"), this);
    insert_->setObjectName(QStringLiteral("insertChanges"));
    insert_->setProperty("primary", true);
    for (QPushButton* button : {sql_, discard_, insert_})
        row->addWidget(button, 0, Qt::AlignVCenter);
    connect(sql_, &QPushButton::toggled, this, &ChangeStrip::sqlToggled);
    connect(discard_, &QPushButton::clicked, this, &ChangeStrip::discardAsked);
    connect(insert_, &QPushButton::clicked, this, &ChangeStrip::insertAsked);
    hide();
}

void ChangeStrip::show(const ChangeSet& changes, bool writing)
{
    setVisible(!changes.isEmpty());
    summary_->setText(changes.summary());
    const bool onlyNew = changes.touched().empty();
    insert_->setText(writing ? tr("Writing…") : onlyNew ? tr("Insert") : tr("Save changes"));
    insert_->setToolTip(tr("Write all of it in one transaction (F10)"));
    insert_->setEnabled(!writing);
    discard_->setEnabled(!writing);
}

void ChangeStrip::setError(const QString& text)
{
    error_->setText(text);
    error_->setVisible(!text.isEmpty());
}

void ChangeStrip::setSqlShown(bool shown)
{
    const QSignalBlocker quiet(sql_);
    sql_->setChecked(shown);
    sql_->setText(shown ? tr("Hide SQL") : tr("Show SQL"));
}

} // namespace conjoin::ui
