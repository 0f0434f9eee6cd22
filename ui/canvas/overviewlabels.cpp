// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/overviewlabels.h"

#include "ui/canvas/cardstyle.h"
#include "ui/canvas/devicepixels.h"

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

const OverviewLabels::Name& OverviewLabels::nameOf(const QString& title)
{
    if (const auto known = names_.constFind(title); known != names_.cend())
        return *known;
    const QFontMetricsF metrics(labelFont());
    const QString text = metrics.elidedText(title, Qt::ElideRight, widest);
    return *names_.insert(title, {text, metrics.horizontalAdvance(text) + 2 * paddingX});
}

const QImage& OverviewLabels::imageOf(const Picture& picture)
{
    if (const QImage* known = images_.object(picture))
        return *known;
    const QSizeF pixels = QSizeF(std::ceil(picture.width), height) * picture.ratio;
    auto made = std::make_unique<QImage>(
        int(std::ceil(pixels.width())), int(std::ceil(pixels.height())), QImage::Format_ARGB32_Premultiplied);
    made->fill(Qt::transparent);
    QPainter painter(made.get());
    painter.scale(picture.ratio, picture.ratio);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(labelFont());
    painter.setPen(QPen(QColor::fromRgba(picture.border), 1));
    painter.setBrush(QColor::fromRgba(picture.header));
    const QRectF box(0, 0, picture.width, height);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2);
    painter.setPen(QColor::fromRgba(picture.ink));
    painter.drawText(box, Qt::AlignCenter, picture.text);
    painter.end();
    const QImage* image = made.get();
    images_.insert(picture, made.release());
    return *image;
}

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
    if (size_t(names_.size()) > 2 * scene.nodes.size() + 100)
        names_.clear(); // of tables that are gone
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
        const Name& name = nameOf(node.title);
        QRectF box(0, 0, name.width, height);
        box.moveCenter(node.rect.center() * scale);
        const QRectF wanted = box.adjusted(-gap, -gap, gap, gap);
        if (!taken.isFree(wanted))
            continue;
        taken.add(wanted);
        labels_.push_back({index, name});
    }
}

struct OverviewLabels::Placed {
    const Label* label;
    QRectF card, box;
};

void OverviewLabels::bringInside(std::vector<Placed>& placed, const QRectF& view)
{
    constexpr double edge = 4;
    for (Placed& name : placed) {
        QRectF moved = name.box;
        if (moved.left() < view.left() + edge)
            moved.moveLeft(view.left() + edge);
        else if (moved.right() > view.right() - edge)
            moved.moveLeft(std::floor(view.right() - edge - moved.width())); // on a whole pixel
        const bool atCard = moved.left() < name.card.right() && moved.right() > name.card.left();
        const QRectF wanted = moved.adjusted(-gap, -gap, gap, gap);
        const bool hasRoom = std::ranges::none_of(
            placed, [&](const Placed& other) { return &other != &name && other.box.intersects(wanted); });
        if (atCard && hasRoom)
            name.box = moved;
    }
}

void OverviewLabels::paint(QPainter& painter, const SceneGraph& scene, const QTransform& toView,
    const QRectF& view, const Theme& theme)
{
    std::vector<Placed> placed;
    for (const Label& label : labels_) {
        const QRectF card = toView.mapRect(scene.nodes[size_t(label.node)].rect);
        QRectF box(0, 0, label.name.width, height);
        const QPointF middle = card.center();
        box.moveTo(std::round(middle.x() - box.width() / 2), std::round(middle.y() - height / 2));
        if (box.intersects(view))
            placed.push_back({&label, card, box});
    }
    bringInside(placed, view);
    painter.save();
    const double ratio = painter.device()->devicePixelRatioF();
    const DevicePixels pixels(painter);
    for (const auto& [label, card, box] : placed) {
        const SceneNode& node = scene.nodes[size_t(label->node)];
        const Hue& hue = style::hueOf(theme, node.hue);
        const QColor border = style::blend(hue.band, theme.canvas, 0.6);
        const QImage& image =
            imageOf({label->name.text, hue.header.rgba(), border.rgba(), hue.ink.rgba(), box.width(), ratio});
        const QPointF at = pixels.toDevice().map(box.topLeft());
        painter.drawImage(QPoint(int(std::lround(at.x())), int(std::lround(at.y()))), image);
    }
    painter.restore();
}

} // namespace conjoin::ui
