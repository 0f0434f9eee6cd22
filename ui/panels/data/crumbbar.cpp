// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/crumbbar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace conjoin::ui {

namespace {

constexpr int barHeight = 30;
constexpr int mostCrumbs = 8; ///< of a longer way the first one and the last ones are shown
constexpr int longest = 28;   ///< characters of one

QString shortened(const QString& text)
{
    return text.size() > longest ? text.left(longest - 1) + u'…' : text;
}

} // namespace

CrumbBar::CrumbBar(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , theme_(&theme)
    , back_(new QToolButton(this))
    , forward_(new QToolButton(this))
    , way_(new QWidget(this))
{
    setObjectName(QStringLiteral("crumbBar"));
    setProperty("role", QStringLiteral("panel"));
    setFixedHeight(barHeight);
    const auto tool = [](QToolButton* button, const char* name, const QString& text) {
        button->setObjectName(QString::fromLatin1(name));
        button->setToolTip(text);
        button->setAccessibleName(text);
        button->setAutoRaise(true);
        button->setFixedSize(26, 26);
    };
    tool(back_, "rowsBack", tr("Back (Alt+Left)"));
    tool(forward_, "rowsForward", tr("Forward (Alt+Right)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 0, 12, 2);
    row->setSpacing(2);
    row->addWidget(back_);
    row->addWidget(forward_);
    row->addWidget(way_, 1);
    auto* way = new QHBoxLayout(way_);
    way->setContentsMargins(6, 0, 0, 0);
    way->setSpacing(0);
    way->addStretch(1);
    connect(back_, &QToolButton::clicked, this, &CrumbBar::backAsked);
    connect(forward_, &QToolButton::clicked, this, &CrumbBar::forwardAsked);
    paintIcons();
}

void CrumbBar::setTheme(const Theme& theme)
{
    theme_ = &theme;
    paintIcons();
}

void CrumbBar::paintIcons()
{
    back_->setIcon(icon(QStringLiteral("chevron-left"), *theme_));
    forward_->setIcon(icon(QStringLiteral("chevron-right"), *theme_));
}

void CrumbBar::show(const std::vector<Crumb>& crumbs, bool canGoBack, bool canGoForward)
{
    back_->setEnabled(canGoBack);
    forward_->setEnabled(canGoForward);
    QStringList texts;
    for (const Crumb& crumb : crumbs)
        texts.append(crumb.text);
    if (texts == texts_)
        return; // what they lead to is asked of whoever hears crumbChosen()
    texts_ = texts;
    auto* way = static_cast<QHBoxLayout*>(way_->layout());
    while (QLayoutItem* item = way->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater(); // it may be the one that was just clicked
        delete item;
    }
    const int count = int(crumbs.size());
    for (int i = 0; i < count; ++i) {
        const bool skipped = count > mostCrumbs && i > 0 && i < count - mostCrumbs + 1;
        if (skipped && i > 1)
            continue;
        if (i > 0) {
            auto* arrow = new QLabel(QStringLiteral("▸"), way_);
            arrow->setProperty("role", QStringLiteral("muted"));
            way->addWidget(arrow);
        }
        if (skipped) {
            auto* gap = new QLabel(QStringLiteral(" … "), way_);
            gap->setProperty("role", QStringLiteral("muted"));
            way->addWidget(gap);
            continue;
        }
        auto* button = new QToolButton(way_);
        button->setObjectName(QStringLiteral("crumb"));
        button->setAutoRaise(true);
        button->setText(shortened(crumbs[size_t(i)].text).replace(u'&', QStringLiteral("&&")));
        button->setToolTip(crumbs[size_t(i)].text);
        button->setAccessibleName(tr("Step %1: %2").arg(i + 1).arg(crumbs[size_t(i)].text));
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, i] { emit crumbChosen(i); });
        way->addWidget(button);
    }
    way->addStretch(1);
}

} // namespace conjoin::ui
