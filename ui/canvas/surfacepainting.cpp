// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/glyphs.h"
#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QWidget>

#include <algorithm>

/// What Surface paints: the retained scene, and above it what moves and what can be grasped.
namespace conjoin::ui {

namespace {

void removeAll(std::vector<int>& items, std::vector<int> gone)
{
    std::ranges::sort(gone);
    std::erase_if(items, [&](int item) { return std::ranges::binary_search(gone, item); });
}

} // namespace

void Surface::paintLayer()
{
    const double ratio = widget_.devicePixelRatioF();
    if (ratio != viewport_.ratio()) { // the window went to another screen
        stretched_.reset();
        viewport_.setSize(viewport_.size(), ratio);
    }
    layer_.setSize(widget_.size(), ratio);
    if (layer_.stale().isEmpty())
        return;
    QElapsedTimer timer;
    timer.start();
    QImage pixels = layer_.pixels();
    const bool whole = layer_.stale().boundingRect() == pixels.rect();
    for (const QRect& rect : layer_.stale()) {
        QPainter painter(&pixels);
        painter.setClipRect(rect);
        painter.setTransform(viewport_.transform() * QTransform::fromScale(ratio, ratio));
        const QRectF view(QPointF(rect.topLeft()) / ratio, QSizeF(rect.size()) / ratio);
        const QRectF exposed = viewport_.toScene(view);
        painter_->paintBackground(painter, exposed, viewport_.scale());
        ScenePainter::Part part = index_.in(exposed);
        if (live_) {
            removeAll(part.nodes, live_->nodes);
            removeAll(part.edges, live_->edges);
        }
        if (grown_ >= 0)
            removeAll(part.nodes, {grown_});
        painter_->paint(painter, scene_, look_, part, viewport_.scale());
    }
    layer_.setFresh();
    if (whole)
        paintNanoseconds_ = timer.nsecsElapsed();
}

void Surface::paint(QPainter& painter)
{
    painter_->setRatio(widget_.devicePixelRatioF());
    if (stretched_) {
        const QTransform stretch = stretched_->inverted() * viewport_.transform();
        layer_.paintStretched(painter, stretch, theme().canvas);
    } else {
        paintLayer();
        layer_.paint(painter);
    }
    if (scene_.nodes.empty()) {
        paintInvitation(painter);
        return;
    }
    const Detail detail = detailAt(viewport_.scale());
    painter.save();
    painter.setTransform(viewport_.transform(), true);
    if (live_) {
        std::vector<int> nodes = live_->nodes;
        std::ranges::sort(nodes);
        const std::vector<int> morphing = takeMorphing(nodes);
        painter_->paint(painter, scene_, look_, {nodes, live_->edges}, viewport_.scale());
        for (const int node : morphing) {
            painter.save();
            painter.setClipRect(scene_.nodes[size_t(node)].rect.adjusted(-1, -1, 1, 1), Qt::IntersectClip);
            painter_->paint(painter, scene_, look_, {{node}, {}}, viewport_.scale(), false);
            painter.restore();
        }
    }
    if (grown_ >= 0)
        paintGrown(painter);
    if (target_ >= 0) {
        const SceneNode& node = scene_.nodes[size_t(target_)];
        QColor glow = theme().accent;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        constexpr int rings = 3;
        for (int ring = rings; ring >= 1; --ring) {
            glow.setAlpha(ring == 1 ? 255 : 50 / ring);
            painter.setPen(QPen(glow, ring == 1 ? 2 : 4));
            const double out = ring == 1 ? 1 : 2.5 * ring;
            painter.drawRoundedRect(node.rect.adjusted(-out, -out, out, out), style::cornerOf(node) + out,
                style::cornerOf(node) + out);
        }
    }
    if (focusShown_ && !live_)
        paintFocus(painter);
    if (gripsShown_ && !live_ && detail != Detail::Block && detail != Detail::Boxes) {
        paintAddRow(painter);
        paintGrips(painter);
    }
    painter.restore();
    if (detail == Detail::Block || detail == Detail::Boxes) {
        if (!stretched_)
            labels_.choose(scene_, viewport_.scale());
        labels_.paint(painter, scene_, viewport_.transform(), QRectF(widget_.rect()), theme());
    }
}

std::vector<int> Surface::takeMorphing(std::vector<int>& nodes) const
{
    std::vector<int> morphing;
    for (size_t i = 0; i < live_->nodes.size(); ++i) {
        if (scene_.nodes[size_t(live_->nodes[i])].rect.size() != live_->rects[i].size())
            morphing.push_back(live_->nodes[i]);
    }
    removeAll(nodes, morphing);
    return morphing;
}

SceneNode Surface::grownNode() const
{
    SceneNode node = scene_.nodes[size_t(grown_)];
    const size_t rows = node.rows.size() + 1;
    node.rect.setHeight(
        node.kind == NodeKind::Pill ? model::layout::pillHeight(rows) : model::layout::cardHeight(rows));
    node.newRow = true;
    return node;
}

void Surface::paintGrown(QPainter& painter)
{
    const SceneNode node = grownNode();
    painter_->cards().paint(painter, node, look_.nodes[size_t(grown_)], viewport_.scale());
}

void Surface::paintGrips(QPainter& painter)
{
    if (!hover_.onNode() || target_ >= 0)
        return;
    const SceneNode& node = scene_.nodes[size_t(hover_.node)];
    if (node.kind == NodeKind::Note || node.kind == NodeKind::Group)
        return;
    const Handles grips = handlesOf(scene_, hover_.node, hover_.row);
    const double pixel = 1 / viewport_.scale();
    const bool held = hover_.part == Hit::Part::Handle;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().accent, 1.5 * pixel));
    painter.setBrush(held ? theme().accent : theme().card);
    const double radius = (held ? handleRadius + 1 : handleRadius - 1) * pixel;
    painter.drawEllipse(grips.left, radius, radius);
    painter.drawEllipse(grips.right, radius, radius);
}

