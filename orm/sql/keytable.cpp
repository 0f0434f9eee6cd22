// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/keytable.h"

#include <QHashFunctions>

#include <algorithm>

namespace conjoin::sql {

KeyTable KeyTable::of(const std::vector<KeyTuple>& keys, size_t first, size_t count)
{
    Q_ASSERT_X(count > 0 && !keys[first].empty(), "KeyTable::of", "there is a key and it has columns");
    KeyTable table;
    const size_t width = keys[first].size();
    QStringList names{QStringLiteral("n")};
    for (size_t i = 0; i < width; ++i) {
        names.append(QStringLiteral("c%1").arg(i));
        table.columns.append(QStringLiteral("k.c%1").arg(i));
    }
    QStringList rows;
    const QString holes = QStringLiteral(", ?").repeated(qsizetype(width));
    for (size_t i = first; i < first + count; ++i) {
        rows.append(u'(' + QString::number(i) + holes + u')');
        table.values.insert(table.values.end(), keys[i].begin(), keys[i].end());
    }
    table.with = QStringLiteral("WITH k(") + names.join(QStringLiteral(", ")) +
                 QStringLiteral(") AS (VALUES ") + rows.join(QStringLiteral(", ")) + QStringLiteral(") ");
    return table;
}

size_t keyChunk(const orm::Capabilities& engine, size_t width, size_t others)
{
    constexpr size_t usual = 1000;   // more is not faster (measured), and statements stay readable in a log
    constexpr size_t smallest = 999; // what any engine takes
    const size_t limit = engine.parameterLimit > 0 ? size_t(engine.parameterLimit) : smallest;
    const size_t room = limit > others ? limit - others : 0;
    return std::clamp<size_t>(room / std::max<size_t>(width, 1), 1, usual);
}

} // namespace conjoin::sql

namespace conjoin::orm {

size_t qHash(const std::vector<Value>& tuple, size_t seed)
{
    for (const Value& value : tuple)
        seed = qHash(value, seed);
    return seed;
}

} // namespace conjoin::orm
