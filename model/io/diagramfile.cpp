// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/diagramfile.h"

#include <charconv>

namespace conjoin::model {

using namespace fileformat;

namespace {

QString number(double value)
{
    char digits[32]; // the shortest that reads back the same: at most 24
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    return QString::fromLatin1(digits, end - digits);
}

QSizeF readSize(Section& section)
{
    if (!section.flag("size")) {
        section.word(); // the error of whatever stands there instead
        section.endOfWords();
        return {};
    }
    const QPointF extent = section.point();
    return {extent.x(), extent.y()};
}

/// Adds a card or the like, which has the id of what it shows.
template<class Node>
void addNode(ObjectMap<Node>& nodes, Node node, Section& line)
{
    if (nodes.contains(node.id))
        line.fail(message("file.node-duplicate", "it is in the diagram already"));
    nodes.set(std::move(node));
}

} // namespace

void writeDiagram(LineWriter& out, const Diagram& diagram)
{
    const auto place = [](QPointF position) { return QStringList{number(position.x()), number(position.y())}; };
    const auto size = [](QSizeF extent) {
        return QStringList{QStringLiteral("size"), number(extent.width()), number(extent.height())};
    };
    const auto hue = [](int value) {
        return value == 0 ? QStringList() : QStringList{QStringLiteral("hue"), QString::number(value)};
    };
    out.topLine({QStringLiteral("diagram"), idWord(diagram.id), wordFor(diagram.name)});
    const LineWriter::Deeper inner(out);
    for (const TableNode& node : diagram.tables) {
        QStringList words =
            QStringList{QStringLiteral("card"), idWord(node.id)} + place(node.position) + hue(node.hue);
        if (node.collapsed)
            words << QStringLiteral("collapsed");
        if (node.pinned)
            words << QStringLiteral("pinned");
        out.line(words);
    }
    for (const LinkNode& node : diagram.links) {
        QStringList words{QStringLiteral("link"), idWord(node.id)};
        if (node.presentation == LinkNode::Presentation::Card)
            words << QStringLiteral("as-card");
        if (node.position)
            words += QStringList{QStringLiteral("at")} + place(*node.position);
        out.line(words);
    }
    for (const Group& group : diagram.groups) {
        out.line(QStringList{QStringLiteral("group"), idWord(group.id)} + place(group.position) +
                 size(group.size) + hue(group.hue));
        const LineWriter::Deeper deeper(out);
        out.text("title", group.title);
    }
    for (const Note& note : diagram.notes) {
        out.line(QStringList{QStringLiteral("note"), idWord(note.id)} + place(note.position) + size(note.size));
        const LineWriter::Deeper deeper(out);
        out.text("text", note.text);
    }
}

Diagram readDiagram(Section& section)
{
    Diagram diagram;
    diagram.id = section.newId<DiagramId>();
    diagram.name = section.name();
    section.endOfWords();
    section.allow({}, {"card", "link", "group", "note"});
    section.each({"card"}, [&](Section& line, QLatin1String) {
        TableNode node;
        node.id = line.idOf<TableId>();
        node.position = line.point();
        node.hue = line.numberAfter("hue").value_or(0);
        node.collapsed = line.flag("collapsed");
        node.pinned = line.flag("pinned");
        line.endOfWords();
        line.allow({});
        addNode(diagram.tables, node, line);
    });
    section.each({"link"}, [&](Section& line, QLatin1String) {
        LinkNode node;
        node.id = line.idOf<LinkId>();
        if (line.flag("as-card"))
            node.presentation = LinkNode::Presentation::Card;
        if (line.flag("at"))
            node.position = line.point();
        line.endOfWords();
        line.allow({});
        addNode(diagram.links, node, line);
    });
    section.each({"group"}, [&](Section& line, QLatin1String) {
        line.allow({"title"});
        Group group;
        group.id = line.newId<GroupId>();
        group.position = line.point();
        group.size = readSize(line);
        group.hue = line.numberAfter("hue").value_or(0);
        line.endOfWords();
        group.title = line.textOf("title");
        diagram.groups.set(std::move(group));
    });
    section.each({"note"}, [&](Section& line, QLatin1String) {
        line.allow({"text"});
        Note note;
        note.id = line.newId<NoteId>();
        note.position = line.point();
        note.size = readSize(line);
        line.endOfWords();
        note.text = line.textOf("text");
        diagram.notes.set(std::move(note));
    });
    return diagram;
}

} // namespace conjoin::model
