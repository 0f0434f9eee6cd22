// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenepainter.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace conjoin::ui {

namespace {

constexpr double dotStep = 24;
constexpr double dotRadius = 1.1;

/// The step of the dots at this scale; 0 = none.
double stepAt(double scale)
{
    constexpr double fine = 0.6, coarse = 0.25;
    return scale > fine ? dotStep : scale > coarse ? 2 * dotStep : 0;
}

QImage dotImage(const QColor& color, double radius, double ratio)
{
    const int side = 2 * int(std::ceil(radius)) + 1;
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QPointF(side / 2.0, side / 2.0), radius, radius);
    painter.end();
    image.setDevicePixelRatio(ratio);
    return image;
}

} // namespace

ScenePainter::ScenePainter(const Theme& theme)
    : theme_(theme)
    , cards_(theme_)
    , links_(theme_)
{}

ScenePainter::Part ScenePainter::all(const SceneGraph& scene)
{
    Part part;
    part.nodes.resize(scene.nodes.size());
    part.edges.resize(scene.edges.size());
    std::iota(part.nodes.begin(), part.nodes.end(), 0);
    std::iota(part.edges.begin(), part.edges.end(), 0);
    return part;
}

void ScenePainter::paintBackground(QPainter& painter, const QRectF& exposed, double scale) const
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(exposed, theme_.canvas);
    const double step = stepAt(scale);
    if (step == 0)
        return;
    QVarLengthArray<QPointF, 512> dots;
    const double reach = dotRadius + 1 / scale; // also of dots whose middle lies outside
    const QRectF area = exposed.adjusted(-reach, -reach, reach, reach);
    for (double y = std::ceil(area.top() / step) * step; y <= area.bottom(); y += step) {
        for (double x = std::ceil(area.left() / step) * step; x <= area.right(); x += step)
            dots.append(QPointF(x, y));
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (painter.paintEngine()->type() ==
        QPaintEngine::Raster) { // thousands of paths would take most of a frame
        const double ratio = painter.device()->devicePixelRatio();
        const QImage dot = dotImage(theme_.dot, dotRadius * painter.transform().m11() * ratio, ratio);
        const QTransform toDevice = painter.transform();
        painter.resetTransform();
        const double middle = dot.width() / 2.0;
        for (const QPointF& at : dots) {
            const QPointF pixel = toDevice.map(at) * ratio - QPointF(middle, middle);
            painter.drawImage(QPointF(std::round(pixel.x()), std::round(pixel.y())) / ratio, dot);
        }
        painter.restore();
        return;
    }
    painter.setPen(QPen(theme_.dot, 2 * dotRadius, Qt::SolidLine, Qt::RoundCap));
    painter.drawPoints(dots.data(), int(dots.size()));
    painter.restore();
}

void ScenePainter::paint(QPainter& painter, const SceneGraph& scene, const SceneLook& look, const Part& part,
    double scale, bool shadows)
{
    static const NodeLook plainNode;
    static const EdgeLook plainEdge;
    const auto nodeLook = [&](int i) -> const NodeLook& {
        return look.nodes.empty() ? plainNode : look.nodes[size_t(i)];
    };
    const auto edgeLook = [&](int i) -> const EdgeLook& {
        return look.edges.empty() ? plainEdge : look.edges[size_t(i)];
    };
    const Detail detail = detailAt(scale);
    const auto isArea = [&](int i) { return scene.nodes[size_t(i)].kind == NodeKind::Group; };

    for (const int i : part.nodes) {
        if (isArea(i))
            cards_.paint(painter, scene.nodes[size_t(i)], nodeLook(i), detail, shadows);
    }
    // What stands out lies above: dimmed lines, references, many-to-many lines, lit lines.
    std::vector<int> order = part.edges;
    const auto rank = [&](int i) {
        const EdgeLook& shown = edgeLook(i);
        const int emphasis = shown.selected                       ? 3
                             : shown.emphasis == Emphasis::Lit    ? 2
                             : shown.emphasis == Emphasis::Normal ? 1
                                                                  : 0;
        return 2 * emphasis + int(scene.edges[size_t(i)].manyToMany);
    };
    std::ranges::stable_sort(order, {}, rank);
    for (const int i : order)
        links_.paint(painter, scene.edges[size_t(i)], edgeLook(i), scale, cards_.texts());
    for (const int i : part.nodes) {
        if (!isArea(i))
            cards_.paint(painter, scene.nodes[size_t(i)], nodeLook(i), detail, shadows);
    }
}

} // namespace conjoin::ui
