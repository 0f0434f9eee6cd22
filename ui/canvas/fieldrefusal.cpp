// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/fieldrefusal.h"

#include "ui/canvas/cardstyle.h"

#include <QAccessible>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int widest = 320, gap = 4, padding = 6;

} // namespace

FieldRefusal::FieldRefusal(const QString& sentence, const Theme& theme, QWidget& field)
    : QLabel(sentence, field.parentWidget())
{
    setObjectName(QStringLiteral("fieldRefusal"));
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setMargin(padding);                             // one of the style sheet would not count for the height
    setAttribute(Qt::WA_TransparentForMouseEvents); // what lies below can be clicked, which ends the typing
    setFont(CanvasFonts().column);
    setStyleSheet(
        QStringLiteral("QLabel { background: %1; color: %2; border: 1px solid %3; border-radius: 6px }")
            .arg(style::blend(theme.error, theme.panel, 0.1).name(), theme.ink.name(), theme.error.name()));
    place(field);
    show();
    field.setAccessibleDescription(sentence);
    QAccessibleEvent told(&field, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
}

void FieldRefusal::place(const QWidget& field)
{
    ensurePolished();
    const QRect room = parentWidget()->rect();
    const int around = 2 * (padding + 1);
    const int wide = std::min(widest, fontMetrics().size(0, text()).width() + around + 2);
    const int high = fontMetrics()
                         .boundingRect(QRect(0, 0, wide - around, room.height()), Qt::TextWordWrap, text())
                         .height() +
                     around;
    const QRect beside = field.geometry();
    const bool below = beside.bottom() + gap + high <= room.bottom();
    const int left = std::clamp(beside.left(), room.left(), std::max(room.left(), room.right() - wide));
    setGeometry(left, below ? beside.bottom() + gap : beside.top() - gap - high, wide, high);
    raise();
}

} // namespace conjoin::ui
