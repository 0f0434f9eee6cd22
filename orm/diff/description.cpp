// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/diff/description.h"

#include "orm/diff/properties.h"

namespace conjoin::orm {

namespace {

/// A property as it stands in a definition.
QString phrase(const Property& property)
{
    static const QHash<QString, QString> introductions{{QStringLiteral("default"), QStringLiteral("DEFAULT ")},
        {QStringLiteral("computed"), QStringLiteral("computed as ")},
        {QStringLiteral("collation"), QStringLiteral("COLLATE ")},
        {QStringLiteral("charset"), QStringLiteral("CHARACTER SET ")},
        {QStringLiteral("refers to"), QStringLiteral("-> ")},
        {QStringLiteral("on delete"), QStringLiteral("ON DELETE ")},
        {QStringLiteral("on update"), QStringLiteral("ON UPDATE ")},
        {QStringLiteral("where"), QStringLiteral("WHERE ")},
        {QStringLiteral("method"), QStringLiteral("USING ")},
        {QStringLiteral("include"), QStringLiteral("INCLUDE ")},
        {QStringLiteral("conflict"), QStringLiteral("ON CONFLICT ")},
        {QStringLiteral("comment"), QStringLiteral("comment ")},
        {QStringLiteral("match"), QStringLiteral("MATCH ")},
        {QStringLiteral("engine"), QStringLiteral("ENGINE ")}};
    if (property.name == u"columns")
        return QStringLiteral("(%1)").arg(property.text);
    return introductions.value(property.name) + property.text;
}

/// All that is said of a thing but its name.
QString definition(const Properties& properties)
{
    QStringList phrases;
    for (const Property& property : properties) {
        const bool isSql = property.name == u"sql"; // a whole view is no part of a line
        if (property.name != u"name" && property.name != u"namespace" && !property.text.isEmpty() && !isSql)
            phrases << phrase(property);
    }
    return phrases.join(u' ').simplified();
}

QString shortened(const QString& text)
{
    constexpr int longest = 120;
    const QString line = text.simplified();
    if (line.isEmpty())
        return QStringLiteral("none");
    return line.size() <= longest ? line : line.left(longest - 1) + u'…';
}

QString differencesText(const std::vector<PropertyChange>& properties)
{
    QStringList texts;
    for (const PropertyChange& property : properties) {
        if (property.property == u"sql")
            texts << QStringLiteral("is defined otherwise");
        else if (property.property == u"name")
            texts << QStringLiteral("is called %1").arg(property.after);
        else if (property.property == u"null")
            texts << (property.after.isEmpty() ? QStringLiteral("may be null") : QStringLiteral("NOT NULL"));
        else
            texts << QStringLiteral("%1 %2 -> %3")
                         .arg(property.property, shortened(property.before), shortened(property.after));
    }
    return texts.join(QStringLiteral("; "));
}

/// What it is called within its table.
QString nameWithin(const PhysicalTable& table)
{
    return model::objectKey(table.schema, table.name);
}
QString nameWithin(const PhysicalUserType& type)
{
    return model::objectKey(type.schema, type.name);
}
QString nameWithin(const PhysicalVerbatim& verbatim)
{
    const QString name = model::objectKey(verbatim.schema, verbatim.name);
    return verbatim.table.isEmpty() ? name : QStringLiteral("%1 of %2").arg(name, verbatim.table);
}
template<class Thing>
QString nameWithin(const Thing& thing)
{
    return thing.name;
}

QString columnsText(const PhysicalTable& table)
{
    QStringList columns;
    for (const PhysicalColumn& column : table.columns)
        columns << column.name;
    return QStringLiteral("(%1)").arg(columns.join(QStringLiteral(", ")));
}

Json propertiesJson(const Properties& properties)
{
    Json object = Json::object();
    for (const Property& property : properties) {
        if (!property.text.isEmpty())
            object.set(property.name, property.text);
    }
    return object;
}

template<class Things>
void addList(Json& object, const char* key, const Things& things, const PropertyWriter& writer)
{
    Json list = Json::array();
    for (const auto& thing : things)
        list.append(propertiesJson(writer.of(thing)));
    if (!list.items().empty())
        object.set(QString::fromLatin1(key), std::move(list));
}

Json wholeJson(const PhysicalTable& table, const PropertyWriter& writer)
{
    Json object = propertiesJson(writer.of(table));
    addList(object, "columns", table.columns, writer);
    if (table.primaryKey)
        object.set(QStringLiteral("primary key"), propertiesJson(writer.of(*table.primaryKey)));
    addList(object, "unique keys", table.uniqueKeys, writer);
    addList(object, "foreign keys", table.foreignKeys, writer);
    addList(object, "indexes", table.indexes, writer);
    addList(object, "checks", table.checks, writer);
    return object;
}

template<class Thing>
Json wholeJson(const Thing& thing, const PropertyWriter& writer)
{
    return propertiesJson(writer.of(thing));
}

} // namespace

QString describe(const SchemaChange& change, const Dialect& dialect)
{
    const PropertyWriter writer(dialect);
    const QString kind = kindOf(change);
    return std::visit(
        [&](const auto& one) {
            const auto& thing = one.before ? *one.before : *one.after;
            QStringList words{kind};
            if (const QString name = nameWithin(thing); !name.isEmpty())
                words << name;
            if (one.before && one.after) {
                // A key without a name is known by what it stands on.
                if (words.size() == 1)
                    words << definition(writer.of(*one.before));
                return QStringLiteral("~ %1: %2")
                    .arg(words.join(u' ').simplified(), differencesText(one.properties));
            }
            QString said = definition(writer.of(thing));
            if constexpr (std::is_same_v<std::decay_t<decltype(thing)>, PhysicalTable>)
                said = columnsText(thing) + u' ' + said;
            words << said;
            return (one.after ? QStringLiteral("+ ") : QStringLiteral("- ")) + words.join(u' ').simplified();
        },
        change);
}

Json sideJson(const SchemaChange& change, Side side, const Dialect& dialect)
{
    const PropertyWriter writer(dialect);
    return std::visit(
        [&](const auto& one) -> Json {
            const auto& thing = side == Side::Before ? one.before : one.after;
            if (!thing)
                return nullptr;
            if (!one.before || !one.after)
                return wholeJson(*thing, writer);
            Json object = Json::object();
            for (const PropertyChange& property : one.properties)
                object.set(property.property, side == Side::Before ? property.before : property.after);
            return object;
        },
        change);
}

} // namespace conjoin::orm
