// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowheader.h"

#include "ui/panels/data/movedevent.h"
#include "ui/panels/data/rowdelegate.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace conjoin::ui {

namespace {

constexpr int filterHeight = 30;
constexpr int typingPause = 250; // ms after the last key

} // namespace

RowHeader::RowHeader(const Theme& theme, int indentation, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
    , theme_(&theme)
    , indentation_(indentation)
{
    setSectionsMovable(true);
    setHighlightSections(false);
    setStretchLastSection(false);
    typing_.setSingleShot(true);
    typing_.setInterval(typingPause);
    connect(&typing_, &QTimer::timeout, this, [this] { tell(typed_); });
    connect(this, &QHeaderView::sectionResized, this, &RowHeader::placeFilters);
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
    return {QHeaderView::sizeHint().width(), RowDelegate::rowHeight + (filterShown_ ? filterHeight : 0)};
}

// -- the row of filters ------------------------------------------------------------------------------

void RowHeader::setFilterShown(bool shown)
{
    if (std::exchange(filterShown_, shown) == shown)
        return;
    updateGeometries();
    emit geometriesChanged(); // the view makes room
}

void RowHeader::setFilters(const QStringList& texts)
{
    typing_.stop();
    while (filters_.size() > size_t(texts.size())) {
        delete filters_.back();
        filters_.pop_back();
    }
    for (int column = 0; column < texts.size(); ++column) {
        if (size_t(column) == filters_.size())
            filters_.push_back(newFilter(column));
        QLineEdit* filter = filters_[size_t(column)];
        filter->setAccessibleName(
            tr("Filter of %1").arg(model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()));
        if (filter->text() != texts[column]) {
            const QSignalBlocker quiet(filter);
            filter->setText(texts[column]);
        }
        setFilterError(column, {});
    }
    placeFilters();
}

QLineEdit* RowHeader::newFilter(int column)
{
    auto* filter = new QLineEdit(this);
    filter->setObjectName(QStringLiteral("columnFilter"));
    filter->setPlaceholderText(tr("filter"));
    filter->setClearButtonEnabled(true);
    filter->installEventFilter(this);
    connect(filter, &QLineEdit::textChanged, this, [this, column] {
        if (typing_.isActive() && typed_ != column)
            tell(typed_);
        typed_ = column;
        typing_.start();
    });
    return filter;
}

void RowHeader::tell(int column)
{
    typing_.stop();
    if (size_t(column) < filters_.size())
        emit filterChanged(column, filters_[size_t(column)]->text());
}

void RowHeader::focusFilter(int column)
{
    if (filters_.empty())
        return;
    QLineEdit* filter = filters_[size_t(std::clamp(column, 0, int(filters_.size()) - 1))];
    filter->setFocus(Qt::ShortcutFocusReason);
    filter->selectAll();
}

void RowHeader::setFilterError(int column, const QString& reason)
{
    if (size_t(column) >= filters_.size())
        return;
    QLineEdit* filter = filters_[size_t(column)];
    filter->setToolTip(
        !reason.isEmpty() ? reason : tr("Ann – holds it; 'Ann' – is it; < 5; 3..7; null; !null"));
    if (filter->property("invalid").toBool() != !reason.isEmpty()) {
        filter->setProperty("invalid", !reason.isEmpty());
        filter->style()->polish(filter);
    }
}

void RowHeader::updateGeometries()
{
    setViewportMargins(0, 0, 0, filterShown_ ? filterHeight : 0);
    QHeaderView::updateGeometries();
    placeFilters();
}

void RowHeader::placeFilters()
{
    for (size_t column = 0; column < filters_.size(); ++column) {
        QLineEdit* filter = filters_[column];
        const int frozen = frozen_();
        const int end = sectionViewportPosition(int(column)) + sectionSize(int(column)) - 2;
        int begin = sectionViewportPosition(int(column)) + (column == 0 ? indentation_ : 2);
        if (column > 0 && frozen > 0 && offset() > 0)
            begin = std::max(begin, frozen + 2); // it goes under the first one
        const int shift = column == 0 && frozen > 0 ? offset() : 0;
        filter->setVisible(filterShown_ && int(column) < count() && begin < end);
        filter->setGeometry(
            begin + shift, RowDelegate::rowHeight + 1, std::max(end - begin, 0), filterHeight - 3);
    }
}

bool RowHeader::eventFilter(QObject* watched, QEvent* event)
{
    auto* filter = qobject_cast<QLineEdit*>(watched);
    if (event->type() == QEvent::KeyPress && filter) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        // Enter ends here, too: passed on, it would edit the cell that has the keyboard then.
        const bool entered = key == Qt::Key_Return || key == Qt::Key_Enter;
        if (entered || key == Qt::Key_Down || key == Qt::Key_Escape) {
            const auto of = std::ranges::find(filters_, filter);
            if (entered && of != filters_.end())
                tell(int(of - filters_.begin()));
            else if (typing_.isActive())
                tell(typed_);
            emit filterLeft();
            return true;
        }
    }
    return QHeaderView::eventFilter(watched, event);
}

int RowHeader::shiftAt(const QPoint& point) const
{
    constexpr int grip = 4; // of the edge that is dragged to make the column wider
    return point.x() < frozen_() + grip && frozen_() > 0 ? offset() : 0;
}

void RowHeader::mousePressEvent(QMouseEvent* event)
{
    pressShift_ = shiftAt(event->pos());
    QHeaderView::mousePressEvent(movedLeft(*event, pressShift_).get());
}

void RowHeader::mouseMoveEvent(QMouseEvent* event)
{
    const int shift = event->buttons() ? pressShift_ : shiftAt(event->pos());
    QHeaderView::mouseMoveEvent(movedLeft(*event, shift).get());
}

void RowHeader::mouseReleaseEvent(QMouseEvent* event)
{
    QHeaderView::mouseReleaseEvent(movedLeft(*event, pressShift_).get());
}

void RowHeader::mouseDoubleClickEvent(QMouseEvent* event)
{
    QHeaderView::mouseDoubleClickEvent(movedLeft(*event, shiftAt(event->pos())).get());
}

void RowHeader::paintEvent(QPaintEvent* event)
{
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    if (const int frozen = frozen_(); frozen > 0 && offset() > 0) {
        paintSection(&painter, QRect(0, 0, frozen, RowDelegate::rowHeight), 0);
        painter.setPen(theme_->panelBorder);
        painter.drawLine(frozen - 1, 0, frozen - 1, RowDelegate::rowHeight);
    }
    const int end = length() - offset();
    if (end >= viewport()->width())
        return;
    // The line goes on to the edge, as those of the rows do.
    painter.setPen(theme_->panelBorder);
    painter.drawLine(end, viewport()->height() - 1, viewport()->width(), viewport()->height() - 1);
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
        painter->drawPolygon(
            QPolygonF({QPointF(x - 4, y - tip), QPointF(x + 4, y - tip), QPointF(x, y + tip)}));
    }
    painter->restore();
}

} // namespace conjoin::ui
