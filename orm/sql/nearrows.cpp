// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/nearrows.h"

#include "orm/entity/unknownname.h"
#include "orm/sql/loader.h"

#include <algorithm>
#include <numeric>

namespace conjoin::sql {

namespace {

/// `bytes` keeps what the cell points at.
Cell cellOf(const Value& value, std::vector<QByteArray>& bytes)
{
    if (value.isInteger())
        return Cell::integer(value.integer());
    if (value.isReal())
        return Cell::real(value.real());
    if (value.isNull())
        return {};
    bytes.push_back(value.isText() ? value.text().toUtf8() : value.bytes());
    const QByteArray& kept = bytes.back();
    return value.isText() ? Cell::text(kept.constData(), size_t(kept.size()))
                          : Cell::bytes(kept.constData(), size_t(kept.size()));
}

} // namespace

Result<Rows> findRelated(Connection& connection, const orm::ModelRegistry& registry, int model,
    const std::vector<KeyTuple>& keys, const orm::Include& include, const std::optional<orm::Cursor>& after,
    LongValues longValues)
{
    const orm::Model& of = registry.at(model);
    const orm::Association* association = of.association(include.association);
    if (!association)
        return orm::unknownAssociation(of, include.association, QStringLiteral("include"));
    // A store holds its columns in the order of the model.
    const QStringList near = orm::nearColumns(*association);
    std::vector<size_t> order(size_t(near.size()));
    std::iota(order.begin(), order.end(), size_t(0));
    const auto indexOf = [&](size_t column) { return of.attributeIndex(near[qsizetype(column)]); };
    std::ranges::sort(order, {}, indexOf);
    std::vector<int> attributes;
    for (const size_t column : order)
        attributes.push_back(indexOf(column));

    auto node = std::make_shared<ResultNode>();
    node->model = model;
    node->rows = ColumnStore(attributes, of.attributes.size());
    for (const KeyTuple& key : keys) {
        Q_ASSERT_X(key.size() == order.size(), "findRelated", "a key has a value for each near column");
        std::vector<QByteArray> bytes;
        bytes.reserve(key.size()); // cells point into it
        std::vector<Cell> cells;
        for (const size_t column : order)
            cells.push_back(cellOf(key[column], bytes));
        node->rows.append(cells);
    }
    return Loader(connection, registry, longValues).withIncludes(std::move(node), {include}, after);
}

bool hasPlaces(const orm::ModelRegistry& registry, const orm::Association& association)
{
    return !registry.at(association.target).identity().isEmpty() &&
           (association.through < 0 || !registry.at(association.through).identity().isEmpty());
}

Result<orm::Cursor> cursorOf(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Include& include, const Row& target, const Row& junction)
{
    const orm::Association* association = registry.at(model).association(include.association);
    if (!association)
        return orm::unknownAssociation(registry.at(model), include.association, QStringLiteral("include"));
    orm::PredicateCompiler compiler(registry, connection.dialect());
    const orm::AssociationSource source = compiler.source(*association, include.deleted);
    const auto order = Ordering::of(compiler, registry, *association, source, include.order);
    if (!order)
        return failure(order);
    return order->cursorOf(target, junction);
}

} // namespace conjoin::sql
