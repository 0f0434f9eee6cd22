// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"
#include "ui/theme/theme.h"

#include <QRectF>
#include <QSizeF>

#include <vector>

class QPrinter;

/// Diagrams on paper.
namespace conjoin::ui {

/// The parts of `area` that go on pages of `page` – its printable size, in canvas units –, row by row.
/// Neighbours share `overlap`, so that a line of names on a border is whole on one of both. One page where all
/// fits.
std::vector<QRectF> pageTiles(const QRectF& area, const QSizeF& page, double overlap);

/// How large a diagram is printed.
struct PrintScale {
    double scale = 1;       ///< 1: a canvas unit is 1/96 inch
    bool onOnePage = false; ///< as large as one page takes, but not larger than `scale`
};

/// The canvas units of each page; a page on which nothing would be seen is none.
std::vector<QRectF> printedTiles(const SceneGraph& scene, const QPrinter& printer, const PrintScale& scale);

/// Everything as vectors; where it takes several pages, each says where it belongs.
void printScene(QPrinter& printer, const SceneGraph& scene, const Theme& theme, const PrintScale& scale);

} // namespace conjoin::ui
