// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/naming/namingpolicy.h"
#include "model/schema/schema.h"

#include <QString>
#include <QStringList>

namespace conjoin::orm {

/// `SupportRepId` -> `SupportRep`, `store_id` -> `store`; with the key it refers to: (`country_code`, `code`)
/// -> `country`. Empty where the column has no such ending, or nothing before it.
QString keyStem(const QString& column, const QString& referenced, const QString& targetModel);

/// Names the associations of a schema that was read (CLI contract, "Names"): fills `role` and `inverseRole` of
/// references and `role` of link ends where they are not what convention gives.
void nameAssociations(model::Schema& schema, const model::NamingPolicy& naming);

/// A model's name for each table: the last word in the singular; where two would be the same, the table's own
/// name. `tables` are pairs of namespace and name.
QStringList modelNames(
    const std::vector<std::pair<QString, QString>>& tables, const model::NamingPolicy& naming);

} // namespace conjoin::orm
