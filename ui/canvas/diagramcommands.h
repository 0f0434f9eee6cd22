// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/diagramset.h"
#include "ui/canvas/surface.h"

#include <QCoreApplication>

namespace conjoin::ui {

/// Which diagrams there are and what the one in view shows; each command is one undo step.
class DiagramCommands {
    Q_DECLARE_TR_FUNCTIONS(DiagramCommands)

public:
    explicit DiagramCommands(Surface& surface)
        : surface_(surface)
    {}

    /// An empty diagram, shown at once.
    void create();
    /// A copy of the one in view.
    void duplicate();
    void remove(); ///< the one in view; the last one stays

    /// Takes the selected cards and links out of the picture; the schema keeps them.
    void hide();
    /// Tables of the schema that this diagram does not show.
    std::vector<TableId> hidden() const;
    /// Shows these beside the others, near what they are linked to.
    void show(const std::vector<TableId>& tables);
    void showAll() { show(hidden()); }

    static constexpr int everything = 1'000'000; ///< a depth that no schema has
    /// A diagram of its own around the selected tables: all within `depth` links, laid out.
    void openNeighbourhood(int depth);
    /// Shows what is one link away from the selected tables, or from all that are shown where none is selected.
    void widen();

    void setDetail(model::CardDetail detail); ///< of the selected cards, or of all where none is selected
    void setNotation(model::Notation notation);

private:
    QString freeName(const QString& wanted) const;
    std::vector<TableId> selectedTables() const; ///< of cards, pills and lines
    /// Shown at once.
    void add(const QString& text, const model::Diagram& diagram);
    /// Shown when its cards have their places.
    void addArranged(const QString& text, const model::Diagram& diagram);

    Surface& surface_;
};

} // namespace conjoin::ui
