// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/row.h"

#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace conjoin::sql {

/// Nested rows as lines of one table, as LEFT JOINs would make them: a row without rows of an association has
/// one line with nothing in their columns; rows of two associations beside each other make all their pairs.
class FlatRows {
public:
    /// Includes of the query must name associations of their models.
    FlatRows(const orm::ModelRegistry& registry, const orm::Query& query);

    const QStringList& names() const { return names_; } ///< `id`, `Classes.title`, `Classes.Enrollment.grade`

    using Line = std::vector<std::optional<QString>>; ///< parallel to names(); nothing is NULL
    /// Hands out the lines of the row; the line is good until the next.
    void lines(const Row& row, const std::function<void(const Line&)>& take);

private:
    /// The columns of one place in the tree.
    struct Level {
        const orm::Model* model = nullptr;
        const orm::Model* junction = nullptr;
        std::vector<int> attributes, junctionAttributes; ///< that are shown
        size_t first = 0;                                ///< column of the first attribute; junction's behind
        size_t end = 0;                                  ///< behind the last column, deeper levels included
        std::vector<Level> below;                        ///< parallel to the includes
    };

    Level levelOf(const orm::ModelRegistry& registry, int model, const std::optional<QStringList>& shown,
        const orm::Association* association, const orm::Include* include,
        const std::vector<orm::Include>& includes, const QString& prefix);
    void put(const Level& level, const Row& row, const Row& junction);
    void walk(const Level& level, const Row& row, size_t slot, const std::function<void()>& next);

    QStringList names_;
    Level root_;
    Line line_;
};

} // namespace conjoin::sql
