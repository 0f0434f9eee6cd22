// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/ansiddl.h"

#include "orm/base/topologicalsort.h"

#include <QHash>

#include <utility>

namespace conjoin::orm::ansi {

namespace {

std::vector<std::size_t> flattened(const std::vector<std::vector<std::size_t>>& groups)
{
    std::vector<std::size_t> order;
    for (const std::vector<std::size_t>& group : groups)
        order.insert(order.end(), group.begin(), group.end());
    return order;
}

} // namespace

QString parenthesized(const QString& expression)
{
    const QString end = expression.contains(u"--") ? QStringLiteral("\n)") : QStringLiteral(")");
    return u'(' + expression + end;
}

QString columnList(const Dialect& dialect, const QStringList& columns)
{
    QStringList names;
    for (const QString& column : columns)
        names.append(dialect.identifier(column));
    return u'(' + names.join(QStringLiteral(", ")) + u')';
}

QString partList(const Dialect& dialect, const std::vector<PhysicalKeyPart>& parts)
{
    QStringList texts;
    for (const PhysicalKeyPart& part : parts) {
        QString text = part.expression.isEmpty() ? dialect.identifier(part.column) : part.expression;
        if (text.contains(u"--"))
            text += u'\n'; // a comment must not swallow what follows
        if (!part.collation.isEmpty())
            text += QStringLiteral(" COLLATE ") + dialect.identifier(part.collation);
        if (part.descending)
            text += QStringLiteral(" DESC");
        texts.append(text);
    }
    return u'(' + texts.join(QStringLiteral(", ")) + u')';
}

QString tableName(const Dialect& dialect, const QString& schema, const QString& name)
{
    const QString table = dialect.identifier(name);
    return schema.isEmpty() ? table : dialect.identifier(schema) + u'.' + table;
}

QString constraintPrefix(const Dialect& dialect, const QString& name)
{
    return name.isEmpty() ? QString() : QStringLiteral("CONSTRAINT ") + dialect.identifier(name) + u' ';
}

QString referencesClause(const Dialect& dialect, const PhysicalForeignKey& key, const QString& refTable)
{
    QString text = QStringLiteral("REFERENCES ") + refTable;
    if (!key.refColumns.isEmpty())
        text += u' ' + columnList(dialect, key.refColumns);
    if (key.onDelete != model::Action::NoAction)
        text += QStringLiteral(" ON DELETE ") + model::actionText(key.onDelete);
    if (key.onUpdate != model::Action::NoAction)
        text += QStringLiteral(" ON UPDATE ") + model::actionText(key.onUpdate);
    if (!key.match.isEmpty())
        text += QStringLiteral(" MATCH ") + key.match;
    if (key.deferrable == model::Deferrable::InitiallyDeferred)
        text += QStringLiteral(" DEFERRABLE INITIALLY DEFERRED");
    else if (key.deferrable == model::Deferrable::InitiallyImmediate)
        text += QStringLiteral(" DEFERRABLE INITIALLY IMMEDIATE");
    else if (key.notDeferrableWritten)
        text += QStringLiteral(" NOT DEFERRABLE");
    return text;
}

std::vector<std::size_t> creationOrder(const PhysicalSchema& schema)
{
    QHash<std::pair<QString, QString>, std::size_t> positions;
    for (std::size_t i = 0; i < schema.tables.size(); ++i)
        positions.insert({schema.tables[i].schema, schema.tables[i].name}, i);
    std::vector<std::vector<std::size_t>> dependsOn(schema.tables.size());
    for (std::size_t i = 0; i < schema.tables.size(); ++i) {
        for (const PhysicalForeignKey& key : schema.tables[i].foreignKeys) {
            const auto it = positions.constFind({key.refSchema, key.refTable});
            if (it != positions.cend())
                dependsOn[i].push_back(*it);
        }
    }
    return flattened(topologicalGroups(dependsOn));
}

std::vector<std::size_t> verbatimOrder(const PhysicalSchema& schema)
{
    QHash<QString, std::size_t> positions;
    for (std::size_t i = 0; i < schema.verbatims.size(); ++i)
        positions.insert(schema.verbatims[i].name, i);
    std::vector<std::vector<std::size_t>> dependsOn(schema.verbatims.size());
    for (std::size_t i = 0; i < schema.verbatims.size(); ++i) {
        for (const QString& name : schema.verbatims[i].dependsOn) {
            if (const auto it = positions.constFind(name); it != positions.cend())
                dependsOn[i].push_back(*it);
        }
    }
    return flattened(topologicalGroups(dependsOn));
}

} // namespace conjoin::orm::ansi
