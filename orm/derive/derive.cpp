// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/derive.h"

#include "orm/derive/constraintnames.h"
#include "orm/derive/junction.h"
#include "orm/derive/referencekeys.h"
#include "orm/derive/tabledraft.h"

#include <utility>

namespace conjoin::orm {

namespace {

using JunctionKey = model::ManyToMany::JunctionKey;

class Deriver {
public:
    Deriver(const model::Schema& schema, const model::NamingPolicy& naming, const Capabilities& engine)
        : schema_(schema)
        , engine_(engine)
        , names_(engine.nameLimit)
        , context_{schema, naming, engine, drafts_, result_.positions, result_.diagnostics}
    {}

    Derivation run()
    {
        startDrafts();
        nameTables();
        for (TableDraft& draft : drafts_)
            addOwn(draft);
        deriveJunctions(context_);
        deriveReferences(context_);
        for (TableDraft& draft : drafts_)
            sortKeys(draft);
        nameConstraints(drafts_, names_, engine_);
        finish();
        return std::move(result_);
    }

private:
    void startDrafts()
    {
        QHash<TableId, const model::ManyToMany*> links;
        for (const model::ManyToMany& link : schema_.links)
            links.insert(link.junction, &link);
        drafts_.reserve(schema_.tables.size());
        for (const model::Table& table : schema_.tables) {
            result_.positions.insert(table.id, int(drafts_.size()));
            TableDraft& draft = drafts_.emplace_back();
            draft.table = &table;
            draft.link = links.value(table.id);
            draft.columnNames = NameScope(engine_.nameLimit);
            draft.nameKeys = table.keyPolicy == model::Table::KeyPolicy::Automatic;
            draft.origin.table = table.id;
            if (draft.link)
                draft.origin.link = draft.link->id;
        }
    }

    void nameTables() // rules 1, 11
    {
        for (const model::Verbatim& verbatim : schema_.verbatims)
            names_.in({}).reserve(verbatim.name);
        for (TableDraft& draft : drafts_) {
            draft.physical.schema = draft.table->sqlSchema;
            draft.physical.name = draft.table->sqlName;
            const QString& given = draft.table->sqlName;
            if (!given.isEmpty() && !names_.in(draft.table->sqlSchema).reserve(given))
                reportName(draft, given);
        }
        for (TableDraft& draft : drafts_) {
            if (!draft.table->sqlName.isEmpty())
                continue;
            if (draft.table->name.isEmpty())
                continue; // a table without a name: SQLite has such
            const QString wanted = model::tableNameFor(context_.naming, draft.table->name);
            NameScope& scope = names_.in(draft.table->sqlSchema);
            if (scope.contains(wanted))
                reportName(draft, wanted);
            draft.physical.name = scope.take({wanted});
        }
    }

    void reportName(const TableDraft& draft, const QString& name)
    {
        Diagnostic diagnostic;
        diagnostic.object = draft.table->id;
        diagnostic.where = draft.table->name;
        diagnostic.what =
            message("derive.sameName", "another table of the database is called \"%1\" too", {name});
        diagnostic.mend = message(
            "derive.sameName.mend", "rename \"%1\", or name its table in the database", {draft.table->name});
        result_.diagnostics.push_back(std::move(diagnostic));
    }

    void addOwn(TableDraft& draft)
    {
        const model::Table& table = *draft.table;
        for (const model::Column& column : table.columns)
            draft.columnNames.reserve(column.name);
        const bool automatic = table.keyPolicy == model::Table::KeyPolicy::Automatic && !draft.link;
        const bool surrogate = draft.link && draft.link->junctionKey == JunctionKey::Surrogate;
        const bool hasKey = table.primaryKey && !parts(draft, table.primaryKey->parts).empty();
        if (!hasKey && (automatic || surrogate))
            addGeneratedKey(draft); // rules 2, 7

        for (const model::Column& column : table.columns) {
            draft.physical.columns.push_back({column.name, column.type, column.nullable, column.autoIncrement,
                column.defaultValue, column.generated, column.collation, column.comment});
            draft.origin.columns.emplace_back().column = column.id;
        }
        if (hasKey)
            addPrimaryKey(draft, *table.primaryKey);
        for (const model::Key& key : table.uniqueKeys)
            draft.physical.uniqueKeys.push_back({key.name, parts(draft, key.parts), key.conflict});
        draft.ownUniqueKeys = draft.physical.uniqueKeys.size();
        for (const model::Index& index : table.indexes) {
            draft.physical.indexes.push_back(
                {index.name, parts(draft, index.parts), index.unique, index.where, index.method});
            draft.origin.indexes.emplace_back(index.id);
        }
        for (const model::Check& check : table.checks)
            draft.physical.checks.push_back({check.name, check.expression});
        draft.physical.options = table.options;
        draft.physical.comment = table.comment;
    }

