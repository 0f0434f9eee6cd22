// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/io/section.h"

#include <vector>

/// Lines that have nothing below them, as every part of the file reads them.
namespace conjoin::model {

/// A line that is nothing but its key and the words that `take` takes.
template<class Take>
auto leaf(Section& section, Take&& take)
{
    auto value = take(section);
    section.endOfWords();
    section.allow({});
    return value;
}

/// One word behind the key, on each line of that key.
inline QStringList readWords(Section& section, const char* key)
{
    QStringList words;
    section.each({key}, [&](Section& line, QLatin1String) {
        words << leaf(line, [](Section& each) { return each.word().text; });
    });
    return words;
}

template<class IdType>
IdType idAlone(Section& section)
{
    return leaf(section, [](Section& line) { return line.idOf<IdType>(); });
}

template<class Enum, std::size_t N>
Enum wordAlone(Section& section, const fileformat::Words<Enum, N>& words)
{
    return leaf(section, [&](Section& line) { return line.oneOf(words); });
}

/// The ids behind the key, on each line of that key.
inline std::vector<ColumnId> readColumns(Section& section, const char* key)
{
    std::vector<ColumnId> columns;
    section.each({key}, [&](Section& line, QLatin1String) { columns.push_back(idAlone<ColumnId>(line)); });
    return columns;
}

} // namespace conjoin::model
