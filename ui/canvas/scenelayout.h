// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/edits.h"
#include "model/layout/autolayout.h"
#include "orm/derive/derive.h"
#include "ui/canvas/scenegraph.h"

#include <QSizeF>

#include <atomic>
#include <optional>
#include <utility>
#include <vector>

namespace conjoin::ui {

/// What shall be arranged, and how.
struct ArrangeWish {
    double aspect = model::layout::LayoutOptions().aspect; ///< width : height that the drawing should come near
    model::layout::LayoutStyle style = model::layout::LayoutStyle::Network;
    std::vector<ObjectRef> only{}; ///< these, with what lies on groups among them; empty = the whole diagram
    std::optional<ObjectRef> centre{}; ///< of a radial drawing; none = the most linked table
};

/// Where auto-layout puts things.
struct Arrangement {
    std::vector<model::edit::Move> moves;             ///< of cards and pills, and of notes on a group
    std::vector<std::pair<GroupId, QRectF>> groups{}; ///< around their cards
    bool isEmpty() const { return moves.empty(); }
};

/// Nothing that is pinned moves. What lies on a group stays together on it, and a pill between two of its
/// tables comes along; a group with something pinned on it stays as it is, and so does an empty one. A
/// selection keeps its upper left corner, or comes beside what it would cover. Pure and safe on any thread;
/// empty when `cancel` became true. `progress` is told the share that is done, on that thread. The same wish
/// gives the same places.
Arrangement arrange(const model::Document& document, DiagramId diagram, const orm::Derivation& derivation,
    const ArrangeWish& wish = {}, const std::atomic_bool* cancel = nullptr,
    const model::layout::Progress& progress = {});

/// Errors: as those of edit::moveNodes() and edit::setGroup().
Result<model::Document> withArrangement(
    model::Document document, DiagramId diagram, const Arrangement& arrangement);

/// The width : height with which a drawing fills a view of that size. In steps, so that some pixels more or
/// less make no other drawing.
double aspectFor(QSizeF view);

/// Where new nodes go: near their neighbours, without moving any other node.
std::vector<model::edit::Move> arrangeNew(const model::Document& document, DiagramId diagram,
    const orm::Derivation& derivation, const std::vector<ObjectRef>& fresh);

} // namespace conjoin::ui
