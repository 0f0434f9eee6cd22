// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/linkdraft.h"

#include "ui/canvas/cardstyle.h"
#include "ui/canvas/linkgeometry.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/tools/linkchooser.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

bool takesLinks(const SceneGraph& scene, int node)
{
    return node >= 0 && bool(scene.nodes[size_t(node)].table);
}

ColumnId LinkDraft::column(const SceneGraph& scene) const
{
    if (row < 0)
        return {};
    const ObjectRef& object = scene.nodes[size_t(from)].rows[size_t(row)].object;
    const auto* id = std::get_if<ColumnId>(&object);
    return id ? *id : ColumnId();
}

void paintTargets(QPainter& painter, const Surface& surface)
{
    const SceneGraph& scene = surface.scene();
    const QRectF shown = surface.viewport().visible();
    const double pixel = 1 / surface.viewport().scale();
    QColor glow = surface.theme().accent;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        const SceneNode& node = scene.nodes[i];
        if (!takesLinks(scene, int(i)) || !node.rect.intersects(shown))
            continue;
        const double radius = style::cornerOf(node);
        const auto ring = [&](double width, float share) {
            glow.setAlphaF(share);
            painter.setPen(QPen(glow, width * pixel));
            painter.drawRoundedRect(node.rect, radius, radius);
        };
        ring(7, 0.10F);
        ring(4, 0.16F);
        ring(1.5, 0.55F);
    }
}

void paintDraft(QPainter& painter, const Surface& surface, const LinkDraft& draft, bool manyToMany)
{
    paintTargets(painter, surface);
    const SceneGraph& scene = surface.scene();
    const Handles grips = handlesOf(scene, draft.from, draft.row);
    const bool toRight = draft.at.x() >= scene.nodes[size_t(draft.from)].rect.center().x();
    paintLinkCurve(painter, surface, toRight ? grips.right : grips.left, toRight, draft.at, manyToMany);
}

void paintLinkCurve(
    QPainter& painter, const Surface& surface, QPointF start, bool toRight, QPointF at, bool manyToMany)
{
    const double reach = std::max(40.0, std::abs(at.x() - start.x()) / 2);
    const QPointF bow(toRight ? reach : -reach, 0);
    QPainterPath path(start);
    path.cubicTo(start + bow, at - bow, at);
    const double pixel = 1 / surface.viewport().scale();
    const QColor color = manyToMany ? surface.theme().link : surface.theme().accent;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 2 * pixel, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(start, 4 * pixel, 4 * pixel);
    painter.drawEllipse(at, 4 * pixel, 4 * pixel);
}

void chooseLink(Surface& surface, const LinkPlan& plan, const std::vector<LinkKind>& kinds, QPoint global)
{
    const model::Document& document = surface.session().document();
    std::vector<LinkChooser::Choice> choices;
    for (const LinkKind kind : kinds)
        choices.push_back({kind, linkSentence(document, plan, kind)});
    auto* chooser = new LinkChooser(choices, surface.theme(), &surface.widget());
    QObject::connect(chooser, &LinkChooser::chosen, &surface,
        [&surface, plan](LinkKind kind) { finishLink(surface, plan, kind); });
    chooser->openAt(global);
}

void finishLink(Surface& surface, const LinkPlan& plan, LinkKind kind)
{
    const Result<ObjectRef> made = drawLink(surface.session(), plan, kind);
    if (!made)
        return; // the session has said why
    surface.selection().selectOnly(*made);
    if (kind != LinkKind::ManyToMany)
        return;
    EditTarget target;
    target.object = *made;
    target.mergeKey = creationKey(*made);
    surface.edit(target);
}

} // namespace conjoin::ui
