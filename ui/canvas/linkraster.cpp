// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/linkraster.h"

#include "ui/canvas/cardstyle.h"
#include "ui/canvas/devicepixels.h"
#include "ui/canvas/linkgeometry.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr size_t mostImages = 4000; // a few hundred a zoom
constexpr double markReach = 22;    // canvas units the strokes of a mark spread from its end
constexpr double leastRadius = 1.5; // device pixels
constexpr int leastHop = 2;         // device pixels

int nearest(double value)
{
    constexpr double most = 1e9;
    return int(std::lround(std::clamp(value, -most, most)));
}

/// A key of plain numbers.
template<class... Values>
QByteArray keyOf(const Values&... values)
{
    QByteArray key;
    (key.append(reinterpret_cast<const char*>(&values), sizeof values), ...);
    return key;
}

} // namespace

void LinkRaster::paint(QPainter& painter, const SceneGraph& scene, const std::vector<int>& edges,
    const Style& style, const LineHops& hops)
{
    painter.save();
    const DevicePixels pixels(painter);
    begin(painter, pixels.toDevice(), style);
    for (const int index : edges) {
        const SceneEdge& edge = scene.edges[size_t(index)];
        if (edge.route.size() < 2)
            continue;
        const EdgeHops own(hops, scene, index);
        if (edge.stub && !style.whole) {
            addRoute(stubOf(edge.route, false), edge.dashed, own);
            addRoute(stubOf(edge.route, true), edge.dashed || dashedEnd(edge) > 0, own);
        } else {
            visitParts(
                edge, [&](std::span<const QPointF> part, bool dashed) { addRoute(part, dashed, own); },
                otherArm(scene, index));
        }
        if (style.marks) {
            addMark(edge, false);
            addMark(edge, true);
        }
    }
    flush(painter);
    painter.restore();
}

void LinkRaster::paintLetters(
    QPainter& painter, const SceneGraph& scene, const std::vector<int>& edges, const Style& style)
{
    painter.save();
    const DevicePixels pixels(painter);
    begin(painter, pixels.toDevice(), style);
    QFont font = CanvasFonts().type;
    font.setPixelSize(std::max(1, nearest(style_.lettersSize * scale_)));
    font.setHintingPreference(QFont::PreferVerticalHinting);
    const QFontMetrics metrics(font);
    for (const int index : edges) {
        for (const bool last : {false, true}) {
            if (const auto letters = lettersAt(scene.edges[size_t(index)], last))
                addLetters(*letters, font, metrics);
        }
    }
    flush(painter);
    painter.restore();
}

void LinkRaster::begin(const QPainter& painter, const QTransform& toDevice, const Style& style)
{
    style_ = style;
    scale_ = toDevice.m11();
    dx_ = toDevice.dx();
    dy_ = toDevice.dy();
    constexpr int farthest = 1'000'000;
    clip_ = painter.hasClipping() ? painter.clipBoundingRect().toAlignedRect()
                                  : QRect(-farthest, -farthest, 2 * farthest, 2 * farthest);

    constexpr double negligible = 0.15;
    width_ = std::max(1.0, style.width * scale_);
    core_ = int(width_);
    fringe_ = width_ - core_;
    if (fringe_ > 1 - negligible)
        ++core_;
    if (fringe_ < negligible || fringe_ > 1 - negligible)
        fringe_ = 0;
    width_ = core_ + fringe_;
    coreInk_ = style.ink;
    fringeInk_ = style::blend(style.ink, style.canvas, fringe_);
    if (images_.size() > mostImages) {
        images_.clear();
        known_.clear();
    }
    cores_.clear();
    fringes_.clear();
    stamps_.clear();
}

