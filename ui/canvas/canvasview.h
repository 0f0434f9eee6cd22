// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>

#include <memory>
#include <vector>

class QHelpEvent;
class QNativeGestureEvent;

namespace conjoin::ui {

class EditSession;
class Selection;
class Surface;
struct ArrangeWish;

enum class CanvasCommand;
enum class ToolKind { Select, Table, Reference, Link, Note, Group };

/// The drawing surface: one raster widget. Everything that can be drawn is edited in place on it.
class CanvasView : public QAbstractScrollArea {
    Q_OBJECT

public:
    CanvasView(EditSession& session, Selection& selection, const Theme& theme, QWidget* parent = nullptr);
    ~CanvasView() override;

    void setTheme(const Theme& theme);
    void setAnimated(bool on); ///< off under reduced motion; cards then jump to their new places
    /// As layOut() does, what the wish says; its aspect is that of the view.
    void arrange(const ArrangeWish& wish);
    double zoom() const; ///< 1 = 100 %
    ToolKind tool() const;
    bool isEditing() const;  ///< something is being typed in place
    bool showsWhole() const; ///< as zoomToFit() left it
    /// What floats over the canvas, in its pixels: nothing is typed below it.
    void setCovered(std::vector<QRect> strips);
    const Surface& surface() const; ///< what is shown and where: for accessibility and tests

public slots:
    void setTool(conjoin::ui::ToolKind tool);
    void setZoom(double zoom);
    void zoomIn();
    void zoomOut();
    void zoomToFit();
    void zoomToSelection();
    /// Brings the object into view, selects it.
    void reveal(const conjoin::ObjectRef& object);
    /// Reveals it large enough to be read, and takes the keyboard: where somebody who asked for it wants to be.
    void goTo(const conjoin::ObjectRef& object);
    void selectAll();
    void removeSelection();
    /// Types what is selected in place; of a reference, which has no name there, the properties are asked for.
    void renameSelection();
    /// Lays the whole diagram out, off the GUI thread, animated, as one undo step.
    void layOut();
    /// Makes a table in the middle of the view, or near it where there is room, with its name being typed.
    void newTable();
    void perform(conjoin::ui::CanvasCommand command);
    /// Dims everything that does not match; empty = nothing is dimmed.
    void setFilter(const QString& text);

signals:
    void zoomChanged(double zoom);
    void toolChanged(conjoin::ui::ToolKind tool);
    /// A person asks for the rows of this table (Enter on a card with data, or its menu).
    void dataRequested(conjoin::TableId table);
    /// What is selected has no name that could be typed on the canvas: its properties have what a person wants.
    void propertiesRequested();
    /// A way between two tables, in words, and the SQL that joins along it.
    void pathFound(const QString& way, const QString& sql);
    /// One line for the status bar: what the tool expects next. Empty = nothing to say.
    void hint(const QString& text);

protected:
    bool viewportEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void takePen(QMouseEvent& event);
    bool takeGesture(const QNativeGestureEvent& gesture);
    void showTip(const QHelpEvent& at);

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace conjoin::ui
