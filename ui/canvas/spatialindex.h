// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenepainter.h"

#include <QHash>

#include <vector>

namespace conjoin::ui {

/// Finds what of a scene lies in a rectangle, by a grid of cells. Edges are found by their pieces, so a long
/// one is not everywhere inside its bounds.
class SpatialIndex {
public:
    SpatialIndex() = default;
    explicit SpatialIndex(const SceneGraph& scene);

    /// Nodes and edges that may be seen in `rect`, in painting order.
    ScenePainter::Part in(const QRectF& rect) const;

    // One thing at a time, for edits: `removeNode()` and `removeEdge()` want it as it was when it was added.
    void addNode(int index, const SceneNode& node);
    void removeNode(int index, const SceneNode& node);
    void addEdge(int index, const SceneEdge& edge);
    void removeEdge(int index, const SceneEdge& edge);
    /// What was known by an index is known by another one: `nodes[i]` and `edges[i]` for `i`. What has none any
    /// more must have been removed.
    void renumber(const std::vector<int>& nodes, const std::vector<int>& edges);

private:
    class Grid {
    public:
        struct Place {
            int item;
            QRectF rect;
        };
        /// Many at once, into no more memory than they need.
        void addAll(const std::vector<Place>& places);
        void add(int item, const QRectF& rect);
        void remove(int item, const QRectF& rect);
        void renumber(const std::vector<int>& items);
        /// In rising order.
        std::vector<int> find(const QRectF& rect) const;

    private:
        /// In half the memory of a QRectF, of which a large diagram has a hundred thousand here; a little
        /// larger rather than smaller.
        struct Area {
            float left, top, right, bottom;
            explicit Area(const QRectF& rect);
            bool meets(const QRectF& rect) const
            {
                return double(left) < rect.x() + rect.width() && rect.x() < double(right) &&
                       double(top) < rect.y() + rect.height() && rect.y() < double(bottom);
            }
        };
        struct Entry {
            int item;
            Area area;
        };
        template<class Visit>
        static void forCells(const QRectF& rect, Visit visit);
        std::vector<int> findNear(const QRectF& rect) const;
        std::vector<int> findFar(const QRectF& rect) const;

        QHash<QPair<int, int>, std::vector<Entry>> cells_;
        int items_ = 0; ///< one more than the highest that was added
    };

    Grid nodes_, pieces_;
};

} // namespace conjoin::ui
