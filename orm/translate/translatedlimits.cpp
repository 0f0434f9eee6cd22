// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translationcontext.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::orm {

using model::Column;
using model::DataType;
using model::Table;
using model::TypeKind;

namespace {

constexpr int bytesACharacter = 4; // utf8mb4

bool isText(TypeKind kind)
{
    return kind == TypeKind::Text || kind == TypeKind::Varchar || kind == TypeKind::Char;
}

bool isMoment(TypeKind kind)
{
    return kind == TypeKind::Date || kind == TypeKind::Timestamp || kind == TypeKind::TimestampTz;
}

/// Bytes that a value may take in its row; long ones are kept apart.
int rowBytes(const DataType& type)
{
    constexpr int pointer = 20, other = 9;
    switch (type.kind) {
    case TypeKind::Varchar:
    case TypeKind::Char:
        return (type.length > 0 ? type.length : 255) * bytesACharacter + 2;
    case TypeKind::Binary:
        return type.length > 0 ? type.length + 2 : pointer;
    case TypeKind::Text:
    case TypeKind::Json:
    case TypeKind::Jsonb:
        return pointer;
    case TypeKind::Uuid:
        return 36 * bytesACharacter;
    case TypeKind::Decimal:
        return type.precision / 2 + other;
    default:
        return other;
    }
}

class LimitFitter {
public:
    explicit LimitFitter(TranslationContext& context)
        : context_(context)
    {
        for (const Table& table : context.source.tables) {
            for (const Column& column : table.columns)
                owners_.insert(column.id, table.id);
        }
    }

    void run()
    {
        if (context_.engine.foreignKeyMatch != KeyMatch::Any || context_.engine.keysReferToKeys) {
            const std::size_t longestChain = context_.source.tables.size() + 1;
            bool changed = true; // a key may refer to a column that is one end of another
            for (std::size_t i = 0; changed && i < longestChain; ++i)
                changed = matchForeignKeys(false);
        }
        for (const Table& table : context_.source.tables) {
            context_.result.schema.tables.update(table.id, [&](Table& changed) {
                if (context_.engine.keyByteLimit > 0)
                    shortenKeys(changed);
                if (context_.engine.rowByteLimit > 0)
                    shortenRow(changed);
            });
        }
        if (context_.engine.foreignKeyMatch != KeyMatch::Any || context_.engine.keysReferToKeys)
            matchForeignKeys(true);
    }

private:
    // -- foreign keys

    const Column* columnOf(ColumnId id) const
    {
        const auto owner = owners_.constFind(id);
        return owner == owners_.cend() ? nullptr : context_.result.schema.tables.at(*owner).column(id);
    }

    bool matches(const DataType& local, const DataType& target) const
    {
        // A whole number turns into any other by itself, and no other into a whole one.
        const bool alike =
            (local.isNumber() && target.isNumber() && (local.isWholeNumber() || !target.isWholeNumber())) ||
            (isText(local.kind) && isText(target.kind)) || (isMoment(local.kind) && isMoment(target.kind)) ||
            local.kind == target.kind;
        if (context_.engine.foreignKeyMatch == KeyMatch::Comparable)
            return alike && (local.kind != TypeKind::Native || local.native == target.native);
        return context_.to.typeName(local) == context_.to.typeName(target) ||
               (isText(local.kind) && isText(target.kind));
    }

    /// Whether a column got another type. `last`: what still does not match is given up.
    bool matchForeignKeys(bool last)
    {
        bool changed = false;
        model::Schema& schema = context_.result.schema;
        for (const model::Reference& reference : context_.source.references) {
            schema.references.update(reference.id, [&](model::Reference& made) {
                changed = match(made.key, made.from, made.to, made.id, last) || changed;
            });
        }
        for (const model::ManyToMany& link : context_.source.links) {
            schema.links.update(link.id, [&](model::ManyToMany& made) {
                for (model::LinkEnd& end : made.ends)
                    changed = match(end.key, made.junction, end.table, made.id, last) || changed;
            });
        }
        return changed;
    }

