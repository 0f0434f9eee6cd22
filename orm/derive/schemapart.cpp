// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/schemapart.h"

#include "orm/derive/constraintnames.h"
#include "orm/derive/fit.h"
#include "orm/derive/junction.h"
#include "orm/derive/referencekeys.h"
#include "orm/derive/tabledraft.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <utility>

namespace conjoin::orm {

namespace {

using JunctionKey = model::ManyToMany::JunctionKey;

class Deriver {
public:
    Deriver(const model::Schema& schema, const SchemaPart& part, const model::NamingPolicy& naming,
        const Capabilities& engine)
        : schema_(schema)
        , part_(part)
        , engine_(engine)
        , names_(engine)
        , context_{part, naming, engine, drafts_, result_.derivation.positions, result_.findings}
    {}

    DerivedPart run()
    {
        startDrafts();
        nameTables();
        context_.stage = Finding::Stage::Columns;
        for (TableDraft& draft : drafts_) {
            const std::size_t before = enums_.size();
            addOwn(draft);
            result_.enums.push_back(int(enums_.size() - before));
        }
        context_.stage = Finding::Stage::Junctions;
        deriveJunctions(context_);
        context_.stage = Finding::Stage::References;
        deriveReferences(context_);
        for (TableDraft& draft : drafts_) {
            findNamedColumns(draft);
            dropMergedKeys(draft);
            sortKeys(draft);
        }
        nameConstraints(context_, names_);
        context_.stage = Finding::Stage::Empty;
        finish();
        fit(result_.derivation, result_.findings, engine_); // rule 21
        return std::move(result_);
    }

private:
    void startDrafts()
    {
        QHash<TableId, std::vector<const model::ManyToMany*>> links;
        for (const model::ManyToMany* link : part_.links)
            links[link->junction].push_back(link);
        drafts_.reserve(part_.tables.size());
        QHash<TableId, int>& positions = result_.derivation.positions;
        positions.reserve(qsizetype(part_.tables.size()));
        for (const model::Table* table : part_.tables) {
            positions.insert(table->id, int(drafts_.size()));
            TableDraft& draft = drafts_.emplace_back();
            draft.table = table;
            draft.links = links.value(table->id);
            draft.columnNames = SchemaNames::emptyScope(engine_);
            draft.nameKeys = table->keyPolicy == model::Table::KeyPolicy::Automatic;
            draft.origin.table = table->id;
            if (draft.isJunction())
                draft.origin.link = draft.links.front()->id;
        }
        reserveColumns();
    }

    /// As many as will most likely come, and no more: they are most of what is derived, and stay as long as the
    /// document does.
    void reserveColumns()
    {
        std::vector<std::size_t> counts;
        for (const TableDraft& draft : drafts_) {
            const model::Table& table = *draft.table;
            const bool generated =
                !table.primaryKey && (draft.isJunction() ? hasSurrogate(draft)
                                                         : table.keyPolicy == model::Table::KeyPolicy::Automatic);
            std::size_t count = table.columns.size() + std::size_t(generated) + (table.timestamps ? 2 : 0) +
                                std::size_t(table.softDelete);
            for (const model::ManyToMany* link : draft.links)
                count += derivedColumns(link->ends);
            counts.push_back(count);
        }
        for (const model::Reference* reference : part_.references) {
            const int from = result_.derivation.positions.value(reference->from, -1);
            if (from >= 0)
                counts[std::size_t(from)] += std::size_t(isDerived(reference->key));
        }
        for (std::size_t i = 0; i < counts.size(); ++i) {
            drafts_[i].physical.columns.reserve(counts[i]);
            drafts_[i].origin.columns.reserve(counts[i]);
        }
    }

    static bool isDerived(const model::ForeignKey& key)
    {
        return std::ranges::none_of(key.columns, [](const model::ColumnPair& pair) { return bool(pair.local); });
    }

    static std::size_t derivedColumns(const std::vector<model::LinkEnd>& ends)
    {
        return std::size_t(
            std::ranges::count_if(ends, [](const model::LinkEnd& end) { return isDerived(end.key); }));
    }

    /// A routine, trigger or event may be called like a table.
    static bool sharesNamesWithTables(model::Verbatim::Kind kind)
    {
        using Kind = model::Verbatim::Kind;
        return kind == Kind::View || kind == Kind::MaterializedView || kind == Kind::Sequence ||
               kind == Kind::Type || kind == Kind::Partition || kind == Kind::VirtualTable;
    }

