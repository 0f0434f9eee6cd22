// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowfetch.h"

#include "ui/models/rowobject.h"

#include <QRegularExpression>

#include <algorithm>
#include <limits>

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

orm::Query rootQuery(const orm::ModelRegistry& registry, const RootRequest& request)
{
    orm::Query query;
    query.model = request.model;
    query.where = request.where;
    query.order = request.order;
    query.includes = referenceIncludes(registry.at(request.model));
    return query;
}

namespace {

/// A page by numbers: its rows can't be told apart, so there is no place to read on from.
Result<RowPage> fetchNumbered(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RootRequest& request)
{
    orm::Query query = rootQuery(registry, request);
    const bool backwards = request.page == RootPage::Previous || request.page == RootPage::Last;
    int end = request.offset;
    if (request.page == RootPage::Last) {
        orm::Query all = query;
        all.includes.clear();
        const Result<qint64> count = sql::count(connection, registry, all);
        if (!count)
            return failure(count);
        end = int(std::min<qint64>(*count, std::numeric_limits<int>::max()));
    }
    query.offset = backwards ? std::max(0, end - request.limit) : request.offset;
    query.limit = backwards ? end - query.offset : request.limit + 1;
    Result<sql::Rows> rows = sql::find(connection, registry, query);
    if (!rows)
        return failure(rows);
    RowPage page;
    page.more = backwards ? query.offset > 0 : rows->size() > size_t(request.limit);
    page.rows = rows->first(size_t(request.limit)).list();
    page.offset = query.offset;
    return page;
}

Result<RowPage> fetchPlaced(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RootRequest& request)
{
    orm::Query query = rootQuery(registry, request);
    const bool backwards = request.page == RootPage::Previous || request.page == RootPage::Last;
    if (request.page == RootPage::Next)
        query.after = request.cursor;
    else if (request.page == RootPage::Previous)
        query.before = request.cursor;
    query.last = request.page == RootPage::Last;
    query.limit = request.limit + 1; // one is only read to know whether there are more
    Result<sql::Rows> rows = sql::find(connection, registry, query);
    if (!rows)
        return failure(rows);
    RowPage page;
    page.rows = rows->list();
    page.more = page.rows.size() > size_t(request.limit);
    if (page.more)
        page.rows.erase(backwards ? page.rows.begin() : page.rows.end() - 1);
    if (page.rows.empty())
        return page;
    for (auto& [cursor, row] : {std::pair(&page.begin, &page.rows.front()), {&page.end, &page.rows.back()}}) {
        Result<orm::Cursor> place = sql::cursorOf(connection, registry, query, *row);
        if (!place)
            return failure(place);
        *cursor = std::move(*place);
    }
    return page;
}

} // namespace

Result<RowPage> fetchRoot(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RootRequest& request)
{
    const orm::Model& model = registry.at(request.model);
    Result<RowPage> page = model.identity().isEmpty() ? fetchNumbered(connection, registry, request)
                                                      : fetchPlaced(connection, registry, request);
    if (!page || request.pinned.isEmpty())
        return page;

    RootRequest missing = request;
    for (const sql::Row& row : page->rows)
        missing.pinned.removeAll(rowKey(model, row.values()).text);
    Result<sql::Rows> pinned = pinnedRows(connection, registry, missing);
    if (!pinned)
        return failure(pinned);
    page->pinned = int(pinned->size());
    const std::vector<sql::Row> first = pinned->list();
    page->rows.insert(page->rows.begin(), first.begin(), first.end());
    return page;
}

namespace {

/// The rows of these keys: a list where a key is one value, else one condition a key.
Result<Json> keysCondition(const orm::Model& model, const QStringList& keys)
{
    Json any = Json::array();
    Json values = Json::array();
    QString attribute;
    for (const QString& key : keys) {
        Result<Json> condition = orm::keyCondition(model, key);
        if (!condition)
            return condition;
        if (condition->isObject() && condition->members().size() == 1) {
            attribute = condition->members().front().first;
            values.append(condition->members().front().second);
        }
        any.append(std::move(*condition));
    }
    Json where = Json::object();
    if (values.items().size() == any.items().size())
        where.set(attribute, std::move(values));
    else
        where.set(QStringLiteral("or"), std::move(any));
    return where;
}

} // namespace

Result<std::vector<Result<RowPage>>> fetchRelated(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RelatedRequest& request)
{
    const orm::Model& model = registry.at(request.model);
    orm::Include include;
    include.association = request.association;
    include.offset = request.offset;
    include.limit = request.limit;
    const orm::Association* found = model.association(request.association);
    Q_ASSERT_X(found, "fetchRelated", "the association is one of the model's own");
    include.includes = referenceIncludes(registry.at(found->target));
    orm::Query query;
    query.model = request.model;
    Result<Json> where = keysCondition(model, request.keys);
    if (!where)
        return failure(where);
    query.where = std::move(*where);
    query.includes.push_back(std::move(include));
    const Result<sql::Rows> rows = sql::find(connection, registry, query);
    if (!rows)
        return failure(rows);

    QHash<QString, size_t> places;
    for (size_t i = 0; i < rows->size(); ++i)
        places.insert(rowKey(model, (*rows)[i].values()).text, i);
    std::vector<Result<RowPage>> pages;
    for (const QString& key : request.keys) {
        const auto place = places.constFind(key);
        if (place == places.constEnd()) {
            pages.push_back(inputError(model.table,
                message("row.gone", "this row is not in the database any more"),
                message("row.gone.hint", "refresh to see what is there now")));
            continue;
        }
        const sql::Related related = (*rows)[*place].related(0);
        RowPage page;
        page.rows = related.rows().list();
        page.junctions = related.junctions().list();
        page.more = related.more();
        pages.push_back(std::move(page));
    }
    return pages;
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
