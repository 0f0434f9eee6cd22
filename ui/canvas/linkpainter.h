// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/levelofdetail.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenelook.h"
#include "ui/theme/theme.h"

class QPainter;

namespace conjoin::ui {

class TextCache;

/// Paints edges with their end marks and role names, in canvas units.
class LinkPainter {
public:
    explicit LinkPainter(const Theme& theme)
        : theme_(theme)
    {}

    void paint(
        QPainter& painter, const SceneEdge& edge, const EdgeLook& look, double scale, TextCache& texts) const;

    QColor color(const SceneEdge& edge, const EdgeLook& look) const;

private:
    void paintMark(QPainter& painter, const SceneEdge& edge, bool last, const QColor& color) const;
    void paintLabel(QPainter& painter, const SceneEdge& edge, bool last, TextCache& texts) const;

    const Theme& theme_;
};

} // namespace conjoin::ui
