// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/mysqlflavour.h"
#include "orm/sql/connection.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <vector>

namespace conjoin::sql {

/// One row of information_schema, its cells by number.
class MySqlRow {
public:
    explicit MySqlRow(std::vector<Value> cells)
        : cells_(std::move(cells))
    {}

    bool isNull(std::size_t cell) const { return cells_[cell].isNull(); }
    QString text(std::size_t cell) const; ///< empty for NULL
    int number(std::size_t cell) const { return text(cell).toInt(); }
    bool says(std::size_t cell, const char* word) const { return text(cell) == QLatin1String(word); }

private:
    std::vector<Value> cells_;
};

using MySqlRows = std::vector<MySqlRow>;

/// information_schema of MySQL 8 or MariaDB: what is the same in both has the same columns here. The columns of
/// each query are those of the comment.
class MySqlCatalog {
public:
    /// Asks the server what it is. `also`: databases beside those of the settings.
    static Result<MySqlCatalog> of(Connection& connection, const QStringList& also);

    orm::MySqlFlavour flavour() const { return flavour_; }
    const QString& database() const { return database_; } ///< the connected one
    const QString& user() const { return user_; }         ///< `root@localhost`
    const QString& sessionCollation() const { return sessionCollation_; }
    /// The collation of new tables of the connected database, where any new database of the server has it too.
    const QString& usualCollation() const { return usualCollation_; }
    QString defaultCollation(const QString& charset) const { return defaultCollations_.value(charset); }

    /// The namespace of that database in a physical schema.
    QString namespaceOf(const QString& database) const { return database == database_ ? QString() : database; }

    /// schema, name, type, engine, collation, options, comment, where a table without rows counts from
    Result<MySqlRows> tables();
    /// schema, table, name, default, nullable, type, charset, collation, extra, comment, expression, reference
    /// system
    Result<MySqlRows> columns();
    /// schema, table, name, non-unique, position, column, order, length, method, comment, visible, expression:
    /// in the table's own order where the server tells it
    Result<MySqlRows> indexes();
    /// schema, table, name, column, referenced schema, table, column: in the order of the columns of each key
    Result<MySqlRows> foreignKeyColumns();
    /// schema, table, name, on update, on delete
    Result<MySqlRows> foreignKeys();
    /// schema, table, name, level, clause, enforced
    Result<MySqlRows> checks();
    /// schema, table, partition, subpartition, method, submethod, expression, subexpression, description,
    /// comment
    Result<MySqlRows> partitions();
    /// number, hexadecimal digits: the defaults of those columns (schema, table, name), in one statement
    Result<MySqlRows> defaultBytes(const std::vector<QStringList>& columns) const;
    /// What SHOW CREATE TABLE says of the table.
    Result<QString> createStatement(const QString& database, const QString& table) const;
    /// schema, name, definition, check option, definer, security, algorithm, collation of the session that made
    /// it
    Result<MySqlRows> views();
    /// kind, schema, name, body, mode, definer, collation of the session that made it, comment; then of a
    /// trigger: table, timing, event; of a routine: type, charset, collation, collation of the database,
    /// deterministic, access, security; of an event: zone, at, interval, its unit, starts, ends, status,
    /// completion. All numbered through, see MySqlProgram.
    Result<MySqlRows> programs();
    /// schema, kind, routine, mode, name, type, charset, collation: in their order, without what a function
    /// returns
    Result<MySqlRows> parameters();
    /// number, start, least, greatest, increment, cache, cycles: of those sequences (schema, name), in one
    /// statement
    Result<MySqlRows> sequences(const std::vector<std::pair<QString, QString>>& names);

private:
    explicit MySqlCatalog(Connection& connection)
        : connection_(&connection)
    {}

    Result<MySqlRows> query(const QString& sql) const;
    QString within(const char* column) const; ///< `column` is one of the databases that are read
    bool isMariaDb() const { return flavour_ == orm::MySqlFlavour::MariaDb; }

    Connection* connection_;
    orm::MySqlFlavour flavour_ = orm::MySqlFlavour::MySql;
    int version_ = 0; ///< 101106 = 10.11.6
    QString database_;
    QStringList databases_;
    QString user_;
    QString usualCollation_;
    QString sessionCollation_;
    QHash<QString, QString> defaultCollations_; ///< by charset
};

/// The cells of programs().
namespace MySqlProgram {
enum Cell : std::size_t {
    Kind,
    Schema,
    Name,
    Body,
    Mode,
    Definer,
    SessionCollation,
    Comment,
    Table,
    Timing,
    Event,
    Type,
    Charset,
    Collation,
    DatabaseCollation,
    Deterministic,
    Access,
    Security,
    Zone,
    At,
    Interval,
    Unit,
    Starts,
    Ends,
    Status,
    Completion
};
} // namespace MySqlProgram

} // namespace conjoin::sql
