// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace conjoin::sql::pgreader {

/// The query for all that is neither relation, type nor routine; its cells are ObjectCell. `%…%` is filled in
/// as in every catalog query.
extern const char* const objectsQuery;

enum ObjectCell {
    ObjectKind, ///< `namespace`, `cast` …; `known class` and `known collation` for what indexes name by oid;
                ///< `unread` for what exists and is not read
    ObjectOid,
    ObjectSchema,
    ObjectName,
    ObjectText,  ///< the statement that makes it; of the unread: a JSON array of names
    ObjectOwner, ///< oid of the relation it belongs to; 0: none
    ObjectComment,
    ObjectNeeds,   ///< of an extension: names of extensions; of a publication: JSON [namespace, table]
    ObjectDefault, ///< the class is the usual one of its type
    ObjectPlace,   ///< order among extensions
    ObjectTarget   ///< what COMMENT ON calls it; null where the kind alone tells
};

} // namespace conjoin::sql::pgreader
