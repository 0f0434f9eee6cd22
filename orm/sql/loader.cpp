// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/loader.h"

#include "orm/entity/unknownname.h"
#include "orm/sql/keyedstatement.h"
#include "orm/sql/rootplan.h"
#include "orm/sql/stretches.h"

#include <algorithm>

namespace conjoin::sql {

using orm::Association;
using orm::AssociationKind;
using orm::Condition;
using orm::Include;
using orm::Model;

namespace {

std::unique_ptr<ResultNode> newNode(int index, const Model& model, const Projection& projection)
{
    auto node = std::make_unique<ResultNode>();
    node->model = index;
    node->rows = ColumnStore(projection.attributes(), model.attributes.size());
    node->lengths = ColumnStore(projection.longAttributes(), model.attributes.size());
    return node;
}

std::vector<int> indexesOf(const Model& model, const QStringList& attributes)
{
    std::vector<int> indexes;
    for (const QString& name : attributes)
        indexes.push_back(model.attributeIndex(name));
    return indexes;
}

bool hasNull(std::span<const Cell> key)
{
    return std::ranges::any_of(key, &Cell::isNull);
}

Error strangeCursorError(const Model& model)
{
    return inputError(model.name, message("find.cursor", "the cursor belongs to another order"),
        message("find.cursor.hint", "take it from a row of the same query"));
}

} // namespace

Loader::Loader(Connection& connection, const orm::ModelRegistry& registry, LongValues longValues)
    : connection_(connection)
    , registry_(registry)
    , compiler_(registry, connection.dialect())
    , longValues_(longValues)
{}

Result<Rows> Loader::load(const orm::Query& query)
{
    if (query.includes.empty())
        return loadPlanned(query);
    Result<Rows> rows = Rows();
    const Result<void> done = connection_.snapshot([&]() -> Result<void> {
        rows = loadPlanned(query);
        return rows ? Result<void>() : Result<void>(failure(rows));
    });
    return done ? rows : Result<Rows>(failure(done));
}

Result<Rows> Loader::loadPlanned(const orm::Query& query)
{
    const auto plan = RootPlan::of(compiler_, registry_, connection_.dialect(), query, longValues_);
    if (!plan)
        return failure(plan);
    std::shared_ptr<ResultNode> root = newNode(query.model, registry_.at(query.model), plan->projection());
    RowTaker sink([&](std::span<const Cell> cells) {
        root->append(cells);
        return true;
    });
    const Condition statement = plan->statement(connection_.dialect().capabilities());
    if (const auto read = connection_.read(statement.sql, statement.values, sink); !read)
        return failure(read);
    if (plan->isBackwards())
        root->reverse();
    if (auto loaded = loadIncludes(*root, query.includes); !loaded)
        return failure(loaded);
    const size_t count = root->rows.size();
    return Rows(std::move(root), nullptr, 0, count);
}

Result<Rows> Loader::withIncludes(std::shared_ptr<ResultNode> node, const std::vector<Include>& includes,
    const std::optional<orm::Cursor>& after)
{
    const bool single = includes.size() == 1 && includes.front().includes.empty();
    const auto work = [&] { return loadIncludes(*node, includes, after); };
    // Of two statements the second must see what the first saw.
    const Result<void> loaded = single ? work() : connection_.snapshot(work);
    if (!loaded)
        return failure(loaded);
    const size_t count = node->rows.size();
    return Rows(std::move(node), nullptr, 0, count);
}

Result<Rows> Loader::rowsOf(int model, const Projection& projection, const Condition& statement)
{
    std::shared_ptr<ResultNode> node = newNode(model, registry_.at(model), projection);
    RowTaker sink([&](std::span<const Cell> cells) {
        node->append(cells);
        return true;
    });
    if (const auto read = connection_.read(statement.sql, statement.values, sink); !read)
        return failure(read);
    const size_t count = node->rows.size();
    return Rows(std::move(node), nullptr, 0, count);
}

/// Pages of this many root rows: few statements an include, and still little memory.
static constexpr int pageSize = 1000;

Result<void> Loader::each(const orm::Query& query, const std::function<bool(const Rows&)>& take)
{
    if (query.last || (query.before && !query.after)) { // read backwards: the first row comes last
        const auto rows = load(query);
        if (rows)
            take(*rows);
        return rows ? Result<void>() : Result<void>(failure(rows));
    }
    if (query.includes.empty())
        return eachStreamed(query, take);
    return connection_.snapshot([&] { return eachPaged(query, take); });
}

Result<void> Loader::eachStreamed(const orm::Query& query, const std::function<bool(const Rows&)>& take)
{
    const auto plan = RootPlan::of(compiler_, registry_, connection_.dialect(), query, longValues_);
    if (!plan)
        return failure(plan);
    const Model& model = registry_.at(query.model);
    std::shared_ptr<ResultNode> page;
    const auto handOut = [&] {
        const size_t count = page->rows.size();
        return take(Rows(std::move(page), nullptr, 0, count));
    };
    RowTaker sink([&](std::span<const Cell> cells) {
        if (!page)
            page = newNode(query.model, model, plan->projection());
        page->append(cells);
        return page->rows.size() < size_t(pageSize) || handOut();
    });
    const Condition statement = plan->statement(connection_.dialect().capabilities());
    const auto read = connection_.read(statement.sql, statement.values, sink, Fetch::Streamed);
    if (!read)
        return failure(read);
    if (page)
        handOut();
    return {};
}

Result<void> Loader::eachPaged(const orm::Query& query, const std::function<bool(const Rows&)>& take)
{
    const auto whole = RootPlan::of(compiler_, registry_, connection_.dialect(), query, longValues_);
    if (!whole)
        return failure(whole);
    const bool hasPlaces = !registry_.at(query.model).identity().isEmpty(); // else two rows may share one
    int left = query.limit.value_or(std::numeric_limits<int>::max());
    orm::Query next = query;
    while (left > 0) {
        next.limit = std::min(left, pageSize);
        const auto page = loadPlanned(next);
        if (!page)
            return failure(page);
        if (page->empty() || !take(*page) || page->size() < size_t(*next.limit))
            break;
        left -= int(page->size());
        if (hasPlaces) {
            next.after = whole->ordering().cursorOf(page->back());
            next.offset = 0;
        } else {
            next.offset += pageSize;
        }
    }
    return {};
}

Result<void> Loader::loadIncludes(
    ResultNode& near, const std::vector<Include>& includes, const std::optional<orm::Cursor>& after)
{
    near.branches.resize(includes.size());
    for (size_t slot = 0; slot < includes.size(); ++slot) {
        if (auto loaded = loadInclude(near, includes[slot], near.branches[slot], after); !loaded)
            return loaded;
    }
    return {};
}

Result<void> Loader::loadInclude(
    ResultNode& near, const Include& include, ResultBranch& branch, const std::optional<orm::Cursor>& after)
{
    const Model& nearModel = registry_.at(near.model);
    const Association* found = nearModel.association(include.association);
    if (!found)
        return orm::unknownAssociation(nearModel, include.association, QStringLiteral("include"));
    const Association& association = *found;
    const Model& target = registry_.at(association.target);
    const bool many = association.kind == AssociationKind::BelongsToMany;
    const Model* junction = many ? &registry_.at(association.through) : nullptr;
    branch.toMany = association.isToMany();

    // Rows that refer to the same row share one key, and so one copy of what is found.
    KeyIndex keys;
    const std::vector<int> nearKey = indexesOf(nearModel, orm::nearColumns(association));
    std::vector<Cell> key(nearKey.size());
    branch.groups.assign(near.rows.size(), ResultBranch::none);
    for (size_t row = 0; row < near.rows.size(); ++row) {
        for (size_t i = 0; i < key.size(); ++i)
            key[i] = near.rows.cell(row, nearKey[i]);
        if (!hasNull(key))
            branch.groups[row] = keys.add(key);
    }

    const orm::AssociationSource source = compiler_.source(association, include.deleted);
    auto where = compiler_.included(association, source, include);
    const auto order = Ordering::of(compiler_, registry_, association, source, include.order);
    if (!where || !order)
        return where ? Result<void>(failure(order)) : Result<void>(failure(where));
    where->and_(source.own);
    if (after && after->values.size() != order->terms().size())
        return strangeCursorError(target);

    Projection ofTarget(target, include.attributes, longValues_);
    ofTarget.need(include.includes);
    for (const Ordering::Term& term : order->terms()) {
        if (!term.ofJunction)
            ofTarget.need(term.attribute);
    }
    const QString& farKey = many || association.kind != AssociationKind::BelongsTo
                                ? association.keys.front()
                                : association.referenced.front();
    if (!many)
        ofTarget.need(QStringList{farKey});
    else
        ofTarget.need(association.otherReferenced);
    branch.target = newNode(association.target, target, ofTarget);

    KeyedStatement step;
    step.from = source.from;
    step.joined = source.joined;
    step.types = typesOf(nearModel, orm::nearColumns(association));
    step.integers = nearKey.size() == 1 && isIntegerType(step.types.front()) &&
                    isIntegerType((many ? *junction : target).attribute(farKey)->type);
    step.where = std::move(*where);
    step.order = &*order;
    if (association.isToMany()) {
        step.limit = include.limit;
        step.offset = include.offset;
        step.stretches = stretchesOf(*order, after ? std::optional(after->values) : std::nullopt,
            step.limit.has_value(), connection_.dialect().capabilities());
    }
    const bool limited = step.isLimited();

    LinkCollector links(keys.size());
    if (step.limit)
        branch.more.assign(keys.size(), false);
    const auto isWanted = [&](quint32 group) {
        if (!branch.toMany)
            return links.count(group) == 0; // the data make it ambiguous: the first in order
        const bool room = !step.limit || links.count(group) < size_t(*step.limit);
        if (!room)
            branch.more[group] = true;
        return room;
    };

    Result<void> read;
    if (!many) {
        step.columns = ofTarget.columns(compiler_, source.targetAlias, connection_.dialect());
        step.keyPosition = ofTarget.positionOf(farKey);
        read = readKeyed(connection_, step, keys, [&](quint32 group, std::span<const Cell> cells) {
            if (!isWanted(group))
                return;
            links.add(group, quint32(branch.target->rows.size()), 0);
            branch.target->append(cells);
        });
    } else {
        constexpr size_t fewKeys = 100;
        Projection ofJunction(*junction, include.throughAttributes, longValues_);
        for (const Ordering::Term& term : order->terms()) {
            if (term.ofJunction)
                ofJunction.need(term.attribute);
        }
        ofJunction.need(association.keys);
        ofJunction.need(association.otherKeys);
        branch.junction = newNode(association.through, *junction, ofJunction);
        step.columns = ofJunction.columns(compiler_, source.junctionAlias, connection_.dialect());
        step.keyPosition = ofJunction.positionOf(farKey);
        // Nothing is asked of the targets, not even their order.
        const bool linksAlone = order->isOfJunction() && include.where.isNull() &&
                                (target.deletedAt.isEmpty() || include.deleted.targets) &&
                                std::ranges::none_of(include.includes, &Include::required);
        const orm::Capabilities& engine = connection_.dialect().capabilities();
        if (limited && linksAlone && !association.symmetric && engine.lateral && engine.arrays)
            step.from = linksWithTargets(association, source);
        // A symmetric link's row does not say by itself which of its ends is the other one.
        if (limited || keys.size() <= fewKeys || association.symmetric) {
            const qsizetype width = step.columns.size();
            step.columns += ofTarget.columns(compiler_, source.targetAlias, connection_.dialect());
            const qsizetype both = step.columns.size();
            if (association.symmetric) {
                step.keyPosition = size_t(both);
                step.columns += source.joined;
            }
            KeyIndex targets;
            std::vector<size_t> targetKey;
            for (const QString& name : association.otherReferenced)
                targetKey.push_back(size_t(width) + ofTarget.positionOf(name));
            key.resize(targetKey.size());
            read = readKeyed(connection_, step, keys, [&](quint32 group, std::span<const Cell> cells) {
                if (!isWanted(group))
                    return;
                for (size_t i = 0; i < key.size(); ++i)
                    key[i] = cells[targetKey[i]];
                const quint32 number = targets.add(key);
                if (number == branch.target->rows.size())
                    branch.target->append(cells.subspan(size_t(width), size_t(both - width)));
                links.add(group, number, quint32(branch.junction->rows.size()));
                branch.junction->append(cells.first(size_t(width)));
            });
        } else {
            if (linksAlone) // a link without a target is found out by the second step
                step.from = compiler_.tableName(*junction) + QStringLiteral(" AS ") + source.junctionAlias;
            std::vector<quint32> groups;
            read = readKeyed(connection_, step, keys, [&](quint32 group, std::span<const Cell> cells) {
                groups.push_back(group);
                branch.junction->append(cells);
            });
            if (read)
                read = loadTargets(association, ofTarget, branch, links, groups);
        }
    }
    if (!read)
        return read;
    std::move(links).finish(branch);
    return loadIncludes(*branch.target, include.includes);
}

/// Junction rows as they come, and the target of each looked up. A planner that is left to choose takes the
/// rows of a key for as many as there are on average, and then reads all targets in the order of their keys
/// beside them, for each key anew: OFFSET is what keeps it from that (measured: 1.6 ms instead of 48 for 100
/// keys).
QString Loader::linksWithTargets(const Association& association, const orm::AssociationSource& source)
{
    const Model& target = registry_.at(association.target);
    const QString alias = compiler_.newAlias();
    QStringList match = compiler_.columns(target, alias, association.otherReferenced);
    for (qsizetype i = 0; i < match.size(); ++i)
        match[i] += QStringLiteral(" = ") + source.far[i];
    return compiler_.tableName(registry_.at(association.through)) + QStringLiteral(" AS ") +
           source.junctionAlias + QStringLiteral(" JOIN LATERAL (SELECT * FROM ") +
           compiler_.tableName(target) + QStringLiteral(" AS ") + alias + QStringLiteral(" WHERE ") +
           match.join(QStringLiteral(" AND ")) + QStringLiteral(" OFFSET 0) AS ") + source.targetAlias +
           QStringLiteral(" ON TRUE");
}

/// The second step: each distinct target of the junction's rows once. `groups` are these rows' own.
Result<void> Loader::loadTargets(const Association& association, const Projection& projection,
    ResultBranch& branch, LinkCollector& links, const std::vector<quint32>& groups)
{
    const Model& target = registry_.at(association.target);
    const Model& junction = registry_.at(association.through);
    const std::vector<int> otherKey = indexesOf(junction, association.otherKeys);
    const ColumnStore& junctions = branch.junction->rows;
    std::vector<Cell> key(otherKey.size());
    KeyIndex keys;
    std::vector<quint32> numbers(junctions.size(), ResultBranch::none);
    for (size_t row = 0; row < junctions.size(); ++row) {
        for (size_t i = 0; i < key.size(); ++i)
            key[i] = junctions.cell(row, otherKey[i]);
        if (!hasNull(key))
            numbers[row] = keys.add(key);
    }

    KeyedStatement step;
    const QString alias = compiler_.newAlias();
    step.columns = projection.columns(compiler_, alias, connection_.dialect());
    step.from = compiler_.tableName(target) + QStringLiteral(" AS ") + alias;
    step.joined = compiler_.columns(target, alias, association.otherReferenced);
    step.types = typesOf(junction, association.otherKeys);
    step.integers = key.size() == 1 && isIntegerType(step.types.front()) &&
                    isIntegerType(target.attribute(association.otherReferenced.front())->type);
    step.keyPosition = projection.positionOf(association.otherReferenced.front());
    std::vector<quint32> rows(keys.size(), ResultBranch::none);
    const auto read = readKeyed(connection_, step, keys, [&](quint32 number, std::span<const Cell> cells) {
        if (rows[number] != ResultBranch::none)
            return;
        rows[number] = quint32(branch.target->rows.size());
        branch.target->append(cells);
    });
    if (!read)
        return read;
    for (size_t row = 0; row < junctions.size(); ++row) {
        if (numbers[row] != ResultBranch::none && rows[numbers[row]] != ResultBranch::none)
            links.add(groups[row], rows[numbers[row]], quint32(row));
    }
    return {};
}

} // namespace conjoin::sql
