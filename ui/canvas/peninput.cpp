// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/peninput.h"

#include <QGuiApplication>
#include <QLineF>
#include <QMouseEvent>
#include <QStyleHints>
#include <QTabletEvent>

namespace conjoin::ui {

namespace {

constexpr double doubleTapReach = 12; // pixels: a hand that holds a pen trembles more than one on a mouse

QEvent::Type mouseType(const QTabletEvent& event)
{
    switch (event.type()) {
    case QEvent::TabletPress:
        return QEvent::MouseButtonPress;
    case QEvent::TabletRelease:
        return QEvent::MouseButtonRelease;
    default:
        return QEvent::MouseMove;
    }
}

} // namespace

bool PenInput::endsDoubleTap(QPointF at) const
{
    return tapped_ && sinceTap_.elapsed() < QGuiApplication::styleHints()->mouseDoubleClickInterval() &&
           QLineF(lastTap_, at).length() <= doubleTapReach;
}

void PenInput::take(const QTabletEvent& event)
{
    QEvent::Type type = mouseType(event);
    if (type == QEvent::MouseButtonPress) {
        if (endsDoubleTap(event.position())) {
            type = QEvent::MouseButtonDblClick;
            tapped_ = false;
        } else {
            tapped_ = true;
            lastTap_ = event.position();
            sinceTap_.start();
        }
    }
    QMouseEvent mouse(type, event.position(), event.globalPosition(), event.button(), event.buttons(),
        event.modifiers(), event.pointingDevice());
    deliver_(mouse);
}

} // namespace conjoin::ui
