// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqliteddl.h"

#include "orm/dialect/ansiddl.h"
#include "orm/dialect/sqlitetypes.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace conjoin::orm::sqlite {

namespace {

QString conflictClause(const QString& word)
{
    return word.isEmpty() ? QString() : QStringLiteral(" ON CONFLICT ") + word;
}

/// Whether the key is one column in that column's own order of characters.
bool isColumn(const PhysicalKey& key)
{
    return key.parts.size() == 1 && key.parts[0].expression.isEmpty() && key.parts[0].collation.isEmpty();
}

/// Whether it is so, and ascending: a unique key may be said at the column then.
bool isPlainColumn(const PhysicalKey& key)
{
    return isColumn(key) && !key.parts[0].descending;
}

/// Writes one CREATE TABLE. What concerns one column is said at the column, as a person would.
class TableWriter {
public:
    TableWriter(const Dialect& dialect, const PhysicalTable& table)
        : dialect_(dialect)
        , table_(table)
    {
        // A descending INTEGER key is no alias of the rowid at the column, and is one at the table: where the
        // model says descending, the column was meant.
        keyAtColumn_ =
            table.primaryKey && isColumn(*table.primaryKey) && table.column(table.primaryKey->parts[0].column);
        uniqueAtColumn_ = uniqueKeysInColumnOrder();
    }

    QString statement(bool ifNotExists)
    {
        for (const PhysicalColumn& column : table_.columns)
            lines_.append(columnLine(column));
        addKeys();
        for (std::size_t i = 0; i < table_.foreignKeys.size(); ++i) {
            const PhysicalForeignKey& key = table_.foreignKeys[i];
            if (!writtenKeys_.contains(i))
                lines_.append(ansi::constraintPrefix(dialect_, key.name) + QStringLiteral("FOREIGN KEY ") +
                              ansi::columnList(dialect_, key.columns) + u' ' + references(key));
        }
        for (const PhysicalCheck& check : table_.checks)
            lines_.append(ansi::constraintPrefix(dialect_, check.name) + QStringLiteral("CHECK ") +
                          ansi::parenthesized(check.expression));

        QString text = QStringLiteral("CREATE TABLE ");
        if (ifNotExists)
            text += QStringLiteral("IF NOT EXISTS ");
        text += ansi::tableName(dialect_, table_.schema, table_.name) + QStringLiteral(" (\n  ");
        text += lines_.join(QStringLiteral(",\n  ")) + QStringLiteral("\n)");
        QStringList options;
        if (table_.options.strict)
            options.append(QStringLiteral("STRICT"));
        if (table_.options.withoutRowid)
            options.append(QStringLiteral("WITHOUT ROWID"));
        return options.isEmpty() ? text : text + u' ' + options.join(QStringLiteral(", "));
    }

private:
    /// Only then do unique keys at columns keep their order, which is that of SQLite's automatic indexes.
    bool uniqueKeysInColumnOrder() const
    {
        std::ptrdiff_t last = -1;
        for (const PhysicalKey& key : table_.uniqueKeys) {
            if (!isPlainColumn(key))
                return false;
            const auto it = std::ranges::find(table_.columns, key.parts[0].column, &PhysicalColumn::name);
            const std::ptrdiff_t at = it - table_.columns.begin();
            if (it == table_.columns.end() || at <= last)
                return false;
            last = at;
        }
        return true;
    }

    QString references(const PhysicalForeignKey& key) const
    {
        if (key.targetSpelling.isEmpty())
            return ansi::referencesClause(
                dialect_, key, dialect_.identifier(key.refTable)); // never to another file
        PhysicalForeignKey spelt = key;
        spelt.refColumns = key.targetSpelling.mid(1);
        return ansi::referencesClause(dialect_, spelt, dialect_.identifier(key.targetSpelling.front()));
    }

