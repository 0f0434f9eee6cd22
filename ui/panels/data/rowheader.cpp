// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowheader.h"

#include "ui/panels/data/rowdelegate.h"

#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>

namespace conjoin::ui {

RowHeader::RowHeader(const Theme& theme, int indentation, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
    , theme_(&theme)
    , indentation_(indentation)
{
    setSectionsMovable(true);
    setHighlightSections(false);
    setStretchLastSection(false);
    // Groups share the columns, so none is ever really moved: the table's are put in another order.
    connect(this, &QHeaderView::sectionMoved, this, [this](int logical, int, int to) {
        const QSignalBlocker quiet(this);
        moveSection(to, logical);
        if (logical < rootColumns_)
            QMetaObject::invokeMethod(
                this, [this, logical, to = std::min(to, rootColumns_ - 1)] { emit moveAsked(logical, to); },
                Qt::QueuedConnection);
    });
}

void RowHeader::setSorted(int column, bool descending)
{
    sorted_ = column;
    descending_ = descending;
    viewport()->update();
}

void RowHeader::setTheme(const Theme& theme)
{
    theme_ = &theme;
    viewport()->update();
}

QSize RowHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), RowDelegate::rowHeight};
}

void RowHeader::paintEvent(QPaintEvent* event)
{
    QHeaderView::paintEvent(event);
    const int end = length() - offset();
    if (end >= viewport()->width())
        return;
    QPainter painter(viewport()); // the line goes on to the edge, as those of the rows do
    painter.setPen(theme_->panelBorder);
    painter.drawLine(end, height() - 1, viewport()->width(), height() - 1);
}

void RowHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const
{
    painter->save();
    painter->fillRect(rect, theme_->panel);
    painter->setPen(theme_->panelBorder);
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    const QVariant alignment = model()->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole);
    const bool right = alignment.isValid() && alignment.toInt() & Qt::AlignRight;
    const int left = RowDelegate::padding + (logicalIndex == 0 ? indentation_ : 0);
    QRect area = rect.adjusted(left, 0, right ? -2 * RowDelegate::padding : -RowDelegate::padding, 0);
    QFont small = font();
    small.setPixelSize(11);
    small.setWeight(QFont::Medium);
    painter->setFont(small);
    const bool sorted = logicalIndex == sorted_;
    painter->setPen(sorted ? theme_->ink : theme_->muted);
    const QString name = model()->headerData(logicalIndex, Qt::Horizontal, Qt::DisplayRole).toString();
    constexpr int arrow = 14;
    if (sorted && !right)
        area.setRight(area.right() - arrow);
    else if (sorted)
        area.setLeft(area.left() + arrow);
    const QString shown = painter->fontMetrics().elidedText(name, Qt::ElideRight, area.width());
    painter->drawText(area, Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft), shown);
    if (sorted) {
        const int width = painter->fontMetrics().horizontalAdvance(shown);
        const qreal x = right ? area.right() - width - arrow / 2.0 : area.left() + width + arrow / 2.0 + 1;
        const qreal y = rect.center().y() + 0.5;
        const qreal tip = descending_ ? 2.5 : -2.5;
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme_->accent);
        painter->drawPolygon(QPolygonF({QPointF(x - 4, y - tip), QPointF(x + 4, y - tip), QPointF(x, y + tip)}));
    }
    painter->restore();
}

} // namespace conjoin::ui
