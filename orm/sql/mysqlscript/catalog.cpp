// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/catalog.h"

#include "orm/dialect/mysqlddl.h"
#include "orm/dialect/mysqldefaults.h"
#include "orm/dialect/mysqltable.h"
#include "orm/dialect/mysqltext.h"
#include "orm/dialect/mysqltypes.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <tuple>

namespace conjoin::sql::mysqlscript {

using orm::MySqlFlavour;
using orm::PhysicalColumn;
using orm::PhysicalTable;

namespace {

/// Names as the table's columns spell them.
QString spelledAs(const TableDraft& draft, const QString& expression)
{
    return withColumnNames(expression, [&](const QString& name) {
        const ColumnDraft* found = draft.column(name);
        return found ? found->name : name;
    });
}

std::vector<orm::PhysicalKeyPart> spelledAs(const TableDraft& draft, std::vector<orm::PhysicalKeyPart> parts)
{
    for (orm::PhysicalKeyPart& part : parts) {
        if (const ColumnDraft* found = draft.column(part.column))
            part.column = found->name;
        part.expression = spelledAs(draft, part.expression);
    }
    return parts;
}

/// As introspection says it: the character set where it differs, the collation where that does not tell it.
void sayCharset(PhysicalColumn& column, const QString& charset, const QString& collation, const QString& usual,
    const DefaultCollations& defaultCollation)
{
    const bool same = charset == usual;
    if (same && column.type == model::DataType::of(model::TypeKind::Char, 36) &&
        collation == charset + QStringLiteral("_bin")) {
        column.type = model::DataType::of(model::TypeKind::Uuid);
        return;
    }
    if (!same)
        column.charset = charset;
    if (same || collation != defaultCollation(charset))
        column.collation = collation;
}

bool inMemory(const TableDraft& draft)
{
    return draft.options.engine.compare(u"MEMORY", Qt::CaseInsensitive) == 0;
}

/// The method of an index where it is not the one that tables of that engine have anyway.
QString methodOf(const TableDraft& draft, const IndexDraft& index)
{
    if (index.kind == IndexDraft::Kind::FullText)
        return QStringLiteral("FULLTEXT");
    if (index.kind == IndexDraft::Kind::Spatial)
        return QStringLiteral("SPATIAL");
    // InnoDB and MyISAM read HASH and make a tree, but of a unique key MariaDB remembers what was said.
    if (index.hashed || (index.kind == IndexDraft::Kind::Unique && index.method == u"HASH" && !inMemory(draft)))
        return QStringLiteral("HASH");
    return inMemory(draft) && index.method == u"BTREE" ? index.method : QString();
}

void addIndexTo(PhysicalTable& table, const TableDraft& draft, const IndexDraft& index)
{
    std::vector<orm::PhysicalKeyPart> parts = spelledAs(draft, index.parts);
    if (index.isUnique()) {
        orm::PhysicalKey key;
        key.parts = std::move(parts);
        key.method = methodOf(draft, index);
        key.options = index.options;
        key.comment = index.comment;
        if (index.kind == IndexDraft::Kind::Primary) {
            table.primaryKey = std::move(key);
        } else {
            key.name = index.name;
            table.uniqueKeys.push_back(std::move(key));
        }
        return;
    }
    orm::PhysicalIndex made;
    made.name = index.name;
    made.parts = std::move(parts);
    made.method = methodOf(draft, index);
    if (!made.method.isEmpty() && index.kind != IndexDraft::Kind::Plain) {
        for (orm::PhysicalKeyPart& part : made.parts)
            part.length = 0;
    }
    made.options = index.options;
    made.comment = index.comment;
    table.indexes.push_back(std::move(made));
}

/// Verbatim things come as introspection lists them: sequences, programs by kind, views.
auto place(const VerbatimDraft& draft)
{
    using Kind = model::Verbatim::Kind;
    const int rank = draft.kind == Kind::Sequence ? 0 : (draft.kind == Kind::View ? 2 : 1);
    return std::tuple(rank, rank == 1 ? draft.word : QString(), draft.database, draft.table, draft.moment,
        draft.table.isEmpty() ? draft.name : QString(), draft.order); // triggers of one moment: as they run
}

} // namespace

void ScriptCatalog::use(const QString& name)
{
    current = name;
    if (!used_.contains(name))
        used_.append(name);
}

void ScriptCatalog::dropDatabase(const QString& name)
{
    databases_.erase(name);
    for (std::unique_ptr<TableDraft>& table : tables_) {
        if (table && table->database == name) {
            byName_.remove({table->database, table->name});
            table.reset();
        }
    }
    for (std::optional<VerbatimDraft>& verbatim : verbatims_) {
        if (verbatim && verbatim->database == name) {
            verbatimByName_.remove({verbatim->word + u' ' + verbatim->database, verbatim->name.toLower()});
            verbatim.reset();
        }
    }
}

TableDraft* ScriptCatalog::table(const QString& databaseName, const QString& name)
{
    const auto found = byName_.constFind({databaseName, name});
    return found == byName_.constEnd() ? nullptr : tables_[*found].get();
}

TableDraft& ScriptCatalog::addTable(TableDraft table)
{
    byName_.insert({table.database, table.name}, tables_.size());
    tables_.push_back(std::make_unique<TableDraft>(std::move(table)));
    return *tables_.back();
}

void ScriptCatalog::dropTable(const QString& databaseName, const QString& name)
{
    const auto found = byName_.constFind({databaseName, name});
    if (found == byName_.constEnd())
        return;
    tables_[*found].reset();
    byName_.erase(found);
    for (std::optional<VerbatimDraft>& verbatim : verbatims_) {
        if (verbatim && verbatim->kind == model::Verbatim::Kind::Trigger && verbatim->table == name &&
            verbatim->database == databaseName) {
            verbatimByName_.remove({verbatim->word + u' ' + verbatim->database, verbatim->name.toLower()});
            verbatim.reset();
        }
    }
}

void ScriptCatalog::renameTable(TableDraft& table, const QString& databaseName, const QString& name)
{
    const QString oldName = table.name;
    const QString oldDatabase = table.database;
    const std::size_t position = byName_.take({oldDatabase, oldName});
    const QString oldPrefix = oldName + QStringLiteral("_ibfk_");
    for (orm::PhysicalForeignKey& key : table.foreignKeys) {
        if (key.name.startsWith(oldPrefix)) // the names that the server made follow the table
            key.name = name + QStringLiteral("_ibfk_") + key.name.mid(oldPrefix.size());
    }
    table.database = databaseName;
    table.name = name;
    byName_.insert({databaseName, name}, position);
    for (const std::unique_ptr<TableDraft>& other : tables_) {
        if (!other)
            continue;
        for (orm::PhysicalForeignKey& key : other->foreignKeys) {
            if (key.refSchema == oldDatabase && key.refTable == oldName) {
                key.refSchema = databaseName;
                key.refTable = name;
            }
        }
    }
    for (std::optional<VerbatimDraft>& verbatim : verbatims_) {
        if (verbatim && verbatim->table == oldName && verbatim->database == oldDatabase)
            verbatim->table = name;
    }
}

QStringList ScriptCatalog::tableNames(const QString& databaseName) const
{
    QStringList names;
    for (const std::unique_ptr<TableDraft>& table : tables_) {
        if (table && table->database == databaseName)
            names.append(table->name);
    }
    return names;
}

VerbatimDraft* ScriptCatalog::verbatim(const QString& word, const QString& databaseName, const QString& name)
{
    const auto found = verbatimByName_.constFind({word + u' ' + databaseName, name.toLower()});
    return found == verbatimByName_.constEnd() ? nullptr : &*verbatims_[*found];
}

void ScriptCatalog::addVerbatim(VerbatimDraft verbatim)
{
    const std::pair key(verbatim.word + u' ' + verbatim.database, verbatim.name.toLower());
    if (const auto found = verbatimByName_.constFind(key); found != verbatimByName_.constEnd()) {
        verbatims_[*found].reset(); // one that is replaced comes to the end, behind what it may need now
    }
    verbatimByName_.insert(key, verbatims_.size());
    verbatims_.push_back(std::move(verbatim));
}

void ScriptCatalog::placeTrigger(VerbatimDraft& trigger, const QString& neighbour, bool before)
{
    std::vector<VerbatimDraft*> together;
    for (std::optional<VerbatimDraft>& other : verbatims_) {
        if (other && other->kind == model::Verbatim::Kind::Trigger && other->database == trigger.database &&
            other->table == trigger.table && other->moment == trigger.moment &&
            !sameName(other->name, trigger.name))
            together.push_back(&*other);
    }
    std::ranges::stable_sort(together, {}, &VerbatimDraft::order);
    auto at = std::ranges::find_if(
        together, [&](const VerbatimDraft* other) { return sameName(other->name, neighbour); });
    if (at != together.end() && !before)
        ++at;
    together.insert(at, &trigger);
    for (std::size_t i = 0; i < together.size(); ++i)
        together[i]->order = int(i);
}

void ScriptCatalog::dropVerbatim(const QString& word, const QString& databaseName, const QString& name)
{
    const auto found = verbatimByName_.constFind({word + u' ' + databaseName, name.toLower()});
    if (found == verbatimByName_.constEnd())
        return;
    verbatims_[*found].reset();
    verbatimByName_.erase(found);
}

QString ScriptCatalog::defaultDatabase() const
{
    QSet<QString> filled;
    QString first;
    const auto note = [&](const QString& databaseName) {
        if (filled.isEmpty())
            first = databaseName;
        filled.insert(databaseName);
    };
    for (const std::unique_ptr<TableDraft>& table : tables_) {
        if (table)
            note(table->database);
    }
    for (const std::optional<VerbatimDraft>& verbatim : verbatims_) {
        if (verbatim)
            note(verbatim->database);
    }
    if (filled.contains(QString()))
        return {}; // what was made before any USE is in the database of the connection
    for (const QString& databaseName : used_) {
        if (filled.contains(databaseName))
            return databaseName;
    }
    return first;
}

QString ScriptCatalog::usualCollation() const
{
    return defaultCollation(QStringLiteral("utf8mb4"));
}

QString ScriptCatalog::collationOf(const QString& databaseName) const
{
    const auto found = databases_.find(databaseName);
    return found == databases_.end() || found->second.collation.isEmpty() ? usualCollation()
                                                                          : found->second.collation;
}

QString ScriptCatalog::namespaceOf(const QString& databaseName) const
{
    return databaseName == default_ ? QString() : databaseName;
}

/// The sequences that a default takes its numbers from; their names lose that of the own database.
QStringList ScriptCatalog::takeSequences(const TableDraft& draft, QString& sql) const
{
    static const QRegularExpression form(
        QStringLiteral(R"((\b(?:nextval|lastval)\()(?:`((?:[^`]|``)*)`\.)?(`((?:[^`]|``)*)`)\))"));
    QStringList used;
    QString out;
    qsizetype copied = 0;
    for (auto it = form.globalMatch(sql); it.hasNext();) {
        const auto match = it.next();
        const QString databaseName = match.hasCaptured(2) ? match.captured(2) : draft.database;
        const QString space = namespaceOf(isAlias(databaseName) ? QString() : databaseName);
        used.append(
            model::objectKey(space, match.captured(4).replace(QStringLiteral("``"), QStringLiteral("`"))));
        out += sql.mid(copied, match.capturedStart() - copied) + match.captured(1);
        out += (space.isEmpty() ? QString() : orm::mysql::quoted(space) + u'.') + match.captured(3) + u')';
        copied = match.capturedEnd();
    }
    sql = out + sql.mid(copied);
    return used;
}

PhysicalTable ScriptCatalog::physicalTable(const TableDraft& draft) const
{
    PhysicalTable table;
    table.schema = namespaceOf(draft.database);
    table.name = draft.name;
    table.comment = draft.comment;
    table.options = draft.options;
    if (draft.partitions)
        table.options.partitionBy = draft.partitions->text();
    if (table.options.engine.compare(u"InnoDB", Qt::CaseInsensitive) == 0)
        table.options.engine.clear();
    if (!draft.dataFolder.isEmpty() && table.options.engine.isEmpty())
        table.options.extra = QStringLiteral("DATA DIRECTORY=%1 %2")
                                  .arg(orm::mysql::textLiteral(draft.dataFolder), table.options.extra)
                                  .trimmed();
    if (!draft.period.name.isEmpty()) {
        const auto quoted = [&](const QString& name) {
            const ColumnDraft* found = draft.column(name);
            return orm::mysql::quoted(found ? found->name : name);
        };
        table.options.extra = QStringLiteral("PERIOD FOR %1 (%2, %3) %4")
                                  .arg(orm::mysql::quoted(draft.period.name), quoted(draft.period.from),
                                      quoted(draft.period.to), table.options.extra)
                                  .trimmed();
    }
    if (draft.hasRows || std::ranges::none_of(draft.columns, &ColumnDraft::autoIncrement))
        orm::mysql::takeCounter(table.options.extra);
    const QString usual = usualCollation();
    if (table.schema.isEmpty() && draft.options.collation == usual && collationOf(draft.database) == usual) {
        table.options.charset.clear(); // what a server gives unasked
        table.options.collation.clear();
    } else if (draft.options.collation == defaultCollation(draft.options.charset)) {
        table.options.collation.clear();
    }
    for (const ColumnDraft& column : draft.columns) {
        PhysicalColumn made;
        made.name = column.name;
        const QString charset = draft.charsetOf(column);
        const QString collation = draft.collationOf(column);
        made.type = orm::mysql::typeOf(column.type.text(charset), MySqlFlavour::MariaDb);
        made.nullable = column.nullable;
        made.autoIncrement = column.autoIncrement;
        if (!column.defaultSql.isEmpty())
            made.defaultValue =
                orm::mysql::defaultOf(spelledAs(draft, column.defaultSql), made.type, MySqlFlavour::MariaDb);
        QString defaultText = made.defaultValue.text;
        for (const QString& used : takeSequences(draft, defaultText)) {
            if (!table.dependsOn.contains(used))
                table.dependsOn.append(used);
        }
        made.defaultValue.text = defaultText;
        made.onUpdate = column.onUpdate;
        made.generated = column.generated;
        made.generated.expression = spelledAs(draft, made.generated.expression);
        made.comment = column.comment;
        made.extra = column.extra;
        if (column.type.hasCharset() && charset != u"binary" && collation != draft.options.collation)
            sayCharset(made, charset, collation, draft.options.charset, defaultCollation);
        if (made.type.native == u"longtext" && collation == u"utf8mb4_bin" &&
            sameName(column.check, QStringLiteral("json_valid(%1)").arg(orm::mysql::quoted(column.name)))) {
            made.type = model::DataType::of(model::TypeKind::Json); // what MariaDB makes of JSON, and dumps
            made.charset.clear();
            made.collation.clear();
        } else if (!column.check.isEmpty()) {
            orm::PhysicalCheck check;
            check.name = column.name;
            check.expression = spelledAs(draft, column.check);
            table.checks.push_back(std::move(check));
        }
        table.columns.push_back(std::move(made));
    }
    for (const IndexDraft& index : draft.indexes)
        addIndexTo(table, draft, index);
    for (orm::PhysicalForeignKey key : draft.foreignKeys) {
        for (QString& name : key.columns) {
            const ColumnDraft* found = draft.column(name);
            name = found ? found->name : name;
        }
        if (const auto target = byName_.constFind({key.refSchema, key.refTable});
            target != byName_.constEnd()) {
            for (QString& name : key.refColumns) {
                const ColumnDraft* found = tables_[*target]->column(name);
                name = found ? found->name : name;
            }
        }
        key.refSchema = namespaceOf(key.refSchema);
        table.foreignKeys.push_back(std::move(key));
    }
    for (orm::PhysicalCheck check : draft.checks) {
        check.expression = spelledAs(draft, check.expression);
        if (table.column(check.name))
            check.expression = u'(' + check.expression + u')'; // see orm::mysql::isColumnCheck()
        table.checks.push_back(std::move(check));
    }
    sortForeignKeys(table);
    return table;
}

orm::PhysicalSchema ScriptCatalog::schema()
{
    default_ = defaultDatabase();
    orm::PhysicalSchema schema;
    QSet<QString> keys;
    for (const TableDraft* table : inOrder()) {
        schema.tables.push_back(physicalTable(*table));
        keys.insert(model::objectKey(schema.tables.back().schema, table->name));
    }
    std::vector<const VerbatimDraft*> drafts;
    for (const std::optional<VerbatimDraft>& draft : verbatims_) {
        if (draft) {
            drafts.push_back(&*draft);
            const bool relation = draft->word == u"VIEW" || draft->word == u"SEQUENCE";
            if (relation) // what a query can read from
                keys.insert(model::objectKey(namespaceOf(draft->database), draft->name));
        }
    }
    std::stable_sort(drafts.begin(), drafts.end(),
        [](const VerbatimDraft* a, const VerbatimDraft* b) { return place(*a) < place(*b); });
    for (const VerbatimDraft* draft : drafts)
        schema.verbatims.push_back(physicalVerbatim(*draft, keys));
    return schema;
}

std::vector<const TableDraft*> ScriptCatalog::inOrder() const
{
    std::vector<const TableDraft*> tables;
    for (const std::unique_ptr<TableDraft>& table : tables_) {
        if (table)
            tables.push_back(table.get());
    }
    std::sort(tables.begin(), tables.end(), [](const TableDraft* a, const TableDraft* b) {
        return std::tie(a->database, a->name) < std::tie(b->database, b->name);
    });
    return tables;
}

orm::PhysicalVerbatim ScriptCatalog::physicalVerbatim(
    const VerbatimDraft& draft, const QSet<QString>& keys) const
{
    orm::PhysicalVerbatim made;
    made.kind = draft.kind;
    made.schema = namespaceOf(draft.database);
    made.name = draft.name;
    for (const auto& [text, name] : draft.sql) {
        made.sql += text;
        if (!name.isEmpty() && !made.schema.isEmpty())
            made.sql += orm::mysql::identifier(made.schema) + u'.';
        if (!name.isEmpty())
            made.sql += orm::mysql::identifier(name);
    }
    made.sql = orm::mysql::withSettings(made.sql, draft.settings);
    if (!draft.table.isEmpty()) {
        made.table = model::objectKey(made.schema, draft.table);
        made.dependsOn.append(made.table);
    }
    for (const auto& [databaseName, name] : draft.mentions) {
        const QString key = model::objectKey(namespaceOf(databaseName), name);
        const bool itself = databaseName == draft.database && name == draft.name;
        if (!itself && keys.contains(key) && !made.dependsOn.contains(key))
            made.dependsOn.append(key);
    }
    return made;
}

} // namespace conjoin::sql::mysqlscript
