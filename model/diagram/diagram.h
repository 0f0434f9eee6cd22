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

/// How much of a table its card shows: all columns, those of its keys, or its title only.
enum class CardDetail : unsigned char { Columns, Keys, Title };

/// How the ends of lines are drawn.
enum class Notation : unsigned char { CrowsFoot, Idef1x, Uml };

/// The corners of a line that a person bent, without the places where it docks. The segments between them are
/// horizontal and vertical; the first and the last corner follow the cards. Empty = the router's own line.
using Bends = std::vector<QPointF>;

/// Where and how a table stands in a diagram. Lengths are canvas units: pixels at 100 %, y down.
struct TableNode {
    TableId id;
    QPointF position; ///< top left corner of the card
    int hue = 0;      ///< 0 … subjectHues-1
    CardDetail detail = CardDetail::Columns;
    bool pinned = false; ///< layout and the pointer leave it where it is
    int level = 0;       ///< what has a higher one is painted later; among cards, notes or groups

    friend bool operator==(const TableNode&, const TableNode&) = default;
};

/// How a many-to-many link is shown. Never touches the schema: switching changes no byte of DDL (C4).
struct LinkNode {
    enum class Presentation { Pill, Card }; ///< the line with a pill, or the junction as a full card

    LinkId id;
    Presentation presentation = Presentation::Pill;
    std::optional<QPointF> position = {}; ///< top left of the pill or card; empty = placed between its ends
    std::vector<Bends> bends = {};        ///< by end; ends without bends may be missing at the end of the list
    bool pinned = false;
    int level = 0;

    friend bool operator==(const LinkNode&, const LinkNode&) = default;
};

/// What a person did to the line of a reference in a diagram.
struct ReferenceLine {
    ReferenceId id;
    Bends bends;

    friend bool operator==(const ReferenceLine&, const ReferenceLine&) = default;
};

/// Text beside the cards, in Markdown.
struct Note {
    NoteId id;
    QPointF position;
    QSizeF size{240, 120};
    QString text = {};
    bool pinned = false;
    int level = 0;

    friend bool operator==(const Note&, const Note&) = default;
};

/// A subject area: a field behind the cards that lie on it, which move with it.
struct Group {
    GroupId id;
    QString title;
    int hue = 0;
    QPointF position = {};
    QSizeF size{480, 320};
    bool pinned = false;
    int level = 0;

    friend bool operator==(const Group&, const Group&) = default;
};

/// One picture of the schema: positions only, apart from the schema in memory and in the file.
struct Diagram {
    DiagramId id;
    QString name;
    ObjectMap<TableNode> tables;         ///< a table that has no node is not shown
    ObjectMap<LinkNode> links;           ///< the same of a link
    ObjectMap<ReferenceLine> references; ///< only those that differ from what the router makes of them
    ObjectMap<Note> notes;
    ObjectMap<Group> groups;
    Notation notation = Notation::CrowsFoot;

    friend bool operator==(const Diagram&, const Diagram&) = default;
};

} // namespace conjoin::model
