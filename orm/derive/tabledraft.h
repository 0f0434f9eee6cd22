// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"
#include "orm/derive/namescope.h"
#include "orm/dialect/dialect.h"

#include <QHash>

#include <vector>

namespace conjoin::orm {

/// A column that a foreign key can refer to.
struct KeyColumn {
    QString name;
    model::DataType type;
    QString collation;
    ColumnId column; ///< null: a derived one
};

/// A table while it is being derived.
struct TableDraft {
    const model::Table* table = nullptr;
    const model::ManyToMany* link = nullptr; ///< whose junction it is
    PhysicalTable physical;
    TableOrigin origin;
    std::vector<KeyColumn> key; ///< the primary key, what others refer to
    NameScope columnNames;
    bool nameKeys = false;         ///< rule 11 names the primary key and the first `ownUniqueKeys` unique ones
    std::size_t ownUniqueKeys = 0; ///< derived ones follow and always fall under rule 11
    std::vector<bool> nameForeignKey; ///< parallel to the foreign keys: rule 11 names it

    /// Position of an own column in `physical.columns`, or -1.
    int positionOf(ColumnId column) const;
    bool isKey(
        const QStringList& columns) const; ///< a primary or unique key is over exactly these, in any order
};

/// The scopes of names in a schema: one a namespace, for tables, indexes and constraints together, since some
/// engine shares each two of them.
class SchemaNames {
public:
    explicit SchemaNames(int limit)
        : limit_(limit)
    {}
    NameScope& in(const QString& sqlSchema);

private:
    int limit_ = 0;
    QHash<QString, NameScope> scopes_;
};

/// What all steps of a derivation share.
struct DeriveContext {
    const model::Schema& schema;
    const model::NamingPolicy& naming;
    const Capabilities& engine;
    std::vector<TableDraft>& drafts;
    const QHash<TableId, int>& positions; ///< of a table in `drafts`
    Diagnostics& diagnostics;

    TableDraft* draft(TableId table) const;
};

void addUniqueKey(TableDraft& draft, const QStringList& columns);

} // namespace conjoin::orm
