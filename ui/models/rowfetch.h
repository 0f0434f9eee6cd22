// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/database.h"
#include "orm/sql/finder.h"
#include "orm/sql/keytable.h"
#include "orm/sql/tablefacts.h"
#include "ui/models/rowlabel.h"
#include "ui/models/rowobject.h"

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

    std::shared_ptr<RowLabels> labels; ///< how rows are called; null = by their label attributes

    /// What the schema knows of each model's table beyond the model; null = nothing.
    std::shared_ptr<const std::vector<sql::TableFacts>> facts;

    /// The attribute, its type replaced by what it is where the schema knows: the words of an enum, what a
    /// domain stands for.
    orm::Attribute resolved(int model, const orm::Attribute& attribute) const;

    /// Whether a trigger may give a new row of the model what nobody else gives it.
    bool filledByTriggers(int model) const;

    RowLabels::Template label(int model) const { return labels ? labels->of(model) : nullptr; }
    bool isOpen() const { return database && registry; }
    bool isWritable() const { return isOpen() && !database->settings().readOnly; }
};

/// Which page of a table, seen from the rows that are there already.
enum class RootPage {
    First,
    Next,
    Previous,
    Last,
    Near ///< about that share of the rows behind the first one
};

/// Some rows of one place of the tree, each with the rows that its to-one associations refer to: `related` is
/// parallel to referenceIncludes() of the model.
struct RowPage {
    std::vector<sql::Row> rows;
    std::vector<sql::Row> junctions; ///< parallel to `rows` for a many-to-many association, else empty
    /// What the junction rows refer to beyond the two ends, by the junction's association; each is parallel to
    /// `junctions`, with no row where a key is NULL.
    std::vector<std::pair<QString, std::vector<sql::Row>>> others{};
    bool more = false;                  ///< in the direction in which was read
    bool earlier = false;               ///< of RootPage::Near: there are rows in front of it
    int pinned = 0;                     ///< so many at the front are not of the page itself
    std::optional<orm::Cursor> begin{}; ///< of a root page: where the page before it is
    std::optional<orm::Cursor> end{};   ///< where the page behind it is
    int offset = 0;                     ///< of a root page, where its rows can't be told apart

    /// The same rows as objects that no tree knows yet, by makeObjects().
    struct Objects {
        std::vector<RowPtr> rows, junctions; ///< parallel to those above
        std::vector<RowPtr> referred;        ///< what these refer to, each once, in front of what refers to it
    };
    Objects objects{};
};

/// What a root page asks for.
struct RootRequest {
    int model = -1;
    orm::Json where; ///< null = all
    std::vector<orm::OrderBy> order{};
    RootPage page = RootPage::First;
    std::optional<orm::Cursor> cursor{}; ///< Next, Previous: the edge of what is there; rows may come and go
    int offset = 0;                      ///< the same of a table whose rows can't be told apart
    double share = 0;                    ///< Near: 0 = at the first row, 1 = at the last
    int limit = 0;
    QStringList pinned{}; ///< keys of rows that must be there, whatever page they are on; they come first
};

/// What a page of an association asks for, of several rows of one model at once.
struct RelatedRequest {
    int model = -1;
    std::vector<sql::KeyTuple> keys; ///< of each row: its values of what the association goes by
    QString association;
    std::vector<orm::OrderBy> order{};  ///< an attribute of the junction as `Junction.attribute`
    std::optional<orm::Cursor> after{}; ///< of one row only: the edge of what is there
    int offset = 0;                     ///< the same of rows that can't be told apart
    int limit = 0;                      ///< for each row
};

/// What is read of the values of rows that are shown: of long ones the beginning, and their length.
inline constexpr sql::LongValues shownValues{64 * 1024, 1000};

/// Makes objects of the rows of a page, by the thread that read them.
void makeObjects(const orm::ModelRegistry& registry, RowPage& page);

/// An include of every to-one association: their labels are shown in place of the keys.
std::vector<orm::Include> referenceIncludes(const orm::Model& model);

/// The query whose rows a root page is a part of.
orm::Query rootQuery(const orm::ModelRegistry& registry, const RootRequest& request);

Result<RowPage> fetchRoot(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RootRequest& request);
/// Parallel to the keys; the number of statements does not grow with them: one, and one for each to-one
/// association of what is found.
Result<std::vector<RowPage>> fetchRelated(
    sql::Connection& connection, const orm::ModelRegistry& registry, const RelatedRequest& request);

} // namespace conjoin::ui