QRectF Surface::addRowPlace() const
{
    const int index = selectedNode();
    if (index < 0 || viewport_.scale() < 0.5)
        return {};
    const SceneNode& node = scene_.nodes[size_t(index)];
    if (node.kind == NodeKind::Note || node.kind == NodeKind::Group || (node.collapsed && index != grown_))
        return {};
    const double lower = index == grown_ ? grownNode().rect.height() - node.rect.height() : 0;
    return addRowRect(scene_, index).translated(0, lower);
}

void Surface::paintAddRow(QPainter& painter)
{
    const QRectF rect = addRowPlace();
    if (rect.isEmpty())
        return;
    const bool hovered = hover_.part == Hit::Part::AddRow;
    const QColor ink = hovered ? theme().accent : theme().type;
    const double radius = rect.height() / 2;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hovered ? theme().accent : theme().fieldBorder, 1));
    painter.setBrush(theme().card);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const bool named = rect.width() > rect.height();
    constexpr double plusWidth = 10, plusLeft = 7;
    painter.save();
    painter.translate(named ? rect.left() + plusLeft : rect.center().x() - plusWidth / 2, rect.center().y());
    painter.setPen(QPen(ink, glyphWidth, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(plusGlyph());
    painter.restore();
    painter.setPen(ink);
    if (named) {
        painter_->cards().texts().paint(painter, TextRole::EndRole,
            {rect.left() + plusLeft + plusWidth + 4, rect.center().y() + style::typeBaseline - 0.4},
            tr("Column"), rect.width());
    }
}

void Surface::paintFocus(QPainter& painter)
{
    const int index = selectedNode();
    if (index < 0)
        return;
    const SceneNode& node = scene_.nodes[size_t(index)];
    const double pixel = 1 / viewport_.scale();
    const double out = 4 * pixel;
    QColor ring = theme().accent;
    ring.setAlphaF(0.75F); // 3 : 1 on every canvas
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ring, 2 * pixel));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(
        node.rect.adjusted(-out, -out, out, out), style::cornerOf(node) + out, style::cornerOf(node) + out);
}

void Surface::paintInvitation(QPainter& painter)
{
    const CanvasFonts fonts;
    QFont title = fonts.title;
    title.setPixelSize(16);
    painter.setFont(title);
    painter.setPen(theme().muted);
    const QRectF area(widget_.rect());
    const bool hidden = !session_.document().schema.tables.isEmpty();
    painter.drawText(area.translated(0, -14), Qt::AlignCenter,
        hidden ? tr("This diagram shows no table yet") : tr("Double-click to make a table"));
    painter.setFont(fonts.column);
    painter.setPen(theme().muted);
    painter.drawText(area.translated(0, 14), Qt::AlignCenter,
        hidden ? tr("Right-click to show those of the project; double-click makes a new one.")
               : tr("or press T. Drag from one table to another to link them."));
}

} // namespace conjoin::ui
