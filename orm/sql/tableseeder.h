// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/seeder.h"
#include "orm/sql/seedpartitions.h"
#include "orm/sql/seedreferences.h"
#include "orm/sql/seedvalues.h"
#include "orm/sql/tablefacts.h"

#include <QSet>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace conjoin::sql {

/// The code of the Error that a table can have no row: something that each of them needs is not there.
inline constexpr QLatin1String noFirstRow("seed.ring.first");

/// How many rows a person asks for.
int seedRowsOf(const orm::Model& model, const SeedOptions& options);

/// Fills one table with made-up rows.
class TableSeeder {
public:
    /// All outlive this.
    TableSeeder(Connection& connection, const orm::ModelRegistry& registry, int model, SeedValues& values,
        const SeedOptions& options);

    /// The first row of an empty table whose key is `key`, before the rows that it refers to are there: these
    /// are `pledged`, by model. Error: noFirstRow, or of the database.
    Result<void> begin(const ColumnValues& key, const std::map<int, ColumnValues>& pledged);
    /// Values for the attributes, for the key of such a row.
    Result<ColumnValues> keyOf(const QStringList& attributes);
    /// `progress` hears how many rows are there now.
    Result<qint64> fill(const std::function<void(qint64)>& progress);

private:
    /// A row on its way.
    struct Draft {
        qint64 number = 0; ///< counted from the first row of the table
        int round = 0;     ///< how often it was refused
        ColumnValues row{};
        bool keepsSets = false;            ///< what was wrong with `row` was not what it refers to by sets
        const SeedChecks* asked = nullptr; ///< of `row`
    };
    struct Taken {
        bool bySet = false;
        bool byOther = false;
    };
    using Outcome = SeedReferences::Outcome;

    Result<void> look(const std::map<int, ColumnValues>& pledged = {});
    Result<void> findNumbers();
    Result<Outcome> rowOf(Draft& draft, ColumnValues& row);
    void leaveOut(const SeedChecks& checks, int check, ColumnValues& row) const;
    bool isFree(const ColumnValues& row);
    void release(const ColumnValues& row);
    Result<bool> make(Draft& draft);
    Result<std::vector<Taken>> areThere(const std::vector<Draft>& drafts) const;
    Result<std::vector<ColumnValues>> lotOf(int count);
    Result<void> store(const std::vector<ColumnValues>& rows);

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const int index_;
    const orm::Model& model_;
    SeedValues& values_;
    const TableFacts facts_;
    const SeedPartitions places_;
    SeedReferences references_;
    const std::vector<QStringList> unique_;
    std::vector<bool> isSure_;        ///< by unique key: made so that no row has it
    std::vector<QSet<KeyTuple>> lot_; ///< by unique key: what rows of this lot have
    std::vector<bool> isUnique_;      ///< by attribute: in one of the keys
    int counted_ = -1;                ///< the attribute of a key that goes on from its greatest value …
    qint64 greatest_ = 0;             ///< … which is this
    int givenByDatabase_ = -1;        ///< the attribute of a key that is the number of the row
    qint64 first_ = 0;                ///< rows that were there before
    const qint64 wanted_;
    qint64 made_ = 0;
    int usualRound_ = 0; ///< that rows begin with: names that a person would type run out
};

} // namespace conjoin::sql
