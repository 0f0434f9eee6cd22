// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/objectmap.h"

#include <QPointF>
#include <QSizeF>
#include <QString>

#include <optional>
#include <vector>

namespace conjoin::model {

constexpr int subjectHues = 8; ///< colours a table or group may have, see ui/theme

/// Where and how a table stands in a diagram. Lengths are canvas units: pixels at 100 %, y down.
struct TableNode {
    TableId id;
    QPointF position; ///< top left corner of the card
    int hue = 0;      ///< 0 … subjectHues-1
    bool collapsed = false;
    bool pinned = false; ///< layout leaves it where it is

    friend bool operator==(const TableNode&, const TableNode&) = default;
};

/// How a many-to-many link is shown. Never touches the schema: switching changes no byte of DDL (C4).
struct LinkNode {
    enum class Presentation { Pill, Card }; ///< the line with a pill, or the junction as a full card

    LinkId id;
    Presentation presentation = Presentation::Pill;
    std::optional<QPointF> position; ///< top left of the pill or card; empty = placed between its ends

    friend bool operator==(const LinkNode&, const LinkNode&) = default;
};

struct Note {
    NoteId id;
    QPointF position;
    QSizeF size{240, 120};
    QString text;

    friend bool operator==(const Note&, const Note&) = default;
};

struct Group {
    GroupId id;
    QString title;
    int hue = 0;
    QPointF position;
    QSizeF size{480, 320};

    friend bool operator==(const Group&, const Group&) = default;
};

/// One picture of the schema: positions only, apart from the schema in memory and in the file.
struct Diagram {
    DiagramId id;
    QString name;
    ObjectMap<TableNode> tables; ///< a table that has no node is not shown
    ObjectMap<LinkNode> links;
    ObjectMap<Note> notes;
    ObjectMap<Group> groups;

    friend bool operator==(const Diagram&, const Diagram&) = default;
};

} // namespace conjoin::model
