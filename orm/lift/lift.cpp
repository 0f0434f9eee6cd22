// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"

#include "orm/lift/associationnames.h"
#include "orm/lift/junctiondetector.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::orm {

namespace {

/// A path whose parts can be told apart whatever characters they hold.
QString path(const char* kind, const QStringList& parts)
{
    QString text = QString::fromLatin1(kind);
    for (QString part : parts)
        text += u'/' + part.replace(u'\\', QStringLiteral("\\\\")).replace(u'/', QStringLiteral("\\/"));
    return text;
}

/// What a foreign key of the database points at here.
struct Target {
    int table = -1;                ///< -1: it does not exist, or lacks a column
    std::vector<ColumnId> columns; ///< parallel to the key's; null where SQLite would find none
};

class Lifter {
public:
    Lifter(const PhysicalSchema& physical, const LiftOptions& options)
        : physical_(physical)
        , options_(options)
    {}

    Lifted run()
    {
        for (const PhysicalUserType& type : physical_.types)
            typeIds_.insert(
                {type.schema, type.name}, freshId<UserTypeId>(path("type", {type.schema, type.name})));
        for (const PhysicalUserType& type : physical_.types)
            addType(type);
        addTables();
        for (std::size_t i = 0; i < physical_.tables.size(); ++i)
            addLinks(i);
        for (const PhysicalVerbatim& verbatim : physical_.verbatims) {
            const QStringList parts{
                QString::number(int(verbatim.kind)), verbatim.schema, verbatim.table, verbatim.name};
            result_.schema.verbatims.set(
                {freshId<VerbatimId>(path("verbatim", parts)), verbatim.kind, verbatim.name, verbatim.sql,
                    verbatim.dependsOn, verbatim.schema, verbatim.table, verbatim.comment});
        }
        nameAssociations(result_.schema, model::NamingPolicy());
        return std::move(result_);
    }

private:
    /// The id of that path; of the path with a number where two objects share one, such as a key declared
    /// twice.
    template<class IdType>
    IdType freshId(const QString& of)
    {
        const int use = ++uses_[of];
        return IdSource::named<IdType>(use == 1 ? of : of + u'#' + QString::number(use));
    }

    void addTables()
    {
        std::vector<std::pair<QString, QString>> names;
        for (const PhysicalTable& table : physical_.tables) {
            positions_.insert({table.schema, table.name}, int(names.size()));
            byLowerCase_.insert({table.schema.toLower(), table.name.toLower()}, int(names.size()));
            names.emplace_back(table.schema, table.name);
        }
        const QStringList models = modelNames(names, model::NamingPolicy());
        for (std::size_t i = 0; i < physical_.tables.size(); ++i)
            addTable(physical_.tables[i], models[qsizetype(i)]);
    }

    void addTable(const PhysicalTable& physical, const QString& name)
    {
        const QStringList here{physical.schema, physical.name};
        model::Table table;
        table.id = freshId<TableId>(path("table", here));
        table.name = name;
        table.sqlName = physical.name;
        table.sqlSchema = physical.schema;
        table.keyPolicy = model::Table::KeyPolicy::AsIs;
        QHash<QString, ColumnId>& columns = columns_.emplace_back();
        for (const PhysicalColumn& column : physical.columns) {
            const ColumnId id = freshId<ColumnId>(path("column", here + QStringList{column.name}));
            columns.insert(column.name, id);
            table.columns.push_back({id, column.name, type(column.type), column.nullable, column.autoIncrement,
                column.defaultValue, column.generated, column.collation, column.comment, column.identity,
                column.sequence, column.onUpdate, column.charset, column.notNullConflict, column.extra});
        }
        if (physical.primaryKey)
            table.primaryKey = key(*physical.primaryKey, path("primaryKey", here), columns);
        for (const PhysicalKey& unique : physical.uniqueKeys)
            table.uniqueKeys.push_back(
                key(unique, path("uniqueKey", here + nameOf(unique.name, unique.parts)), columns));
        for (const PhysicalIndex& index : physical.indexes) {
            table.indexes.push_back({freshId<IndexId>(path("index", here + nameOf(index.name, index.parts))),
                index.name, parts(index.parts, columns), index.unique, index.where, index.method,
                columnIds(index.include, columns), index.nullsNotDistinct, index.options, index.comment});
        }
        table.checks = checks(physical.checks, here);
        table.options = physical.options;
        table.comment = physical.comment;
        table.dependsOn = physical.dependsOn;
        ids_.push_back(table.id);
        result_.schema.tables.set(std::move(table));
    }

