// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/schemapart.h"
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
    std::vector<const model::ManyToMany*> links; ///< whose junction it is; several where they share it
    PhysicalTable physical;
    TableOrigin origin;
    std::vector<KeyColumn> key; ///< the primary key, what others refer to
    NameScope columnNames;
    NameUses names; ///< of the table and of what belongs to it
    bool nameKeys = false;         ///< rule 11 names the primary key and the first `ownUniqueKeys` unique ones
    std::size_t ownUniqueKeys = 0; ///< derived ones follow and always fall under rule 11
    std::vector<bool> nameForeignKey; ///< parallel to the foreign keys: rule 11 names it
    std::vector<QStringList>
        checkNames; ///< of the checks that derivation made, the last ones: parts for rule 11

    bool isJunction() const { return !links.empty(); }
    /// Position of an own column in `physical.columns`, or -1.
    int positionOf(ColumnId column) const;
    /// Of the column of that name, which must be there.
    PhysicalColumn& columnCalled(const QString& name);
    bool isKey(
        const QStringList& columns) const; ///< a primary or unique key is over exactly these, in any order
};

/// What all steps of a derivation share.
struct DeriveContext {
    const SchemaPart& part;
    const model::NamingPolicy& naming;
    const Capabilities& engine;
    std::vector<TableDraft>& drafts;
    const QHash<TableId, int>& positions; ///< of a table in `drafts`
    Findings& findings;
    Finding::Stage stage = Finding::Stage::Names; ///< that is being done

    TableDraft* draft(TableId table) const;
};

std::vector<PhysicalKeyPart> plainParts(const QStringList& columns);
/// The columns of the parts; empty where one is an expression.
QStringList plainColumns(const std::vector<PhysicalKeyPart>& parts);
void addUniqueKey(TableDraft& draft, const QStringList& columns);
/// Rules 2, 7: `id`, which becomes the primary key, as the first column.
void addGeneratedKey(DeriveContext& context, TableDraft& draft);
/// A check that derivation makes, once; `nameParts` are what rule 11 calls it after.
void addCheck(TableDraft& draft, const QStringList& nameParts, const QString& expression);

/// The finding about that object of the table, added to the context's findings; its mend is to be filled in.
Diagnostic& report(
    DeriveContext& context, Severity severity, const ObjectRef& object, const TableDraft& where, Message what);

} // namespace conjoin::orm
