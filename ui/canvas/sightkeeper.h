// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"

#include <QObject>

#include <optional>
#include <vector>

class QUndoCommand;

namespace conjoin::ui {

class EditSession;
class Surface;

/// Shows the whole drawing where an undo or a redo took it out of sight: a layout, say, fits the view to what
/// it made, and cards that go back to where they were would lie beside it.
///
/// It has to be made before its surface: so it hears of a change while the surface shows what was before.
class SightKeeper : public QObject {
    Q_OBJECT

public:
    explicit SightKeeper(EditSession& session);
    void keep(Surface& surface) { surface_ = &surface; }

private:
    struct Sight {
        std::vector<ObjectRef> seen; ///< cards, pills, notes and groups
        double share = 1;            ///< of the drawing
    };

    Sight look() const;
    void follow(int index);
    bool wentOutOfSight(const Sight& before) const;

    EditSession& session_;
    Surface* surface_ = nullptr;
    std::optional<Sight> before_;        ///< the step that is being done or undone
    int index_;                          ///< of the undo stack
    const QUndoCommand* next_ = nullptr; ///< what a redo would do
};

} // namespace conjoin::ui
