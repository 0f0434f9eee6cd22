// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/sightkeeper.h"

#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"

#include <utility>

namespace conjoin::ui {

namespace {

constexpr double enough = 0.7; // of the drawing: with less, somebody has to look for the rest

double areaOf(const QRectF& rect)
{
    return rect.width() * rect.height();
}

} // namespace

SightKeeper::SightKeeper(EditSession& session)
    : session_(session)
    , index_(session.undoStack().index())
{
    connect(&session, &EditSession::changed, this, [this] {
        if (surface_ && !before_) // the history goes several steps at once
            before_ = look();
    });
    connect(&session.undoStack(), &QUndoStack::indexChanged, this, &SightKeeper::follow);
}

SightKeeper::Sight SightKeeper::look() const
{
    const QRectF visible = surface_->viewport().visible();
    Sight sight;
    double all = 0, inView = 0;
    for (const SceneNode& node : surface_->scene().nodes) {
        all += areaOf(node.rect);
        if (!node.rect.intersects(visible))
            continue;
        inView += areaOf(node.rect & visible);
        sight.seen.push_back(node.object);
    }
    if (all > 0)
        sight.share = inView / all;
    return sight;
}

void SightKeeper::follow(int index)
{
    const QUndoStack& stack = session_.undoStack();
    // A new step takes the place of those that were undone, which are alive until it stands there.
    const bool redone = index > index_ && next_ && stack.command(index_) == next_;
    const bool stepped = redone || index < index_;
    index_ = index;
    next_ = index < stack.count() ? stack.command(index) : nullptr;
    const std::optional<Sight> before = std::exchange(before_, {});
    if (stepped && before && wentOutOfSight(*before))
        surface_->zoomToFit();
}

bool SightKeeper::wentOutOfSight(const Sight& before) const
{
    const double share = look().share;
    if (share >= enough)
        return false;
    if (before.share >= enough)
        return true;
    // Who looks closely at a part goes on doing so while that part is there.
    const SceneGraph& scene = surface_->scene();
    const QRectF visible = surface_->viewport().visible();
    int left = 0, lost = 0;
    for (const ObjectRef& object : before.seen) {
        const int node = scene.nodeOf(object);
        if (node < 0)
            continue;
        ++left;
        lost += scene.nodes[size_t(node)].rect.intersects(visible) ? 0 : 1;
    }
    return 2 * lost > left;
}

} // namespace conjoin::ui
