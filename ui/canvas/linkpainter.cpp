// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/linkpainter.h"

#include "ui/canvas/cardstyle.h"
#include "ui/canvas/linkgeometry.h"
#include "ui/canvas/textcache.h"

#include <QPainter>

#include <algorithm>

namespace conjoin::ui {

QColor LinkPainter::color(const SceneEdge& edge, const EdgeLook& look) const
{
    const QColor plain = edge.manyToMany ? theme_.link : theme_.edge;
    if (look.selected && !edge.manyToMany)
        return theme_.selected;
    if (look.emphasis == Emphasis::Dimmed) // opaque: lines that run together must not add up
        return style::blend(plain, theme_.canvas, 0.28);
    if (look.emphasis == Emphasis::Lit && !edge.manyToMany)
        return theme_.selected;
    return plain;
}

void LinkPainter::paint(
    QPainter& painter, const SceneEdge& edge, const EdgeLook& look, double scale, TextCache& texts) const
{
    if (edge.route.size() < 2)
        return;
    const QColor ink = color(edge, look);
    const Detail detail = detailAt(scale);
    const bool strong = look.selected || look.emphasis == Emphasis::Lit;
    if (detail == Detail::Block || detail == Detail::Boxes) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        const double share = strong || look.emphasis == Emphasis::Dimmed ? 1
                             : detail == Detail::Block                   ? 0.5
                                                                         : 0.75;
        QPen pen(style::blend(ink, theme_.canvas, share), strong ? 2 : 1);
        pen.setCosmetic(true);
        painter.setPen(pen);
        painter.drawPolyline(edge.route.data(), int(edge.route.size()));
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const double width = edge.manyToMany ? style::linkWidth + (look.selected ? 0.6 : 0)
                         : strong        ? style::litWidth
                                         : style::referenceWidth;
    painter.setPen(QPen(ink, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(roundedRoute(edge.route));
    constexpr double markScale = 0.42;
    if (scale < markScale)
        return;
    painter.setPen(QPen(ink, edge.manyToMany ? style::linkMarkWidth : style::referenceWidth, Qt::SolidLine,
        Qt::RoundCap, Qt::RoundJoin));
    paintMark(painter, edge, false, ink);
    paintMark(painter, edge, true, ink);
    if (detail == Detail::Full && look.emphasis != Emphasis::Dimmed) {
        paintLabel(painter, edge, false, texts);
        paintLabel(painter, edge, true, texts);
    }
}

void LinkPainter::paintMark(QPainter& painter, const SceneEdge& edge, bool last, const QColor& ink) const
{
    const EndMark mark = last ? edge.toMark : edge.fromMark;
    const QPointF at = last ? edge.route.back() : edge.route.front();
    if (mark == EndMark::None) {
        painter.save();
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawEllipse(at, style::armDotRadius, style::armDotRadius);
        painter.restore();
        return;
    }
    const MarkShape shape = markShape(mark, last && edge.mixedTo, at, outwardAt(edge.route, last));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape.strokes);
    if (shape.ring) {
        painter.setBrush(theme_.canvas);
        painter.drawEllipse(*shape.ring);
    }
}

void LinkPainter::paintLabel(QPainter& painter, const SceneEdge& edge, bool last, TextCache& texts) const
{
    const QString& label = last ? edge.toLabel : edge.fromLabel;
    const QRectF& place = last ? edge.toLabelRect : edge.fromLabelRect;
    if (label.isEmpty() || place.isEmpty())
        return;
    painter.setPen(edge.manyToMany ? theme_.pillInk : theme_.type);
    texts.paint(painter, TextRole::EndRole,
        {place.left() + style::rolePadding, place.bottom() - style::roleBaseline}, label, style::roleRoom);
}

} // namespace conjoin::ui
