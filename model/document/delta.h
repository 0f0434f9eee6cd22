// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"

#include <vector>

namespace conjoin::model {

/// What became of the objects of one kind between two documents.
template<class IdType>
struct ObjectDelta {
    std::vector<IdType> added, changed, removed;
    bool isEmpty() const { return added.empty() && changed.empty() && removed.empty(); }
};

struct DiagramDelta {
    DiagramId id;
    bool renamed = false;
    bool restyled = false; ///< its notation is another
    ObjectDelta<TableId> tables;
    ObjectDelta<LinkId> links;
    ObjectDelta<ReferenceId> references;
    ObjectDelta<NoteId> notes;
    ObjectDelta<GroupId> groups;
};

/// What changed from one document to the next, found by comparing addresses: views update just that.
struct Delta {
    bool settings = false;
    bool browsing = false;
    ObjectDelta<TableId> tables;
    ObjectDelta<ReferenceId> references;
    ObjectDelta<LinkId> links;
    ObjectDelta<UserTypeId> types;
    ObjectDelta<VerbatimId> verbatims;
    ObjectDelta<DiagramId> diagrams; ///< `changed` ones are told apart below
    std::vector<DiagramDelta> diagramChanges;

    /// Derivation, SQL and checks depend on it.
    bool touchesSchema() const;
    bool isEmpty() const;
};

Delta deltaBetween(const Document& before, const Document& after);

} // namespace conjoin::model
