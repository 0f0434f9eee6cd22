// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/mysqlscript/session.h"

namespace conjoin::sql::mysqlscript {

/// Reads what a statement says of tables and works it into the catalog. One object a statement.
class TableParser {
public:
    TableParser(Cursor& cursor, Session& session)
        : cursor_(cursor)
        , session_(session)
    {}

    /// Behind CREATE … TABLE.
    void createTable(bool orReplace, bool temporary);
    /// Behind ALTER [IGNORE] TABLE.
    void alterTable();
    /// Behind CREATE, at UNIQUE, FULLTEXT, SPATIAL or INDEX.
    void createIndex();
    /// Behind DROP INDEX.
    void dropIndex();
    /// Behind DROP [TEMPORARY] TABLE.
    void dropTables(bool temporary);
    /// Behind RENAME TABLE.
    void renameTables();

private:
    struct Position {
        enum class Kind { Last, First, After };
        Kind kind = Kind::Last;
        QString column;
    };

    static constexpr std::size_t mostIndexes = 128; ///< of a table: a server takes no more

    // what stands between the brackets of CREATE TABLE and behind ALTER TABLE … ADD
    void readElements(TableDraft& table);
    bool readConstraint(TableDraft& table);
    void readPrimaryOrUnique(TableDraft& table, const QString& constraint);
    void readPlainIndex(TableDraft& table);
    void readForeignKey(TableDraft& table, const QString& constraint);
    void readCheck(TableDraft& table, const QString& constraint);
    void addPeriod(TableDraft& table, const QString& name, const QStringList& columns, qsizetype token);
    void readReference(orm::PhysicalForeignKey& key);
    void readIndexName(IndexDraft& index);
    void readIndexParts(IndexDraft& index);
    void readIndexOptions(IndexDraft& index);
    QStringList readColumnNames();
    void finishIndex(TableDraft& table, IndexDraft index, qsizetype token);

    // columns
    void readColumn(TableDraft& table);
    ColumnDraft readColumnDefinition(TableDraft& table, QString name);
    bool readColumnAttribute(TableDraft& table, ColumnDraft& column);
    void readGenerated(ColumnDraft& column);
    void readColumnCheck(TableDraft& table, ColumnDraft& column, const QString& constraint);
    void readInlineReference(TableDraft& table, const ColumnDraft& column);
    void addColumnIndex(TableDraft& table, const ColumnDraft& column, IndexDraft::Kind kind);
    void applyTimestampRule(TableDraft& table, ColumnDraft& column) const;
    Position readPosition();
    void place(TableDraft& table, ColumnDraft column, const Position& position);

    // options
    bool readTableOption(TableDraft& table);
    static void sayOption(TableDraft& table, const QString& option, const QString& value);
    void readTableOptions(TableDraft& table);
    void readPartitions(TableDraft& table);
    void takeDatabaseCharset(TableDraft& table);
    static QString missingColumn(const TableDraft& table);
    void settle(TableDraft& table);
    void like(TableDraft& table, const QualifiedName& model);

    // ALTER TABLE
    void readAction(TableDraft*& table);
    void readAdd(TableDraft& table);
    void readDrop(TableDraft& table);
    void readChange(TableDraft& table, bool rename);
    void readAlter(TableDraft& table);
    void readRename(TableDraft*& table);
    void convert(TableDraft& table);
    PartitionClause* partitionsOf(TableDraft& table, qsizetype token);
    void addPartitions(TableDraft& table, qsizetype token);
    void reorganizePartitions(TableDraft& table, qsizetype token);
    QStringList readPartitionNames();
    void dropNamed(TableDraft& table, const QString& name, const char* what, bool ifExists, qsizetype token);
    bool dropConstraint(TableDraft& table, const QString& name);
    void changeColumnTo(TableDraft& table, QString name, ColumnDraft column, const Position& position);

    TableDraft* tableFor(const QualifiedName& name);
    ColumnDraft* columnFor(TableDraft& table, const QString& name, qsizetype token);
    void failAt(qsizetype token, Message what, Message hint = {});

    Cursor& cursor_;
    Session& session_;
    bool timestampSeen_ = false;
    bool adding_ = false; ///< to a table that exists
};

} // namespace conjoin::sql::mysqlscript
