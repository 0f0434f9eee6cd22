// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/linkdraft.h"

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

void paintDraft(QPainter& painter, const Surface& surface, const LinkDraft& draft, bool manyToMany)
{
    const SceneGraph& scene = surface.scene();
    const Handles grips = handlesOf(scene, draft.from, draft.row);
    const bool toRight = draft.at.x() >= scene.nodes[size_t(draft.from)].rect.center().x();
    const QPointF start = toRight ? grips.right : grips.left;
    const double reach = std::max(40.0, std::abs(draft.at.x() - start.x()) / 2);
    QPainterPath path(start);
    path.cubicTo(start + QPointF(toRight ? reach : -reach, 0), draft.at - QPointF(toRight ? reach : -reach, 0),
        draft.at);
    const double pixel = 1 / surface.viewport().scale();
    const QColor color = manyToMany ? surface.theme().link : surface.theme().accent;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 2 * pixel, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(start, 4 * pixel, 4 * pixel);
    painter.drawEllipse(draft.at, 4 * pixel, 4 * pixel);
}

void chooseLink(Surface& surface, TableId from, TableId to, QPoint global)
{
    const model::Document& document = surface.session().document();
    std::vector<LinkChooser::Choice> choices;
    for (const LinkKind kind : fittingKinds(document, from, to))
        choices.push_back({kind, linkSentence(document, from, to, kind)});
    auto* chooser = new LinkChooser(choices, surface.theme(), &surface.widget());
    QObject::connect(chooser, &LinkChooser::chosen, &surface,
        [&surface, from, to](LinkKind kind) { finishLink(surface, from, to, kind); });
    chooser->openAt(global);
}

void finishLink(Surface& surface, TableId from, TableId to, LinkKind kind)
{
    const Result<ObjectRef> made = drawLink(surface.session(), from, to, kind);
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
