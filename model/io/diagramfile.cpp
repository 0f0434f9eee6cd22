// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/diagramfile.h"

#include <charconv>
#include <cmath>

namespace conjoin::model {

using namespace fileformat;

namespace {

QString number(double value)
{
    char digits[32]; // the shortest that reads back the same: at most 24
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    return QString::fromLatin1(digits, end - digits);
}

/// What every node may have behind its own words.
template<class Node>
QStringList wordsOfPlace(const Node& node)
{
    QStringList words;
    if (node.pinned)
        words << QStringLiteral("pinned");
    if (node.level != 0)
        words << QStringLiteral("level") << QString::number(node.level);
    return words;
}

template<class Node>
void readPlace(Section& line, Node& node)
{
    node.pinned = line.flag("pinned");
    node.level = line.drawnNumberAfter("level");
}

/// Where a card, pill, note or group stands; the words are those that may follow.
QPointF readPosition(Section& line)
{
    static const QStringList next{QStringLiteral("hue"), QStringLiteral("collapsed"),
        QStringLiteral("keys-only"), QStringLiteral("size"), QStringLiteral("pinned"), QStringLiteral("level")};
    return line.drawnPoint(next);
}

void writeBends(LineWriter& out, const QStringList& owner, const Bends& bends)
{
    if (bends.empty())
        return;
    QStringList words = owner;
    for (const QPointF& corner : bends)
        words << number(corner.x()) << number(corner.y());
    out.line(words);
}

Bends readBends(Section& line)
{
    Bends bends;
    do
        bends.push_back(line.drawnPoint({}));
    while (line.hasWord() && !line.failed());
    line.endOfWords();
    line.allow({});
    return bends;
}

QSizeF readSize(Section& section)
{
    if (!section.flag("size")) {
        if (section.isMending())
            return {}; // for the repair to find
        section.word(); // the error of whatever stands there instead
        section.endOfWords();
        return {};
    }
    const QPointF extent = readPosition(section);
    return {extent.x(), extent.y()};
}

/// Adds a card or the like, which has the id of what it shows.
template<class Node>
void addNode(ObjectMap<Node>& nodes, Node node, Section& line)
{
    const bool twice = nodes.contains(node.id);
    if (twice && line.isMending()) {
        line.note(message("diagram.twice", "\"%1\" is in the diagram already: the first line counts",
            {idText(node.id.value())}));
        return;
    }
    if (twice)
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
    if (diagram.notation != Notation::CrowsFoot)
        out.line({QStringLiteral("notation"), wordOf(notations, diagram.notation)});
    for (const TableNode& node : diagram.tables) {
        QStringList words =
            QStringList{QStringLiteral("card"), idWord(node.id)} + place(node.position) + hue(node.hue);
        if (node.detail != CardDetail::Columns)
            words << QString::fromLatin1(node.detail == CardDetail::Keys ? "keys-only" : "collapsed");
        out.line(words + wordsOfPlace(node));
    }
    for (const LinkNode& node : diagram.links) {
        QStringList words{QStringLiteral("link"), idWord(node.id)};
        if (node.presentation == LinkNode::Presentation::Card)
            words << QStringLiteral("as-card");
        if (node.position)
            words += QStringList{QStringLiteral("at")} + place(*node.position);
        out.line(words + wordsOfPlace(node));
        const LineWriter::Deeper deeper(out);
        for (std::size_t end = 0; end < node.bends.size(); ++end)
            writeBends(out, {QStringLiteral("bends"), QString::number(end)}, node.bends[end]);
    }
    for (const ReferenceLine& line : diagram.references)
        writeBends(out, {QStringLiteral("line"), idWord(line.id)}, line.bends);
    for (const Group& group : diagram.groups) {
        out.line(QStringList{QStringLiteral("group"), idWord(group.id)} + place(group.position) +
                 size(group.size) + hue(group.hue) + wordsOfPlace(group));
        const LineWriter::Deeper deeper(out);
        out.text("title", group.title);
    }
    for (const Note& note : diagram.notes) {
        out.line(QStringList{QStringLiteral("note"), idWord(note.id)} + place(note.position) + size(note.size) +
                 wordsOfPlace(note));
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
    section.allow({"notation"}, {"card", "link", "line", "group", "note"});
    section.one("notation", [&](Section& line) {
        diagram.notation = line.oneOf(notations);
        line.endOfWords();
        line.allow({});
    });
    section.each({"card"}, [&](Section& line, QLatin1String) {
        TableNode node;
        node.id = line.idOf<TableId>();
        node.position = readPosition(line);
        node.hue = line.drawnNumberAfter("hue");
        if (line.flag("collapsed"))
            node.detail = CardDetail::Title;
        else if (line.flag("keys-only"))
            node.detail = CardDetail::Keys;
        readPlace(line, node);
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
            node.position = readPosition(line);
        readPlace(line, node);
        line.endOfWords();
        line.allow({}, {"bends"});
        line.each({"bends"}, [&](Section& below, QLatin1String) {
            constexpr int mostEnds = 64; // of links there are; a number beyond it is a slip
            const double end = below.number();
            if (end < 0 || end >= mostEnds || end != std::floor(end)) {
                below.fail(message("file.link-end", "an end of a link is a number from 0 on"));
                return;
            }
            if (node.bends.size() <= std::size_t(end))
                node.bends.resize(std::size_t(end) + 1);
            node.bends[std::size_t(end)] = readBends(below);
        });
        addNode(diagram.links, node, line);
    });
    section.each({"line"}, [&](Section& line, QLatin1String) {
        ReferenceLine made;
        made.id = line.idOf<ReferenceId>();
        made.bends = readBends(line);
        addNode(diagram.references, std::move(made), line);
    });
    section.each({"group"}, [&](Section& line, QLatin1String) {
        line.allow({"title"});
        Group group;
        group.id = line.newId<GroupId>();
        group.position = readPosition(line);
        group.size = readSize(line);
        group.hue = line.drawnNumberAfter("hue");
        readPlace(line, group);
        line.endOfWords();
        group.title = line.textOf("title");
        diagram.groups.set(std::move(group));
    });
    section.each({"note"}, [&](Section& line, QLatin1String) {
        line.allow({"text"});
        Note note;
        note.id = line.newId<NoteId>();
        note.position = readPosition(line);
        note.size = readSize(line);
        readPlace(line, note);
        line.endOfWords();
        note.text = line.textOf("text");
        diagram.notes.set(std::move(note));
    });
    return diagram;
}

} // namespace conjoin::model
