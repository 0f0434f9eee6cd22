// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampledatabase.h"

namespace conjoin::tests {

void SampleDatabase::open()
{
    sql::ConnectionSettings settings;
    settings.file = QStringLiteral(":memory:");
    open(settings);
}

void SampleDatabase::open(const sql::ConnectionSettings& settings)
{
    join(settings);
    for (const orm::Statement& statement : connection_->dialect().createSchema(derivation(), {}))
        mustHave(connection_->run(statement.sql), statement.sql);
}

void SampleDatabase::join(const sql::ConnectionSettings& settings)
{
    connection_ = mustHave(sql::Connection::open(settings), QStringLiteral("open"));
    derive(connection_->dialect());
}

std::vector<std::vector<sql::Value>> SampleDatabase::rows(const QString& statement)
{
    QString sql = statement;
    if (const QString quote = connection_->dialect().quoted(QStringLiteral("a")).left(1); quote != u"\"")
        sql.replace(u'"', quote);
    return mustHave(connection_->run(sql), sql).rows;
}

qint64 SampleDatabase::number(const QString& statement)
{
    return rows(statement).front().front().display().toLongLong(); // a sum may be a decimal
}

QString SampleDatabase::create(const char* modelName, const char* json, sql::CreateOptions options)
{
    const orm::Json values = mustHave(orm::parseJson(json, QStringLiteral("test")), QString::fromUtf8(json));
    auto made = sql::create(*connection_, registry(), model(modelName), values, options);
    return made ? QString::fromUtf8(orm::compactJson(*made))
                : QStringLiteral("error: ") + errorText(made.error());
}

QString SampleDatabase::find(const char* modelName, const QStringList& includes, const char* where,
    const QString& order, std::optional<int> limit, int offset)
{
    const auto failed = [](const Error& error) { return QStringLiteral("error: ") + errorText(error); };
    orm::Query query;
    query.model = model(modelName);
    auto included = orm::parseIncludes(registry(), query.model, includes);
    if (!included)
        return failed(included.error());
    query.includes = std::move(*included);
    auto ordered = orm::parseOrder(registry().at(query.model), order);
    if (!ordered)
        return failed(ordered.error());
    query.order = std::move(*ordered);
    query.limit = limit;
    query.offset = offset;
    if (where)
        query.where = mustHave(orm::parseJson(where, QStringLiteral("test")), QString::fromUtf8(where));
    auto rows = sql::find(*connection_, registry(), query);
    if (!rows)
        return failed(rows.error());
    return QString::fromUtf8(orm::compactJson(sql::toJson(registry(), query, *rows)));
}

} // namespace conjoin::tests
