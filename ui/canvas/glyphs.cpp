// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/glyphs.h"

namespace conjoin::ui {

namespace {

void addLine(QPainterPath& path, QPointF from, QPointF to)
{
    path.moveTo(from);
    path.lineTo(to);
}

QPainterPath makeTable()
{
    QPainterPath path;
    path.addRoundedRect(QRectF(0.75, -5.75, 12.5, 11.5), 2.5, 2.5);
    addLine(path, {0.75, -1.75}, {13.25, -1.75});
    addLine(path, {5, -1.75}, {5, 5.75});
    return path;
}

QPainterPath makeKey()
{
    QPainterPath path;
    path.addEllipse(QPointF(3.5, 0), 2.75, 2.75);
    addLine(path, {6.25, 0}, {12.5, 0});
    addLine(path, {12.5, 0}, {12.5, 3});
    addLine(path, {9.5, 0}, {9.5, 2.25});
    return path;
}

QPainterPath makeLink()
{
    QPainterPath path;
    path.addRoundedRect(QRectF(0.5, -2.5, 6.75, 5), 2.5, 2.5);
    path.addRoundedRect(QRectF(5.75, -2.5, 6.75, 5), 2.5, 2.5);
    return path;
}

QPainterPath makeLock()
{
    QPainterPath path;
    path.addRoundedRect(QRectF(0.75, -1, 8.5, 6.5), 1.5, 1.5);
    path.moveTo(2.5, -1);
    path.lineTo(2.5, -3);
    path.arcTo(QRectF(2.5, -5.5, 5, 5), 180, -180);
    path.lineTo(7.5, -1);
    return path;
}

QPainterPath makeManyToMany()
{
    QPainterPath path;
    addLine(path, {0, -4}, {4.75, 0});
    path.lineTo(0, 4);
    addLine(path, {0, 0}, {4.75, 0});
    addLine(path, {14, -4}, {9.25, 0});
    path.lineTo(14, 4);
    addLine(path, {14, 0}, {9.25, 0});
    return path;
}

/// A diamond with a leg for each of three ends.
QPainterPath makeManyWays()
{
    QPainterPath path;
    path.moveTo(3, -1);
    path.lineTo(7, -5);
    path.lineTo(11, -1);
    path.lineTo(7, 3);
    path.closeSubpath();
    addLine(path, {0, -1}, {3, -1});
    addLine(path, {11, -1}, {14, -1});
    addLine(path, {7, 3}, {7, 6});
    return path;
}

QPainterPath makePlus()
{
    QPainterPath path;
    addLine(path, {1, 0}, {9, 0});
    addLine(path, {5, -4}, {5, 4});
    return path;
}

} // namespace

const QPainterPath& tableGlyph()
{
    static const QPainterPath path = makeTable();
    return path;
}

const QPainterPath& keyGlyph()
{
    static const QPainterPath path = makeKey();
    return path;
}

const QPainterPath& linkGlyph()
{
    static const QPainterPath path = makeLink();
    return path;
}

const QPainterPath& manyToManyGlyph()
{
    static const QPainterPath path = makeManyToMany();
    return path;
}

const QPainterPath& manyWaysGlyph()
{
    static const QPainterPath path = makeManyWays();
    return path;
}

const QPainterPath& plusGlyph()
{
    static const QPainterPath path = makePlus();
    return path;
}

const QPainterPath& lockGlyph()
{
    static const QPainterPath glyph = makeLock();
    return glyph;
}

} // namespace conjoin::ui
