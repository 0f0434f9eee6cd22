// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresreader/catalogtext.h"

namespace conjoin::sql::pgreader {

using orm::postgres::reparsable;

void PostgresReader::readTypes()
{
    for (const std::vector<Value>& values : catalog_.types.rows) {
        const CatalogRow row(values);
        if (row.letter(3) == u'e' || row.letter(3) == u'd')
            namedTypes_.insert(row.number(0), {schemaOf(row.text(1)), row.text(2)});
    }
    for (const std::vector<Value>& values : catalog_.types.rows) {
        const CatalogRow row(values);
        const QString schema = schemaOf(row.text(1));
        const QString name = row.text(2);
        const QString key = model::objectKey(schema, name);
        switch (row.letter(3).unicode()) {
        case u'e':
        case u'd':
            addUserType(row);
            types_.insert(row.number(0), {key, Object::What::Nothing, 0});
            break;
        case u'r':
            addVerbatim(Kind::Type, schema, name, rangeStatement(row)).comment = row.text(4);
            types_.insert(row.number(0), lastVerbatim(key));
            break;
        default: // a composite: its attributes come with the columns
            addVerbatim(Kind::Type, schema, name, {}).comment = row.text(4);
            types_.insert(row.number(0), lastVerbatim(key));
            composites_.insert(row.number(20), schema_.verbatims.size() - 1);
            classes_.insert(row.number(20), lastVerbatim(key));
        }
    }
}

model::DataType PostgresReader::typeOf(const QString& text, qint64 type, qint64 element) const
{
    const auto named = namedTypes_.constFind(element ? element : type);
    if (named == namedTypes_.cend())
        return dialect_.typeOf(text);
    model::DataType result = model::DataType::named(named->first, named->second);
    result.dimensions = element ? 1 : 0;
    return result;
}

void PostgresReader::addUserType(const CatalogRow& row)
{
    PhysicalUserType type;
    type.schema = schemaOf(row.text(1));
    type.name = row.text(2);
    type.comment = row.text(4);
    if (row.letter(3) == u'e') {
        type.kind = model::UserType::Kind::Enum;
        type.values = row.texts(5);
    } else {
        type.kind = model::UserType::Kind::Domain;
        type.base = typeOf(row.text(6), row.number(7), row.number(8));
        type.nullable = !row.flag(9);
        type.defaultValue = dialect_.defaultOf(reparsable(row.text(10)), type.base);
        if (!row.isNull(12))
            type.collation = collationOf(row.text(11), row.text(12));
        for (const QStringList& check : row.table(13)) {
            type.checks.push_back({check[1], conditionOf(check[2]), true, check[3] == u"true", true, check[4]});
        }
    }
    schema_.types.push_back(std::move(type));
}

QString PostgresReader::rangeStatement(const CatalogRow& row) const
{
    QStringList options{QStringLiteral("SUBTYPE = ") + row.text(14)};
    const auto add = [&](const char* word, const QString& text) {
        if (!text.isEmpty())
            options.append(QLatin1String(word) + QStringLiteral(" = ") + text);
    };
    add("SUBTYPE_OPCLASS", row.text(15));
    add("COLLATION", row.text(16));
    add("CANONICAL", row.text(17));
    add("SUBTYPE_DIFF", row.text(18));
    add("MULTIRANGE_TYPE_NAME", row.text(19));
    return QStringLiteral("CREATE TYPE ") + sqlName(schemaOf(row.text(1)), row.text(2)) +
           QStringLiteral(" AS RANGE (") + options.join(QStringLiteral(", ")) + u')';
}

} // namespace conjoin::sql::pgreader
