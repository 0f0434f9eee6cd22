// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresorder.h"

#include "orm/base/topologicalsort.h"
#include "orm/dialect/ansiddl.h"
#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"

#include <algorithm>

namespace conjoin::orm::postgres {

using Kind = model::Verbatim::Kind;

namespace {

Node::Rank rankOf(const PhysicalVerbatim& verbatim)
{
    using Rank = Node::Rank;
    switch (verbatim.kind) {
    case Kind::Namespace:
        return Rank::Namespace;
    case Kind::Extension:
        return Rank::Extension;
    case Kind::Type:
        return Rank::Type;
    case Kind::Sequence:
        return Rank::Sequence;
    case Kind::Routine:
        return Rank::Routine;
    case Kind::Partition:
        return Rank::Partition;
    case Kind::View:
    case Kind::MaterializedView:
        return Rank::View;
    case Kind::Constraint:
        return Rank::Late;
    case Kind::Other:
        return verbatim.table.isEmpty() ? Rank::Early : Rank::Late;
    default:
        return Rank::Last;
    }
}

/// Whether other things name it in their `dependsOn`.
bool isReferable(Kind kind)
{
    switch (kind) {
    case Kind::View:
    case Kind::MaterializedView:
    case Kind::Routine:
    case Kind::Sequence:
    case Kind::Type:
    case Kind::Partition:
    case Kind::Other:
        return true;
    default:
        return false;
    }
}

} // namespace

namespace {

/// `public.mood`
QString wholeName(const QString& schema, const QString& name)
{
    return identifier(schema.isEmpty() ? QStringLiteral("public") : schema) + u'.' + identifier(name);
}

bool isRelation(Kind kind)
{
    return kind == Kind::View || kind == Kind::MaterializedView || kind == Kind::Partition;
}

} // namespace

QString routineName(const PhysicalVerbatim& verbatim)
{
    const qsizetype open = outline(verbatim.name).lastIndexOf(u'(');
    return wholeName(verbatim.schema, verbatim.name.left(open)) +
           (open < 0 ? QString() : verbatim.name.mid(open));
}

SchemaOrder::SchemaOrder(const Dialect& dialect, const PhysicalSchema& schema)
    : dialect_(dialect)
    , schema_(schema)
{
    addNodes();
    addEdges();
    addFamilies();
    sortNodes();
    chooseInlineKeys();
}

const Node* SchemaOrder::node(const QString& key) const
{
    const auto it = byKey_.constFind(key);
    return it == byKey_.cend() ? nullptr : &nodes_[*it];
}

const Node* SchemaOrder::tableNode(const QString& name) const
{
    const auto it = byTableName_.constFind(name);
    return it == byTableName_.cend() ? nullptr : &nodes_[*it];
}

bool SchemaOrder::isTableLike(const Node& node)
{
    return node.rank == Node::Rank::Table || node.rank == Node::Rank::Partition;
}

void SchemaOrder::addNodes()
{
    for (std::size_t i = 0; i < schema_.verbatims.size(); ++i)
        nodes_.push_back({rankOf(schema_.verbatims[i]), Node::What::Verbatim, i});
    for (std::size_t i = 0; i < schema_.types.size(); ++i)
        nodes_.push_back({Node::Rank::Type, Node::What::Type, i});
    for (std::size_t i = 0; i < schema_.tables.size(); ++i)
        nodes_.push_back({Node::Rank::Table, Node::What::Table, i});
    std::ranges::stable_sort(nodes_, {}, &Node::rank);

    for (std::size_t n = 0; n < nodes_.size(); ++n) {
        const std::size_t i = nodes_[n].index;
        switch (nodes_[n].what) {
        case Node::What::Table: {
            const PhysicalTable& table = schema_.tables[i];
            byKey_.insert(model::objectKey(table.schema, table.name), n);
            byTypeName_.insert(wholeName(table.schema, table.name), n);
            byTableName_.insert(ansi::tableName(dialect_, table.schema, table.name), n);
            if (table.schema.isEmpty())
                byTableName_.insert(ansi::tableName(dialect_, QStringLiteral("public"), table.name), n);
            break;
        }
        case Node::What::Type:
            byKey_.insert(model::objectKey(schema_.types[i].schema, schema_.types[i].name), n);
            byTypeName_.insert(wholeName(schema_.types[i].schema, schema_.types[i].name), n);
            break;
        case Node::What::Verbatim: {
            const PhysicalVerbatim& verbatim = schema_.verbatims[i];
            const QString key = model::objectKey(verbatim.schema, verbatim.name);
            if (verbatim.kind == Kind::Type || isRelation(verbatim.kind))
                byTypeName_.insert(wholeName(verbatim.schema, verbatim.name), n);
            if (verbatim.sql.startsWith(u"CREATE COLLATION ", Qt::CaseInsensitive))
                collations_.insert(
                    quoted(verbatim.schema.isEmpty() ? QStringLiteral("public") : verbatim.schema) + u'.' +
                        quoted(verbatim.name),
                    n);
            if (verbatim.kind == Kind::Extension)
                extensions_.insert(verbatim.name, n);
            else if (isReferable(verbatim.kind) && !byKey_.contains(key))
                byKey_.insert(key, n);
            break;
        }
        }
    }
}

void SchemaOrder::addEdge(std::size_t from, const QString& key)
{
    const auto it = byKey_.constFind(key);
    if (it != byKey_.cend() && *it != from)
        hard_[from].push_back(*it);
}

void SchemaOrder::addTypeEdge(std::size_t from, const model::DataType& type)
{
    if (type.kind == model::TypeKind::Named)
        addEdge(from, model::objectKey(type.schema, type.native));
    if (type.kind != model::TypeKind::Native)
        return;
    QString name = type.native;
    while (name.endsWith(u"[]"))
        name.chop(2);
    if (const auto it = byTypeName_.constFind(name); it != byTypeName_.cend() && *it != from)
        hard_[from].push_back(*it);
}

void SchemaOrder::addCollationEdge(std::size_t from, const QString& collation)
{
    if (const auto it = collations_.constFind(collation); it != collations_.cend() && *it != from)
        hard_[from].push_back(*it);
}

void SchemaOrder::addEdges()
{
    hard_.resize(nodes_.size());
    soft_.resize(nodes_.size());
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
        const std::size_t i = nodes_[n].index;
        switch (nodes_[n].what) {
        case Node::What::Verbatim:
            addVerbatimEdges(n, schema_.verbatims[i]);
            break;
        case Node::What::Type:
            addTypeEdge(n, schema_.types[i].base);
            addCollationEdge(n, schema_.types[i].collation);
            for (const PhysicalCheck& check : schema_.types[i].checks)
                addCallEdges(n, check.expression);
            addCallEdges(n, schema_.types[i].defaultValue.text);
            break;
        case Node::What::Table:
            addTableEdges(n, schema_.tables[i]);
            break;
        }
    }
}

