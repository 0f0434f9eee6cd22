// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/tableparser.h"

#include "orm/dialect/mysqltext.h"
#include "orm/sql/mysqlscript/expression.h"

namespace conjoin::sql::mysqlscript {

void TableParser::readPrimaryOrUnique(TableDraft& table, const QString& constraint)
{
    const qsizetype token = cursor_.position();
    IndexDraft index;
    if (cursor_.accept("PRIMARY")) {
        index.kind = IndexDraft::Kind::Primary;
        cursor_.expect("KEY");
    } else {
        cursor_.expect("UNIQUE");
        index.kind = IndexDraft::Kind::Unique;
        if (!cursor_.accept("KEY"))
            cursor_.accept("INDEX");
    }
    if (!cursor_.isSign("("))
        readIndexName(index);
    if (index.name.isEmpty())
        index.name = constraint;
    finishIndex(table, std::move(index), token);
}

void TableParser::readPlainIndex(TableDraft& table)
{
    const qsizetype token = cursor_.position();
    IndexDraft index;
    if (cursor_.accept("FULLTEXT"))
        index.kind = IndexDraft::Kind::FullText;
    else if (cursor_.accept("SPATIAL"))
        index.kind = IndexDraft::Kind::Spatial;
    if (!cursor_.accept("KEY") && !cursor_.accept("INDEX") && index.kind == IndexDraft::Kind::Plain)
        cursor_.fail(QStringLiteral("KEY or INDEX"));
    if (!cursor_.isSign("("))
        readIndexName(index);
    finishIndex(table, std::move(index), token);
}

void TableParser::readIndexName(IndexDraft& index)
{
    acceptIfNotExists(cursor_);
    if (cursor_.isName() && !cursor_.isWord("USING") && !(cursor_.isWord("TYPE") && !cursor_.isSign("(", 1)))
        index.name = cursor_.expectName("the name of an index");
    if (cursor_.accept("USING") || cursor_.accept("TYPE"))
        index.method = cursor_.expectName("BTREE or HASH").toUpper();
}

void TableParser::readIndexParts(IndexDraft& index)
{
    cursor_.expectSign("(");
    do {
        orm::PhysicalKeyPart part;
        if (cursor_.isSign("(")) {
            const Cursor::Range range = cursor_.takeBrackets();
            part.expression = cursor_.failed() ? QString() : readExpression(cursor_, range).sql;
        } else {
            part.column = cursor_.expectName("the name of a column");
            if (cursor_.acceptSign("(")) {
                part.length = cursor_.expectCount("a number of characters");
                cursor_.expectSign(")");
            }
        }
        if (cursor_.accept("DESC"))
            part.descending = true;
        else
            cursor_.accept("ASC");
        if (cursor_.accept({"WITHOUT", "OVERLAPS"})) {
            part.expression = orm::mysql::quoted(part.column) + QStringLiteral(" WITHOUT OVERLAPS");
            part.column.clear();
        }
        index.parts.push_back(std::move(part));
    } while (!cursor_.failed() && cursor_.acceptSign(","));
    cursor_.expectSign(")");
}

void TableParser::readIndexOptions(IndexDraft& index)
{
    QStringList options;
    while (!cursor_.failed()) {
        if (cursor_.accept("USING") || (cursor_.isWord("TYPE") && cursor_.accept("TYPE"))) {
            index.method = cursor_.expectName("BTREE or HASH").toUpper();
        } else if (cursor_.accept("COMMENT")) {
            cursor_.acceptSign("=");
            index.comment = cursor_.expectText("a comment");
        } else if (cursor_.accept("KEY_BLOCK_SIZE")) {
            cursor_.acceptSign("=");
            options.append(QStringLiteral("KEY_BLOCK_SIZE=%1").arg(cursor_.expectCount("a number")));
        } else if (cursor_.accept({"WITH", "PARSER"})) {
            options.append(
                QStringLiteral("WITH PARSER ") + orm::mysql::identifier(cursor_.expectName("a parser")));
        } else if (cursor_.accept("INVISIBLE") || cursor_.accept("IGNORED")) {
            options.append(QStringLiteral("IGNORED"));
        } else if (cursor_.accept({"NOT", "IGNORED"}) || cursor_.accept("VISIBLE")) {
            options.removeAll(QStringLiteral("IGNORED"));
        } else if (cursor_.accept("ENGINE_ATTRIBUTE") || cursor_.accept("SECONDARY_ENGINE_ATTRIBUTE") ||
                   cursor_.accept("CLUSTERING")) {
            cursor_.acceptSign("=");
            cursor_.take();
        } else {
            break;
        }
    }
    index.options = options.join(u' ');
}

void TableParser::finishIndex(TableDraft& table, IndexDraft index, qsizetype token)
{
    readIndexParts(index);
    readIndexOptions(index);
    if (cursor_.failed())
        return;
    for (const orm::PhysicalKeyPart& part : index.parts) {
        if (adding_ && part.expression.isEmpty() && !columnFor(table, part.column, token))
            return;
    }
    const bool primary = index.kind == IndexDraft::Kind::Primary;
    if (primary && table.index(QStringLiteral("PRIMARY")))
        return failAt(
            token, message("script.key.second", "the table %1 has a primary key already", {table.name}));
    if (!index.name.isEmpty() && !primary) {
        if (const IndexDraft* other = table.index(index.name); other && !other->generated)
            return failAt(token, message("script.index.exists", "the table %1 has an index %2 already",
                                     {table.name, index.name}));
    }
    if (table.indexes.size() >= mostIndexes)
        return failAt(token,
            message("script.index.many", "the table %1 has more indexes than a server takes", {table.name}));
    table.addIndex(std::move(index));
}

void TableParser::createIndex()
{
    IndexDraft index;
    if (cursor_.accept("UNIQUE"))
        index.kind = IndexDraft::Kind::Unique;
    else if (cursor_.accept("FULLTEXT"))
        index.kind = IndexDraft::Kind::FullText;
    else if (cursor_.accept("SPATIAL"))
        index.kind = IndexDraft::Kind::Spatial;
    cursor_.expect("INDEX");
    const bool ifNotExists = acceptIfNotExists(cursor_);
    const qsizetype token = cursor_.position();
    index.name = cursor_.expectName("the name of an index");
    if (cursor_.accept("USING") || cursor_.accept("TYPE"))
        index.method = cursor_.expectName("BTREE or HASH").toUpper();
    cursor_.expect("ON");
    TableDraft* table = tableFor(expectQualifiedName(cursor_, session_, "the name of a table"));
    if (!table)
        return;
    if (ifNotExists && table->index(index.name))
        return;
    adding_ = true;
    finishIndex(*table, std::move(index), token);
    while (!cursor_.failed() && (cursor_.accept("ALGORITHM") || cursor_.accept("LOCK"))) {
        cursor_.acceptSign("=");
        cursor_.take();
    }
    cursor_.expectEnd();
    if (!cursor_.failed())
        settle(*table);
}

void TableParser::dropIndex()
{
    const bool ifExists = acceptIfExists(cursor_);
    const qsizetype token = cursor_.position();
    const QString name = cursor_.expectName("the name of an index");
    cursor_.expect("ON");
    if (TableDraft* table = tableFor(expectQualifiedName(cursor_, session_, "the name of a table")))
        dropNamed(*table, name, "index", ifExists, token);
}

} // namespace conjoin::sql::mysqlscript
