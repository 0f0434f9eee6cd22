// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recordedcatalog.h"

#include <QMap>

namespace conjoin::tests {

using orm::Json;

namespace {

const Json& at(const Json& json, const char* key)
{
    static const Json none;
    const Json* found = json.find(QString::fromLatin1(key));
    return found ? *found : none;
}

QString text(const Json& json)
{
    return json.isString() ? json.string() : QString();
}

/// None where nothing was recorded.
const Json::Array& itemsOf(const Json& json)
{
    static const Json::Array none;
    return json.isArray() ? json.items() : none;
}

const Json::Object& membersOf(const Json& json)
{
    static const Json::Object none;
    return json.isObject() ? json.members() : none;
}

QStringList texts(const Json& json)
{
    QStringList all;
    for (const Json& item : itemsOf(json))
        all.append(text(item));
    return all;
}

bool isTrue(const Json& json)
{
    return json.isBool() && json.toBool();
}

/// `unique NAME`, and `unique` alone where the server only counts them.
QString named(const QString& what, const QString& name, bool hasNames)
{
    return hasNames && !name.isEmpty() ? what + u' ' + name : what;
}

class Recording {
public:
    explicit Recording(const QString& engine)
        : hasNames_(engine != u"sqlite")
    {}

    CatalogFacts read(const Json& golden)
    {
        for (const Json& step : itemsOf(at(golden, "steps"))) {
            const Json& catalog = at(step, "catalogAfter");
            for (const auto& [table, facts] : membersOf(at(catalog, "tables"))) {
                if (!tables_.contains(table))
                    tables_.insert(table, &facts);
            }
            for (const auto& [type, values] : membersOf(at(catalog, "enums")))
                enums_.insert(
                    QStringLiteral("enum %1 (%2)").arg(type, texts(values).join(QStringLiteral(", "))), {});
        }
        for (auto it = tables_.cbegin(); it != tables_.cend(); ++it)
            addTable(it.key(), *it.value());
        facts_ += enums_.keys();
        facts_.sort();
        return facts_;
    }

private:
    void addTable(const QString& table, const Json& facts)
    {
        QStringList columns;
        for (const Json& column : itemsOf(at(facts, "columns"))) {
            columns.append(text(at(column, "name")));
            addColumn(table + u'.' + columns.back() + u' ', column);
        }
        facts_.append(columnListFact(table, QStringLiteral("columns"), columns));
        if (const Json& key = at(facts, "primaryKey"); key.isObject())
            facts_.append(
                columnListFact(table, named(QStringLiteral("primary key"), text(at(key, "name")), hasNames_),
                    texts(at(key, "columns"))));
        for (const Json& key : itemsOf(at(facts, "foreignKeys")))
            facts_.append(
                columnListFact(table, named(QStringLiteral("foreign key"), text(at(key, "name")), hasNames_),
                    texts(at(key, "columns"))) +
                QStringLiteral(" to ") +
                columnListFact(text(at(key, "refTable")), {}, texts(at(key, "refColumns"))) +
                QStringLiteral(" delete %1 update %2")
                    .arg(text(at(key, "onDelete")), text(at(key, "onUpdate"))));
        QStringList uniques;
        for (const Json& key : itemsOf(at(facts, "uniques"))) {
            uniques.append(text(at(key, "name")));
            facts_.append(columnListFact(
                table, named(QStringLiteral("unique"), uniques.back(), hasNames_), texts(at(key, "columns"))));
        }
        for (const Json& index : itemsOf(at(facts, "indexes"))) {
            const QString name = text(at(index, "name"));
            if (isTrue(at(index, "primary")) || uniques.contains(name) || text(at(index, "origin")) == u"pk")
                continue;
            const QString what =
                isTrue(at(index, "unique")) ? QStringLiteral("unique") : QStringLiteral("index");
            facts_.append(columnListFact(table, what + u' ' + name, texts(at(index, "columns"))));
        }
    }

    void addColumn(const QString& column, const Json& facts)
    {
        facts_.append(column + QStringLiteral("type ") + text(at(facts, "type")));
        facts_.append(
            column + (isTrue(at(facts, "nullable")) ? QStringLiteral("null") : QStringLiteral("not null")));
        if (const Json& value = at(facts, "default"); value.isString())
            facts_.append(column + QStringLiteral("default ") + text(value));
        if (isTrue(at(facts, "autoIncrement")))
            facts_.append(column + QStringLiteral("counts"));
        if (text(at(facts, "collation")).endsWith(QLatin1String("_bin")))
            facts_.append(column + QStringLiteral("compared by its bytes"));
    }

    bool hasNames_; ///< of keys
    QMap<QString, const Json*> tables_;
    QMap<QString, bool> enums_;
    CatalogFacts facts_;
};

} // namespace

CatalogFacts recordedFacts(const Json& golden, const QString& engine)
{
    return Recording(engine).read(golden);
}

QStringList factDifferences(const CatalogFacts& ours, const CatalogFacts& theirs)
{
    QStringList lines;
    const auto add = [&](const CatalogFacts& here, CatalogFacts there, QChar sign) {
        for (const QString& fact : here) {
            if (!there.removeOne(fact))
                lines.append(sign + fact);
        }
    };
    add(ours, theirs, u'+');
    add(theirs, ours, u'-');
    return lines;
}

QString columnListFact(const QString& table, const QString& what, const QStringList& columns)
{
    return table + (what.isEmpty() ? QString() : u' ' + what) + QStringLiteral(" (") +
           columns.join(QStringLiteral(", ")) + u')';
}

} // namespace conjoin::tests
