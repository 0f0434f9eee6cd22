// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QTimer>
#include <QTransform>
#include <QWidget>

namespace conjoin::ui {

class Surface;

/// The whole diagram, small, in the corner of the view; a click or drag goes there. Hidden while all is in
/// view.
class Minimap : public QWidget {
    Q_OBJECT

public:
    Minimap(Surface& surface, QWidget* parent);

    QSize sizeHint() const override { return {176, 112}; }
    void refresh();
    void forget(); ///< the diagram or the theme is another one

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void outdate(); ///< the scene changed
    QTransform fromScene() const;
    void paintPicture(const QTransform& toMap);
    void go(QPointF at);

    Surface& surface_;
    QRectF bounds_;          ///< of the scene
    QImage picture_;         ///< the diagram, stretched to its place until the view and the scene rest
    QTransform pictureFrom_; ///< its transform
    bool outdated_ = false;  ///< it shows the scene as it was
    QTimer rest_;
    QTransform held_; ///< while a button is down: the map must not move under the pointer
};

} // namespace conjoin::ui
