// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowchange.h"

#include "orm/sql/sketch.h"
#include "ui/models/commitrecord.h"
#include "ui/models/rowobject.h"

#include <algorithm>
#include <memory>

namespace conjoin::ui {

namespace {

using namespace std::chrono_literals;
constexpr std::chrono::milliseconds rehearsalPatience = 1s; ///< nobody has asked for it
constexpr std::chrono::milliseconds writePatience = 5s;
constexpr std::chrono::milliseconds lockedPatience = 50ms; ///< somebody has waited already
constexpr int mostLockedReads = 3;                         ///< then whoever has them will have the others, too

/// Listens to a connection for a while and passes everything on to whoever listened before.
class Eavesdropper : public sql::Sketch {
public:
    Eavesdropper(sql::Connection& connection, Keeps keeps)
        : sql::Sketch(keeps)
        , connection_(connection)
        , before_(connection.log())
    {
        connection_.setLog(this);
    }
    ~Eavesdropper() override { connection_.setLog(before_); }
    Eavesdropper(const Eavesdropper&) = delete;
    Eavesdropper& operator=(const Eavesdropper&) = delete;

    void ran(const sql::LoggedStatement& statement) override
    {
        statements.push_back(statement);
        origins.push_back(change);
        if (before_)
            before_->ran(statement);
    }
    void kept(const sql::LoggedStatement& statement) override
    {
        statements.push_back(statement);
        origins.push_back(change);
    }

