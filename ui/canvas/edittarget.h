// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"

#include <QString>

namespace conjoin::ui {

/// What is to be typed in place on the canvas.
struct EditTarget {
    enum class Field {
        Title, ///< of a table or link
        ColumnName,
        ColumnType,
        NewColumn, ///< the name of a column that does not exist yet
        NoteText,
        GroupTitle,
        RoleName, ///< of a link's end
    };

    Field field = Field::Title;
    ObjectRef object; ///< TableId, LinkId, NoteId or GroupId; for columns the TableId of their table
    ColumnId column;
    int linkEnd = -1;
    QString mergeKey;   ///< what is typed joins the undo step with this key
    bool fresh = false; ///< the object was just made: Escape takes it back, Enter goes on to its columns
    bool byMouse = false; ///< a hand is on the mouse: what can be chosen is offered at once
};

} // namespace conjoin::ui
