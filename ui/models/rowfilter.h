// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/json.h"
#include "orm/entity/modelregistry.h"

#include <vector>

namespace conjoin::ui {

/// The condition that a person's filter means; null for an empty one. Either questions, with `and` between
/// them:
///
///     born < 2002             name = 'O''Hara'        email is null
///     classes: none           classes: any            classes count > 3
///     classes any grade = 'F', credits > 3            classes none grade = 'F'
///
/// where the columns behind `any` and `none` are those of the associated rows and of the links to them, and all
/// of them are asked of one link. A name that is more than a word may stand in quotes: "Unit Price" > 3. Or
/// anything else, which is looked for in every text column and in the key.
/// Errors: an unknown column, a value of the wrong type.
Result<orm::Json> filterCondition(const orm::ModelRegistry& registry, int model, const QString& typed);

/// The condition that is meant by what stands in the filter row above that column; null for nothing: `Ann` is
/// looked for in texts and equalled by everything else, `'Ann'` is equalled, `< 5` compares, `3..7` is a range,
/// `null` and `!null`. Above a key that refers to another table, words are looked for in that table's labels:
/// in `labels`, the attributes that its rows are called by; none = its label attribute.
Result<orm::Json> columnCondition(const orm::ModelRegistry& registry, int model,
    const orm::Attribute& attribute, const QString& typed, const QStringList& labels = {});

/// The same above the column of an association: `3`, `> 3` or `!= 0` for how many rows it has, `any`, `none`.
Result<orm::Json> relationCondition(
    const orm::ModelRegistry& registry, int model, const QString& association, const QString& typed);

/// A name as a filter has it: in quotes where it is more than a word.
QString filterName(const QString& name);

/// All of them hold; null where there is none.
orm::Json allOf(std::vector<orm::Json> conditions);

} // namespace conjoin::ui
