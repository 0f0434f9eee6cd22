// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

#include <QString>

namespace conjoin::orm {

/// What a type that an engine calls by its own name is to every engine.
struct TypeTranslation {
    model::DataType type;
    bool isKnown = true; ///< false: `type` is a guess that holds any value as text or number
    bool isExact = true; ///< false: something is lost – a unit, a check of the form, a range
    QString collation{}; ///< that the column needs with it
};

TypeTranslation translatedType(const QString& native, const Dialect& from, const Dialect& to);

} // namespace conjoin::orm
