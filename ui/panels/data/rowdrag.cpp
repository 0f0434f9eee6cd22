// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowdrag.h"

#include "ui/panels/data/rowtreeview.h"

#include <QApplication>
#include <QDrag>
#include <QDragMoveEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

namespace conjoin::ui {

namespace {

constexpr int openingDelay = 700;  // ms above a closed row or group
constexpr int scrollingEvery = 40; // ms near an edge
constexpr int edge = 26;           // px from the edge of the rows
constexpr int pillHeight = 26;

int pillWidth(const QFont& font, const QString& text)
{
    return int(std::ceil(QFontMetricsF(font).horizontalAdvance(text))) + 20; // a bit less would cut it short
}

void paintPill(
    QPainter& painter, const QRect& box, const QString& text, const Theme& theme, const QColor& border)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(border, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setPen(theme.ink);
    const QRect words = box.adjusted(10, 0, -10, 0);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(text, Qt::ElideMiddle, words.width()));
}

} // namespace

void dressRowDrag(QDrag& drag, const QString& name, const QWidget& from, const Theme& theme)
{
    constexpr int widest = 280;
    const QString text = QStringLiteral("⇄ ") + name;
    const QFont font = from.font();
    const qreal ratio = from.devicePixelRatioF();
    const QSize size(std::min(pillWidth(font, text), widest), pillHeight);
    QPixmap picture(size * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setFont(font);
    paintPill(painter, QRect(QPoint(), size), text, theme, theme.link);
    painter.end();
    drag.setPixmap(picture);
    drag.setHotSpot(QPoint(-12, pillHeight + 4)); // above the pointer: what is said of the place is below it
}

/// Lies over the rows while something is dragged above them: the place that takes it, and what that would do.
class DropGlow : public QWidget {
public:
    explicit DropGlow(QWidget* viewport)
        : QWidget(viewport)
    {
        setObjectName(QStringLiteral("dropGlow"));
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }
    void tell(const Theme& theme, const QRect& place, const QPoint& at, const QString& text, bool refused)
    {
        theme_ = &theme;
        place_ = place;
        at_ = at;
        text_ = text;
        refused_ = refused;
        setGeometry(parentWidget()->rect());
        show();
        raise();
        update();
    }
    void forget()
    {
        text_.clear();
        hide();
    }
    const QString& text() const { return text_; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const QColor color = refused_ ? theme_->error : theme_->link;
        if (!place_.isEmpty()) {
            QColor fill = color;
            fill.setAlpha(refused_ ? 14 : 36);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(color, 2, refused_ ? Qt::DashLine : Qt::SolidLine));
            painter.setBrush(fill);
            painter.drawRoundedRect(QRectF(place_).adjusted(1, 1, -1, -1), 6, 6);
        }
        // Below the pointer, and clear of the picture that hangs on it.
        const int width = std::min(pillWidth(font(), text_), this->width() - 8);
        QRect box(at_ + QPoint(16, 18), QSize(width, pillHeight));
        box.moveRight(std::min(box.right(), this->width() - 4));
        if (box.bottom() > height() - 4)
            box.moveBottom(at_.y() - 12);
        paintPill(painter, box, text_, *theme_, color);
    }

private:
    const Theme* theme_ = nullptr;
    QRect place_;
    QPoint at_;
    QString text_;
    bool refused_ = false;
};

RowDrag::RowDrag(const Theme& theme, ResultTreeModel& model, RowTreeView& view, RowLinker& linker)
    : QObject(&view)
    , theme_(&theme)
    , model_(model)
    , view_(view)
    , linker_(linker)
    , glow_(new DropGlow(view.viewport()))
{
    view_.viewport()->setAcceptDrops(true);
    view_.viewport()->installEventFilter(this);
    opening_.setSingleShot(true);
    opening_.setInterval(openingDelay);
    connect(&opening_, &QTimer::timeout, this, &RowDrag::openHovered);
    scrolling_.setInterval(scrollingEvery);
    connect(&scrolling_, &QTimer::timeout, this, &RowDrag::scroll);
}

