// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowheader.h"

#include "ui/panels/data/rowdelegate.h"

#include <QPainter>

namespace conjoin::ui {

RowHeader::RowHeader(const Theme& theme, int indentation, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
    , theme_(&theme)
    , indentation_(indentation)
{
    setSectionsClickable(false);
    setSectionsMovable(false);
    setHighlightSections(false);
    setStretchLastSection(false);
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
    const QRect area = rect.adjusted(left, 0, right ? -2 * RowDelegate::padding : -RowDelegate::padding, 0);
    QFont small = font();
    small.setPixelSize(11);
    small.setWeight(QFont::Medium);
    painter->setFont(small);
    painter->setPen(theme_->muted);
    const QString name = model()->headerData(logicalIndex, Qt::Horizontal, Qt::DisplayRole).toString();
    painter->drawText(area, Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft),
        painter->fontMetrics().elidedText(name, Qt::ElideRight, area.width()));
    painter->restore();
}

} // namespace conjoin::ui
