// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/writer.h"

#include "orm/flush/changeset.h"
#include "orm/sql/flushexecutor.h"
#include "orm/sql/resolver.h"

namespace conjoin::sql {

namespace {

Result<orm::Json::Array> write(Connection& connection, const orm::ModelRegistry& registry,
    orm::Changeset changeset, const CreateOptions& options)
{
    orm::Json::Array trees;
    const auto work = [&]() -> Result<void> {
        auto resolutions = Resolver(connection, registry, changeset, options).resolve();
        if (!resolutions)
            return failure(resolutions);
        FlushExecutor executor(connection, registry, changeset, std::move(*resolutions));
        if (auto run = executor.run(); !run)
            return run;
        trees = executor.trees(options.markCreated);
        return {};
    };
    auto done = options.dryRun ? connection.rehearsal(work) : connection.transaction(work);
    if (!done)
        return failure(done);
    return trees;
}

} // namespace

Result<orm::Json> create(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json& values, const CreateOptions& options)
{
    auto changeset = orm::readChangeset(registry, model, values);
    if (!changeset)
        return failure(changeset);
    auto trees = write(connection, registry, std::move(*changeset), options);
    if (!trees)
        return failure(trees);
    return std::move(trees->front());
}

Result<orm::Json::Array> createAll(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json::Array& rows, const CreateOptions& options)
{
    auto changeset = orm::readChangeset(registry, model, rows);
    if (!changeset)
        return failure(changeset);
    return write(connection, registry, std::move(*changeset), options);
}

} // namespace conjoin::sql
