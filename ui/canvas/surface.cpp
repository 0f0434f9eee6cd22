// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/surface.h"

#include "ui/canvas/groupmembers.h"
#include "ui/canvas/neighbourhood.h"
#include "ui/canvas/rolelabels.h"
#include "ui/canvas/scenebuilder.h"
#include "ui/canvas/scenechanges.h"
#include "ui/canvas/scenerouting.h"
#include "ui/canvas/sceneupdate.h"
#include "ui/session/editsession.h"
#include "ui/session/freememory.h"
#include "ui/session/selection.h"

#include <QLineF>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr int restMilliseconds = 220;
constexpr int glideMilliseconds = 160;
constexpr int sharpenMilliseconds = 40;
constexpr qint64 quickNanoseconds = 2'000'000; // a picture that takes no longer is painted sharp at each step
constexpr size_t mostGliding = 300;            // more cards than this jump: a frame must stay within 16 ms
constexpr double gripReach = 11;               // pixels around a grip that count

bool isCard(const SceneNode& node)
{
    return node.kind == NodeKind::Table || node.kind == NodeKind::Junction || node.kind == NodeKind::Pill;
}

/// Whether a pill is a card now, or the other way round.
bool switchesPresentation(const SceneGraph& before, const SceneGraph& after)
{
    const NodeIndex known(before);
    return std::ranges::any_of(after.nodes, [&](const SceneNode& node) {
        const int old = isCard(node) ? known.of(node.object) : -1;
        return old >= 0 && before.nodes[size_t(old)].kind != node.kind;
    });
}

} // namespace

Surface::Surface(EditSession& session, Selection& selection, const Theme& theme, QWidget& widget)
    : session_(session)
    , selection_(selection)
    , widget_(widget)
    , painter_(std::make_unique<ScenePainter>(theme))
{
    connect(&session, &EditSession::changed, this, &Surface::follow);
    connect(&session, &EditSession::currentDiagramChanged, this, [this] {
        scene_ = {};
        history_.clear();
        sync();
        redraw(); // of the diagram before nothing is known any more
        zoomToFit();
    });
    connect(&selection, &Selection::changed, this, &Surface::refreshLookAndRedraw);
    rest_.setSingleShot(true);
    rest_.setInterval(restMilliseconds);
    connect(&rest_, &QTimer::timeout, this, [this] {
        lit_ = true;
        refreshLook();
        redraw();
    });
    sharpening_.setSingleShot(true);
    sharpening_.setInterval(sharpenMilliseconds);
    connect(&sharpening_, &QTimer::timeout, this, &Surface::sharpen);
    painter_->keepSprites(true);
    glide_.setStartValue(0.0);
    glide_.setEndValue(1.0);
    glide_.setDuration(glideMilliseconds);
    glide_.setEasingCurve(QEasingCurve::OutCubic);
    connect(&glide_, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        if (!live_)
            return;
        const double share = value.toDouble();
        for (size_t i = 0; i < live_->nodes.size(); ++i) {
            const QPointF at = live_->from[i] + (live_->to[i] - live_->from[i]) * share;
            const QSizeF size = live_->sizes[i] + (live_->rects[i].size() - live_->sizes[i]) * share;
            scene_.nodes[size_t(live_->nodes[i])].rect = QRectF(at, size);
        }
        updateLive();
    });
    connect(&glide_, &QVariantAnimation::finished, this, [this] {
        stopLive();
        emit sceneChanged(); // only now everything is where it belongs
    });
    sync();
}

Surface::~Surface() = default;

void Surface::setTheme(const Theme& theme)
{
    painter_ = std::make_unique<ScenePainter>(theme);
    painter_->keepSprites(true);
    redraw();
}

