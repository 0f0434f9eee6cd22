// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sync.h"

#include "orm/sql/introspector.h"
#include "orm/sql/sqliteparser.h"
#include "orm/sql/sqlitetokenizer.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::sql {

using orm::PhysicalColumn;
using orm::PhysicalForeignKey;
using orm::PhysicalIndex;
using orm::PhysicalKey;
using orm::PhysicalSchema;
using orm::PhysicalTable;
using orm::Statement;

namespace {

/// What a statement of a script creates or drops.
struct Target {
    bool drops = false;
    QString kind; ///< `table`, `index`, `view`, `trigger`
    QString name; ///< folded
};

Target targetOf(const QString& sql)
{
    static const QSet<QString> kinds = {
        QStringLiteral("table"), QStringLiteral("index"), QStringLiteral("view"), QStringLiteral("trigger")};
    const std::vector<SqlToken> tokens = tokenize(sql);
    Target target;
    size_t at = 0;
    while (at < tokens.size() && !kinds.contains(foldedName(tokens[at].text)))
        ++at; // CREATE, TEMP, UNIQUE, VIRTUAL
    if (at >= tokens.size())
        return target;
    target.drops = tokens.front().isWord("drop");
    target.kind = foldedName(tokens[at].text);
    while (++at < tokens.size() &&
           (tokens[at].isWord("if") || tokens[at].isWord("not") || tokens[at].isWord("exists")))
        ;
    if (at + 2 < tokens.size() && tokens[at + 1].isSign(u'.'))
        at += 2;
    if (at < tokens.size())
        target.name = foldedName(tokens[at].text);
    return target;
}

/// The names of a database, by what they name. Tables, views and indexes share one namespace, triggers have
/// their own.
struct Existing {
    QHash<QString, const PhysicalTable*> tables;
    QSet<QString> views; ///< virtual tables too
    QSet<QString> indexes;
    QSet<QString> triggers;

    explicit Existing(const PhysicalSchema& schema)
    {
        for (const PhysicalTable& table : schema.tables) {
            tables.insert(foldedName(table.name), &table);
            for (const PhysicalIndex& index : table.indexes)
                indexes.insert(foldedName(index.name));
        }
        for (const orm::PhysicalVerbatim& verbatim : schema.verbatims)
            (verbatim.kind == model::Verbatim::Kind::Trigger ? triggers : views)
                .insert(foldedName(verbatim.name));
    }

    bool has(const Target& target) const
    {
        if (target.kind == u"trigger")
            return triggers.contains(target.name);
        return tables.contains(target.name) || views.contains(target.name) || indexes.contains(target.name);
    }
};

const PhysicalColumn* columnNamed(const PhysicalTable& table, const QString& name)
{
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
        [&](const PhysicalColumn& column) { return foldedName(column.name) == foldedName(name); });
    return found == table.columns.end() ? nullptr : &*found;
}

QString partsText(const PhysicalKey& key)
{
    QStringList parts;
    for (const orm::PhysicalKeyPart& part : key.parts)
        parts += foldedName(part.column);
    return parts.join(QStringLiteral(", "));
}

QString keyText(const PhysicalForeignKey& key)
{
    return foldedName(key.columns.join(QStringLiteral(", ")) + QStringLiteral(" -> ") + key.refTable);
}

/// Tells how a table that exists differs from the one that was drawn.
class TableComparison {
public:
    TableComparison(const orm::Dialect& dialect, const PhysicalTable& drawn, const PhysicalTable& existing,
        ObjectRef object, Diagnostics& diagnostics)
        : dialect_(dialect)
        , drawn_(drawn)
        , existing_(existing)
        , object_(object)
        , diagnostics_(diagnostics)
    {}