    /// Rule 20.
    QString namespaceOf(const QString& sqlSchema) const { return engine_.namespaces ? sqlSchema : QString(); }

    void nameTables() // rules 1, 11, 20
    {
        for (const model::Verbatim& verbatim : schema_.verbatims) {
            if (sharesNamesWithTables(verbatim.kind))
                names_.reserve(namespaceOf(verbatim.sqlSchema), verbatim.name, result_.otherNames);
        }
        for (const model::UserType& type : schema_.types) {
            if (engine_.namedTypes)
                names_.reserve(namespaceOf(type.sqlSchema), type.name, result_.otherNames);
        }
        QHash<QString, int> uses;
        for (const TableDraft& draft : drafts_)
            ++uses[bareName(draft).toLower()];
        const auto isDrawn = [](const TableDraft& draft) {
            return draft.table->keyPolicy == model::Table::KeyPolicy::Automatic;
        };
        const auto isQualified = [&](const TableDraft& draft) {
            return !engine_.namespaces && !draft.table->sqlSchema.isEmpty() &&
                   (isDrawn(draft) || uses.value(bareName(draft).toLower()) > 1);
        };
        for (TableDraft& draft : drafts_) {
            draft.physical.schema = namespaceOf(draft.table->sqlSchema);
            const QString& given = draft.table->sqlName;
            if (given.isEmpty() || isQualified(draft))
                continue;
            draft.physical.name = given;
            const NameScope& scope = names_.in(draft.physical.schema);
            // SQLite takes letters beyond ASCII as they are.
            if (engine_.foldsTableNames ? scope.containsInAscii(given) : scope.holdsExactly(given))
                reportName(draft, given);
            names_.reserveForTable(draft.physical.schema, given, draft.names);
        }
        for (TableDraft& draft : drafts_) {
            if (!draft.physical.name.isEmpty() || bareName(draft).isEmpty())
                continue; // a table without a name: SQLite has such
            QStringList wanted{bareName(draft)};
            if (isQualified(draft) && isDrawn(draft))
                wanted.first().prepend(draft.table->sqlSchema + u'.');
            else if (isQualified(draft))
                wanted.prepend(draft.table->sqlSchema);
            if (names_.in(draft.physical.schema).contains(wanted.join(u'_')))
                reportName(draft, wanted.join(u'_'));
            draft.physical.name = names_.take(draft.physical.schema, wanted, draft.names);
        }
        context_.stage = Finding::Stage::Namespaces;
        reportNamespaces();
    }

    QString bareName(const TableDraft& draft) const
    {
        const model::Table& table = *draft.table;
        if (!table.sqlName.isEmpty() || table.name.isEmpty())
            return table.sqlName;
        const QString asJunction = junctionTable(draft);
        return asJunction.isEmpty() ? model::tableNameFor(context_.naming, table.name) : asJunction;
    }

    /// Of a junction that is still called after its two ends, where the convention has a pattern for those.
    QString junctionTable(const TableDraft& draft) const
    {
        if (draft.links.size() != 1 || draft.links.front()->ends.size() != 2)
            return {};
        const std::vector<model::LinkEnd>& ends = draft.links.front()->ends;
        const TableDraft* left = context_.draft(ends[0].table);
        const TableDraft* right = context_.draft(ends[1].table);
        if (!left || !right ||
            draft.table->name != model::junctionName(left->table->name, right->table->name, {}))
            return {};
        return model::junctionTableFor(context_.naming, left->table->name, right->table->name);
    }

    void reportNamespaces()
    {
        QSet<QString> told;
        for (const TableDraft& draft : drafts_) {
            const QString& lost = draft.table->sqlSchema;
            if (engine_.namespaces || lost.isEmpty() || told.contains(lost))
                continue;
            told.insert(lost);
            report(context_, Severity::Warning, draft.table->id, draft,
                message("derive.namespace",
                    "the tables of \"%1\" stand outside of it: the database has no namespaces", {lost}));
        }
    }

    void reportName(const TableDraft& draft, const QString& name)
    {
        report(context_, Severity::Warning, draft.table->id, draft,
            message("derive.sameName", "another table of the database is called \"%1\" too", {name}))
            .mend = message(
            "derive.sameName.mend", "rename \"%1\", or name its table in the database", {draft.table->name});
    }

