// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
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
    void forget(); ///< the scene or the theme changed

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QTransform fromScene() const;
    void paintPicture(const QTransform& toMap);
    void go(QPointF at);

    Surface& surface_;
    QRectF bounds_;          ///< of the scene
    QImage picture_;         ///< the diagram, for as long as it and its place on the map stay
    QTransform pictureFrom_; ///< its transform
    QTransform held_;        ///< while a button is down: the map must not move under the pointer
};

} // namespace conjoin::ui
