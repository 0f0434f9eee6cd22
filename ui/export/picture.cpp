// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture.h"

#include "ui/canvas/scenepainter.h"
#include "ui/export/picturearea.h"

#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>

namespace conjoin::ui {

Result<QImage> pngPicture(const SceneGraph& scene, const Theme& theme, double scale)
{
    const QRectF area = pictureArea(scene);
    const QSize size = (area.size() * scale).toSize().expandedTo(QSize(1, 1));
    constexpr int longest = 32'767;            // what raster painting can address
    constexpr qint64 mostPixels = 400'000'000; // 1.6 GB
    if (size.width() > longest || size.height() > longest ||
        qint64(size.width()) * size.height() > mostPixels) {
        return inputError(QStringLiteral("--scale"),
            message("picture.too-large", "an image of %1 × %2 pixels is too large",
                {QString::number(size.width()), QString::number(size.height())}),
            message("picture.smaller", "take a smaller scale, or SVG or PDF, which have no pixels"));
    }
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.translate(-area.topLeft());
    ScenePainter scenePainter(theme);
    scenePainter.paintBackground(painter, area, scale);
    scenePainter.paint(painter, scene, {}, ScenePainter::all(scene), std::max(scale, 1.0));
    painter.end();
    return image;
}

Result<QByteArray> pdfPicture(const SceneGraph& scene, const Theme& theme)
{
    const QRectF area = pictureArea(scene);
    constexpr double pointsPerUnit = 0.75; // CSS pixels
    constexpr int resolution = 1200;
    constexpr double pointsPerInch = 72;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setCreator(QStringLiteral("Conjoin"));
    writer.setResolution(resolution);
    writer.setPageSize(QPageSize(area.size() * pointsPerUnit, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    QPainter painter;
    if (!painter.begin(&writer)) {
        return inputError(
            QStringLiteral("PDF"), message("picture.page", "a page of %1 × %2 points can't be written",
                                       {QString::number(area.width() * pointsPerUnit),
                                           QString::number(area.height() * pointsPerUnit)}));
    }
    const double scale = resolution * pointsPerUnit / pointsPerInch;
    painter.scale(scale, scale);
    painter.translate(-area.topLeft());
    painter.fillRect(area, theme.canvas);
    ScenePainter scenePainter(theme);
    scenePainter.paint(painter, scene, {}, ScenePainter::all(scene), 1, false);
    painter.end();
    return bytes;
}

} // namespace conjoin::ui
