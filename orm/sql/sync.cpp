// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sync.h"

#include "orm/diff/compare.h"
#include "orm/diff/description.h"
#include "orm/sql/introspector.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::sql {

using orm::PhysicalSchema;
using orm::PhysicalTable;
using orm::PhysicalVerbatim;
using orm::Statement;

namespace {

ObjectRef objectOf(const orm::TableOrigin& origin)
{
    return origin.link.isNull() ? ObjectRef(origin.table) : ObjectRef(origin.link);
}

/// The names of a schema as the engine takes them for equal. Tables, views and what else can be selected from
/// share one set of names; the other things are called by their kind, and those of a table by that table.
class Names {
public:
    Names(const PhysicalSchema& schema, const orm::Capabilities& engine)
        : folds_(engine.foldsTableNames)
    {
        for (const PhysicalTable& table : schema.tables)
            tables_.insert(key(table.schema, table.name));
        for (const orm::PhysicalUserType& type : schema.types)
            types_.insert(key(type.schema, type.name));
        for (const PhysicalVerbatim& verbatim : schema.verbatims) {
            verbatims_.insert(key(verbatim));
            if (isRelation(verbatim.kind))
                relations_.insert(key(verbatim.schema, verbatim.name));
        }
    }

    bool has(const PhysicalTable& table) const { return tables_.contains(key(table.schema, table.name)); }
    bool has(const orm::PhysicalUserType& type) const { return types_.contains(key(type.schema, type.name)); }
    bool has(const PhysicalVerbatim& verbatim) const { return verbatims_.contains(key(verbatim)); }

    /// Whether something else has the name of the table.
    bool isTaken(const PhysicalTable& table) const
    {
        return relations_.contains(key(table.schema, table.name));
    }
    bool isTaken(const PhysicalVerbatim& verbatim) const
    {
        const QString name = key(verbatim.schema, verbatim.name);
        return isRelation(verbatim.kind) && !has(verbatim) &&
               (tables_.contains(name) || relations_.contains(name));
    }

private:
    static bool isRelation(model::Verbatim::Kind kind)
    {
        using Kind = model::Verbatim::Kind;
        return kind == Kind::View || kind == Kind::MaterializedView || kind == Kind::VirtualTable ||
               kind == Kind::Partition;
    }

    QString key(const QString& schema, const QString& name) const
    {
        const QString whole = model::objectKey(schema, name);
        return folds_ ? whole.toCaseFolded() : whole;
    }
    QString key(const PhysicalVerbatim& verbatim) const
    {
        return QString::number(int(verbatim.kind)) + u' ' + key(verbatim.schema, verbatim.name) + u'\n' +
               (folds_ ? verbatim.table.toCaseFolded() : verbatim.table);
    }

    bool folds_;
    QSet<QString> tables_;
    QSet<QString> types_;
    QSet<QString> verbatims_;
    QSet<QString> relations_;
};

/// The part of a derivation that `wanted` says yes to.
template<class Wanted>
orm::Derivation partOf(const orm::Derivation& whole, Wanted wanted)
{
    orm::Derivation part;
    const PhysicalSchema& schema = whole.schema;
    for (size_t i = 0; i < schema.tables.size(); ++i) {
        if (!wanted(schema.tables[i]))
            continue;
        part.positions.insert(whole.origins[i].table, int(part.schema.tables.size()));
        part.schema.tables.push_back(schema.tables[i]);
        part.origins.push_back(whole.origins[i]);
    }
    for (size_t i = 0; i < schema.types.size(); ++i) {
        if (wanted(schema.types[i])) {
            part.schema.types.push_back(schema.types[i]);
            part.types.push_back(whole.types[i]);
        }
    }
    for (size_t i = 0; i < schema.verbatims.size(); ++i) {
        if (wanted(schema.verbatims[i])) {
            part.schema.verbatims.push_back(schema.verbatims[i]);
            part.verbatims.push_back(whole.verbatims[i]);
        }
    }
    return part;
}

bool isEmpty(const PhysicalSchema& schema)
{
    return schema.tables.empty() && schema.types.empty() && schema.verbatims.empty();
}

const Message mend = message("sync.differs.mend", "sync leaves it as it is; --force makes it anew");

/// `sync.column-missing`, `sync.primary-key-differs` …
QString codeOf(const orm::SchemaChange& change)
{
    const QString operation = orm::operationOf(change);
    const QString what = operation == u"add"    ? QStringLiteral("missing")
                         : operation == u"drop" ? QStringLiteral("extra")
                                                : QStringLiteral("differs");
    return QStringLiteral("sync.") + orm::kindOf(change).replace(u' ', u'-') + u'-' + what;
}

/// Plans for one connection.
class Planner {
public:
    Planner(const orm::Dialect& dialect, const orm::Derivation& drawn, const PhysicalSchema& found)
        : dialect_(dialect)
        , drawn_(drawn)
        , found_(found)
        , existing_(found, dialect.capabilities())
    {}

