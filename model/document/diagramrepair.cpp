// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/diagramrepair.h"

#include "model/document/cardestimate.h"
#include "model/document/objects.h"
#include "model/layout/autolayout.h"
#include "model/layout/cardmetrics.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace conjoin::model {

namespace {

constexpr double gap = 48; // between what gets a new place and everything else

bool isReachable(double value)
{
    return std::abs(value) <= farthestPlace; // false for NaN
}

bool isReachable(QPointF point)
{
    return isReachable(point.x()) && isReachable(point.y());
}

bool isFinite(QPointF point)
{
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

bool isUsable(QSizeF size)
{
    const auto fits = [](double extent) { return extent >= leastExtent && extent <= farthestPlace; };
    return fits(size.width()) && fits(size.height());
}

/// What was amiss in one diagram, one kind a sentence.
class Findings {
public:
    Findings(const QString& diagram, DiagramId id, Diagnostics& into)
        : where_(QStringLiteral("diagram \"%1\"").arg(diagram))
        , id_(id)
        , into_(into)
    {}

    void add(const char* code, const char* sentence, const QStringList& names)
    {
        if (names.isEmpty())
            return;
        constexpr qsizetype told = 3; // by name; a sentence with a thousand of them helps nobody
        QString list = names.mid(0, told).join(QStringLiteral(", "));
        if (names.size() > told)
            list += QStringLiteral(" … (%1)").arg(names.size());
        addPlain(message(code, sentence, {list}));
    }

    void addPlain(Message what)
    {
        into_.push_back({Severity::Warning, std::move(what), id_, where_,
            message("diagram.mended", "the file is as it was; saving the project keeps what was mended")});
    }

private:
    QString where_;
    DiagramId id_;
    Diagnostics& into_;
};

/// One card or pill while places are looked for.
struct Shown {
    ObjectRef object;
    QRectF rect; ///< at (NaN, NaN) where it has no place
    bool pill = false;
    bool pinned = false;
};

class DiagramRepair {
public:
    DiagramRepair(const Document& document, const Diagram& diagram, Diagnostics& mended)
        : document_(document)
        , diagram_(diagram)
        , estimate_(document.schema)
        , findings_(diagram.name, diagram.id, mended)
    {}

    Diagram run()
    {
        leaveOutWhatIsGone();
        mendLooks();
        moveBack();
        mendBends();
        findPlaceless();
        findCovered();
        placeCards();
        placeNotesAndGroups();
        return std::move(diagram_);
    }

private:
    template<class IdType>
    QString nameOf(IdType id) const
    {
        const QString words = wordsFor(document_, ObjectRef(id));
        return words.isEmpty() ? idText(id.value()) : words;
    }

    void leaveOutWhatIsGone()
    {
        QStringList gone;
        const auto keep = [&gone](auto& nodes, const auto& objects) {
            nodes.removeIf([&](const auto& node) {
                const bool lost = !objects.contains(node.id);
                if (lost)
                    gone << idText(node.id.value());
                return lost;
            });
        };
        keep(diagram_.tables, document_.schema.tables);
        keep(diagram_.links, document_.schema.links);
        keep(diagram_.references, document_.schema.references);
        findings_.add("diagram.gone",
            "cards, pills and lines of what the project no longer has were left out: %1", gone);
    }

    void mendLooks()
    {
        QStringList colours, sizes;
        const auto mendHue = [&](auto& node, const QString& name) {
            if (node.hue >= 0 && node.hue < subjectHues)
                return false;
            node.hue = 0;
            colours << name;
            return true;
        };
        change(diagram_.tables, [&](TableNode& node) { return mendHue(node, nameOf(node.id)); });
        change(diagram_.groups, [&](Group& group) {
            const bool hue = mendHue(group, wordsOf(group));
            const bool size = !isUsable(group.size);
            if (size) {
                group.size = Group().size;
                sizes << wordsOf(group);
            }
            return hue || size;
        });
        change(diagram_.notes, [&](Note& note) {
            if (isUsable(note.size))
                return false;
            note.size = Note().size;
            sizes << wordsOf(note);
            return true;
        });
        findings_.add("diagram.hue", "a colour that the palette has not became its first one: %1", colours);
        findings_.add("diagram.size", "no usable size was given, so the usual one was taken: %1", sizes);
    }

    /// A drawing that lies far off keeps its shape.
    void moveBack()
    {
        std::vector<double> lefts, tops;
        forEachPlace([&](QPointF& place) {
            if (isFinite(place)) {
                lefts.push_back(place.x());
                tops.push_back(place.y());
            }
        });
        if (lefts.empty())
            return;
        const auto median = [](std::vector<double>& values) {
            const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
            std::nth_element(values.begin(), middle, values.end());
            return *middle;
        };
        const QPointF centre(median(lefts), median(tops));
        if (isReachable(centre))
            return;
        forEachPlace([&](QPointF& place) {
            if (isFinite(place))
                place -= centre;
        });
        changeBends([&](Bends& bends) {
            for (QPointF& corner : bends)
                corner -= centre;
        });
        findings_.addPlain(message("diagram.far", "it lay beyond the end of the canvas and was moved back"));
    }

    void mendBends()
    {
        const auto isAmiss = [](const Bends& bends) {
            return !std::ranges::all_of(bends, [](QPointF corner) { return isReachable(corner); });
        };
        QStringList lines;
        change(diagram_.links, [&](LinkNode& node) {
            const std::size_t ends = document_.schema.links.at(node.id).ends.size();
            bool amiss = node.bends.size() > ends;
            if (amiss)
                node.bends.resize(ends);
            for (Bends& bends : node.bends) {
                if (isAmiss(bends)) {
                    bends.clear();
                    amiss = true;
                }
            }
            if (!amiss)
                return false;
            while (!node.bends.empty() && node.bends.back().empty())
                node.bends.pop_back();
            lines << nameOf(node.id);
            return true;
        });
        diagram_.references.removeIf([&](const ReferenceLine& line) { // without bends it has nothing to say
            const bool amiss = isAmiss(line.bends);
            if (amiss)
                lines << nameOf(line.id);
            return amiss;
        });
        findings_.add("diagram.bends", "bends at no place were taken out of the line: %1", lines);
    }

    void findPlaceless()
    {
        QStringList names;
        change(diagram_.links, [&](LinkNode& node) {
            if (!node.position || isReachable(*node.position))
                return false;
            node.position.reset();
            names << nameOf(node.id);
            return true;
        });
        for (const TableNode& node : diagram_.tables) {
            if (!isReachable(node.position)) {
                placeless_.insert(node.id);
                names << nameOf(node.id);
            }
        }
        findings_.add("diagram.placeless", "no usable place was given, so one was found: %1", names);
    }

    /// In painting order: what comes later lies above.
    std::vector<Shown> shown() const
    {
        std::vector<const TableNode*> tables;
        for (const TableNode& node : diagram_.tables)
            tables.push_back(&node);
        std::ranges::stable_sort(tables, {}, &TableNode::level);
        std::vector<Shown> all;
        for (const TableNode* node : tables) {
            const QSizeF size = estimate_.card(document_.schema.tables.at(node->id), node->detail);
            all.push_back({node->id, QRectF(node->position, size), false, node->pinned});
        }
        for (const bool pill : {false, true}) {
            for (const LinkNode& node : diagram_.links) {
                const ManyToMany& link = document_.schema.links.at(node.id);
                const Table* junction = document_.schema.tables.find(link.junction);
                if ((node.presentation == LinkNode::Presentation::Pill) != pill || !junction)
                    continue;
                constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
                const QSizeF size =
                    pill ? estimate_.pill(*junction) : estimate_.card(*junction, CardDetail::Columns);
                all.push_back({node.id, QRectF(node.position.value_or(QPointF(nowhere, nowhere)), size), pill,
                    node.pinned});
            }
        }
        return all;
    }

    /// Whether nobody would see that there is a card below: it is all covered, or its title is.
    static bool covers(const QRectF& upper, const QRectF& lower)
    {
        constexpr double atOnePlace = 8; // a step of the grid
        const QPointF apart = upper.topLeft() - lower.topLeft();
        return upper.contains(lower) ||
               (std::abs(apart.x()) < atOnePlace && std::abs(apart.y()) < atOnePlace);
    }

    void findCovered()
    {
        std::vector<Shown> all = shown();
        std::erase_if(all, [](const Shown& each) { return !isReachable(each.rect.topLeft()); });
        std::vector<std::size_t> order(all.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::ranges::sort(
            order, [&](std::size_t a, std::size_t b) { return all[a].rect.left() < all[b].rect.left(); });
        std::vector<char> moved(all.size(), 0);
        const double widest = CardEstimate::widest();
        for (std::size_t at = 0; at < order.size(); ++at) {
            const std::size_t a = order[at];
            for (std::size_t next = at + 1; next < order.size() && !moved[a]; ++next) {
                const std::size_t b = order[next];
                if (all[b].rect.left() > all[a].rect.left() + widest)
                    break;
                const auto [lower, upper] = std::minmax(a, b);
                if (moved[b] || !covers(all[upper].rect, all[lower].rect))
                    continue;
                moved[all[lower].pinned && !all[upper].pinned ? upper : lower] = 1;
            }
        }
        QStringList names;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!moved[i])
                continue;
            if (const auto* table = std::get_if<TableId>(&all[i].object)) {
                placeless_.insert(*table);
                names << nameOf(*table);
            } else if (const auto* link = std::get_if<LinkId>(&all[i].object)) {
                diagram_.links.update(*link, [](LinkNode& node) { node.position.reset(); });
                names << nameOf(*link);
            }
        }
        findings_.add("diagram.covered", "it lay wholly on another card and was moved beside it: %1", names);
    }

    void placeCards()
    {
        if (placeless_.isEmpty())
            return;
        layout::Graph graph;
        QHash<quint64, int> boxes;
        std::vector<int> fresh;
        std::vector<TableId> freshTables; // parallel
        const std::vector<Shown> all = shown();
        bool anyPlaced = false;
        for (const Shown& each : all) {
            const auto* table = std::get_if<TableId>(&each.object);
            const bool isFresh = table && placeless_.contains(*table);
            const bool placed = !isFresh && isReachable(each.rect.topLeft());
            if (!table && !placed)
                continue; // goes between its ends when it is drawn
            anyPlaced |= placed && table;
            const int box = int(graph.boxes.size());
            boxes.insert(idValue(each.object), box);
            graph.boxes.push_back(
                {placed ? each.rect : QRectF(QPointF(), each.rect.size()), each.pill, placed});
            if (isFresh) {
                fresh.push_back(box);
                freshTables.push_back(*table);
            }
        }
        for (const Note& note : diagram_.notes) {
            if (isReachable(note.position))
                graph.boxes.push_back({QRectF(note.position, note.size), false, true});
        }
        addEdges(graph, boxes);
        const std::vector<QPointF> places =
            anyPlaced ? layout::placeNear(graph, fresh) : layout::layOut(graph);
        for (std::size_t i = 0; i < fresh.size(); ++i) {
            diagram_.tables.update(freshTables[i],
                [&](TableNode& node) { node.position = places[std::size_t(fresh[i])]; });
        }
    }

    void addEdges(layout::Graph& graph, const QHash<quint64, int>& boxes) const
    {
        const auto boxOf = [&](auto id) { return boxes.value(id.value(), -1); };
        const auto join = [&](int from, int to, layout::Edge::Kind kind) {
            if (from >= 0 && to >= 0)
                graph.edges.push_back({from, to, layout::headerCentre, layout::headerCentre, kind});
        };
        for (const Reference& reference : document_.schema.references)
            join(boxOf(reference.from), boxOf(reference.to), layout::Edge::Reference);
        for (const LinkNode& node : diagram_.links) {
            const ManyToMany& link = document_.schema.links.at(node.id);
            const int middle = boxOf(node.id);
            for (std::size_t end = 0; end < link.ends.size(); ++end) {
                const int from = boxOf(link.ends[end].table);
                if (middle >= 0)
                    join(from, middle, layout::Edge::ManyToMany);
                else if (end > 0)
                    join(boxOf(link.ends[end - 1].table), from, layout::Edge::ManyToMany);
            }
        }
    }

    void placeNotesAndGroups()
    {
        QStringList names;
        QRectF bounds;
        for (const Shown& each : shown()) {
            if (isReachable(each.rect.topLeft()))
                bounds |= each.rect;
        }
        const auto extend = [&](const auto& nodes) {
            for (const auto& node : nodes) {
                if (isReachable(node.position))
                    bounds |= QRectF(node.position, node.size);
            }
        };
        extend(diagram_.notes);
        extend(diagram_.groups);
        QPointF next(bounds.left(), bounds.isEmpty() ? 0 : bounds.bottom() + gap);
        const auto mend = [&](auto& node) {
            if (isReachable(node.position))
                return false;
            node.position = next;
            next.rx() += node.size.width() + gap;
            names << wordsOf(node);
            return true;
        };
        change(diagram_.groups, [&](Group& group) { return mend(group); });
        change(diagram_.notes, [&](Note& note) { return mend(note); });
        findings_.add("diagram.below", "no usable place was given, so it stands below the rest: %1", names);
    }

    static QString wordsOf(const Group& group)
    {
        return QStringLiteral("group \"%1\"").arg(group.title);
    }

    static QString wordsOf(const Note& note)
    {
        constexpr qsizetype enough = 24;
        const QString line = note.text.section(u'\n', 0, 0);
        return QStringLiteral("note \"%1\"").arg(line.size() > enough ? line.left(enough) + u'…' : line);
    }

    /// Calls `mend(node)` on a copy of each node and keeps those that it says it changed.
    template<class Node, class Mend>
    static void change(ObjectMap<Node>& nodes, Mend&& mend)
    {
        std::vector<Node> changed;
        for (const Node& node : nodes) {
            Node copy = node;
            if (mend(copy))
                changed.push_back(std::move(copy));
        }
        for (Node& node : changed)
            nodes.set(std::move(node));
    }

    template<class Visit>
    void forEachPlace(Visit&& visit)
    {
        const auto all = [&](auto& nodes) {
            change(nodes, [&](auto& node) {
                const QPointF before = node.position;
                visit(node.position);
                return node.position != before;
            });
        };
        all(diagram_.tables);
        all(diagram_.notes);
        all(diagram_.groups);
        change(diagram_.links, [&](LinkNode& node) {
            if (!node.position)
                return false;
            const QPointF before = *node.position;
            visit(*node.position);
            return *node.position != before;
        });
    }

    template<class Visit>
    void changeBends(Visit&& visit)
    {
        change(diagram_.links, [&](LinkNode& node) {
            for (Bends& bends : node.bends)
                visit(bends);
            return !node.bends.empty();
        });
        change(diagram_.references, [&](ReferenceLine& line) {
            visit(line.bends);
            return true;
        });
    }

    const Document& document_;
    Diagram diagram_;
    CardEstimate estimate_;
    Findings findings_;
    QSet<TableId> placeless_;
};

/// A diagram of everything, all of it still without a place.
Diagram wholeDiagram(const Document& document)
{
    constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
    Diagram diagram;
    diagram.id = IdSource::named<DiagramId>(QStringLiteral("diagram/") + document.settings.name);
    diagram.name = QStringLiteral("Diagram");
    for (const Table& table : document.schema.tables) {
        if (linkOfJunction(document.schema, table.id))
            continue;
        TableNode node;
        node.id = table.id;
        node.position = {nowhere, nowhere};
        diagram.tables.set(std::move(node));
    }
    for (const ManyToMany& link : document.schema.links) {
        LinkNode node;
        node.id = link.id;
        diagram.links.set(std::move(node));
    }
    return diagram;
}

} // namespace

RepairedDocument repairedDiagrams(Document document)
{
    Diagnostics mended;
    if (document.diagrams.isEmpty()) {
        const Diagram whole = wholeDiagram(document);
        Diagnostics ofPlaces; // told in one sentence instead
        document.diagrams.set(DiagramRepair(document, whole, ofPlaces).run());
        Findings(whole.name, whole.id, mended)
            .addPlain(message("diagram.none", "the project had no diagram: one that shows everything was made"));
    }
    std::vector<Diagram> changed;
    for (const Diagram& diagram : document.diagrams) {
        const std::size_t before = mended.size();
        Diagram repaired = DiagramRepair(document, diagram, mended).run();
        if (mended.size() > before)
            changed.push_back(std::move(repaired));
    }
    for (Diagram& diagram : changed)
        document.diagrams.set(std::move(diagram));
    return {std::move(document), std::move(mended)};
}

} // namespace conjoin::model
