// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/longvalues.h"

#include "orm/base/moment.h"
#include "orm/dialect/conditionsyntax.h"
#include "orm/sql/finder.h"
#include "orm/sql/seenrow.h"

namespace conjoin::sql {

using model::TypeKind;

bool mayBeLong(const orm::Attribute& attribute)
{
    constexpr int longest = 16 * 1024; // what a limit in characters may come to, in bytes, is no long value yet
    const model::DataType& type = attribute.type;
    if (type.dimensions > 0)
        return false;
    if (type.kind == TypeKind::Native && type.native->trimmed().isEmpty())
        return true; // SQLite: a column without a type
    switch (orm::meaning(type)) {
    case TypeKind::Text:
    case TypeKind::Json:
    case TypeKind::Jsonb:
        return true;
    case TypeKind::Varchar:
    case TypeKind::Binary:
        return type.kind == TypeKind::Native ? !type.native->contains(u'(') // VARCHAR(30)
                                             : type.length <= 0 || type.length > longest;
    default: {
        const QString& native = type.native; // LONGBLOB, xml, citext
        for (const char* word : {"blob", "text", "clob", "xml", "bytea"}) {
            if (type.kind == TypeKind::Native && native.contains(QLatin1String(word), Qt::CaseInsensitive))
                return true;
        }
        return false;
    }
    }
}

LongColumn longColumn(
    const orm::Dialect& dialect, const QString& column, const model::DataType& type, const LongValues& how)
{
    const orm::ConditionSyntax& syntax = dialect.conditions();
    const QString length = syntax.byteLength(column, type);
    const QString isLong =
        QStringLiteral("CASE WHEN ") + length + QStringLiteral(" > %1 THEN ").arg(how.beyond);
    return {isLong + syntax.head(column, type, how.head) + QStringLiteral(" ELSE ") +
                syntax.readable(column, type) + QStringLiteral(" END"),
        isLong + length + QStringLiteral(" END")};
}

Result<Value> readWhole(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& attribute)
{
    auto where = orm::keyCondition(registry.at(model), key);
    if (!where)
        return failure(where);
    orm::Query query;
    query.model = model;
    query.where = std::move(*where);
    query.attributes = QStringList{attribute};
    query.deleted = true;
    query.unscoped = true;
    const Result<Rows> rows = find(connection, registry, query);
    if (!rows)
        return failure(rows);
    if (rows->empty())
        return seenGoneError(registry.at(model), key);
    return rows->front().value(registry.at(model), attribute);
}

} // namespace conjoin::sql
