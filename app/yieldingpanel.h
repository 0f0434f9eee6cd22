// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

class QAction;

namespace conjoin::app {

/// A panel that leaves its room to the canvas while the window is small, and comes back when there is room
/// again. Whoever shows it in a small window keeps it.
class YieldingPanel : public QObject {
    Q_OBJECT

public:
    /// `shown` is checked while the panel is there, and `apply` makes it so. In a window of fewer than `least`
    /// pixels the panel yields.
    YieldingPanel(QAction& shown, int least, std::function<void()> apply, QObject* parent);

    /// Tells the length of the window; returns whether the panel went just now.
    bool yieldsAt(int length);
    /// Whether a person wants it, though it may have no room now.
    bool isWanted() const;

private:
    void show(bool shown);

    QAction& shown_;
    int least_;
    std::function<void()> apply_;
    bool small_ = false;
    bool yielded_ = false;
};

} // namespace conjoin::app