    void tell()
    {
        for (const PhysicalColumn& column : drawn_.columns) {
            const PhysicalColumn* found = columnNamed(existing_, column.name);
            if (!found)
                add("sync.column-missing", "the table \"%1\" exists without the column \"%2\"", column.name);
            else
                tellColumn(column, *found);
        }
        for (const PhysicalColumn& column : existing_.columns) {
            if (!columnNamed(drawn_, column.name))
                add("sync.column-extra", "the table \"%1\" has a column \"%2\" that is not drawn", column.name);
        }
        tellKeys();
    }

private:
    void tellColumn(const PhysicalColumn& drawn, const PhysicalColumn& found)
    {
        const auto typeText = [this](const PhysicalColumn& column) {
            return foldedName(dialect_.typeName(column.type, column.autoIncrement)).remove(u' ');
        };
        if (!drawn_.options.strict &&
            typeText(drawn) != typeText(found)) // a strict table knows five types only
            add("sync.column-type", "the column \"%2\" of \"%1\" has another type in the database: %3",
                drawn.name, dialect_.typeName(found.type, found.autoIncrement));
        if (drawn.nullable && !found.nullable)
            add("sync.column-mandatory", "the column \"%2\" of \"%1\" must have a value in the database",
                drawn.name);
        if (!drawn.nullable && found.nullable)
            add("sync.column-optional", "the column \"%2\" of \"%1\" may be empty in the database", drawn.name);
        if (dialect_.defaultText(drawn.defaultValue, drawn.type) !=
            dialect_.defaultText(found.defaultValue, found.type))
            add("sync.column-default", "the column \"%2\" of \"%1\" has another default in the database",
                drawn.name);
    }

    void tellKeys()
    {
        const QString drawnKey = drawn_.primaryKey ? partsText(*drawn_.primaryKey) : QString();
        const QString foundKey = existing_.primaryKey ? partsText(*existing_.primaryKey) : QString();
        if (drawnKey != foundKey)
            add("sync.primary-key", "the table \"%1\" has another primary key in the database: (%2)", foundKey);
        tellMissing(drawn_.uniqueKeys, existing_.uniqueKeys, partsText, "sync.unique-missing",
            "the table \"%1\" exists without the unique key (%2)");
        const auto expression = [](const orm::PhysicalCheck& check) { return check.expression; };
        tellMissing(drawn_.checks, existing_.checks, expression, "sync.check-missing",
            "the table \"%1\" exists without the check %2");
        tellMissing(drawn_.foreignKeys, existing_.foreignKeys, keyText, "sync.foreign-key-missing",
            "the table \"%1\" exists without the foreign key %2");
        tellOtherActions();
        for (const PhysicalIndex& index : drawn_.indexes) {
            const auto found = std::find_if(existing_.indexes.begin(), existing_.indexes.end(),
                [&](const PhysicalIndex& other) { return foldedName(other.name) == foldedName(index.name); });
            if (found != existing_.indexes.end() &&
                (found->parts != index.parts || found->unique != index.unique || found->where != index.where))
                add("sync.index-differs", "the index \"%2\" of \"%1\" is another one in the database",
                    index.name);
        }
    }

    void tellOtherActions()
    {
        for (const PhysicalForeignKey& key : drawn_.foreignKeys) {
            bool there = false, same = false; // a table may say the same key twice
            for (const PhysicalForeignKey& other : existing_.foreignKeys) {
                const bool match = keyText(other) == keyText(key);
                there = there || match;
                same = same || (match && other.onDelete == key.onDelete && other.onUpdate == key.onUpdate &&
                                   other.deferrable == key.deferrable);
            }
            if (there && !same)
                add("sync.foreign-key-differs", "the foreign key %2 of \"%1\" acts otherwise in the database",
                    keyText(key));
        }
    }

    template<class Key, class Text>
    void tellMissing(const std::vector<Key>& drawn, const std::vector<Key>& existing, Text text,
        const char* code, const char* sentence)
    {
        QSet<QString> there;
        for (const Key& key : existing)
            there.insert(text(key));
        for (const Key& key : drawn) {
            if (!there.contains(text(key)))
                add(code, sentence, text(key));
        }
    }

    void add(const char* code, const char* sentence, const QString& what, const QString& more = {})
    {
        diagnostics_.push_back({Severity::Warning, message(code, sentence, {drawn_.name, what, more}), object_,
            existing_.name, message("sync.differs.mend", "sync leaves it as it is; --force makes it anew")});
    }

    const orm::Dialect& dialect_;
    const PhysicalTable& drawn_;
    const PhysicalTable& existing_;
    ObjectRef object_;
    Diagnostics& diagnostics_;
};

ObjectRef objectOf(const orm::TableOrigin& origin)
{
    return origin.link.isNull() ? ObjectRef(origin.table) : ObjectRef(origin.link);
}

