// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowdelegate.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace conjoin::ui {

namespace {

constexpr int glyphRoom = 20; ///< of what may stand in front of a label

QColor tint(const QColor& ground, const QColor& color, double share)
{
    const auto channel = [share](int a, int b) { return int(a + (b - a) * share + 0.5); };
    return {channel(ground.red(), color.red()), channel(ground.green(), color.green()),
        channel(ground.blue(), color.blue())};
}

/// Writes text from the left edge of `area` and moves that edge behind it.
void write(QPainter& painter, QRect& area, const QString& text, const QColor& color, int gap = 8)
{
    if (text.isEmpty() || area.width() <= 0)
        return;
    painter.setPen(color);
    const QFontMetrics metrics = painter.fontMetrics();
    const QString cut = metrics.elidedText(text, Qt::ElideRight, area.width());
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, cut);
    area.setLeft(area.left() + metrics.horizontalAdvance(cut) + gap);
}

void paintSortMark(QPainter& painter, const QPointF& at, bool descending, const QColor& color)
{
    const qreal tip = descending ? 2.5 : -2.5;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({at + QPointF(-4, -tip), at + QPointF(4, -tip), at + QPointF(0, tip)}));
}

} // namespace

RowDelegate::RowDelegate(const Theme& theme, ResultTreeModel& model, QObject* parent)
    : QStyledItemDelegate(parent)
    , theme_(&theme)
    , model_(model)
{}

void RowDelegate::setTheme(const Theme& theme)
{
    theme_ = &theme;
    symbols_.clear();
}

const QIcon& RowDelegate::symbol(const QString& name, const QColor& color) const
{
    QIcon& made = symbols_[name + color.name()];
    if (made.isNull())
        made = icon(name, color);
    return made;
}

QColor RowDelegate::rowFill(const QModelIndex& index, bool selected, bool hovered) const
{
    const RowPtr& row = model_.object(index);
    QColor fill = theme_->panel;
    if (row && row->removed)
        fill = tint(fill, theme_->deleted, 0.10);
    else if (row && row->draft)
        fill = tint(fill, theme_->inserted, 0.08);
    else if (row && model_.link(index))
        fill = tint(fill, theme_->link, 0.08);
    else if (row && !row->entered.isEmpty())
        fill = tint(fill, theme_->updated, 0.10);
    if (selected)
        return tint(fill, theme_->accent, selectionShare(*theme_));
    return hovered ? tint(fill, theme_->accent, 0.05) : fill;
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {60, rowHeight};
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setFont(option.font);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->fillRect(option.rect, rowFill(index, selected, hovered));
    switch (model_.kind(index)) {
    case TreeNodeKind::Row:
    case TreeNodeKind::Edge:
    case TreeNodeKind::Header:
    case TreeNodeKind::Link:
        paintCell(painter, option, index);
        break;
    case TreeNodeKind::Relation:
        paintRelation(painter, option, index);
        break;
    default:
        paintLine(painter, option, index);
        break;
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme_->accent, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4);
    }
    painter->restore();
}

