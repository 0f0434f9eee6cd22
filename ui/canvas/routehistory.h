// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "ui/canvas/scenegraph.h"

#include <QHash>

#include <memory>
#include <vector>

namespace conjoin::ui {

/// Names an edge for good: the id of its object, and the arm.
using EdgeKey = QPair<quint64, int>;
EdgeKey keyOf(const SceneEdge& edge);

/// Which lines each edit changed, so that an undo brings back the drawing as it was, to the last bend: a search
/// knows the surroundings of today only.
class RouteHistory {
public:
    using Lines = QHash<EdgeKey, std::vector<QPointF>>;

    /// The lines that an undo or redo from one document to the other changes back; null where it is an edit
    /// that was not there before.
    const Lines* linesBetween(const model::Document& from, const model::Document& to);

    /// After an edit that `linesBetween()` did not know: the lines that were there and changed or went away,
    /// and those that are there now and were changed or came.
    void note(const model::Document& from, const model::Document& to, Lines before, Lines after);
    void clear();

    /// How the link was shown before it came to be shown as it is `now`, if nothing has changed that since;
    /// else null. Gone with the next call of note().
    const model::LinkNode* linkBefore(DiagramId diagram, LinkId link, const model::LinkNode& now) const;

private:
    struct Step {
        std::shared_ptr<const model::Document> from, to; ///< shared with the steps beside it
        Lines before, after;
    };
    static void add(Lines& lines, const Lines& more);

    std::vector<Step> steps_;
    size_t done_ = 0; ///< steps before the document of now; what comes after them was undone
    Lines found_;
};

/// The lines of `scene` that `other` has not, or has elsewhere.
RouteHistory::Lines changedLines(const SceneGraph& scene, const SceneGraph& other);

} // namespace conjoin::ui