    void addType(const PhysicalUserType& physical)
    {
        const QStringList here{physical.schema, physical.name};
        result_.schema.types.set({typeIds_.value({physical.schema, physical.name}), physical.kind,
            physical.name, physical.schema, physical.values, type(physical.base), physical.nullable,
            physical.defaultValue, physical.collation,
            checks(physical.checks, QStringList{QStringLiteral("type")} + here), physical.comment});
    }

    /// A type that the database names becomes the type of that name here; one that it lacks stays as it is.
    model::DataType type(const model::DataType& physical) const
    {
        const UserTypeId id = typeIds_.value({physical.schema, physical.native});
        if (physical.kind != model::TypeKind::Named || !id)
            return physical;
        model::DataType lifted = physical;
        lifted.userType = id;
        lifted.native.clear();
        lifted.schema.clear();
        return lifted;
    }

    std::vector<model::Check> checks(const std::vector<PhysicalCheck>& physical, const QStringList& here)
    {
        std::vector<model::Check> result;
        for (const PhysicalCheck& check : physical) {
            const QString& called = check.name.isEmpty() ? check.expression : check.name;
            result.push_back({freshId<CheckId>(path("check", here + QStringList{called})), check.name,
                check.expression, check.enforced, check.validated, check.inherited, check.comment});
        }
        return result;
    }

    static std::vector<ColumnId> columnIds(const QStringList& names, const QHash<QString, ColumnId>& columns)
    {
        std::vector<ColumnId> ids;
        for (const QString& name : names) {
            if (const ColumnId id = columns.value(name))
                ids.push_back(id);
        }
        return ids;
    }

    static QStringList nameOf(const QString& name, const std::vector<PhysicalKeyPart>& parts)
    {
        if (!name.isEmpty())
            return {name};
        QStringList names{QString()};
        for (const PhysicalKeyPart& part : parts)
            names.append(part.column + part.expression);
        return names;
    }

    model::Key key(const PhysicalKey& physical, const QString& at, const QHash<QString, ColumnId>& columns)
    {
        return {freshId<KeyId>(at), physical.name, parts(physical.parts, columns), physical.conflict,
            columnIds(physical.include, columns), physical.deferrable, physical.nullsNotDistinct,
            physical.method, physical.options, physical.comment};
    }

    static std::vector<model::KeyPart> parts(
        const std::vector<PhysicalKeyPart>& physical, const QHash<QString, ColumnId>& columns)
    {
        std::vector<model::KeyPart> result;
        for (const PhysicalKeyPart& part : physical) {
            model::KeyPart& made = result.emplace_back();
            const auto column = columns.constFind(part.column);
            if (part.expression.isEmpty() && column != columns.cend())
                made.what = *column;
            else
                made.what = part.expression.isEmpty() ? part.column : part.expression;
            made.descending = part.descending;
            made.collation = part.collation;
            made.nulls = part.nulls;
            made.length = part.length;
            made.operatorClass = part.operatorClass;
        }
        return result;
    }

    int tableOf(const PhysicalForeignKey& key) const
    {
        const auto exact = positions_.constFind({key.refSchema, key.refTable});
        if (exact != positions_.cend())
            return *exact;
        const auto [begin, end] = byLowerCase_.equal_range({key.refSchema.toLower(), key.refTable.toLower()});
        return std::distance(begin, end) == 1 ? *begin : -1;
    }

    Target targetOf(const PhysicalForeignKey& key) const
    {
        Target target{tableOf(key), {}};
        if (target.table < 0)
            return {};
        const PhysicalTable& table = physical_.tables[std::size_t(target.table)];
        QStringList names = key.refColumns;
        if (names.isEmpty() && table.primaryKey &&
            qsizetype(table.primaryKey->parts.size()) == key.columns.size()) {
            for (const PhysicalKeyPart& part : table.primaryKey->parts)
                names.append(part.column);
        }
        for (const QString& name : names) {
            const ColumnId column = columnOf(std::size_t(target.table), name);
            if (column.isNull())
                return {};
            target.columns.push_back(column);
        }
        target.columns.resize(std::size_t(key.columns.size()));
        return target;
    }

