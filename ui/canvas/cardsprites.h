// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

#include <QCache>
#include <QImage>

#include <functional>
#include <optional>

class QPainter;

namespace conjoin::ui {

/// Pictures of cards as they look when nothing about them stands out, kept a zoom: a pan that brings the next
/// strip of a card into view copies it instead of painting all its text again. The least recently used ones go
/// first.
class CardSprites {
public:
    /// Paints the node in canvas units with its upper left corner at the origin.
    using Paint = std::function<void(QPainter& painter, const SceneNode& node)>;

    /// Paints `node` through its picture, which `paint` makes where it is not known. Its corner comes to stand
    /// on a whole device pixel. False where the picture would be too large to keep: nothing is painted then.
    bool paint(QPainter& painter, const SceneNode& node, const Paint& paint);

private:
    struct Key {
        quint64 object;
        double scale;
        friend bool operator==(const Key&, const Key&) = default;
        friend size_t qHash(const Key& key, size_t seed) { return qHashMulti(seed, key.object, key.scale); }
    };
    struct Sprite {
        SceneNode node; ///< what it shows, at the origin: another content is another picture
        QImage image;
        int margin; ///< device pixels around the card, for its shadow
    };

    QCache<Key, Sprite> sprites_{32 * 1024}; // KiB
};

} // namespace conjoin::ui
