// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/dialect/postgresfamilies.h"

#include <QHash>
#include <QSet>

#include <optional>

/// In which order the things of a schema are made.
namespace conjoin::orm::postgres {

/// What the order of a script is made of. Where nothing depends on anything, kinds come in this order.
struct Node {
    enum class Rank {
        Namespace,
        Extension,
        Type,
        Early,
        Sequence,
        Routine,
        Table,
        Partition,
        Late,
        View,
        Last
    };
    enum class What { Verbatim, Type, Table };
    Rank rank = Rank::Early;
    What what = What::Verbatim;
    std::size_t index = 0; ///< in its list of the schema
};

/// Always with its namespace: the system may have a routine of the same name.
QString routineName(const PhysicalVerbatim& verbatim);

/// The order of a script, made once from a schema that outlives it.
class SchemaOrder {
public:
    SchemaOrder(const Dialect& dialect, const PhysicalSchema& schema);

    const std::vector<Node>& nodes() const { return nodes_; } ///< by rank
    /// Numbers of nodes, what is needed before what needs it. A group of several is a cycle.
    const std::vector<std::vector<std::size_t>>& groups() const { return order_; }
    const Inheritance& inheritance() const { return *inheritance_; }
    /// Which foreign keys CREATE TABLE says; the rest is added when all tables are there.
    const QSet<std::size_t>& inlineKeys(std::size_t table) const { return inlineKeys_[table]; }
    /// The node of a table, type or verbatim thing, by its objectKey(); null where there is none.
    const Node* node(const QString& key) const;
    /// The node of a table by its name in SQL.
    const Node* tableNode(const QString& name) const;
    static bool isTableLike(const Node& node);

private:
    void addNodes();
    void addEdge(std::size_t from, const QString& key);
    /// To what a type and a collation are made of: a user's type has no list of what it needs.
    void addTypeEdge(std::size_t from, const model::DataType& type);
    void addCollationEdge(std::size_t from, const QString& collation);
    void addEdges();
    /// Tables whose columns come one after the other are made together.
    void addFamilies();
    /// To the routines that an expression calls by their qualified name: a type has no list of what it needs.
    void addCallEdges(std::size_t from, const QString& expression);
    void addVerbatimEdges(std::size_t n, const PhysicalVerbatim& verbatim);
    void addTableEdges(std::size_t n, const PhysicalTable& table);
    /// Foreign keys order tables where they can; a cycle that remains without them takes more (`bare`).
    void sortNodes();
    /// The rest is added when all tables are there.
    void chooseInlineKeys();
    void chooseInlineKeys(std::size_t n, const std::vector<bool>& done);
    /// Whether what the key refers to is a key of the table, not only a unique index, which comes after it.
    static bool standsOnConstraint(const PhysicalTable& target, const PhysicalForeignKey& key);

    const Dialect& dialect_;
    const PhysicalSchema& schema_;
    std::vector<Node> nodes_;
    std::optional<Inheritance> inheritance_;
    std::vector<std::vector<std::size_t>> hard_; ///< what each node can't do without
    std::vector<std::vector<std::size_t>> soft_; ///< what its foreign keys refer to
    std::vector<std::vector<std::size_t>> order_;
    std::vector<QSet<std::size_t>> inlineKeys_;
    QHash<QString, std::size_t> byKey_;       ///< objectKey() → node
    QHash<QString, std::size_t> byTableName_; ///< name in SQL → node of a table
    QHash<QString, std::size_t> byTypeName_; ///< name in SQL, its namespace said → node of a type or row type
    QHash<QString, std::size_t> collations_; ///< as a column says them
    QHash<QString, std::size_t> extensions_;
};

} // namespace conjoin::orm::postgres
