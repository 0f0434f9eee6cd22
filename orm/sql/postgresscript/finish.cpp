// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgrestable.h"
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresscript/reader.h"

#include <tuple>

/// From the catalog of a script to a physical schema, in the order and form of introspectPostgres().
namespace conjoin::sql::pgscript {

using model::Verbatim;

namespace {

bool byBytes(const QString& a, const QString& b)
{
    return a.toUtf8() < b.toUtf8();
}

template<class List>
void sortByName(List& list)
{
    std::stable_sort(
        list.begin(), list.end(), [](const auto& a, const auto& b) { return byBytes(a.name, b.name); });
}

/// Whether SERIAL would make the sequence just so.
bool isSerial(const Sequence& sequence, const Table& table, const orm::PhysicalColumn& column,
    const orm::Dialect& dialect)
{
    return sequence.owner == &table && !table.onlyInherited.contains(column.name) &&
           sequence.ownerColumn == column.name && !sequence.identity &&
           sequence.name.schema == table.table.schema &&
           sequence.name.name == orm::postgres::sequenceName(table.table.name, column.name) &&
           sequence.options.text().isEmpty() && sequence.comment.isEmpty() && !column.nullable &&
           sequence.unlogged == table.table.options.unlogged &&
           sequence.options.type == dialect.typeName(column.type);
}

/// See PostgresReader::markLocalColumns().
void markLocalColumns(Table& table)
{
    QStringList inherited;
    for (const Table* parent : table.parents) {
        for (const orm::PhysicalColumn& column : parent->table.columns) {
            if (!inherited.contains(column.name))
                inherited.append(column.name);
        }
    }
    for (orm::PhysicalColumn& column : table.table.columns) {
        if (inherited.contains(column.name) && !table.onlyInherited.contains(column.name))
            column.extra = (column.extra + u' ' + orm::postgres::localWord()).trimmed();
    }
}

} // namespace

void Reader::finishSequences()
{
    QSet<const Sequence*> implicit;
    const auto isImplicit = [&](const Sequence& sequence) {
        const Table* owner = sequence.owner;
        const orm::PhysicalColumn* column = owner ? owner->table.column(sequence.ownerColumn) : nullptr;
        return column && owner->sequences.value(column->name) == &sequence &&
               (column->identity != model::Identity::None || isSerial(sequence, *owner, *column, dialect_));
    };
    for (const auto& table : catalog_.tables) {
        for (auto entry = table->sequences.cbegin(); entry != table->sequences.cend(); ++entry) {
            orm::PhysicalColumn* column = table->column(entry.key());
            const Sequence& sequence = **entry;
            if (!column)
                continue;
            if (column->identity != model::Identity::None) {
                QStringList words;
                if (sequence.name.name != orm::postgres::sequenceName(table->table.name, column->name) ||
                    sequence.name.schema != table->table.schema)
                    words += QStringLiteral("SEQUENCE NAME ") + qualified(sequence.name);
                if (const QString options = sequence.options.text(); !options.isEmpty())
                    words += options;
                column->sequence = words.join(u' ');
                implicit += &sequence;
            } else if (isSerial(sequence, *table, *column, dialect_)) {
                column->autoIncrement = true;
                implicit += &sequence;
            } else {
                column->defaultValue = dialect_.defaultOf(
                    QStringLiteral("nextval(%1::regclass)").arg(dialect_.textLiteral(written(sequence.name))),
                    column->type);
                table->needs[column->name] +=
                    isImplicit(sequence) ? sequence.owner->name().key() : sequence.name.key();
            }
        }
    }
    for (const auto& sequence : catalog_.sequences) {
        if (implicit.contains(sequence.get()))
            continue;
        QString sql = (sequence->unlogged ? QStringLiteral("CREATE UNLOGGED SEQUENCE ")
                                          : QStringLiteral("CREATE SEQUENCE ")) +
                      qualified(sequence->name);
        if (sequence->options.type != u"bigint")
            sql += QStringLiteral(" AS ") + sequence->options.type;
        if (const QString options = sequence->options.text(); !options.isEmpty())
            sql += u' ' + options;
        keep(Verbatim::Kind::Sequence, sequence->name, sql, {}).comment = sequence->comment;
        if (!sequence->owner)
            continue;
        const Name owner = sequence->owner->name();
        keep(Verbatim::Kind::Other, {sequence->name.schema, sequence->name.name + QStringLiteral(" owned by")},
            QStringLiteral("ALTER SEQUENCE %1 OWNED BY %2.%3")
                .arg(qualified(sequence->name), qualified(owner), identifier(sequence->ownerColumn)),
            {sequence->name.key()}, owner.key());
    }
}

/// An index of a partitioned table alone is made when its partitions are there: each would get one otherwise.
void Reader::finishOnlyIndexes()
{
    for (const auto& table : catalog_.tables) {
        auto& indexes = table->table.indexes;
        for (size_t i = indexes.size(); i-- > 0;) {
            const auto without = table->withoutIndex.find(indexes[i].name);
            if (without == table->withoutIndex.end() || without->second.isEmpty())
                continue;
            const QString name = qualified(table->name());
            QString sql = orm::postgres::indexStatement(dialect_, table->table, indexes[i], false);
            const QString on = QStringLiteral(" ON ") + name + u' ';
            sql.replace(sql.indexOf(on), on.size(), QStringLiteral(" ON ONLY ") + name + u' ');
            QStringList needs;
            for (const auto& partition : catalog_.tables) {
                if (partition->partitionOf == table.get())
                    needs += partition->name().key();
            }
            keep(
                Verbatim::Kind::Other, {table->table.schema, indexes[i].name}, sql, needs, table->name().key());
            indexes.erase(indexes.begin() + std::ptrdiff_t(i));
        }
    }
}

void Reader::finishPartitions()
{
    for (const auto& table : catalog_.tables) {
        if (!table->partitionOf)
            continue;
        orm::PhysicalTable& physical = table->table;
        const Name parent = table->partitionOf->name();
        QStringList statements = orm::postgres::tableStatements(dialect_, physical, {});
        for (const orm::PhysicalIndex& index : physical.indexes) {
            statements += orm::postgres::indexStatement(dialect_, physical, index, false);
            statements += orm::postgres::indexComment(dialect_, physical, index);
        }
        for (const orm::PhysicalForeignKey& key : physical.foreignKeys)
            statements += orm::postgres::foreignKeyStatement(dialect_, physical, key);
        statements += QStringLiteral("ALTER TABLE ONLY %1 ATTACH PARTITION %2 %3")
                          .arg(qualified(parent), qualified(table->name()), table->bound);
        const QString comment = physical.comment;
        physical.comment.clear();
        statements += orm::postgres::commentStatements(dialect_, physical);
        for (const orm::PhysicalForeignKey& key : physical.foreignKeys)
            statements += orm::postgres::foreignKeyComment(dialect_, physical, key);
        statements.removeAll(QString());
        QStringList needs{parent.key()};
        for (const orm::PhysicalForeignKey& key : physical.foreignKeys)
            needs += model::objectKey(key.refSchema, key.refTable);
        for (const QStringList& keys : std::as_const(table->needs))
            needs += keys;
        keep(Verbatim::Kind::Partition, table->name(), statements.join(QStringLiteral(";\n")), needs,
            parent.key())
            .comment = comment;
    }
}

void Reader::finishDependencies()
{
    QSet<QString> known;
    for (const orm::PhysicalUserType& type : catalog_.types)
        known += model::objectKey(type.schema, type.name);
    for (const orm::PhysicalVerbatim& verbatim : catalog_.verbatims)
        known += model::objectKey(verbatim.schema, verbatim.name);
    for (const auto& table : catalog_.tables)
        known += table->name().key();
    const auto tidy = [&](QStringList& keys, const QString& self) {
        keys.removeIf([&](const QString& key) { return key == self || !known.contains(key); });
        keys.sort();
        keys.removeDuplicates();
    };
    for (const auto& table : catalog_.tables) {
        QStringList& keys = table->table.dependsOn;
        for (const QStringList& needs : std::as_const(table->needs))
            keys += needs;
        for (const Table* parent : table->parents)
            keys += parent->name().key();
        tidy(keys, table->name().key());
    }
    for (orm::PhysicalVerbatim& verbatim : catalog_.verbatims)
        tidy(verbatim.dependsOn, model::objectKey(verbatim.schema, verbatim.name));
}

orm::PhysicalSchema Reader::finish()
{
    finishSequences();
    for (const auto& table : catalog_.tables) {
        markLocalColumns(*table);
        sortForeignKeys(table->table);
        sortByName(table->table.uniqueKeys);
        sortByName(table->table.indexes);
        sortByName(table->table.checks);
    }
    finishOnlyIndexes();
    finishPartitions();
    finishDependencies();

    orm::PhysicalSchema schema;
    const auto byName = [&](const auto& a, const auto& b) {
        return std::pair(written(a.schema).toUtf8(), a.name.toUtf8()) <
               std::pair(written(b.schema).toUtf8(), b.name.toUtf8());
    };
    for (const auto& table : catalog_.tables) {
        if (!table->partitionOf)
            schema.tables.push_back(std::move(table->table));
    }
    std::stable_sort(schema.tables.begin(), schema.tables.end(), byName);
    schema.types = std::move(catalog_.types);
    for (orm::PhysicalUserType& type : schema.types)
        sortByName(type.checks);
    std::stable_sort(schema.types.begin(), schema.types.end(), byName);
    schema.verbatims = std::move(catalog_.verbatims);
    std::stable_sort(schema.verbatims.begin(), schema.verbatims.end(), [](const auto& a, const auto& b) {
        if (a.kind == Verbatim::Kind::Extension) // nothing else tells what they need unsaid
            return a.kind < b.kind;
        return std::tie(a.kind, a.schema, a.table, a.name) < std::tie(b.kind, b.schema, b.table, b.name);
    });
    return schema;
}

} // namespace conjoin::sql::pgscript