void LinkRaster::addPiece(bool upright, int across, int from, int to)
{
    const int low = upright ? clip_.top() : clip_.left();
    const int high = (upright ? clip_.bottom() : clip_.right()) + 1;
    from = std::max(from, low);
    to = std::min(to, high);
    if (from >= to)
        return;
    const auto rect = [&](int at, int width) {
        return upright ? QRect(at, from, width, to - from) : QRect(from, at, to - from, width);
    };
    const QRect core = rect(across, core_);
    if (core.intersects(clip_.adjusted(-1, -1, 1, 1)))
        cores_.push_back(core);
    else
        return;
    if (fringe_ > 0)
        fringes_.push_back(rect(across + core_, 1));
}

// Begins with a dash at `from`, which may be the higher end.
void LinkRaster::addDashes(bool upright, int across, int from, int to)
{
    const int length = std::max(2, nearest(style::dashLength * scale_));
    const int step = length + std::max(1, nearest(style::dashGap * scale_));
    const int low = upright ? clip_.top() : clip_.left();
    const int high = (upright ? clip_.bottom() : clip_.right()) + 1;
    if (from > to) {
        const int skipped = std::max(0, (from - high) / step);
        for (int at = from - skipped * step; at > std::max(to, low); at -= step)
            addPiece(upright, across, std::max(at - length, to), at);
        return;
    }
    const int skipped = std::max(0, (low - from) / step); // a line may be as long as the drawing
    for (int at = from + skipped * step; at < std::min(to, high); at += step)
        addPiece(upright, across, at, std::min(at + length, to));
}

/// A level piece over its hops.
void LinkRaster::addLevel(int across, int from, int to, bool dashed, std::span<const LineHop> hops)
{
    const int thick = core_ + (fringe_ > 0 ? 1 : 0);
    const int radius = nearest(hopRadius * scale_);
    const auto lineAt = [&](double x) { return nearest(x * scale_ + dx_ - width_ / 2); };
    const auto add = [&](int begin, int end) {
        if (dashed)
            addDashes(false, across, begin, end);
        else
            addPiece(false, across, begin, end);
    };
    for (const LineHop& hop : hops) {
        const int left = lineAt(hop.first) - radius, right = lineAt(hop.last) + radius; // its legs
        if (left < from || right + thick > to || radius < leastHop)
            continue;
        add(from, left + thick);
        from = right;
        const int rise = radius + thick / 2, fall = radius + thick - thick / 2; // as wide as both legs reach
        addPiece(false, across - radius, left + rise, right + thick - fall);
        const QRect place(left, across - radius, right + thick - left, radius + thick);
        if (!place.intersects(clip_))
            continue;
        stamps_.push_back({false, place.topLeft(), hopImage(radius, rise, true)});
        stamps_.push_back(
            {false, QPoint(right + thick - fall, across - radius), hopImage(radius, fall, false)});
    }
    add(from, to);
}

