// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/postgrescatalog.h"

#include <QHash>
#include <QSet>

#include <map>

namespace conjoin::sql::pgreader {

using orm::PhysicalColumn;
using orm::PhysicalForeignKey;
using orm::PhysicalIndex;
using orm::PhysicalKey;
using orm::PhysicalKeyPart;
using orm::PhysicalSchema;
using orm::PhysicalTable;
using orm::PhysicalUserType;
using orm::PhysicalVerbatim;
using Kind = model::Verbatim::Kind;

/// A sequence as the catalog has it.
struct SequenceDraft {
    QString schema;
    QString name;
    QString comment;
    QString type;
    qint64 start = 0;
    qint64 increment = 0;
    qint64 minimum = 0;
    qint64 maximum = 0;
    qint64 cache = 0;
    bool cycles = false;
    QChar persistence{};   ///< `p` or `u`; null where the server keeps none of sequences
    qint64 ownerTable = 0; ///< oid
    int ownerColumn = 0;
    bool ofIdentity = false;
    bool implicit = false; ///< made by `serial` or an identity column; nobody names it

    /// Only what CREATE SEQUENCE would not do by itself.
    QString options() const;
};

/// What is known of a table beside what it becomes.
struct TableDraft {
    PhysicalTable table;
    std::map<int, QString> names;     ///< of columns by number
    std::map<int, qint64> collations; ///< their oids, by number of the column
    QString namespaceName;            ///< as the catalog says it
    bool isPartition = false;
    std::vector<qint64> parents; ///< their oids
    QSet<QString> localColumns;  ///< those inherited and declared as well
    QString parentName;          ///< as SQL
    QString parentKey;
    QString bound;                                             ///< `FOR VALUES …`
    std::vector<std::pair<QString, QString>> foreignOptions{}; ///< of the columns of a foreign table
};

/// From the rows of the catalog to a physical schema. One use.
class PostgresReader {
public:
    PostgresReader(const PostgresCatalog& catalog, const orm::Dialect& dialect);

    PhysicalSchema read();
    /// What the server has and the schema has not, once it is read.
    const Diagnostics& diagnostics() const { return diagnostics_; }

private:
    /// What a catalog entry became, for dependencies: its key, and the list that its own ones go to.
    struct Object {
        QString key;
        enum class What { Nothing, Table, Verbatim } what = What::Nothing;
        std::size_t index = 0;
    };
    /// The key that an index serves.
    struct KeyPlace {
        std::size_t table = 0;
        std::size_t key = 0; ///< number of the unique key, or primaryKeyPosition
    };
    static constexpr std::size_t primaryKeyPosition = std::size_t(-1);

    QString sqlName(const QString& schema, const QString& name) const;
    PhysicalVerbatim& addVerbatim(Kind kind, const QString& schema, const QString& name, const QString& sql);
    Object lastVerbatim(const QString& key) const;
    void finish();

    // types.cpp
    void readTypes();
    model::DataType typeOf(const QString& text, qint64 type, qint64 element) const;
    void addUserType(const CatalogRow& row);
    QString rangeStatement(const CatalogRow& row) const;

    // relations.cpp
    void readRelations();
    void addView(const CatalogRow& row);
    void addDraft(const CatalogRow& row);
    void addTableSettings(const CatalogRow& row, const PhysicalTable& table);
    void addForeignTable(TableDraft& draft, const QString& server);
    void addPartition(TableDraft& draft);

    // sequences.cpp
    void addSequence(const CatalogRow& row);
    void readSequenceOwners();
    void readCounting(
        TableDraft& draft, PhysicalColumn& column, const CatalogRow& row, const QString& expression);
    void addSequences();

    // columns.cpp
    void readColumns();
    void addColumnComment(PhysicalVerbatim& verbatim, const CatalogRow& row) const;
    void addColumn(TableDraft& draft, const CatalogRow& row);
    void markLocalColumns(TableDraft& draft) const;
    /// By INHERITS, in the order in which CREATE TABLE takes them over.
    QStringList inheritedColumns(const TableDraft& draft) const;
    QStringList columnNames(const TableDraft& draft, const std::vector<qint64>& numbers) const;

    // constraints.cpp
    void readConstraints();
    void addKey(TableDraft& draft, const CatalogRow& row);
    void addForeignKey(TableDraft& draft, const CatalogRow& row);
    void addExclusion(const TableDraft& draft, const CatalogRow& row);

    // indexes.cpp
    void readIndexes();
    void addWholeIndex(const CatalogRow& row);
    void addIndexSettings(const TableDraft& draft, const CatalogRow& row);
    QStringList statisticsOf(const QString& schema, const CatalogRow& row) const;
    void completeKey(
        const KeyPlace& place, const CatalogRow& row, const QStringList& include, const QString& options);
    std::vector<PhysicalKeyPart> parts(const TableDraft& draft, const CatalogRow& row, std::size_t count) const;

    // programs.cpp
    void readTableRules();
    std::pair<QString, QString> nameOf(const Object& object) const;
    QString policyStatement(const CatalogRow& row, const QString& table) const;
    void readRoutines();

    // others.cpp
    void readNamespaces();
    void readOthers();
    void addOther(const CatalogRow& row);

    // dependencies.cpp
    const Object* objectOf(const QString& catalog, qint64 oid) const;
    const Object* dependentOf(const QString& catalog, qint64 oid) const;
    void readDependencies();
    static void tidy(QStringList& dependsOn, const QString& self);

    const PostgresCatalog& catalog_;
    const orm::Dialect& dialect_;
    PhysicalSchema schema_;
    Diagnostics diagnostics_;
    std::vector<TableDraft> drafts_;
    QHash<qint64, std::size_t> byClass_; ///< table's oid → drafts_
    QHash<qint64, Object> classes_;      ///< by oid: tables, views, sequences
    QHash<qint64, Object> types_;
    QHash<qint64, Object> procedures_;
    QHash<qint64, Object> others_;                            ///< collations, operators, casts
    QHash<qint64, Object> familyMembers_;                     ///< those of an operator family, by its oid
    QHash<qint64, std::pair<QString, QString>> namedTypes_;   ///< enums and domains by oid
    QHash<qint64, std::pair<QString, bool>> operatorClasses_; ///< name in SQL, whether it is the usual one
    QHash<qint64, QString> collations_;                       ///< as a column says them
    QHash<qint64, std::size_t> composites_;                   ///< class oid → verbatim
    QHash<std::pair<QString, qint64>, qint64> partOf_;        ///< a default, check, index → its table's oid
    QHash<qint64, KeyPlace> keyIndexes_;                      ///< index oid → the constraint it serves
    std::map<qint64, SequenceDraft> sequences_;
    QHash<std::pair<qint64, int>, qint64> owned_; ///< table and column → sequence
    std::vector<const std::vector<Value>*> foreignTables_;
};

} // namespace conjoin::sql::pgreader
