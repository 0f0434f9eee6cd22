// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/flush/changeset.h"
#include "orm/sql/rowlookup.h"
#include "orm/sql/writer.h"

#include <QHash>

#include <map>
#include <vector>

namespace conjoin::sql {

/// What became of one draft.
struct Resolution {
    enum class Kind {
        Open,
        Existing, ///< a row of the database
        New,      ///< to be inserted
        Same,     ///< the same row as another draft
    };
    Kind kind = Kind::Open;
    size_t same = 0;
    RowValues stored;                     ///< Existing: the row
    std::map<int, Value> updates;         ///< Existing: attributes to write
    std::vector<size_t> referenceUpdates; ///< Existing: references to rows that are yet to be inserted
};

/// The draft that stands for the row.
size_t standing(const std::vector<Resolution>& resolutions, size_t draft);

/// Decides for each draft whether it is linked, created or an error: rules 1 to 3 of nested writes (ORM rules,
/// part 4). Reads only: one statement for all drafts that are looked for by the same columns, level by level, a
/// row after those it refers to. Drafts of the same row are merged in the changeset.
class Resolver {
public:
    Resolver(Connection& connection, const orm::ModelRegistry& registry, orm::Changeset& changeset,
        const CreateOptions& options);

    /// `latest` = see what others have committed meanwhile, also where the transaction reads an older state.
    Result<std::vector<Resolution>> resolve(bool latest = false);

    /// How many rows are to be inserted that were looked for by a key, so that somebody else's may come in
    /// between.
    size_t racing() const { return racing_; }

private:
    enum class Certainty { Unknown, Known, Fresh }; ///< Fresh: the key of a row that is not inserted yet
    struct Search;

    std::vector<std::vector<size_t>> levels() const;
    Result<void> resolveLevel(const std::vector<size_t>& drafts);
    void addSearches(size_t draft, std::vector<Search>& searches) const;
    Result<void> runSearches(std::vector<Search>& searches);
    Result<void> decide(size_t draft, const std::vector<const Search*>& searches);
    Result<void> decideJunction(size_t draft, const std::vector<const Search*>& searches);
    void addJunctionSearches(size_t draft, std::vector<Search>& searches) const;
    Result<void> takeFreshJunction(size_t draft);
    void turnRound(size_t draft);
    Result<void> takeExisting(size_t draft, const RowValues& row);
    Result<void> takeNew(size_t draft);
    Result<void> merge(size_t into, size_t draft);
    Result<void> checkBareKeys() const;

    Certainty certainty(size_t draft, int attribute, Value* value = nullptr) const;
    std::vector<QStringList> completeKeys(size_t draft) const;
    KeyTuple keyValues(size_t draft, const QStringList& columns) const;
    const orm::Model& modelOf(size_t draft) const { return registry_.at(changeset_.drafts[draft].model); }
    Error differs(size_t draft, int attribute, const Value& stored, const QString& wanted) const;

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    orm::Changeset& changeset_;
    const CreateOptions& options_;
    bool latest_ = false;
    size_t racing_ = 0;
    std::vector<Resolution> resolutions_;
    QHash<QString, QHash<KeyTuple, size_t>> existing_; ///< model and columns -> key -> draft
    QHash<QString, QHash<KeyTuple, size_t>> fresh_;    ///< the same of rows to be inserted
    QHash<QString, size_t> freshJunctions_;
};

} // namespace conjoin::sql
