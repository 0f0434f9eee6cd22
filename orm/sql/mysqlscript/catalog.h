// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/mysqlscript/columntype.h"
#include "orm/sql/mysqlscript/partitions.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace conjoin::sql::mysqlscript {

struct ColumnDraft {
    QString name;
    ColumnType type;
    bool nullable = true;
    bool autoIncrement = false;
    QString defaultSql; ///< as the catalog prints it; empty = none
    QString onUpdate;
    model::Generated generated;
    QString check;          ///< of the column itself
    bool versioned = false; ///< WITH SYSTEM VERSIONING: then the others of its table are not, unless it is
    QString comment;
    QString extra;
};

struct IndexDraft {
    enum class Kind { Primary, Unique, Plain, FullText, Spatial };
    Kind kind = Kind::Plain;
    QString name;
    std::vector<orm::PhysicalKeyPart> parts;
    QString method;
    QString options;
    QString comment;
    bool hashed = false;    ///< too long for a tree
    bool generated = false; ///< by the server, for a foreign key: the next index that serves takes its place

    bool isUnique() const { return kind == Kind::Primary || kind == Kind::Unique; }
};

/// What a script has made of a table so far. Names of columns and indexes match in any letter case.
struct TableDraft {
    QString database;
    QString name;
    std::vector<ColumnDraft> columns;
    std::vector<IndexDraft> indexes;
    std::vector<orm::PhysicalForeignKey> foreignKeys; ///< `refSchema` is a database
    std::vector<orm::PhysicalCheck> checks;
    model::TableOptions options; ///< charset and collation as in force
    std::optional<PartitionClause> partitions;
    DefaultCollations defaultCollation; ///< of the server
    /// Of application time; its name is empty where there is none.
    struct Period {
        QString name;
        QString from;
        QString to;
    } period;
    QString dataFolder;   ///< DATA DIRECTORY, which the catalog tells of InnoDB only
    bool hasRows = false; ///< the script fills it: where it counts from is no part of the schema
    QString comment;

    ColumnDraft* column(const QString& columnName);
    const ColumnDraft* column(const QString& columnName) const;
    IndexDraft* index(const QString& indexName);
    bool keepsForeignKeys() const;
    bool isTooLong(const IndexDraft& index) const;

    /// Adds it as CREATE TABLE and ALTER TABLE do: with a name if it has none.
    void addIndex(IndexDraft index);
    /// With a name of the server's making where it has none, and with the index that the server adds.
    void addForeignKey(orm::PhysicalForeignKey key, const QString& indexName);
    void addCheck(orm::PhysicalCheck check);
    /// One after the other, in the order of the server. Where indexes serve each other, generated ones go.
    void settleIndexes();
    /// Renames it in indexes, keys and expressions.
    void renameColumn(const QString& from, const QString& to);
    /// Also from indexes; those without columns go.
    void removeColumn(const QString& columnName);
    /// The character set and collation of a column, both in force.
    QString charsetOf(const ColumnDraft& column) const;
    QString collationOf(const ColumnDraft& column) const;
};

struct VerbatimDraft {
    model::Verbatim::Kind kind = model::Verbatim::Kind::Other;
    QString database;
    QString name;
    QString word;     ///< `PROCEDURE`, `FUNCTION`, …: things of one word share their names
    QString settings; ///< session variables that it was made under, as introspection writes them
    /// Its statement: texts, each followed by a name of its database (or by none). What the names are qualified
    /// with is known at the end of the script.
    std::vector<std::pair<QString, QString>> sql;
    QString table;                                     ///< of a trigger
    QString moment;                                    ///< of a trigger: `BEFORE INSERT`
    int order = 0;                                     ///< of a trigger: among those of its moment
    std::vector<std::pair<QString, QString>> mentions; ///< database and name of what it may need
};

/// The databases that a script makes.
class ScriptCatalog {
public:
    struct Database {
        QString charset;
        QString collation;
    };

    QString current;                    ///< the database in use; empty before the first USE
    DefaultCollations defaultCollation; ///< of the server that the script is for
    Database& database(const QString& name) { return databases_[name]; }
    bool hasDatabase(const QString& name) const { return databases_.contains(name); }
    /// The name of the database without USE, where the head of a dump tells it.
    void setAlias(const QString& name) { alias_ = name; }
    bool isAlias(const QString& name) const { return !alias_.isEmpty() && name == alias_ && used_.isEmpty(); }
    void use(const QString& name);
    void dropDatabase(const QString& name);

    TableDraft* table(const QString& databaseName, const QString& name);
    TableDraft& addTable(TableDraft table);
    void dropTable(const QString& databaseName, const QString& name);
    void renameTable(TableDraft& table, const QString& databaseName, const QString& name);
    QStringList tableNames(const QString& databaseName) const;

    VerbatimDraft* verbatim(const QString& word, const QString& databaseName, const QString& name);
    void addVerbatim(VerbatimDraft verbatim);
    /// Where a trigger runs among those of its table and moment: right before or after that one, else last.
    void placeTrigger(VerbatimDraft& trigger, const QString& neighbour, bool before);
    void dropVerbatim(const QString& word, const QString& databaseName, const QString& name);

    /// All of it: the first database in use is the namespace without a name.
    orm::PhysicalSchema schema();

    /// The collation of a database: its own, or the one that servers have.
    QString collationOf(const QString& databaseName) const;
    QString usualCollation() const;

private:
    std::vector<const TableDraft*> inOrder() const;
    orm::PhysicalVerbatim physicalVerbatim(const VerbatimDraft& draft, const QSet<QString>& keys) const;
    QStringList takeSequences(const TableDraft& draft, QString& sql) const;
    QString namespaceOf(const QString& databaseName) const;
    QString defaultDatabase() const;
    orm::PhysicalTable physicalTable(const TableDraft& draft) const;

    std::map<QString, Database> databases_;
    QStringList used_;                                ///< in their order
    std::vector<std::unique_ptr<TableDraft>> tables_; ///< null where one was dropped
    QHash<std::pair<QString, QString>, std::size_t> byName_;
    std::vector<std::optional<VerbatimDraft>> verbatims_;
    QHash<std::pair<QString, QString>, std::size_t> verbatimByName_; ///< word and database, name
    QString default_;
    QString alias_;
};

bool sameName(const QString& a, const QString& b);
/// The expression with the names of columns changed by `to`, which gives a name back as it is where it stays.
QString withColumnNames(const QString& expression, const std::function<QString(const QString&)>& to);

} // namespace conjoin::sql::mysqlscript
