// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/levelofdetail.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenelook.h"
#include "ui/canvas/shadow.h"
#include "ui/canvas/textcache.h"

namespace conjoin::ui {

/// Paints cards, pills, notes and groups, in canvas units.
class CardPainter {
public:
    explicit CardPainter(const Theme& theme);

    /// `shadows` is off on paper, where an image under every card would be most of the file.
    void paint(
        QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail, bool shadows = true);

    /// What dims a card that was painted as if nothing were.
    void paintVeil(QPainter& painter, const SceneNode& node) const;

    TextCache& texts() { return texts_; }

private:
    void paintFar(QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail);
    static void paintBox(QPainter& painter, const QRectF& rect, double head, const QColor& body,
        const QColor& strong, const QColor& border, int borderWidth);
    void paintCard(QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail);
    void paintPill(QPainter& painter, const SceneNode& node, const NodeLook& look, Detail detail);
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
};

} // namespace conjoin::ui
