// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/linkwriter.h"
#include "orm/sql/writetransaction.h"

namespace conjoin::sql {

namespace {

/// Keys as text, as keys.
Result<std::vector<LinkTarget>> targetsOf(
    const orm::ModelRegistry& registry, int model, const QString& association, const QStringList& keys)
{
    const orm::Association* found = registry.at(model).association(association);
    std::vector<LinkTarget> targets;
    if (!found || found->kind != orm::AssociationKind::BelongsToMany)
        return targets; // whoever links says so
    for (const QString& text : keys) {
        auto key = orm::keyCondition(registry.at(found->target), text);
        if (!key)
            return failure(key);
        targets.push_back({std::move(*key), {}});
    }
    return targets;
}

/// Runs the step, and again where somebody else linked the same rows in between.
template<class Step>
Result<LinkReport> inTransaction(Connection& connection, Step&& step)
{
    LinkReport report;
    auto done = RaceableWrite::run(connection, false, [&](RaceableWrite::Run& run) -> Result<void> {
        report = {};
        return step(report, run);
    });
    if (!done)
        return failure(done);
    return report;
}

Result<void> add(LinkWriter& writer, LinkReport& report, RaceableWrite::Run& run)
{
    Result<void> added = writer.add(report);
    run.racing = writer.racing();
    return added;
}

} // namespace

Result<LinkReport> link(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json& key, const QString& association, const std::vector<LinkTarget>& targets,
    const orm::Json& through)
{
    return inTransaction(connection, [&](LinkReport& report, RaceableWrite::Run& run) -> Result<void> {
        LinkWriter writer(connection, registry, model, run.latest);
        auto prepared = writer.prepare(key, association, targets, through);
        return prepared ? add(writer, report, run) : prepared;
    });
}

Result<LinkReport> unlink(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json& key, const QString& association, const std::vector<LinkTarget>& targets)
{
    return inTransaction(connection, [&](LinkReport& report, RaceableWrite::Run& run) -> Result<void> {
        LinkWriter writer(connection, registry, model, run.latest);
        auto prepared = writer.prepare(key, association, targets, {}, Missing::LeftOut);
        return prepared ? writer.remove(report) : prepared;
    });
}

Result<LinkReport> setLinks(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json& key, const QString& association, const std::vector<LinkTarget>& targets,
    const orm::Json& through)
{
    return inTransaction(connection, [&](LinkReport& report, RaceableWrite::Run& run) -> Result<void> {
        LinkWriter writer(connection, registry, model, run.latest || run.nested);
        writer.keepOthersAway();
        if (auto prepared = writer.prepare(key, association, targets, through); !prepared)
            return prepared;
        if (auto removed = writer.removeOthers(report); !removed)
            return removed;
        writer.keepOrder();
        return add(writer, report, run);
    });
}

Result<LinkReport> link(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QStringList& targets, const orm::Json& through)
{
    auto near = orm::keyCondition(registry.at(model), key);
    auto far = targetsOf(registry, model, association, targets);
    if (!near || !far)
        return near ? Result<LinkReport>(failure(far)) : Result<LinkReport>(failure(near));
    return link(connection, registry, model, *near, association, *far, through);
}

Result<LinkReport> unlink(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QStringList& targets)
{
    auto near = orm::keyCondition(registry.at(model), key);
    auto far = targetsOf(registry, model, association, targets);
    if (!near || !far)
        return near ? Result<LinkReport>(failure(far)) : Result<LinkReport>(failure(near));
    return inTransaction(connection, [&](LinkReport& report, RaceableWrite::Run& run) -> Result<void> {
        LinkWriter writer(connection, registry, model, run.latest);
        auto prepared = writer.prepare(*near, association, *far, {});
        return prepared ? writer.remove(report) : prepared;
    });
}

Result<LinkReport> setLinks(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QStringList& targets, const orm::Json& through)
{
    auto near = orm::keyCondition(registry.at(model), key);
    auto far = targetsOf(registry, model, association, targets);
    if (!near || !far)
        return near ? Result<LinkReport>(failure(far)) : Result<LinkReport>(failure(near));
    return setLinks(connection, registry, model, *near, association, *far, through);
}

} // namespace conjoin::sql