    bool match(model::ForeignKey& key, TableId from, TableId to, const ObjectRef& object, bool last)
    {
        if (key.unconstrained || key.columns.empty() || !to)
            return false;
        const Table& target = context_.result.schema.tables.at(to);
        std::vector<ColumnId> targets;
        for (std::size_t i = 0; i < key.columns.size(); ++i)
            targets.push_back(key.columns[i].target ? key.columns[i].target : keyColumn(target, i));
        const QString table = context_.nameOf(from);
        if (last && context_.engine.keysReferToKeys && !isKey(target, targets) &&
            !isDerivedKey(target, targets)) {
            key.unconstrained = true;
            context_.tell(Severity::Warning, object, table,
                message("translate.reference.noKey",
                    "the foreign key to \"%1\" is left out: %2 wants a primary or unique key there",
                    {target.name, context_.title()}),
                message("translate.reference.noKey.mend", "make the columns that it refers to unique"));
            return false;
        }
        bool changed = false;
        for (std::size_t i = 0; i < key.columns.size() && !key.unconstrained; ++i) {
            const Column* local = columnOf(key.columns[i].local);
            const Column* other = columnOf(targets[i]);
            if (!local || !other || matches(local->type, other->type))
                continue;
            if (last) {
                key.unconstrained = true;
                context_.tell(Severity::Warning, object, table,
                    message("translate.reference.types",
                        "the foreign key to \"%1\" is left out: to %2 the types of \"%3\" and \"%4\" do not "
                        "match",
                        {target.name, context_.title(), local->name, other->name}));
            } else {
                changed = retype(key.columns[i].local, other->type) || changed;
            }
        }
        return changed;
    }

    static ColumnId keyColumn(const Table& table, std::size_t position)
    {
        if (!table.primaryKey || position >= table.primaryKey->parts.size())
            return {};
        const auto* column = std::get_if<ColumnId>(&table.primaryKey->parts[position].what);
        return column ? *column : ColumnId();
    }

    /// The primary key that a drawn table without one gets by derivation.
    static bool isDerivedKey(const Table& table, const std::vector<ColumnId>& columns)
    {
        return !table.primaryKey && table.keyPolicy == Table::KeyPolicy::Automatic &&
               std::ranges::all_of(columns, [](ColumnId column) { return column.isNull(); });
    }

    static bool isKey(const Table& table, const std::vector<ColumnId>& columns)
    {
        const auto same = [&](const std::vector<model::KeyPart>& parts) {
            return parts.size() == columns.size() &&
                   std::ranges::all_of(parts, [&](const model::KeyPart& part) {
                       const auto* column = std::get_if<ColumnId>(&part.what);
                       return column && part.length == 0 &&
                              std::ranges::find(columns, *column) != columns.end();
                   });
        };
        return (table.primaryKey && same(table.primaryKey->parts)) ||
               std::ranges::any_of(table.uniqueKeys, same, &model::Key::parts) ||
               std::ranges::any_of(table.indexes, [&](const model::Index& index) {
                   return index.unique && index.where.isEmpty() && same(index.parts);
               });
    }

    /// Once a column: one that two keys want to have otherwise keeps what the first one gave it.
    bool retype(ColumnId id, const DataType& type)
    {
        if (retyped_.contains(id))
            return false;
        retyped_.insert(id);
        const TableId owner = owners_.value(id);
        context_.result.schema.tables.update(owner, [&](Table& table) {
            const auto column = std::ranges::find(table.columns, id, &Column::id);
            context_.tell(Severity::Warning, id, placeOf(table, *column),
                message("translate.reference.retyped",
                    "the column is %1 like the one that it refers to, not %2: %3 wants one type",
                    {context_.to.typeName(type), context_.to.typeName(column->type), context_.title()}));
            column->type = type;
        });
        return true;
    }

    // -- lengths

    struct PartBytes {
        model::KeyPart* part;
        int bytes;
        bool text;
    };

