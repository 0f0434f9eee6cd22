// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translatedparts.h"

#include "orm/dialect/optionsupport.h"
#include "orm/translate/sqltoken.h"

#include <QSet>

#include <algorithm>
#include <utility>

namespace conjoin::orm {

using model::Column;
using model::DataType;
using model::DefaultValue;
using model::Generated;
using model::Table;
using model::TypeKind;

namespace {

/// `nextval('…')`, which numbers a column: the others have a way of their own for that.
bool isNextValue(const Expression& e)
{
    return e.isCall("nextval", 1) || (e.kind == Expression::Kind::Cast && isNextValue(e.parts[0]));
}

class TableTranslator {
public:
    explicit TableTranslator(TranslationContext& context)
        : context_(context)
    {}

    void run()
    {
        findKeyColumns();
        for (const Table& table : context_.source.tables)
            translateTable(table.id);
    }

private:
    /// Whether the action changes the column: CASCADE does on an update, and takes the whole row on a deletion.
    static bool writes(const std::optional<model::Action>& action, bool update)
    {
        return action && (*action == model::Action::SetNull || *action == model::Action::SetDefault ||
                             (update && *action == model::Action::Cascade));
    }

    void findKeyColumns()
    {
        const auto add = [&](const std::vector<model::KeyPart>& parts) {
            for (const model::KeyPart& part : parts) {
                const auto* column = std::get_if<ColumnId>(&part.what);
                if (column && part.length == 0)
                    keyColumns_.insert(*column);
            }
        };
        const auto addKey = [&](const model::ForeignKey& key) {
            for (const model::ColumnPair& pair : key.columns) {
                keyColumns_.insert(pair.local);
                keyColumns_.insert(pair.target);
                foreignColumns_.insert(pair.local);
                if (writes(key.onUpdate, true) || writes(key.onDelete, false))
                    writtenColumns_.insert(pair.local);
            }
        };
        for (const Table& table : context_.source.tables) {
            if (table.primaryKey)
                add(table.primaryKey->parts);
            for (const model::Key& key : table.uniqueKeys)
                add(key.parts);
            for (const model::Index& index : table.indexes)
                add(index.parts);
        }
        for (const model::Reference& reference : context_.source.references)
            addKey(reference.key);
        for (const model::ManyToMany& link : context_.source.links) {
            for (const model::LinkEnd& end : link.ends)
                addKey(end.key);
        }
    }

    void translateTable(TableId id)
    {
        context_.result.schema.tables.update(id, [&](Table& table) {
            for (Column& column : table.columns)
                translateColumn(table, column);
            ExpressionWriter writer(
                context_.from, context_.to, [&table](const QString& name) { return columnOf(table, name); });
            for (Column& column : table.columns)
                translateGenerated(table, column, writer);
            translateChecks(context_, table.checks, writer, table.id, table.name);
            loseChecksOfWrittenColumns(table);
            if (table.primaryKey)
                translateKey(table, *table.primaryKey);
            for (model::Key& key : table.uniqueKeys)
                translateKey(table, key);
            translateIndexes(table, writer);
            translateOptions(table);
            table.dependsOn.clear();
        });
    }

    static std::optional<KnownColumn> columnOf(const Table& table, const QString& name)
    {
        const Column* found = table.columnNamed(name);
        for (auto it = table.columns.begin(); !found && it != table.columns.end(); ++it)
            found = it->name.compare(name, Qt::CaseInsensitive) == 0 ? &*it : nullptr;
        if (!found)
            return std::nullopt;
        return KnownColumn{found->name, found->type.kind == TypeKind::Boolean, isText(found->type)};
    }

    /// Whether a time says no more digits of a second than are kept without a word.
    bool keepsAllDigits(const DataType& type) const
    {
        const bool isTime = type.kind == TypeKind::Time || type.kind == TypeKind::Timestamp ||
                            type.kind == TypeKind::TimestampTz;
        const int unsaid = optionSupport(context_.to.name()).unsaidSecondDigits;
        return isTime && unsaid > 0 && type.precision >= unsaid;
    }

