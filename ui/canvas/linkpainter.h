// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/levelofdetail.h"
#include "ui/canvas/linkraster.h"
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

    /// As paths: for paper.
    void paint(QPainter& painter, const SceneGraph& scene, int edge, const EdgeLook& look, double scale,
        const LineHops& hops) const;
    /// How the same edge looks as pixels; equal ones are painted together.
    LinkRaster::Style rasterStyle(const SceneEdge& edge, const EdgeLook& look, double scale) const;
    /// The numbers and letters of the marks of both ends, above all lines.
    void paintLetters(QPainter& painter, const SceneEdge& edge, const EdgeLook& look, TextCache& texts) const;
    /// The role names of both ends.
    void paintLabels(QPainter& painter, const SceneEdge& edge, TextCache& texts) const;

private:
    QColor color(const SceneEdge& edge, const EdgeLook& look) const;
    QColor lettersColor(const SceneEdge& edge, const EdgeLook& look) const;
    double width(const SceneEdge& edge, const EdgeLook& look) const;
    void paintMark(QPainter& painter, const SceneEdge& edge, bool last, const QColor& color) const;
    void paintStub(QPainter& painter, const SceneEdge& edge, bool last, TextCache& texts) const;
    void paintLabel(QPainter& painter, const SceneEdge& edge, bool last, TextCache& texts) const;

    const Theme& theme_;
};

} // namespace conjoin::ui
