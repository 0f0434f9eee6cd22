// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sequences.h"

#include "orm/dialect/ansiddl.h"

namespace conjoin::sql {

Result<void> advanceSequences(Connection& connection, const orm::Model& model)
{
    const orm::Dialect& dialect = connection.dialect();
    if (!dialect.capabilities().identityColumns)
        return {};
    for (const orm::Attribute& attribute : model.attributes) {
        if (!attribute.autoIncrement)
            continue;
        const QString table = orm::ansi::tableName(dialect, model.schema, model.table);
        const QString statement = QStringLiteral(
            "SELECT setval(known.counter::regclass, known.largest) FROM (SELECT pg_get_serial_sequence(%1, %2) "
            "AS counter, (SELECT max(%3) FROM %4) AS largest) AS known WHERE known.largest > "
            "coalesce(pg_sequence_last_value(known.counter::regclass), 0)")
                                      .arg(dialect.textLiteral(table), dialect.textLiteral(attribute.column),
                                          dialect.quoted(attribute.column), table);
        if (const auto moved = connection.run(statement); !moved)
            return failure(moved);
    }
    return {};
}

} // namespace conjoin::sql
