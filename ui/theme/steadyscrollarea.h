// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace conjoin::ui {

/// Scrolls downwards only, and keeps the room of its scroll bar free while there is nothing to scroll: what it
/// holds keeps its width when it grows.
class SteadyScrollArea : public QScrollArea {
    Q_OBJECT

public:
    explicit SteadyScrollArea(QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget& holder() const;
    void keepRoom();
};

} // namespace conjoin::ui
