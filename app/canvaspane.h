// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QFrame;
class QToolButton;

namespace conjoin::ui {
class Banner;
class CanvasView;
class EditSession;
class Selection;
} // namespace conjoin::ui

namespace conjoin::app {

class Actions;
class DiagramTabs;

/// The canvas with what floats on it: the tool strip on top, zoom at the bottom right, one sentence at the top.
class CanvasPane : public QWidget {
    Q_OBJECT

public:
    CanvasPane(
        ui::EditSession& session, ui::Selection& selection, const ui::Theme& theme, QWidget* parent = nullptr);

    ui::CanvasView& canvas() const { return *canvas_; }
    ui::Banner& banner() const { return *banner_; }
    DiagramTabs& diagrams() const { return *diagrams_; }
    void addTools(const Actions& actions);
    void setTheme(const ui::Theme& theme);
    void showZoom(double zoom);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QFrame* makeStrip(Qt::Orientation orientation);
    void place();

    ui::CanvasView* canvas_;
    ui::Banner* banner_;
    QFrame* tools_;
    QFrame* zoom_;
    DiagramTabs* diagrams_;
    QToolButton* zoomText_ = nullptr;
};

} // namespace conjoin::app