void RowDelegate::paintCell(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const RowCell cell = model_.cell(index);
    const TreeNodeKind kind = model_.kind(index);
    const RowPtr& row = model_.object(index);
    const bool header = kind == TreeNodeKind::Header;
    if (row && row->badges.empty() && model_.relationColumn(index) >= 0)
        model_.countRelated(row); // of very many rows those that are looked at are counted for
    if (cell.junction)
        painter->fillRect(
            option.rect, QColor(theme_->link.red(), theme_->link.green(), theme_->link.blue(), 16));
    painter->setPen(theme_->rowLine);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (cell.rule && cell.junction) {
        painter->setPen(theme_->pillBorder);
        for (const int x : {0, 3})
            painter->drawLine(
                option.rect.left() + x, option.rect.top(), option.rect.left() + x, option.rect.bottom());
    }
    QRect area = option.rect.adjusted(padding, 0, cell.right ? -2 * padding : -padding, 0);
    if (header) {
        QFont small = option.font;
        small.setPixelSize(11);
        small.setWeight(QFont::Medium);
        painter->setFont(small);
        const QColor title = cell.sorted != 0 ? theme_->ink : cell.junction ? theme_->link : theme_->muted;
        constexpr int arrow = 14;
        if (cell.right) {
            painter->setPen(title);
            painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, cell.text);
            area.setLeft(area.right() - painter->fontMetrics().horizontalAdvance(cell.text) - arrow);
        } else {
            write(*painter, area, cell.text, title, 4);
        }
        if (cell.sorted != 0)
            paintSortMark(*painter, QPointF(area.left() + arrow / 2.0 - 2, area.center().y() + 0.5),
                cell.sorted < 0, theme_->accent);
        return;
    }
    if (!cell.fault.isEmpty()) {
        painter->setPen(QPen(theme_->error, 2, Qt::DotLine));
        const int y = option.rect.bottom() - 4;
        painter->drawLine(area.left(), y, area.right(), y);
    }
    if (kind == TreeNodeKind::Link && index.column() == 0)
        write(*painter, area, QStringLiteral("+"), theme_->link);

    // One glyph says what waits; colour is never the only cue.
    if (row && index.column() == 0) {
        const bool unlinked = model_.isUnlinked(index);
        if (row->error)
            write(*painter, area, QStringLiteral("!"), theme_->error);
        if (row->removed)
            write(*painter, area, QStringLiteral("✖"), theme_->deleted);
        else if (row->draft)
            write(*painter, area, QStringLiteral("✚"), theme_->inserted);
        else if (model_.link(index))
            write(*painter, area, QStringLiteral("⇄"), theme_->link);
        else if (unlinked)
            write(*painter, area, QStringLiteral("⊘"), theme_->faint);
        else if (!row->entered.isEmpty())
            write(*painter, area, QStringLiteral("✎"), theme_->updated);
    }

    QColor ink = theme_->ink;
    QFont font = option.font;
    switch (cell.kind) {
    case RowCell::Kind::Null:
    case RowCell::Kind::Placeholder:
        ink = theme_->faint;
        font.setItalic(true);
        break;
    case RowCell::Kind::Missing:
        ink = theme_->error;
        font.setItalic(true);
        break;
    default:
        break;
    }
    if (cell.changed && row && !row->draft)
        ink = cell.junction || cell.reference ? theme_->link : theme_->updated;
    if (row && (row->removed || model_.isUnlinked(index))) {
        font.setStrikeOut(true);
        ink = row->removed ? theme_->deleted : theme_->faint;
    }
    painter->setFont(font);
    if (cell.kind == RowCell::Kind::Value && cell.text.isEmpty() && cell.empty) {
        write(*painter, area, QStringLiteral("''"), theme_->faint); // a text, with nothing in it
    }
    if (cell.right) {
        painter->setPen(ink);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight,
            painter->fontMetrics().elidedText(cell.text, Qt::ElideRight, area.width()));
        return;
    }
    QRect words = area; // the key keeps its room: a label that is cut is still told from its like
    if (!cell.suffix.isEmpty()) {
        const int key = QFontMetrics(option.font).horizontalAdvance(cell.suffix) + 8;
        words.setRight(std::max(area.right() - key, area.left()));
    }
    write(*painter, words, cell.text, ink);
    area.setLeft(words.left());
    font.setItalic(false);
    painter->setFont(font);
    write(*painter, area, cell.suffix, theme_->faint);
    if (row && index.column() == 0 && model_.isShownAbove(index))
        write(*painter, area, tr("◂ shown above"), theme_->faint);
}

