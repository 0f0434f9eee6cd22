// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"
#include "orm/entity/modelregistry.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace conjoin::orm {

struct OrderBy {
    QString attribute;
    bool descending = false;
    QStringList path{}; ///< of root rows: the associations that lead to the attribute; a junction by its model
};

/// Which rows that are marked as deleted are shown all the same.
struct Deleted {
    bool targets = false;
    bool links = false; ///< of a many-to-many association
};

/// One association to load with each row, and what to load of it.
struct Include {
    QString association;
    Json where;        ///< null = everything; the operators of the ORM as JSON
    Json throughWhere; ///< the same over the junction's attributes
    std::optional<QStringList> attributes;
    std::optional<QStringList> throughAttributes; ///< empty list = no junction object
    bool required = false;
    bool rightJoin = false; ///< the same, where the engine knows such joins
    Deleted deleted;
    std::vector<OrderBy> order;
    std::optional<int> limit; ///< per parent
    int offset = 0;
    std::vector<Include> includes;
};

/// A row's place in the order of a query: the values of what the query orders by, then of what makes the order
/// total (`sql::cursorOf`). Rows may come and go around it.
struct Cursor {
    std::vector<Value> values;
    friend bool operator==(const Cursor&, const Cursor&) = default;
};

/// What to find.
struct Query {
    int model = -1;
    Json where;
    std::vector<Include> includes;
    std::optional<QStringList> attributes;
    std::vector<OrderBy> order; ///< then always the primary key
    std::optional<int> limit;   ///< counts root rows
    int offset = 0;
    std::optional<Cursor> after;  ///< only rows behind that place
    std::optional<Cursor> before; ///< only rows in front of it; alone: the `limit` nearest ones
    bool last = false;            ///< the last `limit` rows instead of the first
    bool deleted = false;         ///< also root rows that are marked as deleted
    bool unscoped = false;        ///< without the model's default scope
};

/// So many associations may follow each other in the path of an include or a condition: each is a statement or
/// a condition within the one before.
inline constexpr int longestPath = 50;

/// Reads `Classes{"where":…}.Teacher` and the JSON form; errors name the place, unknown names the nearest
/// association of that model (CLI contract, `--include`).
Result<std::vector<Include>> parseIncludes(const ModelRegistry& registry, int model, const QStringList& specs);

/// Reads `a,-b`.
Result<std::vector<OrderBy>> parseOrder(const Model& model, const QString& text);

/// The WHERE object that picks the row of that key: text for a single column, an object for a composite key.
Result<Json> keyCondition(const Model& model, const QString& key);
/// The same of a key as JSON: a value for a single column, an object for a composite key.
Result<Json> keyCondition(const Model& model, const Json& key);

} // namespace conjoin::orm
