// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresddl.h"

#include "orm/dialect/ansiddl.h"
#include "orm/dialect/postgresorder.h"
#include "orm/dialect/postgrestable.h"
#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <map>
#include <set>

namespace conjoin::orm::postgres {

namespace {

using Kind = model::Verbatim::Kind;

class SchemaWriter {
public:
    SchemaWriter(const Dialect& dialect, const Derivation& derivation, const DdlOptions& options)
        : dialect_(dialect)
        , derivation_(derivation)
        , schema_(derivation.schema)
        , options_(options)
        , order_(dialect, derivation.schema)
    {}

    std::vector<Statement> statements()
    {
        if (options_.drop)
            dropAll();
        addSettings();
        tablesLeft_ = std::size_t(std::ranges::count_if(order_.nodes(), SchemaOrder::isTableLike));
        for (const std::vector<std::size_t>& group : order_.groups())
            addGroup(group);
        return std::move(result_);
    }

private:
    const Node& node(std::size_t number) const { return order_.nodes()[number]; }

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
            [&](std::size_t n) { return cycle && SchemaOrder::isTableLike(node(n)); });
        std::ranges::stable_sort(group, {}, [&](std::size_t n) { // parents before what inherits from them
            return node(n).what == Node::What::Table   ? order_.inheritance().depth(node(n).index)
                   : SchemaOrder::isTableLike(node(n)) ? 0
                                                       : int(schema_.tables.size());
        });
        for (std::size_t n : group) {
            switch (node(n).what) {
            case Node::What::Verbatim:
                addVerbatim(node(n).index);
                break;
            case Node::What::Type:
                addType(node(n).index);
                break;
            case Node::What::Table:
                addTable(node(n).index, cycle);
                if (!cycle)
                    addIndexes(node(n).index);
                else
                    addLateColumns(node(n).index);
                break;
            }
        }
        // A check of a child is said before that of its parent, which then takes it for its own: one that is
        // not checked yet would stand in the way of the child's.
        for (std::size_t n : std::vector(group.rbegin(), group.rend())) {
            if (cycle && node(n).what == Node::What::Table) {
                const std::size_t i = node(n).index;
                for (const QString& sql : lateParts(dialect_, schema_.tables[i], formOf(i, true)))
                    add(guarded(sql), tableObject(i));
                addIndexes(i);
            }
        }
        const auto tables = std::size_t(
            std::ranges::count_if(group, [&](std::size_t n) { return SchemaOrder::isTableLike(node(n)); }));
        tablesLeft_ -= tables;
        if (tables > 0 && tablesLeft_ == 0)
            addLateKeys();
    }

    ObjectRef tableObject(std::size_t i) const
    {
        const TableOrigin& origin = derivation_.origins[i];
        return origin.link.isNull() ? ObjectRef(origin.table) : ObjectRef(origin.link);
    }

    TableForm formOf(std::size_t i, bool bare) const
    {
        const InheritanceForm& inheritance = order_.inheritance().form(i);
        TableForm form;
        form.ifNotExists = options_.ifNotExists;
        form.bare = bare;
        form.attachParents = inheritance.attached;
        form.lateColumns = inheritance.late;
        if (!form.attachParents)
            form.inheritedColumns = {inheritance.inherited.begin(), inheritance.inherited.end()};
        return form;
    }

    /// When the last table of a family is there.
    void addLateColumns(std::size_t i)
    {
        const Family* family = order_.inheritance().familyOf(i);
        if (!family || ++familyMembersMade_[family] < family->tables.size())
            return;
        for (const LateColumn& late : family->columns) {
            const PhysicalTable& table = schema_.tables[late.table];
            add(addColumnStatement(dialect_, table, *table.column(late.column), options_.ifNotExists),
                tableObject(late.table));
        }
    }

