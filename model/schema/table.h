// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/rare.h"
#include "model/schema/datatype.h"
#include "model/schema/deferrable.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <variant>
#include <vector>

namespace conjoin::model {

/// What a column holds when an insert says nothing.
struct DefaultValue {
    enum class Kind { None, Literal, Expression, Now, Uuid };
    Kind kind = Kind::None;
    Rare<QString> text; ///< Literal: the value itself, unquoted; Expression: SQL, verbatim
    bool byDatabase =
        true; ///< false: the ORM fills it in, the database knows of no default (Sequelize's NOW, UUIDV4)

    friend bool operator==(const DefaultValue&, const DefaultValue&) = default;
};

/// A column computed from others.
struct Generated {
    enum class Kind { None, Virtual, Stored };
    Kind kind = Kind::None;
    Rare<QString> expression; ///< SQL, without the outer parentheses

    friend bool operator==(const Generated&, const Generated&) = default;
};

/// SQL's GENERATED … AS IDENTITY.
enum class Identity { None, ByDefault, Always };

struct Column {
    ColumnId id;
    QString name;
    DataType type;
    bool nullable = true;
    bool autoIncrement = false;
    DefaultValue defaultValue;
    Generated generated;
    Rare<QString> collation; ///< empty = the database's own
    Rare<QString> comment;
    Identity identity =
        Identity::None;       ///< None with `autoIncrement`: the engine's own way (serial, AUTO_INCREMENT)
    Rare<QString> sequence{}; ///< options of the sequence behind it, verbatim: `START WITH 100 INCREMENT BY 2`
    Rare<QString> onUpdate{}; ///< MySQL: the expression of ON UPDATE
    Rare<QString> charset{};  ///< MySQL; empty = the table's
    Rare<QString> notNullConflict{}; ///< SQLite's ON CONFLICT word of NOT NULL
    Rare<QString> extra{};     ///< further clauses of an engine, verbatim: `INVISIBLE`, `STORAGE EXTERNAL`
    Rare<QString> attribute{}; ///< what the ORM's user calls it; empty = its name

    friend bool operator==(const Column&, const Column&) = default;
};

enum class NullOrder { Default, First, Last };

/// One part of a key or an index: a column, or an expression in SQL.
struct KeyPart {
    std::variant<ColumnId, QString> what;
    bool descending = false;
    QString collation;
    NullOrder nulls = NullOrder::Default;
    int length = 0;          ///< MySQL: only so many characters of the column; 0 = all
    QString operatorClass{}; ///< PostgreSQL, qualified where it must be

    friend bool operator==(const KeyPart&, const KeyPart&) = default;
};

/// A primary or unique key, its parts in order.
struct Key {
    KeyId id;
    QString name; ///< of the constraint; empty = by convention, or unnamed where the database had it so
    std::vector<KeyPart> parts;
    QString conflict;                ///< SQLite's ON CONFLICT word, empty = none
    std::vector<ColumnId> include{}; ///< further columns that its index carries
    Deferrable deferrable = Deferrable::No;
    bool nullsNotDistinct = false; ///< two nulls are the same
    QString method{};              ///< of its index, where not the usual one: `HASH`
    QString options{};             ///< further clauses of an engine, verbatim: `WITH (fillfactor=70)`
    QString comment{};
    bool nameYields = false; ///< an engine that calls keys after their columns by itself does so all the same

    friend bool operator==(const Key&, const Key&) = default;
};

struct Index {
    IndexId id;
    QString name; ///< empty = by convention
    std::vector<KeyPart> parts;
    bool unique = false;
    QString where;                   ///< SQL of a partial index
    QString method;                  ///< `btree`, `gin`, `FULLTEXT` …; empty = the database's own
    std::vector<ColumnId> include{}; ///< further columns that it carries
    bool nullsNotDistinct = false;   ///< unique: two nulls are the same
    QString options{};               ///< further clauses of an engine, verbatim
    QString comment{};

    friend bool operator==(const Index&, const Index&) = default;
};

struct Check {
    CheckId id;
    QString name;
    QString expression;    ///< SQL, without the outer parentheses
    bool enforced = true;  ///< false: MySQL's NOT ENFORCED
    bool validated = true; ///< false: PostgreSQL's NOT VALID
    bool inherited = true; ///< false: PostgreSQL's NO INHERIT
    QString comment{};

    friend bool operator==(const Check&, const Check&) = default;
};

struct TableOptions {
    bool withoutRowid = false; ///< SQLite
    bool strict = false;       ///< SQLite
    bool unlogged = false;     ///< PostgreSQL
    QString engine{};          ///< MySQL: `InnoDB`; empty = that of the dialect
    QString charset{};         ///< MySQL
    QString collation{};       ///< MySQL
    QString partitionBy{};  ///< the clause, verbatim: `PARTITION BY RANGE (created)`, with MySQL's partitions
    QStringList inherits{}; ///< PostgreSQL: its parents, as SQL names them
    QString extra{};        ///< further clauses of an engine, verbatim: `ROW_FORMAT=COMPRESSED`, `WITH (…)`

    friend bool operator==(const TableOptions&, const TableOptions&) = default;
};

/// A table as drawn, or the junction of a many-to-many link (then a ManyToMany names it).
struct Table {
    /// Automatic: a table without a primary key gets one by derivation. AsIs: never – it was read from a
    /// database.
    enum class KeyPolicy { Automatic, AsIs };

    TableId id;
    QString name;      ///< of the model, as drawn: `Student`
    QString sqlName;   ///< of the database's table; empty = what the naming policy makes of `name`
    QString sqlSchema; ///< the namespace in the database; empty = the default one
    KeyPolicy keyPolicy = KeyPolicy::Automatic;
    std::vector<Column> columns; ///< in their order; derived ones are not among them
    std::optional<Key> primaryKey;
    std::vector<Key> uniqueKeys;
    std::vector<Index> indexes;
    std::vector<Check> checks;
    TableOptions options;
    QString comment;
    bool timestamps = false; ///< derived columns that say when a row was made and changed
    bool softDelete = false; ///< a derived column that says when a row was deleted; rows are never removed
    QStringList dependsOn{}; ///< objectKey() of the verbatim things that must exist before it

    const Column* column(ColumnId columnId) const;
    const Column* columnNamed(const QString& columnName) const;

    friend bool operator==(const Table&, const Table&) = default;
};

} // namespace conjoin::model
