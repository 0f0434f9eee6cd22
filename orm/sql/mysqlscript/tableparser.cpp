// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/tableparser.h"

#include "orm/sql/mysqlscript/expression.h"

#include <algorithm>

namespace conjoin::sql::mysqlscript {

void TableParser::failAt(qsizetype token, Message what, Message hint)
{
    cursor_.fail(
        inputError(cursor_.script().place(cursor_.token(token).start), std::move(what), std::move(hint)));
}

TableDraft* TableParser::tableFor(const QualifiedName& name)
{
    if (cursor_.failed())
        return nullptr;
    TableDraft* found = session_.catalog.table(name.database, name.name);
    if (!found && session_.unknownTables.contains({name.database, name.name}))
        session_.remark(cursor_, name.token, Severity::Warning,
            message("script.table.unmade", "what is said of table %1 is passed over with it",
                {shownName(session_, name)}));
    else if (!found)
        failAt(name.token,
            message("script.table.unknown", "no table is called %1 here", {shownName(session_, name)}),
            didYouMean(name.name, session_.catalog.tableNames(name.database)));
    return found;
}

ColumnDraft* TableParser::columnFor(TableDraft& table, const QString& name, qsizetype token)
{
    if (cursor_.failed())
        return nullptr;
    if (ColumnDraft* found = table.column(name))
        return found;
    QStringList names;
    for (const ColumnDraft& column : table.columns)
        names.append(column.name);
    failAt(token, message("script.column.unknown", "the table %1 has no column %2", {table.name, name}),
        didYouMean(name, names));
    return nullptr;
}

void TableParser::takeDatabaseCharset(TableDraft& table)
{
    table.options.collation = session_.catalog.collationOf(table.database);
    table.options.charset = charsetOf(table.options.collation);
}

void TableParser::createTable(bool orReplace, bool temporary)
{
    const bool ifNotExists = acceptIfNotExists(cursor_);
    const QualifiedName name = expectQualifiedName(cursor_, session_, "the name of a table");
    TableDraft table;
    table.defaultCollation = session_.catalog.defaultCollation;
    table.database = name.database;
    table.name = name.name;
    table.options.engine = session_.engine;
    takeDatabaseCharset(table);

    const bool bracketLike = cursor_.isSign("(") && cursor_.isWord("LIKE", 1);
    if (bracketLike || cursor_.isWord("LIKE")) {
        cursor_.acceptSign("(");
        cursor_.expect("LIKE");
        like(table, expectQualifiedName(cursor_, session_, "the name of a table"));
        if (bracketLike)
            cursor_.expectSign(")");
        cursor_.expectEnd();
    } else {
        const bool query = cursor_.isSign("(") && (cursor_.isWord("SELECT", 1) || cursor_.isWord("WITH", 1));
        if (cursor_.isSign("(") && !query) {
            // The engine decides about foreign keys and stands behind them.
            const qsizetype elements = cursor_.position();
            cursor_.takeBrackets();
            readTableOptions(table);
            const qsizetype behind = cursor_.position();
            cursor_.moveTo(elements);
            cursor_.expectSign("(");
            readElements(table);
            cursor_.expectSign(")");
            cursor_.moveTo(behind);
        } else {
            readTableOptions(table);
        }
        if (!cursor_.failed() && !cursor_.atEnd()) {
            if (!cursor_.isWord("AS") && !cursor_.isWord("SELECT") && !cursor_.isWord("WITH") &&
                !cursor_.isWord("IGNORE") && !cursor_.isWord("REPLACE") && !cursor_.isSign("("))
                return cursor_.expectEnd();
            session_.remark(cursor_, name.token, Severity::Warning,
                message("script.table.query",
                    "the columns that the query of table %1 gives are not known without a server",
                    {shownName(session_, name)}));
            if (table.columns.empty()) {
                session_.unknownTables.insert({name.database, name.name});
                return;
            }
        }
    }
    if (cursor_.failed())
        return;
    if (table.columns.empty())
        return failAt(name.token, message("script.table.empty", "the table %1 has no column", {name.name}));
    if (temporary)
        return;
    const bool exists = session_.catalog.table(name.database, name.name) != nullptr;
    if (exists && orReplace)
        session_.catalog.dropTable(name.database, name.name);
    else if (exists && ifNotExists)
        return;
    else if (exists)
        return failAt(name.token,
            message("script.table.exists", "there is a table %1 already", {shownName(session_, name)}),
            message("script.table.exists.hint", "a DROP TABLE IF EXISTS before it makes room"));
    if (const QString missing = missingColumn(table); !missing.isEmpty()) {
        session_.unknownTables.insert({name.database, name.name});
        return session_.remark(cursor_, name.token, Severity::Warning,
            message("script.table.refused",
                "a server refuses the table %1, and so it is left out: a key is over a column %2 that it has "
                "not",
                {shownName(session_, name), missing}));
    }
    settle(table);
    session_.catalog.addTable(std::move(table));
}

/// A column that a key or index names and the table has not; empty = all are there.
QString TableParser::missingColumn(const TableDraft& table)
{
    for (const IndexDraft& index : table.indexes) {
        for (const orm::PhysicalKeyPart& part : index.parts) {
            if (!part.column.isEmpty() && !table.column(part.column))
                return part.column;
        }
    }
    for (const orm::PhysicalForeignKey& key : table.foreignKeys) {
        for (const QString& column : key.columns) {
            if (!table.column(column))
                return column;
        }
    }
    return {};
}

void TableParser::settle(TableDraft& table)
{
    const QString versioning = QStringLiteral("WITH SYSTEM VERSIONING");
    if (std::ranges::any_of(table.columns, &ColumnDraft::versioned) &&
        !table.options.extra.endsWith(versioning)) {
        table.options.extra = (table.options.extra + u' ' + versioning).trimmed();
        for (ColumnDraft& column : table.columns) {
            const bool times = column.extra.startsWith(u"GENERATED ALWAYS AS ROW ");
            if (!column.versioned && !times)
                column.extra = (column.extra + QStringLiteral(" WITHOUT SYSTEM VERSIONING")).trimmed();
        }
    }
    for (const QString& bound : {table.period.from, table.period.to}) {
        if (ColumnDraft* column = bound.isEmpty() ? nullptr : table.column(bound))
            column->nullable = false;
    }
    const auto rowEnd = std::find_if(table.columns.begin(), table.columns.end(),
        [](const ColumnDraft& column) { return column.extra.startsWith(u"GENERATED ALWAYS AS ROW END"); });
    for (IndexDraft& index : table.indexes) { // each version of a row is a row
        const auto names = [&](const orm::PhysicalKeyPart& part) {
            return sameName(part.column, rowEnd->name);
        };
        if (rowEnd != table.columns.end() && index.isUnique() &&
            std::none_of(index.parts.begin(), index.parts.end(), names)) {
            orm::PhysicalKeyPart part;
            part.column = rowEnd->name;
            const bool inPeriod = index.parts.back().expression.endsWith(u" WITHOUT OVERLAPS");
            index.parts.insert(index.parts.end() - (inPeriod ? 1 : 0), std::move(part));
        }
    }
    for (const IndexDraft& index : table.indexes) {
        for (const orm::PhysicalKeyPart& part : index.parts) {
            ColumnDraft* column = part.column.isEmpty() ? nullptr : table.column(part.column);
            if (column && index.kind == IndexDraft::Kind::Primary)
                column->nullable = false;
        }
    }
    table.settleIndexes();
}

void TableParser::like(TableDraft& table, const QualifiedName& model)
{
    const TableDraft* original = tableFor(model);
    if (!original)
        return;
    const QString database = table.database;
    const QString name = table.name;
    table = *original;
    table.database = database;
    table.name = name;
    table.foreignKeys.clear(); // the server copies all but these
}

void TableParser::readElements(TableDraft& table)
{
    do {
        if (!readConstraint(table))
            readColumn(table);
    } while (!cursor_.failed() && cursor_.acceptSign(","));
}

bool TableParser::readConstraint(TableDraft& table)
{
    const Token& first = cursor_.peek();
    if (first.kind != Token::Kind::Word)
        return false;
    QString constraint;
    const bool named = cursor_.accept("CONSTRAINT");
    if (named) {
        acceptIfNotExists(cursor_);
        const bool kind = cursor_.isWord("PRIMARY") || cursor_.isWord("UNIQUE") || cursor_.isWord("FOREIGN") ||
                          (cursor_.isWord("CHECK") && cursor_.isSign("(", 1));
        if (!kind)
            constraint = cursor_.expectName("the name of a constraint");
    }
    if (cursor_.isWord("PRIMARY") || cursor_.isWord("UNIQUE")) {
        readPrimaryOrUnique(table, constraint);
    } else if (cursor_.isWord("FOREIGN")) {
        readForeignKey(table, constraint);
    } else if (cursor_.isWord("CHECK")) {
        readCheck(table, constraint);
    } else if (named) {
        cursor_.fail(QStringLiteral("PRIMARY KEY, UNIQUE, FOREIGN KEY or CHECK"));
    } else if (cursor_.isWord("KEY") || cursor_.isWord("INDEX") || cursor_.isWord("FULLTEXT") ||
               cursor_.isWord("SPATIAL")) {
        readPlainIndex(table);
    } else if (cursor_.isWord("PERIOD") && cursor_.isWord("FOR", 1)) {
        const qsizetype begin = cursor_.position();
        cursor_.accept({"PERIOD", "FOR"});
        const QString period = cursor_.expectName("the name of a period");
        const QStringList columns = readColumnNames();
        if (period.compare(u"SYSTEM_TIME", Qt::CaseInsensitive) != 0 && !cursor_.failed())
            addPeriod(table, period, columns, begin);
    } else {
        return false;
    }
    return true;
}

/// An application-time period; its columns are NOT NULL, wherever they are defined.
void TableParser::addPeriod(TableDraft& table, const QString& name, const QStringList& columns, qsizetype token)
{
    if (columns.size() != 2)
        return failAt(token, message("script.period", "the period %1 needs two columns", {name}));
    table.period = {name, columns[0], columns[1]};
}

QStringList TableParser::readColumnNames()
{
    QStringList names;
    cursor_.expectSign("(");
    do {
        names.append(cursor_.expectName("the name of a column"));
    } while (!cursor_.failed() && cursor_.acceptSign(","));
    cursor_.expectSign(")");
    return names;
}

/// At REFERENCES.
void TableParser::readReference(orm::PhysicalForeignKey& key)
{
    cursor_.expect("REFERENCES");
    const QualifiedName target = expectQualifiedName(cursor_, session_, "the name of a table");
    key.refSchema = target.database;
    key.refTable = target.name;
    if (cursor_.isSign("("))
        key.refColumns = readColumnNames();
    key.onDelete = key.onUpdate = model::Action::Restrict; // what the server does, and says
    while (!cursor_.failed()) {
        if (cursor_.accept("MATCH")) {
            const QString match = cursor_.expectName("FULL PARTIAL SIMPLE");
            if (match.compare(u"SIMPLE", Qt::CaseInsensitive) != 0)
                session_.remark(cursor_, cursor_.position() - 1, Severity::Hint,
                    message("script.match", "the server reads MATCH %1 and does nothing about it",
                        {match.toUpper()}));
            continue;
        }
        if (!cursor_.isWord("ON"))
            break;
        cursor_.take();
        const bool onDelete = cursor_.accept("DELETE");
        if (!onDelete)
            cursor_.expect("UPDATE");
        model::Action& action = onDelete ? key.onDelete : key.onUpdate;
        if (cursor_.accept("CASCADE"))
            action = model::Action::Cascade;
        else if (cursor_.accept("RESTRICT"))
            action = model::Action::Restrict;
        else if (cursor_.accept({"SET", "NULL"}))
            action = model::Action::SetNull;
        else if (cursor_.accept({"SET", "DEFAULT"}))
            action = model::Action::SetDefault;
        else if (cursor_.accept({"NO", "ACTION"}))
            action = model::Action::NoAction;
        else
            cursor_.fail(QStringLiteral("CASCADE, RESTRICT, SET NULL, SET DEFAULT or NO ACTION"));
    }
}

void TableParser::readForeignKey(TableDraft& table, const QString& constraint)
{
    const qsizetype token = cursor_.position();
    cursor_.expect("FOREIGN");
    cursor_.expect("KEY");
    acceptIfNotExists(cursor_);
    const QString indexName = cursor_.isName() ? cursor_.expectName("the name of an index") : QString();
    orm::PhysicalForeignKey key;
    key.name = constraint;
    key.columns = readColumnNames();
    readReference(key);
    if (cursor_.failed())
        return;
    for (const QString& column : key.columns) {
        if (adding_ && !columnFor(table, column, token))
            return;
    }
    if (table.indexes.size() >= mostIndexes)
        return failAt(token,
            message("script.index.many", "the table %1 has more indexes than a server takes", {table.name}));
    if (!table.keepsForeignKeys())
        session_.remark(cursor_, token, Severity::Warning,
            message("script.reference.dropped", "tables of the engine %1 keep no foreign keys: %2 has none",
                {table.options.engine, table.name}));
    table.addForeignKey(std::move(key), indexName);
}

void TableParser::readCheck(TableDraft& table, const QString& constraint)
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
    table.addCheck(std::move(check));
}

