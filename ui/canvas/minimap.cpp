// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/minimap.h"

#include "ui/canvas/scenepainter.h"
#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr double margin = 8;
constexpr int leastRoom = 440; ///< of the view, from which on it is shown
constexpr int restMilliseconds = 120;

} // namespace

Minimap::Minimap(Surface& surface, QWidget* parent)
    : QWidget(parent)
    , surface_(surface)
{
    setFixedSize(sizeHint());
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Overview"));
    connect(&surface, &Surface::viewChanged, this, &Minimap::refresh);
    connect(&surface, &Surface::sceneChanged, this, &Minimap::outdate);
    connect(&surface.session(), &EditSession::currentDiagramChanged, this, &Minimap::forget);
    rest_.setSingleShot(true);
    rest_.setInterval(restMilliseconds);
    connect(&rest_, &QTimer::timeout, this, [this] {
        picture_ = {};
        update();
    });
    forget();
}

void Minimap::forget()
{
    picture_ = {};
    outdate();
}

void Minimap::outdate()
{
    bounds_ = surface_.bounds();
    outdated_ = true;
    refresh();
}

void Minimap::refresh()
{
    const bool needed = !surface_.scene().nodes.empty() && !surface_.viewport().visible().contains(bounds_);
    const bool room = parentWidget()->width() >= leastRoom; // on less, it would cover what it is about
    setVisible((needed && room) || !held_.isIdentity());
    update();
}

QTransform Minimap::fromScene() const
{
    if (!held_.isIdentity())
        return held_;
    const QRectF all = bounds_ | surface_.viewport().visible();
    const double scale = std::min((width() - 2 * margin) / std::max(1.0, all.width()),
        (height() - 2 * margin) / std::max(1.0, all.height()));
    QTransform transform;
    transform.translate(width() / 2.0, height() / 2.0);
    transform.scale(scale, scale);
    transform.translate(-all.center().x(), -all.center().y());
    return transform;
}

void Minimap::paintEvent(QPaintEvent*)
{
    const Theme& theme = surface_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor back = theme.panel;
    back.setAlphaF(0.94F);
    painter.setPen(QPen(theme.panelBorder, 1));
    painter.setBrush(back);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const QTransform toMap = fromScene();
    const double ratio = devicePixelRatioF();
    // All of a large diagram takes longer than what is left of the frame of a zoom step or an edit.
    if (picture_.isNull())
        paintPicture(toMap);
    else if (outdated_ || pictureFrom_ != toMap || picture_.devicePixelRatio() != ratio)
        rest_.start();
    painter.save();
    if (pictureFrom_ != toMap) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.setTransform(pictureFrom_.inverted() * toMap, true);
    }
    painter.drawImage(QPointF(0, 0), picture_);
    painter.restore();
    QColor window = theme.accent;
    window.setAlphaF(0.10F);
    painter.setPen(QPen(theme.accent, 1.2));
    painter.setBrush(window);
    const QRectF shown = toMap.mapRect(surface_.viewport().visible()) & QRectF(rect()).adjusted(2, 2, -2, -2);
    painter.drawRoundedRect(shown, 2, 2);
}

void Minimap::paintPicture(const QTransform& toMap)
{
    const double ratio = devicePixelRatioF();
    picture_ = QImage((QSizeF(size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    picture_.setDevicePixelRatio(ratio);
    picture_.fill(Qt::transparent);
    pictureFrom_ = toMap;
    outdated_ = false;
    const SceneGraph& scene = surface_.scene();
    constexpr size_t mostLines = 300; // more would be a carpet
    ScenePainter::Part part = ScenePainter::all(scene);
    if (part.edges.size() > mostLines)
        part.edges.clear();
    QPainter painter(&picture_);
    painter.setTransform(toMap);
    ScenePainter(surface_.theme()).paint(painter, scene, {}, part, toMap.m11());
}

void Minimap::go(QPointF at)
{
    surface_.centreOn(fromScene().inverted().map(at));
}

void Minimap::mousePressEvent(QMouseEvent* event)
{
    held_ = fromScene();
    go(event->position());
}

void Minimap::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        go(event->position());
}

void Minimap::mouseReleaseEvent(QMouseEvent*)
{
    held_ = {};
    refresh();
}

} // namespace conjoin::ui
