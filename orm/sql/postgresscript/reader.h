// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "orm/dialect/dialect.h"
#include "orm/sql/postgresscript/catalog.h"
#include "orm/sql/postgresscript/splitter.h"
#include "orm/sql/scriptplace.h"

#include <map>

namespace conjoin::sql::pgscript {

/// Reads a script statement by statement into a catalog, as psql and a server would: a statement that the
/// server would refuse changes nothing and is told as a diagnostic, only what is no SQL at all is an error.
class Reader {
public:
    Reader(const orm::Dialect& dialect, QByteArray script, QString source);

    Result<orm::PhysicalSchema> read();
    Diagnostics diagnostics() const { return diagnostics_; }

private:
    /// What the columns and constraints of one CREATE TABLE or ADD COLUMN say of keys, done after the columns.
    struct Pending {
        struct Constraint {
            const PgQuery__Constraint* constraint = nullptr;
            QString column; ///< of a column constraint
            model::Deferrable deferrable = model::Deferrable::No;
        };
        std::vector<Constraint> checks, keys, foreignKeys;
    };

    // reader.cpp: the session, what is skipped, and the end of it
    void statement(pgtree::Node* node);
    bool sessionStatement(pgtree::Node* node);
    bool meansNothing(const PostgresScript::Statement& current);
    void cluster(const PgQuery__ClusterStmt& cluster);
    void setVariable(const PgQuery__VariableSetStmt& set);
    void select(const pgtree::Node* query);
    void createSchema(const PgQuery__CreateSchemaStmt& create);
    void clientCommands();
    void tellCounts();
    void warn(const char* code, const char* text, const QStringList& arguments = {});
    void unknownTo(const QString& what);
    bool missing(const QString& name, bool allowed);

    // blocks.cpp
    bool runBlock(const PgQuery__DoStmt& block);

    // finish.cpp: from the catalog to a physical schema
    orm::PhysicalSchema finish();
    void finishSequences();
    void finishOnlyIndexes();
    void finishPartitions();
    void finishDependencies();

    // expressions.cpp: types and expressions in the catalog's words
    model::DataType dataType(PgQuery__TypeName* type, QStringList* needs = nullptr);
    QString typeSpelling(PgQuery__TypeName* type, bool modifiers = true);
    QString expression(pgtree::Node* node, QStringList* needs = nullptr);
    /// The statement's own words, names qualified where the search path was needed to find them.
    QString sourceText(pgtree::Node* node, QStringList* needs);
    QString withSearchPath() const;
    /// The statement as written, or in words again where its tree was changed: as far as these can be had.
    QString ownText(pgtree::Node* node, bool changed) const;
    /// `full`: as the catalog shows it, every namespace said.
    bool qualify(pgtree::Node* node, bool full, QStringList* needs);
    bool qualifyRange(PgQuery__RangeVar& range, const QSet<QString>& with, QStringList* needs);
    bool qualifyType(PgQuery__TypeName& type, bool full, QStringList* needs);
    bool qualifyCall(PgQuery__FuncCall& call, bool full, QStringList* needs);
    bool qualifyRoutine(size_t& count, pgtree::Node**& names, bool full, QStringList* needs);
    bool qualifyOperator(size_t& count, pgtree::Node**& names, QStringList* needs);
    bool qualifyOption(PgQuery__DefElem& option, bool full, QStringList* needs);
    Sequence* sequenceOfNextval(pgtree::Node* node);
    QString identifier(const QString& name) const { return dialect_.identifier(name); }
    /// As a statement says it where `public` is searched, and with every namespace said.
    QString qualified(const Name& name) const;
    QString written(const Name& name) const;
    QString written(const QString& schema) const;
    /// As a column says it: the plain name of one of the system's, else with its namespace, both quoted.
    QString collation(const pgtree::List& names);
    QString optionList(const pgtree::List& options) const;
    /// `WITH (a='1')` with what a second such clause says besides or instead.
    static QString withOptions(const QString& clause, const QString& more);

    // tables.cpp
    void createTable(PgQuery__CreateStmt& create);
    void createForeignTable(pgtree::Node* node);
    void like(
        Table& table, const PgQuery__TableLikeClause& clause, std::vector<orm::PhysicalTable>& indexSources);

    // queries.cpp: tables that are made of a query
    struct QueryColumn {
        QString name;
        model::DataType type;
        QString collation;
        QStringList needs; ///< keys of what its type refers to
    };
    struct QuerySource {
        QString schema; ///< of a table without an alias
        QString name;   ///< that columns are qualified with
        std::vector<QueryColumn> columns;
    };
    std::optional<std::vector<QueryColumn>> queryColumns(const PgQuery__SelectStmt& select);
    bool addSources(std::vector<QuerySource>& sources, const pgtree::Node* from);
    bool addTarget(std::vector<QueryColumn>& columns, const std::vector<QuerySource>& sources,
        const PgQuery__ResTarget& target);
    std::optional<QueryColumn> queryColumn(const std::vector<QuerySource>& sources, const pgtree::Node* value);
    void createTableOf(const PgQuery__IntoClause& into, const pgtree::Node* query, bool ifNotExists);

