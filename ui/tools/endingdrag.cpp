// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/endingdrag.h"

#include "ui/tools/linkdraft.h"
#include "ui/tools/linkmaking.h"

#include <QPainter>

namespace conjoin::ui {

EndingDrag::EndingDrag(Surface& surface, int edge, bool last)
    : Drag(surface)
    , edge_(surface.scene().edges[size_t(edge)])
    , last_(last)
    , at_(last ? edge_.route.back() : edge_.route.front())
{}

void EndingDrag::move(const Pointer& pointer)
{
    at_ = pointer.scene;
    const Hit hit = surface_.hitAt(pointer.view);
    surface_.setTarget(takesLinks(surface_.scene(), hit.node) ? hit.node : -1);
    surface_.repaintOverlay();
}

void EndingDrag::drop(const Pointer&)
{
    const int target = surface_.target();
    surface_.setTarget(-1);
    if (target < 0)
        return; // let go beside everything: it stays where it was
    const int node = last_ ? edge_.to : edge_.from;
    if (target != node)
        (void)endLinkAt(surface_.session(), edge_.object, edge_.manyToMany ? edge_.linkEnd : int(last_),
            surface_.scene().nodes[size_t(target)].table);
}

void EndingDrag::cancel()
{
    surface_.setTarget(-1);
}

void EndingDrag::paint(QPainter& painter) const
{
    const SceneGraph& scene = surface_.scene();
    paintTargets(painter, surface_);
    // From the end that stays, as a link that is being drawn.
    const QPointF fixed = last_ ? edge_.route.front() : edge_.route.back();
    const SceneNode& card = scene.nodes[size_t(last_ ? edge_.from : edge_.to)];
    paintLinkCurve(painter, surface_, fixed, fixed.x() >= card.rect.center().x(), at_, edge_.manyToMany);
}

} // namespace conjoin::ui
