// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sqliteintrospector.h"

#include "orm/sql/sqliteparser.h"

#include <QHash>

#include <algorithm>
#include <map>

namespace conjoin::sql {

using orm::PhysicalColumn;
using orm::PhysicalForeignKey;
using orm::PhysicalIndex;
using orm::PhysicalKey;
using orm::PhysicalKeyPart;
using orm::PhysicalSchema;
using orm::PhysicalTable;
using orm::PhysicalVerbatim;

namespace {

using Rows = std::vector<std::vector<Value>>;

/// Text of a catalog; names of columns and tables are texts whatever they look like.
QString textIn(const Value& value)
{
    return value.display();
}

qint64 numberIn(const Value& value)
{
    return value.isInteger() ? value.integer() : 0;
}

bool sameName(const QString& a, const QString& b)
{
    return foldedName(a) == foldedName(b);
}

model::Action actionOf(const QString& words)
{
    if (words == u"CASCADE")
        return model::Action::Cascade;
    if (words == u"RESTRICT")
        return model::Action::Restrict;
    if (words == u"SET NULL")
        return model::Action::SetNull;
    if (words == u"SET DEFAULT")
        return model::Action::SetDefault;
    return model::Action::NoAction;
}

/// What is known of one table while it is read.
struct Draft {
    PhysicalTable table;
    std::optional<ParsedTable> parsed;
    std::map<qint64, QString> keyColumns; ///< position in the primary key -> column
    bool keyHasIndex = false;             ///< the primary key is no alias of the rowid

    const ParsedColumn* parsedColumn(const QString& name) const
    {
        if (!parsed)
            return nullptr;
        for (const ParsedColumn& column : parsed->columns) {
            if (sameName(column.name, name))
                return &column;
        }
        return nullptr;
    }

    /// The collation that sorts a column when nothing else is said.
    QString collationOf(const QString& column) const
    {
        const PhysicalColumn* found = table.column(column);
        return found && !found->collation.isEmpty() ? *found->collation : QStringLiteral("BINARY");
    }

    QString actualColumn(const QString& name) const
    {
        for (const PhysicalColumn& column : table.columns) {
            if (sameName(column.name, name))
                return column.name;
        }
        return name;
    }
};

class SqliteIntrospector {
public:
    explicit SqliteIntrospector(Connection& connection)
        : connection_(connection)
    {}

    Result<PhysicalSchema> read()
    {
        const Result<void> done = connection_.snapshot([this]() -> Result<void> {
            for (const auto step : {&SqliteIntrospector::readObjects, &SqliteIntrospector::readColumns,
                     &SqliteIntrospector::readIndexes, &SqliteIntrospector::readForeignKeys}) {
                if (Result<void> read = (this->*step)(); !read)
                    return read;
            }
            return {};
        });
        if (!done)
            return failure(done);
        PhysicalSchema schema;
        for (Draft& draft : drafts_) {
            orm::sortForeignKeys(draft.table);
            schema.tables.push_back(std::move(draft.table));
        }
        schema.verbatims = std::move(verbatims_);
        return schema;
    }

private:
    Draft* draftOf(const Value& name)
    {
        const auto found = byName_.constFind(foldedName(textIn(name)));
        return found == byName_.cend() ? nullptr : &drafts_[*found];
    }

    Result<Rows> query(const char* sql)
    {
        Result<ResultSet> found = connection_.run(QString::fromLatin1(sql));
        if (!found)
            return failure(found);
        return std::move(found->rows);
    }

    Result<void> readObjects();
    Result<void> readColumns();
    Result<void> readIndexes();
    Result<void> readForeignKeys();
    void addPrimaryKey(Draft& draft);
    void addIndex(Draft& draft, const Rows& parts);
    void addUniqueKey(Draft& draft, PhysicalKey key, std::vector<bool>& taken);

