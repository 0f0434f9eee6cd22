// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/browsingfile.h"

#include "model/io/leaves.h"

namespace conjoin::model {

using namespace fileformat;

namespace {

constexpr Words<JunctionView::As, 2> junctionViews{
    {{JunctionView::As::Link, "link"}, {JunctionView::As::Table, "table"}}};

QStringList wordsOf(const NamedTable& table)
{
    QStringList words{wordFor(table.name)};
    if (!table.sqlSchema.isEmpty())
        words << QStringLiteral("in") << wordFor(table.sqlSchema);
    return words;
}

NamedTable takeTable(Section& line)
{
    NamedTable table;
    table.name = line.name();
    if (line.flag("in"))
        table.sqlSchema = line.word().text;
    return table;
}

NamedQuery readQuery(Section& section)
{
    NamedQuery query;
    query.name = section.name();
    section.endOfWords();
    section.allow({"table", "find"});
    section.required("table", [&](Section& line) { query.table = leaf(line, takeTable); });
    query.question = section.textOf("find");
    return query;
}

VirtualKey readVirtualKey(Section& section)
{
    VirtualKey key;
    key.table = takeTable(section);
    section.endOfWords();
    section.allow({"target"}, {"column"});
    section.required("target", [&](Section& line) { key.target = leaf(line, takeTable); });
    section.each({"column"}, [&](Section& line, QLatin1String) {
        key.columns.push_back(leaf(line, [](Section& each) {
            QString column = each.name();
            return std::pair(std::move(column), each.word().text);
        }));
    });
    return key;
}

JunctionView readJunction(Section& section)
{
    return leaf(section, [](Section& line) {
        JunctionView junction;
        junction.as = line.oneOf(junctionViews);
        junction.table = takeTable(line);
        return junction;
    });
}

/// Adds the thing to its list, or says on its own line why it can't be there.
template<class Thing>
void take(Section& section, const Browsing& browsing, std::vector<Thing>& list, Thing thing)
{
    if (section.failed())
        return;
    if (auto why = whyNot(browsing, thing))
        section.fail(std::move(*why));
    else
        list.push_back(std::move(thing));
}

} // namespace

void writeBrowsing(LineWriter& out, const Browsing& browsing)
{
    for (const NamedQuery& query : browsing.queries) {
        out.topLine({QStringLiteral("query"), wordFor(query.name)});
        const LineWriter::Deeper inner(out);
        out.line(QStringList{QStringLiteral("table")} + wordsOf(query.table));
        out.text("find", query.question);
    }
    for (const VirtualKey& key : browsing.virtualKeys) {
        out.topLine(QStringList{QStringLiteral("virtual-key")} + wordsOf(key.table));
        const LineWriter::Deeper inner(out);
        out.line(QStringList{QStringLiteral("target")} + wordsOf(key.target));
        for (const auto& [column, referenced] : key.columns)
            out.line({QStringLiteral("column"), wordFor(column), wordFor(referenced)});
    }
    for (const JunctionView& junction : browsing.junctions)
        out.topLine(QStringList{QStringLiteral("junction"), wordOf(junctionViews, junction.as)} +
                    wordsOf(junction.table));
}

Browsing readBrowsing(Section& root)
{
    Browsing browsing;
    root.each({"query"}, [&](Section& section, QLatin1String) {
        take(section, browsing, browsing.queries, readQuery(section));
    });
    root.each({"virtual-key"}, [&](Section& section, QLatin1String) {
        take(section, browsing, browsing.virtualKeys, readVirtualKey(section));
    });
    root.each({"junction"}, [&](Section& section, QLatin1String) {
        take(section, browsing, browsing.junctions, readJunction(section));
    });
    return browsing;
}

} // namespace conjoin::model
