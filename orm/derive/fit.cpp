// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/fit.h"

#include "orm/derive/fittypes.h"
#include "orm/dialect/dialect.h"

#include <algorithm>

namespace conjoin::orm {

using model::Action;
using model::Deferrable;

namespace {

class Fitter {
public:
    Fitter(Derivation& derivation, Findings& findings, const Capabilities& engine)
        : derivation_(derivation)
        , findings_(findings)
        , engine_(engine)
    {}

    void run()
    {
        fitTypes(derivation_, findings_, engine_); // F1 – F4
        for (std::size_t i = 0; i < derivation_.schema.tables.size(); ++i) {
            table_ = &derivation_.schema.tables[i];
            origin_ = &derivation_.origins[i];
            fitColumns();
            if (table_->primaryKey)
                fitKey(*table_->primaryKey);
            for (PhysicalKey& key : table_->uniqueKeys)
                fitKey(key);
            fitForeignKeys();
            fitIndexes();
            fitOptions();
            takeComments();
        }
    }

private:
    void report(Severity severity, const ObjectRef& object, const QString& part, Message what,
        Message mend = {}, Finding::Stage stage = Finding::Stage::Engine)
    {
        const QString where = part.isEmpty() ? table_->name : table_->name + u'.' + part;
        findings_.push_back(
            {stage, origin_->table, {severity, std::move(what), object, where, std::move(mend)}});
    }

    void fitColumns()
    {
        for (std::size_t i = 0; i < table_->columns.size(); ++i) {
            PhysicalColumn& column = table_->columns[i];
            const ColumnId own = origin_->columns[i].column;
            const ObjectRef object = own ? ObjectRef(own) : ObjectRef(origin_->table);
            fitIdentity(column, object);
            if (!engine_.virtualColumns && column.generated.kind == model::Generated::Kind::Virtual) { // F6
                column.generated.kind = model::Generated::Kind::Stored;
                report(Severity::Hint, object, column.name,
                    message(
                        "derive.fit.virtual", "the generated column is stored: the database has no others"));
            }
            if (!engine_.onUpdateColumns && !column.onUpdate.isEmpty()) { // F7
                column.onUpdate.clear();
                report(Severity::Warning, object, column.name,
                    message("derive.fit.onUpdate",
                        "the database changes no column by itself; ON UPDATE is left out"),
                    message("derive.fit.onUpdate.mend", "use a trigger"));
            }
        }
    }

    void fitIdentity(PhysicalColumn& column, const ObjectRef& object) // F5
    {
        if (engine_.identityColumns || column.identity == model::Identity::None)
            return;
        if (column.identity == model::Identity::Always || !column.sequence.isEmpty())
            report(Severity::Hint, object, column.name,
                message("derive.fit.identity",
                    "the database numbers the column in its own way: options of the identity are left out"));
        column.identity = model::Identity::None;
        column.sequence.clear();
    }

    void fitKey(PhysicalKey& key)
    {
        fitParts(key.parts, false, origin_->table, key.name);
        fitInclude(key.include, origin_->table, key.name);
        if (!engine_.deferrableKeys && key.deferrable != Deferrable::No) { // F12
            key.deferrable = Deferrable::No;
            reportDeferrable(origin_->table, key.name);
        }
    }

    void fitForeignKeys()
    {
        for (std::size_t i = 0; i < table_->foreignKeys.size(); ++i) {
            PhysicalForeignKey& key = table_->foreignKeys[i];
            const ForeignKeyOrigin& origin = origin_->foreignKeys[i];
            const ObjectRef object = origin.reference ? ObjectRef(origin.reference) : ObjectRef(origin.link);
            const QString columns = key.columns.join(QStringLiteral(", "));
            if (!engine_.deferrableForeignKeys && key.deferrable != Deferrable::No) { // F12
                key.deferrable = Deferrable::No;
                reportDeferrable(object, columns);
            }
            if (!engine_.keepsWording) { // says nothing there, so nothing is lost
                key.notDeferrableWritten = false;
                key.targetSpelling.clear();
            }
            if (engine_.setDefaultAction)
                continue;
            for (Action* action : {&key.onDelete, &key.onUpdate}) { // F13
                if (*action != Action::SetDefault)
                    continue;
                *action = Action::NoAction;
                report(Severity::Warning, object, columns,
                    message(
                        "derive.fit.setDefault", "the database has no SET DEFAULT; the key says NO ACTION"));
            }
        }
    }

