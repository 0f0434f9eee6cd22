// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/catalog.h"

namespace conjoin::sql::pgscript {

using model::Verbatim;

namespace {

const qsizetype nameLimit = 63; // bytes

QString schemaOf(const QString& written)
{
    return written == u"public" ? QString() : written;
}

/// At most so many bytes, whole characters only.
QByteArray clipped(const QByteArray& utf8, qsizetype bytes)
{
    qsizetype end = std::min(bytes, utf8.size());
    while (end > 0 && end < utf8.size() && (utf8[end] & 0xC0) == 0x80)
        --end;
    return utf8.left(end);
}

} // namespace

QString SequenceOptions::text() const
{
    QStringList clauses;
    const auto say = [&](const char* clause, const QString& number) {
        if (!number.isEmpty())
            clauses += QLatin1String(clause) + number;
    };
    say("INCREMENT BY ", increment);
    say("MINVALUE ", minimum);
    say("MAXVALUE ", maximum);
    say("START WITH ", start);
    say("CACHE ", cache);
    if (cycle)
        clauses += QStringLiteral("CYCLE");
    return clauses.join(u' ');
}

orm::PhysicalColumn* Table::column(const QString& columnName)
{
    return const_cast<orm::PhysicalColumn*>(table.column(columnName));
}

void Catalog::setSearchPath(QStringList schemas)
{
    path_.clear();
    for (const QString& schema : schemas) {
        if (!schema.isEmpty() && schema != u"$user" && schema != u"pg_catalog")
            path_ += schemaOf(schema);
    }
}

QString Catalog::creationSchema() const
{
    return path_.value(0);
}

Name Catalog::newName(const PgQuery__RangeVar& range) const
{
    const QString schema = pgtree::text(range.schemaname);
    return {schema.isEmpty() ? creationSchema() : schemaOf(schema), pgtree::text(range.relname)};
}

Name Catalog::newName(const QStringList& parts) const
{
    if (parts.size() < 2)
        return {creationSchema(), parts.value(0)};
    return {schemaOf(parts[parts.size() - 2]), parts.last()};
}

template<class Found>
auto Catalog::find(const QStringList& parts, Found found) const
{
    if (parts.size() >= 2)
        return found(newName(parts));
    for (const QString& schema : path_) {
        if (auto result = found(Name{schema, parts.value(0)}); result)
            return result;
    }
    return found(Name{creationSchema(), parts.value(0)});
}

namespace {

QStringList partsOf(const PgQuery__RangeVar& range)
{
    QStringList parts;
    if (const QString schema = pgtree::text(range.schemaname); !schema.isEmpty())
        parts += schema;
    parts += pgtree::text(range.relname);
    return parts;
}

} // namespace

Table* Catalog::tableAt(const Name& name) const
{
    return tablesByKey_.value(name.key());
}

Table* Catalog::table(const PgQuery__RangeVar& range) const
{
    return table(partsOf(range));
}

Table* Catalog::table(const QStringList& parts) const
{
    return find(parts, [this](const Name& name) { return tableAt(name); });
}

Sequence* Catalog::sequence(const QStringList& parts) const
{
    return find(parts, [this](const Name& name) { return sequencesByKey_.value(name.key()); });
}

orm::PhysicalUserType* Catalog::type(const QStringList& parts)
{
    return find(parts, [this](const Name& name) -> orm::PhysicalUserType* {
        for (orm::PhysicalUserType& type : types) {
            if (type.schema == name.schema && type.name == name.name)
                return &type;
        }
        return nullptr;
    });
}

orm::PhysicalVerbatim* Catalog::verbatimAt(Verbatim::Kind kind, const Name& name)
{
    for (orm::PhysicalVerbatim& verbatim : verbatims) {
        if (verbatim.kind == kind && verbatim.schema == name.schema && verbatim.name == name.name)
            return &verbatim;
    }
    return nullptr;
}

orm::PhysicalVerbatim* Catalog::verbatim(Verbatim::Kind kind, const QStringList& parts)
{
    return find(parts, [this, kind](const Name& name) { return verbatimAt(kind, name); });
}

orm::PhysicalVerbatim* Catalog::view(const QStringList& parts)
{
    if (orm::PhysicalVerbatim* plain = verbatim(Verbatim::Kind::View, parts))
        return plain;
    return verbatim(Verbatim::Kind::MaterializedView, parts);
}

std::vector<orm::PhysicalVerbatim*> Catalog::overloads(
    Verbatim::Kind kind, const QStringList& parts, const QString& open)
{
    std::vector<orm::PhysicalVerbatim*> found;
    find(parts, [&](const Name& name) {
        if (found.empty()) {
            const QString head = name.name + open;
            for (orm::PhysicalVerbatim& verbatim : verbatims) {
                if (verbatim.kind == kind && verbatim.schema == name.schema && verbatim.name.startsWith(head))
                    found.push_back(&verbatim);
            }
        }
        return !found.empty();
    });
    return found;
}

std::vector<orm::PhysicalVerbatim*> Catalog::routines(const QStringList& parts)
{
    return overloads(Verbatim::Kind::Routine, parts, QStringLiteral("("));
}

std::vector<orm::PhysicalVerbatim*> Catalog::operators(const QStringList& parts)
{
    return overloads(Verbatim::Kind::Other, parts, QStringLiteral(" ("));
}

Table& Catalog::add(orm::PhysicalTable table)
{
    tables.push_back(std::make_unique<Table>(Table{std::move(table)}));
    Table& added = *tables.back();
    tablesByKey_.insert(added.name().key(), &added);
    claim(added.name());
    return added;
}

Sequence& Catalog::add(Sequence sequence)
{
    claim(sequence.name);
    sequences.push_back(std::make_unique<Sequence>(std::move(sequence)));
    sequencesByKey_.insert(sequences.back()->name.key(), sequences.back().get());
    return *sequences.back();
}

void Catalog::drop(Table* table)
{
    for (size_t i = sequences.size(); i-- > 0;) {
        if (sequences[i]->owner == table)
            drop(sequences[i].get());
    }
    const QString schema = table->table.schema;
    for (const orm::PhysicalIndex& index : table->table.indexes)
        release({schema, index.name});
    const auto releaseKey = [&](const orm::PhysicalKey& key) {
        release({schema, key.name});
        releaseConstraint({schema, key.name});
    };
    if (table->table.primaryKey)
        releaseKey(*table->table.primaryKey);
    for (const orm::PhysicalKey& key : table->table.uniqueKeys)
        releaseKey(key);
    for (const orm::PhysicalForeignKey& key : table->table.foreignKeys)
        releaseConstraint({schema, key.name});
    for (const orm::PhysicalCheck& check : table->table.checks)
        releaseConstraint({schema, check.name});
    const QString key = table->name().key();
    for (const auto& other : tables) {
        std::erase(other->parents, table);
        if (other.get() != table)
            std::erase_if(other->table.foreignKeys, [&](const orm::PhysicalForeignKey& foreign) {
                return model::objectKey(foreign.refSchema, foreign.refTable) == key;
            });
    }
    std::erase_if(verbatims, [&](const orm::PhysicalVerbatim& verbatim) { return verbatim.table == key; });
    const std::vector<Table*> below = children(table);
    for (Table* child : below) {
        if (child->partitionOf == table)
            drop(child);
    }
    release(table->name());
    tablesByKey_.remove(key);
    std::erase_if(tables, [table](const auto& entry) { return entry.get() == table; });
}

void Catalog::drop(Sequence* sequence)
{
    release(sequence->name);
    sequencesByKey_.remove(sequence->name.key());
    for (const auto& table : tables) {
        table->sequences.removeIf(
            [sequence](const QHash<QString, Sequence*>::iterator& entry) { return *entry == sequence; });
    }
    std::erase_if(sequences, [sequence](const auto& entry) { return entry.get() == sequence; });
}

void Catalog::rename(Table& table, const Name& name)
{
    const Name old = table.name();
    tablesByKey_.remove(old.key());
    release(old);
    table.table.schema = name.schema;
    table.table.name = name.name;
    tablesByKey_.insert(name.key(), &table);
    claim(name);
    for (const auto& other : tables) {
        for (orm::PhysicalForeignKey& key : other->table.foreignKeys) {
            if (key.refSchema == old.schema && key.refTable == old.name) {
                key.refSchema = name.schema;
                key.refTable = name.name;
            }
        }
    }
    for (orm::PhysicalVerbatim& verbatim : verbatims) {
        if (verbatim.table == old.key())
            verbatim.table = name.key();
    }
}

void Catalog::rename(Sequence& sequence, const Name& name)
{
    sequencesByKey_.remove(sequence.name.key());
    release(sequence.name);
    sequence.name = name;
    sequencesByKey_.insert(name.key(), &sequence);
    claim(name);
}

bool Catalog::hasRelation(const Name& name) const
{
    return relations_.value(name.key()) > 0;
}

void Catalog::claim(const Name& name)
{
    ++relations_[name.key()];
}

void Catalog::release(const Name& name)
{
    --relations_[name.key()];
}

void Catalog::claimConstraint(const Name& name)
{
    ++constraints_[name.key()];
}

void Catalog::releaseConstraint(const Name& name)
{
    --constraints_[name.key()];
}

QString Catalog::relationName(const QString& schema, const QString& table, const QString& column,
    const QString& label, bool constraint) const
{
    for (int pass = 0;; ++pass) {
        const QString made = madeUpName(table, column, pass == 0 ? label : label + QString::number(pass));
        const Name name{schema, made};
        if (!hasRelation(name) && (!constraint || constraints_.value(name.key()) <= 0))
            return made;
    }
}

QString Catalog::constraintName(
    const QString& schema, const QString& table, const QString& column, const QString& label) const
{
    for (int pass = 0;; ++pass) {
        const QString made = madeUpName(table, column, pass == 0 ? label : label + QString::number(pass));
        if (constraints_.value(Name{schema, made}.key()) <= 0)
            return made;
    }
}

std::vector<Table*> Catalog::children(const Table* table) const
{
    std::vector<Table*> found;
    if (!table->hasChildren)
        return found;
    for (const auto& other : tables) {
        if (other->partitionOf == table ||
            std::find(other->parents.begin(), other->parents.end(), table) != other->parents.end())
            found.push_back(other.get());
    }
    return found;
}

QString madeUpName(const QString& name1, const QString& name2, const QString& label)
{
    const QByteArray first = name1.toUtf8(), second = name2.toUtf8(), last = label.toUtf8();
    const qsizetype room = nameLimit - (last.isEmpty() ? 0 : last.size() + 1) - (second.isEmpty() ? 0 : 1);
    qsizetype firstBytes = first.size(), secondBytes = second.size();
    while (firstBytes + secondBytes > room)
        --(firstBytes > secondBytes ? firstBytes : secondBytes);
    QByteArray made = clipped(first, firstBytes);
    if (!second.isEmpty())
        made += '_' + clipped(second, secondBytes);
    if (!last.isEmpty())
        made += '_' + last;
    return QString::fromUtf8(made);
}

QString joinedColumns(const QStringList& columns)
{
    QByteArray joined;
    for (const QString& column : columns) {
        if (!joined.isEmpty())
            joined += '_';
        joined += column.toUtf8();
        if (joined.size() >= nameLimit + 1)
            break;
    }
    return QString::fromUtf8(joined);
}

} // namespace conjoin::sql::pgscript