void Surface::follow(const model::Delta& delta)
{
    if (animateNext_) { // what glides wants to know where everything was
        sync();
        return;
    }
    calmDown();
    SceneLook lookBefore = std::move(look_);
    const model::Document before = std::exchange(document_, session_.document());
    const RouteHistory::Lines* known = history_.linesBetween(before, document_);
    SceneUpdate update(scene_, index_, known);
    const DiagramId diagram = session_.currentDiagram();
    const model::Diagram* diagramBefore = before.diagrams.find(diagram);
    const quint64 shown = std::exchange(shownRevision_, session_.revision());
    const auto takeEdit = [&] {
        SceneBuilder builder(document_, document_.diagrams.at(diagram), session_.derivation());
        return update.takeEdit(builder, delta, diagram, session_.derivedSince(shown));
    };
    if (!diagramBefore ||
        (!update.takePlaces(*diagramBefore, document_.diagrams.at(diagram), delta) && !takeEdit())) {
        look_ = std::move(lookBefore);
        replaceScene(buildUnroutedScene(document_, diagram, session_.derivation()), before, known);
        return;
    }
    update.renumber(lookBefore);
    if (!known)
        history_.note(before, document_, update.linesBefore(), update.linesAfter());
    labels_.forget();
    refreshLook();
    std::vector<QRectF> changed = changedRects(scene_, lookBefore, look_);
    changed.insert(changed.end(), update.painted().begin(), update.painted().end());
    redraw(changed);
    emit sceneChanged();
}

void Surface::sync()
{
    calmDown();
    const model::Document before = std::exchange(document_, session_.document());
    shownRevision_ = session_.revision();
    replaceScene(buildUnroutedScene(document_, session_.currentDiagram(), session_.derivation()), before,
        history_.linesBetween(before, document_));
}

void Surface::calmDown()
{
    glide_.stop();
    if (live_)
        stopLive();
    setGrown(-1);
    hover_ = {};
    lit_ = false;
    rest_.stop();
    target_ = -1;
}

void Surface::replaceScene(
    SceneGraph next, const model::Document& documentBefore, const RouteHistory::Lines* known)
{
    routeScene(next, scene_, known);
    const SceneGraph before = std::exchange(scene_, std::move(next));
    const bool isEdit = !documentBefore.diagrams.isEmpty() && documentBefore != document_;
    if (isEdit && !known)
        history_.note(documentBefore, document_, changedLines(before, scene_), changedLines(scene_, before));
    index_ = SpatialIndex(scene_);
    placeRoleLabels(scene_, index_);
    constexpr size_t manyNodes = 1000;
    if (scene_.nodes.size() > manyNodes)
        returnFreeMemory(); // reading, deriving and routing took as much again
    labels_.forget();
    const SceneLook lookBefore = std::move(look_);
    refreshLook();
    redraw(changedRects(before, lookBefore, scene_, look_));
    const bool wished = std::exchange(animateNext_, false);
    if (animated_ && (wished || switchesPresentation(before, scene_)))
        glideFrom(before);
    emit sceneChanged();
}

void Surface::glideFrom(const SceneGraph& before)
{
    std::vector<int> moved;
    std::vector<QRectF> from;
    const NodeIndex known(before);
    for (size_t i = 0; i < scene_.nodes.size(); ++i) {
        const SceneNode& now = scene_.nodes[i];
        const int index = known.of(now.object);
        if (index < 0)
            continue;
        const SceneNode& old = before.nodes[size_t(index)];
        const bool morphs = old.kind != now.kind; // a pill that becomes a card grows into it, and back
        if (!morphs && old.rect.topLeft() == now.rect.topLeft())
            continue;
        moved.push_back(int(i));
        from.emplace_back(old.rect.topLeft(), morphs ? old.rect.size() : now.rect.size());
    }
    if (moved.empty() || moved.size() > mostGliding || !widget_.isVisible())
        return;
    startLive(std::move(moved));
    for (size_t i = 0; i < from.size(); ++i) { // pills that go along stay where they are by now
        live_->from[i] = from[i].topLeft();
        live_->sizes[i] = from[i].size();
        scene_.nodes[size_t(live_->nodes[i])].rect = from[i]; // already in the first frame
    }
    updateLive();
    glide_.start();
}

