// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/writer.h"

#include "orm/flush/changeset.h"
#include "orm/sql/flushexecutor.h"
#include "orm/sql/givenvalues.h"
#include "orm/sql/resolver.h"
#include "orm/sql/writetransaction.h"

namespace conjoin::sql {

namespace {

Result<orm::Json::Array> write(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Changeset& asked, const CreateOptions& options)
{
    orm::Json::Array trees;
    auto done = RaceableWrite::run(connection, options.dryRun, [&](RaceableWrite::Run& run) -> Result<void> {
        orm::Changeset changeset = asked; // each run merges other rows in it
        Resolver resolver(connection, registry, changeset, options);
        auto resolutions = resolver.resolve(run.latest);
        if (!resolutions)
            return failure(resolutions);
        run.racing = resolver.racing();
        FlushExecutor executor(connection, registry, changeset, std::move(*resolutions), options, run.oneByOne);
        if (auto flushed = executor.run(); !flushed)
            return flushed;
        trees = executor.trees(options.markCreated);
        return {};
    });
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
    storeMoments(connection.dialect(), registry, *changeset);
    auto trees = write(connection, registry, *changeset, options);
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
    storeMoments(connection.dialect(), registry, *changeset);
    return write(connection, registry, *changeset, options);
}

} // namespace conjoin::sql
