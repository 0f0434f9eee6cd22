// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/edits.h"
#include "support/graphgenerator.h"

#include <set>
#include <utility>

namespace conjoin::tests {

/// The tables, references and links of a generated graph as a document with one diagram, a dozen columns or so
/// a table, nothing placed. The same number of tables gives the same document.
inline model::Document generatedDrawing(int tables)
{
    const model::layout::Graph graph = generatedGraph(tables, 1);
    IdSource ids = IdSource::seeded(1);
    model::Document document = model::emptyDocument(QStringLiteral("bench"), ids.next<DiagramId>());
    const DiagramId diagram = document.diagrams.begin()->id;
    std::vector<TableId> tableOf(graph.boxes.size());
    for (size_t i = 0; i < graph.boxes.size(); ++i) {
        if (graph.boxes[i].pill)
            continue;
        model::Table table;
        table.id = tableOf[i] = ids.next<TableId>();
        table.name = QStringLiteral("Thing%1").arg(i);
        const int rows = int((graph.boxes[i].rect.height() - 48) / 24);
        for (int c = 0; c < rows; ++c) {
            model::Column column;
            column.id = ids.next<ColumnId>();
            column.name = QStringLiteral("field%1").arg(c);
            column.type = c % 3 == 0 ? model::DataType::of(model::TypeKind::Varchar, 255)
                                     : model::DataType::of(model::TypeKind::Integer);
            table.columns.push_back(column);
        }
        model::TableNode node;
        node.id = table.id;
        node.hue = graph.boxes[i].group % model::subjectHues;
        document = *model::edit::addTable(std::move(document), std::move(table), diagram, node);
    }
    int made = 0;
    std::set<std::pair<int, int>> pairs;
    for (size_t i = 0; i < graph.edges.size(); ++i) {
        const model::layout::Edge& line = graph.edges[i];
        if (line.kind == model::layout::Edge::Reference) {
            model::Reference reference;
            reference.id = ids.next<ReferenceId>();
            reference.from = tableOf[size_t(line.from)];
            reference.to = tableOf[size_t(line.to)];
            if (const auto pair = std::pair(line.from, line.to); !pairs.insert(pair).second)
                reference.role =
                    QStringLiteral("Role%1").arg(++made); // two references of one table must differ
            document = *model::edit::addReference(std::move(document), reference);
        } else if (graph.boxes[size_t(line.to)].pill) { // the generator makes the second arm right after it
            model::ManyToMany link;
            link.id = ids.next<LinkId>();
            link.ends.resize(2);
            link.ends[0].table = tableOf[size_t(line.from)];
            link.ends[1].table = tableOf[size_t(graph.edges[i + 1].to)];
            model::Table junction;
            junction.id = link.junction = ids.next<TableId>();
            junction.name = QStringLiteral("Junction%1").arg(++made);
            model::LinkNode pill;
            pill.id = link.id;
            document = *model::edit::addLink(std::move(document), link, junction, diagram, pill);
        }
    }
    return document;
}

} // namespace conjoin::tests
