// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"
#include "orm/derive/findings.h"
#include "orm/derive/schemanames.h"

#include <vector>

namespace conjoin::orm {

/// What of a schema is derived together, in the order of the document. A table is derived as in the whole
/// schema – but for names that clash with others' – where the part has its references, the links whose junction
/// it is, what all these lead to, and of what is a junction there the same links in turn.
struct SchemaPart {
    std::vector<const model::Table*> tables;
    std::vector<const model::Reference*> references; ///< each from one of the tables
    std::vector<const model::ManyToMany*> links;     ///< the junction of each is one of the tables

    static SchemaPart whole(const model::Schema& schema);
};

struct DerivedPart {
    Derivation derivation; ///< of these tables and of all types and verbatims; without diagnostics
    Findings findings;
    std::vector<NameUses> names; ///< parallel to the tables: what they use up in the scopes of names
    std::vector<int> enums;      ///< parallel to the tables: how many of the types were made for it (rule 19)
    NameUses otherNames;         ///< of types and verbatims
};

/// derive() without its last step, for a part of `schema`.
DerivedPart derivePart(const model::Schema& schema, const SchemaPart& part, const model::NamingPolicy& naming,
    const Capabilities& engine);

} // namespace conjoin::orm
