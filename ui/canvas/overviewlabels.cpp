// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/overviewlabels.h"

#include "ui/canvas/cardstyle.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTransform>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double gap = 4, paddingX = 8, height = 20, widest = 180;
/// So much of the picture may be covered by names: the rest of the tables is for the eye to find.
constexpr double roomPerLabel = 30'000; // pixels²

QFont labelFont()
{
    const CanvasFonts fonts;
    QFont font = fonts.key;
    font.setPixelSize(12);
    return font;
}

/// Boxes by place, in rows of one label's height.
class Taken {
public:
    bool isFree(const QRectF& box) const
    {
        for (int row = rowOf(box.top()); row <= rowOf(box.bottom()); ++row) {
            const auto it = rows_.constFind(row);
            if (it != rows_.cend() &&
                std::ranges::any_of(*it, [&](const QRectF& other) { return other.intersects(box); }))
                return false;
        }
        return true;
    }
    void add(const QRectF& box)
    {
        for (int row = rowOf(box.top()); row <= rowOf(box.bottom()); ++row)
            rows_[row].push_back(box);
    }

private:
    static int rowOf(double y) { return int(std::floor(y / height)); }
    QHash<int, std::vector<QRectF>> rows_;
};

} // namespace

void OverviewLabels::choose(const SceneGraph& scene, double scale)
{
    if (scale == scale_)
        return;
    scale_ = scale;
    labels_.clear();
    std::vector<int> degree(scene.nodes.size(), 0);
    for (const SceneEdge& edge : scene.edges) {
        ++degree[size_t(edge.from)];
        ++degree[size_t(edge.to)];
    }
    std::vector<int> order;
    QRectF bounds;
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        bounds |= scene.nodes[i].rect;
        const NodeKind kind = scene.nodes[i].kind;
        if (kind == NodeKind::Table || kind == NodeKind::Junction)
            order.push_back(int(i));
    }
    std::ranges::stable_sort(order, [&](int a, int b) { return degree[size_t(a)] > degree[size_t(b)]; });
    const auto most = size_t(std::max(24.0, bounds.width() * bounds.height() * scale * scale / roomPerLabel));
    const QFontMetricsF metrics(labelFont());
    Taken taken;
    for (const int index : order) {
        if (labels_.size() >= most)
            break;
        const SceneNode& node = scene.nodes[size_t(index)];
        // Where not even the shortest name has room, nothing needs to be measured.
        QRectF least(0, 0, 2 * paddingX, height);
        least.moveCenter(node.rect.center() * scale);
        if (!taken.isFree(least.adjusted(-gap, -gap, gap, gap)))
            continue;
        const QString text = metrics.elidedText(node.title, Qt::ElideRight, widest);
        QRectF box(0, 0, metrics.horizontalAdvance(text) + 2 * paddingX, height);
        box.moveCenter(node.rect.center() * scale);
        const QRectF wanted = box.adjusted(-gap, -gap, gap, gap);
        if (!taken.isFree(wanted))
            continue;
        taken.add(wanted);
        labels_.push_back({index, text, box.width()});
    }
}

void OverviewLabels::paint(QPainter& painter, const SceneGraph& scene, const QTransform& toView,
    const QRectF& view, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(labelFont());
    for (const Label& label : labels_) {
        const SceneNode& node = scene.nodes[size_t(label.node)];
        QRectF box(0, 0, label.width, height);
        const QPointF middle = toView.map(node.rect.center());
        box.moveTo(std::round(middle.x() - box.width() / 2), std::round(middle.y() - height / 2));
        if (!box.intersects(view))
            continue;
        const Hue& hue = style::hueOf(theme, node.hue);
        painter.setPen(QPen(style::blend(hue.band, theme.canvas, 0.6), 1));
        painter.setBrush(hue.header);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2);
        painter.setPen(hue.ink);
        painter.drawText(box, Qt::AlignCenter, label.text);
    }
    painter.restore();
}

} // namespace conjoin::ui