void SchemaOrder::addFamilies()
{
    std::vector<std::vector<std::size_t>> parents(schema_.tables.size());
    std::vector<std::size_t> nodeOf(schema_.tables.size(), 0);
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
        if (nodes_[n].what != Node::What::Table)
            continue;
        nodeOf[nodes_[n].index] = n;
        for (const QString& parent : schema_.tables[nodes_[n].index].options.inherits) {
            if (const Node* node = tableNode(parent))
                parents[nodes_[n].index].push_back(node->index);
        }
    }
    inheritance_.emplace(schema_.tables, std::move(parents));
    for (const Family& family : inheritance_->families()) {
        for (std::size_t i = 1; i < family.tables.size(); ++i) {
            hard_[nodeOf[family.tables[i - 1]]].push_back(nodeOf[family.tables[i]]);
            hard_[nodeOf[family.tables[i]]].push_back(nodeOf[family.tables[i - 1]]);
        }
    }
}

/// To the routines that an expression calls by their qualified name: a type has no list of what it needs.
void SchemaOrder::addCallEdges(std::size_t from, const QString& expression)
{
    if (!expression.contains(u'('))
        return;
    for (std::size_t i = 0; i < schema_.verbatims.size(); ++i) {
        const PhysicalVerbatim& verbatim = schema_.verbatims[i];
        if (verbatim.kind != Kind::Routine)
            continue;
        const QString name = routineName(verbatim);
        if (expression.contains(QStringView(name).left(outline(name).lastIndexOf(u'(') + 1)))
            addEdge(from, model::objectKey(verbatim.schema, verbatim.name));
    }
}

void SchemaOrder::addVerbatimEdges(std::size_t n, const PhysicalVerbatim& verbatim)
{
    for (const QString& key : verbatim.dependsOn) {
        if (verbatim.kind != Kind::Extension)
            addEdge(n, key);
        else if (const auto it = extensions_.constFind(key); it != extensions_.cend() && *it != n)
            hard_[n].push_back(*it);
    }
    if (!verbatim.table.isEmpty())
        addEdge(n, verbatim.table);
}