    // columns.cpp
    void column(Table& table, PgQuery__ColumnDef& definition, Pending& pending);
    void columnConstraints(
        Table& table, orm::PhysicalColumn& column, const pgtree::List& constraints, Pending& pending);
    model::DataType baseOf(model::DataType type);
    void setDefault(Table& table, orm::PhysicalColumn& column, pgtree::Node* value);

    // inheritance.cpp
    void inherit(Table& child, Table& parent);
    /// Gives the table the keys and indexes of another, named anew; `again`: also those that it has already.
    void cloneIndexes(Table& table, const orm::PhysicalTable& source, bool again);
    void cloneToPartitions(Table& table);
    /// The tables that a change of this one reaches too: none where the statement says ONLY.
    std::vector<Table*> heirs(const Table* table) const;

    // partitions.cpp
    void attachPartition(Table& parent, Table& partition, const PgQuery__PartitionBoundSpec& bound);
    QString boundText(const PgQuery__PartitionBoundSpec& bound);
    QString partitionClause(const PgQuery__PartitionSpec& partition);

    // constraints.cpp
    void tableConstraint(const PgQuery__Constraint& constraint, Pending& pending);
    void addPending(Table& table, Pending& pending);
    void addCheck(Table& table, const Pending::Constraint& pending);
    void addForeignKey(Table& table, const Pending::Constraint& pending);
    void addConstraint(Table& table, const PgQuery__Constraint& constraint);
    void dropConstraint(Table& table, const QString& name, bool ifExists, bool cascade);

    // keys.cpp
    void primaryKey(Table& table, orm::PhysicalKey key);
    void addKey(Table& table, const Pending::Constraint& pending);
    void addExclusion(Table& table, const Pending::Constraint& pending);
    void useIndex(Table& table, const PgQuery__Constraint& constraint, model::Deferrable deferrable);

    // sequences.cpp
    void makeSerial(Table& table, orm::PhysicalColumn& column, const QString& type);
    void makeIdentity(
        Table& table, orm::PhysicalColumn& column, const QString& when, const pgtree::List& options);
    void dropIdentity(Table& table, orm::PhysicalColumn& column);
    void readSequenceOptions(SequenceOptions& options, const pgtree::List& list, const QString& defaultType);
    void createSequence(const PgQuery__CreateSeqStmt& create);
    void alterSequence(const PgQuery__AlterSeqStmt& alter);
    void setOwner(Sequence& sequence, const QStringList& owner);

    // indexes.cpp
    void createIndex(PgQuery__IndexStmt& create);
    std::optional<orm::PhysicalKeyPart> keyPart(
        PgQuery__IndexElem& element, Table& table, const QString& method);
    QStringList indexColumnNames(const pgtree::List& elements) const;
    QStringList indexColumnNames(const std::vector<orm::PhysicalKeyPart>& parts) const;

    // alter.cpp
    void alterTable(PgQuery__AlterTableStmt& alter);
    void alterTable(Table& table, PgQuery__AlterTableCmd& command, pgtree::Node* whole);
    void alterColumn(Table& table, PgQuery__AlterTableCmd& command);
    void addColumn(Table& table, PgQuery__ColumnDef& definition, bool ifNotExists);
    void passOn(const Table& table, const QString& column);
    void dropUsersOf(const Table& table, const QString& column);
    void dropColumn(Table& table, const QString& name, bool ifExists, bool cascade);
    void setLogged(Table& table, bool logged);
    void keepTableClause(Table& table, PgQuery__AlterTableCmd& command, pgtree::Node* whole);
    void keepSetting(Table& table, const QString& setting, const QString& sql, const char* rule);

    // types.cpp
    void createEnum(const PgQuery__CreateEnumStmt& create);
    void alterEnum(const PgQuery__AlterEnumStmt& alter);
    void createDomain(PgQuery__CreateDomainStmt& create);
    void alterDomain(const PgQuery__AlterDomainStmt& alter);
    model::DefaultValue domainDefault(const orm::PhysicalUserType& domain, pgtree::Node* value);
    void domainConstraint(orm::PhysicalUserType& domain, const PgQuery__Constraint& constraint);
    void createComposite(pgtree::Node* node);
    void alterComposite(orm::PhysicalVerbatim& type, const pgtree::List& commands, pgtree::Node* whole);
    void sayComposite(orm::PhysicalVerbatim& type);
    void createRange(pgtree::Node* node);
    bool typeExists(const Name& name);

    // objects.cpp: what is kept to the letter
    orm::PhysicalVerbatim& keep(model::Verbatim::Kind kind, const Name& name, const QString& sql,
        const QStringList& needs, const QString& table = {});
    void createView(pgtree::Node* node);
    void createTableAs(pgtree::Node* node);
    void refreshView(const PgQuery__RefreshMatViewStmt& refresh);
    void createRoutine(pgtree::Node* node);
    void createAggregate(pgtree::Node* node);
    QString argumentTypes(const pgtree::List& parameters);
    QString signature(const PgQuery__ObjectWithArgs& object);
    void createTrigger(pgtree::Node* node);
    void createRule(pgtree::Node* node);
    void createPolicy(pgtree::Node* node);
    void createExtension(const PgQuery__CreateExtensionStmt& create);

