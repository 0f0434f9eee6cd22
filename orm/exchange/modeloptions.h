// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/exchange/jsonplace.h"

#include "model/naming/namingpolicy.h"

namespace conjoin::orm {

/// What Sequelize's `define` and the options of a model say of tables in general; the second inherits from the
/// first.
struct ModelOptions {
    bool timestamps = true;
    bool paranoid = false;
    bool underscored = false;     ///< columns are called `first_name` where the attribute is `firstName`
    bool freezeTableName = false; ///< the table is called as the model
    QString schema;
    /// The attributes that say when a row was made, changed and deleted; empty = there is none.
    QString createdAt = QStringLiteral("createdAt");
    QString updatedAt = QStringLiteral("updatedAt");
    QString deletedAt = QStringLiteral("deletedAt");

    model::NamingPolicy namingAfter(model::NamingPolicy naming) const;
    /// The three attributes in their order, without those that there are none of.
    QStringList times() const;
};

/// Reads them; what is not said stays as in `inherited`. `further` are keys that the caller reads itself.
ModelOptions takeModelOptions(
    JsonTaker& taker, const JsonPlace& place, const ModelOptions& inherited, const QStringList& further = {});

/// Complains of what `new Sequelize()` does not know, and tells what says nothing of tables.
void checkSequelizeOptions(JsonTaker& taker, const JsonPlace& place);

} // namespace conjoin::orm
