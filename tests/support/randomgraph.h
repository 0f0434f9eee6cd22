// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/rowlookup.h"
#include "support/graphoracle.h"
#include "support/sampledatabase.h"

#include <QRandomGenerator>

namespace conjoin::tests {

/// A random schema – tables with numbered, given and composite keys, unique keys, references with cycles and to
/// themselves, many-to-many links with attributes, symmetric ones and ones of three ends –, and random nested
/// rows for it. The same for the same seed.
class RandomGraph : public SampleDatabase {
public:
    explicit RandomGraph(quint32 seed);

    /// How many models are tables of their own, which come first.
    int tables() const { return tables_; }
    /// A list of nested rows of that model; some of them must be refused.
    orm::Json rows(int model, GraphOracle& oracle);

    /// Writes so many random calls to the database, whose tables exist, and to an oracle, and compares what
    /// both have after each. What differs, and the call that made it so; empty where all agrees. `refused`
    /// counts the calls that both refused. Then so many random finds of what is there.
    QString holdsAgainstOracle(int calls, int finds, int* refused = nullptr);

private:
    int below(int limit) { return int(random_.bounded(limit)); }
    bool chance(int percent) { return below(100) < percent; }
    void drawTables();
    void drawReferences();
    void drawLinks();

    QString word();
    orm::Json nested(int model, int depth, bool owned, const orm::Association* from);
    orm::Json attributes(const orm::Model& model, bool withKey);
    orm::Json keyOf(int model, bool* found);
    void addAssociations(orm::Json& row, int model, int depth, bool isNew, const orm::Association* from);

    QString compare(const orm::Json& tree, const GraphOracle::Made& made, int model);
    QString compareAll();
    QString compareFinds(int finds);
    const orm::Association* symmetricLink(int junction) const;
    QString bind(size_t row, const orm::Json& json);

    QRandomGenerator random_;
    int tables_ = 0;
    int fresh_ = 0;
    GraphOracle* oracle_ = nullptr;
    std::vector<std::pair<int, orm::Json>> mentioned_;     ///< new rows of this call that may be named again
    std::map<size_t, std::vector<orm::Value>> identities_; ///< of the oracle's rows in the database
    std::vector<std::vector<sql::RowValues>> stored_;      ///< by model, what the database had at the last look
};

} // namespace conjoin::tests
