// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/windowstyle.h"

#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QCursor>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QRegion>
#include <QStyleOption>
#include <QStyledItemDelegate>
#include <QTimer>

#include <cmath>

namespace conjoin::ui {

namespace {

/// Who scrolls a form with the wheel must not change the choice or number that comes below the pointer.
bool isPassedByTheWheel(QObject* object)
{
    const auto* choice = qobject_cast<QComboBox*>(object);
    if (choice)
        return !choice->hasFocus() && !(choice->lineEdit() && choice->lineEdit()->hasFocus());
    const auto* number = qobject_cast<QAbstractSpinBox*>(object);
    return number && !number->hasFocus();
}

/// A rectangle with round corners. Not every desktop can blend the corners of a window of its own.
QRegion roundedRegion(const QRect& rect, int radius)
{
    QRegion region = rect.adjusted(0, radius, 0, -radius);
    for (int row = 0; row < radius; ++row) {
        const double below = radius - row - 0.5; // from the middle of the corner to that of the row
        const int inset = int(std::lround(radius - std::sqrt(radius * radius - below * below)));
        region += QRect(rect.left() + inset, rect.top() + row, rect.width() - 2 * inset, 1);
        region += QRect(rect.left() + inset, rect.bottom() - row, rect.width() - 2 * inset, 1);
    }
    return region;
}

constexpr int tipRadius = 6; // as the style sheet has it

} // namespace

WindowStyle::WindowStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
    setObjectName(QStringLiteral("conjoin"));
}

void WindowStyle::polish(QApplication* application)
{
    QProxyStyle::polish(application);
    application->installEventFilter(this);
}

void WindowStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    auto* choice = qobject_cast<QComboBox*>(widget);
    if (!choice || qobject_cast<QStyledItemDelegate*>(choice->itemDelegate()))
        return;
    choice->setItemDelegate(
        new QStyledItemDelegate(choice)); // it takes colours and heights from the style sheet
    choice->view()->setIconSize(choice->iconSize());
}

int WindowStyle::styleHint(
    StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returned) const
{
    switch (hint) {
    case SH_ComboBox_Popup:
        return 0; // below the field, not over it
    case SH_UnderlineShortcut:
        return mnemonics_ ? 1 : 0;
    case SH_ToolTip_Mask:
        if (auto* mask = qstyleoption_cast<QStyleHintReturnMask*>(returned)) {
            mask->region = roundedRegion(option->rect, tipRadius);
            return 1;
        }
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

QIcon WindowStyle::standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const
{
    if (which == SP_LineEditClearButton) // one family of icons
        return icon(QStringLiteral("close"), QApplication::palette().color(QPalette::PlaceholderText));
    return QProxyStyle::standardIcon(which, option, widget);
}

bool WindowStyle::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease) {
        if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Alt)
            showMnemonics(event->type() == QEvent::KeyPress);
    } else if (event->type() == QEvent::WindowDeactivate) {
        showMnemonics(false);
    } else if (event->type() == QEvent::Hide && qobject_cast<QMenu*>(watched)) {
        QTimer::singleShot(0, this, &WindowStyle::letMouseGo);
    } else if (event->type() == QEvent::Wheel && isPassedByTheWheel(watched)) {
        event->ignore(); // it goes on to what scrolls
        return true;
    }
    return QProxyStyle::eventFilter(watched, event);
}

/// A menu takes the mouse away from the button that it dropped from, which nobody tells that it was left.
void WindowStyle::letMouseGo()
{
    for (QWidget* widget : QApplication::allWidgets()) {
        const bool under = widget->rect().contains(widget->mapFromGlobal(QCursor::pos()));
        if (widget->underMouse() && !under && qobject_cast<QAbstractButton*>(widget)) {
            QEvent leave(QEvent::Leave);
            QCoreApplication::sendEvent(widget, &leave);
        }
    }
}

void WindowStyle::showMnemonics(bool shown)
{
    if (shown == mnemonics_)
        return;
    mnemonics_ = shown;
    for (QWidget* window : QApplication::topLevelWidgets()) {
        if (!window->isVisible())
            continue;
        window->update();
        for (QWidget* part : window->findChildren<QWidget*>()) {
            if (part->isVisible() &&
                (part->inherits("QMenuBar") || part->inherits("QLabel") || part->inherits("QAbstractButton")))
                part->update();
        }
    }
}

} // namespace conjoin::ui
