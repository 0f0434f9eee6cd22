// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowfetch.h"

#include "orm/sql/nearrows.h"
#include "orm/sql/placeestimate.h"
#include "ui/models/rowread.h"

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
    return sql::find(connection, registry, query, shownValues);
}

} // namespace

orm::Attribute RowSource::resolved(int model, const orm::Attribute& attribute) const
{
    orm::Attribute result = attribute;
    const int at = registry->at(model).attributeIndex(attribute.name);
    if (facts && size_t(model) < facts->size() && at >= 0 && size_t(at) < (*facts)[size_t(model)].types.size())
        result.type = (*facts)[size_t(model)].types[size_t(at)];
    return result;
}

bool RowSource::filledByTriggers(int model) const
{
    return facts && size_t(model) < facts->size() && (*facts)[size_t(model)].filledByTriggers;
}

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
    // Among equals the key goes the same way as they do: an index of one column, read backwards, has it so, and
    // MariaDB sorts the whole table where it is asked for anything else.
    if (!request.order.empty()) {
        for (const QString& column : registry.at(request.model).identity())
            query.order.push_back({column, request.order.back().descending});
    }
    query.includes = referenceIncludes(registry.at(request.model));
    return query;
}

namespace {

/// A page by numbers: its rows can't be told apart, so there is no place to read on from.
Result<RowPage> fetchNumbered(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RootRequest& request)
{
    orm::Query query = rootQuery(registry, request);
    if (request.page == RootPage::Near)
        return inputError(registry.at(request.model).table,
            message("place.no-key", "its rows can't be told apart"),
            message("place.no-key.hint", "page through it"));
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
    Result<sql::Rows> rows = sql::find(connection, registry, query, shownValues);
    if (!rows)
        return failure(rows);
    RowPage page;
    page.more = backwards ? query.offset > 0 : rows->size() > size_t(request.limit);
    page.rows = rows->first(size_t(request.limit)).list();
    page.offset = query.offset;
    return page;
}

/// The place of the row in front of the one that stands about there; nothing where that is the first one.
Result<std::optional<orm::Cursor>> placeBefore(
    sql::Connection& connection, const orm::ModelRegistry& registry, orm::Query query, double share)
{
    query.includes.clear();
    const Result<std::optional<sql::Row>> row = sql::rowNear(connection, registry, query, share);
    if (!row)
        return failure(row);
    if (!*row)
        return std::optional<orm::Cursor>();
    auto place = sql::cursorOf(connection, registry, query, **row);
    if (!place)
        return failure(place);
    query.before = std::move(*place);
    query.limit = 1;
    const Result<sql::Rows> before = sql::find(connection, registry, query, shownValues);
    if (!before)
        return failure(before);
    if (before->empty())
        return std::optional<orm::Cursor>();
    auto edge = sql::cursorOf(connection, registry, query, before->front());
    return edge ? Result<std::optional<orm::Cursor>>(std::move(*edge))
                : Result<std::optional<orm::Cursor>>(failure(edge));
}

Result<RowPage> fetchPlaced(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RootRequest& request)
{
    orm::Query query = rootQuery(registry, request);
    const bool backwards = request.page == RootPage::Previous || request.page == RootPage::Last;
    bool earlier = false;
    if (request.page == RootPage::Near) {
        Result<std::optional<orm::Cursor>> edge = placeBefore(connection, registry, query, request.share);
        if (!edge)
            return failure(edge);
        earlier = edge->has_value();
        query.after = std::move(*edge);
    }
    if (request.page == RootPage::Next)
        query.after = request.cursor;
    else if (request.page == RootPage::Previous)
        query.before = request.cursor;
    query.last = request.page == RootPage::Last;
    query.limit = request.limit + 1; // one is only read to know whether there are more
    Result<sql::Rows> rows = sql::find(connection, registry, query, shownValues);
    if (!rows)
        return failure(rows);
    RowPage page;
    page.earlier = earlier;
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

void makeObjects(const orm::ModelRegistry& registry, RowPage& page)
{
    RowReader reader(registry);
    page.objects.rows.reserve(page.rows.size());
    for (const sql::Row& row : page.rows)
        page.objects.rows.push_back(reader.read(row));
    page.objects.junctions.reserve(page.junctions.size());
    for (const sql::Row& row : page.junctions)
        page.objects.junctions.push_back(reader.read(row));
    for (const auto& [end, others] : page.others) {
        for (size_t i = 0; i < page.objects.junctions.size() && i < others.size(); ++i) {
            if (!others[i].isNull())
                reader.refer(*page.objects.junctions[i], end, others[i]);
        }
    }
    page.objects.referred = reader.takeReferred();
}

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

/// The labels of further ends: rows that junction rows refer to besides those that the association is between.
Result<void> addOtherEnds(sql::Connection& connection, const orm::ModelRegistry& registry,
    const orm::Association& association, std::vector<RowPage>& pages)
{
    if (association.through < 0)
        return {};
    const orm::Model& junction = registry.at(association.through);
    for (const orm::Association& end : junction.associations) {
        if (end.kind != orm::AssociationKind::BelongsTo || end.keys == association.keys ||
            end.keys == association.otherKeys)
            continue;
        std::vector<sql::KeyTuple> keys;
        for (const RowPage& page : pages) {
            for (const sql::Row& row : page.junctions) {
                sql::KeyTuple key;
                for (const QString& column : end.keys)
                    key.push_back(row.value(junction, column));
                keys.push_back(std::move(key));
            }
        }
        if (keys.empty())
            return {};
        orm::Include include;
        include.association = end.name;
        const Result<sql::Rows> found =
            sql::findRelated(connection, registry, association.through, keys, include, {}, shownValues);
        if (!found)
            return failure(found);
        size_t at = 0;
        for (RowPage& page : pages) {
            std::vector<sql::Row> rows;
            for (size_t i = 0; i < page.junctions.size(); ++i) {
                const sql::Rows referred = (*found)[at++].related(0).rows();
                rows.push_back(referred.empty() ? sql::Row() : referred.front());
            }
            page.others.emplace_back(end.name, std::move(rows));
        }
    }
    return {};
}

} // namespace

Result<std::vector<RowPage>> fetchRelated(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RelatedRequest& request)
{
    const orm::Association* found = registry.at(request.model).association(request.association);
    Q_ASSERT_X(found, "fetchRelated", "the association is one of the model's own");
    orm::Include include;
    const bool placed = sql::hasPlaces(registry, *found);
    include.association = request.association;
    include.order = request.order;
    if (!request.order.empty()) { // as rootQuery() has it
        for (const QString& column : registry.at(found->target).identity())
            include.order.push_back({column, request.order.back().descending});
    }
    include.offset = placed ? 0 : request.offset;
    include.limit = request.limit;
    include.includes = referenceIncludes(registry.at(found->target));
    const Result<sql::Rows> rows = sql::findRelated(
        connection, registry, request.model, request.keys, include, request.after, shownValues);
    if (!rows)
        return failure(rows);
    std::vector<RowPage> pages;
    for (const sql::Row& row : *rows) {
        const sql::Related related = row.related(0);
        RowPage& page = pages.emplace_back();
        page.rows = related.rows().list();
        page.junctions = related.junctions().list();
        page.more = related.more();
        if (!placed || page.rows.empty())
            continue;
        Result<orm::Cursor> end = sql::cursorOf(connection, registry, request.model, include, page.rows.back(),
            page.junctions.empty() ? sql::Row() : page.junctions.back());
        if (!end)
            return failure(end);
        page.end = std::move(*end);
    }
    if (const Result<void> others = addOtherEnds(connection, registry, *found, pages); !others)
        return failure(others);
    return pages;
}

} // namespace conjoin::ui
