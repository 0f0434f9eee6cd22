// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowchange.h"

namespace conjoin::ui {

namespace {

/// Listens to a connection for a while and passes everything on to whoever listened before.
class Eavesdropper : public sql::StatementLog {
public:
    explicit Eavesdropper(sql::Connection& connection)
        : connection_(connection)
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
        if (before_)
            before_->ran(statement);
    }

    std::vector<sql::LoggedStatement> statements;

private:
    sql::Connection& connection_;
    sql::StatementLog* before_;
};

Result<orm::Json> writeOne(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RowChange& change)
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
        return sql::update(connection, registry, change.model, change.key, change.values);
    case RowChange::Kind::Create:
        return sql::create(connection, registry, change.model, change.values);
    case RowChange::Kind::Link:
        return nothing(sql::link(
            connection, registry, change.model, change.key, change.association, change.targets, change.values));
    case RowChange::Kind::Delete:
        return nothing(sql::remove(connection, registry, change.model, change.key, false));
    }
    Q_UNREACHABLE();
}

} // namespace

RowChangeReport writeChanges(sql::Connection& connection, const orm::ModelRegistry& registry,
    const std::vector<RowChange>& changes, bool rehearse)
{
    RowChangeReport report;
    Eavesdropper log(connection);
    const auto work = [&]() -> Result<void> {
        for (size_t i = 0; i < changes.size(); ++i) {
            Result<orm::Json> row = writeOne(connection, registry, changes[i]);
            if (!row) {
                report.failedAt = int(i);
                return failure(row);
            }
            report.rows.push_back(std::move(*row));
        }
        return {};
    };
    const Result<void> done = rehearse ? connection.rehearsal(work) : connection.transaction(work);
    if (!done)
        report.error = done.error();
    report.statements = std::move(log.statements);
    return report;
}

} // namespace conjoin::ui