    /// Gives texts of a key that is too long a length, so that their first characters are the key.
    bool shorten(const Table& table, std::vector<model::KeyPart>& parts)
    {
        std::vector<PartBytes> sizes;
        int fixed = 0, texts = 0, all = 0;
        for (model::KeyPart& part : parts) {
            const auto* id = std::get_if<ColumnId>(&part.what);
            const Column* column = id ? table.column(*id) : nullptr;
            if (!column)
                continue;
            const bool text = column->type.kind == TypeKind::Varchar || column->type.kind == TypeKind::Char;
            const bool isLong = column->type.kind == TypeKind::Text;
            const int length = part.length > 0 ? part.length : isLong ? 255 : column->type.length;
            const int bytes = text || isLong ? length * bytesACharacter + 2 : rowBytes(column->type);
            sizes.push_back({&part, bytes, text || isLong});
            all += bytes;
            (text || isLong ? texts : fixed) += text || isLong ? 1 : bytes;
        }
        if (all <= context_.engine.keyByteLimit || texts == 0)
            return false;
        const int share = std::max((context_.engine.keyByteLimit - fixed) / texts - 2, bytesACharacter);
        for (const PartBytes& size : sizes) {
            if (size.text && size.bytes - 2 > share)
                size.part->length = share / bytesACharacter;
        }
        return true;
    }

    void tellShort(const ObjectRef& object, const Table& table, bool unique)
    {
        context_.tell(unique ? Severity::Warning : Severity::Hint, object, table.name,
            message(unique ? "translate.key-length.unique" : "translate.key-length",
                unique
                    ? "the key is over the first characters of its texts: to %1 it has %2 bytes at most, and "
                      "texts that begin alike are the same"
                    : "the index is over the first characters of its texts: to %1 it has %2 bytes at most",
                {context_.title(), QString::number(context_.engine.keyByteLimit)}));
    }

    void shortenKeys(Table& table)
    {
        if (table.primaryKey && shorten(table, table.primaryKey->parts))
            tellShort(table.primaryKey->id, table, true);
        for (model::Key& key : table.uniqueKeys) {
            if (!context_.engine.longUniqueKeys && shorten(table, key.parts))
                tellShort(key.id, table, true);
        }
        for (model::Index& index : table.indexes) {
            // One over some rows only is unique no more where the engine has no such indexes.
            const bool unique = index.unique && (index.where.isEmpty() || context_.engine.partialIndexes);
            if (!(unique && context_.engine.longUniqueKeys) && shorten(table, index.parts))
                tellShort(index.id, table, unique);
        }
    }

    static QSet<ColumnId> columnsInKeys(const Table& table)
    {
        QSet<ColumnId> columns;
        const auto add = [&](const std::vector<model::KeyPart>& parts) {
            for (const model::KeyPart& part : parts) {
                if (const auto* column = std::get_if<ColumnId>(&part.what))
                    columns.insert(*column);
            }
        };
        if (table.primaryKey)
            add(table.primaryKey->parts);
        for (const model::Key& key : table.uniqueKeys)
            add(key.parts);
        for (const model::Index& index : table.indexes)
            add(index.parts);
        return columns;
    }

    /// The longest texts outside of keys become ones that are kept apart, until the row fits.
    void shortenRow(Table& table)
    {
        int bytes = 0;
        for (const Column& column : table.columns)
            bytes += rowBytes(column.type);
        const QSet<ColumnId> keyed = columnsInKeys(table);
        while (bytes > context_.engine.rowByteLimit) {
            Column* longest = nullptr;
            for (Column& column : table.columns) {
                const bool movable = column.type.kind == TypeKind::Varchar && !keyed.contains(column.id) &&
                                     (!longest || column.type.length > longest->type.length);
                longest = movable ? &column : longest;
            }
            if (!longest)
                return;
            context_.tell(Severity::Warning, longest->id, placeOf(table, *longest),
                message("translate.row-length",
                    "the column is a text of any length: a row of %1 has %2 bytes at most",
                    {context_.title(), QString::number(context_.engine.rowByteLimit)}));
            bytes -= rowBytes(longest->type);
            longest->type = DataType::of(TypeKind::Text);
            bytes += rowBytes(longest->type);
        }
    }

    TranslationContext& context_;
    QHash<ColumnId, TableId> owners_;
    QSet<ColumnId> retyped_;
};

} // namespace

void fitIntoLimits(TranslationContext& context)
{
    LimitFitter(context).run();
}

} // namespace conjoin::orm
