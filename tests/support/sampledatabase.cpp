// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampledatabase.h"

#include <QRegularExpression>

namespace conjoin::tests {

namespace {

template<class T>
T mustHave(Result<T> result, const char* what)
{
    if (!result)
        qFatal("%s: %s", what, qPrintable(errorText(result.error())));
    return std::move(*result);
}

} // namespace

QString errorText(const Error& error)
{
    QString text = error.where + QStringLiteral(": ") + error.what.english();
    if (!error.hint.isEmpty())
        text += QStringLiteral(" (") + error.hint.english() + u')';
    return text;
}

model::Column SampleDatabase::column(const QString& text, std::vector<model::Key>& uniqueKeys)
{
    static const QRegularExpression form(QStringLiteral("^(.*?)([*!]?)(?: +([a-z0-9(),]+))?$"));
    const QRegularExpressionMatch match = form.match(text);
    model::Column column;
    column.id = ids_.next<ColumnId>();
    column.name = match.captured(1);
    column.nullable = match.captured(2).isEmpty();
    column.type =
        model::parseType(match.captured(3).isEmpty() ? QStringLiteral("varchar(255)") : match.captured(3));
    if (match.captured(2) == u"!") {
        model::Key key;
        key.id = ids_.next<KeyId>();
        key.parts.push_back({column.id, false, {}});
        uniqueKeys.push_back(std::move(key));
    }
    return column;
}

TableId SampleDatabase::table(const QString& name, const QStringList& columns, const QStringList& primaryKey)
{
    model::Table table;
    table.id = ids_.next<TableId>();
    table.name = name;
    for (const QString& text : columns)
        table.columns.push_back(column(text, table.uniqueKeys));
    if (!primaryKey.isEmpty()) {
        table.primaryKey.emplace();
        table.primaryKey->id = ids_.next<KeyId>();
        for (const QString& part : primaryKey)
            table.primaryKey->parts.push_back({table.columnNamed(part)->id, false, {}});
    }
    const TableId id = table.id;
    schema.tables.set(std::move(table));
    return id;
}

ReferenceId SampleDatabase::reference(
    TableId from, TableId to, const QString& role, const QString& inverseRole, bool mandatory, bool unique)
{
    model::Reference reference;
    reference.id = ids_.next<ReferenceId>();
    reference.from = from;
    reference.to = to;
    reference.role = role;
    reference.inverseRole = inverseRole;
    reference.mandatory = mandatory;
    reference.unique = unique;
    schema.references.set(reference);
    return reference.id;
}

LinkId SampleDatabase::link(const QString& junction, TableId left, TableId right, const QStringList& columns,
    const QString& leftRole, const QString& rightRole)
{
    model::ManyToMany link;
    link.id = ids_.next<LinkId>();
    link.junction = table(junction, columns);
    link.ends.resize(2);
    link.ends[0].table = left;
    link.ends[0].role = leftRole;
    link.ends[1].table = right;
    link.ends[1].role = rightRole;
    const LinkId id = link.id;
    schema.links.set(std::move(link));
    return id;
}

void SampleDatabase::open()
{
    const orm::Dialect& dialect = *mustHave(orm::dialectNamed(QStringLiteral("sqlite")), "dialect");
    const orm::Derivation derivation = orm::derive(schema, {}, dialect.capabilities());
    sql::ConnectionSettings settings;
    settings.file = QStringLiteral(":memory:");
    connection_ = mustHave(sql::Connection::open(settings), "open");
    for (const orm::Statement& statement : dialect.createSchema(derivation, {}))
        mustHave(connection_->run(statement.sql), qPrintable(statement.sql));
    registry_ = orm::ModelRegistry::make(schema, {}, derivation);
}

int SampleDatabase::model(const char* name) const
{
    return mustHave(registry_.find(QString::fromUtf8(name)), name);
}

std::vector<std::vector<sql::Value>> SampleDatabase::rows(const QString& statement)
{
    return mustHave(connection_->run(statement), qPrintable(statement)).rows;
}

qint64 SampleDatabase::number(const QString& statement)
{
    return rows(statement).front().front().integer();
}

QString SampleDatabase::create(const char* modelName, const char* json, sql::CreateOptions options)
{
    const orm::Json values = mustHave(orm::parseJson(json, QStringLiteral("test")), json);
    auto made = sql::create(*connection_, registry_, model(modelName), values, options);
    return made ? QString::fromUtf8(orm::compactJson(*made))
                : QStringLiteral("error: ") + errorText(made.error());
}

QString SampleDatabase::find(const char* modelName, const QStringList& includes, const char* where,
    const QString& order, std::optional<int> limit, int offset)
{
    const auto failed = [](const Error& error) { return QStringLiteral("error: ") + errorText(error); };
    orm::Query query;
    query.model = model(modelName);
    auto included = orm::parseIncludes(registry_, query.model, includes);
    if (!included)
        return failed(included.error());
    query.includes = std::move(*included);
    auto ordered = orm::parseOrder(registry_.at(query.model), order);
    if (!ordered)
        return failed(ordered.error());
    query.order = std::move(*ordered);
    query.limit = limit;
    query.offset = offset;
    if (where)
        query.where = mustHave(orm::parseJson(where, QStringLiteral("test")), where);
    auto rows = sql::find(*connection_, registry_, query);
    if (!rows)
        return failed(rows.error());
    return QString::fromUtf8(orm::compactJson(sql::toJson(registry_, query, *rows)));
}

} // namespace conjoin::tests
