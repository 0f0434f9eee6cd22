// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/arrangededit.h"

#include <QObject>

#include <atomic>
#include <memory>

namespace conjoin::ui {

class Surface;

/// One automatic layout at a time, computed on another thread from a copy of the document, then shown as one
/// edit. An edit in between makes the result stale: it is dropped. What goes on is said through the surface.
class LayoutRun : public QObject {
    Q_OBJECT

public:
    explicit LayoutRun(Surface& surface);
    ~LayoutRun() override;

    /// Of the diagram in view, as `wish` says, but with the aspect of the view, which then shows what moved.
    void start(ArrangeWish wish);
    void start(const ArrangedEdit& edit);
    /// On behalf of a person; false = there was nothing to stop.
    bool stop();
    bool isRunning() const { return bool(cancel_); }

private:
    void cancel();
    void tell(double share);
    void take(const ArrangedEdit& edit, const Arrangement& made);
    void showMoved(const Arrangement& made);

    Surface& surface_;
    std::shared_ptr<std::atomic_bool> cancel_; ///< of the run under way; shared with its thread
};

} // namespace conjoin::ui
