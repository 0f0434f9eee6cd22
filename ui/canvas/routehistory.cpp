// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/routehistory.h"

#include "model/document/objects.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr size_t mostSteps = 100;
constexpr size_t mostTables = 200'000;   // in the documents of all steps, which are lists of addresses
constexpr qsizetype mostLines = 100'000; // of all steps; some ten megabytes

} // namespace

EdgeKey keyOf(const SceneEdge& edge)
{
    return {model::idValue(edge.object), edge.linkEnd};
}

void RouteHistory::add(Lines& lines, const Lines& more)
{
    for (auto it = more.cbegin(); it != more.cend(); ++it)
        lines.insert(it.key(), it.value());
}

const RouteHistory::Lines* RouteHistory::linesBetween(const model::Document& from, const model::Document& to)
{
    // Several edits may be one step of the undo stack. Objects that did not change are shared, so comparing
    // documents is a matter of addresses.
    found_.clear();
    for (size_t step = done_; step > 0 && (step < done_ || *steps_[step - 1].to == from); --step) {
        add(found_, steps_[step - 1].before);
        if (*steps_[step - 1].from == to) {
            done_ = step - 1;
            return &found_;
        }
    }
    found_.clear();
    for (size_t step = done_; step < steps_.size() && (step > done_ || *steps_[step].from == from); ++step) {
        add(found_, steps_[step].after);
        if (*steps_[step].to == to) {
            done_ = step + 1;
            return &found_;
        }
    }
    return nullptr;
}

void RouteHistory::note(const model::Document& from, const model::Document& to, Lines before, Lines after)
{
    steps_.resize(done_);
    const bool goesOn = !steps_.empty() && *steps_.back().to == from;
    auto documentBefore = goesOn ? steps_.back().to : std::make_shared<const model::Document>(from);
    steps_.push_back({std::move(documentBefore), std::make_shared<const model::Document>(to), std::move(before),
        std::move(after)});
    qsizetype lines = 0;
    for (const Step& step : steps_)
        lines += step.before.size() + step.after.size();
    const size_t steps =
        std::clamp(mostTables / std::max<size_t>(1, to.schema.tables.size()), size_t(1), mostSteps);
    while (steps_.size() > steps || (lines > mostLines && steps_.size() > 1)) {
        lines -= steps_.front().before.size() + steps_.front().after.size();
        steps_.erase(steps_.begin());
    }
    done_ = steps_.size();
}

const model::LinkNode* RouteHistory::linkBefore(
    DiagramId diagram, LinkId link, const model::LinkNode& now) const
{
    const auto shownIn = [&](const model::Document& document) -> const model::LinkNode* {
        const model::Diagram* shown = document.diagrams.find(diagram);
        return shown ? shown->links.find(link) : nullptr;
    };
    for (size_t step = done_; step > 0; --step) {
        const model::LinkNode* after = shownIn(*steps_[step - 1].to);
        const model::LinkNode* before = shownIn(*steps_[step - 1].from);
        if (!after || !before || *after != now)
            return nullptr;
        if (*before != now)
            return before;
    }
    return nullptr;
}

RouteHistory::Lines changedLines(const SceneGraph& scene, const SceneGraph& other)
{
    QHash<EdgeKey, const SceneEdge*> others;
    for (const SceneEdge& edge : other.edges)
        others.insert(keyOf(edge), &edge);
    RouteHistory::Lines lines;
    for (const SceneEdge& edge : scene.edges) {
        const SceneEdge* same = others.value(keyOf(edge));
        if (!same || same->route != edge.route)
            lines.insert(keyOf(edge), edge.route);
    }
    return lines;
}

void RouteHistory::clear()
{
    steps_.clear();
    done_ = 0;
}

} // namespace conjoin::ui
