// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"

namespace conjoin::orm {

/// A value that the database computes: `COUNT(DISTINCT "Classes"."id")`.
struct Computed {
    QString function; ///< in capitals; empty: the column itself
    bool distinct = false;
    QStringList path;  ///< of the column: associations from the root on
    QString attribute; ///< empty with COUNT: the rows
    QString name;      ///< in the result

    bool isAggregate() const;
};

/// A column of a group or of an order: the same without a function.
struct PathColumn {
    QStringList path;
    QString attribute;
};

/// What a search asks besides its Query. Without `computed` and `group` the Query says everything.
struct FindOptions {
    Query query;
    std::vector<Computed> computed;
    std::vector<PathColumn> group;
    Json having; ///< which groups remain: as `where`, of what is computed and of columns of the group, by name
    bool raw = false;  ///< a flat object for each joined row, keys with dots
    bool nest = false; ///< raw, but nested
    QString column;    ///< what count() counts; empty = rows
    bool distinct = false;

    bool isGrouped() const;
};

/// Reads the options of a search as Sequelize has them (docs/script-format.md): `where`, `include`,
/// `attributes` (a list, `{include, exclude}`, computed ones as `[{"$fn": [NAME, {"$col": COLUMN}]}, AS]`),
/// `order` (also by a column of an association), `limit`, `offset`, `group`, `having`, `paranoid`, `distinct`,
/// `raw`, `nest`. Operators may be written `gt` or `$gt`. An option that is not known is an Error with the
/// nearest one; what is known and not supported is an Error with the code `unsupported`.
Result<FindOptions> readFindOptions(const ModelRegistry& registry, int model, const Json& options);

/// Reads the options of `getClasses()` and its kin: the same, of the association's target, and
/// `joinTableAttributes` and `through` of its junction. The Include's association is the given one.
Result<Include> readRelatedOptions(
    const ModelRegistry& registry, const Association& association, const Json& options);

/// Reads `where` as this ORM writes it: `{"$or": …}` is `{"or": …}`.
Json plainOperators(const Json& where);

/// The model of `{"$model": NAME}` or NAME.
Result<int> modelOf(const ModelRegistry& registry, const Json& json, const QString& place);

/// What the models' default scopes ask is added: to the root, unless `unscoped`, and to every include.
void applyDefaultScopes(const ModelRegistry& registry, Query& query, bool unscoped = false);

/// Sequelize has it, this ORM has not: with the code `unsupported`.
Error unsupportedError(const QString& where, const QString& what);

} // namespace conjoin::orm