    QString columnLine(const PhysicalColumn& column)
    {
        const PhysicalKey* key =
            keyAtColumn_ && table_.primaryKey->parts[0].column == column.name ? &*table_.primaryKey : nullptr;
        // SQLite counts only a lone INTEGER PRIMARY KEY of a table with rowids.
        const bool counts = key && column.autoIncrement && !table_.options.withoutRowid;
        const QString type = table_.options.strict ? strictTypeName(column.type, counts)
                                                   : dialect_.typeName(column.type, counts);
        QStringList words{dialect_.identifier(column.name)};
        if (!type.isEmpty())
            words.append(type);
        if (!column.nullable)
            words.append(QStringLiteral("NOT NULL") + conflictClause(column.notNullConflict));
        if (key) {
            words.append(ansi::constraintPrefix(dialect_, key->name) +
                         (key->parts[0].descending ? QStringLiteral("PRIMARY KEY DESC")
                                                   : QStringLiteral("PRIMARY KEY")) +
                         conflictClause(key->conflict));
            if (counts)
                words.append(QStringLiteral("AUTOINCREMENT"));
        }
        if (uniqueAtColumn_) {
            for (const PhysicalKey& unique : table_.uniqueKeys) {
                if (unique.parts[0].column == column.name)
                    words.append(ansi::constraintPrefix(dialect_, unique.name) + QStringLiteral("UNIQUE") +
                                 conflictClause(unique.conflict));
            }
        }
        const QString value = dialect_.defaultText(column.defaultValue, column.type);
        if (!value.isEmpty())
            words.append(QStringLiteral("DEFAULT ") + value);
        if (!column.collation.isEmpty())
            words.append(QStringLiteral("COLLATE ") + dialect_.identifier(column.collation));
        if (column.generated.kind != model::Generated::Kind::None) {
            words.append(
                QStringLiteral("GENERATED ALWAYS AS ") + ansi::parenthesized(column.generated.expression));
            const bool stored = column.generated.kind == model::Generated::Kind::Stored;
            words.append(stored ? QStringLiteral("STORED") : QStringLiteral("VIRTUAL"));
        }
        for (std::size_t i = 0; i < table_.foreignKeys.size(); ++i) {
            const PhysicalForeignKey& foreign = table_.foreignKeys[i];
            if (foreign.columns.size() != 1 || foreign.columns[0] != column.name || writtenKeys_.contains(i))
                continue;
            words.append(ansi::constraintPrefix(dialect_, foreign.name) + references(foreign));
            writtenKeys_.insert(i);
            break; // a second key of the same column is easier to see below
        }
        return words.join(u' ');
    }

    void addKeys()
    {
        if (table_.primaryKey && !keyAtColumn_)
            lines_.append(ansi::constraintPrefix(dialect_, table_.primaryKey->name) +
                          QStringLiteral("PRIMARY KEY ") + ansi::partList(dialect_, table_.primaryKey->parts) +
                          conflictClause(table_.primaryKey->conflict));
        if (uniqueAtColumn_)
            return;
        for (const PhysicalKey& key : table_.uniqueKeys)
            lines_.append(ansi::constraintPrefix(dialect_, key.name) + QStringLiteral("UNIQUE ") +
                          ansi::partList(dialect_, key.parts) + conflictClause(key.conflict));
    }

