// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/table.h"

namespace conjoin::model {

/// A type that the schema itself defines: an enum or a domain. Where an engine has none, derivation writes what
/// it stands for.
struct UserType {
    enum class Kind { Enum, Domain };

    UserTypeId id;
    Kind kind = Kind::Enum;
    QString name;
    QString sqlSchema;         ///< the namespace in the database; empty = the default one
    QStringList values;        ///< Enum: in their order
    DataType base;             ///< Domain: what it restricts
    bool nullable = true;      ///< Domain
    DefaultValue defaultValue; ///< Domain
    QString collation;         ///< Domain
    std::vector<Check> checks; ///< Domain: conditions on VALUE
    QString comment;

    friend bool operator==(const UserType&, const UserType&) = default;
};

} // namespace conjoin::model
