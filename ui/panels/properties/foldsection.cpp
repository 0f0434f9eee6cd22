// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/properties/foldsection.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace conjoin::ui {

FoldSection::FoldSection(const QString& title, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , head_(new QPushButton(title, this))
    , summary_(new QLabel(head_))
    , content_(new QWidget(this))
    , body_(new QVBoxLayout(content_))
    , theme_(&theme)
{
    setProperty("role", "panel");
    head_->setProperty("fold", true);
    head_->setCheckable(true);
    head_->setAutoDefault(true); // Enter opens it
    head_->setIconSize({16, 16});
    head_->setCursor(Qt::ArrowCursor);
    summary_->setProperty("role", "muted");
    summary_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    summary_->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* inHead = new QHBoxLayout(head_);
    inHead->setContentsMargins(120, 0, 0, 0);
    inHead->addWidget(summary_);
    body_->setContentsMargins(0, 4, 0, 8);
    body_->setSpacing(8);
    content_->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head_);
    column->addWidget(content_);
    connect(head_, &QPushButton::toggled, this, [this](bool open) {
        content_->setVisible(open);
        setTheme(*theme_);
    });
    setTheme(theme);
}

void FoldSection::setTheme(const Theme& theme)
{
    theme_ = &theme;
    head_->setIcon(icon(
        head_->isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), theme.muted));
}

void FoldSection::setTitle(const QString& title)
{
    head_->setText(title);
}

void FoldSection::setSummary(const QString& summary)
{
    summary_->setText(summary);
    summary_->setToolTip(summary);
}

void FoldSection::setOpen(bool open)
{
    head_->setChecked(open);
}

bool FoldSection::isOpen() const
{
    return head_->isChecked();
}

} // namespace conjoin::ui
