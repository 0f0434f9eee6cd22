// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/keytable.h"

#include "orm/dialect/conditionsyntax.h"

#include <QHashFunctions>

#include <algorithm>

namespace conjoin::sql {

KeyTable KeyTable::of(const orm::Dialect& dialect, const std::vector<KeyTuple>& keys, size_t first,
    size_t count, const std::vector<model::DataType>& types)
{
    Q_ASSERT_X(count > 0 && !keys[first].empty(), "KeyTable::of", "there is a key and it has columns");
    const orm::Capabilities& engine = dialect.capabilities();
    KeyTable table;
    const size_t width = keys[first].size();
    Q_ASSERT_X(types.size() == width, "KeyTable::of", "each column has a type");
    QStringList names{QStringLiteral("n")};
    QString typedHoles; // of the first row, which gives all others their types
    for (size_t i = 0; i < width; ++i) {
        names.append(QStringLiteral("c%1").arg(i));
        table.columns.append(QStringLiteral("k.c%1").arg(i));
        if (!engine.untypedRows)
            typedHoles += QStringLiteral(", CAST(? AS ") + dialect.typeName(types[i]) + u')';
    }
    QStringList rows;
    for (size_t i = first; i < first + count; ++i) {
        QString values = QString::number(i);
        if (i == first && !engine.untypedRows) {
            values += typedHoles;
        } else {
            for (size_t column = 0; column < width; ++column)
                values += QStringLiteral(", ") + dialect.conditions().parameter(keys[i][column], types[column]);
        }
        rows.append(engine.selectsFromValues ? u'(' + values + u')' : QStringLiteral("SELECT ") + values);
        table.values.insert(table.values.end(), keys[i].begin(), keys[i].end());
    }
    table.with = QStringLiteral("WITH k(") + names.join(QStringLiteral(", ")) + QStringLiteral(") AS (") +
                 (engine.selectsFromValues ? QStringLiteral("VALUES ") + rows.join(QStringLiteral(", "))
                                           : rows.join(QStringLiteral(" UNION ALL "))) +
                 QStringLiteral(") ");
    return table;
}

std::vector<model::DataType> typesOf(const orm::Model& model, const QStringList& attributes)
{
    std::vector<model::DataType> types;
    for (const QString& name : attributes) {
        const orm::Attribute* attribute = model.attribute(name);
        Q_ASSERT_X(attribute, "typesOf", "keys are made of attributes");
        types.push_back(attribute->type);
    }
    return types;
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