    ColumnId columnOf(std::size_t table, const QString& name) const
    {
        const QHash<QString, ColumnId>& columns = columns_[table];
        if (const auto it = columns.constFind(name); it != columns.cend())
            return *it;
        for (auto it = columns.cbegin(); it != columns.cend(); ++it) {
            if (it.key().compare(name, Qt::CaseInsensitive) == 0)
                return *it;
        }
        return {};
    }

    /// The foreign keys of a table: those of a junction as ends of its link, the others as references.
    void addLinks(std::size_t number)
    {
        const PhysicalTable& table = physical_.tables[number];
        std::vector<Target> targets;
        for (const PhysicalForeignKey& key : table.foreignKeys)
            targets.push_back(targetOf(key));

        QSet<std::size_t> ends;
        if (const std::optional<Junction> junction = detectJunction(table)) {
            if (isTaken(table, *junction, targets)) {
                addLink(number, *junction, targets);
                ends = QSet<std::size_t>(junction->keys.begin(), junction->keys.end());
            }
        }
        for (std::size_t i = 0; i < table.foreignKeys.size(); ++i) {
            if (!ends.contains(i))
                addReference(number, table.foreignKeys[i], targets[i]);
        }
    }

    static bool isListed(const QStringList& names, const PhysicalTable& table)
    {
        return names.contains(table.name) ||
               (!table.schema.isEmpty() && names.contains(table.schema + u'.' + table.name));
    }

    /// Whether the junction becomes a link; if it is a near miss, it is noted.
    bool isTaken(const PhysicalTable& table, const Junction& junction, const std::vector<Target>& targets)
    {
        const bool missing =
            std::ranges::any_of(junction.keys, [&](std::size_t i) { return targets[i].table < 0; });
        if (missing) {
            result_.nearMisses.push_back(
                {table.name, message("lift.missing", "one of its foreign keys refers to what does not exist")});
            return false;
        }
        if (isListed(options_.asTables, table) || (!options_.links && !isListed(options_.asLinks, table)))
            return false;
        if (junction.isLink() || isListed(options_.asLinks, table))
            return true;
        result_.nearMisses.push_back({table.name, reasonAgainst(table, junction)});
        return false;
    }

    static Message reasonAgainst(const PhysicalTable& table, const Junction& junction)
    {
        const auto columns = [&](std::size_t i) {
            return table.foreignKeys[junction.keys[i]].columns.join(QStringLiteral(", "));
        };
        switch (junction.kind) {
        case Junction::Kind::Nary:
            return message(
                "lift.nary", "its key holds %1 foreign keys, not two", {QString::number(junction.keys.size())});
        case Junction::Kind::Audit:
            return message("lift.audit",
                "it links \"%1\" and \"%2\" only if the columns that say who changed a row and "
                "when are left aside",
                {columns(0), columns(1)});
        default:
            return message("lift.weak", "\"%1\" and \"%2\" together are not unique", {columns(0), columns(1)});
        }
    }

    model::ForeignKey foreignKey(
        std::size_t table, const PhysicalForeignKey& physical, const Target& target) const
    {
        model::ForeignKey key;
        for (qsizetype i = 0; i < physical.columns.size(); ++i) {
            const ColumnId refersTo = target.table < 0 ? ColumnId() : target.columns[std::size_t(i)];
            key.columns.push_back({columnOf(table, physical.columns[i]), refersTo});
        }
        key.onDelete = physical.onDelete;
        key.onUpdate = physical.onUpdate;
        key.deferrable = physical.deferrable;
        key.match = physical.match;
        key.constraintName = physical.name;
        key.unnamed = physical.name.isEmpty();
        key.implicitTarget = physical.refColumns.isEmpty();
        key.validated = physical.validated;
        for (const QString& name : physical.setColumns)
            key.setColumns.push_back(columnOf(table, name));
        key.comment = physical.comment;
        key.notDeferrableWritten = physical.notDeferrableWritten;
        key.targetSpelling = physical.targetSpelling;
        return key;
    }

