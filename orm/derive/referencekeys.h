// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/tabledraft.h"

#include <QString>
#include <QStringList>

namespace conjoin::orm {

/// What decides about the columns of one foreign key of `from`.
struct KeyRequest {
    const model::ForeignKey& key;
    QString calledAfter;  ///< the model or role that derived columns are named after
    bool nullable = true; ///< of derived columns
    ForeignKeyOrigin origin;
    bool sharesColumns = false; ///< a column derived for another link of the junction may serve again (rule 17)
    int rank = 0; ///< of a junction's end among the others by name: what conventions number ends by
};

/// The columns of a foreign key, and what each refers to.
struct KeyColumns {
    QStringList local;
    QStringList target; ///< empty where the key is written without
    bool isEmpty() const { return local.isEmpty(); }
};

/// Finds or derives the columns of a foreign key (rules 3, 4, 12). Empty where that can't be done; then nothing
/// is changed, and a diagnostic says why.
KeyColumns placeKeyColumns(
    DeriveContext& context, TableDraft& from, const TableDraft& to, const KeyRequest& request);

/// Adds the constraint over them, unless the relation has none in the database.
void addForeignKey(DeriveContext& context, TableDraft& from, const TableDraft& to, const KeyRequest& request,
    const KeyColumns& columns, model::Action onDelete, model::Action onUpdate);

/// All references (rules 3 – 5), in the order they were drawn.
void deriveReferences(DeriveContext& context);

} // namespace conjoin::orm
