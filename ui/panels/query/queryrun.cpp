// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/queryrun.h"

#include "orm/sql/finder.h"

namespace conjoin::ui {

namespace {

/// Keeps what it hears, and passes it on to whoever listened before.
class Listener : public sql::StatementLog {
public:
    explicit Listener(sql::Connection& connection)
        : connection_(connection)
        , before_(connection.log())
    {
        connection_.setLog(this);
    }
    ~Listener() override { connection_.setLog(before_); }
    Q_DISABLE_COPY_MOVE(Listener)

    void ran(const sql::LoggedStatement& statement) override
    {
        heard.push_back(statement);
        if (before_)
            before_->ran(statement);
    }

    std::vector<sql::LoggedStatement> heard;

private:
    sql::Connection& connection_;
    sql::StatementLog* const before_;
};

bool readsRows(const sql::LoggedStatement& statement)
{
    const QString word = statement.sql.trimmed().section(u' ', 0, 0);
    return word.compare(u"SELECT", Qt::CaseInsensitive) == 0 || word.compare(u"WITH", Qt::CaseInsensitive) == 0;
}

} // namespace

Result<QueryAnswer> answer(
    sql::Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query)
{
    Listener listener(connection);
    auto rows = sql::find(connection, registry, query);
    if (!rows)
        return failure(rows);
    QueryAnswer answer;
    answer.json = orm::prettyJson(sql::toJson(registry, query, *rows)) + '\n';
    answer.rows = std::move(*rows);
    for (const sql::LoggedStatement& statement : listener.heard) {
        answer.microseconds += statement.microseconds;
        if (!readsRows(statement))
            continue;
        ++answer.count;
        answer.statements +=
            QStringLiteral("-- %1 rows, %2 ms\n").arg(statement.rows).arg(statement.microseconds / 1000.0) +
            sql::withValues(statement) + QStringLiteral(";\n\n");
    }
    return answer;
}

} // namespace conjoin::ui
