// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/schema.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// What a database holds, by name and without ids: what derivation makes and introspection reads. Whoever makes
/// one spells the tables and columns of a foreign key as their definitions do, whatever letter case the key
/// itself uses.
namespace conjoin::orm {

struct PhysicalColumn {
    QString name;
    model::DataType type;
    bool nullable = true;
    bool autoIncrement = false;
    model::DefaultValue defaultValue;
    model::Generated generated;
    model::Rare<QString> collation;
    model::Rare<QString> comment;
    model::Identity identity = model::Identity::None;
    model::Rare<QString> sequence{};
    model::Rare<QString> onUpdate{};
    model::Rare<QString> charset{};
    model::Rare<QString> notNullConflict{};
    model::Rare<QString> extra{};

    friend bool operator==(const PhysicalColumn&, const PhysicalColumn&) = default;
};

struct PhysicalKeyPart {
    QString column;     ///< empty when it is an expression
    QString expression; ///< SQL
    bool descending = false;
    QString collation;
    model::NullOrder nulls = model::NullOrder::Default;
    int length = 0;
    QString operatorClass{};

    friend bool operator==(const PhysicalKeyPart&, const PhysicalKeyPart&) = default;
};

struct PhysicalKey {
    QString name; ///< empty = unnamed
    std::vector<PhysicalKeyPart> parts;
    QString conflict;
    QStringList include{};
    model::Deferrable deferrable = model::Deferrable::No;
    bool nullsNotDistinct = false;
    QString method{};
    QString options{};
    QString comment{};

    friend bool operator==(const PhysicalKey&, const PhysicalKey&) = default;
};

struct PhysicalIndex {
    QString name;
    std::vector<PhysicalKeyPart> parts;
    bool unique = false;
    QString where;
    QString method;
    QStringList include{};
    bool nullsNotDistinct = false;
    QString options{};
    QString comment{};

    friend bool operator==(const PhysicalIndex&, const PhysicalIndex&) = default;
};

struct PhysicalForeignKey {
    QString name; ///< empty = unnamed
    QStringList columns;
    QString refSchema;
    QString refTable;
    QStringList refColumns; ///< empty = written without, meaning the primary key (SQLite)
    model::Action onDelete = model::Action::NoAction; ///< what SQL means where nothing is written
    model::Action onUpdate = model::Action::NoAction;
    model::Deferrable deferrable = model::Deferrable::No;
    QString match;
    bool validated = true;
    QStringList setColumns{};
    QString comment{};
    bool notDeferrableWritten = false; ///< SQLite: NOT DEFERRABLE stands there and means nothing
    QStringList targetSpelling{};      ///< SQLite: `refTable` and `refColumns` in the key's own letter case

    friend bool operator==(const PhysicalForeignKey&, const PhysicalForeignKey&) = default;
};

struct PhysicalCheck {
    QString name;
    QString expression;
    bool enforced = true;
    bool validated = true;
    bool inherited = true;
    QString comment{};

    friend bool operator==(const PhysicalCheck&, const PhysicalCheck&) = default;
};

struct PhysicalTable {
    QString schema; ///< empty = the default one
    QString name;
    std::vector<PhysicalColumn> columns;
    std::optional<PhysicalKey> primaryKey;
    std::vector<PhysicalKey> uniqueKeys;
    std::vector<PhysicalForeignKey> foreignKeys; ///< in the order of foreignKeyOrder()
    std::vector<PhysicalIndex> indexes;
    std::vector<PhysicalCheck> checks;
    model::TableOptions options;
    QString comment;
    QStringList dependsOn{}; ///< objectKey() of the verbatim things that must exist before it

    /// Letter case counts; null where there is none.
    const PhysicalColumn* column(const QString& columnName) const;

    friend bool operator==(const PhysicalTable&, const PhysicalTable&) = default;
};

/// Positions of a table's foreign keys in their one true order: that of the columns they stand on, then by what
/// they refer to. No engine gives the order of its foreign keys a meaning (SQLite lists them backwards), so
/// whoever makes a physical table sorts them, and equal schemas compare equal.
std::vector<std::size_t> foreignKeyOrder(const PhysicalTable& table);
void sortForeignKeys(PhysicalTable& table);

struct PhysicalVerbatim {
    model::Verbatim::Kind kind = model::Verbatim::Kind::Other;
    QString name;
    QString sql;
    QStringList dependsOn;
    QString schema{};
    QString table{};
    QString comment{};

    friend bool operator==(const PhysicalVerbatim&, const PhysicalVerbatim&) = default;
};

/// An enum or a domain.
struct PhysicalUserType {
    model::UserType::Kind kind = model::UserType::Kind::Enum;
    QString schema; ///< empty = the default one
    QString name;
    QStringList values;
    model::DataType base;
    bool nullable = true;
    model::DefaultValue defaultValue;
    QString collation;
    std::vector<PhysicalCheck> checks;
    QString comment;

    friend bool operator==(const PhysicalUserType&, const PhysicalUserType&) = default;
};

struct PhysicalSchema {
    std::vector<PhysicalTable> tables;
    std::vector<PhysicalUserType> types{};
    std::vector<PhysicalVerbatim> verbatims;

    /// Letter case counts; null where there is none.
    const PhysicalTable* table(const QString& name, const QString& schema = {}) const;
    const PhysicalUserType* type(const QString& name, const QString& schema = {}) const;

    friend bool operator==(const PhysicalSchema&, const PhysicalSchema&) = default;
};

} // namespace conjoin::orm
