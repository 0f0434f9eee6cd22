// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/surface.h"

#include <QCoreApplication>

#include <functional>
#include <optional>

namespace conjoin::ui {

/// What keys and menus do to the drawing, each as one undo step. All act on the selection.
class CanvasCommands {
    Q_DECLARE_TR_FUNCTIONS(CanvasCommands)

public:
    explicit CanvasCommands(Surface& surface)
        : surface_(surface)
    {}

    /// Makes a table with the middle of its title at `centre` (canvas units); its name is being typed
    /// afterwards.
    void newTable(QPointF centre);
    void newNote(QPointF corner);
    /// The same in the middle of the view, or as near to it as there is room.
    void newTable();
    void newNote();
    void rename();    ///< types the name of the selected table, link or column, or the text of the note
    void addColumn(); ///< to the selected card or pill
    void remove();
    void selectAll();

    void nudge(QPointF by);
    void move(const std::vector<model::edit::Move>& moves);

    /// The selected column, if that is all there is.
    std::optional<std::pair<TableId, ColumnId>> column() const;
    void togglePrimaryKey();
    void toggleUnique();
    void toggleNullable();
    void moveColumn(int by);
    void placeColumn(int to); ///< among the own columns of its table, counted from 0

    /// The selected link, or that of the selected junction.
    LinkId link() const;
    void togglePresentation();
    std::vector<TableId> tables() const; ///< the selected ones that have a card of their own
    void setHue(int hue);
    void cycleDetail(); ///< all columns, keys only, the title only

    ReferenceId reference() const;
    void toggleMandatory();
    void toggleOneToOne();

private:
    TableId selectedTable() const; ///< of the card or pill
    void updateReference(const QString& text, const std::function<void(model::Reference&)>& change);

    Surface& surface_;
};

} // namespace conjoin::ui
