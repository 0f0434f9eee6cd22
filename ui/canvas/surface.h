// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/delta.h"
#include "model/edit/edits.h"
#include "ui/canvas/edittarget.h"
#include "ui/canvas/hittest.h"
#include "ui/canvas/overviewlabels.h"
#include "ui/canvas/retainedlayer.h"
#include "ui/canvas/routehistory.h"
#include "ui/canvas/viewport.h"

#include <QObject>
#include <QTimer>
#include <QVariantAnimation>

#include <memory>
#include <optional>
#include <vector>

class QWidget;

namespace conjoin::ui {

class EditSession;
class Selection;
struct ArrangedEdit;
enum class ToolKind;

/// The drawing behind the view, as tools, editors and menus see it: the scene kept in step with the document,
/// the part of it that is shown, and what stands out at the moment.
class Surface : public QObject {
    Q_OBJECT

public:
    Surface(EditSession& session, Selection& selection, const Theme& theme, QWidget& widget);
    ~Surface() override;

    EditSession& session() const { return session_; }
    Selection& selection() const { return selection_; }
    QWidget& widget() const { return widget_; } ///< what the canvas is painted on; parent of editors and popups
    const Theme& theme() const { return painter_->theme(); }
    void setTheme(const Theme& theme);

    const SceneGraph& scene() const { return scene_; }
    const Viewport& viewport() const { return viewport_; }

    // -- view: all in device-independent pixels of the widget unless said otherwise --
    void resize(QSize size);
    void panBy(QPoint by);
    void zoomAt(QPointF at, double scale);
    /// One of many steps of a wheel or a pinch: where painting takes long, the picture is stretched first and
    /// gets sharp when the steps end.
    void zoomStepAt(QPointF at, double scale);
    QRectF bounds() const; ///< of all there is, once nothing glides any more
    void zoomToFit();
    void show(const QRectF& scene);   ///< fits these canvas units
    void reveal(const QRectF& scene); ///< moves as little as needed
    /// What floats over the canvas, in its widget's pixels.
    void setCovered(std::vector<QRect> strips) { covered_ = std::move(strips); }
    /// Moves as little as keeps what is typed there from lying below such a strip.
    void uncover(const QRectF& scene);
    void centreOn(QPointF scene);
    /// Goes to where an end of a very long line leads, and selects what is there.
    void jumpAlong(int edge, bool fromLast);

    // -- what stands out --
    Hit hitAt(QPointF view) const;
    /// The pointer rests on or left something; `calm` while a button is down: nothing is lit then.
    void setHover(const Hit& hit, bool calm);
    const Hit& hover() const { return hover_; }
    /// A card that would take what is being dragged.
    void setTarget(int node);
    int target() const { return target_; }
    void setFilter(const QString& text);
    /// The grips and the button for columns belong to the select tool.
    void setGripsShown(bool shown);
    void setFocusShown(bool shown);
    /// The node of the only selected card, pill or column; else -1.
    int selectedNode() const;

    // -- moving: the scene shows where things are at the moment, the document stays as it is --
    void lift(const std::vector<int>& nodes);
    void moveLifted(QPointF by); ///< canvas units from where they were
    std::vector<model::edit::Move> liftedMoves() const;
    void dropLifted();
    bool isLifting() const { return live_.has_value(); }
    /// From the next change of the document on, cards glide to their new places.
    void animateNextChange();
    void setAnimated(bool on); ///< off: what glides arrives at once

    /// This card or pill is shown a row taller, as a column of it is being typed; -1 = none.
    void setGrown(int node);

    /// Paints scene and grips into the widget.
    void paint(QPainter& painter);
    void repaintOverlay();
    /// Whether the retained picture is the scene as it is now, at this zoom. What is stale is painted with the
    /// next frame.
    bool isSharp() const { return !stretched_ && layer_.stale().isEmpty(); }

    // -- asking the view --
    void edit(const EditTarget& target);
    void useTool(ToolKind tool) { emit toolRequested(tool); }
    void say(const QString& text) { emit hint(text); }
    const RouteHistory& history() const { return history_; }
    /// Places are found on another thread: the edit is done later, or not at all where another one comes first.
    void arrange(const ArrangedEdit& edit) { emit arrangeRequested(edit); }

signals:
    void sceneChanged();
    void viewChanged();
    void editRequested(const conjoin::ui::EditTarget& target);
    void toolRequested(conjoin::ui::ToolKind tool);
    void hint(const QString& text);
    void arrangeRequested(const conjoin::ui::ArrangedEdit& edit);

private:
    /// What moves, painted above the retained picture, and what the scene says of it otherwise.
    struct Live {
        std::vector<int> nodes, edges;
        std::vector<QPointF> from, to; ///< corners of `nodes`, parallel to them
        std::vector<QSizeF> sizes;     ///< of `nodes` when the gliding begins
        std::vector<QRectF> rects;     ///< of `nodes`, to come back to
        std::vector<SceneEdge> lines;  ///< `edges`, to come back to
    };

    void follow(const model::Delta& delta);
    void sync();
    void calmDown(); ///< nothing moves or stands out under the pointer
    /// `next` has no routes; `known` are those that an undo brings back.
    void replaceScene(SceneGraph next, const model::Document& documentBefore, const RouteHistory::Lines* known);
    void refreshLook();
    void redraw();
    void redraw(const std::vector<QRectF>& scene); ///< only these, in canvas units
    void redrawNode(int node);
    void redrawLive(); ///< where the things that move are missing in the retained picture, or come back to it
    void sharpen();    ///< ends what zoomStepAt() began
    void refreshLookAndRedraw();
    void startLive(std::vector<int> nodes);
    void stopLive();
    void updateLive();
    void glideFrom(const SceneGraph& before);
    void paintLayer();
    SceneNode grownNode() const; ///< with room for the row that is being typed
    void paintGrown(QPainter& painter);
    /// Of the button for a further column, below the selected card as it is painted; empty = none.
    QRectF addRowPlace() const;
    /// Takes those out that are not as large as what they hold: they are painted inside of their border only.
    std::vector<int> takeMorphing(std::vector<int>& nodes) const;
    void paintGrips(QPainter& painter);
    void paintAddRow(QPainter& painter);
    void paintFocus(QPainter& painter);
    void paintInvitation(QPainter& painter);

    EditSession& session_;
    Selection& selection_;
    QWidget& widget_;
    std::unique_ptr<ScenePainter> painter_;
    Viewport viewport_;
    SceneGraph scene_;
    model::Document document_;  ///< that the scene shows
    quint64 shownRevision_ = 0; ///< of the session
    RouteHistory history_;
    SpatialIndex index_;
    SceneLook look_;
    RetainedLayer layer_;
    /// The transform that the retained picture was painted with, while it is shown stretched.
    std::optional<QTransform> stretched_;
    QTimer sharpening_;           ///< runs since the last step of a zoom
    qint64 paintNanoseconds_ = 0; ///< what the last full picture took
    OverviewLabels labels_;
    Hit hover_;
    QTimer rest_; ///< dimming waits until the pointer rests: it must not flicker under a pointer passing by
    bool lit_ = false;
    int target_ = -1;
    int grown_ = -1;
    std::vector<QRect> covered_;
    QString filter_;
    bool gripsShown_ = true;
    bool focusShown_ = false;
    bool animated_ = true;
    bool animateNext_ = false;
    std::optional<Live> live_;
    QVariantAnimation glide_;
};

} // namespace conjoin::ui