void LinkRaster::addRoute(std::span<const QPointF> route, bool dashed, const EdgeHops& hops)
{
    const int thick = core_ + (fringe_ > 0 ? 1 : 0);
    const auto x = [&](QPointF p) { return p.x() * scale_ + dx_; };
    const auto y = [&](QPointF p) { return p.y() * scale_ + dy_; };
    const auto lineAt = [&](double middle) { return nearest(middle - width_ / 2); };
    int radiusBefore = 0; // of the corner where the piece begins
    for (size_t i = 0; i + 1 < route.size(); ++i) {
        const QPointF a = route[i], b = route[i + 1];
        const bool upright = a.x() == b.x();
        int radius = 0;
        if (i + 2 < route.size() && style_.rounded) {
            const double wanted = bendRadius(route, i + 1, hops) * scale_;
            radius = wanted < leastRadius ? 0 : int(wanted);
        }
        // Where the piece begins and ends: at a border, or where the corner's image takes over.
        const auto stop = [&](size_t corner, QPointF other, int cornerRadius) {
            const double at = upright ? y(route[corner]) : x(route[corner]);
            const double far = upright ? y(other) : x(other);
            if (corner == 0 || corner + 1 == route.size())
                return nearest(at);
            const int line = lineAt(at);
            const int reach = cornerRadius > 0 ? cornerRadius + (thick + 1) / 2 : 0;
            if (far > at)
                return reach > 0 ? line + reach : line;
            return reach > 0 ? line + thick - reach : line + thick;
        };
        const int begin = stop(i, b, radiusBefore), end = stop(i + 1, a, radius);
        const int across = lineAt(upright ? x(a) : y(a));
        const bool asItRuns = upright && i == 0; // the way to a class, which several lines share
        if (dashed && asItRuns)
            addDashes(upright, across, begin, end);
        else if (!upright)
            addLevel(across, std::min(begin, end), std::max(begin, end), dashed, hops.on(a, b));
        else if (dashed)
            addDashes(upright, across, std::min(begin, end), std::max(begin, end));
        else
            addPiece(upright, across, std::min(begin, end), std::max(begin, end));
        if (radius > 0) {
            const QPointF next = route[i + 2];
            const QPointF sideways = upright ? next : a, upwards = upright ? a : next;
            const bool right = sideways.x() > b.x(), down = upwards.y() > b.y();
            const int reach = radius + (thick + 1) / 2;
            const int left = lineAt(x(b)), top = lineAt(y(b));
            const QPoint at(right ? left : left + thick - reach, down ? top : top + thick - reach);
            if (QRect(at, QSize(reach, reach)).intersects(clip_))
                stamps_.push_back({false, at, cornerImage(radius, right, down)});
        }
        radiusBefore = radius;
    }
}

int LinkRaster::cornerImage(int radius, bool right, bool down)
{
    const QByteArray key = keyOf('c', radius, right, down, width_, coreInk_.rgba());
    if (const auto it = known_.constFind(key); it != known_.cend())
        return *it;
    const int thick = core_ + (fringe_ > 0 ? 1 : 0);
    const int side = radius + (thick + 1) / 2;
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(coreInk_, width_, Qt::SolidLine, Qt::FlatCap));
    const double cornerX = right ? width_ / 2 : side - thick + width_ / 2;
    const double cornerY = down ? width_ / 2 : side - thick + width_ / 2;
    QPainterPath path(QPointF(right ? side : 0, cornerY));
    path.quadTo(QPointF(cornerX, cornerY), QPointF(cornerX, down ? side : 0));
    painter.drawPath(path);
    painter.end();
    return kept(key, image);
}

/// One half of a hop: the leg and its quarter of a circle.
int LinkRaster::hopImage(int radius, int width, bool rises)
{
    const QByteArray key = keyOf('h', radius, width, rises, width_, coreInk_.rgba());
    if (const auto it = known_.constFind(key); it != known_.cend())
        return *it;
    const int thick = core_ + (fringe_ > 0 ? 1 : 0);
    QImage image(width, radius + thick, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(coreInk_, width_, Qt::SolidLine, Qt::FlatCap));
    const double middle = width_ / 2, leg = rises ? middle : width - thick + middle;
    QPainterPath path(QPointF(leg, radius + thick));
    constexpr double right = 0, quarter = 90; // degrees
    const QRectF circle(rises ? leg : leg - 2 * radius, middle, 2 * radius, 2 * radius);
    path.arcTo(circle, rises ? right + 2 * quarter : right, rises ? -quarter : quarter);
    path.lineTo(rises ? width : 0, middle);
    painter.drawPath(path);
    painter.end();
    return kept(key, image);
}

void LinkRaster::addMark(const SceneEdge& edge, bool last)
{
    if (isBare(edge, last))
        return;
    const QPointF end = last ? edge.route.back() : edge.route.front();
    const QPointF outward = outwardAt(edge.route, last);
    const bool level = outward.x() != 0;
    const double x = end.x() * scale_ + dx_, y = end.y() * scale_ + dy_;
    const QPoint at(level ? nearest(x) : nearest(x - width_ / 2), level ? nearest(y - width_ / 2) : nearest(y));
    const int reach = int(std::ceil(markReach * scale_)) + 2;
    const QPoint corner = at - QPoint(reach, reach);
    if (!QRect(corner, QSize(2 * reach, 2 * reach)).intersects(clip_))
        return;
    const EndMark mark = shownMark(edge, last);
    if (isLetters(mark))
        return;
    const int image = markImage(mark, last && edge.mixedTo, outward.toPoint());
    stamps_.push_back({true, corner, image});
}