void SchemaOrder::addTableEdges(std::size_t n, const PhysicalTable& table)
{
    for (const QString& key : table.dependsOn)
        addEdge(n, key);
    for (const PhysicalColumn& column : table.columns) {
        addTypeEdge(n, column.type);
        addCollationEdge(n, column.collation);
    }
    for (const QString& parent : table.options.inherits) {
        if (const auto it = byTableName_.constFind(parent); it != byTableName_.cend() && *it != n)
            hard_[n].push_back(*it);
    }
    for (const PhysicalForeignKey& key : table.foreignKeys) {
        const auto it = byKey_.constFind(model::objectKey(key.refSchema, key.refTable));
        if (it != byKey_.cend() && nodes_[*it].what == Node::What::Table && *it != n)
            soft_[n].push_back(*it);
    }
}

/// Foreign keys order tables where they can; a cycle that remains without them takes more (`bare`).
void SchemaOrder::sortNodes()
{
    std::vector<std::vector<std::size_t>> all = hard_;
    for (std::size_t n = 0; n < all.size(); ++n)
        all[n].insert(all[n].end(), soft_[n].begin(), soft_[n].end());
    for (std::vector<std::size_t>& group : topologicalGroups(all)) {
        if (group.size() == 1) {
            order_.push_back(std::move(group));
            continue;
        }
        QHash<std::size_t, std::size_t> positions;
        for (std::size_t i = 0; i < group.size(); ++i)
            positions.insert(group[i], i);
        std::vector<std::vector<std::size_t>> within(group.size());
        for (std::size_t i = 0; i < group.size(); ++i) {
            for (std::size_t target : hard_[group[i]]) {
                if (const auto it = positions.constFind(target); it != positions.cend())
                    within[i].push_back(*it);
            }
        }
        for (const std::vector<std::size_t>& part : topologicalGroups(within)) {
            std::vector<std::size_t>& made = order_.emplace_back();
            for (std::size_t i : part)
                made.push_back(group[i]);
        }
    }
}

/// The rest is added when all tables are there.
void SchemaOrder::chooseInlineKeys()
{
    inlineKeys_.resize(schema_.tables.size());
    std::vector<bool> done(nodes_.size(), false);
    for (const std::vector<std::size_t>& group : order_) {
        for (std::size_t n : group) {
            if (nodes_[n].what == Node::What::Table)
                chooseInlineKeys(n, done);
            done[n] = group.size() == 1; // the indexes of a cycle come late, and keys may stand on them
        }
    }
}

void SchemaOrder::chooseInlineKeys(std::size_t n, const std::vector<bool>& done)
{
    const PhysicalTable& table = schema_.tables[nodes_[n].index];
    const QSet<QString>& late = inheritance_->form(nodes_[n].index).late;
    const auto isLate = [&](const QString& column) { return late.contains(column); };
    for (std::size_t k = 0; k < table.foreignKeys.size(); ++k) {
        const PhysicalForeignKey& key = table.foreignKeys[k];
        if (std::ranges::any_of(key.columns, isLate) || std::ranges::any_of(key.refColumns, isLate))
            continue;
        const auto it = byKey_.constFind(model::objectKey(key.refSchema, key.refTable));
        if (it == byKey_.cend() || nodes_[*it].what != Node::What::Table || !key.validated)
            continue;
        if (*it == n ? standsOnConstraint(table, key) : done[*it])
            inlineKeys_[nodes_[n].index].insert(k);
    }
}

/// Whether what the key refers to is a key of the table, not only a unique index, which comes after it.
bool SchemaOrder::standsOnConstraint(const PhysicalTable& target, const PhysicalForeignKey& key)
{
    const QSet<QString> wanted(key.refColumns.begin(), key.refColumns.end());
    const auto matches = [&](const PhysicalKey& unique) {
        QSet<QString> columns;
        for (const PhysicalKeyPart& part : unique.parts)
            columns.insert(part.column);
        return columns == wanted;
    };
    if (target.primaryKey && (wanted.isEmpty() || matches(*target.primaryKey)))
        return true;
    return std::ranges::any_of(target.uniqueKeys, matches);
}

} // namespace conjoin::orm::postgres
