// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowfetch.h"

#include "ui/models/rowobject.h"

#include <QRegularExpression>

namespace conjoin::ui {

namespace {

using orm::Json;

Result<sql::Rows> pinnedRows(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RootRequest& request)
{
    Json any = Json::array();
    for (const QString& key : request.pinned) {
        Result<Json> condition = orm::keyCondition(registry.at(request.model), key);
        if (condition)
            any.append(std::move(*condition));
    }
    if (any.items().empty())
        return sql::Rows();
    orm::Query query;
    query.model = request.model;
    query.where = Json::object();
    query.where.set(QStringLiteral("or"), std::move(any));
    query.includes = referenceIncludes(registry.at(request.model));
    return sql::find(connection, registry, query);
}

} // namespace

std::vector<orm::Include> referenceIncludes(const orm::Model& model)
{
    std::vector<orm::Include> includes;
    for (const orm::Association& association : model.associations) {
        if (association.kind == orm::AssociationKind::BelongsTo) {
            orm::Include include;
            include.association = association.name;
            includes.push_back(std::move(include));
        }
    }
    return includes;
}

Result<RowPage> fetchRoot(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RootRequest& request)
{
    orm::Query query;
    query.model = request.model;
    query.where = request.where;
    query.includes = referenceIncludes(registry.at(request.model));
    const bool byPlace = !registry.at(request.model).identity().isEmpty();
    if (byPlace)
        query.after = request.after;
    else
        query.offset = request.offset;
    query.limit = request.limit + 1;
    Result<sql::Rows> rows = sql::find(connection, registry, query);
    if (!rows)
        return failure(rows);
    RowPage page;
    page.more = rows->size() > size_t(request.limit); // one was only read to know that
    page.rows = rows->first(size_t(request.limit)).list();
    if (byPlace && !page.rows.empty()) {
        Result<orm::Cursor> end = sql::cursorOf(connection, registry, query, page.rows.back());
        if (!end)
            return failure(end);
        page.end = std::move(*end);
    }
    if (request.pinned.isEmpty())
        return page;

    const orm::Model& model = registry.at(request.model);
    RootRequest missing = request;
    for (const sql::Row& row : page.rows)
        missing.pinned.removeAll(rowKey(model, row.values()).text);
    Result<sql::Rows> pinned = pinnedRows(connection, registry, missing);
    if (!pinned)
        return failure(pinned);
    page.pinned = int(pinned->size());
    const std::vector<sql::Row> first = pinned->list();
    page.rows.insert(page.rows.begin(), first.begin(), first.end());
    return page;
}

Result<RowPage> fetchRelated(sql::Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, int offset, int limit)
{
    Result<Json> condition = orm::keyCondition(registry.at(model), key);
    if (!condition)
        return failure(condition);
    orm::Include include;
    include.association = association;
    include.offset = offset;
    include.limit = limit;
    const orm::Association* found = registry.at(model).association(association);
    Q_ASSERT_X(found, "fetchRelated", "the association is one of the model's own");
    include.includes = referenceIncludes(registry.at(found->target));
    orm::Query query;
    query.model = model;
    query.where = std::move(*condition);
    query.includes.push_back(std::move(include));
    Result<sql::Rows> rows = sql::find(connection, registry, query);
    if (!rows)
        return failure(rows);
    if (rows->empty())
        return inputError(registry.at(model).table,
            message("row.gone", "this row is not in the database any more"),
            message("row.gone.hint", "refresh to see what is there now"));
    const sql::Related related = rows->front().related(0);
    return RowPage{related.rows().list(), related.junctions().list(), related.more(), 0};
}

Result<Json> filterCondition(const orm::Model& model, const QString& typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return Json();
    static const QRegularExpression comparison(QStringLiteral(R"(^(\w+)\s*(<=|>=|!=|<>|=|<|>)\s*(.*)$)"),
        QRegularExpression::UseUnicodePropertiesOption);
    const QRegularExpressionMatch match = comparison.match(text);
    if (match.hasMatch()) {
        const orm::Attribute* attribute = nullptr;
        QStringList names;
        for (const orm::Attribute& candidate : model.attributes) {
            names += candidate.name;
            if (candidate.name.compare(match.captured(1), Qt::CaseInsensitive) == 0)
                attribute = &candidate;
        }
        if (!attribute)
            return inputError(model.table,
                message("filter.column", "there is no column \"%1\"", {match.captured(1)}),
                didYouMean(match.captured(1), names));
        static const QHash<QString, QString> operators{{QStringLiteral("="), QStringLiteral("eq")},
            {QStringLiteral("!="), QStringLiteral("ne")}, {QStringLiteral("<>"), QStringLiteral("ne")},
            {QStringLiteral("<"), QStringLiteral("lt")}, {QStringLiteral("<="), QStringLiteral("lte")},
            {QStringLiteral(">"), QStringLiteral("gt")}, {QStringLiteral(">="), QStringLiteral("gte")}};
        QString word = match.captured(3).trimmed();
        const bool quoted = word.size() > 1 && word.startsWith(u'\'') && word.endsWith(u'\'');
        const bool null = !quoted && word.compare(u"null", Qt::CaseInsensitive) == 0;
        if (quoted)
            word = word.mid(1, word.size() - 2).replace(QStringLiteral("''"), QStringLiteral("'"));
        Result<Json> value = null ? Result<Json>(Json()) : typedValue(*attribute, word);
        if (!value)
            return failure(value);
        Json compare = Json::object();
        compare.set(operators.value(match.captured(2)), std::move(*value));
        Json where = Json::object();
        where.set(attribute->name, std::move(compare));
        return where;
    }

    Json any = Json::array();
    const QStringList identity = model.identity();
    for (const orm::Attribute& attribute : model.attributes) {
        const Result<Json> value = typedValue(attribute, text);
        if (!value)
            continue;
        const bool key = identity.size() == 1 && identity.first() == attribute.name;
        if (!key && !value->isString())
            continue;
        Json compare = Json::object();
        compare.set(value->isString() ? QStringLiteral("substring") : QStringLiteral("eq"), *value);
        Json where = Json::object();
        where.set(attribute.name, std::move(compare));
        any.append(std::move(where));
    }
    if (any.items().empty())
        return inputError(model.table, message("filter.no-text", "this table has no text to look in"),
            message("filter.no-text.hint", "compare a column: born < 2002"));
    Json where = Json::object();
    where.set(QStringLiteral("or"), std::move(any));
    return where;
}

} // namespace conjoin::ui
