// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/rowwriter.h"
#include "orm/sql/seedtargets.h"
#include "orm/sql/seedvalues.h"

#include <map>
#include <optional>
#include <vector>

namespace conjoin::sql {

/// The unique keys of a model, the primary one last.
std::vector<QStringList> uniqueKeysOf(const orm::Model& model);

/// What the made-up rows of one table refer to: rows that exist, and what a unique key that is made of whole
/// foreign keys – as that of a junction – may be, each combination once, in a shuffled order, until all are
/// used. Such a key is a set.
class SeedReferences {
public:
    SeedReferences(Connection& connection, const orm::ModelRegistry& registry, int model, SeedValues& values);

    /// Reads what may be referred to. `pledged`: rows of tables without any, by model, that come in the same
    /// transaction with these keys.
    Result<void> open(const std::map<int, ColumnValues>& pledged = {});
    /// Whether rows refer to rows of their own table.
    bool ofItself() const;
    bool holds(int attribute) const; ///< it is part of a key
    /// Whether a unique key, by its place in uniqueKeysOf(), is a set.
    bool isSet(size_t unique) const;
    bool isInSet(const std::vector<int>& attributes) const; ///< one of them

    enum class Outcome {
        Made,
        Refused, ///< keys that share a column don't fit each other this time
        UsedUp,  ///< no row can be made any more
    };
    /// Fills in the keys of a row; of sets those of `kept`, where there is one, else the next.
    Result<Outcome> fill(ColumnValues& row, const ColumnValues* kept);
    /// Goes on through the rows that are referred to, so that all of them have their share.
    Result<void> follow(qint64 done, qint64 wanted);
    /// A row of the table itself, which later ones may refer to.
    void add(const RowValues& stored);

private:
    struct Key {
        SeedTargets targets;
        std::vector<int> attributes{}; ///< that hold it
        std::vector<size_t> shared{};  ///< places in it that a wider key has filled in already
        bool nullable = false;
        bool ofItself = false;
        int set = -1;                     ///< in `sets_`
        std::vector<size_t> referredTo{}; ///< ofItself: the attributes that it refers to
        std::optional<size_t> chosen{};   ///< for the row that is made
    };
    struct Set {
        size_t unique = 0;
        std::vector<size_t> keys{}; ///< of `keys_`
        Shuffle order{};
        bool nullable = false; ///< one of its keys may be NULL, which is like no other
        bool usedUp = false;
    };

    Result<void> findKeys(const std::map<int, ColumnValues>& pledged);
    void findSets();
    void shuffle(Set& set);
    Result<bool> chooseOf(Set& set);
    Result<bool> choose(bool keepsSets);
    bool refer(Key& key, ColumnValues& row);

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const int index_;
    const orm::Model& model_;
    SeedValues& values_;
    std::vector<Key> keys_;
    std::vector<Set> sets_;
};

} // namespace conjoin::sql