    void addGeneratedKey(TableDraft& draft)
    {
        const QString wanted = QStringLiteral("id");
        PhysicalColumn column;
        column.name = draft.columnNames.take({wanted});
        column.type = model::DataType::of(model::TypeKind::Integer);
        column.nullable = !engine_.primaryKeyIsNotNull;
        column.autoIncrement = true;
        if (column.name != wanted) {
            Diagnostic diagnostic;
            diagnostic.object = draft.table->id;
            diagnostic.where = draft.table->name;
            diagnostic.what = message("derive.idTaken",
                "\"%1\" has a column \"id\" that is not its primary key; the "
                "generated key is called \"%2\"",
                {draft.table->name, column.name});
            diagnostic.mend = message("derive.idTaken.mend", "make \"id\" the primary key, or rename it");
            result_.diagnostics.push_back(std::move(diagnostic));
        }
        draft.key.push_back({column.name, column.type, {}, {}});
        draft.physical.primaryKey = PhysicalKey{{}, {{column.name, {}, false, {}}}, {}};
        draft.physical.columns.push_back(std::move(column));
        draft.origin.columns.emplace_back().generatedKey = true;
    }

    static void addPrimaryKey(TableDraft& draft, const model::Key& key)
    {
        draft.physical.primaryKey = PhysicalKey{key.name, parts(draft, key.parts), key.conflict};
        for (const model::KeyPart& part : key.parts) {
            const ColumnId* id = std::get_if<ColumnId>(&part.what);
            const model::Column* column = id ? draft.table->column(*id) : nullptr;
            if (column)
                draft.key.push_back({column->name, column->type, column->collation, column->id});
        }
    }

    /// A part whose column is gone is left out.
    static std::vector<PhysicalKeyPart> parts(
        const TableDraft& draft, const std::vector<model::KeyPart>& logical)
    {
        std::vector<PhysicalKeyPart> result;
        for (const model::KeyPart& part : logical) {
            if (const QString* expression = std::get_if<QString>(&part.what))
                result.push_back({{}, *expression, part.descending, part.collation});
            else if (const model::Column* column = draft.table->column(std::get<ColumnId>(part.what)))
                result.push_back({column->name, {}, part.descending, part.collation});
        }
        return result;
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
        result_.schema.tables.reserve(drafts_.size());
        result_.origins.reserve(drafts_.size());
        for (TableDraft& draft : drafts_) {
            if (draft.physical.columns.empty())
                reportEmpty(draft);
            result_.schema.tables.push_back(std::move(draft.physical));
            result_.origins.push_back(std::move(draft.origin));
        }
        for (const model::Verbatim& verbatim : schema_.verbatims) {
            result_.schema.verbatims.push_back(
                {verbatim.kind, verbatim.name, verbatim.sql, verbatim.dependsOn});
            result_.verbatims.push_back(verbatim.id);
        }
    }

    void reportEmpty(const TableDraft& draft)
    {
        Diagnostic diagnostic;
        diagnostic.severity = Severity::Error;
        diagnostic.object = draft.table->id;
        diagnostic.where = draft.table->name;
        diagnostic.what = message(
            "derive.noColumns", "\"%1\" has no columns, so no database can hold it", {draft.table->name});
        diagnostic.mend = message("derive.noColumns.mend", "add a column");
        result_.diagnostics.push_back(std::move(diagnostic));
    }

    const model::Schema& schema_;
    const Capabilities& engine_;
    SchemaNames names_;
    std::vector<TableDraft> drafts_;
    Derivation result_;
    DeriveContext context_;
};

} // namespace

Derivation derive(const model::Schema& schema, const model::NamingPolicy& naming, const Capabilities& engine)
{
    return Deriver(schema, naming, engine).run();
}

} // namespace conjoin::orm
