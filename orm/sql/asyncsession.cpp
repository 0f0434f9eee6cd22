// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/asyncsession.h"

namespace conjoin::sql {

using orm::Json;

namespace {

/// The caller's own progress, and that of the job.
CreateOptions reporting(CreateOptions options, Progress& progress)
{
    options.progress = [&progress, next = std::move(options.progress)](qint64 written, qint64 all) {
        progress.report(written, all);
        if (next)
            next(written, all);
    };
    return options;
}

} // namespace

Job<Result<Json>> AsyncSession::create(const QString& model, Json values, CreateOptions options) const
{
    return with(model, [values = std::move(values), options = std::move(options)](const Repository& rows,
                           Progress& progress) { return rows.create(values, reporting(options, progress)); });
}

Job<Result<Json>> AsyncSession::bulkCreate(const QString& model, Json::Array rows, BulkOptions options) const
{
    return with(model, [given = std::move(rows), options = std::move(options)](
                           const Repository& repository, Progress& progress) {
        BulkOptions how = options;
        how.create = reporting(options.create, progress);
        return repository.bulkCreate(given, how);
    });
}

Job<Result<FoundOrCreated>> AsyncSession::findOrCreate(const QString& model, Json where, Json defaults) const
{
    return with(model, [where = std::move(where), defaults = std::move(defaults)](
                           const Repository& rows, Progress&) { return rows.findOrCreate(where, defaults); });
}

Job<Result<Upserted>> AsyncSession::upsert(const QString& model, Json values) const
{
    return with(
        model, [values = std::move(values)](const Repository& rows, Progress&) { return rows.upsert(values); });
}

Job<Result<qint64>> AsyncSession::update(const QString& model, Json values, Json where) const
{
    return with(model, [values = std::move(values), where = std::move(where)](
                           const Repository& rows, Progress&) { return rows.update(values, where); });
}

Job<Result<qint64>> AsyncSession::increment(const QString& model, Json by, Json where) const
{
    return with(model, [by = std::move(by), where = std::move(where)](
                           const Repository& rows, Progress&) { return rows.increment(by, where); });
}

Job<Result<qint64>> AsyncSession::destroy(const QString& model, Json where, DestroyOptions options) const
{
    return with(model, [where = std::move(where), options = std::move(options)](
                           const Repository& rows, Progress&) { return rows.destroy(where, options); });
}

Job<Result<qint64>> AsyncSession::restore(const QString& model, Json where) const
{
    return with(
        model, [where = std::move(where)](const Repository& rows, Progress&) { return rows.restore(where); });
}

Job<Result<Json>> AsyncSession::findAll(const QString& model, orm::Query query) const
{
    return with(
        model, [query = std::move(query)](const Repository& rows, Progress&) { return rows.findAll(query); });
}

Job<Result<Json>> AsyncSession::findOne(const QString& model, orm::Query query) const
{
    return with(
        model, [query = std::move(query)](const Repository& rows, Progress&) { return rows.findOne(query); });
}

Job<Result<Json>> AsyncSession::findByPk(const QString& model, Json key, orm::Query query) const
{
    return with(model, [key = std::move(key), query = std::move(query)](
                           const Repository& rows, Progress&) { return rows.findByPk(key, query); });
}

Job<Result<FoundAndCounted>> AsyncSession::findAndCountAll(const QString& model, orm::Query query) const
{
    return with(model,
        [query = std::move(query)](const Repository& rows, Progress&) { return rows.findAndCountAll(query); });
}

Job<Result<qint64>> AsyncSession::count(const QString& model, orm::Query query) const
{
    return with(
        model, [query = std::move(query)](const Repository& rows, Progress&) { return rows.count(query); });
}

Job<Result<Json>> AsyncSession::aggregate(const QString& model, orm::FindOptions options) const
{
    return with(model,
        [options = std::move(options)](const Repository& rows, Progress&) { return rows.aggregate(options); });
}

Job<Result<Json>> AsyncSession::get(
    const QString& model, Json key, const QString& association, orm::Include options) const
{
    return with(model,
        [key = std::move(key), association, options = std::move(options)](
            const Repository& rows, Progress&) -> Result<Json> {
            auto related = rows.related(key, association);
            if (!related)
                return failure(related);
            return related->get(options);
        });
}

Job<Result<LinkReport>> AsyncSession::add(const QString& model, Json key, const QString& association,
    std::vector<LinkTarget> targets, Json through) const
{
    return with(model,
        [key = std::move(key), association, targets = std::move(targets), through = std::move(through)](
            const Repository& rows, Progress&) -> Result<LinkReport> {
            auto related = rows.related(key, association);
            if (!related)
                return failure(related);
            return related->add(targets, through);
        });
}

Job<Result<LinkReport>> AsyncSession::set(const QString& model, Json key, const QString& association,
    std::vector<LinkTarget> targets, Json through) const
{
    return with(model,
        [key = std::move(key), association, targets = std::move(targets), through = std::move(through)](
            const Repository& rows, Progress&) -> Result<LinkReport> {
            auto related = rows.related(key, association);
            if (!related)
                return failure(related);
            return related->set(targets, through);
        });
}

Job<Result<qint64>> AsyncSession::remove(
    const QString& model, Json key, const QString& association, Json::Array keys) const
{
    return with(model,
        [key = std::move(key), association, keys = std::move(keys)](
            const Repository& rows, Progress&) -> Result<qint64> {
            auto related = rows.related(key, association);
            if (!related)
                return failure(related);
            return related->remove(keys);
        });
}

} // namespace conjoin::sql
