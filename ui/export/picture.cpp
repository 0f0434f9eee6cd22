// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture.h"

#include "ui/canvas/scenepainter.h"
#include "ui/canvas/spatialindex.h"
#include "ui/export/picturearea.h"

#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>

namespace conjoin::ui {

QSize pngSize(const SceneGraph& scene, double scale)
{
    return (pictureArea(scene).size() * scale).toSize().expandedTo(QSize(1, 1));
}

Result<QImage> pngPicture(const SceneGraph& scene, const Theme& theme, double scale, const PictureWatch& watch)
{
    const QRectF area = pictureArea(scene);
    const QSize size = pngSize(scene, scale);
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
    ScenePainter scenePainter(theme);
    const SpatialIndex index(scene);
    // Band by band: each paints what it shows, and in between the work can be told of, or stopped.
    constexpr int bandHeight = 512;
    for (int top = 0; top < size.height(); top += bandHeight) {
        if (watch.cancel && watch.cancel->load())
            return Error{
                ErrorKind::Cancelled, {}, message("picture.cancelled", "the picture was not made"), {}};
        const QRect band(0, top, size.width(), std::min(bandHeight, size.height() - top));
        QPainter painter(&image);
        painter.setClipRect(band);
        painter.scale(scale, scale);
        painter.translate(-area.topLeft());
        const QRectF exposed(QPointF(band.topLeft()) / scale + area.topLeft(), QSizeF(band.size()) / scale);
        scenePainter.paintBackground(painter, exposed, scale);
        scenePainter.paint(painter, scene, {}, index.in(exposed), std::max(scale, 1.0));
        painter.end();
        if (watch.progress)
            watch.progress(double(band.bottom() + 1) / size.height());
    }
    return image;
}

Result<QByteArray> pdfPicture(const SceneGraph& scene, const Theme& theme, const QString& title)
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
    writer.setTitle(title);
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
