// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/printing.h"

#include "ui/canvas/scenepainter.h"
#include "ui/canvas/spatialindex.h"
#include "ui/export/picturearea.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPrinter>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double unitsPerInch = 96;
constexpr double overlap = 24; // canvas units: a row

/// Device pixels a canvas unit.
double pixelsPerUnit(const QPrinter& printer, const SceneGraph& scene, const PrintScale& scale)
{
    const double wanted = scale.scale * printer.resolution() / unitsPerInch;
    if (!scale.onOnePage)
        return wanted;
    const QRectF area = pictureArea(scene);
    const QRectF page = printer.pageLayout().paintRectPixels(printer.resolution());
    return std::min({wanted, page.width() / area.width(), page.height() / area.height()});
}

/// How many tiles cover `length`, and how far apart they begin.
struct Steps {
    int count;
    double step;
};

Steps stepsOver(double length, double page, double shared)
{
    if (length <= page)
        return {1, 0};
    const double step = std::max(page - shared, page / 2);
    return {int(std::ceil((length - page) / step - 1e-6)) + 1, step};
}

} // namespace

std::vector<QRectF> pageTiles(const QRectF& area, const QSizeF& page, double shared)
{
    const Steps across = stepsOver(area.width(), page.width(), shared);
    const Steps down = stepsOver(area.height(), page.height(), shared);
    // In the middle of the sheets together.
    const QSizeF all(
        page.width() + (across.count - 1) * across.step, page.height() + (down.count - 1) * down.step);
    const QPointF corner = area.center() - QPointF(all.width() / 2, all.height() / 2);
    std::vector<QRectF> tiles;
    for (int row = 0; row < down.count; ++row) {
        for (int column = 0; column < across.count; ++column)
            tiles.emplace_back(corner + QPointF(column * across.step, row * down.step), page);
    }
    return tiles;
}

std::vector<QRectF> printedTiles(const SceneGraph& scene, const QPrinter& printer, const PrintScale& scale)
{
    const QRectF page = printer.pageLayout().paintRectPixels(printer.resolution());
    return pageTiles(pictureArea(scene), page.size() / pixelsPerUnit(printer, scene, scale), overlap);
}

void printScene(QPrinter& printer, const SceneGraph& scene, const Theme& theme, const PrintScale& scale)
{
    const double pixels = pixelsPerUnit(printer, scene, scale);
    const std::vector<QRectF> tiles = printedTiles(scene, printer, scale);
    const SpatialIndex index(scene);
    ScenePainter scenePainter(theme);
    QPainter painter(&printer);
    if (!painter.isActive())
        return; // the printer said why
    const double left = tiles.front().left();
    int column = 0, row = 0;
    for (size_t i = 0; i < tiles.size(); ++i) {
        const QRectF& tile = tiles[i];
        if (i > 0) {
            printer.newPage();
            row += tile.left() == left ? 1 : 0;
            column = tile.left() == left ? 0 : column + 1;
        }
        painter.save();
        painter.scale(pixels, pixels);
        painter.translate(-tile.topLeft());
        painter.setClipRect(tile);
        if (theme.kind == Theme::Kind::Dark)
            painter.fillRect(tile, theme.canvas);
        scenePainter.paint(painter, scene, {}, index.in(tile), 1, false);
        painter.restore();
        if (tiles.size() > 1) {
            QFont font(CanvasFonts().type);
            font.setPixelSize(std::max(1, int(9.0 * printer.resolution() / unitsPerInch)));
            painter.setFont(font);
            painter.setPen(theme.muted);
            painter.drawText(QRectF(QPointF(), tile.size() * pixels), Qt::AlignRight | Qt::AlignBottom,
                QCoreApplication::translate("conjoin::ui::Printing", "row %1, column %2 · page %3 of %4")
                    .arg(row + 1)
                    .arg(column + 1)
                    .arg(i + 1)
                    .arg(tiles.size()));
        }
    }
}

} // namespace conjoin::ui
