// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/findoptions.h"
#include "orm/sql/connection.h"
#include "orm/sql/finder.h"
#include "orm/sql/relatedrows.h"
#include "orm/sql/upsert.h"
#include "orm/sql/writer.h"

namespace conjoin::sql {

class Repository;

/// The ORM over one connection: Sequelize's words for the models of a registry (docs/orm.md). Rows go in and
/// come out as JSON in the shape of the command line; nothing is cached between calls. A call is one
/// transaction, or a part of the one that runs: after an error nothing of it is there.
class Session {
public:
    /// Both are the caller's and outlive the session.
    Session(Connection& connection, const orm::ModelRegistry& registry)
        : connection_(connection)
        , registry_(registry)
    {}

    Connection& connection() const { return connection_; }
    const orm::ModelRegistry& registry() const { return registry_; }

    /// The rows of one model, by the model's name or its table's. An unknown name is an Error with the nearest
    /// one.
    Result<Repository> repository(const QString& model) const;

private:
    Connection& connection_;
    const orm::ModelRegistry& registry_;
};

struct FoundOrCreated {
    orm::Json row;
    bool created = false;
};

struct BulkOptions {
    CreateOptions create;
    bool ignoreDuplicates = false;  ///< a row whose key is taken is left out
    QStringList updateOnDuplicate;  ///< attributes that are written into the row whose key is taken
    QStringList conflictAttributes; ///< of that key; empty = the primary key, else the first unique one
};

struct FoundAndCounted {
    qint64 count = 0; ///< of root rows, whatever is included and limited
    orm::Json rows;
};

struct DestroyOptions {
    bool force = false;    ///< delete, where rows would only be marked as deleted
    bool unscoped = false; ///< without the model's default scope
};

/// The rows of one model. `where` is the ORM's language as JSON; null is everything. Where a row is marked as
/// deleted rather than deleted (Model::deletedAt), finding and writing leave it alone unless told.
class Repository {
public:
    Repository(const Session& session, int model)
        : connection_(session.connection())
        , registry_(session.registry())
        , model_(model)
    {}

    const orm::Model& model() const { return registry_.at(model_); }
    int index() const { return model_; }

    /// A row and everything nested in it (sql::create()).
    Result<orm::Json> create(const orm::Json& values, const CreateOptions& options = {}) const;
    /// Many rows and everything nested in them: in one transaction, with as few statements as for one. Returns
    /// them in the order given; with `ignoreDuplicates` those that were inserted.
    Result<orm::Json> bulkCreate(const orm::Json::Array& rows, const BulkOptions& options = {}) const;
    /// The first row that has these values, else a new one with them and `defaults`, which may be nested.
    Result<FoundOrCreated> findOrCreate(
        const orm::Json& where, const orm::Json& defaults = {}, const orm::Query& shown = {}) const;
    /// Inserts a row, or writes the given attributes to the one with the same key.
    Result<Upserted> upsert(const orm::Json& values, const QStringList& conflictAttributes = {}) const;

    /// Writes attributes of all rows that fulfil the condition; returns how many there were. Nested values are
    /// an Error: they would have no parent.
    Result<qint64> update(const orm::Json& values, const orm::Json& where, bool silent = false) const;
    /// Adds to numbers of all rows that fulfil the condition: `{"stock": -1}`. The database does the sum, so
    /// that nothing is lost beside others who do the same; NULL stays NULL. How many rows there were.
    Result<qint64> increment(const orm::Json& by, const orm::Json& where, bool silent = false) const;
    /// Deletes rows, or marks them as deleted; returns how many there were.
    Result<qint64> destroy(const orm::Json& where, const DestroyOptions& options = {}) const;
    /// Takes the mark from rows that are marked as deleted; returns how many there were.
    Result<qint64> restore(const orm::Json& where) const;

    /// A list of rows, each with what is included. `query.model` is this model, whatever it says.
    Result<orm::Json> findAll(orm::Query query = {}) const;
    /// The first row, or null.
    Result<orm::Json> findOne(orm::Query query = {}) const;
    /// The row of that key, or null.
    Result<orm::Json> findByPk(const orm::Json& key, orm::Query query = {}) const;
    Result<FoundAndCounted> findAndCountAll(orm::Query query = {}) const;
    Result<qint64> count(orm::Query query = {}) const;
    /// Rows of groups: what is computed, and the columns of the group (docs/orm.md, "Aggregates").
    Result<orm::Json> aggregate(orm::FindOptions options) const;

    /// The rows that the row of that key has by an association.
    Result<RelatedRows> related(const orm::Json& key, const QString& association) const;

private:
    orm::Query prepared(orm::Query query) const;
    orm::Json scoped(const orm::Json& where) const;
    Result<orm::Json> found(const orm::Query& query) const;
    Result<orm::Json> foundInOrder(const orm::Query& query) const;

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    int model_;
};

} // namespace conjoin::sql
