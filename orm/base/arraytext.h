// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/schema/datatype.h"
#include "orm/base/json.h"

#include <QString>

#include <optional>

namespace conjoin::orm {

/// PostgreSQL's text of an array (`{1,NULL,"a b"}`, to any depth) as a list, its elements as the type has them.
/// Nothing where the text is something else, or says bounds of its own (`[0:1]={1,2}`), which a list can't.
std::optional<Json> listFromArrayText(const QString& text, const model::DataType& array);

/// The reverse. Errors: an element that does not fit its type; `where` names the place in the input.
Result<QString> arrayTextFromList(const Json& list, const model::DataType& array, const QString& where);

} // namespace conjoin::orm
