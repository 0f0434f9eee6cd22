// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqliteconditions.h"

namespace conjoin::orm {

namespace {

/// A path is walked member by member: SQLite's own path syntax can't name every member.
Condition walk(const Condition& column, const QStringList& path, const QString& result)
{
    Condition from, where;
    for (qsizetype i = 0; i < path.size(); ++i) {
        const QString alias = QStringLiteral("p%1").arg(i);
        const QString before = QStringLiteral("p%1").arg(i - 1);
        if (i == 0)
            from << conditionOf(
                QStringLiteral("json_each(CASE WHEN json_valid(%1) THEN %1 END) AS p0"), column);
        else
            from << QStringLiteral(
                ", json_each(CASE WHEN %1.type IN ('object', 'array') THEN %1.value END) AS %2")
                        .arg(before, alias);
        where.and_({QStringLiteral("CAST(%1.key AS TEXT) = ?").arg(alias), {Value(path[i])}});
    }
    Condition selected;
    selected << QStringLiteral("(SELECT ")
             << QString(result).replace(QStringLiteral("%1"), QStringLiteral("p%1").arg(path.size() - 1))
             << QStringLiteral(" FROM ") << from << QStringLiteral(" WHERE ") << where
             << QStringLiteral(" LIMIT 1)");
    return selected;
}

} // namespace

/// Any two values can be compared here.
std::optional<Condition> SqliteConditions::unchanged(
    const Condition& column, const model::DataType&, const Value& seen) const
{
    return conditionOf(QStringLiteral("%1 IS ?"), column, {seen});
}

Condition SqliteConditions::keptRowCount(
    const QString&, const QString&, const QString& quoted, bool numbered) const
{
    if (!numbered)
        return {};
    return {QStringLiteral("SELECT (SELECT MAX(rowid) FROM %1) - (SELECT MIN(rowid) FROM %1) + 1").arg(quoted), {}};
}

/// A column holds what it likes, whatever it is declared as. The length of a BLOB stands before it, that of a
/// text is not known without reading it.
QString SqliteConditions::byteLength(const QString& column, const model::DataType&) const
{
    return QStringLiteral("CASE typeof(%1) WHEN 'blob' THEN length(%1) "
                          "WHEN 'text' THEN length(CAST(%1 AS BLOB)) ELSE 0 END")
        .arg(column);
}

/// substr() reads a BLOB to its end.
QString SqliteConditions::head(const QString& column, const model::DataType&, int characters) const
{
    return QStringLiteral("CASE typeof(%1) WHEN 'blob' THEN x'' ELSE substr(%1, 1, %2) END")
        .arg(column)
        .arg(characters);
}

Condition SqliteConditions::byTime(const Condition& moment) const
{
    return conditionOf(QStringLiteral("strftime('%Y-%m-%d %H:%M:%f', %1)"), moment);
}

Condition SqliteConditions::jsonAt(
    const Condition& column, const model::DataType&, const QStringList& path, JsonAs as) const
{
    switch (as) {
    case JsonAs::Text:
        return walk(column, path,
            QStringLiteral("CASE WHEN %1.type IN ('true', 'false') THEN %1.type "
                           "WHEN %1.type NOT IN ('object', 'array') THEN CAST(%1.value AS TEXT) END"));
    case JsonAs::Number:
        return walk(column, path, QStringLiteral("CASE WHEN %1.type IN ('integer', 'real') THEN %1.value END"));
    case JsonAs::Boolean:
        return walk(column, path, QStringLiteral("CASE WHEN %1.type IN ('true', 'false') THEN %1.type END"));
    }
    return {};
}

Condition SqliteConditions::jsonEquals(const Condition& column, const model::DataType&, const Value& json) const
{
    return conditionOf(QStringLiteral("json(CASE WHEN json_valid(%1) THEN %1 END) = json(?)"), column, {json});
}

std::optional<Condition> SqliteConditions::collection(
    const Condition&, const model::DataType&, Collection, const Value&, bool) const
{
    return std::nullopt;
}

} // namespace conjoin::orm
