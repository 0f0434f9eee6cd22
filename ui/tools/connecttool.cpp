// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/connecttool.h"

#include "ui/canvas/keyboardwalk.h"
#include "ui/session/editsession.h"

#include <QWidget>

#include <algorithm>

namespace conjoin::ui {

ConnectTool::ConnectTool(Surface& surface, ToolKind kind)
    : Tool(surface)
    , kind_(kind)
{}

QString ConnectTool::hint() const
{
    if (kind_ == ToolKind::Link) {
        return draft_
                   ? tr("Click the other table; the same one again links it to itself, a link gets a further "
                        "end")
                   : tr("Click the first table of the many-to-many link, or take the selected one by arrows");
    }
    return draft_ ? tr("Click the table of which there are many") : tr("Click the table of which there is one");
}

int ConnectTool::cardAt(const Pointer& pointer) const
{
    const Hit hit = surface_.hitAt(pointer.view);
    return takesLinks(surface_.scene(), hit.node) ? hit.node : -1;
}

void ConnectTool::press(const Pointer& pointer)
{
    const int node = cardAt(pointer);
    if (node < 0) {
        cancel();
        return;
    }
    if (draft_) {
        connectTo(node);
        return;
    }
    draft_ = LinkDraft{node, -1, pointer.scene, pointer.scene};
    surface_.say(hint());
    surface_.repaintOverlay();
}

void ConnectTool::move(const Pointer& pointer)
{
    surface_.setTarget(cardAt(pointer));
    if (draft_)
        draft_->at = pointer.scene;
    surface_.repaintOverlay();
}

void ConnectTool::release(const Pointer& pointer)
{
    const int node = cardAt(pointer);
    if (draft_ && node >= 0 && node != draft_->from)
        connectTo(node);
}

void ConnectTool::doubleClick(const Pointer& pointer)
{
    const int node = cardAt(pointer);
    if (node >= 0) {
        draft_ = LinkDraft{node, -1, pointer.scene, pointer.scene};
        connectTo(node);
    }
}

void ConnectTool::connectTo(int node)
{
    Surface& surface = surface_;
    const SceneGraph& scene = surface.scene();
    const TableId from = draft_->table(scene), to = scene.nodes[size_t(node)].table;
    const bool many = kind_ == ToolKind::Link;
    const QPointF at = surface.viewport().toView(scene.nodes[size_t(node)].rect.center());
    draft_.reset();
    surface.setTarget(-1);
    surface.useTool(ToolKind::Select); // ends this tool: nothing of it is used below
    const LinkPlan plan{from, to};
    const std::vector<LinkKind> fitting = fittingKinds(surface.session().document(), plan);
    const bool mayJoin = std::ranges::find(fitting, LinkKind::FurtherEnd) != fitting.end();
    if (many && mayJoin)
        chooseLink(surface, plan, {LinkKind::FurtherEnd, LinkKind::ManyToMany},
            surface.widget().mapToGlobal(at.toPoint()));
    else
        finishLink(surface, plan, many ? LinkKind::ManyToMany : LinkKind::OneToMany);
}

void ConnectTool::aimAt(int node)
{
    const QRectF& card = surface_.scene().nodes[size_t(node)].rect;
    draft_->at = card.center();
    surface_.setTarget(node);
    surface_.reveal(card);
    surface_.say(
        tr("Enter links to %1, arrows go on to another table").arg(surface_.scene().nodes[size_t(node)].title));
    surface_.repaintOverlay();
}

bool ConnectTool::key(const QKeyEvent& event)
{
    const SceneGraph& scene = surface_.scene();
    const bool enter = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    const auto direction = directionOf(event.key());
    if ((!direction && !enter) || event.modifiers() & ~Qt::KeypadModifier)
        return false;
    if (!draft_) { // it starts at the card that is selected
        const int node = surface_.selectedNode();
        if (!takesLinks(scene, node))
            return false;
        const QPointF start = scene.nodes[size_t(node)].rect.center();
        draft_ = LinkDraft{node, -1, start, start};
        surface_.setTarget(node);
    }
    if (enter) {
        if (surface_.target() >= 0)
            connectTo(surface_.target());
        return true;
    }
    std::vector<int> cards;
    for (int i = 0; i < int(scene.nodes.size()); ++i) {
        if (takesLinks(scene, i))
            cards.push_back(i);
    }
    const int from = surface_.target() >= 0 ? surface_.target() : draft_->from;
    const int to = nearestTowards(scene, from, *direction, cards);
    if (to >= 0)
        aimAt(to);
    return true;
}

bool ConnectTool::cancel()
{
    surface_.setTarget(-1);
    if (!draft_)
        return false;
    draft_.reset();
    surface_.say(hint());
    surface_.repaintOverlay();
    return true;
}

void ConnectTool::paint(QPainter& painter) const
{
    if (draft_)
        paintDraft(painter, surface_, *draft_, kind_ == ToolKind::Link);
}

} // namespace conjoin::ui
