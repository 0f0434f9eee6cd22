// SPDX-License-Identifier: GPL-3.0-or-later
// Columns of a table: their definitions, where they stand, and what a definition brings along.
#include "orm/sql/mysqlscript/columndefault.h"
#include "orm/sql/mysqlscript/expression.h"
#include "orm/sql/mysqlscript/tableparser.h"

#include "orm/dialect/mysqldefaults.h"

#include <algorithm>

namespace conjoin::sql::mysqlscript {

namespace {

constexpr std::size_t mostColumns = 4096; // what the servers allow

} // namespace

void TableParser::readColumn(TableDraft& table)
{
    const qsizetype token = cursor_.position();
    QString name = cursor_.expectName("a column or a key");
    if (cursor_.failed())
        return;
    if (table.column(name))
        return failAt(
            token, message("script.column.exists", "the table %1 has a column %2 already", {table.name, name}));
    if (table.columns.size() >= mostColumns)
        return failAt(token,
            message("script.column.many", "the table %1 has more columns than a server takes", {table.name}));
    ColumnDraft column = readColumnDefinition(table, std::move(name));
    const Position position = adding_ ? readPosition() : Position();
    if (!cursor_.failed())
        place(table, std::move(column), position);
}

ColumnDraft TableParser::readColumnDefinition(TableDraft& table, QString name)
{
    ColumnDraft column;
    column.name = std::move(name);
    column.type = readColumnType(cursor_);
    if (column.type.serial) {
        column.nullable = false;
        column.autoIncrement = true;
        addColumnIndex(table, column, IndexDraft::Kind::Unique);
    }
    applyTimestampRule(table, column);
    while (!cursor_.failed() && readColumnAttribute(table, column)) {
    }
    return column;
}

/// Without explicit_defaults_for_timestamp a TIMESTAMP is NOT NULL and has a default, the first one that of
/// now.
void TableParser::applyTimestampRule(TableDraft& table, ColumnDraft& column) const
{
    if (session_.explicitTimestamps || column.type.word != u"timestamp")
        return;
    // Attributes decide, wherever they stand.
    Cursor ahead = cursor_.within(Cursor(cursor_).takePart());
    bool nullable = false, valued = false;
    for (Token before; !ahead.atEnd(); before = ahead.take()) {
        nullable = nullable || (ahead.isWord("NULL") && !before.isWord("NOT") && !before.isWord("DEFAULT"));
        valued = valued || ahead.isWord("DEFAULT") || (ahead.isWord("ON") && ahead.isWord("UPDATE", 1));
    }
    if (nullable)
        return;
    column.nullable = false;
    if (valued)
        return;
    const bool first = std::none_of(table.columns.begin(), table.columns.end(),
        [](const ColumnDraft& other) { return other.type.word == u"timestamp"; });
    if (first) {
        column.defaultSql = QStringLiteral("current_timestamp()");
        column.onUpdate = orm::mysql::onUpdateText(column.defaultSql);
    } else {
        column.defaultSql = QStringLiteral("'0000-00-00 00:00:00'");
    }
}

void TableParser::addColumnIndex(TableDraft& table, const ColumnDraft& column, IndexDraft::Kind kind)
{
    IndexDraft index;
    index.kind = kind;
    orm::PhysicalKeyPart part;
    part.column = column.name;
    index.parts.push_back(std::move(part));
    const auto same = [&](const IndexDraft& other) {
        return other.kind == kind && other.name.isEmpty() && other.parts == index.parts;
    };
    if (std::none_of(table.indexes.begin(), table.indexes.end(), same)) // SERIAL UNIQUE is one key
        table.addIndex(std::move(index));
}

bool TableParser::readColumnAttribute(TableDraft& table, ColumnDraft& column)
{
    const qsizetype token = cursor_.position();
    if (cursor_.accept({"NOT", "NULL"})) {
        column.nullable = false;
    } else if (cursor_.accept("NULL")) {
        column.nullable = true;
    } else if (cursor_.accept("DEFAULT")) {
        column.defaultSql = readColumnDefault(cursor_, column.type);
    } else if (cursor_.accept({"ON", "UPDATE"})) {
        const qsizetype begin = cursor_.position();
        cursor_.expectName("CURRENT_TIMESTAMP");
        if (cursor_.isSign("("))
            cursor_.takeBrackets();
        column.onUpdate = orm::mysql::onUpdateText(cursor_.text({begin, cursor_.position()}));
        if (column.type.length > 0 && !column.onUpdate.contains(u'('))
            column.onUpdate += QStringLiteral("(%1)").arg(column.type.length);
    } else if (cursor_.accept("AUTO_INCREMENT")) {
        column.autoIncrement = true;
        column.nullable = false;
    } else if (cursor_.accept({"SERIAL", "DEFAULT", "VALUE"})) {
        column.autoIncrement = true;
        column.nullable = false;
        addColumnIndex(table, column, IndexDraft::Kind::Unique);
    } else if (cursor_.isWord("GENERATED") || cursor_.isWord("AS")) {
        readGenerated(column);
    } else if (cursor_.accept("UNIQUE")) {
        cursor_.accept("KEY");
        addColumnIndex(table, column, IndexDraft::Kind::Unique);
    } else if (cursor_.isWord("PRIMARY") || cursor_.isWord("KEY")) {
        cursor_.accept("PRIMARY");
        cursor_.expect("KEY");
        if (table.index(QStringLiteral("PRIMARY")))
            failAt(token, message("script.key.second", "the table %1 has a primary key already", {table.name}));
        column.nullable = false;
        addColumnIndex(table, column, IndexDraft::Kind::Primary);
    } else if (cursor_.accept("COMMENT")) {
        column.comment = cursor_.expectText("a comment");
    } else if (cursor_.isWord("CHECK") || cursor_.isWord("CONSTRAINT")) {
        QString constraint;
        if (cursor_.accept("CONSTRAINT") && !cursor_.isWord("CHECK"))
            constraint = cursor_.expectName("the name of a constraint");
        readColumnCheck(table, column, constraint);
    } else if (cursor_.isWord("REFERENCES")) {
        readInlineReference(table, column);
    } else if (cursor_.accept("INVISIBLE")) {
        column.extra = (column.extra + QStringLiteral(" INVISIBLE")).trimmed();
    } else if (cursor_.accept("COMPRESSED")) {
        column.extra = QStringLiteral("COMPRESSED");
        if (cursor_.acceptSign("="))
            cursor_.take();
    } else if (cursor_.accept({"WITHOUT", "SYSTEM", "VERSIONING"})) {
        column.extra = (column.extra + QStringLiteral(" WITHOUT SYSTEM VERSIONING")).trimmed();
    } else if (cursor_.accept({"WITH", "SYSTEM", "VERSIONING"})) {
        column.versioned = true;
    } else if (cursor_.accept("VISIBLE")) {
        // what is so anyway
    } else if (cursor_.accept("COLUMN_FORMAT") || cursor_.accept("STORAGE")) {
        cursor_.take();
    } else if (cursor_.accept("SRID")) { // MySQL alone keeps it
        column.extra =
            (column.extra + QStringLiteral(" SRID %1").arg(cursor_.expectCount("a number"))).trimmed();
    } else if (cursor_.accept("ENGINE_ATTRIBUTE") || cursor_.accept("SECONDARY_ENGINE_ATTRIBUTE") ||
               cursor_.accept("REF_SYSTEM_ID")) {
        cursor_.acceptSign("=");
        cursor_.take();
    } else if (!column.type.hasCharset() || !readCharset(cursor_, column.type)) {
        return false;
    }
    return true;
}

void TableParser::readGenerated(ColumnDraft& column)
{
    if (cursor_.accept("GENERATED"))
        cursor_.expect("ALWAYS");
    cursor_.expect("AS");
    if (cursor_.accept("ROW")) { // a system-versioned table keeps its time here
        const bool start = cursor_.accept("START");
        if (!start)
            cursor_.expect("END");
        column.extra = start ? QStringLiteral("GENERATED ALWAYS AS ROW START")
                             : QStringLiteral("GENERATED ALWAYS AS ROW END");
        column.nullable = false;
        return;
    }
    const Cursor::Range range = cursor_.takeBrackets();
    column.generated.kind = model::Generated::Kind::Virtual;
    if (cursor_.accept("STORED") || cursor_.accept("PERSISTENT"))
        column.generated.kind = model::Generated::Kind::Stored;
    else
        cursor_.accept("VIRTUAL");
    if (!cursor_.failed())
        column.generated.expression = readExpression(cursor_, range).sql;
}

/// MariaDB keeps a check of the column itself; one with a name, or a second one, is of the table.
void TableParser::readColumnCheck(TableDraft& table, ColumnDraft& column, const QString& constraint)
{
    cursor_.expect("CHECK");
    const Cursor::Range range = cursor_.takeBrackets();
    orm::PhysicalCheck check;
    check.name = constraint;
    if (cursor_.accept({"NOT", "ENFORCED"}))
        check.enforced = false;
    else
        cursor_.accept("ENFORCED");
    if (cursor_.failed())
        return;
    check.expression = readExpression(cursor_, range).sql;
    if (constraint.isEmpty() && check.enforced && column.check.isEmpty())
        column.check = check.expression;
    else
        table.addCheck(std::move(check));
}

/// MariaDB makes a foreign key of it, MySQL reads over it.
void TableParser::readInlineReference(TableDraft& table, const ColumnDraft& column)
{
    const qsizetype token = cursor_.position();
    orm::PhysicalForeignKey key;
    key.columns = QStringList{column.name};
    readReference(key);
    if (cursor_.failed())
        return;
    session_.remark(cursor_, token, Severity::Hint,
        message("script.reference.inline",
            "REFERENCES behind the column %1 makes a foreign key in MariaDB; MySQL reads over it",
            {column.name}));
    table.addForeignKey(std::move(key), {});
}

TableParser::Position TableParser::readPosition()
{
    if (cursor_.accept("FIRST"))
        return {Position::Kind::First, {}};
    if (cursor_.accept("AFTER"))
        return {Position::Kind::After, cursor_.expectName("the name of a column")};
    return {};
}

void TableParser::place(TableDraft& table, ColumnDraft column, const Position& position)
{
    auto at = table.columns.end();
    if (position.kind == Position::Kind::First)
        at = table.columns.begin();
    else if (position.kind == Position::Kind::After) {
        if (const ColumnDraft* before = columnFor(table, position.column, cursor_.position() - 1))
            at = table.columns.begin() + (before - table.columns.data()) + 1;
        else
            return;
    }
    table.columns.insert(at, std::move(column));
}

} // namespace conjoin::sql::mysqlscript
