// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/mysqlscript/cursor.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace conjoin::sql::mysqlscript {

/// PARTITION BY … of a table. What the catalog does not keep (engines and folders of partitions) is left out.
struct PartitionClause {
    /// `RANGE COLUMNS (a, b)` taken apart.
    struct Method {
        QString name;
        QString expression;
        bool overColumns = false;
    };
    struct Partition {
        QString name;
        QString values; ///< ` VALUES IN (1)`
        QString comment;
        QStringList parts; ///< names of its subpartitions
    };

    Method method;
    QString rotation; ///< of SYSTEM_TIME: INTERVAL or LIMIT, as written
    int count = 0;    ///< where no partition is named
    std::optional<Method> below;
    int parts = 0; ///< subpartitions of each, where none is named
    std::vector<Partition> partitions;

    int size() const;
    /// As ADD PARTITION PARTITIONS n and COALESCE PARTITION n do.
    void resize(int wanted);
    /// Those that were only counted get the names that the server gave them.
    void nameAll();
    /// In the form that introspection puts it together.
    QString text() const;
};

/// The cursor stands on PARTITION.
PartitionClause readPartitionClause(Cursor& cursor);
/// The cursor stands on the bracket before the first.
std::vector<PartitionClause::Partition> readPartitions(Cursor& cursor, const PartitionClause::Method& method);

} // namespace conjoin::sql::mysqlscript
