// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowtreeview.h"

#include "ui/panels/data/rowheader.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace conjoin::ui {

namespace {

constexpr int indent = 20;
constexpr int labelWidth = 280;
constexpr int cellWidth = 160;
constexpr int narrowest = 90;
constexpr int widest = 360;

/// As wide as values of the type may well be.
QString widestValue(const model::DataType& type)
{
    const bool native = type.kind == model::TypeKind::Native;
    const auto says = [&](const char* word) {
        return native && type.native->contains(QLatin1String(word), Qt::CaseInsensitive);
    };
    if (type.kind == model::TypeKind::TimestampTz || says("timestamptz") || says("with time zone"))
        return QStringLiteral("2024-09-01 08:00:00.000000+00:00");
    if (type.kind == model::TypeKind::Timestamp || says("datetime") || says("timestamp"))
        return QStringLiteral("2024-09-01 08:00:00.000000");
    if (type.kind == model::TypeKind::Uuid || says("uuid"))
        return QStringLiteral("00000000-0000-0000-0000-000000000000");
    if (type.kind == model::TypeKind::Date || type.kind == model::TypeKind::Time || isNumeric(type))
        return QStringLiteral("2024-09-01");
    if (type.kind == model::TypeKind::Boolean)
        return QStringLiteral("false");
    return QStringLiteral("A word or two and a bit");
}

} // namespace

RowTreeView::RowTreeView(const Theme& theme, ResultTreeModel& model, QWidget* parent)
    : QTreeView(parent)
    , theme_(&theme)
    , model_(model)
    , delegate_(new RowDelegate(theme, model, this))
{
    setObjectName(QStringLiteral("rowTree"));
    setAccessibleName(tr("Rows"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(delegate_);
    // Before the rows are there: what is in view can be asked no more when the tree hears of them.
    connect(
        &model_, &QAbstractItemModel::rowsAboutToBeInserted, this, [this](const QModelIndex& place, int at) {
            // Behind all others, or there in front of the line that says that they come, they push nothing
            // away.
            const int rows = model_.rowCount();
            const bool isLast =
                at == rows || (at == rows - 1 && model_.kind(model_.index(at, 0)) == TreeNodeKind::Loading);
            if (!place.isValid() && !isLast)
                holdRowInView();
        });
    setModel(&model_);
    // A row goes on behind its last column, where the view knows of nothing to paint anew.
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { viewport()->update(); });
    // Keys always have a row to begin at; the view sees to it only when it gets the focus.
    connect(&model_, &ResultTreeModel::rootLoaded, this, [this] {
        if (hasFocus() && !currentIndex().isValid() && model_.rowCount() > 0)
            selectionModel()->setCurrentIndex(model_.index(0, 0), QItemSelectionModel::NoUpdate);
    });
    setUniformRowHeights(true);
    setAnimated(false);
    setIndentation(indent);
    setExpandsOnDoubleClick(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(AnyKeyPressed);
    setTabKeyNavigation(true); // from cell to cell; behind the last one Tab leaves, see keyPressEvent()
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    auto* names = new RowHeader(theme, indent, this);
    setHeader(names);
    names->setSectionsClickable(true); // a view that does not sort by itself takes that away
    header()->setDefaultSectionSize(cellWidth);
    header()->setMinimumSectionSize(48);
    connect(names, &RowHeader::filterLeft, this, [this] { setFocus(); });
    names->setFrozen([this] { return frozenWidth(); });
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, names, [names] {
        names->placeFilters();
        names->viewport()->update(); // what stays has been moved along
    });
    connect(names, &RowHeader::moveAsked, this, &RowTreeView::columnMoveAsked);
    connect(names, &QHeaderView::sectionClicked, this, [this](int column) {
        if (column < int(model_.section({}).cells.size()))
            emit sortAsked(column, SortWish::Cycle);
    });
    connect(names, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (!sizing_ && column < int(model_.section({}).cells.size()))
            emit columnResized(column, width);
    });
    connect(delegate_, &RowDelegate::picked, this, &RowTreeView::picked);
    connect(delegate_, &RowDelegate::refused, this, &RowTreeView::refused);
    connect(this, &QTreeView::expanded, this, &RowTreeView::opened);
    // A selected row stays selected to its end when a section with more columns is opened.
    connect(&model_, &QAbstractItemModel::columnsInserted, this, [this] {
        QItemSelection rows;
        for (const QItemSelectionRange& range : selectionModel()->selection())
            rows.select(QModelIndex(range.topLeft()).siblingAtColumn(0),
                QModelIndex(range.bottomRight()).siblingAtColumn(0));
        selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    });
}

