// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/arranging.h"
#include "ui/canvas/surface.h"

#include <QCoreApplication>

namespace conjoin::ui {

constexpr double leastNoteWidth = 96, leastNoteHeight = 48; ///< of notes and groups, canvas units

/// How the selected things stand, beside moving them: each command is one undo step. What is locked stays where
/// it is, and others line up with it.
class ArrangeCommands {
    Q_DECLARE_TR_FUNCTIONS(ArrangeCommands)

public:
    explicit ArrangeCommands(Surface& surface)
        : surface_(surface)
    {}

    enum class Alignment { Left, Centre, Right, Top, Middle, Bottom };
    /// All to one border, or the middle, of the field that they cover together.
    void align(Alignment alignment);
    /// Equal gaps between the first and the last one, which stay; nothing for less than three. Where they would
    /// come to lie on one another, or nearly, a least gap is kept and they spread to both sides.
    void distribute(Qt::Orientation orientation);

    /// Adds everything that is linked to the selection, over any number of links.
    void selectConnected();

    bool isPinned() const; ///< all of the selection
    void togglePinned();
    void restack(model::edit::Stacking where);

    void bend(const SceneEdge& edge, const model::Bends& bends);
    /// Shifts the longest inner segment of the selected line; false where no line is selected.
    bool nudgeLine(QPointF by);
    /// Lines of the selection that a person bent: the selected ones, and those at selected cards.
    std::vector<ObjectRef> bentLines() const;
    void resetBends();

    void resize(const ObjectRef& noteOrGroup, const QRectF& rect);
    void resizeBy(QPointF by); ///< the selected note or group, its lower right corner

    /// A group of that rectangle, its title being typed.
    void newGroup(const QRectF& rect);
    /// A group around the selected cards.
    void groupSelection();

private:
    std::vector<int> chosenNodes() const; ///< of the selection, columns not counted
    /// Whether some of them meet when they are moved along that axis.
    bool standInEachOthersWay(const std::vector<int>& nodes, Qt::Orientation orientation) const;
    void move(const QString& text, const std::vector<int>& nodes, const std::vector<QPointF>& corners);

    Surface& surface_;
};

} // namespace conjoin::ui