QString RowDrag::said() const
{
    return glow_->text();
}

bool RowDrag::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        return press(*static_cast<QMouseEvent*>(event));
    case QEvent::MouseMove: {
        const auto& moved = *static_cast<QMouseEvent*>(event);
        if (!pressed_.isValid() || !(moved.buttons() & Qt::LeftButton))
            break;
        if ((moved.pos() - pressedAt_).manhattanLength() >= QApplication::startDragDistance())
            begin();
        return true;
    }
    case QEvent::MouseButtonRelease: {
        const QPersistentModelIndex pressed = std::exchange(pressed_, {});
        if (!std::exchange(held_, false) || !pressed.isValid())
            break;
        view_.setCurrentIndex(pressed); // it was no drag
        return true;
    }
    case QEvent::DragEnter:
    case QEvent::DragMove:
        hover(*static_cast<QDragMoveEvent*>(event));
        return true;
    case QEvent::DragLeave:
        leave();
        return true;
    case QEvent::Drop:
        drop(*static_cast<QDropEvent*>(event));
        return true;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

// -- taking rows up ----------------------------------------------------------------------------------

/// A row is held by its label; from any other cell the mouse goes on to select.
bool RowDrag::press(const QMouseEvent& event)
{
    pressed_ = QModelIndex();
    held_ = false;
    const QModelIndex index = view_.indexAt(event.pos());
    if (event.button() != Qt::LeftButton || event.modifiers() != Qt::NoModifier || !index.isValid() ||
        index.column() != 0 || !model_.object(index) || !view_.visualRect(index).contains(event.pos()))
        return false;
    pressed_ = index;
    pressedAt_ = event.pos();
    held_ = view_.selectionModel()->isRowSelected(index.row(), index.parent()) &&
            view_.selectionModel()->selectedRows().size() > 1;
    return held_;
}

std::vector<RowPtr> RowDrag::rowsToDrag() const
{
    std::vector<RowPtr> rows{model_.object(pressed_)};
    for (const QModelIndex& index : held_ ? view_.selectionModel()->selectedRows() : QModelIndexList()) {
        const RowPtr& row = model_.object(index);
        if (row && row->model == rows.front()->model && std::ranges::find(rows, row) == rows.end())
            rows.push_back(row);
    }
    return rows;
}

void RowDrag::begin()
{
    std::vector<RowPtr> rows = rowsToDrag();
    pressed_ = QModelIndex();
    held_ = false;
    QStringList labels;
    for (const RowPtr& row : rows)
        labels += rowLabel(model_.registry(), *row);
    const QString name =
        rows.size() == 1
            ? labels.front()
            : tr("%1 %2").arg(rows.size()).arg(rowNouns(model_.registry().at(rows.front()->model)));
    refused_.clear();
    auto* drag = new QDrag(&view_);
    drag->setMimeData(new RowsMime(std::move(rows), linker_.source().registry,
        linker_.source().database->settings().url(), labels.join(u'\n')));
    dressRowDrag(*drag, name, view_, *theme_);
    const Qt::DropAction done = drag->exec(Qt::LinkAction | Qt::CopyAction, Qt::LinkAction);
    const bool here = view_.viewport()->rect().contains(view_.viewport()->mapFromGlobal(QCursor::pos()));
    if (done == Qt::IgnoreAction && here && !refused_.isEmpty())
        emit message(refused_);
    leave();
}

// -- above a place, and let go -----------------------------------------------------------------------

