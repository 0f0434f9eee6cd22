// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/writer.h"

#include "orm/flush/changeset.h"
#include "orm/sql/flushexecutor.h"
#include "orm/sql/resolver.h"

namespace conjoin::sql {

Result<orm::Json> create(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json& values, const CreateOptions& options)
{
    auto changeset = orm::readChangeset(registry, model, values);
    if (!changeset)
        return failure(changeset);
    orm::Json tree;
    const auto work = [&]() -> Result<void> {
        auto resolutions = Resolver(connection, registry, *changeset, options).resolve();
        if (!resolutions)
            return failure(resolutions);
        FlushExecutor executor(connection, registry, *changeset, std::move(*resolutions));
        if (auto run = executor.run(); !run)
            return run;
        tree = executor.tree(options.markCreated);
        return {};
    };
    auto done = options.dryRun ? connection.rehearsal(work) : connection.transaction(work);
    if (!done)
        return failure(done);
    return tree;
}

} // namespace conjoin::sql
