// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/job.h"
#include "orm/sql/session.h"

namespace conjoin::sql {

/// Session's asynchronous face (docs/orm.md, "Without waiting"): each call is a job on the database's own
/// thread, whole or not at all, and returns at once. Calls run in their order. Models are named as in
/// Session::repository(), and an unknown one is the Error of the job.
class AsyncSession {
public:
    /// The database outlives the session; jobs that are under way keep the registry.
    AsyncSession(Database& database, std::shared_ptr<const orm::ModelRegistry> registry)
        : database_(database)
        , registry_(std::move(registry))
    {}

    const orm::ModelRegistry& registry() const { return *registry_; }

    /// Anything a Session can do: `work` is callable as `Result<T>(const Session&, Progress&)`.
    template<class Work>
    auto run(Work work) const -> Job<std::invoke_result_t<Work, const Session&, Progress&>>
    {
        return startJob(database_,
            [registry = registry_, work = std::move(work)](Connection& connection, Progress& progress) mutable {
                return work(Session(connection, *registry), progress);
            });
    }
    /// The same with the repository of a model: `Result<T>(const Repository&, Progress&)`.
    template<class Work>
    auto with(const QString& model, Work work) const
        -> Job<std::invoke_result_t<Work, const Repository&, Progress&>>
    {
        using R = std::invoke_result_t<Work, const Repository&, Progress&>;
        return run([model, work = std::move(work)](const Session& session, Progress& progress) mutable -> R {
            auto repository = session.repository(model);
            return repository ? work(*repository, progress) : R(failure(repository));
        });
    }

    // As the methods of a Repository. What is created tells how many of the new rows are written.
    Job<Result<orm::Json>> create(const QString& model, orm::Json values, CreateOptions options = {}) const;
    Job<Result<orm::Json>> bulkCreate(
        const QString& model, orm::Json::Array rows, BulkOptions options = {}) const;
    Job<Result<FoundOrCreated>> findOrCreate(
        const QString& model, orm::Json where, orm::Json defaults = {}) const;
    Job<Result<Upserted>> upsert(const QString& model, orm::Json values) const;
    Job<Result<qint64>> update(const QString& model, orm::Json values, orm::Json where) const;
    Job<Result<qint64>> increment(const QString& model, orm::Json by, orm::Json where) const;
    Job<Result<qint64>> destroy(const QString& model, orm::Json where, DestroyOptions options = {}) const;
    Job<Result<qint64>> restore(const QString& model, orm::Json where) const;
    Job<Result<orm::Json>> findAll(const QString& model, orm::Query query = {}) const;
    Job<Result<orm::Json>> findOne(const QString& model, orm::Query query = {}) const;
    Job<Result<orm::Json>> findByPk(const QString& model, orm::Json key, orm::Query query = {}) const;
    Job<Result<FoundAndCounted>> findAndCountAll(const QString& model, orm::Query query = {}) const;
    Job<Result<qint64>> count(const QString& model, orm::Query query = {}) const;
    Job<Result<orm::Json>> aggregate(const QString& model, orm::FindOptions options) const;

    // As the methods of RelatedRows, of the row with that key.
    Job<Result<orm::Json>> get(
        const QString& model, orm::Json key, const QString& association, orm::Include options = {}) const;
    Job<Result<LinkReport>> add(const QString& model, orm::Json key, const QString& association,
        std::vector<LinkTarget> targets, orm::Json through = {}) const;
    Job<Result<LinkReport>> set(const QString& model, orm::Json key, const QString& association,
        std::vector<LinkTarget> targets, orm::Json through = {}) const;
    Job<Result<qint64>> remove(
        const QString& model, orm::Json key, const QString& association, orm::Json::Array keys) const;

private:
    Database& database_;
    std::shared_ptr<const orm::ModelRegistry> registry_;
};

} // namespace conjoin::sql
