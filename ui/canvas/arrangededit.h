// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenelayout.h"

#include <QString>

#include <functional>

namespace conjoin::ui {

/// An edit whose cards and pills have their places found for them: one undo step.
struct ArrangedEdit {
    QString text; ///< of the undo step
    DiagramId diagram;
    /// What is done before places are looked for; null = nothing. Pure, and run on another thread.
    std::function<Result<model::Document>(model::Document)> first{};
    /// As arrange(), of the document that `first` made. Pure, and run on another thread.
    std::function<Arrangement(const model::Document&, const orm::Derivation&, const std::atomic_bool*,
        const model::layout::Progress&)>
        places{};
    /// Once the session has it, on the thread of the window. Null = nothing.
    std::function<void(const Arrangement&)> then{};
};

} // namespace conjoin::ui