void TableParser::dropTables(bool temporary)
{
    const bool ifExists = acceptIfExists(cursor_);
    do {
        const QualifiedName name = expectQualifiedName(cursor_, session_, "the name of a table");
        if (cursor_.failed() || temporary)
            continue;
        if (session_.catalog.table(name.database, name.name))
            session_.catalog.dropTable(name.database, name.name);
        else if (!ifExists)
            session_.remark(cursor_, name.token, Severity::Hint,
                message("script.drop.absent", "there is no table %1 to drop", {shownName(session_, name)}));
    } while (!cursor_.failed() && cursor_.acceptSign(","));
    if (!cursor_.accept("RESTRICT"))
        cursor_.accept("CASCADE");
    cursor_.expectEnd();
}

void TableParser::renameTables()
{
    do {
        acceptIfExists(cursor_);
        const QualifiedName from = expectQualifiedName(cursor_, session_, "the name of a table");
        cursor_.expect("TO");
        const QualifiedName to = expectQualifiedName(cursor_, session_, "the name of a table");
        if (cursor_.failed())
            return;
        if (VerbatimDraft* view = session_.catalog.verbatim(QStringLiteral("VIEW"), from.database, from.name)) {
            session_.remark(cursor_, from.token, Severity::Warning,
                message("script.view.renamed", "the view %1 keeps its name: its text is not rewritten",
                    {view->name}));
            continue;
        }
        if (TableDraft* table = tableFor(from))
            session_.catalog.renameTable(*table, to.database, to.name);
    } while (!cursor_.failed() && cursor_.acceptSign(","));
    cursor_.expectEnd();
}

} // namespace conjoin::sql::mysqlscript