void Surface::refreshLook()
{
    look_.nodes.assign(scene_.nodes.size(), {});
    look_.edges.assign(scene_.edges.size(), {});
    if (lit_)
        lightNeighbourhood(look_, scene_, hover_);
    dimUnless(look_, scene_, session_.document().schema, filter_);
    markSelected(look_, scene_, selection_);
    if (hover_.part == Hit::Part::Row)
        look_.nodes[size_t(hover_.node)].hoverRow = hover_.row;
}

void Surface::redraw()
{
    stretched_.reset();
    sharpening_.stop();
    layer_.invalidate();
    widget_.update();
}

void Surface::sharpen()
{
    if (stretched_)
        redraw();
}

void Surface::redraw(const std::vector<QRectF>& scene)
{
    sharpen(); // pieces of two scales don't fit together
    const QRectF shown = viewport_.visible();
    constexpr int mostPieces = 12; // what many touch is painted many times: one large piece is less work
    QRegion region;
    for (const QRectF& rect : scene) {
        if (!rect.intersects(shown))
            continue;
        region += viewport_.toView(rect & shown).toAlignedRect().adjusted(-1, -1, 1, 1);
        if (region.rectCount() > 8 * mostPieces) // it will not become few any more
            region = region.boundingRect();
    }
    if (region.rectCount() > mostPieces)
        region = region.boundingRect();
    for (const QRect& rect : region)
        layer_.invalidate(QRectF(rect));
    widget_.update();
}

void Surface::redrawLive()
{
    redraw(paintedRects(scene_, live_->nodes, live_->edges));
}

void Surface::refreshLookAndRedraw()
{
    const SceneLook before = std::move(look_);
    refreshLook();
    redraw(changedRects(scene_, before, look_));
}

void Surface::redrawNode(int node)
{
    if (node < 0)
        return;
    sharpen();
    constexpr double reach = 2; // a selected border is wider than its card
    layer_.invalidate(viewport_.toView(scene_.nodes[size_t(node)].rect.adjusted(-reach, -reach, reach, reach)));
    widget_.update();
}

void Surface::edit(const EditTarget& target)
{
    setHover({}, true); // what is typed must not lie under a veil
    emit editRequested(target);
}

void Surface::repaintOverlay()
{
    widget_.update();
}

void Surface::resize(QSize size)
{
    sharpen();
    viewport_.setSize(size, widget_.devicePixelRatioF());
    layer_.setSize(size, widget_.devicePixelRatioF());
    emit viewChanged();
}

void Surface::panBy(QPoint by)
{
    const QPoint moved = viewport_.panBy(by);
    if (!stretched_)
        layer_.scroll(moved);
    widget_.update();
    emit viewChanged();
}

void Surface::zoomStepAt(QPointF at, double scale)
{
    const bool quick = paintNanoseconds_ <= quickNanoseconds;
    if (!stretched_ && (quick || !layer_.stale().isEmpty())) {
        zoomAt(at, scale);
        return;
    }
    if (!stretched_)
        stretched_ = viewport_.transform();
    viewport_.zoomAt(at, scale);
    sharpening_.start();
    widget_.update();
    emit viewChanged();
}

void Surface::zoomAt(QPointF at, double scale)
{
    viewport_.zoomAt(at, scale);
    redraw();
    emit viewChanged();
}

QRectF Surface::bounds() const
{
    if (!live_)
        return scene_.bounds();
    SceneGraph settled = scene_; // what glides is on its way
    for (size_t i = 0; i < live_->nodes.size(); ++i)
        settled.nodes[size_t(live_->nodes[i])].rect = live_->rects[i];
    for (size_t i = 0; i < live_->edges.size(); ++i)
        settled.edges[size_t(live_->edges[i])] = live_->lines[i];
    return settled.bounds();
}

void Surface::zoomToFit()
{
    if (!scene_.nodes.empty())
        show(bounds());
}

