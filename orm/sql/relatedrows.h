// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/finder.h"
#include "orm/sql/rowlookup.h"
#include "orm/sql/writer.h"

namespace conjoin::sql {

/// The rows that one row has by one association: the association methods (ORM rules, part 6). Every writing
/// method is one transaction, or a part of the one that runs.
///
/// A key is JSON: a value where the key has one column, an object where it has several; keys are compared by
/// value and type of the column, so 1 and "1" are the same BIGINT key. A key given twice counts once.
class RelatedRows {
public:
    /// `key` is that of the row of `model`; `association` belongs to the model.
    RelatedRows(Connection& connection, const orm::ModelRegistry& registry, int model,
        const orm::Association& association, orm::Json key);

    /// To-many: a list of rows, those of a many-to-many association with their junction row; `options` says
    /// which and how, its `association` is left alone. To-one: the row, or null.
    Result<orm::Json> get(orm::Include options = {});
    /// How many there are; a junction that allows duplicates counts each of its rows.
    Result<qint64> count(const orm::Include& options = {});
    /// Whether all of them are associated; true for none.
    Result<bool> has(const orm::Json::Array& keys);

    /// Many-to-many: links what is not linked, writes `through` to what is; a link that is marked as deleted
    /// comes back. hasMany: writes the key into the rows, which takes them from another parent.
    Result<LinkReport> add(const std::vector<LinkTarget>& targets, const orm::Json& through = {});
    /// Makes the associated rows exactly these, keeping what stays. To-one: at most one target; none clears the
    /// key.
    Result<LinkReport> set(const std::vector<LinkTarget>& targets, const orm::Json& through = {});
    /// Many-to-many: deletes links within the association's scope, never rows. hasMany: clears the key. Returns
    /// how many; what is not associated is no error.
    Result<qint64> remove(const orm::Json::Array& keys);
    /// Creates a row and associates it; returns it as stored, with its junction row.
    Result<orm::Json> create(
        const orm::Json& values, const orm::Json& through = {}, const CreateOptions& options = {});

private:
    bool isMany() const { return association_.kind == orm::AssociationKind::BelongsToMany; }
    const orm::Model& near() const { return registry_.at(model_); }
    const orm::Model& target() const { return registry_.at(association_.target); }

    Result<KeyTuple> nearKey();
    Result<orm::Json> shown(orm::Include options, bool unscoped);
    Result<std::vector<KeyTuple>> identitiesOf(const orm::Json::Array& keys) const;
    Result<orm::Json> createLinked(
        const orm::Json& values, const orm::Json& through, const CreateOptions& options);
    Result<void> takeOwned(const orm::Json::Array& keys, LinkReport& report);
    Result<qint64> releaseOwned(const std::vector<KeyTuple>& identities, bool others);
    Result<void> refer(const orm::Json::Array& keys, LinkReport& report);

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    int model_;
    const orm::Association& association_;
    orm::Json key_;
};

/// The key of a row as the methods take it, out of a row that was found or created.
orm::Json keyOf(const orm::Model& model, const orm::Json& row);

} // namespace conjoin::sql
