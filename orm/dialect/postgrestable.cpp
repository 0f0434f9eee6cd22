// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgrestable.h"

#include "orm/dialect/ansiddl.h"
#include "orm/dialect/postgrestypes.h"

#include <QRegularExpression>

namespace conjoin::orm::postgres {

namespace {

QString deferrableClause(model::Deferrable deferrable)
{
    switch (deferrable) {
    case model::Deferrable::No:
        return {};
    case model::Deferrable::InitiallyImmediate:
        return QStringLiteral(" DEFERRABLE");
    case model::Deferrable::InitiallyDeferred:
        return QStringLiteral(" DEFERRABLE INITIALLY DEFERRED");
    }
    return {};
}

QString includeClause(const Dialect& dialect, const QStringList& columns)
{
    return columns.isEmpty() ? QString() : QStringLiteral(" INCLUDE ") + ansi::columnList(dialect, columns);
}

QString optionsClause(const QString& options)
{
    return options.isEmpty() ? QString() : u' ' + options;
}

/// `(email, lower(name) COLLATE "C" text_pattern_ops DESC NULLS LAST)`
QString partList(const Dialect& dialect, const std::vector<PhysicalKeyPart>& parts)
{
    QStringList texts;
    for (const PhysicalKeyPart& part : parts) {
        QString text = part.expression.isEmpty() ? dialect.identifier(part.column) : part.expression;
        if (text.contains(u"--"))
            text = ansi::parenthesized(text);
        if (!part.collation.isEmpty())
            text += QStringLiteral(" COLLATE ") + collationName(part.collation);
        if (!part.operatorClass.isEmpty())
            text += u' ' + part.operatorClass;
        if (part.descending)
            text += QStringLiteral(" DESC");
        if (part.nulls != model::NullOrder::Default)
            text += part.nulls == model::NullOrder::First ? QStringLiteral(" NULLS FIRST")
                                                          : QStringLiteral(" NULLS LAST");
        texts.append(text);
    }
    return u'(' + texts.join(QStringLiteral(", ")) + u')';
}

QStringList partColumns(const std::vector<PhysicalKeyPart>& parts)
{
    QStringList names;
    for (const PhysicalKeyPart& part : parts)
        names.append(part.column);
    return names;
}

/// `PRIMARY KEY (…) …` or `UNIQUE (…) …`, its name before it.
QString keyClause(const Dialect& dialect, const PhysicalKey& key, bool primary)
{
    QString text = ansi::constraintPrefix(dialect, key.name);
    text += primary ? QStringLiteral("PRIMARY KEY ") : QStringLiteral("UNIQUE ");
    if (key.nullsNotDistinct && !primary)
        text += QStringLiteral("NULLS NOT DISTINCT ");
    text += ansi::columnList(dialect, partColumns(key.parts)) + includeClause(dialect, key.include) +
            optionsClause(key.options);
    return text + deferrableClause(key.deferrable);
}

QString foreignKeyClause(const Dialect& dialect, const PhysicalForeignKey& key)
{
    QString onDelete = model::actionText(key.onDelete);
    if (!key.setColumns.isEmpty())
        onDelete += u' ' + ansi::columnList(dialect, key.setColumns);
    QString text = ansi::constraintPrefix(dialect, key.name) + QStringLiteral("FOREIGN KEY ") +
                   ansi::columnList(dialect, key.columns) + QStringLiteral(" REFERENCES ") +
                   ansi::tableName(dialect, key.refSchema, key.refTable);
    if (!key.refColumns.isEmpty())
        text += u' ' + ansi::columnList(dialect, key.refColumns);
    if (!key.match.isEmpty())
        text += QStringLiteral(" MATCH ") + key.match;
    if (key.onDelete != model::Action::NoAction)
        text += QStringLiteral(" ON DELETE ") + onDelete;
    if (key.onUpdate != model::Action::NoAction)
        text += QStringLiteral(" ON UPDATE ") + model::actionText(key.onUpdate);
    text += deferrableClause(key.deferrable);
    return key.validated ? text : text + QStringLiteral(" NOT VALID");
}

QString generatedClause(const PhysicalColumn& column)
{
    if (column.generated.kind == model::Generated::Kind::None)
        return {};
    // Before version 18 there is no other kind than STORED.
    return QStringLiteral("GENERATED ALWAYS AS ") + ansi::parenthesized(column.generated.expression) +
           QStringLiteral(" STORED");
}

QString columnLine(const Dialect& dialect, const PhysicalTable& table, const PhysicalColumn& column, bool bare)
{
    const bool identity = column.identity != model::Identity::None;
    const bool serial = column.autoIncrement && !identity;
    QStringList words{dialect.identifier(column.name), dialect.typeName(column.type, serial)};
    if (!column.collation.isEmpty())
        words.append(QStringLiteral("COLLATE ") + collationName(column.collation));
    const QString value =
        serial || identity ? QString() : dialect.defaultText(column.defaultValue, column.type);
    if (!value.isEmpty() && !bare)
        words.append(QStringLiteral("DEFAULT ") + value);
    if (const QString clause = generatedClause(column); !clause.isEmpty())
        words.append(clause);
    if (identity) {
        words.append(column.identity == model::Identity::Always
                         ? QStringLiteral("GENERATED ALWAYS AS IDENTITY")
                         : QStringLiteral("GENERATED BY DEFAULT AS IDENTITY"));
        if (!column.sequence.isEmpty())
            words.append(u'(' + column.sequence + u')');
    }
    const bool keyColumn =
        table.primaryKey && std::ranges::any_of(table.primaryKey->parts,
                                [&](const PhysicalKeyPart& part) { return part.column == column.name; });
    if (!column.nullable && !keyColumn && !serial && !identity)
        words.append(QStringLiteral("NOT NULL"));
    return words.join(u' ');
}

QString alterTable(const Dialect& dialect, const PhysicalTable& table)
{
    return QStringLiteral("ALTER TABLE ") + ansi::tableName(dialect, table.schema, table.name) + u' ';
}

QString alterColumn(const Dialect& dialect, const PhysicalTable& table, const PhysicalColumn& column)
{
    return QStringLiteral("ALTER TABLE ONLY ") + ansi::tableName(dialect, table.schema, table.name) +
           QStringLiteral(" ALTER COLUMN ") + dialect.identifier(column.name) + u' ';
}

/// `STORAGE EXTERNAL COMPRESSION lz4 STATISTICS 500`, one clause a statement.
QStringList storageStatements(const Dialect& dialect, const PhysicalTable& table, const PhysicalColumn& column)
{
    static const QRegularExpression clause(QStringLiteral(R"(\b(STORAGE|COMPRESSION|STATISTICS)\s+(\w+))"));
    QStringList statements;
    for (auto it = clause.globalMatch(column.extra); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        statements.append(alterColumn(dialect, table, column) + QStringLiteral("SET ") + match.captured(1) +
                          u' ' + match.captured(2));
    }
    return statements;
}

/// What a column that is inherited says differently from the one it comes from is not known here: all of it is
/// said again, which does no harm.
QStringList inheritedColumnStatements(
    const Dialect& dialect, const PhysicalTable& table, const PhysicalColumn& column)
{
    const QString head = alterColumn(dialect, table, column);
    const QString value = dialect.defaultText(column.defaultValue, column.type);
    QStringList statements;
    if (column.generated.kind == model::Generated::Kind::None)
        statements.append(
            head + (value.isEmpty() ? QStringLiteral("DROP DEFAULT") : QStringLiteral("SET DEFAULT ") + value));
    if (!column.nullable)
        statements.append(head + QStringLiteral("SET NOT NULL"));
    return statements;
}

QString createTable(const Dialect& dialect, const PhysicalTable& table, const TableForm& form)
{
    QStringList lines;
    for (const PhysicalColumn& column : table.columns) {
        if (!form.inheritedColumns.contains(column.name))
            lines.append(columnLine(dialect, table, column, form.bare));
    }
    if (table.primaryKey)
        lines.append(keyClause(dialect, *table.primaryKey, true));
    for (const PhysicalKey& key : table.uniqueKeys)
        lines.append(keyClause(dialect, key, false));
    for (std::size_t i = 0; i < table.foreignKeys.size(); ++i) {
        if (form.inlineForeignKeys.contains(i))
            lines.append(foreignKeyClause(dialect, table.foreignKeys[i]));
    }
    for (const PhysicalCheck& check : table.checks) {
        if (!form.bare && check.validated)
            lines.append(checkClause(dialect, check));
    }
    QString text =
        table.options.unlogged ? QStringLiteral("CREATE UNLOGGED TABLE ") : QStringLiteral("CREATE TABLE ");
    if (form.ifNotExists)
        text += QStringLiteral("IF NOT EXISTS ");
    text += ansi::tableName(dialect, table.schema, table.name);
    text += lines.isEmpty()
                ? QStringLiteral(" ()")
                : QStringLiteral(" (\n  ") + lines.join(QStringLiteral(",\n  ")) + QStringLiteral("\n)");
    if (!table.options.inherits.isEmpty() && !form.attachParents)
        text += QStringLiteral(" INHERITS (") + table.options.inherits.join(QStringLiteral(", ")) + u')';
    return text + optionsClause(table.options.partitionBy) + optionsClause(table.options.extra);
}

QString commentOn(const Dialect& dialect, const QString& what, const QString& comment)
{
    return QStringLiteral("COMMENT ON %1 IS ").arg(what) + dialect.textLiteral(comment);
}

QString constraintComment(
    const Dialect& dialect, const PhysicalTable& table, const QString& name, const QString& comment)
{
    if (comment.isEmpty() || name.isEmpty())
        return {};
    return QStringLiteral("COMMENT ON CONSTRAINT ") + dialect.identifier(name) + QStringLiteral(" ON ") +
           ansi::tableName(dialect, table.schema, table.name) + QStringLiteral(" IS ") +
           dialect.textLiteral(comment);
}

} // namespace

QString checkClause(const Dialect& dialect, const PhysicalCheck& check)
{
    QString text = ansi::constraintPrefix(dialect, check.name) + QStringLiteral("CHECK ") +
                   ansi::parenthesized(check.expression);
    if (!check.inherited)
        text += QStringLiteral(" NO INHERIT");
    return check.validated ? text : text + QStringLiteral(" NOT VALID");
}

QStringList tableStatements(const Dialect& dialect, const PhysicalTable& table, const TableForm& form)
{
    QStringList statements{createTable(dialect, table, form)};
    for (const PhysicalCheck& check : table.checks) {
        if (!form.bare && !check.validated) // CREATE TABLE would take it for valid
            statements.append(
                alterTable(dialect, table) + QStringLiteral("ADD ") + checkClause(dialect, check));
    }
    if (form.attachParents) {
        for (const QString& parent : table.options.inherits)
            statements.append(alterTable(dialect, table) + QStringLiteral("INHERIT ") + parent);
    }
    for (const PhysicalColumn& column : table.columns) {
        if (form.inheritedColumns.contains(column.name))
            statements += inheritedColumnStatements(dialect, table, column);
        statements += storageStatements(dialect, table, column);
    }
    return statements;
}

QStringList lateParts(const Dialect& dialect, const PhysicalTable& table)
{
    QStringList statements;
    for (const PhysicalColumn& column : table.columns) {
        const QString value = dialect.defaultText(column.defaultValue, column.type);
        if (!value.isEmpty() && !column.autoIncrement)
            statements.append(alterColumn(dialect, table, column) + QStringLiteral("SET DEFAULT ") + value);
    }
    for (const PhysicalCheck& check : table.checks)
        statements.append(alterTable(dialect, table) + QStringLiteral("ADD ") + checkClause(dialect, check));
    return statements;
}

QString indexStatement(
    const Dialect& dialect, const PhysicalTable& table, const PhysicalIndex& index, bool ifNotExists)
{
    QString text = index.unique ? QStringLiteral("CREATE UNIQUE INDEX ") : QStringLiteral("CREATE INDEX ");
    if (ifNotExists && !index.name.isEmpty())
        text += QStringLiteral("IF NOT EXISTS ");
    if (!index.name.isEmpty())
        text += dialect.identifier(index.name) + u' ';
    text += QStringLiteral("ON ") + ansi::tableName(dialect, table.schema, table.name) + u' ';
    if (!index.method.isEmpty())
        text += QStringLiteral("USING ") + dialect.identifier(index.method) + u' ';
    text += partList(dialect, index.parts) + includeClause(dialect, index.include);
    if (index.nullsNotDistinct)
        text += QStringLiteral(" NULLS NOT DISTINCT");
    text += optionsClause(index.options);
    return index.where.isEmpty() ? text : text + QStringLiteral(" WHERE ") + index.where;
}

QString foreignKeyStatement(const Dialect& dialect, const PhysicalTable& table, const PhysicalForeignKey& key)
{
    return alterTable(dialect, table) + QStringLiteral("ADD ") + foreignKeyClause(dialect, key);
}

QStringList commentStatements(const Dialect& dialect, const PhysicalTable& table)
{
    const QString name = ansi::tableName(dialect, table.schema, table.name);
    QStringList statements;
    if (!table.comment.isEmpty())
        statements.append(commentOn(dialect, QStringLiteral("TABLE ") + name, table.comment));
    for (const PhysicalColumn& column : table.columns) {
        if (!column.comment.isEmpty())
            statements.append(commentOn(dialect,
                QStringLiteral("COLUMN ") + name + u'.' + dialect.identifier(column.name), column.comment));
    }
    if (table.primaryKey)
        statements.append(constraintComment(dialect, table, table.primaryKey->name, table.primaryKey->comment));
    for (const PhysicalKey& key : table.uniqueKeys)
        statements.append(constraintComment(dialect, table, key.name, key.comment));
    for (const PhysicalCheck& check : table.checks)
        statements.append(constraintComment(dialect, table, check.name, check.comment));
    statements.removeAll(QString());
    return statements;
}

QString foreignKeyComment(const Dialect& dialect, const PhysicalTable& table, const PhysicalForeignKey& key)
{
    return constraintComment(dialect, table, key.name, key.comment);
}

QString indexComment(const Dialect& dialect, const PhysicalTable& table, const PhysicalIndex& index)
{
    if (index.comment.isEmpty() || index.name.isEmpty())
        return {};
    return commentOn(
        dialect, QStringLiteral("INDEX ") + ansi::tableName(dialect, table.schema, index.name), index.comment);
}

} // namespace conjoin::orm::postgres
