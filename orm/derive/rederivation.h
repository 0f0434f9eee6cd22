// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/schemapart.h"
#include "orm/dialect/dialect.h"

#include <unordered_map>
#include <vector>

namespace conjoin::orm {

struct SchemaChanges;

/// Derives the versions of a schema one after the other, each in the time that the edit before it asks for:
/// only the tables are derived anew that it can have changed. What it holds equals derive() of the same schema.
///
/// Versions are told apart by the addresses of their objects (see ObjectMap). Where names clash, so that rule
/// 11 decides by who was drawn first, where types or verbatim things change, where the order of objects does,
/// and for the first version, all is derived.
class Rederivation {
public:
    Rederivation(model::NamingPolicy naming, Capabilities engine);

    /// Brings it up to that version. Revisions count up from call to call; see changedSince().
    const Derivation& follow(const model::Schema& schema, quint64 revision);
    const Derivation& derivation() const { return derivation_; }

    /// The tables that derive otherwise than at that revision, or came since.
    std::vector<TableId> changedSince(quint64 revision) const;
    /// How many tables the last call of follow() derived, those included that others were derived against.
    std::size_t derivedTables() const { return derivedTables_; }

private:
    struct Uses {
        int given = 0, decided = 0;
    };
    /// Where a table of the next version comes from: positions in this one and in what was made anew, or -1.
    struct Source {
        int old = -1, made = -1;
    };

    void deriveAll();
    bool deriveChanges(const model::Schema& next);
    bool isUndisputed(const NameUses& names) const;
    void count(const NameUses& names, int by);
    std::vector<Source> sourcesOf(
        const model::Schema& next, const SchemaChanges& changes, const DerivedPart& made) const;
    void replace(const std::vector<Source>& sources, DerivedPart made);
    void replaceEnums(const std::vector<Source>& sources, DerivedPart& made);
    void replaceFindings(const SchemaChanges& changes, const Findings& made);

    model::NamingPolicy naming_;
    Capabilities engine_;
    model::Schema schema_;
    bool started_ = false;
    bool losesNamespaces_ = false; ///< rule 20 applies to some table
    Derivation derivation_;
    Findings findings_;
    // parallel to the tables of derivation_:
    std::vector<NameUses> names_;
    std::vector<int> enums_;
    std::vector<quint64> revisions_; ///< when it last came out otherwise

    std::unordered_map<quint64, Uses> uses_; ///< of all names
    quint64 revision_ = 0;
    std::size_t derivedTables_ = 0;
};

} // namespace conjoin::orm