    // others.cpp
    bool otherStatement(pgtree::Node* node);
    void keepOther(pgtree::Node* node, const Name& name, QStringList needs = {});
    /// Says the statement behind what it changes; null = `name` is missing.
    void keepBehind(orm::PhysicalVerbatim* verbatim, pgtree::Node* node, const QString& name);
    void keepBehindOther(const QString& name, pgtree::Node* node);
    Name placed(size_t& count, pgtree::Node**& names);
    QStringList withMethod(const pgtree::List& names, const char* method) const;
    bool qualifyOther(size_t& count, pgtree::Node**& names, QStringList* needs);
    void createDefined(pgtree::Node* node);
    void createOperatorClass(pgtree::Node* node);
    void alterOperatorFamily(pgtree::Node* node);
    void alterConfiguration(pgtree::Node* node);
    void alterRoutine(pgtree::Node* node);
    orm::PhysicalVerbatim* routineOf(const QStringList& parts, const PgQuery__ObjectWithArgs& routine);
    void alterPolicy(pgtree::Node* node);
    void createPublication(pgtree::Node* node);
    void createLanguage(pgtree::Node* node);
    void createStatistics(pgtree::Node* node);
    orm::PhysicalVerbatim* kept(PgQuery__ObjectType type, pgtree::Node* object);

    // comments.cpp, changes.cpp
    void comment(PgQuery__CommentStmt& comment);
    bool commentTablePart(PgQuery__CommentStmt& comment, const QStringList& names, const QString& text);
    void drop(PgQuery__DropStmt& drop);
    void dropOne(PgQuery__ObjectType kind, pgtree::Node* object, bool ifExists, bool cascade);
    bool dropPart(PgQuery__ObjectType kind, const QStringList& names);
    void dropSchema(const QString& name);
    void dropDependants(const QString& key, bool cascade);

    // renamedtexts.cpp
    void rewrite(orm::PhysicalVerbatim& verbatim, const std::function<bool(pgtree::Node*)>& change);
    void followName(const Name& from, const Name& to);
    void followColumn(const Table& table, const QString& from, const QString& to);
    void moveRoutine(orm::PhysicalVerbatim& routine, const Name& to);

    // renames.cpp
    /// `to`: what it is called then; empty = only a part of it is renamed. False for null.
    bool renameKept(PgQuery__RenameStmt& rename, orm::PhysicalVerbatim* verbatim, const QString& to);
    bool renameOfTable(PgQuery__RenameStmt& rename, model::Verbatim::Kind kind);
    bool moveKept(PgQuery__AlterObjectSchemaStmt& set, orm::PhysicalVerbatim* verbatim, const QString& schema);
    void rename(PgQuery__RenameStmt& rename);
    bool renameRelation(PgQuery__RenameStmt& rename, const QString& name);
    void renameColumn(Table& table, const QString& from, const QString& to);
    void renameConstraint(Table& table, const QString& from, const QString& to);
    void renameInText(QString& expression, const QString& from, const QString& to);
    bool renameIndex(const QStringList& parts, const QString& to);
    void setSchema(PgQuery__AlterObjectSchemaStmt& set);

    /// The table that has the index, and the index; or the key whose index it is.
    struct IndexPlace {
        Table* table = nullptr;
        orm::PhysicalIndex* index = nullptr;
        orm::PhysicalKey* key = nullptr;
    };
    IndexPlace indexNamed(const QStringList& parts);
    void alterIndex(
        const IndexPlace& place, const QString& name, const pgtree::List& commands, pgtree::Node* whole);

    /// Of expressions; what nests deeper is no script of a person, and would need a deeper stack.
    static constexpr int deepest = 10000;

    const orm::Dialect& dialect_;
    const QByteArray script_;
    const QString source_;
    const ScriptPlaces places_;
    Catalog catalog_;
    PostgresScript parts_;
    const PostgresScript::Statement* now_ = nullptr; ///< the statement that is read
    Diagnostics diagnostics_;
    QString tableAccessMethod_; ///< of tables that name none; empty = the usual one
    qsizetype dataStatements_ = 0;
    std::map<QString, int> ignored_; ///< by kind, what a schema does not hold: `GRANT`
    bool only_ = false;              ///< the statement is about one table and none that inherits from it
    QSet<QString> temporary_;
    QSet<QString> madeUp_;         ///< names of keys that the statement which is read did not give
    QStringList extensionSchemas_; ///< where the extensions that the script makes live
    bool placed_ = false; ///< the tree that is read says the namespace of what it makes, its words do not
    QSet<const void*> notTypes_; ///< type names of the tree that is read which name something else
};

} // namespace conjoin::sql::pgscript
