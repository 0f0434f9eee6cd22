// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/insertorder.h"

#include <QSet>

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>

namespace conjoin::sql {

namespace {

/// `001.50` as `1.5`, `2024-01-01T10:00:00.500Z` as `2024-01-01 10:00:00.5`; any other text as it is.
QString plainForm(QString text)
{
    const bool begins = !text.isEmpty() && (text.front().isDigit() || text.front() == u'-');
    if (!begins)
        return text;
    if (text.size() > 10 && text[10] == u'T')
        text[10] = u' ';
    for (const char* utc : {"Z", " +00:00", "+00:00", "+00"}) {
        if (text.size() > 10 && text.endsWith(QLatin1String(utc))) {
            text.chop(qsizetype(qstrlen(utc)));
            break;
        }
    }
    if (text.contains(u'.')) {
        while (text.endsWith(u'0'))
            text.chop(1);
        if (text.endsWith(u'.'))
            text.chop(1);
    }
    qsizetype zeros = text.startsWith(u'-') ? 1 : 0;
    const qsizetype first = zeros;
    while (zeros + 1 < text.size() && text[zeros] == u'0' && text[zeros + 1].isDigit())
        ++zeros;
    return text.remove(first, zeros - first);
}

/// What a row was given in some columns; empty where it was left to the database.
using Given = std::vector<std::optional<Value>>;

std::vector<int> columnsOf(const std::vector<const ColumnValues*>& sent)
{
    std::set<int> columns;
    for (const ColumnValues* row : sent) {
        for (const auto& entry : *row)
            columns.insert(entry.first);
    }
    return {columns.begin(), columns.end()};
}

size_t hashOf(const Given& given)
{
    size_t seed = 0;
    for (const std::optional<Value>& value : given)
        seed = value ? qHash(*value, seed) : seed * 31;
    return seed;
}

struct GivenHash {
    size_t operator()(const Given& given) const { return hashOf(given); }
};

/// Whether rows that were given the same in those of the columns were given the same in all.
bool tellApart(const std::vector<Given>& rows, const std::vector<size_t>& columns)
{
    std::unordered_map<Given, size_t, GivenHash> first;
    for (size_t i = 0; i < rows.size(); ++i) {
        Given key;
        for (const size_t column : columns)
            key.push_back(rows[i][column]);
        const auto [known, isNew] = first.try_emplace(std::move(key), i);
        if (!isNew && rows[known->second] != rows[i])
            return false;
    }
    return true;
}

/// Whether what was given in the column stands where it should, if the rows are told in the order given. What
/// the database put in for the others must be one value: that is what they were given, then.
bool isInPlace(std::vector<Given>& rows, size_t column, const std::vector<RowValues>& told, size_t attribute)
{
    const Value* filledIn = nullptr;
    for (size_t i = 0; i < rows.size(); ++i) {
        const Value& stored = told[i][attribute];
        if (rows[i][column] ? !sameInOtherWords(*rows[i][column], stored) : filledIn && *filledIn != stored)
            return false;
        if (!rows[i][column])
            filledIn = &stored;
    }
    for (size_t i = 0; filledIn && i < rows.size(); ++i) {
        if (!rows[i][column] || sameInOtherWords(*rows[i][column], *filledIn))
            rows[i][column] = *filledIn;
    }
    return true;
}

} // namespace

bool sameInOtherWords(const Value& given, const Value& told)
{
    if (sameValue(told, given))
        return true;
    return given.isText() && told.isText() && plainForm(given.text()) == plainForm(told.text());
}

std::vector<RowValues> inOrderGiven(const std::vector<const ColumnValues*>& sent, std::vector<RowValues> told)
{
    if (sent.size() != told.size())
        return {};
    if (sent.size() < 2 ||
        std::all_of(sent.begin(), sent.end(), [&](auto* row) { return *row == *sent.front(); }))
        return told;
    const std::vector<int> columns = columnsOf(sent);
    std::vector<Given> rows(sent.size(), Given(columns.size()));
    for (size_t i = 0; i < sent.size(); ++i) {
        for (size_t c = 0; c < columns.size(); ++c) {
            if (const auto value = sent[i]->find(columns[c]); value != sent[i]->end())
                rows[i][c] = value->second;
        }
    }
    std::vector<size_t> inPlace;
    for (size_t c = 0; c < columns.size(); ++c) {
        if (isInPlace(rows, c, told, size_t(columns[c])))
            inPlace.push_back(c);
    }
    if (tellApart(rows, inPlace))
        return told;

    // Not in that order, then: by the values themselves, as far as they came back to the letter.
    std::vector<size_t> comparable;
    for (size_t c = 0; c < columns.size(); ++c) {
        QSet<Value> known;
        for (const Given& row : rows) {
            if (row[c])
                known.insert(*row[c]);
        }
        const bool givenByAll =
            std::all_of(rows.begin(), rows.end(), [&](const Given& row) { return bool(row[c]); });
        if (givenByAll && std::all_of(told.begin(), told.end(),
                              [&](const RowValues& row) { return known.contains(row[size_t(columns[c])]); }))
            comparable.push_back(c);
    }
    if (!tellApart(rows, comparable))
        return {};
    std::unordered_map<Given, std::vector<size_t>, GivenHash> places;
    for (size_t i = told.size(); i > 0; --i) {
        Given key;
        for (const size_t c : comparable)
            key.emplace_back(told[i - 1][size_t(columns[c])]);
        places[key].push_back(i - 1);
    }
    std::vector<RowValues> ordered;
    for (const Given& row : rows) {
        Given key;
        for (const size_t c : comparable)
            key.push_back(row[c]);
        std::vector<size_t>& left = places[key];
        if (left.empty())
            return {};
        ordered.push_back(std::move(told[left.back()]));
        left.pop_back();
    }
    return ordered;
}

} // namespace conjoin::sql
