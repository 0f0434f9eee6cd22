// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/limits.h"

#include "orm/dialect/dialecttitle.h"

namespace conjoin::orm {

model::EngineLimits limitsOf(const Dialect& dialect)
{
    const Capabilities& engine = dialect.capabilities();
    model::EngineLimits limits;
    limits.engine = dialectTitle(dialect.name());
    limits.nameLimit = engine.nameLimit;
    limits.nameLimitInCharacters = engine.nameLimitInCharacters;
    limits.enumLabelLimit = engine.namedTypes ? engine.nameLimit : 0;
    limits.foldsTableNames = engine.foldsTableNames;
    limits.foldsColumnNames = engine.foldsColumnNames;
    limits.foldsEnumValues = engine.inlineEnums;
    limits.trimsNames = engine.trimsNames;
    limits.basicPlaneNames = engine.basicPlaneNames;
    limits.emptyTables = engine.emptyTables;
    limits.keepsNamePrimary = !engine.namesPrimaryKeys;
    limits.indexesForeignKeys = engine.indexesForeignKeys;
    limits.boundedKeys = engine.prefixIndexes;
    limits.reservedWords = engine.reservedWords;
    return limits;
}

} // namespace conjoin::orm
