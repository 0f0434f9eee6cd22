// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/importlookup.h"
#include "orm/sql/rowupdater.h"
#include "orm/sql/writer.h"

#include <QSet>

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace conjoin::sql {

/// What the rows of some lines came to; counted once it is certain that they stay.
struct ImportTally {
    std::map<int, qint64> created, changed; ///< rows, by model
    qint64 unchanged = 0, skipped = 0;      ///< lines
    QSet<KeyTuple> made, altered; ///< rows of the lines' table, which count once however many lines there are

    /// The numbers; rows of lines long before say nothing any more.
    void add(const ImportTally& other);
};

/// Lines of one row that were looked up, which is to be made or to get what they give.
struct ImportWork {
    const ImportRow* line = nullptr;
    std::vector<size_t> links{};      ///< nodes
    std::optional<RowValues> there{}; ///< the row
};

/// Writes what was looked up: first what is linked and not there, then new rows of the lines, through the
/// nested writer, then what differs in rows that are there.
class ImportWriter {
public:
    /// All outlive the writer.
    ImportWriter(Connection& connection, const orm::ModelRegistry& registry, const ImportPlan& plan,
        const ImportLookup& lookup);

    /// `rows` are the lines of `work` and others, which `nodes` are of. `before`: what lines shortly before
    /// did.
    Result<void> write(std::span<const ImportRow> rows, std::vector<ImportWork>& work,
        std::vector<ImportNode>& nodes, const ImportTally& before, ImportTally& tally);

private:
    using Nodes = std::vector<ImportNode>;
    /// A row that gets something.
    struct Target {
        int model = -1;
        RowValues& row;           ///< as it will be
        const QStringList& fixed; ///< what it is known by
    };

    orm::Json treeOf(
        const Nodes& nodes, const orm::Json::Object& values, const std::vector<size_t>& links) const;
    orm::Json keyOf(const ImportNode& node) const;
    Result<void> makeAbsent(const std::vector<ImportWork>& work, Nodes& nodes, ImportTally& tally);
    Result<void> makeRows(const std::vector<const ImportWork*>& work, const Nodes& nodes, ImportTally& tally);
    Result<void> findRows(const std::vector<ImportWork*>& work, std::span<const ImportRow> rows,
        const std::vector<std::optional<KeyTuple>>& keys) const;
    Result<void> changeRow(const ImportWork& work, const Nodes& nodes, RowValues& now,
        const ImportTally& before, ImportTally& tally);
    Result<ColumnValues> difference(const Target& target, const orm::Json::Object& values,
        const std::vector<size_t>& links, const std::vector<size_t>& without, const Nodes& nodes) const;
    Result<void> update(int model, const KeyTuple& identity, const ColumnValues& values);
    Result<void> updateLater(const KeyTuple& identity, ColumnValues values, bool atOnce);
    Result<void> updateNow();
    Result<bool> linkRow(int model, const RowValues& row, const std::vector<size_t>& links, const Nodes& nodes,
        ImportTally& tally);
    Result<bool> linkMany(int model, const RowValues& row, const std::vector<size_t>& links, const Nodes& nodes,
        ImportTally& tally);
    Result<bool> takeOwned(int model, const RowValues& row, const std::vector<size_t>& links,
        const Nodes& nodes, ImportTally& tally);
    Result<bool> changeOwned(
        const ImportNode& node, const ColumnValues& keys, const Nodes& nodes, ImportTally& tally);
    /// `seen`: rows by their keys; several lines may have made the same one.
    void countCreated(int model, const orm::Json& tree, QSet<QByteArray>& seen, ImportTally& tally) const;
    Result<RowValues> rowOf(int model, const orm::Json& tree) const;

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const ImportPlan& plan_;
    const ImportLookup& lookup_;
    const QStringList key_;      ///< that rows of lines are known by
    const QStringList identity_; ///< that rows which are there are told apart by
    std::map<int, RowUpdater> updaters_;
    /// Rows of the lines that get their values together, by the attributes.
    std::map<std::vector<int>, std::vector<RowUpdate>> later_;
    QSet<KeyTuple> laterRows_;
};

/// How rows of a file are made.
CreateOptions importedRows();

/// The identity of a row as keyCondition() reads it.
orm::Json identityOf(const orm::Model& model, const RowValues& row);

} // namespace conjoin::sql
