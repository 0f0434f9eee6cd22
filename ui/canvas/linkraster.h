// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/linehops.h"
#include "ui/canvas/markletters.h"
#include "ui/canvas/scenegraph.h"

#include <QColor>
#include <QHash>
#include <QImage>
#include <QRect>
#include <QTransform>

#include <compare>
#include <span>
#include <tuple>
#include <vector>

class QFontMetrics;
class QPainter;

namespace conjoin::ui {

/// Paints edges into images: straight pieces as opaque rectangles on whole device pixels, corners and end marks
/// as small images that are kept. Thousands of lines take a few milliseconds, lines that run together look like
/// one, and all are sharp at any scale. LinkPainter draws the same as paths, for paper.
class LinkRaster {
public:
    /// How edges of one kind look. Lengths are canvas units.
    struct Style {
        QColor ink, canvas; ///< the line, and what is inside of rings and around letters
        QColor lettersInk;
        double lettersSize = 11; ///< of their text
        double width = 1;
        bool manyToMany = false; ///< its marks are stronger
        bool marks = true;
        bool rounded = true;
        bool whole = true; ///< else only the ends of stubs, see SceneEdge::stub

        friend bool operator==(const Style&, const Style&) = default;
    };

    /// All of one look; `painter` has the transform of the canvas. Only what lies inside its clip is painted.
    void paint(QPainter& painter, const SceneGraph& scene, const std::vector<int>& edges, const Style& style,
        const LineHops& hops = {});

    /// The letters of their marks, above all lines; each clears the canvas around it.
    void paintLetters(
        QPainter& painter, const SceneGraph& scene, const std::vector<int>& edges, const Style& style);

private:
    /// A small image at a place; many lines share both.
    struct Stamp {
        bool mark; ///< marks lie above corners
        QPoint at;
        int image;

        // By place: which images were made first must not show.
        friend auto operator<=>(const Stamp& a, const Stamp& b)
        {
            return std::tuple(a.mark, a.at.y(), a.at.x(), a.image) <=>
                   std::tuple(b.mark, b.at.y(), b.at.x(), b.image);
        }
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };

    void begin(const QPainter& painter, const QTransform& toDevice, const Style& style);
    void addRoute(std::span<const QPointF> route, bool dashed, const EdgeHops& hops);
    void addPiece(bool upright, int across, int from, int to);
    void addDashes(bool upright, int across, int from, int to);
    void addLevel(int across, int from, int to, bool dashed, std::span<const LineHop> hops);
    void addMark(const SceneEdge& edge, bool last);
    void addLetters(MarkLetters letters, const QFont& font, const QFontMetrics& metrics);
    int cornerImage(int radius, bool right, bool down);
    int hopImage(int radius, int width, bool rises);
    int markImage(EndMark mark, bool mixed, QPoint outward);
    int lettersImage(const QString& text, const QFont& font, const QSize& size, QPoint baseline);
    int kept(const QByteArray& key, const QImage& image);
    void flush(QPainter& painter);

    // of one call of paint()
    Style style_;
    double scale_ = 1, dx_ = 0, dy_ = 0; // from canvas units to device pixels
    QRect clip_;                         // device pixels
    double width_ = 1;                   // device pixels
    int core_ = 1;                       // whole pixels of it
    double fringe_ = 0;                  // the share of one more
    QColor coreInk_, fringeInk_;
    std::vector<QRect> cores_, fringes_;
    std::vector<Stamp> stamps_;

    // kept from call to call
    QHash<QByteArray, int> known_;
    std::vector<QImage> images_;
};

} // namespace conjoin::ui
