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

/// How a row is linked by the columns of one association: a to-one or a many-to-many one. The row at the other
/// end is looked for by a unique key, where the columns give one, else by all that they give, the rows that it
/// is linked to by further associations among that; exactly one must be there, or none. One that is there stays
/// as it is.
struct ImportLink {
    enum class Missing {
        Refuse, ///< the line is bad
        Create, ///< a row with what the columns give
        Skip,   ///< no link
    };
    QStringList path{}; ///< the associations that lead there; the last one is meant
    Missing missing = Missing::Refuse;
    QString separator{}; ///< of several links in one cell; empty = a cell is one. Many-to-many only. What lies
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
};

/// The associations of a path; empty where one of them is not there, or where none leads.
std::vector<const orm::Association*> associationsOf(
    const orm::ModelRegistry& registry, int model, const QStringList& path);

/// The unique keys of which the columns give every attribute, themselves or by a row that they link to; the
/// primary key is the first.
std::vector<QStringList> keysOfPlan(const orm::ModelRegistry& registry, const ImportPlan& plan);

/// What is wrong with the plan, whatever the lines hold: an unknown name, a column that the database computes,
/// a separator where a row has one link only, a link without a column to look for it by, two columns for one
/// attribute, no key to know a row by.
Result<void> checkPlan(const orm::ModelRegistry& registry, const ImportPlan& plan);

/// The plan that the names of the columns suggest: attributes of the table by their names or columns, others
/// as `Classes.className`, `Classes.Enrollment.grade`, `Album.Artist.name`, or a label of an association by the
/// association's name alone (`Teacher`). Letter case, blanks, `_` and `-` do not count. Columns that mean
/// nothing are left out.
ImportPlan suggestedPlan(const orm::ModelRegistry& registry, int model, const QStringList& names);

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
        int column = -1;         ///< that it came from, for problems
        QString text{};          ///< what stood there
    };
    qint64 line = 0;
    QStringList cells{}; ///< for problems
    orm::Json::Object values;
    std::vector<Link> links;
    std::vector<size_t> without{}; ///< to-one associations, by ImportPlan::links, whose cells are all NULL
};

/// Reads one record by the plan, which checkPlan() accepted; what is wrong goes to `problems`.
ImportRow readRow(const orm::ModelRegistry& registry, const ImportPlan& plan, const orm::CsvRecord& record,
    std::vector<ImportProblem>& problems);

} // namespace conjoin::sql
