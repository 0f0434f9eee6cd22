// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"

#include <vector>

namespace conjoin::ui {

/// Tables that belong together by their links, as a reader of the schema would group them first.
struct SubjectArea {
    QString name;                ///< of its most linked table
    std::vector<TableId> tables; ///< the most linked first; junctions are not among them
    bool linked = true;          ///< false: tables that nothing is linked to
};

/// By label propagation over references and links, seeded by document order, so that the same schema always
/// falls into the same areas; the one that holds the first table comes first.
std::vector<SubjectArea> subjectAreas(const model::Schema& schema);

/// More tables than this open on an overview: a wall of cards says nothing.
constexpr size_t mostTablesAtOnce = 300;

/// Puts an overview before the diagrams of a document that was just read: a group an area with the titles of
/// its most linked tables in it, and behind it a diagram an area, laid out. Small areas share one. `wall` is
/// the diagram that shows everything; colours are taken from it.
model::Document withOverview(model::Document document, DiagramId wall);

/// The diagram that shows the most tables: where new ones of a refresh go.
DiagramId fullestDiagram(const model::Document& document);

} // namespace conjoin::ui
