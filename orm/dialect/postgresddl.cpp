// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresddl.h"

#include "orm/base/topologicalsort.h"
#include "orm/dialect/ansiddl.h"
#include "orm/dialect/postgrestable.h"
#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <set>

namespace conjoin::orm::postgres {

namespace {

using Kind = model::Verbatim::Kind;

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

/// Always with its namespace: the system may have a routine of the same name.
QString routineName(const PhysicalVerbatim& verbatim)
{
    const QString schema = verbatim.schema.isEmpty() ? QStringLiteral("public") : verbatim.schema;
    const qsizetype open = outline(verbatim.name).lastIndexOf(u'(');
    return identifier(schema) + u'.' + identifier(verbatim.name.left(open)) +
           (open < 0 ? QString() : verbatim.name.mid(open));
}

class SchemaWriter {
public:
    SchemaWriter(const Dialect& dialect, const Derivation& derivation, const DdlOptions& options)
        : dialect_(dialect)
        , derivation_(derivation)
        , schema_(derivation.schema)
        , options_(options)
    {}

    std::vector<Statement> statements()
    {
        addNodes();
        addEdges();
        sortNodes();
        chooseInlineKeys();
        if (options_.drop)
            dropAll();
        addSettings();
        tablesLeft_ = std::size_t(std::ranges::count_if(nodes_, isTableLike));
        for (const std::vector<std::size_t>& group : order_)
            addGroup(group);
        return std::move(result_);
    }

private:
    static bool isTableLike(const Node& node)
    {
        return node.rank == Node::Rank::Table || node.rank == Node::Rank::Partition;
    }

