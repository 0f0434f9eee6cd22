// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/cardpainter.h"

#include "ui/canvas/cardshape.h"
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/devicepixels.h"
#include "ui/canvas/emphasis.h"
#include "ui/canvas/glyphs.h"
#include "ui/canvas/notetext.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

namespace layout = model::layout;

constexpr double rowInset = 6, rowRadius = 5;

void strokeGlyph(QPainter& painter, const QPainterPath& glyph, QPointF leftMiddle, const QColor& color)
{
    painter.save();
    painter.translate(leftMiddle);
    painter.setPen(QPen(color, glyphWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(glyph);
    painter.restore();
}

/// A link of more than two ends is told apart.
const QPainterPath& glyphOf(const SceneNode& link)
{
    return link.ends > 2 ? manyWaysGlyph() : manyToManyGlyph();
}

bool holds(const std::vector<int>& rows, int row)
{
    return std::find(rows.begin(), rows.end(), row) != rows.end();
}

QRectF rowRect(const SceneNode& node, int row)
{
    const bool pill = node.kind == NodeKind::Pill;
    const double height = pill ? layout::pillRowHeight : layout::rowHeight;
    const double centre = node.rect.y() + (pill ? layout::pillRowCentre(row) : layout::rowCentre(row));
    return {node.rect.x(), centre - height / 2, node.rect.width(), height};
}

} // namespace

CardPainter::CardPainter(const Theme& theme)
    : theme_(theme)
    , shadow_(theme.shadow)
{}

void CardPainter::paint(
    QPainter& painter, const SceneNode& node, const NodeLook& look, double scale, bool shadows)
{
    const Detail detail = detailAt(scale, ratio_);
    scale_ = scale;
    if (detail == Detail::Block || detail == Detail::Boxes) {
        paintFar(painter, node, look, detail);
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool dimmed = look.emphasis == Emphasis::Dimmed;
    if (shadows && node.kind != NodeKind::Group) {
        painter.setOpacity(dimmed ? style::strengthOf(theme_).dimmed : 1);
        shadow_.paint(painter, node.rect);
        painter.setOpacity(1);
    }
    switch (node.kind) {
    case NodeKind::Table:
    case NodeKind::Junction:
        paintCard(painter, node, look, detail);
        break;
    case NodeKind::Pill:
        paintPill(painter, node, look, detail);
        break;
    case NodeKind::Note:
        paintNote(painter, node, look);
        break;
    case NodeKind::Group:
        paintGroup(painter, node, look);
        break;
    }
    painter.restore();
    if (dimmed)
        paintVeil(painter, node);
}

void CardPainter::paintDimmedGround(QPainter& painter, const SceneNode& node) const
{
    const double radius = style::cornerOf(node);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.canvas);
    painter.drawRoundedRect(node.rect, radius, radius);
}

/// Names stay readable longer than columns do: far out they are larger, as far as there is room for them, and
/// where rows are mere bars they have the room of their sign, too.
void CardPainter::paintHeading(QPainter& painter, const QString& text, const Heading& heading)
{
    constexpr double readable = 10.5; // pixels
    const bool hasSign = heading.glyph && detailAt(scale_, ratio_) == Detail::Full;
    const double left = hasSign ? heading.textLeft : heading.glyphLeft;
    const double room = heading.right - left;
    const double wanted = readable / (texts_.font(heading.role).pixelSize() * scale_);
    double larger = std::clamp(wanted, 1.0, heading.tallest);
    if (larger > 1)
        larger = std::clamp(room / std::max(1.0, texts_.width(heading.role, text)), 1.0, larger);
    if (hasSign)
        strokeGlyph(painter, *heading.glyph, {heading.glyphLeft, heading.middle}, heading.glyphInk);
    painter.setPen(heading.ink);
    if (larger == 1) {
        texts_.paint(painter, heading.role, {left, heading.middle + heading.baseline}, text, room);
        return;
    }
    painter.save();
    painter.translate(left, heading.middle);
    painter.scale(larger, larger);
    texts_.paint(painter, heading.role, {0, heading.baseline}, text, room / larger);
    painter.restore();
}

void CardPainter::paintVeil(QPainter& painter, const SceneNode& node) const
{
    const double radius = style::cornerOf(node);
    QColor veil = theme_.canvas;
    veil.setAlphaF(float(1 - style::strengthOf(theme_).dimmed));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(veil);
    painter.drawRoundedRect(node.rect.adjusted(-1, -1, 1, 1), radius, radius);
}

void CardPainter::paintFar(QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail)
{
    const Hue& hue = style::hueOf(theme_, node.hue);
    const style::Strength& strength = style::strengthOf(theme_);
    const bool link = node.kind == NodeKind::Pill || node.kind == NodeKind::Junction;
    const bool area = node.kind == NodeKind::Group;
    QColor strong = link ? theme_.link : hue.band;
    QColor body = area ? style::blend(hue.header, theme_.canvas, style::groupFill)
                  : node.kind == NodeKind::Note
                      ? theme_.card
                      : style::blend(strong, theme_.card, link ? strength.farLink : strength.farBody);
    if (look.emphasis == Emphasis::Dimmed) {
        strong = style::blend(strong, theme_.canvas, strength.dimmed);
        body = style::blend(body, theme_.canvas, strength.dimmed);
    }
    const bool ringed = look.selected || look.emphasis == Emphasis::Lit;
    const bool bordered = ringed || !area || strength.areaBorder;
    const QColor border = ringed ? theme_.selected : style::blend(strong, theme_.canvas, strength.farBorder);
    const double head = detail != Detail::Boxes || area || node.kind == NodeKind::Note ? 0
                        : node.kind == NodeKind::Pill                                  ? node.rect.height()
                                                                                       : layout::headerHeight;
    paintBox(painter, node.rect, head, body, strong, bordered ? border : body,
        look.selected ? int(strength.selected) : 1);
}

// Thousands of them a frame: rectangles on whole pixels, which take no path and no blending.
void CardPainter::paintBox(QPainter& painter, const QRectF& rect, double head, const QColor& body,
    const QColor& strong, const QColor& border, int borderWidth)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QTransform toDevice = painter.deviceTransform();
    if (painter.paintEngine()->type() != QPaintEngine::Raster || toDevice.type() > QTransform::TxScale) {
        painter.fillRect(rect, body);
        painter.fillRect(QRectF(rect.topLeft(), QSizeF(rect.width(), head)), strong);
        QPen pen(border, borderWidth);
        pen.setCosmetic(true);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect);
        return;
    }
    const auto pixel = [](double value) { return int(std::lround(value)); };
    const QRectF exact = toDevice.mapRect(rect);
    const int left = pixel(exact.left()), top = pixel(exact.top());
    const QRect outer(
        left, top, std::max(1, pixel(exact.right()) - left), std::max(1, pixel(exact.bottom()) - top));
    const QRect inner = outer.adjusted(borderWidth, borderWidth, -borderWidth, -borderWidth);
    const DevicePixels pixels(painter);
    painter.fillRect(outer, border);
    if (!inner.isEmpty()) {
        const int headPixels = std::min(inner.height(), pixel(head * toDevice.m22()));
        if (headPixels < inner.height())
            painter.fillRect(inner.adjusted(0, headPixels, 0, 0), body);
        if (headPixels > 0)
            painter.fillRect(QRect(inner.topLeft(), QSize(inner.width(), headPixels)), strong);
    }
}

