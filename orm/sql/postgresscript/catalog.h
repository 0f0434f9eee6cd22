// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/postgresscript/tree.h"

#include <QHash>
#include <QSet>

#include <map>
#include <memory>
#include <vector>

/// What a PostgreSQL server would hold after the statements of a script so far.
namespace conjoin::sql::pgscript {

/// A name with its namespace; `public` is the empty one, as in a physical schema.
struct Name {
    QString schema;
    QString name;

    QString key() const { return model::objectKey(schema, name); }
    friend bool operator==(const Name&, const Name&) = default;
};

/// What a sequence is told to do; an empty option is PostgreSQL's own choice.
struct SequenceOptions {
    QString type = QStringLiteral("bigint");
    QString start{}, increment{}, minimum{}, maximum{}, cache{};
    bool cycle = false;

    /// The clauses that say something, `INCREMENT BY 2 CACHE 10`; `AS integer` is not among them.
    QString text() const;

    friend bool operator==(const SequenceOptions&, const SequenceOptions&) = default;
};

struct Table;

struct Sequence {
    Name name;
    SequenceOptions options;
    bool identity = false;
    bool unlogged = false;
    Table* owner = nullptr;
    QString ownerColumn{};
    QString comment{};
};

struct Table {
    orm::PhysicalTable table;
    std::vector<Table*> parents{}; ///< by INHERITS
    Table* partitionOf = nullptr;
    QString bound{}; ///< of a partition: `FOR VALUES IN (1)`
    bool hasChildren = false;
    QSet<QString> onlyInherited{};         ///< columns that its parents declare and it does not
    QHash<QString, Sequence*> sequences{}; ///< that a column's default takes its numbers from, by column
    std::map<QString, QSet<Table*>>
        withoutIndex{};                  ///< partitions that an index of this table alone has none in
    QHash<QString, QStringList> needs{}; ///< keys of what a column's type and default refer to, by column

    Name name() const { return {table.schema, table.name}; }
    orm::PhysicalColumn* column(const QString& columnName);
};

class Catalog {
public:
    std::vector<std::unique_ptr<Table>> tables;
    std::vector<std::unique_ptr<Sequence>> sequences;
    std::vector<orm::PhysicalUserType> types;
    std::vector<orm::PhysicalVerbatim> verbatims;
    QHash<QString, std::vector<orm::PhysicalColumn>> composites; ///< columns by key of the type

    /// SET search_path; empty = only what is qualified is found, and things are made in `public`.
    void setSearchPath(QStringList schemas);
    /// The namespace that an unqualified new thing is made in.
    QString creationSchema() const;
    void restoreSearchPath(QStringList path) { path_ = std::move(path); }
    QStringList searchPath() const { return path_; }

    /// The name that a statement gives to a new thing.
    Name newName(const PgQuery__RangeVar& range) const;
    Name newName(const QStringList& parts) const;

    Table* table(const PgQuery__RangeVar& range) const;
    Table* table(const QStringList& parts) const;
    Table* tableAt(const Name& name) const;
    Sequence* sequence(const QStringList& parts) const;
    orm::PhysicalUserType* type(const QStringList& parts);
    orm::PhysicalVerbatim* verbatim(model::Verbatim::Kind kind, const QStringList& parts);
    orm::PhysicalVerbatim* verbatimAt(model::Verbatim::Kind kind, const Name& name);
    /// Functions of that name, whatever their arguments.
    std::vector<orm::PhysicalVerbatim*> routines(const QStringList& parts);
    /// Operators of that name, whatever their sides.
    std::vector<orm::PhysicalVerbatim*> operators(const QStringList& parts);
    /// A view of either kind.
    orm::PhysicalVerbatim* view(const QStringList& parts);

    Table& add(orm::PhysicalTable table);
    Sequence& add(Sequence sequence);
    void drop(Table* table);
    void drop(Sequence* sequence);
    void rename(Table& table, const Name& name);
    void rename(Sequence& sequence, const Name& name);

    /// Relations (tables, indexes, views, sequences, composite types) share one set of names in a namespace.
    bool hasRelation(const Name& name) const;
    void claim(const Name& name);
    void release(const Name& name);
    void claimConstraint(const Name& name);
    void releaseConstraint(const Name& name);

    /// Names as PostgreSQL makes them up: `table_column_label`, cut to 63 bytes, numbered where taken.
    QString relationName(const QString& schema, const QString& table, const QString& column,
        const QString& label, bool constraint) const;
    QString constraintName(
        const QString& schema, const QString& table, const QString& column, const QString& label) const;

    /// Tables whose columns come from this one, by INHERITS or as partitions.
    std::vector<Table*> children(const Table* table) const;

private:
    std::vector<orm::PhysicalVerbatim*> overloads(
        model::Verbatim::Kind kind, const QStringList& parts, const QString& open);
    template<class Found>
    auto find(const QStringList& parts, Found found) const;

    QStringList path_{QString()}; ///< namespaces, `public` = the empty one
    QHash<QString, Table*> tablesByKey_;
    QHash<QString, Sequence*> sequencesByKey_;
    QHash<QString, int> relations_, constraints_;
};

/// `name1_name2_label` in at most 63 bytes, the longer part cut first, never within a character.
QString madeUpName(const QString& name1, const QString& name2, const QString& label);
/// What stands for several columns in such a name.
QString joinedColumns(const QStringList& columns);

} // namespace conjoin::sql::pgscript
