// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bottompanel.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QSplitter>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>

namespace conjoin::app {

namespace {

constexpr int leastHeight = 120;

/// The height of a panel in a centre of `all` pixels until a person chooses another.
int firstHeight(BottomPanel::Room room, int all)
{
    if (room == BottomPanel::Room::Little)
        return qRound(all * 0.28);
    return qBound(qRound(all * 0.42), 360, qRound(all * 0.6)); // some rows must be seen in a low window, too
}

} // namespace

BottomPanel::BottomPanel(QSplitter& splitter, const ui::Theme& theme)
    : QTabWidget(&splitter)
    , splitter_(splitter)
    , theme_(&theme)
    , maximise_(new QToolButton(this))
    , fold_(new QToolButton(this))
{
    setObjectName(QStringLiteral("bottomTabs"));
    setDocumentMode(true);
    tabBar()->setIconSize({16, 16});
    tabBar()->setAcceptDrops(true); // rows are dragged from one panel to another, by waiting above its tab
    tabBar()->setChangeCurrentOnDrag(true);
    auto* corner = new QFrame(this);
    corner->setProperty("role", "panel");
    auto* row = new QHBoxLayout(corner);
    row->setContentsMargins(0, 1, 4, 1);
    row->setSpacing(0);
    for (QToolButton* button : {maximise_, fold_}) {
        button->setAutoRaise(true);
        button->setIconSize({16, 16});
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    }
    fold_->setObjectName(QStringLiteral("foldBottom"));
    maximise_->setObjectName(QStringLiteral("maximiseBottom"));
    setCornerWidget(corner);

    connect(fold_, &QToolButton::clicked, this, [this] { setFolded(!folded_); });
    connect(maximise_, &QToolButton::clicked, this, [this] { setMaximised(!maximised_); });
    connect(tabBar(), &QTabBar::tabBarClicked, this, [this](int index) {
        if (index >= 0)
            showTab(index);
    });
    connect(tabBar(), &QTabBar::tabBarDoubleClicked, this, [this] { setMaximised(!maximised_); });
    connect(this, &QTabWidget::currentChanged, this, &BottomPanel::applyHeight);
    connect(&splitter, &QSplitter::splitterMoved, this, [this] {
        if (!folded_ && !maximised_)
            heights_[size_t(room())] = height();
    });
    showState();
}

void BottomPanel::addPanel(QWidget* panel, const QString& icon, const QString& title, Room room)
{
    icons_.insert(panel, icon);
    rooms_.insert(panel, room);
    addTab(panel, ui::icon(icon, *theme_), title);
}

void BottomPanel::setTheme(const ui::Theme& theme)
{
    theme_ = &theme;
    for (int i = 0; i < count(); ++i)
        setTabIcon(i, ui::icon(icons_.value(widget(i)), theme));
    showState();
}

void BottomPanel::showPanel(QWidget* panel)
{
    showTab(indexOf(panel));
}

void BottomPanel::showTab(int index)
{
    setFolded(false);
    setCurrentIndex(index);
    focusPanel();
    emit panelShown(widget(index));
}

void BottomPanel::focusPanel()
{
    if (currentWidget())
        currentWidget()->setFocus(Qt::ShortcutFocusReason);
}

void BottomPanel::setFolded(bool folded)
{
    if (folded == folded_)
        return;
    if (folded)
        setMaximised(false);
    folded_ = folded;
    if (folded) {
        const int bar = tabBar()->sizeHint().height() + 1;
        setFixedHeight(bar);
        splitter_.setSizes({splitter_.height() - bar, bar}); // by itself it gives the room to nobody
    } else {
        setMaximumHeight(QWIDGETSIZE_MAX);
        setMinimumHeight(leastHeight);
        applyHeight();
    }
    showState();
    emit foldedChanged(folded);
}

void BottomPanel::setMaximised(bool maximised)
{
    if (maximised == maximised_)
        return;
    if (maximised)
        setFolded(false);
    maximised_ = maximised;
    for (int i = 0; i < splitter_.count(); ++i) {
        if (splitter_.widget(i) != this)
            splitter_.widget(i)->setVisible(!maximised);
    }
    applyHeight();
    showState();
    if (maximised)
        focusPanel();
    emit maximisedChanged(maximised);
}

void BottomPanel::setHeightFor(Room room, int height)
{
    heights_[size_t(room)] = height;
    applyHeight();
}

BottomPanel::Room BottomPanel::room() const
{
    return rooms_.value(currentWidget(), Room::Little);
}

void BottomPanel::applyHeight()
{
    const int all = splitter_.height();
    if (folded_ || maximised_ || !isVisible() || all <= 0)
        return;
    const int chosen = heights_[size_t(room())];
    const int wanted = chosen > 0 ? chosen : firstHeight(room(), all);
    const int lower = qBound(leastHeight, wanted, qMax(leastHeight, all - leastHeight));
    splitter_.setSizes({all - lower, lower});
}

void BottomPanel::showEvent(QShowEvent* event)
{
    QTabWidget::showEvent(event);
    // The splitter has its own height only after the layout that this event is part of.
    QTimer::singleShot(0, this, &BottomPanel::applyHeight);
}

void BottomPanel::showState()
{
    const auto show = [this](QToolButton& button, const char* name, const QString& text) {
        button.setIcon(ui::icon(QString::fromLatin1(name), *theme_));
        button.setToolTip(text);
        button.setAccessibleName(text);
    };
    show(*fold_, folded_ ? "chevron-up" : "chevron-down", folded_ ? tr("Unfold") : tr("Fold away"));
    show(*maximise_, maximised_ ? "shrink" : "maximise",
        maximised_ ? tr("Back beside the canvas (Ctrl+Shift+M)") : tr("All over the centre (Ctrl+Shift+M)"));
}

} // namespace conjoin::app