    static bool hasSurrogate(const TableDraft& draft)
    {
        return std::ranges::any_of(draft.links, [](const model::ManyToMany* link) {
            return link->junctionKey == JunctionKey::Surrogate || link->junctionKey == JunctionKey::Duplicates;
        });
    }

    void addOwn(TableDraft& draft)
    {
        const model::Table& table = *draft.table;
        for (const model::Column& column : table.columns)
            draft.columnNames.reserve(column.name);
        const bool automatic = table.keyPolicy == model::Table::KeyPolicy::Automatic && !draft.isJunction();
        const bool hasKey = table.primaryKey && !parts(draft, table.primaryKey->parts).empty();
        if (!hasKey && (automatic || hasSurrogate(draft)))
            addGeneratedKey(context_, draft); // rules 2, 7, 13

        for (const model::Column& column : table.columns) {
            draft.physical.columns.push_back(
                {column.name, columnType(draft, column), column.nullable, column.autoIncrement,
                    column.defaultValue.byDatabase ? column.defaultValue : model::DefaultValue(),
                    column.generated, column.collation, column.comment, column.identity, column.sequence,
                    column.onUpdate, column.charset, column.notNullConflict, column.extra});
            ColumnOrigin& origin = draft.origin.columns.emplace_back();
            origin.column = column.id;
            origin.attribute = column.attribute;
        }
        addTimes(draft);
        if (hasKey)
            addPrimaryKey(draft, *table.primaryKey);
        for (const model::Key& key : table.uniqueKeys)
            draft.physical.uniqueKeys.push_back(physicalKey(draft, key));
        draft.ownUniqueKeys = draft.physical.uniqueKeys.size();
        for (const model::Index& index : table.indexes) {
            draft.physical.indexes.push_back(
                {index.name, parts(draft, index.parts), index.unique, index.where, index.method,
                    columnNames(draft, index.include), index.nullsNotDistinct, index.options, index.comment});
            draft.origin.indexes.emplace_back(index.id);
        }
        draft.physical.checks = physicalChecks(table.checks);
        draft.physical.options = table.options;
        draft.physical.comment = table.comment;
        draft.physical.dependsOn = table.dependsOn;
    }

    /// Whether a drawn column of that name, or of that attribute, says the time.
    static bool takeForTime(
        TableDraft& draft, const QString& name, const QString& attribute, ColumnOrigin::Purpose purpose)
    {
        for (std::size_t i = 0; i < draft.physical.columns.size(); ++i) {
            const PhysicalColumn& column = draft.physical.columns[i];
            ColumnOrigin& origin = draft.origin.columns[i];
            const bool isTime = column.type.kind == model::TypeKind::TimestampTz ||
                                column.type.kind == model::TypeKind::Timestamp;
            const QString& called = origin.attribute.isEmpty() ? column.name : origin.attribute;
            if (!isTime || origin.isDerived() || (column.name != name && called != attribute))
                continue;
            origin.purpose = purpose;
            return true;
        }
        return false;
    }

    void addTimes(TableDraft& draft) // rule 18
    {
        using Purpose = ColumnOrigin::Purpose;
        const auto add = [&](model::NameKind kind, Purpose purpose) {
            const QString wanted = model::derivedColumnName(context_.naming, context_.naming.pattern(kind));
            const QString attribute = model::derivedColumnName(
                model::attributeNaming(context_.naming), context_.naming.pattern(kind));
            if (takeForTime(draft, wanted, attribute, purpose) || draft.columnNames.contains(wanted))
                return;
            PhysicalColumn column;
            column.name = draft.columnNames.take({wanted});
            column.type = model::DataType::of(model::TypeKind::TimestampTz);
            column.nullable = purpose == Purpose::DeletedAt;
            draft.physical.columns.push_back(std::move(column));
            ColumnOrigin& origin = draft.origin.columns.emplace_back();
            origin.purpose = purpose;
            origin.attribute = attribute;
        };
        if (draft.table->timestamps) {
            add(model::NameKind::CreatedAt, Purpose::CreatedAt);
            add(model::NameKind::UpdatedAt, Purpose::UpdatedAt);
        }
        if (draft.table->softDelete)
            add(model::NameKind::DeletedAt, Purpose::DeletedAt);
    }