    int change = -1; ///< that is written now
    std::vector<sql::LoggedStatement> statements;
    std::vector<int> origins;

private:
    sql::Connection& connection_;
    sql::StatementLog* before_;
};

/// The members of `asked` that the row holds otherwise.
orm::Json differing(const orm::Json& row, const orm::Json& asked)
{
    orm::Json::Object others;
    for (const orm::Json::Member& member : asked.members()) {
        const orm::Json* stored = row.find(member.first);
        if (!stored || *stored != member.second)
            others.push_back(member);
    }
    return orm::Json(std::move(others));
}

/// Writes over what a trigger has made of a new row. Twice, for on the way a trigger of updates, or ON UPDATE,
/// may change another column; what they insist on stays, with a note.
Result<orm::Json> holdTo(sql::Connection& connection, const orm::ModelRegistry& registry,
    const RowChange& change, orm::Json row, std::vector<Message>& notes)
{
    const orm::Model& model = registry.at(change.model);
    const RowKey key = rowKey(model, row);
    for (int round = 0; round < 2; ++round) {
        const orm::Json others = differing(row, change.values);
        if (others.members().empty() || key.text.isEmpty())
            return row;
        auto written = sql::update(connection, registry, change.model, key.text, others);
        if (!written)
            return failure(written);
        for (const orm::Json::Member& member : written->members())
            row.set(member.first, member.second);
    }
    const orm::Json others = differing(row, change.values);
    for (const orm::Json::Member& member : others.members())
        notes.push_back(message("row.insisted", "the database has given %1 %2 another \"%3\" than it had",
            {rowNoun(model), key.text, member.first}));
    return row;
}

Result<orm::Json> writeOne(sql::Connection& connection, const orm::ModelRegistry& registry,
    const RowChange& change, std::vector<Message>& notes)
{
    const auto nothing = [](const auto& done) -> Result<orm::Json> {
        if (!done)
            return failure(done);
        return orm::Json();
    };
    switch (change.kind) {
    case RowChange::Kind::Unlink:
        return nothing(
            sql::unlink(connection, registry, change.model, change.key, change.association, change.targets));
    case RowChange::Kind::Update:
        return sql::updateSeen(connection, registry, change.model, change.key, change.values, change.seen);
    case RowChange::Kind::Create: {
        sql::CreateOptions options;
        options.markCreated = true; // for the way back
        options.ownNumbers = change.exact;
        Result<orm::Json> row = sql::create(connection, registry, change.model, change.values, options);
        // What a trigger makes of a row is not known before it is made.
        return row && change.exact && !sql::Sketch::of(connection)
                   ? holdTo(connection, registry, change, std::move(*row), notes)
                   : row;
    }
    case RowChange::Kind::Link:
        return nothing(sql::link(
            connection, registry, change.model, change.key, change.association, change.targets, change.values));
    case RowChange::Kind::Delete:
        return nothing(sql::removeSeen(connection, registry, change.model, change.key, change.seen));
    }
    Q_UNREACHABLE();
}

bool isLocked(const Error& error)
{
    return error.what.code == u"server.locked" || error.what.code == u"file.locked";
}

/// Writes down what will run as far as that can be known without a lock: what only reads runs. Where not even
/// that can be done, a change is left out.
void writeDown(sql::Connection& connection, const orm::ModelRegistry& registry,
    const std::vector<RowChange>& changes, RowChangeReport& report)
{
    Eavesdropper log(connection, sql::Sketch::Keeps::Writes);
    sql::TransactionOptions options;
    options.lock = sql::TransactionOptions::Lock::Deferred;
    options.lockTimeout = lockedPatience;
    (void)connection.rehearsal(options, [&]() -> Result<void> {
        int locked = 0;
        std::vector<Message> notes;
        for (size_t i = 0; i < changes.size() && locked < mostLockedReads; ++i) {
            log.change = int(i);
            const Result<orm::Json> row = writeOne(connection, registry, changes[i], notes);
            if (!row && connection.isLost())
                return failure(row);
            locked += !row && isLocked(row.error()) ? 1 : 0;
        }
        log.change = -1;
        return {};
    });
    // What the transaction will begin with is what was tried.
    const size_t tried = std::min<size_t>(report.statements.size(), 1);
    report.statements.resize(tried);
    report.origins.resize(tried);
    report.statements.insert(report.statements.end(), log.statements.begin(), log.statements.end());
    report.origins.insert(report.origins.end(), log.origins.begin(), log.origins.end());
}

/// Every change whose row is not as it was seen, not only the one that was met first.
std::vector<RowConflict> findConflicts(
    sql::Connection& connection, const orm::ModelRegistry& registry, const std::vector<RowChange>& changes)
{
    std::vector<RowConflict> conflicts;
    for (size_t i = 0; i < changes.size(); ++i) {
        const RowChange& change = changes[i];
        if (change.kind != RowChange::Kind::Update && change.kind != RowChange::Kind::Delete)
            continue;
        auto row = sql::readAgain(connection, registry, change.model, change.key, change.seen);
        if (!row)
            break; // the connection is gone: the next attempt finds them
        if (!row->values || !row->changed.isEmpty())
            conflicts.push_back({int(i), std::move(row->values), std::move(row->changed)});
    }
    return conflicts;
}

} // namespace

RowCheckReport checkChanges(
    sql::Connection& connection, const orm::ModelRegistry& registry, const std::vector<RowChange>& changes)
{
    RowCheckReport report;
    const auto work = [&]() -> Result<void> {
        for (size_t i = 0; i < changes.size(); ++i) {
            const Result<void> tried = connection.transaction([&]() -> Result<void> {
                std::vector<Message> notes;
                const Result<orm::Json> row = writeOne(connection, registry, changes[i], notes);
                return row ? Result<void>() : failure(row);
            });
            if (tried)
                continue;
            if (connection.isLost() || tried.error().kind == ErrorKind::Cancelled)
                return tried;
            report.faults.push_back({int(i), tried.error()});
        }
        return {};
    };
    sql::TransactionOptions options;
    options.lockTimeout = rehearsalPatience;
    bool worked = false;
    const Result<void> done = connection.rehearsal(options, [&]() -> Result<void> {
        const Result<void> all = work();
        worked = all.has_value();
        return all;
    });
    if (!done && worked)
        report.faults.push_back({-1, done.error()});
    else if (!done)
        report.error = done.error();
    return report;
}

RowChangeReport writeChanges(sql::Connection& connection, const orm::ModelRegistry& registry,
    const std::vector<RowChange>& changes, bool rehearse, CommitRecorder* recorder)
{
    RowChangeReport report;
    auto log = std::make_unique<Eavesdropper>(
        connection, rehearse ? sql::Sketch::Keeps::Numbers : sql::Sketch::Keeps::Nothing);
    const auto work = [&]() -> Result<void> {
        for (size_t i = 0; i < changes.size(); ++i) {
            log->change = int(i);
            if (const Result<void> seen = recorder ? recorder->before(changes[i]) : Result<void>(); !seen)
                return seen;
            Result<orm::Json> row = writeOne(connection, registry, changes[i], report.notes);
            if (!row) {
                report.failedAt = int(i);
                return failure(row);
            }
            if (const Result<void> seen = recorder ? recorder->after(changes[i], *row) : Result<void>(); !seen)
                return seen;
            report.rows.push_back(std::move(*row));
        }
        log->change = -1;
        return {};
    };
    sql::TransactionOptions options;
    options.lockTimeout = rehearse ? rehearsalPatience : writePatience;
    const Result<void> done =
        rehearse ? connection.rehearsal(options, work) : connection.transaction(options, work);
    report.statements = std::move(log->statements);
    report.origins = std::move(log->origins);
    log.reset();
    if (!done && rehearse && isLocked(done.error())) {
        report.waitsFor = done.error();
        report.failedAt = -1;
        report.rows.clear();
        report.notes.clear();
        writeDown(connection, registry, changes, report);
    } else if (!done) {
        report.error = done.error();
        if (sql::isSeenNoMore(*report.error))
            report.conflicts = findConflicts(connection, registry, changes);
    }
    return report;
}

} // namespace conjoin::ui
