// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/joinpath.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <deque>

namespace conjoin::orm {

namespace {

/// The first letters of the words of a name, made different from those `taken`.
QString aliasOf(const QString& table, const QStringList& taken)
{
    QString alias;
    bool start = true; // of a word: `order_items` and `OrderItem` are both `oi`
    for (const QChar c : table) {
        if (!c.isLetterOrNumber()) {
            start = true;
            continue;
        }
        if (c.isLetter() && (start || c.isUpper()))
            alias += c.toLower();
        start = false;
    }
    if (alias.isEmpty())
        alias = QStringLiteral("t");
    QString name = alias;
    for (int number = 2; taken.contains(name); ++number)
        name = alias + QString::number(number);
    return name;
}

} // namespace

std::vector<JoinStep> joinPath(const Derivation& derivation, TableId from, TableId to)
{
    const int start = derivation.indexOf(from), end = derivation.indexOf(to);
    if (start < 0 || end < 0 || start == end)
        return {};
    const std::vector<PhysicalTable>& tables = derivation.schema.tables;
    QHash<QString, int> byName;
    const auto nameOf = [](const QString& schema, const QString& name) { return schema + QChar(0x1f) + name; };
    for (int i = int(tables.size()) - 1; i >= 0; --i)
        byName.insert(nameOf(tables[size_t(i)].schema, tables[size_t(i)].name), i);
    std::vector<std::vector<JoinStep>> ways(tables.size());
    for (int i = 0; i < int(tables.size()); ++i) {
        const auto& keys = tables[size_t(i)].foreignKeys;
        for (int key = 0; key < int(keys.size()); ++key) {
            const int target =
                byName.value(nameOf(keys[size_t(key)].refSchema, keys[size_t(key)].refTable), -1);
            if (target < 0 || target == i)
                continue;
            ways[size_t(i)].push_back({i, target, i, key});
            ways[size_t(target)].push_back({target, i, i, key});
        }
    }
    std::vector<JoinStep> cameBy(tables.size());
    std::deque<int> open{start};
    while (!open.empty() && cameBy[size_t(end)].from < 0) {
        const int table = open.front();
        open.pop_front();
        for (const JoinStep& step : ways[size_t(table)]) {
            if (step.to == start || cameBy[size_t(step.to)].from >= 0)
                continue;
            cameBy[size_t(step.to)] = step;
            open.push_back(step.to);
        }
    }
    std::vector<JoinStep> path;
    for (int at = end; at != start && cameBy[size_t(at)].from >= 0; at = cameBy[size_t(at)].from)
        path.push_back(cameBy[size_t(at)]);
    std::ranges::reverse(path);
    return path;
}

ObjectRef objectOf(const Derivation& derivation, const JoinStep& step)
{
    const ForeignKeyOrigin& origin = derivation.origins[size_t(step.holder)].foreignKeys[size_t(step.key)];
    return origin.reference ? ObjectRef(origin.reference) : ObjectRef(origin.link);
}

QString joinSql(const Derivation& derivation, const std::vector<JoinStep>& steps, const Dialect& dialect)
{
    Q_ASSERT_X(!steps.empty(), "joinSql", "a way has a step");
    const std::vector<PhysicalTable>& tables = derivation.schema.tables;
    QHash<int, QString> aliases;
    QStringList taken;
    const auto alias = [&](int table) {
        if (!aliases.contains(table)) {
            aliases.insert(table, aliasOf(tables[size_t(table)].name, taken));
            taken += aliases.value(table);
        }
        return dialect.identifier(aliases.value(table));
    };
    const auto named = [&](int table) {
        const PhysicalTable& shown = tables[size_t(table)];
        const QString name = dialect.identifier(shown.name);
        const QString place = shown.schema.isEmpty() ? name : dialect.identifier(shown.schema) + u'.' + name;
        return QStringLiteral("%1 AS %2").arg(place, alias(table));
    };
    QString sql = QStringLiteral("SELECT *\nFROM ") + named(steps.front().from);
    for (const JoinStep& step : steps) {
        const PhysicalForeignKey& key = tables[size_t(step.holder)].foreignKeys[size_t(step.key)];
        const int target = step.holder == step.from ? step.to : step.from;
        QStringList columns = key.refColumns;
        if (columns.isEmpty() && tables[size_t(target)].primaryKey) {
            for (const PhysicalKeyPart& part : tables[size_t(target)].primaryKey->parts)
                columns += part.column;
        }
        QStringList conditions;
        const QString joined = named(step.to);
        for (qsizetype i = 0; i < key.columns.size() && i < columns.size(); ++i) {
            conditions += QStringLiteral("%1.%2 = %3.%4")
                              .arg(alias(step.holder), dialect.identifier(key.columns[i]), alias(target),
                                  dialect.identifier(columns[i]));
        }
        sql += QStringLiteral("\nJOIN %1 ON %2").arg(joined, conditions.join(QStringLiteral(" AND ")));
    }
    return sql + u';';
}

} // namespace conjoin::orm
