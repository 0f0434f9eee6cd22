// SPDX-License-Identifier: GPL-3.0-or-later
// ALTER TABLE, action by action.
#include "orm/sql/mysqlscript/columndefault.h"
#include "orm/sql/mysqlscript/expression.h"
#include "orm/sql/mysqlscript/tableparser.h"

#include <algorithm>
#include <iterator>

namespace conjoin::sql::mysqlscript {

namespace {

/// The next larger type, where a character may take more bytes than before.
QString widened(const QString& word)
{
    if (word == u"tinytext")
        return QStringLiteral("text");
    if (word == u"text")
        return QStringLiteral("mediumtext");
    return word == u"mediumtext" ? QStringLiteral("longtext") : word;
}

} // namespace

void TableParser::alterTable()
{
    adding_ = true;
    const bool ifExists = acceptIfExists(cursor_);
    const QualifiedName name = expectQualifiedName(cursor_, session_, "the name of a table");
    if (cursor_.failed())
        return;
    if (cursor_.accept("NOWAIT"))
        session_.catalog.table(name.database, name.name);
    const bool view = session_.catalog.verbatim(QStringLiteral("VIEW"), name.database, name.name) != nullptr;
    if ((ifExists && !session_.catalog.table(name.database, name.name)) || view)
        return;
    TableDraft* table = tableFor(name);
    if (!table)
        return;
    timestampSeen_ = false;
    do {
        if (!cursor_.atEnd())
            readAction(table);
    } while (!cursor_.failed() && cursor_.acceptSign(","));
    while (!cursor_.failed() && (cursor_.isWord("PARTITION") || cursor_.isWord("REMOVE")))
        readAction(table);
    cursor_.expectEnd();
    if (!cursor_.failed())
        settle(*table);
}

void TableParser::readAction(TableDraft*& table)
{
    const qsizetype begin = cursor_.position();
    if (cursor_.accept("ADD")) {
        readAdd(*table);
    } else if (cursor_.accept("DROP")) {
        readDrop(*table);
    } else if (cursor_.accept("MODIFY")) {
        cursor_.accept("COLUMN");
        readChange(*table, false);
    } else if (cursor_.accept("CHANGE")) {
        cursor_.accept("COLUMN");
        readChange(*table, true);
    } else if (cursor_.accept("ALTER")) {
        readAlter(*table);
    } else if (cursor_.accept("RENAME")) {
        readRename(table);
    } else if (cursor_.accept({"CONVERT", "TO"})) {
        convert(*table);
    } else if (cursor_.accept({"ORDER", "BY"})) {
        do {
            cursor_.expectName("the name of a column");
            if (!cursor_.accept("ASC"))
                cursor_.accept("DESC");
        } while (!cursor_.failed() && cursor_.acceptSign(","));
    } else if (cursor_.accept({"PARTITION", "BY"})) {
        cursor_.moveTo(begin);
        readPartitions(*table);
    } else if (cursor_.accept({"REMOVE", "PARTITIONING"})) {
        table->partitions.reset();
    } else if (cursor_.accept({"DISABLE", "KEYS"}) || cursor_.accept({"ENABLE", "KEYS"}) ||
               cursor_.accept("FORCE") || cursor_.accept({"DISCARD", "TABLESPACE"}) ||
               cursor_.accept({"IMPORT", "TABLESPACE"})) {
        // nothing of the schema
    } else if (cursor_.accept({"WITH", "VALIDATION"}) || cursor_.accept({"WITHOUT", "VALIDATION"})) {
        // nothing of the schema
    } else if (cursor_.accept("ALGORITHM") || cursor_.accept("LOCK")) {
        cursor_.acceptSign("=");
        cursor_.take();
    } else if (cursor_.accept({"COALESCE", "PARTITION"})) {
        const int fewer = cursor_.expectCount("a number of partitions");
        if (PartitionClause* clause = partitionsOf(*table, begin))
            clause->resize(clause->size() - fewer);
    } else if (cursor_.accept({"REORGANIZE", "PARTITION"})) {
        reorganizePartitions(*table, begin);
    } else if (cursor_.isWord("EXCHANGE") || cursor_.isWord("ANALYZE") || cursor_.isWord("CHECK") ||
               cursor_.isWord("OPTIMIZE") || cursor_.isWord("REBUILD") || cursor_.isWord("REPAIR") ||
               cursor_.isWord("TRUNCATE")) {
        while (!cursor_.atEnd()) // about their rows
            cursor_.take();
    } else if (!readTableOption(*table)) {
        cursor_.fail(
            QStringLiteral("ADD, DROP, MODIFY, CHANGE, ALTER, RENAME, CONVERT or an option of the table"));
    } else {
        while (!cursor_.failed() && readTableOption(*table)) {
        }
    }
}

void TableParser::readAdd(TableDraft& table)
{
    const qsizetype begin = cursor_.position();
    if (cursor_.accept("PARTITION")) {
        acceptIfNotExists(cursor_);
        return addPartitions(table, begin);
    }
    if (cursor_.accept({"SYSTEM", "VERSIONING"})) {
        table.options.extra = (table.options.extra + QStringLiteral(" WITH SYSTEM VERSIONING")).trimmed();
        return;
    }
    const bool column = cursor_.accept("COLUMN");
    const bool ifNotExists = acceptIfNotExists(cursor_);
    if (cursor_.acceptSign("(")) {
        readElements(table);
        cursor_.expectSign(")");
        return;
    }
    if (!column && !ifNotExists && readConstraint(table))
        return;
    if (ifNotExists && table.column(cursor_.peek().text)) {
        cursor_.takePart();
        return;
    }
    readColumn(table);
}

PartitionClause* TableParser::partitionsOf(TableDraft& table, qsizetype token)
{
    if (cursor_.failed())
        return nullptr;
    if (!table.partitions)
        failAt(token, message("script.partitions.none", "the table %1 has no partitions", {table.name}));
    return table.partitions ? &*table.partitions : nullptr;
}

/// Behind ADD PARTITION.
void TableParser::addPartitions(TableDraft& table, qsizetype token)
{
    PartitionClause* clause = partitionsOf(table, token);
    if (!clause)
        return;
    if (cursor_.accept("PARTITIONS")) {
        clause->resize(clause->size() + cursor_.expectCount("a number of partitions"));
        return;
    }
    std::vector<PartitionClause::Partition> added = mysqlscript::readPartitions(cursor_, clause->method);
    clause->nameAll();
    std::ranges::move(added, std::back_inserter(clause->partitions));
}

/// Behind REORGANIZE PARTITION: `a, b INTO (…)`.
void TableParser::reorganizePartitions(TableDraft& table, qsizetype token)
{
    PartitionClause* clause = partitionsOf(table, token);
    if (!clause || cursor_.atEnd() || cursor_.isSign(","))
        return;
    const QStringList names = readPartitionNames();
    cursor_.expect("INTO");
    std::vector<PartitionClause::Partition> made = mysqlscript::readPartitions(cursor_, clause->method);
    if (cursor_.failed())
        return;
    auto& partitions = clause->partitions;
    const auto isGone = [&](const auto& partition) {
        return names.contains(partition.name, Qt::CaseInsensitive);
    };
    const auto first = std::ranges::find_if(partitions, isGone) - partitions.begin();
    std::erase_if(partitions, isGone);
    partitions.insert(
        partitions.begin() + first, std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
}

QStringList TableParser::readPartitionNames()
{
    QStringList names;
    do {
        names.append(cursor_.expectName("the name of a partition"));
    } while (!cursor_.failed() && cursor_.acceptSign(","));
    return names;
}

void TableParser::readDrop(TableDraft& table)
{
    if (cursor_.accept({"PRIMARY", "KEY"})) {
        std::erase_if(
            table.indexes, [](const IndexDraft& index) { return index.kind == IndexDraft::Kind::Primary; });
        return;
    }
    if (cursor_.accept({"SYSTEM", "VERSIONING"})) {
        table.options.extra = table.options.extra.remove(QStringLiteral("WITH SYSTEM VERSIONING")).trimmed();
        return;
    }
    if (cursor_.accept("PARTITION")) {
        const qsizetype token = cursor_.position() - 1;
        acceptIfExists(cursor_);
        const QStringList names = readPartitionNames();
        if (PartitionClause* clause = partitionsOf(table, token))
            std::erase_if(clause->partitions,
                [&](const auto& partition) { return names.contains(partition.name, Qt::CaseInsensitive); });
        return;
    }
    const char* what = "column";
    if (cursor_.accept("INDEX") || cursor_.accept("KEY"))
        what = "index";
    else if (cursor_.accept({"FOREIGN", "KEY"}))
        what = "foreign key";
    else if (cursor_.accept("CONSTRAINT"))
        what = "constraint";
    else if (cursor_.isWord("CHECK") && cursor_.isName(1)) {
        cursor_.take();
        what = "constraint";
    } else {
        cursor_.accept("COLUMN");
    }
    const bool ifExists = acceptIfExists(cursor_);
    const qsizetype token = cursor_.position();
    const QString name = cursor_.expectName("the name of a column");
    if (!cursor_.failed())
        dropNamed(table, name, what, ifExists, token);
    if (!cursor_.accept("RESTRICT"))
        cursor_.accept("CASCADE");
}

bool TableParser::dropConstraint(TableDraft& table, const QString& name)
{
    const auto named = [&](const auto& object) { return sameName(object.name, name); };
    if (std::erase_if(table.checks, named) > 0 || std::erase_if(table.foreignKeys, named) > 0)
        return true;
    return std::erase_if(table.indexes,
               [&](const IndexDraft& index) { return index.isUnique() && sameName(index.name, name); }) > 0;
}

void TableParser::dropNamed(
    TableDraft& table, const QString& name, const char* what, bool ifExists, qsizetype token)
{
    const auto named = [&](const auto& object) { return sameName(object.name, name); };
    const QByteArray kind(what);
    bool found = false;
    if (kind == "column") {
        found = table.column(name) != nullptr;
        table.removeColumn(name);
    } else if (kind == "index") {
        found = std::erase_if(table.indexes, named) > 0;
    } else if (kind == "foreign key") {
        found = std::erase_if(table.foreignKeys, named) > 0;
    } else {
        found = dropConstraint(table, name);
    }
    if (!found && !ifExists)
        failAt(token, message("script.drop.unknown", "the table %1 has no %2 %3",
                          {table.name, QString::fromLatin1(kind), name}));
}

void TableParser::changeColumnTo(TableDraft& table, QString name, ColumnDraft column, const Position& position)
{
    ColumnDraft* old = table.column(name);
    const QString newName = column.name;
    if (position.kind == Position::Kind::Last) {
        *old = std::move(column);
        old->name = name; // renamed below, wherever it is named
    } else {
        table.columns.erase(table.columns.begin() + (old - table.columns.data()));
        column.name = name;
        place(table, std::move(column), position);
    }
    if (newName != name)
        table.renameColumn(name, newName);
}

void TableParser::readChange(TableDraft& table, bool rename)
{
    const bool ifExists = acceptIfExists(cursor_);
    const qsizetype token = cursor_.position();
    const QString name = cursor_.expectName("the name of a column");
    if (cursor_.failed())
        return;
    if (ifExists && !table.column(name)) {
        cursor_.takePart();
        return;
    }
    if (!columnFor(table, name, token))
        return;
    const QString newName = rename ? cursor_.expectName("the new name of the column") : name;
    ColumnDraft column = readColumnDefinition(table, newName);
    const Position position = readPosition();
    if (cursor_.failed())
        return;
    if (!sameName(name, newName) && table.column(newName))
        return failAt(token,
            message("script.column.exists", "the table %1 has a column %2 already", {table.name, newName}));
    // A key that the definition itself brought along goes by the new name already.
    changeColumnTo(table, table.column(name)->name, std::move(column), position);
}

void TableParser::readAlter(TableDraft& table)
{
    if (cursor_.accept("INDEX") || cursor_.accept("KEY")) {
        acceptIfExists(cursor_);
        const qsizetype token = cursor_.position();
        const QString name = cursor_.expectName("the name of an index");
        const bool ignored = cursor_.accept("INVISIBLE") || cursor_.accept("IGNORED");
        if (!ignored && !cursor_.accept("VISIBLE") && !cursor_.accept({"NOT", "IGNORED"}))
            cursor_.fail(QStringLiteral("VISIBLE, INVISIBLE, IGNORED or NOT IGNORED"));
        IndexDraft* index = table.index(name);
        if (!index && !cursor_.failed())
            failAt(token, message("script.drop.unknown", "the table %1 has no %2 %3",
                              {table.name, QStringLiteral("index"), name}));
        if (index)
            index->options = ignored ? QStringLiteral("IGNORED") : QString();
        return;
    }
    if (cursor_.accept("CONSTRAINT") || cursor_.accept("CHECK")) {
        const QString name = cursor_.expectName("the name of a constraint");
        const bool enforced = !cursor_.accept("NOT");
        cursor_.expect("ENFORCED");
        for (orm::PhysicalCheck& check : table.checks) {
            if (sameName(check.name, name))
                check.enforced = enforced;
        }
        return;
    }
    cursor_.accept("COLUMN");
    acceptIfExists(cursor_);
    const qsizetype token = cursor_.position();
    ColumnDraft* column = columnFor(table, cursor_.expectName("the name of a column"), token);
    if (!column)
        return;
    if (cursor_.accept({"SET", "DEFAULT"})) {
        column->defaultSql = readColumnDefault(cursor_, column->type);
    } else if (cursor_.accept({"DROP", "DEFAULT"})) {
        column->defaultSql.clear();
    } else if (cursor_.accept({"SET", "INVISIBLE"})) {
        column->extra = QStringLiteral("INVISIBLE");
    } else if (cursor_.accept({"SET", "VISIBLE"})) {
        column->extra = column->extra.remove(QStringLiteral("INVISIBLE")).trimmed();
    } else {
        cursor_.fail(QStringLiteral("SET DEFAULT or DROP DEFAULT"));
    }
}

void TableParser::readRename(TableDraft*& table)
{
    if (cursor_.accept("COLUMN")) {
        acceptIfExists(cursor_);
        const qsizetype token = cursor_.position();
        const QString from = cursor_.expectName("the name of a column");
        cursor_.expect("TO");
        const QString to = cursor_.expectName("the new name of the column");
        if (columnFor(*table, from, token))
            table->renameColumn(from, to);
        return;
    }
    if (cursor_.accept("INDEX") || cursor_.accept("KEY")) {
        acceptIfExists(cursor_);
        const qsizetype token = cursor_.position();
        const QString from = cursor_.expectName("the name of an index");
        cursor_.expect("TO");
        const QString to = cursor_.expectName("the new name of the index");
        IndexDraft* index = table->index(from);
        if (index && !cursor_.failed())
            index->name = to;
        else if (!cursor_.failed())
            failAt(token, message("script.drop.unknown", "the table %1 has no %2 %3",
                              {table->name, QStringLiteral("index"), from}));
        return;
    }
    if (!cursor_.accept("TO") && !cursor_.accept("AS"))
        cursor_.acceptSign("=");
    const QualifiedName to = expectQualifiedName(cursor_, session_, "the new name of the table");
    if (!cursor_.failed())
        session_.catalog.renameTable(*table, to.database, to.name);
}

/// CONVERT TO CHARACTER SET gives every text the new one.
void TableParser::convert(TableDraft& table)
{
    ColumnType wanted;
    while (readCharset(cursor_, wanted)) {
    }
    if (wanted.charset.isEmpty() && wanted.collation.isEmpty())
        return cursor_.fail(QStringLiteral("CHARACTER SET"));
    const QString charset = wanted.charset.isEmpty() ? charsetOf(wanted.collation) : wanted.charset;
    for (ColumnDraft& column : table.columns) {
        if (!column.type.hasCharset() || table.charsetOf(column) == u"binary")
            continue;
        if (widestCharacter(charset) > widestCharacter(table.charsetOf(column)))
            column.type.word = widened(column.type.word);
        column.type.charset.clear();
        column.type.collation.clear();
        column.type.binaryCollation = false;
    }
    table.options.charset = charset;
    table.options.collation = wanted.collation.isEmpty() ? table.defaultCollation(charset) : wanted.collation;
}

} // namespace conjoin::sql::mysqlscript
