// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/truth.h"

#include "support/support.h"

#include <QDirIterator>
#include <QFile>
#include <QSet>

namespace conjoin::tests {

using orm::Json;
using orm::PhysicalTable;

namespace {

const Json& member(const Json& object, const char* key)
{
    static const Json none;
    const Json* found = object.find(QString::fromLatin1(key));
    return found ? *found : none;
}

QString text(const Json& object, const char* key)
{
    const Json& value = member(object, key);
    return value.isString() ? value.string() : QString();
}

bool flag(const Json& object, const char* key)
{
    const Json& value = member(object, key);
    return value.isBool() && value.toBool();
}

QStringList texts(const Json& object, const char* key)
{
    QStringList list;
    if (const Json& value = member(object, key); value.isArray()) {
        for (const Json& item : value.items())
            list.append(item.isString() ? item.string() : QString());
    }
    return list;
}

model::Action action(const QString& word)
{
    if (word == u"CASCADE")
        return model::Action::Cascade;
    if (word == u"SET NULL")
        return model::Action::SetNull;
    if (word == u"SET DEFAULT")
        return model::Action::SetDefault;
    return word == u"RESTRICT" ? model::Action::Restrict : model::Action::NoAction;
}

std::vector<orm::PhysicalKeyPart> parts(const QStringList& columns)
{
    std::vector<orm::PhysicalKeyPart> result;
    for (const QString& column : columns) {
        if (column.isNull())
            result.push_back({{}, QStringLiteral("expression"), false, {}});
        else
            result.push_back({column, {}, false, {}});
    }
    return result;
}

PhysicalTable readTable(const Json& json, bool sqlite)
{
    PhysicalTable table;
    table.schema = sqlite ? QString() : text(json, "schema");
    table.name = text(json, "name");
    for (const Json& c : member(json, "columns").items()) {
        orm::PhysicalColumn column;
        column.name = text(c, "name");
        column.type = model::DataType::verbatim(text(c, "type"));
        column.nullable = flag(c, "nullable");
        column.autoIncrement = flag(c, "autoincrement");
        if (const QString value = text(c, "default"); !value.isEmpty())
            column.defaultValue = {model::DefaultValue::Kind::Expression, value};
        column.comment = text(c, "comment");
        table.columns.push_back(column);
    }
    if (const Json& key = member(json, "primary_key"); key.isObject())
        table.primaryKey = orm::PhysicalKey{text(key, "name"), parts(texts(key, "columns")), {}};
    for (const Json& key : member(json, "unique").items()) {
        if (text(key, "where").isEmpty() && !flag(key, "expression"))
            table.uniqueKeys.push_back({text(key, "name"), parts(texts(key, "columns")), {}});
        else
            table.indexes.push_back({text(key, "name"), parts(texts(key, "columns")), true, text(key, "where"),
                text(key, "method")});
    }
    for (const Json& index : member(json, "indexes").items())
        table.indexes.push_back({text(index, "name"), parts(texts(index, "columns")), false,
            text(index, "where"), text(index, "method")});
    for (const Json& key : member(json, "foreign_keys").items()) {
        orm::PhysicalForeignKey made;
        made.name = text(key, "name");
        made.columns = texts(key, "columns");
        made.refSchema = sqlite ? QString() : text(key, "ref_schema");
        made.refTable = text(key, "ref_table_actual");
        if (made.refTable.isEmpty())
            made.refTable = text(key, "ref_table");
        if (!flag(key, "implicit_target"))
            made.refColumns = texts(key, "ref_columns");
        made.onDelete = action(text(key, "on_delete"));
        made.onUpdate = action(text(key, "on_update"));
        table.foreignKeys.push_back(made);
    }
    sortForeignKeys(table);
    return table;
}

} // namespace

Truth readTruth(const QString& file)
{
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly))
        qFatal("%s can't be read", qPrintable(file));
    const Result<Json> json = orm::parseJson(input.readAll(), file);
    if (!json)
        qFatal("%s: %s", qPrintable(json.error().where), qPrintable(json.error().what.english()));

    Truth truth;
    const bool sqlite = text(*json, "dialect") == u"sqlite";
    for (const Json& table : member(*json, "tables").items()) {
        static const QSet<QString> others{"view", "shadow", "virtual"};
        const Json& parent = member(table, "partition_of"); // a name, or namespace and name
        if (!others.contains(text(table, "kind")) && !parent.isString() && !parent.isArray())
            truth.schema.tables.push_back(readTable(table, sqlite));
    }
    for (const Json& junction : member(*json, "junctions").items()) {
        if (!flag(junction, "ref_missing"))
            truth.junctions.append(QStringList{text(junction, "junction"), text(junction, "kind"),
                text(member(junction, "left"), "table"), text(member(junction, "right"), "table")}
                                       .join(u' '));
    }
    for (const char* list : {"weak_junctions", "nary_junctions", "audit_junctions"}) {
        for (const Json& junction : member(*json, list).items())
            truth.nearMisses.append(text(junction, "junction"));
    }
    truth.junctions.sort();
    truth.nearMisses.sort();
    return truth;
}

QStringList truthFiles()
{
    QStringList files;
    const QString corpus = sharedPath(QStringLiteral("corpus"));
    if (corpus.isEmpty())
        return files;
    QDirIterator found(corpus, {QStringLiteral("*.truth.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (found.hasNext())
        files.append(found.next());
    files.sort();
    return files;
}

} // namespace conjoin::tests