/// The first column stays as wide as it is: what a deep row has no room for is cut, and can be read in its tip.
void RowTreeView::opened(const QModelIndex& index)
{
    // QTreeView loads with its next layout, which may be later than the next key.
    if (model_.canFetchMore(index))
        model_.fetchMore(index);
}

void RowTreeView::openAll(const QModelIndexList& places)
{
    for (const QModelIndex& place : places) {
        scheduleDelayedItemsLayout(); // so that it is only kept in mind until then
        expand(place);
    }
}

RowHeader* RowTreeView::rowHeader() const
{
    return static_cast<RowHeader*>(header());
}

int RowTreeView::defaultWidth(int column) const
{
    const RowSection& columns = model_.section({});
    if (column == 0)
        return labelWidth;
    if (column >= int(columns.cells.size()))
        return cellWidth;
    const orm::Attribute& attribute = columns.attribute(model_.registry(), column);
    if (referenceOf(model_.registry().at(columns.model), attribute.name))
        return cellWidth;
    const int name = fontMetrics().horizontalAdvance(attribute.name) + 3 * RowDelegate::padding;
    const int value = fontMetrics().horizontalAdvance(widestValue(attribute.type)) + 4 * RowDelegate::padding;
    return std::clamp(std::max(name, value), narrowest, widest);
}

void RowTreeView::setLayout(const TableLayout& layout)
{
    const QScopedValueRollback sizing(sizing_, true);
    const RowSection& columns = model_.section({});
    const int shown = int(columns.cells.size());
    rowHeader()->setRootColumns(shown);
    for (int column = 0; column < header()->count(); ++column) {
        const int kept =
            column < shown ? layout.widths.value(columns.attribute(model_.registry(), column).name) : 0;
        header()->resizeSection(column, kept > 0 ? kept : defaultWidth(column));
    }
    int sorted = -1;
    bool descending = false;
    for (int column = 0; column < shown && !layout.order.empty(); ++column) {
        if (columns.attribute(model_.registry(), column).name == layout.order.front().attribute) {
            sorted = column;
            descending = layout.order.front().descending;
        }
    }
    rowHeader()->setSorted(sorted, descending);
}

void RowTreeView::setTheme(const Theme& theme)
{
    theme_ = &theme;
    delegate_->setTheme(theme);
    rowHeader()->setTheme(theme);
    viewport()->update();
}

void RowTreeView::setEmptyText(const QString& title, const QString& hint)
{
    emptyTitle_ = title;
    emptyHint_ = hint;
    viewport()->update();
}

// -- what stays open ---------------------------------------------------------------------------------

QSet<QString> RowTreeView::openPaths() const
{
    QSet<QString> paths;
    std::vector<QModelIndex> open;
    const auto visit = [&](const QModelIndex& parent) {
        for (int i = 0; i < model_.rowCount(parent); ++i) {
            const QModelIndex child = model_.index(i, 0, parent);
            if (isExpanded(child))
                open.push_back(child);
        }
    };
    visit({});
    for (size_t i = 0; i < open.size(); ++i) {
        const QModelIndex index = open[i];
        paths.insert(model_.path(index));
        visit(index);
    }
    return paths;
}

void RowTreeView::restore(QSet<QString> paths, const QString& current, int column)
{
    wanted_ = std::move(paths);
    wantedCurrent_ = current;
    wantedColumn_ = column;
    restoreBelow({}, 0, model_.rowCount() - 1);
}

void RowTreeView::restoreBelow(const QModelIndex& parent, int start, int end)
{
    if (wanted_.isEmpty() && wantedCurrent_.isEmpty())
        return;
    QModelIndexList open;
    for (int i = start; i <= end && i < model_.rowCount(parent); ++i) {
        const QModelIndex child = model_.index(i, 0, parent);
        const QString path = model_.path(child);
        if (!wantedCurrent_.isEmpty() && path == wantedCurrent_) {
            wantedCurrent_.clear();
            setCurrentIndex(child.siblingAtColumn(wantedColumn_));
            scrollTo(child);
        }
        if (wanted_.remove(path))
            open.append(child);
    }
    openAll(open);
}

bool RowTreeView::isPage(const QModelIndex& parent, int row) const
{
    const QModelIndex first = model_.index(row, 0, parent);
    const RowPtr& object = model_.object(first);
    return !parent.isValid() && (object ? !object->draft : model_.kind(first) == TreeNodeKind::More);
}

