// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connectionbackend.h"

namespace conjoin::sql {

namespace {

class Collector : public RowSink {
public:
    explicit Collector(ResultSet& result)
        : result_(result)
    {}

    void columns(const QStringList& names) override { result_.columns = names; }
    bool row(std::span<const Cell> cells) override
    {
        std::vector<Value>& values = result_.rows.emplace_back();
        values.reserve(cells.size());
        for (const Cell& cell : cells)
            values.push_back(cell.value());
        return true;
    }

private:
    ResultSet& result_;
};

} // namespace

StatementResult ConnectionBackend::execute(
    const QString& statement, const std::vector<Value>& parameters, bool stoppable)
{
    ResultSet result;
    Collector collector(result);
    const StatementOutcome done = read(statement, parameters, collector, Fetch::Whole, stoppable);
    if (!done)
        return tl::make_unexpected(done.error());
    result.affected = done->affected;
    result.lastInsertId = done->lastInsertId;
    return result;
}

QString isolationText(Isolation isolation)
{
    switch (isolation) {
    case Isolation::ReadUncommitted:
        return QStringLiteral("READ UNCOMMITTED");
    case Isolation::ReadCommitted:
        return QStringLiteral("READ COMMITTED");
    case Isolation::RepeatableRead:
        return QStringLiteral("REPEATABLE READ");
    case Isolation::Serializable:
        return QStringLiteral("SERIALIZABLE");
    }
    return {};
}

Error exclusiveLockError(const QString& where)
{
    return inputError(where, message("transaction.exclusive", "a server does not lock a whole database"),
        message("transaction.exclusive.hint", "Isolation::Serializable is what a server offers instead"));
}

} // namespace conjoin::sql
