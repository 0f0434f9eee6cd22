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
#include <set>

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

/// Whether nothing of the scene is seen there.
bool isEmptyOn(const SceneGraph& scene, const QRectF& tile)
{
    const auto touches = [&](const SceneNode& node) { return node.rect.intersects(tile); };
    const auto crosses = [&](const SceneEdge& edge) {
        for (size_t i = 1; i < edge.route.size(); ++i) {
            const QRectF piece = QRectF(edge.route[i - 1], edge.route[i]).normalized();
            if (piece.adjusted(-1, -1, 1, 1).intersects(tile))
                return true;
        }
        return false;
    };
    return std::ranges::none_of(scene.nodes, touches) && std::ranges::none_of(scene.edges, crosses);
}

/// Counted from 1: the row or column of the sheets in which a page begins there.
int positionOf(double border, const std::vector<QRectF>& sheet, double (QRectF::*side)() const)
{
    std::set<double> before;
    for (const QRectF& tile : sheet) {
        if ((tile.*side)() < border)
            before.insert((tile.*side)());
    }
    return int(before.size()) + 1;
}

std::vector<QRectF> allTiles(const SceneGraph& scene, const QPrinter& printer, const PrintScale& scale)
{
    const QRectF page = printer.pageLayout().paintRectPixels(printer.resolution());
    return pageTiles(pictureArea(scene), page.size() / pixelsPerUnit(printer, scene, scale), overlap);
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
    std::vector<QRectF> tiles = allTiles(scene, printer, scale);
    if (tiles.size() > 1)
        std::erase_if(tiles, [&](const QRectF& tile) { return isEmptyOn(scene, tile); });
    return tiles;
}

void printScene(QPrinter& printer, const SceneGraph& scene, const Theme& theme, const PrintScale& scale)
{
    const double pixels = pixelsPerUnit(printer, scene, scale);
    const std::vector<QRectF> tiles = printedTiles(scene, printer, scale);
    const std::vector<QRectF> sheet = allTiles(scene, printer, scale);
    const SpatialIndex index(scene);
    ScenePainter scenePainter(theme);
    QPainter painter(&printer);
    if (!painter.isActive())
        return; // the printer said why
    for (size_t i = 0; i < tiles.size(); ++i) {
        const QRectF& tile = tiles[i];
        if (i > 0)
            printer.newPage();
        painter.save();
        painter.scale(pixels, pixels);
        painter.translate(-tile.topLeft());
        painter.setClipRect(tile);
        if (theme.isDark())
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
                    .arg(positionOf(tile.top(), sheet, &QRectF::top))
                    .arg(positionOf(tile.left(), sheet, &QRectF::left))
                    .arg(i + 1)
                    .arg(tiles.size()));
        }
    }
}

} // namespace conjoin::ui
