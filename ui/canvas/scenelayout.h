// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/edits.h"
#include "model/layout/autolayout.h"
#include "orm/derive/derive.h"
#include "ui/canvas/scenegraph.h"

#include <QSizeF>

#include <atomic>
#include <vector>

namespace conjoin::ui {

/// Where auto-layout puts every node of the diagram that is not pinned: the moves for edit::moveNodes(). Pure
/// and safe on any thread; empty when `cancel` became true. `progress` is told the share that is done, on that
/// thread. `aspect` is width : height that the drawing should come near; the same one gives the same places.
std::vector<model::edit::Move> arrange(const model::Document& document, DiagramId diagram,
    const orm::Derivation& derivation, const std::atomic_bool* cancel = nullptr,
    const model::layout::Progress& progress = {}, double aspect = model::layout::LayoutOptions().aspect);

/// The width : height with which a drawing fills a view of that size. In steps, so that some pixels more or
/// less make no other drawing.
double aspectFor(QSizeF view);

/// Where new nodes go: near their neighbours, without moving any other node.
std::vector<model::edit::Move> arrangeNew(const model::Document& document, DiagramId diagram,
    const orm::Derivation& derivation, const std::vector<ObjectRef>& fresh);

} // namespace conjoin::ui