    void reportDeferrable(const ObjectRef& object, const QString& part)
    {
        report(Severity::Warning, object, part,
            message("derive.fit.deferrable", "the key can't wait for the end of the transaction here"));
    }

    void fitIndexes()
    {
        for (std::size_t i = table_->indexes.size(); i-- > 0;) {
            PhysicalIndex& index = table_->indexes[i];
            const ObjectRef object = origin_->indexes[i];
            fitParts(index.parts, index.unique, object, index.name);
            fitInclude(index.include, object, index.name);
            if (!engine_.partialIndexes && !index.where.isEmpty()) { // F8
                report(Severity::Warning, object, index.name,
                    index.unique ? message("derive.fit.partialUnique",
                                       "the database has no index over some rows only; this one is not unique")
                                 : message("derive.fit.partial",
                                       "the database has no index over some rows only; this one is over all"));
                index.where.clear();
                index.unique = false;
            }
            const bool hasExpression = std::ranges::any_of(
                index.parts, [](const PhysicalKeyPart& part) { return !part.expression.isEmpty(); });
            if (!engine_.expressionIndexes && hasExpression) { // F9
                report(Severity::Warning, object, index.name,
                    message(
                        "derive.fit.expression", "the database has no index over expressions; it is left out"),
                    message("derive.fit.expression.mend", "make a generated column, and index that"));
                table_->indexes.erase(table_->indexes.begin() + std::ptrdiff_t(i));
                origin_->indexes.erase(origin_->indexes.begin() + std::ptrdiff_t(i));
            }
        }
    }

    void fitParts(
        std::vector<PhysicalKeyPart>& parts, bool unique, const ObjectRef& object, const QString& name) // F10
    {
        if (engine_.prefixIndexes)
            return;
        bool cut = false;
        for (PhysicalKeyPart& part : parts)
            cut = std::exchange(part.length, 0) != 0 || cut;
        if (cut)
            report(unique ? Severity::Warning : Severity::Hint, object, name,
                message(
                    "derive.fit.prefix", "the index is over whole columns, not over their first characters"));
    }

    void fitInclude(QStringList& include, const ObjectRef& object, const QString& name) // F11
    {
        if (engine_.includeColumns || include.isEmpty())
            return;
        include.clear();
        report(Severity::Hint, object, name,
            message("derive.fit.include", "an index carries no further columns here; they are left out"));
    }

    void fitOptions() // F14
    {
        const bool strict = table_->options.strict && !engine_.strictTables;
        const bool rowid = table_->options.withoutRowid && !engine_.withoutRowid;
        table_->options.strict = table_->options.strict && !strict;
        table_->options.withoutRowid = table_->options.withoutRowid && !rowid;
        if (strict || rowid)
            report(Severity::Hint, origin_->table, {},
                message("derive.fit.storage", "%1 means nothing to the database and is left out",
                    {strict ? QStringLiteral("STRICT") : QStringLiteral("WITHOUT ROWID")}));
    }

    void takeComments() // F15
    {
        if (engine_.comments)
            return;
        std::optional<ObjectRef> lost; // the first of the table
        const auto take = [&](auto& comment, const ObjectRef& object) {
            if (!comment.isEmpty() && !lost)
                lost = object;
            comment.clear();
        };
        take(table_->comment, origin_->table);
        for (std::size_t i = 0; i < table_->columns.size(); ++i)
            take(table_->columns[i].comment, origin_->columns[i].column);
        if (table_->primaryKey)
            take(table_->primaryKey->comment, origin_->table);
        for (PhysicalKey& key : table_->uniqueKeys)
            take(key.comment, origin_->table);
        for (PhysicalForeignKey& key : table_->foreignKeys)
            take(key.comment, origin_->table);
        for (std::size_t i = 0; i < table_->indexes.size(); ++i)
            take(table_->indexes[i].comment, origin_->indexes[i]);
        for (PhysicalCheck& check : table_->checks)
            take(check.comment, origin_->table);
        if (lost)
            report(Severity::Hint, *lost, {},
                message("derive.fit.comments", "the database keeps no comments; they stay in the project"), {},
                Finding::Stage::Comments);
    }

    Derivation& derivation_;
    Findings& findings_;
    const Capabilities& engine_;
    PhysicalTable* table_ = nullptr;
    TableOrigin* origin_ = nullptr;
};

} // namespace

void fit(Derivation& derivation, Findings& findings, const Capabilities& engine)
{
    Fitter(derivation, findings, engine).run();
}

} // namespace conjoin::orm
