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
    QString association{}; ///< empty: an attribute of the row itself; else of what it is linked to …
    bool junction = false; ///< … or of the junction's row of that link
    QString attribute{};
};

/// How a row is linked by the columns of one association: a to-one or a many-to-many one. The row at the other
/// end is looked for by a unique key, where the columns give one, else by all that they give; exactly one must
/// be there, or none. One that is there stays as it is.
struct ImportLink {
    enum class Missing {
        Refuse, ///< the line is bad
        Create, ///< a row with what the columns give
        Skip,   ///< no link
    };
    QString association;
    Missing missing = Missing::Refuse;
    QString separator{}; ///< of several links in one cell; empty = a cell is one. Many-to-many only
};

/// What the lines of a file are to become.
struct ImportPlan {
    int model = -1;
    std::vector<ImportColumn> columns;
    std::vector<ImportLink> links; ///< one for each association among the columns
    QString null;                  ///< a cell without quotes that holds just this is NULL
    bool trims = true;             ///< blanks around cells without quotes mean nothing
    bool decimalComma = false;     ///< 1,5 is a number
};

/// What is wrong with the plan, whatever the lines hold: an unknown name, a column that the database computes,
/// a separator where a row has one link only, a link without a column to look for it by, two columns for one
/// attribute.
Result<void> checkPlan(const orm::ModelRegistry& registry, const ImportPlan& plan);

/// The plan that the names of the columns suggest: attributes of the table by their names or columns, others
/// as `Classes.className`, `Classes.Enrollment.grade`, or a label of an association by the association's name
/// alone (`Teacher`). Letter case, blanks, `_` and `-` do not count. Columns that mean nothing are left out.
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
        int column = -1; ///< that it came from, for problems
        QString text{};  ///< what stood there
    };
    qint64 line = 0;
    QStringList cells{}; ///< for problems
    orm::Json::Object values;
    std::vector<Link> links;
};

/// Reads one record by the plan, which checkPlan() accepted; what is wrong goes to `problems`.
ImportRow readRow(const orm::ModelRegistry& registry, const ImportPlan& plan, const orm::CsvRecord& record,
    std::vector<ImportProblem>& problems);

} // namespace conjoin::sql