    model::DataType columnType(TableDraft& draft, const model::Column& column) // rule 19
    {
        const model::DataType type = physicalType(column.type);
        if (!engine_.namedTypes || type.kind != model::TypeKind::Enum)
            return type;
        PhysicalUserType made;
        made.schema = draft.physical.schema;
        made.name = names_.take(
            made.schema, {QStringLiteral("enum"), draft.physical.name, column.name}, draft.names);
        made.values = type.values;
        model::DataType named = model::DataType::named(made.schema, made.name);
        named.dimensions = type.dimensions;
        enums_.emplace_back(std::move(made), column.id);
        return named;
    }

    model::DataType physicalType(const model::DataType& logical) const
    {
        const model::UserType* named = schema_.types.find(logical.userType);
        if (!named)
            return logical;
        model::DataType physical = logical;
        physical.userType = {};
        physical.native = named->name;
        physical.schema = namespaceOf(named->sqlSchema);
        return physical;
    }

    static std::vector<PhysicalCheck> physicalChecks(const std::vector<model::Check>& logical)
    {
        std::vector<PhysicalCheck> checks;
        for (const model::Check& check : logical)
            checks.push_back({check.name, check.expression, check.enforced, check.validated, check.inherited,
                check.comment});
        return checks;
    }

    static QStringList columnNames(const TableDraft& draft, const std::vector<ColumnId>& columns)
    {
        QStringList names;
        for (ColumnId id : columns) {
            if (const model::Column* column = draft.table->column(id))
                names.append(column->name);
        }
        return names;
    }

    PhysicalKey physicalKey(const TableDraft& draft, const model::Key& key) const
    {
        const bool yields = key.nameYields && engine_.namesKeysByColumns; // rule 11
        return {yields ? QString() : key.name, parts(draft, key.parts), key.conflict,
            columnNames(draft, key.include), key.deferrable, key.nullsNotDistinct, key.method, key.options,
            key.comment};
    }

    void addPrimaryKey(TableDraft& draft, const model::Key& key) const
    {
        draft.physical.primaryKey = physicalKey(draft, key);
        for (const model::KeyPart& part : key.parts) {
            const ColumnId* id = std::get_if<ColumnId>(&part.what);
            const int position = id ? draft.positionOf(*id) : -1;
            if (position < 0)
                continue;
            PhysicalColumn& column = draft.physical.columns[std::size_t(position)];
            if (draft.table->keyPolicy == model::Table::KeyPolicy::Automatic &&
                (engine_.primaryKeyIsNotNull || key.parts.size() > 1)) // rule 25
                column.nullable = false; // a table that was read keeps what its catalog said
            draft.key.push_back({column.name, column.type, column.collation, *id});
            if (isRowId(*draft.table, column)) { // rule 23
                column.type = model::DataType::of(model::TypeKind::Integer);
                column.nullable = true;
            }
        }
    }

    bool isRowId(const model::Table& table, const PhysicalColumn& column) const
    {
        return engine_.withoutRowid && !table.options.withoutRowid &&
               table.keyPolicy == model::Table::KeyPolicy::Automatic && table.primaryKey->parts.size() == 1 &&
               column.type.isWholeNumber() && column.type.dimensions == 0 &&
               column.generated.kind == model::Generated::Kind::None;
    }

    /// A part whose column is gone is left out.
    static std::vector<PhysicalKeyPart> parts(
        const TableDraft& draft, const std::vector<model::KeyPart>& logical)
    {
        std::vector<PhysicalKeyPart> result;
        for (const model::KeyPart& part : logical) {
            if (const QString* expression = std::get_if<QString>(&part.what))
                result.push_back({{}, *expression, part.descending, part.collation, part.nulls, part.length,
                    part.operatorClass});
            else if (const model::Column* column = draft.table->column(std::get<ColumnId>(part.what)))
                result.push_back({column->name, {}, part.descending, part.collation, part.nulls, part.length,
                    part.operatorClass});
        }
        return result;
    }