/// Tells what exists under a drawn name and is something else than drawn.
void tellDifferences(const orm::Dialect& dialect, const orm::Derivation& derivation, const Existing& existing,
    const PhysicalSchema& found, Diagnostics& diagnostics)
{
    const PhysicalSchema& drawn = derivation.schema;
    for (size_t i = 0; i < drawn.tables.size(); ++i) {
        const PhysicalTable& table = drawn.tables[i];
        const ObjectRef object = objectOf(derivation.origins[i]);
        if (const PhysicalTable* there = existing.tables.value(foldedName(table.name)))
            TableComparison(dialect, table, *there, object, diagnostics).tell();
        else if (existing.views.contains(foldedName(table.name)) ||
                 existing.indexes.contains(foldedName(table.name)))
            diagnostics.push_back({Severity::Error,
                message("sync.name-taken", "\"%1\" is not a table in the database", {table.name}), object,
                table.name,
                message("sync.name-taken.mend", "give the table another name, or remove what has it")});
    }
    for (size_t i = 0; i < drawn.verbatims.size(); ++i) {
        for (const orm::PhysicalVerbatim& there : found.verbatims) {
            const orm::PhysicalVerbatim& verbatim = drawn.verbatims[i];
            if (foldedName(there.name) == foldedName(verbatim.name) && there.kind == verbatim.kind &&
                there.sql.trimmed() != verbatim.sql.trimmed())
                diagnostics.push_back({Severity::Warning,
                    message(
                        "sync.verbatim-differs", "\"%1\" is defined otherwise in the database", {there.name}),
                    derivation.verbatims[i], there.name,
                    message("sync.differs.mend", "sync leaves it as it is; --force makes it anew")});
        }
    }
}

/// Whether the table that exists lacks the index and can take it: it has none that differs in the name alone,
/// and all of the columns.
bool wantsIndex(const orm::Derivation& derivation, const Existing& existing, const QString& foldedIndex)
{
    for (const PhysicalTable& table : derivation.schema.tables) {
        const auto index = std::find_if(table.indexes.begin(), table.indexes.end(),
            [&](const PhysicalIndex& candidate) { return foldedName(candidate.name) == foldedIndex; });
        if (index == table.indexes.end())
            continue;
        const PhysicalTable* there = existing.tables.value(foldedName(table.name));
        if (!there)
            return !existing.views.contains(foldedName(table.name));
        const bool equal = std::any_of(there->indexes.begin(), there->indexes.end(), [&](PhysicalIndex other) {
            other.name = index->name;
            return other == *index;
        });
        const bool fits =
            std::all_of(index->parts.begin(), index->parts.end(), [&](const orm::PhysicalKeyPart& part) {
                return part.column.isEmpty() || columnNamed(*there, part.column);
            });
        return fits && !equal;
    }
    return true;
}

} // namespace

Result<SyncPlan> planSync(Connection& connection, const orm::Derivation& derivation, const SyncOptions& options)
{
    const Result<PhysicalSchema> found = introspect(connection);
    if (!found)
        return failure(found);
    const Existing existing(*found);
    const orm::Dialect& dialect = connection.dialect();
    SyncPlan plan;
    for (Statement& statement : dialect.createSchema(derivation, {false, options.force})) {
        const Target target = targetOf(statement.sql);
        const bool wanted =
            target.drops    ? existing.has(target)
            : options.force ? true
                            : !existing.has(target) &&
                                  (target.kind != u"index" || wantsIndex(derivation, existing, target.name));
        if (wanted)
            plan.statements.push_back(std::move(statement));
    }
    if (!options.force)
        tellDifferences(dialect, derivation, existing, *found, plan.diagnostics);
    return plan;
}

Result<void> runSync(Connection& connection, const SyncPlan& plan)
{
    if (plan.statements.empty())
        return {};
    const bool drops = std::any_of(plan.statements.begin(), plan.statements.end(),
        [](const Statement& statement) { return targetOf(statement.sql).drops; });
    const auto runAll = [&]() -> Result<void> {
        for (const Statement& statement : plan.statements) {
            if (const auto done = connection.run(statement.sql); !done)
                return failure(done);
        }
        return {};
    };
    return drops ? connection.schemaChange(runAll) : connection.transaction(runAll);
}

} // namespace conjoin::sql
