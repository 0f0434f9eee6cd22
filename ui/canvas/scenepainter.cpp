// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenepainter.h"

#include "ui/canvas/cardstyle.h"
#include "ui/canvas/devicepixels.h"
#include "ui/canvas/emphasis.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <array>
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

QImage dotImage(const QColor& color, double radius)
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
    return image;
}

} // namespace

ScenePainter::ScenePainter(const Theme& theme)
    : theme_(theme)
    , cards_(theme_)
    , links_(theme_)
{}

void ScenePainter::setRatio(double ratio)
{
    ratio_ = ratio;
    cards_.setRatio(ratio);
}

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
        {
            const DevicePixels pixels(painter);
            const QImage dot = dotImage(theme_.dot, dotRadius * pixels.toDevice().m11());
            const double middle = dot.width() / 2.0;
            for (const QPointF& at : dots) {
                const QPointF pixel = pixels.toDevice().map(at) - QPointF(middle, middle);
                painter.drawImage(QPoint(int(std::lround(pixel.x())), int(std::lround(pixel.y()))), dot);
            }
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
    static const NodeLook plain;
    const auto paintAll = [&](bool areas) {
        for (const int i : part.nodes) {
            const SceneNode& node = scene.nodes[size_t(i)];
            if ((node.kind == NodeKind::Group) == areas)
                paintNode(painter, node, look.nodes.empty() ? plain : look.nodes[size_t(i)], scale, shadows);
        }
    };
    paintAll(true);
    paintLinks(painter, scene, look, part.edges, scale);
    paintAll(false);
}

void ScenePainter::paintNode(
    QPainter& painter, const SceneNode& node, const NodeLook& look, double scale, bool shadows)
{
    const Detail detail = detailAt(scale);
    const bool near = detail == Detail::Bars || detail == Detail::Full;
    NodeLook plain;
    const bool dimmed = look.emphasis == Emphasis::Dimmed;
    plain.emphasis = look.emphasis;
    if (spritesKept_ && near && node.kind != NodeKind::Group && look == plain &&
        look.emphasis != Emphasis::Lit) {
        if (dimmed) {
            cards_.paintDimmedGround(painter, node);
            painter.setOpacity(style::strengthOf(theme_).dimmed);
        }
        const bool painted = sprites_.paint(painter, node,
            [&](QPainter& into, const SceneNode& shown) { cards_.paint(into, shown, {}, scale, shadows); });
        painter.setOpacity(1);
        if (painted)
            return;
    }
    cards_.paint(painter, node, look, scale, shadows);
}

/// `edges` look the same.
void ScenePainter::paintLetters(QPainter& painter, const SceneGraph& scene, const SceneLook& look,
    const std::vector<int>& edges, double scale)
{
    if (edges.empty())
        return;
    const auto first = size_t(edges.front());
    const EdgeLook shown = look.edges.empty() ? EdgeLook() : look.edges[first];
    if (painter.paintEngine()->type() == QPaintEngine::Raster) {
        raster_.paintLetters(painter, scene, edges, links_.rasterStyle(scene.edges[first], shown, scale));
        return;
    }
    for (const int i : edges)
        links_.paintLetters(painter, scene.edges[size_t(i)], shown, cards_.texts());
}

void ScenePainter::paintLinks(QPainter& painter, const SceneGraph& scene, const SceneLook& look,
    const std::vector<int>& edges, double scale)
{
    static const EdgeLook plain;
    const auto lookOf = [&](int i) -> const EdgeLook& {
        return look.edges.empty() ? plain : look.edges[size_t(i)];
    };
    // What stands out lies above: dimmed lines, references, many-to-many lines, lit lines.
    constexpr int ranks = 8;
    std::array<std::vector<int>, ranks> byRank;
    for (const int i : edges) {
        const EdgeLook& shown = lookOf(i);
        const int emphasis = shown.selected                       ? 3
                             : shown.emphasis == Emphasis::Lit    ? 2
                             : shown.emphasis == Emphasis::Normal ? 1
                                                                  : 0;
        byRank[size_t(2 * emphasis + int(scene.edges[size_t(i)].manyToMany))].push_back(i);
    }
    const bool asPixels = painter.paintEngine()->type() == QPaintEngine::Raster;
    constexpr double everywhere = 1e9;
    const QRectF area = painter.hasClipping()
                            ? painter.clipBoundingRect()
                            : QRectF(-everywhere, -everywhere, 2 * everywhere, 2 * everywhere);
    const LineHops hops = scale >= leastHopScale ? LineHops(scene, edges, area) : LineHops();
    for (const std::vector<int>& same : byRank) {
        if (same.empty())
            continue;
        if (asPixels) {
            const auto first = size_t(same.front());
            raster_.paint(painter, scene, same,
                links_.rasterStyle(scene.edges[first], lookOf(same.front()), scale), hops);
        } else {
            for (const int i : same)
                links_.paint(painter, scene, i, lookOf(i), scale, hops);
        }
    }
    if (scale >= style::markScale) {
        for (const std::vector<int>& same : byRank)
            paintLetters(painter, scene, look, same, scale);
    }
    if (detailAt(scale, ratio_) != Detail::Full)
        return;
    for (const int i : edges) {
        if (lookOf(i).emphasis != Emphasis::Dimmed)
            links_.paintLabels(painter, scene.edges[size_t(i)], cards_.texts());
    }
}

} // namespace conjoin::ui