void Surface::show(const QRectF& scene)
{
    viewport_.fit(scene);
    redraw();
    emit viewChanged();
}

void Surface::reveal(const QRectF& scene)
{
    viewport_.ensureVisible(scene);
    redraw();
    emit viewChanged();
}

void Surface::uncover(const QRectF& scene)
{
    constexpr int gap = 12; // pixels
    for (const QRect& strip : covered_) {
        const QRect place = viewport_.toView(scene).toAlignedRect();
        if (!strip.intersects(place))
            continue;
        const bool atTop = strip.center().y() < widget_.height() / 2;
        panBy(QPoint(0, atTop ? strip.bottom() + gap - place.top() : strip.top() - gap - place.bottom()));
    }
}

void Surface::centreOn(QPointF scene)
{
    viewport_.centreOn(scene);
    redraw();
    emit viewChanged();
}

void Surface::jumpAlong(int index, bool fromLast)
{
    const SceneEdge& edge = scene_.edges[size_t(index)];
    std::vector<ObjectRef> found;
    QRectF area;
    const auto take = [&](int node) {
        found.push_back(scene_.nodes[size_t(node)].object);
        area |= scene_.nodes[size_t(node)].rect;
    };
    if (!fromLast) {
        take(edge.to);
    } else { // all that end on the same spot
        for (const SceneEdge& other : scene_.edges) {
            if (other.stub && other.route.back() == edge.route.back())
                take(other.from);
        }
    }
    if (found.size() == 1)
        centreOn(area.center());
    else
        show(area);
    selection_.select(std::move(found));
}

Hit Surface::hitAt(QPointF view) const
{
    const QPointF at = viewport_.toScene(view);
    if (gripsShown_ && viewport_.scale() >= 0.28) {
        if (hover_.onNode() && isCard(scene_.nodes[size_t(hover_.node)])) {
            const Handles grips = handlesOf(scene_, hover_.node, hover_.row);
            for (const QPointF& grip : {grips.left, grips.right}) {
                if (QLineF(viewport_.toView(grip), view).length() <= gripReach)
                    return {Hit::Part::Handle, hover_.node, hover_.row, -1};
            }
        }
        if (addRowPlace().contains(at))
            return {Hit::Part::AddRow, selectedNode(), -1, -1};
    }
    return hitTest(scene_, index_, at, viewport_.scale());
}

void Surface::setHover(const Hit& hit, bool calm)
{
    if (hit == hover_ && !calm)
        return;
    const bool sameThing = hit.node == hover_.node && hit.edge == hover_.edge;
    const bool wasLit = lit_;
    const int left = hover_.node;
    hover_ = hit;
    const bool something = hit.onNode() || hit.edge >= 0;
    if (calm || !something) {
        rest_.stop();
        lit_ = false;
    } else if (!sameThing) {
        rest_.start(); // meanwhile what was lit stays: no flicker from card to card
    }
    refreshLook();
    if (wasLit || lit_) {
        redraw();
    } else {
        redrawNode(left);
        redrawNode(hit.node);
        repaintOverlay();
    }
}

void Surface::setTarget(int node)
{
    if (std::exchange(target_, node) != node)
        repaintOverlay();
}

void Surface::setFilter(const QString& text)
{
    filter_ = text.trimmed();
    refreshLook();
    redraw();
}

void Surface::setGripsShown(bool shown)
{
    gripsShown_ = shown;
    repaintOverlay();
}

void Surface::setFocusShown(bool shown)
{
    focusShown_ = shown;
    repaintOverlay();
}

int Surface::selectedNode() const
{
    const ObjectRef object = selection_.single();
    return std::holds_alternative<std::monostate>(object) ? -1 : scene_.nodeOf(object);
}