    SyncPlan whatIsMissing()
    {
        tellTakenNames();
        const orm::Derivation missing =
            partOf(drawn_, [&](const auto& thing) { return !existing_.has(thing) && !isTaken(thing); });
        SyncPlan plan;
        if (!isEmpty(missing.schema))
            plan.statements = dialect_.createSchema(missing, {});
        lookAtTheRest(plan);
        plan.diagnostics = std::move(diagnostics_);
        return plan;
    }

    /// Everything anew; of what the database lacks, nothing is dropped.
    SyncPlan everything() const
    {
        const orm::Derivation there = partOf(drawn_, [&](const auto& thing) { return existing_.has(thing); });
        SyncPlan plan;
        plan.statements = dropAndCreate(there).first;
        plan.drops = !plan.statements.empty();
        for (Statement& statement : dropAndCreate(drawn_).second)
            plan.statements.push_back(std::move(statement));
        return plan;
    }

private:
    template<class Thing>
    bool isTaken(const Thing& thing) const
    {
        if constexpr (std::is_same_v<Thing, orm::PhysicalUserType>)
            return false;
        else
            return existing_.isTaken(thing);
    }

    /// A script with DROP statements, taken apart: they come first, and are what another one lacks.
    std::pair<std::vector<Statement>, std::vector<Statement>> dropAndCreate(const orm::Derivation& part) const
    {
        if (isEmpty(part.schema))
            return {};
        std::vector<Statement> drops = dialect_.createSchema(part, {.drop = true});
        const auto count = std::ptrdiff_t(drops.size() - dialect_.createSchema(part, {}).size());
        std::vector<Statement> creates(
            std::make_move_iterator(drops.begin() + count), std::make_move_iterator(drops.end()));
        drops.erase(drops.begin() + count, drops.end());
        return {std::move(drops), std::move(creates)};
    }

    void tellTakenNames()
    {
        const auto tell = [&](const QString& name, ObjectRef object, const char* sentence) {
            diagnostics_.push_back({Severity::Error, message("sync.name-taken", sentence, {name}), object, name,
                message("sync.name-taken.mend", "give it another name, or remove what has it")});
        };
        for (size_t i = 0; i < drawn_.schema.tables.size(); ++i) {
            const PhysicalTable& table = drawn_.schema.tables[i];
            if (!existing_.has(table) && existing_.isTaken(table))
                tell(table.name, objectOf(drawn_.origins[i]), "\"%1\" is not a table in the database");
        }
        for (size_t i = 0; i < drawn_.schema.verbatims.size(); ++i) {
            const PhysicalVerbatim& verbatim = drawn_.schema.verbatims[i];
            if (existing_.isTaken(verbatim))
                tell(verbatim.name, drawn_.verbatims[i], "\"%1\" is something else in the database");
        }
    }

    /// What is there on both sides: indexes that are missing are made, all else that differs is told.
    void lookAtTheRest(SyncPlan& plan)
    {
        const Names drawnNames(drawn_.schema, dialect_.capabilities());
        PhysicalSchema before, after;
        const auto copyShared = [](const auto& from, auto& into, const Names& other) {
            std::copy_if(from.begin(), from.end(), std::back_inserter(into),
                [&](const auto& thing) { return other.has(thing); });
        };
        copyShared(found_.tables, before.tables, drawnNames);
        copyShared(found_.types, before.types, drawnNames);
        copyShared(found_.verbatims, before.verbatims, drawnNames);
        copyShared(drawn_.schema.tables, after.tables, existing_);
        copyShared(drawn_.schema.types, after.types, existing_);
        copyShared(drawn_.schema.verbatims, after.verbatims, existing_);
        for (const orm::SchemaChange& change : orm::compare(before, after, dialect_)) {
            const auto* index = std::get_if<orm::IndexChange>(&change);
            if (!index || !index->isAddition() || !addIndex(plan, *index))
                tell(change);
        }
    }