void RowTreeView::holdRowInView()
{
    held_ = QModelIndex();
    for (int y = 0; y < viewport()->height(); y += RowDelegate::rowHeight) {
        const QModelIndex index = indexAt(QPoint(0, y)).siblingAtColumn(0);
        if (index.isValid() && !index.parent().isValid() && model_.kind(index) == TreeNodeKind::Row) {
            held_ = index;
            heldTop_ = visualRect(index).top();
            return;
        }
    }
}

void RowTreeView::rowsInserted(const QModelIndex& parent, int start, int end)
{
    QTreeView::rowsInserted(parent, start, end);
    // A page that comes in above the rows in view pushes none of them away.
    if (held_.isValid() && start <= held_.row() && isPage(parent, start)) {
        executeDelayedItemsLayout();
        updateGeometries();
        verticalScrollBar()->setValue(verticalScrollBar()->value() + visualRect(held_).top() - heldTop_);
    }
    held_ = QModelIndex();
    // Opening loads, and the model is still busy with inserting.
    if (!wanted_.isEmpty() || !wantedCurrent_.isEmpty()) {
        const QPersistentModelIndex place(parent);
        const bool root = !parent.isValid();
        QMetaObject::invokeMethod(
            this,
            [this, place, root, start, end] {
                if (root || place.isValid())
                    restoreBelow(place, start, end);
            },
            Qt::QueuedConnection);
    }
}

// -- keyboard and mouse ------------------------------------------------------------------------------

void RowTreeView::keyPressEvent(QKeyEvent* event)
{
    wantedCurrent_.clear(); // the person goes where they like
    // While a cell is edited, its Enter comes by on the way up; the delegate has dealt with it.
    const bool entered = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool control = event->modifiers() & Qt::ControlModifier;
    if (state() == EditingState && entered && !control)
        event->accept();
    else if (takeKey(event))
        event->accept();
    else if (const QList<int> panels{Qt::Key_N, Qt::Key_F, Qt::Key_Y, Qt::Key_T, Qt::Key_Z, Qt::Key_D};
             control && panels.contains(event->key()))
        event->ignore(); // the panel's
    else if (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab)
        event->ignore(); // on to the next part of the window
    else
        QTreeView::keyPressEvent(event);
}

void RowTreeView::mousePressEvent(QMouseEvent* event)
{
    if (QWidget* editor = openEditor(); editor && delegate_->keepsWrong(editor)) {
        event->accept(); // as a key that would leave it
        return;
    }
    const bool many = event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier);
    const QModelIndex pressed = indexAt(event->pos());
    const QModelIndex first = pressed.siblingAtColumn(0);
    const int begin = pressed.isValid() && shiftOf(pressed) > 0 ? visualRect(first).left() : 0;
    if (event->button() == Qt::LeftButton && event->pos().x() < begin) {
        // What opens the row stands elsewhere than the view thinks.
        if (event->pos().x() >= begin - indent && model_.hasChildren(first))
            setExpanded(first, !isExpanded(first));
        event->accept();
        return;
    }
    QTreeView::mousePressEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (!index.isValid() || event->button() != Qt::LeftButton)
        return;
    const TreeNodeKind kind = model_.kind(index);
    if (kind == TreeNodeKind::More || kind == TreeNodeKind::Error)
        goOn(index.siblingAtColumn(0), event->modifiers() == Qt::ShiftModifier);
    else if (kind == TreeNodeKind::Header)
        emit groupSortAsked(index, SortWish::Cycle);
    else if (!many && kind == TreeNodeKind::Relation &&
             delegate_->hiddenColumnsWord(index, visualRect(index)).contains(event->pos()))
        emit columnsAsked(index);
    else if (!many && kind == TreeNodeKind::Link && index.column() == 0 &&
             visualRect(index).contains(event->pos()))
        editCell(index);
}

void RowTreeView::mouseMoveEvent(QMouseEvent* event)
{
    const QModelIndex index = event->buttons() ? QModelIndex() : indexAt(event->pos());
    const bool onWord = index.isValid() && model_.kind(index) == TreeNodeKind::Relation &&
                        delegate_->hiddenColumnsWord(index, visualRect(index)).contains(event->pos());
    if (onWord)
        viewport()->setCursor(Qt::PointingHandCursor);
    else
        viewport()->unsetCursor();
    QTreeView::mouseMoveEvent(event);
}

