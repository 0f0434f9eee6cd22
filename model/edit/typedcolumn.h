// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/edits.h"

/// Columns as a person types them, in the window.
///
/// A drawn table without a primary key gets one from derivation. Who types the name of that key means that key:
/// the column becomes it, and nothing is generated beside it under another name. So it is where
///  1. the table is drawn (KeyPolicy::Automatic), is no junction, and has no primary key;
///  2. the column is called as the generated key would be, letter case aside;
///  3. nobody has chosen a type for it yet – it gets that of the generated key –, or it is a whole number;
///  4. it is not computed.
/// It is NOT NULL then, and counts by itself unless it has a default.
namespace conjoin::model::edit {

/// Adds a column at the end whose type nobody has chosen yet: `column.type` is what it gets where it does not
/// become the key. `newKey` is the id of that. Errors: as addColumn().
Result<Document> addTypedColumn(Document document, TableId table, Column column, KeyId newKey);

/// A new name or type of a column. One that counts by itself stops to where its type is no whole number any
/// more. Errors: as updateColumn().
Result<Document> changeTypedColumn(Document document, TableId table, Column column, KeyId newKey);

} // namespace conjoin::model::edit