void Surface::startLive(std::vector<int> nodes)
{
    std::vector<char> moves(scene_.nodes.size(), 0);
    for (const int node : nodes)
        moves[size_t(node)] = 1;
    // Pills that stand midway between their ends go along.
    for (const SceneEdge& edge : scene_.edges) {
        if (edge.manyToMany && moves[size_t(edge.from)] && !scene_.nodes[size_t(edge.to)].placed &&
            !moves[size_t(edge.to)]) {
            moves[size_t(edge.to)] = 1;
            nodes.push_back(edge.to);
        }
    }
    live_.emplace();
    for (size_t i = 0; i < scene_.edges.size(); ++i) {
        if (moves[size_t(scene_.edges[i].from)] || moves[size_t(scene_.edges[i].to)])
            live_->edges.push_back(int(i));
    }
    for (const int node : nodes) {
        live_->rects.push_back(scene_.nodes[size_t(node)].rect);
        live_->sizes.push_back(live_->rects.back().size());
        live_->from.push_back(live_->rects.back().topLeft());
        live_->to.push_back(live_->from.back());
    }
    for (const int edge : live_->edges)
        live_->lines.push_back(scene_.edges[size_t(edge)]);
    live_->nodes = std::move(nodes);
    redrawLive();
}

void Surface::stopLive()
{
    for (size_t i = 0; i < live_->nodes.size(); ++i)
        scene_.nodes[size_t(live_->nodes[i])].rect = live_->rects[i];
    for (size_t i = 0; i < live_->edges.size(); ++i)
        scene_.edges[size_t(live_->edges[i])] = std::move(live_->lines[i]);
    redrawLive();
    live_.reset();
}

void Surface::updateLive()
{
    routeLive(scene_, live_->nodes, live_->edges);
    repaintOverlay();
}

void Surface::lift(const std::vector<int>& nodes)
{
    glide_.stop();
    std::vector<int> all = nodes;
    // A group carries what lies on it.
    for (const int node : nodes) {
        if (scene_.nodes[size_t(node)].kind != NodeKind::Group)
            continue;
        const std::vector<int> members = membersOf(scene_, node);
        all.insert(all.end(), members.begin(), members.end());
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    const size_t chosen = all.size();
    startLive(std::move(all));
    live_->to.resize(chosen); // of the others the place follows from these
}

void Surface::moveLifted(QPointF by)
{
    Q_ASSERT_X(live_, "Surface::moveLifted", "nothing was lifted");
    for (size_t i = 0; i < live_->to.size(); ++i) {
        live_->to[i] = live_->from[i] + by;
        scene_.nodes[size_t(live_->nodes[i])].rect.moveTopLeft(live_->to[i]);
    }
    for (size_t i = live_->to.size(); i < live_->nodes.size(); ++i) {
        const int pill = live_->nodes[i];
        std::vector<int> ends;
        for (const int edge : live_->edges) {
            const SceneEdge& arm = scene_.edges[size_t(edge)];
            if (arm.manyToMany && arm.to == pill)
                ends.push_back(arm.from);
        }
        scene_.nodes[size_t(pill)].rect.moveTopLeft(placeBetween(scene_, pill, ends));
    }
    updateLive();
}

std::vector<model::edit::Move> Surface::liftedMoves() const
{
    std::vector<model::edit::Move> moves;
    if (live_) {
        for (size_t i = 0; i < live_->to.size(); ++i)
            moves.emplace_back(scene_.nodes[size_t(live_->nodes[i])].object, live_->to[i]);
    }
    return moves;
}

void Surface::dropLifted()
{
    stopLive();
}

void Surface::animateNextChange()
{
    animateNext_ = true;
}

void Surface::setAnimated(bool on)
{
    animated_ = on;
    if (!on && glide_.state() == QAbstractAnimation::Running) {
        glide_.stop();
        stopLive();
    }
}

void Surface::setGrown(int node)
{
    const int before = std::exchange(grown_, node);
    if (before == node)
        return;
    for (const int changed : {before, node}) {
        if (changed >= 0)
            redraw(paintedRects(scene_, {changed}, {}));
    }
    widget_.update(); // what floats below the card goes with its border
}

} // namespace conjoin::ui
