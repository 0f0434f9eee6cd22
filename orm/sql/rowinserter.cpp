// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/insertorder.h"
#include "orm/sql/rowwriter.h"
#include "orm/sql/sketch.h"

#include <algorithm>

namespace conjoin::sql {

using orm::Model;

namespace {

/// What keeps a statement below the packets that servers take.
constexpr qsizetype mostBytes = 4 << 20;

qsizetype bytesOf(const ColumnValues& row)
{
    qsizetype bytes = 0;
    for (const auto& entry : row) {
        const Value& value = entry.second;
        bytes += value.isText() ? value.text().size() : value.isBytes() ? value.bytes().size() : 8;
    }
    return bytes;
}

/// Whether every engine stores the value to the letter.
bool isStoredAsGiven(const orm::Attribute& attribute, const Value& value)
{
    if (value.isNull())
        return true;
    if (attribute.type.dimensions > 0)
        return false;
    switch (attribute.type.kind) {
    case model::TypeKind::SmallInt:
    case model::TypeKind::Integer:
    case model::TypeKind::BigInt:
    case model::TypeKind::Boolean:
        return value.isInteger();
    case model::TypeKind::Text:
        return value.isText();
    case model::TypeKind::Varchar: // blanks beyond the length are cut off by some
        return value.isText() && (attribute.type.length == 0 || value.text().size() <= attribute.type.length);
    default:
        return false;
    }
}

/// Rows that share a statement.
struct Group {
    std::vector<size_t> places; ///< of the rows among those given
    std::vector<int> columns;   ///< that one of them has at least, ascending
};

class RowInserter {
public:
    RowInserter(Connection& connection, const orm::ModelRegistry& registry, int model, InsertMode mode)
        : connection_(connection)
        , engine_(connection.dialect().capabilities())
        , registry_(registry)
        , index_(model)
        , model_(registry.at(model))
        , mode_(mode)
    {}

    Result<std::vector<RowValues>> insert(std::vector<ColumnValues> rows)
    {
        rows_ = completedRows(connection_, model_, std::move(rows));
        stored_.resize(mode_.told ? rows_.size() : 0);
        for (const Group& group : groups()) {
            for (size_t first = 0; first < group.places.size();) {
                const size_t count = chunk(group, first);
                if (auto inserted = insertChunk(group, first, count); !inserted)
                    return failure(inserted);
                first += count;
            }
        }
        return std::move(stored_);
    }

private:
    /// A column that has no default holds NULL when it is left out, and where DEFAULT is a word for a value,
    /// the others can be left out of some rows as well: so most rows share a statement. A number that one row
    /// gives and another gets would not follow each other, so those don't.
    std::vector<Group> groups()
    {
        std::vector<Group> result;
        std::map<std::vector<int>, size_t> known;
        for (size_t i = 0; i < rows_.size(); ++i) {
            std::vector<int> shape;
            for (const auto& entry : rows_[i]) {
                const orm::Attribute& attribute = model_.attributes[size_t(entry.first)];
                if (isLeftOutAsNull(attribute) || (engine_.defaultInRows && !attribute.autoIncrement))
                    continue;
                shape.push_back(entry.first);
            }
            const auto [place, isNew] = known.try_emplace(std::move(shape), result.size());
            if (isNew)
                result.emplace_back();
            Group& group = result[place->second];
            group.places.push_back(i);
            for (const auto& entry : rows_[i]) {
                const auto at = std::lower_bound(group.columns.begin(), group.columns.end(), entry.first);
                if (at == group.columns.end() || *at != entry.first)
                    group.columns.insert(at, entry.first);
            }
        }
        return result;
    }

    static bool isLeftOutAsNull(const orm::Attribute& attribute)
    {
        return attribute.nullable && !attribute.hasDefault && !attribute.generated && !attribute.primaryKey &&
               !attribute.autoIncrement;
    }

