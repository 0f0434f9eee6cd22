// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/connection.h"

#include <functional>

namespace conjoin::sql {

enum class Existing { Link, Create, Fail };

struct CreateOptions {
    Existing existing = Existing::Link;
    bool update = false;      ///< write given attributes that differ to a row that is linked
    bool dryRun = false;      ///< rolled back; the result is what would have been made
    bool markCreated = false; ///< `"$created": true|false` in every row
    /// Numbers that are given are written also where the database always makes them itself (GENERATED ALWAYS):
    /// for rows that come back as they were.
    bool ownNumbers = false;
    /// Hears, in the thread of the connection, how many of the new rows are written; it may begin again when
    /// others were in the way.
    std::function<void(qint64 written, qint64 all)> progress{};
};

/// Inserts a row and everything nested in it in one transaction, linking what exists (ORM rules, part 4).
/// `values` is the nested JSON object; a key that names neither an attribute nor an association is an Error
/// with the nearest name, before anything is written. Returns the tree as stored, junction rows included. What
/// others insert at the same time is linked, too, and a deadlock with them is tried again.
Result<orm::Json> create(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json& values, const CreateOptions& options = {});

/// The same for many rows in one transaction, with as few statements as for one: what they name alike, by a
/// unique key or a `$same` label, is one row. The trees are in the order given.
Result<orm::Json::Array> createAll(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json::Array& rows, const CreateOptions& options = {});

struct LinkReport {
    qint64 added = 0, updated = 0, unchanged = 0, removed = 0;
};

/// A row to link with, and what its junction row is to hold.
struct LinkTarget {
    orm::Json key;     ///< as keyCondition() reads it
    orm::Json through; ///< null, or attributes of the junction; they go before those for all links
};

/// Adds links of a many-to-many association; a link that exists gets `through` written, or stays (part 6). Keys
/// are as keyCondition() reads them.
Result<LinkReport> link(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json& key, const QString& association, const std::vector<LinkTarget>& targets,
    const orm::Json& through = {});
/// Removes links, never rows on either side; a target that is not linked, or not there, is no error.
Result<LinkReport> unlink(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json& key, const QString& association, const std::vector<LinkTarget>& targets);
/// Makes the links exactly these, keeping the rows that stay.
Result<LinkReport> setLinks(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json& key, const QString& association, const std::vector<LinkTarget>& targets,
    const orm::Json& through = {});

// The same with keys as text; a target that is not there is an error here.
Result<LinkReport> link(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QStringList& targets, const orm::Json& through = {});
Result<LinkReport> unlink(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QStringList& targets);
Result<LinkReport> setLinks(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QStringList& targets, const orm::Json& through = {});

/// Writes attributes of one row; returns the row.
Result<orm::Json> update(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const orm::Json& values);

/// What deleting one row does to another table.
struct Affected {
    QString table;
    QString action; ///< `cascade`, `set null`, `restrict` …
    qint64 rows = 0;
};

struct DeleteReport {
    qint64 deleted = 0;
    std::vector<Affected> affected;
};

/// Deletes one row; with `dryRun` only says what would go.
Result<DeleteReport> remove(
    Connection& connection, const orm::ModelRegistry& registry, int model, const QString& key, bool dryRun);

} // namespace conjoin::sql
