// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/subjectareas.h"

#include "model/edit/diagramset.h"
#include "model/layout/cardmetrics.h"
#include "orm/dialect/dialect.h"
#include "ui/canvas/scenelayout.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace conjoin::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SubjectAreas)
};

constexpr size_t leastArea = 4; // tables; what is smaller shares a diagram with others of its kind
constexpr size_t mostHubs = 6;  // of an area, on the overview

/// Which tables are linked to which, by their position.
struct Web {
    std::vector<TableId> tables;
    std::vector<std::vector<int>> neighbours; ///< parallel to `tables`; once a link

    explicit Web(const model::Schema& schema)
    {
        QHash<TableId, int> position;
        for (const model::Table& table : schema.tables) {
            if (model::linkOfJunction(schema, table.id))
                continue;
            position.insert(table.id, int(tables.size()));
            tables.push_back(table.id);
        }
        neighbours.resize(tables.size());
        const auto connect = [&](TableId a, TableId b) {
            const int i = position.value(a, -1), j = position.value(b, -1);
            if (i < 0 || j < 0 || i == j)
                return;
            neighbours[size_t(i)].push_back(j);
            neighbours[size_t(j)].push_back(i);
        };
        for (const model::Reference& reference : schema.references)
            connect(reference.from, reference.to);
        for (const model::ManyToMany& link : schema.links) {
            for (size_t i = 1; i < link.ends.size(); ++i)
                connect(link.ends.front().table, link.ends[i].table);
        }
    }
};

std::vector<int> labelsOf(const Web& web)
{
    std::vector<int> label(web.tables.size());
    std::iota(label.begin(), label.end(), 0);
    // Tables with few links first: they follow their hub before the hub looks around.
    std::vector<size_t> order(label.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::ranges::stable_sort(order, {}, [&](size_t i) { return web.neighbours[i].size(); });
    constexpr int rounds = 8; // labels settle after a handful; hubs may oscillate for ever
    for (int round = 0; round < rounds; ++round) {
        bool settled = true;
        for (const size_t i : order) {
            QHash<int, int> votes;
            for (const int neighbour : web.neighbours[i])
                ++votes[label[size_t(neighbour)]];
            int best = label[i];
            int most = votes.value(best, 0);
            for (auto it = votes.cbegin(); it != votes.cend(); ++it) {
                if (it.value() > most || (it.value() == most && it.key() < best)) {
                    most = it.value();
                    best = it.key();
                }
            }
            settled = settled && best == label[i];
            label[i] = best;
        }
        if (settled)
            break;
    }
    return label;
}

/// The areas of an overview: large ones by themselves, then all small ones, then tables linked to nothing.
std::vector<SubjectArea> gathered(std::vector<SubjectArea> areas)
{
    std::vector<SubjectArea> large;
    SubjectArea small, alone;
    small.name = Words::tr("Smaller areas");
    alone.name = Words::tr("Tables without links");
    for (SubjectArea& area : areas) {
        if (area.linked && area.tables.size() >= leastArea) {
            large.push_back(std::move(area));
            continue;
        }
        std::vector<TableId>& rest = area.linked ? small.tables : alone.tables;
        rest.insert(rest.end(), area.tables.begin(), area.tables.end());
    }
    std::ranges::stable_sort(
        large, std::ranges::greater(), [](const SubjectArea& area) { return area.tables.size(); });
    for (SubjectArea* rest : {&small, &alone}) {
        if (!rest->tables.empty())
            large.push_back(std::move(*rest));
    }
    return large;
}

QString freeName(const QString& wanted, const model::Document& document)
{
    QStringList taken;
    for (const model::Diagram& diagram : document.diagrams)
        taken += diagram.name;
    return model::freeName(wanted, taken);
}

/// A field an area, a few columns of them; in each the titles of its hubs, two in a row.
model::Diagram overview(const model::Document& document, const model::Diagram& wall,
    const std::vector<SubjectArea>& areas, const QString& name)
{
    namespace layout = model::layout;
    constexpr double air = 24, head = 48, between = 96, rowGap = 24;
    constexpr double column = layout::cardMaxWidth;
    constexpr double width = 2 * column + 3 * air;
    constexpr int rows = int(mostHubs) / 2;
    constexpr double height = head + rows * layout::headerHeight + (rows - 1) * rowGap + air;
    constexpr double aspect = 1.6;
    model::Diagram diagram;
    diagram.id = IdSource::named<DiagramId>(QStringLiteral("overview/") + document.settings.name);
    diagram.name = name;
    const int columns = std::max(
        1, int(std::ceil(std::sqrt(double(areas.size()) * aspect * (height + between) / (width + between)))));
    int hue = 0;
    for (size_t i = 0; i < areas.size(); ++i) {
        const QPointF corner(
            double(int(i) % columns) * (width + between), double(int(i) / columns) * (height + between));
        model::Group group;
        group.id = IdSource::named<GroupId>(
            QStringLiteral("area-group/%1/%2").arg(document.settings.name, areas[i].name));
        group.title = areas[i].name;
        group.position = corner;
        group.size = {width, height};
        const model::TableNode* first = wall.tables.find(areas[i].tables.front());
        group.hue = first ? first->hue : hue++ % model::subjectHues;
        diagram.groups.set(group);
        for (size_t hub = 0; hub < areas[i].tables.size() && hub < mostHubs; ++hub) {
            model::TableNode node;
            node.id = areas[i].tables[hub];
            node.detail = model::CardDetail::Title;
            if (const model::TableNode* known = wall.tables.find(node.id))
                node.hue = known->hue;
            node.position = corner + QPointF(air + double(hub % 2) * (column + air),
                                         head + double(hub / 2) * (layout::headerHeight + rowGap));
            diagram.tables.set(node);
        }
    }
    return diagram;
}

} // namespace

