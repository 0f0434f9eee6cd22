// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/levelofdetail.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenelook.h"
#include "ui/canvas/shadow.h"
#include "ui/canvas/textcache.h"

#include <QColor>
#include <QPen>

class QPainterPath;

namespace conjoin::ui {

/// Paints cards, pills, notes and groups, in canvas units.
class CardPainter {
public:
    explicit CardPainter(const Theme& theme);

    /// `scale` is device-independent pixels a canvas unit. `shadows` is off on paper, where an image under
    /// every card would be most of the file.
    void paint(
        QPainter& painter, const SceneNode& node, const NodeLook& look, double scale, bool shadows = true);

    /// The ground of a dimmed card: on it the card is painted with the opacity of what is dimmed, as if nothing
    /// were about it. So its shadow is dimmed as well.
    void paintDimmedGround(QPainter& painter, const SceneNode& node) const;

    /// Pixels of the screen a device-independent one: how far out text is painted.
    void setRatio(double ratio) { ratio_ = ratio; }

    TextCache& texts() { return texts_; }

private:
    /// What names a card, a pill or a group.
    struct Heading {
        TextRole role;
        const QPainterPath* glyph; ///< null = none
        double glyphLeft, textLeft, right;
        double middle, baseline; ///< of the line; below its middle
        double tallest;          ///< times its size that there is height for
        QColor glyphInk, ink;
    };
    void paintHeading(QPainter& painter, const QString& text, const Heading& heading);
    void paintVeil(QPainter& painter, const SceneNode& node) const;
    void paintFar(QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail);
    static void paintBox(QPainter& painter, const QRectF& rect, double head, const QColor& body,
        const QColor& strong, const QColor& border, int borderWidth);
    void paintCard(QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail);
    void paintPill(QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail);
    QPen borderPen(const NodeLook& look, const QColor& litInk, const QColor& plainInk, double plainWidth) const;
    QColor borderOf(const Hue& hue) const; ///< of notes and groups
    void paintNote(QPainter& painter, const SceneNode& node, const NodeLook& look);
    void paintGroup(QPainter& painter, const SceneNode& node, const NodeLook& look);
    void paintRow(
        QPainter& painter, const SceneNode& node, int index, const QRectF& rect, const NodeLook& look);
    void paintRowIcon(QPainter& painter, const CardRow& row, QPointF middle, bool lit);
    void paintRowFill(QPainter& painter, int index, const QRectF& rect, const NodeLook& look);
    void paintBar(QPainter& painter, const SceneNode& node, const CardRow& row, const QRectF& rect);

    const Theme& theme_;
    Shadow shadow_;
    TextCache texts_;
    double scale_ = 1; ///< of what is being painted
    double ratio_ = 1;
};

} // namespace conjoin::ui
