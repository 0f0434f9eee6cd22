// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "ui/canvas/scenegraph.h"
#include "ui/theme/theme.h"

#include <QByteArray>
#include <QImage>

/// Pictures of a diagram, for documents and pages. Pure: any thread may call them, with no window.
namespace conjoin::ui {

/// SVG written for people and style sheets: classes for everything that has a meaning, an id a node, text as
/// text.
QByteArray svgPicture(const SceneGraph& scene, const Theme& theme);

/// `scale` is pixels a canvas unit. An Error where the image would be larger than memory should hold.
Result<QImage> pngPicture(const SceneGraph& scene, const Theme& theme, double scale);

/// One page of the diagram's own size, everything as vectors, the fonts inside.
Result<QByteArray> pdfPicture(const SceneGraph& scene, const Theme& theme);

} // namespace conjoin::ui
