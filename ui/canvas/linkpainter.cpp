// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/linkpainter.h"

#include "ui/canvas/cardstyle.h"
#include "ui/canvas/emphasis.h"
#include "ui/canvas/linkgeometry.h"
#include "ui/canvas/markletters.h"
#include "ui/canvas/textcache.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace conjoin::ui {

QColor LinkPainter::color(const SceneEdge& edge, const EdgeLook& look) const
{
    const QColor plain = edge.manyToMany ? theme_.link : theme_.edge;
    if (look.selected && !edge.manyToMany)
        return theme_.selected;
    if (look.emphasis == Emphasis::Dimmed) // opaque: lines that run together must not add up
        return style::blend(plain, theme_.canvas, style::strengthOf(theme_).dimmedLine);
    if (look.emphasis == Emphasis::Lit && !edge.manyToMany)
        return theme_.selected;
    return plain;
}

/// Text wants more contrast than the line it stands beside.
QColor LinkPainter::lettersColor(const SceneEdge& edge, const EdgeLook& look) const
{
    const QColor plain = edge.manyToMany ? theme_.link : theme_.type;
    if (look.emphasis == Emphasis::Dimmed && !look.selected)
        return style::blend(plain, theme_.canvas, style::strengthOf(theme_).dimmed);
    const bool strong = look.selected || look.emphasis == Emphasis::Lit;
    return strong && !edge.manyToMany ? theme_.selected : plain;
}

double LinkPainter::width(const SceneEdge& edge, const EdgeLook& look) const
{
    const double plain = edge.manyToMany ? style::linkWidth : style::referenceWidth;
    return look.selected                    ? style::selectedLineWidth
           : look.emphasis == Emphasis::Lit ? std::max(style::litWidth, plain)
                                            : plain;
}

LinkRaster::Style LinkPainter::rasterStyle(const SceneEdge& edge, const EdgeLook& look, double scale) const
{
    const Detail detail = detailAt(scale);
    const bool far = detail == Detail::Block || detail == Detail::Boxes;
    const bool strong = look.selected || look.emphasis == Emphasis::Lit;
    LinkRaster::Style made;
    made.canvas = theme_.canvas;
    made.width = far ? (look.selected ? 3 : strong ? 2 : 1) / scale : width(edge, look);
    made.manyToMany = edge.manyToMany;
    made.rounded = !far;
    made.whole = strong;
    made.marks = scale >= style::markScale;
    // A line is never thinner than a pixel: where it should be, it is paler.
    constexpr double blockShare = 0.5, boxShare = 0.75;
    double share = 1;
    if (!strong && look.emphasis != Emphasis::Dimmed) {
        share = detail == Detail::Block   ? blockShare
                : detail == Detail::Boxes ? boxShare
                                          : std::clamp(made.width * scale, boxShare, 1.0);
    }
    made.ink = style::blend(color(edge, look), theme_.canvas, share);
    made.lettersInk = lettersColor(edge, look);
    made.lettersSize = ui::lettersSize(scale);
    return made;
}

void LinkPainter::paint(QPainter& painter, const SceneGraph& scene, int index, const EdgeLook& look,
    double scale, const LineHops& hops) const
{
    const SceneEdge& edge = scene.edges[size_t(index)];
    if (edge.route.size() < 2)
        return;
    const EdgeHops own(hops, scene, index);
    const QColor ink = color(edge, look);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPen pen(ink, width(edge, look), Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    QPen dashed(pen); // a pattern counts in widths of the pen
    dashed.setDashPattern({style::dashLength / pen.widthF(), style::dashGap / pen.widthF()});
    painter.setBrush(Qt::NoBrush);
    const auto draw = [&](std::span<const QPointF> part, bool inDashes) {
        painter.setPen(inDashes ? dashed : pen);
        painter.drawPath(roundedRoute(part, own));
    };
    if (edge.stub && !look.selected && look.emphasis != Emphasis::Lit) {
        draw(stubOf(edge.route, false), edge.dashed);
        draw(stubOf(edge.route, true), edge.dashed || dashedEnd(edge) > 0);
    } else {
        visitParts(edge, draw, otherArm(scene, index));
    }
    if (scale < style::markScale)
        return;
    paintMark(painter, edge, false, ink);
    paintMark(painter, edge, true, ink);
}

void LinkPainter::paintLetters(
    QPainter& painter, const SceneEdge& edge, const EdgeLook& look, TextCache& texts) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (const bool last : {false, true}) {
        const std::optional<MarkLetters> letters = lettersAt(edge, last);
        if (!letters)
            continue;
        const QFont& font = texts.font(TextRole::EndRole);
        const QPointF baseline = baselineOf(
            *letters, texts.width(TextRole::EndRole, letters->text), QFontMetricsF(font).capHeight());
        QPainterPath outline;
        outline.addText(baseline, font, letters->text);
        painter.strokePath(outline, haloPen(theme_.canvas, style::haloWidth));
        painter.setPen(lettersColor(edge, look));
        texts.paint(painter, TextRole::EndRole, baseline, letters->text, style::roleRoom);
    }
}

void LinkPainter::paintLabels(QPainter& painter, const SceneEdge& edge, TextCache& texts) const
{
    if (edge.route.size() < 2)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    for (const bool last : {false, true}) {
        paintLabel(painter, edge, last, texts);
        if (edge.stub)
            paintStub(painter, edge, last, texts);
    }
}

void LinkPainter::paintStub(QPainter& painter, const SceneEdge& edge, bool last, TextCache& texts) const
{
    const QString& text = last ? edge.toStub : edge.fromStub;
    const QRectF& plate = last ? edge.toStubRect : edge.fromStubRect;
    if (text.isEmpty() || plate.isEmpty())
        return;
    const QColor ink = edge.manyToMany ? theme_.link : theme_.edge;
    painter.setPen(QPen(style::blend(ink, theme_.canvas, 0.6), 1));
    painter.setBrush(edge.manyToMany ? theme_.pillFill : theme_.card);
    painter.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), style::stubHeight / 2, style::stubHeight / 2);
    painter.setPen(edge.manyToMany ? theme_.pillInk : theme_.type);
    texts.paint(painter, TextRole::EndRole,
        {plate.center().x(), plate.center().y() + style::typeBaseline - 0.4}, text, style::roleRoom,
        Qt::AlignHCenter);
}

void LinkPainter::paintMark(QPainter& painter, const SceneEdge& edge, bool last, const QColor& ink) const
{
    if (isBare(edge, last))
        return;
    const EndMark mark = shownMark(edge, last);
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
    painter.setPen(QPen(ink, markPen(mark, edge.manyToMany), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
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