int LinkRaster::markImage(EndMark mark, bool mixed, QPoint outward)
{
    const QByteArray key = keyOf('m', int(mark), mixed, outward.x(), outward.y(), width_, scale_,
        style_.manyToMany, coreInk_.rgba(), style_.canvas.rgba());
    if (const auto it = known_.constFind(key); it != known_.cend())
        return *it;
    const int reach = int(std::ceil(markReach * scale_)) + 2;
    QImage image(2 * reach, 2 * reach, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = width_ / 2;
    painter.translate(reach + (outward.x() == 0 ? middle : 0), reach + (outward.x() == 0 ? 0 : middle));
    painter.scale(scale_, scale_);
    if (mark == EndMark::None) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(coreInk_);
        painter.drawEllipse(QPointF(), style::armDotRadius, style::armDotRadius);
    } else {
        const MarkShape shape = markShape(mark, mixed, {}, outward);
        painter.setPen(QPen(coreInk_, std::max(markPen(mark, style_.manyToMany), 1 / scale_), Qt::SolidLine,
            Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(shape.strokes);
        if (shape.ring) {
            painter.setBrush(style_.canvas);
            painter.drawEllipse(*shape.ring);
        }
    }
    painter.end();
    return kept(key, image);
}

/// On whole pixels, and hinted: letters of so few pixels would be a smudge elsewhere.
void LinkRaster::addLetters(MarkLetters letters, const QFont& font, const QFontMetrics& metrics)
{
    const int width = metrics.horizontalAdvance(letters.text), capital = metrics.capHeight();
    const int around = int(std::ceil(style::haloWidth / 2 * scale_)) + 1;
    letters.corner = {letters.corner.x() * scale_ + dx_, letters.corner.y() * scale_ + dy_};
    const QPointF baseline = baselineOf(letters, width, capital);
    const QPoint at(nearest(baseline.x()) - around, nearest(baseline.y()) - capital - around);
    const QSize size(width + 2 * around, capital + 2 * around);
    if (QRect(at, size).intersects(clip_))
        stamps_.push_back({true, at, lettersImage(letters.text, font, size, {around, around + capital})});
}

int LinkRaster::lettersImage(const QString& text, const QFont& font, const QSize& size, QPoint baseline)
{
    const QByteArray key =
        keyOf('l', font.pixelSize(), style_.lettersInk.rgba(), style_.canvas.rgba()) + text.toUtf8();
    if (const auto it = known_.constFind(key); it != known_.cend())
        return *it;
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addText(baseline, font, text);
    painter.strokePath(outline, haloPen(style_.canvas, style::haloWidth * scale_));
    painter.setFont(font);
    painter.setPen(style_.lettersInk);
    painter.drawText(baseline, text);
    painter.end();
    return kept(key, image);
}

int LinkRaster::kept(const QByteArray& key, const QImage& image)
{
    images_.push_back(image);
    const int index = int(images_.size()) - 1;
    known_.insert(key, index);
    return index;
}

void LinkRaster::flush(QPainter& painter)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    const auto fill = [&](const std::vector<QRect>& rects, const QColor& color) {
        painter.setBrush(color);
        painter.drawRects(rects.data(), int(rects.size()));
    };
    fill(fringes_, fringeInk_); // below: where lines cross, their cores count
    fill(cores_, coreInk_);
    // Lines that share a corner would paint its smooth border twice, and darker.
    std::ranges::sort(stamps_);
    stamps_.erase(std::unique(stamps_.begin(), stamps_.end()), stamps_.end());
    for (const Stamp& stamp : stamps_)
        painter.drawImage(stamp.at, images_[size_t(stamp.image)]);
}

} // namespace conjoin::ui