    size_t chunk(const Group& group, size_t first) const
    {
        if (mode_.oneByOne || (group.columns.empty() && emptyRowColumn() < 0))
            return 1;
        const size_t most = std::min(
            keyChunk(engine_, std::max<size_t>(group.columns.size(), 1), 0), group.places.size() - first);
        qsizetype bytes = 0;
        size_t count = 0;
        while (count < most && (count == 0 || bytes < mostBytes))
            bytes += bytesOf(rows_[group.places[first + count++]]);
        return count;
    }

    /// By which column rows without any value are written, several a statement; -1 where there is none.
    int emptyRowColumn() const
    {
        for (size_t i = 0; i < model_.attributes.size(); ++i) {
            const orm::Attribute& attribute = model_.attributes[i];
            const bool numbered = attribute.primaryKey && model_.primaryKey.size() == 1 && model_.rowid &&
                                  attribute.type.kind == model::TypeKind::Integer;
            if (!attribute.generated && (engine_.defaultInRows || numbered || isLeftOutAsNull(attribute)))
                return int(i);
        }
        return -1;
    }

    std::pair<QString, std::vector<Value>> statement(const Group& group, size_t first, size_t count) const
    {
        const orm::Dialect& dialect = connection_.dialect();
        const orm::PredicateCompiler compiler(registry_, dialect);
        QString sql = QStringLiteral("INSERT INTO ") + compiler.tableName(model_);
        std::vector<int> columns = group.columns;
        if (columns.empty() && emptyRowColumn() >= 0)
            columns.push_back(emptyRowColumn());
        if (columns.empty())
            return {sql + QStringLiteral(" DEFAULT VALUES"), {}};
        QStringList names;
        for (const int column : columns)
            names.append(dialect.quoted(model_.attributes[size_t(column)].column));
        sql += QStringLiteral(" (") + names.join(QStringLiteral(", ")) + u')';
        const bool numbered = std::ranges::any_of(
            group.columns, [&](int column) { return model_.attributes[size_t(column)].autoIncrement; });
        if (mode_.ownNumbers && numbered && engine_.identityColumns)
            sql += QStringLiteral(" OVERRIDING SYSTEM VALUE");
        sql += QStringLiteral(" VALUES ");
        std::vector<Value> parameters;
        parameters.reserve(count * columns.size());
        for (size_t i = first; i < first + count; ++i) {
            const ColumnValues& row = rows_[group.places[i]];
            sql += QLatin1String(i == first ? "(" : ", (");
            for (size_t c = 0; c < columns.size(); ++c) {
                if (c > 0)
                    sql += QStringLiteral(", ");
                const auto value = row.find(columns[c]);
                if (value != row.end()) {
                    sql += u'?';
                    parameters.push_back(value->second);
                } else {
                    sql += engine_.defaultInRows ? QStringLiteral("DEFAULT") : QStringLiteral("NULL");
                }
            }
            sql += u')';
        }
        return {sql, parameters};
    }

    Result<void> insertChunk(const Group& group, size_t first, size_t count)
    {
        auto [sql, parameters] = statement(group, first, count);
        const bool known = std::all_of(group.places.begin() + std::ptrdiff_t(first),
            group.places.begin() + std::ptrdiff_t(first + count), [&](size_t place) { return isKnown(place); });
        const bool returns = mode_.told && !known && connection_.tellsInserted();
        if (returns)
            sql += QStringLiteral(" RETURNING ") + allColumns();
        Result<bool> draws = drawsNumbers(group, first, count);
        if (!draws)
            return failure(draws);
        if (Sketch* sketch = Sketch::of(connection_); sketch && (*draws || sketch->isAbout(parameters))) {
            sketch->keep(sql, parameters);
            return standInFor(group, first, count, *sketch);
        }
        Result<ResultSet> ran = connection_.run(sql, parameters);
        if (!ran)
            return failure(ran);
        if (!mode_.told)
            return {};
        std::vector<RowValues> told;
        if (known) {
            for (size_t i = first; i < first + count; ++i)
                told.push_back(valuesGiven(rows_[group.places[i]]));
        } else {
            std::vector<const ColumnValues*> sent;
            for (size_t i = first; i < first + count; ++i)
                sent.push_back(&rows_[group.places[i]]);
            Result<std::vector<RowValues>> found =
                returns ? orderUnlessUnknown(sent, std::move(ran->rows)) : readBack(sent, ran->lastInsertId);
            if (!found)
                return failure(found);
            told = std::move(*found);
        }
        for (size_t i = 0; i < count; ++i)
            stored_[group.places[first + i]] = std::move(told[i]);
        return {};
    }