    /// False where the table that exists lacks a column of the index.
    bool addIndex(SyncPlan& plan, const orm::IndexChange& change)
    {
        const auto named = [&](const PhysicalTable& table) {
            return table.schema == change.table.schema && table.name == change.table.name;
        };
        const auto& tables = drawn_.schema.tables;
        const auto table = std::find_if(tables.begin(), tables.end(), named);
        if (table == tables.end())
            return false;
        const auto there = std::find_if(found_.tables.begin(), found_.tables.end(), [&](const auto& candidate) {
            return candidate.schema == table->schema &&
                   candidate.name.compare(table->name,
                       dialect_.capabilities().foldsTableNames ? Qt::CaseInsensitive : Qt::CaseSensitive) == 0;
        });
        const auto hasColumn = [&](const orm::PhysicalKeyPart& part) {
            return part.column.isEmpty() ||
                   std::any_of(there->columns.begin(), there->columns.end(), [&](const auto& column) {
                       return column.name.compare(part.column, Qt::CaseInsensitive) == 0;
                   });
        };
        if (there == found_.tables.end() ||
            !std::all_of(change.after->parts.begin(), change.after->parts.end(), hasColumn))
            return false;
        const auto index = std::find(table->indexes.begin(), table->indexes.end(), *change.after);
        const orm::TableOrigin& origin = drawn_.origins[size_t(table - tables.begin())];
        plan.statements.push_back({dialect_.createIndex(*table, *change.after),
            index == table->indexes.end() ? objectOf(origin)
                                          : origin.indexes[size_t(index - table->indexes.begin())]});
        return true;
    }

    void tell(const orm::SchemaChange& change)
    {
        Message what{codeOf(change), QStringLiteral("%1"), {orm::describe(change, dialect_)}};
        const QString table = orm::tableOf(change);
        ObjectRef object;
        for (size_t i = 0; i < drawn_.schema.tables.size(); ++i) {
            const PhysicalTable& candidate = drawn_.schema.tables[i];
            if (model::objectKey(candidate.schema, candidate.name) == table || candidate.name == table)
                object = objectOf(drawn_.origins[i]);
        }
        diagnostics_.push_back({Severity::Warning, std::move(what), object, orm::objectOf(change), mend});
    }

