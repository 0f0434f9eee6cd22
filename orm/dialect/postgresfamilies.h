// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"

#include <QSet>

#include <map>
#include <vector>

/// Tables that inherit from each other, and in which order their columns and checks come to be.
namespace conjoin::orm::postgres {

/// How one table of a schema is made where it inherits.
struct InheritanceForm {
    /// In the order in which CREATE TABLE … INHERITS takes them over, those that are there by then.
    QStringList inherited;
    /// INHERITS is said by ALTER TABLE: all that it inherits so far it declares itself, in another order.
    bool attached = false;
    /// Columns that ADD COLUMN makes when all tables of the family are there: a parent that gets a column puts
    /// it behind those that its children have already.
    QSet<QString> late;
};

struct LateColumn {
    std::size_t table = 0;
    QString column;
};

/// Tables that can only be made together: first all of them, then their late columns, then their checks.
struct Family {
    std::vector<std::size_t> tables; ///< parents before children
    std::vector<LateColumn> columns; ///< in the order of ADD COLUMN, each said where it comes from
};

/// What inheritance asks of the order of a script.
class Inheritance {
public:
    /// `parents`: numbers of the tables that each table inherits from, in the order of INHERITS.
    Inheritance(const std::vector<PhysicalTable>& tables, std::vector<std::vector<std::size_t>> parents);

    const InheritanceForm& form(std::size_t table) const { return forms_[table]; }
    /// How many tables stand above it, along the longest line.
    int depth(std::size_t table) const { return depths_[table]; }
    /// Only those in which something is late.
    const std::vector<Family>& families() const { return families_; }
    /// The one that a table is of; null where there is none.
    const Family* familyOf(std::size_t table) const;

private:
    void collect();
    void decide(const std::vector<std::size_t>& members);
    bool fits(std::size_t table);
    void makeLate(std::size_t table, const QString& column);
    QStringList early(std::size_t table) const;
    QStringList inheritedBy(std::size_t table) const;
    bool isInherited(std::size_t table, const QString& column) const;
    /// A check that a child has from its parent alone has to be added when the child is attached already.
    bool hasLateChecks(const std::vector<std::size_t>& members) const;
    std::vector<LateColumn> orderOfLate(const std::vector<std::size_t>& members) const;

    const std::vector<PhysicalTable>& tables_;
    std::vector<std::vector<std::size_t>> parents_;
    std::vector<std::vector<std::size_t>> children_;
    std::vector<InheritanceForm> forms_;
    std::vector<int> depths_;
    std::vector<Family> families_;
};

} // namespace conjoin::orm::postgres
