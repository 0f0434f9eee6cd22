// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/steadyscrollarea.h"

#include <QEvent>
#include <QScrollBar>

namespace conjoin::ui {

SteadyScrollArea::SteadyScrollArea(QWidget* parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    holder().installEventFilter(this);
    keepRoom();
}

bool SteadyScrollArea::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &holder()) {
        if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent ||
            event->type() == QEvent::StyleChange)
            keepRoom();
    }
    return QScrollArea::eventFilter(watched, event);
}

QWidget& SteadyScrollArea::holder() const
{
    return *verticalScrollBar()->parentWidget(); // what Qt shows and hides
}

void SteadyScrollArea::keepRoom()
{
    const bool shown = !holder().isHidden();
    setViewportMargins(0, 0, shown ? 0 : verticalScrollBar()->sizeHint().width(), 0);
}

} // namespace conjoin::ui