    const orm::Dialect& dialect_;
    const orm::Derivation& drawn_;
    const PhysicalSchema& found_;
    const Names existing_;
    Diagnostics diagnostics_;
};

/// Runs without a transaction. Statements without an object are settings: they change nothing.
Result<void> runOneByOne(
    Connection& connection, const std::vector<Statement>& statements, const std::function<void(int)>& progress)
{
    const auto isChange = [](const Statement& statement) { return statement.object != ObjectRef(); };
    const auto all = std::count_if(statements.begin(), statements.end(), isChange);
    qsizetype applied = 0;
    int ran = 0;
    for (const Statement& statement : statements) {
        if (const auto done = connection.run(statement.sql); !done) {
            if (applied == 0)
                return failure(done);
            return Error{ErrorKind::Partial, done.error().where,
                message("sync.partial", "applied %1 of %2 statements, then: %3",
                    {QString::number(applied), QString::number(all), done.error().what.english()}),
                message("sync.partial.hint",
                    "what was made stays; once the cause is mended, the same sync makes the rest")};
        }
        applied += isChange(statement) ? 1 : 0;
        if (progress)
            progress(++ran);
    }
    return {};
}

/// The namespaces that a schema names.
QStringList namespacesOf(const PhysicalSchema& schema)
{
    QStringList names;
    for (const PhysicalTable& table : schema.tables)
        names += table.schema;
    for (const orm::PhysicalUserType& type : schema.types)
        names += type.schema;
    for (const PhysicalVerbatim& verbatim : schema.verbatims)
        names += verbatim.schema;
    names.removeDuplicates();
    names.removeAll(QString());
    return names;
}

/// The schema with nothing said for the namespace `own`, which is what reading it says of its things.
PhysicalSchema withoutNamespace(PhysicalSchema schema, const QString& own)
{
    const auto leave = [&](QString& name) {
        if (name == own)
            name.clear();
    };
    const auto leaveKeys = [&](QStringList& keys) {
        for (QString& key : keys) {
            if (key.startsWith(own + u'.'))
                key.remove(0, own.size() + 1);
        }
    };
    for (PhysicalTable& table : schema.tables) {
        leave(table.schema);
        leaveKeys(table.dependsOn);
        for (orm::PhysicalForeignKey& key : table.foreignKeys)
            leave(key.refSchema);
    }
    for (orm::PhysicalUserType& type : schema.types)
        leave(type.schema);
    for (PhysicalVerbatim& verbatim : schema.verbatims) {
        leave(verbatim.schema);
        leaveKeys(verbatim.dependsOn);
        if (verbatim.table.startsWith(own + u'.'))
            verbatim.table.remove(0, own.size() + 1);
    }
    return schema;
}

/// Of another namespace it is read which set of characters a table has, since nothing says what that namespace
/// gives; a drawn table that names none takes what it gets.
void forgetGivenCharsets(PhysicalSchema& found, const PhysicalSchema& drawn)
{
    QHash<std::pair<QString, QString>, const PhysicalTable*> byName;
    for (const PhysicalTable& table : drawn.tables)
        byName.insert({table.schema, table.name}, &table);
    for (PhysicalTable& table : found.tables) {
        const PhysicalTable* wanted = byName.value({table.schema, table.name});
        if (table.schema.isEmpty() || !wanted || !wanted->options.charset.isEmpty() ||
            !wanted->options.collation.isEmpty())
            continue;
        table.options.charset.clear();
        table.options.collation.clear();
    }
}

/// A server that cuts what is too long would make a table of another name, and one that refuses would stop half
/// way.
Result<void> namesFit(const PhysicalSchema& schema, const orm::Capabilities& engine)
{
    const auto tooLong = [&](const QString& name) {
        const qsizetype size = engine.nameLimitInCharacters ? name.size() : name.toUtf8().size();
        return engine.nameLimit > 0 && size > engine.nameLimit;
    };
    const auto refuse = [&](const QString& table, const QString& name) -> Result<void> {
        const QString limit = QString::number(engine.nameLimit);
        return inputError(table,
            engine.nameLimitInCharacters
                ? message("sync.name-long",
                      "the database takes names of %2 characters at most: \"%1\" is longer", {name, limit})
                : message("sync.name-long", "the database takes names of %2 bytes at most: \"%1\" is longer",
                      {name, limit}),
            message("sync.name-long.hint", "call it something shorter in the database"));
    };
    for (const PhysicalTable& table : schema.tables) {
        if (tooLong(table.name))
            return refuse(table.name, table.name);
        for (const orm::PhysicalColumn& column : table.columns) {
            if (tooLong(column.name))
                return refuse(table.name, column.name);
        }
    }
    return {};
}

} // namespace

Result<SyncPlan> planSync(Connection& connection, const orm::Derivation& drawn, const SyncOptions& options)
{
    const orm::Capabilities& engine = connection.dialect().capabilities();
    // Where namespaces are databases, the one of the connection is called by nothing.
    const QString own =
        engine.namespaces && engine.defaultSchema.isEmpty() ? connection.settings().database : QString();
    if (const Result<void> fit = namesFit(drawn.schema, engine); !fit)
        return failure(fit);
    orm::Derivation derivation = drawn;
    if (!own.isEmpty())
        derivation.schema = withoutNamespace(std::move(derivation.schema), own);
    Result<PhysicalSchema> found = introspect(connection, nullptr, namespacesOf(derivation.schema));
    if (!found)
        return failure(found);
    forgetGivenCharsets(*found, derivation.schema);
    Planner planner(connection.dialect(), derivation, *found);
    return options.force ? planner.everything() : planner.whatIsMissing();
}

Result<void> runSync(
    Connection& connection, const SyncPlan& plan, const std::function<void(int applied)>& progress)
{
    if (plan.statements.empty())
        return {};
    const bool transactional = connection.dialect().capabilities().transactionalDdl;
    const auto runAll = [&]() -> Result<void> {
        if (!transactional)
            return runOneByOne(connection, plan.statements, progress);
        int ran = 0;
        for (const Statement& statement : plan.statements) {
            if (const auto done = connection.run(statement.sql); !done)
                return failure(done);
            if (progress)
                progress(++ran);
        }
        return {};
    };
    if (plan.drops)
        return connection.schemaChange(runAll);
    return transactional ? connection.transaction(runAll) : runAll();
}

} // namespace conjoin::sql
