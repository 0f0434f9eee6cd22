// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/message.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace conjoin::model {

/// A table as its database calls it: what is browsed need not be drawn.
struct NamedTable {
    QString sqlSchema; ///< the namespace in the database; empty = the default one
    QString name;

    friend bool operator==(const NamedTable&, const NamedTable&) = default;
};

/// A question to the rows of a table, kept under a name.
struct NamedQuery {
    QString name;     ///< letter case ignored, no other query of the project has it
    NamedTable table; ///< whose rows are the root of the result
    QString question; ///< what to find, as JSON in the words of the ORM: `where`, `include`, `order` …

    friend bool operator==(const NamedQuery&, const NamedQuery&) = default;
};

/// A foreign key that the database does not have and that rows are followed over all the same. It makes no DDL.
struct VirtualKey {
    NamedTable table;
    NamedTable target;
    std::vector<std::pair<QString, QString>> columns; ///< of the table, and what each of them refers to

    friend bool operator==(const VirtualKey&, const VirtualKey&) = default;
};

/// What the data panel makes of a table that may be a junction, whatever the tables themselves say.
struct JunctionView {
    enum class As {
        Link, ///< its rows are edges between the tables that its two foreign keys refer to
        Table ///< its rows are rows
    };
    NamedTable table;
    As as = As::Link;

    friend bool operator==(const JunctionView&, const JunctionView&) = default;
};

/// What people who share a project agreed on for looking at its rows. Each list keeps the order in which it was
/// made.
struct Browsing {
    std::vector<NamedQuery> queries;
    std::vector<VirtualKey> virtualKeys;
    std::vector<JunctionView> junctions; ///< one for a table at most

    friend bool operator==(const Browsing&, const Browsing&) = default;
};

/// The place of the query called so, letter case ignored; -1 where there is none.
int indexOfQuery(const Browsing& browsing, const QString& name);

/// Why the thing can't stand beside those that are there; nothing where it can.
std::optional<Message> whyNot(const Browsing& browsing, const NamedQuery& query);
std::optional<Message> whyNot(const Browsing& browsing, const VirtualKey& key);
std::optional<Message> whyNot(const Browsing& browsing, const JunctionView& junction);

} // namespace conjoin::model
