// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/delta.h"

namespace conjoin::model {

namespace {

template<class Object>
ObjectDelta<typename ObjectMap<Object>::IdType> objectDelta(
    const ObjectMap<Object>& before, const ObjectMap<Object>& after)
{
    ObjectDelta<typename ObjectMap<Object>::IdType> delta;
    // Most edits touch one object or append one: walk what both begin with before asking the hash.
    auto old = before.begin();
    auto now = after.begin();
    while (old != before.end() && now != after.end() && &*old == &*now) {
        ++old;
        ++now;
    }
    for (; now != after.end(); ++now) {
        const Object* was = before.find(now->id);
        if (!was)
            delta.added.push_back(now->id);
        else if (was != &*now)
            delta.changed.push_back(now->id);
    }
    for (; old != before.end(); ++old) {
        if (!after.contains(old->id))
            delta.removed.push_back(old->id);
    }
    return delta;
}

} // namespace

bool Delta::touchesSchema() const
{
    return settings || !tables.isEmpty() || !references.isEmpty() || !links.isEmpty() || !types.isEmpty() ||
           !verbatims.isEmpty();
}

bool Delta::isEmpty() const
{
    return !touchesSchema() && diagrams.isEmpty() && !browsing;
}

Delta deltaBetween(const Document& before, const Document& after)
{
    Delta delta;
    delta.settings = before.settings != after.settings;
    delta.browsing = before.browsing != after.browsing;
    delta.tables = objectDelta(before.schema.tables, after.schema.tables);
    delta.references = objectDelta(before.schema.references, after.schema.references);
    delta.links = objectDelta(before.schema.links, after.schema.links);
    delta.types = objectDelta(before.schema.types, after.schema.types);
    delta.verbatims = objectDelta(before.schema.verbatims, after.schema.verbatims);
    delta.diagrams = objectDelta(before.diagrams, after.diagrams);
    for (DiagramId id : delta.diagrams.changed) {
        const Diagram& old = before.diagrams.at(id);
        const Diagram& now = after.diagrams.at(id);
        delta.diagramChanges.push_back(
            {id, old.name != now.name, old.notation != now.notation, objectDelta(old.tables, now.tables),
                objectDelta(old.links, now.links), objectDelta(old.references, now.references),
                objectDelta(old.notes, now.notes), objectDelta(old.groups, now.groups)});
    }
    return delta;
}

} // namespace conjoin::model