    void translateColumn(const Table& table, Column& column)
    {
        const QString where = placeOf(table, column);
        const bool numbered = isRowId(table, column);
        const Capabilities& source = context_.from.capabilities();
        if (source.freeTypeNames && column.type.native->compare(u"citext", Qt::CaseInsensitive) == 0)
            column.collation.clear(); // that letter case means nothing, which the type says elsewhere
        QString collation;
        column.type = translatedColumnType(context_, column.type, column.id, where, &collation);
        // What was read is what it holds; what was drawn is what it is called.
        if (table.keyPolicy == Table::KeyPolicy::AsIs && source.floatsAreDoubles && column.type.isFloating())
            column.type = DataType::of(TypeKind::Double);
        if (keepsAllDigits(column.type))
            column.type.precision = 0;
        const bool isLong = column.type.kind == TypeKind::Text ||
                            (column.type.kind == TypeKind::Binary && column.type.length == 0);
        if (context_.engine.prefixIndexes && isLong && column.type.dimensions == 0 &&
            keyColumns_.contains(column.id)) {
            context_.tell(Severity::Warning, column.id, where,
                message("translate.long-key", "%1 has no keys over values of any length; it becomes one of 255",
                    {context_.title()}));
            column.type = column.type.kind == TypeKind::Text ? DataType::of(TypeKind::Varchar, 255)
                                                             : DataType::of(TypeKind::Binary, 255);
        }
        constexpr int longestVarchar = 16383; // characters of four bytes in a row of MySQL
        if (context_.engine.prefixIndexes && column.type.kind == TypeKind::Varchar &&
            column.type.length > longestVarchar)
            column.type = DataType::of(TypeKind::Text);
        if (numbered)
            column.autoIncrement = true;
        column.defaultValue = translatedDefault(column, where);
        if (!column.onUpdate.isEmpty() && !context_.engine.onUpdateColumns)
            return; // derivation tells of it
        context_.loseWords(
            column.id, where, {&column.collation, &column.charset, &column.notNullConflict, &column.extra});
        column.collation = collation;
    }

    /// A check may not see what the engine itself writes: a column that counts, and one that a foreign key
    /// changes along with what it refers to.
    void loseChecksOfWrittenColumns(Table& table)
    {
        if (!context_.engine.steadyChecks)
            return;
        std::erase_if(table.checks, [&](const model::Check& check) {
            for (const Column& column : table.columns) {
                const bool written = column.autoIncrement || writtenColumns_.contains(column.id);
                if (!written || !names(check.expression, column.name))
                    continue;
                context_.tell(Severity::Warning, check.id, table.name,
                    message("translate.check.written",
                        "the check (%1) is left out: to %2 it may not see \"%3\", which the database writes "
                        "itself",
                        {shortened(check.expression), context_.title(), column.name}),
                    message("translate.check.unsteady.mend", "let a trigger check it"));
                return true;
            }
            return false;
        });
    }

    /// Whether the expression, as the other engine has it, names that column.
    bool names(const QString& expression, const QString& column) const
    {
        const auto tokens = expressionTokens(expression, context_.engine.syntax);
        return std::ranges::any_of(tokens, [&](const ExpressionToken& token) {
            return (token.kind == ExpressionToken::Kind::Word || token.kind == ExpressionToken::Kind::Name) &&
                   token.text.compare(column, Qt::CaseInsensitive) == 0;
        });
    }

    /// SQLite numbers an INTEGER PRIMARY KEY whoever asks; others want to be told.
    bool isRowId(const Table& table, const Column& column) const
    {
        const bool counts = context_.from.capabilities().withoutRowid && !table.options.withoutRowid &&
                            table.primaryKey && table.primaryKey->parts.size() == 1 &&
                            !foreignColumns_.contains(column.id) &&
                            column.generated.kind == Generated::Kind::None &&
                            column.defaultValue.kind == DefaultValue::Kind::None;
        if (!counts || table.keyPolicy != Table::KeyPolicy::AsIs)
            return false; // a drawing says itself what it wants numbered
        const auto* key = std::get_if<ColumnId>(&table.primaryKey->parts[0].what);
        return key && *key == column.id &&
               context_.from.typeName(column.type).compare(QLatin1String("integer"), Qt::CaseInsensitive) == 0;
    }

    DefaultValue translatedDefault(Column& column, const QString& where)
    {
        const DefaultValue& value = column.defaultValue;
        if (value.kind == DefaultValue::Kind::Expression) {
            const auto parsed = parseExpression(value.text, context_.from.capabilities().syntax);
            if (parsed && isNextValue(*parsed)) {
                column.autoIncrement = true;
                return {};
            }
        }
        return orm::translatedDefault(context_, value, column.type, column.id, where);
    }

