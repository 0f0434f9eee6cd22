// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/database.h"
#include "orm/sql/finder.h"

#include <memory>
#include <optional>
#include <vector>

namespace conjoin::ui {

/// Where rows come from: an open database and what its tables look like. Values for a job to take along.
struct RowSource {
    std::shared_ptr<sql::Database> database;
    std::shared_ptr<const orm::ModelRegistry> registry;

    /// For a question in between – a search while a person types – that shall not wait for what is loaded: a
    /// second connection where the database is a file, else the first one.
    std::shared_ptr<sql::Database> lookup;

    bool isOpen() const { return database && registry; }
    bool isWritable() const { return isOpen() && !database->settings().readOnly; }
};

/// Some rows of one place of the tree, each with the rows that its to-one associations refer to: `related` is
/// parallel to referenceIncludes() of the model.
struct RowPage {
    std::vector<sql::Row> rows;
    std::vector<sql::Row> junctions; ///< parallel to `rows` for a many-to-many association, else empty
    bool more = false;
    int pinned = 0;                   ///< so many at the front are not of the page itself
    std::optional<orm::Cursor> end{}; ///< of a root page: where the next one begins
};

/// What a root page asks for.
struct RootRequest {
    int model = -1;
    orm::Json where;                    ///< null = all
    std::optional<orm::Cursor> after{}; ///< the end of the page before; rows may come and go meanwhile
    int offset = 0;                     ///< the same of a table whose rows can't be told apart
    int limit = 0;
    QStringList pinned; ///< keys of rows that must be there, whatever page they are on; they come first
};

/// An include of every to-one association: their labels are shown in place of the keys.
std::vector<orm::Include> referenceIncludes(const orm::Model& model);

Result<RowPage> fetchRoot(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RootRequest& request);
Result<RowPage> fetchRelated(sql::Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, int offset, int limit);

/// The condition that a person's filter means: `born < 2002` compares, anything else is looked for in every
/// text column and in the key. Null for an empty filter. Errors: an unknown column, a value of the wrong type.
Result<orm::Json> filterCondition(const orm::Model& model, const QString& typed);

} // namespace conjoin::ui