    const Dialect& dialect_;
    const PhysicalTable& table_;
    bool keyAtColumn_ = false;
    bool uniqueAtColumn_ = false;
    QStringList lines_;
    QSet<std::size_t> writtenKeys_; ///< foreign keys said at a column
};

QString indexStatement(
    const Dialect& dialect, const PhysicalTable& table, const PhysicalIndex& index, bool ifNotExists)
{
    QString text = index.unique ? QStringLiteral("CREATE UNIQUE INDEX ") : QStringLiteral("CREATE INDEX ");
    if (ifNotExists)
        text += QStringLiteral("IF NOT EXISTS ");
    text += ansi::tableName(dialect, table.schema, index.name) + QStringLiteral(" ON ") +
            dialect.identifier(table.name) + u' ' + ansi::partList(dialect, index.parts);
    if (!index.where.isEmpty())
        text += QStringLiteral(" WHERE ") + index.where;
    return text;
}

/// Whether the text ends in a comment that the end of the line ends.
bool endsInComment(const QString& sql)
{
    static const QRegularExpression piece(
        QStringLiteral(R"('[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|/\*.*?\*/|--[^\n]*(\n|$))"),
        QRegularExpression::DotMatchesEverythingOption);
    bool open = false;
    for (auto it = piece.globalMatch(sql); it.hasNext();) {
        const auto match = it.next();
        open = match.captured(0).startsWith(u"--") && match.capturedLength(1) == 0;
    }
    return open;
}

QString verbatimStatement(const PhysicalVerbatim& verbatim, bool ifNotExists)
{
    QString text = verbatim.sql.trimmed();
    while (text.endsWith(u';'))
        text = text.chopped(1).trimmed();
    if (endsInComment(text))
        text += u'\n'; // else the semicolon would be part of it
    if (!ifNotExists)
        return text;
    static const QRegularExpression head(
        QStringLiteral(
            "^(CREATE\\s+(?:TEMP\\s+|TEMPORARY\\s+)?(?:VIEW|TRIGGER|VIRTUAL\\s+TABLE)\\s+)(?!IF\\s+NOT\\s)"),
        QRegularExpression::CaseInsensitiveOption);
    return text.replace(head, QStringLiteral("\\1IF NOT EXISTS "));
}

QString dropKeyword(model::Verbatim::Kind kind)
{
    switch (kind) {
    case model::Verbatim::Kind::View:
        return QStringLiteral("VIEW");
    case model::Verbatim::Kind::Trigger:
        return QStringLiteral("TRIGGER");
    case model::Verbatim::Kind::VirtualTable:
        return QStringLiteral("TABLE");
    default:
        return {}; // of another engine
    }
}

ObjectRef objectOf(const TableOrigin& origin)
{
    if (!origin.link.isNull())
        return origin.link;
    return origin.table;
}

} // namespace

std::vector<Statement> createSchema(
    const Dialect& dialect, const Derivation& derivation, const DdlOptions& options)
{
    const PhysicalSchema& schema = derivation.schema;
    std::vector<std::size_t> tables = ansi::creationOrder(schema);
    std::erase_if(
        tables, [&](std::size_t i) { return schema.tables[i].columns.empty(); }); // told by derivation
    const std::vector<std::size_t> verbatims = ansi::verbatimOrder(schema);

    std::vector<Statement> statements;
    if (options.drop) {
        for (auto it = verbatims.rbegin(); it != verbatims.rend(); ++it) {
            const QString keyword = dropKeyword(schema.verbatims[*it].kind);
            if (!keyword.isEmpty())
                statements.push_back({QStringLiteral("DROP %1 IF EXISTS ").arg(keyword) +
                                          dialect.identifier(schema.verbatims[*it].name),
                    derivation.verbatims[*it]});
        }
        for (auto it = tables.rbegin(); it != tables.rend(); ++it) {
            const PhysicalTable& table = schema.tables[*it];
            statements.push_back(
                {QStringLiteral("DROP TABLE IF EXISTS ") + ansi::tableName(dialect, table.schema, table.name),
                    objectOf(derivation.origins[*it])});
        }
    }
    for (std::size_t i : tables) {
        const PhysicalTable& table = schema.tables[i];
        const TableOrigin& origin = derivation.origins[i];
        statements.push_back({TableWriter(dialect, table).statement(options.ifNotExists), objectOf(origin)});
        for (std::size_t k = 0; k < table.indexes.size(); ++k)
            statements.push_back(
                {indexStatement(dialect, table, table.indexes[k], options.ifNotExists), origin.indexes[k]});
    }
    for (std::size_t i : verbatims)
        statements.push_back(
            {verbatimStatement(schema.verbatims[i], options.ifNotExists), derivation.verbatims[i]});
    return statements;
}

QString createIndex(const Dialect& dialect, const PhysicalTable& table, const PhysicalIndex& index)
{
    return indexStatement(dialect, table, index, false);
}

} // namespace conjoin::orm::sqlite
