// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvaspane.h"

#include "app/actions.h"
#include "app/diagramtabs.h"
#include "ui/canvas/canvasview.h"
#include "ui/panels/banner.h"

#include <QBoxLayout>
#include <QFrame>
#include <QScrollBar>
#include <QToolButton>

namespace conjoin::app {

namespace {

constexpr int margin = 12;

QToolButton* toolButton(QAction& action, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setDefaultAction(&action);
    button->setAutoRaise(true);
    button->setIconSize({20, 20});
    button->setFixedSize(34, 34);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the keyboard with the canvas
    button->setAccessibleName(action.text());
    return button;
}

} // namespace

CanvasPane::CanvasPane(
    ui::EditSession& session, ui::Selection& selection, const ui::Theme& theme, QWidget* parent)
    : QWidget(parent)
    , canvas_(new ui::CanvasView(session, selection, theme, this))
    , banner_(new ui::Banner(theme, this))
    , tools_(makeStrip(Qt::Horizontal))
    , zoom_(makeStrip(Qt::Horizontal))
    , diagrams_(new DiagramTabs(session, this))
{
    canvas_->setObjectName(QStringLiteral("canvas"));
    tools_->setObjectName(QStringLiteral("toolStrip"));
    zoom_->setObjectName(QStringLiteral("zoomStrip"));
    setMinimumSize(240, 120);
    connect(banner_, &ui::Banner::resized, this, &CanvasPane::place);
    connect(diagrams_, &DiagramTabs::resized, this, &CanvasPane::place);
}

QFrame* CanvasPane::makeStrip(Qt::Orientation orientation)
{
    auto* strip = new QFrame(this);
    strip->setProperty("role", "floating");
    auto* row = new QBoxLayout(
        orientation == Qt::Horizontal ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom, strip);
    row->setContentsMargins(4, 4, 4, 4);
    row->setSpacing(2);
    return strip;
}

void CanvasPane::addTools(const Actions& actions)
{
    for (const char* name :
        {"tool.select", "tool.table", "tool.reference", "tool.link", "tool.note", "tool.group"})
        tools_->layout()->addWidget(toolButton(actions.at(QString::fromLatin1(name)), tools_));
    auto* gap = new QFrame(tools_);
    gap->setProperty("role", "separator");
    gap->setFixedSize(1, 20);
    tools_->layout()->addWidget(gap);
    tools_->layout()->setAlignment(gap, Qt::AlignVCenter);
    for (const char* name : {"edit.undo", "edit.redo", "diagram.layout"})
        tools_->layout()->addWidget(toolButton(actions.at(QString::fromLatin1(name)), tools_));

    zoom_->layout()->addWidget(toolButton(actions.at(QStringLiteral("view.zoomOut")), zoom_));
    zoomText_ = new QToolButton(zoom_);
    zoomText_->setObjectName(QStringLiteral("zoomText"));
    zoomText_->setAutoRaise(true);
    zoomText_->setFixedSize(56, 34);
    zoomText_->setToolTip(tipOf(actions.at(QStringLiteral("view.zoomReset"))));
    zoomText_->setFocusPolicy(Qt::TabFocus);
    connect(zoomText_, &QToolButton::clicked, &actions.at(QStringLiteral("view.zoomReset")), &QAction::trigger);
    zoom_->layout()->addWidget(zoomText_);
    zoom_->layout()->addWidget(toolButton(actions.at(QStringLiteral("view.zoomIn")), zoom_));
    zoom_->layout()->addWidget(toolButton(actions.at(QStringLiteral("view.zoomFit")), zoom_));
    diagrams_->addActions(actions);
    showZoom(canvas_->zoom());
    place();
}

void CanvasPane::setTheme(const ui::Theme& theme)
{
    canvas_->setTheme(theme);
    banner_->setTheme(theme);
}

void CanvasPane::showZoom(double zoom)
{
    if (zoomText_)
        zoomText_->setText(tr("%1 %").arg(qRound(zoom * 100)));
}

void CanvasPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

void CanvasPane::place()
{
    canvas_->setGeometry(rect());
    const int right = canvas_->verticalScrollBar()->isVisible() ? canvas_->verticalScrollBar()->width() : 0;
    const int bottom =
        canvas_->horizontalScrollBar()->isVisible() ? canvas_->horizontalScrollBar()->height() : 0;
    tools_->adjustSize();
    tools_->move((width() - tools_->width()) / 2, margin);
    zoom_->adjustSize();
    zoom_->move(width() - zoom_->width() - margin - right, height() - zoom_->height() - margin - bottom);
    // Sentences stand at the bottom, where they cover neither the tools nor the top of a diagram.
    const int beside = width() - zoom_->width() - right - 3 * margin;
    const bool above = beside < 280; // a narrow canvas: over the zoom strip
    const int wide = qMin(520, above ? width() - 2 * margin : beside);
    const int high = banner_->layout()->hasHeightForWidth() ? banner_->layout()->totalHeightForWidth(wide)
                                                            : banner_->sizeHint().height();
    const int wanted = diagrams_->sizeHint().width();
    diagrams_->setGeometry(margin, zoom_->geometry().top(), qMin(wanted, qMax(beside, 120)), zoom_->height());
    const bool over = above || !diagrams_->isHidden();
    const int floor = over ? zoom_->geometry().top() : zoom_->geometry().bottom() + margin + 1;
    banner_->setGeometry(margin, floor - margin - high, wide, high);
    std::vector<QRect> strips;
    for (QWidget* strip : std::initializer_list<QWidget*>{tools_, zoom_, diagrams_, banner_}) {
        strip->raise();
        if (!strip->isHidden())
            strips.push_back(strip->geometry());
    }
    canvas_->setCovered(std::move(strips));
}

} // namespace conjoin::app
