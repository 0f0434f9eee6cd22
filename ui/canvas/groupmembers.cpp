// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/groupmembers.h"

#include "model/edit/edits.h"
#include "model/layout/placement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace conjoin::ui {

namespace {

namespace edit = model::edit;

constexpr double step = 8;   // of the grid
constexpr double air = 24;   // between a card and the border of its group
constexpr double title = 48; // of a group, above its cards
constexpr double gap = 48;   // between two cards

/// The part of a group where cards stand.
QRectF roomOf(const QRectF& group)
{
    return group.adjusted(air, title, -air, -air);
}

/// The first free place on the group, by lines; nothing where there is none.
std::optional<QPointF> freePlaceOn(const QRectF& group, QSizeF size, const std::vector<QRectF>& others)
{
    const QRectF room = roomOf(group);
    for (double y = room.top(); y + size.height() <= room.bottom(); y += step) {
        for (double x = room.left(); x + size.width() <= room.right(); x += step) {
            if (model::layout::isFree(QRectF(QPointF(x, y), size), others, gap / 2))
                return QPointF(x, y);
        }
    }
    return {};
}

/// The group with room for one more card to the right or below, on the side where it takes in less of what
/// does not belong to it.
QRectF grown(
    const QRectF& group, QSizeF size, const std::vector<QRectF>& members, const std::vector<QRectF>& strangers)
{
    QRectF used(group.left() + air, group.top() + title, 0, 0);
    for (const QRectF& member : members)
        used |= member;
    const QSizeF needed(size.width() + gap / 2 + air, size.height() + gap / 2 + air);
    QRectF right = group, below = group;
    right.setRight(std::max(group.right(), used.right() + needed.width()));
    right.setBottom(std::max(group.bottom(), group.top() + title + size.height() + air));
    below.setBottom(std::max(group.bottom(), used.bottom() + needed.height()));
    below.setRight(std::max(group.right(), group.left() + 2 * air + size.width()));
    const auto taken = [&](const QRectF& rect) {
        return std::ranges::count_if(strangers, [&](const QRectF& other) { return rect.intersects(other); });
    };
    return taken(right) < taken(below) ? right : below;
}

} // namespace

std::vector<int> membersOf(const SceneGraph& scene, int group)
{
    std::vector<int> members;
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (int(i) != group && scene.nodes[size_t(group)].rect.contains(scene.nodes[i].rect))
            members.push_back(int(i));
    }
    return members;
}

Result<model::Document> withMembership(model::Document document, DiagramId diagram,
    const orm::Derivation& derivation, GroupId group, TableId table, bool member)
{
    const SceneGraph scene = buildUnroutedScene(document, diagram, derivation);
    const int area = scene.nodeOf(group), card = scene.nodeOf(table);
    if (area < 0 || card < 0)
        return inputError({}, message("edit.not-shown", "what should change is not in the diagram"));
    const QRectF field = scene.nodes[size_t(area)].rect;
    const QRectF now = scene.nodes[size_t(card)].rect;
    if (field.contains(now) == member)
        return document;
    std::vector<QRectF> members, strangers;
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        const SceneNode& node = scene.nodes[i];
        if (node.kind == NodeKind::Group || int(i) == card)
            continue;
        (field.contains(node.rect) ? members : strangers).push_back(node.rect);
    }
    const ObjectRef& moved = scene.nodes[size_t(card)].object;
    if (!member) {
        std::vector<QRectF> others = strangers;
        others.push_back(field);
        const QRectF wanted(QPointF(field.right() + gap, now.top()), now.size());
        const QPointF place = model::layout::nearestFreePlace(wanted, others, gap / 2);
        return edit::moveNodes(std::move(document), diagram, {{moved, place}});
    }
    std::vector<QRectF> others = members;
    others.insert(others.end(), strangers.begin(), strangers.end());
    auto place = freePlaceOn(field, now.size(), others);
    QRectF larger = field;
    constexpr int tries = 8;
    for (int i = 0; i < tries && !place; ++i) {
        larger = grown(larger, now.size(), members, strangers);
        place = freePlaceOn(larger, now.size(), others);
        if (!place) // somebody else's card is in the way
            larger.setBottom(larger.bottom() + now.height() + gap);
    }
    if (!place)
        place = QPointF(roomOf(larger).topLeft());
    if (larger != field) {
        model::Group changed = document.diagrams.at(diagram).groups.at(group);
        changed.position = larger.topLeft();
        changed.size = larger.size();
        auto resized = edit::setGroup(std::move(document), diagram, changed);
        if (!resized)
            return resized;
        document = std::move(*resized);
    }
    return edit::moveNodes(std::move(document), diagram, {{moved, *place}});
}

} // namespace conjoin::ui