void CardPainter::paintCard(QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail)
{
    const bool junction = node.kind == NodeKind::Junction;
    const Hue& hue = style::hueOf(theme_, node.hue);
    const QColor band = junction ? theme_.link : hue.band;
    const QRectF& rect = node.rect;
    const QRectF header(rect.topLeft(), QSizeF(rect.width(), std::min(layout::headerHeight, rect.height())));

    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.card);
    const double radius = style::cornerOf(node);
    painter.drawRoundedRect(rect, radius, radius);
    const auto fillTop = [&](double height, const QColor& color) {
        painter.setBrush(color);
        painter.drawPath(cardTop(rect, height, radius));
    };
    fillTop(header.height(), junction ? theme_.pillFill : hue.header);
    fillTop(style::bandHeight, band);

    const QColor ink = junction ? theme_.pillInk : hue.ink;
    const double middle = rect.y() + (layout::headerHeight + style::bandHeight) / 2;
    constexpr double lockRoom = 18, tallest = 1.75;
    if (node.pinned)
        strokeGlyph(painter, lockGlyph(), {rect.right() - lockRoom - 4, middle}, ink);
    paintHeading(painter, node.title,
        {TextRole::Title, junction ? &glyphOf(node) : &tableGlyph(), rect.x() + style::titleIconLeft,
            rect.x() + style::titleTextLeft, rect.right() - style::rowTextRight - (node.pinned ? lockRoom : 0),
            middle, style::titleBaseline, tallest, ink, ink});

    const int keyEnd = style::keyBlockEnd(node);
    for (int i = 0; i < int(node.rows.size()); ++i) {
        const QRectF row = rowRect(node, i);
        if (detail == Detail::Bars) {
            paintBar(painter, node, node.rows[size_t(i)], row);
            continue;
        }
        paintRowFill(painter, i, row, look);
        paintRow(painter, node, i, row, look);
        if (i == keyEnd) {
            painter.setPen(QPen(theme_.rowLine, 1));
            painter.drawLine(QPointF(rect.left() + style::rowIconLeft, row.bottom()),
                QPointF(rect.right() - style::rowTextRight, row.bottom()));
        }
    }

    const bool ringed = look.selected || look.emphasis == Emphasis::Lit;
    const double inset = ringed ? 0 : 0.5;
    painter.setPen(
        borderPen(look, style::blend(theme_.selected, theme_.cardBorder, 0.5), theme_.cardBorder, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    if (!ringed) { // the band stays bright over the border
        painter.setPen(Qt::NoPen);
        fillTop(style::bandHeight, band);
    }
}

void CardPainter::paintRowFill(QPainter& painter, int index, const QRectF& rect, const NodeLook& look)
{
    const bool selected = holds(look.selectedRows, index);
    if (!selected && look.hoverRow != index && !holds(look.litRows, index))
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(selected ? style::blend(theme_.selected, theme_.card, style::strengthOf(theme_).rowFill)
                              : theme_.hoverRow);
    painter.drawRoundedRect(rect.adjusted(rowInset, 1, -rowInset, -1), rowRadius, rowRadius);
}

void CardPainter::paintRowIcon(QPainter& painter, const CardRow& row, QPointF middle, bool lit)
{
    if (row.primaryKey) {
        strokeGlyph(painter, keyGlyph(), middle, theme_.key);
    } else if (row.foreignKey) {
        strokeGlyph(painter, linkGlyph(), middle, theme_.foreignKey);
    } else {
        const QPointF centre = middle + QPointF(6.5, 0);
        const QColor color = lit ? theme_.selected : theme_.faint;
        painter.setPen(row.nullable ? QPen(color, style::hollowWidth) : QPen(Qt::NoPen));
        painter.setBrush(row.nullable ? QBrush(Qt::NoBrush) : QBrush(color));
        const double radius = row.nullable ? style::hollowRadius : style::dotRadius;
        if (row.unique)
            painter.drawPolygon(style::diamondAround(centre));
        else
            painter.drawEllipse(centre, radius, radius);
    }
}

void CardPainter::paintRow(
    QPainter& painter, const SceneNode& node, int index, const QRectF& rect, const NodeLook& look)
{
    const CardRow& row = node.rows[size_t(index)];
    const double middle = rect.center().y();
    const bool lit = holds(look.litRows, index);
    paintRowIcon(painter, row, {rect.x() + style::rowIconLeft, middle}, lit);

    const double right = rect.right() - style::rowTextRight;
    const double room = right - rect.x() - style::rowTextLeft;
    const double nameWidth = texts_.width(row.primaryKey ? TextRole::Key : TextRole::Column, row.name);
    // A name may take what it needs up to two thirds, the type gets what is left.
    const double typeRoom = std::max(room / 3, room - nameWidth - style::textGap);
    painter.setPen(theme_.type);
    const double typeWidth = texts_.paint(painter, TextRole::Type, {right, middle + style::typeBaseline},
        row.type, std::min(typeRoom, room * 2 / 3), Qt::AlignRight);
    const TextRole role = row.primaryKey ? TextRole::Key : row.derived ? TextRole::Derived : TextRole::Column;
    painter.setPen(lit && row.foreignKey            ? theme_.foreignKey
                   : row.derived && !row.primaryKey ? theme_.type
                                                    : theme_.ink);
    texts_.paint(painter, role, {rect.x() + style::rowTextLeft, middle + style::columnBaseline}, row.name,
        room - typeWidth - style::textGap);
}

void CardPainter::paintBar(QPainter& painter, const SceneNode& node, const CardRow& row, const QRectF& rect)
{
    constexpr double half = 3, share = 0.95;
    const double left = rect.x() + (node.kind == NodeKind::Pill ? style::pillTextLeft : style::rowTextLeft);
    const double room = rect.right() - style::rowTextRight - left;
    const double middle = rect.center().y();
    const double name =
        std::min(room * 0.6, layout::textWidth(row.name, 13, layout::TextWeight::Regular) * share);
    const double type =
        std::min(room * 0.35, layout::textWidth(row.type, 12, layout::TextWeight::Regular) * share);
    const QColor faint = style::blend(theme_.faint, theme_.card, 0.6);
    painter.fillRect(QRectF(left, middle - half, name, 2 * half), row.primaryKey   ? theme_.key
                                                                  : row.foreignKey ? theme_.foreignKey
                                                                                   : faint);
    painter.fillRect(
        QRectF(rect.right() - style::rowTextRight - type, middle - half, type, 2 * half), theme_.rowLine);
}

void CardPainter::paintPill(QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail)
{
    const QRectF& rect = node.rect;
    const double radius = style::cornerOf(node);
    constexpr double plainBorder = 1.4;
    const QPen border = borderPen(look, theme_.link, theme_.pillBorder, plainBorder);
    painter.setPen(border);
    painter.setBrush(theme_.pillFill);
    const double inset = border.widthF() / 2;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);

    const double middle = rect.y() + layout::pillHeadHeight / 2;
    constexpr double tallest = 1.6; // as far as there is room: to be read matters more than to be alike
    paintHeading(painter, node.title,
        {TextRole::Pill, &glyphOf(node), rect.x() + style::pillIconLeft, rect.x() + style::pillTitleLeft,
            rect.right() - style::pillTextRight, middle, style::columnBaseline, tallest, theme_.link,
            theme_.pillInk});
    if (node.rows.empty() && !node.newRow)
        return;
    painter.setPen(QPen(style::blend(theme_.pillBorder, theme_.pillFill, 0.55), 1));
    const double line = rect.y() + layout::pillHeadHeight - 0.5;
    painter.drawLine(
        QPointF(rect.left() + style::pillTextLeft, line), QPointF(rect.right() - style::pillTextRight, line));
    for (int i = 0; i < int(node.rows.size()); ++i) {
        const CardRow& row = node.rows[size_t(i)];
        const QRectF box = rowRect(node, i);
        if (detail == Detail::Bars) {
            paintBar(painter, node, row, box);
            continue;
        }
        const bool selected = holds(look.selectedRows, i);
        if (selected || look.hoverRow == i) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(
                selected ? style::blend(theme_.selected, theme_.pillFill, style::strengthOf(theme_).rowFill)
                         : style::blend(theme_.link, theme_.pillFill, 0.1));
            painter.drawRoundedRect(box.adjusted(rowInset, 0.5, -rowInset, -0.5), rowRadius, rowRadius);
        }
        const double right = box.right() - style::pillTextRight;
        const double room = right - box.x() - style::pillTextLeft;
        painter.setPen(theme_.type);
        const double typeWidth = texts_.paint(painter, TextRole::PillAttribute,
            {right, box.center().y() + style::typeBaseline}, row.type, room * 0.6, Qt::AlignRight);
        painter.setPen(theme_.pillInk);
        texts_.paint(painter, TextRole::PillAttribute,
            {box.x() + style::pillTextLeft, box.center().y() + style::typeBaseline}, row.name,
            room - typeWidth - style::textGap);
    }
}

