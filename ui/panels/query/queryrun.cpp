// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/queryrun.h"

#include "orm/sql/finder.h"

#include <algorithm>

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

constexpr qint64 readable =
    5000; ///< rows of all levels that are shown as JSON: rows that are shared are written out

/// The rows of a tree so many levels deep, its root included; counted no further than `most`.
qint64 treeSize(const sql::Row& row, int levels, qint64 most)
{
    qint64 size = 1;
    for (size_t slot = 0; levels > 0 && slot < row.includes() && size < most; ++slot) {
        const sql::Related related = row.related(slot);
        for (const sql::Row below : related.rows()) {
            if (size >= most)
                break;
            size += treeSize(below, levels - 1, most - size);
        }
    }
    return size;
}

int levelsOf(const std::vector<orm::Include>& includes)
{
    int deepest = 0;
    for (const orm::Include& include : includes)
        deepest = std::max(deepest, 1 + levelsOf(include.includes));
    return deepest;
}

/// The same includes down to a level.
std::vector<orm::Include> downTo(int levels, std::vector<orm::Include> includes)
{
    if (levels <= 0)
        return {};
    for (orm::Include& include : includes)
        include.includes = downTo(levels - 1, std::move(include.includes));
    return includes;
}

/// As many rows as fit, with all that is below them; where not even the first does, only down to a level.
void addJson(QueryAnswer& answer, const orm::ModelRegistry& registry, const orm::Query& query)
{
    answer.deepest = answer.levels = levelsOf(query.includes);
    if (!answer.rows.empty()) {
        while (answer.levels > 0 && treeSize(answer.rows.front(), answer.levels, readable + 1) > readable)
            --answer.levels;
    }
    orm::Query shown = query;
    shown.includes = downTo(answer.levels, query.includes);
    orm::Json list = orm::Json::array();
    qint64 room = readable;
    for (const sql::Row row : answer.rows) {
        const qint64 size = treeSize(row, answer.levels, room + 1);
        if (size > room)
            break;
        room -= size;
        list.append(sql::toJson(registry, shown, row));
        ++answer.inJson;
    }
    answer.json = orm::prettyJson(list) + '\n';
}

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
    answer.rows = std::move(*rows);
    addJson(answer, registry, query);
    for (const sql::Row row : answer.rows) {
        for (size_t slot = 0; slot < row.includes(); ++slot)
            answer.children += qint64(row.related(slot).rows().size());
    }
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
