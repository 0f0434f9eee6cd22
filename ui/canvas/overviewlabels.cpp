// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/overviewlabels.h"

#include "ui/canvas/cardstyle.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTransform>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr size_t mostLabels = 48;
constexpr double gap = 4, paddingX = 8, height = 20, widest = 180;

} // namespace

void paintOverviewLabels(QPainter& painter, const SceneGraph& scene, const std::vector<int>& nodes,
    const QTransform& toView, const Theme& theme)
{
    std::vector<int> degree(scene.nodes.size(), 0);
    for (const SceneEdge& edge : scene.edges) {
        ++degree[size_t(edge.from)];
        ++degree[size_t(edge.to)];
    }
    std::vector<int> order;
    for (const int node : nodes) {
        const NodeKind kind = scene.nodes[size_t(node)].kind;
        if (kind == NodeKind::Table || kind == NodeKind::Junction)
            order.push_back(node);
    }
    std::ranges::stable_sort(order, [&](int a, int b) { return degree[size_t(a)] > degree[size_t(b)]; });

    const CanvasFonts fonts;
    QFont font = fonts.key;
    font.setPixelSize(12);
    const QFontMetricsF metrics(font);
    std::vector<QRectF> placed;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font);
    for (const int index : order) {
        if (placed.size() >= mostLabels)
            break;
        const SceneNode& node = scene.nodes[size_t(index)];
        const QString text = metrics.elidedText(node.title, Qt::ElideRight, widest);
        QRectF box(0, 0, metrics.horizontalAdvance(text) + 2 * paddingX, height);
        box.moveCenter(toView.map(node.rect.center()));
        const QRectF wanted = box.adjusted(-gap, -gap, gap, gap);
        if (std::any_of(
                placed.begin(), placed.end(), [&](const QRectF& other) { return other.intersects(wanted); }))
            continue;
        placed.push_back(box);
        const Hue& hue = style::hueOf(theme, node.hue);
        painter.setPen(QPen(style::blend(hue.band, theme.canvas, 0.6), 1));
        painter.setBrush(hue.header);
        painter.drawRoundedRect(box, height / 2, height / 2);
        painter.setPen(hue.ink);
        painter.drawText(box, Qt::AlignCenter, text);
    }
    painter.restore();
}

} // namespace conjoin::ui