    /// Whether the database is not to see the rows: it would draw a number that it never gives again, for one
    /// of them at least. Of defaults and triggers only it knows what they do.
    Result<bool> drawsNumbers(const Group& group, size_t first, size_t count) const
    {
        const Sketch* sketch = Sketch::of(connection_);
        if (sketch && sketch->keepsWrites())
            return true;
        if (!sketch || !Sketch::drawsForGood(engine_))
            return false;
        for (size_t i = first; i < first + count; ++i) {
            const ColumnValues& row = rows_[group.places[i]];
            for (size_t column = 0; column < model_.attributes.size(); ++column) {
                const orm::Attribute& attribute = model_.attributes[column];
                if (!row.contains(int(column)) && !attribute.generated && !isLeftOutAsNull(attribute))
                    return true;
            }
        }
        return connection_.mayHaveTriggers({{model_.schema, model_.table}});
    }

    /// The rows as they would be told, with names for what the database would fill in.
    Result<void> standInFor(const Group& group, size_t first, size_t count, Sketch& sketch)
    {
        std::vector<const ColumnValues*> sent;
        std::vector<RowValues> made;
        for (size_t i = first; i < first + count; ++i) {
            sent.push_back(&rows_[group.places[i]]);
            RowValues values = valuesGiven(*sent.back());
            const QString name = sketch.nameOfNewRow(model_.name);
            for (size_t column = 0; column < values.size(); ++column) {
                const orm::Attribute& attribute = model_.attributes[column];
                if (!sent.back()->contains(int(column)) && !isLeftOutAsNull(attribute))
                    values[column] = sketch.standIn(attribute.primaryKey && model_.primaryKey.size() == 1
                                                        ? name
                                                        : name + u' ' + attribute.name);
            }
            made.push_back(std::move(values));
        }
        if (!mode_.told)
            return {};
        // What can't be told apart is written another way when it is written.
        auto told = orderUnlessUnknown(sent, std::move(made));
        if (!told)
            return failure(told);
        for (size_t i = 0; i < count; ++i)
            stored_[group.places[first + i]] = std::move((*told)[i]);
        return {};
    }

    QString allColumns() const
    {
        QStringList columns;
        for (const orm::Attribute& attribute : model_.attributes)
            columns.append(connection_.dialect().quoted(attribute.column));
        return columns.join(QStringLiteral(", "));
    }

    /// Whether nothing of the row is left to the database.
    bool isKnown(size_t place) const
    {
        const Sketch* sketch = Sketch::of(connection_);
        const auto isAsGiven = [&](const orm::Attribute& attribute, const Value& value) {
            const bool number = sketch && sketch->isAbout({value}); // that the row will have got by then
            return isStoredAsGiven(attribute, number ? Value(qint64(0)) : value);
        };
        const ColumnValues& row = rows_[place];
        for (size_t i = 0; i < model_.attributes.size(); ++i) {
            const orm::Attribute& attribute = model_.attributes[i];
            const auto value = row.find(int(i));
            if (value == row.end() ? !isLeftOutAsNull(attribute)
                                   : !isAsGiven(attribute, value->second) ||
                                         (attribute.autoIncrement && value->second.isNull()))
                return false;
        }
        return true;
    }