std::vector<SubjectArea> subjectAreas(const model::Schema& schema)
{
    const Web web(schema);
    const std::vector<int> labels = labelsOf(web);
    std::vector<std::vector<int>> members;
    QHash<int, int> areaOf;
    for (size_t i = 0; i < labels.size(); ++i) {
        if (!areaOf.contains(labels[i])) {
            areaOf.insert(labels[i], int(members.size()));
            members.emplace_back();
        }
        members[size_t(areaOf.value(labels[i]))].push_back(int(i));
    }
    std::vector<SubjectArea> areas;
    for (std::vector<int>& part : members) {
        std::ranges::stable_sort(
            part, std::ranges::greater(), [&](int i) { return web.neighbours[size_t(i)].size(); });
        SubjectArea area;
        for (const int i : part)
            area.tables.push_back(web.tables[size_t(i)]);
        area.name = schema.tables.at(area.tables.front()).name;
        area.linked = !web.neighbours[size_t(part.front())].empty();
        areas.push_back(std::move(area));
    }
    return areas;
}

DiagramId fullestDiagram(const model::Document& document)
{
    return std::ranges::max_element(document.diagrams, {}, [](const model::Diagram& diagram) {
        return diagram.tables.size();
    })->id;
}

model::Document withOverview(model::Document document, DiagramId wall)
{
    const std::vector<SubjectArea> areas = gathered(subjectAreas(document.schema));
    const auto dialect = orm::dialectNamed(document.settings.dialect);
    const orm::Derivation derivation = orm::derive(
        document.schema, document.settings.naming, dialect ? (*dialect)->capabilities() : orm::Capabilities());
    const model::Diagram everything = document.diagrams.at(wall);
    const model::Diagram first =
        overview(document, everything, areas, freeName(Words::tr("Overview"), document));
    ObjectMap<model::Diagram> others = document.diagrams;
    document.diagrams = {};
    document.diagrams.set(first);
    for (const model::Diagram& diagram : others)
        document.diagrams.set(diagram);
    for (const SubjectArea& area : areas) {
        model::Diagram diagram;
        diagram.id = IdSource::named<DiagramId>(
            QStringLiteral("area-diagram/%1/%2").arg(document.settings.name, area.name));
        diagram.name = freeName(area.name, document);
        document.diagrams.set(diagram);
        std::vector<model::TableNode> nodes;
        for (const TableId table : area.tables) {
            model::TableNode node;
            node.id = table;
            if (const model::TableNode* known = everything.tables.find(table))
                node.hue = known->hue;
            nodes.push_back(node);
        }
        auto shown = model::edit::showTables(document, diagram.id, nodes);
        if (!shown)
            continue; // it stays empty, and the wall shows all the same
        const Arrangement made = arrange(*shown, diagram.id, derivation);
        auto arranged = withArrangement(std::move(*shown), diagram.id, made);
        if (arranged)
            document = std::move(*arranged);
    }
    return document;
}

} // namespace conjoin::ui
