// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

namespace conjoin::sql {

/// One row of a catalog query; a column is asked by its number.
class CatalogRow {
public:
    explicit CatalogRow(const std::vector<Value>& values)
        : values_(values)
    {}

    bool isNull(std::size_t column) const { return values_[column].isNull(); }
    /// Empty where it is null.
    QString text(std::size_t column) const;
    /// The first character: pg_catalog's one-letter kinds. U+0000 where there is none.
    QChar letter(std::size_t column) const;
    qint64 number(std::size_t column) const;
    bool flag(std::size_t column) const { return number(column) != 0; }
    /// The numbers of `{1,2}` or `1 2`.
    std::vector<qint64> numbers(std::size_t column) const;
    /// The texts of a JSON array; a null in it is a null text.
    QStringList texts(std::size_t column) const;
    /// A JSON array of arrays of texts.
    std::vector<QStringList> table(std::size_t column) const;

private:
    const std::vector<Value>& values_;
};

/// What the catalog holds, query by query; the columns of each are in the comment of its text.
struct PostgresCatalog {
    ResultSet types;
    ResultSet relations;
    ResultSet columns;
    ResultSet constraints;
    ResultSet indexes;
    ResultSet tableRules; ///< triggers, rules and policies
    ResultSet routines;
    ResultSet objects; ///< what is none of the others, see ObjectCell
    ResultSet dependencies;
};

/// Reads all of it in one snapshot, nothing of it looked into: twelve statements, BEGIN and COMMIT among them.
Result<PostgresCatalog> readPostgresCatalog(Connection& connection, const QStringList& also);

} // namespace conjoin::sql
