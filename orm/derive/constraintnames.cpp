// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/constraintnames.h"

#include <QCryptographicHash>
#include <QSet>

namespace conjoin::orm {

using model::NameKind;
using model::PatternValues;

namespace {

QStringList columnsOf(const std::vector<PhysicalKeyPart>& parts)
{
    QStringList names;
    for (const PhysicalKeyPart& part : parts)
        names.append(part.expression.isEmpty() ? part.column : QStringLiteral("expr"));
    return names;
}

QString hexOf(const QString& text, QCryptographicHash::Algorithm algorithm, int digits)
{
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), algorithm).toHex().left(digits));
}

void reserveGiven(TableDraft& draft, SchemaNames& names)
{
    const PhysicalTable& table = draft.physical;
    const auto reserve = [&](const QString& name) {
        if (!name.isEmpty())
            names.reserve(table.schema, name, draft.names);
    };
    if (table.primaryKey)
        reserve(table.primaryKey->name);
    for (const PhysicalKey& key : table.uniqueKeys)
        reserve(key.name);
    for (const PhysicalForeignKey& key : table.foreignKeys)
        reserve(key.name);
    for (const PhysicalIndex& index : table.indexes)
        reserve(index.name);
    for (const PhysicalCheck& check : table.checks)
        reserve(check.name);
}

/// Names what nobody named in a table, by the patterns of the convention.
class ConstraintNamer {
public:
    ConstraintNamer(const DeriveContext& context, TableDraft& draft, SchemaNames& names)
        : context_(context)
        , draft_(draft)
        , names_(names)
    {}

    void nameKeys()
    {
        PhysicalTable& table = draft_.physical;
        if (draft_.nameKeys && context_.engine.namesPrimaryKeys && table.primaryKey &&
            table.primaryKey->name.isEmpty())
            table.primaryKey->name = ofKey(NameKind::PrimaryKey, columnsOf(table.primaryKey->parts), "pkey");
        for (std::size_t i = 0; i < table.uniqueKeys.size(); ++i) {
            PhysicalKey& key = table.uniqueKeys[i];
            if (key.name.isEmpty() && (draft_.nameKeys || i >= draft_.ownUniqueKeys))
                key.name = ofKey(NameKind::Unique, columnsOf(key.parts), "key");
        }
        for (std::size_t i = 0; i < table.foreignKeys.size(); ++i) {
            if (draft_.nameForeignKey[i])
                table.foreignKeys[i].name = ofForeignKey(table.foreignKeys[i], int(i));
        }
        const std::size_t ownChecks = table.checks.size() - draft_.checkNames.size();
        for (std::size_t i = 0; i < draft_.checkNames.size(); ++i) {
            PhysicalCheck& check = table.checks[ownChecks + i];
            PatternValues values = valuesFor(draft_.checkNames[i]);
            values.words.insert(QStringLiteral("digest"),
                sha256(table.name + u'_' + check.expression + QStringLiteral("_chk")));
            check.name = made(context_.naming.pattern(NameKind::Check), values);
        }
    }

    void nameIndexes()
    {
        for (PhysicalIndex& index : draft_.physical.indexes) {
            if (index.name.isEmpty())
                index.name = made(context_.naming.pattern(NameKind::Index), valuesFor(columnsOf(index.parts)));
        }
    }

private:
    PatternValues valuesFor(const QStringList& columns) const
    {
        const QString& table = draft_.physical.name;
        return {{{"Table", table}, {"Model", draft_.table->name}, {"n", QStringLiteral("1")},
                    {"hash", md5(table + columns.join(QString()))},
                    {"digest",
                        sha256(table + u'_' + columns.join(QStringLiteral("_and_")) + QStringLiteral("_fk"))}},
            columns};
    }

    /// As Django shortens it.
    static QString md5(const QString& text) { return hexOf(text, QCryptographicHash::Md5, 8); }

    /// As Rails shortens it.
    static QString sha256(const QString& text) { return hexOf(text, QCryptographicHash::Sha256, 10); }

    QString take(const QStringList& parts) { return names_.take(draft_.physical.schema, parts, draft_.names); }

    /// The name bounded, and different from all others; none where the pattern gives none.
    QString made(const QString& pattern, const PatternValues& values)
    {
        const QString name = model::nameByPattern(pattern, values);
        return name.isEmpty() ? QString() : take({name});
    }

    /// What the server would call it, where the columns tell; else nothing.
    QString serversOwn(const QStringList& columns, const char* suffix)
    {
        if (!context_.engine.namesKeysByColumns)
            return {};
        return take(
            QStringList{draft_.physical.name} + columns + QStringList{QString::fromLatin1(suffix)});
    }

    /// Of a primary or unique key.
    QString ofKey(NameKind kind, const QStringList& columns, const char* suffix)
    {
        const QString own = context_.naming.pattern(kind);
        const QString pair = context_.naming.pattern(NameKind::Pair);
        // A server that says table and columns itself is left to it, for pairs as for all.
        if (!pair.isEmpty() && isPair(columns) && !(own.isEmpty() && context_.engine.namesKeysByColumns))
            return made(pair, valuesFor(columns));
        if (!own.isEmpty())
            return made(own, valuesFor(columns));
        return serversOwn(kind == NameKind::PrimaryKey ? QStringList() : columns, suffix);
    }

    QString ofForeignKey(const PhysicalForeignKey& key, int position)
    {
        const QString pattern = context_.naming.pattern(NameKind::ForeignKey);
        if (pattern.isEmpty() && !context_.engine.namesKeysByColumns && isTooLongToCount())
            return take(
                QStringList{draft_.physical.name} + key.columns + QStringList{QStringLiteral("fkey")});
        if (pattern.isEmpty())
            return serversOwn(key.columns, "fkey");
        PatternValues values = valuesFor(key.columns);
        values.words.insert(QStringLiteral("ToTable"), key.refTable);
        values.words.insert(QStringLiteral("toColumns"), key.refColumns.join(u'_'));
        values.words.insert(QStringLiteral("n"), QString::number(position + 1));
        return made(pattern, values);
    }

    /// Whether the server has no room for the `_ibfk_1` that it puts behind the table's name.
    bool isTooLongToCount() const
    {
        constexpr qsizetype ending = 10; // as far as `_ibfk_9999`
        const QString& table = draft_.physical.name;
        const qsizetype length = context_.engine.nameLimitInCharacters ? table.size() : table.toUtf8().size();
        return context_.engine.nameLimit > 0 && length + ending > context_.engine.nameLimit;
    }

    /// Whether these are the key columns of a junction towards all its ends.
    bool isPair(const QStringList& columns) const
    {
        QSet<QString> towardsEnds;
        for (std::size_t i = 0; i < draft_.origin.columns.size(); ++i) {
            if (draft_.origin.columns[i].linkEnd >= 0)
                towardsEnds.insert(draft_.physical.columns[i].name);
        }
        return columns.size() > 1 && QSet<QString>(columns.begin(), columns.end()) == towardsEnds;
    }

    const DeriveContext& context_;
    TableDraft& draft_;
    SchemaNames& names_;
};

} // namespace

void nameConstraints(DeriveContext& context, SchemaNames& names)
{
    for (TableDraft& draft : context.drafts)
        reserveGiven(draft, names);
    for (TableDraft& draft : context.drafts) {
        ConstraintNamer namer(context, draft, names);
        if (context.engine.showsConstraintNames)
            namer.nameKeys();
        namer.nameIndexes();
    }
}

} // namespace conjoin::orm
