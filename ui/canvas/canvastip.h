// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "ui/canvas/hittest.h"

namespace conjoin::ui {

/// What the picture has no room for, of what lies under the pointer, as rich text: of a column its whole name,
/// type and flags in words, its default and comment; of a table or link its comment; of a reference what
/// happens to its rows. `scale`: of the view; far out a table says its name. Empty where the picture says it
/// all.
QString tipFor(const model::Document& document, const SceneGraph& scene, const Hit& hit, double scale);

} // namespace conjoin::ui