    Connection& connection_;
    std::vector<Draft> drafts_;
    QHash<QString, size_t> byName_;    ///< folded name -> draft
    QHash<QString, QString> indexSql_; ///< folded name of an index -> its stored statement
    std::vector<PhysicalVerbatim> verbatims_;
};

Result<void> SqliteIntrospector::readObjects()
{
    Result<Rows> kinds = query("SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'");
    if (!kinds)
        return failure(kinds);
    QHash<QString, const std::vector<Value>*> kindOf;
    for (const std::vector<Value>& row : *kinds)
        kindOf.insert(foldedName(textIn(row[0])), &row);

    Result<Rows> objects = query("SELECT type, name, sql, rootpage FROM sqlite_schema ORDER BY rowid");
    if (!objects)
        return failure(objects);
    QHash<QString, QString> names; // folded -> as spelt
    for (const std::vector<Value>& row : *objects) {
        const QString type = textIn(row[0]);
        const QString name = textIn(row[1]);
        const QString sql = textIn(row[2]);
        if (type == u"index") {
            indexSql_.insert(foldedName(name), sql);
            continue;
        }
        if (foldedName(name).startsWith(u"sqlite_"))
            continue;
        const std::vector<Value>* kind = type == u"trigger" ? nullptr : kindOf.value(foldedName(name));
        if (type == u"table" && kind && textIn((*kind)[1]) == u"shadow")
            continue; // belongs to a virtual table, which makes it
        if (type != u"trigger")
            names.insert(foldedName(name), name);
        if (type == u"table" && numberIn(row[3]) != 0) {
            Draft draft;
            draft.table.name = name;
            draft.table.options.withoutRowid = kind && numberIn((*kind)[2]) != 0;
            draft.table.options.strict = kind && numberIn((*kind)[3]) != 0;
            draft.parsed = parseCreateTable(sql);
            byName_.insert(foldedName(name), drafts_.size());
            drafts_.push_back(std::move(draft));
            continue;
        }
        const auto verbatim = type == u"view"      ? model::Verbatim::Kind::View
                              : type == u"trigger" ? model::Verbatim::Kind::Trigger
                              : type == u"table"   ? model::Verbatim::Kind::VirtualTable
                                                   : model::Verbatim::Kind::Other;
        verbatims_.push_back({verbatim, name, sql, {}});
    }
    for (PhysicalVerbatim& verbatim : verbatims_) {
        for (const QString& used : namesUsed(verbatim.sql)) {
            const auto known = names.constFind(used);
            // A trigger may be called like its table; nothing else can need its own name.
            if (known != names.cend() &&
                (verbatim.kind == model::Verbatim::Kind::Trigger || *known != verbatim.name))
                verbatim.dependsOn += *known;
        }
        verbatim.dependsOn.sort(); // the order means nothing, and equal schemas shall compare equal
    }
    return {};
}

Result<void> SqliteIntrospector::readColumns()
{
    Result<Rows> rows = query("SELECT m.name, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden "
                              "FROM sqlite_schema m, pragma_table_xinfo(m.name, 'main') x "
                              "WHERE m.type = 'table' AND m.rootpage > 0 ORDER BY m.rowid, x.cid");
    if (!rows)
        return failure(rows);
    for (const std::vector<Value>& row : *rows) {
        Draft* draft = draftOf(row[0]);
        if (!draft)
            continue;
        PhysicalColumn column;
        column.name = textIn(row[1]);
        column.type = connection_.dialect().typeOf(textIn(row[2]));
        column.nullable = numberIn(row[3]) == 0;
        const ParsedColumn* parsed = draft->parsedColumn(column.name);
        if (!row[4].isNull())
            column.defaultValue = connection_.dialect().defaultOf(textIn(row[4]), column.type);
        if (const qint64 hidden = numberIn(row[6]); hidden == 2 || hidden == 3) {
            column.generated.kind =
                hidden == 2 ? model::Generated::Kind::Virtual : model::Generated::Kind::Stored;
            column.generated.expression = parsed ? parsed->generated : QString();
        }
        if (parsed) {
            column.autoIncrement = parsed->autoIncrement;
            column.collation = parsed->collation;
            column.notNullConflict = column.nullable ? QString() : parsed->notNullConflict;
        }
        if (const qint64 position = numberIn(row[5]); position > 0)
            draft->keyColumns[position] = column.name;
        draft->table.columns.push_back(std::move(column));
    }
    for (Draft& draft : drafts_) {
        addPrimaryKey(draft);
        if (draft.parsed)
            draft.table.checks = draft.parsed->checks;
    }
    return {};
}

void SqliteIntrospector::addPrimaryKey(Draft& draft)
{
    if (draft.keyColumns.empty())
        return;
    PhysicalKey key;
    for (const auto& [position, column] : draft.keyColumns)
        key.parts.push_back({column, {}, false, {}});
    if (draft.parsed && draft.parsed->primaryKey) {
        const PhysicalKey& said = *draft.parsed->primaryKey;
        key.name = said.name;
        key.conflict = said.conflict;
        for (PhysicalKeyPart& part : key.parts) {
            for (const PhysicalKeyPart& saidPart : said.parts) {
                if (!sameName(saidPart.column, part.column))
                    continue;
                part.descending = saidPart.descending;
                if (!saidPart.collation.isEmpty() &&
                    !sameName(saidPart.collation, draft.collationOf(part.column)))
                    part.collation = saidPart.collation;
            }
        }
    }
    draft.table.primaryKey = std::move(key);
}

Result<void> SqliteIntrospector::readIndexes()
{
    // The newest index is the first that SQLite lists: read backwards, they come as they were made.
    Result<Rows> rows =
        query("SELECT m.name, l.name, l.\"unique\", l.origin, x.name, x.cid, x.\"desc\", x.coll "
              "FROM sqlite_schema m, pragma_index_list(m.name, 'main') l, "
              "pragma_index_xinfo(l.name, 'main') x "
              "WHERE m.type = 'table' AND m.rootpage > 0 AND x.\"key\" = 1 "
              "ORDER BY m.rowid, l.seq DESC, x.seqno");
    if (!rows)
        return failure(rows);
    Draft* unique = nullptr;
    std::vector<bool> taken; // which parsed unique keys of that table have been met
    for (size_t begin = 0; begin < rows->size();) {
        size_t end = begin;
        while (
            end < rows->size() && (*rows)[end][0] == (*rows)[begin][0] && (*rows)[end][1] == (*rows)[begin][1])
            ++end;
        const Rows parts(rows->begin() + qsizetype(begin), rows->begin() + qsizetype(end));
        begin = end;
        Draft* draft = draftOf(parts.front()[0]);
        const QString origin = textIn(parts.front()[3]);
        if (!draft)
            continue;
        if (origin == u"pk") {
            draft->keyHasIndex = true;
            continue;
        }
        if (origin == u"c") {
            addIndex(*draft, parts);
            continue;
        }
        PhysicalKey key;
        for (const std::vector<Value>& row : parts) {
            PhysicalKeyPart part{textIn(row[4]), {}, numberIn(row[6]) != 0, {}};
            if (!sameName(textIn(row[7]), draft->collationOf(part.column)))
                part.collation = textIn(row[7]);
            key.parts.push_back(std::move(part));
        }
        if (unique != draft) {
            unique = draft;
            taken.assign(draft->parsed ? draft->parsed->uniqueKeys.size() : 0, false);
        }
        addUniqueKey(*draft, std::move(key), taken);
    }
    for (Draft& draft : drafts_) {
        // DESC of a key that is the rowid means nothing, while INTEGER PRIMARY KEY DESC at the column makes an
        // index.
        if (draft.table.primaryKey && !draft.keyHasIndex && !draft.table.options.withoutRowid)
            draft.table.primaryKey->parts.front().descending = false;
    }
    return {};
}

/// Adds a UNIQUE constraint, its name and conflict clause taken from the first of the same columns in the
/// stored SQL.
void SqliteIntrospector::addUniqueKey(Draft& draft, PhysicalKey key, std::vector<bool>& taken)
{
    const auto sameColumns = [](const PhysicalKeyPart& a, const PhysicalKeyPart& b) {
        return sameName(a.column, b.column) && a.descending == b.descending;
    };
    for (size_t i = 0; i < taken.size(); ++i) {
        const PhysicalKey& said = draft.parsed->uniqueKeys[i];
        if (taken[i] ||
            !std::equal(said.parts.begin(), said.parts.end(), key.parts.begin(), key.parts.end(), sameColumns))
            continue;
        taken[i] = true;
        key.name = said.name;
        key.conflict = said.conflict;
        break;
    }
    draft.table.uniqueKeys.push_back(std::move(key));
}

void SqliteIntrospector::addIndex(Draft& draft, const Rows& parts)
{
    PhysicalIndex index;
    index.name = textIn(parts.front()[1]);
    index.unique = numberIn(parts.front()[2]) != 0;
    const std::optional<ParsedIndex> parsed = parseCreateIndex(indexSql_.value(foldedName(index.name)));
    if (parsed)
        index.where = parsed->where;
    for (size_t i = 0; i < parts.size(); ++i) {
        const std::vector<Value>& row = parts[i];
        PhysicalKeyPart part;
        part.descending = numberIn(row[6]) != 0;
        if (numberIn(row[5]) >= 0) {
            part.column = textIn(row[4]);
            if (!sameName(textIn(row[7]), draft.collationOf(part.column)))
                part.collation = textIn(row[7]);
        } else if (parsed && i < parsed->parts.size()) {
            part.expression = parsed->parts[i].expression;
            part.collation = parsed->parts[i].collation;
        }
        index.parts.push_back(std::move(part));
    }
    draft.table.indexes.push_back(std::move(index));
}

Result<void> SqliteIntrospector::readForeignKeys()
{
    // The last key of a table has number 0: read backwards, they come as they were written.
    Result<Rows> rows =
        query("SELECT m.name, f.id, f.\"table\", f.\"from\", f.\"to\", f.on_update, f.on_delete "
              "FROM sqlite_schema m, pragma_foreign_key_list(m.name, 'main') f "
              "WHERE m.type = 'table' AND m.rootpage > 0 ORDER BY m.rowid, f.id DESC, f.seq");
    if (!rows)
        return failure(rows);
    const std::vector<Value>* previous = nullptr;
    for (const std::vector<Value>& row : *rows) {
        Draft* draft = draftOf(row[0]);
        if (!draft)
            continue;
        std::vector<PhysicalForeignKey>& keys = draft->table.foreignKeys;
        if (!previous || (*previous)[0] != row[0] || (*previous)[1] != row[1]) {
            const Draft* parent = draftOf(row[2]);
            PhysicalForeignKey key;
            key.refTable = parent ? parent->table.name : textIn(row[2]);
            key.onUpdate = actionOf(textIn(row[5]));
            key.onDelete = actionOf(textIn(row[6]));
            if (draft->parsed && keys.size() < draft->parsed->foreignKeys.size()) {
                const PhysicalForeignKey& said = draft->parsed->foreignKeys[keys.size()];
                key.name = said.name;
                key.deferrable = said.deferrable;
                key.notDeferrableWritten = said.notDeferrableWritten;
                key.match = said.match;
            }
            key.targetSpelling += textIn(row[2]);
            keys.push_back(std::move(key));
        }
        previous = &row;
        PhysicalForeignKey& key = keys.back();
        key.columns += textIn(row[3]);
        if (!row[4].isNull()) {
            const Draft* parent = draftOf(row[2]);
            key.refColumns += parent ? parent->actualColumn(textIn(row[4])) : textIn(row[4]);
            key.targetSpelling += textIn(row[4]);
        }
    }
    for (Draft& draft : drafts_) {
        for (PhysicalForeignKey& key : draft.table.foreignKeys) {
            if (key.targetSpelling == QStringList{key.refTable} + key.refColumns)
                key.targetSpelling.clear();
        }
    }
    return {};
}

} // namespace

Result<PhysicalSchema> introspectSqlite(Connection& connection)
{
    return SqliteIntrospector(connection).read();
}

} // namespace conjoin::sql