void RowTreeView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->pos());
    if (!index.isValid() || event->button() != Qt::LeftButton) {
        QTreeView::mouseDoubleClickEvent(event);
        return;
    }
    if (model_.kind(index) == TreeNodeKind::Relation)
        setExpanded(index.siblingAtColumn(0), !isExpanded(index.siblingAtColumn(0)));
    else if (const int relation = model_.relationColumn(index); relation >= 0)
        openGroup(index.siblingAtColumn(0), relation);
    else if (model_.attribute(index) && !(index.flags() & Qt::ItemIsEditable))
        emit lockedAsked(index);
    else
        editCell(index);
}

// -- painting ----------------------------------------------------------------------------------------

void RowTreeView::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const
{
    const bool selected = selectionModel()->isRowSelected(index.row(), index.parent());
    painter->fillRect(rect, delegate_->rowFill(index, selected, isUnderPointer(rect)));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    // A quiet line leads down from each opened row and group.
    painter->setPen(QPen(theme_->panelBorder, 1));
    int x = rect.right() + 1 - indent;
    for (QModelIndex above = index.parent(); above.isValid(); above = above.parent()) {
        x -= indent;
        painter->drawLine(
            QPointF(x + indent / 2.0 + 0.5, rect.top()), QPointF(x + indent / 2.0 + 0.5, rect.bottom() + 1));
    }
    if (model_.hasChildren(index)) {
        const QPointF middle(rect.right() + 1 - indent / 2.0, rect.center().y() + 0.5);
        QPen pen(theme_->muted, 1.5);
        pen.setCapStyle(Qt::RoundCap);
        pen.setJoinStyle(Qt::RoundJoin);
        painter->setPen(pen);
        const QPolygonF chevron =
            isExpanded(index)
                ? QPolygonF({middle + QPointF(-4, -2), middle + QPointF(0, 2), middle + QPointF(4, -2)})
                : QPolygonF({middle + QPointF(-2, -4), middle + QPointF(2, 0), middle + QPointF(-2, 4)});
        painter->drawPolyline(chevron);
    }
    painter->restore();
}

bool RowTreeView::isUnderPointer(const QRect& row) const
{
    const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
    return viewport()->underMouse() && pointer.y() >= row.top() && pointer.y() <= row.bottom() &&
           pointer.x() < header()->length() - header()->offset(); // behind it the pointer is on no cell
}

void RowTreeView::drawWide(
    QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& first) const
{
    QStyleOptionViewItem line = option;
    line.rect = visualRect(first);
    line.rect.moveTop(option.rect.top());
    const int left = columnViewportPosition(0) + shiftOf(first);
    drawBranches(&painter, QRect(left, line.rect.top(), line.rect.left() - left, line.rect.height()), first);
    line.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(first));
    line.state.setFlag(QStyle::State_HasFocus, hasFocus() && currentIndex().siblingAtColumn(0) == first);
    line.state.setFlag(QStyle::State_MouseOver, isUnderPointer(option.rect));
    delegate_->paint(&painter, line, first);
}

void RowTreeView::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QModelIndex first = index.siblingAtColumn(0);
    if (isWide(first)) {
        drawWide(*painter, option, first);
    } else {
        QTreeView::drawRow(painter, option, index);
        if (shiftOf(first) > 0)
            drawFrozen(*painter, option, first);
    }
    // A row goes on to the edge: what is behind its last column belongs to it.
    const int end = header()->length() - header()->offset();
    if (end >= viewport()->width())
        return;
    const QRect rest(end, option.rect.top(), viewport()->width() - end, option.rect.height());
    painter->fillRect(
        rest, delegate_->rowFill(
                  first, selectionModel()->isRowSelected(index.row(), index.parent()), isUnderPointer(rest)));
    const TreeNodeKind kind = model_.kind(first);
    if (kind == TreeNodeKind::Row || kind == TreeNodeKind::Edge || kind == TreeNodeKind::Header ||
        kind == TreeNodeKind::Link) {
        painter->setPen(theme_->rowLine);
        painter->drawLine(rest.bottomLeft(), rest.bottomRight());
    }
}

void RowTreeView::paintEvent(QPaintEvent* event)
{
    QTreeView::paintEvent(event);
    if (model_.rowCount() > 0 || emptyTitle_.isEmpty())
        return;
    QPainter painter(viewport());
    QFont font = this->font();
    font.setPixelSize(15);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(theme_->ink);
    const QRect area = viewport()->rect();
    const int middle = area.height() / 2;
    painter.drawText(QRect(0, middle - 26, area.width(), 24), Qt::AlignCenter, emptyTitle_);
    painter.setFont(this->font());
    painter.setPen(theme_->muted);
    painter.drawText(QRect(0, middle + 2, area.width(), 24), Qt::AlignCenter, emptyHint_);
}

} // namespace conjoin::ui
