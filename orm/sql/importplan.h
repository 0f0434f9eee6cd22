// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"
#include "orm/entity/modelregistry.h"
#include "orm/exchange/csvreader.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace conjoin::sql {

/// Where a column of a file goes.
struct ImportColumn {
    int column = -1;       ///< of the file, from 0
    QStringList path{};    ///< the associations that lead there, from the row on; empty: the row itself
    bool junction = false; ///< to the junction's row of the last of these, not to what it leads to
    QString attribute{};
};

/// How a row is linked by the columns of one association. The row at the other end is looked for by a unique
/// key, where the columns give one, else by all that they give, the rows that it is linked to by further
/// associations among that; exactly one must be there, or none. One that is there stays as it is; one that
/// belongs to the row, as those of a one-to-many association do, comes to it from whomever it belonged to.
struct ImportLink {
    enum class Missing {
        Refuse, ///< the line is bad
        Create, ///< a row with what the columns give
        Skip,   ///< no link
    };
    QStringList path{}; ///< the associations that lead there; the last one is meant
    Missing missing = Missing::Refuse;
    QString separator{}; ///< of several links in one cell; empty = a cell is one. To-many only. What lies
                         ///< behind an association that has one is parted by it, too, before by its own
};

/// What a line does whose row is there already.
enum class ImportMode {
    Insert,         ///< each line is a new row; the database refuses one that is there
    Skip,           ///< it stays as it is, links and all; others are new rows
    Update,         ///< it gets what the line gives, and more links; a line without one is bad
    InsertOrUpdate, ///< the same; others are new rows
};

/// What the lines of a file are to become.
struct ImportPlan {
    int model = -1;
    std::vector<ImportColumn> columns;
    std::vector<ImportLink> links; ///< one for each association among the columns
    QString null;                  ///< a cell without quotes that holds just this is NULL
    bool trims = true;             ///< blanks around cells without quotes mean nothing
    bool decimalComma = false;     ///< 1,5 is a number
    ImportMode mode = ImportMode::Insert;
    QStringList key{};        ///< the unique key that says which row a line is; empty = the first that there is
    bool nullChanges = false; ///< a cell that is NULL takes away what a row had, and does not just say nothing
    int width = 0;            ///< fields that a line may have; 0 = any number
};

/// The associations of a path; empty where one of them is not there, or where none leads.
std::vector<const orm::Association*> associationsOf(
    const orm::ModelRegistry& registry, int model, const QStringList& path);

/// The unique keys of which the columns give every attribute, themselves or by a row that they link to; the
/// primary key is the first.
std::vector<QStringList> keysOfPlan(const orm::ModelRegistry& registry, const ImportPlan& plan);

/// Whether the rows of the association belong to one row each: of a one-to-one or a one-to-many one, seen from
/// the row that they refer to.
bool ownsRows(const orm::Association& association);

/// Whether the column gives a key that a link of the plan refers to, so that others may give it as well.
bool isKeyOfLink(const orm::ModelRegistry& registry, const ImportPlan& plan, const ImportColumn& column);

/// What is wrong with the plan, whatever the lines hold: an unknown name, a column that the database computes,
/// a separator where a row has one link only, a link without a column to look for it by, two columns for one
/// attribute – but for a key that links refer to, which must be alike in each line then –, no key to know a row
/// by.
Result<void> checkPlan(const orm::ModelRegistry& registry, const ImportPlan& plan);

/// The plan that the names of the columns suggest: attributes of the table by their names or columns, others
/// as `Classes.className`, `Classes.Enrollment.grade`, `Album.Artist.name`, or a label of an association by the
/// association's name alone (`Teacher`). Letter case, blanks, `_` and `-` do not count. Columns that mean
/// nothing are left out.
///
/// What exportRows() writes as flat CSV comes back as it was:
///  1. Keys that stand several times fill in one: `language_id` beside `language.name` is the key of the
///     language, `actors.film_actor.actor_id` that of the actor, `albums.artist_id` that of the row.
///  2. Whole rows at the other end – all that one needs is there, its key, too – are made where they are not
///     there, and a line has one of them.
///  3. A file of whole rows of the table, or with whole rows of a to-many association, changes rows that are
///     there and makes the others; several lines may be about one row.
/// Else each line is a new row, links several by `;`, and rows that are linked must be there. `nested`: the
/// file holds objects, which say themselves how many rows are linked; nothing parts them then.
ImportPlan suggestedPlan(
    const orm::ModelRegistry& registry, int model, const QStringList& names, bool nested = false);

/// What a cell holds, as JSON for the attribute. Error: it does not fit the type or is too long.
Result<orm::Json> cellValue(const ImportPlan& plan, const orm::Attribute& attribute, const QString& text);

/// Why a line can't be imported.
struct ImportProblem {
    qint64 line = 0;
    int column = -1; ///< of the file; -1 = the line as a whole
    QString value{}; ///< what the cell holds
    Error why{};
};

/// What a line asks for, before anything is looked up in the database.
struct ImportRow {
    struct Link {
        size_t link = 0;         ///< index in ImportPlan::links
        orm::Json::Object given; ///< attributes of the row at the other end
        orm::Json::Object junction;
        std::vector<Link> below; ///< what the row at the other end is linked to
        qint64 line = 0;         ///< that it came from, for problems …
        int column = -1;
        QString cell{}; ///< … what this holds …
        QString text{}; ///< … and what of that is this link
    };
    qint64 line = 0;     ///< the first of its lines
    qint64 lines = 1;    ///< how many are about it
    bool goesOn = false; ///< it is a part of the row of the line before
    QStringList cells{}; ///< for problems
    orm::Json::Object values;
    std::vector<Link> links;
    std::vector<size_t> without{}; ///< to-one associations, by ImportPlan::links, whose cells are all NULL
};

} // namespace conjoin::sql