    /// Rule 24.
    static void findNamedColumns(TableDraft& draft)
    {
        if (draft.table->keyPolicy != model::Table::KeyPolicy::Automatic)
            return; // nothing was derived
        static const QRegularExpression form(QStringLiteral(R"re(^\s*(?:"((?:[^"]|"")+)"|(\w+))\s*$)re"));
        for (PhysicalIndex& index : draft.physical.indexes) {
            for (PhysicalKeyPart& part : index.parts) {
                const auto match = form.match(part.expression);
                const QString name =
                    match.captured(1).replace(QLatin1String("\"\""), QLatin1String("\"")) + match.captured(2);
                if (name.isEmpty() || !draft.physical.column(name))
                    continue;
                part.column = name;
                part.expression.clear();
            }
        }
    }

    /// Rule 22.
    void dropMergedKeys(TableDraft& draft) const
    {
        PhysicalTable& table = draft.physical;
        const bool isDrawn = draft.table->keyPolicy == model::Table::KeyPolicy::Automatic;
        if (!engine_.mergesEqualKeys || !isDrawn || !table.primaryKey)
            return;
        for (std::size_t i = table.uniqueKeys.size(); i-- > 0;) {
            PhysicalKey same = table.uniqueKeys[i];
            same.name = table.primaryKey->name;
            if (same != *table.primaryKey)
                continue;
            table.uniqueKeys.erase(table.uniqueKeys.begin() + std::ptrdiff_t(i));
            draft.ownUniqueKeys -= i < draft.ownUniqueKeys ? 1 : 0;
        }
    }

    static void sortKeys(TableDraft& draft)
    {
        std::vector<ForeignKeyOrigin> origins;
        std::vector<bool> naming;
        for (std::size_t i : foreignKeyOrder(draft.physical)) {
            origins.push_back(draft.origin.foreignKeys[i]);
            naming.push_back(draft.nameForeignKey[i]);
        }
        draft.origin.foreignKeys = std::move(origins);
        draft.nameForeignKey = std::move(naming);
        sortForeignKeys(draft.physical);
    }

    void finish()
    {
        Derivation& made = result_.derivation;
        made.schema.tables.reserve(drafts_.size());
        made.origins.reserve(drafts_.size());
        for (TableDraft& draft : drafts_) {
            if (draft.physical.columns.empty() && !engine_.emptyTables)
                reportEmpty(draft);
            made.schema.tables.push_back(std::move(draft.physical));
            made.origins.push_back(std::move(draft.origin));
            result_.names.push_back(std::move(draft.names));
        }
        for (const model::UserType& type : schema_.types) {
            made.schema.types.push_back({type.kind, namespaceOf(type.sqlSchema), type.name, type.values,
                physicalType(type.base), type.nullable, type.defaultValue, type.collation,
                physicalChecks(type.checks), type.comment});
            made.types.emplace_back(type.id);
        }
        for (auto& [type, column] : enums_) {
            made.schema.types.push_back(std::move(type));
            made.types.emplace_back(column);
        }
        for (const model::Verbatim& verbatim : schema_.verbatims) {
            made.schema.verbatims.push_back({verbatim.kind, verbatim.name, verbatim.sql, verbatim.dependsOn,
                namespaceOf(verbatim.sqlSchema), verbatim.table, verbatim.comment});
            made.verbatims.push_back(verbatim.id);
        }
    }

    void reportEmpty(const TableDraft& draft)
    {
        report(context_, Severity::Error, draft.table->id, draft,
            message("derive.noColumns", "\"%1\" has no columns, so the database can't hold it",
                {draft.table->name}))
            .mend = message("derive.noColumns.mend", "add a column");
    }

    const model::Schema& schema_;
    const SchemaPart& part_;
    const Capabilities& engine_;
    SchemaNames names_;
    std::vector<TableDraft> drafts_;
    std::vector<std::pair<PhysicalUserType, ColumnId>> enums_; ///< made for columns
    DerivedPart result_;
    DeriveContext context_;
};

} // namespace

SchemaPart SchemaPart::whole(const model::Schema& schema)
{
    SchemaPart part;
    for (const model::Table& table : schema.tables)
        part.tables.push_back(&table);
    for (const model::Reference& reference : schema.references)
        part.references.push_back(&reference);
    for (const model::ManyToMany& link : schema.links)
        part.links.push_back(&link);
    return part;
}

DerivedPart derivePart(const model::Schema& schema, const SchemaPart& part, const model::NamingPolicy& naming,
    const Capabilities& engine)
{
    return Deriver(schema, part, naming, engine).run();
}

} // namespace conjoin::orm