    void addNodes()
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
                byTableName_.insert(ansi::tableName(dialect_, table.schema, table.name), n);
                if (table.schema.isEmpty())
                    byTableName_.insert(ansi::tableName(dialect_, QStringLiteral("public"), table.name), n);
                break;
            }
            case Node::What::Type:
                byKey_.insert(model::objectKey(schema_.types[i].schema, schema_.types[i].name), n);
                break;
            case Node::What::Verbatim: {
                const PhysicalVerbatim& verbatim = schema_.verbatims[i];
                const QString key = model::objectKey(verbatim.schema, verbatim.name);
                if (verbatim.kind == Kind::Extension)
                    extensions_.insert(verbatim.name, n);
                else if (isReferable(verbatim.kind) && !byKey_.contains(key))
                    byKey_.insert(key, n);
                break;
            }
            }
        }
    }

    void addEdge(std::size_t from, const QString& key)
    {
        const auto it = byKey_.constFind(key);
        if (it != byKey_.cend() && *it != from)
            hard_[from].push_back(*it);
    }

    void addTypeEdge(std::size_t from, const model::DataType& type)
    {
        if (type.kind == model::TypeKind::Named)
            addEdge(from, model::objectKey(type.schema, type.native));
    }

    void addEdges()
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

    /// To the routines that an expression calls by their qualified name: a type has no list of what it needs.
    void addCallEdges(std::size_t from, const QString& expression)
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

    void addVerbatimEdges(std::size_t n, const PhysicalVerbatim& verbatim)
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

    void addTableEdges(std::size_t n, const PhysicalTable& table)
    {
        for (const QString& key : table.dependsOn)
            addEdge(n, key);
        for (const PhysicalColumn& column : table.columns)
            addTypeEdge(n, column.type);
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
    void sortNodes()
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
    void chooseInlineKeys()
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

    void chooseInlineKeys(std::size_t n, const std::vector<bool>& done)
    {
        const PhysicalTable& table = schema_.tables[nodes_[n].index];
        for (std::size_t k = 0; k < table.foreignKeys.size(); ++k) {
            const PhysicalForeignKey& key = table.foreignKeys[k];
            const auto it = byKey_.constFind(model::objectKey(key.refSchema, key.refTable));
            if (it == byKey_.cend() || nodes_[*it].what != Node::What::Table || !key.validated)
                continue;
            if (*it == n ? standsOnConstraint(table, key) : done[*it])
                inlineKeys_[nodes_[n].index].insert(k);
        }
    }

    /// Whether what the key refers to is a key of the table, not only a unique index, which comes after it.
    static bool standsOnConstraint(const PhysicalTable& target, const PhysicalForeignKey& key)
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

    void add(const QString& sql, ObjectRef object)
    {
        if (!sql.isEmpty())
            result_.push_back({sql, object});
    }

    void add(const QStringList& statements, ObjectRef object)
    {
        for (const QString& sql : statements)
            add(sql, object);
    }

    /// A statement without an IF NOT EXISTS of its own.
    QString guarded(const QString& sql) const
    {
        if (!options_.ifNotExists)
            return sql;
        QString tag = QStringLiteral("$do$");
        for (int i = 2; sql.contains(tag); ++i)
            tag = QStringLiteral("$do%1$").arg(i);
        return QStringLiteral(
            "DO %1 BEGIN\n%2;\nEXCEPTION WHEN duplicate_object OR duplicate_table OR "
            "duplicate_function OR duplicate_schema OR invalid_table_definition OR wrong_object_type OR "
            "object_not_in_prerequisite_state OR unique_violation THEN "
            "NULL;\nEND %1")
            .arg(tag, sql);
    }

    /// `CREATE TABLE …` → `CREATE TABLE IF NOT EXISTS …`, for the kinds of things that know it.
    QString verbatimStatement(const QString& sql, Kind kind) const
    {
        if (kind == Kind::Extension)
            return sql; // says so itself
        if (kind == Kind::Namespace && (options_.ifNotExists || options_.drop)) {
            QString text = sql;
            return text.contains(QStringLiteral("IF NOT EXISTS"), Qt::CaseInsensitive)
                       ? text
                       : text.replace(0, 13, QStringLiteral("CREATE SCHEMA IF NOT EXISTS"));
        }
        return kind == Kind::Namespace ? sql : guarded(sql);
    }

    void addSettings()
    {
        QStringList namespaces;
        QSet<QString> known{QString(), QStringLiteral("public")};
        for (const PhysicalVerbatim& verbatim : schema_.verbatims) {
            if (verbatim.kind == Kind::Namespace)
                known.insert(verbatim.name);
        }
        const auto need = [&](const QString& name) {
            if (!known.contains(name))
                namespaces.append(name);
            known.insert(name);
        };
        for (const PhysicalTable& table : schema_.tables)
            need(table.schema);
        for (const PhysicalUserType& type : schema_.types)
            need(type.schema);
        for (const PhysicalVerbatim& verbatim : schema_.verbatims)
            need(verbatim.schema);

        // A namespace that is called like the user would come before `public` from the moment it is there.
        if (known.size() > 2)
            add(QStringLiteral("SET search_path = public"), {});
        // A function may name what comes later.
        if (std::ranges::any_of(schema_.verbatims,
                [](const PhysicalVerbatim& verbatim) { return verbatim.kind == Kind::Routine; }))
            add(QStringLiteral("SET check_function_bodies = false"), {});
        for (const QString& name : namespaces)
            add(QStringLiteral("CREATE SCHEMA IF NOT EXISTS ") + dialect_.identifier(name), {});
    }

    void addGroup(std::vector<std::size_t> group)
    {
        const bool cycle = group.size() > 1;
        // Without its defaults and checks a table needs nothing, and the others may need its row type.
        std::stable_partition(group.begin(), group.end(),
            [&](std::size_t n) { return cycle && isTableLike(nodes_[n]); });
        for (std::size_t n : group) {
            switch (nodes_[n].what) {
            case Node::What::Verbatim:
                addVerbatim(nodes_[n].index);
                break;
            case Node::What::Type:
                addType(nodes_[n].index);
                break;
            case Node::What::Table:
                addTable(nodes_[n].index, cycle);
                if (!cycle)
                    addIndexes(nodes_[n].index);
                break;
            }
        }
        for (std::size_t n : group) {
            if (cycle && nodes_[n].what == Node::What::Table) {
                const std::size_t i = nodes_[n].index;
                for (const QString& sql : lateParts(dialect_, schema_.tables[i]))
                    add(guarded(sql), tableObject(i));
                addIndexes(i);
            }
        }
        const auto tables =
            std::size_t(std::ranges::count_if(group, [&](std::size_t n) { return isTableLike(nodes_[n]); }));
        tablesLeft_ -= tables;
        if (tables > 0 && tablesLeft_ == 0)
            addLateKeys();
    }

    ObjectRef tableObject(std::size_t i) const
    {
        const TableOrigin& origin = derivation_.origins[i];
        return origin.link.isNull() ? ObjectRef(origin.table) : ObjectRef(origin.link);
    }

    /// Which columns a table takes from those it inherits from. Where one stands behind a column of its own,
    /// the order would change: then all columns are its own, and the parents are attached afterwards.
    TableForm formOf(const PhysicalTable& table, bool bare) const
    {
        TableForm form;
        form.ifNotExists = options_.ifNotExists;
        form.bare = bare;
        QStringList inherited;
        for (const QString& parent : table.options.inherits) {
            const auto it = byTableName_.constFind(parent);
            if (it == byTableName_.cend())
                continue;
            for (const PhysicalColumn& column : schema_.tables[nodes_[*it].index].columns) {
                if (!inherited.contains(column.name))
                    inherited.append(column.name);
            }
        }
        form.attachParents = !beginsWith(table, inherited);
        if (!form.attachParents)
            form.inheritedColumns = {inherited.begin(), inherited.end()};
        return form;
    }

    void addTable(std::size_t i, bool bare)
    {
        const PhysicalTable& table = schema_.tables[i];
        TableForm form = formOf(table, bare);
        form.inlineForeignKeys = inlineKeys_[i];
        const QStringList statements = tableStatements(dialect_, table, form);
        add(statements.front(), tableObject(i));
        for (const QString& sql : statements.mid(1))
            add(guarded(sql), tableObject(i));
        if (!bare)
            add(commentStatements(dialect_, table), tableObject(i));
        for (std::size_t k : sorted(inlineKeys_[i]))
            add(foreignKeyComment(dialect_, table, table.foreignKeys[k]), tableObject(i));
    }

    static std::set<std::size_t> sorted(const QSet<std::size_t>& numbers)
    {
        return {numbers.begin(), numbers.end()};
    }

    void addIndexes(std::size_t i)
    {
        const PhysicalTable& table = schema_.tables[i];
        for (std::size_t k = 0; k < table.indexes.size(); ++k) {
            const ObjectRef object = derivation_.origins[i].indexes[k];
            add(indexStatement(dialect_, table, table.indexes[k], options_.ifNotExists), object);
            add(indexComment(dialect_, table, table.indexes[k]), object);
        }
    }

    void addLateKeys()
    {
        for (const std::vector<std::size_t>& group : order_) {
            for (std::size_t n : group) {
                if (nodes_[n].what != Node::What::Table)
                    continue;
                const std::size_t i = nodes_[n].index;
                const PhysicalTable& table = schema_.tables[i];
                if (group.size() > 1)
                    add(commentStatements(dialect_, table), tableObject(i));
                for (std::size_t k = 0; k < table.foreignKeys.size(); ++k) {
                    if (inlineKeys_[i].contains(k))
                        continue;
                    const PhysicalForeignKey& key = table.foreignKeys[k];
                    add(guarded(foreignKeyStatement(dialect_, table, key)), tableObject(i));
                    add(foreignKeyComment(dialect_, table, key), tableObject(i));
                }
            }
        }
    }

    void addType(std::size_t i)
    {
        const PhysicalUserType& type = schema_.types[i];
        const ObjectRef object = derivation_.types[i];
        const QString name = userTypeName(type.schema, type.name);
        const bool isEnum = type.kind == model::UserType::Kind::Enum;
        QString sql;
        if (isEnum) {
            QStringList values;
            for (const QString& value : type.values)
                values.append(dialect_.textLiteral(value));
            sql = QStringLiteral("CREATE TYPE ") + name + QStringLiteral(" AS ENUM (") +
                  values.join(QStringLiteral(", ")) + u')';
        } else {
            sql = domainStatement(type, name);
        }
        add(guarded(sql), object);
        for (const PhysicalCheck& check : type.checks) {
            if (!check.validated)
                add(guarded(QStringLiteral("ALTER DOMAIN ") + name + QStringLiteral(" ADD ") +
                            checkClause(dialect_, check)),
                    object);
            if (!check.comment.isEmpty() && !check.name.isEmpty())
                add(QStringLiteral("COMMENT ON CONSTRAINT ") + dialect_.identifier(check.name) +
                        QStringLiteral(" ON DOMAIN ") + name + QStringLiteral(" IS ") +
                        dialect_.textLiteral(check.comment),
                    object);
        }
        if (!type.comment.isEmpty())
            add((isEnum ? QStringLiteral("COMMENT ON TYPE ") : QStringLiteral("COMMENT ON DOMAIN ")) + name +
                    QStringLiteral(" IS ") + dialect_.textLiteral(type.comment),
                object);
    }

    QString domainStatement(const PhysicalUserType& type, const QString& name) const
    {
        QStringList words{
            QStringLiteral("CREATE DOMAIN ") + name + QStringLiteral(" AS ") + dialect_.typeName(type.base)};
        if (!type.collation.isEmpty())
            words.append(QStringLiteral("COLLATE ") + collationName(type.collation));
        if (const QString value = dialect_.defaultText(type.defaultValue, type.base); !value.isEmpty())
            words.append(QStringLiteral("DEFAULT ") + value);
        if (!type.nullable)
            words.append(QStringLiteral("NOT NULL"));
        for (const PhysicalCheck& check : type.checks) {
            if (check.validated)
                words.append(checkClause(dialect_, check));
        }
        return words.join(u' ');
    }

    void addVerbatim(std::size_t i)
    {
        const PhysicalVerbatim& verbatim = schema_.verbatims[i];
        const ObjectRef object = derivation_.verbatims[i];
        // The body of a routine may hold semicolons outside of quotes (BEGIN ATOMIC).
        QStringList statements = statementsOf(verbatim.sql);
        if (verbatim.kind == Kind::Routine && statements.size() > 1) {
            QString whole = verbatim.sql.trimmed();
            while (whole.endsWith(u';'))
                whole = whole.chopped(1).trimmed();
            statements = {whole};
        }
        for (const QString& sql : statements)
            add(verbatimStatement(sql, verbatim.kind), object);
        if (const QString what = commentTarget(verbatim); !verbatim.comment.isEmpty() && !what.isEmpty())
            add(QStringLiteral("COMMENT ON ") + what + QStringLiteral(" IS ") +
                    dialect_.textLiteral(verbatim.comment),
                object);
    }

    /// The table that a verbatim thing belongs to, as SQL.
    QString ownerName(const PhysicalVerbatim& verbatim) const
    {
        const auto it = byKey_.constFind(verbatim.table);
        if (it == byKey_.cend())
            return {};
        const Node& node = nodes_[*it];
        if (node.what == Node::What::Table)
            return ansi::tableName(
                dialect_, schema_.tables[node.index].schema, schema_.tables[node.index].name);
        if (node.what == Node::What::Verbatim)
            return ansi::tableName(
                dialect_, schema_.verbatims[node.index].schema, schema_.verbatims[node.index].name);
        return {};
    }

    /// What COMMENT ON and DROP call it; empty for what has no name of its own.
    QString commentTarget(const PhysicalVerbatim& verbatim) const
    {
        const QString name = ansi::tableName(dialect_, verbatim.schema, verbatim.name);
        const auto onTable = [&](const char* word) {
            const QString owner = ownerName(verbatim);
            return owner.isEmpty() ? QString()
                                   : QLatin1String(word) + dialect_.identifier(verbatim.name) +
                                         QStringLiteral(" ON ") + owner;
        };
        switch (verbatim.kind) {
        case Kind::View:
            return QStringLiteral("VIEW ") + name;
        case Kind::MaterializedView:
            return QStringLiteral("MATERIALIZED VIEW ") + name;
        case Kind::Routine:
            // ROUTINE knows no aggregate of any arguments, `(*)`.
            return (verbatim.sql.startsWith(QStringLiteral("CREATE AGGREGATE"), Qt::CaseInsensitive)
                           ? QStringLiteral("AGGREGATE ")
                           : QStringLiteral("ROUTINE ")) +
                   routineName(verbatim);
        case Kind::Sequence:
            return QStringLiteral("SEQUENCE ") + name;
        case Kind::Type:
            return QStringLiteral("TYPE ") + userTypeName(verbatim.schema, verbatim.name);
        case Kind::Partition:
            return QStringLiteral("TABLE ") + name;
        case Kind::Namespace:
            return QStringLiteral("SCHEMA ") + dialect_.identifier(verbatim.name);
        case Kind::Extension:
            return QStringLiteral("EXTENSION ") + dialect_.identifier(verbatim.name);
        case Kind::Trigger:
            return onTable("TRIGGER ");
        case Kind::Rule:
            return onTable("RULE ");
        case Kind::Policy:
            return onTable("POLICY ");
        case Kind::Constraint:
            return onTable("CONSTRAINT ");
        default:
            return {};
        }
    }

    bool refersToPartitions(const PhysicalForeignKey& key) const
    {
        const auto it = byKey_.constFind(model::objectKey(key.refSchema, key.refTable));
        return it != byKey_.cend() && nodes_[*it].what == Node::What::Table &&
               !schema_.tables[nodes_[*it].index].options.partitionBy.isEmpty();
    }

    void dropAll()
    {
        for (std::size_t i = 0; i < schema_.tables.size(); ++i) {
            const PhysicalTable& table = schema_.tables[i];
            for (std::size_t k = 0; k < table.foreignKeys.size(); ++k) {
                // One that refers to a partitioned table stands in the way of its partitions.
                const bool inTheWay = !inlineKeys_[i].contains(k) || refersToPartitions(table.foreignKeys[k]);
                if (inTheWay && !table.foreignKeys[k].name.isEmpty())
                    add(QStringLiteral("ALTER TABLE IF EXISTS %1 DROP CONSTRAINT IF EXISTS ")
                                .arg(ansi::tableName(dialect_, table.schema, table.name)) +
                            dialect_.identifier(table.foreignKeys[k].name),
                        tableObject(i));
            }
        }
        for (auto group = order_.rbegin(); group != order_.rend(); ++group) {
            for (auto n = group->rbegin(); n != group->rend(); ++n)
                drop(nodes_[*n], group->size() > 1);
        }
    }

    /// The kind of a thing and its name, as DROP says them; nothing where it can't be told.
    std::pair<QString, QString> dropTarget(const PhysicalVerbatim& verbatim) const
    {
        const auto split = [](const QString& what, qsizetype at) {
            return std::pair(what.left(at), what.mid(at + 1));
        };
        if (verbatim.kind == Kind::MaterializedView)
            return split(commentTarget(verbatim), qstrlen("MATERIALIZED VIEW"));
        if (verbatim.kind == Kind::Event)
            return {QStringLiteral("EVENT TRIGGER"), identifier(verbatim.name)};
        if (verbatim.kind != Kind::Other) {
            const QString what = commentTarget(verbatim);
            return split(what, what.indexOf(u' '));
        }
        static const QRegularExpression head(
            QStringLiteral(R"(^CREATE\s+(COLLATION|CAST|OPERATOR (?:CLASS|FAMILY)|OPERATOR|TEXT SEARCH \w+|PUBLICATION|)"
                           R"(SERVER|FOREIGN DATA WRAPPER|FOREIGN TABLE)\s+(.*)$)"),
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
        const QRegularExpressionMatch match = head.match(verbatim.sql);
        if (!match.hasMatch())
            return {};
        const QString word = match.captured(1).toUpper();
        const QString schema = verbatim.schema.isEmpty() ? QStringLiteral("public") : verbatim.schema;
        if (word == u"PUBLICATION" || word == u"SERVER" || word == u"FOREIGN DATA WRAPPER")
            return {word, identifier(verbatim.name)};
        if (word.startsWith(u"OPERATOR")) // its name carries the types of its arguments, or the method
            return {word, identifier(schema) + u'.' + verbatim.name};
        if (word == u"CAST")
            return {word, verbatim.name.mid(verbatim.name.indexOf(u'('))};
        return {word, identifier(schema) + u'.' + identifier(verbatim.name)};
    }

    void drop(const Node& node, bool cycle)
    {
        const QString cascade = cycle ? QStringLiteral(" CASCADE") : QString();
        switch (node.what) {
        case Node::What::Table: {
            const PhysicalTable& table = schema_.tables[node.index];
            add(QStringLiteral("DROP TABLE IF EXISTS ") + ansi::tableName(dialect_, table.schema, table.name) +
                    cascade,
                tableObject(node.index));
            break;
        }
        case Node::What::Type: {
            const PhysicalUserType& type = schema_.types[node.index];
            const bool isEnum = type.kind == model::UserType::Kind::Enum;
            add((isEnum ? QStringLiteral("DROP TYPE IF EXISTS ") : QStringLiteral("DROP DOMAIN IF EXISTS ")) +
                    userTypeName(type.schema, type.name),
                derivation_.types[node.index]);
            break;
        }
        case Node::What::Verbatim: {
            const PhysicalVerbatim& verbatim = schema_.verbatims[node.index];
            // What belongs to a table goes with it; a partition may refer to tables that go first.
            if (!verbatim.table.isEmpty() && verbatim.kind != Kind::Partition)
                return;
            if (verbatim.kind == Kind::Namespace || verbatim.kind == Kind::Extension)
                return;
            const auto [word, name] = dropTarget(verbatim);
            if (!word.isEmpty())
                add(QStringLiteral("DROP ") + word + QStringLiteral(" IF EXISTS ") + name + cascade,
                    derivation_.verbatims[node.index]);
            break;
        }
        }
    }

    const Dialect& dialect_;
    const Derivation& derivation_;
    const PhysicalSchema& schema_;
    const DdlOptions& options_;
    std::vector<Node> nodes_;                     ///< by rank
    std::vector<std::vector<std::size_t>> hard_;  ///< what each node can't do without
    std::vector<std::vector<std::size_t>> soft_;  ///< what its foreign keys refer to
    std::vector<std::vector<std::size_t>> order_; ///< groups; one of several nodes is a cycle
    std::vector<QSet<std::size_t>> inlineKeys_;   ///< foreign keys of each table that CREATE TABLE says
    QHash<QString, std::size_t> byKey_;           ///< objectKey() → node
    QHash<QString, std::size_t> byTableName_;     ///< name in SQL → node of a table
    QHash<QString, std::size_t> extensions_;
    std::size_t tablesLeft_ = 0; ///< tables and partitions that are still to be written
    std::vector<Statement> result_;
};

} // namespace

std::vector<Statement> createSchema(
    const Dialect& dialect, const Derivation& derivation, const DdlOptions& options)
{
    return SchemaWriter(dialect, derivation, options).statements();
}

} // namespace conjoin::orm::postgres
