// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"

#include <QString>

#include <optional>
#include <vector>

namespace conjoin::orm {

/// Why a table is, or is almost, the middle of a many-to-many link. From facts of the catalog only, except
/// `audit`.
struct Junction {
    enum class Kind {
        Pair,                ///< `pk2`: the primary key is two foreign keys; no further column
        PairAttributes,      ///< `pk2_attrs`: the same with further columns
        PairDiscriminator,   ///< `pk2_disc`: the primary key holds two foreign keys and something else
        Unique,              ///< `uq2`: a unique key is two foreign keys, beside an own key or none
        UniqueDiscriminator, ///< `uq2_disc`: the same with something else in that unique key
        Bare,                ///< `bare2`: nothing but two foreign keys, and maybe an own key
        Weak,                ///< `weak`: two foreign keys, not unique together: mostly a child of two parents
        Nary,                ///< `nary`: the key holds three or more foreign keys
        Audit,               ///< `audit`: like `bare2` once the columns that say who did what when are left out
    };
    Kind kind = Kind::Pair;
    std::vector<std::size_t>
        keys; ///< positions of the foreign keys that are its ends, in the order of their columns

    bool isLink() const { return kind < Kind::Weak; }
    QString code() const; ///< `pk2` …
};

/// What the table is, or nothing where it is no junction by any stretch. Foreign keys to the table itself never
/// count.
std::optional<Junction> detectJunction(const PhysicalTable& table);

} // namespace conjoin::orm