    void translateGenerated(const Table& table, Column& column, ExpressionWriter& writer)
    {
        if (column.generated.kind == Generated::Kind::None)
            return;
        if (const auto text = writer.translated(column.generated.expression)) {
            column.generated.expression = *text;
            return;
        }
        context_.lose(column.id, placeOf(table, column), "translate.generated",
            QStringLiteral("what computes the column"), writer.problem());
        column.generated = {};
    }

    void translateKey(const Table& table, model::Key& key)
    {
        for (model::KeyPart& part : key.parts)
            context_.loseWords(key.id, table.name, {&part.collation, &part.operatorClass});
        context_.loseWords(key.id, table.name, {&key.conflict, &key.options});
        key.method.clear();
        if (std::exchange(key.nullsNotDistinct, false))
            loseNulls(key.id, table.name);
    }

    void loseNulls(const ObjectRef& object, const QString& where)
    {
        context_.tell(Severity::Warning, object, where,
            message("translate.nulls", "to %1 two nulls are never the same: NULLS NOT DISTINCT is left out",
                {context_.title()}));
    }

    void translateIndexes(Table& table, ExpressionWriter& writer)
    {
        std::vector<model::Index> kept;
        for (model::Index& index : table.indexes) {
            if (translateIndex(table, index, writer))
                kept.push_back(std::move(index));
        }
        table.indexes = std::move(kept);
    }

    bool translateIndex(const Table& table, model::Index& index, ExpressionWriter& writer)
    {
        const QString what = QStringLiteral("the index \"%1\"").arg(index.name);
        static const QStringList ordinary{QString(), QStringLiteral("btree"), QStringLiteral("hash")};
        if (!ordinary.contains(index.method.toLower())) {
            context_.lose(index.id, table.name, "translate.index", what, index.method);
            return false;
        }
        index.method.clear();
        for (model::KeyPart& part : index.parts) {
            if (QString* expression = std::get_if<QString>(&part.what);
                expression && !isDerivedColumn(table, *expression)) {
                const auto text = writer.translated(*expression);
                if (!text) {
                    context_.lose(index.id, table.name, "translate.index", what, writer.problem());
                    return false;
                }
                *expression = *text;
            }
            context_.loseWords(index.id, table.name, {&part.collation, &part.operatorClass});
            part.nulls = model::NullOrder::Default;
        }
        if (!index.where.isEmpty() && context_.engine.partialIndexes) { // else derivation tells of it
            const auto text = writer.translated(index.where);
            if (!text) {
                context_.lose(index.id, table.name, "translate.index", what, writer.problem());
                return false;
            }
            index.where = *text;
        }
        context_.loseWords(index.id, table.name, {&index.options});
        if (std::exchange(index.nullsNotDistinct, false))
            loseNulls(index.id, table.name);
        return true;
    }

    /// The name of a column that is none of the table's own: derivation finds it.
    bool isDerivedColumn(const Table& table, const QString& expression) const
    {
        const auto parsed = parseExpression(expression, context_.from.capabilities().syntax);
        return parsed && parsed->kind == Expression::Kind::Name && parsed->path.size() == 1 &&
               !columnOf(table, parsed->path[0]);
    }

    void translateOptions(Table& table)
    {
        model::TableOptions& options = table.options;
        QString inherits =
            options.inherits.isEmpty()
                ? QString()
                : QStringLiteral("INHERITS (%1)").arg(options.inherits.join(QStringLiteral(", ")));
        QString unlogged = options.unlogged ? QStringLiteral("UNLOGGED") : QString();
        options.inherits.clear();
        options.unlogged = false;
        if (!options.partitionBy.isEmpty())
            context_.lose(table.id, table.name, "translate.partition",
                QStringLiteral("the division into partitions"), std::exchange(options.partitionBy, QString()));
        context_.loseWords(table.id, table.name,
            {&inherits, &unlogged, &options.engine, &options.charset, &options.collation, &options.extra});
    }

    TranslationContext& context_;
    QSet<ColumnId> keyColumns_;     ///< in a key, an index or a foreign key, whole
    QSet<ColumnId> foreignColumns_; ///< refer to another table
    QSet<ColumnId> writtenColumns_; ///< are changed along with what they refer to
};

} // namespace

void translateTables(TranslationContext& context)
{
    TableTranslator(context).run();
}

} // namespace conjoin::orm
