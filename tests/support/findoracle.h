// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"

#include <vector>

namespace conjoin::tests {

/// Tables in memory, and what a find of them must bring by the rules of the ORM: the plainest code that does,
/// over integers and texts.
class FindOracle {
public:
    using Row = std::vector<orm::Value>; ///< one value an attribute of the model

    explicit FindOracle(const orm::ModelRegistry& registry);

    std::vector<Row>& rows(int model) { return tables_[size_t(model)]; }
    /// The tree as `sql::toJson` gives it, without the cursors of the query.
    orm::Json find(const orm::Query& query) const;
    qint64 count(const orm::Query& query) const; ///< of root rows, whatever the limit

private:
    enum class Truth { False, Unknown, True };
    struct Match {
        const Row* target = nullptr;
        const Row* junction = nullptr;
    };

    std::vector<const Row*> roots(const orm::Query& query) const;
    std::vector<Match> matches(const orm::Association& association, const Row& near, int nearModel) const;
    std::vector<Match> included(const orm::Include& include, const Row& near, int nearModel) const;
    bool hasRequired(int model, const Row& row, const std::vector<orm::Include>& includes) const;
    Truth holds(int model, const Row& row, const orm::Json& where) const;
    Truth member(int model, const Row& row, const QString& key, const orm::Json& value) const;
    Truth compare(const orm::Value& value, const orm::Json& json) const;
    orm::Json object(int model, const Row& row, const std::optional<QStringList>& only) const;
    void addIncludes(
        orm::Json& object, int model, const Row& row, const std::vector<orm::Include>& includes) const;

    const orm::ModelRegistry& registry_;
    std::vector<std::vector<Row>> tables_;
};

} // namespace conjoin::tests