void RowDelegate::paintRelation(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const orm::Association& association = *model_.association(index);
    const bool many = association.kind == orm::AssociationKind::BelongsToMany;
    const bool belongs = association.kind == orm::AssociationKind::BelongsTo;
    QRect area = option.rect.adjusted(2, 0, -padding, 0);
    area.setLeft(std::max(area.left(), padding)); // in view, also where the first column is not
    const QColor color = many ? theme_->link : theme_->muted;
    const QRect glyph(area.left(), area.center().y() - 7, 16, 16);
    const QString name = many      ? QStringLiteral("pill")
                         : belongs ? QStringLiteral("foreign-key")
                                   : QStringLiteral("reference");
    symbol(name, color).paint(painter, glyph);
    area.setLeft(glyph.right() + 8);

    QFont strong = option.font;
    strong.setWeight(QFont::DemiBold);
    painter->setFont(strong);
    write(*painter, area, association.name, many ? theme_->pillInk : theme_->ink);

    QFont small = option.font;
    small.setPixelSize(11);
    if (belongs) {
        const RowObject& row = *model_.owner(index);
        const LinkPtr link = row.linkOf(association.name);
        const RowPtr referred = link ? link->target : row.references.value(association.name);
        painter->setFont(option.font);
        if (referred) {
            write(*painter, area, rowLabel(model_.registry(), *referred), link ? theme_->link : theme_->ink);
            write(*painter, area,
                link && referred->draft ? tr("new") : rowKeyText(model_.registry(), *referred), theme_->faint);
        } else {
            write(*painter, area, tr("none"), theme_->faint);
        }
        return;
    }
    const ResultTreeModel::Badge badge = model_.badge(index);
    painter->setFont(small);
    const auto pill = [&](const QString& text, const QColor& ink, const QColor& fill) {
        const int width = std::max(painter->fontMetrics().horizontalAdvance(text) + 12, 18);
        const QRect box(area.left(), area.center().y() - 8, width, 17);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(fill);
        painter->drawRoundedRect(box, 8, 8);
        painter->setPen(ink);
        painter->drawText(box, Qt::AlignCenter, text);
        area.setLeft(box.right() + 8);
    };
    if (badge.stored >= ResultTreeModel::badgeCap)
        pill(QStringLiteral("100+"), theme_->type, theme_->hover);
    else if (badge.stored >= 0 && (badge.stored > 0 || badge.added == 0))
        pill(QString::number(badge.stored), badge.stored == 0 ? theme_->faint : theme_->type, theme_->hover);
    else if (badge.stored < 0)
        pill(QStringLiteral("?"), theme_->faint, theme_->hover);
    if (badge.added > 0)
        pill(QStringLiteral("+%1").arg(badge.added), theme_->pillInk, theme_->pillFill);
    if (badge.taken > 0)
        pill(QStringLiteral("−%1").arg(badge.taken), theme_->deleted,
            tint(theme_->panel, theme_->deleted, 0.12));
    if (many)
        write(*painter, area, tr("via %1").arg(model_.registry().at(association.through).name), theme_->faint);
    if (model_.isCycle(index))
        write(*painter, area, tr("↺ cycle"), theme_->faint);
    const int hidden = many ? model_.section(index).hidden : 0;
    hiddenWords_.remove(index.internalPointer());
    if (hidden == 0)
        return;
    const int begin = area.left();
    QFont link = painter->font();
    link.setUnderline(true);
    painter->setFont(link);
    write(*painter, area, hidden == 1 ? tr("1 column hidden") : tr("%1 columns hidden").arg(hidden),
        theme_->muted);
    hiddenWords_.insert(
        index.internalPointer(), {begin - option.rect.left(), area.left() - 8 - option.rect.left()});
}

QRect RowDelegate::hiddenColumnsWord(const QModelIndex& index, const QRect& row) const
{
    const auto found = hiddenWords_.constFind(index.internalPointer());
    if (found == hiddenWords_.constEnd() || model_.kind(index) != TreeNodeKind::Relation)
        return {};
    return {row.left() + found->first, row.top(), found->second - found->first, row.height()};
}

/// What is cut in its cell can be read in full beside the pointer.
bool RowDelegate::helpEvent(
    QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const TreeNodeKind kind = index.isValid() ? model_.kind(index) : TreeNodeKind::Loading;
    const bool isCell = kind == TreeNodeKind::Row || kind == TreeNodeKind::Edge || kind == TreeNodeKind::Header;
    if (!isCell || !index.data(Qt::ToolTipRole).toString().isEmpty())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const RowCell cell = model_.cell(index);
    const QString full = cell.suffix.isEmpty() ? cell.text : cell.text + u' ' + cell.suffix;
    const int room = option.rect.width() - 2 * padding - (index.column() == 0 ? glyphRoom : 0);
    const bool isCut = QFontMetrics(option.font).horizontalAdvance(full) > room;
    if (isCut)
        QToolTip::showText(event->globalPos(), Qt::convertFromPlainText(full), view);
    else
        QToolTip::hideText();
    return isCut;
}

void RowDelegate::paintLine(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QRect area = option.rect.adjusted(padding, 0, -padding, 0);
    area.setLeft(std::max(area.left(), padding)); // as a group
    QFont font = option.font;
    QColor ink = theme_->muted;
    if (model_.kind(index) == TreeNodeKind::Error)
        ink = theme_->error;
    else if (model_.kind(index) == TreeNodeKind::More)
        ink = theme_->accent;
    else
        font.setItalic(true);
    painter->setFont(font);
    write(*painter, area, model_.sentence(index), ink);
    if (model_.kind(index) == TreeNodeKind::Error)
        write(*painter, area, tr("Try again (Space)"), theme_->accent);
}

} // namespace conjoin::ui
