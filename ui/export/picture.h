// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "ui/canvas/scenegraph.h"
#include "ui/theme/theme.h"

#include <QByteArray>
#include <QImage>
#include <QSize>

#include <atomic>
#include <functional>

/// Pictures of a diagram, for documents and pages. Pure: any thread may call them, with no window.
namespace conjoin::ui {

/// SVG written for people and style sheets: classes for everything that has a meaning, an id a node, text as
/// text.
QByteArray svgPicture(const SceneGraph& scene, const Theme& theme);

/// How a long picture tells what it did, and is told to stop. Both may be called on any thread.
struct PictureWatch {
    const std::atomic_bool* cancel = nullptr;     ///< once true, an Error of kind Cancelled is what comes back
    std::function<void(double share)> progress{}; ///< 0 … 1
};

/// `scale` is pixels a canvas unit. An Error where the image would be larger than memory should hold.
Result<QImage> pngPicture(
    const SceneGraph& scene, const Theme& theme, double scale, const PictureWatch& watch = {});
/// The pixels of such an image.
QSize pngSize(const SceneGraph& scene, double scale);

/// One page of the diagram's own size, everything as vectors, the fonts inside. `title` is what readers of PDF
/// show of the document.
Result<QByteArray> pdfPicture(const SceneGraph& scene, const Theme& theme, const QString& title);

} // namespace conjoin::ui
