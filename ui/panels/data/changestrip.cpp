// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/changestrip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyle>
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
    texts->setSpacing(4);
    summary_ = new QLabel(this);
    summary_->setObjectName(QStringLiteral("changeSummary"));
    error_ = new QLabel(this);
    error_->setObjectName(QStringLiteral("changeError"));
    error_->setProperty("role", QStringLiteral("error"));
    error_->setWordWrap(true);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    error_->hide();
    wayRow_ = new QWidget(this);
    ways_ = new QHBoxLayout(wayRow_);
    ways_->setContentsMargins(0, 0, 0, 0);
    ways_->setSpacing(8);
    wayRow_->hide();
    texts->addWidget(summary_);
    texts->addWidget(error_);
    texts->addWidget(wayRow_);
    row->addLayout(texts, 1);

    sql_ = new QPushButton(tr("Show SQL"), this);
    sql_->setObjectName(QStringLiteral("showSql"));
    sql_->setProperty("quiet", true);
    sql_->setCheckable(true);
    sql_->setToolTip(tr("The statements that will run (F9)"));
    check_ = new QPushButton(tr("Check"), this);
    check_->setObjectName(QStringLiteral("checkChanges"));
    check_->setProperty("quiet", true);
    check_->setToolTip(tr("Try all of it in the database and take it back (Ctrl+T)"));
    discard_ = new QPushButton(tr("Discard"), this);
    discard_->setObjectName(QStringLiteral("discardChanges"));
    discard_->setToolTip(tr("Forget everything that is not written yet"));
    insert_ = new QPushButton(tr("Insert"), this);
    insert_->setObjectName(QStringLiteral("insertChanges"));
    insert_->setProperty("primary", true);
    cancel_ = new QPushButton(tr("Cancel"), this);
    cancel_->setObjectName(QStringLiteral("cancelWriting"));
    cancel_->setToolTip(tr("Stop it: nothing is written, and everything waits on (Esc)"));
    cancel_->hide();
    for (QPushButton* button : {sql_, check_, discard_, insert_, cancel_})
        row->addWidget(button, 0, Qt::AlignVCenter);
    connect(sql_, &QPushButton::toggled, this, &ChangeStrip::sqlToggled);
    connect(check_, &QPushButton::clicked, this, &ChangeStrip::checkAsked);
    connect(discard_, &QPushButton::clicked, this, &ChangeStrip::discardAsked);
    connect(insert_, &QPushButton::clicked, this, &ChangeStrip::insertAsked);
    connect(cancel_, &QPushButton::clicked, this, &ChangeStrip::cancelAsked);
    hide();
}

void ChangeStrip::show(const ChangeSet& changes, Work work)
{
    setVisible(!changes.isEmpty() || !error_->text().isEmpty());
    summary_->setText(changes.summary());
    const bool onlyNew = changes.touched().empty();
    insert_->setText(work == Work::Writing    ? tr("Writing…")
                     : work == Work::Checking ? tr("Checking…")
                     : onlyNew                ? tr("Insert")
                                              : tr("Save changes"));
    insert_->setToolTip(writable_ ? tr("Write all of it in one transaction (F10)")
                                  : tr("The connection is for reading only"));
    const bool idle = work == Work::None && !changes.isEmpty();
    discard_->setVisible(work == Work::None);
    cancel_->setVisible(work != Work::None);
    insert_->setEnabled(idle && writable_);
    check_->setEnabled(idle && writable_);
    discard_->setEnabled(idle);
}

void ChangeStrip::setWritable(bool writable)
{
    writable_ = writable;
}

void ChangeStrip::say(const QString& text, const char* role)
{
    error_->setProperty("role", QLatin1String(role));
    error_->style()->polish(error_);
    error_->setText(text);
    error_->setVisible(!text.isEmpty());
    if (!text.isEmpty())
        setVisible(true); // also where nothing waits any more
}

void ChangeStrip::setError(const QString& text, const std::vector<WayOut>& ways)
{
    say(text, "error");
    while (QLayoutItem* item = ways_->takeAt(0)) {
        if (QWidget* old = item->widget()) {
            old->hide();
            old->deleteLater(); // it may be the one that was pressed
        }
        delete item;
    }
    for (const WayOut& way : ways) {
        auto* button = new QPushButton(way.text, wayRow_);
        button->setObjectName(way.name);
        connect(button, &QPushButton::clicked, this, way.go);
        ways_->addWidget(button);
    }
    ways_->addStretch(1);
    wayRow_->setVisible(!ways.empty());
}

void ChangeStrip::setNotice(const QString& text)
{
    setError({});
    say(text, "muted");
}

void ChangeStrip::setSqlShown(bool shown)
{
    const QSignalBlocker quiet(sql_);
    sql_->setChecked(shown);
    sql_->setText(shown ? tr("Hide SQL") : tr("Show SQL"));
}

} // namespace conjoin::ui
