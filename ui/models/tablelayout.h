// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"

#include <QHash>
#include <QSettings>
#include <QString>

#include <vector>

namespace conjoin::ui {

/// How a person looks at one table. It is theirs: it stays on this machine, beside the project and not in it.
struct TableLayout {
    struct Column {
        QString attribute;
        bool hidden = false;
        friend bool operator==(const Column&, const Column&) = default;
    };
    std::vector<Column> columns;     ///< in the order shown; none = as the table has them
    QHash<QString, int> widths;      ///< by attribute, in pixels; none = as wide as its type asks for
    std::vector<orm::OrderBy> order; ///< none = by the key
    QString label;                   ///< a LabelTemplate; empty = the label attribute
    QHash<QString, QString> filters; ///< by attribute or association, as typed into the filter row
    /// By association: what the rows below a row are sorted by, an attribute of the junction as
    /// `Junction.attribute`; none = by the key.
    QHash<QString, std::vector<orm::OrderBy>> groups;

    bool isEmpty() const
    {
        return columns.empty() && widths.isEmpty() && order.empty() && label.isEmpty() && filters.isEmpty() &&
               groups.isEmpty();
    }
};

/// The layouts of all tables of one database, kept in a person's settings.
class TableLayouts {
public:
    /// Reads what is kept of the database (its settings' url()); `settings` outlives this, null = nothing is
    /// kept.
    void open(QSettings* settings, const QString& database);
    /// By the table's namespace and name; an empty one where there is none.
    const TableLayout& of(const orm::Model& model) const;
    /// Keeps it; an empty one is forgotten.
    void set(const orm::Model& model, const TableLayout& layout);

private:
    QSettings* settings_ = nullptr;
    QString group_;
    QHash<QString, TableLayout> layouts_;
};

} // namespace conjoin::ui