    void addLink(std::size_t number, const Junction& junction, const std::vector<Target>& targets)
    {
        const PhysicalTable& table = physical_.tables[number];
        model::ManyToMany link;
        link.id = freshId<LinkId>(path("link", {table.schema, table.name}));
        link.junction = ids_[number];
        link.junctionKey = model::ManyToMany::JunctionKey::AsIs;
        link.reason = junction.code();
        for (std::size_t i : junction.keys) {
            const TableId end = ids_[std::size_t(targets[i].table)];
            link.ends.push_back({end, {}, foreignKey(number, table.foreignKeys[i], targets[i])});
        }
        result_.schema.links.set(std::move(link));
    }

    void addReference(std::size_t number, const PhysicalForeignKey& key, const Target& target)
    {
        const PhysicalTable& table = physical_.tables[number];
        model::Reference reference;
        const QStringList names = QStringList{table.schema, table.name} + key.columns +
                                  QStringList{key.refSchema, key.refTable} + key.refColumns;
        reference.id = freshId<ReferenceId>(path("reference", names));
        reference.from = ids_[number];
        if (target.table >= 0) {
            reference.to = ids_[std::size_t(target.table)];
        } else {
            reference.missingTable = key.refTable;
            reference.missingSchema = key.refSchema;
            reference.missingColumns = key.refColumns;
            reportMissing(table, key, reference.id);
        }
        reference.mandatory = std::ranges::none_of(key.columns, [&](const QString& name) {
            const PhysicalColumn* column = table.column(name);
            return !column || column->nullable;
        });
        reference.unique = isUnique(table, key.columns);
        reference.key = foreignKey(number, key, target);
        result_.schema.references.set(std::move(reference));
    }

    static bool isUnique(const PhysicalTable& table, QStringList columns)
    {
        columns.sort();
        const auto same = [&](const std::vector<PhysicalKeyPart>& parts) {
            QStringList names;
            for (const PhysicalKeyPart& part : parts) {
                if (!part.expression.isEmpty())
                    return false;
                names.append(part.column);
            }
            names.sort();
            return names == columns;
        };
        return (table.primaryKey && same(table.primaryKey->parts)) ||
               std::ranges::any_of(table.uniqueKeys, same, &PhysicalKey::parts) ||
               std::ranges::any_of(table.indexes, [&](const PhysicalIndex& index) {
                   return index.unique && index.where.isEmpty() && same(index.parts);
               });
    }

    void reportMissing(const PhysicalTable& table, const PhysicalForeignKey& key, ReferenceId reference)
    {
        Diagnostic diagnostic;
        diagnostic.object = reference;
        diagnostic.where = table.name + u'.' + key.columns.join(QStringLiteral(", "));
        diagnostic.what =
            tableOf(key) < 0
                ? message("lift.missingTable", "the foreign key refers to \"%1\", which does not exist",
                      {key.refTable})
                : message("lift.missingColumn", "the foreign key refers to columns that \"%1\" does not have",
                      {key.refTable});
        diagnostic.mend = message("lift.missing.mend", "create what it refers to, or drop the key");
        const bool unread = !key.refSchema.isEmpty() && std::ranges::find(physical_.tables, key.refSchema,
                                                            &PhysicalTable::schema) == physical_.tables.end();
        if (unread) {
            diagnostic.what =
                message("lift.unreadTable", "the foreign key refers to \"%1\", outside of what was read",
                    {model::objectKey(key.refSchema, key.refTable)});
            diagnostic.mend =
                message("lift.unreadTable.mend", "schema=%1 in the URL reads that, too", {key.refSchema});
        }
        result_.diagnostics.push_back(std::move(diagnostic));
    }

    const PhysicalSchema& physical_;
    const LiftOptions& options_;
    Lifted result_;
    QHash<std::pair<QString, QString>, int> positions_;
    QMultiHash<std::pair<QString, QString>, int> byLowerCase_;
    std::vector<TableId> ids_;                               ///< parallel to the physical tables
    std::vector<QHash<QString, ColumnId>> columns_;          ///< by name, parallel to the physical tables
    QHash<std::pair<QString, QString>, UserTypeId> typeIds_; ///< by namespace and name
    QHash<QString, int> uses_;
};

} // namespace

Lifted lift(const PhysicalSchema& schema, const LiftOptions& options)
{
    return Lifter(schema, options).run();
}

} // namespace conjoin::orm