void RowDrag::show(const QMimeData& brought, const QPoint& at)
{
    const auto* rows = qobject_cast<const RowsMime*>(&brought);
    const QModelIndex index = view_.indexAt(at);
    const LinkPlace place =
        linker_.placeAt(index, rows && rows->isOf(linker_.source()) ? rows->rows().front()->model : -1);
    QString offer;
    if (rows && !rows->isOf(linker_.source())) {
        refused_ = tr("The tables were read again meanwhile: take the row up once more.");
    } else if (rows) {
        refused_ = linker_.refusal(place, rows->rows());
        offer = refused_.isEmpty() ? linker_.offer(place, rows->rows()) : QString();
    } else {
        refused_ = place.isValid() ? QString() : tr("Lines of text are pasted into a group of rows.");
        offer = place.isValid() ? tr("Paste into %1").arg(place.association->name) : QString();
    }
    QRect area;
    if (place.isValid()) {
        area = view_.visualRect(place.index);
        if (model_.kind(place.index) == TreeNodeKind::Relation) { // with all that is shown of the group
            QModelIndex last = place.index;
            while (view_.isExpanded(last) && model_.rowCount(last) > 0)
                last = model_.index(model_.rowCount(last) - 1, 0, last);
            area.setBottom(std::max(area.bottom(), view_.visualRect(last).bottom()));
            area.setRight(view_.viewport()->width() - 3);
        }
        area = area.intersected(view_.viewport()->rect().adjusted(2, 0, -2, 0));
    }
    glow_->tell(*theme_, area, at, refused_.isEmpty() ? offer : refused_, !refused_.isEmpty());
}

void RowDrag::hover(QDragMoveEvent& event)
{
    const QMimeData& brought = *event.mimeData();
    const auto* rows = qobject_cast<const RowsMime*>(&brought);
    if (!rows && !brought.hasText()) {
        event.ignore();
        return;
    }
    hoveredAt_ = event.position().toPoint();
    const QModelIndex index = view_.indexAt(hoveredAt_).siblingAtColumn(0);
    if (hovered_ != index) {
        hovered_ = index;
        if (index.isValid() && !view_.isExpanded(index) && model_.hasChildren(index))
            opening_.start();
        else
            opening_.stop();
    }
    const int y = hoveredAt_.y();
    if (y < edge || y > view_.viewport()->height() - edge)
        scrolling_.start();
    else
        scrolling_.stop();
    show(brought, hoveredAt_);
    // The widget goes on hearing of what it has once taken.
    if (refused_.isEmpty() || event.type() == QEvent::DragEnter) {
        event.setDropAction(rows ? Qt::LinkAction : Qt::CopyAction);
        event.accept();
    } else {
        event.ignore();
    }
}

void RowDrag::drop(QDropEvent& event)
{
    const QPoint at = event.position().toPoint();
    const QModelIndex index = view_.indexAt(at);
    leave();
    const auto* rows = qobject_cast<const RowsMime*>(event.mimeData());
    if (!rows) {
        event.setDropAction(Qt::CopyAction);
        event.setAccepted(event.mimeData()->hasText() && linker_.placeAt(index, -1).isValid());
        if (event.isAccepted())
            emit view_.pasteAsked(index, event.mimeData()->text());
        return;
    }
    const LinkPlace place =
        rows->isOf(linker_.source()) ? linker_.placeAt(index, rows->rows().front()->model) : LinkPlace();
    const QString why = linker_.refusal(place, rows->rows());
    event.setDropAction(Qt::LinkAction);
    event.setAccepted(why.isEmpty());
    if (!why.isEmpty()) {
        emit message(why);
        return;
    }
    if (model_.kind(place.index) == TreeNodeKind::Relation)
        view_.expand(place.index); // the new links are to be seen
    linker_.link(place, rows->rows());
    view_.setFocus();
}

void RowDrag::leave()
{
    opening_.stop();
    scrolling_.stop();
    hovered_ = QModelIndex();
    glow_->forget();
}

void RowDrag::openHovered()
{
    if (hovered_.isValid())
        view_.expand(hovered_);
}

void RowDrag::scroll()
{
    QScrollBar* bar = view_.verticalScrollBar();
    const int near =
        hoveredAt_.y() < edge ? hoveredAt_.y() - edge : hoveredAt_.y() - (view_.viewport()->height() - edge);
    bar->setValue(bar->value() + near);
}

} // namespace conjoin::ui
