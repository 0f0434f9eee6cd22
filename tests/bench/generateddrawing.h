// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "support/graphgenerator.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace conjoin::tests {

/// So many lines the most linked table of a generated drawing has at least, if there are as many tables.
constexpr int linesOfTheHub = 50;

/// Makes a document of a generated graph. Written into the document as a reader of files does it, for thousands
/// of edits take minutes.
class GeneratedDrawing {
public:
    explicit GeneratedDrawing(int tables)
        : graph_(generatedGraph(tables, 1))
        , tableOf_(graph_.boxes.size())
        , lines_(graph_.boxes.size(), 0)
        , document_(model::emptyDocument(QStringLiteral("bench"), ids_.next<DiagramId>()))
        , diagram_(*document_.diagrams.begin())
    {}

    model::Document run()
    {
        for (size_t i = 0; i < graph_.boxes.size(); ++i) {
            if (!graph_.boxes[i].pill)
                addTable(i);
        }
        for (size_t i = 0; i < graph_.edges.size(); ++i) {
            const model::layout::Edge& line = graph_.edges[i];
            if (line.kind == model::layout::Edge::Reference)
                addReference(size_t(line.from), size_t(line.to));
            else if (graph_.boxes[size_t(line.to)].pill) // the generator makes the second arm right after it
                addLink(size_t(line.from), size_t(graph_.edges[i + 1].to));
        }
        plantHub();
        document_.diagrams.set(diagram_);
        return document_;
    }

private:
    void addTable(size_t box)
    {
        model::Table table;
        table.id = tableOf_[box] = ids_.next<TableId>();
        table.name = QStringLiteral("Thing%1").arg(box);
        const int rows = int((graph_.boxes[box].rect.height() - 48) / 24);
        for (int c = 0; c < rows; ++c) {
            model::Column column;
            column.id = ids_.next<ColumnId>();
            column.name = QStringLiteral("field%1").arg(c);
            column.type = c % 3 == 0 ? model::DataType::of(model::TypeKind::Varchar, 255)
                                     : model::DataType::of(model::TypeKind::Integer);
            table.columns.push_back(column);
        }
        model::TableNode node;
        node.id = table.id;
        node.hue = graph_.boxes[box].group % model::subjectHues;
        diagram_.tables.set(node);
        document_.schema.tables.set(std::move(table));
    }

    void addReference(size_t from, size_t to)
    {
        model::Reference reference;
        reference.id = ids_.next<ReferenceId>();
        reference.from = tableOf_[from];
        reference.to = tableOf_[to];
        if (!pairs_.insert({from, to}).second)
            reference.role = QStringLiteral("Role%1").arg(++made_); // two references of one table must differ
        document_.schema.references.set(reference);
        ++lines_[from];
        ++lines_[to];
    }

    void addLink(size_t one, size_t other)
    {
        model::ManyToMany link;
        link.id = ids_.next<LinkId>();
        link.ends.resize(2);
        link.ends[0].table = tableOf_[one];
        link.ends[1].table = tableOf_[other];
        model::Table junction;
        junction.id = link.junction = ids_.next<TableId>();
        junction.name = QStringLiteral("Junction%1").arg(++made_);
        model::LinkNode pill;
        pill.id = link.id;
        diagram_.links.set(pill);
        document_.schema.tables.set(std::move(junction));
        document_.schema.links.set(std::move(link));
        ++lines_[one];
        ++lines_[other];
    }

    /// The tables made around the most linked one refer to it, too.
    void plantHub()
    {
        const size_t hub = size_t(std::max_element(lines_.begin(), lines_.end()) - lines_.begin());
        for (size_t apart = 1; apart < lines_.size(); ++apart) {
            for (const size_t other : {hub - apart, hub + apart}) { // before the first is behind the last
                if (lines_[hub] < linesOfTheHub && other < tableOf_.size() && tableOf_[other] &&
                    !pairs_.contains({other, hub}))
                    addReference(other, hub);
            }
        }
    }

    model::layout::Graph graph_;
    std::vector<TableId> tableOf_;
    std::vector<int> lines_; // of each box
    IdSource ids_ = IdSource::seeded(1);
    model::Document document_;
    model::Diagram diagram_;
    std::set<std::pair<size_t, size_t>> pairs_;
    int made_ = 0;
};

/// The tables, references and links of a generated graph as a document with one diagram, a dozen columns or so
/// a table, nothing placed, one table with many lines. The same number of tables gives the same document.
inline model::Document generatedDrawing(int tables)
{
    return GeneratedDrawing(tables).run();
}

} // namespace conjoin::tests
