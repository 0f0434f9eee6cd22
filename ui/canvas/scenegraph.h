// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/diagram/diagram.h"
#include "model/document/document.h"
#include "model/layout/graph.h"
#include "orm/derive/derive.h"

#include <QHash>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <vector>

/// What a diagram shows, laid out and ready to paint: plain values, the same for the screen, SVG, PNG, PDF and
/// print.
namespace conjoin::ui {

/// One line of a card or pill.
struct CardRow {
    QString name;
    QString type;
    bool primaryKey = false;
    bool foreignKey = false;
    bool unique = false;
    bool nullable = true;
    bool derived = false; ///< added by the ORM: quiet style, not edited in place
    ObjectRef object; ///< ColumnId of an own column; else the ReferenceId or LinkId it came from, or the table

    friend bool operator==(const CardRow&, const CardRow&) = default;
};

enum class NodeKind { Table, Junction, Pill, Note, Group };

/// A card, pill, note or group. Rectangles are in canvas units.
struct SceneNode {
    NodeKind kind = NodeKind::Table;
    ObjectRef object; ///< TableId, LinkId (Pill, and Junction card), NoteId, GroupId
    TableId table;    ///< of a table or junction, also of a pill's
    QString title;
    int hue = 0;
    bool collapsed = false;
    int ends = 2;        ///< of the link that a pill or junction stands for
    bool pinned = false; ///< neither layout nor the pointer moves it
    bool square = false; ///< an entity of IDEF1X whose key holds no other's: such have square corners
    bool hangs = false;  ///< UML: a pill that is the class of an association, and hangs on its line
    QRectF rect;
    bool placed = true;        ///< false: a pill without a position, kept between its ends
    std::vector<CardRow> rows; ///< of a note: none, its text is `title`
    bool newRow = false;       ///< has room below for a row that is still being typed

    friend bool operator==(const SceneNode&, const SceneNode&) = default;
};

/// What stands at an end of an edge: crow's foot, then IDEF1X (a dot at the many, alone or with the letter of
/// its number; a diamond where the one may be missing), then UML (the numbers).
enum class EndMark {
    None,
    One,
    ZeroOrOne,
    Many,
    ZeroOrMany,
    OneOrMany,
    Dot,
    DotOrNone,
    DotAtLeastOne,
    Diamond,
    NumberOne,
    Whole, ///< the same where the others are parts of it: with a filled diamond
    NumberZeroOrOne,
    NumberZeroOrMany,
    NumberOneOrMany
};

/// The same in another notation. `holder`: at the side of the key, or of the many.
EndMark inNotation(EndMark mark, model::Notation notation, bool holder);

/// A line between two nodes: a reference, or one arm of a many-to-many link (end table to pill or junction
/// card).
struct SceneEdge {
    ObjectRef object; ///< ReferenceId, or LinkId of an arm
    int linkEnd = -1; ///< which arm
    bool manyToMany = false;
    int from = -1,
        to = -1; ///< node indexes; for a reference `from` holds the key, for an arm `from` is the table
    int fromRow = -1, toRow = -1; ///< rows; -1 = the header
    EndMark fromMark = EndMark::None, toMark = EndMark::None;
    bool dashed = false;  ///< IDEF1X: the key is no part of the primary key of its table
    bool mixedTo = false; ///< others that end on the same spot have another mark: painted as a single tick
    bool plainTo = false; ///< others that end there are no parts of a whole: painted without a diamond
    double branchAt = 0;  ///< UML, `mixedTo`: how far it runs with lines that have another number, from its end
    bool hangs = false;   ///< UML: an arm to a pill that hangs on the line; its last piece is dashed
    QString fromLabel, toLabel;        ///< role names that the picture does not say anyway; may be empty
    QRectF fromLabelRect, toLabelRect; ///< where they are written; empty = no free place
    model::Bends bends;                ///< corners that a person made; empty = the router's line
    std::vector<QPointF> route;        ///< orthogonal, from border to border
    /// So long that nobody follows it with the eye: unless it stands out, only its ends are painted, and each
    /// says where it leads.
    bool stub = false;
    QString fromStub, toStub;        ///< what the ends of a stub say; empty at a spot where another one says it
    QRectF fromStubRect, toStubRect; ///< where; empty = no free place
};

struct SceneGraph {
    std::vector<SceneNode> nodes; ///< groups first, then notes, then cards and pills: painting order
    std::vector<SceneEdge> edges;
    QRectF bounds() const;
    /// The node that shows the object – for a column its card, for a junction its pill; -1 where it is not
    /// shown.
    int nodeOf(const ObjectRef& object) const;
    /// Row `row` of the node, across its whole width; a row below zero is the header.
    QRectF rowRect(int node, int row) const;
};

/// Finds nodes by the very object they show, for loops over whole scenes.
class NodeIndex {
public:
    explicit NodeIndex(const SceneGraph& scene);
    int of(const ObjectRef& object) const; ///< -1 where it is not shown

private:
    QHash<quint64, int> nodes_; ///< by the number of the id: unique over a document
};

/// Nodes and edges of one diagram, the edges without routes: what auto-layout works on.
SceneGraph buildUnroutedScene(
    const model::Document& document, DiagramId diagram, const orm::Derivation& derivation);

/// The edge as layout and routing see it: node indexes of the scene, rows as offsets below the node's upper
/// edge, and one net for all edges that lead to the same key.
model::layout::Edge layoutEdge(const SceneGraph& scene, const SceneEdge& edge);

/// Where the upper left corner of a pill goes that has no place of its own: midway between the `ends` (node
/// indexes), clear of all other cards.
QPointF placeBetween(const SceneGraph& scene, int pill, const std::vector<int>& ends);

/// Where the upper left corner of a pill or junction card goes that should stand around `centre`: there, or as
/// near as it is clear of all other cards.
QPointF placeAround(const SceneGraph& scene, int node, QPointF centre);

/// Builds the scene of one diagram, routes included.
SceneGraph buildScene(const model::Document& document, DiagramId diagram, const orm::Derivation& derivation);

} // namespace conjoin::ui
