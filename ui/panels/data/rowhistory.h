// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"

#include <QSet>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace conjoin::ui {

/// Some rows of a table that somebody went into: one row, or those that belong to one.
struct RowFocus {
    orm::Json where;
    QString text; ///< for a person: «Ann Meyer 17», «Classes of Ann Meyer»
};

struct RowPlace;

/// One step of the way to what is looked at.
struct Crumb {
    QString text;
    std::shared_ptr<const RowPlace> place; ///< where it leads; null = it is only said
};

/// What was looked at, and what was open and current there: everything that going back needs.
struct RowPlace {
    QString table; ///< as RowBrowser names it
    QString filter;
    std::optional<RowFocus> focus;
    QSet<QString> open;
    QString current;
    std::vector<Crumb> trail;       ///< the way there from where one began
    std::optional<double> share{}; ///< the page at about that share of the rows, not the first one
    bool fromEnd = false;          ///< the last page
};

/// The way back and forth between places.
class RowHistory {
public:
    static constexpr size_t most = 100;

    void clear();
    /// Somebody goes elsewhere from there.
    void leave(RowPlace place);
    bool canGoBack() const { return !back_.empty(); }
    bool canGoForward() const { return !forward_.empty(); }
    /// The place before, for which `now` becomes the one behind it.
    std::optional<RowPlace> back(RowPlace now);
    std::optional<RowPlace> forward(RowPlace now);

private:
    std::vector<RowPlace> back_, forward_;
};

/// A place together with the way to it and on from it.
struct RowTab {
    RowPlace place;
    RowHistory history;
};

} // namespace conjoin::ui
