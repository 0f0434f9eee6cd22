// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowtabs.h"

#include "ui/panels/data/rowbrowser.h"

#include <QScopedValueRollback>
#include <QToolButton>

namespace conjoin::ui {

RowTabs::RowTabs(const Theme& theme, RowBrowser& browser, QWidget* parent)
    : QTabBar(parent)
    , theme_(&theme)
    , browser_(browser)
    , tabs_(1)
{
    setObjectName(QStringLiteral("rowTabs"));
    setAccessibleName(tr("Tabs of rows"));
    setDocumentMode(true);
    setDrawBase(false);
    setExpanding(false);
    setElideMode(Qt::ElideRight);
    setAcceptDrops(true);
    setChangeCurrentOnDrag(true); // rows are carried from one tab to another
    setToolTip(tr("Ctrl+Tab turns to the next, Ctrl+F4 closes"));
    addTab(QString());
    addCloseButton(0);
    hide();
    connect(this, &QTabBar::currentChanged, this, [this](int tab) {
        if (!changing_ && tab >= 0)
            enter(tab);
    });
    connect(&browser_, &RowBrowser::placeChanged, this, &RowTabs::name);
}

void RowTabs::setTheme(const Theme& theme)
{
    theme_ = &theme;
    for (int tab = 0; tab < count(); ++tab)
        addCloseButton(tab);
}

void RowTabs::addCloseButton(int tab)
{
    auto* button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setIcon(icon(QStringLiteral("close"), *theme_));
    button->setIconSize(QSize(12, 12));
    button->setFixedSize(20, 20);
    button->setFocusPolicy(Qt::NoFocus); // keys have Ctrl+F4
    button->setToolTip(tr("Close (Ctrl+F4)"));
    button->setAccessibleName(tr("Close this tab"));
    connect(button, &QToolButton::clicked, this, [this, button] {
        for (int at = 0; at < count(); ++at) {
            if (tabButton(at, RightSide) == button) {
                close(at);
                return;
            }
        }
    });
    if (QWidget* before = tabButton(tab, RightSide))
        before->deleteLater();
    setTabButton(tab, RightSide, button);
}

void RowTabs::open(RowPlace place)
{
    if (count() >= most) {
        emit message(tr("There are %1 tabs: close one first (Ctrl+F4).").arg(most));
        return;
    }
    RowTab fresh;
    fresh.place = std::move(place);
    const int at = shown_ + 1;
    {
        const QScopedValueRollback changing(changing_, true);
        tabs_.insert(tabs_.begin() + at, std::move(fresh));
        insertTab(at, QString());
        addCloseButton(at);
    }
    setVisible(true);
    setCurrentIndex(at);
}

void RowTabs::enter(int tab)
{
    if (tab == shown_)
        return;
    tabs_[size_t(shown_)] = browser_.leaveTab();
    shown_ = tab;
    browser_.enterTab(tabs_[size_t(tab)]);
    name();
}

void RowTabs::turn(bool forward)
{
    if (count() > 1)
        setCurrentIndex((shown_ + (forward ? 1 : count() - 1)) % count());
}

void RowTabs::closeCurrent()
{
    close(shown_);
}

void RowTabs::close(int tab)
{
    if (count() < 2 || tab < 0 || tab >= count())
        return;
    if (tab == shown_) // the one before takes its place, as it was the one that it was opened from
        setCurrentIndex(tab > 0 ? tab - 1 : 1);
    {
        const QScopedValueRollback changing(changing_, true);
        tabs_.erase(tabs_.begin() + tab);
        removeTab(tab);
        if (shown_ > tab)
            --shown_;
    }
    setVisible(count() > 1);
}

void RowTabs::reset()
{
    const QScopedValueRollback changing(changing_, true);
    while (count() > 1)
        removeTab(count() - 1);
    tabs_.assign(1, RowTab());
    shown_ = 0;
    hide();
}

void RowTabs::name()
{
    const std::vector<Crumb> crumbs = browser_.crumbTexts();
    const QString title = browser_.title();
    setTabText(shown_, title.size() > 30 ? title.left(29) + u'…' : title);
    QStringList way;
    for (const Crumb& crumb : crumbs)
        way.append(crumb.text);
    setTabToolTip(shown_, way.join(QStringLiteral(" ▸ ")));
}

} // namespace conjoin::ui