    void addTable(std::size_t i, bool bare)
    {
        const PhysicalTable& table = schema_.tables[i];
        TableForm form = formOf(i, bare);
        form.inlineForeignKeys = order_.inlineKeys(i);
        const QStringList statements = tableStatements(dialect_, table, form);
        add(statements.front(), tableObject(i));
        for (const QString& sql : statements.mid(1))
            add(guarded(sql), tableObject(i));
        if (!bare)
            add(commentStatements(dialect_, table), tableObject(i));
        for (std::size_t k : sorted(order_.inlineKeys(i)))
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
        for (const std::vector<std::size_t>& group : order_.groups()) {
            for (std::size_t n : group) {
                if (node(n).what != Node::What::Table)
                    continue;
                const std::size_t i = node(n).index;
                const PhysicalTable& table = schema_.tables[i];
                if (group.size() > 1)
                    add(commentStatements(dialect_, table), tableObject(i));
                for (std::size_t k = 0; k < table.foreignKeys.size(); ++k) {
                    if (order_.inlineKeys(i).contains(k))
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
        const Node* node = order_.node(verbatim.table);
        if (node && node->what == Node::What::Table)
            return ansi::tableName(
                dialect_, schema_.tables[node->index].schema, schema_.tables[node->index].name);
        if (node && node->what == Node::What::Verbatim)
            return ansi::tableName(
                dialect_, schema_.verbatims[node->index].schema, schema_.verbatims[node->index].name);
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
        const Node* node = order_.node(model::objectKey(key.refSchema, key.refTable));
        return node && node->what == Node::What::Table &&
               !schema_.tables[node->index].options.partitionBy.isEmpty();
    }

    void dropAll()
    {
        for (std::size_t i = 0; i < schema_.tables.size(); ++i) {
            const PhysicalTable& table = schema_.tables[i];
            for (std::size_t k = 0; k < table.foreignKeys.size(); ++k) {
                // One that refers to a partitioned table stands in the way of its partitions.
                const bool inTheWay =
                    !order_.inlineKeys(i).contains(k) || refersToPartitions(table.foreignKeys[k]);
                if (inTheWay && !table.foreignKeys[k].name.isEmpty())
                    add(QStringLiteral("ALTER TABLE IF EXISTS %1 DROP CONSTRAINT IF EXISTS ")
                                .arg(ansi::tableName(dialect_, table.schema, table.name)) +
                            dialect_.identifier(table.foreignKeys[k].name),
                        tableObject(i));
            }
        }
        for (auto group = order_.groups().rbegin(); group != order_.groups().rend(); ++group) {
            for (auto n = group->rbegin(); n != group->rend(); ++n)
                drop(node(*n), group->size() > 1);
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
            QStringLiteral(
                R"(^CREATE\s+(?:OR REPLACE\s+)?(?:TRUSTED\s+|DEFAULT\s+)?(COLLATION|CAST|)"
                R"(ACCESS METHOD|LANGUAGE|CONVERSION|TRANSFORM|OPERATOR (?:CLASS|FAMILY)|OPERATOR|TEXT SEARCH \w+|PUBLICATION|)"
                R"(SERVER|FOREIGN DATA WRAPPER|FOREIGN TABLE)\s+(.*)$)"),
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
        const QRegularExpressionMatch match = head.match(verbatim.sql);
        if (!match.hasMatch())
            return {};
        const QString word = match.captured(1).toUpper();
        const QString schema = verbatim.schema.isEmpty() ? QStringLiteral("public") : verbatim.schema;
        if (word == u"PUBLICATION" || word == u"SERVER" || word == u"FOREIGN DATA WRAPPER" ||
            word == u"ACCESS METHOD" || word == u"LANGUAGE")
            return {word, identifier(verbatim.name)};
        if (word.startsWith(u"OPERATOR")) // its name carries the types of its arguments, or the method
            return {word, identifier(schema) + u'.' + verbatim.name};
        if (word == u"TRANSFORM") { // `transform for integer plpython3u`
            const qsizetype language = verbatim.name.lastIndexOf(u' ');
            return {word, QStringLiteral("FOR ") + verbatim.name.mid(14, language - 14) +
                              QStringLiteral(" LANGUAGE") + verbatim.name.mid(language)};
        }
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
    SchemaOrder order_;
    std::size_t tablesLeft_ = 0; ///< tables and partitions that are still to be written
    std::map<const Family*, std::size_t> familyMembersMade_;
    std::vector<Statement> result_;
};

} // namespace

std::vector<Statement> createSchema(
    const Dialect& dialect, const Derivation& derivation, const DdlOptions& options)
{
    return SchemaWriter(dialect, derivation, options).statements();
}

} // namespace conjoin::orm::postgres