/// Selected, a neighbour – in `litInk` –, or neither: in `plainInk`, `plainWidth` wide.
QPen CardPainter::borderPen(
    const NodeLook& look, const QColor& litInk, const QColor& plainInk, double plainWidth) const
{
    const style::Strength& strength = style::strengthOf(theme_);
    const auto seen = [&](double width) { return strength.widthKept ? width / std::min(1.0, scale_) : width; };
    if (look.selected)
        return {theme_.selected, seen(strength.selected)};
    if (look.emphasis != Emphasis::Lit)
        return {plainInk, seen(plainWidth)};
    if (!strength.litDashed)
        return {litInk, std::max(strength.lit, plainWidth)};
    QPen dashed(theme_.selected, seen(strength.lit));
    dashed.setCapStyle(Qt::FlatCap);
    dashed.setDashPattern({3, 2}); // widths of the pen
    return dashed;
}

QColor CardPainter::borderOf(const Hue& hue) const
{
    return style::blend(hue.band, theme_.canvas, style::strengthOf(theme_).quiet);
}

void CardPainter::paintNote(QPainter& painter, const SceneNode& node, const NodeLook& look)
{
    const Hue& amber = style::hueOf(theme_, 2);
    painter.setPen(borderPen(look, borderOf(amber), borderOf(amber), 1));
    painter.setBrush(amber.header);
    painter.drawRoundedRect(node.rect.adjusted(0.5, 0.5, -0.5, -0.5), style::noteRadius, style::noteRadius);
    constexpr double padding = style::notePadding;
    paintNoteText(painter, node.rect.adjusted(padding, padding, -padding, -padding), node.title,
        texts_.font(TextRole::Column), amber.ink);
    if (node.pinned)
        strokeGlyph(painter, lockGlyph(), node.rect.topRight() + QPointF(-18, 12), amber.ink);
}

void CardPainter::paintGroup(QPainter& painter, const SceneNode& node, const NodeLook& look)
{
    const Hue& hue = style::hueOf(theme_, node.hue);
    painter.setPen(borderPen(look, borderOf(hue), borderOf(hue), 1));
    painter.setBrush(style::blend(hue.header, theme_.canvas, style::groupFill));
    painter.drawRoundedRect(node.rect.adjusted(0.5, 0.5, -0.5, -0.5), style::groupRadius, style::groupRadius);
    constexpr double left = style::groupTitleLeft, middle = 21, tallest = 2;
    paintHeading(painter, node.title,
        {TextRole::Title, nullptr, node.rect.left() + left, node.rect.left() + left, node.rect.right() - left,
            node.rect.top() + middle, style::titleBaseline, tallest, hue.ink, hue.ink});
}

} // namespace conjoin::ui
