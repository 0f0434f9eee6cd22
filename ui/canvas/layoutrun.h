// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenelayout.h"

#include <QObject>

#include <atomic>
#include <memory>

namespace conjoin::ui {

class EditSession;

/// One automatic layout at a time, computed on another thread from a copy of the document. An edit in between
/// makes the result stale: it is dropped.
class LayoutRun : public QObject {
    Q_OBJECT

public:
    explicit LayoutRun(EditSession& session);
    ~LayoutRun() override;

    void start(const ArrangeWish& wish);
    void cancel();
    bool isRunning() const { return bool(cancel_); }

signals:
    void finished(const conjoin::ui::ArrangeWish& wish, const conjoin::ui::Arrangement& arrangement);

private:
    EditSession& session_;
    std::shared_ptr<std::atomic_bool> cancel_; ///< of the run under way; shared with its thread
};

} // namespace conjoin::ui
