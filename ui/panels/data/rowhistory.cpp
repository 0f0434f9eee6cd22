// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowhistory.h"

namespace conjoin::ui {

namespace {

std::optional<RowPlace> step(std::vector<RowPlace>& from, std::vector<RowPlace>& to, RowPlace now)
{
    if (from.empty())
        return std::nullopt;
    to.push_back(std::move(now));
    RowPlace place = std::move(from.back());
    from.pop_back();
    return place;
}

} // namespace

void RowHistory::clear()
{
    back_.clear();
    forward_.clear();
}

void RowHistory::leave(RowPlace place)
{
    forward_.clear();
    back_.push_back(std::move(place));
    if (back_.size() > most)
        back_.erase(back_.begin());
}

std::optional<RowPlace> RowHistory::back(RowPlace now)
{
    return step(back_, forward_, std::move(now));
}

std::optional<RowPlace> RowHistory::forward(RowPlace now)
{
    return step(forward_, back_, std::move(now));
}

} // namespace conjoin::ui
