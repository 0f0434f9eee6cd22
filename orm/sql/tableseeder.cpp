// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/tableseeder.h"

#include "orm/sql/finder.h"
#include "orm/sql/rowwriter.h"
#include "orm/sql/sequences.h"

#include <algorithm>
#include <limits>

namespace conjoin::sql {

using orm::Model;

namespace {

constexpr int lotSize = 1000; // rows that are made and written together
constexpr int attempts = 60;  // to make a row, before its table ends

/// What a column holds whose type may be any words: SQLite's rules of affinity, in their order
/// (https://sqlite.org/datatype3.html, 3.1). What has no type takes everything, a text, too.
model::DataType byAffinity(const QString& name)
{
    using model::DataType;
    using model::TypeKind;
    const auto says = [&](const char* word) { return name.contains(QLatin1String(word), Qt::CaseInsensitive); };
    if (says("INT"))
        return DataType::of(TypeKind::Integer);
    if (name.isEmpty() || says("CHAR") || says("CLOB") || says("TEXT") ||
        name.compare(u"any", Qt::CaseInsensitive) == 0)
        return DataType::of(TypeKind::Text);
    if (says("BLOB"))
        return DataType::of(TypeKind::Binary);
    if (says("REAL") || says("FLOA") || says("DOUB"))
        return DataType::of(TypeKind::Double);
    return DataType::of(TypeKind::Integer);
}

/// The facts of a table, its types as those that values are made of.
TableFacts seedFactsOf(const Model& model, const orm::PhysicalSchema* schema, const orm::Capabilities& engine)
{
    TableFacts facts = factsOf(model, schema, engine.syntax);
    for (model::DataType& type : facts.types) {
        if (type.kind != model::TypeKind::Native || type.dimensions > 0)
            continue;
        const model::DataType meant = model::parseType(type.native);
        const bool free = engine.freeTypeNames && meant.kind == model::TypeKind::Native;
        type = free ? byAffinity(type.native->trimmed()) : meant;
    }
    return facts;
}

/// The greatest whole number that a column has room for.
qint64 roomOf(const model::DataType& type)
{
    switch (type.kind) {
    case model::TypeKind::TinyInt:
        return std::numeric_limits<qint8>::max();
    case model::TypeKind::SmallInt:
        return std::numeric_limits<qint16>::max();
    case model::TypeKind::MediumInt:
        return (1 << 23) - 1;
    case model::TypeKind::BigInt:
        return std::numeric_limits<qint64>::max();
    default:
        return std::numeric_limits<qint32>::max();
    }
}

/// What a row has of a unique key; nothing where the database fills it in, or where it is NULL, which is like
/// no other.
std::optional<KeyTuple> valuesOfKey(const Model& model, const QStringList& key, const ColumnValues& row)
{
    KeyTuple values;
    for (const QString& name : key) {
        const auto value = row.find(model.attributeIndex(name));
        if (value == row.end() || value->second.isNull())
            return {};
        values.push_back(value->second);
    }
    return values;
}

Error noValue(const Model& model, const orm::Attribute& attribute)
{
    return inputError(model.name + u'.' + attribute.name,
        message("seed.type", "no value of the type %1 can be made up", {model::typeText(attribute.type)}),
        message("seed.type.hint", "give the column a default, or let it be NULL"));
}

/// Some engines see no difference in letter case, nor in blanks at the end.
KeyTuple folded(KeyTuple values)
{
    for (Value& value : values) {
        if (!value.isText())
            continue;
        QString text = value.text().toCaseFolded();
        while (text.endsWith(u' '))
            text.chop(1);
        value = Value(text);
    }
    return values;
}

} // namespace

int seedRowsOf(const Model& model, const SeedOptions& options)
{
    const auto own = options.rowsOf.find(model.table);
    return std::max(0, own == options.rowsOf.end() ? options.rows : own->second);
}

TableSeeder::TableSeeder(Connection& connection, const orm::ModelRegistry& registry, int model,
    SeedValues& values, const SeedOptions& options)
    : connection_(connection)
    , registry_(registry)
    , index_(model)
    , model_(registry.at(model))
    , values_(values)
    , facts_(seedFactsOf(model_, options.schema, connection.dialect().capabilities()))
    , places_(model_, facts_, options.schema, connection.dialect().capabilities().syntax)
    , references_(connection, registry, model, values)
    , unique_(uniqueKeysOf(model_))
    , isSure_(unique_.size(), false)
    , lot_(unique_.size())
    , isUnique_(model_.attributes.size(), false)
    , wanted_(seedRowsOf(model_, options))
{
    for (const QStringList& key : unique_) {
        for (const QString& name : key)
            isUnique_[size_t(model_.attributeIndex(name))] = true;
    }
}

Result<void> TableSeeder::look(const std::map<int, ColumnValues>& pledged)
{
    orm::Query all;
    all.model = index_;
    all.unscoped = true;
    all.deleted = true;
    const auto there = count(connection_, registry_, all);
    if (!there)
        return failure(there);
    first_ = *there;
    if (auto opened = references_.open(pledged); !opened)
        return opened;
    for (size_t i = 0; i < unique_.size(); ++i)
        isSure_[i] = first_ == 0 && references_.isSet(i);
    return findNumbers();
}

/// How a key of one whole number goes on: by the database, which counts rows of SQLite, or from its greatest
/// value.
Result<void> TableSeeder::findNumbers()
{
    if (model_.primaryKey.size() != 1)
        return {};
    const int at = model_.attributeIndex(model_.primaryKey.front());
    const orm::Attribute& key = model_.attributes[size_t(at)];
    const model::DataType& type = facts_.types[size_t(at)];
    if (references_.holds(at) || key.autoIncrement || key.generated || !type.isWholeNumber() ||
        type.dimensions > 0)
        return {};
    if (connection_.dialect().capabilities().withoutRowid && model_.rowid &&
        key.type.kind == model::TypeKind::Integer) {
        givenByDatabase_ = at;
        return {};
    }
    if ((key.hasDefault && !facts_.repeats[size_t(at)]) || places_.decides(at) ||
        !facts_.checks.bounds(at).isEmpty())
        return {};
    orm::Query last;
    last.model = index_;
    last.attributes = QStringList{key.name};
    last.order = {{key.name, true}};
    last.limit = 1;
    last.unscoped = true;
    last.deleted = true;
    const auto rows = find(connection_, registry_, last);
    if (!rows)
        return failure(rows);
    const Value greatest = rows->empty() ? Value(qint64(0)) : rows->front().value(at);
    if (!greatest.isInteger() || greatest.integer() > roomOf(type) - wanted_)
        return {}; // its values are drawn and looked for
    counted_ = at;
    greatest_ = std::max<qint64>(0, greatest.integer());
    for (size_t i = 0; i < unique_.size(); ++i)
        isSure_[i] = isSure_[i] || unique_[i].contains(key.name);
    return {};
}

Result<TableSeeder::Outcome> TableSeeder::rowOf(Draft& draft, ColumnValues& row)
{
    const auto referred = references_.fill(row, draft.keepsSets ? &draft.row : nullptr);
    if (!referred || *referred != Outcome::Made)
        return referred;
    draft.asked = places_.choose(row, values_);
    if (!draft.asked)
        return Outcome::Refused; // no partition is for what it refers to
    for (size_t i = 0; i < model_.attributes.size(); ++i) {
        const orm::Attribute& attribute = model_.attributes[i];
        const bool repeats = facts_.repeats[i] && isUnique_[i];
        if (int(i) == counted_) {
            row.insert_or_assign(int(i), Value(greatest_ + draft.number - first_ + 1));
            continue;
        }
        if (row.contains(int(i)) || attribute.generated || attribute.autoIncrement ||
            int(i) == givenByDatabase_ || (attribute.hasDefault && !repeats && !places_.decides(int(i))) ||
            attribute.name == model_.deletedAt)
            continue;
        Value value = values_.of({attribute.name, facts_.types[i], draft.asked->bounds(int(i)), draft.number,
            draft.round, bool(isUnique_[i])});
        if (value.isNull() && !attribute.nullable) {
            return noValue(model_, attribute);
        }
        row.insert_or_assign(int(i), std::move(value));
    }
    return Outcome::Made;
}

/// A check that is not understood well enough holds of NULL.
void TableSeeder::leaveOut(const SeedChecks& checks, int check, ColumnValues& row) const
{
    for (const int attribute : checks.attributesOf(check)) {
        const orm::Attribute& column = model_.attributes[size_t(attribute)];
        if (column.nullable && !column.primaryKey && !checks.bounds(attribute).given)
            row.insert_or_assign(attribute, Value());
    }
}

/// Whether no row of the lot has one of its keys, which are taken then. Sets give none twice.
bool TableSeeder::isFree(const ColumnValues& row)
{
    std::vector<std::optional<KeyTuple>> keys;
    for (size_t i = 0; i < unique_.size(); ++i) {
        keys.push_back(references_.isSet(i) ? std::nullopt : valuesOfKey(model_, unique_[i], row));
        if (keys.back()) {
            keys.back() = folded(std::move(*keys.back()));
            if (lot_[i].contains(*keys.back()))
                return false;
        }
    }
    for (size_t i = 0; i < keys.size(); ++i) {
        if (keys[i])
            lot_[i].insert(*keys[i]);
    }
    return true;
}

/// The keys of a row of the lot that is made anew.
void TableSeeder::release(const ColumnValues& row)
{
    for (size_t i = 0; i < unique_.size(); ++i) {
        if (auto key = valuesOfKey(model_, unique_[i], row))
            lot_[i].remove(folded(std::move(*key)));
    }
}

/// Makes a row that no other of the lot has the keys of and that no check refuses; false where the keys are
/// used up.
Result<bool> TableSeeder::make(Draft& draft)
{
    int broken = -1;
    for (; draft.round < attempts; ++draft.round) {
        ColumnValues row;
        const auto outcome = rowOf(draft, row);
        if (!outcome)
            return failure(outcome);
        if (*outcome == Outcome::UsedUp)
            return false;
        if (*outcome == Outcome::Refused) {
            broken = draft.asked ? broken : -1;
            continue;
        }
        const SeedChecks& checks = *draft.asked;
        broken = checks.broken(row);
        for (int left = 10; left > 0 && broken >= 0 && draft.round == attempts - 1; --left) {
            leaveOut(checks, broken, row);
            broken = checks.broken(row);
        }
        const bool done = broken < 0 && isFree(row);
        draft.row = std::move(row);
        draft.keepsSets = !done && (broken < 0 || !references_.isInSet(checks.attributesOf(broken)));
        if (done)
            return true;
    }
    if (broken >= 0) {
        return inputError(model_.table,
            message("seed.check", "no values were found that fulfil CHECK (%1)", {draft.asked->text(broken)}),
            message("seed.check.hint", "give the column a default, or let it be NULL"));
    }
    return false;
}

/// Which drafts have a key that a row of the table has.
Result<std::vector<TableSeeder::Taken>> TableSeeder::areThere(const std::vector<Draft>& drafts) const
{
    std::vector<Taken> taken(drafts.size());
    for (size_t i = 0; i < unique_.size() && first_ + made_ > 0; ++i) {
        if (isSure_[i])
            continue;
        Lookup lookup;
        lookup.model = index_;
        lookup.columns = unique_[i];
        std::vector<size_t> askers;
        for (size_t d = 0; d < drafts.size(); ++d) {
            if (auto key = valuesOfKey(model_, unique_[i], drafts[d].row)) {
                lookup.keys.push_back(std::move(*key));
                askers.push_back(d);
            }
        }
        if (askers.empty())
            continue;
        const auto found = lookUp(connection_, registry_, lookup);
        if (!found)
            return failure(found);
        for (size_t k = 0; k < askers.size(); ++k) {
            if (!(*found)[k].empty())
                (references_.isSet(i) ? taken[askers[k]].bySet : taken[askers[k]].byOther) = true;
        }
    }
    return taken;
}

/// So many rows that the database will take, fewer where the keys are used up.
Result<std::vector<ColumnValues>> TableSeeder::lotOf(int count)
{
    for (QSet<KeyTuple>& taken : lot_)
        taken.clear();
    std::vector<ColumnValues> good;
    std::vector<Draft> drafts;
    for (int i = 0; i < count; ++i)
        drafts.push_back({first_ + made_ + i, usualRound_});
    qint64 numbered = 0;
    while (!drafts.empty()) {
        std::vector<Draft> made;
        for (Draft& draft : drafts) {
            const auto done = make(draft);
            if (!done)
                return failure(done);
            if (*done)
                made.push_back(std::move(draft));
        }
        const auto taken = areThere(made);
        if (!taken)
            return failure(taken);
        drafts.clear();
        for (size_t i = 0; i < made.size(); ++i) {
            const auto [bySet, byOther] = (*taken)[i];
            if (bySet || byOther) {
                made[i].round += byOther ? 1 : 0; // of sets the next one is another one
                made[i].keepsSets = !bySet;
                release(made[i].row);
                drafts.push_back(std::move(made[i]));
            } else {
                numbered += made[i].round >= drawnRounds ? 1 : 0;
                good.push_back(std::move(made[i].row));
            }
        }
    }
    if (2 * numbered > qint64(good.size()))
        usualRound_ = drawnRounds;
    return good;
}

Result<void> TableSeeder::store(const std::vector<ColumnValues>& rows)
{
    if (rows.empty())
        return {};
    InsertMode mode;
    mode.told = references_.ofItself();
    const auto stored = insertRows(connection_, registry_, index_, rows, mode);
    if (!stored)
        return failure(stored);
    for (const RowValues& row : *stored)
        references_.add(row);
    return {};
}

Result<ColumnValues> TableSeeder::keyOf(const QStringList& attributes)
{
    ColumnValues key;
    for (const QString& name : attributes) {
        const int at = model_.attributeIndex(name);
        const model::DataType& type = facts_.types[size_t(at)];
        Value value = type.isWholeNumber() && type.dimensions == 0
                          ? Value(qint64(1))
                          : values_.of({name, type, facts_.checks.bounds(at), 0, 0, true});
        if (value.isNull())
            return noValue(model_, model_.attributes[size_t(at)]);
        key.insert_or_assign(at, std::move(value));
    }
    return key;
}

Result<void> TableSeeder::begin(const ColumnValues& key, const std::map<int, ColumnValues>& pledged)
{
    if (auto looked = look(pledged); !looked)
        return looked;
    auto rows = lotOf(1);
    if (!rows)
        return failure(rows);
    if (rows->empty())
        return inputError(model_.table,
            message(noFirstRow.data(), "no first row of %1 can be made: another one that it needs is not there",
                {model_.table}));
    for (const auto& [attribute, value] : key)
        rows->front().insert_or_assign(attribute, value);
    InsertMode mode;
    mode.told = false;
    mode.ownNumbers = true;
    const auto stored = insertRows(connection_, registry_, index_, *rows, mode);
    return stored ? advanceSequences(connection_, model_) : Result<void>(failure(stored));
}

Result<qint64> TableSeeder::fill(const std::function<void(qint64)>& progress)
{
    if (wanted_ == 0 || places_.isClosed())
        return qint64(0);
    if (auto begun = look(); !begun)
        return failure(begun);
    // The first rows of a table that refers to itself are few, so that the later ones have some to refer to.
    const qint64 lot = references_.ofItself() ? std::clamp<qint64>(wanted_ / 10, 1, lotSize) : lotSize;
    while (made_ < wanted_) {
        const int count = int(std::min(lot, wanted_ - made_));
        if (auto followed = references_.follow(made_, wanted_); !followed)
            return failure(followed);
        const auto rows = lotOf(count);
        if (!rows)
            return failure(rows);
        if (auto stored = store(*rows); !stored)
            return failure(stored);
        made_ += qint64(rows->size());
        progress(made_);
        if (int(rows->size()) < count)
            break; // the keys have no more values
    }
    return made_;
}

} // namespace conjoin::sql
