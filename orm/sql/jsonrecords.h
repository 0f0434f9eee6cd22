// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/exchange/csvreader.h"
#include "orm/exchange/jsonobjects.h"

#include <QHash>
#include <QStringList>

#include <deque>
#include <vector>

namespace conjoin::sql {

/// Nested objects, as exportRows() writes them, as the records of a flat file: a field for each attribute,
/// under names with dots (`Classes.Enrollment.grade`). An object with several rows of an association takes as
/// many records, which go on with the first one; rows of two associations stand beside each other in them.
class JsonRecords {
public:
    /// All outlive this.
    JsonRecords(QIODevice& device, const orm::ModelRegistry& registry, int model);

    /// The names of what the objects hold, in the order in which they are met.
    const QStringList& names() const { return names_; }
    /// From now on these are the fields, and an object that holds something else has a problem.
    void setNames(const QStringList& names);

    Result<std::optional<orm::CsvRecord>> next();
    qint64 position() const { return objects_.position(); }
    bool isCutOff() const { return objects_.isCutOff(); }
    /// Names what associations lead to of which all objects so far have nothing.
    void nameEmptyAssociations();

private:
    using Line = std::vector<std::pair<int, orm::CsvCell>>; ///< by field
    /// Where in the tree something stands.
    struct Place {
        QString prefix;
        int model = -1;    ///< -1: nobody knows
        int junction = -1; ///< of the link that leads there
    };

    std::vector<Line> linesOf(const orm::Json& object, const Place& place, Message& problem);
    void addCell(Line& line, const QString& name, const orm::Json& value, const orm::Attribute* attribute,
        Message& problem);
    int fieldOf(const QString& name);

    orm::JsonObjects objects_;
    const orm::ModelRegistry& registry_;
    const int model_;
    QStringList names_;
    QHash<QString, int> fields_;
    bool fixed_ = false;
    std::deque<orm::CsvRecord> waiting_;                             ///< of the present object
    std::vector<std::pair<QString, const orm::Association*>> empty_; ///< prefixes of associations without rows
};

} // namespace conjoin::sql