    RowValues valuesGiven(const ColumnValues& row) const
    {
        RowValues values(model_.attributes.size());
        for (const auto& [index, value] : row)
            values[size_t(index)] = value;
        return values;
    }

    Result<std::vector<RowValues>> orderUnlessUnknown(
        const std::vector<const ColumnValues*>& sent, std::vector<RowValues> told) const
    {
        std::vector<RowValues> ordered = inOrderGiven(sent, std::move(told));
        if (ordered.size() == sent.size())
            return ordered;
        return databaseError(model_.table,
            message("insert.order", "the database does not tell which of the new rows of \"%1\" is which",
                {model_.name}));
    }

    /// The rows of a statement that did not tell them.
    Result<std::vector<RowValues>> readBack(const std::vector<const ColumnValues*>& sent, qint64 firstNumber)
    {
        const auto numbered = std::find_if(model_.attributes.begin(), model_.attributes.end(),
            [](const orm::Attribute& attribute) { return attribute.autoIncrement; });
        if (numbered != model_.attributes.end() &&
            !sent.front()->contains(int(numbered - model_.attributes.begin())))
            return readByNumber(sent, *numbered, firstNumber);

        std::vector<QStringList> keys = model_.uniqueKeys;
        keys.insert(keys.begin(), model_.primaryKey);
        for (const QStringList& key : keys) {
            Lookup lookup{index_, key, {}, {}, false};
            for (const ColumnValues* row : sent) {
                KeyTuple tuple;
                for (const QString& attribute : key) {
                    const auto value = row->find(model_.attributeIndex(attribute));
                    if (value != row->end() && !value->second.isNull())
                        tuple.push_back(value->second);
                }
                if (!key.isEmpty() && tuple.size() == size_t(key.size()))
                    lookup.keys.push_back(std::move(tuple));
            }
            if (lookup.keys.size() != sent.size())
                continue;
            auto found = lookUp(connection_, registry_, lookup);
            if (!found)
                return failure(found);
            std::vector<RowValues> rows;
            for (std::vector<RowValues>& one : *found) {
                if (one.size() == 1)
                    rows.push_back(std::move(one.front()));
            }
            if (rows.size() == sent.size())
                return rows;
        }
        return databaseError(model_.table,
            message("insert.untold", "the database does not tell what it stored in \"%1\"", {model_.name}),
            message("insert.untold.hint", "give the rows a key"));
    }

    Result<std::vector<RowValues>> readByNumber(
        const std::vector<const ColumnValues*>& sent, const orm::Attribute& numbered, qint64 first)
    {
        const Result<Numbering> numbering = connection_.numbering();
        if (!numbering)
            return failure(numbering);
        Lookup lookup{index_, {numbered.name}, {}, {}, false};
        for (size_t i = 0; i < sent.size(); ++i)
            lookup.keys.push_back({Value(first + qint64(i) * numbering->step)});
        auto found = lookUp(connection_, registry_, lookup);
        if (!found)
            return failure(found);
        std::vector<RowValues> rows;
        for (std::vector<RowValues>& one : *found) {
            if (!one.empty())
                rows.push_back(std::move(one.front()));
        }
        if (numbering->certain && rows.size() == sent.size())
            return rows;
        return orderUnlessUnknown(sent, std::move(rows));
    }

    Connection& connection_;
    const orm::Capabilities& engine_;
    const orm::ModelRegistry& registry_;
    const int index_;
    const Model& model_;
    const InsertMode mode_;
    std::vector<ColumnValues> rows_;
    std::vector<RowValues> stored_;
};

} // namespace

Result<std::vector<RowValues>> insertRows(Connection& connection, const orm::ModelRegistry& registry, int model,
    const std::vector<ColumnValues>& rows, InsertMode mode)
{
    return RowInserter(connection, registry, model, mode).insert(rows);
}

bool isOrderUnknown(const Error& error)
{
    return error.what.code == u"insert.order";
}

} // namespace conjoin::sql
